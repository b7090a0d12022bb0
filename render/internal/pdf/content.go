package pdf

import (
	"math"
	"strconv"

	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/wml"
)

// canvas writes content streams (ISO 32000-1, 8 and 9). One serves all pages of a file.
type canvas struct {
	fonts  *fontSet
	images *imageSet
	looks  lookSet
	b      []byte
	height wml.EMU
	state
}

// state is what the page's graphics state holds, so that nothing is set twice. The
// zero value of each is what a page begins with.
type state struct {
	fill, stroke wml.Color
	// How transparent what is filled and what is stroked is.
	fillClear, strokeClear uint8
	round                  bool // corners of strokes
	width                  wml.EMU
	dash                   []wml.EMU
	inText                 bool
	font                   *simpleFont
	size                   wml.EMU
	charSpace              int64 // in units of the text matrix, 1/1000 pt
	wordSpace              int64
	scale                  int
	mode                   int
	lineSet                bool
}

// page is the content of a page; it holds until the next call.
func (c *canvas) page(p *layout.Page) []byte {
	c.b, c.height = append(c.b[:0], pageStart...), p.Height
	c.state = state{scale: 100}
	for _, item := range p.Items {
		if g, ok := item.(*layout.Glyphs); ok {
			c.glyphs(g)
			continue
		}
		switch item := item.(type) {
		case *layout.Fill:
			c.endText()
			c.rectangle(item)
		case *layout.Line:
			c.endText()
			c.line(item)
		case *layout.Path:
			c.endText()
			c.path(item)
		case *layout.Image:
			c.endText()
			c.image(item)
		}
	}
	c.endText()
	c.b = append(c.b, '\n')
	return c.b
}

// pageStart is what fpdf begins a page with: the ends and joins of lines, their width, and black.
const pageStart = "0 J\n0 j\n0.57 w\n0.000 G\n0.000 g\n"

func (c *canvas) op(s string) {
	c.b = append(c.b, s...)
	c.b = append(c.b, '\n')
}

// number writes thousandths in the shortest form.
func (c *canvas) number(milli int64) {
	c.b = appendMilli(c.b, milli)
	c.b = append(c.b, ' ')
}

func appendMilli(b []byte, v int64) []byte {
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	b = strconv.AppendInt(b, v/1000, 10)
	if v %= 1000; v != 0 {
		b = append(b, '.', byte('0'+v/100))
		if v %= 100; v != 0 {
			b = append(b, byte('0'+v/10))
			if v %= 10; v != 0 {
				b = append(b, byte('0'+v))
			}
		}
	}
	return b
}

// milli is a length in thousandths of a point.
func milli(e wml.EMU) int64 { return divide(int64(e)*10, 127) }

// divide rounds to the nearest, halves away from zero.
func divide(a, b int64) int64 {
	if a < 0 {
		return -((-a + b/2) / b)
	}
	return (a + b/2) / b
}

func (c *canvas) length(e wml.EMU) { c.number(milli(e)) }

// point writes a place on the page, whose origin is at the bottom in PDF.
func (c *canvas) point(x, y wml.EMU) {
	c.length(x)
	c.length(c.height - y)
}

func (c *canvas) color(col wml.Color, current *wml.Color, gray, rgb string) {
	col.Auto, col.Clear = false, 0
	if col == *current {
		return
	}
	*current = col
	level := func(v uint8) { c.number(divide(int64(v)*1000, 255)) }
	if col.R == col.G && col.G == col.B {
		level(col.R)
		c.op(gray)
		return
	}
	level(col.R)
	level(col.G)
	level(col.B)
	c.op(rgb)
}

func (c *canvas) fillColor(col wml.Color) {
	c.clear(col.Clear, &c.fillClear, "ca")
	c.color(col, &c.fill, "g", "rg")
}

func (c *canvas) strokeColor(col wml.Color) {
	c.clear(col.Clear, &c.strokeClear, "CA")
	c.color(col, &c.stroke, "G", "RG")
}

func (c *canvas) lineWidth(w wml.EMU) {
	if c.lineSet && w == c.width {
		return
	}
	c.width, c.lineSet = w, true
	c.length(w)
	c.op("w")
}

