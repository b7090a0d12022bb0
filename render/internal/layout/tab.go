package layout

import (
	"unicode"

	"github.com/bienban/bienban/render/internal/wml"
)

// pendingTab is the last tab of a line being filled: text after a centred, right or
// decimal stop uses up the tab's width before it makes the line longer.
type pendingTab struct {
	stop  tabStop
	from  wml.EMU
	index int
	gap   wml.EMU // what is left of the tab
	point bool    // the decimal character was there
}

// newTab is a tab that goes from x to a stop.
func newTab(stop tabStop, x wml.EMU, index int) pendingTab {
	t := pendingTab{stop: stop, from: x, index: index}
	if stop.align != wml.TabLeft {
		t.gap = max(stop.pos-x, 0)
	}
	return t
}

// edge is how far the line may go whose text ends at right: a stop may stand beyond it.
func (t *pendingTab) edge(right wml.EMU) wml.EMU {
	if t.stop.align == wml.TabLeft {
		return right
	}
	return max(right, t.stop.pos)
}

// consume is by how much a glyph of width w makes the line longer.
func (t *pendingTab) consume(c *glyph, w wml.EMU) wml.EMU {
	if t.gap <= 0 {
		return w
	}
	take := w
	switch t.stop.align {
	case wml.TabCenter:
		take = (w + 1) / 2
	case wml.TabDecimal:
		if t.point = t.point || isDecimalPoint(c.r); t.point {
			return w
		}
	}
	take = min(take, t.gap)
	t.gap -= take
	return w - take
}

func isDecimalPoint(r rune) bool { return r == ',' } // as Vietnamese writes decimals

// settleTabs gives the centred, right and decimal tabs of a line the widths that its final
// text leaves them.
func (e *engine) settleTabs(p *wml.Paragraph, g []glyph, x wml.EMU, m measure) {
	for i := range g {
		o, ok := g[i].object().(*wml.Tab)
		if !ok {
			x += g[i].adv
			continue
		}
		stop, ok := e.nextTab(p, o, x, m)
		if !ok {
			x += g[i].adv
			continue
		}
		room := max(stop.pos-x, 0)
		if stop.align != wml.TabLeft {
			all, before := segmentWidth(g[i+1:])
			switch stop.align {
			case wml.TabCenter:
				before = all / 2
			case wml.TabRight:
				before = all
			}
			room = max(room-before, 0)
			if over := x + room + all - m.right; over > 0 && stop.pos <= m.right {
				room = max(room-over, 0)
			}
		}
		g[i].adv = room
		x += room
	}
}

// segmentWidth is the width of the glyphs up to the next tab, and that before their
// decimal point: the last comma that digits follow, else all of it.
func segmentWidth(g []glyph) (all, before wml.EMU) {
	point := wml.EMU(-1)
	for i := range g {
		if _, ok := g[i].object().(*wml.Tab); ok {
			break
		}
		if isDecimalPoint(g[i].r) && i+1 < len(g) && unicode.IsDigit(g[i+1].r) {
			point = all
		}
		all += g[i].adv
	}
	if point < 0 {
		point = all
	}
	return all, point
}

// tabStop is where a tab leads to.
type tabStop struct {
	pos    wml.EMU // from the paragraph's left edge
	align  wml.TabAlign
	leader rune
}

// nextTab is the stop that a tab at x leads to: of the paragraph's own, the hanging
// indent, or the default ones (§17.3.1.37). ok is false if it lies beyond the text.
func (e *engine) nextTab(p *wml.Paragraph, o *wml.Tab, x wml.EMU, m measure) (tabStop, bool) {
	if o.Absolute {
		s := tabStop{align: o.Align, leader: o.Leader}
		switch o.Align {
		case wml.TabCenter:
			s.pos = m.right / 2
		case wml.TabRight:
			s.pos = m.right
		}
		return s, s.pos > x
	}
	for _, t := range p.Props.Tabs {
		if t.Align == wml.TabBar || t.Pos <= x {
			continue
		}
		if m.first && m.hang > x && m.hang < t.Pos && m.left < m.hang {
			break
		}
		// A right, centred or decimal stop beyond the margin stands at it from mode 15 on, and
		// where it is before (Word 2010, 2019 and 365, measured: 584.6 and 559.0).
		if t.Align != wml.TabLeft && t.Pos > m.right && x < m.right && e.doc.Settings.Compatibility >= 15 {
			return tabStop{m.right, t.Align, t.Leader}, true
		}
		return tabStop{t.Pos, t.Align, t.Leader}, t.Pos <= m.right || t.Align != wml.TabLeft || x < m.right
	}
	if m.first && m.hang > x {
		return tabStop{pos: m.hang}, true
	}
	every := e.doc.Settings.DefaultTab
	if every <= 0 {
		every = 720 * wml.PerTwip
	}
	next := (x/every + 1) * every
	if x < 0 {
		next = x - x%every
		if next <= x {
			next += every
		}
	}
	return tabStop{pos: next}, next <= m.right
}
