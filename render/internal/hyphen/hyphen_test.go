package hyphen

import (
	"strings"
	"testing"
)

// parted is a word with its hyphens.
func parted(p *Patterns, word string) string {
	var out strings.Builder
	points := p.Points([]rune(word))
	for i, r := range []rune(word) {
		out.WriteRune(r)
		if points != nil && points[i] {
			out.WriteByte('-')
		}
	}
	return out.String()
}

func TestPoints(t *testing.T) {
	for _, c := range []struct{ language, want string }{
		{"en-US", "hy-phen-ation"}, {"en-US", "ad-min-is-tra-tion"}, {"en-US", "as-so-ciate"}, {"en", "present"}, {"en-US", "word"},
		{"en-US", "Com-put-ers"}, {"en-GB", "ad-min-is-tra-tion"}, {"en-AU", "ty-po-graphy"},
		{"de-DE", "Si-cher-heits-vor-keh-run-gen"}, {"fr-FR", "ad-mi-nis-tra-tion"}, {"es-ES", "ad-mi-nis-tra-ción"}, {"it-IT", "am-mi-ni-stra-zio-ne"},
		{"pt-BR", "ad-mi-nis-tra-ção"}, {"nl-NL", "be-stuurs-ver-ga-de-ring"}, {"pl-PL", "ad-mi-ni-stra-cja"}, {"uk-UA", "адмі-ні-стра-ція"},
		{"en-US", "nghiêng"}, // no word of the language
	} {
		p := For(c.language)
		if p == nil {
			t.Fatalf("%s: no patterns", c.language)
		}
		if got := parted(p, strings.ReplaceAll(c.want, "-", "")); got != c.want {
			t.Errorf("%s: got %s, want %s", c.language, got, c.want)
		}
	}
	for _, language := range []string{"vi-VN", "ru", "", "x"} {
		if For(language) != nil {
			t.Errorf("%q has patterns", language)
		}
	}
}

// Each file of patterns can be read, and has its notice.
func TestFiles(t *testing.T) {
	for name, p := range languages {
		if got := p(); got == nil || len(got.values) < 100 || got.left < 2 || got.right < 2 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func FuzzPoints(f *testing.F) {
	f.Add("hyphenation")
	f.Add("a\u0300''’....")
	f.Fuzz(func(t *testing.T, s string) {
		for name := range languages {
			word := []rune(s)
			if points := For(name).Points(word); points != nil && len(points) != len(word) {
				t.Errorf("%d points for %d letters", len(points), len(word))
			}
		}
	})
}
