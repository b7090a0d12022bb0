package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"

	"github.com/bienban/bienban/render/internal/xml"
)

// A Figures is what a workbook of a chart holds: names in the first row, behind the categories
// in the first column.
type Figures struct {
	Sheet      string
	Categories []string
	Names      []string
	Values     [][]string // of each name, a decimal number with a point for each category; "": none
	Formats    []string   // format codes of each name's numbers
}

// Workbook writes the .xlsx of a chart. Equal figures give equal bytes.
//
// It is written here, in the few parts that a workbook has to have (ECMA-376 Part 1 §18.2):
// excelize's writer would add half a megabyte to the program.
func Workbook(f Figures) ([]byte, error) {
	const (
		head   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
		main   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
		office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
		rels   = head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
		types  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range []struct{ name, content string }{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + types + `sheet.main+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + types + `worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="` + types + `styles+xml"/></Types>`},
		{"_rels/.rels", rels + `<Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", head + `<workbook ` + main + ` xmlns:r="` + office + `"><sheets><sheet name="` + xml.Escape(f.Sheet) + `" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", rels + `<Relationship Id="rId1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + office + `/styles" Target="styles.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", head + `<worksheet ` + main + `><cols><col min="1" max="1" width="32" customWidth="1"/></cols><sheetData>` + f.cells() + `</sheetData></worksheet>`},
		{"xl/styles.xml", head + `<styleSheet ` + main + `>` + f.styles() + `</styleSheet>`},
	} {
		w, err := z.Create(part.name)
		if err == nil {
			_, err = w.Write([]byte(part.content))
		}
		if err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// cells writes the rows. A number has the style of its column, from 1.
func (f Figures) cells() string {
	var b strings.Builder
	text := func(column, row int, s string) {
		if s != "" {
			fmt.Fprintf(&b, `<c r="%s%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, letters(column+1), row, xml.Escape(s))
		}
	}
	b.WriteString(`<row r="1">`)
	for j, name := range f.Names {
		text(j+1, 1, name)
	}
	b.WriteString(`</row>`)
	for i, category := range f.Categories {
		fmt.Fprintf(&b, `<row r="%d">`, i+2)
		text(0, i+2, category)
		for j := range f.Names {
			if v := f.Values[j][i]; v != "" {
				fmt.Fprintf(&b, `<c r="%s%d" s="%d"><v>%s</v></c>`, letters(j+2), i+2, j+1, xml.Escape(v))
			}
		}
		b.WriteString(`</row>`)
	}
	return b.String()
}

// styles writes a style for each column of numbers, behind the plain one (§18.8). Numbers of
// formats of one's own begin at 164 (§18.8.30).
func (f Figures) styles() string {
	var formats, cells strings.Builder
	for j, code := range f.Formats {
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+j, xml.Escape(code))
		fmt.Fprintf(&cells, `<xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`, 164+j)
	}
	list := formats.String()
	if list != "" {
		list = fmt.Sprintf(`<numFmts count="%d">%s</numFmts>`, len(f.Formats), list)
	}
	return list + `<fonts count="1"><font><sz val="11"/><name val="Times New Roman"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		fmt.Sprintf(`<cellXfs count="%d"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>%s</cellXfs>`, len(f.Formats)+1, cells.String())
}
