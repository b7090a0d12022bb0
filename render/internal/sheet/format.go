package sheet

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// A format is a number format of a workbook (ECMA-376 Part 1 §18.8.31), ready to be
// applied: up to four sections, for positive and negative numbers, zero and text.
type format struct{ sections []section }

// A sectionKind is what a section makes of a number.
type sectionKind uint8

const (
	general  sectionKind = iota // the number as it is, between prefix and suffix
	verbatim                    // the same, never grouped: the format of texts (@)
	figure                      // digits as the section says
	moment                      // a date or a time of day
	literal                     // prefix alone, whatever the number
)

type section struct {
	kind           sectionKind
	prefix, suffix string
	condition      string // "<", ">=", …; "": by the sign
	bound          decimal.Decimal

	integers                 int // digits before the comma at least
	minDecimals, maxDecimals int
	group                    bool
	percent                  int // times 100 so many times
	thousands                int // divided by 1000 so many times

	year, month, day, clock, seconds bool
	elapsed                          bool // hours go on after 24
	words                            bool // "ngày … tháng … năm …"
}

// maxDecimals is what Excel accepts.
const maxDecimals = 30

// builtin are the formats that a workbook need not define (§18.8.30). Those whose look the
// locale decides have the Vietnamese one.
var builtin = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
	5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00",
	9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
	14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
	18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm",
	27: "dd/mm/yyyy", 28: "dd/mm/yyyy", 29: "dd/mm/yyyy", 30: "dd/mm/yyyy", 31: "dd/mm/yyyy",
	32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: "dd/mm/yyyy",
	37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
	41: `#,##0;(#,##0);"-"`, 42: `#,##0;(#,##0);"-"`, 43: `#,##0.00;(#,##0.00);"-"`, 44: `#,##0.00;(#,##0.00);"-"`,
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
	50: "dd/mm/yyyy", 51: "dd/mm/yyyy", 52: "dd/mm/yyyy", 53: "dd/mm/yyyy", 54: "dd/mm/yyyy",
	55: "dd/mm/yyyy", 56: "dd/mm/yyyy", 57: "dd/mm/yyyy", 58: "dd/mm/yyyy",
}

// parseFormat reads a format code. What it does not understand (fractions, exponents,
// digits with text between them) gives the number as it is.
func parseFormat(code string) *format {
	f := &format{}
	for len(f.sections) < 4 {
		s, rest, more := parseSection(code)
		f.sections = append(f.sections, s)
		if code = rest; !more {
			break
		}
	}
	return f
}

// A scanner holds what is known while a section is read.
type scanner struct {
	section
	code    string
	digits  bool   // a placeholder was seen
	point   bool   // the decimal point was seen
	commas  int    // since the last placeholder
	letters []byte // of a date: y m d h s, one for each run
	odd     bool   // the number as it is, then
}

// parseSection reads to the next semicolon, and reports whether there was one.
func parseSection(code string) (s section, rest string, more bool) {
	p := &scanner{code: code}
	for p.code != "" {
		if p.code[0] == ';' {
			return p.finish(), p.code[1:], true
		}
		p.next()
	}
	return p.finish(), "", false
}

