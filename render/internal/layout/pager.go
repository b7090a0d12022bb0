package layout

import (
	"context"
	"fmt"
	"slices"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
)

// A pageState is a page being filled.
type pageState struct {
	page        *Page
	section     *wml.Section
	kind        pageKind
	blank       bool    // put in so that the next page is odd or even: no headers
	left, right wml.EMU // margins as they are on this page
	top, bottom wml.EMU // of the text, headers and footers minded
	body, head  canvas
	exclusions  []exclusion
	notes       []column // footnotes, at the foot of the text
	noteIDs     []int
	noteHeight  wml.EMU // with the line above them
}

// pageKind says which of a section's headers a page has.
type pageKind int

const (
	pageDefault pageKind = iota
	pageFirst
	pageEven
)

func (k pageKind) of(h wml.HeaderSet) []wml.Block {
	switch k {
	case pageFirst:
		return h.First
	case pageEven:
		return h.Even
	}
	return h.Default
}

// A pager fills pages with the blocks of a document, section by section.
type pager struct {
	ctx     context.Context
	e       *engine
	pages   []*pageState
	cur     *pageState
	section *wml.Section
	col     int
	left    wml.EMU // of the column
	width   wml.EMU
	y       wml.EMU
	start   wml.EMU // where the columns of this section begin on the page
	deepest wml.EMU // how far down a column of this section has reached on the page
	fresh   bool    // nothing stands in the column yet
	keep    bool    // the column began where the document or an author says so: space before counts
	above   wml.Block
	waiting []*floater
	chained int // blocks before this index were seen to by a chain of keep-with-next
	err     error
}

// setDocument sets the whole document into pages once.
func (e *engine) setDocument(ctx context.Context) ([]*Page, error) {
	p := &pager{ctx: ctx, e: e}
	e.sectionPages = map[*wml.Section]int{}
	for i, s := range e.doc.Sections {
		p.beginSection(s, i == 0)
		if i+1 < len(e.doc.Sections) && e.doc.Sections[i+1].Start == wml.Continuous && len(s.Columns) > 1 {
			p.balance(s.Body)
		} else {
			p.blocks(s.Body)
		}
		if p.err != nil {
			return nil, p.err
		}
	}
	p.endnotes()
	e.found.total = len(p.pages)
	return p.finish(), nil
}

// beginSection starts a section where its w:type says.
func (p *pager) beginSection(s *wml.Section, first bool) {
	before := p.section
	p.section = s
	if s.VAlign != wml.AlignTop {
		p.e.warnings.add("section-valign", "", fault.Text{},
			fault.T("căn dọc cả trang chưa được hỗ trợ: chữ bắt đầu từ đầu trang", "vertical alignment of whole pages is not supported yet: the text begins at the top"), fault.Text{})
	}
	if !first && s.Start == wml.Continuous && before.PageWidth == s.PageWidth && before.PageHeight == s.PageHeight {
		if !p.fresh || p.col > 0 {
			p.start = max(p.y+p.e.spaceBetween(p.above, nil), p.deepest)
		}
		p.col, p.deepest = 0, p.start
		p.enterColumn(p.start)
		p.keep = true
		return
	}
	if !first && s.Start == wml.NextColumn && p.col+1 < len(before.Columns) {
		p.nextColumn()
		p.keep = true
		return
	}
	number := 1
	if p.cur != nil {
		number = p.cur.page.Number + 1
	}
	if s.PageStart >= 0 {
		number = s.PageStart
	}
	if odd := number%2 == 1; s.Start == wml.OddPage && !odd || s.Start == wml.EvenPage && odd {
		if p.cur != nil {
			p.addPage(number, false)
			p.cur.blank = true
		}
		number++
	}
	p.addPage(number, true)
	p.keep = true
}

