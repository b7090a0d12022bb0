package render

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/pdf"
)

// Small documents that ask for much: each is printed, or refused with a fault, in little
// time and memory.
func TestHostileDocuments(t *testing.T) {
	data, err := os.ReadFile("testdata/fidelity/en-tracked-changes.docx")
	if err != nil {
		t.Fatal(err)
	}
	base, err := docx.Open(data, limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	p := func(props, text string) string {
		return `<w:p><w:pPr>` + props + `</w:pPr><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
	}
	size := func(half int, text string) string {
		return fmt.Sprintf(`<w:p><w:r><w:rPr><w:sz w:val="%d"/></w:rPr><w:t>%s</w:t></w:r></w:p>`, half, text)
	}
	table := func(props, rows string) string {
		return `<w:tbl><w:tblPr>` + props + `</w:tblPr>` + rows + `</w:tbl>` + p("", "")
	}
	row := func(props string, cells ...string) string {
		return `<w:tr><w:trPr>` + props + `</w:trPr><w:tc>` + strings.Join(cells, `</w:tc><w:tc>`) + `</w:tc></w:tr>`
	}
	cell := func(props, content string) string { return `<w:tcPr>` + props + `</w:tcPr>` + content }
	words := strings.Repeat("chữ ", 5000)
	nested := p("", "x")
	for range 200 {
		nested = `<w:tbl><w:tr><w:tc>` + nested + p("", "") + `</w:tc><w:tc>` + p("", "y") + `</w:tc></w:tr></w:tbl>`
	}
	drawing := func(cx, cy, more string) string {
		return `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="` + cx + `" cy="` + cy + `"/>` + more + `</wp:inline></w:drawing></w:r></w:p>`
	}
	box := func(inner string) string {
		return `<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="position:absolute;width:200pt;height:100pt"><v:textbox><w:txbxContent>` + inner + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`
	}
	boxes := p("", "x")
	for range 150 {
		boxes = box(boxes)
	}
	sect := func(inner string) string { return `<w:sectPr>` + inner + `</w:sectPr>` }
	for _, tt := range []struct{ name, body string }{
		{"a cell over a million columns", table("", row("", cell(`<w:gridSpan w:val="1000000"/>`, p("", "x")))+row("", cell(`<w:gridSpan w:val="-5"/>`, p("", "x"))))},
		{"a grid of many columns", `<w:tbl><w:tblGrid>` + strings.Repeat(`<w:gridCol w:w="1"/>`, 100_000) + `</w:tblGrid>` + row("", cell("", p("", "x"))) + `</w:tbl>`},
		{"a row of many cells", table("", row("", strings.Split(strings.Repeat(cell("", p("", "x"))+"|", 5000), "|")[:5000]...))},
		{"many rows", table("", strings.Repeat(row("", cell("", p("", "x")), cell("", p("", "y"))), 20_000))},
		{"skipped columns", table("", row(`<w:gridBefore w:val="2147483647"/><w:gridAfter w:val="999999999"/>`, cell("", p("", "x"))))},
		{"widths without end", table(`<w:tblW w:w="2147483647" w:type="dxa"/><w:tblInd w:w="-2147483648" w:type="dxa"/>`, row("", cell(`<w:tcW w:w="2147483647" w:type="dxa"/>`, p("", words))))},
		{"a repeated head higher than the page", table("", row(`<w:tblHeader/><w:trHeight w:val="30000" w:hRule="exact"/>`, cell("", p("", "x")))+strings.Repeat(row("", cell("", p("", "x"))), 2000))},
		{"rows higher than the page", table("", strings.Repeat(row(`<w:cantSplit/><w:trHeight w:val="2147483647"/>`, cell("", p("", "x"))), 300))},
		{"tables in tables", nested},
		{"text boxes in text boxes", boxes},
		{"lines of no height", p(`<w:spacing w:line="1" w:lineRule="exact"/>`, words) + p(`<w:spacing w:line="-1" w:lineRule="exact"/>`, words) + p(`<w:spacing w:line="1"/>`, words)},
		{"lines of great height", p(`<w:spacing w:line="2147483647" w:lineRule="exact" w:before="2147483647" w:after="2147483647"/>`, words)},
		{"letters larger than a page", size(3276, words) + size(2147483647, words) + size(-3, words) + size(0, words)},
		{"indents that leave nothing", p(`<w:ind w:left="2147483647" w:right="2147483647" w:firstLine="-2147483648"/>`, words)},
		{"tabs everywhere", p(`<w:tabs>`+strings.Repeat(`<w:tab w:val="right" w:leader="dot" w:pos="1"/>`, 1000)+`</w:tabs>`, "") + `<w:p><w:r>` + strings.Repeat(`<w:tab/>`, 20_000) + `</w:r></w:p>`},
		{"a page of nothing", p("", words) + sect(`<w:pgSz w:w="0" w:h="0"/>`)},
		{"a page of less than nothing", p("", words) + sect(`<w:pgSz w:w="-100" w:h="-100"/><w:pgMar w:top="2147483647" w:bottom="2147483647" w:left="2147483647" w:right="-2147483648"/>`)},
		{"a page without end", p("", words) + sect(`<w:pgSz w:w="2147483647" w:h="2147483647"/>`)},
		{"many columns", p("", words) + sect(`<w:cols w:num="1000000" w:space="0"/>`)},
		{"columns of no width", p("", words) + sect(`<w:cols w:num="45" w:space="31680"/>`)},
		{"many sections", strings.Repeat(p(sect(`<w:type w:val="oddPage"/>`), "x"), 3000)},
		{"a page for each paragraph", strings.Repeat(p(`<w:pageBreakBefore/>`, "x"), 6000)},
		{"all kept together", strings.Repeat(p(`<w:keepNext/><w:keepLines/>`, "Theo báo cáo tại hội nghị"), 6000)},
		{"a picture without end", drawing("9223372036854775807", "9223372036854775807", "") + drawing("-1", "-9223372036854775808", "")},
		{"frames", strings.Repeat(p(`<w:framePr w:w="1" w:h="2147483647" w:hRule="exact" w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:dropCap="drop" w:lines="2147483647"/>`, "x"), 500)},
		{"floating tables", strings.Repeat(table(`<w:tblpPr w:vertAnchor="text" w:tblpX="1" w:tblpY="1" w:leftFromText="2147483647"/>`, row("", cell("", p("", "x")))), 500)},
		{"one long word", p("", strings.Repeat("x", 200_000))},
		{"marks on one letter", p("", "a"+strings.Repeat("\u0301", 50_000))},
		{"fields in fields", `<w:p>` + strings.Repeat(`<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGEREF </w:instrText></w:r>`, 3000) + strings.Repeat(`<w:r><w:fldChar w:fldCharType="separate"/><w:t>1</w:t><w:fldChar w:fldCharType="end"/></w:r>`, 3000) + `</w:p>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(tt.body, "<w:sectPr><w:pgSz") && !strings.Contains(tt.body, "<w:sectPr><w:cols") {
				tt.body += sect(`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="567"/>`)
			}
			pkg := base.With(docx.Change{Parts: map[string][]byte{base.Main(): []byte(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + tt.body + `</w:body></w:document>`)}})
			r, err := New(Options{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := r.faces(); err != nil {
				t.Fatal(err)
			}
			err = costs(t, time.Minute, func(ctx context.Context) error {
				d := &Document{Name: "hostile", renderer: r, source: source{name: "hostile.docx"}, merged: pkg}
				pages, _, err := d.layOut(ctx)
				if err == nil {
					t.Logf("%d pages", len(pages))
					err = pdf.Write(io.Discard, pages, pdf.Options{})
				}
				return err
			})
			if _, fault := errors.AsType[FaultList](err); err != nil && !fault {
				t.Fatal(err)
			}
			if err != nil {
				t.Log(err)
			}
		})
	}
}
