package wml

import (
	"strings"

	"github.com/bienban/bienban/render/internal/geometry"
	"github.com/bienban/bienban/render/internal/xml"
)

// wordArt makes WordArt of the text of a shape with a text warp (§20.1.9.19): all of it has the
// look of its first letters. Nil if there are none.
func wordArt(blocks []Block, warp *xml.Node) *WordArt {
	var first *RunProps
	var lines []string
	for _, b := range blocks {
		p, ok := b.(*Paragraph)
		if !ok {
			continue
		}
		var s strings.Builder
		for _, in := range p.Inlines {
			switch in := in.(type) {
			case *Text:
				if in.Props.Hidden {
					continue
				}
				if first == nil {
					first = in.Props
				}
				s.WriteString(in.Text)
			case *Break:
				s.WriteByte('\n')
			}
		}
		lines = append(lines, s.String())
	}
	if first == nil {
		return nil
	}
	col := first.Color
	col.Auto = false
	return &WordArt{
		Text: strings.Join(lines, "\n"), Font: first.HAnsi, Bold: first.Bold, Italic: first.Italic, Fill: &Fill{Color: col},
		Form: geometry.Preset(warp.Get("prst")), Adjusts: adjusts(warp.Child("a:avLst")),
	}
}
