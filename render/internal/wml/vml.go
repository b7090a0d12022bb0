package wml

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// pict reads a w:pict: a drawing in VML (ECMA-376 Part 4 §19), as Word wrote it until
// 2007 and other programs still do.
func (b *inlines) pict(n *xml.Node, props *RunProps) {
	for c := range n.Children() {
		switch c.Name {
		case "v:shapetype":
			b.parser.keepType(c)
		case "mc:AlternateContent":
			b.pict(b.parser.choose(c), props)
		case "w:control":
			b.parser.warn("control", fault.T("nút điều khiển ActiveX không được in", "an ActiveX control is not printed"))
		default:
			if d := b.vml(c, props); d != nil {
				b.add(d)
			}
		}
	}
}

// object reads a w:object: an embedded document, of which we print the picture that
// the file holds.
func (b *inlines) object(n *xml.Node, props *RunProps) {
	what := n.Child("o:OLEObject").Get("ProgID")
	if what == "" {
		what = "OLE"
	}
	if d := n.Child("w:drawing"); d != nil {
		b.drawing(d, props)
		return
	}
	for c := range n.Children() {
		if c.Name == "v:shapetype" {
			b.parser.keepType(c)
		}
		d := b.vml(c, props)
		if d == nil {
			continue
		}
		if d.Picture == nil {
			d.Shape, d.Group = nil, nil
			b.parser.unsupported(d, what, fault.T("đối tượng nhúng %s", "an embedded object %s", what))
		}
		b.add(d)
		return
	}
	if n.Child("o:OLEObject") != nil {
		d := &Drawing{Width: max(twipAttr(n, "w:dxaOrig", 0), 0), Height: max(twipAttr(n, "w:dyaOrig", 0), 0), Props: props}
		b.parser.unsupported(d, what, fault.T("đối tượng nhúng %s", "an embedded object %s", what))
		b.add(d)
	}
}

// A css is the style attribute of a VML shape.
type css map[string]string

func readCSS(s string) css {
	out := css{}
	for rest := s; rest != ""; {
		var one string
		one, rest, _ = strings.Cut(rest, ";")
		if k, v, ok := strings.Cut(one, ":"); ok {
			out[strings.ToLower(strings.TrimSpace(k))] = strings.TrimSpace(v)
		}
	}
	return out
}

// length of a CSS measure; without a unit it is pixels, or coordinates of a group.
func (c css) length(name string, plain EMU) EMU {
	v, _ := length(c[name], plain)
	return v
}

const pixel = PerInch / 96

// vml reads a VML shape that stands in the text; nil if n is none, or prints nothing.
func (b *inlines) vml(n *xml.Node, props *RunProps) *Drawing {
	if !isVML(n.Name) {
		return nil
	}
	p := b.parser
	style := readCSS(n.Get("style"))
	if style["visibility"] == "hidden" {
		return nil
	}
	d := &Drawing{Width: clamp(style.length("width", pixel), 0, maxDrawing), Height: clamp(style.length("height", pixel), 0, maxDrawing),
		Props: props, Link: b.currentLink(), Alt: nfc(strings.TrimSpace(n.Get("alt")))}
	x, y := style.length("margin-left", pixel), style.length("margin-top", pixel)
	if _, ok := style["margin-left"]; !ok {
		x = style.length("left", pixel)
	}
	if _, ok := style["margin-top"]; !ok {
		y = style.length("top", pixel)
	}
	if href := n.Get("href"); href != "" {
		d.Link = &Link{URL: href}
	}
	if onAttr(n, "o:hr", false) {
		p.rule(d, n)
		return d
	}
	if through := places(n, pixel); through != nil {
		at, _, _ := extent(through)
		x, y = x+at[0], y+at[1]
	}
	if !p.vmlShape(d, n, style, pixel) {
		return nil
	}
	if style["position"] == "absolute" || places(n, pixel) != nil && style["position"] != "static" {
		d.Anchor = vmlAnchor(n, style, x, y)
	}
	return d
}

func isVML(name string) bool {
	switch name {
	case "v:shape", "v:rect", "v:roundrect", "v:oval", "v:line", "v:polyline", "v:curve", "v:arc", "v:group", "v:image":
		return true
	}
	return false
}

// point reads "x,y".
func point(s string, plain EMU) (out [2]EMU) {
	x, y, _ := strings.Cut(s, ",")
	out[0], _ = length(x, plain)
	out[1], _ = length(y, plain)
	return out
}

