package chart

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A numbers writes values by format codes (ECMA-376 Part 1, §18.8.31).
type numbers struct {
	vietnam bool // a decimal comma, dots between thousands
	from    time.Time
}

func newNumbers(c *Chart) numbers {
	n := numbers{vietnam: c.Vietnam, from: time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)}
	if c.Date1904 {
		n.from = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return n
}

// text is v in a format; "" and "General" print what is significant.
func (n numbers) text(v float64, format string) string {
	if math.IsNaN(v) {
		return ""
	}
	sections := sections(format)
	section := sections[0]
	switch {
	case v < 0 && len(sections) > 1:
		section, v = sections[1], -v
	case v == 0 && len(sections) > 2:
		section = sections[2]
	}
	if strings.EqualFold(strings.TrimSpace(section), "General") || format == "" {
		return n.general(v)
	}
	tokens := tokenize(section)
	for _, t := range tokens {
		if t.kind == datePart {
			return n.date(v, tokens)
		}
	}
	return n.number(v, tokens)
}

// sections parts a format at its semicolons.
func sections(format string) []string {
	var out []string
	from, quoted := 0, false
	for i := 0; i < len(format); i++ {
		switch c := format[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == ';' && !quoted:
			out, from = append(out, format[from:i]), i+1
		}
	}
	return append(out, format[from:])
}

// general is the fewest digits that tell v, at most ten of them.
func (n numbers) general(v float64) string {
	if a := math.Abs(v); a != 0 && (a >= 1e11 || a < 1e-9) {
		mantissa, exp, _ := strings.Cut(strconv.FormatFloat(v, 'E', 5, 64), "E")
		if strings.Contains(mantissa, ".") {
			mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
		}
		return n.point(mantissa) + "E" + exp
	}
	s := strconv.FormatFloat(v, 'f', 9, 64)
	if whole, _, _ := strings.Cut(strings.TrimPrefix(s, "-"), "."); len(whole) > 1 {
		s = strconv.FormatFloat(v, 'f', max(10-len(whole), 0), 64)
	}
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		s = "0"
	}
	return n.point(s)
}

