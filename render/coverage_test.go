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

// leftOut names the fields that a template does not print, by their path without indexes,
// and why; "attendance" stands for all that is in it. "*" stands for every template. An
// entry that leaves nothing out fails.
var leftOut = map[string]map[string]string{
	"*": {
		"regime":              "chooses the form",
		"indicators.id":       "names the table for sections",
		"sections.indicators": "names a table",

		"indicators.codes":                "asks for a row",
		"indicators.columns.id":           "names a column for values and formulas",
		"indicators.rows.lower_is_better": "is for the verdict",
		"indicators.rows_from":            "names a spreadsheet",
		"for_each":                        "says how many documents to make",
	},
	"bien-ban": {
		"lead":     "the line under a briefing's title; minutes have none",
		"authors":  "minutes are signed, not authored",
		"place":    "form 1.9 has no place and date line",
		"invitees": "minutes tell who came",
		"extra":    "keys of other templates",

		"addressees": "form 1.9 is addressed to nobody",
	},
	"bien-ban-dang": {
		"lead":                      "the line under a briefing's title; minutes have none",
		"authors":                   "minutes are signed, not authored",
		"place":                     "printed with the date of issue, which the samples do not state for minutes",
		"invitees":                  "minutes tell who came",
		"addressees":                "minutes are addressed to nobody",
		"organization.address":      "of companies, which the Party's form is not for",
		"organization.registration": "of companies, which the Party's form is not for",
		"attendance.capital":        "of companies, which the Party's form is not for",
		"extra":                     "keys of other templates",
	},
	"bien-ban-hdqt": {
		"lead":               "the line under a briefing's title; minutes have none",
		"authors":            "minutes are signed, not authored",
		"place":              "the law asks for the venue",
		"invitees":           "minutes tell who came",
		"addressees":         "minutes are addressed to nobody",
		"attendance.capital": "boards vote by head",
	},
	"bien-ban-dhdcd": {
		"lead":          "the line under a briefing's title; minutes have none",
		"authors":       "minutes are signed, not authored",
		"place":         "the law asks for the venue",
		"invitees":      "minutes tell who came",
		"addressees":    "minutes are addressed to nobody",
		"votes.by_name": "shareholders' votes are counted, not named",
	},
	"diem-danh": {
		"lead":                            "of a briefing",
		"place":                           "printed with the date of issue, which a sheet to sign does not have",
		"bases":                           "of the other papers",
		"organization.address":            "of the minutes",
		"organization.registration":       "of the minutes",
		"end":                             "not known when people sign",
		"chair":                           "signs as one of the people",
		"secretary":                       "signs as one of the people",
		"invitees":                        "those who come are in the groups",
		"addressees":                      "of the other papers",
		"attendance.summoned":             "the signatures are counted",
		"attendance.present":              "the signatures are counted",
		"attendance.capital":              "of the minutes",
		"attendance.absent":               "who is absent does not sign",
		"attendance.groups.count":         "the signatures are counted",
		"attendance.groups.people.manner": "who signs is there",

		"agenda":     "of the other papers",
		"sections":   "of the other papers",
		"speeches":   "of the other papers",
		"votes":      "of the other papers",
		"conclusion": "of the other papers",
		"tasks":      "of the other papers",
		"indicators": "of the other papers",
		"recipients": "the sheet stays with the minutes",
		"signatures": "everybody signs",
		"authors":    "of a briefing",
		"extra":      "keys of other templates",
	},
	"giay-moi": {
		"lead":                      "of a briefing",
		"place":                     "printed with the date of issue, where that is stated",
		"bases":                     "form 1.7 has none",
		"organization.address":      "of the minutes",
		"organization.registration": "of the minutes",
		"end":                       "an invitation says when it begins",
		"secretary":                 "of the minutes",
		"attendance":                "an invitation is written before anybody came",
		"sections":                  "an invitation is written before the meeting",
		"speeches":                  "an invitation is written before the meeting",
		"votes":                     "an invitation is written before the meeting",
		"conclusion":                "an invitation is written before the meeting",
		"tasks":                     "an invitation is written before the meeting",
		"indicators":                "an invitation is written before the meeting",
		"authors":                   "of a briefing",
		"extra.muc_dich":            "a key of the minutes",
	},
	"thong-bao-ket-luan": {
		"lead":                      "of a briefing",
		"place":                     "printed with the date of issue, where that is stated",
		"organization.address":      "of the minutes",
		"organization.registration": "of the minutes",
		"start":                     "a notice tells the day, not the hour",
		"venue":                     "printed with the day, where that is stated",
		"end":                       "of the minutes",
		"secretary":                 "of the minutes",
		"invitees":                  "of the invitation",
		"agenda":                    "of the invitation and the minutes",
		"attendance.summoned":       "a notice names the groups",
		"attendance.present":        "a notice names the groups",
		"attendance.capital":        "a notice names the groups",
		"attendance.absent":         "a notice names the groups",
		"attendance.groups.people":  "a notice names the groups",
		"sections":                  "a notice tells the conclusions",
		"speeches":                  "a notice tells the conclusions",
		"votes":                     "a notice tells the conclusions",
		"indicators":                "a notice tells the conclusions",
		"authors":                   "of a briefing",
		"extra":                     "keys of other templates",
	},
	"tom-tat": {
		"place":                     "printed with the date of issue, where that is stated",
		"organization.address":      "of the minutes",
		"organization.registration": "of the minutes",
		"bases":                     "a briefing states no legal bases",
		"secretary":                 "a briefing names who chaired, not who wrote",
		"end":                       "a briefing says when the meeting was, not how long",
		"attendance":                "a briefing lists no participants",
		"invitees":                  "a briefing lists no participants",
		"addressees":                "a briefing is published, not sent",
		"agenda":                    "a briefing tells what was said, not what was planned",
		"speeches":                  "a briefing tells the sections only",
		"votes":                     "a briefing tells the conclusion, not the votes",
		"recipients":                "a briefing is published, not sent",
		"signatures":                "a briefing is published, not signed",
		"extra":                     "keys of other templates",
	},
}

