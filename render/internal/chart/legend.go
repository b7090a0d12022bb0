package chart

import (
	"math"

	"github.com/bienban/bienban/render/internal/fault"
)

// A legendEntry is a name with the sign that it has in the chart.
type legendEntry struct {
	label  block
	series *Series
	group  *Group
	trend  *Stroke // of a trend line
	shape  Shape
	marker Marker
}

// A placedLegend is a legend with the places of its entries.
type placedLegend struct {
	legend  *Legend
	box     box
	entries []legendEntry
	at      []Place // of the entries' left upper corners
	row     float64 // height
	key     float64 // width of the signs
	gap     float64 // between sign and name
	left    int     // entries that are left out
}

// placeLegend measures the legend and takes its room from the plot area's.
func (d *drawer) placeLegend() *placedLegend {
	l := d.c.Legend
	p := &placedLegend{legend: l}
	if l == nil {
		return p
	}
	p.entries, p.left = d.legendEntries()
	if len(p.entries) == 0 {
		p.legend = nil
		return p
	}
	size := l.Font.Size
	padX, padY, between, row := max(2.83, size*0.33), max(2.83, size*0.2), max(2.83, size*0.66), max(2.83, size*0.2)
	p.gap, p.key = max(2.83, size*0.22), size*0.6
	marginX, marginY := 5.95, 5.24
	if d.c.Office { // measured at 9 pt; Word 365
		padX, padY, between, row = size*0.39, size*0.273, size*1.125, size*0.546
		p.gap, p.key, marginX, marginY = size*0.237, size*0.549, 7, 7
	}
	for _, e := range p.entries {
		if e.lines() {
			p.key = size * 2.265
		}
		p.row = max(p.row, e.label.h)
	}
	wide := l.Side == Top || l.Side == Bottom
	p.arrange(d, wide, padX, padY, between, row)
	moved := l.Manual != nil && (l.Manual.HasX || l.Manual.HasY)
	sized := moved && l.Manual.W > 0 && l.Manual.H > 0
	for !sized && len(p.entries) > 1 && (p.box.w > d.w/2 && !wide || p.box.h > d.h/2 && wide) {
		p.entries = p.entries[:len(p.entries)-1]
		p.left++
		p.arrange(d, wide, padX, padY, between, row)
	}
	b := &p.box
	switch l.Side {
	case Left:
		b.x, b.y = marginX, d.h/2-b.h/2
	case Right:
		b.x, b.y = d.w-marginX-b.w, d.h/2-b.h/2
	case Corner:
		b.x, b.y = d.w-marginX-b.w, d.room.y
	case Top:
		b.x, b.y = d.w/2-b.w/2, d.room.y
	case Bottom:
		b.x, b.y = d.w/2-b.w/2, d.h-b.h-0.45
		if d.c.Office {
			b.x, b.y = b.x+size*0.194, d.h-b.h-marginY
		}
	}
	b.y = max(b.y, 0)
	b.x, b.y = l.Manual.place(d, b.x, b.y)
	if sized {
		p.spread(l.Manual.W*d.w, l.Manual.H*d.h)
	}
	if l.Overlay {
		return p
	}
	switch r := &d.room; l.Side {
	case Left:
		r.w, r.x = max(r.w-b.w-marginX, 1), r.x+b.w+marginX
	case Right, Corner:
		r.w = max(r.w-b.w-marginX, 1)
	case Top:
		r.h, r.y = max(r.h-b.h-marginY, 1), r.y+b.h+marginY
	case Bottom:
		r.h = max(r.h-b.h-marginY, 1)
	}
	return p
}

// lines reports whether the entry's sign is a line.
func (e *legendEntry) lines() bool {
	return e.trend != nil || e.group != nil && (e.group.Kind == Lines || e.group.Kind == Scatter || e.group.Kind == Radar && !e.group.Filled)
}

// maxNames bounds the points that a legend names.
const maxNames = 500

// legendEntries are the names: of the series, or of the points where each has its own colour; and
// how many more there would be.
func (d *drawer) legendEntries() (out []legendEntry, missing int) {
	l := d.c.Legend
	limit := d.w
	switch l.Side {
	case Left, Right, Corner:
		limit = d.w * 0.3
	}
	i := 0
	add := func(e legendEntry, name string) {
		if !l.Hidden[i] && name != "" {
			e.label = d.wrapped(name, l.Font, d.spacing.leading, limit)
			out = append(out, e)
		}
		i++
	}
	for _, g := range d.c.Groups {
		if g.points() && len(g.Series) > 0 {
			s := g.Series[0]
			names := min(s.count(), maxNames)
			missing += s.count() - names
			for k := range names {
				add(legendEntry{series: s, group: g, shape: s.shapeOf(k)}, d.category(s, k))
			}
			continue
		}
		from := len(out)
		for _, s := range g.Series {
			add(legendEntry{series: s, group: g, shape: s.Shape, marker: s.Marker}, s.Name)
		}
		// What is stacked upwards is named downwards where the names stand under each other; bars
		// that lie beside each other are named from the top one, everywhere (Word, measured).
		beside := l.Side == Left || l.Side == Right || l.Side == Corner
		if g.Horizontal && g.Stacking == Beside || !g.Horizontal && g.Stacking != Beside && g.Kind != Lines && beside {
			reverse(out[from:])
		}
	}
	for _, g := range d.c.Groups {
		for _, s := range g.Series {
			for _, t := range s.Trends {
				add(legendEntry{trend: t.Line}, t.name(s, d.c.Vietnam))
			}
		}
	}
	return out, missing
}

