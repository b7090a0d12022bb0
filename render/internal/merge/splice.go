package merge

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// A document is brought into another one: its blocks take a paragraph's place, and what they
// refer to comes along under names and numbers that the host does not have. Of styles of the
// same name the host's count for a part of a template; a finished document keeps its own.

// A host is the package that others are brought into, one at a time.
type host struct {
	pkg    *docx.Package
	limits limit.Limits
	src    string // of the main part
	root   *xml.Node
	change docx.Change
	taken  map[string]bool // names of parts
	rels   map[string]bool // IDs of relationships from the main part
}

// A sheet is the part of the styles, or of the lists, or of a kind of notes.
type sheet struct {
	name string // "" if the package has none
	src  string
	root *xml.Node
}

func newHost(pkg *docx.Package, limits limit.Limits) (*host, error) {
	h := &host{pkg: pkg, limits: limits, taken: map[string]bool{}, rels: map[string]bool{},
		change: docx.Change{Parts: map[string][]byte{}, ContentTypes: map[string]string{}, Relationships: map[string][]docx.Relationship{}}}
	s, err := sheetOf(pkg, pkg.Main(), limits)
	h.src, h.root = s.src, s.root
	for _, p := range pkg.Parts() {
		h.taken[strings.ToLower(p)] = true
	}
	for _, r := range pkg.Relationships(pkg.Main()) {
		h.rels[r.ID] = true
	}
	return h, err
}

func sheetOf(pkg *docx.Package, name string, limits limit.Limits) (sheet, error) {
	data, ok := pkg.Part(name)
	if !ok {
		return sheet{}, nil
	}
	src, err := xml.UTF8(data)
	if err != nil {
		return sheet{}, syntaxFault(name, err)
	}
	root, err := xml.Parse(src, limits.XML())
	if err == nil && root.InnerEnd == root.End { // an empty part: written with an end tag
		src = src[:root.Start] + strings.TrimSuffix(src[root.Start:root.End], "/>") + "></" + qname(src, root) + ">" + src[root.End:]
		root, err = xml.Parse(src, limits.XML())
	}
	if err != nil {
		return sheet{}, syntaxFault(name, err)
	}
	return sheet{name, src, root}, nil
}

func (h *host) related(pkg *docx.Package, kind string) (sheet, error) {
	return sheetOf(pkg, pkg.Related(pkg.Main(), kind), h.limits)
}

// part adds a part under a name of its own.
func (h *host) part(like, contentType string, data []byte) string {
	name := like
	for i := 2; h.taken[strings.ToLower(name)]; i++ {
		ext := path.Ext(like)
		name = fmt.Sprintf("%s_%d%s", strings.TrimSuffix(like, ext), i, ext)
	}
	h.taken[strings.ToLower(name)] = true
	h.change.Parts[name] = data
	h.change.ContentTypes[name] = contentType
	return name
}

// relation adds a relationship from the main part.
func (h *host) relation(r docx.Relationship) string {
	for i := 1; ; i++ {
		if id := "rIdBBS" + strconv.Itoa(i); !h.rels[id] {
			h.rels[id] = true
			r.ID = id
			h.change.Relationships[h.pkg.Main()] = append(h.change.Relationships[h.pkg.Main()], r)
			return id
		}
	}
}

// sheet is a sheet of the host's to add to; without one, an empty one with the guest's root.
func (h *host) sheet(kind string, like sheet, contentType string, keep func(*xml.Node) bool) (sheet, error) {
	s, err := h.related(h.pkg, kind)
	if err != nil || s.name != "" {
		return s, err
	}
	var b strings.Builder
	b.WriteString(like.src[:like.root.InnerStart])
	for c := range like.root.Children() {
		if keep(c) {
			b.WriteString(like.src[c.Start:c.End])
		}
	}
	b.WriteString(like.src[like.root.InnerEnd:])
	name := h.part(path.Join(path.Dir(h.pkg.Main()), kind+".xml"), contentType, []byte(b.String()))
	h.relation(docx.Relationship{Type: kind, Target: name})
	root, err := xml.Parse(b.String(), h.limits.XML())
	if err != nil {
		return s, syntaxFault(name, err)
	}
	return sheet{name, b.String(), root}, nil
}

