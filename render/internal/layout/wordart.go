package layout

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/geometry"
	"github.com/bienban/bienban/render/internal/wml"
)

// maxArt is how many bytes of text are bent at most, maxWay through how many places.
const (
	maxArt = 400
	maxWay = 250
)

// paintWordArt stretches text to a rectangle: each line is as wide as its rectangle, and its
// font from ascent to descent as high. Where the text is plain and of one colour it is letters;
// else it is their outlines, and letters that are not seen, so that the text can be found.
func (e *engine) paintWordArt(f frame, a *wml.WordArt, at rect, element *Element) {
	lines := strings.Split(strings.TrimRight(a.Text, "\n"), "\n")
	if a.Fill == nil && a.Stroke == nil || at.w <= 0 || at.h <= 0 {
		return
	}
	if len(a.Text) > maxArt { // nobody bends a paragraph
		plain := *a
		if plain.Fill == nil {
			plain.Fill = &wml.Fill{Color: a.Stroke.Color}
		}
		plain.Form, plain.Stroke = nil, nil
		a = &plain
		begin := string([]rune(lines[0])[:min(20, utf8.RuneCountInString(lines[0]))])
		e.warnings.add("wordart-long", begin, fault.Text{},
			fault.T("chữ nghệ thuật “%s…” dài quá %d byte được in thẳng, không viền", "the WordArt “%s…” of more than %d bytes is printed straight and without an outline", begin, maxArt), fault.Text{})
	}
	bands := warp(a, at, len(lines))
	for i, s := range lines {
		if line := e.artLine(a, s, at.h/wml.EMU(len(lines))); line != nil {
			e.paintArtLine(f.c, line, a, bands[i], at, element)
		}
	}
}

// An artLine is one line of WordArt at a size that is as high as its part of the rectangle.
type artLine struct {
	glyphs Glyphs
	width  wml.EMU // of its letters
	rise   wml.EMU // from its top to the baseline
	height wml.EMU
}

func (e *engine) artLine(a *wml.WordArt, s string, height wml.EMU) *artLine {
	props := &wml.RunProps{ASCII: a.Font, HAnsi: a.Font, EastAsia: a.Font, Bold: a.Bold, Italic: a.Italic, Size: 200, Scale: 100}
	style := e.style(props)
	var c *fontChoice
	for _, r := range s {
		if choice, _ := e.measure(style, r); c == nil || choice != c && r != ' ' {
			c = choice
			break // one face draws the line
		}
	}
	if c == nil {
		return nil
	}
	face := c.face
	units := face.Ascent - face.Descent
	if units <= 0 {
		return nil
	}
	l := &artLine{height: height}
	size := height * wml.EMU(face.UnitsPerEm) / wml.EMU(units)
	l.rise = scale(face.Ascent, face, size)
	l.glyphs = Glyphs{Face: face, Size: size, Text: s, FakeBold: c.fakeBold, FakeItalic: c.fakeItalic, Scale: 100}
	for _, r := range s {
		id, _ := face.Glyph(r)
		w := scale(face.Advance(id), face, size)
		l.glyphs.Advances = append(l.glyphs.Advances, w)
		l.width += w
	}
	if l.width <= 0 {
		return nil
	}
	return l
}

// A band is what a line of WordArt is stretched between: its upper and its lower edge. Without
// a lower one the line stands on the upper.
type band struct{ upper, lower []point }

type point struct{ x, y float64 }

// warp gives each line its band (§20.1.9.19): of two paths of the form, or a part of those; of
// one if that is all there is. Without a form the rectangle is divided.
func warp(a *wml.WordArt, at rect, lines int) []band {
	var ways [][]point
	if a.Form != nil {
		for _, p := range a.Form.Evaluate(float64(at.w), float64(at.h), a.Adjusts).Paths {
			ways = append(ways, flatten(p.Segments)...)
		}
	}
	w, h := float64(at.w), float64(at.h)
	for i, way := range ways {
		if n := len(way)/maxWay + 1; n > 1 { // every nth place
			short := way[:0:0]
			for k := 0; k < len(way); k += n {
				short = append(short, way[k])
			}
			ways[i] = append(short, way[len(way)-1])
		}
	}
	var pairs []band
	if a.Follow && len(ways) > 0 {
		for _, way := range ways {
			pairs = append(pairs, band{upper: way})
		}
	} else if len(ways) == 1 {
		pairs = []band{{upper: ways[0]}}
	} else {
		for i := 0; i+1 < len(ways); i += 2 {
			pairs = append(pairs, band{ways[i], ways[i+1]})
		}
	}
	if len(pairs) == 0 {
		pairs = []band{{[]point{{0, 0}, {w, 0}}, []point{{0, h}, {w, h}}}}
	}
	out := make([]band, lines)
	for i := range out {
		k := min(i*len(pairs)/lines, len(pairs)-1)
		first := (k*lines + len(pairs) - 1) / len(pairs)
		count := ((k+1)*lines+len(pairs)-1)/len(pairs) - first
		out[i] = pairs[k].slice(i-first, max(count, 1))
	}
	return out
}

