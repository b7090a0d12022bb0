package chart

import (
	"math"

	"github.com/bienban/bienban/render/internal/fault"
)

// An axisView is an axis as it is drawn.
type axisView struct {
	*Axis
	scale  *scale
	lies   bool // it runs from left to right
	across *axisView
	groups []*Group
	line   float64 // where it stands: x if it stands, y if it lies
	far    bool    // its labels are at its right, or above it
	labels []tickLabel
	turn   int     // degrees of the labels
	size   float64 // of the labels, away from the axis
	own    float64 // the same, without outer levels
	slots  map[float64]int
	first  float64 // the first day, of an axis of dates
	unit   string
	each   int  // units that a place stands for
	hidden bool // no labels
	skip   int  // how many categories each label stands for
}

// A tickLabel is a text at a place of an axis.
type tickLabel struct {
	at float64 // fraction of the axis
	block
}

// A plot is the rectangle of the axes while it is drawn.
type plot struct {
	d     *drawer
	box   box
	axes  []*axisView // by the index of the axis
	used  []*axisView // the same, in the order in which they are read
	views map[*Group][2]*axisView
}

// cartesian draws what has axes that stand upright on each other, and gives their rectangle.
func (d *drawer) cartesian() box {
	p := &plot{d: d, views: map[*Group][2]*axisView{}, axes: make([]*axisView, len(d.c.Axes))}
	for _, g := range d.c.Groups {
		if len(g.Axes) == 2 && len(g.Series) > 0 && !g.round() {
			p.connect(g)
		}
	}
	if len(p.used) == 0 {
		room, _ := d.plotRoom()
		return room
	}
	d.axisTitles(p)
	room, inner := d.plotRoom()
	table := d.tableSize()
	if table.h > 0 && !inner {
		room.h = max(room.h-table.h, 1)
	}
	p.fit(room, inner, table)
	d.s.rect(p.box, d.c.Plot)
	p.grid()
	for _, kind := range []Kind{Areas, Bars, Lines, Scatter, Bubble} {
		for _, g := range d.c.Groups {
			if v, ok := p.views[g]; ok && g.Kind == kind {
				p.group(g, v[0], v[1])
			}
		}
	}
	for _, a := range p.used {
		p.axisLine(a)
	}
	for _, g := range d.c.Groups {
		if v, ok := p.views[g]; ok {
			p.groupLabels(g, v[0], v[1])
		}
	}
	for _, a := range p.used {
		p.axisLabels(a)
	}
	d.table(p, table)
	return p.box
}

// connect notes the axes of a group.
func (p *plot) connect(g *Group) {
	var pair [2]*axisView
	for k, i := range g.Axes {
		a := p.axes[i]
		if a == nil {
			a = &axisView{Axis: p.d.c.Axes[i]}
			p.axes[i], p.used = a, append(p.used, a)
		}
		a.groups = append(a.groups, g)
		pair[k] = a
	}
	points := g.Kind == Scatter || g.Kind == Bubble
	pair[0].lies, pair[1].lies = !g.Horizontal || points, g.Horizontal && !points
	pair[0].across, pair[1].across = pair[1], pair[0]
	p.views[g] = pair
}

// fit finds the rectangle of the axes: what the labels leave of the room. How many ticks an axis
// has depends on its length, and how long it is on its labels, so it is found step by step.
func (p *plot) fit(room box, inner bool, table tableSize) {
	p.box = room
	for range 4 {
		p.box.w, p.box.h = max(p.box.w, 1), max(p.box.h, 1)
		for _, a := range p.used {
			p.scaleOf(a)
		}
		for _, a := range p.used {
			p.label(a, table.h > 0)
		}
		for _, a := range p.used {
			p.stand(a)
		}
		if inner {
			return
		}
		need := p.need()
		need[0], need[3] = max(need[0], table.left), max(need[3]-table.h, 0)
		need[1] = max(need[1], p.d.spacing.topMost-room.y)
		next := room.inset(need[0], need[1], need[2], need[3])
		if next == p.box {
			return
		}
		p.box = next
	}
	for _, a := range p.used {
		p.stand(a)
	}
}

// scaleOf finds the range of an axis for the present size.
func (p *plot) scaleOf(a *axisView) {
	if a.Values {
		p.valueScale(a)
		return
	}
	n, between, areas := 0, a.across.Between, true
	for _, g := range a.groups {
		between, areas = between || g.Kind == Bars, areas && g.Kind == Areas
		for _, s := range g.Series {
			n = max(n, s.count())
		}
	}
	// Areas alone reach both ends of the axis, whatever it says (Word, measured).
	a.scale = &scale{stepped: true, count: max(n, 1), between: between && !areas, reversed: a.Reversed}
	p.days(a)
}

// place is the fraction of a category axis where point i of a series stands.
func (a *axisView) place(s *Series, i int) float64 {
	if a.slots != nil && i < len(s.X) {
		i = a.slots[s.X[i]]
	}
	return a.scale.step(float64(i))
}

