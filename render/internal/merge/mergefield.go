package merge

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/fieldcode"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// The MERGEFIELD fields of a letter that was made for Word's mail merge (ECMA-376 Part 1
// §17.16.5.35) are read as tags of the same name: a field of what dot is, else of the data,
// else an entry of its free data.

// nameMark stands around the name of a MERGEFIELD in a tag until it is known what it names.
const nameMark = "\ue001"

// withMergeFields is a part with its MERGEFIELD fields as tags. What a field asks for and does
// not get is a fault, whose place is within the part.
func withMergeFields(src string, max limit.XML) (string, fault.List) {
	if !mentions(src, "MERGEFIELD") {
		return src, nil
	}
	root, err := xml.Parse(src, max)
	if err != nil {
		return src, nil
	}
	m := &mergeFields{src: src}
	m.walk(root)
	slices.SortFunc(m.edits, func(a, b edit) int { return a.from - b.from })
	var b strings.Builder
	at := 0
	for _, e := range m.edits {
		if e.from >= at {
			b.WriteString(src[at:e.from] + e.text)
			at = e.to
		}
	}
	return b.String() + src[at:], m.faults
}

// mentions reports whether the instructions of a part's fields hold a word, which is in capitals
// and may stand in several runs.
func mentions(src, word string) bool {
	var said strings.Builder
	for _, from := range []string{"instrText", "fldSimple"} {
		for _, rest := range strings.Split(src, from)[1:] {
			head, text, _ := strings.Cut(rest, ">")
			if from == "instrText" {
				head, _, _ = strings.Cut(text, "<")
			}
			said.WriteString(head)
		}
	}
	return strings.Contains(strings.ToUpper(said.String()), word)
}

type mergeFields struct {
	src    string
	open   []*mergeField
	edits  []edit // by their ends
	faults fault.List
}

// A mergeField is a field while it is read.
type mergeField struct {
	begin       *xml.Node // the run that it begins with
	instruction strings.Builder
	looked      int  // how much of it was looked at for quotes
	quoted      bool // what stands there stands in quotes
	nested      bool // another field stands in the instruction
	said        bool
	result      *xml.Node // the first run of the result
}

// asking is the innermost open field if its instruction is being read, else nil.
func (m *mergeFields) asking() *mergeField {
	if k := len(m.open); k > 0 && !m.open[k-1].said {
		return m.open[k-1]
	}
	return nil
}

func (m *mergeFields) walk(n *xml.Node) {
	for c := range n.Children() {
		switch c.Name {
		case "w:fldSimple":
			if outer := m.asking(); outer != nil {
				outer.nested = true
			}
			if tag := m.tag(c.Get("w:instr"), c); tag != "" {
				m.replace(c, c, c.Child("w:r"), tag)
				continue
			}
		case "w:fldChar":
			m.mark(c)
		case "w:instrText":
			if f := m.asking(); f != nil {
				f.instruction.WriteString(c.Content())
			}
		case "w:r":
			if k := len(m.open); k > 0 && m.open[k-1].said && m.open[k-1].result == nil && c.Child("w:t") != nil {
				m.open[k-1].result = c
			}
		}
		m.walk(c)
	}
}

func (m *mergeFields) mark(c *xml.Node) {
	k := len(m.open)
	switch kind := c.Get("w:fldCharType"); {
	case kind == "begin":
		if outer := m.asking(); outer != nil {
			outer.nested = true
		}
		m.open = append(m.open, &mergeField{begin: c.Parent})
	case k == 0:
	case kind == "separate":
		m.open[k-1].said = true
	case kind == "end":
		f := m.open[k-1]
		m.open = m.open[:k-1]
		if f.nested || f.begin.Parent != c.Parent.Parent {
			return // its name is worked out, or it is no piece of one paragraph: wml tells of it
		}
		if tag := m.tag(f.instruction.String(), c); tag != "" {
			m.replace(f.begin, c.Parent, f.result, tag)
		}
	}
}

