package render

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/bienban/bienban/render/internal/geometry"
	"github.com/bienban/bienban/render/internal/raster"
)

var (
	shapesFolder = flag.String("shapes", "", "write the documents of TestShapes into this folder")
	writeShapes  = flag.Bool("shapes-golden", false, "write testdata/shapes anew")
)

// A figure is a shape of a test document, its places in points.
type figure struct {
	x, y, w, h int
	rotation   int    // degrees
	flip       string // "h", "v", "hv"
	geometry   string // a preset, with its adjusts after it: "rightArrow adj1=30000"; or XML
	fill       string // RRGGBB, "" none; or XML
	line       string // of 1 pt: RRGGBB, "" none; or XML
	effects    string
	text       string
	body       string // attributes of a:bodyPr
	warp       string // of the text
}

func (f figure) xml(id int) string {
	const e = 12700
	color := func(s, element string) string {
		switch {
		case s == "" && element == "a:ln":
			return `<a:ln><a:noFill/></a:ln>`
		case s == "":
			return `<a:noFill/>`
		case s[0] == '<':
			return s
		}
		solid := `<a:solidFill><a:srgbClr val="` + s + `"/></a:solidFill>`
		if element != "" {
			return `<a:ln w="12700">` + solid + `</a:ln>`
		}
		return solid
	}
	form := f.geometry
	if !strings.HasPrefix(form, "<") {
		name, rest, _ := strings.Cut(form, " ")
		av := ""
		for _, a := range strings.Fields(rest) {
			k, v, _ := strings.Cut(a, "=")
			av += `<a:gd name="` + k + `" fmla="val ` + v + `"/>`
		}
		form = `<a:prstGeom prst="` + name + `"><a:avLst>` + av + `</a:avLst></a:prstGeom>`
	}
	attrs := ""
	if f.rotation != 0 {
		attrs = fmt.Sprintf(` rot="%d"`, f.rotation*60000)
	}
	for _, c := range f.flip {
		attrs += fmt.Sprintf(` flip%c="1"`, c-32)
	}
	text, body := "", f.body
	if f.text != "" {
		text = `<wps:txbx><w:txbxContent><w:p><w:pPr><w:spacing w:after="0"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="16"/></w:rPr><w:t>` + f.text + `</w:t></w:r></w:p></w:txbxContent></wps:txbx>`
	}
	if body == "" {
		body = `anchor="ctr" lIns="0" tIns="0" rIns="0" bIns="0"`
	}
	warp := ""
	if f.warp != "" {
		warp = `<a:prstTxWarp prst="` + f.warp + `"><a:avLst/></a:prstTxWarp>`
	}
	return fmt.Sprintf(`<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="%d" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>`+
		`<wp:positionH relativeFrom="page"><wp:posOffset>%d</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>%d</wp:posOffset></wp:positionV><wp:extent cx="%d" cy="%d"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>`+
		`<wp:docPr id="%d" name="h%d"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm%s><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm>%s%s%s%s</wps:spPr>%s<wps:bodyPr %s>%s</wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`,
		id, f.x*e, f.y*e, f.w*e, f.h*e, id, id, attrs, f.w*e, f.h*e, form, color(f.fill, ""), color(f.line, "a:ln"), f.effects, text, body, warp)
}

// figures are the body of a document.
func figures(list ...figure) string {
	s := ""
	for i, f := range list {
		s += f.xml(i + 1)
	}
	return "<w:p>" + s + "</w:p>"
}

// row puts figures beside each other, six a row, each 50 by 40 points.
func row(names []string, change func(f *figure, name string)) string {
	var list []figure
	for i, n := range names {
		f := figure{x: 20 + 62*(i%6), y: 20 + 56*(i/6), w: 50, h: 40, geometry: n, fill: "9DC3E6", line: "1F4E79"}
		if change != nil {
			change(&f, n)
		}
		list = append(list, f)
	}
	return figures(list...)
}

