package merge

import (
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/xml"
)

// The two kinds of notes.
const (
	footnotes = iota
	endnotes
)

var noteNames = [2]string{"w:footnote", "w:endnote"}

// A note is executed where its reference stands, inside of it, so that it knows the loop that
// it stands in, and is taken away with it. When the main part is whole, its notes move to
// their own part, in the order of their references, as they are counted.

// noteKind is the kind of notes that a part holds, or -1.
func noteKind(p *part) int {
	switch p.kind {
	case "footnotes":
		return footnotes
	case "endnotes":
		return endnotes
	}
	return -1
}

// A noteText is a note of the template.
type noteText struct {
	items []item
	tags  bool
	used  bool
}

// notesOf cuts the notes of a part into items, by ID. What main declares of namespaces holds
// in a note too; the rest is declared by the note until it moves: the part keeps it (declares),
// for notesPart to take it out.
func (t *Template) notesOf(p *part, a *anchors, main *part) map[string]*noteText {
	declared := main.src[main.root.Start:main.root.InnerStart]
	for _, attr := range strings.Fields(p.src[p.root.Start:p.root.InnerStart]) {
		if attr = strings.TrimRight(attr, "/>"); strings.HasPrefix(attr, "xmlns:") && !strings.Contains(declared, attr) {
			p.declares += " " + attr
		}
	}
	notes := map[string]*noteText{}
	for n := range p.root.Children() {
		if n.Name != noteNames[noteKind(p)] || isSeparator(n) {
			continue
		}
		e := &emitter{part: p, anchors: a, lists: t.lists, pos: n.Start}
		at := n.Start + 1 + len(qname(p.src, n))
		e.copy(at)
		e.literal(p.declares)
		e.node(n)
		e.copy(n.End)
		text := &noteText{items: e.items}
		for _, it := range e.items {
			text.tags = text.tags || it.tag != nil
		}
		notes[n.Get("w:id")] = text
	}
	return notes
}

// isSeparator reports whether a note is the line above the notes, or one of its kin.
func isSeparator(n *xml.Node) bool {
	kind := n.Get("w:type")
	return kind != "" && kind != "normal"
}

// note puts a note behind its reference. In a Fallback, or where it stands already, its tags are
// read again.
func (e *emitter) note(n *xml.Node, kind int) {
	note := e.notes[kind][n.Get("w:id")]
	e.copy(n.End)
	if note == nil {
		return
	}
	for _, it := range note.items {
		if it.tag != nil && (note.used || e.echo) {
			twin := *it.tag
			twin.echo = true
			it.tag = &twin
		}
		e.items = append(e.items, it)
	}
	note.used = true
}

// noteReference lets each reference have its own note. One that leads to no note goes, and
// so does one inside of a note, which Word allows nowhere.
func (r *repair) noteReference(tok xml.Token, kind int, id string, seen map[string]bool) {
	k := "note " + strconv.Itoa(kind) + " " + id
	switch {
	case !r.highest.noteIDs[kind][id], r.inNote():
		r.edits = append(r.edits, edit{tok.Start, r.elementEnd(tok), ""})
	case !seen[k]:
		seen[k] = true
		r.noteNow[kind] = id
	default:
		r.highest.notes[kind]++
		r.noteNow[kind] = strconv.Itoa(r.highest.notes[kind])
		r.replace(tok, "id", id, r.noteNow[kind])
	}
}

func (r *repair) inNote() bool {
	for i := range r.stack {
		if r.stack[i].name == noteNames[footnotes] || r.stack[i].name == noteNames[endnotes] {
			return true
		}
	}
	return false
}

// splitNotes takes the notes out of the main part.
func splitNotes(src string) (main string, notes [2][]string, err error) {
	var b strings.Builder
	t := xml.NewTokenizer(src)
	at, from, depth := 0, 0, 0
	for {
		tok, err := t.Next()
		if err != nil {
			return "", notes, err
		}
		kind := -1
		for k, name := range noteNames {
			if tok.Name == name {
				kind = k
			}
		}
		switch {
		case tok.Kind == xml.EOF:
			return b.String() + src[at:], notes, nil
		case kind < 0:
		case tok.Kind == xml.Start:
			if depth == 0 {
				from = tok.Start
				b.WriteString(src[at:from])
			}
			depth++
			if tok.Empty {
				depth--
			}
		case tok.Kind == xml.End:
			depth--
		}
		if kind >= 0 && depth == 0 {
			at = tok.End
			notes[kind] = append(notes[kind], src[from:at])
		}
	}
}

// notesPart is a part of notes that holds these, behind the lines above the notes.
func notesPart(p *part, notes []string) string {
	var b strings.Builder
	b.WriteString(p.src[:p.root.InnerStart])
	for n := range p.root.Children() {
		if isSeparator(n) {
			b.WriteString(p.src[n.Start:n.End])
		}
	}
	for _, n := range notes {
		if p.declares != "" {
			n = strings.Replace(n, p.declares, "", 1)
		}
		b.WriteString(n)
	}
	b.WriteString(p.src[p.root.InnerEnd:])
	return b.String()
}
