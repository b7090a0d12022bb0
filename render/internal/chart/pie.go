package chart

import "math"

// polar draws pies, rings and radars.
func (d *drawer) polar() {
	room, _ := d.plotRoom()
	for _, g := range d.c.Groups {
		switch {
		case len(g.Series) == 0:
		case g.Kind == Pie:
			d.pie(g, room)
		case g.Kind == Doughnut:
			d.doughnut(g, room)
		case g.Kind == Radar:
			d.radar(g, room)
		}
	}
}

// A slice is one value of a pie.
type slice struct {
	i        int
	from, to float64 // angles, clockwise from the top
	value    float64
	share    float64
}

// cut parts a circle by the values of a series; what is negative counts as positive, as Word
// has it.
func cut(s *Series, start float64) []slice {
	total := 0.0
	for _, v := range s.Values {
		if !math.IsNaN(v) {
			total += math.Abs(v)
		}
	}
	if !(total > 0) || math.IsInf(total, 0) {
		return nil
	}
	at := start * math.Pi / 180
	var out []slice
	for i, v := range s.Values {
		if math.IsNaN(v) || v == 0 {
			continue
		}
		share := math.Abs(v) / total
		to := at + float64(share*2*math.Pi)
		out = append(out, slice{i, at, to, v, share})
		at = to
	}
	return out
}

// direction is the place at a distance in the direction of an angle from the top.
func direction(c Place, angle, r float64) Place {
	sin, cos := math.Sincos(angle)
	return Place{c.X + float64(r*sin), c.Y - float64(r*cos)}
}

func (d *drawer) pie(g *Group, room box) {
	s := g.Series[0]
	r := min(room.w, room.h) / 2
	if d.c.Manual == nil {
		r *= 0.95
		if s.Labels.outside() {
			r *= 0.8
		}
	}
	most := 0.0
	for i := range s.Values {
		most = max(most, s.pointOf(i).Explosion)
	}
	r /= 1 + most/100
	c := room.middle()
	parts := cut(s, g.Start)
	for _, p := range parts {
		at := c
		if e := s.pointOf(p.i).Explosion; e > 0 {
			at = direction(c, (p.from+p.to)/2, r*e/100)
		}
		path := sector(at, 0, r, p.from, p.to)
		shape := s.shapeOf(p.i)
		path.Fill, path.Line = shape.Fill, shape.Line
		if path.Fill != nil || path.Line != nil {
			d.s.add(path)
		}
	}
	for _, p := range parts {
		at := c
		if e := s.pointOf(p.i).Explosion; e > 0 {
			at = direction(c, (p.from+p.to)/2, r*e/100)
		}
		d.sliceLabel(s, p, at, 0, r)
	}
}

// sector is the path of a slice of a ring, from an inner to an outer radius.
func sector(c Place, inner, outer, from, to float64) *Path {
	p := &Path{}
	a, b := from-math.Pi/2, to-math.Pi/2
	whole := to-from > 2*math.Pi-1e-9
	switch {
	case inner <= 0 && whole:
		p.Start = direction(c, from, outer)
		p.Segments = arc(c, outer, outer, a, b)
	case inner <= 0:
		p.Start = c
		p.Segments = append([]Segment{{Place: direction(c, from, outer)}}, arc(c, outer, outer, a, b)...)
	default:
		p.Start = direction(c, from, inner)
		p.Segments = append([]Segment{{Place: direction(c, from, outer)}}, arc(c, outer, outer, a, b)...)
		p.Segments = append(append(p.Segments, Segment{Place: direction(c, to, inner)}), arc(c, inner, inner, b, a)...)
	}
	return p
}

func (d *drawer) doughnut(g *Group, room box) {
	r := min(room.w, room.h) / 2
	if d.c.Manual == nil {
		r *= 0.95
	}
	c := room.middle()
	hole := r * g.Hole / 100
	width := (r - hole) / float64(len(g.Series))
	for k, s := range g.Series {
		inner := hole + float64(width*float64(k))
		parts := cut(s, g.Start)
		for _, p := range parts {
			path := sector(c, inner, inner+width, p.from, p.to)
			shape := s.shapeOf(p.i)
			if path.Fill, path.Line = shape.Fill, shape.Line; path.Fill != nil || path.Line != nil {
				d.s.add(path)
			}
		}
		for _, p := range parts {
			d.sliceLabel(s, p, c, inner, inner+width)
		}
	}
}

// outside reports whether labels stand around the pie.
func (l *Labels) outside() bool { return l != nil && l.shows() && l.Position == "outEnd" }

// sliceLabel writes what a slice shows: in the middle of a ring; near the edge of a pie where
// it fits there, else outside.
func (d *drawer) sliceLabel(s *Series, p slice, c Place, inner, outer float64) {
	l, ok := s.Labels.of(p.i)
	if !ok {
		return
	}
	text := d.labelText(s, &l, p.i, p.value, p.share)
	if text == "" {
		return
	}
	b := d.wrapped(text, l.Font, d.spacing.leading, max(outer*0.8, 40))
	middle := (p.from + p.to) / 2
	sin, cos := math.Sincos(middle)
	reach := math.Abs(sin)*b.w/2 + math.Abs(cos)*b.h/2 // from the block's middle to its edge on the ray
	at := (inner + outer) / 2
	switch {
	case inner > 0:
	case l.Position == "outEnd":
		at = outer + reach + 3
	case l.Position == "ctr":
	default: // inEnd, bestFit
		at = outer - reach - 3
		if chord := 2 * at * math.Sin(min((p.to-p.from)/2, math.Pi/2)); l.Position != "inEnd" && (at < 0 || chord < min(b.w, b.h)) {
			at = outer + reach + 3
		}
	}
	m := direction(c, middle, at)
	moved := Place{m.X + float64(l.ManualX*d.w), m.Y + float64(l.ManualY*d.h)}
	if s.Labels.Leaders != nil && (l.ManualX != 0 || l.ManualY != 0) && math.Hypot(moved.X-c.X, moved.Y-c.Y) > outer+reach {
		d.s.line(s.Labels.Leaders, direction(c, middle, outer), Place{moved.X - math.Copysign(b.w/2, moved.X-c.X), moved.Y})
	}
	d.s.rect(box{moved.X - b.w/2 - 2, moved.Y - b.h/2 - 1, b.w + 4, b.h + 2}, l.Shape)
	d.paint(b, moved.X-b.w/2, moved.Y-b.h/2)
}

// pointOf is what is special in value i; nothing if it is as its series.
func (s *Series) pointOf(i int) Point {
	if p, ok := s.Points[i]; ok {
		return p
	}
	return Point{Shape: s.Shape, Explosion: s.Explosion}
}

// shapeOf is how value i is painted.
func (s *Series) shapeOf(i int) Shape {
	if p, ok := s.Points[i]; ok {
		return p.Shape
	}
	return s.Shape
}

// count is how many categories a series speaks of.
func (s *Series) count() int { return max(len(s.Values), len(s.Categories)) }

// category is the name of category i of a series.
func (d *drawer) category(s *Series, i int) string {
	if i < len(s.Categories) {
		return s.Categories[i]
	}
	if i < len(s.X) && len(s.Categories) == 0 {
		return d.numbers.text(s.X[i], s.XFormat)
	}
	if len(s.Categories) > 0 {
		return ""
	}
	return d.numbers.general(float64(i + 1))
}