// slice is one of several parts of equal height.
func (b band) slice(i, of int) band {
	if of == 1 || b.lower == nil {
		return b
	}
	const steps = 64
	var out band
	for k := 0; k <= steps; k++ {
		u := float64(k) / steps
		p, q := along(b.upper, u), along(b.lower, u)
		mix := func(v float64) point { return point{p.x + float64((q.x-p.x)*v), p.y + float64((q.y-p.y)*v)} }
		out.upper, out.lower = append(out.upper, mix(float64(i)/float64(of))), append(out.lower, mix(float64(i+1)/float64(of)))
	}
	return out
}

// flatten makes lines of curves; each contour is one way.
func flatten(list []geometry.Segment) (ways [][]point) {
	const steps = 16
	var way []point
	end := func() {
		if len(way) > 1 {
			ways = append(ways, way)
		}
		way = nil
	}
	for _, s := range list {
		to := point{s.P[2].X, s.P[2].Y}
		switch s.Op {
		case 'M':
			end()
			way = []point{to}
		case 'L':
			way = append(way, to)
		case 'C':
			if len(way) == 0 {
				continue
			}
			from := way[len(way)-1]
			for i := 1; i <= steps; i++ {
				t := float64(i) / steps
				u := 1 - t
				mix := func(a, b, c, d float64) float64 {
					return float64(u*u*u*a) + float64(3*u*u*t*b) + float64(3*u*t*t*c) + float64(t*t*t*d)
				}
				way = append(way, point{mix(from.x, s.P[0].X, s.P[1].X, to.x), mix(from.y, s.P[0].Y, s.P[1].Y, to.y)})
			}
		}
	}
	end()
	return ways
}

func length(way []point) (sum float64) {
	for i := 1; i < len(way); i++ {
		sum += math.Hypot(way[i].x-way[i-1].x, way[i].y-way[i-1].y)
	}
	return sum
}

// along is the place at a share of a way, which goes on straight beyond its ends.
func along(way []point, share float64) point {
	p, _ := tangent(way, share*length(way))
	return p
}

// tangent is the place at a distance along a way, and the direction there.
func tangent(way []point, distance float64) (point, point) {
	for i := 1; i < len(way); i++ {
		a, b := way[i-1], way[i]
		n := math.Hypot(b.x-a.x, b.y-a.y)
		if n == 0 {
			continue
		}
		if distance <= n || i == len(way)-1 {
			d := point{(b.x - a.x) / n, (b.y - a.y) / n}
			return point{a.x + float64(d.x*distance), a.y + float64(d.y*distance)}, d
		}
		distance -= n
	}
	return way[0], point{1, 0}
}

// straight reports whether a band is a rectangle, and which.
func (b band) straight() (x, y, w, h float64, ok bool) {
	if len(b.upper) != 2 || len(b.lower) != 2 {
		return
	}
	p, q, r, s := b.upper[0], b.upper[1], b.lower[0], b.lower[1]
	near := func(a, b float64) bool { return math.Abs(a-b) < 100 }
	ok = near(p.y, q.y) && near(r.y, s.y) && near(p.x, r.x) && near(q.x, s.x) && q.x > p.x && r.y > p.y
	return p.x, p.y, q.x - p.x, r.y - p.y, ok
}

// paintArtLine paints a line of WordArt into its band.
func (e *engine) paintArtLine(c *canvas, l *artLine, a *wml.WordArt, b band, at rect, element *Element) {
	g := l.glyphs
	g.Element = element
	x, y, w, h, plain := b.straight()
	if !plain { // letters that are not seen stand along the band's middle, stretched or not
		low, high := b.upper[0], b.upper[0]
		for _, p := range b.upper {
			low, high = point{min(low.x, p.x), min(low.y, p.y)}, point{max(high.x, p.x), max(high.y, p.y)}
		}
		x, y, w, h = low.x, low.y, high.x-low.x, float64(l.height)
	}
	g.X, g.Baseline = at.x+emu(x), at.y+emu(y)+l.rise
	if plain && h != float64(l.height) && l.height > 0 {
		ratio := h / float64(l.height)
		g.Size, g.Baseline = emu(float64(g.Size)*ratio), at.y+emu(y+float64(float64(l.rise)*ratio))
	}
	stretch := w / float64(l.width)
	g.Scale = int32(max(1, math.Round(100*stretch*float64(l.glyphs.Size)/float64(max(g.Size, 1)))))
	g.Advances = make([]wml.EMU, len(l.glyphs.Advances))
	for i, v := range l.glyphs.Advances {
		g.Advances[i] = emu(float64(v) * stretch)
	}
	if plain && a.Stroke == nil && a.Fill.Gradient == nil && a.Fill.Pattern == nil && a.Fill.Picture == nil {
		g.Color = a.Fill.Color
		c.add(&g)
		return
	}
	p := part{segments: l.outlines(b, at), stroke: true}
	if b.lower == nil {
		fitInto(p.segments, at)
	}
	shape := &wml.Shape{Form: &geometry.Definition{}, Fill: a.Fill, Stroke: a.Stroke}
	if len(p.segments) > 0 && a.Fill != nil {
		e.paintFill(c, shape, p, at)
	}
	if len(p.segments) > 0 && a.Stroke != nil {
		paintOutline(c, shape, p.segments)
	}
	g.Unseen = true
	c.add(&g)
}

