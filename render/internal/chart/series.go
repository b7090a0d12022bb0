package chart

import "math"

// A stack is a series with where each of its values begins and ends.
type stack struct {
	*Series
	from, to []float64
}

// stacked are the series of a group on top of each other, or each from zero.
func stacked(g *Group) []stack {
	n := 0
	for _, s := range g.Series {
		n = max(n, len(s.Values))
	}
	above, below := make([]float64, n), make([]float64, n)
	total := make([]float64, n)
	if g.Stacking == Percent {
		for _, s := range g.Series {
			for i, v := range s.Values {
				if !math.IsNaN(v) {
					total[i] += math.Abs(v)
				}
			}
		}
	}
	var out []stack
	for _, s := range g.Series {
		t := stack{s, make([]float64, len(s.Values)), make([]float64, len(s.Values))}
		for i, v := range s.Values {
			if g.Stacking == Beside {
				t.to[i] = v
				continue
			}
			if math.IsNaN(v) && g.Kind == Bars {
				t.to[i] = v
				continue
			} else if math.IsNaN(v) {
				v = 0
			}
			if g.Stacking == Percent {
				if total[i] == 0 {
					t.to[i] = math.NaN()
					continue
				}
				v /= total[i]
			}
			base := &above[i]
			if v < 0 && g.Kind == Bars {
				base = &below[i]
			}
			t.from[i] = *base
			*base += v
			t.to[i] = *base
		}
		out = append(out, t)
	}
	return out
}

// group draws the series of a group.
func (p *plot) group(g *Group, first, second *axisView) {
	switch g.Kind {
	case Bars:
		p.bars(g, first, second)
	case Areas:
		p.areas(g, first, second)
	case Lines:
		p.lines(g, first, second)
	default:
		p.points(g, first, second)
	}
	for _, s := range g.Series {
		for _, e := range s.Errors {
			p.errorBars(g, s, e, first, second)
		}
		for _, t := range s.Trends {
			p.trend(g, s, t, first, second)
		}
	}
}

// A bar is one bar: fractions of both axes.
type bar struct {
	i         int
	from, to  float64 // along the categories
	base, tip float64 // along the values
	value     float64
}

// barsOf gives the bars of series k of a group.
func (p *plot) barsOf(g *Group, k int, s stack, first, second *axisView) []bar {
	n := 1
	if g.Stacking == Beside {
		n = len(g.Series)
	} else {
		k = 0
	}
	each := 1 / float64(first.scale.count)
	// n bars of which each covers a part of the one before, and the gap.
	width := each / (1 + (float64(n)-1)*(1-g.Overlap/100) + g.Gap/100)
	start := -width * (1 + (float64(n)-1)*(1-g.Overlap/100)) / 2
	base := 0.0
	if second.scale.log > 0 {
		base = second.scale.min
	}
	if first.CrossesAt != nil && g.Stacking == Beside {
		base = *first.CrossesAt
	} else if first.Crosses == "min" && g.Stacking == Beside {
		base = second.scale.min
	}
	var out []bar
	for i, v := range s.to {
		if math.IsNaN(v) {
			continue
		}
		from := start + float64(float64(k)*width*(1-g.Overlap/100))
		if first.scale.reversed {
			from = -from - width
		}
		middle := first.place(s.Series, i)
		low := s.from[i]
		if g.Stacking == Beside {
			low = base
		}
		out = append(out, bar{i: i, from: middle + from, to: middle + from + width, base: second.scale.within(low), tip: second.scale.within(v), value: s.Values[i]})
	}
	return out
}

func (p *plot) bars(g *Group, first, second *axisView) {
	for k, s := range stacked(g) {
		for _, b := range p.barsOf(g, k, s, first, second) {
			shape := s.shapeOf(b.i)
			if b.value < 0 && s.Inverted {
				ground := white
				shape.Fill = &ground
			}
			a, c := p.at(first, b.from, b.base), p.at(first, b.to, b.tip)
			r := box{min(a.X, c.X), min(a.Y, c.Y), math.Abs(c.X - a.X), math.Abs(c.Y - a.Y)}
			if r.w > 0 && r.h > 0 {
				p.d.s.rect(r, shape)
			}
		}
	}
}

// A stop is a place of a line, and how the line that leads there is drawn.
type stop struct {
	Place
	line *Stroke
}

// runs are the places of a series, parted where a value is missing.
func (p *plot) runs(g *Group, s stack, first, second *axisView) [][]stop {
	var out [][]stop
	var run []stop
	for i, v := range s.to {
		if math.IsNaN(v) {
			switch {
			case p.d.c.Blanks == Zero || g.Kind == Areas:
				v = 0
			case p.d.c.Blanks == Bridge:
				continue
			default:
				if len(run) > 0 {
					out, run = append(out, run), nil
				}
				continue
			}
		}
		run = append(run, stop{p.at(first, first.place(s.Series, i), second.scale.within(v)), s.shapeOf(i).Line})
	}
	if len(run) > 0 {
		out = append(out, run)
	}
	return out
}

