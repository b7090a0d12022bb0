package wml

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// An outline is what a table of contents asks a document for.
type outline struct {
	parser *parser
	pars   []outlined // of the body, in its order; those in text boxes are none of them
	byNode map[int]int
}

// An outlined paragraph is one of the body, and where it begins in the part.
type outlined struct {
	start   int
	par     *Paragraph
	section int
}

func readOutline(pkg *docx.Package, limits limit.Limits) *outline {
	o := &outline{parser: newParser(pkg, limits), byNode: map[int]int{}}
	o.parser.each = func(n *xml.Node, par *Paragraph) {
		if o.parser.part.name != pkg.Main() {
			return
		}
		for a := n.Parent; a != nil; a = a.Parent {
			if a.Name == "w:txbxContent" {
				return
			}
		}
		o.byNode[n.Start] = len(o.pars)
		o.pars = append(o.pars, outlined{n.Start, par, len(o.parser.doc.Sections)})
	}
	o.parser.read()
	return o
}

// headingLevel is 1 to 9 for a paragraph in one of the styles "heading 1" to "heading 9",
// else 0.
func headingLevel(par *Paragraph) int {
	rest, ok := strings.CutPrefix(strings.ToLower(par.Props.StyleName), "heading ")
	if n, err := strconv.Atoi(rest); ok && err == nil && n >= 1 && n <= 9 {
		return n
	}
	return 0
}

// headingBefore is where the last heading of a level up to this one begins before a place
// in the part; 0 if there is none.
func (o *outline) headingBefore(at, level int) int {
	found := 0
	for _, q := range o.pars {
		if q.start >= at {
			break
		}
		if l := headingLevel(q.par); l > 0 && l <= level {
			found = q.start
		}
	}
	return found
}

// contentsOptions are the switches of a TOC field (§17.16.5.68).
type contentsOptions struct {
	from, to     int            // \o: the levels of built-in headings; 0: none
	outline      bool           // \u
	outlineRange [2]int         // levels of \u
	styles       map[string]int // \t: level by style name in lower case
	caption      string         // \c: the SEQ identifier; \a
	bare         bool           // \a: captions without their labels and numbers
	bookmark     string         // \b: what stands in it
	marked       string         // \f: the identifier of TC fields, in small letters; "": none
	markedLevels [2]int         // \l: of TC fields
	sequence     string         // \s: the SEQ whose number stands before the page's
	between      string         // \d: what stands between the two
	tabs, breaks bool           // \w, \x: tabs and line breaks of the headings stay
	noPages      [2]int         // \n: levels without page numbers
	separator    string         // \p
	links        bool           // \h
}

