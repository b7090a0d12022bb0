package truth

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/shopspring/decimal"
)

// A pattern is a way to say something, written as one would quote it: "từ {a} xuống {b},
// giảm {n}". It is matched against the tokens of a sentence, by these signs:
//
//	tăng        the word
//	{a}         a figure, with the words that qualify it and with its unit: "khoảng 12,5 tỷ đồng"
//	{a%}        a percentage
//	{a/}        a fraction: 36/38
//	{a@date}    a day: "30/11/2026", "ngày 30 tháng 11 năm 2026", "ngày 30/11"
//	{a@words}   a number in words: "hai mươi mốt"
//	<x y|z>     one of these
//	<k:x y|z>   one of these, and which
//	[x y]       these, or nothing
//	..          some words of any kind, up to eight, but no figure and no sign
//	$over       what stands under this name in [vocabulary]
//	, ( ) : ;   the sign; a comma is a dash as well
//
// Whatever a pattern does not name may not stand there: what is not understood is let go.
type pattern struct {
	source string
	start  func() *node // read at its first use
}

// An op is what a node of a pattern looks for.
type op uint8

const (
	opWord op = iota
	opFigure
	opPercent
	opFraction
	opDate
	opWords
	opSome // of several ways on
	opGap
	opBegin // of what is to be told apart
	opEnd
	opDone
)

// A node is a step of a pattern; a pattern is a graph of them.
type node struct {
	op   op
	text string  // the word, or the name of a capture
	next *node   // of opSome: where its ways meet again
	ways []*node // of opSome
}

// maxGap is how many words ".." may stand for.
const maxGap = 8

// vocabulary are parts of patterns that many share.
var vocabulary = map[string]string{
	"is":      "[đã] [được] <:|là|có|gồm|đạt|bằng|chiếm|còn|được|ước đạt|ước|: có|là :>",
	"past":    "<cùng kỳ [<năm trước|năm ngoái|năm {y}>]|năm trước|năm ngoái|năm học trước|tháng trước|quý trước|kỳ trước|nhiệm kỳ trước|năm {y}|tháng {y}|quý {y}>",
	"plan":    "<kế hoạch|dự toán|chỉ tiêu|nghị quyết|mục tiêu> [năm] [<{y}|đề ra|đặt ra|được giao|giao|tỉnh giao|huyện giao|xã giao|cấp trên giao|cả năm|đầu năm>]",
	"rise":    "tăng|tăng thêm|cao hơn|nhiều hơn|tăng trưởng|tăng nhẹ|tăng mạnh|vượt",
	"fall":    "giảm|giảm đi|thấp hơn|ít hơn|giảm nhẹ|giảm mạnh|giảm được",
	"people":  "đại biểu|đồng chí|người|thành viên|đảng viên|ủy viên|cổ đông|hội viên|cán bộ|công chức|viên chức|học sinh|lao động|đoàn viên|hộ",
	"share":   "[<,|(|và>] [<chiếm|đạt|bằng|với|tương ứng>] [tỷ lệ] {p%}",
	"weekday": "thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|thứ 2|thứ 3|thứ 4|thứ 5|thứ 6|thứ 7|chủ nhật|chúa nhật",
	"moves":   "xuống|xuống còn|còn|giảm còn|giảm xuống|giảm xuống còn|lên|lên đến|lên tới|tăng lên|tăng lên đến|lên thành",
	"when":    "( năm {y} )|năm {y}|( tháng {y} )|tháng {y}|quý {y}|( đầu năm )|đầu năm|cuối năm|năm trước|năm ngoái|đầu nhiệm kỳ|cuối nhiệm kỳ|cùng kỳ",
}

// compile takes a pattern; one that cannot be read is our own fault.
func compile(source string) *pattern {
	return &pattern{source, sync.OnceValue(func() *node {
		c := &compiler{source: source}
		start := c.sequence(&node{op: opDone}, "")
		if c.rest() != "" {
			panic(fmt.Sprintf("truth: the pattern %q ends at %q", source, c.rest()))
		}
		return start
	})}
}

// patterns takes several.
func patterns(sources ...string) []*pattern {
	var all []*pattern
	for _, s := range sources {
		all = append(all, compile(s))
	}
	return all
}

// A compiler reads a pattern from its end backwards, so that each node knows the next one.
type compiler struct {
	source string
	at     int
}

