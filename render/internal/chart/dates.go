package chart

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// date writes the day and time that v counts, in days.
func (n numbers) date(v float64, tokens []token) string {
	if v < -1e6 || v > 3e6 {
		return n.general(v)
	}
	seconds := int64(math.Round(v * 86400))
	at := n.from.Add(time.Duration(seconds%86400)*time.Second).AddDate(0, 0, int(seconds/86400))
	half := false
	for _, t := range tokens {
		half = half || t.kind == datePart && t.text[0] == 'a'
	}
	var b strings.Builder
	minutes := false
	for i, t := range tokens {
		if t.kind != datePart {
			switch t.kind {
			case literal, point, group, percent:
				b.WriteString(t.text)
			}
			continue
		}
		pad := func(v int) {
			if s := strconv.Itoa(v); len(t.text) > 1 && len(s) < 2 {
				b.WriteString("0" + s)
			} else {
				b.WriteString(s)
			}
		}
		switch t.text[0] {
		case 'y':
			if len(t.text) > 2 {
				b.WriteString(strconv.Itoa(at.Year()))
			} else {
				b.WriteString(at.Format("06"))
			}
		case 'd':
			switch {
			case len(t.text) <= 2:
				pad(at.Day())
			case n.vietnam:
				b.WriteString(vietnameseDay(at.Weekday(), len(t.text) > 3))
			case len(t.text) == 3:
				b.WriteString(at.Format("Mon"))
			default:
				b.WriteString(at.Format("Monday"))
			}
		case 'm':
			if minutes = minutes || nextIsSeconds(tokens[i+1:]); minutes {
				pad(at.Minute())
				minutes = false
				break
			}
			n.month(&b, at, len(t.text), pad)
		case 'h':
			h := at.Hour()
			if half {
				h = (h+11)%12 + 1
			}
			pad(h)
			minutes = true
			continue
		case 's':
			pad(at.Second())
		case 'a':
			b.WriteString(at.Format("PM")[:(len(t.text)+1)/3]) // AM/PM, or A/P
		case '[':
			b.WriteString(strconv.FormatInt(seconds/map[byte]int64{'h': 3600, 'm': 60, 's': 1}[t.text[1]], 10))
			minutes = true
			continue
		}
		minutes = false
	}
	return b.String()
}

func (n numbers) month(b *strings.Builder, at time.Time, letters int, pad func(int)) {
	switch {
	case letters <= 2:
		pad(int(at.Month()))
	case n.vietnam && letters == 3:
		b.WriteString("Thg " + strconv.Itoa(int(at.Month())))
	case n.vietnam && letters == 4:
		b.WriteString("Tháng " + strconv.Itoa(int(at.Month())))
	case letters == 3:
		b.WriteString(at.Format("Jan"))
	case letters == 5:
		b.WriteString(at.Format("Jan")[:1])
	default:
		b.WriteString(at.Format("January"))
	}
}

// nextIsSeconds reports whether the next part of a date is seconds: an m before it is minutes.
func nextIsSeconds(tokens []token) bool {
	for _, t := range tokens {
		if t.kind == datePart {
			return t.text[0] == 's'
		}
	}
	return false
}

func vietnameseDay(d time.Weekday, long bool) string {
	if d == time.Sunday {
		if long {
			return "Chủ Nhật"
		}
		return "CN"
	}
	if long {
		return "Thứ " + [...]string{"", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy"}[d]
	}
	return "T" + strconv.Itoa(int(d)+1)
}
