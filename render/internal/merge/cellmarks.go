package merge

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
)

// What a cell looks like by data: {{shade "vàng"}} fills the cell in which it stands, {{color
// "đỏ"}} colours the text of the cell, or of the paragraph outside of tables, {{merge down}} and
// {{merge across}} make one cell of neighbours that say the same. These tags print nothing; what
// they ask for is marked and set once everything is merged, see [cellSetter].

// cellWords are the first words of such tags.
var cellWords = map[string]bool{"shade": true, "color": true, "merge": true}

// A cellMark is what {{shade}} and {{color}} give.
type cellMark struct {
	kind, value string
	from        []Shown
}

// cellColors are the colours that have a name, in both languages.
var cellColors = map[string]string{
	"đỏ": "C00000", "red": "C00000", "cam": "ED7D31", "orange": "ED7D31", "vàng": "FFD966", "yellow": "FFD966",
	"xanh lá": "548235", "green": "548235", "xanh": "1F4E79", "xanh dương": "1F4E79", "blue": "1F4E79",
	"tím": "7030A0", "purple": "7030A0", "hồng": "E8A0BF", "pink": "E8A0BF", "nâu": "833C0B", "brown": "833C0B",
	"xám": "A6A6A6", "gray": "A6A6A6", "grey": "A6A6A6", "đen": "000000", "black": "000000", "trắng": "FFFFFF", "white": "FFFFFF",
	"đỏ nhạt": "F8CBAD", "light red": "F8CBAD", "vàng nhạt": "FFF2CC", "light yellow": "FFF2CC", "xanh lá nhạt": "E2EFDA", "light green": "E2EFDA",
	"xanh nhạt": "DDEBF7", "xanh dương nhạt": "DDEBF7", "light blue": "DDEBF7", "xám nhạt": "EDEDED", "light gray": "EDEDED", "light grey": "EDEDED",
}

var hexColor = lazy.Compile(`^#?([0-9A-Fa-f]{6})$`)

// parseColor reads a colour: a name, or "FFF2CC".
func parseColor(s string) (hex string, ok bool) {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	if hex, ok := cellColors[s]; ok {
		return hex, true
	}
	if m := hexColor.FindStringSubmatch(s); m != nil {
		return strings.ToUpper(m[1]), true
	}
	return "", false
}

func badColor(s string) *fault.Fault {
	names := slices.Sorted(maps.Keys(cellColors))
	hint := fault.T("Viết tên màu (đỏ, vàng, xanh lá nhạt, …) hoặc mã như \"FFF2CC\".", `Write the name of a colour (red, yellow, light green, …) or a code such as "FFF2CC".`)
	if near := fault.Nearest(strings.ToLower(s), names); near != "" {
		hint = fault.T("Có phải là %q?", "Did you mean %q?", near)
	}
	return &fault.Fault{Code: "bad-color", Message: fault.T("không có màu %q", "there is no colour %q", s), Hint: hint}
}

// colored is the function of a tag.
func (r *run) colored(kind string) func(v reflect.Value) (cellMark, error) {
	return func(v reflect.Value) (cellMark, error) {
		s, err := plain(v)
		if err != nil || strings.TrimSpace(s) == "" {
			return cellMark{}, err
		}
		hex, ok := parseColor(s)
		if !ok {
			return cellMark{}, badColor(s)
		}
		return cellMark{kind, hex, r.trace.sources(nil, v)}, nil
	}
}

// mark writes the mark of a tag.
func (r *run) mark(index int, v reflect.Value) (string, error) {
	m, ok := settleInterface(v).Interface().(cellMark)
	if !ok {
		return "", fmt.Errorf("%w: %s", errNotPrintable, r.t.tags[index].raw)
	}
	if m.kind == "" {
		return "", nil
	}
	if r.trace.show != nil {
		for _, f := range m.from {
			r.trace.show(f)
		}
	}
	r.trace.end()
	return "<?" + m.kind + " " + m.value + "?>", nil
}

// cellTag checks where a tag about cells stands, and what {{merge}} says; false is a fault.
func (k *checker) cellTag() bool {
	t := k.tag
	if t.word == "merge" && t.code != "merge down" && t.code != "merge across" {
		k.fail("cell-tag", fault.T("%s: gộp ô là merge down (theo cột) hoặc merge across (theo hàng)", "%s: cells are merged down or across", t.raw),
			fault.T("Viết {{merge down}} hoặc {{merge across}} trong ô cần gộp.", "Write {{merge down}} or {{merge across}} in the cell."))
		return false
	}
	switch {
	case t.para.bare != "" || noteKind(t.part) >= 0:
	case t.para.cell != nil, t.word == "color":
		return true
	}
	k.fail("cell-tag", fault.T("%s không đứng trong ô của một bảng", "%s does not stand in a cell of a table", t.raw),
		fault.T("Đặt thẻ này vào một ô của bảng.", "Put the tag in a cell of a table."))
	return false
}

// cell makes the node of a tag about cells.
func (k *checker) cell(s *scope) parse.Node {
	t := k.tag
	if !k.cellTag() {
		return nil
	}
	if t.word == "merge" {
		return textNode("<?" + t.code + "?>")
	}
	a, ok := k.parse(k.mergeNames(t.code, *s)).(*parse.ActionNode)
	if !ok {
		return nil
	}
	last, ok := a.Pipe.Cmds[len(a.Pipe.Cmds)-1].Args[0].(*parse.IdentifierNode)
	if !ok || !cellWords[last.Ident] || len(a.Pipe.Decl) > 0 {
		k.fail("cell-tag", fault.T("%s: %s phải là hàm cuối cùng của thẻ", "%s: %s has to be the last function of its tag", t.raw, t.word), fault.T("Viết {{%s …}}.", "Write {{%s …}}.", t.word))
		return nil
	}
	v := k.pipe(a.Pipe, s)
	for _, p := range v.from {
		k.print(p, nil)
	}
	a.Pipe.Cmds = append(a.Pipe.Cmds, k.command("_mark", number(t.index)))
	return a
}

// literalColor checks a colour that a tag states itself.
func (k *checker) literalColor(function string, args []parse.Node) {
	if function != "shade" && function != "color" || len(args) < 2 {
		return
	}
	if s, ok := args[1].(*parse.StringNode); ok {
		if _, ok := parseColor(s.Text); !ok {
			f := badColor(s.Text)
			k.fail(f.Code, fault.T("%s: %s", "%s: %s", k.tag.raw, f.Message), f.Hint)
		}
	}
}

// cells reports whether a part has tags about columns or cells.
func (p *part) cells() bool {
	return slices.ContainsFunc(p.tags, func(t *tag) bool {
		return t.kind == silent && (cellWords[t.word] || strings.HasPrefix(t.word, columnOther))
	})
}
