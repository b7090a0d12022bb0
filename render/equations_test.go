package render

import (
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/pdf"
)

var equationsFolder = flag.String("equations", "", "write the documents of testdata/equations into this folder")

// equationDocument is a Word document of the given paragraphs, in Times New Roman of 13 pt.
func equationDocument(t testing.TB, body string) []byte {
	t.Helper()
	const types, rels = "http://schemas.openxmlformats.org/package/2006/content-types", "http://schemas.openxmlformats.org/package/2006/relationships"
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/"
	const main = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	return zipOf(t, []zipFile{
		{"[Content_Types].xml", `<Types xmlns="` + types + `"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + word + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + word + `styles+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + rels + `"><Relationship Id="r1" Type="` + office + `relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="` + rels + `"><Relationship Id="r1" Type="` + office + `relationships/styles" Target="styles.xml"/></Relationships>`},
		{"word/document.xml", `<w:document ` + main + ` xmlns:m="` + office + `math"><w:body>` + body +
			`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr></w:body></w:document>`},
		{"word/styles.xml", `<w:styles ` + main + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="26"/></w:rPr></w:rPrDefault>` +
			`<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults></w:styles>`},
	})
}

// Equations of our own, in testdata/equations: NAME.xml is the paragraphs of a document, NAME.txt the words of its print
// with their places, which -positions writes anew. Of Word's measures they have those that its own prints show;
// how they look beside LibreOffice's print, `.ci/drawings equations` tells: -equations gives it the documents.
func TestEquations(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/equations/*.xml")
	if err != nil || len(files) < 10 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		name := Stem(filepath.ToSlash(file))
		t.Run(name, func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			data := equationDocument(t, string(body))
			holdPositions(t, drawingPages(t, r, name, *equationsFolder, data), strings.TrimSuffix(file, ".xml")+".txt")
		})
	}
}

// TestEquationNesting sets structures that stand in each other as deep as the limits of XML allow, each kind by
// itself: no kind may cost twice as much with each level.
func TestEquationNesting(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.faces(); err != nil {
		t.Fatal(err)
	}
	for name, wrap := range map[string][2]string{
		"fraction":   {`<m:f><m:num>`, `</m:num><m:den><m:r><m:t>y</m:t></m:r></m:den></m:f>`},
		"root":       {`<m:rad><m:deg/><m:e>`, `</m:e></m:rad>`},
		"degree":     {`<m:rad><m:deg>`, `</m:deg><m:e/></m:rad>`},
		"script":     {`<m:sSubSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sub/><m:sup>`, `</m:sup></m:sSubSup>`},
		"base":       {`<m:sSub><m:e>`, `</m:e><m:sub/></m:sSub>`},
		"sum":        {`<m:nary><m:naryPr><m:grow/></m:naryPr><m:sub/><m:sup/><m:e>`, `</m:e></m:nary>`},
		"delimiters": {`<m:d><m:e>`, `</m:e></m:d>`},
		"matrix":     {`<m:m><m:mr><m:e>`, `</m:e></m:mr></m:m>`},
		"equations":  {`<m:eqArr><m:e>`, `</m:e></m:eqArr>`},
		"function":   {`<m:func><m:fName>`, `</m:fName><m:e/></m:func>`},
		"limit":      {`<m:limLow><m:e>`, `</m:e><m:lim/></m:limLow>`},
		"accent":     {`<m:acc><m:e>`, `</m:e></m:acc>`},
		"group":      {`<m:groupChr><m:e>`, `</m:e></m:groupChr>`},
		"bar":        {`<m:bar><m:e>`, `</m:e></m:bar>`},
		"frame":      {`<m:borderBox><m:e>`, `</m:e></m:borderBox>`},
		"box":        {`<m:box><m:e>`, `</m:e></m:box>`},
		"phantom":    {`<m:phant><m:e>`, `</m:e></m:phant>`},
		"unknown":    {`<m:foo>`, `</m:foo>`},
	} {
		t.Run(name, func(t *testing.T) {
			for _, levels := range []int{450, 20_000} {
				body := `<w:p><m:oMathPara><m:oMath>` + strings.Repeat(wrap[0], levels) + `<m:r><m:t>x</m:t></m:r>` + strings.Repeat(wrap[1], levels) + `</m:oMath></m:oMathPara></w:p>`
				pkg, err := docx.Open(equationDocument(t, body), limit.Default)
				if err != nil {
					t.Fatal(err)
				}
				err = costs(t, fuzzTime, func(ctx context.Context) error {
					d := &Document{renderer: r, source: source{name: "nested.docx"}, merged: pkg}
					_, _, err := d.layOut(ctx)
					return err
				})
				if deep := levels > limit.Default.XMLDepth; deep != (err != nil) {
					t.Errorf("%d levels: %v", levels, err)
				}
			}
		})
	}
}

// FuzzEquations prints the documents of testdata/equations, changed in up to two dozen places.
func FuzzEquations(f *testing.F) {
	files, err := filepath.Glob("testdata/equations/*.xml")
	if err != nil || len(files) == 0 {
		f.Fatal(err)
	}
	var all []*docx.Package
	for i, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		pkg, err := docx.Open(equationDocument(f, string(body)), limit.Default)
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, pkg)
		f.Add(uint8(i), []byte(nil))
		f.Add(uint8(i), []byte("\x02\x00\x05\x01\x04\x01\x08\x02\x05\x02\x0b\x03\x00\x03\x0e\x04\x03\x04\x11\x05"))
	}
	r, err := New(Options{Limits: Limits{Pages: fuzzPages}})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := r.faces(); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, which uint8, ops []byte) {
		pkg := all[int(which)%len(all)]
		data, _ := pkg.Part(pkg.Main())
		pkg = pkg.With(docx.Change{Parts: map[string][]byte{pkg.Main(): []byte(mutate(string(data), ops))}})
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
