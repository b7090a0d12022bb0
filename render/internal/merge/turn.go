package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/xml"
)

// A table that is turned stands on landscape pages. A page is as its section says (ECMA-376
// Part 1 §17.6.13), so the section that the table stands in becomes several: upright before
// it, landscape, upright after it. Which section that is shows only when everything is
// merged, conditions and loops included. So execution marks what is turned, and a pass over
// the finished part cuts the sections.
//
// Blocks that print nothing have no page of their own: they go with what follows them, and
// at the end of a section with what precedes them. So no page is blank, and a table that is
// the first or the last of its section turns the section's own first or last pages. A
// heading, which is kept with what follows it, goes with its table.

// The marks around what is turned, between the blocks of the body. Nothing that a value
// prints can be one: values are escaped.
const (
	turnMark    = "<?turn?>"
	uprightMark = "<?upright?>"
)

// turnSections gives the blocks that stand between marks sections of their own, in the text
// of the main part. It adds no more than left bytes.
func turnSections(src string, st *styles, left int64) (string, error) {
	r := &turnReader{src: src, styles: st}
	if err := r.read(); err != nil {
		return "", err
	}
	c := &sectionCutter{src: src, edits: r.marks, left: left}
	from := 0
	for i, b := range r.blocks {
		for j, s := range b.sections {
			if j == 0 {
				c.section(r.blocks[from:i+1], s)
			} else { // wholly inside of a content control
				c.section(nil, s)
			}
			from = i + 1
			if b.name != "w:p" { // what the content control holds below is of the next section
				from = i
			}
		}
	}
	if r.last == nil { // §17.6.17: a body need not say
		r.last = &sectionProperties{start: r.bodyEnd, end: r.bodyEnd, xml: "<w:sectPr></w:sectPr>", open: "<w:sectPr>", close: "</w:sectPr>"}
	}
	c.section(r.blocks[from:], r.last)
	if c.left < 0 {
		return "", errOutput
	}
	return c.apply(), nil
}

// A bodyBlock is a child of the body.
type bodyBlock struct {
	name       string
	start, end int
	turned     bool
	prints     bool                 // something of it is to be seen
	sections   []*sectionProperties // that end in it

	// of a paragraph
	bare         bool // it has properties, and at most page breaks
	safe         bool // a section may end with it
	attach       edit // puts the properties of a section into it, between text and tail
	tail         string
	keep         bool   // on the page of what follows (w:keepNext)
	lead, behind []edit // take away the page breaks before and behind all that prints
}

// sectionProperties are a w:sectPr.
type sectionProperties struct {
	start, end    int
	xml           string // as it stands
	open, close   string // its tags
	list          []property
	width, height int // of the page, in twips; 0 if it does not say
	code          string
	kind          string // w:type
	columns       int
	numbers       []xml.Attr // of its w:pgNumType
}

// A turnReader cuts the body of a part into blocks.
type turnReader struct {
	src     string
	styles  *styles
	blocks  []bodyBlock
	last    *sectionProperties // the body's own
	bodyEnd int
	marks   []edit // that take the marks away

	turned   bool
	depth    int
	section  *sectionProperties // that is open
	at       int                // its depth
	property edit               // of the section, that is open
	props    bool               // the properties of the paragraph are open
	inRun    int                // depth of the w:rPr that is open in them or in a run; 0: none
}

// Elements in a paragraph that are seen though they hold no text.
var seen = map[string]bool{
	"w:drawing": true, "w:pict": true, "w:object": true, "w:sym": true, "w:fldChar": true, "w:fldSimple": true,
	"w:footnoteReference": true, "w:endnoteReference": true, "w:footnoteRef": true,
}

// Between the blocks stand the ends of ranges, which are not seen (§17.13).
var unseen = map[string]bool{
	"w:bookmarkStart": true, "w:bookmarkEnd": true, "w:commentRangeStart": true, "w:commentRangeEnd": true, "w:proofErr": true, "w:permStart": true, "w:permEnd": true,
	"w:moveFromRangeStart": true, "w:moveFromRangeEnd": true, "w:moveToRangeStart": true, "w:moveToRangeEnd": true,
}

// Depths: of the body's children, of a paragraph's, of a paragraph's properties.
const (
	blockDepth    = 2
	contentDepth  = 3
	propertyDepth = 4
)

