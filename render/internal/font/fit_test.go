package font_test

import (
	"bytes"
	"io/fs"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/bienban/bienban/fonts"
	"github.com/bienban/bienban/render/internal/font"
)

// TestMeasuredWidths holds widths in thousandths of the em as Word's PDFs have them; 0 is one
// that they do not have.
func TestMeasuredWidths(t *testing.T) {
	faces := load(t, nil)
	for _, c := range []struct {
		name         string
		bold, italic bool
		chars        string
		widths       []float64
	}{
		{"Aptos", false, false, " ađơế", []float64{203.12, 531.25, 560.55, 559.08, 526.86}},
		{"Aptos", true, false, " am", []float64{203.12, 551.76, 889.16}},
		{"Calibri Light", false, false, " aơế", []float64{226.07, 470.70, 537.11, 494.14}},
		{"Calibri Light", true, false, " aơế", []float64{226.07, 470.70, 537.11, 494.14}}, // a style that Word draws of the regular one
		{"Consolas", true, false, "aiệ→", []float64{549.80, 549.80, 549.80, 549.80}},
		{"Verdana", false, false, "amđơế", []float64{600.59, 972.66, 623.05, 606.93, 595.70}},
		{"Arial Narrow", false, false, " am", []float64{228.03, 456.06, 683.11}},
		{"Segoe UI", false, false, "am", []float64{508.79, 861.33}},
	} {
		f := faces.Match(c.name, font.Unknown, c.bold, c.italic).Face
		for i, r := range []rune(c.chars) {
			got := float64(f.Advance(glyph(t, f, r))) * 1000 / float64(f.UnitsPerEm)
			if math.Abs(got-c.widths[i]) > 0.3 {
				t.Errorf("%s: %c is %.2f wide, want %.2f", c.name, r, got, c.widths[i])
			}
		}
	}
}

// TestUnmeasuredWidths holds where widths come from that no PDF shows: the letter without its
// marks, the nearest style, the common letters.
func TestUnmeasuredWidths(t *testing.T) {
	faces := load(t, nil)
	width := func(name string, bold, italic bool, r rune) float64 {
		f := faces.Match(name, font.Unknown, bold, italic).Face
		return float64(f.Advance(glyph(t, f, r))) * 1000 / float64(f.UnitsPerEm)
	}
	same := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 0.5 {
			t.Errorf("%s: %.2f, want %.2f", what, got, want)
		}
	}
	same("Segoe UI: ấ is as wide as a", width("Segoe UI", false, false, 'ấ'), 508.79)
	same("Constantia: Ễ is as wide as E", width("Constantia", false, false, 'Ễ'), width("Constantia", false, false, 'E'))
	// No PDF has Segoe UI's italics: as much wider as its regular style is.
	regular, italic := faces.Match("Arial", font.Sans, false, false).Face, faces.Match("Arial", font.Sans, false, true).Face
	own := float64(italic.Advance(glyph(t, italic, 'm'))) / float64(regular.Advance(glyph(t, regular, 'm')))
	same("Segoe UI italic: m", width("Segoe UI", false, true, 'm'), 861.33*own)
	// Nor the Cyrillic of Tw Cen MT, a narrow font: all of it is narrower than the substitute's.
	if w, arial := width("Tw Cen MT", false, false, 'Ж'), width("Arial", false, false, 'Ж'); w >= arial*0.95 || w < arial*0.7 {
		t.Errorf("Tw Cen MT: Ж is %.2f wide, the substitute's %.2f", w, arial)
	}
}

// TestMeasuredLines holds the distance of lines in Word's PDFs, in thousandths of the size.
func TestMeasuredLines(t *testing.T) {
	faces := load(t, nil)
	for name, want := range map[string]float64{
		"Times New Roman": 1149, "Arial": 1149, "Calibri": 1221, "Cambria": 1172, "Aptos": 1221, "Consolas": 1171, "Segoe UI": 1330,
		"Verdana": 1215, "Constantia": 1221, "Georgia": 1136, "Calibri Light": 1221, "Courier New": 1133, "Arial Narrow": 1147,
	} {
		for style := range 4 {
			f := faces.Match(name, font.Unknown, style&1 != 0, style&2 != 0).Face
			if got := float64(f.Ascent-f.Descent+f.LineGap) * 1000 / float64(f.UnitsPerEm); math.Abs(got-want) > 1.5 {
				t.Errorf("%s, style %d: %.1f, want %.0f", name, style, got, want)
			}
		}
	}
}

