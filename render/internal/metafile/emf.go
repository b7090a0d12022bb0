package metafile

import (
	"encoding/binary"
	"math"
	"unicode/utf16"

	"github.com/bienban/bienban/render/internal/geometry"
)

// A record is the body of a record, after its type and size.
type record []byte

func (r record) u32(at int) uint32 {
	if at < 0 || at+4 > len(r) {
		return 0
	}
	return binary.LittleEndian.Uint32(r[at:])
}

func (r record) i32(at int) float64 { return float64(int32(r.u32(at))) }

func (r record) u16(at int) uint16 {
	if at < 0 || at+2 > len(r) {
		return 0
	}
	return binary.LittleEndian.Uint16(r[at:])
}

func (r record) i16(at int) float64 { return float64(int16(r.u16(at))) }

func (r record) f32(at int) float64 {
	v := float64(math.Float32frombits(r.u32(at)))
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

func (r record) color(at int) Color {
	if at+3 > len(r) || at < 0 {
		return Color{}
	}
	return Color{r[at], r[at+1], r[at+2]}
}

// part is a piece of a record, empty if it is not there.
func (r record) part(at, n uint32) []byte {
	if uint64(at)+uint64(n) > uint64(len(r)) {
		return nil
	}
	return r[at : at+n]
}

// readEMF plays the records of an enhanced metafile.
func readEMF(b []byte) (*Drawing, error) {
	p := newPlayer()
	head := record(b)
	left, top, right, bottom := head.i32(24), head.i32(28), head.i32(32), head.i32(36)
	px, mm := [2]float64{head.i32(72), head.i32(76)}, [2]float64{head.i32(80), head.i32(84)}
	if right > left && bottom > top && px[0] > 0 && px[1] > 0 && mm[0] > 0 && mm[1] > 0 {
		// The frame counts in hundredths of a millimetre of the device.
		sx, sy := px[0]/mm[0]/100, px[1]/mm[1]/100
		left, right, top, bottom = left*sx, right*sx, top*sy, bottom*sy
		p.out.Aspect = (right - left) / sx / ((bottom - top) / sy)
	} else {
		left, top, right, bottom = head.i32(8), head.i32(12), head.i32(16)+1, head.i32(20)+1
		if right <= left || bottom <= top {
			return nil, ErrFormat
		}
		p.out.Aspect = (right - left) / (bottom - top)
	}
	p.frame = matrix{1 / (right - left), 0, 0, 1 / (bottom - top), -left / (right - left), -top / (bottom - top)}
	plus, ended := false, false
	for len(b) >= 8 {
		kind, size := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])
		if ended = kind == 14; ended || size < 8 || uint64(size) > uint64(len(b)) {
			break
		}
		r := record(b[8:size])
		if kind == 70 && len(r) >= 8 && string(r[4:8]) == "EMF+" {
			plus = true
			if r.u16(8) == 0x4001 && r.u16(10)&1 == 0 { // its records say more than those that we read
				p.out.Undrawn |= Records
			}
		}
		p.emf(kind, r)
		if p.err != nil {
			return nil, p.err
		}
		b = b[size:]
	}
	if plus && len(p.out.Ops) == 0 {
		return nil, ErrPlus
	}
	if !ended {
		p.out.Undrawn |= Truncated
	}
	return &p.out, nil
}

// emf plays one record ([MS-EMF] 2.3).
func (p *player) emf(kind uint32, r record) {
	switch {
	case kind >= 2 && kind <= 8, kind >= 85 && kind <= 91, kind == 56, kind == 92:
		p.emfPoly(kind, r)
	case kind == 26, kind == 29, kind == 71, kind == 74, kind == 75:
		p.emfRegion(kind, r)
	case kind == 15, kind == 53, kind == 66, kind == 72, kind == 73, kind == 78, kind == 79, kind == 96, kind == 97:
		p.out.Undrawn |= Records // dots, floods, frames of regions, masked bitmaps, texts by several
	case kind >= 9 && kind <= 36:
		p.emfState(kind, r)
	case kind >= 37 && kind <= 40, kind == 82, kind >= 93 && kind <= 95:
		p.emfObject(kind, r)
	case kind >= 41 && kind <= 57:
		p.emfShape(kind, r)
	case kind >= 59 && kind <= 68:
		p.emfPath(kind, r)
	case kind == 76, kind == 77, kind == 80, kind == 81, kind == 114, kind == 116:
		p.emfBitmap(kind, r)
	case kind == 83, kind == 84, kind == 108:
		p.emfText(kind, r)
	case kind == 118:
		p.emfGradient(r)
	}
}

