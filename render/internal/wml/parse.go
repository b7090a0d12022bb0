package wml

import (
	"bytes"
	"strings"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// Parse reads a document from its package. What cannot be printed as Word prints it
// is a warning, once per kind, at the first place where it occurs; the document is
// nil if the list has an error (a main part that is missing or is not XML).
func Parse(pkg *docx.Package, limits limit.Limits) (*Document, fault.List) {
	return (*Static)(nil).Parse(pkg, limits)
}

// Static is what a template's parts say. A document made from the template shares the trees
// of those that are still the template's own, and if all that styles depend on are, it shares
// the resolved styles; nobody writes to either.
type Static struct {
	parts   map[string]*part // by name
	styling *styling         // nil: not shared
}

// A styling is what the parts beside its text say about a document's form.
type styling struct {
	theme           *theme
	styles          map[string]*style
	defaultPar      *style // never nil once styles are read
	defaultTable    *style // of tables that name none; may be nil
	docRun          runLayer
	docPar          parLayer
	numbering       numbering
	settings        noteSettings
	mathematics     mathSettings
	backgroundShown bool
	document        Settings
	fontTable       map[string]FontEntry
	circular        bool // styles that are based on each other have been met
}

// stylingParts are the relationships that lead to these parts.
var stylingParts = []string{"theme", "settings", "fontTable", "numbering", "styles"}

// NewStatic reads the parts that documents seldom have otherwise than their template.
func NewStatic(template *docx.Package, limits limit.Limits) *Static {
	p := newParser(template, limits)
	s := &Static{parts: map[string]*part{}}
	for _, r := range template.Relationships(template.Main()) {
		switch r.Type {
		case "theme", "settings", "fontTable", "numbering", "styles", "header", "footer":
			if r.External {
				continue
			}
			// Folds have one reader at a time.
			if pt := p.open(r.Target, false); pt != nil && !pt.folds.Any() {
				s.parts[pt.name] = pt
			}
		}
	}
	p.part = &part{name: template.Main()}
	p.readStyling()
	p.resolve(p.defaultPar)
	for _, st := range p.styles {
		p.resolve(st)
	}
	// What is warned of has to be warned of for each document, and where a circle of styles
	// is cut depends on which of them the document uses first.
	if len(p.faults) == 0 && !p.circular {
		s.styling = &p.styling
	}
	return s
}

// stylingOf is the styling that a document shares with its template, or nil.
func (s *Static) stylingOf(pkg *docx.Package) *styling {
	if s == nil || s.styling == nil {
		return nil
	}
	for _, kind := range stylingParts {
		name := pkg.Related(pkg.Main(), kind)
		if data, _ := pkg.Part(name); name != "" && s.tree(name, data) == nil {
			return nil
		}
	}
	return s.styling
}

// Parse is [Parse] for a document made from the template. A nil s is no template.
func (s *Static) Parse(pkg *docx.Package, limits limit.Limits) (*Document, fault.List) {
	p := newParser(pkg, limits)
	p.static = s
	return p.read()
}

// tree is the part of that name if it is the template's, or nil.
func (s *Static) tree(name string, data []byte) *part {
	if s == nil || len(data) == 0 {
		return nil
	}
	// The same bytes in the same place: to compare them would be to read them.
	if pt := s.parts[name]; pt != nil && len(pt.data) == len(data) && &pt.data[0] == &data[0] {
		return pt
	}
	return nil
}

func newParser(pkg *docx.Package, limits limit.Limits) *parser {
	p := &parser{
		pkg: pkg, limits: limits.OrDefault(),
		styling: styling{
			theme: newTheme(), styles: map[string]*style{}, numbering: numbering{abstracts: map[int]*abstractList{}, lists: map[int]*list{}, bullets: map[int]*xml.Node{}},
			settings:    noteSettings{numbering: [2]noteNumbering{{format: FormatDecimal, first: 1}, {format: FormatLowerRoman, first: 1}}},
			mathematics: mathSettings{naryUnder: true},
			document:    Settings{DefaultTab: 720 * PerTwip, HyphenZone: 360 * PerTwip, Compatibility: 12}, fontTable: map[string]FontEntry{},
		},
		parts: map[string]*part{}, headers: map[string][]Block{}, pictures: map[string]*media{}, charts: map[string]int{}, diagrams: map[string]diagram{}, bullets: map[int]*Drawing{},
		runs: map[propsKey]*RunProps{}, pars: map[propsKey]parFormat{}, labels: map[labelKey]*RunProps{}, fonts: map[fontKey]*RunProps{}, textColors: map[Color]*tableContext{}, contexts: map[contextKey]*tableContext{}, warned: map[string]bool{},
	}
	p.doc = &Document{Footnotes: map[int][]Block{}, Endnotes: map[int][]Block{}}
	return p
}

func (p *parser) read() (*Document, fault.List) {
	main := p.open(p.pkg.Main(), true)
	if main == nil {
		return nil, p.faults
	}
	body := main.root.Child("w:body")
	if main.root.Name != "w:document" || body == nil {
		p.faults = append(p.faults, &fault.Fault{Code: "not-word", Place: fault.Same(main.name),
			Message: fault.T("phần chính của gói không phải là văn bản Word", "the main part of the package is not a Word document"),
			Hint:    fault.T("Mở tệp bằng Word rồi lưu lại ở dạng .docx.", "Open the file in Word and save it as .docx again.")})
		return nil, p.faults
	}
	p.part = main
	if shared := p.static.stylingOf(p.pkg); shared != nil {
		p.styling = *shared
	} else {
		p.readStyling()
	}
	for _, r := range p.pkg.Relationships(main.name) {
		if data, _ := p.pkg.Part(r.Target); (r.Type == "header" || r.Type == "footer") && bytes.Contains(data, []byte("STYLEREF")) {
			p.whole = map[int]*[9]numberAbove{}
		}
	}
	p.doc.Settings, p.doc.FontTable = p.document, p.fontTable
	p.readProperties()
	if b := main.root.Child("w:background"); b != nil && p.backgroundShown {
		p.doc.Background = p.background(b)
	}
	last := &Section{}
	p.pageSetUp(last, body.Child("w:sectPr"))
	p.textWidth = last.textWidth()
	p.readBody(body)
	p.readNotes()
	return p.doc, p.faults
}

// readStyling reads the parts that make the styling.
func (p *parser) readStyling() {
	if t := p.related("theme"); t != nil {
		p.theme.read(t.root)
	}
	if s := p.related("settings"); s != nil {
		p.readSettings(s.root)
	}
	if f := p.related("fontTable"); f != nil {
		readFontTable(f.root, p.fontTable)
	}
	if n := p.related("numbering"); n != nil {
		p.numbering.part = n
		p.readNumbering(n.root)
	}
	if s := p.related("styles"); s != nil {
		p.readStyles(s.root)
	}
	if p.defaultPar == nil {
		p.defaultPar = &style{kind: "paragraph", name: "Normal"}
	}
}

// A parser holds what reading one document needs to remember.
type parser struct {
	pkg    *docx.Package
	limits limit.Limits
	doc    *Document
	faults fault.List
	warned map[string]bool

	styling

	static   *Static
	parts    map[string]*part
	headers  map[string][]Block
	pictures map[string]*media
	charts   map[string]int // the strokes of those that were read
	diagrams map[string]diagram
	bullets  map[int]*Drawing // of pictures, by w:numPicBulletId; nil: it cannot be printed
	runs     map[propsKey]*RunProps
	pars     map[propsKey]parFormat
	labels   map[labelKey]*RunProps
	fonts    map[fontKey]*RunProps
	contexts map[contextKey]*tableContext

	part  *part  // being read
	story *story // being read
	notes noteState

	inRuby      bool      // what is read is a ruby's base or its small text
	strokes     int       // of the drawings that were read
	textWidth   EMU       // of the last section, for horizontal rules
	boxCounters *counters // of all text boxes
	textColors  map[Color]*tableContext
	placeholder *Color               // what phClr means in the theme's fill being read
	groupFill   *Fill                // of the group being read, for those in it that take it
	shapeTypes  map[string]*xml.Node // v:shapetype by ID
	depth       int                  // of tables and text boxes in each other

	whole map[int]*[9]numberAbove // of each list, where a header asks for whole numbers; nil: none does

	each func(n *xml.Node, par *Paragraph) // called for each paragraph read, if not nil
}

// A part is an XML part of the package with its relationships by ID.
type part struct {
	name     string
	data     []byte
	src      string
	root     *xml.Node
	folds    *xml.Folds // opens the cells and paragraphs of large parts
	rels     map[string]docx.Relationship
	preserve bool // the root says xml:space="preserve" for all
}

// open parses a part once; nil if it is missing or broken, which is reported.
func (p *parser) open(name string, needed bool) *part {
	if pt, ok := p.parts[name]; ok {
		return pt
	}
	p.parts[name] = nil
	report := func(message fault.Text) {
		f := &fault.Fault{Severity: fault.Warning, Code: "broken-part", Place: fault.Same(name), Message: message,
			Hint: fault.T("Mở tệp bằng Word rồi lưu lại.", "Open the file in Word and save it again.")}
		if needed {
			f.Severity = fault.Error
		}
		p.faults = append(p.faults, f)
	}
	data, ok := p.pkg.Part(name)
	if !ok {
		report(fault.T("gói .docx thiếu phần này", "the .docx package lacks this part"))
		return nil
	}
	pt := &part{name: name, data: data}
	if t := p.static.tree(name, data); t != nil {
		*pt = *t
	} else {
		var err error
		if pt.src, err = xml.UTF8(data); err == nil {
			pt.root, pt.folds, err = xml.ParseFolded(pt.src, p.limits.XML(), "w:tc", "w:p")
		}
		if f := xml.Fault(name, err); f != nil { // a document without its styles would look whole
			p.faults = append(p.faults, f)
			return nil
		}
		if err != nil {
			report(fault.T("XML hỏng: %v", "broken XML: %v", err))
			return nil
		}
		pt.preserve = pt.root.Get("xml:space") == "preserve"
	}
	pt.rels = p.relationships(name)
	p.parts[name] = pt
	return pt
}

// relationships are those of a part by their names; of two of one name the first counts.
func (p *parser) relationships(name string) map[string]docx.Relationship {
	rels := map[string]docx.Relationship{}
	for _, r := range p.pkg.Relationships(name) {
		if _, ok := rels[r.ID]; !ok {
			rels[r.ID] = r
		}
	}
	return rels
}

// related is the part that a relationship of that type leads to from the part being
// read, or nil.
func (p *parser) related(kind string) *part {
	for _, r := range p.pkg.Relationships(p.part.name) {
		if r.Type == kind && !r.External {
			return p.open(r.Target, false)
		}
	}
	return nil
}

// warn reports something that is not printed as Word prints it, once per kind.
func (p *parser) warn(kind string, message fault.Text) {
	if p.warned[kind] {
		return
	}
	p.warned[kind] = true
	f := &fault.Fault{Severity: fault.Warning, Code: "unsupported-" + kind, Message: message}
	if p.story != nil {
		f.Place = p.story.place.Text()
	}
	p.faults = append(p.faults, f)
}

// readProperties reads docProps/core.xml (ECMA-376 Part 2 §11).
func (p *parser) readProperties() {
	for _, r := range p.pkg.Relationships("") {
		if r.Type != "core-properties" && r.Type != "metadata/core-properties" || r.External {
			continue
		}
		core := p.open(r.Target, false)
		if core == nil {
			return
		}
		text := func(name string) string { return nfc(strings.TrimSpace(core.root.Child(name).Content())) }
		moment := func(name string) time.Time {
			t, err := time.Parse(time.RFC3339, text(name))
			if err != nil {
				return time.Time{}
			}
			return t
		}
		p.doc.Properties = Properties{
			Title: text("dc:title"), Author: text("dc:creator"), Subject: text("dc:subject"), Keywords: text("cp:keywords"),
			Description: text("dc:description"), Language: text("dc:language"),
			Created: moment("dcterms:created"), Modified: moment("dcterms:modified"),
		}
		return
	}
}

// readSettings reads word/settings.xml.
func (p *parser) readSettings(root *xml.Node) {
	s := &p.document
	for c := range root.Children() {
		switch c.Name {
		case "w:defaultTabStop":
			if v := twipAttr(c, "w:val", 0); v > 0 {
				s.DefaultTab = v
			}
		case "w:evenAndOddHeaders":
			s.EvenAndOdd = on(c)
		case "w:mirrorMargins":
			s.MirrorMargins = on(c)
		case "w:autoHyphenation":
			s.AutoHyphenation = on(c)
		case "w:hyphenationZone":
			s.HyphenZone = max(twipAttr(c, "w:val", s.HyphenZone), 0)
		case "w:consecutiveHyphenLimit":
			s.HyphenLimit = max(intAttr(c, "w:val", 0), 0)
		case "w:strictFirstAndLastChars":
			s.StrictBreaks = on(c)
		case "w:noLineBreaksBefore":
			s.NotFirst = c.Get("w:val")
		case "w:noLineBreaksAfter":
			s.NotLast = c.Get("w:val")
		case "w:doNotHyphenateCaps":
			s.NoHyphenCaps = on(c)
		case "w:characterSpacingControl":
			s.HangPunctuation = strings.HasPrefix(c.Get("w:val"), "compress")
		case "w:displayBackgroundShape":
			p.backgroundShown = on(c)
		case "w:clrSchemeMapping":
			p.theme.remap(c)
		case "w:themeFontLang":
			p.theme.languages(c)
		case "w:footnotePr":
			p.noteSettings(c, 0)
		case "w:endnotePr":
			p.noteSettings(c, 1)
		case "m:mathPr":
			p.mathematics = readMathSettings(c)
			s.MathFont = mathVal(c, "m:mathFont")
		case "w:gutterAtTop":
			if on(c) {
				p.warn("gutter-at-top", fault.T("lề đóng gáy ở cạnh trên được in ở cạnh trái", "a gutter at the top is printed at the left"))
			}
		case "w:bookFoldPrinting", "w:printTwoOnOne":
			if on(c) {
				p.warn("book-fold", fault.T("in dạng sách gấp được in thành trang thường", "book fold printing is printed as plain pages"))
			}
		case "w:compat":
			for o := range c.Children() {
				switch {
				case o.Name == "w:compatSetting" && o.Get("w:name") == "compatibilityMode":
					s.Compatibility = clamp(intAttr(o, "w:val", 12), 11, 15)
				case o.Name == "w:balanceSingleByteDoubleByteWidth":
					s.BalancedSpaces = on(o)
				case o.Name == "w:doNotExpandShiftReturn":
					s.KeepBrokenLines = on(o)
				}
			}
		}
	}
}

// readFontTable reads word/fontTable.xml (§17.8.3).
func readFontTable(root *xml.Node, into map[string]FontEntry) {
	for f := range root.Children() {
		name := f.Get("w:name")
		if f.Name != "w:font" || name == "" {
			continue
		}
		class := ClassUnknown
		switch val(f, "w:family") {
		case "roman":
			class = ClassSerif
		case "swiss":
			class = ClassSans
		case "modern":
			class = ClassMono
		case "script", "decorative":
			class = ClassOther
		}
		if val(f, "w:pitch") == "fixed" {
			class = ClassMono
		}
		if c := val(f, "w:charset"); c == "02" || c == "2" {
			class = ClassSymbol
		}
		into[name] = FontEntry{class, val(f, "w:altName")}
	}
}
