package indicator

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/viet"
)

// A quotient is an exact number, num/den with den > 0. Nothing is rounded before it is
// printed: a division only multiplies denominators.
type quotient struct{ num, den decimal.Decimal }

var (
	one     = decimal.NewFromInt(1)
	hundred = decimal.NewFromInt(100)
	zero    = quotient{decimal.Zero, one}
)

// maxQuotientDigits bounds the digits of a number: formulas over formulas can square a
// number again and again.
const maxQuotientDigits = 4000

func whole(d decimal.Decimal) quotient { return quotient{d, one} }

func (a quotient) isWhole() bool { return a.den.Equal(one) }

// tooLong reports whether a number has more digits than any figure comes to.
func (a quotient) tooLong() bool {
	return a.num.NumDigits() > maxQuotientDigits || a.den.NumDigits() > maxQuotientDigits ||
		a.num.Exponent() < -maxQuotientDigits || a.den.Exponent() < -maxQuotientDigits
}

func (a quotient) add(b quotient) quotient {
	if a.den.Equal(b.den) {
		return quotient{a.num.Add(b.num), a.den}
	}
	return quotient{a.num.Mul(b.den).Add(b.num.Mul(a.den)), a.den.Mul(b.den)}
}

func (a quotient) neg() quotient { return quotient{a.num.Neg(), a.den} }

func (a quotient) mul(b quotient) quotient { return quotient{a.num.Mul(b.num), a.den.Mul(b.den)} }

// div is a/b; ok is false where b is 0.
func (a quotient) div(b quotient) (q quotient, ok bool) {
	switch b.num.Sign() {
	case 0:
		return zero, false
	case -1:
		return quotient{a.num.Neg().Mul(b.den), a.den.Mul(b.num.Neg())}, true
	}
	return quotient{a.num.Mul(b.den), a.den.Mul(b.num)}, true
}

func (a quotient) cmp(b quotient) int {
	if a.den.Equal(b.den) {
		return a.num.Cmp(b.num)
	}
	return a.num.Mul(b.den).Cmp(b.num.Mul(a.den))
}

func (a quotient) sign() int { return a.num.Sign() }

// round is the number with that many decimals, a half rounded away from zero.
func (a quotient) round(decimals int) decimal.Decimal {
	if a.isWhole() {
		return a.num.Round(int32(decimals))
	}
	return a.num.DivRound(a.den, int32(decimals))
}

// shareDecimals is with how many decimals, at least that many, a percentage does not become
// 0 or 100 by rounding: [viet.PercentDecimals] of a quotient.
func (a quotient) shareDecimals(decimals int) int {
	most := decimals + a.num.NumDigits() + a.den.NumDigits() + max(0, -int(a.num.Exponent()), -int(a.den.Exponent()))
	for ; decimals < most; decimals++ {
		if d := a.round(decimals); !d.IsZero() && !d.Abs().Equal(hundred) || whole(d).cmp(a) == 0 {
			break
		}
	}
	return decimals
}

// A span is all numbers that a figure may stand for: the one that is written, or those
// that round to it.
type span struct{ lo, hi quotient }

func point(q quotient) span { return span{q, q} }

// exact reports whether a span holds one number only.
func (s span) exact() bool { return s.lo == s.hi || s.lo.cmp(s.hi) == 0 }

func (s span) tooLong() bool { return s.lo.tooLong() || s.hi.tooLong() }

func (a span) add(b span) span {
	if a.exact() && b.exact() {
		return point(a.lo.add(b.lo))
	}
	return span{a.lo.add(b.lo), a.hi.add(b.hi)}
}

func (a span) neg() span {
	if a.exact() {
		return point(a.lo.neg())
	}
	return span{a.hi.neg(), a.lo.neg()}
}

