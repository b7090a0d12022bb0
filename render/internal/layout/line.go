package layout

import (
	"github.com/bienban/bienban/render/internal/wml"
)

// A line is a range of a text's glyphs on one baseline.
type line struct {
	start, end int     // glyphs[start:end]; trailing spaces included
	visible    int     // end without the trailing spaces
	x          wml.EMU // of the first glyph, from the paragraph's left edge
	width      wml.EMU // of glyphs[start:visible]
	height     wml.EMU // of the line as spaced
	hang       wml.EMU // of that, what a factor adds below: it may hang over the foot of a page
	baseline   wml.EMU // from the line's top
	stretch    wml.EMU // added to each space from justifyFrom on
	rest       int     // how many of these spaces get one EMU more
	justify    int     // first glyph that justifying may widen
	asian      int     // ideographs before this glyph are widened as spaces are
	ends       endKind
	hyphen     bool    // it ends within a word, in a hyphen
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

// endOfBreak is why a line ends at a break.
var endOfBreak = [...]endKind{wml.BreakLine: endLine, wml.BreakPage: endPage, wml.BreakColumn: endColumn}

// A measure is what a line of a paragraph may fill, from the paragraph's left edge.
type measure struct {
	left, right wml.EMU // of the text
	hang        wml.EMU // the indent of the lines after the first; a tab stop of its own where the first hangs
	first       bool
	punctuation bool // may hang over the right edge
	overflow    bool // that of East Asian text may
	hyphens     int  // how many lines before it, without one between, end in a hyphen
	start       int  // the first glyph
}

// hanging is how far the text that ends before glyph end may stand over the measure's edge: by
// its last character, where the document lets punctuation hang (w:overflowPunct; Word 365 of
// East Asia, measured: a comma by 2.9 pt, a parenthesis by 4.0).
func (m measure) hanging(t *text, end int) wml.EMU {
	if end > 0 && m.overflow && hangs(t.glyphs[end-1].r) {
		return t.glyphs[end-1].adv
	}
	if !m.punctuation || end == 0 {
		return 0
	}
	switch g := &t.glyphs[end-1]; g.r {
	case ',', '.', ';', ':', '!', '?', ')', ']', '}', '%', '’', '”':
		return g.adv
	}
	return 0
}

// measureOf is the measure of a line of p in a part of a column of the given width.
func (e *engine) measureOf(p *wml.Paragraph, part span, width wml.EMU, first bool) measure {
	props := p.Props
	if props.Bidi {
		part = span{width - part.to, width - part.from}
	}
	left := part.from + props.IndentLeft
	m := measure{
		left: left, right: min(width-props.IndentRight, part.to), hang: left, first: first,
		punctuation: e.doc.Settings.HangPunctuation && props.Align == wml.AlignJustify,
		overflow:    props.Asian&wml.NoOverflow == 0,
	}
	if first {
		m.left += props.FirstLine
	}
	if m.right-m.left < wml.PerPoint { // indents wider than the page or cell
		m.right = m.left + wml.PerPoint
	}
	return m
}

// BreakLines fills lines greedily, as Word does. Every glyph is in one line, in order; an
// empty text has one empty line. A word wider than the measure is cut where it overflows.
func (e *engine) breakLines(t *text, p *wml.Paragraph, width wml.EMU) []line {
	var lines []line
	for start, first := 0, true; first || start < len(t.glyphs); first = false {
		m := e.measureOf(p, span{0, width}, width, first && t.equation == equationNone)
		m.hyphens = hyphenated(lines)
		l := e.breakLine(t, p, start, m)
		start = l.end
		lines = append(lines, l)
		// A paragraph that ends in a break has an empty last line; its mark stays with a page
		// break, and goes to the next column after a column break (Word 365, measured: 24.8).
		if (l.ends == endLine || l.ends == endColumn) && start == len(t.glyphs) {
			last := line{start: start, end: start, visible: start, x: p.Props.IndentLeft, ends: endParagraph}
			e.alignLine(t, p, &last, m)
			lines = append(lines, last)
		}
	}
	return lines
}

// hyphenated is how many of the last lines end in a hyphen.
func hyphenated(lines []line) (n int) {
	for n < len(lines) && lines[len(lines)-1-n].hyphen {
		n++
	}
	return n
}

// breakLine fills a line from glyph start on: as many words as there is room for in m, or as
// far as a break in the text.
func (e *engine) breakLine(t *text, p *wml.Paragraph, start int, m measure) line {
	var (
		x, i    = m.left, start
		g       = t.glyphs
		fit     = -1 // the line may end before this glyph
		tab     pendingTab
		hasText = false
		ends    = endParagraph
		parted  = false
	)
	if m.start = start; m.first && t.label > 0 {
		x += labelShift(t, p)
		m.left = x
	}
scan:
	for i < len(g) {
		c := &g[i]
		switch o := c.object().(type) {
		case *wml.Tab:
			stop, ok := e.nextTab(p, o, x, m)
			if !ok && !hasText && i > start { // tabs alone go on like words (Word 365, measured: 3 lines of one leader each)
				fit = i
			}
			if !ok && fit > start { // no room for it: it begins the next line
				i, ends = fit, endWrap
				break scan
			}
			if !ok {
				stop = tabStop{pos: x}
			}
			tab = newTab(stop, x, i)
			c.adv = max(stop.pos-x, 0)
			x += c.adv
			i++
			if hasText {
				fit = i
			}
			continue
		case *wml.Break:
			if o.Kind == wml.BreakPage && e.cells > 0 { // counts for nothing in a cell (Word 365, measured: 21.8 less)
				i++
				continue
			}
			ends = endOfBreak[o.Kind]
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
		use := tab.consume(c, e.widthAtEnd(c))
		if x+use-c.trail() > tab.edge(m.right) && c.adv > 0 && x > m.left && (hasText || c.object() != nil) && !(m.overflow && x <= m.right && hangs(c.r)) {
			if to, ok := e.narrows(t, p, start, fit, m); ok {
				for ; i < to; i++ {
					x += g[i].adv
				}
				fit = i
				continue
			}
			ends = endWrap
			if to, ok := e.hyphenates(t, p, max(fit, start), m); ok {
				i, parted = to, true
			} else if fit > start {
				i = fit
			}
			break scan
		}
		if c.r != '\u00AD' {
			x += use
		}
		hasText = hasText || c.adv > 0 // not by a floating drawing's anchor
		i++
		if c.brk {
			fit = i
		}
	}
	return e.closeLine(t, p, line{start: start, end: i, x: m.left, ends: ends, hyphen: parted}, m)
}

// closeLine leaves the spaces at a line's end out of what is seen of it, and aligns it.
func (e *engine) closeLine(t *text, p *wml.Paragraph, l line, m measure) line {
	l.visible = l.end
	if l.ends == endLine && l.visible > l.start {
		l.visible-- // spaces before a w:br are as any others
	}
	for l.ends != endLine && l.visible > l.start && isTrailing(&t.glyphs[l.visible-1]) {
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

// widthAtEnd is how wide a glyph would be at a line's end.
func (e *engine) widthAtEnd(c *glyph) wml.EMU {
	if c.brk && c.r == '\u00AD' {
		return e.hyphen(c)
	}
	return c.adv
}

// hyphen is the width of the hyphen that a soft hyphen shows.
func (e *engine) hyphen(c *glyph) wml.EMU {
	_, w := e.measure(c.style, '-')
	return w
}
