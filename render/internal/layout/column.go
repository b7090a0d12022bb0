package layout

import (
	"slices"

	"github.com/bienban/bienban/render/internal/wml"
)

// A piece is what a column is made of and may be parted between: a line of a paragraph,
// or a row of a table.
type piece struct {
	y, h wml.EMU // from the column's top
	para *paraBox
	line int
	row  *rowBox
}

// A column is blocks set one under another with no end: the content of a cell, a header,
// a text box.
type column struct {
	pieces []piece
	floats []anchored // tables and frames with a place of their own
	height wml.EMU    // with the last paragraph's space after
}

// anchored is a floater at the height of the paragraph that it is anchored to.
type anchored struct {
	*floater
	y wml.EMU // from the column's top
}

// stack sets blocks into a column.
func (e *engine) stack(blocks []wml.Block, width wml.EMU, parent *Element) column {
	return e.stackBetween(neighbours{}, blocks, width, parent)
}

// stackBetween sets blocks into a column that stands beside others, a cell's.
func (e *engine) stackBetween(in neighbours, blocks []wml.Block, width wml.EMU, parent *Element) column {
	var c column
	var above wml.Block
	for i := 0; i < len(blocks); i++ {
		if n := framed(blocks[i:]); n > 0 && i+n < len(blocks) {
			c.floats = append(c.floats, anchored{e.frameFloater(blocks[i:i+n], width, parent), c.height})
			i += n - 1
			continue
		}
		b := blocks[i]
		if hidden(b) && i+1 < len(blocks) {
			continue
		}
		var below wml.Block
		if i+1 < len(blocks) {
			below = blocks[i+1]
		}
		gap := e.spaceBetween(above, b)
		if above == nil && contextual(b, in.above) {
			gap = 0
		}
		c.height += gap
		switch b := b.(type) {
		case *wml.Paragraph:
			box := e.paragraph(b, width, above, below, parent)
			box.join(gap)
			for k := range box.lines {
				h := box.height(k)
				c.pieces = append(c.pieces, piece{y: c.height, h: h, para: box, line: k})
				c.height += h
			}
		case *wml.Table:
			tb := e.table(b, width, above, parent)
			if b.Float != nil && b.Float.VAnchor != "" && b.Float.VAnchor != "text" {
				c.floats = append(c.floats, anchored{e.tableFloater(tb), c.height}) // it takes no room here
				continue
			}
			for _, r := range tb.rows {
				c.pieces = append(c.pieces, piece{y: c.height, h: r.height, row: r})
				c.height += r.height
			}
		}
		above = b
	}
	if contextual(above, in.below) {
		return c
	}
	// HTML's own space counts for nothing at a cell's end but after an item of a list (Word
	// 365, measured: 3 places).
	if p, ok := above.(*wml.Paragraph); !ok || !p.Props.AfterAuto || p.Label != nil || e.cells == 0 {
		c.height += e.spaceBetween(above, nil)
	}
	return c
}

// split parts a column at a height: head has what fits, tail the rest. ok is false if
// nothing fits though there is something; atTop is as in [rowBox.split]. A paragraph's last line fits with the space below
// it (Word 365, measured: 20 page starts in 3 documents, a row of 52.0 moved from 55.0 where
// 7.2 follow). Widows and orphans count as in the text, and an empty paragraph that would be
// the last of the tail takes no room there (Word 2013 to 365, measured: 16 page starts in 3
// documents, 6 places).
func (c column) split(room wml.EMU, atTop bool) (head, tail column, ok bool) {
	k := 0
	for k < len(c.pieces) && c.pieces[k].y+c.pieces[k].h+c.spaceBelow(k) <= room+slack {
		k++
	}
	if head, tail, ok = c.splitRow(k, room, atTop && k == 0); ok {
		return head, tail, true
	}
	k = c.withoutWidow(k)
	if k == 0 && len(c.pieces) > 0 {
		return column{}, c, false
	}
	head = column{pieces: c.pieces[:k], floats: c.floats}
	if k > 0 {
		last := &c.pieces[k-1]
		head.height = last.y + last.h
	}
	if k == len(c.pieces) {
		head.height = min(c.height, max(room, head.height))
		return head, column{}, true
	}
	from := c.pieces[k].y
	head.height = max(head.height, min(from, room)) // with the space below its last paragraph
	tail = column{pieces: make([]piece, len(c.pieces)-k), height: c.height - from}
	head.floats, tail.floats = c.partFloats(from)
	for i, p := range c.pieces[k:] {
		p.y -= from
		tail.pieces[i] = p
	}
	if n := len(tail.pieces) - 1; n > 0 && tail.pieces[n].para != nil && len(tail.pieces[n].para.lines) == 1 && blank(tail.pieces[n].para.p) {
		tail.height, tail.pieces = tail.pieces[n].y, tail.pieces[:n]
	}
	return head, tail, true
}

