package render

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
)

var writePositions = flag.Bool("positions", false, "write the lines of testdata/wordrules anew")

// Small documents of our own, each made for one rule that was measured on Word's prints. The
// file beside it, NAME.txt, tells the rule, where it was measured, and the lines that follow
// from it: "page baseline left first-words", lengths in points. -positions writes the lines
// anew: read the difference before you commit it.
func TestWordRules(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/wordrules/*.docx")
	if err != nil || len(files) < 30 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		t.Run(Stem(filepath.ToSlash(file)), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			pkg, err := docx.Open(data, limit.Default)
			if err != nil {
				t.Fatal(err)
			}
			pages, _, err := (&Document{renderer: r, source: source{name: file}, merged: pkg}).layOut(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(file, ".docx") + ".txt"
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			rule, want, _ := strings.Cut(string(text), "\n\n")
			if strings.TrimSpace(rule) == "" {
				t.Fatalf("%s tells no rule", name)
			}
			got := positions(printOf(pages))
			if *writePositions {
				if err := os.WriteFile(name, []byte(rule+"\n\n"+strings.Join(got, "\n")+"\n"), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			compareLines(t, got, strings.Split(strings.TrimSpace(want), "\n"))
		})
	}
}

// positions are the lines of a print, in the order of their places: "page baseline left words".
func positions(p *print) []string {
	words := slices.Clone(p.words)
	slices.SortStableFunc(words, func(a, b printedWord) int {
		switch {
		case a.page != b.page:
			return a.page - b.page
		case math.Abs(a.baseline-b.baseline) > 0.5:
			return int(math.Copysign(1, a.baseline-b.baseline))
		}
		return int(math.Copysign(1, a.x-b.x))
	})
	var out []string
	for line := range linesOf(words, 0.5) {
		var text []string
		for _, w := range line {
			text = append(text, w.text)
		}
		if len(text) > 4 {
			text = append(text[:2:2], "…", text[len(text)-1])
		}
		out = append(out, fmt.Sprintf("%d %.1f %.1f %s", line[0].page+1, line[0].baseline, line[0].x, strings.Join(text, " ")))
	}
	return out
}

// compareLines holds lines of positions against those wanted, to 0.15 pt.
func compareLines(t *testing.T, got, want []string) {
	t.Helper()
	parse := func(s string) (page int, y, x float64, text string) {
		fields := strings.SplitN(s, " ", 4)
		if len(fields) != 4 {
			t.Fatalf("a line that is none: %q", s)
		}
		if _, err := fmt.Sscan(fields[0]+" "+fields[1]+" "+fields[2], &page, &y, &x); err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		return page, y, x, fields[3]
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) {
			t.Fatalf("%d lines, want %d", len(got), len(want))
		}
		p, y, x, text := parse(got[i])
		wp, wy, wx, wtext := parse(want[i])
		if p != wp || math.Abs(y-wy) > 0.15 || math.Abs(x-wx) > 0.15 || text != wtext {
			t.Errorf("line %d: %s\nwant    %s", i+1, got[i], want[i])
		}
	}
}
