package layout

import (
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

// table sets t for a container of the given width.
func (e *engine) table(t *wml.Table, width wml.EMU, parent *Element) *tableBox {
	tb := e.columns(t, width, parent)
	e.setRows(tb, len(tb.rows))
	return tb
}

// columns is the frame of a table: columns, borders, rows still without their content.
func (e *engine) columns(t *wml.Table, width wml.EMU, parent *Element) *tableBox {
	tb := &tableBox{t: t, element: &Element{Kind: ElementTable, Parent: parent, Alt: t.Alt}}
	n := gridColumns(t)
	widths := e.columnWidths(t, n, width)
	tb.x = make([]wml.EMU, n+1)
	for i, w := range widths {
		tb.x[i+1] = tb.x[i] + w
	}
	tb.left = e.tableLeft(t, tb.x[n], width)
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
		r.top = tb.edges.thickest(i)
		if i == len(tb.rows)-1 {
			r.bottom = tb.edges.thickest(i + 1)
		}
		r.height = e.rowHeight(r, tb.t.Rows[i])
	}
	tb.stretchMerged(from, end)
}

// gridColumns is how many columns the rows of a table have together.
func gridColumns(t *wml.Table) int {
	n := len(t.Grid)
	for _, r := range t.Rows {
		c := r.GridBefore + r.GridAfter
		for _, cell := range r.Cells {
			c += max(cell.GridSpan, 1)
		}
		n = max(n, c)
	}
	return max(n, 1)
}

// tableLeft is where a table begins. Until Word 2013 its text, not its border, stood at
// the margin.
func (e *engine) tableLeft(t *wml.Table, own, width wml.EMU) wml.EMU {
	switch t.Align {
	case wml.AlignCenter:
		return (width - own) / 2
	case wml.AlignRight:
		return width - own
	}
	if e.doc.Settings.Compatibility < 15 {
		return t.Indent - t.Margins.Left
	}
	return t.Indent
}

// columnWidths are the widths of the grid's columns: those that cells ask for, then those
// of the grid, then what the content needs (§17.18.87).
func (e *engine) columnWidths(t *wml.Table, n int, width wml.EMU) []wml.EMU {
	total := wml.EMU(0) // 0: as the columns make it
	switch t.Width.Kind {
	case wml.WidthExact:
		total = wml.EMU(t.Width.Value)
	case wml.WidthPercent:
		total = width * wml.EMU(t.Width.Value) / 5000
	}
	widths := make([]wml.EMU, n)
	copy(widths, t.Grid)
	asked := askedWidths(t, n, max(total, 0), width)
	known := true
	grid := wml.EMU(0)
	for _, w := range widths {
		grid += w
	}
	useGrid := len(t.Grid) == n && (gridFits(t, widths) || t.Width.Kind == wml.WidthExact && near(grid, total))
	for i := range widths {
		if asked[i] > 0 && !useGrid {
			widths[i] = asked[i]
		}
		known = known && widths[i] > 0
	}
	if !known {
		widths = e.contentWidths(t, n, widths, total, width)
	}
	sum := wml.EMU(0)
	for _, w := range widths {
		sum += w
	}
	if t.Width.Kind == wml.WidthPercent && sum > 0 && total > 0 {
		spread(widths, sum, total)
	}
	return widths
}

// gridFits reports whether the cells ask for the widths that the grid has.
func gridFits(t *wml.Table, grid []wml.EMU) bool {
	for _, r := range t.Rows {
		col := r.GridBefore
		for _, c := range r.Cells {
			span := max(c.GridSpan, 1)
			if c.Width.Kind == wml.WidthExact && c.Width.Value > 0 {
				sum := wml.EMU(0)
				for _, w := range grid[col:min(col+span, len(grid))] {
					sum += w
				}
				if !near(sum, wml.EMU(c.Width.Value)) {
					return false
				}
			}
			col += span
		}
	}
	return true
}