func (c *compiler) rest() string {
	c.at += len(c.source[c.at:]) - len(strings.TrimLeft(c.source[c.at:], " "))
	return c.source[c.at:]
}

// sequence reads steps up to one of the signs in end, and puts next behind them.
func (c *compiler) sequence(next *node, end string) *node {
	var steps []func(*node) *node
	for rest := c.rest(); rest != "" && !strings.ContainsRune(end, rune(rest[0])); rest = c.rest() {
		steps = append(steps, c.step())
	}
	for _, step := range slices.Backward(steps) {
		next = step(next)
	}
	return next
}

// step reads one step, and gives what puts it before another.
func (c *compiler) step() func(*node) *node {
	rest := c.rest()
	word := func(s string) func(*node) *node {
		return func(next *node) *node { return &node{op: opWord, text: s, next: next} }
	}
	switch rest[0] {
	case ',', '(', ')', ':', ';':
		c.at++
		return word(rest[:1])
	case '{':
		name, _, ok := strings.Cut(rest[1:], "}")
		if !ok {
			panic("truth: a figure does not end in " + c.source)
		}
		c.at += len(name) + 2
		return figureStep(name)
	case '[':
		c.at++
		return c.some(']', true)
	case '<':
		c.at++
		return c.some('>', false)
	case '$':
		name := rest[1:]
		if i := strings.IndexAny(name, " ,()[]<>|:;{"); i >= 0 {
			name = name[:i]
		}
		c.at += len(name) + 1
		meaning, ok := vocabulary[name]
		if !ok {
			panic("truth: nothing is called $" + name)
		}
		return (&compiler{source: meaning + ">"}).some('>', false)
	}
	text := rest
	if i := strings.IndexAny(text, " ,()[]<>|:;{"); i >= 0 {
		text = text[:i]
	}
	if text == "" {
		panic(fmt.Sprintf("truth: %q cannot be read at %q", c.source, rest))
	}
	c.at += len(text)
	if text == ".." {
		return func(next *node) *node { return &node{op: opGap, next: next} }
	}
	return word(text)
}

func figureStep(name string) func(*node) *node {
	kind := opFigure
	for suffix, of := range map[string]op{"%": opPercent, "/": opFraction, "@date": opDate, "@words": opWords} {
		if short, ok := strings.CutSuffix(name, suffix); ok {
			name, kind = short, of
		}
	}
	return func(next *node) *node { return &node{op: kind, text: name, next: next} }
}

// some reads alternatives up to end.
func (c *compiler) some(end byte, none bool) func(*node) *node {
	name := ""
	if i := strings.IndexAny(c.source[c.at:], " :|<>[]{"); i > 0 && c.source[c.at+i] == ':' { // "<k:…"
		name = c.source[c.at : c.at+i]
		c.at += i + 1
	}
	var ways []func(*node) *node
	for {
		from := *c
		c.sequence(&node{op: opDone}, "|"+string(end))
		ways = append(ways, func(next *node) *node {
			again := from
			return again.sequence(next, "|"+string(end))
		})
		rest := c.rest()
		if rest == "" {
			panic(fmt.Sprintf("truth: %q lacks %q", c.source, end))
		}
		c.at++
		if rest[0] == end {
			break
		}
	}
	return func(next *node) *node {
		to := next
		if name != "" {
			to = &node{op: opEnd, text: name, next: next}
		}
		all := &node{op: opSome, next: to}
		for _, way := range ways {
			all.ways = append(all.ways, way(to))
		}
		if none {
			all.ways = append(all.ways, to)
		}
		if name != "" {
			return &node{op: opBegin, text: name, next: all}
		}
		return all
	}
}

// begins are the words that a pattern may begin with; figures reports whether it may begin
// with a number.
func (p *pattern) begins() (words []string, figures bool) {
	seen := map[*node]bool{}
	var walk func(*node)
	walk = func(n *node) {
		if seen[n] {
			return
		}
		seen[n] = true
		switch n.op {
		case opWord:
			words = append(words, n.text)
			if n.text == "," {
				words = append(words, "-")
			}
		case opBegin, opEnd:
			walk(n.next)
		case opSome:
			for _, w := range n.ways {
				walk(w)
			}
		case opDate:
			words, figures = append(words, "ngày"), true
		case opFigure, opPercent, opFraction:
			figures = true
		default:
			panic("truth: a pattern begins with anything: " + p.source)
		}
	}
	walk(p.start())
	return words, figures
}