// pict is a VML shape at a place.
func pict(x, y, w, h int, element, attrs, inside string) string {
	return fmt.Sprintf(`<w:r><w:pict><%s style="position:absolute;margin-left:%dpt;margin-top:%dpt;width:%dpt;height:%dpt;mso-position-horizontal-relative:page;mso-position-vertical-relative:page" %s>%s</%s></w:pict></w:r>`, element, x, y, w, h, attrs, inside, element)
}

// photo is a picture of the test documents at a place; inside is what a:blip has in it.
func photo(x, y, w, h int, file, geometry, attrs, inside, crop string) string {
	const e = 12700
	return fmt.Sprintf(`<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>`+
		`<wp:positionH relativeFrom="page"><wp:posOffset>%d</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>%d</wp:posOffset></wp:positionV><wp:extent cx="%d" cy="%d"/><wp:wrapNone/><wp:docPr id="1" name="a"/><wp:cNvGraphicFramePr/>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="%s">%s</a:blip>%s<a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm %s><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="%s"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`,
		x*e, y*e, w*e, h*e, file, inside, crop, attrs, w*e, h*e, geometry)
}

func gradientXML(way string, stops ...string) string {
	s := ""
	for i, c := range stops {
		s += fmt.Sprintf(`<a:gs pos="%d"><a:srgbClr val="%s"/></a:gs>`, 100000*i/(len(stops)-1), c)
	}
	return `<a:gradFill rotWithShape="1"><a:gsLst>` + s + `</a:gsLst>` + way + `</a:gradFill>`
}

// wordArtType is Word's own type for plain WordArt and watermarks.
const wordArtType = `<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>` +
	`<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>`

func watermark(text, style, attrs string) string {
	return `<w:p><w:r><w:t>Nội dung cuộc họp</w:t></w:r><w:r><w:pict>` + wordArtType + `<v:shape id="m1" type="#_x0000_t136" style="position:absolute;` + style + `" ` + attrs + `><v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" string="` + text + `"/></v:shape></w:pict></w:r></w:p>`
}

