package layout

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/bidi"

	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/wml"
)

// A text with letters that run from right to left is set as any other, from the edge where its
// paragraph begins; only where a line is painted its glyphs are put in the order of UAX #9.

// An order is what such a text, and one of letters that join or bear marks, has beside its glyphs.
type order struct {
	base   uint8      // the level of the paragraph: 1 if it runs from right to left
	levels []uint8    // of each glyph
	shaped [][]Shaped // of the letters that begin at a glyph, from left to right; nil: its own; none: the ones before have it
}

// firstComplex is where the characters begin that [isComplex] has to look at.
const firstComplex = 0x590

// isComplex reports whether a letter runs from right to left, joins, or bears marks; or that it
// is a sign that says so.
func isComplex(r rune) bool {
	return r < 0x1100 && r != 0xE3F || r >= 0x1780 && r < 0x1800 || r == 0x200F || r == 0x202B || r == 0x202E || r == 0x2067 ||
		r >= 0xFB1D && r < 0xFE00 || r >= 0xFE70 && r < 0xFEFF || r >= 0x10800 && r < 0x11000 || r >= 0x1E800 && r < 0x1F000
}

// isUnshaped reports whether a letter is of a script whose syllables are put together by rules of
// their own, which nothing here knows.
func isUnshaped(r rune) bool {
	return r >= 0x900 && r < 0xE00 || r >= 0xF00 && r < 0x10A0 || r >= 0x1780 && r < 0x1800
}

// complexStyle is how a letter of Hebrew, Arabic and their like is set in a run: in its font for
// them, in their size (§17.3.2.26).
func (e *engine) complexStyle(s *runStyle, r rune) *runStyle {
	p := s.props
	if r >= 0x2000 && r < 0xFB1D || p.ASCII == p.CS && p.Size == p.CSSize && p.Bold == p.CSBold && p.Italic == p.CSItalic {
		return s
	}
	if s.complex == nil {
		props := *p
		props.ASCII, props.HAnsi, props.Size, props.Bold, props.Italic = p.CS, p.CS, p.CSSize, p.CSBold, p.CSItalic
		s.complex = e.newStyle(&props, 100)
		s.complex.complex = s.complex
	}
	return s.complex
}

// setOrder finds the levels of a text and shapes its letters.
func (e *engine) setOrder(t *text, p *wml.Paragraph) {
	o := &order{levels: make([]uint8, len(t.glyphs)), shaped: make([][]Shaped, len(t.glyphs))}
	t.order = o
	e.findLevels(t, p)
	g := t.glyphs
	for i := 0; i < len(g); {
		j := i + 1
		if g[i].object() != nil {
			i = j
			continue
		}
		script, wants := "", o.levels[i]&1 != 0 || g[i].style.props.Ligatures != 0
		for j = i; j < len(g) && g[j].object() == nil && g[j].font == g[i].font && g[j].style == g[i].style && o.levels[j] == o.levels[i]; j++ {
			if tag := font.ScriptTag(g[j].r); tag != "" && script != "" && tag != script {
				break
			} else if tag != "" {
				script = tag
			}
			wants = wants || g[j].r >= firstComplex && isComplex(g[j].r)
			if isUnshaped(g[j].r) {
				e.unshaped(g[j].r)
			}
		}
		for wants && i < j && g[i].font != nil {
			to := t.handful(i, j)
			e.shapeLetters(t, i, to)
			i = to
		}
		i = j
	}
}

// maxShaped is how many glyphs are shaped at once: what it costs grows faster than their number.
const maxShaped = 500

// handful is where the glyphs end, of those from i to j, that are shaped at once: behind a space, if there is one.
func (t *text) handful(i, j int) int {
	if j-i <= maxShaped {
		return j
	}
	for to := i + maxShaped; to > i+maxShaped/2; to-- {
		if t.glyphs[to-1].r == ' ' {
			return to
		}
	}
	return i + maxShaped
}

// findLevels runs UAX #9 over a text. Signs in a run that says w:rtl run from right to left
// whatever stands around them (§17.3.2.30); numbers stay numbers.
func (e *engine) findLevels(t *text, p *wml.Paragraph) {
	o := t.order
	direction := bidi.LeftToRight
	if p.Props.Bidi {
		o.base, direction = 1, bidi.RightToLeft
	}
	runes := slices.Grow(e.runes[:0], len(t.glyphs))
	rtl := p.Props.Bidi
	for i := range t.glyphs {
		g := &t.glyphs[i]
		r := g.r
		switch d := g.object().(type) {
		case *wml.Tab:
			r = '\t'
		case *wml.Break:
			r = ' '
		case *wml.Bookmark:
			r = '\u200B'
		case *wml.Math:
			r = 'x'
		case *wml.Drawing:
			if d.Anchor != nil {
				r = '\u200B'
			}
		default:
			if r < ' ' || r >= 0x7F && r < 0xA0 || r == '\u2029' { // none that would end the paragraph
				r = ' '
			}
			if g.style.props.RightToLeft && isNeutral(t.glyphs, i) {
				r = '\u200F'
			}
			rtl = rtl || r >= firstComplex && isComplex(r)
		}
		runes = append(runes, r)
	}
	e.runes = runes
	if !rtl {
		return
	}
	runs := e.bidi.Segment(runes, direction)
	for i := range runs.NumRuns() {
		run := runs.Run(i)
		for k := run.Start; k < run.End; k++ {
			o.levels[k] = uint8(run.Level)
		}
	}
	for i := range t.glyphs { // L1: what parts a line, and the spaces before it, run as the paragraph does
		if runes[i] != '\t' {
			continue
		}
		o.levels[i] = o.base
		for k := i - 1; k >= 0 && t.glyphs[k].r == ' '; k-- {
			o.levels[k] = o.base
		}
	}
}

