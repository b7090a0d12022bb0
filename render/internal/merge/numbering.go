package merge

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// numbering is what the template's numbering part and styles say of lists.
type numbering struct {
	part     string // name; "" if the template has none
	src      string
	rootEnd  int // where the part's root ends: nums are added before
	absEnd   int // where its abstractNums end
	nums     map[int]num
	abstract map[int]*xml.Node
	nextNum  int
	nextAbs  int
	styles   *styles
}

// highestID leaves room above the numbers that a part may already have.
const highestID = 1 << 30

// A num is a w:num: an instance of a list.
type num struct {
	abstract  int
	overrides map[int]string // w:lvl of its overrides, by level
}

// A listItem is a numbered paragraph inside the template: the number of its list, which a
// loop may replace.
type listItem struct {
	num, level int
	plain      string // what the template has
	before     string // around the list's new number
	after      string
	restart    *element // the range whose passes restart the list; nil: it goes on
}

func newNumbering(pkg *docx.Package, depth limit.XML, st *styles) (*numbering, error) {
	l := &numbering{nums: map[int]num{}, abstract: map[int]*xml.Node{}, styles: st, nextNum: 1}
	l.part = pkg.Related(pkg.Main(), "numbering")
	data, ok := pkg.Part(l.part)
	if !ok {
		l.part = ""
		return l, nil
	}
	var err error
	if l.src, err = xml.UTF8(data); err != nil {
		return nil, err
	}
	root, err := xml.Parse(l.src, depth)
	if err != nil {
		return nil, err
	}
	if root.InnerStart == root.InnerEnd && strings.HasSuffix(l.src[root.Start:root.End], "/>") {
		// An empty part: written with an end tag.
		name := qname(l.src, root)
		l.src = l.src[:root.End-2] + "></" + name + ">"
		if root, err = xml.Parse(l.src, depth); err != nil {
			return nil, err
		}
	}
	l.rootEnd, l.absEnd = root.InnerEnd, root.InnerStart
	for n := range root.Children() {
		switch n.Name {
		case "w:numPicBullet":
			l.absEnd = n.End
		case "w:abstractNum":
			id, _ := strconv.Atoi(n.Get("w:abstractNumId"))
			l.abstract[id] = n
			l.nextAbs = max(l.nextAbs, min(id, highestID)+1)
			l.absEnd = n.End
		case "w:num":
			id, _ := strconv.Atoi(n.Get("w:numId"))
			v := num{overrides: map[int]string{}}
			v.abstract, _ = strconv.Atoi(n.Child("w:abstractNumId").Get("w:val"))
			for o := range n.Children() {
				if lvl := o.Child("w:lvl"); o.Name == "w:lvlOverride" && lvl != nil {
					i, _ := strconv.Atoi(o.Get("w:ilvl"))
					v.overrides[i] = l.src[lvl.Start:lvl.End]
				}
			}
			l.nums[id] = v
			l.nextNum = max(l.nextNum, min(id, highestID)+1)
		case "w:numIdMacAtCleanup":
			l.rootEnd = min(l.rootEnd, n.Start)
		}
	}
	return l, nil
}

// levels are the elements of an abstract list's levels.
func (l *numbering) levels(abstract int) map[int]*xml.Node {
	m := map[int]*xml.Node{}
	n := l.abstract[abstract]
	if link := n.Child("w:numStyleLink"); link != nil { // the levels stand in the style's own list
		for _, id := range slices.Sorted(maps.Keys(l.abstract)) {
			if a := l.abstract[id]; id != abstract && a.Child("w:styleLink").Get("w:val") == link.Get("w:val") {
				n = a
			}
		}
	}
	for c := range n.Children() {
		if c.Name == "w:lvl" {
			i, _ := strconv.Atoi(c.Get("w:ilvl"))
			m[i] = c
		}
	}
	return m
}

// level is one level of an abstract list, or nil.
func (l *numbering) level(abstract, i int) *xml.Node { return l.levels(abstract)[i] }

// again is a w:num that numbers like another one, from the start.
func (l *numbering) again(id, like int) string {
	n := l.nums[like]
	levels := l.levels(n.abstract)
	return numXML(id, n.abstract, func(level int) (int, string) {
		lvl, ok := levels[level]
		if !ok {
			return -1, n.overrides[level]
		}
		start := 1
		if s, ok := lvl.Child("w:start").Attr("w:val"); ok {
			start, _ = strconv.Atoi(s)
		}
		return start, n.overrides[level]
	})
}

