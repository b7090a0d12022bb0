package render

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// A small part that is shown very often costs no more than a file may have in strokes: what is
// beyond is a frame, which is told.
func TestDrawingsShownOften(t *testing.T) {
	const times = 200
	segments := strings.Repeat("l1,1,2,2", 15_000)
	typ := `<v:shapetype id="t" coordsize="21600,21600" path="m0,0` + segments + `e"/>`
	shape := `<w:p><w:r><w:pict>%s<v:shape type="#t" style="width:50pt;height:50pt"/></w:pict></w:r></w:p>`
	outlines := fmt.Sprintf(shape, typ) + strings.Repeat(fmt.Sprintf(shape, ""), times-1)

	chart := repacked(t, chartDocument(t, largeChart(18_000), false), "word/document.xml", func(s string) string {
		start, end := strings.Index(s, "<w:p>"), strings.LastIndex(s, "</w:p>")+len("</w:p>")
		return s[:start] + strings.Repeat(s[start:end], times) + s[end:]
	})
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"outlines": shapeDocument(t, outlines),
		"charts":   chart,
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			var out bytes.Buffer
			faults, err := r.Convert(t.Context(), &out, name+".docx", data)
			runtime.ReadMemStats(&after)
			if err != nil {
				t.Fatal(err)
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 1000 {
				t.Errorf("%d MB allocated", mb)
			}
			told := false
			for _, f := range faults {
				told = told || strings.Contains(f.Message.En, "strokes of a file")
			}
			if !told || out.Len() > 16<<20 {
				t.Errorf("told: %v, %d bytes; %v", told, out.Len(), faults)
			}
		})
	}
}

// repacked is a package in which one part is another.
func repacked(t testing.TB, data []byte, name string, change func(string) string) []byte {
	t.Helper()
	files := filesOf(t, data)
	for i := range files {
		if files[i].name == name {
			files[i].content = change(files[i].content)
		}
	}
	return zipOf(t, files)
}

// filesOf unpacks a package.
func filesOf(t testing.TB, data []byte) (files []zipFile) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, zipFile{f.Name, string(content)})
	}
	return files
}

// What every value of a chart repeats is short, whatever the file has: formats, separators, names of
// outer categories.
func TestChartsRepeatLittle(t *testing.T) {
	chart := func(labels, categories string) string {
		return `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart><c:plotArea><c:barChart><c:ser><c:idx val="0"/><c:dLbls>` + labels + `<c:showVal val="1"/><c:showCatName val="1"/></c:dLbls>` +
			`<c:cat>` + categories + `</c:cat><c:val><c:numRef><c:numCache>` + valuesOf(2000) + `</c:numCache></c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart></c:plotArea></c:chart></c:chartSpace>`
	}
	levels := `<c:multiLvlStrRef><c:multiLvlStrCache><c:ptCount val="2000"/><c:lvl><c:pt idx="0"><c:v>a</c:v></c:pt></c:lvl>` +
		strings.Repeat(`<c:lvl>`+strings.Repeat(`<c:pt idx="0"><c:v>`+strings.Repeat("dài ", 10)+`</c:v></c:pt>`, 2000)+`</c:lvl>`, 12) + `</c:multiLvlStrCache></c:multiLvlStrRef>`
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, part := range map[string]string{
		"format":    chart(`<c:numFmt formatCode="`+strings.Repeat(`\a`, 50_000)+`0" sourceLinked="0"/>`, ""),
		"separator": chart(`<c:separator>`+strings.Repeat("; ", 500_000)+`</c:separator>`, ""),
		"levels":    chart("", levels),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if _, err := r.Convert(t.Context(), io.Discard, name+".docx", chartDocument(t, part, false)); err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 200 {
				t.Errorf("%d MB allocated", mb)
			}
		})
	}
}

func valuesOf(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<c:pt idx="%d"><c:v>%d</c:v></c:pt>`, i, i)
	}
	return b.String()
}
