package sheet

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/viet"
)

// An ordinalKind is how a row is numbered.
type ordinalKind uint8

// Kinds of ordinals, the outer ones first. Capital letters and Roman numerals stand on
// either side of each other.
const (
	noOrdinal ordinalKind = iota
	heading               // a bold or merged name without any, where nothing else heads numbered ones
	capital               // A
	roman                 // I
	numeral               // 1
	dotted                // 1.1, I.1
	small                 // a)
	indented              // a name that stands so far in
	within                // Trong đó: …
	dash                  // -
	plus                  // +
	bullet                // *, •
	unmarked              // any other name among numbered ones
)

// An ordinal is the mark of one row; rows whose ordinals are equal stand beside each other.
type ordinal struct {
	kind  ordinalKind
	depth int // of dotted: how many parts; of indented: how far in
}

// rank orders ordinals that have not been seen together yet.
func (o ordinal) rank() int {
	if o.kind == roman {
		return int(capital) * 1000
	}
	return int(o.kind)*1000 + min(o.depth, 999)
}

// ordinalOf reads the text of a column of ordinals: "II", "1.", "1.2", "a)", "-".
func ordinalOf(s string) (ordinalKind, int) {
	switch s = strings.TrimSpace(s); s {
	case "":
		return noOrdinal, 0
	case "-", "–", "—", "−":
		return dash, 0
	case "+":
		return plus, 0
	case "*", "•", "o", "·", "●", "▪":
		return bullet, 0
	}
	s = strings.TrimRight(strings.TrimPrefix(s, "("), ".)/:")
	if s == "" || len(s) > 20 {
		return noOrdinal, 0
	}
	parts := strings.Split(s, ".")
	if len(parts) > 1 {
		for i, p := range parts {
			if kind, _ := ordinalOf(p); p == "" || kind == noOrdinal || kind >= within || i > 0 && kind != numeral && kind != small {
				return noOrdinal, 0
			}
		}
		return dotted, len(parts)
	}
	switch {
	case strings.Trim(s, "0123456789") == "":
		if len(s) > 4 {
			return noOrdinal, 0
		}
		return numeral, 0
	case romanValue(s) > 0 && (len(s) > 1 || strings.Contains("IVX", s)):
		return roman, 0
	case len(s) == 1 && s[0] >= 'A' && s[0] <= 'Z', s == "Đ":
		return capital, 0
	case utf8.RuneCountInString(s) == 1 && strings.Contains("abcdđeghiklmnopqrstuvxyfjwz", s):
		return small, 0
	}
	return noOrdinal, 0
}

// romanValue is 0 for what is no Roman numeral.
func romanValue(s string) int {
	n, last := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		v := map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100, 'D': 500, 'M': 1000}[s[i]]
		if v == 0 {
			return 0
		}
		if v < last {
			n -= v
		} else {
			n, last = n+v, v
		}
	}
	if viet.Roman(n) != s {
		return 0
	}
	return n
}

// ordinalInName reads the mark that a name begins with: "- Trong đó: …", "I. KINH TẾ",
// "1.2 Sản lượng", "a) …".
func ordinalInName(name string) ordinal {
	name = strings.TrimSpace(name)
	lower := viet.Lower(name)
	if strings.HasPrefix(lower, "trong đó") {
		return ordinal{kind: within}
	}
	r, n := utf8.DecodeRuneInString(name)
	switch {
	case strings.ContainsRune("-–—−", r) && len(name) > n:
		return ordinal{kind: dash}
	case r == '+' && len(name) > n:
		return ordinal{kind: plus}
	case strings.ContainsRune("*•·●▪", r) && len(name) > n:
		return ordinal{kind: bullet}
	}
	mark, _, ok := strings.Cut(name, " ")
	if !ok {
		return ordinal{}
	}
	kind, depth := ordinalOf(mark)
	if kind == noOrdinal || kind != dotted && !strings.ContainsAny(mark[len(mark)-1:], ".)/:") {
		return ordinal{}
	}
	return ordinal{kind, depth}
}

// levels gives rows their levels, from the first to the last.
func levels(marks []mark) []int {
	numbered := slices.ContainsFunc(marks, func(m mark) bool { return m.kind != noOrdinal && m.kind < indented })
	grouped := slices.ContainsFunc(marks, func(m mark) bool { return m.kind == capital || m.kind == roman })
	out := make([]int, len(marks))
	n := nesting{}
	for i := range marks {
		m := &marks[i]
		switch {
		case m.text == "I" && n.last == "H" && !n.roman: // the letter after H
			m.kind = capital
		case m.kind != noOrdinal:
		case total(m.name):
			n.open = n.open[:0]
			continue
		case !numbered || m.indent > 0:
			m.ordinal = ordinal{indented, m.indent}
		case (m.bold || m.wide) && !grouped:
			m.kind = heading
		default:
			m.kind = unmarked
		}
		out[i] = n.level(m.ordinal)
		if m.kind == capital {
			n.last = m.text
		}
		n.roman = n.roman || m.kind == roman
	}
	return out
}

// A nesting is where the rows that have been read leave the next one.
type nesting struct {
	open  []ordinal // of the rows that the last one nests in, and its own
	last  string    // the last capital letter
	roman bool      // a Roman numeral has been read
}

// total tells the rows that sum up: they stand outside of all others.
func total(name string) bool {
	k := key(name)
	for _, w := range []string{"tổng cộng", "tổng số", "cộng"} {
		if k == w || strings.HasPrefix(k, w+" ") {
			return true
		}
	}
	return k == "tổng"
}

// level is that of the next row: an ordinal of a kind that is open stands beside it, another
// goes inside what is open, unless it is one that stands further out.
func (n *nesting) level(o ordinal) int {
	for i, known := range n.open {
		if known == o {
			n.open = n.open[:i+1]
			return i
		}
	}
	for len(n.open) > 0 && o.kind != within && n.open[len(n.open)-1].rank() > o.rank() {
		n.open = n.open[:len(n.open)-1]
	}
	n.open = append(n.open, o)
	return len(n.open) - 1
}
