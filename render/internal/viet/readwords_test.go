package viet

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

func TestReadWords(t *testing.T) {
	for _, tt := range []struct {
		words, want string
		n           int
	}{
		{"ba", "3", 1}, {"mười hai đồng chí", "12", 2}, {"hai mươi mốt", "21", 3}, {"năm mươi bảy triệu đồng chẵn", "57000000", 4},
		{"một tỷ hai trăm năm mươi triệu đồng", "1250000000", 7}, {"hai tỷ rưỡi", "2500000000", 3}, {"một nghìn tỷ đồng", "1000000000000", 3},
		{"hai triệu rưỡi", "2500000", 3}, {"một trăm rưỡi", "150", 3}, {"năm mươi sáu phẩy ba", "56.3", 5}, {"không phẩy không năm", "0.05", 4},
		{"một phẩy hai tỷ đồng", "1200000000", 4}, {"mười năm", "10", 1}, {"hai trăm linh tư", "204", 4}, {"một ngàn lẻ", "1000", 2},
		{"đồng", "0", 0}, {"phẩy ba", "0", 0}, {"", "0", 0}, {"mươi", "0", 0}, {"tư", "0", 0}, {"hai mươi không", "20", 2},
	} {
		got, n := ReadWords(strings.Fields(tt.words))
		if got.String() != tt.want || n != tt.n {
			t.Errorf("%s is %s (%d words), not %s (%d)", tt.words, got, n, tt.want, tt.n)
		}
	}
}

// What is written in words is read as what it was.
func TestReadWordsWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		v := r.Int64N(1 << r.Int64N(59))
		for _, d := range []Dialect{Northern, Southern} {
			w := strings.Fields(Words(v, d))
			if got, n := ReadWords(w); n != len(w) || !got.Equal(decimal.NewFromInt(v)) {
				t.Fatalf("%d is %v, read as %s (%d words)", v, w, got, n)
			}
		}
		x := decimal.New(r.Int64N(1_000_000), -int32(r.IntN(5)))
		w := strings.Fields(WordsDecimal(x, Northern))
		if got, n := ReadWords(w); n != len(w) || !got.Equal(x) {
			t.Fatalf("%s is %v, read as %s (%d words)", x, w, got, n)
		}
	}
}

func FuzzReadWords(f *testing.F) {
	f.Add("một tỷ hai trăm")
	f.Add("không phẩy không không chín chín")
	f.Fuzz(func(t *testing.T, s string) {
		w := strings.Fields(s)
		if _, n := ReadWords(w); n < 0 || n > len(w) {
			t.Error(n)
		}
	})
}
