package batch

import (
	"regexp"
	"testing"

	"github.com/bienban/bienban/render"
)

// What is wrong with a pattern is said in both languages, without Go's words.
func TestPatternSlips(t *testing.T) {
	words := regexp.MustCompile(`template:|executing|interface|reflect|map has|<\.|unclosed|nil|%!`)
	for pattern, hint := range map[string]string{
		"{{.Titel}}": "Did you mean \"Title\"?", "{{.title | slgu}}": "Did you mean \"slug\"?", "{{.Organization.Nam}}": "", "{{": "", "{{.Title": "", "{{end}}": "", "{{if}}x{{end}}": "",
		"{{if .Title}}x": "", "{{else}}": "", "{{$x}}": "", `{{"x}}`: "", "{{index .Chair 0}}": "", "{{date}}": "", `{{date "x"}}`: "", "{{.Title.X}}": "", "{{range .Title}}{{end}}": "",
		"{{template \"x\"}}": "", "{{slice .Title 5 2}}": "", "{{§}}": "", "{{lt .Title 1}}": "",
	} {
		b := newBench(t, "a.yaml")
		b.options.Name, b.options.Output = pattern, b.path("out")
		report, err := Run(t.Context(), b.renderer(), b.options)
		var faults render.FaultList
		if list, ok := err.(render.FaultList); ok {
			faults = list
		} else if f, ok := err.(*render.Fault); ok {
			faults = render.FaultList{f}
		} else if err != nil {
			t.Errorf("%s: %T %v", pattern, err, err)
			continue
		} else {
			for _, row := range report.Rows {
				faults = append(faults, row.Findings...)
			}
		}
		if len(faults) == 0 {
			t.Errorf("%s is taken", pattern)
		}
		for _, f := range faults {
			if words.MatchString(f.Message.Vi+f.Message.En) || f.Hint.En == "" || f.Message.Vi == f.Message.En {
				t.Errorf("%s: %v", pattern, f)
			}
			if hint != "" && f.Hint.En != hint {
				t.Errorf("%s: the hint is %q, want %q", pattern, f.Hint.En, hint)
			}
		}
	}
}

// A file whose keys are nearly a meeting's is told what check tells of it; one that is
// something else is no meeting.
func TestNearlyAMeeting(t *testing.T) {
	for file, want := range map[string]string{
		"titel: Họp\n":                                        "unknown-key",
		"tieude: Họp\n":                                       "unknown-key",
		"Titel: Họp\nregimes: state\n":                        "unknown-key",
		"name: build\non: push\njobs:\n  a: {}\n":             "no-meeting",
		"version: 3\nservices:\n  web: {}\nvolumes: {}\n":     "no-meeting",
		"apiVersion: v1\nkind: Pod\nmetadata: {}\nspec: {}\n": "no-meeting",
		"dependencies:\n  a: 1\nenvironment: {}\n":            "no-meeting",
	} {
		b := newBench(t)
		b.put("in/a.yaml", file)
		report := b.run()
		if len(report.Rows) != 1 || len(report.Rows[0].Findings) == 0 || report.Rows[0].Findings[0].Code != want {
			t.Errorf("%q: %v, want %s", file, report.Rows, want)
		} else if f := report.Rows[0].Findings[0]; want == "unknown-key" && (f.Hint.Vi == "" || f.Line != 1) {
			t.Errorf("%q: %v without its place or a hint", file, f)
		}
	}
}
