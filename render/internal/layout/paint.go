package layout

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/wml"
)

// A canvas collects the items of a page in three layers. What floats, behind the text or before
// it, is kept apart by drawings, since these lie over each other in an order of their own.
type canvas struct {
	back  []floating
	main  []Item
	front []floating
}

// floating is what a floating drawing painted, and its place in their order (§20.4.2.3,
// relativeHeight).
type floating struct {
	z     int
	items []Item
}

func (c *canvas) add(i Item) { c.main = append(c.main, i) }

// items are the layers in painting order.
func (c *canvas) items() []Item {
	if len(c.back) == 0 && len(c.front) == 0 {
		return c.main
	}
	var out []Item
	stack := func(list []floating) {
		sorted := slices.Clone(list)
		slices.SortStableFunc(sorted, func(a, b floating) int { return cmp.Compare(a.z, b.z) })
		for _, f := range sorted {
			out = append(out, f.items...)
		}
	}
	stack(c.back)
	out = append(out, c.main...)
	stack(c.front)
	return out
}

// A frame is what a block is painted into: a page, and the column that anchors refer to.
type frame struct {
	c           *canvas
	page        *pageState
	left, width wml.EMU    // of the column
	paraTop     wml.EMU    // of the paragraph being painted
	artifact    bool       // a header or footer: nothing in it is content
	ground      *wml.Color // the fill of the cell or shape around it; nil: none
}

// paintLine puts line i of a paragraph on the page, its column's left edge at x, the
// line's top (above a border) at y.
func (e *engine) paintLine(f frame, b *paraBox, i int, x, y wml.EMU) {
	l := &b.lines[i]
	height := b.height(i)
	if e.doc.StyleRefs != nil && !f.artifact {
		e.note(b.p, f.page)
	}
	e.paintBox(f, b, i, x, y, height)
	top := y + l.skip
	if i == 0 {
		top += b.above()
		if b.p.Props.OutlineLevel >= 0 && !f.artifact {
			if t := b.title(); t != "" {
				f.c.add(&Destination{X: x, Y: y, Title: t, Level: b.p.Props.OutlineLevel})
			}
		}
	}
	element := b.element
	if f.artifact {
		element = artifact
	}
	p := linePainter{e: e, f: f, b: b, l: l, element: element, left: x, baseline: top + l.baseline, top: top}
	if b.text.order != nil {
		p.paintOrdered(x)
		return
	}
	p.paint(x + l.x)
}

// paintBox paints a paragraph's shading and borders behind one of its lines.
func (e *engine) paintBox(f frame, b *paraBox, i int, x, y, height wml.EMU) {
	props := b.p.Props
	borders := &props.Borders
	if props.Shading == nil && !hasBorders(b.p) {
		return
	}
	if i == 0 {
		y, height = y-b.joined, height+b.joined
	}
	if drawn(borders.Bar) {
		place := b.p.Place.Text()
		e.warnings.add("bar-border", "", place,
			fault.T("đường kẻ dọc bên cạnh đoạn (w:bar) không được in", "the bar beside a paragraph (w:bar) is not printed"), fault.Text{})
	}
	start, end := min(props.IndentLeft, props.IndentLeft+props.FirstLine), props.IndentRight
	if props.Bidi {
		start, end = end, start
	}
	left, right := x+start, x+b.width-end
	if drawn(borders.Left) {
		left -= borders.Left.Space + borderThickness(borders.Left)
	}
	if drawn(borders.Right) {
		right += borders.Right.Space + borderThickness(borders.Right)
	}
	if s := props.Shading; s != nil && !s.Auto {
		f.c.add(&Fill{X: left, Y: y, W: right - left, H: height, Color: *s, Element: artifact})
	}
	if i == 0 {
		if b.between {
			horizontal(f.c, borders.Between, left, right, y)
		} else if !b.noTop {
			horizontal(f.c, borders.Top, left, right, y)
		}
	}
	if i == len(b.lines)-1 && !b.noBelow && drawn(borders.Bottom) {
		horizontal(f.c, borders.Bottom, left, right, y+height-borderThickness(borders.Bottom))
	}
	vertical(f.c, borders.Left, left, y, y+height)
	if drawn(borders.Right) {
		vertical(f.c, borders.Right, right-borderThickness(borders.Right), y, y+height)
	}
}

// A linePainter walks along a line and makes pieces of text with one look.
type linePainter struct {
	e             *engine
	f             frame
	b             *paraBox
	l             *line
	element       *Element
	left          wml.EMU // of the column
	baseline, top wml.EMU
	x             wml.EMU
	spaces        int      // spaces widened so far
	shaped        []Shaped // of the piece of text that is painted; nil: as its characters are
	ruby          *rubyBox // whose small text was painted last
}

