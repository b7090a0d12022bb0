package font

import (
	"bytes"
	"fmt"
	"testing"

	hbfont "github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"

	"github.com/bienban/bienban/fonts"
)

// shapedBy is how HarfBuzz shapes a text, in the form of described.
func shapedBy(t *testing.T, data []byte, text []rune, script string, rtl, kern bool) string {
	t.Helper()
	face, err := hbfont.ParseTTF(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	b := harfbuzz.NewBuffer()
	b.AddRunes(text, 0, -1)
	b.Props.Direction, b.Props.Script = harfbuzz.LeftToRight, language.Script(0)
	if rtl {
		b.Props.Direction = harfbuzz.RightToLeft
	}
	b.Props.Script, _ = language.ParseScript(script)
	features := []harfbuzz.Feature{}
	if !kern {
		f, _ := harfbuzz.ParseFeature("kern=0")
		features = append(features, f)
	}
	b.Shape(harfbuzz.NewFont(face), features)
	var out string
	for i, g := range b.Info {
		p := b.Pos[i]
		if p.XAdvance == 0 && text[g.Cluster] == zeroWidthNonJoiner { // we leave out what is not seen
			continue
		}
		out += fmt.Sprintf("%d@%d+%d(%d,%d) ", g.Glyph, g.Cluster, p.XAdvance, p.XOffset, p.YOffset)
	}
	return out
}

func described(list []Shaped) string {
	var out string
	for _, g := range list {
		out += fmt.Sprintf("%d@%d+%d(%d,%d) ", g.Glyph, g.Cluster, g.Advance, g.DX, g.DY)
	}
	return out
}

// Texts are shaped as HarfBuzz shapes them: it is asked here, and is no part of the program.
func TestShape(t *testing.T) {
	faces, err := Load(fonts.FS, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		font, text, script string
		rtl, kern          bool
		ligatures          Ligatures
	}{
		{"DejaVu Sans", "السلام عليكم", "arab", true, false, 0},
		{"DejaVu Sans", "لا إله إلا", "arab", true, false, 0},
		{"DejaVu Sans", "بِسْمِ اللَّهِ الرَّحْمٰنِ", "arab", true, false, 0},
		{"DejaVu Sans", "فارسی گچپژ", "arab", true, false, 0},
		{"DejaVu Sans", "اُردُو ٹڈڑے", "arab", true, false, 0},
		{"DejaVu Sans", "می\u200cخواهم", "arab", true, false, 0},
		{"DejaVu Sans", "مـــد (قوس)", "arab", true, false, 0},
		{"DejaVu Sans", "שלום (עולם)", "hebr", true, false, 0},
		{"DejaVu Sans", "בְּרֵאשִׁית בָּרָא", "hebr", true, false, 0},
		{"Times New Roman", "בְּרֵאשִׁית", "hebr", true, false, 0},
		{"Times New Roman", "office fluff", "latn", false, false, StandardLigatures},
		{"Calibri", "office fluff ttf", "latn", false, true, StandardLigatures | ContextualLigatures},
		{"Calibri", "AVATAR To", "latn", false, true, StandardLigatures | ContextualLigatures},
		{"DejaVu Sans", "affiliate", "latn", false, true, StandardLigatures},
	} {
		f := faces.Match(c.font, Unknown, false, false).Face
		text := []rune(c.text)
		got := described(f.Shape(text, Shaping{RightToLeft: c.rtl, Kern: c.kern, Ligatures: c.ligatures}))
		want := shapedBy(t, f.data, text, c.script, c.rtl, c.kern)
		if got != want {
			t.Errorf("%s, %q:\n got %s\nwant %s", c.font, c.text, got, want)
		}
	}
}
