package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/templates"
)

// NotPrinted is the code of the findings about what a meeting file states and none of the
// documents made of it prints.
const NotPrinted = "not-printed"

// An account is what the documents that are made of one meeting print of it. The last of them
// to be merged tells what none does, so that whoever makes them hears of it as of all else.
type account struct {
	meeting *meeting.Meeting
	file    string // as the user knows it
	tables  map[string]*compiledTemplate

	mu      sync.Mutex
	left    int // documents that are still to be merged
	printed meeting.Printed
}

// merged adds what a document prints, and gives what is missing if it is the last.
func (a *account) merged(of *meeting.Meeting, printed *meeting.Printed) FaultList {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.printed.Join(printed)
	a.printed.Document(of)
	if a.left--; a.left != 0 {
		return nil
	}
	var faults FaultList
	for _, m := range a.printed.Missing(a.meeting, func(d meeting.Document) bool { return slices.Contains(a.run(), templateStem(d.Template)) }) {
		faults = append(faults, a.fault(m))
	}
	a.printed = meeting.Printed{}
	return grouped(faults).InFile(a.file)
}

// shown tells where execution tells it.
func shown(printed *meeting.Printed) func(merge.Shown) {
	return func(s merge.Shown) {
		if s.Key != "" {
			printed.Entry(s.Value, s.Key)
		} else {
			printed.Value(s.Value)
		}
	}
}

// fault tells of something that is missing, whose key is its place. It is a warning where a
// template of this run prints its like: then it is its depth or its place that keeps it from
// being printed.
func (a *account) fault(m meeting.Missing) *Fault {
	f := &Fault{Severity: Note, Code: NotPrinted, Line: m.Line, Column: m.Column, Place: fault.Same(m.Key)}
	run := a.run()
	if m.Document != "" && !slices.Contains(run, templateStem(m.Document)) {
		f.Message = fault.T("Văn bản này không được tạo lần này.", "This document is not made this time.")
		f.Hint = fault.T("Tạo bằng: -t %s", "Make it with: -t %s", m.Document)
		return f
	}
	what := fault.Text{}
	switch {
	case m.Part == "clock":
		what = fault.T("giờ ", "the time of day ")
	case m.Part == "date":
		what = fault.T("ngày ", "the day ")
	case m.Text != "":
		what = fault.T("“%s” ", "“%s” ", excerpt(m.Text))
	}
	var others []string
	for _, name := range templates.Names() {
		if !slices.Contains(run, name) && slices.ContainsFunc(m.Holds, func(p string) bool { return printsPath(templates.Prints(name), p) }) {
			others = append(others, name)
		}
	}
	f.Message = fault.T("%skhông được in trong văn bản nào (%s).", "%sis printed in no document (%s).", what, strings.Join(run, ", "))
	f.Hint = fault.T("Không mẫu có sẵn nào khác in mục này.", "No other built-in template prints it.")
	like := a.like(m)
	if like != "" {
		f.Severity = Warning
		f.Message = fault.T("%skhông được in: mẫu %s in mục như thế, nhưng không in %s.", "%sis not printed: the template %s prints its like, but not %s.", what, like, place(m))
		f.Hint = fault.T("Đưa lên cấp hoặc chỗ mà mẫu in, hoặc sửa mẫu.", "Move it to a depth or a place that the template prints, or change the template.")
	}
	if len(others) > 0 {
		f.Hint = fault.T("Mẫu in mục này: %s.", "Templates that print it: %s.", strings.Join(others, ", "))
	}
	return f
}

// place is where it stands that something is not printed.
func place(m meeting.Missing) fault.Text {
	deep := func(p string) bool { return p != merge.Collapse(p) }
	switch {
	case strings.HasPrefix(m.Path, "Indicators[]"):
		return fault.T("biểu của phần nội dung này", "the table of this section")
	case deep(m.Path) || slices.ContainsFunc(m.Holds, deep):
		return fault.T("ở cấp sâu như thế", "at such a depth")
	}
	return fault.T("ở chỗ này", "in this place")
}

