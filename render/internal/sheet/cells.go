package sheet

import (
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// A cellReader reads the part of a sheet (ECMA-376 Part 1 §18.3) into a grid. excelize would
// find each cell anew from the sheet's first row, and tell no number from a text.
type cellReader struct {
	*xml.Tokenizer
	limits limit.Limits
	grid   *grid
	want   Area // what is asked for; ends may be open
	used   Area // what holds something, in the whole sheet
	merges []Area
	hidden []span // columns of the sheet
	count  int    // cells of the grid
	width  int    // of its widest row
}

type span struct{ first, last int }

// readCells reads the wanted cells. The fault is of the whole sheet.
func readCells(src string, want Area, limits limit.Limits) (*cellReader, *fault.Fault) {
	r := &cellReader{Tokenizer: xml.NewTokenizer(src), limits: limits, grid: &grid{}, want: want}
	if r.want.LastRow == 0 {
		r.want.LastRow = lastRow
	}
	if r.want.LastColumn == 0 {
		r.want.LastColumn = lastColumn
	}
	r.want.FirstRow, r.want.FirstColumn = max(r.want.FirstRow, 1), max(r.want.FirstColumn, 1)
	r.grid.area = r.want
	if f := r.read(); f != nil {
		return nil, f
	}
	g := r.grid
	g.width = r.width
	g.hidden = make([]bool, g.width)
	for _, h := range r.hidden {
		for c := max(h.first-g.area.FirstColumn, 0); c < g.width && c <= h.last-g.area.FirstColumn; c++ {
			g.hidden[c] = true
		}
	}
	g.merge(r.merges, limits.SheetCells)
	return r, nil
}

// maxSpans bounds the column definitions and merged areas of a sheet.
const maxSpans = 1 << 20

func (r *cellReader) read() *fault.Fault {
	row := 0
	for {
		t, err := r.Next()
		if err != nil {
			return damaged("sheet", err)
		}
		depth := r.Depth()
		if t.Empty {
			depth++
		}
		if depth > r.limits.XMLDepth {
			return damaged("sheet", tooDeep)
		}
		switch {
		case t.Kind == xml.EOF:
			return nil
		case t.Kind != xml.Start:
			continue
		case depth == 1 && t.Name != "x:worksheet":
			return &fault.Fault{
				Code:    "sheet-not-found",
				Message: fault.T("trang này không phải là trang tính có ô (biểu đồ?)", "this is no sheet of cells (a chart?)"),
				Hint:    fault.T("Nêu tên trang tính có bảng số liệu.", "Name the sheet that has the table."),
			}
		}
		switch t.Name {
		case "x:row":
			n := row + 1
			l := line{}
			for _, a := range r.Attrs() {
				switch a.Name {
				case "r":
					if n, err = strconv.Atoi(a.Value); err != nil {
						return damaged("sheet", fault.T("số hàng “%s”", "row number %q", shorten(a.Value)))
					}
				case "hidden":
					l.hidden = isTrue(a.Value)
				case "outlineLevel":
					l.outline, _ = strconv.Atoi(a.Value)
				}
			}
			if n <= row || n > lastRow {
				return damaged("sheet", fault.T("hàng %d đứng sau hàng %d", "row %d follows row %d", n, row))
			}
			row = n
			l.number = n
			if f := r.row(l, t.Empty); f != nil {
				return f
			}
		case "x:col":
			if h, ok := hiddenColumns(r.Attrs()); ok && len(r.hidden) < maxSpans {
				r.hidden = append(r.hidden, h)
			}
		case "x:mergeCell":
			if from, to, ok := strings.Cut(attr(r.Attrs(), "ref"), ":"); ok && len(r.merges) < maxSpans {
				if a, ok := parseArea(from, to); ok && a.FirstRow > 0 && a.FirstColumn > 0 && a.LastRow > 0 {
					r.merges = append(r.merges, a)
				}
			}
		}
	}
}

// row reads the cells of a row and keeps it if one that is wanted holds something.
func (r *cellReader) row(l line, isEmpty bool) *fault.Fault {
	inside := l.number >= r.want.FirstRow && l.number <= r.want.LastRow
	column := 0
	for !isEmpty {
		t, err := r.Next()
		if err != nil {
			return damaged("sheet", err)
		}
		if t.Kind == xml.End && t.Name == "x:row" || t.Kind == xml.EOF {
			break
		}
		if t.Kind != xml.Start || t.Name != "x:c" {
			continue
		}
		c, at, f := r.cell(l.number, column+1, t.Empty)
		if f != nil {
			return f
		}
		column = at
		if c.kind == empty && !c.formula {
			continue
		}
		r.use(l.number, at)
		if !inside || at < r.want.FirstColumn || at > r.want.LastColumn {
			continue
		}
		i := at - r.want.FirstColumn
		if i >= r.limits.SheetColumns {
			f := limit.Exceeded(fault.T("Số cột của bảng (ô %s)", "the number of columns of the table (cell %s)", cellName(l.number, at)), strconv.Itoa(r.limits.SheetColumns))
			f.Hint = fault.T("Nêu rõ vùng ô của bảng, ví dụ #A5:H40.", "Name the cells of the table, such as #A5:H40.")
			return f
		}
		if l.cells == nil {
			l.cells = make([]cell, 0, max(r.width, i+1)) // most rows are as wide as the one before
		}
		if grow := i + 1 - len(l.cells); grow > 0 {
			l.cells = append(l.cells, make([]cell, grow)...)
		}
		l.cells[i] = c
		r.width = max(r.width, i+1)
	}
	if len(l.cells) == 0 {
		return nil
	}
	r.grid.rows = append(r.grid.rows, l)
	r.count += cap(l.cells)
	return tooMany(len(r.grid.rows), r.count, r.limits)
}

// tooMany is the fault of a table that is longer than we read.
func tooMany(rows, cells int, limits limit.Limits) *fault.Fault {
	switch {
	case rows > limits.SheetRows:
		return limit.Exceeded(fault.T("Số hàng của bảng", "the number of rows of the table"), strconv.Itoa(limits.SheetRows))
	case cells > limits.SheetCells:
		return limit.Exceeded(fault.T("Số ô của bảng", "the number of cells of the table"), strconv.Itoa(limits.SheetCells))
	}
	return nil
}

func (r *cellReader) use(row, column int) {
	u := &r.used
	if u.FirstRow == 0 {
		*u = Area{row, column, row, column}
	}
	u.LastRow = row
	u.FirstColumn, u.LastColumn = min(u.FirstColumn, column), max(u.LastColumn, column)
}

// cell reads an x:c, whose start has been read, and the column it stands in.
func (r *cellReader) cell(row, column int, isEmpty bool) (c cell, at int, f *fault.Fault) {
	c.kind = number
	for _, a := range r.Attrs() {
		switch a.Name {
		case "r":
			col, n, ok := parseCell(a.Value)
			if !ok || col == 0 || n != row {
				return c, 0, damaged("sheet", fault.T("ô “%s” ở hàng %d", "cell %q in row %d", shorten(a.Value), row))
			}
			column = col
		case "s":
			n, _ := strconv.ParseInt(a.Value, 10, 32)
			c.style = int32(n)
		case "t":
			switch a.Value {
			case "s":
				c.kind = shared
			case "str", "inlineStr":
				c.kind = text
			case "b":
				c.kind = boolean
			case "e":
				c.kind = failed
			case "d":
				c.kind = date
			}
		}
	}
	if column > lastColumn {
		return c, 0, damaged("sheet", fault.T("hàng %d quá rộng", "row %d is too wide", row))
	}
	stored := false
	for !isEmpty {
		t, err := r.Next()
		if err != nil {
			return c, 0, damaged("sheet", err)
		}
		if t.Kind == xml.End && t.Name == "x:c" || t.Kind == xml.EOF {
			break
		}
		if t.Kind != xml.Start {
			continue
		}
		switch t.Name {
		case "x:f":
			c.formula = true
		case "x:v":
			stored = true
			if !t.Empty {
				if c.text, err = r.content("x:v"); err != nil {
					return c, 0, damaged("sheet", err)
				}
			}
		case "x:is":
			stored = true
			if !t.Empty {
				if c.text, c.bold, err = richText(r.Tokenizer, "x:is"); err != nil {
					return c, 0, damaged("sheet", err)
				}
			}
		}
	}
	if c.text == "" && (!c.formula || stored && c.kind == text) {
		c.kind, c.formula = empty, false
	} else if c.text == "" {
		c.kind = empty // a formula that nothing has computed
	}
	return c, column, nil
}

// content is the text up to the end of an element.
func (r *cellReader) content(name string) (string, error) {
	s := ""
	for {
		t, err := r.Next()
		if err != nil || t.Kind == xml.EOF || t.Kind == xml.End && t.Name == name {
			return s, err
		}
		if t.Kind == xml.Text {
			if s == "" {
				s = t.Text
			} else {
				s += t.Text
			}
		}
	}
}

// hiddenColumns reads an x:col that hides columns, by its attribute or by having no width.
func hiddenColumns(attrs []xml.Attr) (span, bool) {
	var s span
	hidden := false
	for _, a := range attrs {
		switch a.Name {
		case "min":
			s.first, _ = strconv.Atoi(a.Value)
		case "max":
			s.last, _ = strconv.Atoi(a.Value)
		case "hidden":
			hidden = hidden || isTrue(a.Value)
		case "width":
			hidden = hidden || a.Value == "0"
		}
	}
	return s, hidden && s.first > 0 && s.first <= s.last && s.last <= lastColumn
}

func attr(attrs []xml.Attr, name string) string {
	for _, a := range attrs {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// isTrue reads an xsd:boolean.
func isTrue(s string) bool { return s == "1" || s == "true" }
