package font_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/bienban/bienban/fonts"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/font"
)

func load(t testing.TB, user fs.FS) *font.Faces {
	t.Helper()
	f, err := font.Load(fonts.FS, user)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func glyph(t testing.TB, f *font.Face, r rune) font.GlyphID {
	t.Helper()
	g, ok := f.Glyph(r)
	if !ok {
		t.Fatalf("%s lacks %q", f.PostScript, r)
	}
	return g
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := fs.ReadFile(fonts.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestMatch(t *testing.T) {
	faces := load(t, nil)
	for _, c := range []struct {
		name         string
		class        font.Class
		bold, italic bool
		want         string
		substitute   bool
	}{
		{"Times New Roman", font.Unknown, false, false, "LiberationSerif", false},
		{"times new ROMAN", font.Serif, true, false, "LiberationSerif-Bold", false},
		{"Times New Roman Bold", font.Unknown, false, false, "LiberationSerif-Bold", false},
		{"Times New Roman Bold", font.Unknown, false, true, "LiberationSerif-BoldItalic", false},
		{"TimesNewRomanPS-BoldItalicMT", font.Unknown, false, false, "LiberationSerif-BoldItalic", false},
		{"Tinos", font.Unknown, false, true, "LiberationSerif-Italic", false},
		{"Liberation Serif", font.Unknown, false, false, "LiberationSerif", false},
		{"Arial", font.Sans, true, true, "LiberationSans-BoldItalic", false},
		{"Helvetica", font.Sans, false, false, "LiberationSans", false},
		{"Courier New", font.Mono, false, false, "LiberationMono", false},
		{"Calibri", font.Sans, false, true, "Carlito-Italic", false},
		{"Calibri Light", font.Sans, false, false, "SansForCalibriLight", true},
		{"Cambria", font.Serif, true, false, "Caladea-Bold", false},
		{"Wingdings", font.Symbol, false, false, "OpenSymbol", false},
		{"DejaVu Sans", font.Sans, false, false, "DejaVuSans", false},
		{"Georgia", font.Serif, false, false, "SerifForGeorgia", true},
		{"Tahoma", font.Serif, false, false, "SansForTahoma", true},
		{".VnTimeH", font.Unknown, true, false, "LiberationSerif-Bold", true},
		{".VnArial", font.Unknown, false, false, "LiberationSans", true},
		{"Consolas", font.Unknown, false, true, "MonoForConsolas-Italic", true},
		{"Palatino", font.Unknown, true, true, "LiberationSerif-BoldItalic", true},
		{"Nobody's Hand", font.Unknown, false, false, "LiberationSerif", true},
		{"Nobody's Hand", font.Sans, true, false, "LiberationSans-Bold", true},
		{"Nobody's Hand", font.Mono, false, false, "LiberationMono", true},
		{"", font.Unknown, false, false, "LiberationSerif", true},
		{"- -", font.Unknown, false, false, "LiberationSerif", true},
	} {
		m := faces.Match(c.name, c.class, c.bold, c.italic)
		if m.Face.PostScript != c.want || m.Substitute != c.substitute || m.FakeBold || m.FakeItalic {
			t.Errorf("Match(%q, %d, %v, %v) = %s, %v, %v, %v; want %s, %v", c.name, c.class, c.bold, c.italic,
				m.Face.PostScript, m.Substitute, m.FakeBold, m.FakeItalic, c.want, c.substitute)
		}
	}
	if m := faces.Match("DejaVu Sans", font.Sans, true, true); !m.FakeBold || !m.FakeItalic || m.Substitute {
		t.Errorf("a family of one style: got %+v", m)
	}
}

func TestUserFontsComeFirst(t *testing.T) {
	faces := load(t, fstest.MapFS{
		"mine/Cambria.TTF": {Data: renamed(t, "caladea/Caladea-Regular.ttf", "Caladea", "Cambria")},
		"mine/readme.txt":  {Data: []byte("not a font")},
	})
	if m := faces.Match("Cambria", font.Serif, false, false); m.Face.Family != "Cambria" || m.Substitute {
		t.Errorf("got %s", m.Face.Family)
	}
	if m := faces.Match("cambria", font.Serif, true, false); m.Face.Family != "Cambria" || !m.FakeBold {
		t.Errorf("bold of a user's font: got %s, fake %v", m.Face.Family, m.FakeBold)
	}
}

// renamed is a font whose names have one word replaced by another of the same length.
func renamed(t *testing.T, file, from, to string) []byte {
	b := read(t, file)
	for _, enc := range []func(string) []byte{
		func(s string) []byte { return []byte(s) },
		func(s string) []byte {
			var u []byte
			for _, c := range []byte(s) {
				u = append(u, 0, c)
			}
			return u
		},
	} {
		b = bytes.ReplaceAll(b, enc(from), enc(to))
	}
	return b
}

func TestUnreadableUserFonts(t *testing.T) {
	serif := read(t, "liberation/LiberationSerif-Regular.ttf")
	cff := append([]byte("OTTO"), serif[4:]...)
	for _, c := range []struct {
		name string
		data []byte
		code string
	}{
		{"empty.ttf", nil, "font-unreadable"},
		{"text.ttf", []byte("this is just a text file, saved under another name"), "font-unreadable"},
		{"short.ttf", serif[:2000], "font-unreadable"},
		{"cut.ttf", serif[:len(serif)/2], "font-unreadable"},
	} {
		faces, err := font.Load(fonts.FS, fstest.MapFS{c.name: {Data: c.data}})
		var list fault.List
		if !errors.As(err, &list) || len(list) != 1 || list[0].File != c.name || list[0].Code != c.code || list[0].Hint.Vi == "" {
			t.Errorf("%s: got %v", c.name, err)
		}
		if faces == nil || faces.Match("Arial", font.Sans, false, false).Face == nil {
			t.Errorf("%s: the other faces are lost", c.name)
		}
	}
	faces, err := font.Load(fonts.FS, fstest.MapFS{"a.otf": {Data: cff}})
	if err != nil || len(faces.Warnings()) != 1 || faces.Warnings()[0].Code != "font-format" {
		t.Errorf("CFF: got %v, %v", err, faces.Warnings())
	}
}

func TestCollection(t *testing.T) {
	faces := load(t, fstest.MapFS{"both.ttc": {Data: collection(renamed(t, "caladea/Caladea-Regular.ttf", "Caladea", "Cambria"), renamed(t, "caladea/Caladea-Bold.ttf", "Caladea", "Cambria"))}})
	for _, bold := range []bool{false, true} {
		m := faces.Match("Cambria", font.Serif, bold, false)
		if m.Face.Family != "Cambria" || m.Face.Bold != bold || m.FakeBold {
			t.Fatalf("bold %v: got %s, fake %v", bold, m.Face.PostScript, m.FakeBold)
		}
		want := faces.Match("Caladea", font.Serif, bold, false).Face
		if g := glyph(t, m.Face, 'g'); m.Face.Advance(g) != want.Advance(g) {
			t.Errorf("bold %v: advance %d, want %d", bold, m.Face.Advance(g), want.Advance(g))
		}
	}
}

// collection joins fonts into a TrueType collection.
func collection(files ...[]byte) []byte {
	put32 := func(b []byte, v int) { b[0], b[1], b[2], b[3] = byte(v>>24), byte(v>>16), byte(v>>8), byte(v) }
	out := make([]byte, 12+4*len(files))
	copy(out, "ttcf\x00\x01\x00\x00")
	put32(out[8:], len(files))
	for i, f := range files {
		start := len(out)
		put32(out[12+4*i:], start)
		out = append(out, f...)
		n := int(f[4])<<8 | int(f[5])
		for j := range n {
			at := start + 12 + 16*j + 8
			put32(out[at:], (int(out[at])<<24|int(out[at+1])<<16|int(out[at+2])<<8|int(out[at+3]))+start)
		}
	}
	return out
}

// TestLineHeight holds the heights that LibreOffice gives a line of single spacing, in
// hundredths of a point.
func TestLineHeight(t *testing.T) {
	faces := load(t, nil)
	for _, c := range []struct {
		name string
		size float64
		want float64
	}{
		{"Times New Roman", 12, 13.80}, {"Times New Roman", 14, 16.10}, {"Arial", 12, 13.80},
		{"Calibri", 11, 13.43}, {"Courier New", 10, 11.33}, {"Cambria", 12, 14.06},
	} {
		f := faces.Match(c.name, font.Unknown, false, false).Face
		got := float64(f.Ascent-f.Descent+f.LineGap) * c.size / float64(f.UnitsPerEm)
		if math.Abs(got-c.want) > 0.01 {
			t.Errorf("%s %g pt: %.2f, want %.2f", c.name, c.size, got, c.want)
		}
	}
}

// TestDecorations holds the lines that LibreOffice 7.4 draws at 100 pt: thickness and
// centre, in points.
func TestDecorations(t *testing.T) {
	faces := load(t, nil)
	for _, c := range []struct {
		name         string
		thick, under float64
		strike       float64
	}{
		{"Liberation Serif", 5.4, -8.2, 28.8},
		{"Carlito", 6.3, -9.5, 28.1},
	} {
		f := faces.Match(c.name, font.Unknown, false, false).Face
		at := func(v int) float64 { return float64(v) * 100 / float64(f.UnitsPerEm) }
		near := func(a, b float64) bool { return math.Abs(a-b) < 0.2 }
		if !near(at(f.UnderlineThick), c.thick) || !near(at(f.UnderlinePos), c.under) || !near(at(f.StrikePos), c.strike) || f.StrikeThick != f.UnderlineThick {
			t.Errorf("%s: thickness %.1f, under %.1f, through %.1f; want %+v", c.name, at(f.UnderlineThick), at(f.UnderlinePos), at(f.StrikePos), c)
		}
	}
}

// TestAgainstSfnt compares what we read with what golang.org/x/image/font/sfnt reads.
func TestAgainstSfnt(t *testing.T) {
	faces := load(t, nil)
	for _, c := range []struct{ name, file string }{
		{"Liberation Serif", "liberation/LiberationSerif-Regular.ttf"},
		{"Liberation Mono", "liberation/LiberationMono-Regular.ttf"},
		{"Carlito", "carlito/Carlito-Regular.ttf"},
		{"Caladea", "caladea/Caladea-Regular.ttf"},
		{"OpenSymbol", "opensymbol/OpenSymbol.ttf"},
		{"DejaVu Sans", "dejavu/DejaVuSans.ttf"},
	} {
		ref, err := sfnt.Parse(read(t, c.file))
		if err != nil {
			t.Fatal(err)
		}
		f := faces.Match(c.name, font.Unknown, false, false).Face
		var buf sfnt.Buffer
		em := fixed.I(f.UnitsPerEm)
		same := 0
		for r := rune(0x20); r < 0x20000; r++ {
			want, err := ref.GlyphIndex(&buf, r)
			if err != nil {
				t.Fatal(err)
			}
			got, ok := f.Glyph(r)
			if want == 0 {
				if ok && !strings.ContainsRune("\u00a0\u00ad\u2007\u2010\u2011\u202f", r) {
					t.Errorf("%s: %U is glyph %d, should be missing", c.name, r, got)
				}
				continue
			}
			if uint16(want) != uint16(got) {
				t.Errorf("%s: %U is glyph %d, want %d", c.name, r, got, want)
			}
			adv, err := ref.GlyphAdvance(&buf, want, em, 0)
			if err != nil {
				t.Fatal(err)
			}
			if adv.Round() != f.Advance(got) {
				t.Errorf("%s: advance of %U is %d, want %v", c.name, r, f.Advance(got), adv)
			}
			same++
		}
		if same < 400 {
			t.Errorf("%s: only %d characters", c.name, same)
		}
	}
}

func TestKern(t *testing.T) {
	faces := load(t, nil)
	for _, c := range []struct {
		name        string
		left, right rune
		want        int
	}{
		{"Liberation Serif", 'A', 'V', -264},
		{"Liberation Serif", 'n', 'n', 0},
		{"Liberation Mono", 'A', 'V', 0},
	} {
		f := faces.Match(c.name, font.Unknown, false, false).Face
		if got := f.Kern(glyph(t, f, c.left), glyph(t, f, c.right)); got != c.want {
			t.Errorf("%s: %c%c kern %d, want %d", c.name, c.left, c.right, got, c.want)
		}
	}
	for _, name := range []string{"Carlito", "Caladea", "Liberation Sans", "DejaVu Sans"} {
		f := faces.Match(name, font.Unknown, false, false).Face
		if k := f.Kern(glyph(t, f, 'A'), glyph(t, f, 'V')); k >= 0 || k < -f.UnitsPerEm/5 {
			t.Errorf("%s: AV kern %d", name, k)
		}
	}
}

func TestFallback(t *testing.T) {
	faces := load(t, nil)
	for _, c := range []struct {
		from         string
		bold, italic bool
		r            rune
		want         string
	}{
		{"Cambria", false, false, 'ệ', "SerifForCambria"},
		{"Cambria", true, false, 'ệ', "SerifForCambria-Bold"},
		{"Cambria", false, true, 'ệ', "SerifForCambria-Italic"},
		{"Cambria", false, false, 'a', "Caladea-Regular"},
		{"Arial", true, false, '➢', "OpenSymbol"},
		{"Times New Roman", false, false, '✔', "OpenSymbol"},
		{"Times New Roman", false, false, '☑', "OpenSymbol"},
		{"Times New Roman", false, false, '☐', "DejaVuSans"},
		{"Times New Roman", false, false, '★', "DejaVuSans"},
		{"Wingdings", false, false, 'ệ', "LiberationSans"},
	} {
		f := faces.Fallback(faces.Match(c.from, font.Unknown, c.bold, c.italic).Face, c.r)
		if f == nil || f.PostScript != c.want {
			t.Errorf("Fallback(%s, %c) = %v, want %s", c.from, c.r, f, c.want)
		}
	}
	if f := faces.Fallback(nil, '\U000e0041'); f != nil {
		t.Errorf("a character that no face has: got %s", f.PostScript)
	}
	serif := faces.Match("Times New Roman", font.Serif, false, false).Face
	if glyph(t, serif, '\u2011') != glyph(t, serif, '-') && serif.Advance(glyph(t, serif, '\u2011')) != serif.Advance(glyph(t, serif, '-')) {
		t.Error("the no-break hyphen is no hyphen")
	}
}

func TestSymbolRune(t *testing.T) {
	faces := load(t, nil)
	for _, c := range []struct {
		name string
		code rune
		want rune
	}{
		{"Symbol", 0xb7, '•'}, {"Symbol", 0xf0b7, '•'}, {"symbol", 'a', 'α'}, {"Symbol", 0xae, '→'}, {"Symbol", 0x2d, '−'},
		{"Wingdings", 0xa7, '▪'}, {"Wingdings", 0xf0d8, '➢'}, {"Wingdings", 0xfc, '✔'}, {"Wingdings", 0xfe, '☑'},
		{"Wingdings", 0xfd, '☒'}, {"Wingdings", 0xa8, '□'}, {"Wingdings", 0x6e, '■'}, {"Wingdings", 0x6c, '●'},
		{"Wingdings", 0x76, '❖'}, {"Wingdings", 0x71, '❑'}, {"Wingdings", 0xe0, '→'}, {"Wingdings", 0xe8, '➔'},
		{"Wingdings", 0xab, '★'}, {"Wingdings", 0x4a, '☺'}, {"Wingdings", 0x46, '☞'}, {"Wingdings", 0x6f, '□'},
		{"Wingdings 2", 0x52, '☑'}, {"Wingdings 2", 0xa3, '□'}, {"Wingdings 2", 0x50, '✓'}, {"Wingdings 2", 0x97, '•'},
		{"Wingdings 3", 0x22, '→'}, {"Wingdings 3", 0x7d, '▸'}, {"Webdings", 0x34, '▶'}, {"Webdings", 0x61, '✔'},
	} {
		got, ok := font.SymbolRune(c.name, c.code)
		if !ok || got != c.want {
			t.Errorf("SymbolRune(%s, %#x) = %c (%U), %v; want %c (%U)", c.name, c.code, got, got, ok, c.want, c.want)
		}
		if faces.Fallback(nil, got) == nil {
			t.Errorf("no face has %c, %U", got, got)
		}
	}
	for _, c := range []struct {
		name string
		code rune
	}{{"Arial", 'a'}, {"Symbol", 0x10}, {"Symbol", 0x7f}, {"Wingdings", 0x1f5f9}, {"Wingdings", -1}, {"Wingdings 2", 0xff}} {
		if r, ok := font.SymbolRune(c.name, c.code); ok {
			t.Errorf("SymbolRune(%s, %#x) = %c", c.name, c.code, r)
		}
	}
}

// TestSymbolGlyphs holds the advances of the glyphs that LibreOffice 7.4 prints for codes
// of Symbol and Wingdings, in 2048ths of the em.
func TestSymbolGlyphs(t *testing.T) {
	faces := load(t, nil)
	for _, c := range []struct {
		name string
		code rune
		want int
	}{
		{"Wingdings", 0xf0d8, 1632}, {"Wingdings", 0xf0a7, 946}, {"Wingdings", 0xf0fc, 1696}, {"Wingdings", 0xf0fe, 1896},
		{"Wingdings", 0xf0a8, 1824}, {"Wingdings", 0xf076, 1874}, {"Wingdings", 0xf071, 1844}, {"Wingdings", 0xf0ab, 1846},
		{"Symbol", 0xf0b7, 843}, {"Symbol", 0xf0ae, 1662}, {"Wingdings 2", 0xf052, 1896}, {"Wingdings 2", 0xf050, 1613},
	} {
		f := faces.Match(c.name, font.Symbol, false, false).Face
		r, _ := font.SymbolRune(c.name, c.code)
		if got := f.Advance(glyph(t, f, r)); f.UnitsPerEm != 2048 || got != c.want {
			t.Errorf("%s %#x is %d wide, want %d", c.name, c.code, got, c.want)
		}
	}
}

const sample = "Biên bản Hội nghị: đã thống nhất, ưỡng ệ fi 92,3%"

func TestSubset(t *testing.T) {
	faces := load(t, nil)
	for _, name := range []string{"Liberation Serif", "Carlito", "Liberation Mono", "DejaVu Sans"} {
		f := faces.Match(name, font.Unknown, false, false).Face
		full, err := sfnt.Parse(read(t, map[string]string{
			"Liberation Serif": "liberation/LiberationSerif-Regular.ttf", "Carlito": "carlito/Carlito-Regular.ttf",
			"Liberation Mono": "liberation/LiberationMono-Regular.ttf", "DejaVu Sans": "dejavu/DejaVuSans.ttf",
		}[name]))
		if err != nil {
			t.Fatal(err)
		}
		var chars []rune
		var glyphs []font.GlyphID
		seen := map[rune]bool{}
		for _, r := range sample {
			if !seen[r] {
				seen[r] = true
				chars, glyphs = append(chars, r), append(glyphs, glyph(t, f, r))
			}
		}
		data, err := f.SubsetUnicode(glyphs, chars)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 30_000 {
			t.Errorf("%s: a subset of %d bytes", name, len(data))
		}
		checkSums(t, data)
		cut, err := sfnt.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var a, b sfnt.Buffer
		em := fixed.I(f.UnitsPerEm)
		for i, r := range chars {
			g, err := cut.GlyphIndex(&a, r)
			if err != nil || int(g) != i+1 {
				t.Errorf("%s: %q is glyph %d (%v), want %d", name, r, g, err, i+1)
			}
			got, err := cut.LoadGlyph(&a, g, em, nil)
			if err != nil {
				t.Fatalf("%s: %q: %v", name, r, err)
			}
			want, err := full.LoadGlyph(&b, sfnt.GlyphIndex(glyphs[i]), em, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != len(want) {
				t.Fatalf("%s: %q has %d segments, want %d", name, r, len(got), len(want))
			}
			for j := range got {
				if got[j] != want[j] {
					t.Fatalf("%s: the outline of %q differs", name, r)
				}
			}
			x, _ := cut.GlyphAdvance(&a, g, em, 0)
			if x.Round() != f.Advance(glyphs[i]) {
				t.Errorf("%s: advance of %q is %v, want %d", name, r, x, f.Advance(glyphs[i]))
			}
		}
		again, _ := f.SubsetUnicode(glyphs, chars)
		if !bytes.Equal(data, again) {
			t.Errorf("%s: two subsets differ", name)
		}
		if data, err = f.Subset(glyphs); err != nil {
			t.Fatal(err)
		}
		checkSums(t, data)
	}
}

// checkSums verifies the sums of all tables and of the file.
func checkSums(t *testing.T, b []byte) {
	t.Helper()
	u32 := func(i int) uint32 {
		return uint32(b[i])<<24 | uint32(b[i+1])<<16 | uint32(b[i+2])<<8 | uint32(b[i+3])
	}
	sum := func(from, to int) (s uint32) {
		for i := from; i < to; i += 4 {
			s += u32(i)
		}
		return s
	}
	if len(b)%4 != 0 || sum(0, len(b)) != 0xb1b0afba {
		t.Errorf("the file's sum is %#x", sum(0, len(b)))
	}
	for i := range int(b[5]) {
		rec := 12 + 16*i
		off, n := int(u32(rec+8)), int(u32(rec+12))
		want := u32(rec + 4)
		got := sum(off, off+(n+3)&^3)
		if string(b[rec:rec+4]) == "head" {
			got -= u32(off + 8)
		}
		if got != want {
			t.Errorf("table %s: sum %#x, want %#x", b[rec:rec+4], got, want)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	faces := load(t, nil)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, name := range []string{"Arial", "Calibri", "Cambria", "Times New Roman"} {
				f := faces.Match(name, font.Unknown, true, false).Face
				g, _ := f.Glyph('A')
				f.Kern(g, g+1)
				faces.Fallback(f, '✔')
			}
		})
	}
	wg.Wait()
}

func FuzzLoad(f *testing.F) {
	whole, err := fs.ReadFile(fonts.FS, "caladea/Caladea-Regular.ttf")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:3000])
	f.Add(collection(whole))
	f.Add([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00"))
	// One embedded face is enough to fall back to.
	serif, err := fs.ReadFile(fonts.FS, "liberation/LiberationSerif-Regular.ttf")
	if err != nil {
		f.Fatal(err)
	}
	embedded := fstest.MapFS{"a.ttf": {Data: serif}}
	f.Fuzz(func(t *testing.T, data []byte) {
		faces, err := font.Load(embedded, fstest.MapFS{"a.ttf": {Data: data}})
		if err != nil {
			return
		}
		for _, name := range []string{"Caladea", "Cambria"} {
			face := faces.Match(name, font.Unknown, false, false).Face
			var glyphs []font.GlyphID
			for r := rune(0x20); r < 0x180; r++ {
				if g, ok := face.Glyph(r); ok {
					glyphs = append(glyphs, g)
					face.Advance(g)
					face.Kern(g, glyphs[0])
					face.Outline(g)
				}
			}
			if out, err := face.Subset(glyphs[:min(200, len(glyphs))]); err == nil && len(out) > 128<<20 {
				t.Fatalf("a subset of %d bytes", len(out))
			}
			face.Glyph(0x1f600)
			faces.Fallback(face, 'ệ')
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := font.Load(fonts.FS, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkColdMatch is what a program pays for its first face.
func BenchmarkColdMatch(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		faces, err := font.Load(fonts.FS, nil)
		if err != nil {
			b.Fatal(err)
		}
		faces.Match("Times New Roman", font.Serif, false, false)
	}
}

func BenchmarkMatch(b *testing.B) {
	faces := load(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		faces.Match("Times New Roman", font.Serif, true, false)
	}
}

func BenchmarkGlyphAdvance(b *testing.B) {
	f := load(b, nil).Match("Times New Roman", font.Serif, false, false).Face
	b.ReportAllocs()
	for b.Loop() {
		for _, r := range sample {
			g, _ := f.Glyph(r)
			f.Advance(g)
		}
	}
}

func BenchmarkSubset(b *testing.B) {
	f := load(b, nil).Match("Times New Roman", font.Serif, false, false).Face
	var glyphs []font.GlyphID
	for _, r := range sample {
		glyphs = append(glyphs, glyph(b, f, r))
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Subset(glyphs); err != nil {
			b.Fatal(err)
		}
	}
}

// Whatever stands in the table of outlines: no panic, no endless glyph.
func FuzzOutline(f *testing.F) {
	serif, err := fs.ReadFile(fonts.FS, "liberation/LiberationSerif-Regular.ttf")
	if err != nil {
		f.Fatal(err)
	}
	glyf := 0
	for i := range int(binary.BigEndian.Uint16(serif[4:])) {
		if entry := serif[12+16*i:]; string(entry[:4]) == "glyf" {
			glyf = int(binary.BigEndian.Uint32(entry[8:]))
		}
	}
	f.Add(uint32(0), []byte("\xff\xff"))
	f.Add(uint32(40_000), []byte("\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x23\x00\x24\x01\x01\x00\x23\x00\x24\x01\x01"))
	f.Add(uint32(9_000), []byte("\x7f\xff\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, at uint32, data []byte) {
		changed := slices.Clone(serif)
		from := glyf + int(at%200_000)
		copy(changed[min(from, len(changed)):], data)
		faces, err := font.Load(fstest.MapFS{"a.ttf": {Data: changed}, "measured.txt": {Data: []byte("\n\nGeorgia\tregular\t917 -219 0\n700\ta b c")}}, nil)
		if err != nil {
			return
		}
		for _, name := range []string{"Times New Roman", "Georgia"} {
			face := faces.Match(name, font.Serif, false, false).Face
			for g := range 400 {
				n := 0
				for _, c := range face.Outline(font.GlyphID(g)) {
					n += len(c)
				}
				if n > 1<<16 {
					t.Fatalf("%s: glyph %d has %d points", face, g, n)
				}
			}
		}
	})
}
