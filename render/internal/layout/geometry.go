package layout

import (
	"math"

	"github.com/bienban/bienban/render/internal/geometry"
	"github.com/bienban/bienban/render/internal/wml"
)

// A part is what one path of a shape draws: its segments, the top left corner of the shape at
// the origin.
type part struct {
	segments []Segment
	fill     geometry.Fill
	stroke   bool
}

// outline works out a form w wide and h high: its parts, and where its text stands.
func outline(form *geometry.Definition, adjusts map[string]float64, w, h wml.EMU) ([]part, rect) {
	if form == nil {
		return []part{{segments: rectangle(0, 0, w, h), stroke: true}}, rect{0, 0, w, h}
	}
	o := form.Evaluate(float64(w), float64(h), adjusts)
	parts := make([]part, 0, len(o.Paths))
	for _, p := range o.Paths {
		if s := segments(p.Segments); len(s) > 1 {
			parts = append(parts, part{s, p.Fill, p.Stroke})
		}
	}
	t := o.Text
	return parts, rect{emu(t.Left), emu(t.Top), emu(t.Right - t.Left), emu(t.Bottom - t.Top)}
}

// A rect is a rectangle.
type rect struct{ x, y, w, h wml.EMU }

func emu(v float64) wml.EMU { return wml.EMU(math.Round(v)) }

// segments makes a path of contours. Where one begins at the end of the one before, as after a
// closing, it begins with a move.
func segments(list []geometry.Segment) []Segment {
	out := make([]Segment, 0, len(list))
	var start Segment
	for i, s := range list {
		to := Segment{X: emu(s.P[2].X), Y: emu(s.P[2].Y)}
		switch s.Op {
		case 'M':
			to.Move = true
			if n := len(out); n > 0 && out[n-1].Move {
				out = out[:n-1] // nothing was drawn from there
			}
			start = to
		case 'C':
			to.Curve = true
			to.X1, to.Y1, to.X2, to.Y2 = emu(s.P[0].X), emu(s.P[0].Y), emu(s.P[1].X), emu(s.P[1].Y)
		case 'Z':
			if n := len(out); n > 0 && !out[n-1].Move {
				out[n-1].Close = true
			}
			continue
		}
		if s.Op != 'M' && (len(out) == 0 || i > 0 && list[i-1].Op == 'Z') {
			if start.Move = true; len(out) == 0 || !out[len(out)-1].Move {
				out = append(out, start)
			}
		}
		out = append(out, to)
	}
	if n := len(out); n > 0 && out[n-1].Move {
		out = out[:n-1]
	}
	return out
}

// rectangle is a closed contour.
func rectangle(x, y, w, h wml.EMU) []Segment {
	return []Segment{{X: x, Y: y, Move: true}, {X: x + w, Y: y}, {X: x + w, Y: y + h}, {X: x, Y: y + h, Close: true}}
}

// flipped mirrors a path in its frame.
func flipped(path []Segment, w, h wml.EMU, horizontally, vertically bool) []Segment {
	for i := range path {
		s := &path[i]
		if horizontally {
			s.X, s.X1, s.X2 = w-s.X, w-s.X1, w-s.X2
		}
		if vertically {
			s.Y, s.Y1, s.Y2 = h-s.Y, h-s.Y1, h-s.Y2
		}
	}
	return path
}

// moved shifts a path.
func moved(path []Segment, dx, dy wml.EMU) []Segment {
	for i := range path {
		s := &path[i]
		s.X, s.X1, s.X2 = s.X+dx, s.X1+dx, s.X2+dx
		s.Y, s.Y1, s.Y2 = s.Y+dy, s.Y1+dy, s.Y2+dy
	}
	return path
}

// isqrt is the whole square root of a length's square (Newton's method), the same on every
// machine.
func isqrt(n wml.EMU) wml.EMU {
	if n < 2 {
		return max(n, 0)
	}
	x := n
	for y := (x + 1) / 2; y < x; y = (x + n/x) / 2 {
		x = y
	}
	return x
}