// needs are sets of words one of each of which stands wherever the pattern does.
func (p *pattern) needs() [][]string {
	var all [][]string
	for n := p.start(); n != nil; n = n.next {
		if words, ok := n.words(n.next); ok && len(words) > 0 {
			all = append(all, words)
		}
	}
	return all
}

// words are those that a step begins with; ok is false where it may begin otherwise, or be
// left out. behind is what follows the step.
func (n *node) words(behind *node) (all []string, ok bool) {
	switch n.op {
	case opWord:
		return []string{n.text}, true
	case opBegin:
		return n.next.words(behind)
	case opSome:
		for _, w := range n.ways {
			words, ok := w.words(behind)
			if w == n.next || !ok {
				return nil, false
			}
			all = append(all, words...)
		}
		return all, true
	}
	return nil, false
}

// A capture is what stands for a name of a pattern.
type capture struct {
	name     string
	from, to int // tokens
	unit     unit
	cue      cue             // what the words before a figure make of it
	rate     bool            // a figure of each: "5 triệu đồng/hộ"
	day      period          // of a date
	number   decimal.Decimal // in words
}

// A match is what a pattern found.
type match struct {
	*reader
	from, to int // tokens
	captures []capture

	first, last int // tokens of the sentence

	known   []capture // figures of the sentence that were read, up to knownTo
	knownTo int
}

// find looks for the pattern at a token.
func (m *match) find(p *pattern, at int) bool {
	m.from, m.captures = at, m.captures[:0]
	return m.run(p.start(), at)
}

// run goes on from a node at a token.
func (m *match) run(n *node, i int) bool {
	for {
		switch n.op {
		case opDone:
			m.to = i
			return true
		case opWord:
			if i >= m.last {
				return false
			}
			if t := &m.tokens[i]; t.text != n.text && (n.text != "," || t.text != "-") {
				return false
			}
			i++
		case opSome:
			for _, w := range n.ways[:len(n.ways)-1] {
				held := len(m.captures)
				if m.run(w, i) {
					return true
				}
				m.captures = m.captures[:held]
			}
			n = n.ways[len(n.ways)-1]
			continue
		case opGap:
			for end := i; end <= i+maxGap; end++ {
				held := len(m.captures)
				if m.run(n.next, end) {
					return true
				}
				m.captures = m.captures[:held]
				if end >= m.last || m.tokens[end].kind != word {
					return false
				}
			}
			return false
		case opBegin:
			m.captures = append(m.captures, capture{name: n.text, from: i, to: i})
		case opEnd:
			for k := len(m.captures) - 1; ; k-- {
				if m.captures[k].name == n.text {
					m.captures[k].to = i
					break
				}
			}
		default:
			c, ok := m.read(n.op, i)
			if !ok {
				return false
			}
			c.name = n.text
			m.captures = append(m.captures, c)
			i = c.to
		}
		n = n.next
	}
}

// read reads a figure, a day or a number in words at a token.
func (m *match) read(kind op, i int) (c capture, ok bool) {
	rest := m.tokens[i:m.last]
	switch kind {
	case opDate:
		p, n := dayAt(rest)
		return capture{from: i, to: i + n, day: p}, n > 0
	case opWords:
		v, n := numberInWords(rest)
		return capture{from: i, to: i + n, number: v}, n > 0
	}
	c.cue = filler
	if i > m.from {
		if len(rest) > 0 && (rest[0].kind == number || rest[0].kind == fraction) { // no word qualifies it
		} else if q, n := phrases().find(rest[:min(len(rest), 4)]); n > 0 && (q == atLeast || q == atMost || q == about) {
			c.cue, i = q, i+n
		}
	} else if i > 0 && m.tokens[i-1].kind == word {
		if q := cueOf(&m.tokens[i-1]); q == atLeast || q == atMost || q == about {
			c.cue = q
		}
	}
	if i >= m.last {
		return c, false
	}
	want := number
	if kind == opFraction {
		want = fraction
	}
	if m.tokens[i].kind != want {
		return c, false
	}
	if known := m.tokens[i].known; i < m.knownTo && known > 0 {
		k := m.known[known-1]
		k.cue = c.cue
		return k, kind == opFigure || kind == opFraction || k.unit.base == "%"
	}
	u, n := m.tokens[i].unit, m.tokens[i].taken
	if i >= m.knownTo || !m.tokens[i].measured { // it is part of a name, or what is looked at no sentence
		u, n = m.unitAt(m.tokens[i+1 : min(m.last, i+1+maxName)])
	}
	if u.base == "?" || n > 0 && !isStandard(u.base) && !slices.ContainsFunc(m.tokens[i+1:i+1+n], func(t token) bool { return t.text == "/" }) {
		u.base, n = "?", 0 // a noun, which a table may have for a unit
	}
	c.from, c.to, c.unit = i, i+1+n, u
	for k := c.to; k < min(c.to+4, m.last) && m.tokens[k].kind == word || k < m.last && m.tokens[k].text == "/"; k++ {
		c.rate = c.rate || m.tokens[k].text == "/"
	}
	if i < m.knownTo {
		m.known = append(m.known, c)
		m.tokens[i].known = len(m.known)
	}
	return c, kind == opFigure || kind == opFraction || u.base == "%"
}

