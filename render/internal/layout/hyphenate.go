package layout

import (
	"unicode"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/hyphen"
	"github.com/bienban/bienban/render/internal/wml"
)

// hyphenates is where a line ends that takes in a part of the next word and a hyphen (w:autoHyphenation,
// §17.15.1.10); ok is false if the word goes to the next line whole. fit is where the line ends without it, and x
// where that is.
func (e *engine) hyphenates(t *text, p *wml.Paragraph, fit int, m measure) (end int, ok bool) {
	s := &e.doc.Settings
	if !s.AutoHyphenation || p.Props.NoHyphenation || s.HyphenLimit > 0 && m.hyphens >= s.HyphenLimit {
		return 0, false
	}
	g, x := t.glyphs, m.left
	visible := fit
	for visible > m.start && g[visible-1].r == ' ' {
		visible--
	}
	for i := m.start; i < fit; i++ {
		x += g[i].adv
		if i == visible-1 && m.right-x <= s.HyphenZone && visible > m.start { // the gap is none that a word is parted for (§17.15.1.53)
			return 0, false
		}
	}
	i := fit
	for i < len(g) && g[i].object() == nil && g[i].r != ' ' && !unicode.IsLetter(g[i].r) {
		x += g[i].adv
		i++
	}
	points := e.hyphens(t, i)
	for k, may := range points {
		if x += g[i+k].adv; may && x+e.hyphen(&g[i+k]) <= m.right {
			end, ok = i+k+1, true
		}
	}
	return end, ok
}

// hyphens tells after which glyphs the word that begins at glyph i may be parted; nil: nowhere.
func (e *engine) hyphens(t *text, i int) []bool {
	g := t.glyphs
	var word []rune
	capitals := true
	for j := i; j < len(g) && g[j].object() == nil && (unicode.IsLetter(g[j].r) || g[j].r == '’' || g[j].r == '\''); j++ {
		word = append(word, g[j].r)
		capitals = capitals && !unicode.IsLower(g[j].r) && g[j].style.small == nil
	}
	if len(word) == 0 || capitals && e.doc.Settings.NoHyphenCaps {
		return nil
	}
	language := g[i].style.props.Lang
	patterns := hyphen.For(language)
	if patterns == nil && language != "" && !isWhole(language) {
		e.warnings.add("hyphenation", language, fault.Text{},
			fault.T("từ tiếng “%s” không được tự động ngắt bằng gạch nối: chương trình không có quy tắc ngắt của tiếng này", "words of the language %q are not hyphenated: the program has no patterns for it", language), fault.Text{})
	}
	return patterns.Points(word)
}

// isWhole reports whether no word of a language is parted by a hyphen: those whose words are syllables, or not written
// with letters that stand apart.
func isWhole(language string) bool {
	for _, whole := range [...]string{"vi", "zh", "ja", "ko", "th", "lo", "km", "my", "he", "ar", "fa", "ur"} {
		if len(language) >= 2 && language[:2] == whole && (len(language) == 2 || language[2] == '-') {
			return true
		}
	}
	return false
}
