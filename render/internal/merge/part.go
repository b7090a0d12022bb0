package merge

import (
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// A paragraph is parted where a block of paragraphs begins or ends among its text: what
// stands before the block and behind it is outside of it. In the same way an inline
// container (a link, an insertion) is parted where a block of text begins or ends inside
// of it. The start tags of what is parted are written when something stands in it, so that
// nothing empty is left.

// containers are the elements of a paragraph around runs, and whether they may stand twice.
var containers = map[string]bool{
	"w:hyperlink": true, "w:ins": true, "w:moveTo": true, "w:smartTag": true, "w:customXml": true, "w:bdo": true, "w:dir": true,
	"w:sdt": false, "w:sdtContent": true, "w:fldSimple": false,
}

// containerNames are those that may not, as a reader calls them.
var containerNames = map[string]fault.Text{
	"w:sdt":       {Vi: "một ô nội dung (content control)", En: "a content control"},
	"w:fldSimple": {Vi: "một trường (field)", En: "a field"},
	"w:ins":       {Vi: "một phần chèn có theo dõi (Track Changes)", En: "a tracked insertion"},
	"w:customXml": {Vi: "một phần tử XML", En: "a custom XML element"},
}

// inlineParent reports whether only containers stand between a run and its paragraph.
func inlineParent(run, paragraph *xml.Node) bool {
	for n := run.Parent; n != paragraph; n = n.Parent {
		if _, ok := containers[n.Name]; !ok || n.Parent == nil {
			return false
		}
	}
	return true
}

// around are the elements from a paragraph down to a run.
func around(run, paragraph *xml.Node) []*xml.Node {
	var list []*xml.Node
	for n := run.Parent; n != nil; n = n.Parent {
		list = append(list, n)
		if n == paragraph {
			break
		}
	}
	slices.Reverse(list)
	return list
}

// stays is how many elements around a tag stay open where it stands: those that its whole
// block stands in.
func (a *anchors) stays(t *tag) int {
	if a.level[t] != atText {
		return 0
	}
	here := around(t.home.run, t.para.node)
	for _, other := range a.blocks[t.block] {
		there := around(other.home.run, t.para.node)
		n := 0
		for n < min(len(here), len(there)) && here[n] == there[n] {
			n++
		}
		here = here[:n]
	}
	return len(here)
}

// mustPart reports whether a paragraph is parted.
func (a *anchors) mustPart(q *paragraph) bool {
	if a.vanish[q.node] || q.onlyTags {
		return false
	}
	for _, t := range q.tags {
		l, ok := a.level[t]
		if !ok || t.kind != opening && t.kind != turning && t.kind != closing || !inlineParent(t.home.run, q.node) {
			continue
		}
		switch {
		case l == atText && a.stays(t) < len(around(t.home.run, q.node)):
			return true
		case l != atParagraphs:
		case t.kind == opening && !q.blank(0, t.start), t.kind == closing && !q.blank(t.end, q.length),
			t.kind == turning && !q.blank(0, t.start) && !q.blank(t.end, q.length):
			return true
		}
	}
	return false
}

// blank reports whether nothing prints between two places of a paragraph's text.
func (q *paragraph) blank(from, to int) bool {
	for _, at := range q.others {
		if at >= from && at <= to {
			return false
		}
	}
	for _, t := range q.tags {
		if t.start >= from && t.end <= to && (t.kind == printing || t.kind == rich) {
			return false
		}
	}
	for _, x := range q.texts {
		for i, r := range x.s {
			if at := x.from + i; at >= from && at < to && !strings.ContainsRune(" \t\n\u00a0\u00ad\u200b", r) && !q.inAnyTag(at) {
				return false
			}
		}
	}
	return true
}

func (q *paragraph) inAnyTag(at int) bool {
	return slices.ContainsFunc(q.tags, func(t *tag) bool { return t.start <= at && at < t.end })
}

// A parter writes a paragraph that is parted.
type parter struct {
	e      *emitter
	q      *paragraph
	shells []*shell
	held   []*xml.Node // marks that print nothing, for the next piece that is written
	pieces []bool      // which pieces, between the block tags at the paragraph's level, are blank
	piece  int
	faults *fault.List
	tag    *tag // the last one that parted
}

// A shell is an element that is open, once something of it was written.
type shell struct {
	node  *xml.Node
	open  bool
	times int
}

func (e *emitter) parted(n *xml.Node, q *paragraph) {
	p := &parter{e: e, q: q, faults: e.faults}
	from := 0
	for _, t := range q.tags {
		if e.anchors.level[t] == atParagraphs && (t.kind == opening || t.kind == turning || t.kind == closing) {
			p.pieces = append(p.pieces, q.blank(from, t.start))
			from = t.end
		}
	}
	p.pieces = append(p.pieces, q.blank(from, q.length))
	e.copy(n.Start)
	e.parter = p
	p.shells = []*shell{{node: n}}
	p.walk(n)
	p.close(0)
	p.release()
	e.parter = nil
	e.pos = n.End
}

func (p *parter) blank() bool { return p.pieces[p.piece] }

func (p *parter) walk(n *xml.Node) {
	e := p.e
	for c := range n.Children() {
		_, container := containers[c.Name]
		switch {
		case c.Name == "w:pPr", c.Name == "w:sdtPr", c.Name == "w:sdtEndPr", c.Name == "w:smartTagPr", c.Name == "w:customXmlPr":
		case container:
			p.shells = append(p.shells, &shell{node: c})
			p.walk(c)
			p.close(len(p.shells) - 1)
			p.shells = p.shells[:len(p.shells)-1]
		case c.Name == "w:r" && e.anchors.touched[c] != nil:
			e.run(c, p.q)
		case marks[c.Name]:
			p.held = append(p.held, c)
			if p.shells[len(p.shells)-1].open {
				p.release()
			}
		case p.blank() && c.Name == "w:r":
		default:
			p.open()
			e.pos = c.Start
			e.node(c)
			e.copy(c.End)
		}
	}
}

// marks are the elements of a paragraph that print nothing and whose place counts.
var marks = map[string]bool{
	"w:bookmarkStart": true, "w:bookmarkEnd": true, "w:commentRangeStart": true, "w:commentRangeEnd": true, "w:permStart": true, "w:permEnd": true,
	"w:moveFromRangeStart": true, "w:moveFromRangeEnd": true, "w:moveToRangeStart": true, "w:moveToRangeEnd": true,
}

// release writes the marks that are held.
func (p *parter) release() {
	for _, m := range p.held {
		p.e.literal(p.e.part.src[m.Start:m.End])
	}
	p.held = nil
}

// open writes the start tags of all that something is now written in.
func (p *parter) open() { p.openTo(len(p.shells)) }

func (p *parter) openTo(n int) {
	for i, s := range p.shells[:n] {
		if s.open {
			continue
		}
		s.open = true
		s.times++
		if i == 0 {
			p.head(s.node)
			continue
		}
		if s.times > 1 && !containers[s.node.Name] {
			p.refuse(s.node)
		}
		until := s.node.InnerStart
		p.e.pos = s.node.Start
		p.e.bares(s.node)
		for c := range s.node.Children() {
			if strings.HasSuffix(c.Name, "Pr") {
				p.e.node(c)
				until = c.End
			}
		}
		p.e.copy(until)
	}
	p.release()
}

// refuse tells of a container that would have to be parted and cannot.
func (p *parter) refuse(n *xml.Node) {
	if p.tag == nil || p.faults == nil || p.e.echo {
		return
	}
	*p.faults = append(*p.faults, &fault.Fault{Code: "cover", Place: p.tag.place,
		Message: fault.T("%s đứng giữa %s, mà khối của thẻ đi ra ngoài phần ấy", "%s stands inside of %s, and its block goes beyond that", p.tag.raw, containerNames[n.Name]),
		Hint:    fault.T("Đặt các thẻ của khối cùng ở trong, hoặc cùng ở ngoài phần ấy.", "Put the tags of the block all inside of it, or all outside.")})
}

// head writes the start of a paragraph. What belongs to its beginning or its end, the break
// of a page or of a section, stands in its first or last piece only.
func (p *parter) head(n *xml.Node) {
	e := p.e
	e.pos = n.Start
	e.copy(n.InnerStart)
	pPr := n.Child("w:pPr")
	if pPr == nil {
		return
	}
	later := slices.Contains(p.pieces[p.piece+1:], false)
	e.copy(pPr.InnerStart)
	skip := func(name string) {
		if c := pPr.Child(name); c != nil && c.Start >= e.pos {
			e.copy(c.Start)
			e.pos = c.End
		}
	}
	if p.shells[0].times > 1 {
		skip("w:pageBreakBefore")
	}
	e.list(pPr)
	for c := range pPr.Children() {
		switch {
		case c.Start < e.pos:
		case c.Name == "w:sectPr" && later:
			skip("w:sectPr")
		default:
			e.node(c)
		}
	}
	e.copy(pPr.End)
}

// close writes the end tags of all shells but the outer ones.
func (p *parter) close(keep int) {
	for i := len(p.shells) - 1; i >= keep; i-- {
		s := p.shells[i]
		if s.open {
			if i == len(p.shells)-1 || keep == 0 {
				p.release()
			}
			p.e.literal(p.e.part.src[s.node.InnerEnd:s.node.End])
			s.open = false
		}
	}
}

// cut puts a block's tag where it stands.
func (p *parter) cut(t *tag) {
	p.tag = t
	keep := p.e.anchors.stays(t)
	p.close(keep)
	if keep > 0 { // the block stands inside of these
		p.openTo(keep)
	}
	p.release()
	p.e.put(t)
	if p.e.anchors.level[t] == atParagraphs {
		p.piece++
	}
}
