package viet

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NFC is s with each letter and its marks as one character, as TCVN 6909:2001 has them.
func NFC(s string) string {
	for _, r := range s {
		if r >= 0x300 && r>>8 != 0x1E && (r < 0x2010 || r > 0x2027) {
			return norm.NFC.String(s)
		}
	}
	return s // Latin letters, Vietnam's among them, dashes and quotation marks: in NFC whatever their order
}

// Upper is s in capitals.
func Upper(s string) string { return strings.ToUpper(NFC(s)) }

// Lower is s in small letters.
func Lower(s string) string { return strings.ToLower(NFC(s)) }

// Capitalize is s with its first letter a capital; what stands before the letter, such as
// a quotation mark, stays.
func Capitalize(s string) string {
	s = NFC(s)
	for i, r := range s {
		if unicode.IsLetter(r) {
			return s[:i] + string(unicode.ToUpper(r)) + s[i+utf8.RuneLen(r):]
		}
		if unicode.IsDigit(r) {
			break
		}
	}
	return s
}

// CapitalizeWords is s with the first letter of each word a capital and the others small,
// as personal names are written: "Nguyễn Văn An". Roman numerals stay capitals: "Louis XVI".
func CapitalizeWords(s string) string {
	s = NFC(s)
	shouted := s == strings.ToUpper(s)
	var b strings.Builder
	for s != "" {
		n := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
		if n < 0 {
			n = len(s)
		}
		if n == 0 { // what stands between two words
			_, n = utf8.DecodeRuneInString(s)
			b.WriteString(s[:n])
		} else {
			b.WriteString(capitalizeWord(s[:n], shouted))
		}
		s = s[n:]
	}
	return b.String()
}

// capitalizeWord is a word of letters as it stands in a name. "VI" is a numeral where the
// name beside it is not in capitals too, as Vi is a name; "XVI" cannot be one.
func capitalizeWord(word string, shouted bool) string {
	upper := strings.ToUpper(word)
	if roman(upper) && (word == upper && !shouted || upper != "VI" && upper != "XI") {
		return upper
	}
	first, n := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + strings.ToLower(word[n:])
}

// mostRoman bounds the numerals that stand in names: kings, popes, centuries, congresses.
// Those above have letters that make other words.
const mostRoman = 39

// roman reports whether s is a numeral up to [mostRoman].
func roman(s string) bool {
	if strings.Trim(s, "IVX") != "" {
		return false
	}
	for n := 1; n <= mostRoman; n++ {
		if Roman(n) == s {
			return true
		}
	}
	return false
}

// Roman is n in Roman numerals, from 1 to 3999; another number is in digits.
func Roman(n int) string {
	if n < 1 || n > 3999 {
		return fmt.Sprint(n)
	}
	var b strings.Builder
	for _, r := range []struct {
		value int
		text  string
	}{
		{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"},
		{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
	} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.text)
		}
	}
	return b.String()
}

// letters are those that number the points (điểm) of a text, in their order. The letters
// with a circumflex, breve or horn are not used for it, đ is.
var letters = []rune("abcdđeghiklmnopqrstuvxy")

// Letter is the n-th letter of an enumeration, from 1: a b c d đ e g …; after y come aa,
// ab, …. A number below 1 is in digits.
func Letter(n int) string {
	if n < 1 {
		return fmt.Sprint(n)
	}
	var r []rune
	for ; n > 0; n = (n - 1) / len(letters) {
		r = append([]rune{letters[(n-1)%len(letters)]}, r...)
	}
	return string(r)
}

// IsLetter is [unicode.IsLetter], quick for the letters that Vietnamese is written with: long
// texts are looked through letter by letter.
func IsLetter(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	case r >= '\u0100' && r <= '\u024f', r >= '\u1ea0' && r <= '\u1eff':
		return true
	}
	return unicode.IsLetter(r)
}
