package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/xml"
)

// ids are the highest numbers that a template gives to its drawings, bookmarks, content
// controls and notes (by kind), the paragraph IDs it uses, and the notes it has.
type ids struct {
	drawing, bookmark, control int
	notes                      [2]int
	paragraphs                 map[string]bool
	noteIDs                    [2]map[string]bool
}

// note collects the numbers of a part.
func (h *ids) note(n *xml.Node) {
	if h.paragraphs == nil {
		h.paragraphs = map[string]bool{}
		h.noteIDs = [2]map[string]bool{{}, {}}
	}
	up := func(to *int, s string) {
		if v, err := strconv.Atoi(s); err == nil && v < highestID {
			*to = max(*to, v)
		}
	}
	for c := range n.Children() {
		switch c.Name {
		case "wp:docPr":
			up(&h.drawing, c.Get("id"))
		case "w:bookmarkStart":
			up(&h.bookmark, c.Get("w:id"))
		case "w:footnote":
			up(&h.notes[footnotes], c.Get("w:id"))
			h.noteIDs[footnotes][c.Get("w:id")] = true
		case "w:endnote":
			up(&h.notes[endnotes], c.Get("w:id"))
			h.noteIDs[endnotes][c.Get("w:id")] = true
		case "w:id":
			if n.Name == "w:sdtPr" {
				up(&h.control, c.Get("w:val"))
			}
		}
		if id := c.Get("w14:paraId"); id != "" {
			h.paragraphs[strings.ToUpper(id)] = true
		}
		h.note(c)
	}
}

// A repair makes what loops and conditions leave behind a document that Word opens: cells
// end with a paragraph, tables have rows and are no neighbours, IDs are unique. It reads
// each part once.
type repair struct {
	highest ids
	hex     int
	seen    [2]map[string]bool // IDs by kind; those in a Fallback are another world
	passes  *passes
	names   map[bookmarkIn]string // as they are now
	noteNow [2]string             // the IDs of the notes that were referred to last

	commented map[string]bool // comments that something refers to

	// of the part at hand
	src       string
	edits     []edit
	stack     []scopeOf
	fallback  int
	open      map[string][]openMark // bookmarks by the ID they had
	pass      int                   // that wrote the token at hand
	turns     []turn
	fields    []fieldOf
	refs      []reference
	moves     map[string]int              // the pass that first had a move's name
	shapes    map[string]string           // the newest names of shapes of VML
	next      map[string]int              // of new IDs, by kind
	current   string                      // the part
	boxes     []*checkBox                 // that are open
	stackDrop bool                        // the element that begins goes as a whole
	spans     bool                        // vertical merges are marked; else a mark is the template's own
	merged    map[spanKey]spanNow         // vertical merges that lost rows
	labels    map[spanKey]string          // and what they say
	comments  map[string]*commentAt       // by ID
	link      func(address string) string // the relationship that leads there, "" if none may
}

type edit struct {
	from, to int
	text     string
}

// scopeOf is an open element.
type scopeOf struct {
	name         string
	start        int
	last         string // the block that came last in it: "w:p", "w:tbl"
	blocks, rows int
	drop         bool
	inserted     int // index+1 of the edit that keeps this table from its neighbour

	mark, label string // of a vertical merge: which, and what a cell of it says now
	edits       int    // that came before it
	contents    int    // of a cell: where they begin
}

type openMark struct {
	id    string
	start edit // that removes it
}

func newRepair(h ids, p *passes) *repair {
	return &repair{highest: h, hex: 0x10000000, seen: [2]map[string]bool{{}, {}}, passes: p, names: map[bookmarkIn]string{}}
}

// keep notes the IDs of a part that stays as it is.
func (r *repair) keep(p *part) {
	var walk func(n *xml.Node, world int)
	walk = func(n *xml.Node, world int) {
		for c := range n.Children() {
			switch c.Name {
			case "wp:docPr":
				r.seen[world]["drawing "+c.Get("id")] = true
			case "w:bookmarkStart":
				r.seen[world]["bookmark "+c.Get("w:id")] = true
				r.seen[world]["name "+strings.ToLower(c.Get("w:name"))] = true
			case "w:id":
				if n.Name == "w:sdtPr" {
					r.seen[world]["control "+c.Get("w:val")] = true
				}
			}
			if id := c.Get("w14:paraId"); id != "" {
				r.seen[world]["paragraph "+strings.ToUpper(id)] = true
			}
			inside := world
			if c.Name == "mc:Fallback" {
				inside = 1
			}
			walk(c, inside)
		}
	}
	walk(p.root, 0)
}

