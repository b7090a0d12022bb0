package metafile

import (
	"encoding/binary"
	"math"
)

// readWMF plays the records of a metafile of 16 bits.
func readWMF(b []byte) (*Drawing, error) {
	p := newPlayer()
	p.mode = 8
	if binary.LittleEndian.Uint32(b) == 0x9AC6CDD7 { // with the rectangle that it fills
		h := record(b[:22])
		l, t, r, bottom := h.i16(6), h.i16(8), h.i16(10), h.i16(12)
		if r != l && bottom != t {
			p.winX, p.winY, p.winW, p.winH = l, t, r-l, bottom-t
		}
		b = b[22:]
	}
	if len(b) < 18 {
		return nil, ErrFormat
	}
	p.out.Aspect = math.Abs(p.winW / p.winH)
	sized := p.winW != 1 || p.winH != 1
	head := 2 * int(binary.LittleEndian.Uint16(b[2:]))
	if head < 18 || head > len(b) {
		return nil, ErrFormat
	}
	b = b[head:]
	ended := false
	for len(b) >= 6 && !ended {
		size, kind := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint16(b[4:])
		if ended = kind == 0; ended || size < 3 || 2*uint64(size) > uint64(len(b)) {
			break
		}
		r := record(b[6 : 2*size])
		if kind == 0x020C && !sized {
			if w, h := math.Abs(r.i16(2)), math.Abs(r.i16(0)); w > 0 && h > 0 {
				p.out.Aspect, sized = w/h, true
			}
		}
		p.wmf(kind, r)
		if p.err != nil {
			return nil, p.err
		}
		b = b[2*size:]
	}
	if !ended {
		p.out.Undrawn |= Truncated
	}
	return &p.out, nil
}

// wmf plays one record ([MS-WMF] 2.3), whose parameters stand in reverse order.
func (p *player) wmf(kind uint16, r record) {
	n := func(i int) float64 { return r.i16(2 * i) }
	switch kind {
	case 0x020B:
		p.winY, p.winX = n(0), n(1)
	case 0x020C:
		if n(0) != 0 && n(1) != 0 {
			p.winH, p.winW = n(0), n(1)
		}
	case 0x0102:
		p.opaque = r.u16(0) == 2
	case 0x0104:
		p.mixed = r.u16(0) != copyPen
	case 0x0106:
		p.evenOdd = r.u16(0) == 1
	case 0x012E:
		p.align = int(r.u16(0))
	case 0x0209:
		p.textColor = r.color(0)
	case 0x0201:
		p.backColor = r.color(0)
	case 0x001E:
		p.save()
	case 0x0127:
		p.restore(int(int16(r.u16(0))))
	case 0x0214:
		p.moveTo(n(1), n(0))
	case 0x0213:
		p.lineTo([][2]float64{{n(1), n(0)}}, false)
	case 0x0415:
		p.exclude(n(3), n(2), n(1), n(0))
	case 0x0416:
		p.intersect(n(3), n(2), n(1), n(0))
	case 0x041B:
		p.rectangle(n(3), n(2), n(1), n(0))
	case 0x0418:
		t := p.trace()
		t.ellipse(n(3), n(2), n(1), n(0))
		p.draw(t, true, true)
	case 0x061C:
		p.roundRect(n(5), n(4), n(3), n(2), n(1), n(0))
	case 0x0817, 0x081A, 0x0830:
		p.pie(wmfPie(kind), n(7), n(6), n(5), n(4), n(3), n(2), n(1), n(0))
	case 0x0324:
		p.polygon(p.words(r, 2, int(r.u16(0))), true)
	case 0x0325:
		p.polygon(p.words(r, 2, int(r.u16(0))), false)
	case 0x0538:
		t := p.trace()
		count := int(r.u16(0))
		at := 2 + 2*count
		for i := range count {
			list := p.words(r, at, int(r.u16(2+2*i)))
			t.lines(list, true)
			if at += 4 * len(list); p.err != nil {
				return
			}
		}
		p.draw(t, true, true)
	default:
		p.wmfMore(kind, r)
	}
}

// words are points of 16 bits.
func (p *player) words(r record, at, n int) [][2]float64 {
	n = max(0, min(n, (len(r)-at)/4))
	if p.points += n; p.points > maxPoints {
		p.err = ErrSize
		return nil
	}
	out := make([][2]float64, n)
	for i := range out {
		out[i] = [2]float64{r.i16(at + 4*i), r.i16(at + 4*i + 2)}
	}
	return out
}

