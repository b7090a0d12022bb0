package chart

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/bienban/bienban/render/internal/fault"
)

// days gives an axis of dates a place for each day, month or year.
func (p *plot) days(a *axisView) {
	a.slots = nil
	if !a.Dates {
		return
	}
	var all []float64
	for _, g := range a.groups {
		for _, s := range g.Series {
			if len(s.X) == 0 {
				return
			}
			for _, v := range s.X {
				if !math.IsNaN(v) && math.Abs(v) < 3e6 {
					all = append(all, v)
				} else {
					p.d.s.tell(fault.T("giá trị không có ngày hợp lệ trên trục ngày được vẽ ở ngày đầu", "values without a day on an axis of dates are drawn at its first day"))
				}
			}
		}
	}
	if len(all) == 0 {
		return
	}
	slices.Sort(all)
	all = slices.Compact(all)
	a.first, a.unit = all[0], a.Unit
	if a.unit == "" {
		a.unit = baseUnit(all)
	}
	// More places than are drawn stand for several days each: of so many none is as wide as a dot.
	a.each = 1 + p.slot(a, all[len(all)-1])/MaxPoints
	a.slots = make(map[float64]int, len(all))
	for _, v := range all {
		a.slots[v] = p.slot(a, v) / a.each
	}
	a.scale.count = a.slots[all[len(all)-1]] + 1
}

// baseUnit is the smallest distance of days: days, months or years.
func baseUnit(sorted []float64) string {
	least := math.Inf(1)
	for i := 1; i < len(sorted); i++ {
		least = min(least, sorted[i]-sorted[i-1])
	}
	switch {
	case least >= 365 && !math.IsInf(least, 0):
		return "years"
	case least >= 28 && !math.IsInf(least, 0):
		return "months"
	}
	return "days"
}

