// Package hyphen finds where words may be parted at a line's end, by patterns of letters (Liang, “Word
// Hy-phen-a-tion by Com-put-er”): those of TeX, whose licences stand beside them.
package hyphen

import (
	"compress/gzip"
	"embed"
	"io"
	"strings"
	"sync"
	"unicode"
)

//go:embed patterns/*.gz
var files embed.FS

// Patterns is those of one language. Goroutines share it.
type Patterns struct {
	left, right int               // letters that stay on each side, at least
	values      map[string][]byte // between the letters of each pattern; both ends included
	longest     int
	letters     map[rune]bool
	exceptions  map[string][]bool
}

// shortest is how many letters a word has, at least, that is parted, as Word and LibreOffice have it.
const shortest = 5

// longest bounds the words that are looked at.
const longest = 100

var languages = map[string]func() *Patterns{
	"de": lazily("de"), "en-gb": lazily("en-gb"), "en-us": lazily("en-us"), "es": lazily("es"), "fr": lazily("fr"),
	"it": lazily("it"), "nl": lazily("nl"), "pl": lazily("pl"), "pt": lazily("pt"), "uk": lazily("uk"),
}

func lazily(name string) func() *Patterns {
	return sync.OnceValue(func() *Patterns { return read(name) })
}

// For is the patterns of a language ("en-US", "de"); nil if there are none.
func For(language string) *Patterns {
	language = strings.ToLower(strings.ReplaceAll(language, "_", "-"))
	primary, region, _ := strings.Cut(language, "-")
	switch {
	case primary != "en":
	case region == "" || region == "us" || region == "ca" || region == "ph":
		primary = "en-us"
	default: // others spell, and part words, as the British do
		primary = "en-gb"
	}
	if p := languages[primary]; p != nil {
		return p()
	}
	return nil
}

// read reads patterns: how many letters stay on each side, a pattern a line, and words whose
// hyphens are known, behind “=”. The files are ours, and a test reads each.
func read(name string) *Patterns {
	f, err := files.Open("patterns/" + name + ".gz")
	if err != nil {
		return nil
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil
	}
	data, err := io.ReadAll(z)
	if err != nil {
		return nil
	}
	head, rest, _ := strings.Cut(string(data), "\n")
	p := &Patterns{left: int(head[0] - '0'), right: int(head[2] - '0'), values: make(map[string][]byte, strings.Count(rest, "\n")),
		letters: map[rune]bool{}, exceptions: map[string][]bool{}}
	for line := range strings.SplitSeq(rest, "\n") {
		if word, ok := strings.CutPrefix(line, "="); ok {
			p.except(word)
		} else if line != "" {
			p.add(line)
		}
	}
	return p
}

func (p *Patterns) add(pattern string) {
	var letters strings.Builder
	values := make([]byte, 1, len(pattern)+1)
	n := 0
	for _, r := range pattern {
		if r >= '0' && r <= '9' {
			values[n] = byte(r - '0')
			continue
		}
		letters.WriteRune(r)
		p.letters[r] = true
		values = append(values, 0)
		n++
	}
	p.values[letters.String()] = values
	p.longest = max(p.longest, n)
}

func (p *Patterns) except(word string) {
	var points []bool
	for _, r := range word {
		if r == '-' {
			points[len(points)-1] = true
		} else {
			points = append(points, false)
		}
	}
	p.exceptions[strings.ReplaceAll(word, "-", "")] = points
}

// Points tells after which letters a word may be parted; nil: nowhere. A word with a letter that the
// language does not have is none of its words.
func (p *Patterns) Points(word []rune) []bool {
	if p == nil || len(word) < shortest || len(word) > longest {
		return nil
	}
	lower := make([]rune, 0, len(word)+2)
	lower = append(lower, '.')
	for _, r := range word {
		r = unicode.ToLower(r)
		if r == '’' {
			r = '\''
		}
		if !p.letters[r] {
			return nil
		}
		lower = append(lower, r)
	}
	lower = append(lower, '.')
	points := make([]bool, len(word))
	if known, ok := p.exceptions[string(lower[1:len(lower)-1])]; ok {
		copy(points, known)
		return points
	}
	values := make([]byte, len(lower)+1)
	for i := range lower {
		for j := i + 1; j <= min(i+p.longest, len(lower)); j++ {
			for k, v := range p.values[string(lower[i:j])] {
				values[i+k] = max(values[i+k], v)
			}
		}
	}
	any := false
	for i := p.left - 1; i < len(word)-p.right; i++ { // behind letter i of the word, i+1 of lower
		points[i] = values[i+2]&1 != 0
		any = any || points[i]
	}
	if !any {
		return nil
	}
	return points
}
