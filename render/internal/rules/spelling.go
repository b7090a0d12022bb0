package rules

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// What the old encodings look like when their bytes are read as Latin-1. TCVN3 gives
// letters with marks to codes that are signs there; VNI writes the mark as a letter after
// the vowel. None of these stands in a Vietnamese word.
var (
	abcSign   = regexp.MustCompile(`\pL[µ¸¶·¹¨¾¼½©®ª¬¡¢§£¤¥¦×÷]|[µ¸¶·¹¨¾¼½©®ª¬¡¢§£¤¥¦×÷][a-zA-Z]|\pL[«»]\pL`)
	abcLetter = regexp.MustCompile(`\p{Ll}[À-ÖØ-Þ]`) // ViÖt: no capital stands inside a word
	vniVowel  = regexp.MustCompile(`[aA][ùøûõïâäåÙØÛÕÏÂÄÅêéèúüëÊÉÈÚÜË]|[eE][ùøûïâäåÙØÛÏÂÄÅ]|[oO][ùøûõïâäåÙØÛÕÏÂÄÅ]|[uU][ùøûõïÙØÛÕÏ]|[ôöÔÖ][ùøûõïÙØÛÕÏ]`)
)

// legacy names the encoding that a text was typed in: "TCVN3 (ABC)" or "VNI"; "" for
// Unicode. A text with any letter that only Unicode has is never another encoding's.
func legacy(raw string) string {
	for _, r := range raw {
		switch {
		case r >= 0x1EA0 && r <= 0x1EF9, strings.ContainsRune("ăĂđĐĩĨũŨơƠưƯ", r), unicode.Is(unicode.Mn, r):
			return ""
		}
	}
	switch {
	case vniVowel.MatchString(raw):
		return "VNI"
	case abcSign.MatchString(raw), abcLetter.MatchString(raw):
		return "TCVN3 (ABC)"
	}
	return ""
}

func checkLegacy(c *checker, t meeting.Text) {
	if name := legacy(t.Raw); name != "" && !t.Figure {
		c.atText(t, 0, 0, fault.T("“%s” có vẻ được gõ bằng bảng mã %s, không phải Unicode.", "%q seems to be typed in the encoding %s, not in Unicode.", excerpt(t.Raw), name), fault.Text{})
	}
}

// A spelling is one place where a text chooses between two ways to write.
type spelling struct {
	text     meeting.Text
	from, to int
}

// checkMixed tells of the way that fewer places take, at the first of them.
func checkMixed(c *checker, ways [2][]spelling, about fault.Text) {
	rare, usual := ways[0], ways[1]
	if len(rare) > len(usual) {
		rare, usual = usual, rare
	}
	if len(rare) == 0 {
		return
	}
	word := func(s spelling) string { return s.text.Raw[s.from:s.to] }
	first := rare[0]
	c.atText(first.text, first.from, first.to,
		fault.T("%s: “%s” (%d chỗ), nhưng “%s” (%d chỗ).", "%s: %q (%d times), but %q (%d times).", about, word(first), len(rare), word(usual[0]), len(usual)),
		fault.T("Chọn một kiểu cho cả tệp.", "Choose one way for the whole file."))
}

var (
	oldTone = regexp.MustCompile(`(?i)[òóỏõọ][ae]|[ùúủũụ]y`)
	newTone = regexp.MustCompile(`(?i)o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ]`)
	words   = regexp.MustCompile(`\pL+`)
)

// proper reports whether a text is a person's own name, which is spelt as its bearer does.
func proper(t meeting.Text) bool {
	return strings.HasSuffix(t.Path, ".Name") && root(t.Path) != "Organization" && root(t.Path) != "Indicators" || root(t.Path) == "Authors" || root(t.Path) == "Extra"
}

func checkToneMarks(c *checker) {
	var ways [2][]spelling
	for _, t := range c.source.Texts {
		if t.Figure || proper(t) || !readable(t.Raw) {
			continue
		}
		for _, w := range words.FindAllStringIndex(t.Raw, -1) {
			word := t.Raw[w[0]:w[1]]
			for i, form := range []*regexp.Regexp{oldTone, newTone} {
				// Only an open syllable has two ways: hoàn, and quý after its qu, have one.
				if m := form.FindStringIndex(word); m != nil && m[1] == len(word) && !strings.HasSuffix(strings.ToLower(word[:m[0]]), "q") {
					ways[i] = append(ways[i], spelling{t, w[0], w[1]})
				}
			}
		}
	}
	checkMixed(c, ways, fault.T("Tệp đặt dấu thanh theo hai kiểu", "The file places tone marks in two ways"))
}

// iOrY are the words that are written in both ways, in small letters: capitals are names.
var iOrY = map[string]int{
	"kĩ": 0, "lí": 0, "tỉ": 0, "mĩ": 0, "hi": 0, "quí": 0,
	"kỹ": 1, "lý": 1, "tỷ": 1, "mỹ": 1, "hy": 1, "quý": 1,
}

func checkIY(c *checker) {
	var ways [2][]spelling
	for _, t := range c.source.Texts {
		if t.Figure || proper(t) || !readable(t.Raw) {
			continue
		}
		for _, w := range words.FindAllStringIndex(t.Raw, -1) {
			if way, ok := iOrY[t.Raw[w[0]:w[1]]]; ok && !strings.HasPrefix(t.Raw[w[1]:], " mỉ") {
				ways[way] = append(ways[way], spelling{t, w[0], w[1]})
			}
		}
	}
	checkMixed(c, ways, fault.T("Tệp viết i/y theo hai kiểu", "The file writes i and y in two ways"))
}

// folded is a text for comparing: composed, small, tone marks in one place.
func folded(s string) string {
	return strings.NewReplacer("oà", "òa", "oá", "óa", "oả", "ỏa", "oã", "õa", "oạ", "ọa", "uỷ", "ủy", "uý", "úy", "uỳ", "ùy").Replace(viet.Lower(s))
}
