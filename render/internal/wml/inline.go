package wml

import (
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/internal/xml"
)

func nfc(s string) string { return viet.NFC(s) }

// inlines collects what a paragraph holds. Neighbouring text of equal properties
// becomes one Text.
type inlines struct {
	parser *parser
	ctx    parContext
	link   *Link // of the w:hyperlink being read
	out    []Inline

	text      []string // not in out yet
	textProps *RunProps
	textLink  *Link
}

func (b *inlines) flush() {
	switch len(b.text) {
	case 0:
		return
	case 1:
		b.out = append(b.out, &Text{Text: nfc(b.text[0]), Props: b.textProps, Link: b.textLink})
	default:
		b.out = append(b.out, &Text{Text: nfc(strings.Join(b.text, "")), Props: b.textProps, Link: b.textLink})
	}
	b.text = b.text[:0]
}

func (b *inlines) done() []Inline {
	b.flush()
	return b.out
}

// currentLink is the link that what is read now belongs to.
func (b *inlines) currentLink() *Link {
	if f := b.parser.field(); f != nil && f.link != nil {
		return f.link
	}
	return b.link
}

// addText puts text out, or into the field that it belongs to.
func (b *inlines) addText(s string, props *RunProps) {
	if s == "" {
		return
	}
	if f := b.parser.field(); f != nil {
		if f.instructing != nil {
			f.instructing.instruction.WriteString(s)
			return
		}
		if f.capturing != nil {
			f.capturing.capture(s, props)
			return
		}
		f.results++
	}
	link := b.currentLink()
	if len(b.text) > 0 && (b.textProps != props || b.textLink != link) {
		b.flush()
	}
	b.text = append(b.text, s)
	b.textProps, b.textLink = props, link
}

// add puts anything but text out; in a field's instruction, or in the stored result of
// a field that layout works out, it counts for nothing.
func (b *inlines) add(i Inline) {
	if f := b.parser.field(); f != nil {
		if f.instructing != nil || f.capturing != nil {
			return
		}
		f.results++
	}
	b.flush()
	b.out = append(b.out, i)
}

// content reads the content of a paragraph, or of an element around runs.
func (b *inlines) content(n *xml.Node) {
	p := b.parser
	for c := range n.Children() {
		switch c.Name {
		case "w:r":
			b.run(c)
		case "w:hyperlink":
			outer := b.link
			b.link = b.hyperlink(c)
			b.content(c)
			b.link = outer
		case "w:fldSimple":
			p.beginField(b.runProps(nil))
			p.field().instruction.WriteString(c.Get("w:instr"))
			p.separateField()
			b.content(c)
			b.endField()
		case "w:sdt":
			b.content(c.Child("w:sdtContent"))
		case "w:ins", "w:moveTo", "w:smartTag", "w:customXml":
			b.content(c)
		case "w:dir", "w:bdo":
			b.directed(c)
		case "w:del", "w:moveFrom", "w:customXmlPr", "w:smartTagPr", "w:fldData":
		case "w:bookmarkStart":
			if name := c.Get("w:name"); name != "" && name != "_GoBack" {
				b.flush()
				b.out = append(b.out, &Bookmark{Name: name})
			}
		case "mc:AlternateContent":
			b.content(p.choose(c))
		case "m:oMath", "m:oMathPara":
			b.math(c)
		case "w:subDoc":
			p.warn("subdocument", fault.T("văn bản con (w:subDoc) không được in", "a subdocument (w:subDoc) is not printed"))
		default:
			p.otherContent(c)
		}
	}
}

// directed reads a w:dir or w:bdo as what the characters of Unicode say that they stand for
// (§17.3.2.3, §17.3.2.8).
func (b *inlines) directed(n *xml.Node) {
	begin, rtl := "\u202a", n.Get("w:val") == "rtl"
	switch {
	case n.Name == "w:bdo" && rtl:
		begin = "\u202e"
	case n.Name == "w:bdo":
		begin = "\u202d"
	case rtl:
		begin = "\u202b"
	}
	props := b.runProps(nil)
	b.addText(begin, props)
	b.content(n)
	b.addText("\u202c", props)
}

