package render

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
)

// FuzzTexts prints the documents of testdata/texts with other words in them.
func FuzzTexts(f *testing.F) {
	files, err := filepath.Glob("testdata/texts/*.xml")
	if err != nil || len(files) == 0 {
		f.Fatal(err)
	}
	var bodies []string
	for i, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		bodies = append(bodies, string(body))
		f.Add(uint8(i), "לא, لا، ข้าว ﷺ 会議 한글 \u202eabc\u202c\u2067(\u2069\u200d\u0651\u064b")
	}
	r, err := New(Options{Limits: Limits{Pages: fuzzPages}})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := r.faces(); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, which uint8, words string) {
		if len(words) > 4000 {
			return
		}
		safe := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(strings.ToValidUTF8(words, "?"))
		var body strings.Builder
		for i, part := range strings.Split(bodies[int(which)%len(bodies)], "</w:t>") {
			if i > 0 {
				if i%2 == 0 {
					body.WriteString(safe)
				}
				body.WriteString("</w:t>")
			}
			body.WriteString(part)
		}
		pkg, err := docx.Open(textDocument(t, body.String()), limit.Default)
		if err != nil {
			return
		}
		err = costs(t, fuzzTime, func(ctx context.Context) error {
			d := &Document{renderer: r, source: source{name: "fuzz.docx"}, merged: pkg}
			_, _, err := d.layOut(ctx)
			return err
		})
		_ = err // what XML does not allow, or too many pages
	})
}

// TestLongText lays out paragraphs of the kinds that cost more than others, as long as the limits allow.
func TestLongText(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.faces(); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"turns":    strings.Repeat("אa ", 20_000),
		"isolates": strings.Repeat("\u2067א", 20_000),
		"brackets": strings.Repeat("(א", 20_000),
		"arabic":   strings.Repeat("السلام عليكم ", 5_000),
		"one word": strings.Repeat("لا", 30_000),
		"marks":    "ب" + strings.Repeat("\u064b", 60_000),
		"letters":  strings.Repeat("extraordinary", 4_000),
		"han":      strings.Repeat("会議、", 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			body := `<w:settings><w:autoHyphenation/></w:settings><w:p><w:pPr><w:bidi/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
			pkg, err := docx.Open(textDocument(t, body), limit.Default)
			if err != nil {
				t.Fatal(err)
			}
			err = costs(t, fuzzTime, func(ctx context.Context) error {
				d := &Document{renderer: r, source: source{name: "long.docx"}, merged: pkg}
				_, _, err := d.layOut(ctx)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
