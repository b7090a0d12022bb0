package meeting

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render/internal/viet"
)

// A reading is what a meeting was read from; its documents share it.
type reading struct {
	lines  []string
	first  int                    // index of the first line in the file, from 0
	stands stands                 // of what was read
	groups map[uintptr]group      // of free data, by their address
	source atomic.Pointer[Source] // noted while the meeting was read; nil: it is read again when asked for
}

// A group of free data and its keys in the file's order. Having the group keeps its address its
// own.
type group struct {
	of   Extra
	keys []string
}

// A Source is where each value of a meeting stands in its file.
type Source struct {
	Texts  []Text // the texts and figures, in the file's order
	origin *reading

	begins  position                       // of the meeting
	places  []placed                       // of all values, in the file's order
	indexed sync.Once                      // index is made when the first place is asked for: most files have nothing to tell of
	index   map[string]map[string]position // by document and path
	strides map[int][]int                  // of long lines: the bytes where each [stride] characters begin
}

// A placed value is where one of the meeting's values, or of a document's, stands.
type placed struct {
	document, path string
	position
}

// A Text is a text or a figure as the file writes it.
type Text struct {
	Document string // template whose entry under documents has it; "": the meeting's own
	Path     string // Go names from the meeting on: "Signatures[0].Name"
	Figure   bool   // a number with what belongs to it, not prose
	Raw      string // source from the first to the last character, without quotes; line breaks and indents as they stand

	line, column, start int // of Raw: from 1, in code points from 1, in bytes from 0
}

// A position is in a file: line and column from 1, the column in code points.
type position struct{ line, column int32 }

func positionOf(line, column int) position { return position{int32(line), int32(column)} }

// Source finds the places of a meeting's values. It is nil for a meeting that was not
// read by [Parse] or [ParseWith]. What a YAML alias repeats is found where the alias
// stands.
func (m *Meeting) Source() *Source {
	if m.origin == nil {
		return nil
	}
	if s := m.origin.source.Load(); s != nil {
		return s
	}
	// Read again, for those few who ask: nodes kept would be the greater part of a meeting.
	root, err := readYAML(m.origin.lines)
	if err != nil || len(root.Content) == 0 {
		return &Source{origin: m.origin, begins: positionOf(m.Line, 1)}
	}
	return sourceOf(m, root.Content[0])
}

// sourceOf notes where the values of a meeting stand. It takes the nodes apart on its way, so
// that they are let go of while what is noted grows.
func sourceOf(m *Meeting, top *yaml.Node) *Source {
	s := &Source{origin: m.origin, begins: positionOf(m.Line, 1)}
	s.fields(top, tables[reflect.TypeFor[Meeting]()], reflect.TypeFor[Meeting](), "", "")
	return s
}

// ForgetSource lets go of what [ParseWith] noted.
func (m *Meeting) ForgetSource() {
	if m.origin != nil {
		m.origin.source.Store(nil)
	}
}

// At is the line and column of a value: path as in [Text]. A value that the document does
// not have itself is looked for in the meeting, one that is not in the file where what
// should hold it is; "" is the document's or the meeting's own beginning.
func (s *Source) At(document, path string) (line, column int) {
	s.indexed.Do(s.makeIndex)
	p, ok := s.index[document][""]
	if !ok {
		p = s.begins
	}
	if found, ok := s.within("", path); ok {
		p = found
	}
	if found, ok := s.within(document, path); ok {
		p = found
	}
	return int(p.line), int(p.column)
}

// within is where a value of a document stands, or what should hold it.
func (s *Source) within(document, path string) (position, bool) {
	for at := path; at != ""; at = parent(at) {
		if p, ok := s.index[document][at]; ok {
			return p, true
		}
	}
	return position{}, false
}

func (s *Source) makeIndex() {
	s.index = map[string]map[string]position{}
	for _, p := range s.places {
		if s.index[p.document] == nil {
			s.index[p.document] = map[string]position{}
		}
		s.index[p.document][p.path] = p.position
	}
}

// parent is a path without its last step.
func parent(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}

