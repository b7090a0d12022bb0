package chart

import (
	"fmt"
	"math"
)

// radar draws a chart whose axes stand around a centre, one for each category.
func (d *drawer) radar(g *Group, room box) {
	n := 0
	for _, s := range g.Series {
		n = max(n, s.count())
	}
	if n < 1 {
		return
	}
	values, names := &Axis{Font: d.c.Font, Labels: "nextTo"}, &Axis{Font: d.c.Font, Labels: "nextTo"}
	if len(g.Axes) == 2 {
		names, values = d.c.Axes[g.Axes[0]], d.c.Axes[g.Axes[1]]
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, s := range stacked(g) {
		if a, b, ok := bounds(s.to); ok {
			lo, hi = min(lo, a), max(hi, b)
		}
	}
	labels := make([]block, n)
	for i := range labels {
		labels[i] = d.block(d.category(g.Series[0], i), names.Font, d.spacing.leading)
	}
	// corner is where label i stands beside the middle: outside of the circle, its corner or the
	// middle of its side at the end of the axis.
	corner := func(i int, r float64) Place {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		l := &labels[i]
		return Place{float64(sin*(r+radarGap)) - l.w/2 + beyond(sin)*l.w/2, -float64(cos*(r+radarGap)) - l.h/2 - beyond(cos)*l.h/2}
	}
	r, c := fitRound(room, min(room.w, room.h)/2, func(r float64) box {
		b := box{-r, -r, r, r}
		if n > 2 {
			b = box{}
		}
		for i := range labels {
			p := direction(Place{}, 2*math.Pi*float64(i)/float64(n), r)
			q := corner(i, r)
			b = box{min(b.x, p.X, q.X), min(b.y, p.Y, q.Y), max(b.w, p.X, q.X+labels[i].w), max(b.h, p.Y, q.Y+labels[i].h)}
		}
		return box{b.x, b.y, b.w - b.x, b.h - b.y}
	})
	ascent, descent, _ := d.m.Height(values.Font)
	sc := linear(values, lo, hi, max(min(d.spacing.most, int(r/max(ascent+descent, 1))), 1), true)
	at := func(i int, v float64) Place {
		return direction(c, 2*math.Pi*float64(i)/float64(n), float64(r*sc.within(v)))
	}
	ring := func(v float64) []Place {
		var out []Place
		for i := range n {
			out = append(out, at(i, v))
		}
		return out
	}
	for _, v := range sc.ticks(sc.major) {
		d.s.polygon(ring(v), Shape{Line: values.MajorGrid})
	}
	for i := range n {
		d.s.line(values.Line, at(i, sc.min), at(i, sc.max))
	}
	d.radarSeries(g, at)
	d.radarLabels(g, c, at)
	for i, l := range labels {
		q := corner(i, r)
		d.paint(l, c.X+q.X, c.Y+q.Y)
	}
	if values.Deleted || values.Labels == "none" {
		return
	}
	for _, v := range sc.ticks(sc.major) {
		b := d.block(d.numbers.text(math.Round(v*1e9)/1e9, values.Format), values.Font, d.spacing.leading)
		q := at(0, v)
		d.paint(b, q.X-b.w-2.83-d.spacing.tick, q.Y-b.h/2)
	}
}

// radarSeries draws the series of a radar; at is the place of a value on an axis.
func (d *drawer) radarSeries(g *Group, at func(i int, v float64) Place) {
	for _, s := range stacked(g) {
		var through []Place
		for i, v := range s.to {
			if !math.IsNaN(v) {
				through = append(through, at(i, v))
			}
		}
		if len(through) > 1 {
			d.s.polygon(through, s.Shape)
		}
		for i, v := range s.to {
			if !math.IsNaN(v) {
				(&plot{d: d}).mark(s.Series, i, at(i, v))
			}
		}
	}
}

// radarLabels writes the labels at the values of a radar, each away from the middle c.
func (d *drawer) radarLabels(g *Group, c Place, at func(i int, v float64) Place) {
	for _, s := range stacked(g) {
		for i, v := range s.to {
			l, ok := s.Labels.of(i)
			if !ok || math.IsNaN(v) {
				continue
			}
			m := at(i, v)
			r := max(math.Hypot(m.X-c.X, m.Y-c.Y), 1e-9)
			dx, dy := beyond((m.X-c.X)/r), beyond((m.Y-c.Y)/r)
			if dx == 0 && dy == 0 || l.Position != "" && l.Position != "outEnd" {
				dx, dy = side(l.Position, "t")
			}
			d.labelAt(&l, d.labelText(s.Series, &l, i, s.Values[i], math.NaN()), m, dx, dy, labelGap)
		}
	}
}

// radarGap is how far the names of a radar's axes stand from their ends.
const radarGap = 12

// beyond is 1 for what is clearly on one side, -1 on the other, 0 for what is in the middle.
func beyond(v float64) float64 {
	switch {
	case v > 0.05:
		return 1
	case v < -0.05:
		return -1
	}
	return 0
}

// fitRound finds the largest radius, most at most, with which something round stays in a room with
// its labels, and where its middle is then. extent gives what it takes around the middle.
func fitRound(room box, most float64, extent func(r float64) box) (float64, Place) {
	lo, hi := 0.0, most
	for range 30 {
		r := (lo + hi) / 2
		if b := extent(r); b.w <= room.w && b.h <= room.h {
			lo = r
		} else {
			hi = r
		}
	}
	r := max(lo, 1)
	b := extent(r)
	return r, Place{room.x + (room.w-b.w)/2 - b.x, room.y + (room.h-b.h)/2 - b.y}
}

// name is what the legend says of a trend line.
func (t *Trend) name(s *Series, vietnam bool) string {
	if t.Name != "" {
		return t.Name
	}
	kind := map[string]string{"exp": "Expon.", "linear": "Linear", "log": "Log.", "poly": "Poly.", "power": "Power", "movingAvg": fmt.Sprintf("%d per. Mov. Avg.", t.Period)}[t.Kind]
	if vietnam {
		kind = map[string]string{"exp": "Hàm mũ", "linear": "Tuyến tính", "log": "Lôgarit", "poly": "Đa thức", "power": "Lũy thừa", "movingAvg": fmt.Sprintf("Trung bình trượt %d kỳ", t.Period)}[t.Kind]
	}
	if kind == "" {
		return ""
	}
	return kind + " (" + s.Name + ")"
}
