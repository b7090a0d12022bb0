package layout

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/go-text/typesetting/segmenter"
)

// checkBreaks compares the breaks of a text with those of the segmenter alone.
func checkBreaks(t *testing.T, s string) {
	t.Helper()
	runes := []rune(s)
	var want, got []int
	var seg segmenter.Segmenter
	seg.Init(runes)
	for it := seg.LineIterator(); it.Next(); {
		if end := it.Line().Offset + len(it.Line().Text); end < len(runes) {
			want = append(want, end-1)
		}
	}
	new(engine).unicodeBreaks(runes, func(i int) { got = append(got, i) })
	if !slices.Equal(got, want) {
		t.Errorf("%q: breaks after %v, want %v", s, got, want)
	}
}

var breakSeeds = []string{
	"", " ", "  ", "a", "a ", " a", "a b", "a  b ", "đạt 2.351 tỷ đồng, đạt 92,3% kế hoạch; hoạt động",
	"chính trị – xã hội", "kết quả cao…", "“Điều 5” ‘a’ — b", "« a » b", "( a ) b", "a ( b", "a , b", "a ,b", "a !b", "a ! b", "1 , 2", "1 ,2",
	"5 - 7", "5-7", "a - b", "a -b", "77-NQ/TU", "a/b c", "a / b", "— — a", "a\t b", "a\u00a0b c", "e\u0301 a\u0301 b", "a\u00ad b", "10 % a", "$ 5 a", "№ 5",
	"ﷺ ש ‐ a", "漢字 かな。a", "👨‍👩‍👧 🇻🇳🇻🇳 a", "a\u200b b", "a\u2028b", "a\ufffc b", "☐ a", "⟨ a ⟩", "A\u0303 Ơ Ư ÷ × b",
}

// Words that the segmenter is not asked about break as it would have them.
func TestBreaksAsSegmenter(t *testing.T) {
	for _, s := range breakSeeds {
		checkBreaks(t, s)
	}
	alphabet := []rune(strings.Join(breakSeeds, ""))
	random := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		text := make([]rune, random.IntN(25))
		for i := range text {
			switch random.IntN(4) {
			case 0:
				text[i] = ' '
			case 1:
				text[i] = []rune("aạ1ư,.;:")[random.IntN(8)]
			default:
				text[i] = alphabet[random.IntN(len(alphabet))]
			}
		}
		checkBreaks(t, string(text))
	}
	for r := rune(1); r < 0x3100; r++ { // each character, at the edges of what is plain
		checkBreaks(t, "a "+string(r)+"b "+string(r)+" c"+string(r)+" 1 "+string(r)+"2 d")
	}
}

func FuzzBreaks(f *testing.F) {
	for _, s := range breakSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkBreaks(t, s) })
}
