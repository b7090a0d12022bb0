package wml

import (
	"image/color"

	"github.com/bienban/bienban/render/internal/picture"
	"github.com/bienban/bienban/render/internal/xml"
)

// recolor reads how an a:blip changes the colours of its picture; nil: not at all.
func (p *parser) recolor(blip *xml.Node) *picture.Recolor {
	r := picture.Recolor{}
	for c := range blip.Children() {
		switch c.Name {
		case "a:lum":
			r.Bright, r.Contrast = crop(c.Get("bright")), crop(c.Get("contrast"))
		case "a:grayscl":
			r.Gray = true
		case "a:biLevel":
			r.BiLevel = max(crop(c.Get("thresh")), 1)
		case "a:duotone":
			if two := p.drawingColors(c); len(two) == 2 {
				r.Duotone, r.Dark, r.Light = true, two[0].nrgba(), two[1].nrgba()
			}
		case "a:clrChange":
			from, ok1 := p.drawingColor(c.Child("a:clrFrom"))
			to, ok2 := p.drawingColor(c.Child("a:clrTo"))
			if ok1 && ok2 {
				r.Change, r.From, r.To = true, from.nrgba(), to.nrgba()
			}
		}
	}
	if r == (picture.Recolor{}) {
		return nil
	}
	return &r
}

func (c Color) nrgba() color.NRGBA { return color.NRGBA{c.R, c.G, c.B, 255 - c.Clear} }

// vmlRecolor reads how a v:imagedata changes the colours of its picture (19.1.2.11); nil: not
// at all.
func vmlRecolor(n *xml.Node) *picture.Recolor {
	r := picture.Recolor{Gray: onAttr(n, "grayscale", false)}
	if onAttr(n, "bilevel", false) {
		r.BiLevel = 50000
	}
	part := func(name string, missing float64) float64 {
		v, unit, ok := quantity(n.Get(name))
		switch {
		case !ok:
			return missing
		case unit == "f":
			return v / 65536
		case unit == "%":
			return v / 100
		}
		return v
	}
	// What DrawingML calls brightness and contrast: a washed-out picture has 0.3 and 0.35 here,
	// -70 % and 70 % there.
	if gain := part("gain", 1); gain <= 1 {
		r.Contrast = int(clampTo(gain-1, -1, 0) * 100000)
	} else {
		r.Contrast = int(clampTo(1-1/gain, 0, 1) * 100000)
	}
	r.Bright = int(clampTo(part("blacklevel", 0)*2, -1, 1) * 100000)
	if c, ok := vmlColor(n.Get("chromakey")); ok {
		r.Change, r.From = true, c.nrgba()
	}
	if r == (picture.Recolor{}) {
		return nil
	}
	return &r
}
