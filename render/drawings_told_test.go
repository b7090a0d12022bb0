package render

import (
	"bytes"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/layout"
)

// What is not drawn of a drawing is told, and the rest is printed.

// told is what printing a document tells, in English, a line each; the PDF is written.
func told(t *testing.T, data []byte) string {
	t.Helper()
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	faults, err := r.Convert(t.Context(), &out, "x.docx", data)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasSuffix(bytes.TrimSpace(out.Bytes()), []byte("%%EOF")) {
		t.Error("no PDF is written")
	}
	var lines strings.Builder
	for _, f := range faults {
		lines.WriteString(f.Message.En + "\n")
	}
	return lines.String()
}

// A picture that cannot be read leaves an empty frame, which is told once.
func TestDamagedPicture(t *testing.T) {
	broken := repacked(t, shapeDocument(t, "<w:p>"+photo(0, 0, 100, 100, "photo", "rect", "", "", "")+"</w:p>"), "word/media/photo.png", func(s string) string { return s[:60] })
	if got := told(t, broken); got != "cannot read the picture word/media/photo.png: the file is damaged; the PDF has an empty frame\n" {
		t.Errorf("told: %q", got)
	}
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, _ := r.Open("x.docx", broken)
	for range 2 {
		var out bytes.Buffer
		if err := d.PDF(t.Context(), &out); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(d.Faults()); n != 1 {
		t.Errorf("told %d times", n)
	}
}

// A metafile prints what can be printed of it, and one warning has what cannot.
func TestMetafileTold(t *testing.T) {
	body := "<w:p>" + photo(0, 0, 100, 100, "drawing", "rect", "", "", "") + photo(100, 0, 100, 100, "drawing", "rect", "", "", "") + "</w:p>"
	cut := repacked(t, shapeDocument(t, body), "word/media/drawing.emf", func(s string) string { return s[:len(s)-20] })
	if got := told(t, cut); got != "the picture word/media/drawing.emf is not printed in full: the file ends early\n" {
		t.Errorf("told: %q", got)
	}
	if got := told(t, shapeDocument(t, body)); got != "" {
		t.Errorf("told of a whole one: %q", got)
	}
}

// boxed is a paragraph with a drawing in its line of a kind of graphic data.
func boxed(kind, inside string) string {
	return `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="2000000" cy="1000000"/><wp:docPr id="1" name="a"/><a:graphic><a:graphicData uri="x">` +
		`<` + kind + ` xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"` +
		` xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex">` +
		inside + `</` + kind + `></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
}

func TestShapesTold(t *testing.T) {
	const rect, ink = `<a:prstGeom prst="rect"/>`, `<a:solidFill><a:srgbClr val="FFCC00"/></a:solidFill>`
	const stops = `<a:gsLst><a:gs pos="0"><a:srgbClr val="FF0000"/></a:gs><a:gs pos="100000"><a:srgbClr val="0000FF"/></a:gs></a:gsLst>`
	shape := func(inside, text, body string) string {
		return boxed("wps:wsp", `<wps:spPr>`+rect+inside+`</wps:spPr><wps:txbx><w:txbxContent><w:p>`+text+`</w:p></w:txbxContent></wps:txbx><wps:bodyPr `+body+`</wps:bodyPr>`)
	}
	const word = `<w:r><w:t>a</w:t></w:r>`
	const art = `><a:prstTxWarp prst="textPlain"/>`
	member := func(s string) string {
		return boxed("wpg:wgp", `<wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="1000000"/><a:chOff x="0" y="0"/><a:chExt cx="2000000" cy="1000000"/></a:xfrm></wpg:grpSpPr>`+s)
	}
	for _, tt := range []struct{ name, body, want string }{
		{"plain", shape(ink, word, ">"), ""},
		{"text turned", shape(ink, word, `rot="2700000">`), "text that is turned in its shape"},
		{"text turned by nothing", shape(ink, word, `rot="0" vert="vert270" numCol="1">`), ""},
		{"text in columns", shape(ink, word, `numCol="2">`), "text in columns in a shape"},
		{"stacked text", shape(ink, word, `vert="wordArtVert">`), "letters that stand one below the other"},
		{"line with a gradient", shape(ink+`<a:ln w="9525"><a:gradFill>`+stops+`</a:gradFill></a:ln>`, word, ">"), "a line with a gradient"},
		{"gradient by a rectangle", shape(`<a:gradFill>`+stops+`<a:path path="rect"/></a:gradFill>`, word, ">"), "a gradient by a rectangle"},
		{"gradient by a circle", shape(`<a:gradFill>`+stops+`<a:path path="circle"/></a:gradFill>`, word, ">"), ""},
		{"shadow around", shape(ink+`<a:effectLst><a:outerShdw blurRad="50000"><a:srgbClr val="FF0000"/></a:outerShdw></a:effectLst>`, word, ">"), "blurs around shapes"},
		{"shadow aside", shape(ink+`<a:effectLst><a:outerShdw blurRad="50000" dist="50000"><a:srgbClr val="FF0000"/></a:outerShdw></a:effectLst>`, word, ">"), ""},
		{"preset shadow", shape(ink+`<a:effectLst><a:prstShdw prst="shdw1" dist="50000"><a:srgbClr val="FF0000"/></a:prstShdw></a:effectLst>`, word, ">"), "preset shadows"},
		{"new chart in a group", member(`<wpg:graphicFrame><wpg:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></wpg:xfrm><a:graphic><a:graphicData uri="x"><cx:chart/></a:graphicData></a:graphic></wpg:graphicFrame>`), "drawing cannot be printed"},
		{"ink in a group", member(`<w14:contentPart r:id="x"/>`), "drawing cannot be printed"},
		{"something else in a group", member(`<w14:other/>`), "<w14:other> is not printed"},
		{"drawing in WordArt", shape(ink, word+photo(0, 0, 9, 9, "photo", "rect", "", "", ""), art), "of WordArt only the text"},
		{"long WordArt", shape(ink, `<w:r><w:t>`+strings.Repeat("Hội nghị ", 50)+`</w:t></w:r>`, art), "of more than 400 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := told(t, shapeDocument(t, tt.body)); !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
				t.Errorf("told %q, want %q", got, tt.want)
			}
		})
	}
}

// itemsOf are the things on the first page of a document.
func itemsOf(t *testing.T, data []byte) []layout.Item {
	t.Helper()
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, faults := r.Open("x.docx", data)
	if d == nil {
		t.Fatal(faults)
	}
	pages, _, err := d.layOut(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return pages[0].Items
}

// WordArt has its equations, in one line, and a space for a tab.
func TestWordArtOfAll(t *testing.T) {
	text := `<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r><m:oMath><m:f><m:num><m:r><m:t>c</m:t></m:r></m:num><m:den><m:r><m:t>d</m:t></m:r></m:den></m:f></m:oMath>`
	body := boxed("wps:wsp", `<wps:spPr><a:prstGeom prst="rect"/></wps:spPr><wps:txbx><w:txbxContent><w:p>`+text+`</w:p></w:txbxContent></wps:txbx><wps:bodyPr><a:prstTxWarp prst="textPlain"/></wps:bodyPr>`)
	var got string
	for _, item := range itemsOf(t, shapeDocument(t, body)) {
		if g, ok := item.(*layout.Glyphs); ok {
			got += g.Text
		}
	}
	if got != "a bc/d" {
		t.Errorf("%q", got)
	}
}

// What a run of an equation is decorated with is printed, and its links lead somewhere.
func TestEquationLooks(t *testing.T) {
	run := func(look string) string { return `<m:r><w:rPr>` + look + `</w:rPr><m:t>abc</m:t></m:r>` }
	for _, tt := range []struct {
		name, body          string
		fills, lines, links int
	}{
		{"plain", `<m:oMath>` + run("") + `</m:oMath>`, 0, 0, 0},
		{"underlined", `<m:oMath>` + run(`<w:u w:val="single"/>`) + `</m:oMath>`, 0, 1, 0},
		{"struck twice", `<m:oMath>` + run(`<w:dstrike/>`) + `</m:oMath>`, 0, 2, 0},
		{"highlighted", `<m:oMath>` + run(`<w:highlight w:val="yellow"/>`) + `</m:oMath>`, 1, 0, 0},
		{"a link in it", `<m:oMath><w:hyperlink w:anchor="b">` + run("") + `</w:hyperlink></m:oMath>`, 0, 0, 1},
		{"a link around it", `<w:hyperlink w:anchor="b"><m:oMath>` + run("") + `</m:oMath></w:hyperlink>`, 0, 0, 1},
		{"brackets that grow", `<m:oMath><m:d><m:dPr><m:ctrlPr><w:rPr><w:u w:val="single"/></w:rPr></m:ctrlPr></m:dPr><m:e>` + run("") + `</m:e></m:d></m:oMath>`, 0, 0, 0},
	} {
		fills, lines, links := 0, 0, 0
		for _, item := range itemsOf(t, equationDocument(t, `<w:p><w:bookmarkStart w:id="1" w:name="b"/><w:bookmarkEnd w:id="1"/>`+tt.body+`</w:p>`)) {
			switch item.(type) {
			case *layout.Fill:
				fills++
			case *layout.Line:
				lines++
			case *layout.LinkArea:
				links++
			}
		}
		if fills != tt.fills || lines != tt.lines || links != tt.links {
			t.Errorf("%s: %d grounds, %d lines, %d links", tt.name, fills, lines, links)
		}
	}
	two := `<w:hyperlink w:anchor="b">` + run("") + `</w:hyperlink>`
	if got := told(t, equationDocument(t, `<w:p><m:oMath>`+two+two+`</m:oMath></w:p>`)); !strings.Contains(got, "only the first one works") {
		t.Errorf("of two links: %q", got)
	}
}
