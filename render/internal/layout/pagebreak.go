package layout

import (
	"slices"

	"github.com/bienban/bienban/render/internal/wml"
)

// onlyBreak reports whether a line holds nothing but a page break.
func (l *line) onlyBreak() bool { return l.ends == endPage && l.visible == l.start }

// breakBefore begins a page where a paragraph asks for one before itself (w:pageBreakBefore),
// or by a page break that it begins with: its number and text come after the break, and the
// space before counts there (Word 365, measured: 3 places). What is left of the paragraph
// is returned.
func (p *pager) breakBefore(b *wml.Paragraph) *wml.Paragraph {
	if b.Props.PageBreakBefore && !(p.fresh && p.keep) {
		if !p.atTop() || p.col > 0 {
			p.nextPage()
		}
		p.keep = true
	}
	rest := afterBreak(b)
	if rest == nil {
		return b
	}
	p.nextPage()
	if b == p.mark {
		p.mark = rest
	}
	return rest
}

// afterBreak is a paragraph without the page break that it begins with; nil if it begins
// otherwise, or nothing follows.
func afterBreak(b *wml.Paragraph) *wml.Paragraph {
	i := slices.IndexFunc(b.Inlines, printed)
	if i < 0 {
		return nil
	}
	if br, ok := b.Inlines[i].(*wml.Break); !ok || br.Kind != wml.BreakPage {
		return nil
	}
	if !slices.ContainsFunc(b.Inlines[i+1:], printed) {
		return nil
	}
	rest := *b
	rest.Inlines = slices.Concat(b.Inlines[:i], b.Inlines[i+1:])
	return &rest
}

func printed(in wml.Inline) bool {
	_, bookmark := in.(*wml.Bookmark)
	return !bookmark
}

// blank reports whether nothing of a paragraph prints.
func blank(b *wml.Paragraph) bool {
	return b.Label == nil && !slices.ContainsFunc(b.Inlines, printed)
}

// endOf is the paragraph that ends a section which another one follows; nil: there is none.
func endOf(s, next *wml.Section) *wml.Paragraph {
	if next == nil || len(s.Body) == 0 {
		return nil
	}
	mark, _ := s.Body[len(s.Body)-1].(*wml.Paragraph)
	return mark
}

// vanishes reports whether a paragraph is the empty one that ends a section and takes no
// page of its own: after a page break, nor where it does not fit (Word 2010 to 365,
// measured: 6 documents). Where the next section goes on on the page, it takes no room at all
// (16.1 and 20.7 less in 3 documents), but the section's only paragraph takes it below the page's
// top (2 documents).
func (p *pager) vanishes(box *paraBox, gap wml.EMU) bool {
	if box.p != p.mark || !blank(box.p) {
		return false
	}
	return p.ended || p.goesOn && (p.atTop() || len(p.section.Body) > 1) || !p.atTop() && box.breakAt(0, p.room()-gap, p.notesHeight) == 0
}

// endsSection reports whether the page break at the end of the line before line from is
// where the section ends anyway: nothing but bookmarks and the mark that ends the section
// follows it. It makes no page.
func (p *pager) endsSection(box *paraBox, from int, below wml.Block) bool {
	if p.mark == nil || p.goesOn || box.lines[from-1].ends != endPage {
		return false
	}
	rest := box.text.glyphs[box.lines[from-1].end:]
	if slices.ContainsFunc(rest, func(g glyph) bool { _, bookmark := g.object().(*wml.Bookmark); return !bookmark }) {
		return false
	}
	switch {
	case box.p == p.mark:
		return true
	case from == len(box.lines) && below == wml.Block(p.mark) && blank(p.mark):
		p.ended = true
		return true
	}
	return false
}

// placeBookmarks notes where the bookmarks of a paragraph are that is not painted.
func (p *pager) placeBookmarks(box *paraBox) {
	for i := range box.text.glyphs {
		if b, ok := box.text.glyphs[i].object().(*wml.Bookmark); ok && b.Name != "" {
			p.cur.body.add(&Destination{X: p.left, Y: p.y, Name: b.Name})
			p.e.found.bookmarks[b.Name] = p.cur.page.Number
		}
	}
}
