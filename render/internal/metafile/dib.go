package metafile

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
)

// A dib is a device-independent bitmap ([MS-WMF] 2.2.2.9) whose header is not damaged.
type dib struct {
	header        []byte
	width, height int // height is that of a bitmap that stands upside down, as most do; else below 0
	depth         int // bits of a dot
	packing       uint32
	colors        [][4]byte // blue, green, red; of a depth up to 8 as many as it can count
}

// Kinds of packing ([MS-WMF] 2.1.1.7).
const (
	packedNone   = 0
	packedRLE8   = 1
	packedRLE4   = 2
	packedFields = 3 // not at all: masks tell what bits of a dot are its red, green and blue
	packedJPEG   = 4
	packedPNG    = 5
)

// maxSide bounds the width and the height of a bitmap.
const maxSide = 1 << 15

// readDIB reads the header of a bitmap; false if it is none.
func readDIB(header []byte) (d dib, ok bool) {
	r := record(header)
	size := r.u32(0)
	if len(header) < 40 || size < 40 || uint64(size) > uint64(len(header)) {
		return d, false
	}
	d = dib{header: header, width: int(r.i32(4)), height: int(r.i32(8)), depth: int(r.u16(14)), packing: r.u32(16)}
	if d.width <= 0 || d.width > maxSide || d.height == 0 || max(d.height, -d.height) > maxSide {
		return d, false
	}
	if d.depth <= 8 {
		d.colors = make([][4]byte, 1<<d.depth)
		from := header[size:]
		for i := 0; i < len(d.colors) && len(from) >= 4; i++ {
			d.colors[i] = [4]byte{from[0], from[1], from[2]}
			from = from[4:]
		}
	}
	return d, true
}

func (d *dib) rows() int { return max(d.height, -d.height) }

// stride is the length of a row of dots of a depth.
func (d *dib) stride(depth int) int { return (d.width*depth + 31) / 32 * 4 }

// size is the length of all dots, of a depth.
func (d *dib) size(depth int) int64 { return int64(d.stride(depth)) * int64(d.rows()) }

// file makes a picture file of a bitmap: a BMP of a kind that every reader has, or the JPEG or
// PNG file that it is. It is nil if the bitmap is damaged or of a kind that is not known.
func (d *dib) file(dots []byte) []byte {
	switch {
	case d.packing == packedJPEG && bytes.HasPrefix(dots, []byte("\xff\xd8\xff")), d.packing == packedPNG && bytes.HasPrefix(dots, []byte("\x89PNG")):
		return dots
	case d.packing == packedRLE8 && d.depth == 8 || d.packing == packedRLE4 && d.depth == 4:
		return d.bmp(8, d.unpacked(dots))
	case d.packing != packedNone && d.packing != packedFields || int64(len(dots)) < d.size(d.depth):
		return nil
	case d.asIs():
		out := fileHeader(len(d.header), len(dots))
		return append(append(out, d.header...), dots...)
	}
	switch d.depth {
	case 1, 2, 4, 8, 24:
		return d.bmp(d.depth, dots)
	case 16, 32:
		return d.bmp(24, d.masked(dots))
	}
	return nil
}

// asIs reports whether every reader knows a bitmap with its own header, in which a dot may have
// a transparency.
func (d *dib) asIs() bool {
	r := record(d.header)
	size, plain := r.u32(0), d.packing == packedNone
	if size > 40 && d.depth == 32 && d.packing == packedFields {
		plain = r.u32(40) == 0xff0000 && r.u32(44) == 0xff00 && r.u32(48) == 0xff && r.u32(52) == 0xff000000
	}
	return plain && r.u16(12) == 1 && (size == 40 || size == 108 || size == 124) && d.depth >= 24 && len(d.header) == int(size)
}

// fileHeader is what stands before the header of a bitmap in a file.
func fileHeader(header, dots int) []byte {
	out := make([]byte, 14, 14+header+dots)
	copy(out, "BM")
	binary.LittleEndian.PutUint32(out[2:], uint32(14+header+dots))
	binary.LittleEndian.PutUint32(out[10:], uint32(14+header))
	return out
}

