package layout

import (
	"slices"

	"github.com/bienban/bienban/render/internal/wml"
)

// separator is what stands over the footnotes of the current page, as the document has it:
// one line of text with a rule in it (§17.11.23).
func (p *pager) separator() column {
	width := p.cur.page.Width - p.cur.left - p.cur.right
	return p.e.stack(p.e.doc.Separator, width, artifact)
}

// note is a footnote set for the current page's width.
func (p *pager) note(id int) column {
	width := p.cur.page.Width - p.cur.left - p.cur.right
	return p.e.stack(p.e.doc.Footnotes[id], width, &Element{Kind: ElementNote})
}

// notesIn are the footnotes whose numbers stand in a line.
func (b *paraBox) notesIn(i int) (ids []int) {
	l := &b.lines[i]
	for k := l.start; k < l.end; k++ {
		of := b.text.glyphs[k].of
		if of == nil {
			continue
		}
		if ref := of.note; ref != nil && !ref.Endnote && !ref.Own && !slices.Contains(ids, ref.ID) {
			ids = append(ids, ref.ID)
		}
	}
	return ids
}

// notesIn are the footnotes whose numbers stand in a row.
func (r *rowBox) notesIn() (ids []int) {
	for _, c := range r.cells {
		ids = append(ids, c.column.notesIn()...)
	}
	return ids
}

// notesIn are the footnotes whose numbers stand in a column, its floating tables and frames
// among them.
func (c *column) notesIn() (ids []int) {
	for _, pc := range c.pieces {
		if pc.row != nil {
			ids = append(ids, pc.row.notesIn()...)
		} else if pc.para.text.notes {
			ids = append(ids, pc.para.notesIn(pc.line)...)
		}
	}
	for _, fl := range c.floats {
		ids = append(ids, fl.notes...)
	}
	return ids
}

// notesBeside is the height of footnotes, with those of the tables and frames that wait for
// their paragraph.
func (p *pager) notesBeside(ids []int) wml.EMU {
	for _, fl := range p.waiting {
		ids = append(slices.Clip(ids), fl.notes...)
	}
	return p.notesHeight(ids)
}

// notesHeight is what footnotes that the page does not have yet would take from it.
func (p *pager) notesHeight(ids []int) (h wml.EMU) {
	for _, id := range ids {
		if !slices.Contains(p.cur.noteIDs, id) {
			h += p.note(id).height
		}
	}
	if h > 0 && len(p.cur.notes) == 0 {
		h += p.separator().height
	}
	return h
}

// putNotes gives footnotes to the page that their numbers stand on.
func (p *pager) putNotes(ids []int) {
	for _, id := range ids {
		if slices.Contains(p.cur.noteIDs, id) || len(p.e.doc.Footnotes[id]) == 0 {
			continue
		}
		p.countNote(id)
		p.cur.noteHeight += p.notesHeight([]int{id})
		if len(p.cur.notes) == 0 {
			p.cur.notes = append(p.cur.notes, p.separator())
		}
		p.cur.notes = append(p.cur.notes, p.note(id))
		p.kept++
		p.cur.noteIDs = append(p.cur.noteIDs, id)
	}
}

// paintNotes paints a page's footnotes at the foot of its text.
func (e *engine) paintNotes(ps *pageState) {
	if len(ps.notes) == 0 {
		return
	}
	width := ps.page.Width - ps.left - ps.right
	y := ps.bottom - ps.noteHeight
	f := frame{c: &ps.body, page: ps, left: ps.left, width: width}
	for _, c := range ps.notes {
		e.paint(f, c, ps.left, y)
		y += c.height
	}
}

// endnotes sets endnotes behind the text, under what stands over them.
func (p *pager) endnotes(ids []int) {
	if len(ids) > 0 {
		p.blocks(p.e.doc.EndSeparator)
	}
	for _, id := range ids {
		p.blocks(p.e.doc.Endnotes[id])
	}
}

// noteNumber is what the number of a note prints: where footnotes are numbered page by page, what
// the pass before found.
func (e *engine) noteNumber(ref *wml.NoteRef) string {
	by, ok := e.doc.PageNotes[ref.ID]
	if !ok || ref.Endnote || ref.Number == "" {
		return ref.Number
	}
	e.asked = true
	if s, ok := e.known.notes[ref.ID]; ok {
		return s
	}
	return by.Format.Format(by.First)
}

// countNote numbers a footnote of the current page, if it is numbered there.
func (p *pager) countNote(id int) {
	by, ok := p.e.doc.PageNotes[id]
	if !ok {
		return
	}
	n := by.First
	for _, other := range p.cur.noteIDs {
		if _, ok := p.e.doc.PageNotes[other]; ok {
			n++
		}
	}
	p.e.found.notes[id] = by.Format.Format(n)
}
