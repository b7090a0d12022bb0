package layout

import (
	"math"

	"github.com/bienban/bienban/render/internal/geometry"
	"github.com/bienban/bienban/render/internal/wml"
)

// paintShape paints a shape, or a picture in one, with its top left corner at (x, y): shadow,
// fill, picture, outline, text, all of it turned around its middle.
func (e *engine) paintShape(f frame, d *wml.Drawing, x, y wml.EMU, element *Element) {
	rotation := d.Shape.Rotation % (4 * quarter)
	if rotation == 0 {
		e.paintUpright(f, d, x, y, element)
		return
	}
	flat := canvas{}
	g := f
	g.c = &flat
	if !d.Shape.Upright || len(d.Shape.Text) == 0 {
		e.paintUpright(g, d, x, y, element)
		f.c.move(&flat, around(x+d.Width/2, y+d.Height/2, rotation))
		return
	}
	// The shape turns, its text does not: it stands in the box that the shape then fills.
	bare, s := *d, *d.Shape
	s.Text, bare.Shape = nil, &s
	e.paintUpright(g, &bare, x, y, element)
	f.c.move(&flat, around(x+d.Width/2, y+d.Height/2, rotation))
	_, at := outline(s.Form, s.Adjusts, d.Width, d.Height)
	at.x, at.y = at.x+x, at.y+y
	if (rotation+quarter/2)/quarter%2 == 1 {
		mx, my := at.x+at.w/2, at.y+at.h/2
		at = rect{mx - at.h/2, my - at.w/2, at.h, at.w}
	}
	e.paintShapeText(f, d, at, element)
}

func (e *engine) paintUpright(f frame, d *wml.Drawing, x, y wml.EMU, element *Element) {
	s := d.Shape
	parts, text := outline(s.Form, s.Adjusts, d.Width, d.Height)
	for i := range parts {
		parts[i].segments = moved(flipped(parts[i].segments, d.Width, d.Height, s.FlipH, s.FlipV), x, y)
	}
	if s.FlipH {
		text.x = d.Width - text.x - text.w
	}
	if s.FlipV {
		text.y = d.Height - text.y - text.h
	}
	at := rect{x, y, d.Width, d.Height}
	paintShadow(f.c, s, parts, d.Picture != nil)
	for _, p := range parts {
		if s.Fill != nil && p.fill != geometry.FillNone {
			e.paintFill(f.c, s, p, at)
		}
	}
	if d.Picture != nil {
		e.paintPicture(f.c, d, parts, at, element)
	}
	if s.Stroke != nil {
		for _, p := range parts {
			if p.stroke {
				paintOutline(f.c, s, p.segments)
			}
		}
	}
	text.x, text.y = text.x+x, text.y+y
	if s.WordArt != nil {
		e.paintWordArt(f, s.WordArt, text, element)
	}
	if len(s.Text) > 0 {
		e.paintShapeText(f, d, text, element)
	}
}

// paintFill fills a part of a shape that stands in a rectangle.
func (e *engine) paintFill(c *canvas, s *wml.Shape, p part, at rect) {
	fill := s.Fill
	col := shade(fill.Color, p.fill)
	if s.Form == nil && fill.Gradient == nil && fill.Pattern == nil && fill.Picture == nil {
		c.add(&Fill{X: at.x, Y: at.y, W: at.w, H: at.h, Color: col, Element: artifact})
		return
	}
	path := &Path{Segments: clone(p.segments), Element: artifact}
	switch {
	case fill.Picture != nil:
		e.paintTiles(c, fill, p.segments, at)
		return
	case fill.Pattern != nil:
		path.Tile = &Tile{X: at.x, Y: at.y, Size: patternSize, Rows: fill.Pattern.Rows, Fore: fill.Pattern.Fore, Back: fill.Pattern.Back}
	case fill.Gradient != nil:
		path.Gradient = gradient(fill.Gradient, at, s.FlipH, s.FlipV)
		for i := range path.Gradient.Stops {
			stop := &path.Gradient.Stops[i]
			stop.Color = shade(stop.Color, p.fill)
		}
	default:
		path.Fill = &col
	}
	c.add(path)
}

// patternSize is the side of a pattern's 8 dots: those of a screen of 96 dots an inch.
const patternSize = 6 * wml.PerPoint

func clone(list []Segment) []Segment { return append([]Segment(nil), list...) }

// shade is the colour of a part that is lighter or darker than the shape (§20.1.10.37).
func shade(c wml.Color, fill geometry.Fill) wml.Color {
	part, to := 0, 0
	switch fill {
	case geometry.FillLighten:
		part, to = 40, 255
	case geometry.FillLightenLess:
		part, to = 20, 255
	case geometry.FillDarken:
		part = 40
	case geometry.FillDarkenLess:
		part = 20
	}
	mix := func(v uint8) uint8 { return uint8((int(v)*(100-part) + to*part + 50) / 100) }
	c.R, c.G, c.B = mix(c.R), mix(c.G), mix(c.B)
	return c
}