// shapeDocuments are small documents of each kind of drawing, on sheets of 400 by 300 points.
func shapeDocuments() map[string]string {
	docs := map[string]string{}
	names := geometry.Names()
	for i := 0; i < len(names); i += 30 {
		docs[fmt.Sprintf("presets-%d", i/30+1)] = row(names[i:min(i+30, len(names))], nil)
	}
	docs["adjusts"] = row([]string{"rightArrow adj1=20000 adj2=100000", "roundRect adj=50000", "wedgeRectCallout adj1=60000 adj2=90000", "pie adj1=0 adj2=16200000", "star5 adj=40000", "trapezoid adj=60000",
		"blockArc adj1=13500000 adj2=0 adj3=10000", "can adj=50000", "donut adj=5000", "chevron adj=80000", "leftRightArrow adj1=80000 adj2=20000", "bentArrow adj1=40000 adj2=30000 adj3=20000 adj4=10000"}, nil)
	docs["text-rectangles"] = row([]string{"ellipse", "diamond", "triangle", "rightArrow", "hexagon", "plus", "cloud", "can", "cube", "homePlate", "flowChartDocument", "heart"}, func(f *figure, _ string) { f.text = "họp" })
	docs["freeform"] = figures(
		figure{x: 20, y: 20, w: 150, h: 100, fill: "C5E0B3", line: "385723", geometry: `<a:custGeom><a:avLst/><a:gdLst><a:gd name="m" fmla="*/ w 1 2"/></a:gdLst><a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path><a:moveTo><a:pt x="l" y="b"/></a:moveTo><a:lnTo><a:pt x="m" y="t"/></a:lnTo><a:arcTo wR="wd4" hR="hd2" stAng="16200000" swAng="10800000"/><a:close/></a:path></a:pathLst></a:custGeom>`},
		figure{x: 210, y: 20, w: 150, h: 100, fill: "F7CAAC", line: "833C0B", geometry: `<a:custGeom><a:avLst/><a:gdLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="100" h="100"><a:moveTo><a:pt x="0" y="50"/></a:moveTo><a:cubicBezTo><a:pt x="0" y="0"/><a:pt x="100" y="0"/><a:pt x="100" y="50"/></a:cubicBezTo><a:quadBezTo><a:pt x="50" y="150"/><a:pt x="0" y="50"/></a:quadBezTo><a:close/></a:path></a:pathLst></a:custGeom>`},
		figure{x: 20, y: 150, w: 150, h: 100, fill: "FFD966", line: "7F6000", geometry: `<a:custGeom><a:avLst/><a:gdLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="10" h="10" fill="none"><a:moveTo><a:pt x="0" y="0"/></a:moveTo><a:lnTo><a:pt x="10" y="10"/></a:lnTo></a:path><a:path w="10" h="10" stroke="0"><a:moveTo><a:pt x="5" y="0"/></a:moveTo><a:lnTo><a:pt x="10" y="0"/></a:lnTo><a:lnTo><a:pt x="10" y="5"/></a:lnTo><a:close/></a:path></a:pathLst></a:custGeom>`},
	)
	turnedShapes(docs)
	filledShapes(docs)
	vmlShapes(docs)
	docs["watermark-turned"] = watermark("BẢN NHÁP", "width:300pt;height:100pt;rotation:315;margin-left:50pt;margin-top:100pt;z-index:-2;mso-position-horizontal-relative:page;mso-position-vertical-relative:page", `fillcolor="#a0a0a0" stroked="f"`)
	docs["watermark-level"] = watermark("LƯU HÀNH", "width:340pt;height:120pt;margin-left:30pt;margin-top:100pt;z-index:-2;mso-position-horizontal-relative:page;mso-position-vertical-relative:page", `fillcolor="#c00000" stroked="f"`)
	docs["wordart-outlined"] = watermark("Hội nghị", "width:340pt;height:120pt;margin-left:30pt;margin-top:100pt;mso-position-horizontal-relative:page;mso-position-vertical-relative:page", `fillcolor="#9dc3e6" strokecolor="#1f4e79"`)
	for i, w := range [][]string{{"textArchUp", "textWave1"}, {"textInflate", "textChevron"}, {"textSlantUp", "textCanDown"}} {
		docs[fmt.Sprintf("wordart-warped-%d", i+1)] = figures(figure{x: 20, y: 20, w: 170, h: 100, geometry: "rect", text: "Hội nghị", warp: w[0]}, figure{x: 210, y: 20, w: 170, h: 100, geometry: "rect", text: "Hội nghị", warp: w[1]})
	}
	pictured(docs)
	return docs
}

