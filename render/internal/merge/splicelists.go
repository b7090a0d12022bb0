package merge

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// The styles, lists, notes and theme of a guest: see host.

// guestStyles are the styles of a guest, and what they are called in the host.
type guestStyles struct {
	guest, host sheet
	byID        map[string]*xml.Node
	theirs      map[string]*xml.Node // the host's
	now         map[string]string
	taken       map[string]bool // of the IDs now
	own         string          // in the host, of paragraphs without a style; "": the host's is the same
	differ      []string        // whose look is the host's now
	sameBase    bool            // the two have the same defaults
	added       strings.Builder
}

func (g *guest) readStyles() (*guestStyles, error) {
	s := &guestStyles{byID: map[string]*xml.Node{}, theirs: map[string]*xml.Node{}, now: map[string]string{}, taken: map[string]bool{}}
	var err error
	if s.guest, err = g.h.related(g.pkg, "styles"); err != nil || s.guest.root == nil {
		return s, err
	}
	if s.host, err = g.h.related(g.h.pkg, "styles"); err != nil || s.host.root == nil {
		return s, err
	}
	read := func(of sheet, to map[string]*xml.Node) (defaults, paragraph string) {
		for n := range of.root.Children() {
			switch n.Name {
			case "w:docDefaults":
				defaults = of.src[n.Start:n.End]
			case "w:style":
				to[n.Get("w:styleId")] = n
				if d := n.Get("w:default"); n.Get("w:type") == "paragraph" && (d == "1" || d == "true" || d == "on") {
					paragraph = n.Get("w:styleId")
				}
			}
		}
		return defaults, paragraph
	}
	base, paragraph := read(s.guest, s.byID)
	theirBase, _ := read(s.host, s.theirs)
	s.sameBase = base == theirBase && g.theme == nil
	g.styles = s
	if g.whole && paragraph != "" {
		if now := g.style(paragraph); now != paragraph || !g.same(paragraph) {
			s.own = now
		}
	}
	return s, nil
}

// same reports whether a style looks alike in both.
func (g *guest) same(id string) bool {
	s := g.styles
	for depth := 0; id != "" && depth < 20; depth++ {
		a, b := s.byID[id], s.theirs[id]
		if a == nil || b == nil || s.guest.src[a.Start:a.End] != s.host.src[b.Start:b.End] {
			return false
		}
		id = a.Child("w:basedOn").Get("w:val")
	}
	return s.sameBase
}

// style is the host's ID of a style, which is brought in the first time.
func (g *guest) style(id string) string {
	s := g.styles
	if s == nil || s.byID[id] == nil || s.host.root == nil {
		return id
	}
	if now, ok := s.now[id]; ok {
		return now
	}
	if theirs := s.theirs[id]; theirs != nil && (!g.whole || g.same(id)) {
		if !g.same(id) && !slices.Contains(s.differ, id) && s.guest.src[s.byID[id].Start:s.byID[id].End] != s.host.src[theirs.Start:theirs.End] {
			s.differ = append(s.differ, id)
		}
		s.now[id] = id
		return id
	}
	now := id
	for i := 2; s.theirs[now] != nil || s.taken[now]; i++ {
		now = id + "_" + strconv.Itoa(i)
	}
	s.now[id], s.taken[now] = now, true
	n := s.byID[id]
	s.added.WriteString(g.styleXML(n, id, now))
	return now
}

// styleXML is a style of the guest's as the host has it.
func (g *guest) styleXML(n *xml.Node, id, now string) string {
	src := g.styles.guest.src
	var b strings.Builder
	tag := src[n.Start:n.InnerStart]
	if at, from, to, ok := xml.Attribute(tag, "styleId", id); ok {
		_ = at
		tag = tag[:from] + xml.Escape(now) + tag[to:]
	}
	if at, _, to, ok := xml.Attribute(tag, "default", n.Get("w:default")); ok && n.Get("w:default") != "" {
		tag = tag[:at] + tag[to+1:]
	}
	if now != id && n.Get("w:customStyle") == "" {
		tag = tag[:len(tag)-1] + ` w:customStyle="1">`
	}
	b.WriteString(tag)
	w := &rewriter{g: g, src: src}
	var list []property
	for c := range n.Children() {
		x := src[c.Start:c.End]
		switch c.Name {
		case "w:name":
			if now != id {
				x = `<w:name w:val="` + xml.Escape(c.Get("w:val")+strings.TrimPrefix(now, id)) + `"/>`
			}
		case "w:aliases", "w:link", "w:next", "w:autoRedefine", "w:rsid":
			continue // of the host's own list
		case "w:basedOn":
			x = `<w:basedOn w:val="` + xml.Escape(g.style(c.Get("w:val"))) + `"/>`
		default:
			w.edits = nil
			w.node(c)
			x = applied(x, c.Start, w.edits)
		}
		list = append(list, property{c.Name, x})
	}
	if g.whole && !g.styles.sameBase && n.Get("w:type") == "paragraph" && n.Child("w:basedOn") == nil {
		list = g.withDefaults(list, n)
	}
	for _, p := range list {
		b.WriteString(p.xml)
	}
	b.WriteString(src[n.InnerEnd:n.End])
	return b.String()
}

