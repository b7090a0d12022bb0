package truth

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/viet"
)

// A tokenKind is what a token is.
type tokenKind uint8

const (
	word     tokenKind = iota
	number             // value
	fraction           // value over whole: "13/18"
	date               // "10/11/2023"
	span               // "6,6-6,8", "2025 - 2030"
	mark               // a sign that ends no clause
	clause             // ";"
	stop               // the end of a sentence
	block              // the beginning of a paragraph or of an entry of a list
)

// A token is a word, a number or a sign of a text, with its place.
type token struct {
	kind      tokenKind
	capital   bool   // begins with a capital
	listed    bool   // of a block: an entry of a list
	text      string // in small letters, spelt in one way
	from, to  int    // bytes of the source
	*spelling        // nil: not known
	*figures         // of what is no number: [noFigures]
}

// A spelling is what is found out about a word once.
type spelling struct {
	one   string  // its one spelling
	plain bool    // no phrase, name, period or place begins with it
	lex   *lexeme // nil: no pattern has it

	head   bool         // a place may begin with it
	phrase *trie[cue]   // phrases that begin with it; nil: none
	name   *trie[*name] // names that begin with it
}

// figures are the numbers of a token; few tokens have any.
type figures struct {
	value, whole quantity

	measured bool // these are known: the unit that follows in its sentence, and how many tokens it takes
	unit     unit
	taken    int
	known    int // the capture that it is in its sentence, from 1; 0: not read
}

var noFigures = &figures{}

// A quantity is a number that stands for all that round to it.
type quantity struct {
	value  decimal.Decimal
	places int32           // digits behind the comma
	zeros  int32           // at its end, if it is not 0
	unit   decimal.Decimal // what one is; 0: one
}

// quantityOf reads a number; ok is false for what is none.
func quantityOf(s string) (q quantity, ok bool) {
	if len(s) <= 15 && s != "" && allDigits(s) {
		var n int64
		for _, c := range []byte(s) {
			n = n*10 + int64(c-'0')
		}
		return quantity{value: decimal.New(n, 0), zeros: zerosOf(s)}, true
	}
	n, ok := viet.ParseNumber(s)
	if !ok {
		return q, false
	}
	return quantity{value: n.Value, places: int32(max(0, viet.Decimals(s))), zeros: zerosOf(s)}, true
}

// zerosOf counts the zeros at the end of a number; none where it has no other digit.
func zerosOf(s string) int32 {
	zeros := int32(0)
	for _, c := range []byte(s) {
		switch {
		case c == '0':
			zeros++
		case c > '0' && c <= '9':
			zeros = 0
		}
	}
	if strings.Trim(s, "0.,+- \u00a0\u2007\u2009\u202f") == "" {
		return 0
	}
	return zeros
}

func (q quantity) of(n int64, exponent int32) decimal.Decimal {
	d := decimal.New(n, exponent)
	if !q.unit.IsZero() {
		d = d.Mul(q.unit)
	}
	return d
}

// half is a half of one of the last place: by how much the number may have been rounded.
func (q quantity) half() decimal.Decimal {
	if all := halfUnits(); int(q.places) < len(all) && q.unit.IsZero() {
		return all[q.places]
	}
	return q.of(5, -q.places-1)
}

// halfUnits are the halves of numbers with few places.
var halfUnits = sync.OnceValue(func() (all [5]decimal.Decimal) {
	for i := range all {
		all[i] = decimal.New(5, int32(-i-1))
	}
	return all
})

// last is one of the last digit that is not zero.
func (q quantity) last() decimal.Decimal { return q.of(1, q.zeros-q.places) }

// times is a quantity in another unit.
func (q quantity) times(factor decimal.Decimal) quantity {
	if factor.Equal(one) {
		return q
	}
	q.value = q.value.Mul(factor)
	if q.unit.IsZero() {
		q.unit = factor
	} else {
		q.unit = q.unit.Mul(factor)
	}
	return q
}

var one = decimal.New(1, 0)

// tones moves a mark to the vowel that it stands on in most texts: "hoà" is "hòa".
var tones = strings.NewReplacer(
	"oà ", "òa ", "oá ", "óa ", "oả ", "ỏa ", "oã ", "õa ", "oạ ", "ọa ",
	"oè ", "òe ", "oé ", "óe ", "oẻ ", "ỏe ", "oẽ ", "õe ", "oẹ ", "ọe ",
	"uỳ ", "ùy ", "uý ", "úy ", "uỷ ", "ủy ", "uỹ ", "ũy ", "uỵ ", "ụy ")