func (b *inlines) runProps(rpr *xml.Node) *RunProps { return b.parser.runProps(b.ctx, rpr) }

// linkTo is a link to an address, nil where none may lead there.
func (p *parser) linkTo(url string) *Link {
	if docx.MayFollow(url) {
		return &Link{URL: url}
	}
	p.warn("link", fault.T("liên kết tới “%s” được in như chữ thường: không dẫn tới trang web, thư hay số điện thoại", "the link to %q is printed as text: it leads to no page of the web, mail or telephone", url))
	return nil
}

func (b *inlines) hyperlink(n *xml.Node) *Link {
	if id := n.Get("r:id"); id != "" {
		if r, ok := b.parser.part.rels[id]; ok && r.External {
			url := r.Target
			if a := n.Get("w:anchor"); a != "" && !strings.Contains(url, "#") {
				url += "#" + a
			}
			return b.parser.linkTo(url)
		}
	}
	if a := n.Get("w:anchor"); a != "" {
		return &Link{Anchor: a}
	}
	return nil
}

// run reads a w:r.
func (b *inlines) run(n *xml.Node) {
	b.runContent(n, b.runProps(n.Child("w:rPr")))
}

func (b *inlines) runContent(n *xml.Node, props *RunProps) {
	p := b.parser
	for c := range n.Children() {
		switch c.Name {
		case "w:rPr":
		case "w:t":
			b.addText(p.plainText(c), props)
		case "w:tab":
			b.tab(&Tab{Props: props, Link: b.currentLink()})
		case "w:ptab":
			t := &Tab{Props: props, Link: b.currentLink(), Absolute: true, Leader: leader(c.Get("w:leader"))}
			switch c.Get("w:alignment") {
			case "center":
				t.Align = TabCenter
			case "right":
				t.Align = TabRight
			}
			b.tab(t)
		case "w:br":
			switch c.Get("w:type") {
			case "page":
				b.add(&Break{BreakPage, props})
			case "column":
				b.add(&Break{BreakColumn, props})
			default:
				b.add(&Break{BreakLine, props})
			}
		case "w:cr":
			b.add(&Break{BreakLine, props})
		case "w:noBreakHyphen":
			b.addText("\u2011", props)
		case "w:softHyphen":
			b.addText("\u00ad", props)
		case "w:sym":
			b.symbol(c.Get("w:font"), c.Get("w:char"), props)
		case "w:fldChar":
			switch c.Get("w:fldCharType") {
			case "begin":
				p.beginField(props)
				p.field().form = c.Child("w:ffData")
			case "separate":
				p.separateField()
			case "end":
				b.endField()
			}
		case "w:instrText":
			if f := p.field(); f != nil && f.instructing != nil {
				f.instructing.instruction.WriteString(c.Content())
			}
		case "w:drawing":
			b.drawing(c, props)
		case "w:pict":
			b.pict(c, props)
		case "w:object":
			b.object(c, props)
		case "w:footnoteReference", "w:endnoteReference":
			b.noteReference(c, props)
		case "w:footnoteRef", "w:endnoteRef":
			endnote := c.Name == "w:endnoteRef"
			if of := p.notes.of; of != nil && of.Endnote == endnote && of.Number != "" {
				b.add(&NoteRef{ID: of.ID, Endnote: endnote, Own: true, Number: of.Number, Props: props})
			}
		case "w:separator":
			b.add(separator(props))
		case "w:pgNum":
			b.add(&Field{Kind: FieldPage, Props: props, Link: b.currentLink()})
		case "w:ruby":
			b.ruby(c)
		case "w:dayLong", "w:dayShort", "w:monthLong", "w:monthShort", "w:yearLong", "w:yearShort":
			p.warn("date-block", fault.T("ngày tự động (<%s>) không được in", "an automatic date (<%s>) is not printed", c.Name))
		case "mc:AlternateContent":
			b.runContent(p.choose(c), props)
		case "w:delText", "w:delInstrText", "w:contentPart":
		case "m:oMath", "m:oMathPara":
			b.math(c)
		default:
			p.otherContent(c)
		}
	}
}

