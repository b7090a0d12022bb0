package layout

import (
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/wml"
)

// A tableBox is a table set for one width: columns, and rows with their heights.
type tableBox struct {
	t       *wml.Table
	left    wml.EMU   // from the container's left edge
	x       []wml.EMU // of each grid line, from the table's left edge; one more than there are columns
	rows    []*rowBox
	heads   int // rows repeated on each page
	set     int // rows that have their content and height, see [engine.setRows]
	edges   *edges
	after   *wml.Paragraph       // that the table stands after; nil: none
	mode    int                  // the document's compatibility mode
	carried map[*wml.Cell]column // what merged cells still have to paint on the next page
	element *Element
}

// A rowBox is a row, or a part of one that a page break has cut.
type rowBox struct {
	table  *tableBox
	index  int // in the table
	cells  []*cellBox
	height wml.EMU
	top    wml.EMU // of the border above, which the height includes
	own    wml.EMU // of that, what the row's own cells draw: w:trHeight counts only it
	bottom wml.EMU // of the border below, in the last row
	cut    bool    // the row goes on, on the next page
	tail   bool    // what a page break left of the row
}

// A cellBox is a cell with its content.
type cellBox struct {
	cell      *wml.Cell
	col, span int
	rows      int      // how many rows it goes over
	left      wml.EMU  // of the content, from the cell's left edge
	width     wml.EMU  // of the content
	covered   *cellBox // the cell that covers this one (w:vMerge); nil: none
	column    column
	element   *Element
}

// table sets t for a container of the given width; above is what it stands after (nil: nothing).
func (e *engine) table(t *wml.Table, width wml.EMU, above wml.Block, parent *Element) *tableBox {
	tb := e.columns(t, width, above, parent)
	e.setRows(tb, len(tb.rows))
	return tb
}

// columns is the frame of a table: columns, borders, rows still without their content.
func (e *engine) columns(t *wml.Table, width wml.EMU, above wml.Block, parent *Element) *tableBox {
	after, _ := above.(*wml.Paragraph)
	tb := &tableBox{t: t, mode: e.doc.Settings.Compatibility, after: after, element: &Element{Kind: ElementTable, Parent: parent, Alt: t.Alt}}
	if t.CellSpacing > 0 {
		e.warnings.add("cell-spacing", "", t.Place,
			fault.T("khoảng cách giữa các ô của bảng chưa được in", "the space between the cells of a table is not printed yet"), fault.Text{})
	}
	n := gridColumns(t)
	widths := e.columnWidths(t, n, width)
	tb.x = make([]wml.EMU, n+1)
	for i, w := range widths {
		tb.x[i+1] = tb.x[i] + w
	}
	tb.left = e.tableLeft(t, tb.x[n], width)
	if t.RightToLeft {
		tb.left = width - tb.x[n] - tb.left
	}
	for i, r := range t.Rows {
		tb.rows = append(tb.rows, e.row(tb, r, i))
	}
	tb.merge()
	for i, r := range t.Rows {
		if !r.Header {
			break
		}
		tb.heads = i + 1
	}
	if tb.heads == len(t.Rows) {
		tb.heads = 0
	}
	tb.edges = newEdges(tb)
	return tb
}

// setRows sets the rows before end, and those that merged cells tie to them. Rows are set
// when the page that they go to is filled: the lines of 10,000 of them at once are 160 MB.
func (e *engine) setRows(tb *tableBox, end int) {
	from := tb.set
	if end <= from {
		return
	}
	for i := from; i < end; i++ {
		for _, c := range tb.rows[i].cells {
			end = max(end, min(i+c.rows, len(tb.rows)))
		}
	}
	tb.set = end
	for _, r := range tb.rows[from:end] {
		e.fill(r)
	}
	for i, r := range tb.rows[from:end] {
		i += from
		tb.topBorder(r)
		if i == len(tb.rows)-1 {
			r.bottom = tb.edges.thickest(i + 1)
		}
		r.height = e.rowHeight(r, tb.t.Rows[i])
	}
	tb.stretchMerged(from, end)
}

// fill sets the content of a row's cells. The room for text is the column less the cell's
// margins: borders take nothing of it (Word 365, measured: 46.2 − 10.8 = 35.40, the width of
// a word that stays whole).
func (e *engine) fill(r *rowBox) {
	tb := r.table
	for i, c := range r.cells {
		if c.cell.FitText {
			e.warnings.add("fit-text", "", tb.t.Place,
				fault.T("chữ không được co giãn cho vừa ô (w:tcFitText)", "text is not fitted to the width of its cell (w:tcFitText)"), fault.Text{})
		}
		c.left = c.cell.Margins.Left
		c.width = max(tb.x[c.col+c.span]-tb.x[c.col]-c.left-c.cell.Margins.Right, wml.PerPoint)
		if tb.t.RightToLeft {
			c.left = c.cell.Margins.Right
		}
		if c.covered == nil && c.cell.Direction != wml.LeftToRight {
			if r.table.t.Rows[r.index].Height == 0 {
				c.column.height = e.turnedLength(c.cell)
			}
		} else if c.covered == nil {
			e.cells++
			c.column = e.stackBetween(r.neighbours(i), withoutLast(c.cell.Blocks), c.width, c.element)
			e.cells--
		}
	}
}

// withoutLast leaves out the empty paragraph that a cell must have after a nested table:
// Word gives it no height.
func withoutLast(blocks []wml.Block) []wml.Block {
	n := len(blocks)
	if n < 2 {
		return blocks
	}
	p, ok := blocks[n-1].(*wml.Paragraph)
	if _, after := blocks[n-2].(*wml.Table); ok && after && len(p.Inlines) == 0 && p.Label == nil {
		return blocks[:n-1]
	}
	return blocks
}

// row makes the boxes of a row's cells.
func (e *engine) row(tb *tableBox, r *wml.Row, index int) *rowBox {
	row := &rowBox{table: tb, index: index}
	element := &Element{Kind: ElementRow, Parent: tb.element}
	n := len(tb.x) - 1
	col := min(r.GridBefore, n)
	for _, c := range r.Cells {
		span := min(max(c.GridSpan, 1), n-col)
		if span <= 0 {
			break
		}
		cb := &cellBox{cell: c, col: col, span: span, rows: 1,
			element: &Element{Kind: ElementCell, Parent: element, Header: r.Header, ColSpan: int32(span), RowSpan: 1}}
		row.cells = append(row.cells, cb)
		col += span
	}
	return row
}

// merge finds which cells cover which (w:vMerge). A continuation with nothing above it to
// continue stands alone.
func (tb *tableBox) merge() {
	open := map[int]*cellBox{}
	for _, r := range tb.rows {
		now := map[int]*cellBox{}
		for _, c := range r.cells {
			switch c.cell.VMerge {
			case wml.MergeStart:
				now[c.col] = c
			case wml.MergeContinue:
				if over := open[c.col]; over != nil && over.span == c.span {
					c.covered = over
					over.rows++
					over.element.RowSpan++
					now[c.col] = over
				}
			}
		}
		open = now
	}
}
