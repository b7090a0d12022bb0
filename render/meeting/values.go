package meeting

import (
	"maps"
	"reflect"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/viet"
)

// A Date is a day of the Gregorian calendar. The zero value is no date.
type Date struct{ Year, Month, Day int }

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Whole reports whether nothing of the date is left blank, to be filled in by hand: only a
// date of issue may have a Day, or a Day and a Month, of 0.
func (d Date) Whole() bool { return d.Day != 0 && d.Month != 0 && d.Year != 0 }

// String is the short form, "09/9/2026"; "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return viet.ShortDate(d.Year, d.Month, d.Day)
}

// Long is "ngày 05 tháng 01 năm 2026"; "" for no date.
func (d Date) Long() string {
	if d.IsZero() {
		return ""
	}
	return viet.LongDate(d.Year, d.Month, d.Day)
}

// Compare is negative where d is before e, positive where it is after, else 0.
func (d Date) Compare(e Date) int {
	return (d.Year-e.Year)*10_000 + (d.Month-e.Month)*100 + d.Day - e.Day
}

// A Moment is a day, and the time of day where the file states one (HasClock), as the
// clock at the place shows it: there is no time zone. The zero value is no moment.
type Moment struct {
	Date         Date
	Hour, Minute int
	HasClock     bool
}

// IsZero reports whether m is no moment.
func (m Moment) IsZero() bool { return m == Moment{} }

// String is "08 giờ 00 phút, ngày 15 tháng 11 năm 2023"; without a time of day it is
// the date alone, and "" for no moment.
func (m Moment) String() string {
	if !m.HasClock {
		return m.Date.Long()
	}
	return m.Clock() + ", " + m.Date.Long()
}

// Clock is "08 giờ 00 phút"; "" where no time of day is stated.
func (m Moment) Clock() string {
	if !m.HasClock {
		return ""
	}
	return viet.Clock(m.Hour, m.Minute)
}

// A Figure is a number as the file states it, or a text that stands for one. A figure
// that is not stated is a nil *Figure.
type Figure struct {
	Text      string           // as it prints: "2.351", "trên 56,3", "6,6-6,8", "x"
	Value     *decimal.Decimal // the number, exact; nil if Text is none; negative after "giảm"
	Qualifier string           // what stands before the number: "trên", "khoảng"
	Percent   bool             // a percent sign stands after the number
	Place     Place            // where it stands; zero if it was not read
}

// A Place is where something stands: in the meeting file, or in a cell of a spreadsheet.
type Place struct {
	Line, Column int    // of the meeting file, from 1, the column in code points; 0: not there
	File, Cell   string // of a spreadsheet: "chi-tieu.xlsx", "Quy3!D7"
}

// String is the figure as it prints.
func (f Figure) String() string { return f.Text }

// Extra is free data for a template of one's own. A value is a string (every scalar, as
// the file writes it: identifiers keep their zeros), a bool (an unquoted true or false),
// an Extra or a []any of these.
type Extra map[string]any

// ExtraKeys are the keys of a group of m's free data in the order of the file; sorted, where the
// group was not read from it.
func (m *Meeting) ExtraKeys(e Extra) []string {
	if m.origin != nil {
		if g, ok := m.origin.groups[reflect.ValueOf(e).Pointer()]; ok && len(g.keys) == len(e) {
			return g.keys
		}
	}
	return slices.Sorted(maps.Keys(e))
}

// String is the name.
func (p Person) String() string { return p.Name }

// UnplacedIndicators are the tables that no section prints, in the file's order; they come
// after the sections.
func (m *Meeting) UnplacedIndicators() []*Indicator {
	placed := map[string]bool{}
	var mark func([]Section)
	mark = func(sections []Section) {
		for _, s := range sections {
			for _, i := range s.Indicators {
				placed[i.ID] = true
			}
			mark(s.Sections)
		}
	}
	mark(m.Sections)
	var rest []*Indicator
	for i := range m.Indicators {
		if in := &m.Indicators[i]; in.ID == "" || !placed[in.ID] {
			rest = append(rest, in)
		}
	}
	return rest
}

// SharesIndicators reports whether two meetings have the same tables, as a document has
// those of its meeting unless it overrides them; equal ones do not count.
func (m *Meeting) SharesIndicators(other *Meeting) bool {
	a, b := m.Indicators, other.Indicators
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
