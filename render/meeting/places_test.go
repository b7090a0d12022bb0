package meeting_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/meeting"
)

// Every text of the file is found where it stands: its source is cut from the file at
// that place, in any style of YAML.
func TestSource(t *testing.T) {
	const file = `title: "Họp ‘giao’ ban"
lead: 'Phòng họp ''A'''
chair: Lê Ân   # một người
venue: Hội trường
  tầng 2
organization: {name: Ủy ban, address: "Số 1"}
sections:
  - text: |
      Đoạn một.

      Đoạn hai.
  - heading: >-
      Gấp
      dòng
indicators:
  - rows:
      - actual: 92,3 %
documents:
  bien-ban:
    symbol: BB-UBND
    signatures:
      - name: Lê Ân
extra:
  a: [x, "y\tz"]
`
	for _, end := range []string{"\n", "\r\n"} {
		ms, faults := meeting.Parse("m.yaml", []byte("title: Trước\n---\n"+strings.ReplaceAll(file, "\n", end)), limit.Limits{})
		if faults.Failed() || len(ms) != 2 {
			t.Fatal(faults)
		}
		lines := strings.Split("title: Trước\n---\n"+file, "\n")
		source := ms[1].Source()
		got := map[string]string{}
		for _, text := range source.Texts {
			got[text.Document+" "+text.Path] = text.Raw
			for i := range text.Raw {
				line, column, start := text.Position(i)
				if text.Raw[i] != '\n' && (lines[line-1][start] != text.Raw[i] || len([]rune(lines[line-1][:start])) != column-1) {
					t.Fatalf("%s: byte %d is not at %d:%d", text.Path, i, line, column)
				}
			}
		}
		for path, want := range map[string]string{
			" Title": "Họp ‘giao’ ban", " Lead": "Phòng họp ''A''", " Chair[0].Name": "Lê Ân", " Venue": "Hội trường\n  tầng 2",
			" Organization.Name": "Ủy ban", " Organization.Address": "Số 1", " Sections[0].Text": "Đoạn một.\n\n      Đoạn hai.",
			" Sections[1].Heading": "Gấp\n      dòng", " Indicators[0].Rows[0].Actual": "92,3 %",
			"bien-ban Symbol": "BB-UBND", "bien-ban Signatures[0].Name": "Lê Ân", " Extra.a[0]": "x", " Extra.a[1]": `y\tz`,
		} {
			if got[path] != want {
				t.Errorf("%s is %q, want %q", path, got[path], want)
			}
		}
		if len(got) != 13 {
			t.Errorf("%d texts: %v", len(got), got)
		}
		for _, tt := range []struct {
			document, path string
			line, column   int
		}{
			{"", "", 3, 1}, {"bien-ban", "", 21, 3}, {"bien-ban", "Symbol", 22, 13}, {"bien-ban", "Signatures[0].Position", 24, 9},
			{"bien-ban", "Venue", 6, 8}, {"", "Organization.Registration", 8, 15}, {"tom-tat", "End", 3, 1},
		} {
			if line, column := source.At(tt.document, tt.path); line != tt.line || column != tt.column {
				t.Errorf("%s %s is at %d:%d, want %d:%d", tt.document, tt.path, line, column, tt.line, tt.column)
			}
		}
	}
}

// What is noted while a file is read is what reading it again finds.
func TestParseSources(t *testing.T) {
	const file = "title: Họp\nsections: &all\n  - text: |\n      Một.\n\n      Hai.\n  - heading: ' Ba '\n    indicators: []\ntasks:\n  - {content: Bốn, due: 2026-10-05}\n  - Năm\nextra: {a: [x, ~, \"y\"]}\ndocuments:\n  bien-ban: {sections: *all, title: Sáu}\n"
	again, _ := meeting.Parse("m.yaml", []byte(file), limit.Limits{})
	noted, faults := meeting.ParseWith("m.yaml", []byte(file), limit.Limits{}, meeting.Options{Sources: true})
	if faults.Failed() || len(noted) != 1 {
		t.Fatal(faults)
	}
	want, got := again[0].Source(), noted[0].Source()
	if len(got.Texts) < 8 || !slices.Equal(got.Texts, want.Texts) {
		t.Errorf("%v\nnot\n%v", got.Texts, want.Texts)
	}
	if got != noted[0].Source() {
		t.Error("it is noted twice")
	}
	if noted[0].ForgetSource(); got == noted[0].Source() {
		t.Error("it is not forgotten")
	}
	for _, path := range []string{"", "Tasks[1]", "Tasks[0].Due", "Extra.a[2]", "Sections[1].Text"} {
		for _, document := range []string{"", "bien-ban"} {
			gotLine, gotColumn := got.At(document, path)
			if line, column := want.At(document, path); line != gotLine || column != gotColumn {
				t.Errorf("%s %s: %d:%d, not %d:%d", document, path, gotLine, gotColumn, line, column)
			}
		}
	}
}

// A file of one line, as programs write JSON, has its values found like one of many lines, and in
// a time that grows with its length alone: so many values, each counted from the beginning of the
// line, took minutes.
func TestSourceOfOneLine(t *testing.T) {
	const count = 40_000
	file := func(between string) string {
		var b strings.Builder
		b.WriteString(`{"title": "Họp", "extra": {"ds": [` + between)
		for i := range count {
			if i > 0 {
				b.WriteString("," + between)
			}
			fmt.Fprintf(&b, `{"tên": "Người %d", "số": "\"%d\""}`, i, i)
		}
		return b.String() + "]}}\n"
	}
	read := func(file string) (*meeting.Source, time.Duration) {
		began := time.Now()
		ms, faults := meeting.Parse("m.json", []byte(file), limit.Limits{})
		if faults.Failed() || len(ms) != 1 {
			t.Fatal(faults)
		}
		return ms[0].Source(), time.Since(began)
	}
	many, usual := read(file("\n  "))
	one, took := read(file(""))
	if took > 10*usual+time.Second {
		t.Errorf("%d values of one line take %v, of many lines %v", count, took, usual)
	}
	line := file("")
	if len(one.Texts) != len(many.Texts) || len(one.Texts) < 2*count {
		t.Fatalf("%d texts, in many lines %d", len(one.Texts), len(many.Texts))
	}
	for i, text := range one.Texts {
		_, column, start := text.Position(0)
		if text.Raw != many.Texts[i].Raw || !strings.HasPrefix(line[start:], text.Raw) {
			t.Fatalf("%s is %q, in many lines %q", text.Path, text.Raw, many.Texts[i].Raw)
		}
		if i%997 == 0 && len([]rune(line[:start])) != column-1 {
			t.Fatalf("%s stands in column %d", text.Path, column)
		}
	}
}
