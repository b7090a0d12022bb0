package wml_test

import (
	"slices"
	"testing"

	"github.com/bienban/bienban/render/internal/wml"
)

const png = "\x89PNG\r\n\x1a\n0000"

func anchor(attrs, wrap, graphic string) string {
	return `<w:drawing><wp:anchor behindDoc="1" relativeHeight="7" distL="100" ` + attrs + `><wp:positionH relativeFrom="page"><wp:align>center</wp:align></wp:positionH>` +
		`<mc:AlternateContent><mc:Choice Requires="wp14"/><mc:Fallback><wp:positionV relativeFrom="margin"><wp:posOffset>-360000</wp:posOffset></wp:positionV></mc:Fallback></mc:AlternateContent>` +
		`<wp:extent cx="720000" cy="360000"/>` + wrap + `<wp:docPr id="1" name="x" descr="Con dấu"/>` + `<a:graphic><a:graphicData>` + graphic + `</a:graphicData></a:graphic></wp:anchor></w:drawing>`
}

func inlineDrawing(graphic string) string {
	return `<w:drawing><wp:inline><wp:extent cx="720000" cy="360000"/><wp:docPr id="1" name="x"/><a:graphic><a:graphicData>` + graphic + `</a:graphicData></a:graphic></wp:inline></w:drawing>`
}

const picXML = `<pic:pic><pic:blipFill><a:blip r:embed="media/a.png"/><a:srcRect l="10000" b="25%"/></pic:blipFill><pic:spPr><a:xfrm rot="-5400000" flipH="1"/></pic:spPr></pic:pic>`

