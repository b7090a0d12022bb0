package layout

import (
	"github.com/bienban/bienban/render/internal/wml"
)

// An exclusion is a rectangle of the page that text keeps out of: a floating drawing or
// table with its distances.
type exclusion struct {
	left, top, right, bottom wml.EMU
	gap                      wml.EMU        // of that, below the object itself
	whole                    bool           // text stands above and below only
	tight                    bool           // text follows the object's outline
	of                       *wml.Paragraph // the one that it is anchored to; nil: none
}

// leastWrap is the narrowest space beside a floating object that Word sets text in.
const leastWrap = wml.PerInch

// leastTight is how much room an outline leaves beside a paragraph without text that keeps
// its place.
const leastTight = wml.PerInch / 2

// A slot is where a line may stand among exclusions: beside each other, if text flows on
// both sides of an object.
type slot struct {
	skip  wml.EMU   // how far down the line has to go first
	past  exclusion // the object that it went below
	spans []span
}

// A span is a part of a line, from the column's left edge.
type span struct{ from, to wml.EMU }

// findSlot is the first place at or below y for a line of a height in the column from left
// to left+width.
func findSlot(ex []exclusion, left, width, y, height wml.EMU) slot {
	start, past := y, exclusion{}
	for {
		spans := []span{{0, width}}
		next := wml.EMU(0) // the nearest lower edge of what is in the way
		for _, x := range ex {
			if x.bottom <= y || x.top >= y+height || x.right <= left || x.left >= left+width {
				continue
			}
			if next == 0 || x.bottom < next {
				next, past = x.bottom, x
			}
			spans = x.cut(spans, left, width, min(leastWrap, width))
		}
		if len(spans) > 0 {
			return slot{skip: y - start, past: past, spans: spans}
		}
		if past.tight && height > 0 { // past an outline a line goes down by its own height (Word 365, measured: 21 × 12.65)
			next = y + (next-y+height-1)/height*height
		}
		y = next
	}
}

// cut is what an exclusion leaves of the spans of a column at left, where it leaves least.
func (x *exclusion) cut(spans []span, left, width, least wml.EMU) (rest []span) {
	from, to := x.left-left, x.right-left
	if x.whole {
		from, to = 0, width
	}
	for _, s := range spans {
		if a := (span{s.from, min(s.to, from)}); a.to-a.from >= least {
			rest = append(rest, a)
		}
		if b := (span{max(s.from, to), s.to}); b.to-b.from >= least {
			rest = append(rest, b)
		}
	}
	return rest
}

// breakAround sets a paragraph's lines anew where exclusions are in its way: top is where
// its first line would begin on the page, before what the space above it has over the space
// after the paragraph above.
func (e *engine) breakAround(b *paraBox, ex []exclusion, left, top, before wml.EMU) {
	bottom := top + b.heightOf(0, len(b.lines))
	touched := false
	for _, x := range ex {
		touched = touched || x.bottom > top && x.top < bottom && x.right > left && x.left < left+b.width
	}
	if !touched {
		return
	}
	if e.standsBeside(b, ex, left, top, bottom) {
		return
	}
	p := b.p
	var lines []line
	y := top + b.above()
	for start, first := 0, true; first || start < len(b.text.glyphs); {
		like := &b.lines[min(len(lines), len(b.lines)-1)]
		height := like.height - like.hang // what a factor adds may hang over, as at a page's foot
		s := findSlot(ex, left, b.width, y, height)
		tallest := wml.EMU(0)
		for i, sp := range s.spans {
			if !first && start >= len(b.text.glyphs) {
				break
			}
			m := e.measureOf(p, sp, b.width, first && b.text.equation == equationNone)
			m.hyphens = hyphenated(lines)
			l := e.breakLine(b.text, p, start, m)
			b.text.measureLine(&l, p.Props.Line)
			e.snap(&l, p)
			if i > 0 {
				l.skip = -tallest // beside the one before
			} else if l.skip = s.skip; first && l.skip > 0 {
				l.skip += max(s.spaceBelow(p, before), 0)
			}
			y += l.skip + l.height
			tallest = l.height
			start, first = l.end, false
			lines = append(lines, l)
			if l.ends != endWrap {
				break
			}
		}
		if len(lines) > 10*len(b.lines)+1000 {
			return
		}
	}
	b.lines = lines
}

// spaceBelow is what stands between an object and the paragraph that has gone below it: of its
// space before, what is more than the object's own distance. Where text stands above and below
// the object only, the space after the paragraph above has been used up there, and before is what
// is more than that (Word 2010 to 365, measured: 20 places in 3 documents, where a paragraph's own
// drawing leaves 8.5 and 12.1 less).
func (s *slot) spaceBelow(p *wml.Paragraph, before wml.EMU) wml.EMU {
	switch {
	case !s.past.whole:
		before = p.Props.SpaceBefore
	case s.past.of == p:
		return 0
	}
	return before - s.past.gap
}

