package render_test

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/render"
)

var keep = flag.String("keep", "", "folder to keep the finished documents of TestFinished, TestTurnedTablePages and TestGeneratedTemplates in, for other programs to open")

const wordML = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// wordFile packs a Word document of a body, with headings, captions, a header and
// settings; more is added to the styles. Without w:pPrDefault LibreOffice 25.2 would take
// the control of widows for off.
func wordFile(t *testing.T, body, header, styles string) []byte {
	t.Helper()
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	const base = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	heading := func(n int) string {
		return fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="H%d"><w:name w:val="heading %d"/><w:basedOn w:val="N"/><w:next w:val="N"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="%d"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>`, n, n, n-1)
	}
	files := []struct{ name, content string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + base + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + base + `styles+xml"/>` +
			`<Override PartName="/word/settings.xml" ContentType="` + base + `settings+xml"/><Override PartName="/word/header1.xml" ContentType="` + base + `header+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="m" Type="` + office + `officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" Type="` + office + `styles" Target="styles.xml"/><Relationship Id="t" Type="` + office + `settings" Target="settings.xml"/><Relationship Id="h" Type="` + office + `header" Target="header1.xml"/></Relationships>`},
		{"word/styles.xml", `<w:styles ` + wordML + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>` +
			`<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:pPr><w:spacing w:after="120"/></w:pPr></w:style>` + heading(1) + heading(2) + styles + `</w:styles>`},
		{"word/settings.xml", `<w:settings ` + wordML + `><w:updateFields w:val="true"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`},
		{"word/header1.xml", `<w:hdr ` + wordML + `>` + header + `</w:hdr>`},
		{"word/document.xml", `<w:document ` + wordML + `><w:body>` + body + `<w:sectPr><w:headerReference w:type="default" r:id="h"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="567"/></w:sectPr></w:body></w:document>`},
	}
	return packed(t, files)
}

// packed packs files.
func packed(t *testing.T, files []struct{ name, content string }) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func wRun(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }

func wPar(style, inner string) string {
	if style != "" {
		inner = `<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + inner
	}
	return `<w:p>` + inner + `</w:p>`
}

// wField is a complex field; stored is its result, in runs.
func wField(instruction, stored string) string {
	s := `<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> ` + instruction + ` </w:instrText></w:r>`
	if stored != "" {
		s += `<w:r><w:fldChar w:fldCharType="separate"/></w:r>` + stored
	}
	return s + `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

// The template of these tests: contents in front, then a heading, text, and a table with
// its caption for each section, and the numbers of pages wherever they may stand.
func finishedTemplate(t *testing.T) []byte {
	contents := `<w:p>` + `<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` +
		wRun("Bấm F9 để cập nhật") + `</w:p><w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	tables := wPar("", wField(`TOC \h \z \c "Bảng"`, ""))
	body := wPar("", wRun("MỤC LỤC")) + contents + wPar("", wRun("DANH MỤC BẢNG")) + tables +
		wPar("", wRun("Kết thúc ở trang ")+wField(`PAGEREF cuoi \h`, wRun("?"))+wRun(", văn bản có ")+wField(`NUMPAGES \* roman`, wRun("?"))+wRun(" trang.")) +
		wPar("", wRun("{{range .Sections}}")) +
		// No space at a page's top: LibreOffice drops it, Word does not, and .ci/contents asks
		// whether the pages are the same.
		`<w:p><w:pPr><w:pStyle w:val="H1"/><w:pageBreakBefore/><w:spacing w:before="0"/></w:pPr>` + wRun("{{.Heading}}") + `</w:p>` +
		wPar("", wRun("{{markdown .Text}}")) +
		wPar("H2", wRun("Số liệu của {{.Heading}}")) +
		wPar("", wRun("Bảng ")+`<w:fldSimple w:instr=" SEQ Bảng \* ARABIC " w:dirty="true">`+wRun("1")+`</w:fldSimple>`+wRun(". Số liệu")) +
		`<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid><w:gridCol w:w="9355"/></w:tblGrid><w:tr><w:tc><w:p>` + wRun("Ô") + `</w:p></w:tc></w:tr></w:tbl>` +
		wPar("", wRun("{{end}}")) +
		`<w:p><w:bookmarkStart w:id="0" w:name="cuoi"/>` + wRun("Hết.") + `<w:bookmarkEnd w:id="0"/></w:p>`
	return wordFile(t, body, wPar("", wRun("Tất cả: ")+wField("NUMPAGES", wRun("1"))+wRun(" trang, phần này: ")+wField("SECTIONPAGES", wRun("1"))), "")
}

