package layout

import (
	"strings"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/wml"
)

// rubyBox is the small text above a piece of text.
type rubyBox struct {
	ruby   *wml.Ruby
	style  *runStyle
	width  wml.EMU // of the small text
	lead   wml.EMU // before the text below, where it is narrower
	base   wml.EMU // width of the text below, with lead on both sides
	first  int     // glyph of the text below
	glyphs int     // of the text below
}

// shapeRuby measures text with small text above it: what is narrower stands in the middle.
func (e *engine) shapeRuby(t *text, r *wml.Ruby) {
	from := len(t.glyphs)
	e.shapeText(t, r.Base, r.Props, r.Link, nil)
	n := len(t.glyphs) - from
	if n == 0 {
		return
	}
	box := &rubyBox{ruby: r, style: e.style(r.OverProps), first: from, glyphs: n}
	for _, c := range r.Over {
		_, w := e.measure(box.style, c)
		box.width += w
	}
	of := &origin{link: r.Link, ruby: box}
	for i := range t.glyphs[from:] {
		box.base += t.glyphs[from+i].adv
		t.glyphs[from+i].of = of
	}
	if extra := box.width - box.base; extra > 0 { // it stands in the middle
		box.base = box.width
		box.lead = extra / 2
		t.glyphs[from].adv += box.lead
		t.glyphs[len(t.glyphs)-1].adv += extra - box.lead
	}
	t.together = append(t.together, [2]int{from, len(t.glyphs)})
}

// keepTogether lets no line end within pieces of a text.
func (t *text) keepTogether() {
	for _, of := range t.together {
		for i := of[0]; i < of[1]-1; i++ {
			t.glyphs[i].brk = false
		}
	}
}

func (g *glyph) ruby() *rubyBox {
	if g.of == nil {
		return nil
	}
	return g.of.ruby
}

// above is how far the small text reaches up from the baseline.
func (r *rubyBox) above() wml.EMU { return r.ruby.Raise + r.style.ascent }

// paint paints the small text over text that stands from x to x+width.
func (r *rubyBox) paint(p *linePainter, x, width wml.EMU) {
	n := wml.EMU(utf8.RuneCountInString(r.ruby.Over))
	if n == 0 {
		return
	}
	gap, room := wml.EMU(0), width-r.width
	switch r.ruby.Align {
	case "left":
	case "right":
		x += room
	case "distributeLetter":
		if n > 1 {
			gap = room / (n - 1)
			break
		}
		x += room / 2
	case "distributeSpace":
		gap = room / n
		x += gap / 2
	default:
		x += room / 2
	}
	var g *Glyphs
	var s strings.Builder
	for _, c := range r.ruby.Over {
		f, w := p.e.measure(r.style, c)
		if g == nil || g.Face != f.face {
			if g != nil {
				g.Text = s.String()
				s.Reset()
			}
			g = &Glyphs{X: x, Baseline: p.baseline - r.ruby.Raise, Face: f.face, Size: r.style.size, Color: p.colorOn(r.style),
				Scale: 100, FakeBold: f.fakeBold, FakeItalic: f.fakeItalic, Element: p.element}
			p.f.c.add(g)
		}
		s.WriteRune(c)
		g.Advances = append(g.Advances, w+gap)
		x += w + gap
	}
	if g != nil {
		g.Text = s.String()
	}
}

// fit gives neighbours that say w:fitText the width that they shall have together: by room between them, or by
// narrower letters (§17.3.2.14).
func (e *engine) fit(t *text) {
	g := t.glyphs
	for i := 0; i < len(g); {
		width, id := g[i].style.props.FitWidth, g[i].style.props.FitID
		if width == 0 || g[i].object() != nil {
			i++
			continue
		}
		sum, j := wml.EMU(0), i
		for ; j < len(g) && g[j].object() == nil && g[j].style.props.FitWidth == width && g[j].style.props.FitID == id; j++ {
			sum += g[j].adv
		}
		if sum > width {
			sum = e.narrowLetters(g[i:j], int(width*100/sum))
		}
		if gaps := wml.EMU(j - i - 1); gaps > 0 {
			for k, given := i, wml.EMU(0); k < j-1; k++ {
				to := (width - sum) * wml.EMU(k-i+1) / gaps
				g[k].adv += to - given
				given = to
			}
		}
		t.together = append(t.together, [2]int{i, j})
		i = j
	}
}

// narrowLetters sets glyphs at a part of their width, in percent, and gives the width that they have then.
func (e *engine) narrowLetters(g []glyph, percent int) (sum wml.EMU) {
	narrow := map[*runStyle]*runStyle{}
	for i := range g {
		c := &g[i]
		st := narrow[c.style]
		if st == nil {
			props := *c.style.props
			props.Scale = max(props.Scale*percent/100, 1)
			narrow[c.style] = e.newStyle(&props, 100)
			st = narrow[c.style]
		}
		c.style = st
		c.font, c.adv = e.measure(st, c.r)
		sum += c.adv
	}
	return sum
}

// emphasisRoom is what marks above the letters ask of a line's height.
func (s *runStyle) emphasisRoom() wml.EMU {
	if m := s.props.Emphasis; m == wml.EmphasisNone || m == wml.EmphasisUnderDot {
		return 0
	}
	return s.size / 4
}

// emphasize paints a mark at each character of a piece of text (w:em).
func (p *linePainter) emphasize(g *glyph, s string, advances []wml.EMU, baseline wml.EMU) {
	size, color, x, i := g.style.size, p.colorOn(g.style), p.x, 0
	for _, r := range s {
		w := advances[i]
		i++
		if r == ' ' || r == '\u3000' || r == '\u00a0' {
			x += w
			continue
		}
		natural := w
		if id, ok := g.font.face.Glyph(r); ok {
			natural = scale(g.font.face.Advance(id), g.font.face, size)
		}
		cx, cy, radius := x+natural/2, baseline-g.style.lineAscent-size*12/100, size*7/100
		mark := &Path{Fill: &color, Element: artifact}
		switch g.style.props.Emphasis {
		case wml.EmphasisUnderDot:
			cy = baseline + size*18/100
		case wml.EmphasisCircle:
			mark.Fill, mark.Stroke, mark.Width = nil, &color, size/30
			radius = size * 9 / 100
		}
		mark.Segments = ellipse(cx, cy, radius, radius)
		if g.style.props.Emphasis == wml.EmphasisComma { // a drop that leans to the right
			mark.Segments = ellipse(cx, cy, radius*6/10, radius*14/10)
			m := around(cx, cy, -quarter/3)
			m.segments(mark.Segments)
		}
		p.f.c.add(mark)
		x += w
	}
}

// ellipse is a closed contour.
func ellipse(cx, cy, rx, ry wml.EMU) []Segment {
	kx, ky := rx*5523/10000, ry*5523/10000
	curve := func(x1, y1, x2, y2, x, y wml.EMU) Segment {
		return Segment{Curve: true, X1: x1, Y1: y1, X2: x2, Y2: y2, X: x, Y: y}
	}
	out := []Segment{
		{X: cx + rx, Y: cy, Move: true},
		curve(cx+rx, cy+ky, cx+kx, cy+ry, cx, cy+ry),
		curve(cx-kx, cy+ry, cx-rx, cy+ky, cx-rx, cy),
		curve(cx-rx, cy-ky, cx-kx, cy-ry, cx, cy-ry),
		curve(cx+kx, cy-ry, cx+rx, cy-ky, cx+rx, cy),
	}
	out[4].Close = true
	return out
}
