package layout

import (
	"context"

	"github.com/bienban/bienban/render/internal/wml"
)

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
	start   wml.EMU        // where the columns of this section begin on the page
	deepest wml.EMU        // how far down a column of this section has reached on the page
	fresh   bool           // nothing stands in the column yet
	spent   wml.EMU        // of the space above the section's first block: the space after the section before
	mark    *wml.Paragraph // the one that ends the section; nil: none, or no section follows
	goesOn  bool           // the next section goes on on the page
	ended   bool           // a page break stands before the mark: it is the section's end
	keep    bool           // the column began where the document or an author says so: space before counts
	above   wml.Block
	waiting []*floater
	chained int // blocks before this index were seen to by a chain of keep-with-next
	err     error

	kept     int  // how many notes were set to be painted later
	released int  // how many of the pages are put together and let go of
	trying   bool // the page may be set once more
}

// setDocument sets the whole document into pages once.
func (e *engine) setDocument(ctx context.Context) ([]*Page, error) {
	p := &pager{ctx: ctx, e: e}
	e.sectionPages = map[*wml.Section]int{}
	for i, s := range e.doc.Sections {
		var next *wml.Section
		if i+1 < len(e.doc.Sections) {
			next = e.doc.Sections[i+1]
		}
		p.beginSection(s, i == 0)
		p.mark, p.ended, p.goesOn = endOf(s, next), false, next != nil && next.Start == wml.Continuous
		if next != nil && next.Start == wml.Continuous && len(s.Columns) > 1 {
			p.balance(s.Body)
		} else {
			p.blocks(s.Body)
		}
		p.endnotes(s.Endnotes)
		if p.err != nil {
			return nil, p.err
		}
	}
	p.separateColumns()
	e.found.total = len(p.pages)
	return p.finish(), nil
}

func (p *pager) frame() frame {
	return frame{c: &p.cur.body, page: p.cur, left: p.left, width: p.width, ground: p.e.ground()}
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
		if hidden(blocks[i]) && i+1 < len(blocks) {
			continue
		}
		used, kept := p.e.scratch.used, p.kept
		if i >= p.chained {
			p.keepChain(blocks, i)
		}
		switch b := blocks[i].(type) {
		case *wml.Paragraph:
			p.paragraph(b, below)
		case *wml.Table:
			p.table(b)
		}
		if kept == p.kept && len(p.waiting) == 0 { // all that was set is painted
			p.e.scratch.reuse(used)
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
