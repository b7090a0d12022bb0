package pdf_test

import (
	"image"
	"image/color"
	"io"
	"testing"

	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/pdf"
)

// BenchmarkAlpha is a large picture that the page shines through, as screenshots are.
func BenchmarkAlpha(b *testing.B) {
	img := image.NewNRGBA(image.Rect(0, 0, 1400, 900))
	for y := range 900 {
		for x := range 1400 {
			v := uint8(x*y>>9 + x&7*y&3)
			c := color.NRGBA{v, v + uint8(x>>5), uint8(y >> 3), 0xff}
			if x < 20 {
				c.A = uint8(x * 12)
			}
			img.SetNRGBA(x, y, c)
		}
	}
	p := page(&layout.Image{X: 72 * pt, Y: 72 * pt, W: 400 * pt, H: 257 * pt, Picture: picture(b, "png", img)})
	b.ReportAllocs()
	for b.Loop() {
		if err := pdf.Write(io.Discard, []*layout.Page{p}, pdf.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
