package layout

import (
	"fmt"
	"strings"

	"github.com/bienban/bienban/render/internal/wml"
)

// Dump writes pages as text that a reviewer can read, in points: each piece of text with
// its left edge, baseline and face, each stroke and fill.
func Dump(pages []*Page) string {
	var b strings.Builder
	pt := func(e wml.EMU) string { return fmt.Sprintf("%.1f", e.Points()) }
	for i, p := range pages {
		fmt.Fprintf(&b, "page %d (printed %d), %s x %s\n", i+1, p.Number, pt(p.Width), pt(p.Height))
		for _, it := range p.Items {
			switch it := it.(type) {
			case *Glyphs:
				fmt.Fprintf(&b, "  text %s,%s %s %s %q\n", pt(it.X), pt(it.Baseline), it.Face.PostScript, pt(it.Size), it.Text)
			case *Line:
				fmt.Fprintf(&b, "  line %s,%s to %s,%s width %s\n", pt(it.X1), pt(it.Y1), pt(it.X2), pt(it.Y2), pt(it.Width))
			case *Fill:
				fmt.Fprintf(&b, "  fill %s,%s %s x %s #%02X%02X%02X\n", pt(it.X), pt(it.Y), pt(it.W), pt(it.H), it.Color.R, it.Color.G, it.Color.B)
			case *Path:
				fmt.Fprintf(&b, "  path of %d from %s,%s\n", len(it.Segments), pt(it.Segments[0].X), pt(it.Segments[0].Y))
			case *Image:
				fmt.Fprintf(&b, "  image %s,%s %s x %s %s\n", pt(it.X), pt(it.Y), pt(it.W), pt(it.H), it.Picture.Part)
			case *LinkArea:
				fmt.Fprintf(&b, "  link %s,%s %s x %s %s%s\n", pt(it.X), pt(it.Y), pt(it.W), pt(it.H), it.Link.URL, it.Link.Anchor)
			case *Destination:
				fmt.Fprintf(&b, "  place %s,%s %s%s\n", pt(it.X), pt(it.Y), it.Name, it.Title)
			}
		}
	}
	return b.String()
}
