package rules

import (
	"iter"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// What the old encodings look like when their bytes are read as Latin-1. TCVN3 gives
// letters with marks to codes that are signs there; VNI writes the mark as a letter after
// the vowel. None of these stands in a Vietnamese word.
var (
	abcSign   = lazy.Compile(`\pL[µ¸¶·¹¨¾¼½©®ª¬¡¢§£¤¥¦×÷]|[µ¸¶·¹¨¾¼½©®ª¬¡¢§£¤¥¦×÷][a-zA-Z]|\pL[«»]\pL`)
	abcLetter = lazy.Compile(`\p{Ll}[À-ÖØ-Þ]`) // ViÖt: no capital stands inside a word
	vniVowel  = lazy.Compile(`[aA][ùøûõïâäåÙØÛÕÏÂÄÅêéèúüëÊÉÈÚÜË]|[eE][ùøûïâäåÙØÛÏÂÄÅ]|[oO][ùøûõïâäåÙØÛÕÏÂÄÅ]|[uU][ùøûõïÙØÛÕÏ]|[ôöÔÖ][ùøûõïÙØÛÕÏ]`)
)

// legacy names the encoding that a text was typed in: "TCVN3 (ABC)" or "VNI"; "" for
// Unicode. A text with any letter that only Unicode has is never another encoding's.
func legacy(raw string) string {
	ascii := true
	for _, r := range raw {
		switch {
		case r < utf8.RuneSelf:
			continue
		case r >= 0x1EA0 && r <= 0x1EF9, strings.ContainsRune("ăĂđĐĩĨũŨơƠưƯ", r), unicode.Is(unicode.Mn, r):
			return ""
		}
		ascii = false
	}
	switch {
	case ascii: // a code, a figure
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

// A way is one of two to write something: how often a file takes it, and where first.
type way struct {
	count    int
	text     meeting.Text
	from, to int
}

// take counts a place.
func (w *way) take(t meeting.Text, from, to int) {
	if w.count++; w.count == 1 {
		w.text, w.from, w.to = t, from, to
	}
}

func (w *way) word() string { return w.text.Raw[w.from:w.to] }

// checkMixed tells of the way that fewer places take, at the first of them.
func checkMixed(c *checker, ways [2]way, about fault.Text) {
	rare, usual := &ways[0], &ways[1]
	if rare.count > usual.count {
		rare, usual = usual, rare
	}
	if rare.count == 0 {
		return
	}
	c.atText(rare.text, rare.from, rare.to,
		fault.T("%s: “%s” (%d chỗ), nhưng “%s” (%d chỗ).", "%s: %q (%d times), but %q (%d times).", about, rare.word(), rare.count, usual.word(), usual.count),
		fault.T("Chọn một kiểu cho cả tệp.", "Choose one way for the whole file."))
}

// wordsOf are the words of a text, each from where to where.
func wordsOf(raw string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		start := -1
		for i, r := range raw {
			letter := viet.IsLetter(r)
			switch {
			case letter && start < 0:
				start = i
			case !letter && start >= 0:
				if !yield(start, i) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(start, len(raw))
		}
	}
}

// proper reports whether a text is a person's own name, which is spelt as its bearer does.
func proper(t meeting.Text) bool {
	return strings.HasSuffix(t.Path, ".Name") && root(t.Path) != "Organization" && root(t.Path) != "Indicators" || root(t.Path) == "Authors" || root(t.Path) == "Extra"
}

// toneEnds are the ends of open syllables, whose tone mark may stand on either vowel, by the
// way: hoàn, and quý after its qu, have one.
var toneEnds = sync.OnceValue(func() map[string]int {
	all := map[string]int{}
	for way, ends := range []string{"òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy", "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ"} {
		for end := range strings.FieldsSeq(ends) {
			all[end] = way
		}
	}
	return all
})

func checkToneMarks(c *checker) {
	checkMixed(c, c.spellings().tones, fault.T("Tệp đặt dấu thanh theo hai kiểu", "The file places tone marks in two ways"))
}

// spellings are the ways that a file writes what can be written in two.
type spellings struct{ tones, iOrY [2]way }

// spellings walks over the words of a file once, for all who ask.
func (c *checker) spellings() *spellings {
	if c.spelt != nil {
		return c.spelt
	}
	c.spelt = &spellings{}
	for i, t := range c.source.Texts {
		if t.Figure || proper(t) || !c.readable[i] {
			continue
		}
		for from, to := range wordsOf(t.Raw) {
			word := t.Raw[from:to]
			if way, two := toneWay(word); two {
				c.spelt.tones[way].take(t, from, to)
			}
			if len(word) > len("quý") {
				continue
			}
			if way, two := iOrY[word]; two && !strings.HasPrefix(t.Raw[to:], " mỉ") {
				c.spelt.iOrY[way].take(t, from, to)
			}
		}
	}
	return c.spelt
}

// toneWay is the way in which a word has its tone mark, if there are two for it.
func toneWay(word string) (way int, two bool) {
	last, size := utf8.DecodeLastRuneInString(word)
	switch last {
	case 'a', 'e', 'y', 'A', 'E', 'Y':
	default:
		if last < utf8.RuneSelf {
			return 0, false
		}
	}
	vowel, before := utf8.DecodeLastRuneInString(word[:len(word)-size])
	switch vowel { // that the ends begin with; most words end otherwise
	case 'o', 'ò', 'ó', 'ỏ', 'õ', 'ọ', 'O', 'Ò', 'Ó', 'Ỏ', 'Õ', 'Ọ', 'u', 'ù', 'ú', 'ủ', 'ũ', 'ụ', 'U', 'Ù', 'Ú', 'Ủ', 'Ũ', 'Ụ':
	default:
		return 0, false
	}
	head := len(word) - size - before
	way, two = toneEnds()[strings.ToLower(word[head:])]
	return way, two && before > 0 && !strings.HasSuffix(strings.ToLower(word[:head]), "q")
}

// iOrY are the words that are written in both ways, in small letters: capitals are names.
var iOrY = map[string]int{
	"kĩ": 0, "lí": 0, "tỉ": 0, "mĩ": 0, "hi": 0, "quí": 0,
	"kỹ": 1, "lý": 1, "tỷ": 1, "mỹ": 1, "hy": 1, "quý": 1,
}

func checkIY(c *checker) {
	checkMixed(c, c.spellings().iOrY, fault.T("Tệp viết i/y theo hai kiểu", "The file writes i and y in two ways"))
}

// onePlace puts tone marks where old spelling has them.
var onePlace = strings.NewReplacer("oà", "òa", "oá", "óa", "oả", "ỏa", "oã", "õa", "oạ", "ọa", "uỷ", "ủy", "uý", "úy", "uỳ", "ùy")

// folded is a text for comparing: composed, small, tone marks in one place.
func folded(s string) string { return onePlace.Replace(viet.Lower(s)) }
