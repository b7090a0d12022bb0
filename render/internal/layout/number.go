package layout

import (
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/wml"
)

// formatNumber writes n as w:numFmt asks (ECMA-376 Part 1 §17.18.59); what has no form
// in it (0 in roman numerals) is written in decimal.
func formatNumber(n int, f wml.NumberFormat) string {
	switch f {
	case wml.FormatUpperRoman, wml.FormatLowerRoman:
		if n > 0 && n < 4000 {
			s := roman(n)
			if f == wml.FormatLowerRoman {
				s = strings.ToLower(s)
			}
			return s
		}
	case wml.FormatUpperLetter, wml.FormatLowerLetter:
		if n > 0 && n <= 26*30 {
			first := 'A'
			if f == wml.FormatLowerLetter {
				first = 'a'
			}
			return strings.Repeat(string(first+rune((n-1)%26)), (n-1)/26+1)
		}
	case wml.FormatDecimalZero:
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case wml.FormatNoNumber, wml.FormatBullet:
		return ""
	}
	return strconv.Itoa(n)
}

func roman(n int) string {
	var b strings.Builder
	for _, d := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			b.WriteString(d.sign)
		}
	}
	return b.String()
}