func reverse(e []legendEntry) {
	for i, k := 0, len(e)-1; i < k; i, k = i+1, k-1 {
		e[i], e[k] = e[k], e[i]
	}
}

// points reports whether the points of the group have names of their own.
func (g *Group) points() bool {
	return g.Kind == Pie || g.Kind == Doughnut || g.Vary && len(g.Series) == 1 && (g.Kind == Bars || g.Kind == Bubble) && len(g.Series[0].Points) > 0 && g.Series[0].variedColors()
}

// variedColors reports whether the points of a series have more than one fill.
func (s *Series) variedColors() bool {
	for i, p := range s.Points {
		if q, ok := s.Points[i+1]; ok && p.Shape.Fill != nil && q.Shape.Fill != nil && *p.Shape.Fill != *q.Shape.Fill {
			return true
		}
	}
	return false
}

// arrange puts the entries into rows and columns.
func (p *placedLegend) arrange(d *drawer, wide bool, padX, padY, between, row float64) {
	n := len(p.entries)
	widest := 0.0
	for _, e := range p.entries {
		widest = max(widest, p.key+p.gap+e.label.w)
	}
	columns := 1
	if wide {
		room := d.room.w - 2*padX
		if d.c.Office {
			total := -between
			for _, e := range p.entries {
				total += p.key + p.gap + e.label.w + between
			}
			if columns = n; total > room {
				columns = max(int((room+between)/(widest+between)), 1)
			}
		} else {
			columns = min(max(int(room/(widest+between)), 1), n)
			rows := (n + columns - 1) / columns
			columns = (n + rows - 1) / rows
		}
	} else if fit := int((d.h - 2*padY) / (p.row + row)); fit > 0 && n > fit {
		columns = (n + fit - 1) / fit
	}
	widths := make([]float64, columns)
	for i, e := range p.entries {
		widths[i%columns] = max(widths[i%columns], p.key+p.gap+e.label.w)
	}
	p.at = p.at[:0]
	x := padX
	left := make([]float64, columns)
	for i, w := range widths {
		left[i] = x
		x += w + between
	}
	p.box.w = x - between + padX
	rows := (n + columns - 1) / columns
	for i := range p.entries {
		p.at = append(p.at, Place{left[i%columns], padY + float64(float64(i/columns)*(p.row+row))})
	}
	p.box.h = 2*padY + float64(p.row*float64(rows)) + float64(row*float64(rows-1))
}

// spread puts the entries into a box whose size is stated: as many columns as fit, the room that
// is left shared out evenly.
func (p *placedLegend) spread(w, h float64) {
	widest := 0.0
	for _, e := range p.entries {
		widest = max(widest, p.key+p.gap+e.label.w)
	}
	n := len(p.entries)
	columns := min(max(int(w/widest), 1), n)
	rows := (n + columns - 1) / columns
	columns = (n + rows - 1) / rows
	gapX := max((w-float64(widest*float64(columns)))/float64(columns+1), 0)
	gapY := max((h-float64(p.row*float64(rows)))/float64(rows+1), 0)
	for i := range p.entries {
		p.at[i] = Place{gapX + float64(float64(i%columns)*(widest+gapX)), gapY + float64(float64(i/columns)*(p.row+gapY))}
	}
	p.box.w, p.box.h = w, h
}

func (p *placedLegend) paint(d *drawer) {
	if p.legend == nil {
		return
	}
	d.s.rect(p.box, p.legend.Shape)
	for i, e := range p.entries {
		x, y := p.box.x+p.at[i].X, p.box.y+p.at[i].Y
		if y > p.box.bottom() || math.IsNaN(x) {
			p.left += len(p.entries) - i
			break
		}
		d.legendKey(e, box{x, y, p.key, p.row})
		tx := x + p.key + p.gap
		for k, line := range e.label.lines {
			d.s.add(&Text{X: tx, Y: y + e.label.top + float64(e.label.pitch*float64(k)), Text: line, Font: e.label.font, Width: e.label.widths[k]})
		}
	}
	if p.left > 0 {
		d.s.tell(fault.T("chú giải của biểu đồ không đủ chỗ: bỏ %d mục cuối", "the legend of a chart has no room for its last %d entries: they are left out", p.left))
	}
}

// legendKey paints the sign of an entry in the middle of b.
func (d *drawer) legendKey(e legendEntry, b box) {
	size := d.c.Legend.Font.Size
	m := b.middle()
	if e.lines() {
		stroke := e.shape.Line
		if e.trend != nil {
			stroke = e.trend
		}
		d.s.line(stroke, Place{b.x, m.Y}, Place{b.right(), m.Y})
		if e.marker.Symbol != "none" && e.trend == nil {
			d.symbol(e.marker, m, min(max(e.marker.Size, size*0.6), size))
		}
		return
	}
	side := size * 0.6
	if d.c.Office {
		side = size * 0.549
	}
	width := side
	if b.w > side*1.5 {
		width = b.w // beside lines, whose signs are long
	}
	d.s.rect(box{b.x, m.Y - side/2, width, side}, e.shape)
}
