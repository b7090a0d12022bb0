package xml

import (
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
)

// A Node is an element, or a piece of text (Name is "").
//
// Source[Start:End] is the whole of it, Source[InnerStart:InnerEnd] what stands between
// its tags; the two are equal and empty in <a/>.
type Node struct {
	Name                 string // canonical; "" for text
	Text                 string // of a text node, decoded
	Attrs                []Attr
	Parent, First, Next  *Node
	last                 *Node // itself: it is folded
	Start, End           int
	InnerStart, InnerEnd int
}

// Parse reads a whole document and gives its root element. Comments and processing
// instructions are left out. An element nested deeper than the limit is an error, and so are
// too many nodes: one takes thirty times the memory of the four bytes that make it.
func Parse(src string, max limit.XML) (*Node, error) {
	b := builder{t: NewTokenizer(src), max: max}
	return b.build()
}

// A builder makes nodes of tokens.
type builder struct {
	t     *Tokenizer
	max   limit.XML
	folds *Folds // of a tree that may be folded; nil: it may not
	nodes int    // so far
	held  int    // nodes and attributes so far
	slab  []Node
	attrs []Attr
}

func (b *builder) build() (*Node, error) {
	var root, open *Node
	for {
		tok, err := b.t.Next()
		if err != nil {
			return nil, err
		}
		switch tok.Kind {
		case EOF:
			return root, nil
		case Start, Text:
			if tok.Kind == Text && open == nil {
				continue // white space around the root
			}
			if b.t.Depth() > b.max.Depth {
				return nil, b.tooDeep(tok.Start)
			}
			if b.held++; tok.Kind == Start {
				b.held += len(b.t.Attrs())
			}
			if b.held > b.max.Nodes {
				return nil, &LimitError{b.max.Nodes}
			}
			n := b.node(tok)
			if n.Parent = open; open == nil {
				root = n
			} else if open.last == nil {
				open.First, open.last = n, n
			} else {
				open.last.Next, open.last = n, n
			}
			if tok.Kind == Text || tok.Empty {
				continue
			}
			if b.folds == nil || !b.folds.takes(b, tok) {
				open = n
				continue
			}
			if err := b.fold(n); err != nil {
				return nil, err
			}
		case End:
			open.InnerEnd, open.End = tok.Start, tok.End
			open = open.Parent
		}
	}
}

// A LimitError is that a document has more elements, attributes and texts than may be in
// memory at a time.
type LimitError struct{ Nodes int }

func (e *LimitError) Error() string { return fmt.Sprintf("more than %d elements", e.Nodes) }

// Fault is the fault of a part that is too large; nil if err is another one.
func Fault(part string, err error) *fault.Fault {
	e, ok := errors.AsType[*LimitError](err)
	if !ok {
		return nil
	}
	return limit.Exceeded(fault.T("Số phần tử XML trong phần “%s”", "the number of XML elements in the part %q", part), strconv.Itoa(e.Nodes))
}

func (b *builder) tooDeep(at int) error {
	return &SyntaxError{at, fmt.Sprintf("elements nested deeper than %d", b.max.Depth)}
}

func (b *builder) node(tok Token) *Node {
	if len(b.slab) == 0 { // as many again as there are: most parts are small
		b.slab = make([]Node, min(max(b.nodes, 16), 256))
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	b.nodes++
	*n = Node{Name: tok.Name, Text: tok.Text, Start: tok.Start, End: tok.End, InnerStart: tok.End, InnerEnd: tok.End}
	if tok.Kind != Start {
		return n
	}
	if a := b.t.Attrs(); len(a) > 0 {
		if cap(b.attrs)-len(b.attrs) < len(a) {
			b.attrs = make([]Attr, 0, max(min(max(b.nodes, 16), 256), len(a)))
		}
		from := len(b.attrs)
		b.attrs = append(b.attrs, a...)
		n.Attrs = b.attrs[from:len(b.attrs):len(b.attrs)]
	}
	return n
}

// Children are the elements directly inside n; text is left out. A nil n has none.
func (n *Node) Children() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n == nil {
			return
		}
		for c := n.First; c != nil; c = c.Next {
			if c.Name != "" && !yield(c) {
				return
			}
		}
	}
}

// Child is the first element of that name directly inside n, or nil. A nil n has none.
func (n *Node) Child(name string) *Node {
	if n == nil {
		return nil
	}
	for c := n.First; c != nil; c = c.Next {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Path follows Child through several names; nil as soon as one is missing.
func (n *Node) Path(names ...string) *Node {
	for _, name := range names {
		n = n.Child(name)
	}
	return n
}

// Attr is the value of an attribute, and whether it is there. A nil n has none.
func (n *Node) Attr(name string) (string, bool) {
	if n != nil {
		for i := range n.Attrs {
			if n.Attrs[i].Name == name {
				return n.Attrs[i].Value, true
			}
		}
	}
	return "", false
}

// Get is the value of an attribute, or "".
func (n *Node) Get(name string) string {
	v, _ := n.Attr(name)
	return v
}

// All are the elements of that name anywhere inside n, in document order.
func (n *Node) All(name string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) { n.all(name, yield) }
}

func (n *Node) all(name string, yield func(*Node) bool) bool {
	for c := range n.Children() {
		if c.Name == name && !yield(c) || !c.all(name, yield) {
			return false
		}
	}
	return true
}

// Content is the text of n and of all elements inside it.
func (n *Node) Content() string {
	if n == nil {
		return ""
	}
	if c := n.First; c != nil && c.Next == nil && c.Name == "" {
		return c.Text
	}
	var b strings.Builder
	n.content(&b)
	return b.String()
}

func (n *Node) content(b *strings.Builder) {
	b.WriteString(n.Text)
	for c := n.First; c != nil; c = c.Next {
		c.content(b)
	}
}
