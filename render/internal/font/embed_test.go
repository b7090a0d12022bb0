package font_test

import (
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/fonts"
	"github.com/bienban/bienban/render/internal/font"
)

// An embedded face is a font of its own: the letters that a Vietnamese text may get, and
// those asked for, as wide as before and drawn the same.
func TestEmbeddable(t *testing.T) {
	all, err := font.Load(fonts.FS, nil)
	if err != nil {
		t.Fatal(err)
	}
	for style, name := range []string{"Times New Roman", "Arial", "Calibri", "Courier New"} {
		face := all.Match(name, font.Unknown, style&1 != 0, style&2 != 0).Face
		if face.Embedding() != font.EmbedEditable {
			t.Errorf("%s may not be embedded", face)
		}
		data, err := face.Embeddable([]rune{'Ж'})
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 260_000 {
			t.Errorf("%s: %d bytes", face, len(data))
		}
		own, err := font.Load(fonts.FS, fstest.MapFS{"f.ttf": {Data: data}})
		if err != nil {
			t.Fatal(err)
		}
		again := own.Match(face.Family, font.Unknown, style&1 != 0, style&2 != 0).Face
		if again.PostScript != face.PostScript || again.Ascent != face.Ascent || again.Descent != face.Descent {
			t.Errorf("%s became %s", face, again)
		}
		for _, r := range "AĂÂBCDĐÊÔƠƯ ặỡữỵẪỖ ₫€–…“”•½≥→Ж" {
			was, had := face.Glyph(r)
			is, has := again.Glyph(r)
			if was != is || had != has || face.Advance(was) != again.Advance(is) {
				t.Errorf("%s: %c is glyph %d, was %d", face, r, is, was)
			}
		}
		if _, has := again.Glyph('Щ'); has {
			t.Errorf("%s has more than was asked for", face)
		}
		if k := face.Kern(glyphOf(face, 'A'), glyphOf(face, 'V')); again.Kern(glyphOf(again, 'A'), glyphOf(again, 'V')) != k {
			t.Errorf("%s: other kerning", face)
		}
	}
	symbols := all.Match("OpenSymbol", font.Symbol, false, false).Face
	if symbols.Embedding() != font.EmbedEditable {
		t.Error("OpenSymbol may be embedded for editing")
	}
}

func glyphOf(f *font.Face, r rune) font.GlyphID {
	g, _ := f.Glyph(r)
	return g
}
