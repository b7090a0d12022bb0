package wml

import (
	"strings"

	"github.com/bienban/bienban/render/internal/geometry"
	"github.com/bienban/bienban/render/internal/xml"
)

// A vmlNode is a shape of VML with its v:shapetype, whose attributes and children count where
// it has none itself.
type vmlNode struct {
	*xml.Node
	typ *xml.Node
}

func (v vmlNode) attr(name string) string {
	if s, ok := v.Attr(name); ok {
		return s
	}
	return v.typ.Get(name)
}

func (v vmlNode) on(name string, missing bool) bool {
	if s := v.attr(name); s != "" {
		return onValue(s)
	}
	return missing
}

// child is the child of that name, the shape's own first.
func (v vmlNode) child(name string) *xml.Node {
	if c := v.Child(name); c != nil {
		return c
	}
	return v.typ.Child(name)
}

// keepType keeps a v:shapetype for the shapes that name it.
func (p *parser) keepType(n *xml.Node) {
	if p.shapeTypes == nil {
		p.shapeTypes = map[string]*xml.Node{}
	}
	p.shapeTypes[n.Get("id")] = n
}

// places are the points that a line, a curve or a polyline leads through; nil for other
// shapes.
func places(n *xml.Node, plain EMU) (out [][2]EMU) {
	switch n.Name {
	case "v:line":
		return [][2]EMU{point(n.Get("from"), plain), point(n.Get("to"), plain)}
	case "v:curve":
		for _, name := range [...]string{"from", "control1", "control2", "to"} {
			out = append(out, point(n.Get(name), plain))
		}
	case "v:polyline":
		list := strings.FieldsFunc(n.Get("points"), func(r rune) bool { return r == ',' || r == ' ' })
		for i := 0; i+1 < len(list); i += 2 {
			out = append(out, point(list[i]+","+list[i+1], plain))
		}
	}
	return out
}

// extent is the rectangle around places.
func extent(through [][2]EMU) (at [2]EMU, w, h EMU) {
	if len(through) == 0 {
		return
	}
	low, high := through[0], through[0]
	for _, p := range through {
		for i := range p {
			low[i], high[i] = min(low[i], p[i]), max(high[i], p[i])
		}
	}
	return low, clamp(high[0]-low[0], 0, maxDrawing), clamp(high[1]-low[1], 0, maxDrawing)
}

// through is a form that leads through places, in curves by threes if curved.
func through(list [][2]EMU, curved bool) *geometry.Definition {
	at, w, h := extent(list)
	p := geometry.Path{W: float64(w), H: float64(h)}
	operands := func(list [][2]EMU) (out []geometry.Operand) {
		for _, q := range list {
			out = append(out, geometry.Number(float64(q[0]-at[0])), geometry.Number(float64(q[1]-at[1])))
		}
		return out
	}
	if len(list) == 0 {
		return &geometry.Definition{}
	}
	p.Commands = append(p.Commands, geometry.Command{Op: 'M', Operands: operands(list[:1])})
	if curved {
		p.Commands = append(p.Commands, geometry.Command{Op: 'C', Operands: operands(list[1:])})
	} else {
		for i := range list[1:] {
			p.Commands = append(p.Commands, geometry.Command{Op: 'L', Operands: operands(list[i+1 : i+2])})
		}
		if n := len(list); n > 2 && list[0] == list[n-1] {
			p.Commands = append(p.Commands, geometry.Command{Op: 'Z'})
		}
	}
	return &geometry.Definition{Paths: []geometry.Path{p}}
}

// vmlForm reads the outline of a shape: of an element that names it, by its path and formulas,
// or by the number of one of Word's own types.
func (p *parser) vmlForm(s *Shape, d *Drawing, v vmlNode, plain EMU) {
	list := places(v.Node, plain)
	preset := func(name string) {
		if s.Geometry = name; name != "rect" {
			s.Form = geometry.Preset(name)
		}
	}
	switch v.Name {
	case "v:line":
		preset("line")
		s.FlipH, s.FlipV = list[1][0] < list[0][0], list[1][1] < list[0][1]
		return
	case "v:curve", "v:polyline":
		s.Geometry, s.Form = "custom", through(list, v.Name == "v:curve")
		return
	case "v:oval":
		preset("ellipse")
		return
	case "v:arc":
		preset("arc")
		// VML counts from the top, DrawingML from the right.
		angle := func(name string, missing float64) float64 {
			a, _, ok := quantity(v.Get(name))
			if !ok {
				a = missing
			}
			return float64(rotation(int(clampTo(a, -1e6, 1e6)*60000) - 90*60000))
		}
		s.Adjusts = map[string]float64{"adj1": angle("startangle", 0), "adj2": angle("endangle", 90)}
		return
	case "v:roundrect":
		preset("roundRect")
		if a, unit, ok := quantity(v.Get("arcsize")); ok {
			switch unit {
			case "f":
				a /= 65536
			case "%":
				a /= 100
			}
			s.Adjusts = map[string]float64{"adj": a * 100000}
		}
		return
	case "v:rect", "v:image":
		preset("rect")
		return
	}
	p.vmlPath(s, d, v, preset)
}

