package xml

import (
	"slices"

	"github.com/bienban/bienban/render/internal/limit"
)

// foldAfter is how many nodes a tree has before elements are folded: 4 MB of them. Of what
// is smaller, reading it twice would cost more than it spares.
const foldAfter = 1 << 15

// Folds opens the folded elements of a tree, one after the other.
type Folds struct {
	names    []string
	after    int
	src      string
	bindings []binding // around the folded elements, which all have the same
	bound    bool
	b        builder
}

// ParseFolded is [Parse] for what may be large. Of a tree with many nodes, the elements of
// some names that come then are folded: checked like the rest, but without what is in them
// until [Folds.Open] reads it. The cells of a table are a tenth of its tree so, and each is
// gone as soon as its reader has done with it.
func ParseFolded(src string, max limit.XML, names ...string) (*Node, *Folds, error) {
	return parseFolded(src, max, foldAfter, names...)
}

func parseFolded(src string, max limit.XML, after int, names ...string) (*Node, *Folds, error) {
	f := &Folds{names: names, after: after, src: src}
	b := builder{t: NewTokenizer(src), max: max, folds: f}
	root, err := b.build()
	f.b = builder{t: NewTokenizer(""), max: max}
	return root, f, err
}

// Any reports whether the tree has folded elements.
func (f *Folds) Any() bool { return f.bound }

// takes reports whether an element is to be folded that has just begun.
func (f *Folds) takes(b *builder, tok Token) bool {
	if b.nodes < f.after || !slices.Contains(f.names, tok.Name) {
		return false
	}
	t := b.t
	around := t.bindings[:t.open[len(t.open)-1].bindings]
	if !f.bound {
		f.bindings, f.bound = slices.Clone(around), true
	}
	return slices.Equal(f.bindings, around)
}

// fold reads to the end of n and keeps nothing of it.
func (b *builder) fold(n *Node) error {
	depth := b.t.Depth()
	b.t.nameless = true
	defer func() { b.t.nameless = false }()
	for {
		tok, err := b.t.Next()
		if err != nil {
			return err
		}
		if (tok.Kind == Start || tok.Kind == Text) && b.t.Depth() > b.max.Depth {
			return b.tooDeep(tok.Start)
		}
		if tok.Kind == End && b.t.Depth() < depth {
			n.InnerEnd, n.End, n.last = tok.Start, tok.End, n
			return nil
		}
	}
}

// Open is n with what is in it: n itself if it is not folded, else a node of its own, which
// n's neighbours do not know.
func (f *Folds) Open(n *Node) *Node {
	if n.last != n {
		return n
	}
	t := f.b.t
	t.src, t.pos, t.seenRoot = f.src[:n.End], n.Start, false
	t.open, t.bindings = t.open[:0], slices.Clip(f.bindings)
	f.b.held = 0 // what was opened before is let go of
	open, err := f.b.build()
	if err != nil {
		panic(err) // it was read once already
	}
	open.Parent, open.Next = n.Parent, n.Next
	return open
}
