package render

import (
	"bytes"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/templates"
)

// A template that shows the title of the Party makes papers of the Party, however Word has cut
// the title into runs; one that names the Party in its text does not.
func TestPartyTemplates(t *testing.T) {
	data, err := templates.Open("bien-ban-dang")
	if err != nil {
		t.Fatal(err)
	}
	const title = "ĐẢNG CỘNG SẢN VIỆT NAM"
	with := func(change func(string) string) []byte {
		pkg, err := docx.Open(data, limit.Default)
		if err != nil {
			t.Fatal(err)
		}
		main, _ := pkg.Part(pkg.Main())
		if !strings.Contains(string(main), title) {
			t.Fatal("the template has another title")
		}
		var b bytes.Buffer
		if err := docx.Write(&b, pkg.With(docx.Change{Parts: map[string][]byte{pkg.Main(): []byte(change(string(main)))}})); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		data  []byte
		party bool
	}{
		"as it is": {data, true},
		"in runs": {with(func(s string) string {
			return strings.Replace(s, title, "ĐẢNG CỘ</w:t></w:r><w:r><w:t>NG SẢN VIỆT NAM", 1)
		}), true},
		"named in a text": {with(func(s string) string {
			return strings.Replace(s, title, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</w:t></w:r></w:p><w:p><w:r><w:t>Theo chủ trương của "+title, 1)
		}), false},
	} {
		compiled, faults := r.templates.compile(r, name+".docx", tt.data)
		if compiled == nil {
			t.Fatal(name, faults)
		}
		if got := compiled.party(); got != tt.party {
			t.Errorf("%s: of the Party: %t", name, got)
		}
	}
}