// step is the fraction where category i stands.
func (s *scale) step(i float64) float64 {
	f := 0.5
	if s.between {
		f = (i + 0.5) / float64(s.count)
	} else if s.count > 1 {
		f = i / float64(s.count-1)
	}
	if s.reversed {
		f = 1 - f
	}
	return f
}

// edge is the fraction where the tick before category i stands.
func (s *scale) edge(i float64) float64 {
	if !s.between {
		return s.step(i)
	}
	f := i / float64(s.count)
	if s.reversed {
		f = 1 - f
	}
	return f
}

// valueScale finds the range of an axis of numbers.
func (p *plot) valueScale(a *axisView) {
	lo, hi, share := p.rangeOf(a)
	length, most := p.box.h, p.d.spacing.most
	ascent, descent, leading := p.d.m.Height(a.Font)
	each := ascent + descent
	if p.d.spacing.leading {
		each += leading
	}
	if a.lies {
		length = p.box.w
		each = each*0.8 + max(p.d.m.Width(p.number(a, lo), a.Font), p.d.m.Width(p.number(a, hi), a.Font))
	}
	most = max(min(most, int(length/max(each, 1))), 1)
	switch {
	case a.LogBase > 0:
		a.scale = logarithmic(a.Axis, lo, hi)
		if powers := (math.Log(a.scale.max) - math.Log(a.scale.min)) / math.Log(a.LogBase); powers > length/max(each, 1) { // as many labels as have room
			a.scale.major = math.Ceil(powers / max(math.Floor(length/max(each, 1)), 1))
		}
	case share:
		bounded := *a.Axis
		from, to := 0.0, 1.0
		if lo < 0 {
			from = -1
		}
		if hi <= 0 {
			to = 0
		}
		if bounded.Min == nil {
			bounded.Min = &from
		}
		if bounded.Max == nil {
			bounded.Max = &to
		}
		a.scale = linear(&bounded, from, to, most, false)
	default:
		a.scale = linear(a.Axis, lo, hi, most, true)
	}
}

