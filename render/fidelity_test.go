package render

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/templates"
)

// What a document has to score that shortfalls does not name. The built-in templates are
// printed as nearly as two programs can.
const (
	corpusFloor   = 97
	templateFloor = 99
)

// A shortfall is a document that we know to print otherwise than the reference.
type shortfall struct {
	score int // what it has, rounded down: less is a step back, more is to be written here
	why   string
}

// shortfalls are the documents of testdata/fidelity below the floor.
var shortfalls = map[string]shortfall{
	"en-first-odd-even-headers": {77, "the floating table in the header takes less height than in the reference"},
	"en-handbook-page":          {88, "lines of a font that is nowhere to be had are a fraction lower"},
	"en-illustrative-cases":     {70, "lines of a font that is nowhere to be had are higher, so a page more"},
	"en-project-invoice":        {66, "columns of an auto-fit table, so unbreakable tags end elsewhere"},
	"en-study-design":           {61, "rows of nested tables are higher, so two pages more"},
	"en-textbox-notice":         {64, "text boxes on a grid of lines, with characters of East Asia that no face has"},
	"en-timesheet-invoice":      {95, "columns of an auto-fit table, so unbreakable tags end elsewhere"},
	"no-yff-lokalplan":          {87, "a page ends a line earlier"},
	"pt-visa-form-footnotes":    {67, "rows of the form are lower than in the reference, so a page less"},
	"vn-chinh-sach-bao-hanh":    {91, "character spacing and lines of a font that is nowhere to be had"},
	"vn-ly-lich-2c-tctw-98":     {83, "leaders of dots end their lines elsewhere, so a page more"},
}

// Each document of testdata/fidelity, and each sample in each template, is set as the
// stored reference has it.
func TestFidelity(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	seen := map[string]bool{}
	check := func(t *testing.T, name string, floor int, d *Document) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mu.Lock()
			seen[name] = true
			mu.Unlock()
			ref, err := readPrint("testdata/fidelity/" + name + ".words")
			if errors.Is(err, fs.ErrNotExist) {
				t.Fatal("there is no reference: run .ci/references " + name)
			}
			if err != nil {
				t.Fatal(err)
			}
			pages, _, err := d.layOut(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got := score(ref, printOf(pages))
			t.Logf("%.1f, %d pages of %d", got, len(pages), ref.pages)
			known, short := shortfalls[name]
			switch {
			case !short && got < float64(floor):
				t.Errorf("scores %.1f, less than %d; if its template or sample was changed, run .ci/references %s", got, floor, name)
			case short && got < float64(known.score):
				t.Errorf("scores %.1f, less than its %d (%s)", got, known.score, known.why)
			case short && got >= float64(min(known.score+2, floor)):
				t.Errorf("scores %.1f: raise its entry of %d, or take it out", got, known.score)
			}
		})
	}
	t.Run("documents", func(t *testing.T) {
		files, err := filepath.Glob("testdata/fidelity/*.docx")
		if err != nil || len(files) < 20 {
			t.Fatal(len(files), err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			pkg, err := docx.Open(data, limit.Default)
			if err != nil {
				t.Fatal(err)
			}
			name := Stem(filepath.ToSlash(file))
			check(t, name, corpusFloor, &Document{Name: name, renderer: r, source: source{name: file}, merged: pkg})
		}
	})
	t.Run("templates", func(t *testing.T) {
		samples, err := filepath.Glob("../samples/*.yaml")
		if err != nil || len(samples) == 0 {
			t.Fatal(samples, err)
		}
		for _, file := range samples {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, template := range templates.Names() {
				documents, faults := r.Documents(filepath.Base(file), data, os.DirFS("../samples"), template)
				if err := faults.Err(); err != nil {
					t.Fatal(err)
				}
				for i, d := range documents {
					name := Stem(filepath.Base(file)) + "-" + template
					if len(documents) > 1 {
						name += fmt.Sprintf("-%d", i+1)
					}
					check(t, name, templateFloor, d)
				}
			}
		}
	})
	if run := flag.Lookup("test.run"); run != nil && strings.Contains(run.Value.String(), "/") {
		return // not all of them were asked for
	}
	for name := range shortfalls {
		if !seen[name] {
			t.Errorf("the table names %s, which is no document", name)
		}
	}
	stored, err := filepath.Glob("testdata/fidelity/*.words")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range stored {
		if name := strings.TrimSuffix(filepath.Base(file), ".words"); !seen[name] {
			t.Errorf("%s is a reference of no document", file)
		}
	}
}

// The score sees what it is to see, and nothing where there is nothing to see.
func TestScore(t *testing.T) {
	lines := func(pages int, shift func(i int, w *printedWord)) *print {
		p := &print{pages: pages}
		for i := range 400 {
			w := printedWord{fmt.Sprintf("chữ%d", i), i / (400 / pages), float64(60 + i%8*50), float64(60 + i%(400/pages)/8*20)}
			if shift != nil {
				shift(i, &w)
			}
			p.add(w)
		}
		p.sort()
		return p
	}
	for _, tt := range []struct {
		name     string
		ours     *print
		from, to float64
	}{
		{"the same", lines(2, nil), 100, 100},
		{"a little off", lines(2, func(_ int, w *printedWord) { w.x++; w.baseline-- }), 100, 100},
		{"all out of place", lines(2, func(_ int, w *printedWord) { w.baseline += 5 }), 75, 75},
		{"other lines", lines(2, func(i int, w *printedWord) { w.baseline = float64(60 + (i+3)%200/8*20); w.x = float64(60 + (i+3)%8*50) }), 45, 55},
		{"a page too many", lines(4, nil), 40, 65},
		{"half the words", lines(2, func(i int, w *printedWord) {
			if i >= 200 {
				w.text = ""
			}
		}), 60, 67},
		{"other words", lines(2, func(_ int, w *printedWord) { w.text += "x" }), 0, 0},
		{"nothing", &print{}, 0, 0},
	} {
		if got := score(lines(2, nil), tt.ours); got < tt.from-1e-9 || got > tt.to+1e-9 {
			t.Errorf("%s: %.1f, want %v to %v", tt.name, got, tt.from, tt.to)
		}
	}
}
