package render_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/render"
)

var generated = flag.Int("generated", 500, "how many templates TestGeneratedTemplates makes")

// An entry is the data of a generated template: a word, a yes or no, and entries below.
type entry struct {
	T string  `json:"t"`
	B bool    `json:"b"`
	L []entry `json:"l"`
}

// A piece of a generated template is its XML, and what it says of an entry: the template language
// told a second time, by functions instead of tags.
type piece struct {
	xml string
	say func(*telling, entry)
}

// A telling is what a document has to say: words in order.
type telling struct {
	body  []string
	notes [2][]string // footnotes, endnotes
	into  *[]string   // where words go; nil: the body
}

func (s *telling) word(w string) {
	if s.into == nil {
		s.into = &s.body
	}
	*s.into = append(*s.into, w)
}

// A generator makes random templates.
type generator struct {
	*rand.Rand
	words, ids int
	loops      int // around
	deep       int // blocks, tables and boxes around
	tables     int // around
	inserted   int // insertions around
	flat       int // notes and boxes around, which hold no notes and boxes
	notes      [2][]string
	comments   []string
}

// newWord is a word that nothing else is: letters only, so that numbers beside it are none of it.
func (g *generator) newWord() string {
	g.words++
	return "x" + strings.Map(func(r rune) rune { return r - '0' + 'a' }, fmt.Sprint(g.words)) + "y"
}

func (g *generator) id() int { g.ids++; return g.ids }

func (g *generator) entries(depth int) []entry {
	list := make([]entry, g.IntN(4))
	for i := range list {
		list[i] = entry{T: g.newWord(), B: g.IntN(2) == 0}
		if depth > 0 {
			list[i].L = g.entries(depth - 1)
		}
	}
	return list
}

// field is how a tag names a field of the entry at hand.
func (g *generator) field(name string) string {
	if g.loops == 0 {
		return ".extra." + name
	}
	return "." + name
}

// run is a text in runs, cut at random, as Word cuts what somebody typed.
func (g *generator) run(s string) string {
	var b strings.Builder
	for s != "" {
		n := len(s)
		if g.IntN(3) == 0 {
			n = 1 + g.IntN(n)
		}
		props := ""
		if g.IntN(6) == 0 {
			props = "<w:rPr><w:b/></w:rPr>"
		}
		b.WriteString("<w:r>" + props + `<w:t xml:space="preserve">` + s[:n] + "</w:t></w:r>")
		if g.IntN(8) == 0 {
			b.WriteString(`<w:proofErr w:type="spellStart"/>`)
		}
		s = s[n:]
	}
	return b.String()
}

// all are pieces one after the other.
func all(pieces ...piece) piece {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.xml)
	}
	return piece{b.String(), func(s *telling, e entry) {
		for _, p := range pieces {
			p.say(s, e)
		}
	}}
}

func (p piece) in(before, after string) piece { return piece{before + p.xml + after, p.say} }

func silently(xml string) piece { return piece{xml, func(*telling, entry) {}} }

// several are pieces of a kind.
func (g *generator) several(most int, one func() piece) piece {
	var list []piece
	for range 1 + g.IntN(most) {
		list = append(list, one())
	}
	return all(list...)
}

// when is a block of a condition, each of the loop's entries of a range: tag writes a tag.
func (g *generator) when(tag func(string) piece, then, otherwise func() piece) piece {
	open := tag("{{if " + g.field("b") + "}}")
	yes := then()
	no, turn := silently(""), silently("")
	if g.IntN(2) == 0 {
		turn, no = tag("{{else}}"), otherwise()
	}
	end := tag("{{end}}")
	return piece{open.xml + yes.xml + turn.xml + no.xml + end.xml, func(s *telling, e entry) {
		open.say(s, e)
		if e.B {
			yes.say(s, e)
		} else {
			no.say(s, e)
		}
		end.say(s, e)
	}}
}