// gradient is a fill's gradient in a rectangle (§20.1.8.41, §20.1.8.46).
func gradient(g *wml.Gradient, at rect, flipH, flipV bool) *Gradient {
	out := &Gradient{Radial: g.Radial}
	for _, s := range g.Stops {
		out.Stops = append(out.Stops, Stop{At: s.At, Color: s.Color})
	}
	w, h := float64(at.w), float64(at.h)
	mx, my := float64(at.x)+w/2, float64(at.y)+h/2
	var x1, y1, x2, y2 float64
	if g.Radial { // to the farthest corner
		fx, fy := w*float64(g.X)/100000, h*float64(g.Y)/100000
		x1, y1 = float64(at.x)+fx, float64(at.y)+fy
		x2, y2 = x1+math.Hypot(max(fx, w-fx), max(fy, h-fy)), y1
	} else {
		sin, cos := math.Sincos(float64(g.Angle) / 60000 * math.Pi / 180)
		if g.Scaled && w > 0 && h > 0 { // the lines of one colour are stretched with the square
			cos, sin = cos*h, sin*w
			n := math.Hypot(cos, sin)
			cos, sin = cos/n, sin/n
		}
		half := (math.Abs(w*cos) + math.Abs(h*sin)) / 2
		x1, y1, x2, y2 = mx-float64(half*cos), my-float64(half*sin), mx+float64(half*cos), my+float64(half*sin)
	}
	if flipH {
		x1, x2 = 2*mx-x1, 2*mx-x2
	}
	if flipV {
		y1, y2 = 2*my-y1, 2*my-y2
	}
	out.X1, out.Y1, out.X2, out.Y2 = emu(x1), emu(y1), emu(x2), emu(y2)
	return out
}

// maxTiles bounds how often a picture stands in one fill; smaller ones are made larger.
const maxTiles = 1000

// paintTiles fills a path with a picture: once, or side by side from the top left corner.
func (e *engine) paintTiles(c *canvas, fill *wml.Fill, clip []Segment, at rect) {
	w, h := fill.TileWidth, fill.TileHeight
	if w <= 0 || h <= 0 || at.w <= 0 || at.h <= 0 {
		w, h = at.w, at.h
	}
	for w > 0 && h > 0 && (at.w/w+1)*(at.h/h+1) > maxTiles {
		w, h = 2*w, 2*h
	}
	if w <= 0 || h <= 0 {
		return
	}
	for ty := wml.EMU(0); ty < at.h; ty += h {
		for tx := wml.EMU(0); tx < at.w; tx += w {
			e.paintImage(c, &Image{X: at.x + tx, Y: at.y + ty, W: w, H: h, Picture: fill.Picture, Clip: clip, Clear: fill.Picture.Clear, Element: artifact})
		}
	}
}

// paintPicture paints a picture that is cut to the outline of its shape.
func (e *engine) paintPicture(c *canvas, d *wml.Drawing, parts []part, at rect, element *Element) {
	p := *d.Picture
	p.Rotation = 0 // all of the shape is turned
	img := &Image{X: at.x, Y: at.y, W: at.w, H: at.h, Picture: &p, Clear: p.Clear, Element: element}
	if d.Shape.Form != nil {
		for _, part := range parts {
			if part.fill != geometry.FillNone {
				img.Clip = append(img.Clip, clone(part.segments)...)
			}
		}
	}
	e.paintImage(c, img)
}

// paintShadow paints the outline of a shape in the colour of its shadow.
func paintShadow(c *canvas, s *wml.Shape, parts []part, picture bool) {
	if s.Shadow == nil || s.Shadow.X == 0 && s.Shadow.Y == 0 {
		return
	}
	col := s.Shadow.Color
	for _, p := range parts {
		path := &Path{Segments: moved(clone(p.segments), s.Shadow.X, s.Shadow.Y), Open: true, Element: artifact}
		if (s.Fill != nil || picture) && p.fill != geometry.FillNone {
			path.Fill = &col
		}
		if s.Stroke != nil && p.stroke && path.Fill == nil {
			path.Stroke, path.Width = &col, s.Stroke.Width
		}
		if path.Fill != nil || path.Stroke != nil {
			c.add(path)
		}
	}
}

