package render

import (
	"bytes"
	"strings"
	"testing"
)

// What is not drawn of a drawing is told, and the rest is printed.

// told is what printing a document tells, in English, a line each; the PDF is written.
func told(t *testing.T, data []byte) string {
	t.Helper()
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	faults, err := r.Convert(t.Context(), &out, "x.docx", data)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasSuffix(bytes.TrimSpace(out.Bytes()), []byte("%%EOF")) {
		t.Error("no PDF is written")
	}
	var lines strings.Builder
	for _, f := range faults {
		lines.WriteString(f.Message.En + "\n")
	}
	return lines.String()
}

// A picture that cannot be read leaves an empty frame, which is told once.
func TestDamagedPicture(t *testing.T) {
	broken := repacked(t, shapeDocument(t, "<w:p>"+photo(0, 0, 100, 100, "photo", "rect", "", "", "")+"</w:p>"), "word/media/photo.png", func(s string) string { return s[:60] })
	if got := told(t, broken); got != "cannot read the picture word/media/photo.png: the file is damaged; the PDF has an empty frame\n" {
		t.Errorf("told: %q", got)
	}
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, _ := r.Open("x.docx", broken)
	for range 2 {
		var out bytes.Buffer
		if err := d.PDF(t.Context(), &out); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(d.Faults()); n != 1 {
		t.Errorf("told %d times", n)
	}
}

// A metafile prints what can be printed of it, and one warning has what cannot.
func TestMetafileTold(t *testing.T) {
	body := "<w:p>" + photo(0, 0, 100, 100, "drawing", "rect", "", "", "") + photo(100, 0, 100, 100, "drawing", "rect", "", "", "") + "</w:p>"
	cut := repacked(t, shapeDocument(t, body), "word/media/drawing.emf", func(s string) string { return s[:len(s)-20] })
	if got := told(t, cut); got != "the picture word/media/drawing.emf is not printed in full: the file ends early\n" {
		t.Errorf("told: %q", got)
	}
	if got := told(t, shapeDocument(t, body)); got != "" {
		t.Errorf("told of a whole one: %q", got)
	}
}
