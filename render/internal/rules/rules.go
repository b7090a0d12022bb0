// Package rules knows what the regulations ask of meeting papers, and finds where a
// meeting's description or a template departs from it: one table of rules, each with its
// source, and a function that looks for what the rule forbids.
//
// A finding never stops a document from being made. What only habit or a summary of a
// rule supports says so in its source.
package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// A Rule is one demand on meeting papers.
type Rule struct {
	Code     string           // stable name, for programs: "date-zero"
	Regimes  []meeting.Regime // that it holds for; nil: all
	Severity fault.Severity   // of its findings, but for those that it is not sure of: they are notes
	About    fault.Text       // what is asked
	Sources  []Source         // who asks it, and from when: decree and annex, law and article, or habit
	Remedy   fault.Text       // what to do where the finding itself cannot say
	Template bool             // it looks at templates, else at meetings
	Mends    bool             // its findings carry an [Edit] or more

	text     func(*checker, meeting.Text)     // looks at each text of the file
	document func(*checker, meeting.Document) // looks at each document to be made
	whole    func(*checker)                   // looks at the meeting with all its texts
	page     func(*page)                      // looks at a template
}

// A Finding is a departure from a rule, and what mends it in the file's text where that
// is mechanical.
type Finding struct {
	*fault.Fault
	Edits []Edit // none: a person has to decide
}

// All is the table of rules.
func All() []Rule {
	return slices.Concat(writingRules(), formRules(), placeRules(), contentRules(), shareholderRules(), peopleRules(), pastedRules(), templateRules())
}

// A checker looks through one meeting.
type checker struct {
	rule      *Rule
	sources   []Source // of the rule, those that ask for it where the checker looks
	meeting   *meeting.Meeting
	documents []meeting.Document
	source    *meeting.Source
	readable  []bool           // by text: the rules of words can judge it
	papers    map[string]paper // by the names of templates; "": the meeting's own
	spelt     *spellings       // once asked for
	found     []Finding
	told      map[fault.Fault]bool
	count     int // findings of the rule
}

// A paper is what decides which rules hold for a text.
type paper struct {
	meeting *meeting.Meeting
	regime  meeting.Regime
	day     *meeting.Date // on which it speaks; nil: not known
}

// maxFindings bounds what is told of one rule in a meeting: more would be more of the
// same, and each place costs a walk through its text.
const maxFindings = 200

// Meeting gives the findings about a meeting of a file and the documents to be made of
// it, in the order of their lines. shown has the regimes that templates of one's own show
// on their pages, as [Shown] does. A meeting that was not read from a file has no findings.
func Meeting(m *meeting.Meeting, documents []meeting.Document, shown map[string]meeting.Regime) []Finding {
	c := &checker{meeting: m, documents: documents, source: m.Source(), told: map[fault.Fault]bool{}}
	if c.source == nil {
		return nil
	}
	c.papers = papers(m, documents, shown)
	c.readable = make([]bool, len(c.source.Texts))
	for i, t := range c.source.Texts {
		c.readable[i] = readable(t.Raw)
	}
	table := All()
	for i := range table {
		r := &table[i]
		c.rule, c.count = r, 0
		switch {
		case r.text != nil:
			c.texts()
		case r.document != nil:
			for _, d := range documents {
				if c.bind(d.Template) {
					r.document(c, d)
				}
			}
		case r.whole != nil:
			if c.bind("") {
				r.whole(c)
			}
		}
	}
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return c.found
}

// texts looks through all texts by the rule of the checker.
func (c *checker) texts() {
	bound := map[string][]Source{}
	for i, t := range c.source.Texts {
		// A text of another encoding or form is told once, not for what follows from it.
		if !c.readable[i] && c.rule.Code != "legacy-encoding" {
			continue
		}
		sources, ok := bound[t.Document]
		if !ok {
			c.bind(t.Document)
			sources = c.sources
			bound[t.Document] = sources
		}
		if c.sources = sources; len(sources) > 0 {
			c.rule.text(c, t)
		}
	}
}

// bind finds who asks for the rule of a document's paper, "" for the meeting's own; it
// reports whether anybody does.
func (c *checker) bind(document string) bool {
	p := c.paper(document)
	c.sources = c.rule.binding(p.regime, p.day)
	return len(c.sources) > 0
}

