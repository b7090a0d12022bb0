package raster

import (
	"image"
	"image/draw"
	"math"
	"slices"

	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/wml"
)

// fill paints a rectangle from pixel to pixel, so that those beside each other leave no
// seam; one that is thinner than a pixel has one.
func (c *canvas) fill(f *layout.Fill) {
	if f.W == 0 || f.H == 0 {
		return
	}
	c.rectangle(c.at(f.X, f.Y), c.at(f.X+f.W, f.Y+f.H), f.Color)
}

func (c *canvas) rectangle(a, b point, col wml.Color) {
	x0, x1 := snap(a.x, b.x, c.picture.Rect.Max.X)
	y0, y1 := snap(a.y, b.y, c.picture.Rect.Max.Y)
	draw.Draw(c.picture, image.Rect(x0, y0, x1, y1).Intersect(c.picture.Rect), colorOf(col), image.Point{}, draw.Over)
}

// snap gives the pixels from one place to another, one at least, as poppler does.
func snap(a, b float64, most int) (from, to int) {
	if a > b {
		a, b = b, a
	}
	clamp := func(v float64) int { return int(math.Round(max(-1e6, min(v, float64(most)+1e6)))) }
	from, to = clamp(a), clamp(b)
	if from == to {
		to = from + 1
	}
	return from, to
}

// line paints a stroke.
func (c *canvas) line(l *layout.Line) {
	c.stroke([]point{c.at(l.X1, l.Y1), c.at(l.X2, l.Y2)}, false, l.Width, l.Dash, l.Color)
}

// path paints a shape, then its outline.
func (c *canvas) path(p *layout.Path) {
	if len(p.Segments) == 0 {
		return
	}
	contours, closed := c.contoursOf(p.Segments, !p.Open)
	if p.EvenOdd {
		contours = evenOdd(contours)
	}
	switch {
	case p.Gradient != nil:
		c.paintWith(contours, c.gradient(p.Gradient))
	case p.Tile != nil:
		c.paintWith(contours, c.tile(p.Tile))
	case p.Fill != nil:
		c.paint(contours, *p.Fill)
	}
	if p.Stroke == nil {
		return
	}
	for i := range contours {
		c.stroke(contours[i].flat(), closed[i], p.Width, p.Dash, *p.Stroke)
	}
}

// contoursOf are the contours of a path, and which of them are closed.
func (c *canvas) contoursOf(segments []layout.Segment, all bool) (list []contour, closed []bool) {
	for i, s := range segments {
		at := c.at(s.X, s.Y)
		if i == 0 || s.Move {
			list, closed = append(list, contour{from: at}), append(closed, all)
			continue
		}
		to := segment{to: at}
		if s.Curve {
			to.controls, to.a, to.b = 2, c.at(s.X1, s.Y1), c.at(s.X2, s.Y2)
		}
		k := len(list) - 1
		list[k].segments = append(list[k].segments, to)
		closed[k] = closed[k] || s.Close
	}
	return list, closed
}

// flat are the places that straight lines lead through instead of curves.
func (k *contour) flat() []point {
	const steps = 16
	list := []point{k.from}
	for _, s := range k.segments {
		from := list[len(list)-1]
		for i := 1; i < steps && s.controls > 0; i++ {
			t := float64(i) / steps
			u := 1 - t
			mix := func(a, b, c, d float64) float64 {
				if s.controls == 1 {
					return float64(u*u*a) + float64(2*u*t*b) + float64(t*t*d)
				}
				return float64(u*u*u*a) + float64(3*u*u*t*b) + float64(3*u*t*t*c) + float64(t*t*t*d)
			}
			list = append(list, point{mix(from.x, s.a.x, s.b.x, s.to.x), mix(from.y, s.a.y, s.b.y, s.to.y)})
		}
		list = append(list, s.to)
	}
	return list
}

