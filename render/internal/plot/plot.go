// Package plot writes the chart parts of DrawingML (ECMA-376 Part 1 §21.2) from figures: a new
// chart, or new figures in one that somebody drew. What it writes Word edits: each chart names
// the cells of a workbook, which stands beside it (see [Chart.Range]).
package plot

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/xml"
)

// A Kind is how a chart shows its figures.
type Kind int

// Kinds of charts.
const (
	Columns Kind = iota
	StackedColumns
	Bars
	StackedBars
	Lines
	Pie
)

// A Chart is what a chart shows.
type Chart struct {
	Kind       Kind
	Title      string // "": none
	Unit       string // of all figures, said beside the axis; "": none, or several
	Categories []string
	Series     []Series // one at least; a pie shows the first
}

// A Series is the figures of one row of columns, one line, or one pie.
type Series struct {
	Name   string
	Values []string // a decimal number with a point for each category; "": none
	Format string   // format code of the numbers: "#,##0.0"
}

// Sheet is the name of the sheet that the charts' workbooks have.
const Sheet = "Sheet1"

// Range is where a series stands in the workbook of its chart: its name in row 1 of a column
// behind that of the categories. Series -1 is the categories.
func (c *Chart) Range(series int) (name, values string) {
	column := columnName(series + 2)
	last := max(len(c.Categories)+1, 2)
	return fmt.Sprintf("%s!$%s$1", Sheet, column), fmt.Sprintf("%s!$%s$2:$%s$%d", Sheet, column, column, last)
}

