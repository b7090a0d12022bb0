package merge

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/fieldcode"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/xml"
)

// Tags also stand where no run of text is: in attributes (the description of a picture, the
// text of a watermark), in equations, charts, instructions of fields, properties of the
// document, addresses of links. There they print plain text; a block begins and ends in one
// attribute or one text.

// A bare is an attribute's value, or a text that is none of a run, with tags in it.
type bare struct {
	text     *text
	para     *paragraph
	from, to int    // in the source; of an attribute with its quotes
	quote    string // what stands around it there
}

// linkMark begins what stands for the ID of a relationship until it is known: behind it
// stands the address. It is a private character, which no template's address holds.
const linkMark = "\ue000link:"

// bares finds the bare texts with tags of a part.
func (s *scanner) bares(links map[string]string) {
	if !mayHoldTags(s.part.src) && len(links) == 0 {
		return
	}
	s.part.bare = map[*xml.Node][]bare{}
	groups := map[*xml.Node][]*xml.Node{} // texts, by the element in which they read as one
	var order []*xml.Node
	var walk func(n, group *xml.Node, fallback bool)
	walk = func(n, group *xml.Node, fallback bool) {
		s.attributes(n, links, fallback)
		switch n.Name {
		case "w:t":
			return
		case "w:del", "w:moveFrom":
			if strings.Contains(n.Content(), "{{") {
				s.unfilled(fault.T("phần đã xóa (theo dõi thay đổi) “%s”", "the deleted text (tracked changes) “%s”", snippet(n.Content())), fault.Warning)
			}
			return
		case "w:p", "a:p", "m:oMath":
			group = n
		}
		for c := n.First; c != nil; c = c.Next {
			if c.Name != "" {
				walk(c, group, fallback || n.Name == "mc:Fallback")
				continue
			}
			if strings.TrimSpace(c.Text) == "" {
				continue
			}
			key := cmp.Or(group, n)
			if groups[key] == nil {
				order = append(order, key)
			}
			groups[key] = append(groups[key], c)
		}
	}
	walk(s.part.root, nil, false)
	for _, key := range order {
		s.group(groups[key])
	}
	for _, list := range s.part.bare {
		slices.SortFunc(list, func(a, b bare) int { return a.from - b.from })
	}
}

// mayHoldTags reports whether a source can have a tag somewhere: its braces stand side by side,
// or the first ends a text and the second begins the next, or they are written as entities.
func mayHoldTags(src string) bool {
	return strings.Contains(src, "{{") || strings.Contains(src, "{<") || strings.Contains(src, "{]]>") || strings.Contains(src, "&#")
}

// attributes takes the tags of an element's attributes, and of the addresses that they refer to.
func (s *scanner) attributes(n *xml.Node, links map[string]string, fallback bool) {
	at := n.Start
	for _, a := range n.Attrs {
		value, link := links[a.Value]
		if link = link && strings.HasPrefix(a.Name, "r:"); !link {
			value = a.Value
		}
		if link || strings.Contains(value, "{{") {
			at = s.attribute(n, a, value, at, fallback)
		}
	}
}

// attribute takes the tags of the attribute that stands in the source from at on, or of the
// address that it refers to, and gives where it ends.
func (s *scanner) attribute(n *xml.Node, a xml.Attr, value string, at int, fallback bool) int {
	local := xml.Local(a.Name)
	_, from, to, ok := xml.Attribute(s.part.src[at:n.InnerStart], local, a.Value)
	if !ok {
		s.unfilled(placeOfBare(n, local), fault.Error)
		return at
	}
	kind := "attribute"
	switch {
	case value != a.Value:
		kind = "link"
	case local == "instr":
		kind = "instruction"
	}
	p := &paragraph{node: n, story: &xml.Node{}, bare: kind, length: len(value)}
	x := &text{node: n, run: n, s: value}
	p.texts = []*text{x}
	if s.cut(p, value, join(s.place, placeOfBare(n, local))) {
		s.part.bare[n] = append(s.part.bare[n], bare{x, p, at + from - 1, at + to + 1, `"`})
	}
	for _, t := range p.tags {
		t.echo = fallback
	}
	s.placeholder(n, local, p)
	return at + to + 1
}

// group takes the tags of texts that read as one.
func (s *scanner) group(texts []*xml.Node) {
	first := texts[0].Parent
	kind := "text"
	if first.Name == "w:instrText" {
		kind = "instruction"
	}
	p := &paragraph{node: first, story: &xml.Node{}, bare: kind}
	var all strings.Builder
	for _, t := range texts {
		p.texts = append(p.texts, &text{node: t, run: t.Parent, s: t.Text, from: all.Len()})
		all.WriteString(t.Text)
	}
	if p.length = all.Len(); !strings.Contains(all.String(), "{{") || !s.cut(p, all.String(), join(s.place, placeOfBare(first, ""))) {
		return
	}
	for _, x := range p.texts {
		if x.touched {
			at := x.run
			if at.First != x.node { // behind another child of its element
				at = x.node
			}
			s.part.bare[at] = append(s.part.bare[at], bare{x, p, x.node.Start, x.node.End, ""})
		}
	}
}