func (g *generator) each(tag func(string) piece, inner func() piece) piece {
	open := tag("{{range " + g.field("l") + "}}")
	g.loops++
	body := inner()
	g.loops--
	end := tag("{{end}}")
	return piece{open.xml + body.xml + end.xml, func(s *telling, e entry) {
		open.say(s, e)
		for _, x := range e.L {
			body.say(s, x)
		}
		end.say(s, e)
	}}
}

// word is a word of the template's own.
func (g *generator) word() piece {
	w := g.newWord()
	return piece{g.run(w + " "), func(s *telling, _ entry) { s.word(w) }}
}

// inTag is a tag among text, alone or in a container.
func (g *generator) inTag(tag string) piece {
	run := g.run(tag)
	switch g.IntN(8) {
	case 0:
		run = fmt.Sprintf(`<w:ins w:id="%d" w:author="A" w:date="2026-01-01T00:00:00Z">%s</w:ins>`, g.id(), run)
	case 1:
		run = `<w:bdo w:val="ltr">` + run + `</w:bdo>`
	}
	return silently(run)
}

// inline is something in a paragraph.
func (g *generator) inline() piece {
	kind := g.IntN(18)
	if g.deep > 4 {
		kind = g.IntN(5)
	}
	g.deep++
	defer func() { g.deep-- }()
	some := func() piece { return g.several(2, g.inline) }
	switch kind {
	case 0, 1:
		return g.word()
	case 2, 3:
		return piece{g.run("{{" + g.field("t") + "}} "), func(s *telling, e entry) { s.word(e.T) }}
	case 4:
		return silently("<w:r><w:tab/></w:r>")
	case 5:
		return g.when(g.inTag, some, some)
	case 6:
		if g.loops < 3 {
			return g.each(g.inTag, some)
		}
	case 7:
		if g.inserted > 0 { // no link may stand in an insertion
			break
		}
		return some().in(`<w:hyperlink w:anchor="_x">`, `</w:hyperlink>`)
	case 8:
		g.inserted++
		defer func() { g.inserted-- }()
		return some().in(fmt.Sprintf(`<w:ins w:id="%d" w:author="A" w:date="2026-01-01T00:00:00Z">`, g.id()), `</w:ins>`)
	case 9:
		return some().in(fmt.Sprintf(`<w:sdt><w:sdtPr><w:id w:val="%d"/><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>`, g.id()), `</w:sdtContent></w:sdt>`)
	case 10:
		return silently(fmt.Sprintf(`<w:del w:id="%d" w:author="A" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>gone</w:delText></w:r></w:del>`, g.id()))
	case 11, 12:
		return g.note()
	case 13:
		return g.comment(some())
	case 14:
		return g.fieldPiece()
	case 15:
		return g.drawing()
	case 16:
		id := g.id()
		return some().in(fmt.Sprintf(`<w:permStart w:id="%d" w:edGrp="everyone"/>`, id), fmt.Sprintf(`<w:permEnd w:id="%d"/>`, id))
	case 17:
		box := fmt.Sprintf(`<w:sdt><w:sdtPr><w:id w:val="%d"/><w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612"/><w14:uncheckedState w14:val="2610"/></w14:checkbox></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>`,
			g.id(), g.run("{{if "+g.field("b")+"}}")+"<w:r><w:t>☒</w:t></w:r>"+g.run("{{else}}")+"<w:r><w:t>☐</w:t></w:r>"+g.run("{{end}}"))
		return silently(box)
	}
	return g.word()
}

// note is a reference to a note that names what stands around.
func (g *generator) note() piece {
	if g.flat > 0 {
		return g.word()
	}
	g.flat++
	defer func() { g.flat-- }()
	kind := g.IntN(2)
	name := [2]string{"footnote", "endnote"}[kind]
	text := all(g.word(), g.several(2, g.inline))
	g.notes[kind] = append(g.notes[kind], fmt.Sprintf(`<w:%s w:id="%d"><w:p><w:r><w:%sRef/></w:r>%s</w:p></w:%s>`, name, len(g.notes[kind])+2, name, text.xml, name))
	return piece{fmt.Sprintf(`<w:r><w:%sReference w:id="%d"/></w:r>`, name, len(g.notes[kind])+1), func(s *telling, e entry) {
		into := s.into
		s.into = &s.notes[kind]
		text.say(s, e)
		s.into = into
	}}
}

