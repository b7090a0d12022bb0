// Package viet writes and reads what is peculiar to Vietnamese office texts: numbers with
// a decimal comma, dates with the zero rules of the offices, numbers in words, the letters
// of an enumeration, and the order of names.
package viet

import (
	"strings"

	"github.com/shopspring/decimal"
)

// maxDigits bounds a number that is read: more digits than this are a code, not a figure.
const maxDigits = 40

// A Number is what [ParseNumber] read.
type Number struct {
	Value decimal.Decimal

	// Foreign is set where the text cannot be Vietnamese and was read as English: a dot
	// that cannot group thousands ("54.2") or commas that do ("1,234.5", "1,234,567").
	Foreign bool
}

// ParseNumber reads a number in Vietnamese form: the comma is the decimal sign, dots or
// spaces group thousands. "2.351" is 2351, "56,3" is 56.3, "1.234.567,5" is 1234567.5.
// A sign may stand before it. It reports false for anything else, a percent sign or a
// unit included.
func ParseNumber(s string) (Number, bool) {
	s = strings.TrimSpace(s)
	negative := false
	for _, sign := range []string{"+", "-", "−", "–"} {
		if rest, ok := strings.CutPrefix(s, sign); ok {
			negative = sign != "+"
			s = rest
			break
		}
	}
	s = strings.Map(plainSpace, s)
	if len(s) > 2*maxDigits || s == "" || s[0] < '0' || s[0] > '9' {
		return Number{}, false
	}
	whole, fraction, foreign, ok := split(s)
	if !ok || len(whole)+len(fraction) > maxDigits {
		return Number{}, false
	}
	if fraction != "" {
		whole += "." + fraction
	}
	d, err := decimal.NewFromString(whole)
	if err != nil {
		return Number{}, false
	}
	if negative {
		d = d.Neg()
	}
	return Number{d, foreign}, true
}

// split gives the digits before and after the decimal sign.
func split(s string) (whole, fraction string, foreign, ok bool) {
	dots, commas := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case commas == 0 && dots == 0:
		whole, ok = ungroup(s, ' ')
		return whole, "", false, ok
	case commas == 1 && (dots == 0 || strings.LastIndexByte(s, '.') < strings.IndexByte(s, ',')):
		before, after, _ := strings.Cut(s, ",")
		if whole, ok = ungroup(before, '.'); !ok {
			whole, ok = ungroup(before, ' ')
		}
		return whole, after, false, ok && after != "" && digits(after)
	case commas == 0:
		if whole, ok = ungroup(s, '.'); ok {
			return whole, "", false, true
		}
		whole, fraction, _ = strings.Cut(s, ".")
		return whole, fraction, true, dots == 1 && digits(whole) && fraction != "" && digits(fraction)
	case dots <= 1:
		before, after, point := strings.Cut(s, ".")
		whole, ok = ungroup(before, ',')
		return whole, after, true, ok && digits(after) && (after != "" || !point)
	}
	return "", "", false, false
}

// ungroup takes out the separators of thousands; without any, s is digits alone. A group
// that begins with 0 groups nothing: "0.500" is a half.
func ungroup(s string, separator rune) (string, bool) {
	groups := strings.Split(s, string(separator))
	for i, g := range groups {
		if g == "" || !digits(g) {
			return "", false
		}
		if len(groups) > 1 && (i == 0 && (len(g) > 3 || g[0] == '0') || i > 0 && len(g) != 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// plainSpace makes the spaces that stand in numbers the ordinary one.
func plainSpace(r rune) rune {
	switch r {
	case '\u00a0', '\u2007', '\u2009', '\u202f':
		return ' '
	}
	return r
}

// FormatNumber writes d with grouped thousands and all the decimals it has: "1.234.567,5".
func FormatNumber(d decimal.Decimal) string { return group(d.String()) }

// FormatFixed writes d with that many decimals, rounded half away from zero: "92,3". A
// value that rounds to zero has no sign.
func FormatFixed(d decimal.Decimal, decimals int) string {
	d = d.Round(int32(decimals))
	return group(d.StringFixed(int32(decimals)))
}

// FormatInt writes n with grouped thousands: "2.351".
func FormatInt(n int) string { return group(decimal.NewFromInt(int64(n)).String()) }

// Percent writes d, in percent, with at most that many decimals and without zeros at the
// end: "92,3%", "100%". It has more where nothing and everything ask for them, see
// [PercentDecimals]. The sign follows closely, as the offices write it.
func Percent(d decimal.Decimal, decimals int) string {
	return group(d.Round(int32(PercentDecimals(d, decimals))).String()) + "%"
}

// PercentDecimals is with how many decimals, at least that many, a percentage can be
// written without becoming what it is not: one vote against 24.999.300 is neither "0%" nor
// are the others "100%".
func PercentDecimals(d decimal.Decimal, decimals int) int {
	for most := int(-d.Exponent()); decimals < most; decimals++ {
		if r := d.Round(int32(decimals)); !wholly(r) || r.Equal(d) {
			break
		}
	}
	return decimals
}

// wholly reports whether a percentage says nothing or everything.
func wholly(d decimal.Decimal) bool {
	return d.IsZero() || d.Abs().Equal(decimal.NewFromInt(100))
}

// Share is what percentage part is of whole, which is not 0, as [Percent] writes it.
func Share(part, whole decimal.Decimal, decimals int) string {
	// As many digits as the two have together tell the quotient from 0 and from 100.
	precision := decimals + part.NumDigits() + whole.NumDigits() + max(0, -int(part.Exponent()), -int(whole.Exponent()))
	return Percent(part.Shift(2).DivRound(whole, int32(precision)), decimals)
}

// group turns a number in Go's form into the Vietnamese one.
func group(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, c := range []byte(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteByte(c)
	}
	if fraction != "" {
		b.WriteByte(',')
		b.WriteString(fraction)
	}
	return b.String()
}

// Decimals counts the digits after the decimal sign of a figure as it prints, whatever
// stands before the number and a percent sign after it: 1 for "trên 56,3" and "92,3%", 0
// for "2.351". It is -1 where the figure does not end with a single number ("x",
// "6,6-6,8"). Columns of figures align their decimal commas by it.
func Decimals(figure string) int {
	s := strings.TrimRight(strings.Map(plainSpace, figure), " %")
	i := strings.LastIndexByte(s, ' ') + 1
	s = s[i:]
	n, ok := ParseNumber(s)
	if !ok {
		return -1
	}
	sign := byte(',')
	if n.Foreign {
		sign = '.'
	}
	if i := strings.LastIndexByte(s, sign); i >= 0 {
		return len(s) - i - 1
	}
	return 0
}
