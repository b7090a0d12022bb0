package wml

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/geometry"
	"github.com/bienban/bienban/render/internal/xml"
)

// form reads the outline of a shape: a preset by its name (§20.1.9.18), or a free form
// (§20.1.9.8).
func (p *parser) form(s *Shape, spPr *xml.Node) {
	if custom := spPr.Child("a:custGeom"); custom != nil {
		s.Geometry, s.Form = "custom", customForm(custom)
		return
	}
	preset := spPr.Child("a:prstGeom")
	s.Geometry = preset.Get("prst")
	if s.Geometry == "" || s.Geometry == "rect" {
		s.Geometry = "rect"
		return
	}
	if s.Form = geometry.Preset(s.Geometry); s.Form == nil {
		p.warn("shape-geometry", fault.T("hình dạng %q được vẽ thành hình chữ nhật", "the shape %q is drawn as a rectangle", s.Geometry))
		return
	}
	s.Adjusts = adjusts(preset.Child("a:avLst"))
}

// adjusts reads the values of an a:avLst; nil if it has none.
func adjusts(n *xml.Node) (out map[string]float64) {
	for g := range n.Children() {
		words := strings.Fields(g.Get("fmla"))
		if g.Name != "a:gd" || len(words) != 2 || words[0] != "val" {
			continue
		}
		if v, _, ok := quantity(words[1]); ok {
			if out == nil {
				out = map[string]float64{}
			}
			out[g.Get("name")] = v
		}
	}
	return out
}

// customForm reads an a:custGeom.
func customForm(n *xml.Node) *geometry.Definition {
	d := &geometry.Definition{Adjusts: guides(n.Child("a:avLst")), Guides: guides(n.Child("a:gdLst"))}
	if r := n.Child("a:rect"); r != nil {
		for i, side := range [...]string{"l", "t", "r", "b"} {
			d.Text[i] = geometry.ParseOperand(r.Get(side))
		}
	}
	for c := range n.Child("a:pathLst").Children() {
		if c.Name == "a:path" {
			d.Paths = append(d.Paths, customPath(c))
		}
	}
	return d
}

func guides(n *xml.Node) (out []geometry.Guide) {
	for g := range n.Children() {
		if g.Name == "a:gd" {
			out = append(out, geometry.NewGuide(g.Get("name"), strings.Fields(g.Get("fmla"))))
		}
	}
	return out
}

// customPath reads an a:path (§20.1.9.15).
func customPath(n *xml.Node) geometry.Path {
	p := geometry.Path{Fill: geometry.ParseFill(n.Get("fill")), NoStroke: !onAttr(n, "stroke", true)}
	p.W, p.H = float64(emuAttr(n, "w", 0)), float64(emuAttr(n, "h", 0))
	for c := range n.Children() {
		cmd := geometry.Command{}
		switch c.Name {
		case "a:moveTo":
			cmd.Op = 'M'
		case "a:lnTo":
			cmd.Op = 'L'
		case "a:quadBezTo":
			cmd.Op = 'Q'
		case "a:cubicBezTo":
			cmd.Op = 'C'
		case "a:close":
			cmd.Op = 'Z'
		case "a:arcTo":
			cmd.Op = 'A'
			for _, name := range [...]string{"wR", "hR", "stAng", "swAng"} {
				cmd.Operands = append(cmd.Operands, geometry.ParseOperand(c.Get(name)))
			}
		default:
			continue
		}
		for pt := range c.Children() {
			if pt.Name == "a:pt" {
				cmd.Operands = append(cmd.Operands, geometry.ParseOperand(pt.Get("x")), geometry.ParseOperand(pt.Get("y")))
			}
		}
		p.Commands = append(p.Commands, cmd)
	}
	return p
}
