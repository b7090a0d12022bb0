// Package metafile reads the metafiles of Windows, EMF ([MS-EMF]) and WMF ([MS-WMF]), into what
// they draw: paths, text and pictures. It knows no page and no font.
package metafile

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"

	"github.com/bienban/bienban/render/internal/geometry"
)

// Why a metafile is not read.
var (
	ErrFormat = errors.New("metafile: damaged")
	ErrSize   = errors.New("metafile: it draws more than the limits allow")
	ErrPlus   = errors.New("metafile: nothing but EMF+ records")
)

// Limits of what a metafile may draw: a page of the densest plan has a tenth of them.
const (
	maxOps     = 50_000
	maxPoints  = 200_000
	maxObjects = 4096
	maxSaves   = 1024
	maxImages  = 64 << 20 // bytes of bitmaps
)

// A Drawing is what a metafile draws, in a frame from 0, 0 to 1, 1.
type Drawing struct {
	Aspect  float64 // width of the frame by its height
	Ops     []Op
	Undrawn Reasons // why Ops is not all of it, or not as it is
}

// Reasons are a set of what of a metafile is not drawn as it says.
type Reasons uint8

// Why something of a metafile is not drawn as it says.
const (
	Truncated  Reasons = 1 << iota // it ends before its last record
	Bitmaps                        // a bitmap that is damaged or of a kind that is not known is left out
	Letters                        // bytes of a character set that is not known are taken for Latin letters
	Operations                     // dots that are to be mixed with those below them are drawn over them, or left out
	Clips                          // what is cut by a clip is drawn whole
	Brushes                        // what is filled with a pattern, a hatch or a gradient has one colour
	Records                        // records that draw are left out
	Parts                          // a bitmap is drawn whole where a part of it is asked for
)

// An Op is one of Path, Text and Image.
type Op struct {
	Path  *Path
	Text  *Text
	Image *Image
}

// A Path is a shape. Its outline is Width of the frame's width wide; 0: as thin as can be.
type Path struct {
	Segments     []geometry.Segment
	Fill, Stroke *Color
	EvenOdd      bool
	Width        float64
	Dash         []float64 // in widths
}

// Strokes is how many lines, curves, texts and pictures a drawing has; nil has none.
func (d *Drawing) Strokes() (n int) {
	if d == nil {
		return 0
	}
	for _, op := range d.Ops {
		if n++; op.Path != nil {
			n += len(op.Path.Segments)
		}
	}
	return n
}

// A Color is red, green and blue.
type Color struct{ R, G, B uint8 }

// A Text is letters on a baseline, which begins at X, Y, or ends or has its middle there.
type Text struct {
	X, Y     float64
	Anchor   int       // 0: begins there, 1: middle, 2: ends
	VAnchor  int       // 0: the top of the line stands there, 1: the baseline, 2: its bottom
	String   string    // of a font of symbols: its codes, from U+F000
	Advances []float64 // for each letter, of the frame's width; nil: the font's own
	Height   float64   // of the em, or with Cell of the line, of the frame's height
	Cell     bool
	Angle    float64 // counterclockwise, in degrees
	Font     string
	Bold     bool
	Italic   bool
	Under    bool
	Strike   bool
	Color    Color
}

// An Image is a bitmap file (BMP) in a rectangle, which may be mirrored.
type Image struct {
	X, Y, W, H float64
	Data       []byte
}

// Sniff is "EMF" or "WMF" by the first bytes of a file, or "".
func Sniff(b []byte) string {
	switch {
	case len(b) >= 88 && binary.LittleEndian.Uint32(b) == 1 && string(b[40:44]) == " EMF":
		return "EMF"
	case len(b) >= 40 && binary.LittleEndian.Uint32(b) == 0x9AC6CDD7:
		return "WMF"
	case len(b) >= 18 && (binary.LittleEndian.Uint16(b) == 1 || binary.LittleEndian.Uint16(b) == 2) && binary.LittleEndian.Uint16(b[2:]) == 9 &&
		(binary.LittleEndian.Uint16(b[4:]) == 0x0300 || binary.LittleEndian.Uint16(b[4:]) == 0x0100):
		return "WMF"
	}
	return ""
}

// Read reads a metafile.
func Read(b []byte) (*Drawing, error) {
	switch Sniff(b) {
	case "EMF":
		return readEMF(b)
	case "WMF":
		return readWMF(b)
	}
	return nil, ErrFormat
}

