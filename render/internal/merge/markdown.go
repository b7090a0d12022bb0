package merge

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/xml"
)

// markdown writes Markdown as paragraphs: lists, bold, italic, tables, hard breaks and links
// as what they are, headings as bold paragraphs, all else as its text. Nothing is lost: what
// is read otherwise than by CommonMark stands in typed.go.
func (s *setting) markdown(src string) string {
	m := &marked{setting: s, src: []byte(typed(strings.ReplaceAll(src, "\r\n", "\n")))}
	p := wholeMarkdown()
	if containers, marks := tangled(string(m.src)); containers || marks {
		p = newMarkdown(containers, marks)
	}
	m.blocks(p.Parse(gmtext.NewReader(m.src)), nil)
	m.flush()
	return m.b.String()
}

// wholeMarkdown is the parser of all that is not tangled, made when it is first needed;
// goroutines share it.
var wholeMarkdown = sync.OnceValue(func() parser.Parser { return newMarkdown(false, false) })

// newMarkdown is a parser that leaves out the containers or the marks. What programmers have
// and offices do not is left out always: code by its indent or its fence, HTML, headings by
// the line below them, rules, and reference definitions, which would vanish from the text.
func newMarkdown(containers, marks bool) parser.Parser {
	blocks := []util.PrioritizedValue{util.Prioritized(paragraphs{parser.NewParagraphParser()}, 1000)}
	if !containers {
		blocks = append(blocks, util.Prioritized(parser.NewListParser(), 300), util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewATXHeadingParser(), 600), util.Prioritized(parser.NewBlockquoteParser(), 800))
	}
	var inlines []util.PrioritizedValue
	if !marks {
		inlines = []util.PrioritizedValue{
			util.Prioritized(parser.NewCodeSpanParser(), 100), util.Prioritized(parser.NewLinkParser(), 200), util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400), util.Prioritized(emphasis{}, 500),
		}
	}
	p := parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
	)
	p.AddOptions(parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)))
	return p
}

// paragraphs are those of CommonMark, which an indent of four spaces makes no code.
type paragraphs struct{ parser.BlockParser }

func (paragraphs) CanAcceptIndentedLine() bool { return true }

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
	src    []byte
	b      strings.Builder
	before string // marks of list items that the next paragraph begins with
}

// A listed is an open list item.
type listed struct {
	depth int
	fresh bool       // the item's number is still to print
	props []property // of its first paragraph
	going []property // of its further paragraphs
	mark  string     // as it was typed, where the list does not print it
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
	case *extast.Table:
		m.flush()
		m.grid(x)
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
			m.before += in.mark
			in.fresh = false
		}
	}
	if m.before != "" {
		content = runXML(m.runProps, m.before) + content
		m.before = ""
	}
	m.b.WriteString(m.paragraph(props, content))
}

// flush writes the marks that no paragraph came behind.
func (m *marked) flush() {
	if m.before != "" {
		m.put("", nil)
	}
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
	marks := m.marks(x)
	prints := m.before == "" && l.prints(marks) && itemsBeginWithText(x)
	num := 0
	if prints {
		num = m.r.startList(l, level)
	}
	props := without(m.props, "w:numPr", "w:ind")
	if l.style != "" {
		props = set(props, paragraphOrder, "w:pStyle", `<w:pStyle w:val="`+xml.Escape(l.style)+`"/>`)
	}
	going := props
	if l.style != "" { // the style's own number must not stand at the item's further paragraphs
		going = set(going, paragraphOrder, "w:numPr", `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>`)
	}
	if prints {
		props = set(props, paragraphOrder, "w:numPr", fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, level, num))
	} else {
		props = going
	}
	first, further := fmt.Sprintf(`w:hanging="%d"`, l.hanging), 0
	if l.firstLine > 0 { // items as the decrees have them: paragraphs that begin with their number
		first, further = fmt.Sprintf(`w:firstLine="%d"`, l.firstLine), l.firstLine
	}
	props = set(props, paragraphOrder, "w:ind", fmt.Sprintf(`<w:ind w:left="%d" %s/>`, l.left, first))
	going = set(going, paragraphOrder, "w:ind", fmt.Sprintf(`<w:ind w:left="%d" w:firstLine="%d"/>`, l.left, further))
	for c, i := x.FirstChild(), 0; c != nil; c, i = c.NextSibling(), i+1 {
		item := &listed{depth: depth, fresh: true, props: props, going: going}
		if !prints {
			item.mark = marks[i] + " "
		}
		switch {
		case c.FirstChild() == nil:
			m.put("", item)
		case !beginsWithText(c): // "1. - a": the item's own mark stands before that of the item in it
			m.before += item.mark
			item.fresh = false
		}
		m.blocks(c, item)
	}
}

// itemsBeginWithText reports whether each item of a list has a paragraph that its number can
// stand at.
func itemsBeginWithText(x *ast.List) bool {
	for c := x.FirstChild(); c != nil; c = c.NextSibling() {
		if c.FirstChild() != nil && !beginsWithText(c) {
			return false
		}
	}
	return true
}

func beginsWithText(item ast.Node) bool {
	switch item.FirstChild().(type) {
	case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
		return true
	}
	return false
}

var itemMark = lazy.Compile(`^[ \t]*([-+*]|\d+[.)])`)

// marks are the marks of a list's items as they were typed: "-", "1.".
func (m *marked) marks(x *ast.List) []string {
	var all []string
	for c := x.FirstChild(); c != nil; c = c.NextSibling() {
		mark := ""
		if typed := itemMark.FindSubmatch(m.src[c.Pos():]); typed != nil {
			mark = string(typed[1])
		}
		all = append(all, mark)
	}
	return all
}

