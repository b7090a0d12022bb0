package wml

import (
	"strconv"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// noteNumbering says how notes of one kind are numbered (§17.11.4, §17.11.11).
type noteNumbering struct {
	format  NumberFormat
	first   int
	restart string // eachSect, eachPage; else they are counted through the document
}

// noteSettings are those of the document, which its sections change.
type noteSettings struct {
	numbering [2]noteNumbering // of footnotes, endnotes
	bySection bool             // endnotes stand behind their section
}

// noteState is what has been counted and what is being read.
type noteState struct {
	counts  [2]int        // of footnotes, endnotes since they were last begun anew
	pending [2][]*NoteRef // of the section being read: how they are numbered stands at its end
	order   [2][]*NoteRef // in order of their references
	read    [2]map[int]bool

	taken int        // how many of the endnotes have their place
	moved fault.Text // that footnotes do not stand where they should; "": they do

	of *NoteRef // the note being read
}

// noteSettings reads the w:footnotePr or w:endnotePr of the settings.
func (p *parser) noteSettings(n *xml.Node, kind int) {
	s := &p.settings
	s.numbering[kind] = p.noteNumbering(n, s.numbering[kind])
	switch pos := val(n, "w:pos"); {
	case kind == 1:
		s.bySection = pos == "sectEnd"
	case pos == "sectEnd", pos == "docEnd":
		p.notes.moved = fault.T("chú thích đặt ở cuối phần hay cuối văn bản được in ở chân trang", "footnotes that belong at the end of a section or of the document are printed at the foot of the page")
	case pos == "beneathText":
		p.notes.moved = fault.T("chú thích đặt ngay dưới chữ được in ở chân trang", "footnotes that belong right below the text are printed at the foot of the page")
	}
}

// noteNumbering reads a w:footnotePr or w:endnotePr over what goes otherwise.
func (p *parser) noteNumbering(n *xml.Node, by noteNumbering) noteNumbering {
	if f := n.Child("w:numFmt"); f != nil {
		by.format = p.numberFormat(f.Get("w:val"))
	}
	if s := n.Child("w:numStart"); s != nil {
		by.first = clamp(intAttr(s, "w:val", 1), 1, 32767)
	}
	if r := n.Child("w:numRestart"); r != nil {
		by.restart = r.Get("w:val")
	}
	return by
}

// noteReference is a w:footnoteReference or w:endnoteReference.
func (b *inlines) noteReference(n *xml.Node, props *RunProps) {
	p := b.parser
	ref := &NoteRef{ID: intAttr(n, "w:id", 0), Endnote: n.Name == "w:endnoteReference", Props: props}
	kind := 0
	if ref.Endnote {
		kind = 1
	}
	if !onAttr(n, "w:customMarkFollows", false) { // the mark is the text that follows
		p.notes.pending[kind] = append(p.notes.pending[kind], ref)
	}
	if p.notes.read[kind] == nil {
		p.notes.read[kind] = map[int]bool{}
	}
	if !p.notes.read[kind][ref.ID] {
		p.notes.read[kind][ref.ID] = true
		p.notes.order[kind] = append(p.notes.order[kind], ref)
	}
	b.add(ref)
}

// numberNotes numbers the notes of a section, whose w:sectPr is n. Where they are counted through
// the document the first number counts once; what begins anew on each page is for layout to count.
func (p *parser) numberNotes(s *Section, n *xml.Node) {
	for kind, name := range [...]string{"w:footnotePr", "w:endnotePr"} {
		by := p.noteNumbering(n.Child(name), p.settings.numbering[kind])
		byPage := by.restart == "eachPage" && kind == 0
		if byPage || by.restart == "eachSect" {
			p.notes.counts[kind] = by.first
		} else if p.notes.counts[kind] == 0 {
			p.notes.counts[kind] = by.first
		}
		for _, ref := range p.notes.pending[kind] {
			if byPage {
				if p.doc.PageNotes == nil {
					p.doc.PageNotes = map[int]PageNumbering{}
				}
				p.doc.PageNotes[ref.ID] = PageNumbering{First: by.first, Format: by.format}
			}
			ref.Number = by.format.Format(p.notes.counts[kind])
			p.notes.counts[kind]++
		}
		p.notes.pending[kind] = nil
	}
	if p.settings.bySection {
		s.Endnotes = p.takeEndnotes()
	}
}

// takeEndnotes are the endnotes that were met since they were last taken.
func (p *parser) takeEndnotes() (ids []int) {
	for _, ref := range p.notes.order[1][p.notes.taken:] {
		ids = append(ids, ref.ID)
	}
	p.notes.taken = len(p.notes.order[1])
	return ids
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
	if len(p.notes.order[0]) > 0 && p.notes.moved.Vi != "" {
		p.warn("note-position", p.notes.moved)
	}
	last := p.doc.Sections[len(p.doc.Sections)-1]
	last.Endnotes = append(last.Endnotes, p.takeEndnotes()...)
	for kind, of := range []struct {
		rel, element, vi, en string
		into                 map[int][]Block
		line                 *[]Block
	}{
		{"footnotes", "w:footnote", "chú thích cuối trang ", "footnote ", p.doc.Footnotes, &p.doc.Separator},
		{"endnotes", "w:endnote", "chú thích cuối văn bản ", "endnote ", p.doc.Endnotes, &p.doc.EndSeparator},
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
			if n.Get("w:type") == "separator" {
				p.inStory(pt, fault.T("đường kẻ trên chú thích", "the line over notes"), func() { *of.line = p.blocks(n, nil, nil, nil) })
			}
		}
		for _, note := range p.notes.order[kind] {
			n := byID[note.ID]
			if n == nil {
				p.warn("missing-note", fault.T("thiếu nội dung của một chú thích (w:id %d)", "the text of a note is missing (w:id %d)", note.ID))
				continue
			}
			label := note.Number
			if label == "" {
				label = strconv.Itoa(note.ID)
			}
			p.notes.of = note
			p.inStory(pt, fault.Text{Vi: of.vi + label, En: of.en + label}, func() { of.into[note.ID] = p.lastParagraph(p.blocks(n, nil, nil, nil), nil) })
		}
		p.notes.of = nil
	}
}
