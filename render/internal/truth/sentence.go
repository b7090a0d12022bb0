package truth

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// An itemKind is what a part of a sentence is.
type itemKind uint8

const (
	unknown   itemKind = iota
	cueItem            // a phrase of the table
	nameItem           // an indicator's
	figure             // a number with its unit
	shares             // a fraction
	numbers            // a range, or another number that is not one figure
	timeItem           // a period
	placeItem          // "trên địa bàn huyện"
	comma              // also a dash
	colon
	opens // (
	closes
	ends // of a clause
)

// An item is a part of a sentence.
type item struct {
	kind     itemKind
	from, to int // tokens
	cue      cue
	name     *name
	unit     unit
	period   period
	home     bool // of a place: it is the meeting's own
	loose    bool // of a plan or an earlier time: not the one that the tables have
	giver    bool // of a plan: who gave it is said
	generic  bool // of a plan: "chỉ tiêu", which may be the indicator itself
	compared bool // "so với" stands before it
	year     bool // of an earlier time: "năm trước", which may be the whole year
}

// A context is what stands above a text and tells what its figures are of.
type context struct {
	periods []period
	asked   bool // of what is to be done, or of another place
}

// A reader reads one text.
type reader struct {
	*checker
	text   meeting.Text
	voice  voice
	tables bool // the text stands beside the meeting's own tables
	people *people
	above  []context // headings

	tokens    []token
	lifted    bool     // the sentence itself says that it is of the present, or of the meeting's own place
	before    *subject // that the sentence before ended with, if it is the only one there
	leading   context  // of the line that leads into a list
	paragraph context  // of the sentences before this one in its paragraph

	ballot, attendees tally // of the paragraph, and the list that it leads into
}

// maxSentence is how many tokens are read together: what is longer is no sentence, and a
// sentence is walked through more than once.
const maxSentence = 500

// read reads the whole text, sentence by sentence.
func (r *reader) read() {
	r.tokens = (&lexer{raw: r.text.Raw, all: r.room[:0], spelt: r.spelt, look: r.look}).read()
	r.room = r.tokens
	start, listed := 0, false
	var last []item
	for i := 0; i <= len(r.tokens); i++ {
		if i < len(r.tokens) && r.tokens[i].kind != stop && r.tokens[i].kind != block && i-start < maxSentence {
			continue
		}
		if i > start {
			items := r.items(start, i)
			has, numbers := r.spots(start, i)
			r.sentence(items, has)
			if numbers {
				r.said(start, i, has)
			}
			last = items
			r.paragraph = r.contextOf(items, r.paragraph)
		}
		start = i
		if i < len(r.tokens) && r.tokens[i].kind >= stop {
			start++
		}
		if i < len(r.tokens) && r.tokens[i].kind == block {
			// What a line with a colon at its end says holds for the list under it.
			if n := len(last); n > 0 && last[n-1].kind == colon {
				r.leading = contextOf(last)
			} else if !r.tokens[i].listed && (listed || len(r.leading.periods) > 0 || r.leading.asked) {
				r.leading = context{}
			}
			listed = r.tokens[i].listed
			r.paragraph, r.before = context{}, nil
			if !r.tokens[i].listed {
				r.ballot, r.attendees = tally{}, tally{}
			}
			last = nil
		}
	}
	for _, s := range known().whole {
		s.whole(r)
	}
}

// sentence looks at one sentence for all that it may contradict.
func (r *reader) sentence(items []item, has uint64) {
	if !slices.ContainsFunc(items, func(i item) bool { return i.kind == figure || i.kind == shares }) {
		r.before = nil
		return
	}
	if len(r.found) >= maxFindings {
		return
	}
	for _, e := range known().sentence {
		if e.needs&^has == 0 {
			e.of.sentence(r, items)
		}
	}
}

// indicatorFigures are the figures of the tables' indicators.
var indicatorFigures = &statement{name: "indicators", sentence: func(r *reader, items []item) {
	r.lifted = slices.ContainsFunc(items, func(i item) bool { return i.kind == placeItem && i.home || i.kind == cueItem && i.cue == present })
	if r.voice == reports && r.tables && len(r.rows) > 0 {
		r.claims(items)
	}
}}

// whole is the context that the text is for what stands under it.
func (r *reader) whole() context {
	c := contextOf(r.items(0, len(r.tokens)))
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "quả", "hình": // "Kết quả 9 tháng, phương hướng quý IV": both stand under it
			c.asked = false
		}
	}
	return c
}

