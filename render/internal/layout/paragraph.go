package layout

import (
	"strings"

	"github.com/bienban/bienban/render/internal/wml"
)

// autoSpace is the space of w:beforeAutospacing and w:afterAutospacing.
const autoSpace = 14 * wml.PerPoint

// A paraBox is a paragraph set into lines for one width.
type paraBox struct {
	p       *wml.Paragraph
	text    *text
	lines   []line
	width   wml.EMU // of the column
	noTop   bool    // the paragraph above has the same borders: they are one box
	noBelow bool
	between bool // a border between it and the one above
	element *Element
}

// paragraph sets p for a column of the given width; above and below are its neighbours
// (nil: none), with which it may share its borders.
func (e *engine) paragraph(p *wml.Paragraph, width wml.EMU, above, below wml.Block, parent *Element) *paraBox {
	b := &paraBox{p: p, width: width, text: e.shape(p)}
	b.lines = e.breakLines(b.text, p, width)
	for i := range b.lines {
		b.text.measureLine(&b.lines[i], p.Props.Line)
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

func hasBorders(p *wml.Paragraph) bool {
	b := &p.Props.Borders
	return b.Top != nil || b.Bottom != nil || b.Left != nil || b.Right != nil || b.Between != nil
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

// spaceBetween is the space between two blocks of a column; above is nil at its top.
// Between paragraphs the larger of the two spaces counts, as in HTML, unless the document
// wants their sum (§17.15.3.21).
func (e *engine) spaceBetween(above, below wml.Block) wml.EMU {
	var after, before wml.EMU
	var auto bool
	a, _ := above.(*wml.Paragraph)
	b, _ := below.(*wml.Paragraph)
	if a != nil {
		after = a.Props.SpaceAfter
		if a.Props.AfterAuto {
			after, auto = autoSpace, true
			if b != nil && a.Label != nil && b.Label != nil && a.Label.List == b.Label.List {
				after = 0
			}
		}
		if a.Props.ContextualSpacing && b != nil && a.Props.StyleID == b.Props.StyleID {
			after = 0
		}
	}
	if b != nil {
		before = b.Props.SpaceBefore
		if b.Props.BeforeAuto {
			before, auto = autoSpace, true
			if above == nil || a != nil && a.Label != nil && b.Label != nil && a.Label.List == b.Label.List {
				before = 0
			}
		}
		if b.Props.ContextualSpacing && a != nil && a.Props.StyleID == b.Props.StyleID {
			before = 0
		}
	}
	if auto || !e.doc.Settings.SumSpacing {
		return max(after, before)
	}
	return after + before
}

// title is the text of a heading, for outlines.
func (b *paraBox) title() string {
	var s strings.Builder
	for i := range b.text.glyphs {
		g := &b.text.glyphs[i]
		switch g.object().(type) {
		case nil:
			s.WriteRune(g.r)
		case *wml.Tab, *wml.Break:
			s.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(s.String()), " ")
}

// firstPart is the height of what must stand together at the paragraph's start.
func (b *paraBox) firstPart() wml.EMU {
	n := 1
	switch {
	case b.p.Props.KeepLines:
		n = len(b.lines)
	case b.p.Props.WidowControl && len(b.lines) == 3:
		n = 3
	case b.p.Props.WidowControl:
		n = min(2, len(b.lines))
	}
	return b.heightOf(0, n)
}

// heightOf is the height of lines[from:to].
func (b *paraBox) heightOf(from, to int) (h wml.EMU) {
	for i := from; i < to; i++ {
		h += b.height(i)
	}
	return h
}

// breakAt is how many lines from from on go into room, widows and orphans minded: 0 if
// the paragraph has to begin elsewhere.
//
// notes is the height that the footnotes of a page take with those given.
func (b *paraBox) breakAt(from int, room wml.EMU, notes func([]int) wml.EMU) int {
	n := len(b.lines)
	k := from
	var ids []int
	for k < n {
		need := b.height(k)
		if b.text.notes {
			ids = append(ids, b.notesIn(k)...)
			need += notes(ids)
		}
		if need > room+slack {
			break
		}
		room -= b.height(k)
		k++
		if b.lines[k-1].ends == endPage || b.lines[k-1].ends == endColumn {
			return k - from
		}
	}
	if k == n {
		return n - from
	}
	if b.p.Props.KeepLines && from == 0 {
		return 0
	}
	if b.p.Props.WidowControl {
		if n-k == 1 && k > from {
			k--
		}
		if k-from == 1 && from == 0 {
			k--
		}
	}
	return max(k-from, 0)
}

// slack forgives what rounding adds up to on a page.
const slack = wml.PerTwip
