package wml

import (
	"math"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/picture"
	"github.com/bienban/bienban/render/internal/xml"
)

// outline reads an a:ln (§20.1.2.2.24), with the theme's line of the style under it.
// Nil: none.
func (p *parser) outline(ln, ref *xml.Node) *Stroke {
	idx := intAttr(ref, "idx", 0)
	if ln == nil && idx == 0 || ln.Child("a:noFill") != nil {
		return nil
	}
	s := &Stroke{Style: BorderSingle, Width: 9525, Color: Color{}}
	if idx > 0 {
		if idx <= len(p.theme.lines) {
			s.Width = p.theme.lines[idx-1]
		}
		if c, ok := p.drawingColor(ref); ok {
			s.Color = c
		}
	}
	filled := false
	for c := range ln.Children() {
		switch c.Name {
		case "a:solidFill", "a:gradFill", "a:pattFill":
			filled = true
			if f := p.paint(c); f != nil {
				s.Color = f.Color // a stroke has one colour: a gradient's first
				if f.Gradient != nil || f.Pattern != nil {
					p.warn("line-fill", fault.T("nét vẽ chuyển sắc hoặc có mẫu tô được in một màu", "a line with a gradient or a pattern is printed in one colour"))
				}
			}
		case "a:prstDash", "a:custDash":
			s.Dash = dashOf(c)
		case "a:round":
			s.Round = true
		case "a:headEnd":
			s.Head = lineEnd(c.Get("type"), c.Get("w"), c.Get("len"))
		case "a:tailEnd":
			s.Tail = lineEnd(c.Get("type"), c.Get("w"), c.Get("len"))
		}
	}
	if !filled && idx == 0 {
		return nil // a line without a paint is not drawn
	}
	if w, ok := ln.Attr("w"); ok {
		if v, ok := length(w, 1); ok {
			s.Width = clamp(v, 0, 1584*PerPoint)
		}
	}
	switch ln.Get("cmpd") {
	case "dbl":
		s.Style = BorderDouble
	case "tri":
		s.Style = BorderTriple
	case "thickThin":
		s.Style = BorderThickThin
	case "thinThick":
		s.Style = BorderThinThick
	}
	return s
}

// dashOf reads an a:prstDash or a:custDash.
func dashOf(n *xml.Node) []float64 {
	if n.Name == "a:custDash" {
		return customDashes(n)
	}
	return dashes(n.Get("val"))
}

// dashes are the lengths of a dash of DrawingML (§20.1.10.48) or VML, in widths of the line.
func dashes(name string) []float64 {
	switch strings.ToLower(name) {
	case "", "solid":
		return nil
	case "dot":
		return []float64{1, 3}
	case "sysdot", "shortdot":
		return []float64{1, 1}
	case "sysdash", "shortdash":
		return []float64{3, 1}
	case "dash":
		return []float64{4, 3}
	case "lgdash", "longdash":
		return []float64{8, 3}
	case "dashdot":
		return []float64{4, 3, 1, 3}
	case "lgdashdot", "longdashdot":
		return []float64{8, 3, 1, 3}
	case "lgdashdotdot", "longdashdotdot":
		return []float64{8, 3, 1, 3, 1, 3}
	case "sysdashdot", "shortdashdot":
		return []float64{3, 1, 1, 1}
	case "sysdashdotdot", "shortdashdotdot":
		return []float64{3, 1, 1, 1, 1, 1}
	}
	var own []float64 // "2 2"
	for f := range strings.FieldsSeq(name) {
		v, _, ok := quantity(f)
		if !ok || v < 0 || len(own) == 16 {
			return []float64{4, 3}
		}
		own = append(own, min(v, 1000))
	}
	return own
}

// customDashes reads an a:custDash (§20.1.8.21).
func customDashes(n *xml.Node) (out []float64) {
	for c := range n.Children() {
		d, ok1 := percent(c.Get("d"), 1000)
		sp, ok2 := percent(c.Get("sp"), 1000)
		if c.Name == "a:ds" && ok1 && ok2 && len(out) < 16 {
			out = append(out, clampTo(d/100, 0, 1000), clampTo(sp/100, 0, 1000))
		}
	}
	return out
}

func clampTo(v, lo, hi float64) float64 { return min(max(v, lo), hi) }

