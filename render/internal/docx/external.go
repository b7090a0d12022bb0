package docx

import (
	"net/url"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// WithoutExternal is p without what a reader's program would fetch from elsewhere: the
// attached template, linked pictures, the data source of a mail merge, linked objects and
// subdocuments. Hyperlinks to addresses that may be followed stay, as they lead nowhere
// before somebody does; others become text. Each one that goes is a warning.
func (p *Package) WithoutExternal(depth limit.XML) (*Package, fault.List) {
	c := Change{Parts: map[string][]byte{}, RemoveRelationships: map[string][]string{}}
	var faults fault.List
	for _, part := range append([]string{""}, p.Parts()...) {
		ids := map[string]bool{}
		for _, r := range p.relations[fold(part)] {
			if r.External && (r.Type != "hyperlink" || !MayFollow(r.Target) && !tagged(r.Target)) {
				ids[r.ID] = true
				c.RemoveRelationships[part] = append(c.RemoveRelationships[part], r.ID)
				faults = append(faults, externalFault(part, r))
			}
			if isObject(part, r) {
				ids[r.ID] = true
				c.Remove = append(c.Remove, r.Target)
				faults = append(faults, objectFault(part, r))
			}
		}
		if part == "" {
			continue
		}
		data, _ := p.Part(part)
		if strings.HasPrefix(p.ContentType(part), wordPrefix) || strings.HasPrefix(p.ContentType(part), wordMacroPrefix) {
			clean, found := withoutFetching(data, depth)
			if data = clean; found != nil {
				c.Parts[part] = clean
			}
			for _, instruction := range found {
				faults = append(faults, fetchingFault(part, instruction))
			}
		}
		if len(ids) == 0 {
			continue
		}
		if cut, ok := cutReferences(data, ids, depth); ok {
			c.Parts[part] = cut
		}
	}
	if len(faults) == 0 {
		return p, nil
	}
	return p.With(c), faults
}

// schemes are those of links that a document may hold, whoever has written them: the web,
// mail and telephones. What leads to files or programs of the reader's computer, or runs
// something there, is text.
var schemes = []string{"http", "https", "mailto", "tel"}

// MayFollow reports whether a document may hold a link to an address.
func MayFollow(target string) bool {
	if strings.HasPrefix(target, "#") { // within the document
		return true
	}
	scheme, _, ok := strings.Cut(target, ":")
	return ok && slices.Contains(schemes, strings.ToLower(scheme))
}

// tagged reports whether a tag stands in an address, which is known only when it is filled in.
func tagged(target string) bool {
	_, ok := WithTags(target)
	return ok
}

// tagInAddress is a tag as Word writes it in an address, or plain; one that is not closed too.
var tagInAddress = lazy.Compile(`(?is)(?:\{|%7B){2}(.*?)((?:\}|%7D){2}|$)`)

// WithTags is an address with its tags as they were typed: Word escapes them (%7B%7B.Title%7D%7D).
// What stands beside them stays as it is. ok is false where there is none.
func WithTags(target string) (plain string, ok bool) {
	var b strings.Builder
	at := 0
	for _, m := range tagInAddress.FindAllStringSubmatchIndex(target, -1) {
		inside := target[m[2]:m[3]]
		if typed, err := url.PathUnescape(inside); err == nil {
			inside = typed
		}
		b.WriteString(target[at:m[0]] + "{{" + inside)
		if m[4] < m[5] {
			b.WriteString("}}")
		}
		at = m[1]
	}
	return b.String() + target[at:], at > 0
}

// Strays reports whether a link leads where none may: a tag in its address was filled in so.
func (p *Package) Strays() bool {
	for _, part := range p.Parts() {
		if strings.HasPrefix(p.ContentType(part), wordPrefix) {
			if data, _ := p.Part(part); straysIn(data) {
				return true
			}
		}
	}
	for _, list := range p.relations {
		if slices.ContainsFunc(list, func(r Relationship) bool { return r.External && r.Type == "hyperlink" && !MayFollow(r.Target) }) {
			return true
		}
	}
	return false
}

func externalFault(part string, r Relationship) *fault.Fault {
	what := fault.T("liên kết tới “%s”", "link to %q", r.Target)
	switch r.Type {
	case "image":
		what = fault.T("hình liên kết tới “%s”", "picture linked to %q", r.Target)
	case "attachedTemplate":
		what = fault.T("tệp mẫu đính kèm “%s”", "attached template %q", r.Target)
	}
	if r.Type == "hyperlink" {
		return linkFault(part, r.Target)
	}
	return &fault.Fault{
		Severity: fault.Warning, Code: "external-removed",
		Place:   fault.Same(part),
		Message: fault.T("đã bỏ %s: nội dung ở ngoài tệp không được tải về", "%s was removed: nothing outside the file is fetched", what),
		Hint:    fault.T("Nếu là hình: chèn hình vào trong tệp (Insert › Pictures › Insert).", "If it is a picture: insert it into the file (Insert › Pictures › Insert)."),
	}
}

func linkFault(part, target string) *fault.Fault {
	return &fault.Fault{
		Severity: fault.Warning, Code: "link-removed", Place: fault.Same(part),
		Message: fault.T("liên kết tới “%s” được in như chữ thường: không dẫn tới trang web, thư hay số điện thoại", "the link to %q is printed as text: it leads to no page of the web, mail or telephone", target),
		Hint:    fault.T("Liên kết chỉ dùng http, https, mailto, tel.", "Links are http, https, mailto or tel."),
	}
}

// wholeElements go as a whole when what they refer to goes; of others the attribute goes.
var wholeElements = map[string]bool{"w:attachedTemplate": true, "w:subDoc": true, "o:OLEObject": true, "w:control": true, "w:mailMerge": true}

// cutReferences takes the references to relationships out of a part; nothing else changes.
// It reports whether the part could be read.
func cutReferences(data []byte, ids map[string]bool, depth limit.XML) ([]byte, bool) {
	src, err := xml.UTF8(data)
	if err != nil {
		return nil, false
	}
	root, err := xml.Parse(src, depth)
	if err != nil {
		return nil, false
	}
	var b strings.Builder
	at := 0
	var walk func(n *xml.Node)
	walk = func(n *xml.Node) {
		for c := range n.Children() {
			if wholeElements[c.Name] && refers(c, ids) {
				b.WriteString(src[at:c.Start])
				at = c.End
				continue
			}
			for _, a := range c.Attrs {
				if strings.HasPrefix(a.Name, "r:") && ids[a.Value] {
					rest := max(at, c.Start) // behind what was cut from this tag before
					if from, _, to, ok := xml.Attribute(src[rest:c.InnerStart], a.Name[len("r"):], a.Value); ok {
						b.WriteString(src[at : rest+from])
						at = rest + to + 1
					}
				}
			}
			walk(c)
		}
	}
	walk(root)
	b.WriteString(src[at:])
	return []byte(b.String()), true
}

// refers reports whether n or an element inside it names one of the relationships.
func refers(n *xml.Node, ids map[string]bool) bool {
	for _, a := range n.Attrs {
		if strings.HasPrefix(a.Name, "r:") && ids[a.Value] {
			return true
		}
	}
	for c := range n.Children() {
		if refers(c, ids) {
			return true
		}
	}
	return false
}