var styleOrder = order("w:name w:aliases w:basedOn w:next w:link w:autoRedefine w:hidden w:uiPriority w:semiHidden w:unhideWhenUsed w:qFormat w:locked " +
	"w:personal w:personalCompose w:personalReply w:rsid w:pPr w:rPr w:tblPr w:trPr w:tcPr w:tblStylePr")

// unstated are what properties are that no defaults state, for those that hosts mostly do.
var unstated = map[string]string{
	"w:rFonts": `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/>`,
	"w:sz":     `<w:sz w:val="20"/>`, "w:szCs": `<w:szCs w:val="20"/>`, "w:kern": `<w:kern w:val="0"/>`, "w:b": `<w:b w:val="0"/>`, "w:i": `<w:i w:val="0"/>`,
	"w:spacing": `<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>`, "w:jc": `<w:jc w:val="left"/>`, "w:ind": `<w:ind w:left="0" w:right="0" w:firstLine="0"/>`,
}

// withDefaults is a style that is based on none with the defaults of its own document, which are
// not the host's.
func (g *guest) withDefaults(list []property, n *xml.Node) []property {
	find := func(of sheet, kind string) *xml.Node {
		return of.root.Path("w:docDefaults", kind+"Default", kind)
	}
	for _, k := range []struct {
		name string
		in   map[string]int
	}{{"w:pPr", paragraphOrder}, {"w:rPr", runOrder}} {
		own := n.Child(k.name)
		var props []property
		if own != nil {
			w := &rewriter{g: g, src: g.styles.guest.src}
			for c := range own.Children() {
				w.edits = nil
				w.node(c)
				props = append(props, property{c.Name, applied(w.src[c.Start:c.End], c.Start, w.edits)})
			}
		}
		if mine := find(g.styles.guest, k.name); mine != nil {
			w := &rewriter{g: g, src: g.styles.guest.src}
			for c := range mine.Children() {
				w.edits = nil
				w.node(c)
				x := applied(w.src[c.Start:c.End], c.Start, w.edits)
				props = set(props, k.in, c.Name, over(props, c.Name, x))
			}
		}
		if theirs := find(g.styles.host, k.name); theirs != nil {
			for c := range theirs.Children() {
				if x := unstated[c.Name]; x != "" {
					props = set(props, k.in, c.Name, over(props, c.Name, x))
				}
			}
		}
		if len(props) > 0 {
			x := "<" + k.name + ">"
			for _, p := range props {
				x += p.xml
			}
			list = set(list, styleOrder, k.name, x+"</"+k.name+">")
		}
	}
	return list
}

// byAttribute are the properties of which each attribute is one by itself.
var byAttribute = map[string]bool{"w:spacing": true, "w:ind": true, "w:rFonts": true, "w:lang": true}

// over is a property as the list has it over what stands below it.
func over(list []property, name, below string) string {
	i := slices.IndexFunc(list, func(p property) bool { return p.name == name })
	if i < 0 {
		return below
	}
	own := list[i].xml
	if !byAttribute[name] || !strings.HasSuffix(own, "/>") {
		return own
	}
	stated := map[string]bool{}
	for _, m := range rootAttribute.FindAllStringSubmatch(own, -1) {
		stated[m[1]] = true
	}
	if name == "w:ind" && (stated["w:hanging"] || stated["w:firstLine"]) { // the two exclude each other
		stated["w:hanging"], stated["w:firstLine"] = true, true
	}
	own = strings.TrimSuffix(own, "/>")
	for _, m := range rootAttribute.FindAllStringSubmatch(below, -1) {
		if !stated[m[1]] {
			own += " " + m[0]
		}
	}
	return own + "/>"
}

// guestLists are the lists that are brought in.
type guestLists struct {
	guest, host      sheet
	nextNum, nextAbs int
	abs, nums        strings.Builder
}

