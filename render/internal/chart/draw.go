package chart

import (
	"math"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
)

// A drawer draws one chart.
type drawer struct {
	c       *Chart
	m       Measure
	s       *Scene
	w, h    float64
	spacing spacing
	numbers numbers
	room    box // what is left for the plot area with its labels

	lettering int // bytes of labels so far
}

// A spacing is the distances between the parts of a chart that is placed automatically.
type spacing struct {
	edgeX, edgeY              float64 // between the border of the chart and its parts
	edgeRight                 float64
	titleAbove, titleBelow    float64
	titlePart                 float64 // of its size, below a title as well
	axisOutside, axisInside   float64 // of the titles of axes that lie
	axisOutsideX, axisInside2 float64 // of those that stand
	labelX, labelY            float64 // between an axis and its labels, beside and below it
	partX, partY              float64 // as parts of the labels' size, in addition
	tick                      float64 // how long the ticks of an axis are
	ticksCount                bool    // labels stand beyond the ticks; else they have room for them anyway
	topMost                   float64 // between the border and a plot that nothing is above
	leading                   bool    // a label has its leading
	most                      int     // distances between the ticks of an axis, at most
}

// spacingOf is the distances of a chart. Those of Word 365 were measured on its prints of charts
// that Office 2013 and later write: titles of 14 pt, labels of 9 and 10, with and without ticks,
// a legend below or at the right. Charts of other programs, which leave more open, are placed as
// LibreOffice 25.2 does.
func spacingOf(c *Chart, w, h float64) spacing {
	if c.Office {
		top := 7.0
		if c.Title == nil {
			top = 5
		}
		return spacing{
			edgeX: 6.5, edgeY: top, edgeRight: 11, titleAbove: 7.3, titleBelow: 7, axisOutside: 7, axisInside: 7, axisOutsideX: 7, axisInside2: 7,
			labelX: 3.17, labelY: 0, partX: 0.57, partY: 0.62, tick: 3.17, topMost: 11, leading: true, most: 10,
		}
	}
	x, y := w/50, h/50
	return spacing{
		edgeX: x, edgeY: y, edgeRight: x, titleAbove: y + 5.7, titleBelow: y, titlePart: 0.28, axisOutside: 14.9 - y, axisInside: y + 1,
		axisOutsideX: 14.4 - x, axisInside2: x + 2.2, labelX: 2.83, labelY: 2.83, tick: 4.25, ticksCount: true, most: 10,
	}
}

// Draw sets a chart into w by h points.
func Draw(c *Chart, w, h float64, m Measure) *Scene {
	d := &drawer{c: c, m: m, s: &Scene{}, w: max(w, 1), h: max(h, 1), numbers: newNumbers(c)}
	d.numbers.tell = d.s.tell
	d.spacing = spacingOf(c, d.w, d.h)
	d.area()
	d.room = box{0, 0, d.w, d.h}.inset(d.spacing.edgeX, d.spacing.edgeY, d.spacing.edgeRight, 7)
	if !c.Office {
		d.room.h = max(d.h-2*d.spacing.edgeY, 1)
	}
	d.title()
	legend := d.placeLegend()
	d.plots()
	legend.paint(d)
	return d.s
}

// plots draws the groups: on axes that stand upright on each other, or around a middle; where
// there are both, what is round lies in the rectangle of the axes.
func (d *drawer) plots() {
	upright, round := false, false
	for _, g := range d.c.Groups {
		if len(g.Series) > 0 {
			upright, round = upright || !g.round(), round || g.round()
		}
	}
	switch room, _ := d.plotRoom(); {
	case upright && round:
		d.s.tell(fault.T("biểu đồ tròn hoặc mạng nhện chung vùng với biểu đồ có trục được vẽ đè lên nhau", "a pie or radar together with a chart on axes is drawn over it"))
		d.polar(d.cartesian())
	case round:
		if d.c.Table != nil {
			d.noTable()
		}
		d.polar(room)
	default:
		d.cartesian()
	}
}

// round reports whether a group has no axes that stand upright on each other.
func (g *Group) round() bool { return g.Kind == Pie || g.Kind == Doughnut || g.Kind == Radar }

// area paints what is behind the chart.
func (d *drawer) area() {
	if !d.c.Rounded {
		d.s.rect(box{0, 0, d.w, d.h}, d.c.Area)
		return
	}
	r := min(d.w, d.h, 100) / 10
	p := &Path{Start: Place{r, 0}, Fill: d.c.Area.Fill, Line: d.c.Area.Line}
	for i, corner := range [4]Place{{d.w - r, r}, {d.w - r, d.h - r}, {r, d.h - r}, {r, r}} {
		a := arc(corner, r, r, float64(i-1)*math.Pi/2, float64(i)*math.Pi/2)
		from := Place{corner.X + r*math.Cos(float64(i-1)*math.Pi/2), corner.Y + r*math.Sin(float64(i-1)*math.Pi/2)}
		p.Segments = append(append(p.Segments, Segment{Place: from}), a...)
	}
	if p.Fill != nil || p.Line != nil {
		d.s.add(p)
	}
}

