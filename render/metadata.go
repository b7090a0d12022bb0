package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/pdf"
)

// detailNames are the fields by which an office's archive describes a document (Nghị định
// 30/2020/NĐ-CP, Phụ lục VI), as far as a meeting file tells them: custom properties of
// the Word document, and the same in the PDF.
var detailNames = []string{
	"OrganName", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate", "Language",
	"SignerFullName", "SignerPosition", "To", "Priority",
}

// details are the values of those fields; "" where the meeting is silent.
func (d *Document) details() []docx.Property {
	m := d.Meeting
	issued := ""
	if m.Date != nil && m.Date.Whole() {
		issued = fmt.Sprintf("%02d/%02d/%04d", m.Date.Day, m.Date.Month, m.Date.Year)
	}
	var names, positions []string
	for _, s := range m.Signatures {
		names = append(names, oneLine(s.Name))
		positions = append(positions, oneLine(s.Position))
	}
	values := map[string]string{
		"OrganName":      oneLine(m.Organization.Name),
		"TypeName":       oneLine(d.template.title),
		"CodeNumber":     oneLine(m.Number),
		"CodeNotation":   oneLine(m.Symbol),
		"IssuedDate":     issued,
		"Language":       "Tiếng Việt",
		"SignerFullName": joined(names),
		"SignerPosition": joined(positions),
		"To":             joined(m.Addressees),
		"Priority":       oneLine(m.Urgency),
	}
	list := make([]docx.Property, 0, len(detailNames))
	for _, name := range detailNames {
		list = append(list, docx.Property{Name: name, Value: values[name]})
	}
	return list
}

// joined is a list as one line, without what is empty in it.
func joined(list []string) string {
	var out []string
	for _, s := range list {
		if s = oneLine(s); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "; ")
}

// properties are what the document says of itself where every program looks. The subject
// is what the document is about (trích yếu), the keywords what it is looked up by.
func (d *Document) properties(author string) merge.Properties {
	m := d.Meeting
	title := oneLine(m.Title)
	number := oneLine(m.Number)
	if symbol := oneLine(m.Symbol); symbol != "" && number != "" {
		number += "/" + symbol
	}
	return merge.Properties{
		Title: title, Subject: title, Author: author, Language: "vi-VN",
		Keywords: joined([]string{d.template.title, number, m.Organization.Name}),
		Created:  d.renderer.options.Created,
	}
}

// printedDetails are the archive's fields as the Word document has them: also where
// somebody else merged it. The document has been laid out.
func (d *Document) printedDetails() []pdf.Detail {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []pdf.Detail
	for _, p := range d.merged.CustomProperties(d.renderer.limits.XML()) {
		if slices.Contains(detailNames, p.Name) {
			list = append(list, pdf.Detail{Name: p.Name, Value: oneLine(p.Value)})
		}
	}
	return list
}
