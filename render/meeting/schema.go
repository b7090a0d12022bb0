package meeting

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
)

// SchemaID names the JSON Schema of a meeting file.
const SchemaID = "https://raw.githubusercontent.com/bienban/bienban/main/samples/bienban.schema.json"

// Schema is the JSON Schema (2020-12) of a meeting, made from the types and tables that
// the reader uses: editors complete the keys and show the descriptions, in lang, with it.
// templates are offered as names of documents, each with what it makes; others stay allowed.
//
// The schema accepts what the reader accepts, except some spellings that only a person
// would use, such as "nhà nước" for a regime. What takes more than one field to see, such
// as a key in both its spellings, is left to the reader.
func Schema(lang fault.Lang, templates ...[2]string) []byte {
	s := schema{lang: lang, defs: object{}, done: map[reflect.Type]bool{}}
	top := s.record(reflect.TypeFor[Meeting](), "")
	s.add("document", s.override())
	names := object{}
	for _, t := range templates {
		names = append(names, member{t[0], object{{"description", t[1]}, {"$ref", "#/$defs/document"}}})
	}
	s.add("documents", object{{"anyOf", []any{
		ref("text"),
		object{{"type", "array"}, {"items", ref("text")}},
		object{{"type", "object"}, {"properties", names}, {"additionalProperties", ref("document")}},
	}}})
	for _, scalar := range scalars {
		s.add(scalar.name, scalar.is)
	}
	out := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", SchemaID},
		{"title", fault.T("Cuộc họp", "Meeting").In(lang)},
		{"description", fault.T(
			"Mô tả một cuộc họp để tạo văn bản bằng bienban. Chỉ title (tieu_de) là bắt buộc; mỗi khóa có tên tiếng Anh và tên tiếng Việt không dấu, dùng tên nào cũng được.",
			"Describes a meeting of which bienban makes documents. Only title (tieu_de) is required; each key has an English name and a Vietnamese one without marks, and either will do.").In(lang)},
	}
	out = append(out, top...)
	out = append(out,
		member{"anyOf", []any{object{{"required", []any{"title"}}}, object{{"required", []any{"tieu_de"}}}}},
		member{"$defs", s.defs},
	)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return nil // strings, lists and objects only: it cannot be
	}
	return b.Bytes()
}

// An object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON gives the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := e.Encode(m.name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func ref(name string) object { return object{{"$ref", "#/$defs/" + name}} }

func types(names ...any) object { return object{{"type", names}} }

// scalars are what single values may be. YAML reads 05 as a number and 2.351 as a fraction,
// where the reader takes the text that the file has.
var scalars = []struct {
	name string
	is   object
}{
	{"text", types("string", "number", "boolean", "null")},
	{"moment", append(types("string", "null"), member{"examples", []any{"2026-09-07 08:00", "08:00 07/9/2026"}})},
	{"date", append(types("string", "null"), member{"examples", []any{"2026-09-07", "07/9/2026"}})},
	{"deadline", append(types("string", "number", "null"), member{"examples", []any{"2026-12-31", "thường xuyên"}})},
	{"figure", append(types("string", "number", "null"), member{"examples", []any{"2.351", "56,3", "trên 56,3"}})},
	{"count", object{{"anyOf", []any{
		object{{"type", []any{"number", "null"}}, {"minimum", 0}},
		object{{"type", "string"}, {"pattern", `^\s*(\+?[0-9][0-9.\s]*)?$`}},
	}}}},
	{"truth", object{{"anyOf", []any{types("boolean", "null"), object{{"type", "string"}}}}}},
	{"regime", object{{"enum", []any{string(State), string(Party), string(Company), string(Other), "nha_nuoc", "dang", "doanh_nghiep", "khac", nil}}}},
}

// A schema collects the definitions that others refer to.
type schema struct {
	lang fault.Lang
	defs object
	done map[reflect.Type]bool
}

func (s *schema) add(name string, o object) { s.defs = append(s.defs, member{name, o}) }

// record is the schema of a mapping that gives a struct. at is where its properties stand,
// for the aliases to refer to: "" is the top.
func (s *schema) record(t reflect.Type, at string) object {
	return object{{"type", "object"}, {"properties", s.properties(t, entriesOf(t), at)}, {"additionalProperties", false}}
}

// properties are the keys of a struct: each by its English key, and its aliases, which say
// which key they stand for.
func (s *schema) properties(t reflect.Type, entries []entry, at string) object {
	var all object
	for _, e := range entries {
		if e.from == derived {
			continue
		}
		f, _ := t.FieldByName(e.field)
		about := Describe(t, e.field).In(s.lang)
		value := append(object{{"description", about}}, s.value(t, f)...)
		all = append(all, member{e.key, value})
		for alias := range strings.FieldsSeq(e.alias) {
			all = append(all, member{alias, object{{"description", about + " [= " + e.key + "]"}, {"$ref", "#" + at + "/properties/" + e.key}}})
		}
	}
	return all
}

