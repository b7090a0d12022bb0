package chart

import "math"

// white is the ground of a chart without a theme, and the other end of its shades.
var white = Color{R: 255, G: 255, B: 255}

// accent is the colour of series i of n in a style (§21.2.2.227): of each eight styles the first
// is grey, the second takes all accents, the others one of them. Where a colour comes again, it goes
// from dark to light.
func (r *reader) accent(i, n int) Color {
	kind := (r.style - 1) % 8
	base, at, of := Color{R: 127, G: 127, B: 127}, i, n
	switch {
	case kind == 1:
		base, at, of = r.scheme(accents[i%len(accents)]), i/len(accents), (max(n, i+1)-1)/len(accents)+1
	case kind > 1:
		base = r.scheme(accents[kind-2])
	}
	t := 1.4*float64(at+1)/float64(of+1) - 0.7
	if t < 0 {
		return base.mix(Color{}, 1+t)
	}
	return base.mix(white, 1-t)
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