func (c *canvas) rectangle(f *layout.Fill) {
	if f.W == 0 || f.H == 0 {
		return
	}
	c.fillColor(f.Color)
	c.point(f.X, f.Y+f.H)
	c.length(f.W)
	c.length(f.H)
	c.op("re f")
}

func (c *canvas) line(l *layout.Line) {
	c.strokeColor(l.Color)
	c.lineWidth(l.Width)
	c.dashes(l.Dash)
	c.point(l.X1, l.Y1)
	c.b = append(c.b, "m "...)
	c.point(l.X2, l.Y2)
	c.op("l S")
}

// path paints a shape: what is in it, then its outline.
func (c *canvas) path(p *layout.Path) {
	if len(p.Segments) == 0 {
		return
	}
	filled := true
	switch {
	case p.Gradient != nil:
		c.patternFill(c.looks.gradient(p.Gradient, c.height))
	case p.Tile != nil:
		c.patternFill(c.looks.tile(p.Tile, c.height))
	case p.Fill != nil:
		c.fillColor(*p.Fill)
	default:
		filled = false
	}
	if p.Stroke != nil {
		c.strokeColor(*p.Stroke)
		c.lineWidth(p.Width)
		c.dashes(p.Dash)
		c.joins(p.Round)
	}
	evenOdd := ""
	if p.EvenOdd {
		evenOdd = "*"
	}
	// What is filled goes round, whatever its outline does.
	c.contours(p.Segments, !p.Open)
	switch {
	case filled && p.Stroke != nil && p.Open:
		c.op("B" + evenOdd)
	case filled && p.Stroke != nil:
		c.op("b" + evenOdd)
	case filled:
		c.op("f" + evenOdd)
	case p.Stroke != nil && p.Open:
		c.op("S")
	case p.Stroke != nil:
		c.op("s")
	default:
		c.op("n")
	}
	c.joins(false)
}

// contours writes the segments of a path. All but the last contour are closed here if the
// operator that paints them closes the last.
func (c *canvas) contours(segments []layout.Segment, closed bool) {
	for i, s := range segments {
		switch {
		case i > 0 && s.Curve:
			c.point(s.X1, s.Y1)
			c.point(s.X2, s.Y2)
			c.point(s.X, s.Y)
			c.op("c")
		case i == 0 || s.Move:
			if i > 0 && closed {
				c.op("h")
			}
			c.point(s.X, s.Y)
			c.op("m")
		default:
			c.point(s.X, s.Y)
			c.op("l")
		}
		if s.Close && !closed {
			c.op("h")
		}
	}
}

// joins says whether corners of strokes are round.
func (c *canvas) joins(round bool) {
	if round == c.round {
		return
	}
	c.round = round
	c.number(int64(b2i(round)) * 1000)
	c.op("j")
}

func (c *canvas) dashes(d []wml.EMU) {
	same := len(d) == len(c.dash)
	for i := 0; same && i < len(d); i++ {
		same = d[i] == c.dash[i]
	}
	if same {
		return
	}
	c.dash = d
	var sum wml.EMU
	for _, v := range d {
		sum += max(v, 0)
	}
	c.b = append(c.b, '[')
	if sum > 0 { // a pattern of zeros is an error in PDF
		for i, v := range d {
			if i > 0 {
				c.b = append(c.b, ' ')
			}
			c.b = appendMilli(c.b, milli(max(v, 0)))
		}
	}
	c.op("] 0 d")
}

func (c *canvas) endText() {
	if c.inText {
		c.inText = false
		c.op("ET")
	}
}

// tolerance is how far a glyph may stand from where layout has it before it is moved:
// 0.01 pt, far below what a printer can show.
const tolerance = 127

// fakeSlant is the tangent of the angle by which letters are slanted that have no
// italics, in thousandths: LibreOffice's and Word's 12 degrees or so.
const fakeSlant = 213

