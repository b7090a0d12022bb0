package raster

import (
	"image"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/picture"
	"github.com/bienban/bienban/render/internal/wml"
)

// image paints a picture: cropped, mirrored and turned around the middle of its rectangle.
func (c *canvas) image(m *layout.Image) {
	if m.Picture == nil || m.W <= 0 || m.H <= 0 {
		return
	}
	p := m.Picture
	if p != c.last {
		c.last, c.decoded = p, nil
		if decoded, err := picture.Decode(p.Data, c.limits); err == nil {
			if c.decoded = decoded; p.Recolor != nil {
				c.decoded = p.Recolor.Apply(decoded)
			}
		}
	}
	src := c.decoded
	if src == nil {
		c.missing(m)
		return
	}
	// The whole picture is so large that what is left of it fills the rectangle.
	left, right := crop(p.CropLeft, p.CropRight)
	top, bottom := crop(p.CropTop, p.CropBottom)
	b := src.Bounds()
	shown := image.Rect(
		b.Min.X+int(math.Round(float64(b.Dx())*left)), b.Min.Y+int(math.Round(float64(b.Dy())*top)),
		b.Max.X-int(math.Round(float64(b.Dx())*right)), b.Max.Y-int(math.Round(float64(b.Dy())*bottom)))
	if shown = shown.Intersect(b); shown.Empty() {
		return
	}
	sin, cos := math.Sincos(float64(p.Rotation) / 60000 * math.Pi / 180)
	sin, cos = math.Round(sin*1e6)/1e6, math.Round(cos*1e6)/1e6
	// A pixel's width and height in EMU, negative in a mirror.
	w, h := float64(m.W)/(float64(b.Dx())*(1-left-right)), float64(m.H)/(float64(b.Dy())*(1-top-bottom))
	x0, y0 := -float64(m.W)/2-float64(w*float64(b.Dx())*left), -float64(m.H)/2-float64(h*float64(b.Dy())*top)
	if p.FlipH {
		w, x0 = -w, -x0
	}
	if p.FlipV {
		h, y0 = -h, -y0
	}
	x0, y0 = x0-float64(w*float64(b.Min.X)), y0-float64(h*float64(b.Min.Y))
	middleX, middleY := float64(m.X)+float64(m.W)/2, float64(m.Y)+float64(m.H)/2
	to := f64.Aff3{
		c.x * cos * w, -c.x * sin * h, c.x * (middleX + float64(cos*x0) - float64(sin*y0)),
		c.y * sin * w, c.y * cos * h, c.y * (middleY + float64(sin*x0) + float64(cos*y0)),
	}
	for _, v := range to {
		if math.IsNaN(v) || math.Abs(v) > 1e7 {
			return // larger than any page
		}
	}
	if math.Abs(float64(to[0]*to[4])-float64(to[1]*to[3])) < 1e-12 {
		return // nothing of it is left
	}
	// Scaling takes memory by how much smaller a picture becomes in each direction.
	if fx, fy := coarser(to[0], to[3]), coarser(to[1], to[4]); fx > 1 || fy > 1 {
		to[2] += float64(to[0]*float64(shown.Min.X)) + float64(to[1]*float64(shown.Min.Y))
		to[5] += float64(to[3]*float64(shown.Min.X)) + float64(to[4]*float64(shown.Min.Y))
		to[0], to[3] = to[0]*float64(fx), to[3]*float64(fx)
		to[1], to[4] = to[1]*float64(fy), to[4]*float64(fy)
		src = reduce(src, shown, fx, fy)
		shown = src.Bounds()
	}
	if len(m.Clip) == 0 && m.Clear == 0 {
		draw.BiLinear.Transform(c.picture, to, src, shown, draw.Over, nil)
		return
	}
	contours, _ := c.contoursOf(m.Clip, true)
	box := c.picture.Rect
	if len(contours) > 0 {
		if box = c.box(contours); box.Empty() {
			return
		}
	}
	layer := image.NewRGBA(box)
	draw.BiLinear.Transform(layer, to, src, shown, draw.Src, nil)
	if m.Clear > 0 {
		for i, v := range layer.Pix {
			layer.Pix[i] = uint8(uint32(v) * uint32(255-m.Clear) / 255)
		}
	}
	if len(contours) == 0 {
		draw.Draw(c.picture, box, layer, box.Min, draw.Over)
		return
	}
	c.paintWith(contours, layer)
}

// coarser is how many pixels in a row can be one before a picture is scaled, whose pixel's
// side is the vector (x, y) on the page: those left are half a pixel wide at most.
func coarser(x, y float64) int {
	return max(1, int(min(1/(2*math.Hypot(x, y)), math.MaxInt32)))
}

// reduce makes one pixel of each fx by fy of a part of a picture: their mean.
func reduce(src image.Image, part image.Rectangle, fx, fy int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, (part.Dx()+fx-1)/fx, (part.Dy()+fy-1)/fy))
	for y := range out.Rect.Max.Y {
		for x := range out.Rect.Max.X {
			box := image.Rect(0, 0, fx, fy).Add(part.Min).Add(image.Pt(x*fx, y*fy)).Intersect(part)
			var sum [4]uint64
			for v := box.Min.Y; v < box.Max.Y; v++ {
				for u := box.Min.X; u < box.Max.X; u++ {
					r, g, b, a := src.At(u, v).RGBA()
					sum[0], sum[1], sum[2], sum[3] = sum[0]+uint64(r), sum[1]+uint64(g), sum[2]+uint64(b), sum[3]+uint64(a)
				}
			}
			n := uint64(box.Dx()) * uint64(box.Dy())
			for i, s := range sum {
				out.Pix[out.PixOffset(x, y)+i] = uint8((s/n + 128) * 255 / 65535)
			}
		}
	}
	return out
}

// crop is what is cut off two opposite sides, as parts of the whole, as the package pdf has
// it; below 0 something is added.
func crop(a, b int) (float64, float64) {
	bound := func(v int) int { return max(-1_000_000, min(v, 99_000)) }
	a, b = bound(a), bound(b)
	if a+b > 99_000 {
		return 0, 0
	}
	return float64(a) / 100_000, float64(b) / 100_000
}

// missing shows that a picture cannot be: a frame with a cross.
func (c *canvas) missing(m *layout.Image) {
	grey := wml.Color{R: 0x80, G: 0x80, B: 0x80}
	for _, l := range [][4]wml.EMU{
		{0, 0, m.W, 0}, {m.W, 0, m.W, m.H}, {m.W, m.H, 0, m.H}, {0, m.H, 0, 0}, {0, 0, m.W, m.H}, {m.W, 0, 0, m.H},
	} {
		c.line(&layout.Line{X1: m.X + l[0], Y1: m.Y + l[1], X2: m.X + l[2], Y2: m.Y + l[3], Width: wml.PerPoint / 2, Color: grey})
	}
}
