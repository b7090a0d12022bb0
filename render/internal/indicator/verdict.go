package indicator

import (
	"strings"

	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// The verdicts of a plan.
const (
	exceeded = "Vượt"
	reached  = "Đạt"
	missed   = "Không đạt"
)

// verdict is what became of a row's plan: "Vượt", "Đạt" or "Không đạt"; "" where the
// figures do not decide it ("Khoảng 4"), and before the period has ended: that of the
// table, else the year that the figures are of.
func (g *grid) verdict(r int) string {
	row := g.rows[r].in
	asOf, end := row.AsOf, g.in.PeriodEnd
	if asOf == nil {
		asOf = g.in.AsOf
	}
	if asOf != nil {
		if end == nil {
			end = &meeting.Date{Year: asOf.Year, Month: 12, Day: 31}
		}
		if asOf.Compare(*end) < 0 {
			return ""
		}
	}
	plan, actual := g.byKind(Plan), g.byKind(Actual)
	if plan < 0 || actual < 0 {
		return ""
	}
	p, ok := g.reach(r, plan)
	if !ok {
		return ""
	}
	a, ok := g.reach(r, actual)
	if !ok {
		return ""
	}
	return judge(p, a, row.LowerIsBetter)
}

func (g *grid) byKind(k Kind) int {
	for i, c := range g.columns {
		if c.kind == k {
			return i
		}
	}
	return -1
}

// A reach is the numbers that a figure with words may be: "dưới 4", "6,6-6,8". An end that
// is not known is open.
type reach struct {
	span
	openLow, openHigh bool // nothing bounds it there
	noLow, noHigh     bool // the bound itself is not in it: "dưới 4" is no 4
}

// reach gives the numbers that a cell stands for; ok is false where they are not known.
func (g *grid) reach(r, c int) (reach, bool) {
	f := g.stated(r, c)
	if f == nil {
		v, ok := g.computed(r, c, false)
		return reach{span: v}, ok
	}
	return reachOf(f)
}

func reachOf(f *meeting.Figure) (reach, bool) {
	if f.Value == nil {
		return rangeOf(f.Text)
	}
	at := reach{span: point(whole(*f.Value))}
	switch viet.Lower(f.Qualifier) {
	case "", "đạt", "tăng", "giảm":
	case "trên", "hơn", ">", "đạt trên":
		at.openHigh, at.noLow = true, true
	case "từ", "ít nhất", "tối thiểu", "≥", ">=":
		at.openHigh = true
	case "dưới", "<":
		at.openLow, at.noHigh = true, true
	case "không quá", "tối đa", "≤", "<=":
		at.openLow = true
	default: // "khoảng", "gần", "ước": nobody knows on which side
		return reach{}, false
	}
	return at, true
}

// rangeOf reads "6,6-6,8", with any dash and a percent sign at the end; ok is false for one
// that is [backwards].
func rangeOf(s string) (reach, bool) {
	low, high, ok := ends(s)
	if !ok || low.cmp(high) > 0 {
		return reach{}, false
	}
	return reach{span: span{low, high}}, true
}

// backwards reports whether a text is a range that ends below its beginning: "6,8-6,6".
func backwards(s string) bool {
	low, high, ok := ends(s)
	return ok && low.cmp(high) > 0
}

// ends are the numbers of a range.
func ends(s string) (low, high quotient, ok bool) {
	s = strings.TrimSuffix(strings.TrimSpace(s), "%")
	for _, dash := range []string{"-", "–", "—", "đến"} {
		before, after, found := strings.Cut(s, dash)
		if !found {
			continue
		}
		l, okLow := viet.ParseNumber(strings.TrimSuffix(strings.TrimSpace(before), "%"))
		h, okHigh := viet.ParseNumber(after)
		if okLow && okHigh {
			return whole(l.Value), whole(h.Value), true
		}
	}
	return low, high, false
}

// judge compares what was done with what was planned.
func judge(plan, actual reach, lowerIsBetter bool) string {
	above := !actual.openLow && !plan.openHigh && over(actual.lo, plan.hi, actual.noLow || plan.noHigh)
	below := !actual.openHigh && !plan.openLow && over(plan.lo, actual.hi, actual.noHigh || plan.noLow)
	within := (plan.openLow || !actual.openLow && over(actual.lo, plan.lo, actual.noLow || !plan.noLow)) &&
		(plan.openHigh || !actual.openHigh && over(plan.hi, actual.hi, actual.noHigh || !plan.noHigh))
	switch {
	case within:
		return reached
	case above != lowerIsBetter && (above || below):
		return exceeded
	case above || below:
		return missed
	}
	return ""
}

// over reports whether a is more than b, or with equal also as much.
func over(a, b quotient, equal bool) bool {
	c := a.cmp(b)
	return c > 0 || equal && c == 0
}
