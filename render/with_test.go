package render_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"runtime"
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

// The templates that strangers send are not kept without bound: each unpacks to much more
// than it has bytes.
func TestCachedTemplatesAreBounded(t *testing.T) {
	const unpacked = 8 << 20
	r, err := render.New(render.Options{Limits: render.Limits{UnpackedBytes: unpacked}})
	if err != nil {
		t.Fatal(err)
	}
	data, _, faults := r.TemplateData("tom-tat")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for i := range 20 {
		if faults := r.CheckTemplate("to.docx", withPart(t, data, fmt.Sprintf("word/media/image%d.png", 90+i), 6<<20)); faults.Failed() {
			t.Fatal(faults)
		}
	}
	if held := int64(heap()) - int64(before); held > 3*unpacked {
		t.Errorf("%d MB are kept", held>>20)
	}
	runtime.KeepAlive(r)
}

// withPart is a package with one more part, of zeros.
func withPart(t *testing.T, data []byte, name string, size int) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range in.File {
		err = errors.Join(err, z.Copy(f))
	}
	w, createError := z.Create(name)
	if err = errors.Join(err, createError); err == nil {
		_, err = w.Write(make([]byte, size))
		err = errors.Join(err, z.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