// A guest is a package that is brought in.
type guest struct {
	h       *host
	pkg     *docx.Package
	whole   bool // it keeps its own look
	src     string
	root    *xml.Node
	offset  int // what is added to its IDs
	tail    string
	styles  *guestStyles
	nums    map[string]string
	abs     map[string]string
	numbers *guestLists
	notes   [2]*guestNotes
	rels    map[string]string    // of its main part: the host's IDs
	parts   map[string]string    // the names that its parts have now
	marks   map[string]string    // bookmarks that are called otherwise now
	theme   *guestTheme          // nil: the two have the same
	extra   map[*xml.Node]string // what comes first in elements
	drop    map[*xml.Node]bool   // what does not come along
	err     error
}

var (
	rootAttribute = lazy.Compile(`([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')`)
	anyID         = lazy.Compile(`\bw:id="(\d{1,9})"|<wp:docPr [^>]*?\bid="(\d{1,9})"|<w:id w:val="(\d{1,9})"`)
	bookmarkName  = lazy.Compile(`<w:bookmarkStart [^>]*?\bw:name="([^"]*)"`)
)

func (h *host) guest(pkg *docx.Package, whole bool) (*guest, error) {
	s, err := sheetOf(pkg, pkg.Main(), h.limits)
	if err != nil {
		return nil, err
	}
	g := &guest{h: h, pkg: pkg, whole: whole, src: s.src, root: s.root, nums: map[string]string{}, abs: map[string]string{}, rels: map[string]string{}, parts: map[string]string{}, marks: map[string]string{}}
	for _, m := range anyID.FindAllStringSubmatch(h.src, -1) {
		n, _ := strconv.Atoi(m[1] + m[2] + m[3])
		g.offset = max(g.offset, n)
	}
	g.offset++
	taken := map[string]bool{}
	for _, m := range bookmarkName.FindAllStringSubmatch(h.src, -1) {
		taken[strings.ToLower(m[1])] = true
	}
	for _, m := range bookmarkName.FindAllStringSubmatch(g.src, -1) {
		for i, now := 2, m[1]; taken[strings.ToLower(now)] && m[1] != ""; i++ {
			now = m[1] + "_" + strconv.Itoa(i)
			if !taken[strings.ToLower(now)] {
				g.marks[m[1]] = now
			}
		}
	}
	for k := 1; strings.Contains(h.src, `_g`+strconv.Itoa(k)+`"`); k++ {
		g.tail = "_g" + strconv.Itoa(k+1)
	}
	g.tail = cmp.Or(g.tail, "_g1")
	if g.theme, err = h.themeOf(pkg); err != nil {
		return nil, err
	}
	if g.styles, err = g.readStyles(); err != nil {
		return nil, err
	}
	if err := h.declare(s.src[s.root.Start:s.root.InnerStart]); err != nil {
		return nil, err
	}
	return g, nil
}

// declare lets the host's main part have the namespaces that a guest's has.
func (h *host) declare(tag string) error {
	own := h.src[h.root.Start:h.root.InnerStart]
	merged, err := withNamespaces(own, tag)
	if err != nil || merged == own {
		return err
	}
	h.src = h.src[:h.root.Start] + merged + h.src[h.root.InnerStart:]
	root, err := xml.Parse(h.src, h.limits.XML())
	if err != nil {
		return syntaxFault(h.pkg.Main(), err)
	}
	h.root = root
	return nil
}

// withNamespaces is a start tag with those of another one.
func withNamespaces(own, other string) (string, error) {
	have := map[string]string{}
	for _, m := range rootAttribute.FindAllStringSubmatch(own, -1) {
		have[m[1]] = m[2][1 : len(m[2])-1]
	}
	added := ""
	for _, m := range rootAttribute.FindAllStringSubmatch(other, -1) {
		name, value := m[1], m[2][1:len(m[2])-1]
		switch {
		case name == "mc:Ignorable":
			list := strings.Fields(have[name])
			for _, p := range strings.Fields(value) {
				if !slices.Contains(list, p) {
					list = append(list, p)
				}
			}
			if have[name] == "" {
				added += ` mc:Ignorable="` + strings.Join(list, " ") + `"`
			} else {
				own = strings.Replace(own, `mc:Ignorable="`+have[name]+`"`, `mc:Ignorable="`+strings.Join(list, " ")+`"`, 1)
			}
		case !strings.HasPrefix(name, "xmlns"):
		case have[name] == "":
			added += " " + m[0]
		case have[name] != value:
			return "", &fault.Fault{Code: "another-form", Message: fault.T("tệp được viết ở dạng XML khác (%s)", "the file is written in another form of XML (%s)", name),
				Hint: fault.T("Mở tệp bằng Word và lưu lại dạng .docx.", "Open it in Word and save it as .docx.")}
		}
	}
	return own[:len(own)-1] + added + ">", nil
}

