package render

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/meeting"
)

// withProperties is the package described by its own core properties (ECMA-376 Part 2,
// §11) instead of the template's: a document must not be called after the template, nor
// name who drew it as its author.
func withProperties(p *docx.Package, m *meeting.Meeting, created time.Time) *docx.Package {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
		` xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	element := func(name, text string) {
		if text = oneLine(text); text != "" {
			b.WriteString("<" + name + ">")
			xml.EscapeText(&b, []byte(text)) // to a buffer: cannot fail
			b.WriteString("</" + name + ">")
		}
	}
	element("dc:title", m.Title)
	element("dc:creator", author(m))
	element("dc:language", "vi-VN")
	if !created.IsZero() {
		stamp := created.UTC().Format(time.RFC3339)
		fmt.Fprintf(&b, `<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified>`, stamp, stamp)
	}
	b.WriteString(`</cp:coreProperties>`)

	for _, rel := range p.Relationships("") {
		if rel.Type == "core-properties" && !rel.External {
			return p.With(docx.Change{Parts: map[string][]byte{rel.Target: b.Bytes()}})
		}
	}
	return p // a template without them: the document has none either
}

// author is who a document is by: its authors, else the body that issues it.
func author(m *meeting.Meeting) string {
	if len(m.Authors) > 0 {
		return strings.Join(m.Authors, ", ")
	}
	return m.Organization.Name
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
