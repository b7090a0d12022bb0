package render_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/templates"
)

// changed is a template with another content of parts, added where it has none.
func changed(t testing.TB, data []byte, c docx.Change) []byte {
	t.Helper()
	pkg, err := docx.Open(data, limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := docx.Write(&b, pkg.With(c)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const bodyStart = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>`

const a4 = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>`

// rich is a document with all that may come along: a style, a list, notes, a picture, a link, a
// bookmark that a field refers to.
func richDocument(t testing.TB, before, section string) []byte {
	t.Helper()
	data, err := templates.Open("tom-tat")
	if err != nil {
		t.Fatal(err)
	}
	styles := strings.Replace(partOfFile(t, data, "word/styles.xml"), "</w:styles>", `<w:style w:type="paragraph" w:styleId="Dam"><w:name w:val="Đậm riêng"/><w:pPr><w:jc w:val="right"/></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>`, 1)
	body := bodyStart + before +
		`<w:p><w:pPr><w:pStyle w:val="Dam"/></w:pPr><w:bookmarkStart w:id="0" w:name="muc"/><w:r><w:t>Mục một</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>` +
		`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>Điểm đầu</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>` +
		`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr><w:hyperlink r:id="rIdL"><w:r><w:t>liên kết</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> xem </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> REF muc \h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>cũ</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>` +
		`<w:p><w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/><wp:docPr id="1" name="x"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name=""/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdP"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>` +
		section + `</w:body></w:document>`
	notes := `<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Chú thích của phần.</w:t></w:r></w:p></w:footnote></w:footnotes>`
	numbering := `<?xml version="1.0" encoding="UTF-8"?><w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="3"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1/"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>`
	c := docx.Change{
		Parts:        map[string][]byte{"word/document.xml": []byte(body), "word/styles.xml": []byte(styles), "word/footnotes.xml": []byte(notes), "word/numbering.xml": []byte(numbering), "word/media/p.png": aPixel},
		ContentTypes: map[string]string{"word/footnotes.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml", "word/numbering.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml", "word/media/p.png": "image/png"},
		Relationships: map[string][]docx.Relationship{"word/document.xml": {
			{ID: "rIdF", Type: "footnotes", Target: "word/footnotes.xml"}, {ID: "rIdP", Type: "image", Target: "word/media/p.png"}, {ID: "rIdL", Type: "hyperlink", Target: "https://example.com/", External: true}}},
	}
	pkg, err := docx.Open(data, limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	if pkg.Related(pkg.Main(), "numbering") == "" {
		c.Relationships["word/document.xml"] = append(c.Relationships["word/document.xml"], docx.Relationship{ID: "rIdN", Type: "numbering", Target: "word/numbering.xml"})
	}
	return changed(t, data, c)
}

var aPixel = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82")

// madeOf is the Word document of a meeting and a template of files, whole, and the document itself.
func madeOf(t *testing.T, files fstest.MapFS, beside fstest.MapFS, yaml string) ([]byte, *render.Document) {
	t.Helper()
	r, err := render.New(render.Options{Templates: files})
	if err != nil {
		t.Fatal(err)
	}
	docs, faults := r.Documents("m.yaml", []byte(yaml), beside, "mau")
	if faults.Failed() {
		t.Fatal(faults)
	}
	var b, p bytes.Buffer
	if err := docs[0].DOCX(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if err := docs[0].PDF(context.Background(), &p); err != nil {
		t.Fatal(err)
	}
	pkg, err := docx.Open(b.Bytes(), limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	if err := merge.Whole(pkg); err != nil {
		t.Error(err)
	}
	return b.Bytes(), docs[0]
}

var anyTag = regexp.MustCompile(`<[^>]*>`)

func textOfPart(t *testing.T, data []byte, part string) string {
	return anyTag.ReplaceAllString(strings.ReplaceAll(partOfFile(t, data, part), "</w:p>", "\n"), "")
}

func TestTemplateInTemplate(t *testing.T) {
	host := richDocument(t, `<w:p><w:r><w:t>Chủ</w:t></w:r></w:p><w:p><w:r><w:t>{{template “phan” .}}</w:t></w:r></w:p><w:p><w:r><w:t>Giữa {{.title}}</w:t></w:r></w:p>`+
		`<w:p><w:r><w:t>{{range .tasks}}</w:t></w:r></w:p><w:p><w:r><w:t>{{template "viec" .}}</w:t></w:r></w:p><w:p><w:r><w:t>{{end}}</w:t></w:r></w:p><w:p><w:r><w:t>{{template "don-vi" .organization}}</w:t></w:r></w:p>`, a4)
	part := richDocument(t, `<w:p><w:r><w:t>Phần của {{.title}}</w:t></w:r></w:p><w:p><w:r><w:t>{{template "cuoi" .}}</w:t></w:r></w:p>`, a4)
	out, _ := madeOf(t, fstest.MapFS{
		"mau.docx": {Data: host}, "phan.docx": {Data: part}, "cuoi.docx": {Data: templateOf(t, "Cuối {{.place}}")},
		"viec.docx": {Data: templateOf(t, "Việc {{.content}}")}, "don-vi.docx": {Data: templateOf(t, "Đơn vị {{.name}}")},
	}, nil, "title: Họp\nplace: Tân Mẫu\norganization: {name: Văn phòng}\ntasks: [{content: một}, {content: hai}]\n")
	want := "Chủ\nPhần của Họp\nCuối Tân Mẫu\nMục một\nĐiểm đầu\nliên kết xem  REF muc_2 \\h Mục một\n\nGiữa Họp\nViệc một\nViệc hai\nĐơn vị Văn phòng\nMục một\nĐiểm đầu\nliên kết xem  REF muc \\h Mục một\n"
	if got := strings.TrimSpace(textOfPart(t, out, "word/document.xml")); got != strings.TrimSpace(want) {
		t.Errorf("text:\n%s\nwant:\n%s", got, want)
	}
	if notes := partOfFile(t, out, "word/footnotes.xml"); strings.Count(notes, "Chú thích của phần.") != 2 {
		t.Error("the notes of both are not there")
	}
	if got := strings.Count(partOfFile(t, out, "word/numbering.xml"), `w:val="%1/"`); got != 2 {
		t.Errorf("%d lists", got)
	}
	if strings.Count(partOfFile(t, out, "word/styles.xml"), `w:styleId="Dam"`) != 1 {
		t.Error("a style that both have is there twice")
	}
}

func TestTemplateInTemplateIsChecked(t *testing.T) {
	files := fstest.MapFS{
		"vong.docx": {Data: templateOf(t, `{{template "vong2" .}}`)}, "vong2.docx": {Data: templateOf(t, "a", `{{template "vong" .}}`)},
		"sai.docx": {Data: templateOf(t, "x", "y {{.titel}}")}, "hong.docx": {Data: []byte("no package")},
		"phan.docx": {Data: []byte(strings.Repeat("", 0))},
	}
	r, err := render.New(render.Options{Templates: files})
	if err != nil {
		t.Fatal(err)
	}
	for tags, want := range map[string]string{
		`{{template "khong-co" .}}`: "no template named", `{{template "vong" .}}`: "in a circle: vong → vong2 → vong", `{{template "../x" .}}`: "without a path", `{{template "a/b" .}}`: "without a path",
		`{{template "sai" .}}`: `template "sai", paragraph 2 “y {{.titel}}”: unknown field .titel`, `{{template "hong" .}}`: "paragraph 2", `Có {{template "sai" .}}`: "cannot be used in a template",
		`{{template "sai" .tiltle}}`: "unknown field .tiltle",
	} {
		faults := r.CheckTemplate("mau.docx", templateOf(t, "Trước {{.title}}", tags, "Sau"))
		if !faults.Failed() || !strings.Contains(faults.Error(), want) {
			t.Errorf("%s: %v, want %q", tags, faults, want)
		}
		for _, f := range faults {
			if f.Severity == render.Error && (f.Place.Vi == "" || f.Hint.Vi == "" || f.Hint.En == "") {
				t.Errorf("%s: %+v", tags, f)
			}
		}
	}
	// What stands behind it is counted as before.
	faults := r.CheckTemplate("mau.docx", templateOf(t, "Trước {{.title}}", `{{template "sai" .}}`, "{{.plaace}}", `{{template "sai" .organization}}`, "{{.plaaace}}"))
	for _, want := range []string{"mau.docx: paragraph 3 “{{.plaace}}”", "mau.docx: paragraph 5 “{{.plaaace}}”", `mau.docx: template "sai", paragraph 2 “y {{.titel}}”: unknown field .titel`} {
		if !strings.Contains(faults.Error(), want) {
			t.Errorf("%v does not tell of %s", faults, want)
		}
	}
	// A part that changes makes another template of its host.
	before, err := r.TemplateDigest("vong2")
	if err != nil {
		t.Fatal(err)
	}
	files["vong.docx"] = &fstest.MapFile{Data: templateOf(t, "b")}
	after, err := r.TemplateDigest("vong2")
	if err != nil || before == after {
		t.Error("a part changed and the digest did not", err)
	}
	if faults := r.CheckTemplate("vong2.docx", files["vong2.docx"].Data); faults.Failed() {
		t.Error(faults)
	}
}

// A finished document keeps its pages, headers, styles, lists and notes, and what stands behind it
// goes on as before.
// Templates that put much into another are told: each is put into what is there already.
func TestTemplatesInTemplateAreBounded(t *testing.T) {
	long := templateOf(t, slices.Repeat([]string{"một đoạn dài {{.title}}"}, 3000)...)
	tags := slices.Repeat([]string{`{{template "dai" .}}`}, 99)
	r := newRenderer(t).With(func(o *render.Options) {
		o.Templates = fstest.MapFS{"mau.docx": {Data: templateOf(t, tags...)}, "dai.docx": {Data: long}}
	})
	faults, err := r.Check(t.Context(), "m.yaml", []byte("title: Họp\n"), nil, "mau")
	all := append(faults, listOf(err)...)
	if !strings.Contains(all.Error(), "the templates in it together exceed") || !all.Failed() {
		t.Errorf("%.300v %.300v", faults, err)
	}
}

func TestInclude(t *testing.T) {
	header := docx.Change{
		Parts:         map[string][]byte{"word/headerA.xml": []byte(`<?xml version="1.0" encoding="UTF-8"?><w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:pStyle w:val="Dam"/></w:pPr><w:r><w:t>Đầu trang phụ lục</w:t></w:r></w:p></w:hdr>`)},
		ContentTypes:  map[string]string{"word/headerA.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"},
		Relationships: map[string][]docx.Relationship{"word/document.xml": {{ID: "rIdH", Type: "header", Target: "word/headerA.xml"}}},
	}
	annex := richDocument(t, `<w:p><w:r><w:t>PHỤ LỤC</w:t></w:r></w:p>`+contents, `<w:sectPr><w:headerReference w:type="default" r:id="rIdH"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="851" w:right="1134" w:bottom="851" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>`)
	annex = changed(t, annex, header)
	annex = changed(t, annex, docx.Change{Parts: map[string][]byte{"word/styles.xml": []byte(strings.Replace(partOfFile(t, annex, "word/styles.xml"), `riêng"/><w:pPr><w:jc w:val="right"/>`, `riêng"/><w:pPr><w:jc w:val="center"/>`, 1))}})
	// The defaults of its document are its own, attribute by attribute.
	annex = changed(t, annex, docx.Change{Parts: map[string][]byte{"word/styles.xml": []byte(regexp.MustCompile(`(?s)<w:docDefaults>.*?</w:docDefaults>`).ReplaceAllString(
		regexp.MustCompile(`(?s)(<w:style [^>]*w:default="1"[^>]*w:styleId="\w+"[^>]*>|<w:style w:type="paragraph"[^>]*w:default="1"[^>]*>)(.*?)</w:style>`).ReplaceAllStringFunc(partOfFile(t, annex, "word/styles.xml"), func(s string) string {
			if !strings.Contains(s, `w:type="paragraph"`) {
				return s
			}
			return `<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:after="60"/></w:pPr></w:style>`
		}), `<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`))}})
	for _, tt := range []struct{ name, host, want string }{
		{"at the end", `<w:p><w:r><w:t>Chủ {{.title}}</w:t></w:r></w:p><w:p><w:r><w:t>{{include "phu-luc.docx"}}</w:t></w:r></w:p>`, "LP"},
		{"in between", `<w:p><w:r><w:t>Chủ</w:t></w:r></w:p><w:p><w:r><w:t>{{include .extra.tep}}</w:t></w:r></w:p><w:p><w:r><w:t>Sau {{.title}}</w:t></w:r></w:p>`, "PLP"},
		{"twice", `<w:p><w:r><w:t>Chủ {{.title}}</w:t></w:r></w:p><w:p><w:r><w:t>{{include "phu-luc.docx"}}</w:t></w:r></w:p><w:p><w:r><w:t>{{include "phu-luc.docx"}}</w:t></w:r></w:p>`, "PLL"},
		{"alone", `<w:p><w:r><w:t>{{include "phu-luc.docx"}}</w:t></w:r></w:p><w:p><w:r><w:t>{{if .votes}}{{.title}}{{end}}</w:t></w:r></w:p>`, "LP"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			hostHeader := strings.NewReplacer("headerA", "headerB").Replace
			host := richDocument(t, "", strings.Replace(a4, "<w:sectPr>", `<w:sectPr><w:headerReference w:type="default" r:id="rIdH"/>`, 1))
			host = changed(t, host, docx.Change{
				Parts:         map[string][]byte{"word/headerB.xml": []byte(strings.ReplaceAll(string(header.Parts["word/headerA.xml"]), "phụ lục", "chủ"))},
				ContentTypes:  map[string]string{hostHeader("word/headerA.xml"): header.ContentTypes["word/headerA.xml"]},
				Relationships: map[string][]docx.Relationship{"word/document.xml": {{ID: "rIdH", Type: "header", Target: "word/headerB.xml"}}}})
			body := bodyStart + tt.host + strings.Replace(a4, "<w:sectPr>", `<w:sectPr><w:headerReference w:type="default" r:id="rIdH"/>`, 1) + "</w:body></w:document>"
			if tt.name != "alone" { // with all that the annex has too
				body = strings.Replace(partOfFile(t, host, "word/document.xml"), "<w:body>", "<w:body>"+tt.host, 1)
				if tt.name == "at the end" || tt.name == "twice" {
					body = strings.Replace(partOfFile(t, host, "word/document.xml"), "<w:sectPr>", tt.host+"<w:sectPr>", 1)
				}
			}
			host = changed(t, host, docx.Change{Parts: map[string][]byte{"word/document.xml": []byte(body)}})
			out, d := madeOf(t, fstest.MapFS{"mau.docx": {Data: host}}, fstest.MapFS{"phu-luc.docx": {Data: annex}}, "title: Họp\nextra: {tep: phu-luc.docx}\n")
			document := partOfFile(t, out, "word/document.xml")
			shape := ""
			for _, m := range regexp.MustCompile(`<w:sectPr.*?</w:sectPr>`).FindAllString(document, -1) {
				if strings.Contains(m, "landscape") {
					shape += "L"
				} else {
					shape += "P"
				}
			}
			want := map[string]string{"at the end": "PL", "in between": "PLP", "twice": "PLL", "alone": "LP"}[tt.name]
			if shape != want {
				t.Errorf("sections %s, want %s\n%s", shape, want, document)
			}
			pages, err := d.Pages(context.Background())
			if err != nil || pages != len(want) {
				t.Errorf("%d pages (%v), want %d", pages, err, len(want))
			}
			text := textOfPart(t, out, "word/document.xml")
			if !regexp.MustCompile(`PHỤ LỤC\nDòng mục lục  PAGEREF muc(_2)? .h [123]\nMục một\nĐiểm đầu\n`).MatchString(text) || strings.Contains(text, "{{") || strings.Contains(document, "bienban include") {
				t.Error(text)
			}
			if styles := partOfFile(t, out, "word/styles.xml"); !strings.Contains(styles, `w:styleId="Dam_2"`) {
				t.Error("the annex's own style is not there")
			}
			if styles := partOfFile(t, out, "word/styles.xml"); !regexp.MustCompile(`w:styleId="Normal_2".*?<w:spacing w:after="60" w:line="276" w:lineRule="auto" w:before="0"/>.*?<w:sz w:val="22"/>`).MatchString(styles) {
				t.Error("the annex does not have its own defaults")
			}
			if !strings.Contains(document, `w:pStyle w:val="Dam_2"`) {
				t.Error("the annex does not have its own style")
			}
			if tt.name != "alone" && strings.Count(partOfFile(t, out, "word/footnotes.xml"), "Chú thích của phần.") != 1+strings.Count(want, "L") {
				t.Error("notes are missing")
			}
			again, _ := madeOf(t, fstest.MapFS{"mau.docx": {Data: host}}, fstest.MapFS{"phu-luc.docx": {Data: annex}}, "title: Họp\nextra: {tep: phu-luc.docx}\n")
			if !bytes.Equal(out, again) {
				t.Error("equal input gives other bytes")
			}
		})
	}
}

// contents is a table of contents with one line.
const contents = `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-3" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve">Dòng mục lục </w:t></w:r>` +
	`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGEREF muc \h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>99</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`

// What cannot be included is told, with the place of the tag.
func TestIncludeIsChecked(t *testing.T) {
	r := newRenderer(t)
	beside := fstest.MapFS{"the.docx": {Data: templateOf(t, "còn {{.title}}")}, "hong.docx": {Data: []byte("x")}, "khoa.docx": {Data: append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 2000)...)}}
	for name, want := range map[string]string{"khong-co.docx": "was not found", "../x.docx": "outside the meeting file's folder", "the.docx": "still has tags: “còn {{.title}}”", "hong.docx": "hong.docx: ", "khoa.docx": "khoa.docx: "} {
		r := r.With(func(o *render.Options) {
			o.Templates = fstest.MapFS{"mau.docx": {Data: templateOf(t, "{{.title}}", `{{include "`+name+`"}}`)}}
		})
		faults, err := r.Check(context.Background(), "m.yaml", []byte("title: Họp\n"), beside, "mau")
		all := append(faults, listOf(err)...)
		if !strings.Contains(all.Error(), want) || !all.Failed() {
			t.Errorf("%s: %v %v", name, faults, err)
		}
		for _, f := range all {
			if f.Severity == render.Error && (f.File == "" || f.Place.En == "" || f.Hint.Vi == "") {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
	// Small files that unpack to much, and many of them.
	beside["lon.docx"] = &fstest.MapFile{Data: templateOf(t, strings.Repeat("dài ", 4<<20))}
	beside["nho.docx"] = &fstest.MapFile{Data: templateOf(t, "nhỏ")}
	for name, want := range map[string]string{"lon.docx": "the included documents together exceed", "nho.docx": "more than 100 documents"} {
		tags := append([]string{"{{.title}}"}, slices.Repeat([]string{`{{include "` + name + `"}}`}, 101)...)
		r := r.With(func(o *render.Options) { o.Templates = fstest.MapFS{"mau.docx": {Data: templateOf(t, tags...)}} })
		faults, err := r.Check(context.Background(), "m.yaml", []byte("title: Họp\n"), beside, "mau")
		if all := append(faults, listOf(err)...); !strings.Contains(all.Error(), want) || !all.Failed() {
			t.Errorf("%s: %.300v %.300v", name, faults, err)
		}
	}
	if faults := r.CheckTemplate("m.docx", templateOf(t, `x {{include "a.docx"}}`)); !faults.Failed() {
		t.Error("an included document in a line")
	}
	if d, faults := r.Try(context.Background(), "m.docx", templateOf(t, "{{.title}}", `{{include "a.docx"}}`)); d == nil {
		t.Error(faults)
	}
}

func listOf(err error) render.FaultList {
	var l render.FaultList
	errors.As(err, &l)
	return l
}

// FuzzInclude: whatever the parts of a document hold, it comes into a paper whole, or is refused
// with a fault.
func FuzzInclude(f *testing.F) {
	annex := richDocument(f, "", a4)
	parts := []string{"word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml"}
	f.Add(partOfFile(f, annex, parts[0]), partOfFile(f, annex, parts[1]), partOfFile(f, annex, parts[2]), partOfFile(f, annex, parts[3]))
	f.Add(bodyStart+`<w:p><w:pPr><w:sectPr><w:headerReference r:id="rIdP"/></w:sectPr></w:pPr></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>`, "", "<w:numbering/>", "")
	host := changed(f, annex, docx.Change{Parts: map[string][]byte{"word/document.xml": []byte(bodyStart + `<w:p><w:r><w:t>{{.title}}</w:t></w:r></w:p><w:p><w:r><w:t>{{include "phu-luc.docx"}}</w:t></w:r></w:p>` + a4 + `</w:body></w:document>`)}})
	r, err := render.New(render.Options{Templates: fstest.MapFS{"mau.docx": {Data: host}}, Limits: render.Limits{OutputBytes: 1 << 22, Passes: 10_000}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, document, styles, numbering, notes string) {
		change := docx.Change{Parts: map[string][]byte{}}
		for i, content := range []string{document, styles, numbering, notes} {
			change.Parts[parts[i]] = []byte(content)
		}
		data := changed(t, annex, change)
		pkg, err := docx.Open(data, limit.Default)
		if err != nil {
			return
		}
		wasWhole := merge.Whole(pkg) == nil
		documents, faults := r.Documents("m.yaml", []byte("title: a\n"), fstest.MapFS{"phu-luc.docx": {Data: data}}, "mau")
		if faults.Failed() {
			return
		}
		var word bytes.Buffer
		if err := documents[0].DOCX(t.Context(), &word); err != nil {
			return // with a fault
		}
		made, err := docx.Open(word.Bytes(), limit.Default)
		if err != nil {
			t.Fatal(err)
		}
		if err := merge.Whole(made); err != nil && wasWhole {
			main, _ := made.Part(made.Main())
			t.Fatalf("%v\n%s", err, main)
		}
		if err := documents[0].PDF(t.Context(), io.Discard); err != nil && len(listOf(err)) == 0 {
			t.Fatal(err)
		}
	})
}
