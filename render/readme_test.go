package render_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/indicator"
)

var update = flag.Bool("update", false, "write the lists that are the program's into README.md")

// The README's list of functions is the program's.
func TestReadmeFunctions(t *testing.T) {
	var b strings.Builder
	b.WriteString("| tag | prints | |\n|---|---|---|\n")
	for _, f := range render.Functions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", strings.ReplaceAll(f.Use, "|", `\|`), f.Result, f.About.En)
	}
	keepReadme(t, "functions", "TestReadmeFunctions", b.String())
}

// The README's columns are those that tables know.
func TestReadmeColumns(t *testing.T) {
	var b strings.Builder
	b.WriteString("| cột | | đầu cột | tính bằng |\n|---|---|---|---|\n")
	for _, c := range indicator.KnownColumns() {
		formula := ""
		if c.Formula != "" {
			formula = "`" + c.Formula + "`"
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", c.ID, c.Alias, c.Header, formula)
	}
	keepReadme(t, "columns", "TestReadmeColumns", b.String())
}

// The README's sets of columns are those that tables know.
func TestReadmePresets(t *testing.T) {
	var b strings.Builder
	b.WriteString("| `preset` | | dùng cho | các cột |\n|---|---|---|---|\n")
	for _, p := range indicator.Presets() {
		var columns []string
		for _, c := range p.Columns {
			name := "`" + c.ID + "`"
			if c.From > 0 {
				name += fmt.Sprintf(" (từ tháng %d)", c.From)
			}
			columns = append(columns, name)
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", p.Name, p.Alias, p.About.Vi, strings.Join(columns, ", "))
	}
	keepReadme(t, "presets", "TestReadmePresets", b.String())
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
