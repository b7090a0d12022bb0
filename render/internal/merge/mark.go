package merge

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// Mark is the package of a template with each finding about it as a comment of Word's, where it
// stands. Word has comments in the body alone: what is about a header, a note or no place in
// particular stands at the first paragraph, and says where it belongs.
func Mark(pkg *docx.Package, faults fault.List, lang fault.Lang, limits limit.Limits) (*docx.Package, error) {
	data, _ := pkg.Part(pkg.Main())
	src, err := xml.UTF8(data)
	if err != nil {
		return nil, syntaxFault(pkg.Main(), err)
	}
	root, err := xml.Parse(src, limits.XML())
	if err != nil {
		return nil, syntaxFault(pkg.Main(), err)
	}
	m := &marker{root: root, src: src, places: map[string][]scanned{}, empty: map[*xml.Node]string{}, w: bound(src)}
	next := 0
	s := &scanner{part: &part{name: pkg.Main(), src: src, root: root}, faults: &fault.List{}, next: &next}
	s.visit = func(place fault.Text, n *xml.Node, texts []*text, all string) {
		k := placeKey(place.En)
		m.places[k] = append(m.places[k], scanned{n, texts, all})
		if m.first == nil {
			m.first = &scanned{n, texts, all}
		}
	}
	s.blocks(root, &where{story: root})
	if m.first == nil {
		return nil, &fault.Fault{Code: "no-text", Message: fault.T("không có đoạn nào để đặt ghi chú", "there is no paragraph to put a comment at")}
	}
	comments, name, highest, err := commentsPart(pkg, limits)
	if err != nil {
		return nil, syntaxFault(name, err)
	}
	var added strings.Builder
	for i, f := range faults {
		id := strconv.Itoa(highest + 1 + i)
		exact := m.put(f, id)
		added.WriteString(commentXML(bound(comments), id, f, lang, exact))
	}
	change := docx.Change{Parts: map[string][]byte{pkg.Main(): []byte(asUTF8(m.written()))}, ContentTypes: map[string]string{}, Relationships: map[string][]docx.Relationship{}}
	end := strings.LastIndex(comments, "</")
	change.Parts[name] = []byte(asUTF8(comments[:end] + added.String() + comments[end:]))
	if pkg.Related(pkg.Main(), "comments") == "" {
		change.ContentTypes[name] = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
		taken := map[string]bool{}
		for _, r := range pkg.Relationships(pkg.Main()) {
			taken[r.ID] = true
		}
		id := "rIdBBComments"
		for taken[id] {
			id += "1"
		}
		change.Relationships[pkg.Main()] = []docx.Relationship{{ID: id, Type: "comments", Target: name}}
	}
	return pkg.With(change), nil
}

// placeKey is a place without the beginning of the paragraph's text, which tells readers only.
func placeKey(place string) string {
	before, rest, quoted := strings.Cut(place, " “")
	if !quoted {
		return place
	}
	_, after, _ := strings.Cut(rest, "”")
	return before + after
}

// A scanned paragraph is one that findings may be about.
type scanned struct {
	node  *xml.Node
	texts []*text
	all   string
}

// A marker collects what is written into the main part.
type marker struct {
	root    *xml.Node
	src     string
	places  map[string][]scanned
	first   *scanned
	inserts []insert
	empty   map[*xml.Node]string // what comes into paragraphs that are one tag: <w:p/>
	w       string               // declaration of the customary prefix, if the part has another
}

// An insert is a text that takes the place of a piece of the source.
type insert struct {
	from, to int
	s        string
}

// put marks where a finding stands, and reports whether it stands there.
func (m *marker) put(f *fault.Fault, id string) (exact bool) {
	at, from, to := m.first, 0, 0
	list := m.places[placeKey(f.Place.En)]
	if exact = len(list) > 0 && f.Place.En != ""; exact {
		at = &list[0]
		for i := range list {
			if start, end := quotedTag(f, list[i].all); end > 0 {
				at, from, to = &list[i], start, end
				break
			}
		}
	}
	host := at.node
	inside := false // of a text box, in which there can be no comment
	for n := host.Parent; n != nil; n = n.Parent {
		if n.Name == "w:p" {
			host, inside = n, true
		}
	}
	start, end := host.InnerStart, host.InnerEnd
	if pPr := host.Child("w:pPr"); pPr != nil {
		start = pPr.End
	}
	if !inside && to > 0 {
		for _, t := range at.texts {
			if t.from >= to || t.from+len(t.s) <= from {
				continue
			}
			n := t.node
			for n.Parent != host {
				n = n.Parent
			}
			if t.from <= from {
				start = n.Start
			}
			end = n.End
		}
	}
	begin, finish := `<w:commentRangeStart`+m.w+` w:id="`+id+`"/>`, `<w:commentRangeEnd`+m.w+` w:id="`+id+`"/><w:r`+m.w+`><w:commentReference w:id="`+id+`"/></w:r>`
	if host.InnerEnd == host.End { // <w:p/>
		m.empty[host] += begin + finish
		return exact
	}
	m.inserts = append(m.inserts, insert{start, start, begin}, insert{end, end, finish})
	return exact
}

