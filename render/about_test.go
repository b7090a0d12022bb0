package render_test

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/templates"
)

// Every template says what it is for and what it prints, can be tried without data, and
// has a file to start from that is read without a finding and prints.
func TestTemplatesWithoutData(t *testing.T) {
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range r.TemplateNames() {
		t.Run(name, func(t *testing.T) {
			about, faults := r.Template(name)
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			if about.About.Vi == "" || about.About.En == "" || about.Own {
				t.Errorf("%+v", about)
			}
			if len(about.Fields) < 5 || !about.Fields[0].Required || about.Fields[0].Key != "title" || about.Fields[0].Alias != "tieu_de" {
				t.Errorf("fields: %+v", about.Fields)
			}
			for _, f := range about.Fields {
				if !strings.HasPrefix(f.Key, "extra.") && (f.About.Vi == "" || f.About.En == "") {
					t.Errorf("%s is not described", f.Key)
				}
			}
			if len(about.Outline) < 5 || !slices.ContainsFunc(about.Outline, func(l render.OutlineLine) bool { return strings.Contains(l.Text, "‹title›") }) {
				t.Errorf("outline: %+v", about.Outline)
			}
			for _, l := range about.Outline {
				if strings.ContainsAny(l.Text, "{}") || l.Depth < 0 {
					t.Errorf("outline line %+v", l)
				}
			}

			data, err := templates.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			d, faults := r.Try(t.Context(), "thu/"+name+".docx", data)
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			word, pdf := both(t, d)
			assertWhole(t, word)
			if text := strings.Join(pdfText(t, pdf), "\n"); !strings.Contains(strings.ToUpper(text), "«TÊN CUỘC HỌP»") {
				t.Errorf("the title is not printed: %s", text)
			}
			if d.Name != name+"-thu" || len(d.Faults()) > 0 {
				t.Errorf("%s: %v", d.Name, d.Faults())
			}

			yaml, faults := r.StarterYAML(name, meeting.Starter{Items: 2, Comments: true, Template: name})
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			documents, faults := r.Documents("m.yaml", yaml, nil)
			if len(faults) > 0 || len(documents) != 1 || documents[0].Template != name {
				t.Fatalf("%v, %v\n%s", documents, faults, yaml)
			}
			if err := documents[0].PDF(t.Context(), io.Discard); err != nil {
				t.Error(err)
			}
		})
	}
}

// Templates of one's own come before the built-in ones, with a note, whatever form of
// Unicode their names have.
func TestOwnTemplates(t *testing.T) {
	data, err := templates.Open("tom-tat")
	if err != nil {
		t.Fatal(err)
	}
	r, err := render.New(render.Options{Templates: fstest.MapFS{
		norm.NFD.String("giấy.docx"): {Data: data}, "tom-tat.docx": {Data: data}, "~$tom-tat.docx": {Data: []byte("x")}, ".an.docx": {Data: data}, "sub/a.docx": {Data: data},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if names := r.TemplateNames(); !slices.Contains(names, "giấy") || slices.Contains(names, "~$tom-tat") || slices.Contains(names, ".an") {
		t.Errorf("%q", names)
	}
	for _, tt := range []struct{ yaml, code, name string }{
		{"title: Họp\ndocuments: giấy", "", "m-giấy"},
		{"title: Họp\ndocuments: tom-tat", "own-template", "m-tom-tat"},
		{"title: Họp\ndocuments: bien-ban", "", "m-bien-ban"},
	} {
		documents, faults := r.Documents("m.yaml", []byte(tt.yaml), nil)
		code := ""
		for _, f := range faults {
			code += f.Code
			if f.Severity != render.Note {
				t.Error(f)
			}
		}
		if code != tt.code || len(documents) != 1 || documents[0].Name != tt.name {
			t.Errorf("%s: %v, %v", tt.yaml, documents, faults)
		}
	}
	about, faults := r.Template("tom-tat")
	if about == nil || !about.Own {
		t.Errorf("%+v, %v", about, faults)
	}
	copied, file, faults := r.TemplateData("giấy")
	if faults != nil || file != "giấy.docx" || !bytes.Equal(copied, data) {
		t.Errorf("%q, %v", file, faults)
	}
}

// A template that cannot be used is told, not tried.
func TestTryBroken(t *testing.T) {
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d, faults := r.Try(t.Context(), "x.docx", []byte("no zip")); d != nil || !faults.Failed() || faults[0].File != "x.docx" {
		t.Errorf("%v, %v", d, faults)
	}
	for _, name := range []string{"nosuch", "nosuch.docx"} {
		if about, faults := r.Template(name); about != nil || !faults.Failed() {
			t.Errorf("%v, %v", about, faults)
		}
		if yaml, faults := r.StarterYAML(name, meeting.Starter{}); yaml != nil || !faults.Failed() {
			t.Errorf("%s, %v", yaml, faults)
		}
		if data, _, faults := r.TemplateData(name); data != nil || !faults.Failed() {
			t.Error(faults)
		}
	}
}

// A picture from a Mac is found by the name that the file has.
func TestPictureInNFD(t *testing.T) {
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	picture := pngPicture(t)
	yaml := "title: Họp\nsignatures:\n  - name: A\n    image: ảnh/chữ ký.png\ndocuments: bien-ban\n"
	documents, faults := r.Documents("m.yaml", []byte(yaml), fstest.MapFS{norm.NFD.String("ảnh/chữ ký.png"): {Data: picture}})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if err := documents[0].DOCX(t.Context(), io.Discard); err != nil {
		t.Error(err)
	}
}

func pngPicture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 4))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
