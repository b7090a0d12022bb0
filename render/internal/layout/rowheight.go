package layout

import (
	"github.com/bienban/bienban/render/internal/wml"
)

// rowHeight is the height of a row from those of its own cells and its w:trHeight.
func (e *engine) rowHeight(r *rowBox, src *wml.Row) wml.EMU {
	if src.HeightRule == wml.HeightExact && src.Height > 0 {
		return src.Height
	}
	h := wml.EMU(0)
	for _, c := range r.cells {
		if c.covered == nil && c.rows == 1 {
			h = max(h, c.need()+r.top+r.bottom)
		}
	}
	if h == 0 && len(r.cells) > 0 { // all merged: an empty line's height is the least
		h = r.top + r.bottom
	}
	return max(h, r.least())
}

// least is the height that w:trHeight gives a row: it leaves out the cells' margins and the
// border above (two engines that follow Word agree; Word 365, measured: 47.5 = 37.5 + 10
// without a border of the row's own; in mode 14 the lines of a whole page), but in modes before
// 14, which Word 2010 brought, has the margins in it (Word 2010, stored in a document of mode
// 12: 2 page starts and the number of pages, 15.4 a row where 18.0 would be two pages more).
func (r *rowBox) least() wml.EMU {
	height := r.table.t.Rows[r.index].Height
	if height == 0 {
		return 0
	}
	margins := wml.EMU(0)
	if r.table.mode >= 14 {
		for _, c := range r.cells {
			margins = max(margins, c.cell.Margins.Top+c.cell.Margins.Bottom)
		}
	}
	return height + margins + r.own + r.bottom
}

// topBorder works out what the border above adds to a row's height: that of its own cells
// where they have one, though the row above may draw a thicker line (Word 365, measured: 70
// places, 39.2 where the thicker one would give 40.7).
func (tb *tableBox) topBorder(r *rowBox) {
	r.top, r.own = tb.edges.thickest(r.index), 0
	for _, c := range r.cells {
		if c.covered == nil {
			r.own = max(r.own, borderThickness(tb.side(c, r.index, sideTop).b))
		}
	}
	r.own = min(r.own, r.top)
	if r.own > 0 {
		r.top = r.own
	}
}

// need is the height of a cell's content with its margins.
func (c *cellBox) need() wml.EMU {
	return c.column.height + c.cell.Margins.Top + c.cell.Margins.Bottom
}

// stretchMerged makes the last row of each merged cell in rows[from:end] high enough for
// its content.
func (tb *tableBox) stretchMerged(from, end int) {
	for i := from; i < end; i++ {
		r := tb.rows[i]
		for _, c := range r.cells {
			if c.rows == 1 || c.covered != nil {
				continue
			}
			have := wml.EMU(0)
			for k := i; k < i+c.rows && k < len(tb.rows); k++ {
				have += tb.rows[k].height
			}
			last := min(i+c.rows, len(tb.rows)) - 1
			if lack := c.need() + r.top - have; lack > 0 && tb.t.Rows[last].HeightRule != wml.HeightExact {
				tb.rows[last].height += lack
			}
		}
	}
}