// rule is a horizontal rule: as wide as the text unless it says otherwise.
func (p *parser) rule(d *Drawing, n *xml.Node) {
	full := p.textWidth
	if v, ok := percent(n.Get("o:hrpct"), 10); ok && v > 0 {
		d.Width = EMU(float64(full) * min(v, 100) / 100)
	} else if d.Width == 0 {
		d.Width = full
	}
	d.Rule = true
	d.Height = max(d.Height, PerPoint/4)
	color := Color{R: 160, G: 160, B: 160}
	if c, ok := vmlColor(n.Get("fillcolor")); ok {
		color = c
	}
	d.Shape = &Shape{Geometry: "rect", Fill: &Fill{Color: color}}
}

// vmlShape reads what a VML element draws into d, whose size is known but for lines;
// false if it prints nothing. plain is the unit of bare numbers.
func (p *parser) vmlShape(d *Drawing, n *xml.Node, style css, plain EMU) bool {
	if n.Name == "v:group" {
		flip := style["flip"]
		d.Turn = Turn{Rotation: vmlRotation(style["rotation"]), FlipH: strings.Contains(flip, "x"), FlipV: strings.Contains(flip, "y")}
		p.vmlGroup(d, n)
		return true
	}
	v := vmlNode{n, p.shapeTypes[strings.TrimPrefix(n.Get("type"), "#")]}
	turn := vmlRotation(style["rotation"])
	flip := style["flip"]
	flipH, flipV := strings.Contains(flip, "x"), strings.Contains(flip, "y")
	if image := n.Child("v:imagedata"); image != nil {
		pic := &Picture{Rotation: turn, FlipH: flipH, FlipV: flipV,
			CropLeft: vmlCrop(image.Get("cropleft")), CropTop: vmlCrop(image.Get("croptop")),
			CropRight: vmlCrop(image.Get("cropright")), CropBottom: vmlCrop(image.Get("cropbottom"))}
		if d.Alt == "" {
			d.Alt = nfc(strings.TrimSpace(image.Get("o:title")))
		}
		id := image.Get("r:id")
		if id == "" {
			id = image.Get("o:relid")
		}
		pic.Recolor = vmlRecolor(image)
		p.loadPicture(d, pic, id)
		if n.Get("stroked") != "" && onAttr(n, "stroked", false) {
			d.Shape = &Shape{Geometry: "rect", Rotation: turn, Stroke: p.vmlStroke(v)}
		}
		return true
	}
	s := &Shape{Rotation: turn, FlipH: flipH, FlipV: flipV}
	if through := places(n, plain); through != nil {
		_, d.Width, d.Height = extent(through)
		s.FlipH, s.FlipV = false, false
	}
	p.vmlForm(s, d, v, plain)
	s.Stroke, s.Fill, s.Shadow = p.vmlStroke(v), p.vmlFill(v), vmlShadow(v)
	if s.Geometry == "line" {
		s.Fill = nil
	}
	if onAttr(n.Child("o:extrusion"), "on", false) {
		p.warn("shape-3d", fault.T("hình nổi ba chiều được in phẳng", "shapes in three dimensions are printed flat"))
	}
	if path := v.child("v:textpath"); path != nil && onAttr(path, "on", true) && path.Get("string") != "" {
		p.vmlWordArt(s, v)
		d.Shape = s
		return true
	}
	if box := n.Child("v:textbox"); box != nil {
		inset := strings.Split(box.Get("inset"), ",")
		for i, side := range []struct {
			to      *EMU
			missing EMU
		}{{&s.InsetLeft, 91440}, {&s.InsetTop, 45720}, {&s.InsetRight, 91440}, {&s.InsetBottom, 45720}} {
			*side.to = side.missing
			if i < len(inset) {
				if v, ok := length(inset[i], pixel); ok {
					*side.to = v
				}
			}
		}
		boxStyle := readCSS(box.Get("style"))
		s.Upright = true // what VML turns keeps its text (Word writes upright for it in DrawingML)
		s.NoWrap = style["mso-wrap-style"] == "none"
		s.AutoFit = boxStyle["mso-fit-shape-to-text"] == "t"
		if v := boxStyle["layout-flow"]; v != "" && v != "horizontal" {
			if s.TextTurns = 1; boxStyle["mso-layout-flow-alt"] == "bottom-to-top" {
				s.TextTurns = 3
			}
		}
		switch anchor := style["v-text-anchor"]; {
		case strings.HasPrefix(anchor, "middle"):
			s.TextVAlign = AlignMiddle
		case strings.HasPrefix(anchor, "bottom"):
			s.TextVAlign = AlignBottom
		}
		s.Text = p.textBox(box.Child("w:txbxContent"), nil)
	}
	d.Shape = s
	return true
}

// vmlColor reads a colour as VML writes it: "#rrggbb", "#rgb", "red", "#4472c4 [3204]".
func vmlColor(s string) (Color, bool) {
	s, _ = cutSpace(strings.TrimSpace(s))
	if strings.HasPrefix(s, "#") {
		return hexColor(s)
	}
	return namedColor(s)
}

