package render_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/render"
)

// Which values a template's tags print is followed through functions, variables, loops and
// choices; what is only asked for, counted, compared or added up is not printed.
func TestWhatTagsPrint(t *testing.T) {
	const source = `title: T
lead: L
start: 2026-10-05 08:30
date: 2026-11-07
authors: [A, B]
chair: [{name: N, position: P}]
tasks:
  - {content: C1, owner: O1, with: [W1, W2], due: 2026-12-01}
  - {content: C2, due: thường xuyên}
attendance:
  summoned: 7
  groups: [{name: G, count: 3}]
  absent: [{name: V, excused: false}]
extra:
  a: x
  list: [y, z]
  group: {b: w, c: v}
`
	all := []string{"title", "lead", "start", "date", "authors", "chair", "tasks", "attendance", "extra.a", "extra.list", "extra.group"}
	for _, tt := range []struct {
		body string
		told string // the places that are told, besides those of whole fields that no tag names
	}{
		{"{{.title}}", "lead start date authors chair tasks attendance extra"},
		{"{{if .title}}x{{end}}{{if eq .lead .title}}y{{end}}", "title lead start date authors chair tasks attendance extra"},
		{"{{upper (trimEnd .title)}}{{.lead | lower | capitalize}}", "start date authors chair tasks attendance extra"},
		{"{{$x := upper .title}}{{if .lead}}{{$x}}{{end}}", "lead start date authors chair tasks attendance extra"},
		{"{{$x := .lead}}{{$x = upper .title}}{{$x}}", "lead start date authors chair tasks attendance extra"},
		{"{{with .title}}{{.}}{{end}}{{with upper .lead}}{{.}}{{end}}", "start date authors chair tasks attendance extra"},
		{"{{range lines .lead}}{{.}}{{end}}", "title start date authors chair tasks attendance extra"},
		{`{{printf "%s-%s" .title .lead}}`, "start date authors chair tasks attendance extra"},
		{"{{slice .title 0 1}}{{or .lead .title}}", "start date authors chair tasks attendance extra"},
		{"{{or .title .lead}}", "lead start date authors chair tasks attendance extra"},
		{`{{default "x" .title}}{{default .lead .title}}`, "lead start date authors chair tasks attendance extra"},
		{`{{join .authors ", "}}{{join .chair ", "}}`, "title lead start date chair.position tasks attendance extra"},
		{"{{last .authors}}{{index .authors 0}}", "title lead start date chair tasks attendance extra"},
		{"{{len .authors}}{{add (len .tasks) 1}}", "title lead start date authors chair tasks attendance extra"},
		{"{{longDate .start}}{{weekday .date}}", "title lead start date authors chair tasks attendance extra"},
		{"{{clock .start}}{{.date.day}}", "title lead start authors chair tasks attendance extra"},
		{"{{dateTime .start}}{{.date.long}}", "title lead authors chair tasks attendance extra"},
		{"{{.start}}", "title lead date authors chair tasks attendance extra"},
		{"{{range .tasks}}{{.content}}{{end}}", "title lead start date authors chair tasks.owner tasks.with tasks.due attendance extra"},
		{`{{range .tasks}}{{.content}}{{.owner}}{{join .with ", "}}{{with .due}}{{date .}}{{else}}{{.due_text}}{{end}}{{end}}`, "title lead start date authors chair attendance extra"},
		{"{{with index .tasks 1}}{{.content}}{{end}}", "title lead start date authors chair tasks tasks.due attendance extra"},
		{"{{with .attendance}}{{add .summoned 1}}{{range .groups}}{{.name}}{{range .count}}_{{end}}{{end}}{{range .absent}}{{.name}}{{end}}{{end}}", "title lead start date authors chair tasks attendance.summoned attendance.absent.excused extra"},
		{"{{with .attendance}}{{words .summoned}}{{range .groups}}{{.name}}{{range min .count 2}}_{{end}}{{end}}{{range .absent}}{{.name}}{{if .excused}}{{if eq .excused true}}có{{else}}không{{end}}{{end}}{{end}}{{end}}", "title lead start date authors chair tasks extra"},
		{`{{.extra.a}}{{join .extra.list ", "}}{{.extra.group.b}}`, "title lead start date authors chair tasks attendance extra.group.c"},
		{`{{with .extra.a}}{{.}}{{end}}{{range .extra.list}}{{.}}{{end}}{{with .extra.group}}{{.b}}{{end}}`, "title lead start date authors chair tasks attendance extra.group.c"},
		{`{{index .extra "a"}}{{index .extra.list 0}}{{if .extra.group.b}}x{{end}}`, "title lead start date authors chair tasks attendance extra.group extra.list"},
		{`{{$g := .extra.group}}{{$g.c}}{{upper .extra.a}}{{len .extra.list}}`, "title lead start date authors chair tasks attendance extra.group.b extra.list"},
	} {
		r, err := render.New(render.Options{Templates: fstest.MapFS{"m.docx": {Data: wordFile(t, wPar("", wRun(tt.body)), "", "")}}})
		if err != nil {
			t.Fatal(err)
		}
		documents, faults := r.Documents("h.yaml", []byte(source), nil, "m")
		if err := faults.Err(); err != nil {
			t.Errorf("%s: %v", tt.body, err)
			continue
		}
		both(t, documents[0])
		var told []string
		for _, f := range documents[0].Faults() {
			if f.Code == render.NotPrinted {
				told = append(told, f.Place.En)
			}
		}
		want := strings.Fields(tt.told)
		slices.Sort(want)
		slices.Sort(told)
		if !slices.Equal(slices.Compact(told), want) {
			t.Errorf("%s:\n told %v\n want %v\n of   %v", tt.body, told, want, all)
		}
	}
}

