package layout

import (
	"math"

	"github.com/bienban/bienban/render/internal/wml"
)

// leastHead is the width of a line that an arrow head is measured by at least: thin lines have
// heads that are seen.
const leastHead = 2 * wml.PerPoint

// paintEnds gives the arrow heads of a contour (§20.1.8.57) and cuts the contour short so that
// its own end stands behind them.
func paintEnds(way []Segment, s *wml.Stroke, col wml.Color) (heads []Item) {
	n := len(way)
	if s.Head.Kind != "" {
		from := way[1]
		if from.Curve {
			from.X, from.Y = from.X1, from.Y1
		}
		head, cut := lineEnd(s.Head, from, way[0], s.Width, col)
		heads = append(heads, head)
		way[0].X, way[0].Y = cut.X, cut.Y
	}
	if s.Tail.Kind != "" {
		from := way[n-2]
		if way[n-1].Curve {
			from.X, from.Y = way[n-1].X2, way[n-1].Y2
		}
		head, cut := lineEnd(s.Tail, from, way[n-1], s.Width, col)
		heads = append(heads, head)
		way[n-1].X, way[n-1].Y = cut.X, cut.Y
	}
	return heads
}

// lineEnd is the arrow head at the end of the stroke from one point to another, and where the
// stroke ends that it covers.
func lineEnd(e wml.LineEnd, from, to Segment, width wml.EMU, col wml.Color) (Item, Segment) {
	unit := float64(max(width, leastHead))
	length, half := unit*float64(e.Length), unit*float64(e.Width)/2
	dx, dy := float64(to.X-from.X), float64(to.Y-from.Y)
	if n := math.Hypot(dx, dy); n > 0 {
		dx, dy = dx/n, dy/n
	} else {
		dx, dy = 1, 0
	}
	// at is a point so far back from the tip and so far aside.
	at := func(back, aside float64) Segment {
		return Segment{X: emu(float64(to.X) - float64(back*dx) - float64(aside*dy)), Y: emu(float64(to.Y) - float64(back*dy) + float64(aside*dx))}
	}
	p := &Path{Fill: &col, Element: artifact}
	cut := at(length-float64(width)/2, 0)
	switch e.Kind {
	case "stealth":
		p.Segments = []Segment{to, at(length, half), at(length*2/3, 0), at(length, -half)}
		cut = at(length*2/3, 0)
	case "diamond":
		p.Segments = []Segment{at(-length/2, 0), at(0, half), at(length/2, 0), at(0, -half)}
		cut = to
	case "oval":
		const k = 0.5523
		a, b := length/2, half
		curve := func(x1, y1, x2, y2, x, y float64) Segment {
			p, q, r := at(x1, y1), at(x2, y2), at(x, y)
			return Segment{Curve: true, X1: p.X, Y1: p.Y, X2: q.X, Y2: q.Y, X: r.X, Y: r.Y}
		}
		p.Segments = []Segment{at(a, 0), curve(a, k*b, k*a, b, 0, b), curve(-k*a, b, -a, k*b, -a, 0), curve(-a, -k*b, -k*a, -b, 0, -b), curve(k*a, -b, a, -k*b, a, 0)}
		cut = to
	case "arrow":
		p.Fill = nil
		p.Segments, p.Open, p.Stroke, p.Width, p.Round = []Segment{at(length, half), to, at(length, -half)}, true, &col, width, true
		cut = to
	default:
		p.Segments = []Segment{to, at(length, half), at(length, -half)}
	}
	for i := range p.Segments {
		p.Segments[i].Move, p.Segments[i].Close = false, false
		if i == 0 {
			p.Segments[i].Curve = false
		}
	}
	return p, cut
}
