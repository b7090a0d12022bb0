package render_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/templates"
)

// templateOf is a template with paragraphs of these texts.
func templateOf(t *testing.T, paragraphs ...string) []byte {
	t.Helper()
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for _, p := range paragraphs {
		b.WriteString(`<w:p><w:r><w:t xml:space="preserve">` + strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(p) + `</w:t></w:r></w:p>`)
	}
	b.WriteString(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	data, err := templates.Open("tom-tat")
	if err != nil {
		t.Fatal(err)
	}
	return withContent(t, data, "word/document.xml", b.String())
}

// withContent is a package with another content of a part.
func withContent(t *testing.T, data []byte, name, content string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			_, err = w.Write([]byte(content))
		} else {
			var b bytes.Buffer
			r, openError := f.Open()
			if openError != nil {
				t.Fatal(openError)
			}
			_, err = b.ReadFrom(r)
			w.Write(b.Bytes())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// partOfFile is a part of a package.
func partOfFile(t testing.TB, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	b.ReadFrom(f)
	return b.String()
}

func TestOwnFunctions(t *testing.T) {
	own := map[string]any{
		"shout":  func(s string) string { return s + "!" },
		"vat":    func(d decimal.Decimal) decimal.Decimal { return d.Mul(decimal.RequireFromString("1.1")) },
		"double": func(n int) int { return 2 * n },
		"longer": func(a, b meeting.Date) (bool, error) { return a.Compare(b) > 0, nil },
		"all":    func(parts ...string) string { return strings.Join(parts, "+") },
		"fails":  func(string) (string, error) { return "", errors.New("no luck") },
		"panics": func(string) string { panic("oh") },
		"pairs":  func(s string) []string { return strings.Split(s, "") },
	}
	r, err := render.New(render.Options{Functions: own})
	if err != nil {
		t.Fatal(err)
	}
	print := func(tags string) (string, render.FaultList) {
		data := templateOf(t, tags)
		if faults := r.CheckTemplate("mau.docx", data); faults.Failed() {
			return "", faults
		}
		r := r.With(func(o *render.Options) { o.Templates = fstest.MapFS{"mau.docx": {Data: data}}; o.Functions = nil })
		docs, faults := r.Documents("m.yaml", []byte("title: Họp\nstart: 2026-10-15\nextra: {so: 1.000, ngay: 05/9/2026, chu: abc}\n"), nil, "mau.docx")
		if faults.Failed() {
			return "", faults
		}
		var b bytes.Buffer
		if err := docs[0].DOCX(context.Background(), &b); err != nil {
			var l render.FaultList
			errors.As(err, &l)
			return "", l
		}
		s := partOfFile(t, b.Bytes(), "word/document.xml")
		_, s, _ = strings.Cut(s, `<w:t xml:space="preserve">`)
		s, _, _ = strings.Cut(s, "</w:t>")
		return s, nil
	}
	for tags, want := range map[string]string{
		"{{shout .title}}":                           "Họp!",
		"{{vat .extra.so}} [{{vat .extra.khong}}]":   "1100 []",
		"{{double .extra.so}} {{double (double 2)}}": "2000 8",
		"{{if longer .start .extra.ngay}}sau{{end}}": "sau",
		`{{all .title "x" .extra.chu}}`:              "Họp+x+abc",
		`{{join (pairs .extra.chu) "."}}`:            "a.b.c",
		`{{number 1 (vat 2.5)}}`:                     "2,8",
	} {
		if got, faults := print(tags); got != want {
			t.Errorf("%s: %q %v, want %q", tags, got, faults, want)
		}
	}
	for tags, want := range map[string]string{
		"{{shuot .title}}":            "did you mean shout",
		"{{double .start}}":           "cannot be used here",
		`{{double "ba"}}`:             "cannot be used here",
		"{{vat .tasks}}":              "cannot be used here",
		"{{longer .start}}":           "takes 2 arguments",
		"{{fails .title}}":            "no luck",
		"{{panics .title}}":           "function panics failed: oh",
		"{{double .extra.chu}}":       "“abc” and cannot be used here",
		"{{pairs .title | longDate}}": "cannot be used here",
	} {
		if got, faults := print(tags); !faults.Failed() || !strings.Contains(faults.Error(), want) {
			t.Errorf("%s: %q %v, want %q", tags, got, faults, want)
		}
	}
	for name, f := range map[string]any{"upper": func() string { return "" }, "range": func() string { return "" }, "a-b": func() string { return "" }, "x": 5, "y": func() {}, "z": func() (string, int) { return "", 0 }, "eq": func() bool { return true }} {
		if _, err := render.New(render.Options{Functions: map[string]any{name: f}}); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
