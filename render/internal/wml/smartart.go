package wml

import (
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// A diagram is what is known of a SmartArt once it was shown: all of its drawing is read again
// each time.
type diagram struct {
	part    string // of its drawing
	rels    *part
	nodes   int
	problem *fault.Text // why it cannot be shown; nil: it can
}

// diagramNodes bounds the trees of a diagram's data and of its drawing.
const diagramNodes = 200_000

// smartArt reads a dgm:relIds (§21.4.2.20) into d: what Word drew is stored beside the data
// (MS-ODRAWXML §2.2.4), in EMU of the frame.
func (p *parser) smartArt(d *Drawing, n *xml.Node) {
	key := n.Get("r:dm") + "\x00" + p.part.name
	g, known := p.diagrams[key]
	if known && g.problem == nil && !p.affords(d, g.nodes) {
		return
	}
	var tree *xml.Node
	if !known {
		g, tree = p.findDiagram(n.Get("r:dm"))
		p.diagrams[key] = g
		if g.problem == nil && !p.affords(d, g.nodes) {
			return
		}
	} else if g.problem == nil {
		tree, _ = p.diagramTree(g.part)
	}
	if g.problem != nil {
		p.unsupported(d, "SmartArt", *g.problem)
		return
	}
	outer := p.part // pictures are those of the drawing's own relationships
	p.part = g.rels
	p.group(d, tree)
	p.part = outer
	if len(d.Group) == 0 { // an empty one prints nothing
		d.Shape = &Shape{Geometry: "rect"}
	}
}

// findDiagram finds the stored drawing of the SmartArt whose data a relationship has: its name is
// the relationship that an extension of the data names, or the only one there is.
func (p *parser) findDiagram(id string) (g diagram, tree *xml.Node) {
	broken := fault.T("SmartArt hỏng hoặc quá lớn", "a SmartArt that is broken or too large")
	if data, ok := p.part.rels[id]; ok && !data.External {
		root, err := p.drawnPart(data.Target, diagramNodes)
		if err != nil {
			return diagram{problem: &broken}, nil
		}
		for ext := range root.Path("dgm:extLst").Children() {
			if r, ok := p.part.rels[ext.Child("dsp:dataModelExt").Get("relId")]; ok && !r.External {
				g.part = r.Target
			}
		}
	}
	if g.part == "" {
		drawings := 0
		for _, r := range p.part.rels {
			if r.Type == "diagramDrawing" && !r.External {
				g.part, drawings = r.Target, drawings+1
			}
		}
		if drawings > 1 { // which one would be a guess
			g.part = ""
		}
	}
	if _, ok := p.pkg.Part(g.part); !ok {
		missing := fault.T("SmartArt không lưu sẵn hình vẽ (Word 2007)", "a SmartArt whose drawing is not stored (Word 2007)")
		return diagram{problem: &missing}, nil
	}
	tree, err := p.diagramTree(g.part)
	if err != nil || tree == nil {
		return diagram{problem: &broken}, nil
	}
	g.rels, g.nodes = &part{name: g.part, rels: p.relationships(g.part)}, nodesIn(tree)
	return g, tree
}

func (p *parser) diagramTree(name string) (*xml.Node, error) {
	root, err := p.drawnPart(name, diagramNodes)
	return root.Child("dsp:spTree"), err
}

// nodesIn counts the elements inside n.
func nodesIn(n *xml.Node) (count int) {
	for c := range n.Children() {
		count += 1 + nodesIn(c)
	}
	return count
}

// plainShape reads a shape whose text is DrawingML's: one of a SmartArt (dsp:sp) or of a locked
// canvas (a:sp, a:cxnSp; §20.3).
func (p *parser) plainShape(d *Drawing, n *xml.Node) {
	spPr, style := own(n, "spPr"), own(n, "style")
	b := readBox(spPr.Child("a:xfrm"))
	s := &Shape{Rotation: b.rotation, FlipH: b.flipH, FlipV: b.flipV}
	p.form(s, spPr)
	s.Stroke, s.Fill, s.Shadow = p.outline(spPr.Child("a:ln"), style.Child("a:lnRef")), p.fill(spPr, style.Child("a:fillRef")), p.shadow(spPr)
	p.effects(spPr)
	text := own(n, "txBody")
	if text == nil {
		text = own(n, "txSp").Child("a:txBody") // as a locked canvas has it
	}
	if text != nil {
		body := text.Child("a:bodyPr")
		p.textBody(s, body)
		s.Overflow = body.Get("vertOverflow") != "clip"
		s.Text = p.drawingText(text, style.Child("a:fontRef"))
	}
	d.Shape = s
}

// besideShape takes the text of a SmartArt's shape out of it: it has a rectangle of its own
// (dsp:txXfrm), which stands turned in the drawing as the shape and it are together.
func besideShape(of *Drawing, shape, text box, t transform) GroupItem {
	s := &Shape{}
	if of.Shape != nil {
		*s, of.Shape.Text = *of.Shape, nil
	}
	s.Geometry, s.Form, s.Adjusts, s.Stroke, s.Fill, s.Shadow = "rect", nil, nil, nil, nil, nil
	s.Rotation, s.FlipH, s.FlipV = rotation(shape.rotation+text.rotation), false, false
	if shape.flipV { // a shape upside down turns its text
		s.Rotation = rotation(s.Rotation + 180*60000)
	}
	d := &Drawing{Width: t.w(text.w), Height: t.h(text.h), Props: of.Props, Shape: s}
	return GroupItem{X: t.x(text.x), Y: t.y(text.y), Drawing: d}
}