// rangeOf is the least and largest value on an axis; share says that they are parts of a whole.
func (p *plot) rangeOf(a *axisView) (lo, hi float64, share bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	take := func(v float64) {
		if a.LogBase > 0 && v <= 0 {
			p.d.s.tell(fault.T("giá trị không dương trên trục lôgarit được vẽ ở đầu trục", "values that are not positive are drawn at the begin of their logarithmic axis"))
		}
		if !math.IsNaN(v) && !math.IsInf(v, 0) && (a.LogBase == 0 || v > 0) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	for _, g := range a.groups {
		v := p.views[g]
		if a != v[1] { // the x of points
			for _, s := range g.Series {
				for i := range s.Values {
					take(s.xOf(i))
				}
			}
			continue
		}
		share = share || g.Stacking == Percent
		for _, s := range stacked(g) {
			for i := range s.to {
				take(s.to[i])
			}
		}
	}
	if !(lo <= hi) {
		lo, hi = 0, 1
	}
	for _, g := range a.groups {
		if g.Kind == Bubble && a.LogBase == 0 { // all of a bubble is on the axis (Word, measured)
			length := p.box.h
			if a.lies {
				length = p.box.w
			}
			reach := min(p.box.w, p.box.h) / 8 * g.Scale / 100 / length
			hi += float64(reach * (hi - min(lo, 0)))
			break
		}
	}
	return lo, hi, share
}

// xOf is the x of point i: its number where the points have none.
func (s *Series) xOf(i int) float64 {
	if len(s.X) > 0 {
		if i < len(s.X) {
			return s.X[i]
		}
		return math.NaN()
	}
	return float64(i + 1)
}

// stand finds where an axis crosses the other one, and on which side its labels are.
func (p *plot) stand(a *axisView) {
	f := p.crossing(a)
	if a.lies {
		a.line = p.box.bottom() - float64(f*p.box.h)
	} else {
		a.line = p.box.x + float64(f*p.box.w)
	}
	a.far = f > 0.999
	switch a.Labels {
	case "low":
		a.far = a.across.scale.reversed
	case "high":
		a.far = !a.across.scale.reversed
	}
}

// crossing is the fraction of the other axis where a crosses it.
func (p *plot) crossing(a *axisView) float64 {
	o := a.across.scale
	start, end := 0.0, 1.0
	if o.reversed {
		start, end = 1, 0
	}
	switch {
	case a.Crosses == "max":
		return end
	case a.Crosses == "min":
		return start
	case a.CrossesAt != nil && o.stepped:
		return min(max(o.edge(*a.CrossesAt-1), 0), 1)
	case a.CrossesAt != nil:
		return o.within(*a.CrossesAt)
	case o.stepped || o.log > 0:
		return start
	}
	return o.within(0)
}

// labelled reports whether an axis has labels.
func (a *axisView) labelled() bool { return !a.Deleted && !a.hidden && a.Labels != "none" }

// need is the room that labels take at the left, above, at the right and below.
func (p *plot) need() (need [4]float64) {
	for _, a := range p.used {
		if !a.labelled() || len(a.labels) == 0 {
			continue
		}
		beside, over := p.outside(a)
		side := 0
		switch {
		case a.lies && a.far:
			side = 1
		case a.lies:
			side = 3
		case a.far:
			side = 2
		}
		need[side] = max(need[side], beside)
		if a.lies {
			need[0], need[2] = max(need[0], over[0]), max(need[2], over[1])
		} else {
			need[3], need[1] = max(need[3], over[0]), max(need[1], over[1])
		}
	}
	return need
}

// outside is how far the labels of an axis stand out of the plot beside it, and beyond its two ends.
func (p *plot) outside(a *axisView) (beside float64, over [2]float64) {
	beside = p.tickGap(a) + p.labelGap(a) + a.size
	f := p.crossing(a)
	if a.Labels == "nextTo" || a.Labels == "" {
		length := p.box.w
		if a.lies {
			length = p.box.h
		}
		if a.far {
			f = 1 - f
		}
		beside -= f * length
	}
	for _, l := range a.labels {
		w, h := l.extent(a.turn)
		if a.lies {
			if a.turn != 0 && a.turn != 90 && a.turn != -90 {
				over[0] = max(over[0], w-l.h*math.Abs(math.Sin(float64(a.turn)*math.Pi/180))/2-float64(l.at*p.box.w))
				continue
			}
			over[0], over[1] = max(over[0], w/2-float64(l.at*p.box.w)), max(over[1], w/2-float64((1-l.at)*p.box.w))
		} else {
			over[0], over[1] = max(over[0], h/2-float64(l.at*p.box.h)), max(over[1], h/2-float64((1-l.at)*p.box.h))
		}
	}
	return max(beside, 0), over
}

// tickGap is the room that labels leave for ticks.
func (p *plot) tickGap(a *axisView) float64 {
	low := a.Labels == "low" || a.Labels == "high"
	if p.d.spacing.ticksCount && (low || a.Line != nil && (a.MajorTick == "out" || a.MajorTick == "cross")) {
		return p.d.spacing.tick
	}
	return 0
}

// labelGap is the distance of labels from what they stand beside.
func (p *plot) labelGap(a *axisView) float64 {
	s := &p.d.spacing
	gap := s.labelX + float64(s.partX*a.Font.Size)
	if a.lies {
		gap = s.labelY + float64(s.partY*a.Font.Size)
	}
	if !a.Values {
		gap *= a.Offset / 100
	}
	return gap
}

// at is the place on the page of a fraction of both axes.
func (p *plot) at(first *axisView, f, v float64) Place {
	if first.lies {
		return Place{p.box.x + float64(f*p.box.w), p.box.bottom() - float64(v*p.box.h)}
	}
	return Place{p.box.x + float64(v*p.box.w), p.box.bottom() - float64(f*p.box.h)}
}

// axisTitles writes the titles of axes and takes their room from the plot area's.
func (d *drawer) axisTitles(p *plot) {
	for _, lies := range [2]bool{false, true} { // titles below the plot are in the middle of what those beside it leave
		for _, a := range p.used {
			for _, t := range []*Title{a.Title, a.DisplayUnitTitle} {
				if t != nil && t.Text != "" && !a.Deleted && a.lies == lies {
					d.axisTitle(a, t)
				}
			}
		}
	}
}

func (d *drawer) axisTitle(a *axisView, t *Title) {
	s, r := &d.spacing, &d.room
	limit := r.w * 0.8
	if !a.lies {
		limit = r.h * 0.8
	}
	b := d.wrapped(t.Text, t.Font, true, limit)
	w, h := b.extent(t.Turn)
	c := r.middle()
	far := a.Side == Top || a.Side == Right
	switch {
	case a.lies && far:
		c.Y = r.y + s.axisOutside + h/2
		used := s.axisOutside + h + s.axisInside
		r.y, r.h = r.y+used, max(r.h-used, 1)
	case a.lies:
		c.Y = r.bottom() - s.axisOutside - h/2
		r.h = max(r.h-s.axisOutside-h-s.axisInside, 1)
	case far:
		c.X = r.right() - s.axisOutsideX - w/2
		r.w = max(r.w-s.axisOutsideX-w-s.axisInside2, 1)
	default:
		c.X = r.x + s.axisOutsideX + w/2
		used := s.axisOutsideX + w + s.axisInside2
		r.x, r.w = r.x+used, max(r.w-used, 1)
	}
	x, y := t.Manual.place(d, c.X-w/2, c.Y-h/2)
	d.s.rect(box{x, y, w, h}, t.Shape)
	d.turned(b, Place{x + w/2, y + h/2}, t.Turn)
}
