package chart

import (
	"math"
	"slices"

	"github.com/bienban/bienban/render/internal/fault"
)

// A Scene is a chart as it is painted: what comes later covers what came before. Texts come in
// the order in which the chart is read.
type Scene struct {
	Items []Item
	Told  []fault.Text // what is not drawn, or not as it should be, once each
}

// An Item is a [*Path] or a [*Text].
type Item interface{ item() }

func (*Path) item() {}
func (*Text) item() {}

// A Path is an area or a line.
type Path struct {
	Start    Place
	Segments []Segment
	Open     bool // a line; else it goes back to its start
	Fill     *Color
	Line     *Stroke
}

// A Place is a point of a scene.
type Place struct{ X, Y float64 }

// A Segment leads to (X, Y), straight or as a cubic curve with two control points.
type Segment struct {
	Curve bool
	A, B  Place
	Place
}

// A Text is one line of text, its baseline beginning at (X, Y).
type Text struct {
	X, Y  float64
	Text  string
	Font  Font
	Turn  float64 // degrees clockwise, around (X, Y)
	Width float64
}

// A Measure knows how texts come out.
type Measure interface {
	// Width is how wide a line of text is.
	Width(s string, f Font) float64
	// Height is what stands above and below the baseline (positive), and the leading above.
	Height(f Font) (ascent, descent, leading float64)
}

// maxTold bounds what is told of one chart.
const maxTold = 20

// tell notes once what is not drawn as it should be.
func (s *Scene) tell(t fault.Text) {
	if len(s.Told) < maxTold && !slices.Contains(s.Told, t) {
		s.Told = append(s.Told, t)
	}
}

func (s *Scene) add(i Item) { s.Items = append(s.Items, i) }

// rect paints a rectangle.
func (s *Scene) rect(b box, shape Shape) {
	if shape.Fill == nil && shape.Line == nil {
		return
	}
	s.polygon([]Place{{b.x, b.y}, {b.x + b.w, b.y}, {b.x + b.w, b.y + b.h}, {b.x, b.y + b.h}}, shape)
}

// polygon paints an area through corners.
func (s *Scene) polygon(through []Place, shape Shape) {
	if len(through) < 2 || shape.Fill == nil && shape.Line == nil {
		return
	}
	s.add(&Path{Start: through[0], Segments: straight(through[1:]), Fill: shape.Fill, Line: shape.Line})
}

// line paints a line through places.
func (s *Scene) line(stroke *Stroke, through ...Place) {
	if stroke == nil || len(through) < 2 {
		return
	}
	s.add(&Path{Start: through[0], Segments: straight(through[1:]), Open: true, Line: stroke})
}

func straight(through []Place) []Segment {
	out := make([]Segment, len(through))
	for i, p := range through {
		out[i] = Segment{Place: p}
	}
	return out
}

// ellipse paints one around a centre.
func (s *Scene) ellipse(c Place, rx, ry float64, shape Shape) {
	if shape.Fill == nil && shape.Line == nil {
		return
	}
	p := &Path{Start: Place{c.X + rx, c.Y}, Fill: shape.Fill, Line: shape.Line}
	p.Segments = arc(c, rx, ry, 0, 2*math.Pi)
	s.add(p)
}

// arc leads around a centre from one angle to another, clockwise from the right.
func arc(c Place, rx, ry, from, to float64) []Segment {
	n := max(int(math.Ceil(math.Abs(to-from)/(math.Pi/2)-1e-9)), 1)
	step := (to - from) / float64(n)
	k := 4.0 / 3 * math.Tan(step/4)
	var out []Segment
	for i := range n {
		a, b := from+float64(float64(i)*step), from+float64(float64(i+1)*step)
		sa, ca, sb, cb := math.Sin(a), math.Cos(a), math.Sin(b), math.Cos(b)
		out = append(out, Segment{
			Curve: true,
			A:     Place{c.X + rx*(ca-k*sa), c.Y + ry*(sa+k*ca)},
			B:     Place{c.X + rx*(cb+k*sb), c.Y + ry*(sb-k*cb)},
			Place: Place{c.X + rx*cb, c.Y + ry*sb},
		})
	}
	return out
}

// A box is a rectangle.
type box struct{ x, y, w, h float64 }

func (b box) right() float64  { return b.x + b.w }
func (b box) bottom() float64 { return b.y + b.h }
func (b box) middle() Place   { return Place{b.x + b.w/2, b.y + b.h/2} }

// inset is b with less on each side.
func (b box) inset(left, top, right, bottom float64) box {
	return box{b.x + left, b.y + top, max(b.w-left-right, 1), max(b.h-top-bottom, 1)}
}
