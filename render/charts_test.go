package render

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

var chartsFolder = flag.String("charts", "", "write the documents of testdata/charts into this folder")

// chartDocument is a Word document with a chart of 6 by 3.5 inches; one that Office 2013 or later
// has written has a style part.
func chartDocument(t testing.TB, part string, office bool) []byte {
	t.Helper()
	const types, rels = "http://schemas.openxmlformats.org/package/2006/content-types", "http://schemas.openxmlformats.org/package/2006/relationships"
	const kind, main, drawn = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/", "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://schemas.openxmlformats.org/drawingml/2006/"
	override := func(name, of string) string {
		return `<Override PartName="` + name + `" ContentType="application/vnd.openxmlformats-officedocument.` + of + `+xml"/>`
	}
	relationships := func(list ...string) string {
		s := `<Relationships xmlns="` + rels + `">`
		for i := 0; i+1 < len(list); i += 2 {
			s += fmt.Sprintf(`<Relationship Id="r%d" Type="%s" Target="%s"/>`, i/2+1, list[i], list[i+1])
		}
		return s + `</Relationships>`
	}
	accents := ""
	for i, c := range []string{"4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47"} {
		accents += fmt.Sprintf(`<a:accent%d><a:srgbClr val="%s"/></a:accent%d>`, i+1, c, i+1)
	}
	line := func(w int) string {
		return fmt.Sprintf(`<a:ln w="%d"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>`, w)
	}
	const fill = `<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>`
	face := func(name string) string {
		return `<a:` + name + `><a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/></a:` + name + `>`
	}
	effect := `<a:effectStyle><a:effectLst/></a:effectStyle>`
	files := []zipFile{
		{"[Content_Types].xml", `<Types xmlns="` + types + `"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			override("/word/document.xml", "wordprocessingml.document.main") + override("/word/theme/theme1.xml", "theme") + override("/word/charts/chart1.xml", "drawingml.chart") + `</Types>`},
		{"_rels/.rels", relationships(kind+"officeDocument", "word/document.xml")},
		{"word/_rels/document.xml.rels", relationships(kind+"chart", "charts/chart1.xml", kind+"theme", "theme/theme1.xml")},
		{"word/document.xml", `<w:document xmlns:w="` + main + `" xmlns:r="` + strings.TrimSuffix(kind, "/") + `" xmlns:wp="` + drawn + `wordprocessingDrawing" xmlns:a="` + drawn + `main" xmlns:c="` + drawn + `chart"><w:body><w:p><w:r><w:drawing><wp:inline><wp:extent cx="5486400" cy="3200400"/><wp:docPr id="1" name="Biểu đồ"/><a:graphic><a:graphicData uri="` + drawn + `chart"><c:chart r:id="r1"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p><w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr></w:body></w:document>`},
		{"word/theme/theme1.xml", `<a:theme xmlns:a="` + drawn + `main" name="Office"><a:themeElements><a:clrScheme name="Office"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2>` + accents + `<a:hlink><a:srgbClr val="0563C1"/></a:hlink><a:folHlink><a:srgbClr val="954F72"/></a:folHlink></a:clrScheme><a:fontScheme name="Office">` + face("majorFont") + face("minorFont") + `</a:fontScheme><a:fmtScheme name="Office"><a:fillStyleLst>` + fill + fill + fill + `</a:fillStyleLst><a:lnStyleLst>` + line(6350) + line(12700) + line(19050) + `</a:lnStyleLst><a:effectStyleLst>` + effect + effect + effect + `</a:effectStyleLst><a:bgFillStyleLst>` + fill + fill + fill + `</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`},
		{"word/charts/chart1.xml", part},
	}
	if office {
		files = append(files, zipFile{"word/charts/_rels/chart1.xml.rels", relationships("http://schemas.microsoft.com/office/2011/relationships/chartStyle", "style1.xml")},
			zipFile{"word/charts/style1.xml", `<cs:chartStyle xmlns:cs="http://schemas.microsoft.com/office/drawing/2012/chartStyle" id="201"/>`})
	}
	return zipOf(t, files)
}

// Charts of our own, one for each kind, in testdata/charts: NAME.xml is the chart part, NAME.txt
// the words of its print with their places, which -positions writes anew. How the prints look
// beside LibreOffice's, .ci/drawings tells: -charts gives it the documents.
func TestCharts(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/charts/*.xml")
	if err != nil || len(files) < 12 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		name := Stem(filepath.ToSlash(file))
		t.Run(name, func(t *testing.T) {
			part, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			data := chartDocument(t, string(part), strings.HasPrefix(name, "office-"))
			holdPositions(t, drawingPages(t, r, name, *chartsFolder, data), strings.TrimSuffix(file, ".xml")+".txt")
		})
	}
}

// largeChart is a chart part of n values.
func largeChart(n int) string {
	var cats, vals strings.Builder
	for i := range n {
		fmt.Fprintf(&cats, `<c:pt idx="%d"><c:v>Ngày %d</c:v></c:pt>`, i, i)
		fmt.Fprintf(&vals, `<c:pt idx="%d"><c:v>%d.5</c:v></c:pt>`, i, i*7919%1000)
	}
	return `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart><c:plotArea><c:barChart><c:ser><c:idx val="0"/><c:cat><c:strRef><c:strCache>` + cats.String() +
		`</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache>` + vals.String() + `</c:numCache></c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart></c:plotArea></c:chart></c:chartSpace>`
}

// A chart with 100,000 values is refused and told, one of as many as are drawn is drawn; each
// within a second and 64 MB.
func TestLargeCharts(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		values int
		told   bool
	}{{100_000, true}, {18_000, false}} {
		t.Run(fmt.Sprint(tt.values), func(t *testing.T) {
			data := chartDocument(t, largeChart(tt.values), false)
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			started := time.Now()
			var out bytes.Buffer
			faults, err := r.Convert(t.Context(), &out, "lon.docx", data)
			took := time.Since(started)
			runtime.ReadMemStats(&after)
			if err != nil {
				t.Fatal(err)
			}
			// All that was ever allocated is more than what was held at any time.
			mb := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%v, %d MB allocated, %d bytes of PDF", took, mb, out.Len())
			if mb > 64+uint64(len(data))>>20 { // the time is told only: it is the machine's
				t.Errorf("%d MB", mb)
			}
			told := false
			for _, f := range faults {
				told = told || strings.Contains(f.Message.En, "a chart of more than")
			}
			if told != tt.told {
				t.Errorf("told: %v; %v", told, faults)
			}
		})
	}
}

// What is found only while a chart is drawn is told with its place.
func TestChartsTell(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	part := strings.Replace(largeChart(3), `<c:numCache>`, `<c:numCache><c:formatCode># ?/?</c:formatCode>`, 1)
	var out bytes.Buffer
	faults, err := r.Convert(t.Context(), &out, "phan-so.docx", chartDocument(t, part, false))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		if strings.Contains(f.Message.En, `"# ?/?"`) && f.Message.Vi != f.Message.En && strings.Contains(f.Place.En, "paragraph 1") {
			return
		}
	}
	t.Errorf("not told: %v", faults)
}
