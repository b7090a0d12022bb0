package render_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/bienban/bienban/render"
)

var update = flag.Bool("update", false, "write the function list into README.md")

// The README's list of functions is the program's.
func TestReadmeFunctions(t *testing.T) {
	var b strings.Builder
	b.WriteString("| tag | prints | |\n|---|---|---|\n")
	for _, f := range render.Functions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", strings.ReplaceAll(f.Use, "|", `\|`), f.Result, f.About.En)
	}
	keepReadme(t, "functions", "TestReadmeFunctions", b.String())
}

// keepReadme compares a list in README.md with what the code has; with -update it writes it.
func keepReadme(t *testing.T, what, test, list string) {
	t.Helper()
	begin, end := "<!-- "+what+": kept by "+test+" -->\n", "<!-- end of "+what+" -->"
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(readme), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("README.md has no place for the " + what)
	}
	want := before + begin + list + end + after
	if want == string(readme) {
		return
	}
	if *update && os.Getenv("CI") == "" {
		if err := os.WriteFile("../README.md", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("README.md lists other %s; go test ./render -run %s -update writes them", what, test)
}
