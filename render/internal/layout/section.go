package layout

import (
	"fmt"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
)

// beginSection starts a section where its w:type says.
func (p *pager) beginSection(s *wml.Section, first bool) {
	p.separateColumns()
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
	after := wml.EMU(0)
	if before != nil && len(before.Body) > 0 {
		after = p.e.spaceBetween(before.Body[len(before.Body)-1], nil)
	}
	p.addPage(number, true)
	p.keep, p.spent = true, after
}

// addPage begins a page of the current section.
func (p *pager) addPage(number int, first bool) {
	p.release()
	if p.err == nil {
		p.err = p.ctx.Err()
	}
	if len(p.pages) >= p.e.limits.Pages && p.err == nil {
		p.err = fault.List{limit.Exceeded(fault.T("số trang", "the number of pages"), fmt.Sprint(p.e.limits.Pages))}
	}
	s := p.section
	ps := &pageState{page: &Page{Width: s.PageWidth, Height: s.PageHeight, Number: number}, section: s, left: s.Left + s.Gutter, right: s.Right}
	even := number%2 == 0
	if s.RightGutter {
		ps.left, ps.right = s.Left, s.Right+s.Gutter
	}
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
	if h := p.e.headerColumn(ps, s.Headers); len(h.pieces) > 0 && !h.empty() && s.Top >= 0 {
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

// nextPage goes on on a new page.
func (p *pager) nextPage() {
	p.separateColumns()
	p.addPage(p.cur.page.Number+1, false)
}

// separateColumns draws the lines between a section's columns (w:cols w:sep), as far down as
// the longest of them reaches.
func (p *pager) separateColumns() {
	if p.section == nil || !p.section.ColumnLine || p.cur == nil {
		return
	}
	x, bottom := p.cur.left, max(p.deepest, p.y)
	for _, c := range p.section.Columns[:len(p.section.Columns)-1] {
		at := x + c.Width + c.Space/2
		if p.section.RightToLeft {
			at = p.cur.left + p.cur.page.Width - p.cur.right - at
		}
		p.cur.body.add(&Line{X1: at, Y1: p.start, X2: at, Y2: bottom, Width: wml.PerPoint / 2, Element: artifact})
		x += c.Width + c.Space
	}
}

// enterColumn goes to the top of column p.col.
func (p *pager) enterColumn(top wml.EMU) {
	p.left, p.width = p.cur.left, p.cur.page.Width-p.cur.left-p.cur.right
	if cols := p.section.Columns; len(cols) > 1 {
		for _, c := range cols[:p.col] {
			p.left += c.Width + c.Space
		}
		p.width = cols[p.col].Width
		if p.section.RightToLeft { // the first column stands at the right (§17.6.1)
			p.left = p.cur.left + p.cur.page.Width - p.cur.right - p.left - p.width
		}
	}
	p.width = max(p.width, wml.PerInch/10)
	p.y, p.fresh, p.keep, p.above, p.spent = top, true, false, nil, 0
}

// atTop reports whether nothing stands in the column, nor above it on the page: what does not
// fit here fits nowhere.
func (p *pager) atTop() bool { return p.fresh && p.start == p.cur.top }

// nextColumn goes on in the next column, or on the next page.
func (p *pager) nextColumn() {
	p.deepest = max(p.deepest, p.y)
	if p.col+1 < len(p.section.Columns) {
		p.col++
		p.enterColumn(p.start)
		return
	}
	p.nextPage()
}

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
	styled      []*wml.Paragraph // on the page, that a header may ask for
	notes       []column         // footnotes, at the foot of the text, with what separates them from it
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