// A block is lines of text in one font.
type block struct {
	lines  []string
	font   Font
	w, h   float64
	widths []float64
	top    float64 // from the block's top to the first baseline
	pitch  float64
}

// block measures a text; leading says whether the first line has its leading above it.
// LibreOffice measures its charts' texts in letters of whole dots, 96 to the inch.
func (d *drawer) block(text string, f Font, leading bool) block {
	b := block{lines: strings.Split(text, "\n"), font: f}
	dots := 1.0
	if !d.c.Office {
		dots = max(math.Round(f.Size*4/3), 1) * 0.75 / max(f.Size, 0.1)
	}
	ascent, descent, lead := d.m.Height(f)
	ascent, descent, lead = ascent*dots, descent*dots, lead*dots
	b.pitch = ascent + descent + lead
	if b.top = ascent; leading {
		b.top += lead
	}
	for _, l := range b.lines {
		w := d.m.Width(l, f)
		b.widths, b.w = append(b.widths, w), max(b.w, w*dots)
	}
	b.h = b.top + float64(b.pitch*float64(len(b.lines)-1)) + descent
	return b
}

// wrapped is block with lines that are at most w wide where words allow it.
func (d *drawer) wrapped(text string, f Font, leading bool, w float64) block {
	var lines []string
	space := d.m.Width(" ", f)
	for _, l := range strings.Split(text, "\n") {
		line, used := "", 0.0
		for _, word := range strings.Fields(l) {
			width := d.m.Width(word, f)
			if line != "" && used+space+width > w {
				lines, line, used = append(lines, line), "", 0
			}
			if line != "" {
				line, used = line+" ", used+space
			}
			line, used = line+word, used+width
		}
		lines = append(lines, line)
	}
	return d.block(strings.Join(lines, "\n"), f, leading)
}

// paint writes a block with its top left corner at (x, y), its lines centred.
func (d *drawer) paint(b block, x, y float64) {
	for i, l := range b.lines {
		if l != "" {
			d.s.add(&Text{X: x + (b.w-b.widths[i])/2, Y: y + b.top + float64(b.pitch*float64(i)), Text: l, Font: b.font, Width: b.widths[i]})
		}
	}
}

// turned writes a block around its middle, turned clockwise.
func (d *drawer) turned(b block, middle Place, degrees int) {
	if degrees == 0 {
		d.paint(b, middle.X-b.w/2, middle.Y-b.h/2)
		return
	}
	sin, cos := math.Sincos(float64(degrees) * math.Pi / 180)
	for i, l := range b.lines {
		if l == "" {
			continue
		}
		x, y := (b.w-b.widths[i])/2-b.w/2, b.top+float64(b.pitch*float64(i))-b.h/2
		d.s.add(&Text{X: middle.X + float64(x*cos) - float64(y*sin), Y: middle.Y + float64(x*sin) + float64(y*cos), Text: l, Font: b.font, Turn: float64(degrees), Width: b.widths[i]})
	}
}

// extent is how wide and high a block is when it is turned.
func (b block) extent(degrees int) (w, h float64) {
	sin, cos := math.Sincos(float64(degrees) * math.Pi / 180)
	sin, cos = math.Abs(sin), math.Abs(cos)
	return float64(b.w*cos) + float64(b.h*sin), float64(b.w*sin) + float64(b.h*cos)
}

// place is where something of a size stands that is placed by hand, or at its own place.
func (m *Manual) place(d *drawer, x, y float64) (float64, float64) {
	if m == nil {
		return x, y
	}
	if m.HasX {
		if m.FromX {
			x += float64(m.X * d.w)
		} else {
			x = m.X * d.w
		}
	}
	if m.HasY {
		if m.FromY {
			y += float64(m.Y * d.h)
		} else {
			y = m.Y * d.h
		}
	}
	return x, y
}

// title writes the chart's title.
func (d *drawer) title() {
	t := d.c.Title
	if t == nil || t.Text == "" {
		return
	}
	b := d.wrapped(t.Text, t.Font, true, d.w*0.8)
	w, h := b.extent(t.Turn)
	x, y := t.Manual.place(d, (d.w-w)/2, d.spacing.titleAbove)
	d.s.rect(box{x, y, w, h}, t.Shape)
	d.turned(b, Place{x + w/2, y + h/2}, t.Turn)
	if !t.Overlay {
		used := d.spacing.titleAbove + h + d.spacing.titleBelow + float64(d.spacing.titlePart*t.Font.Size)
		d.room.h = max(d.room.bottom()-used, 1)
		d.room.y = used
	}
}

// plotRoom is where the plot area stands with its labels, and whether that is the rectangle of
// the axes alone.
func (d *drawer) plotRoom() (room box, inner bool) {
	m := d.c.Manual
	if m == nil || m.W <= 0 || m.H <= 0 {
		return d.room, false
	}
	return box{m.X * d.w, m.Y * d.h, m.W * d.w, m.H * d.h}, m.Inner
}
