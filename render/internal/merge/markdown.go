package merge

import (
	"fmt"
	"net/url"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/bienban/bienban/render/internal/xml"
)

// markdown writes Markdown as paragraphs: lists, bold, italic, tables, hard breaks and links
// as what they are, headings as bold paragraphs, all else as its text. Nothing is lost.
func (s *setting) markdown(src string) string {
	m := &marked{setting: s, src: []byte(strings.ReplaceAll(src, "\r\n", "\n"))}
	p := wholeMarkdown()
	if containers, marks := tangled(string(m.src)); containers || marks {
		p = newMarkdown(containers, marks)
	}
	m.blocks(p.Parse(gmtext.NewReader(m.src)), nil)
	return m.b.String()
}

// wholeMarkdown is the parser of all that is not tangled, made when it is first needed;
// goroutines share it.
var wholeMarkdown = sync.OnceValue(func() parser.Parser { return newMarkdown(false, false) })

// newMarkdown is a parser that leaves out the containers or the marks. Reference definitions
// are left out always: they would vanish from the text.
func newMarkdown(containers, marks bool) parser.Parser {
	blocks, inlines := parser.DefaultBlockParsers(), parser.DefaultInlineParsers()
	if containers {
		blocks = []util.PrioritizedValue{util.Prioritized(parser.NewParagraphParser(), 1000)}
	}
	if marks {
		inlines = nil
	}
	p := parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
	)
	p.AddOptions(parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)))
	return p
}

// Bounds on Markdown that somebody wrote for people to read.
const (
	mostContainers = 100         // quotes and lists that begin on one line
	mostMarks      = 4000        // characters with a meaning, in one paragraph
	mostMarkWork   = 100_000_000 // their number times the paragraph's length
)

// tangled reports what of a text goldmark would take minutes for: its work grows with the
// square of the containers on a line and of the marks in a paragraph. Such a text prints
// with its marks as they are.
func tangled(src string) (containers, marks bool) {
	for line := range strings.Lines(src) {
		start := line[:len(line)-len(strings.TrimLeft(line, " \t>-+*0123456789.)"))]
		n := strings.Count(start, ">") + strings.Count(start, "- ") + strings.Count(start, "+ ") + strings.Count(start, "* ") + strings.Count(start, ". ") + strings.Count(start, ") ")
		containers = containers || n > mostContainers
	}
	for paragraph := range strings.SplitSeq(src, "\n\n") {
		n := 0
		for i := range len(paragraph) {
			switch paragraph[i] {
			case '*', '_', '[', ']', '!', '<', '`':
				n++
			}
		}
		marks = marks || n > mostMarks || n*len(paragraph) > mostMarkWork
	}
	return containers, marks
}

// marked is Markdown on its way to paragraphs.
type marked struct {
	*setting
	src []byte
	b   strings.Builder
}

// A listed is an open list item.
type listed struct {
	depth int
	fresh bool       // the item's number is still to print
	props []property // of its first paragraph
	going []property // of its further paragraphs
}

func (m *marked) blocks(n ast.Node, in *listed) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		m.block(c, in)
	}
}

func (m *marked) block(n ast.Node, in *listed) {
	switch x := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		m.put(m.inline(n, m.runProps), in)
	case *ast.Heading:
		m.put(m.inline(n, bold(m.runProps)), in)
	case *ast.List:
		m.list(x, in)
	case *ast.Blockquote:
		m.blocks(n, in)
	case *ast.ThematicBreak:
		m.put(runXML(m.runProps, "* * *"), in)
	case *extast.Table:
		m.grid(x)
	case *ast.HTMLBlock:
		s := m.lines(n)
		if x.HasClosure() {
			s += string(x.ClosureLine.Value(m.src))
		}
		m.put(runXML(m.runProps, strings.TrimRight(s, "\n")), in)
	default:
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			m.put(runXML(m.runProps, strings.TrimRight(m.lines(n), "\n")), in)
			return
		}
		m.blocks(n, in)
	}
}

func (m *marked) lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(m.src))
	}
	return b.String()
}

// put writes one paragraph; in a list the first of an item has the number.
func (m *marked) put(content string, in *listed) {
	props := m.props
	if in != nil {
		props = in.going
		if in.fresh {
			props = in.props
			in.fresh = false
		}
	}
	m.b.WriteString(m.paragraph(props, content))
}

func bold(props []property) []property {
	return set(set(props, runOrder, "w:b", "<w:b/>"), runOrder, "w:bCs", "<w:bCs/>")
}

func italic(props []property) []property {
	return set(set(props, runOrder, "w:i", "<w:i/>"), runOrder, "w:iCs", "<w:iCs/>")
}

