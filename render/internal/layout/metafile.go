package layout

import (
	"math"
	"strings"

	"github.com/bienban/bienban/render/internal/metafile"
	"github.com/bienban/bienban/render/internal/wml"
)

// paintImage paints a picture: dots as such, a metafile by what it draws.
func (e *engine) paintImage(c *canvas, img *Image) {
	if img.Picture.Metafile == nil {
		c.add(img)
		return
	}
	p := img.Picture
	m := metaPainter{e: e, of: img, faces: map[metaFont]*runStyle{}}
	// The whole frame is so large that what is left of it fills the rectangle.
	cropped := func(at, size wml.EMU, a, b int) (float64, float64) {
		if a+b > 99_000 {
			a, b = 0, 0
		}
		whole := float64(size) * 100_000 / float64(100_000-a-b)
		return float64(at) - float64(whole*float64(a))/100_000, whole
	}
	m.x, m.w = cropped(img.X, img.W, p.CropLeft, p.CropRight)
	m.y, m.h = cropped(img.Y, img.H, p.CropTop, p.CropBottom)
	if m.w <= 0 || m.h <= 0 {
		return
	}
	for _, op := range p.Metafile.Ops {
		switch {
		case op.Path != nil:
			m.path(op.Path)
		case op.Image != nil:
			m.image(op.Image)
		case op.Text != nil:
			m.text(op.Text)
		}
	}
	m.flat.main = m.visible(m.flat.main)
	c.move(&m.flat, around(img.X+img.W/2, img.Y+img.H/2, p.Rotation))
}

// A metaPainter paints a metafile into a frame of the page.
type metaPainter struct {
	e          *engine
	of         *Image
	x, y, w, h float64 // the frame
	flat       canvas
	faces      map[metaFont]*runStyle
}

type metaFont struct {
	name         string
	bold, italic bool
}

// at is a point of the frame on the page.
func (m *metaPainter) at(x, y float64) (wml.EMU, wml.EMU) {
	px, py := m.x+float64(x*m.w), m.y+float64(y*m.h)
	if m.of.Picture.FlipH {
		px = 2*float64(m.of.X) + float64(m.of.W) - px
	}
	if m.of.Picture.FlipV {
		py = 2*float64(m.of.Y) + float64(m.of.H) - py
	}
	return emu(px), emu(py)
}

func (m *metaPainter) color(c metafile.Color) wml.Color {
	return wml.Color{R: c.R, G: c.G, B: c.B, Clear: m.of.Clear}
}

// leastLine is the width of lines that are as thin as can be.
const leastLine = wml.PerPoint / 4

func (m *metaPainter) path(p *metafile.Path) {
	var list []Segment
	place := func(x, y *wml.EMU, fx, fy float64) { *x, *y = m.at(fx, fy) }
	for _, s := range p.Segments { // in the frame's parts, which whole numbers do not hold
		to := Segment{}
		switch s.Op {
		case 'Z':
			if n := len(list); n > 0 {
				list[n-1].Close = true
			}
			continue
		case 'M':
			to.Move = true
		case 'C':
			to.Curve = true
			place(&to.X1, &to.Y1, s.P[0].X, s.P[0].Y)
			place(&to.X2, &to.Y2, s.P[1].X, s.P[1].Y)
		}
		place(&to.X, &to.Y, s.P[2].X, s.P[2].Y)
		list = append(list, to)
	}
	out := &Path{Segments: list, Open: true, EvenOdd: p.EvenOdd, Round: true, Element: artifact}
	if p.Fill != nil {
		c := m.color(*p.Fill)
		out.Fill = &c
	}
	if p.Stroke != nil {
		c := m.color(*p.Stroke)
		out.Stroke, out.Width = &c, max(emu(p.Width*m.w), leastLine)
		for _, d := range p.Dash {
			out.Dash = append(out.Dash, emu(d*float64(max(out.Width, wml.PerPoint/2))))
		}
	}
	m.flat.add(out)
}

func (m *metaPainter) image(i *metafile.Image) {
	x1, y1 := m.at(i.X, i.Y)
	x2, y2 := m.at(i.X+i.W, i.Y+i.H)
	m.flat.add(&Image{
		X: min(x1, x2), Y: min(y1, y2), W: abs(x2 - x1), H: abs(y2 - y1), Clear: m.of.Clear, Element: artifact,
		Picture: &wml.Picture{Part: m.of.Picture.Part, Data: i.Data, ContentType: "image/bmp", FlipH: x2 < x1, FlipV: y2 < y1},
	})
}

func abs(v wml.EMU) wml.EMU { return max(v, -v) }