// wmfMore plays the records of objects, text and bitmaps.
func (p *player) wmfMore(kind uint16, r record) {
	switch kind {
	case 0x012D:
		p.take(p.objects[uint32(r.u16(0))])
	case 0x01F0:
		i := uint32(r.u16(0))
		delete(p.objects, i)
		p.free = min(p.free, i)
	case 0x02FA:
		o := object{kind: 'p', width: r.i16(2), color: r.color(6)}
		o.dash, o.none = dashOf(uint32(r.u16(0)))
		p.createNext(o)
	case 0x02FC:
		p.createNext(object{kind: 'b', none: r.u16(0) == 1, rough: r.u16(0) > 1, color: r.color(2)})
	case 0x02FB:
		f := font{height: r.i16(0), angle: r.i16(4) / 10, bold: r.u16(8) > 550, name: latin(r.part(18, uint32(min(32, max(len(r)-18, 0)))))}
		if b := r.part(10, 4); b != nil {
			f.italic, f.under, f.struk, f.charset = b[0] != 0, b[1] != 0, b[2] != 0, b[3]
		}
		if f.height == 0 {
			f.height = -12
		}
		p.createNext(object{kind: 'f', font: f})
	case 0x0142, 0x01F9: // brushes of bitmaps: grey stands for them
		p.createNext(object{kind: 'b', rough: true, color: Color{128, 128, 128}})
	case 0x00F7, 0x06FF:
		p.createNext(object{kind: 'o'})
	case 0x0521:
		n := uint32(r.u16(0))
		at := 2 + int(n+n%2)
		p.text(r.i16(at+2), r.i16(at), p.letters(r.part(2, n)), nil)
	case 0x0A32:
		p.wmfText(r)
	case 0x0F43, 0x0B41, 0x0940, 0x0D33:
		p.wmfBitmap(kind, r)
	case 0x061D: // a block of the brush
		p.block(r.i16(10), r.i16(8), r.i16(6), r.i16(4), r.u32(0))
	case 0x0220, 0x012C: // clips: moved, of a region
		p.out.Undrawn |= Clips
	case 0x0228, 0x0429, 0x012A, 0x012B, 0x0419, 0x0548, 0x041F, 0x0922, 0x0B23: // regions, floods, single dots, bitmaps of a device
		p.out.Undrawn |= Records
	}
}

// wmfBitmap plays the records of bitmaps, which begin with how their dots are mixed with those
// below, and end with where they stand.
func (p *player) wmfBitmap(kind uint16, r record) {
	at := map[uint16]int{0x0F43: 22, 0x0B41: 20, 0x0940: 16, 0x0D33: 18}[kind]
	n := func(i int) float64 { return r.i16(at - 2*i) }
	to := blit{x: n(1), y: n(2), w: n(3), h: n(4), palette: kind == 0x0F43 && r.u16(4) == 1 || kind == 0x0D33 && r.u16(0) == 1}
	if kind == 0x0F43 || kind == 0x0B41 {
		to.part = [4]float64{n(5), n(6), n(7), n(8)}
	}
	switch {
	case kind == 0x0940 && len(r) < at+40: // none: the brush in a rectangle
		p.block(n(0), r.i16(14), n(2), n(3), r.u32(0))
		return
	case kind != 0x0D33:
		p.mixes(r.u32(0))
	}
	p.dib(r[min(at, len(r)):], to)
}

// wmfText plays META_EXTTEXTOUT.
func (p *player) wmfText(r record) {
	n, flags := uint32(r.u16(4)), r.u16(6)
	at := uint32(8)
	if flags&6 != 0 {
		if flags&2 != 0 {
			p.fillBehind(r.i16(8), r.i16(10), r.i16(12), r.i16(14))
		}
		at += 8
	}
	s := p.letters(r.part(at, n))
	at += n + n%2
	var dx []float64
	for i := range len([]rune(s)) {
		if int(at)+2*i+2 > len(r) {
			dx = nil
			break
		}
		dx = append(dx, r.i16(int(at)+2*i))
	}
	p.text(r.i16(2), r.i16(0), s, dx)
}

// createNext makes an object of the lowest number that is free.
func (p *player) createNext(o object) {
	for ; p.free < maxObjects; p.free++ {
		if _, taken := p.objects[p.free]; !taken {
			p.create(p.free, o)
			return
		}
	}
}

// dib draws a bitmap whose header, colours and dots stand one after the other.
func (p *player) dib(b []byte, to blit) {
	r := record(b)
	size := uint64(r.u32(0))
	colors := uint64(r.u32(32))
	switch bits := r.u16(14); {
	case bits <= 8 && colors == 0:
		colors = 1 << bits
	case bits > 8:
		colors = min(colors, 256)
		if r.u32(16) == packedFields && size == 40 {
			colors += 3
		}
	}
	if head := size + 4*colors; size >= 40 && head <= uint64(len(b)) {
		p.bitmap(b[:head], b[head:], to)
		return
	}
	p.out.Undrawn |= Bitmaps
}

// wmfPie is how an arc's record closes it.
func wmfPie(kind uint16) byte {
	switch kind {
	case 0x081A:
		return 'p'
	case 0x0830:
		return 'c'
	}
	return 'a'
}