func turnedShapes(docs map[string]string) {
	list := func(angles ...int) (out []figure) {
		for i, a := range angles {
			out = append(out, figure{x: 40 + 120*(i%3), y: 50 + 110*(i/3), w: 90, h: 45, rotation: a, geometry: "rightArrow", fill: "9DC3E6", line: "1F4E79"})
		}
		return out
	}
	docs["turned"] = figures(list(30, 45, 90, 135, 200, 300)...)
	withText := list(30, 90, 270)
	for i := range withText {
		withText[i].text = "Xoay"
	}
	docs["turned-text"] = figures(withText...)
	upright := list(180, 90, 30)
	for i := range upright {
		upright[i].text, upright[i].body = "Đứng", `anchor="ctr" lIns="0" tIns="0" rIns="0" bIns="0" upright="1"`
	}
	docs["turned-text-upright"] = figures(upright...)
	flips := list(0, 0, 0, 30, 30, 30)
	for i := range flips {
		flips[i].flip, flips[i].geometry = []string{"h", "v", "hv"}[i%3], "wedgeRectCallout"
	}
	docs["flipped"] = figures(flips...)
	docs["text-vertical"] = figures(
		figure{x: 20, y: 20, w: 60, h: 150, geometry: "rect", line: "1F4E79", text: "Chữ đi xuống", body: `vert="vert"`},
		figure{x: 120, y: 20, w: 60, h: 150, geometry: "rect", line: "1F4E79", text: "Chữ đi lên", body: `vert="vert270"`})
	docs["lines"] = figures(
		figure{x: 20, y: 20, w: 150, h: 0, geometry: "line", line: "C00000"}, figure{x: 20, y: 40, w: 150, h: 60, geometry: "line", flip: "v", line: "00B050"},
		figure{x: 200, y: 20, w: 150, h: 80, geometry: "bentConnector3", line: "7030A0"}, figure{x: 20, y: 120, w: 150, h: 80, geometry: "curvedConnector3", line: "7030A0"},
		figure{x: 200, y: 120, w: 150, h: 80, geometry: "straightConnector1", flip: "h", line: "1F4E79"})
	var dashes, heads []figure
	for i, d := range []string{"dot", "dash", "lgDash", "dashDot", "lgDashDot", "lgDashDotDot", "sysDash", "sysDot", "sysDashDot", "sysDashDotDot"} {
		dashes = append(dashes, figure{x: 20, y: 20 + 24*i, w: 340, geometry: "line", line: `<a:ln w="38100"><a:solidFill><a:srgbClr val="1F4E79"/></a:solidFill><a:prstDash val="` + d + `"/></a:ln>`})
	}
	docs["dashes"] = figures(dashes...)
	for i, k := range []string{"triangle", "stealth", "diamond", "oval", "arrow"} {
		heads = append(heads, figure{x: 40, y: 30 + 50*i, w: 300, h: 10, geometry: "line", line: `<a:ln w="38100"><a:solidFill><a:srgbClr val="1F4E79"/></a:solidFill><a:headEnd type="` + k + `" w="sm" len="sm"/><a:tailEnd type="` + k + `" w="lg" len="lg"/></a:ln>`})
	}
	docs["arrow-heads"] = figures(heads...)
}

func filledShapes(docs map[string]string) {
	fills := func(list ...string) string {
		var out []figure
		for i, f := range list {
			out = append(out, figure{x: 20 + 125*(i%3), y: 20 + 110*(i/3), w: 110, h: 90, geometry: []string{"rect", "ellipse", "star5"}[i%3], fill: f, line: "1F4E79"})
		}
		return figures(out...)
	}
	lin := func(angle int) string { return fmt.Sprintf(`<a:lin ang="%d" scaled="0"/>`, angle*60000) }
	docs["gradient-linear"] = fills(gradientXML(lin(0), "203864", "DEEBF7"), gradientXML(lin(90), "203864", "DEEBF7"), gradientXML(lin(45), "203864", "DEEBF7"), gradientXML(lin(135), "385623", "E2F0D9"), gradientXML(lin(0), "C00000", "FFFF00", "203864"), gradientXML(lin(270), "000000", "FFFFFF"))
	circle := `<a:path path="circle"><a:fillToRect l="50000" t="50000" r="50000" b="50000"/></a:path>`
	docs["gradient-radial"] = fills(gradientXML(circle, "203864", "DEEBF7"), gradientXML(circle, "C00000", "203864"), gradientXML(circle, "000000", "808080"))
	pattern := func(name string) string {
		return `<a:pattFill prst="` + name + `"><a:fgClr><a:srgbClr val="C00000"/></a:fgClr><a:bgClr><a:srgbClr val="FFF2CC"/></a:bgClr></a:pattFill>`
	}
	docs["patterns"] = fills(pattern("pct50"), pattern("ltUpDiag"), pattern("dkHorz"), pattern("smGrid"), pattern("lgCheck"), pattern("wdDnDiag"))
	picture := `<a:blipFill><a:blip r:embed="photo"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>`
	tile := `<a:blipFill><a:blip r:embed="photo"/><a:tile tx="0" ty="0" sx="100000" sy="100000" flip="none" algn="tl"/></a:blipFill>`
	docs["picture-fill"] = fills(picture, picture, picture, tile, tile, tile)
	clear := func(percent int) string {
		return fmt.Sprintf(`<a:solidFill><a:srgbClr val="203864"><a:alpha val="%d000"/></a:srgbClr></a:solidFill>`, percent)
	}
	docs["transparent"] = fills("C00000", clear(80), clear(50), clear(30), clear(60), "")
	shadow := `<a:effectLst><a:outerShdw dist="76200" dir="2700000" algn="tl"><a:srgbClr val="000000"><a:alpha val="60000"/></a:srgbClr></a:outerShdw></a:effectLst>`
	docs["shadows"] = row([]string{"rect", "roundRect", "star5", "rightArrow", "ellipse", "heart"}, func(f *figure, _ string) { f.effects = shadow })
	docs["colours"] = fills(`<a:solidFill><a:srgbClr val="4472C4"><a:lumMod val="50000"/></a:srgbClr></a:solidFill>`, `<a:solidFill><a:srgbClr val="4472C4"><a:shade val="50000"/></a:srgbClr></a:solidFill>`, `<a:solidFill><a:prstClr val="dkGreen"/></a:solidFill>`,
		`<a:solidFill><a:hslClr hue="14400000" sat="100000" lum="25000"/></a:solidFill>`, `<a:solidFill><a:srgbClr val="FFFF00"><a:inv/></a:srgbClr></a:solidFill>`, `<a:solidFill><a:sysClr val="windowText" lastClr="000000"/></a:solidFill>`)
}

