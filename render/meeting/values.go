package meeting

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// A Date is a day of the Gregorian calendar. The zero value is no date.
type Date struct{ Year, Month, Day int }

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String is the short form of the offices, with the zero rule of both regimes (days below
// 10 and the months 1 and 2 take a zero): "09/9/2026", "05/01/2026"; "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	if d.Month < 3 {
		return fmt.Sprintf("%02d/%02d/%d", d.Day, d.Month, d.Year)
	}
	return fmt.Sprintf("%02d/%d/%d", d.Day, d.Month, d.Year)
}

// A Moment is a day, and the time of day where the file states one (HasClock), as the
// clock at the place shows it: there is no time zone.
type Moment struct {
	Date         Date
	Hour, Minute int
	HasClock     bool
}

// A Figure is a number as the file states it, or a text that stands for one. A figure
// that is not stated is a nil *Figure.
type Figure struct {
	Text      string           // as it prints: "2.351", "trên 56,3", "6,6-6,8", "x"
	Value     *decimal.Decimal // the number, exact; nil if Text is none
	Qualifier string           // what stands before the number: "trên", "khoảng"
	Percent   bool             // a percent sign stands after the number
}

// String is the figure as it prints.
func (f Figure) String() string { return f.Text }

// Extra is free data for a template of one's own. A value is a string (every scalar, as
// the file writes it: identifiers keep their zeros), a bool (an unquoted true or false),
// an Extra or a []any of these.
type Extra map[string]any
