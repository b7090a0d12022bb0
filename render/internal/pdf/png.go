package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/bienban/bienban/render/internal/deflate"
)

// A pngFile is what of a PNG file makes its pixels.
type pngFile struct {
	width, height int
	bits          int
	kind          byte // colour type (PNG 3rd edition, table 12)
	palette       []byte
	data          []byte // compressed rows, each after the number of its filter
	clear         bool   // a colour that the page shines through (tRNS)
}

// readPNG parts a PNG file whose checksums are right and which is not interlaced.
func readPNG(b []byte) (f pngFile, ok bool) {
	const signature = "\x89PNG\r\n\x1a\n"
	b, ok = bytes.CutPrefix(b, []byte(signature))
	if !ok {
		return f, false
	}
	var header []byte
	for ended := false; !ended; {
		if len(b) < 12 {
			return f, false
		}
		n := int64(binary.BigEndian.Uint32(b))
		if n+12 > int64(len(b)) || crc32.ChecksumIEEE(b[4:8+n]) != binary.BigEndian.Uint32(b[8+n:]) {
			return f, false
		}
		kind, chunk := string(b[4:8]), b[8:8+n]
		b = b[12+n:]
		switch kind {
		case "IHDR":
			header = chunk
		case "PLTE":
			f.palette = chunk
		case "tRNS":
			f.clear = true
		case "IDAT":
			f.data = append(f.data, chunk...)
		case "IEND":
			ended = true
		}
	}
	if len(header) != 13 || header[10] != 0 || header[11] != 0 || header[12] != 0 {
		return f, false
	}
	f.width, f.height = int(binary.BigEndian.Uint32(header)), int(binary.BigEndian.Uint32(header[4:]))
	f.bits, f.kind = int(header[8]), header[9]
	return f, true
}

// plainPNG takes over a PNG file's compressed pixels as they are, which PDF can show by
// itself if they are opaque and not interlaced; that saves unpacking and packing them. The
// data is checked through, so that no viewer stumbles over it. What has an alpha channel is
// parted in two. It gives nil for what has to be decoded.
func plainPNG(b []byte) *imageData {
	f, ok := readPNG(b)
	if !ok || f.clear {
		return nil
	}
	img := &imageData{width: f.width, height: f.height, bits: f.bits}
	colors := 1
	switch f.kind {
	case 0:
		img.space = "/DeviceGray"
	case 2:
		img.space, colors = "/DeviceRGB", 3
	case 3:
		if len(f.palette) < 3 || len(f.palette) > 768 || img.bits > 8 {
			return nil
		}
		img.space = fmt.Sprintf("[/Indexed /DeviceRGB %d <%X>]", len(f.palette)/3-1, f.palette[:len(f.palette)/3*3])
	case 4, 6:
		if !img.part(&f) {
			return nil
		}
		return img
	default:
		return nil
	}
	row := (img.width*colors*img.bits + 7) / 8
	if !wholeRows(f.data, row, img.height) {
		return nil
	}
	img.flate = f.data
	img.predictor = fmt.Sprintf("/DecodeParms <</Predictor 15 /Colors %d /BitsPerComponent %d /Columns %d>> ", colors, img.bits, img.width)
	return img
}

// part takes the colours and the alpha of a PNG file's rows from one another as they are
// filtered: each filter makes a byte from those of its own channel (PNG 3rd edition, 9.2), so
// that what is left of a row is the row that the same filter gives of the colours alone. An
// alpha through which nothing shines is left out. It reports whether the file holds whole
// rows of 8 bits.
func (d *imageData) part(f *pngFile) bool {
	if f.bits != 8 {
		return false
	}
	colors := 3
	d.space = "/DeviceRGB"
	if f.kind == 4 {
		colors = 1
		d.space = "/DeviceGray"
	}
	z, err := zlib.NewReader(bytes.NewReader(f.data))
	if err != nil {
		return false
	}
	paint, shine := deflate.Get(), deflate.Get()
	defer paint.Release()
	defer shine.Release()
	whole, clear := true, false
	d.flate = paint.AppendZlibOf(nil, func(w io.Writer) {
		d.alpha = shine.AppendZlibOf(nil, func(a io.Writer) {
			line := make([]byte, 1+(colors+1)*d.width)
			out, alpha := make([]byte, 1+colors*d.width), make([]byte, 1+d.width)
			first, next := opaqueRows(d.width)
			opaque := &first
			for y := range d.height {
				if _, err := io.ReadFull(z, line); err != nil || line[0] >= filters {
					whole = false
					return
				}
				out[0], alpha[0] = line[0], line[0]
				partRow(line[1:], out[1:], alpha[1:])
				_, _ = w.Write(out) // into memory
				if !clear && !bytes.Equal(alpha, opaque[line[0]]) {
					clear = true
					for k := range y { // the rows before it
						_, _ = a.Write([2][]byte{first[2], next[2]}[min(k, 1)])
					}
				}
				if clear {
					_, _ = a.Write(alpha)
				}
				opaque = &next
			}
		})
	})
	if !whole || !ended(z) {
		return false
	}
	d.predictor = predictor(colors, d.width)
	if !clear {
		d.alpha = nil
	}
	return true
}

// filters is how many there are of a PNG file's rows: None, Sub, Up, Average, Paeth.
const filters = 5

// opaqueRows gives what each filter makes of a row of alpha, all 255, at the top of a picture
// and below a row of that kind.
func opaqueRows(width int) (first, next [filters][]byte) {
	for filter := range byte(filters) {
		row := func(start, then byte) []byte {
			return append([]byte{filter, start}, bytes.Repeat([]byte{then}, width-1)...)
		}
		first[filter], next[filter] = row(255, 0), row(0, 0)
		switch filter {
		case 0:
			first[filter], next[filter] = row(255, 255), row(255, 255)
		case 1:
			next[filter] = row(255, 0)
		case 2:
			first[filter] = row(255, 255)
		case 3: // half the sum of what is left and above
			first[filter], next[filter] = row(255, 128), row(128, 0)
		}
	}
	return first, next
}

// partRow parts pixels whose last byte is alpha.
func partRow(line, colors, alpha []byte) {
	if len(colors) == len(alpha) {
		for x := range alpha {
			colors[x], alpha[x] = line[2*x], line[2*x+1]
		}
		return
	}
	for x := range alpha {
		i, to := line[4*x:4*x+4], colors[3*x:3*x+3]
		to[0], to[1], to[2], alpha[x] = i[0], i[1], i[2], i[3]
	}
}

// wholeRows reports whether compressed data holds so many rows, each after the number of
// a filter that exists.
func wholeRows(data []byte, row, height int) bool {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return false
	}
	line := make([]byte, row+1)
	for range height {
		if _, err := io.ReadFull(z, line); err != nil || line[0] >= filters {
			return false
		}
	}
	return ended(z)
}

// ended reports whether nothing follows in unpacked data, and its checksum is right.
func ended(z io.Reader) bool {
	var more [1]byte
	n, err := z.Read(more[:])
	return n == 0 && err == io.EOF
}
