package indicator

import "github.com/bienban/bienban/render/meeting"

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
		c := &in.Columns[i]
		for _, p := range []any{&c.ID, &c.Header, &c.Unit, &c.Format, c.Width, &c.Align, &c.Formula, &c.Source} {
			tell(p)
		}
		for j := range c.Groups {
			tell(&c.Groups[j])
		}
	}
	for i, r := range g.rows {
		g.showRow(i, r, tell)
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
