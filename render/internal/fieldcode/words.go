// Package fieldcode reads the instructions of Word's fields (ECMA-376 Part 1 §17.16.4).
package fieldcode

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words cuts an instruction into its words: white space parts them, quotes hold one together, in
// which a backslash takes a quote or a backslash behind it as it is. A general switch (\*, \@,
// \#) is a word even where its argument follows without a space: \*Upper.
func Words(s string) []string {
	var words []string
	for s != "" {
		first, size := utf8.DecodeRuneInString(s)
		switch {
		case unicode.IsSpace(first):
			s = s[size:]
		case first == '"':
			var word string
			word, s = quoted(s[1:])
			words = append(words, word)
		default:
			end := strings.IndexFunc(s, func(r rune) bool { return r == '"' || unicode.IsSpace(r) })
			if end < 0 {
				end = len(s)
			}
			if len(s) > 1 && s[0] == '\\' && strings.IndexByte("*@#", s[1]) >= 0 {
				end = 2
			}
			words, s = append(words, s[:end]), s[end:]
		}
	}
	return words
}

// quoted is the word that begins behind a quote, and what stands behind it; one that does not
// end goes as far as there is text.
func quoted(s string) (word, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '"' {
			return b.String(), s[i+1:]
		}
		if s[i] == '\\' && i+1 < len(s) && (s[i+1] == '\\' || s[i+1] == '"') {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), ""
}

// Quoted reports whether what follows a piece of an instruction stands in quotes; quoted is
// whether the piece does.
func Quoted(s string, quoted bool) bool {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case quoted && s[i] == '\\' && i+1 < len(s) && (s[i+1] == '\\' || s[i+1] == '"'):
			i++
		}
	}
	return quoted
}
