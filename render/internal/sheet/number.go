package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/viet"
)

// significant is how many digits of a number a spreadsheet means: the binary fraction that
// it stores agrees with the decimal one so far.
const significant = 15

var (
	zero = decimal.Decimal{}
	huge = decimal.New(1, 21)
)

// parseStored reads a number as it stands in a part ("56.300000000000004", "1E-7").
func parseStored(raw string) (decimal.Decimal, bool) {
	if raw == "" || len(raw) > 400 {
		return decimal.Decimal{}, false
	}
	mantissa := raw
	if i := strings.IndexAny(raw, "eE"); i >= 0 {
		// An exponent beyond those of float64 would be written out in digits.
		if n, err := strconv.Atoi(raw[i+1:]); err != nil || n < -400 || n > 400 {
			return decimal.Decimal{}, false
		}
		mantissa = raw[:i]
	}
	if strings.Trim(mantissa, "+-.0123456789") != "" || !strings.ContainsAny(mantissa, "0123456789") {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(raw)
	return d, err == nil
}

// meant rounds d to the digits that were meant: 56.3 for 56.300000000000004, 0 for what a
// subtraction left behind.
func meant(d decimal.Decimal) decimal.Decimal {
	places := significant - (d.NumDigits() + int(d.Exponent()))
	return d.Round(int32(min(places, significant)))
}

// number writes a value in a format, with the decimal comma. Where the format leaves the
// look open, grouped says whether thousands are.
func (f *format) number(d decimal.Decimal, grouped, date1904 bool) string {
	d = meant(d)
	s, d := f.choose(d)
	text := ""
	switch s.kind {
	case literal:
		return strings.TrimSpace(s.prefix)
	case moment:
		if text, ok := s.moment(d, date1904); ok {
			return text
		}
		return plain(d, false)
	case general, verbatim:
		text = plain(d.Abs(), grouped && s.kind == general)
	case figure:
		text = s.figure(d.Abs())
	}
	sign := ""
	if d.IsNegative() && strings.Trim(text, "0,") != "" {
		sign = "-"
	}
	return strings.TrimSpace(sign + s.prefix + text + s.suffix)
}

// choose finds the section for d. The section for negative numbers has their sign, if any,
// so it gets the number without one.
func (f *format) choose(d decimal.Decimal) (*section, decimal.Decimal) {
	s := f.sections
	if s[0].condition != "" || len(s) > 1 && s[1].condition != "" {
		for i := range s[:min(len(s), 3)] {
			if s[i].holds(d) {
				return &s[i], d
			}
		}
		return &section{}, d
	}
	switch {
	case d.IsNegative() && len(s) > 1:
		if s[1].kind == figure && s[1].rounded(d).IsZero() {
			return &s[0], zero
		}
		return &s[1], d.Abs()
	case d.IsZero() && len(s) > 2:
		return &s[2], d
	}
	return &s[0], d
}

func (s *section) holds(d decimal.Decimal) bool {
	n := d.Cmp(s.bound)
	switch s.condition {
	case "<":
		return n < 0
	case "<=":
		return n <= 0
	case ">":
		return n > 0
	case ">=":
		return n >= 0
	case "=":
		return n == 0
	case "<>":
		return n != 0
	}
	return true
}

// rounded is d as the section shows it.
func (s *section) rounded(d decimal.Decimal) decimal.Decimal {
	return d.Shift(int32(2*s.percent - 3*s.thousands)).Round(int32(s.maxDecimals))
}

// figure writes d, which is not negative.
func (s *section) figure(d decimal.Decimal) string {
	d = s.rounded(d)
	if d.IsZero() && s.integers == 0 && s.minDecimals == 0 {
		return ""
	}
	whole, fraction, _ := strings.Cut(d.StringFixed(int32(s.maxDecimals)), ".")
	if n := s.integers - len(whole); n > 0 {
		whole = strings.Repeat("0", n) + whole
	}
	if s.group {
		whole = group(whole)
	}
	for len(fraction) > s.minDecimals && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
	}
	if fraction != "" {
		return whole + "," + fraction
	}
	return whole
}

func group(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return digits
}

