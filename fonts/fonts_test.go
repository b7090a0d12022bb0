package fonts_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/bienban/bienban/fonts"
)

// vietnamese is the 134 letters that Vietnamese has beside those of English: 12 vowels
// in six tones (without the six bare English vowels), and đ, in both cases.
func vietnamese() []rune {
	lower := []rune("áàảãạ" + "ăắằẳẵặ" + "âấầẩẫậ" + "éèẻẽẹ" + "êếềểễệ" + "íìỉĩị" +
		"óòỏõọ" + "ôốồổỗộ" + "ơớờởỡợ" + "úùủũụ" + "ưứừửữự" + "ýỳỷỹỵ" + "đ")
	return append(lower, []rune(strings.ToUpper(string(lower)))...)
}

func TestFaces(t *testing.T) {
	letters := vietnamese()
	if len(letters) != 134 {
		t.Fatalf("%d letters", len(letters))
	}
	files, err := fs.Glob(fonts.FS, "*/*.ttf")
	if err != nil {
		t.Fatal(err)
	}
	styles := map[string]int{}
	for _, file := range files {
		family := path.Dir(file)
		styles[family]++
		if licence, err := fs.ReadFile(fonts.FS, family+"/LICENSE.txt"); err != nil || len(licence) < 1000 {
			t.Errorf("%s has no licence beside it: %v", file, err)
		}
		data, err := fs.ReadFile(fonts.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		f, err := sfnt.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		var buf sfnt.Buffer
		missing := ""
		for _, r := range letters {
			if g, err := f.GlyphIndex(&buf, r); err != nil || g == 0 {
				missing += string(r)
			}
		}
		switch family {
		case "liberation", "carlito", "dejavu", "mathematics":
			if missing != "" {
				t.Errorf("%s lacks %s", file, missing)
			}
		case "caladea":
			if missing == "" {
				t.Errorf("%s has all Vietnamese letters now: drop its fallback", file)
			}
		}
	}
	for family, want := range map[string]int{"liberation": 12, "carlito": 4, "caladea": 4, "opensymbol": 1, "dejavu": 1, "mathematics": 1} {
		if styles[family] != want {
			t.Errorf("%s: %d faces, want %d", family, styles[family], want)
		}
	}
}

// TestCambria holds what Caladea stands in for: widths and line height of Cambria, per 1000
// of the em, as 48 PDFs have them that Word made.
func TestCambria(t *testing.T) {
	data, err := fs.ReadFile(fonts.FS, "caladea/Caladea-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	f, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	var buf sfnt.Buffer
	em := fixed.I(1000)
	for r, want := range map[rune]int{'a': 488, 'e': 488, 'o': 531, 's': 430, 'p': 556} {
		g, _ := f.GlyphIndex(&buf, r)
		if got, err := f.GlyphAdvance(&buf, g, em, font.HintingNone); err != nil || got.Round() != want {
			t.Errorf("%c is %v wide, want %d (%v)", r, got, want, err)
		}
	}
	if m, err := f.Metrics(&buf, em, font.HintingNone); err != nil || m.Height.Round() != 1172 {
		t.Errorf("a line is %v high, want 1172 (%v)", m.Height, err)
	}
}

// TestSigns checks that some face has each of the signs that minutes are full of.
func TestSigns(t *testing.T) {
	var faces []*sfnt.Font
	files, _ := fs.Glob(fonts.FS, "*/*.ttf")
	for _, file := range files {
		data, err := fs.ReadFile(fonts.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		f, err := sfnt.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		faces = append(faces, f)
	}
	var buf sfnt.Buffer
signs:
	for _, r := range "☐☑☒✓✔✗✘➢➤➔★☆●○■□▪▫◆◇❖▶►▲▼→←↑↓↔⇒⇐⇔•◦‣–—…“”‘’≤≥≠±×÷√∞°№₫€" {
		for _, f := range faces {
			if g, err := f.GlyphIndex(&buf, r); err == nil && g != 0 {
				continue signs
			}
		}
		t.Errorf("no face has %c, %U", r, r)
	}
}
