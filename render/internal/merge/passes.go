package merge

import (
	"strings"

	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/xml"
)

// passes tell which pass of which loops wrote a piece of a part. The number of a pass is
// never given again in an execution; 0 is whatever stands outside of all loops.
type passes struct {
	outer []int // pass around each pass
	open  []openLoop
	turns []turn // of the part at hand, in its order
}

type openLoop struct{ loop, pass int }

// A turn is where in a part's output another pass begins or goes on.
type turn struct{ at, pass int }

func newPasses() *passes { return &passes{outer: []int{0}} }

// part begins with another part.
func (s *passes) part() { s.open, s.turns = s.open[:0], s.turns[:0] }

func (s *passes) now() int {
	if len(s.open) == 0 {
		return 0
	}
	return s.open[len(s.open)-1].pass
}

// begin begins a pass of a loop, which ends the one before it.
func (s *passes) begin(loop, at int) {
	if n := len(s.open); n > 0 && s.open[n-1].loop == loop {
		s.open = s.open[:n-1]
	}
	pass := s.add(s.now())
	s.open = append(s.open, openLoop{loop, pass})
	s.turns = append(s.turns, turn{at, pass})
}

// end ends a loop; of one that made no pass there is nothing to end.
func (s *passes) end(loop, at int) {
	if n := len(s.open); n > 0 && s.open[n-1].loop == loop {
		s.open = s.open[:n-1]
		s.turns = append(s.turns, turn{at, s.now()})
	}
}

// add gives the number of a new pass inside another one.
func (s *passes) add(outer int) int {
	s.outer = append(s.outer, outer)
	return len(s.outer) - 1
}

// A bookmarkIn is the bookmark that a name of the template means in a pass: the first of
// those that the pass made, with what is inside of it. World 1 is that of Fallbacks.
type bookmarkIn struct {
	world, pass int
	name        string // in small letters: Word knows no others
}

// A reference names a bookmark of the template: a REF, PAGEREF or NOTEREF field, or a link.
type reference struct {
	world, pass int
	name        string
	cuts        []edit // the name as it stands, in pieces where an instruction is split
}

// named notes what became of a bookmark's name.
func (r *repair) named(world int, name, now string) {
	k := bookmarkIn{world, r.pass, strings.ToLower(name)}
	for {
		if _, ok := r.names[k]; !ok {
			r.names[k] = now
		}
		if k.pass == 0 {
			return
		}
		k.pass = r.passes.outer[k.pass]
	}
}

// follow lets the references of a part lead to the bookmarks of their own pass. Where the
// pass made none of that name, the pass around it counts.
func (r *repair) follow() {
	for _, f := range r.refs {
		if now, ok := r.bookmarkFor(f); ok && now != f.name {
			f.cuts[0].text = quotable(now)
			r.edits = append(r.edits, f.cuts...)
		}
	}
}

func (r *repair) bookmarkFor(f reference) (string, bool) {
	name := strings.ToLower(f.name)
	for pass := f.pass; ; pass = r.passes.outer[pass] {
		for world := f.world; world >= 0; world-- {
			if now, ok := r.names[bookmarkIn{world, pass, name}]; ok {
				if strings.EqualFold(now, f.name) {
					now = f.name
				}
				return now, true
			}
		}
		if pass == 0 {
			return "", false
		}
	}
}

// bookmarkField finds the bookmark in a field's instruction (ECMA-376 Part 1 §17.16.5), as
// the XML has it. A HYPERLINK counts if it leads into the document.
var bookmarkField = lazy.Compile(`(?i)^\s*(?:(?:PAGEREF|NOTEREF|REF)\s+|HYPERLINK\s+(?:(?:"|&quot;|&#34;){2}\s+)?(?:\\[hmn]\s+)*\\l\s+)` +
	`(?:"|&quot;|&#34;)?([^\s"&\\]+)`)

// fieldOf is an open field: the pieces of its instruction.
type fieldOf struct {
	pieces []edit
	said   bool // the instruction is over
}

// refer collects what names a bookmark.
func (r *repair) refer(tok xml.Token, get func(string) string) {
	switch tok.Name {
	case "w:hyperlink":
		if name := get("w:anchor"); name != "" && get("r:id") == "" {
			if _, from, to, ok := xml.Attribute(r.src[tok.Start:tok.End], "anchor", name); ok {
				r.reference(name, edit{from: tok.Start + from, to: tok.Start + to})
			}
		}
	case "w:fldSimple":
		if _, from, to, ok := xml.Attribute(r.src[tok.Start:tok.End], "instr", get("w:instr")); ok {
			r.instruction([]edit{{from: tok.Start + from, to: tok.Start + to}})
		}
	case "w:fldChar":
		n := len(r.fields)
		switch kind := get("w:fldCharType"); {
		case kind == "begin":
			r.fields = append(r.fields, fieldOf{})
		case n == 0:
		default:
			if f := &r.fields[n-1]; !f.said {
				r.instruction(f.pieces)
				f.said = true
			}
			if kind == "end" {
				r.fields = r.fields[:n-1]
			}
		}
	}
}

// instructed takes a text inside a field's instruction.
func (r *repair) instructed(tok xml.Token) {
	n := len(r.fields)
	if n > 0 && !r.fields[n-1].said && len(r.stack) > 0 && r.stack[len(r.stack)-1].name == "w:instrText" {
		r.fields[n-1].pieces = append(r.fields[n-1].pieces, edit{from: tok.Start, to: tok.End})
	}
}

func (r *repair) instruction(pieces []edit) {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(r.src[p.from:p.to])
	}
	m := bookmarkField.FindStringSubmatchIndex(b.String())
	if m == nil {
		return
	}
	var cuts []edit
	at := 0
	for _, p := range pieces {
		from, to := max(m[2], at), min(m[3], at+p.to-p.from)
		if from < to {
			cuts = append(cuts, edit{from: p.from + from - at, to: p.from + to - at})
		}
		at += p.to - p.from
	}
	r.reference(b.String()[m[2]:m[3]], cuts...)
}

func (r *repair) reference(name string, cuts ...edit) {
	r.refs = append(r.refs, reference{min(r.fallback, 1), r.pass, name, cuts})
}
