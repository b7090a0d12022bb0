package layout

import (
	"slices"

	"github.com/bienban/bienban/render/internal/wml"
)

// keepChain goes to the next column if the blocks from i on that want to stay together do
// not fit in this one, but would in a new one.
func (p *pager) keepChain(blocks []wml.Block, i int) {
	j := i
	for j < len(blocks) {
		q, ok := blocks[j].(*wml.Paragraph)
		if !ok || !q.Props.KeepNext {
			break
		}
		j++
	}
	p.chained = j
	if j == i || p.atTop() || j == len(blocks) {
		return
	}
	full := p.cur.bottom - p.cur.top
	need, above := wml.EMU(0), p.above
	for k := i; k <= j && need <= full; k++ {
		need += p.e.spaceBetween(above, blocks[k])
		switch b := blocks[k].(type) {
		case *wml.Paragraph:
			if b.Props.PageBreakBefore && k > i {
				return
			}
			box := p.e.paragraph(b, p.width, above, nil, nil)
			switch {
			case box.lines[0].onlyBreak(): // it needs no room here, nor does the space above it
				need -= p.e.spaceBetween(above, b)
				k = j
			case box.breaks(): // the chain ends at a page break
				need += box.firstPart()
				k = j
			case k < j:
				need += box.heightOf(0, len(box.lines))
			default:
				need += box.firstPart()
			}
		case *wml.Table:
			need += p.firstRows(p.e.columns(b, p.width, above, nil), need)
		}
		above = blocks[k]
	}
	if need > p.room()+slack && need <= full {
		p.nextColumn()
	}
}

// firstRows is the height of what must stand together at a table's start, below what takes
// above of the column: its head and the first row below it, or of that row what fits, if it
// can be cut there (Word LTSC, measured: a heading stays above the first 8 of 15 lines).
func (p *pager) firstRows(tb *tableBox, above wml.EMU) (h wml.EMU) {
	for i, r := range tb.rows {
		p.e.setRows(tb, i+1)
		if i < tb.heads || r.keepWithNext() {
			h += r.height
			continue
		}
		if head, _, ok := r.split(p.room()-above-h-tb.sill(r), false); ok && !tb.t.Rows[i].CantSplit {
			return h + head.height
		}
		return h + r.height
	}
	return h
}

// headHeight is the height of the rows that are repeated.
func (tb *tableBox) headHeight() (h wml.EMU) {
	for _, r := range tb.rows[:tb.heads] {
		h += r.height
	}
	return h
}

// least is the height of what of a row must stand on one page: all of it, or the first
// lines of its cells.
func (tb *tableBox) least(r *rowBox) wml.EMU {
	if tb.t.Rows[r.index].CantSplit {
		return r.height
	}
	least := wml.EMU(0)
	for _, c := range r.cells {
		if len(c.column.pieces) > 0 {
			least = max(least, c.column.pieces[0].h+c.cell.Margins.Top+c.cell.Margins.Bottom)
		}
	}
	return min(least+r.top, r.height)
}

// keptRows is how many rows from i on Word keeps on one page.
func (tb *tableBox) keptRows(i int) int {
	n := 1
	for i+n < len(tb.rows) && (tb.rows[i+n-1].keepWithNext() || i+n-1 < tb.heads) {
		n++
	}
	return n
}

// fits reports whether row i, with those kept with it, fits in the column.
func (p *pager) fits(tb *tableBox, i int) bool {
	h := wml.EMU(0)
	full := p.cur.bottom - p.start
	for _, r := range tb.rows[i : i+tb.keptRows(i)] {
		if h+r.height > full {
			break
		}
		h += r.height
	}
	return h+tb.sill(tb.rows[i+tb.keptRows(i)-1]) <= p.room()+slack
}

// keepWithNext reports whether Word keeps the row on the page of the next one: its first
// cell's paragraphs say so.
func (r *rowBox) keepWithNext() bool {
	if len(r.cells) == 0 {
		return false
	}
	for _, b := range r.cells[0].cell.Blocks {
		if p, ok := b.(*wml.Paragraph); !ok || !p.Props.KeepNext {
			return false
		}
	}
	return true
}

// breaks reports whether a page break stands in a paragraph.
func (b *paraBox) breaks() bool {
	return slices.ContainsFunc(b.lines, func(l line) bool { return l.ends == endPage })
}
