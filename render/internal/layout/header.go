package layout

import (
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/wml"
)

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
// pages together that are not given away yet.
func (p *pager) finish() []*Page {
	var pages []*Page
	for i := range p.pages {
		p.paintHeaders(i)
		if page := p.whole(i); i >= p.e.given {
			pages = append(pages, page)
		}
	}
	return pages
}

// release gives away the pages that are filled, up to the first on which a number stands that
// is not known yet: what the text before it is set from is the same in each pass.
func (p *pager) release() {
	for p.e.opts.Page != nil && p.err == nil && !p.trying && !p.e.asked && !p.e.waits && p.released < len(p.pages) {
		i := p.released
		if p.paintHeaders(i); p.e.waits {
			p.pages[i].head = canvas{}
			return
		}
		p.released++
		if page := p.whole(i); i >= p.e.given {
			p.e.given++
			p.err = p.e.opts.Page(page)
		}
	}
}

// paintHeaders paints the header and footer of page i.
func (p *pager) paintHeaders(i int) {
	ps := p.pages[i]
	if ps.blank || i < p.released {
		return
	}
	p.e.painting = true
	defer func() {
		p.e.painting = false
		for _, par := range ps.styled {
			p.e.styled.before[strings.ToLower(par.Props.StyleName)] = par
		}
	}()
	s := ps.section
	f := frame{c: &ps.head, page: ps, left: ps.left, width: ps.page.Width - ps.left - ps.right, artifact: true, ground: p.e.ground()}
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

// whole is page i with all that stands on it, of which nothing is kept.
func (p *pager) whole(i int) *Page {
	ps := p.pages[i]
	p.e.paintNotes(ps)
	page := *ps.page
	page.Items = slices.Concat(p.e.background(ps), ps.head.items(), ps.body.items())
	ps.head, ps.body, ps.notes, ps.exclusions = canvas{}, canvas{}, nil, nil
	return &page
}

// background is what lies under all else on a page. Word leaves it out of what it prints on paper
// unless it is told otherwise; a PDF is looked at, and text that was set on a dark ground could not
// be read without it (LibreOffice 25.2 prints it too).
func (e *engine) background(ps *pageState) []Item {
	if e.doc.Background == nil {
		return nil
	}
	at := rect{0, 0, ps.page.Width, ps.page.Height}
	parts, _ := outline(nil, nil, at.w, at.h)
	c := canvas{}
	for _, p := range parts {
		e.paintFill(&c, &wml.Shape{Geometry: "rect", Fill: e.doc.Background}, p, at)
	}
	return c.items()
}

// ground is the colour of the page, for text whose colour depends on it; nil: white.
func (e *engine) ground() *wml.Color {
	if e.doc.Background == nil {
		return nil
	}
	return &e.doc.Background.Color
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

// empty reports whether a header is one paragraph of the default style of which nothing prints.
// It does not push the text (Word 365, measured: 26 pages of one document, 13.5 pt); one of the
// style that headers have does (one document, 7.2 pt), as does an empty footer (one document, 36
// pages).
func (h column) empty() bool {
	if len(h.pieces) != 1 || h.pieces[0].para == nil {
		return false
	}
	p := h.pieces[0].para.p
	return blank(p) && !hasBorders(p) && strings.EqualFold(p.Props.StyleName, "Normal")
}