// lineEnd is an arrow head: its kind, and how wide and long it is, in widths of the line.
func lineEnd(kind, width, length string) LineEnd {
	size := func(s string) int {
		switch s {
		case "sm", "narrow", "short":
			return 2
		case "lg", "wide", "long":
			return 5
		}
		return 3
	}
	switch kind {
	case "", "none":
		return LineEnd{}
	case "block":
		kind = "triangle"
	case "classic":
		kind = "stealth"
	case "open":
		kind = "arrow"
	}
	return LineEnd{Kind: kind, Width: size(width), Length: size(length)}
}

// fill reads the fill of a shape, with the style's under it. Nil: none.
func (p *parser) fill(spPr, ref *xml.Node) *Fill {
	for c := range spPr.Children() {
		switch c.Name {
		case "a:noFill":
			return nil
		case "a:solidFill", "a:gradFill", "a:pattFill", "a:blipFill":
			return p.paint(c)
		case "a:grpFill":
			return p.groupFill
		}
	}
	idx := intAttr(ref, "idx", 0)
	col, ok := p.drawingColor(ref)
	if idx <= 0 || idx == 1000 || !ok {
		return nil
	}
	// The theme's fill of that number, in the colour of the reference (§20.1.4.1.13).
	if f := p.theme.fill(idx); f != nil {
		outer := p.placeholder
		p.placeholder = &col
		fill := p.paint(f)
		p.placeholder = outer
		if fill != nil {
			return fill
		}
	}
	return &Fill{Color: col}
}

// paint reads one element that fills; nil if it does not.
func (p *parser) paint(n *xml.Node) *Fill {
	switch n.Name {
	case "a:solidFill":
		if c, ok := p.drawingColor(n); ok {
			return &Fill{Color: c}
		}
	case "a:gradFill":
		return p.gradient(n)
	case "a:pattFill":
		fore, _ := p.drawingColor(n.Child("a:fgClr"))
		back, ok := p.drawingColor(n.Child("a:bgClr"))
		if !ok {
			back = Color{R: 255, G: 255, B: 255}
		}
		rows := patternRows(n.Get("prst"))
		return &Fill{Color: fore.mix(back, rows.share()), Pattern: &Pattern{Rows: rows, Fore: fore, Back: back}}
	case "a:blipFill":
		return p.pictureFill(n)
	}
	return nil
}

// gradient reads an a:gradFill (§20.1.8.33).
func (p *parser) gradient(n *xml.Node) *Fill {
	g := &Gradient{}
	for c := range n.Child("a:gsLst").Children() {
		at, ok := percent(c.Get("pos"), 1000)
		col, painted := p.drawingColor(c)
		if c.Name == "a:gs" && ok && painted && len(g.Stops) < maxStops {
			g.Stops = append(g.Stops, GradientStop{At: int(clampTo(at*1000, 0, 100000)), Color: col.onWhite()})
		}
	}
	if l := n.Child("a:lin"); l != nil {
		g.Angle, g.Scaled = rotation(intAttr(l, "ang", 0)), onAttr(l, "scaled", false)
	} else if path := n.Child("a:path"); path != nil {
		g.Radial = true
		if way := path.Get("path"); way != "circle" {
			p.warn("gradient-"+way, fault.T("chuyển sắc theo hình chữ nhật hoặc theo hình được in tròn", "a gradient by a rectangle or a shape is printed round"))
		}
		to := path.Child("a:fillToRect")
		g.X = (crop(to.Get("l")) + 100000 - crop(to.Get("r"))) / 2
		g.Y = (crop(to.Get("t")) + 100000 - crop(to.Get("b"))) / 2
	}
	return newGradient(g)
}

// maxStops bounds the colours of a gradient.
const maxStops = 64

// newGradient is a fill of stops that are put in order; of less than two, of one colour.
func newGradient(g *Gradient) *Fill {
	if len(g.Stops) == 0 {
		return nil
	}
	for i := range g.Stops { // few, and mostly in order
		for j := i; j > 0 && g.Stops[j-1].At > g.Stops[j].At; j-- {
			g.Stops[j-1], g.Stops[j] = g.Stops[j], g.Stops[j-1]
		}
	}
	f := &Fill{Color: g.Stops[0].Color}
	if len(g.Stops) == 1 {
		return f
	}
	// The first and the last colour go on to the ends (§20.1.8.33).
	if first := g.Stops[0]; first.At > 0 {
		first.At = 0
		g.Stops = slices.Insert(g.Stops, 0, first)
	}
	if last := g.Stops[len(g.Stops)-1]; last.At < 100_000 {
		last.At = 100_000
		g.Stops = append(g.Stops, last)
	}
	f.Gradient = g
	return f
}

