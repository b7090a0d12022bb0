package truth

import (
	"cmp"

	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/meeting"
)

// kinds are the kinds of facts by the columns of tables; the others lead nowhere.
var kinds = map[indicator.Kind]Kind{
	indicator.Actual: Actual, indicator.Plan: Plan, indicator.Previous: Previous,
	indicator.PercentOfPlan: PercentOfPlan, indicator.Growth: Growth, indicator.Ratio: Ratio,
}

// Facts are the figures that a meeting's tables state and compute.
func Facts(m *meeting.Meeting) []Fact {
	var all []Fact
	for e := range indicator.Entries(m) {
		all = append(all, Fact{
			Indicator: e.Row.Name, Unit: e.Unit, Kind: kinds[e.Kind], Head: e.Head, Figure: e.Figure, AsOf: e.AsOf,
			Computed: e.Computed, Table: cmp.Or(e.Table.Title, e.Table.ID), Path: e.Path,
		})
	}
	return all
}
