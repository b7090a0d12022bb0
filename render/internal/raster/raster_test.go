package raster_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"runtime"
	"testing"

	"github.com/bienban/bienban/fonts"
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/raster"
	"github.com/bienban/bienban/render/internal/wml"
)

var (
	black = wml.Color{}
	red   = wml.Color{R: 0xff}
)

// px is the length of one pixel on a page of 20 by 20 that is painted 20 pixels wide.
const px = wml.EMU(10_000)

// painted is a page of 20 by 20 pixels, a letter each: "." white, "#" black, "R" red,
// "G" and "B" the other colours, "o" what is between black and white.
func painted(t *testing.T, items ...layout.Item) []string {
	t.Helper()
	p, err := raster.Paint(t.Context(), &layout.Page{Width: 20 * px, Height: 20 * px, Items: items}, raster.Options{Width: 20})
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for y := range 20 {
		row := ""
		for x := range 20 {
			switch c := p.RGBAAt(x, y); {
			case c == color.RGBA{0xff, 0xff, 0xff, 0xff}:
				row += "."
			case c == color.RGBA{0, 0, 0, 0xff}:
				row += "#"
			case c.R > 0xc0 && c.G < 0x40 && c.B < 0x40:
				row += "R"
			case c.G > 0xc0 && c.R < 0x40 && c.B < 0x40:
				row += "G"
			case c.B > 0xc0 && c.R < 0x40 && c.G < 0x40:
				row += "B"
			default:
				row += "o"
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func count(rows []string, what string) int {
	n := 0
	for _, r := range rows {
		n += bytes.Count([]byte(r), []byte(what))
	}
	return n
}

func TestShapes(t *testing.T) {
	square := func(x, y, size wml.EMU) []layout.Segment {
		return []layout.Segment{{X: x, Y: y}, {X: x + size, Y: y}, {X: x + size, Y: y + size}, {X: x, Y: y + size}}
	}
	for _, tt := range []struct {
		name              string
		items             []layout.Item
		black, red, mixed int // pixels
	}{
		{"a rectangle", []layout.Item{&layout.Fill{X: 2 * px, Y: 3 * px, W: 4 * px, H: 5 * px, Color: red}}, 0, 20, 0},
		{"rectangles beside each other leave no seam", []layout.Item{
			&layout.Fill{W: 5*px + px/2, H: 10 * px}, &layout.Fill{X: 5*px + px/2, W: 4*px + px/2, H: 10 * px}}, 100, 0, 0},
		{"what comes later covers", []layout.Item{&layout.Fill{W: 5 * px, H: 5 * px, Color: red}, &layout.Fill{W: 2 * px, H: 5 * px}}, 10, 15, 0},
		{"a hairline is a pixel wide", []layout.Item{&layout.Line{X1: 2 * px, Y1: 5*px + px/3, X2: 12 * px, Y2: 5*px + px/3, Width: 1}}, 10, 0, 0},
		{"an upright line", []layout.Item{&layout.Line{X1: 5 * px, Y1: 12 * px, X2: 5 * px, Y2: 2 * px, Width: 2 * px}}, 20, 0, 0},
		{"a dashed line", []layout.Item{&layout.Line{X1: 0, Y1: 5 * px, X2: 20 * px, Y2: 5 * px, Width: 1, Dash: []wml.EMU{2 * px, 3 * px}}}, 8, 0, 0},
		{"dashes without end", []layout.Item{&layout.Line{X1: 0, Y1: 5 * px, X2: 20 * px, Y2: 5 * px, Width: 1, Dash: []wml.EMU{0, 0}}}, 20, 0, 0},
		{"a filled shape", []layout.Item{&layout.Path{Segments: square(4*px, 4*px, 6*px), Fill: &red}}, 0, 36, 0},
		{"its outline", []layout.Item{&layout.Path{Segments: square(4*px, 4*px, 6*px), Stroke: &black, Width: 2 * px}}, 48, 0, 0},
		{"beyond the page", []layout.Item{&layout.Fill{X: -5 * px, Y: -5 * px, W: 100 * px, H: 10 * px}, &layout.Path{Segments: square(1<<60, 1<<60, 1<<60), Fill: &red, Stroke: &red, Width: 1 << 60}}, 100, 0, 0},
		{"mostly beyond the page", []layout.Item{&layout.Path{Segments: []layout.Segment{{X: -1 << 50, Y: -1 << 50}, {X: 1 << 50, Y: -1 << 50}, {X: 1 << 50, Y: 1 << 50}, {X: -1 << 50, Y: 1 << 50}}, Fill: &black}}, 400, 0, 0},
		{"half of it", []layout.Item{&layout.Path{Segments: square(-10*px, 5*px, 20*px), Fill: &black}}, 150, 0, 0},
		{"nothing to see", []layout.Item{&layout.Path{}, &layout.Image{}, &layout.Glyphs{}, &layout.LinkArea{}, &layout.Destination{}, &layout.Fill{}}, 0, 0, 0},
	} {
		rows := painted(t, tt.items...)
		if b, r, m := count(rows, "#"), count(rows, "R"), count(rows, "o"); b != tt.black || r != tt.red || m != tt.mixed {
			t.Errorf("%s: %d black, %d red, %d mixed pixels; want %d, %d, %d", tt.name, b, r, m, tt.black, tt.red, tt.mixed)
			for _, r := range rows {
				t.Log(r)
			}
		}
	}
}

// quarters is a picture whose quarters are black, red; green, blue.
func quarters(t testing.TB) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 40, 40))
	for y := range 40 {
		for x := range 40 {
			m.Set(x, y, [2][2]color.RGBA{{{A: 0xff}, {R: 0xff, A: 0xff}}, {{G: 0xff, A: 0xff}, {B: 0xff, A: 0xff}}}[y/20][x/20])
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPictures(t *testing.T) {
	data := quarters(t)
	for _, tt := range []struct {
		name    string
		picture wml.Picture
		corners string // the colours at the corners: top left, top right, bottom left, bottom right
	}{
		{"as it is", wml.Picture{}, "#RGB"},
		{"turned", wml.Picture{Rotation: 90 * 60000}, "G#BR"},
		{"mirrored", wml.Picture{FlipH: true}, "R#BG"},
		{"upside down", wml.Picture{FlipV: true}, "GB#R"},
		{"cropped", wml.Picture{CropLeft: 50_000}, "RRBB"},
		{"cropped and mirrored", wml.Picture{CropLeft: 50_000, CropBottom: 50_000, FlipH: true}, "RRRR"},
		{"with a margin", wml.Picture{CropLeft: -100_000, CropTop: -100_000}, "...B"},
	} {
		tt.picture.Data = data
		rows := painted(t, &layout.Image{X: 2 * px, Y: 2 * px, W: 16 * px, H: 16 * px, Picture: &tt.picture})
		got := string([]byte{rows[3][3], rows[3][16], rows[16][3], rows[16][16]})
		if got != tt.corners || rows[0] != "...................." {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.corners)
			for _, r := range rows {
				t.Log(r)
			}
		}
	}
	// What cannot be shown is a frame with a cross.
	for name, broken := range map[string][]byte{"no picture": []byte("x"), "broken off": data[:len(data)-30]} {
		if n := count(painted(t, &layout.Image{X: 2 * px, Y: 2 * px, W: 16 * px, H: 16 * px, Picture: &wml.Picture{Data: broken}}), "o"); n < 60 || n > 180 {
			t.Errorf("%s: %d grey pixels", name, n)
		}
	}
	p, err := raster.Paint(t.Context(), &layout.Page{Width: 20 * px, Height: 20 * px, Items: []layout.Item{&layout.Image{W: 20 * px, H: 20 * px, Picture: &wml.Picture{Data: data}}}},
		raster.Options{Width: 20, Limits: limit.Limits{ImagePixels: 100}})
	if err != nil || p.RGBAAt(15, 4) == (color.RGBA{0xff, 0, 0, 0xff}) {
		t.Errorf("a picture over the limits is shown, %v", err)
	}
}

// A picture of a hair's height takes no memory by its length, and shows its mean.
func TestLongPicture(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 4_000_000, 1))
	for i := range m.Pix {
		m.Pix[i] = uint8(i % 2 * 255)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p, err := raster.Paint(t.Context(), &layout.Page{Width: 20 * px, Height: 20 * px, Items: []layout.Item{
		&layout.Image{X: 5 * px, W: px, H: 20 * px, Picture: &wml.Picture{Data: b.Bytes()}}}}, raster.Options{Width: 20})
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	if c := p.RGBAAt(5, 10); c.R < 100 || c.R > 155 {
		t.Errorf("it shows %v", c)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 20<<20 {
		t.Errorf("it takes %d MB", took>>20)
	}
}

func face(t *testing.T) *font.Face {
	t.Helper()
	faces, err := font.Load(fonts.FS, nil)
	if err != nil {
		t.Fatal(err)
	}
	return faces.Match("Times New Roman", font.Serif, false, false).Face
}

func TestGlyphs(t *testing.T) {
	f := face(t)
	l := func(change func(*layout.Glyphs)) []string {
		g := &layout.Glyphs{X: 4 * px, Baseline: 16 * px, Face: f, Size: 16 * px, Text: "L", Advances: []wml.EMU{10 * px}, Scale: 100}
		change(g)
		return painted(t, g)
	}
	ink := func(rows []string) (left, top, right, bottom int) {
		left, top = 20, 20
		for y, r := range rows {
			for x, c := range r {
				if c != '.' {
					left, top, right, bottom = min(left, x), min(top, y), max(right, x), max(bottom, y)
				}
			}
		}
		return
	}
	plain := l(func(*layout.Glyphs) {})
	left, top, right, bottom := ink(plain)
	if left != 4 || top != 5 || bottom != 15 || right < 12 || right > 14 {
		t.Errorf("an L of 16 pixels stands in %d,%d-%d,%d", left, top, right, bottom)
	}
	dark := func(rows []string) int { return count(rows, "#")*2 + count(rows, "o") }
	if bold := l(func(g *layout.Glyphs) { g.FakeBold = true }); dark(bold) <= dark(plain) {
		t.Error("a bold letter is no darker")
	}
	if _, _, r, _ := ink(l(func(g *layout.Glyphs) { g.Scale = 50 })); r >= right {
		t.Error("a narrow letter is no narrower")
	}
	if l, _, _, _ := ink(l(func(g *layout.Glyphs) { g.FakeItalic, g.Text = true, "I" })); l > left+1 {
		t.Errorf("a slanted letter begins at %d", l)
	}
	up := l(func(g *layout.Glyphs) { g.Turns, g.X = 1, 16*px })
	if l, top, r, bottom := ink(up); r != 15 || bottom < 14 || l != 5 || top > 8 {
		t.Errorf("turned, it stands in %d,%d-%d,%d", l, top, r, bottom)
	}
	if n := dark(l(func(g *layout.Glyphs) { g.Text, g.Advances = "  \U0010fffd", nil })); n != 0 {
		t.Errorf("blanks have %d dark pixels", n)
	}
}

// The letters of Vietnamese are made of parts: with its marks a letter is higher.
func TestCompositeGlyphs(t *testing.T) {
	f := face(t)
	top := func(r rune) (high float32) {
		g, ok := f.Glyph(r)
		if !ok {
			t.Fatalf("no %c", r)
		}
		for _, c := range f.Outline(g) {
			for _, p := range c {
				high = max(high, p.Y)
			}
		}
		return high
	}
	if !(top('e') < top('ê') && top('ê') < top('ế')) {
		t.Errorf("e %v, ê %v, ế %v", top('e'), top('ê'), top('ế'))
	}
}

// A page that is a hair's breadth wide makes no endless picture.
func TestSizes(t *testing.T) {
	for _, tt := range []struct{ w, h wml.EMU }{{1, 1 << 40}, {1 << 40, 1}, {px, px}} {
		p, err := raster.Paint(t.Context(), &layout.Page{Width: tt.w, Height: tt.h}, raster.Options{Width: 100})
		if err != nil || p.Rect.Dx() > 100 || p.Rect.Dy() > 400 || p.Rect.Empty() {
			t.Errorf("%v: %v, %v", tt, p, err)
		}
	}
	if _, err := raster.Paint(t.Context(), &layout.Page{}, raster.Options{Width: 100}); err == nil {
		t.Error("a page without a size")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := raster.Paint(gone, &layout.Page{Width: px, Height: px, Items: []layout.Item{&layout.Fill{}}}, raster.Options{Width: 100}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Whatever a page has: no panic, no hang, and the same picture again.
func FuzzPaint(f *testing.F) {
	f.Add(int64(0), int64(0), int64(px), int64(20*px), int64(1)<<60, int64(-1)<<60, int64(px), uint8(0))
	f.Add(int64(5*px), int64(-5*px), int64(1), int64(-1), int64(1)<<40, int64(7), int64(0), uint8(255))
	picture := quarters(f)
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g, width int64, bits uint8) {
		const most = 1 << 52 // a thousand kilometres: layout has no longer ones
		v := [6]wml.EMU{}
		for i, n := range []int64{a, b, c, d, e, g} {
			v[i] = wml.EMU(n % most)
		}
		w := wml.EMU(width % most)
		var dash []wml.EMU
		if bits&1 != 0 {
			dash = []wml.EMU{v[0], v[5]}
		}
		curve := bits&2 != 0
		page := &layout.Page{Width: 20 * px, Height: 20 * px, Items: []layout.Item{
			&layout.Fill{X: v[0], Y: v[1], W: v[2], H: v[3]},
			&layout.Line{X1: v[0], Y1: v[1], X2: v[2], Y2: v[3], Width: w, Dash: dash},
			&layout.Path{Segments: []layout.Segment{{X: v[0], Y: v[1]}, {Curve: curve, X1: v[2], Y1: v[3], X2: v[4], Y2: v[5], X: v[1], Y: v[0]}, {X: v[3], Y: v[2]}}, Fill: &red, Stroke: &black, Width: w, Dash: dash},
			&layout.Image{X: v[0], Y: v[1], W: v[2], H: v[3], Picture: &wml.Picture{Data: picture, CropLeft: int(a), CropRight: int(b), CropTop: int(c), CropBottom: int(d), Rotation: int(e), FlipH: curve}},
		}}
		first, err := raster.Paint(t.Context(), page, raster.Options{Width: 20})
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := raster.Paint(t.Context(), page, raster.Options{Width: 20}); !bytes.Equal(first.Pix, again.Pix) {
			t.Error("the next picture is another")
		}
	})
}
