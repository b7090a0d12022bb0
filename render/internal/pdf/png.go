package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
)

// plainPNG takes over a PNG file's compressed pixels as they are, which PDF can show by
// itself if they are opaque and not interlaced; that saves unpacking and packing them. The
// data is checked through, so that no viewer stumbles over it.
func plainPNG(b []byte) *imageData {
	const signature = "\x89PNG\r\n\x1a\n"
	b, ok := bytes.CutPrefix(b, []byte(signature))
	if !ok {
		return nil
	}
	var header, palette []byte
	var data []byte
	for ended := false; !ended; {
		if len(b) < 12 {
			return nil
		}
		n := int64(binary.BigEndian.Uint32(b))
		if n+12 > int64(len(b)) || crc32.ChecksumIEEE(b[4:8+n]) != binary.BigEndian.Uint32(b[8+n:]) {
			return nil
		}
		kind, chunk := string(b[4:8]), b[8:8+n]
		b = b[12+n:]
		switch kind {
		case "IHDR":
			header = chunk
		case "PLTE":
			palette = chunk
		case "tRNS": // something shines through
			return nil
		case "IDAT":
			data = append(data, chunk...)
		case "IEND":
			ended = true
		}
	}
	if len(header) != 13 || header[10] != 0 || header[11] != 0 || header[12] != 0 {
		return nil
	}
	img := &imageData{
		width: int(binary.BigEndian.Uint32(header)), height: int(binary.BigEndian.Uint32(header[4:])),
		bits: int(header[8]),
	}
	colors := 1
	switch header[9] {
	case 0:
		img.space = "/DeviceGray"
	case 2:
		img.space, colors = "/DeviceRGB", 3
	case 3:
		if len(palette) < 3 || len(palette) > 768 || img.bits > 8 {
			return nil
		}
		img.space = fmt.Sprintf("[/Indexed /DeviceRGB %d <%X>]", len(palette)/3-1, palette[:len(palette)/3*3])
	default:
		return nil
	}
	row := (img.width*colors*img.bits + 7) / 8
	if !wholeRows(data, row, img.height) {
		return nil
	}
	img.flate = data
	img.predictor = fmt.Sprintf("/DecodeParms <</Predictor 15 /Colors %d /BitsPerComponent %d /Columns %d>> ", colors, img.bits, img.width)
	return img
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
		if _, err := io.ReadFull(z, line); err != nil || line[0] > 4 {
			return false
		}
	}
	n, err := z.Read(line[:1]) // reads the checksum as well
	return n == 0 && err == io.EOF
}
