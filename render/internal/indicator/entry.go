package indicator

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/bienban/bienban/render/meeting"
)

// An Entry is one figure of a table, for those who compare it with what is said elsewhere.
type Entry struct {
	Table    *meeting.Indicator
	Row      *meeting.IndicatorRow
	Path     string // of the row in its meeting: "Indicators[0].Rows[2]"
	Unit     string // of the row, or else of the table
	Kind     Kind   // what its column holds; where no column holds what was done, a sum up to date or an estimate does
	Head     string // of its column, its groups before it
	Figure   meeting.Figure
	AsOf     *meeting.Date
	Computed bool // not stated: as it prints
}

// insteads are the columns that stand for others where a table does not have these.
var insteads = []struct {
	id   string
	kind Kind
}{
	{"cumulative", Actual}, {"estimate", Actual}, {"previous_cumulative", Previous},
	{"cumulative_of_plan", PercentOfPlan}, {"estimate_of_plan", PercentOfPlan}, {"cumulative_ratio", Ratio}, {"estimate_ratio", Ratio},
}

// Entries are the figures of a meeting's tables, row by row.
func Entries(m *meeting.Meeting) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := range m.Indicators {
			g := newGrid(&m.Indicators[i], fmt.Sprintf("Indicators[%d]", i))
			if !g.entries(yield) {
				return
			}
		}
	}
}

func (g *grid) entries(yield func(Entry) bool) bool {
	kinds := make([]Kind, len(g.columns))
	for i, c := range g.columns {
		kinds[i] = c.kind
	}
	for _, instead := range insteads {
		at := slices.IndexFunc(g.columns, func(c *column) bool { return c.id == instead.id })
		if at >= 0 && !slices.Contains(kinds, instead.kind) {
			kinds[at] = instead.kind
		}
	}
	for r, row := range g.rows {
		path := g.rowPath(r)
		for c, column := range g.columns {
			if column.textual() {
				continue
			}
			e := Entry{Table: g.in, Row: row.in, Path: path, Unit: row.unit, Kind: kinds[c], Head: column.head(), AsOf: cmp.Or(row.in.AsOf, g.in.AsOf)}
			if len(column.groups) > 0 {
				e.Head = column.groups[len(column.groups)-1] + ", " + e.Head
			}
			if f := g.stated(r, c); f != nil {
				e.Figure = *f
			} else if s := g.text(r, c); s != "" {
				e.Figure, e.Computed = meeting.ParseFigure(s), true
			} else {
				continue
			}
			if !yield(e) {
				return false
			}
		}
	}
	return true
}

// Verdicts are how the indicators of a table came out, those that are parts of others left
// out.
type Verdicts struct {
	Table                     *meeting.Indicator
	Path                      string // of the table: "Indicators[0]"
	Exceeded, Reached, Missed int
	Others                    int // that have no verdict, or one in other words
}

// All is the number of indicators.
func (v Verdicts) All() int { return v.Exceeded + v.Reached + v.Missed + v.Others }

// Assessed gives the verdicts of a meeting's tables that have a column of them.
func Assessed(m *meeting.Meeting) []Verdicts {
	var all []Verdicts
	for i := range m.Indicators {
		g := newGrid(&m.Indicators[i], fmt.Sprintf("Indicators[%d]", i))
		at := g.byKind(Assessment)
		if at < 0 {
			continue
		}
		v := Verdicts{Table: g.in, Path: g.path}
		for r, row := range g.rows {
			if row.group || row.part > 0 || row.isSum() || row.named() {
				continue
			}
			switch foldName(g.text(r, at)) {
			case "vượt", "vượt kế hoạch":
				v.Exceeded++
			case "đạt", "đạt kế hoạch", "hoàn thành":
				v.Reached++
			case "không đạt", "chưa đạt":
				v.Missed++
			default:
				v.Others++
			}
		}
		all = append(all, v)
	}
	return all
}
