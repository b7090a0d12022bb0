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

// A sample is the meeting that speed is measured with, its long paragraphs cut into words.
type sample []sampleLine

type sampleLine struct {
	text  string   // with its end; of a paragraph, what stands before the words
	words []string // nil: no paragraph
}

func readSample(tb testing.TB) sample {
	tb.Helper()
	file, err := os.ReadFile("../samples/hoi-nghi-chi-lang.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	var s sample
	for line := range strings.Lines(string(file)) {
		text := strings.TrimLeft(line, " ")
		switch {
		case strings.HasPrefix(text, "#"):
		case len(text) > 150:
			s = append(s, sampleLine{line[:len(line)-len(text)], strings.Fields(text)})
		default:
			s = append(s, sampleLine{line, nil})
		}
	}
	return s
}

// variation is the n-th meeting of the sample's kind. Every paragraph has its words in an
// order of its own, and every figure and the title other digits, so that nothing is set, cut
// or packed twice alike: a cache of what was made gains nothing.
func (s sample) variation(n int) []byte {
	random := rand.New(rand.NewPCG(uint64(n), 0))
	b := make([]byte, 0, 16<<10)
	digits := func(from int) {
		for i, c := range b[from:] {
			if c >= '0' && c <= '9' {
				b[from+i] = '1' + byte(random.IntN(9))
			}
		}
	}
	for _, line := range s {
		from := len(b)
		b = append(b, line.text...)
		switch text := strings.TrimLeft(line.text, " "); {
		case strings.HasPrefix(text, "title: Hội nghị"):
			b = fmt.Appendf(b[:len(b)-1], ", kỳ %d\n", n)
		case strings.HasPrefix(text, "actual:"), strings.HasPrefix(text, "percent_of_plan:"):
			digits(from)
		case line.words != nil:
			b = fmt.Appendf(b, "Kỳ %d:", n)
			// A step that shares no divisor with a prime comes by every word once.
			prime, at, step := primeFrom(len(line.words)), random.IntN(len(line.words)), 1+random.IntN(len(line.words)-1)
			for range prime {
				if at = (at + step) % prime; at < len(line.words) {
					b = append(append(b, ' '), line.words[at]...)
				}
			}
			digits(from)
			b = append(b, '\n')
		}
	}
	return b
}

func primeFrom(n int) int {
	for ; ; n++ {
		prime := true
		for d := 2; d*d <= n && prime; d++ {
			prime = n%d != 0
		}
		if prime {
			return n
		}
	}
}

// TestSpeed makes documents for .ci/speed, which measures the process that it runs in: one
// renderer, its documents to memory.
func TestSpeed(t *testing.T) {
	if *speed == 0 {
		t.Skip("run by .ci/speed")
	}
	chiLang := readSample(t)
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
					yaml = chiLang.variation(n)
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
