package merge

import (
	"strconv"

	"github.com/bienban/bienban/render/internal/xml"
)

// The two kinds of notes.
const (
	footnotes = iota
	endnotes
)

// A noteCopy is a note that a loop's further passes refer to. Word refuses two references
// to one note, so that each gets a copy with an ID of its own; it holds what the note's
// tags printed, which know nothing of the loop that its reference stands in.
type noteCopy struct {
	of, as string
	pass   int // that refers to it
}

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

// wanted are the copies that a part has to get.
func (r *repair) wanted(p *part) []noteCopy {
	if k := noteKind(p); k >= 0 {
		return r.copies[k]
	}
	return nil
}

// noteReference lets each reference have its own note. One that leads to no note goes, and
// so does one that a note repeats, which Word allows nowhere.
func (r *repair) noteReference(tok xml.Token, kind int, id string, seen map[string]bool) {
	k := "note " + strconv.Itoa(kind) + " " + id
	switch {
	case !r.highest.noteIDs[kind][id], seen[k] && r.inNotes:
		r.edits = append(r.edits, edit{tok.Start, r.elementEnd(tok), ""})
	case !seen[k]:
		seen[k] = true
	default:
		r.highest.notes[kind]++
		now := strconv.Itoa(r.highest.notes[kind])
		r.copies[kind] = append(r.copies[kind], noteCopy{id, now, r.pass})
		r.replace(tok, "id", id, now)
	}
}

// copyNotes adds copies to a part of notes; left is how many bytes they may take.
func (r *run) copyNotes(src string, copies []noteCopy, left int64) (string, error) {
	// What tags printed may go a few elements deeper than the template.
	root, err := xml.Parse(src, r.t.config.Limits.XML().Twice())
	if err != nil {
		return "", err
	}
	notes := map[string]*xml.Node{}
	for n := range root.Children() {
		if n.Name == "w:footnote" || n.Name == "w:endnote" {
			notes[n.Get("w:id")] = n
		}
	}
	out := []byte(src[:root.InnerEnd])
	for _, c := range copies {
		n := notes[c.of]
		if n == nil {
			continue
		}
		note := src[n.Start:n.End]
		from, to, ok := attribute(src[n.Start:n.InnerStart], "id", c.of)
		if !ok {
			continue
		}
		if left -= int64(len(note) + len(c.as)); left < 0 {
			return "", errOutput
		}
		r.loops.turns = append(r.loops.turns, turn{len(out), r.loops.add(c.pass)})
		out = append(append(append(out, note[:from]...), c.as...), note[to:]...)
	}
	r.loops.turns = append(r.loops.turns, turn{len(out), 0})
	return string(append(out, src[root.InnerEnd:]...)), nil
}
