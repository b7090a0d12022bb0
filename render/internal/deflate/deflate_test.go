package deflate

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"io"
	"math/rand/v2"
	"testing"
)

// piece is data of the kind that we pack: words that come again, with numbers between.
func piece(random *rand.Rand, n int) []byte {
	words := []string{"<w:r><w:t>", "</w:t></w:r>", "hội nghị", "thực hiện", " Tm [(", ")]TJ\n", "\x00\x00", "0 0 1 rg"}
	var b []byte
	for len(b) < n {
		b = append(b, words[random.IntN(len(words))]...)
		b = append(b, byte(random.Uint32()), byte('0'+random.IntN(10)))
	}
	return b[:n]
}

// A compressor that has packed much gives what a new one gives: equal documents are equal
// whatever was made before them.
func TestReuse(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	used := newPacker()
	for i := range 1000 {
		n := random.IntN(5000)
		if i%50 == 0 {
			n = random.IntN(500_000)
		}
		data := piece(random, n)
		again, once := used.Append(nil, data), newPacker().Append(nil, data)
		if !bytes.Equal(again, once) {
			t.Fatalf("piece %d of %d bytes: %d bytes from a used compressor, %d from a new one", i, n, len(again), len(once))
		}
		if back, err := io.ReadAll(flate.NewReader(bytes.NewReader(once))); err != nil || !bytes.Equal(back, data) {
			t.Fatalf("piece %d does not come back: %v", i, err)
		}
	}
}

func TestZlib(t *testing.T) {
	for _, n := range []int{0, 1, 1000, 100_000} {
		data := piece(rand.New(rand.NewPCG(3, 4)), n)
		p := Get()
		packed := p.AppendZlib([]byte("before"), data)
		p.Release()
		r, err := zlib.NewReader(bytes.NewReader(packed[len("before"):]))
		if err != nil {
			t.Fatal(err)
		}
		if back, err := io.ReadAll(r); err != nil || !bytes.Equal(back, data) {
			t.Errorf("%d bytes do not come back: %v", n, err)
		}
	}
}