// point writes the decimal sign.
func (n numbers) point(s string) string {
	if n.vietnam {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
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
)

type token struct {
	kind tokenKind
	text string
}

// tokenize cuts a section of a format.
func tokenize(f string) []token {
	var out []token
	add := func(kind tokenKind, text string) { out = append(out, token{kind, text}) }
	for i := 0; i < len(f); i++ {
		switch c := f[i]; c {
		case '0', '#', '?':
			add(digit, f[i:i+1])
		case '.':
			add(point, ".")
		case ',':
			add(group, ",")
		case '%':
			add(percent, "%")
		case '\\', '_', '*':
			if i+1 < len(f) {
				_, size := utf8.DecodeRuneInString(f[i+1:])
				if c == '\\' {
					add(literal, f[i+1:i+1+size])
				} else if c == '_' {
					add(literal, " ")
				}
				i += size
			}
		case '"':
			end := strings.IndexByte(f[i+1:], '"')
			if end < 0 {
				end = len(f) - i - 1
			}
			add(literal, f[i+1:i+1+end])
			i += end + 1
		case '[':
			end := strings.IndexByte(f[i:], ']')
			if end < 0 {
				return out
			}
			if inner := f[i+1 : i+end]; strings.HasPrefix(inner, "$") { // a currency, and a language
				sign, _, _ := strings.Cut(inner[1:], "-")
				add(literal, sign)
			} else if l := strings.ToLower(inner); l == "h" || l == "hh" || l == "m" || l == "mm" || l == "s" || l == "ss" {
				add(datePart, "["+l+"]")
			}
			i += end
		case '@':
			add(wholeText, "")
		case 'E', 'e':
			if i+1 < len(f) && (f[i+1] == '+' || f[i+1] == '-') {
				add(exponent, f[i:i+2])
				i++
				continue
			}
			add(literal, f[i:i+1])
		case 'y', 'Y', 'm', 'M', 'd', 'D', 'h', 'H', 's', 'S':
			k := i
			for k < len(f) && f[k]|0x20 == c|0x20 {
				k++
			}
			add(datePart, strings.ToLower(f[i:k]))
			i = k - 1
		case 'A', 'a':
			if len(f)-i >= 5 && strings.EqualFold(f[i:i+5], "AM/PM") {
				add(datePart, "am/pm")
				i += 4
				continue
			}
			add(literal, f[i:i+1])
		case 'G':
			if strings.HasPrefix(f[i:], "General") {
				add(wholeText, "")
				i += len("General") - 1
				continue
			}
			add(literal, "G")
		default:
			add(literal, f[i:i+1])
		}
	}
	return out
}

// digitPlan is what the digits of a format ask for.
type digitPlan struct {
	fraction, leastFraction int // digits after the decimal sign, at most and at least
	least                   int // digits before it, at least
	exponent                int // digits of an exponent, at least
	hasExponent             bool
	percent                 int // how many % signs
	first, last             int // the first and the last token of the number; -1: none
}

func plan(tokens []token) digitPlan {
	p := digitPlan{first: -1, last: -1}
	afterPoint := false
	for i, t := range tokens {
		switch t.kind {
		case digit:
			if p.first < 0 {
				p.first = i
			}
			p.last = i
			switch {
			case p.hasExponent:
				p.exponent++
			case afterPoint:
				if p.fraction++; t.text != "#" {
					p.leastFraction = p.fraction
				}
			case t.text == "0" || p.least > 0:
				p.least++
			}
		case point:
			afterPoint = true
			p.last = i
		case exponent:
			p.hasExponent = true
		case percent:
			p.percent++
		}
	}
	return p
}

// number writes v by the digits of a format.
func (n numbers) number(v float64, tokens []token) string {
	p := plan(tokens)
	grouped := false
	v *= math.Pow(100, float64(min(p.percent, 3)))
	if p.first < 0 { // nothing but words, or the value as it is
		var b strings.Builder
		for _, t := range tokens {
			switch t.kind {
			case wholeText:
				b.WriteString(n.general(v))
			case literal, percent:
				b.WriteString(t.text)
			}
		}
		return b.String()
	}
	for i, t := range tokens { // a comma between digits parts thousands, after the last it divides
		if t.kind == group && i > p.first {
			if i < p.last && !pointBefore(tokens, i) {
				grouped = true
			} else {
				v /= 1000
			}
		}
	}
	exp := 0
	if p.hasExponent && v != 0 {
		exp = int(math.Floor(math.Log10(math.Abs(v))))
		if v /= math.Pow(10, float64(exp)); math.Abs(v) >= 10-5*math.Pow(10, -float64(p.fraction)-1) {
			v, exp = v/10, exp+1
		}
	}
	digits := n.digits(math.Abs(v), p.fraction, p.leastFraction, p.least, grouped)
	var b strings.Builder
	if v < 0 && strings.ContainsAny(digits, "123456789") {
		b.WriteByte('-')
	}
	placed, expPlaced := false, false
	for _, t := range tokens {
		switch t.kind {
		case literal, percent:
			b.WriteString(t.text)
		case exponent:
			if !expPlaced {
				sign := "+"
				if exp < 0 {
					sign = "-"
				} else if t.text[1] == '-' {
					sign = ""
				}
				e := strconv.Itoa(max(exp, -exp))
				b.WriteString("E" + sign + strings.Repeat("0", max(min(p.exponent, 9)-len(e), 0)) + e)
				expPlaced = true
			}
		case digit, point:
			if !placed {
				b.WriteString(digits)
				placed = true
			}
		}
	}
	return b.String()
}

func pointBefore(tokens []token, i int) bool {
	for _, t := range tokens[:i] {
		if t.kind == point {
			return true
		}
	}
	return false
}

// digits writes a number that is not negative.
func (n numbers) digits(v float64, fraction, leastFraction, least int, grouped bool) string {
	s := strconv.FormatFloat(v+math.Copysign(v*1e-14, v), 'f', min(fraction, 30), 64)
	whole, after, _ := strings.Cut(s, ".")
	for len(after) > leastFraction && strings.HasSuffix(after, "0") {
		after = after[:len(after)-1]
	}
	if whole == "0" && least == 0 {
		whole = ""
	}
	if len(whole) < least {
		whole = strings.Repeat("0", min(least, 30)-len(whole)) + whole
	}
	thousands, decimalSign := ",", "."
	if n.vietnam {
		thousands, decimalSign = ".", ","
	}
	if grouped {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + thousands + whole[i:]
		}
	}
	if after != "" {
		return whole + decimalSign + after
	}
	return whole
}

