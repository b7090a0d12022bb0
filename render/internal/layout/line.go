package layout

import (
	"unicode"

	"github.com/bienban/bienban/render/internal/wml"
)

// A line is a range of a text's glyphs on one baseline.
type line struct {
	start, end int     // glyphs[start:end]; trailing spaces included
	visible    int     // end without the trailing spaces
	x          wml.EMU // of the first glyph, from the paragraph's left edge
	width      wml.EMU // of glyphs[start:visible]
	height     wml.EMU // of the line as spaced
	baseline   wml.EMU // from the line's top
	stretch    wml.EMU // added to each space from justifyFrom on
	rest       int     // how many of these spaces get one EMU more
	justify    int     // first glyph that justifying may widen
	ends       endKind
	skip       wml.EMU // how far below its place it stands, under a floating object
}

// endKind is why a line ended.
type endKind int

const (
	endWrap endKind = iota // the measure was full
	endParagraph
	endLine // w:br
	endPage
	endColumn
)

// A measure is what a line of a paragraph may fill, from the paragraph's left edge.
type measure struct {
	left, right wml.EMU // of the text
	hang        wml.EMU // the indent of the lines after the first; a tab stop of its own where the first hangs
	first       bool
}

// BreakLines fills lines greedily, as Word does. Every glyph is in one line, in order; an
// empty text has one empty line. A word wider than the measure is cut where it overflows.
func (e *engine) breakLines(t *text, p *wml.Paragraph, width wml.EMU) []line {
	props := p.Props
	var lines []line
	for start, first := 0, true; first || start < len(t.glyphs); first = false {
		m := measure{left: props.IndentLeft, right: width - props.IndentRight, hang: props.IndentLeft, first: first}
		if first {
			m.left += props.FirstLine
		}
		if m.right-m.left < wml.PerPoint { // indents wider than the page or cell
			m.right = m.left + wml.PerPoint
		}
		l := e.breakLine(t, p, start, m)
		start = l.end
		lines = append(lines, l)
		if l.ends == endLine && start == len(t.glyphs) { // a paragraph that ends in a break has an empty last line
			last := line{start: start, end: start, visible: start, x: props.IndentLeft, ends: endParagraph}
			e.alignLine(t, p, &last, m)
			lines = append(lines, last)
		}
	}
	return lines
}

func (e *engine) breakLine(t *text, p *wml.Paragraph, start int, m measure) line {
	var (
		x       = m.left
		g       = t.glyphs
		fit     = -1 // the line may end before this glyph
		tab     pendingTab
		i       = start
		hasText = false
		ends    = endParagraph
	)
	if m.first && t.label > 0 {
		x += labelShift(t, p)
		m.left = x
	}
scan:
	for i < len(g) {
		c := &g[i]
		switch o := c.object().(type) {
		case *wml.Tab:
			stop, ok := nextTab(p, o, x, m, e.doc.Settings.DefaultTab)
			if !ok && fit > start { // no room for it: it begins the next line
				i, ends = fit, endWrap
				break scan
			}
			if !ok {
				stop = tabStop{pos: x}
			}
			tab = pendingTab{stop: stop, from: x, index: i}
			c.adv = max(stop.pos-x, 0)
			if stop.align != wml.TabLeft {
				tab.gap = c.adv
			}
			x += c.adv
			i++
			if hasText {
				fit = i
			}
			continue
		case *wml.Break:
			ends = map[wml.BreakKind]endKind{wml.BreakLine: endLine, wml.BreakPage: endPage, wml.BreakColumn: endColumn}[o.Kind]
			i++
			break scan
		}
		if c.r == ' ' { // spaces hang over the edge
			x += tab.consume(c, c.adv)
			i++
			if c.brk {
				fit = i
			}
			continue
		}
		w := c.adv
		if c.brk && c.r == '\u00AD' {
			w = e.hyphen(c)
		}
		use := tab.consume(c, w)
		if x+use > m.right && c.adv > 0 && i > start && (hasText || c.object() != nil) {
			ends = endWrap
			if fit > start {
				i = fit
			}
			break scan
		}
		if c.r != '\u00AD' {
			x += use
		}
		hasText = true
		i++
		if c.brk {
			fit = i
		}
	}
	l := line{start: start, end: i, x: m.left, ends: ends}
	l.visible = i
	if ends == endLine && l.visible > start {
		l.visible-- // spaces before a w:br are as any others
	}
	for ends != endLine && l.visible > start && isTrailing(&g[l.visible-1]) {
		l.visible--
	}
	e.alignLine(t, p, &l, m)
	return l
}

func isTrailing(c *glyph) bool {
	if _, ok := c.object().(*wml.Break); ok {
		return true
	}
	return c.r == ' '
}

// hyphen is the width of the hyphen that a soft hyphen shows.
func (e *engine) hyphen(c *glyph) wml.EMU {
	_, w := e.measure(c.style, '-')
	return w
}

