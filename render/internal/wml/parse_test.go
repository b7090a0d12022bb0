package wml_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
)

func TestDump(t *testing.T) {
	d := silent(t, `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>{{.Title}}</w:t></w:r></w:p><w:tbl><w:tblGrid><w:gridCol w:w="1134"/><w:gridCol w:w="567"/></w:tblGrid>`+
		`<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>{{range .Tasks}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`+
		`<w:p><w:r>`+inlineDrawing(`<wps:wsp><wps:spPr/><wps:txbx><w:txbxContent><w:p><w:r><w:t>Mật</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>`)+`</w:r></w:p>`+
		`<w:sectPr><w:footerReference w:type="default" r:id="footer1"/><w:pgSz w:w="11906" w:h="16838"/><w:titlePg/></w:sectPr>`, parts{"footer1": `<w:ftr><w:p>` + complexField("PAGE", "") + `</w:p></w:ftr>`})
	want := `section 1: next page, page 210.0 × 297.0, margins top 25.4 right 25.4 bottom 25.4 left 25.4, header 12.7, footer 12.7
  first page different
  footer:
    [Normal] {PAGE}
  body:
    [Normal, center] {{.Title}}
    table, columns 20.0 10.0
      row 1, repeated
        cell 1, spans 2
          [Normal] {{range .Tasks}}
    [Normal] ⟨text box 20.0 × 10.0⟩
      [Normal] Mật
`
	if got := wml.Dump(d); got != want {
		t.Errorf("got\n%s", got)
	}
}