// clipped adds a closed shape of which only what is in a box is painted: the rasterizer walks
// along all that it is given, however far away. What is at the left of the box still has
// its effect on what is in it, and stands at its edge.
func (c *canvas) clipped(through []point, local func(point) point, w, h float64) {
	for i, p := range through {
		a, b := local(p), local(through[(i+1)%len(through)])
		if a.y == b.y {
			continue
		}
		along := func(t float64) point { return point{a.x + float64((b.x-a.x)*t), a.y + float64((b.y-a.y)*t)} }
		// The parts of the line between the edges of the box, and their ends.
		cuts := []float64{0, 1}
		for _, t := range []float64{-a.y / (b.y - a.y), (h - a.y) / (b.y - a.y), -a.x / (b.x - a.x), (w - a.x) / (b.x - a.x)} {
			if t > 0 && t < 1 {
				cuts = append(cuts, t)
			}
		}
		slices.Sort(cuts)
		for j := 1; j < len(cuts); j++ {
			if y := along((cuts[j-1] + cuts[j]) / 2).y; y < 0 || y > h {
				continue
			}
			for k, t := range []float64{cuts[j-1], cuts[j]} {
				q := along(t)
				x, y := float32(max(0, min(q.x, w))), float32(max(0, min(q.y, h)))
				if k == 0 {
					c.shape.MoveTo(x, y)
				} else {
					c.shape.LineTo(x, y)
				}
			}
		}
	}
}

// stroke paints a line through places, a pixel wide at least. What runs along the page's
// edges is painted from pixel to pixel: a table's lines are equally black everywhere.
func (c *canvas) stroke(through []point, closed bool, width wml.EMU, dash []wml.EMU, col wml.Color) {
	if closed {
		through = append(through, through[0])
	}
	half := max(float64(width), 0) * (c.x + c.y) / 4
	var slanted []contour
	c.dashes(through, dash, func(a, b point, open bool) {
		switch {
		case a == b && !closed:
		case a.x == b.x && (!closed || open):
			c.rectangle(point{a.x - half, min(a.y, b.y)}, point{a.x + half, max(a.y, b.y)}, col)
		case a.y == b.y && (!closed || open):
			c.rectangle(point{min(a.x, b.x), a.y - half}, point{max(a.x, b.x), a.y + half}, col)
		default:
			if k, ok := thick(a, b, max(half, 0.5), closed && !open); ok {
				slanted = append(slanted, k)
			}
		}
	})
	c.paint(slanted, col)
}

// thick is the quadrilateral that a piece of a line covers; joined pieces are longer by
// half their width, so that they meet.
func thick(a, b point, half float64, joined bool) (contour, bool) {
	dx, dy := b.x-a.x, b.y-a.y
	length := math.Hypot(dx, dy)
	if length == 0 || math.IsInf(length, 0) || math.IsNaN(length) {
		return contour{}, false
	}
	ux, uy := dx/length*half, dy/length*half
	if joined {
		a, b = point{a.x - ux, a.y - uy}, point{b.x + ux, b.y + uy}
	}
	return contour{point{a.x + uy, a.y - ux}, []segment{
		{to: point{b.x + uy, b.y - ux}}, {to: point{b.x - uy, b.y + ux}}, {to: point{a.x - uy, a.y + ux}},
	}}, true
}

// maxDashes bounds the dashes of one stroke; one that has more is painted solid.
const maxDashes = 10_000

// dashes gives the pieces of a stroke; open says that a piece ends where no other begins.
func (c *canvas) dashes(through []point, dash []wml.EMU, piece func(a, b point, open bool)) {
	var pattern []float64
	sum, total := 0.0, 0.0
	for _, d := range dash {
		pattern = append(pattern, float64(max(d, 0))*(c.x+c.y)/2)
		sum += pattern[len(pattern)-1]
	}
	for i := 1; i < len(through); i++ {
		total += math.Hypot(through[i].x-through[i-1].x, through[i].y-through[i-1].y)
	}
	if sum < 1 || !(total/sum*float64(len(pattern)) < maxDashes) {
		for i := 1; i < len(through); i++ {
			piece(through[i-1], through[i], false)
		}
		return
	}
	at, left := 0, pattern[0]
	for i := 1; i < len(through); i++ {
		a, b := through[i-1], through[i]
		length := math.Hypot(b.x-a.x, b.y-a.y)
		for done := 0.0; done < length; {
			step := min(left, length-done)
			if at%2 == 0 && step > 0 {
				from, to := done/length, (done+step)/length
				piece(point{a.x + float64((b.x-a.x)*from), a.y + float64((b.y-a.y)*from)}, point{a.x + float64((b.x-a.x)*to), a.y + float64((b.y-a.y)*to)}, true)
			}
			done += step
			if left -= step; left <= 0 {
				at = (at + 1) % (2 * len(pattern)) // an odd pattern changes its meaning each time
				left = pattern[at%len(pattern)]
			}
			if step == 0 && left == 0 && sum == 0 {
				break
			}
		}
	}
}