func vmlShapes(docs map[string]string) {
	p := func(s ...string) string { return "<w:p>" + strings.Join(s, "") + "</w:p>" }
	fill := `fillcolor="#9dc3e6" strokecolor="#1f4e79"`
	docs["vml-elements"] = p(pict(20, 20, 100, 70, "v:rect", fill, ""), pict(140, 20, 100, 70, "v:oval", fill, ""), pict(260, 20, 100, 70, "v:roundrect", fill+` arcsize="0.4"`, ""))
	docs["vml-paths"] = p(pict(20, 20, 100, 70, "v:shape", fill+` coordsize="21600,21600" path="m0,0l21600,0,21600,21600,10800,10800,0,21600xe"`, ""),
		pict(140, 20, 100, 70, "v:shape", fill+` coordsize="100,100" path="m0,50c0,0,100,0,100,50l50,100xe"`, ""),
		pict(260, 20, 100, 70, "v:shape", fill+` coordsize="21600,21600" path="m,l,21600r21600,l21600,xe"`, ""))
	star := `<v:shapetype id="_x0000_t12" coordsize="21600,21600" o:spt="12" path="m10800,l8280,8259,,8259r6720,5146l4200,21600r6600,-5019l17400,21600,14880,13405,21600,8259r-8280,xe"/>`
	arrow := `<v:shapetype id="_x0000_t13" coordsize="21600,21600" o:spt="13" adj="16200,5400" path="m@0,l@0@1,0@1,0@2@0@2@0,21600,21600,10800xe"><v:formulas><v:f eqn="val #0"/><v:f eqn="val #1"/><v:f eqn="sum height 0 #1"/></v:formulas></v:shapetype>`
	docs["vml-types"] = p(`<w:r><w:pict>`+star+arrow+`</w:pict></w:r>`, pict(20, 20, 100, 90, "v:shape", fill+` type="#_x0000_t12"`, star), pict(140, 20, 100, 70, "v:shape", fill+` type="#_x0000_t13"`, arrow), pict(260, 20, 100, 70, "v:shape", fill+` type="#_x0000_t13" adj="10800,2700"`, arrow))
	docs["vml-gradients"] = p(pict(20, 20, 100, 70, "v:rect", `fillcolor="#203864" stroked="f"`, `<v:fill color2="#deebf7" type="gradient"/>`), pict(140, 20, 100, 70, "v:rect", `fillcolor="#203864" stroked="f"`, `<v:fill color2="#deebf7" focus="100%" type="gradient"/>`),
		pict(260, 20, 100, 70, "v:rect", `fillcolor="#203864" stroked="f"`, `<v:fill color2="#deebf7" angle="-90" focus="50%" type="gradient"/>`))
	docs["vml-lines"] = p(`<w:r><w:pict><v:line from="20pt,20pt" to="180pt,80pt" style="position:absolute;mso-position-horizontal-relative:page;mso-position-vertical-relative:page" strokeweight="3pt" strokecolor="#7030a0"><v:stroke endarrow="block"/></v:line></w:pict></w:r>`,
		pict(200, 20, 150, 80, "v:rect", `filled="f" strokeweight="3pt" strokecolor="#1f4e79"`, `<v:stroke dashstyle="dash"/>`))
	docs["vml-group"] = p(`<w:r><w:pict><v:group style="position:absolute;margin-left:40pt;margin-top:40pt;width:200pt;height:100pt;mso-position-horizontal-relative:page;mso-position-vertical-relative:page" coordsize="200,100"><v:rect style="position:absolute;left:0;top:0;width:80;height:100" fillcolor="#ffd966"/><v:oval style="position:absolute;left:100;top:20;width:100;height:60" ` + fill + `/></v:group></w:pict></w:r>`)
}

