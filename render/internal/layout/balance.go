package layout

import (
	"maps"
	"slices"

	"github.com/bienban/bienban/render/internal/wml"
)

// balance sets the blocks of a section with several columns that another section follows on
// the same page: the columns end as level as they can, as in Word. A section that needs
// more than the page that it began on is left as it falls.
func (p *pager) balance(blocks []wml.Block) {
	p.trying = true
	defer func() { p.trying = false }()
	before := p.save()
	full := p.cur.bottom
	p.blocks(blocks)
	if p.err != nil || len(p.pages) != before.pages {
		return
	}
	// The least height at which everything still stands on this page, found by halving.
	low, high := p.start, full
	for high-low > wml.PerPoint/2 {
		middle := (low + high) / 2
		p.restore(before)
		p.cur.bottom = middle
		p.blocks(blocks)
		if p.err == nil && len(p.pages) == before.pages {
			high = middle
		} else {
			low = middle
		}
	}
	p.restore(before)
	p.cur.bottom = high
	p.blocks(blocks)
	p.cur.bottom = full
}

// saved is what setting blocks changes of a pager and of the page that it fills.
type saved struct {
	pager             pager
	page              pageState
	pages             int
	back, main, front int
	exclusions        int
	notes             int
	sectionPages      int
	bookmarks         map[string]int
	fields            map[*wml.Field]string
}

func (p *pager) save() saved {
	c := p.cur
	return saved{
		pager: *p, page: *c, pages: len(p.pages),
		back: len(c.body.back), main: len(c.body.main), front: len(c.body.front),
		exclusions: len(c.exclusions), notes: len(c.notes), sectionPages: p.e.sectionPages[p.section],
		bookmarks: maps.Clone(p.e.found.bookmarks), fields: maps.Clone(p.e.found.fields),
	}
}

func (p *pager) restore(s saved) {
	*p = s.pager
	p.pages = p.pages[:s.pages]
	*p.cur = s.page
	c := &p.cur.body
	c.back, c.main, c.front = slices.Clip(c.back[:s.back]), slices.Clip(c.main[:s.main]), slices.Clip(c.front[:s.front])
	p.cur.exclusions = slices.Clip(p.cur.exclusions[:s.exclusions])
	p.cur.notes, p.cur.noteIDs = slices.Clip(p.cur.notes[:s.notes]), slices.Clip(p.cur.noteIDs[:s.notes])
	p.e.page = p.cur
	p.e.sectionPages[p.section] = s.sectionPages
	p.e.found.bookmarks, p.e.found.fields = maps.Clone(s.bookmarks), maps.Clone(s.fields)
}