// standsBeside reports whether a paragraph without text keeps its place beside what floats:
// Word moves none out of the way of a square object that leaves any room (Word 365, measured:
// 213.0 for 7 pitches, 91.4, 121.8), nor of an outline that leaves half an inch (43 pt: kept,
// 18 paragraphs; 16 and 19 pt: moved, 3 documents).
func (e *engine) standsBeside(b *paraBox, ex []exclusion, left, top, bottom wml.EMU) bool {
	if b.p.Label != nil {
		return false
	}
	for i := range b.text.glyphs {
		switch o := b.text.glyphs[i].object().(type) {
		case *wml.Bookmark:
		case *wml.Drawing:
			if o.Anchor == nil {
				return false
			}
		default:
			return false
		}
	}
	spans := []span{{max(b.p.Props.IndentLeft, 0), b.width - max(b.p.Props.IndentRight, 0)}}
	for _, x := range ex {
		if x.bottom <= top || x.top >= bottom {
			continue
		}
		if x.tight {
			spans = x.cut(spans, left, b.width, leastTight)
		}
		if len(spans) == 0 || x.whole || x.left <= left+max(b.p.Props.IndentLeft, 0) && x.right >= left+b.width-max(b.p.Props.IndentRight, 0) {
			return false
		}
	}
	return true
}

// drawingHangs reports whether a drawing with text above and below it, or with no room for
// text beside it, would hang over the foot of the column, but not of a new one: its paragraph
// goes there with it (Word 365, measured: 4 places).
func (p *pager) drawingHangs(box *paraBox, gap wml.EMU) bool {
	for i := range box.text.glyphs {
		d, ok := box.text.glyphs[i].object().(*wml.Drawing)
		if !ok || d.Anchor == nil || d.Anchor.Wrap == wml.WrapNone || d.Anchor.V.From != "paragraph" || d.Anchor.V.Align != "" {
			continue
		}
		if d.Anchor.Wrap != wml.WrapTopBottom && d.Width < p.width-leastWrap {
			continue
		}
		if foot := d.Anchor.V.Offset + d.Height; foot > p.room()-gap+slack && foot <= p.cur.bottom-p.start {
			return true
		}
	}
	return false
}

// exclude adds what a paragraph's floating drawings keep text out of, the paragraph's first
// line beginning at top.
func (p *pager) exclude(box *paraBox, top wml.EMU) {
	for i := range box.text.glyphs {
		d, ok := box.text.glyphs[i].object().(*wml.Drawing)
		if !ok || d.Anchor == nil || d.Anchor.Wrap == wml.WrapNone {
			continue
		}
		f := p.frame()
		f.paraTop = top
		x, y := p.e.anchorX(f, d, p.left), p.e.anchorY(f, d, top)
		a, o := d.Anchor, d.Anchor.Outline
		ex := exclusion{
			left: x + o.Left - a.DistLeft, top: y + o.Top - a.DistTop,
			right: x + d.Width - o.Right + a.DistRight, bottom: y + d.Height - o.Bottom + a.DistBottom,
			gap: a.DistBottom, of: box.p, whole: a.Wrap == wml.WrapTopBottom, tight: a.Tight,
		}
		side := a.WrapSide
		if side == "largest" {
			if side = "left"; ex.left-p.left < p.left+p.width-ex.right {
				side = "right"
			}
		}
		switch side { // text stands on that side only
		case "left":
			ex.right = max(ex.right, p.left+p.width)
		case "right":
			ex.left = min(ex.left, p.left)
		}
		p.cur.exclusions = append(p.cur.exclusions, ex)
	}
}

// A floater is a floating table or a frame that waits for the paragraph that it is
// anchored to: the next one.
type floater struct {
	place         wml.Float
	width, height wml.EMU
	whole         bool // text stands above and below only
	paint         func(f frame, x, y wml.EMU)
	notes         []int   // footnotes whose numbers stand in it
	x, y          wml.EMU // found anew for each place that the paragraph may have
}

// tableFloater makes a floater of a floating table.
func (e *engine) tableFloater(tb *tableBox) *floater {
	fl := &floater{place: *tb.t.Float, width: tb.width(), height: tb.height(), paint: func(f frame, x, y wml.EMU) { e.paintFloating(f, tb, x, y) }}
	for _, r := range tb.rows {
		fl.notes = append(fl.notes, r.notesIn()...)
	}
	return fl
}

