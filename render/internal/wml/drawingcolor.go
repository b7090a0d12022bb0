package wml

import (
	"math"

	"github.com/bienban/bienban/render/internal/xml"
)

// drawingColor reads the colour inside n (§20.1.2.3) with its transformations.
func (p *parser) drawingColor(n *xml.Node) (Color, bool) {
	for c := range n.Children() {
		if out, known, ok := p.colorOf(c); known {
			return out, ok
		}
	}
	return Color{}, false
}

// drawingColors reads all colours inside n.
func (p *parser) drawingColors(n *xml.Node) (list []Color) {
	for c := range n.Children() {
		if out, _, ok := p.colorOf(c); ok {
			list = append(list, out)
		}
	}
	return list
}

// colorOf reads one element: whether it is a colour, and whether it says which.
func (p *parser) colorOf(c *xml.Node) (out Color, known, ok bool) {
	switch c.Name {
	case "a:srgbClr":
		out, ok = hexColor(c.Get("val"))
	case "a:schemeClr":
		if name := c.Get("val"); name == "phClr" && p.placeholder != nil {
			out, ok = *p.placeholder, true
		} else {
			out, ok = p.theme.color(name)
		}
	case "a:sysClr":
		if out, ok = hexColor(c.Get("lastClr")); !ok {
			out, ok = Color{}, true
			if v := c.Get("val"); v == "window" {
				out = Color{R: 255, G: 255, B: 255}
			}
		}
	case "a:prstClr":
		out, ok = presetColor(c.Get("val"))
	case "a:scrgbClr":
		part := func(name string) uint8 {
			v, _ := percent(c.Get(name), 1000)
			return channel(gamma(v / 100))
		}
		out, ok = Color{R: part("r"), G: part("g"), B: part("b")}, true
	case "a:hslClr":
		s, _ := percent(c.Get("sat"), 1000)
		l, _ := percent(c.Get("lum"), 1000)
		out, ok = fromHSL(float64(rotation(intAttr(c, "hue", 0)))/60000/60, clampTo(s/100, 0, 1), clampTo(l/100, 0, 1)), true
	default:
		return Color{}, false, false
	}
	if !ok {
		return Color{}, true, false
	}
	for t := range c.Children() {
		out = out.transformed(t)
	}
	return out, true, true
}

// gamma is a linear share of light (a:scrgbClr) as sRGB counts it.
func gamma(v float64) float64 {
	if v = clampTo(v, 0, 1); v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// transformed is a colour after one transformation (§20.1.2.3.1 and on).
func (c Color) transformed(t *xml.Node) Color {
	out := c
	v, good := percent(t.Get("val"), 1000)
	v /= 100
	switch t.Name {
	case "a:gray":
		y := uint8((299*int(c.R) + 587*int(c.G) + 114*int(c.B)) / 1000)
		out = Color{R: y, G: y, B: y}
	case "a:inv":
		out = Color{R: 255 - c.R, G: 255 - c.G, B: 255 - c.B}
	case "a:comp":
		h, s, l := c.hsl()
		out = fromHSL(math.Mod(h+3, 6), s, l)
	default:
		if !good {
			return c
		}
		out = c.adjusted(t.Name, v)
	}
	if t.Name != "a:alpha" && t.Name != "a:alphaMod" && t.Name != "a:alphaOff" {
		out.Clear = c.Clear
	}
	return out
}

// adjusted is a colour after a transformation by a share.
func (c Color) adjusted(name string, v float64) Color {
	hsl := func(change func(h, s, l float64) (float64, float64, float64)) Color {
		h, s, l := change(c.hsl())
		return fromHSL(math.Mod(math.Mod(h, 6)+6, 6), clampTo(s, 0, 1), clampTo(l, 0, 1))
	}
	opacity := float64(255-c.Clear) / 255
	switch name {
	case "a:lumMod":
		return c.luminance(func(l float64) float64 { return l * v })
	case "a:lumOff":
		return c.luminance(func(l float64) float64 { return l + v })
	case "a:lum":
		return c.luminance(func(float64) float64 { return v })
	case "a:shade":
		return c.mix(Color{}, clampTo(v, 0, 1))
	case "a:tint":
		return c.mix(Color{R: 255, G: 255, B: 255}, clampTo(v, 0, 1))
	case "a:satMod":
		return hsl(func(h, s, l float64) (float64, float64, float64) { return h, s * v, l })
	case "a:satOff":
		return hsl(func(h, s, l float64) (float64, float64, float64) { return h, s + v, l })
	case "a:sat":
		return hsl(func(h, _, l float64) (float64, float64, float64) { return h, v, l })
	case "a:hueMod":
		return hsl(func(h, s, l float64) (float64, float64, float64) { return h * v, s, l })
	case "a:hueOff": // in 1/60000 degree, which percent has made hundred thousandths of
		return hsl(func(h, s, l float64) (float64, float64, float64) { return h + v*100000/60000/60, s, l })
	case "a:alpha":
		c.Clear = 255 - channel(v)
	case "a:alphaMod":
		c.Clear = 255 - channel(opacity*v)
	case "a:alphaOff":
		c.Clear = 255 - channel(opacity+v)
	}
	return c
}

// presetColor is a colour by DrawingML's name (§20.1.10.47), whose "dk", "lt" and "med" are
// short for the names of the web.
func presetColor(name string) (Color, bool) {
	for _, s := range [...]struct{ short, long string }{{"dk", "dark"}, {"lt", "light"}, {"med", "medium"}} {
		if rest, ok := cutPrefixUpper(name, s.short); ok {
			name = s.long + rest
		}
	}
	return namedColor(name)
}

// cutPrefixUpper cuts a prefix that a capital letter follows.
func cutPrefixUpper(s, prefix string) (string, bool) {
	n := len(prefix)
	if len(s) > n && s[:n] == prefix && s[n] >= 'A' && s[n] <= 'Z' {
		return s[n:], true
	}
	return s, false
}
