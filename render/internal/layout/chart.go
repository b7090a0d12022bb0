package layout

import (
	"math"

	"github.com/bienban/bienban/render/internal/chart"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/wml"
)

// paintChart paints a chart with its top left corner at (x, y).
func (e *engine) paintChart(f frame, d *wml.Drawing, x, y wml.EMU, element *Element) {
	p := chartPainter{e: e, c: f.c, x: x, y: y, fills: d.Chart.Fills, element: element, texts: chartTexts{e: e, props: map[chart.Font]*wml.RunProps{}}}
	scene := chart.Draw(d.Chart.Chart, d.Width.Points(), d.Height.Points(), &p.texts)
	for _, t := range scene.Told {
		e.warnings.add("unsupported-chart", t.En, d.Chart.Place, t, fault.Text{})
	}
	for _, item := range scene.Items {
		switch item := item.(type) {
		case *chart.Path:
			p.path(item)
		case *chart.Text:
			p.text(item)
		}
	}
}

// chartTexts measures the texts of charts.
type chartTexts struct {
	e     *engine
	props map[chart.Font]*wml.RunProps
	line  text // the last one that was measured
}

// style is the font of a text as a run has it; equal fonts are one.
func (t *chartTexts) style(f chart.Font) *wml.RunProps {
	p, ok := t.props[f]
	if !ok {
		p = &wml.RunProps{
			ASCII: f.Name, HAnsi: f.Name, EastAsia: f.Name, Size: wml.HalfPoint(math.Round(f.Size * 2)), Scale: 100,
			Bold: f.Bold, Italic: f.Italic, Color: color(f.Color),
		}
		t.props[f] = p
	}
	return p
}

// glyphs are the characters of a line, until the next call.
func (t *chartTexts) glyphs(s string, f chart.Font) []glyph {
	t.line.glyphs = t.line.glyphs[:0]
	t.e.shapeText(&t.line, s, t.style(f), nil, nil)
	return t.line.glyphs
}

func (t *chartTexts) Width(s string, f chart.Font) float64 {
	var w wml.EMU
	for _, g := range t.glyphs(s, f) {
		w += g.adv
	}
	return w.Points()
}

func (t *chartTexts) Height(f chart.Font) (ascent, descent, leading float64) {
	style := t.e.style(t.style(f))
	face, size := style.fonts[fontASCII].face, style.size
	return scale(face.Ascent, face, size).Points(), -scale(face.Descent, face, size).Points(), scale(face.LineGap, face, size).Points()
}

// A chartPainter puts a scene on a page.
type chartPainter struct {
	e       *engine
	c       *canvas
	x, y    wml.EMU // of the chart's corner
	fills   []*wml.Fill
	element *Element
	texts   chartTexts
}

func color(c chart.Color) wml.Color { return wml.Color{R: c.R, G: c.G, B: c.B, Clear: c.Clear} }

// points is a length in EMU.
func points(v float64) wml.EMU { return emu(v * float64(wml.PerPoint)) }

func (p *chartPainter) at(q chart.Place) (x, y wml.EMU) { return p.x + points(q.X), p.y + points(q.Y) }

func dashOf(s *chart.Stroke) []wml.EMU {
	var out []wml.EMU
	for _, v := range s.Dash {
		out = append(out, points(v))
	}
	return out
}

// path paints an area or a line.
func (p *chartPainter) path(in *chart.Path) {
	x, y := p.at(in.Start)
	if in.Open && len(in.Segments) == 1 && !in.Segments[0].Curve && in.Line != nil && in.Fill == nil {
		x2, y2 := p.at(in.Segments[0].Place)
		p.c.add(&Line{X1: x, Y1: y, X2: x2, Y2: y2, Width: points(in.Line.Width), Color: color(in.Line.Color), Dash: dashOf(in.Line), Element: artifact})
		return
	}
	out := &Path{Segments: make([]Segment, 0, len(in.Segments)+1), Open: in.Open, Round: in.Open, Element: artifact}
	out.Segments = append(out.Segments, Segment{X: x, Y: y})
	at := rect{x, y, x, y}
	for _, s := range in.Segments {
		t := Segment{Curve: s.Curve}
		t.X, t.Y = p.at(s.Place)
		if s.Curve {
			t.X1, t.Y1 = p.at(s.A)
			t.X2, t.Y2 = p.at(s.B)
		}
		out.Segments = append(out.Segments, t)
		at = rect{min(at.x, t.X), min(at.y, t.Y), max(at.w, t.X), max(at.h, t.Y)}
	}
	at.w, at.h = at.w-at.x, at.h-at.y
	p.fill(in, out, at)
	if in.Line != nil {
		col := color(in.Line.Color)
		out.Stroke, out.Width, out.Dash = &col, points(in.Line.Width), dashOf(in.Line)
	}
	if out.Fill != nil || out.Gradient != nil || out.Tile != nil || out.Stroke != nil {
		p.c.add(out)
	}
}

// fill gives a path its paint. A rectangle in one colour is painted as such, from pixel to pixel.
func (p *chartPainter) fill(in *chart.Path, out *Path, at rect) {
	if in.Fill == nil {
		return
	}
	col := color(*in.Fill)
	if i := int(in.Fill.Paint); i > 0 && i <= len(p.fills) {
		switch fill := p.fills[i-1]; {
		case fill.Picture != nil:
			p.e.paintTiles(p.c, fill, out.Segments, at)
			return
		case fill.Pattern != nil:
			out.Tile = &Tile{X: at.x, Y: at.y, Size: patternSize, Rows: fill.Pattern.Rows, Fore: fill.Pattern.Fore, Back: fill.Pattern.Back}
			return
		case fill.Gradient != nil:
			out.Gradient = gradient(fill.Gradient, at, false, false)
			return
		}
	}
	if isRectangle(out.Segments) {
		p.c.add(&Fill{X: at.x, Y: at.y, W: at.w, H: at.h, Color: col, Element: artifact})
		return
	}
	out.Fill = &col
}

// isRectangle reports whether a closed path is an upright rectangle.
func isRectangle(s []Segment) bool {
	if len(s) != 4 {
		return false
	}
	for _, t := range s {
		if t.Curve {
			return false
		}
	}
	return s[0].Y == s[1].Y && s[1].X == s[2].X && s[2].Y == s[3].Y && s[3].X == s[0].X
}

// text writes a line of text, a piece for each font that it needs.
func (p *chartPainter) text(in *chart.Text) {
	glyphs := p.texts.glyphs(in.Text, in.Font)
	x, y := p.at(chart.Place{X: in.X, Y: in.Y})
	sin, cos := math.Sincos(in.Turn * math.Pi / 180)
	var done wml.EMU
	for i := 0; i < len(glyphs); {
		g := &glyphs[i]
		piece := &Glyphs{
			X: x + emu(float64(done)*cos), Baseline: y + emu(float64(done)*sin), Face: g.font.face, Size: g.style.size, Color: g.style.color,
			Scale: 100, FakeBold: g.font.fakeBold, FakeItalic: g.font.fakeItalic, Element: p.element,
		}
		var runes []rune
		for ; i < len(glyphs) && glyphs[i].font == g.font; i++ {
			runes = append(runes, glyphs[i].r)
			piece.Advances = append(piece.Advances, glyphs[i].adv)
			done += glyphs[i].adv
		}
		piece.Text = string(runes)
		switch in.Turn {
		case 0:
		case -90:
			piece.Turns = 1
		case 90:
			piece.Turns = 3
		default:
			piece.Tilt = int32(math.Round(in.Turn * 60000))
		}
		p.c.add(piece)
	}
}
