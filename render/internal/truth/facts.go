package truth

import (
	"cmp"
	"fmt"

	"github.com/bienban/bienban/render/meeting"
)

// Facts are the figures that a meeting's tables state in the fields of their rows.
func Facts(m *meeting.Meeting) []Fact {
	var all []Fact
	for i := range m.Indicators {
		t := &m.Indicators[i]
		all = appendFacts(all, t, t.Rows, fmt.Sprintf("Indicators[%d].Rows", i))
	}
	return all
}

func appendFacts(all []Fact, t *meeting.Indicator, rows []meeting.IndicatorRow, path string) []Fact {
	for i := range rows {
		r := &rows[i]
		at := fmt.Sprintf("%s[%d]", path, i)
		for _, f := range []struct {
			kind   Kind
			figure *meeting.Figure
		}{
			{Actual, r.Actual}, {Plan, r.Plan}, {Previous, r.Previous}, {PercentOfPlan, r.PercentOfPlan}, {Growth, r.Growth},
		} {
			if f.figure != nil {
				all = append(all, Fact{
					Indicator: r.Name, Unit: cmp.Or(r.Unit, t.Unit), Kind: f.kind, Figure: *f.figure, AsOf: r.AsOf,
					Table: cmp.Or(t.Title, t.ID), Path: at,
				})
			}
		}
		all = appendFacts(all, t, r.Rows, at+".Rows")
	}
	return all
}