// A matrix takes x, y to a*x+c*y+e, b*x+d*y+f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) apply(x, y float64) (float64, float64) {
	return float64(m.a*x) + float64(m.c*y) + m.e, float64(m.b*x) + float64(m.d*y) + m.f
}

// times is first m, then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		float64(m.a*n.a) + float64(m.b*n.c), float64(m.a*n.b) + float64(m.b*n.d),
		float64(m.c*n.a) + float64(m.d*n.c), float64(m.c*n.b) + float64(m.d*n.d),
		float64(m.e*n.a) + float64(m.f*n.c) + n.e, float64(m.e*n.b) + float64(m.f*n.d) + n.f,
	}
}

// An object is a pen, a brush or a font.
type object struct {
	kind  byte // 'p', 'b', 'f'; 0: none
	none  bool // draws nothing
	rough bool // a pattern, for which a colour stands
	color Color
	width float64 // logical
	dash  []float64
	font  font
}

type font struct {
	height                     float64
	angle                      float64
	name                       string
	charset                    byte
	bold, italic, under, struk bool
}

// state is what SAVEDC saves.
type state struct {
	world                      matrix
	winX, winY, winW, winH     float64
	viewX, viewY, viewW, viewH float64
	mode                       int // of mapping
	pen, brush                 object
	font                       object
	textColor, backColor       Color
	opaque                     bool
	mixed                      bool // what is drawn is mixed with what is below it
	clockwise                  bool // so arcs are drawn
	align                      int
	evenOdd                    bool
	atX, atY                   float64
	clip                       [4]float64 // of the frame; drawn is what touches it
}

// A player plays the records of a metafile.
type player struct {
	state
	frame   matrix // from the device to the frame
	saved   []state
	objects map[uint32]object
	free    uint32 // no object below it is free (WMF)
	out     Drawing
	path    []geometry.Segment
	inPath  bool
	points  int
	images  int
	err     error
}

func newPlayer() *player {
	p := &player{objects: map[uint32]object{}, frame: identity}
	p.state = state{
		world: identity, winW: 1, winH: 1, viewW: 1, viewH: 1, mode: 1, clip: unclipped,
		pen: object{kind: 'p'}, brush: object{kind: 'b', color: Color{255, 255, 255}}, font: object{kind: 'f', font: font{height: -12, name: "Arial"}},
		backColor: Color{255, 255, 255}, opaque: true,
	}
	return p
}

// matrix takes logical coordinates to the frame.
func (p *player) matrix() matrix {
	ratio := func(a, b float64) float64 {
		if b == 0 {
			return 1
		}
		return a / b
	}
	sx, sy := 1.0, 1.0
	x, y := p.winX, p.winY
	if p.mode >= 7 { // isotropic, anisotropic
		sx, sy = ratio(p.viewW, p.winW), ratio(p.viewH, p.winH)
		if p.mode == 7 {
			s := min(math.Abs(sx), math.Abs(sy))
			sx, sy = math.Copysign(s, sx), math.Copysign(s, sy)
		}
	}
	page := matrix{sx, 0, 0, sy, p.viewX - float64(x*sx), p.viewY - float64(y*sy)}
	return p.world.times(page).times(p.frame)
}

func (p *player) point(x, y float64) geometry.Point {
	fx, fy := p.matrix().apply(x, y)
	return geometry.Point{X: bound(fx), Y: bound(fy)}
}

func bound(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return max(-1e6, min(v, 1e6))
}

// add adds an operation unless there are too many.
func (p *player) add(op Op) {
	if len(p.out.Ops) >= maxOps || p.points > maxPoints {
		p.err = ErrSize
		return
	}
	p.out.Ops = append(p.out.Ops, op)
}

// A tracer collects a path in logical coordinates.
type tracer struct {
	p   *player
	m   matrix
	out []geometry.Segment
}

func (p *player) trace() *tracer { return &tracer{p: p, m: p.matrix()} }

func (t *tracer) add(op byte, p ...[2]float64) {
	if t.p.points += len(p) + 1; t.p.points > maxPoints {
		t.p.err = ErrSize
		return
	}
	s := geometry.Segment{Op: op}
	for i, q := range p {
		x, y := t.m.apply(q[0], q[1])
		s.P[3-len(p)+i] = geometry.Point{X: bound(x), Y: bound(y)}
	}
	t.out = append(t.out, s)
}

// ellipse adds a whole ellipse in a rectangle.
func (t *tracer) ellipse(l, top, r, b float64) { t.arc(l, top, r, b, 0, 2*math.Pi, true); t.add('Z') }

