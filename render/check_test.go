package render_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/tools/txtar"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/templates"
)

func TestSamplesAndTemplatesKeepTheRules(t *testing.T) {
	r := newRenderer(t)
	for name, yaml := range samples(t) {
		for _, f := range r.CheckForm(name, yaml) {
			t.Errorf("%v [%s]", f, f.Code)
		}
		if mended, faults := r.Mend(name, yaml); !bytes.Equal(mended, yaml) || len(faults) > 0 {
			t.Errorf("%s: mended though nothing is wrong: %v", name, faults)
		}
	}
	for _, name := range templates.Names() {
		data, err := templates.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.CheckTemplateForm(name+".docx", data) {
			t.Errorf("%v [%s]", f, f.Code)
		}
	}
}

// Check finds, with one reading of the file, what its parts find: nothing less, nothing twice.
func TestCheckIsItsParts(t *testing.T) {
	r := newRenderer(t)
	files := map[string]string{
		"picture.yaml":  "title: Họp\nregime: state\nsignatures:\n  - {position: CHỦ TỊCH, name: Lê Ân, image: khong-co.png}\ndocuments: [bien-ban, tom-tat]\n",
		"figures.yaml":  "title: Họp ngày 5 tháng 10\nregime: state\nsections:\n  - text: Sản lượng lúa đạt 2.531 tấn, tổng số 5 việc, gồm 2 việc đã xong và 2 việc chưa.\nindicators:\n  - rows:\n      - {name: Sản lượng lúa, unit: tấn, plan: 100, actual: 2.351, percent_of_plan: 90}\n",
		"broken.yaml":   "title: Họp\nregime: state\nlead: Ngày 5 tháng 10\n---\ntitel: Họp\n",
		"template.yaml": "title: Họp\ndocuments: [khong-co]\n",
	}
	for name, yaml := range samples(t) {
		files[name] = string(yaml)
	}
	for name, yaml := range files {
		got, err := r.Check(t.Context(), name, []byte(yaml), sampleFiles)
		if err != nil {
			t.Fatal(err)
		}
		documents, want := r.Documents(name, []byte(yaml), sampleFiles)
		for _, d := range documents {
			if list, ok := errors.AsType[render.FaultList](d.PDF(t.Context(), io.Discard)); ok {
				want = append(want, list...)
			}
			want = append(want, d.Faults()...)
		}
		want = append(want, r.CheckFigures(name, []byte(yaml), sampleFiles)...)
		want = append(want, r.CheckForm(name, []byte(yaml))...)
		if len(want) == 0 && strings.Count(yaml, "\n") < 20 {
			t.Errorf("%s: nothing is found", name)
		}
		told := func(l render.FaultList) []string {
			var all []string
			for _, f := range l {
				all = append(all, fmt.Sprintf("%v [%s]", f, f.Code))
			}
			slices.Sort(all)
			return all
		}
		if g, w := told(got), told(want); !slices.Equal(g, w) {
			t.Errorf("%s:\n%s\nnot\n%s", name, strings.Join(g, "\n"), strings.Join(w, "\n"))
		}
	}
}

// A fault is one edit of a meeting that keeps all rules, and what must be told of it.
type findingCase struct {
	name     string
	yaml     string
	findings []string // "line:column: code"
	mended   []int    // lines that they mend besides their own
}

// findingCases reads testdata/findings: base.yaml is without a finding; every other file
// replaces the text of its "-" lines by that of its "+" lines, and lists in "=" lines what
// must be found. \u escapes stand for what an editor would change.
func findingCases(t *testing.T) []findingCase {
	t.Helper()
	names, err := filepath.Glob("testdata/findings/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	var cases []findingCase
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil || len(archive.Files) < 2 || archive.Files[0].Name != "base.yaml" {
			t.Fatalf("%s: %v", name, err)
		}
		base := string(archive.Files[0].Data)
		cases = append(cases, findingCase{name: filepath.Base(name) + "/base", yaml: base})
		for _, f := range archive.Files[1:] {
			c := findingCase{name: f.Name}
			var from, to string
			for line := range strings.Lines(string(f.Data)) {
				switch line[0] {
				case '-':
					from += line[1:]
				case '+':
					to += line[1:]
				case '=':
					c.findings = append(c.findings, strings.TrimSpace(line[1:]))
				case '~': // a line that a finding of another one mends
					n, err := strconv.Atoi(strings.TrimSpace(line[1:]))
					if err != nil {
						t.Fatal(err)
					}
					c.mended = append(c.mended, n)
				default:
					t.Fatalf("%s: %s: %q is neither -, +, = nor ~", name, f.Name, line)
				}
			}
			if strings.Count(base, from) != 1 || from == "" || len(c.findings) == 0 {
				t.Fatalf("%s: %s: its text stands %d times in base.yaml", name, f.Name, strings.Count(base, from))
			}
			if strings.HasPrefix(f.Name, "nfd") {
				to = norm.NFD.String(to)
			}
			c.yaml = strings.Replace(base, from, to, 1)
			cases = append(cases, c)
		}
	}
	return cases
}