func (p *linePainter) paint(x wml.EMU) {
	p.x = x
	glyphs := p.b.text.glyphs
	advances := p.e.room(p.l.visible - p.l.start + 1)
	for i := p.l.start; i < p.l.end; {
		g := &glyphs[i]
		if g.object() != nil {
			p.object(g)
			i++
			continue
		}
		if i >= p.l.visible {
			i++
			continue
		}
		j := i + 1
		for j < p.l.visible && glyphs[j].object() == nil && glyphs[j].font == g.font && glyphs[j].style == g.style && glyphs[j].link() == g.link() && glyphs[j].label == g.label && (glyphs[j].of == g.of || glyphs[j].ruby() == g.ruby()) {
			j++
		}
		from := len(advances)
		s := p.e.painted[:0]
		var width wml.EMU
		for k := i; k < j; k++ {
			c := &glyphs[k]
			if c.r == '\u00AD' {
				if k != p.l.visible-1 || p.l.ends != endWrap {
					continue
				}
				s = append(s, '-')
				w := p.e.hyphen(c)
				advances, width = append(advances, w), width+w
				continue
			}
			w := c.adv
			if k >= p.l.justify && (c.r == ' ' || k < p.l.asian && c.stretches()) {
				w += p.l.stretch
				if p.spaces < p.l.rest {
					w++
				}
				p.spaces++
			}
			s = utf8.AppendRune(s, c.r)
			advances, width = append(advances, w), width+w
			if p.l.hyphen && k == p.l.visible-1 {
				s, w = append(s, '-'), p.e.hyphen(c)
				advances, width = append(advances, w), width+w
			}
			if c.of != nil && c.of.field != nil && !p.e.inHeader {
				p.e.found.fields[c.of.field] = p.e.fieldNow(c.of.field, p.f.page)
			}
		}
		p.e.painted = s
		if len(s) > 0 {
			p.text(g, string(s), advances[from:len(advances):len(advances)], width)
		}
		p.x += width
		i = j
	}
}

// room is an empty slice for n advances, cut from a larger one.
func (e *engine) room(n int) []wml.EMU {
	if len(e.advances) < n {
		e.advances = make([]wml.EMU, max(n, 1024))
	}
	room := e.advances[:0:n]
	e.advances = e.advances[n:]
	return room
}

// text paints a piece of text in one style.
func (p *linePainter) text(g *glyph, s string, advances []wml.EMU, width wml.EMU) {
	st, props, c := g.style, g.style.props, p.f.c
	// The small text stands once, over all pieces of the text below it, where that begins.
	if r := g.ruby(); r != nil && r != p.ruby && r.first >= p.l.start {
		p.ruby = r
		r.paint(p, p.x, max(r.base, width))
		if r.lead > 0 {
			defer func(x wml.EMU) { p.x = x }(p.x)
			p.x, width = p.x+r.lead, width-r.lead
			if len(advances) >= r.glyphs { // it is the last piece too
				width -= r.lead
			}
			advances[0] -= r.lead
		}
	}
	baseline := p.baseline - st.raise
	behind := func(color wml.Color) {
		c.add(&Fill{X: p.x, Y: p.baseline - st.lineAscent, W: width, H: st.lineAscent + st.lineDescent, Color: color, Element: artifact})
	}
	if props.Shading != nil && !props.Shading.Auto {
		behind(*props.Shading)
	}
	if props.Highlight != nil {
		behind(*props.Highlight)
	}
	scale := props.Scale
	if scale <= 0 {
		scale = 100
	}
	element := p.element
	if g.link() != nil {
		element = &Element{Kind: ElementLink, Parent: p.element}
		c.add(&LinkArea{X: p.x, Y: baseline - st.ascent, W: width, H: st.ascent + st.descent, Link: g.link()})
	}
	c.add(&Glyphs{
		X: p.x, Baseline: baseline, Face: g.font.face, Size: st.size, Color: p.colorOn(st), Text: s, Advances: advances, Shaped: p.shaped,
		Scale: int32(scale), FakeBold: g.font.fakeBold, FakeItalic: g.font.fakeItalic, Element: element,
	})
	if !g.label {
		p.decorate(g, s, advances, width, baseline)
	}
	if props.Emphasis != wml.EmphasisNone {
		p.emphasize(g, s, advances, baseline)
	}
	if drawn(props.Border) {
		b := props.Border
		t, y1, y2 := borderThickness(b), p.baseline-st.lineAscent, p.baseline+st.lineDescent
		horizontal(c, b, p.x, p.x+width, y1-t)
		horizontal(c, b, p.x, p.x+width, y2)
		vertical(c, b, p.x-t, y1, y2)
		vertical(c, b, p.x+width, y1, y2)
	}
}

// colorOn is the colour of a run: automatic is white on a dark ground.
func (p *linePainter) colorOn(st *runStyle) wml.Color {
	if !st.props.Color.Auto {
		return st.color
	}
	ground := st.props.Shading
	if ground == nil || ground.Auto {
		ground = p.b.p.Props.Shading
	}
	if ground == nil || ground.Auto {
		ground = p.f.ground
	}
	if ground != nil && !ground.Auto && 299*int(ground.R)+587*int(ground.G)+114*int(ground.B) < 60*1000 {
		return wml.Color{R: 255, G: 255, B: 255}
	}
	return wml.Color{}
}

