package meeting

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
)

const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

// traps tells where YAML has read something else than the writer sees: text taken for a
// comment, for a tag, for an anchor, or for the rest of the value before it.
func (d *decoder) traps(n *yaml.Node) {
	if n.Kind != yaml.ScalarNode || n.Style&quoted != 0 {
		return
	}
	eaten := n.Anchor != "" && n.Value == "" || n.Style&yaml.TaggedStyle != 0 && !strings.HasPrefix(n.Tag, "!!")
	if !eaten && (n.Value == "" || d.inFlow) {
		return
	}
	if eaten && d.inFlow {
		d.add(special(d.line(n), n.Column, n.Tag+" "+n.Value))
		return
	}
	rest := d.rest(n)
	if eaten {
		d.add(special(d.line(n), n.Column, strings.TrimSpace(rest)))
		return
	}
	d.hashCut(n, rest)
	d.swallowed(n, rest)
}

// rest is the source of a node to the end of its line.
func (d *decoder) rest(n *yaml.Node) string {
	l := d.source(n.Line)
	for range n.Column - 1 {
		_, size := utf8.DecodeRuneInString(l)
		l = l[size:]
	}
	return l
}

// hashCut warns of a "#" that ends a plain value. A comment kept apart by two spaces, with
// a space after its "#", is one; anything closer may be meant as text: "Phòng họp #3".
func (d *decoder) hashCut(n *yaml.Node, rest string) {
	value, comment, found := cutComment(rest)
	if !found || value == "" {
		return
	}
	gap := rest[len(value) : len(rest)-len(comment)]
	text := strings.TrimPrefix(comment, "#")
	apart := len(gap) > 1 || gap == "\t"
	if text == "" || apart && (text[0] == ' ' || text[0] == '\t') {
		return
	}
	d.warn(n, "hash-cut",
		fault.T("Dấu # cắt giá trị: phần “%s” không được in.", "The # cuts the value: %q is not printed.", shorten(comment)),
		fault.T("Nếu đó là chữ cần in, đặt cả giá trị trong dấu nháy: \"%s\". Nếu là ghi chú, chừa hai dấu cách trước # và một dấu cách sau nó.",
			"If it is text to print, put quotes around the whole value: \"%s\". If it is a comment, leave two spaces before the # and one after.", shorten(rest)))
}

// cutComment cuts a line where a comment begins.
func cutComment(s string) (value, comment string, found bool) {
	for i := 1; i < len(s); i++ {
		if s[i] == '#' && (s[i-1] == ' ' || s[i-1] == '\t') {
			return strings.TrimRight(s[:i], " \t"), s[i:], true
		}
	}
	return s, "", false
}

var gluedKey = lazy.Compile(`^([a-z_]+):\S`)

// swallowed finds a line that was meant as a key or an item of its own, but continues the
// plain value before it: "position:Bí thư" without its space, "- b" below "agenda: a".
func (d *decoder) swallowed(n *yaml.Node, rest string) {
	value := strings.TrimPrefix(n.Value, strings.TrimRight(rest, " \t"))
	if value == "" || len(value) == len(n.Value) {
		return // the value ends in its line
	}
	for line := n.Line + 1; line <= len(d.chunk.lines); line++ {
		l := d.source(line)
		text := strings.Trim(l, " \t")
		if text == "" {
			continue
		}
		var more bool
		if value, more = strings.CutPrefix(strings.TrimLeft(value, " \n"), text); !more {
			return
		}
		start := len(l) - len(strings.TrimLeft(l, " \t"))
		if m := gluedKey.FindStringSubmatch(text); m != nil && anyKey(m[1]) {
			d.add(spaceAfterColon(d.chunk.first+line, start+len(m[1])+2, m[1]))
			return
		}
		if strings.HasPrefix(text, "- ") {
			d.add(&fault.Fault{
				Code: "swallowed-item", Line: d.chunk.first + line, Column: start + 1,
				Message: fault.T("Dòng bắt đầu bằng dấu gạch này bị nối vào giá trị ở dòng trên, không thành một mục.", "This line with its dash is joined to the value in the line above; it is no item of a list."),
				Hint: fault.T("Danh sách: xuống dòng ngay sau dấu hai chấm của khóa, mỗi mục một dòng “- ”. Đoạn chữ nhiều dòng: viết dấu | sau dấu hai chấm.",
					"A list: break the line right after the key's colon and give each item a line “- ”. Text of several lines: write | after the colon."),
			})
			return
		}
	}
}