// Each fault is found where it is, and nothing else is.
func TestFindings(t *testing.T) {
	r := newRenderer(t)
	cases := findingCases(t)
	found := map[string]bool{}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if _, faults := meeting.Parse("m.yaml", []byte(c.yaml), limit.Default); len(faults) > 0 {
				t.Fatalf("the reader tells: %v", faults[0])
			}
			var got []string
			for _, f := range r.CheckForm("m.yaml", []byte(c.yaml)) {
				got = append(got, fmt.Sprintf("%d:%d: %s", f.Line, f.Column, f.Code))
				found[f.Code] = true
				if f.File != "m.yaml" || f.Severity == render.Error || f.Hint.Vi == "" || f.Hint.En == "" || f.Message.Vi == f.Message.En {
					t.Errorf("incomplete: %+v", f)
				}
				if strings.Contains(f.Message.Vi+f.Hint.Vi+f.Message.En+f.Hint.En, "%!") {
					t.Errorf("badly formatted: %+v", f)
				}
			}
			if !slices.Equal(got, c.findings) {
				t.Errorf("found %q, want %q", got, c.findings)
			}
		})
	}
	if len(cases) < 40 {
		t.Errorf("%d cases", len(cases))
	}
	for _, rule := range render.Rules() {
		if !found[rule.Code] && !rule.Template {
			t.Errorf("no case finds %s", rule.Code)
		}
	}
}

// Mending takes away what is mechanical and leaves every other line as it is; the mended
// file has nothing more to mend, and says the same.
func TestMend(t *testing.T) {
	r := newRenderer(t)
	mends := map[string]bool{}
	for _, rule := range render.Rules() {
		mends[rule.Code] = rule.Mends
	}
	code := regexp.MustCompile(`(\d+):\d+: (.*)`)
	for _, c := range findingCases(t) {
		for _, end := range []string{"\n", "\r\n"} {
			before := []byte("\ufeff" + strings.ReplaceAll(c.yaml, "\n", end))
			after, faults := r.Mend("m.yaml", before)
			if len(faults) > 0 {
				t.Errorf("%s: %v", c.name, faults)
			}
			again, _ := r.Mend("m.yaml", after)
			if !bytes.Equal(again, after) {
				t.Errorf("%s: mending again changes it", c.name)
			}
			var left []string
			touched := map[int]bool{}
			for _, f := range c.findings {
				m := code.FindStringSubmatch(f)
				if !mends[m[2]] {
					left = append(left, f)
					continue
				}
				var line int
				fmt.Sscan(m[1], &line)
				touched[line] = true
			}
			for _, line := range c.mended {
				touched[line] = true
			}
			var got []string
			for _, f := range r.CheckForm("m.yaml", after) {
				got = append(got, fmt.Sprintf("%d:%d: %s", f.Line, f.Column, f.Code))
			}
			if !slices.Equal(got, left) {
				t.Errorf("%s: after mending %q is left, want %q", c.name, got, left)
			}
			a, b := strings.Split(string(before), "\n"), strings.Split(string(after), "\n")
			if len(a) != len(b) {
				t.Fatalf("%s: %d lines become %d", c.name, len(a), len(b))
			}
			for i := range a {
				if (a[i] != b[i]) != touched[i+1] {
					t.Errorf("%s: line %d: %q becomes %q", c.name, i+1, a[i], b[i])
				}
			}
			if diff := render.MendDiff("m.yaml", before, after); (diff == "") != (len(touched) == 0) {
				t.Errorf("%s: the difference is %q", c.name, diff)
			}
		}
	}
}

func TestMendLeavesOtherEncodingsAlone(t *testing.T) {
	wide := []byte("\xff\xfe")
	for _, r := range "title: Họp\nregime: state\nlead: ngày 5 tháng 1 năm 2026\n" {
		wide = append(wide, byte(r), byte(r>>8))
	}
	after, faults := newRenderer(t).Mend("m.yaml", wide)
	if !bytes.Equal(after, wide) || len(faults) != 1 || faults[0].Code != "not-mended" {
		t.Errorf("%q, %v", after, faults)
	}
}

func FuzzMend(f *testing.F) {
	files, _ := filepath.Glob("../samples/*.yaml")
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil {
			f.Add(data)
		}
	}
	f.Add([]byte("title: 'ngày 5 tháng 06'' năm 2026'\nregime: state\nlead: |\n  5km 3 %\n"))
	r, err := render.New(render.Options{Limits: render.Limits{YAMLBytes: 1 << 15}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		mended, faults := r.Mend("m.yaml", data)
		if len(faults) > 0 {
			return
		}
		if again, _ := r.Mend("m.yaml", mended); !bytes.Equal(again, mended) {
			t.Errorf("%q becomes %q, then %q", data, mended, again)
		}
		r.CheckForm("m.yaml", mended)
	})
}
