package picture

import (
	"image"
	"image/color"
	"testing"
)

func TestRecolor(t *testing.T) {
	dot := func(c color.NRGBA) image.Image {
		m := image.NewNRGBA(image.Rect(0, 0, 1, 1))
		m.SetNRGBA(0, 0, c)
		return m
	}
	orange := color.NRGBA{200, 100, 0, 255}
	for _, tt := range []struct {
		name string
		r    Recolor
		want color.NRGBA
	}{
		{"nothing", Recolor{}, orange},
		{"grey by what the eye sees", Recolor{Gray: true}, color.NRGBA{119, 119, 119, 255}},
		{"black below the threshold", Recolor{BiLevel: 50000}, color.NRGBA{0, 0, 0, 255}},
		{"white above it", Recolor{BiLevel: 40000}, color.NRGBA{255, 255, 255, 255}},
		{"washed out, as a watermark", Recolor{Bright: 70000, Contrast: -70000}, color.NRGBA{252, 236, 206, 255}},
		{"brighter", Recolor{Bright: 20000}, color.NRGBA{251, 151, 51, 255}},
		{"two colours", Recolor{Duotone: true, Dark: color.NRGBA{B: 255, A: 255}, Light: color.NRGBA{R: 255, A: 255}}, color.NRGBA{119, 0, 136, 255}},
		{"one colour becomes clear", Recolor{Change: true, From: orange, To: color.NRGBA{1, 2, 3, 0}}, color.NRGBA{1, 2, 3, 0}},
	} {
		if got := tt.r.Apply(dot(orange)).At(0, 0); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
