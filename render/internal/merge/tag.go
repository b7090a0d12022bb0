package merge

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render/internal/lazy"
)

// A kind is what a tag does.
type kind int

const (
	printing kind = iota // prints a value
	rich                 // prints whole paragraphs: {{markdown .Text}}
	silent               // prints nothing: a comment, or {{$x := …}}
	opening              // range, if, with
	turning              // else
	closing              // end
	refused              // break, define, a trim marker: a fault
)

// richFunctions give whole paragraphs; those of inlineFunctions stand among text too.
var (
	richFunctions   = map[string]bool{"markdown": true, "image": true, "qr": true, "barcode": true, "table": true, "chart": true, "include": true, "pageBreak": true}
	inlineFunctions = map[string]bool{"image": true, "qr": true, "barcode": true}
)

const (
	doubleQuotes = "\"“”„‟″"
	singleQuotes = "'‘’‚‛′"
)

// tagEnd is the offset behind the }} that ends the tag whose inside begins at from, or -1.
// Braces inside a quoted text do not count, unless the quote never ends.
func tagEnd(s string, from int) int {
	var quote string
	for i, r := range s[from:] {
		switch {
		case quote != "":
			if strings.ContainsRune(quote, r) {
				quote = ""
			}
		case strings.ContainsRune(doubleQuotes, r):
			quote = doubleQuotes
		case strings.ContainsRune(singleQuotes, r):
			quote = singleQuotes
		case r == '`':
			quote = "`"
		case strings.HasPrefix(s[from+i:], "}}"):
			return from + i + 2
		case strings.HasPrefix(s[from+i:], "{{"):
			return -1
		}
	}
	if quote != "" {
		if i := strings.Index(s[from:], "}}"); i >= 0 {
			return from + i + 2
		}
	}
	return -1
}

// heal undoes what Word's autocorrection does to a tag: curly quotes, no-break and
// zero-width spaces, long dashes. Inside quoted text all stays as it is. Text in single
// quotes is text as well: Go's character constants are of no use to a template.
func heal(s string) string {
	s = norm.NFC.String(s)
	var b strings.Builder
	quote := ""
	for _, r := range s {
		switch {
		case quote == "`":
			b.WriteRune(r)
			if r == '`' {
				quote = ""
			}
		case quote != "":
			switch {
			case strings.ContainsRune(quote, r):
				quote = ""
				b.WriteByte('"')
			case r == '"':
				b.WriteString(`\"`)
			case r == '\n':
				b.WriteString(`\n`)
			default:
				b.WriteRune(r)
			}
		case strings.ContainsRune(doubleQuotes, r):
			quote = doubleQuotes
			b.WriteByte('"')
		case strings.ContainsRune(singleQuotes, r):
			quote = singleQuotes
			b.WriteByte('"')
		case r == '`':
			quote = "`"
			b.WriteRune(r)
		case r == '\u00ad', r == '\u200b', r == '\u200c', r == '\u200d', r == '\u2060', r == '\ufeff':
		case r == '–', r == '—', r == '−':
			b.WriteByte('-')
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

var (
	firstWord   = lazy.Compile(`^[\pL_]+`)
	declaration = lazy.Compile(`^\$[\pL_][\pL\pN_]*\s*(:=|=[^=])`)
	words       = lazy.Compile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|[.$]?[\\pL_][\\pL\\pN_]*")
)

// classify tells what a tag does from its first word; keywords count in any letter case, as
// Word makes the first letter of a sentence a capital.
func classify(code string) (string, kind, string) {
	if strings.HasPrefix(code, "- ") || strings.HasSuffix(code, " -") {
		return code, refused, "-"
	}
	code = strings.TrimSpace(code)
	if strings.HasPrefix(code, "/*") && strings.HasSuffix(code, "*/") && len(code) >= 4 {
		return "", silent, ""
	}
	word := firstWord.FindString(code)
	rest := code[len(word):]
	switch lower := strings.ToLower(word); lower {
	case "if", "range", "with":
		return lower + rest, opening, lower
	case "end":
		return lower + rest, closing, ""
	case "else":
		rest = strings.TrimSpace(rest)
		next := strings.ToLower(firstWord.FindString(rest))
		if next == "if" || next == "with" {
			return next + rest[len(next):], turning, next
		}
		return rest, turning, ""
	case "column":
		rest = strings.TrimSpace(rest)
		next := strings.ToLower(firstWord.FindString(rest))
		if next == "range" || next == "if" || next == "end" {
			return strings.TrimSpace(rest[len(next):]), silent, columnOther + " " + next
		}
		return rest, silent, columnOther
	case "merge":
		return strings.ToLower(strings.Join(strings.Fields(code), " ")), silent, lower
	case "break", "continue", "define", "block", "template":
		return code, refused, lower
	}
	if declaration.MatchString(code) {
		return code, silent, ""
	}
	for _, w := range words.FindAllString(code, -1) {
		if richFunctions[w] {
			return code, rich, w
		}
		if cellWords[w] {
			return code, silent, w
		}
	}
	return code, printing, ""
}