// decorate draws what goes under and through a piece of text.
func (p *linePainter) decorate(g *glyph, s string, advances []wml.EMU, width, baseline wml.EMU) {
	st, props, face := g.style, g.style.props, g.font.face
	thick := max(scale(face.UnderlineThick, face, st.size), wml.PerPoint/4)
	if props.Underline != wml.UnderlineNone {
		color := props.UnderlineColor
		if color.Auto || color == (wml.Color{}) {
			color = p.colorOn(st)
		}
		y := baseline - scale(face.UnderlinePos, face, st.size)
		draw := func(x1, x2 wml.EMU) {
			l := Line{X1: x1, X2: x2, Y1: y, Y2: y, Width: thick, Color: color, Element: artifact}
			switch props.Underline {
			case wml.UnderlineDouble:
				second := l
				second.Y1 += 2 * thick
				second.Y2 = second.Y1
				p.f.c.add(&second)
			case wml.UnderlineThick:
				l.Width *= 2
			case wml.UnderlineDotted:
				l.Dash = []wml.EMU{thick, thick}
			case wml.UnderlineDashed, wml.UnderlineWave:
				l.Dash = []wml.EMU{4 * thick, 2 * thick}
			}
			p.f.c.add(&l)
		}
		if props.Underline != wml.UnderlineWords {
			draw(p.x, p.x+width)
		} else {
			x, from, i := p.x, p.x, 0
			for _, r := range s {
				if r == ' ' && x > from {
					draw(from, x)
				}
				x += advances[i]
				if r == ' ' {
					from = x
				}
				i++
			}
			if x > from {
				draw(from, x)
			}
		}
	}
	strike := func(y wml.EMU) {
		p.f.c.add(&Line{X1: p.x, X2: p.x + width, Y1: y, Y2: y, Width: max(scale(face.StrikeThick, face, st.size), wml.PerPoint/4), Color: p.colorOn(st), Element: artifact})
	}
	y := baseline - scale(face.StrikePos, face, st.size)
	if props.DoubleStrike {
		strike(y - thick)
		strike(y + thick)
	} else if props.Strike {
		strike(y)
	}
}

// object paints a tab's leader, a drawing or a bookmark.
func (p *linePainter) object(g *glyph) {
	switch o := g.object().(type) {
	case *wml.Tab:
		p.tab(g, o)
		p.x += g.adv
	case *wml.Math:
		p.equation(g)
	case *wml.Drawing:
		if o.Anchor == nil {
			p.e.paintDrawing(p.f, o, p.x+o.Effects.Left, p.baseline-g.style.raise-o.Effects.Bottom-o.Height, p.element)
			p.x += g.adv
		} else {
			p.e.paintAnchored(p.f, o, p.x, p.top, p.element)
		}
	case *wml.Bookmark:
		if !p.f.artifact && o.Name != "" {
			p.f.c.add(&Destination{X: p.x, Y: p.top, Name: o.Name})
			p.e.found.bookmarks[o.Name] = p.f.page.page.Number
		}
	}
}

// tab paints a tab's leader and its underline. The text carries no tab character: the
// distance parts the words.
func (p *linePainter) tab(g *glyph, o *wml.Tab) {
	if g.adv <= 0 {
		return
	}
	leader := o.Leader
	if !o.Absolute {
		for _, t := range p.b.p.Props.Tabs {
			if t.Pos > p.logical(g.adv) {
				leader = t.Leader
				break
			}
		}
	}
	if props := g.style.props; props.Underline != wml.UnderlineNone && props.Underline != wml.UnderlineWords && !g.label {
		p.decorate(g, "", nil, g.adv, p.baseline-g.style.raise)
	}
	if leader == 0 || g.label { // what follows a list's number has none
		return
	}
	p.leader(g, leader)
}

// leader fills a tab with a character. Each stands at a multiple of its width from the sheet's
// left edge, so that the leaders of a contents stand under each other, and only whole ones are
// drawn (Word 365, measured: 3.24 pt at 13 pt, the last 0.7 before a page number). The spaces
// at both ends part the words.
func (p *linePainter) leader(g *glyph, r rune) {
	f, w := p.e.measure(g.style, r)
	if w <= 0 {
		return
	}
	first := (p.x + w - 1) / w * w
	n := int((p.x + g.adv - first) / w)
	if n <= 0 {
		return
	}
	advances := make([]wml.EMU, n+2)
	for i := range advances {
		advances[i] = w
	}
	advances[0], advances[n+1] = first-p.x, p.x+g.adv-first-wml.EMU(n)*w
	p.f.c.add(&Glyphs{
		X: p.x, Baseline: p.baseline, Face: f.face, Size: g.style.size, Color: p.colorOn(g.style),
		Text: " " + strings.Repeat(string(r), n) + " ", Advances: advances, Scale: 100, Element: artifact,
	})
}
