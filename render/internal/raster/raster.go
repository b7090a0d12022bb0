// Package raster paints pages as pictures, for previews: the same pages that the package
// pdf prints. It knows no paragraph and no font file, and no style.
package raster

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/vector"

	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
)

// Options tunes [Write].
type Options struct {
	Width  int // of the picture in pixels, 1 at least
	Limits limit.Limits
}

// maxShape is how much higher than wide a picture may be; a page that is longer still makes
// a narrower one.
const maxShape = 4

// Write writes a page as a PNG. Equal pages give equal bytes. What is not there on paper is
// not painted: links, destinations. The error is ctx's or w's.
func Write(ctx context.Context, w io.Writer, page *layout.Page, o Options) error {
	picture, err := Paint(ctx, page, o)
	if err != nil {
		return err
	}
	return png.Encode(w, grey(picture))
}

// Paint paints a page on white. The error is ctx's.
func Paint(ctx context.Context, page *layout.Page, o Options) (*image.RGBA, error) {
	if page.Width <= 0 || page.Height <= 0 || o.Width <= 0 {
		return nil, errors.New("raster: a page without a size")
	}
	width := float64(o.Width)
	height := width * float64(page.Height) / float64(page.Width)
	if height > maxShape*width {
		width, height = width*maxShape*width/height, maxShape*width
	}
	size := image.Rect(0, 0, max(1, int(math.Round(width))), max(1, int(math.Round(height))))
	c := &canvas{
		picture: image.NewRGBA(size), limits: o.Limits.OrDefault(),
		x: float64(size.Dx()) / float64(page.Width), y: float64(size.Dy()) / float64(page.Height),
		outlines: map[outlineKey][][]font.Point{},
	}
	draw.Draw(c.picture, size, image.White, image.Point{}, draw.Src)
	for i, item := range page.Items {
		if _, slow := item.(*layout.Image); (slow || i%64 == 0) && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		switch item := item.(type) {
		case *layout.Glyphs:
			c.glyphs(item)
		case *layout.Fill:
			c.fill(item)
		case *layout.Line:
			c.line(item)
		case *layout.Path:
			c.path(item)
		case *layout.Image:
			c.image(item)
		}
	}
	return c.picture, ctx.Err()
}

// grey is a picture without its colours if it has none, which takes a third.
func grey(p *image.RGBA) image.Image {
	g := image.NewGray(p.Rect)
	for i := range g.Pix {
		r := p.Pix[4*i]
		if p.Pix[4*i+1] != r || p.Pix[4*i+2] != r {
			return p
		}
		g.Pix[i] = r
	}
	return g
}

// A canvas is a picture in the making.
type canvas struct {
	picture  *image.RGBA
	limits   limit.Limits
	x, y     float64 // pixels for an EMU
	shape    vector.Rasterizer
	outlines map[outlineKey][][]font.Point
	last     *wml.Picture // the picture that was painted last
	decoded  image.Image  // it, as one may be all that the memory takes; nil: it cannot be shown
}

type outlineKey struct {
	face  *font.Face
	glyph font.GlyphID
}

// A point is a place on the picture, in pixels.
type point struct{ x, y float64 }

func (c *canvas) at(x, y wml.EMU) point { return point{float64(x) * c.x, float64(y) * c.y} }

func colorOf(col wml.Color) *image.Uniform {
	return image.NewUniform(color.NRGBA{col.R, col.G, col.B, 0xff - col.Clear})
}

// A segment leads to a place: straight (no controls), or as a curve with one or two.
type segment struct {
	controls int
	a, b, to point
}

// A contour is a closed shape that begins at a place.
type contour struct {
	from     point
	segments []segment
}

// paint fills contours by the non-zero rule. The rasterizer covers what of them is on the
// page: small shapes are then painted in integers, alike on every machine.
func (c *canvas) paint(contours []contour, col wml.Color) { c.paintWith(contours, colorOf(col)) }

// paintWith is paint with a picture of the page instead of a colour.
func (c *canvas) paintWith(contours []contour, with image.Image) {
	low, high := extent(contours)
	box := c.pixels(low, high)
	if box.Empty() {
		return
	}
	c.shape.Reset(box.Dx(), box.Dy())
	local := func(p point) point { return point{p.x - float64(box.Min.X), p.y - float64(box.Min.Y)} }
	page := c.picture.Rect
	inside := low.x >= 0 && low.y >= 0 && high.x <= float64(page.Max.X) && high.y <= float64(page.Max.Y)
	for _, k := range contours {
		if !inside {
			c.clipped(k.flat(), local, float64(box.Dx()), float64(box.Dy()))
			continue
		}
		at := func(p point) (x, y float32) { p = local(p); return float32(p.x), float32(p.y) }
		c.shape.MoveTo(at(k.from))
		for _, s := range k.segments {
			ax, ay := at(s.a)
			bx, by := at(s.b)
			x, y := at(s.to)
			switch s.controls {
			case 0:
				c.shape.LineTo(x, y)
			case 1:
				c.shape.QuadTo(ax, ay, x, y)
			default:
				c.shape.CubeTo(ax, ay, bx, by, x, y)
			}
		}
		c.shape.ClosePath()
	}
	c.shape.Draw(c.picture, box, with, box.Min)
}

// box is the pixels that contours touch.
func (c *canvas) box(contours []contour) image.Rectangle { return c.pixels(extent(contours)) }

