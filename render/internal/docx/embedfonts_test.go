package docx_test

import (
	"bytes"
	"encoding/hex"
	"regexp"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/templates"
)

func template(t *testing.T) *docx.Package {
	t.Helper()
	data, err := templates.Open("bien-ban")
	if err != nil {
		t.Fatal(err)
	}
	p, err := docx.Open(data, limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The parts hold the fonts, obfuscated with the keys that the font table tells.
func TestEmbedFonts(t *testing.T) {
	regular, bold := bytes.Repeat([]byte("regular "), 9), bytes.Repeat([]byte("bold "), 9)
	p := template(t)
	if names := strings.Join(p.FontNames(limit.Default.XML()), ","); !strings.Contains(names, "Times New Roman") {
		t.Errorf("fonts %s", names)
	}
	q, err := p.EmbedFonts([]docx.EmbeddedFont{
		{Name: "Times New Roman", Family: "Liberation Serif", Styles: [4][]byte{regular, bold}},
		{Name: "Phông Riêng & Co", Family: "Phông Riêng & Co", Styles: [4][]byte{2: regular}},
	}, limit.Default.XML())
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := docx.Write(&file, q); err != nil {
		t.Fatal(err)
	}
	if q, err = docx.Open(file.Bytes(), limit.Default); err != nil {
		t.Fatal(err)
	}
	tableName := q.Related(q.Main(), "fontTable")
	table, _ := q.Part(tableName)
	for _, want := range []string{
		`<w:font w:name="Times New Roman"><w:altName w:val="Liberation Serif"/><w:panose1`,
		`<w:font w:name="Liberation Serif">`, `<w:font w:name="Phông Riêng &amp; Co">`,
	} {
		if !strings.Contains(string(table), want) {
			t.Errorf("no %s in %s", want, table)
		}
	}
	targets := map[string]string{}
	for _, r := range q.Relationships(tableName) {
		if r.Type != "font" || q.ContentType(r.Target) != "application/vnd.openxmlformats-officedocument.obfuscatedFont" {
			t.Errorf("%+v, %s", r, q.ContentType(r.Target))
		}
		targets[r.ID] = r.Target
	}
	if len(targets) != 2 {
		t.Errorf("%d font parts, want 2", len(targets))
	}
	seen := 0
	for _, m := range regexp.MustCompile(`<w:embed(\w+) [^>]*r:id="(\w+)" w:fontKey="\{([0-9A-F-]{36})\}"/>`).FindAllStringSubmatch(string(table), -1) {
		seen++
		data, ok := q.Part(targets[m[2]])
		key, err := hex.DecodeString(strings.ReplaceAll(m[3], "-", ""))
		if !ok || err != nil {
			t.Fatal(m, err)
		}
		plain := bytes.Clone(data)
		for i := range 32 { // §17.8.1: the key's digits from the right
			plain[i] ^= key[len(key)-1-i%16]
		}
		want := regular
		if m[1] == "Bold" {
			want = bold
		}
		if !bytes.Equal(plain, want) || bytes.Equal(data, want) {
			t.Errorf("%s holds %q", m[1], plain)
		}
	}
	if seen != 5 { // two styles under two names, and one
		t.Errorf("%d references to fonts", seen)
	}
	settings, _ := q.Part(q.Related(q.Main(), "settings"))
	if !regexp.MustCompile(`<w:zoom[^>]*/><w:embedTrueTypeFonts/><w:saveSubsetFonts/><w:defaultTabStop`).Match(settings) {
		t.Errorf("settings %s", settings)
	}
	// What a document carries already stays.
	again, err := q.EmbedFonts([]docx.EmbeddedFont{{Name: "Times New Roman", Family: "Times New Roman", Styles: [4][]byte{bold}}}, limit.Default.XML())
	if err != nil || again != q {
		t.Errorf("embedded twice: %v", err)
	}
}

func TestProperties(t *testing.T) {
	p := template(t)
	if p.CoreTitle(limit.Default.XML()) == "" {
		t.Error("the template has no title")
	}
	p = p.WithProperties([]docx.Property{{Name: "CodeNumber", Value: "05"}, {Name: "Priority"}, {Name: "OrganName", Value: `A & "B"`}}, limit.Default.XML())
	p = p.WithProperties([]docx.Property{{Name: "codenumber", Value: "06"}}, limit.Default.XML())
	var file bytes.Buffer
	if err := docx.Write(&file, p); err != nil {
		t.Fatal(err)
	}
	p, err := docx.Open(file.Bytes(), limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	got := p.CustomProperties(limit.Default.XML())
	if len(got) != 2 || got[0] != (docx.Property{Name: "OrganName", Value: `A & "B"`}) || got[1] != (docx.Property{Name: "codenumber", Value: "06"}) {
		t.Errorf("%q", got)
	}
	part, _ := p.Part("docProps/custom.xml")
	if ids := regexp.MustCompile(`pid="(\d+)"`).FindAllStringSubmatch(string(part), -1); len(ids) != 2 || ids[0][1] == ids[1][1] {
		t.Errorf("property IDs %q", ids)
	}
}