// frameFloater makes a floater of paragraphs in one frame (w:framePr, §17.3.1.11), also of
// a drop cap.
func (e *engine) frameFloater(blocks []wml.Block, width wml.EMU, parent *Element) *floater {
	fr := blocks[0].(*wml.Paragraph).Props.Frame
	w := fr.Width
	if w <= 0 {
		for _, b := range blocks {
			_, most := e.paragraphWidth(b.(*wml.Paragraph))
			w = max(w, most)
		}
		w = min(w+wml.PerTwip, width)
	}
	c := e.stack(unframed(blocks), w, parent)
	h := c.height
	if fr.HeightRule == wml.HeightExact && fr.Height > 0 {
		h = fr.Height
	} else {
		h = max(h, fr.Height)
	}
	place := wml.Float{
		X: fr.X, Y: fr.Y, XAlign: fr.XAlign, YAlign: fr.YAlign, HAnchor: fr.HAnchor, VAnchor: fr.VAnchor,
		DistLeft: fr.HSpace, DistRight: fr.HSpace, DistTop: fr.VSpace, DistBottom: fr.VSpace,
	}
	if fr.DropCap != "" {
		place.VAnchor, place.HAnchor = "text", "text"
		if fr.DropCap == "margin" {
			place.X -= w
		}
	}
	return &floater{place: place, width: w, height: h, whole: fr.Wrap == "notBeside", notes: c.notesIn(), paint: func(f frame, x, y wml.EMU) { e.paint(f, c, x, y) }}
}

// unframed are the paragraphs of a frame as they stand inside it.
func unframed(blocks []wml.Block) []wml.Block {
	out := make([]wml.Block, len(blocks))
	for i, b := range blocks {
		p := *b.(*wml.Paragraph)
		props := *p.Props
		props.Frame, p.Props = nil, &props
		out[i] = &p
	}
	return out
}

// framed is how many blocks from the first on stand in one frame.
func framed(blocks []wml.Block) int {
	var fr *wml.Frame
	for i, b := range blocks {
		p, ok := b.(*wml.Paragraph)
		if !ok || p.Props.Frame == nil || fr != nil && *fr != *p.Props.Frame {
			return i
		}
		fr = p.Props.Frame
	}
	return len(blocks)
}

// floats reports whether a table stands apart from the text. One that is higher than a page
// stands in the text, where it can go over pages.
func (p *pager) floats(t *wml.Table) bool {
	if t.Float == nil {
		return false
	}
	tb := p.e.table(t, p.width, p.above, nil)
	if tb.height() > p.cur.bottom-p.cur.top {
		return false
	}
	p.waiting = append(p.waiting, p.e.tableFloater(tb))
	return true
}

func (tb *tableBox) width() wml.EMU { return tb.x[len(tb.x)-1] }

func (tb *tableBox) height() (h wml.EMU) {
	for _, r := range tb.rows {
		h += r.height
	}
	return h
}

// placeFloaters finds the places of the waiting tables and frames, their paragraph's top at
// y, and keeps text out of them.
func (p *pager) placeFloaters(y wml.EMU) {
	for _, fl := range p.waiting {
		fl.x, fl.y = p.e.floatPlace(p.frame(), &fl.place, y, fl.width, fl.height)
		if v := fl.place.VAnchor; v != "page" { // it stays in the text's part of the page
			fl.y = max(min(fl.y, p.cur.bottom-fl.height), p.cur.top)
		}
		p.cur.exclusions = append(p.cur.exclusions, exclusion{
			left: fl.x - fl.place.DistLeft, right: fl.x + fl.width + fl.place.DistRight,
			top: fl.y, bottom: fl.y + fl.height, // as LibreOffice: no distance above and below
			whole: fl.whole,
		})
	}
}

// paintFloaters paints the waiting tables and frames where they were placed.
func (p *pager) paintFloaters() {
	for _, fl := range p.waiting {
		fl.paint(p.frame(), fl.x, fl.y)
		p.putNotes(fl.notes)
	}
	p.waiting = nil
}

// floatPlace is where a floating table of a size stands, its anchor's line at y (§17.4.57).
func (e *engine) floatPlace(f frame, fl *wml.Float, y, width, height wml.EMU) (wml.EMU, wml.EMU) {
	pg := f.page
	from, room := f.left, f.width
	switch fl.HAnchor {
	case "page":
		from, room = 0, pg.page.Width
	case "margin":
		from, room = pg.left, pg.page.Width-pg.left-pg.right
	}
	x := place(wml.Position{Align: fl.XAlign, Offset: fl.X}, from, room, width)
	top, space := y, wml.EMU(0)
	switch fl.VAnchor {
	case "page":
		top, space = 0, pg.page.Height
	case "margin":
		top, space = pg.top, pg.bottom-pg.top
	default:
		return x, y + fl.Y
	}
	return x, place(wml.Position{Align: fl.YAlign, Offset: fl.Y}, top, space, height)
}

// paintFloating paints a whole table with its top left corner at (x, y).
func (e *engine) paintFloating(f frame, tb *tableBox, x, y wml.EMU) {
	tb.left = 0
	var rows []placedRow
	for _, r := range tb.rows {
		rows = append(rows, placedRow{r, y})
		y += r.height
	}
	e.paintRows(f, rows, x)
}
