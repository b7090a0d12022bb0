package rules

import (
	"strings"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/lazy"
)

// A sparse pattern is one whose matches each have a byte that few places have. A regular
// expression alone looks at every place of a text, which for all rules together takes
// several times as long as making the document does.
type sparse struct {
	pattern *lazy.Regexp // begins with ^
	bytes   string
	start   func(raw string, at int) int // where a match begins that has one of bytes at an offset; -1: nowhere
}

// maxMatch bounds what one match of a sparse pattern may be long.
const maxMatch = 256

// all are the matches of a text, with their parts, as
// [regexp.Regexp.FindAllStringSubmatchIndex] has them.
func (s *sparse) all(raw string) (all [][]int) {
	var has [4]uint64 // bits of the bytes
	for _, b := range []byte(s.bytes) {
		has[b>>6] |= 1 << (b & 63)
	}
	end := 0
	for i := 0; i < len(raw); i++ {
		if b := raw[i]; has[b>>6]&(1<<(b&63)) == 0 {
			continue
		}
		from := s.start(raw, i)
		if from < 0 {
			continue
		}
		from = max(from, end) // what a match has is no other's
		m := s.pattern.FindStringSubmatchIndex(raw[from:upTo(raw, from+maxMatch)])
		if m == nil {
			continue
		}
		for k := range m {
			if m[k] >= 0 {
				m[k] += from
			}
		}
		all = append(all, m)
		if end = m[1]; end > i {
			i = end - 1
		}
	}
	return all
}

// upTo is an offset of a text, or its end, that cuts no character.
func upTo(raw string, at int) int {
	if at >= len(raw) {
		return len(raw)
	}
	for at > 0 && !utf8.RuneStart(raw[at]) {
		at--
	}
	return at
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// digitsBefore is where the digits begin that end at an offset, at most so many; the offset
// itself where there are none.
func digitsBefore(raw string, at, most int) int {
	from := at
	for from > 0 && isDigit(raw[from-1]) && at-from < most {
		from--
	}
	return from
}

// afterDigit begins at the digit right before an offset.
func afterDigit(raw string, at int) int {
	if at == 0 || !isDigit(raw[at-1]) {
		return -1
	}
	return at - 1
}

// betweenDigits begins with the digits before an offset, at most so many, where more follow.
func betweenDigits(most int) func(string, int) int {
	return func(raw string, at int) int {
		if at == 0 || at+1 >= len(raw) || !isDigit(raw[at-1]) || !isDigit(raw[at+1]) {
			return -1
		}
		return digitsBefore(raw, at, most)
	}
}

// behindSpace begins with the character before the blanks before an offset.
func behindSpace(raw string, at int) int {
	head := strings.TrimRight(raw[:at], " \t\u00a0\u202f")
	if len(head) == at || head == "" {
		return -1
	}
	_, size := utf8.DecodeLastRuneInString(head)
	return len(head) - size
}

// endOf begins at one of some words, whose last byte is at an offset.
func endOf(words ...string) func(string, int) int {
	return func(raw string, at int) int {
		for _, w := range words {
			if strings.HasSuffix(raw[:at+1], w) {
				return at + 1 - len(w)
			}
		}
		return -1
	}
}
