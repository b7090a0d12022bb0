package wml

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/internal/xml"
)

// reference is what a REF prints (§17.16.5.52): the text of a bookmark, or the number of its
// paragraph; words begin with the bookmark's name. Not ok if there is no such bookmark.
func (e *evaluator) reference(f *fieldSpan, words []string) (string, bool) {
	m := e.marks[strings.ToLower(words[0])]
	if m.part == nil || has(words, `\f`) {
		return "", false
	}
	s, numbered := "", false
	for _, context := range []string{`\w`, `\r`, `\n`} {
		if has(words, context) {
			numbered = true
			var ok bool
			if s, ok = e.paragraphNumber(m.start, f, context); !ok {
				return "", false
			}
			if has(words, `\t`) {
				s = numberAlone(s)
			}
			break
		}
	}
	if has(words, `\p`) {
		side := e.side(m, f)
		if numbered {
			return s + " " + side, true
		}
		return side, true
	}
	if numbered {
		return s, true
	}
	return strings.TrimSuffix(e.text(m.start, m.from, m.to), "\n"), true
}

// numberAlone is a number without its words (\t): "Điều 2" is 2.
func numberAlone(s string) string {
	return strings.TrimLeft(s[strings.LastIndexAny(s, " \t\u00a0")+1:], " \t")
}

// side tells whether a bookmark stands before a field or after it, in the words of Word.
func (e *evaluator) side(m bookmark, f *fieldSpan) string {
	before := m.from <= f.begin.Start
	if m.part != f.part {
		before = slices.Index(e.parts, m.part) < slices.Index(e.parts, f.part)
	}
	english := strings.Contains(e.shownStored(f), "above") || strings.Contains(e.shownStored(f), "below")
	switch {
	case english && before:
		return "above"
	case english:
		return "below"
	case before:
		return "ở trên"
	}
	return "ở dưới"
}

// paragraphAt is the paragraph that a node stands in, or the next one if it stands in none.
func paragraphAt(n *xml.Node) *xml.Node {
	for a := n; a != nil; a = a.Parent {
		if a.Name == "w:p" {
			return a
		}
	}
	for s := n.Next; s != nil; s = s.Next {
		if s.Name == "w:p" {
			return s
		}
		for p := range s.All("w:p") {
			return p
		}
	}
	return nil
}

// paragraphNumber is the number of the paragraph that a node stands in, without the full stop
// behind it (§17.16.5.52): as it stands there (\n), with what tells it apart from where the
// field stands (\r), or with all the numbers above it (\w).
func (e *evaluator) paragraphNumber(n *xml.Node, f *fieldSpan, context string) (string, bool) {
	p := paragraphAt(n)
	if p == nil {
		return "", false
	}
	o := e.outline()
	i, ok := o.byNode[p.Start]
	if !ok {
		return "", false
	}
	label := o.pars[i].par.Label
	if label == nil || label.Bullet || label.Text == "" {
		return "0", true // as Word has it of a paragraph without a number
	}
	down := 0 // the highest level that has to be said
	switch context {
	case `\n`:
		down = label.Level
	case `\r`:
		down = e.sharedLevels(i, f)
	}
	return o.fullNumber(i, down), true
}

// above are the numbered paragraphs that a paragraph of a list stands under, itself first.
func (o *outline) above(i int) []int {
	list := []int{i}
	label := o.pars[i].par.Label
	id, _ := o.parser.abstractOf(label.List)
	level := label.Level
	for k := i - 1; k >= 0 && level > 0; k-- {
		l := o.pars[k].par.Label
		if l == nil || l.Level >= level {
			continue
		}
		if other, _ := o.parser.abstractOf(l.List); other == id {
			list = append(list, k)
			level = l.Level
		}
	}
	return list
}

// sharedLevels is the highest level at which the number of a paragraph differs from where a
// field stands; 0 if that is in another list or in none.
func (e *evaluator) sharedLevels(i int, f *fieldSpan) int {
	o := e.outline()
	if f.first == nil || f.part.name != e.pkg.Main() {
		return 0
	}
	here, ok := o.byNode[f.first.Start]
	if !ok || o.pars[here].par.Label == nil {
		return 0
	}
	at := map[int]int{}
	for _, k := range o.above(here) {
		at[o.pars[k].par.Label.Level] = k
	}
	list := o.above(i)
	slices.Reverse(list)
	for _, k := range list[:len(list)-1] {
		level := o.pars[k].par.Label.Level
		if other, ok := at[level]; !ok || other != k {
			return level
		}
	}
	return o.pars[i].par.Label.Level
}