// labelShift moves a centred or right-aligned label around its position (w:lvlJc).
func labelShift(t *text, p *wml.Paragraph) wml.EMU {
	if p.Label == nil || p.Label.Align == wml.AlignLeft {
		return 0
	}
	var w wml.EMU
	for _, c := range t.glyphs[:t.label] {
		if c.object() == nil {
			w += c.adv
		}
	}
	if p.Label.Align == wml.AlignCenter {
		return -w / 2
	}
	return -w
}

// alignLine works out a line's width, tabs, alignment and justification.
func (e *engine) alignLine(t *text, p *wml.Paragraph, l *line, m measure) {
	g := t.glyphs[l.start:l.visible]
	if l.ends == endWrap {
		e.settleTabs(p, g, l.x, m)
	} else { // spaces at a paragraph's end count for its tabs
		e.settleTabs(p, t.glyphs[l.start:l.end], l.x, m)
	}
	from := 0
	for i := range g {
		l.width += g[i].adv
		if _, ok := g[i].object().(*wml.Tab); ok {
			from = i + 1
		}
	}
	if n := len(g); n > 0 && g[n-1].r == '\u00AD' && l.ends == endWrap {
		l.width += e.hyphen(&g[n-1])
	}
	if m.first && l.start == 0 && t.label > from {
		from = min(t.label, len(g))
	}
	l.justify = l.start + from
	room := m.right - l.x - l.width
	switch align := p.Props.Align; {
	case align == wml.AlignCenter:
		l.x += room / 2
	case align == wml.AlignRight:
		l.x += room
	case room <= 0:
	case align == wml.AlignJustify && (l.ends == endWrap || l.ends == endLine && !e.doc.Settings.KeepBrokenLines), align == wml.AlignDistribute:
		spaces := 0
		for _, c := range g[from:] {
			if c.r == ' ' {
				spaces++
			}
		}
		if spaces > 0 {
			l.stretch, l.rest = room/wml.EMU(spaces), int(room%wml.EMU(spaces))
			l.width += room
		}
	}
}

// pendingTab is the last tab of a line being filled: text after a centred, right or
// decimal stop uses up the tab's width before it makes the line longer.
type pendingTab struct {
	stop  tabStop
	from  wml.EMU
	index int
	gap   wml.EMU // what is left of the tab
	point bool    // the decimal character was there
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
		stop, ok := nextTab(p, o, x, m, e.doc.Settings.DefaultTab)
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
func nextTab(p *wml.Paragraph, o *wml.Tab, x wml.EMU, m measure, every wml.EMU) (tabStop, bool) {
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
		return tabStop{t.Pos, t.Align, t.Leader}, t.Pos <= m.right || t.Align != wml.TabLeft || x < m.right
	}
	if m.first && m.hang > x {
		return tabStop{pos: m.hang}, true
	}
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

// measureLine works out a line's height and baseline (§17.3.1.33).
//
// Word and LibreOffice put a factor's extra space under the line, and the baseline of an
// exact line at four fifths of it.
func (t *text) measureLine(l *line, spacing wml.LineSpacing) {
	var ascent, descent, drawing, strut wml.EMU
	var tab *runStyle // the tallest tab's: it counts where nothing else stands in the line
	any := false
	for i := l.start; i < l.end; i++ {
		g := &t.glyphs[i]
		switch o := g.object().(type) {
		case *wml.Bookmark:
			continue
		case *wml.Drawing:
			if o.Anchor != nil {
				continue
			}
			drawing = max(drawing, o.Height+g.style.raise)
			strut = max(strut, g.style.lineAscent+g.style.lineDescent)
		case *wml.Break:
			if l.visible > l.start {
				continue
			}
		case *wml.Tab:
			if tab == nil || g.style.ascent > tab.ascent {
				tab = g.style
			}
			continue
		}
		if g.object() == nil && g.style.props.VertAlign == wml.Baseline {
			ascent, descent = max(ascent, g.font.ascent+g.style.raise), max(descent, g.font.descent-g.style.raise)
		} else if _, picture := g.object().(*wml.Drawing); !picture {
			ascent, descent = max(ascent, g.style.ascent), max(descent, g.style.descent)
		}
		any = true
	}
	if !any && tab != nil {
		ascent, descent = tab.ascent, tab.descent
	} else if !any {
		ascent, descent = t.empty.ascent, t.empty.descent
	}
	text := max(ascent+descent, strut) // what a factor counts for: a picture's own height does not grow
	ascent = max(ascent, drawing)
	natural := ascent + descent
	switch spacing.Rule {
	case wml.LineExact:
		l.height, l.baseline = spacing.Height, spacing.Height*4/5
	case wml.LineAtLeast:
		l.height = max(natural, spacing.Height)
		l.baseline = l.height - descent
	default:
		factor := wml.EMU(spacing.Factor)
		if factor <= 0 {
			factor = 240
		}
		l.height, l.baseline = natural+text*(factor-240)/240/wml.PerTwip*wml.PerTwip, ascent
		if factor < 240 {
			l.baseline = max(ascent-(natural-l.height), 0)
		}
	}
}