func (g *generator) comment(inner piece) piece {
	if g.flat > 0 {
		return inner
	}
	id := len(g.comments)
	g.comments = append(g.comments, fmt.Sprintf(`<w:comment w:id="%d" w:author="A" w:initials="A"><w:p w14:paraId="%08X"><w:r><w:t>remark</w:t></w:r></w:p></w:comment>`, id, 0x10000+id))
	mark := func(edge string) string { return fmt.Sprintf(`<w:commentRange%s w:id="%d"/>`, edge, id) }
	return inner.in(mark("Start"), mark("End")+fmt.Sprintf(`<w:r><w:commentReference w:id="%d"/></w:r>`, id))
}

// fieldPiece is a field whose result the data decide.
func (g *generator) fieldPiece() piece {
	field := func(instruction string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + instruction + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>old</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	switch g.IntN(4) {
	case 0: // a reference follows the bookmark of its own pass
		id := g.id()
		inner := all(g.word(), piece{g.run("{{" + g.field("t") + "}}"), func(s *telling, e entry) { s.word(e.T) }})
		return piece{fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="b%d"/>%s<w:bookmarkEnd w:id="%d"/>`, id, id, inner.xml, id) + field(fmt.Sprintf(`REF b%d \h`, id)), func(s *telling, e entry) {
			inner.say(s, e)
			inner.say(s, e)
		}}
	case 1:
		yes, no, a := g.newWord(), g.newWord(), g.newWord()
		return piece{field(fmt.Sprintf(`IF "{{if %s}}%s{{end}}" = "%s" "%s" "%s"`, g.field("b"), a, a, yes, no)), func(s *telling, e entry) {
			s.word(map[bool]string{true: yes, false: no}[e.B])
		}}
	case 2:
		return silently(field("SEQ s"))
	}
	return piece{field("MERGEFIELD t"), func(s *telling, e entry) { s.word(e.T) }}
}

// drawing is a picture with a tag in its description, or a text box, as DrawingML or VML.
func (g *generator) drawing() piece {
	id := g.id()
	inline := func(graphic string) string {
		return fmt.Sprintf(`<w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="%d" name="p%d" descr="{{%s}}"/><a:graphic>%s</a:graphic></wp:inline></w:drawing>`, id, id, g.field("t"), graphic)
	}
	if g.flat > 0 || g.IntN(2) == 0 {
		n := 1 + g.IntN(3)
		return silently("<w:r>" + inline(fmt.Sprintf(`<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr>`+
			`<pic:blipFill><a:blip r:embed="i%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>`, n)) + "</w:r>")
	}
	g.flat++
	defer func() { g.flat-- }()
	inner := g.several(2, func() piece { return g.paragraph() })
	vml := fmt.Sprintf(`<w:pict><v:shape id="s%d" o:spid="_x0000_s%d" style="width:200pt;height:300pt"><v:textbox><w:txbxContent>%s</w:txbxContent></v:textbox></v:shape></w:pict>`, id, 2000+id, inner.xml)
	if g.IntN(2) == 0 {
		return piece{"<w:r>" + vml + "</w:r>", inner.say}
	}
	shape := inline(`<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2900000" cy="4900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>` +
		`<wps:txbx><w:txbxContent>` + inner.xml + `</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>`)
	shape = strings.Replace(shape, `cx="900000" cy="900000"`, `cx="2900000" cy="4900000"`, 1)
	return piece{`<w:r><mc:AlternateContent><mc:Choice Requires="wps">` + shape + `</mc:Choice><mc:Fallback>` + vml + `</mc:Fallback></mc:AlternateContent></w:r>`, inner.say}
}

func (g *generator) paragraph() piece {
	props := ""
	if g.IntN(5) == 0 {
		props = `<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>`
	}
	attrs := ""
	if g.IntN(3) == 0 {
		attrs = fmt.Sprintf(` w14:paraId="%08X"`, g.id())
	}
	return all(g.word(), g.several(3, g.inline)).in("<w:p"+attrs+">"+props, "</w:p>")
}

// onItsOwn is a tag in a paragraph of its own, or one among text, which stays outside of the block.
func (g *generator) onItsOwn(tag string) piece {
	if g.IntN(4) > 0 || strings.Contains(tag, "else") {
		return silently("<w:p>" + g.run(tag) + "</w:p>")
	}
	w := g.word()
	if tag == "{{end}}" {
		return w.in("<w:p>"+g.run(tag), "</w:p>")
	}
	return w.in("<w:p>", g.run(tag)+"</w:p>")
}

// block is something in the body, a cell or a control.
func (g *generator) block() piece {
	if g.deep > 3 {
		return g.paragraph()
	}
	g.deep++
	defer func() { g.deep-- }()
	some := func() piece { return g.several(3, g.block) }
	switch g.IntN(9) {
	case 0, 1:
		return g.when(g.onItsOwn, some, some)
	case 2, 3:
		if g.loops < 3 {
			return g.each(g.onItsOwn, some)
		}
	case 4:
		return g.table()
	case 5:
		return g.merged()
	case 6:
		return some().in(fmt.Sprintf(`<w:sdt><w:sdtPr><w:id w:val="%d"/></w:sdtPr><w:sdtContent>`, g.id()), `</w:sdtContent></w:sdt>`)
	}
	return g.paragraph()
}

// tableStart begins a table of two columns, which is as wide as what it stands in.
func (g *generator) tableStart() string {
	return fmt.Sprintf(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="%d"/><w:gridCol w:w="%d"/></w:tblGrid>`, 8000>>g.tables, 4000>>g.tables, 4000>>g.tables)
}

func (g *generator) cellStart() string {
	return fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, 4000>>g.tables)
}

func (g *generator) cell(props string) piece {
	start := g.cellStart()
	g.tables++
	defer func() { g.tables-- }()
	blocks := g.block()
	last := g.paragraph()
	return all(blocks, last).in(start+props+`</w:tcPr>`, `</w:tc>`)
}

// row is a row, or a block of rows; first is one that stays.
func (g *generator) row() piece {
	rowTag := func(tag string) piece {
		return silently("<w:tr>" + g.cellStart() + "</w:tcPr><w:p>" + g.run(tag) + "</w:p></w:tc>" + g.cellStart() + "</w:tcPr><w:p/></w:tc></w:tr>")
	}
	g.deep++
	defer func() { g.deep-- }()
	some := func() piece { return g.several(2, g.row) }
	if kind := g.IntN(4); g.deep < 5 && kind == 0 {
		return g.when(rowTag, some, some)
	} else if g.deep < 5 && kind == 1 && g.loops < 3 {
		return g.each(rowTag, some)
	}
	return all(g.cell(""), g.cell("")).in("<w:tr>", "</w:tr>")
}

func (g *generator) table() piece {
	return g.several(3, g.row).in(g.tableStart(), "</w:tbl>")
}

// merged is a table with a vertical merge whose first row may go: its text moves down.
func (g *generator) merged() piece {
	label := all(g.word(), piece{g.run("{{" + g.field("t") + "}}"), func(s *telling, e entry) { s.word(e.T) }})
	first, other := g.word(), g.word()
	row := func(merge, left, right string) string {
		return "<w:tr>" + g.cellStart() + merge + "</w:tcPr><w:p>" + left + "</w:p></w:tc>" + g.cellStart() + "</w:tcPr><w:p>" + right + "</w:p></w:tc></w:tr>"
	}
	xml := g.tableStart() + row("", g.run("{{if "+g.field("b")+"}}"), "") + row(`<w:vMerge w:val="restart"/>`, label.xml, first.xml) + row("", g.run("{{end}}"), "") +
		row("<w:vMerge/>", "", other.xml) + row("<w:vMerge/>", "", other.xml) + "</w:tbl>"
	return piece{xml, func(s *telling, e entry) {
		label.say(s, e)
		if e.B {
			first.say(s, e)
		}
		other.say(s, e)
		other.say(s, e)
	}}
}

const generatedNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
	` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"` +
	` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"` +
	` xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" mc:Ignorable="w14"`

// template packs a template with that body.
func (g *generator) template(t *testing.T, body string) []byte {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	const base = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	var types, rels strings.Builder
	files := []struct{ name, content string }{{"word/document.xml", `<w:document ` + generatedNS + `><w:body>` + body +
		`<w:sectPr><w:headerReference w:type="default" r:id="rheader"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`}}
	types.WriteString(`<Override PartName="/word/document.xml" ContentType="` + base + `document.main+xml"/>`)
	add := func(name, content string) {
		fmt.Fprintf(&types, `<Override PartName="/word/%s.xml" ContentType="%s%s+xml"/>`, name, base, name)
		fmt.Fprintf(&rels, `<Relationship Id="r%s" Type="%s%s" Target="%s.xml"/>`, name, office, name, name)
		files = append(files, struct{ name, content string }{"word/" + name + ".xml", content})
	}
	add("styles", `<w:styles `+generatedNS+`><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="26"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`+
		`<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style></w:styles>`)
	add("numbering", `<w:numbering `+generatedNS+`><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`)
	add("header", `<w:hdr `+generatedNS+`><w:p>`+wRun("{{.title}}")+`</w:p></w:hdr>`)
	for kind, name := range []string{"footnote", "endnote"} {
		lines := fmt.Sprintf(`<w:%s w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:%s><w:%s w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:%s>`, name, name, name, name)
		add(name+"s", `<w:`+name+`s `+generatedNS+`>`+lines+strings.Join(g.notes[kind], "")+`</w:`+name+`s>`)
	}
	add("comments", `<w:comments `+generatedNS+`>`+strings.Join(g.comments, "")+`</w:comments>`)
	const relationships = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	pictures := map[string]bool{}
	for name, content := range map[string]string{"document": body, "footnotes": strings.Join(g.notes[0], ""), "endnotes": strings.Join(g.notes[1], "")} {
		var shown strings.Builder
		for _, id := range []string{"1", "2", "3"} {
			if strings.Contains(content, `"i`+id+`"`) {
				fmt.Fprintf(&shown, `<Relationship Id="i%s" Type="%simage" Target="media/%s.png"/>`, id, office, id)
				pictures[id] = true
			}
		}
		if name == "document" {
			rels.WriteString(shown.String())
		} else if shown.Len() > 0 {
			files = append(files, struct{ name, content string }{"word/_rels/" + name + ".xml.rels", relationships + shown.String() + `</Relationships>`})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(pictures)) {
		files = append(files, struct{ name, content string }{"word/media/" + id + ".png", onePixel})
	}
	return packed(t, append([]struct{ name, content string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` + types.String() + `</Types>`},
		{"_rels/.rels", relationships + `<Relationship Id="m" Type="` + office + `officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", relationships + rels.String() + `</Relationships>`},
	}, files...))
}

// onePixel is a PNG.
const onePixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"

// Templates that nobody thought of come out right: random nesting of blocks, tables, vertical
// merges, notes, comments, bookmarks, fields, content controls, insertions, shapes and pictures,
// merged with random data, say what a second telling of the template language says, in both files;
// what is repeated has IDs of its own, and nothing is left that nobody refers to.
func TestGeneratedTemplates(t *testing.T) {
	for seed := range *generated {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			g := &generator{Rand: rand.New(rand.NewPCG(uint64(seed), 15))}
			body := all(g.several(6, g.block), g.paragraph())
			template := g.template(t, body.xml)
			data := entry{T: g.newWord(), B: g.IntN(2) == 0, L: g.entries(2)}
			extra, err := json.Marshal(data)
			if err != nil {
				t.Fatal(err)
			}
			r, err := render.New(render.Options{Templates: fstest.MapFS{"mau.docx": {Data: template}}})
			if err != nil {
				t.Fatal(err)
			}
			if *keep != "" {
				keepFile(t, fmt.Sprintf("template-%d.docx", seed), template)
			}
			documents, faults := r.Documents("a.yaml", []byte("title: zzz\nextra: "+string(extra)+"\n"), nil, "mau")
			if err := faults.Err(); err != nil {
				t.Fatal(err)
			}
			word, pdf := both(t, documents[0])
			if *keep != "" {
				keepFile(t, fmt.Sprintf("generated-%d.docx", seed), word)
				keepFile(t, fmt.Sprintf("generated-%d.pdf", seed), pdf)
			}
			want := &telling{}
			body.say(want, data)
			assertWhole(t, word)
			assertSaid(t, word, pdf, want)
			assertUnique(t, docxParts(t, word))
			assertReferred(t, docxParts(t, word))
		})
	}
}

func keepFile(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(*keep, name), data, 0o666); err != nil {
		t.Fatal(err)
	}
}

var madeWord = regexp.MustCompile(`x[a-j]+y`)

// assertSaid asserts that the words of both files are the ones wanted: those of the Word document
// in their order.
func assertSaid(t *testing.T, word, pdf []byte, want *telling) {
	t.Helper()
	parts := docxParts(t, word)
	var texts []string
	for name, list := range map[string][]string{"word/document.xml": want.body, "word/footnotes.xml": want.notes[0], "word/endnotes.xml": want.notes[1]} {
		texts = append(texts, list...)
		if got := madeWord.FindAllString(readAloud(t, parts[name]), -1); !slices.Equal(got, list) {
			at := 0
			for at < min(len(got), len(list)) && got[at] == list[at] {
				at++
			}
			t.Errorf("%s: word %d: got %v, want %v", name, at, got[at:min(at+8, len(got))], list[at:min(at+8, len(list))])
		}
	}
	got := madeWord.FindAllString(squeeze(strings.Join(pdfText(t, pdf), "")), -1)
	slices.Sort(got)
	slices.Sort(texts)
	if !slices.Equal(got, texts) {
		count := map[string]int{}
		for _, w := range texts {
			count[w]++
		}
		for _, w := range got {
			count[w]--
		}
		maps.DeleteFunc(count, func(_ string, n int) bool { return n == 0 })
		t.Errorf("the PDF lacks (or, below zero, has more) of: %v", count)
	}
}

// readAloud is the text of a part, without what is deleted, Fallbacks and instructions.
func readAloud(t *testing.T, part []byte) string {
	t.Helper()
	var b strings.Builder
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := d.Token()
		if err != nil {
			return b.String()
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "Fallback", "del", "instrText":
			if err := d.Skip(); err != nil {
				t.Fatal(err)
			}
		case "t":
			var s string
			if err := d.DecodeElement(&s, &e); err != nil {
				t.Fatal(err)
			}
			b.WriteString(s)
		}
	}
}

