package docx

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// An EmbeddedFont is a family that a document carries for readers who lack it.
type EmbeddedFont struct {
	Name    string    // as the document's text names it: "Times New Roman"
	Family  string    // as the font files name themselves: "Liberation Serif"
	Styles  [4][]byte // TrueType files: regular, bold, italic, bold italic; nil: none
	Symbols bool      // codes instead of characters
}

// FontNames are the fonts that p's text may be set in, sorted: those that its font table,
// styles, theme and text name.
func (p *Package) FontNames(depth limit.XML) []string {
	names := map[string]bool{}
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" && !strings.HasPrefix(s, "+") {
			names[s] = true
		}
	}
	for _, part := range p.Parts() {
		if extension(part) != "xml" {
			continue
		}
		theme := strings.Contains(p.ContentType(part), "theme+xml")
		if !theme && !strings.Contains(p.ContentType(part), "wordprocessingml") {
			continue
		}
		root := p.parse(part, depth)
		if root == nil {
			continue
		}
		if theme {
			for n := range root.All("a:latin") {
				add(n.Get("typeface"))
			}
			continue
		}
		for n := range root.All("w:font") {
			add(n.Get("w:name"))
		}
		for n := range root.All("w:rFonts") {
			for _, a := range []string{"w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"} {
				add(n.Get(a))
			}
		}
		for n := range root.All("w:sym") {
			add(n.Get("w:font"))
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// parse is the root of a part, nil if it is missing or not well-formed.
func (p *Package) parse(part string, depth limit.XML) *xml.Node {
	data, ok := p.Part(part)
	if !ok {
		return nil
	}
	src, err := xml.UTF8(data)
	if err != nil {
		return nil
	}
	root, err := xml.Parse(src, depth)
	if err != nil {
		return nil
	}
	return root
}

const (
	fontTableType      = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"
	obfuscatedFontType = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
	wordNamespace      = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	officeRelations    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	strictWord         = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	strictRelations    = "http://purl.oclc.org/ooxml/officeDocument/relationships"
)

var embedElements = [4]string{"embedRegular", "embedBold", "embedItalic", "embedBoldItalic"}

// EmbedFonts is p with the fonts in it (ECMA-376 Part 1 §17.8). A family that the
// document carries already stays as it is.
//
// Readers disagree about how an embedded font is found. LibreOffice takes the entry's
// name for the font's, so the name that the text has needs an entry with the data. Word
// goes by the name inside the file, so that entry names the family as its alternative
// (§17.8.3.1), and the family has an entry of its own. Both lead to the same part.
func (p *Package) EmbedFonts(fonts []EmbeddedFont, depth limit.XML) (*Package, error) {
	c := Change{Parts: map[string][]byte{}, ContentTypes: map[string]string{}, Relationships: map[string][]Relationship{}}
	tableName := p.Related(p.main, "fontTable")
	src := ""
	if data, ok := p.Part(tableName); ok {
		var err error
		if src, err = xml.UTF8(data); err != nil {
			return nil, err
		}
	} else {
		tableName = directory(p.main) + "fontTable.xml"
		for i := 1; p.index[fold(tableName)] != nil; i++ {
			tableName = fmt.Sprintf("%sfontTable%d.xml", directory(p.main), i)
		}
		ns := wordNamespace
		if p.strict {
			ns = strictWord
		}
		src = header + `<w:fonts xmlns:w="` + ns + `"></w:fonts>`
		c.ContentTypes[tableName] = fontTableType
		c.Relationships[p.main] = []Relationship{{ID: p.freeID(p.main, "rIdFontTable"), Type: "fontTable", Target: tableName}}
	}
	root, err := xml.Parse(src, depth)
	if err != nil {
		return nil, err
	}
	e := &fontEmbedder{p: p, change: &c, table: tableName, ids: map[string]string{}}
	table := e.write(src, root, fonts)
	if len(e.ids) == 0 {
		return p, nil
	}
	c.Parts[tableName] = []byte(table)
	if settings := p.Related(p.main, "settings"); settings != "" {
		if data, ok := p.Part(settings); ok {
			if changed, ok := markEmbedded(data, depth); ok {
				c.Parts[settings] = changed
			}
		}
	}
	return p.With(c), nil
}

// freeID is an ID that none of a part's relationships has.
func (p *Package) freeID(part, id string) string {
	taken := func(r Relationship) bool { return r.ID == id }
	for slices.ContainsFunc(p.relations[fold(part)], taken) {
		id += "x"
	}
	return id
}

func directory(name string) string { return name[:strings.LastIndexByte(name, '/')+1] }

type fontEmbedder struct {
	p      *Package
	change *Change
	table  string
	ids    map[string]string // of relationships, by the part's key
}

// write is the font table with the fonts in it.
func (e *fontEmbedder) write(src string, root *xml.Node, fonts []EmbeddedFont) string {
	prefix := "" // what the part calls the namespace: the root's own
	if tag := src[root.Start+1 : root.InnerStart]; strings.Contains(tag, ":fonts") && strings.IndexByte(tag, ':') < strings.IndexByte(tag+" ", ' ') {
		prefix = tag[:strings.IndexByte(tag, ':')+1]
	}
	have := map[string]*xml.Node{}
	for n := range root.Children() {
		if n.Name == "w:font" {
			have[strings.ToLower(n.Get("w:name"))] = n
		}
	}
	entries := map[string]EmbeddedFont{} // by folded name
	var order []string
	for _, f := range fonts {
		key := strings.ToLower(f.Name)
		if _, twice := entries[key]; !twice {
			entries[key] = f
			order = append(order, key)
		}
		own := f
		own.Name = f.Family
		if key = strings.ToLower(f.Family); entries[key].Name == "" {
			entries[key] = own
			order = append(order, key)
		}
	}
	var b strings.Builder
	at := 0
	if root.InnerStart == root.End { // <w:fonts/>
		b.WriteString(strings.TrimSuffix(src[:root.End], "/>") + ">")
		at = root.End
	}
	for n := range root.Children() {
		key := strings.ToLower(n.Get("w:name"))
		f, wanted := entries[key]
		if !wanted || n.Name != "w:font" || have[key] != n || carriesFont(n) {
			continue
		}
		alt, embed := e.fontXML(prefix, f)
		open := src[n.Start:n.InnerStart]
		inner := src[n.InnerStart:n.InnerEnd]
		if n.InnerStart == n.End {
			open = strings.TrimSuffix(open, "/>") + ">"
			inner = ""
		}
		if n.Child("w:altName") != nil {
			alt = ""
		}
		b.WriteString(src[at:n.Start] + open + alt + inner + embed + "</" + prefix + "font>")
		at = n.End
	}
	if at < root.InnerEnd {
		b.WriteString(src[at:root.InnerEnd])
		at = root.InnerEnd
	}
	for _, key := range order {
		if have[key] == nil {
			f := entries[key]
			alt, embed := e.fontXML(prefix, f)
			b.WriteString("<" + prefix + "font " + e.attribute(prefix, "name") + `="` + xml.Escape(f.Name) + `">` + alt)
			charset := "00"
			if f.Symbols {
				charset = "02"
			}
			b.WriteString("<" + prefix + "charset " + e.attribute(prefix, "val") + `="` + charset + `"/>` + embed + "</" + prefix + "font>")
		}
	}
	if root.InnerStart == root.End {
		return b.String() + "</" + prefix + "fonts>"
	}
	return b.String() + src[at:]
}

// attribute is an attribute of the same namespace, which the default namespace cannot
// give to attributes: it is bound anew where the part uses that one.
func (e *fontEmbedder) attribute(prefix, name string) string {
	if prefix != "" {
		return prefix + name
	}
	ns := wordNamespace
	if e.p.strict {
		ns = strictWord
	}
	return `xmlns:w="` + ns + `" w:` + name
}

func carriesFont(n *xml.Node) bool {
	for _, name := range embedElements {
		if n.Child("w:"+name) != nil {
			return true
		}
	}
	return false
}

// fontXML is the elements of an entry that lead to its parts.
func (e *fontEmbedder) fontXML(prefix string, f EmbeddedFont) (alt, embed string) {
	if !strings.EqualFold(f.Name, f.Family) {
		alt = "<" + prefix + "altName " + e.attribute(prefix, "val") + `="` + xml.Escape(f.Family) + `"/>`
	}
	ns := officeRelations
	if e.p.strict {
		ns = strictRelations
	}
	for i, data := range f.Styles {
		if data == nil {
			continue
		}
		id, key := e.part(data)
		embed += "<" + prefix + embedElements[i] + ` xmlns:r="` + ns + `" r:id="` + id + `" ` + e.attribute(prefix, "fontKey") + `="` + key + `"/>`
	}
	return alt, embed
}

// part adds a font's data once, and gives its relationship and its key.
func (e *fontEmbedder) part(data []byte) (id, key string) {
	guid := fontKey(data)
	key = guidText(guid)
	if id, ok := e.ids[key]; ok {
		return id, key
	}
	n := len(e.ids) + 1
	name := fmt.Sprintf("%sfonts/font%d.odttf", directory(e.p.main), n)
	for e.p.index[fold(name)] != nil || e.change.Parts[name] != nil {
		n++
		name = fmt.Sprintf("%sfonts/font%d.odttf", directory(e.p.main), n)
	}
	id = e.p.freeID(e.table, fmt.Sprintf("rIdFont%d", n))
	e.ids[key] = id
	e.change.Parts[name] = obfuscate(data, guid)
	e.change.ContentTypes[name] = obfuscatedFontType
	e.change.Relationships[e.table] = append(e.change.Relationships[e.table], Relationship{ID: id, Type: "font", Target: name})
	return id, key
}

// fontKey is a GUID made of the font's content, marked as one of a maker's own kind
// (RFC 9562, version 8).
func fontKey(data []byte) [16]byte {
	sum := sha256.Sum256(data)
	g := [16]byte(sum[:16])
	g[6] = g[6]&0x0f | 0x80
	g[8] = g[8]&0x3f | 0x80
	return g
}

func guidText(g [16]byte) string {
	h := strings.ToUpper(hex.EncodeToString(g[:]))
	return "{" + h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:] + "}"
}

// obfuscate turns a font into its embedded form and back: the first 32 bytes are combined
// with the digits of the key, from the last to the first (§17.8.1).
func obfuscate(data []byte, key [16]byte) []byte {
	out := slices.Clone(data)
	for i := range min(32, len(out)) {
		out[i] ^= key[15-i%16]
	}
	return out
}

// beforeEmbedding are the settings that stand before those of embedding (§A.1, CT_Settings).
var beforeEmbedding = map[string]bool{
	"w:writeProtection": true, "w:view": true, "w:zoom": true, "w:removePersonalInformation": true,
	"w:removeDateAndTime": true, "w:doNotDisplayPageBoundaries": true, "w:displayBackgroundShape": true,
	"w:printPostScriptOverText": true, "w:printFractionalCharacterWidth": true, "w:printFormsData": true,
}

// markEmbedded switches on, in word/settings.xml, that fonts are saved with the document,
// and only what it uses of them.
func markEmbedded(data []byte, depth limit.XML) ([]byte, bool) {
	src, err := xml.UTF8(data)
	if err != nil {
		return nil, false
	}
	root, err := xml.Parse(src, depth)
	if err != nil || root.InnerStart == root.End {
		return nil, false
	}
	prefix, _, _ := strings.Cut(src[root.Start+1:root.InnerStart], "settings")
	system := ""
	put := root.InnerStart
	var cut []*xml.Node
	for n := range root.Children() {
		switch {
		case beforeEmbedding[n.Name]:
			put = n.End
		case n.Name == "w:embedTrueTypeFonts", n.Name == "w:saveSubsetFonts":
			cut = append(cut, n)
		case n.Name == "w:embedSystemFonts":
			system = src[n.Start:n.End]
			cut = append(cut, n)
		}
	}
	var b strings.Builder
	b.WriteString(src[:put] + "<" + prefix + "embedTrueTypeFonts/>" + system + "<" + prefix + "saveSubsetFonts/>")
	at := put
	for _, n := range cut {
		if n.Start >= at {
			b.WriteString(src[at:n.Start])
			at = n.End
		}
	}
	b.WriteString(src[at:])
	return []byte(b.String()), true
}
