package meeting

import (
	"math"
	"reflect"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

func decompose(s string) string { return norm.NFD.String(s) }

// text reads a scalar as the text that the file has.
func (d *decoder) text(key, n *yaml.Node) (string, bool) {
	if n.Kind == yaml.ScalarNode {
		if isNull(n) {
			return "", true
		}
		return strings.TrimRight(viet.NFC(n.Value), "\n"), true
	}
	if whole := textWithColon(key, n, d.source); whole != nil {
		d.traps(n.Content[1])
		return viet.NFC(whole.Value), true
	}
	if n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0 && len(n.Content) >= 2 && n.Content[0].Kind == yaml.ScalarNode {
		d.colonInText(n)
		return "", false
	}
	hint := fault.T("Viết một dòng chữ; nếu có dấu ngoặc hay ký hiệu đặc biệt ở đầu, đặt cả dòng trong dấu nháy kép.",
		"Write one line of text; with a bracket or another special character at its start, put quotes around it.")
	if n.Kind == yaml.SequenceNode && n.Style&yaml.FlowStyle == 0 {
		hint = fault.T("Chỉ ghi được một giá trị. Nhiều dòng chữ thì viết dấu | sau dấu hai chấm, rồi xuống dòng và thụt vào.",
			"There can be only one value. For several lines of text write | after the colon and indent the lines below.")
	}
	d.wrongType(key, n, fault.T("một đoạn chữ", "text"), hint)
	return "", false
}

// textWithColon is the scalar that an item of a list of texts was meant as, which YAML took
// for a key and a value because of its colon: "- Lưu: VT". It is nil for what is none: more
// than one key, quotes, something else than text behind the colon, and one of our own keys,
// since that is an entry of another list. source gives the lines of the document.
func textWithColon(key, n *yaml.Node, source func(line int) string) *yaml.Node {
	if key != n || n.Kind != yaml.MappingNode || n.Style&yaml.FlowStyle != 0 || len(n.Content) != 2 {
		return nil
	}
	k, v := n.Content[0], n.Content[1]
	for _, part := range n.Content {
		if part.Kind != yaml.ScalarNode || part.Style != 0 || part.Anchor != "" {
			return nil
		}
	}
	line := []rune(source(k.Line))
	if k.Tag == "!!merge" || isNull(v) || k.Line != v.Line || k.Column >= v.Column || v.Column > len(line) || anyKey(viet.NFC(k.Value)) {
		return nil
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: string(line[k.Column-1:v.Column-1]) + v.Value, Line: k.Line, Column: k.Column}
}

// colonInText is the fault of a text whose own colon made it a key and a value.
func (d *decoder) colonInText(n *yaml.Node) {
	k := n.Content[0]
	hint := fault.T("Đặt cả dòng trong dấu nháy kép.", "Put quotes around the whole text.")
	if l := d.source(k.Line); k.Style == 0 && k.Column <= len([]rune(l)) {
		hint = quoteHint(strings.TrimSpace(string([]rune(l)[k.Column-1:])))
	}
	d.fault(k, "colon-in-value",
		fault.T("Ở đây cần một đoạn chữ, nhưng dấu hai chấm sau “%s” biến nó thành khóa và giá trị.", "Text belongs here, but the colon after %q makes it a key and a value.", shorten(k.Value)),
		hint)
}

// quoteHint shows a text in the quotes that it needs.
func quoteHint(s string) fault.Text {
	if len(s) > 400 {
		return fault.T("Đặt cả đoạn chữ trong dấu nháy kép.", "Put quotes around the whole text.")
	}
	quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
	if strings.Contains(s, `"`) && !strings.Contains(s, "'") {
		quoted = "'" + s + "'"
	}
	return fault.T("Đặt trong dấu nháy: %s", "Put it in quotes: %s", quoted)
}

// source is a line of the document, counted as YAML's nodes do.
func (d *decoder) source(line int) string {
	if line < 1 || line > len(d.chunk.lines) {
		return ""
	}
	return d.chunk.lines[line-1]
}

// scalar is the text of a value that must be a single one.
func (d *decoder) scalar(key, n *yaml.Node, want, hint fault.Text) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		d.wrongType(key, n, want, hint)
		return "", false
	}
	return strings.TrimSpace(viet.NFC(n.Value)), true
}

// regimes are the spellings of the regimes.
var regimes = map[string]Regime{
	"state": State, "nha_nuoc": State, "party": Party, "dang": Party,
	"company": Company, "doanh_nghiep": Company, "other": Other, "khac": Other,
}

func (d *decoder) regime(key, n *yaml.Node, to *Regime) {
	hint := fault.T("Một trong: state (nha_nuoc), party (dang), company (doanh_nghiep), other (khac).", "One of: state (nha_nuoc), party (dang), company (doanh_nghiep), other (khac).")
	s, ok := d.scalar(key, n, fault.T("một thể thức", "a regime"), hint)
	if !ok || s == "" {
		return
	}
	if r, ok := regimes[foldKey(s)]; ok {
		*to = r
		return
	}
	d.fault(n, "bad-value", fault.T("Không có thể thức “%s”.", "There is no regime %q.", shorten(s)), hint)
}

// integer reads a count.
func (d *decoder) integer(key, n *yaml.Node, to **int) {
	want := fault.T("một số đếm", "a count")
	hint := fault.T("Chỉ viết chữ số, ví dụ: 38 (hoặc 2.351).", "Write digits only, such as 38 (or 2.351).")
	s, ok := d.scalar(key, n, want, hint)
	if !ok || s == "" {
		return
	}
	x, ok := viet.ParseNumber(s)
	if !ok || x.Foreign || !x.Value.IsInteger() || x.Value.IsNegative() {
		d.wrongType(key, n, want, hint)
		return
	}
	if x.Value.GreaterThan(decimal.NewFromInt(math.MaxInt32)) {
		d.fault(n, "bad-value", fault.T("Số %s quá lớn.", "The number %s is too big.", shorten(s)), hint)
		return
	}
	i := int(x.Value.IntPart())
	*to = &i
}

