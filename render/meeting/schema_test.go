package meeting_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/meeting"
)

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(meeting.Schema(fault.Vietnamese, [2]string{"bien-ban", "Biên bản"})))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(meeting.SchemaID, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(meeting.SchemaID)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON gives a YAML document as an editor's language server reads it: dates are text.
func asJSON(t *testing.T, data []byte) []any {
	t.Helper()
	var all []any
	for dec := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var n yaml.Node
		if dec.Decode(&n) != nil {
			return all
		}
		var walk func(n *yaml.Node) any
		walk = func(n *yaml.Node) any {
			switch n.Kind {
			case yaml.DocumentNode:
				return walk(n.Content[0])
			case yaml.AliasNode:
				return walk(n.Alias)
			case yaml.MappingNode:
				m := map[string]any{}
				for i := 0; i+1 < len(n.Content); i += 2 {
					m[n.Content[i].Value] = walk(n.Content[i+1])
				}
				return m
			case yaml.SequenceNode:
				list := []any{}
				for _, c := range n.Content {
					list = append(list, walk(c))
				}
				return list
			}
			switch n.Tag {
			case "!!null":
				return nil
			case "!!int", "!!float", "!!bool":
				var v any
				if n.Decode(&v) == nil {
					return v
				}
			}
			return n.Value
		}
		all = append(all, walk(&n))
	}
}

func TestSchemaAcceptsSamples(t *testing.T) {
	s := compileSchema(t)
	files, err := filepath.Glob("../../samples/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	for _, name := range append(files, "testdata/full.yaml") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if first, _, _ := strings.Cut(string(data), "\n"); strings.Contains(name, "samples") && first != "# yaml-language-server: $schema=bienban.schema.json" {
			t.Errorf("%s does not name its schema for editors", name)
		}
		for _, doc := range asJSON(t, data) {
			if err := s.Validate(doc); err != nil {
				t.Errorf("%s: %#v", name, err)
			}
		}
	}
}

// What the schema says of a file, the reader says too.
func TestSchemaAgreesWithReader(t *testing.T) {
	s := compileSchema(t)
	for _, tt := range []struct {
		name, yaml string
		want       bool
	}{
		{"title alone", "title: Họp", true},
		{"Vietnamese keys", "tieu_de: Họp\nchu_tri: A\nchi_tieu:\n  - ma: x\n    dong:\n      - ten: Thu\n        thuc_hien: 2.351", true},
		{"no title", "venue: Hội trường", false},
		{"unknown key", "title: Họp\nchiar: A", false},
		{"unknown key below", "title: Họp\nchair:\n  - nmae: A", false},
		{"person as text", "title: Họp\nchair: [A, B]", true},
		{"regime", "title: Họp\nregime: party", true},
		{"no such regime", "title: Họp\nregime: army", false},
		{"number with a zero", "title: Họp\nnumber: 05", true},
		{"count", "title: Họp\nattendance:\n  present: 2.351", true},
		{"no count", "title: Họp\nattendance:\n  present: nhiều", false},
		{"attendance is no text", "title: Họp\nattendance: nhiều", false},
		{"documents by name", "title: Họp\ndocuments: bien-ban", true},
		{"documents listed", "title: Họp\ndocuments: [bien-ban, mau-rieng]", true},
		{"documents with overrides", "title: Họp\ndocuments:\n  bien-ban:\n  giay-moi:\n    so: 12\n    for_each: khach_moi", true},
		{"for_each of no list", "title: Họp\ndocuments:\n  giay-moi:\n    for_each: venue", false},
		{"documents in documents", "title: Họp\ndocuments:\n  giay-moi:\n    documents: tom-tat", false},
		{"extra is free", "title: Họp\nextra:\n  a: [1, {b: true}]", true},
		{"sections in sections", "title: Họp\nsections:\n  - heading: A\n    indicators: [x]\n    sections:\n      - text: B\nindicators:\n  - id: x", true},
		{"a list where text belongs", "title: [a, b]", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := s.Validate(asJSON(t, []byte(tt.yaml))[0])
			if (err == nil) != tt.want {
				t.Errorf("schema: %v, want accepted %v", err, tt.want)
			}
			_, faults := meeting.Parse("m.yaml", []byte(tt.yaml), limit.Limits{})
			if faults.Failed() == tt.want {
				t.Errorf("reader: %v, want accepted %v", faults, tt.want)
			}
		})
	}
}

