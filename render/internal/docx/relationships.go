package docx

import (
	"net/url"
	"path"
	"strings"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// A Relationship leads from a part to another one, or to something outside.
type Relationship struct {
	ID       string
	Type     string // the last segment of the type's URI: "header", "image", "hyperlink", "styles"
	Target   string // a part's name, resolved; or a URL if External
	External bool

	uri      string // the type as the file has it; "" for one of ours
	fragment string // of the target
}

const (
	relationshipsNamespace = "http://schemas.openxmlformats.org/package/2006/relationships"
	transitionalTypes      = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	strictTypes            = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
)

// relationshipsOf is the name of the part that holds a part's relationships
// (ECMA-376 Part 2 §6.5.3.3); "" stands for the package.
func relationshipsOf(part string) string {
	dir, file := path.Split(part)
	return dir + "_rels/" + file + ".rels"
}

func isRelationships(name string) bool {
	dir, file := path.Split(fold(name))
	return (dir == "_rels/" || strings.HasSuffix(dir, "/_rels/")) && strings.HasSuffix(file, ".rels")
}

// relationshipsSource is the folded name of the part that a relationships part belongs to.
func relationshipsSource(name string) string {
	dir, file := path.Split(fold(name))
	return strings.TrimSuffix(dir, "_rels/") + strings.TrimSuffix(file, ".rels")
}

func parseRelationships(source string, data []byte, depth limit.XML) ([]Relationship, error) {
	text, err := xml.UTF8(data)
	if err != nil {
		return nil, err
	}
	root, err := xml.Parse(text, depth)
	if err != nil {
		return nil, err
	}
	var list []Relationship
	for n := range root.Children() {
		if n.Name != "rel:Relationship" {
			continue
		}
		uri := n.Get("Type")
		r := Relationship{
			ID: n.Get("Id"), Type: uri[strings.LastIndexByte(uri, '/')+1:], Target: n.Get("Target"),
			External: n.Get("TargetMode") == "External", uri: uri,
		}
		if !r.External {
			r.Target, r.fragment = resolve(source, r.Target)
		}
		list = append(list, r)
	}
	return list, nil
}

// resolve is the name of the part that a target means, seen from its source.
func resolve(source, target string) (name, fragment string) {
	target = strings.ReplaceAll(target, `\`, "/")
	if i := strings.IndexByte(target, '#'); i >= 0 {
		target, fragment = target[:i], target[i:]
	}
	if target == "" {
		return source, fragment
	}
	if !strings.HasPrefix(target, "/") {
		target = path.Join("/", path.Dir("/"+source), target)
	}
	return strings.TrimPrefix(path.Clean(target), "/"), fragment
}

// relative is the target that leads from source to a part.
func relative(source, part string) string {
	if dir, _ := path.Split(source); strings.HasPrefix(part, dir) {
		return escapePath(part[len(dir):])
	}
	return "/" + escapePath(part)
}

// escapePath makes a name that holds letters outside ASCII, or spaces, a URI. What is
// escaped already stays so.
func escapePath(name string) string {
	if strings.ContainsRune(name, '%') {
		return name
	}
	return (&url.URL{Path: name}).EscapedPath()
}

func writeRelationships(source string, list []Relationship, strict bool) []byte {
	var b strings.Builder
	b.WriteString(header + `<Relationships xmlns="` + relationshipsNamespace + `">`)
	for _, r := range list {
		uri := r.uri
		if uri == "" {
			uri = transitionalTypes + r.Type
			if strict {
				uri = strictTypes + r.Type
			}
		}
		target := r.Target
		if !r.External {
			target = relative(source, target) + r.fragment
		}
		b.WriteString(`<Relationship Id="` + xml.Escape(r.ID) + `" Type="` + xml.Escape(uri) + `" Target="` + xml.Escape(target) + `"`)
		if r.External {
			b.WriteString(` TargetMode="External"`)
		}
		b.WriteString("/>")
	}
	b.WriteString("</Relationships>")
	return []byte(b.String())
}

const header = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// WithoutUnreached is p without the parts that nothing leads to any more: before, they could be
// reached.
func (p *Package) WithoutUnreached(before *Package) *Package {
	now, was := p.reached(), before.reached()
	var c Change
	for _, name := range p.Parts() {
		if f := fold(name); was[f] && !now[f] {
			c.Remove = append(c.Remove, name)
		}
	}
	if len(c.Remove) == 0 {
		return p
	}
	return p.With(c)
}

// reached are the parts that relationships lead to from the package, by their folded names.
func (p *Package) reached() map[string]bool {
	seen := map[string]bool{}
	for todo := []string{""}; len(todo) > 0; {
		from := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, r := range p.relations[from] {
			if to := fold(r.Target); !r.External && !seen[to] {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	return seen
}