// Letters of Cambria that Caladea lacks come from another face, as wide as Cambria has them.
func TestFallbackIsFitted(t *testing.T) {
	faces := load(t, nil)
	for name, want := range map[string]map[rune]float64{"Cambria": {'ệ': 488.28, 'ấ': 488.28, 'ợ': 599.12, 'ũ': 551.76}} {
		from := faces.Match(name, font.Serif, false, false).Face
		for r, w := range want {
			f := faces.Fallback(from, r)
			if f == from {
				continue
			}
			if got := float64(f.Advance(glyph(t, f, r))) * 1000 / float64(f.UnitsPerEm); math.Abs(got-w) > 0.6 {
				t.Errorf("%s: %c is %.2f wide, want %.2f", name, r, got, w)
			}
		}
	}
	// What nothing is known of stays as it is.
	if f := faces.Fallback(faces.Match("Cambria", font.Serif, false, false).Face, '☐'); f.Unfitted() != f {
		t.Errorf("☐ comes from %v", f)
	}
}

// bounds is the left and right edge of a glyph.
func bounds(f *font.Face, g font.GlyphID) (left, right float64) {
	left, right = math.Inf(1), math.Inf(-1)
	for _, contour := range f.Outline(g) {
		for _, p := range contour {
			left, right = min(left, float64(p.X)), max(right, float64(p.X))
		}
	}
	return left, right
}

// A stretched glyph stands in the middle of its width as before, and a subset of such glyphs
// has the outlines, the widths and the bearings that drawing has.
func TestFittedOutlines(t *testing.T) {
	faces := load(t, nil)
	for _, name := range []string{"Aptos", "Verdana", "Arial Narrow", "Consolas", "Georgia"} {
		f := faces.Match(name, font.Unknown, false, false).Face
		base := f.Unfitted()
		if base == f || strings.Contains(f.PostScript, "Liberation") {
			t.Fatalf("%s is %s", name, f)
		}
		var chars []rune
		var glyphs []font.GlyphID
		for _, r := range "Biênhộgị: đãtấuưỡệfi92,3%" {
			if !strings.ContainsRune(string(chars), r) {
				chars, glyphs = append(chars, r), append(glyphs, glyph(t, f, r))
			}
		}
		data, err := f.SubsetUnicode(glyphs, chars)
		if err != nil {
			t.Fatal(err)
		}
		checkSums(t, data)
		cut, err := sfnt.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		var buf sfnt.Buffer
		em := fixed.I(f.UnitsPerEm)
		hmtx := tableOf(t, data, "hmtx")
		for i, r := range chars {
			g := glyphs[i]
			left, right := bounds(f, g)
			l, w := bounds(base, g)
			if r != ' ' {
				stretch := (right - left) / (w - l)
				before, after := (l+w)/float64(base.Advance(g)), (left+right)/float64(f.Advance(g))
				if whole := float64(f.Advance(g)) / float64(base.Advance(g)); stretch > max(whole, 1.3)+0.01 || math.Abs(before-after) > 0.12 {
					t.Errorf("%s: %c is stretched by %.3f, its width by %.3f; its middle moved from %.3f to %.3f", name, r, stretch, whole, before/2, after/2)
				}
				if got := int16(uint16(hmtx[4*(i+1)+2])<<8 | uint16(hmtx[4*(i+1)+3])); float64(got) != left {
					t.Errorf("%s: %c bears %d, want %.0f", name, r, got, left)
				}
			}
			if x, err := cut.GlyphAdvance(&buf, sfnt.GlyphIndex(i+1), em, 0); err != nil || x.Round() != f.Advance(g) {
				t.Errorf("%s: the subset has %c %v wide, want %d (%v)", name, r, x, f.Advance(g), err)
			}
			segments, err := cut.LoadGlyph(&buf, sfnt.GlyphIndex(i+1), em, nil)
			if err != nil {
				t.Fatalf("%s: %c: %v", name, r, err)
			}
			for _, s := range segments {
				for _, p := range s.Args[:map[sfnt.SegmentOp]int{sfnt.SegmentOpMoveTo: 1, sfnt.SegmentOpLineTo: 1, sfnt.SegmentOpQuadTo: 2, sfnt.SegmentOpCubeTo: 3}[s.Op]] {
					if x := float64(p.X) / 64; x < left-1 || x > right+1 {
						t.Fatalf("%s: %c goes to %.1f, outside of %.0f to %.0f", name, r, x, left, right)
					}
				}
			}
			if r != ' ' && len(segments) == 0 {
				t.Errorf("%s: %c is blank", name, r)
			}
		}
	}
}

