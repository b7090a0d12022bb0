package render_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/render"
)

// A derived renderer has its own names and options; the one it is from keeps its own.
func TestWith(t *testing.T) {
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	data, _, faults := r.TemplateData("tom-tat")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	derived := r.With(func(o *render.Options) {
		o.Templates = fstest.MapFS{"rieng.docx": {Data: data}}
		o.Limits.Pages = 1
	})
	if documents, faults := derived.Documents("hop.yaml", []byte("title: Họp\n"), nil, "rieng"); len(documents) != 1 {
		t.Errorf("the derived renderer does not know its template: %v", faults)
	}
	if _, faults := r.Documents("hop.yaml", []byte("title: Họp\n"), nil, "rieng"); !faults.Failed() {
		t.Error("the renderer knows a template of the derived one")
	}
	// Limits stay: 1 page is what change asked for.
	long := []byte("title: Họp\nsections:\n  - text: |\n" + strings.Repeat("      Một dòng.\n\n", 200))
	documents, faults := derived.Documents("hop.yaml", long, nil)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if err := documents[0].PDF(t.Context(), &bytes.Buffer{}); err != nil {
		t.Errorf("limits were changed: %v", err)
	}
}
