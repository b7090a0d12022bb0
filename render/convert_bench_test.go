package render

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkConvert prints Word documents, each as a whole: package to PDF.
func BenchmarkConvert(b *testing.B) {
	files, err := filepath.Glob("testdata/fidelity/*.docx")
	if err != nil || len(files) == 0 {
		b.Fatal(len(files), err)
	}
	r, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(Stem(filepath.ToSlash(file)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Convert(b.Context(), io.Discard, file, data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkConvertPerPage tells whether a page of a long document costs more than one of
// a short document: the ns/page of 300 pages should be at most 1.3 times those of 10.
func BenchmarkConvertPerPage(b *testing.B) {
	r, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, of := range []struct{ name, template string }{{"text and tables", "tom-tat"}, {"minutes", "bien-ban"}} {
		for _, pages := range []int{10, 300} {
			documents, faults := r.Documents("a.yaml", long(pages*5/4), nil, of.template)
			if err := faults.Err(); err != nil {
				b.Fatal(err)
			}
			var word bytes.Buffer
			if err := documents[0].DOCX(b.Context(), &word); err != nil {
				b.Fatal(err)
			}
			n, err := documents[0].Pages(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("%s, %d pages", of.name, pages), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := r.Convert(b.Context(), io.Discard, "a.docx", word.Bytes()); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/page")
				b.ReportMetric(float64(n), "pages")
			})
		}
	}
}