// list writes a list with a w:num of its own, so that its numbers begin anew.
func (m *marked) list(x *ast.List, in *listed) {
	depth := 0
	if in != nil {
		depth = in.depth + 1
	}
	level := min(depth, 8)
	start := -1
	if x.IsOrdered() {
		start = x.Start
	}
	l := m.r.list(x.IsOrdered(), level, start)
	if l.left < 0 { // ours: the first line begins where the paragraph's does
		l.left = m.firstLine() + 360*(level+1)
		l.hanging = 360
	}
	props := without(m.props, "w:numPr", "w:ind")
	if l.style != "" {
		props = set(props, paragraphOrder, "w:pStyle", `<w:pStyle w:val="`+xml.Escape(l.style)+`"/>`)
	}
	going := props
	props = set(props, paragraphOrder, "w:numPr", fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, level, l.num))
	first, further := fmt.Sprintf(`w:hanging="%d"`, l.hanging), 0
	if l.firstLine > 0 { // items as the decrees have them: paragraphs that begin with their number
		first, further = fmt.Sprintf(`w:firstLine="%d"`, l.firstLine), l.firstLine
	}
	props = set(props, paragraphOrder, "w:ind", fmt.Sprintf(`<w:ind w:left="%d" %s/>`, l.left, first))
	if l.style != "" { // the style's own number must not stand at the item's further paragraphs
		going = set(going, paragraphOrder, "w:numPr", `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>`)
	}
	going = set(going, paragraphOrder, "w:ind", fmt.Sprintf(`<w:ind w:left="%d" w:firstLine="%d"/>`, l.left, further))
	for c := x.FirstChild(); c != nil; c = c.NextSibling() {
		item := &listed{depth: depth, fresh: true, props: props, going: going}
		if c.FirstChild() == nil {
			m.put("", item)
		}
		m.blocks(c, item)
	}
}

// inline writes the runs of a paragraph.
func (m *marked) inline(n ast.Node, props []property) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch x := c.(type) {
		case *ast.Text:
			s := string(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(x.Segment.Value(m.src)))))
			if x.IsRaw() {
				s = string(x.Segment.Value(m.src))
			}
			if x.HardLineBreak() {
				s += "\n"
			} else if x.SoftLineBreak() && c.NextSibling() != nil {
				s += " "
			}
			b.WriteString(runXML(props, s))
		case *ast.String:
			b.WriteString(runXML(props, string(x.Value)))
		case *ast.Emphasis:
			if x.Level >= 2 {
				b.WriteString(m.inline(c, bold(props)))
			} else {
				b.WriteString(m.inline(c, italic(props)))
			}
		case *ast.Link:
			b.WriteString(m.link(string(x.Destination), m.inline(c, m.linkProps(props)), props))
		case *ast.AutoLink:
			target := string(x.URL(m.src))
			label := string(x.Label(m.src))
			if x.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(target, "mailto:") {
				target = "mailto:" + target
			}
			b.WriteString(m.link(target, runXML(m.linkProps(props), label), props))
		case *ast.RawHTML:
			for i := range x.Segments.Len() {
				seg := x.Segments.At(i)
				b.WriteString(runXML(props, string(seg.Value(m.src))))
			}
		case *ast.Image:
			b.WriteString(m.inline(c, props))
			b.WriteString(runXML(props, " ("+string(x.Destination)+")"))
		default: // code spans and what extensions add
			b.WriteString(m.inline(c, props))
		}
	}
	return b.String()
}

func (m *marked) linkProps(props []property) []property {
	if id := m.r.t.styles.named("character", "Hyperlink"); id != "" {
		return set(props, runOrder, "w:rStyle", `<w:rStyle w:val="`+xml.Escape(id)+`"/>`)
	}
	return props
}

// link writes a hyperlink; one that leads to a file or a script is written as its text.
func (m *marked) link(target, content string, props []property) string {
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" {
		return content + runXML(props, " ("+target+")")
	}
	id := m.r.relate(m.t.part.name, "hyperlink", u.String(), true)
	rel := "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	if m.r.t.wordNamespace() == strictW {
		rel = "http://purl.oclc.org/ooxml/officeDocument/relationships"
	}
	return `<w:hyperlink xmlns:r="` + rel + `" r:id="` + id + `">` + content + `</w:hyperlink>`
}

