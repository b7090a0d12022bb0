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
	if len(text) == 0 {
		return period{}, 0
	}
	w := periodReader(text)
	switch head := w.at(0); {
	case text[0].kind == date:
		return dayOf(head), 1
	case head == "ngày" && len(text) > 1 && text[1].kind == date:
		return dayOf(text[1].text), 2
	case head == "ngày" && w.small(1, 31) > 0 && w.at(2) == "tháng" && w.small(3, 12) > 0:
		p = period{kind: dayPeriod, day: w.small(1, 31), month: w.small(3, 12)}
		p.year, n = w.withYear(4)
		return p, n
	case head == "ngày" || head == "đến" || head == "tới" || head == "hết" || head == "trước" || head == "sau":
		return w.until()
	case head == "tháng":
		if m, y := w.two(1); m > 0 && m <= 12 && y >= 1900 {
			return period{kind: monthPeriod, n: m, year: y}, 2
		}
		if m := w.small(1, 12); m > 0 {
			p = period{kind: monthPeriod, n: m}
			p.year, n = w.withYear(2)
			return p, n
		}
	case head == "quý" && quarters[w.at(1)] > 0:
		p = period{kind: quarterPeriod, n: quarters[w.at(1)]}
		p.year, n = w.withYear(2)
		return p, n
	case head == "năm" && w.year(1) > 0:
		return period{kind: yearPeriod, year: w.year(1)}, 2
	case text[0].kind != number && text[0].kind != word || !isDigit(rune(head[0])):
	case w.small(0, 60) > 0 && w.at(1) == "tháng":
		p = period{kind: monthsPeriod, n: w.small(0, 60)}
		n = 2
		if w.at(2) == "đầu" || w.at(2) == "cuối" {
			p.late = w.at(2) == "cuối"
			n = 3
		}
		p.year, n = w.withYear(n)
		return p, n
	case w.small(0, 99) > 0 && (w.at(1) == "năm" || w.at(1) == "ngày" || w.at(1) == "tuần" || w.at(1) == "quý"):
		return period{kind: otherPeriod}, 2
	}
	return period{}, 0
}

// A periodReader reads the words of a period.
type periodReader []token

func (w periodReader) at(i int) string {
	if i < len(w) {
		return w[i].text
	}
	return ""
}

// small is a whole number up to most; 0 for none.
func (w periodReader) small(i, most int) int {
	if i < len(w) && (w[i].kind == number || w[i].kind == word) && isDigit(rune((w[i].text + " ")[0])) {
		if v, err := strconv.Atoi(w[i].text); err == nil && v > 0 && v <= most {
			return v
		}
	}
	return 0
}

func (w periodReader) year(i int) int {
	if y := w.small(i, 2999); y >= 1900 {
		return y
	}
	return 0
}

// withYear is the year that follows a period, as "năm 2023", "/2023" or "2023", 0 for none, and
// where the period ends.
func (w periodReader) withYear(i int) (year, end int) {
	switch {
	case (w.at(i) == "năm" || w.at(i) == "/") && w.year(i+1) > 0:
		return w.year(i + 1), i + 2
	case w.year(i) > 0:
		return w.year(i), i + 1
	case w.at(i) == "năm":
		return 0, i + 1
	}
	return 0, i
}

// two are the numbers of "9/2026".
func (w periodReader) two(i int) (a, b int) {
	if i < len(w) && w[i].kind == fraction {
		return int(w[i].value.value.IntPart()), int(w[i].whole.value.IntPart())
	}
	return 0, 0
}

// until reads a period behind a word such as "đến".
func (w periodReader) until() (p period, n int) {
	j := 1
	for w.at(j) == "hết" || w.at(j) == "ngày" {
		j++
	}
	if j > 1 {
		if p, n := periodAt(w[j-1:]); n > 0 {
			return p, n + j - 1
		}
		return period{}, 0
	}
	if len(w) > 1 && w[1].kind == date {
		return dayOf(w[1].text), 2
	}
	if d, m := w.two(1); d > 0 && d <= 31 && m > 0 && m <= 12 {
		return period{kind: dayPeriod, day: d, month: m}, 2
	}
	if m, y := w.two(1); m > 0 && m <= 12 && y >= 1900 {
		return period{kind: monthPeriod, n: m, year: y}, 2
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
