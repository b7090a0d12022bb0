package font

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// measuredFile is the table of facts among the embedded fonts: how wide the letters and how
// high the lines are of fonts that we do not have. Its head tells its form.
const measuredFile = "measured.txt"

// metrics is what is known of one style of a font. Lengths are in thousandths of the em.
type metrics struct {
	family                   string
	ascent, descent, lineGap float64 // of the table hhea; descent is negative
	lines                    string  // the widths as the file has them, read when they are first asked for

	once   sync.Once
	widths map[rune]float64
	all    float64 // the width of every character; 0: they differ
}

// measuredFamily is what is known of a font's styles; an entry may be nil.
type measuredFamily [4]*metrics // regular, bold, italic, bold italic

// nearest is the styles that tell of one, the nearest first.
var nearest = [4][4]int{{0, 2, 1, 3}, {1, 3, 0, 2}, {2, 0, 3, 1}, {3, 1, 2, 0}}

// width is how wide a character is; ok is false if that is unknown. A letter that was not
// measured is as wide as the one without its tone and other marks, as in all fonts that were
// measured whole; but a horn makes ơ and ư wider.
func (m *metrics) width(r rune) (w float64, ok bool) {
	m.once.Do(func() { m.readWidths() }) // a test reads all of them without an error
	if m.all != 0 {
		return m.all, true
	}
	if w, ok = m.widths[r]; !ok && r >= 0xC0 {
		w, ok = m.widths[withoutMarks(r)]
	}
	return w, ok
}

// withoutMarks is a letter without tone and other marks: e of ế, but ơ of ớ; 0 for what is
// not composed of a letter and marks.
func withoutMarks(r rune) rune {
	switch r {
	case 'đ':
		return 'd'
	case 'Đ':
		return 'D'
	}
	var b [utf8.UTFMax]byte
	d := norm.NFD.Properties(utf8.AppendRune(b[:0], r)).Decomposition()
	letter, n := utf8.DecodeRune(d)
	for d = d[min(n, len(d)):]; len(d) > 0; d = d[n:] {
		var mark rune
		if mark, n = utf8.DecodeRune(d); mark == horn {
			letter = map[rune]rune{'o': 'ơ', 'O': 'Ơ', 'u': 'ư', 'U': 'Ư'}[letter]
		} else if !unicode.Is(unicode.Mn, mark) {
			return 0
		}
	}
	if letter == r || !unicode.IsLetter(letter) {
		return 0
	}
	return letter
}

// horn is the mark of ơ and ư.
const horn = '\u031b'

// readMeasured finds the styles in the table of facts; files without one know nothing.
func readMeasured(files fs.FS) (map[string]*measuredFamily, error) {
	families := map[string]*measuredFamily{}
	data, err := fs.ReadFile(files, measuredFile)
	if err != nil {
		return families, nil
	}
	// Each style is a paragraph; before them stands what the table says of itself.
	for i, part := range strings.Split("\n"+string(data), "\n\n")[1:] {
		head, lines, _ := strings.Cut(part, "\n")
		if err := readStyle(families, head, strings.TrimSuffix(lines, "\n")); err != nil {
			return nil, fmt.Errorf("%s: style %d, %q: %w", measuredFile, i+1, head, err)
		}
	}
	return families, nil
}

// readStyle reads a style's first line: its family, its name, and the metrics of its lines, or
// the style before it that it is as wide as.
func readStyle(families map[string]*measuredFamily, line, widths string) error {
	fields := strings.Split(line, "\t")
	if len(fields) != 3 {
		return errMalformed
	}
	styles := []string{"regular", "bold", "italic", "bold italic"}
	key, style := fold(fields[0]), slices.Index(styles, fields[1])
	family := families[key]
	if family == nil {
		family = new(measuredFamily)
		families[key] = family
	}
	if style < 0 || family[style] != nil {
		return errMalformed
	}
	if as, ok := strings.CutPrefix(fields[2], "as "); ok {
		if from := slices.Index(styles, as); from >= 0 && family[from] != nil && widths == "" {
			family[style] = family[from]
			return nil
		}
		return errMalformed
	}
	m := &metrics{family: fields[0], lines: widths}
	if _, err := fmt.Sscan(fields[2], &m.ascent, &m.descent, &m.lineGap); err != nil {
		return errMalformed
	}
	family[style] = m
	return nil
}

// readWidths reads the lines of a width and the characters that have it, each itself or as
// U+0020, with a space between.
func (m *metrics) readWidths() error {
	m.widths = map[rune]float64{}
	for line := range strings.SplitSeq(m.lines, "\n") {
		width, characters, ok := strings.Cut(line, "\t")
		w, err := strconv.ParseFloat(width, 64)
		if !ok || err != nil || !(w > 0 && w < 10_000) {
			return fmt.Errorf("%q: %w", line, errMalformed)
		}
		if characters == "all" {
			m.all = w
			continue
		}
		for token := range strings.SplitSeq(characters, " ") {
			r, n := utf8.DecodeRuneInString(token)
			if code, ok := strings.CutPrefix(token, "U+"); ok {
				v, err := strconv.ParseUint(code, 16, 21)
				if err != nil {
					return fmt.Errorf("%q: %w", line, err)
				}
				r, n = rune(v), len(token)
			}
			if _, twice := m.widths[r]; n == 0 || n != len(token) || twice {
				return fmt.Errorf("%q: %q: %w", line, token, errMalformed)
			}
			m.widths[r] = w
		}
	}
	return nil
}