// paintOutline strokes the contours of a path, with their arrow heads.
func paintOutline(c *canvas, s *wml.Shape, segments []Segment) {
	stroke := s.Stroke
	col := black(stroke.Color)
	if s.Form == nil && len(stroke.Dash) == 0 && stroke.Style == wml.BorderSingle { // sides from pixel to pixel, as those of tables
		a, b, h := segments[0], segments[2], stroke.Width/2
		x1, x2, y1, y2 := min(a.X, b.X), max(a.X, b.X), min(a.Y, b.Y), max(a.Y, b.Y)
		for _, l := range [4][4]wml.EMU{{x1 - h, y1, x2 + h, y1}, {x1 - h, y2, x2 + h, y2}, {x1, y1, x1, y2}, {x2, y1, x2, y2}} {
			c.add(&Line{X1: l[0], Y1: l[1], X2: l[2], Y2: l[3], Width: stroke.Width, Color: col, Element: artifact})
		}
		return
	}
	dash := make([]wml.EMU, 0, len(stroke.Dash))
	for _, d := range stroke.Dash {
		dash = append(dash, emu(d*float64(max(stroke.Width, wml.PerPoint/2))))
	}
	for _, way := range contours(clone(segments)) {
		var heads []Item
		if !way[len(way)-1].Close {
			heads = paintEnds(way, stroke, col)
		}
		if len(way) == 2 && !way[1].Curve && stroke.Style == wml.BorderSingle {
			c.add(&Line{X1: way[0].X, Y1: way[0].Y, X2: way[1].X, Y2: way[1].Y, Width: stroke.Width, Color: col, Dash: dash, Element: artifact})
		} else {
			for _, w := range compound(stroke, col) {
				ink := w.color
				c.add(&Path{Segments: clone(way), Open: true, Stroke: &ink, Width: w.width, Dash: dash, Round: stroke.Round, Element: artifact})
			}
		}
		for _, h := range heads {
			c.add(h)
		}
	}
}

// An inkStroke is one of the strokes that lie over each other for a line of several.
type inkStroke struct {
	width wml.EMU
	color wml.Color
}

// compound are the strokes of a line (§20.1.10.15): what is between its parts is painted white.
func compound(s *wml.Stroke, col wml.Color) []inkStroke {
	w, white := s.Width, wml.Color{R: 255, G: 255, B: 255}
	switch s.Style {
	case wml.BorderDouble, wml.BorderThinThick, wml.BorderThickThin:
		return []inkStroke{{w, col}, {w / 3, white}}
	case wml.BorderTriple:
		return []inkStroke{{w, col}, {w * 2 / 3, white}, {w / 3, col}}
	}
	return []inkStroke{{w, col}}
}

// contours takes a path apart.
func contours(segments []Segment) (out [][]Segment) {
	from := 0
	for i := 1; i <= len(segments); i++ {
		if i == len(segments) || segments[i].Move {
			if i-from > 1 {
				out = append(out, segments[from:i:i])
			}
			from = i
		}
	}
	return out
}

// paintShapeText paints the text of a shape into its rectangle.
func (e *engine) paintShapeText(f frame, d *wml.Drawing, at rect, element *Element) {
	s := d.Shape
	turns := s.TextTurns
	if s.FlipV && !s.Upright { // a shape upside down turns its text, and does not mirror it
		turns += 2
	}
	in := rect{at.x + s.InsetLeft, at.y + s.InsetTop, max(at.w-s.InsetLeft-s.InsetRight, wml.PerPoint), at.h - s.InsetTop - s.InsetBottom}
	foot := at.h - s.InsetTop // what hangs over below the inset still shows
	if turns%2 == 1 {
		in.w, in.h, foot = max(in.h, wml.PerPoint), in.w, in.w
	}
	if s.NoWrap && turns == 0 {
		e.widen(d, &in)
	}
	c := e.stack(s.Text, in.w, element)
	top := wml.EMU(0)
	if room := in.h - c.height; room > 0 || s.Overflow {
		switch s.TextVAlign {
		case wml.AlignMiddle:
			top = room / 2
		case wml.AlignBottom:
			top = room
		}
	}
	f.left, f.width = in.x, in.w
	if s.Fill != nil && s.Fill.Color.Clear < 128 {
		f.ground = &s.Fill.Color
	}
	if !s.AutoFit && !s.Overflow { // else the box is as high as its text, whatever the file says
		c = e.fitting(c, foot-top)
	}
	if turns%4 == 0 {
		e.paint(f, c, in.x, in.y+top)
		return
	}
	flat := canvas{}
	g := f
	g.c, g.left = &flat, 0
	e.paint(g, c, 0, top)
	m := turning(turns * quarter)
	switch turns % 4 {
	case 1:
		m.dx, m.dy = float64(in.x+in.h), float64(in.y)
	case 2:
		m.dx, m.dy = float64(in.x+in.w), float64(in.y+in.h)
	case 3:
		m.dx, m.dy = float64(in.x), float64(in.y+in.w)
	}
	f.c.move(&flat, m)
}

// widen makes room for text whose lines are not broken (a:bodyPr, wrap="none"): the box grows to
// where its anchor lets it, or the text hangs over where it is aligned to (Word 365, measured:
// 2 boxes of 144 pt).
func (e *engine) widen(d *wml.Drawing, in *rect) {
	widest, centred := wml.EMU(0), false
	for _, b := range d.Shape.Text {
		if p, ok := b.(*wml.Paragraph); ok {
			_, most := e.paragraphWidth(p)
			widest, centred = max(widest, most), centred || p.Props.Align == wml.AlignCenter
		}
	}
	more := widest + wml.PerTwip - in.w
	if more <= 0 {
		return
	}
	in.w += more
	switch {
	case d.Anchor != nil && d.Anchor.H.Align == "center" || centred:
		in.x -= more / 2
	case d.Anchor != nil && d.Anchor.H.Align == "right":
		in.x -= more
	}
}
