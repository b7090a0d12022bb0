package layout

import (
	"github.com/bienban/bienban/render/internal/wml"
)

// gridColumns is how many columns the rows of a table have together.
func gridColumns(t *wml.Table) int {
	n := len(t.Grid)
	for _, r := range t.Rows {
		c := r.GridBefore + r.GridAfter
		for _, cell := range r.Cells {
			c += max(cell.GridSpan, 1)
		}
		n = max(n, c)
	}
	return max(n, 1)
}

// leftOf is the left edge of columns that follow each other, from the table's own. Those of a table
// that is read from the right stand the other way round (§17.4.1).
func (tb *tableBox) leftOf(col, span int) wml.EMU {
	if tb.t.RightToLeft {
		return tb.x[len(tb.x)-1] - tb.x[col+span]
	}
	return tb.x[col]
}

// tableLeft is where a table begins, from the edge where its columns begin. Until Word 2013 its text, not its border, stood at
// the margin.
func (e *engine) tableLeft(t *wml.Table, own, width wml.EMU) wml.EMU {
	switch t.Align {
	case wml.AlignCenter:
		return (width - own) / 2
	case wml.AlignRight:
		return width - own
	}
	if e.doc.Settings.Compatibility < 15 {
		return t.Indent - t.Margins.Left
	}
	return t.Indent
}

// columnWidths are the widths of the grid's columns: those that cells ask for, then those
// of the grid, then what the content needs (§17.18.87).
func (e *engine) columnWidths(t *wml.Table, n int, width wml.EMU) []wml.EMU {
	total := wml.EMU(0) // 0: as the columns make it
	switch t.Width.Kind {
	case wml.WidthExact:
		total = wml.EMU(t.Width.Value)
	case wml.WidthPercent:
		total = width * wml.EMU(t.Width.Value) / 5000
	}
	widths := make([]wml.EMU, n)
	copy(widths, t.Grid)
	asked := askedWidths(t, n, max(total, 0), width)
	known := true
	grid := wml.EMU(0)
	for _, w := range widths {
		grid += w
	}
	useGrid := len(t.Grid) == n && (gridFits(t, widths) || t.Width.Kind == wml.WidthExact && near(grid, total))
	for i := range widths {
		if asked[i] > 0 && !useGrid {
			widths[i] = asked[i]
		}
		known = known && widths[i] > 0
	}
	if !known {
		widths = e.contentWidths(t, n, widths, total, width)
	}
	sum := wml.EMU(0)
	for _, w := range widths {
		sum += w
	}
	if t.Width.Kind == wml.WidthPercent && sum > 0 && total > 0 {
		spread(widths, sum, total)
	}
	// Cells' preferred widths do not push a table over the width that it asks for (§17.4.63;
	// Word's stored page starts: 3 of 4 against none), nor one that adapts to its content over
	// the text, from where it begins in it (Word 365, measured: 431.5 of 467.5 asked for at an indent
	// of 36; six documents follow).
	room := total
	if room <= 0 && !t.Fixed {
		room = width
		if t.Align != wml.AlignCenter && t.Align != wml.AlignRight && t.Indent > 0 && t.Indent < width {
			room -= t.Indent
		}
	}
	if !useGrid && room > 0 && sum > room {
		spread(widths, sum, room)
	}
	return widths
}

// gridFits reports whether the cells ask for the widths that the grid has.
func gridFits(t *wml.Table, grid []wml.EMU) bool {
	for _, r := range t.Rows {
		col := r.GridBefore
		for _, c := range r.Cells {
			span := max(c.GridSpan, 1)
			if c.Width.Kind == wml.WidthExact && c.Width.Value > 0 {
				sum := wml.EMU(0)
				for _, w := range grid[col:min(col+span, len(grid))] {
					sum += w
				}
				if !near(sum, wml.EMU(c.Width.Value)) {
					return false
				}
			}
			col += span
		}
	}
	return true
}

// near reports whether two widths mean the same: programs round them in their own ways.
func near(a, b wml.EMU) bool { return a-b <= 3*wml.PerPoint && b-a <= 3*wml.PerPoint }