func (a span) mul(b span) span {
	if a.exact() && b.exact() {
		return point(a.lo.mul(b.lo))
	}
	return hull(a.lo.mul(b.lo), a.lo.mul(b.hi), a.hi.mul(b.lo), a.hi.mul(b.hi))
}

// div is a/b; ok is false where b may be 0.
func (a span) div(b span) (s span, ok bool) {
	if b.lo.sign() <= 0 && b.hi.sign() >= 0 {
		return s, false
	}
	if a.exact() && b.exact() {
		q, ok := a.lo.div(b.lo)
		return point(q), ok
	}
	var all []quotient
	for _, p := range [4][2]quotient{{a.lo, b.lo}, {a.lo, b.hi}, {a.hi, b.lo}, {a.hi, b.hi}} {
		q, ok := p[0].div(p[1])
		if !ok {
			return s, false
		}
		all = append(all, q)
	}
	return hull(all...), true
}

// hull is the smallest span with all of the numbers.
func hull(all ...quotient) span {
	s := point(all[0])
	for _, q := range all[1:] {
		if q.cmp(s.lo) < 0 {
			s.lo = q
		}
		if q.cmp(s.hi) > 0 {
			s.hi = q
		}
	}
	return s
}

// meets reports whether two spans have a number in common.
func (a span) meets(b span) bool { return a.lo.cmp(b.hi) <= 0 && b.lo.cmp(a.hi) <= 0 }

// around is the span of the numbers that round to d with that many decimals.
func around(d decimal.Decimal, decimals int) span {
	half := decimal.New(5, int32(-decimals-1))
	return span{whole(d.Sub(half)), whole(d.Add(half))}
}

// A format says how a column prints its figures.
type format struct {
	given    bool // by the file; else it is the default of what is computed
	text     bool // no figures at all
	decimals int  // digits behind the comma
	optional int  // of these, how many fall away where they are zeros at the end
	sign     bool // a plus before what is more than zero
	percent  bool // a hundredfold, with a percent sign
	exact    bool // as many decimals as the number has; decimals is then the most
	share    bool // the figures are percentages: none but 0 and 100 is printed as one of these
}

// exactDecimals is how many decimals an exact figure may print.
const exactDecimals = 6

var exactFormat = format{exact: true, decimals: exactDecimals}

// parseFormat reads a format as a spreadsheet writes it, with a Vietnamese comma: "0",
// "0,0", "0,0#", "+0,0", "0,0%", "#.##0,0", or "text".
func parseFormat(s string) (f format, ok bool) {
	f.given = true
	s = strings.TrimSpace(s)
	switch viet.Lower(s) {
	case "":
		return format{}, true
	case "text", "chữ", "chu", "@":
		f.text = true
		return f, true
	}
	s, f.sign = strings.CutPrefix(s, "+")
	s, f.percent = strings.CutSuffix(s, "%")
	before, after, fraction := strings.Cut(strings.TrimSpace(s), ",")
	if before != "0" && before != "#.##0" || fraction && after == "" || len(after) > 20 {
		return format{}, false
	}
	zeros := strings.TrimRight(after, "#")
	if strings.Trim(zeros, "0") != "" {
		return format{}, false
	}
	f.decimals, f.optional = len(after), len(after)-len(zeros)
	return f, true
}

// print writes a number, rounded only here.
func (f format) print(q quotient) string {
	if f.percent {
		q = q.mul(whole(hundred))
	}
	if f.percent || f.share {
		f.decimals = q.shareDecimals(f.decimals)
	}
	d := q.round(f.decimals)
	text := viet.FormatFixed(d, f.decimals)
	drop := f.optional
	if f.exact {
		drop = f.decimals
	}
	for ; drop > 0 && strings.HasSuffix(text, "0"); drop-- {
		text = text[:len(text)-1]
	}
	text = strings.TrimSuffix(text, ",")
	if f.sign && d.IsPositive() {
		text = "+" + text
	}
	if f.percent {
		text += "%"
	}
	return text
}
