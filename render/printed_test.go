package render_test

import (
	"os"
	"strings"
	"testing"

	"github.com/bienban/bienban/templates"
)

// The list of what the built-in templates print is what their tags print.
func TestTemplatesPrint(t *testing.T) {
	r := newRenderer(t)
	var b strings.Builder
	for _, name := range templates.Names() {
		b.WriteString(name + ": " + strings.Join(r.Prints(name), " ") + "\n")
	}
	const file = "../templates/prints.txt"
	if *update && os.Getenv("CI") == "" {
		if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if list, err := os.ReadFile(file); err != nil || string(list) != b.String() {
		t.Errorf("%s lists other fields (%v); go test ./render -run TestTemplatesPrint -update writes them", file, err)
	}
}
