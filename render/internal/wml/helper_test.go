package wml_test

import (
	"archive/zip"
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
)

const spaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
	` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
	` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
	` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"` +
	` xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"` +
	` xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"` +
	` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
	` xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"` +
	` xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"` +
	` xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word"`

// parts are the parts of a small document by short name ("styles", "header1",
// "media/a.png"); the body is the inner XML of w:body.
type parts map[string]string

// kinds are the relationship types of parts whose name is not their type.
func kind(name string) string {
	switch {
	case strings.HasPrefix(name, "media/"):
		return "image"
	case strings.HasPrefix(name, "header"):
		return "header"
	case strings.HasPrefix(name, "footer"):
		return "footer"
	}
	return name
}

// pack makes the bytes of a .docx.
func pack(t testing.TB, body string, extra parts) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	write := func(name, content string) {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	const base = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	names := make([]string, 0, len(extra))
	for name := range extra {
		names = append(names, name)
	}
	slices.Sort(names)
	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="wmf" ContentType="image/x-wmf"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + base + `document.main+xml"/>`
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="web" Type="` + office + `hyperlink" Target="https://example.com/a" TargetMode="External"/>`
	for _, name := range names {
		if name == "core" {
			continue
		}
		file := name
		if !strings.Contains(name, ".") {
			file += ".xml"
			types += `<Override PartName="/word/` + file + `" ContentType="` + base + kind(name) + `+xml"/>`
		}
		rels += `<Relationship Id="` + name + `" Type="` + office + kind(name) + `" Target="` + file + `"/>`
		content := extra[name]
		if strings.HasSuffix(file, ".xml") && strings.HasPrefix(content, "<") {
			i := strings.IndexAny(content, " />")
			content = content[:i] + spaces + content[i:]
		}
		write("word/"+file, content)
	}
	root := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="m" Type="` + office + `officeDocument" Target="word/document.xml"/>`
	if core, ok := extra["core"]; ok {
		root += `<Relationship Id="c" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>`
		types += `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`
		write("docProps/core.xml", core)
	}
	write("[Content_Types].xml", types+"</Types>")
	write("_rels/.rels", root+"</Relationships>")
	write("word/_rels/document.xml.rels", rels+"</Relationships>")
	write("word/document.xml", `<w:document`+spaces+`><w:body>`+body+`</w:body></w:document>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read packs and parses a document.
func read(t testing.TB, body string, extra parts) (*wml.Document, fault.List) {
	t.Helper()
	pkg, err := docx.Open(pack(t, body, extra), limit.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	doc, faults := wml.Parse(pkg, limit.Limits{})
	if doc == nil {
		t.Fatal(faults)
	}
	// The same comes of it as a document of its own template.
	shared, again := wml.NewStatic(pkg, limit.Limits{}).Parse(pkg, limit.Limits{})
	if !reflect.DeepEqual(shared, doc) || !reflect.DeepEqual(again, faults) {
		t.Errorf("read with its template's trees, the document is another:\n%s\n%v\n%s\n%v", wml.Dump(shared), again, wml.Dump(doc), faults)
	}
	return doc, faults
}

// silent is read for documents that give no warning.
func silent(t testing.TB, body string, extra parts) *wml.Document {
	t.Helper()
	doc, faults := read(t, body, extra)
	for _, f := range faults {
		t.Errorf("unexpected: %v", f)
	}
	return doc
}

func paragraphs(blocks []wml.Block) []*wml.Paragraph {
	var out []*wml.Paragraph
	for _, b := range blocks {
		if p, ok := b.(*wml.Paragraph); ok {
			out = append(out, p)
		}
	}
	return out
}

// first is the first paragraph of the document.
func first(t testing.TB, d *wml.Document) *wml.Paragraph {
	t.Helper()
	ps := paragraphs(d.Sections[0].Body)
	if len(ps) == 0 {
		t.Fatal("no paragraph")
	}
	return ps[0]
}

func table(t testing.TB, d *wml.Document) *wml.Table {
	t.Helper()
	for _, b := range d.Sections[0].Body {
		if tb, ok := b.(*wml.Table); ok {
			return tb
		}
	}
	t.Fatal("no table")
	return nil
}

// inline is the only inline of its type in the first paragraph.
func inline[T wml.Inline](t testing.TB, d *wml.Document) T {
	t.Helper()
	for _, i := range first(t, d).Inlines {
		if v, ok := i.(T); ok {
			return v
		}
	}
	var none T
	t.Fatalf("no %T in %s", none, wml.Dump(d))
	return none
}

func text(p *wml.Paragraph) string {
	var b strings.Builder
	for _, i := range p.Inlines {
		if v, ok := i.(*wml.Text); ok {
			b.WriteString(v.Text)
		}
	}
	return b.String()
}

// bodyOf is the dump of the body alone, without the indent.
func bodyOf(d *wml.Document) string {
	_, body, _ := strings.Cut(wml.Dump(d), "  body:\n")
	lines := strings.Split(body, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimPrefix(l, "    ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