// isNeutral reports whether a character is no letter, nor a part of a number.
func isNeutral(g []glyph, i int) bool {
	r := g[i].r
	if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || font.IsUnseen(r) {
		return false
	}
	before := i > 0 && unicode.IsDigit(g[i-1].r)
	after := i+1 < len(g) && unicode.IsDigit(g[i+1].r)
	switch r {
	case ',', '.', ':', '/', '\u00A0', '-', '+':
		return !before || !after
	case '%', '$', '#', '°', '€', '£', '¥', '‰':
		return !before && !after
	}
	return true
}

// shapeLetters shapes glyphs i to j of a text, which have one face, style and level.
func (e *engine) shapeLetters(t *text, i, j int) {
	g := t.glyphs[i:j]
	st, face := g[0].style, g[0].font.face
	runes := make([]rune, len(g))
	for k := range g {
		runes[k] = g[k].r
	}
	how := font.Shaping{RightToLeft: t.order.levels[i]&1 != 0, Kern: st.kern, Ligatures: font.Ligatures(st.props.Ligatures)}
	how.Before, how.After = t.joins(i, -1), t.joins(j-1, 1)
	list := face.Shape(runes, how)
	scaled := func(v int) wml.EMU {
		w := scale(v, face, st.size)
		if st.props.Scale != 100 && st.props.Scale > 0 {
			w = w * wml.EMU(st.props.Scale) / 100
		}
		return w
	}
	for k := range g {
		t.order.shaped[i+k], g[k].adv = []Shaped{}, 0
	}
	for _, s := range list {
		k := i + s.Cluster
		placed := Shaped{Glyph: s.Glyph, Advance: scaled(s.Advance), DX: scaled(s.DX), DY: scale(s.DY, face, st.size)}
		t.order.shaped[k] = append(t.order.shaped[k], placed)
		t.glyphs[k].adv += placed.Advance
	}
	for k := i; k < j; {
		to := k + 1
		for to < j && len(t.order.shaped[to]) == 0 {
			to++
		}
		if n := len(t.order.shaped[k]); n > 0 {
			t.glyphs[k].adv += st.props.Spacing
			share(t.order.shaped[k], runes[k-i:to-i])
		}
		k = to
	}
}

// share gives the characters of a cluster to its glyphs: each letter its own, with the marks that it
// bears; several letters to their ligature.
func share(list []Shaped, runes []rune) {
	var visible []rune
	for _, r := range runes {
		if !font.IsUnseen(r) {
			visible = append(visible, r)
		}
	}
	at := 0
	for i := range list {
		if list[i].Advance > list[at].Advance {
			at = i
		}
	}
	list[at].Text = string(visible)
}

// joins is the letter beside glyph i, in a direction, that it may join; 0: none.
func (t *text) joins(i, step int) rune {
	const near = 64 // marks and the like between
	for end := i + near*step; i != end; {
		if i += step; i < 0 || i >= len(t.glyphs) {
			return 0
		}
		g := &t.glyphs[i]
		if g.object() != nil {
			if _, ok := g.object().(*wml.Bookmark); ok {
				continue
			}
			return 0
		}
		if !font.JoinsOver(g.r) {
			return g.r
		}
	}
	return 0
}

// visual is the order in which glyphs of the given levels stand from left to right (UAX #9, L2).
func visual(levels []uint8) []int {
	out := make([]int, len(levels))
	top, least := uint8(0), uint8(255)
	for i, l := range levels {
		out[i] = i
		if top = max(top, l); l&1 != 0 {
			least = min(least, l)
		}
	}
	for level := top; level >= least && level > 0; level-- {
		for i := 0; i < len(out); i++ {
			j := i
			for j < len(out) && levels[j] >= level {
				j++
			}
			if j > i {
				slices.Reverse(out[i:j]) // runs of a level lie within one of the levels below, on the line as in the text
				i = j
			}
		}
	}
	return out
}

