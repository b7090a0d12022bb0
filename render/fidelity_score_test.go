package render

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render/internal/layout"
)

// How far a print agrees with a reference, in words and where they stand. The measure is
// that of the referee which the whole project is measured with (see testdata/fidelity):
//
//	words   harmonic mean of recall and precision
//	breaks  of the neighbouring words that a line or page end parts in either print, the
//	        share that is parted alike in both
//	pages   1 if the page counts agree, less their relative difference
//	placed  share of the words that stand within 2 pt of where the reference has them
//
//	score = words × (30 + 30 breaks + 15 pages + 25 placed)
//
// On the documents of testdata/fidelity it differs from the referee's by at most 0.1 in 20
// of 24, and by up to 8 where a crowded line splits words in another way: the referee
// puts these together again, this does not.

// A printedWord is one word of a page.
type printedWord struct {
	text        string // normalized
	page        int
	x, baseline float64 // pt, from the top left
}

// A print is the words of a document in the order of reading.
type print struct {
	pages   int
	heights []float64 // pt, of the pages, where they matter
	words   []printedWord
}

var normalized = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "",
	"\u25cf", "\u2022", "\u2981", "\u2022", "\uf0b7", "\u2022", "\u2010", "-", "\u2011", "-", "\u2026", "...",
	"\ufb00", "ff", "\ufb01", "fi", "\ufb02", "fl", "\ufb03", "ffi", "\ufb04", "ffl")

