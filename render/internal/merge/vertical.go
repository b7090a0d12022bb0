package merge

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/xml"
)

// A vertical merge (ECMA-376 Part 1 §17.4.84) has its text in its first cell. Where a block
// takes that row away, the first of the rows that stay begins the merge, with that text. What
// stays is known when the part is executed: the emitter marks the cells of such merges
// (mergeMark), and says the text once more where the block has ended (labelMark), of which
// the repair makes use or not.

const (
	mergeMark = "bbMerge" // of a w:vMerge: the merge, first or not, and the loops around
	labelMark = "bbLabel" // of a w:customXml: the merge whose text stands in it
)

// A branch is one of a block's, from 0.
type branch struct {
	block *tag
	n     int
}

// A span is a vertical merge of the template while its table is read.
type span struct {
	id    int
	head  *xml.Node // the cell with the text; nil: one of several
	under []branch  // what the head stands in
	cells []spanCell
	parts bool          // one of its cells may be there without the head
	ends  map[*tag]bool // the blocks behind which the head may be missed
}

type spanCell struct {
	vMerge        *xml.Node
	first         bool
	loops, shared int // around the row inside of the table; those of them that the head's text holds for
}

// merges marks the cells of a table's vertical merges that may lose their first row.
func (e *emitter) merges(tbl *xml.Node) {
	m := &merger{e: e, columns: map[int]*span{}}
	m.rows(tbl)
	for _, s := range m.all {
		if !s.parts {
			continue
		}
		if e.spans == nil {
			e.spans, e.labels = map[*xml.Node]string{}, map[*tag][]*span{}
			e.part.spans = true
		}
		for _, c := range s.cells {
			kind := "c"
			if c.first {
				kind = "h"
			}
			e.spans[c.vMerge] = fmt.Sprintf("%d %s %d %d", s.id, kind, c.loops, c.shared)
		}
		for at, b := range s.under {
			if s.ends[b.block] && e.sayable(s, s.under[at:]) {
				e.labels[b.block] = append(e.labels[b.block], s)
			}
		}
	}
}

type merger struct {
	e       *emitter
	open    []branch
	columns map[int]*span // that go on, by the column of the grid that they begin at
	all     []*span
}

func (m *merger) rows(n *xml.Node) {
	a := m.e.anchors
	for c := range n.Children() {
		if c.Name != "w:tr" {
			if transparent(c.Name) {
				m.rows(c)
			}
			continue
		}
		if a.vanish[c] {
			m.tags(a.inRow[c])
			continue
		}
		m.tags(a.before[c])
		column, _ := strconv.Atoi(c.Path("w:trPr", "w:gridBefore").Get("w:val"))
		now := map[int]*span{}
		m.cells(c, &column, now)
		m.columns = now
		m.tags(a.after[c])
	}
}

// tags follows the blocks that govern rows.
func (m *merger) tags(list []*tag) {
	for _, t := range list {
		if m.e.anchors.level[t] != atRows {
			continue
		}
		switch k := len(m.open) - 1; {
		case t.kind == opening:
			m.open = append(m.open[:k+1:k+1], branch{block: t})
		case k < 0 || m.open[k].block != t.block:
		case t.kind == turning:
			m.open = append(m.open[:k:k], branch{t.block, m.open[k].n + 1})
		case t.kind == closing:
			m.open = m.open[:k]
		}
	}
}

func (m *merger) cells(n *xml.Node, column *int, now map[int]*span) {
	for c := range n.Children() {
		if c.Name != "w:tc" {
			if transparent(c.Name) {
				m.cells(c, column, now)
			}
			continue
		}
		pr := c.Child("w:tcPr")
		if v := pr.Child("w:vMerge"); v != nil {
			if s := m.cell(c, v, m.columns[*column]); s != nil {
				now[*column] = s
			}
		}
		wide, _ := strconv.Atoi(pr.Child("w:gridSpan").Get("w:val"))
		*column += max(wide, 1)
	}
}

// cell takes a cell of a merge, above which stands another one or nil.
func (m *merger) cell(tc, v *xml.Node, above *span) *span {
	first := v.Get("w:val") == "restart"
	if !first && above == nil {
		return nil
	}
	common, exclusive := 0, false
	if above != nil {
		common, exclusive = sharedBranches(above.under, m.open)
	}
	s := above
	switch {
	case first && exclusive: // it has another head in each branch
		s.head, s.parts = nil, true
	case first:
		m.e.spanned++
		s = &span{id: m.e.spanned, head: tc, under: m.open}
		m.all = append(m.all, s)
	case common < len(s.under):
		s.parts = true
		if s.ends == nil {
			s.ends = map[*tag]bool{}
		}
		s.ends[s.under[common].block] = true
		// A loop may have the head in one pass and the cell in another: then none of its passes
		// begins the merge anew.
		exclusive = exclusive || conditional(m.open[common:])
	}
	shared := loopsIn(m.open[:min(common, len(m.open))])
	if exclusive {
		shared = max(shared-1, 0)
	}
	s.cells = append(s.cells, spanCell{v, first, loopsIn(m.open), shared})
	return s
}

// sharedBranches is how many branches two places have in common, and whether they stand in
// different branches of one block.
func sharedBranches(a, b []branch) (n int, exclusive bool) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n, n < len(a) && n < len(b) && a[n].block == b[n].block
}

