package layout

import "github.com/bienban/bienban/render/internal/wml"

// borderThickness is the room that a border takes across: of all its lines and the gaps
// between them.
func borderThickness(b *wml.Border) wml.EMU {
	if !drawn(b) {
		return 0
	}
	switch b.Style {
	case wml.BorderDouble:
		return 3 * b.Width
	case wml.BorderTriple:
		return 5 * b.Width
	case wml.BorderThinThick, wml.BorderThickThin:
		return b.Width + 2*thin
	}
	return b.Width
}

// thin is the thin line of a thin-thick border, and the gap beside it.
const thin = wml.PerPoint * 3 / 4

// strokes are the lines of a border from its outer edge to its inner one: for each its
// centre and width.
func strokes(b *wml.Border) [][2]wml.EMU {
	w := b.Width
	switch b.Style {
	case wml.BorderDouble:
		return [][2]wml.EMU{{w / 2, w}, {w * 5 / 2, w}}
	case wml.BorderTriple:
		return [][2]wml.EMU{{w / 2, w}, {w * 5 / 2, w}, {w * 9 / 2, w}}
	case wml.BorderThinThick:
		return [][2]wml.EMU{{thin / 2, thin}, {2*thin + w/2, w}}
	case wml.BorderThickThin:
		return [][2]wml.EMU{{w / 2, w}, {w + thin + thin/2, thin}}
	}
	return [][2]wml.EMU{{w / 2, w}}
}

func dash(b *wml.Border) []wml.EMU {
	w := max(b.Width, wml.PerPoint/2)
	switch b.Style {
	case wml.BorderDotted:
		return []wml.EMU{w, w}
	case wml.BorderDashed:
		return []wml.EMU{4 * w, 3 * w}
	case wml.BorderDotDash:
		return []wml.EMU{4 * w, 2 * w, w, 2 * w}
	case wml.BorderDotDotDash:
		return []wml.EMU{4 * w, 2 * w, w, 2 * w, w, 2 * w}
	}
	return nil
}

func black(c wml.Color) wml.Color {
	if c.Auto {
		return wml.Color{}
	}
	return c
}

// horizontal draws a border from x1 to x2 downwards from y.
func horizontal(c *canvas, b *wml.Border, x1, x2, y wml.EMU) {
	if !drawn(b) {
		return
	}
	for _, s := range strokes(b) {
		c.add(&Line{X1: x1, Y1: y + s[0], X2: x2, Y2: y + s[0], Width: s[1], Color: black(b.Color), Dash: dash(b), Element: artifact})
	}
}

// vertical draws a border from y1 to y2 rightwards from x.
func vertical(c *canvas, b *wml.Border, x, y1, y2 wml.EMU) {
	if !drawn(b) {
		return
	}
	for _, s := range strokes(b) {
		c.add(&Line{X1: x + s[0], Y1: y1, X2: x + s[0], Y2: y2, Width: s[1], Color: black(b.Color), Dash: dash(b), Element: artifact})
	}
}

// artifact is what decorates and has no text of its own. It is never written to.
var artifact = &Element{Kind: ElementArtifact}
