package render

import (
	"context"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/wml"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/templates"
)

// A TemplateAbout is what a template is for and what it prints.
type TemplateAbout struct {
	Name    string
	File    string          // as the user knows it
	Own     bool            // one of the user's own
	About   Text            // what it makes; empty if nobody said
	Fields  []TemplateField // what is required first, then by name
	Outline []OutlineLine
}

// A TemplateField is a field of the meeting file that a template prints.
type TemplateField struct {
	Key      string // path of YAML keys: "tasks[].due"
	Alias    string // the same in Vietnamese: "nhiem_vu[].thoi_han"
	Required bool
	About    Text
	Used     []Text // where the template prints it: "paragraph 3 “…”", "table 1, row 2, cell 1"
}

// An OutlineLine is a line of a template's text, or the list that the lines below it are
// printed for, once for each entry.
type OutlineLine struct {
	Depth int    // how many lists it stands in
	Text  string // with ‹field› for what is filled in; the list's field if List
	List  bool
}

// Template reads and checks a template, one of [Renderer.TemplateNames] or a file in
// [Options].Templates, and says what it is for. The faults are all findings; the result is
// nil if one of them is an error.
func (r *Renderer) Template(name string) (*TemplateAbout, FaultList) {
	found, f := r.readTemplate(name)
	if f != nil {
		return nil, FaultList{f}
	}
	return r.AboutTemplate(found.file, found.data, name, found.own)
}

// AboutTemplate says of a template's bytes what [Renderer.Template] does. file is how the
// user knows it, name what documents call it.
func (r *Renderer) AboutTemplate(file string, data []byte, name string, own bool) (*TemplateAbout, FaultList) {
	t, faults := r.templates.compile(r, file, data)
	if t == nil {
		return nil, faults
	}
	about := &TemplateAbout{Name: templateStem(name), File: file, Own: own}
	if !own {
		about.About.Vi, about.About.En = templates.Description(about.Name)
	}
	about.Fields = printedFields(t.merge.Prints(), t.merge.Places)
	slices.SortStableFunc(about.Fields, func(a, b TemplateField) int {
		switch {
		case a.Required == b.Required:
			return 0
		case a.Required:
			return -1
		}
		return 1
	})
	pkg, err := docx.Open(data, r.limits)
	if err != nil {
		return nil, append(faults, asFaults(err, "package").InFile(file)...)
	}
	doc, _ := wml.Parse(pkg, r.limits) // what cannot be printed is told when it is printed
	if doc == nil {
		return about, faults
	}
	if own {
		about.About = fault.Same(firstOf(oneLine(doc.Properties.Description), oneLine(doc.Properties.Subject), oneLine(doc.Properties.Title)))
		if strings.Contains(about.About.Vi, "{{") {
			about.About = Text{}
		}
	}
	var o outliner
	for _, s := range doc.Sections {
		o.blocks(s.Body)
	}
	about.Outline = o.lines
	return about, faults
}

