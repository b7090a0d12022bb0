package chart

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxFormat bounds a format code, in characters: Excel takes no longer one.
const maxFormat = 255

// A code is a format code, cut into its sections: of positive and negative numbers and of zero,
// or by conditions.
type code struct{ sections []section }

// A section is how some of the values are written.
type section struct {
	tokens  []token
	plan    digitPlan
	when    *condition // nil: by the sign
	general bool
	date    bool
	odd     bool // something in it is not understood
	colored bool
}

// A condition is "[>=1000]" and its kin.
type condition struct {
	sign  string
	bound float64
}

func (c *condition) holds(v float64) bool {
	switch c.sign {
	case "<":
		return v < c.bound
	case "<=":
		return v <= c.bound
	case ">":
		return v > c.bound
	case ">=":
		return v >= c.bound
	case "<>":
		return v != c.bound
	}
	return v == c.bound
}

// newCode reads a format code.
func newCode(format string) *code {
	c := &code{}
	for _, text := range sections(format) {
		s := section{general: strings.EqualFold(strings.TrimSpace(text), "General")}
		if !s.general {
			s.read(text)
		}
		c.sections = append(c.sections, s)
	}
	return c
}

// section is that of v, and v as it writes it: without its sign where the section stands for it.
// It is false if none is for v, or if it is not sure whether the sign is written: programs do not
// agree on negative numbers in sections with a condition.
func (c *code) section(v float64) (s *section, part float64, ok bool) {
	list := c.sections[:min(len(c.sections), 3)] // the fourth is for texts
	n := len(list)
	if list[0].when == nil && (n < 2 || list[1].when == nil) {
		switch {
		case v < 0 && n > 1:
			return &list[1], -v, true
		case v == 0 && n > 2:
			return &list[2], v, true
		}
		return &list[0], v, true
	}
	takes := func(s *section, otherwise bool) bool {
		if s.when != nil {
			return s.when.holds(v)
		}
		return otherwise
	}
	switch {
	case takes(&list[0], v > 0 || v == 0 && n == 2):
		return &list[0], v, v >= 0
	case n > 1 && takes(&list[1], v < 0 || n == 2):
		return &list[1], v, v >= 0
	case n > 2:
		return &list[2], v, true
	}
	return nil, v, false
}

// sections parts a format at its semicolons.
func sections(format string) []string {
	var out []string
	from, quoted := 0, false
	for i := 0; i < len(format); i++ {
		switch c := format[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == ';':
			out, from = append(out, format[from:i]), i+1
		}
	}
	return append(out, format[from:])
}

// A kind of token of a format.
type tokenKind int

const (
	literal   tokenKind = iota
	digit               // 0, # or ?
	point               // .
	group               // ,
	percent             // %
	exponent            // E+ or E-
	datePart            // y, m, d, h, s, AM/PM
	wholeText           // @ or General
	slash               // of a fraction, or between parts of a date
	letter              // without quotation marks
)

type token struct {
	kind tokenKind
	text string
}

// read cuts a section into tokens and looks whether all of them can be written.
func (s *section) read(f string) {
	for i := 0; i < len(f); {
		i += s.token(f[i:])
	}
	s.plan = plan(s.tokens)
	for _, t := range s.tokens {
		s.date = s.date || t.kind == datePart
	}
	points, exponents := 0, 0
	for i, t := range s.tokens {
		switch t.kind {
		case point:
			points++
		case slash: // a fraction has digits on both sides
			s.odd = s.odd || !s.date && s.plan.first >= 0
			s.tokens[i].kind = literal
		case letter: // a year of an era
			s.odd = s.odd || s.date && strings.Contains("bBeEgG", t.text)
			s.tokens[i].kind = literal
		case digit, exponent: // parts of seconds
			if s.odd = s.odd || s.date; t.kind == exponent {
				exponents++
			}
		case wholeText:
			s.odd = s.odd || s.date || s.plan.first >= 0
		}
	}
	if !s.date && s.plan.first >= 0 {
		s.odd = s.odd || points > 1 || exponents > 1 || s.plan.whole+s.plan.fraction == 0
	}
	s.odd = s.odd || s.plan.percent > 3
}

