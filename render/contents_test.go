package render

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
)

// A table of contents that Word once wrote, and somebody spoiled since, is made anew as
// Word had it.
func TestContentsOfARealDocument(t *testing.T) {
	data, err := os.ReadFile("testdata/fidelity/en-un-declaration-toc.docx")
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := docx.Open(data, limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	entries := func(pkg *docx.Package) (lines []string) {
		doc, faults := wml.Parse(pkg, limit.Default)
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		for _, b := range doc.Sections[0].Body {
			p, ok := b.(*wml.Paragraph)
			if !ok || !strings.HasPrefix(strings.ToLower(p.Props.StyleName), "toc ") || p.Props.StyleName == "TOC Heading" {
				continue
			}
			var line strings.Builder
			for _, i := range p.Inlines {
				switch i := i.(type) {
				case *wml.Text:
					line.WriteString(i.Text)
				case *wml.Tab:
					line.WriteString("|")
				case *wml.Field:
					line.WriteString(i.Stored)
				}
			}
			lines = append(lines, line.String())
		}
		return lines
	}
	want := []string{"Article 1|2", "Article 2|2", "Article 3|3", "Article 4|3", "Article 5|3", "Article 6|3", "Article 7|3", "Article 8|4", "Article 9|4", "Article 10|4", "Article 11|4"}
	if slices.Equal(entries(pkg), want) {
		t.Fatal("there is nothing to do")
	}
	fresh, paged, _ := wml.Refresh(t.Context(), pkg, time.Time{}, limit.Default)
	if !paged {
		t.Error("contents need the pages")
	}
	d := &Document{renderer: r, source: source{name: "a.docx"}, merged: fresh}
	if _, _, err := d.layOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := entries(d.numbers.Fill(fresh, limit.Default)); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
