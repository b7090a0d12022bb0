package meeting

import (
	"regexp"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render/internal/fault"
)

const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

// traps tells where YAML has read something else than the writer sees: text taken for a
// comment, for a tag, for an anchor, or for the rest of the value before it.
func (d *decoder) traps(key, n *yaml.Node) {
	if n.Kind != yaml.ScalarNode || n.Style&quoted != 0 {
		return
	}
	l := []rune(d.source(n.Line))
	if n.Column < 1 || n.Column > len(l)+1 {
		return
	}
	rest := string(l[n.Column-1:])
	if n.Anchor != "" && n.Value == "" || n.Style&yaml.TaggedStyle != 0 && !strings.HasPrefix(n.Tag, "!!") {
		d.fault(n, "special-character",
			fault.T("Giá trị bắt đầu bằng ký tự mà YAML dùng vào việc khác: %s", "The value begins with a character that YAML uses for something else: %s", shorten(rest)),
			quoteHint(strings.TrimSpace(rest)))
		return
	}
	if n.Value == "" || d.inFlow {
		return
	}
	d.hashCut(n, rest)
	d.swallowedKey(n, rest)
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

var gluedKey = regexp.MustCompile(`^ *([a-z_]+):\S`)

// swallowedKey finds a line that was meant as a key of its own, but without a space after
// its colon continues the plain value before it.
func (d *decoder) swallowedKey(n *yaml.Node, rest string) {
	if len(n.Value) <= len(strings.TrimRight(rest, " \t")) && !strings.Contains(n.Value, "\n") {
		return // the value ends in its line
	}
	for line := n.Line + 1; line <= len(d.chunk.lines); line++ {
		l := d.source(line)
		text := strings.TrimSpace(l)
		if text == "" {
			continue
		}
		if !strings.Contains(n.Value, strings.Fields(text)[0]) || keyEnd(text) >= 0 {
			return
		}
		if m := gluedKey.FindStringSubmatchIndex(l); m != nil && anyKey(l[m[2]:m[3]]) {
			d.add(spaceAfterColon(d.chunk.first+line, m[3]+2, l[m[2]:m[3]]))
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

// flowTraps looks through a collection in [ ] or { } for commas that cut a value in two:
// a comma directly before a digit, and a key without a value. It reports whether there is
// one.
func (d *decoder) flowTraps(n *yaml.Node) bool {
	if n.Style&yaml.FlowStyle == 0 || d.inFlow {
		return false
	}
	before := len(d.faults)
	d.commaDigits(n)
	if len(d.faults) == before {
		d.keysAlone(n, 0)
	}
	return len(d.faults) > before
}

var flowHint = fault.T("Đặt giá trị trong dấu nháy, ví dụ {actual: \"trên 56,3\"}, hoặc viết mỗi khóa một dòng.",
	"Put the value in quotes, such as {actual: \"trên 56,3\"}, or write each key in a line of its own.")

// commaDigits walks the source of a flow collection.
func (d *decoder) commaDigits(n *yaml.Node) {
	depth := 0
	start := n.Column - 1
	var quote rune
	for line := n.Line; line <= len(d.chunk.lines); line++ {
		l := []rune(d.source(line))
		if start > len(l) {
			return
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
					return
				}
			case r == ',' && i+1 < len(l) && unicode.IsDigit(l[i+1]):
				d.add(&fault.Fault{
					Code: "flow-comma", Line: d.chunk.first + line, Column: i + 1,
					Message: fault.T("Trong [ ] hoặc { }, dấu phẩy kết thúc giá trị: số liệu này bị cắt đôi.", "Inside [ ] or { } a comma ends the value: this figure is cut in two."),
					Hint:    flowHint,
				})
				return
			}
			previous = r
		}
		start = 0
	}
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
