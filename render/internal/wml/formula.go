package wml

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fieldcode"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/internal/xml"
)

// An operand is a word of an IF or of a formula, and whether it stood in quotes.
type operand struct {
	text   string
	quoted bool
}

// operands cuts an instruction as [fieldcode.Words] does, without its first word, and at the signs
// of comparison.
func operands(s string) []operand {
	s = strings.TrimSpace(s)
	if at := strings.IndexAny(s, " \t\r\n\""); at > 0 {
		s = s[at:]
	}
	var list []operand
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case strings.IndexByte(" \t\r\n", c) >= 0:
			i++
		case c == '"':
			end := i + 1
			for end < len(s) && s[end] != '"' {
				if s[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end+1, len(s))
			list = append(list, operand{strings.Join(fieldcode.Words(s[i:end]), ""), true})
			i = end
		case strings.IndexByte("<>=", c) >= 0:
			end := i + 1
			for end < len(s) && strings.IndexByte("<>=", s[end]) >= 0 {
				end++
			}
			list = append(list, operand{text: s[i:end]})
			i = end
		default:
			end := i
			for end < len(s) && strings.IndexByte(" \t\r\n\"<>=", s[end]) < 0 {
				end++
			}
			list = append(list, operand{text: s[i:end]})
			i = end
		}
	}
	return list
}

// condition tells whether the comparison holds that words begin with (§17.16.5.28), and what
// stands behind it: numbers compare as numbers, texts as they are, * and ? stand for anything.
func (e *evaluator) condition(words []operand) (yes bool, rest []operand, ok bool) {
	if len(words) < 3 || words[1].quoted {
		return false, nil, false
	}
	side := func(o operand) string {
		if m := e.marks[strings.ToLower(o.text)]; !o.quoted && m.part != nil {
			return strings.TrimSuffix(e.text(m.start, m.from, m.to), "\n")
		}
		return o.text
	}
	a, b := side(words[0]), side(words[2])
	order := strings.Compare(a, b)
	x, okX := viet.ParseNumber(a)
	y, okY := viet.ParseNumber(b)
	if okX && okY {
		order = x.Value.Cmp(y.Value)
	}
	switch words[1].text {
	case "=":
		yes = order == 0 || !(okX && okY) && wildcard(b, a)
	case "<>":
		yes = order != 0 && (okX && okY || !wildcard(b, a))
	case "<":
		yes = order < 0
	case ">":
		yes = order > 0
	case "<=":
		yes = order <= 0
	case ">=":
		yes = order >= 0
	default:
		return false, nil, false
	}
	return yes, words[3:], true
}

