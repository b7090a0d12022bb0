// Package times knows how wide text is in Times New Roman, in which Vietnamese offices write
// (and in Liberation Serif, which has its metrics), before there are pages: columns of a
// table and the lines of a title are balanced by it.
package times

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// widths are the advances in thousandths of an em, upright and bold. A test holds them
// against the embedded faces.
var widths = [2][]uint16{
	{ // upright
		250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500,
		500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333,
		389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469,
		500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389,
		278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
	},
	{ // bold
		250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500,
		500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389,
		500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581,
		500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389,
		333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
	},
}

// others are the characters besides ASCII and accented letters, each with its widths.
var others = map[rune][2]uint16{
	'\u00a0': {250, 250}, '°': {400, 400}, '²': {300, 300}, '³': {300, 300}, '·': {333, 333}, '×': {564, 570},
	'Đ': {722, 722}, 'đ': {500, 556}, 'Ơ': {722, 778}, 'ơ': {529, 554}, 'Ư': {776, 796}, 'ư': {542, 600},
	'–': {500, 500}, '—': {1000, 1000}, '‘': {333, 333}, '’': {333, 333}, '“': {444, 500}, '”': {444, 500},
	'•': {350, 350}, '…': {1000, 1000}, '≈': {549, 549}, '≤': {549, 549}, '≥': {549, 549},
}

// accented are the letters that decompose into one of the tables' and marks, which take no
// room of their own.
var accented = sync.OnceValue(func() map[rune][2]uint16 {
	m := map[rune][2]uint16{}
	for r := rune(0xc0); r <= 0x1eff; r++ {
		if r == 0x250 {
			r = 0x1e00
		}
		decomposed := []rune(norm.NFD.String(string(r)))
		base := decomposed[0]
		if horned := horns[base]; slices.Contains(decomposed, '\u031b') && horned != 0 {
			base = horned
		}
		if _, own := others[r]; base != r && !own {
			m[r] = runeWidths(base)
		}
	}
	return m
})

// horns are the letters whose mark makes them wider.
var horns = map[rune]rune{'o': 'ơ', 'u': 'ư', 'O': 'Ơ', 'U': 'Ư'}

// otherWidth is what an unknown character may be wide.
const otherWidth = 800

func runeWidths(r rune) [2]uint16 {
	if r >= ' ' && r <= '~' {
		return [2]uint16{widths[0][r-' '], widths[1][r-' ']}
	}
	if w, ok := others[r]; ok {
		return w
	}
	if r >= 0x300 && r <= 0x36f {
		return [2]uint16{}
	}
	return [2]uint16{otherWidth, otherWidth}
}

// Width is the width of a text in one line, in thousandths of an em.
func Width(s string, bold bool) int {
	face := 0
	if bold {
		face = 1
	}
	width := 0
	for _, r := range s {
		if r >= ' ' && r <= '~' {
			width += int(widths[face][r-' '])
		} else if w, ok := accented()[r]; ok {
			width += int(w[face])
		} else {
			width += int(runeWidths(r)[face])
		}
	}
	return width
}

// Widths are the widths of a text's widest line and of its widest piece without a
// break opportunity: lines break at spaces and behind hyphens (UAX #14, as far as tables of
// figures need it).
func Widths(s string, bold bool) (line, piece int) {
	for l := range strings.SplitSeq(s, "\n") {
		line = max(line, Width(l, bold))
		for w := range strings.FieldsFuncSeq(l, func(r rune) bool { return r == ' ' || r == '\t' }) {
			for p := range Pieces(w) {
				piece = max(piece, Width(p, bold))
			}
		}
	}
	return line, piece
}

// Pieces cuts a word behind its hyphens, but not in "-5" and "6-7".
func Pieces(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		from := 0
		for i := 1; i+1 < len(word); i++ {
			if word[i] == '-' && (word[i+1] < '0' || word[i+1] > '9') {
				if !yield(word[from : i+1]) {
					return
				}
				from = i + 1
			}
		}
		if from < len(word) {
			yield(word[from:])
		}
	}
}
