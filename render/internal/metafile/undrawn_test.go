package metafile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
)

// bitmapOf is STRETCHDIBITS of a bitmap of 2 by 2 dots, over all of the frame.
func bitmapOf(depth, packing uint16, colors []uint32, dots ...byte) *emfFile {
	var b bytes.Buffer
	binary.Write(&b, binary.LittleEndian, []uint32{40, 2, 2, 1 | uint32(depth)<<16, uint32(packing), 0, 0, 0, 0, 0})
	binary.Write(&b, binary.LittleEndian, colors)
	head := b.Len()
	b.Write(dots)
	b.Write(make([]byte, (4-b.Len()%4)%4))
	values := []int32{0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 80, int32(head), 80 + int32(head), int32(len(dots)), 0, 0x00cc0020, 1000, 500}
	body := make([]int32, b.Len()/4)
	binary.Read(&b, binary.LittleEndian, body)
	return newEMF().record(81, append(values, body...)...)
}

// Bitmaps of every depth and packing become pictures that a reader of BMP has; here their dots
// from the top left.
func TestBitmaps(t *testing.T) {
	red, blue, grey := uint32(0xff0000), uint32(0x0000ff), uint32(0x808080)
	four := []uint32{0xffffff, red, blue, grey}
	for _, tt := range []struct {
		name           string
		depth, packing uint16
		colors         []uint32
		dots           []byte
		want           string
	}{
		{"two colours", 1, 0, four[:2], []byte{0x40, 0, 0, 0, 0x80, 0, 0, 0}, "ff0000 ffffff / ffffff ff0000"},
		{"sixteen, of which four are there", 4, 0, append(four[:4:4], make([]uint32, 12)...), []byte{0x12, 0, 0, 0, 0x30, 0, 0, 0}, "808080 ffffff / ff0000 0000ff"},
		{"five bits each", 16, 0, nil, []byte{0x00, 0x7c, 0x1f, 0x00, 0xe0, 0x03, 0xff, 0x7f}, "00ff00 ffffff / ff0000 0000ff"},
		{"masks", 16, 3, []uint32{0xf800, 0x07e0, 0x001f}, []byte{0x00, 0xf8, 0x1f, 0x00, 0xe0, 0x07, 0xff, 0xff}, "00ff00 ffffff / ff0000 0000ff"},
		{"masks of 32 bits, the other way round", 32, 3, []uint32{0xff, 0xff00, 0xff0000}, []byte{255, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 9, 8, 7, 0}, "00ff00 090807 / ff0000 0000ff"},
		{"runs of bytes", 8, 1, append(four[:4:4], make([]uint32, 252)...), []byte{1, 1, 1, 2, 0, 0, 2, 3, 0, 1}, "808080 808080 / ff0000 0000ff"},
		{"dots as they are, and one that is skipped", 8, 1, append(four[:4:4], make([]uint32, 252)...), []byte{0, 2, 1, 0, 1, 2, 0, 0, 2, 1, 0, 1}, "ff0000 ff0000 / ffffff 0000ff"},
		{"runs of halves", 4, 2, append(four[:4:4], make([]uint32, 12)...), []byte{2, 0x12, 0, 0, 2, 0x33, 0, 1}, "808080 808080 / ff0000 0000ff"},
		{"runs that end early", 8, 1, append(four[:4:4], make([]uint32, 252)...), []byte{9, 1}, "ffffff ffffff / ff0000 ff0000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Read(bitmapOf(tt.depth, tt.packing, tt.colors, tt.dots...).end())
			if err != nil || d.Undrawn != 0 || len(d.Ops) != 1 {
				t.Fatalf("%+v, %v", d, err)
			}
			m, err := bmp.Decode(bytes.NewReader(d.Ops[0].Image.Data))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for y := range 2 {
				var row []string
				for x := range 2 {
					r, g, b, _ := m.At(x, y).RGBA()
					row = append(row, fmt.Sprintf("%02x%02x%02x", r>>8, g>>8, b>>8))
				}
				got = append(got, strings.Join(row, " "))
			}
			if got := strings.Join(got, " / "); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// Bytes of text are read in the character set of their font.
func TestCharacterSets(t *testing.T) {
	fontOf := func(name string, charset int16) []int16 {
		r := []int16{0x02FB, -12, 0, 0, 0, 400, 0, charset << 8, 0, 0}
		b := make([]byte, 32)
		copy(b, name)
		for i := 0; i < len(b); i += 2 {
			r = append(r, int16(binary.LittleEndian.Uint16(b[i:])))
		}
		return r
	}
	textOf := func(s string) []int16 {
		r := []int16{0x0521, int16(len(s))}
		for i := 0; i < len(s); i += 2 {
			v := int16(s[i])
			if i+1 < len(s) {
				v |= int16(s[i+1]) << 8
			}
			r = append(r, v)
		}
		return append(r, 0, 0)
	}
	for _, tt := range []struct {
		font    string
		charset int16
		text    string
		want    string
		undrawn Reasons
	}{
		{"Times New Roman", 0, "caf\xe9 \x80", "café €", 0},
		{"Times New Roman", 163, "T\xfb l\xea\xf2 \xf0\xfd\xf5ng", "Tû lệ đương", 0},
		{"Arial", 204, "\xcf\xf0", "Пр", 0},
		{"Symbol", 2, "ab", "\uf061\uf062", 0},
		{"Symbol", 0, "a", "\uf061", 0},
		{"MS Mincho", 128, "A\x82\xa0", "A‚\u00a0", Letters},
		{"MS Mincho", 128, "A", "A", 0},
		{".VnTime", 0, "\xae\xb5", "®µ", Letters},
	} {
		d, err := Read(wmfFile(fontOf(tt.font, tt.charset), []int16{0x012D, 0}, textOf(tt.text)))
		if err != nil || len(d.Ops) != 1 {
			t.Fatal(err, d)
		}
		if got := d.Ops[0].Text.String; got != tt.want || d.Undrawn != tt.undrawn {
			t.Errorf("%s %d: %q (%q), undrawn %b", tt.font, tt.charset, got, tt.want, d.Undrawn)
		}
	}
}

// A letter whose mark stands apart has the advances of both.
func TestComposedAdvances(t *testing.T) {
	s, dx := composed("e\u0302\u0323x", []float64{5, 1, 2, 7})
	if s != "ệx" || len(dx) != 2 || dx[0] != 8 || dx[1] != 7 {
		t.Errorf("%q %v", s, dx)
	}
}

// What is not drawn as the file says is told.
func TestUndrawn(t *testing.T) {
	region := []int32{100, 100, 900, 400, 48, 2, 32, 1, 1, 16, 100, 100, 900, 400, 100, 100, 900, 400}
	brush := func(f *emfFile, style int32) *emfFile { return f.record(39, 2, style, 0xff, 0).record(37, 2) }
	rect := func(f *emfFile) *emfFile { return f.record(43, 100, 50, 900, 450) }
	bits := func(op int32) *emfFile {
		return newEMF().record(81, 0, 0, 0, 0, 100, 50, 0, 0, 1, 1, 80, 40, 120, 4, 0, op, 500, 250, 40, 1, 1, 1|24<<16, 0, 4, 0, 0, 0, 0, 0x00ffffff)
	}
	for _, tt := range []struct {
		name string
		file *emfFile
		want Reasons
		ops  int
	}{
		{"nothing", rect(newEMF()), 0, 1},
		{"a region with a brush", brush(newEMF(), 0).record(71, region...), 0, 1},
		{"a region with a brush that there is not", newEMF().record(71, region...), Records, 0},
		{"points of each kind", newEMF().record(56, 0, 0, 0, 0, 3, 0, 0, 500, 0, 500, 250, 0x030206), 0, 1},
		{"a curve that is cut", newEMF().record(92, 0, 0, 0, 0, 2, 0, 500, 0x0406), Truncated, 1},
		{"single dots", newEMF().record(15, 1, 1, 0), Records, 0},
		{"a masked bitmap", newEMF().record(78, make([]int32, 40)...), Records, 0},
		{"texts by several", newEMF().record(97, make([]int32, 20)...), Records, 0},
		{"a clip that cuts", rect(newEMF().record(30, 0, 0, 500, 500)), Clips, 1},
		{"a clip beyond what is drawn", rect(newEMF().record(30, 0, 0, 1000, 500)), 0, 1},
		{"a hole in the clip", rect(newEMF().record(29, 0, 0, 500, 500)), Clips, 1},
		{"a clip of a region", rect(newEMF().record(75, append([]int32{48, 1}, region[6:]...)...)), Clips, 1},
		{"a clip of all of the frame", rect(newEMF().record(75, 48, 5, 32, 1, 1, 16, 0, 0, 1000, 500, 0, 0, 1000, 500)), 0, 1},
		{"a clip that is taken away", rect(newEMF().record(30, 0, 0, 10, 10).record(75, 0, 5)), 0, 1},
		{"a round clip", rect(newEMF().record(59).record(42, 0, 0, 1000, 500).record(60).record(67, 5)), Clips, 1},
		{"a hatch", rect(brush(newEMF(), 2)), Brushes, 1},
		{"a hatch that nothing has", brush(newEMF(), 2), 0, 0},
		{"a mixing pen", rect(newEMF().record(20, 7)), Operations, 1},
		{"a copying pen", rect(newEMF().record(20, 13)), 0, 1},
		{"a copied bitmap", bits(0x00cc0020), 0, 1},
		{"a mixed bitmap", bits(0x008800c6), Operations, 1},
		{"a part of a bitmap", newEMF().record(81, 0, 0, 0, 0, 100, 50, 1, 0, 1, 1, 80, 40, 120, 8, 0, 0x00cc0020, 500, 250, 40, 2, 1, 1|24<<16, 0, 4, 0, 0, 0, 0, 0x00ffffff, 0), Parts, 1},
		{"a bitmap with fewer dots than it says", bitmapOf(8, 0, make([]uint32, 256), make([]byte, 4)...), Bitmaps, 0},
		{"a bitmap of a packing that is not known", bitmapOf(8, 9, make([]uint32, 256), make([]byte, 8)...), Bitmaps, 0},
		{"records of EMF+ that have more", rect(newEMF().record(70, 8, 0x2b464d45, 0x4001)), Records, 1},
		{"records of EMF+ that say the same", rect(newEMF().record(70, 8, 0x2b464d45, 0x14001)), 0, 1},
	} {
		d, err := Read(tt.file.end())
		if err != nil {
			t.Fatal(tt.name, err)
		}
		if d.Undrawn != tt.want || len(d.Ops) != tt.ops {
			t.Errorf("%s: %08b, want %08b; %d operations", tt.name, d.Undrawn, tt.want, len(d.Ops))
		}
	}
	if d, err := Read(rect(newEMF()).Bytes()); err != nil || d.Undrawn != Truncated {
		t.Errorf("a file that ends early: %v %v", d, err)
	}
	whole := wmfFile([]int16{0x041B, 450, 900, 50, 100})
	if d, err := Read(whole[:len(whole)-6]); err != nil || d.Undrawn != Truncated {
		t.Errorf("a WMF that ends early: %v %v", d, err)
	}
	if d, err := Read(wmfFile([]int16{0x0228, 1, 2})); err != nil || d.Undrawn != Records {
		t.Errorf("a region in a WMF: %v %v", d, err)
	}
}

// The points of POLYDRAW, the rectangles of a region, and the way of arcs.
func TestRegionsAndKinds(t *testing.T) {
	for _, tt := range []struct {
		name string
		file *emfFile
		want string
	}{
		{"polydraw", newEMF().record(37, math.MinInt32+5).record(56, 0, 0, 0, 0, 4, 0, 0, 500, 0, 500, 250, 0, 250, 0x03020206), "M0,0 M0,0 L500,0 L500,500 L0,500 Z stroke 000000 0\n"},
		{"region", newEMF().record(39, 2, 0, 0xff, 0).record(71, 100, 100, 900, 400, 64, 2, 32, 1, 2, 32, 0, 0, 900, 400, 0, 0, 100, 100, 500, 250, 1000, 500),
			"M0,0 L100,0 L100,200 L0,200 Z fill ff0000\nM500,500 L1000,500 L1000,1000 L500,1000 Z fill ff0000\n"},
		{"arc", newEMF().record(45, 0, 0, 1000, 500, 1000, 250, 500, 0), "M1000,500 C…500,0  stroke 000000 0\n"},
		{"arc clockwise", newEMF().record(57, 2).record(45, 0, 0, 1000, 500, 1000, 250, 500, 0), "M1000,500 C…500,1000 C…0,500 C…500,0  stroke 000000 0\n"},
	} {
		if got := drawn(t, tt.file.end()); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}
