package wml

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// maxDrawing bounds the side of a drawing: what Word allows is 22 inches.
const maxDrawing = 100 * PerInch

// drawing reads a w:drawing (§20.4).
func (b *inlines) drawing(n *xml.Node, props *RunProps) {
	for c := range n.Children() {
		switch c.Name {
		case "wp:inline":
			if d := b.frame(c, props); d != nil {
				b.add(d)
			}
		case "wp:anchor":
			if d := b.frame(c, props); d != nil {
				d.Anchor = readAnchor(c)
				b.add(d)
			}
		}
	}
}

// frame reads what wp:inline and wp:anchor have in common; nil if it is hidden.
func (b *inlines) frame(n *xml.Node, props *RunProps) *Drawing {
	p := b.parser
	ext, about := n.Child("wp:extent"), n.Child("wp:docPr")
	if onAttr(about, "hidden", false) {
		return nil
	}
	d := &Drawing{Width: clamp(emuAttr(ext, "cx", 0), 0, maxDrawing), Height: clamp(emuAttr(ext, "cy", 0), 0, maxDrawing),
		Props: props, Link: b.currentLink(), Alt: altText(about)}
	if x := n.Child("wp:effectExtent"); x != nil {
		side := func(name string) EMU { return clamp(emuAttr(x, name, 0), 0, maxDrawing) }
		d.Effects = Effects{Top: side("t"), Bottom: side("b"), Left: side("l"), Right: side("r")}
	}
	if l := about.Child("a:hlinkClick"); l != nil {
		if link := b.hyperlink(l); link != nil {
			d.Link = link
		}
	}
	for g := range n.Path("a:graphic", "a:graphicData").Children() {
		if p.graphic(d, g) {
			return d
		}
	}
	if d.Picture == nil && d.Shape == nil && d.Group == nil && d.Unsupported == "" {
		p.unsupported(d, "drawing", fault.T("hình vẽ", "drawing"))
	}
	return d
}

// altText is the description of a drawing for readers who cannot see it.
func altText(about *xml.Node) string {
	for _, name := range []string{"descr", "title"} {
		if s := strings.TrimSpace(about.Get(name)); s != "" {
			return nfc(s)
		}
	}
	return ""
}

// unsupported makes the drawing a labelled frame, and warns.
func (p *parser) unsupported(d *Drawing, label string, what fault.Text) {
	d.Unsupported = label
	p.warn("drawing "+label, fault.T("%s không in được, thay bằng một khung có tên", "%s cannot be printed, a labelled frame stands for it", what))
}

// A transform takes coordinates of a group into EMU of the drawing.
type transform struct{ sx, sy, dx, dy float64 }

var identity = transform{1, 1, 0, 0}

func (t transform) x(v EMU) EMU { return toEMU(float64(v)*t.sx + t.dx) }
func (t transform) y(v EMU) EMU { return toEMU(float64(v)*t.sy + t.dy) }
func (t transform) w(v EMU) EMU { return clamp(toEMU(float64(v)*t.sx), 0, maxDrawing) }
func (t transform) h(v EMU) EMU { return clamp(toEMU(float64(v)*t.sy), 0, maxDrawing) }

func toEMU(v float64) EMU {
	if v != v {
		return 0
	}
	return EMU(min(max(v, -float64(maxEMU)), float64(maxEMU)))
}