func TestDrawings(t *testing.T) {
	media := parts{"media/a.png": png, "theme": themeXML, "media/b.wmf": "\xd7\xcd\xc6\x9a"}
	for _, tt := range []struct {
		name, content string
		check         func(d *wml.Drawing) bool
	}{
		{"inline picture", inlineDrawing(picXML), func(d *wml.Drawing) bool {
			p := d.Picture
			return d.Anchor == nil && d.Width == 20*wml.PerMM && p.Part == "word/media/a.png" && string(p.Data) == png && p.ContentType == "image/png" &&
				p.CropLeft == 10000 && p.CropBottom == 25000 && p.Rotation == 270*60000 && p.FlipH && !p.FlipV
		}},
		{"anchored picture", anchor(`layoutInCell="0"`, `<wp:wrapTight wrapText="left"/>`, picXML), func(d *wml.Drawing) bool {
			a := d.Anchor
			return a.Behind && a.Z == 7 && a.DistLeft == 100 && a.Wrap == wml.WrapSquare && a.WrapSide == "left" && !a.LayoutInCell && d.Alt == "Con dấu" &&
				a.H == wml.Position{From: "page", Align: "center"} && a.V == wml.Position{From: "margin", Offset: -10 * wml.PerMM}
		}},
		{"line", anchor(``, `<wp:wrapNone/>`, `<wps:wsp><wps:spPr><a:prstGeom prst="line"/><a:ln w="12700"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill><a:prstDash val="dash"/></a:ln></wps:spPr></wps:wsp>`), func(d *wml.Drawing) bool {
			s := d.Shape
			return s.Geometry == "line" && s.Stroke.Width == wml.PerPoint && s.Stroke.Color == wml.Color{R: 255} && slices.Equal(s.Stroke.Dash, []float64{4, 3}) && s.Fill == nil && d.Anchor.Wrap == wml.WrapNone
		}},
		{"shape by its style", inlineDrawing(`<wps:wsp><wps:spPr><a:prstGeom prst="rect"/></wps:spPr><wps:style><a:lnRef idx="1"><a:schemeClr val="accent1"><a:shade val="50000"/></a:schemeClr></a:lnRef><a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef></wps:style></wps:wsp>`), func(d *wml.Drawing) bool {
			return near(d.Shape.Stroke.Color, 0x22, 0x39, 0x62) && near(d.Shape.Fill.Color, 0x44, 0x72, 0xC4)
		}},
		{"no outline, no fill", inlineDrawing(`<wps:wsp><wps:spPr><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:style><a:lnRef idx="1"/><a:fillRef idx="1"/></wps:style></wps:wsp>`), func(d *wml.Drawing) bool {
			return d.Shape.Stroke == nil && d.Shape.Fill == nil && d.Shape.Geometry == "rect"
		}},
		{"text box", inlineDrawing(`<wps:wsp><wps:spPr/><wps:style><a:fontRef idx="minor"><a:schemeClr val="lt1"/></a:fontRef></wps:style><wps:txbx><w:txbxContent><w:p><w:r><w:t>Mật</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr lIns="0" anchor="ctr"><a:spAutoFit/></wps:bodyPr></wps:wsp>`), func(d *wml.Drawing) bool {
			p := paragraphs(d.Shape.Text)[0]
			return text(p) == "Mật" && p.Inlines[0].(*wml.Text).Props.Color == wml.Color{R: 255, G: 255, B: 255} && p.Place.Text().En == "paragraph 1, text box" &&
				d.Shape.InsetLeft == 0 && d.Shape.InsetRight == 91440 && d.Shape.TextVAlign == wml.AlignMiddle && d.Shape.AutoFit
		}},
		{"group", inlineDrawing(`<wpg:wgp><wpg:grpSpPr><a:xfrm><a:chOff x="100" y="100"/><a:chExt cx="1000" cy="1000"/></a:xfrm></wpg:grpSpPr><wps:wsp><wps:spPr><a:xfrm><a:off x="600" y="100"/><a:ext cx="500" cy="1000"/></a:xfrm></wps:spPr></wps:wsp>` + picXML + `</wpg:wgp>`), func(d *wml.Drawing) bool {
			return len(d.Group) == 2 && d.Group[0].X == 10*wml.PerMM && d.Group[0].Y == 0 && d.Group[0].Drawing.Width == 10*wml.PerMM && d.Group[0].Drawing.Height == 10*wml.PerMM && d.Group[1].Drawing.Picture != nil
		}},
		{"VML line", `<w:pict><v:line from="10pt,5pt" to="110pt,5pt" style="position:absolute;z-index:-3" strokeweight=".5pt" strokecolor="#f00"><w10:wrap type="topAndBottom"/></v:line></w:pict>`, func(d *wml.Drawing) bool {
			return d.Width == 100*wml.PerPoint && d.Height == 0 && d.Anchor.H.Offset == 10*wml.PerPoint && d.Anchor.V.Offset == 5*wml.PerPoint && d.Anchor.Behind &&
				d.Anchor.Wrap == wml.WrapTopBottom && d.Shape.Stroke.Width == wml.PerPoint/2 && d.Shape.Stroke.Color == wml.Color{R: 255} && d.Shape.Geometry == "line"
		}},
		{"VML picture", `<w:pict><v:shapetype id="_x0000_t75"/><v:shape type="#_x0000_t75" style="width:72pt;height:1in"><v:imagedata r:id="media/a.png" cropleft="6554f"/></v:shape></w:pict>`, func(d *wml.Drawing) bool {
			return d.Picture != nil && d.Width == wml.PerInch && d.Height == wml.PerInch && d.Anchor == nil && d.Picture.CropLeft == 10000
		}},
		{"VML text box", `<w:pict><v:shape type="#_x0000_t202" style="position:absolute;margin-left:36pt;width:72pt;height:36pt;mso-position-horizontal-relative:page;v-text-anchor:middle" stroked="f" filled="f"><v:textbox inset="0,1mm,,"><w:txbxContent><w:p><w:r><w:t>a</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>`, func(d *wml.Drawing) bool {
			s := d.Shape
			return text(paragraphs(s.Text)[0]) == "a" && s.Stroke == nil && s.Fill == nil && s.InsetLeft == 0 && s.InsetTop == wml.PerMM && s.InsetRight == 91440 && s.TextVAlign == wml.AlignMiddle &&
				d.Anchor.H == wml.Position{From: "page", Offset: 36 * wml.PerPoint}
		}},
		{"VML group", `<w:pict><v:group style="width:100pt;height:50pt" coordsize="1000,500" coordorigin="100,0"><v:rect style="left:600;top:250;width:500;height:250" fillcolor="yellow"/></v:group></w:pict>`, func(d *wml.Drawing) bool {
			i := d.Group[0]
			return i.X == 50*wml.PerPoint && i.Y == 25*wml.PerPoint && i.Drawing.Width == 50*wml.PerPoint && i.Drawing.Shape.Fill.Color == wml.Color{R: 255, G: 255}
		}},
		{"horizontal rule", `<w:pict><v:rect style="width:0;height:1.5pt" o:hralign="center" o:hrstd="t" o:hr="t" fillcolor="#a0a0a0" stroked="f"/></w:pict>`, func(d *wml.Drawing) bool {
			return d.Width == wml.Twip(12240-2880).EMU() && d.Height == wml.PerPoint*3/2 && d.Shape.Fill.Color.R == 0xA0
		}},
		{"embedded object with its picture", `<w:object><v:shape style="width:72pt;height:72pt"><v:imagedata r:id="media/a.png"/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>`, func(d *wml.Drawing) bool { return d.Picture != nil }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := silent(t, `<w:p><w:r>`+tt.content+`</w:r></w:p>`, media)
			if g := inline[*wml.Drawing](t, d); !tt.check(g) {
				t.Errorf("%+v\nanchor %+v\nshape %+v\npicture %+v\n%s", g, g.Anchor, g.Shape, g.Picture, wml.Dump(d))
			}
		})
	}
	for _, tt := range []struct{ name, content, label string }{
		{"chart", inlineDrawing(`<c:chart r:id="x"/>`), "chart"},
		{"missing", inlineDrawing(`<pic:pic><pic:blipFill><a:blip r:embed="nowhere"/></pic:blipFill></pic:pic>`), "missing picture"},
		{"linked", inlineDrawing(`<pic:pic><pic:blipFill><a:blip r:link="web"/></pic:blipFill></pic:pic>`), "linked picture"},
		{"broken Windows metafile", inlineDrawing(`<pic:pic><pic:blipFill><a:blip r:embed="media/b.wmf"/></pic:blipFill></pic:pic>`), "WMF"},
		{"object without a picture", `<w:object w:dxaOrig="1440" w:dyaOrig="720"><o:OLEObject ProgID="Equation.3"/></w:object>`, "Equation.3"},
		{"empty", inlineDrawing(``), "drawing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, faults := read(t, `<w:p><w:r>`+tt.content+`</w:r></w:p>`, media)
			if g := inline[*wml.Drawing](t, d); g.Unsupported != tt.label || g.Width == 0 || len(faults) != 1 || faults.Failed() {
				t.Errorf("%+v, faults %v", g, faults)
			}
		})
	}
}
