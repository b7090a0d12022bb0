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
	Severity fault.Severity   // of its findings
	About    fault.Text       // what is asked
	Source   fault.Text       // who asks it: decree and annex, law and article, or habit
	Remedy   fault.Text       // what to do where the finding itself cannot say
	Template bool             // it looks at templates, else at meetings
	Mends    bool             // its findings carry an [Edit]

	text     func(*checker, meeting.Text)     // looks at each text of the file
	document func(*checker, meeting.Document) // looks at each document to be made
	whole    func(*checker)                   // looks at the meeting with all its texts
	page     func(*page)                      // looks at a template
}

// holds reports whether the rule holds for a regime.
func (r *Rule) holds(regime meeting.Regime) bool {
	return r.Regimes == nil || slices.Contains(r.Regimes, regime)
}

// A Finding is a departure from a rule, and what mends it in the file's text where that
// is mechanical.
type Finding struct {
	*fault.Fault
	Edit *Edit // nil: a person has to decide
}

// All is the table of rules.
func All() []Rule {
	return slices.Concat(writingRules(), formRules(), contentRules(), templateRules())
}

// A checker looks through one meeting.
type checker struct {
	rule      *Rule
	meeting   *meeting.Meeting
	documents []meeting.Document
	source    *meeting.Source
	found     []Finding
	told      map[fault.Fault]bool
	count     int // findings of the rule
}

// maxFindings bounds what is told of one rule in a meeting: more would be more of the
// same, and each place costs a walk through its text.
const maxFindings = 200

// Meeting gives the findings about a meeting of a file and the documents to be made of
// it, in the order of their lines. A meeting that was not read from a file has none.
func Meeting(m *meeting.Meeting, documents []meeting.Document) []Finding {
	c := &checker{meeting: m, documents: documents, source: m.Source(), told: map[fault.Fault]bool{}}
	if c.source == nil {
		return nil
	}
	table := All()
	for i := range table {
		c.rule, c.count = &table[i], 0
		switch r := c.rule; {
		case r.text != nil:
			for _, t := range c.source.Texts {
				// A text of another encoding or form is told once, not for what follows from it.
				if r.holds(c.regimeOf(t)) && (r.Code == "nfd" || r.Code == "legacy-encoding" || readable(t.Raw)) {
					r.text(c, t)
				}
			}
		case r.document != nil:
			for _, d := range documents {
				if r.holds(Regime(d)) {
					r.document(c, d)
				}
			}
		case r.whole != nil:
			if r.holds(c.regime()) {
				r.whole(c)
			}
		}
	}
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return c.found
}

// Regime is the regime of a document: the one that is stated, else the one that its
// template is made for.
func Regime(d meeting.Document) meeting.Regime {
	if d.Meeting.Regime != "" {
		return d.Meeting.Regime
	}
	switch d.Template {
	case "bien-ban-dang":
		return meeting.Party
	case "bien-ban-hdqt", "bien-ban-dhdcd":
		return meeting.Company
	}
	return meeting.Other
}

// regime is that of the meeting itself, by its first document where it states none.
func (c *checker) regime() meeting.Regime {
	if c.meeting.Regime == "" && len(c.documents) > 0 {
		return Regime(c.documents[0])
	}
	return cmp.Or(c.meeting.Regime, meeting.Other)
}

func (c *checker) regimeOf(t meeting.Text) meeting.Regime {
	for _, d := range c.documents {
		if t.Document != "" && d.Template == t.Document {
			return Regime(d)
		}
	}
	return c.regime()
}

// atText adds a finding about t.Raw[from:to]. hint may be empty: the rule's remedy. With
// mended, what should stand there.
func (c *checker) atText(t meeting.Text, from, to int, message, hint fault.Text, mended ...string) {
	if c.count >= maxFindings {
		return
	}
	line, column, start := t.Position(from)
	var e *Edit
	if len(mended) > 0 && !strings.Contains(t.Raw[from:to], "\n") {
		e = &Edit{Line: line, From: start, Old: t.Raw[from:to], New: mended[0]}
	}
	c.add(line, column, message, hint, e)
}

// atField adds a finding about a field of a document, "" for the meeting's.
func (c *checker) atField(document, path string, message, hint fault.Text) {
	line, column := c.source.At(document, path)
	c.add(line, column, message, hint, nil)
}

func (c *checker) add(line, column int, message, hint fault.Text, e *Edit) {
	f := fault.Fault{Severity: c.rule.Severity, Code: c.rule.Code, Line: line, Column: column, Message: message, Hint: c.rule.hint(hint)}
	if c.told[f] { // several documents share what the meeting states
		return
	}
	c.told[f] = true
	c.count++
	c.found = append(c.found, Finding{&f, e})
}

// hint is what to do, and the source.
func (r *Rule) hint(own fault.Text) fault.Text {
	if own.Vi == "" {
		own = r.Remedy
	}
	return fault.T("%s (%s)", "%s (%s)", own, r.Source)
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
