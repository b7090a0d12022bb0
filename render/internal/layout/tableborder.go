package layout

import "github.com/bienban/bienban/render/internal/wml"

// edges are the borders of a table with the conflicts between neighbours resolved
// (§17.4.66): one for each piece of each grid line.
type edges struct {
	columns int
	h       []*wml.Border // (row, col): above row, over col; the last row of them is the table's bottom
	v       []*wml.Border // (row, grid line): left of it; one more than there are columns
}

// side is one of a cell's sides.
type side int

const (
	sideTop side = iota
	sideBottom
	sideLeft
	sideRight
)

func newEdges(tb *tableBox) *edges {
	rows, n := len(tb.rows), len(tb.x)-1
	ed := &edges{columns: n, h: make([]*wml.Border, (rows+1)*n), v: make([]*wml.Border, rows*(n+1))}
	at := make([]*cellBox, rows*n) // the cell over each place of the grid
	for i, r := range tb.rows {
		for _, c := range r.cells {
			for k := c.col; k < c.col+c.span; k++ {
				at[i*n+k] = c
			}
		}
	}
	cellAt := func(row, col int) *cellBox {
		if row < 0 || row >= rows || col < 0 || col >= n {
			return nil
		}
		return at[row*n+col]
	}
	for row := 0; row <= rows; row++ {
		for col := range n {
			above, below := cellAt(row-1, col), cellAt(row, col)
			if above != nil && below != nil && (below.covered == above || below.covered != nil && below.covered == above.covered) {
				continue
			}
			ed.h[row*n+col] = stronger(tb.side(above, row-1, sideBottom), tb.side(below, row, sideTop))
		}
	}
	for row := range rows {
		for col := 0; col <= n; col++ {
			left, right := cellAt(row, col-1), cellAt(row, col)
			if left != nil && left == right {
				continue
			}
			ed.v[row*(n+1)+col] = stronger(tb.side(left, row, sideRight), tb.side(right, row, sideLeft))
		}
	}
	return ed
}

// A claim is a border that one of two neighbours wants.
type claim struct {
	b   *wml.Border
	own bool // of the cell itself, not of the table
}

// side is what a cell says of one of its sides.
func (tb *tableBox) side(c *cellBox, row int, s side) claim {
	if c == nil {
		return claim{}
	}
	table := tb.t.Borders
	if x := tb.t.Rows[row].Borders; x != nil {
		table = *x
	}
	own := &c.cell.Borders
	n := len(tb.x) - 1
	switch s {
	case sideTop:
		return claimOf(own.Top, table.Top, table.InsideH, row == 0)
	case sideBottom:
		return claimOf(own.Bottom, table.Bottom, table.InsideH, row == len(tb.rows)-1)
	case sideLeft:
		return claimOf(own.Left, table.Left, table.InsideV, c.col == 0)
	}
	return claimOf(own.Right, table.Right, table.InsideV, c.col+c.span == n)
}

func claimOf(own, outside, inside *wml.Border, atEdge bool) claim {
	if own != nil {
		return claim{own, true}
	}
	if atEdge {
		return claim{outside, false}
	}
	return claim{inside, false}
}

// stronger resolves a conflict: a cell's own border beats the table's, then the heavier
// one wins, then the darker one.
func stronger(a, b claim) *wml.Border {
	switch {
	case a.b == nil:
		return b.b
	case b.b == nil:
		return a.b
	case a.own != b.own:
		if a.own && (drawn(a.b) || !b.own && !drawn(b.b)) {
			return a.b
		}
		if b.own && drawn(b.b) {
			return b.b
		}
		if a.own {
			return a.b
		}
		return b.b
	}
	wa, wb := borderThickness(a.b), borderThickness(b.b)
	switch {
	case wa != wb:
		if wa > wb {
			return a.b
		}
		return b.b
	case lightness(b.b.Color) < lightness(a.b.Color):
		return b.b
	}
	return a.b
}

func lightness(c wml.Color) int {
	if c.Auto {
		return 0
	}
	return int(c.R) + int(c.G) + int(c.B)
}

