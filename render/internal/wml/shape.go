package wml

import (
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// shape reads a wps:wsp: a line, a box or a text box of DrawingML.
func (p *parser) shape(d *Drawing, n *xml.Node) {
	spPr, style, body := n.Child("wps:spPr"), n.Child("wps:style"), n.Child("wps:bodyPr")
	b := readBox(spPr.Child("a:xfrm"))
	s := &Shape{Rotation: b.rotation, FlipH: b.flipH, FlipV: b.flipV, Geometry: spPr.Child("a:prstGeom").Get("prst")}
	if s.Geometry == "" {
		s.Geometry = "rect"
		if spPr.Child("a:custGeom") != nil {
			p.warn("custom-geometry", fault.T("hình vẽ tự do được in thành hình chữ nhật", "a freeform shape is printed as a rectangle"))
		}
	}
	s.Stroke = p.outline(spPr.Child("a:ln"), style.Child("a:lnRef"))
	arrow := func(end string) bool {
		t := spPr.Path("a:ln", end).Get("type")
		return t != "" && t != "none"
	}
	s.ArrowStart, s.ArrowEnd = arrow("a:headEnd"), arrow("a:tailEnd")
	s.Fill = p.fill(spPr, style.Child("a:fillRef"))
	s.InsetLeft, s.InsetRight = emuAttr(body, "lIns", 91440), emuAttr(body, "rIns", 91440)
	s.InsetTop, s.InsetBottom = emuAttr(body, "tIns", 45720), emuAttr(body, "bIns", 45720)
	switch body.Get("anchor") {
	case "ctr":
		s.TextVAlign = AlignMiddle
	case "b":
		s.TextVAlign = AlignBottom
	}
	s.AutoFit = body.Child("a:spAutoFit") != nil
	if v := body.Get("vert"); v != "" && v != "horz" {
		p.warn("vertical-text", fault.T("chữ dọc trong khung được in ngang", "vertical text in a text box is printed horizontally"))
	}
	if txbx := n.Child("wps:txbx"); txbx != nil {
		var ctx *tableContext
		if c, ok := p.drawingColor(style.Child("a:fontRef")); ok {
			ctx = p.textColor(c)
		}
		s.Text = p.textBox(txbx.Child("w:txbxContent"), ctx)
	} else if n.Child("wps:linkedTxbx") != nil {
		p.warn("linked-text-box", fault.T("chữ tràn sang khung liên kết được in hết trong khung đầu", "text that flows on into a linked text box is printed in the first one"))
	}
	d.Shape = s
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

// outline reads an a:ln (§20.1.2.2.24), with the theme's line of the style under it.
// Nil: none.
func (p *parser) outline(ln, ref *xml.Node) *Border {
	idx := intAttr(ref, "idx", 0)
	if ln == nil && idx == 0 || ln.Child("a:noFill") != nil {
		return nil
	}
	b := &Border{Style: BorderSingle, Width: 9525, Color: Color{Auto: true}}
	if idx > 0 {
		if idx <= len(p.theme.lines) {
			b.Width = p.theme.lines[idx-1]
		}
		if c, ok := p.drawingColor(ref); ok {
			b.Color = c
		}
	}
	filled := false
	for c := range ln.Children() {
		switch c.Name {
		case "a:solidFill", "a:gradFill", "a:pattFill":
			filled = true
			if col, ok := p.fillColor(c); ok {
				b.Color = col
			}
		case "a:prstDash":
			switch c.Get("val") {
			case "dot", "sysDot":
				b.Style = BorderDotted
			case "dash", "lgDash", "sysDash":
				b.Style = BorderDashed
			case "dashDot", "lgDashDot", "sysDashDot":
				b.Style = BorderDotDash
			case "lgDashDotDot", "sysDashDotDot":
				b.Style = BorderDotDotDash
			}
		}
	}
	if !filled && idx == 0 {
		return nil // a line without a paint is not drawn
	}
	if w, ok := ln.Attr("w"); ok {
		if v, ok := length(w, 1); ok {
			b.Width = clamp(v, 0, 1584*PerPoint)
		}
	}
	switch ln.Get("cmpd") {
	case "dbl":
		b.Style = BorderDouble
	case "tri":
		b.Style = BorderTriple
	case "thickThin":
		b.Style = BorderThickThin
	case "thinThick":
		b.Style = BorderThinThick
	}
	return b
}

// fill reads the fill of a shape, with the style's under it. Nil: none.
func (p *parser) fill(spPr, ref *xml.Node) *Color {
	for c := range spPr.Children() {
		switch c.Name {
		case "a:noFill":
			return nil
		case "a:solidFill", "a:gradFill", "a:pattFill":
			if col, ok := p.fillColor(c); ok {
				return &col
			}
			return nil
		case "a:blipFill":
			p.warn("picture-fill", fault.T("nền bằng ảnh của hình vẽ không được in", "picture fills of shapes are not printed"))
			return nil
		}
	}
	if intAttr(ref, "idx", 0) > 0 {
		if col, ok := p.drawingColor(ref); ok {
			return &col
		}
	}
	return nil
}

// fillColor is the one colour that we paint a fill with.
func (p *parser) fillColor(n *xml.Node) (Color, bool) {
	switch n.Name {
	case "a:gradFill":
		p.warn("gradient", fault.T("nền chuyển màu được in bằng một màu", "a gradient is printed in one colour"))
		return p.drawingColor(n.Path("a:gsLst", "a:gs"))
	case "a:pattFill":
		p.warn("pattern-fill", fault.T("nền hoa văn được in bằng một màu", "a pattern fill is printed in one colour"))
		fg, ok1 := p.drawingColor(n.Child("a:fgClr"))
		bg, ok2 := p.drawingColor(n.Child("a:bgClr"))
		if ok1 && ok2 {
			return fg.mix(bg, 0.5), true
		}
		return fg, ok1
	}
	return p.drawingColor(n)
}

// drawingColor reads the colour inside n (§20.1.2.3) with its transformations.
func (p *parser) drawingColor(n *xml.Node) (Color, bool) {
	for c := range n.Children() {
		var out Color
		ok := false
		switch c.Name {
		case "a:srgbClr":
			out, ok = hexColor(c.Get("val"))
		case "a:schemeClr":
			out, ok = p.theme.color(c.Get("val"))
		case "a:sysClr":
			if out, ok = hexColor(c.Get("lastClr")); !ok {
				out, ok = Color{}, true
				if v := c.Get("val"); v == "window" {
					out = Color{R: 255, G: 255, B: 255}
				}
			}
		case "a:prstClr":
			out, ok = namedColor(c.Get("val"))
		case "a:scrgbClr":
			part := func(name string) uint8 {
				v, _ := percent(c.Get(name), 1000)
				return channel(v / 100)
			}
			out, ok = Color{R: part("r"), G: part("g"), B: part("b")}, true
		default:
			continue
		}
		if !ok {
			return Color{}, false
		}
		for t := range c.Children() {
			v, good := percent(t.Get("val"), 1000)
			if !good {
				continue
			}
			v /= 100
			switch t.Name {
			case "a:lumMod":
				out = out.luminance(func(l float64) float64 { return l * v })
			case "a:lumOff":
				out = out.luminance(func(l float64) float64 { return l + v })
			case "a:shade":
				out = out.mix(Color{}, min(max(v, 0), 1))
			case "a:tint":
				out = out.mix(Color{R: 255, G: 255, B: 255}, min(max(v, 0), 1))
			case "a:satMod":
				h, s, l := out.hsl()
				out = fromHSL(h, min(max(s*v, 0), 1), l)
			case "a:alpha":
				if v < 1 {
					p.warn("transparency", fault.T("màu trong suốt được in đặc", "transparent colours are printed solid"))
				}
			}
		}
		return out, true
	}
	return Color{}, false
}
