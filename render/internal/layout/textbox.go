package layout

import "github.com/bienban/bienban/render/internal/wml"

// grown is a drawing as the text meets it: a text box that grows with its text (a:spAutoFit) is
// as high as its text asks, where the file has it lower. Captions of floating pictures are stored
// 0.05 pt high (Word 365, measured: what follows stands 28.9 and 36.9 lower, 5 places).
func (e *engine) grown(d *wml.Drawing) *wml.Drawing {
	s := d.Shape
	if s == nil || !s.AutoFit || s.Form != nil || s.TextTurns != 0 || len(s.Text) == 0 {
		return d
	}
	if g := e.boxes[d]; g != nil {
		return g
	}
	cells := e.cells
	e.cells = 0 // the rules of a cell end at the box
	c := e.stack(s.Text, max(d.Width-s.InsetLeft-s.InsetRight, wml.PerPoint), nil)
	e.cells = cells
	g := d
	if h := c.height + s.InsetTop + s.InsetBottom; h > d.Height {
		higher := *d
		higher.Height = h
		g = &higher
	}
	if e.boxes == nil {
		e.boxes = map[*wml.Drawing]*wml.Drawing{}
	}
	e.boxes[d] = g
	return g
}