// fitInto makes a path smaller that leaves a rectangle.
func fitInto(list []Segment, at rect) {
	if len(list) == 0 {
		return
	}
	x1, y1, x2, y2 := list[0].X, list[0].Y, list[0].X, list[0].Y
	for _, s := range list {
		x1, y1, x2, y2 = min(x1, s.X), min(y1, s.Y), max(x2, s.X), max(y2, s.Y)
	}
	fit := func(v, low, high, from, size wml.EMU) wml.EMU {
		if low >= from && high <= from+size || high == low {
			return v
		}
		room := size
		size = min(size, high-low)
		return min(max(low, from), from+room-size) + emu(float64(v-low)*float64(size)/float64(high-low))
	}
	for i := range list { // straight pieces only
		list[i].X, list[i].Y = fit(list[i].X, x1, x2, at.x, at.w), fit(list[i].Y, y1, y2, at.y, at.h)
	}
}

// outlines are the contours of a line's letters, bent into its band.
func (l *artLine) outlines(b band, at rect) (out []Segment) {
	face := l.glyphs.Face
	unit := float64(l.glyphs.Size) / float64(face.UnitsPerEm)
	place := l.bend(b)
	pen := 0.0
	i := 0
	for _, r := range l.glyphs.Text {
		if id, ok := face.Glyph(r); ok {
			for _, contour := range face.Outline(id) {
				out = append(out, bent(contour, func(x, y float64) Segment {
					if l.glyphs.FakeItalic {
						x += y * 0.213
					}
					p := place(pen+float64(x*unit), float64(l.rise)-float64(y*unit))
					return Segment{X: at.x + emu(p.x), Y: at.y + emu(p.y)}
				})...)
			}
		}
		pen += float64(l.glyphs.Advances[i])
		i++
	}
	return out
}

// bend gives the place of a point of the line, right and down from its top left corner.
func (l *artLine) bend(b band) func(x, y float64) point {
	w, h := float64(l.width), float64(l.height)
	if b.lower == nil { // it stands on the way, as long as that
		n := length(b.upper)
		k := n / w
		if k*h > h { // no higher than its rectangle
			k = 1
		}
		from := (n - k*w) / 2
		return func(x, y float64) point {
			p, d := tangent(b.upper, from+float64(k*x))
			up := k * (float64(l.rise) - y)
			return point{p.x + float64(d.y*up), p.y - float64(d.x*up)}
		}
	}
	return func(x, y float64) point {
		p, q := along(b.upper, x/w), along(b.lower, x/w)
		return point{p.x + (q.x-p.x)*y/h, p.y + (q.y-p.y)*y/h}
	}
}

// bent is a contour of a letter whose points are placed one by one: lines and curves become
// short lines, which can be bent.
func bent(points []font.Point, place func(x, y float64) Segment) (out []Segment) {
	const steps = 6
	n := len(points)
	if n < 2 {
		return nil
	}
	at := func(i int) (float64, float64, bool) {
		p := points[(i%n+n)%n]
		return float64(p.X), float64(p.Y), p.OnCurve
	}
	first := 0
	for first < n && !points[first].OnCurve {
		first++
	}
	x, y, _ := at(first)
	if first == n { // curves only
		ax, ay, _ := at(n - 1)
		bx, by, _ := at(0)
		first, x, y = n-1, (ax+bx)/2, (ay+by)/2
	}
	start := place(x, y)
	start.Move = true
	out = append(out, start)
	for i := 1; i <= n; i++ {
		px, py, on := at(first + i)
		if on {
			for k := 1; k <= steps; k++ {
				t := float64(k) / steps
				out = append(out, place(x+(px-x)*t, y+(py-y)*t))
			}
			x, y = px, py
			continue
		}
		tx, ty, end := at(first + i + 1)
		if !end {
			tx, ty = (px+tx)/2, (py+ty)/2
		} else {
			i++
		}
		for k := 1; k <= steps; k++ {
			t := float64(k) / steps
			u := 1 - t
			out = append(out, place(float64(u*u*x)+float64(2*u*t*px)+float64(t*t*tx), float64(u*u*y)+float64(2*u*t*py)+float64(t*t*ty)))
		}
		x, y = tx, ty
	}
	out[len(out)-1].Close = true
	return out
}
