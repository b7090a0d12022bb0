package merge

import (
	"cmp"
	"errors"
	"path"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// An inclusion is a finished document that comes into the merged one, with its own pages.
type inclusion struct {
	name string
	pkg  *docx.Package
	tag  *tag
}

// mostIncluded is how many bytes the main parts of all included documents may have, about
// five hundred pages: each is read as a tree beside what is there already, and a small file can unpack
// to much.
const mostIncluded = 16 << 20

// includeMark is the style of the paragraph that an inclusion's blocks take the place of.
const includeMark = "bienban include "

// include writes the paragraph that a finished document takes the place of.
func (s *setting) include(name string) (string, error) {
	if s.r.env.Include == nil {
		return "", &fault.Fault{Message: fault.T("không có thư mục nào để tìm %q", "there is no folder to look for %q", name)}
	}
	if len(s.r.includes) == mostTemplates {
		return "", s.failed("limit", fault.T("%s: nhiều hơn %d văn bản kèm theo", "%s: more than %d documents are included", s.t.raw, mostTemplates),
			fault.T("Gộp bớt các văn bản kèm theo.", "Make fewer documents of them."))
	}
	pkg, err := s.r.env.Include(name)
	if err != nil {
		return "", err
	}
	if pkg == nil { // of a trial
		return s.paragraph(s.props, "<w:r><w:t>«"+xml.Escape(name)+"»</w:t></w:r>"), nil
	}
	if f := Included(pkg, s.r.t.config.Limits); f != nil {
		f.Message = fault.T("%s: %s", "%s: %s", name, f.Message)
		return "", f
	}
	main, _ := pkg.Part(pkg.Main())
	if s.r.included += len(main); s.r.included > mostIncluded {
		return "", s.failed("limit", fault.T("%s: các văn bản kèm theo cộng lại vượt quá giới hạn %s (đã giải nén)", "%s: the included documents together exceed the limit of %s (unpacked)", s.t.raw, limit.Bytes(mostIncluded)),
			fault.T("Bớt thẻ {{include}}, hoặc để phụ lục dài thành tệp riêng.", "Include fewer documents, or leave a long annex a file of its own."))
	}
	s.r.includes = append(s.r.includes, inclusion{name, pkg, s.t})
	return `<w:p><w:pPr><w:pStyle w:val="` + includeMark + strconv.Itoa(len(s.r.includes)-1) + `"/></w:pPr></w:p>`, nil
}

// include brings the documents in.
func (r *run) include(pkg *docx.Package) (*docx.Package, *fault.Fault) {
	for i, in := range r.includes {
		other, told := in.pkg.AsDocument()
		other, more := other.WithoutExternal(r.t.config.Limits.XML())
		now, err := includeIn(pkg, other, includeMark+strconv.Itoa(i), r.t.config.Limits)
		if err != nil {
			f := asFault(err)
			f.Code, f.Place, f.Message = "include", in.tag.place, fault.T("%s: %s: %s", "%s: %s: %s", in.tag.raw, in.name, f.Message)
			return nil, f
		}
		if other.Related(other.Main(), "comments") != "" {
			more = append(more, &fault.Fault{Severity: fault.Note, Code: "include-comments", Message: fault.T("các ghi chú (comment) của tệp này bị bỏ", "the comments of this file are left out")})
		}
		for _, f := range append(told, more...) {
			f.Place, f.Message = in.tag.place, fault.T("%s: %s", "%s: %s", in.name, f.Message)
			r.faults = append(r.faults, f)
		}
		pkg = now
	}
	return pkg, nil
}

// A bodyPart is what a section consists of around a block.
type bodyPart struct {
	mark          *xml.Node
	before, after bool      // something stands before, or behind it, in its section
	previous      *xml.Node // the block right before
	section       *xml.Node // the properties of the section
	last          bool      // which is the document's last
	effective     map[string]string
}

// around finds what stands around the paragraph of a style.
func aroundMark(root *xml.Node, style string) (*bodyPart, error) {
	p := &bodyPart{effective: map[string]string{}}
	for n := range root.Child("w:body").Children() {
		sect := n.Path("w:pPr", "w:sectPr")
		if n.Name == "w:sectPr" {
			sect = n
		}
		block := n.Name == "w:p" || n.Name == "w:tbl" || n.Name == "w:sdt"
		switch {
		case n.Name == "w:p" && n.Path("w:pPr", "w:pStyle").Get("w:val") == style:
			p.mark = n
		case p.mark == nil && block:
			p.before, p.previous = true, n
		case block:
			p.after = true
		}
		if sect == nil {
			continue
		}
		for ref := range sect.Children() {
			if k := referenceKind(ref); k != "" {
				p.effective[k] = ref.Get("r:id")
			}
		}
		if p.mark != nil {
			p.section, p.last = sect, n.Name == "w:sectPr"
			return p, nil
		}
		p.before, p.previous = false, nil
	}
	if p.mark == nil {
		return nil, &fault.Fault{Message: fault.T("thẻ này phải đứng trong thân văn bản, ngoài bảng và ô nội dung", "the tag has to stand in the text, outside of tables and content controls")}
	}
	p.last = true
	return p, nil
}

// referenceKind tells a reference to a header or a footer: "header default"; "" is none.
func referenceKind(n *xml.Node) string {
	switch n.Name {
	case "w:headerReference":
		return "header " + cmp.Or(n.Get("w:type"), "default")
	case "w:footerReference":
		return "footer " + cmp.Or(n.Get("w:type"), "default")
	}
	return ""
}

var referenceKinds = []string{"header default", "header first", "header even", "footer default", "footer first", "footer even"}

func referenceXML(kind, id string) string {
	part, of, _ := strings.Cut(kind, " ")
	return "<w:" + part + `Reference w:type="` + of + `" r:id="` + id + `" xmlns:r="` + relationshipsR + `"/>`
}

const relationshipsR = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

// nothing is the ID of an empty header or footer.
func (h *host) nothing(kind string, made map[string]string) string {
	part, _, _ := strings.Cut(kind, " ")
	if made[part] == "" {
		root := map[string]string{"header": "hdr", "footer": "ftr"}[part]
		name := h.part(path.Join(path.Dir(h.pkg.Main()), part+"_empty.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml."+part+"+xml",
			[]byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+`<w:`+root+` xmlns:w="`+transitionalW+`"><w:p/></w:`+root+`>`))
		made[part] = h.relation(docx.Relationship{Type: part, Target: name})
	}
	return made[part]
}

// includeIn puts a finished document where a paragraph of a style stands. What stands before it
// ends its section there, and what comes behind it goes on in the same one.
func includeIn(pkg, other *docx.Package, style string, limits limit.Limits) (*docx.Package, error) {
	h, err := newHost(pkg, limits)
	if err != nil {
		return nil, err
	}
	if strings.Contains(h.src[:min(len(h.src), 4096)], strictW) {
		return nil, errors.New("strict")
	}
	g, err := h.guest(other, true)
	if err != nil {
		return nil, err
	}
	at, err := aroundMark(h.root, style)
	if err != nil {
		return nil, err
	}
	body := g.root.Child("w:body")
	var blocks, sections []*xml.Node
	var final *xml.Node
	stated := map[string]bool{}
	for n := range body.Children() {
		if n.Name == "w:sectPr" {
			final = n
			sections = append(sections, n)
			continue
		}
		blocks = append(blocks, n)
		if s := n.Path("w:pPr", "w:sectPr"); s != nil {
			sections = append(sections, s)
		}
	}
	if final == nil || final.InnerEnd == final.End {
		return nil, &fault.Fault{Message: fault.T("tệp không có khổ giấy", "the file has no page size"), Hint: fault.T("Mở tệp bằng Word và lưu lại.", "Open it in Word and save it.")}
	}
	for ref := range sections[0].Children() {
		stated[referenceKind(ref)] = true
	}
	empty := map[string]string{}
	first := ""
	for _, k := range referenceKinds {
		if !stated[k] && at.effective[k] != "" {
			first += referenceXML(k, h.nothing(k, empty))
			stated[k] = true
		}
	}
	for _, s := range sections {
		for ref := range s.Children() {
			stated[referenceKind(ref)] = true
		}
	}
	g.extra, g.drop = map[*xml.Node]string{sections[0]: first}, contentsFields(body)
	x, section := g.rewrite(g.src, blocks, g.rels), g.rewrite(g.src, []*xml.Node{final}, g.rels)
	edits := h.around(at, x, section, stated, empty)
	h.change.Parts[pkg.Main()] = []byte(asUTF8(applied(h.src, 0, edits)))
	if err := cmp.Or(g.err, g.sheets()); err != nil {
		return nil, err
	}
	return pkg.With(h.change), nil
}

// contentsFields are what makes fields of tables of contents and of figures. Those of a finished
// document are its own: made anew they would list what the host has. Their lines stay, and the
// numbers of pages in them are fields of their own.
func contentsFields(body *xml.Node) map[*xml.Node]bool {
	type field struct {
		nodes       []*xml.Node
		instruction string
		separated   bool
	}
	drop := map[*xml.Node]bool{}
	var open []*field
	var walk func(n *xml.Node)
	walk = func(n *xml.Node) {
		for c := range n.Children() {
			switch c.Name {
			case "w:fldChar":
				kind := c.Get("w:fldCharType")
				if kind == "begin" {
					open = append(open, &field{})
				}
				if len(open) == 0 {
					continue
				}
				f := open[len(open)-1]
				f.nodes = append(f.nodes, c)
				f.separated = f.separated || kind == "separate"
				if kind == "end" {
					open = open[:len(open)-1]
					if word, _, _ := strings.Cut(strings.TrimSpace(f.instruction), " "); strings.EqualFold(word, "TOC") {
						for _, n := range f.nodes {
							drop[n] = true
						}
					}
				}
			case "w:instrText":
				if len(open) > 0 && !open[len(open)-1].separated {
					f := open[len(open)-1]
					f.nodes = append(f.nodes, c)
					f.instruction += c.Content()
				}
			default:
				walk(c)
			}
		}
	}
	walk(body)
	return drop
}

// around are the edits of the host's main part that put blocks and their last section's properties
// in a paragraph's place.
func (h *host) around(at *bodyPart, x, section string, stated map[string]bool, empty map[string]string) []edit {
	own := ""
	if at.section != nil {
		own = h.src[at.section.Start:at.section.End]
	}
	var edits []edit
	open := ""
	if at.before && own != "" {
		pPr := at.previous.Child("w:pPr")
		if at.previous.Name == "w:p" && pPr != nil && pPr.InnerEnd != pPr.End && pPr.Child("w:pPrChange") == nil {
			edits = append(edits, edit{pPr.InnerEnd, pPr.InnerEnd, own})
		} else {
			open = smallParagraph(own)
		}
	}
	if at.last && !at.after {
		edits = append(edits, edit{at.mark.Start, at.mark.End, open + x})
		if at.section != nil {
			return append(edits, edit{at.section.Start, at.section.End, section})
		}
		edits[len(edits)-1].text += section
		return edits
	}
	edits = append(edits, edit{at.mark.Start, at.mark.End, open + x + smallParagraph(section)})
	if at.section == nil || at.section.InnerEnd == at.section.End {
		return edits
	}
	again := "" // headers that the included sections state would go on
	for _, k := range referenceKinds {
		has := false
		for ref := range at.section.Children() {
			has = has || referenceKind(ref) == k
		}
		switch {
		case has || !stated[k]:
		case at.effective[k] != "":
			again += referenceXML(k, at.effective[k])
		default:
			again += referenceXML(k, h.nothing(k, empty))
		}
	}
	if again != "" {
		edits = append(edits, edit{at.section.InnerStart, at.section.InnerStart, again})
	}
	if !at.before {
		return edits
	}
	for c := range at.section.Children() { // its numbers go on, and its pages begin anew
		tag := h.src[c.Start:c.InnerStart]
		switch c.Name {
		case "w:pgNumType":
			if from, _, to, ok := xml.Attribute(tag, "start", c.Get("w:start")); ok && c.Get("w:start") != "" {
				edits = append(edits, edit{c.Start, c.InnerStart, tag[:from] + tag[to+1:]})
			}
		case "w:type":
			edits = append(edits, edit{c.Start, c.End, `<w:type w:val="nextPage"/>`})
		}
	}
	return edits
}