// cut cuts the tags out of a bare text; false if there is none.
func (s *scanner) cut(p *paragraph, all string, place fault.Text) bool {
	paras := len(s.part.paras)
	s.tags(p, all, place, true)
	s.part.paras = s.part.paras[:paras] // it is no paragraph
	if p.bare == "instruction" {
		p.addresses(all)
	}
	return len(p.tags) > 0
}

var hyperlink = lazy.Compile(`(?i)\bHYPERLINK\b`)

// addresses finds which tags of instructions stand in the address of a HYPERLINK field.
func (p *paragraph) addresses(all string) {
	const longest = 4096 // what is longer is no address
	said, found, at := "", false, 0
	var branches []string // what was said before each open block: a branch follows that
	for _, t := range p.tags {
		piece := all[at:t.start]
		if m := hyperlink.FindAllStringIndex(piece, -1); m != nil {
			said, found, branches, piece = "", true, nil, piece[m[len(m)-1][1]:]
		}
		said, at = said+piece, t.end
		if found = found && len(said) <= longest; !found {
			continue
		}
		t.before, t.addressed = openAddress(said)
		switch {
		case t.kind == printing:
			said += "…"
		case t.kind == opening:
			branches = append(branches, said)
		case len(branches) > 0 && t.kind == turning:
			said = branches[len(branches)-1]
		case len(branches) > 0 && t.kind == closing:
			branches = branches[:len(branches)-1]
		}
	}
}

// openAddress is what stands of an address before the end of a HYPERLINK's instruction; ok is
// false where the end stands in none.
func openAddress(said string) (before string, ok bool) {
	words := fieldcode.Words(said)
	if !fieldcode.Quoted(said, false) && (said == "" || strings.TrimRight(said, " \t\r\n") != said) {
		words = append(words, "") // it would begin here
	}
	for i, word := range words {
		switch {
		case i > 0 && slices.Contains([]string{`\l`, `\o`, `\t`}, strings.ToLower(words[i-1])):
		case len(word) == 2 && word[0] == '\\':
		default:
			return word, i == len(words)-1
		}
	}
	return "", false
}

// placeOfBare is where a bare text stands, as a reader calls it.
func placeOfBare(n *xml.Node, attribute string) fault.Text {
	at := fault.T("phần tử %s", "element %s", n.Name)
	switch {
	case attribute == "descr", attribute == "alt", attribute == "title" && n.Name != "v:textpath":
		at = fault.T("mô tả của hình (alt text)", "the description of a picture (alt text)")
	case n.Name == "v:textpath":
		at = fault.T("chữ của hình mờ (WordArt)", "the text of a watermark (WordArt)")
	case attribute == "id" || attribute == "link" || attribute == "embed":
		at = fault.T("địa chỉ của liên kết", "the address of a link")
	case n.Name == "m:t":
		at = fault.T("công thức", "an equation")
	case n.Name == "w:instrText", attribute == "instr":
		at = fault.T("mã của trường (field)", "the instruction of a field")
	case attribute != "":
		at = fault.T("thuộc tính %s của %s", "attribute %s of %s", attribute, n.Name)
	}
	for p := n; p != nil; p = p.Parent {
		if p.Name == "w:p" {
			if said := strings.TrimSpace(p.Content()); said != "" {
				return join(at, fault.T("đoạn “%s”", "paragraph “%s”", snippet(said)))
			}
			break
		}
	}
	return at
}

func (s *scanner) unfilled(place fault.Text, severity fault.Severity) {
	*s.faults = append(*s.faults, &fault.Fault{Severity: severity, Code: "unfilled-tag", Place: join(s.place, place),
		Message: fault.T("thẻ {{…}} ở đây không được điền", "the tag {{…}} here is not filled in"),
		Hint:    fault.T("Bỏ thẻ, hoặc đưa thẻ ra thân văn bản; với phần đã xóa: chấp nhận thay đổi (Review › Accept).", "Remove it, or put it into the text; of deleted text: accept the change (Review › Accept).")})
}

// taggedLinks are the external links of a part whose address holds a tag: address by ID.
func taggedLinks(pkg *docx.Package, part string) map[string]string {
	links := map[string]string{}
	for _, r := range pkg.Relationships(part) {
		if !r.External || r.Type != "hyperlink" {
			continue
		}
		if target, ok := docx.WithTags(r.Target); ok {
			links[r.ID] = target
		}
	}
	return links
}

