package render

import (
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/pdf"
	"github.com/bienban/bienban/render/internal/raster"
)

var (
	diagramsFolder = flag.String("diagrams", "", "write the documents of testdata/diagrams into this folder")
	writeDiagrams  = flag.Bool("diagrams-golden", false, "write testdata/diagrams anew")
)

const dspNamespace = "http://schemas.microsoft.com/office/drawing/2008/diagram"

// A node is a shape of a SmartArt, in points of its frame, which is 432 by 252.
type node struct {
	x, y, w, h float64
	turn       float64 // clockwise, in degrees
	form       string
	fill       string // of the theme; "": none
	line       string
	text       []string   // paragraphs; "- " begins one with a bullet
	box        [4]float64 // of the text; nothing: the shape
	back       float64    // the text turns back by it
	body       string     // attributes of a:bodyPr
	size       int
	align      string
	ink        string
}

func (n node) xml() string {
	emu := func(v float64) int { return int(math.Round(v * 12700)) }
	at := func(x, y, w, h float64) string {
		return fmt.Sprintf(`<a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/>`, emu(x), emu(y), emu(w), emu(h))
	}
	paint := func(name string) string {
		if name == "" {
			return `<a:noFill/>`
		}
		return `<a:solidFill><a:schemeClr val="` + name + `"><a:hueOff val="0"/><a:satOff val="0"/><a:lumOff val="0"/><a:alphaOff val="0"/></a:schemeClr></a:solidFill>`
	}
	s := fmt.Sprintf(`<dsp:sp modelId="{0}"><dsp:nvSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvSpPr/></dsp:nvSpPr><dsp:spPr><a:xfrm rot="%d">%s</a:xfrm><a:prstGeom prst="%s"><a:avLst/></a:prstGeom>%s<a:ln w="12700">%s<a:prstDash val="solid"/></a:ln><a:effectLst/></dsp:spPr>`,
		int(n.turn*60000), at(n.x, n.y, n.w, n.h), n.form, paint(n.fill), paint(n.line))
	ink := n.ink
	if ink == "" {
		ink = "lt1"
	}
	s += `<dsp:style><a:lnRef idx="2"><a:scrgbClr r="0" g="0" b="0"/></a:lnRef><a:fillRef idx="1"><a:scrgbClr r="0" g="0" b="0"/></a:fillRef><a:effectRef idx="0"><a:scrgbClr r="0" g="0" b="0"/></a:effectRef><a:fontRef idx="minor"><a:schemeClr val="` + ink + `"/></a:fontRef></dsp:style>`
	if len(n.text) > 0 {
		s += n.words(at)
	}
	return s + `</dsp:sp>`
}

func (n node) words(at func(x, y, w, h float64) string) string {
	size, align, body, box := n.size, n.align, n.body, n.box
	if size == 0 {
		size = 14
	}
	if align == "" {
		align = "ctr"
	}
	if body == "" {
		body = `anchor="ctr"`
	}
	if box == [4]float64{} {
		box = [4]float64{n.x, n.y, n.w, n.h}
	}
	s := `<dsp:txBody><a:bodyPr spcFirstLastPara="0" vert="horz" wrap="square" lIns="25400" tIns="12700" rIns="25400" bIns="12700" numCol="1" spcCol="1270" anchorCtr="0" ` + body + `><a:noAutofit/></a:bodyPr><a:lstStyle/>`
	for _, text := range n.text {
		text, bullet := strings.CutPrefix(text, "- ")
		of := `marL="0" lvl="0" indent="0" algn="` + align + `"`
		mark := `<a:buNone/>`
		if bullet {
			of, mark = `marL="114300" lvl="1" indent="-114300" algn="l"`, `<a:buChar char="•"/>`
		}
		s += fmt.Sprintf(`<a:p><a:pPr %s defTabSz="622300"><a:lnSpc><a:spcPct val="90000"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef><a:spcAft><a:spcPct val="35000"/></a:spcAft>%s</a:pPr><a:r><a:rPr lang="vi-VN" sz="%d" kern="1200"/><a:t>%s</a:t></a:r></a:p>`, of, mark, size*100, text)
	}
	return s + fmt.Sprintf(`</dsp:txBody><dsp:txXfrm rot="%d">%s</dsp:txXfrm>`, int(n.back*60000), at(box[0], box[1], box[2], box[3]))
}