func tableOf(t *testing.T, file []byte, tag string) []byte {
	t.Helper()
	for i := range int(file[4])<<8 | int(file[5]) {
		if e := file[12+16*i:]; string(e[:4]) == tag {
			at := int(e[8])<<24 | int(e[9])<<16 | int(e[10])<<8 | int(e[11])
			return file[at:]
		}
	}
	t.Fatalf("no table %s", tag)
	return nil
}

// A document gets the substitute as its file has it: who edits there has no use for a font
// that looks stretched.
func TestFittedIsEmbeddedUnfitted(t *testing.T) {
	faces := load(t, nil)
	stretched, err := faces.Match("Verdana", font.Sans, false, false).Face.Embeddable([]rune("Biên bản"))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := faces.Match("Arial", font.Sans, false, false).Face.Embeddable([]rune("Biên bản"))
	if err != nil || !bytes.Equal(stretched, plain) {
		t.Errorf("another font is embedded (%v)", err)
	}
}

// The font itself comes before all that is known of it.
func TestUsersFontIsNotFitted(t *testing.T) {
	faces := load(t, fstest.MapFS{"a.ttf": {Data: renamed(t, "caladea/Caladea-Regular.ttf", "Caladea", "Georgia")}})
	m := faces.Match("Georgia", font.Serif, false, false)
	if m.Substitute || m.Fitted || m.Face.Unfitted() != m.Face || m.Face.Family != "Georgia" {
		t.Errorf("got %+v", m)
	}
	if m := load(t, nil).Match("Georgia", font.Serif, false, false); !m.Substitute || !m.Fitted {
		t.Errorf("without it: got %+v", m)
	}
}

// Where a font is not here, and nothing is known of it, the document's own word on what stands
// for it comes before its class.
func TestAlternatives(t *testing.T) {
	faces := load(t, nil)
	for _, c := range []struct {
		name, alt  string
		class      font.Class
		want       string
		substitute bool
	}{
		{"Noto Sans Symbols", "Calibri", font.Unknown, "Carlito", true},
		{"Franklin Gothic", "Cambria", font.Sans, "Caladea-Regular", true},
		{"Nobody's Hand", "Nobody's Other Hand, Arial", font.Serif, "LiberationSans", true},
		{"Nobody's Hand", "Aptos", font.Serif, "SansForAptos", true},
		{"Nobody's Hand", "Nobody's Other Hand", font.Mono, "LiberationMono", true},
		{"Nobody's Hand", ",,", font.Serif, "LiberationSerif", true},
		{"Tw Cen MT", "Calibri", font.Sans, "SansForTwCenMT", true}, // known better
		{"Times New Roman", "Arial", font.Serif, "LiberationSerif", false},
	} {
		if m := faces.MatchOr(c.name, c.alt, c.class, false, false); m.Face.PostScript != c.want || m.Substitute != c.substitute {
			t.Errorf("%s, or %s: %s, %v; want %s", c.name, c.alt, m.Face, m.Substitute, c.want)
		}
	}
}

// TestFittedOnce checks that equal names have one face, whoever asks first.
func TestFittedOnce(t *testing.T) {
	faces := load(t, nil)
	found := make(chan *font.Face)
	for range 8 {
		go func() { found <- faces.Match("Aptos", font.Sans, true, false).Face }()
	}
	first := <-found
	for range 7 {
		if f := <-found; f != first {
			t.Error("two faces for one name")
		}
	}
}

// Without the table, substitutes are what they are.
func TestNothingMeasured(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{"liberation/LiberationSans-Regular.ttf", "liberation/LiberationSerif-Regular.ttf"} {
		data, err := fs.ReadFile(fonts.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	faces, err := font.Load(files, nil)
	if err != nil {
		t.Fatal(err)
	}
	if m := faces.Match("Aptos", font.Sans, false, false); !m.Substitute || m.Fitted || m.Face.PostScript != "LiberationSans" {
		t.Errorf("got %+v", m)
	}
}

func BenchmarkMatchFitted(b *testing.B) {
	faces := load(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		faces.Match("Aptos", font.Sans, true, false)
	}
}

// BenchmarkColdFit is what the first face of a font that is measured costs.
func BenchmarkColdFit(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		faces, err := font.Load(fonts.FS, nil)
		if err != nil {
			b.Fatal(err)
		}
		faces.Match("Aptos", font.Sans, false, false)
	}
}