// vmlPath reads the outline of a v:shape.
func (p *parser) vmlPath(s *Shape, d *Drawing, v vmlNode, preset func(name string)) {
	child := v.child("v:path")
	path := v.Get("path")
	if path == "" {
		path = v.Child("v:path").Get("v")
	}
	number := strings.TrimPrefix(v.Get("type"), "#_x0000_t")
	name := sptName(number)
	adjusts := vmlAdjusts(v)
	if path == "" {
		switch {
		case name == "rect" || name == "line" || name == "straightConnector1":
			preset(name)
			return
		case name != "" && (v.typ == nil || child.Get("limo") != ""):
			// What has a limit where it stretches is drawn by the preset of the same name, whose
			// values count in hundred thousandths instead of 21600ths.
			preset(name)
			if s.Form != nil && len(adjusts) > 0 && len(adjusts) == len(s.Form.Adjusts) {
				s.Adjusts = map[string]float64{}
				for i, g := range s.Form.Adjusts {
					s.Adjusts[g.Name] = adjusts[i] * 100000 / 21600
				}
			}
			return
		}
		if path = v.typ.Get("path"); path == "" {
			path = v.typ.Child("v:path").Get("v")
		}
	}
	if path == "" { // what says nothing of its outline has one of its text only
		preset("rect")
		return
	}
	if !p.affords(d, len(path)/4) { // a stroke and its points are four letters at least
		preset("rect")
		return
	}
	size, origin := point(v.attr("coordsize"), 1), point(v.attr("coordorigin"), 1)
	form := geometry.VML{
		Path: path, Adjusts: adjusts, Width: float64(size[0]), Height: float64(size[1]), X: float64(origin[0]), Y: float64(origin[1]),
		Text: child.Get("textboxrect"), Filled: v.on("filled", true), Drawn: v.on("stroked", true), OuterW: float64(d.Width), OuterH: float64(d.Height),
	}
	for f := range v.child("v:formulas").Children() {
		if f.Name == "v:f" {
			form.Formulas = append(form.Formulas, f.Get("eqn"))
		}
	}
	s.Geometry, s.Form = "custom", form.Define()
}

// vmlAdjusts are the values of the attribute adj, those of the type where it has none.
func vmlAdjusts(v vmlNode) (out []float64) {
	list := func(n *xml.Node) []string {
		if s := n.Get("adj"); s != "" {
			return strings.Split(s, ",")
		}
		return nil
	}
	own, typ := list(v.Node), list(v.typ)
	for i := range min(max(len(own), len(typ)), 16) {
		value := 0.0
		for _, list := range [...][]string{own, typ} {
			if i < len(list) {
				if n, _, ok := quantity(list[i]); ok {
					value = n
					break
				}
			}
		}
		out = append(out, value)
	}
	return out
}

// sptName is the preset that one of Word's own types is by its number (o:spt); "" if there is
// none of that number.
func sptName(number string) string {
	i := strings.Index(sptNames, " "+number+"=")
	if i < 0 || number == "" || strings.ContainsAny(number, " =") {
		return ""
	}
	name, _, _ := strings.Cut(sptNames[i+len(number)+2:], " ")
	return name
}