// paintOrdered paints a line of a text that has an order, its column's left edge at x.
func (p *linePainter) paintOrdered(x wml.EMU) {
	o, l, glyphs := p.b.text.order, p.l, p.b.text.glyphs
	levels := slices.Clone(o.levels[l.start:l.visible])
	for i := len(levels) - 1; i >= 0 && isTrailing(&glyphs[l.start+i]); i-- {
		levels[i] = o.base
	}
	widths := make([]wml.EMU, len(levels))
	all := wml.EMU(0)
	for i := range widths {
		g := &glyphs[l.start+i]
		w := g.adv
		switch {
		case l.start+i >= l.justify && (g.r == ' ' && g.object() == nil || l.start+i < l.asian && g.stretches()):
			w += l.stretch
			if p.spaces < l.rest {
				w++
			}
			p.spaces++
		case g.r == '\u00AD':
			if w = 0; i == len(widths)-1 && l.ends == endWrap {
				w = p.e.hyphen(g)
			}
		}
		if l.hyphen && i == len(widths)-1 {
			w += p.e.hyphen(g)
		}
		widths[i] = w
		all += w
	}
	at := x + l.x
	if o.base == 1 {
		at = x + p.b.width - l.x - all
	}
	places := make([]wml.EMU, len(levels))
	order := visual(levels)
	for _, i := range order {
		places[i] = at
		at += widths[i]
	}
	var pieces [][2]int // from, to: in the order of the text
	for v := 0; v < len(order); {
		i, to := order[v], v+1
		if glyphs[l.start+i].object() == nil {
			to = p.pieceEnd(order, v, levels)
		}
		pieces = append(pieces, [2]int{min(i, order[to-1]), max(i, order[to-1]) + 1})
		v = to
	}
	slices.SortFunc(pieces, func(a, b [2]int) int { return a[0] - b[0] })
	for _, of := range pieces {
		i, j := of[0], of[1]
		if g := &glyphs[l.start+i]; g.object() != nil {
			p.x = places[i]
			p.object(g)
			continue
		}
		p.piece(l.start+i, l.start+j, levels[i]&1 != 0, places[i:j], widths[i:j])
	}
	p.x = at
	for i := l.visible; i < l.end; i++ {
		if g := &glyphs[i]; g.object() != nil {
			p.object(g)
		}
	}
}

// pieceEnd is where the piece of text ends, on the line, that begins at place v of it: what has one
// look and level and follows each other in the text. What runs from right to left stays whole: readers
// of PDF find its words by the gaps between them, from left to right.
func (p *linePainter) pieceEnd(order []int, v int, levels []uint8) int {
	o, glyphs, start := p.b.text.order, p.b.text.glyphs, p.l.start
	i := order[v]
	g, step := &glyphs[start+i], 1-2*int(levels[i]&1)
	to := v + 1
	for ; to < len(order) && order[to] == order[to-1]+step; to++ {
		k := order[to]
		c := &glyphs[start+k]
		if c.object() != nil || c.font != g.font || c.style != g.style || c.link() != g.link() || c.label != g.label || c.ruby() != g.ruby() ||
			levels[k] != levels[i] || (o.shaped[start+k] == nil) != (o.shaped[start+i] == nil) {
			break
		}
	}
	return to
}

// piece paints glyphs i to j of a line, which have one look and level, where they stand.
func (p *linePainter) piece(i, j int, rtl bool, places, widths []wml.EMU) {
	glyphs := p.b.text.glyphs
	var s []byte
	var advances []wml.EMU
	var shaped []Shaped
	width, from := wml.EMU(0), places[0]
	for k := i; k < j; k++ {
		c := &glyphs[k]
		at := k - i
		from = min(from, places[at])
		width += widths[at]
		if c.of != nil && c.of.field != nil && !p.e.inHeader {
			p.e.found.fields[c.of.field] = p.e.fieldNow(c.of.field, p.f.page)
		}
		r := c.r
		if r == '\u00AD' {
			if widths[at] == 0 {
				continue
			}
			r = '-'
		}
		if font.IsUnseen(r) {
			continue
		}
		s = utf8.AppendRune(s, r)
		advances = append(advances, widths[at])
		if p.l.hyphen && k == p.l.visible-1 {
			s, advances[len(advances)-1] = append(s, '-'), c.adv
			advances = append(advances, widths[at]-c.adv)
		}
	}
	if p.b.text.order.shaped[i] != nil {
		shaped = []Shaped{}
		for at := range j - i {
			if rtl {
				at = j - i - 1 - at
			}
			list := p.b.text.order.shaped[i+at]
			if len(list) == 0 {
				continue
			}
			shaped = append(shaped, list...)
			shaped[len(shaped)-1].Advance += widths[at] - glyphs[i+at].adv
			if sp := glyphs[i+at].style.props.Spacing; sp != 0 {
				shaped[len(shaped)-1].Advance += sp
			}
		}
	}
	if len(s) == 0 {
		return
	}
	p.x, p.shaped = from, shaped
	p.text(&glyphs[i], string(s), advances, width)
	p.shaped = nil
	p.x += width
}

// logical is how far a thing of some width that stands at p.x is from where its line begins.
func (p *linePainter) logical(width wml.EMU) wml.EMU {
	if o := p.b.text.order; o != nil && o.base == 1 {
		return p.left + p.b.width - p.x - width
	}
	return p.x - p.left
}
