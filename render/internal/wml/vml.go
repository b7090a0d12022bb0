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
	if n.Name == "v:line" {
		from, to := point(n.Get("from"), pixel), point(n.Get("to"), pixel)
		x, y = x+min(from[0], to[0]), y+min(from[1], to[1])
	}
	if !p.vmlShape(d, n, style, pixel) {
		return nil
	}
	if style["position"] == "absolute" || n.Name == "v:line" && style["position"] != "static" {
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
	d.Shape = &Shape{Geometry: "rect", Fill: &color}
}

// vmlShape reads what a VML element draws into d, whose size is known but for lines;
// false if it prints nothing. plain is the unit of bare numbers.
func (p *parser) vmlShape(d *Drawing, n *xml.Node, style css, plain EMU) bool {
	if n.Name == "v:group" {
		p.vmlGroup(d, n)
		return true
	}
	if path := n.Child("v:textpath"); path != nil {
		p.warn("wordart", fault.T("chữ nghệ thuật (WordArt, hình mờ) “%s” không được in", "WordArt or a watermark “%s” is not printed", path.Get("string")))
		return false
	}
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
		p.loadPicture(d, pic, id)
		return true
	}
	s := &Shape{Geometry: p.vmlGeometry(n), Rotation: turn, FlipH: flipH, FlipV: flipV}
	if n.Name == "v:line" {
		from, to := point(n.Get("from"), plain), point(n.Get("to"), plain)
		d.Width, d.Height = abs(to[0]-from[0]), abs(to[1]-from[1])
		s.FlipH, s.FlipV = to[0] < from[0], to[1] < from[1]
	}
	s.Stroke, s.Fill = p.vmlStroke(n), p.vmlFill(n)
	arrow := func(end string) bool {
		v := n.Child("v:stroke").Get(end)
		return v != "" && v != "none"
	}
	s.ArrowStart, s.ArrowEnd = arrow("startarrow"), arrow("endarrow")
	if s.Geometry == "line" {
		s.Fill = nil
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
		s.AutoFit = boxStyle["mso-fit-shape-to-text"] == "t"
		if v := boxStyle["layout-flow"]; v != "" && v != "horizontal" {
			p.warn("vertical-text", fault.T("chữ dọc trong khung được in ngang", "vertical text in a text box is printed horizontally"))
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

// vmlGeometry names the shape as a:prstGeom does.
func (p *parser) vmlGeometry(n *xml.Node) string {
	switch n.Name {
	case "v:line":
		return "line"
	case "v:oval":
		return "ellipse"
	case "v:roundrect":
		return "roundRect"
	case "v:rect", "v:image":
		return "rect"
	}
	// Word's built-in shape types by number (o:spt).
	switch strings.TrimPrefix(n.Get("type"), "#_x0000_t") {
	case "1", "202", "75":
		return "rect"
	case "2":
		return "roundRect"
	case "3":
		return "ellipse"
	case "20", "32":
		return "line"
	}
	p.warn("vml-path", fault.T("hình vẽ tự do (VML) được in thành hình chữ nhật", "a freeform shape (VML) is printed as a rectangle"))
	return "rect"
}

func (p *parser) vmlStroke(n *xml.Node) *Border {
	child := n.Child("v:stroke")
	if !onAttr(n, "stroked", true) || !onAttr(child, "on", true) {
		return nil
	}
	b := &Border{Style: BorderSingle, Width: 9525}
	if c, ok := vmlColor(n.Get("strokecolor")); ok {
		b.Color = c
	} else if c, ok := vmlColor(child.Get("color")); ok {
		b.Color = c
	}
	for _, w := range []string{n.Get("strokeweight"), child.Get("weight")} {
		if v, ok := length(w, 1); ok && v >= 0 {
			b.Width = clamp(v, 0, 1584*PerPoint)
			break
		}
	}
	switch child.Get("dashstyle") {
	case "", "solid":
	case "dot", "shortdot", "1 1":
		b.Style = BorderDotted
	case "dashdot", "longdashdot", "shortdashdot":
		b.Style = BorderDotDash
	case "longdashdotdot", "shortdashdotdot":
		b.Style = BorderDotDotDash
	default:
		b.Style = BorderDashed
	}
	switch child.Get("linestyle") {
	case "thinThin":
		b.Style = BorderDouble
	case "thinThick":
		b.Style = BorderThinThick
	case "thickThin":
		b.Style = BorderThickThin
	case "thickBetweenThin":
		b.Style = BorderTriple
	}
	return b
}

func (p *parser) vmlFill(n *xml.Node) *Color {
	child := n.Child("v:fill")
	if !onAttr(n, "filled", true) || !onAttr(child, "on", true) {
		return nil
	}
	if v, unit, ok := quantity(child.Get("opacity")); ok && (v == 0 || unit == "%" && v < 1 || unit == "f" && v < 656) {
		return nil
	}
	switch child.Get("type") {
	case "", "solid":
	case "gradient", "gradientRadial", "gradientradial":
		p.warn("gradient", fault.T("nền chuyển màu được in bằng một màu", "a gradient is printed in one colour"))
	default:
		p.warn("picture-fill", fault.T("nền bằng ảnh của hình vẽ không được in", "picture fills of shapes are not printed"))
	}
	for _, s := range []string{n.Get("fillcolor"), child.Get("color")} {
		if c, ok := vmlColor(s); ok {
			return &c
		}
	}
	return &Color{R: 255, G: 255, B: 255}
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

const colorNames = " black=000000 silver=C0C0C0 gray=808080 grey=808080 white=FFFFFF maroon=800000 red=FF0000 purple=800080 fuchsia=FF00FF magenta=FF00FF" +
	" green=008000 lime=00FF00 olive=808000 yellow=FFFF00 navy=000080 blue=0000FF teal=008080 aqua=00FFFF cyan=00FFFF orange=FFA500 brown=A52A2A pink=FFC0CB" +
	" window=FFFFFF windowtext=000000 darkblue=00008B darkgreen=006400 darkred=8B0000 gold=FFD700 lightgray=D3D3D3 dkgray=A9A9A9 ltgray=D3D3D3 "

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

func abs(v EMU) EMU { return max(v, -v) }

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
		if !isVML(c.Name) {
			continue
		}
		style := readCSS(c.Get("style"))
		item := &Drawing{Width: t.w(style.length("width", 1)), Height: t.h(style.length("height", 1)), Props: d.Props, Alt: nfc(c.Get("alt"))}
		x, y := style.length("left", 1), style.length("top", 1)
		if c.Name == "v:line" {
			from, to := point(c.Get("from"), 1), point(c.Get("to"), 1)
			x, y = min(from[0], to[0]), min(from[1], to[1])
		}
		if !p.vmlShape(item, c, style, 1) {
			continue
		}
		if c.Name == "v:line" { // it took its size from its ends
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