// printedFields are the fields of the meeting file at the paths that a template prints, and where
// it does.
func printedFields(paths []string, places func(path string) []Text) (fields []TemplateField) {
	for _, path := range paths {
		used := places(path)
		for _, placed := range []string{"Sections[].Indicators[]", "UnplacedIndicators[]"} {
			if rest, ok := strings.CutPrefix(path, placed); ok {
				path = "Indicators[]" + rest
			}
		}
		f, ok := fieldAt(path)
		if i := strings.LastIndexByte(path, '.'); !ok && i > 0 && !strings.HasSuffix(path[:i], "[]") {
			f, ok = fieldAt(path[:i]) // a form of it: the year of a date
		}
		if !ok {
			continue
		}
		i := slices.IndexFunc(fields, func(other TemplateField) bool { return other.Key == f.Key })
		if i < 0 {
			i = len(fields)
			fields = append(fields, f)
		}
		for _, u := range used {
			if !slices.Contains(fields[i].Used, u) {
				fields[i].Used = append(fields[i].Used, u)
			}
		}
	}
	slices.SortStableFunc(fields, func(a, b TemplateField) int { return strings.Compare(a.Key, b.Key) })
	return fields
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// fieldAt is the field at a path of Go fields; ok is false for what no file states, such as
// a total.
func fieldAt(path string) (f TemplateField, ok bool) {
	t := meetingType
	var keys, aliases []string
	for part := range strings.SplitSeq(path, ".") {
		field, list := strings.CutSuffix(part, "[]")
		for t != nil && (t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice) {
			t = t.Elem()
		}
		key, alias := field, field
		if t != nil && t.Kind() == reflect.Struct {
			about := meeting.Describe(t, field)
			if about.Vi == "" {
				return f, false
			}
			key, alias, _ = meeting.Keys(t, field)
			f.About = about
			s, _ := t.FieldByName(field)
			t = s.Type
		} else {
			t, f.About = nil, Text{} // of one's own data nothing is known
		}
		if list {
			key, alias = key+"[]", alias+"[]"
		}
		keys, aliases = append(keys, key), append(aliases, alias)
	}
	f.Key, f.Alias = strings.Join(keys, "."), strings.Join(aliases, ".")
	f.Required = path == "Title"
	return f, true
}

// An outliner writes a template's text down, line by line, and indents what is repeated.
// Conditions are left out: what they choose between is shown, and what is the same in two
// of them only once.
type outliner struct {
	lines []OutlineLine
	open  []openBlock
	told  map[string]bool
}

// An openBlock is a block that has begun: the field that dot is in it.
type openBlock struct {
	field string // "" for a condition
	list  bool
}

var (
	outlineTag   = lazy.Compile(`\{\{\s*(.*?)\s*\}\}`)
	outlineField = lazy.Compile(`\$?((?:\.[\pL_][\pL\pN_]*)+)`)
	bareVariable = lazy.Compile(`^(?:\w+ )*(\$[\pL_]\w*|\.)$`)
)

func (o *outliner) blocks(blocks []wml.Block) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *wml.Paragraph:
			o.paragraph(b)
		case *wml.Table:
			for _, row := range b.Rows {
				for _, cell := range row.Cells {
					if cell.VMerge != wml.MergeContinue {
						o.blocks(cell.Blocks)
					}
				}
			}
		}
	}
}

func (o *outliner) paragraph(p *wml.Paragraph) {
	var b strings.Builder
	for _, i := range p.Inlines {
		switch i := i.(type) {
		case *wml.Text:
			b.WriteString(i.Text)
		case *wml.Math:
			b.WriteString(i.Linear)
		case *wml.Tab, *wml.Break:
			b.WriteByte(' ')
		}
	}
	text := oneLine(b.String())
	var line strings.Builder
	at, outer, otherwise := 0, len(o.open), 0 // otherwise: the block of this paragraph whose else we are in
	write := func(s string) {
		if otherwise == 0 {
			line.WriteString(s)
		}
	}
	for _, m := range outlineTag.FindAllStringSubmatchIndex(text, -1) {
		write(text[at:m[0]])
		tag := text[m[2]:m[3]]
		if word, _, _ := strings.Cut(tag, " "); word == "else" && otherwise == 0 && len(o.open) > outer {
			otherwise = len(o.open)
		} else if word == "end" && otherwise == len(o.open) {
			otherwise = 0
		}
		write(o.tag(tag, m[0] == 0))
		at = m[1]
	}
	write(text[at:])
	if printed := oneLine(line.String()); strings.ContainsFunc(printed, unicode.IsLetter) {
		o.add(OutlineLine{Text: printed})
	}
}

// add writes a line, unless these lists have it already.
func (o *outliner) add(l OutlineLine) {
	key := ""
	for _, b := range o.open {
		if b.list {
			l.Depth++
			key += b.field + "/"
		}
	}
	if l.List {
		l.Depth--
	}
	key += l.Text
	if o.told == nil {
		o.told = map[string]bool{}
	}
	if !o.told[key] {
		o.told[key] = true
		o.lines = append(o.lines, l)
	}
}

