// Package xml reads the XML of office documents: a tokenizer and a tree, both with
// the byte offsets of what they found, so that a part can be changed in one place and
// stay the same, byte for byte, in all others.
//
// Names are canonical: whatever prefix a document binds to a namespace of ECMA-376, in
// its transitional or its strict form, the element reads as "w:p", "a:blip", "r:id".
// A name of a namespace that we do not know reads "{uri}local".
//
// It is not a validating parser. Document type declarations are refused, so there are
// no entities but XML's own five and character references.
package xml

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"
)

// A Kind is what a token is.
type Kind uint8

// Kinds of tokens.
const (
	EOF     Kind = iota
	Start        // <a>, and <a/> with Empty set
	End          // </a>
	Text         // character data or a CDATA section, decoded
	Comment      // a comment or a processing instruction
)

// A Token is a piece of a document; Src[Start:End] is its source.
type Token struct {
	Kind       Kind
	Empty      bool   // Start: the element ends here too
	Name       string // Start, End: canonical
	Text       string // Text: decoded
	Start, End int    // byte offsets
}

// An Attr is an attribute; xmlns declarations are not among them.
type Attr struct{ Name, Value string }

// A SyntaxError is a place where a document is not well-formed.
type SyntaxError struct {
	Offset int // in bytes, from 0
	Reason string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("byte %d: %s", e.Offset, e.Reason) }

type binding struct{ prefix, canonical string }

// maxAttrs bounds the attributes of an element and the namespaces around it. Word's longest
// list, at the root of a document, has forty.
const maxAttrs = 10_000

// A Tokenizer cuts a document into tokens. It checks that elements nest.
type Tokenizer struct {
	src       string
	pos       int
	attrs     []Attr
	open      []openElement
	bindings  []binding
	names     map[string]string // qualified name in the source to canonical name
	customary string            // a prefix that is bound as is the custom, so that its names are canonical
	seenRoot  bool
	nameless  bool // tokens are checked, and given without names and attributes
}

type openElement struct {
	qname    string // as in the source
	name     string
	bindings int // how many bindings were in force outside
}

// NewTokenizer reads src, which must be UTF-8 (see [UTF8]).
func NewTokenizer(src string) *Tokenizer {
	t := &Tokenizer{src: src, names: make(map[string]string, min(len(src)/100, 64))}
	if strings.HasPrefix(src, "\ufeff") {
		t.pos = len("\ufeff")
	}
	return t
}

// Depth is how many elements are open.
func (t *Tokenizer) Depth() int { return len(t.open) }

// Attrs are the attributes of the last Start token; the next call of Next reuses them.
func (t *Tokenizer) Attrs() []Attr { return t.attrs }

func (t *Tokenizer) fail(at int, format string, args ...any) (Token, error) {
	return Token{}, &SyntaxError{at, fmt.Sprintf(format, args...)}
}

// Next is the next token; at the end of the document its Kind is EOF.
func (t *Tokenizer) Next() (Token, error) {
	start := t.pos
	if start >= len(t.src) {
		if len(t.open) > 0 {
			return t.fail(start, "the document ends inside <%s>", t.open[len(t.open)-1].qname)
		}
		if !t.seenRoot {
			return t.fail(start, "there is no element")
		}
		return Token{Kind: EOF, Start: start, End: start}, nil
	}
	if t.src[start] != '<' {
		end := strings.IndexByte(t.src[start:], '<')
		if end < 0 {
			end = len(t.src)
		} else {
			end += start
		}
		text, err := decode(t.src[start:end], start)
		if err != nil {
			return Token{}, err
		}
		if len(t.open) == 0 && strings.TrimSpace(text) != "" {
			return t.fail(start, "text outside the root element")
		}
		t.pos = end
		return Token{Kind: Text, Text: text, Start: start, End: end}, nil
	}
	rest := t.src[start:]
	switch {
	case strings.HasPrefix(rest, "</"):
		return t.endTag(start)
	case strings.HasPrefix(rest, "<?"):
		return t.skip(start, "?>", "processing instruction")
	case strings.HasPrefix(rest, "<!--"):
		return t.skip(start, "-->", "comment")
	case strings.HasPrefix(rest, "<![CDATA["):
		tok, err := t.skip(start, "]]>", "CDATA section")
		tok.Kind = Text
		if err == nil {
			tok.Text = t.src[start+len("<![CDATA[") : tok.End-len("]]>")]
		}
		return tok, err
	case strings.HasPrefix(rest, "<!"):
		return t.fail(start, "a document type declaration is not allowed")
	}
	return t.startTag(start)
}

