package merge

import (
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/xml"
)

// What a loop repeats has IDs of more kinds than drawings, controls and bookmarks: tracked
// changes, protected ranges and moves, shapes of VML with their types, embedded objects.

// revisions are the elements of tracked changes, whose w:id is unique among them.
var revisions = map[string]bool{
	"w:ins": true, "w:del": true, "w:moveFrom": true, "w:moveTo": true, "w:rPrChange": true, "w:pPrChange": true, "w:sectPrChange": true, "w:tblPrChange": true, "w:tblPrExChange": true,
	"w:tcPrChange": true, "w:trPrChange": true, "w:tblGridChange": true, "w:numberingChange": true, "w:cellIns": true, "w:cellDel": true, "w:cellMerge": true,
}

// vmlShapes are the elements of VML with an id of their own.
var vmlShapes = map[string]bool{
	"v:shape": true, "v:rect": true, "v:line": true, "v:oval": true, "v:roundrect": true, "v:polyline": true, "v:curve": true, "v:arc": true, "v:image": true, "v:group": true,
}

// rangeOf is the kind of a range that an element begins or ends; "" for others. Bookmarks and
// comments have rules of their own.
func rangeOf(name string) (kind string, begins bool) {
	for _, k := range []string{"w:perm", "w:moveFromRange", "w:moveToRange", "w:customXmlInsRange", "w:customXmlDelRange", "w:customXmlMoveFromRange", "w:customXmlMoveToRange"} {
		if rest, ok := strings.CutPrefix(name, k); ok && (rest == "Start" || rest == "End") {
			return k, rest == "Start"
		}
	}
	return "", false
}

// unique makes the other IDs of an element its own.
func (r *repair) unique(tok xml.Token, get func(string) string, seen map[string]bool) {
	switch {
	case revisions[tok.Name]:
		if id := get("w:id"); id != "" {
			if k := "revision " + id; !seen[k] {
				seen[k] = true
				return
			}
			r.replace(tok, "id", id, r.another("revision ", "", 900001, seen))
		}
	case tok.Name == "v:shapetype":
		if k := "shapetype " + r.current + " " + get("id"); get("id") != "" && seen[k] {
			r.stackDrop = true
		} else {
			seen[k] = true
		}
	case vmlShapes[tok.Name]:
		r.shape(tok, get, seen)
	case tok.Name == "o:OLEObject":
		if now := r.shapes[get("ShapeID")]; now != "" {
			r.replace(tok, "ShapeID", get("ShapeID"), now)
		}
		if id := get("ObjectID"); id != "" {
			if k := "object " + id; !seen[k] {
				seen[k] = true
			} else {
				r.replace(tok, "ObjectID", id, r.another("object ", "_", 1700000001, seen))
			}
		}
	default:
		if kind, begins := rangeOf(tok.Name); kind != "" {
			r.ranged(tok, kind, begins, get, seen)
		}
	}
}

// another is an ID of a kind that nobody has.
func (r *repair) another(kind, prefix string, from int, seen map[string]bool) string {
	if r.next == nil {
		r.next = map[string]int{}
	}
	for {
		id := prefix + strconv.Itoa(from+r.next[kind])
		r.next[kind]++
		if !seen[kind+id] {
			seen[kind+id] = true
			return id
		}
	}
}

func (r *repair) shape(tok xml.Token, get func(string) string, seen map[string]bool) {
	if id := get("id"); id != "" {
		k := "shape " + id
		delete(r.shapes, id)
		if seen[k] {
			now := r.another("shape ", id+"_", 2, seen)
			r.replace(tok, "id", id, now)
			if r.shapes == nil {
				r.shapes = map[string]string{}
			}
			r.shapes[id] = now
		}
		seen[k] = true
	}
	if id := get("o:spid"); id != "" {
		if k := "spid " + id; !seen[k] {
			seen[k] = true
		} else {
			r.replace(tok, "spid", id, r.another("spid ", "_x0000_s", 30001, seen))
		}
	}
}

// closeRange gives the end of a range the ID that its beginning has now; an end without one goes.
func (r *repair) closeRange(tok xml.Token, key, id string) {
	list := r.open[key]
	if len(list) == 0 {
		r.edits = append(r.edits, edit{tok.Start, r.elementEnd(tok), ""})
		return
	}
	if now := list[len(list)-1].id; now != id {
		r.replace(tok, "id", id, now)
	}
	r.open[key] = list[:len(list)-1]
}

// ranged lets the two ends of a range agree; an end without a beginning goes. The names of
// moves are those of their pass.
func (r *repair) ranged(tok xml.Token, kind string, begins bool, get func(string) string, seen map[string]bool) {
	id := get("w:id")
	key := kind + " " + id
	if !begins {
		r.closeRange(tok, key, id)
		return
	}
	now := id
	if seen[key] {
		now = r.another(kind+" ", "", 900001, seen)
		r.replace(tok, "id", id, now)
	}
	seen[key] = true
	r.open[key] = append(r.open[key], openMark{now, edit{tok.Start, r.elementEnd(tok), ""}})
	if name := get("w:name"); name != "" && strings.HasPrefix(kind, "w:move") {
		if r.moves == nil {
			r.moves = map[string]int{}
		}
		if first, ok := r.moves[name]; !ok {
			r.moves[name] = r.pass
		} else if first != r.pass {
			r.replace(tok, "name", name, name+"_"+strconv.Itoa(r.pass))
		}
	}
}

// A checkBox is one of a content control (w14:checkbox): its state follows the sign that the
// document shows.
type checkBox struct {
	depth              int // of the control among the open elements
	checked, unchecked string
	state              edit // of the value of w14:checked
	is                 bool
	text               strings.Builder
}

func (r *repair) box(tok xml.Token, get func(string) string) {
	switch tok.Name {
	case "w14:checkbox":
		r.boxes = append(r.boxes, &checkBox{depth: len(r.stack) - 2, checked: "☒", unchecked: "☐"})
		return
	case "w14:checked", "w14:checkedState", "w14:uncheckedState":
	default:
		return
	}
	if len(r.boxes) == 0 {
		return
	}
	b, value := r.boxes[len(r.boxes)-1], get("w14:val")
	if tok.Name == "w14:checked" {
		b.is = value == "1" || value == "true" || value == "on"
		if _, from, to, ok := xml.Attribute(r.src[tok.Start:tok.End], "val", value); ok {
			b.state = edit{from: tok.Start + from, to: tok.Start + to}
		}
		return
	}
	if n, err := strconv.ParseUint(value, 16, 21); err == nil {
		if tok.Name == "w14:checkedState" {
			b.checked = string(rune(n))
		} else {
			b.unchecked = string(rune(n))
		}
	}
}

// checked ends a control.
func (r *repair) checked() {
	k := len(r.boxes)
	if k == 0 || r.boxes[k-1].depth != len(r.stack) {
		return
	}
	b := r.boxes[k-1]
	r.boxes = r.boxes[:k-1]
	switch said := strings.TrimSpace(b.text.String()); {
	case b.state.to == 0:
	case said == b.checked && !b.is:
		b.state.text = "1"
		r.edits = append(r.edits, b.state)
	case said == b.unchecked && b.is:
		b.state.text = "0"
		r.edits = append(r.edits, b.state)
	}
}