// extent is the box of contours and their control points.
func extent(contours []contour) (low, high point) {
	low, high = point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	see := func(p point) {
		low = point{min(low.x, p.x), min(low.y, p.y)}
		high = point{max(high.x, p.x), max(high.y, p.y)}
	}
	for _, k := range contours {
		see(k.from)
		for _, s := range k.segments {
			see(s.to)
			if s.controls > 0 {
				see(s.a)
			}
			if s.controls > 1 {
				see(s.b)
			}
		}
	}
	return low, high
}

// pixels are those of the picture that a box touches.
func (c *canvas) pixels(low, high point) image.Rectangle {
	b := c.picture.Rect
	clamp := func(v float64, most int) int { return int(max(-1, min(v, float64(most+1)))) }
	if !(low.x <= high.x && low.y <= high.y) { // also what is no number
		return image.Rectangle{}
	}
	return image.Rect(clamp(math.Floor(low.x), b.Max.X), clamp(math.Floor(low.y), b.Max.Y),
		clamp(math.Ceil(high.x), b.Max.X)+1, clamp(math.Ceil(high.y), b.Max.Y)+1).Intersect(b)
}

// fakeSlant is the tangent of the angle by which letters are slanted that have no italics,
// as the package pdf has it.
const fakeSlant = 0.213

// glyphs paints a piece of text.
func (c *canvas) glyphs(g *layout.Glyphs) {
	if g.Text == "" || g.Face == nil || g.Size <= 0 || g.Unseen {
		return
	}
	scale := 1.0
	if g.Scale > 0 {
		scale = float64(g.Scale) / 100
	}
	unit := float64(g.Size) / float64(g.Face.UnitsPerEm)
	cos, sin := [4]float64{1, 0, -1, 0}[g.Turns&3], [4]float64{0, 1, 0, -1}[g.Turns&3]
	slant := 0.0
	if g.FakeItalic {
		slant = fakeSlant
	}
	// place is where a point of the text stands whose distances from its origin, in EMU, run
	// along the line and up from it.
	// The baseline stands on whole pixels, as viewers of PDF have it: letters are sharper.
	baseX, baseY := float64(g.X)*c.x, float64(g.Baseline)*c.y
	if g.Tilt != 0 {
	} else if g.Turns&1 == 0 {
		baseY = math.Floor(baseY)
	} else {
		baseX = math.Floor(baseX)
	}
	tiltSin, tiltCos := math.Sincos(float64(g.Tilt) / 60000 * math.Pi / 180)
	place := func(along, up float64) point {
		x, y := float64(cos*along)-float64(sin*up), -float64(sin*along)-float64(cos*up)
		if g.Tilt != 0 {
			x, y = float64(x*tiltCos)-float64(y*tiltSin), float64(x*tiltSin)+float64(y*tiltCos)
		}
		return point{baseX + float64(x*c.x), baseY + float64(y*c.y)}
	}
	draw := func(id font.GlyphID, origin, raise float64) {
		c.glyph(g, id, func(x, y, dx, dy float64) point {
			up := float64(y*unit) + dy
			return place(origin+float64(x*unit*scale)+float64(slant*up)+dx, up+raise)
		})
	}
	var at wml.EMU
	for _, s := range g.Shaped {
		draw(s.Glyph, float64(at+s.DX), float64(s.DY))
		at += s.Advance
	}
	if g.Shaped != nil {
		return
	}
	i := 0
	for _, r := range g.Text {
		if id, ok := g.Face.Glyph(r); ok && r != ' ' {
			draw(id, float64(at), 0)
		}
		if i < len(g.Advances) {
			at += g.Advances[i]
		}
		i++
	}
}

// glyph paints one glyph; place is where a point of it stands, moved by some EMU.
func (c *canvas) glyph(g *layout.Glyphs, id font.GlyphID, place func(x, y, dx, dy float64) point) {
	key := outlineKey{g.Face, id}
	outline, known := c.outlines[key]
	if !known {
		outline = g.Face.Outline(id)
		c.outlines[key] = outline
	}
	moves := [][2]float64{{0, 0}}
	if g.FakeBold { // a stroke of a thirtieth of the size around it
		d := float64(g.Size) / 60
		moves = append(moves, [2]float64{d, 0}, [2]float64{-d, 0}, [2]float64{0, d}, [2]float64{0, -d})
	}
	var contours []contour
	for _, m := range moves {
		for _, points := range outline {
			contours = append(contours, smooth(points, func(x, y float32) point { return place(float64(x), float64(y), m[0], m[1]) }))
		}
	}
	c.paint(contours, g.Color)
}

// smooth makes a contour of TrueType's points.
func smooth(points []font.Point, place func(x, y float32) point) contour {
	n := len(points)
	middle := func(a, b font.Point) font.Point {
		return font.Point{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2, OnCurve: true}
	}
	first := 0
	for first < n && !points[first].OnCurve {
		first++
	}
	start := font.Point{}
	if first == n { // curves only
		first = 0
		start = middle(points[n-1], points[0])
		first = n - 1 // the loop begins behind it
	} else {
		start = points[first]
	}
	k := contour{from: place(start.X, start.Y)}
	var control *font.Point
	to := func(p font.Point) {
		s := segment{to: place(p.X, p.Y)}
		if control != nil {
			s.controls, s.a = 1, place(control.X, control.Y)
			control = nil
		}
		k.segments = append(k.segments, s)
	}
	for i := 1; i <= n; i++ {
		p := points[(first+i)%n]
		switch {
		case p.OnCurve:
			to(p)
		case control != nil:
			to(middle(*control, p))
			control = &p
		default:
			control = &p
		}
	}
	if control != nil {
		to(start)
	}
	return k
}