func (p *plot) areas(g *Group, first, second *axisView) {
	list := stacked(g)
	for k := range list {
		s := list[k]
		var top, bottom []Place
		for i, v := range s.to {
			if math.IsNaN(v) {
				v = s.from[i]
			}
			f := first.place(s.Series, i)
			top = append(top, p.at(first, f, second.scale.within(v)))
			bottom = append(bottom, p.at(first, f, second.scale.within(s.from[i])))
		}
		for i := len(bottom) - 1; i >= 0; i-- {
			top = append(top, bottom[i])
		}
		if len(top) > 3 {
			p.d.s.polygon(top, s.Shape)
		}
		p.drop(g, s, first, second)
	}
}

// drop draws the lines from values down to the axis.
func (p *plot) drop(g *Group, s stack, first, second *axisView) {
	if g.Drop == nil {
		return
	}
	for i, v := range s.to {
		if !math.IsNaN(v) {
			f := first.place(s.Series, i)
			p.d.s.line(g.Drop, p.at(first, f, second.scale.within(0)), p.at(first, f, second.scale.within(v)))
		}
	}
}

func (p *plot) lines(g *Group, first, second *axisView) {
	list := stacked(g)
	p.highLow(g, list, first, second)
	for _, s := range list {
		p.drop(g, s, first, second)
		for _, run := range p.runs(g, s, first, second) {
			p.curve(run, s.Smooth && g.Stacking == Beside)
		}
		for i, v := range s.to {
			if !math.IsNaN(v) {
				p.mark(s.Series, i, p.at(first, first.place(s.Series, i), second.scale.within(v)))
			}
		}
	}
}

// highLow joins the largest and the least value of each category.
func (p *plot) highLow(g *Group, list []stack, first, second *axisView) {
	if g.HiLow == nil || len(list) == 0 {
		return
	}
	for i := range list[0].to {
		var at []float64
		for _, s := range list {
			if i < len(s.to) {
				at = append(at, s.to[i])
			}
		}
		if lo, hi, ok := bounds(at); ok {
			f := first.place(list[0].Series, i)
			p.d.s.line(g.HiLow, p.at(first, f, second.scale.within(lo)), p.at(first, f, second.scale.within(hi)))
		}
	}
}

// mark paints the marker of a value.
func (p *plot) mark(s *Series, i int, at Place) {
	m := s.Marker
	if q, ok := s.Points[i]; ok && q.Marker != nil {
		m = *q.Marker
	}
	p.d.symbol(m, at, m.Size)
}

// curve draws a line through places, smooth or straight: a path for what is drawn alike.
func (p *plot) curve(through []stop, smooth bool) {
	if len(through) < 2 {
		return
	}
	places := make([]Place, len(through))
	for i, q := range through {
		places[i] = q.Place
	}
	segments := straight(places[1:])
	if smooth && len(places) > 2 {
		segments = spline(places)
	}
	for from := 1; from < len(through); {
		line, to := through[from].line, from+1
		for to < len(through) && through[to].line.equal(line) {
			to++
		}
		if line != nil {
			p.d.s.add(&Path{Start: places[from-1], Segments: segments[from-1 : to-1], Open: true, Line: line})
		}
		from = to
	}
}

// spline is a smooth line through places: natural cubic splines, over the square roots of the chords.
func spline(through []Place) []Segment {
	n := len(through)
	at := make([]float64, n)
	for i := 1; i < n; i++ {
		at[i] = at[i-1] + max(math.Sqrt(math.Hypot(through[i].X-through[i-1].X, through[i].Y-through[i-1].Y)), 1e-6)
	}
	xs, ys := make([]float64, n), make([]float64, n)
	for i, q := range through {
		xs[i], ys[i] = q.X, q.Y
	}
	dx, dy := slopes(at, xs), slopes(at, ys)
	out := make([]Segment, 0, n-1)
	for i := 1; i < n; i++ {
		h := (at[i] - at[i-1]) / 3
		out = append(out, Segment{
			Curve: true,
			A:     Place{xs[i-1] + float64(dx[i-1]*h), ys[i-1] + float64(dy[i-1]*h)},
			B:     Place{xs[i] - float64(dx[i]*h), ys[i] - float64(dy[i]*h)},
			Place: through[i],
		})
	}
	return out
}

