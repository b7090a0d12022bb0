package render

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/raster"
)

var (
	marksFolder = flag.String("marks", "", "write the documents of testdata/marks into this folder")
	writeMarks  = flag.Bool("marks-golden", false, "write testdata/marks anew")
)

// A marked document is a body with what stands beside it in the package.
type marked struct{ body, settings, footnotes, endnotes, numbering, background string }

func (m marked) document(t testing.TB) []byte {
	const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"`
	data := shapeDocument(t, m.body)
	var files []zipFile
	rels, types := "", ""
	for _, p := range [...]struct{ name, root, content string }{
		{"settings", "settings", m.settings}, {"footnotes", "footnotes", m.footnotes}, {"endnotes", "endnotes", m.endnotes}, {"numbering", "numbering", m.numbering},
		{"styles", "styles", `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="24"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>`},
	} {
		if p.content != "" {
			files = append(files, zipFile{"word/" + p.name + ".xml", `<w:` + p.root + ` ` + w + `>` + p.content + `</w:` + p.root + `>`})
			rels += `<Relationship Id="` + p.name + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + p.name + `" Target="` + p.name + `.xml"/>`
			types += `<Override PartName="/word/` + p.name + `.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.` + p.name + `+xml"/>`
		}
	}
	data = repacked(t, data, "word/_rels/document.xml.rels", func(s string) string { return strings.Replace(s, "</Relationships>", rels+"</Relationships>", 1) })
	data = repacked(t, data, "[Content_Types].xml", func(s string) string { return strings.Replace(s, "</Types>", types+"</Types>", 1) })
	data = repacked(t, data, "word/document.xml", func(s string) string { return strings.Replace(s, "<w:body>", m.background+"<w:body>", 1) })
	if m.numbering != "" {
		files = append(files, zipFile{"word/_rels/numbering.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="photo" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/photo.png"/></Relationships>`})
	}
	return zipOf(t, append(filesOf(t, data), files...))
}

func runOf(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }

func noted(kind string, ids ...int) (s string) {
	for _, id := range ids {
		s += `<w:p>` + runOf(fmt.Sprintf("Điều %d được hội nghị nhất trí", id)) + fmt.Sprintf(`<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:%sReference w:id="%d"/></w:r></w:p>`, kind, id)
	}
	return s
}

func notes(kind string, n int) string {
	s := `<w:` + kind + ` w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr><w:r><w:separator/></w:r></w:p></w:` + kind + `><w:` + kind + ` w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:` + kind + `>`
	for id := range n {
		s += fmt.Sprintf(`<w:%s w:id="%d"><w:p><w:r><w:%sRef/></w:r>%s</w:p></w:%s>`, kind, id+1, kind, runOf(fmt.Sprintf(" Chú thích số %d.", id+1)), kind)
	}
	return s
}

// section ends a section on its page size, with what else it says.
func section(inside string) string {
	return `<w:p><w:pPr><w:sectPr>` + inside + `<w:pgSz w:w="8000" w:h="6000"/><w:pgMar w:top="400" w:right="400" w:bottom="400" w:left="400" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr></w:pPr></w:p>`
}

// markedDocuments are small documents of what stands on a page beside its text.
func markedDocuments() map[string]marked {
	docs := map[string]marked{}
	anew := func(kind, restart, format string) string {
		return `<w:` + kind + `Pr><w:numFmt w:val="` + format + `"/><w:numStart w:val="1"/><w:numRestart w:val="` + restart + `"/></w:` + kind + `Pr>`
	}
	footnotes, endnotes := notes("footnote", 6), notes("endnote", 6)
	docs["footnotes-by-section"] = marked{body: noted("footnote", 1, 2) + section(anew("footnote", "eachSect", "decimal")) + noted("footnote", 3, 4, 5) + section(anew("footnote", "eachSect", "lowerLetter")) + noted("footnote", 6), footnotes: footnotes}
	docs["footnotes-by-page"] = marked{body: noted("footnote", 1, 2) + `<w:p><w:r><w:br w:type="page"/></w:r></w:p>` + noted("footnote", 3, 4, 5), settings: anew("footnote", "eachPage", "decimal"), footnotes: footnotes}
	docs["footnotes-format-by-section"] = marked{body: noted("footnote", 1, 2) + section("") + noted("footnote", 3, 4) + section(`<w:footnotePr><w:numFmt w:val="upperRoman"/></w:footnotePr>`), footnotes: footnotes}
	docs["footnotes-start"] = marked{body: noted("footnote", 1, 2, 3), settings: `<w:footnotePr><w:numStart w:val="5"/></w:footnotePr>`, footnotes: footnotes}
	docs["endnotes"] = marked{body: noted("endnote", 1, 2, 3), endnotes: endnotes}
	docs["endnotes-by-section"] = marked{body: noted("endnote", 1, 2) + section(anew("endnote", "eachSect", "decimal")) + noted("endnote", 3, 4), settings: `<w:endnotePr><w:pos w:val="sectEnd"/></w:endnotePr>`, endnotes: endnotes}

	cell := func(borders, text string) string {
		return `<w:tc><w:tcPr><w:tcW w:w="2400" w:type="dxa"/><w:tcBorders>` + borders + `</w:tcBorders></w:tcPr><w:p>` + runOf(text) + `</w:p></w:tc>`
	}
	line := func(side, style string, size int, color string) string {
		return fmt.Sprintf(`<w:%s w:val="%s" w:sz="%d" w:space="0" w:color="%s"/>`, side, style, size, color)
	}
	table := func(rows ...string) string {
		s := `<w:tbl><w:tblPr><w:tblW w:w="7200" w:type="dxa"/><w:tblBorders>`
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			s += line(side, "single", 4, "auto")
		}
		s += `</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="2400"/><w:gridCol w:w="2400"/><w:gridCol w:w="2400"/></w:tblGrid>`
		for _, r := range rows {
			s += `<w:tr><w:trPr><w:trHeight w:val="900" w:hRule="exact"/></w:trPr>` + r + `</w:tr>`
		}
		return s + `</w:tbl><w:p/>`
	}
	docs["diagonals"] = marked{body: table(cell(line("tl2br", "single", 4, "auto"), "Kỳ") + cell(line("tr2bl", "single", 12, "FF0000"), "Số") + cell(line("tl2br", "dashed", 8, "0000FF")+line("tr2bl", "single", 8, "0000FF"), "Bỏ"))}
	docs["diagonals-rows"] = marked{body: table(cell(line("tl2br", "single", 4, "auto"), "")+cell("", "Quý I")+cell("", "Quý II"), cell("", "Thu")+cell(line("tr2bl", "single", 4, "auto"), "")+cell(line("tl2br", "nil", 4, "auto"), "12"))}

	const shown = `<w:displayBackgroundShape/>`
	text := `<w:p>` + runOf("Thông báo kết luận hội nghị") + `</w:p>`
	filled := func(fill string) string {
		return `<w:background w:color="DDEBF7"><v:background id="b" o:bwmode="white" fillcolor="#ddebf7" o:targetscreensize="800,600">` + fill + `</v:background></w:background>`
	}
	docs["background"] = marked{body: text, settings: shown, background: `<w:background w:color="92D050"/>`}
	docs["background-dark"] = marked{body: text, settings: shown, background: `<w:background w:color="1F3864"/>`}
	docs["background-gradient"] = marked{body: text, settings: shown, background: filled(`<v:fill color2="#1f4e79" angle="-90" type="gradient"/>`)}
	docs["background-picture"] = marked{body: text, settings: shown, background: filled(`<v:fill r:id="photo" o:title="nền" type="tile"/>`)}
	docs["background-hidden"] = marked{body: text, settings: `<w:zoom w:percent="100"/>`, background: `<w:background w:color="92D050"/>`}

	level := func(i int, picture, format, text, run string) string {
		return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/>%s<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="360"/></w:pPr><w:rPr>%s</w:rPr></w:lvl>`, i, format, text, picture, 720*(i+1), run)
	}
	const bullet = `<w:lvlPicBulletId w:val="0"/>`
	list := `<w:numPicBullet w:numPicBulletId="0"><w:pict><v:shape id="p" style="width:9pt;height:9pt" o:bullet="t"><v:imagedata r:id="photo" o:title=""/></v:shape></w:pict></w:numPicBullet>` +
		`<w:abstractNum w:abstractNumId="0">` + level(0, bullet, "bullet", "", `<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/><w:color w:val="auto"/>`) + level(1, bullet, "bullet", "", "") + level(2, "", "decimal", "%3.", "") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`
	item := func(level int, text string) string {
		return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr></w:pPr>%s</w:p>`, level, runOf(text))
	}
	docs["picture-bullets"] = marked{body: item(0, "Khai mạc") + item(1, "Tuyên bố lý do") + item(2, "Giới thiệu đại biểu") + item(0, "Kết luận"), numbering: list}
	return docs
}