// wildcard reports whether s is as a pattern has it, in which * stands for any text and ? for
// any character.
func wildcard(pattern, s string) bool {
	p, t := []rune(pattern), []rune(s)
	i, j, star, back := 0, 0, -1, 0
	for j < len(t) {
		switch {
		case i < len(p) && (p[i] == '?' || p[i] == t[j]) && p[i] != '*':
			i++
			j++
		case i < len(p) && p[i] == '*':
			star, back = i, j
			i++
		case star >= 0:
			back++
			i, j = star+1, back
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

// choose is what an IF prints.
func (e *evaluator) choose(f *fieldSpan) (string, bool) {
	yes, rest, ok := e.condition(operands(e.asked(f)))
	if !ok || len(rest) == 0 {
		return "", false
	}
	if yes {
		return rest[0].text, true
	}
	if len(rest) < 2 || !rest[1].quoted && strings.HasPrefix(rest[1].text, `\`) {
		return "", true
	}
	return rest[1].text, true
}

// depends reports whether a field holds another one in its instruction that the pages decide.
func depends(f *fieldSpan) bool {
	for _, n := range f.nested {
		switch n.field.name() {
		case "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF":
			return true
		}
		if depends(n.field) {
			return true
		}
	}
	return false
}

// A formula is an expression field while it is read (§17.16.3).
type formula struct {
	e       *evaluator
	at      *xml.Node // the cell that it stands in, or nil
	s       string
	pos     int
	comma   bool // a comma parts arguments, rather than decimals
	grouped bool // a figure that counts has its thousands grouped
	failed  bool
	depth   int
}

// formula is what an expression field prints.
func (e *evaluator) formula(f *fieldSpan) (string, bool) {
	s := strings.TrimSpace(e.asked(f))
	s = strings.TrimPrefix(s, "=")
	if at := strings.IndexByte(s, '\\'); at >= 0 {
		s = s[:at]
	}
	x := &formula{e: e, s: strings.ReplaceAll(s, `"`, " "), comma: !strings.Contains(s, ";")}
	for n := f.begin.Parent; n != nil && x.at == nil; n = n.Parent {
		if n.Name == "w:tc" {
			x.at = n
		}
	}
	value := x.comparison()
	x.space()
	if x.failed || x.pos < len(x.s) {
		return "", false
	}
	value = value.Round(10)
	if x.grouped {
		return viet.FormatNumber(value), true
	}
	return strings.Replace(value.String(), ".", ",", 1), true
}

func (x *formula) space() {
	for x.pos < len(x.s) && strings.IndexByte(" \t\r\n", x.s[x.pos]) >= 0 {
		x.pos++
	}
}

// take reads one of the signs, longer ones first; "" if none stands here.
func (x *formula) take(signs ...string) string {
	x.space()
	for _, sign := range signs {
		if strings.HasPrefix(x.s[x.pos:], sign) {
			x.pos += len(sign)
			return sign
		}
	}
	return ""
}

func truth(yes bool) decimal.Decimal {
	if yes {
		return decimal.NewFromInt(1)
	}
	return decimal.Zero
}

func (x *formula) comparison() decimal.Decimal {
	a := x.sum()
	for {
		sign := x.take("<=", ">=", "<>", "<", ">", "=")
		if sign == "" || x.failed {
			return a
		}
		order := a.Cmp(x.sum())
		a = truth(strings.Contains(sign, "<") && order < 0 || strings.Contains(sign, ">") && order > 0 || strings.Contains(sign, "=") && order == 0)
	}
}

func (x *formula) sum() decimal.Decimal {
	a := x.product()
	for {
		switch x.take("+", "-", "−") {
		case "+":
			a = a.Add(x.product())
		case "-", "−":
			a = a.Sub(x.product())
		default:
			return a
		}
	}
}

func (x *formula) product() decimal.Decimal {
	a := x.power()
	for {
		switch x.take("*", "/") {
		case "*":
			a = a.Mul(x.power())
			x.failed = x.failed || a.NumDigits() > 200
		case "/":
			b := x.power()
			if b.IsZero() {
				x.failed = true
				return a
			}
			a = a.DivRound(b, 20)
		default:
			return a
		}
		if x.failed {
			return decimal.Zero
		}
	}
}

func (x *formula) power() decimal.Decimal {
	a := x.factor()
	for x.take("^") != "" {
		b := x.factor()
		n := b.IntPart()
		if !b.IsInteger() || n < 0 || n > 64 || a.NumDigits() > 64 {
			x.failed = true
			return a
		}
		p := decimal.NewFromInt(1)
		for range n {
			p = p.Mul(a)
		}
		a = p
	}
	return a
}

func (x *formula) factor() decimal.Decimal {
	if x.depth++; x.depth > 100 || x.failed {
		x.failed = true
		return decimal.Zero
	}
	defer func() { x.depth-- }()
	x.space()
	switch {
	case x.take("-", "−") != "":
		return x.factor().Neg()
	case x.take("+") != "":
		return x.factor()
	case x.take("(") != "":
		a := x.comparison()
		x.failed = x.failed || x.take(")") == ""
		return x.percent(a)
	case x.pos < len(x.s) && unicode.IsDigit(rune(x.s[x.pos])):
		return x.percent(x.number())
	}
	name := x.name()
	switch {
	case name == "":
		x.failed = true
		return decimal.Zero
	case x.take("(") != "":
		return x.call(strings.ToUpper(name))
	}
	return x.percent(x.named(name))
}

func (x *formula) percent(a decimal.Decimal) decimal.Decimal {
	if x.take("%") != "" {
		return a.Shift(-2)
	}
	return a
}

func (x *formula) number() decimal.Decimal {
	end := x.pos
	for end < len(x.s) && (unicode.IsDigit(rune(x.s[end])) || (x.s[end] == '.' || x.s[end] == ',' && !x.comma || x.s[end] == ',' && x.depth == 1 && !strings.Contains(x.s, "(")) &&
		end+1 < len(x.s) && unicode.IsDigit(rune(x.s[end+1]))) {
		end++
	}
	text := x.s[x.pos:end]
	x.pos = end
	n, ok := viet.ParseNumber(text)
	x.failed = x.failed || !ok
	x.grouped = x.grouped || strings.Contains(text, ".") && n.Value.IsInteger()
	return n.Value
}

func (x *formula) name() string {
	x.space()
	end := x.pos
	for end < len(x.s) && (x.s[end] >= 0x80 || x.s[end] == '_' || unicode.IsLetter(rune(x.s[end])) || unicode.IsDigit(rune(x.s[end]))) {
		end++
	}
	name := x.s[x.pos:end]
	x.pos = end
	return name
}

// named is the value of a bookmark, or of a cell that stands alone.
func (x *formula) named(name string) decimal.Decimal {
	if m := x.e.marks[strings.ToLower(name)]; m.part != nil {
		v, _ := x.counted(figureOf(x.e.text(m.start, m.from, m.to))) // 0 if it says none, as Word has it
		return v
	}
	switch strings.ToUpper(name) {
	case "TRUE":
		return truth(true)
	case "FALSE":
		return truth(false)
	}
	values, ok := x.cells(name, name)
	if !ok || len(values) != 1 { // no such cell, or its own
		x.failed = true
		return decimal.Zero
	}
	return values[0]
}

// A figure is the number that a text says, and whether its thousands are grouped.
type figure struct {
	value        decimal.Decimal
	ok, hasGroup bool
}

// figureOf is the number that a cell says, a unit or a sign of percent behind it or not.
func figureOf(s string) figure {
	s = strings.TrimSpace(s)
	negative := strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")")
	if negative {
		s = s[1 : len(s)-1]
	}
	number := s
	if cut := strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || r == '%' || r == '$' || r == '€' }); cut > 0 {
		number = strings.TrimSpace(s[:cut])
	}
	n, ok := viet.ParseNumber(number)
	if !ok {
		return figure{}
	}
	if negative {
		n.Value = n.Value.Neg()
	}
	return figure{n.Value, true, strings.Contains(number, ".") && !n.Foreign}
}

// counted is a figure that the formula makes use of.
func (x *formula) counted(f figure) (decimal.Decimal, bool) {
	x.grouped = x.grouped || f.hasGroup
	return f.value, f.ok
}

// cell is the figure of a cell, which is read once for all formulas of its table.
func (e *evaluator) cell(n *xml.Node) figure {
	f, ok := e.figures[n]
	if !ok {
		circles := e.circles
		if f = figureOf(e.text(n, n.InnerStart, n.InnerEnd)); circles == e.circles {
			e.figures[n] = f
		}
	}
	return f
}

// call reads a function's arguments, behind its bracket.
func (x *formula) call(name string) decimal.Decimal {
	var list []decimal.Decimal
	for x.take(")") == "" {
		if len(list) > 0 || x.pos > 0 && x.s[x.pos-1] != '(' {
			x.take(",", ";")
		}
		if values, ok := x.region(); ok {
			list = append(list, values...)
		} else {
			list = append(list, x.comparison())
		}
		x.space()
		if x.failed || x.pos >= len(x.s) {
			x.failed = true
			return decimal.Zero
		}
		if c := x.s[x.pos]; c != ')' && c != ',' && c != ';' {
			x.failed = true
			return decimal.Zero
		}
	}
	v, ok := called(name, list)
	x.failed = x.failed || !ok
	return v
}

// called is a function of its arguments.
func called(name string, list []decimal.Decimal) (decimal.Decimal, bool) {
	n := len(list)
	total := decimal.Zero
	for _, v := range list {
		total = total.Add(v)
	}
	switch {
	case name == "SUM":
		return total, true
	case name == "COUNT":
		return decimal.NewFromInt(int64(n)), true
	case n == 0:
		return decimal.Zero, false
	case name == "AVERAGE":
		return total.DivRound(decimal.NewFromInt(int64(n)), 20), true
	case name == "MIN":
		return decimal.Min(list[0], list[1:]...), true
	case name == "MAX":
		return decimal.Max(list[0], list[1:]...), true
	case name == "PRODUCT":
		p := list[0]
		for _, v := range list[1:] {
			if p = p.Mul(v); p.NumDigits() > 200 {
				return decimal.Zero, false
			}
		}
		return p, true
	case name == "ABS" && n == 1:
		return list[0].Abs(), true
	case name == "INT" && n == 1:
		return list[0].Truncate(0), true
	case name == "SIGN" && n == 1:
		return decimal.NewFromInt(int64(list[0].Sign())), true
	case name == "NOT" && n == 1:
		return truth(list[0].IsZero()), true
	case name == "ROUND" && n == 2 && list[1].Abs().LessThan(decimal.NewFromInt(20)):
		return list[0].Round(int32(list[1].IntPart())), true
	case name == "MOD" && n == 2 && !list[1].IsZero():
		return list[0].Mod(list[1]), true
	case name == "AND" && n == 2:
		return truth(!list[0].IsZero() && !list[1].IsZero()), true
	case name == "OR" && n == 2:
		return truth(!list[0].IsZero() || !list[1].IsZero()), true
	case name == "IF" && n == 3:
		if list[0].IsZero() {
			return list[2], true
		}
		return list[1], true
	}
	return decimal.Zero, false
}

// region reads ABOVE, BELOW, LEFT, RIGHT or cells from one to another, "A1:B3".
func (x *formula) region() ([]decimal.Decimal, bool) {
	was := x.pos
	name := x.name()
	switch strings.ToUpper(name) {
	case "ABOVE", "BELOW", "LEFT", "RIGHT":
		values, ok := x.towards(strings.ToUpper(name))
		x.failed = x.failed || !ok
		return values, true
	}
	to := name
	if name != "" && x.take(":") != "" {
		to = x.name()
	}
	if x.e.marks[strings.ToLower(name)].part == nil {
		if values, ok := x.cells(name, to); ok {
			return values, true
		}
	}
	x.pos = was
	return nil, false
}

// A gridCell is a cell of a table, and where it stands.
type gridCell struct {
	node            *xml.Node
	column, columns int // of the grid
	index           int // in its row
	header          bool
}

// A grid is a table as rows of cells, and where each of them is among these.
type grid struct {
	rows [][]gridCell
	at   map[*xml.Node][2]int // row, cell
}

// grid is the table around the formula's cell, and where that is; row is -1 if there is none.
func (x *formula) grid() (rows [][]gridCell, row, cell int) {
	tbl := x.at
	for tbl != nil && tbl.Name != "w:tbl" {
		tbl = tbl.Parent
	}
	if tbl == nil {
		return nil, -1, 0
	}
	g := x.e.tables[tbl]
	if g == nil {
		g = &grid{at: map[*xml.Node][2]int{}}
		g.read(tbl, nil)
		x.e.tables[tbl] = g
	}
	at, ok := g.at[x.at]
	if !ok {
		return nil, -1, 0
	}
	return g.rows, at[0], at[1]
}

// read adds the rows inside a node, or its cells to those of a row.
func (g *grid) read(n *xml.Node, list *[]gridCell) {
	for c := range n.Children() {
		switch c.Name {
		case "w:tr":
			var cells []gridCell
			g.read(c, &cells)
			header := c.Path("w:trPr", "w:tblHeader") != nil && on(c.Path("w:trPr", "w:tblHeader"))
			column := clamp(intAttr(c.Path("w:trPr", "w:gridBefore"), "w:val", 0), 0, 1000)
			for i := range cells {
				span := clamp(intAttr(cells[i].node.Path("w:tcPr", "w:gridSpan"), "w:val", 1), 1, 1000)
				cells[i].column, cells[i].columns, cells[i].index, cells[i].header = column, span, i, header
				column += span
				g.at[cells[i].node] = [2]int{len(g.rows), i}
			}
			g.rows = append(g.rows, cells)
		case "w:tc":
			if list != nil {
				*list = append(*list, gridCell{node: c})
			}
		case "w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo":
			g.read(c, list)
		}
	}
}

// towards are the figures of the cells on one side of the formula's. Cells that say no number
// and the rows of a table's head are passed over.
func (x *formula) towards(side string) (values []decimal.Decimal, ok bool) {
	rows, row, cell := x.grid()
	if row < 0 {
		return nil, false
	}
	at := rows[row][cell]
	take := func(c gridCell) {
		if c.header {
			return
		}
		if v, ok := x.counted(x.e.cell(c.node)); ok {
			values = append(values, v)
		}
	}
	switch side {
	case "ABOVE":
		rows = rows[:row]
	case "BELOW":
		rows = rows[row+1:]
	default:
		for k, c := range rows[row] {
			if side == "LEFT" && k < cell || side == "RIGHT" && k > cell {
				take(c)
			}
		}
		return values, true
	}
	for _, cells := range rows {
		for _, c := range cells {
			if c.column < at.column+at.columns && at.column < c.column+c.columns {
				take(c)
			}
		}
	}
	return values, true
}

// cells are the figures from one address to another: "B2" is the second cell of the second row.
func (x *formula) cells(from, to string) (values []decimal.Decimal, ok bool) {
	c1, r1, ok1 := address(from)
	c2, r2, ok2 := address(to)
	if !ok1 || !ok2 || x.at == nil {
		return nil, false
	}
	rows, row, _ := x.grid()
	if row < 0 || r1 > len(rows) || r2 > len(rows) {
		return nil, false
	}
	for r := min(r1, r2); r <= max(r1, r2); r++ {
		for _, c := range rows[r-1] {
			if n := c.index + 1; n >= min(c1, c2) && n <= max(c1, c2) && c.node != x.at {
				v, isNumber := x.counted(x.e.cell(c.node))
				if isNumber || from == to {
					values = append(values, v)
				}
			}
		}
	}
	return values, true
}

// address reads "B2": column and row, from 1.
func address(s string) (column, row int, ok bool) {
	at := strings.IndexFunc(s, unicode.IsDigit)
	if at < 1 || at > 2 {
		return 0, 0, false
	}
	for _, c := range strings.ToUpper(s[:at]) {
		if c < 'A' || c > 'Z' {
			return 0, 0, false
		}
		column = column*26 + int(c-'A') + 1
	}
	row, err := strconv.Atoi(s[at:])
	return column, row, err == nil && row >= 1
}
