package rules

import (
	"slices"
	"time"

	"github.com/bienban/bienban/render/meeting"
)

// A holiday is a day off of each year that has a date.
type holiday struct {
	day   int
	month time.Month
	from  int // first year
}

// holidays are the paid days off with a date of their own: Bộ luật Lao động 2019, Điều 112,
// and Nghị quyết 28/2026/QH16, Điều 2, in force from 01/7/2026. The second day of Quốc khánh
// is the one before or the one after: see [secondDay].
var holidays = []holiday{{1, time.January, 0}, {30, time.April, 0}, {1, time.May, 0}, {2, time.September, 0}, {24, time.November, 2026}}

// quocKhanh has two days since 2021 (Bộ luật Lao động 2019, Điều 112).
const quocKhanh = 2021

// A season is when days off are set anew each year, by the moon: how many working days they
// are at most, with those that are moved to them.
type season struct {
	firstMonth, lastMonth time.Month
	firstDay, lastDay     int
	days                  int
}

// seasons are Tết (five days, and some that are exchanged), whose first day of the year
// falls between 21 January and 20 February, and Giỗ Tổ, on the 10th of the third month.
var seasons = []season{{time.January, time.February, 17, 28, 7}, {time.March, time.May, 30, 3, 1}}

// A schedule is what was set for a year: what its Tết, Giỗ Tổ and Quốc khánh have off besides
// the days that are off each year, and Saturdays that are worked for it.
type schedule struct{ off, worked []meeting.Date }

// schedules are those known when this was written: notices of the Ministry of Home Affairs,
// by their summaries. Days that were exchanged later may be missing.
var schedules = map[int]schedule{
	2026: {off: []meeting.Date{date(16, 2, 2026), date(17, 2, 2026), date(18, 2, 2026), date(19, 2, 2026), date(20, 2, 2026), date(27, 4, 2026), date(31, 8, 2026), date(1, 9, 2026)},
		worked: []meeting.Date{date(22, 8, 2026)}},
}

// scheduled reports whether a year's days off are known.
func scheduled(day time.Time) bool { _, ok := schedules[day.Year()]; return ok }

// workingDays counts the days after from, up to and with to, without weekends and holidays
// that have a date, and how many of those may be off all the same: by Tết and Giỗ Tổ, in
// lieu of a holiday at a weekend, or exchanged for a Saturday to join two days off. It
// counts no further than a year.
func workingDays(from, to meeting.Date) (n, perhapsOff int) {
	day, last := utc(from), utc(to)
	bySeason := make([]int, len(seasons))
	second, exchanged := 0, false // days beside 2/9; whether the one that is worked may be exchanged
	for i := 0; i < 366 && day.Before(last); i++ {
		day = day.AddDate(0, 0, 1)
		if off(day) {
			continue
		}
		n++
		before, after := day.AddDate(0, 0, -1), day.AddDate(0, 0, 1)
		joins := off(before) && perhaps(after) || perhaps(before) && off(after)
		if beside(day) {
			second++
			exchanged = exchanged || joins
		} else if joins || inLieu(day) {
			perhapsOff++
		} else if at := seasonOf(day); at >= 0 {
			bySeason[at]++
		}
	}
	for i, s := range seasons {
		perhapsOff += min(bySeason[i], s.days)
	}
	switch second {
	case 2: // one of the two is off for certain
		n--
		if exchanged {
			perhapsOff++
		}
	case 1:
		perhapsOff++
	}
	return n, perhapsOff
}

func utc(d meeting.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

func weekend(day time.Time) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

func isHoliday(day time.Time) bool {
	for _, h := range holidays {
		if day.Day() == h.day && day.Month() == h.month && day.Year() >= h.from {
			return true
		}
	}
	return false
}

// off reports whether a day is off for certain.
func off(day time.Time) bool {
	set, on := schedules[day.Year()], meeting.Date{Year: day.Year(), Month: int(day.Month()), Day: day.Day()}
	if slices.Contains(set.worked, on) {
		return false
	}
	return weekend(day) || isHoliday(day) || onlySecond(day) || slices.Contains(set.off, on)
}

// perhaps reports whether a day is off, or may be.
func perhaps(day time.Time) bool { return off(day) || beside(day) || inLieu(day) }

// beside reports whether a day may be the second one of Quốc khánh, the other one being a
// working day too.
func beside(day time.Time) bool {
	return second(day) && !weekend(day) && !weekend(time.Date(day.Year(), time.September, 4-day.Day(), 0, 0, 0, 0, time.UTC))
}

// onlySecond reports whether a day is the second one of Quốc khánh since the other one that
// could be is at a weekend.
func onlySecond(day time.Time) bool { return second(day) && !weekend(day) && !beside(day) }

// second reports whether a day is the one before or after 2/9.
func second(day time.Time) bool {
	return day.Year() >= quocKhanh && !scheduled(day) && day.Month() == time.September && (day.Day() == 1 || day.Day() == 3)
}

// inLieu reports whether a day may be off in lieu of a holiday at a weekend: those lead up to
// it without a working day between (Bộ luật Lao động 2019, Điều 111.3).
func inLieu(day time.Time) bool {
	for before := day.AddDate(0, 0, -1); off(before); before = before.AddDate(0, 0, -1) {
		if isHoliday(before) && weekend(before) {
			return true
		}
	}
	return false
}

// seasonOf is the season that a day falls in, -1 for none.
func seasonOf(day time.Time) int {
	if scheduled(day) {
		return -1
	}
	for i, s := range seasons {
		first := time.Date(day.Year(), s.firstMonth, s.firstDay, 0, 0, 0, 0, time.UTC)
		last := time.Date(day.Year(), s.lastMonth, s.lastDay, 0, 0, 0, 0, time.UTC)
		if !day.Before(first) && !day.After(last) {
			return i
		}
	}
	return -1
}