// Position is the line and column of the character at an offset of Raw, and its byte in
// the line, from 0.
func (t Text) Position(offset int) (line, column, start int) {
	before := t.Raw[:offset]
	if n := strings.Count(before, "\n"); n > 0 {
		last := before[strings.LastIndexByte(before, '\n')+1:]
		return t.line + n, utf8.RuneCountInString(last) + 1, len(last)
	}
	return t.line, t.column + utf8.RuneCountInString(before), t.start + offset
}

// fields notes what a mapping holds.
func (s *Source) fields(n *yaml.Node, table keyTable, t reflect.Type, document, path string) {
	if n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		n.Content[i], n.Content[i+1] = nil, nil
		e, ok := table.byName[viet.NFC(k.Value)]
		if !ok || k.Kind != yaml.ScalarNode {
			continue
		}
		if e.field == "Documents" {
			s.documents(v)
			continue
		}
		f, ok := t.FieldByName(e.field)
		if !ok || t == reflect.TypeFor[Section]() && e.field == "Indicators" {
			continue // for_each; ids of tables
		}
		at := e.field
		if path != "" {
			at = path + "." + e.field
		}
		s.value(k, v, f.Type, document, at)
	}
}

// documents notes what each entry under documents has otherwise than the meeting.
func (s *Source) documents(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		name := viet.NFC(k.Value)
		s.places = append(s.places, placed{name, "", positionOf(s.origin.first+k.Line, k.Column)})
		s.fields(n.Content[i+1], overrideTable, reflect.TypeFor[Meeting](), name, "")
	}
}

// value notes a value and what it holds; key is where a value that is nothing stands.
func (s *Source) value(key, n *yaml.Node, t reflect.Type, document, path string) {
	at := n
	if n.Line == 0 || isNull(n) {
		at = key
	}
	s.places = append(s.places, placed{document, path, positionOf(s.origin.first+at.Line, at.Column)})
	if n.Kind == yaml.AliasNode || isNull(n) {
		return
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[Extra]():
		s.free(n, document, path)
	case t == reflect.TypeFor[Figure]():
		s.text(n, document, path, true)
	case t == reflect.TypeFor[Values]():
		s.figures(n, document, path)
	case t.Kind() == reflect.String && t != reflect.TypeFor[Regime]():
		if whole := textWithColon(key, n, s.origin.sourceLine); whole != nil {
			n = whole
		}
		s.text(n, document, path, false)
	case t.Kind() == reflect.Slice && n.Kind == yaml.SequenceNode:
		kept := 0
		for i, item := range n.Content {
			n.Content[i] = nil
			if isNull(resolve(item)) {
				continue
			}
			s.value(item, item, t.Elem(), document, path+"["+strconv.Itoa(kept)+"]")
			kept++
		}
	case t.Kind() == reflect.Slice && n.Kind == yaml.ScalarNode && listable(t.Elem()) && IsListReference(n.Value):
		// the texts are the spreadsheet's
	case t.Kind() == reflect.Slice:
		s.value(key, n, t.Elem(), document, path+"[0]")
	case t.Kind() == reflect.Struct && n.Kind == yaml.ScalarNode && plainField[t] != "":
		s.text(n, document, path+"."+plainField[t], false)
	case t.Kind() == reflect.Struct:
		s.fields(n, tables[t], t, document, path)
	}
}

// figures notes the figures of columns.
func (s *Source) figures(n *yaml.Node, document, path string) {
	for i, item := range n.Content {
		switch {
		case isNull(resolve(item)):
		case n.Kind == yaml.SequenceNode:
			s.text(item, document, path+"["+strconv.Itoa(i)+"]", true)
		case n.Kind == yaml.MappingNode && i%2 == 1:
			s.text(item, document, path+"."+viet.NFC(n.Content[i-1].Value), true)
		}
	}
}

// free notes the texts of free data.
func (s *Source) free(n *yaml.Node, document, path string) {
	switch n.Kind {
	case yaml.ScalarNode:
		s.text(n, document, path, false)
	case yaml.SequenceNode:
		for i, item := range n.Content {
			s.free(item, document, path+"["+strconv.Itoa(i)+"]")
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			s.free(n.Content[i+1], document, path+"."+viet.NFC(n.Content[i].Value))
		}
	}
}

// text notes a scalar, if its source can be told.
func (s *Source) text(n *yaml.Node, document, path string, figure bool) {
	if n.Kind != yaml.ScalarNode {
		return
	}
	t := Text{Document: document, Path: path, Figure: figure}
	if s.locate(n, &t) {
		t.line += s.origin.first
		s.Texts = append(s.Texts, t)
	}
}