func (r *turnReader) read() error {
	t := xml.NewTokenizer(r.src)
	body := false
	for {
		tok, err := t.Next()
		if err != nil {
			return err
		}
		switch tok.Kind {
		case xml.EOF:
			return nil
		case xml.Comment:
			if r.depth == blockDepth && body {
				r.mark(tok)
			}
		case xml.Text:
			if body && r.depth > blockDepth && strings.TrimSpace(tok.Text) != "" {
				r.see()
			}
		case xml.Start:
			if r.depth == 1 {
				body = tok.Name == "w:body"
			}
			if body && r.depth >= blockDepth {
				r.start(tok, t.Attrs())
			}
			if r.depth++; tok.Empty {
				r.depth--
				if body && r.depth >= blockDepth {
					r.end(tok)
				}
			}
		case xml.End:
			r.depth--
			if body && r.depth >= blockDepth {
				r.end(tok)
			}
			if body && r.depth == 1 {
				r.bodyEnd = tok.Start
				body = false
			}
		}
	}
}

func (r *turnReader) mark(tok xml.Token) {
	switch r.src[tok.Start:tok.End] {
	case turnMark:
		r.turned = true
	case uprightMark:
		r.turned = false
	default:
		return
	}
	r.marks = append(r.marks, edit{from: tok.Start, to: tok.End})
}

// block is the block that is being read.
func (r *turnReader) block() *bodyBlock { return &r.blocks[len(r.blocks)-1] }

// see notes that the block prints something.
func (r *turnReader) see() {
	if r.props || r.section != nil {
		return
	}
	b := r.block()
	b.prints, b.bare = true, false
	b.behind = nil
}

func (r *turnReader) start(tok xml.Token, attrs []xml.Attr) {
	get := func(name string) string {
		for _, a := range attrs {
			if a.Name == name {
				return a.Value
			}
		}
		return ""
	}
	if r.section != nil {
		r.sectionProperty(tok, attrs, get)
		return
	}
	if tok.Name == "w:sectPr" && r.endsSection() {
		r.beginSection(tok)
		return
	}
	if r.depth == blockDepth {
		paragraph := tok.Name == "w:p"
		r.blocks = append(r.blocks, bodyBlock{name: tok.Name, start: tok.Start, turned: r.turned, prints: !paragraph && !unseen[tok.Name], bare: paragraph, safe: paragraph})
		if b := r.block(); paragraph && tok.Empty {
			b.attach = edit{tok.End - len("/>"), tok.End, "><w:pPr>"}
			b.tail = "</w:pPr></" + nameOf(r.src, tok.Start) + ">"
		} else {
			b.attach = edit{tok.End, tok.End, "<w:pPr>"}
			b.tail = "</w:pPr>"
		}
		return
	}
	b := r.block()
	if b.name != "w:p" {
		return
	}
	switch {
	case r.depth == contentDepth && tok.Name == "w:pPr":
		r.props = true
		if tok.Empty {
			b.attach.from, b.attach.to = tok.Start, tok.End
		}
	case r.props:
		if r.depth <= propertyDepth+1 { // not the properties of the past, in a w:pPrChange
			r.paragraphProperty(b, tok, get)
		}
	case r.inRun > 0 || tok.Name == "w:r" || tok.Name == "w:t" || tok.Name == "w:lastRenderedPageBreak":
	case tok.Name == "w:rPr":
		r.inRun = r.depth
	case tok.Name == "w:br" && get("w:type") == "page":
		cut := edit{from: tok.Start, to: tok.Start} // ends with the element
		if !b.prints {
			b.lead = append(b.lead, cut)
		}
		b.behind = append(b.behind, cut)
	case seen[tok.Name]:
		r.see()
		if strings.HasPrefix(tok.Name, "w:fld") { // it may be a table of contents, which is made anew
			b.safe = false
		}
	default:
		b.bare = false
	}
}

func (r *turnReader) paragraphProperty(b *bodyBlock, tok xml.Token, get func(string) string) {
	switch tok.Name {
	case "w:numId":
		b.prints = b.prints || get("w:val") != "0"
	case "w:pStyle":
		if n, _, ok := r.styles.numbered(get("w:val")); ok && n != 0 {
			b.prints = true
		}
		b.keep = r.styles.keepsNext(get("w:val"))
	case "w:keepNext":
		b.keep = toggle(get("w:val")) == "1"
	case "w:pBdr":
		b.prints = true
	case "w:framePr", "w:del", "w:ins", "w:moveFrom", "w:moveTo", "w:vanish", "w:specVanish", "w:pPrChange":
		// A frame is no place to end a section, nor is a paragraph whose end may go.
		b.safe = false
	}
	b.bare = b.bare && !b.prints
}

// endsSection reports whether a w:sectPr here is a section's: of the body, of a paragraph of
// the body or of a content control in it.
func (r *turnReader) endsSection() bool {
	if r.depth == blockDepth {
		return true
	}
	switch r.block().name {
	case "w:p":
		return r.depth == propertyDepth && r.props
	case "w:tbl":
		return false
	}
	return true
}

