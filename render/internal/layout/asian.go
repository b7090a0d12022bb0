package layout

import (
	"strings"
	"unicode"

	"github.com/bienban/bienban/render/internal/wml"
)

// isAsian reports whether a character is set in a run's East Asian font.
func isAsian(r rune) bool {
	return r >= 0x1100 && (r < 0x1200 || r >= 0x2E80 && r < 0xE000 || r >= 0xF900 && r < 0xFB00 || r >= 0xFE30 && r < 0xFE50 || r >= 0xFF00 && r < 0xFFF0 || r >= 0x20000 && r < 0x40000)
}

// isWide reports whether a character is as wide as it is high (Unicode, East_Asian_Width W and F).
func isWide(r rune) bool {
	return isAsian(r) && (r < 0xFF61 || r > 0xFFDC) && (r < 0xA4D0 || r > 0xA95F)
}

// isIdeograph reports whether a line may end on both sides of a character: ideographs and kana.
func isIdeograph(r rune) bool {
	return r >= 0x3041 && r <= 0x30FF && r != 0x30FB && r != 0x30A0 || r >= 0x31F0 && r < 0x3200 || r >= 0x3400 && r < 0xA4D0 || r >= 0xF900 && r < 0xFB00 || r >= 0x20000 && r < 0x40000
}

func isHangul(r rune) bool { return r >= 0xAC00 && r < 0xD7B0 || r >= 0x1100 && r < 0x1200 }

// isSmallKana reports whether a character may begin a line where nothing stricter is asked for, as Word and JIS X 4051
// have it; UAX #14 keeps it with what stands before.
func isSmallKana(r rune) bool {
	return strings.ContainsRune("ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿー", r)
}

// hangs reports whether a sign may stand over the edge of a line (w:overflowPunct).
func hangs(r rune) bool {
	return r == '、' || r == '。' || r == '，' || r == '．' || r == '､' || r == '｡'
}

// asianBreaks changes what UAX #14 says of a text's breaks to what East Asian Word does.
func (e *engine) asianBreaks(t *text, p *wml.Paragraph, runes []rune, index []int) {
	s, off := &e.doc.Settings, p.Props.Asian
	for i := 0; i+1 < len(runes); i++ {
		a, b, brk := runes[i], runes[i+1], &t.glyphs[index[i]].brk
		asian := isAsian(a) && isAsian(b)
		switch {
		case isHangul(a) && isHangul(b):
			*brk = off&wml.BreakWithWords != 0
		case off&wml.BreakWithWords != 0 && a != ' ' && b != ' ' && (isAsian(a) || isAsian(b)),
			asian && off&wml.AnyBreaks != 0:
			*brk = true
		case !asian:
		case s.NotFirst != "" && strings.ContainsRune(s.NotFirst, b), s.NotLast != "" && strings.ContainsRune(s.NotLast, a):
			*brk = false
		case !s.StrictBreaks && isSmallKana(b) && (isIdeograph(a) || isSmallKana(a)):
			*brk = true
		}
	}
}

// spaceScripts leaves a quarter of an em between ideographs and the Latin letters or digits beside them (w:autoSpaceDE,
// w:autoSpaceDN).
func (t *text) spaceScripts(p *wml.Paragraph) {
	last := -1
	for i := range t.glyphs {
		g := &t.glyphs[i]
		if g.object() != nil {
			if _, ok := g.object().(*wml.Bookmark); !ok {
				last = -1
			}
			continue
		}
		if last >= 0 {
			l := &t.glyphs[last]
			if isIdeograph(l.r) && t.parts(g.r, p) || isIdeograph(g.r) && t.parts(l.r, p) {
				l.adv += max(l.style.size, g.style.size) / 4
			}
		}
		last = i
	}
}

// parts reports whether a character is a letter or digit that stands apart from ideographs.
func (t *text) parts(r rune, p *wml.Paragraph) bool {
	switch {
	case r < 0x250 && unicode.IsDigit(r):
		return p.Props.Asian&wml.NoDigitSpace == 0
	case r < 0x530 || r >= 0x1E00 && r < 0x2000:
		return unicode.IsLetter(r) && p.Props.Asian&wml.NoLetterSpace == 0
	}
	return false
}

// stretches reports whether justifying widens the room behind a glyph: of spaces, and of ideographs.
func (g *glyph) stretches() bool {
	return g.r == ' ' || g.r >= 0x3000 && isWide(g.r) && g.object() == nil
}