// anyKey reports whether a word is a key of any part of a meeting.
func anyKey(word string) bool {
	for _, entries := range keys {
		for _, e := range entries {
			if e.from == written && (e.key == word || strings.Contains(" "+e.alias+" ", " "+word+" ")) {
				return true
			}
		}
	}
	return false
}

// gluedDashes tells of a list whose dashes have no space after them, which YAML reads as
// one text.
func (d *decoder) gluedDashes(n *yaml.Node) bool {
	if n.Style&quoted != 0 || len(n.Value) < 2 || n.Value[0] != '-' || n.Value[1] == ' ' {
		return false
	}
	d.fault(n, "space-after-dash",
		fault.T("Thiếu dấu cách sau dấu gạch đầu dòng.", "A space is missing after the dash of a list item."),
		fault.T("Viết: - %s", "Write: - %s", shorten(n.Value[1:])))
	return true
}

// enterFlow looks through a collection in [ ] or { }, once for all that is in it, for
// commas that cut a value in two: one directly before a digit, and a key without a value.
// It reports false if there is one; otherwise leave is called when the node has been read.
func (d *decoder) enterFlow(n *yaml.Node) (leave func(), ok bool) {
	if n.Kind == yaml.ScalarNode || n.Style&yaml.FlowStyle == 0 || d.inFlow {
		return func() {}, true
	}
	if d.commaDigits(n) || d.keysAlone(n, 0) {
		return nil, false
	}
	d.inFlow = true
	return func() { d.inFlow = false }, true
}

var flowHint = fault.T("Đặt giá trị trong dấu nháy, ví dụ {actual: \"trên 56,3\"}, hoặc viết mỗi khóa một dòng.",
	"Put the value in quotes, such as {actual: \"trên 56,3\"}, or write each key in a line of its own.")

// commaDigits walks the source of a flow collection up to the first comma before a digit.
func (d *decoder) commaDigits(n *yaml.Node) bool {
	depth := 0
	start := n.Column - 1
	var quote rune
	for line := n.Line; line <= len(d.chunk.lines); line++ {
		l := []rune(d.source(line))
		if start > len(l) {
			return false
		}
		previous := ' '
		for i := start; i < len(l); i++ {
			r := l[i]
			switch {
			case quote == '"' && r == '\\':
				i++
			case quote != 0:
				if r == quote {
					quote = 0
				}
			case (r == '"' || r == '\'') && strings.ContainsRune("[{,: ", previous):
				quote = r
			case r == '#' && previous == ' ':
				i = len(l)
				continue
			case r == '[' || r == '{':
				depth++
			case r == ']' || r == '}':
				if depth--; depth == 0 {
					return false
				}
			case r == ',' && i+1 < len(l) && unicode.IsDigit(l[i+1]):
				d.add(&fault.Fault{
					Code: "flow-comma", Line: d.chunk.first + line, Column: i + 1,
					Message: fault.T("Trong [ ] hoặc { }, dấu phẩy kết thúc giá trị: số liệu này bị cắt đôi.", "Inside [ ] or { } a comma ends the value: this figure is cut in two."),
					Hint:    flowHint,
				})
				return true
			}
			previous = r
		}
		start = 0
	}
	return false
}

// keysAlone finds the first key of a flow mapping that has no value.
func (d *decoder) keysAlone(n *yaml.Node, depth int) bool {
	if depth > d.limits.YAMLDepth {
		return false // the reading that follows tells of the depth
	}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && c.Kind == yaml.ScalarNode && c.Value == "" && isNull(c) {
			k := n.Content[i-1]
			d.fault(k, "flow-comma",
				fault.T("Trong { }, “%s” đứng một mình, không có giá trị: dấu phẩy trước nó đã kết thúc giá trị trước?", "Inside { }, %q stands alone, without a value: has the comma ended the value before it?", shorten(k.Value)),
				flowHint)
			return true
		}
		if d.keysAlone(c, depth+1) {
			return true
		}
	}
	return false
}