// glyphs paints a piece of text. The font's own advances lead from glyph to glyph;
// character and word spacing make up for what layout adds everywhere (expanded text,
// justification), and moves in between for the rest.
func (c *canvas) glyphs(g *layout.Glyphs) {
	if g.Text == "" || g.Face == nil || g.Size <= 0 {
		return
	}
	ff := c.fonts.faces[g.Face]
	scale := int(g.Scale)
	if scale <= 0 {
		scale = 100
	}
	c.fillColor(g.Color)
	if g.FakeBold {
		c.strokeColor(g.Color)
		c.lineWidth(g.Size / 30)
		if len(c.dash) > 0 {
			c.dashes(nil)
		}
	}
	if !c.inText {
		c.inText = true
		c.op("BT")
	}
	mode := 2 * b2i(g.FakeBold)
	if g.Unseen {
		mode = 3
	}
	if mode != c.mode {
		c.mode = mode
		c.number(int64(mode) * 1000)
		c.op("Tr")
	}
	if scale != c.scale {
		c.scale = scale
		c.number(int64(scale) * 1000)
		c.op("Tz")
	}
	charSpace, wordSpace := int64(0), int64(0)
	if g.Shaped == nil {
		charSpace, wordSpace = spacing(ff, g, scale)
	}
	c.spaces(charSpace, wordSpace)
	// The text matrix: turned by quarters, its upper parts leaning right if slanted.
	cos, sin := int64([4]int{1, 0, -1, 0}[g.Turns&3]), int64([4]int{0, 1, 0, -1}[g.Turns&3])
	slant := int64(fakeSlant * b2i(g.FakeItalic))
	if g.Tilt != 0 {
		c.tilted(cos, sin, slant, g.Tilt)
	} else {
		c.number(cos * 1000)
		c.number(sin * 1000)
		c.number(slant*cos - sin*1000)
		c.number(slant*sin + cos*1000)
	}
	c.point(g.X, g.Baseline)
	c.op("Tm")
	if g.Shaped != nil {
		c.showShaped(ff, g, scale)
		return
	}
	c.show(ff, g, scale)
}

