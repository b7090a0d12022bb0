package render_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/wml"
)

// wideTable has 12 columns under three header rows and a row of codes, 80 rows and, unless
// its ID is "khong-ghi-chu", a note.
func wideTable(id string) *merge.Table {
	head := func(text string, span, down int) merge.Cell {
		return merge.Cell{Text: text, Role: merge.RoleHead, Span: span, RowSpan: down}
	}
	t := &merge.Table{
		Turned: true, Size: 22, Caption: "Biểu số 01", Title: "Các chỉ tiêu kinh tế - xã hội năm 2026", Unit: "Đơn vị tính: tỷ đồng",
		Header: []merge.Row{
			{Cells: []merge.Cell{head("STT", 1, 3), head("Chỉ tiêu", 1, 3), head("Đơn vị tính", 1, 3), head("Năm 2025", 3, 1), head("Năm 2026", 6, 1)}},
			{Cells: []merge.Cell{head("Kế hoạch", 1, 2), head("Thực hiện", 2, 1), head("Kế hoạch", 1, 2), head("Thực hiện", 3, 1), head("So sánh (%)", 2, 1)}},
			{Cells: []merge.Cell{head("6 tháng", 1, 1), head("Cả năm", 1, 1), head("6 tháng", 1, 1), head("9 tháng", 1, 1), head("Ước cả năm", 1, 1), head("Cùng kỳ", 1, 1), head("Kế hoạch", 1, 1)}},
			{},
		},
	}
	if id != "khong-ghi-chu" {
		t.Notes = []string{"(*) Số liệu ước tính."}
	}
	for i, w := range []int{700, 2500, 1100, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000} {
		t.Columns = append(t.Columns, merge.Column{Width: w})
		code := []string{"A", "B", "C", "1", "2", "3", "4", "5", "6", "7", "8=7/3", "9=7/4"}[i]
		t.Header[3].Cells = append(t.Header[3].Cells, merge.Cell{Text: code, Role: merge.RoleCode})
	}
	for i := range 80 {
		row := merge.Row{Bold: i%10 == 0, Cells: []merge.Cell{{Text: fmt.Sprint(i + 1), Role: merge.RoleCenter}, {Text: fmt.Sprintf("Chỉ tiêu số %d của kế hoạch phát triển", i+1)}, {Text: "Tỷ đồng", Role: merge.RoleCenter}}}
		for j := range 9 {
			row.Cells = append(row.Cells, merge.Cell{Text: fmt.Sprintf("%d,%d", 100+7*i+13*j, (i+j)%10), Role: merge.RoleNumber, Italic: j == 8})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// turnedDocument is a document of a body with tables somewhere in it; its pages
// have numbers but for the first, and a footer.
func turnedDocument(t *testing.T, body string) []byte {
	t.Helper()
	const style = `<w:style w:type="paragraph" w:customStyle="1" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="N"/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`
	var styles strings.Builder
	fmt.Fprintf(&styles, style, "BTD", "Biểu tiêu đề", `<w:keepNext/><w:jc w:val="center"/>`, `<w:b/>`)
	fmt.Fprintf(&styles, style, "BDV", "Biểu đơn vị", `<w:keepNext/><w:jc w:val="right"/>`, `<w:i/><w:sz w:val="24"/>`)
	fmt.Fprintf(&styles, style, "BC", "Biểu chữ", `<w:spacing w:before="40" w:after="40"/>`, `<w:sz w:val="24"/>`)
	fmt.Fprintf(&styles, style, "BDC", "Biểu đầu cột", `<w:keepNext/><w:spacing w:before="40" w:after="40"/><w:jc w:val="center"/>`, `<w:b/>`)
	fmt.Fprintf(&styles, style, "BS", "Biểu số", `<w:spacing w:before="40" w:after="40"/><w:jc w:val="right"/>`, `<w:sz w:val="24"/>`)
	fmt.Fprintf(&styles, style, "BG", "Biểu giữa", `<w:spacing w:before="40" w:after="40"/><w:jc w:val="center"/>`, `<w:sz w:val="24"/>`)
	fmt.Fprintf(&styles, style, "BGC", "Biểu ghi chú", `<w:spacing w:before="40" w:after="0"/>`, `<w:i/><w:sz w:val="24"/>`)
	pkg, err := docx.Open(wordFile(t, body, wPar("", wField("PAGE", wRun("2"))), styles.String()), limit.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	part := func(name, inner string) string {
		return `<w:` + name + ` ` + wordML + `>` + inner + `</w:` + name + `>`
	}
	main, _ := pkg.Part("word/document.xml")
	main = bytes.Replace(main, []byte(`<w:headerReference w:type="default" r:id="h"/>`),
		[]byte(`<w:headerReference w:type="default" r:id="h"/><w:headerReference w:type="first" r:id="h1"/><w:footerReference w:type="default" r:id="f"/><w:footerReference w:type="first" r:id="f"/>`), 1)
	main = bytes.Replace(main, []byte(`</w:sectPr></w:body>`), []byte(`<w:titlePg/></w:sectPr></w:body>`), 1)
	const base = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	pkg = pkg.With(docx.Change{
		Parts: map[string][]byte{
			"word/document.xml": main,
			"word/header1.xml":  []byte(part("hdr", `<w:p><w:pPr><w:jc w:val="center"/></w:pPr>`+wField("PAGE", wRun("2"))+`</w:p>`)),
			"word/header2.xml":  []byte(part("hdr", `<w:p/>`)),
			"word/footer1.xml":  []byte(part("ftr", wPar("", wRun("Lưu hành nội bộ")))),
		},
		ContentTypes: map[string]string{"word/header2.xml": base + "header+xml", "word/footer1.xml": base + "footer+xml"},
		Relationships: map[string][]docx.Relationship{"word/document.xml": {
			{ID: "h1", Type: "header", Target: "word/header2.xml"}, {ID: "f", Type: "footer", Target: "word/footer1.xml"}}},
	})
	var template bytes.Buffer
	if err := docx.Write(&template, pkg); err != nil {
		t.Fatal(err)
	}
	if pkg, err = docx.Open(template.Bytes(), limit.Limits{}); err != nil {
		t.Fatal(err)
	}
	compiled, faults := merge.Compile(pkg, merge.Config{Data: reflect.TypeFor[struct{}]()})
	if faults.Failed() {
		t.Fatal(faults)
	}
	merged, faults := compiled.Execute(context.Background(), struct{}{}, merge.Env{Table: func(id string, _ merge.Room) (*merge.Table, error) { return wideTable(id), nil }})
	if faults.Failed() {
		t.Fatal(faults)
	}
	merged, _, _ = wml.Refresh(t.Context(), merged, time.Time{}, limit.Default)
	var out bytes.Buffer
	if err := docx.Write(&out, merged); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A turned table stands on landscape pages; the pages around stay upright, the numbers of
// all go on, and no page is blank. LibreOffice makes the same pages of the same files.
func TestTurnedTablePages(t *testing.T) {
	text := strings.Repeat(wPar("", wRun("Căn cứ Nghị quyết của Hội đồng nhân dân về nhiệm vụ phát triển kinh tế - xã hội, Ủy ban nhân dân báo cáo kết quả thực hiện như sau.")), 14)
	table, bare := wPar("", wRun(`{{table "bieu"}}`)), wPar("", wRun(`{{table "khong-ghi-chu"}}`))
	for _, tt := range []struct{ name, body, want string }{
		{"giua", text + table + text, "PLLLLLLLP"},
		{"dau", table + text, "LLLLLLLP"},
		{"cuoi", text + table, "PLLLLLLL"},
		{"chi-bieu", table, "LLLLLLL"},
		{"hai-bieu", text + text + table + table + text, "PP" + "LLLLLLL" + "LLLLLL" + "P"},
		{"khong-ghi-chu", text + bare + text + bare, "P" + "LLLLLLL" + "P" + "LLLLLLL"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			word := turnedDocument(t, tt.body)
			assertWhole(t, word)
			var pdf bytes.Buffer
			faults, err := newRenderer(t).Convert(t.Context(), &pdf, tt.name+".docx", word)
			if err != nil || len(faults) > 0 {
				t.Fatal(faults, err)
			}
			if *keep != "" {
				for ending, data := range map[string][]byte{"docx": word, "pdf": pdf.Bytes()} {
					if err := os.WriteFile(filepath.Join(*keep, "bieu-ngang-"+tt.name+"."+ending), data, 0o666); err != nil {
						t.Fatal(err)
					}
				}
			}
			f := parsePDF(t, pdf.Bytes())
			got := ""
			pages := f.pages(t)
			for i, size := range f.sizes(t) {
				orientation := "P"
				if size[0] > size[1] {
					orientation = "L"
				}
				got += orientation
				runs := pages[i]
				page := ""
				for _, r := range runs {
					page += r.text
				}
				number := slices.ContainsFunc(runs, func(r pdfRun) bool { return r.text == fmt.Sprint(i+1) && r.y > size[1]-57 })
				if number != (i > 0) {
					t.Errorf("page %d: has a number: %v", i+1, number)
				}
				if head := strings.Contains(squeeze(page), squeeze("Ước cả năm")) && strings.Contains(page, "8=7/3"); head != (orientation == "L") {
					t.Errorf("page %d (%s): has the table's header: %v", i+1, orientation, head)
				}
				if !strings.Contains(squeeze(page), squeeze("Lưu hành nội bộ")) {
					t.Errorf("page %d has no footer", i+1)
				}
			}
			if got != tt.want {
				t.Errorf("pages %s, want %s", got, tt.want)
			}
		})
	}
}

// A table of contents directly before a turned table is made anew, and knows the pages
// behind the table.
func TestContentsBeforeATurnedTable(t *testing.T) {
	word := turnedDocument(t, wPar("", wField(`TOC \o "1-2" \h`, wRun("?")))+wPar("", wRun(`{{table "bieu"}}`))+wPar("H1", wRun("Kết luận")))
	var pdf bytes.Buffer
	if faults, err := newRenderer(t).Convert(t.Context(), &pdf, "a.docx", word); err != nil {
		t.Fatal(faults, err)
	}
	pages := pdfText(t, pdf.Bytes())
	if len(pages) != 9 || !strings.Contains(strings.ReplaceAll(squeeze(pages[0]), ".", ""), squeeze("Kết luận9")) || !strings.Contains(squeeze(pages[8]), squeeze("Kết luận")) {
		t.Errorf("%d pages: %q … %q", len(pages), pages[0], pages[len(pages)-1])
	}
}

// A header that leaves no room for rows below it is not repeated: the table comes to its end.
func TestHeaderTallerThanAPage(t *testing.T) {
	row := func(lines, rows int) string {
		cells := ""
		for i := range 3 {
			cells += `<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>` + strings.Repeat(wPar("", wRun(fmt.Sprint("Đầu cột ", i))), lines) + `</w:tc>`
		}
		return strings.Repeat(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`+cells+`</w:tr>`, rows)
	}
	body := strings.Repeat(`<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>`+wPar("", wRun("Hàng"))+`</w:tc></w:tr>`, 40)
	for _, tt := range []struct{ lines, rows, pages int }{ // in a page of 33 lines
		{30, 1, 20}, {31, 1, 40}, {33, 1, 3}, {34, 1, 3}, {100, 1, 5}, {20, 2, 3}, {9, 4, 3}, {60, 4, 10},
	} {
		table := `<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>` + row(tt.lines, tt.rows) + body + `</w:tbl>`
		word := wordFile(t, table+wPar("", wRun("Hết")), "<w:p/>", "")
		var pdf bytes.Buffer
		if faults, err := newRenderer(t).Convert(t.Context(), &pdf, "a.docx", word); err != nil {
			t.Fatal(faults, err)
		}
		pages := pdfText(t, pdf.Bytes())
		text := strings.Join(pages, "")
		if n := strings.Count(text, "Hàng"); n != 40 || !strings.Contains(text, "Hết") {
			t.Errorf("%d lines, %d rows: %d rows below the header", tt.lines, tt.rows, n)
		}
		if len(pages) != tt.pages {
			t.Errorf("%d lines, %d rows: %d pages, want %d", tt.lines, tt.rows, len(pages), tt.pages)
		}
	}
}
