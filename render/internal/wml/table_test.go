package wml_test

import (
	"testing"

	"github.com/bienban/bienban/render/internal/wml"
)

const gridStyle = `<w:styles><w:style w:type="table" w:default="1" w:styleId="TN"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
	`<w:style w:type="table" w:styleId="G"><w:basedOn w:val="TN"/><w:rPr><w:i/></w:rPr><w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders><w:top w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/></w:tblBorders></w:tblPr>` +
	`<w:tblStylePr w:type="firstRow"><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="double" w:sz="6"/><w:insideV w:val="dotted" w:sz="4"/></w:tcBorders><w:shd w:val="clear" w:fill="CCCCCC"/></w:tcPr></w:tblStylePr>` +
	`<w:tblStylePr w:type="band2Horz"><w:tcPr><w:shd w:val="clear" w:fill="EEEEEE"/></w:tcPr></w:tblStylePr>` +
	`<w:tblStylePr w:type="lastCol"><w:rPr><w:color w:val="FF0000"/></w:rPr></w:tblStylePr>` +
	`<w:tblStylePr w:type="neCell"><w:tcPr><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style></w:styles>`

func TestTableStyle(t *testing.T) {
	row := `<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>`
	tb := table(t, silent(t, `<w:tbl><w:tblPr><w:tblStyle w:val="G"/><w:tblLook w:val="0120"/></w:tblPr>`+row+row+row+`</w:tbl><w:p/>`, parts{"styles": gridStyle}))
	props := func(r, c int) *wml.RunProps {
		return paragraphs(tb.Rows[r].Cells[c].Blocks)[0].Inlines[0].(*wml.Text).Props
	}
	cell := func(r, c int) *wml.Cell { return tb.Rows[r].Cells[c] }
	for _, tt := range []struct {
		name string
		ok   bool
	}{
		{"whole table", props(1, 0).Italic && !props(1, 0).Bold},
		{"first row", props(0, 0).Bold && props(0, 0).Italic && paragraphs(cell(0, 0).Blocks)[0].Props.Align == wml.AlignCenter},
		{"last column", props(1, 1).Color == wml.Color{R: 255} && props(1, 0).Color.Auto},
		{"first row's shading", *cell(0, 0).Shading == wml.Color{R: 0xCC, G: 0xCC, B: 0xCC}},
		{"bands start under the first row", cell(1, 0).Shading == nil && *cell(2, 0).Shading == wml.Color{R: 0xEE, G: 0xEE, B: 0xEE}},
		{"the region's edge", cell(0, 0).Borders.Bottom.Style == wml.BorderDouble && cell(0, 0).Borders.Top == nil},
		{"inside the region", cell(0, 0).Borders.Right.Style == wml.BorderDotted && cell(0, 0).Borders.Left == nil && cell(0, 1).Borders.Left.Style == wml.BorderDotted && cell(0, 1).Borders.Right == nil},
		{"corner", cell(0, 1).VAlign == wml.AlignBottom && cell(0, 0).VAlign == wml.AlignTop},
		{"table borders", tb.Borders.Top.Style == wml.BorderSingle && tb.Borders.Left == nil && tb.Borders.InsideH != nil},
		{"margins from the base", cell(1, 1).Margins == wml.CellMargins{Left: wml.Twip(108).EMU(), Right: wml.Twip(108).EMU()}},
	} {
		if !tt.ok {
			t.Error(tt.name)
		}
	}
}

func TestTableProperties(t *testing.T) {
	tb := table(t, silent(t, `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/><w:tblInd w:w="-5.4pt" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="20" w:type="dxa"/></w:tblCellMar>`+
		`<w:tblpPr w:leftFromText="180" w:horzAnchor="margin" w:vertAnchor="page" w:tblpXSpec="right" w:tblpY="100"/><w:tblCaption w:val="Bảng"/></w:tblPr><w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="2000"/><w:gridCol w:w="3000"/></w:tblGrid>`+
		`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/><w:trHeight w:val="400" w:hRule="exact"/><w:gridBefore w:val="1"/><w:wBefore w:w="1000" w:type="dxa"/></w:trPr>`+
		`<w:tc><w:tcPr><w:tcW w:w="50%"/><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/><w:tcBorders><w:left w:val="nil"/></w:tcBorders><w:tcMar><w:left w:w="0" w:type="dxa"/></w:tcMar><w:textDirection w:val="btLr"/><w:vAlign w:val="center"/><w:noWrap/></w:tcPr><w:p/></w:tc></w:tr>`+
		`<w:tr><w:tblPrEx><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPrEx><w:trPr><w:gridAfter w:val="1"/></w:trPr><w:sdt><w:sdtContent><w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr></w:tc></w:sdtContent></w:sdt><w:tc><w:tcPr><w:gridSpan w:val="-4"/><w:hMerge/></w:tcPr><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc></w:tr>`+
		`<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>`, nil))
	r := tb.Rows[0]
	c := r.Cells[0]
	tw := func(n int) wml.EMU { return wml.Twip(n).EMU() }
	for _, tt := range []struct {
		name string
		ok   bool
	}{
		{"width", tb.Width == wml.Width{Kind: wml.WidthPercent, Value: 5000}},
		{"align, indent, layout, caption", tb.Align == wml.AlignCenter && tb.Indent == -tw(108) && tb.Fixed && tb.Alt == "Bảng"},
		{"margins", tb.Margins == wml.CellMargins{Top: tw(20), Left: tw(115), Right: tw(115)}},
		{"float", tb.Float.XAlign == "right" && tb.Float.HAnchor == "margin" && tb.Float.VAnchor == "page" && tb.Float.Y == tw(100)},
		{"grid", len(tb.Grid) == 3 && tb.Grid[2] == tw(3000)},
		{"row", r.CantSplit && r.Header && r.Height == tw(400) && r.HeightRule == wml.HeightExact && r.GridBefore == 1 && r.WidthBefore.Value == int64(tw(1000))},
		{"cell", c.GridSpan == 2 && c.VMerge == wml.MergeStart && c.Direction == wml.BottomToTop && c.VAlign == wml.AlignMiddle && c.NoWrap && c.Width == wml.Width{Kind: wml.WidthPercent, Value: 2500}},
		{"cell border none", c.Borders.Left.Style == wml.BorderNone && c.Borders.Right == nil},
		{"cell margins", c.Margins == wml.CellMargins{Top: tw(20), Right: tw(115)}},
		{"deleted row", len(tb.Rows) == 2},
		{"row exceptions", tb.Rows[1].Borders.Top.Style == wml.BorderSingle && tb.Rows[1].GridAfter == 1 && r.Borders == nil},
		{"old merges", len(tb.Rows[1].Cells) == 1 && tb.Rows[1].Cells[0].GridSpan == 2},
		{"a cell without a paragraph gets one", len(tb.Rows[1].Cells[0].Blocks) == 1},
	} {
		if !tt.ok {
			t.Error(tt.name)
		}
	}
}

func TestSections(t *testing.T) {
	sect := func(inner string) string { return `<w:sectPr>` + inner + `</w:sectPr>` }
	d := silent(t, `<w:p><w:pPr>`+sect(`<w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="851" w:header="567" w:footer="567"/><w:titlePg/>`)+`</w:pPr></w:p>`+
		`<w:p/>`+sect(`<w:headerReference w:type="first" r:id="header3"/><w:type w:val="continuous"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgNumType w:fmt="lowerRoman" w:start="3"/><w:cols w:num="2" w:space="400" w:sep="1"/><w:vAlign w:val="center"/>`+
		`<w:pgBorders w:offsetFrom="page" w:display="firstPage"><w:top w:val="double" w:sz="4" w:space="24"/></w:pgBorders><w:docGrid w:type="lines" w:linePitch="360"/>`), parts{
		"header1": `<w:hdr><w:p><w:r><w:t>one</w:t></w:r></w:p></w:hdr>`, "header2": `<w:hdr><w:p><w:r><w:t>two</w:t></w:r></w:p></w:hdr>`, "header3": `<w:hdr></w:hdr>`,
		"settings": `<w:settings><w:evenAndOddHeaders/><w:mirrorMargins/><w:defaultTabStop w:val="567"/><w:compat><w:doNotExpandShiftReturn/><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat></w:settings>`,
	})
	a, b := d.Sections[0], d.Sections[1]
	tw := func(n int) wml.EMU { return wml.Twip(n).EMU() }
	header := func(blocks []wml.Block) string { return text(paragraphs(blocks)[0]) }
	for _, tt := range []struct {
		name string
		ok   bool
	}{
		{"two sections", len(d.Sections) == 2 && len(a.Body) == 1 && len(b.Body) == 1},
		{"page", a.PageWidth == tw(11906) && a.Left == tw(1701) && a.Header == tw(567) && a.TitlePage && a.PageStart == -1},
		{"one column as wide as the text", len(a.Columns) == 1 && a.Columns[0].Width == tw(11906-1701-851)},
		{"headers", header(a.Headers.Default) == "one" && header(a.Headers.First) == "two" && a.Headers.Even == nil},
		{"headers go on", header(b.Headers.Default) == "one" && header(b.Headers.First) == ""},
		{"landscape", b.PageWidth > b.PageHeight && b.Start == wml.Continuous && a.Start == wml.NextPage},
		{"page numbers", b.PageStart == 3 && b.PageFormat == wml.FormatLowerRoman},
		{"columns", len(b.Columns) == 2 && b.Columns[0].Space == tw(400) && b.Columns[1].Space == 0 && b.Columns[0].Width == (tw(16838-2880)-tw(400))/2 && b.ColumnLine},
		{"borders", b.PageBorders.Top.Style == wml.BorderDouble && !b.PageBorders.FromText && b.PageBorders.FirstPage && !b.PageBorders.OtherPages && a.PageBorders == nil},
		{"grid, alignment", b.GridPitch == tw(360) && b.VAlign == wml.AlignMiddle && a.GridPitch == 0},
		{"settings", d.Settings == wml.Settings{DefaultTab: tw(567), HyphenZone: tw(360), EvenAndOdd: true, MirrorMargins: true, Compatibility: 15, KeepBrokenLines: true}},
	} {
		if !tt.ok {
			t.Error(tt.name)
		}
	}
}

func TestFontTableAndProperties(t *testing.T) {
	d := silent(t, `<w:p/>`, parts{
		"fontTable": `<w:fonts><w:font w:name="A"><w:family w:val="roman"/></w:font><w:font w:name="B"><w:altName w:val="Consolas"/><w:family w:val="swiss"/><w:pitch w:val="fixed"/></w:font><w:font w:name="C"><w:charset w:val="02"/></w:font></w:fonts>`,
		"core": `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">` +
			`<dc:title> Biên bản </dc:title><dc:creator>VP</dc:creator><dcterms:created>2023-11-15T08:00:00Z</dcterms:created><dcterms:modified>soon</dcterms:modified></cp:coreProperties>`,
	})
	if d.FontTable["A"].Class != wml.ClassSerif || d.FontTable["B"].Class != wml.ClassMono || d.FontTable["C"].Class != wml.ClassSymbol ||
		d.FontTable["A"].Alt != "" || d.FontTable["B"].Alt != "Consolas" {
		t.Errorf("%v", d.FontTable)
	}
	if p := d.Properties; p.Title != "Biên bản" || p.Author != "VP" || p.Created.Hour() != 8 || !p.Modified.IsZero() {
		t.Errorf("%+v", p)
	}
}
