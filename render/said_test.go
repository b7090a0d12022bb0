package render_test

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/templates"
)

// A fullMeeting writes a meeting that has every field of the schema, with values that
// nothing else has.
type fullMeeting struct {
	b     strings.Builder
	count int
	deep  int // how deep lists of a kind stand in each other
	skip  map[string]bool
}

// chosen are the fields that are not free: what may stand there, "" for none of it.
var chosen = map[string]string{
	"Meeting.Regime": "state", "Meeting.Documents": "", "Section.Indicators": "",
	"Indicator.ID": "bieu-1", "Indicator.Preset": "", "Indicator.Numbering": "", "Indicator.RowsFrom": "", "Indicator.HeaderRows": "",
	"Indicator.Columns": "", "Indicator.Landscape": "false", "Indicator.Codes": "true", "Indicator.Continuous": "true",
	"IndicatorRow.ID": "", "IndicatorRow.Formula": "", "IndicatorRow.Values": "", "IndicatorRow.LowerIsBetter": "true", "IndicatorRow.Bold": "true",
	"Signature.Image": "chu-ky.png", "Absence.Excused": "false",
}

func (m *fullMeeting) value(t reflect.Type, indent string) string {
	m.count++
	n := 1000 + m.count
	switch t {
	case reflect.TypeFor[meeting.Date]():
		return fmt.Sprintf("%d-%02d-%02d", 2030+m.count%60, 1+m.count%12, 10+m.count%18)
	case reflect.TypeFor[meeting.Moment]():
		return fmt.Sprintf("%d-%02d-%02d %02d:%02d", 2030+m.count%60, 1+m.count%12, 10+m.count%18, 10+m.count%13, 10+m.count%47)
	case reflect.TypeFor[meeting.Figure]():
		return fmt.Sprintf("%d,%d", 200+m.count, 1+m.count%9)
	}
	switch t.Kind() {
	case reflect.Int:
		return fmt.Sprint(n)
	case reflect.Bool:
		return "true"
	}
	return fmt.Sprintf("Chữ %dx", n)
}

func base(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// fields writes the fields of a struct.
func (m *fullMeeting) fields(t reflect.Type, indent string, depth map[reflect.Type]int) {
	for _, f := range reflect.VisibleFields(t) {
		key, _, ok := meeting.Keys(t, f.Name)
		of := base(f.Type)
		if !ok || f.Anonymous || t == reflect.TypeFor[meeting.Task]() && f.Name == "DueText" {
			continue
		}
		if v, ok := chosen[t.Name()+"."+f.Name]; ok {
			if v != "" && !m.skip[t.Name()+"."+f.Name] {
				fmt.Fprintf(&m.b, "%s%s: %s\n", indent, key, v)
			}
			continue
		}
		switch {
		case of == reflect.TypeFor[meeting.Extra]():
			fmt.Fprintf(&m.b, "%s%s:\n%s  rieng: %s\n%s  muc_dich: %s\n", indent, key, indent, m.value(reflect.TypeFor[string](), ""), indent, m.value(reflect.TypeFor[string](), ""))
		case of.Kind() == reflect.Slice && of.Elem().Kind() == reflect.Struct:
			if depth[of.Elem()] == m.deep {
				continue
			}
			depth[of.Elem()]++
			fmt.Fprintf(&m.b, "%s%s:\n", indent, key)
			for range 2 {
				var item fullMeeting
				item.count, item.deep, item.skip = m.count, m.deep, m.skip
				item.fields(of.Elem(), indent+"    ", depth)
				m.count = item.count
				text := item.b.String()
				m.b.WriteString(indent + "  - " + strings.TrimLeft(text, " "))
				if depth[of.Elem()] > 1 || of.Elem() == reflect.TypeFor[meeting.Indicator]() {
					break // one of them goes deeper; tables have ids of their own
				}
			}
			depth[of.Elem()]--
		case of.Kind() == reflect.Slice:
			fmt.Fprintf(&m.b, "%s%s:\n%s  - %s\n%s  - %s\n", indent, key, indent, m.value(of.Elem(), ""), indent, m.value(of.Elem(), ""))
		case of.Kind() == reflect.Struct && of != reflect.TypeFor[meeting.Date]() && of != reflect.TypeFor[meeting.Moment]() && of != reflect.TypeFor[meeting.Figure]():
			fmt.Fprintf(&m.b, "%s%s:\n", indent, key)
			m.fields(of, indent+"  ", depth)
		default:
			fmt.Fprintf(&m.b, "%s%s: %s\n", indent, key, m.value(of, ""))
		}
	}
}

// fullYAML is such a meeting, without some fields: "Task.Due".
func fullYAML(deep int, skip ...string) string {
	m := &fullMeeting{deep: deep, skip: map[string]bool{}}
	for _, s := range skip {
		m.skip[s] = true
	}
	m.fields(reflect.TypeFor[meeting.Meeting](), "", map[reflect.Type]int{})
	return m.b.String()
}

var fullFiles = func(t *testing.T) fstest.MapFS { return fstest.MapFS{"chu-ky.png": {Data: pngPicture(t)}} }

// settings are the fields that say how, and are no text to be printed.
var settings = map[string]bool{"regime": true, "indicators.id": true, "indicators.codes": true, "indicators.continuous": true, "indicators.landscape": true,
	"signatures.image": true}

// said makes the documents of a meeting and tells of each value whether it stands in one of
// them, and which findings there are about those that do not.
func said(t *testing.T, r *render.Renderer, source string, names ...string) (text string, told render.FaultList) {
	t.Helper()
	documents, faults := r.Documents("day-du.yaml", []byte(source), fullFiles(t), names...)
	if err := faults.Err(); err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	var all []string
	for _, d := range documents {
		var word bytes.Buffer
		if err := d.DOCX(t.Context(), &word); err != nil {
			t.Fatal(err)
		}
		for _, part := range sortedParts(docxParts(t, word.Bytes())) {
			all = append(all, docxParagraphs(t, part)...)
		}
		for _, f := range d.Faults() {
			if f.Code == render.NotPrinted {
				told = append(told, f)
			}
		}
	}
	return fold(strings.Join(all, "|")), told
}

// printedOrTold looks for each value in the documents and in the findings: it is in one of
// them, and never told and printed. It gives how many are told.
func printedOrTold(t *testing.T, r *render.Renderer, source, what string, names ...string) (told int) {
	t.Helper()
	text, findings := said(t, r, source, names...)
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(source), &root); err != nil {
		t.Fatal(err)
	}
	lines := map[string][]int{} // of the values by their path
	for _, s := range scalars("", &root) {
		lines[s.path] = append(lines[s.path], s.node.Line)
	}
	for _, s := range scalars("", &root) {
		path := s.path
		if settings[path] || strings.HasSuffix(path, ".lower_is_better") || strings.HasSuffix(path, ".bold") {
			continue
		}
		stands := slices.ContainsFunc(printed(s), func(pieces []string) bool {
			return !slices.ContainsFunc(pieces, func(p string) bool { return !strings.Contains(text, fold(p)) })
		})
		if n, err := strconv.Atoi(s.node.Value); err == nil { // no part of another number
			stands = regexp.MustCompile(`(?:^|[^\d.,])` + `(?:` + s.node.Value + `|` + regexp.QuoteMeta(viet.FormatInt(n)) + `)(?:[^\d,]|,\D|$)`).MatchString(text)
		}
		line := fmt.Sprint(s.node.Line)
		tells := slices.ContainsFunc(findings, func(f *render.Fault) bool {
			place := f.Place.En
			if place == path && slices.Contains(lines[path], f.Line) { // this value, or others of its key
				return fmt.Sprint(f.Line) == line || regexp.MustCompile(`\b`+line+`\b|…`).MatchString(f.Message.En)
			}
			return (path == place || strings.HasPrefix(path, place+".")) && f.Line <= s.node.Line // what holds it
		})
		if tells {
			told++
		}
		switch {
		case !stands && !tells:
			t.Errorf("%s: %s, line %d: %q is neither printed nor told", what, path, s.node.Line, s.node.Value)
		case stands && tells && !strings.HasSuffix(path, ".excused") && !wholeElement(findings, path):
			t.Errorf("%s: %s, line %d: %q is printed and told not to be", what, path, s.node.Line, s.node.Value)
		}
	}
	for _, f := range findings {
		if f.Line < 1 || f.Place.En == "" || f.Message.Vi == "" || f.Hint.Vi == "" {
			t.Errorf("%s: a finding without its place or remedy: %+v", what, f)
		}
	}
	return told
}