// Every field that a file may have is described, and nothing else.
func TestDescriptions(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] || meeting.Vocabulary(typ) == nil {
			return
		}
		seen[typ] = true
		for _, field := range meeting.Vocabulary(typ) {
			f, ok := typ.FieldByName(field)
			if !ok || field == "DueText" || typ == reflect.TypeFor[meeting.Date]() || typ == reflect.TypeFor[meeting.Moment]() {
				continue
			}
			if d := meeting.Describe(typ, field); d.Vi == "" || d.En == "" {
				t.Errorf("%v.%s has no description", typ, field)
			}
			walk(f.Type)
		}
	}
	walk(reflect.TypeFor[meeting.Meeting]())
	walk(reflect.TypeFor[meeting.Document]())
	if len(seen) < 15 {
		t.Errorf("only %d types were looked at", len(seen))
	}
}

// A file to start from is read without a finding, whatever it is asked for.
func TestStarter(t *testing.T) {
	s := compileSchema(t)
	for i, starter := range []meeting.Starter{
		{},
		{Items: 3, Comments: true, Regime: meeting.Party, Template: "bien-ban", Stamps: true},
		{Items: 2, Comments: true, Lang: fault.English, Template: "mẫu: của tôi"},
		{Fields: []string{"Chair", "Date.Year", "Votes[].ShareFor", "Tasks[].DueText", "Extra.kinh_phi", "Extra.a.b", "Nothing", "Agenda"}},
		{Fields: []string{}},
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			data := starter.YAML()
			meetings, faults := meeting.Parse("m.yaml", data, limit.Limits{})
			if len(faults) > 0 || len(meetings) != 1 {
				t.Fatalf("%v\n%s", faults, data)
			}
			if err := s.Validate(asJSON(t, data)[0]); err != nil {
				t.Errorf("%v\n%s", err, data)
			}
			if starter.Fields == nil && (meetings[0].Votes == nil || len(meetings[0].Votes) != max(1, starter.Items) || len(meetings[0].Sections[0].Indicators) == 0) {
				t.Errorf("lists are missing\n%s", data)
			}
		})
	}
	few := string(meeting.Starter{Fields: []string{"Chair", "Tasks[].DueText"}}.YAML())
	if want := "title: «Tên cuộc họp»\nchair:\n  - «Chủ trì, chủ tọa»\ntasks:\n  - due: 2026-01-31\n"; few != want {
		t.Errorf("got\n%s\nwant\n%s", few, want)
	}
	if strings.Contains(few, "venue") {
		t.Error("a field that nobody asked for")
	}
}

func TestEach(t *testing.T) {
	yaml := `title: Họp
chair: A
invitees: [B, C]
addressees: [Sở Nội vụ, Sở Tài chính]
tasks:
  - content: x
    owner: Văn phòng
documents:
  m1: {for_each: invitees}
  m2: {for_each: kinh_gui}
  m3: {for_each: tasks}
  m4: {for_each: votes}
  m5:
`
	meetings, faults := meeting.Parse("m.yaml", []byte(yaml), limit.Limits{})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var got []string
	for _, d := range meetings[0].Documents {
		for _, p := range d.Each() {
			m := p.Meeting
			got = append(got, fmt.Sprintf("%s %q %d %d %d", d.Template, p.Name, len(m.Invitees), len(m.Addressees), len(m.Tasks)))
		}
	}
	want := []string{
		`m1 "B" 1 2 1`, `m1 "C" 1 2 1`, `m2 "Sở Nội vụ" 2 1 1`, `m2 "Sở Tài chính" 2 1 1`, `m3 "Văn phòng" 2 2 1`, `m5 "" 2 2 1`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(meetings[0].Invitees) != 2 {
		t.Error("the meeting itself changed")
	}
}
