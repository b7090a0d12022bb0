package merge

import (
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// An item is a piece of a part in the order of execution: text, a tag, a list's number or
// the edge of a field.
type item struct {
	text  string // literal; XML as the template has it
	tag   *tag
	list  *listItem
	field int // +1 where a field begins, -1 where one ends
	sect  string
}

// An emitter cuts a part into items. Whatever no tag stands in is copied as it is.
type emitter struct {
	part    *part
	anchors *anchors
	lists   *numbering
	items   []item
	pos     int // of the source, up to which all is said
	echo    bool
	parter  *parter // of the paragraph at hand, if it is parted
	faults  *fault.List
	held    []*xml.Node             // bookmarks' edges from paragraphs that vanished, for the next one
	notes   [2]map[string]*noteText // of the main part
	spanned int                     // vertical merges so far
	spans   map[*xml.Node]string    // marks of their cells, by the w:vMerge
	labels  map[*tag][]*span        // whose text is said once more behind a block
}

func (e *emitter) literal(s string) {
	if s == "" {
		return
	}
	e.items = append(e.items, item{text: s})
}

func (e *emitter) copy(to int) {
	if to > e.pos {
		e.literal(e.part.src[e.pos:to])
		e.pos = to
	}
}

func (e *emitter) put(tags ...*tag) {
	for _, t := range tags {
		if e.echo {
			twin := *t
			twin.echo = true
			e.items = append(e.items, item{tag: &twin})
			continue
		}
		e.items = append(e.items, item{tag: t})
		if t.kind == closing && e.labels != nil {
			e.label(t.block)
		}
	}
}

// document cuts the whole part.
func (e *emitter) document() {
	root := e.part.root
	start := e.part.src[root.Start:root.InnerStart]
	e.copy(root.Start)
	// What we add is written with the customary prefix.
	if e.part.kind != "bare" && !strings.Contains(start, "xmlns:w=") {
		uri := transitionalW
		if strings.Contains(start, strictW) {
			uri = strictW
		}
		at := strings.IndexAny(start, " \t\r\n>")
		e.literal(start[:at] + ` xmlns:w="` + uri + `"`)
		e.pos = root.Start + at
	}
	e.bares(root)
	e.children(root)
	e.copy(len(e.part.src))
}

const (
	transitionalW = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strictW       = "http://purl.oclc.org/ooxml/wordprocessingml/main"
)

func (e *emitter) children(n *xml.Node) {
	for c := n.First; c != nil; c = c.Next {
		if c.Name == "" {
			e.bares(c)
		} else {
			e.node(c)
		}
	}
}

// story cuts a text of its own, which may stand in a paragraph that is parted.
func (e *emitter) story(n *xml.Node) {
	parter := e.parter
	e.parter = nil
	e.children(n)
	e.parter = parter
}

func (e *emitter) node(n *xml.Node) {
	a := e.anchors
	if list := a.before[n]; len(list) > 0 {
		e.copy(n.Start)
		e.put(list...)
	}
	if mark := a.spans[n]; mark != "" {
		e.copy(n.Start)
		e.literal(mark)
	}
	if !a.vanish[n] && a.part[n] == nil && e.part.bare[n] != nil {
		e.bares(n)
	}
	switch {
	case a.vanish[n]:
		e.copy(n.Start)
		e.vanished(n)
		e.pos = n.End
	case a.part[n] != nil:
		e.parted(n, a.part[n])
	case n.Name == "w:r" && a.touched[n] != nil:
		e.copy(n.Start)
		e.run(n, a.touched[n])
		e.pos = n.End
	case n.Name == "w:sdtPr" && a.filled[n.Parent]:
		e.control(n)
	case n.Name == "w:pPr":
		e.list(n)
		e.children(n)
	case n.Name == "w:sectPr" && n.Parent.Name == "w:pPr":
		e.copy(n.End)
		e.items = append(e.items, item{sect: e.part.src[n.Start:n.End]})
	case n.Name == "w:txbxContent":
		e.story(n)
	case n.Name == "w:tbl":
		e.merges(n)
		e.children(n)
	case n.Name == "w:vMerge" && e.spans[n] != "":
		e.mergeMarked(n)
	case n.Name == "w:fldChar":
		e.copy(n.Start)
		switch n.Get("w:fldCharType") {
		case "begin":
			e.items = append(e.items, item{field: 1})
		case "end":
			e.items = append(e.items, item{field: -1})
		}
	case n.Name == "w:p" && len(e.held) > 0 && n.InnerStart < n.End:
		e.marked(n)
	case n.Name == "w:footnoteReference":
		e.note(n, footnotes)
	case n.Name == "w:endnoteReference":
		e.note(n, endnotes)
	case n.Name == "mc:AlternateContent":
		e.alternate(n)
	case n.Name == "a:blip" && e.part.pictures[n] != nil:
		e.placeholder(n, e.part.pictures[n])
	default:
		e.children(n)
	}
	if list := a.after[n]; len(list) > 0 {
		e.copy(n.End)
		e.put(list...)
	}
}

// control writes the properties of a content control that tags fill: its text is no longer that
// of a placeholder, of what it is bound to, nor of a day that was chosen.
func (e *emitter) control(n *xml.Node) {
	for c := range n.Children() {
		switch c.Name {
		case "w:showingPlcHdr", "w:dataBinding", "w15:dataBinding":
			e.copy(c.Start)
			e.pos = c.End
		case "w:date":
			if at, _, to, ok := xml.Attribute(e.part.src[c.Start:c.InnerStart], "fullDate", c.Get("w:fullDate")); ok {
				e.copy(c.Start + at)
				e.pos = c.Start + to + 1
			}
			e.children(c)
		default:
			e.node(c)
		}
	}
}

// marked writes a paragraph with the edges of bookmarks that are held at its start.
func (e *emitter) marked(n *xml.Node) {
	held := e.held
	e.held = nil
	e.copy(n.InnerStart)
	pPr := n.Child("w:pPr")
	if pPr != nil {
		e.node(pPr)
		e.copy(pPr.End)
	}
	for _, m := range held {
		e.literal(e.part.src[m.Start:m.End])
	}
	for c := range n.Children() {
		if c != pPr {
			e.node(c)
		}
	}
}

// vanished puts the tags of a paragraph or a row in its place. The properties of a section
// that ends there stay, in an empty paragraph.
func (e *emitter) vanished(n *xml.Node) {
	if n.Name == "w:tr" {
		e.put(e.anchors.inRow[n]...)
		return
	}
	for _, t := range e.anchors.paragraph[n].tags {
		if (t.kind == opening || t.kind == turning || t.kind == closing) && e.anchors.level[t] == atRows {
			continue
		}
		e.put(t)
	}
	for c := range n.Children() {
		if c.Name == "w:bookmarkStart" || c.Name == "w:bookmarkEnd" {
			e.held = append(e.held, c)
		}
	}
	if s := n.Path("w:pPr", "w:sectPr"); s != nil {
		src := e.part.src[s.Start:s.End]
		e.literal("<w:p><w:pPr>" + src + "</w:pPr></w:p>")
		e.items = append(e.items, item{sect: src})
	}
}

// run cuts a run with tags: texts are split at them, and the run ends before a block tag
// and begins again behind it, so that each pass has runs of its own.
func (e *emitter) run(r *xml.Node, p *paragraph) {
	src := e.part.src
	w := runWriter{e: e, head: src[r.Start:r.InnerStart], tail: src[r.InnerEnd:r.End]}
	if pr := r.Child("w:rPr"); pr != nil {
		w.head += src[pr.Start:pr.End]
	}
	for c := range r.Children() {
		x := e.anchors.text[c]
		switch {
		case c.Name == "w:rPr":
		case x == nil && e.muted():
		case x == nil:
			w.begin()
			e.pos = c.Start
			e.node(c)
			e.copy(c.End)
		case x.isText:
			w.element = qname(src, c)
			w.text(x, p)
		}
	}
	w.end()
}

// A runWriter writes a run, begun where something of it is printed, and begun anew behind what
// does not fit into one.
type runWriter struct {
	e          *emitter
	head, tail string // of the run, its properties with the head
	element    string // the text element that is read, w:t or w:delText
	open       bool   // the run is
	within     string // the text element that is open; "": none
}

// begin begins the run, or goes on in it, outside of its text elements.
func (w *runWriter) begin() {
	w.endText()
	if w.open {
		return
	}
	if w.e.parter != nil {
		w.e.parter.open()
	}
	w.e.literal(w.head)
	w.open = true
}

func (w *runWriter) endText() {
	if w.within != "" {
		w.e.literal("</" + w.within + ">")
		w.within = ""
	}
}

func (w *runWriter) end() {
	w.endText()
	if w.open {
		w.e.literal(w.tail)
		w.open = false
	}
}

// say goes to where text of the element at hand may be written.
func (w *runWriter) say() {
	if w.open && w.within == w.element {
		return
	}
	w.begin()
	w.e.literal("<" + w.element + ` xml:space="preserve">`)
	w.within = w.element
}

// text writes a text element with its tags executed.
func (w *runWriter) text(x *text, p *paragraph) {
	e, at := w.e, x.from
	for _, t := range p.within(x) {
		if t.start > at && !e.muted() {
			w.say()
			e.literal(xml.Escape(x.s[at-x.from : t.start-x.from]))
		}
		if t.home == x {
			w.token(t)
		}
		at = max(at, min(t.end, x.from+len(x.s)))
	}
	if rest := x.s[at-x.from:]; rest != "" && !e.muted() {
		w.say()
		e.literal(xml.Escape(rest))
	}
	w.endText()
}

// token executes a tag: what it prints stands in the run, what it begins or ends may not.
func (w *runWriter) token(t *tag) {
	e := w.e
	switch {
	case t.kind == printing:
		w.say()
		e.put(t)
	case t.kind == rich && t.inline():
		w.end()
		if e.parter != nil {
			e.parter.open()
		}
		e.put(t)
	case t.kind == silent, t.kind == rich, t.kind == refused:
		e.put(t)
	case e.parter != nil && e.anchors.level[t] != atRows:
		w.end()
		e.parter.cut(t)
	case e.anchors.level[t] == atText:
		w.end()
		e.put(t)
	}
}

// muted reports whether what is being read is the blank beginning or end of a paragraph that
// is parted there.
func (e *emitter) muted() bool { return e.parter != nil && e.parter.blank() }

// within are the tags that stand in a text, whole or in part.
func (p *paragraph) within(x *text) []*tag {
	lo, hi := 0, len(p.tags)
	for lo < hi {
		if m := (lo + hi) / 2; p.tags[m].end <= x.from {
			lo = m + 1
		} else {
			hi = m
		}
	}
	for hi = lo; hi < len(p.tags) && p.tags[hi].start < x.from+len(x.s); hi++ {
	}
	return p.tags[lo:hi]
}

// qname is an element's name as the source writes it.
func qname(src string, n *xml.Node) string {
	s := src[n.Start+1 : n.InnerStart]
	if i := strings.IndexAny(s, " \t\r\n/>"); i >= 0 {
		return s[:i]
	}
	return s
}

// alternate executes the Choice and lets the Fallback's text boxes hold the same as the
// Choice's. A Fallback that is built otherwise goes: it would show the tags.
func (e *emitter) alternate(n *xml.Node) {
	var boxes []*xml.Node
	tagged := false
	for c := range n.Children() {
		if c.Name != "mc:Fallback" {
			e.node(c)
			if boxes == nil {
				boxes = outermost(c, "w:txbxContent", nil)
				for _, b := range boxes {
					tagged = tagged || e.taggedStory(b)
				}
			}
			continue
		}
		twins := outermost(c, "w:txbxContent", nil)
		speaks := slices.ContainsFunc(twins, func(b *xml.Node) bool { return strings.Contains(b.Content(), "{{") })
		if tagged && len(twins) != len(boxes) || !tagged && speaks {
			e.copy(c.Start)
			e.pos = c.End
			continue
		}
		pairs := map[*xml.Node]*xml.Node{}
		for i := range twins {
			if tagged {
				pairs[twins[i]] = boxes[i]
			}
		}
		e.fallback(c, pairs)
	}
}

// fallback writes a Fallback: its text boxes hold what their pairs in the Choice do.
func (e *emitter) fallback(n *xml.Node, pairs map[*xml.Node]*xml.Node) {
	for c := n.First; c != nil; c = c.Next {
		e.bares(c)
		box := pairs[c]
		if box == nil {
			e.fallback(c, pairs)
			continue
		}
		e.copy(c.InnerStart)
		was := e.echo
		e.echo = true
		e.pos = box.InnerStart
		e.story(box)
		e.copy(box.InnerEnd)
		e.echo = was
		e.pos = c.InnerEnd
	}
}

func (e *emitter) taggedStory(n *xml.Node) bool {
	if e.anchors.stories[n] {
		return true
	}
	for _, b := range outermost(n, "w:txbxContent", nil) {
		if e.taggedStory(b) {
			return true
		}
	}
	return false
}

// outermost are the elements of that name inside n that stand in no other of them.
func outermost(n *xml.Node, name string, list []*xml.Node) []*xml.Node {
	for c := range n.Children() {
		if c.Name == name {
			list = append(list, c)
		} else if c.Name != "mc:Fallback" || n.Name != "mc:AlternateContent" {
			list = outermost(c, name, list)
		}
	}
	return list
}