// graphic reads one graphic object into d, whose size is known; false if n is not one.
func (p *parser) graphic(d *Drawing, n *xml.Node) bool {
	switch n.Name {
	case "pic:pic", "a:pic":
		p.picture(d, n)
	case "wps:wsp", "wp:wsp": // in a strict document shapes are the standard's own (§20.4.2.39)
		p.shape(d, n)
	case "wpg:wgp", "wpg:grpSp", "wp:wgp", "wp:grpSp", "dsp:spTree", "dsp:grpSp", "lc:lockedCanvas", "a:grpSp":
		p.group(d, n)
	case "dsp:sp", "a:sp", "a:cxnSp":
		p.plainShape(d, n)
	case "wpc:wpc", "wp:wpc":
		p.groupItems(d, n, identity)
	case "mc:AlternateContent":
		for c := range p.choose(n).Children() {
			if p.graphic(d, c) {
				return true
			}
		}
		return false
	case "c:chart":
		p.chart(d, n.Get("r:id"))
	case "dgm:relIds":
		p.smartArt(d, n)
	case "wpg:graphicFrame", "wp:graphicFrame":
		for g := range n.Path("a:graphic", "a:graphicData").Children() {
			if p.graphic(d, g) {
				return true
			}
		}
		return false
	default:
		return false
	}
	return true
}

// box is where a shape stands in its parent, in the parent's coordinates (a:xfrm).
type box struct {
	x, y, w, h   EMU
	rotation     int
	flipH, flipV bool
}

func readBox(x *xml.Node) box {
	off, ext := x.Child("a:off"), x.Child("a:ext")
	return box{
		x: emuAttr(off, "x", 0), y: emuAttr(off, "y", 0), w: emuAttr(ext, "cx", 0), h: emuAttr(ext, "cy", 0),
		rotation: rotation(intAttr(x, "rot", 0)), flipH: onAttr(x, "flipH", false), flipV: onAttr(x, "flipV", false),
	}
}

// rotation is an angle brought into one turn.
func rotation(v int) int {
	const turn = 360 * 60000
	return (v%turn + turn) % turn
}

// own is the child of a shape, picture or group that is named as its kind of drawing names it:
// the properties of a wps:wsp are a wps:spPr, those of a dsp:sp a dsp:spPr.
func own(n *xml.Node, name string) *xml.Node {
	prefix, _, _ := strings.Cut(n.Name, ":")
	if prefix == "lc" {
		prefix = "a"
	}
	return n.Child(prefix + ":" + name)
}

// group reads a wpg:wgp, wpg:grpSp or another group (§20.1.2.2.20) into items in the group's EMU.
func (p *parser) group(d *Drawing, n *xml.Node) {
	properties := own(n, "grpSpPr")
	x := properties.Child("a:xfrm")
	b := readBox(x)
	d.Turn = Turn{Rotation: b.rotation, FlipH: b.flipH, FlipV: b.flipV}
	outer := p.groupFill
	p.groupFill = p.fill(properties, nil)
	defer func() { p.groupFill = outer }()
	t := identity
	chOff, chExt := x.Child("a:chOff"), x.Child("a:chExt")
	cw, ch := emuAttr(chExt, "cx", 0), emuAttr(chExt, "cy", 0)
	if cw > 0 && d.Width > 0 {
		t.sx = float64(d.Width) / float64(cw)
	}
	if ch > 0 && d.Height > 0 {
		t.sy = float64(d.Height) / float64(ch)
	}
	t.dx = -float64(emuAttr(chOff, "x", 0)) * t.sx
	t.dy = -float64(emuAttr(chOff, "y", 0)) * t.sy
	p.groupItems(d, n, t)
}

