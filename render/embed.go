package render

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/wml"
)

// withFonts is the document with the families in it that its pages use, so that it shows the
// same lines where they are not installed. Faces whose makers forbid that are left out,
// with a warning.
func (d *Document) withFonts(ctx context.Context, pkg *docx.Package) (*docx.Package, error) {
	pages, _, err := d.layOut(ctx)
	if err != nil {
		return nil, err
	}
	faces, err := d.renderer.faces()
	if err != nil {
		return nil, err
	}
	used := usedCharacters(pages)
	families := map[string]bool{}
	for f := range used {
		families[f.Family] = true
	}
	data := map[*font.Face][]byte{} // nil: not to be embedded
	file := func(f *font.Face) ([]byte, error) {
		if b, ok := data[f]; ok {
			return b, nil
		}
		var b []byte
		if f.Embedding() == font.EmbedEditable {
			chars := make([]rune, 0, len(used[f]))
			for r := range used[f] {
				chars = append(chars, r)
			}
			slices.Sort(chars)
			var err error
			if b, err = f.Embeddable(chars); err != nil {
				return nil, err
			}
		} else {
			d.warn(&fault.Fault{
				Severity: fault.Warning, Code: "font-not-embeddable", File: d.file(),
				Message: fault.T("phông %s không được nhúng: nhà sản xuất không cho phép nhúng để sửa", "the font %s is not embedded: its maker does not permit that for editing", f.PostScript),
				Hint:    fault.T("Dùng phông khác, hoặc gửi bản PDF.", "Use another font, or send the PDF."),
			})
		}
		data[f] = b
		return b, nil
	}
	var fonts []docx.EmbeddedFont
	for _, name := range pkg.FontNames(d.renderer.limits.XML()) {
		entry := d.fontEntries()[name]
		class := classes[entry.Class]
		var e docx.EmbeddedFont
		if m := faces.MatchOr(name, entry.Alt, class, false, false); m.Face == nil || !families[m.Face.Family] {
			continue
		}
		for style := range 4 { // all of a family: who edits the document makes a word bold
			m := faces.MatchOr(name, entry.Alt, class, style&1 != 0, style&2 != 0)
			if m.Face != nil {
				m.Face = m.Face.Unfitted()
			}
			if m.Face == nil || m.FakeBold || m.FakeItalic || m.Face.Class == font.Symbol {
				continue // symbols are mapped to other characters on the page, so the face would not serve
			}
			b, err := file(m.Face)
			if err != nil {
				return nil, err
			}
			if b != nil {
				e.Name, e.Family, e.Styles[style] = name, m.Face.Family, b
			}
		}
		if e.Name != "" {
			fonts = append(fonts, e)
		}
	}
	return pkg.EmbedFonts(fonts, d.renderer.limits.XML())
}

var classes = map[wml.FontClass]font.Class{
	wml.ClassSerif: font.Serif, wml.ClassSans: font.Sans, wml.ClassMono: font.Mono, wml.ClassSymbol: font.Symbol,
}

// fontEntries is what the document's font table says of its fonts.
func (d *Document) fontEntries() map[string]wml.FontEntry {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.fontTable
}

func (d *Document) warn(f *fault.Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, have := range d.faults {
		if have.Code == f.Code && have.Message == f.Message {
			return
		}
	}
	d.faults = append(d.faults, f)
}

// usedCharacters is what the pages show in each face.
func usedCharacters(pages []*layout.Page) map[*font.Face]map[rune]bool {
	used := map[*font.Face]map[rune]bool{}
	for _, p := range pages {
		for _, item := range p.Items {
			g, ok := item.(*layout.Glyphs)
			if !ok || g.Face == nil {
				continue
			}
			chars := used[g.Face.Unfitted()]
			if chars == nil {
				chars = map[rune]bool{}
				used[g.Face.Unfitted()] = chars
			}
			for _, r := range g.Text {
				if r != utf8.RuneError {
					chars[r] = true
				}
			}
		}
	}
	return used
}
