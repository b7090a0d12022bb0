// Package equation sets equations (ECMA-376 Part 1, §22.1) in two dimensions, as Word does: by the
// rules of OpenType's table MATH, which are TeX's (The TeXbook, appendix G) with the font's own
// measures.
//
// A [Box] is measured from its baseline; lengths are in EMU, up is positive. It knows no page.
package equation

import (
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/wml"
)

// A Box is what has been set. Boxes never change once they are made.
type Box struct {
	Width           wml.EMU
	Ascent, Descent wml.EMU // of the ink, from the baseline
	bracket         wml.EMU // height of the highest delimiter in its row
	props           *wml.RunProps
	glyphs          *Glyphs  // a piece of text
	rule            bool     // the box is black all over
	strokes         []Stroke // lines across it
	parts           []part
}

// part is a box in another: its origin stands at x, up.
type part struct {
	x, up wml.EMU
	box   *Box
}

// Glyphs is a piece of text of an equation.
type Glyphs struct {
	Face                 *font.Face
	Size                 wml.EMU
	Text                 string
	Advances             []wml.EMU
	Props                *wml.RunProps
	FakeBold, FakeItalic bool
}

// Stroke is a straight line; a horizontal one is a rule.
type Stroke struct {
	X1, Up1, X2, Up2 wml.EMU
	Width            wml.EMU
	Props            *wml.RunProps
}

// A Painter is told what an equation consists of, in reading order.
type Painter interface {
	Text(x, up wml.EMU, g *Glyphs)
	Stroke(s Stroke)
}

// Paint tells of all of a box whose origin stands at x, up.
func (b *Box) Paint(p Painter, x, up wml.EMU) {
	if b.glyphs != nil {
		p.Text(x, up, b.glyphs)
	}
	if b.rule && b.Width > 0 {
		middle := up + (b.Ascent-b.Descent)/2
		p.Stroke(Stroke{x, middle, x + b.Width, middle, b.Ascent + b.Descent, b.props})
	}
	for _, s := range b.strokes {
		p.Stroke(Stroke{x + s.X1, up + s.Up1, x + s.X2, up + s.Up2, s.Width, b.props})
	}
	for _, c := range b.parts {
		c.box.Paint(p, x+c.x, up+c.up)
	}
}

// add puts a box into b at x, up, and makes b as high as it takes.
func (b *Box) add(c *Box, x, up wml.EMU) {
	if c == nil {
		return
	}
	b.parts = append(b.parts, part{x, up, c})
	b.Ascent, b.Descent = max(b.Ascent, c.Ascent+up), max(b.Descent, c.Descent-up)
}

// rule is a black bar from the baseline up.
func rule(width, thick wml.EMU, props *wml.RunProps) *Box {
	return &Box{Width: width, Ascent: thick, rule: true, props: props}
}