// askedWidths are the widest that the cells of each single column ask for; 0: none does.
func askedWidths(t *wml.Table, n int, total, width wml.EMU) []wml.EMU {
	if total == 0 {
		total = width
	}
	asked := make([]wml.EMU, n)
	for _, r := range t.Rows {
		col := r.GridBefore
		for _, c := range r.Cells {
			span := max(c.GridSpan, 1)
			if span == 1 && col < n {
				switch c.Width.Kind {
				case wml.WidthExact:
					asked[col] = max(asked[col], wml.EMU(c.Width.Value))
				case wml.WidthPercent:
					asked[col] = max(asked[col], total*wml.EMU(c.Width.Value)/5000)
				}
			}
			col += span
		}
	}
	return asked
}

// contentWidths gives the columns without a width what their content needs: as wide as
// their longest line if there is room, never narrower than their longest word.
func (e *engine) contentWidths(t *wml.Table, n int, known []wml.EMU, total, width wml.EMU) []wml.EMU {
	least, most := make([]wml.EMU, n), make([]wml.EMU, n)
	for _, r := range t.Rows {
		col := r.GridBefore
		for _, c := range r.Cells {
			if span := max(c.GridSpan, 1); span > 1 || col >= n {
				col += span
				continue
			}
			lo, hi := e.contentWidth(c)
			least[col], most[col] = max(least[col], lo), max(most[col], hi)
			col++
		}
	}
	room := total
	if room == 0 {
		room = width
	}
	var lo, hi wml.EMU
	for i := range known {
		if known[i] > 0 {
			least[i], most[i] = known[i], known[i]
		}
		least[i], most[i] = max(least[i], 10*wml.PerPoint), max(most[i], least[i], 10*wml.PerPoint)
		lo, hi = lo+least[i], hi+most[i]
	}
	if hi <= room {
		if total > 0 {
			spread(most, hi, total)
		}
		return most
	}
	for i := range least {
		if hi > lo && room > lo {
			least[i] += (room - lo) * (most[i] - least[i]) / (hi - lo)
		}
	}
	if lo > room {
		spread(least, lo, room)
	}
	return least
}

// contentWidth is the least and the greatest width that a cell's text can use.
func (e *engine) contentWidth(c *wml.Cell) (least, most wml.EMU) {
	for _, b := range c.Blocks {
		switch b := b.(type) {
		case *wml.Paragraph:
			lo, hi := e.paragraphWidth(b)
			least, most = max(least, lo), max(most, hi)
		case *wml.Table:
			w := wml.EMU(0)
			for _, g := range b.Grid {
				w += g
			}
			least, most = max(least, w), max(most, w)
		}
	}
	if c.NoWrap { // its lines are not broken (§17.4.30)
		least = most
	}
	margins := c.Margins.Left + c.Margins.Right
	return least + margins, most + margins
}

// paragraphWidth is the least and the greatest width that a paragraph's text can use: its
// longest word, and its longest line if nothing breaks it.
func (e *engine) paragraphWidth(p *wml.Paragraph) (least, most wml.EMU) {
	t := e.shape(p)
	indent := p.Props.IndentLeft + p.Props.IndentRight
	word, line := indent, indent+max(p.Props.FirstLine, 0)
	for i := range t.glyphs {
		g := &t.glyphs[i]
		line += g.adv
		if g.r != ' ' {
			word += g.adv
		}
		if o, ok := g.object().(*wml.Break); ok && o != nil {
			line = indent
		}
		least, most = max(least, word), max(most, line)
		if g.brk || g.r == ' ' {
			word = indent
		}
	}
	return least, most
}

// spread scales widths that make sum so that they make total, to the last EMU.
func spread(widths []wml.EMU, sum, total wml.EMU) {
	before, after := wml.EMU(0), wml.EMU(0)
	for i, w := range widths {
		before += w
		to := before * total / sum
		widths[i] = to - after
		after = to
	}
}