const sptNames = " 1=rect 2=roundRect 3=ellipse 4=diamond 5=triangle 6=rtTriangle 7=parallelogram 8=trapezoid 9=hexagon 10=octagon 11=plus 12=star5 13=rightArrow" +
	" 15=homePlate 16=cube 19=arc 20=line 21=plaque 22=can 23=donut 32=straightConnector1 33=bentConnector2 34=bentConnector3 35=bentConnector4 36=bentConnector5" +
	" 37=curvedConnector2 38=curvedConnector3 39=curvedConnector4 40=curvedConnector5 53=ribbon 54=ribbon2 55=chevron 56=pentagon 57=noSmoking 58=star8 59=star16 60=star32" +
	" 61=wedgeRectCallout 62=wedgeRoundRectCallout 63=wedgeEllipseCallout 64=wave 65=foldedCorner 66=leftArrow 67=downArrow 68=upArrow 69=leftRightArrow 70=upDownArrow" +
	" 71=irregularSeal1 72=irregularSeal2 73=lightningBolt 74=heart 75=rect 76=quadArrow 84=bevel 85=leftBracket 86=rightBracket 87=leftBrace 88=rightBrace 92=star24" +
	" 93=stripedRightArrow 94=notchedRightArrow 95=blockArc 96=smileyFace 97=verticalScroll 98=horizontalScroll 106=cloudCallout 107=ellipseRibbon 108=ellipseRibbon2" +
	" 109=flowChartProcess 110=flowChartDecision 111=flowChartInputOutput 112=flowChartPredefinedProcess 113=flowChartInternalStorage 114=flowChartDocument" +
	" 115=flowChartMultidocument 116=flowChartTerminator 117=flowChartPreparation 118=flowChartManualInput 119=flowChartManualOperation 120=flowChartConnector" +
	" 121=flowChartPunchedCard 122=flowChartPunchedTape 123=flowChartSummingJunction 124=flowChartOr 125=flowChartCollate 126=flowChartSort 127=flowChartExtract" +
	" 128=flowChartMerge 130=flowChartOnlineStorage 131=flowChartMagneticTape 132=flowChartMagneticDisk 133=flowChartMagneticDrum 134=flowChartDisplay 135=flowChartDelay" +
	" 176=flowChartAlternateProcess 177=flowChartOffpageConnector 183=sun 184=moon 185=bracketPair 186=bracePair 187=star4 188=doubleWave 202=rect "

// vmlStroke reads how the outline of a shape is drawn; nil: not at all.
func (p *parser) vmlStroke(v vmlNode) *Stroke {
	child := v.child("v:stroke")
	if !v.on("stroked", true) || !onAttr(child, "on", true) {
		return nil
	}
	s := &Stroke{Style: BorderSingle, Width: 9525}
	for _, c := range [...]string{v.attr("strokecolor"), child.Get("color")} {
		if col, ok := vmlColor(c); ok {
			s.Color = col
			break
		}
	}
	for _, w := range [...]string{v.attr("strokeweight"), child.Get("weight")} {
		if n, ok := length(w, 1); ok && n >= 0 {
			s.Width = clamp(n, 0, 1584*PerPoint)
			break
		}
	}
	s.Color.Clear = vmlClear(child.Get("opacity"))
	s.Dash = dashes(child.Get("dashstyle"))
	s.Round = child.Get("endcap") == "round"
	s.Head = lineEnd(child.Get("startarrow"), child.Get("startarrowwidth"), child.Get("startarrowlength"))
	s.Tail = lineEnd(child.Get("endarrow"), child.Get("endarrowwidth"), child.Get("endarrowlength"))
	switch child.Get("linestyle") {
	case "thinThin":
		s.Style = BorderDouble
	case "thinThick":
		s.Style = BorderThinThick
	case "thickThin":
		s.Style = BorderThickThin
	case "thickBetweenThin":
		s.Style = BorderTriple
	}
	return s
}

// vmlClear is how transparent an opacity leaves a colour: "0.5", "50%", "32768f".
func vmlClear(s string) uint8 {
	v, unit, ok := quantity(s)
	switch {
	case !ok:
		return 0
	case unit == "f" || unit == "" && v > 1:
		v /= 65536
	case unit == "%":
		v /= 100
	}
	return 255 - channel(v)
}

// vmlFill reads what a shape is filled with; nil: nothing.
func (p *parser) vmlFill(v vmlNode) *Fill {
	child := v.child("v:fill")
	if !v.on("filled", true) || !onAttr(child, "on", true) || !onAttr(v.child("v:path"), "fillok", true) {
		return nil
	}
	col := Color{R: 255, G: 255, B: 255}
	for _, s := range [...]string{v.attr("fillcolor"), child.Get("color")} {
		if c, ok := vmlColor(s); ok {
			col = c
			break
		}
	}
	col.Clear = vmlClear(child.Get("opacity"))
	if col.Clear >= 253 {
		return nil
	}
	switch kind := strings.ToLower(child.Get("type")); kind {
	case "gradient", "gradientradial", "gradientcenter":
		return vmlGradient(child, col, kind != "gradient")
	case "tile", "pattern", "frame":
		id := child.Get("r:id")
		if id == "" {
			id = child.Get("o:relid")
		}
		d, pic := &Drawing{}, &Picture{Clear: col.Clear}
		if p.loadPicture(d, pic, id); d.Picture == nil {
			return nil
		}
		f := &Fill{Color: col, Picture: pic}
		if kind != "frame" {
			f.tile(p, pic.Data)
		}
		return f
	}
	return &Fill{Color: col}
}