// tilted writes the turning part of the text matrix for text that is tilted besides: quarter
// turns, slant in thousandths, then the angle clockwise in 1/60000 degree.
func (c *canvas) tilted(cos, sin, slant int64, tilt int32) {
	s, k := math.Sincos(-float64(tilt) / 60000 * math.Pi / 180)
	turn := func(x, y float64) {
		for _, v := range [2]float64{float64(k*x) - float64(s*y), float64(s*x) + float64(k*y)} {
			c.b = strconv.AppendFloat(c.b, math.Round(v*1e6)/1e6+0, 'f', -1, 64)
			c.b = append(c.b, ' ')
		}
	}
	turn(float64(cos), float64(sin))
	turn(float64(slant*cos)/1000-float64(sin), float64(slant*sin)/1000+float64(cos))
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// natural is a glyph's own width in EMU times 1000.
func natural(advance int32, g *layout.Glyphs, scale int) int64 {
	return int64(advance) * int64(g.Size) * int64(scale) * 10 / int64(g.Face.UnitsPerEm)
}

// spacing finds Tc and Tw, in thousandths of a point before scaling: what most
// characters have beyond their own width, and what most spaces have beyond that.
func spacing(ff *faceFonts, g *layout.Glyphs, scale int) (char, word int64) {
	type vote struct {
		value int64
		count int
	}
	var chars, words vote
	cast := func(v *vote, x int64) { // the majority's candidate
		switch near := x-v.value <= tolerance/2 && v.value-x <= tolerance/2; {
		case v.count == 0:
			v.value, v.count = x, 1
		case near:
			v.count++
		default:
			v.count--
		}
	}
	i := 0
	for _, r := range g.Text {
		if i >= len(g.Advances)-1 {
			break // what follows the last one moves nothing
		}
		x := int64(g.Advances[i]) - divide(natural(ff.find(r).advance, g, scale), 1000)
		i++
		if r == ' ' {
			cast(&words, x)
		} else {
			cast(&chars, x)
		}
	}
	toMilli := func(v int64) int64 { return divide(v*1000, 127*int64(scale)) }
	if chars.count > 0 && abs(chars.value) > tolerance/4 {
		char = toMilli(chars.value)
	}
	if words.count > 0 {
		if word = toMilli(words.value) - char; abs(words.value-divide(char*127*int64(scale), 1000)) <= tolerance/4 {
			word = 0
		}
	}
	return char, word
}

func abs(v int64) int64 { return max(v, -v) }

func (c *canvas) spaces(char, word int64) {
	if char != c.charSpace {
		c.charSpace = char
		c.number(char)
		c.op("Tc")
	}
	if word != c.wordSpace {
		c.wordSpace = word
		c.number(word)
		c.op("Tw")
	}
}

// show writes the strings of a text, with moves where a glyph would stand elsewhere than
// layout has it.
func (c *canvas) show(ff *faceFonts, g *layout.Glyphs, scale int) {
	var at, want int64 // 1000ths of EMU from the origin: where the viewer is, where layout is
	open, inArray := false, false
	i := 0
	for _, r := range g.Text {
		cc := ff.find(r)
		if r == ' ' && c.font != nil && c.font.face == g.Face {
			cc.font = c.font // every font has the space, at the same code
		}
		if cc.font != c.font || g.Size != c.size {
			if open {
				c.b, open = append(c.b, ')'), false
			}
			if inArray {
				c.op("]TJ")
				inArray = false
			}
			c.font, c.size = cc.font, g.Size
			c.b = append(c.b, '/')
			c.b = append(c.b, cc.font.resource...)
			c.b = append(c.b, ' ')
			c.length(g.Size)
			c.op("Tf")
		}
		if !inArray {
			c.b, inArray = append(c.b, '['), true
		}
		if diff := want - at; abs(diff) > tolerance*1000 {
			// A move is in thousandths of the size, to the left, and is scaled as well.
			move := divide(-diff*100*1000, int64(g.Size)*int64(scale)) // in thousandths of that unit
			if move != 0 {
				if open {
					c.b, open = append(c.b, ')'), false
				}
				c.b = appendMilli(c.b, move)
				at -= move * int64(g.Size) * int64(scale) / 100 / 1000
			}
		}
		if !open {
			c.b, open = append(c.b, '('), true
		}
		switch cc.code {
		case '(', ')', '\\':
			c.b = append(c.b, '\\', cc.code)
		case '\r':
			c.b = append(c.b, '\\', 'r')
		default:
			c.b = append(c.b, cc.code)
		}
		at += natural(cc.advance, g, scale) + c.charSpace*127*int64(scale)
		if cc.code == firstCode {
			at += c.wordSpace * 127 * int64(scale)
		}
		if i < len(g.Advances) {
			want += int64(g.Advances[i]) * 1000
		} else {
			want = at
		}
		i++
	}
	if open {
		c.b = append(c.b, ')')
	}
	if inArray {
		c.op("]TJ")
	}
}

// showShaped writes the glyphs of a shaped text, each where layout has it.
func (c *canvas) showShaped(ff *faceFonts, g *layout.Glyphs, scale int) {
	var at, want, rise int64 // 1000ths of EMU: where the viewer is, where layout is; how high it writes
	open := false
	closeArray := func() {
		if open {
			c.op("]TJ")
			open = false
		}
	}
	for _, s := range g.Shaped {
		cc := ff.shaped[shapedKey{s.Glyph, s.Text}]
		if cc.font != c.font || g.Size != c.size {
			closeArray()
			c.font, c.size = cc.font, g.Size
			c.b = append(c.b, '/')
			c.b = append(c.b, cc.font.resource...)
			c.b = append(c.b, ' ')
			c.length(g.Size)
			c.op("Tf")
		}
		if up := milli(s.DY); up != rise {
			closeArray()
			rise = up
			c.number(up)
			c.op("Ts")
		}
		if !open {
			c.b, open = append(c.b, '['), true
		}
		if diff := want + int64(s.DX)*1000 - at; abs(diff) > tolerance*1000 {
			if move := divide(-diff*100*1000, int64(g.Size)*int64(scale)); move != 0 {
				c.b = appendMilli(c.b, move)
				at -= move * int64(g.Size) * int64(scale) / 100 / 1000
			}
		}
		c.b = append(c.b, '<', upperHex[cc.code>>4], upperHex[cc.code&15], '>')
		at += natural(cc.advance, g, scale)
		want += int64(s.Advance) * 1000
	}
	closeArray()
	if rise != 0 {
		c.op("0 Ts")
	}
}