// Documents of our own of what stands on a page beside its text: the words of their prints with their
// places, and the prints in characters, are those of testdata/marks, which -marks-golden writes anew.
// How the prints look beside LibreOffice's, .ci/drawings tells: -marks gives it the documents.
func TestMarks(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	docs := markedDocuments()
	for _, name := range slices.Sorted(maps.Keys(docs)) {
		t.Run(name, func(t *testing.T) {
			pages := drawingPages(t, r, name, *marksFolder, docs[name].document(t))
			got := strings.Join(positions(printOf(pages)), "\n") + "\n"
			for _, page := range pages {
				picture, err := raster.Paint(t.Context(), page, raster.Options{Width: 80})
				if err != nil {
					t.Fatal(err)
				}
				got += "\n" + dots(picture)
			}
			golden := filepath.Join("testdata", "marks", name+".txt")
			if *writeMarks {
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

// A picture bullet that cannot be printed is a bullet, which is told once, and no frame.
func TestPictureBulletsTold(t *testing.T) {
	doc := markedDocuments()["picture-bullets"].document(t)
	for name, data := range map[string][]byte{
		"no relationship": repacked(t, doc, "word/_rels/numbering.xml.rels", func(s string) string { return strings.Replace(s, `Id="photo"`, `Id="x"`, 1) }),
		"no picture":      repacked(t, doc, "word/media/photo.png", func(string) string { return "no picture" }),
		"no bullet":       repacked(t, doc, "word/numbering.xml", func(s string) string { return strings.Replace(s, `numPicBulletId="0"`, `numPicBulletId="7"`, 1) }),
	} {
		if got := told(t, data); got != "picture bullets are printed as •\n" {
			t.Errorf("%s: told %q", name, got)
		}
	}
	large := repacked(t, doc, "word/media/photo.png", func(s string) string { // a header of 30,000 by 30,000 dots
		return s[:16] + "\x00\x00\x75\x30\x00\x00\x75\x30" + s[24:]
	})
	if got := told(t, large); !strings.Contains(got, "the PDF has an empty frame") {
		t.Errorf("large: told %q", got)
	}
}

// Footnotes that stand elsewhere than at the foot of their page are told.
func TestNotesTold(t *testing.T) {
	doc := markedDocuments()["footnotes-start"]
	for pos, want := range map[string]string{"pageBottom": "", "beneathText": "right below the text", "sectEnd": "at the end of a section"} {
		doc.settings = `<w:footnotePr><w:pos w:val="` + pos + `"/></w:footnotePr>`
		if got := told(t, doc.document(t)); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: told %q", pos, got)
		}
	}
}
