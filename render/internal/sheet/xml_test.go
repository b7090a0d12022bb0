package sheet_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/sheet"
)

// parts are the parts of the smallest workbook that there is.
func parts(sheetXML string) map[string]string {
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	const link = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	return map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
			<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
			<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + link + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook ` + main + `><workbookPr/><sheets><sheet name="Biểu" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + link + `worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + link + `sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="` + link + `styles" Target="styles.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<?xml version="1.0"?><worksheet ` + main + `>` + sheetXML + `</worksheet>`,
		"xl/sharedStrings.xml": `<sst ` + main + `><si><t>Chỉ tiêu</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">Thực </t></r><r><rPr><b val="1"/></rPr><t>hiện</t></r><rPh sb="0" eb="1"><t>đọc</t></rPh></si>
			<si/><si><t>một_x000D_
hai_x005F_x000D_</t></si></sst>`,
		"xl/styles.xml": `<styleSheet ` + main + `><numFmts count="1"><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts><fonts count="1"><font/></fonts><fills/><borders/>
			<cellStyleXfs><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0"/><xf numFmtId="170" fontId="99"/></cellXfs></styleSheet>`,
	}
}

func pack(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.bin", "mimetype", "word/document.xml"} {
		content, ok := parts[name]
		if !ok {
			continue
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What other programs write, and what excelize does not.
func TestSheetXML(t *testing.T) {
	for _, tt := range []struct {
		name, xml, want string
	}{
		{"neither dimension nor names of cells", `<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row/><row><c t="inlineStr"><is><t>GRDP</t></is></c><c><v>56.300000000000004</v></c></row></sheetData>`,
			"A=Chỉ tiêu(name) | B=Thực hiện\n3:GRDP|56,3\n"},
		{"shared formulas", `<sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="str"><f>"A"&amp;1</f><v>A1</v></c></row><row r="3"><c r="B3" t="inlineStr"><is><r><t>một</t></r><r><t xml:space="preserve"> hai</t></r></is></c><c r="C3"><f t="shared" ref="C3:C4" si="0">1/3</f><v>0.33333333333333331</v></c></row><row r="4"><c r="B4" t="str"><v>ba</v></c><c r="C4"><f t="shared" si="0"/><v>1234567890123456789</v></c></row></sheetData>`,
			"B=Chỉ tiêu(name) | C=A1\n3:một hai|0,333333333333333\n4:ba|1.234.567.890.123.460.000\n"},
		{"a formula that gives an empty text", `<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="str"><v>GRDP</v></c><c t="str"><f>""</f><v></v></c></row></sheetData>`,
			"A=Chỉ tiêu(name) | B=Thực hiện\n2:GRDP|\n"},
		{"dates as texts", `<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="str"><v>Họp</v></c><c t="d"><v>2026-09-02</v></c></row><row><c t="str"><v>Họp</v></c><c t="d"><v>2026-01-15T08:30:00Z</v></c></row></sheetData>`,
			"A=Chỉ tiêu(name) | B=Thực hiện\n2:Họp|02/9/2026\n3:Họp|15/01/2026 08:30\n"},
		{"texts that are empty, or that XML cannot hold", `<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>3</v></c><c t="s"><v>2</v></c></row></sheetData>`,
			"A=Chỉ tiêu(name) | B=Thực hiện\n2:một\nhai_x000D_|\n"},
		{"an extension between the cells", `<sheetPr/><dimension ref="A1"/><sheetData><row r="1" spans="1:2"><c r="A1" t="s"><v>0</v><extLst><ext/></extLst></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="str"><v>x</v></c><c r="B2" t="b"><v>1</v></c></row></sheetData><extLst/>`,
			"A=Chỉ tiêu(name) | B=Thực hiện\n2:x|Đúng\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			check(t, "a.xlsx", pack(t, parts(tt.xml)), sheet.Options{}, tt.want)
		})
	}
}

const dated = `<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="str"><v>Họp</v></c><c s="1"><v>1</v></c></row></sheetData>`

func TestDates1904(t *testing.T) {
	p := parts(dated)
	p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], "<workbookPr/>", `<workbookPr date1904="1"/>`, 1)
	check(t, "a.xlsx", pack(t, p), sheet.Options{}, "A=Chỉ tiêu(name) | B=Thực hiện\n2:Họp|02/01/1904\n")
}

// The strict form of the standard has other namespaces.
func TestStrict(t *testing.T) {
	p := parts(dated)
	for name, s := range p {
		s = strings.ReplaceAll(s, "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
		p[name] = strings.ReplaceAll(s, "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
	}
	check(t, "a.xlsx", pack(t, p), sheet.Options{}, "A=Chỉ tiêu(name) | B=Thực hiện\n2:Họp|01/01/1900\n")
}

// A workbook without styles and without texts is whole.
func TestBareWorkbook(t *testing.T) {
	p := parts(`<sheetData><row><c t="inlineStr"><is><t>Chỉ tiêu</t></is></c><c t="inlineStr"><is><t>Số</t></is></c></row><row><c t="inlineStr"><is><t>Dân số</t></is></c><c s="7"><v>2351</v></c></row></sheetData>`)
	delete(p, "xl/styles.xml")
	delete(p, "xl/sharedStrings.xml")
	p["xl/_rels/workbook.xml.rels"] = strings.NewReplacer("sharedStrings\"", "other\"", "styles\"", "other\"").Replace(p["xl/_rels/workbook.xml.rels"])
	check(t, "a.xlsx", pack(t, p), sheet.Options{}, "A=Chỉ tiêu(name) | B=Số\n2:Dân số|2.351\n")
}
