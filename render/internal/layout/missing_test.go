package layout

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/fault"
)

// Characters that no font has are told once for each script, with how many there are.
func TestMissingCharactersByScript(t *testing.T) {
	text := func(from, to rune) string {
		var b strings.Builder
		for r := from; r <= to; r++ {
			b.WriteRune(r)
		}
		return b.String()
	}
	doc := document(section(
		para("漢"+text(0x4E00, 0x4E09)+" "+text(0x1F400, 0x1F402)), para(text(0x4E00, 0x4E04)+" "+text(0x0E01, 0x0E02)+" \uf500 ꪀ"),
		para("漢字"+text(0x1F402, 0x1F40F)),
	))
	r, err := Pages(context.Background(), doc, faces(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range r.Warnings {
		if w.Code == "glyph-missing" {
			got = append(got, w.Message.In(fault.English))
			if w.Message.In(fault.Vietnamese) == w.Message.In(fault.English) || w.Hint.In(fault.Vietnamese) == "" {
				t.Errorf("%+v", w)
			}
		}
	}
	want := []string{
		`no font has 12 characters of Chinese script (Han): '漢' (U+6F22), '一' (U+4E00), '丁' (U+4E01) …`,
		`no font has 16 characters of pictures and symbols (emoji): '🐀' (U+1F400), '🐁' (U+1F401), '🐂' (U+1F402) …`,
		`no font has 2 characters of Thai script: 'ก' (U+0E01), 'ข' (U+0E02)`,
		`no font has the character '\uf500' (U+F500)`,
		`no font has the character 'ꪀ' (U+AA80)`,
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