// paper is that of a document; the meeting's own where nothing is made of it.
func (c *checker) paper(document string) paper {
	if p, ok := c.papers[document]; ok {
		return p
	}
	return c.papers[""]
}

func papers(m *meeting.Meeting, documents []meeting.Document, shown map[string]meeting.Regime) map[string]paper {
	all := map[string]paper{}
	own := meeting.Regime("") // of the meeting: the first that is stated or shown
	for _, d := range documents {
		regime := cmp.Or(d.Meeting.Regime, regimeOf(d.Template, shown))
		if own == "" && regime != meeting.Other {
			own = regime
		}
		all[d.Template] = paper{d.Meeting, regime, today(d.Meeting)}
	}
	for name, p := range all {
		if p.regime == "" { // the template has both forms: it prints the state's where none is stated
			p.regime = cmp.Or(own, meeting.State)
			all[name] = p
		}
	}
	if own == "" && len(documents) > 0 {
		own = all[documents[0].Template].regime
	}
	all[""] = paper{m, cmp.Or(m.Regime, own, meeting.Other), today(m)}
	return all
}

// regimeOf is the regime that a template is made for: "" for those that have both forms,
// [meeting.Other] for those that have none.
func regimeOf(template string, shown map[string]meeting.Regime) meeting.Regime {
	switch template {
	case "bien-ban":
		return meeting.State
	case "bien-ban-dang":
		return meeting.Party
	case "bien-ban-hdqt", "bien-ban-dhdcd":
		return meeting.Company
	case "giay-moi", "thong-bao-ket-luan", "diem-danh":
		return ""
	}
	return cmp.Or(shown[template], meeting.Other)
}

// today is the day that a paper speaks on: its own, else the meeting's.
func today(m *meeting.Meeting) *meeting.Date {
	switch {
	case m.Date != nil && m.Date.Whole():
		return m.Date
	case m.Start != nil:
		return &m.Start.Date
	case m.End != nil:
		return &m.End.Date
	}
	return nil
}

// atText adds a finding about t.Raw[from:to]. hint may be empty: the rule's remedy. With
// mended, what should stand there.
func (c *checker) atText(t meeting.Text, from, to int, message, hint fault.Text, mended ...string) {
	if c.count >= maxFindings {
		return
	}
	line, column, start := t.Position(from)
	var edits []Edit
	if len(mended) > 0 && !strings.Contains(t.Raw[from:to], "\n") {
		edits = []Edit{{Line: line, From: start, Old: t.Raw[from:to], New: mended[0]}}
	}
	c.add(line, column, message, hint, edits...)
}

// atField adds a finding about a field of a document, "" for the meeting's.
func (c *checker) atField(document, path string, message, hint fault.Text) {
	line, column := c.source.At(document, path)
	c.add(line, column, message, hint)
}

// noteField is atField for what may be right after all.
func (c *checker) noteField(document, path string, message, hint fault.Text) {
	severity := c.rule.Severity
	c.rule.Severity = fault.Note
	c.atField(document, path, message, hint)
	c.rule.Severity = severity
}

func (c *checker) add(line, column int, message, hint fault.Text, edits ...Edit) {
	f := fault.Fault{Severity: c.rule.Severity, Code: c.rule.Code, Line: line, Column: column, Message: message, Hint: c.rule.hint(hint, c.sources)}
	if c.count >= maxFindings || c.told[f] { // several documents share what the meeting states
		return
	}
	c.told[f] = true
	c.count++
	c.found = append(c.found, Finding{&f, edits})
}

// hint is what to do, and who asks for it.
func (r *Rule) hint(own fault.Text, sources []Source) fault.Text {
	if own.Vi == "" {
		own = r.Remedy
	}
	return fault.T("%s (%s)", "%s (%s)", own, cite(sources))
}

// root is the field of the meeting that a path begins with: "Signatures".
func root(path string) string {
	if i := strings.IndexAny(path, ".["); i >= 0 {
		return path[:i]
	}
	return path
}

// excerpt is a text in one line, short enough for a message.
func excerpt(s string) string {
	r := []rune(strings.Join(strings.Fields(viet.NFC(s)), " "))
	if len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return string(r)
}
