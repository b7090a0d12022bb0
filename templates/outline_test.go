package templates

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
)

// An element is a part of a template as a tree, which is all that these tests need.
type element struct {
	Name     xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []*element `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e *element) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	type plain element
	e.Name = start.Name
	return d.DecodeElement((*plain)(e), &start)
}

// tag is the element's local name; the templates use one namespace for text.
func (e *element) tag() string { return e.Name.Local }

func (e *element) attr(name string) string {
	if e != nil {
		for _, a := range e.Attrs {
			if a.Name.Local == name {
				return a.Value
			}
		}
	}
	return ""
}

// child follows a path of local names: "pPr/pStyle"; nil if there is none.
func (e *element) child(path string) *element {
	for name := range strings.SplitSeq(path, "/") {
		if e == nil {
			return nil
		}
		var found *element
		for _, c := range e.Children {
			if c.tag() == name {
				found = c
				break
			}
		}
		e = found
	}
	return e
}

// walk visits e and everything in it, in the order of the file.
func (e *element) walk(visit func(*element)) {
	visit(e)
	for _, c := range e.Children {
		c.walk(visit)
	}
}

// A source is a template, unpacked.
type source struct {
	parts map[string][]byte
	names map[string]string // of the styles, by their id
}

func open(t *testing.T, name string) *source {
	t.Helper()
	data, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	s := &source{parts: map[string][]byte{}, names: map[string]string{}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if s.parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	for _, style := range s.part(t, "word/styles.xml").Children {
		if style.tag() == "style" {
			s.names[style.attr("styleId")] = style.child("name").attr("val")
		}
	}
	return s
}

func (s *source) part(t *testing.T, name string) *element {
	t.Helper()
	e := new(element)
	if err := xml.Unmarshal(s.parts[name], e); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return e
}

// outline tells in lines what a reviewer of a changed template wants to see: the page,
// the headers, every paragraph with its style, the tables with their columns, the styles.
func (s *source) outline(t *testing.T) string {
	var b strings.Builder
	section := func(title string) { fmt.Fprintf(&b, "== %s ==\n", title) }
	section("page")
	body := s.part(t, "word/document.xml").child("body")
	if page := body.child("sectPr"); page != nil {
		for _, c := range page.Children {
			fmt.Fprintf(&b, "%s\n", properties(c))
		}
	}
	section("first header")
	s.blocks(&b, s.part(t, "word/header2.xml"), "")
	section("header")
	s.blocks(&b, s.part(t, "word/header1.xml"), "")
	section("body")
	s.blocks(&b, body, "")
	section("styles")
	for _, c := range s.part(t, "word/styles.xml").Children {
		switch c.tag() {
		case "docDefaults":
			fmt.Fprintf(&b, "defaults: %s\n", properties(c))
		case "style":
			fmt.Fprintf(&b, "%s %s %q", c.attr("type"), c.attr("styleId"), c.child("name").attr("val"))
			if based := c.child("basedOn"); based != nil {
				fmt.Fprintf(&b, " < %s", based.attr("val"))
			}
			for _, group := range []string{"pPr", "rPr", "tblPr", "tcPr"} {
				if p := c.child(group); p != nil {
					fmt.Fprintf(&b, " %s", properties(p))
				}
			}
			b.WriteByte('\n')
		}
	}
	section("numbering")
	for _, c := range s.part(t, "word/numbering.xml").Children {
		switch c.tag() {
		case "abstractNum":
			fmt.Fprintf(&b, "list %s:", c.attr("abstractNumId"))
			for _, level := range c.Children {
				if level.tag() == "lvl" {
					fmt.Fprintf(&b, " %s %q", level.child("numFmt").attr("val"), level.child("lvlText").attr("val"))
				}
			}
			b.WriteByte('\n')
		case "num":
			fmt.Fprintf(&b, "num %s: list %s\n", c.attr("numId"), c.child("abstractNumId").attr("val"))
		}
	}
	return b.String()
}

// blocks writes the paragraphs and tables of a body, a header or a cell.
func (s *source) blocks(b *strings.Builder, parent *element, indent string) {
	for _, c := range parent.Children {
		switch c.tag() {
		case "p":
			fmt.Fprintf(b, "%s[%s] %s\n", indent, s.names[c.child("pPr/pStyle").attr("val")], text(c))
		case "tbl":
			var columns []string
			for _, col := range c.child("tblGrid").Children {
				columns = append(columns, col.attr("w"))
			}
			fmt.Fprintf(b, "%stable [%s] %s\n", indent, s.names[c.child("tblPr/tblStyle").attr("val")], strings.Join(columns, " "))
			for _, row := range c.Children {
				if row.tag() != "tr" {
					continue
				}
				fmt.Fprintf(b, "%s  row %s\n", indent, properties(row.child("trPr")))
				for _, cell := range row.Children {
					if cell.tag() == "tc" {
						fmt.Fprintf(b, "%s    cell\n", indent)
						s.blocks(b, cell, indent+"      ")
					}
				}
			}
		}
	}
}

// text is a paragraph's text; a field's instruction stands in braces, a no-break space
// as ~.
func text(p *element) string {
	var b strings.Builder
	p.walk(func(e *element) {
		switch e.tag() {
		case "t":
			b.WriteString(strings.ReplaceAll(e.Text, "\u00a0", "~"))
		case "instrText":
			b.WriteString("{" + strings.TrimSpace(e.Text) + "}")
		}
	})
	return b.String()
}

// properties writes an element and what is in it on one line.
func properties(e *element) string {
	if e == nil {
		return ""
	}
	var b strings.Builder
	b.WriteString(e.tag())
	for i, a := range e.Attrs {
		b.WriteString([]string{"=", ","}[min(i, 1)])
		if a.Name.Local != "val" {
			b.WriteString(a.Name.Local + ":")
		}
		b.WriteString(a.Value)
	}
	if len(e.Children) > 0 {
		parts := make([]string, len(e.Children))
		for i, c := range e.Children {
			parts[i] = properties(c)
		}
		b.WriteString("(" + strings.Join(parts, " ") + ")")
	}
	return b.String()
}