// next reads one piece of the code.
func (p *scanner) next() {
	c, n := utf8.DecodeRuneInString(p.code)
	here := p.code
	p.code = p.code[n:]
	switch c {
	case '"':
		text, after, _ := strings.Cut(p.code, `"`)
		p.code = after
		p.literal(text)
	case '\\':
		p.literal(p.take())
	case '_', '*': // room as wide as a character, or filled with it
		p.take()
	case '[':
		inside, after, _ := strings.Cut(p.code, "]")
		p.code = after
		p.bracket(inside)
	case '0', '#', '?':
		p.placeholder(c)
	case '.':
		if len(p.letters) > 0 {
			p.literal(".")
			return
		}
		p.odd = p.odd || p.point
		p.point = true
	case ',':
		if p.digits {
			p.commas++
		} else {
			p.literal(",")
		}
	case '%':
		p.percent++
		p.literal("%")
	case '@':
		p.kind = verbatim
	case 'E', 'e':
		if p.digits {
			p.odd = true
		}
	case 'y', 'Y', 'm', 'M', 'd', 'D', 'h', 'H', 's', 'S':
		p.letters = append(p.letters, byte(c)|0x20)
		p.code = strings.TrimLeft(p.code, string([]rune{c, c ^ 0x20}))
	case 'g', 'G':
		if len(here) >= len("General") && strings.EqualFold(here[:len("General")], "General") {
			p.code = here[len("General"):]
			p.odd = true
		}
	case 'A', 'a':
		for _, half := range []string{"AM/PM", "A/P"} { // the clock has 24 hours here
			if len(here) >= len(half) && strings.EqualFold(here[:len(half)], half) {
				p.code = here[len(half):]
				return
			}
		}
		p.literal(string(c))
	case '/':
		p.odd = p.odd || p.digits
		p.literal("/")
	default:
		p.literal(string(c))
	}
}

// take is the next character.
func (p *scanner) take() string {
	_, n := utf8.DecodeRuneInString(p.code)
	s := p.code[:n]
	p.code = p.code[n:]
	return s
}

func (p *scanner) literal(s string) {
	p.words = p.words || strings.Contains(s, "tháng")
	switch {
	case len(p.letters) > 0: // dates have their own
	case p.digits || p.odd || p.kind == verbatim:
		p.suffix += s
	default:
		p.prefix += s
	}
}

// bracket reads a colour, a condition, a currency or hours that go on after 24.
func (p *scanner) bracket(s string) {
	switch {
	case strings.HasPrefix(s, "$"):
		symbol, _, _ := strings.Cut(s[1:], "-")
		p.literal(symbol)
	case s != "" && strings.ContainsRune("<>=", rune(s[0])):
		n := len(s) - len(strings.TrimLeft(s, "<>="))
		if d, ok := parseStored(s[n:]); ok {
			p.condition, p.bound = s[:n], d
		}
	case s != "" && strings.Trim(strings.ToLower(s), "hms") == "":
		p.letters = append(p.letters, s[0]|0x20)
		p.elapsed = true
	}
}

func (p *scanner) placeholder(c rune) {
	if p.suffix != "" {
		p.odd = true
	}
	if len(p.letters) > 0 {
		return // fractions of a second
	}
	p.digits = true
	switch {
	case !p.point:
		p.group = p.group || p.commas > 0
		if c == '0' {
			p.integers = min(p.integers+1, maxDecimals)
		}
	default:
		p.maxDecimals = min(p.maxDecimals+1, maxDecimals)
		if c == '0' {
			p.minDecimals = p.maxDecimals
		}
	}
	p.commas = 0
}

func (p *scanner) finish() section {
	s := &p.section
	switch {
	case len(p.letters) > 0 && !p.digits:
		s.kind = moment
		for i, c := range p.letters {
			switch c {
			case 'y':
				s.year = true
			case 'd':
				s.day = true
			case 'h':
				s.clock = true
			case 's':
				s.clock, s.seconds = true, true
			case 'm': // minutes, next to hours or seconds
				if i > 0 && p.letters[i-1] == 'h' || i+1 < len(p.letters) && p.letters[i+1] == 's' {
					s.clock = true
				} else {
					s.month = true
				}
			}
		}
	case p.odd:
		s.kind = general
		if p.digits {
			s.percent = 0
			s.prefix, s.suffix = "", ""
		}
	case p.digits:
		s.kind = figure
		s.thousands = min(p.commas, 6)
		s.percent = min(s.percent, 6)
	case s.kind == verbatim:
	case s.percent > 0:
		s.kind, s.percent = figure, min(s.percent, 6)
	default:
		s.kind = literal
	}
	return *s
}