// others reads the parts besides the text that hold tags. A part whose tags nobody fills is an
// error: it would show them.
func (t *Template) others(faults *fault.List, next *int) {
	for _, name := range t.pkg.Parts() {
		data, _ := t.pkg.Part(name)
		if slices.ContainsFunc(t.parts, func(p *part) bool { return strings.EqualFold(p.name, name) }) || !strings.HasSuffix(strings.ToLower(name), ".xml") {
			continue
		}
		place := placeOfPart(t.pkg.ContentType(name), name)
		p := &part{name: name, kind: "bare"}
		s := &scanner{part: p, faults: faults, next: next, place: place}
		if links := taggedLinks(t.pkg, name); len(links) > 0 {
			first := links[slices.Min(slices.Collect(maps.Keys(links)))]
			s.unfilled(fault.T("phần “%s” của tệp, địa chỉ của liên kết “%s”", "part %q of the file, the address of a link, %q", name, first), fault.Error)
		}
		if place.Vi == "" {
			if bytes.Contains(data, []byte("{{")) && bytes.Contains(data, []byte("}}")) {
				s.unfilled(fault.T("phần “%s” của tệp", "part %q of the file", name), fault.Error)
			}
			continue
		}
		var err error
		if p.src, err = xml.UTF8(data); err != nil || !mayHoldTags(p.src) {
			continue
		}
		if p.root, err = xml.Parse(p.src, t.config.Limits.XML()); err != nil {
			continue
		}
		if s.bares(nil); len(p.tags) == 0 {
			continue
		}
		t.parts = append(t.parts, p)
		t.tags = append(t.tags, p.tags...)
	}
}

// placeOfPart is how a reader calls a part whose tags are filled besides the text; "" for others.
func placeOfPart(contentType, name string) fault.Text {
	switch {
	case strings.Contains(contentType, "drawingml.chart+xml"), strings.Contains(contentType, "chartex+xml"):
		return fault.T("biểu đồ", "a chart")
	case strings.Contains(contentType, "diagramData"), strings.Contains(contentType, "diagramDrawing"):
		return fault.T("sơ đồ SmartArt", "SmartArt")
	case strings.Contains(contentType, "properties+xml"):
		return fault.T("thuộc tính của tệp", "the file's properties")
	case strings.HasPrefix(strings.ToLower(name), "customxml/"):
		return fault.T("dữ liệu của ô nội dung", "the data of a content control")
	}
	return fault.Text{}
}

// bares writes the attributes of an element and the text that it begins with, or a text behind
// another child, with their tags.
func (e *emitter) bares(n *xml.Node) {
	for _, b := range e.part.bare[n] {
		e.copy(b.from)
		mark := ""
		if b.para.bare == "link" {
			mark = linkMark
		}
		e.literal(b.quote + mark)
		at, x := b.text.from, b.text
		for _, t := range b.para.within(x) {
			if t.start > at {
				e.literal(xml.Escape(x.s[at-x.from : t.start-x.from]))
			}
			if t.home == x {
				e.put(t)
			}
			at = max(at, min(t.end, x.from+len(x.s)))
		}
		if rest := x.s[at-x.from:]; rest != "" {
			e.literal(xml.Escape(rest))
		}
		e.literal(b.quote)
		e.pos = b.to
	}
}

// printed writes a value in the place of its tag in a bare text, behind what the part has so far.
func (t *tag) printed(s string, out *limited) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' || r == '\v' }), " ")
	switch t.para.bare {
	case "instruction":
		if t.addressed {
			s = linked(s, t.before)
		}
		s = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)
	case "link":
		s = linked(s, out.behind(linkMark))
	}
	return xml.Escape(clean(s))
}

// outside are the characters that no address holds, reserved those that would end or begin a part
// of it: a value is a piece of one part, unless the address begins with it.
var (
	outside  = []string{" ", "%20", `"`, "%22", "<", "%3C", ">", "%3E"}
	reserved = append(outside[:len(outside):len(outside)], "%", "%25", "&", "%26", "#", "%23", "?", "%3F", `\`, "%5C", "{", "%7B", "}", "%7D", "|", "%7C")
)

// linked writes a value in the place of its tag in an address, of which before has been written.
func linked(s, before string) string {
	pairs := outside
	switch {
	case strings.ContainsAny(before, "?&"): // in a query + is a space
		pairs = append(reserved[:len(reserved):len(reserved)], "+", "%2B")
	case before != "":
		pairs = reserved
	}
	return strings.NewReplacer(pairs...).Replace(strings.TrimSpace(s))
}

// clean takes out what XML cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff || r == 0xe000 {
			return -1
		}
		return r
	}, s)
}

// link gives the relationship of an address that was filled in; "" where no document may lead
// there, or nothing was filled in.
func (r *run) link(part, address string) string {
	address = strings.TrimSpace(address)
	if docx.MayFollow(address) {
		return r.relate(part, "hyperlink", address, true)
	}
	if address != "" && !r.warned["link "+address] {
		r.warned["link "+address] = true
		r.faults = append(r.faults, &fault.Fault{Severity: fault.Warning, Code: "link-removed", Place: fault.Same(part),
			Message: fault.T("liên kết tới “%s” được in như chữ thường: không dẫn tới trang web, thư hay số điện thoại", "the link to %q is printed as text: it leads to no page of the web, mail or telephone", address),
			Hint:    fault.T("Liên kết chỉ dùng http, https, mailto, tel.", "Links are http, https, mailto or tel.")})
	}
	return ""
}