// Broken parts: without the main one there is no document, without others there is one
// and a warning.
func TestBrokenParts(t *testing.T) {
	t.Run("main", func(t *testing.T) {
		pkg, err := docx.Open(pack(t, `<w:p>`, nil), limit.Limits{})
		if err != nil {
			t.Skip("the package itself refuses it") // which is as good
		}
		if doc, faults := wml.Parse(pkg, limit.Limits{}); doc != nil || !faults.Failed() {
			t.Errorf("got %v, %v", doc, faults)
		}
	})
	t.Run("too deep", func(t *testing.T) {
		pkg, err := docx.Open(pack(t, strings.Repeat(`<w:ins>`, 50)+strings.Repeat(`</w:ins>`, 50), nil), limit.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if doc, faults := wml.Parse(pkg, limit.Limits{XMLDepth: 20}); doc != nil || !faults.Failed() {
			t.Errorf("got %v, %v", doc, faults)
		}
	})
	for _, name := range []string{"styles", "numbering", "settings", "theme", "fontTable"} {
		t.Run(name, func(t *testing.T) {
			pkg, err := docx.Open(pack(t, `<w:p/>`, parts{name: `<w:a><w:b>`}), limit.Limits{})
			if err != nil {
				t.Skip("the package itself refuses it")
			}
			if doc, faults := wml.Parse(pkg, limit.Limits{}); doc == nil || len(faults) != 1 || faults.Failed() || faults[0].Place.En != "word/"+name+".xml" {
				t.Errorf("got %v", faults)
			}
		})
	}
}

// Nothing that a file can ask for grows faster than the file.
func TestHostileDocuments(t *testing.T) {
	repeat := func(n int, f func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(f(i))
		}
		return b.String()
	}
	for _, tt := range []struct {
		name, body string
		extra      parts
	}{
		{"fields in fields", `<w:p>` + strings.Repeat(fld("begin"), 50_000) + `</w:p>`, nil},
		{"a chain of styles", `<w:p><w:pPr><w:pStyle w:val="s19999"/></w:pPr></w:p>`, parts{"styles": `<w:styles>` + repeat(20_000, func(i int) string {
			return fmt.Sprintf(`<w:style w:styleId="s%d"><w:basedOn w:val="s%d"/><w:pPr><w:tabs><w:tab w:pos="%d"/></w:tabs></w:pPr></w:style>`, i, i-1, i)
		}) + `</w:styles>`}},
		{"tables in tables", strings.Repeat(`<w:tbl><w:tr><w:tc>`, 600) + strings.Repeat(`</w:tc></w:tr></w:tbl>`, 600), nil},
		{"deleted marks", strings.Repeat(`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>`, 20_000), nil},
		{"formulas", `<w:p><m:oMath>` + strings.Repeat(`<m:nary><m:sub>`, 900) + strings.Repeat(`</m:sub></m:nary>`, 900) + `</m:oMath></w:p>`, nil},
		{"a list that links to itself", `<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>`, parts{
			"numbering": `<w:numbering><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
			"styles":    `<w:styles><w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>`}},
		{"spans", `<w:tbl><w:tr><w:trPr><w:gridBefore w:val="2147483647"/></w:trPr>` + strings.Repeat(`<w:tc><w:tcPr><w:gridSpan w:val="2147483647"/><w:hMerge/></w:tcPr></w:tc>`, 1000) + `</w:tr></w:tbl>`, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			read(t, tt.body, tt.extra)
			if d := time.Since(start); d > 10*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`<w:p><w:pPr><w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`, `<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>`, lvl(1, "upperRoman", "%2%1", ""))
	f.Add(`<w:tbl><w:tblPr><w:tblStyle w:val="t"/><w:tblLook w:val="04A0"/></w:tblPr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>`, `<w:style w:type="table" w:styleId="t"><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>`, ``)
	f.Add(`<w:p>`+complexField(`HYPERLINK "a\"`, run(`<w:t>x</w:t>`))+run(anchor(``, ``, picXML))+`</w:p>`, `<w:docDefaults/>`, ``)
	f.Add(`<w:p><w:r><w:pict><v:group style="width:1pt;left:-1e300pt;height:NaN" coordsize="0,0"><v:line from="1,2" to=","/></v:group></w:pict></w:r></w:p><w:sectPr><w:cols w:num="99999"/></w:sectPr>`, ``, ``)
	f.Fuzz(func(t *testing.T, body, styles, levels string) {
		pkg, err := docx.Open(pack(t, body, parts{"styles": `<w:styles>` + styles + `</w:styles>`,
			"numbering": `<w:numbering><w:abstractNum w:abstractNumId="0">` + levels + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`}), limit.Limits{})
		if err != nil {
			return
		}
		doc, faults := wml.Parse(pkg, limit.Limits{})
		if doc == nil {
			if !faults.Failed() {
				t.Fatal("neither a document nor an error")
			}
			return
		}
		if len(doc.Sections) == 0 {
			t.Fatal("a document without sections")
		}
		first := wml.Dump(doc)
		if again, _ := wml.Parse(pkg, limit.Limits{}); wml.Dump(again) != first {
			t.Fatal("two readings differ")
		}
	})
}

// BenchmarkParse reads 100 pages: 3,000 paragraphs, every tenth of them a table.
func BenchmarkParse(b *testing.B) {
	var body strings.Builder
	for i := range 3000 {
		switch {
		case i%10 == 9:
			body.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="G"/><w:tblLook w:val="0420"/></w:tblPr>`)
			for range 4 {
				body.WriteString(`<w:tr>` + strings.Repeat(`<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>1.234,5</w:t></w:r></w:p></w:tc>`, 4) + `</w:tr>`)
			}
			body.WriteString(`</w:tbl>`)
		default:
			fmt.Fprintf(&body, `<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr><w:ind w:firstLine="567"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">Nhiệm vụ %d: </w:t></w:r>`+
				`<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t>Ủy ban nhân dân huyện chỉ đạo các phòng, ban chuyên môn thực hiện.</w:t></w:r></w:p>`, i%3, i)
		}
	}
	pkg, err := docx.Open(pack(b, body.String(), parts{"styles": gridStyle, "numbering": `<w:numbering><w:abstractNum w:abstractNumId="0">` + lvl(0, "decimal", "%1.", "") + lvl(1, "decimal", "%1.%2.", "") + lvl(2, "lowerLetter", "%3)", "") +
		`</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`}), limit.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if doc, _ := wml.Parse(pkg, limit.Limits{}); doc == nil {
			b.Fatal("no document")
		}
	}
}
