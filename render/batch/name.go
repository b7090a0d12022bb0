package batch

import (
	"bytes"
	"fmt"
	"path"
	"reflect"
	"strconv"
	"strings"
	"text/template"
	"unicode"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/meeting"
)

// A pattern names documents: "{{.Date}}-{{.Title | slug}}". It knows the fields of the
// meeting in all their spellings, and of the document
//
//	.Name      the name that it has without a pattern
//	.Stem      the name of the meeting's file, without its extension
//	.Template  the name of its template
//	.Index     its place among the documents of the file, from 1
//
// Dates print as 2026-09-07, so that names sort; .Date is the day of the meeting where the
// document states none. Besides slug it knows the functions that template tags have.
type pattern struct{ template *template.Template } // nil: documents keep their names

func parsePattern(text string) (*pattern, *render.Fault) {
	if text == "" {
		return &pattern{}, nil
	}
	functions := template.FuncMap{"slug": func(v any) string { return render.Slug(fmt.Sprint(v)) }}
	for _, f := range render.Functions() {
		functions[f.Name] = f.Call()
	}
	t, err := template.New("--name").Option("missingkey=error").Funcs(functions).Parse(text)
	if err == nil {
		p := &pattern{t}
		// Once for nobody: a field that does not exist is told before anything is made.
		// What else goes wrong, such as the first of no people, is the document's own fault.
		if _, err = p.name(&render.Document{Name: "x", Template: "x", Meeting: &meeting.Meeting{}}, "x", 1); err == nil || !strings.Contains(err.Error(), "map has no entry") {
			return p, nil
		}
	}
	return nil, badPattern(text, err)
}

// name is what a document's files are named, without an extension.
func (p *pattern) name(d *render.Document, stem string, index int) (string, error) {
	if p.template == nil {
		return d.Name, nil
	}
	fields := fieldsOf(reflect.ValueOf(*d.Meeting))
	if fields["Date"] == "" {
		if start := d.Meeting.Start; start != nil {
			setAll(fields, reflect.TypeFor[meeting.Meeting](), "Date", isoDate(start.Date))
		}
	}
	fields["Name"], fields["Stem"], fields["Index"] = d.Name, stem, index
	fields["Template"] = render.Stem(d.Template)
	var b bytes.Buffer
	if err := p.template.Execute(&b, fields); err != nil {
		return "", err
	}
	// A name that begins or ends with what parts nothing, since a field was empty, is none.
	return render.FileName(strings.Trim(strings.TrimSpace(b.String()), "-_ ")), nil
}

// fieldsOf is a struct of the meeting as a map with all spellings of its fields.
func fieldsOf(v reflect.Value) map[string]any {
	m := map[string]any{}
	for spelling, field := range meeting.Vocabulary(v.Type()) {
		if f := v.FieldByName(field); f.IsValid() {
			value := fieldOf(f)
			m[spelling], m[field] = value, value
		}
	}
	return m
}

func setAll(m map[string]any, t reflect.Type, field string, value any) {
	m[field] = value
	for spelling, name := range meeting.Vocabulary(t) {
		if name == field {
			m[spelling] = value
		}
	}
}

// fieldOf is a field as a name prints it. Lists stay as they are, since no name prints
// them whole.
func fieldOf(v reflect.Value) any {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		switch v.Type().Elem() {
		case reflect.TypeFor[meeting.Date](), reflect.TypeFor[meeting.Moment](), reflect.TypeFor[int]():
			return ""
		}
		return fieldsOf(reflect.Zero(v.Type().Elem()))
	}
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch x := v.Interface().(type) {
	case meeting.Date:
		return isoDate(x)
	case meeting.Moment:
		return isoDate(x.Date)
	case meeting.Extra:
		return map[string]any(x)
	}
	if v.Kind() == reflect.Struct && meeting.Vocabulary(v.Type()) != nil {
		return fieldsOf(v)
	}
	return v.Interface()
}

func isoDate(d meeting.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0: // what is to be filled in by hand is in no name
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// targets are the names of an input's documents, as slash paths from the output folder,
// without extensions.
func (b *run) targets(in *input, documents []*render.Document) ([]string, *render.Fault) {
	names := make([]string, len(documents))
	for i, d := range documents {
		name, err := b.pattern.name(d, render.Stem(in.name), i+1)
		if err != nil {
			what, _ := slip(err)
			return nil, &render.Fault{Code: "bad-name", File: in.name,
				Message: fault.T("không đặt được tên cho văn bản thứ %s theo mẫu tên: %s", "the pattern gives no name for document %s: %s", strconv.Itoa(i+1), what),
				Hint:    fault.T("Sửa --name, hoặc ghi trong tệp điều mà mẫu tên cần.", "Mend --name, or state in the file what the pattern needs.")}
		}
		names[i] = path.Join(in.folder(), name)
	}
	return names, nil
}

// folder is where an input's documents go, from the output folder: where the file stands in
// the one that was named. Marks that turn the direction of writing go, as from names.
func (in *input) folder() string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, path.Dir(in.path))
}