// fullNumber is the number of a paragraph of a list with those above it down from a level,
// but for the ones that its own form says already. A number without words before it loses
// the signs behind it where another follows: 1.a of "1." and "a)".
func (o *outline) fullNumber(i, from int) string {
	s, said := "", 9
	for _, k := range o.above(i) {
		label := o.pars[k].par.Label
		if label.Level < from && k != i {
			break
		}
		lvl := o.parser.level(label.List, label.Level)
		if label.Level >= said {
			continue
		}
		said = label.Level
		if lvl != nil {
			for j := range label.Level { // "%1.%2" says the first level too
				if strings.Contains(lvl.text, "%"+strconv.Itoa(j+1)) {
					said = min(said, j)
				}
			}
		}
		text := strings.TrimSpace(label.Text)
		if k == i {
			text = strings.TrimRight(text, ".")
		}
		s = text + s
	}
	return s
}

// noteReference is what a NOTEREF prints (§17.16.5.42): the mark of the note that stands in a
// bookmark.
func (e *evaluator) noteReference(f *fieldSpan, words []string) (string, bool) {
	m := e.marks[strings.ToLower(words[0])]
	if m.part == nil {
		return "", false
	}
	if e.noteMarks == nil {
		e.noteMarks = map[string]string{}
		for _, q := range e.outline().pars {
			for _, in := range q.par.Inlines {
				if ref, ok := in.(*NoteRef); ok {
					e.noteMarks[noteKey(ref.Endnote, ref.ID)] = ref.Number
				}
			}
		}
	}
	list := e.notesIn(m.part)
	i, _ := slices.BinarySearchFunc(list, m.from, func(n *xml.Node, at int) int { return n.Start - at })
	if i == len(list) || list[i].End > m.to {
		return "", false
	}
	s := e.noteMarks[noteKey(list[i].Name == "w:endnoteReference", intAttr(list[i], "w:id", 0))]
	if has(words, `\p`) {
		s += " " + e.side(m, f)
	}
	return s, s != "" && e.outline().parser.doc.PageNotes == nil
}

// notesIn are the references to notes of a part, in its order.
func (e *evaluator) notesIn(p *fieldPart) []*xml.Node {
	list, ok := e.notes[p]
	if !ok {
		for _, name := range []string{"w:footnoteReference", "w:endnoteReference"} {
			list = slices.AppendSeq(list, p.root.All(name))
		}
		slices.SortFunc(list, func(a, b *xml.Node) int { return a.Start - b.Start })
		e.notes[p] = list
	}
	return list
}

func noteKey(end bool, id int) string { return strconv.FormatBool(end) + strconv.Itoa(id) }

// styleReference is what a STYLEREF in the text prints (§17.16.5.59): the nearest paragraph of a
// style, before the field or, if there is none, behind it. In headers and footers it is another
// one on each page, which [Field.Of] says once the pages are known, and Word when it opens the file:
// what is stored is the document's first.
func (e *evaluator) styleReference(f *fieldSpan, words []string) (string, bool) {
	style := styleName(words[0])
	o := e.outline()
	at := f.begin.Start
	if f.part.name != e.pkg.Main() {
		if strings.Contains(f.part.root.Name, "hdr") || strings.Contains(f.part.root.Name, "ftr") {
			if list := e.ofStyle(style); len(list) > 0 && !has(words, `\p`) {
				return e.styled(o, list[0], f, words)
			}
		}
		return "", false
	}
	list := e.ofStyle(style)
	if len(list) == 0 {
		return "", false
	}
	i, _ := slices.BinarySearchFunc(list, at, func(k, at int) int { return cmp.Compare(o.pars[k].start, at+1) })
	return e.styled(o, list[max(i-1, 0)], f, words)
}

// ofStyle are the paragraphs of a style, in their order.
func (e *evaluator) ofStyle(style string) []int {
	if e.styles == nil {
		e.styles = map[string][]int{}
		for i, q := range e.outline().pars {
			name := strings.ToLower(q.par.Props.StyleName)
			e.styles[name] = append(e.styles[name], i)
		}
	}
	return e.styles[strings.ToLower(style)]
}

