package truth

import (
	"cmp"
	"strings"

	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/internal/viet"
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
		f := Fact{
			Indicator: e.Row.Name, Unit: e.Unit, Kind: kinds[e.Kind], Head: e.Head, Figure: e.Figure, AsOf: e.AsOf,
			Computed: e.Computed, Table: cmp.Or(e.Table.Title, e.Table.ID), Path: e.Path,
		}
		all = append(all, f)
		if grown, ok := ofGrowth(f); ok {
			all = append(all, grown)
		}
	}
	return all
}

// rateNames begin the names of indicators that are the growth of others, the longest first.
var rateNames = []string{"tốc độ tăng trưởng ", "tốc độ tăng ", "mức tăng "}

// ofGrowth is what the figure of "Tốc độ tăng chỉ số giá", in percent, says of "chỉ số giá":
// prose says that this has grown.
func ofGrowth(f Fact) (Fact, bool) {
	if f.Kind != Actual || f.Unit != "%" {
		return Fact{}, false
	}
	for _, head := range rateNames {
		if lower := viet.Lower(f.Indicator); strings.HasPrefix(lower, head) {
			f.Indicator, f.Unit, f.Kind, f.Path = lower[len(head):], "", Growth, f.Path+".Growth"
			return f, true
		}
	}
	return Fact{}, false
}
