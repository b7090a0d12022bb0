package truth

import (
	"strconv"

	"github.com/bienban/bienban/render/meeting"
)

// A period is a time that figures are of: a day, a month, the first months of a year, a
// quarter, a year. What is not said is 0.
type period struct {
	kind       periodKind
	n          int // the month, the quarter, how many months
	day, month int // of a day
	year       int
	late       bool // the last months, not the first
}

type periodKind uint8

const (
	dayPeriod periodKind = iota
	monthPeriod
	monthsPeriod
	quarterPeriod
	yearPeriod
	otherPeriod // "5 năm"
)

// periodsIn are the periods that a title names.
func periodsIn(s string) []period {
	var all []period
	text := tokens(s)
	for i := 0; i < len(text); i++ {
		if p, n := periodAt(text[i:]); n > 0 {
			all = append(all, p)
			i += n - 1
		}
	}
	return all
}

var quarters = map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "một": 1, "hai": 2, "ba": 3, "tư": 4}

// periodAt reads a period at the beginning of a text; n is how many tokens it takes.
func periodAt(text []token) (p period, n int) {
	at := func(i int) string {
		if i < len(text) {
			return text[i].text
		}
		return ""
	}
	small := func(i, most int) int { // a whole number up to most
		if i < len(text) && (text[i].kind == number || text[i].kind == word) {
			if v, err := strconv.Atoi(text[i].text); err == nil && v > 0 && v <= most {
				return v
			}
		}
		return 0
	}
	year := func(i int) int {
		if y := small(i, 2999); y >= 1900 {
			return y
		}
		return 0
	}
	withYear := func(i int) (int, int) { // "năm 2023", "/2023", "2023"
		switch {
		case (at(i) == "năm" || at(i) == "/") && year(i+1) > 0:
			return year(i + 1), i + 2
		case year(i) > 0:
			return year(i), i + 1
		case at(i) == "năm":
			return 0, i + 1
		}
		return 0, i
	}
	two := func(i int) (a, b int) { // "9/2026"
		if i < len(text) && text[i].kind == fraction {
			return int(text[i].value.value.IntPart()), int(text[i].whole.value.IntPart())
		}
		return 0, 0
	}
	switch {
	case len(text) == 0:
	case text[0].kind == date:
		return dayOf(text[0].text), 1
	case at(0) == "ngày" && len(text) > 1 && text[1].kind == date:
		return dayOf(text[1].text), 2
	case at(0) == "ngày" && small(1, 31) > 0 && at(2) == "tháng" && small(3, 12) > 0:
		p = period{kind: dayPeriod, day: small(1, 31), month: small(3, 12)}
		p.year, n = withYear(4)
		return p, n
	case at(0) == "ngày" || at(0) == "đến" || at(0) == "tới" || at(0) == "hết" || at(0) == "trước" || at(0) == "sau":
		j := 1
		for at(j) == "hết" || at(j) == "ngày" {
			j++
		}
		if j > 1 {
			if p, n := periodAt(text[j-1:]); n > 0 {
				return p, n + j - 1
			}
			return period{}, 0
		}
		if len(text) > 1 && text[1].kind == date {
			return dayOf(text[1].text), 2
		}
		if d, m := two(1); d > 0 && d <= 31 && m > 0 && m <= 12 {
			return period{kind: dayPeriod, day: d, month: m}, 2
		}
		if m, y := two(1); m > 0 && m <= 12 && y >= 1900 {
			return period{kind: monthPeriod, n: m, year: y}, 2
		}
	case at(0) == "tháng":
		if m, y := two(1); m > 0 && m <= 12 && y >= 1900 {
			return period{kind: monthPeriod, n: m, year: y}, 2
		}
		if m := small(1, 12); m > 0 {
			p = period{kind: monthPeriod, n: m}
			p.year, n = withYear(2)
			return p, n
		}
	case at(0) == "quý" && quarters[at(1)] > 0:
		p = period{kind: quarterPeriod, n: quarters[at(1)]}
		p.year, n = withYear(2)
		return p, n
	case at(0) == "năm" && year(1) > 0:
		return period{kind: yearPeriod, year: year(1)}, 2
	case small(0, 60) > 0 && at(1) == "tháng":
		p = period{kind: monthsPeriod, n: small(0, 60)}
		n = 2
		if at(2) == "đầu" || at(2) == "cuối" {
			p.late = at(2) == "cuối"
			n = 3
		}
		p.year, n = withYear(n)
		return p, n
	case small(0, 99) > 0 && at(1) == "năm", small(0, 99) > 0 && (at(1) == "ngày" || at(1) == "tuần" || at(1) == "quý"):
		return period{kind: otherPeriod}, 2
	}
	return period{}, 0
}

// dayOf reads "10/11/2023".
func dayOf(s string) period {
	m, ok := meeting.ParseMoment(s)
	if !ok {
		return period{kind: otherPeriod}
	}
	return period{kind: dayPeriod, day: m.Date.Day, month: m.Date.Month, year: m.Date.Year}
}

// of reports whether the figures of a row are those of a period.
func (r *row) of(p period) bool {
	if p.kind == otherPeriod {
		return false
	}
	fine := false // the row's figures are of a part of a year
	for _, q := range r.periods {
		same := q.kind == p.kind && q.n == p.n && q.day == p.day && q.month == p.month && q.late == p.late
		if same && (q.year == p.year || q.year == 0 || p.year == 0) {
			return true
		}
		fine = fine || q.kind != yearPeriod
	}
	switch d := r.asOf; p.kind {
	case dayPeriod:
		return d != nil && d.Day == p.day && d.Month == p.month && (p.year == 0 || d.Year == p.year)
	case monthsPeriod:
		return d != nil && !p.late && d.Month == p.n && d.Day >= 28 && (p.year == 0 || d.Year == p.year)
	case yearPeriod:
		return !fine && p.year == r.year
	}
	return false
}