// grid writes a Markdown table.
func (m *marked) grid(t *extast.Table) {
	columns := len(t.Alignments)
	if columns == 0 {
		return
	}
	width := m.width / columns
	m.b.WriteString(`<w:tbl><w:tblPr>` + m.r.t.gridStyle("Table Grid") + fmt.Sprintf(`<w:tblW w:w="%d" w:type="dxa"/>`, width*columns) + gridBorders + `<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for range columns {
		fmt.Fprintf(&m.b, `<w:gridCol w:w="%d"/>`, width)
	}
	m.b.WriteString("</w:tblGrid>")
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		_, head := row.(*extast.TableHeader)
		m.b.WriteString("<w:tr><w:trPr><w:cantSplit/>")
		runs := m.runProps
		if head {
			m.b.WriteString("<w:tblHeader/>")
			runs = bold(runs)
		}
		m.b.WriteString("</w:trPr>")
		i := 0
		for c := row.FirstChild(); c != nil && i < columns; c = c.NextSibling() {
			props := set(without(m.props, "w:numPr", "w:ind"), paragraphOrder, "w:ind", `<w:ind w:left="0" w:firstLine="0"/>`)
			if jc := map[extast.Alignment]string{extast.AlignLeft: "left", extast.AlignRight: "right", extast.AlignCenter: "center"}[t.Alignments[i]]; jc != "" {
				props = set(props, paragraphOrder, "w:jc", `<w:jc w:val="`+jc+`"/>`)
			}
			fmt.Fprintf(&m.b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, width)
			m.b.WriteString(m.paragraph(props, m.inline(c, runs)) + "</w:tc>")
			i++
		}
		for ; i < columns; i++ {
			fmt.Fprintf(&m.b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p/></w:tc>`, width)
		}
		m.b.WriteString("</w:tr>")
	}
	m.b.WriteString("</w:tbl>")
}

const gridBorders = `<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
	`<w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
	`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders>`

// gridStyle is the w:tblStyle of the first table style that the template has, or "".
func (t *Template) gridStyle(names ...string) string {
	for _, n := range names {
		if id := t.styles.named("table", n); id != "" {
			return `<w:tblStyle w:val="` + xml.Escape(id) + `"/>`
		}
	}
	return ""
}

// firstLine is how far the first line of the placeholder's paragraph stands in, in twips.
func (s *setting) firstLine() int {
	pPr := s.t.para.node.Child("w:pPr")
	if ind := pPr.Child("w:ind"); ind != nil {
		if v, ok := twips(ind, "w:firstLine"); ok {
			return max(v, 0)
		}
	}
	return max(s.r.t.styles.firstLine(pPr.Child("w:pStyle").Get("w:val")), 0)
}

// A markedList is what a Markdown list looks like.
type markedList struct {
	num           int
	style         string // of its paragraphs; "": the placeholder's
	left, hanging int    // in twips; left is -1 if the template does not say
	firstLine     int    // in twips, instead of hanging
}

// list makes a w:num for a Markdown list. It looks as the template's styles "List Bullet" and
// "List Number" ("List Bullet 2" one level in) where the template has them.
func (r *run) list(ordered bool, level, start int) markedList {
	name, own := "List Bullet", &r.bullets
	if ordered {
		name, own = "List Number", &r.decimals
	}
	l, st := r.t.lists, r.t.styles
	m := markedList{num: r.nextNum, style: st.named("paragraph", name), left: -1}
	abstract := -1
	if m.style != "" {
		if n, _, ok := st.numbered(m.style); ok && n != 0 {
			if v, ok := l.nums[n]; ok {
				if lvl := l.level(v.abstract, level); lvl != nil {
					abstract = v.abstract
					ind := lvl.Path("w:pPr", "w:ind")
					left, ok := twips(ind, "w:left")
					if !ok {
						left, ok = twips(ind, "w:start")
					}
					if ok {
						m.left = left
						m.hanging, _ = twips(ind, "w:hanging")
						if m.hanging == 0 {
							m.firstLine, _ = twips(ind, "w:firstLine")
						}
					}
				}
			}
		}
		if deep := st.named("paragraph", fmt.Sprintf("%s %d", name, level+1)); level > 0 && deep != "" {
			m.style = deep
		}
	}
	if abstract < 0 {
		if *own == 0 {
			*own = l.nextAbs + len(r.abs) + 1
			r.abs = append(r.abs, abstractXML(*own-1, ordered))
		}
		abstract = *own - 1
	}
	r.nextNum++
	r.nums = append(r.nums, numXML(m.num, abstract, func(i int) (int, string) {
		if i == level && start >= 0 {
			return start, ""
		}
		return 1, ""
	}))
	return m
}

// abstractXML is the list that Markdown lists take where the template has none: "-", "+" as
// Vietnamese offices write, or 1., a), i).
func abstractXML(id int, ordered bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="hybridMultilevel"/>`, id)
	for i := range 9 {
		format, label := "bullet", [...]string{"-", "+", "•"}[i%3]
		if ordered {
			format = [...]string{"decimal", "lowerLetter", "lowerRoman"}[i%3]
			label = fmt.Sprintf([...]string{"%%%d.", "%%%d)", "%%%d)"}[i%3], i+1)
		}
		fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="360"/></w:pPr></w:lvl>`,
			i, format, label, 360*(i+1))
	}
	b.WriteString("</w:abstractNum>")
	return b.String()
}