// thickest is the thickness of the heaviest border above a row.
func (ed *edges) thickest(row int) (w wml.EMU) {
	for _, b := range ed.h[row*ed.columns : (row+1)*ed.columns] {
		w = max(w, borderThickness(b))
	}
	return w
}

// A placedRow is a row, or a part of one, at its place on a page.
type placedRow struct {
	row *rowBox
	y   wml.EMU
}

// paintRows paints rows of one table that follow each other on a page, the container's
// left edge at x.
func (e *engine) paintRows(f frame, rows []placedRow, x wml.EMU) {
	tb := rows[0].row.table
	x += tb.left
	for i := range rows {
		for _, c := range rows[i].row.cells {
			if begins(c, rows, i) && c.ground() != nil {
				f.c.add(&Fill{X: x + tb.leftOf(c.col, c.span), Y: rows[i].y, W: tb.x[c.col+c.span] - tb.x[c.col], H: reach(c, rows[i:]), Color: *c.ground(), Element: artifact})
			}
		}
	}
	for i := range rows {
		for _, c := range rows[i].row.cells {
			if begins(c, rows, i) {
				paintDiagonals(f.c, c, rect{x + tb.x[c.col], rows[i].y, tb.x[c.col+c.span] - tb.x[c.col], reach(c, rows[i:])})
				e.paintCell(f, c, rows[i].row, rows[i:], x)
			}
		}
	}
	tb.paintEdges(f.c, rows, x)
}

// paintDiagonals draws the lines across a cell, from corner to corner.
func paintDiagonals(c *canvas, cell *cellBox, at rect) {
	d := cell.owner().Diagonals
	length := isqrt(at.w*at.w + at.h*at.h)
	if length == 0 {
		return
	}
	for _, way := range [...]struct {
		b      *wml.Border
		y1, y2 wml.EMU
	}{{d.Down, at.y, at.y + at.h}, {d.Up, at.y + at.h, at.y}} {
		if !drawn(way.b) {
			continue
		}
		for _, s := range strokes(way.b) { // beside each other where they are several
			aside := s[0] - borderThickness(way.b)/2
			dx, dy := -aside*(way.y2-way.y1)/length, aside*at.w/length
			c.add(&Line{X1: at.x + dx, Y1: way.y1 + dy, X2: at.x + at.w + dx, Y2: way.y2 + dy, Width: s[1], Color: black(way.b.Color), Dash: dash(way.b), Element: artifact})
		}
	}
}

// owner is the cell whose content stands in c: itself, or the one that covers it.
func (c *cellBox) owner() *wml.Cell {
	if c.covered != nil {
		return c.covered.cell
	}
	return c.cell
}

func (c *cellBox) ground() *wml.Color {
	if s := c.owner().Shading; s != nil && !s.Auto {
		return s
	}
	return nil
}

// has reports whether a row holds a part of the cell that c is a part of.
func (r *rowBox) has(c *cellBox) bool {
	for _, o := range r.cells {
		if o.col == c.col {
			return o.owner() == c.owner()
		}
	}
	return false
}

// begins reports whether rows[i] is the first on this page that holds a part of the cell.
func begins(c *cellBox, rows []placedRow, i int) bool {
	return i == 0 || !rows[i-1].row.has(c)
}

// reach is the height of a cell over the rows that it covers on this page.
func reach(c *cellBox, rows []placedRow) (h wml.EMU) {
	for i := range rows {
		if i > 0 && !rows[i].row.has(c) {
			break
		}
		h += rows[i].row.height
	}
	return h
}

// continues reports whether the cell goes on in rows that are not on this page.
func continues(c *cellBox, rows []placedRow) bool {
	for i := range rows {
		if i > 0 && !rows[i].row.has(c) {
			return false
		}
	}
	last := rows[len(rows)-1].row
	return last.index+1 < len(last.table.rows) && last.table.rows[last.index+1].has(c)
}