func finishedMeeting(sections int) []byte {
	var b strings.Builder
	b.WriteString("title: Văn bản có mục lục\nsections:\n")
	for i := range sections {
		fmt.Fprintf(&b, "  - heading: Phần thứ %02d\n    text: |\n", i+1)
		for range 4 * (i + 1) {
			b.WriteString("      Theo báo cáo tại hội nghị, ngay từ đầu năm, tập thể Ban Chấp hành Đảng bộ đã bám sát nghị quyết, chương trình, kế hoạch của Trung ương, của tỉnh; tình hình sản xuất công nghiệp ổn định.\n\n")
		}
	}
	return []byte(b.String())
}

var (
	xmlTag   = regexp.MustCompile(`<[^>]*>`)
	wordPars = regexp.MustCompile(`(?s)<w:p[ >].*?</w:p>`)
	instr    = regexp.MustCompile(`(?s)<w:instrText[^>]*>[^<]*</w:instrText>`)
)

// wordLines are the paragraphs of a part as text, a tab as a bar.
func wordLines(part []byte) (lines []string) {
	for _, p := range wordPars.FindAllString(string(part), -1) {
		p = strings.ReplaceAll(instr.ReplaceAllString(p, ""), "<w:tab/>", "|")
		lines = append(lines, xmlTag.ReplaceAllString(p, ""))
	}
	return lines
}

