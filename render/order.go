package render

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// How tags compare. Free data is text, as its file writes it, and still 9 is less than 10
// there, 2.351 equals 2351 and 05/9/2026 comes before 12/10/2026.

// ordered is what values of a type are compared as, besides texts and plain numbers.
func ordered(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[meeting.Figure](), reflect.TypeFor[decimal.Decimal](), computedType:
		return "number"
	case reflect.TypeFor[meeting.Date](), reflect.TypeFor[meeting.Moment]():
		return "date"
	}
	return ""
}

// order compares numbers and dates, texts among them; ok is false for all else.
func order(a, b any) (order int, ok bool) {
	if x, ok := quantity(a); ok {
		y, ok := quantity(b)
		return x.Cmp(y), ok
	}
	x, ok := instant(a)
	if !ok {
		return 0, false
	}
	y, ok := instant(b)
	if !ok {
		return 0, false
	}
	order = x.Date.Compare(y.Date)
	if order == 0 && x.HasClock && y.HasClock {
		order = cmp.Compare(x.Hour*60+x.Minute, y.Hour*60+y.Minute)
	}
	return order, true
}

// identity is a text that values have in common which are one in a list: 1.000 and 1000, 12/9/2026
// and 12/09/2026. What begins with a zero, 01, is a code and stays as it is written.
func identity(v any) (string, error) {
	s, err := textOf(v)
	if err != nil {
		return "", err
	}
	code := strings.TrimSpace(s)
	if n, ok := quantity(v); ok && !(len(code) > 1 && code[0] == '0' && code[1] >= '0' && code[1] <= '9') {
		return "number " + n.Rat().RatString() + strings.Repeat("%", strings.Count(code, "%")), nil
	}
	if m, ok := instant(v); ok {
		if m.HasClock {
			return fmt.Sprintf("date %v %d:%d", m.Date, m.Hour, m.Minute), nil
		}
		return fmt.Sprintf("date %v", m.Date), nil
	}
	return "text " + s, nil
}

// quantity is a value as a number, a percentage among them.
func quantity(v any) (n decimal.Decimal, ok bool) {
	r := present(v)
	if !r.IsValid() || r.Kind() != reflect.String || r.Type() == computedType {
		return exact(v)
	}
	s := strings.TrimRight(strings.TrimSuffix(strings.TrimSpace(r.String()), "%"), " \u00a0")
	parsed, ok := viet.ParseNumber(s)
	return parsed.Value, ok
}

// instant is a value as a day, with its time of day where it has one.
func instant(v any) (m meeting.Moment, ok bool) {
	r := present(moment(v))
	if !r.IsValid() {
		return m, false
	}
	switch x := r.Interface().(type) {
	case meeting.Moment:
		return x, !x.IsZero()
	case meeting.Date:
		return meeting.Moment{Date: x}, !x.IsZero()
	}
	return m, false
}