func pictured(docs map[string]string) {
	p := func(s ...string) string { return "<w:p>" + strings.Join(s, "") + "</w:p>" }
	docs["metafile"] = p(photo(20, 20, 340, 200, "drawing", "rect", "", "", ""))
	docs["metafile-turned"] = p(photo(60, 60, 200, 120, "drawing", "rect", `rot="1800000"`, "", ""))
	docs["metafile-wmf"] = p(photo(20, 20, 340, 200, "old", "rect", "", "", ""))
	docs["cropped-to-shape"] = p(photo(20, 20, 110, 90, "photo", "ellipse", "", "", ""), photo(145, 20, 110, 90, "photo", "star5", "", "", ""), photo(270, 20, 110, 90, "photo", "roundRect", "", "", `<a:srcRect l="25000" t="25000"/>`))
	docs["recoloured"] = p(photo(20, 20, 110, 90, "photo", "rect", "", `<a:grayscl/>`, ""), photo(145, 20, 110, 90, "photo", "rect", "", `<a:biLevel thresh="50000"/>`, ""), photo(270, 20, 110, 90, "photo", "rect", "", `<a:lum bright="-40000"/>`, ""))
	docs["mirrored"] = p(photo(20, 20, 110, 90, "photo", "rect", `flipH="1"`, "", ""), photo(145, 20, 110, 90, "photo", "rect", `flipV="1"`, "", ""), photo(270, 20, 110, 90, "photo", "rect", `rot="2700000"`, "", ""))
}

