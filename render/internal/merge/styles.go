package merge

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// styles are the template's, as far as rich content needs them.
type styles struct {
	byID     map[string]*style
	byName   map[string]string // kind and folded name to ID
	fontSize int               // of the defaults, in half-points
	normal   string            // ID of the default paragraph style
}

type style struct {
	basedOn  string
	size     int // w:sz, in half-points; 0 if it does not say
	num      int // w:numId; -1 if it does not say
	level    int
	hasLevel bool
	first    int // w:firstLine, in twips
	hasFirst bool
	keepNext string // w:keepNext: "1", "0"; "" if it does not say
	bold     string // w:b, likewise
	margins  [2]int // of a table style's cells, left and right, in twips; -1 if it does not say
}

func newStyles(pkg *docx.Package, depth limit.XML) (*styles, error) {
	s := &styles{byID: map[string]*style{}, byName: map[string]string{}, fontSize: 20}
	data, ok := pkg.Part(pkg.Related(pkg.Main(), "styles"))
	if !ok {
		return s, nil
	}
	src, err := xml.UTF8(data)
	if err != nil {
		return nil, err
	}
	root, err := xml.Parse(src, depth)
	if err != nil {
		return nil, err
	}
	if sz, err := strconv.Atoi(root.Path("w:docDefaults", "w:rPrDefault", "w:rPr", "w:sz").Get("w:val")); err == nil {
		s.fontSize = sz
	}
	for n := range root.Children() {
		if n.Name != "w:style" {
			continue
		}
		id, kind := n.Get("w:styleId"), n.Get("w:type")
		st := &style{basedOn: n.Child("w:basedOn").Get("w:val"), num: -1}
		st.size, _ = strconv.Atoi(n.Path("w:rPr", "w:sz").Get("w:val"))
		if v, ok := n.Path("w:pPr", "w:numPr", "w:numId").Attr("w:val"); ok {
			st.num, _ = strconv.Atoi(v)
		}
		if v, ok := n.Path("w:pPr", "w:numPr", "w:ilvl").Attr("w:val"); ok {
			st.level, _ = strconv.Atoi(v)
			st.hasLevel = true
		}
		if k := n.Path("w:pPr", "w:keepNext"); k != nil {
			st.keepNext = toggle(k.Get("w:val"))
		}
		if b := n.Path("w:rPr", "w:b"); b != nil {
			st.bold = toggle(b.Get("w:val"))
		}
		st.margins = [2]int{-1, -1}
		for m := range n.Path("w:tblPr", "w:tblCellMar").Children() {
			side, ok := marginSides[m.Name]
			if v, number := twips(m, "w:w"); ok && number {
				st.margins[side] = v
			}
		}
		st.first, st.hasFirst = twips(n.Path("w:pPr", "w:ind"), "w:firstLine")
		s.byID[id] = st
		key := kind + " " + strings.ToLower(n.Child("w:name").Get("w:val"))
		if _, ok := s.byName[key]; !ok {
			s.byName[key] = id
		}
		if kind == "paragraph" && (n.Get("w:default") == "1" || n.Get("w:default") == "true") {
			s.normal = id
		}
	}
	return s, nil
}

// named is the ID of the style of a kind ("paragraph", "table", "character") with a name,
// or "".
func (s *styles) named(kind, name string) string { return s.byName[kind+" "+strings.ToLower(name)] }

// numbered is the list that a paragraph style puts its paragraphs in.
func (s *styles) numbered(id string) (num, level int, ok bool) {
	for range 20 { // a chain of styles; more is a circle
		st := s.byID[id]
		if st == nil {
			return 0, 0, false
		}
		if st.hasLevel && !ok {
			level = st.level
		}
		if st.num >= 0 {
			return st.num, level, true
		}
		id = st.basedOn
	}
	return 0, 0, false
}

// firstLine is how far a paragraph style's first line stands in, in twips.
func (s *styles) firstLine(id string) int {
	if id == "" {
		id = s.normal
	}
	for range 20 {
		st := s.byID[id]
		if st == nil {
			break
		}
		if st.hasFirst {
			return st.first
		}
		id = st.basedOn
	}
	return 0
}

// toggle is the value of an on/off property (ECMA-376 Part 1 §17.17.4) as "1" or "0".
func toggle(v string) string {
	switch v {
	case "0", "false", "off":
		return "0"
	}
	return "1"
}

// keepsNext reports whether a paragraph style keeps its paragraphs on the page of what
// follows.
func (s *styles) keepsNext(id string) bool {
	return s.is(id, func(st *style) string { return st.keepNext })
}

// bold reports whether a paragraph style writes in bold.
func (s *styles) bold(id string) bool {
	return s.is(cmp.Or(id, s.normal), func(st *style) string { return st.bold })
}

// is reports whether an on/off property of a paragraph style is on.
func (s *styles) is(id string, property func(*style) string) bool {
	for range 20 {
		st := s.byID[id]
		if st == nil {
			break
		}
		if v := property(st); v != "" {
			return v == "1"
		}
		id = st.basedOn
	}
	return false
}

// marginSides are the sides of a cell as its margins are named (ECMA-376 Part 1 §17.4.34,
// §17.4.35), left and right in a strict document too.
var marginSides = map[string]int{"w:left": 0, "w:start": 0, "w:right": 1, "w:end": 1}

// cellMargins are the left and the right margin of a table style's cells together, in twips.
func (s *styles) cellMargins(id string) int {
	left, right := s.sides(id)
	return left + right
}

// sides are the left and the right margin of a table style's cells, in twips.
func (s *styles) sides(id string) (left, right int) {
	margins := [2]int{-1, -1}
	for range 20 {
		st := s.byID[id]
		if st == nil {
			break
		}
		for i, v := range st.margins {
			if margins[i] < 0 {
				margins[i] = v
			}
		}
		id = st.basedOn
	}
	for i, v := range margins {
		if v < 0 {
			margins[i] = 108 // Word's own: 0.19 cm
		}
	}
	return margins[0], margins[1]
}

// size is the font size of a paragraph style in half-points.
func (s *styles) size(id string) int {
	if id == "" {
		id = s.normal
	}
	for range 20 {
		st := s.byID[id]
		if st == nil {
			break
		}
		if st.size > 0 {
			return st.size
		}
		id = st.basedOn
	}
	return s.fontSize
}
