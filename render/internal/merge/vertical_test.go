package merge_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/merge"
)

// column makes a table with a vertical merge in its first column: "A" begins one with that text,
// "." goes on with it, "-text" is none; a row that begins with {{ has tags only.
func column(rows string) string {
	cell := func(props, text string) string {
		return `<w:tc><w:tcPr><w:tcW w:w="1"/>` + props + `</w:tcPr>` + p(text) + `</w:tc>`
	}
	var b strings.Builder
	for row := range strings.FieldsSeq(rows) {
		row = strings.ReplaceAll(row, "_", " ")
		switch {
		case strings.HasPrefix(row, "{{"):
			b.WriteString(tr(p(row), p("")))
		case strings.HasSuffix(row, "."):
			b.WriteString("<w:tr>" + cell("<w:vMerge/>", strings.TrimSuffix(row, ".")) + cell("", "x") + "</w:tr>")
		case strings.HasPrefix(row, "-"):
			b.WriteString("<w:tr>" + cell("", row[1:]) + cell("", "x") + "</w:tr>")
		default:
			b.WriteString("<w:tr>" + cell(`<w:vMerge w:val="restart"/>`, row) + cell("", "x") + "</w:tr>")
		}
	}
	return "<w:tbl>" + b.String() + "</w:tbl>"
}

var (
	mergedRow  = regexp.MustCompile(`(?s)<w:tc>.*?</w:tc>`)
	beginsSpan = regexp.MustCompile(`<w:vMerge w:val="restart"/>`)
	goesOnSpan = regexp.MustCompile(`<w:vMerge/>`)
	textOfRun  = regexp.MustCompile(`<w:t[^>]*>([^<]*)</w:t>`)
)

// spans is what column was made of, of the document that came out.
func spans(src string) string {
	var list []string
	for _, row := range strings.Split(src, "<w:tr>")[1:] {
		cell, said := mergedRow.FindString(row), ""
		for _, m := range textOfRun.FindAllStringSubmatch(cell, -1) {
			said += m[1]
		}
		switch {
		case goesOnSpan.MatchString(cell):
			said = "."
		case !beginsSpan.MatchString(cell):
			said = "-" + said
		}
		list = append(list, said)
	}
	return strings.Join(list, " ")
}

// Where the first row of a vertical merge is taken away, the next one begins it, with its text.
func TestVerticalMerges(t *testing.T) {
	for _, tt := range []struct{ name, rows, want string }{
		{"nothing goes", "A . {{if_.Title}} B {{end}} .", "A . B ."},
		{"the first row goes", "A . {{if_.Lead}} B {{end}} . .", "A . B ."},
		{"the first rows go", "A . {{if_.Lead}} B . {{end}} . .", "A . B ."},
		{"a row amid the merge goes", "A {{if_.Lead}} . {{end}} .", "A ."},
		{"its text has tags", "A {{if_.Lead}} B{{.Title}} {{end}} .", "A BHội"},
		{"what stands in the other rows is not seen", "A . {{if_.Lead}} B {{end}} z.", "A . B"},
		{"both branches have a first row: this", "{{if_.Title}} A {{else}} B {{end}} . .", "A . ."},
		{"both branches have a first row: that", "{{if_.Lead}} A {{else}} B {{end}} . .", "B . ."},
		{"the first row in a loop's first pass", "{{range_$i,$a_:=.Authors}} {{if_eq_$i_0}} A {{else}} . {{end}} {{end}}", "A ."},
		{"two conditions of one loop", "{{range_$i,$a_:=.Authors}} {{if_eq_$i_0}} A {{end}} {{if_gt_$i_0}} . {{end}} {{end}}", "A ."},
		{"each pass has its merge", "{{range_.Authors}} {{if_eq_._`Mai`}} N{{.}} {{end}} . . {{end}}", "NMai . . NCương ."},
		{"the other rows in a loop", "{{range_.Tasks}} {{if_eq_.Content_`Một`}} N{{.Content}} {{end}} {{range_.Steps}} . {{end}} {{end}}", "NMột . . NHai"},
		{"a loop before the other rows", "A . {{range_.Extra.none}} B {{end}} .", "A . B"},
		{"a variable of the block", "A . {{with_$x_:=.Lead}} B{{$x}} {{end}} .", "A . "},
		{"a block in a block goes", "A {{if_.Title}} {{if_.Lead}} B {{end}} . {{end}} .", "A B ."},
		{"the block around goes", "A {{if_.Lead}} {{if_.Title}} B {{end}} . {{end}} .", "A B"},
		{"rows between have none", "A {{if_.Lead}} B {{end}} -q .", "A -q ."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := sample()
			data.Lead, data.Title, data.Extra["none"] = "", "Hội", []any{}
			pkg, faults := execute(t, build(t, column(tt.rows)), data)
			part, _ := pkg.Part(pkg.Main())
			if got := spans(string(part)); got != tt.want {
				t.Errorf("%s\ngot  %s\nwant %s", tt.rows, got, tt.want)
			}
			if strings.Contains(string(part), "bb") || strings.Contains(string(part), "customXml") || len(faults) > 0 {
				t.Errorf("%v\n%s", faults, part)
			}
		})
	}
}

// What moves down has IDs of its own, and what stands in it counts once.
func TestVerticalMergeWithNotes(t *testing.T) {
	cell := func(props, inner string) string {
		return `<w:tc><w:tcPr>` + props + `</w:tcPr><w:p w14:paraId="00000011">` + inner + `</w:p></w:tc>`
	}
	row := func(props, inner string) string { return "<w:tr>" + cell(props, inner) + cell("", r("x")) + "</w:tr>" }
	head := r("B") + `<w:bookmarkStart w:id="1" w:name="B"/><w:r><w:footnoteReference w:id="2"/></w:r><w:bookmarkEnd w:id="1"/>`
	body := "<w:tbl>" + row(`<w:vMerge w:val="restart"/>`, r("A")) + tr(p("{{if .Lead}}"), p("")) + row(`<w:vMerge w:val="restart"/>`, head) + tr(p("{{end}}"), p("")) +
		row(`<w:vMerge/>`, "") + "</w:tbl>" + p("")
	notes := `<w:footnotes xmlns:w="` + wNS + `"><w:footnote w:id="2">` + p("n {{.Title}}") + `</w:footnote></w:footnotes>`
	for _, lead := range []string{"", "x"} {
		data := sample()
		data.Lead, data.Title = lead, "Hội"
		pkg, _ := execute(t, build(t, body, "footnotes", notes), data)
		part, _ := pkg.Part(pkg.Main())
		if want := map[string]string{"": "A B", "x": "A B ."}[lead]; spans(string(part)) != want {
			t.Errorf("%q: %s, want %s", lead, spans(string(part)), want)
		}
		if n := strings.Count(string(part), "footnoteReference"); n != 1 {
			t.Errorf("%q: %d references\n%s", lead, n, part)
		}
		if got := strings.Count(outline(t, pkg, pkg.Related(pkg.Main(), "footnotes")), "n Hội"); got != 1 {
			t.Errorf("%q: %d notes", lead, got)
		}
		if err := merge.Whole(pkg); err != nil {
			t.Error(err)
		}
	}
}