// numXML writes a w:num whose levels start where of says; -1 leaves a level out.
func numXML(id, abstract int, of func(level int) (start int, override string)) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>`, id, abstract)
	for level := range 9 {
		start, override := of(level)
		if start < 0 && override == "" {
			continue
		}
		fmt.Fprintf(&b, `<w:lvlOverride w:ilvl="%d">`, level)
		if start >= 0 {
			fmt.Fprintf(&b, `<w:startOverride w:val="%d"/>`, start)
		}
		b.WriteString(override + `</w:lvlOverride>`)
	}
	b.WriteString(`</w:num>`)
	return b.String()
}

// beforeNumPr are the properties that stand before w:numPr (ECMA-376 Part 1 §17.3.1.26).
var beforeNumPr = map[string]bool{"w:pStyle": true, "w:keepNext": true, "w:keepLines": true, "w:pageBreakBefore": true, "w:framePr": true, "w:widowControl": true}

// list notes that a paragraph is numbered, by its own properties or its style's.
func (e *emitter) list(pPr *xml.Node) {
	src := e.part.src
	if pr := pPr.Child("w:numPr"); pr != nil {
		id := pr.Child("w:numId")
		n, err := strconv.Atoi(id.Get("w:val"))
		if err != nil || n == 0 {
			return
		}
		level, _ := strconv.Atoi(pr.Child("w:ilvl").Get("w:val"))
		e.copy(id.Start)
		e.items = append(e.items, item{list: &listItem{num: n, level: level, plain: src[id.Start:id.End], before: `<w:numId w:val="`, after: `"/>`}})
		e.pos = id.End
		return
	}
	style := pPr.Child("w:pStyle")
	n, level, ok := e.lists.styles.numbered(style.Get("w:val"))
	if style == nil || !ok || n == 0 {
		return
	}
	at := style.End
	for c := range pPr.Children() {
		if beforeNumPr[c.Name] {
			at = c.End
		}
	}
	e.copy(at)
	e.items = append(e.items, item{list: &listItem{num: n, level: level, before: fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="`, level), after: `"/></w:numPr>`}})
}

// use counts how a loop's body uses a list.
type use struct {
	minLevel int
	items    int // paragraphs of the lowest level, outside of loops inside
	nested   bool
}

// decideRestarts finds for each numbered paragraph in a loop whether the loop's passes
// restart its list. They do where a pass holds a list: several items, or a loop that makes
// them. They do not where the passes are the items: then the list counts the passes.
func decideRestarts(list []*element, loops []*element) map[int]*use {
	uses := map[int]*use{}
	add := func(id int, v use) {
		u := uses[id]
		if u == nil {
			u = &use{minLevel: 99}
			uses[id] = u
		}
		if v.minLevel < u.minLevel {
			u.minLevel, u.items, u.nested = v.minLevel, 0, false
		}
		if v.minLevel == u.minLevel {
			u.items += v.items
			u.nested = u.nested || v.nested
		}
	}
	for _, e := range list {
		if e.list != nil {
			add(e.list.num, use{minLevel: e.list.level, items: 1})
			continue
		}
		if e.tag == nil {
			continue
		}
		isLoop := e.tag.word == "range"
		inside := loops
		if isLoop {
			inside = append(loops[:len(loops):len(loops)], e)
		}
		body := decideRestarts(e.body, inside)
		for id, u := range body {
			if isLoop && (u.nested || u.items > 1) {
				restartIn(e.body, id, e)
			}
			add(id, use{u.minLevel, u.items, u.nested || isLoop})
		}
		for id, u := range decideRestarts(e.other, loops) {
			add(id, *u)
		}
	}
	return uses
}

// restartIn gives the items of a list to a loop, unless one inside has them already.
func restartIn(list []*element, id int, loop *element) {
	for _, e := range list {
		if e.list != nil && e.list.num == id && e.list.restart == nil {
			e.list.restart = loop
		}
		restartIn(e.body, id, loop)
		restartIn(e.other, id, loop)
	}
}