// token reads the first token of f and gives its length.
func (s *section) token(f string) int {
	add := func(kind tokenKind, n int) int {
		s.tokens = append(s.tokens, token{kind, f[:n]})
		return n
	}
	switch c := f[0]; c {
	case '0', '#', '?':
		return add(digit, 1)
	case '.':
		return add(point, 1)
	case ',':
		return add(group, 1)
	case '%':
		return add(percent, 1)
	case '/':
		return add(slash, 1)
	case '@':
		return add(wholeText, 1)
	case '\\', '_', '*':
		_, size := utf8.DecodeRuneInString(f[1:])
		if c == '\\' {
			s.tokens = append(s.tokens, token{literal, f[1 : 1+size]})
		} else if c == '_' {
			s.tokens = append(s.tokens, token{literal, " "})
		}
		return 1 + size
	case '"':
		words, _, closed := strings.Cut(f[1:], `"`)
		s.tokens = append(s.tokens, token{literal, words})
		if !closed {
			return len(f)
		}
		return len(words) + 2
	case '[':
		inner, _, closed := strings.Cut(f[1:], "]")
		if !closed {
			s.odd = true
			return len(f)
		}
		s.bracket(inner)
		return len(inner) + 2
	case 'E', 'e':
		if len(f) > 1 && (f[1] == '+' || f[1] == '-') {
			return add(exponent, 2)
		}
	case 'y', 'Y', 'm', 'M', 'd', 'D', 'h', 'H', 's', 'S':
		k := 1
		for k < len(f) && f[k]|0x20 == c|0x20 {
			k++
		}
		s.tokens = append(s.tokens, token{datePart, strings.ToLower(f[:k])})
		return k
	}
	for _, word := range [...]struct {
		text string
		kind tokenKind
	}{{"AM/PM", datePart}, {"A/P", datePart}, {"General", wholeText}} {
		if n := len(word.text); len(f) >= n && strings.EqualFold(f[:n], word.text) {
			s.tokens = append(s.tokens, token{word.kind, strings.ToLower(word.text)})
			return n
		}
	}
	if c := f[0] | 0x20; c >= 'a' && c <= 'z' {
		return add(letter, 1)
	}
	_, size := utf8.DecodeRuneInString(f)
	return add(literal, size)
}

// bracket reads what stands in brackets: a currency with a language, hours beyond a day, a
// condition, or a colour.
func (s *section) bracket(inner string) {
	lower := strings.ToLower(inner)
	switch {
	case strings.HasPrefix(inner, "$"):
		sign, _, _ := strings.Cut(inner[1:], "-")
		s.tokens = append(s.tokens, token{literal, sign})
	case lower != "" && strings.Trim(lower, lower[:1]) == "" && strings.Contains("hms", lower[:1]):
		s.tokens = append(s.tokens, token{datePart, "[" + lower + "]"})
	case strings.HasPrefix(lower, "color") || strings.Contains(" black blue cyan green magenta red white yellow ", " "+lower+" "):
		s.colored = true
	default:
		sign := inner[:len(inner)-len(strings.TrimLeft(inner, "<>="))]
		bound, err := strconv.ParseFloat(strings.TrimSpace(inner[len(sign):]), 64)
		if err != nil || math.IsNaN(bound) || !strings.Contains(" < <= > >= = <> ", " "+sign+" ") || s.when != nil {
			s.odd = true
			return
		}
		s.when = &condition{sign, bound}
	}
}

// digitPlan is what the digits of a format ask for.
type digitPlan struct {
	whole                   int // places before the decimal sign
	fraction, leastFraction int // digits after the decimal sign, at most and at least
	least                   int // digits before it, at least
	exponent                int // digits of an exponent, at least
	hasExponent             bool
	grouped                 bool // thousands are parted
	thousands               int  // how often the number is divided by a thousand
	percent                 int  // how many % signs
	first                   int  // the first token of the number; -1: none
}

// plan counts the digits of a format. A comma between digits parts thousands, one after the
// last digit divides.
func plan(tokens []token) digitPlan {
	p := digitPlan{first: -1}
	afterPoint, commas := false, 0
	for i, t := range tokens {
		switch t.kind {
		case digit:
			if p.first < 0 {
				p.first = i
			}
			switch {
			case p.hasExponent:
				p.exponent++
			case afterPoint:
				if p.fraction++; t.text == "0" {
					p.leastFraction = p.fraction
				}
			default:
				p.grouped, commas = p.grouped || commas > 0, 0
				if p.whole++; t.text == "0" || p.least > 0 {
					p.least++
				}
			}
		case group:
			if p.first >= 0 {
				commas++
			}
		case point:
			afterPoint = true
		case exponent:
			p.hasExponent = true
		case percent:
			p.percent++
		}
	}
	p.thousands = commas
	return p
}
