package metafile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// An emfFile is a metafile in the making: a frame of 100 by 50 mm on a device of 1000 by 500 dots.
type emfFile struct{ bytes.Buffer }

func newEMF() *emfFile {
	f := &emfFile{}
	head := make([]byte, 108)
	put := func(at int, v ...uint32) {
		for i, x := range v {
			binary.LittleEndian.PutUint32(head[at+4*i:], x)
		}
	}
	put(0, 1, 108)
	put(8, 0, 0, 999, 499)
	put(24, 0, 0, 10000, 5000)
	copy(head[40:], " EMF")
	put(72, 1000, 500, 100, 50)
	f.Write(head)
	return f
}

func (f *emfFile) record(kind uint32, values ...int32) *emfFile {
	binary.Write(f, binary.LittleEndian, []uint32{kind, uint32(8 + 4*len(values))})
	binary.Write(f, binary.LittleEndian, values)
	return f
}

// text is EXTTEXTOUTW with an advance for each letter.
func (f *emfFile) text(x, y int32, s string, dx int32) *emfFile {
	u := utf16.Encode([]rune(s))
	if len(u)%2 == 1 {
		u = append(u, 0)
	}
	n := int32(len([]rune(s)))
	body := []int32{0, 0, -1, -1, 1, 0, 0, x, y, n, 76, 0, 0, 0, -1, -1, 76 + 2*int32(len(u))}
	binary.Write(f, binary.LittleEndian, []uint32{84, uint32(8 + 4*len(body) + 2*len(u) + 4*int(n))})
	binary.Write(f, binary.LittleEndian, body)
	binary.Write(f, binary.LittleEndian, u)
	for range n {
		binary.Write(f, binary.LittleEndian, dx)
	}
	return f
}

func (f *emfFile) end() []byte { return f.record(14, 0, 0, 0).Bytes() }

// drawn tells what a metafile draws, in thousandths of its frame.
func drawn(t *testing.T, b []byte) string {
	t.Helper()
	d, err := Read(b)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	n := func(v float64) int { return int(math.Round(v * 1000)) }
	for _, op := range d.Ops {
		switch {
		case op.Path != nil:
			for _, s := range op.Path.Segments {
				fmt.Fprintf(&out, "%c", s.Op)
				switch s.Op {
				case 'C':
					fmt.Fprintf(&out, "…%d,%d ", n(s.P[2].X), n(s.P[2].Y))
				case 'M', 'L':
					fmt.Fprintf(&out, "%d,%d ", n(s.P[2].X), n(s.P[2].Y))
				}
			}
			if c := op.Path.Fill; c != nil {
				fmt.Fprintf(&out, " fill %02x%02x%02x", c.R, c.G, c.B)
			}
			if c := op.Path.Stroke; c != nil {
				fmt.Fprintf(&out, " stroke %02x%02x%02x %d", c.R, c.G, c.B, n(op.Path.Width))
			}
		case op.Text != nil:
			x := op.Text
			fmt.Fprintf(&out, "%q at %d,%d high %d angle %.0f %s", x.String, n(x.X), n(x.Y), n(x.Height), x.Angle, x.Font)
		case op.Image != nil:
			fmt.Fprintf(&out, "image %d,%d %d,%d %s", n(op.Image.X), n(op.Image.Y), n(op.Image.W), n(op.Image.H), op.Image.Data[:2])
		}
		out.WriteString("\n")
	}
	return out.String()
}

