package indicator

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// A formula computes a figure from others:
//
//	sum     = product { ("+" | "-") product }
//	product = factor { ("*" | "/") factor }
//	factor  = "-" factor | number | name [ "@" name ] | name "(" [ sum { ";" sum } ] ")" | "(" sum ")"
//
// A number has a decimal comma. A name is letters, digits and underscores, or anything in
// square brackets; it is an id, or what a reader sees: "[Tổng thu ngân sách]". In a column's
// formula a name is a column and the one behind "@" a row; in a row's it is the other way
// round.
type formula struct {
	source string
	root   node
	refs   []*reference
}

// A node is one of [number], [*reference], [*call], [*operation] or [*negation].
type node interface{}

type (
	number    struct{ value decimal.Decimal }
	negation  struct{ of node }
	operation struct {
		op   byte // + - * /
		l, r node
	}
	call struct {
		function function
		name     string
		args     []node
	}
	// A reference names a column or a row; with "@" a cell.
	reference struct {
		name, at    string
		column, row int // once bound; -1: that of the cell which is computed
	}
)

// A function is what a call does.
type function int

const (
	sum     function = iota // of the arguments; without any, of the rows below
	average                 // likewise
	least
	most
	absolute
	rounded // half away from zero, to that many decimals
	total   // of a column, over the rows at the top
)

// functionNames are the names of the functions, in both languages.
var functionNames = map[string]function{
	"sum": sum, "tong": sum, "average": average, "avg": average, "trung_binh": average, "min": least, "max": most,
	"abs": absolute, "round": rounded, "lam_tron": rounded, "total": total, "tong_cot": total,
}

// arguments are how many a function takes; -1: any number.
var arguments = map[function][2]int{sum: {0, -1}, average: {0, -1}, least: {1, -1}, most: {1, -1}, absolute: {1, 1}, rounded: {1, 2}, total: {1, 1}}

const (
	maxFormula      = 1000 // bytes
	maxFormulaDepth = 100
)

// parseFormula reads a formula. The fault has no place.
func parseFormula(s string) (*formula, *fault.Fault) {
	f := &formula{source: s}
	if len(s) > maxFormula {
		return nil, badFormula(fault.T("công thức dài quá %d ký tự", "the formula is longer than %d characters", maxFormula))
	}
	p := &formulaParser{rest: strings.TrimPrefix(strings.TrimSpace(viet.NFC(s)), "="), formula: f}
	f.root = p.sum()
	if p.failed == nil && strings.TrimSpace(p.rest) != "" {
		p.fail(fault.T("không hiểu “%s”", "%q is not understood", excerpt(p.rest)))
	}
	if p.failed != nil {
		return nil, p.failed
	}
	return f, nil
}

func badFormula(what fault.Text) *fault.Fault {
	return &fault.Fault{
		Code:    "bad-formula",
		Message: fault.T("Công thức sai: %s.", "The formula is wrong: %s.", what),
		Hint: fault.T("Ví dụ: actual / plan * 100, thu - chi, sum(), [Tổng thu] - [Tổng chi]; số thập phân viết dấu phẩy, các đối số cách nhau bằng dấu chấm phẩy.",
			"Such as: actual / plan * 100, thu - chi, sum(), [Tổng thu] - [Tổng chi]; numbers have a decimal comma, arguments are parted by semicolons."),
	}
}

func excerpt(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return string(r)
}

// A formulaParser reads a formula from its beginning.
type formulaParser struct {
	rest    string
	formula *formula
	depth   int
	failed  *fault.Fault
}

func (p *formulaParser) fail(what fault.Text) node {
	if p.failed == nil {
		p.failed = badFormula(what)
	}
	p.rest = ""
	return number{}
}

// take takes one of the signs if it comes next, 0 otherwise.
func (p *formulaParser) take(signs string) byte {
	p.rest = strings.TrimLeft(p.rest, " \t\u00a0\n")
	for _, same := range [][2]string{{"×", "*"}, {"÷", "/"}, {":", "/"}, {"−", "-"}, {"–", "-"}} {
		if rest, ok := strings.CutPrefix(p.rest, same[0]); ok && strings.Contains(signs, same[1]) {
			p.rest = rest
			return same[1][0]
		}
	}
	if p.rest == "" || strings.IndexByte(signs, p.rest[0]) < 0 {
		return 0
	}
	c := p.rest[0]
	p.rest = p.rest[1:]
	return c
}

func (p *formulaParser) sum() node {
	if p.depth++; p.depth > maxFormulaDepth {
		return p.fail(fault.T("ngoặc lồng nhau quá nhiều", "too many brackets in brackets"))
	}
	defer func() { p.depth-- }()
	n := p.product()
	for {
		op := p.take("+-")
		if op == 0 {
			return n
		}
		n = &operation{op, n, p.product()}
	}
}

func (p *formulaParser) product() node {
	n := p.factor()
	for {
		op := p.take("*/")
		if op == 0 {
			return n
		}
		n = &operation{op, n, p.factor()}
	}
}