// get is a capture.
func (m *match) get(name string) (c capture, ok bool) {
	for _, c := range m.captures {
		if c.name == name {
			return c, true
		}
	}
	return c, false
}

// has reports whether something stands for a name.
func (m *match) has(name string) bool {
	_, ok := m.get(name)
	return ok
}

// said is what stands for a name, in small letters; "" for nothing.
func (m *match) said(name string) string {
	c, ok := m.get(name)
	if !ok {
		return ""
	}
	var w []string
	for _, t := range m.tokens[c.from:c.to] {
		w = append(w, t.text)
	}
	return strings.Join(w, " ")
}

// written is what stands for a figure, as the file has it, with its unit.
func (m *match) written(c capture) string {
	return excerpt(m.text.Raw[m.tokens[c.from].from:m.tokens[c.to-1].to])
}

// value is all that a figure may stand for, in the base of its unit.
func (m *match) value(c capture) bounds {
	t := &m.tokens[c.from]
	q := t.value.times(factorOf(c.unit))
	if c.cue == filler && t.value.value.IsInteger() && counts(c.unit.base) {
		return exact(q.value)
	}
	return q.qualified(c.cue)
}

// factorOf is how many of its base a unit makes.
func factorOf(u unit) decimal.Decimal {
	if u.factor.IsZero() {
		return decimal.NewFromInt(1)
	}
	return u.factor
}

// counts reports whether what has a unit is counted, one by one, not measured and rounded.
func counts(base string) bool {
	return !slices.Contains(continuous, base) && base != "%" && base != "điểm %" && base != "lần" && base != "điểm"
}

// alike gives figures the unit that they share: "từ 50 lên 56,3 tỷ đồng". ok is false where
// they are of different things, or may be.
func (m *match) alike(all ...*capture) bool {
	var of *capture
	for _, c := range all {
		if m.thing(c) == "" {
			continue
		}
		if of != nil && m.thing(of) != m.thing(c) {
			return false
		}
		of = c
	}
	for _, c := range all {
		if of != nil && m.thing(c) == "" {
			c.unit = of.unit
		}
	}
	return true
}

// thing is what a figure is of: its unit, or the word after it; "" where nothing says.
func (m *match) thing(c *capture) string {
	if c.unit.base != "?" {
		return c.unit.base
	}
	at := c.to
	for at < m.last && magnitudes[m.tokens[at].text] > 0 {
		at++
	}
	if at >= m.last || m.tokens[at].kind != word {
		return ""
	}
	noun := m.tokens[at].text
	if pair := [2]string{m.at(at, at, m.last), m.at(at+1, at, m.last)}; otherwise()[pair] {
		return "? " + pair[0] + " " + pair[1]
	}
	if noThings[noun] {
		return ""
	}
	if _, n := phrases().find(m.tokens[at:min(m.last, at+4)]); n > 0 && !c.rate {
		return ""
	}
	return "? " + noun
}

// noThings are the words after a figure that do not say what it counts, besides those of the
// phrase table.
var noThings = map[string]bool{
	"xuống": true, "nam": true, "nữ": true, "từ": true, "thu": true, "phát": true, "hợp": true, "vắng": true, "trực": true, "tán": true, "đồng": true, "nhất": true, "biểu": true,
	"thì": true, "ở": true, "của": true, "theo": true, "về": true, "do": true, "bởi": true, "khi": true, "nhưng": true, "hoặc": true, "nên": true, "các": true, "những": true, "như": true, "sau": true,
}