// styled is what a STYLEREF says of a paragraph.
func (e *evaluator) styled(o *outline, i int, f *fieldSpan, words []string) (string, bool) {
	main := e.mainPart()
	n := main.paragraph(o.pars[i].start)
	for _, context := range []string{`\w`, `\r`, `\n`} {
		if has(words, context) {
			return e.paragraphNumber(n, f, context)
		}
	}
	if has(words, `\p`) {
		return e.side(bookmark{part: main, from: o.pars[i].start}, f), true
	}
	return strings.TrimSuffix(e.text(n, n.Start, n.End), "\n"), true
}

// styleName is the style that a STYLEREF names: a number is a heading.
func styleName(word string) string {
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= 9 {
		return "heading " + word
	}
	return word
}

func (e *evaluator) mainPart() *fieldPart {
	for _, p := range e.parts {
		if p.name == e.pkg.Main() {
			return p
		}
	}
	return nil
}

// paragraph is the w:p that begins somewhere.
func (p *fieldPart) paragraph(start int) *xml.Node {
	if p.paragraphs == nil {
		p.paragraphs = map[int]*xml.Node{}
		for n := range p.root.All("w:p") {
			p.paragraphs[n.Start] = n
		}
	}
	return p.paragraphs[start]
}

// moment is what DATE, TIME and those of the document's own times print.
func (e *evaluator) moment(name string, words []string) (string, bool) {
	t := e.now
	switch name {
	case "CREATEDATE", "SAVEDATE":
		s := e.propertyNamed(map[string]string{"CREATEDATE": "created", "SAVEDATE": "modified"}[name])
		stated, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return "", false
		}
		if !t.IsZero() {
			stated = stated.In(t.Location())
		}
		t = stated
	}
	if t.IsZero() {
		return "", false
	}
	picture, ok := argument(words, `\@`)
	if !ok {
		picture = map[bool]string{true: "HH:mm", false: "dd/MM/yyyy"}[name == "TIME"]
	}
	return viet.DatePicture(t, picture), true
}

// property is what a field prints that tells a property of the document.
func (e *evaluator) property(name string, words []string) (string, bool) {
	switch name {
	case "DOCPROPERTY", "DOCVARIABLE", "INFO":
		if len(words) < 2 {
			return "", false
		}
		name = words[1]
		if words[0] = strings.ToUpper(words[0]); words[0] == "DOCVARIABLE" {
			name = "\x00" + name
		}
	}
	if e.properties == nil {
		e.readProperties()
	}
	s, ok := e.properties[strings.ToLower(name)]
	if !ok {
		return "", false
	}
	if picture, asked := argument(words, `\@`); asked {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return "", false
		}
		s = viet.DatePicture(t, picture)
	}
	return s, true
}

func (e *evaluator) propertyNamed(name string) string {
	if e.properties == nil {
		e.readProperties()
	}
	return e.properties[name]
}

// readProperties reads what the document says of itself, by the names that fields give it,
// and its variables, whose names begin with \x00.
func (e *evaluator) readProperties() {
	e.properties = map[string]string{}
	if e.pkg.Related("", "core-properties") != "" {
		for _, name := range []string{"title", "subject", "author", "keywords", "comments", "lastsavedby"} {
			e.properties[name] = ""
		}
	}
	read := func(part string) *xml.Node {
		data, ok := e.pkg.Part(part)
		if !ok {
			return nil
		}
		src, err := xml.UTF8(data)
		if err != nil {
			return nil
		}
		root, err := xml.Parse(src, e.limits.XML())
		if err != nil {
			return nil
		}
		return root
	}
	names := map[string]string{"creator": "author", "description": "comments", "lastmodifiedby": "lastsavedby"}
	for _, kind := range []string{"core-properties", "extended-properties"} {
		for n := range read(e.pkg.Related("", kind)).Children() {
			local := strings.ToLower(n.Name[strings.LastIndexByte(n.Name, ':')+1:])
			e.properties[cmp.Or(names[local], local)] = n.Content()
		}
	}
	for _, c := range e.pkg.CustomProperties(e.limits.XML()) {
		e.properties[strings.ToLower(c.Name)] = c.Value
	}
	for n := range read(e.pkg.Related(e.pkg.Main(), "settings")).All("w:docVar") {
		e.properties["\x00"+strings.ToLower(n.Get("w:name"))] = n.Get("w:val")
	}
}