// tag follows a tag and gives what it prints, in the outline's words. A list is a line of
// its own where its tag begins a paragraph.
func (o *outliner) tag(tag string, first bool) string {
	word, rest, _ := strings.Cut(tag, " ")
	switch word {
	case "end":
		o.open = o.open[:max(0, len(o.open)-1)]
	case "else", "column", "merge", "shade", "color": // they print nothing
	case "if":
		o.open = append(o.open, openBlock{})
	case "with", "range":
		b := openBlock{field: o.field(rest), list: word == "range" && first}
		o.open = append(o.open, b)
		if b.list && b.field != "" {
			o.add(OutlineLine{Text: b.field, List: true})
		}
	default:
		if f := o.field(tag); f != "" {
			return "‹" + f + "›"
		}
	}
	return ""
}

// field is the field that a tag is about: the first that it names, or what dot is.
func (o *outliner) field(tag string) string {
	if m := outlineField.FindStringSubmatch(tag); m != nil {
		return m[1][1:]
	}
	if bareVariable.MatchString(tag) {
		for i := len(o.open) - 1; i >= 0; i-- {
			if o.open[i].field != "" {
				return o.open[i].field
			}
		}
	}
	return ""
}

// StarterYAML gives a meeting file to start from with a template, as [meeting.Starter]
// tells: it has the fields that the template prints. The template is one of
// [Renderer.TemplateNames] or a file in [Options].Templates; s.Fields and s.Regime are set
// here.
func (r *Renderer) StarterYAML(name string, s meeting.Starter) ([]byte, FaultList) {
	found, f := r.readTemplate(name)
	if f != nil {
		return nil, FaultList{f}
	}
	return r.starter(found.file, found.data, s)
}

func (r *Renderer) starter(file string, data []byte, s meeting.Starter) ([]byte, FaultList) {
	t, faults := r.templates.compile(r, file, data)
	if t == nil {
		return nil, faults
	}
	s.Fields = append([]string{}, t.merge.Fields()...)
	s.Extra = extras(t.merge.Tags())
	s.Tables = namedTables(t.merge.Tags())
	s.Regime = regimeOf(templateStem(file))
	return s.YAML(), faults
}

// regimeOf is the regime that a template is likely for, by its name.
func regimeOf(name string) meeting.Regime {
	switch {
	case strings.Contains(name, "dang"):
		return meeting.Party
	case strings.Contains(name, "hdqt"), strings.Contains(name, "dhdcd"):
		return meeting.Company
	}
	return meeting.State
}

// Try makes a document from a template's bytes with made-up content, so that the template
// can be looked at before there is data. The faults are all findings about the template,
// and about the document once it is made ([Document.Faults]); the document is nil if one of
// them is an error.
func (r *Renderer) Try(ctx context.Context, file string, data []byte) (*Document, FaultList) {
	yaml, faults := r.starter(file, data, meeting.Starter{Items: 3, Stamps: true})
	if faults.Failed() {
		return nil, faults
	}
	t, _ := r.templates.compile(r, file, data)
	const name = "made-up.yaml"
	meetings, found := meeting.Parse(name, yaml, r.limits)
	if len(meetings) != 1 {
		return nil, append(faults, found...)
	}
	d := &Document{
		Name: documentName(templateStem(file), "thu"), Template: templateStem(file), Meeting: withIDs(meetings[0]),
		renderer: r, template: t, files: madeUpPictures{}, source: source{name, yaml, 1},
	}
	if err := d.DOCX(ctx, io.Discard); err != nil {
		return nil, append(faults, asFaults(err, "try")...)
	}
	return d, faults
}

// TemplateData gives the bytes of a template, for a copy, and the file that they are from as
// the user knows it. A broken one is given as well: it is copied to be mended.
func (r *Renderer) TemplateData(name string) (data []byte, file string, faults FaultList) {
	found, f := r.readTemplate(name)
	if f != nil {
		return nil, "", FaultList{f}
	}
	return found.data, found.file, nil
}