func (p *parser) groupItems(d *Drawing, n *xml.Node, t transform) {
	for c := range n.Children() {
		var x *xml.Node
		switch c.Name {
		case "wps:wsp", "wp:wsp", "pic:pic", "dsp:sp", "a:sp", "a:cxnSp", "a:pic":
			x = own(c, "spPr").Child("a:xfrm")
		case "wpg:grpSp", "wpg:wgp", "wp:grpSp", "wp:wgp", "dsp:grpSp", "a:grpSp":
			x = own(c, "grpSpPr").Child("a:xfrm")
		case "wpg:graphicFrame", "wp:graphicFrame":
			x = own(c, "xfrm")
		case "w14:contentPart": // ink
			x = c.Child("w14:xfrm")
		case "wpg:contentPart", "wp:contentPart":
			x = own(c, "xfrm")
		case "mc:AlternateContent":
			p.groupItems(d, p.choose(c), t)
			continue
		case "wpg:cNvPr", "wpg:cNvGrpSpPr", "wpg:grpSpPr", "wpg:extLst", "wpc:bg", "wpc:whole", "wpc:extLst",
			"wp:cNvPr", "wp:cNvGrpSpPr", "wp:grpSpPr", "wp:bg", "wp:whole", "wp:extLst",
			"dsp:nvGrpSpPr", "dsp:grpSpPr", "dsp:extLst", "a:nvGrpSpPr", "a:grpSpPr", "a:extLst":
			continue
		default:
			p.otherContent(c)
			continue
		}
		b := readBox(x)
		item := &Drawing{Width: t.w(b.w), Height: t.h(b.h), Props: d.Props}
		item.Alt = altText(own(c, "cNvPr"))
		for _, name := range [...]string{"nvPicPr", "nvSpPr"} {
			if about := own(c, name); about != nil {
				item.Alt = altText(own(about, "cNvPr"))
			}
		}
		if !p.graphic(item, c) {
			p.unsupported(item, "drawing", fault.T("hình vẽ", "drawing"))
		}
		d.Group = append(d.Group, GroupItem{X: t.x(b.x), Y: t.y(b.y), Drawing: item})
		if text := c.Child("dsp:txXfrm"); text != nil {
			d.Group = append(d.Group, besideShape(item, b, readBox(text), t))
		}
	}
}

// picture reads a pic:pic (§20.2.2.5).
func (p *parser) picture(d *Drawing, n *xml.Node) {
	fill, spPr := own(n, "blipFill"), own(n, "spPr")
	if fill == nil { // Word for Mac offers a PDF and, as the fallback, a picture
		fill = p.choose(n.Child("mc:AlternateContent")).Child("pic:blipFill")
	}
	pic := &Picture{}
	b := readBox(spPr.Child("a:xfrm"))
	pic.Rotation, pic.FlipH, pic.FlipV = b.rotation, b.flipH, b.flipV
	readSource(pic, fill)
	p.blip(d, pic, fill.Child("a:blip"))
	p.effects(spPr)
	s := &Shape{Rotation: b.rotation, FlipH: b.flipH, FlipV: b.flipV}
	p.form(s, spPr)
	s.Stroke, s.Shadow = p.outline(spPr.Child("a:ln"), own(n, "style").Child("a:lnRef")), p.shadow(spPr)
	s.Fill = p.fill(spPr, nil)
	if s.Form != nil || s.Stroke != nil || s.Fill != nil || s.Shadow != nil {
		d.Shape = s
	}
}

// readSource reads which part of a picture is shown.
func readSource(pic *Picture, fill *xml.Node) {
	if r := fill.Child("a:srcRect"); r != nil {
		pic.CropLeft, pic.CropTop, pic.CropRight, pic.CropBottom = crop(r.Get("l")), crop(r.Get("t")), crop(r.Get("r")), crop(r.Get("b"))
	}
}

// blip reads an a:blip (§20.1.8.13): which picture, and in what colours.
func (p *parser) blip(d *Drawing, pic *Picture, blip *xml.Node) {
	pic.Recolor = p.recolor(blip)
	if v, ok := percent(blip.Child("a:alphaModFix").Get("amt"), 1000); ok {
		pic.Clear = 255 - channel(v/100)
	}
	if blip.Get("r:embed") == "" && blip.Get("r:link") != "" {
		p.linkedPicture(d, p.part.rels[blip.Get("r:link")].Target)
		return
	}
	p.loadPicture(d, pic, blip.Get("r:embed"))
}

// crop reads ST_Percentage (§22.9.2.9): thousandths of a percent, or "12.5%".
func crop(s string) int {
	if v, ok := percent(s, 1000); ok {
		return clamp(int(v*1000), -100000, 100000)
	}
	return 0
}

