// Package truth finds where a meeting's prose states a figure otherwise than the meeting's
// own tables, attendance and votes do, or otherwise than the same sentence does.
//
// It reads as a wary clerk does: each text is cut into sentences, a sentence into names,
// figures, periods and the few hundred words that tie them together ([phrases]). A figure
// is held against a fact only if every word between the two is understood; one that is not
// lets the figure go. A paper that is refused over a true sentence costs more than a slip
// that is not seen.
package truth

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/meeting"
)

// A Kind is what a figure tells of its indicator.
type Kind int

// The kinds of facts.
const (
	Other         Kind = iota // a column of the writer's own: no words lead to it
	Actual                    // thực hiện
	Plan                      // kế hoạch, dự toán
	Previous                  // cùng kỳ
	PercentOfPlan             // % so với kế hoạch
	Growth                    // tăng (+), giảm (-) so với cùng kỳ, in percent
	Ratio                     // % so với cùng kỳ: the growth and 100

	// What only prose says: it is always computed.
	overPlan   // vượt kế hoạch, in percent
	difference // tăng, giảm so với cùng kỳ, in the indicator's unit
	planGap    // vượt, thấp hơn kế hoạch, in the indicator's unit
	multiple   // gấp … lần cùng kỳ
)

// A Fact is a figure that the file states or computes for an indicator.
type Fact struct {
	Indicator string // the row's name: "Tổng thu ngân sách Nhà nước trên địa bàn"
	Unit      string // "tỷ đồng"; "%"…
	Kind      Kind
	Head      string // the column's head, for Other
	Figure    meeting.Figure
	AsOf      *meeting.Date
	Computed  bool
	Table     string // title of the table, or its id; its periods are those of the facts
	Path      string // of the row, as in [meeting.Text]: "Indicators[0].Rows[2]"; facts of one row share it
}

// maxFindings bounds what is told of a meeting: more would be more of the same, and each
// place costs a walk through its text.
const maxFindings = 200

// Prose finds what the texts of a meeting state otherwise than the facts, and what
// contradicts itself within a sentence or against attendance and votes. The findings are
// warnings with the code "contradiction", in the order of their lines. A meeting that was
// not read from a file has none.
func Prose(m *meeting.Meeting, facts []Fact) fault.List {
	source := m.Source()
	if source == nil {
		return nil
	}
	c := &checker{source: source, home: homeOf(m), rows: rowsOf(m, facts), names: &trie[*name]{}, units: &trie[string]{}, told: map[[2]int]bool{}, toldOf: map[int]bool{}, spelt: map[string]*spelling{}, scratch: &scratch{}}
	c.index()
	c.people = map[string]*people{"": peopleOf(m)}
	tables := map[string]bool{} // documents that have tables of their own
	for _, d := range m.Documents {
		c.people[d.Template] = peopleOf(d.Meeting)
	}
	for _, t := range source.Texts {
		if t.Document != "" && strings.HasPrefix(t.Path, "Indicators") {
			tables[t.Document] = true
		}
	}
	cells := map[string]*row{}
	for _, r := range c.rows {
		cells[r.path] = r
	}
	delete(cells, "")
	c.assessed, c.day = indicator.Assessed(m), m.Date
	if m.Start != nil {
		c.day = &m.Start.Date
	}
	headings := map[string]context{} // of each section, by document and path
	for _, t := range source.Texts {
		voice, ok := voiceOf(t)
		if !ok || len(c.found) >= maxFindings {
			continue
		}
		r := &reader{checker: c, text: t, voice: voice, tables: !tables[t.Document], people: c.people[t.Document]}
		if r.people == nil {
			r.people = c.people[""]
		}
		if own := cells[parent(t.Path)]; own != nil { // in a row's own cells it needs no name: "Vượt 21,5%"
			r.before = &subject{name: &name{rows: []*row{own}}, rows: []*row{own}}
		}
		section := strings.TrimSuffix(strings.TrimSuffix(t.Path, ".Heading"), ".Text")
		for at := section; at != ""; at = parent(at) {
			if h, ok := headings[t.Document+"\x00"+at]; ok {
				r.above = append(r.above, h)
			}
		}
		clear(c.toldOf)
		r.read()
		if strings.HasSuffix(t.Path, ".Heading") {
			headings[t.Document+"\x00"+section] = r.whole()
		}
	}
	c.checkVotes(m)
	slices.SortStableFunc(c.found, func(a, b *fault.Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return c.found
}

// parent is a path without its last step.
func parent(path string) string { return path[:max(0, strings.LastIndexByte(path, '.'))] }

// A voice is who speaks in a text: what a report states as done, a task only asks for.
type voice int

const (
	reports voice = iota
	asks          // tasks, agenda: no figure of theirs is one of the tables
)

// voiceOf tells which texts are prose.
func voiceOf(t meeting.Text) (voice, bool) {
	if t.Figure {
		return 0, false
	}
	root, _, _ := strings.Cut(strings.ReplaceAll(t.Path, "[", "."), ".")
	last := t.Path[strings.LastIndexByte(t.Path, '.')+1:]
	switch {
	case root == "Lead", root == "Conclusion", root == "Sections", root == "Speeches" && last == "Text",
		root == "Indicators" && (strings.HasPrefix(last, "Notes[") || last == "Assessment" || last == "Note"):
		return reports, true
	case root == "Agenda", root == "Tasks" && last == "Content":
		return asks, true
	}
	return 0, false
}

// A checker holds what all texts of a meeting are read against.
type checker struct {
	source   *meeting.Source
	home     []string // words of the meeting's own names: its title, body and place
	rows     []*row
	names    *trie[*name]
	units    *trie[string] // base units, by their words
	people   map[string]*people
	assessed []indicator.Verdicts
	day      *meeting.Date // of the meeting, else of the paper; nil if unknown
	found    fault.List
	told     map[[2]int]bool
	scratch  *scratch             // room for those of a sentence
	spelt    map[string]*spelling // of words, as they stand
	room     []token              // of the text before, to be used again
	toldOf   map[int]bool         // offsets of the text that is being read
}

// homeOf are the words of a meeting's own names.
func homeOf(m *meeting.Meeting) []string {
	var all []string
	for _, s := range []string{m.Title, m.Organization.Parent, m.Organization.Name, m.Place, m.Venue} {
		all = append(all, words(s)...)
		all = append(all, "")
	}
	return all
}

// tell adds a finding about raw[offset:] of a text; a place is told once.
func (c *checker) tell(t meeting.Text, offset int, message, hint fault.Text) {
	if len(c.found) >= maxFindings {
		return
	}
	line, column, _ := t.Position(offset)
	c.add(line, column, message, hint)
	c.toldOf[offset] = true
}

func (c *checker) add(line, column int, message, hint fault.Text) {
	at := [2]int{line, column}
	if c.told[at] || len(c.found) >= maxFindings {
		return
	}
	c.told[at] = true
	c.found = append(c.found, &fault.Fault{
		Severity: fault.Warning, Code: "contradiction", Line: line, Column: column, Message: message, Hint: hint,
	})
}
