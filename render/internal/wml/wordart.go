package wml

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/geometry"
	"github.com/bienban/bienban/render/internal/xml"
)

// wordArt makes WordArt of the text of a shape with a text warp (§20.1.9.19): all of it has the
// look of its first letters. Nil if there are none. What is no text is told.
func (p *parser) wordArt(blocks []Block, warp *xml.Node) *WordArt {
	var first *RunProps
	var lines []string
	for _, b := range blocks {
		par, ok := b.(*Paragraph)
		if !ok {
			p.warn("wordart-table", fault.T("bảng trong chữ nghệ thuật không được in", "a table in WordArt is not printed"))
			continue
		}
		var line strings.Builder
		add := func(s string, props *RunProps) {
			if props.Hidden {
				return
			}
			if first == nil {
				first = props
			}
			line.WriteString(s)
		}
		for _, in := range par.Inlines {
			switch in := in.(type) {
			case *Text:
				add(in.Text, in.Props)
			case *Math:
				add(in.Linear, in.Props)
			case *Tab:
				add(" ", in.Props)
			case *Break:
				line.WriteByte('\n')
			case *Bookmark:
			default:
				p.warn("wordart-content", fault.T("trong chữ nghệ thuật chỉ chữ được in: hình, trường và chú thích thì không", "of WordArt only the text is printed: no drawings, fields and notes"))
			}
		}
		lines = append(lines, line.String())
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