// diagramDrawings are what Word stores of SmartArt of several kinds, each made small.
func diagramDrawings() map[string]string {
	list := func(nodes ...node) (s string) {
		for _, n := range nodes {
			s += n.xml()
		}
		return s
	}
	group := func(x, y, w, h float64, inside string) string {
		emu := func(v float64) int { return int(v * 12700) }
		return fmt.Sprintf(`<dsp:grpSp><dsp:nvGrpSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvGrpSpPr/></dsp:nvGrpSpPr><dsp:grpSpPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/><a:chOff x="0" y="0"/><a:chExt cx="%d" cy="%d"/></a:xfrm></dsp:grpSpPr>`,
			emu(x), emu(y), emu(w), emu(h), emu(w*2), emu(h*2)) + inside + `</dsp:grpSp>`
	}
	docs := map[string]string{}
	var rows, steps, cycle, chevrons, pyramid, columns []node
	for i, text := range []string{"Khai mạc", "Thảo luận", "Kết luận"} {
		y, x := float64(i)*84, float64(i)*150
		rows = append(rows, node{x: 0, y: y + 30, w: 432, h: 48, form: "rect", fill: "lt1", line: "accent1"},
			node{x: 22, y: y + 6, w: 300, h: 46, form: "roundRect", fill: "accent1", line: "lt1", text: []string{text}, align: "l", size: 20, box: [4]float64{24, y + 8, 296, 42}})
		steps = append(steps, node{x: x, y: 80, w: 110, h: 80, form: "roundRect", fill: "accent1", line: "lt1", text: []string{text, "Phần " + fmt.Sprint(i+1)}})
		if i < 2 {
			steps = append(steps, node{x: x + 118, y: 106, w: 24, h: 28, form: "rightArrow", fill: "accent2", line: ""})
		}
		chevrons = append(chevrons, node{x: -10, y: y + 10, w: 80, h: 60, turn: 90, back: -90, form: "chevron", fill: "accent1", line: "accent1", text: []string{fmt.Sprint(i + 1)}, box: [4]float64{0, y + 25, 60, 30}},
			node{x: 66, y: y, w: 360, h: 56, form: "rect", line: "accent1", fill: "lt1", ink: "dk1", align: "l", text: []string{"- " + text, "- Người chủ trì điều hành"}, size: 13})
		columns = append(columns, node{x: x, y: 10, w: 125, h: 36, form: "rect", fill: "accent1", line: "accent1", text: []string{text}},
			node{x: x, y: 46, w: 125, h: 190, form: "rect", fill: "lt1", line: "accent1", ink: "dk1", body: `anchor="t"`, text: []string{"- Báo cáo trước hội nghị", "- Ý kiến của đại biểu về từng nội dung", "- Biểu quyết"}, size: 13})
		w := 144 * float64(i+1)
		pyramid = append(pyramid, node{x: 216 - w/2, y: y, w: w, h: 84, form: []string{"triangle", "trapezoid", "trapezoid"}[i], fill: fmt.Sprintf("accent%d", i+1), line: "lt1", text: []string{text}, box: [4]float64{216 - w/4, y + 30, w / 2, 50}})
	}
	for i := range 5 {
		sin, cos := math.Sincos(float64(i) * 72 * math.Pi / 180)
		x, y := 216+100*sin, 126-95*cos
		cycle = append(cycle, node{x: x - 34, y: y - 28, w: 68, h: 56, form: "ellipse", fill: "accent1", line: "lt1", text: []string{fmt.Sprintf("Bước %d", i+1)}})
		sin, cos = math.Sincos((float64(i)*72 + 36) * math.Pi / 180)
		x, y = 216+95*sin, 126-90*cos
		cycle = append(cycle, node{x: x - 14, y: y - 11, w: 28, h: 22, turn: float64(i)*72 + 36, form: "rightArrow", fill: "accent3", line: "", text: []string{fmt.Sprint(i + 1)}, size: 9})
	}
	docs["list"], docs["process"], docs["chevrons"], docs["columns"], docs["pyramid"], docs["cycle"] = list(rows...), list(steps...), list(chevrons...), list(columns...), list(pyramid...), list(cycle...)
	tree := []node{{x: 156, y: 20, w: 120, h: 56, form: "rect", fill: "accent1", line: "lt1", text: []string{"Giám đốc"}}}
	for i, text := range []string{"Tổ chức", "Kế hoạch", "Tài chính"} {
		x := 20 + float64(i)*136
		if i < 2 {
			tree = append(tree, node{x: x + 60, y: 104, w: 136, h: 0.01, form: "line", line: "accent2"})
		}
		tree = append(tree, node{x: x, y: 140, w: 120, h: 56, form: "rect", fill: "accent1", line: "lt1", text: []string{text}})
	}
	docs["hierarchy"] = list(tree...)
	docs["groups"] = group(20, 20, 180, 100, list(node{x: 0, y: 0, w: 360, h: 200, form: "roundRect", fill: "accent5", line: "accent1", ink: "dk1", text: []string{"Trong nhóm"}})) +
		group(220, 120, 180, 100, group(0, 0, 360, 200, list(node{x: 0, y: 0, w: 720, h: 400, form: "hexagon", fill: "accent6", line: "", text: []string{"Nhóm trong nhóm"}})))
	return docs
}