// emfPoly draws through lists of points.
func (p *player) emfPoly(kind uint32, r record) {
	short := kind >= 85
	switch {
	case kind == 92:
		kind = 56
	case short:
		kind -= 83 // the numbers of those with 32 bits
	}
	size := 8
	if short {
		size = 4
	}
	points := func(at, n int) [][2]float64 {
		n = max(0, min(n, (len(r)-at)/size))
		if p.points += n; p.points > maxPoints {
			p.err = ErrSize
			return nil
		}
		out := make([][2]float64, n)
		for i := range out {
			if short {
				out[i] = [2]float64{r.i16(at + 4*i), r.i16(at + 4*i + 2)}
			} else {
				out[i] = [2]float64{r.i32(at + 8*i), r.i32(at + 8*i + 4)}
			}
		}
		return out
	}
	count := func(at int) int { return int(min(r.u32(at), math.MaxInt32)) }
	switch kind {
	case 2: // a Bézier curve
		if list := points(20, count(16)); len(list) >= 4 {
			t := p.trace()
			t.add('M', list[0])
			t.curves(list[1:])
			p.draw(t, false, true)
		}
	case 3:
		p.polygon(points(20, count(16)), true)
	case 4:
		p.polygon(points(20, count(16)), false)
	case 5, 6:
		p.lineTo(points(20, count(16)), kind == 5)
	case 7, 8:
		t := p.trace()
		n := min(count(16), (len(r)-24)/4)
		at := 24 + 4*max(n, 0)
		for i := range max(n, 0) {
			list := points(at, count(24+4*i))
			at += len(list) * size
			t.lines(list, kind == 8)
			if p.err != nil {
				return
			}
		}
		p.draw(t, kind == 8, true)
	case 56:
		list := points(20, count(16))
		p.polyDraw(list, r[min(20+len(list)*size, len(r)):])
	}
}

// emfState changes what the records after it mean.
func (p *player) emfState(kind uint32, r record) {
	switch kind {
	case 9:
		p.winW, p.winH = r.i32(0), r.i32(4)
	case 10:
		p.winX, p.winY = r.i32(0), r.i32(4)
	case 11:
		p.viewW, p.viewH = r.i32(0), r.i32(4)
	case 12:
		p.viewX, p.viewY = r.i32(0), r.i32(4)
	case 17:
		p.mode = int(r.u32(0) & 15)
	case 18:
		p.opaque = r.u32(0) == 2
	case 20:
		p.mixed = r.u32(0) != copyPen
	case 19:
		p.evenOdd = r.u32(0) == 1
	case 22:
		p.align = int(r.u32(0) & 0xffff)
	case 24:
		p.textColor = r.color(0)
	case 25:
		p.backColor = r.color(0)
	case 27:
		p.moveTo(r.i32(0), r.i32(4))
	case 30:
		p.intersect(r.i32(0), r.i32(4), r.i32(8), r.i32(12))
	case 33:
		p.save()
	case 34:
		p.restore(int(int32(r.u32(0))))
	case 35:
		p.world = r.matrix(0)
	case 36:
		switch m := r.matrix(0); r.u32(24) {
		case 1:
			p.world = identity
		case 2:
			p.world = m.times(p.world)
		case 3:
			p.world = p.world.times(m)
		case 4:
			p.world = m
		}
	}
}

func (r record) matrix(at int) matrix {
	return matrix{r.f32(at), r.f32(at + 4), r.f32(at + 8), r.f32(at + 12), r.f32(at + 16), r.f32(at + 20)}
}

// emfObject makes, takes or lets go of pens, brushes and fonts.
func (p *player) emfObject(kind uint32, r record) {
	i := r.u32(0)
	switch kind {
	case 37:
		p.choose(i)
	case 38:
		o := object{kind: 'p', width: r.i32(8), color: r.color(16)}
		o.dash, o.none = dashOf(r.u32(4))
		p.create(i, o)
	case 39, 93, 94:
		o := object{kind: 'b', color: r.color(8)}
		switch {
		case kind != 39: // of a bitmap: grey stands for it
			o.color, o.rough = Color{128, 128, 128}, true
		case r.u32(4) == 1:
			o.none = true
		default:
			o.rough = r.u32(4) > 1
		}
		p.create(i, o)
	case 95:
		o := object{kind: 'p', width: float64(r.u32(24)), color: r.color(32)}
		o.dash, o.none = dashOf(r.u32(20))
		if r.u32(20)&0xf0000 == 0 { // cosmetic: as thin as can be
			o.width = 0
		}
		p.create(i, o)
	case 40:
		delete(p.objects, i)
	case 82:
		p.create(i, object{kind: 'f', font: emfFont(r)})
	}
}

func dashOf(style uint32) ([]float64, bool) {
	dash, draws := penDash(style)
	return dash, !draws
}