// ruby reads a w:ruby. One with anything but text in it is printed as its base.
func (b *inlines) ruby(n *xml.Node) {
	read := func(name string) (s string, props *RunProps, ok bool) {
		in := &inlines{parser: b.parser, ctx: b.ctx}
		in.content(n.Child(name))
		ok = true
		for _, i := range in.done() {
			t, is := i.(*Text)
			if !is {
				ok = false
				continue
			}
			if s += t.Text; props == nil {
				props = t.Props
			}
		}
		return s, props, ok && s != ""
	}
	if f := b.parser.field(); f == nil && !b.parser.inRuby {
		b.parser.inRuby = true // what is nested in it is read once more, not twice at each depth
		base, props, ok := read("w:rubyBase")
		over, overProps, has := read("w:rt")
		b.parser.inRuby = false
		if ok && !has && over == "" {
			b.content(n.Child("w:rubyBase"))
			return
		}
		if ok && has {
			pr := n.Child("w:rubyPr")
			raise, _ := halfPoints(val(pr, "w:hpsRaise"))
			b.add(&Ruby{Base: base, Over: over, Props: props, OverProps: overProps, Raise: raise.EMU(), Align: val(pr, "w:rubyAlign"), Link: b.currentLink()})
			return
		}
	}
	b.parser.warn("ruby", fault.T("chữ chú âm (w:ruby) trong trường hoặc có hình không được in, chỉ in chữ gốc", "ruby text in a field, or with a picture, is not printed, only its base"))
	b.content(n.Child("w:rubyBase"))
}

// tab is a tab in the text; in the stored result of a field it is white space.
func (b *inlines) tab(t *Tab) {
	if f := b.parser.field(); f != nil && f.instructing == nil && f.capturing != nil {
		f.capturing.capture(" ", t.Props)
		return
	}
	b.add(t)
}

// plainText is the text of a w:t: white space at its ends counts only under
// xml:space="preserve" (§17.3.3.31).
func (p *parser) plainText(n *xml.Node) string {
	s := n.Content()
	space, ok := n.Attr("xml:space")
	if !(ok && space == "preserve") && (ok || !p.part.preserve) {
		s = strings.Trim(s, " \t\r\n")
	}
	if strings.ContainsAny(s, "\t\r\n") {
		s = strings.Map(func(r rune) rune {
			if r == '\t' || r == '\r' || r == '\n' {
				return ' '
			}
			return r
		}, s)
	}
	return s
}

// symbol is a w:sym: a character by its code in a font (§17.3.3.30).
func (b *inlines) symbol(font, code string, props *RunProps) {
	v, ok := hexRune(code)
	if !ok {
		return
	}
	if v < 0x100 {
		v += 0xF000
	}
	if font != "" {
		props = b.parser.withFont(props, font)
	}
	b.addText(string(v), props)
}

// withFont is props in another font; equal ones are shared.
func (p *parser) withFont(props *RunProps, font string) *RunProps {
	key := fontKey{props, font}
	if q, ok := p.fonts[key]; ok {
		return q
	}
	q := *props
	q.ASCII, q.HAnsi, q.EastAsia, q.CS = font, font, font, font
	p.fonts[key] = &q
	return &q
}

type fontKey struct {
	props *RunProps
	font  string
}

// mathParagraph is an m:oMathPara that stands between paragraphs.
func (p *parser) mathParagraph(n *xml.Node, table *tableContext) *Paragraph {
	p.story.place.paragraphs++
	style := p.parStyle("")
	b := &inlines{parser: p, ctx: parContext{table, style}}
	par := &Paragraph{Props: p.parFormat(parContext{nil, style}, nil).props, Mark: b.runProps(nil)}
	par.Place = p.story.place.Place
	b.math(n)
	par.Inlines = b.done()
	return par
}
