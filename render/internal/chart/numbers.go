package chart

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/bienban/bienban/render/internal/fault"
)

// A numbers writes values by format codes (ECMA-376 Part 1, §18.8.31).
type numbers struct {
	vietnam bool // a decimal comma, dots between thousands
	from    time.Time
	codes   map[string]*code   // those that were used, cut once
	tell    func(t fault.Text) // hears of what is not written as the format says; nil: nobody does
}

func newNumbers(c *Chart) numbers {
	n := numbers{vietnam: c.Vietnam, from: time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC), codes: map[string]*code{}}
	if c.Date1904 {
		n.from = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return n
}

// text is v in a format; "" and "General" print what is significant, and so does a format that
// is not understood: an odd look is better than a wrong figure.
func (n numbers) text(v float64, format string) string {
	if math.IsNaN(v) {
		return ""
	}
	if format == "" {
		return n.general(v)
	}
	c := n.codes[format]
	if c == nil {
		c = newCode(format)
		n.codes[format] = c
	}
	s, part, ok := c.section(v)
	if ok && s.colored {
		n.note(fault.T("màu trong định dạng số không được in", "colours of number formats are not printed"))
	}
	switch {
	case !ok || s.odd:
		n.note(fault.T("số theo định dạng %q được in ở dạng thường (General)", "numbers in the format %q are printed as General", format))
		return n.general(v)
	case s.general:
		return n.general(part)
	case s.date:
		return n.date(part, s.tokens)
	}
	return n.number(part, s)
}

func (n numbers) note(t fault.Text) {
	if n.tell != nil {
		n.tell(t)
	}
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

// number writes v by the digits of a format.
func (n numbers) number(v float64, s *section) string {
	p := s.plan
	v *= math.Pow(100, float64(p.percent))
	var b strings.Builder
	if p.first < 0 { // nothing but words, or the value as it is
		for _, t := range s.tokens {
			switch t.kind {
			case wholeText:
				b.WriteString(n.general(v))
			case literal, percent:
				b.WriteString(t.text)
			}
		}
		return b.String()
	}
	v /= math.Pow(1000, float64(p.thousands))
	exp := 0
	if p.hasExponent && v != 0 {
		step := max(p.whole, 1) // several digits before the point: the exponent is a multiple of them
		exp = int(math.Floor(math.Log10(math.Abs(v))/float64(step))) * step
		if v /= math.Pow(10, float64(exp)); math.Abs(v) >= math.Pow(10, float64(step))-5*math.Pow(10, -float64(p.fraction)-1) {
			v, exp = v/math.Pow(10, float64(step)), exp+step
		}
	}
	whole, after := digits(math.Abs(v), p)
	if v < 0 && strings.ContainsAny(whole+after, "123456789") {
		b.WriteByte('-')
	}
	w := digitWriter{n: n, b: &b, plan: p, whole: whole, after: after}
	for _, t := range s.tokens {
		switch t.kind {
		case literal, percent:
			b.WriteString(t.text)
		case point:
			w.point()
		case digit:
			w.digit()
		case exponent:
			if !w.done {
				w.exponent(exp, t.text[1] == '-')
			}
		}
	}
	return b.String()
}

// digits are those of a number that is not negative, before and after the decimal sign.
func digits(v float64, p digitPlan) (whole, after string) {
	s := strconv.FormatFloat(v+math.Copysign(v*1e-14, v), 'f', min(p.fraction, 30), 64)
	whole, after, _ = strings.Cut(s, ".")
	for len(after) > p.leastFraction && strings.HasSuffix(after, "0") {
		after = after[:len(after)-1]
	}
	if whole == "0" && p.least == 0 {
		whole = ""
	}
	if len(whole) < p.least {
		whole = strings.Repeat("0", p.least-len(whole)) + whole
	}
	return whole, after
}

// A digitWriter puts digits in the places of a format, where words may stand between them. The
// first place takes the digits that are more than the places.
type digitWriter struct {
	n            numbers
	b            *strings.Builder
	plan         digitPlan
	whole, after string
	places       int  // of whole digits that were passed
	fraction     bool // the decimal sign was passed
	decimals     int
	done         bool // the exponent was written
}

func (w *digitWriter) digit() {
	switch {
	case w.done:
	case w.fraction:
		if w.decimals < len(w.after) {
			w.b.WriteByte(w.after[w.decimals])
		}
		w.decimals++
	default:
		w.places++
		w.upTo(len(w.whole) - (w.plan.whole - w.places))
	}
}

// upTo writes the whole digits of which so many stand at the left.
func (w *digitWriter) upTo(count int) {
	for ; count > 0 && len(w.whole) > 0; count-- {
		w.b.WriteByte(w.whole[0])
		if w.whole = w.whole[1:]; w.plan.grouped && len(w.whole) > 0 && len(w.whole)%3 == 0 {
			if w.n.vietnam {
				w.b.WriteByte('.')
			} else {
				w.b.WriteByte(',')
			}
		}
	}
}

func (w *digitWriter) point() {
	if w.fraction || w.done {
		return
	}
	w.upTo(len(w.whole))
	if w.fraction = true; w.after != "" {
		w.b.WriteString(w.n.point("."))
	}
}

func (w *digitWriter) exponent(exp int, bare bool) {
	sign := "+"
	if exp < 0 {
		sign = "-"
	} else if bare {
		sign = ""
	}
	e := strconv.Itoa(max(exp, -exp))
	w.b.WriteString("E" + sign + strings.Repeat("0", max(min(w.plan.exponent, 9)-len(e), 0)) + e)
	w.done = true
}
