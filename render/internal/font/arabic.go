package font

import (
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A form is how a letter of Arabic or Syriac joins its neighbours.
type form uint8

const (
	isolated form = 1 + iota
	final
	initial
	medial
)

// joining is how letters may join (Unicode, Joining_Type).
type joining uint8

const (
	joinsNone   joining = iota
	joinsRight          // the letter before only
	joinsBoth           // on both sides
	joinsCause          // makes others join, as the kashida
	transparent         // as if it were not there
)

// joined finds the forms of the letters of a text.
func joined(text []rune, before, after rune) []form {
	forms := make([]form, len(text))
	last, lastAt := joiningOf(before), -1 // the letter before that counts
	for i, r := range text {
		j := joiningOf(r)
		if j == transparent {
			continue
		}
		forms[i] = isolated
		if (last == joinsBoth || last == joinsCause) && j != joinsNone {
			forms[i] = final
			if lastAt >= 0 {
				forms[lastAt] = onward(forms[lastAt])
			}
		}
		last, lastAt = j, i
	}
	if j := joiningOf(after); lastAt >= 0 && (last == joinsBoth || last == joinsCause) && j != joinsNone && j != transparent {
		forms[lastAt] = onward(forms[lastAt])
	}
	return forms
}

// onward is a letter's form when it joins the next one as well.
func onward(f form) form {
	if f == final {
		return medial
	}
	return initial
}

// JoinsOver reports whether letters join over a character as if it were not there.
func JoinsOver(r rune) bool { return joiningOf(r) == transparent }

func joiningOf(r rune) joining {
	switch {
	case r == 0x0640 || r == zeroWidthJoiner || r == 0x07FA:
		return joinsCause
	case r == zeroWidthNonJoiner:
		return joinsNone
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) || unicode.Is(unicode.Cf, r) && r != 0x06DD && !(r >= 0x0600 && r <= 0x0605):
		return transparent
	case r < 0x620 || r > 0x8FF || !unicode.IsLetter(r):
		return joinsNone
	case r == 0x0621 || r == 0x0674 || r == 0x08AD:
		return joinsNone
	}
	if r >= 0x0780 && r <= 0x07BF || r >= 0x0800 && r <= 0x085F { // scripts whose letters do not join here
		return joinsNone
	}
	for _, x := range joinRight {
		if r >= x[0] && r <= x[1] {
			return joinsRight
		}
	}
	return joinsBoth
}

// joinRight is the letters that join the one before only.
var joinRight = [...][2]rune{
	{0x622, 0x625}, {0x627, 0x627}, {0x629, 0x629}, {0x62F, 0x632}, {0x648, 0x648}, {0x671, 0x673}, {0x675, 0x677},
	{0x688, 0x699}, {0x6C0, 0x6C0}, {0x6C3, 0x6CB}, {0x6CD, 0x6CD}, {0x6CF, 0x6CF}, {0x6D2, 0x6D3}, {0x6D5, 0x6D5},
	{0x6EE, 0x6EF}, {0x710, 0x710}, {0x715, 0x719}, {0x71E, 0x71E}, {0x728, 0x728}, {0x72A, 0x72A}, {0x72C, 0x72C}, {0x72F, 0x72F}, {0x74D, 0x74D},
	{0x759, 0x75B}, {0x76B, 0x76C}, {0x771, 0x771}, {0x773, 0x774}, {0x778, 0x779}, {0x870, 0x882}, {0x88E, 0x88E},
	{0x8AA, 0x8AC}, {0x8AE, 0x8AE}, {0x8B1, 0x8B2}, {0x8B9, 0x8B9},
}

// presentations leads from a letter to its forms, and from two letters to their ligature, as
// characters of their own: fonts without a table of joining forms have them so.
var presentations = sync.OnceValue(func() map[[2]rune][4]rune {
	m := map[[2]rune][4]rune{}
	add := func(from, to rune) {
		for r := from; r <= to; r++ {
			base := []rune(norm.NFKD.String(string(r)))
			if composed := []rune(norm.NFKC.String(string(r))); len(composed) <= 2 {
				base = composed
			}
			if len(base) == 0 || len(base) > 2 || base[0] == r {
				continue
			}
			key := [2]rune{base[0], 0}
			if len(base) == 2 {
				key[1] = base[1]
			}
			forms := m[key]
			for k := range forms { // they follow each other: isolated, final, initial, medial
				if forms[k] == 0 {
					forms[k] = r
					break
				}
			}
			m[key] = forms
		}
	}
	add(0xFB50, 0xFBB1)
	add(0xFBD3, 0xFBE7)
	add(0xFBFC, 0xFBFF)
	add(0xFE80, 0xFEFC)
	return m
})

// presentationForms gives letters their forms, lam and alef their ligature, by the characters
// that stand for them.
func (s *shaper) presentationForms() {
	m := presentations()
	for i := 0; i < len(s.buf); i++ {
		it := &s.buf[i]
		if it.form == 0 {
			continue
		}
		if forms, ok := m[[2]rune{it.r, 0}]; ok {
			s.show(i, forms[it.form-1])
		}
		if it.form != initial && it.form != medial {
			continue
		}
		j := s.next(i, lookupFlag{bits: 8})
		if j < 0 {
			continue
		}
		if forms, ok := m[[2]rune{it.r, s.buf[j].r}]; ok && s.show(i, forms[(it.form-initial)&1]) {
			for k := i; k <= j; k++ {
				s.buf[k].Cluster = it.Cluster
			}
			s.buf = append(s.buf[:j], s.buf[j+1:]...)
		}
	}
}

// show puts the glyph of a character, if the face has it.
func (s *shaper) show(i int, r rune) bool {
	g, ok := s.face.Glyph(r)
	if ok && r != 0 {
		s.put(i, g)
	}
	return ok && r != 0
}

// Mirrored is the character that stands in its place where text runs from right to left
// (Unicode, Bidi_Mirroring_Glyph), of those that texts use.
func Mirrored(r rune) rune {
	switch {
	case r == '(' || r == ')':
		return r ^ '(' ^ ')'
	case r == '[' || r == ']':
		return r ^ '[' ^ ']'
	case r == '{' || r == '}':
		return r ^ '{' ^ '}'
	case r == '<' || r == '>':
		return r ^ '<' ^ '>'
	case r == '«' || r == '»':
		return r ^ '«' ^ '»'
	case r < 0x2000:
		return r
	case r >= 0x2039 && r <= 0x203A:
		return r ^ 0x2039 ^ 0x203A
	case r >= 0x2264 && r <= 0x226B: // ≤ ≥ ≦ ≧ ≨ ≩ ≪ ≫
		return r ^ 1
	case r >= 0x2282 && r <= 0x2289, r >= 0x3008 && r <= 0x3011, r >= 0x3014 && r <= 0x301B, r >= 0x2308 && r <= 0x230B, r >= 0x27E6 && r <= 0x27EF, r >= 0x2768 && r <= 0x2775:
		return r ^ 1
	case r == 0x2045 || r == 0x2046:
		return r ^ 0x2045 ^ 0x2046
	case r == 0x207D || r == 0x207E:
		return r ^ 0x207D ^ 0x207E
	case r == 0x208D || r == 0x208E:
		return r ^ 0x208D ^ 0x208E
	case r == 0xFF08 || r == 0xFF09:
		return r ^ 0xFF08 ^ 0xFF09
	}
	return r
}