// readContents reads the switches; false if one of them asks for what we do not make.
func readContents(words []string) (o contentsOptions, ok bool) {
	o.separator, o.between, o.markedLevels = "\t", "-", [2]int{1, 9}
	levels := func(s string) [2]int {
		from, to, both := strings.Cut(s, "-")
		a, err1 := strconv.Atoi(strings.TrimSpace(from))
		b, err2 := strconv.Atoi(strings.TrimSpace(to))
		if !both || err1 != nil || err2 != nil {
			return [2]int{1, 9}
		}
		return [2]int{clamp(a, 1, 9), clamp(b, 1, 9)}
	}
	for i := 1; i < len(words); i++ {
		argument := ""
		if i+1 < len(words) && !strings.HasPrefix(words[i+1], `\`) {
			argument = words[i+1]
		}
		switch strings.ToLower(words[i]) {
		case `\o`:
			r := levels(argument)
			o.from, o.to = r[0], r[1]
		case `\u`:
			o.outline = true
		case `\h`:
			o.links = true
		case `\n`:
			o.noPages = levels(argument)
		case `\p`:
			o.separator = argument
		case `\t`:
			o.styles = map[string]int{}
			list := strings.FieldsFunc(argument, func(r rune) bool { return r == ',' || r == ';' })
			for k := 0; k+1 < len(list); k += 2 {
				if n, err := strconv.Atoi(strings.TrimSpace(list[k+1])); err == nil && n >= 1 && n <= 9 {
					o.styles[strings.ToLower(strings.TrimSpace(list[k]))] = n
				}
			}
		case `\c`:
			o.caption = strings.ToLower(argument)
		case `\a`:
			o.caption, o.bare = strings.ToLower(argument), true
		case `\b`:
			o.bookmark = argument
		case `\f`:
			o.marked = strings.ToLower(cmp.Or(argument, "C"))
		case `\l`:
			o.marked, o.markedLevels = cmp.Or(o.marked, "c"), levels(argument)
		case `\s`:
			o.sequence = argument
		case `\d`:
			o.between = argument
		case `\w`:
			o.tabs = true
		case `\x`:
			o.breaks = true
		case `\z`, `\*`: // what a page of the web hides; MERGEFORMAT
		default:
			if strings.HasPrefix(words[i], `\`) {
				return o, false
			}
		}
	}
	o.outlineRange = [2]int{1, 9}
	if o.from > 0 {
		o.outlineRange = [2]int{o.from, o.to}
	} else if o.caption == "" && o.marked == "" && !o.outline && o.styles == nil {
		o.from, o.to = 1, 9
	}
	return o, true
}

// level is the level of a paragraph in the contents, 0 if it is not among them.
func (o *contentsOptions) level(par *Paragraph) int {
	if n := o.styles[strings.ToLower(par.Props.StyleName)]; n > 0 {
		return n
	}
	if n := headingLevel(par); n > 0 && n >= o.from && n <= o.to {
		return n
	}
	if n := par.Props.OutlineLevel + 1; o.outline && n >= max(o.outlineRange[0], 1) && n <= o.outlineRange[1] {
		return n
	}
	return 0
}

// A contents is the making of all tables of contents of a part.
type contents struct {
	*fieldPart
	outline   *outline
	nodes     map[int]*xml.Node // paragraphs by where they begin
	names     map[string]bool   // of bookmarks
	lastID    int
	bookmarks map[int]string // by where an entry stands: the one that contents lead to
	captions  map[string]*fieldSpan
	styles    map[string]string // IDs of styles that the document lacks, by name
	made      []string          // their names, in order
}

// rebuildContents makes the tables of contents of a document anew.
func rebuildContents(pkg *docx.Package, limits limit.Limits) *docx.Package {
	parts := fieldParts(pkg, limits, true)
	if len(parts) == 0 || parts[0].name != pkg.Main() {
		return pkg
	}
	c := &contents{fieldPart: parts[0], outline: readOutline(pkg, limits), nodes: map[int]*xml.Node{}, names: map[string]bool{}, bookmarks: map[int]string{}, styles: map[string]string{}}
	if slices.ContainsFunc(c.fields, func(f *fieldSpan) bool { return f.name() == "TOC" && has(f.words, `\s`) }) {
		c.count(c.outline)
	}
	for n := range c.root.All("w:p") {
		c.nodes[n.Start] = n
	}
	for n := range c.root.All("w:bookmarkStart") {
		c.names[n.Get("w:name")] = true
		c.lastID = max(c.lastID, intAttr(n, "w:id", 0))
	}
	for _, f := range c.fields {
		if f.name() == "TOC" {
			c.rebuild(f)
		}
	}
	return change(pkg, parts, c.newStyles(pkg))
}

// contents are the switches of a TOC field, where its table can be made anew: not where it does
// not stand in whole paragraphs of its own, in the body, or where its kind is none that we make.
func (f *fieldSpan) contents() (o contentsOptions, ok bool) {
	first, last := f.first, f.last
	if o, ok = readContents(f.words); !ok || o.bookmark != "" && !strings.Contains(f.source, `name="`+xml.Escape(o.bookmark)+`"`) || f.outer != nil || f.inBranch || f.section < 0 || first == nil || last == nil || first.Parent != last.Parent ||
		f.begin.Name != "w:fldChar" || f.begin.Parent.Parent != first || f.end.Parent.Parent != last {
		return o, false
	}
	if f.separate == nil {
		return o, first == last
	}
	if f.separate.Parent.Parent != first {
		return o, false
	}
	for _, t := range f.texts {
		if t.Parent == f.separate.Parent || t.Parent == f.end.Parent {
			return o, false
		}
	}
	for n := first; n != nil && n.Start <= last.Start; n = n.Next {
		if n.Path("w:pPr", "w:sectPr") != nil && !(n == last && f.endsAlone()) {
			return o, false
		}
	}
	return o, true
}

// endsAlone reports whether nothing of a field stands in the paragraph that it ends in.
func (f *fieldSpan) endsAlone() bool {
	return f.first != f.last && !slices.ContainsFunc(f.texts, func(t *xml.Node) bool { return t.Start > f.last.Start && t.End < f.last.End })
}

// rebuild makes one table of contents.
func (c *contents) rebuild(f *fieldSpan) {
	options, ok := f.contents()
	if !ok {
		return
	}
	first, last := f.first, f.last
	headEnd, separate := f.end.Parent.Start, "<"+c.prefix+"r><"+c.prefix+"fldChar "+c.prefix+`fldCharType="separate"/></`+c.prefix+"r>"
	if f.separate != nil {
		headEnd, separate = f.separate.Parent.End, ""
	}
	endsAlone := f.endsAlone()
	old := map[entryKind]string{} // w:pPr of the entries so far
	for n := first; n != nil && n.Start <= last.Start; n = n.Next {
		ppr := n.Child("w:pPr")
		tabs := 0
		for r := range n.All("w:r") {
			if r.Child("w:tab") != nil {
				tabs++
			}
		}
		if kind := (entryKind{val(ppr, "w:pStyle"), tabs > 1}); kind.style != "" && old[kind] == "" {
			old[kind] = c.src[ppr.Start:ppr.End]
		}
	}
	var b strings.Builder
	afterProps := func(n *xml.Node) int {
		if ppr := n.Child("w:pPr"); ppr != nil {
			return ppr.End
		}
		return n.InnerStart
	}
	b.WriteString(c.src[first.Start:first.InnerStart])
	head := c.src[afterProps(first):headEnd] + separate
	entries := 0
	for _, q := range c.entries(&options, first.Start, last.Start) {
		body := c.entry(&options, q)
		if body == "" {
			continue
		}
		props := c.entryProps(&options, old, f, q)
		if entries > 0 {
			b.WriteString("</" + c.prefix + "p><" + c.prefix + "p>")
		}
		b.WriteString(props)
		if entries == 0 {
			b.WriteString(head)
		}
		b.WriteString(body)
		entries++
	}
	if entries == 0 {
		b.WriteString(c.src[first.InnerStart:afterProps(first)] + head)
	}
	if endsAlone {
		b.WriteString("</" + c.prefix + "p>" + c.src[last.Start:afterProps(last)])
	}
	b.WriteString(c.src[f.end.Parent.Start:last.End])
	c.edits = append(c.edits, edit{first.Start, last.End, b.String()})
}

// An entryKind is what entries have in common that look alike.
type entryKind struct {
	style    string
	numbered bool // a number and a tab stand before the text
}

// A listed entry is a paragraph that a table of contents lists, or what a TC field in one says.
type listed struct {
	outlined
	level int
	at    int        // where it stands
	by    *fieldSpan // the TC field, or the SEQ field of a caption; nil: a heading
	text  string
}

// entries are what a table of contents lists, in the document's order, but for what stands in
// the table itself.
func (c *contents) entries(o *contentsOptions, first, last int) (list []listed) {
	from, to := 0, len(c.src)
	if o.bookmark != "" {
		from, to = c.marked(o.bookmark)
	}
	take := func(e listed) {
		if e.level > 0 && (e.start < first || e.start > last) && e.at < to && max(e.at, c.nodes[e.start].End) > from {
			list = append(list, e)
		}
	}
	for _, q := range c.outline.pars {
		e := listed{outlined: q, at: q.start, text: o.plain(q.par)}
		if o.caption == "" {
			e.level = o.level(q.par)
		} else if e.by = c.caption(q.start, o.caption); e.by != nil {
			e.level = 1
			if o.bare {
				e.text = c.behind(e.by)
			}
		}
		take(e)
	}
	for _, f := range c.fields {
		if o.marked == "" || f.name() != "TC" || len(f.words) < 2 || f.first == nil || f.inBranch {
			continue
		}
		i, ok := c.outline.byNode[f.first.Start]
		if id, _ := argument(f.words[2:], `\f`); !ok || !strings.EqualFold(cmp.Or(id, "C"), o.marked) {
			continue
		}
		e := listed{outlined: c.outline.pars[i], at: f.begin.Start, by: f, text: f.words[1], level: 1}
		if s, ok := argument(f.words[2:], `\l`); ok {
			e.level, _ = strconv.Atoi(s)
		}
		if e.level >= o.markedLevels[0] && e.level <= o.markedLevels[1] {
			take(e)
		}
	}
	slices.SortStableFunc(list, func(a, b listed) int { return a.at - b.at })
	return list
}

// marked is where a bookmark begins and ends.
func (c *contents) marked(name string) (from, to int) {
	id := ""
	for n := range c.root.All("w:bookmarkStart") {
		if strings.EqualFold(n.Get("w:name"), name) {
			id, from = n.Get("w:id"), n.Start
			break
		}
	}
	for n := range c.root.All("w:bookmarkEnd") {
		if n.Get("w:id") == id && n.Start > from {
			return from, n.Start
		}
	}
	return from, from
}

// caption is the SEQ field of that identifier in a paragraph, nil if none stands there.
func (c *contents) caption(start int, identifier string) *fieldSpan {
	if c.captions == nil {
		c.captions = map[string]*fieldSpan{}
		for _, f := range c.fields {
			if f.first != nil && f.name() == "SEQ" && len(f.words) > 1 {
				if k := strings.ToLower(f.words[1]) + " " + strconv.Itoa(f.first.Start); c.captions[k] == nil {
					c.captions[k] = f
				}
			}
		}
	}
	return c.captions[identifier+" "+strconv.Itoa(start)]
}

// behind is what a caption says behind its number.
func (c *contents) behind(f *fieldSpan) string {
	var b strings.Builder
	for n := range f.first.All("w:t") {
		if n.Start > f.end.Start {
			b.WriteString(n.Content())
		}
	}
	return strings.TrimLeft(b.String(), " \t\u00a0.:-–—")
}

// sequence is the number of a SEQ as it stands at a place: of a chapter, before a page's number.
func (c *contents) sequence(identifier string, at int) string {
	s := ""
	for _, f := range c.fields {
		if f.begin.Start < at && f.name() == "SEQ" && len(f.words) > 1 && strings.EqualFold(f.words[1], identifier) {
			s = f.ordinal
		}
	}
	return s
}

// entry is what stands in the paragraph of one entry, "" if the heading has no text.
func (c *contents) entry(o *contentsOptions, q listed) string {
	w := c.prefix
	text := func(s string) string {
		return "<" + w + "r><" + w + `t xml:space="preserve">` + xml.Escape(s) + "</" + w + "t></" + w + "r>"
	}
	tab := "<" + w + "r><" + w + "tab/></" + w + "r>"
	title := strings.Trim(q.text, " \t\v\u00a0")
	if title == "" {
		return ""
	}
	var b strings.Builder
	if l := q.par.Label; q.by == nil && l != nil && !l.Bullet && l.Text != "" {
		b.WriteString(text(l.Text))
		switch l.Suffix {
		case SuffixTab:
			b.WriteString(tab)
		case SuffixSpace:
			b.WriteString(text(" "))
		}
	}
	for i, piece := range strings.Split(title, "\t") {
		if i > 0 {
			b.WriteString(tab)
		}
		for k, line := range strings.Split(piece, "\v") {
			if k > 0 {
				b.WriteString("<" + w + "r><" + w + "br/></" + w + "r>")
			}
			if line != "" {
				b.WriteString(text(line))
			}
		}
	}
	bookmark := c.bookmark(q)
	if (q.level < o.noPages[0] || q.level > o.noPages[1]) && !(q.tc() && has(q.by.words[2:], `\n`)) {
		if o.separator == "\t" {
			b.WriteString(tab)
		} else if o.separator != "" {
			b.WriteString(text(o.separator))
		}
		char := func(kind string) string {
			return "<" + w + "r><" + w + "fldChar " + w + `fldCharType="` + kind + `"/></` + w + "r>"
		}
		if o.sequence != "" {
			if s := c.sequence(o.sequence, q.at); s != "" {
				b.WriteString(text(s + o.between))
			}
		}
		b.WriteString(char("begin") + "<" + w + "r><" + w + `instrText xml:space="preserve"> PAGEREF ` + bookmark + ` \h </` + w + "instrText></" + w + "r>" +
			char("separate") + text("1") + char("end"))
	}
	if !o.links {
		return b.String()
	}
	return "<" + w + "hyperlink " + w + `anchor="` + bookmark + `" ` + w + `history="1">` + b.String() + "</" + w + "hyperlink>"
}

// tc reports whether a TC field made the entry.
func (q *listed) tc() bool { return q.by != nil && q.by.name() == "TC" }

// runStart is where the run of a TC field begins.
func (q *listed) runStart() int {
	if q.by.begin.Name == "w:fldChar" {
		return q.by.begin.Parent.Start
	}
	return q.by.begin.Start
}

// plain is the text of a paragraph as a table of contents with these switches has it: tabs and
// line breaks are spaces, unless they stay.
func (o *contentsOptions) plain(par *Paragraph) string {
	var b strings.Builder
	for _, i := range par.Inlines {
		switch i.(type) {
		case *Tab:
			b.WriteByte(map[bool]byte{true: '\t', false: ' '}[o.tabs])
		case *Break:
			b.WriteByte(map[bool]byte{true: '\v', false: ' '}[o.breaks])
		default:
			b.WriteString(plain(&Paragraph{Inlines: []Inline{i}}))
		}
	}
	return b.String()
}

// plain is the text of a paragraph in one line.
func plain(par *Paragraph) string {
	var b strings.Builder
	for _, i := range par.Inlines {
		switch i := i.(type) {
		case *Text:
			if !i.Props.Hidden {
				b.WriteString(i.Text)
			}
		case *Tab:
			b.WriteByte('\t')
		case *Break:
			b.WriteByte(' ')
		case *Field:
			b.WriteString(i.Stored)
		}
	}
	return b.String()
}

// bookmark is the name of the _Toc bookmark of an entry's paragraph, or of its TC field, which
// gets one if it has none.
func (c *contents) bookmark(q listed) string {
	if name := c.bookmarks[q.at]; name != "" {
		return name
	}
	n := c.nodes[q.start]
	for b := range n.All("w:bookmarkStart") {
		name := b.Get("w:name")
		if strings.HasPrefix(name, "_Toc") && (!q.tc() || b.End < q.runStart() && strings.Count(c.src[b.End:q.runStart()], "<") == 1) {
			c.bookmarks[q.at] = name
			return name
		}
	}
	name := ""
	for k := 200000001 + len(c.bookmarks); name == "" || c.names[name]; k++ {
		name = "_Toc" + strconv.Itoa(k)
	}
	c.names[name] = true
	c.bookmarks[q.at] = name
	c.lastID++
	at, to := n.InnerStart, n.InnerEnd
	if ppr := n.Child("w:pPr"); ppr != nil {
		at = ppr.End
	}
	if q.tc() {
		at, to = q.runStart(), q.runStart()
	}
	id := fmt.Sprintf(`%sid="%d"`, c.prefix, c.lastID)
	c.edits = append(c.edits,
		edit{at, at, "<" + c.prefix + "bookmarkStart " + id + " " + c.prefix + `name="` + name + `"/>`},
		edit{to, to, "<" + c.prefix + "bookmarkEnd " + id + "/>"})
	return name
}

// entryProps is the w:pPr of an entry: that of an entry of the same style so far, else
// the style alone, with tab stops where it has none for the page number.
func (c *contents) entryProps(o *contentsOptions, old map[entryKind]string, f *fieldSpan, q listed) string {
	level := q.level
	name := "toc " + strconv.Itoa(level)
	if o.caption != "" {
		name = "table of figures"
	}
	p := c.outline.parser
	var ids []string
	for id, s := range p.styles {
		if s.kind == "paragraph" && strings.EqualFold(s.name, name) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	props := new(ParagraphProps)
	id := ""
	if len(ids) > 0 {
		id = ids[0]
		props = p.parFormat(parContext{nil, p.styleOf(id, "paragraph")}, nil).props
	} else {
		id = c.newStyle(name)
		props.IndentLeft = EMU(level-1) * 220 * PerTwip
	}
	label := q.par.Label
	numbered := q.by == nil && label != nil && !label.Bullet && label.Text != "" && label.Suffix == SuffixTab
	if ppr := old[entryKind{id, numbered}]; strings.Contains(ppr, "tabs") {
		return ppr
	}
	w := c.prefix
	b := "<" + w + "pPr><" + w + `pStyle ` + w + `val="` + xml.Escape(id) + `"/>`
	toRight := slices.ContainsFunc(props.Tabs, func(t TabStop) bool { return t.Align == TabRight })
	if !toRight && o.separator == "\t" {
		sections := p.doc.Sections
		width := sections[min(max(f.section, 0), len(sections)-1)].Columns[0].Width - props.IndentRight
		b += "<" + w + "tabs>"
		if numbered {
			b += fmt.Sprintf(`<%stab %sval="left" %spos="%d"/>`, w, w, w, (props.IndentLeft+220*EMU(level+1)*PerTwip)/PerTwip)
		}
		b += fmt.Sprintf(`<%stab %sval="right" %sleader="dot" %spos="%d"/></%stabs>`, w, w, w, w, width/PerTwip, w)
	}
	return b + "</" + w + "pPr>"
}

// newStyle is the ID of a style that the document lacks.
func (c *contents) newStyle(name string) string {
	if id := c.styles[name]; id != "" {
		return id
	}
	id := map[bool]string{true: "TableofFigures", false: strings.ToUpper(strings.ReplaceAll(name, " ", ""))}[name == "table of figures"]
	for c.outline.parser.styles[id] != nil {
		id += "a"
	}
	c.styles[name] = id
	c.made = append(c.made, name)
	return id
}

// newStyles adds the styles that the document lacks as Word has them built in.
func (c *contents) newStyles(pkg *docx.Package) docx.Change {
	name := pkg.Related(pkg.Main(), "styles")
	data, ok := pkg.Part(name)
	if len(c.made) == 0 || !ok {
		return docx.Change{}
	}
	src, err := xml.UTF8(data)
	end := strings.LastIndex(src, "</")
	if err != nil || end < 0 {
		return docx.Change{}
	}
	w := ""
	if qname := src[end+2:]; strings.Contains(qname, ":") {
		w = qname[:strings.IndexByte(qname, ':')+1]
	}
	var b strings.Builder
	for _, style := range c.made {
		indent := 0
		if n, err := strconv.Atoi(strings.TrimPrefix(style, "toc ")); err == nil {
			indent = 220 * (n - 1)
		}
		base := c.outline.parser.defaultPar.id
		element := func(name, value string) string {
			return "<" + w + name + " " + w + `val="` + xml.Escape(value) + `"/>`
		}
		b.WriteString("<" + w + "style " + w + `type="paragraph" ` + w + `styleId="` + c.styles[style] + `">` + element("name", style))
		if base != "" {
			b.WriteString(element("basedOn", base) + element("next", base))
		}
		b.WriteString(element("uiPriority", "39") + "<" + w + "unhideWhenUsed/>" +
			fmt.Sprintf(`<%spPr><%sspacing %sbefore="0" %safter="100"/><%sind %sleft="%d" %sfirstLine="0"/></%spPr></%sstyle>`, w, w, w, w, w, w, indent, w, w, w))
	}
	return docx.Change{Parts: map[string][]byte{name: []byte(src[:end] + b.String() + src[end:])}}
}
