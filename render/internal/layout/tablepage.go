package layout

import (
	"github.com/bienban/bienban/render/internal/wml"
)

// table sets a table, row by row.
func (p *pager) table(t *wml.Table) {
	if len(t.Rows) == 0 {
		return
	}
	if p.floats(t) {
		return
	}
	gap := p.gap(t)
	if bottom := p.clear(gap); bottom > p.y+gap {
		gap = bottom - p.y
	}
	tb := p.e.columns(t, p.width, p.above, nil)
	p.e.setRows(tb, tb.heads)
	if tb.headHeight() > p.cur.bottom-p.start {
		tb.heads = 0 // rows like others
	}
	p.y += gap
	var placed []placedRow
	heads := 0       // of the placed rows, how many repeat the head
	done := tb.heads // rows before it hold nothing any more, those of the head apart
	put := func(r *rowBox) {
		placed = append(placed, placedRow{r, p.y})
		p.putNotes(r.notesIn())
		p.y += r.height
		p.fresh = false
	}
	flush := func() {
		if len(placed) > heads || heads == 0 && len(placed) > 0 {
			p.e.paintRows(p.frame(), placed, p.left)
		}
		placed, heads = nil, 0
	}
	turn := func(next *rowBox) { // next goes on the new page
		flush()
		for ; done < next.index; done++ {
			tb.rows[done].cells = nil
		}
		p.nextColumn()
		p.y += p.gap(nil)
		// A head is not repeated in itself, nor where it leaves no room below.
		if next.index < tb.heads || tb.headHeight()+tb.least(next)+tb.sill(next) > p.room()+slack {
			return
		}
		for _, r := range tb.rows[:tb.heads] {
			put(r)
			heads++
		}
	}
	for i := 0; i < len(tb.rows) && p.err == nil; i++ {
		p.e.setRows(tb, i+tb.keptRows(i))
		r := tb.rows[i]
		if !p.fits(tb, i) && len(placed) > heads && r.height <= p.cur.bottom-p.start && (t.Rows[i].CantSplit || i < tb.heads || tb.keptRows(i) > 1) {
			turn(r)
		}
		for r != nil && p.err == nil {
			if r.height+tb.sill(r)+p.notesHeight(r.notesIn()) <= p.room()+slack {
				put(r)
				break
			}
			atTop := len(placed) == heads && (heads > 0 || p.atTop())
			head, tail, ok := r.split(p.room()-tb.sill(r), false)
			if !ok && atTop {
				head, tail, ok = r.split(p.room()-tb.sill(r), true)
			}
			if ok && (!t.Rows[i].CantSplit && i >= tb.heads || atTop) {
				put(head)
				r = tail
				turn(r)
				continue
			}
			if atTop { // higher than a page, and not to be cut
				put(r)
				break
			}
			turn(r)
		}
	}
	flush()
}

// clear is where a table may begin: below the floating objects that stand in the column.
func (p *pager) clear(gap wml.EMU) wml.EMU {
	y := p.y + gap
	for _, x := range p.cur.exclusions {
		if x.top < y+wml.PerPoint && x.bottom > y && x.right > p.left && x.left < p.left+p.width {
			y = max(y, x.bottom)
		}
	}
	return y
}

// sill is what the border below a row needs where the row is the last on its page: a row's
// height has the border above it, and in the table's last row the one below.
func (tb *tableBox) sill(r *rowBox) wml.EMU {
	if r.bottom > 0 && !r.cut {
		return 0
	}
	return tb.edges.thickest(r.index + 1)
}

// split cuts a row at a height, each of its cells at a line. ok is false if the row must
// stay whole there: a cell could not place a line of its own, or what w:trHeight asks for
// would be cut (Word 365, measured: none of 93 rows at page ends breaks this). At the top of a
// page, where no other has more room, only the lines count, so that nothing is lost below the foot.
//
// The head ends where its tallest cell does (Word 2019, measured: 9.3 pt above the foot), or
// at the foot where cells go over several rows.
func (r *rowBox) split(room wml.EMU, atTop bool) (head, tail *rowBox, ok bool) {
	src := r.table.t.Rows[r.index]
	if !atTop && (src.HeightRule == wml.HeightExact || !r.tail && r.least()-r.bottom > room) || room <= 0 {
		return nil, r, false
	}
	h, t := *r, *r
	h.cells, t.cells = make([]*cellBox, len(r.cells)), make([]*cellBox, len(r.cells))
	h.bottom, h.cut, t.tail, t.top = 0, true, true, r.table.edges.thickest(r.index)
	tallest, ends := wml.EMU(0), wml.EMU(0)
	for i, c := range r.cells {
		hc, tc := *c, *c
		if c.covered == nil && c.rows == 1 {
			inner := room - r.top - c.cell.Margins.Top - c.cell.Margins.Bottom
			var fits bool
			if hc.column, tc.column, fits = c.column.split(inner, atTop); !fits {
				return nil, r, false
			}
			tallest, ends = max(tallest, tc.need()), max(ends, r.top+hc.need())
		} else {
			ends = room
		}
		h.cells[i], t.cells[i] = &hc, &tc
	}
	if tallest == 0 && (!atTop || r.height <= room) {
		return nil, r, false
	}
	h.height = min(max(ends, r.least()-r.bottom), room)
	asked := src.Height
	if r.tail { // what is left of it
		asked = r.height
	}
	t.height = max(tallest+t.top+r.bottom, asked-h.height)
	return &h, &t, true
}
