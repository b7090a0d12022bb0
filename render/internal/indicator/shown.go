package indicator

import (
	"slices"

	"github.com/bienban/bienban/render/meeting"
)

// show tells what of its indicator a table shows or is made by.
func (g *grid) show(tell func(pointer any)) {
	in := g.in
	for _, p := range []any{&in.ID, &in.Caption, &in.Title, &in.Preset, &in.Codes, &in.Continuous, in.Landscape, &in.Total, &in.RowsFrom, in.HeaderRows} {
		tell(p)
	}
	if in.Preset != "" { // its headers name the period
		tell(in.PeriodEnd)
	}
	for i := range in.Numbering {
		tell(&in.Numbering[i])
	}
	for i := range in.Notes {
		tell(&in.Notes[i])
	}
	for i := range in.Columns {
		showColumn(&in.Columns[i], tell)
	}
	for i, r := range g.rows {
		g.showRow(i, r, tell)
	}
}

// showColumn tells it of a column that the file states.
func showColumn(c *meeting.Column, tell func(pointer any)) {
	for _, p := range []any{&c.ID, &c.Header, &c.Unit, &c.Format, c.Width, &c.Align, &c.Formula, &c.Source} {
		tell(p)
	}
	for j := range c.Groups {
		tell(&c.Groups[j])
	}
}

// showPlot tells what of its indicator a chart of some rows and columns shows or is made by; the
// figures apart, which [Plot.curve] tells.
func (g *grid) showPlot(p *Plot, rows, columns []int, tell func(pointer any)) {
	in := g.in
	for _, it := range []any{&in.ID, &in.Title, &in.Preset, &in.RowsFrom, in.HeaderRows} {
		tell(it)
	}
	if in.Preset != "" {
		tell(in.PeriodEnd)
	}
	for i := range in.Columns {
		c := &in.Columns[i]
		if slices.ContainsFunc(columns, func(j int) bool {
			return g.columns[j].id == canonical(c.ID) || c.ID == "" && g.columns[j].header == c.Header
		}) {
			showColumn(c, tell)
		}
	}
	for _, i := range rows {
		r := g.rows[i].in
		tell(&r.ID)
		tell(&r.Name)
		tell(&r.Formula)
		if !p.Mixed {
			tell(&r.Unit)
			if r.Unit == "" {
				tell(&in.Unit)
			}
		}
	}
}

// showRow tells it of a row.
func (g *grid) showRow(i int, r *row, tell func(pointer any)) {
	in := r.in
	for _, p := range []any{&in.ID, &in.Name, &in.Unit, in.AsOf, &in.Formula, &in.Footnote, &in.LowerIsBetter, in.Bold} {
		tell(p)
	}
	if !g.unnumbered {
		tell(&in.Ordinal)
	}
	if in.Unit == "" && !r.group {
		tell(&g.in.Unit)
	}
	for j, c := range g.columns {
		switch f := g.stated(i, j); {
		case f != nil:
			tell(f)
		case c.kind == Assessment:
			tell(&in.Assessment)
		case c.kind == Note:
			tell(&in.Note)
		}
	}
	if g.in.Columns != nil || g.in.Preset != "" { // these have a finding of their own: see unprinted
		for _, f := range []*meeting.Figure{in.Plan, in.Actual, in.Previous, in.PercentOfPlan, in.Growth} {
			tell(f)
		}
		tell(&in.Assessment)
		tell(&in.Note)
	}
}
