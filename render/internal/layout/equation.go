package layout

import (
	"unicode"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/equation"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/wml"
)

// Equations stand in a line as pieces, one glyph each, between which it may end. Displayed ones
// (m:oMathPara) are set large where nothing else stands in their lines; beside text they are as small as
// others (Word 365, measured).

// mathFont is the font that Word sets equations in, whatever their runs name.
const mathFont = "Cambria Math"

// equationFonts finds faces for equations.
type equationFonts struct{ e *engine }

func (f equationFonts) Mathematics() *font.Face {
	e := f.e
	if e.mathFace != nil {
		return e.mathFace
	}
	if name := e.doc.Settings.MathFont; name != "" && name != mathFont {
		if face := e.faces.Match(name, font.Serif, false, false).Face; face != nil && face.Mathematics() != nil {
			e.mathFace = face
			return face
		}
		e.warnings.add("font-substituted", name, fault.Text{},
			fault.T("không có phông toán %q, thay bằng phông toán đi kèm", "the font %q for equations is not available; the built-in one is used instead", name),
			fault.T("Dùng phông khác, hoặc chỉ thư mục phông chữ bằng --fonts.", "Use another font, or name a folder of fonts with --fonts."))
	}
	e.mathFace = e.faces.Match(mathFont, font.Serif, false, false).Face
	return e.mathFace
}

func (f equationFonts) Text(props *wml.RunProps, r rune) (*font.Face, bool, bool) {
	c, _ := f.e.measure(f.e.style(props), r)
	return c.face, c.fakeBold, c.fakeItalic
}

// A mathPiece is a part of an equation in a line of text.
type mathPiece struct {
	equation.Piece
	ascent, descent wml.EMU // of a line of its font
}

// shapeMath sets an equation of a paragraph: inlines[at] of it.
func (e *engine) shapeMath(t *text, p *wml.Paragraph, at int) {
	m := p.Inlines[at].(*wml.Math)
	face := equationFonts{e}.Mathematics()
	if face == nil || face.Mathematics() == nil { // fonts of the user's that hide ours
		e.shapeText(t, m.Linear, m.Props, m.Link, nil)
		return
	}
	alone := m.Display && aloneInLine(p.Inlines, at)
	if alone {
		switch m.Align {
		case wml.MathLeft:
			t.equation = equationLeft
		case wml.MathRight:
			t.equation = equationRight
		default:
			t.equation = equationCenter
		}
	}
	for _, piece := range equation.Set(m, alone, equationFonts{e}) {
		g := e.object(m, m.Props, m.Link)
		line := newChoice(mathFont, face, false, false, piece.Size)
		g.of.piece = &mathPiece{piece, line.ascent, line.descent}
		g.adv = piece.Box.Width
		t.glyphs = append(t.glyphs, g)
		if piece.End {
			t.glyphs = append(t.glyphs, e.object(&wml.Break{Kind: wml.BreakLine, Props: m.Props}, m.Props, nil))
		}
	}
}

// aloneInLine reports whether nothing but white space stands beside an inline between two breaks.
func aloneInLine(inlines []wml.Inline, at int) bool {
	blank := func(in wml.Inline) (ok, end bool) {
		switch in := in.(type) {
		case *wml.Break:
			return true, true
		case *wml.Bookmark:
			return true, false
		case *wml.Drawing:
			return in.Anchor != nil, false
		case *wml.Text:
			return in.Props.Hidden || isBlank(in.Text), false
		case *wml.Math:
			return in.Display, false
		}
		return false, false
	}
	for i := at - 1; i >= 0; i-- {
		if ok, end := blank(inlines[i]); !ok {
			return false
		} else if end {
			break
		}
	}
	for i := at + 1; i < len(inlines); i++ {
		if ok, end := blank(inlines[i]); !ok {
			return false
		} else if end {
			break
		}
	}
	return true
}

func isBlank(s string) bool {
	for _, r := range s {
		if r != ' ' && r != '\u00a0' {
			return false
		}
	}
	return true
}

// equationAlign is how a paragraph of displayed equations is aligned, whatever its own alignment is.
type equationAlign uint8

const (
	equationNone equationAlign = iota
	equationCenter
	equationLeft
	equationRight
)

