package render_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/viet"
)

// leftOut names the fields of a sample that a template does not print, by their path
// without indexes, and why. "*" stands for every template. An entry that leaves nothing
// out fails.
var leftOut = map[string]map[string]string{
	"*": {
		"regime":              "chooses the form",
		"indicators.id":       "names the table for sections",
		"sections.indicators": "names a table",
	},
	"bien-ban": {
		"lead":    "the line under a briefing's title; minutes have none",
		"authors": "minutes are signed, not authored",
		"place":   "form 1.9 has no place and date line",
	},
	"tom-tat": {
		"place":                             "printed with the date of issue, which the sample does not state",
		"bases":                             "a briefing states no legal bases",
		"secretary.name":                    "a briefing names who chaired, not who wrote",
		"secretary.position":                "a briefing names who chaired, not who wrote",
		"end":                               "a briefing says when the meeting was, not how long",
		"attendance.summoned":               "a briefing lists no participants",
		"attendance.present":                "a briefing lists no participants",
		"attendance.groups.name":            "a briefing lists no participants",
		"attendance.groups.count":           "a briefing lists no participants",
		"attendance.groups.people.name":     "a briefing lists no participants",
		"attendance.groups.people.position": "a briefing lists no participants",
		"attendance.groups.people.unit":     "a briefing lists no participants",
		"attendance.groups.people.manner":   "a briefing lists no participants",
		"attendance.absent.name":            "a briefing lists no participants",
		"attendance.absent.position":        "a briefing lists no participants",
		"attendance.absent.reason":          "a briefing lists no participants",
		"attendance.absent.excused":         "a briefing lists no participants",
		"agenda":                            "a briefing tells what was said, not what was planned",
		"speeches.speaker.name":             "a briefing tells the sections only",
		"speeches.speaker.position":         "a briefing tells the sections only",
		"speeches.text":                     "a briefing tells the sections only",
		"votes.matter":                      "a briefing tells the conclusion, not the votes",
		"votes.method":                      "a briefing tells the conclusion, not the votes",
		"votes.for":                         "a briefing tells the conclusion, not the votes",
		"votes.against":                     "a briefing tells the conclusion, not the votes",
		"votes.abstain":                     "a briefing tells the conclusion, not the votes",
		"votes.invalid":                     "a briefing tells the conclusion, not the votes",
		"recipients":                        "a briefing is published, not sent",
	},
}

// A scalar is one value of a YAML file.
type scalar struct {
	path string // without indexes: "sections.sections.text"
	node *yaml.Node
}

func scalars(path string, n *yaml.Node) (all []scalar) {
	switch n.Kind {
	case yaml.DocumentNode, yaml.SequenceNode:
		for _, c := range n.Content {
			all = append(all, scalars(path, c)...)
		}
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i].Value
			if path != "" {
				key = path + "." + key
			}
			all = append(all, scalars(key, n.Content[i+1])...)
		}
	case yaml.ScalarNode:
		if n.Tag != "!!null" {
			all = append(all, scalar{path, n})
		}
	}
	return all
}

var (
	isDate  = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d))?$`)
	isCount = regexp.MustCompile(`^\d$`)
	mark    = regexp.MustCompile(`^\s*(?:[-*+] |\d+[.)] |#+ )?`)
)

// printed gives the forms that a value may have on a page, each a list of pieces that all
// have to be there.
func printed(s scalar) [][]string {
	v := s.node.Value
	if m := isDate.FindStringSubmatch(v); m != nil {
		n := make([]int, 5)
		for i := range n {
			n[i], _ = strconv.Atoi(m[i+1])
		}
		if m[4] != "" {
			return [][]string{{viet.LongMoment(n[0], n[1], n[2], n[3], n[4])}}
		}
		return [][]string{{viet.ShortDate(n[0], n[1], n[2])}, {viet.LongDate(n[0], n[1], n[2])}}
	}
	switch {
	case strings.HasSuffix(s.path, ".excused"):
		if v == "true" {
			return [][]string{{"có phép"}}
		}
		return [][]string{{"không phép"}, {"không có phép"}}
	case isCount.MatchString(v):
		return [][]string{{"0" + v}, {v}}
	}
	var pieces []string
	for line := range strings.Lines(v) { // Markdown: the text without its marks
		line = mark.ReplaceAllString(strings.TrimRight(line, "\n"), "")
		line = strings.NewReplacer("**", "", "*", "").Replace(line)
		if line = strings.TrimRight(strings.TrimSpace(line), ".;,: "); line != "" {
			pieces = append(pieces, line)
		}
	}
	return [][]string{pieces}
}

