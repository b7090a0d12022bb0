package picture

import (
	"image"
	"image/color"
	"math"
)

// A Recolor changes the colours of a picture (ECMA-376 Part 1, 20.1.8: a:lum, a:grayscl,
// a:biLevel, a:duotone, a:clrChange), in this order. The zero value changes none.
type Recolor struct {
	Change           bool // From becomes To
	From, To         color.NRGBA
	Bright, Contrast int // in 1/100000, from -100000
	Gray             bool
	BiLevel          int // what is darker than this part of 100000 is black, all else white; 0: as it is
	Duotone          bool
	Dark, Light      color.NRGBA // of a duotone: what black and white become
}

// Apply gives a picture in its new colours, which are worked out as it is read.
func (r Recolor) Apply(src image.Image) image.Image {
	m := recolored{Image: src, Recolor: r}
	if c := float64(r.Contrast) / 1000; c >= 0 { // percent
		m.factor = 128 / (128 - 1.27*min(c, 100))
	} else {
		m.factor = (128 + 1.27*max(c, -100)) / 128
	}
	if near := func(v int) bool { return v > washout-100 && v < washout+100 }; near(r.Bright) && near(-r.Contrast) {
		m.Bright, m.Contrast = washout, -washout
	}
	m.offset = float64(r.Bright)/1000*2.55 + 128 - float64(m.factor*128)
	return m
}

type recolored struct {
	image.Image
	Recolor
	factor, offset float64
}

func (m recolored) ColorModel() color.Model { return color.NRGBAModel }

func (m recolored) At(x, y int) color.Color {
	c := color.NRGBAModel.Convert(m.Image.At(x, y)).(color.NRGBA)
	return m.dot(c)
}

func (r *recolored) dot(c color.NRGBA) color.NRGBA {
	if r.Change && c.R == r.From.R && c.G == r.From.G && c.B == r.From.B {
		c = r.To
	}
	if r.Bright == washout && r.Contrast == -washout {
		c.R, c.G, c.B = washed(c.R), washed(c.G), washed(c.B)
	} else if r.Bright != 0 || r.Contrast != 0 {
		light := func(v uint8) uint8 { return uint8(min(max(float64(float64(v)*r.factor)+r.offset+0.5, 0), 255)) }
		c.R, c.G, c.B = light(c.R), light(c.G), light(c.B)
	}
	grey := uint8((299*int(c.R) + 587*int(c.G) + 114*int(c.B) + 500) / 1000)
	switch {
	case r.Duotone:
		mix := func(a, b uint8) uint8 { return uint8((int(a)*(255-int(grey)) + int(b)*int(grey) + 127) / 255) }
		c.R, c.G, c.B = mix(r.Dark.R, r.Light.R), mix(r.Dark.G, r.Light.G), mix(r.Dark.B, r.Light.B)
	case r.BiLevel > 0:
		v := uint8(255)
		if int(grey)*100000 < r.BiLevel*255 {
			v = 0
		}
		c.R, c.G, c.B = v, v, v
	case r.Gray:
		c.R, c.G, c.B = grey, grey, grey
	}
	return c
}

// washout is the brightness, and the contrast below 0, of what Word calls washed out: its
// watermarks made of pictures.
const washout = 70000

// washed is a part of a colour that is washed out (Word 365, measured on a photograph: 0 becomes
// 206, 77 229, 111 238, 252 254).
func washed(v uint8) uint8 {
	return uint8(math.Round(255 - 49*math.Pow(float64(255-v)/255, 1.9)))
}
