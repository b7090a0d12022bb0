package wml

import (
	"bytes"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fieldcode"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// An edit replaces src[start:end] of a part.
type edit struct {
	start, end int
	text       string
}

// apply makes the edits to src; those at one place stay in their order. One that overlaps
// the one before it, as fields that cross each other ask for, is left out.
func apply(src string, edits []edit) string {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var b strings.Builder
	at := 0
	for _, e := range edits {
		if e.start < at {
			continue
		}
		b.WriteString(src[at:e.start])
		b.WriteString(e.text)
		at = e.end
	}
	b.WriteString(src[at:])
	return b.String()
}

// A fieldSpan is where a field stands in a part.
type fieldSpan struct {
	words      []string  // of the instruction
	begin, end *xml.Node // w:fldChar, or the w:fldSimple twice
	separate   *xml.Node // w:fldChar; nil: it has no result yet
	first      *xml.Node // the w:p that it begins in
	last       *xml.Node // the w:p that it ends in
	texts      []*xml.Node
	section    int // of the document, from 0; -1: not in the body
	outer      *fieldSpan
	inBranch   bool // in an mc:AlternateContent, which says everything twice
	set        bool // its result was replaced, with all fields in it
	part       *fieldPart
	source     string // of the part
	value      string // of a SEQ, once it is counted
	ordinal    string // the same, where it prints nothing too
	counted    bool
	deep       bool // too many fields stand in it
	kept       bool // it stays as it is stored
	asked      bool // it stands in another one's instruction, and prints nothing itself

	instruction strings.Builder
	nested      []nestedField // in the instruction
}

// A nestedField stands in the instruction of another one, behind so many bytes of it.
type nestedField struct {
	at    int
	field *fieldSpan
}

// A fieldPart is a part with its fields, in the order in which they begin.
type fieldPart struct {
	name   string
	src    string
	root   *xml.Node
	folds  *xml.Folds // opens the cells of large tables; nil: none is folded
	fields []*fieldSpan
	prefix string // of w: in this part, with its colon: "w:"
	edits  []edit

	paragraphs map[int]*xml.Node // by where they begin; nil: nobody asked

	open     []*fieldSpan
	par      *xml.Node
	section  int
	branches int
}

// fieldParts reads the parts of a document that hold fields; whole asks for trees that
// have everything in them. A part that is broken is left out: reading the document tells
// about it.
func fieldParts(pkg *docx.Package, limits limit.Limits, whole bool) []*fieldPart {
	names := []string{pkg.Main()}
	for _, r := range pkg.Relationships(pkg.Main()) {
		switch r.Type {
		case "header", "footer", "footnotes", "endnotes":
			if !r.External && !slices.Contains(names, r.Target) {
				names = append(names, r.Target)
			}
		}
	}
	var parts []*fieldPart
	for _, name := range names {
		data, ok := pkg.Part(name)
		if !ok || !bytes.Contains(data, []byte("fldChar")) && !bytes.Contains(data, []byte("fldSimple")) {
			continue
		}
		if p := readFieldPart(pkg, name, limits, whole); p != nil {
			parts = append(parts, p)
		}
	}
	return parts
}

// readFieldPart reads one part with its fields; nil if it is broken.
func readFieldPart(pkg *docx.Package, name string, limits limit.Limits, whole bool) *fieldPart {
	data, _ := pkg.Part(name)
	src, err := xml.UTF8(data)
	if err != nil {
		return nil
	}
	p := &fieldPart{name: name, src: src, section: -1}
	if whole {
		p.root, err = xml.Parse(src, limits.XML())
	} else {
		p.root, p.folds, err = xml.ParseFolded(src, limits.XML(), "w:tc")
	}
	if err != nil {
		return nil
	}
	if name == pkg.Main() {
		p.section = 0
	}
	qname := src[p.root.Start+1:]
	if colon := strings.IndexAny(qname, ": />"); colon >= 0 && qname[colon] == ':' {
		p.prefix = qname[:colon+1]
	}
	p.walk(p.root)
	return p
}

// walk finds the fields inside n.
func (p *fieldPart) walk(n *xml.Node) {
	for c := range n.Children() {
		switch c.Name {
		case "w:del", "w:moveFrom":
		case "w:p":
			outer := p.par
			p.par = c
			p.walk(c)
			p.par = outer
			if c.Path("w:pPr", "w:sectPr") != nil && p.section >= 0 {
				p.section++
			}
		case "mc:AlternateContent":
			p.branches++
			p.walk(c)
			p.branches--
		case "w:fldSimple":
			f := p.begin(c)
			f.separate = c
			f.instruction.WriteString(c.Get("w:instr"))
			p.walk(c)
			p.endField(c)
		case "w:fldChar":
			switch c.Get("w:fldCharType") {
			case "begin":
				p.begin(c)
			case "separate":
				if k := len(p.open); k > 0 && p.open[k-1].separate == nil {
					p.open[k-1].separate = c
				}
			case "end":
				p.endField(c)
			}
		case "w:instrText":
			if k := len(p.open); k > 0 && p.open[k-1].separate == nil {
				p.open[k-1].instruction.WriteString(c.Content())
			}
		case "w:t", "w:tab", "w:br", "w:cr", "w:noBreakHyphen":
			if n.Name != "w:r" {
				continue
			}
			for _, f := range p.open[:min(len(p.open), maxFieldDepth)] {
				if f.separate != nil {
					f.texts = append(f.texts, c)
				}
			}
		default:
			p.walk(p.folds.Open(c))
		}
	}
}

// maxFieldDepth is how many fields may stand in each other. Deeper ones are none; the one
// around them cannot be worked out.
const maxFieldDepth = 50

func (p *fieldPart) begin(n *xml.Node) *fieldSpan {
	f := &fieldSpan{begin: n, first: p.par, source: p.src, section: p.section, inBranch: p.branches > 0}
	if len(p.open) >= maxFieldDepth {
		p.open[maxFieldDepth-1].deep = true
		p.open = append(p.open, f)
		return f
	}
	if k := len(p.open); k > 0 {
		f.outer = p.open[k-1]
		if f.outer.separate == nil {
			f.asked = true
			f.outer.nested = append(f.outer.nested, nestedField{f.outer.instruction.Len(), f})
		}
	}
	p.open = append(p.open, f)
	p.fields = append(p.fields, f)
	return f
}

func (p *fieldPart) endField(n *xml.Node) {
	k := len(p.open)
	if k == 0 {
		return
	}
	f := p.open[k-1]
	p.open = p.open[:k-1]
	f.end, f.last = n, p.par
	f.words = fieldcode.Words(f.instruction.String())
}

// name is the field's kind in capitals, "" if it has no instruction or no end.
func (f *fieldSpan) name() string {
	if len(f.words) == 0 || f.end == nil {
		return ""
	}
	if strings.HasPrefix(f.words[0], "=") { // "=SUM(ABOVE)"
		return "="
	}
	return strings.ToUpper(f.words[0])
}

// setResult makes s the stored result of a field. The first run of the result gives it
// its looks.
func (p *fieldPart) setResult(f *fieldSpan, s string) {
	var now strings.Builder
	for _, t := range f.texts {
		now.WriteString(saysText(t))
	}
	for o := f.outer; o != nil; o = o.outer {
		if o.set {
			return
		}
	}
	if f.separate != nil && now.String() == s {
		return
	}
	f.set = true
	text := p.textXML(s)
	simple := f.begin.Name == "w:fldSimple"
	switch {
	case len(f.texts) > 0:
		for i, t := range f.texts {
			if i > 0 {
				text = ""
			}
			p.edits = append(p.edits, edit{t.Start, t.End, text})
		}
	case simple && f.begin.InnerStart == f.begin.End: // <w:fldSimple …/>
		tag := p.src[f.begin.Start:f.begin.End]
		p.edits = append(p.edits, edit{f.begin.End - len("/>"), f.begin.End, "><" + p.prefix + "r>" + text + "</" + p.prefix + "r></" + qualified(tag) + ">"})
	case simple:
		p.edits = append(p.edits, edit{f.begin.InnerEnd, f.begin.InnerEnd, "<" + p.prefix + "r>" + text + "</" + p.prefix + "r>"})
	case f.separate != nil:
		p.edits = append(p.edits, edit{f.separate.End, f.separate.End, text})
	default:
		p.edits = append(p.edits, edit{f.end.Start, f.end.Start, "<" + p.prefix + `fldChar ` + p.prefix + `fldCharType="separate"/>` + text})
	}
}

// saysText is what a child of a run says: a tab is \t, a line break \v.
func saysText(n *xml.Node) string {
	switch n.Name {
	case "w:tab":
		return "\t"
	case "w:br", "w:cr":
		return "\v"
	case "w:noBreakHyphen":
		return "\u2011"
	}
	return n.Content()
}

// textXML is a text as children of a run.
func (p *fieldPart) textXML(s string) string {
	var b strings.Builder
	for s != "" || b.Len() == 0 {
		piece, sign := s, byte(0)
		if at := strings.IndexAny(s, "\t\v"); at >= 0 {
			piece, sign, s = s[:at], s[at], s[at+1:]
		} else {
			s = ""
		}
		if piece != "" || sign == 0 {
			space := ""
			if strings.Trim(piece, " ") != piece {
				space = ` xml:space="preserve"`
			}
			b.WriteString("<" + p.prefix + "t" + space + ">" + xml.Escape(piece) + "</" + p.prefix + "t>")
		}
		switch sign {
		case '\t':
			b.WriteString("<" + p.prefix + "tab/>")
		case '\v':
			b.WriteString("<" + p.prefix + "br/>")
		}
	}
	return b.String()
}

// qualified is the name of a tag as the source has it.
func qualified(tag string) string {
	end := strings.IndexAny(tag, " \t\r\n/>")
	return tag[1:max(end, 1)]
}

// change is the package with the edits made; pkg itself if there are none.
func change(pkg *docx.Package, parts []*fieldPart, more docx.Change) *docx.Package {
	if more.Parts == nil {
		more.Parts = map[string][]byte{}
	}
	for _, p := range parts {
		if len(p.edits) > 0 {
			more.Parts[p.name] = []byte(apply(p.src, p.edits))
		}
	}
	if len(more.Parts) == 0 {
		return pkg
	}
	return pkg.With(more)
}
