package layout

import (
	"github.com/bienban/bienban/render/internal/wml"
)

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
	if n := len(g); n > 0 && l.ends == endWrap {
		l.width -= g[n-1].trail()
	}
	if n := len(g); n > 0 && (g[n-1].r == '\u00AD' && l.ends == endWrap || l.hyphen) {
		l.width += e.hyphen(&g[n-1])
	}
	if m.first && l.start == 0 && t.label > from {
		from = min(t.label, len(g))
	}
	l.justify = l.start + from
	room := m.right - l.x - l.width
	if hang := m.hanging(t, l.visible); room < 0 {
		if room = min(room+hang, 0); t.asian && m.overflow && hangs(g[len(g)-1].r) { // the rest fills the line
			room = m.right - l.x - l.width + hang
		}
	}
	switch align := t.alignment(p); {
	case align == wml.AlignCenter:
		l.x += room / 2
	case align == wml.AlignRight:
		l.x += room
	case room < 0 && align == wml.AlignJustify && e.doc.Settings.Compatibility >= 15:
		if spaces, width := spacesIn(g[from:]); -4*room <= width && !t.asian { // as narrows has it
			l.spread(room, spaces)
		}
	case room <= 0:
	case align == wml.AlignJustify && (l.ends == endWrap || l.ends == endLine && !e.doc.Settings.KeepBrokenLines), align == wml.AlignDistribute:
		spaces, _ := spacesIn(g[from:])
		if n := len(g); t.asian {
			spaces = 0
			for i := range g[from:max(n-1, from)] {
				spaces += wml.EMU(b2i(g[from+i].stretches()))
			}
			l.asian = l.start + n - 1
		}
		l.spread(room, spaces)
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
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

// spacesIn is how many spaces stand in a range of glyphs, and how wide they are together.
func spacesIn(g []glyph) (n, width wml.EMU) {
	for i := range g {
		if g[i].r == ' ' {
			n, width = n+1, width+g[i].adv
		}
	}
	return n, width
}

// spread gives room, which is negative where they are narrowed, to a line's spaces.
func (l *line) spread(room, spaces wml.EMU) {
	if spaces == 0 {
		return
	}
	l.stretch = room / spaces
	if room < 0 && room%spaces != 0 {
		l.stretch--
	}
	l.rest = int(room - l.stretch*spaces)
	l.width += room
}