func contextOf(items []item) context {
	var c context
	var planned, done bool
	for _, it := range items {
		switch {
		case it.kind == timeItem:
			c.periods = append(c.periods, it.period)
		case it.kind == cueItem && (it.cue == asked || it.cue == another), it.kind == placeItem && !it.home:
			c.asked = true
		case it.kind == cueItem && it.cue == plan && !it.generic:
			planned = true
		case it.kind == cueItem && it.cue == reaches:
			done = true
		}
	}
	c.asked = c.asked || planned && !done // "Nghị quyết đề ra các chỉ tiêu:"
	return c
}

// contextOf is what a sentence leaves for those after it: the period that it begins with.
func (r *reader) contextOf(items []item, before context) context {
	for i, it := range items {
		switch it.kind {
		case timeItem:
			return context{periods: []period{it.period}}
		case placeItem:
			if !it.home {
				return context{asked: true}
			}
		case nameItem, figure, shares:
			return before
		}
		if i == 2 { // later words tell of something else: "Nghị quyết số 12 ngày 05/9"
			break
		}
	}
	return before
}

// items cuts tokens into the parts of a sentence.
// They stand until the next sentence is cut.
func (r *reader) items(from, to int) []item {
	all := r.scratch.items[:0]
	text := r.tokens[:to]
	for i := from; i < to; {
		all = append(all, item{})
		it := &all[len(all)-1]
		r.item(it, text, i)
		i = it.to
	}
	r.scratch.items = all
	return all
}

func (r *reader) item(it *item, text []token, i int) {
	t := &text[i]
	it.from, it.to = i, i+1
	if t.kind == clause {
		it.kind = ends
		return
	}
	if t.spelling != nil && t.plain {
		return
	}
	rest := text[i:min(len(text), i+2*maxName)]
	var known *name
	var c cue
	var n, k int
	if t.spelling != nil {
		known, n = r.names.findFrom(t.name, rest)
		c, k = phrases().findFrom(t.phrase, rest)
	} else {
		known, n = r.names.find(rest)
		c, k = phrases().find(rest)
	}
	if p, m := periodAt(rest); m > 0 && m >= n {
		it.kind, it.period, it.to = timeItem, p, i+m
		return
	}
	if n > 0 && n >= k {
		it.kind, it.name, it.to = nameItem, known, i+n
		return
	}
	if t.spelling == nil && heads()[t.text] || t.spelling != nil && t.head {
		if place, ok := r.place(text, i); ok {
			*it = place
			return
		}
	}
	if k > 0 && t.kind != mark || k > 1 {
		if last := text[i+k-1].text; c == another && (last == "tháng" || last == "quý" || last == "ngày") {
			if _, n := periodAt(text[i+k-1:]); n > 0 { // "trong tháng 9"
				c, k = filler, k-1
			}
		}
		it.kind, it.cue, it.to = cueItem, c, i+k
		switch c {
		case opaque:
			it.kind = unknown
		case plan:
			it.generic = k == 2 && t.text == "chỉ"
			r.planObject(text, it)
		case past:
			it.year = t.text == "năm"
			r.pastObject(text, it)
		}
		return
	}
	switch t.kind {
	case number, fraction:
		u, n := r.unitAt(text[i+1 : min(len(text), i+1+maxName)])
		it.kind, it.unit, it.to = figure, u, i+1+n
		t.measured, t.unit, t.taken = true, u, n
		if _, named := r.names.find(text[i+1 : min(len(text), i+1+2*maxName)]); named > n { // "13/18 nhiệm vụ trọng tâm hoàn thành"
			it.to = i + 1
		}
		if t.kind == fraction {
			it.kind = shares
		}
	case span:
		_, n := r.unitAt(text[i+1 : min(len(text), i+1+maxName)])
		it.kind, it.to = numbers, i+1+n
	case date:
		it.kind = numbers
	case mark:
		switch t.text {
		case ",", "-":
			it.kind = comma
		case ":":
			it.kind = colon
		case "(":
			it.kind = opens
		case ")":
			it.kind = closes
		case ">", "≥":
			it.kind, it.cue = cueItem, atLeast
		case "<", "≤":
			it.kind, it.cue = cueItem, atMost
		case "~", "≈":
			it.kind, it.cue = cueItem, about
		case "=":
			it.kind, it.cue = cueItem, equals
		}
	}
}

