package merge

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// styleName is the paragraph style of a cell's role.
func (r Role) styleName() string {
	switch r {
	case RoleHead:
		return "Biểu đầu cột"
	case RoleNumber:
		return "Biểu số"
	case RoleCenter:
		return "Biểu giữa"
	case RoleCode:
		return "Biểu mã cột"
	}
	return "Biểu chữ"
}

// cellStyle is the ID of the paragraph style of a role's cells, or "".
func (t *Template) cellStyle(r Role) string {
	id := t.styles.named("paragraph", r.styleName())
	if id == "" && r == RoleCode {
		id = t.styles.named("paragraph", RoleCenter.styleName())
	}
	return id
}

// alignment stands in for the role's style in a template that does not have it.
func (r Role) alignment() string {
	switch r {
	case RoleHead, RoleCenter, RoleCode:
		return "center"
	case RoleNumber:
		return "right"
	}
	return "left"
}

// table writes the table that Env gives for an id: caption, unit, rows, notes.
func (s *setting) table(id string) (string, error) {
	if s.r.env.Table == nil {
		return "", s.failed("missing-table", fault.T("không có biểu “%s”", "there is no table “%s”", id), fault.Text{})
	}
	t, err := s.r.env.Table(id, s.room())
	if err != nil {
		if list, ok := err.(fault.List); ok && len(list) > 0 {
			return "", list
		}
		return "", s.failed("missing-table", fault.T("không lập được biểu “%s”: %v", "table “%s” cannot be made: %v", id, err), fault.Text{})
	}
	if t == nil || len(t.Columns) == 0 || len(t.Header)+len(t.Rows) == 0 {
		return "", nil
	}
	var b strings.Builder
	width, turned := s.width, s.r.t.turnedWidth(s.t)
	turns := t.Turned && turned > 0
	if turns {
		width = turned
		s.r.turned = true
		b.WriteString(turnMark)
	}
	if t.Caption+t.Title+t.Unit == "" && !turns {
		b.WriteString(s.air())
	}
	b.WriteString(s.around(t.Caption, "Biểu tiêu đề", "center", true, true))
	b.WriteString(s.around(t.Title, "Biểu tiêu đề", "center", true, true))
	b.WriteString(s.around(t.Unit, "Biểu đơn vị", "right", true, false))
	s.rows(&b, t, width)
	for _, note := range t.Notes {
		b.WriteString(s.around(note, "Biểu ghi chú", "left", false, false))
	}
	if turns {
		b.WriteString(uprightMark)
	}
	return b.String(), nil
}

// room is what the tag's place offers a table.
func (s *setting) room() Room {
	t := s.r.t
	r := Room{
		Width: s.width, Turned: t.turnedWidth(s.t), Size: t.styles.size(t.cellStyle(RoleText)),
		Margin: t.styles.cellMargins(t.tableStyle()),
	}
	if t.cellStyle(RoleText) == "" { // the cells are written as the tag is
		r.Size = t.styles.size(s.t.para.node.Child("w:pPr").Child("w:pStyle").Get("w:val"))
		if own, err := strconv.Atoi(s.t.home.run.Child("w:rPr").Child("w:sz").Get("w:val")); err == nil && own > 0 {
			r.Size = own
		}
	}
	return r
}

// tableStyle is the ID of the template's style of tables, or "".
func (t *Template) tableStyle() string {
	return cmp.Or(t.styles.named("table", "Biểu chỉ tiêu"), t.styles.named("table", "Table Grid"))
}

// around writes a paragraph above or below the table; without its style, the placeholder's
// properties with an alignment.
func (s *setting) around(text, styleName, jc string, keep, heavy bool) string {
	if text == "" {
		return ""
	}
	props, runs := s.props, s.runProps
	if id := s.r.t.styles.named("paragraph", styleName); id != "" {
		props = []property{{"w:pStyle", `<w:pStyle w:val="` + xml.Escape(id) + `"/>`}}
		runs = nil
	} else {
		props = set(without(props, "w:numPr", "w:ind"), paragraphOrder, "w:ind", `<w:ind w:left="0" w:firstLine="0"/>`)
		props = set(props, paragraphOrder, "w:jc", `<w:jc w:val="`+jc+`"/>`)
		if heavy {
			runs = bold(runs)
		}
	}
	if keep { // on the page of the table's first row
		props = set(props, paragraphOrder, "w:keepNext", "<w:keepNext/>")
	}
	return s.paragraph(props, runXML(runs, text))
}

