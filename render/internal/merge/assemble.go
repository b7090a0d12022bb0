package merge

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
)

// An element is a piece of the template's tree: literal text, a tag that prints, or a
// block with its branches.
type element struct {
	text string
	tag  *tag
	list *listItem

	body, other []*element // of a block
	hasOther    bool
}

// frame is an open block while the tree is assembled.
type frame struct {
	e      *element // the block; of an else-if chain, its last link
	opened *tag
	into   *[]*element
	field  int
	sect   string // first section that ends in the branch
	before bool   // something of the same section stands before the block
}

// assemble makes a tree of the items. Blocks whose covers overlap do not nest here; that is
// a fault of its own if their tags matched.
func assemble(items []item, matched bool, faults *fault.List) ([]*element, bool) {
	var root []*element
	stack := []*frame{{into: &root}}
	ok := true
	since := false // something stands in the section that is being read
	wrong := func(f *fault.Fault) {
		*faults = append(*faults, f)
		ok = false
	}
	endBranch := func(f *frame) {
		if f.field != 0 {
			wrong(&fault.Fault{Code: "field-cut", Place: f.opened.place,
				Message: fault.T("%s cắt ngang một trường (field) của Word: trường bắt đầu và kết thúc ở hai phía của khối", "%s cuts a field of Word: it begins and ends on different sides of the block", f.opened.raw),
				Hint:    fault.T("Đặt cả trường vào trong khối, hoặc ra ngoài khối.", "Put the whole field inside the block, or outside of it.")})
			f.field = 0
		}
	}
	for _, it := range items {
		top := stack[len(stack)-1]
		switch {
		case it.field != 0:
			top.field += it.field
			continue
		case it.sect != "":
			for _, f := range stack {
				if f.sect == "" {
					f.sect = it.sect
				}
			}
			since = false
			continue
		case it.list != nil:
			*top.into = append(*top.into, &element{list: it.list})
			continue
		case it.tag == nil:
			*top.into = append(*top.into, &element{text: it.text})
			since = since || startsBlock(it.text)
			continue
		}
		t := it.tag
		switch t.kind {
		case opening:
			e := &element{tag: t}
			*top.into = append(*top.into, e)
			stack = append(stack, &frame{e: e, opened: t, into: &e.body, before: since})
		case turning, closing:
			if len(stack) == 1 || !sameBlock(stack[len(stack)-1].opened, t) {
				if len(stack) > 1 && !t.echo && matched && ok {
					wrong(overlap(stack[len(stack)-1].opened, t))
				}
				ok = false
				continue
			}
			endBranch(top)
			if t.kind == closing {
				keepSection(top)
				stack = stack[:len(stack)-1]
				continue
			}
			top.e.hasOther = true
			if t.word == "" {
				top.into = &top.e.other
				continue
			}
			next := &element{tag: t}
			top.e.other = []*element{next}
			top.e = next
			top.into = &next.body
		default:
			*top.into = append(*top.into, &element{tag: t})
		}
	}
	return root, ok && len(stack) == 1
}

// keepSection lets the properties of a section survive that ends inside a block which may
// print nothing: what stands before it belongs to that section.
func keepSection(f *frame) {
	if f.sect == "" || !f.before || f.e.other != nil {
		return
	}
	f.e.hasOther = true
	f.e.other = []*element{{text: "<w:p><w:pPr>" + f.sect + "</w:pPr></w:p>"}}
}

// startsBlock reports whether a paragraph or a table begins in literal XML.
func startsBlock(s string) bool {
	return strings.Contains(s, "<w:p>") || strings.Contains(s, "<w:p ") || strings.Contains(s, "<w:tbl>")
}

// sameBlock reports whether a tag belongs to the block that another one opened.
func sameBlock(opened, t *tag) bool { return opened.block == t.block }

func overlap(a, b *tag) *fault.Fault {
	return &fault.Fault{Code: "cover", Place: a.place,
		Message: fault.T("khối %s và khối của %s (%s) chồng lên nhau mà không lồng vào nhau", "block %s and the block of %s (%s) overlap without nesting", a.raw, b.raw, b.place),
		Hint: fault.T("Đặt các thẻ này vào những đoạn (hoặc hàng) riêng, khối trong nằm trọn trong khối ngoài.",
			"Put these tags in paragraphs (or rows) of their own, the inner block wholly inside the outer one.")}
}