// text paints letters, pieces of one face each.
func (m *metaPainter) text(t *metafile.Text) {
	key := metaFont{t.Font, t.Bold, t.Italic}
	style, ok := m.faces[key]
	if !ok {
		style = m.e.style(&wml.RunProps{ASCII: t.Font, HAnsi: t.Font, EastAsia: t.Font, Bold: t.Bold, Italic: t.Italic, Size: 200, Scale: 100})
		m.faces[key] = style
	}
	face := style.fonts[fontASCII].face
	size := float64(t.Height) * m.h
	if t.Cell {
		size *= float64(face.UnitsPerEm) / float64(max(face.Ascent-face.Descent, 1))
	}
	if size < 1 || size > float64(maxArtSize) {
		return
	}
	em := emu(size)
	stretch := m.w / (m.h * m.aspect())
	letters := strings.Map(func(r rune) rune { return style.character(t.Font, r) }, t.String)
	var pieces []*Glyphs
	var last *fontChoice
	at, i, from := 0.0, 0, 0
	end := func(to int) { // of the last piece, whose text began at from
		if n := len(pieces); n > 0 {
			pieces[n-1].Text = letters[from:to]
		}
		from = to
	}
	for k, r := range letters {
		c, _ := m.e.measure(style, r)
		id, _ := c.face.Glyph(r)
		advance := float64(scale(c.face.Advance(id), c.face, em)) * stretch
		if i < len(t.Advances) {
			advance = t.Advances[i] * m.w
		}
		i++
		if c != last {
			end(k)
			pieces = append(pieces, &Glyphs{
				X: emu(at), Face: c.face, Size: em, Color: m.color(t.Color), Scale: int32(max(1, math.Round(100*stretch))),
				FakeBold: c.fakeBold, FakeItalic: c.fakeItalic, Element: m.of.Element,
			})
			last = c
		}
		g := pieces[len(pieces)-1]
		g.Advances = append(g.Advances, emu(at+advance)-emu(at))
		at += advance
	}
	end(len(letters))
	m.placeText(t, pieces, emu(at), em)
}

// maxArtSize is the largest letter: of a sheet that Word can have.
const maxArtSize = 22 * wml.PerInch

func (m *metaPainter) aspect() float64 {
	if a := m.of.Picture.Metafile.Aspect; a > 0 {
		return a
	}
	return m.w / m.h
}

// placeText moves a line of letters to its reference point and turns it.
func (m *metaPainter) placeText(t *metafile.Text, pieces []*Glyphs, width, em wml.EMU) {
	if len(pieces) == 0 {
		return
	}
	face := pieces[0].Face
	x, y := m.at(t.X, t.Y)
	dx, dy := wml.EMU(0), wml.EMU(0)
	switch t.Anchor {
	case 1:
		dx = -width / 2
	case 2:
		dx = -width
	}
	switch t.VAnchor {
	case 0:
		dy = scale(face.Ascent, face, em)
	case 2:
		dy = scale(face.Descent, face, em)
	}
	items := make([]Item, 0, len(pieces)+2)
	for _, g := range pieces {
		g.X, g.Baseline = x+dx+g.X, y+dy
		items = append(items, g)
	}
	rule := func(above int) {
		ly := y + dy - scale(above, face, em)
		items = append(items, &Line{X1: x + dx, X2: x + dx + width, Y1: ly, Y2: ly, Width: max(scale(face.UnderlineThick, face, em), leastLine), Color: m.color(t.Color), Element: artifact})
	}
	if t.Under {
		rule(face.UnderlinePos)
	}
	if t.Strike {
		rule(face.StrikePos)
	}
	if t.Angle != 0 {
		items = around(x, y, int(math.Round(-math.Mod(t.Angle, 360)*60000))).items(items)
	}
	m.flat.main = append(m.flat.main, items...)
}

// visible are the items that touch the picture's rectangle.
func (m *metaPainter) visible(items []Item) []Item {
	in := rect{m.of.X, m.of.Y, m.of.W, m.of.H}
	out := items[:0]
	for _, it := range items {
		var x1, y1, x2, y2 wml.EMU
		switch it := it.(type) {
		case *Path:
			if len(it.Segments) < 2 {
				continue
			}
			x1, y1, x2, y2 = it.Segments[0].X, it.Segments[0].Y, it.Segments[0].X, it.Segments[0].Y
			for _, s := range it.Segments {
				x1, y1, x2, y2 = min(x1, s.X), min(y1, s.Y), max(x2, s.X), max(y2, s.Y)
			}
		case *Image:
			x1, y1, x2, y2 = it.X, it.Y, it.X+it.W, it.Y+it.H
		case *Glyphs:
			x1, y1, x2, y2 = it.X, it.Baseline-it.Size, it.X+it.Size, it.Baseline+it.Size
		default:
			x1, y1, x2, y2 = in.x, in.y, in.x, in.y
		}
		if x2 >= in.x && y2 >= in.y && x1 <= in.x+in.w && y1 <= in.y+in.h {
			out = append(out, it)
		}
	}
	return out
}