// alignment is how the lines of a paragraph are aligned.
func (t *text) alignment(p *wml.Paragraph) wml.Align {
	switch t.equation {
	case equationCenter:
		return wml.AlignCenter
	case equationLeft:
		return wml.AlignLeft
	case equationRight:
		return wml.AlignRight
	}
	return p.Props.Align
}

// breakEquations lets lines end between the pieces of an equation.
func (t *text) breakEquations() {
	for i := range t.glyphs {
		g := &t.glyphs[i]
		if i+1 < len(t.glyphs) && g.piece() != nil && t.glyphs[i+1].piece() != nil && t.glyphs[i+1].object() == g.object() {
			g.brk = true
		}
	}
}

// piece is the part of an equation that a glyph stands for; nil: it is another glyph.
func (g *glyph) piece() *mathPiece {
	if g.of == nil {
		return nil
	}
	return g.of.piece
}

// trail is the room behind a glyph that may hang over the end of a line.
func (g *glyph) trail() wml.EMU {
	if p := g.piece(); p != nil {
		return p.Trail
	}
	return 0
}

// equation is a piece of an equation that stands in a line: it asks for a line of its font, and like a
// picture for its ink, with the room above that the font wants. A factor of the line spacing counts
// for the line of text alone (Word 365, measured: 20.95 above the baseline and 19.0 below for a
// fraction of 13 pt at 1.5 lines, 12.52 and 15.5 for a limit).
func (x *lineExtent) equation(g *glyph) {
	p, raise := g.piece(), g.style.props.Raise
	x.text(p.ascent+raise, p.descent-raise)
	x.drawing = max(x.drawing, p.Box.Ascent+p.Lead+raise)
	x.below = max(x.below, p.Box.Descent-raise)
}

// equation paints a piece of an equation.
func (p *linePainter) equation(g *glyph) {
	up, b := g.style.props.Raise, g.piece().Box
	b.Paint(equationPainter{p}, p.x, up)
	if l := g.link(); l != nil {
		p.f.c.add(&LinkArea{X: p.x, Y: p.baseline - up - b.Ascent, W: b.Width, H: b.Ascent + b.Descent, Link: l})
	}
	p.x += g.adv
}

// equationPainter makes items of what an equation consists of.
type equationPainter struct{ p *linePainter }

func (q equationPainter) Text(x, up wml.EMU, g *equation.Glyphs) {
	props := g.Props
	style := *q.p.e.style(props)
	style.size = g.Size
	line, width := *q.p, wml.EMU(0) // as text that stands there
	line.x, line.baseline = x, q.p.baseline-up
	for _, v := range g.Advances {
		width += v
	}
	for _, ground := range []*wml.Color{props.Shading, props.Highlight} {
		if ground != nil && !ground.Auto {
			top, bottom := g.Size*9/10, g.Size/4 // of letters: the face's own lines are several times as high
			q.p.f.c.add(&Fill{X: x, Y: line.baseline - top, W: width, H: top + bottom, Color: *ground, Element: artifact})
		}
	}
	q.p.f.c.add(&Glyphs{
		X: x, Baseline: line.baseline, Face: g.Face, Size: g.Size, Text: g.Text, Advances: g.Advances,
		Color: q.p.colorOn(&style), Scale: 100, FakeBold: g.FakeBold, FakeItalic: g.FakeItalic, Element: q.p.element,
	})
	if r, _ := utf8.DecodeRuneInString(g.Text); unicode.In(r, unicode.Ps, unicode.Pe, unicode.Cf) || r == '√' {
		return // signs that grow have no line under them
	}
	line.decorate(&glyph{style: &style, font: &fontChoice{face: g.Face}}, g.Text, g.Advances, width, line.baseline)
}

func (q equationPainter) Stroke(s equation.Stroke) {
	color := wml.Color{}
	if s.Props != nil {
		color = q.p.colorOn(q.p.e.style(s.Props))
	}
	q.p.f.c.add(&Line{X1: s.X1, Y1: q.p.baseline - s.Up1, X2: s.X2, Y2: q.p.baseline - s.Up2, Width: s.Width, Color: color, Element: artifact})
}