// bmp is a file of dots of a depth that are not packed.
func (d *dib) bmp(depth int, dots []byte) []byte {
	var colors [][4]byte
	if depth <= 8 {
		colors = make([][4]byte, 1<<depth)
		copy(colors, d.colors)
	}
	out := fileHeader(40+4*len(colors), len(dots))
	var head [40]byte
	binary.LittleEndian.PutUint32(head[0:], 40)
	binary.LittleEndian.PutUint32(head[4:], uint32(d.width))
	binary.LittleEndian.PutUint32(head[8:], uint32(int32(d.height)))
	binary.LittleEndian.PutUint16(head[12:], 1)
	binary.LittleEndian.PutUint16(head[14:], uint16(depth))
	out = append(out, head[:]...)
	for _, c := range colors {
		out = append(out, c[:]...)
	}
	return append(out, dots...)
}

// masked are dots of 16 or 32 bits as such of 24, by the masks of the header; without such, of
// five bits a colour or of eight.
func (d *dib) masked(dots []byte) []byte {
	masks := [3]uint32{0xff, 0xff00, 0xff0000} // blue, green, red
	if d.depth == 16 {
		masks = [3]uint32{0x1f, 0x3e0, 0x7c00}
	}
	if r := record(d.header); d.packing == packedFields && len(d.header) >= 52 {
		masks = [3]uint32{r.u32(48), r.u32(44), r.u32(40)}
	}
	from, to, each := d.stride(d.depth), d.stride(24), d.depth/8
	out := make([]byte, to*d.rows())
	for y := range d.rows() {
		line := record(dots[y*from : (y+1)*from])
		for x := range d.width {
			v := uint32(line.u16(each * x))
			if each == 4 {
				v = line.u32(4 * x)
			}
			for i, m := range masks {
				if m != 0 {
					out[y*to+3*x+i] = uint8(uint64(v&m) * 255 / uint64(m))
				}
			}
		}
	}
	return out
}

// unpacked are the dots of a bitmap that counts runs ([MS-WMF] 3.1.6), of 8 bits each. What it
// does not say has the first colour.
func (d *dib) unpacked(b []byte) []byte {
	stride := d.stride(8)
	out := make([]byte, stride*d.rows())
	x, y := 0, 0
	put := func(v byte) {
		if x < d.width && y < d.rows() {
			out[y*stride+x] = v
		}
		x = min(x+1, d.width)
	}
	// nth is the dot i of a byte, or of bytes, of one dot or two each.
	nth := func(b []byte, i int) byte {
		if d.depth == 8 {
			return b[i]
		}
		return bits.RotateLeft8(b[i/2], 4*(1-i%2)) & 15
	}
	for len(b) >= 2 && y < d.rows() {
		n, v := int(b[0]), b[1]
		b = b[2:]
		switch {
		case n > 0:
			pair := [2]byte{v, v}
			for i := range n {
				put(nth(pair[:], i%2))
			}
		case v == 0:
			x, y = 0, y+1
		case v == 1:
			return out
		case v == 2:
			if len(b) < 2 {
				return out
			}
			x, y = min(x+int(b[0]), d.width), y+int(b[1])
			b = b[2:]
		default: // so many dots, to an even byte
			length := (int(v)*d.depth + 7) / 8
			if length > len(b) {
				return out
			}
			for i := range int(v) {
				put(nth(b, i))
			}
			b = b[min(length+length%2, len(b)):]
		}
	}
	return out
}

// A blit is how a record shows a bitmap.
type blit struct {
	x, y, w, h float64    // in logical coordinates
	part       [4]float64 // left, top, width and height in dots of what is shown; no width: all
	palette    bool       // its colours are numbers of another palette, which is not at hand
}

// whole reports whether all of a bitmap is shown.
func (b blit) whole(d dib) bool {
	s := b.part
	return s[2] == 0 || s[0] == 0 && s[1] == 0 && math.Abs(s[2]) == float64(d.width) && math.Abs(s[3]) == float64(d.rows())
}

// bitmap adds a picture of a bitmap.
func (p *player) bitmap(header, dots []byte, to blit) {
	d, ok := readDIB(header)
	if packed := d.packing == packedRLE8 || d.packing == packedRLE4; !ok || to.palette && d.depth <= 8 || packed && d.size(8) > int64(maxImages-p.images) {
		p.out.Undrawn |= Bitmaps
		return
	}
	data := d.file(dots)
	if len(data) == 0 {
		p.out.Undrawn |= Bitmaps
		return
	}
	if p.images += len(data); p.images > maxImages {
		p.err = ErrSize
		return
	}
	if !to.whole(d) {
		p.out.Undrawn |= Parts
	}
	a, b := p.point(to.x, to.y), p.point(to.x+to.w, to.y+to.h)
	p.add(Op{Image: &Image{X: a.X, Y: a.Y, W: b.X - a.X, H: b.Y - a.Y, Data: data}})
}
