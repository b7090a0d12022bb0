package wml

import "strings"

// A mathAlphabet is which letters a run of mathematics has: m:scr and m:sty.
type mathAlphabet struct{ script, style string }

// letters are those of Unicode's mathematical alphabets that a text is printed in. Word also
// sets a hyphen as a minus, an asterisk as an operator and an apostrophe as a prime.
func (a mathAlphabet) letters(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '-':
			return '−'
		case '*':
			return '∗'
		case '\'':
			return '′'
		case '’':
			return '′'
		}
		return a.letter(r)
	}, s)
}

// Where the alphabets begin: Latin capitals, and small letters 26 behind.
const (
	mathBold = iota
	mathItalic
	mathBoldItalic
	mathScript
	mathBoldScript
	mathFraktur
	mathDouble
	mathBoldFraktur
	mathSans
	mathSansBold
	mathSansItalic
	mathSansBoldItalic
	mathMono
	mathPlain = -1
)

func (a mathAlphabet) of() int {
	bold := a.style == "b" || a.style == "bi"
	italic := a.style == "" || a.style == "i" || a.style == "bi"
	pick := func(plain, b, i, bi int) int {
		switch {
		case bold && italic:
			return bi
		case bold:
			return b
		case italic:
			return i
		}
		return plain
	}
	switch a.script {
	case "script":
		return pick(mathScript, mathBoldScript, mathScript, mathBoldScript)
	case "fraktur":
		return pick(mathFraktur, mathBoldFraktur, mathFraktur, mathBoldFraktur)
	case "double-struck":
		return mathDouble
	case "sans-serif":
		return pick(mathSans, mathSansBold, mathSansItalic, mathSansBoldItalic)
	case "monospace":
		return mathMono
	}
	return pick(mathPlain, mathBold, mathItalic, mathBoldItalic)
}

// apart are the letters that Unicode had before the alphabets, and that are missing there.
var apart = map[rune]rune{
	0x1D455: 'ℎ',
	0x1D49D: 'ℬ', 0x1D4A0: 'ℰ', 0x1D4A1: 'ℱ', 0x1D4A3: 'ℋ', 0x1D4A4: 'ℐ', 0x1D4A7: 'ℒ', 0x1D4A8: 'ℳ', 0x1D4AD: 'ℛ',
	0x1D4BA: 'ℯ', 0x1D4BC: 'ℊ', 0x1D4C4: 'ℴ',
	0x1D506: 'ℭ', 0x1D50B: 'ℌ', 0x1D50C: 'ℑ', 0x1D515: 'ℜ', 0x1D51D: 'ℨ',
	0x1D53A: 'ℂ', 0x1D53F: 'ℍ', 0x1D545: 'ℕ', 0x1D547: 'ℙ', 0x1D548: 'ℚ', 0x1D549: 'ℝ', 0x1D551: 'ℤ',
}

// letter is one letter in the alphabet; what has no letter there stays.
func (a mathAlphabet) letter(r rune) rune {
	alphabet := a.of()
	if alphabet == mathPlain {
		return r
	}
	base := rune(-1)
	switch {
	case r >= 'A' && r <= 'Z':
		base = r - 'A'
	case r >= 'a' && r <= 'z':
		base = r - 'a' + 26
	case r >= '0' && r <= '9':
		return mathDigit(r, alphabet)
	case r == 'ı' && alphabet == mathItalic:
		return 0x1D6A4
	case r == 'ȷ' && alphabet == mathItalic:
		return 0x1D6A5
	default:
		return mathGreek(r, alphabet)
	}
	l := 0x1D400 + rune(52*alphabet) + base
	if other, ok := apart[l]; ok {
		return other
	}
	return l
}

func mathDigit(r rune, alphabet int) rune {
	switch alphabet {
	case mathBold, mathBoldItalic:
		return 0x1D7CE + r - '0'
	case mathDouble:
		return 0x1D7D8 + r - '0'
	case mathSans, mathSansItalic:
		return 0x1D7E2 + r - '0'
	case mathSansBold, mathSansBoldItalic:
		return 0x1D7EC + r - '0'
	case mathMono:
		return 0x1D7F6 + r - '0'
	}
	return r
}

// greekSigns are the letters of the Greek alphabets that do not stand in the order of Unicode.
var greekSigns = map[rune]rune{'ϴ': 17, '∇': 25, '∂': 51, 'ϵ': 52, 'ϑ': 53, 'ϰ': 54, 'ϕ': 55, 'ϱ': 56, 'ϖ': 57}

func mathGreek(r rune, alphabet int) rune {
	at, ok := greekSigns[r]
	switch {
	case ok:
	case r >= 'Α' && r <= 'Ω':
		at = r - 'Α'
	case r >= 'α' && r <= 'ω':
		at = r - 'α' + 26
	default:
		return r
	}
	switch alphabet {
	case mathBold:
		return 0x1D6A8 + at
	case mathItalic:
		return 0x1D6E2 + at
	case mathBoldItalic:
		return 0x1D71C + at
	case mathSansBold:
		return 0x1D756 + at
	case mathSansBoldItalic:
		return 0x1D790 + at
	}
	return r
}
