package truth_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/truth"
)

// plainFile has nothing that a text could contradict but itself.
func plainFile(text string) string {
	return "title: Họp\nstart: 2023-11-15 08:00\nsections:\n  - text: |\n      " + strings.ReplaceAll(text, "\n", "\n      ") + "\n"
}

// Each kind of statement has its sentences in testdata/statements: those with "+" are true,
// those with "-" are told of, once. They stand in the file of the other tests where they speak
// of its people, else alone.
func TestStatements(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range truth.StatementNames() {
		seen[name+".txt"] = true
		data, err := os.ReadFile("testdata/statements/" + name + ".txt")
		if err != nil {
			t.Errorf("%s has no sentences: %v", name, err)
			continue
		}
		var honest, wrong int
		for line := range strings.Lines(string(data)) {
			sign, text, _ := strings.Cut(strings.TrimSpace(line), " ")
			text = strings.ReplaceAll(text, `\n`, "\n")
			file := plainFile(text)
			if name == "presence" || name == "people" || name == "indicators" {
				file = withText(text)
			}
			if name == "verdicts" {
				file = "title: Họp\nsections:\n  - text: |\n      " + text + "\n" + assessed
			}
			found := find(t, file)
			switch sign {
			case "+":
				honest++
				if len(found) > 0 {
					t.Errorf("%s, true: %s\n\t%v", name, text, found)
				}
			case "-":
				wrong++
				if len(found) != 1 {
					t.Errorf("%s, wrong: %s\n\t%d told of: %v", name, text, len(found), found)
				}
			default:
				t.Errorf("%s: %s", name, line)
			}
		}
		if honest < 3 || wrong < 3 {
			t.Errorf("%s has %d true sentences and %d wrong ones", name, honest, wrong)
		}
	}
	files, err := filepath.Glob("testdata/statements/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !seen[filepath.Base(f)] {
			t.Errorf("%s is of no statement", f)
		}
	}
}
