package render_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/render"
)

// A ownTemplate is a template that a test writes: the body, further parts by name, and the
// relationships that lead to them, "rId1 image media/a.png".
type ownTemplate struct {
	body  string
	parts map[string]string
	rels  []string
}

const relationshipsOf = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

func (o ownTemplate) bytes(t testing.TB) []byte {
	t.Helper()
	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="png" ContentType="image/png"/><Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>`
	files := map[string]string{}
	maps.Copy(files, o.parts)
	for name := range o.parts {
		if strings.HasPrefix(name, "word/charts/") && strings.HasSuffix(name, ".xml") {
			types += `<Override PartName="/` + name + `" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>`
		}
	}
	files["[Content_Types].xml"] = types + `</Types>`
	const open = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	files["_rels/.rels"] = open + `<Relationship Id="rId1" Type="` + relationshipsOf + `officeDocument" Target="word/document.xml"/></Relationships>`
	rels := ""
	for _, r := range o.rels {
		f := strings.Fields(r)
		rels += fmt.Sprintf(`<Relationship Id="%s" Type="%s%s" Target="%s"/>`, f[0], relationshipsOf, f[1], f[2])
	}
	files["word/_rels/document.xml.rels"] = open + rels + `</Relationships>`
	const draw = "http://schemas.openxmlformats.org/drawingml/2006/"
	files["word/document.xml"] = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="` + strings.TrimSuffix(relationshipsOf, "/") +
		`" xmlns:wp="` + draw + `wordprocessingDrawing" xmlns:a="` + draw + `main" xmlns:pic="` + draw + `picture" xmlns:c="` + draw + `chart"><w:body>` + o.body +
		`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>`
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(files[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// make makes both files of a meeting; the parts of the Word document are unpacked.
func (o ownTemplate) make(t testing.TB, yaml string) (parts map[string]string, pdf []byte, d *render.Document) {
	t.Helper()
	d, err := o.document(t, yaml)
	if err != nil {
		t.Fatal(err)
	}
	word, pdf := both(t, d)
	return unzipped(t, word), pdf, d
}

func (o ownTemplate) document(t testing.TB, yaml string) (*render.Document, error) {
	t.Helper()
	r, err := render.New(render.Options{Templates: fstest.MapFS{"mau.docx": {Data: o.bytes(t)}}})
	if err != nil {
		t.Fatal(err)
	}
	documents, faults := r.Documents("hop.yaml", []byte(yaml), fstest.MapFS{}, "mau.docx")
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return documents[0], nil
}

func unzipped(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = b.String()
	}
	return parts
}

func paragraphOf(text string) string {
	return `<w:p><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

// A picture of the template, whose alternative text says what comes in its place.
func pictureOf(alt, crop string) string {
	return `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1800000" cy="900000"/><wp:docPr id="1" name="P" descr="` + alt + `"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">` +
		`<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId7"/>` + crop + `<a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
}

func pngOf(t testing.TB, width, height int) string {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, width, height))
	img.SetGray(0, 0, color.Gray{Y: 200})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPicturesByData(t *testing.T) {
	o := ownTemplate{
		body: paragraphOf(`{{.title}}. Trước {{image .extra.anh "8mm"}} giữa {{qr .extra.url}} và {{barcode .extra.so "40mm"}} sau {{image .extra.khong}}.`) + paragraphOf(`{{barcode .extra.ean "ean"}}`) +
			pictureOf("Con dấu {{image .extra.anh}}", "") + pictureOf("{{qr .extra.url}}", `<a:srcRect l="10000" r="10000"/>`) + paragraphOf("Hết: ") + pictureOf("{{image .extra.khong}}", ""),
		parts: map[string]string{"word/media/p.png": pngOf(t, 20, 10)}, rels: []string{"rId7 image media/p.png"},
	}
	yaml := "title: Họp\nextra:\n  anh: data:image/png;base64," + base64.StdEncoding.EncodeToString([]byte(pngOf(t, 30, 30))) + "\n  url: https://example.gov.vn/ủy-ban\n  so: UB-15\n  ean: '893456789012'\n"
	parts, pdf, d := o.make(t, yaml+"  khong: ''\n")
	for _, f := range d.Faults() {
		t.Errorf("%v", f)
	}
	doc := parts["word/document.xml"]
	if n := strings.Count(doc, "<w:drawing>"); n != 6 {
		t.Errorf("%d pictures, want three in a line, one alone and two placeholders", n)
	}
	if strings.Contains(doc, "rId7") || strings.Contains(doc, "{{") || strings.Contains(doc, "\ue000") {
		t.Errorf("something of the placeholders is left: %s", doc)
	}
	// The frame is twice as wide as high: the square picture is fitted into it, the code fills what the author cropped.
	for _, want := range []string{`descr="Con dấu "`, `<a:srcRect l="-50000" t="0" r="-50000" b="0"/>`, `<a:srcRect l="10000" t="30000" r="10000" b="30000"/>`, `cx="288000" cy="288000"`, `descr="https://example.gov.vn/ủy-ban"`} {
		if !strings.Contains(doc, want) {
			t.Errorf("the document has no %s", want)
		}
	}
	text := strings.Join(pdfText(t, pdf), "\n")
	if !strings.Contains(strings.Join(strings.Fields(text), " "), "Trước giữa và sau .") {
		t.Errorf("the PDF says %q", text)
	}
	again, _, _ := o.make(t, yaml+"  khong: ''\n")
	if !maps.Equal(parts, again) {
		t.Error("made twice, the document differs")
	}
	bare, _, _ := o.make(t, strings.Replace(yaml, "data:image/png;base64,", "", 1)+"  khong: ''\n")
	if bare["word/media/bienban1.png"] != parts["word/media/bienban1.png"] {
		t.Error("base64 alone is not the same picture")
	}
}

// What a picture cannot be made of is told, with its place.
func TestPicturesRefused(t *testing.T) {
	for _, tt := range []struct{ name, tag, value, code string }{
		{"no base64", "{{image .extra.x}}", "data:image/png,abc", "bad-image"},
		{"damaged base64", "{{image .extra.x}}", "data:image/png;base64,####", "bad-image"},
		{"no picture", "{{image .extra.x}}", "data:text/plain;base64,aGVsbG8=", "bad-image"},
		{"letters in EAN", `{{barcode .extra.x "ean"}}`, "UB-15", "bad-code"},
		{"marks in a bar code", `số {{barcode .extra.x}}`, "Ủy ban", "bad-code"},
		{"too long", `{{qr .extra.x}}`, strings.Repeat("x", 2500), "bad-code"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := ownTemplate{body: paragraphOf(tt.tag)}.document(t, "title: Họp\nextra:\n  x: '"+tt.value+"'\n")
			if err == nil {
				err = d.DOCX(t.Context(), &bytes.Buffer{})
			}
			told(t, err, tt.code)
		})
	}
}