// slot is how many units a day is after the first.
func (p *plot) slot(a *axisView, v float64) int {
	from, to := p.d.numbers.day(a.first), p.d.numbers.day(v)
	switch a.unit {
	case "years":
		return to.Year() - from.Year()
	case "months":
		return (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	}
	return int(math.Floor(v) - math.Floor(a.first))
}

// day is the day that a number counts.
func (n numbers) day(v float64) time.Time { return n.from.AddDate(0, 0, int(math.Floor(v))) }

// number is a value as an axis shows it.
func (p *plot) number(a *axisView, v float64) string {
	format := a.Format
	if a.Linked || format == "" {
		if f := p.sourceFormat(a); f != "" {
			format = f
		}
	}
	for _, g := range a.groups {
		if g.Stacking == Percent && a == p.views[g][1] && (a.Linked || format == "" || format == "General") {
			format = "0%"
		}
	}
	if a.DisplayUnit > 0 {
		v /= a.DisplayUnit
	}
	if format == "" || format == "General" {
		v = math.Round(v*1e9) / 1e9
	}
	return p.d.numbers.text(v, format)
}

// sourceFormat is the format of the first values of an axis.
func (p *plot) sourceFormat(a *axisView) string {
	for _, g := range a.groups {
		if len(g.Series) == 0 {
			continue
		}
		if a == p.views[g][1] {
			return g.Series[0].Format
		}
		return g.Series[0].XFormat
	}
	return ""
}

// label makes the labels of an axis for its present length.
func (p *plot) label(a *axisView, inTable bool) {
	a.labels, a.size, a.turn, a.hidden = nil, 0, 0, false
	if a.hidden = inTable && a.lies && !a.Values; a.hidden || !a.labelled() {
		return
	}
	if a.Turn != nil {
		a.turn = *a.Turn
	}
	if !a.scale.stepped {
		for _, v := range a.scale.ticks(a.scale.major) {
			a.labels = append(a.labels, tickLabel{a.scale.at(v), p.d.block(p.number(a, v), a.Font, p.d.spacing.leading)})
		}
	} else {
		p.categories(a)
	}
	for _, l := range a.labels {
		w, h := l.extent(a.turn)
		if !a.lies {
			h = w
		}
		a.size = max(a.size, h)
	}
	a.own = a.size
	for range a.levels() {
		_, descent, _ := p.d.m.Height(a.Font)
		a.size += p.d.block("x", a.Font, p.d.spacing.leading).h + descent
	}
}

// names are the categories of an axis.
func (p *plot) names(a *axisView) []string {
	out, used := make([]string, a.scale.count), 0
	for _, g := range a.groups {
		for _, s := range g.Series {
			if len(s.Categories) == 0 && len(s.X) == 0 {
				continue
			}
			if a.slots == nil {
				for i := range out {
					out[i] = p.d.affords(p.categoryName(a, s, i), &used)
				}
				if !a.lies || a.Flat {
					joinLevels(out, s.Levels)
				}
				return out
			}
			for i := range out {
				out[i] = p.d.affords(p.d.numbers.text(p.dayAt(a, i), p.dateFormat(a, s)), &used)
			}
			return out
		}
	}
	for i := range out {
		out[i] = p.d.numbers.general(float64(i + 1))
	}
	return out
}

// joinLevels puts the names of outer levels before the first of the categories that they are over.
func joinLevels(names []string, levels [][]Span) {
	for _, level := range levels {
		for _, span := range level {
			if span.From >= 0 && span.From < len(names) {
				names[span.From] = strings.TrimSpace(span.Text + " " + names[span.From])
			}
		}
	}
}

// levels are the outer levels of an axis' categories that stand below them.
func (a *axisView) levels() [][]Span {
	if !a.lies || a.Flat || a.Values || a.slots != nil {
		return nil
	}
	for _, g := range a.groups {
		for _, s := range g.Series {
			return s.Levels
		}
	}
	return nil
}

// levelLabels writes the outer levels, each in the middle of its categories, with lines between.
func (p *plot) levelLabels(a *axisView, top float64) {
	_, descent, _ := p.d.m.Height(a.Font)
	for _, level := range a.levels() {
		row := p.d.block("x", a.Font, p.d.spacing.leading)
		for i, span := range level {
			end := a.scale.count
			if i+1 < len(level) {
				end = level[i+1].From
			}
			from, to := a.scale.edge(float64(span.From)), a.scale.edge(float64(end))
			if !(from >= 0 && from <= 1 && to >= 0 && to <= 1) {
				continue
			}
			b := p.d.block(span.Text, a.Font, p.d.spacing.leading)
			p.d.paint(b, p.box.x+float64((from+to)/2*p.box.w)-b.w/2, top)
			for _, f := range [2]float64{from, to} {
				x := p.box.x + float64(f*p.box.w)
				p.d.s.line(a.Line, Place{x, p.box.bottom()}, Place{x, top + row.h})
			}
		}
		top += row.h + descent
	}
}

// dayAt is the number of the day at a place of an axis of dates.
func (p *plot) dayAt(a *axisView, i int) float64 {
	i *= a.each
	from := p.d.numbers.day(a.first)
	to := from
	switch a.unit {
	case "years":
		to = from.AddDate(i, 0, 0)
	case "months":
		to = time.Date(from.Year(), from.Month()+time.Month(i), 1, 0, 0, 0, 0, time.UTC)
	default:
		return a.first + float64(i)
	}
	return math.Round(to.Sub(p.d.numbers.from).Hours() / 24)
}

func (p *plot) dateFormat(a *axisView, s *Series) string {
	if a.Format == "" || a.Linked && s.XFormat != "" {
		return s.XFormat
	}
	return a.Format
}

func (p *plot) categoryName(a *axisView, s *Series, i int) string {
	if len(s.Categories) == 0 && i < len(s.X) {
		return p.d.numbers.text(s.X[i], p.dateFormat(a, s))
	}
	return p.d.category(s, i)
}

// categories makes the labels of categories. Where they do not fit beside each other they are
// broken into lines, then turned, and at last some are left out.
func (p *plot) categories(a *axisView) {
	names := p.names(a)
	n := len(names)
	ascent, descent, leading := p.d.m.Height(a.Font)
	line := ascent + descent + leading
	skip := max(a.LabelSkip, 1)
	if !a.lies {
		each := p.box.h / float64(n)
		if a.LabelSkip == 0 {
			skip = max(int(math.Ceil(line*0.8/max(each, 0.01))), 1)
		}
		a.skip = skip
		for i := 0; i < n; i += skip {
			a.labels = append(a.labels, tickLabel{a.scale.step(float64(i)), p.d.wrapped(names[i], a.Font, p.d.spacing.leading, max(p.d.w*0.3, 1))})
		}
		return
	}
	each := p.box.w / float64(n)
	room := float64(skip)*each - p.d.m.Width(" ", a.Font)
	widest, widestWord := 0.0, 0.0
	for i := 0; i < n; i += skip {
		widest = max(widest, p.d.m.Width(names[i], a.Font))
		if widest > room {
			widestWord = max(widestWord, p.d.wrapped(names[i], a.Font, true, 0).w)
		}
	}
	wrap := math.Inf(1)
	switch {
	case a.Turn != nil && *a.Turn != 0:
	case widest <= room:
	case widestWord <= room && !p.numeric(a):
		wrap = room
	case a.Turn != nil || a.slots != nil:
		if a.LabelSkip == 0 {
			skip = max(int(math.Ceil((widest+p.d.m.Width(" ", a.Font))/max(each, 0.01))), 1)
		}
	default:
		a.turn = -45
	}
	if a.turn != 0 && a.LabelSkip == 0 {
		skip = max(int(math.Ceil(line*1.1/max(each, 0.01))), 1)
	}
	a.skip = skip
	for i := 0; i < n; i += skip {
		b := p.d.block(names[i], a.Font, p.d.spacing.leading)
		if b.w > wrap {
			b = p.d.wrapped(names[i], a.Font, p.d.spacing.leading, wrap)
		}
		a.labels = append(a.labels, tickLabel{a.scale.step(float64(i)), b})
	}
}

// numeric reports whether the categories are numbers, which are not broken.
func (p *plot) numeric(a *axisView) bool {
	for _, g := range a.groups {
		for _, s := range g.Series {
			return len(s.Categories) == 0
		}
	}
	return true
}

// grid draws the lines behind the series.
func (p *plot) grid() {
	for _, a := range p.used {
		if a.Deleted && a.MajorGrid == nil {
			continue
		}
		draw := func(stroke *Stroke, f float64) {
			if stroke == nil || f < -1e-9 || f > 1+1e-9 {
				return
			}
			if a.lies {
				x := p.box.x + float64(f*p.box.w)
				p.d.s.line(stroke, Place{x, p.box.bottom()}, Place{x, p.box.y})
			} else {
				y := p.box.bottom() - float64(f*p.box.h)
				p.d.s.line(stroke, Place{p.box.x, y}, Place{p.box.right(), y})
			}
		}
		if a.MinorGrid != nil && !a.scale.stepped && a.scale.log == 0 {
			for _, v := range a.scale.ticks(a.scale.minor) {
				draw(a.MinorGrid, a.scale.at(v))
			}
		}
		for _, f := range p.tickPlaces(a) {
			draw(a.MajorGrid, f)
		}
	}
}

// closest is how near to each other the ticks of categories stand, in points.
const closest = 1.5

// tickPlaces are the fractions of an axis where its ticks stand.
func (p *plot) tickPlaces(a *axisView) []float64 {
	var out []float64
	if !a.scale.stepped {
		for _, v := range a.scale.ticks(a.scale.major) {
			out = append(out, a.scale.at(v))
		}
		return out
	}
	n := a.scale.count
	if a.scale.between {
		n++
	}
	skip, length := max(a.TickSkip, n/maxTicks, 1), p.box.h
	if a.lies {
		length = p.box.w
	}
	if a.TickSkip == 0 && length/float64(n) < closest { // a tick for each label then
		skip = max(skip, a.skip)
	}
	for i := 0; i < n; i += skip {
		out = append(out, a.scale.edge(float64(i)))
	}
	return out
}

// axisLine draws an axis with its ticks.
func (p *plot) axisLine(a *axisView) {
	if a.Deleted || a.Line == nil {
		return
	}
	along := func(f, away float64) Place {
		if a.lies {
			return Place{p.box.x + float64(f*p.box.w), a.line + away}
		}
		return Place{a.line + away, p.box.bottom() - float64(f*p.box.h)}
	}
	// out leads away from the plot.
	out := -1.0
	if a.lies != a.far {
		out = 1
	}
	tick := func(kind string, length, f float64) {
		switch kind {
		case "out":
			p.d.s.line(a.Line, along(f, out*length), along(f, 0))
		case "in":
			p.d.s.line(a.Line, along(f, 0), along(f, -out*length))
		case "cross":
			p.d.s.line(a.Line, along(f, out*length), along(f, -out*length))
		}
	}
	for _, f := range p.tickPlaces(a) {
		if f > -1e-9 && f < 1+1e-9 {
			tick(a.MajorTick, p.d.spacing.tick, f)
		}
	}
	if !a.scale.stepped && a.scale.log == 0 && a.MinorTick != "none" {
		for _, v := range a.scale.ticks(a.scale.minor) {
			tick(a.MinorTick, p.d.spacing.tick/2, a.scale.at(v))
		}
	}
	p.d.s.line(a.Line, along(0, 0), along(1, 0))
}

// axisLabels writes the labels of an axis.
func (p *plot) axisLabels(a *axisView) {
	if !a.labelled() {
		return
	}
	line := a.line
	if a.Labels == "low" || a.Labels == "high" {
		switch {
		case a.lies && a.far:
			line = p.box.y
		case a.lies:
			line = p.box.bottom()
		case a.far:
			line = p.box.right()
		default:
			line = p.box.x
		}
	}
	away := p.tickGap(a) + p.labelGap(a)
	if !a.far {
		_, descent, _ := p.d.m.Height(a.Font)
		p.levelLabels(a, line+away+a.own+descent)
	}
	for _, l := range a.labels {
		w, h := l.extent(a.turn)
		if !a.lies {
			y := p.box.bottom() - float64(l.at*p.box.h)
			x := line - away - w/2
			if a.far {
				x = line + away + w/2
			}
			p.d.turned(l.block, Place{x, y}, a.turn)
			continue
		}
		x := p.box.x + float64(l.at*p.box.w)
		y := line + away + h/2
		if a.far {
			y = line - away - h/2
		}
		if a.turn != 0 && a.turn != 90 && a.turn != -90 { // the end of a slanted label stands at its tick
			shift := w/2 - l.h/2*math.Abs(math.Sin(float64(a.turn)*math.Pi/180))
			if (a.turn < 0) != a.far {
				shift = -shift
			}
			x += shift
		}
		p.d.turned(l.block, Place{x, y}, a.turn)
	}
}