// namedColor is a colour by the name that HTML, VML and DrawingML share.
func namedColor(name string) (Color, bool) {
	if name == "" {
		return Color{}, false
	}
	i := strings.Index(colorNames, " "+strings.ToLower(name)+"=")
	if i < 0 {
		return Color{}, false
	}
	i += len(name) + 2
	return hexColor(colorNames[i : i+6])
}

// colorNames are the colours of CSS and of the systems before it.
const colorNames = " aliceblue=F0F8FF antiquewhite=FAEBD7 aqua=00FFFF aquamarine=7FFFD4 azure=F0FFFF beige=F5F5DC bisque=FFE4C4 black=000000 blanchedalmond=FFEBCD" +
	" blue=0000FF blueviolet=8A2BE2 brown=A52A2A burlywood=DEB887 cadetblue=5F9EA0 chartreuse=7FFF00 chocolate=D2691E coral=FF7F50 cornflowerblue=6495ED" +
	" cornsilk=FFF8DC crimson=DC143C cyan=00FFFF darkblue=00008B darkcyan=008B8B darkgoldenrod=B8860B darkgray=A9A9A9 darkgreen=006400 darkgrey=A9A9A9" +
	" darkkhaki=BDB76B darkmagenta=8B008B darkolivegreen=556B2F darkorange=FF8C00 darkorchid=9932CC darkred=8B0000 darksalmon=E9967A darkseagreen=8FBC8F" +
	" darkslateblue=483D8B darkslategray=2F4F4F darkslategrey=2F4F4F darkturquoise=00CED1 darkviolet=9400D3 deeppink=FF1493 deepskyblue=00BFFF dimgray=696969" +
	" dimgrey=696969 dkgray=A9A9A9 dodgerblue=1E90FF firebrick=B22222 floralwhite=FFFAF0 forestgreen=228B22 fuchsia=FF00FF gainsboro=DCDCDC ghostwhite=F8F8FF" +
	" gold=FFD700 goldenrod=DAA520 gray=808080 green=008000 greenyellow=ADFF2F grey=808080 honeydew=F0FFF0 hotpink=FF69B4 indianred=CD5C5C indigo=4B0082" +
	" ivory=FFFFF0 khaki=F0E68C lavender=E6E6FA lavenderblush=FFF0F5 lawngreen=7CFC00 lemonchiffon=FFFACD lightblue=ADD8E6 lightcoral=F08080 lightcyan=E0FFFF" +
	" lightgoldenrodyellow=FAFAD2 lightgray=D3D3D3 lightgreen=90EE90 lightgrey=D3D3D3 lightpink=FFB6C1 lightsalmon=FFA07A lightseagreen=20B2AA lightskyblue=87CEFA" +
	" lightslategray=778899 lightslategrey=778899 lightsteelblue=B0C4DE lightyellow=FFFFE0 lime=00FF00 limegreen=32CD32 linen=FAF0E6 ltgray=D3D3D3" +
	" magenta=FF00FF maroon=800000 mediumaquamarine=66CDAA mediumblue=0000CD mediumorchid=BA55D3 mediumpurple=9370DB mediumseagreen=3CB371 mediumslateblue=7B68EE" +
	" mediumspringgreen=00FA9A mediumturquoise=48D1CC mediumvioletred=C71585 midnightblue=191970 mintcream=F5FFFA mistyrose=FFE4E1 moccasin=FFE4B5" +
	" navajowhite=FFDEAD navy=000080 oldlace=FDF5E6 olive=808000 olivedrab=6B8E23 orange=FFA500 orangered=FF4500 orchid=DA70D6 palegoldenrod=EEE8AA" +
	" palegreen=98FB98 paleturquoise=AFEEEE palevioletred=DB7093 papayawhip=FFEFD5 peachpuff=FFDAB9 peru=CD853F pink=FFC0CB plum=DDA0DD powderblue=B0E0E6" +
	" purple=800080 red=FF0000 rosybrown=BC8F8F royalblue=4169E1 saddlebrown=8B4513 salmon=FA8072 sandybrown=F4A460 seagreen=2E8B57 seashell=FFF5EE" +
	" sienna=A0522D silver=C0C0C0 skyblue=87CEEB slateblue=6A5ACD slategray=708090 slategrey=708090 snow=FFFAFA springgreen=00FF7F steelblue=4682B4" +
	" tan=D2B48C teal=008080 thistle=D8BFD8 tomato=FF6347 turquoise=40E0D0 violet=EE82EE wheat=F5DEB3 white=FFFFFF whitesmoke=F5F5F5 window=FFFFFF" +
	" windowtext=000000 yellow=FFFF00 yellowgreen=9ACD32 "