// leaves gives the entry of the table that leaves a path out: "template/path"; "" if none.
func leaves(template, path string) string {
	for p := path; p != ""; p = p[:max(0, strings.LastIndexByte(p, '.'))] {
		for _, t := range []string{"*", template} {
			if leftOut[t][p] != "" {
				return t + "/" + p
			}
		}
	}
	return ""
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
			return [][]string{{"có phép"}, {"có lý do"}}
		}
		return [][]string{{"không phép"}, {"không có lý do"}}
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
	return [][]string{pieces, {strings.TrimSpace(v)}}
}

// fold makes texts comparable that a template may print in capitals.
func fold(s string) string { return strings.ToLower(squeeze(norm.NFC.String(s))) }

// Each value of the YAML stands on the pages of both files, save those of the table, and
// those that the document has otherwise.
func TestEveryValueIsPrinted(t *testing.T) {
	used := map[string]bool{}
	eachPair(t, func(t *testing.T, documents []*render.Document, source []byte) {
		var root yaml.Node
		if err := yaml.Unmarshal(source, &root); err != nil {
			t.Fatal(err)
		}
		template := documents[0].Template
		texts := map[string]string{}
		for _, d := range documents {
			word, pdf := both(t, d)
			var all []string
			for _, part := range sortedParts(docxParts(t, word)) {
				all = append(all, docxParagraphs(t, part)...)
			}
			texts["docx"] += fold(strings.Join(all, " "))
			texts["pdf"] += fold(strings.Join(pdfText(t, pdf), " "))
		}
		own := ownFields(&root, template)
		for _, s := range scalars("", &root) {
			path := s.path
			if rest, ok := strings.CutPrefix(path, "documents."); ok {
				of, field, _ := strings.Cut(rest, ".")
				if of != template {
					continue // of another document
				}
				path = field
			} else if top, _, _ := strings.Cut(path, "."); own[top] {
				continue // the document has it otherwise
			}
			why := leaves(template, path)
			used[why] = true
			for format, text := range texts {
				found := slices.ContainsFunc(printed(s), func(pieces []string) bool {
					return !slices.ContainsFunc(pieces, func(p string) bool { return !strings.Contains(text, fold(p)) })
				})
				if !found && why == "" {
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

// ownFields are the meeting's fields that a template's entry under documents overrides.
func ownFields(root *yaml.Node, template string) map[string]bool {
	var file struct {
		Documents map[string]map[string]yaml.Node
	}
	own := map[string]bool{}
	if err := root.Decode(&file); err == nil {
		for field := range file.Documents[template] {
			own[field] = true
		}
	}
	return own
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

// Every list of every sample emptied, one at a time in the documents that it names, and
// all together with every template: both files are whole.
func TestEmptyLists(t *testing.T) {
	r := newRenderer(t)
	check := func(t *testing.T, name string, root *yaml.Node, templates ...string) {
		t.Helper()
		source, err := yaml.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		documents, faults := r.Documents(name, source, sampleFiles, templates...)
		if err := faults.Err(); err != nil {
			t.Fatalf("%v\n%s", err, source)
		}
		for _, d := range documents {
			word, pdf := both(t, d)
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
			t.Run("all", func(t *testing.T) { check(t, name, root, r.TemplateNames()...) })
		})
	}
}