// plain is a number with all its digits. Beyond those that anybody writes out it has an
// exponent, as a spreadsheet shows it.
func plain(d decimal.Decimal, grouped bool) string {
	if d.Abs().GreaterThanOrEqual(huge) {
		exponent := d.NumDigits() + int(d.Exponent()) - 1
		return strings.Replace(d.Shift(int32(-exponent)).String(), ".", ",", 1) + "E+" + strconv.Itoa(exponent)
	}
	if grouped {
		return viet.FormatNumber(d)
	}
	return strings.Replace(d.String(), ".", ",", 1)
}

// Serial numbers of dates: days since the end of 1899, in which Excel has a 29 February
// 1900 that never was, or since 1 January 1904.
const (
	lastSerial   = 2_958_465 // 31/12/9999
	fakeLeapDay  = 60
	from1904     = 1_462
	secondsOfDay = 86_400
)

// moment writes a serial number as the parts of a date and a time that the format asks
// for. It reports false where there is no such date.
func (s *section) moment(d decimal.Decimal, date1904 bool) (string, bool) {
	if d.IsNegative() || d.GreaterThan(decimal.New(lastSerial, 0)) {
		return "", false
	}
	seconds := d.Mul(decimal.New(secondsOfDay, 0)).Round(0).IntPart()
	if !s.seconds {
		seconds = (seconds + 30) / 60 * 60
	}
	days, rest := int(seconds/secondsOfDay), int(seconds%secondsOfDay)
	if s.elapsed {
		return clock(days*24+rest/3600, rest, s.seconds), true
	}
	date := ""
	if s.year || s.month || s.day {
		if date1904 {
			days += from1904
		}
		year, month, day, ok := civil(days)
		if !ok {
			return "", false
		}
		short := viet.ShortDate(year, month, day)
		switch {
		case s.words && s.year && s.month && s.day:
			date = viet.LongDate(year, month, day)
		case s.year && s.month && s.day, s.day && !s.month: // a weekday says no date alone
			date = short
		case s.year && s.month:
			date = short[len("dd/"):]
		case s.month && s.day:
			date = short[:strings.LastIndexByte(short, '/')]
		case s.year:
			date = strconv.Itoa(year)
		default:
			date = strconv.Itoa(month)
		}
	}
	if !s.clock {
		return date, true
	}
	return strings.TrimSpace(date + " " + clock(rest/3600, rest, s.seconds)), true
}

func clock(hours, seconds int, withSeconds bool) string {
	t := fmt.Sprintf("%02d:%02d", hours, seconds/60%60)
	if withSeconds {
		t += fmt.Sprintf(":%02d", seconds%60)
	}
	return t
}

// civil is the date of a serial number of the 1900 system. Day 60 is the one that never was:
// it is what Excel shows.
func civil(serial int) (year, month, day int, ok bool) {
	if serial < 1 || serial > lastSerial {
		return 0, 0, 0, false
	}
	switch {
	case serial == fakeLeapDay:
		return 1900, 2, 29, true
	case serial < fakeLeapDay:
		serial++
	}
	// Days since 1 March of the year 0 in the Gregorian calendar, whose years then end with
	// the leap day: 30 December 1899 is day 693,899.
	n := serial + 693_899
	era := n / 146_097
	n %= 146_097
	y := (n - n/1460 + n/36_524 - n/146_096) / 365
	n -= 365*y + y/4 - y/100
	m := (5*n + 2) / 153
	day = n - (153*m+2)/5 + 1
	month = m + 3
	if month > 12 {
		month -= 12
	}
	year = era*400 + y
	if month <= 2 {
		year++
	}
	return year, month, day, true
}

// isoMoment writes a date that is stored as a text (t="d", ISO 8601): "2026-09-02" or
// "2026-09-02T08:30:00".
func isoMoment(raw string) (string, bool) {
	date, clock, timed := strings.Cut(raw, "T")
	var year, month, day int
	if n, err := fmt.Sscanf(date, "%4d-%2d-%2d", &year, &month, &day); n != 3 || err != nil ||
		len(date) != len("2026-09-02") || day < 1 || day > viet.DaysIn(year, month) {
		return "", false
	}
	short := viet.ShortDate(year, month, day)
	if timed && len(clock) >= 5 && clock[:5] != "00:00" {
		short += " " + clock[:5]
	}
	return short, true
}