// sourceLine is a line of the document, from 1, as YAML's nodes count.
func (o *reading) sourceLine(line int) string {
	if line < 1 || line > len(o.lines) {
		return ""
	}
	return o.lines[line-1]
}

// stride is how many characters of a long line are stepped over at once: a file of one line, as
// programs write JSON, has all its values there.
const stride = 128

// offset is the byte of a line's character, both from 0.
func (s *Source) offset(line, column int) int {
	text, at := s.origin.lines[line], 0
	step := func(n int) {
		for range n {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
		}
	}
	if column < stride {
		step(column)
		return at
	}
	marks, known := s.strides[line]
	if !known {
		for at < len(text) {
			marks = append(marks, at)
			step(stride)
		}
		if s.strides == nil {
			s.strides = map[int][]int{}
		}
		s.strides[line] = marks
	}
	if column/stride >= len(marks) {
		return len(text)
	}
	at = marks[column/stride]
	step(column % stride)
	return at
}

// escapes reports whether a text in double quotes has an escape in its first line.
func escapes(s string) bool {
	i := strings.IndexAny(s, `"\`)
	return i >= 0 && s[i] == '\\'
}

// locate finds the source of a scalar: from where the node begins, all of its characters
// but white space follow each other as in its value, whatever the style. Only a text in
// double quotes may write a character otherwise; it ends with its quote.
func (s *Source) locate(n *yaml.Node, t *Text) bool {
	o := s.origin
	line := n.Line - 1
	if line < 0 || line >= len(o.lines) {
		return false
	}
	start, column := s.offset(line, n.Column-1), n.Column
	from := start // the byte of that column
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		line, start, from, column = line+1, 0, 0, 1
	} else if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		start++
		if start > len(o.lines[line]) {
			return false
		}
	}
	for line < len(o.lines) && strings.TrimSpace(o.lines[line][start:]) == "" {
		line, start, from, column = line+1, 0, 0, 1
	}
	if line == len(o.lines) {
		return false
	}
	rest := o.lines[line][start:]
	start += len(rest) - len(strings.TrimLeftFunc(rest, unicode.IsSpace))
	t.line, t.start, t.column = line+1, start, column+utf8.RuneCountInString(o.lines[line][from:start])

	if n.Style&yaml.DoubleQuotedStyle != 0 && escapes(o.lines[line][start:]) {
		end := closing(o.lines[line][start:], '"')
		t.Raw = o.lines[line][start : start+max(0, end)]
		return end > 0
	}
	at := o.lines[line][start:]
	if value := strings.TrimSpace(n.Value); n.Style&yaml.SingleQuotedStyle == 0 && strings.HasPrefix(at, value) && value != "" {
		t.Raw = at[:len(value)] // in one line: the file's own text, which is there anyway
		return true
	}
	var raw strings.Builder
	raw.Grow(len(n.Value) + len(n.Value)/8)
	fresh := true // nothing of the line was read
	for value := n.Value; value != ""; {
		want, size := utf8.DecodeRuneInString(value)
		if unicode.IsSpace(want) {
			value = value[size:]
			continue
		}
		if fresh && n.Style&yaml.SingleQuotedStyle == 0 { // a line at once, where the value has it as it is
			if line := strings.TrimSpace(at); line != "" && strings.HasPrefix(value, line) {
				end := strings.Index(at, line) + len(line)
				raw.WriteString(at[:end])
				at, value = at[end:], value[len(line):]
			}
			fresh = false
			continue
		}
		r, read := utf8.DecodeRuneInString(at)
		if read == 0 {
			if line++; line == len(o.lines) {
				return false
			}
			raw.WriteByte('\n')
			at, fresh = o.lines[line], true
			continue
		}
		at = at[read:]
		raw.WriteRune(r)
		if unicode.IsSpace(r) {
			continue
		}
		if r != want {
			return false
		}
		if r == '\'' && n.Style&yaml.SingleQuotedStyle != 0 && strings.HasPrefix(at, "'") {
			raw.WriteByte('\'')
			at = at[1:]
		}
		value = value[size:]
	}
	t.Raw = raw.String()
	return t.Raw != ""
}
