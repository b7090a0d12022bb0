package merge

import (
	"strings"

	"github.com/bienban/bienban/render/internal/xml"
)

// endMark ends a state paper, once (NĐ 30/2020/NĐ-CP, Phụ lục III); a Party paper ends in a
// full stop. Templates print it behind what they print last, and people type it behind what
// they think is last: what stands in the finished part is looked at, not who wrote it.
const endMark = "./."

// A paragraphEnd is how the text of a paragraph ends: its last characters, as far as no space
// parts them, and where they stand.
type paragraphEnd struct {
	text    string
	offsets [len(endMark)]int
	spaced  bool // a space stands behind them
}

// add takes a piece of the paragraph's text.
func (e *paragraphEnd) add(raw string, offset int) {
	for i := range len(raw) {
		switch c := raw[i]; {
		case c == ' ':
			e.spaced = true
		case e.spaced:
			*e = paragraphEnd{text: raw[i : i+1], offsets: [len(endMark)]int{offset + i}}
		case len(e.text) == len(endMark):
			e.text = e.text[1:] + raw[i:i+1]
			copy(e.offsets[:], e.offsets[1:])
			e.offsets[len(endMark)-1] = offset + i
		default:
			e.offsets[len(e.text)] = offset + i
			e.text += raw[i : i+1]
		}
	}
}

// endMarks leaves of the end marks of a part's paragraphs the last one, or none of them; the
// others become full stops.
func endMarks(src string, none bool) (string, error) {
	if n := strings.Count(src, endMark[1:]); n == 0 || n == 1 && !none {
		return src, nil
	}
	var ends []paragraphEnd // those that are end marks
	var open []paragraphEnd
	tokens, inText := xml.NewTokenizer(src), false
	for {
		tok, err := tokens.Next()
		if err != nil {
			return "", err
		}
		last := len(open) - 1
		switch {
		case tok.Kind == xml.EOF:
			if !none && len(ends) > 0 {
				ends = ends[:len(ends)-1]
			}
			r := &repair{src: src}
			for _, e := range ends {
				for _, at := range e.offsets[1:] {
					r.edits = append(r.edits, edit{from: at, to: at + 1})
				}
			}
			return r.apply(), nil
		case tok.Kind == xml.Start && tok.Name == "w:p" && !tok.Empty:
			open = append(open, paragraphEnd{})
		case last < 0:
		case tok.Kind == xml.Start:
			inText = tok.Name == "w:t" && !tok.Empty
		case tok.Kind == xml.Text && inText:
			open[last].add(src[tok.Start:tok.End], tok.Start)
		case tok.Kind == xml.End && tok.Name == "w:t":
			inText = false
		case tok.Kind == xml.End && tok.Name == "w:p":
			if open[last].text == endMark {
				ends = append(ends, open[last])
			}
			open = open[:last]
		}
	}
}
