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
func repacked(t *testing.T, data []byte, name string, change func(string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var files []zipFile
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			content = []byte(change(string(content)))
		}
		files = append(files, zipFile{f.Name, string(content)})
	}
	return zipOf(t, files)
}
