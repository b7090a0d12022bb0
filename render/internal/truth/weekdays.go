package truth

import (
	"time"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// weekdays is a day with its day of the week: "thứ Hai, ngày 30/11/2026".
var weekdays = &statement{
	name: "weekdays",
	patterns: patterns(
		"<w:$weekday> [,] [(] [<sáng|chiều|tối|trưa>] [,] [tức] {d@date}",
		"{d@date} [,] [(] [<là|nhằm|vào>] [<sáng|chiều|tối>] <w:$weekday>",
	),
	holds: func(m *match) {
		w, _ := m.get("w")
		d, _ := m.get("d")
		year := d.day.year
		if year == 0 {
			year = m.yearNear(d.day)
		}
		if year == 0 || !m.isWeekday(w, d.from < w.from) {
			return
		}
		day := time.Date(year, time.Month(d.day.month), d.day.day, 0, 0, 0, 0, time.UTC)
		said := weekdayNumbers[m.said("w")]
		if day.Day() != d.day.day || int(day.Weekday()) == said {
			return
		}
		m.tell(m.text, m.tokens[w.from].from,
			fault.T("Ngày %s là %s, không phải %s.", "%s is %s, not %s.", viet.ShortDate(year, d.day.month, d.day.day), fault.T("%s", "%s", viet.Weekday(int(day.Weekday()))), viet.Weekday(said)),
			fault.T("Kiểm tra lại thứ và ngày.", "Check the day of the week and the date."))
	},
}

var weekdayNumbers = map[string]int{
	"chủ nhật": 0, "chúa nhật": 0, "thứ hai": 1, "thứ 2": 1, "thứ ba": 2, "thứ 3": 2, "thứ tư": 3, "thứ 4": 3, "thứ bốn": 3,
	"thứ năm": 4, "thứ 5": 4, "thứ sáu": 5, "thứ 6": 5, "thứ bảy": 6, "thứ 7": 6,
}

// beforeWeekdays are words that may stand before the day of a week; any other makes "thứ hai"
// the second of something.
var beforeWeekdays = map[string]bool{
	"vào": true, "ngày": true, "sáng": true, "chiều": true, "tối": true, "trưa": true, "từ": true, "đến": true, "hết": true, "trước": true, "sau": true, "phút": true, "giờ": true, "hôm": true,
	"là": true, "nhằm": true, ",": true, "(": true, "-": true, ":": true, "và": true, "buổi": true, "tới": true, "qua": true, "trong": true, "tức": true, "rơi": true,
}

// isWeekday reports whether "thứ hai" is a day and not the second of something. After a date
// only another date's word makes it one.
func (m *match) isWeekday(w capture, behind bool) bool {
	if m.tokens[w.from].text != "thứ" || w.from == 0 {
		return true
	}
	if behind && w.to < m.last && m.tokens[w.to].kind == word && !beforeWeekdays[m.tokens[w.to].text] && m.tokens[w.to].text != "hàng" {
		return false // "ngày 30/11/2026, thứ hai là …"
	}
	before := m.tokens[w.from-1]
	return before.kind != word && before.kind != mark || beforeWeekdays[before.text] || isDigit(rune(before.text[0]))
}

// nearDays is how far from the meeting a day without a year may be to be certain.
const nearDays = 120

// yearNear is the year of a day near the meeting; 0 if it is not certain.
func (r *reader) yearNear(d period) int {
	if r.day == nil {
		return 0
	}
	held := time.Date(r.day.Year, time.Month(r.day.Month), r.day.Day, 0, 0, 0, 0, time.UTC)
	for _, year := range []int{r.day.Year - 1, r.day.Year, r.day.Year + 1} {
		away := time.Date(year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Sub(held).Hours() / 24
		if away > -nearDays && away < nearDays {
			return year
		}
	}
	return 0
}

// dayAt reads a day at the beginning of a text: "30/11/2026", "ngày 30 tháng 11 năm 2026".
func dayAt(text []token) (p period, n int) {
	if len(text) == 0 {
		return period{}, 0
	}
	if text[0].kind == fraction { // "30/11"
		d, m := text[0].value.value, text[0].whole.value
		if d.IsInteger() && m.IsInteger() && d.IsPositive() && m.IsPositive() && d.IntPart() <= 31 && m.IntPart() <= 12 {
			return period{kind: dayPeriod, day: int(d.IntPart()), month: int(m.IntPart())}, 1
		}
		return period{}, 0
	}
	// "04 tháng 12 năm 2023", behind a day of the week
	if w := periodReader(text); text[0].kind == number && w.small(0, 31) > 0 && w.at(1) == "tháng" && w.small(2, 12) > 0 && w.at(3) == "năm" && w.year(4) > 0 {
		return period{kind: dayPeriod, day: w.small(0, 31), month: w.small(2, 12), year: w.year(4)}, 5
	}
	if p, n = periodAt(text); n == 0 || p.kind != dayPeriod || p.month == 0 {
		return period{}, 0
	}
	return p, n
}
