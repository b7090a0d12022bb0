package docx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// A Property is one custom property of a document: a name that only it has, and a text.
type Property struct{ Name, Value string }

const (
	customType      = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
	customNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
	variantTypes    = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
	strictCustom    = "http://purl.oclc.org/ooxml/officeDocument/customProperties"
	strictVariants  = "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"
	customFormat    = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" // the one format ID that Word knows
)

func (p *Package) customPart() string {
	if name := p.Related("", "custom-properties"); name != "" {
		return name
	}
	return p.Related("", "customProperties") // Strict
}

// CoreTitle is the title in docProps/core.xml, or "".
func (p *Package) CoreTitle(depth limit.XML) string {
	return strings.TrimSpace(p.parse(p.Related("", "core-properties"), depth).Child("dc:title").Content())
}

// CustomProperties are those of docProps/custom.xml (ECMA-376 Part 1 §22.3), in its order.
func (p *Package) CustomProperties(depth limit.XML) []Property {
	var list []Property
	for n := range p.parse(p.customPart(), depth).Children() {
		if name := n.Get("name"); name != "" {
			list = append(list, Property{name, n.Content()})
		}
	}
	return list
}

// WithProperties is p with custom properties set: those of the same names are replaced,
// the others stay. Properties without a value are passed over.
func (p *Package) WithProperties(set []Property, depth limit.XML) *Package {
	set = slices.DeleteFunc(slices.Clone(set), func(s Property) bool { return s.Value == "" })
	if len(set) == 0 {
		return p
	}
	name := p.customPart()
	root := p.parse(name, depth)
	c := Change{Parts: map[string][]byte{}, ContentTypes: map[string]string{}, Relationships: map[string][]Relationship{}}
	ns, vt := customNamespace, variantTypes
	if p.strict {
		ns, vt = strictCustom, strictVariants
	}
	if name == "" {
		name = "docProps/custom.xml"
		for i := 1; p.index[fold(name)] != nil; i++ {
			name = fmt.Sprintf("docProps/custom%d.xml", i)
		}
		kind := "custom-properties"
		if p.strict {
			kind = "customProperties"
		}
		c.ContentTypes[name] = customType
		c.Relationships[""] = []Relationship{{ID: p.freeID("", "rIdCustom"), Type: kind, Target: name}}
	}
	var b strings.Builder
	b.WriteString(header + `<Properties xmlns="` + ns + `" xmlns:vt="` + vt + `">`)
	id, closing := 2, "</Properties>" // 0 and 1 are reserved
	if root != nil && root.First != nil {
		data, _ := p.Part(name)
		src, _ := xml.UTF8(data) // it has been parsed
		b.Reset()
		b.WriteString(header + src[root.Start:root.InnerStart])
		closing = src[root.InnerEnd:root.End]
		for n := range root.Children() {
			if slices.ContainsFunc(set, func(s Property) bool { return strings.EqualFold(s.Name, n.Get("name")) }) {
				continue
			}
			if v, err := strconv.Atoi(n.Get("pid")); err == nil && v < 1<<30 {
				id = max(id, v+1)
			}
			b.WriteString(src[n.Start:n.End])
		}
	}
	for _, s := range set {
		fmt.Fprintf(&b, `<property xmlns="%s" fmtid="%s" pid="%d" name="%s"><vt:lpwstr xmlns:vt="%s">%s</vt:lpwstr></property>`,
			ns, customFormat, id, xml.Escape(s.Name), vt, xml.Escape(s.Value))
		id++
	}
	b.WriteString(closing)
	c.Parts[name] = []byte(b.String())
	return p.With(c)
}