// spellings are other ways to write a word.
var spellings = map[string]string{
	"tỉ": "tỷ", "kì": "kỳ", "kĩ": "kỹ", "lí": "lý", "mĩ": "mỹ", "quí": "quý", "qui": "quy", "sỹ": "sĩ", "ngàn": "nghìn",
	"m²": "m2", "m³": "m3", "km²": "km2", "hecta": "ha", "héc-ta": "ha", "hécta": "ha", "km/h": "km", "vnd": "đồng", "vnđ": "đồng", "đ": "đồng",
}

// abbreviations are those that every office writes; they count in capitals only.
var abbreviations = map[string][]string{
	"NSNN": {"ngân", "sách", "nhà", "nước"}, "GTSX": {"giá", "trị", "sản", "xuất"}, "KH": {"kế", "hoạch"}, "BHYT": {"bảo", "hiểm", "y", "tế"},
	"BHXH": {"bảo", "hiểm", "xã", "hội"}, "TTCN": {"tiểu", "thủ", "công", "nghiệp"}, "ĐTC": {"đầu", "tư", "công"}, "NTM": {"nông", "thôn", "mới"}, "CN": {"công", "nghiệp"},
}

// spelt is a word in small letters and in one spelling.
func spelt(s string) string {
	s = viet.Lower(s)
	if !strings.HasPrefix(s, "qu") {
		s = strings.TrimSuffix(tones.Replace(s+" "), " ")
	}
	if t, ok := spellings[s]; ok {
		return t
	}
	return s
}

// words are the words and numbers of a short text, without signs but those that part a
// name: "," stands for any of them.
func words(s string) []string {
	var all []string
	for _, t := range tokens(s) {
		switch {
		case t.kind == mark && joins(t.text), t.kind == word && t.text == "và":
			all = append(all, ",")
		case t.kind == mark, t.kind >= clause:
		default:
			all = append(all, t.text)
		}
	}
	return all
}

// joins reports whether a sign may part the words of a name.
func joins(s string) bool { return s == "," || s == "-" || s == "&" || s == "/" }

// A lexer cuts a text into tokens.
type lexer struct {
	raw   string
	at    int
	all   []token
	spelt map[string]*spelling // of words, as they stand; nil: not kept
	look  func(*spelling)      // completes a new one
}

// maxSpelt bounds the words that are kept.
const maxSpelt = 1 << 15

// tokens cuts a text into tokens. Marks of emphasis and quotes are no tokens.
func tokens(raw string) []token {
	l := &lexer{raw: raw}
	return l.read()
}

func (l *lexer) read() []token {
	raw := l.raw
	if l.all == nil {
		l.all = make([]token, 0, len(raw)/5)
	}
	l.begin()
	for l.at < len(raw) {
		l.next()
	}
	return l.all
}

func (l *lexer) peek(at int) rune {
	if at >= len(l.raw) {
		return ' '
	}
	r, _ := utf8.DecodeRuneInString(l.raw[at:])
	return r
}

func (l *lexer) add(kind tokenKind, text string, from int) {
	l.all = append(l.all, token{kind: kind, text: text, from: from, to: l.at, figures: noFigures})
}

// mark adds a sign; what is known of it is looked up as of a word.
func (l *lexer) mark(text string, from int) {
	l.add(mark, text, from)
	l.all[len(l.all)-1].spelling = l.known(text, text)
}

// known is what is found out about a word once; nil where that is not kept.
func (l *lexer) known(written, one string) *spelling {
	s := l.spelt[written]
	if s == nil && l.spelt != nil && len(l.spelt) < maxSpelt {
		s = &spelling{one: one}
		l.look(s)
		l.spelt[strings.Clone(written)] = s
	}
	return s
}

// begin skips the marker of a list's entry or of a heading at the beginning of a line.
func (l *lexer) begin() bool {
	rest := l.raw[l.at:]
	n := 0
	switch {
	case strings.HasPrefix(rest, "- "), strings.HasPrefix(rest, "* "), strings.HasPrefix(rest, "+ "), strings.HasPrefix(rest, "• "), strings.HasPrefix(rest, "– "):
		n = strings.IndexByte(rest, ' ')
	case strings.HasPrefix(rest, "#"), strings.HasPrefix(rest, "|"):
		n = 1
	default:
		for n < len(rest) && n < 4 && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		if first, size := utf8.DecodeRuneInString(rest); n == 0 && viet.IsLetter(first) && strings.HasPrefix(rest[size:], ")") { // a), đ)
			n = size
		}
		if n == 0 || n+1 >= len(rest) || rest[n] != '.' && rest[n] != ')' || rest[n+1] != ' ' && rest[n+1] != '\n' {
			return false
		}
		n++
	}
	l.at += n
	return true
}