// endsWithParagraph are the elements whose last block has to be a paragraph.
var endsWithParagraph = map[string]bool{
	"w:tc": true, "w:hdr": true, "w:ftr": true, "w:txbxContent": true, "w:footnote": true, "w:endnote": true, "w:comment": true, "w:body": true,
}

// part mends the XML of one part, the notes in it too.
func (r *repair) part(src string) (string, error) {
	r.src, r.edits, r.stack, r.fallback, r.open = src, nil, nil, 0, map[string][]openMark{}
	r.boxes, r.stackDrop = nil, false
	r.merged, r.labels, r.comments = nil, nil, nil
	r.pass, r.turns, r.fields, r.refs = 0, r.passes.turns, nil, nil
	t := xml.NewTokenizer(src)
	for {
		tok, err := t.Next()
		if err != nil {
			return "", err
		}
		for len(r.turns) > 0 && r.turns[0].at <= tok.Start {
			r.pass, r.turns = r.turns[0].pass, r.turns[1:]
		}
		switch tok.Kind {
		case xml.Text:
			r.instructed(tok)
			if k := len(r.boxes); k > 0 && r.stack[len(r.stack)-1].name == "w:t" {
				r.boxes[k-1].text.WriteString(r.src[tok.Start:tok.End])
			}
		case xml.Start:
			r.start(tok, t.Attrs())
		case xml.End:
			r.end(tok)
		case xml.EOF:
			for _, list := range r.open { // bookmarks whose end went
				for _, m := range list {
					r.edits = append(r.edits, m.start)
				}
			}
			r.unreferred()
			r.follow()
			return r.apply(), nil
		}
	}
}