// near reports whether two widths mean the same: programs round them in their own ways.
func near(a, b wml.EMU) bool { return a-b <= 3*wml.PerPoint && b-a <= 3*wml.PerPoint }

// askedWidths are the widest that the cells of each single column ask for; 0: none does.
func askedWidths(t *wml.Table, n int, total, width wml.EMU) []wml.EMU {
	if total == 0 {
		total = width
	}
	asked := make([]wml.EMU, n)
	for _, r := range t.Rows {
		col := r.GridBefore
		for _, c := range r.Cells {
			span := max(c.GridSpan, 1)
			if span == 1 && col < n {
				switch c.Width.Kind {
				case wml.WidthExact:
					asked[col] = max(asked[col], wml.EMU(c.Width.Value))
				case wml.WidthPercent:
					asked[col] = max(asked[col], total*wml.EMU(c.Width.Value)/5000)
				}
			}
			col += span
		}
	}
	return asked
}

// contentWidths gives the columns without a width what their content needs: as wide as
// their longest line if there is room, never narrower than their longest word.
func (e *engine) contentWidths(t *wml.Table, n int, known []wml.EMU, total, width wml.EMU) []wml.EMU {
	least, most := make([]wml.EMU, n), make([]wml.EMU, n)
	for _, r := range t.Rows {
		col := r.GridBefore
		for _, c := range r.Cells {
			if span := max(c.GridSpan, 1); span > 1 || col >= n {
				col += span
				continue
			}
			lo, hi := e.contentWidth(c)
			least[col], most[col] = max(least[col], lo), max(most[col], hi)
			col++
		}
	}
	room := total
	if room == 0 {
		room = width
	}
	var lo, hi wml.EMU
	for i := range known {
		if known[i] > 0 {
			least[i], most[i] = known[i], known[i]
		}
		least[i], most[i] = max(least[i], 10*wml.PerPoint), max(most[i], least[i], 10*wml.PerPoint)
		lo, hi = lo+least[i], hi+most[i]
	}
	if hi <= room {
		if total > 0 {
			spread(most, hi, total)
		}
		return most
	}
	for i := range least {
		if hi > lo && room > lo {
			least[i] += (room - lo) * (most[i] - least[i]) / (hi - lo)
		}
	}
	if lo > room {
		spread(least, lo, room)
	}
	return least
}

// contentWidth is the least and the greatest width that a cell's text can use.
func (e *engine) contentWidth(c *wml.Cell) (least, most wml.EMU) {
	for _, b := range c.Blocks {
		switch b := b.(type) {
		case *wml.Paragraph:
			lo, hi := e.paragraphWidth(b)
			least, most = max(least, lo), max(most, hi)
		case *wml.Table:
			w := wml.EMU(0)
			for _, g := range b.Grid {
				w += g
			}
			least, most = max(least, w), max(most, w)
		}
	}
	margins := c.Margins.Left + c.Margins.Right
	return least + margins, most + margins
}

// paragraphWidth is the least and the greatest width that a paragraph's text can use: its
// longest word, and its longest line if nothing breaks it.
func (e *engine) paragraphWidth(p *wml.Paragraph) (least, most wml.EMU) {
	t := e.shape(p)
	indent := p.Props.IndentLeft + p.Props.IndentRight
	word, line := indent, indent+max(p.Props.FirstLine, 0)
	for i := range t.glyphs {
		g := &t.glyphs[i]
		line += g.adv
		if g.r != ' ' {
			word += g.adv
		}
		if o, ok := g.object().(*wml.Break); ok && o != nil {
			line = indent
		}
		least, most = max(least, word), max(most, line)
		if g.brk || g.r == ' ' {
			word = indent
		}
	}
	return least, most
}

// spread scales widths that make sum so that they make total, to the last EMU.
func spread(widths []wml.EMU, sum, total wml.EMU) {
	before, after := wml.EMU(0), wml.EMU(0)
	for i, w := range widths {
		before += w
		to := before * total / sum
		widths[i] = to - after
		after = to
	}
}

