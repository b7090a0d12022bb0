package render_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/templates"
)

// What is made of a file, and what it is called.
func TestDocuments(t *testing.T) {
	briefing, err := templates.Open("tom-tat")
	if err != nil {
		t.Fatal(err)
	}
	r, err := render.New(render.Options{Templates: fstest.MapFS{
		"rieng.docx":       {Data: briefing},
		"mau/khac.docx":    {Data: briefing},
		"mau/tom-tat.docx": {Data: briefing},
		"~$rieng.docx":     {Data: []byte("lock")},
		"not-a-template":   {},
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := append(templates.Names(), "rieng")
	slices.Sort(want)
	if got := r.TemplateNames(); !slices.Equal(got, want) {
		t.Errorf("templates %q, want %q", got, want)
	}
	for _, tt := range []struct {
		name, file, yaml string
		templates        []string
		want             string // names and titles
	}{
		{"the default", "a/hop.yaml", "title: A\n", nil, "hop-tom-tat: A"},
		{"those that the file lists, in its order, with their overrides", "hop.yaml",
			"title: A\ndocuments:\n  tom-tat:\n    title: B\n  bien-ban:\n", nil, "hop-tom-tat: B; hop-bien-ban: A"},
		{"those asked for, with the file's overrides", "hop.yaml",
			"title: A\ndocuments:\n  tom-tat:\n    title: B\n  bien-ban:\n", []string{"tom-tat", "rieng"}, "hop-tom-tat: B; hop-rieng: A"},
		{"another file of a listed name, with the overrides of that name", "hop.yaml",
			"title: A\ndocuments:\n  tom-tat:\n    title: B\n", []string{"mau/tom-tat.docx"}, "hop-tom-tat: B"},
		{"the overrides of the very template before those of another of its name", "hop.yaml",
			"title: A\ndocuments:\n  tom-tat:\n    title: B\n  mau/tom-tat.docx:\n    title: C\n", []string{"tom-tat", "mau/tom-tat.docx"}, "hop-tom-tat: B; hop-tom-tat: C"},
		{"a template file", "hop.yaml", "title: A\n", []string{"mau/khac.docx"}, "hop-khac: A"},
		{"several meetings", "hop.yaml", "title: A\n---\ntitle: B\n", nil, "hop-1-tom-tat: A; hop-2-tom-tat: B"},
		{"one for each invitee", "hop.yaml",
			"title: A\ninvitees: [An, Bình]\ndocuments:\n  tom-tat:\n    for_each: invitees\n", nil, "hop-tom-tat-an: A; hop-tom-tat-binh: A"},
		{"standard input", "-", "title: A\n", nil, "bienban-tom-tat: A"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			documents, faults := r.Documents(tt.file, []byte(tt.yaml), nil, tt.templates...)
			if err := faults.Err(); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range documents {
				got = append(got, fmt.Sprintf("%s: %s", d.Name, d.Meeting.Title))
			}
			if s := strings.Join(got, "; "); s != tt.want {
				t.Errorf("%s, want %s", s, tt.want)
			}
		})
	}
}

func TestDocumentsRefuses(t *testing.T) {
	r, err := render.New(render.Options{Templates: fstest.MapFS{"rieng.docx": {Data: []byte("text")}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, yaml string
		templates  []string
		place      string // of the first fault
		code       string
	}{
		{"no such template", "title: A\n", []string{"nosuch"}, ": 0", "unknown-template"},
		{"no such template in the file", "title: A\ndocuments:\n  nosuch:\n", nil, "hop.yaml: 3", "unknown-template"},
		{"no such template file", "title: A\n", []string{"nosuch.docx"}, "nosuch.docx: 0", "missing-file"},
		{"a template that is none", "title: A\n", []string{"rieng"}, "rieng.docx: 0", ""},
		{"a broken meeting", "titel: A\n", nil, "hop.yaml: 1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			documents, faults := r.Documents("hop.yaml", []byte(tt.yaml), nil, tt.templates...)
			if documents != nil || !faults.Failed() {
				t.Fatalf("%d documents, %v", len(documents), faults)
			}
			f := faults[0]
			if got := fmt.Sprintf("%s: %d", f.File, f.Line); got != tt.place {
				t.Errorf("place %q, want %q (%v)", got, tt.place, f)
			}
			if tt.code != "" && f.Code != tt.code {
				t.Errorf("code %q, want %q", f.Code, tt.code)
			}
		})
	}
}

// A rendering that takes too long ends with a fault that names the limit.
func TestTimeLimit(t *testing.T) {
	r, err := render.New(render.Options{Limits: render.Limits{Time: time.Nanosecond}})
	if err != nil {
		t.Fatal(err)
	}
	documents, faults := r.Documents("hop.yaml", []byte("title: A\n"), nil)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	err = documents[0].PDF(t.Context(), &shortWriter{})
	list, ok := errors.AsType[render.FaultList](err)
	if !ok || list[0].Code != "limit" {
		t.Errorf("the error is %v", err)
	}
}
