package viet

import "fmt"

// The zero rule is the same for state (NĐ 30/2020, Phụ lục I, mục II.4) and Party (HD
// 05-HD/VPTW, 4.2.2): days below 10 and the months 1 and 2 are written with a zero, the
// months 3 to 9 are not.
func month(m int) string {
	if m < 3 {
		return fmt.Sprintf("%02d", m)
	}
	return fmt.Sprint(m)
}

// blank is the room for what is filled in by hand: no-break spaces, which no line and no
// program takes away.
const blank = "\u00a0\u00a0\u00a0\u00a0\u00a0"

// filled are the parts of a date as they are written; one that is 0 is left blank.
func filled(year, m, day int) (years, months, days string) {
	years, months, days = blank, blank, blank
	if year != 0 {
		years = fmt.Sprint(year)
	}
	if m != 0 {
		months = month(m)
	}
	if day != 0 {
		days = fmt.Sprintf("%02d", day)
	}
	return years, months, days
}

// LongDate is "ngày 05 tháng 01 năm 2026". A part that is 0 is left blank, to be filled in by
// hand.
func LongDate(year, m, day int) string {
	years, months, days := filled(year, m, day)
	return "ngày " + days + " tháng " + months + " năm " + years
}

// ShortDate is "09/9/2026": the zero rule, and the blanks, of the long form.
func ShortDate(year, m, day int) string {
	years, months, days := filled(year, m, day)
	return days + "/" + months + "/" + years
}

// Clock is "08 giờ 00 phút".
func Clock(hour, minute int) string { return fmt.Sprintf("%02d giờ %02d phút", hour, minute) }

// LongMoment is "08 giờ 00 phút, ngày 15 tháng 11 năm 2023".
func LongMoment(year, m, day, hour, minute int) string {
	return Clock(hour, minute) + ", " + LongDate(year, m, day)
}

// Weekday is the name of a day of the week, Sunday being 0: "thứ Hai", "Chủ nhật".
func Weekday(day int) string {
	return [...]string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}[(day%7+7)%7]
}

// DaysIn is the number of days of a month, from 1 to 12, of the Gregorian calendar; 0 for
// another month.
func DaysIn(year, m int) int {
	switch m {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	if m < 1 || m > 12 {
		return 0
	}
	return 31
}
