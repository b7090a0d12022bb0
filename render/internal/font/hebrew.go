package font

import (
	"slices"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// orderPoints puts the points of Hebrew letters in the order in which fonts expect them: the
// dots that tell letters apart, then vowels. Canonical order has it otherwise.
func (s *shaper) orderPoints() {
	rank := func(it item) int {
		switch r := it.r; {
		case r == 0x5C1 || r == 0x5C2: // dots of shin and sin
			return 1
		case r == 0x5BC: // dagesh
			return 2
		case r == 0x5BF: // rafe
			return 3
		case r >= 0x5B0 && r <= 0x5BB || r == 0x5C7: // vowels
			return 4
		case r == 0x5BD: // meteg
			return 5
		}
		return 6
	}
	for i := 0; i < len(s.buf); i++ {
		j := i
		for j < len(s.buf) && unicode.Is(unicode.Mn, s.buf[j].r) {
			j++
		}
		if j > i+1 {
			slices.SortStableFunc(s.buf[i:j], func(a, b item) int { return rank(a) - rank(b) })
		}
		i = max(i, j)
	}
}

// pointed leads from a Hebrew letter and a point to the character that is both.
var pointed = sync.OnceValue(func() map[[2]rune]rune {
	m := map[[2]rune]rune{}
	for r := rune(0xFB1D); r <= 0xFB4E; r++ {
		if d := []rune(norm.NFD.String(string(r))); len(d) == 2 {
			m[[2]rune{d[0], d[1]}] = r
		} else if len(d) == 3 { // shin with dagesh and dot
			m[[2]rune{0xFB49, d[2]}] = r
		}
	}
	return m
})

// composePoints takes letters with their point for one glyph, in faces that do not say where
// points stand.
func (s *shaper) composePoints() {
	m := pointed()
	for i := 0; i+1 < len(s.buf); i++ {
		for i+1 < len(s.buf) && unicode.Is(unicode.Mn, s.buf[i+1].r) {
			r := m[[2]rune{s.buf[i].r, s.buf[i+1].r}]
			if !s.show(i, r) {
				break
			}
			s.buf[i].r = r
			s.buf = slices.Delete(s.buf, i+1, i+2)
		}
	}
}