// prints reports whether a list's own numbers and bullets are what was typed. A dash is the
// bullet of whatever list; other signs are meant as they are.
func (l *markedList) prints(marks []string) bool {
	for i, mark := range marks {
		if mark == "-" {
			continue
		}
		if want := l.label; want == "" || strings.Replace(want, "%", strconv.Itoa(l.start+i), 1) != mark {
			return false
		}
	}
	return true
}

// inline writes the runs of a paragraph.
func (m *marked) inline(n ast.Node, props []property) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch x := c.(type) {
		case *ast.Text:
			s := strings.ReplaceAll(string(x.Segment.Value(m.src)), "\n", " ") // a code span may have lines
			if !x.IsRaw() {
				s = unescape(x.Segment.Value(m.src))
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
			b.WriteString(m.written(x, props))
		case *ast.AutoLink:
			target := string(x.URL(m.src))
			label := string(x.Label(m.src))
			if x.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(target, "mailto:") {
				target = "mailto:" + target
			}
			b.WriteString(m.link(target, runXML(m.linkProps(props), label), props))
		case *ast.RawHTML:
			tag := ""
			for i := range x.Segments.Len() {
				seg := x.Segments.At(i)
				tag += string(seg.Value(m.src))
			}
			if lineBreak.MatchString(tag) {
				tag = "\n"
			}
			b.WriteString(runXML(props, tag))
		case *ast.Image:
			b.WriteString(runXML(props, "!["))
			b.WriteString(m.inline(c, props))
			b.WriteString(runXML(props, "]("+string(x.Destination)+titled(x.Title)+")"))
		default: // code spans and what extensions add
			b.WriteString(m.inline(c, props))
		}
	}
	return b.String()
}

// written writes a link of the text. One to no address of the web is not meant as a link:
// "khoản [5](3)".
func (m *marked) written(x *ast.Link, props []property) string {
	target := string(x.Destination)
	if u, err := url.Parse(target); err != nil || u.Scheme == "" {
		return runXML(props, "[") + m.inline(x, props) + runXML(props, "]("+target+titled(x.Title)+")")
	}
	content := m.inline(x, m.linkProps(props))
	if x.FirstChild() == nil {
		content = runXML(m.linkProps(props), target)
	}
	return m.link(target, content, props) + runXML(props, titled(x.Title))
}

// titled is a link's title as it was typed, with the space before it.
func titled(title []byte) string {
	if len(title) == 0 {
		return ""
	}
	return ` "` + string(title) + `"`
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
	if err != nil || !docx.MayFollow(target) {
		return content + runXML(props, " ("+target+")")
	}
	id := m.r.relate(m.t.part.name, "hyperlink", u.String(), true)
	rel := "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	if m.r.t.wordNamespace() == strictW {
		rel = "http://purl.oclc.org/ooxml/officeDocument/relationships"
	}
	return `<w:hyperlink xmlns:r="` + rel + `" r:id="` + id + `">` + content + `</w:hyperlink>`
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
	abstract      int    // w:abstractNum that has its levels
	style         string // of its paragraphs; "": the placeholder's
	left, hanging int    // in twips; left is -1 if the template does not say
	firstLine     int    // in twips, instead of hanging
	label         string // of its items, "%." for decimals; "" for what none of the typed marks is
	start         int    // number of its first item
}

// list is the look of a Markdown list: that of the template's styles "List Bullet" and
// "List Number" ("List Bullet 2" one level in) where the template has them.
func (r *run) list(ordered bool, level, start int) markedList {
	name, own := "List Bullet", &r.bullets
	if ordered {
		name, own = "List Number", &r.decimals
	}
	l, st := r.t.lists, r.t.styles
	m := markedList{abstract: -1, style: st.named("paragraph", name), left: -1, start: start}
	if m.style != "" {
		if n, _, ok := st.numbered(m.style); ok && n != 0 {
			if v, ok := l.nums[n]; ok {
				if lvl := l.level(v.abstract, level); lvl != nil {
					m.abstract = v.abstract
					m.label = labelOf(lvl, level)
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
	if m.abstract < 0 {
		if *own == 0 {
			*own = l.nextAbs + len(r.abs) + 1
			r.abs = append(r.abs, abstractXML(*own-1, ordered))
		}
		m.abstract = *own - 1
		switch {
		case !ordered:
			m.label = bulletLabels[level%3]
		case level%3 == 0:
			m.label = "%."
		}
	}
	return m
}

// startList makes a w:num for a list, so that its numbers begin with its own first one.
func (r *run) startList(l markedList, level int) (num int) {
	num = r.nextNum
	r.nextNum++
	r.nums = append(r.nums, numXML(num, l.abstract, func(i int) (int, string) {
		if i == level && l.start >= 0 {
			return l.start, ""
		}
		return 1, ""
	}))
	return num
}

// labelOf is the label of a level's items, see [markedList].
func labelOf(lvl *xml.Node, level int) string {
	text := lvl.Child("w:lvlText").Get("w:val")
	switch lvl.Child("w:numFmt").Get("w:val") {
	case "decimal", "":
		own := fmt.Sprintf("%%%d", level+1)
		if strings.Count(text, "%") == 1 && strings.Contains(text, own) {
			return strings.Replace(text, own, "%", 1)
		}
	case "bullet":
		return text
	}
	return ""
}

var bulletLabels = [...]string{"-", "+", "•"}

// abstractXML is the list that Markdown lists take where the template has none: "-", "+" as
// Vietnamese offices write, or 1., a), i).
func abstractXML(id int, ordered bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="hybridMultilevel"/>`, id)
	for i := range 9 {
		format, label := "bullet", bulletLabels[i%3]
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