// num is the host's number of a list, which is brought in the first time.
func (g *guest) num(id string) string {
	if id == "0" || id == "" {
		return id
	}
	if now, ok := g.nums[id]; ok {
		return now
	}
	if g.numbers == nil {
		l := &guestLists{}
		var err error
		if l.guest, err = g.h.related(g.pkg, "numbering"); err == nil && l.guest.root != nil {
			l.host, err = g.h.sheet("numbering", l.guest, "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml", func(*xml.Node) bool { return false })
		}
		if g.err = cmp.Or(g.err, err); err != nil || l.guest.root == nil {
			return "0"
		}
		for n := range l.host.root.Children() {
			abs, _ := strconv.Atoi(n.Get("w:abstractNumId"))
			num, _ := strconv.Atoi(n.Get("w:numId"))
			l.nextAbs, l.nextNum = max(l.nextAbs, min(abs, highestID)), max(l.nextNum, min(num, highestID))
		}
		g.numbers = l
	}
	l := g.numbers
	for n := range l.guest.root.Children() {
		if n.Name != "w:num" || n.Get("w:numId") != id {
			continue
		}
		l.nextNum++
		now := strconv.Itoa(l.nextNum)
		g.nums[id] = now
		abstract := g.abstract(n.Child("w:abstractNumId").Get("w:val"))
		l.nums.WriteString(`<w:num w:numId="` + now + `"><w:abstractNumId w:val="` + abstract + `"/>`)
		for c := range n.Children() {
			if c.Name == "w:lvlOverride" {
				l.nums.WriteString(g.rewrite(l.guest.src, []*xml.Node{c}, nil))
			}
		}
		l.nums.WriteString("</w:num>")
		return now
	}
	return "0" // a list that is not there has no number
}

func (g *guest) abstract(id string) string {
	if now, ok := g.abs[id]; ok {
		return now
	}
	l := g.numbers
	for n := range l.guest.root.Children() {
		if n.Name != "w:abstractNum" || n.Get("w:abstractNumId") != id {
			continue
		}
		l.nextAbs++
		now := strconv.Itoa(l.nextAbs)
		g.abs[id] = now
		l.abs.WriteString(`<w:abstractNum w:abstractNumId="` + now + `">`)
		for c := range n.Children() {
			switch c.Name {
			case "w:multiLevelType", "w:lvl":
				x := g.rewrite(l.guest.src, []*xml.Node{c}, nil)
				if b := c.Child("w:lvlPicBulletId"); b != nil {
					x = strings.Replace(x, l.guest.src[b.Start:b.End], "", 1)
				}
				l.abs.WriteString(x)
			}
		}
		l.abs.WriteString("</w:abstractNum>")
		return now
	}
	return "0"
}

// guestNotes are the notes of a kind that are brought in.
type guestNotes struct {
	guest, host sheet
	next        int
	added       strings.Builder
	rels        map[string]string
}

var noteTypes = map[string]string{"footnotes": "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml", "endnotes": "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"}

// note is the host's ID of a note.
func (g *guest) note(reference, id string) string {
	kind, name := footnotes, "footnotes"
	if reference == "w:endnoteReference" {
		kind, name = endnotes, "endnotes"
	}
	n := g.notes[kind]
	if n == nil {
		n = &guestNotes{rels: map[string]string{}}
		g.notes[kind] = n
		var err error
		if n.guest, err = g.h.related(g.pkg, name); err == nil && n.guest.root != nil {
			n.host, err = g.h.sheet(name, n.guest, noteTypes[name], isSeparator)
		}
		if g.err = cmp.Or(g.err, err); err != nil || n.guest.root == nil {
			return id
		}
		for c := range n.host.root.Children() {
			i, _ := strconv.Atoi(c.Get("w:id"))
			n.next = max(n.next, min(i, highestID))
		}
	}
	if n.guest.root == nil {
		return id
	}
	for c := range n.guest.root.Children() {
		if c.Name != noteNames[kind] || c.Get("w:id") != id {
			continue
		}
		n.next++
		now := strconv.Itoa(n.next)
		x := g.rewrite(n.guest.src, []*xml.Node{c}, nil)
		tag := n.guest.src[c.Start:c.InnerStart]
		if _, from, to, ok := xml.Attribute(tag, "id", id); ok {
			x = tag[:from] + now + tag[to:] + strings.TrimPrefix(x, tag)
		}
		n.added.WriteString(g.noteRelations(n, c, x))
		return now
	}
	return id
}

// noteRelations lets the links and pictures of a note be the host's part's.
func (g *guest) noteRelations(n *guestNotes, note *xml.Node, x string) string {
	for _, r := range g.pkg.Relationships(n.guest.name) {
		if !strings.Contains(x, `"`+r.ID+`"`) {
			continue
		}
		now := n.rels[r.ID]
		if now == "" {
			now = r.ID + g.tail
			for _, old := range g.h.pkg.Relationships(n.host.name) {
				if old.ID == now {
					now += "x"
				}
			}
			n.rels[r.ID] = now
			moved := r
			if moved.ID = now; !moved.External {
				moved.Target = g.bring(r.Target, r.Type)
			}
			g.h.change.Relationships[n.host.name] = append(g.h.change.Relationships[n.host.name], moved)
		}
		for _, prefix := range []string{"r:id=", "r:embed=", "r:link=", "o:relid="} {
			x = strings.ReplaceAll(x, prefix+`"`+r.ID+`"`, prefix+`"`+now+`"`)
		}
	}
	return x
}

