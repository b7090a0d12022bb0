package merge

import (
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// A level is what a block governs: the smallest that holds all its tags.
type level int

const (
	atText       level = iota // runs of one paragraph
	atParagraphs              // whole siblings of one parent
	atRows                    // whole rows of one table
)

// anchors are the places in a part where blocks begin, turn and end.
type anchors struct {
	level         map[*tag]level
	before, after map[*xml.Node][]*tag
	vanish        map[*xml.Node]bool       // paragraphs and rows that their tags stand for
	inRow         map[*xml.Node][]*tag     // all tags of a row that vanishes
	paragraph     map[*xml.Node]*paragraph // by its w:p
	text          map[*xml.Node]*text      // touched ones, by their w:t
	touched       map[*xml.Node]*paragraph // runs with tags
	stories       map[*xml.Node]bool       // with tags
	filled        map[*xml.Node]bool       // content controls that hold tags
	blocks        map[*tag][]*tag          // of a block, by the tag that opens it
	part          map[*xml.Node]*paragraph // that are parted, by their w:p
	spans         map[*xml.Node]string     // marks before what a repeated column changes: see [setCells]
}

// cover matches the part's block tags and decides what each block governs.
func (p *part) cover(faults *fault.List) *anchors {
	a := &anchors{
		level: map[*tag]level{}, before: map[*xml.Node][]*tag{}, after: map[*xml.Node][]*tag{}, vanish: map[*xml.Node]bool{},
		inRow: map[*xml.Node][]*tag{}, paragraph: map[*xml.Node]*paragraph{}, text: map[*xml.Node]*text{},
		touched: map[*xml.Node]*paragraph{}, stories: map[*xml.Node]bool{}, filled: map[*xml.Node]bool{}, blocks: map[*tag][]*tag{}, part: map[*xml.Node]*paragraph{},
		spans: map[*xml.Node]string{},
	}
	tagsOfRow := map[*xml.Node][]*tag{}
	for _, q := range p.paras {
		a.paragraph[q.node] = q
		a.stories[q.story] = true
		for _, t := range q.tags {
			for n := t.home.run; n != nil && n != q.story; n = n.Parent {
				if n.Name == "w:sdt" {
					a.filled[n] = true
				}
			}
		}
		for _, x := range q.texts {
			if x.touched {
				a.text[x.node] = x
				a.touched[x.run] = q
			}
		}
		if tr := rowOf(q); tr != nil {
			tagsOfRow[tr] = append(tagsOfRow[tr], q.tags...)
		}
	}
	var rowTags []*tag // of blocks that govern rows
	for _, b := range match(p.tags, faults) {
		l, ok := smallest(b)
		if !ok {
			*faults = append(*faults, coverFault(b))
			continue
		}
		a.blocks[b[0]] = b
		for _, t := range b {
			a.level[t] = l
			if l == atRows {
				rowTags = append(rowTags, t)
			}
		}
	}
	for _, t := range rowTags {
		tr := rowOf(t.para)
		if _, seen := a.vanish[tr]; !seen {
			a.vanish[tr] = a.onlyTags(tr)
			if a.vanish[tr] {
				a.inRow[tr] = tagsOfRow[tr]
			}
		}
	}
	for _, q := range p.paras {
		if q.onlyTags {
			a.vanish[q.node] = !a.lastOfCell(q)
		}
	}
	for _, q := range p.paras {
		if a.mustPart(q) {
			a.part[q.node] = q
		}
	}
	for _, t := range p.tags {
		if a.part[t.para.node] == nil || a.level[t] == atRows {
			a.anchor(t, faults)
		}
	}
	a.columns(p, faults)
	return a
}

// maxNesting bounds blocks inside blocks: each takes stack of ours and of text/template's.
const maxNesting = 200

// tooDeep is the fault of blocks that nest deeper than that.
func tooDeep(tags []*tag) *fault.Fault {
	var links []int // of each open block: itself, and its else-ifs, which nest in one another
	depth := 0
	for _, t := range tags {
		switch {
		case t.kind == opening:
			links = append(links, 1)
			depth++
		case len(links) == 0:
		case t.kind == turning && t.word != "":
			links[len(links)-1]++
			depth++
		case t.kind == closing:
			depth -= links[len(links)-1]
			links = links[:len(links)-1]
		}
		if depth > maxNesting {
			f := limit.Exceeded(fault.T("Số khối lồng nhau", "the number of blocks inside each other"), strconv.Itoa(maxNesting))
			f.Place = t.place
			return f
		}
	}
	return nil
}

// match pairs the block tags of each story: the tags of a block come together, from its
// start over its elses to its end.
func match(tags []*tag, faults *fault.List) [][]*tag {
	open := map[*xml.Node][][]*tag{}
	var done [][]*tag
	var stories []*xml.Node
	for _, t := range tags {
		story := t.para.story
		stack := open[story]
		switch t.kind {
		case opening:
			if len(stack) == 0 {
				stories = append(stories, story)
			}
			t.block = t
			open[story] = append(stack, []*tag{t})
		case turning, closing:
			if len(stack) == 0 {
				*faults = append(*faults, &fault.Fault{Code: "unbalanced", Place: t.place,
					Message: fault.T("%s không có {{if}}, {{range}} hay {{with}} đứng trước", "%s has no {{if}}, {{range}} or {{with}} before it", t.raw),
					Hint:    fault.T("Bỏ thẻ này, hoặc thêm thẻ mở khối.", "Remove it, or add the tag that begins its block.")})
				continue
			}
			top := append(stack[len(stack)-1], t)
			t.block = top[0]
			if t.kind == closing {
				open[story] = stack[:len(stack)-1]
				done = append(done, top)
				continue
			}
			if last := top[len(top)-2]; last.kind == turning && last.word == "" {
				*faults = append(*faults, &fault.Fault{Code: "unbalanced", Place: t.place,
					Message: fault.T("%s đứng sau một {{else}} khác của cùng khối (%s)", "%s follows another {{else}} of the same block (%s)", t.raw, last.place),
					Hint:    fault.T("Một khối chỉ có một {{else}}, đứng cuối cùng.", "A block has one {{else}}, the last of its branches.")})
			}
			stack[len(stack)-1] = top
		}
	}
	seen := map[*xml.Node]bool{}
	for _, story := range stories {
		if seen[story] {
			continue
		}
		seen[story] = true
		for _, b := range open[story] {
			*faults = append(*faults, &fault.Fault{Code: "unbalanced", Place: b[0].place,
				Message: fault.T("%s không có {{end}}", "%s has no {{end}}", b[0].raw),
				Hint:    fault.T("Thêm {{end}} vào chỗ khối kết thúc.", "Add {{end}} where the block ends.")})
		}
	}
	return done
}

func rowOf(p *paragraph) *xml.Node {
	if p.cell == nil {
		return nil
	}
	for n := p.cell.Parent; n != nil; n = n.Parent {
		if n.Name == "w:tr" {
			return n
		}
	}
	return nil
}

// smallest is the smallest cover of a block's tags, if there is one.
func smallest(b []*tag) (level, bool) {
	text, paragraphs, rows := true, true, true
	first := b[0]
	row := rowOf(first.para)
	for _, t := range b {
		text = text && t.para == first.para
		paragraphs = paragraphs && t.para.node.Parent == first.para.node.Parent
		tr := rowOf(t.para)
		rows = rows && row != nil && tr != nil && tr.Parent == row.Parent
	}
	switch {
	case text:
		if !first.para.onlyTags {
			for _, t := range b {
				if first.para.bare != "" && t.home != first.home {
					return 0, false
				}
				if t.home.run.Parent != first.home.run.Parent && !(inlineParent(t.home.run, t.para.node) && inlineParent(first.home.run, t.para.node)) {
					return 0, false
				}
			}
		}
		return atText, true
	case paragraphs:
		return atParagraphs, true
	case rows:
		return atRows, true
	}
	return 0, false
}

func coverFault(b []*tag) *fault.Fault {
	first, other := b[0], b[len(b)-1]
	for _, t := range b[1:] {
		if _, ok := smallest([]*tag{first, t}); !ok {
			other = t
			break
		}
	}
	return &fault.Fault{Code: "cover", Place: first.place,
		Message: fault.T("%s và %s của nó (%s) không nằm trong cùng một đoạn, cùng một dãy đoạn hay cùng một bảng", "%s and its %s (%s) do not stand in one paragraph, among the paragraphs of one place, or in the rows of one table",
			first.raw, other.raw, other.place),
		Hint: fault.T("Đặt các thẻ của một khối ở cùng một chỗ: cùng đoạn, cùng ô (hoặc cùng ngoài bảng), hoặc trong các hàng của cùng bảng.",
			"Put the tags of a block in one place: one paragraph, one cell (or all outside of tables), or rows of the same table.")}
}

// onlyTags reports whether nothing in a row prints but tags of blocks.
func (a *anchors) onlyTags(n *xml.Node) bool {
	for c := range n.Children() {
		switch c.Name {
		case "w:p":
			if q, ok := a.paragraph[c]; ok {
				for _, t := range q.tags {
					if !q.onlyTags || t.kind == rich {
						return false
					}
				}
			} else if !blank(c) {
				return false
			}
		case "w:tbl":
			return false
		default:
			if !a.onlyTags(c) {
				return false
			}
		}
	}
	return true
}

// blank reports whether nothing in a paragraph prints.
func blank(n *xml.Node) bool {
	for c := range n.Children() {
		switch c.Name {
		case "w:drawing", "w:pict", "w:object", "w:sym", "w:fldChar", "w:fldSimple", "w:footnoteReference", "w:endnoteReference", "mc:AlternateContent":
			return false
		case "w:t":
			if strings.Trim(c.Content(), " \t\u00a0") != "" {
				return false
			}
		default:
			if !blank(c) {
				return false
			}
		}
	}
	return true
}

// lastOfCell reports whether a paragraph's tags all stand for its row while the cell has
// nothing else: the paragraph stays then, empty, with its properties.
func (a *anchors) lastOfCell(q *paragraph) bool {
	for _, t := range q.tags {
		if t.kind == rich || t.kind == silent || a.level[t] != atRows {
			return false
		}
	}
	if q.cell == nil {
		return false
	}
	for c := range q.cell.Children() {
		if c != q.node && c.Name != "w:tcPr" {
			return false
		}
	}
	return true
}

// anchor puts a block tag before or after the whole that its block governs.
func (a *anchors) anchor(t *tag, faults *fault.List) {
	if t.kind != opening && t.kind != turning && t.kind != closing {
		return
	}
	l, ok := a.level[t]
	if !ok || l == atText {
		return
	}
	n := t.para.node
	if l == atRows {
		n = rowOf(t.para)
	}
	if a.vanish[n] {
		return // the paragraph or the row puts its tags itself
	}
	switch t.kind {
	case opening:
		a.before[n] = append(a.before[n], t)
	case closing:
		a.after[n] = append(a.after[n], t)
	case turning:
		first, last := true, true
		if l == atRows {
			first, last = false, false
		}
		for _, x := range t.para.texts {
			for i, r := range x.s {
				at := x.from + i
				if strings.ContainsRune(" \t\n\u00a0", r) || t.para.inTag(at) {
					continue
				}
				first = first && at > t.start
				last = last && at < t.start
			}
		}
		switch {
		case first:
			a.before[n] = append(a.before[n], t)
		case last:
			a.after[n] = append(a.after[n], t)
		default:
			*faults = append(*faults, &fault.Fault{Code: "cover", Place: t.place,
				Message: fault.T("%s không đứng ở cấp của khối: khối gồm cả đoạn hoặc cả hàng, nhưng thẻ này đứng giữa chữ", "%s does not stand at the level of its block, which governs whole paragraphs or rows", t.raw),
				Hint:    fault.T("Đặt {{else}} thành một đoạn riêng (hoặc một hàng riêng của bảng).", "Put {{else}} in a paragraph (or a table row) of its own.")})
		}
	}
}

// inTag reports whether an offset of the paragraph's text lies in a block tag.
func (p *paragraph) inTag(at int) bool {
	for _, t := range p.tags {
		if t.start <= at && at < t.end {
			return t.kind != printing && t.kind != rich
		}
	}
	return false
}
