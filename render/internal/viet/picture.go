package viet

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"
)

// NumberPicture writes d as a picture of Word's asks for (ECMA-376 Part 1 §17.16.4.2), in
// Vietnamese form: 0 is a digit that always stands, # and x one that stands where there is
// one, a dot or a comma between them groups thousands or is the decimal sign, whichever the
// picture means: "#.##0" and "#,##0" give 2.351, "0,00" and "0.00" give 2351,00; "# ##0" gives
// 2 351. Up to three pictures, cut by ";", are for what is positive, negative and zero; one
// without a digit is only its text: "0;;" shows nothing of what is negative or zero. What else
// stands in it is written as it is, text between ' too. ok is false where no digit stands in any.
func NumberPicture(d decimal.Decimal, picture string) (s string, ok bool) {
	parts := pictureParts(picture)
	ok = slices.ContainsFunc(parts, func(p []sign) bool { return slices.ContainsFunc(p, sign.place) })
	part, sectioned := parts[0], false
	switch {
	case d.IsZero() && len(parts) > 2:
		part = parts[2]
	case d.IsNegative() && len(parts) > 1:
		part, sectioned = parts[1], true
	}
	from := slices.IndexFunc(part, sign.place)
	if from < 0 {
		return textOf(part), ok
	}
	to := len(part)
	for !part[to-1].place() {
		to--
	}
	before, mask, after := part[:from], part[from:to], part[to:]
	whole, fraction := mask, []sign(nil)
	if point := decimalSign(mask); point >= 0 {
		whole, fraction = mask[:point], mask[point+1:]
	}
	digits := d.Abs().StringFixed(int32(countSigns(fraction, "0#x")))
	left, right, _ := strings.Cut(digits, ".")
	for len(right) > countSigns(fraction, "0") && strings.HasSuffix(right, "0") {
		right = right[:len(right)-1]
	}
	if left == "0" && countSigns(whole, "0") == 0 {
		left = ""
	}
	if more := countSigns(whole, "0") - len(left); more > 0 {
		left = strings.Repeat("0", more) + left
	}
	minus := ""
	switch last := len(before) - 1; {
	case last >= 0 && (before[last].is("-") || before[last].is("+")):
		if minus = string(before[last].r); d.IsNegative() {
			minus = "-"
		} else if minus == "-" {
			minus = " "
		}
		before = before[:last]
	case d.IsNegative() && !sectioned && strings.Trim(digits, "0.") != "":
		minus = "-"
	}
	s = textOf(before) + minus + placeWhole(whole, left)
	if right != "" {
		s += "," + placeFraction(fraction, right)
	}
	return s + textOf(after), true
}

// A sign is a character of a number's picture; one in quotes is only text.
type sign struct {
	r      rune
	quoted bool
}

func (c sign) is(any string) bool { return !c.quoted && strings.ContainsRune(any, c.r) }

// place reports whether a digit may stand there.
func (c sign) place() bool { return c.is("0#x") }

func countSigns(part []sign, any string) (n int) {
	for _, c := range part {
		if c.is(any) {
			n++
		}
	}
	return n
}

func textOf(part []sign) string {
	var b strings.Builder
	for _, c := range part {
		b.WriteRune(c.r)
	}
	return b.String()
}

// pictureParts cuts a picture at its semicolons; its quotes are gone.
func pictureParts(picture string) [][]sign {
	parts, quoted := [][]sign{nil}, false
	for _, r := range picture {
		last := len(parts) - 1
		switch {
		case r == '\'':
			quoted = !quoted
		case r == ';' && !quoted:
			parts = append(parts, nil)
		default:
			parts[last] = append(parts[last], sign{r, quoted})
		}
	}
	return parts
}

// decimalSign is where the decimal sign stands in the digits of a picture, -1 if it has none:
// the last of the signs, unless it is the only kind and groups three digits.
func decimalSign(mask []sign) int {
	last := len(mask) - 1
	for last >= 0 && !mask[last].is(".,") {
		last--
	}
	if last < 0 {
		return -1
	}
	same := countSigns(mask, string(mask[last].r))
	switch {
	case same > 1:
		return -1
	case countSigns(mask, ".,") > 1, groupSpace(mask[:last]) != 0:
		return last
	case len(mask)-last-1 == 3 && countSigns(mask[:last], "#") > 0:
		return -1 // "#.##0"
	}
	return last
}

// groupSpace is the space that groups the thousands of a picture, as in "# ##0": each one has
// places for three digits behind it, and nothing else stands between them. 0: there is none.
func groupSpace(whole []sign) rune {
	var space rune
	n := 0
	for i := len(whole) - 1; i >= 0; i-- {
		switch c := whole[i]; {
		case c.place():
			n++
		case c.is(" \u00a0\u202f") && n == 3 && (space == 0 || space == c.r):
			space, n = c.r, 0
		default:
			return 0
		}
	}
	return space
}