// normalize makes words equal that read alike: leaders and blanks of any length are one.
func normalize(s string) string {
	s = norm.NFC.String(normalized.Replace(s))
	var b strings.Builder
	run := 0
	var last rune
	for _, r := range s {
		if r != last {
			run = 0
		}
		last = r
		if run++; run > 3 && (r == '.' || r == '_' || r == '-') {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// readPrint reads a reference as .ci/references writes it.
func readPrint(name string) (*print, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	p := &print{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "page ") {
			p.pages++
			continue
		}
		fields := strings.SplitN(line, " ", 3)
		if len(fields) != 3 {
			return nil, fmt.Errorf("%s: a line that is none: %q", name, line)
		}
		x, err1 := strconv.ParseFloat(fields[0], 64)
		y, err2 := strconv.ParseFloat(fields[1], 64)
		if err1 != nil || err2 != nil || p.pages == 0 {
			return nil, fmt.Errorf("%s: a line that is none: %q", name, line)
		}
		p.add(printedWord{fields[2], p.pages - 1, x, y})
	}
	p.sort()
	return p, nil
}

// printOf finds the words on our pages: characters on one baseline with no gap between.
func printOf(pages []*layout.Page) *print {
	p := &print{pages: len(pages)}
	for _, page := range pages {
		p.heights = append(p.heights, page.Height.Points())
	}
	type char struct {
		r                      rune
		x, to, baseline, space float64
	}
	for i, page := range pages {
		var chars []char
		for _, it := range page.Items {
			g, ok := it.(*layout.Glyphs)
			if !ok {
				continue
			}
			x := g.X
			for _, s := range g.Shaped { // as it stands, from left to right
				for _, r := range s.Text {
					chars = append(chars, char{r, x.Points(), (x + s.Advance).Points(), g.Baseline.Points(), g.Size.Points() / 10})
				}
				x += s.Advance
			}
			if g.Shaped != nil {
				continue
			}
			for k, r := range []rune(g.Text) {
				to := x + g.Advances[k]
				chars = append(chars, char{r, x.Points(), to.Points(), g.Baseline.Points(), g.Size.Points() / 10})
				x = to
			}
		}
		slices.SortStableFunc(chars, func(a, b char) int {
			return cmp.Or(cmp.Compare(math.Round(a.baseline*10), math.Round(b.baseline*10)), cmp.Compare(a.x, b.x))
		})
		var text strings.Builder
		var start, last char
		flush := func() {
			p.add(printedWord{text.String(), i, start.x, start.baseline})
			text.Reset()
		}
		for _, c := range chars {
			if c.r == ' ' || c.r == '\u00a0' || c.r == '\t' || c.r == '\u3000' || c.r >= '\u2000' && c.r <= '\u200a' {
				flush()
				continue
			}
			if text.Len() > 0 && (math.Abs(c.baseline-last.baseline) > 0.15 || c.x > last.to+max(c.space, 0.5)) {
				flush()
			}
			if text.Len() == 0 {
				start = c
			}
			text.WriteRune(c.r)
			last = c
		}
		flush()
	}
	p.sort()
	return p
}

func (p *print) add(w printedWord) {
	if w.text = strings.TrimSpace(normalize(w.text)); w.text != "" {
		p.words = append(p.words, w)
	}
}

// sameLine is how far baselines may lie apart on one line: a raised number belongs to it. It
// is no round number: Word prints on a grid of a quarter of a point, and two columns whose
// lines are 4 apart there are 3.998 apart unrounded.
const sameLine = 3.9

// sort puts the words in the order of reading: by page and line, from left to right.
func (p *print) sort() {
	slices.SortStableFunc(p.words, func(a, b printedWord) int {
		return cmp.Or(cmp.Compare(a.page, b.page), cmp.Compare(a.baseline, b.baseline), cmp.Compare(a.x, b.x))
	})
	for line := range linesOf(p.words, sameLine) {
		slices.SortStableFunc(line, func(a, b printedWord) int { return cmp.Compare(a.x, b.x) })
	}
}

// linesOf are the words that follow each other on one line of a page: their baselines lie no
// farther from the first one's than so many points.
func linesOf(words []printedWord, apart float64) iter.Seq[[]printedWord] {
	return func(yield func([]printedWord) bool) {
		for len(words) > 0 {
			n := 1
			for n < len(words) && words[n].page == words[0].page && math.Abs(words[n].baseline-words[0].baseline) <= apart {
				n++
			}
			if !yield(words[:n:n]) {
				return
			}
			words = words[n:]
		}
	}
}

// A pair is a word of the reference and the same one in ours, by index.
type pair struct{ ref, ours int }

func near(a, b printedWord) bool {
	return a.page == b.page && math.Abs(a.x-b.x) <= 36 && math.Abs(a.baseline-b.baseline) <= 36
}

// align finds the words of one print in the other: by their longest common subsequence,
// and again what is left over, as cells may stand in another order. A match counts if it
// is one of three in a row, or near its place.
func align(ref, ours []printedWord) []pair {
	var pairs []pair
	for range 4 {
		takenRef, takenOurs := map[int]bool{}, map[int]bool{}
		for _, p := range pairs {
			takenRef[p.ref], takenOurs[p.ours] = true, true
		}
		rest := func(n int, taken map[int]bool) (left []int) {
			for i := range n {
				if !taken[i] {
					left = append(left, i)
				}
			}
			return left
		}
		a, b := rest(len(ref), takenRef), rest(len(ours), takenOurs)
		var found, run []pair
		end := func() {
			for _, p := range run {
				if len(run) >= 3 || near(ref[p.ref], ours[p.ours]) {
					found = append(found, p)
				}
			}
			run = nil
		}
		for _, p := range common(len(a), len(b), func(i, j int) bool { return ref[a[i]].text == ours[b[j]].text }) {
			q := pair{a[p.ref], b[p.ours]}
			if n := len(run); n > 0 && (run[n-1] != pair{q.ref - 1, q.ours - 1}) {
				end()
			}
			run = append(run, q)
		}
		end()
		if len(found) == 0 {
			break
		}
		pairs = append(pairs, found...)
		slices.SortFunc(pairs, func(p, q pair) int { return cmp.Compare(p.ref, q.ref) })
	}
	return pairs
}

// common is a longest common subsequence of two sequences.
func common(n, m int, equal func(i, j int) bool) (pairs []pair) {
	start, end := 0, 0
	for start < min(n, m) && equal(start, start) {
		pairs = append(pairs, pair{start, start})
		start++
	}
	for end < min(n, m)-start && equal(n-1-end, m-1-end) {
		end++
	}
	h, w := n-start-end, m-start-end
	length := make([][]uint16, h+1)
	for i := range length {
		length[i] = make([]uint16, w+1)
	}
	for i := h - 1; i >= 0; i-- {
		for j := w - 1; j >= 0; j-- {
			if equal(start+i, start+j) {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < h && j < w; {
		switch {
		case equal(start+i, start+j):
			pairs = append(pairs, pair{start + i, start + j})
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
	for k := end; k > 0; k-- {
		pairs = append(pairs, pair{n - k, m - k})
	}
	return pairs
}

// relation is how a word follows another: 0 on its line, 1 on another one, 2 on another
// page.
func relation(a, b printedWord) int {
	switch {
	case a.page != b.page:
		return 2
	case math.Abs(a.baseline-b.baseline) <= sameLine:
		return 0
	}
	return 1
}

// score measures ours against the reference, 0 to 100.
func score(ref, ours *print) float64 {
	pairs := align(ref.words, ours.words)
	share := func(part, whole int) float64 {
		if whole == 0 {
			return 1
		}
		return float64(part) / float64(whole)
	}
	words := 0.0
	if recall, precision := share(len(pairs), len(ref.words)), share(len(pairs), len(ours.words)); recall+precision > 0 {
		words = 2 * recall * precision / (recall + precision)
	}
	parted, alike, placed := 0, 0, 0
	for k, p := range pairs {
		a, b := ref.words[p.ref], ours.words[p.ours]
		if a.page == b.page && math.Abs(a.x-b.x) <= 2 && math.Abs(a.baseline-b.baseline) <= 2 {
			placed++
		}
		if k == 0 {
			continue
		}
		q := pairs[k-1]
		theirs, own := relation(ref.words[q.ref], a), relation(ours.words[q.ours], b)
		if theirs != 0 || own != 0 {
			parted++
			if theirs == own {
				alike++
			}
		}
	}
	pages := max(0, 1-math.Abs(float64(ref.pages-ours.pages))/float64(max(ref.pages, 1)))
	return words * (30 + 30*share(alike, parted) + 15*pages + 25*share(placed, len(pairs)))
}
