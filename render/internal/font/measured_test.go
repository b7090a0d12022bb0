package font

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/fonts"
)

// TestMeasuredTable holds the form of the table, and that each fact in it is what a fitted
// face has.
func TestMeasuredTable(t *testing.T) {
	known, err := readMeasured(fonts.FS)
	if err != nil {
		t.Fatal(err)
	}
	if len(known) < 15 {
		t.Errorf("only %d families", len(known))
	}
	faces, err := Load(fonts.FS, nil)
	if err != nil {
		t.Fatal(err)
	}
	facts := 0
	for name, family := range known {
		for style, m := range family {
			if m == nil {
				continue
			}
			if err := m.readWidths(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			m.once.Do(func() {}) // they are read
			if m.ascent <= 0 || m.descent >= 0 || m.lineGap < 0 || m.ascent-m.descent+m.lineGap > 1700 {
				t.Errorf("%s: a line of %g, %g, %g", name, m.ascent, m.descent, m.lineGap)
			}
			face := faces.Match(name, Unknown, style&1 != 0, style&2 != 0).Face
			seen := map[GlyphID]bool{}
			for r := rune(' '); r < maxMeasured; r++ {
				if r == 0x500 {
					r = 0x1EA0
				}
				w, ok := m.width(r)
				g, has := face.Glyph(r)
				if !ok || !has || face.fit == nil || face.Unfitted().Advance(g) == 0 || seen[g] {
					continue
				}
				seen[g] = true
				facts++
				if got := float64(face.Advance(g)) * 1000 / float64(face.UnitsPerEm); math.Abs(got-w) > 0.3 {
					t.Errorf("%s: %c is %.2f wide, want %.2f", name, r, got, w)
				}
			}
		}
	}
	if facts < 4000 {
		t.Errorf("only %d facts", facts)
	}
}

// A table that is not in the form says where.
func TestMeasuredTableFaults(t *testing.T) {
	for _, head := range []string{"A\theavy\t800 -200 0", "A\tregular\t800", "A regular 800 -200 0", "A\tregular\t800 -200 0\n500\ta\n\nA\tregular\t800 -200 0",
		"A\tbold\tas regular", "A\tregular\t800 -200 0\n500\ta\n\nA\tbold\tas regular\n400\ta", "A\tregular\t800 -200 0\n500\ta\n\nA\tbold\tas heavy"} {
		if _, err := readMeasured(fstest.MapFS{measuredFile: {Data: []byte("# table\n\n" + head + "\n500\ta\n")}}); err == nil || !strings.Contains(err.Error(), "style ") {
			t.Errorf("%q: %v", head, err)
		}
	}
	for _, line := range []string{"500\ta a", "500\tab", "500\tU+zz", "-5\ta", "x\ta", "500", "500\ta  b", "500\t"} {
		known, err := readMeasured(fstest.MapFS{measuredFile: {Data: []byte("# table\n\nA\tregular\t800 -200 0\n" + line + "\n")}})
		if err != nil {
			t.Fatal(err)
		}
		if err := known["a"][0].readWidths(); err == nil || !strings.Contains(err.Error(), strconv.Quote(line)) {
			t.Errorf("%q: %v", line, err)
		}
	}
	if known, err := readMeasured(fstest.MapFS{}); err != nil || len(known) != 0 {
		t.Errorf("no table: %v, %v", known, err)
	}
}

func TestWithoutMarks(t *testing.T) {
	for r, want := range map[rune]rune{'ế': 'e', 'Ợ': 'Ơ', 'ự': 'ư', 'đ': 'd', 'ơ': 0, 'é': 'e', 'a': 0, '\u1fef': 0, 'ά': 'α', '→': 0, '\u0344': 0, 0: 0, -1: 0} {
		if got := withoutMarks(r); got != want {
			t.Errorf("%c: %c, want %c", r, got, want)
		}
	}
}
