package layout

import (
	"github.com/bienban/bienban/render/internal/wml"
)

// paragraph sets a paragraph, over as many columns as it needs.
func (p *pager) paragraph(b *wml.Paragraph, below wml.Block) {
	b = p.breakBefore(b)
	box := p.e.paragraph(b, p.width, p.above, below, nil)
	gap := p.gap(b)
	box.join(gap)
	if p.vanishes(box, gap) {
		p.placeBookmarks(box)
		return
	}
	if !p.atTop() && p.drawingHangs(box, gap) {
		p.nextColumn()
		box, gap = p.e.paragraph(b, p.width, nil, below, nil), p.gap(b)
	}
	floats := len(p.cur.exclusions)
	p.wrap(box, gap)
	for from := 0; from < len(box.lines) && p.err == nil; {
		n := box.breakAt(from, p.room()-gap, p.notesBeside)
		if n == 0 && !p.atTop() {
			if from == 0 { // its floating objects go with it
				p.cur.exclusions = p.cur.exclusions[:floats]
			}
			p.nextColumn()
			gap = p.gap(b)
			if from == 0 {
				box = p.e.paragraph(b, p.width, nil, below, nil)
				floats = len(p.cur.exclusions)
				p.wrap(box, gap)
			}
			continue
		}
		n = max(n, 1) // a line higher than the page goes over its edge
		p.y += gap
		gap = 0
		if from == 0 {
			p.paintFloaters()
		}
		p.setLines(box, from, from+n)
		from += n
		if p.endsSection(box, from, below) {
			continue
		}
		switch ends := box.lines[from-1].ends; {
		case ends == endPage:
			p.nextPage()
			p.keep = from < len(box.lines)
		case ends == endColumn:
			p.nextColumn()
			p.keep = true
		case from < len(box.lines):
			p.nextColumn()
		}
	}
}

// setLines paints lines[from:to] of a paragraph where the column has got to.
func (p *pager) setLines(box *paraBox, from, to int) {
	f := p.frame()
	f.paraTop = p.y
	for i := from; i < to; i++ {
		p.e.paintLine(f, box, i, p.left, p.y)
		if box.text.notes {
			p.putNotes(box.notesIn(i))
		}
		p.y += box.height(i)
	}
	p.fresh = false
}

// wrap sets a paragraph around the floating objects in its way, its own among them.
func (p *pager) wrap(box *paraBox, gap wml.EMU) {
	p.placeFloaters(p.y + gap)
	p.exclude(box, p.y+gap)
	if len(p.cur.exclusions) > 0 {
		p.e.breakAround(box, p.cur.exclusions, p.left, p.y+gap, gap-min(gap, p.e.spaceBetween(p.above, nil)))
	}
}

// firstPart is the height of what must stand together at the paragraph's start; what a
// factor adds below it may hang over the foot of the page.
func (b *paraBox) firstPart() wml.EMU {
	n := 1
	switch {
	case b.lines[0].onlyBreak():
		return 0
	case b.p.Props.KeepLines:
		n = len(b.lines)
	case b.p.Props.WidowControl && len(b.lines) == 3:
		n = 3
	case b.p.Props.WidowControl:
		n = min(2, len(b.lines))
	}
	return b.heightOf(0, n) - b.lines[n-1].hang
}

// breakAt is how many lines from from on go into room, widows and orphans minded: 0 if
// the paragraph has to begin elsewhere. Only a line's natural height has to fit: what a
// factor adds below it hangs over the foot (Word 2007 to 365, measured: 30 pages of 14
// documents hang over, by up to 8.1 pt). A page break alone needs no room.
//
// notes is the height that the footnotes of a page take with those given.
func (b *paraBox) breakAt(from int, room wml.EMU, notes func([]int) wml.EMU) int {
	n := len(b.lines)
	k := from
	var ids []int
	for k < n {
		if b.lines[k].onlyBreak() {
			return k + 1 - from
		}
		need := b.height(k) - b.lines[k].hang
		if b.text.notes {
			ids = append(ids, b.notesIn(k)...)
			need += notes(ids)
		}
		if need > room+slack {
			break
		}
		room -= b.height(k)
		k++
		if b.lines[k-1].ends == endPage || b.lines[k-1].ends == endColumn {
			return k - from
		}
	}
	if k == n {
		return n - from
	}
	if b.p.Props.KeepLines && from == 0 {
		return 0
	}
	if b.p.Props.WidowControl {
		if n-k == 1 && k > from {
			k--
		}
		if k-from == 1 && from == 0 {
			k--
		}
	}
	return max(k-from, 0)
}

// heightOf is the height of lines[from:to].
func (b *paraBox) heightOf(from, to int) (h wml.EMU) {
	for i := from; i < to; i++ {
		h += b.height(i)
	}
	return h
}

// slack forgives what rounding adds up to on a page.
const slack = wml.PerTwip

// room is what is left of the column, footnotes minded.
func (p *pager) room() wml.EMU { return p.cur.bottom - p.cur.noteHeight - p.y }