// rewrite is a piece of a part of the guest's as the host has it. rels are the IDs of the part's
// relationships now; nil where they stay.
func (g *guest) rewrite(src string, list []*xml.Node, rels map[string]string) string {
	if len(list) == 0 {
		return ""
	}
	from, to := list[0].Start, list[len(list)-1].End
	w := &rewriter{g: g, src: src, rels: rels}
	for _, n := range list {
		w.node(n)
	}
	return applied(src[from:to], from, w.edits)
}

// applied is a piece of a source that begins at from, edited.
func applied(s string, from int, edits []edit) string {
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(s[at:e.from-from] + e.text)
		at = e.to - from
	}
	b.WriteString(s[at:])
	return b.String()
}

// A rewriter collects what changes in a piece.
type rewriter struct {
	g     *guest
	src   string
	rels  map[string]string
	edits []edit
}

// revised are the elements whose w:id is one of a kind, with those that end them.
var revised = lazy.Compile(`^w:(?:ins|del|moveFrom|moveTo|\w+Change|cellIns|cellDel|cellMerge|bookmark(?:Start|End)|perm(?:Start|End)|(?:moveFrom|moveTo|custom\w+)Range(?:Start|End))$`)

func (w *rewriter) node(n *xml.Node) {
	if w.g.drop[n] {
		w.edits = append(w.edits, edit{n.Start, n.End, ""})
		return
	}
	switch n.Name {
	case "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference":
		w.edits = append(w.edits, edit{n.Start, n.End, ""})
		return
	case "w:instrText", "w:delInstrText":
		if now := w.g.renamed(w.src[n.InnerStart:n.InnerEnd]); now != w.src[n.InnerStart:n.InnerEnd] {
			w.edits = append(w.edits, edit{n.InnerStart, n.InnerEnd, now})
		}
		return
	}
	tag := w.src[n.Start:n.InnerStart]
	now := w.attributes(n, tag)
	if n.Name == "w:p" && w.g.styles.own != "" && n.Path("w:pPr", "w:pStyle") == nil {
		now = w.styled(n, now)
	}
	if now += w.g.extra[n]; now != tag {
		w.edits = append(w.edits, edit{n.Start, n.InnerStart, now})
	}
	for c := range n.Children() {
		w.node(c)
	}
}

// styled gives a paragraph without a style the guest's own default.
func (w *rewriter) styled(n *xml.Node, tag string) string {
	style := `<w:pStyle w:val="` + xml.Escape(w.g.styles.own) + `"/>`
	pPr := n.Child("w:pPr")
	switch {
	case pPr != nil && pPr.InnerEnd == pPr.End: // <w:pPr/>
		w.edits = append(w.edits, edit{pPr.Start, pPr.End, "<w:pPr>" + style + "</w:pPr>"})
	case pPr != nil:
		w.edits = append(w.edits, edit{pPr.InnerStart, pPr.InnerStart, style})
	case n.InnerEnd == n.End: // <w:p/>
		return strings.TrimSuffix(tag, "/>") + "><w:pPr>" + style + "</w:pPr></" + qname(w.src, n) + ">"
	default:
		return tag + "<w:pPr>" + style + "</w:pPr>"
	}
	return tag
}