// slopes are the first derivatives of the natural cubic spline through values at places that rise.
func slopes(at, v []float64) []float64 {
	n := len(at)
	second, work := make([]float64, n), make([]float64, n)
	for i := 1; i < n-1; i++ {
		sig := (at[i] - at[i-1]) / (at[i+1] - at[i-1])
		q := float64(sig*second[i-1]) + 2
		second[i] = (sig - 1) / q
		step := (v[i+1]-v[i])/(at[i+1]-at[i]) - (v[i]-v[i-1])/(at[i]-at[i-1])
		work[i] = (6*step/(at[i+1]-at[i-1]) - float64(sig*work[i-1])) / q
	}
	second[n-1] = 0
	for i := n - 2; i >= 0; i-- {
		second[i] = float64(second[i]*second[i+1]) + work[i]
	}
	second[0] = 0
	out := make([]float64, n)
	for i := range out {
		if i < n-1 {
			h := at[i+1] - at[i]
			out[i] = (v[i+1]-v[i])/h - h/6*(2*second[i]+second[i+1])
		} else {
			h := at[i] - at[i-1]
			out[i] = (v[i]-v[i-1])/h + h/6*(second[i-1]+2*second[i])
		}
	}
	return out
}

// points draws a scatter or bubble chart.
func (p *plot) points(g *Group, first, second *axisView) {
	largest := p.d.c.largest()
	for _, s := range g.Series {
		var run []stop
		flush := func() {
			p.curve(run, s.Smooth)
			run = nil
		}
		if g.Kind == Scatter {
			for i, v := range s.Values {
				if x := s.xOf(i); math.IsNaN(v) || math.IsNaN(x) {
					flush()
				} else {
					run = append(run, stop{p.at(first, first.scale.within(x), second.scale.within(v)), s.shapeOf(i).Line})
				}
			}
			flush()
		}
		for i, v := range s.Values {
			x := s.xOf(i)
			if math.IsNaN(v) || math.IsNaN(x) {
				continue
			}
			at := p.at(first, first.scale.within(x), second.scale.within(v))
			if g.Kind == Scatter {
				p.mark(s, i, at)
			} else if r := p.radius(g, s, i, largest); r > 0 {
				p.d.s.ellipse(at, r, r, s.shapeOf(i))
			}
		}
	}
}

// largest is the size of the largest bubble of the chart.
func (c *Chart) largest() float64 {
	out := 0.0
	for _, g := range c.Groups {
		if g.Kind == Bubble {
			for _, s := range g.Series {
				for _, v := range s.Sizes {
					if !math.IsNaN(v) {
						out = max(out, math.Abs(v))
					}
				}
			}
		}
	}
	return out
}

// radius is that of a bubble: the largest of the chart is a quarter of the plot's shorter side wide.
func (p *plot) radius(g *Group, s *Series, i int, largest float64) float64 {
	if i >= len(s.Sizes) || largest == 0 || !(s.Sizes[i] > 0) {
		return 0
	}
	part := s.Sizes[i] / largest
	if !g.ByWidth {
		part = math.Sqrt(part)
	}
	return min(p.box.w, p.box.h) / 8 * g.Scale / 100 * part
}

// groupLabels writes the labels at the values of a group.
func (p *plot) groupLabels(g *Group, first, second *axisView) {
	largest := p.d.c.largest()
	for k, s := range stacked(g) {
		if s.Labels == nil {
			continue
		}
		if g.Kind == Bars {
			for _, b := range p.barsOf(g, k, s, first, second) {
				p.barLabel(g, s.Series, b, first)
			}
			continue
		}
		for i, v := range s.to {
			l, ok := s.Labels.of(i)
			if !ok || math.IsNaN(v) {
				continue
			}
			f, otherwise := 0.0, "r"
			switch g.Kind {
			case Scatter, Bubble:
				f = first.scale.within(s.xOf(i))
			case Areas:
				f, v, otherwise = first.place(s.Series, i), (v+s.from[i])/2, "ctr"
			default:
				f = first.place(s.Series, i)
			}
			dx, dy := side(l.Position, otherwise)
			away := labelGap
			if g.Kind == Bubble && (dx != 0 || dy != 0) {
				away = labelGap + p.radius(g, s.Series, i, largest)
			}
			p.d.labelAt(&l, p.d.labelText(s.Series, &l, i, s.Values[i], math.NaN()), p.at(first, f, second.scale.within(v)), dx, dy, away)
		}
	}
}