func loopsIn(list []branch) int {
	n := 0
	for _, b := range list {
		if b.block.word == "range" && b.n == 0 {
			n++
		}
	}
	return n
}

func conditional(list []branch) bool {
	for _, b := range list {
		if b.block.word == "if" {
			return true
		}
	}
	return false
}

// ownVariable is a variable in a tag's code, but for $ itself.
var ownVariable = lazy.Compile(`\$[\pL_]`)

// sayable reports whether what a merge says can be said outside of some blocks that its head
// stands in: it has no tags, or the blocks change nothing that they name.
func (e *emitter) sayable(s *span, blocks []branch) bool {
	if s.head == nil {
		return false
	}
	if !strings.Contains(s.head.Content(), "{{") {
		return true
	}
	for _, b := range blocks {
		if b.block.word != "if" || strings.Contains(b.block.code, ":=") {
			return false
		}
	}
	for _, t := range e.part.tags {
		if t.para.cell == s.head && ownVariable.MatchString(t.code) {
			return false
		}
	}
	return true
}

// label says the text of merges whose head stands in a block that ends here.
func (e *emitter) label(block *tag) {
	for _, s := range e.labels[block] {
		pos, held, echo := e.pos, e.held, e.echo
		e.held, e.echo = nil, true
		e.literal(`<w:customXml ` + labelMark + `="` + strconv.Itoa(s.id) + `">`)
		e.pos = s.head.InnerStart
		for c := range s.head.Children() {
			if c.Name == "w:tcPr" {
				e.pos = c.End
				continue
			}
			e.node(c)
		}
		e.copy(s.head.InnerEnd)
		e.literal(`</w:customXml>`)
		e.pos, e.held, e.echo = pos, held, echo
	}
}

// marked writes a w:vMerge with its mark.
func (e *emitter) mergeMarked(n *xml.Node) {
	e.copy(n.Start)
	name := qname(e.part.src, n)
	e.literal("<" + name + " " + mergeMark + `="` + e.spans[n] + `"/>`)
	e.pos = n.End
}

// A spanNow is a vertical merge as far as it has come.
type spanNow struct{ row, pass, loops int }

type spanKey struct{ table, id int }

// merge decides whether a marked cell begins its merge or goes on with it.
func (r *repair) merge(tok xml.Token, mark string) {
	var id, loops, shared int
	var kind string
	if _, err := fmt.Sscan(mark, &id, &kind, &loops, &shared); err != nil {
		return
	}
	row, table := 0, -1
	var cell *scopeOf
	for i := len(r.stack) - 1; i >= 0 && table < 0; i-- {
		switch s := &r.stack[i]; s.name {
		case "w:tc":
			cell = s
		case "w:tbl":
			row += s.rows
			table = s.start
		default:
			if transparent(s.name) {
				row += s.rows
			}
		}
	}
	k := spanKey{table, id}
	above, ok := r.merged[k]
	goesOn := kind == "c" && ok && above.row == row-1 && r.around(above.pass, above.loops-shared) == r.around(r.pass, loops-shared)
	if r.merged == nil {
		r.merged = map[spanKey]spanNow{}
	}
	r.merged[k] = spanNow{row, r.pass, loops}
	name := prefixOf(r.src, tok.Start)
	element := "<" + name + "vMerge/>"
	if !goesOn {
		element = "<" + name + "vMerge " + name + `val="restart"/>`
		if cell != nil && kind == "c" {
			cell.label = r.labels[k]
		}
	}
	r.edits = append(r.edits, edit{tok.Start, r.elementEnd(tok), element})
}

// around is the pass so many loops around another one.
func (r *repair) around(pass, loops int) int {
	for ; loops > 0 && pass != 0; loops-- {
		pass = r.passes.outer[pass]
	}
	return pass
}

// betweenRows reports whether what begins stands in a table and in no cell.
func (r *repair) betweenRows() bool {
	for i := len(r.stack) - 1; i >= 0; i-- {
		if !transparent(r.stack[i].name) {
			return r.stack[i].name == "w:tbl"
		}
	}
	return false
}

// labelled takes the text of a merge, which stands between two rows, out of the part.
func (r *repair) labelled(s scopeOf, tok xml.Token) {
	id, _ := strconv.Atoi(s.mark)
	inner := edit{from: s.start + strings.IndexByte(r.src[s.start:], '>') + 1, to: tok.Start}
	own := repair{src: r.src[inner.from:inner.to]}
	for _, e := range r.edits[s.edits:] {
		own.edits = append(own.edits, edit{e.from - inner.from, e.to - inner.from, e.text})
	}
	text := own.apply()
	if s.last != "w:p" {
		text += "<w:p/>"
	}
	r.edits = append(r.edits[:s.edits], edit{s.start, tok.End, ""})
	for i := len(r.stack) - 1; i >= 0; i-- {
		if r.stack[i].name == "w:tbl" {
			if r.labels == nil {
				r.labels = map[spanKey]string{}
			}
			r.labels[spanKey{r.stack[i].start, id}] = text
			return
		}
	}
}

// marked reports whether vertical merges in a part are marked, those of its notes too.
func (t *Template) marked(p *part) bool {
	return p.spans || p == t.parts[0] && slices.ContainsFunc(t.parts, func(q *part) bool { return noteKind(q) >= 0 && q.spans })
}