// assertUnique asserts that IDs of each kind stand once in the document, and that fields of
// numbers count.
func assertUnique(t *testing.T, parts map[string][]byte) {
	t.Helper()
	kinds := map[string]string{"docPr": "id", "bookmarkStart": "name", "ins": "id", "del": "id", "shape": "id", "permStart": "id", "commentRangeStart": "id", "commentReference": "id", "footnoteReference": "id", "endnoteReference": "id", "comment": "id"}
	seen := map[string]bool{}
	once := func(kind, id string, world int) {
		k := fmt.Sprint(kind, " ", id, " ", world)
		if id == "" {
			return
		}
		if seen[k] {
			t.Errorf("%s %s stands twice", kind, id)
		}
		seen[k] = true
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		world, control := 0, false
		d := xml.NewDecoder(bytes.NewReader(parts[name]))
		for token, err := d.Token(); err == nil && strings.HasSuffix(name, ".xml"); token, err = d.Token() {
			if e, ok := token.(xml.EndElement); ok && e.Name.Local == "Fallback" {
				world = 0
			}
			e, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			if e.Name.Local == "Fallback" {
				world = 1
			}
			for _, a := range e.Attr {
				kind := e.Name.Local
				switch {
				case kind == "id" && control && a.Name.Local == "val":
					once("control", a.Value, world)
				case kinds[kind] == a.Name.Local && (kind == "ins" || kind == "del"):
					once("revision", a.Value, world)
				case kinds[kind] == a.Name.Local:
					once(kind, a.Value, world)
				case a.Name.Local == "paraId", a.Name.Local == "spid":
					once(a.Name.Local, a.Value, world)
				}
			}
			control = e.Name.Local == "sdtPr" || control && e.Name.Local != "id"
		}
	}
}