// date writes the day and time that v counts, in days.
func (n numbers) date(v float64, tokens []token) string {
	if v < -1e6 || v > 3e6 {
		return n.general(v)
	}
	seconds := int64(math.Round(v * 86400))
	at := n.from.Add(time.Duration(seconds%86400)*time.Second).AddDate(0, 0, int(seconds/86400))
	half := false
	for _, t := range tokens {
		half = half || t.text == "am/pm"
	}
	var b strings.Builder
	minutes := false
	for i, t := range tokens {
		if t.kind != datePart {
			switch t.kind {
			case literal, point, group, percent:
				b.WriteString(t.text)
			}
			continue
		}
		pad := func(v int) {
			if s := strconv.Itoa(v); len(t.text) > 1 && len(s) < 2 {
				b.WriteString("0" + s)
			} else {
				b.WriteString(s)
			}
		}
		switch t.text[0] {
		case 'y':
			if len(t.text) > 2 {
				b.WriteString(strconv.Itoa(at.Year()))
			} else {
				b.WriteString(at.Format("06"))
			}
		case 'd':
			switch {
			case len(t.text) <= 2:
				pad(at.Day())
			case n.vietnam:
				b.WriteString(vietnameseDay(at.Weekday(), len(t.text) > 3))
			case len(t.text) == 3:
				b.WriteString(at.Format("Mon"))
			default:
				b.WriteString(at.Format("Monday"))
			}
		case 'm':
			if minutes = minutes || nextIsSeconds(tokens[i+1:]); minutes {
				pad(at.Minute())
				minutes = false
				break
			}
			n.month(&b, at, len(t.text), pad)
		case 'h':
			h := at.Hour()
			if half {
				h = (h+11)%12 + 1
			}
			pad(h)
			minutes = true
			continue
		case 's':
			pad(at.Second())
		case 'a':
			b.WriteString(at.Format("PM"))
		case '[':
			b.WriteString(strconv.FormatInt(seconds/map[byte]int64{'h': 3600, 'm': 60, 's': 1}[t.text[1]], 10))
			minutes = true
			continue
		}
		minutes = false
	}
	return b.String()
}

func (n numbers) month(b *strings.Builder, at time.Time, letters int, pad func(int)) {
	switch {
	case letters <= 2:
		pad(int(at.Month()))
	case n.vietnam && letters == 3:
		b.WriteString("Thg " + strconv.Itoa(int(at.Month())))
	case n.vietnam && letters == 4:
		b.WriteString("Tháng " + strconv.Itoa(int(at.Month())))
	case letters == 3:
		b.WriteString(at.Format("Jan"))
	case letters == 5:
		b.WriteString(at.Format("Jan")[:1])
	default:
		b.WriteString(at.Format("January"))
	}
}

// nextIsSeconds reports whether the next part of a date is seconds: an m before it is minutes.
func nextIsSeconds(tokens []token) bool {
	for _, t := range tokens {
		if t.kind == datePart {
			return t.text[0] == 's'
		}
	}
	return false
}

func vietnameseDay(d time.Weekday, long bool) string {
	if d == time.Sunday {
		if long {
			return "Chủ Nhật"
		}
		return "CN"
	}
	if long {
		return "Thứ " + [...]string{"", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy"}[d]
	}
	return "T" + strconv.Itoa(int(d)+1)
}
