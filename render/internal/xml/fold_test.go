package xml

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/limit"
)

// outline is a tree with all that its nodes say.
func outline(f *Folds, n *Node) string {
	n = f.Open(n)
	var b strings.Builder
	fmt.Fprintf(&b, "(%s %q %v %d-%d %d-%d", n.Name, n.Text, n.Attrs, n.Start, n.End, n.InnerStart, n.InnerEnd)
	for c := n.First; c != nil; c = c.Next {
		if c.Parent.Start != n.Start {
			b.WriteString(" of another parent")
		}
		b.WriteString(outline(f, c))
	}
	return b.String() + ")"
}

func TestFoldedTreeIsTheSame(t *testing.T) {
	cell := `<w:tc a="1"><w:p>a &amp; b</w:p><w:tc/><w:tbl><w:tc><w:r/></w:tc></w:tbl><!-- c --></w:tc>`
	bound := `<x:tc xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><x:p><y/></x:p></x:tc >`
	src := `<w:tbl ` + w + `>` + cell + ` <w:tr>` + bound + cell + `</w:tr><w:tr xmlns:w="urn:x">` + cell + bound + `</w:tr>` + cell + `</w:tbl>`
	for after := range 40 {
		root, f, err := parseFolded(src, limit.XML{Depth: 10, Nodes: 1000}, after, "w:tc")
		if err != nil {
			t.Fatal(err)
		}
		whole, err := Parse(src, limit.XML{Depth: 10, Nodes: 1000})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := outline(f, root), outline(&Folds{}, whole); got != want {
			t.Errorf("folded after %d nodes:\n%s\nwant\n%s", after, got, want)
		}
		if after == 0 && root.First.First != nil {
			t.Error("nothing is folded")
		}
	}
}

func TestFoldedElementsAreChecked(t *testing.T) {
	for _, src := range []string{
		`<w:tbl ` + w + `><w:tc><w:p></w:tc></w:tbl>`,
		`<w:tbl ` + w + `><w:tc>`,
		`<w:tbl ` + w + `><w:tc>&x;</w:tc></w:tbl>`,
		`<w:tbl ` + w + `><w:tc>` + strings.Repeat("<a>", 9) + strings.Repeat("</a>", 9) + `</w:tc></w:tbl>`,
	} {
		_, want := Parse(src, limit.XML{Depth: 10, Nodes: 1000})
		_, _, err := parseFolded(src, limit.XML{Depth: 10, Nodes: 1000}, 0, "w:tc")
		if want == nil || err == nil || err.Error() != want.Error() {
			t.Errorf("%s: %v, want %v", src, err, want)
		}
	}
}
