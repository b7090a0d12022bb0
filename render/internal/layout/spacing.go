package layout

import (
	"github.com/bienban/bienban/render/internal/wml"
)

// autoSpace is the space of w:beforeAutospacing and w:afterAutospacing.
const autoSpace = 14 * wml.PerPoint

// spaceBetween is the space between two blocks of a column; above is nil at its top.
// Between paragraphs the larger of the two spaces counts, as in HTML, unless the document
// wants their sum (§17.15.3.21).
func (e *engine) spaceBetween(above, below wml.Block) wml.EMU {
	var after, before wml.EMU
	var auto bool
	a, _ := above.(*wml.Paragraph)
	b, _ := below.(*wml.Paragraph)
	neighbour := b // whose style contextual spacing asks for (Word 365, measured: 8 of 8 tables)
	if t, ok := below.(*wml.Table); ok {
		neighbour = firstIn(t)
	}
	if a != nil {
		after = a.Props.SpaceAfter
		if a.Props.AfterAuto {
			after, auto = autoSpace, true
			if b != nil && a.Label != nil && b.Label != nil && a.Label.List == b.Label.List {
				after = 0
			}
		}
		if contextual(a, neighbour) {
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
		if contextual(b, a) {
			before = 0
		}
	}
	if auto || !e.doc.Settings.SumSpacing {
		return max(after, before)
	}
	return after + before
}

// gap is the space above the next block. At the top of a page that began by itself, or by a
// page break in the paragraph above, there is none (Word 2010 to 365, measured: 52 of 53
// places). At the top of a section it is less by the space after the section before (14 of
// 14 places).
func (p *pager) gap(b wml.Block) wml.EMU {
	if p.fresh && !p.keep {
		return 0
	}
	gap := p.e.spaceBetween(p.above, b)
	if p.fresh {
		gap = max(gap-p.spent, 0)
	}
	return gap
}

// hidden reports whether a block is a paragraph of nothing but a hidden mark: it takes no
// room, though it counts in its list (Word 365, measured: 4 places in 2 documents).
func hidden(b wml.Block) bool {
	p, ok := b.(*wml.Paragraph)
	return ok && p.Mark != nil && p.Mark.Hidden && len(p.Inlines) == 0
}

// firstIn is the first paragraph of a table's first cell; nil if it begins otherwise.
func firstIn(t *wml.Table) *wml.Paragraph {
	if len(t.Rows) == 0 || len(t.Rows[0].Cells) == 0 || len(t.Rows[0].Cells[0].Blocks) == 0 {
		return nil
	}
	p, _ := t.Rows[0].Cells[0].Blocks[0].(*wml.Paragraph)
	return p
}

// neighbours are the paragraphs right before and after a cell's content, whose styles its contextual
// spacing asks for; nil: none, or the end of a row stands between.
type neighbours struct{ above, below *wml.Paragraph }

// neighbours are the paragraphs beside the content of cell i: those of the cells next to it in the
// row, and the one that the table stands after (Word 2007 to 365, measured: in a row of paragraphs
// of one style with 8 pt after, all but the last cell's stand 3.9 lower when centred, 9 rows of 2
// documents; with 9.6 before and after, by 4.8 the last cell's and the table's first).
func (r *rowBox) neighbours(i int) (b neighbours) {
	switch {
	case i > 0:
		if blocks := r.cells[i-1].cell.Blocks; len(blocks) > 0 {
			b.above, _ = blocks[len(blocks)-1].(*wml.Paragraph)
		}
	case r.index == 0:
		b.above = r.table.after
	}
	if i+1 < len(r.cells) && len(r.cells[i+1].cell.Blocks) > 0 {
		b.below, _ = r.cells[i+1].cell.Blocks[0].(*wml.Paragraph)
	}
	return b
}

// contextual reports whether a block has no space towards a neighbour of its own style
// (§17.3.1.9).
func contextual(b wml.Block, neighbour *wml.Paragraph) bool {
	p, ok := b.(*wml.Paragraph)
	return ok && neighbour != nil && p.Props.ContextualSpacing && p.Props.StyleID == neighbour.Props.StyleID
}
