package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"strconv"

	"github.com/bienban/bienban/render/internal/deflate"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/picture"
	"github.com/bienban/bienban/render/internal/wml"
)

// imageSet is the pictures of a document, each once however often it is shown.
type imageSet struct {
	limits    limit.Limits
	byPicture map[*wml.Picture]*imageData // nil: cannot be shown
	byContent map[[sha256.Size]byte]*imageData
	order     []*imageData
}

// imageData is a picture as PDF has it.
type imageData struct {
	resource      string // "Im1"
	width, height int
	space         string // colour space
	bits          int
	decode        string
	jpeg          []byte // as it is, or else:
	flate         []byte // compressed, with a predictor
	predictor     string
	alpha         []byte // compressed, of 8 bits, with a predictor; nil for what is opaque
}

func newImageSet(l limit.Limits) *imageSet {
	return &imageSet{limits: l, byPicture: map[*wml.Picture]*imageData{}, byContent: map[[sha256.Size]byte]*imageData{}}
}

// use takes a picture in; the error is for its first use only.
func (s *imageSet) use(p *wml.Picture) error {
	if _, known := s.byPicture[p]; known {
		return nil
	}
	key := sha256.Sum256(p.Data)
	if p.Recolor != nil {
		key = sha256.Sum256(fmt.Appendf(key[:], "%v", *p.Recolor))
	}
	img, known := s.byContent[key]
	var err error
	if !known {
		img, err = s.read(p.Data, p.Recolor)
		s.byContent[key] = img
		if img != nil {
			s.order = append(s.order, img)
			img.resource = "Im" + strconv.Itoa(len(s.order))
		}
	}
	s.byPicture[p] = img
	return err
}

func (s *imageSet) read(data []byte, recolor *picture.Recolor) (*imageData, error) {
	config, format, err := picture.Config(data, s.limits)
	if err != nil {
		return nil, err
	}
	img := &imageData{width: config.Width, height: config.Height, bits: 8}
	if format == "jpeg" && recolor == nil {
		// A file that breaks off has no end marker; decoding it tells what is wrong.
		if components, adobe, ok := jpegFrame(data); ok && bytes.Contains(data[len(data)/2:], []byte{0xff, 0xd9}) {
			img.jpeg = data
			switch components {
			case 1:
				img.space = "/DeviceGray"
			case 3:
				img.space = "/DeviceRGB"
			case 4:
				img.space = "/DeviceCMYK"
				if adobe { // Adobe's programs store the inverse
					img.decode = "[1 0 1 0 1 0 1 0]"
				}
			}
			if img.space != "" {
				return img, nil
			}
		}
		img.jpeg = nil
	}
	if format == "png" && recolor == nil {
		if plain := plainPNG(data); plain != nil {
			return plain, nil
		}
	}
	decoded, err := picture.Decode(data, s.limits)
	if err != nil {
		return nil, err
	}
	if recolor != nil {
		decoded = recolor.Apply(decoded)
	}
	img.fill(decoded)
	return img, nil
}

// jpegFrame reads a JPEG file's markers up to the frame: how many components it has, and
// whether Adobe's marker stands before.
func jpegFrame(b []byte) (components int, adobe, ok bool) {
	for i := 2; i+4 <= len(b); {
		if b[i] != 0xff {
			return 0, false, false
		}
		marker := b[i+1]
		if marker == 0xff {
			i++
			continue
		}
		n := int(binary.BigEndian.Uint16(b[i+2:]))
		if n < 2 || i+2+n > len(b) {
			return 0, false, false
		}
		body := b[i+4 : i+2+n]
		switch {
		case marker == 0xee && len(body) >= 12 && string(body[:5]) == "Adobe":
			adobe = true
		case marker >= 0xc0 && marker <= 0xc2: // baseline, extended, progressive
			if len(body) < 6 || body[0] != 8 {
				return 0, false, false
			}
			return int(body[5]), adobe, true
		case marker > 0xc2 && marker < 0xd0 && marker != 0xc4 && marker != 0xc8 && marker != 0xcc, marker == 0xda:
			return 0, false, false // lossless, arithmetic: PDF viewers do not know them
		}
		i += 2 + n
	}
	return 0, false, false
}

// fill packs the pixels of a decoded picture: grey or RGB, and its alpha if anything shines
// through. A row is in memory at a time.
func (d *imageData) fill(src image.Image) {
	d.width, d.height = src.Bounds().Dx(), src.Bounds().Dy()
	packer := deflate.Get()
	defer packer.Release()
	pack := func(colors int, row func(y int, line []byte)) []byte {
		return packer.AppendZlibOf(nil, func(w io.Writer) {
			p := newRowPredictor(w, colors*d.width, colors)
			line := make([]byte, colors*d.width)
			for y := range d.height {
				row(y, line)
				p.row(line)
			}
		})
	}
	if gray, ok := src.(*image.Gray); ok {
		d.space, d.predictor = "/DeviceGray", predictor(1, d.width)
		d.flate = pack(1, func(y int, line []byte) { copy(line, gray.Pix[y*gray.Stride:]) })
		return
	}
	d.space, d.predictor = "/DeviceRGB", predictor(3, d.width)
	pixels := make([]byte, 4*d.width)
	opaque := true
	d.flate = pack(3, func(y int, line []byte) {
		rgba(src, y, pixels)
		for i, to := pixels, line; len(to) > 0; i, to = i[4:], to[3:] {
			to[0], to[1], to[2] = i[0], i[1], i[2]
			opaque = opaque && i[3] == 0xff
		}
	})
	if !opaque {
		d.alpha = pack(1, func(y int, line []byte) {
			rgba(src, y, pixels)
			for x := range line {
				line[x] = pixels[4*x+3]
			}
		})
	}
}