func (p *plot) barLabel(g *Group, s *Series, b bar, first *axisView) {
	l, ok := s.Labels.of(b.i)
	if !ok {
		return
	}
	position := l.Position
	if position == "" {
		if position = "outEnd"; g.Stacking != Beside {
			position = "ctr"
		}
	}
	v, out := (b.base+b.tip)/2, 0.0
	up := 1.0
	if b.tip < b.base || b.tip == b.base && b.value < 0 {
		up = -1
	}
	switch position {
	case "outEnd":
		v, out = b.tip, up
	case "inEnd":
		v, out = b.tip, -up
	case "inBase":
		v, out = b.base, up
	}
	at := p.at(first, (b.from+b.to)/2, v)
	dx, dy := 0.0, -out
	if !first.lies {
		dx, dy = out, 0
	}
	p.d.labelAt(&l, p.d.labelText(s, &l, b.i, b.value, math.NaN()), at, dx, dy, labelGap)
}

// symbol paints a marker.
func (d *drawer) symbol(m Marker, c Place, size float64) {
	if m.Symbol == "none" || math.IsNaN(c.X) || math.IsNaN(c.Y) {
		return
	}
	r := size / 2
	shape := m.Shape
	cross := func(places ...Place) {
		stroke := shape.Line
		if stroke == nil {
			return
		}
		for i := 0; i+1 < len(places); i += 2 {
			d.s.line(stroke, Place{c.X + places[i].X*r, c.Y + places[i].Y*r}, Place{c.X + places[i+1].X*r, c.Y + places[i+1].Y*r})
		}
	}
	switch m.Symbol {
	case "square":
		d.s.rect(box{c.X - r, c.Y - r, size, size}, shape)
	case "diamond":
		d.s.polygon([]Place{{c.X, c.Y - r}, {c.X + r, c.Y}, {c.X, c.Y + r}, {c.X - r, c.Y}}, shape)
	case "triangle":
		d.s.polygon([]Place{{c.X, c.Y - r}, {c.X + r, c.Y + r}, {c.X - r, c.Y + r}}, shape)
	case "x":
		cross(Place{-1, -1}, Place{1, 1}, Place{-1, 1}, Place{1, -1})
	case "star":
		cross(Place{-1, -1}, Place{1, 1}, Place{-1, 1}, Place{1, -1}, Place{0, -1}, Place{0, 1})
	case "plus":
		cross(Place{0, -1}, Place{0, 1}, Place{-1, 0}, Place{1, 0})
	case "dash":
		d.s.rect(box{c.X - r, c.Y - r/4, size, r / 2}, shape)
	case "dot":
		d.s.rect(box{c.X - r/2, c.Y - r/4, r, r / 2}, shape)
	default:
		d.s.ellipse(c, r, r, shape)
	}
}

// errorBars draws the bars of a series.
func (p *plot) errorBars(g *Group, s *Series, e ErrorBars, first, second *axisView) {
	pick := func(list []float64, i int, v float64) float64 {
		x := 0.0
		switch {
		case len(list) == 1:
			x = list[0]
		case i < len(list) && !math.IsNaN(list[i]):
			x = list[i]
		}
		if e.Percent {
			x *= math.Abs(v) / 100
		}
		return x
	}
	for k, t := range stacked(g) {
		if t.Series != s {
			continue
		}
		middle := map[int]float64{}
		if g.Kind == Bars {
			for _, b := range p.barsOf(g, k, t, first, second) {
				middle[b.i] = (b.from + b.to) / 2
			}
		}
		for i, v := range t.to {
			if math.IsNaN(v) {
				continue
			}
			along := func(v float64) Place {
				switch {
				case e.AlongX:
					return p.at(first, first.scale.within(v), second.scale.within(t.to[i]))
				case g.Kind == Bars:
					return p.at(first, middle[i], second.scale.within(v))
				case g.Kind == Scatter || g.Kind == Bubble:
					return p.at(first, first.scale.within(s.xOf(i)), second.scale.within(v))
				}
				return p.at(first, first.place(s, i), second.scale.within(v))
			}
			if e.AlongX {
				v = s.xOf(i)
			}
			a, b := along(v-pick(e.Minus, i, v)), along(v+pick(e.Plus, i, v))
			p.d.s.line(e.Line, a, b)
			if !e.NoCap {
				p.cap(e, a, b, len(e.Minus) > 0, len(e.Plus) > 0)
			}
		}
	}
}

func (p *plot) cap(e ErrorBars, a, b Place, low, high bool) {
	across := Place{3, 0}
	if math.Abs(a.Y-b.Y) < math.Abs(a.X-b.X) {
		across = Place{0, 3}
	}
	for _, end := range []struct {
		at Place
		on bool
	}{{a, low}, {b, high}} {
		if end.on {
			p.d.s.line(e.Line, Place{end.at.X - across.X, end.at.Y - across.Y}, Place{end.at.X + across.X, end.at.Y + across.Y})
		}
	}
}