// What a template has a loop for, and yet does not print, is a warning: because of its depth,
// or of the place where it stands.
func TestNotPrintedForItsPlace(t *testing.T) {
	const source = `title: T
sections:
  - heading: H1
    indicators: [a]
    sections:
      - heading: H2
        sections:
          - heading: H3
            text: Chi 12 triệu đồng.
attendance: {groups: [{name: G1, people: [An]}, {name: G2, count: 30}]}
indicators:
  - {id: a, title: Biểu A, rows: [{name: R, actual: 5}]}
  - {id: b, title: Biểu B, rows: [{name: S, actual: 6}]}
`
	for _, tt := range []struct{ body, want string }{
		{"{{range .sections}}{{.heading}}{{range .sections}}{{.heading}}{{.text}}{{end}}{{end}}", "7 sections.sections.sections"},
		{"{{range .sections}}{{.heading}}{{end}}", "5 sections.sections"},
		{"{{range outline .sections}}{{.heading}}{{.text}}{{end}}", ""},
		{"{{with .attendance}}{{range .groups}}{{if .people}}{{.name}}{{range .people}}{{.name}}{{end}}{{end}}{{end}}{{end}}", "10 attendance.groups"},
		{"\x00{{range .unplaced_indicators}}\x00{{table .id}}\x00{{end}}", "12 indicators"},
		{"\x00{{range .sections}}\x00{{range .indicators}}\x00{{table .id}}\x00{{end}}\x00{{end}}", "13 indicators"},
		{"{{.title}}", ""},
	} {
		body := ""
		for _, p := range strings.Split(strings.TrimPrefix(tt.body, "\x00"), "\x00") {
			body += wPar("", wRun(p))
		}
		r, err := render.New(render.Options{Templates: fstest.MapFS{"m.docx": {Data: wordFile(t, body, "", "")}}})
		if err != nil {
			t.Fatal(err)
		}
		documents, faults := r.Documents("h.yaml", []byte(source), nil, "m")
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		both(t, documents[0])
		var warned []string
		for _, f := range documents[0].Faults() {
			if f.Code == render.NotPrinted && f.Severity == render.Warning {
				warned = append(warned, fmt.Sprint(f.Line, " ", f.Place.En))
			}
		}
		if strings.Join(warned, ", ") != tt.want {
			t.Errorf("%s: warned of %q, want %q", tt.body, warned, tt.want)
		}
	}
}

// What the documents of one file print is added up; the last of them tells.
func TestNotPrintedByAny(t *testing.T) {
	r := newRenderer(t)
	const source = `title: T
number: 7
venue: Nhà văn hóa
secretary: [Thư ký An]
invitees: [Bình, Chi]
documents:
  giay-moi: {for_each: invitees, number: 12}
  tom-tat: {venue: Trụ sở}
`
	documents, faults := r.Documents("h.yaml", []byte(source), nil)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var told []string
	for i, d := range documents {
		both(t, d)
		for _, f := range d.Faults() {
			if f.Code == render.NotPrinted {
				told = append(told, fmt.Sprint(i, " ", f.Line, " ", f.Place.En))
			}
		}
	}
	if want := []string{"2 2 number", "2 4 secretary"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	_, faults = r.Documents("h.yaml", []byte(source), nil, "giay-moi")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
}