func (r *repair) apply() string {
	if len(r.edits) == 0 {
		return r.src
	}
	slices.SortStableFunc(r.edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	var b strings.Builder
	b.Grow(len(r.src) + 64*len(r.edits))
	at := 0
	for _, e := range r.edits {
		if e.from < at {
			continue // inside what is gone
		}
		b.WriteString(r.src[at:e.from])
		b.WriteString(e.text)
		at = e.to
	}
	b.WriteString(r.src[at:])
	return b.String()
}

func (r *repair) insert(at int, text string) { r.edits = append(r.edits, edit{at, at, text}) }

func prefixOf(src string, start int) string {
	s := src[start+1:]
	for i := range len(s) {
		switch s[i] {
		case ':':
			return s[:i+1]
		case ' ', '>', '/', '\t', '\n', '\r':
			return ""
		}
	}
	return ""
}

// transparent elements hold the blocks of the element around them.
func transparent(name string) bool {
	switch name {
	case "w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo":
		return true
	}
	return false
}

func (r *repair) start(tok xml.Token, attrs []xml.Attr) {
	var parent *scopeOf
	if len(r.stack) > 0 {
		parent = &r.stack[len(r.stack)-1]
	}
	s := scopeOf{name: tok.Name, start: tok.Start}
	if parent != nil {
		if transparent(tok.Name) {
			s.last = parent.last
		}
		switch tok.Name {
		case "w:tbl":
			if parent.last == "w:tbl" {
				r.insert(tok.Start, "<"+prefixOf(r.src, tok.Start)+"p/>")
				s.inserted = len(r.edits)
			}
		case "w:sectPr":
			if parent.name == "w:body" && parent.last != "w:p" {
				r.insert(tok.Start, "<"+prefixOf(r.src, tok.Start)+"p/>")
				parent.last = "w:p"
			}
		}
	}
	r.identify(tok, attrs, parent)
	s.drop, r.stackDrop = r.stackDrop, false
	if r.spans && tok.Name == "w:customXml" && r.betweenRows() {
		s.mark, s.edits = attribute(attrs, labelMark), len(r.edits)
	}
	if tok.Name == "mc:Fallback" {
		r.fallback++
	}
	r.stack = append(r.stack, s)
	if tok.Empty {
		r.end(xml.Token{Name: tok.Name, Start: tok.End, End: tok.End})
	}
}

func (r *repair) end(tok xml.Token) {
	s := r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
	if s.name == "mc:Fallback" {
		r.fallback--
	}
	if s.drop {
		r.edits = append(r.edits, edit{s.start, tok.End, ""})
	}
	if s.name == "w:sdt" {
		r.checked()
	}
	if len(r.stack) == 0 {
		if endsWithParagraph[s.name] && s.last != "w:p" && tok.Start < tok.End {
			r.insert(tok.Start, "<"+prefixOf(r.src, s.start)+"p/>")
		}
		return
	}
	parent := &r.stack[len(r.stack)-1]
	switch {
	case s.mark != "":
		r.labelled(s, tok)
		return
	case s.name == "w:tcPr":
		parent.contents = tok.End
	case s.name == "w:tc" && s.label != "":
		r.edits = append(r.edits, edit{s.contents, tok.Start, s.label})
	case s.name == "w:tbl":
		if s.rows == 0 {
			r.edits = append(r.edits, edit{s.start, tok.End, ""})
			if s.inserted > 0 {
				r.edits[s.inserted-1].text = ""
			}
			return
		}
		parent.last = "w:tbl"
		parent.blocks++
	case s.name == "w:p":
		parent.last = "w:p"
		parent.blocks++
	case s.name == "w:tr":
		parent.rows++
	case transparent(s.name):
		grand := ""
		for i := len(r.stack) - 1; i >= 0 && grand == ""; i-- {
			if !transparent(r.stack[i].name) {
				grand = r.stack[i].name
			}
		}
		switch {
		case grand == "w:tbl":
			if s.name == "w:sdt" && s.rows == 0 {
				r.edits = append(r.edits, edit{s.start, tok.End, ""})
			}
			parent.rows += s.rows
		case endsWithParagraph[grand]:
			if s.name == "w:sdtContent" && s.blocks == 0 && s.rows == 0 && tok.Start < tok.End && !r.inline() {
				r.insert(tok.Start, "<"+prefixOf(r.src, s.start)+"p/>")
				s.last, s.blocks = "w:p", 1
			}
			parent.last = s.last
			parent.blocks += s.blocks
		}
	case endsWithParagraph[s.name] && s.last != "w:p" && tok.Start < tok.End:
		r.insert(tok.Start, "<"+prefixOf(r.src, s.start)+"p/>")
	}
}

// inline reports whether the content control that ends holds cells or runs: it is inside a
// row or a paragraph then, which are no containers of blocks.
func (r *repair) inline() bool {
	for i := len(r.stack) - 1; i >= 0; i-- {
		if !transparent(r.stack[i].name) {
			return r.stack[i].name == "w:tr" || r.stack[i].name == "w:p"
		}
	}
	return false
}

// identify makes an element's ID its own.
func (r *repair) identify(tok xml.Token, attrs []xml.Attr, parent *scopeOf) {
	world := min(r.fallback, 1)
	seen := r.seen[world]
	fresh := func(kind, value string, last *int, local string) {
		if value == "" {
			return
		}
		if n, err := strconv.Atoi(value); !seen[kind+" "+value] && (err != nil || n != 0 || kind != "drawing") {
			seen[kind+" "+value] = true
			return
		}
		*last++
		seen[kind+" "+strconv.Itoa(*last)] = true
		r.replace(tok, local, value, strconv.Itoa(*last))
	}
	get := func(name string) string { return attribute(attrs, name) }
	r.refer(tok, get)
	r.unique(tok, get, seen)
	r.box(tok, get)
	for _, a := range attrs {
		if address, ok := strings.CutPrefix(a.Value, linkMark); ok {
			r.linked(tok, a, address)
		}
	}
	switch tok.Name {
	case "a:blip":
		if get("r:embed") == noPicture {
			r.dropPicture()
		}
	case "w:footnoteReference":
		r.noteReference(tok, footnotes, get("w:id"), seen)
	case "w:endnoteReference":
		r.noteReference(tok, endnotes, get("w:id"), seen)
	case noteNames[footnotes], noteNames[endnotes]:
		kind := footnotes
		if tok.Name == noteNames[endnotes] {
			kind = endnotes
		}
		if now := r.noteNow[kind]; now != "" && now != get("w:id") {
			r.replace(tok, "id", get("w:id"), now)
		}
	case "wp:docPr":
		fresh("drawing", get("id"), &r.highest.drawing, "id")
	case "w:id":
		if parent != nil && parent.name == "w:sdtPr" {
			fresh("control", get("w:val"), &r.highest.control, "val")
		}
	case "w:bookmarkStart":
		r.bookmark(tok, get("w:id"), get("w:name"), seen)
	case "w:bookmarkEnd":
		r.closeRange(tok, get("w:id"), get("w:id"))
	case "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference":
		r.comment(tok, get("w:id"), seen)
	case "w:vMerge":
		if mark := get(mergeMark); r.spans && mark != "" {
			r.merge(tok, mark)
		}
	case "w:p", "w:tr":
		id := get("w14:paraId")
		if id == "" {
			return
		}
		if k := "paragraph " + strings.ToUpper(id); !seen[k] {
			seen[k] = true
			return
		}
		for {
			r.hex++
			if now := fmt.Sprintf("%08X", r.hex); !r.highest.paragraphs[now] && !seen["paragraph "+now] {
				seen["paragraph "+now] = true
				r.replace(tok, "paraId", id, now)
				return
			}
		}
	}
}

func attribute(attrs []xml.Attr, name string) string {
	for _, a := range attrs {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// dropPicture lets the picture go that is being read, with the drawing that it is.
func (r *repair) dropPicture() {
	drawing, pic, choice := -1, -1, -1
	for i, s := range r.stack {
		switch {
		case s.name == "mc:AlternateContent":
			choice = i
		case s.name == "w:drawing":
			drawing = i
		case s.name == "pic:pic":
			pic = i
		case strings.HasPrefix(s.name, "wpg:"), strings.HasPrefix(s.name, "wpc:"): // one of several
			drawing, choice = -1, -1
		}
	}
	switch {
	case choice >= 0 && choice < drawing && r.stack[drawing-1].name == "mc:Choice":
		r.stack[choice].drop = true
	case drawing >= 0:
		r.stack[drawing].drop = true
	case pic >= 0:
		r.stack[pic].drop = true
	}
}

// linked lets an element refer to the address that stands in it, or to nothing.
func (r *repair) linked(tok xml.Token, a xml.Attr, address string) {
	id := ""
	if r.link != nil {
		id = r.link(address)
	}
	at, from, to, ok := xml.Attribute(r.src[tok.Start:tok.End], xml.Local(a.Name), a.Value)
	if !ok {
		return
	}
	if id == "" { // without the attribute, nothing is a link
		from, to = at, to+1
	}
	r.edits = append(r.edits, edit{tok.Start + from, tok.Start + to, xml.Escape(id)})
}

// bookmark gives a repeated bookmark a number and a name of its own.
func (r *repair) bookmark(tok xml.Token, id, name string, seen map[string]bool) {
	now := id
	if seen["bookmark "+id] {
		r.highest.bookmark++
		now = strconv.Itoa(r.highest.bookmark)
		r.replace(tok, "id", id, now)
	}
	seen["bookmark "+now] = true
	r.open[id] = append(r.open[id], openMark{now, edit{tok.Start, r.elementEnd(tok), ""}})
	world := min(r.fallback, 1)
	if k := "name " + strings.ToLower(name); name != "" && seen[k] {
		for i := 2; ; i++ {
			// Word cuts names at 40 characters (ECMA-376 Part 1 §17.13.6.2).
			suffix := "_" + strconv.Itoa(i+len(seen))
			short := name
			for len([]rune(short))+len(suffix) > 40 {
				r := []rune(short)
				short = string(r[:len(r)-1])
			}
			if !seen["name "+strings.ToLower(short+suffix)] {
				seen["name "+strings.ToLower(short+suffix)] = true
				r.replace(tok, "name", name, short+suffix)
				r.named(world, name, short+suffix)
				return
			}
		}
	}
	seen["name "+strings.ToLower(name)] = true
	r.named(world, name, name)
}

// elementEnd is where an element without content ends.
func (r *repair) elementEnd(tok xml.Token) int {
	if tok.Empty {
		return tok.End
	}
	if i := strings.IndexByte(r.src[tok.End:], '>'); i >= 0 {
		return tok.End + i + 1
	}
	return tok.End
}

// quotable is the value of an attribute, whichever quotes stand around it.
func quotable(s string) string { return strings.ReplaceAll(xml.Escape(s), "'", "&apos;") }

// replace gives an attribute of a start tag another value.
func (r *repair) replace(tok xml.Token, local, old, now string) {
	if _, from, to, ok := xml.Attribute(r.src[tok.Start:tok.End], local, old); ok {
		r.edits = append(r.edits, edit{tok.Start + from, tok.Start + to, quotable(now)})
	}
}
