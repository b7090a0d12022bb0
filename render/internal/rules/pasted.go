package rules

import (
	"fmt"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// pastedRules are those of lists that somebody pasted into one of their entries: they would
// print as one, run together.
func pastedRules() []Rule {
	return []Rule{{
		Code: "pasted-list", Severity: fault.Warning, whole: checkPasted,
		About:   fault.T("Mỗi người, mỗi nội dung, mỗi nơi nhận là một mục riêng của danh sách", "Each person, each item and each recipient is an entry of its own"),
		Sources: []Source{habit("một mục in thành một dòng hay một đoạn", "an entry prints as a line or a paragraph")},
		Remedy:  fault.T("Tách mỗi dòng thành một mục, bắt đầu bằng “- ”.", "Make an entry of each line, beginning with “- ”."),
	}}
}

// checkPasted looks at the lists of the meeting, and at those that a document has otherwise.
func checkPasted(c *checker) {
	all := pasted{c, ""}
	m := c.meeting
	all.meeting(m, &meeting.Meeting{})
	for _, d := range c.documents {
		if d.Meeting != m {
			pasted{c, d.Template}.meeting(d.Meeting, m)
		}
	}
}

// A pasted looks at the lists that a document, "" for the meeting, has.
type pasted struct {
	*checker
	document string
}

// meeting looks at the lists of m that are not those of than.
func (p pasted) meeting(m, than *meeting.Meeting) {
	for _, l := range []struct {
		path      string
		own, than []string
	}{
		{"Agenda", m.Agenda, than.Agenda}, {"Bases", m.Bases, than.Bases}, {"Addressees", m.Addressees, than.Addressees},
		{"Recipients", m.Recipients, than.Recipients}, {"Authors", m.Authors, than.Authors},
	} {
		if other(l.own, l.than) {
			for i, s := range l.own {
				p.text(fmt.Sprintf("%s[%d]", l.path, i), s)
			}
		}
	}
	for _, l := range []struct {
		path      string
		own, than []meeting.Person
	}{{"Chair", m.Chair, than.Chair}, {"Secretary", m.Secretary, than.Secretary}, {"Invitees", m.Invitees, than.Invitees}} {
		if other(l.own, l.than) {
			p.people(l.path, l.own)
		}
	}
	if other(m.Tasks, than.Tasks) {
		for i, t := range m.Tasks {
			p.text(fmt.Sprintf("Tasks[%d].Content", i), t.Content)
		}
	}
	for i, v := range m.Votes {
		if i < len(than.Votes) && !other(v.ByName, than.Votes[i].ByName) {
			continue
		}
		for j, b := range v.ByName {
			p.person(fmt.Sprintf("Votes[%d].ByName[%d]", i, j), b.Person)
		}
	}
	if a := m.Attendance; a != nil && a != than.Attendance {
		for i, g := range a.Groups {
			p.person(fmt.Sprintf("Attendance.Groups[%d]", i), meeting.Person{Name: g.Name})
			p.people(fmt.Sprintf("Attendance.Groups[%d].People", i), g.People)
		}
		for i, x := range a.Absent {
			p.person(fmt.Sprintf("Attendance.Absent[%d]", i), x.Person)
		}
	}
}

func (p pasted) people(path string, list []meeting.Person) {
	for i, x := range list {
		p.person(fmt.Sprintf("%s[%d]", path, i), x)
	}
}

// mostParts are as many as a name with its titles has: "Nguyễn Văn An, Bí thư, Chủ tịch, Trưởng ban".
const mostParts = 4

// person looks at a person: a name has one line, and what else is said of somebody one or two.
func (p pasted) person(path string, x meeting.Person) {
	name := strings.TrimSpace(x.Name)
	if n := parts(name); n > 1 {
		p.tell(path+".Name", name, n)
	} else if n := 1 + max(strings.Count(name, ","), strings.Count(name, ";")); n > mostParts {
		p.tell(path+".Name", name, n)
	}
	for _, f := range []struct{ field, text string }{{"Position", x.Position}, {"Unit", x.Unit}} {
		if n := parts(f.text); n > 2 {
			p.tell(path+"."+f.field, f.text, n)
		}
	}
}

// itemMark is the mark of an item at the beginning of a line.
var itemMark = lazy.Compile(`^(?:\d{1,3}(?:\.\d{1,2})*[.)/]|\pL[.)]|[IVX]+[.)-]|[-+*•–—➢▪○●])[ \t\x{a0}]*\S`)

// text looks at an entry that is a text. One may have a second line, or say more below; what
// has three, the marks of items or cells of a table is a list.
func (p pasted) text(path, s string) {
	marks := 0
	for line := range strings.Lines(s) {
		if itemMark.MatchString(strings.TrimSpace(line)) {
			marks++
		}
	}
	if n := parts(s); n > 2 || n > 1 && (marks > 1 || strings.Contains(strings.TrimSpace(s), "\t")) {
		p.tell(path, s, n)
	}
}

// parts counts the lines of a text, or the cells of one that has them beside each other.
func parts(s string) int {
	n := 0
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) != "" {
			n++
		}
	}
	if n == 1 {
		n = len(strings.FieldsFunc(strings.TrimSpace(s), func(r rune) bool { return r == '\t' }))
	}
	return n
}

func (p pasted) tell(path, s string, n int) {
	p.atField(p.document, path, fault.T("Mục này có %s dòng hay ô, như một danh sách dán vào một chỗ: “%s”.", "This entry has %s lines or cells, as a list that was pasted into one place: %q.", viet.FormatInt(n), excerpt(s)), fault.Text{})
}
