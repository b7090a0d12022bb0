package render

import (
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
)

// Word itself is the referee: testdata/word has documents and where Microsoft Word printed
// each of their words (.ci/wordboxes writes those files and tells what a line means).

const floorsFile = "testdata/word/floors.txt"

// Each document of testdata/word prints at least as nearly to Word's print as it ever did.
// floors.txt has what each reached; -raise writes what has risen, and lowers nothing.
func TestWordPrints(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/word/*.docx")
	if err != nil || len(files) < 15 {
		t.Fatal(len(files), err)
	}
	floors := readFloors(t)
	raised := maps.Clone(floors)
	var mu sync.Mutex
	t.Run("documents", func(t *testing.T) {
		for _, file := range files {
			name := Stem(filepath.ToSlash(file))
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				got, low := measureAgainstWord(t, r, name), floors[name]
				t.Log(got)
				switch {
				case low == wordMeasures{}:
					t.Errorf("%s does not name it: add the line %q", floorsFile, name+" "+got.floor().String())
				case got.below(low):
					t.Errorf("prints %v, less than its floor %v: go back, or tell in the commit which rule of Word's asks for it", got, low)
				case *raise:
					mu.Lock()
					raised[name] = low.risen(got.floor())
					mu.Unlock()
				case got.score >= low.score+2:
					t.Errorf("prints %v, more than its floor %v: go test ./render -run '^TestWordPrints$' -raise", got, low)
				}
			})
		}
	})
	for name := range floors {
		if !slices.Contains(files, "testdata/word/"+name+".docx") {
			t.Errorf("%s names %s, which is no document", floorsFile, name)
		}
	}
	if *raise && !t.Failed() {
		var b strings.Builder
		for _, name := range slices.Sorted(maps.Keys(raised)) {
			fmt.Fprintln(&b, name, raised[name])
		}
		if err := os.WriteFile(floorsFile, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// wordMeasures is how near a print is to Word's: the score (see score), the pages from the
// second on that begin with Word's word, and the lines that have Word's first and last one.
type wordMeasures struct {
	score           float64
	starts, startOf int
	lines, lineOf   int
}

func (m wordMeasures) String() string {
	return fmt.Sprintf("%.1f starts %d/%d lines %d/%d", m.score, m.starts, m.startOf, m.lines, m.lineOf)
}

func (m wordMeasures) below(floor wordMeasures) bool {
	return m.score < floor.score || m.starts < floor.starts || m.lines < floor.lines
}

// floor has the score rounded down to a tenth.
func (m wordMeasures) floor() wordMeasures {
	m.score = math.Floor(m.score*10) / 10
	return m
}

// risen is the greater one of each.
func (m wordMeasures) risen(n wordMeasures) wordMeasures {
	n.score, n.starts, n.lines = max(m.score, n.score), max(m.starts, n.starts), max(m.lines, n.lines)
	return n
}

func readFloors(t *testing.T) map[string]wordMeasures {
	t.Helper()
	data, err := os.ReadFile(floorsFile)
	if err != nil {
		t.Fatal(err)
	}
	floors := map[string]wordMeasures{}
	for line := range strings.Lines(string(data)) {
		var name string
		var m wordMeasures
		if _, err := fmt.Sscanf(line, "%s %f starts %d/%d lines %d/%d", &name, &m.score, &m.starts, &m.startOf, &m.lines, &m.lineOf); err != nil {
			t.Fatalf("%s: %q: %v", floorsFile, line, err)
		}
		floors[name] = m
	}
	return floors
}

func measureAgainstWord(t *testing.T, r *Renderer, name string) wordMeasures {
	t.Helper()
	word, err := readWordPrint("testdata/word/" + name + ".lines")
	if err != nil {
		t.Fatal(err)
	}
	file := "testdata/word/" + name + ".docx"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := docx.Open(data, limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	pages, _, err := (&Document{Name: name, renderer: r, source: source{name: file}, merged: pkg}).layOut(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ours := printOf(pages)
	ours.oneBullet()
	m := wordMeasures{score: score(word, ours)}
	m.starts, m.startOf, m.lines, m.lineOf = keptLines(word, ours)
	return m
}

// readWordPrint reads a print as .ci/wordboxes writes it.
func readWordPrint(name string) (*print, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	p := &print{}
	var known [][]printedWord // the lines that are written out
	for line := range strings.Lines(string(data)) {
		bad := fmt.Errorf("%s: a line that is none: %q", name, line)
		fields := strings.Fields(line)
		if len(fields) == 3 && fields[0] == "page" {
			height, err := strconv.ParseFloat(fields[2], 64)
			if err != nil {
				return nil, bad
			}
			p.pages++
			p.heights = append(p.heights, height)
			continue
		}
		if len(fields) < 2 || p.pages == 0 {
			return nil, bad
		}
		baseline, err := strconv.ParseFloat(fields[0], 64)
		if err != nil {
			return nil, bad
		}
		if n, again := strings.CutPrefix(fields[1], "="); again {
			i, err := strconv.Atoi(n)
			if err != nil || i < 1 || i > len(known) {
				return nil, bad
			}
			for _, w := range known[i-1] {
				p.add(printedWord{w.text, p.pages - 1, w.x, baseline})
			}
			continue
		}
		var words []printedWord
		x := 0.0
		for i := 1; i+1 < len(fields); i += 2 {
			step, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				return nil, bad
			}
			x += step
			words = append(words, printedWord{fields[i+1], p.pages - 1, x, baseline})
			p.add(words[len(words)-1])
		}
		if len(words)*2+1 != len(fields) {
			return nil, bad
		}
		known = append(known, words)
	}
	p.oneBullet()
	p.sort()
	return p, nil
}

// A bullet of Symbol or Wingdings is a private character in one print and its likeness in
// Unicode in another.
var bullet = regexp.MustCompile(`^[\x{E000}-\x{F8FF}\x{2022}\x{2023}\x{25A0}-\x{25FF}\x{2043}\x{2219}\x{2756}\x{2794}\x{27A2}\x{2713}\x{2714}\x{A7}\x{B7}]$`)

func (p *print) oneBullet() {
	for i := range p.words {
		if bullet.MatchString(p.words[i].text) {
			p.words[i].text = "\u2022"
		}
	}
}

// lines are the words of each line, by index, in the order of reading.
func (p *print) lines() (lines [][]int) {
	for i, w := range p.words {
		last := len(lines) - 1
		if last >= 0 {
			first, before := p.words[lines[last][0]], p.words[i-1]
			if w.page == first.page && math.Abs(w.baseline-first.baseline) <= sameLine && w.x >= before.x {
				lines[last] = append(lines[last], i)
				continue
			}
		}
		lines = append(lines, []int{i})
	}
	return lines
}

var numbers = regexp.MustCompile(`\d+|\b[ivxlcIVXLC]+\b`)

// running are the words of running heads and feet: of lines near the top or the foot that
// are the same, but for numbers, within 3 pt of one height on three pages, or on half of
// them.
func (p *print) running(lines [][]int) map[int]bool {
	type place struct {
		page     int
		baseline float64
		words    []int
	}
	same := map[string][]place{}
	for _, line := range lines {
		first := p.words[line[0]]
		if height := p.heights[first.page]; first.baseline > 0.14*height && first.baseline < 0.86*height {
			continue
		}
		texts := make([]string, len(line))
		for i, k := range line {
			texts[i] = p.words[k].text
		}
		text := numbers.ReplaceAllString(strings.Join(texts, " "), "#")
		same[text] = append(same[text], place{first.page, first.baseline, line})
	}
	running := map[int]bool{}
	for _, places := range same {
		for _, a := range places {
			on := map[int]bool{}
			for _, b := range places {
				if math.Abs(a.baseline-b.baseline) <= 3 {
					on[b.page] = true
				}
			}
			if len(on) >= 3 || p.pages > 1 && len(on) >= max(2, (p.pages+1)/2) {
				for _, k := range a.words {
					running[k] = true
				}
			}
		}
	}
	return running
}

// body is the lines without running heads and feet.
func (p *print) body() [][]int {
	lines := p.lines()
	running := p.running(lines)
	body := lines[:0]
	for _, line := range lines {
		if line = slices.DeleteFunc(line, func(k int) bool { return running[k] }); len(line) > 0 {
			body = append(body, line)
		}
	}
	return body
}

// keptLines counts Word's pages, from the second on, that begin with the first body word of
// one of ours, and Word's body lines whose first and last words are those of a line of ours.
func keptLines(word, ours *print) (starts, startOf, kept, of int) {
	to := map[int]int{}
	for _, pair := range align(word.words, ours.words) {
		to[pair.ref] = pair.ours
	}
	type ends struct{ first, last int }
	ourLines, ourStarts := map[ends]bool{}, map[int]bool{}
	page := -1
	for _, line := range ours.body() {
		ourLines[ends{line[0], line[len(line)-1]}] = true
		if p := ours.words[line[0]].page; p != page {
			page, ourStarts[line[0]] = p, true
		}
	}
	page = 0
	for _, line := range word.body() {
		a, found := to[line[0]]
		b, foundLast := to[line[len(line)-1]]
		of++
		if found && foundLast && ourLines[ends{a, b}] {
			kept++
		}
		if p := word.words[line[0]].page; p != page {
			page = p
			startOf++
			if found && ourStarts[a] && ours.words[a].page == p {
				starts++
			}
		}
	}
	return starts, startOf, kept, of
}

// The measures see what they are to see.
func TestKeptLines(t *testing.T) {
	paper := func(perPage, perLine int, head bool) *print {
		p := &print{pages: (240 + perPage - 1) / perPage}
		for i := range p.pages {
			p.heights = append(p.heights, 842)
			if head {
				p.add(printedWord{"Trang", i, 60, 20})
				p.add(printedWord{strconv.Itoa(i + 1), i, 100, 20})
			}
		}
		for i := range 240 {
			on := i % perPage
			text := strings.NewReplacer("0", "đ", "1", "ê", "2", "h", "3", "k").Replace(strconv.FormatInt(int64(i+256), 4)) // no number
			p.add(printedWord{text, i / perPage, float64(60 + on%perLine*40), float64(60 + on/perLine*20)})
		}
		p.sort()
		return p
	}
	for _, tt := range []struct {
		name                       string
		ours                       *print
		starts, startOf, kept, all int
	}{
		{"the same", paper(80, 8, true), 2, 2, 30, 30},
		{"without a head", paper(80, 8, false), 2, 2, 30, 30},
		{"pages that end earlier", paper(40, 8, true), 0, 2, 30, 30},
		{"other lines", paper(80, 10, true), 2, 2, 0, 30},
	} {
		t.Run(tt.name, func(t *testing.T) {
			starts, startOf, kept, all := keptLines(paper(80, 8, true), tt.ours)
			if got, want := []int{starts, startOf, kept, all}, []int{tt.starts, tt.startOf, tt.kept, tt.all}; slices.Compare(got, want) != 0 {
				t.Error(got, want)
			}
		})
	}
}