// truths are the spellings of yes and no.
var truths = map[string]bool{
	"true": true, "yes": true, "co": true, "x": true,
	"false": false, "no": false, "khong": false,
}

func (d *decoder) boolean(key, n *yaml.Node, to *bool) bool {
	want := fault.T("có hoặc không", "yes or no")
	hint := fault.T("Viết true hoặc false (có, không).", "Write true or false (có, không).")
	s, ok := d.scalar(key, n, want, hint)
	if !ok || s == "" {
		return false
	}
	b, ok := truths[foldKey(s)]
	if !ok {
		d.wrongType(key, n, want, hint)
		return false
	}
	*to = b
	return true
}

// qualifiers are the words and signs that may stand before a number and leave it one.
var qualifiers = map[string]bool{
	"trên": true, "dưới": true, "khoảng": true, "gần": true, "hơn": true, "ước": true, "ước đạt": true, "ước khoảng": true, "đạt": true,
	"đạt trên": true, "đạt khoảng": true, "xấp xỉ": true, "ít nhất": true, "tối thiểu": true, "tối đa": true, "không quá": true, "từ": true,
	"tăng": true, "giảm": true, "tăng trên": true, "giảm trên": true, "tăng khoảng": true, "giảm khoảng": true,
	">": true, "<": true, "≥": true, "≤": true, ">=": true, "<=": true, "~": true, "≈": true,
}

// ParseFigure takes the text of a figure apart: "trên 56,3%" is a qualifier, a number and
// a percent sign. A text that is no number in Vietnamese form has no Value.
func ParseFigure(text string) Figure {
	f, foreign := parseFigure(viet.NFC(strings.TrimSpace(text)))
	if foreign {
		return Figure{Text: f.Text}
	}
	return f
}

// ReadFigure is the figure that the reader makes of a text in a meeting file: also of a number
// with a decimal point, which it warns of.
func ReadFigure(text string) Figure {
	f, _ := parseFigure(viet.NFC(strings.TrimSpace(text)))
	return f
}

// parseFigure takes the text of a figure apart. foreign is set where its number is not
// written as in Vietnamese.
func parseFigure(text string) (f Figure, foreign bool) {
	f.Text = text
	s := text
	if rest, ok := strings.CutSuffix(s, "%"); ok {
		s, f.Percent = strings.TrimRightFunc(rest, unicode.IsSpace), true
	}
	i := strings.IndexFunc(s, func(r rune) bool { return r >= '0' && r <= '9' })
	if i < 0 {
		return Figure{Text: text}, false
	}
	for _, sign := range []string{"+", "-", "−"} {
		if strings.HasSuffix(s[:i], sign) {
			i -= len(sign)
			break
		}
	}
	q := strings.TrimSpace(s[:i])
	n, ok := viet.ParseNumber(s[i:])
	if !ok || q != "" && !qualifiers[viet.Lower(q)] {
		return Figure{Text: text}, false
	}
	if strings.HasPrefix(viet.Lower(q), "giảm") && n.Value.IsPositive() {
		n.Value = n.Value.Neg()
	}
	f.Qualifier, f.Value = q, &n.Value
	return f, n.Foreign
}

func (d *decoder) figure(key, n *yaml.Node, to **Figure) {
	s, ok := d.scalar(key, n, fault.T("một số liệu", "a figure"),
		fault.T("Viết một số hoặc một đoạn chữ ngắn, ví dụ: 2.351 hoặc trên 56,3", "Write one number or a short text, such as 2.351 or trên 56,3"))
	if !ok {
		return
	}
	if s == "" {
		*to = nil
		return
	}
	f, foreign := parseFigure(s)
	if foreign {
		meant := viet.FormatNumber(*f.Value)
		if f.Percent {
			meant += "%"
		}
		d.warn(n, "decimal-point",
			fault.T("“%s” không phải số viết theo lối Việt Nam; được hiểu là %s.", "%q is no number in Vietnamese form; it is read as %s.", shorten(s), meant),
			fault.T("Viết dấu phẩy cho phần thập phân, dấu chấm cho hàng nghìn: %s", "Write a comma for decimals and dots for thousands: %s", meant))
	}
	f.Place = d.place(n)
	*to = &f
}

func (d *decoder) place(n *yaml.Node) Place {
	n = d.lasting(n)
	return Place{Line: d.line(n), Column: n.Column}
}

// values reads figures by their columns, or in the columns' order.
func (d *decoder) values(key, n *yaml.Node, to *Values) {
	*to = nil
	add := func(column string, at, n *yaml.Node) {
		v := Value{Column: column, Place: d.place(at)}
		d.value(at, n, reflect.ValueOf(&v.Figure).Elem())
		*to = append(*to, v)
	}
	switch n.Kind {
	case yaml.MappingNode:
		for k, v := range d.pairs(n, keyTable{}) {
			add(viet.NFC(k.Value), k, v)
		}
	case yaml.SequenceNode:
		for _, item := range n.Content { // an empty item keeps the place of its column
			add("", item, item)
		}
	default:
		d.wrongType(key, n, fault.T("các số liệu theo cột", "figures by column"),
			fault.T("Viết xuống dòng, thụt vào, mỗi cột một dòng, ví dụ: plan: 2.547", "Write indented lines below, one for each column, such as: plan: 2.547"))
	}
}