// placeWhole writes the digits before the decimal sign in their places, from the last one on:
// what stands between the places is written where digits stand before it.
func placeWhole(whole []sign, digits string) string {
	if space := groupSpace(whole); space != 0 {
		return strings.ReplaceAll(group(digits), ".", string(space))
	}
	if countSigns(whole, ".,") > 0 && countSigns(whole, "0#x.,") == len(whole) {
		return group(digits)
	}
	var back []rune // from the last one on
	for i := len(whole) - 1; i >= 0 && digits != ""; i-- {
		r := whole[i].r
		if last := len(digits) - 1; whole[i].place() {
			r, digits = rune(digits[last]), digits[:last]
		}
		back = append(back, r)
	}
	slices.Reverse(back)
	return digits + string(back)
}

// placeFraction writes the digits behind the decimal sign in their places.
func placeFraction(fraction []sign, digits string) string {
	var b strings.Builder
	for _, c := range fraction {
		switch {
		case digits == "":
		case c.place():
			b.WriteByte(digits[0])
			digits = digits[1:]
		default:
			b.WriteRune(c.r)
		}
	}
	return b.String()
}

type datePiece struct {
	code  string
	write func(t time.Time) string
}

// datePieces are the codes of a date's picture, longer ones first. Those of days and years count
// in capitals too; M and m, H and h are two things each.
var datePieces = []datePiece{
	{"dddd", func(t time.Time) string { return weekdays[t.Weekday()] }},
	{"ddd", func(t time.Time) string { return shortWeekdays[t.Weekday()] }},
	{"dd", format("02")}, {"d", format("2")},
	{"MMMM", func(t time.Time) string { return months[t.Month()-1] }},
	{"MMM", func(t time.Time) string { return "Thg" + t.Format("1") }},
	{"MM", format("01")}, {"M", format("1")},
	{"yyyy", format("2006")}, {"yy", format("06")},
	{"HH", format("15")}, {"H", func(t time.Time) string { return strconv.Itoa(t.Hour()) }},
	{"hh", format("03")}, {"h", format("3")}, {"mm", format("04")}, {"m", format("4")}, {"ss", format("05")}, {"s", format("5")},
}

func format(layout string) func(time.Time) string {
	return func(t time.Time) string { return t.Format(layout) }
}

var (
	weekdays      = [...]string{"Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"}
	shortWeekdays = [...]string{"CN", "T2", "T3", "T4", "T5", "T6", "T7"}
	months        = [...]string{"Tháng Một", "Tháng Hai", "Tháng Ba", "Tháng Tư", "Tháng Năm", "Tháng Sáu", "Tháng Bảy", "Tháng Tám", "Tháng Chín", "Tháng Mười", "Tháng Mười Một", "Tháng Mười Hai"}
)

// DatePicture writes a moment as a picture of Word's asks for (ECMA-376 Part 1 §17.16.4.1),
// with Vietnamese names: "dd/MM/yyyy" gives 07/09/2026. Text between ' is written as it is,
// and so is a word of which not every letter belongs to a code: "ngày". The codes of days and
// years may be capitals.
func DatePicture(t time.Time, picture string) string {
	var b strings.Builder
	for i := 0; i < len(picture); {
		rest := picture[i:]
		if rest[0] == '\'' {
			end := strings.IndexByte(rest[1:], '\'')
			if end < 0 {
				end = len(rest) - 1
			}
			b.WriteString(rest[1 : 1+end])
			i += min(end+2, len(rest))
			continue
		}
		word := rest
		if at := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }); at >= 0 {
			word = rest[:at]
		}
		if word == "" {
			b.WriteByte(rest[0])
			i++
			continue
		}
		if n := len("AM/PM"); len(rest) >= n && strings.EqualFold(rest[:n], "AM/PM") {
			b.WriteString(map[bool]string{true: "SA", false: "CH"}[t.Hour() < 12])
			i += n
			continue
		}
		b.WriteString(dateCodes(t, word))
		i += len(word)
	}
	return b.String()
}

// dateCodes writes a word of a picture: the codes that it is made of, or itself.
func dateCodes(t time.Time, word string) string {
	var b strings.Builder
	for rest := word; rest != ""; {
		i := slices.IndexFunc(datePieces, func(p datePiece) bool {
			n := len(p.code)
			return strings.HasPrefix(rest, p.code) || (p.code[0] == 'd' || p.code[0] == 'y') && len(rest) >= n && strings.EqualFold(rest[:n], p.code)
		})
		if i < 0 {
			return word
		}
		b.WriteString(datePieces[i].write(t))
		rest = rest[len(datePieces[i].code):]
	}
	return b.String()
}
