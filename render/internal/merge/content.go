package merge

import (
	"reflect"
	"sort"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// A richValue is what one of the rich functions gives: content that becomes paragraphs
// where its tag stands.
type richValue struct {
	markdown, table string
	image, width    string // of a code what it says
	code            string // its kind; "": image names a picture
	chart           *chartValue
	include         string // the name of a finished document
	pageBreak       bool
	from            []Shown
}

// inline reports whether a tag of rich content stands among text.
func (t *tag) inline() bool { return t.para.bare == "" && !t.para.onlyTags }

// showRich tells of the values that rich content was made of.
func (r *run) showRich(value richValue) {
	if r.trace.show != nil && (value.markdown != "" || value.image != "" || value.include != "") {
		for _, f := range value.from {
			r.trace.show(f)
		}
	}
	r.trace.end()
}

// A setting is the paragraph that rich content replaces: what it takes on.
type setting struct {
	r        *run
	t        *tag
	props    []property // of the paragraph, in their order, without the section's
	runProps []property
	width    int // of the text, in twips
}

// A property is a child of w:pPr or w:rPr.
type property struct{ name, xml string }

func properties(src string, n *xml.Node) []property {
	var list []property
	for c := range n.Children() {
		list = append(list, property{c.Name, src[c.Start:c.End]})
	}
	return list
}

// rich writes rich content in the place of its tag's paragraph.
func (r *run) rich(index int, v reflect.Value) (string, error) {
	value, ok := settleInterface(v).Interface().(richValue)
	if !ok {
		return "", errNotPrintable
	}
	t := r.t.tags[index]
	s := &setting{r: r, t: t, width: r.t.textWidth(t)}
	pPr := t.para.node.Child("w:pPr")
	if t.inline() { // the paragraph is there already
		pPr = nil
	}
	for _, p := range properties(t.part.src, pPr) {
		// A section that ends with the paragraph ends behind the content: see vanished.
		if p.name != "w:sectPr" && p.name != "w:pPrChange" {
			s.props = append(s.props, p)
		}
	}
	s.runProps = properties(t.part.src, t.home.run.Child("w:rPr"))
	r.showRich(value)
	switch {
	case value.pageBreak:
		return s.paragraph(s.props, `<w:r><w:br w:type="page"/></w:r>`), nil
	case value.image != "":
		return s.image(value)
	case value.table != "":
		return s.table(value.table)
	case value.chart != nil:
		return s.chart(value.chart)
	case value.include != "":
		return s.include(value.include)
	}
	return s.markdown(value.markdown), nil
}

// paragraph writes a w:p.
func (s *setting) paragraph(props []property, content string) string {
	var b strings.Builder
	b.Grow(len("<w:p><w:pPr></w:pPr></w:p>") + propsLength(props) + len(content))
	b.WriteString("<w:p>")
	if len(props) > 0 {
		b.WriteString("<w:pPr>")
		for _, p := range props {
			b.WriteString(p.xml)
		}
		b.WriteString("</w:pPr>")
	}
	b.WriteString(content)
	b.WriteString("</w:p>")
	return b.String()
}

// propsLength is the length of properties as written.
func propsLength(props []property) (n int) {
	for _, p := range props {
		n += len(p.xml)
	}
	return n
}

// The order that the schema wants properties in (ECMA-376 Part 1 §17.3.1.26, §17.3.2.28).
var (
	paragraphOrder = order("w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:framePr w:widowControl w:numPr w:suppressLineNumbers w:pBdr w:shd w:tabs " +
		"w:suppressAutoHyphens w:kinsoku w:wordWrap w:overflowPunct w:topLinePunct w:autoSpaceDE w:autoSpaceDN w:bidi w:adjustRightInd w:snapToGrid w:spacing " +
		"w:ind w:contextualSpacing w:mirrorIndents w:suppressOverlap w:jc w:textDirection w:textAlignment w:textboxTightWrap w:outlineLvl w:divId w:cnfStyle w:rPr")
	runOrder = order("w:rStyle w:rFonts w:b w:bCs w:i w:iCs w:caps w:smallCaps w:strike w:dstrike w:outline w:shadow w:emboss w:imprint w:noProof w:snapToGrid " +
		"w:vanish w:webHidden w:color w:spacing w:w w:kern w:position w:sz w:szCs w:highlight w:u w:effect w:bdr w:shd w:fitText w:vertAlign w:rtl w:cs w:em w:lang")
)

func order(names string) map[string]int {
	m := map[string]int{}
	for i, n := range strings.Fields(names) {
		m[n] = i + 1
	}
	return m
}

// set is the properties with one more, in its place; one of the same name goes.
func set(list []property, in map[string]int, name, xml string) []property {
	out := make([]property, 0, len(list)+1)
	done := xml == ""
	for _, p := range list {
		if p.name == name {
			continue
		}
		if !done && (in[p.name] == 0 || in[p.name] > in[name]) {
			out = append(out, property{name, xml})
			done = true
		}
		out = append(out, p)
	}
	if !done {
		out = append(out, property{name, xml})
	}
	return out
}

func without(list []property, names ...string) []property {
	for _, n := range names {
		list = set(list, nil, n, "")
	}
	return list
}

// runXML writes a w:r with text in it.
func runXML(props []property, text string) string {
	var b strings.Builder
	b.Grow(len(`<w:r><w:rPr></w:rPr><w:t xml:space="preserve"></w:t></w:r>`) + propsLength(props) + len(text))
	b.WriteString("<w:r>")
	if len(props) > 0 {
		b.WriteString("<w:rPr>")
		for _, p := range props {
			b.WriteString(p.xml)
		}
		b.WriteString("</w:rPr>")
	}
	b.WriteString(`<w:t xml:space="preserve">`)
	inRun(&b, text, "w:t")
	b.WriteString("</w:t></w:r>")
	return b.String()
}

func twips(n *xml.Node, name string) (int, bool) {
	v, err := strconv.Atoi(n.Get(name))
	return v, err == nil
}

// textWidth is the width of the text where a tag stands, in twips: of its cell or box, or
// of its section's column.
func (t *Template) textWidth(g *tag) int {
	if cell := g.para.cell; cell != nil {
		if w := cell.Path("w:tcPr", "w:tcW"); w.Get("w:type") == "dxa" || w.Get("w:type") == "" {
			if v, ok := twips(w, "w:w"); ok && v > 0 {
				left, right := t.styles.sides("")
				for n := cell.Parent; n != nil; n = n.Parent {
					if n.Name == "w:tbl" {
						left, right = t.styles.sides(n.Path("w:tblPr", "w:tblStyle").Get("w:val"))
						m := n.Path("w:tblPr", "w:tblCellMar")
						for _, side := range []struct {
							name string
							to   *int
						}{{"w:left", &left}, {"w:start", &left}, {"w:right", &right}, {"w:end", &right}} {
							if v, ok := twips(m.Child(side.name), "w:w"); ok {
								*side.to = v
							}
						}
						break
					}
				}
				return max(v-left-right, 200)
			}
		}
	}
	if g.para.story.Name == "w:txbxContent" {
		for n := g.para.story; n != nil; n = n.Parent {
			if e := n.Child("wp:extent"); e != nil {
				if v, err := strconv.Atoi(e.Get("cx")); err == nil {
					return max(v/635-288, 200)
				}
			}
		}
	}
	return t.sectionWidth(g)
}

// The size of a page that does not say its own: A4 upright, in twips.
const pageWidth, pageHeight = 11906, 16838

// A column is the width of a section's text, from what stands behind the section's
// properties backwards.
type column struct {
	at     int
	width  int
	turned int // once the page is turned; 0 if it cannot be
}

// sectionWidth is the width of a column of the tag's section. A section's properties stand
// at its end; a header takes the last section's.
func (t *Template) sectionWidth(g *tag) int {
	return t.column(g).width
}

// turnedWidth is the width of the text where a tag stands, once the page of its section is
// turned; 0 if it cannot be. A section ends safely between the blocks of the body only.
func (t *Template) turnedWidth(g *tag) int {
	if g.part != t.parts[0] || g.para.node.Parent.Name != "w:body" {
		return 0
	}
	return t.column(g).turned
}

func (t *Template) column(g *tag) column {
	if len(t.columns) == 0 {
		return sectionColumn(nil)
	}
	i := len(t.columns) - 1
	if g.part == t.parts[0] {
		i = min(sort.Search(len(t.columns), func(i int) bool { return t.columns[i].at > g.para.node.Start }), i)
	}
	return t.columns[i]
}

func sectionColumn(sect *xml.Node) column {
	c := column{}
	width, height, left, right, gutter := pageWidth, pageHeight, 1701, 1134, 0 // margins of a Vietnamese office
	size, margins := sect.Child("w:pgSz"), sect.Child("w:pgMar")
	for _, v := range []struct {
		n    *xml.Node
		name string
		to   *int
	}{{size, "w:w", &width}, {size, "w:h", &height}, {margins, "w:left", &left}, {margins, "w:right", &right}, {margins, "w:gutter", &gutter}} {
		if n, ok := twips(v.n, v.name); ok {
			*v.to = n
		}
	}
	if sect != nil {
		c.at = sect.Start
	}
	c.width = width - left - right - gutter
	columns := 1
	if cols := sect.Child("w:cols"); cols != nil {
		n, _ := strconv.Atoi(cols.Get("w:num"))
		space, ok := twips(cols, "w:space")
		if !ok {
			space = 720
		}
		if n > 1 && n < 20 {
			c.width = (c.width - (n-1)*space) / n
		}
		columns = max(n, columns)
	}
	if columns == 1 && width < height {
		c.turned = max(height-left-right-gutter, 200)
	}
	c.width = max(c.width, 200)
	return c
}

// failed is the fault of rich content that could not be made.
func (s *setting) failed(code string, message, hint fault.Text) error {
	return fault.List{{Code: code, Place: s.t.place, Message: message, Hint: hint}}
}