// override is the schema of an entry of documents: what the meeting may have, and the
// entry's own keys.
func (s *schema) override() object {
	var all object
	for _, e := range entriesOf(reflect.TypeFor[Meeting]()) {
		if e.from == derived || e.field == "Documents" {
			continue
		}
		for _, name := range append([]string{e.key}, strings.Fields(e.alias)...) {
			all = append(all, member{name, object{{"$ref", "#/properties/" + name}}})
		}
	}
	var lists []any
	for _, e := range eachKeys() {
		lists = append(lists, e.key)
		for alias := range strings.FieldsSeq(e.alias) {
			lists = append(lists, alias)
		}
	}
	t := reflect.TypeFor[Document]()
	for _, e := range entriesOf(t) {
		for i, name := range append([]string{e.key}, strings.Fields(e.alias)...) {
			about := Describe(t, e.field).In(s.lang)
			if i > 0 {
				about += " [= " + e.key + "]"
			}
			all = append(all, member{name, object{{"description", about}, {"anyOf", []any{
				object{{"enum", lists}},
				object{{"type", "string"}, {"pattern", eachPattern()}},
			}}}})
		}
	}
	return object{{"type", []any{"object", "null"}}, {"properties", all}, {"additionalProperties", false}}
}

// eachPattern are the other lists that for_each may name: those in a group, and spreadsheets.
func eachPattern() string {
	var groups []string
	for _, e := range eachGroups() {
		groups = append(groups, e.key)
		groups = append(groups, strings.Fields(e.alias)...)
	}
	return `^(` + strings.Join(groups, "|") + `)\..+|` + spreadsheetPattern
}

// spreadsheetPattern is what names a spreadsheet that a list comes from.
const spreadsheetPattern = `\.([xX][lL][sS][xXmM]|[cCtT][sS][vV])(#.*)?$`

// value is the schema of what a field takes.
func (s *schema) value(t reflect.Type, f reflect.StructField) object {
	switch {
	case t == reflect.TypeFor[Meeting]() && f.Name == "Documents":
		return ref("documents")
	case t == reflect.TypeFor[Section]() && f.Name == "Indicators":
		return list(ref("text"))
	case t == reflect.TypeFor[Task]() && f.Name == "Due":
		return ref("deadline")
	}
	return s.of(f.Type)
}

func list(item object) object {
	return object{{"anyOf", []any{item, object{{"type", "array"}, {"items", object{{"anyOf", []any{item, object{{"type", "null"}}}}}}}}}}
}

func (s *schema) of(t reflect.Type) object {
	switch t {
	case reflect.TypeFor[string]():
		return ref("text")
	case reflect.TypeFor[Regime]():
		return ref("regime")
	case reflect.TypeFor[*Moment]():
		return ref("moment")
	case reflect.TypeFor[*Date]():
		return ref("date")
	case reflect.TypeFor[*Figure]():
		return ref("figure")
	case reflect.TypeFor[*int]():
		return ref("count")
	case reflect.TypeFor[bool](), reflect.TypeFor[*bool]():
		return ref("truth")
	case reflect.TypeFor[Extra]():
		return object{{"type", []any{"object", "null"}}}
	case reflect.TypeFor[Values]():
		return object{{"anyOf", []any{
			object{{"type", []any{"object", "null"}}, {"additionalProperties", ref("figure")}},
			object{{"type", "array"}, {"items", ref("figure")}},
		}}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Slice:
		item := s.of(t.Elem())
		if listable(t.Elem()) && t.Elem().Kind() == reflect.Struct && plainField[t.Elem()] == "" { // else a text may stand there anyway
			forms := list(item)[0].value.([]any)
			return object{{"anyOf", append(forms, object{{"type", "string"}, {"pattern", spreadsheetPattern}})}}
		}
		return list(item)
	}
	name := defName(t)
	if !s.done[t] {
		s.done[t] = true
		at := len(s.defs)
		s.defs = append(s.defs, member{name, nil}) // before those it refers to
		forms := []any{s.record(t, "/$defs/"+name+"/anyOf/0"), object{{"type", "null"}}}
		if plainField[t] != "" {
			forms = append(forms, ref("text"))
		}
		s.defs[at].value = object{{"anyOf", forms}}
	}
	return ref(name)
}

// defName is a type's name as a definition's: IndicatorRow is indicatorRow.
func defName(t reflect.Type) string { return strings.ToLower(t.Name()[:1]) + t.Name()[1:] }
