package chart

import "math"

// polar draws pies, rings and radars.
func (d *drawer) polar(room box) {
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
	most := 0.0
	for i := range s.Values {
		most = max(most, s.pointOf(i).Explosion)
	}
	r, c := min(room.w, room.h)/2/(1+most/100), room.middle()
	parts := cut(s, g.Start)
	if d.c.Manual == nil {
		r *= 0.95
		if s.Labels != nil {
			r, c = fitRound(room.inset(room.w*0.0325, room.h*0.0325, room.w*0.0325, room.h*0.0325), r, func(r float64) box { return d.pieExtent(s, parts, r, most) })
		}
	}
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

// pieExtent is what a pie takes around its middle with its labels.
func (d *drawer) pieExtent(s *Series, parts []slice, r, explosion float64) box {
	out := r * (1 + explosion/100)
	b := box{-out, -out, out, out}
	for _, p := range parts {
		if l, at, text := d.sliceText(s, p, Place{}, 0, r); text != "" {
			w, h := l.w/2, l.h/2
			b = box{min(b.x, at.X-w), min(b.y, at.Y-h), max(b.w, at.X+w), max(b.h, at.Y+h)}
		}
	}
	return box{b.x, b.y, b.w - b.x, b.h - b.y}
}

// sliceLabel writes what a slice shows.
func (d *drawer) sliceLabel(s *Series, p slice, c Place, inner, outer float64) {
	b, m, text := d.sliceText(s, p, c, inner, outer)
	if text == "" {
		return
	}
	l, _ := s.Labels.of(p.i)
	at := Place{m.X + float64(l.ManualX*d.w), m.Y + float64(l.ManualY*d.h)}
	if reach := math.Hypot(at.X-c.X, at.Y-c.Y); s.Labels.Leaders != nil && at != m && reach > outer+b.h {
		d.s.line(s.Labels.Leaders, direction(c, (p.from+p.to)/2, outer), Place{at.X - math.Copysign(b.w/2, at.X-c.X), at.Y})
	}
	d.s.rect(box{at.X - b.w/2 - 2, at.Y - b.h/2 - 1, b.w + 4, b.h + 2}, l.Shape)
	d.paint(b, at.X-b.w/2, at.Y-b.h/2)
}

// sliceText is what a slice shows and where the middle of that is: in the middle of a ring; near
// the edge of a pie where it fits there, else outside.
func (d *drawer) sliceText(s *Series, p slice, c Place, inner, outer float64) (b block, at Place, text string) {
	l, ok := s.Labels.of(p.i)
	if !ok {
		return b, at, ""
	}
	if text = d.labelText(s, &l, p.i, p.value, p.share); text == "" {
		return b, at, ""
	}
	b = d.wrapped(text, l.Font, d.spacing.leading, max(outer*0.8, 40))
	middle := (p.from + p.to) / 2
	sin, cos := math.Sincos(middle)
	outside := func() Place { // a corner, or the middle of a side, towards the pie
		m := direction(c, middle, outer+1.4*pieGap)
		return Place{m.X + beyond(sin)*b.w/2, m.Y - beyond(cos)*b.h/2}
	}
	switch {
	case inner > 0:
		return b, direction(c, middle, (inner+outer)/2), text
	case l.Position == "outEnd":
		return b, outside(), text
	case l.Position == "ctr":
		return b, direction(c, middle, outer/2), text
	}
	in := direction(c, middle, outer-math.Abs(sin)*b.w/2-math.Abs(cos)*b.h/2-pieGap)
	if l.Position != "inEnd" && !p.holds(box{in.X - c.X - b.w/2, in.Y - c.Y - b.h/2, b.w, b.h}, outer) {
		return b, outside(), text
	}
	return b, in, text
}

// holds reports whether a box around the middle of a pie lies in a slice.
func (p *slice) holds(b box, r float64) bool {
	for _, q := range [4]Place{{b.x, b.y}, {b.right(), b.y}, {b.x, b.bottom()}, {b.right(), b.bottom()}} {
		angle := math.Atan2(q.X, -q.Y) // clockwise from the top
		for angle < p.from {
			angle += 2 * math.Pi
		}
		if angle > p.to || math.Hypot(q.X, q.Y) > r {
			return false
		}
	}
	return true
}

// pieGap is how far a label stands from the edge of a pie.
const pieGap = 3

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