// onWhite is an opaque colour: a transparent one as it looks on paper.
func (c Color) onWhite() Color {
	if c.Clear == 0 {
		return c
	}
	return c.mix(Color{R: 255, G: 255, B: 255}, float64(255-c.Clear)/255)
}

// pictureFill reads an a:blipFill (§20.1.8.14).
func (p *parser) pictureFill(n *xml.Node) *Fill {
	d := &Drawing{}
	pic := &Picture{}
	readSource(pic, n)
	p.blip(d, pic, n.Child("a:blip"))
	if d.Picture == nil {
		return nil
	}
	f := &Fill{Color: Color{R: 255, G: 255, B: 255}, Picture: pic}
	if t := n.Child("a:tile"); t != nil {
		f.tile(p, pic.Data)
		scale := func(name string) float64 {
			if v, ok := percent(t.Get(name), 1000); ok {
				return clampTo(v/100, 0, 100)
			}
			return 1
		}
		f.TileWidth, f.TileHeight = toEMU(float64(f.TileWidth)*scale("sx")), toEMU(float64(f.TileHeight)*scale("sy"))
	} else if r := n.Path("a:stretch", "a:fillRect"); r != nil {
		// What the rectangle leaves out is what the picture's crop would add.
		pic.CropLeft, pic.CropRight = widen(pic.CropLeft, crop(r.Get("l"))), widen(pic.CropRight, crop(r.Get("r")))
		pic.CropTop, pic.CropBottom = widen(pic.CropTop, crop(r.Get("t"))), widen(pic.CropBottom, crop(r.Get("b")))
	}
	return f
}

// widen is a crop of a picture that fills its rectangle but for an inset.
func widen(crop, inset int) int { return max(crop-inset, -100000) }

// tile makes the picture of a fill stand at its own size, 96 dots an inch, again and again.
func (f *Fill) tile(p *parser, data []byte) {
	if c, _, err := picture.Config(data, p.limits); err == nil {
		f.TileWidth, f.TileHeight = EMU(c.Width)*pixel, EMU(c.Height)*pixel
	}
}

// shadow reads the shadow of a:effectLst (§20.1.8.45); nil: none. Its blur is not drawn.
func (p *parser) shadow(spPr *xml.Node) *Shadow {
	n := spPr.Path("a:effectLst", "a:outerShdw")
	c, ok := p.drawingColor(n)
	if spPr.Path("a:effectLst", "a:prstShdw") != nil || ok && emuAttr(n, "dist", 0) == 0 && emuAttr(n, "blurRad", 0) > 0 {
		p.warn("shape-shadow", fault.T("bóng của hình chỉ được in khi nó lệch khỏi hình; bóng mờ quanh hình và bóng dựng sẵn thì không",
			"a shape's shadow is printed where it stands aside; blurs around shapes and preset shadows are not"))
	}
	if !ok {
		return nil
	}
	sin, cos := math.Sincos(float64(rotation(intAttr(n, "dir", 0))) / 60000 * math.Pi / 180)
	distance := float64(clamp(emuAttr(n, "dist", 0), 0, maxDrawing))
	return &Shadow{Color: c, X: toEMU(math.Round(distance * cos)), Y: toEMU(math.Round(distance * sin))}
}

// effects warns of what a shape has beside fill, outline and shadow.
func (p *parser) effects(spPr *xml.Node) {
	for c := range spPr.Child("a:effectLst").Children() {
		switch c.Name {
		case "a:outerShdw", "a:prstShdw":
		default:
			p.warn("shape-effect", fault.T("hiệu ứng của hình (phát sáng, phản chiếu, làm mờ cạnh) không được in", "effects of shapes (glow, reflection, soft edges) are not printed"))
		}
	}
	if spPr.Child("a:scene3d") != nil && spPr.Path("a:scene3d", "a:camera").Get("prst") != "orthographicFront" || spPr.Path("a:sp3d", "a:bevelT") != nil {
		p.warn("shape-3d", fault.T("hình nổi ba chiều được in phẳng", "shapes in three dimensions are printed flat"))
	}
}
