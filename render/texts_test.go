package render

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var textsFolder = flag.String("texts", "", "write the documents of testdata/texts into this folder")

// textDocument is a Word document of the given paragraphs, in Times New Roman of 12 pt. What stands before them in a
// w:settings is its settings, what stands behind them in a w:sectPr belongs to its section.
func textDocument(t testing.TB, body string) []byte {
	t.Helper()
	const types, rels = "http://schemas.openxmlformats.org/package/2006/content-types", "http://schemas.openxmlformats.org/package/2006/relationships"
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/"
	const main = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ` +
		`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"`
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	settings := ""
	if before, after, ok := strings.Cut(body, "</w:settings>"); ok {
		settings, body = strings.TrimPrefix(before, "<w:settings>"), after
	}
	section := ""
	if before, after, ok := strings.Cut(body, "<w:sectPr>"); ok {
		body, section = before, strings.Replace(after, "</w:sectPr>", "", 1)
	}
	return zipOf(t, []zipFile{
		{"[Content_Types].xml", `<Types xmlns="` + types + `"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + word + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + word + `styles+xml"/>` +
			`<Override PartName="/word/settings.xml" ContentType="` + word + `settings+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + rels + `"><Relationship Id="r1" Type="` + office + `relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="` + rels + `"><Relationship Id="r1" Type="` + office + `relationships/styles" Target="styles.xml"/>` +
			`<Relationship Id="r2" Type="` + office + `relationships/settings" Target="settings.xml"/></Relationships>`},
		{"word/document.xml", `<w:document ` + main + `><w:body>` + body +
			`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="0" w:footer="0" w:gutter="0"/>` + section + `</w:sectPr></w:body></w:document>`},
		{"word/styles.xml", `<w:styles ` + main + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Droid Sans Fallback" w:cs="Times New Roman"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-US"/></w:rPr></w:rPrDefault>` +
			`<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults></w:styles>`},
		{"word/settings.xml", `<w:settings ` + main + `>` + settings + `<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`},
	})
}

// Text of the world, in testdata/texts: NAME.xml is the paragraphs of a document, NAME.txt the words of its print with
// their places, which -positions writes anew. How they look beside LibreOffice's print, `.ci/drawings texts` tells:
// -texts gives it the documents.
func TestTexts(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/texts/*.xml")
	if err != nil || len(files) < 7 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		name := Stem(filepath.ToSlash(file))
		t.Run(name, func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			holdPositions(t, drawingPages(t, r, name, *textsFolder, textDocument(t, string(body))), strings.TrimSuffix(file, ".xml")+".txt")
		})
	}
}