// diagramDocument is a Word document with a SmartArt, whose stored drawing has these shapes.
func diagramDocument(t testing.TB, shapes string) []byte {
	const kind, dgm = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/", "http://schemas.openxmlformats.org/drawingml/2006/diagram"
	const drawn, main = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`, "xmlns:dgm=\"" + dgm + `"`
	data := `<dgm:dataModel ` + main + ` ` + drawn + `><dgm:ptLst><dgm:pt modelId="{1}" type="doc"><dgm:prSet/><dgm:spPr/></dgm:pt></dgm:ptLst><dgm:cxnLst/><dgm:bg/><dgm:whole/><dgm:extLst><a:ext uri="` + dspNamespace + `"><dsp:dataModelExt xmlns:dsp="` + dspNamespace + `" relId="dsp" minVer="` + dgm + `"/></a:ext></dgm:extLst></dgm:dataModel>`
	parts := [][4]string{ // relationship, its type, the part, its content
		{"dm", kind + "diagramData", "diagrams/data1.xml", data},
		{"lo", kind + "diagramLayout", "diagrams/layout1.xml", `<dgm:layoutDef ` + main + `><dgm:title val=""/><dgm:desc val=""/><dgm:catLst/><dgm:sampData><dgm:dataModel><dgm:ptLst/></dgm:dataModel></dgm:sampData><dgm:styleData><dgm:dataModel><dgm:ptLst/></dgm:dataModel></dgm:styleData><dgm:clrData><dgm:dataModel><dgm:ptLst/></dgm:dataModel></dgm:clrData><dgm:layoutNode name="a"/></dgm:layoutDef>`},
		{"qs", kind + "diagramQuickStyle", "diagrams/quickStyle1.xml", `<dgm:styleDef ` + main + ` ` + drawn + `/>`},
		{"cs", kind + "diagramColors", "diagrams/colors1.xml", `<dgm:colorsDef ` + main + ` ` + drawn + `/>`},
		{"dsp", "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing", "diagrams/drawing1.xml", `<dsp:drawing xmlns:dsp="` + dspNamespace + `" ` + main + ` ` + drawn + `><dsp:spTree><dsp:nvGrpSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvGrpSpPr/></dsp:nvGrpSpPr><dsp:grpSpPr/>` + shapes + `</dsp:spTree></dsp:drawing>`},
	}
	frame := `<w:p><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5486400" cy="3200400"/><wp:docPr id="1" name="SmartArt"/><a:graphic><a:graphicData uri="` + dgm + `"><dgm:relIds ` + main + ` r:dm="dm" r:lo="lo" r:qs="qs" r:cs="cs"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
	document := chartDocument(t, "<x/>", false)
	rels, types := "", ""
	for _, p := range parts {
		rels += `<Relationship Id="` + p[0] + `" Type="` + p[1] + `" Target="` + p[2] + `"/>`
		kind := strings.TrimPrefix(p[1][strings.LastIndexByte(p[1], '/')+1:], "diagram")
		of := "openxmlformats-officedocument.drawingml.diagram" + kind
		if kind == "Drawing" {
			of = "ms-office.drawingml.diagramDrawing"
		}
		types += `<Override PartName="/word/` + p[2] + `" ContentType="application/vnd.` + of + `+xml"/>`
	}
	document = repacked(t, document, "word/document.xml", func(s string) string {
		return s[:strings.Index(s, "<w:p>")] + frame + s[strings.Index(s, "<w:sectPr>"):]
	})
	document = repacked(t, document, "[Content_Types].xml", func(s string) string { return strings.Replace(s, "</Types>", types+"</Types>", 1) })
	document = repacked(t, document, "word/_rels/document.xml.rels", func(s string) string {
		return strings.Replace(s, "</Relationships>", rels+"</Relationships>", 1)
	})
	files := filesOf(t, document)
	for _, p := range parts {
		files = append(files, zipFile{"word/" + p[2], p[3]})
	}
	return zipOf(t, files)
}

// SmartArt of our own, one for each kind: the words of its print with their places, and the print in
// characters, are those of testdata/diagrams, which -diagrams-golden writes anew. How the prints look
// beside LibreOffice's, .ci/drawings tells: -diagrams gives it the documents.
func TestDiagrams(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	drawings := diagramDrawings()
	for _, name := range slices.Sorted(maps.Keys(drawings)) {
		t.Run(name, func(t *testing.T) {
			pages := drawingPages(t, r, name, *diagramsFolder, diagramDocument(t, drawings[name]))
			picture, err := raster.Paint(t.Context(), pages[0], raster.Options{Width: 80})
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(positions(printOf(pages)), "\n") + "\n\n" + dots(picture)
			golden := filepath.Join("testdata", "diagrams", name+".txt")
			if *writeDiagrams {
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

// A SmartArt that cannot be drawn is a frame, and is told: one without a stored drawing, as Word 2007
// writes it, a broken one, one of more nodes than a drawing may have, groups in groups without end,
// and one that is shown too often.
func TestDiagramsTold(t *testing.T) {
	one := diagramDrawings()["list"]
	drawing := func(change func(string) string) []byte {
		return repacked(t, diagramDocument(t, one), "word/diagrams/drawing1.xml", change)
	}
	unrelated := repacked(t, diagramDocument(t, one), "word/_rels/document.xml.rels", func(s string) string { return strings.ReplaceAll(s, `Id="dsp"`, `Id="other"`) })
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"whole", diagramDocument(t, one), ""},
		{"found without its name", unrelated, ""},
		{"not stored", repacked(t, unrelated, "word/_rels/document.xml.rels", func(s string) string {
			return strings.Replace(s, "2007/relationships/diagramDrawing", "2007/relationships/x", 1)
		}), "whose drawing is not stored"},
		{"cut", drawing(func(s string) string { return s[:len(s)/2] }), "broken or too large"},
		{"no tree", drawing(func(string) string { return `<dsp:drawing xmlns:dsp="` + dspNamespace + `"/>` }), "broken or too large"},
		{"large", diagramDocument(t, strings.Repeat(`<dsp:sp/>`, 300_000)), "broken or too large"},
		{"deep", diagramDocument(t, strings.Repeat(`<dsp:grpSp>`, 10_000)+strings.Repeat(`</dsp:grpSp>`, 10_000)), "broken or too large"},
		{"often", repacked(t, diagramDocument(t, strings.Repeat(`<dsp:sp><dsp:spPr/></dsp:sp>`, 50_000)), "word/document.xml", func(s string) string {
			from, to := strings.Index(s, "<w:p>"), strings.Index(s, "<w:sectPr>")
			return s[:from] + strings.Repeat(s[from:to], 1000) + s[to:]
		}), "strokes of a file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := told(t, tt.data); !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
				t.Errorf("told %q, want %q", got, tt.want)
			}
		})
	}
}

// A locked canvas (20.3) has shapes and text of DrawingML; in a strict document shapes are the
// standard's own elements (20.4.2.39). Both are printed, their text with its marks and numbers.
func TestOtherShapes(t *testing.T) {
	const form = `<a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="1000000"/></a:xfrm><a:prstGeom prst="rect"/><a:solidFill><a:srgbClr val="FFCC00"/></a:solidFill>`
	par := func(bullet, text string) string {
		return `<a:p><a:pPr marL="200000" indent="-200000">` + bullet + `</a:pPr><a:r><a:rPr sz="1000"/><a:t>` + text + `</a:t></a:r></a:p>`
	}
	text := par(`<a:buAutoNum type="arabicPeriod" startAt="3"/>`, "ba") + par(`<a:buAutoNum type="arabicPeriod" startAt="3"/>`, "bốn") + par(`<a:buNone/>`, "không") + par(`<a:buAutoNum type="alphaLcParenR"/>`, "a")
	canvas := `<a:sp><a:nvSpPr/><a:spPr>` + form + `</a:spPr><a:txSp><a:txBody><a:bodyPr/><a:lstStyle/>` + text + `</a:txBody></a:txSp></a:sp>`
	strict := `<wp:spPr>` + form + `</wp:spPr><wp:txbx><w:txbxContent><w:p><w:r><w:t>chữ</w:t></w:r></w:p></w:txbxContent></wp:txbx><wp:bodyPr/>`
	locked := strings.Replace(boxed("lc:lockedCanvas", canvas), "<lc:lockedCanvas", `<lc:lockedCanvas xmlns:lc="http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas"`, 1)
	for _, tt := range []struct{ body, want string }{
		{locked, "3.ba4.bốnkhônga)a"},
		{boxed("wp:wsp", strict), "chữ"},
	} {
		data, got, filled := shapeDocument(t, tt.body), "", false
		if s := told(t, data); strings.Contains(s, "frame") {
			t.Error(s)
		}
		for _, item := range itemsOf(t, data) {
			switch item := item.(type) {
			case *layout.Glyphs:
				got += item.Text
			case *layout.Path:
				filled = filled || item.Fill != nil && item.Fill.R == 0xFF
			case *layout.Fill:
				filled = filled || item.Color.R == 0xFF
			}
		}
		if got != tt.want || !filled {
			t.Errorf("prints %q, filled %v; want %q", got, filled, tt.want)
		}
	}
}

// FuzzDiagrams prints the documents of testdata/diagrams and testdata/marks, with the part of each that
// says how its drawing or its notes look changed in up to two dozen places.
func FuzzDiagrams(f *testing.F) {
	type subject struct {
		pkg  *docx.Package
		part string
	}
	var all []subject
	add := func(data []byte, part string) {
		pkg, err := docx.Open(data, limit.Default)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(len(all)), []byte("\x02\x00\x05\x01\x04\x01\x08\x02\x05\x02\x0b\x03\x00\x03\x0e\x04\x03\x04\x11\x05"))
		all = append(all, subject{pkg, part})
	}
	drawings, marks := diagramDrawings(), markedDocuments()
	for _, name := range slices.Sorted(maps.Keys(drawings)) {
		add(diagramDocument(f, drawings[name]), "word/diagrams/drawing1.xml")
	}
	for _, name := range slices.Sorted(maps.Keys(marks)) {
		part := "word/document.xml"
		if marks[name].numbering != "" {
			part = "word/numbering.xml"
		}
		add(marks[name].document(f), part)
	}
	r, err := New(Options{Limits: Limits{Pages: fuzzPages}})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := r.faces(); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, which uint8, ops []byte) {
		s := all[int(which)%len(all)]
		data, _ := s.pkg.Part(s.part)
		pkg := s.pkg.With(docx.Change{Parts: map[string][]byte{s.part: []byte(mutate(string(data), ops))}})
		_ = costs(t, fuzzTime, func(ctx context.Context) error {
			d := &Document{renderer: r, source: source{name: "fuzz.docx"}, merged: pkg}
			pages, _, err := d.layOut(ctx)
			if err == nil {
				err = pdf.Write(io.Discard, pages, pdf.Options{})
			}
			return err
		})
	})
}