// replace puts a tag in the place of a field, in the form of its result. In the instruction of
// another field the tag is a word, but for where it stands in a word, or in a formula, which has
// no words.
func (m *mergeFields) replace(from, to, like *xml.Node, tag string) {
	if like == nil {
		like = from
	}
	name := qname(m.src, from)
	prefix := name[:strings.IndexByte(name, ':')+1]
	run, text := prefix+"r", prefix+"t"
	if outer := m.asking(); outer != nil {
		text = prefix + "instrText"
		said := outer.instruction.String()
		outer.quoted, outer.looked = fieldcode.Quoted(said[outer.looked:], outer.quoted), len(said)
		if formula := strings.HasPrefix(strings.TrimLeft(said, " \t\r\n"), "="); !formula && !outer.quoted {
			tag = `"` + tag + `"`
		}
	}
	props := ""
	if p := like.Child("w:rPr"); p != nil {
		props = m.src[p.Start:p.End]
	}
	for k := len(m.edits); k > 0 && m.edits[k-1].from >= from.Start; k-- {
		m.edits = m.edits[:k-1] // of a field in this one's result
	}
	m.edits = append(m.edits, edit{from.Start, to.End, "<" + run + ">" + props + "<" + text + ` xml:space="preserve">` + xml.Escape(tag) + "</" + text + "></" + run + ">"})
}

// cases are the formats of text (§17.16.4.3.2) by what a tag calls them, and those that change
// nothing of a text.
var cases = map[string]string{
	"upper": "upper", "lower": "lower", "firstcap": "capitalize", "caps": "capitalizeWords",
	"mergeformat": "", "charformat": "", "arabic": "",
}

// tag is the tag of a MERGEFIELD, "" for other fields; at is where it stands. Its switches are
// functions.
func (m *mergeFields) tag(instruction string, at *xml.Node) string {
	words := fieldcode.Words(instruction)
	if len(words) == 0 || !strings.EqualFold(words[0], "MERGEFIELD") {
		return ""
	}
	if len(words) < 2 || words[1] == "" || words[1][0] == '\\' {
		m.tell(instruction, at, &fault.Fault{Code: "bad-tag",
			Message: fault.T("MERGEFIELD không nêu tên của mục nào", "a MERGEFIELD that names nothing"),
			Hint:    fault.T("Viết MERGEFIELD title: tên của mục như trong dữ liệu.", "Write MERGEFIELD title: a name as the data has it.")})
		return ""
	}
	value := nameMark + strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return '_'
	}, norm.NFC.String(words[1])) + nameMark
	before, after, asked := "", "", value
	for words = words[2:]; len(words) > 0; words = words[1:] {
		name := strings.ToLower(words[0])
		switch {
		case name == `\m`, name == `\v`: // which column it is, and upright text
			continue
		case len(words) == 1, !slices.Contains([]string{`\b`, `\f`, `\@`, `\#`, `\*`}, name):
			m.unknown(instruction, at, words[0])
			continue
		}
		words = words[1:]
		quoted := "`" + strings.ReplaceAll(words[0], "`", "'") + "`"
		switch name {
		case `\b`:
			before = words[0]
		case `\f`:
			after = words[0]
		case `\@`:
			value = "dateFormat " + quoted + " (" + value + ")"
		case `\#`:
			value = "numberFormat " + quoted + " (" + value + ")"
		case `\*`:
			f, known := cases[strings.ToLower(words[0])]
			if !known {
				m.unknown(instruction, at, name+" "+words[0])
			}
			if f != "" {
				value = f + " (" + value + ")"
			}
		}
	}
	tag := "{{" + value + "}}"
	if before != "" || after != "" {
		tag = "{{if " + asked + "}}" + plainly(before) + tag + plainly(after) + "{{end}}"
	}
	return tag
}

// plainly writes a text so that nothing of it is a tag, nor a quote where an instruction has them.
func plainly(s string) string {
	if !strings.ContainsAny(s, "{}`\"\\") {
		return s
	}
	return "{{`" + strings.ReplaceAll(s, "`", "`}}{{\"`\"}}{{`") + "`}}"
}

