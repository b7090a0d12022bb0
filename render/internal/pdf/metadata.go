package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
)

// producer names the program in the file's properties.
const producer = "bienban"

func utf16BE(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return b
}

var escapes = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)

// text is a text string (ISO 32000-1, 7.9.2.2): as it is in ASCII, in UTF-16 otherwise.
func text(s string) string {
	plain := true
	for _, c := range []byte(s) {
		plain = plain && c >= ' ' && c < 0x7f
	}
	if plain {
		return "(" + escapes.Replace(s) + ")"
	}
	return fmt.Sprintf("<FEFF%X>", utf16BE(s))
}

// addOutline adds the headings as bookmarks, and gives the root's object; 0 if there are
// none. A level that is left out does not open a gap.
func (d *Writer) addOutline(f *file, pages []int) int {
	type node struct{ parent, prev, next, first, last, below int }
	if len(d.outline) == 0 {
		return 0
	}
	nodes := make([]node, len(d.outline)+1) // 0 is the root
	open := []int{0}                        // the way to the entry before
	levels := []int{-1}
	for i, h := range d.outline {
		n := i + 1
		for len(open) > 1 && levels[len(levels)-1] >= h.level {
			open, levels = open[:len(open)-1], levels[:len(levels)-1]
		}
		parent := open[len(open)-1]
		nodes[n].parent = parent
		if last := nodes[parent].last; last != 0 {
			nodes[n].prev, nodes[last].next = last, n
		} else {
			nodes[parent].first = n
		}
		nodes[parent].last = n
		for _, p := range open {
			nodes[p].below++
		}
		open, levels = append(open, n), append(levels, max(h.level, 0))
	}
	base := len(f.objects) + 1
	f.add(fmt.Appendf(nil, "<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>",
		base+nodes[0].first, base+nodes[0].last, nodes[0].below))
	for i, h := range d.outline {
		n := nodes[i+1]
		b := fmt.Appendf(nil, "<</Title %s /Parent %d 0 R", text(h.title), base+n.parent)
		for _, link := range []struct {
			key string
			to  int
		}{{"Prev", n.prev}, {"Next", n.next}, {"First", n.first}, {"Last", n.last}} {
			if link.to != 0 {
				b = fmt.Appendf(b, " /%s %d 0 R", link.key, base+link.to)
			}
		}
		if n.below > 0 {
			b = fmt.Appendf(b, " /Count %d", n.below)
		}
		b = fmt.Appendf(b, " /Dest [%d 0 R /XYZ 0 ", pages[h.page])
		b = appendMilli(b, milli(d.pages[h.page].height-max(h.y, 0)))
		f.add(append(b, " 0]>>"...))
	}
	return base
}

// describe writes the catalog, the document information and the same as XMP.
func (d *Writer) describe(f *file, o Options, outlines int) {
	meta := f.add(stream("/Type /Metadata /Subtype /XML ", o.xmp()))
	root := fmt.Appendf(nil, "<</Type /Catalog /Pages 1 0 R /Lang %s /Metadata %d 0 R\n"+
		"/ViewerPreferences <</DisplayDocTitle %t /PrintScaling /None>>", text(o.Lang), meta, o.Title != "")
	if o.Password != "" { // revision 6 came with Acrobat X, before PDF 2.0 took it over
		root = append(root, " /Extensions <</ADBE <</BaseVersion /1.7 /ExtensionLevel 8>>>>"...)
	}
	root = append(root, d.pageLabels()...)
	if outlines != 0 {
		root = fmt.Appendf(root, " /Outlines %d 0 R /PageMode /UseOutlines", outlines)
	}
	f.objects[f.root-1] = append(root, ">>"...)
	info := []byte("<<")
	for _, e := range []struct{ key, value string }{
		{"Title", o.Title}, {"Author", o.Author}, {"Subject", o.Subject}, {"Keywords", o.Keywords},
		{"Creator", o.Creator}, {"Producer", producer},
	} {
		if e.value != "" {
			info = fmt.Appendf(info, "/%s %s\n", e.key, text(e.value))
		}
	}
	for _, e := range o.Details {
		if plainName(e.Name) && e.Value != "" {
			info = fmt.Appendf(info, "/%s %s\n", e.Name, text(e.Value))
		}
	}
	if !o.Created.IsZero() {
		date := text(o.Created.Format("D:20060102150405") + zone(o.Created))
		info = fmt.Appendf(info, "/CreationDate %s\n/ModDate %s\n", date, date)
	}
	f.objects[f.info-1] = append(info, ">>"...)
}

// pageLabels makes viewers show the numbers that the pages bear, where they differ from
// their places in the file (ISO 32000-1, 12.4.2).
func (d *Writer) pageLabels() []byte {
	var b []byte
	next, other := 0, false
	for i, p := range d.pages {
		if p.number != next && p.number > 0 {
			b = fmt.Appendf(b, "%d <</S /D /St %d>> ", i, p.number)
			other = other || p.number != i+1
			next = p.number
		} else if i == 0 {
			b = append(b, "0 <<>> "...)
		}
		next++
	}
	if !other {
		return nil
	}
	return fmt.Appendf(nil, " /PageLabels <</Nums [%s]>>", bytes.TrimSpace(b))
}

// plainName reports whether a name can stand in PDF and in XML as it is.
func plainName(s string) bool {
	for _, c := range []byte(s) {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return s != ""
}

// zone is a time's distance from UTC as PDF writes it: +07'00'.
func zone(t time.Time) string {
	z := t.Format("-07:00")
	return strings.Replace(z, ":", "'", 1) + "'"
}

// xmp is the document information once more, in the form of ISO 16684-1.
func (o *Options) xmp() []byte {
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n" +
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" +
		" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"" +
		" xmlns:pdfx=\"http://ns.adobe.com/pdfx/1.3/\">\n")
	put := func(before, value, after string) {
		if value == "" {
			return
		}
		b.WriteString(before)
		_ = xml.EscapeText(&b, []byte(value)) // a builder does not fail
		b.WriteString(after + "\n")
	}
	b.WriteString("<dc:format>application/pdf</dc:format>\n")
	put(`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">`, o.Title, "</rdf:li></rdf:Alt></dc:title>")
	put("<dc:creator><rdf:Seq><rdf:li>", o.Author, "</rdf:li></rdf:Seq></dc:creator>")
	put(`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">`, o.Subject, "</rdf:li></rdf:Alt></dc:description>")
	put("<dc:language><rdf:Bag><rdf:li>", o.Lang, "</rdf:li></rdf:Bag></dc:language>")
	put("<pdf:Keywords>", o.Keywords, "</pdf:Keywords>")
	put("<pdf:Producer>", producer, "</pdf:Producer>")
	put("<xmp:CreatorTool>", o.Creator, "</xmp:CreatorTool>")
	if !o.Created.IsZero() {
		date := o.Created.Format("2006-01-02T15:04:05-07:00")
		put("<xmp:CreateDate>", date, "</xmp:CreateDate>")
		put("<xmp:ModifyDate>", date, "</xmp:ModifyDate>")
	}
	for _, e := range o.Details {
		if plainName(e.Name) {
			put("<pdfx:"+e.Name+">", e.Value, "</pdfx:"+e.Name+">")
		}
	}
	b.WriteString("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return []byte(b.String())
}
