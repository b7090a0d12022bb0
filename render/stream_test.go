package render

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
)

// Pages that are given away while the document is laid out are those that it has in the end:
// documents with columns, notes, contents, and headers that tell the number of pages.
func TestPagesGivenAwayAreTheSame(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	faces, err := r.faces()
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, pattern := range []string{"testdata/word/*.docx", "testdata/wordrules/*.docx"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	early, pages := 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pkg, err := docx.Open(data, limit.Default)
		if err != nil {
			t.Fatal(err)
		}
		set := func(page func(*layout.Page) error) *layout.Result {
			doc, faults := wml.Parse(pkg, limit.Default)
			if err := faults.Err(); err != nil {
				t.Fatal(err)
			}
			result, err := layout.Pages(t.Context(), doc, faces, layout.Options{Page: page})
			if err != nil {
				t.Fatal(err)
			}
			return result
		}
		want := set(nil)
		var given []*layout.Page
		got := set(func(p *layout.Page) error { given = append(given, p); return nil })
		if got.Pages != nil || got.Total != want.Total || fmt.Sprint(got.Sections, got.Bookmarks) != fmt.Sprint(want.Sections, want.Bookmarks) {
			t.Errorf("%s: the result is another", file)
		}
		if layout.Dump(given) != layout.Dump(want.Pages) {
			t.Errorf("%s: the pages are others", file)
		}
		// How many come before the last one is set: the layout is stopped at the first.
		doc, _ := wml.Parse(pkg, limit.Default)
		ctx, stop := context.WithCancel(t.Context())
		count := 0
		if _, err := layout.Pages(ctx, doc, faces, layout.Options{Page: func(*layout.Page) error { count++; stop(); return nil }}); err != nil && count < want.Total {
			early++
		}
		stop()
		if want.Total > 2 {
			pages++
		}
	}
	if early < pages/2 {
		t.Errorf("of %d documents of several pages, %d gave theirs away while they were set", pages, early)
	}
}

func TestLongDocument(t *testing.T) {
	var yaml strings.Builder
	yaml.WriteString("title: Hội nghị\nstart: 2026-10-05 08:00\ntasks:\n")
	for i := range 9000 {
		fmt.Fprintf(&yaml, "  - Nhiệm vụ thứ %d\n", i+1)
	}
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	documents, faults := r.Documents("dai.yaml", []byte(yaml.String()), nil)
	if faults.Failed() {
		t.Fatal(faults)
	}
	d := documents[0]
	var first, second, picture bytes.Buffer
	if err := d.PDF(t.Context(), &first); err != nil {
		t.Fatal(err)
	}
	if d.pages != nil {
		t.Errorf("%d pages are kept", len(d.pages))
	}
	n, err := d.Pages(t.Context())
	if err != nil || n <= keptPages {
		t.Fatalf("%d pages, and the test needs more than %d: %v", n, keptPages, err)
	}
	warned := len(d.Faults())
	if err := d.PDF(t.Context(), &second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("the second PDF is another: %v", err)
	}
	if err := d.PNG(t.Context(), &picture, n, 100); err != nil {
		t.Error(err)
	}
	if len(d.Faults()) != warned {
		t.Errorf("what was warned of comes again: %v", d.Faults())
	}
	var whole bytes.Buffer // of pages that are there already
	if err := d.PDF(t.Context(), &whole); err != nil || !bytes.Equal(first.Bytes(), whole.Bytes()) {
		t.Errorf("the PDF of pages that are there is another: %v", err)
	}
	// Somebody who goes away in the midst leaves no part of the document.
	documents, _ = r.Documents("dai.yaml", []byte(yaml.String()), nil)
	d = documents[0]
	gone, leave := context.WithCancel(t.Context())
	if _, _, err := d.layOutLocked(gone, func(*layout.Page) error { leave(); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a request that is gone: %v", err)
	}
	if err := d.PDF(gone, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("a request that is gone: %v", err)
	}
	var after bytes.Buffer
	if err := d.PDF(t.Context(), &after); err != nil || !bytes.Equal(first.Bytes(), after.Bytes()) {
		t.Errorf("the request after it gets another PDF: %v", err)
	}
}