// arc adds a piece of the ellipse in a rectangle, angles clockwise on the page.
func (t *tracer) arc(l, top, r, b, from, swing float64, move bool) {
	if math.IsNaN(swing+from) || math.Abs(swing) > 4*math.Pi {
		return
	}
	c, rx, ry := geometry.Point{X: (l + r) / 2, Y: (top + b) / 2}, (r-l)/2, (b-top)/2
	sin, cos := math.Sincos(from)
	op := byte('L')
	if move {
		op = 'M'
	}
	t.add(op, [2]float64{c.X + float64(rx*cos), c.Y + float64(ry*sin)})
	for _, s := range geometry.Arc(c, rx, ry, from, from+swing) {
		t.add('C', [2]float64{s.P[0].X, s.P[0].Y}, [2]float64{s.P[1].X, s.P[1].Y}, [2]float64{s.P[2].X, s.P[2].Y})
	}
}

// draw draws what was traced with pen and brush, or adds it to the path that is open.
func (p *player) draw(t *tracer, fill, stroke bool) {
	if p.inPath {
		p.path = append(p.path, t.out...)
		return
	}
	p.paint(t.out, fill, stroke)
}

// fillBehind fills a rectangle with the background of texts.
func (p *player) fillBehind(left, top, right, bottom float64) {
	t := p.trace()
	t.lines([][2]float64{{left, top}, {right, top}, {right, bottom}, {left, bottom}}, true)
	brush := p.brush
	p.brush = object{kind: 'b', color: p.backColor}
	p.paint(t.out, true, false)
	p.brush = brush
}

func (p *player) paint(segments []geometry.Segment, fill, stroke bool) {
	if len(segments) < 2 || p.outside(extent(segments)) {
		return
	}
	if p.mixed {
		p.out.Undrawn |= Operations
	}
	path := &Path{Segments: segments, EvenOdd: p.evenOdd}
	if fill && !p.brush.none {
		c := p.brush.color
		path.Fill = &c
		if p.brush.rough {
			p.out.Undrawn |= Brushes
		}
	}
	if stroke && !p.pen.none {
		c := p.pen.color
		path.Stroke, path.Dash = &c, p.pen.dash
		m := p.matrix()
		path.Width = bound(p.pen.width * math.Hypot(m.a, float64(m.b/p.aspect())))
	}
	if path.Fill != nil || path.Stroke != nil {
		p.add(Op{Path: path})
	}
}

func (p *player) aspect() float64 {
	if p.out.Aspect > 0 {
		return p.out.Aspect
	}
	return 1
}

// polygon draws through points, closed or not.
func (p *player) polygon(points [][2]float64, closed bool) {
	if len(points) < 2 {
		return
	}
	t := p.trace()
	t.lines(points, closed)
	p.draw(t, closed, true)
}

func (t *tracer) lines(points [][2]float64, closed bool) {
	for i, q := range points {
		if i == 0 {
			t.add('M', q)
		} else {
			t.add('L', q)
		}
	}
	if closed {
		t.add('Z')
	}
}

func (p *player) rectangle(l, t, r, b float64) {
	p.polygon([][2]float64{{l, t}, {r, t}, {r, b}, {l, b}}, true)
}

// roundRect draws a rectangle with corners of an ellipse w wide and h high.
func (p *player) roundRect(l, top, r, b, w, h float64) {
	w, h = min(math.Abs(w), math.Abs(r-l)), min(math.Abs(h), math.Abs(b-top))
	t := p.trace()
	q := math.Pi / 2
	t.arc(l, top, l+w, top+h, 2*q, q, true)
	t.arc(r-w, top, r, top+h, 3*q, q, false)
	t.arc(r-w, b-h, r, b, 0, q, false)
	t.arc(l, b-h, l+w, b, q, q, false)
	t.add('Z')
	p.draw(t, true, true)
}

// pie draws an arc with its closing: 'a' none, 'c' a chord, 'p' to the middle.
func (p *player) pie(kind byte, l, top, r, b, x1, y1, x2, y2 float64) {
	l, r, top, b = min(l, r), max(l, r), min(top, b), max(top, b)
	from, swing := geometry.Between(geometry.Point{X: (l + r) / 2, Y: (top + b) / 2}, (r-l)/2, (b-top)/2, geometry.Point{X: x1, Y: y1}, geometry.Point{X: x2, Y: y2}, p.clockwise)
	t := p.trace()
	t.arc(l, top, r, b, from, swing, true)
	if kind == 'p' {
		t.add('L', [2]float64{(l + r) / 2, (top + b) / 2})
	}
	if kind != 'a' {
		t.add('Z')
	}
	p.draw(t, kind != 'a', true)
}

