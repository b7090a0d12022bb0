package render

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

var (
	speed        = flag.Int("speed", 0, "how many documents TestSpeed makes, as DOCX and PDF; .ci/speed measures the process")
	speedWorkers = flag.Int("speed-workers", 1, "goroutines that make them")
	speedPages   = flag.Int("speed-pages", 0, "about how many pages each has; 0: variations of the Chi Lăng meeting")
)

// readSample is the meeting that speed is measured with.
func readSample(tb testing.TB) string {
	tb.Helper()
	sample, err := os.ReadFile("../samples/hoi-nghi-chi-lang.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	return string(sample)
}

// variation is the n-th meeting of the sample's kind. Every paragraph has its words in an
// order of its own, and every figure and the title other digits, so that nothing is set, cut
// or packed twice alike: a cache of what was made gains nothing.
func variation(sample string, n int) []byte {
	random := rand.New(rand.NewPCG(uint64(n), 0))
	var b strings.Builder
	b.Grow(len(sample) + 100)
	digits := func(s string) {
		for _, c := range []byte(s) {
			if c >= '0' && c <= '9' {
				c = '1' + byte(random.IntN(9))
			}
			b.WriteByte(c)
		}
	}
	for line := range strings.Lines(sample) {
		text := strings.TrimLeft(line, " ")
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(text, "title: Hội nghị"):
			fmt.Fprintf(&b, "%s, kỳ %d\n", strings.TrimSuffix(line, "\n"), n)
		case strings.HasPrefix(text, "actual:"), strings.HasPrefix(text, "percent_of_plan:"):
			digits(line)
		case len(text) > 150:
			words := strings.Fields(text)
			random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
			b.WriteString(line[:len(line)-len(text)])
			digits(fmt.Sprintf("Kỳ %d: %s\n", n, strings.Join(words, " ")))
		default:
			b.WriteString(line)
		}
	}
	return []byte(b.String())
}

// TestSpeed makes documents for .ci/speed, which measures the process that it runs in: one
// renderer, its documents to memory.
func TestSpeed(t *testing.T) {
	if *speed == 0 {
		t.Skip("run by .ci/speed")
	}
	sample := readSample(t)
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	pages := long(max(*speedPages, 1))
	var next, words, prints, sheets atomic.Int64
	var wait sync.WaitGroup
	for range *speedWorkers {
		wait.Go(func() {
			var docx, pdf bytes.Buffer
			for {
				n := int(next.Add(1))
				if n > *speed {
					return
				}
				yaml := pages
				if *speedPages == 0 {
					yaml = variation(sample, n)
				}
				documents, faults := r.Documents("a.yaml", yaml, nil)
				if err := faults.Err(); err != nil {
					t.Error(err)
					return
				}
				docx.Reset()
				pdf.Reset()
				if err := documents[0].DOCX(t.Context(), &docx); err != nil {
					t.Error(err)
					return
				}
				if err := documents[0].PDF(t.Context(), &pdf); err != nil {
					t.Error(err)
					return
				}
				made, err := documents[0].Pages(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				words.Add(int64(docx.Len()))
				prints.Add(int64(pdf.Len()))
				sheets.Add(int64(made))
			}
		})
	}
	wait.Wait()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	n := int64(*speed)
	fmt.Printf("speed: %d documents, %d pages, %d bytes of DOCX and %d of PDF each, %d allocations, %d bytes allocated\n",
		n, sheets.Load(), words.Load()/n, prints.Load()/n, int64(m.Mallocs)/n, int64(m.TotalAlloc)/n)
}
