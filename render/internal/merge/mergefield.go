package merge

import (
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// The MERGEFIELD fields of a letter that was made for Word's mail merge (ECMA-376 Part 1
// §17.16.5.35) are read as tags of the same name: a field of what dot is, else of the data,
// else an entry of its free data.

// nameMark stands around the name of a MERGEFIELD in a tag until it is known what it names.
const nameMark = "\ue001"

// withMergeFields is a part with its MERGEFIELD fields as tags.
func withMergeFields(src string, max limit.XML) string {
	if !strings.Contains(src, "MERGEFIELD") {
		return src
	}
	root, err := xml.Parse(src, max)
	if err != nil {
		return src
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
	return b.String() + src[at:]
}

type mergeFields struct {
	src   string
	open  []*mergeField
	edits []edit
}

// A mergeField is a field while it is read.
type mergeField struct {
	begin       *xml.Node // the run that it begins with
	instruction string
	said        bool
	result      *xml.Node // the first run of the result
}

func (m *mergeFields) walk(n *xml.Node) {
	for c := range n.Children() {
		switch c.Name {
		case "w:fldSimple":
			if tag := mergeTag(c.Get("w:instr")); tag != "" {
				m.replace(c, c, c.Child("w:r"), tag)
				continue
			}
		case "w:fldChar":
			m.mark(c)
		case "w:instrText":
			if k := len(m.open); k > 0 && !m.open[k-1].said {
				m.open[k-1].instruction += c.Content()
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
		m.open = append(m.open, &mergeField{begin: c.Parent})
	case k == 0:
	case kind == "separate":
		m.open[k-1].said = true
	case kind == "end":
		f := m.open[k-1]
		m.open = m.open[:k-1]
		if tag := mergeTag(f.instruction); tag != "" && f.begin.Parent == c.Parent.Parent {
			m.replace(f.begin, c.Parent, f.result, tag)
		}
	}
}

// replace puts a tag in the place of a field, in the form of its result.
func (m *mergeFields) replace(from, to, like *xml.Node, tag string) {
	if like == nil {
		like = from
	}
	name := qname(m.src, from)
	prefix := name[:strings.IndexByte(name, ':')+1]
	run, text := prefix+"r", prefix+"t"
	if k := len(m.open); k > 0 && !m.open[k-1].said { // a part of another field's instruction
		text = strings.TrimSuffix(text, "t") + "instrText"
		tag = `"` + tag + `"`
		m.open[k-1].instruction += tag
	}
	props := ""
	if p := like.Child("w:rPr"); p != nil {
		props = m.src[p.Start:p.End]
	}
	m.edits = slices.DeleteFunc(m.edits, func(e edit) bool { return e.from >= from.Start && e.to <= to.End })
	m.edits = append(m.edits, edit{from.Start, to.End, "<" + run + ">" + props + "<" + text + ` xml:space="preserve">` + xml.Escape(tag) + "</" + text + "></" + run + ">"})
}

// mergeTag is the tag of a MERGEFIELD, "" for other fields. Its switches are functions.
func mergeTag(instruction string) string {
	words := instructionWords(instruction)
	if len(words) < 2 || !strings.EqualFold(words[0], "MERGEFIELD") {
		return ""
	}
	value := nameMark + strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return '_'
	}, words[1]) + nameMark
	before, after, asked := "", "", value
	for i := 2; i < len(words); i++ {
		argument := ""
		if i+1 < len(words) {
			argument = words[i+1]
		}
		quoted := "`" + strings.ReplaceAll(argument, "`", "'") + "`"
		switch strings.ToLower(words[i]) {
		case `\b`:
			before = argument
		case `\f`:
			after = argument
		case `\@`:
			value = "dateFormat " + quoted + " (" + value + ")"
		case `\#`:
			value = "numberFormat " + quoted + " (" + value + ")"
		case `\*`:
			if f := map[string]string{"upper": "upper", "lower": "lower", "firstcap": "capitalize", "caps": "capitalizeWords"}[strings.ToLower(argument)]; f != "" {
				value = f + " (" + value + ")"
			}
		}
	}
	tag := "{{" + value + "}}"
	if before != "" || after != "" {
		tag = "{{if " + asked + "}}" + before + tag + after + "{{end}}"
	}
	return tag
}

// instructionWords cuts a field's instruction at spaces; quotes hold a word together.
func instructionWords(s string) (words []string) {
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		if s[0] == '"' {
			word, rest, _ := strings.Cut(s[1:], `"`)
			words, s = append(words, word), rest
			continue
		}
		end := strings.IndexAny(s, " \t\r\n\"")
		if end < 0 {
			end = len(s)
		}
		words, s = append(words, s[:end]), s[end:]
	}
	return words
}

// mergeNames puts what a MERGEFIELD names into a tag's code.
func (k *checker) mergeNames(code string, s scope) string {
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
		}
		code = before + path + after
	}
}

// has reports whether a value has a field of a name.
func (k *checker) has(v static, name string) bool {
	t := base(v.t)
	if t == nil || t.Kind() != reflect.Struct {
		return false
	}
	_, ok := k.t.member(t, name)
	return ok
}