func (p *player) moveTo(x, y float64) {
	p.atX, p.atY = x, y
	if p.inPath {
		t := p.trace()
		t.add('M', [2]float64{x, y})
		p.path = append(p.path, t.out...)
	}
}

// lineTo draws lines, or curves by threes, from where the pen is.
func (p *player) lineTo(points [][2]float64, curves bool) {
	if len(points) == 0 {
		return
	}
	t := p.trace()
	if !p.inPath || len(p.path) == 0 {
		t.add('M', [2]float64{p.atX, p.atY})
	}
	if curves {
		t.curves(points)
	} else {
		for _, q := range points {
			t.add('L', q)
		}
	}
	last := points[len(points)-1]
	p.atX, p.atY = last[0], last[1]
	p.draw(t, false, true)
}

func (t *tracer) curves(points [][2]float64) {
	for ; len(points) >= 3; points = points[3:] {
		t.add('C', points[0], points[1], points[2])
	}
}

func (p *player) save() {
	if len(p.saved) < maxSaves {
		p.saved = append(p.saved, p.state)
	}
}

func (p *player) restore(n int) {
	if n < 0 {
		n = len(p.saved) + n
	} else {
		n--
	}
	if n >= 0 && n < len(p.saved) {
		p.state = p.saved[n]
		p.saved = p.saved[:n]
	}
}

func (p *player) create(i uint32, o object) {
	if len(p.objects) < maxObjects {
		p.objects[i] = o
	}
}

// choose takes an object, or one of those that every device has.
func (p *player) choose(i uint32) {
	if i&0x80000000 != 0 {
		p.stock(i &^ 0x80000000)
	} else {
		p.take(p.objects[i])
	}
}

func (p *player) take(o object) {
	switch o.kind {
	case 'p':
		p.pen = o
	case 'b':
		p.brush = o
	case 'f':
		p.font = o
	}
}

// penDash is a pen's style as dashes; false: it draws nothing.
func penDash(style uint32) (dash []float64, draws bool) {
	switch style & 15 {
	case 1:
		return []float64{3, 1}, true
	case 2:
		return []float64{1, 1}, true
	case 3:
		return []float64{3, 1, 1, 1}, true
	case 4:
		return []float64{3, 1, 1, 1, 1, 1}, true
	case 5:
		return nil, false
	}
	return nil, true
}

// text draws letters at a reference point.
func (p *player) text(x, y float64, s string, dx []float64) {
	if s == "" {
		return
	}
	if p.align&1 != 0 { // from where the pen is
		x, y = p.atX, p.atY
	}
	if p.font.font.recoded() && strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 && r < 0x100 }) {
		p.out.Undrawn |= Letters
	}
	s, dx = composed(s, dx)
	m := p.matrix()
	at := p.point(x, y)
	f := p.font.font
	t := &Text{
		X: at.X, Y: at.Y, String: s, Height: bound(math.Abs(f.height) * math.Hypot(m.c*p.aspect(), m.d)), Cell: f.height > 0,
		Angle: f.angle, Font: f.name, Bold: f.bold, Italic: f.italic, Under: f.under, Strike: f.struk, Color: p.textColor,
	}
	// A matrix that turns turns the letters as well.
	t.Angle -= math.Atan2(m.b/p.aspect(), m.a) * 180 / math.Pi
	if m.a < 0 && m.d < 0 && m.b == 0 {
		t.Angle = f.angle
	}
	sx := math.Hypot(m.a, m.b/p.aspect())
	sum := 0.0
	for _, d := range dx {
		t.Advances = append(t.Advances, bound(d*sx))
		sum += d
	}
	switch p.align & 6 {
	case 2:
		t.Anchor = 2
	case 6:
		t.Anchor = 1
	}
	switch p.align & 24 {
	case 8:
		t.VAnchor = 2
	case 24:
		t.VAnchor = 1
	}
	if p.align&1 != 0 {
		p.atX += sum
	}
	if p.points += len(s); p.points > maxPoints {
		p.err = ErrSize
		return
	}
	if t.Height > 0 && at.X >= p.clip[0]-1 && at.X <= p.clip[2]+1 {
		if at.X < p.clip[0]-near || at.X > p.clip[2]+near || at.Y < p.clip[1]-near || at.Y > p.clip[3]+near {
			p.out.Undrawn |= Clips
		}
		p.add(Op{Text: t})
	}
}