// attributes is a start tag with the names and numbers that the host has for what it says.
func (w *rewriter) attributes(n *xml.Node, tag string) string {
	g := w.g
	put := func(local, old, now string) {
		if _, from, to, ok := xml.Attribute(tag, local, old); ok && old != now {
			tag = tag[:from] + xml.Escape(now) + tag[to:]
		}
	}
	for _, a := range n.Attrs {
		local := xml.Local(a.Name)
		switch {
		case a.Name == "w14:paraId" || a.Name == "w14:textId" || a.Name == "wp14:anchorId" || a.Name == "wp14:editId":
			if at, _, to, ok := xml.Attribute(tag, ":"+local, a.Value); ok {
				tag = tag[:at] + tag[to+1:]
			}
		case strings.HasPrefix(a.Name, "r:") || a.Name == "o:relid":
			if now, ok := w.relation(a.Value); ok {
				put(":"+local, a.Value, now)
			}
		case a.Name == "w:id" && revised.MatchString(n.Name), n.Name == "wp:docPr" && a.Name == "id", n.Name == "w:id" && n.Parent != nil && n.Parent.Name == "w:sdtPr" && a.Name == "w:val":
			if id, err := strconv.Atoi(a.Value); err == nil {
				put(local, a.Value, strconv.Itoa((id%1e6+g.offset)%2e9))
			}
		case n.Name == "w:bookmarkStart" && a.Name == "w:name", n.Name == "w:hyperlink" && a.Name == "w:anchor":
			put(local, a.Value, cmp.Or(g.marks[a.Value], a.Value))
		case n.Name == "w:fldSimple" && a.Name == "w:instr":
			put(local, a.Value, g.renamed(a.Value))
		case strings.HasPrefix(n.Name, "v:") && a.Name == "id", n.Name == "o:OLEObject" && a.Name == "ShapeID":
			put(local, a.Value, a.Value+g.tail)
		case strings.HasPrefix(n.Name, "v:") && a.Name == "type" && strings.HasPrefix(a.Value, "#"):
			put(local, a.Value, a.Value+g.tail)
		case a.Name == "o:spid":
			put(local, a.Value, a.Value+strconv.Itoa(g.offset))
		case a.Name == "w:val" && (n.Name == "w:pStyle" || n.Name == "w:rStyle" || n.Name == "w:tblStyle"):
			put(local, a.Value, g.style(a.Value))
		case a.Name == "w:val" && n.Name == "w:numId":
			put(local, a.Value, g.num(a.Value))
		case a.Name == "w:id" && (n.Name == "w:footnoteReference" || n.Name == "w:endnoteReference"):
			put(local, a.Value, g.note(n.Name, a.Value))
		case g.theme != nil:
			tag = g.theme.attribute(tag, n.Name, a)
		}
	}
	return tag
}

// renamed are the instructions of fields with the bookmarks' names of now.
func (g *guest) renamed(s string) string {
	for _, old := range slices.Sorted(maps.Keys(g.marks)) {
		s = regexp.MustCompile(`(^|[\s"])`+regexp.QuoteMeta(old)+`($|[\s"])`).ReplaceAllString(s, "${1}"+g.marks[old]+"${2}")
	}
	return s
}

// relation is the host's ID of a relationship; ok is false where it stays.
func (w *rewriter) relation(id string) (string, bool) {
	if w.rels == nil {
		return "", false
	}
	if now, ok := w.rels[id]; ok {
		return now, true
	}
	for _, r := range w.g.pkg.Relationships(w.g.pkg.Main()) {
		if r.ID != id {
			continue
		}
		if !r.External {
			r.Target = w.g.bring(r.Target, r.Type)
		}
		w.rels[id] = w.g.h.relation(r)
		return w.rels[id], true
	}
	return "", false
}

// bring copies a part of the guest's with all that it refers to, and gives its name now.
func (g *guest) bring(name, kind string) string {
	if now, ok := g.parts[name]; ok {
		return now
	}
	data, ok := g.pkg.Part(name)
	if !ok {
		return name
	}
	now := g.h.part(name, g.pkg.ContentType(name), data)
	g.parts[name] = now
	if kind == "header" || kind == "footer" {
		if s, err := sheetOf(g.pkg, name, g.h.limits); err == nil && s.root != nil {
			g.h.change.Parts[now] = []byte(asUTF8(s.src[:s.root.InnerStart] + g.rewrite(s.src, children(s.root), nil) + s.src[s.root.InnerEnd:]))
		} else {
			g.err = cmp.Or(g.err, err)
		}
	}
	for _, r := range g.pkg.Relationships(name) {
		if !r.External {
			r.Target = g.bring(r.Target, r.Type)
		}
		g.h.change.Relationships[now] = append(g.h.change.Relationships[now], r)
	}
	return now
}

func children(n *xml.Node) []*xml.Node { return slices.Collect(n.Children()) }
