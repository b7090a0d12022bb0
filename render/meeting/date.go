package meeting

import (
	"reflect"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/viet"
)

// The forms that a date and a time of day may have. "08:00", "8h30", "8h", "8 giờ 30",
// "08 giờ 00 phút" are times of day; a date is 2026-10-15, 15/10/2026 (also with dots or
// hyphens) or "ngày 15 tháng 10 năm 2026".
var (
	clockForm    = lazy.Compile(`(?:^|[\s,t])(\d{1,2})(?:\s*(?:h|g|giờ)\s*(?:(\d{1,2})\s*(?:phút|p|ph)?)?|:(\d{1,2})(?::\d{2})?)(?:$|[\s,])`)
	yearFirst    = lazy.Compile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	dayFirst     = lazy.Compile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$`)
	dateInWords  = lazy.Compile(`^(\d{1,2}) tháng (\d{1,2}) năm (\d{4})$`)
	threeNumbers = lazy.Compile(`^\d{1,4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,4}$`)
	twoNumbers   = lazy.Compile(`^\d{1,4}[-/.]\d{1,4}$`)
	monthInWords = lazy.Compile(`^(?:(\d{1,2}) )?tháng (\d{1,2})(?: năm (\d{4}))?$`)
)

// A dateProblem is why a text is no date, and what to write; its code is "" where the text
// does not even look like one.
type dateProblem struct {
	code          string
	message, hint fault.Text
}

// parseMoment reads a day with or without a time of day.
func parseMoment(text string) (Moment, *dateProblem) {
	s := strings.Join(strings.Fields(viet.Lower(text)), " ")
	var m Moment
	if at := clockForm.FindStringSubmatchIndex(s); at != nil {
		m.HasClock = true
		m.Hour = number(s, at, 1)
		m.Minute = number(s, at, 2) + number(s, at, 3)
		before := strings.TrimRight(s[:at[0]], " ")
		s = strings.Join(strings.Fields(before+" "+s[at[1]:]), " ")
		if m.Hour > 23 || m.Minute > 59 {
			return Moment{}, &dateProblem{"bad-date",
				fault.T("Không có giờ này: %s.", "There is no such time of day: %s.", shorten(text)),
				fault.T("Giờ từ 0 đến 23, phút từ 0 đến 59, ví dụ: 08:00", "Hours are 0 to 23, minutes 0 to 59, such as 08:00")}
		}
	}
	s = strings.Trim(s, " ,-;")
	for _, word := range []string{"lúc", "vào", "hồi", "ngày"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, word))
	}
	s = strings.Trim(s, " ,-;")
	var p *dateProblem
	m.Date, p = parseDay(s, text, m.HasClock)
	if p != nil {
		return Moment{}, p
	}
	return m, nil
}

// ParseMoment reads a day with or without a time of day, as a file may state it: "15/10/2026",
// "2026-10-15 08:00", "8h30 ngày 15 tháng 10 năm 2026". ok is false if it is none.
func ParseMoment(text string) (m Moment, ok bool) {
	m, p := parseMoment(text)
	return m, p == nil
}

// number is a submatch as a number; 0 if it did not take part.
func number(s string, at []int, group int) int {
	if at[2*group] < 0 {
		return 0
	}
	n, _ := strconv.Atoi(s[at[2*group]:at[2*group+1]])
	return n
}

func parseDay(s, text string, clock bool) (Date, *dateProblem) {
	var d Date
	var iso bool
	if at := yearFirst.FindStringSubmatchIndex(s); at != nil {
		d, iso = Date{number(s, at, 1), number(s, at, 2), number(s, at, 3)}, true
	} else if at := dayFirst.FindStringSubmatchIndex(s); at != nil {
		d = Date{number(s, at, 3), number(s, at, 2), number(s, at, 1)}
	} else if at := dateInWords.FindStringSubmatchIndex(s); at != nil {
		d = Date{number(s, at, 3), number(s, at, 2), number(s, at, 1)}
	} else {
		return Date{}, notADay(s, text, clock)
	}
	days := viet.DaysIn(d.Year, d.Month)
	switch {
	case d.Year < 1000:
		return Date{}, &dateProblem{"bad-date", fault.T("Không có năm %d.", "There is no year %d.", d.Year), dateHint}
	case d.Month > 12 && d.Day <= 12 && d.Day > 0 && d.Month <= viet.DaysIn(d.Year, d.Day):
		meant := d
		meant.Month, meant.Day = d.Day, d.Month
		form := strconv.Itoa(meant.Day) + "/" + strconv.Itoa(meant.Month) + "/" + strconv.Itoa(meant.Year)
		if iso {
			form = isoDate(meant)
		}
		return Date{}, &dateProblem{"bad-date",
			fault.T("Không có tháng %d; ngày và tháng đã đổi chỗ?", "There is no month %d; are day and month swapped?", d.Month),
			fault.T("Viết ngày trước, tháng sau (hoặc năm-tháng-ngày): %s", "Write the day before the month (or year-month-day): %s", form)}
	case days == 0:
		return Date{}, &dateProblem{"bad-date", fault.T("Không có tháng %d.", "There is no month %d.", d.Month), dateHint}
	case d.Day < 1 || d.Day > days:
		return Date{}, &dateProblem{"bad-date",
			fault.T("Không có ngày %d: tháng %d năm %d có %d ngày.", "There is no day %d: month %d of %d has %d days.", d.Day, d.Month, d.Year, days), dateHint}
	}
	return d, nil
}

var dateHint = fault.T("Viết 15/10/2026 hoặc 2026-10-15.", "Write 15/10/2026 or 2026-10-15.")

func isoDate(d Date) string {
	pad := func(n, width int) string {
		s := strconv.Itoa(n)
		return strings.Repeat("0", max(0, width-len(s))) + s
	}
	return pad(d.Year, 4) + "-" + pad(d.Month, 2) + "-" + pad(d.Day, 2)
}

// notADay says what a text lacks to be a day.
func notADay(s, text string, clock bool) *dateProblem {
	switch {
	case s == "" && clock:
		return &dateProblem{"bad-date", fault.T("Có giờ nhưng thiếu ngày.", "There is a time of day, but no date."),
			fault.T("Viết cả ngày: 08:00 15/10/2026 hoặc 2026-10-15 08:00", "Write the date too: 08:00 15/10/2026 or 2026-10-15 08:00")}
	case threeNumbers.MatchString(s):
		return &dateProblem{"bad-date", fault.T("“%s” không phải là ngày: năm phải đủ bốn chữ số, giữa các số không có dấu cách.", "%q is no date: the year takes four digits, and no spaces stand between.", shorten(s)), dateHint}
	case twoNumbers.MatchString(s), monthInWords.MatchString(s):
		return &dateProblem{"bad-date-part", fault.T("Ngày “%s” thiếu ngày, tháng hoặc năm.", "The date %q lacks its day, month or year.", shorten(s)), dateHint}
	}
	return &dateProblem{"", fault.T("“%s” không phải là ngày.", "%q is no date.", shorten(text)), dateHint}
}

func (d *decoder) badDate(n *yaml.Node, p *dateProblem) { d.fault(n, "bad-date", p.message, p.hint) }

func (d *decoder) moment(key, n *yaml.Node, to **Moment) {
	s, ok := d.scalar(key, n, fault.T("ngày và giờ", "a date and time"),
		fault.T("Viết 2026-10-15 08:00 hoặc 08:00 15/10/2026.", "Write 2026-10-15 08:00 or 08:00 15/10/2026."))
	if !ok || s == "" {
		return
	}
	m, p := parseMoment(s)
	if p != nil {
		d.badDate(n, p)
		return
	}
	*to = &m
}

func (d *decoder) date(key, n *yaml.Node, to **Date) {
	s, ok := d.scalar(key, n, fault.T("một ngày", "a date"), dateHint)
	if !ok || s == "" {
		return
	}
	m, p := parseMoment(s)
	if p != nil && d.isIssue(key) {
		if blank, ok := parseBlank(s); ok {
			*to = &blank
			return
		}
		if p.code == "bad-date-part" {
			p.hint = fault.T("%s Để trống ngày, điền tay khi ký: ngày … tháng 10 năm 2026.", "%s To leave the day to be filled in by hand: ngày … tháng 10 năm 2026.", p.hint)
		}
	}
	switch {
	case p != nil:
		d.badDate(n, p)
	case m.HasClock:
		d.fault(n, "bad-date", fault.T("Ở đây chỉ ghi ngày, không ghi giờ.", "Only a date stands here, no time of day."),
			fault.T("Viết: %s", "Write: %s", isoDate(m.Date)))
	default:
		*to = &m.Date
	}
}

// isIssue reports whether a key is that of a document's date of issue, which is often filled
// in by hand when the paper is signed.
func (d *decoder) isIssue(key *yaml.Node) bool {
	return tables[reflect.TypeFor[Meeting]()].byName[viet.NFC(key.Value)].field == "Date"
}

// blankDate is a date whose day, or day and month, are to be filled in: "ngày    tháng 10 năm
// 2026", "ngày … tháng … năm 2026", ".../10/2026". It begins with its blank, so that a month
// that somebody forgot the day of is none.
var blankDate = lazy.Compile(`^(?:ngày[ .…_]*tháng|[.…_ ]*[.…_/])[ .…_]*(\d{1,2})?[ .…_]*(?:năm|/)[ ]*(\d{4})$`)

// parseBlank reads a date of issue with blanks.
func parseBlank(text string) (Date, bool) {
	s := strings.Join(strings.Fields(viet.Lower(text)), " ")
	at := blankDate.FindStringSubmatchIndex(s)
	if at == nil {
		return Date{}, false
	}
	date := Date{Year: number(s, at, 2), Month: number(s, at, 1)}
	return date, date.Year >= 1000 && date.Month <= 12 && (date.Month > 0 || at[2] < 0)
}

// due reads a deadline: a date, or a text such as "thường xuyên" or "Quý IV/2026". What
// has the shape of a whole date must be one.
func (d *decoder) due(key, n *yaml.Node, to *Task) {
	target := resolve(n)
	d.traps(target)
	to.Due, to.DueText = nil, ""
	s, ok := d.scalar(key, target, fault.T("thời hạn", "a deadline"), dateHint)
	if !ok || s == "" || isNull(target) {
		return
	}
	m, p := parseMoment(s)
	switch {
	case p == nil && !m.HasClock:
		to.Due = &m.Date
	case p != nil && p.code == "bad-date":
		d.badDate(target, p)
	default:
		to.DueText = s
	}
}
