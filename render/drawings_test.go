package render

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
)

// What the documents of testdata/charts, testdata/equations and testdata/shapes have in common:
// each shows one kind of drawing, and nothing in it is told as not printed.

// A zipFile is a part of a package that a test makes.
type zipFile struct{ name, content string }

// zipOf packs files.
func zipOf(t testing.TB, files []zipFile) []byte {
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

// drawingPages lays a document of drawings out; folder, if any, gets it for .ci/drawings.
func drawingPages(t *testing.T, r *Renderer, name, folder string, data []byte) []*layout.Page {
	t.Helper()
	if folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name+".docx"), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	pkg, err := docx.Open(data, limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	d := &Document{renderer: r, source: source{name: name}, merged: pkg}
	pages, _, err := d.layOut(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range d.Faults() {
		if f.Code != "glyph-missing" && f.Code != "font-substituted" || !strings.HasPrefix(name, "asian") { // no font here has their letters
			t.Errorf("what is printed tells: %v", f)
		}
	}
	return pages
}

// holdPositions compares the words of a print and their places with those of a file, which
// -positions writes anew.
func holdPositions(t *testing.T, pages []*layout.Page, golden string) {
	t.Helper()
	got := positions(printOf(pages))
	if *writePositions {
		if err := os.WriteFile(golden, []byte(strings.Join(got, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	compareLines(t, got, strings.Split(strings.TrimSpace(string(want)), "\n"))
}
