package viet

import "github.com/shopspring/decimal"

// digitValues are the words for the digits.
var digitValues = map[string]int64{
	"không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}

// tailValues are the words for a last digit behind "mươi" or "mười".
var tailValues = map[string]int64{"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}

// ReadWords reads a number in words, as [Words] and [WordsDecimal] write it, at the beginning
// of words in small letters: "hai mươi mốt" is 21, "một tỷ hai trăm" 1,000,000,200, "năm mươi
// sáu phẩy ba" 56.3, "hai triệu rưỡi" 2,500,000. n is how many of them it takes, 0 where no
// number begins.
func ReadWords(words []string) (value decimal.Decimal, n int) {
	r := wordReader{words: words}
	var total, part int64 // of thousands of millions, and below
	for groups := 0; groups < 8; groups++ {
		v, ok := r.hundreds()
		if !ok {
			break
		}
		scale := r.scale(1e6)
		part += v * scale
		if r.peek(0) == "phẩy" {
			return r.fraction(total + part)
		}
		if scale > 1 && r.take("rưỡi") {
			part += scale / 2
		}
		if !r.take("tỷ") && !r.take("tỉ") {
			if scale == 1 {
				break
			}
			continue
		}
		if part > 1e9 || total > 0 {
			return decimal.Zero, 0
		}
		total, part = part*1e9, 0
		if r.take("rưỡi") {
			part = 5e8
		}
		if r.peek(0) == "phẩy" {
			return r.fraction(total)
		}
	}
	return decimal.NewFromInt(total + part), r.at
}

// A wordReader reads words one after the other.
type wordReader struct {
	words []string
	at    int
}

func (r *wordReader) peek(i int) string {
	if r.at+i < len(r.words) {
		return r.words[r.at+i]
	}
	return ""
}

func (r *wordReader) take(word string) bool {
	if r.peek(0) != word {
		return false
	}
	r.at++
	return true
}

// scale reads "nghìn" or "triệu"; 1 for neither.
func (r *wordReader) scale(most int64) int64 {
	switch w := r.peek(0); {
	case w == "nghìn" || w == "ngàn":
		r.at++
		return 1e3
	case w == "triệu" && most >= 1e6:
		r.at++
		return 1e6
	}
	return 1
}

// hundreds reads a number below 1000.
func (r *wordReader) hundreds() (v int64, ok bool) {
	d, digit := digitValues[r.peek(0)]
	if digit && r.peek(1) == "trăm" {
		r.at += 2
		rest := int64(0)
		switch {
		case (r.peek(0) == "linh" || r.peek(0) == "lẻ") && digitOrTail(r.peek(1)):
			r.at++
			if rest, ok = digitValues[r.peek(0)]; !ok {
				rest = tailValues[r.peek(0)]
			}
			r.at++
		case r.take("rưỡi"):
			rest = 50
		case r.peek(0) == "mười" || r.peek(1) == "mươi":
			rest, _ = r.tens()
		}
		return d*100 + rest, true
	}
	return r.tens()
}

func digitOrTail(w string) bool {
	_, digit := digitValues[w]
	return digit || tailValues[w] > 0
}

// tens reads a number below 100.
func (r *wordReader) tens() (v int64, ok bool) {
	d, digit := digitValues[r.peek(0)]
	switch {
	case r.take("mười"):
		v = 10
	case digit && r.peek(1) == "mươi":
		r.at += 2
		v = d * 10
	case digit:
		r.at++
		return d, true
	default:
		return 0, false
	}
	last, tail := tailValues[r.peek(0)]
	if !tail {
		// "hai mươi nghìn", but "mười năm": five is lăm here, and năm a year.
		if last, tail = digitValues[r.peek(0)]; last == 5 || last == 0 || r.peek(1) == "trăm" || r.peek(1) == "mươi" {
			tail = false
		}
	}
	if tail {
		r.at++
		v += last
	}
	return v, true
}

// fraction reads what stands behind "phẩy".
func (r *wordReader) fraction(whole int64) (value decimal.Decimal, n int) {
	r.at++
	digits, places := int64(0), int32(0)
	for r.peek(0) == "không" && places < 9 {
		r.at++
		places++
	}
	from := r.at
	if v, ok := r.hundreds(); ok {
		digits = v
		for _, size := range []int64{1, 10, 100} {
			if v >= size {
				places++
			}
		}
		for d, ok := digitValues[r.peek(0)]; ok && r.at == from+int(places) && places < 9; d, ok = digitValues[r.peek(0)] {
			digits, places = digits*10+d, places+1
			r.at++
		}
	} else if places == 0 {
		return decimal.Zero, 0
	}
	value = decimal.NewFromInt(whole).Add(decimal.New(digits, -places))
	scale := r.scale(1e6)
	if r.take("tỷ") || r.take("tỉ") {
		scale *= 1e9
	}
	return value.Mul(decimal.NewFromInt(scale)), r.at
}