func (t *Tokenizer) skip(start int, until, what string) (Token, error) {
	n := strings.Index(t.src[start:], until)
	if n < 0 {
		return t.fail(start, "a %s that does not end", what)
	}
	t.pos = start + n + len(until)
	return Token{Kind: Comment, Start: start, End: t.pos}, nil
}

func (t *Tokenizer) endTag(start int) (Token, error) {
	n := strings.IndexByte(t.src[start:], '>')
	if n < 0 {
		return t.fail(start, "a tag that does not end")
	}
	qname := strings.TrimRight(t.src[start+2:start+n], " \t\r\n")
	if len(t.open) == 0 {
		return t.fail(start, "</%s> without its start", qname)
	}
	last := t.open[len(t.open)-1]
	if last.qname != qname {
		return t.fail(start, "</%s> where </%s> belongs", qname, last.qname)
	}
	t.pos = start + n + 1
	t.close(last)
	return Token{Kind: End, Name: last.name, Start: start, End: t.pos}, nil
}

func (t *Tokenizer) close(last openElement) {
	t.open = t.open[:len(t.open)-1]
	if len(t.bindings) != last.bindings {
		t.bindings = t.bindings[:last.bindings]
		t.forget()
	}
}

func (t *Tokenizer) startTag(start int) (Token, error) {
	if len(t.open) == 0 && t.seenRoot {
		return t.fail(start, "a second root element")
	}
	p := start + 1
	q := nameEnd(t.src, p)
	if q == p {
		return t.fail(start, "a tag without a name")
	}
	element := openElement{qname: t.src[p:q], bindings: len(t.bindings)}
	t.attrs = t.attrs[:0]
	p = q
	empty := false
	for {
		space := p
		p = skipSpace(t.src, p)
		if p >= len(t.src) {
			return t.fail(start, "a tag that does not end")
		}
		if t.src[p] == '>' {
			p++
			break
		}
		if t.src[p] == '/' && p+1 < len(t.src) && t.src[p+1] == '>' {
			p += 2
			empty = true
			break
		}
		q = nameEnd(t.src, p)
		if q == p || space == p {
			return t.fail(p, "a faulty attribute in <%s>", element.qname)
		}
		name := t.src[p:q]
		p = skipSpace(t.src, q)
		if p >= len(t.src) || t.src[p] != '=' {
			return t.fail(p, "attribute %s without a value", name)
		}
		p = skipSpace(t.src, p+1)
		if p >= len(t.src) || t.src[p] != '"' && t.src[p] != '\'' {
			return t.fail(p, "the value of attribute %s is not quoted", name)
		}
		n := strings.IndexByte(t.src[p+1:], t.src[p])
		if n < 0 {
			return t.fail(p, "the value of attribute %s does not end", name)
		}
		raw := t.src[p+1 : p+1+n]
		if strings.IndexByte(raw, '<') >= 0 {
			return t.fail(p, "< in the value of attribute %s", name)
		}
		value, err := decode(raw, p+1)
		if err != nil {
			return Token{}, err
		}
		p += n + 2
		switch {
		case name == "xmlns":
			t.bind("", value)
		case strings.HasPrefix(name, "xmlns:"):
			t.bind(name[len("xmlns:"):], value)
		default:
			t.attrs = append(t.attrs, Attr{name, value})
		}
		if len(t.attrs)+len(t.bindings) > maxAttrs {
			return t.fail(p, "more than %d attributes in force", maxAttrs)
		}
	}
	if t.nameless {
		t.attrs = t.attrs[:0]
	} else {
		element.name = t.canonical(element.qname)
	}
	for i, a := range t.attrs {
		if strings.IndexByte(a.Name, ':') >= 0 { // an attribute without a prefix has no namespace
			t.attrs[i].Name = t.canonical(a.Name)
		}
	}
	t.pos = p
	t.seenRoot = true
	t.open = append(t.open, element)
	if empty {
		t.close(element)
	}
	return Token{Kind: Start, Empty: empty, Name: element.name, Start: start, End: p}, nil
}

func (t *Tokenizer) bind(prefix, uri string) {
	canonical, ok := namespaces[uri]
	if !ok {
		canonical = "{" + uri + "}"
	} else if canonical != "" {
		canonical += ":"
	}
	t.bindings = append(t.bindings, binding{prefix, canonical})
	t.forget()
}

