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
// picture means: "#.##0" and "#,##0" give 2.351, "0,00" and "0.00" give 2351,00. Up to three
// pictures, cut by ";", are for what is positive, negative and zero. What else stands in it
// is written as it is, text between ' too. ok is false where no digit stands in it.
func NumberPicture(d decimal.Decimal, picture string) (s string, ok bool) {
	parts := strings.Split(picture, ";")
	picture = parts[0]
	sectioned := false
	switch {
	case d.IsZero() && len(parts) > 2:
		picture = parts[2]
	case d.IsNegative() && len(parts) > 1:
		picture, sectioned = parts[1], true
	}
	from, to := digitPlaces(picture)
	if from < 0 {
		return "", false
	}
	before, mask, after := picture[:from], picture[from:to], picture[to:]
	point := decimalSign(mask)
	whole, fraction := mask, ""
	if point >= 0 {
		whole, fraction = mask[:point], mask[point+1:]
	}
	least, most := strings.Count(fraction, "0"), strings.Count(fraction, "0")+strings.Count(fraction, "#")+strings.Count(fraction, "x")
	digits := d.Abs().StringFixed(int32(most))
	left, right, _ := strings.Cut(digits, ".")
	for len(right) > least && strings.HasSuffix(right, "0") {
		right = right[:len(right)-1]
	}
	for len(left) < strings.Count(whole, "0") {
		left = "0" + left
	}
	if left == "0" && !strings.Contains(whole, "0") {
		left = ""
	}
	if strings.ContainsAny(whole, ".,") {
		left = group(left)
	}
	if right != "" {
		left += "," + right
	}
	sign := ""
	switch {
	case strings.HasSuffix(before, "-"), strings.HasSuffix(before, "+"):
		sign = before[len(before)-1:]
		before = before[:len(before)-1]
		if plus := sign == "+"; d.IsNegative() {
			sign = "-"
		} else if !plus {
			sign = " "
		}
	case d.IsNegative() && !sectioned && strings.Trim(digits, "0.") != "":
		sign = "-"
	}
	return unquotePicture(before) + sign + left + unquotePicture(after), true
}

// digitPlaces are where the digits of a picture begin and end, outside of quotes; -1 if it
// has none.
func digitPlaces(picture string) (from, to int) {
	from, quoted := -1, false
	for i := range len(picture) {
		switch c := picture[i]; {
		case c == '\'':
			quoted = !quoted
		case !quoted && (c == '0' || c == '#' || c == 'x'):
			if from < 0 {
				from = i
			}
			to = i + 1
		}
	}
	return from, to
}

// decimalSign is where the decimal sign stands in the digits of a picture, -1 if it has none:
// the last of the signs, unless it is the only kind and groups three digits.
func decimalSign(mask string) int {
	last := strings.LastIndexAny(mask, ".,")
	if last < 0 {
		return -1
	}
	same := strings.Count(mask, mask[last:last+1])
	other := strings.ContainsAny(mask[:last], strings.Replace(".,", mask[last:last+1], "", 1))
	switch {
	case same > 1:
		return -1
	case other:
		return last
	case len(mask)-last-1 == 3 && strings.ContainsAny(mask[:last], "#"):
		return -1 // "#.##0"
	}
	return last
}

func unquotePicture(s string) string { return strings.ReplaceAll(s, "'", "") }

type datePiece struct {
	code  string
	write func(t time.Time) string
}

// datePieces are the codes of a date's picture, longer ones first.
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
// and so is a word of which not every letter belongs to a code: "ngày".
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
		if upper := strings.ToUpper(rest); strings.HasPrefix(upper, "AM/PM") {
			b.WriteString(map[bool]string{true: "SA", false: "CH"}[t.Hour() < 12])
			i += len("AM/PM")
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
		i := slices.IndexFunc(datePieces, func(p datePiece) bool { return strings.HasPrefix(rest, p.code) })
		if i < 0 {
			return word
		}
		b.WriteString(datePieces[i].write(t))
		rest = rest[len(datePieces[i].code):]
	}
	return b.String()
}