func (r *turnReader) beginSection(tok xml.Token) {
	r.section = &sectionProperties{start: tok.Start, end: tok.End, open: r.src[tok.Start:tok.End], close: "</" + nameOf(r.src, tok.Start) + ">"}
	if tok.Empty {
		r.section.open = strings.TrimSuffix(r.section.open, "/>") + ">"
	}
	r.at = r.depth
	if r.depth == blockDepth {
		r.last = r.section
		return
	}
	b := r.block()
	b.sections = append(b.sections, r.section)
	b.safe = false
}

func (r *turnReader) sectionProperty(tok xml.Token, attrs []xml.Attr, get func(string) string) {
	if r.depth != r.at+1 {
		return
	}
	s := r.section
	r.property = edit{from: tok.Start, text: tok.Name}
	number := func(name string) int {
		n, _ := strconv.Atoi(get(name))
		return n
	}
	switch tok.Name {
	case "w:pgSz":
		s.width, s.height, s.code = number("w:w"), number("w:h"), get("w:code")
	case "w:type":
		s.kind = get("w:val")
	case "w:cols":
		s.columns = number("w:num")
	case "w:pgNumType":
		s.numbers = append(s.numbers[:0], attrs...)
	}
}

// end ends the element that began at the depth where the reader is now.
func (r *turnReader) end(tok xml.Token) {
	if r.section != nil {
		switch r.depth {
		case r.at + 1:
			r.section.list = append(r.section.list, property{r.property.text, r.src[r.property.from:tok.End]})
		case r.at:
			r.section.end = tok.End
			r.section.xml = r.src[r.section.start:tok.End]
			r.section = nil
		}
		return
	}
	b := r.block()
	switch {
	case r.depth == blockDepth:
		b.end = tok.End
	case r.depth == contentDepth && tok.Name == "w:pPr" && b.name == "w:p":
		r.props = false
		if !tok.Empty {
			b.attach, b.tail = edit{tok.Start, tok.Start, ""}, ""
		}
	case r.inRun == r.depth && tok.Name == "w:rPr":
		r.inRun = 0
	case tok.Name == "w:br":
		for _, list := range [][]edit{b.lead, b.behind} {
			if n := len(list); n > 0 && list[n-1].from == list[n-1].to {
				list[n-1].to = tok.End
			}
		}
	}
}

// nameOf is the name of the element that begins at a place, as the source writes it.
func nameOf(src string, at int) string {
	s := src[at+1:]
	return s[:strings.IndexAny(s, " \t\r\n/>")]
}

// A sectionCutter turns the blocks of one section after another.
type sectionCutter struct {
	src    string
	edits  []edit
	left   int64
	turned bool // the section before ends on a landscape page
}

// section turns what is to be turned in a section, whose blocks end with those properties.
func (c *sectionCutter) section(blocks []bodyBlock, s *sectionProperties) {
	if s.turnable() {
		keepHeadings(blocks)
	}
	runs := c.runs(blocks, s)
	after := c.turned
	for i, r := range runs {
		if c.left < 0 {
			return
		}
		text := s.with(r.turned, i > 0, after)
		after = r.turned
		switch {
		case i < len(runs)-1:
			c.cut(blocks[:r.to], blocks[r.to:], text)
		case r.turned:
			c.endTurned(blocks, s, text)
		case text != s.xml:
			c.edit(s.start, s.end, text)
		}
	}
	c.turned = after
}

// endTurned ends a section with a landscape page. The empty paragraph that Word wants behind
// a table, or that the section ends with, could begin another one: it is made small.
func (c *sectionCutter) endTurned(blocks []bodyBlock, s *sectionProperties, text string) {
	n := len(blocks)
	if b := blocks[n-1]; b.bare {
		switch {
		case len(b.sections) > 0:
			c.edit(b.start, b.end, smallParagraph(text))
			return
		case n > 1 && blocks[n-2].name == "w:tbl":
			c.edit(b.start, b.end, smallParagraph(""))
		}
	}
	c.edit(s.start, s.end, text)
}

// mostHeadings is how many headings may stand above a table: of a chapter, of a section in
// it, a line that leads in. A template that keeps more together means something else.
const mostHeadings = 4

// keepHeadings turns the headings of turned tables with them.
func keepHeadings(blocks []bodyBlock) {
	left := 0
	for i := len(blocks) - 1; i >= 0; i-- {
		b := &blocks[i]
		switch {
		case b.turned:
			left = mostHeadings
		case !b.prints:
		case left > 0 && b.keep && len(b.sections) == 0:
			b.turned = true
			left--
		default:
			left = 0
		}
	}
}

// A turnRun is a run of blocks on pages of one kind.
type turnRun struct {
	to     int // index behind its last block
	turned bool
}