// fill sets the content of a row's cells. The borders at a cell's sides stand half in it.
func (e *engine) fill(r *rowBox) {
	tb := r.table
	n := len(tb.x) - 1
	for _, c := range r.cells {
		v := tb.edges.v[r.index*(n+1):]
		c.left = c.cell.Margins.Left + borderThickness(v[c.col])/2
		c.width = max(tb.x[c.col+c.span]-tb.x[c.col]-c.left-c.cell.Margins.Right-borderThickness(v[c.col+c.span])/2, wml.PerPoint)
		if c.covered == nil && c.cell.Direction != wml.LeftToRight {
			if r.table.t.Rows[r.index].Height == 0 {
				c.column.height = e.turnedLength(c.cell)
			}
		} else if c.covered == nil {
			c.column = e.stack(withoutLast(c.cell.Blocks), c.width, c.element)
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

// rowHeight is the height of a row from those of its own cells and its w:trHeight.
func (e *engine) rowHeight(r *rowBox, src *wml.Row) wml.EMU {
	if src.HeightRule == wml.HeightExact && src.Height > 0 {
		return src.Height
	}
	h := wml.EMU(0)
	for _, c := range r.cells {
		if c.covered == nil && c.rows == 1 {
			h = max(h, c.need()+r.top+r.bottom)
		}
	}
	if h == 0 && len(r.cells) > 0 { // all merged: an empty line's height is the least
		h = r.top + r.bottom
	}
	return max(h, src.Height)
}

// need is the height of a cell's content with its margins.
func (c *cellBox) need() wml.EMU {
	return c.column.height + c.cell.Margins.Top + c.cell.Margins.Bottom
}

// stretchMerged makes the last row of each merged cell in rows[from:end] high enough for
// its content.
func (tb *tableBox) stretchMerged(from, end int) {
	for i := from; i < end; i++ {
		r := tb.rows[i]
		for _, c := range r.cells {
			if c.rows == 1 || c.covered != nil {
				continue
			}
			have := wml.EMU(0)
			for k := i; k < i+c.rows && k < len(tb.rows); k++ {
				have += tb.rows[k].height
			}
			last := min(i+c.rows, len(tb.rows)) - 1
			if lack := c.need() + r.top - have; lack > 0 && tb.t.Rows[last].HeightRule != wml.HeightExact {
				tb.rows[last].height += lack
			}
		}
	}
}

// keepWithNext reports whether Word keeps the row on the page of the next one: its first
// cell's paragraphs say so.
func (r *rowBox) keepWithNext() bool {
	if len(r.cells) == 0 {
		return false
	}
	for _, b := range r.cells[0].cell.Blocks {
		if p, ok := b.(*wml.Paragraph); !ok || !p.Props.KeepNext {
			return false
		}
	}
	return true
}

// split cuts a row at a height, each of its cells at a line. ok is false if the row must
// stay whole there: a cell could not place a line of its own.
func (r *rowBox) split(room wml.EMU) (head, tail *rowBox, ok bool) {
	src := r.table.t.Rows[r.index]
	if src.HeightRule == wml.HeightExact {
		return nil, r, false
	}
	h, t := *r, *r
	h.cells, t.cells = make([]*cellBox, len(r.cells)), make([]*cellBox, len(r.cells))
	h.bottom, h.cut, t.tail, t.top = 0, true, true, 0
	tallest := wml.EMU(0)
	for i, c := range r.cells {
		hc, tc := *c, *c
		if c.covered == nil && c.rows == 1 {
			inner := room - r.top - c.cell.Margins.Top - c.cell.Margins.Bottom
			var fits bool
			if hc.column, tc.column, fits = c.column.split(inner); !fits {
				return nil, r, false
			}
			tallest = max(tallest, tc.need())
		}
		h.cells[i], t.cells[i] = &hc, &tc
	}
	if tallest == 0 {
		return nil, r, false
	}
	h.height = room
	t.height = max(tallest+r.bottom, src.Height-room)
	return &h, &t, true
}
