package truth

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/meeting"
)

// A row is an indicator with its facts.
type row struct {
	name    string
	table   string
	path    string
	facts   []Fact
	unit    unit
	asOf    *meeting.Date
	periods []period // that the figures are of, as the table's title and the day say
	year    int      // of the figures; 0 if unknown

	known map[Kind][]held // its values, once they are asked for
}

// A name is a way to write the name of one or more rows.
type name struct {
	rows  []*row
	form  nameForm
	words int
}

// A trie finds the longest of many phrases at a place of a text. Most of its nodes lead to one
// other: those have no map.
type trie[V any] struct {
	word  string
	only  *trie[V] // after word, as long as there is no other
	next  map[string]*trie[V]
	comma *trie[V] // after ",", which is looked for at each word
	value V
	ends  bool
}

// after is what a word leads to; nil for nothing.
func (t *trie[V]) after(w string) *trie[V] {
	if t.next != nil {
		return t.next[w]
	}
	if t.only != nil && t.word == w {
		return t.only
	}
	return nil
}

func (t *trie[V]) at(phrase []string) *trie[V] {
	for _, w := range phrase {
		to := t.after(w)
		switch {
		case to != nil:
		case t.next == nil && t.only == nil:
			to = &trie[V]{}
			t.word, t.only = w, to
		default:
			if t.next == nil {
				t.next = map[string]*trie[V]{t.word: t.only}
			}
			to = &trie[V]{}
			t.next[w] = to
		}
		if w == "," {
			t.comma = to
		}
		t = to
	}
	return t
}

// find gives the longest phrase at the beginning of text, and how many tokens it takes. A
// "," in a phrase is any sign that may part a name, or none.
func (t *trie[V]) find(text []token) (v V, n int) {
	if len(text) == 0 {
		return t.findFrom(nil, text)
	}
	return t.findFrom(t.after(text[0].text), text)
}

// findFrom is [trie.find], given what the first word leads to.
func (t *trie[V]) findFrom(first *trie[V], text []token) (v V, n int) {
	if t.ends {
		v = t.value
	}
	best := func(next *trie[V], skip int) {
		if w, k := next.find(text[skip:]); k+skip > n && (k > 0 || next.ends) {
			v, n = w, k+skip
		}
	}
	if part := t.comma; part != nil {
		best(part, 0)
	}
	if len(text) == 0 {
		return v, n
	}
	begin := &text[0]
	if begin.kind == mark && joins(begin.text) || begin.kind == word && begin.text == "và" {
		if part := t.comma; part != nil {
			best(part, 1)
		}
	}
	if first != nil && begin.kind <= span {
		best(first, 1)
	}
	return v, n
}

// maxName bounds the words of a name that are looked for.
const maxName = 40

// rowsOf gathers the facts of each row.
func rowsOf(m *meeting.Meeting, facts []Fact) []*row {
	var all []*row
	byPath := make(map[string]*row, len(facts)/2)
	above := map[string][]period{} // of tables
	read := map[string][]period{}  // by title and head
	in := func(s string) []period {
		if _, ok := read[s]; !ok {
			read[s] = periodsIn(s)
		}
		return read[s]
	}
	for _, f := range facts {
		key := f.Path
		if key == "" {
			key = f.Table + "\x00" + f.Indicator
		}
		r := byPath[key]
		if r == nil {
			r = &row{name: f.Indicator, table: f.Table, path: f.Path, unit: unitOf(f.Unit), asOf: f.AsOf}
			r.periods = in(f.Table)
			if len(r.periods) == 0 && f.AsOf == nil {
				table, _, _ := strings.Cut(f.Path, ".")
				if _, ok := above[table]; !ok {
					above[table] = periodsAbove(m, f)
				}
				r.periods = above[table]
			}
			r.year = yearOf(m, f, r.periods)
			byPath[key] = r
			all = append(all, r)
		}
		if of := in(f.Head); f.Kind == Actual && len(of) > 0 { // "Lũy kế 9 tháng"
			r.periods = of
		}
		r.facts = append(r.facts, f)
	}
	shareDays(all)
	return all
}

// shareDays gives the rows that say of no time when they are the day of their table, where
// the others of it have one and the same: a report states it once.
func shareDays(rows []*row) {
	days := map[string][]meeting.Date{} // by the table's path
	of := func(r *row) string { t, _, _ := strings.Cut(r.path, "."); return t }
	for _, r := range rows {
		if r.asOf != nil && !slices.Contains(days[of(r)], *r.asOf) {
			days[of(r)] = append(days[of(r)], *r.asOf)
		}
	}
	for _, r := range rows {
		if all := days[of(r)]; r.asOf == nil && len(r.periods) == 0 && len(all) == 1 {
			r.asOf, r.year = &all[0], all[0].Year
		}
	}
}

// periodsAbove are the months that a table without a period of its own is of: those of the
// section that prints it, and of the meeting. A month or a quarter that a meeting is called
// after is when it is held.
func periodsAbove(m *meeting.Meeting, f Fact) []period {
	id := ""
	for i := range m.Indicators {
		if strings.HasPrefix(f.Path, fmt.Sprintf("Indicators[%d].", i)) {
			id = m.Indicators[i].ID
		}
	}
	all := periodsIn(m.Title)
	var walk func([]meeting.Section)
	walk = func(list []meeting.Section) {
		for _, s := range list {
			if id != "" && slices.ContainsFunc(s.Indicators, func(t meeting.Indicator) bool { return t.ID == id }) {
				all = append(all, periodsIn(s.Heading)...)
			}
			walk(s.Sections)
		}
	}
	walk(m.Sections)
	return slices.DeleteFunc(all, func(p period) bool { return p.kind != monthsPeriod || p.late })
}