func emfFont(r record) font {
	f := font{height: r.i32(4), angle: r.i32(12) / 10, bold: r.u32(20) > 550, name: utf16String(r.part(32, 64))}
	if f.height == 0 {
		f.height = -12
	}
	if b := r.part(24, 4); b != nil {
		f.italic, f.under, f.struk, f.charset = b[0] != 0, b[1] != 0, b[2] != 0, b[3]
	}
	return f
}

// utf16String reads UTF-16 up to a zero.
func utf16String(b []byte) string {
	var u []uint16
	for i := 0; i+1 < len(b); i += 2 {
		c := binary.LittleEndian.Uint16(b[i:])
		if c == 0 {
			break
		}
		u = append(u, c)
	}
	return string(utf16.Decode(u))
}

// stock takes one of the objects that every device has ([MS-EMF] 2.1.31).
func (p *player) stock(i uint32) {
	grey := func(v uint8) { p.brush = object{kind: 'b', color: Color{v, v, v}} }
	switch i {
	case 0:
		grey(255)
	case 1:
		grey(192)
	case 2:
		grey(128)
	case 3:
		grey(64)
	case 4:
		grey(0)
	case 5:
		p.brush = object{kind: 'b', none: true}
	case 6:
		p.pen = object{kind: 'p', color: Color{255, 255, 255}}
	case 7:
		p.pen = object{kind: 'p'}
	case 8:
		p.pen = object{kind: 'p', none: true}
	case 10, 11, 12, 13, 14, 16, 17:
		p.font = object{kind: 'f', font: font{height: -12, name: "Arial"}}
	}
}

// emfShape draws lines and round things.
func (p *player) emfShape(kind uint32, r record) {
	n := func(i int) float64 { return r.i32(4 * i) }
	switch kind {
	case 41: // a line and an arc around a point
		radius := float64(r.u32(8))
		from, swing := -r.f32(12)*math.Pi/180, -r.f32(16)*math.Pi/180
		x, y := n(0), n(1)
		t := p.trace()
		t.add('M', [2]float64{p.atX, p.atY})
		t.arc(x-radius, y-radius, x+radius, y+radius, from, max(-2*math.Pi, min(swing, 2*math.Pi)), false)
		p.draw(t, false, true)
	case 42:
		t := p.trace()
		t.ellipse(n(0), n(1), n(2), n(3))
		p.draw(t, true, true)
	case 43:
		p.rectangle(n(0), n(1), n(2), n(3))
	case 44:
		p.roundRect(n(0), n(1), n(2), n(3), n(4), n(5))
	case 45, 46, 47, 55:
		p.pie([]byte{'a', 'c', 'p', 'a'}[min(kind-45, 3)], n(0), n(1), n(2), n(3), n(4), n(5), n(6), n(7))
		if kind == 55 {
			p.atX, p.atY = n(6), n(7)
		}
	case 54:
		p.lineTo([][2]float64{{n(0), n(1)}}, false)
	case 57:
		p.clockwise = r.u32(0) == 2
	}
}

// emfPath begins, ends and paints a path of several records.
func (p *player) emfPath(kind uint32, r record) {
	switch kind {
	case 59:
		p.inPath, p.path = true, nil
	case 60:
		p.inPath = false
	case 61:
		if n := len(p.path); n > 0 && p.path[n-1].Op != 'Z' {
			p.path = append(p.path, geometry.Segment{Op: 'Z'})
		}
	case 62, 63, 64:
		p.inPath = false
		p.paint(p.path, kind != 64, kind != 62)
		p.path = nil
	case 67: // a clip: its rectangle
		p.inPath = false
		p.clipTo(r.u32(0))
		p.path = nil
	case 68:
		p.inPath, p.path = false, nil
	}
}

// emfBitmap draws a picture.
func (p *player) emfBitmap(kind uint32, r record) {
	x, y, w, h := r.i32(16), r.i32(20), r.i32(24), r.i32(28)
	at := 76 // where the places of the bitmap stand
	switch kind {
	case 80, 81:
		if at = 40; kind == 81 {
			w, h = r.i32(64), r.i32(68)
		} else {
			w, h = r.i32(32), r.i32(36)
		}
	case 76:
		if r.u32(at+4) == 0 || r.u32(at+12) == 0 { // no picture: the brush in a rectangle
			p.block(x, y, w, h, r.u32(32))
			return
		}
	}
	usage, part := at-4, [4]float64{}
	if kind == 80 || kind == 81 {
		usage, part = at+16, [4]float64{r.i32(24), r.i32(28), r.i32(32), r.i32(36)}
	} else if kind == 77 {
		part = [4]float64{r.i32(36), r.i32(40), r.i32(92), r.i32(96)}
	}
	switch kind {
	case 80:
	case 81:
		p.mixes(r.u32(60))
	case 114: // what shines through does not
		if b := r.part(32, 4); b != nil && (b[2] != 255 || b[3] != 0) {
			p.out.Undrawn |= Operations
		}
	case 116:
		p.out.Undrawn |= Operations
	default:
		p.mixes(r.u32(32))
	}
	head, dots := r.offset(at, at+4), r.offset(at+8, at+12)
	p.bitmap(head, dots, blit{x, y, w, h, part, r.u32(usage) == 1})
}