func (m *mergeFields) unknown(instruction string, at *xml.Node, word string) {
	m.tell(instruction, at, &fault.Fault{Severity: fault.Warning, Code: "unknown-switch",
		Message: fault.T("“%s” của MERGEFIELD không được hiểu, nên giá trị được in như không có nó", "“%s” of a MERGEFIELD is not understood, so the value prints as if it were not there", word),
		Hint:    fault.T("Các khóa được hiểu: \\* Upper, Lower, FirstCap, Caps; \\# và \\@ với mẫu; \\b, \\f với chữ. Việc khác: dùng thẻ, như {{words .extra.so}}.", "Switches that are understood: \\* Upper, Lower, FirstCap, Caps; \\# and \\@ with a picture; \\b, \\f with text. For others use a tag, as {{words .extra.so}}.")})
}

// tell tells of a field that stands at a node.
func (m *mergeFields) tell(instruction string, at *xml.Node, f *fault.Fault) {
	for p := at; p != nil; p = p.Parent {
		if p.Name == "w:p" {
			var b strings.Builder
			for t := range p.All("w:t") {
				b.WriteString(t.Content())
			}
			f.Place = fault.T("đoạn “%s”", "paragraph “%s”", snippet(b.String()))
			break
		}
	}
	f.Place = join(f.Place, fault.T("trường “%s”", "field “%s”", snippet(instruction)))
	m.faults = append(m.faults, f)
}

// mergeNames puts what a MERGEFIELD names into a tag's code. A name that no tag can write stands
// there as one that can, for which the checker puts it back.
func (k *checker) mergeNames(code string, s scope) string {
	k.written = nil
	for {
		before, rest, found := strings.Cut(code, nameMark)
		name, after, closed := strings.Cut(rest, nameMark)
		if !found || !closed {
			return code
		}
		path := "$.Extra." + name
		if k.has(s.dot, name) {
			path = "." + name
		} else if data := (static{t: k.t.config.Data}); k.has(data, name) {
			path = "$." + name
		} else if word := "_" + unwritable.ReplaceAllString(name, "_"); !writable.MatchString(name) {
			path, k.written = "$.Extra."+word, map[string]string{word: name}
		}
		if s.dot.t == nil { // of free data, only the execution knows
			path = "(_named " + strconv.Itoa(k.tag.index) + " `" + strings.ReplaceAll(name, "`", "'") + "` . " + path + ")"
		}
		code = before + path + after
	}
}

// named checks the value of a MERGEFIELD in free data: _named tag name dot other.
func (k *checker) named(c *parse.CommandNode, s scope) static {
	k.quiet++
	var other static
	c.Args[4], other = k.arg(c.Args[4], s)
	k.quiet--
	k.makes = true
	from := other.shows()
	if name, ok := c.Args[2].(*parse.StringNode); ok && s.dot.path != "" {
		path := s.dot.path + "." + name.Text
		k.note(path)
		from = append(from, path)
	}
	return static{from: from}
}

// named is what a MERGEFIELD prints in free data: an entry of what dot is, else the other value.
func (r *run) named(index int, name string, dot, other reflect.Value) reflect.Value {
	v := settleInterface(dot)
	for v.IsValid() && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.IsValid() && v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String {
		if got := v.MapIndex(reflect.ValueOf(name).Convert(v.Type().Key())); got.IsValid() {
			return r.entry(v, name, got)
		}
	}
	if absent(other) {
		r.missing(r.t.tags[index], name)
	}
	return other
}

var (
	writable   = lazy.Compile(`^[\pL_][\pL\p{Nd}_]*$`)
	unwritable = lazy.Compile(`[^\pL\p{Nd}_]`)
)

// has reports whether a value has a field of a name.
func (k *checker) has(v static, name string) bool {
	t := base(v.t)
	if t == nil || t.Kind() != reflect.Struct {
		return false
	}
	_, ok := k.t.member(t, name)
	return ok
}