// readAnchor reads the position and wrapping of a wp:anchor (§20.4.2.3).
func readAnchor(n *xml.Node) *Anchor {
	a := &Anchor{
		Behind: onAttr(n, "behindDoc", false), LayoutInCell: onAttr(n, "layoutInCell", true), Z: intAttr(n, "relativeHeight", 0),
		DistTop: max(emuAttr(n, "distT", 0), 0), DistBottom: max(emuAttr(n, "distB", 0), 0),
		DistLeft: max(emuAttr(n, "distL", 0), 0), DistRight: max(emuAttr(n, "distR", 0), 0),
	}
	a.H, a.V = readPosition(n, "wp:positionH", "column"), readPosition(n, "wp:positionV", "paragraph")
	if onAttr(n, "simplePos", false) {
		s := n.Child("wp:simplePos")
		a.H = Position{From: "page", Offset: emuAttr(s, "x", 0)}
		a.V = Position{From: "page", Offset: emuAttr(s, "y", 0)}
	}
	for c := range n.Children() {
		switch c.Name {
		case "wp:wrapSquare", "wp:wrapTight", "wp:wrapThrough":
			a.Wrap, a.WrapSide, a.Tight = WrapSquare, c.Get("wrapText"), c.Name != "wp:wrapSquare"
			if a.WrapSide == "" {
				a.WrapSide = "bothInsets"
			}
			a.DistTop, a.DistBottom = emuAttr(c, "distT", a.DistTop), emuAttr(c, "distB", a.DistBottom)
			a.DistLeft, a.DistRight = emuAttr(c, "distL", a.DistLeft), emuAttr(c, "distR", a.DistRight)
			if a.Tight {
				a.Outline = readWrapOutline(c.Child("wp:wrapPolygon"), n.Child("wp:extent"))
			}
		case "wp:wrapTopAndBottom":
			a.Wrap = WrapTopBottom
		}
	}
	return a
}

// outlineUnits is the width, and the height, of a drawing in the units of its outline.
const outlineUnits = 21600

// readWrapOutline reads how far inside of a drawing of an extent its outline (wp:wrapPolygon,
// §20.4.2.16) stands.
func readWrapOutline(polygon, extent *xml.Node) Insets {
	var left, top, right, bottom EMU // in outlineUnits
	found := false
	for c := range polygon.Children() {
		if c.Name != "wp:start" && c.Name != "wp:lineTo" {
			continue
		}
		x, y := emuAttr(c, "x", 0), emuAttr(c, "y", 0)
		if !found {
			left, top, right, bottom, found = x, y, x, y, true
		}
		left, top, right, bottom = min(left, x), min(top, y), max(right, x), max(bottom, y)
	}
	if !found {
		return Insets{}
	}
	w, h := emuAttr(extent, "cx", 0), emuAttr(extent, "cy", 0)
	part := func(of, units EMU) EMU { return EMU(float64(of) * float64(units) / outlineUnits) }
	return Insets{
		Left: part(w, left), Right: part(w, outlineUnits-right),
		Top: part(h, top), Bottom: part(h, outlineUnits-bottom),
	}
}

// readPosition finds the position on one axis: where Word states a share of the page
// (wp14), the Fallback has it worked out.
func readPosition(n *xml.Node, name, from string) Position {
	pos := n.Child(name)
	for c := range n.Children() {
		if pos == nil && c.Name == "mc:AlternateContent" {
			pos = c.Path("mc:Fallback", name)
		}
	}
	out := Position{From: from}
	if v := pos.Get("relativeFrom"); v != "" {
		out.From = v
	}
	if a := pos.Child("wp:align"); a != nil {
		out.Align = strings.TrimSpace(a.Content())
	} else if v, ok := length(pos.Child("wp:posOffset").Content(), 1); ok {
		out.Offset = v
	}
	return out
}
