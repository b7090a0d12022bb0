package render

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/bienban/bienban/fonts"
	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/templates"
)

// What a document has to score that shortfalls does not name. The built-in templates are
// printed as nearly as two programs can.
const (
	corpusFloor   = 97
	templateFloor = 99
)

// raise has the table of shortfalls written anew: what scores more is raised, what reaches
// its floor goes. It never lowers an entry and never adds one, since the reason is to be
// found out first (.ci/nextrule) and written by hand: a line "name score why".
var raise = flag.Bool("raise", false, "raise the entries of testdata/fidelity/shortfalls.txt to what the documents score")

const shortfallsFile = "testdata/fidelity/shortfalls.txt"

// A shortfall is a document that we know to print otherwise than the reference.
type shortfall struct {
	score int // what it has, rounded down: less is a step back, more is to be written here
	why   string
}

// readShortfalls reads the table of the documents below the floor.
func readShortfalls(t *testing.T) map[string]shortfall {
	t.Helper()
	data, err := os.ReadFile(shortfallsFile)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]shortfall{}
	for line := range strings.Lines(string(data)) {
		var name string
		var s shortfall
		if _, err := fmt.Sscanf(line, "%s %d", &name, &s.score); err != nil {
			t.Fatalf("%s: %q: %v", shortfallsFile, line, err)
		}
		fields := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if _, twice := known[name]; twice || len(fields) < 3 {
			t.Fatalf("%s: a line without a reason, or a second one: %q", shortfallsFile, line)
		}
		s.why = fields[2]
		known[name] = s
	}
	return known
}

// writeShortfalls is what -raise does.
func writeShortfalls(t *testing.T, known map[string]shortfall) {
	t.Helper()
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(known)) {
		fmt.Fprintf(&b, "%s %d %s\n", name, known[name].score, known[name].why)
	}
	if err := os.WriteFile(shortfallsFile, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}

// withoutFacts is a renderer that does not know how wide the letters are of fonts which are not
// here. LibreOffice knows it as little: it prints Aptos and Verdana as they come out of
// Liberation Sans, where we end lines as Word does.
func withoutFacts(t *testing.T) *Renderer {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.faces = sync.OnceValues(func() (*font.Faces, error) { return font.Load(onlyFonts{fonts.FS}, nil) })
	return r
}

// onlyFonts is the font files and nothing that is known of others.
type onlyFonts struct{ fs.FS }

func (f onlyFonts) Open(name string) (fs.File, error) {
	if name == "measured.txt" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return f.FS.Open(name)
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
	shortfalls := readShortfalls(t)
	raised := maps.Clone(shortfalls)
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
			case short && *raise && got >= float64(floor):
				mu.Lock()
				delete(raised, name)
				mu.Unlock()
			case short && *raise:
				mu.Lock()
				raised[name] = shortfall{int(got), known.why}
				mu.Unlock()
			case short && got >= float64(min(known.score+2, floor)):
				t.Errorf("scores %.1f, more than its %d: go test ./render -run '^TestFidelity$' -raise", got, known.score)
			}
		})
	}
	t.Run("documents", func(t *testing.T) {
		r := withoutFacts(t)
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
	if *raise && !t.Failed() {
		writeShortfalls(t, raised)
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
