package wml

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Dump is the document as text that a person can review and a golden file can keep:
// sections with their page set-up, paragraphs with their style's name, alignment where
// it is not left, list labels and text, tables with rows and cells. Lengths are in
// millimetres.
//
// In the text, → is a tab, ↵ a line break, ⏎ a page break, {PAGE} a field, ⟨…⟩ a drawing
// and [^1] a note.
func Dump(d *Document) string {
	w := &dumper{}
	for i, s := range d.Sections {
		w.section(i, s)
	}
	for _, notes := range []struct {
		name   string
		blocks map[int][]Block
	}{{"footnote", d.Footnotes}, {"endnote", d.Endnotes}} {
		ids := make([]int, 0, len(notes.blocks))
		for id := range notes.blocks {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		for _, id := range ids {
			w.line(0, "%s %d:", notes.name, id)
			w.blocks(1, notes.blocks[id])
		}
	}
	return w.String()
}

type dumper struct{ strings.Builder }

func (w *dumper) line(depth int, format string, args ...any) {
	w.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
}

// mm is a length in millimetres, to a tenth.
func mm(e EMU) string { return strconv.FormatFloat(float64(e)/float64(PerMM), 'f', 1, 64) }

func (w *dumper) section(i int, s *Section) {
	w.line(0, "section %d: %s, page %s × %s, margins top %s right %s bottom %s left %s, header %s, footer %s", i+1,
		[...]string{"next page", "continuous", "even page", "odd page", "next column"}[s.Start],
		mm(s.PageWidth), mm(s.PageHeight), mm(s.Top), mm(s.Right), mm(s.Bottom), mm(s.Left), mm(s.Header), mm(s.Footer))
	if s.Gutter > 0 {
		w.line(1, "gutter %s", mm(s.Gutter))
	}
	if s.TitlePage {
		w.line(1, "first page different")
	}
	if s.PageStart >= 0 || s.PageFormat != FormatDecimal {
		w.line(1, "page numbers %s from %d", s.PageFormat, s.PageStart)
	}
	if len(s.Columns) > 1 {
		w.line(1, "%d columns", len(s.Columns))
	}
	for _, h := range []struct {
		name   string
		blocks []Block
	}{
		{"header", s.Headers.Default}, {"first header", s.Headers.First}, {"even header", s.Headers.Even},
		{"footer", s.Footers.Default}, {"first footer", s.Footers.First}, {"even footer", s.Footers.Even},
	} {
		if h.blocks != nil {
			w.line(1, "%s:", h.name)
			w.blocks(2, h.blocks)
		}
	}
	w.line(1, "body:")
	w.blocks(2, s.Body)
}

func (w *dumper) blocks(depth int, blocks []Block) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *Paragraph:
			w.paragraph(depth, b)
		case *Table:
			w.table(depth, b)
		}
	}
}

func (w *dumper) paragraph(depth int, p *Paragraph) {
	var line strings.Builder
	fmt.Fprintf(&line, "[%s", p.Props.StyleName)
	if p.Props.Align != AlignLeft {
		line.WriteString(", " + [...]string{"left", "center", "right", "justify", "distribute"}[p.Props.Align])
	}
	if p.Props.PageBreakBefore {
		line.WriteString(", new page")
	}
	line.WriteString("]")
	if p.Label != nil {
		fmt.Fprintf(&line, " (%s)", p.Label.Text)
	}
	var drawings []*Drawing
	var text strings.Builder
	for _, i := range p.Inlines {
		switch i := i.(type) {
		case *Text:
			text.WriteString(i.Text)
		case *Tab:
			text.WriteString("→")
		case *Break:
			text.WriteString([...]string{"↵", "⏎", "⏎column "}[i.Kind])
		case *Field:
			text.WriteString([...]string{"{PAGE}", "{NUMPAGES}", "{SECTIONPAGES}", "{PAGEREF "}[i.Kind])
			if i.Kind == FieldPageRef {
				text.WriteString(i.Target + "}")
			}
		case *Math:
			text.WriteString(i.Linear)
		case *Ruby:
			text.WriteString(i.Base + "(" + i.Over + ")")
		case *NoteRef:
			text.WriteString("[^" + i.Number + "]")
		case *Drawing:
			text.WriteString("⟨" + i.summary() + "⟩")
			drawings = append(drawings, i)
		}
	}
	if text.Len() > 0 {
		line.WriteString(" " + text.String())
	}
	w.line(depth, "%s", line.String())
	for _, d := range drawings {
		w.drawing(depth+1, d)
	}
}

// drawing shows what stands inside a drawing.
func (w *dumper) drawing(depth int, d *Drawing) {
	if d.Shape != nil {
		w.blocks(depth, d.Shape.Text)
	}
	for _, item := range d.Group {
		w.line(depth, "⟨%s⟩", item.Drawing.summary())
		w.drawing(depth+1, item.Drawing)
	}
}

// summary is what a drawing is, and its size.
func (d *Drawing) summary() string {
	kind := "group"
	switch {
	case d.Unsupported != "":
		kind = d.Unsupported
	case d.Picture != nil:
		kind = "picture"
	case d.Shape != nil && d.Shape.Text != nil:
		kind = "text box"
	case d.Shape != nil:
		kind = d.Shape.Geometry
	}
	s := kind + " " + mm(d.Width) + " × " + mm(d.Height)
	if d.Alt != "" {
		s += ": " + d.Alt
	}
	return s
}

func (w *dumper) table(depth int, t *Table) {
	widths := make([]string, len(t.Grid))
	for i, g := range t.Grid {
		widths[i] = mm(g)
	}
	head := "table, columns " + strings.Join(widths, " ")
	if t.Fixed {
		head += ", fixed"
	}
	if t.Align != AlignLeft {
		head += ", " + [...]string{"left", "center", "right"}[t.Align]
	}
	w.line(depth, "%s", head)
	for i, r := range t.Rows {
		row := "row " + strconv.Itoa(i+1)
		if r.Header {
			row += ", repeated"
		}
		if r.CantSplit {
			row += ", whole"
		}
		w.line(depth+1, "%s", row)
		for j, c := range r.Cells {
			cell := "cell " + strconv.Itoa(j+1)
			if c.GridSpan > 1 {
				cell += ", spans " + strconv.Itoa(c.GridSpan)
			}
			cell += [...]string{"", ", merge starts", ", merged up"}[c.VMerge]
			w.line(depth+2, "%s", cell)
			w.blocks(depth+3, c.Blocks)
		}
	}
}