// columnName is the letters of a column of a sheet, from 1.
func columnName(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// Namespaces of a chart part and of a strict one.
const (
	transitional = "http://schemas.openxmlformats.org/"
	strict       = "http://purl.oclc.org/ooxml/"
)

// colors are those of the series: black figures are read on each of them.
var colors = []string{"5B9BD5", "ED7D31", "BFBFBF", "FFC000", "92C36A", "B79AC8", "D9A88F", "8FC6C6"}

// labelled bounds the figures that are written beside their columns: more would cover each other.
const labelled = 40

// Write writes the part of a new chart. The workbook is found by a relationship.
func (c *Chart) Write(workbook string, isStrict bool) string {
	var b strings.Builder
	drawing, office := transitional+"drawingml/2006/", transitional+"officeDocument/2006/relationships"
	if isStrict {
		drawing, office = strict+"drawingml/", strict+"officeDocument/relationships"
	}
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+`<c:chartSpace xmlns:c="%schart" xmlns:a="%smain" xmlns:r="%s">`, drawing, drawing, office)
	b.WriteString(`<c:date1904 val="0"/><c:lang val="vi-VN"/><c:roundedCorners val="0"/><c:chart>`)
	title := c.Title
	if c.Kind == Pie && c.Unit != "" && title != "" {
		title += " (" + c.Unit + ")"
	}
	if title != "" {
		b.WriteString(titled(title, 1300, true, ""))
	}
	fmt.Fprintf(&b, `<c:autoTitleDeleted val="%d"/><c:plotArea><c:layout/>`, truth(title == ""))
	c.group(&b)
	b.WriteString(`</c:plotArea>`)
	if len(c.Series) > 1 || c.Kind == Pie {
		b.WriteString(`<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>`)
	}
	b.WriteString(`<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>` +
		`<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1100"><a:solidFill><a:srgbClr val="000000"/></a:solidFill><a:latin typeface="Times New Roman"/><a:cs typeface="Times New Roman"/></a:defRPr></a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr>`)
	fmt.Fprintf(&b, `<c:externalData r:id="%s"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>`, xml.Escape(workbook))
	return b.String()
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// titled writes the title of a chart or an axis; turn is a rotation.
func titled(text string, size int, bold bool, turn string) string {
	return fmt.Sprintf(`<c:title><c:tx><c:rich><a:bodyPr%s/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="%d" b="%d"/></a:pPr><a:r><a:rPr lang="vi-VN" sz="%d" b="%d"/><a:t>%s</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`,
		turn, size, truth(bold), size, truth(bold), xml.Escape(text))
}

// group writes the series and their axes.
func (c *Chart) group(b *strings.Builder) {
	stacked := c.Kind == StackedColumns || c.Kind == StackedBars
	grouping, element := "clustered", "c:barChart"
	if stacked {
		grouping = "stacked"
	}
	series := c.Series
	switch c.Kind {
	case Pie:
		element, series = "c:pieChart", series[:1]
		b.WriteString(`<c:pieChart><c:varyColors val="1"/>`)
	case Lines:
		element = "c:lineChart"
		b.WriteString(`<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>`)
	default:
		direction := "col"
		if c.Kind == Bars || c.Kind == StackedBars {
			direction = "bar"
		}
		fmt.Fprintf(b, `<c:barChart><c:barDir val="%s"/><c:grouping val="%s"/><c:varyColors val="0"/>`, direction, grouping)
	}
	for i := range series {
		c.series(b, i)
	}
	switch c.Kind {
	case Pie:
		b.WriteString(`<c:firstSliceAng val="0"/>`)
	case Lines:
		b.WriteString(`<c:marker val="1"/>`)
	default:
		b.WriteString(`<c:gapWidth val="80"/>`)
		if stacked {
			b.WriteString(`<c:overlap val="100"/>`)
		}
	}
	if c.Kind == Pie {
		b.WriteString("</c:pieChart>")
		return
	}
	b.WriteString(`<c:axId val="111111111"/><c:axId val="222222222"/></` + element + ">")
	c.axes(b)
}

func (c *Chart) axes(b *strings.Builder) {
	category, value, order, turn := "b", "l", "minMax", ` rot="-5400000" vert="horz"`
	crosses := "autoZero"
	if c.Kind == Bars || c.Kind == StackedBars { // the first row of the table is the topmost bar
		category, value, order, turn, crosses = "l", "b", "maxMin", "", "max"
	}
	fmt.Fprintf(b, `<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation val="%s"/></c:scaling><c:delete val="0"/><c:axPos val="%s"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>`+
		`<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="7F7F7F"/></a:solidFill></a:ln></c:spPr><c:crossAx val="222222222"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>`, order, category)
	fmt.Fprintf(b, `<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="%s"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>`, value)
	if c.Unit != "" {
		b.WriteString(titled(c.Unit, 1100, false, turn))
	}
	fmt.Fprintf(b, `<c:numFmt formatCode="%s" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val="111111111"/><c:crosses val="%s"/><c:crossBetween val="between"/></c:valAx>`, c.axisFormat(), crosses)
}

// Vietnamese begins a format code of numbers as Vietnamese writes them, for programs that ask for
// it; Word goes by the settings of its computer.
const Vietnamese = "[$-42A]"

// axisFormat is the format code of the axis: decimals only where its steps may have some.
func (c *Chart) axisFormat() string {
	most := 0.0
	for i, s := range c.Series {
		for j, v := range s.Values {
			n, err := strconv.ParseFloat(v, 64)
			if err != nil {
				continue
			}
			if c.Kind == StackedColumns || c.Kind == StackedBars {
				for k := range i {
					m, _ := strconv.ParseFloat(c.Series[k].Values[j], 64)
					n += m
				}
			}
			most = max(most, n, -n)
		}
	}
	switch {
	case most < 1:
		return Vietnamese + "0.00"
	case most < 8:
		return Vietnamese + "0.0"
	}
	return Vietnamese + "#,##0"
}

// labels says whether the figures of a series stand beside what shows them. It has their format
// itself: without, LibreOffice 25.2 takes that of the axis, and writes 97 for 96,8.
func (c *Chart) labels(i int) string {
	values, percent := len(c.Series)*len(c.Categories) <= labelled, false
	if c.Kind == Lines {
		values = values && len(c.Series)*len(c.Categories) <= labelled/2
	}
	format, at := c.Series[i].Format, ""
	if c.Kind == Lines {
		at = `<c:dLblPos val="t"/>`
	}
	if c.Kind == Pie {
		values, percent = false, true
		format = Vietnamese + "0.0%"
	}
	return fmt.Sprintf(`<c:dLbls><c:numFmt formatCode="%s" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>%s<c:showLegendKey val="0"/><c:showVal val="%d"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="%d"/><c:showBubbleSize val="0"/></c:dLbls>`,
		xml.Escape(format), at, truth(values), truth(percent))
}

func (c *Chart) series(b *strings.Builder, i int) {
	color := colors[i%len(colors)]
	fmt.Fprintf(b, `<c:ser><c:idx val="%d"/><c:order val="%d"/>%s`, i, i, c.name(i))
	switch c.Kind {
	case Lines:
		fill := `<a:solidFill><a:srgbClr val="` + color + `"/></a:solidFill>`
		fmt.Fprintf(b, `<c:spPr><a:ln w="28575" cap="rnd">%s<a:round/></a:ln></c:spPr><c:marker><c:symbol val="circle"/><c:size val="5"/><c:spPr>%s<a:ln>%s</a:ln></c:spPr></c:marker>`, fill, fill, fill)
	case Pie:
		for j := range c.Categories {
			fmt.Fprintf(b, `<c:dPt><c:idx val="%d"/><c:bubble3D val="0"/><c:spPr><a:solidFill><a:srgbClr val="%s"/></a:solidFill><a:ln w="9525"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln></c:spPr></c:dPt>`, j, colors[j%len(colors)])
		}
	default:
		fmt.Fprintf(b, `<c:spPr><a:solidFill><a:srgbClr val="%s"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>`, color)
	}
	b.WriteString(c.labels(i) + c.categories() + c.values(i, ""))
	if c.Kind == Lines {
		b.WriteString(`<c:smooth val="0"/>`)
	}
	b.WriteString("</c:ser>")
}

// name writes the c:tx of a series.
func (c *Chart) name(i int) string {
	at, _ := c.Range(i)
	return `<c:tx><c:strRef><c:f>` + at + `</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>` + xml.Escape(c.Series[i].Name) + `</c:v></c:pt></c:strCache></c:strRef></c:tx>`
}

// categories writes the c:cat of every series.
func (c *Chart) categories() string {
	_, at := c.Range(-1)
	var b strings.Builder
	fmt.Fprintf(&b, `<c:cat><c:strRef><c:f>%s</c:f><c:strCache><c:ptCount val="%d"/>`, at, len(c.Categories))
	for i, s := range c.Categories {
		fmt.Fprintf(&b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, xml.Escape(s))
	}
	b.WriteString(`</c:strCache></c:strRef></c:cat>`)
	return b.String()
}

// values writes the c:val of a series, in a format of its own or in one that is asked for.
func (c *Chart) values(i int, format string) string {
	_, at := c.Range(i)
	s := c.Series[i]
	if format == "" {
		format = s.Format
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<c:val><c:numRef><c:f>%s</c:f><c:numCache><c:formatCode>%s</c:formatCode><c:ptCount val="%d"/>`, at, xml.Escape(format), len(c.Categories))
	for j, v := range s.Values {
		if v != "" {
			b.WriteString(`<c:pt idx="` + strconv.Itoa(j) + `"><c:v>` + xml.Escape(v) + `</c:v></c:pt>`)
		}
	}
	b.WriteString(`</c:numCache></c:numRef></c:val>`)
	return b.String()
}

// kinds are the names of the kinds, in both languages.
var kinds = map[string]Kind{
	"cột": Columns, "cot": Columns, "column": Columns, "columns": Columns,
	"cột chồng": StackedColumns, "cot chong": StackedColumns, "stacked": StackedColumns, "stacked columns": StackedColumns,
	"thanh": Bars, "bar": Bars, "bars": Bars,
	"thanh chồng": StackedBars, "thanh chong": StackedBars, "stacked bars": StackedBars,
	"đường": Lines, "duong": Lines, "line": Lines, "lines": Lines,
	"tròn": Pie, "tron": Pie, "pie": Pie,
}

// ParseKind reads the name of a kind: "cột", "cot-chong", "pie"; ok is false for other texts.
func ParseKind(s string) (k Kind, ok bool) {
	k, ok = kinds[strings.NewReplacer("-", " ", "_", " ").Replace(strings.ToLower(strings.TrimSpace(s)))]
	return k, ok
}