// vmlGradient reads a gradient (19.1.2.5): its angle counts counterclockwise from the bottom,
// focus says where between its ends the first colour stands, below 0 the second.
func vmlGradient(n *xml.Node, first Color, radial bool) *Fill {
	second, ok := vmlColor2(n.Get("color2"), first)
	if !ok {
		second = Color{R: 255, G: 255, B: 255}
	}
	second.Clear = vmlClear(n.Get("o:opacity2"))
	first, second = first.onWhite(), second.onWhite()
	g := &Gradient{Radial: radial}
	if radial {
		at := point(n.Get("focusposition"), 100000)
		g.X, g.Y = int(clamp(at[0], 0, 100000)), int(clamp(at[1], 0, 100000))
		g.Stops = []GradientStop{{0, second}, {100000, first}}
		return newGradient(g)
	}
	turn, _, _ := quantity(n.Get("angle"))
	g.Angle = rotation(int(clampTo(-turn-90, -1e4, 1e4) * 60000))
	focus, _ := percent(n.Get("focus"), 1)
	switch {
	case focus >= 100:
		g.Stops = []GradientStop{{0, second}, {100000, first}}
	case focus > 0:
		g.Stops = []GradientStop{{0, second}, {int(focus * 1000), first}, {100000, second}}
	case focus < 0 && focus > -100:
		g.Stops = []GradientStop{{0, first}, {int(-focus * 1000), second}, {100000, first}}
	default:
		g.Stops = []GradientStop{{0, first}, {100000, second}}
	}
	return newGradient(g)
}

// vmlColor2 reads a colour that may be made of another: "fill darken(118)".
func vmlColor2(s string, fill Color) (Color, bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(s), "fill ")
	if !ok {
		return vmlColor(s)
	}
	kind, value, _ := strings.Cut(rest, "(")
	v, _, ok := quantity(value)
	part := clampTo(v/255, 0, 1)
	switch {
	case !ok:
		return fill, true
	case kind == "darken":
		return fill.mix(Color{}, part), true
	case kind == "lighten":
		return fill.mix(Color{R: 255, G: 255, B: 255}, part), true
	}
	return fill, true
}

// vmlShadow reads a v:shadow; nil: none.
func vmlShadow(v vmlNode) *Shadow {
	n := v.Child("v:shadow")
	if n == nil || !onAttr(n, "on", false) {
		return nil
	}
	s := &Shadow{Color: Color{R: 128, G: 128, B: 128}}
	if c, ok := vmlColor(n.Get("color")); ok {
		s.Color = c
	}
	s.Color.Clear = vmlClear(n.Get("opacity"))
	s.X, s.Y = 2*PerPoint, 2*PerPoint
	if o := n.Get("offset"); o != "" {
		at := point(o, pixel)
		s.X, s.Y = at[0], at[1]
	}
	return s
}

// vmlWordArt reads the text of a v:textpath (19.1.2.23).
func (p *parser) vmlWordArt(s *Shape, v vmlNode) {
	own, typ := v.Child("v:textpath"), v.typ.Child("v:textpath")
	style := readCSS(typ.Get("style"))
	for k, value := range readCSS(own.Get("style")) {
		style[k] = value
	}
	art := &WordArt{Text: nfc(own.Get("string")), Font: strings.Trim(style["font-family"], `"' `)}
	art.Bold = style["font-weight"] == "bold" || style["font-weight"] == "700"
	art.Italic = style["font-style"] == "italic"
	if s.Form != nil && s.Geometry == "custom" {
		art.Form = s.Form
	}
	art.Fill, art.Stroke = s.Fill, s.Stroke
	s.Geometry, s.Form, s.Fill, s.Stroke, s.WordArt = "wordArt", nil, nil, nil, art
}

// background reads a w:background (§17.2.1): a colour, or what its v:background is filled with. Nil:
// white.
func (p *parser) background(n *xml.Node) *Fill {
	var f *Fill
	if v := n.Child("v:background"); v != nil {
		f = p.vmlFill(vmlNode{Node: v})
	} else if c, ok := p.theme.wordColor(n.Get("w:color"), n.Get("w:themeColor"), n.Get("w:themeTint"), n.Get("w:themeShade")); ok && !c.Auto {
		f = &Fill{Color: c}
	}
	if f != nil && f.Gradient == nil && f.Picture == nil && f.Color == (Color{R: 255, G: 255, B: 255}) {
		return nil
	}
	return f
}
