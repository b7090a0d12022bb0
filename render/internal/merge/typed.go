package merge

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/bienban/bienban/render/internal/lazy"
)

// What offices type is older than Markdown, and some of it Markdown would eat or run
// together: points on lines of their own, products, blanks to be filled in by hand, "> 5 tỷ".
// Here is what is read otherwise than CommonMark has it. The rule: either a sign does what
// its writer meant by it, or it prints as it was typed.

var (
	// A pointLine begins with the mark of a chapter, clause or point (NĐ 30/2020/NĐ-CP,
	// Phụ lục I, Phần I, Mục II.5): 1. 1.1. 1) 1/ a) a. I. I-, and the dashes below them. A
	// number of three digits and more is a figure at the beginning of a line.
	pointLine = lazy.Compile(`^[ \t]*(?:` +
		`\d{1,2}(?:\.\d{1,2})*(?:[.)/][ \t\x{a0}]+\S|[.)/]\p{Lu}|\)\pL)` +
		`|\d{1,2}(?:\.\d{1,2})+[ \t\x{a0}]+\p{Lu}` +
		`|\pL\)[ \t\x{a0}]*\pL|\pL\)[ \t\x{a0}]+\S|\pL\.[ \t\x{a0}]+\pL` +
		`|[IVXivx]{1,5}[.)-][ \t\x{a0}]+\S` +
		`|[-+*•●○■□▪▫◦◆❖➢➤►▶✓✔·][ \t\x{a0}]+\S|[-+•●○■□▪▫◦◆❖➢➤►▶✓✔·]\p{Lu}` +
		`|[–—](?:[ \t\x{a0}]+\pL|\p{Lu}))`)

	ruleLine    = lazy.Compile(`^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)$`)
	delimiters  = lazy.Compile(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
	hashLine    = lazy.Compile(`^( {0,3})(#{1,6})(?:[ \t]+(.*))?$`)
	numbered    = lazy.Compile(`^\d+(?:\.\d+)*(?:[.)/]|[ \t]+\p{Lu})`)
	greaterLine = lazy.Compile(`^( {0,3})(>+)[ \t]*[^\s\pL"“'(\[*_>]`)
	lineBreak   = lazy.Compile(`(?i)^<br[ \t]*/?>$`)
)

// typed prepares a text for goldmark: lines that are paragraphs of their own get them, rows
// of a table get as many cells as the widest has, and what looks like a heading or a quote
// and is a number is no such thing.
func typed(src string) string {
	lines := strings.Split(src, "\n")
	out := make([]string, 0, len(lines)+8)
	blank := func() {
		if n := len(out); n > 0 && strings.TrimSpace(out[n-1]) != "" {
			out = append(out, "")
		}
	}
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		start := strings.TrimLeft(line, " \t")
		if start == "" || isProse(line) {
			out = append(out, line)
			continue
		}
		if n := tableRows(lines[i:]); n > 0 {
			blank()
			out = append(out, evenRows(lines[i:i+n])...)
			out = append(out, "")
			i += n - 1
			continue
		}
		alone := false
		switch start[0] {
		case '#':
			if m := hashLine.FindStringSubmatch(line); m != nil && !isHeading(m[3]) {
				line = m[1] + `\` + line[len(m[1]):]
			}
		case '>':
			if m := greaterLine.FindStringSubmatch(line); m != nil {
				line = m[1] + strings.Repeat(`\>`, len(m[2])) + line[len(m[1])+len(m[2]):]
			}
		case '-', '*', '_', '=', ':':
			// Without bars a line of dashes makes no table of the lines around it.
			alone = ruleLine.MatchString(line) || delimiters.MatchString(line)
		case '|':
			alone = true
		}
		if alone || pointLine.MatchString(line) {
			blank()
		}
		out = append(out, line)
		if alone {
			out = append(out, "")
		}
	}
	return strings.Join(out, "\n")
}

// isProse reports whether a line begins with a word, as nearly all do, and has no bars: none
// of the patterns is to be tried.
func isProse(line string) bool {
	if strings.Contains(line, "|") {
		return false
	}
	for i, r := range strings.TrimLeft(line, " \t") {
		switch {
		case unicode.IsLetter(r):
		case r == ' ':
			return i > 0
		default:
			return false
		}
	}
	return false
}

// isHeading reports whether what stands behind number signs is a heading: a text, or a text
// with its number. "# 5 việc" is a number of things.
func isHeading(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && (s[0] < '0' || s[0] > '9' || numbered.MatchString(s))
}

// tableRows is how many lines of a table lines begin with, 0 for none: a header, the row of
// dashes, and the rows below it, which all have bars.
func tableRows(lines []string) int {
	if len(lines) < 2 || !strings.Contains(lines[0], "|") || !strings.Contains(lines[1], "|") || !delimiters.MatchString(lines[1]) {
		return 0
	}
	n := 2
	for n < len(lines) && strings.Contains(lines[n], "|") {
		n++
	}
	return n
}

// evenRows are the rows of a table with as many cells in the header as the widest row has:
// Markdown drops those beyond.
func evenRows(rows []string) []string {
	columns := 0
	for _, r := range rows {
		columns = max(columns, cells(r))
	}
	out := slices.Clone(rows)
	for i, empty := range []string{" |", "---|"} {
		if missing := columns - cells(out[i]); missing > 0 {
			row := strings.TrimRight(out[i], " \t")
			if !strings.HasSuffix(row, "|") || strings.HasSuffix(row, `\|`) {
				row += "|"
			}
			out[i] = row + strings.Repeat(empty, missing)
		}
	}
	return out
}

// cells counts the cells of a row.
func cells(row string) int {
	row = strings.TrimSpace(row)
	row = strings.TrimPrefix(row, "|")
	if !strings.HasSuffix(row, `\|`) {
		row = strings.TrimSuffix(row, "|")
	}
	return 1 + strings.Count(row, "|") - strings.Count(row, `\|`)
}

// escapable are the signs that a backslash makes ordinary ones. Before any other it is a
// character like others: "C:\Users", "10 \%".
const escapable = "*_`[]<>#|~+-.!()&"

// unescape is a text without the backslashes that take a sign's meaning, and with the
// characters that entities name.
func unescape(b []byte) string {
	var out strings.Builder
	plain := func(b []byte) {
		out.Write(util.ResolveEntityNames(util.ResolveNumericReferences(b)))
	}
	from := 0
	for i := 0; i+1 < len(b); i++ {
		if b[i] != '\\' {
			continue
		}
		if b[i+1] == '\\' {
			i++
		} else if strings.IndexByte(escapable, b[i+1]) >= 0 {
			plain(b[from:i])
			out.WriteByte(b[i+1])
			from = i + 2
			i++
		}
	}
	plain(b[from:])
	return out.String()
}

// emphasis reads * and _ as a typist sets them: they embrace words, from outside. Between
// letters and digits they are signs of the text, and so are a mark of a note, "(*)", and a
// blank to be filled in, "__/__/2026".
type emphasis struct{}

func (emphasis) Trigger() []byte         { return []byte{'*', '_'} }
func (emphasis) IsDelimiter(b byte) bool { return b == '*' || b == '_' }

func (emphasis) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (emphasis) OnMatch(consumes int) ast.Node { return ast.NewEmphasis(consumes) }

func (e emphasis) Parse(_ ast.Node, block gmtext.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	n := 1
	for n < len(line) && line[n] == line[0] {
		n++
	}
	after, _ := utf8.DecodeRune(line[n:])
	if n == len(line) {
		after = '\n'
	}
	opens, closes := embraces(before, after, n)
	d := parser.NewDelimiter(opens, closes, n, line[0], e)
	d.Segment = segment.WithStop(segment.Start + n)
	block.Advance(n)
	pc.PushDelimiter(d)
	return d
}

// embraces reports whether signs of emphasis between two characters may begin and may end it.
func embraces(before, after rune, count int) (opens, closes bool) {
	const opening, closing = `([{“‘«`, `)]},.;:!?”’»…%`
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }
	in := func(set string, r rune) bool { return strings.ContainsRune(set, r) }
	none := func(r rune) bool { return unicode.IsSpace(r) || in("/|", r) } // nothing to embrace
	if before == after && !none(before) && !in("*_", before) {
		return false, false // "*" between quotation marks
	}
	// A label and its colon in bold have what they label right behind: "**Chủ trì:**An".
	joined := count > 1 && in(",.;:!?…", before) && word(after)
	opens = !none(after) && !in(closing, after) && !word(before) && !in(`)]}%`, before) && !joined
	closes = !none(before) && !in(opening, before) && (!word(after) && !in(opening, after) || joined)
	return opens, closes
}