// sheets writes what came into the host's styles, lists and notes.
func (g *guest) sheets() error {
	put := func(to sheet, own string, at int, s string) error {
		if s == "" {
			return nil
		}
		tag, err := withNamespaces(to.src[to.root.Start:to.root.InnerStart], own)
		if err != nil {
			return err
		}
		g.h.change.Parts[to.name] = []byte(asUTF8(to.src[:to.root.Start] + tag + to.src[to.root.InnerStart:at] + s + to.src[at:]))
		return nil
	}
	tagOf := func(s sheet) string { return s.src[s.root.Start:s.root.InnerStart] }
	if l := g.numbers; l != nil && l.host.root != nil {
		at := l.host.root.InnerStart
		end := l.host.root.InnerEnd
		for n := range l.host.root.Children() {
			switch n.Name {
			case "w:numPicBullet", "w:abstractNum":
				at = n.End
			case "w:numIdMacAtCleanup":
				end = min(end, n.Start)
			}
		}
		both := l.abs.String() + l.host.src[at:end] + l.nums.String()
		joined := l.host
		joined.src = l.host.src[:at] + l.host.src[end:]
		if err := put(joined, tagOf(l.guest), at, both); err != nil {
			return err
		}
	}
	for _, n := range g.notes {
		if n != nil && n.host.root != nil {
			if err := put(n.host, tagOf(n.guest), n.host.root.InnerEnd, n.added.String()); err != nil {
				return err
			}
		}
	}
	if s := g.styles; s.host.root != nil {
		return put(s.host, tagOf(s.guest), s.host.root.InnerEnd, s.added.String())
	}
	return nil
}

// A guestTheme is a theme that is not the host's: its fonts stand by their own names then, and
// colours as they were last shown.
type guestTheme struct{ major, minor string }

func (h *host) themeOf(pkg *docx.Package) (*guestTheme, error) {
	theirs, _ := h.pkg.Part(h.pkg.Related(h.pkg.Main(), "theme"))
	own, ok := pkg.Part(pkg.Related(pkg.Main(), "theme"))
	if !ok || string(own) == string(theirs) {
		return nil, nil
	}
	s, err := h.related(pkg, "theme")
	if err != nil {
		return nil, err
	}
	fonts := s.root.Path("a:themeElements", "a:fontScheme")
	return &guestTheme{fonts.Path("a:majorFont", "a:latin").Get("typeface"), fonts.Path("a:minorFont", "a:latin").Get("typeface")}, nil
}

// attribute is a start tag without a reference to the theme.
func (t *guestTheme) attribute(tag, element string, a xml.Attr) string {
	local := xml.Local(a.Name)
	cut := func() {
		if at, _, to, ok := xml.Attribute(tag, local, a.Value); ok {
			tag = tag[:at] + tag[to+1:]
		}
	}
	switch {
	case !strings.HasPrefix(a.Name, "w:"):
	case element == "w:rFonts" && strings.HasSuffix(local, "Theme") || element == "w:rFonts" && local == "cstheme":
		cut()
		font := t.minor
		if strings.HasPrefix(a.Value, "major") {
			font = t.major
		}
		name := strings.TrimSuffix(local, "Theme")
		if (name == "ascii" || name == "hAnsi") && font != "" {
			if at, _, to, ok := attributeNamed(tag, "w:"+name); ok { // which the theme's comes before
				tag = tag[:at] + tag[to+1:]
			}
			end := len(tag) - 1
			if strings.HasSuffix(tag, "/>") {
				end--
			}
			tag = tag[:end] + " w:" + name + `="` + xml.Escape(font) + `"` + tag[end:]
		}
	case strings.HasPrefix(local, "theme"):
		cut()
	}
	return tag
}

// attributeNamed finds an attribute by its whole name, whatever its value.
func attributeNamed(tag, name string) (at, from, to int, ok bool) {
	i := strings.Index(tag, " "+name+`="`)
	if i < 0 {
		return 0, 0, 0, false
	}
	from = i + len(name) + 3
	end := strings.IndexByte(tag[from:], '"')
	return i, from, from + end, end >= 0
}

// told says which styles look otherwise than in the guest.
func (g *guest) told(name string) fault.List {
	if len(g.styles.differ) == 0 {
		return nil
	}
	return fault.List{{Severity: fault.Note, Code: "host-styles", Message: fault.T("%s: kiểu %s khác với kiểu cùng tên của mẫu này; in theo mẫu này", "%s: the style %s differs from this template's of the same name, which is what it prints with", name, strings.Join(g.styles.differ, ", "))}}
}