// forget is for when the bindings change.
func (t *Tokenizer) forget() {
	clear(t.names)
	t.customary = ""
}

func (t *Tokenizer) canonical(qname string) string {
	prefix, local := "", qname
	if i := strings.IndexByte(qname, ':'); i >= 0 {
		if prefix, local = qname[:i], qname[i+1:]; prefix == t.customary && i > 0 {
			return qname
		}
	}
	if name, ok := t.names[qname]; ok {
		return name
	}
	name := qname // xml:space, or a prefix that nothing binds
	for i := len(t.bindings) - 1; i >= 0; i-- {
		if t.bindings[i].prefix == prefix {
			if c := t.bindings[i].canonical; prefix != "" && len(c) == len(prefix)+1 && c[:len(prefix)] == prefix {
				t.customary = prefix
				return qname
			}
			name = t.bindings[i].canonical + local
			break
		}
	}
	t.names[qname] = name
	return name
}

func nameEnd(s string, p int) int {
	for p < len(s) {
		switch s[p] {
		case ' ', '\t', '\r', '\n', '/', '>', '=', '<', '"', '\'':
			return p
		}
		p++
	}
	return p
}

func skipSpace(s string, p int) int {
	for p < len(s) && (s[p] == ' ' || s[p] == '\t' || s[p] == '\r' || s[p] == '\n') {
		p++
	}
	return p
}

// Unescape is a piece of a source as a reader has it; the piece itself if it is none.
func Unescape(s string) string {
	if plain, err := decode(s, 0); err == nil {
		return plain
	}
	return s
}

// decode replaces entities and line ends (XML 1.0 §2.11, §4.6). offset is where s
// stands in the document.
func decode(s string, offset int) (string, error) {
	if strings.IndexByte(s, '&') < 0 && strings.IndexByte(s, '\r') < 0 {
		return s, nil
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		switch s[i] {
		case '\r':
			b.WriteByte('\n')
			if i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
			i++
		case '&':
			n := strings.IndexByte(s[i:], ';')
			if n < 0 {
				return "", &SyntaxError{offset + i, "& without ;"}
			}
			r, ok := entity(s[i+1 : i+n])
			if !ok {
				return "", &SyntaxError{offset + i, "unknown entity " + s[i:i+n+1]}
			}
			b.WriteRune(r)
			i += n + 1
		default:
			b.WriteByte(s[i])
			i++
		}
	}
	return b.String(), nil
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, base := "", 10
	switch {
	case strings.HasPrefix(name, "#x"):
		digits, base = name[2:], 16
	case strings.HasPrefix(name, "#"):
		digits = name[1:]
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || !validRune(rune(n)) {
		return 0, false
	}
	return rune(n), true
}

// validRune reports whether XML 1.0 allows the character (§2.2).
func validRune(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && utf8.ValidRune(r) && r != 0xFFFE && r != 0xFFFF
}

// Escape is s as character data or as the value of an attribute in double quotes.
// What XML cannot hold (control characters) is replaced by U+FFFD.
func Escape(s string) string {
	clean := true
	for _, r := range s {
		if r == '&' || r == '<' || r == '>' || r == '"' || r == '\n' || r == '\t' || r == utf8.RuneError || !validRune(r) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\n' || r == '\t' || r == '\r':
			fmt.Fprintf(&b, "&#%d;", r)
		case !validRune(r):
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Bytes are those of a text, without copying them: nobody may write to them.
func Bytes(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// UTF8 is a part's bytes as UTF-8 text: UTF-16 is decoded by its byte order mark
// (ECMA-376 Part 2 allows both), and anything that is not text is an error.
//
// UTF-8 is not copied, since the parts of a package are never written to: what is given
// must stay as it is from then on.
func UTF8(b []byte) (string, error) {
	if len(b) >= 2 && (b[0] == 0xFE && b[1] == 0xFF || b[0] == 0xFF && b[1] == 0xFE) {
		big := b[0] == 0xFE
		units := make([]uint16, 0, len(b)/2)
		for i := 2; i+1 < len(b); i += 2 {
			if big {
				units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
			} else {
				units = append(units, uint16(b[i+1])<<8|uint16(b[i]))
			}
		}
		return string(utf16.Decode(units)), nil
	}
	s := unsafe.String(unsafe.SliceData(b), len(b))
	if !utf8.ValidString(s) {
		for i, r := range s {
			if r == utf8.RuneError {
				if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
					return "", &SyntaxError{i, "not UTF-8"}
				}
			}
		}
	}
	return s, nil
}
