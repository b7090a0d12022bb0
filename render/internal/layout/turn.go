package layout

import "github.com/bienban/bienban/render/internal/wml"

// quarter is a quarter of a turn in the unit of [wml.Picture.Rotation].
const quarter = 90 * 60000

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
	t := turn{up: c.Direction == wml.BottomToTop, x: x, y: y, w: w, h: h}
	f.c.back = append(f.c.back, t.items(flat.back)...)
	f.c.main = append(f.c.main, t.items(flat.main)...)
	f.c.front = append(f.c.front, t.items(flat.front)...)
}

// A turn carries what was painted upright, lines h long, into a rectangle of the page.
type turn struct {
	up         bool // counterclockwise: the text runs upwards
	x, y, w, h wml.EMU
}

func (t turn) point(u, v wml.EMU) (wml.EMU, wml.EMU) {
	if t.up {
		return t.x + v, t.y + t.h - u
	}
	return t.x + t.w - v, t.y + u
}

// rect carries a rectangle, by two opposite corners.
func (t turn) rect(u, v, w, h wml.EMU) (x, y, width, height wml.EMU) {
	x1, y1 := t.point(u, v)
	x2, y2 := t.point(u+w, v+h)
	return min(x1, x2), min(y1, y2), h, w
}

func (t turn) items(items []Item) []Item {
	turns := uint8(3)
	if t.up {
		turns = 1
	}
	for _, it := range items {
		switch it := it.(type) {
		case *Glyphs:
			it.X, it.Baseline = t.point(it.X, it.Baseline)
			it.Turns = (it.Turns + turns) % 4
		case *Line:
			it.X1, it.Y1 = t.point(it.X1, it.Y1)
			it.X2, it.Y2 = t.point(it.X2, it.Y2)
		case *Fill:
			it.X, it.Y, it.W, it.H = t.rect(it.X, it.Y, it.W, it.H)
		case *Path:
			for i := range it.Segments {
				s := &it.Segments[i]
				s.X, s.Y = t.point(s.X, s.Y)
				s.X1, s.Y1 = t.point(s.X1, s.Y1)
				s.X2, s.Y2 = t.point(s.X2, s.Y2)
			}
		case *Image: // turned around its centre
			cx, cy := t.point(it.X+it.W/2, it.Y+it.H/2)
			it.X, it.Y = cx-it.W/2, cy-it.H/2
			p := *it.Picture
			p.Rotation += int(4-turns) * quarter
			it.Picture = &p
		case *LinkArea:
			it.X, it.Y, it.W, it.H = t.rect(it.X, it.Y, it.W, it.H)
		case *Destination:
			it.X, it.Y = t.point(it.X, it.Y)
		}
	}
	return items
}

// turnedLength is how high a cell with turned text would like to be: as its longest line,
// but no more than a third of a page.
func (e *engine) turnedLength(c *wml.Cell) wml.EMU {
	_, most := e.contentWidth(c)
	return min(most-c.Margins.Left-c.Margins.Right+wml.PerTwip, 80*wml.PerMM)
}
