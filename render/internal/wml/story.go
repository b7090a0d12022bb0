package wml

import (
	"strconv"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// A story is a text that is read from its start to its end: the body, a header, a
// note, or all text boxes together. Fields do not reach over its end, and its lists
// count for themselves.
type story struct {
	place    place
	counters *counters
	fields   []*field
	held     []Inline // of paragraphs whose mark is deleted: they go on in the next one
}

// A place is where the reader of a document finds what is being read.
type place struct {
	Place      // of the paragraph that was counted last
	tables int // in the same container
}

// A Place is where the reader of a document finds a paragraph. Each paragraph has one, and
// few are ever told, so that the words are put together when they are.
type Place struct {
	in         *fault.Text // the table, header, note or text box around it; nil: the body
	row, cell  int32       // of the table, from 1; 0: it is in none
	paragraphs int32       // in the cell or what else it stands in, up to it
}

// Text is the place in words: "paragraph 12". The only paragraph of a cell is found by its
// cell: "table 2, row 3, cell 1".
func (pl Place) Text() fault.Text {
	n := strconv.Itoa(int(pl.paragraphs))
	at := pl.container()
	switch {
	case pl.in == nil && pl.paragraphs > 0:
		return fault.Text{Vi: "đoạn " + n, En: "paragraph " + n}
	case pl.paragraphs > 1:
		return fault.Text{Vi: at.Vi + ", đoạn " + n, En: at.En + ", paragraph " + n}
	}
	return at
}

// container is what a paragraph stands in, "" for the body.
func (pl Place) container() fault.Text {
	if pl.in == nil {
		return fault.Text{}
	}
	at := *pl.in
	if pl.row > 0 {
		r, c := strconv.Itoa(int(pl.row)), strconv.Itoa(int(pl.cell))
		at.Vi += ", hàng " + r + ", ô " + c
		at.En += ", row " + r + ", cell " + c
	}
	return at
}

// table is where the table is that was counted last.
func (pl *place) table() fault.Text {
	n := strconv.Itoa(pl.tables)
	at := pl.container()
	if at.Vi != "" {
		at.Vi, at.En = at.Vi+", ", at.En+", "
	}
	return fault.Text{Vi: at.Vi + "bảng " + n, En: at.En + "table " + n}
}

// inStory reads something as a story of its own, in a part of its own.
func (p *parser) inStory(pt *part, name fault.Text, read func()) {
	outerPart, outer := p.part, p.story
	p.part, p.story = pt, &story{place: place{Place: Place{in: &name}}, counters: newCounters()}
	read()
	p.endStory()
	p.part, p.story = outerPart, outer
}

// endStory reports fields that have no end: what they swallowed is not printed.
func (p *parser) endStory() {
	if len(p.story.fields) > 0 {
		p.warn("open-field", fault.T("trường không có điểm kết thúc (w:fldChar end)", "a field without its end (w:fldChar end)"))
		p.story.fields = nil
	}
}

// maxNesting bounds tables in tables and text boxes in text boxes; Word ends earlier.
const maxNesting = 100

// blocks reads the blocks inside n: a body, cell, header, note or text box. each is
// called after every paragraph with its w:pPr; it may be nil.
func (p *parser) blocks(n *xml.Node, ctx *tableContext, out []Block, each func(par *Paragraph, ppr *xml.Node, out []Block) []Block) []Block {
	for c := range n.Children() {
		switch c.Name {
		case "w:p":
			c = p.part.folds.Open(c)
			par := p.paragraph(c, ctx)
			if par == nil { // its mark is deleted
				continue
			}
			out = append(out, par)
			if each != nil {
				out = each(par, c.Child("w:pPr"), out)
			}
		case "w:tbl":
			p.story.place.tables++
			if p.depth >= maxNesting {
				p.warn("nesting", fault.T("bảng lồng nhau quá %d lớp không được in", "tables nested deeper than %d are not printed", maxNesting))
				continue
			}
			p.depth++
			if t := p.table(c); t != nil {
				out = append(out, t)
			}
			p.depth--
		case "w:sdt":
			out = p.blocks(c.Child("w:sdtContent"), ctx, out, each)
		case "w:customXml", "w:smartTag", "w:ins", "w:moveTo":
			out = p.blocks(c, ctx, out, each)
		case "mc:AlternateContent":
			out = p.blocks(p.choose(c), ctx, out, each)
		case "w:altChunk":
			p.warn("altChunk", fault.T("tệp nhúng (w:altChunk) không được in", "an embedded file (w:altChunk) is not printed"))
		case "w:del", "w:moveFrom", "w:sectPr", "w:tcPr", "w:customXmlPr", "w:smartTagPr":
		case "m:oMathPara", "m:oMath":
			out = append(out, p.mathParagraph(c, ctx))
		default:
			p.otherContent(c)
		}
	}
	return out
}

// otherContent takes an element that stands where content does: markup that prints
// nothing is passed over, anything else is a warning.
func (p *parser) otherContent(c *xml.Node) {
	switch c.Name {
	case "w:bookmarkStart", "w:bookmarkEnd", "w:proofErr", "w:permStart", "w:permEnd",
		"w:commentRangeStart", "w:commentRangeEnd", "w:commentReference", "w:annotationRef", "w:lastRenderedPageBreak",
		"w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart", "w:moveToRangeEnd",
		"w:customXmlInsRangeStart", "w:customXmlInsRangeEnd", "w:customXmlDelRangeStart", "w:customXmlDelRangeEnd",
		"w:customXmlMoveFromRangeStart", "w:customXmlMoveFromRangeEnd", "w:customXmlMoveToRangeStart", "w:customXmlMoveToRangeEnd",
		"w14:conflictIns", "w14:conflictDel", "w:pPr", "w:rPr", "w:separator", "w:continuationSeparator":
		return
	}
	p.warn("element "+c.Name, fault.T("nội dung <%s> không được in", "<%s> is not printed", c.Name))
}

// choose is the branch of an mc:AlternateContent that we understand (ECMA-376 Part 3
// §9.3): nil if there is none, or n is nil.
func (p *parser) choose(n *xml.Node) *xml.Node {
	for c := range n.Children() {
		switch c.Name {
		case "mc:Choice":
			if understood(c.Get("Requires")) {
				return c
			}
		case "mc:Fallback":
			return c
		}
	}
	return nil
}

// understood reports whether we know all namespaces of an mc:Choice, by their
// customary prefixes, as Word writes them.
func understood(requires string) bool {
	known := false
	for requires != "" {
		var name string
		name, requires = cutSpace(requires)
		switch name {
		case "":
			continue
		case "w", "r", "a", "wp", "pic", "v", "o", "w10", "w14", "w15", "w16", "w16se", "w16cid", "w16cex", "wp14", "wps", "wpg", "wpc", "a14":
			known = true
		default:
			return false
		}
	}
	return known
}

func cutSpace(s string) (first, rest string) {
	for i := range len(s) {
		if s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r' {
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// readBody reads the sections of w:body.
func (p *parser) readBody(body *xml.Node) {
	p.story = &story{counters: newCounters()}
	rest := p.blocks(body, nil, nil, func(_ *Paragraph, ppr *xml.Node, out []Block) []Block {
		if s := ppr.Child("w:sectPr"); s != nil {
			p.section(s, out)
			return nil
		}
		return out
	})
	p.endStory()
	if last := body.Child("w:sectPr"); last != nil || len(rest) > 0 || len(p.doc.Sections) == 0 {
		p.section(last, rest)
	}
}