// runs are the runs of a section's blocks; one at least.
func (c *sectionCutter) runs(blocks []bodyBlock, s *sectionProperties) []turnRun {
	runs := []turnRun{{}}
	any := false
	for i, b := range blocks {
		last := &runs[len(runs)-1]
		turned := b.turned && s.turnable()
		switch {
		case !turned && !b.prints: // goes with what follows
			continue
		case !any:
			any, last.turned = true, turned
		case last.turned != turned:
			runs = append(runs, turnRun{turned: turned})
			last = &runs[len(runs)-1]
		}
		last.to = i + 1
	}
	runs[len(runs)-1].to = len(blocks)
	return runs
}

// cut ends a section between two runs of blocks. The page ends there, so a page break before
// or after would leave a page blank.
func (c *sectionCutter) cut(before, after []bodyBlock, section string) {
	last := &before[len(before)-1]
	for _, e := range last.behind {
		c.edit(e.from, e.to, "")
	}
	for i := range after {
		b := &after[i]
		if b.bare && len(b.lead) > 0 && len(b.sections) == 0 {
			c.edit(b.start, b.end, "")
			continue
		}
		for _, e := range b.lead {
			c.edit(e.from, e.to, "")
		}
		if b.prints {
			break
		}
	}
	if last.safe {
		c.edit(last.attach.from, last.attach.to, last.attach.text+section+last.tail)
		return
	}
	c.edit(last.end, last.end, smallParagraph(section))
}

func (c *sectionCutter) edit(from, to int, text string) {
	c.edits = append(c.edits, edit{from, to, text})
	c.left -= int64(len(text))
}

// apply makes the edits. What is put in at a place comes before what
// is taken away there.
func (c *sectionCutter) apply() string {
	slices.SortStableFunc(c.edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var b strings.Builder
	at := 0
	for _, e := range c.edits {
		if e.from < at {
			continue // the same page break, before and behind
		}
		b.WriteString(c.src[at:e.from])
		b.WriteString(e.text)
		at = e.to
	}
	b.WriteString(c.src[at:])
	return b.String()
}

// smallParagraph is an empty paragraph that takes one point of the page, at which a section
// may end.
func smallParagraph(section string) string {
	return `<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:beforeAutospacing="0" w:after="0" w:afterAutospacing="0" w:line="20" w:lineRule="exact"/>` +
		`<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>` + section + `</w:pPr></w:p>`
}

// turnable reports whether the pages of a section can be turned: see [Room.Turned].
func (s *sectionProperties) turnable() bool {
	w, h := s.page()
	return w < h && s.columns <= 1
}

// page is the size of the section's page, in twips.
func (s *sectionProperties) page() (width, height int) {
	return cmp.Or(s.width, pageWidth), cmp.Or(s.height, pageHeight)
}

// The order of a section's properties (§17.6.17).
var sectionOrder = order("w:headerReference w:footerReference w:footnotePr w:endnotePr w:type w:pgSz w:pgMar w:paperSrc w:pgBorders w:lnNumType w:pgNumType w:cols " +
	"w:formProt w:vAlign w:noEndnote w:titlePg w:textDirection w:bidi w:rtlGutter w:docGrid w:printerSettings w:sectPrChange")

// with writes the properties for a part of the section: turned or not, later than the first
// part or not, after a landscape page or not. Headers, footers and margins stay where they
// are: the same edge of the page keeps its margin.
func (s *sectionProperties) with(turned, later, after bool) string {
	list := s.list
	// Pages of two sizes cannot share a sheet: Word begins a new page, whatever the type says.
	apart := later || turned != after && (s.kind == "continuous" || s.kind == "nextColumn")
	if !turned && !apart {
		return s.xml
	}
	if apart {
		list = set(list, sectionOrder, "w:type", `<w:type w:val="nextPage"/>`)
	}
	if later { // page 1 and the section's first number are in its first part
		numbers := ""
		for _, a := range s.numbers {
			if strings.HasPrefix(a.Name, "w:") && a.Name != "w:start" {
				numbers += " " + a.Name + `="` + xml.Escape(a.Value) + `"`
			}
		}
		if list = without(list, "w:titlePg", "w:pgNumType"); numbers != "" {
			list = set(list, sectionOrder, "w:pgNumType", "<w:pgNumType"+numbers+"/>")
		}
	}
	if turned {
		w, h := s.page()
		code := ""
		if s.code != "" {
			code = ` w:code="` + xml.Escape(s.code) + `"`
		}
		list = set(list, sectionOrder, "w:pgSz", fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"%s/>`, h, w, code))
	}
	var b strings.Builder
	b.WriteString(s.open)
	for _, p := range without(list, "w:sectPrChange") { // a change of other properties
		b.WriteString(p.xml)
	}
	b.WriteString(s.close)
	return b.String()
}