// addPage begins a page of the current section.
func (p *pager) addPage(number int, first bool) {
	if p.err == nil {
		p.err = p.ctx.Err()
	}
	if len(p.pages) >= p.e.limits.Pages && p.err == nil {
		p.err = fault.List{limit.Exceeded(fault.T("số trang", "the number of pages"), fmt.Sprint(p.e.limits.Pages))}
	}
	s := p.section
	ps := &pageState{page: &Page{Width: s.PageWidth, Height: s.PageHeight, Number: number}, section: s, left: s.Left + s.Gutter, right: s.Right}
	even := number%2 == 0
	if p.e.doc.Settings.MirrorMargins && even {
		ps.left, ps.right = s.Right, s.Left+s.Gutter
	}
	switch {
	case first && s.TitlePage:
		ps.kind = pageFirst
	case p.e.doc.Settings.EvenAndOdd && even:
		ps.kind = pageEven
	}
	p.cur = ps
	p.e.page = ps
	p.pages = append(p.pages, ps)
	p.e.sectionPages[s]++
	ps.top, ps.bottom = max(s.Top, -s.Top), s.PageHeight-max(s.Bottom, -s.Bottom)
	if h := p.e.headerColumn(ps, s.Headers); len(h.pieces) > 0 && s.Top >= 0 {
		ps.top = max(ps.top, s.Header+h.height)
	}
	if h := p.e.headerColumn(ps, s.Footers); len(h.pieces) > 0 && s.Bottom >= 0 {
		ps.bottom = min(ps.bottom, s.PageHeight-s.Footer-h.height)
	}
	if ps.bottom-ps.top < wml.PerInch/4 { // headers higher than the page
		ps.top, ps.bottom = min(ps.top, s.PageHeight/2), s.PageHeight
	}
	p.col, p.start, p.deepest = 0, ps.top, ps.top
	p.enterColumn(ps.top)
}

// enterColumn goes to the top of column p.col.
func (p *pager) enterColumn(top wml.EMU) {
	p.left, p.width = p.cur.left, p.cur.page.Width-p.cur.left-p.cur.right
	if cols := p.section.Columns; len(cols) > 1 {
		for _, c := range cols[:p.col] {
			p.left += c.Width + c.Space
		}
		p.width = cols[p.col].Width
	}
	p.width = max(p.width, wml.PerInch/10)
	p.y, p.fresh, p.keep, p.above = top, true, false, nil
}

// nextColumn goes on in the next column, or on the next page.
func (p *pager) nextColumn() {
	p.deepest = max(p.deepest, p.y)
	if p.col+1 < len(p.section.Columns) {
		p.col++
		p.enterColumn(p.start)
		return
	}
	p.addPage(p.cur.page.Number+1, false)
}

// room is what is left of the column, footnotes minded.
func (p *pager) room() wml.EMU { return p.cur.bottom - p.cur.noteHeight - p.y }

func (p *pager) frame() frame {
	return frame{c: &p.cur.body, page: p.cur, left: p.left, width: p.width}
}

// gap is the space above the next block. At the top of a page that began by itself there
// is none.
func (p *pager) gap(b wml.Block) wml.EMU {
	if p.fresh && !p.keep {
		return 0
	}
	return p.e.spaceBetween(p.above, b)
}

// blocks sets the blocks of a section.
func (p *pager) blocks(blocks []wml.Block) {
	p.chained = 0
	for i := 0; i < len(blocks) && p.err == nil; i++ {
		var below wml.Block
		if i+1 < len(blocks) {
			below = blocks[i+1]
		}
		if n := framed(blocks[i:]); n > 0 && i+n < len(blocks) {
			p.waiting = append(p.waiting, p.e.frameFloater(blocks[i:i+n], p.width, nil))
			i += n - 1
			continue
		}
		if i >= p.chained {
			p.keepChain(blocks, i)
		}
		switch b := blocks[i].(type) {
		case *wml.Paragraph:
			p.paragraph(b, below)
		case *wml.Table:
			p.table(b)
		}
		if !p.fresh && (len(p.waiting) == 0 || p.above == nil) {
			p.above = blocks[i] // what ended the column leaves no space in the next
		}
	}
	if len(p.waiting) > 0 { // no paragraph follows
		p.placeFloaters(p.y)
		p.paintFloaters()
	}
}

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
	if j == i || p.fresh || j == len(blocks) {
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
			if k < j {
				need += box.heightOf(0, len(box.lines))
			} else {
				need += box.firstPart()
			}
		case *wml.Table:
			need += p.e.firstRows(p.e.columns(b, p.width, nil))
		}
		above = blocks[k]
	}
	if need > p.room()+slack && need <= full {
		p.nextColumn()
	}
}