// splitRow parts a column within piece k, a row of a table in a cell that may be cut there.
func (c column) splitRow(k int, room wml.EMU, atTop bool) (head, tail column, ok bool) {
	if k == len(c.pieces) || c.pieces[k].row == nil {
		return head, tail, false
	}
	p := c.pieces[k]
	tb := p.row.table
	if tb.t.Rows[p.row.index].CantSplit && !atTop {
		return head, tail, false
	}
	above, below, ok := p.row.split(room-p.y-tb.sill(p.row), atTop)
	if !ok {
		return head, tail, false
	}
	head = column{pieces: append(slices.Clone(c.pieces[:k]), piece{y: p.y, h: above.height, row: above}), height: p.y + above.height}
	from := p.y + p.h - below.height // where the tail would begin
	tail = column{pieces: slices.Clone(c.pieces[k:]), height: c.height - from}
	head.floats, tail.floats = c.partFloats(from)
	for i := range tail.pieces {
		tail.pieces[i].y -= from
	}
	tail.pieces[0] = piece{h: below.height, row: below}
	return head, tail, true
}

// partFloats parts a column's floating tables and frames where it is cut: each goes with the
// paragraph that it is anchored to.
func (c column) partFloats(from wml.EMU) (head, tail []anchored) {
	for _, fl := range c.floats {
		if fl.y < from {
			head = append(head, fl)
		} else {
			fl.y -= from
			tail = append(tail, fl)
		}
	}
	return head, tail
}

// spaceBelow is the space after that stands below piece k, a paragraph's last line; 0 where
// contextual spacing or the end of the cell drops it.
func (c column) spaceBelow(k int) wml.EMU {
	p, next := &c.pieces[k], c.height
	if k+1 < len(c.pieces) {
		next = c.pieces[k+1].y
	}
	if p.para == nil || p.line < len(p.para.lines)-1 {
		return 0
	}
	return min(p.para.p.Props.SpaceAfter, max(next-p.y-p.h, 0))
}

// withoutWidow is how many of the first k pieces stay where a column is cut before piece k:
// no line of a paragraph with widow control is left alone on either side.
func (c column) withoutWidow(k int) int {
	if k == 0 || k == len(c.pieces) {
		return k
	}
	p := &c.pieces[k]
	if p.para == nil || p.line == 0 || !p.para.p.Props.WidowControl {
		return k
	}
	if len(p.para.lines)-p.line == 1 {
		k--
	}
	if k > 0 && c.pieces[k].line == 1 {
		k--
	}
	return k
}

// paint puts a column on a page with its top left corner at (x, y).
func (e *engine) paint(f frame, c column, x, y wml.EMU) {
	for _, fl := range c.floats {
		fx, fy := e.floatPlace(f, &fl.place, y+fl.y, fl.width, fl.height)
		fl.paint(f, fx, fy)
	}
	for i := 0; i < len(c.pieces); {
		p := &c.pieces[i]
		if p.row == nil {
			if p.line == 0 || i == 0 {
				f.paraTop = y + p.y
			}
			e.paintLine(f, p.para, p.line, x, y+p.y)
			i++
			continue
		}
		var rows []placedRow
		for ; i < len(c.pieces) && c.pieces[i].row != nil && c.pieces[i].row.table == p.row.table; i++ {
			rows = append(rows, placedRow{c.pieces[i].row, y + c.pieces[i].y})
		}
		e.paintRows(f, rows, x)
	}
}