// assertReferred asserts that each part is led to, and each comment, note and picture is referred
// to by the text.
func assertReferred(t *testing.T, parts map[string][]byte) {
	t.Helper()
	led := map[string]bool{"[Content_Types].xml": true}
	for name, part := range parts {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		led[name] = true
		folder := filepath.Dir(filepath.Dir(name))
		var rels struct {
			Relationship []struct {
				ID     string `xml:"Id,attr"`
				Type   string `xml:"Type,attr"`
				Target string `xml:"Target,attr"`
			}
		}
		if err := xml.Unmarshal(part, &rels); err != nil {
			t.Fatal(err)
		}
		source := parts[filepath.Join(folder, strings.TrimSuffix(filepath.Base(name), ".rels"))]
		for _, r := range rels.Relationship {
			target := strings.TrimPrefix(r.Target, "/")
			if target == r.Target {
				target = filepath.Join(folder, target)
			}
			led[target] = true
			if strings.HasSuffix(r.Type, "/image") && !bytes.Contains(source, []byte(`"`+r.ID+`"`)) {
				t.Errorf("%s: nothing shows the picture %s", name, r.Target)
			}
		}
	}
	for name := range parts {
		if !led[name] {
			t.Errorf("nothing leads to %s", name)
		}
	}
	for _, kind := range []string{"comment", "footnote", "endnote"} {
		held := idsOf(parts["word/"+kind+"s.xml"], `<w:`+kind+` (?:[^>]*)w:id="(\d+)"`)
		if kind != "comment" {
			held = held[2:] // the lines above the notes
		}
		named := idsOf(parts["word/document.xml"], `<w:`+kind+`Reference w:id="(\d+)"`)
		if kind == "comment" {
			slices.Sort(held)
			slices.Sort(named)
		}
		if !slices.Equal(slices.Compact(held), slices.Compact(named)) {
			t.Errorf("%ss %v, but the text refers to %v", kind, held, named)
		}
	}
	for _, m := range regexp.MustCompile(`w14:checked w14:val="(\d)"/>.*?<w:t[^>]*>([☒☐])<`).FindAllStringSubmatch(string(parts["word/document.xml"]), -1) {
		if (m[1] == "1") != (m[2] == "☒") {
			t.Errorf("a box shows %s, its state is %s", m[2], m[1])
		}
	}
	n := 0
	for _, m := range regexp.MustCompile(`(?s) SEQ s .*?<w:t[^>]*>([^<]*)<`).FindAllStringSubmatch(regexp.MustCompile(`(?s)<mc:Fallback>.*?</mc:Fallback>`).ReplaceAllString(string(parts["word/document.xml"]), ""), -1) {
		if n++; m[1] != fmt.Sprint(n) {
			t.Errorf("SEQ %d says %s", n, m[1])
		}
	}
}

func idsOf(part []byte, pattern string) (list []string) {
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(part), -1) {
		list = append(list, cmp.Or(m[1], "?"))
	}
	return list
}