// wholeElement reports whether a finding is about elements of a list that holds a value, so
// that it need not be about the element of that value.
func wholeElement(findings render.FaultList, path string) bool {
	return slices.ContainsFunc(findings, func(f *render.Fault) bool { return strings.HasPrefix(path, f.Place.En+".") })
}

// Whatever a meeting says stands in a document, or is told not to: with each template alone,
// with some, and with all together.
func TestPrintedOrTold(t *testing.T) {
	r := newRenderer(t)
	names := r.TemplateNames()
	for _, deep := range []int{1, 5} {
		for _, without := range [][]string{nil, {"Signature.Image"}, {"Absence.Excused", "Meeting.Regime"}} {
			source := fullYAML(deep, without...)
			for _, name := range names {
				printedOrTold(t, r, source, fmt.Sprint(name, " ", deep, " ", without), name)
			}
			printedOrTold(t, r, source, "two of them", "tom-tat", "diem-danh")
			printedOrTold(t, r, source, "all of them", names...)
		}
	}
}

var tagOf = regexp.MustCompile(`\{\{[^{}]*\}\}`)

// A template that prints less tells more: each tag that prints is taken out of each template,
// one at a time.
func TestTagTakenAway(t *testing.T) {
	source := fullYAML(2)
	for _, name := range templates.Names() {
		t.Run(name, func(t *testing.T) {
			data, err := templates.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			before := printedOrTold(t, newRenderer(t), source, name, name)
			pkg, err := docx.Open(data, limit.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			body, _ := pkg.Part(pkg.Main())
			more, taken := 0, 0
			for _, at := range tagOf.FindAllIndex(body, -1) {
				tag := strings.Trim(string(body[at[0]:at[1]]), "{}")
				switch word, _, _ := strings.Cut(tag, " "); word {
				case "if", "else", "end", "range", "with", "pageBreak", "balance", "add", "roman", "letter", "$n", "$listed":
					continue
				}
				if strings.Contains(tag, ":=") || strings.HasPrefix(tag, "$") {
					continue // others need the variable
				}
				taken++
				without := slices.Concat(body[:at[0]], body[at[1]:])
				var b bytes.Buffer
				if err := docx.Write(&b, pkg.With(docx.Change{Parts: map[string][]byte{pkg.Main(): without}})); err != nil {
					t.Fatal(err)
				}
				r, err := render.New(render.Options{Templates: fstest.MapFS{"bot.docx": {Data: b.Bytes()}}})
				if err != nil {
					t.Fatal(err)
				}
				if after := printedOrTold(t, r, source, "without "+string(body[at[0]:at[1]]), "bot"); after > before {
					more++
				}
			}
			t.Logf("%d tags, %d of them print what no other does", taken, more)
			if more < 5 || more*4 < taken {
				t.Errorf("of %d tags that were taken away only %d are missed", taken, more)
			}
		})
	}
}
