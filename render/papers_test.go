package render_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/bienban/bienban/render"
)

// invitations are papers of two pages each, whose second page bears its number.
func invitations(t testing.TB, n int) []*render.Document {
	t.Helper()
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var yaml strings.Builder
	yaml.WriteString("title: Hội nghị\ndocuments: {bien-ban: {for_each: invitees}}\nsections:\n  - heading: Phần chung\n    text: |\n")
	for i := range 40 {
		fmt.Fprintf(&yaml, "      Đoạn thứ %d của nội dung, dài vừa đủ để chiếm hơn một dòng trên trang giấy khổ A4 của cuộc họp.\n\n", i)
	}
	yaml.WriteString("invitees:\n")
	for i := range n {
		fmt.Fprintf(&yaml, "  - Khách thứ %d\n", i+1)
	}
	documents, faults := r.Documents("moi.yaml", []byte(yaml.String()), nil)
	if faults.Failed() {
		t.Fatal(faults)
	}
	return documents
}

// Papers in one file print as each does alone: the same pages, with the same numbers; fonts
// are there once.
func TestPapersPrintAsAlone(t *testing.T) {
	var alone []string
	size := 0
	for _, d := range invitations(t, 3) {
		var b bytes.Buffer
		if err := d.PDF(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		size += b.Len()
		alone = append(alone, wholePages(t, b.Bytes())...)
	}
	documents := invitations(t, 3)
	var together, again bytes.Buffer
	faults, err := render.PrintPapers(t.Context(), &together, documents)
	if err != nil || faults.Failed() {
		t.Fatal(err, faults)
	}
	got := wholePages(t, together.Bytes())
	if len(got) != len(alone) || len(got) != 9 {
		t.Fatalf("%d pages, the papers alone have %d", len(got), len(alone))
	}
	for i := range got {
		if got[i] != alone[i] {
			t.Errorf("page %d is not as the paper has it alone:\n%.200q\n%.200q", i+1, got[i], alone[i])
		}
		if number := i%3 + 1; number > 1 && !strings.HasPrefix(got[i], fmt.Sprint(number)) {
			t.Errorf("page %d does not bear %d: %.50q", i+1, number, got[i])
		}
	}
	if together.Len() > size/2 {
		t.Errorf("%d bytes, the papers alone have %d", together.Len(), size)
	}
	if documents[0] != nil {
		t.Error("the documents are kept")
	}
	if _, err := render.PrintPapers(t.Context(), &again, invitations(t, 3)); err != nil || !bytes.Equal(together.Bytes(), again.Bytes()) {
		t.Errorf("equal input gives other bytes, or %v", err)
	}
	told := map[render.Fault]bool{}
	for _, f := range faults {
		if told[*f] {
			t.Errorf("told twice: %v", f)
		}
		told[*f] = true
	}
}

// wholePages is the text of each page, with its number.
func wholePages(t testing.TB, data []byte) (all []string) {
	t.Helper()
	for _, runs := range parsePDF(t, data).pages(t) {
		var b strings.Builder
		for _, r := range runs {
			b.WriteString(r.text)
		}
		all = append(all, b.String())
	}
	return all
}

// A paper that cannot be made is told of, and nothing is written.
func TestPapersWholeOrNotAtAll(t *testing.T) {
	r, err := render.New(render.Options{Limits: render.Limits{Pages: 1}})
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("      Đoạn văn.\n\n", 200)
	documents, faults := r.Documents("a.yaml", []byte("title: Họp\n---\ntitle: Dài\nsections:\n  - text: |\n"+long), nil)
	if faults.Failed() {
		t.Fatal(faults)
	}
	var b bytes.Buffer
	if _, err := render.PrintPapers(t.Context(), &b, documents); err == nil || b.Len() > 0 {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
	if _, err := render.PrintPapers(t.Context(), io.Discard, nil); err == nil {
		t.Error("no papers make a file")
	}
}

// What is kept of a paper is its packed pages.
func TestPapersMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("many papers")
	}
	inUse := func(n int) uint64 {
		documents := invitations(t, n)
		most := uint64(0)
		if _, err := render.PrintPapers(t.Context(), writerFunc(func(b []byte) (int, error) {
			if most == 0 { // everything is painted
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = m.HeapAlloc
			}
			return len(b), nil
		}), documents); err != nil {
			t.Fatal(err)
		}
		return most
	}
	few, many := inUse(20), inUse(220)
	if each := int64(many-few) / 200; each > 64<<10 {
		t.Errorf("a paper takes %d bytes", each)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }
