package raster

import (
	"image"
	"image/color"
	"math"
	"slices"

	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/wml"
)

// A look is a fill that has another colour at each pixel.
type look struct {
	bounds image.Rectangle
	at     func(x, y float64) wml.Color // in EMU
	c      *canvas
}

func (l look) ColorModel() color.Model { return color.NRGBAModel }
func (l look) Bounds() image.Rectangle { return l.bounds }
func (l look) At(x, y int) color.Color {
	col := l.at((float64(x)+0.5)/l.c.x, (float64(y)+0.5)/l.c.y)
	return color.RGBA{col.R, col.G, col.B, 0xff}
}

// gradient is the look of a gradient.
func (c *canvas) gradient(g *layout.Gradient) image.Image {
	x1, y1 := float64(g.X1), float64(g.Y1)
	dx, dy := float64(g.X2)-x1, float64(g.Y2)-y1
	length := max(float64(dx*dx)+float64(dy*dy), 1)
	return look{c.picture.Rect, func(x, y float64) wml.Color {
		x, y = x-x1, y-y1
		if g.Radial {
			return between(g.Stops, math.Sqrt((float64(x*x)+float64(y*y))/length))
		}
		return between(g.Stops, (float64(x*dx)+float64(y*dy))/length)
	}, c}
}

// between is the colour at a part of a gradient's way.
func between(stops []layout.Stop, part float64) wml.Color {
	at := part * 100_000
	i := 0
	for i < len(stops) && float64(stops[i].At) < at {
		i++
	}
	switch {
	case i == 0:
		return stops[0].Color
	case i == len(stops):
		return stops[i-1].Color
	}
	a, b := stops[i-1], stops[i]
	t := (at - float64(a.At)) / float64(b.At-a.At)
	mix := func(p, q uint8) uint8 { return uint8(math.Round(float64(p) + float64((float64(q)-float64(p))*t))) }
	return wml.Color{R: mix(a.Color.R, b.Color.R), G: mix(a.Color.G, b.Color.G), B: mix(a.Color.B, b.Color.B)}
}

// tile is the look of a pattern.
func (c *canvas) tile(t *layout.Tile) image.Image {
	dot := max(float64(t.Size)/8, 1)
	cell := func(v float64, from wml.EMU) int { return int(math.Floor((v-float64(from))/dot)) & 7 }
	return look{c.picture.Rect, func(x, y float64) wml.Color {
		if t.Rows[cell(y, t.Y)]>>(7-cell(x, t.X))&1 != 0 {
			return t.Fore
		}
		return t.Back
	}, c}
}

// evenOdd turns contours around where they lie in an even number of others, so that the
// non-zero rule fills them as the even-odd rule would as long as they do not cross.
func evenOdd(contours []contour) []contour {
	if len(contours) > 500 {
		return contours // too many to compare each with each
	}
	flat := make([][]point, len(contours))
	for i := range contours {
		flat[i] = contours[i].flat()
	}
	out := slices.Clone(contours)
	for i := range contours {
		depth := 0
		for j := range contours {
			if i != j && inside(contours[i].from, flat[j]) {
				depth++
			}
		}
		if clockwise(flat[i]) == (depth%2 == 0) {
			continue
		}
		list := flat[i]
		k := contour{from: list[len(list)-1]}
		for j := len(list) - 2; j >= 0; j-- {
			k.segments = append(k.segments, segment{to: list[j]})
		}
		out[i] = k
	}
	return out
}

func inside(p point, through []point) bool {
	in := false
	for i, a := range through {
		b := through[(i+1)%len(through)]
		if (a.y > p.y) != (b.y > p.y) && p.x < a.x+float64((b.x-a.x)*(p.y-a.y))/(b.y-a.y) {
			in = !in
		}
	}
	return in
}

func clockwise(through []point) bool {
	area := 0.0
	for i, a := range through {
		b := through[(i+1)%len(through)]
		area += float64(a.x*b.y) - float64(b.x*a.y)
	}
	return area > 0
}