// fold makes texts comparable that a template may print in capitals.
func fold(s string) string { return strings.ToLower(squeeze(norm.NFC.String(s))) }

// Each value of the YAML stands on the pages of both files, save those of the table.
func TestEveryValueIsPrinted(t *testing.T) {
	used := map[string]bool{}
	eachDocument(t, func(t *testing.T, d *render.Document, source []byte) {
		var root yaml.Node
		if err := yaml.Unmarshal(source, &root); err != nil {
			t.Fatal(err)
		}
		word, pdf := both(t, d)
		var all []string
		for _, part := range sortedParts(docxParts(t, word)) {
			all = append(all, docxParagraphs(t, part)...)
		}
		texts := map[string]string{"docx": fold(strings.Join(all, " ")), "pdf": fold(strings.Join(pdfText(t, pdf), " "))}
		for _, s := range scalars("", &root) {
			path := s.path
			if own, ok := strings.CutPrefix(path, "documents."); ok {
				template, field, _ := strings.Cut(own, ".")
				if template != d.Template {
					continue // of another document
				}
				path = field
			}
			why := ""
			for _, template := range []string{"*", d.Template} {
				if leftOut[template][path] != "" {
					why = template
				}
			}
			for format, text := range texts {
				found := slices.ContainsFunc(printed(s), func(pieces []string) bool {
					return !slices.ContainsFunc(pieces, func(p string) bool { return !strings.Contains(text, fold(p)) })
				})
				switch {
				case why != "":
					used[why+"/"+path] = true
				case !found:
					t.Errorf("%s: %s, line %d: %q is not printed", format, s.path, s.node.Line, s.node.Value)
				}
			}
		}
	})
	for template, fields := range leftOut {
		for path := range fields {
			if !used[template+"/"+path] {
				t.Errorf("the table leaves out %s of %s, which no sample has", path, template)
			}
		}
	}
}

func sortedParts(parts map[string][]byte) [][]byte {
	var names []string
	for name := range parts {
		if strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml") && !strings.Contains(name, "/_rels/") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out [][]byte
	for _, name := range names {
		out = append(out, parts[name])
	}
	return out
}

// lists are all sequences of a file, each as a function that empties it.
func lists(path string, n *yaml.Node, visit func(path string, list *yaml.Node)) {
	for i, c := range n.Content {
		switch {
		case n.Kind == yaml.MappingNode && i%2 == 1:
			lists(path+"."+n.Content[i-1].Value, c, visit)
		case n.Kind == yaml.SequenceNode:
			lists(fmt.Sprintf("%s[%d]", path, i), c, visit)
		case n.Kind == yaml.DocumentNode:
			lists(path, c, visit)
		}
	}
	if n.Kind == yaml.SequenceNode {
		visit(path, n)
	}
}

// Every list of every sample emptied, one at a time and all together: both files are
// whole.
func TestEmptyLists(t *testing.T) {
	r := newRenderer(t)
	check := func(t *testing.T, name string, root *yaml.Node) {
		t.Helper()
		source, err := yaml.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		for _, template := range r.TemplateNames() {
			documents, faults := r.Documents(name, source, nil, template)
			if err := faults.Err(); err != nil {
				t.Fatalf("%v\n%s", err, source)
			}
			word, pdf := both(t, documents[0])
			assertWhole(t, word)
			if text := pdfText(t, pdf); len(text) == 0 {
				t.Error("the PDF has no pages")
			}
			sameText(t, word, pdf)
		}
	}
	for name, data := range samples(t) {
		t.Run(name, func(t *testing.T) {
			var count int
			parse := func() *yaml.Node {
				var root yaml.Node
				if err := yaml.Unmarshal(data, &root); err != nil {
					t.Fatal(err)
				}
				return &root
			}
			lists("", parse(), func(string, *yaml.Node) { count++ })
			if count < 4 {
				t.Fatalf("only %d lists", count)
			}
			for i := range count {
				root, at, emptied := parse(), 0, ""
				lists("", root, func(path string, list *yaml.Node) {
					if at == i {
						list.Content, list.Style = nil, yaml.FlowStyle
						emptied = path
					}
					at++
				})
				if emptied == ".indicators" { // a table that is gone cannot be named any more
					lists("", root, func(path string, list *yaml.Node) {
						if strings.HasSuffix(path, "].indicators") {
							list.Content, list.Style = nil, yaml.FlowStyle
						}
					})
				}
				t.Run(emptied, func(t *testing.T) { check(t, name, root) })
			}
			root := parse()
			lists("", root, func(_ string, list *yaml.Node) { list.Content, list.Style = nil, yaml.FlowStyle })
			t.Run("all", func(t *testing.T) { check(t, name, root) })
		})
	}
}
