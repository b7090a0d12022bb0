package times

import (
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/bienban/bienban/fonts"
)

// The widths are those of the embedded faces, for every letter of Vietnamese.
func TestWidth(t *testing.T) {
	for face, name := range []string{"liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"} {
		data, err := fonts.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := sfnt.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		var b sfnt.Buffer
		const em = 2048
		check := func(r rune) {
			glyph, err := f.GlyphIndex(&b, r)
			if err != nil || glyph == 0 {
				return // printed in another face
			}
			advance, err := f.GlyphAdvance(&b, glyph, fixed.I(em), font.HintingNone)
			if err != nil {
				t.Fatal(err)
			}
			want := (advance.Round()*1000 + em/2) / em
			if got := Width(string(r), face == 1); got < want-1 || got > want+1 {
				t.Errorf("%s: %q is %d wide, not %d", name, r, want, got)
			}
		}
		for r := ' '; r <= '~'; r++ {
			check(r)
		}
		for _, r := range "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ–—…“”‘’≥≤≈×·°²³•\u00a0" {
			check(r)
		}
	}
}

func TestWidths(t *testing.T) {
	for _, tt := range []struct {
		text        string
		line, piece string
	}{
		{"", "", ""},
		{"Chỉ tiêu", "Chỉ tiêu", "tiêu"},
		{"dài hơn\nngắn", "dài hơn", "ngắn"},
		{"56,3\u00a0tỷ đồng", "56,3\u00a0tỷ đồng", "56,3\u00a0tỷ"},
		{"kinh tế-xã hội", "kinh tế-xã hội", "kinh"},
		{"6,6-6,8", "6,6-6,8", "6,6-6,8"},
		{"-5", "-5", "-5"},
		{"a-", "a-", "a-"},
	} {
		line, piece := Widths(tt.text, false)
		if line != Width(tt.line, false) || piece != Width(tt.piece, false) {
			t.Errorf("%q: %d, %d; want %d, %d", tt.text, line, piece, Width(tt.line, false), Width(tt.piece, false))
		}
	}
}
