package wml

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// shape reads a wps:wsp: a line, a box or a text box of DrawingML.
func (p *parser) shape(d *Drawing, n *xml.Node) {
	spPr, style, body := own(n, "spPr"), own(n, "style"), own(n, "bodyPr")
	b := readBox(spPr.Child("a:xfrm"))
	s := &Shape{Rotation: b.rotation, FlipH: b.flipH, FlipV: b.flipV}
	p.form(s, spPr)
	s.Stroke, s.Fill, s.Shadow = p.outline(spPr.Child("a:ln"), style.Child("a:lnRef")), p.fill(spPr, style.Child("a:fillRef")), p.shadow(spPr)
	p.effects(spPr)
	p.textBody(s, body)
	if txbx := own(n, "txbx"); txbx != nil {
		var ctx *tableContext
		if c, ok := p.drawingColor(style.Child("a:fontRef")); ok {
			ctx = p.textColor(c)
		}
		s.Text = p.textBox(txbx.Child("w:txbxContent"), ctx)
		if warp := body.Child("a:prstTxWarp"); warp != nil && warp.Get("prst") != "textNoShape" {
			s.Text, s.WordArt = nil, p.wordArt(s.Text, warp)
		}
	} else if own(n, "linkedTxbx") != nil {
		p.warn("linked-text-box", fault.T("chữ tràn sang khung liên kết được in hết trong khung đầu", "text that flows on into a linked text box is printed in the first one"))
	}
	d.Shape = s
}

// textBody reads how the text of a shape stands in it (§21.1.2.1.1).
func (p *parser) textBody(s *Shape, body *xml.Node) {
	s.InsetLeft, s.InsetRight = emuAttr(body, "lIns", 91440), emuAttr(body, "rIns", 91440)
	s.InsetTop, s.InsetBottom = emuAttr(body, "tIns", 45720), emuAttr(body, "bIns", 45720)
	switch body.Get("anchor") {
	case "ctr":
		s.TextVAlign = AlignMiddle
	case "b":
		s.TextVAlign = AlignBottom
	}
	s.Upright = onAttr(body, "upright", false)
	s.NoWrap = body.Get("wrap") == "none"
	s.AutoFit = body.Child("a:spAutoFit") != nil
	switch body.Get("vert") {
	case "vert", "eaVert", "wordArtVertRtl", "wordArtVert":
		s.TextTurns = 1
	case "vert270":
		s.TextTurns = 3
	}
	p.unlike(body)
}

// unlike tells of text in a shape that is not printed as its a:bodyPr (§21.1.2.1.1) says.
func (p *parser) unlike(body *xml.Node) {
	if rotation(intAttr(body, "rot", 0)) != 0 {
		p.warn("shape-text-rotation", fault.T("chữ xoay riêng trong hình được in theo hình", "text that is turned in its shape is printed as the shape stands"))
	}
	if intAttr(body, "numCol", 1) > 1 {
		p.warn("shape-text-columns", fault.T("chữ nhiều cột trong hình được in một cột", "text in columns in a shape is printed in one"))
	}
	if strings.HasPrefix(body.Get("vert"), "wordArtVert") {
		p.warn("shape-text-stacked", fault.T("chữ xếp chồng từng ký tự trong hình được in xoay dọc", "letters that stand one below the other in a shape are printed turned"))
	}
}

// textColor is the context of text whose colour comes from its shape.
func (p *parser) textColor(c Color) *tableContext {
	if ctx, ok := p.textColors[c]; ok {
		return ctx
	}
	ctx := &tableContext{}
	ctx.run.v.Color, ctx.run.set = c, runColor
	p.textColors[c] = ctx
	return ctx
}

// textBox reads the blocks of a text box. All text boxes of a document count their
// lists together, apart from the body.
func (p *parser) textBox(n *xml.Node, ctx *tableContext) []Block {
	if n == nil {
		return nil
	}
	if p.depth >= maxNesting {
		p.warn("nesting", fault.T("khung chữ lồng nhau quá %d lớp không được in", "text boxes nested deeper than %d are not printed", maxNesting))
		return nil
	}
	p.depth++
	outer := p.story
	name := fault.T("khung chữ", "text box")
	if at := outer.place.Text(); at.Vi != "" {
		name = fault.Text{Vi: at.Vi + ", " + name.Vi, En: at.En + ", " + name.En}
	}
	if p.boxCounters == nil {
		p.boxCounters = newCounters()
	}
	p.story = &story{place: place{Place: Place{in: &name}}, counters: p.boxCounters}
	blocks := p.lastParagraph(p.blocks(n, ctx, nil, nil), ctx)
	p.endStory()
	p.story = outer
	p.depth--
	return blocks
}
