package render_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/fonts"
	"github.com/bienban/bienban/render"
)

// The Word document carries all styles of the family that it is set in, unless the maker
// of a font of the user's own forbids it: that is told.
func TestEmbedFonts(t *testing.T) {
	data, err := fs.ReadFile(fonts.FS, "liberation/LiberationSerif-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	wide := func(s string) []byte { return []byte("\x00" + strings.Join(strings.Split(s, ""), "\x00")) }
	// Under the name that the text asks for, as long as the font's own.
	forbidden := bytes.ReplaceAll(data, wide("Liberation Serif"), wide("Times New  Roman"))
	for i := range int(binary.BigEndian.Uint16(forbidden[4:])) {
		if entry := forbidden[12+16*i:]; string(entry[:4]) == "OS/2" {
			binary.BigEndian.PutUint16(forbidden[binary.BigEndian.Uint32(entry[8:])+8:], 2) // fsType: restricted
		}
	}
	yaml := []byte("title: Họp giao ban\nsections:\n- heading: Một\n  text: Nội dung\n")
	for _, tt := range []struct {
		name  string
		fonts fs.FS
		parts int
		code  string
	}{
		{"the embedded family", nil, 4, ""},
		{"one that must not be embedded", fstest.MapFS{"f.ttf": {Data: forbidden}}, 0, "font-not-embeddable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := render.New(render.Options{EmbedFonts: true, Fonts: tt.fonts})
			if err != nil {
				t.Fatal(err)
			}
			documents, faults := r.Documents("hop.yaml", yaml, nil, "bien-ban")
			if err := faults.Err(); err != nil {
				t.Fatal(err)
			}
			var first, second bytes.Buffer
			for _, w := range []*bytes.Buffer{&first, &second} {
				if err := documents[0].DOCX(t.Context(), w); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(first.Bytes(), second.Bytes()) {
				t.Error("two files of equal input differ")
			}
			z, err := zip.NewReader(bytes.NewReader(first.Bytes()), int64(first.Len()))
			if err != nil {
				t.Fatal(err)
			}
			parts := 0
			for _, f := range z.File {
				if strings.HasSuffix(f.Name, ".odttf") {
					parts++
				}
			}
			if parts != tt.parts {
				t.Errorf("%d fonts in the document, want %d", parts, tt.parts)
			}
			told := slices.ContainsFunc(documents[0].Faults(), func(f *render.Fault) bool { return f.Code == "font-not-embeddable" })
			if told != (tt.code != "") {
				t.Errorf("faults %v", documents[0].Faults())
			}
		})
	}
}