// copyPen is the way of drawing that mixes nothing ([MS-WMF] 2.1.1.2).
const copyPen = 13

// mixes tells of a raster operation ([MS-WMF] 2.1.1.31) that does more than copy.
func (p *player) mixes(operation uint32) {
	if operation&0xffffff != 0xCC0020 {
		p.out.Undrawn |= Operations
	}
}

// block fills a rectangle by a raster operation: black, white, or the brush.
func (p *player) block(x, y, w, h float64, operation uint32) {
	brush := p.brush
	switch operation {
	case 0x00000042:
		p.brush = object{kind: 'b'}
	case 0x00FF0062:
		p.brush = object{kind: 'b', color: Color{255, 255, 255}}
	case 0x00F00021:
	case 0x00AA0029: // what is below stays
		return
	default:
		p.out.Undrawn |= Operations
		return
	}
	t := p.trace()
	t.lines([][2]float64{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, true)
	p.paint(t.out, true, false)
	p.brush = brush
}

// offset is a piece of the record whose offset, counted from the record's start, and length
// stand at two places.
func (r record) offset(at, length int) []byte {
	off := r.u32(at)
	if off < 8 {
		return nil
	}
	return r.part(off-8, r.u32(length))
}

// emfText draws a string.
func (p *player) emfText(kind uint32, r record) {
	if kind == 108 { // small text: one string, no advances
		n, flags := r.u32(8), r.u32(12)
		at := uint32(28)
		if flags&0x100 == 0 {
			at += 16
		}
		s := ""
		if flags&0x200 != 0 {
			s = p.letters(r.part(at, n))
		} else if n < 1<<20 {
			s = p.codes(utf16String(r.part(at, 2*n)))
		}
		p.text(r.i32(0), r.i32(4), s, nil)
		return
	}
	n, off := r.u32(36), r.u32(40)
	if n > 1<<20 || off < 8 {
		return
	}
	var s string
	if kind == 84 {
		s = p.codes(utf16String(r.part(off-8, 2*n)))
	} else {
		s = p.letters(r.part(off-8, n))
	}
	if flags := r.u32(44); flags&2 != 0 {
		p.fillBehind(r.i32(48), r.i32(52), r.i32(56), r.i32(60))
	}
	var dx []float64
	if d := r.u32(64); d >= 8 {
		step := 1
		if r.u32(44)&0x2000 != 0 { // pairs
			step = 2
		}
		for i := range len([]rune(s)) {
			at := int(d) - 8 + 4*i*step
			if at+4 > len(r) {
				dx = nil
				break
			}
			dx = append(dx, r.i32(at))
		}
	}
	p.text(r.i32(28), r.i32(32), s, dx)
}

// emfGradient fills rectangles or triangles with the mean of their corners' colours.
func (p *player) emfGradient(r record) {
	n, count, mode := int(min(r.u32(16), 1<<16)), int(min(r.u32(20), 1<<16)), r.u32(24)
	vertex := func(i uint32) ([2]float64, Color) {
		at := 28 + 16*int(min(i, uint32(n)))
		return [2]float64{r.i32(at), r.i32(at + 4)}, Color{uint8(r.u16(at+8) >> 8), uint8(r.u16(at+10) >> 8), uint8(r.u16(at+12) >> 8)}
	}
	brush := p.brush
	p.out.Undrawn |= Brushes
	at := 28 + 16*n
	for range count {
		a, ca := vertex(r.u32(at))
		b, cb := vertex(r.u32(at + 4))
		t := p.trace()
		mean := func(x, y uint8) uint8 { return uint8((int(x) + int(y)) / 2) }
		p.brush = object{kind: 'b', color: Color{mean(ca.R, cb.R), mean(ca.G, cb.G), mean(ca.B, cb.B)}}
		if mode == 2 {
			c, _ := vertex(r.u32(at + 8))
			t.lines([][2]float64{a, b, c}, true)
			at += 12
		} else {
			t.lines([][2]float64{a, {b[0], a[1]}, b, {a[0], b[1]}}, true)
			at += 8
		}
		p.paint(t.out, true, false)
		if p.err != nil || at >= len(r) {
			break
		}
	}
	p.brush = brush
}