// shapeMedia are the pictures of the test documents.
func shapeMedia() map[string][]byte {
	m := image.NewNRGBA(image.Rect(0, 0, 64, 48))
	for y := range 48 {
		for x := range 64 {
			c := color.NRGBA{uint8(x * 4), uint8(y * 2), 96, 255}
			if (x/8+y/8)%2 == 0 {
				c = color.NRGBA{230, 230, uint8(255 - x), 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	var photo bytes.Buffer
	_ = png.Encode(&photo, m) // into memory
	return map[string][]byte{"photo.png": photo.Bytes(), "drawing.emf": emfOf(), "old.wmf": wmfOf()}
}

// emfOf is a metafile of 170 by 100 mm: a frame, a curve, a pie, text.
func emfOf() []byte {
	var b bytes.Buffer
	head := make([]byte, 108)
	put := func(at int, v ...uint32) {
		for i, x := range v {
			binary.LittleEndian.PutUint32(head[at+4*i:], x)
		}
	}
	put(0, 1, 108, 0, 0, 1699, 999, 0, 0, 17000, 10000)
	copy(head[40:], " EMF")
	put(44, 0x10000)
	put(72, 1700, 1000, 170, 100)
	b.Write(head)
	count := uint32(1)
	record := func(kind uint32, values ...int32) {
		count++
		_ = binary.Write(&b, binary.LittleEndian, []uint32{kind, uint32(8 + 4*len(values))})
		_ = binary.Write(&b, binary.LittleEndian, values)
	}
	record(38, 1, 0, 12, 0, 0x794e1f) // pen
	record(37, 1)
	record(39, 2, 0, 0xe6c39d, 0) // brush
	record(37, 2)
	record(43, 50, 50, 1650, 950)
	record(42, 150, 150, 750, 600)
	record(47, 850, 150, 1500, 800, 1500, 475, 1175, 150)
	record(85, 0, 0, 0, 0, 4, 150|850<<16, 600|600<<16, 900|950<<16, 1500|850<<16)
	record(22, 24) // text on its baseline
	record(18, 1)
	record(82, append([]int32{3, -100, 0, 0, 0, 400, 0, 0}, name16("Arial")...)...)
	record(37, 3)
	text := utf16.Encode([]rune("Biên bản"))
	body := []int32{0, 0, 1699, 999, 1, 0, 0, 250, 750, int32(len(text)), 76, 0, 0, 0, -1, -1, int32(76 + 2*len(text))}
	for i := 0; i < len(text); i += 2 {
		body = append(body, int32(text[i])|int32(text[i+1])<<16)
	}
	for range text {
		body = append(body, 55)
	}
	record(84, body...)
	record(14, 0, 16, 20)
	out := b.Bytes()
	binary.LittleEndian.PutUint32(out[48:], uint32(len(out)))
	binary.LittleEndian.PutUint32(out[52:], count)
	binary.LittleEndian.PutUint16(out[56:], 4)
	return out
}

// name16 is a font's name in 32 units, and what follows it in a record.
func name16(s string) []int32 {
	u := utf16.Encode([]rune(s))
	for len(u) < 32 {
		u = append(u, 0)
	}
	var out []int32
	for i := 0; i < 32; i += 2 {
		out = append(out, int32(u[i])|int32(u[i+1])<<16)
	}
	return append(out, make([]int32, 60)...)
}

// wmfOf is a metafile of 16 bits: a rectangle, an ellipse, a polygon.
func wmfOf() []byte {
	records := [][]int16{{0x0103, 8}, {0x020B, 0, 0}, {0x020C, 1000, 1700}, {0x02FA, 0, 12, 0, 0x4e1f, 0x79}, {0x012D, 0}, {0x02FC, 0, -15459, 0xe6, 0}, {0x012D, 1},
		{0x041B, 950, 1650, 50, 50}, {0x0418, 600, 750, 150, 150}, {0x0324, 3, 900, 800, 1500, 800, 1200, 200}, {0x0325, 3, 150, 850, 600, 650, 800, 850}}
	var b bytes.Buffer
	total, largest := 9, 0
	for _, r := range records {
		total, largest = total+2+len(r), max(largest, 2+len(r))
	}
	header := []uint16{0xCDD7, 0x9AC6, 0, 0, 0, 1700, 1000, 254, 0, 0, 0}
	for _, v := range header[:10] {
		header[10] ^= v
	}
	_ = binary.Write(&b, binary.LittleEndian, header)
	_ = binary.Write(&b, binary.LittleEndian, []uint16{1, 9, 0x300, uint16(total + 3), 0, 2, uint16(largest), 0, 0})
	for _, r := range append(records, []int16{0}) {
		_ = binary.Write(&b, binary.LittleEndian, uint32(2+len(r)))
		_ = binary.Write(&b, binary.LittleEndian, r)
	}
	return b.Bytes()
}

// shapeDocument is a Word document of a body.
func shapeDocument(t testing.TB, body string) []byte {
	t.Helper()
	const kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const drawn = "http://schemas.openxmlformats.org/drawingml/2006/"
	rels := ""
	var files []zipFile
	media := shapeMedia()
	for _, name := range slices.Sorted(maps.Keys(media)) {
		files = append(files, zipFile{"word/media/" + name, string(media[name])})
		rels += `<Relationship Id="` + strings.TrimSuffix(name, filepath.Ext(name)) + `" Type="` + kind + `/image" Target="media/` + name + `"/>`
	}
	const relationships = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	return zipOf(t, append(files,
		zipFile{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="emf" ContentType="image/x-emf"/><Default Extension="wmf" ContentType="image/x-wmf"/>` +
			`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		zipFile{"_rels/.rels", relationships + `<Relationship Id="d" Type="` + kind + `/officeDocument" Target="word/document.xml"/></Relationships>`},
		zipFile{"word/_rels/document.xml.rels", relationships + rels + `</Relationships>`},
		zipFile{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="` + kind + `" xmlns:wp="` + drawn + `wordprocessingDrawing" xmlns:a="` + drawn + `main" xmlns:pic="` + drawn + `picture"` +
			` xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:body>` + body +
			`<w:sectPr><w:pgSz w:w="8000" w:h="6000"/><w:pgMar w:top="200" w:right="400" w:bottom="200" w:left="400" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr></w:body></w:document>`}))
}

// dots are a page in characters, 80 in a row: the darker, the fuller.
func dots(m *image.RGBA) string {
	var b strings.Builder
	for y := range m.Rect.Max.Y {
		line := make([]byte, m.Rect.Max.X)
		for x := range line {
			c := m.RGBAAt(x, y)
			dark := 255 - (299*int(c.R)+587*int(c.G)+114*int(c.B))/1000
			line[x] = " .:+#@"[min(dark*6/256, 5)]
		}
		b.WriteString(strings.TrimRight(string(line), " ") + "\n")
	}
	return b.String()
}

// Documents of our own for each kind of drawing: their prints are those of testdata/shapes, in
// characters, which -shapes-golden writes anew, and nothing in them is told as not printed. How
// they look beside LibreOffice's, .ci/drawings tells: -shapes gives it the documents.
func TestShapes(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	docs := shapeDocuments()
	if len(docs) < 36 {
		t.Fatal(len(docs))
	}
	for _, name := range slices.Sorted(maps.Keys(docs)) {
		t.Run(name, func(t *testing.T) {
			data := shapeDocument(t, docs[name])
			pages := drawingPages(t, r, name, *shapesFolder, data)
			if len(pages) != 1 {
				t.Fatalf("%d pages", len(pages))
			}
			picture, err := raster.Paint(t.Context(), pages[0], raster.Options{Width: 80})
			if err != nil {
				t.Fatal(err)
			}
			got, golden := dots(picture), filepath.Join("testdata", "shapes", name+".txt")
			if *writeShapes {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("prints\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// The first and last colours of a gradient go on to the ends of its shape (§20.1.8.33).
func TestGradientEnds(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	body := figures(figure{x: 10, y: 10, w: 100, h: 50, geometry: "rect", fill: `<a:gradFill><a:gsLst><a:gs pos="45000"><a:srgbClr val="FF0000"/></a:gs>` +
		`<a:gs pos="55000"><a:srgbClr val="0000FF"/></a:gs></a:gsLst><a:lin ang="0"/></a:gradFill>`})
	var out bytes.Buffer
	if _, err := r.Convert(t.Context(), &out, "chuyen-sac.docx", shapeDocument(t, body)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(out.Bytes(), []byte("/Bounds[0.45 0.55 ]")) {
		t.Error("the gradient does not begin at 45 % and end at 55 %")
	}
}