// quotedTag is where in a paragraph's text the tag stands that a finding is about; end is 0 if it
// stands there nowhere.
func quotedTag(f *fault.Fault, all string) (start, end int) {
	for at := 0; ; {
		i := strings.Index(all[at:], "{{")
		if i < 0 {
			return 0, 0
		}
		start = at + i
		if end = tagEnd(all, start+2); end < 0 {
			return start, len(all) // it has no end, which is what is told
		}
		if strings.Contains(f.Message.En, all[start:end]) || strings.Contains(f.Message.En, strings.Trim(all[start:end], "{} ")) {
			return start, end
		}
		at = end
	}
}

// written is the part with what was put into it.
func (m *marker) written() string {
	for host, s := range m.empty {
		tag := strings.TrimSuffix(m.src[host.Start:host.End], "/>")
		m.inserts = append(m.inserts, insert{host.Start, host.End, tag + ">" + s + "</" + qname(m.src, host) + ">"})
	}
	slices.SortStableFunc(m.inserts, func(a, b insert) int { return a.from - b.from })
	var b strings.Builder
	at := 0
	for _, in := range m.inserts {
		b.WriteString(m.src[at:in.from] + in.s)
		at = in.to
	}
	b.WriteString(m.src[at:])
	return b.String()
}

// bound declares the customary prefix where a source has another.
func bound(src string) string {
	switch {
	case strings.Contains(src, "xmlns:w="):
		return ""
	case strings.Contains(src, strictW):
		return ` xmlns:w="` + strictW + `"`
	}
	return ` xmlns:w="` + transitionalW + `"`
}

// commentsPart is the part of comments, which is made if there is none, and the highest ID in it.
func commentsPart(pkg *docx.Package, limits limit.Limits) (src, name string, highest int, err error) {
	if name = pkg.Related(pkg.Main(), "comments"); name == "" {
		name = path.Join(path.Dir(pkg.Main()), "comments.xml")
		for i := 2; ; i++ {
			if _, taken := pkg.Part(name); !taken {
				break
			}
			name = path.Join(path.Dir(pkg.Main()), fmt.Sprintf("comments%d.xml", i))
		}
		main, _ := pkg.Part(pkg.Main())
		space := transitionalW
		if strings.Contains(string(main[:min(len(main), 4096)]), strictW) {
			space = strictW
		}
		return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<w:comments xmlns:w="` + space + `"></w:comments>`, name, 0, nil
	}
	data, _ := pkg.Part(name)
	if src, err = xml.UTF8(data); err != nil {
		return src, name, 0, err
	}
	root, err := xml.Parse(src, limits.XML())
	if err != nil {
		return src, name, 0, err
	}
	for c := range root.All("w:comment") {
		id, _ := strconv.Atoi(c.Get("w:id"))
		highest = max(highest, id)
	}
	if root.InnerEnd == root.End { // <w:comments/>
		src = src[:root.Start] + strings.TrimSuffix(src[root.Start:root.End], "/>") + "></" + qname(src, root) + ">" + src[root.End:]
	}
	return src, name, highest, nil
}

// commentXML writes a finding as a comment. Its braces are kept apart, so that no tag that it
// quotes is one of the copy's.
func commentXML(w, id string, f *fault.Fault, lang fault.Lang, exact bool) string {
	texts := []string{"[" + f.Severity.In(lang) + "] " + f.Message.In(lang)}
	if !exact && f.Place.In(lang) != "" {
		texts[0] = "[" + f.Severity.In(lang) + "] " + f.Place.In(lang) + ": " + f.Message.In(lang)
	}
	if hint := f.Hint.In(lang); hint != "" {
		texts = append(texts, hint)
	}
	var b strings.Builder
	b.WriteString(`<w:comment` + w + ` w:id="` + id + `" w:author="bienban" w:initials="bb">`)
	for i, s := range texts {
		b.WriteString("<w:p>")
		if i == 0 {
			b.WriteString("<w:r><w:annotationRef/></w:r>")
		}
		s = strings.NewReplacer("{{", "{\u2060{", "}}", "}\u2060}").Replace(s)
		b.WriteString(`<w:r><w:t xml:space="preserve">`)
		inRun(&b, s, "w:t")
		b.WriteString("</w:t></w:r></w:p>")
	}
	b.WriteString("</w:comment>")
	return b.String()
}
