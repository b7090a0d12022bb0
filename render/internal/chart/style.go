package chart

import "math"

// white and black are what a chart without a theme is made of.
var white = Color{R: 255, G: 255, B: 255}

// variations are what the six accents of the theme become in a chart of more series, as parts
// of their luminance: the colours that Office writes beside a chart (its colors part).
var variations = [...]struct{ mod, off float64 }{
	{1, 0}, {0.6, 0}, {0.8, 0.2}, {0.8, 0}, {0.6, 0.4}, {0.5, 0}, {0.7, 0.3}, {0.7, 0}, {0.5, 0.5},
}

// accent is the colour of series i of n in a style (§21.2.2.227): of each eight styles the first
// is grey, the second takes all accents, the others one of them, from dark to light.
func (r *reader) accent(i, n int) Color {
	kind := (r.style - 1) % 8
	if kind != 1 {
		base := Color{R: 127, G: 127, B: 127}
		if kind > 1 {
			base = r.scheme(accents[kind-2])
		}
		t := 1.4*float64(i+1)/float64(n+1) - 0.7
		if t < 0 {
			return base.mix(Color{}, 1+t)
		}
		return base.mix(white, 1-t)
	}
	v := variations[i/len(accents)%len(variations)]
	return r.scheme(accents[i%len(accents)]).luminance(v.mod, v.off)
}

var accents = [...]string{"accent1", "accent2", "accent3", "accent4", "accent5", "accent6"}

// scheme is a colour of the theme, or what Office has where there is no theme.
func (r *reader) scheme(name string) Color {
	if c, ok := r.look.Scheme(name); ok {
		return c
	}
	switch name {
	case "accent1":
		return Color{R: 0x4F, G: 0x81, B: 0xBD}
	case "accent2":
		return Color{R: 0xC0, G: 0x50, B: 0x4D}
	case "accent3":
		return Color{R: 0x9B, G: 0xBB, B: 0x59}
	case "accent4":
		return Color{R: 0x80, G: 0x64, B: 0xA2}
	case "accent5":
		return Color{R: 0x4B, G: 0xAC, B: 0xC6}
	case "accent6":
		return Color{R: 0xF7, G: 0x96, B: 0x46}
	case "bg1", "lt1":
		return white
	}
	return Color{}
}

// mix is part (0 to 1) of c over ground.
func (c Color) mix(ground Color, part float64) Color {
	one := func(a, b uint8) uint8 {
		return uint8(math.Round(min(max(float64(float64(a)*part)+float64(float64(b)*(1-part)), 0), 255)))
	}
	return Color{R: one(c.R, ground.R), G: one(c.G, ground.G), B: one(c.B, ground.B)}
}

// luminance scales the luminance of c (as HSL has it) and adds to it.
func (c Color) luminance(mod, off float64) Color {
	hi, lo := max(c.R, c.G, c.B), min(c.R, c.G, c.B)
	l := (float64(hi) + float64(lo)) / 510
	to := min(max(float64(l*mod)+off, 0), 1)
	if hi == lo {
		v := uint8(math.Round(to * 255))
		return Color{R: v, G: v, B: v}
	}
	// With hue and saturation kept, each channel stands between the same two bounds.
	spread := float64(hi-lo) / 255
	saturation := spread / (1 - math.Abs(float64(2*l)-1))
	spread = (1 - math.Abs(float64(2*to)-1)) * saturation
	one := func(v uint8) uint8 {
		part := float64(v-lo) / float64(hi-lo)
		return uint8(math.Round(min(max(to-spread/2+float64(part*spread), 0), 1) * 255))
	}
	return Color{R: one(c.R), G: one(c.G), B: one(c.B)}
}