func (s *setting) rows(b *strings.Builder, t *Table, width int) {
	widths := scaled(t.Columns, width)
	b.WriteString("<w:tbl><w:tblPr>")
	style := s.r.t.tableStyle()
	if style != "" {
		b.WriteString(`<w:tblStyle w:val="` + xml.Escape(style) + `"/>`)
	}
	fmt.Fprintf(b, `<w:tblW w:w="%d" w:type="dxa"/>`, sum(widths))
	if style == "" {
		b.WriteString(gridBorders)
	}
	b.WriteString(`<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString("</w:tblGrid>")
	covered := make([]cover, len(widths)) // cells that reach down from rows above
	for i, row := range t.Header {
		s.row(b, t, row, widths, covered, true, len(t.Header)-i)
	}
	for i, row := range t.Rows {
		s.row(b, t, row, widths, covered, false, len(t.Rows)-i)
	}
	b.WriteString("</w:tbl>")
}

// A cover is a cell that reaches down into further rows; it begins at its column.
type cover struct {
	rows, span int
	role       Role
}

func (s *setting) row(b *strings.Builder, t *Table, row Row, widths []int, covered []cover, head bool, left int) {
	b.WriteString("<w:tr><w:trPr><w:cantSplit/>")
	if head {
		b.WriteString("<w:tblHeader/>")
	}
	b.WriteString("</w:trPr>")
	next := 0
	for at := 0; at < len(widths); {
		if c := &covered[at]; c.rows > 0 {
			c.rows--
			at += s.cell(b, t, Cell{Role: c.role, Span: c.span}, widths, at, `<w:vMerge/>`)
			continue
		}
		var c Cell
		if next < len(row.Cells) {
			c = row.Cells[next]
			next++
		}
		// A span ends before a cell that reaches down, and at the table's edge.
		c.Span = min(max(c.Span, 1), len(widths)-at)
		for i := 1; i < c.Span; i++ {
			if covered[at+i].rows > 0 {
				c.Span = i
			}
		}
		merge := ""
		if down := min(c.RowSpan, left); down > 1 {
			merge = `<w:vMerge w:val="restart"/>`
			covered[at] = cover{down - 1, c.Span, c.Role}
		}
		c.Bold = c.Bold || row.Bold
		c.keep = row.Keep
		at += s.cell(b, t, c, widths, at, merge)
	}
	b.WriteString("</w:tr>")
}

// cell writes one cell and gives the number of columns it takes.
func (s *setting) cell(b *strings.Builder, t *Table, c Cell, widths []int, at int, merge string) int {
	span := min(max(c.Span, 1), len(widths)-at)
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, sum(widths[at:at+span]))
	if span > 1 {
		fmt.Fprintf(b, `<w:gridSpan w:val="%d"/>`, span)
	}
	b.WriteString(merge + `<w:vAlign w:val="center"/></w:tcPr>`)
	st := s.r.t.styles
	var props, runs []property
	id := s.r.t.cellStyle(c.Role)
	if id != "" {
		props = []property{{"w:pStyle", `<w:pStyle w:val="` + xml.Escape(id) + `"/>`}}
	} else {
		runs = s.runProps
		props = []property{{"w:jc", `<w:jc w:val="` + c.Role.alignment() + `"/>`}}
		c.Bold = c.Bold || c.Role == RoleHead
	}
	if c.Role == RoleCode || c.keep { // the last row of the header, on the page of the first below it
		props = set(props, paragraphOrder, "w:keepNext", "<w:keepNext/>")
	}
	// An em is the font's size: half-points × 10 = twips.
	em := 10 * cmp.Or(t.Size, st.size(id))
	if c.Indent != 0 || c.IndentRight != 0 || id == "" {
		ind := fmt.Sprintf(`<w:ind w:left="%d" w:right="%d" w:firstLine="0"/>`, c.Indent*em/1000, c.IndentRight*em/1000)
		props = set(props, paragraphOrder, "w:ind", ind)
	}
	if c.Bold {
		runs = bold(runs)
	}
	if c.Italic {
		runs = italic(runs)
	}
	if t.Size != 0 {
		size := []property{{"w:sz", fmt.Sprintf(`<w:sz w:val="%d"/>`, t.Size)}, {"w:szCs", fmt.Sprintf(`<w:szCs w:val="%d"/>`, t.Size)}}
		for _, p := range size {
			runs = set(runs, runOrder, p.name, p.xml)
		}
		// An empty cell is as high as its paragraph's mark.
		props = set(props, paragraphOrder, "w:rPr", "<w:rPr>"+size[0].xml+size[1].xml+"</w:rPr>")
	}
	content := ""
	switch {
	case c.runs != nil:
		content = c.runs(runs)
	case c.Text != "":
		content = runXML(runs, c.Text)
	}
	b.WriteString(s.paragraph(props, content))
	b.WriteString("</w:tc>")
	return span
}

const gridBorders = `<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
	`<w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
	`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders>`

// scaled are the columns' widths, which together take a width; what rounding leaves goes to
// the last.
func scaled(columns []Column, width int) []int {
	total := 0
	for _, c := range columns {
		total += max(c.Width, 1)
	}
	widths := make([]int, len(columns))
	rest := width
	for i, c := range columns {
		widths[i] = width * max(c.Width, 1) / total
		rest -= widths[i]
	}
	widths[len(widths)-1] += rest
	return widths
}

func sum(list []int) int {
	n := 0
	for _, v := range list {
		n += v
	}
	return n
}
