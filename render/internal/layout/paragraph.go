package layout

import (
	"strings"

	"github.com/bienban/bienban/render/internal/wml"
)

// A paraBox is a paragraph set into lines for one width.
type paraBox struct {
	p       *wml.Paragraph
	text    *text
	lines   []line
	width   wml.EMU // of the column
	noTop   bool    // the paragraph above has the same borders: they are one box
	noBelow bool
	between bool    // a border between it and the one above
	joined  wml.EMU // the space above that belongs to the box of both
	element *Element
}

// paragraph sets p for a column of the given width; above and below are its neighbours
// (nil: none), with which it may share its borders.
func (e *engine) paragraph(p *wml.Paragraph, width wml.EMU, above, below wml.Block, parent *Element) *paraBox {
	b := &paraBox{p: p, width: width, text: e.shape(p)}
	b.lines = e.breakLines(b.text, p, width)
	for i := range b.lines {
		b.text.measureLine(&b.lines[i], p.Props.Line)
		e.snap(&b.lines[i], p)
	}
	if a, ok := above.(*wml.Paragraph); ok && hasBorders(p) && sameBox(a, p) {
		b.noTop, b.between = true, p.Props.Borders.Between != nil
	}
	if n, ok := below.(*wml.Paragraph); ok && hasBorders(p) && sameBox(p, n) {
		b.noBelow = true
	}
	b.element = &Element{Kind: ElementParagraph, Parent: parent}
	if p.Props.OutlineLevel >= 0 {
		b.element.Kind, b.element.Level = ElementHeading, uint8(p.Props.OutlineLevel+1)
	} else if p.Label != nil {
		b.element.Kind = ElementListItem
	}
	return b
}

// join gives the space above to the box that a paragraph has in common with the one above:
// its sides and its fill go through it (§17.3.1.24).
func (b *paraBox) join(gap wml.EMU) {
	if b.noTop {
		b.joined = gap
	}
}

func hasBorders(p *wml.Paragraph) bool {
	b := &p.Props.Borders
	return b.Top != nil || b.Bottom != nil || b.Left != nil || b.Right != nil || b.Between != nil || b.Bar != nil
}

func sameBox(a, b *wml.Paragraph) bool {
	x, y := a.Props, b.Props
	return sameBorder(x.Borders.Top, y.Borders.Top) && sameBorder(x.Borders.Bottom, y.Borders.Bottom) &&
		sameBorder(x.Borders.Left, y.Borders.Left) && sameBorder(x.Borders.Right, y.Borders.Right) &&
		sameBorder(x.Borders.Between, y.Borders.Between) && x.IndentLeft == y.IndentLeft && x.IndentRight == y.IndentRight
}

func sameBorder(a, b *wml.Border) bool { return a == b || a != nil && b != nil && *a == *b }

func drawn(b *wml.Border) bool { return b != nil && b.Style != wml.BorderNone && b.Width > 0 }

// borderRoom is the height that a top or bottom border takes, with its space.
func borderRoom(b *wml.Border) wml.EMU {
	if !drawn(b) {
		return 0
	}
	return b.Space + borderThickness(b)
}

// above and below are what a paragraph's borders add to its first and last line.
func (b *paraBox) above() wml.EMU {
	if b.between {
		return borderRoom(b.p.Props.Borders.Between)
	}
	if b.noTop {
		return 0
	}
	return borderRoom(b.p.Props.Borders.Top)
}

func (b *paraBox) below() wml.EMU {
	if b.noBelow {
		return 0
	}
	return borderRoom(b.p.Props.Borders.Bottom)
}

// height is that of line i with the borders that stand at it.
func (b *paraBox) height(i int) wml.EMU {
	h := b.lines[i].height + b.lines[i].skip
	if i == 0 {
		h += b.above()
	}
	if i == len(b.lines)-1 {
		h += b.below()
	}
	return h
}

// title is the text of a heading, for outlines.
func (b *paraBox) title() string {
	var s strings.Builder
	for i := range b.text.glyphs {
		g := &b.text.glyphs[i]
		switch o := g.object().(type) {
		case nil:
			s.WriteRune(g.r)
		case *wml.Tab, *wml.Break:
			s.WriteByte(' ')
		case *wml.Math:
			if i == 0 || b.text.glyphs[i-1].object() != g.object() {
				s.WriteString(o.Linear)
			}
		}
	}
	return strings.Join(strings.Fields(s.String()), " ")
}