// vmlCrop reads a crop in 1/65536 ("9830f") or as a fraction, into 1/100000.
func vmlCrop(s string) int {
	v, unit, ok := quantity(s)
	switch {
	case !ok:
		return 0
	case unit == "f":
		v = v / 65536
	case unit == "%":
		v = v / 100
	}
	return int(min(max(v*100000, -100000), 100000))
}

// vmlRotation reads degrees, or 1/65536 degree ("5898240f"), into 1/60000 degree.
func vmlRotation(s string) int {
	v, unit, ok := quantity(s)
	switch {
	case !ok || v > 1e9 || v < -1e9:
		return 0
	case unit == "fd" || unit == "f":
		v /= 65536
	}
	return rotation(int(v * 60000))
}

// vmlGroup reads the members of a v:group, which stand in its own coordinates.
func (p *parser) vmlGroup(d *Drawing, n *xml.Node) {
	size, origin := point(n.Get("coordsize"), 1), point(n.Get("coordorigin"), 1)
	t := identity
	if size[0] <= 0 {
		size[0] = 1000 // VML's own default
	}
	if size[1] <= 0 {
		size[1] = 1000
	}
	t.sx, t.sy = float64(d.Width)/float64(size[0]), float64(d.Height)/float64(size[1])
	t.dx, t.dy = -float64(origin[0])*t.sx, -float64(origin[1])*t.sy
	for c := range n.Children() {
		if c.Name == "v:shapetype" {
			p.keepType(c)
		}
		if !isVML(c.Name) {
			continue
		}
		style := readCSS(c.Get("style"))
		item := &Drawing{Width: t.w(style.length("width", 1)), Height: t.h(style.length("height", 1)), Props: d.Props, Alt: nfc(c.Get("alt"))}
		x, y := style.length("left", 1), style.length("top", 1)
		through := places(c, 1)
		if through != nil {
			at, _, _ := extent(through)
			x, y = x+at[0], y+at[1]
		}
		if !p.vmlShape(item, c, style, 1) {
			continue
		}
		if through != nil { // it took its size from its places
			item.Width, item.Height = t.w(item.Width), t.h(item.Height)
		}
		d.Group = append(d.Group, GroupItem{X: t.x(x), Y: t.y(y), Drawing: item})
	}
}

// vmlAnchor reads where an absolutely positioned shape stands.
func vmlAnchor(n *xml.Node, style css, x, y EMU) *Anchor {
	a := &Anchor{H: Position{From: "column", Offset: x}, V: Position{From: "paragraph", Offset: y}, LayoutInCell: onAttr(n, "o:allowincell", true)}
	a.DistLeft, a.DistRight = 114300, 114300
	for _, m := range []struct {
		name string
		to   *EMU
	}{
		{"mso-wrap-distance-left", &a.DistLeft}, {"mso-wrap-distance-right", &a.DistRight},
		{"mso-wrap-distance-top", &a.DistTop}, {"mso-wrap-distance-bottom", &a.DistBottom},
	} {
		if v, ok := length(style[m.name], pixel); ok {
			*m.to = max(v, 0)
		}
	}
	switch style["mso-position-horizontal-relative"] {
	case "page":
		a.H.From = "page"
	case "margin":
		a.H.From = "margin"
	case "char":
		a.H.From = "character"
	case "left-margin-area":
		a.H.From = "leftMargin"
	case "right-margin-area":
		a.H.From = "rightMargin"
	}
	switch style["mso-position-vertical-relative"] {
	case "page":
		a.V.From = "page"
	case "margin":
		a.V.From = "margin"
	case "line":
		a.V.From = "line"
	case "top-margin-area":
		a.V.From = "topMargin"
	case "bottom-margin-area":
		a.V.From = "bottomMargin"
	}
	switch v := style["mso-position-horizontal"]; v {
	case "left", "center", "right", "inside", "outside":
		a.H.Align = v
	}
	switch v := style["mso-position-vertical"]; v {
	case "top", "center", "bottom", "inside", "outside":
		a.V.Align = v
	}
	if z, ok := integer(style["z-index"]); ok {
		a.Z, a.Behind = z, z < 0
	}
	if w := n.Child("w10:wrap"); w != nil {
		switch w.Get("type") {
		case "square", "tight", "through":
			a.Wrap, a.WrapSide = WrapSquare, "bothSides"
			if v := w.Get("side"); v != "" && v != "both" {
				a.WrapSide = v
			}
		case "topAndBottom":
			a.Wrap = WrapTopBottom
		}
		if v := w.Get("anchorx"); v == "page" || v == "margin" {
			a.H.From = v
		}
		if v := w.Get("anchory"); v == "page" || v == "margin" {
			a.V.From = v
		}
	}
	return a
}