func TestEMF(t *testing.T) {
	red := int32(0x0000ff)
	dib := []int32{40, 1, 1, 1 | 24<<16, 0, 4, 0, 0, 0, 0, 0x00ffffff}
	for _, tt := range []struct {
		name string
		file *emfFile
		want string
	}{
		{"rectangle with pen and brush", newEMF().record(38, 1, 0, 10, 0, red).record(37, 1).record(39, 2, 0, 0xff00, 0).record(37, 2).record(43, 100, 50, 900, 450),
			"M100,100 L900,100 L900,900 L100,900 Z fill 00ff00 stroke ff0000 10\n"},
		{"window and viewport", newEMF().record(17, 8).record(9, 100, 100).record(11, 1000, 500).record(27, 10, 10).record(54, 90, 90),
			"M100,100 L900,900  stroke 000000 0\n"},
		{"points of 16 bits", newEMF().record(87, 0, 0, 0, 0, 3, 0|0<<16, 500|250<<16, 1000|0<<16), "M0,0 L500,500 L1000,0  stroke 000000 0\n"},
		{"ellipse without a pen", newEMF().record(37, math.MinInt32+8).record(42, 0, 0, 1000, 500), "M1000,500 C…500,1000 C…0,500 C…500,0 C…1000,500 Z fill ffffff\n"},
		{"a path of two records", newEMF().record(59).record(27, 0, 0).record(54, 500, 0).record(54, 500, 250).record(61).record(60).record(62, 0, 0, 0, 0),
			"M0,0 L500,0 L500,500 Z fill ffffff\n"},
		{"saved and restored", newEMF().record(33).record(24, red).record(34, -1).text(100, 100, "Số", 50), `"Số" at 100,200 high 24 angle 0 Arial` + "\n"},
		{"outside of the clip", newEMF().record(30, 0, 0, 100, 100).record(43, 200, 200, 300, 300), ""},
		{"bitmap", newEMF().record(81, append([]int32{0, 0, 0, 0, 100, 50, 0, 0, 1, 1, 80, 40, 120, 4, 0, 0x00cc0020, 500, 250}, dib...)...), "image 100,100 500,500 BM\n"},
	} {
		if got := drawn(t, tt.file.end()); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// wmfFile is a metafile of 16 bits with a frame of 1000 by 500.
func wmfFile(records ...[]int16) []byte {
	var b bytes.Buffer
	binary.Write(&b, binary.LittleEndian, []uint16{0xCDD7, 0x9AC6, 0, 0, 0, 1000, 500, 96, 0, 0, 0})
	binary.Write(&b, binary.LittleEndian, []uint16{1, 9, 0x300, 0, 0, 0, 0, 0, 0})
	for _, r := range append(records, []int16{0}) {
		binary.Write(&b, binary.LittleEndian, uint32(2+len(r)))
		binary.Write(&b, binary.LittleEndian, r)
	}
	return b.Bytes()
}

func TestWMF(t *testing.T) {
	for _, tt := range []struct {
		name    string
		records [][]int16
		want    string
	}{
		{"pen, brush, rectangle", [][]int16{{0x02FA, 0, 20, 0, 0xff, 0}, {0x02FC, 0, 0x7f, 0, 0}, {0x012D, 0}, {0x012D, 1}, {0x041B, 450, 900, 50, 100}},
			"M100,100 L900,100 L900,900 L100,900 Z fill 7f0000 stroke ff0000 20\n"},
		{"an object in the place of one that is gone", [][]int16{{0x02FC, 1, 0, 0, 0}, {0x01F0, 0}, {0x02FC, 0, 0x10, 0, 0}, {0x012D, 0}, {0x0418, 500, 1000, 0, 0}},
			"M1000,500 C…500,1000 C…0,500 C…500,0 C…1000,500 Z fill 100000 stroke 000000 0\n"},
		{"text", [][]int16{{0x0521, 2, 'A' | 'b'<<8, 250, 500}}, `"Ab" at 500,500 high 24 angle 0 Arial` + "\n"},
		{"polygons", [][]int16{{0x0538, 2, 3, 3, 0, 0, 500, 0, 0, 250, 500, 250, 1000, 250, 1000, 500}}, "M0,0 L500,0 L0,500 ZM500,500 L1000,500 L1000,1000 Z fill ffffff stroke 000000 0\n"},
	} {
		if got := drawn(t, wmfFile(tt.records...)); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// The header behind a placeable header may say that it is as long as it likes.
func TestWMFHeader(t *testing.T) {
	for _, words := range []uint16{0, 8, 1000, 60000} {
		b := wmfFile()
		binary.LittleEndian.PutUint16(b[22+2:], words)
		if _, err := Read(b); !errors.Is(err, ErrFormat) {
			t.Errorf("a header of %d words: %v", words, err)
		}
	}
}

// A metafile of a million records is drawn or refused within a second and 64 MB.
func TestMillionRecords(t *testing.T) {
	repeated := func(records func(f *emfFile)) []byte {
		one := &emfFile{}
		records(one)
		f := newEMF()
		for f.Len() < 30<<20 {
			f.Write(one.Bytes())
		}
		return f.end()
	}
	for name, file := range map[string][]byte{
		"lines":   repeated(func(f *emfFile) { f.record(27, 1, 1).record(54, 5, 5) }),
		"states":  repeated(func(f *emfFile) { f.record(24, 0).record(33) }),
		"objects": repeated(func(f *emfFile) { f.record(39, 1, 0, 0, 0).record(37, 1).record(40, 1) }),
		"text":    repeated(func(f *emfFile) { f.text(1, 1, "abcd", 5) }),
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		begin := time.Now()
		d, err := Read(file)
		took := time.Since(begin)
		runtime.ReadMemStats(&after)
		if err != nil && !errors.Is(err, ErrSize) || err == nil && len(d.Ops) > maxOps {
			t.Errorf("%s: %v", name, err)
		}
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; took > time.Second || mb > 64 {
			t.Errorf("%s: %v, %d MB", name, took, mb)
		}
		runtime.KeepAlive(d)
	}
	var objects [][]int16
	for range 200_000 {
		objects = append(objects, []int16{0x02FC, 0, 0, 0, 0}, []int16{0x01F0, 7})
	}
	begin := time.Now()
	if _, err := Read(wmfFile(objects...)); err != nil || time.Since(begin) > time.Second {
		t.Errorf("brushes of a WMF: %v, %v", err, time.Since(begin))
	}
}

func FuzzRead(f *testing.F) {
	f.Add(newEMF().record(17, 8).record(9, 1, 1).record(42, 0, 0, 9, 9).text(1, 2, "abc", 3).end())
	f.Add(newEMF().record(59).record(41, 1, 2, 3, 4, 5).record(60).record(64).record(118, 0, 0, 0, 0, 2, 1, 0).end())
	f.Add(newEMF().record(91, 0, 0, 0, 0, 2, 4, 2, 2, 0, 0, 0, 0).record(36, 1, 1, 1, 1, 1, 1, 2).record(34, -5).end())
	f.Add(wmfFile([]int16{0x0A32, 1, 2, 3, 6, 0, 0, 0, 0, 'a'}, []int16{0x0F43, 1, 2, 3}, []int16{0x0538, 9, 9, 9}))
	f.Add(bitmapOf(4, 2, make([]uint32, 16), 0, 3, 0x12, 0x30, 0, 2, 1, 1).end())
	f.Add(bitmapOf(16, 3, []uint32{0xf800, 0x7e0, 0x1f}, make([]byte, 8)...).end())
	f.Add(newEMF().record(92, 0, 0, 0, 0, 2, 0, 500, 0x0406).record(71, 0, 0, 0, 0, 48, 0, 32, 1, 9, 16).record(75, 48, 5, 32, 1, 1, 16, 0, 0, 9, 9).end())
	f.Fuzz(func(t *testing.T, b []byte) {
		begin := time.Now()
		d, err := Read(b)
		if err == nil {
			for _, op := range d.Ops {
				if op.Path == nil {
					continue
				}
				for _, s := range op.Path.Segments {
					for _, q := range s.P {
						if math.IsNaN(q.X + q.Y) {
							t.Fatal("not a number")
						}
					}
				}
			}
		}
		if took := time.Since(begin); took > time.Second {
			t.Fatal(took)
		}
	})
}