// What the fields of the DOCX have stored is what the PDF has on its pages.
func TestFinished(t *testing.T) {
	r, err := render.New(render.Options{Templates: fstest.MapFS{"muc-luc.docx": {Data: finishedTemplate(t)}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, sections := range []int{0, 1, 3, 14} {
		t.Run(fmt.Sprint(sections, " sections"), func(t *testing.T) {
			source := finishedMeeting(sections)
			if sections == 0 {
				source = []byte("title: Trống\n")
			}
			documents, faults := r.Documents("a.yaml", source, nil, "muc-luc")
			if err := faults.Err(); err != nil {
				t.Fatal(err)
			}
			word, pdf := both(t, documents[0])
			assertWhole(t, word)
			pages := pdfText(t, pdf)
			parts := docxParts(t, word)
			for name, part := range parts {
				if bytes.Contains(part, []byte("updateFields")) || bytes.Contains(part, []byte("dirty")) {
					t.Errorf("%s makes Word ask", name)
				}
			}
			pageOf := func(heading string) int { // the last one: contents stand in front
				at := 0
				for i, page := range pages {
					page = squeeze(page)
					if !strings.HasPrefix(heading, "Số liệu của") {
						page = strings.ReplaceAll(page, squeeze("Số liệu của "+heading), "")
					}
					if strings.Contains(page, squeeze(heading)) {
						at = i + 1
					}
				}
				return at
			}
			var want []string
			for i := range sections {
				h := fmt.Sprintf("Phần thứ %02d", i+1)
				page := pageOf(h)
				want = append(want, fmt.Sprintf("%s|%d", h, page), fmt.Sprintf("Số liệu của %s|%d", h, pageOf("Số liệu của "+h)))
			}
			lines := wordLines(parts["word/document.xml"])
			if sections == 0 {
				want = append(want, "")
			}
			want = append(append([]string{"MỤC LỤC"}, want...), "")
			if sections == 0 {
				want = want[:2]
			}
			for i, w := range want {
				if lines[i] != w {
					t.Errorf("paragraph %d is %q, want %q", i+1, lines[i], w)
				}
			}
			for i := range sections {
				caption := fmt.Sprintf("Bảng %d. Số liệu", i+1)
				if entry := fmt.Sprintf("%s|%d", caption, pageOf(caption)); !strings.Contains(strings.Join(lines, "\n"), entry) {
					t.Errorf("no entry %q", entry)
				}
			}
			total := len(pages)
			if got := wordLines(parts["word/header1.xml"])[0]; got != fmt.Sprintf("Tất cả: %d trang, phần này: %d", total, total) {
				t.Errorf("header: %q", got)
			}
			sentence := fmt.Sprintf("Kết thúc ở trang %d, văn bản có ", pageOf("Hết."))
			if !strings.Contains(strings.Join(lines, "\n"), sentence) {
				t.Errorf("not said: %q", sentence)
			}
			if !strings.Contains(squeeze(pages[0]+pages[min(1, total-1)]+pages[min(2, total-1)]), squeeze(sentence)) {
				t.Errorf("not printed: %q", sentence)
			}
			if *keep != "" {
				for ending, data := range map[string][]byte{"docx": word, "pdf": pdf} {
					if err := os.WriteFile(fmt.Sprintf("%s/muc-luc-%d.%s", *keep, sections, ending), data, 0o666); err != nil {
						t.Fatal(err)
					}
				}
			}
			again, faults := r.Documents("a.yaml", source, nil, "muc-luc")
			if err := faults.Err(); err != nil {
				t.Fatal(err)
			}
			var second bytes.Buffer
			if err := again[0].DOCX(t.Context(), &second); err != nil { // without a PDF before it
				t.Fatal(err)
			}
			if !bytes.Equal(second.Bytes(), word) {
				t.Error("the DOCX depends on whether a PDF was made")
			}
		})
	}
}

// A STYLEREF in a header says what its page has: its first heading, or its last; else the one
// before; else the next.
func TestStyleRefPages(t *testing.T) {
	heading := func(s string) string { return wPar("H1", wRun(s)) }
	page := func(s ...string) string {
		return strings.Join(s, "") + `<w:p><w:r><w:br w:type="page"/></w:r></w:p>`
	}
	cell := `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid><w:tr><w:tc><w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr>` + wRun("Bốn") + `</w:p></w:tc></w:tr></w:tbl>`
	body := page(wPar("", wRun("."))) + page(heading("Một"), wPar("", wRun(".")), heading("Hai"), heading("Ba")) + page(wPar("", wRun("."))) + page(cell) + wPar("", wRun("."))
	header := wPar("", wRun("[")+wField("STYLEREF 1", wRun("cũ"))+wRun("|")+wField(`STYLEREF "Heading 1" \l \* Upper`, wRun("cũ"))+wRun("|")+wField(`STYLEREF 1 \n`, wRun("cũ"))+wRun("|")+wField(`STYLEREF "Heading 2"`, wRun("cũ"))+wRun("]"))
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var pdf bytes.Buffer
	faults, err := r.Convert(t.Context(), &pdf, "a.docx", wordFile(t, body, header, ""))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"[Một|MỘT|0|cũ]", "[Một|BA|0|cũ]", "[Ba|BA|0|cũ]", "[Bốn|BỐN|0|cũ]", "[Bốn|BỐN|0|cũ]"}
	for i, text := range pdfText(t, pdf.Bytes()) {
		if i >= len(want) || !strings.Contains(squeeze(text), want[i]) {
			t.Errorf("page %d: %q, want %q", i+1, text, want[min(i, len(want)-1)])
		}
	}
	if len(faults) > 0 {
		t.Error(faults)
	}
}
