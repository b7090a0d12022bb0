package indicator

import (
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// A Plot is the figures of an indicator as a chart shows them: what [Curves] gives.
type Plot struct {
	Title      string
	Unit       string // of all figures; "": none, or several
	Mixed      bool   // they have several units, so that their sizes do not compare
	Categories []string
	Curves     []Curve
	Gaps       []string // figures that are no plain numbers: not drawn
	Left       []string // the headers of the columns that a chart of one column leaves out
}

// A Curve is the figures of one column.
type Curve struct {
	Name     string
	Values   []string // a decimal number with a point; "": none
	Decimals int      // as the table prints them
	Percent  bool
}

// Curves gives the figures of the named columns, by id in either language or by header; without
// names, those of all columns of figures but percentages, or of these where there are no others;
// with single, as a pie shows one series, of these the first.
// Of rows it takes the outermost that have figures; what adds up the others is none of them.
// The plot is nil if there are no such figures. shown is as in [Build].
func Curves(in *meeting.Indicator, names []string, single bool, shown func(pointer any)) (*Plot, *fault.Fault) {
	g := newGrid(in, "")
	var columns []int
	for _, name := range names {
		j := slices.IndexFunc(g.columns, func(c *column) bool { return c.id == canonical(name) })
		if j < 0 {
			var ok bool
			if j, ok = g.byHeader(name); !ok {
				return nil, &fault.Fault{Code: "unknown-column", Message: fault.T("biểu không có cột %q", "the table has no column %q", name), Hint: g.columnHint(name)}
			}
		}
		if g.columns[j].natural() != Right {
			return nil, &fault.Fault{Code: "unknown-column", Message: fault.T("cột %q không có số liệu để vẽ", "the column %q has no figures to be drawn", name), Hint: g.columnHint("")}
		}
		columns = append(columns, j)
	}
	if len(names) == 0 {
		columns = g.amountColumns()
	}
	p := &Plot{Title: in.Title}
	if single && len(columns) > 1 {
		for _, j := range columns[1:] {
			p.Left = append(p.Left, strings.Join(strings.Fields(g.columns[j].header), " "))
		}
		columns = columns[:1]
	}
	rows := g.outermost(g.top, columns, nil)
	if len(rows) == 0 || len(columns) == 0 {
		return nil, nil
	}
	if shown == nil {
		shown = func(any) {}
	}
	p.unit(g, rows, columns)
	g.showPlot(p, rows, columns, shown)
	for _, i := range rows {
		p.Categories = append(p.Categories, strings.Join(strings.Fields(g.rows[i].in.Name), " "))
	}
	for _, j := range columns {
		p.Curves = append(p.Curves, p.curve(g, j, rows, shown))
	}
	return p, nil
}

// amountColumns are the columns of figures that are no percentages; of these where there are no others.
func (g *grid) amountColumns() (amounts []int) {
	var all []int
	for j, c := range g.columns {
		if c.natural() != Right {
			continue
		}
		all = append(all, j)
		if !c.percentage() && c.kind != Points {
			amounts = append(amounts, j)
		}
	}
	if len(amounts) == 0 {
		return all
	}
	return amounts
}

// outermost are the rows that have figures themselves, and below groups those of theirs.
func (g *grid) outermost(rows, columns, out []int) []int {
	for _, i := range rows {
		r := g.rows[i]
		if r.isSum() && (len(r.children) == 0 || i == len(g.rows)-1 && g.in.Total != "") {
			continue
		}
		if slices.ContainsFunc(columns, func(j int) bool { return g.text(i, j) != "" }) {
			out = append(out, i)
		} else {
			out = g.outermost(r.children, columns, out)
		}
	}
	return out
}

// unit finds the unit that all figures share.
func (p *Plot) unit(g *grid, rows, columns []int) {
	units := map[string]bool{}
	last := ""
	for _, i := range rows {
		for _, j := range columns {
			unit := g.rows[i].in.Unit
			if unit == "" {
				unit = g.in.Unit
			}
			if g.columns[j].unit != "" {
				unit = g.columns[j].unit
			}
			if g.columns[j].percentage() {
				unit = "%"
			}
			if g.text(i, j) != "" {
				units[viet.Lower(strings.TrimSpace(unit))], last = true, strings.TrimSpace(unit)
			}
		}
	}
	if p.Mixed = len(units) > 1; !p.Mixed {
		p.Unit = last
	}
}

// curve gives the figures of a column.
func (p *Plot) curve(g *grid, j int, rows []int, shown func(any)) Curve {
	c := Curve{Name: strings.Join(strings.Fields(g.columns[j].header), " "), Percent: true}
	for _, i := range rows {
		text, value := g.text(i, j), ""
		switch f := g.stated(i, j); {
		case f != nil && f.Value != nil:
			shown(f)
			value = f.Value.String()
			c.Percent = c.Percent && f.Percent
		case f == nil:
			if v, ok := g.computed(i, j, false); ok && v.exact() {
				value = v.lo.round(max(0, viet.Decimals(text))).String()
				c.Percent = c.Percent && strings.HasSuffix(text, "%")
			}
		}
		if value != "" {
			c.Decimals = max(c.Decimals, viet.Decimals(text))
		} else if !blank(text) {
			p.Gaps = append(p.Gaps, text)
		}
		c.Values = append(c.Values, value)
	}
	return c
}
