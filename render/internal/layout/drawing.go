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
	case d.Picture != nil:
		f.c.add(&Image{X: x, Y: y, W: d.Width, H: d.Height, Picture: d.Picture, Element: element})
	case d.Shape != nil:
		e.paintShape(f, d, x, y, element)
	case d.Unsupported != "":
		e.paintPlaceholder(f, d, x, y, element)
	}
	for _, item := range d.Group {
		e.paintDrawing(f, item.Drawing, x+item.X, y+item.Y, element)
	}
	if d.Link != nil {
		f.c.add(&LinkArea{X: x, Y: y, W: d.Width, H: d.Height, Link: d.Link})
	}
}

func (e *engine) paintShape(f frame, d *wml.Drawing, x, y wml.EMU, element *Element) {
	s := d.Shape
	if s.Rotation%(4*quarter) != 0 {
		e.warnings.add("shape-rotation", "", fault.Text{},
			fault.T("hình và hộp văn bản bị xoay được in thẳng", "turned shapes and text boxes are printed upright"), fault.Text{})
	}
	switch s.Geometry {
	case "line", "lineInv", "straightConnector1", "bentConnector2", "bentConnector3", "bentConnector4", "bentConnector5", "curvedConnector2", "curvedConnector3":
		if drawn(s.Stroke) {
			paintConnector(f.c, s, moved(flipped(connector(s.Geometry, d.Width, d.Height), d.Width, d.Height, s.FlipH, s.FlipV), x, y))
		}
	default:
		if path := outline(s.Geometry, d.Width, d.Height); path != nil {
			shape := &Path{Segments: moved(flipped(path, d.Width, d.Height, s.FlipH, s.FlipV), x, y), Element: artifact}
			if s.Fill != nil && !s.Fill.Auto {
				shape.Fill = s.Fill
			}
			if b := s.Stroke; drawn(b) {
				color := black(b.Color)
				shape.Stroke, shape.Width, shape.Dash = &color, b.Width, dash(b)
			}
			if shape.Fill != nil || shape.Stroke != nil {
				f.c.add(shape)
			}
			break
		}
		if s.Geometry != "rect" && s.Geometry != "" && (s.Fill != nil || drawn(s.Stroke)) {
			e.warnings.add("shape-geometry", s.Geometry, fault.Text{},
				fault.T("hình dạng %q được vẽ thành hình chữ nhật", "the shape %q is drawn as a rectangle", s.Geometry), fault.Text{})
		}
		if s.Fill != nil && !s.Fill.Auto {
			f.c.add(&Fill{X: x, Y: y, W: d.Width, H: d.Height, Color: *s.Fill, Element: artifact})
		}
		if b := s.Stroke; drawn(b) {
			h := b.Width / 2
			for _, l := range [4][4]wml.EMU{{-h, 0, d.Width + h, 0}, {-h, d.Height, d.Width + h, d.Height}, {0, 0, 0, d.Height}, {d.Width, 0, d.Width, d.Height}} {
				f.c.add(&Line{X1: x + l[0], Y1: y + l[1], X2: x + l[2], Y2: y + l[3], Width: b.Width, Color: black(b.Color), Dash: dash(b), Element: artifact})
			}
		}
	}
	if len(s.Text) == 0 {
		return
	}
	width := max(d.Width-s.InsetLeft-s.InsetRight, wml.PerPoint)
	c := e.stack(s.Text, width, element)
	top := y + s.InsetTop
	if room := d.Height - s.InsetTop - s.InsetBottom - c.height; room > 0 {
		switch s.TextVAlign {
		case wml.AlignMiddle:
			top += room / 2
		case wml.AlignBottom:
			top += room
		}
	}
	f.left, f.width = x+s.InsetLeft, width
	if s.Fill != nil {
		f.ground = s.Fill
	}
	e.paint(f, e.fitting(c, y+d.Height-top), x+s.InsetLeft, top)
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
	shape.Shape = &wml.Shape{Geometry: "rect", Stroke: &wml.Border{Style: wml.BorderSingle, Width: wml.PerPoint / 2, Color: grey}}
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
	items := layer.items()
	if a.Behind {
		f.c.back = append(f.c.back, items...)
	} else {
		f.c.front = append(f.c.front, items...)
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