func (l *lexer) next() {
	from := l.at
	r, size := utf8.DecodeRuneInString(l.raw[l.at:])
	switch {
	case unicode.IsSpace(r):
		l.space()
	case isDigit(r):
		l.number("")
	case viet.IsLetter(r):
		l.word()
	case strings.ContainsRune("+-−", r) && isDigit(l.peek(l.at+size)) && l.freeBefore():
		l.at += size
		sign := "-"
		if r == '+' {
			sign = "+"
		}
		l.number(sign)
	default:
		l.at += size
		l.sign(r, from)
	}
}

// freeBefore reports whether a sign here belongs to the number after it.
func (l *lexer) freeBefore() bool {
	if n := len(l.all); n > 0 && l.all[n-1].kind == number {
		return false // a range
	}
	r, _ := utf8.DecodeLastRuneInString(l.raw[:l.at])
	return l.at == 0 || unicode.IsSpace(r) || r == '('
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func (l *lexer) space() {
	from, breaks := l.at, 0
	for l.at < len(l.raw) {
		r, size := utf8.DecodeRuneInString(l.raw[l.at:])
		if !unicode.IsSpace(r) {
			break
		}
		if r == '\n' {
			breaks++
		}
		l.at += size
	}
	if breaks > 0 {
		listed := l.begin()
		if listed || breaks > 1 {
			l.all = append(l.all, token{kind: block, from: from, to: l.at, listed: listed, figures: noFigures})
		}
	}
}

func (l *lexer) word() {
	from := l.at
	first, _ := utf8.DecodeRuneInString(l.raw[l.at:])
	l.letters()
	if strings.EqualFold(l.raw[from:l.at], "tr") && strings.HasPrefix(l.raw[l.at:], ".") && viet.IsLetter(l.peek(l.at+1)) { // tr.đồng
		l.add(word, "triệu", from)
		l.at++
		return
	}
	written := l.raw[from:l.at]
	known, s := l.spelt[written], ""
	if known != nil {
		s = known.one
	} else if parts, ok := abbreviations[written]; ok {
		for _, p := range parts {
			l.add(word, p, from)
		}
		return
	} else {
		s = spelt(written)
		known = l.known(written, s)
	}
	if s == "trđ" {
		l.add(word, "triệu", from)
		s, known = "đồng", nil
	}
	l.add(word, s, from)
	last := &l.all[len(l.all)-1]
	last.capital, last.spelling = unicode.IsUpper(first), known
}

func (l *lexer) letters() {
	for l.at < len(l.raw) {
		if c := l.raw[l.at]; c|0x20 >= 'a' && c|0x20 <= 'z' {
			l.at++
			continue
		}
		r, size := utf8.DecodeRuneInString(l.raw[l.at:])
		if !viet.IsLetter(r) && !isDigit(r) && !unicode.Is(unicode.Mn, r) && r != '²' && r != '³' {
			break
		}
		l.at += size
	}
}

// digits reads digits with dots and commas between them.
func (l *lexer) digits() string {
	from := l.at
	for l.at < len(l.raw) {
		c := l.raw[l.at]
		if isDigit(rune(c)) {
			l.at++
			continue
		}
		if (c == '.' || c == ',') && isDigit(l.peek(l.at+1)) {
			l.at += 2
			continue
		}
		// A no-break space groups thousands; an ordinary one may part two numbers.
		if rest, ok := strings.CutPrefix(l.raw[l.at:], "\u00a0"); ok && len(rest) >= 3 && allDigits(rest[:3]) && (len(rest) == 3 || !isDigit(rune(rest[3]))) && l.at-from <= 3 {
			l.at += 5
			continue
		}
		break
	}
	return l.raw[from:l.at]
}

func allDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// glued are the units that some write without a space.
var glued = map[string]bool{"tỷ": true, "triệu": true, "nghìn": true, "đồng": true, "ha": true, "km": true, "km2": true, "m": true, "m2": true, "m3": true, "kg": true, "tấn": true, "tạ": true}

// number reads what begins with a digit: a number, a fraction, a date, a range, or a code
// such as "77-NQ/TU", which is a word.
func (l *lexer) number(sign string) {
	from := l.at
	t := token{kind: number, from: from, figures: noFigures}
	first := l.digits()
	t.text = first
	if n := len(l.all); n > 0 && l.all[n-1].kind == mark && l.all[n-1].text == "/" && l.all[n-1].to == from {
		l.code(from)
		return
	}
	var parts []string
	for l.at < len(l.raw) && l.raw[l.at] == '/' && isDigit(l.peek(l.at+1)) {
		l.at++
		parts = append(parts, l.digits())
	}
	after := l.peek(l.at)
	switch {
	case viet.IsLetter(after):
		end := l.at
		l.letters()
		unit := spelt(l.raw[end:l.at])
		l.at = end
		if !glued[unit] {
			l.code(from)
			return
		}
	case (after == '-' || after == '/') && viet.IsLetter(l.peek(l.at+1)):
		if after == '/' || len(parts) > 0 || unicode.IsUpper(l.peek(l.at+1)) {
			l.code(from)
			return
		}
	}
	value, ok := quantityOf(first)
	switch {
	case !ok || len(parts) > 2:
		l.code(from)
		return
	case len(parts) == 2:
		t.kind, t.text = date, l.raw[from:l.at]
	case len(parts) == 1:
		whole, ok := quantityOf(parts[0])
		if !ok {
			l.code(from)
			return
		}
		t.kind, t.text, t.figures = fraction, l.raw[from:l.at], &figures{value: value, whole: whole}
	default:
		if sign == "-" {
			value.value = value.value.Neg()
		}
		t.figures = &figures{value: value}
		if sign != "" {
			t.text = sign + first
		}
		if end, ok := l.rangeEnd(); ok {
			l.at = end
			t.kind, t.text = span, l.raw[from:l.at]
		}
	}
	t.to = l.at
	l.all = append(l.all, t)
}

// rangeEnd is where a range ends whose first number was just read.
func (l *lexer) rangeEnd() (int, bool) {
	end := l.at
	for l.peek(end) == ' ' && end < len(l.raw) {
		end++
	}
	r, size := utf8.DecodeRuneInString(l.raw[end:])
	if r != '-' && r != '–' && r != '—' && r != '÷' {
		return 0, false
	}
	end += size
	for end < len(l.raw) && l.raw[end] == ' ' {
		end++
	}
	if !isDigit(l.peek(end)) {
		return 0, false
	}
	for end < len(l.raw) && strings.IndexByte("0123456789.,/", l.raw[end]) >= 0 {
		end++
	}
	for strings.IndexByte(".,/", l.raw[end-1]) >= 0 {
		end--
	}
	return end, true
}

// code reads to the end of what is written without a space.
func (l *lexer) code(from int) {
	for l.at < len(l.raw) {
		r, size := utf8.DecodeRuneInString(l.raw[l.at:])
		inside := (r == '-' || r == '/' || r == '.' || r == ',') && (viet.IsLetter(l.peek(l.at+size)) || isDigit(l.peek(l.at+size)))
		if !viet.IsLetter(r) && !isDigit(r) && !unicode.Is(unicode.Mn, r) && !inside {
			break
		}
		l.at += size
	}
	l.add(word, viet.Lower(l.raw[from:l.at]), from)
}

func (l *lexer) sign(r rune, from int) {
	switch r {
	case '*', '_', '`', '"', '\'', '“', '”', '‘', '’', '«', '»', '[', ']':
	case '.':
		if strings.HasPrefix(l.raw[l.at:], "/.") { // ends a paper
			l.at += 2
			l.add(mark, "./.", from)
			return
		}
		if next := l.peek(l.at); !viet.IsLetter(next) && !isDigit(next) {
			l.add(stop, ".", from)
			return
		}
		l.add(mark, ".", from)
	case '!', '?', '…', '|':
		l.add(stop, string(r), from)
	case ';':
		l.add(clause, ";", from)
	case '\\':
		if strings.HasPrefix(l.raw[l.at:], "n") {
			l.at++
			listed := l.begin()
			l.all = append(l.all, token{kind: block, from: from, to: l.at, listed: listed, figures: noFigures})
		}
	case '%', '‰':
		l.add(word, string(r), from)
	case '–', '—', '−':
		l.mark("-", from)
	default:
		l.mark(string(r), from)
	}
}
