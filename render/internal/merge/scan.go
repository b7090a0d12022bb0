package merge

import (
	"fmt"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// A part is one part of the package that may hold tags.
type part struct {
	name     string
	kind     string // of the relationship that leads to it: "header"; "" for the main part
	src      string
	root     *xml.Node
	paras    []*paragraph
	tags     []*tag
	executed bool
	bare     map[*xml.Node][]bare       // texts with tags that stand in no run, by their elements
	pictures map[*xml.Node]*placeholder // whose alternative text holds a tag, by their a:blip
	declares string                     // namespaces that a part of notes has and the main part has not
	spans    bool                       // vertical merges in it are marked
	links    map[string]string          // tagged addresses by the relationship's ID
}

// A paragraph is a w:p that holds tags.
type paragraph struct {
	node     *xml.Node
	story    *xml.Node // nearest w:txbxContent, w:footnote, …, or the part's root: blocks end where they begin
	cell     *xml.Node // nearest w:tc inside the story, or nil
	tags     []*tag
	texts    []*text
	bare     string // what it is if it stands in no run: "attribute", "text", "instruction", "link"; else ""
	length   int    // of the text
	others   []int  // how much text stands before each thing that prints and is no text
	onlyTags bool   // nothing but block tags, declarations and rich content: it is replaced by them
}

// A text is a w:t, or another child of a run that stands for a character.
type text struct {
	node     *xml.Node
	run      *xml.Node
	s        string // what it says
	from     int    // where that begins in the paragraph's text
	isText   bool   // a w:t
	touched  bool   // a tag stands in it, whole or in part
	swallows bool   // all of it stands in tags
}

// A tag is one {{…}}.
type tag struct {
	index      int
	part       *part
	para       *paragraph
	start, end int    // in the paragraph's text
	raw        string // as written, for messages
	code       string // healed, between the braces
	kind       kind
	word       string // block keyword: "if", "range", "with"; of an else: the one that follows, or ""
	place      fault.Text
	home       *text  // where it begins
	block      *tag   // of a block tag: the one that opens its block
	addressed  bool   // it stands in the address of a HYPERLINK field
	before     string // what that address has before it
	echo       bool   // it is read again, in a Fallback or in a note: its faults may be known
	picture    bool   // it stands in the alternative text of a picture, in whose place another comes
	as         string // of a twin: what else it is executed for
}

// scanner finds the paragraphs of a part, their places and their tags.
type scanner struct {
	part   *part
	faults *fault.List
	next   *int // index of the next tag
	place  fault.Text

	origins []origin                                                       // of pieces that came from other templates
	whereOf map[int]*where                                                 // by their indexes
	visit   func(place fault.Text, n *xml.Node, texts []*text, all string) // told of each paragraph; nil: nobody asks
}

// where is a container while it is scanned: its place, and how many blocks came by.
type where struct {
	place             fault.Text
	story, cell       *xml.Node
	paragraphs, boxes int
	tables            int
}

func join(a, b fault.Text) fault.Text {
	if a.Vi == "" {
		return b
	}
	return fault.Text{Vi: a.Vi + ", " + b.Vi, En: a.En + ", " + b.En}
}

// blocks scans what stands in a container, in its order.
func (s *scanner) blocks(n *xml.Node, w *where) {
	outer := w
	for c := range n.Children() {
		w := outer
		if len(s.origins) > 0 {
			w = s.originOf(c, w)
		}
		switch c.Name {
		case "w:p":
			w.paragraphs++
			s.paragraph(c, w)
		case "w:tbl":
			w.tables++
			s.table(c, join(w.place, fault.T("bảng %d", "table %d", w.tables)), w.story)
		case "w:footnote", "w:endnote":
			id := c.Get("w:id")
			name := fault.T("chú thích cuối trang %s", "footnote %s", id)
			if c.Name == "w:endnote" {
				name = fault.T("chú thích cuối văn bản %s", "endnote %s", id)
			}
			s.blocks(c, &where{place: name, story: c})
		case "w:pPr", "w:rPr", "w:tcPr", "w:sectPr", "w:sdtPr", "mc:Fallback", "w:del", "w:moveFrom":
		default: // w:body, content controls, insertions
			s.blocks(c, w)
		}
	}
}

// originOf is where a block stands in the template that it came from.
func (s *scanner) originOf(n *xml.Node, w *where) *where {
	for i := len(s.origins) - 1; i >= 0; i-- { // the inner ones come later
		o := &s.origins[i]
		if n.Start < o.from || n.Start >= o.to {
			continue
		}
		if n.Parent.Start >= o.from { // w is in it
			return w
		}
		if s.whereOf[i] == nil {
			if s.whereOf == nil {
				s.whereOf = map[int]*where{}
			}
			around := w
			for j := i - 1; j >= 0; j-- { // what counts the call
				if outer := s.origins[j]; outer.from <= o.from && o.to <= outer.to && s.whereOf[j] != nil {
					around = s.whereOf[j]
					break
				}
			}
			around.paragraphs += o.extra
			s.whereOf[i] = &where{place: fault.T("mẫu “%s”", "template %q", o.name), story: w.story, cell: nil}
			if w.cell != nil {
				s.whereOf[i].cell = w.cell
			}
		}
		return s.whereOf[i]
	}
	return w
}

func (s *scanner) table(tbl *xml.Node, place fault.Text, story *xml.Node) {
	row := 0
	var rows func(n *xml.Node)
	rows = func(n *xml.Node) {
		for r := range n.Children() {
			switch r.Name {
			case "w:tr":
				row++
				cell := 0
				at := join(place, fault.T("hàng %d", "row %d", row))
				var cells func(n *xml.Node)
				cells = func(n *xml.Node) {
					for c := range n.Children() {
						switch c.Name {
						case "w:tc":
							cell++
							s.blocks(c, &where{place: join(at, fault.T("ô %d", "cell %d", cell)), story: story, cell: c})
						case "w:sdt", "w:sdtContent", "w:customXml", "w:ins":
							cells(c)
						}
					}
				}
				cells(r)
			case "w:sdt", "w:sdtContent", "w:customXml", "w:ins":
				rows(r)
			}
		}
	}
	rows(tbl)
}

// paragraph collects the text of one w:p and cuts out its tags.
func (s *scanner) paragraph(n *xml.Node, w *where) {
	p := &paragraph{node: n, story: w.story, cell: w.cell}
	var flat strings.Builder
	other := false // something prints that is no text
	var boxes []*xml.Node
	var inline func(n, run *xml.Node)
	inline = func(n, run *xml.Node) {
		for c := range n.Children() {
			switch c.Name {
			case "w:r":
				inline(c, c)
				continue
			case "w:t", "w:tab", "w:br", "w:cr", "w:noBreakHyphen", "w:softHyphen":
				if run == nil {
					continue
				}
				t := &text{node: c, run: run, from: flat.Len(), isText: c.Name == "w:t"}
				switch c.Name {
				case "w:t":
					t.s = c.Content()
				case "w:tab":
					t.s = "\t"
				case "w:noBreakHyphen":
					t.s = "-"
				case "w:softHyphen":
					t.s = "\u00ad"
				default:
					t.s = "\n"
					if c.Get("w:type") == "page" || c.Get("w:type") == "column" {
						other = true
						p.others = append(p.others, flat.Len())
					}
				}
				flat.WriteString(t.s)
				p.texts = append(p.texts, t)
			case "w:commentReference", "w:annotationRef", "w:permStart", "w:permEnd", "w:moveToRangeStart", "w:moveToRangeEnd", "w:moveFromRangeStart", "w:moveFromRangeEnd", // print nothing
				"w:smartTagPr", "w:customXmlPr",
				"w:pPr", "w:rPr", "w:instrText", "w:delText", "w:del", "w:moveFrom", "mc:Fallback", "w:proofErr", "w:lastRenderedPageBreak",
				"w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd", "w:sdtPr", "w:sdtEndPr":
			case "w:txbxContent":
				other = true
				p.others = append(p.others, flat.Len())
				boxes = append(boxes, c)
			case "w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple", "w:customXml", "w:bdo", "w:dir":
				inline(c, nil)
			default:
				other = true
				p.others = append(p.others, flat.Len())
				inline(c, run)
			}
		}
	}
	inline(n, nil)
	all := flat.String()
	p.length = len(all)
	if tagged := strings.Contains(all, "{{") || strings.Contains(all, "}}"); tagged || s.visit != nil {
		place := w.place
		if w.cell == nil {
			place = join(place, fault.T("đoạn %d “%s”", "paragraph %d “%s”", w.paragraphs, snippet(strings.ReplaceAll(all, nameMark, ""))))
		}
		if s.visit != nil {
			s.visit(place, n, p.texts, all)
		} else {
			s.tags(p, all, place, other)
		}
	}
	for _, b := range boxes {
		w.boxes++
		s.blocks(b, &where{place: join(w.place, fault.T("hộp văn bản %d", "text box %d", w.boxes)), story: b})
	}
}

// snippet is the beginning of a paragraph's text, so that a reader can search for it.
func snippet(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return string(r)
}

// tags cuts the tags out of a paragraph's text.
func (s *scanner) tags(p *paragraph, all string, place fault.Text, other bool) {
	rest := 0
	printed := strings.Builder{}
	for {
		n := strings.Index(all[rest:], "{{")
		if n < 0 {
			break
		}
		start := rest + n
		printed.WriteString(all[rest:start])
		end := tagEnd(all, start+2)
		if end < 0 {
			*s.faults = append(*s.faults, &fault.Fault{Code: "unclosed-tag", Place: place,
				Message: fault.T("thẻ “%s” không được đóng bằng }} trong cùng một đoạn", "tag “%s” is not closed by }} in the same paragraph", snippet(all[start:])),
				Hint:    fault.T("Viết cả thẻ, từ {{ đến }}, trong một đoạn.", "Write the whole tag, from {{ to }}, in one paragraph.")})
			return
		}
		t := &tag{index: *s.next, part: s.part, para: p, start: start, end: end, raw: strings.ReplaceAll(all[start:end], nameMark, ""), place: place}
		*s.next++
		t.code, t.kind, t.word = classify(heal(all[start+2 : end-2]))
		p.tags = append(p.tags, t)
		rest = end
	}
	printed.WriteString(all[rest:])
	if strings.Contains(printed.String(), "}}") {
		*s.faults = append(*s.faults, &fault.Fault{Severity: fault.Warning, Code: "stray-braces", Place: place,
			Message: fault.T("có }} mà không có {{ đứng trước", "there is }} without {{ before it"),
			Hint:    fault.T("Thẻ bắt đầu bằng hai dấu {{.", "A tag begins with two braces: {{.")})
	}
	if len(p.tags) == 0 {
		return
	}
	p.onlyTags = !other && strings.Trim(printed.String(), " \t\n\u00a0\u00ad\u200b") == ""
	for _, t := range p.tags {
		p.onlyTags = p.onlyTags && t.kind != printing
	}
	s.touch(p)
	s.part.paras = append(s.part.paras, p)
	s.part.tags = append(s.part.tags, p.tags...)
}

// touch marks the texts that tags stand in, and where each tag begins.
func (s *scanner) touch(p *paragraph) {
	at := 0
	for _, t := range p.tags {
		for at < len(p.texts) && p.texts[at].from+len(p.texts[at].s) <= t.start {
			at++
		}
		t.home = p.texts[at]
		for i := at; i < len(p.texts) && p.texts[i].from < t.end; i++ {
			x := p.texts[i]
			x.touched = true
			x.swallows = x.from >= t.start && x.from+len(x.s) <= t.end
		}
	}
}

// label is how a reader calls a part; n counts those of its kind.
func (p *part) label(n int) fault.Text {
	switch p.kind {
	case "header":
		return fault.T("đầu trang %d", "header %d", n)
	case "footer":
		return fault.T("chân trang %d", "footer %d", n)
	case "comments":
		return fault.T("ghi chú (comment)", "a comment")
	}
	return fault.Text{}
}

func syntaxFault(name string, err error) *fault.Fault {
	if f := xml.Fault(name, err); f != nil {
		return f
	}
	return &fault.Fault{Code: "damaged-package", Message: fault.T("phần “%s” của tệp mẫu không đọc được: %s", "part %q of the template cannot be read: %s", name, fmt.Sprint(err))}
}
