package pdf_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/bienban/bienban/fonts"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/pdf"
	"github.com/bienban/bienban/render/internal/wml"
)

const pt = wml.PerPoint

func faces(t testing.TB) *font.Faces {
	t.Helper()
	f, err := font.Load(fonts.FS, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// glyphs sets a text with the face's own advances and something added to each character
// and to each space.
func glyphs(face *font.Face, x, y, size wml.EMU, text string, char, word wml.EMU) *layout.Glyphs {
	g := &layout.Glyphs{X: x, Baseline: y, Face: face, Size: size, Text: text, Scale: 100}
	for _, r := range text {
		id, _ := face.Glyph(r)
		a := wml.EMU(face.Advance(id))*size/wml.EMU(face.UnitsPerEm) + char
		if r == ' ' {
			a += word
		}
		g.Advances = append(g.Advances, a)
	}
	return g
}

func page(items ...layout.Item) *layout.Page {
	return &layout.Page{Width: 11906 * wml.PerTwip, Height: 16838 * wml.PerTwip, Number: 1, Items: items}
}

func write(t testing.TB, opts pdf.Options, pages ...*layout.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.Write(&b, pages, opts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parsed is a PDF file taken apart by its cross-reference table.
type parsed struct {
	t       *testing.T
	raw     []byte
	objects map[int]string // dictionary, or whatever stands there
	streams map[int][]byte // unpacked
	trailer string
}

func parse(t *testing.T, b []byte) *parsed {
	t.Helper()
	p := &parsed{t: t, raw: b, objects: map[int]string{}, streams: map[int][]byte{}}
	if !bytes.HasPrefix(b, []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")) {
		t.Fatalf("header %q", b[:20])
	}
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(b)
	if m == nil {
		t.Fatal("no startxref at the end")
	}
	at, _ := strconv.Atoi(string(m[1]))
	table := regexp.MustCompile(`(?s)^xref\n0 (\d+)\n(.*?)trailer\n(.*)startxref`).FindSubmatch(b[at:])
	if table == nil {
		t.Fatal("no cross-references where startxref leads")
	}
	p.trailer = string(table[3])
	n, _ := strconv.Atoi(string(table[1]))
	if len(table[2]) != 20*n {
		t.Fatalf("%d bytes for %d entries", len(table[2]), n)
	}
	for i := 1; i < n; i++ {
		off, _ := strconv.Atoi(string(table[2][20*i : 20*i+10]))
		rest, ok := bytes.CutPrefix(b[off:], fmt.Appendf(nil, "%d 0 obj\n", i))
		if !ok {
			t.Fatalf("object %d is not at %d", i, off)
		}
		body, _, _ := bytes.Cut(rest, []byte("\nendobj\n"))
		dict, _, isStream := bytes.Cut(body, []byte("\nstream\n"))
		p.objects[i] = string(dict)
		if isStream {
			length := p.number(string(dict), "Length")
			_, data, _ := bytes.Cut(rest, []byte("\nstream\n"))
			if !bytes.HasPrefix(data[length:], []byte("\nendstream\nendobj\n")) {
				t.Fatalf("stream %d is not %d long", i, length)
			}
			data = data[:length]
			if strings.Contains(string(dict), "/FlateDecode") {
				r, err := zlib.NewReader(bytes.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				if data, err = io.ReadAll(r); err != nil {
					t.Fatal(err)
				}
			}
			p.streams[i] = data
		}
	}
	return p
}

func (p *parsed) number(dict, key string) int {
	p.t.Helper()
	m := regexp.MustCompile(`/` + key + ` (\d+)`).FindStringSubmatch(dict)
	if m == nil {
		p.t.Fatalf("no /%s in %s", key, dict)
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// find gives the objects whose dictionary has a string.
func (p *parsed) find(s string) (found []int) {
	for i := 1; i <= len(p.objects); i++ {
		if strings.Contains(p.objects[i], s) {
			found = append(found, i)
		}
	}
	return found
}

// contents is the pages' content streams.
func (p *parsed) contents() (all []string) {
	for _, n := range p.find("/Type /Page\n") {
		all = append(all, string(p.streams[p.number(p.objects[n], "Contents")]))
	}
	return all
}

// shown is one character as a viewer would place it.
type shown struct {
	r    rune
	x, y float64 // in points, from the lower left
	font string
}

// show interprets the text of a content stream, as far as we write it.
func (p *parsed) show(content string) (out []shown) {
	type simple struct {
		name    string
		unicode map[byte]string
		widths  []float64
	}
	loaded := map[string]simple{}
	for _, m := range regexp.MustCompile(`/(F\d+) (\d+) 0 R`).FindAllStringSubmatch(p.objects[2], -1) {
		n, _ := strconv.Atoi(m[2])
		d := p.objects[n]
		s := simple{name: regexp.MustCompile(`/BaseFont /(\S+)`).FindStringSubmatch(d)[1], unicode: map[byte]string{}}
		for _, w := range strings.Fields(strings.Trim(p.objects[p.number(d, "Widths")], "[]")) {
			v, _ := strconv.ParseFloat(w, 64)
			s.widths = append(s.widths, v)
		}
		for _, c := range regexp.MustCompile(`<(..)> <([0-9A-F]+)>\n`).FindAllSubmatch(p.streams[p.number(d, "ToUnicode")], -1) {
			if len(c[2]) == 2 {
				continue // the code space
			}
			code, _ := strconv.ParseUint(string(c[1]), 16, 8)
			raw, _ := hex.DecodeString(string(c[2]))
			var u []uint16
			for i := 0; i < len(raw); i += 2 {
				u = append(u, uint16(raw[i])<<8|uint16(raw[i+1]))
			}
			s.unicode[byte(code)] = string(utf16.Decode(u))
		}
		loaded[m[1]] = s
	}
	var f simple
	var args []float64
	var x, y, size, tc, tw float64
	tz := 1.0
	showString := func(s []byte) {
		for _, c := range s {
			u, ok := f.unicode[c]
			if !ok {
				p.t.Fatalf("code %d has no meaning in %s", c, f.name)
			}
			out = append(out, shown{[]rune(u)[0], x, y, f.name})
			w := f.widths[int(c)-32]*size/1000 + tc
			if c == ' ' {
				w += tw
			}
			x += w * tz
		}
	}
	for i := 0; i < len(content); {
		switch c := content[i]; {
		case c == ' ' || c == '\n':
			i++
		case c == '(':
			var s []byte
			for i++; content[i] != ')'; i++ {
				if content[i] == '\\' {
					i++
					if content[i] == 'r' {
						s = append(s, '\r')
						continue
					}
				}
				s = append(s, content[i])
			}
			i++
			showString(s)
		case c == '-' || c >= '0' && c <= '9':
			j := i + 1
			for j < len(content) && strings.IndexByte("0123456789.", content[j]) >= 0 {
				j++
			}
			v, err := strconv.ParseFloat(content[i:j], 64)
			if err != nil {
				p.t.Fatal(err)
			}
			args = append(args, v)
			// Numbers between strings move.
			if k := strings.IndexAny(content[j:], "([]ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"); k >= 0 && content[j+k] == '(' {
				x -= v / 1000 * size * tz
				args = args[:0]
			}
			i = j
		case c == '[' || c == ']':
			i++
		case c == '/':
			j := i + 1
			for content[j] != ' ' {
				j++
			}
			if l, ok := loaded[content[i+1:j]]; ok {
				f = l
			}
			i = j
		default:
			j := i
			for j < len(content) && content[j] != ' ' && content[j] != '\n' {
				j++
			}
			switch content[i:j] {
			case "Tf":
				size = args[0]
			case "Tc":
				tc = args[0]
			case "Tw":
				tw = args[0]
			case "Tz":
				tz = args[0] / 100
			case "Tm":
				x, y = args[4], args[5]
			}
			args = args[:0]
			i = j
		}
	}
	return out
}

const vietnamese = "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ"

func TestTextStandsWhereLayoutHasIt(t *testing.T) {
	fs := faces(t)
	serif := fs.Match("Times New Roman", font.Serif, false, false).Face
	bold := fs.Match("Times New Roman", font.Serif, true, false).Face
	sans := fs.Match("Calibri", font.Sans, false, false).Face
	symbol := fs.Fallback(serif, '➢')
	boxes := fs.Fallback(serif, '☐')
	long := strings.Repeat("Ủy ban nhân dân huyện Chi Lăng tổ chức hội nghị; ", 2)
	kerned := glyphs(serif, 60*pt, 300*pt, 14*pt, "Ta VÀ AVA To (ngoặc) \\ chéo", 0, 0)
	for i := range kerned.Advances {
		kerned.Advances[i] -= wml.EMU(i%3) * pt / 4
	}
	squeezed := glyphs(sans, 60*pt, 330*pt, 11*pt, "Hẹp tám mươi phần trăm", 0, 0)
	squeezed.Scale = 80
	for i := range squeezed.Advances {
		squeezed.Advances[i] = squeezed.Advances[i] * 80 / 100
	}
	wide := glyphs(serif, 60*pt, 345*pt, 11*pt, "Rộng gấp rưỡi, giãn đều", pt, pt)
	wide.Scale = 150
	for i := range wide.Advances {
		wide.Advances[i] = wide.Advances[i] * 150 / 100
	}
	items := []layout.Item{
		glyphs(serif, 60*pt, 100*pt, 14*pt, long, 0, 0),
		glyphs(serif, 60*pt, 120*pt, 14*pt, long, 0, 3*pt/2+77),
		glyphs(bold, 60*pt, 140*pt, 13*pt, strings.ToUpper(vietnamese[:90]), pt/4, 0),
		glyphs(bold, 60*pt, 155*pt, 13*pt, "CỘNG HÒA XÃ HỘI", -pt/8, pt),
		glyphs(serif, 60*pt, 160*pt, 12*pt, vietnamese, 0, 0),
		glyphs(serif, 60*pt, 180*pt, 12*pt, "5 000\u00a0đồng, số 01\u2011KL/HU", 0, pt),
		glyphs(symbol, 60*pt, 200*pt, 14*pt, "➢ ✔ ☑", 0, 0),
		glyphs(boxes, 60*pt, 220*pt, 14*pt, "☐★◆ đ", 0, 0),
		glyphs(fs.Match("Verdana", font.Sans, false, false).Face, 60*pt, 240*pt, 11*pt, "Ủy ban nhân dân xã, ưỡn", 0, pt), // fitted
		glyphs(fs.Match("Aptos", font.Sans, true, false).Face, 60*pt, 260*pt, 11*pt, "Ủy ban nhân dân xã, ưỡn", 0, 0),
		kerned, squeezed, wide,
	}
	p := parse(t, write(t, pdf.Options{}, page(items...)))
	got := p.show(p.contents()[0])
	height := (16838 * wml.PerTwip).Points()
	i := 0
	for n, item := range items {
		g := item.(*layout.Glyphs)
		x := g.X
		for k, r := range []rune(g.Text) {
			if i >= len(got) {
				t.Fatal("characters are missing")
			}
			c := got[i]
			i++
			if c.r != r {
				t.Fatalf("item %d: %q, want %q", n, c.r, r)
			}
			if d := c.x - x.Points(); d > 0.05 || d < -0.05 {
				t.Errorf("item %d, character %d %q: x is %.3f, want %.3f", n, k, r, c.x, x.Points())
			}
			if d := c.y - (height - g.Baseline.Points()); d > 0.002 || d < -0.002 {
				t.Errorf("item %d: y is %.3f, want %.3f", n, c.y, height-g.Baseline.Points())
			}
			if !strings.HasSuffix(c.font, "+"+g.Face.PostScript) {
				t.Errorf("item %d: font %s, want %s", n, c.font, g.Face.PostScript)
			}
			x += g.Advances[k]
		}
	}
	if i != len(got) {
		t.Errorf("%d characters too many", len(got)-i)
	}
}

func TestFonts(t *testing.T) {
	fs := faces(t)
	serif := fs.Match("Times New Roman", font.Serif, false, false).Face
	var many strings.Builder
	for r := rune(0x21); r < 0x400; r++ {
		if _, ok := serif.Glyph(r); ok && r != 0x7f {
			many.WriteRune(r)
		}
	}
	p := parse(t, write(t, pdf.Options{}, page(
		glyphs(serif, 0, 100*pt, 12*pt, vietnamese+strings.ToUpper(vietnamese), 0, 0),
		glyphs(serif, 0, 200*pt, 3*pt, many.String(), 0, 0),
	)))
	seen := map[string]bool{}
	named := 0
	for _, n := range p.find("/Type /Font ") {
		d := p.objects[n]
		name := regexp.MustCompile(`/BaseFont /([A-Z]{6}\+LiberationSerif)\n`).FindStringSubmatch(d)
		if name == nil || seen[name[1]] {
			t.Fatalf("font name in %s", d)
		}
		seen[name[1]] = true
		desc := p.objects[p.number(d, "FontDescriptor")]
		if !strings.Contains(desc, "/FontName /"+name[1]+" ") {
			t.Errorf("descriptor %s of %s", desc, name[1])
		}
		file := p.streams[p.number(desc, "FontFile2")]
		if len(file) != p.number(p.objects[p.number(desc, "FontFile2")], "Length1") {
			t.Error("Length1 is not the font's length")
		}
		if len(file) > 80_000 {
			t.Errorf("a subset of %d bytes", len(file))
		}
		if strings.Contains(d, "/Encoding") {
			named++
			enc := p.objects[p.number(d, "Encoding")]
			for _, want := range []string{"/abreveacute", "/Uhorndotbelow", "/dcroat", "/ytilde"} {
				if named == 1 && !strings.Contains(enc, want) {
					t.Errorf("no %s in %s", want, enc)
				}
			}
		}
	}
	if len(seen) < 4 || named < 2 {
		t.Errorf("%d fonts, %d with names", len(seen), named)
	}
	got := p.show(p.contents()[0])
	var text strings.Builder
	for _, c := range got {
		text.WriteRune(c.r)
	}
	if want := vietnamese + strings.ToUpper(vietnamese) + many.String(); text.String() != want {
		t.Errorf("text is %s", text.String())
	}
}

func picture(t testing.TB, format string, img image.Image) *wml.Picture {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch format {
	case "png":
		err = png.Encode(&b, img)
	case "jpeg":
		err = jpeg.Encode(&b, img, nil)
	case "gif":
		err = gif.Encode(&b, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return &wml.Picture{Part: "word/media/image." + format, Data: b.Bytes(), ContentType: "image/" + format}
}

func drawing(alpha bool) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	for y := range 20 {
		for x := range 40 {
			c := color.NRGBA{uint8(x * 6), uint8(y * 12), 0x40, 0xff}
			if alpha && x > 20 {
				c.A = 0x80
			}
			img.Set(x, y, c)
		}
	}
	return img
}

// pngOf is a PNG file of unpacked rows, each after the number of its filter.
func pngOf(rows []byte, width, height int, kind byte) []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(name string, data []byte) {
		b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
		b = append(append(b, name...), data...)
		b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[len(b)-len(data)-4:]))
	}
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(width)), uint32(height))
	chunk("IHDR", append(header, 8, kind, 0, 0, 0))
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write(rows)
	z.Close()
	chunk("IDAT", packed.Bytes())
	chunk("IEND", nil)
	return b
}

// unpredicted undoes the row filters of PNG: image/png does.
func unpredicted(t *testing.T, b []byte, columns, colors int) (out []byte) {
	t.Helper()
	kind := map[int]byte{1: 0, 3: 2}[colors]
	img, err := png.Decode(bytes.NewReader(pngOf(b, columns, len(b)/(columns*colors+1), kind)))
	if err != nil {
		t.Fatal(err)
	}
	if gray, ok := img.(*image.Gray); ok {
		return gray.Pix
	}
	for i, v := range img.(*image.RGBA).Pix {
		if i%4 != 3 {
			out = append(out, v)
		}
	}
	return out
}

// TestPartedPNG: a PNG file's alpha is taken from its colours by whatever filter the rows
// have, and image/png reads the same pixels from both.
func TestPartedPNG(t *testing.T) {
	const width, height = 23, 31
	random := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		name   string
		colors int
		kind   byte
		clear  bool
	}{
		{"grey", 1, 4, true}, {"opaque grey", 1, 4, false}, {"colours", 3, 6, true}, {"opaque colours", 3, 6, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			pixel := c.colors + 1
			var rows []byte
			for y := range height {
				filter := byte(y % 5)
				rows = append(rows, filter)
				for i := range width * pixel {
					v := byte(random.Uint32())
					if !c.clear && i%pixel == c.colors { // the differences of rows of 255
						v = 0
						first := i < pixel
						switch {
						case filter == 0, filter == 1 && first:
							v = 255
						case filter == 3 && first: // above / 2
							v = 128
						}
					}
					rows = append(rows, v)
				}
			}
			data := pngOf(rows, width, height, c.kind)
			want, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			p := parse(t, write(t, pdf.Options{}, page(&layout.Image{W: 10 * pt, H: 10 * pt, Picture: &wml.Picture{Data: data}})))
			masks := p.find("/SMask")
			if found := p.find("/Subtype /Image"); len(found) == 0 || (len(masks) == 1) != c.clear {
				t.Fatalf("objects %v", p.objects)
			}
			var alpha []byte
			colors := p.find(fmt.Sprintf("/Predictor 15 /Colors %d /BitsPerComponent 8", c.colors))
			n := colors[0]
			if c.clear {
				n = masks[0]
				alpha = unpredicted(t, p.streams[p.number(p.objects[n], "SMask")], width, 1)
			}
			got := unpredicted(t, p.streams[n], width, c.colors)
			for i := range width * height {
				w := color.NRGBAModel.Convert(want.At(i%width, i/width)).(color.NRGBA)
				g := color.NRGBA{got[c.colors*i], got[c.colors*i+c.colors/2], got[c.colors*i+c.colors-1], 255}
				if alpha != nil {
					g.A = alpha[i]
				}
				if g != w {
					t.Fatalf("pixel %d is %v, want %v", i, g, w)
				}
			}
			for _, broken := range [][]byte{pngOf(rows[:len(rows)-1], width, height, c.kind), pngOf(append(bytes.Clone(rows[:len(rows)-1-width*pixel]), append([]byte{5}, rows[len(rows)-width*pixel:]...)...), width, height, c.kind)} {
				var faults fault.List
				write(t, pdf.Options{Faults: &faults}, page(&layout.Image{W: 10 * pt, H: 10 * pt, Picture: &wml.Picture{Data: broken}}))
				if len(faults) != 1 {
					t.Errorf("a damaged file: faults %v", faults)
				}
			}
		})
	}
}

func TestImages(t *testing.T) {
	gray16 := image.NewGray16(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		gray16.SetGray16(i%8, i/8, color.Gray16{uint16(i * 1000)})
	}
	same := picture(t, "png", drawing(false))
	again := *same
	again.Rotation, again.FlipH, again.CropLeft = 90*60000, true, 25000
	at := func(p *wml.Picture, y wml.EMU) *layout.Image {
		return &layout.Image{X: 50 * pt, Y: y, W: 80 * pt, H: 40 * pt, Picture: p}
	}
	p := parse(t, write(t, pdf.Options{}, page(
		at(same, 50*pt), at(&again, 100*pt), at(picture(t, "png", drawing(true)), 150*pt),
		at(picture(t, "jpeg", drawing(false)), 200*pt), at(picture(t, "gif", drawing(false)), 250*pt),
		at(picture(t, "png", gray16), 300*pt),
	)))
	if n := len(p.find("/Subtype /Image")); n != 6 {
		t.Errorf("%d image objects, want 5 and a mask", n)
	}
	if n := len(p.find("/DCTDecode")); n != 1 {
		t.Errorf("%d JPEG streams", n)
	}
	masks := p.find("/SMask")
	if len(masks) != 1 {
		t.Fatalf("%d pictures with alpha", len(masks))
	}
	if n := len(p.find("/Predictor 15 /Colors 1 /BitsPerComponent 16")); n != 1 {
		t.Errorf("%d grey pictures of 16 bits", n)
	}
	rgb, alpha := unpredicted(t, p.streams[masks[0]], 40, 3), unpredicted(t, p.streams[p.number(p.objects[masks[0]], "SMask")], 40, 1)
	if len(rgb) != 40*20*3 || len(alpha) != 40*20 || alpha[5] != 0xff || alpha[30] != 0x80 || rgb[3*30] != 180 {
		t.Error("the pixels of a half transparent picture are wrong")
	}
	c := p.contents()[0]
	if strings.Count(c, " Do\n") != 6 || strings.Count(c, "/Im1 Do") != 2 {
		t.Errorf("content %s", c)
	}
	for _, want := range []string{
		"1 0 0 1 90 771.9 cm\n80 0 0 40 -40 -20 cm\n/Im1 Do",                                // the plain one
		"0 1 1 0 90 721.9 cm\n-40 -20 80 40 re W n\n106.667 0 0 40 -66.667 -20 cm\n/Im1 Do", // a quarter cut, turned over and round
	} {
		if !strings.Contains(c, want) {
			t.Errorf("no %q in %s", want, c)
		}
	}
}

func TestJPEGColours(t *testing.T) {
	// The markers of a file with four components, as Adobe's programs write it and others.
	frame := "\xff\xc0\x00\x14\x08\x00\x08\x00\x08\x04\x01\x11\x00\x02\x11\x00\x03\x11\x00\x04\x11\x00"
	scan := "\xff\xda\x00\x0e\x04\x01\x00\x02\x00\x03\x00\x04\x00\x00\x3f\x00\x00\xff\xd9"
	adobe := "\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"
	gray := picture(t, "jpeg", image.NewGray(image.Rect(0, 0, 9, 9)))
	for _, c := range []struct {
		name, data string
		want, not  string
	}{
		{"Adobe", "\xff\xd8" + adobe + frame + scan, "/ColorSpace /DeviceCMYK /BitsPerComponent 8 /Decode [1 0 1 0 1 0 1 0]", "Flate"},
		{"other CMYK", "\xff\xd8" + frame + scan, "/ColorSpace /DeviceCMYK", "/Decode"},
		{"grey", string(gray.Data), "/ColorSpace /DeviceGray", "/Decode"},
	} {
		p := parse(t, write(t, pdf.Options{}, page(&layout.Image{W: 10 * pt, H: 10 * pt, Picture: &wml.Picture{Data: []byte(c.data)}})))
		n := p.find("/Subtype /Image")
		if len(n) != 1 || !strings.Contains(p.objects[n[0]], c.want) || strings.Contains(p.objects[n[0]], c.not) ||
			!strings.Contains(p.objects[n[0]], "/DCTDecode") || string(p.streams[n[0]]) != c.data {
			t.Errorf("%s: %v", c.name, p.objects)
		}
	}
	var faults fault.List
	gray.Data = gray.Data[:len(gray.Data)-20]
	write(t, pdf.Options{Faults: &faults}, page(&layout.Image{W: 10 * pt, H: 10 * pt, Picture: gray}))
	if len(faults) != 1 {
		t.Errorf("a file that breaks off: faults %v", faults)
	}
}

func TestPalettePNG(t *testing.T) {
	img := image.NewPaletted(image.Rect(0, 0, 5, 3), color.Palette{color.White, color.NRGBA{0xff, 0, 0, 0xff}, color.NRGBA{0, 0, 0xff, 0xff}})
	img.Pix[7] = 2
	pic := picture(t, "png", img)
	p := parse(t, write(t, pdf.Options{}, page(&layout.Image{W: 10 * pt, H: 10 * pt, Picture: pic})))
	found := p.find("/ColorSpace [/Indexed /DeviceRGB 2 <FFFFFFFF00000000FF>]")
	if len(found) != 1 {
		t.Fatalf("objects %v", p.objects)
	}
	// Rows of 5 pixels of 2 bits, each after its filter.
	if rows := p.streams[found[0]]; len(rows) != 3*3 || rows[4] != 0x08 {
		t.Errorf("rows %x", rows)
	}
	for i := range pic.Data { // whatever is damaged is noticed
		broken := *pic
		broken.Data = bytes.Clone(pic.Data)
		broken.Data[i] ^= 0x5a
		var faults fault.List
		write(t, pdf.Options{Faults: &faults}, page(&layout.Image{W: 10 * pt, H: 10 * pt, Picture: &broken}))
		if len(faults) != 1 {
			t.Errorf("byte %d of %d: faults %v", i, len(pic.Data), faults)
		}
	}
}

func TestUnreadablePictures(t *testing.T) {
	broken := picture(t, "png", drawing(false))
	broken.Data = broken.Data[:60]
	for _, c := range []struct {
		name string
		pic  *wml.Picture
		code string
	}{
		{"damaged", broken, "image-unreadable"},
		{"empty", &wml.Picture{Part: "word/media/x.png"}, "image-unreadable"},
		{"metafile", &wml.Picture{Part: "word/media/x.emf", Data: []byte("\x01\x00\x00\x00 metafile")}, "image-unreadable"},
		{"large", picture(t, "gif", image.NewPaletted(image.Rect(0, 0, 2000, 10), color.Palette{color.Black})), "limit"},
	} {
		var faults fault.List
		opts := pdf.Options{Faults: &faults, Limits: limit.Limits{ImagePixels: 10_000}}
		p := parse(t, write(t, opts, page(&layout.Image{W: 10 * pt, H: 10 * pt, Picture: c.pic}, &layout.Image{W: 10 * pt, H: 10 * pt, Picture: c.pic})))
		if len(faults) != 1 || faults[0].Code != c.code || faults[0].Severity != fault.Warning {
			t.Errorf("%s: faults %v", c.name, faults)
		}
		if strings.Count(p.contents()[0], " l S\n") != 12 {
			t.Errorf("%s: no frame stands for the picture", c.name)
		}
		err := pdf.Write(io.Discard, []*layout.Page{page(&layout.Image{W: 10 * pt, H: 10 * pt, Picture: c.pic})}, pdf.Options{Limits: opts.Limits})
		var list fault.List
		if !errors.As(err, &list) || !list.Failed() {
			t.Errorf("%s: without a list of faults: %v", c.name, err)
		}
	}
}

func TestMetadata(t *testing.T) {
	serif := faces(t).Match("Times New Roman", font.Serif, false, false).Face
	created := time.Date(2025, 8, 7, 9, 30, 0, 0, time.FixedZone("", 7*3600))
	p := parse(t, write(t, pdf.Options{
		Title: "Biên bản hội nghị (số 1)", Author: "UBND <xã> & HĐND", Keywords: "a, b", Creator: "bienban", Created: created,
	}, page(glyphs(serif, 0, pt, pt, "x", 0, 0))))
	root := p.objects[p.number(p.trailer, "Root")]
	for _, want := range []string{"/Lang (vi-VN)", "/DisplayDocTitle true", "/PrintScaling /None", "/Type /Catalog"} {
		if !strings.Contains(root, want) {
			t.Errorf("no %s in %s", want, root)
		}
	}
	info := p.objects[p.number(p.trailer, "Info")]
	for _, want := range []string{"/Title <FEFF", "1ECB", "/Keywords (a, b)", "/Creator (bienban)", "/CreationDate (D:20250807093000+07'00')"} {
		if !strings.Contains(info, want) {
			t.Errorf("no %s in %s", want, info)
		}
	}
	xmp := string(p.streams[p.number(root, "Metadata")])
	for _, want := range []string{"Biên bản hội nghị (số 1)", "UBND &lt;xã&gt; &amp; HĐND", "2025-08-07T09:30:00+07:00"} {
		if !strings.Contains(xmp, want) {
			t.Errorf("no %s in %s", want, xmp)
		}
	}
	if !regexp.MustCompile(`/ID \[<([0-9A-F]{32})> <[0-9A-F]{32}>\]`).MatchString(p.trailer) {
		t.Errorf("trailer %s", p.trailer)
	}
	p = parse(t, write(t, pdf.Options{}, page()))
	if s := p.objects[p.number(p.trailer, "Info")]; strings.Contains(s, "Date") || strings.Contains(s, "Title") {
		t.Errorf("a file that says nothing about itself has %s", s)
	}
}

func TestLinksAndOutline(t *testing.T) {
	first := page(
		&layout.LinkArea{X: 10 * pt, Y: 20 * pt, W: 100 * pt, H: 12 * pt, Link: &wml.Link{URL: "https://example.vn/tài liệu?a=(1)"}},
		&layout.LinkArea{X: 10 * pt, Y: 40 * pt, W: 100 * pt, H: 12 * pt, Link: &wml.Link{Anchor: "ket-luan"}},
		&layout.LinkArea{X: 10 * pt, Y: 60 * pt, W: 100 * pt, H: 12 * pt, Link: &wml.Link{Anchor: "khong-co"}},
		&layout.Destination{Y: 30 * pt, Title: "I. Mở đầu", Level: 1},
	)
	second := &layout.Page{Width: 842 * pt, Height: 595 * pt, Items: []layout.Item{
		&layout.Destination{Y: 95 * pt, Name: "ket-luan"},
		&layout.Destination{Y: 95 * pt, Title: "II. Kết luận", Level: 0},
		&layout.Destination{Y: 195 * pt, Title: "1. Chủ trương", Level: 3},
		&layout.Destination{Y: 295 * pt, Title: "2. Riêng", Level: 1},
	}}
	p := parse(t, write(t, pdf.Options{}, first, second))
	pages := p.find("/Type /Page\n")
	if len(pages) != 2 {
		t.Fatalf("%d pages", len(pages))
	}
	one := p.objects[pages[0]]
	if strings.Count(one, "/Subtype /Link") != 2 {
		t.Errorf("links: %s", one)
	}
	for _, want := range []string{
		`/URI (https://example.vn/t%C3%A0i%20li%E1%BB%87u?a=\(1\))`,
		fmt.Sprintf("/Dest [%d 0 R /XYZ 0 500.00 null]", pages[1]),
		"/Rect [10.00 821.90 110.00 809.90]",
	} {
		if !strings.Contains(one, want) {
			t.Errorf("no %s in %s", want, one)
		}
	}
	if two := p.objects[pages[1]]; !strings.Contains(two, "/MediaBox [0 0 842.00 595.00]") {
		t.Errorf("the second page's size: %s", two)
	}
	root := p.objects[p.number(p.trailer, "Root")]
	var walk func(n, depth int) string
	walk = func(n, depth int) (s string) {
		for next := p.number(p.objects[n], "First"); next != 0; {
			d := p.objects[next]
			raw, _ := hex.DecodeString(regexp.MustCompile(`/Title <FEFF([0-9A-F]+)>`).FindStringSubmatch(d)[1])
			for i := 0; i < len(raw); i += 2 {
				s += string(rune(raw[i])<<8 | rune(raw[i+1]))
			}
			s += fmt.Sprintf("@%d %s;", depth, regexp.MustCompile(`/Dest \[(.*)\]`).FindStringSubmatch(d)[1])
			if strings.Contains(d, "/First") {
				s += walk(next, depth+1)
			}
			if !strings.Contains(d, "/Next") {
				return s
			}
			next = p.number(d, "Next")
		}
		return s
	}
	want := fmt.Sprintf("I. Mở đầu@0 %d 0 R /XYZ 0 811.9 0;II. Kết luận@0 %d 0 R /XYZ 0 500 0;1. Chủ trương@1 %[2]d 0 R /XYZ 0 400 0;2. Riêng@1 %[2]d 0 R /XYZ 0 300 0;", pages[0], pages[1])
	if got := walk(p.number(root, "Outlines"), 0); got != want {
		t.Errorf("outline\n%s, want\n%s", got, want)
	}
}

// Papers of one file have bookmarks of their own, and an entry above their headings each.
func TestPapers(t *testing.T) {
	paper := func(second *layout.Page) []*layout.Page {
		return []*layout.Page{page(
			&layout.LinkArea{X: 10 * pt, Y: 40 * pt, W: 100 * pt, H: 12 * pt, Link: &wml.Link{Anchor: "ket-luan"}},
			&layout.Destination{Y: 30 * pt, Title: "I. Mở đầu", Level: 0},
		), second}
	}
	end := func() *layout.Page { return page(&layout.Destination{Y: 95 * pt, Name: "ket-luan"}) }
	w := pdf.NewWriter(limit.Limits{}, nil)
	for _, name := range []string{"An", "Binh"} {
		w.Begin(name)
		for i, p := range paper(end()) {
			p.Number = i + 1
			if err := w.Add(p); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := w.WriteFile(&b, pdf.Options{}); err != nil {
		t.Fatal(err)
	}
	p := parse(t, b.Bytes())
	pages := p.find("/Type /Page\n")
	if len(pages) != 4 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, to := range map[int]int{0: 1, 2: 3} {
		if link := fmt.Sprintf("/Dest [%d 0 R", pages[to]); !strings.Contains(p.objects[pages[i]], link) {
			t.Errorf("page %d does not lead to page %d: %s", i+1, to+1, p.objects[pages[i]])
		}
	}
	for i, title := range []string{"An", "Binh"} {
		found := p.find("<</Title (" + title + ")")
		if len(found) != 1 || !strings.Contains(p.objects[found[0]], "/Count 1") || !strings.Contains(p.objects[found[0]], fmt.Sprintf("/Dest [%d 0 R", pages[2*i])) {
			t.Errorf("%s is %v in the outline", title, found)
		}
	}
	if catalog := p.objects[p.find("/Type /Catalog")[0]]; !strings.Contains(catalog, "/PageLabels <</Nums [0 <</S /D /St 1>> 2 <</S /D /St 1>>]>>") {
		t.Errorf("the numbers of pages: %s", catalog)
	}
}

func TestRulesAndFills(t *testing.T) {
	p := parse(t, write(t, pdf.Options{}, page(
		&layout.Fill{X: 10 * pt, Y: 20 * pt, W: 30 * pt, H: 40 * pt, Color: wml.Color{R: 0xff, G: 0x80}},
		&layout.Line{X1: 10 * pt, Y1: 100 * pt, X2: 60 * pt, Y2: 100 * pt, Width: pt / 2},
		&layout.Line{X1: 10 * pt, Y1: 110 * pt, X2: 60 * pt, Y2: 110 * pt, Width: pt / 2, Dash: []wml.EMU{2 * pt, pt}},
		&layout.Line{X1: 10 * pt, Y1: 120 * pt, X2: 60 * pt, Y2: 120 * pt, Width: pt, Color: wml.Color{Auto: true}},
	)))
	want := "1 0.502 0 rg\n10 781.9 30 40 re f\n0.5 w\n10 741.9 m 60 741.9 l S\n[2 1] 0 d\n10 731.9 m 60 731.9 l S\n1 w\n[] 0 d\n10 721.9 m 60 721.9 l S\n"
	if c := p.contents()[0]; !strings.Contains(c, want) {
		t.Errorf("content\n%s, want\n%s", c, want)
	}
}

func TestFakeStyles(t *testing.T) {
	face := faces(t).Match("DejaVu Sans", font.Sans, false, false).Face
	g := glyphs(face, 10*pt, 100*pt, 12*pt, "đậm", 0, 0)
	g.FakeBold, g.FakeItalic, g.Color = true, true, wml.Color{R: 0xff}
	c := parse(t, write(t, pdf.Options{}, page(g, glyphs(face, 10*pt, 120*pt, 12*pt, "thường", 0, 0))))
	got := c.contents()[0]
	for _, want := range []string{"1 0 0 RG\n0.4 w\nBT\n2 Tr\n1 0 0.213 1 10 741.9 Tm", "0 Tr\n1 0 0 1 10 721.9 Tm"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

func TestRefused(t *testing.T) {
	if err := pdf.Write(io.Discard, nil, pdf.Options{}); !errors.Is(err, pdf.ErrNoPages) {
		t.Errorf("no pages: %v", err)
	}
	if err := pdf.Write(io.Discard, []*layout.Page{{}}, pdf.Options{}); err == nil {
		t.Error("a page without size is written")
	}
	// Odd items that a layout should not make harm nothing.
	serif := faces(t).Match("Times New Roman", font.Serif, false, false).Face
	parse(t, write(t, pdf.Options{}, page(
		&layout.Glyphs{}, &layout.Glyphs{Face: serif, Text: "không có bề rộng", Size: 12 * pt},
		&layout.Glyphs{Face: serif, Text: "\U0001F600\x00\x07\xff\r\n", Size: 12 * pt},
		&layout.Image{}, &layout.LinkArea{}, &layout.Line{}, &layout.Fill{}, &layout.Destination{},
	)))
}

// document is a document of so many pages of text.
func document(t testing.TB, pages int) []*layout.Page {
	fs := faces(t)
	words := strings.Fields("Hội nghị đã nghe báo cáo kết quả thực hiện nhiệm vụ phát triển kinh tế – xã hội, quốc phòng – an ninh tháng 10; phương hướng, nhiệm vụ trọng tâm tháng 11 năm 2023 của huyện Chi Lăng, tỉnh Lạng Sơn.")
	var all []*layout.Page
	n := 0
	for i := range pages {
		p := page()
		for line := range 40 {
			face := fs.Match("Times New Roman", font.Serif, line%7 == 0, line%5 == 0).Face
			var s []string
			for range 14 {
				s = append(s, words[n%len(words)])
				n++
			}
			p.Items = append(p.Items, glyphs(face, 60*pt, wml.EMU(60+line*18)*pt, 14*pt, strings.Join(s, " "), 0, wml.EMU(line*1000)))
		}
		p.Items = append(p.Items, glyphs(fs.Match("Times New Roman", font.Serif, false, false).Face, 300*pt, 30*pt, 14*pt, strconv.Itoa(i+1), 0, 0))
		all = append(all, p)
	}
	return all
}

func TestEqualInputGivesEqualBytes(t *testing.T) {
	pages := document(t, 3)
	for i := range 4 {
		img := image.NewGray(image.Rect(0, 0, 10, 10)) // the same size, other content
		img.Pix[i] = 0xff
		pages[1].Items = append(pages[1].Items, &layout.Image{W: 10 * pt, H: 10 * pt, Picture: picture(t, "png", img)})
	}
	a := write(t, pdf.Options{Title: "Đề"}, pages...)
	for range 5 {
		if b := write(t, pdf.Options{Title: "Đề"}, pages...); !bytes.Equal(a, b) {
			t.Fatal("two runs differ")
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, n := range []int{3, 100} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			pages := document(b, n)
			b.ReportAllocs()
			for b.Loop() {
				if err := pdf.Write(io.Discard, pages, pdf.Options{Title: "Báo cáo"}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