// told looks for an error with a place and a hint, in two languages.
func told(t *testing.T, err error, code string) {
	t.Helper()
	list, _ := err.(render.FaultList)
	for _, f := range list {
		if f.Code == code && f.Severity == render.Error {
			if f.Hint.Vi == "" || f.Hint.En == "" || f.Message.Vi == f.Message.En || f.Place.Vi == "" && f.Line == 0 {
				t.Errorf("told without place, remedy or a language: %+v", f)
			}
			return
		}
	}
	t.Errorf("got %v, want an error %s", err, code)
}

// Misuses of pictures that a template alone shows.
func TestPictureTagsMisused(t *testing.T) {
	o := func(body string) ownTemplate {
		return ownTemplate{body: body, parts: map[string]string{"word/media/p.png": pngOf(t, 20, 10)}, rels: []string{"rId7 image media/p.png"}}
	}
	shape := strings.NewReplacer("pic:blipFill", "pic:other").Replace(pictureOf("{{image .extra.x}}", ""))
	for _, tt := range []struct{ name, body, code string }{
		{"a width that is none", paragraphOf(`{{image .extra.x "rộng"}}`), "arguments"},
		{"a kind that is none", paragraphOf(`{{barcode .extra.x "upc"}}`), "arguments"},
		{"a kind of a QR code", paragraphOf(`{{qr .extra.x "ean"}}`), "arguments"},
		{"a list", paragraphOf(`{{qr .tasks}}`), "arguments"},
		{"nothing to encode", paragraphOf(`{{qr}}`), "arguments"},
		{"size of a placeholder", pictureOf("{{image .extra.x &quot;4cm&quot;}}", ""), "arguments"},
		{"two in a placeholder", pictureOf("{{image .extra.x}}{{image .extra.y}}", ""), "rich-place"},
		{"a condition in a placeholder", pictureOf("{{if .extra.x}}{{image .extra.x}}{{end}}", ""), "rich-place"},
		{"a shape that is no picture", shape, "rich-place"},
		{"a table in an alternative text", pictureOf("{{table &quot;a&quot;}}", ""), "rich-place"},
		{"no last function", paragraphOf(`{{image .extra.x | upper}}`), "rich-place"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := o(tt.body).document(t, "title: Họp\nextra: {x: a.png, y: b.png}\n")
			told(t, err, tt.code)
		})
	}
}