func (p *formulaParser) factor() node {
	if p.depth++; p.depth > maxFormulaDepth {
		return p.fail(fault.T("ngoặc lồng nhau quá nhiều", "too many brackets in brackets"))
	}
	defer func() { p.depth-- }()
	switch p.take("-+(") {
	case '-':
		return &negation{p.factor()}
	case '+':
		return p.factor()
	case '(':
		n := p.sum()
		if p.take(")") == 0 {
			return p.fail(fault.T("thiếu dấu đóng ngoặc", "a closing bracket is missing"))
		}
		return n
	}
	if p.rest != "" && p.rest[0] >= '0' && p.rest[0] <= '9' {
		end := strings.IndexFunc(p.rest, func(r rune) bool { return (r < '0' || r > '9') && r != ',' && r != '.' })
		if end < 0 {
			end = len(p.rest)
		}
		if name := p.peekName(); len(name) <= end { // "2025_kh" is a name
			n, ok := viet.ParseNumber(p.rest[:end])
			if !ok {
				return p.fail(fault.T("“%s” không phải một số", "%q is no number", p.rest[:end]))
			}
			p.rest = p.rest[end:]
			return number{n.Value}
		}
	}
	name, ok := p.name()
	if !ok {
		if p.rest == "" {
			return p.fail(fault.T("thiếu một số hoặc một tên ở cuối", "a number or a name is missing at the end"))
		}
		return p.fail(fault.T("không hiểu “%s”", "%q is not understood", excerpt(p.rest)))
	}
	if p.take("(") != 0 {
		return p.call(name)
	}
	ref := &reference{name: name, column: -1, row: -1}
	if p.take("@") != 0 {
		if ref.at, ok = p.name(); !ok {
			return p.fail(fault.T("sau @ phải là một tên", "a name has to follow @"))
		}
	}
	p.formula.refs = append(p.formula.refs, ref)
	return ref
}

func (p *formulaParser) call(name string) node {
	c := &call{name: name}
	var known bool
	if c.function, known = functionNames[viet.Lower(name)]; !known {
		var names []string
		for n := range functionNames {
			names = append(names, n)
		}
		viet.Sort(names)
		if near := fault.Nearest(viet.Lower(name), names); near != "" {
			return p.fail(fault.T("không có hàm %s; có phải là %s?", "there is no function %s; did you mean %s?", name, near))
		}
		return p.fail(fault.T("không có hàm %s; các hàm: %s", "there is no function %s; the functions are: %s", name, strings.Join(names, ", ")))
	}
	if p.take(")") == 0 {
		for {
			c.args = append(c.args, p.sum())
			if p.take(";") != 0 {
				continue
			}
			if p.take(")") == 0 {
				return p.fail(fault.T("thiếu dấu đóng ngoặc của %s", "the closing bracket of %s is missing", name))
			}
			break
		}
	}
	limits := arguments[c.function]
	if len(c.args) < limits[0] || limits[1] >= 0 && len(c.args) > limits[1] {
		return p.fail(fault.T("hàm %s không nhận %d đối số", "function %s does not take %d arguments", name, len(c.args)))
	}
	return c
}

// name takes a name, or what stands in square brackets.
func (p *formulaParser) name() (string, bool) {
	p.rest = strings.TrimLeft(p.rest, " \t\u00a0\n")
	if strings.HasPrefix(p.rest, "[") {
		end := strings.IndexByte(p.rest, ']')
		if end < 0 {
			return "", false
		}
		name := strings.TrimSpace(p.rest[1:end])
		p.rest = p.rest[end+1:]
		return name, name != ""
	}
	name := p.peekName()
	p.rest = p.rest[len(name):]
	return name, name != ""
}

func (p *formulaParser) peekName() string {
	for i, r := range p.rest {
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return p.rest[:i]
		}
	}
	return p.rest
}

// code is a column's formula as the row of column codes has it: "3=2/1" for the third. It
// is "" where the formula says more than four signs and codes can. A factor of 100 is left
// out: the header says that the figures are percentages.
func (f *formula) code(codes []string) string {
	n := f.root
	if isHundredfold(n) {
		n = n.(*operation).l
	}
	s, _ := codeOf(n, codes)
	return s
}

// codeOf writes a part of a formula, and how strongly its outermost sign binds; "" where it
// cannot be written.
func codeOf(n node, codes []string) (s string, binding int) {
	switch n := n.(type) {
	case number:
		return viet.FormatNumber(n.value), 3
	case *reference:
		if n.at != "" || n.column < 0 {
			return "", 0
		}
		return codes[n.column], 3
	case *operation:
		own := 1
		if n.op == '*' || n.op == '/' {
			own = 2
		}
		l, lb := codeOf(n.l, codes)
		r, rb := codeOf(n.r, codes)
		if l == "" || r == "" {
			return "", 0
		}
		if lb < own {
			l = "(" + l + ")"
		}
		if rb < own || rb == own && (n.op == '-' || n.op == '/') {
			r = "(" + r + ")"
		}
		return l + string(rune(n.op)) + r, own
	}
	return "", 0
}

// foldName makes names comparable: as a reader sees them, whatever their capitals and
// spaces.
func foldName(s string) string {
	s = strings.Join(strings.Fields(viet.Lower(s)), " ")
	r, size := utf8.DecodeLastRuneInString(s)
	if r == ':' {
		s = s[:len(s)-size]
	}
	return s
}
