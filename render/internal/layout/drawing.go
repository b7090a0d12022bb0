package layout

import (
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/wml"
)

// paintDrawing paints a picture or shape with its top left corner at (x, y).
func (e *engine) paintDrawing(f frame, d *wml.Drawing, x, y wml.EMU, parent *Element) {
	element := artifact
	if !f.artifact {
		element = &Element{Kind: ElementFigure, Parent: parent, Alt: d.Alt}
	}
	switch {
	case d.Shape != nil:
		e.paintShape(f, d, x, y, element)
	case d.Picture != nil:
		e.paintImage(f.c, &Image{X: x, Y: y, W: d.Width, H: d.Height, Picture: d.Picture, Clear: d.Picture.Clear, Element: element})
	case d.Chart != nil:
		e.paintChart(f, d, x, y, element)
	case d.Unsupported != "":
		e.paintPlaceholder(f, d, x, y, element)
	}
	if len(d.Group) > 0 {
		e.paintGroup(f, d, x, y, element)
	}
	if d.Link != nil {
		f.c.add(&LinkArea{X: x, Y: y, W: d.Width, H: d.Height, Link: d.Link})
	}
}

// paintGroup paints the members of a group, mirrored and turned as a whole.
func (e *engine) paintGroup(f frame, d *wml.Drawing, x, y wml.EMU, element *Element) {
	flat := canvas{}
	g := f
	g.c = &flat
	for _, item := range d.Group {
		in, dx, dy := item.Drawing, item.X, item.Y
		if d.Turn.FlipH || d.Turn.FlipV {
			in = mirrored(in, d.Turn)
			if d.Turn.FlipH {
				dx = d.Width - dx - in.Width
			}
			if d.Turn.FlipV {
				dy = d.Height - dy - in.Height
			}
		}
		e.paintDrawing(g, in, x+dx, y+dy, element)
	}
	f.c.move(&flat, around(x+d.Width/2, y+d.Height/2, d.Turn.Rotation))
}

// mirrored is a member of a group that is mirrored.
func mirrored(d *wml.Drawing, t wml.Turn) *wml.Drawing {
	out := *d
	turn := func(h, v *bool, rotation *int) {
		*h, *v = *h != t.FlipH, *v != t.FlipV
		if t.FlipH != t.FlipV {
			*rotation = (4*quarter - *rotation) % (4 * quarter)
		}
	}
	if d.Shape != nil {
		s := *d.Shape
		turn(&s.FlipH, &s.FlipV, &s.Rotation)
		out.Shape = &s
	}
	if d.Picture != nil {
		p := *d.Picture
		turn(&p.FlipH, &p.FlipV, &p.Rotation)
		out.Picture = &p
	}
	turn(&out.Turn.FlipH, &out.Turn.FlipV, &out.Turn.Rotation)
	return &out
}

// fitting is what of a text box's content stands in it: Word hides what does not fit.
func (e *engine) fitting(c column, room wml.EMU) column {
	k := len(c.pieces)
	for k > 0 && c.pieces[k-1].y+c.pieces[k-1].h*3/4 > room {
		k--
	}
	if k < len(c.pieces) && c.pieces[k].para != nil && len(c.pieces[k].para.text.glyphs) > 0 {
		place := c.pieces[k].para.p.Place.Text()
		e.warnings.add("text-box-full", place.En, place,
			fault.T("chữ không vừa hộp văn bản: phần thừa không được in, như trong Word", "the text does not fit in its text box: what is too much is not printed, as in Word"),
			fault.T("Kéo hộp văn bản cao thêm.", "Make the text box higher."))
	}
	c.pieces = c.pieces[:k]
	return c
}

// paintPlaceholder draws a frame of the right size with the name of what we cannot draw.
func (e *engine) paintPlaceholder(f frame, d *wml.Drawing, x, y wml.EMU, element *Element) {
	grey := wml.Color{R: 128, G: 128, B: 128}
	shape := *d
	shape.Shape = &wml.Shape{Geometry: "rect", Stroke: &wml.Stroke{Style: wml.BorderSingle, Width: wml.PerPoint / 2, Color: grey}}
	props := &wml.RunProps{ASCII: "Arial", HAnsi: "Arial", Size: 16, Scale: 100, Color: grey}
	shape.Shape.Text = []wml.Block{&wml.Paragraph{
		Props: &wml.ParagraphProps{Align: wml.AlignCenter, OutlineLevel: -1}, Mark: props,
		Inlines: []wml.Inline{&wml.Text{Text: "[" + d.Unsupported + "]", Props: props}},
	}}
	shape.Shape.TextVAlign = wml.AlignMiddle
	e.paintShape(f, &shape, x, y, element)
}

// paintAnchored paints a floating drawing whose anchor stands in the line at (x, y).
func (e *engine) paintAnchored(f frame, d *wml.Drawing, x, y wml.EMU, parent *Element) {
	a := d.Anchor
	px := e.anchorX(f, d, x)
	py := e.anchorY(f, d, y)
	layer := canvas{}
	g := f
	g.c = &layer
	e.paintDrawing(g, d, px, py, parent)
	items := floating{a.Z, layer.items()}
	if a.Behind {
		f.c.back = append(f.c.back, items)
	} else {
		f.c.front = append(f.c.front, items)
	}
}

// anchorX is the left edge of a floating drawing (§20.4.3.4).
func (e *engine) anchorX(f frame, d *wml.Drawing, x wml.EMU) wml.EMU {
	p := f.page
	from, width := f.left, f.width
	switch d.Anchor.H.From {
	case "page":
		from, width = 0, p.page.Width
	case "margin":
		from, width = p.left, p.page.Width-p.left-p.right
	case "leftMargin", "insideMargin":
		from, width = 0, p.left
	case "rightMargin", "outsideMargin":
		from, width = p.page.Width-p.right, p.right
	case "character":
		from, width = x, 0
	}
	return place(d.Anchor.H, from, width, d.Width)
}

// anchorY is the top edge of a floating drawing.
func (e *engine) anchorY(f frame, d *wml.Drawing, y wml.EMU) wml.EMU {
	p := f.page
	from, height := f.paraTop, wml.EMU(0)
	switch d.Anchor.V.From {
	case "page":
		from, height = 0, p.page.Height
	case "margin":
		from, height = p.top, p.bottom-p.top
	case "topMargin", "insideMargin":
		from, height = 0, p.top
	case "bottomMargin", "outsideMargin":
		from, height = p.bottom, p.page.Height-p.bottom
	case "line":
		from = y
	}
	return place(d.Anchor.V, from, height, d.Height)
}

// place is where something of a size stands in a range, aligned or at an offset.
func place(p wml.Position, from, room, size wml.EMU) wml.EMU {
	switch p.Align {
	case "left", "top", "inside":
		return from
	case "center":
		return from + (room-size)/2
	case "right", "bottom", "outside":
		return from + room - size
	}
	return from + p.Offset
}
