package wml

import (
	"strconv"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// noteSettings say how notes are numbered (§17.11.4, §17.11.11).
type noteSettings struct {
	footnotes, endnotes         NumberFormat
	firstFootnote, firstEndnote int
}

// noteState is what has been counted and what is being read.
type noteState struct {
	counts [2]int      // of footnotes, endnotes
	order  [2][]noteID // in order of their references
	read   [2]map[int]bool

	// What is worth a warning only if there are notes.
	ownBySection, restarts bool

	endnote bool // the note being read
	id      int
	number  string
}

type noteID struct {
	id     int
	number string
}

// noteFormat reads a w:footnotePr or w:endnotePr.
func (p *parser) noteFormat(n *xml.Node, format NumberFormat, first int) (NumberFormat, int) {
	if f := n.Child("w:numFmt"); f != nil {
		format = p.numberFormat(f.Get("w:val"))
	}
	if s := n.Child("w:numStart"); s != nil {
		first = clamp(intAttr(s, "w:val", 1), 1, 32767)
	}
	if r := val(n, "w:numRestart"); r == "eachPage" || r == "eachSect" {
		p.notes.restarts = true
	}
	return format, first
}

// noteReference is a w:footnoteReference or w:endnoteReference.
func (b *inlines) noteReference(n *xml.Node, props *RunProps) {
	p := b.parser
	ref := &NoteRef{ID: intAttr(n, "w:id", 0), Endnote: n.Name == "w:endnoteReference", Props: props}
	kind, format, first := 0, p.settings.footnotes, p.settings.firstFootnote
	if ref.Endnote {
		kind, format, first = 1, p.settings.endnotes, p.settings.firstEndnote
	}
	if !onAttr(n, "w:customMarkFollows", false) { // the mark is the text that follows
		ref.Number = format.Format(first + p.notes.counts[kind])
		p.notes.counts[kind]++
	}
	if p.notes.read[kind] == nil {
		p.notes.read[kind] = map[int]bool{}
	}
	if !p.notes.read[kind][ref.ID] {
		p.notes.read[kind][ref.ID] = true
		p.notes.order[kind] = append(p.notes.order[kind], noteID{ref.ID, ref.Number})
	}
	b.add(ref)
}

// separator is the line over footnotes: 2 inches long and 0.6 pt thick, a fifth of an em
// above the baseline (Word 365, measured).
func separator(props *RunProps) *Drawing {
	return &Drawing{
		Width: 2 * PerInch, Height: PerPoint * 3 / 5, Effects: Effects{Bottom: props.Size.EMU() / 5}, Rule: true, Props: props,
		Shape: &Shape{Geometry: "rect", Fill: &Fill{}},
	}
}

// readNotes reads the notes that the body refers to.
func (p *parser) readNotes() {
	if len(p.notes.order[0])+len(p.notes.order[1]) > 0 {
		if p.notes.restarts {
			p.warn("note-restart", fault.T("số chú thích đánh liên tục, không bắt đầu lại ở mỗi trang hay mỗi phần",
				"notes are numbered through the document, not anew on each page or in each section"))
		}
		if p.notes.ownBySection {
			p.warn("section-notes", fault.T("cách đánh số chú thích riêng của phần bị bỏ qua", "a section's own numbering of notes is ignored"))
		}
	}
	for kind, of := range []struct {
		rel, element, vi, en string
		into                 map[int][]Block
	}{
		{"footnotes", "w:footnote", "chú thích cuối trang ", "footnote ", p.doc.Footnotes},
		{"endnotes", "w:endnote", "chú thích cuối văn bản ", "endnote ", p.doc.Endnotes},
	} {
		if len(p.notes.order[kind]) == 0 {
			continue
		}
		pt := p.related(of.rel)
		if pt == nil {
			p.warn("missing-notes", fault.T("thiếu nội dung chú thích (%s)", "the text of the notes is missing (%s)", of.rel))
			continue
		}
		byID := map[int]*xml.Node{}
		for n := range pt.root.Children() {
			if n.Name != of.element {
				continue
			}
			byID[intAttr(n, "w:id", 0)] = n
			if n.Get("w:type") == "separator" && kind == 0 {
				p.inStory(pt, fault.T("đường kẻ trên chú thích", "the line over footnotes"), func() { p.doc.Separator = p.blocks(n, nil, nil, nil) })
			}
		}
		for _, note := range p.notes.order[kind] {
			n := byID[note.id]
			if n == nil {
				p.warn("missing-note", fault.T("thiếu nội dung của một chú thích (w:id %d)", "the text of a note is missing (w:id %d)", note.id))
				continue
			}
			label := note.number
			if label == "" {
				label = strconv.Itoa(note.id)
			}
			p.notes.endnote, p.notes.id, p.notes.number = kind == 1, note.id, note.number
			p.inStory(pt, fault.Text{Vi: of.vi + label, En: of.en + label}, func() { of.into[note.id] = p.lastParagraph(p.blocks(n, nil, nil, nil), nil) })
		}
		p.notes.number = ""
	}
}