// run are the templates of this run, each once.
func (a *account) run() []string {
	var names []string
	for name := range a.tables {
		if stem := templateStem(name); !slices.Contains(names, stem) {
			names = append(names, stem)
		}
	}
	slices.Sort(names)
	return names
}

// like is a template of this run that prints other elements of a list in which something is
// missing; "" if there is none.
func (a *account) like(m meeting.Missing) string {
	like := ""
	for name, t := range a.tables {
		if t == nil || slices.ContainsFunc(m.Others, func(o string) bool { return templateStem(o) == templateStem(name) }) {
			continue
		}
		for _, p := range m.Holds {
			if (m.Element || strings.Contains(p[len(m.Path):], "[]")) && printsPath(t.merge.Prints(), p) {
				if stem := templateStem(name); like == "" || stem < like {
					like = stem
				}
			}
		}
	}
	return like
}

// printsPath reports whether paths that a template prints are, or hold, or lie in another.
func printsPath(prints []string, path string) bool {
	path = merge.Collapse(path)
	within := func(inner, outer string) bool {
		rest, ok := strings.CutPrefix(inner, outer)
		return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
	}
	for _, p := range prints {
		if rest, ok := strings.CutPrefix(p, "Sections[].Indicators[]"); ok {
			p = "Indicators[]" + rest
		} else if rest, ok := strings.CutPrefix(p, "UnplacedIndicators[]"); ok {
			p = "Indicators[]" + rest
		}
		if within(p, path) || within(path, p) {
			return true
		}
	}
	return false
}

// excerpt is the beginning of a text, on one line.
func excerpt(s string) string {
	s = oneLine(s)
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// mostAlike is how many findings about the same key stand by themselves, if they are
// warnings; notes stand for all.
const mostAlike = 20

// grouped makes one finding of those that say the same of different lines.
func grouped(faults FaultList) FaultList {
	type group struct {
		key      string
		severity Severity
	}
	most := map[Severity]int{Warning: mostAlike, Note: 1}
	first, count, lines := map[group]*Fault{}, map[group]int{}, map[group][]string{}
	var out FaultList
	for _, f := range faults {
		g := group{f.Place.En, f.Severity}
		if first[g] == nil {
			first[g] = f
		}
		if count[g]++; count[g] <= most[f.Severity] {
			out = append(out, f)
		} else if len(lines[g]) < mostAlike {
			lines[g] = append(lines[g], strconv.Itoa(f.Line))
		}
	}
	for g, f := range first {
		more := count[g] - most[g.severity]
		if more <= 0 {
			continue
		}
		where := strings.Join(slices.Compact(lines[g]), ", ")
		if more > len(lines[g]) {
			where += ", …"
		}
		f.Message = fault.T("%s Cũng vậy ở %d chỗ nữa (dòng %s).", "%s So it is in %d more places (lines %s).", f.Message, more, where)
	}
	return out
}

// Brief makes one finding of the notes about what is not printed of each file, for those who
// make documents and have them told by a check.
func Brief(faults FaultList) FaultList {
	var out FaultList
	all := map[string]*Fault{}
	places := map[string][]string{}
	for _, f := range faults {
		if f.Code != NotPrinted || f.Severity != Note {
			out = append(out, f)
			continue
		}
		if all[f.File] == nil {
			all[f.File] = &Fault{Severity: Note, Code: NotPrinted, File: f.File, Line: f.Line,
				Hint: fault.T("bienban check cho biết từng mục, và mẫu nào in mục ấy.", "bienban check tells of each, and which template prints it.")}
			out = append(out, all[f.File])
		}
		places[f.File] = append(places[f.File], fmt.Sprintf("%s (%d)", f.Place.En, f.Line))
	}
	for file, f := range all {
		list, end := places[file], ""
		if len(list) > mostAlike {
			list, end = list[:mostAlike], ", …"
		}
		f.Message = fault.T("Không văn bản nào in: %s.", "No document prints: %s.", strings.Join(list, ", ")+end)
	}
	return out
}