// yearOf is the year that a row's figures are of; 0 if the file does not say.
func yearOf(m *meeting.Meeting, f Fact, periods []period) int {
	if f.AsOf != nil {
		return f.AsOf.Year
	}
	for _, p := range periods {
		if p.year != 0 {
			return p.year
		}
	}
	if m.Start != nil {
		return m.Start.Date.Year
	}
	return 0
}

// nameHeads are what the short form of a name leaves out at its beginning; the value is
// whether it says the same without.
var nameHeads = []struct {
	words []string
	same  bool
}{
	{[]string{"tổng", "số"}, true}, {[]string{"tổng", "giá", "trị"}, false}, {[]string{"tổng", "sản", "lượng"}, true}, {[]string{"tổng", "diện", "tích"}, true},
	{[]string{"tổng"}, true}, {[]string{"số", "lượng"}, true}, {[]string{"số"}, true},
	{[]string{"giá", "trị"}, false}, {[]string{"sản", "lượng"}, false}, {[]string{"diện", "tích"}, false}, {[]string{"tỷ", "lệ"}, false}, {[]string{"kết", "quả"}, true},
}

// index makes the names of all rows findable, and the units. Full names come first: none
// is the short name of another row.
func (c *checker) index() {
	forms := make([][][]string, len(c.rows))
	for i, r := range c.rows {
		if u := r.unit.words; len(u) > 0 {
			n := c.units.at(u)
			n.value, n.ends = r.unit.base, true
		}
		forms[i] = fullNames(r.name)
		for _, f := range forms[i] {
			c.name(f, r, full)
			if r.unit.base != "%" && f[0] != "số" && f[0] != "tổng" {
				c.name(slices.Concat([]string{"số"}, f), r, full)
				c.name(slices.Concat([]string{"tổng", "số"}, f), r, full)
			}
		}
	}
	for i, r := range c.rows {
		for _, f := range forms[i] {
			for _, h := range nameHeads {
				if len(f) >= len(h.words)+2 && slices.Equal(f[:len(h.words)], h.words) {
					as := short
					if h.same {
						as = headless
					}
					c.name(f[len(h.words):], r, as)
					break
				}
			}
		}
	}
	for i, r := range c.rows {
		if len(forms[i]) == 0 {
			continue
		}
		whole, u := forms[i][0], r.unit.words
		if len(u) > 0 && len(whole) > len(u) && slices.Equal(whole[len(whole)-len(u):], u) {
			c.name(whole[:len(whole)-len(u)], r, split)
		}
	}
	for text := range standardUnits {
		n := c.units.at(strings.Fields(text))
		n.value, n.ends = text, true
	}
}

// fullNames are the ways to write a name that mean nothing else: without what stands in
// parentheses, by the abbreviation there, without "trên địa bàn" and "nhà nước".
func fullNames(s string) [][]string {
	forms := [][]string{words(s)}
	if at := strings.IndexByte(s, '('); at > 0 {
		forms = append(forms, words(s[:at]))
		if end := strings.IndexByte(s[at:], ')'); end > 1 {
			inside := s[at+1 : at+end]
			if inside == strings.ToUpper(inside) && !strings.ContainsAny(inside, " 0123456789%") {
				forms = append(forms, words(inside))
			}
		}
	}
	for _, f := range slices.Clone(forms) {
		forms = append(forms, withoutPlace(f))
	}
	for _, f := range slices.Clone(forms) {
		forms = append(forms, without(f, "ngân", "sách", "nhà", "nước"))
	}
	return slices.DeleteFunc(forms, func(f []string) bool { return len(f) == 0 })
}

// How much of a row's name a name is.
type nameForm uint8

const (
	full     nameForm = iota
	headless          // without "tổng", "số"
	short             // without "giá trị", which may mean something else
	split             // without the unit at its end
)

// name adds a way to write a row's name.
func (c *checker) name(w []string, r *row, form nameForm) {
	for len(w) > 0 && w[len(w)-1] == "," {
		w = w[:len(w)-1]
	}
	for len(w) > 0 && w[0] == "," {
		w = w[1:]
	}
	if len(w) == 0 || len(w) > maxName || len(w) == 1 && (form == headless || form == short) {
		return
	}
	if _, known := phraseTable()[strings.Join(w, " ")]; known {
		return // "Kế hoạch" is no name
	}
	n := c.names.at(w)
	switch {
	case !n.ends:
		n.ends, n.value = true, &name{rows: []*row{r}, form: form, words: len(w)}
	case slices.Contains(n.value.rows, r) || n.value.form < form:
	default:
		n.value.rows = append(n.value.rows, r)
	}
}

// withoutPlace is a name without "trên địa bàn huyện" at its end.
func withoutPlace(w []string) []string {
	for i := 1; i+2 < len(w); i++ {
		if w[i] == "trên" && w[i+1] == "địa" && w[i+2] == "bàn" && len(w)-i <= 7 {
			return w[:i]
		}
	}
	return w
}

// without leaves the last two of four words out of a name, "nhà nước" of "ngân sách nhà
// nước".
func without(w []string, four ...string) []string {
	for i := 0; i+4 <= len(w); i++ {
		if slices.Equal(w[i:i+4], four) {
			return slices.Concat(w[:i+2], w[i+4:])
		}
	}
	return w
}
