// Package picture reads the raster pictures of documents within limits.
package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	_ "image/gif" // formats that pictures in Word documents come in
	_ "image/jpeg"
	_ "image/png"
	"math"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"github.com/bienban/bienban/render/internal/limit"
)

// Why a picture is not read.
var (
	ErrSize   = errors.New("picture exceeds the limits")
	ErrFormat = errors.New("picture of a format that is not supported")
)

// Config is the size and the format of a picture ("png", "jpeg", "gif", "bmp", "tiff",
// "webp"), whose pixels are not read.
func Config(data []byte, l limit.Limits) (c image.Config, format string, err error) {
	if int64(len(data)) > l.ImageBytes {
		return c, "", ErrSize
	}
	c, format, err = image.DecodeConfig(bytes.NewReader(data))
	switch {
	case errors.Is(err, image.ErrFormat):
		return c, "", ErrFormat
	case err != nil:
		return c, "", err
	case c.Width <= 0 || c.Height <= 0:
		return c, "", ErrFormat
	case int64(c.Width) > l.ImagePixels/int64(c.Height):
		return c, "", ErrSize
	}
	return c, format, nil
}

// Decode reads a picture. What that takes is known before: a file of a few kilobytes may
// promise pixels that take gigabytes, and the decoders allocate what is promised.
func Decode(data []byte, l limit.Limits) (image.Image, error) {
	c, format, err := Config(data, l)
	if err != nil {
		return nil, err
	}
	if memory(c, format, data) > float64(l.ImageMemory) {
		return nil, ErrSize
	}
	if format == "png" && !plausible(c, data) {
		return nil, errors.New("the file ends before its pixels")
	}
	m, _, err := image.Decode(bytes.NewReader(data))
	return m, err
}

// memory is what decoding a picture takes at most, in bytes: its pixels, and what the decoder
// of its format has beside them.
func memory(c image.Config, format string, data []byte) float64 {
	each := 8.0
	switch c.ColorModel {
	case color.GrayModel:
		each = 1
	case color.Gray16Model:
		each = 2
	case color.RGBAModel, color.NRGBAModel, color.CMYKModel:
		each = 4
	case color.YCbCrModel:
		each = 3
	}
	if _, ok := c.ColorModel.(color.Palette); ok {
		each = 1
	}
	switch format {
	case "png":
		if len(data) > 28 && data[28] != 0 { // interlaced: each pass is a picture of its own
			each *= 1.5
		}
	case "jpeg":
		each = jpegMemory(data)
	case "webp", "tiff":
		each *= 2 // rows are unpacked beside the picture
	}
	return each * float64(c.Width) * float64(c.Height)
}

// jpegMemory is the bytes for each pixel of a JPEG file: of each component, as much as it is
// sampled; 4 for each coefficient where the scans add to them (progressive), and 4 where the
// colours are turned into others.
func jpegMemory(b []byte) float64 {
	for i := 2; i+4 <= len(b); {
		if b[i] != 0xff {
			break
		}
		marker := b[i+1]
		if marker == 0xff {
			i++
			continue
		}
		n := int(binary.BigEndian.Uint16(b[i+2:]))
		if n < 2 || i+2+n > len(b) {
			break
		}
		body := b[i+4 : i+2+n]
		if marker >= 0xc0 && marker <= 0xc2 && len(body) >= 6 && len(body) >= 6+3*int(body[5]) {
			var most, sum float64
			for k := range int(body[5]) {
				area := float64(body[7+3*k]>>4) * float64(body[7+3*k]&15)
				most, sum = math.Max(most, area), sum+area
			}
			each := sum / math.Max(most, 1)
			if marker == 0xc2 {
				each *= 1 + 4
			}
			if body[5] != 1 {
				each += 4
			}
			return each
		}
		i += 2 + n
	}
	return 3*5 + 4
}

// plausible reports whether the pixels of a PNG file can come of its bytes: a deflated byte
// becomes 1032 at most (RFC 1951).
func plausible(c image.Config, data []byte) bool {
	bits := map[byte]float64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[data[25]] * float64(data[24])
	return float64(c.Width)*float64(c.Height)*bits/8 <= 1032*float64(len(data))
}
