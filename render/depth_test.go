package render_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/render"
)

// deepSections are the sections of a meeting, nested to a depth, each with a heading and a
// text that nothing else has, two beside each other at every level.
func deepSections(b *strings.Builder, name, indent string, depth int) (texts []string) {
	if depth == 0 {
		return nil
	}
	fmt.Fprintf(b, "%ssections:\n", indent)
	for i := range 2 {
		own := fmt.Sprintf("%s%c", name, 'a'+i)
		fmt.Fprintf(b, "%s  - heading: Mục %sx\n%s    text: Chữ %sx.\n", indent, own, indent, own)
		texts = append(texts, "Mục "+own+"x", "Chữ "+own+"x.")
		if i == 1 || depth < 5 {
			texts = append(texts, deepSections(b, own, indent+"    ", depth-1)...)
		}
	}
	return texts
}

// Tags that set columns, merge cells or colour them print nothing: an outline has no field of theirs.
func TestOutlineOfTableTags(t *testing.T) {
	row := `{{column range $q := .extra.quarters}}Kế hoạch {{$q.ten}}|{{column if .votes}}Phiếu|{{merge down}}{{shade .extra.mau}}{{color .extra.chu}}Nhóm {{.extra.nhom}}`
	table := `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid><w:tr>`
	for cell := range strings.SplitSeq(row, "|") {
		table += `<w:tc><w:tcPr/>` + wPar("", wRun(cell)) + `</w:tc>`
	}
	r, err := render.New(render.Options{Templates: fstest.MapFS{"bang.docx": {Data: wordFile(t, wPar("", wRun("Biểu {{.title}}"))+table+`</w:tr></w:tbl>`+wPar("", ""), "", "")}}})
	if err != nil {
		t.Fatal(err)
	}
	about, faults := r.Template("bang")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var lines []string
	for _, l := range about.Outline {
		lines = append(lines, l.Text)
	}
	if got := strings.Join(lines, " / "); got != "Biểu ‹title› / Kế hoạch ‹ten› / Phiếu / Nhóm ‹extra.nhom›" {
		t.Errorf("the outline is %q", got)
	}
}

// ownOutline is a template of one's own that prints all sections with one loop.
func ownOutline(t *testing.T) []byte {
	return wordFile(t, wPar("", wRun("{{range outline .sections}}"))+
		wPar("", wRun("{{if eq .depth 1}}"))+wPar("H1", wRun("{{.mark}} {{.heading}}"))+wPar("", wRun("{{else}}"))+
		wPar("H2", wRun("{{.mark}} {{.heading}}"))+wPar("", wRun("{{end}}"))+
		wPar("", wRun("{{markdown .text}}"))+
		wPar("", wRun("{{end}}")), "", "")
}

// Sections are printed in the file's order, however deep they are nested.
func TestSectionsOfAnyDepth(t *testing.T) {
	r, err := render.New(render.Options{Templates: fstest.MapFS{"mot-vong.docx": {Data: ownOutline(t)}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, depth := range []int{1, 3, 4, 5, 9} {
		var b strings.Builder
		b.WriteString("title: Họp giao ban\n")
		texts := deepSections(&b, "", "", depth)
		documents, faults := r.Documents("sau.yaml", []byte(b.String()), nil, "bien-ban", "bien-ban-dang", "bien-ban-hdqt", "bien-ban-dhdcd", "tom-tat", "mot-vong")
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		for _, d := range documents {
			word, pdf := both(t, d)
			for kind, text := range map[string]string{"docx": strings.Join(docxParagraphs(t, docxParts(t, word)["word/document.xml"]), "\n"), "pdf": strings.Join(pdfText(t, pdf), "\n")} {
				text, at := fold(text), 0
				for _, want := range texts {
					i := strings.Index(text[at:], fold(want))
					if i < 0 {
						t.Errorf("depth %d, %s, %s: %q is not printed, or not in its place", depth, d.Template, kind, want)
						break
					}
					at += i
				}
			}
		}
	}
}

// A group of whom only the number is known gets as many rows to sign in, up to a bound; how
// many there are is told beside its name.
func TestBlankRows(t *testing.T) {
	r := newRenderer(t)
	for _, tt := range []struct {
		groups string
		rows   int
	}{
		{"[{name: Trưởng thôn, count: 30}]", 30},
		{"[{name: Trưởng thôn, count: 30}, {name: Lãnh đạo, people: [An, Bình]}, {count: 2}]", 34},
		{"[{name: Trưởng thôn, count: 3, people: [An, Bình]}]", 2},
		{"[{name: Cử tri, count: 13000000}]", 500},
		{"[{name: Không ai, count: 0}]", 0},
	} {
		documents, faults := r.Documents("h.yaml", []byte("title: Họp\nattendance: {groups: "+tt.groups+"}"), nil, "diem-danh")
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		word, pdf := both(t, documents[0])
		assertWhole(t, word)
		sameText(t, word, pdf)
		part := string(docxParts(t, word)["word/document.xml"])
		told := strings.Join(docxParagraphs(t, []byte(part)), "\n")
		if rows := strings.Count(part, `w:hRule="atLeast"`); rows != tt.rows {
			t.Errorf("%s: %d rows to sign in, want %d", tt.groups, rows, tt.rows)
		}
		if strings.Contains(tt.groups, "13000000") && !strings.Contains(told, "Cử tri (13.000.000 người)") {
			t.Errorf("%s: how many there are is not told", tt.groups)
		}
	}
}
