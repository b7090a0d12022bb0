package render_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/render"
)

// cellOf is a cell of a test's table: paragraphs parted by |, after its span.
func cellOf(span int, text string) string {
	c := `<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/>`
	if span > 1 {
		c += fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, span)
	}
	c += `</w:tcPr>`
	for s := range strings.SplitSeq(text, "|") {
		c += paragraphOf(s)
	}
	return c + `</w:tc>`
}

func rowOf(cells ...string) string { return "<w:tr>" + strings.Join(cells, "") + "</w:tr>" }

func cellsOf(texts ...string) string {
	var list []string
	for _, s := range texts {
		list = append(list, cellOf(1, s))
	}
	return rowOf(list...)
}

func tableOf(widths []int, rows ...string) string {
	grid, total := "", 0
	for _, w := range widths {
		grid += fmt.Sprintf(`<w:gridCol w:w="%d"/>`, w)
		total += w
	}
	return fmt.Sprintf(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>%s</w:tblGrid>%s</w:tbl>`, total, grid, strings.Join(rows, ""))
}

var (
	anyTable = regexp.MustCompile(`(?s)<w:tbl>.*?</w:tbl>`)
	anyRow   = regexp.MustCompile(`(?s)<w:tr[ >].*?</w:tr>`)
	anyCell  = regexp.MustCompile(`(?s)<w:tc>.*?</w:tc>`)
	anyText  = regexp.MustCompile(`<w:t[^>]*>([^<]*)</w:t>`)
	anyWidth = regexp.MustCompile(`<w:gridCol w:w="(\d+)"`)
)

// shape is what a table looks like: rows in lines; of a cell its text, with *n for columns, ^ where
// it goes on with the one above, _ where it begins such, #rrggbb for its fill and !rrggbb for its letters.
func shape(t *testing.T, document string) string {
	t.Helper()
	var lines []string
	for _, tbl := range anyTable.FindAllString(document, -1) {
		var grid []int
		total := 0
		for _, m := range anyWidth.FindAllStringSubmatch(tbl, -1) {
			n, _ := strconv.Atoi(m[1])
			grid, total = append(grid, n), total+n
		}
		if want := regexp.MustCompile(`<w:tblW w:w="(\d+)"`).FindStringSubmatch(tbl); want != nil && want[1] != strconv.Itoa(total) {
			t.Errorf("the columns take %d, the table %s", total, want[1])
		}
		for _, tr := range anyRow.FindAllString(tbl, -1) {
			var cells []string
			at := 0
			for _, tc := range anyCell.FindAllString(tr, -1) {
				text := ""
				for _, m := range anyText.FindAllStringSubmatch(tc, -1) {
					text += m[1]
				}
				span := 1
				if m := regexp.MustCompile(`<w:gridSpan w:val="(\d+)"`).FindStringSubmatch(tc); m != nil {
					span, _ = strconv.Atoi(m[1])
					text += "*" + m[1]
				}
				switch {
				case strings.Contains(tc, `<w:vMerge w:val="restart"/>`):
					text += "_"
				case strings.Contains(tc, `<w:vMerge/>`):
					text += "^"
				}
				for _, m := range regexp.MustCompile(`w:fill="(\w+)"`).FindAllStringSubmatch(tc, -1) {
					text += "#" + m[1]
				}
				for _, m := range regexp.MustCompile(`<w:color w:val="(\w+)"`).FindAllStringSubmatch(tc, -1) {
					text += "!" + m[1]
				}
				width := 0
				for i := at; i < at+span && i < len(grid); i++ {
					width += grid[i]
				}
				at += span
				if m := regexp.MustCompile(`<w:tcW w:w="(\d+)"`).FindStringSubmatch(tc); strings.Contains(document, "exact widths") && m != nil && m[1] != strconv.Itoa(width) {
					t.Errorf("the cell %q is %s wide, its columns %d", text, m[1], width)
				}
				cells = append(cells, text)
			}
			if at != len(grid) {
				t.Errorf("a row of %d columns in a grid of %d: %v", at, len(grid), cells)
			}
			lines = append(lines, strings.Join(cells, " | "))
		}
	}
	return strings.Join(lines, "\n")
}

const columnMeeting = `title: exact widths
extra:
  co: có
  khong: ""
  mot: [{ten: Duy nhất, ma: a}]
  trong: []
  quy: [{ten: I, ma: a}, {ten: II, ma: b}, {ten: III, ma: c}]
  mau: "#e2efda"
  xa:
    - {huyen: Tân, xa: An, so: {a: 1, b: 2, c: 3}, tong: 6}
    - {huyen: Tân, xa: An, so: {a: 4, b: 4, c: 5}, tong: 13}
    - {huyen: Phú, xa: An, so: {a: 7, b: 7, c: 7}, tong: 21}
`

func TestColumnsByData(t *testing.T) {
	row := func(cell string) string {
		return cellsOf(`{{range $x := .extra.xa}}{{$x.xa}}`, cell, `{{$x.tong}}{{end}}`)
	}
	for _, tt := range []struct{ name, table, want string }{
		{"a list", tableOf([]int{3000, 3000, 3000}, cellsOf("Xã", "{{column range $q := .extra.quy}}Quý {{$q.ten}}", "Tổng"), row("{{index $x.so $q.ma}}")),
			"Xã | Quý I | Quý II | Quý III | Tổng\nAn | 1 | 2 | 3 | 6\nAn | 4 | 4 | 5 | 13\nAn | 7 | 7 | 7 | 21"},
		{"one element", tableOf([]int{3000, 3000, 3000}, cellsOf("Xã", "{{column range $q := .extra.mot}}Quý {{$q.ten}}", "Tổng"), row("{{index $x.so $q.ma}}")),
			"Xã | Quý Duy nhất | Tổng\nAn | 1 | 6\nAn | 4 | 13\nAn | 7 | 21"},
		{"none", tableOf([]int{3000, 3000, 3000}, cellsOf("Xã", "{{column range $q := .extra.trong}}Quý {{$q.ten}}", "Tổng"), row("{{index $x.so $q.ma}}")),
			"Xã | Tổng\nAn | 6\nAn | 13\nAn | 21"},
		{"with an index", tableOf([]int{3000, 3000}, cellsOf("Xã", "{{column range $i, $q := .extra.quy}}{{add $i 1}}")), "Xã | 1 | 2 | 3"},
		{"dot is the element", tableOf([]int{3000, 3000}, cellsOf("Xã", "{{column range .extra.quy}}{{.ten}}")), "Xã | I | II | III"},
		{"several columns", tableOf([]int{2000, 2000, 2000, 2000}, cellsOf("a", "{{column range $q := .extra.quy}}{{$q.ten}}", "{{column end}}{{$q.ma}}", "z")), "a | I | a | II | b | III | c | z"},
		{"a condition", tableOf([]int{2000, 2000, 2000}, cellsOf("a", "{{column if .extra.co}}b", "{{column if .extra.khong}}c"), cellsOf("1", "2", "3")), "a | b\n1 | 2"},
		{"the first column", tableOf([]int{2000, 2000}, cellsOf("{{column if .extra.khong}}a", "b")), "b"},
		{"all columns", tableOf([]int{2000}, cellsOf("{{column if .extra.khong}}a")), ""},
		{"a title over all, a sum over some", tableOf([]int{2000, 2000, 2000, 2000}, rowOf(cellOf(4, "Tiêu đề")), cellsOf("a", "{{column range $q := .extra.quy}}{{$q.ten}}", "{{column if .extra.khong}}c", "d"), rowOf(cellOf(2, "cộng"), cellOf(2, "x"))),
			"Tiêu đề*5\na | I | II | III | d\ncộng*4 | x"},
		{"across", tableOf([]int{2000, 2000}, cellsOf("Xã", "{{merge across}}Theo quý"), cellsOf("x", "{{column range $q := .extra.quy}}{{$q.ten}}")), "Xã | Theo quý*3\nx | I | II | III"},
		{"down, within the column on the left", tableOf([]int{2000, 2000, 2000}, cellsOf(`{{range $x := .extra.xa}}{{merge down}}{{$x.huyen}}`, `{{merge down}}{{$x.xa}}`, `{{$x.tong}}{{end}}`)),
			"Tân_ | An_ | 6\n^ | ^ | 13\nPhú | An | 21"},
		{"colours", tableOf([]int{2000, 2000, 2000}, cellsOf(`{{range $x := .extra.xa}}{{shade $.extra.mau}}{{$x.xa}}`, `{{if lt $x.tong 10}}{{color "đỏ"}}{{shade "FFF2CC"}}{{end}}{{$x.tong}}`, `{{if gt $x.tong 20}}{{shade "xanh lá nhạt"}}{{end}}|x{{end}}`)),
			"An#E2EFDA | 6#FFF2CC!C00000 | x\nAn#E2EFDA | 13 | x\nAn#E2EFDA | 21 | x#E2EFDA"},
		{"in a table of a cell", tableOf([]int{4000}, cellsOf("ngoài")) + "", "ngoài"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := ownTemplate{body: paragraphOf("{{.title}}") + tt.table}
			parts, pdf, _ := o.make(t, columnMeeting)
			document := parts["word/document.xml"]
			if !strings.Contains(tt.table, "column") {
				document = strings.ReplaceAll(document, "exact widths", "")
			}
			if got := shape(t, document); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			if strings.Contains(document, "<?") && strings.Count(document, "<?") > strings.Count(document, "<?xml") || len(pdf) == 0 {
				t.Errorf("marks are left: %s", document)
			}
			again, _, _ := o.make(t, columnMeeting)
			if !maps.Equal(parts, again) {
				t.Error("made twice, the document differs")
			}
		})
	}
}

// Colours outside of tables colour their paragraph alone.
func TestColorOfParagraph(t *testing.T) {
	o := ownTemplate{body: paragraphOf(`{{.title}}`) + paragraphOf(`{{color "xanh"}}Xanh`) + paragraphOf("Đen")}
	parts, _, _ := o.make(t, columnMeeting)
	if n := strings.Count(parts["word/document.xml"], `<w:color w:val="1F4E79"/>`); n != 1 {
		t.Errorf("%d runs are blue", n)
	}
}

// Misuses of tags about columns and cells: each is found, with place and remedy.
func TestColumnTagsMisused(t *testing.T) {
	one := func(cells ...string) string {
		widths := make([]int, len(cells))
		for i := range widths {
			widths[i] = 1000
		}
		return tableOf(widths, cellsOf(cells...))
	}
	for _, tt := range []struct{ name, body, code string }{
		{"outside of a table", paragraphOf("{{column if .votes}}x"), "column-tag"},
		{"neither range nor if", one("{{column .votes}}x"), "column-tag"},
		{"an end alone", one("a", "{{column end}}"), "column-tag"},
		{"an end in another row", tableOf([]int{1000, 1000}, cellsOf("{{column if .votes}}", "b"), cellsOf("a", "{{column end}}")), "column-tag"},
		{"one column twice", tableOf([]int{1000, 1000}, cellsOf("{{column if .votes}}", "b"), cellsOf("{{column range .votes}}", "c")), "column-tag"},
		{"overlapping", tableOf([]int{1000, 1000, 1000}, cellsOf("{{column if .votes}}", "{{column end}}", "c"), cellsOf("a", "{{column if .tasks}}", "{{column end}}")), "column-tag"},
		{"no list", one("{{column range .title}}x"), "not-a-list"},
		{"no field", one("{{column if .votess}}x"), "unknown-field"},
		{"no condition", one("{{column if}}x"), "bad-tag"},
		{"a variable of another column", one("{{column range $q := .votes}}x", "{{$q.title}}"), "unknown-variable"},
		{"a grid that is too small", strings.Replace(one("a", "{{column if .votes}}"), `<w:gridCol w:w="1000"/>`, "", 1), "column-tag"},
		{"a row that begins behind it", tableOf([]int{1000, 1000}, cellsOf("{{column if .votes}}", "b"), `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>`+cellOf(1, "x")+`</w:tr>`), "column-tag"},
		{"merged neither down nor across", one("{{merge up}}x"), "cell-tag"},
		{"merged outside of a table", paragraphOf("{{merge down}}x"), "cell-tag"},
		{"shaded outside of a table", paragraphOf(`{{shade "vàng"}}x`), "cell-tag"},
		{"a colour that is none", one(`{{shade "vang"}}x`), "bad-color"},
		{"a list as a colour", one(`{{shade .tasks}}x`), "arguments"},
		{"no colour", one(`{{color}}x`), "arguments"},
		{"not the last function", strings.Replace(one(`{{shade "vàng" / upper}}x`), "/ upper", "| upper", 1), "cell-tag"},
		{"a colour of the data that is none", one(`{{shade .extra.x}}x`), "tag-failed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := ownTemplate{body: tt.body}.document(t, "title: Họp\nextra: {x: lòe loẹt}\n")
			if err == nil {
				err = d.DOCX(t.Context(), &bytes.Buffer{})
			}
			told(t, err, tt.code)
		})
	}
}

// Word opens no table of more than 63 columns: one that would have them is refused, however many
// lists make them.
func TestTooManyColumns(t *testing.T) {
	table := tableOf([]int{1000, 1000, 1000}, cellsOf("TT", "{{column range $x := .extra.a}}{{$x}}", "{{column range $y := .extra.b}}{{$y}}"))
	for _, tt := range []struct {
		a, b    int
		refused bool
	}{{31, 31, false}, {31, 32, true}, {64, 1, true}, {60, 2, false}, {5000, 0, true}} {
		list := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat("x, ", n), ", ") + "]" }
		r := newRenderer(t).With(func(o *render.Options) { o.Templates = fstest.MapFS{"mau.docx": {Data: richDocument(t, table, a4)}} })
		faults, err := r.Check(context.Background(), "m.yaml", fmt.Appendf(nil, "title: Họp\nextra: {a: %s, b: %s}\n", list(tt.a), list(tt.b)), nil, "mau")
		all := append(faults, listOf(err)...)
		if all.Failed() != tt.refused {
			t.Errorf("%d and %d columns: %v", tt.a, tt.b, all)
		}
		for _, f := range all {
			if f.Severity == render.Error && (f.Code != "table-columns" || f.Place.En == "" || f.Hint.Vi == "") {
				t.Errorf("%+v", f)
			}
		}
	}
}

// A loop over free data that is no list there is told, at its place and in both languages.
func TestLoopOverSingleValue(t *testing.T) {
	for _, body := range []string{paragraphOf("{{range .extra.x}}a{{end}}"), tableOf([]int{1000}, cellsOf("{{column range .extra.x}}a"))} {
		for _, value := range []string{"danh-sach.csv", "2.351", "true"} {
			r := newRenderer(t).With(func(o *render.Options) { o.Templates = fstest.MapFS{"mau.docx": {Data: richDocument(t, body, a4)}} })
			faults, err := r.Check(context.Background(), "m.yaml", []byte("title: Họp\nextra: {x: "+value+"}\n"), nil, "mau")
			all := append(faults, listOf(err)...)
			if !all.Failed() || !strings.Contains(all.Error(), value) {
				t.Errorf("%s: %v", value, all)
			}
			for _, f := range all {
				if f.Severity == render.Error && (f.Place.Vi == "" || f.Hint.Vi == "" || f.Message.Vi == f.Message.En) {
					t.Errorf("%s: %+v", value, f)
				}
			}
		}
	}
}
