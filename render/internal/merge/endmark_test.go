package merge_test

import (
	"context"
	"testing"

	"github.com/bienban/bienban/render/internal/merge"
)

func TestEndMarks(t *testing.T) {
	typed := p("{{.Lead}}") + p("{{.Title}}. ") + p("Hết.{{if .Lead}}/.{{end}}") + p("Ký")
	for _, tt := range []struct {
		body, lead, name, once, none string
	}{
		{typed, "Nghiêm túc thực hiện./.", "A", "Nghiêm túc thực hiện./A. /Hết.⁄./Ký/", "Nghiêm túc thực hiện./A. /Hết./Ký/"},
		{p("{{.Lead}}") + p("Ký"), "Thực hiện./. ", "", "Thực hiện.⁄. /Ký/", "Thực hiện. /Ký/"},
		{p("{{.Lead}}"), "./. ở giữa", "", ".⁄. ở giữa/", ".⁄. ở giữa/"},
		{p("{{markdown .Lead}}") + p(""), "a./.\n\nb./.", "", "a./b.⁄.//", "a./b.//"},
		{p("{{markdown .Lead}}") + p(""), "a./. **x**", "", "a.⁄. x//", "a.⁄. x//"},
	} {
		for none, want := range map[bool]string{false: tt.once, true: tt.none} {
			out, faults := compile(t, build(t, tt.body)).Execute(context.Background(), &event{Lead: tt.lead, Title: tt.name}, merge.Env{NoEndMark: none})
			if faults.Failed() {
				t.Fatal(faults)
			}
			whole(t, out)
			// outline parts paragraphs with "/", as the mark itself has one
			if got := outline(t, out, out.Main()); got != replaceMark(want) {
				t.Errorf("%q, none %v: %s, want %s", tt.lead, none, got, replaceMark(want))
			}
		}
	}
}

// replaceMark writes the mark's own stroke.
func replaceMark(s string) string {
	var out []rune
	for _, r := range s {
		if r == '⁄' {
			r = '/'
		}
		out = append(out, r)
	}
	return string(out)
}
