package layout

import "github.com/bienban/bienban/render/internal/wml"

// paintTurned paints a cell whose text runs upwards or downwards (w:textDirection) into
// the rectangle that its margins leave.
func (e *engine) paintTurned(f frame, c *wml.Cell, element *Element, x, y, w, h wml.EMU) {
	col := e.stack(c.Blocks, max(h, wml.PerPoint), element)
	free := max(w-col.height, 0)
	v := wml.EMU(0) // down from where the lines begin
	switch c.VAlign {
	case wml.AlignMiddle:
		v = free / 2
	case wml.AlignBottom:
		v = free
	}
	var flat canvas
	g := f
	g.c, g.left, g.width = &flat, 0, h
	e.paint(g, col, 0, v)
	if c.Direction == wml.TopToBottomUpright {
		flat.main = upright(flat.main)
	}
	m := turning(quarter)
	m.dx, m.dy = float64(x+w), float64(y)
	if c.Direction == wml.BottomToTop {
		m = turning(3 * quarter)
		m.dx, m.dy = float64(x), float64(y+h)
	}
	f.c.move(&flat, m)
}

// turnedLength is how high a cell with turned text would like to be: as its longest line,
// but no more than a third of a page.
func (e *engine) turnedLength(c *wml.Cell) wml.EMU {
	_, most := e.contentWidth(c)
	return min(most-c.Margins.Left-c.Margins.Right+wml.PerTwip, 80*wml.PerMM)
}
