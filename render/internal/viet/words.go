package viet

import (
	"strings"

	"github.com/shopspring/decimal"
)

// A Dialect is the way numbers are read out.
type Dialect int

// The dialects; the zero value is the one of the central offices.
const (
	Northern Dialect = iota // linh, nghìn
	Southern                // lẻ, ngàn
)

var digitWords = [10]string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}

// Words is n in words: 21 is "hai mươi mốt", 1005000 "một triệu không trăm linh năm nghìn".
func Words(n int64, d Dialect) string {
	if n == 0 {
		return digitWords[0]
	}
	var w []string
	m := uint64(n)
	if n < 0 {
		w, m = append(w, "âm"), -m
	}
	return strings.Join(count(w, m, d, false), " ")
}

// count appends the words of n, which is not 0. With full, the hundreds of the highest
// group are read even when there are none, as after a group before it.
func count(w []string, n uint64, d Dialect, full bool) []string {
	thousand := "nghìn"
	if d == Southern {
		thousand = "ngàn"
	}
	if high := n / 1e9; high > 0 {
		w = append(count(w, high, d, full), "tỷ")
		full = true
	}
	for _, g := range []struct {
		unit uint64
		name string
	}{{1e6, "triệu"}, {1e3, thousand}, {1, ""}} {
		v := int(n / g.unit % 1000)
		if v == 0 {
			continue
		}
		w = hundreds(w, v, d, full)
		if g.name != "" {
			w = append(w, g.name)
		}
		full = true
	}
	return w
}

// hundreds appends the words of n, from 1 to 999.
func hundreds(w []string, n int, d Dialect, full bool) []string {
	h, t, u := n/100, n/10%10, n%10
	if h > 0 || full {
		w = append(w, digitWords[h], "trăm")
		full = true
	}
	switch {
	case t == 0 && u > 0 && full && d == Southern:
		w = append(w, "lẻ")
	case t == 0 && u > 0 && full:
		w = append(w, "linh")
	case t == 1:
		w = append(w, "mười")
	case t > 1:
		w = append(w, digitWords[t], "mươi")
	}
	switch {
	case u == 0:
	case u == 1 && t > 1:
		w = append(w, "mốt")
	case u == 4 && t > 1:
		w = append(w, "tư")
	case u == 5 && t > 0:
		w = append(w, "lăm")
	default:
		w = append(w, digitWords[u])
	}
	return w
}

// WordsDecimal is a number with decimals in words: 56.3 is "năm mươi sáu phẩy ba", 0.05
// "không phẩy không năm". It is "" for a number whose whole part has more than 18 digits.
func WordsDecimal(x decimal.Decimal, d Dialect) string {
	whole, fraction, _ := strings.Cut(x.Abs().String(), ".")
	if len(whole) > 18 {
		return ""
	}
	s := Words(x.Abs().IntPart(), d)
	if x.IsNegative() {
		s = "âm " + s
	}
	if fraction == "" {
		return s
	}
	w := []string{s, "phẩy"}
	rest := strings.TrimLeft(fraction, "0")
	for range len(fraction) - len(rest) {
		w = append(w, digitWords[0])
	}
	if len(rest) <= 3 && rest != "" {
		n := 0
		for _, c := range []byte(rest) {
			n = n*10 + int(c-'0')
		}
		return strings.Join(hundreds(w, n, d, false), " ")
	}
	for _, c := range []byte(rest) {
		w = append(w, digitWords[c-'0'])
	}
	return strings.Join(w, " ")
}

// MoneyWords is an amount of đồng in words, for "Bằng chữ: …": "Năm mươi bảy triệu đồng
// chẵn". The word "chẵn" stands after whole thousands.
func MoneyWords(n int64, d Dialect) string {
	s := Capitalize(Words(n, d)) + " đồng"
	if n != 0 && n%1000 == 0 {
		s += " chẵn"
	}
	return s
}

// moneyScales are the words between an amount's number and its currency, with the power of
// ten that each stands for.
var moneyScales = map[string]int32{"": 0, "nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9, "nghìn tỷ": 12, "ngàn tỷ": 12, "nghìn tỉ": 12, "ngàn tỉ": 12}

// ParseMoney reads an amount of đồng as it is written: "57.000.000", "57.000.000 đồng",
// "57 triệu đồng", "1,5 tỷ", "57.000.000đ", "57.000.000 VNĐ". It reports false for anything
// else, another currency included.
func ParseMoney(s string) (amount decimal.Decimal, ok bool) {
	s = strings.Join(strings.Fields(Lower(s)), " ")
	s = strings.TrimSuffix(s, " chẵn")
	for _, currency := range []string{"đồng", "vnđ", "vnd", "đ", "₫"} {
		if before, found := strings.CutSuffix(s, currency); found {
			s = strings.TrimRight(before, " ")
			break
		}
	}
	end := strings.LastIndexAny(s, "0123456789") + 1
	shift, ok := moneyScales[strings.TrimSpace(s[end:])]
	if !ok {
		return amount, false
	}
	n, ok := ParseNumber(s[:end])
	return n.Value.Shift(shift), ok
}