// paintCell paints a cell's content. Of a cell that covers rows on two pages, what does
// not fit on the first waits in the table for the second.
func (e *engine) paintCell(f frame, c *cellBox, r *rowBox, rows []placedRow, x wml.EMU) {
	tb := r.table
	m := c.owner().Margins
	if c.owner().Direction != wml.LeftToRight {
		if c.covered == nil && !r.tail {
			e.paintTurned(f, c.cell, c.element, x+tb.leftOf(c.col, c.span)+c.left, rows[0].y+r.top+m.Top, c.width, reach(c, rows)-r.top-r.bottom-m.Top-m.Bottom)
		}
		return
	}
	content := c.column
	merged := c.rows > 1 || c.covered != nil
	if merged {
		if c.covered != nil || r.tail {
			content = tb.carried[c.owner()]
		}
		delete(tb.carried, c.owner())
	}
	if len(content.pieces) == 0 {
		return
	}
	room := reach(c, rows) - r.top - r.bottom - m.Top - m.Bottom
	if merged && content.height > room && (continues(c, rows) || r.cut) {
		head, tail, ok := content.split(room, false)
		if !ok {
			tail = content
		}
		if tb.carried == nil {
			tb.carried = map[*wml.Cell]column{}
		}
		content, tb.carried[c.owner()] = head, tail
	}
	y := rows[0].y + r.top + m.Top
	if free := room - content.height; free > 0 {
		switch c.owner().VAlign {
		case wml.AlignMiddle:
			y += free / 2
		case wml.AlignBottom:
			y += free
		}
	}
	f.left, f.width = x+tb.leftOf(c.col, c.span)+c.left, c.width
	if ground := c.ground(); ground != nil {
		f.ground = ground
	}
	e.paint(f, content, f.left, y)
}

// paintEdges draws the borders of rows that follow each other on a page: equal
// neighbours are one stroke.
func (tb *tableBox) paintEdges(c *canvas, rows []placedRow, x wml.EMU) {
	n := len(tb.x) - 1
	for i := 0; i <= len(rows); i++ {
		var y wml.EMU
		var line []*wml.Border
		if i < len(rows) {
			r := rows[i].row
			y = rows[i].y
			line = tb.edges.h[r.index*n : (r.index+1)*n]
			if i > 0 && rows[i-1].row.index != r.index-1 { // after the repeated head
				line = heavier(line, tb.edges.h[(rows[i-1].row.index+1)*n:(rows[i-1].row.index+2)*n])
			}
			if i == 0 && r.index > 0 {
				line = tb.cutEdge(line, sideTop)
			}
		} else {
			last := rows[i-1].row
			y = rows[i-1].y + last.height
			line = tb.edges.h[(last.index+1)*n : (last.index+2)*n]
			if last.index < len(tb.rows)-1 {
				line = tb.cutEdge(line, sideBottom)
			}
		}
		for col := 0; col < n; {
			b, from := line[col], col
			for col < n && sameBorder(line[col], b) {
				col++
			}
			if !drawn(b) {
				continue
			}
			top := y
			if i == len(rows) && rows[i-1].row.bottom > 0 {
				top -= borderThickness(b)
			}
			half := b.Width / 2
			left := x + tb.leftOf(from, col-from)
			horizontal(c, b, left-half, left+tb.x[col]-tb.x[from]+half, top)
		}
	}
	for col := 0; col <= n; col++ {
		for i := 0; i < len(rows); {
			b, from := tb.edges.v[rows[i].row.index*(n+1)+col], i
			for i < len(rows) && sameBorder(tb.edges.v[rows[i].row.index*(n+1)+col], b) {
				i++
			}
			if drawn(b) {
				vertical(c, b, x+tb.leftOf(col, 0)-borderThickness(b)/2, rows[from].y, rows[i-1].y+rows[i-1].row.height)
			}
		}
	}
}

// cutEdge is the line where a page break cuts a table: the table's own border where its
// rows have none between them that reaches over.
func (tb *tableBox) cutEdge(line []*wml.Border, s side) []*wml.Border {
	outer := tb.t.Borders.Top
	if s == sideBottom {
		outer = tb.t.Borders.Bottom
	}
	cut := make([]*wml.Border, len(line))
	for i, b := range line {
		if cut[i] = b; !drawn(b) && drawn(outer) {
			cut[i] = outer
		}
	}
	return cut
}

func heavier(a, b []*wml.Border) []*wml.Border {
	out := make([]*wml.Border, len(a))
	for i := range a {
		out[i] = stronger(claim{b: a[i]}, claim{b: b[i]})
	}
	return out
}