// firstRows is the height of what must stand together at a table's start: its head and
// the first row below it.
func (e *engine) firstRows(tb *tableBox) (h wml.EMU) {
	for i, r := range tb.rows {
		e.setRows(tb, i+1)
		if i < tb.heads || r.keepWithNext() {
			h += r.height
			continue
		}
		return h + tb.least(r)
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

// paragraph sets a paragraph, over as many columns as it needs.
func (p *pager) paragraph(b *wml.Paragraph, below wml.Block) {
	if b.Props.PageBreakBefore && !(p.fresh && p.keep) {
		if !p.fresh || p.col > 0 {
			p.addPage(p.cur.page.Number+1, false)
		}
		p.keep = true
	}
	above := p.above
	box := p.e.paragraph(b, p.width, above, below, nil)
	gap := p.gap(b)
	floats := len(p.cur.exclusions)
	p.wrap(box, gap)
	for from := 0; from < len(box.lines) && p.err == nil; {
		n := box.breakAt(from, p.room()-gap, p.notesHeight)
		if n == 0 && !p.fresh {
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
		f := p.frame()
		f.paraTop = p.y
		for ; n > 0; n-- {
			p.e.paintLine(f, box, from, p.left, p.y)
			if box.text.notes {
				p.putNotes(box.notesIn(from))
			}
			p.y += box.height(from)
			from++
		}
		p.fresh = false
		switch ends := box.lines[from-1].ends; {
		case ends == endPage:
			p.addPage(p.cur.page.Number+1, false)
			p.keep = true
		case ends == endColumn:
			p.nextColumn()
			p.keep = true
		case from < len(box.lines):
			p.nextColumn()
		}
	}
}

// wrap sets a paragraph around the floating objects in its way, its own among them.
func (p *pager) wrap(box *paraBox, gap wml.EMU) {
	p.placeFloaters(p.y + gap)
	p.exclude(box, p.y+gap)
	if len(p.cur.exclusions) > 0 {
		p.e.breakAround(box, p.cur.exclusions, p.left, p.y+gap)
	}
}

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
	tb := p.e.columns(t, p.width, nil)
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
			head, tail, ok := r.split(p.room() - tb.sill(r))
			atTop := len(placed) == heads && (heads > 0 || p.fresh)
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

// headerColumn sets the header or footer that a page has.
func (e *engine) headerColumn(ps *pageState, h wml.HeaderSet) column {
	blocks := ps.kind.of(h)
	if len(blocks) == 0 {
		return column{}
	}
	e.page, e.inHeader = ps, true
	defer func() { e.inHeader = false }()
	return e.stack(blocks, ps.page.Width-ps.left-ps.right, artifact)
}

// finish paints headers and footers, now that the number of pages is known, and puts the
// pages together.
func (p *pager) finish() []*Page {
	pages := make([]*Page, len(p.pages))
	for i, ps := range p.pages {
		pages[i] = ps.page
		p.e.paintNotes(ps)
		if !ps.blank {
			s := ps.section
			f := frame{c: &ps.head, page: ps, left: ps.left, width: ps.page.Width - ps.left - ps.right, artifact: true}
			if c := p.e.headerColumn(ps, s.Headers); len(c.pieces) > 0 {
				p.e.inHeader = true
				p.e.paint(f, c, ps.left, s.Header)
			}
			if c := p.e.headerColumn(ps, s.Footers); len(c.pieces) > 0 {
				p.e.inHeader = true
				p.e.paint(f, c, ps.left, s.PageHeight-s.Footer-c.height)
			}
			p.e.inHeader = false
			paintPageBorders(ps, p.first(i))
		}
		ps.page.Items = slices.Concat(ps.head.items(), ps.body.items())
		ps.head, ps.body = canvas{}, canvas{}
	}
	return pages
}

// first reports whether page i is the first of its section.
func (p *pager) first(i int) bool { return i == 0 || p.pages[i-1].section != p.pages[i].section }

// paintPageBorders draws w:pgBorders.
func paintPageBorders(ps *pageState, first bool) {
	b := ps.section.PageBorders
	if b == nil || first && !b.FirstPage || !first && !b.OtherPages {
		return
	}
	space := func(x *wml.Border) wml.EMU {
		if x == nil {
			return 0
		}
		return x.Space
	}
	left, right := space(b.Left), ps.page.Width-space(b.Right)
	top, bottom := space(b.Top), ps.page.Height-space(b.Bottom)
	if b.FromText {
		s := ps.section
		left, right = ps.left-space(b.Left)-borderThickness(b.Left), ps.page.Width-ps.right+space(b.Right)+borderThickness(b.Right)
		top, bottom = s.Top-space(b.Top)-borderThickness(b.Top), ps.page.Height-s.Bottom+space(b.Bottom)+borderThickness(b.Bottom)
	}
	horizontal(&ps.head, b.Top, left, right, top)
	horizontal(&ps.head, b.Bottom, left, right, bottom-borderThickness(b.Bottom))
	vertical(&ps.head, b.Left, left, top, bottom)
	vertical(&ps.head, b.Right, right-borderThickness(b.Right), top, bottom)
}
