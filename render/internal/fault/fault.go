// Package fault is what we tell a person about a file that they wrote: what is
// wrong, where, and what to write instead, in Vietnamese and in English.
//
// Every package that reads from outside reports with it, so the command line, the
// library and other programs show the same places and the same words.
package fault

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Lang is a language that messages exist in.
type Lang int

// The languages; the zero value is Vietnamese.
const (
	Vietnamese Lang = iota
	English
)

// A Text is one message in both languages.
type Text struct{ Vi, En string }

// T formats a message: the arguments go into both languages. An argument that is
// itself a Text is put in its own language.
func T(vi, en string, args ...any) Text {
	if len(args) == 0 {
		return Text{vi, en}
	}
	format := func(l Lang, s string) string {
		a := slices.Clone(args)
		for i := range a {
			if t, ok := a[i].(Text); ok {
				a[i] = t.In(l)
			}
		}
		return fmt.Sprintf(s, a...)
	}
	return Text{format(Vietnamese, vi), format(English, en)}
}

// Same is a message that reads the same in both languages, such as a name.
func Same(s string) Text { return Text{s, s} }

// In is the message in the language l.
func (t Text) In(l Lang) string {
	if l == English {
		return t.En
	}
	return t.Vi
}

// A Severity is how much a fault matters.
type Severity int

// The severities; the zero value is an error.
const (
	Error   Severity = iota // no document can be made
	Warning                 // a document is made; look at it
	Note                    // worth knowing
)

func (s Severity) String() string { return [...]string{"error", "warning", "note"}[s] }

// In is the severity's name in the language l.
func (s Severity) In(l Lang) string {
	if l == English {
		return s.String()
	}
	return [...]string{"lỗi", "cảnh báo", "ghi chú"}[s]
}

// A Fault is one thing that is wrong in a file, or that we could not do as it asks.
type Fault struct {
	Severity Severity
	Code     string // stable name of the kind, for programs: "unknown-field"
	File     string // as the user named it; "" if unknown
	Line     int    // from 1; 0 where there are no lines (a .docx) or it is unknown
	Column   int    // from 1, in code points; 0 if unknown
	Place    Text   // where a reader of a Word document finds it: "table 2, row 3, cell 1"; may be empty
	Message  Text   // what is wrong
	Hint     Text   // what to write or do instead; empty if we cannot tell
}

// Error is the fault in English, without its hint: "file:line:col: message".
func (f *Fault) Error() string { return f.In(English) }

// In is "file:line:col: place: message" in the language l, without the parts that
// are unknown and without the hint.
func (f *Fault) In(l Lang) string {
	var b strings.Builder
	if f.File != "" {
		b.WriteString(f.File)
		b.WriteByte(':')
		if f.Line > 0 {
			fmt.Fprintf(&b, "%d:", f.Line)
			if f.Column > 0 {
				fmt.Fprintf(&b, "%d:", f.Column)
			}
		}
		b.WriteByte(' ')
	}
	if p := f.Place.In(l); p != "" {
		b.WriteString(p)
		b.WriteString(": ")
	}
	b.WriteString(f.Message.In(l))
	return b.String()
}

// A Finding is a fault as programs read it, in JSON: Code is stable, what people read is in
// one language. The doc tags go into the API's description.
type Finding struct {
	Severity string `json:"severity" enum:"error,warning,note"`
	Code     string `json:"code" doc:"Stable name of the kind"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty" doc:"From 1"`
	Column   int    `json:"column,omitempty" doc:"From 1, in code points"`
	Place    string `json:"place,omitempty" doc:"Where a reader of a Word document finds it"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty" doc:"What to write or do instead"`
}

// Finding is the fault for programs, its texts in the language l.
func (f *Fault) Finding(l Lang) Finding {
	return Finding{f.Severity.String(), f.Code, f.File, f.Line, f.Column, f.Place.In(l), f.Message.In(l), f.Hint.In(l)}
}

// A List is all the faults of one or more files. It is an error if it holds one
// whose severity is [Error].
type List []*Fault

// Error is the errors of the list in English, one a line.
func (l List) Error() string {
	var lines []string
	for _, f := range l {
		if f.Severity == Error {
			lines = append(lines, f.Error())
		}
	}
	return strings.Join(lines, "\n")
}

// Err is the list as an error, or nil if nothing in it is one.
func (l List) Err() error {
	if l.Failed() {
		return l
	}
	return nil
}

// Failed reports whether the list holds an error.
func (l List) Failed() bool {
	return slices.ContainsFunc(l, func(f *Fault) bool { return f.Severity == Error })
}

// InFile names the file in each fault that has none yet, and gives the list back.
func (l List) InFile(name string) List {
	for _, f := range l {
		if f.File == "" {
			f.File = name
		}
	}
	return l
}

// Sort puts the faults of each file in the order of their lines, keeping the order
// of the files and of faults without a line.
func (l List) Sort() {
	order := map[string]int{}
	for _, f := range l {
		if _, ok := order[f.File]; !ok {
			order[f.File] = len(order)
		}
	}
	slices.SortStableFunc(l, func(a, b *Fault) int {
		return cmp.Or(cmp.Compare(order[a.File], order[b.File]), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// Nearest is the candidate that a writer most likely meant by word, or "" if none
// is near: at most a third of its letters differ (Damerau-Levenshtein distance).
func Nearest(word string, candidates []string) string {
	best, bestDistance := "", len([]rune(word))/3+1
	for _, c := range candidates {
		if d := distance([]rune(strings.ToLower(word)), []rune(strings.ToLower(c))); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap (optimal string
// alignment).
func distance(a, b []rune) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
