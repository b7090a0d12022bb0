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
	widest, highest := 0.0, 0.0
	for i := range labels {
		labels[i] = d.block(d.category(g.Series[0], i), names.Font, d.spacing.leading)
		widest, highest = max(widest, labels[i].w), max(highest, labels[i].h)
	}
	const gap = 8
	r := max(min((room.w-2*widest)/2-gap, (room.h-2*highest)/2-gap), 1)
	c := room.middle()
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
	for i, l := range labels {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		m := Place{c.X + float64(sin*(r+gap+l.w/2)), c.Y - float64(cos*(r+gap/2+l.h/2))}
		d.paint(l, m.X-l.w/2, m.Y-l.h/2)
	}
	if values.Deleted || values.Labels == "none" {
		return
	}
	for _, v := range sc.ticks(sc.major) {
		b := d.block(d.numbers.text(math.Round(v*1e9)/1e9, values.Format), values.Font, d.spacing.leading)
		q := at(0, v)
		d.paint(b, q.X-b.w-2.83-tickLength, q.Y-b.h/2)
	}
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
