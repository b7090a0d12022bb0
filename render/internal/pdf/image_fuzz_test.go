package pdf_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/pdf"
	"github.com/bienban/bienban/render/internal/wml"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// FuzzImages: whatever a picture's file holds, the page is written, with the picture or
// with a warning, and a small limit on its pixels holds.
func FuzzImages(f *testing.F) {
	small := image.NewNRGBA(image.Rect(0, 0, 5, 4))
	var jpg, bitmap, tif bytes.Buffer
	for _, err := range []error{jpeg.Encode(&jpg, small, nil), bmp.Encode(&bitmap, small), tiff.Encode(&tif, small, nil)} {
		if err != nil {
			f.Fatal(err)
		}
	}
	for _, seed := range [][]byte{
		jpg.Bytes(), bitmap.Bytes(), tif.Bytes(), nil, []byte("GIF89a"),
		picture(f, "png", drawing(true)).Data, picture(f, "png", drawing(false)).Data, picture(f, "gif", drawing(false)).Data,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var faults fault.List
		opts := pdf.Options{Faults: &faults, Limits: limit.Limits{ImagePixels: 1 << 16, ImageBytes: 1 << 20}}
		m := &layout.Image{X: pt, Y: pt, W: 100 * pt, H: 100 * pt, Picture: &wml.Picture{Part: "p", Data: data}}
		b := write(t, opts, page(m))
		shown := bytes.Contains(b, []byte("/Subtype /Image"))
		if shown == (len(faults) > 0) {
			t.Errorf("shown %t, faults %v", shown, faults)
		}
	})
}