// planObject reads what follows "kế hoạch": the year, who gave it. The plan of a month, a
// quarter or a term is not the table's.
func (r *reader) planObject(text []token, it *item) {
	at := func() string {
		if it.to < len(text) {
			return text[it.to].text
		}
		return ""
	}
	for {
		if p, n := periodAt(text[it.to:]); n > 0 {
			it.loose = it.loose || p.kind != yearPeriod
			it.period = p
			it.to += n
			continue
		}
		if _, n := r.names.find(text[it.to:min(len(text), it.to+2*maxName)]); n > 1 {
			return // "kế hoạch thu tiền sử dụng đất"
		}
		switch at() {
		case "đầu":
			it.loose = true
			it.to++
		case "năm", "giao", "được", "đề", "ra", "đặt", "đã", "cả", "của", "vốn", "này", "nay", "thu", "pháp", "lệnh":
			it.to++
		case "tỉnh", "huyện", "xã", "thành", "phố", "trung", "ương", "bộ", "hđnd", "ubnd", "cấp", "hội", "đồng", "nhân", "dân", "đảng", "đại", "đảng bộ":
			it.giver = true
			it.to++
		case "quý", "tháng", "nhiệm", "kỳ", "giai", "đoạn", "tuần", "điều", "chỉnh", "bổ", "sung", "kéo", "dài", "phấn", "đấu":
			it.loose = true
			it.to++
		default:
			return
		}
	}
}

// pastObject reads the year after "cùng kỳ".
func (r *reader) pastObject(text []token, it *item) {
	at := func(i int) string {
		if it.to+i < len(text) {
			return text[it.to+i].text
		}
		return ""
	}
	if p, n := periodAt(text[it.to:]); n > 0 {
		it.period, it.loose = p, p.kind != yearPeriod
		it.to += n
	} else if y, n := periodAt(append([]token{{kind: word, text: "năm"}}, text[it.to:min(len(text), it.to+1)]...)); n == 2 { // "cùng kỳ 2022"
		it.period = y
		it.to++
	}
	if w := at(0); w == "tháng" || w == "quý" || w == "tuần" || w == "nhiều" || w == "các" || w == "giai" || w == "những" {
		it.loose = true
	}
}

// levels are the bodies that a place is one of.
var levels = []string{"xã", "huyện", "tỉnh", "phường", "thị xã", "thành phố", "thị trấn", "quận", "công ty", "đơn vị", "đặc khu", "thôn", "xóm", "ấp", "bản", "khu phố"}

// heads are the words that a period or a place may begin with.
var heads = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, w := range levels {
		first, _, _ := strings.Cut(w, " ")
		all[first] = true
	}
	for w := range strings.FieldsSeq("ngày đến tới hết trước sau tháng quý năm trên của toàn ở tại") {
		all[w] = true
	}
	return all
})

// look finds out what may begin with a word.
func (c *checker) look(s *spelling) {
	first, _ := utf8.DecodeRuneInString(s.one)
	s.head, s.phrase, s.name = heads()[s.one], phrases().after(s.one), c.names.after(s.one)
	s.plain = !s.head && s.name == nil && c.names.comma == nil && s.phrase == nil && viet.IsLetter(first)
	s.lex = known().words[s.one]
}

// place reads "trên địa bàn huyện Chi Lăng", "của xã", "toàn tỉnh", "huyện Chi Lăng".
func (r *reader) place(text []token, i int) (item, bool) {
	it := item{kind: placeItem, from: i, home: true}
	at := func(i int) string {
		if i < len(text) {
			return text[i].text
		}
		return ""
	}
	switch {
	case at(i) == "trên" && at(i+1) == "địa" && at(i+2) == "bàn":
		i += 3
		if at(i) == "toàn" {
			i++
		}
	case at(i) == "của" && at(i+1) == "toàn":
		i += 2
	case at(i) == "của", at(i) == "toàn", at(i) == "ở", at(i) == "tại":
		i++
	}
	// "Tổng thu trên địa bàn" is a name; what follows it may still be "xã".
	started := i > it.from || i > 1 && text[i-1].text == "bàn" && text[i-2].text == "địa"
	level := at(i)
	if l := level + " " + at(i+1); slices.Contains(levels, l) {
		level = l
		i += 2
	} else if slices.Contains(levels, level) {
		i++
	} else if started && at(it.from) == "trên" {
		it.to = it.from + 3
		return it, true
	} else {
		return it, false
	}
	named := i
	for i < len(text) && text[i].kind == word && text[i].capital && i-named < 5 {
		i++
	}
	if !started && named == i {
		return it, false
	}
	it.to = i
	it.home = r.atHome(level, text[named:i])
	return it, true
}

// atHome reports whether a place is the meeting's own. A meeting that names no place is
// taken to speak of its own.
func (r *reader) atHome(level string, proper []token) bool {
	contains := func(w []string) bool {
		for i := 0; i+len(w) <= len(r.home); i++ {
			if slices.Equal(r.home[i:i+len(w)], w) {
				return true
			}
		}
		return false
	}
	if len(proper) > 0 {
		var w []string
		for _, t := range proper {
			w = append(w, t.text)
		}
		return contains(w)
	}
	any := false
	for _, l := range levels {
		lw := words(l)
		if contains(lw) {
			any = true
			if l == level {
				return true
			}
		}
	}
	return !any
}