// rgba is a row of a picture, from 0, as bytes of red, green, blue and alpha, by which they
// are not multiplied.
func rgba(src image.Image, y int, line []byte) {
	switch m := src.(type) {
	case *image.NRGBA:
		copy(line, m.Pix[y*m.Stride:])
		return
	case *image.NRGBA64: // the upper byte of each two
		for i, pixels := 0, m.Pix[y*m.Stride:]; i < len(line); i++ {
			line[i] = pixels[2*i]
		}
		return
	}
	b := src.Bounds()
	for x := b.Min.X; x < b.Max.X; x++ {
		r, g, bl, a := src.At(x, b.Min.Y+y).RGBA()
		if a != 0 && a != 0xffff {
			r, g, bl = r*0xffff/a, g*0xffff/a, bl*0xffff/a
		}
		line[0], line[1], line[2], line[3] = uint8(r>>8), uint8(g>>8), uint8(bl>>8), uint8(a>>8)
		line = line[4:]
	}
}

// unshown is the fault of a picture that is left out.
func unshown(p *wml.Picture, err error) *fault.Fault {
	name := p.Part
	if name == "" {
		name = p.ContentType
	}
	f := &fault.Fault{
		Severity: fault.Warning, Code: "image-unreadable",
		Message: fault.T("không đọc được ảnh %s: %s; trong PDF là khung trống", "cannot read the picture %s: %s; the PDF has an empty frame", name, reason(err)),
		Hint:    fault.T("Lưu lại ảnh dưới dạng PNG hoặc JPEG.", "Save the picture as PNG or JPEG again."),
	}
	if errors.Is(err, picture.ErrSize) {
		f.Code = "limit"
		f.Hint = fault.T("Thu nhỏ ảnh, hoặc nâng giới hạn khi gọi thư viện (Options.Limits).",
			"Make the picture smaller, or raise the limit when calling the library (Options.Limits).")
	}
	return f
}

func reason(err error) fault.Text {
	switch {
	case errors.Is(err, picture.ErrSize):
		return fault.T("ảnh quá lớn", "it is too large")
	case errors.Is(err, picture.ErrFormat):
		return fault.T("định dạng không được hỗ trợ", "its format is not supported")
	}
	return fault.T("tệp ảnh bị hỏng", "the file is damaged")
}

// image shows a picture in its rectangle: cut, turned over, turned round.
func (c *canvas) image(m *layout.Image) {
	if m.Picture == nil || m.W <= 0 || m.H <= 0 {
		return
	}
	img := c.images.byPicture[m.Picture]
	if img == nil { // a frame with a cross shows that something is missing
		grey := wml.Color{R: 0x80, G: 0x80, B: 0x80}
		for _, l := range [][4]wml.EMU{
			{0, 0, m.W, 0}, {m.W, 0, m.W, m.H}, {m.W, m.H, 0, m.H}, {0, m.H, 0, 0}, {0, 0, m.W, m.H}, {m.W, 0, 0, m.H},
		} {
			c.line(&layout.Line{X1: m.X + l[0], Y1: m.Y + l[1], X2: m.X + l[2], Y2: m.Y + l[3], Width: wml.PerPoint / 2, Color: grey})
		}
		return
	}
	p := m.Picture
	c.clear(m.Clear, &c.fillClear, "ca")
	c.op("q")
	if len(m.Clip) > 0 {
		c.contours(m.Clip, true)
		c.op("h W n")
	}
	// The middle of the rectangle becomes the origin.
	sin, cos := math.Sincos(-float64(p.Rotation) / 60000 * math.Pi / 180)
	flipX, flipY := 1.0, 1.0
	if p.FlipH {
		flipX = -1
	}
	if p.FlipV {
		flipY = -1
	}
	for _, v := range [4]float64{cos * flipX, sin * flipX, -sin * flipY, cos * flipY} {
		c.b = strconv.AppendFloat(c.b, math.Round(v*1e6)/1e6+0, 'f', -1, 64)
		c.b = append(c.b, ' ')
	}
	c.point(m.X+m.W/2, m.Y+m.H/2)
	c.op("cm")
	left, right := crop(p.CropLeft, p.CropRight)
	top, bottom := crop(p.CropTop, p.CropBottom)
	if left != 0 || right != 0 || top != 0 || bottom != 0 {
		c.length(-m.W / 2)
		c.length(-m.H / 2)
		c.length(m.W)
		c.length(m.H)
		c.op("re W n")
	}
	// The whole picture is so large that what is left of it fills the rectangle.
	const whole = 100_000
	w := m.W * whole / (whole - left - right)
	h := m.H * whole / (whole - top - bottom)
	c.length(w)
	c.b = append(c.b, "0 0 "...)
	c.length(h)
	c.length(-m.W/2 - w*left/whole)
	c.length(-m.H/2 - h*bottom/whole)
	c.op("cm")
	c.op(fmt.Sprintf("/%s Do", img.resource))
	c.op("Q")
}

// crop bounds what is cut off two sides, so that something is left.
func crop(a, b int) (wml.EMU, wml.EMU) {
	bound := func(v int) wml.EMU { return wml.EMU(max(-1_000_000, min(v, 99_000))) }
	x, y := bound(a), bound(b)
	if x+y > 99_000 {
		return 0, 0
	}
	return x, y
}
