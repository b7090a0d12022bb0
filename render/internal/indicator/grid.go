package indicator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// A grid is a table with its columns resolved, its rows under each other and its formulas
// bound: what is printed and what is checked.
type grid struct {
	in      *meeting.Indicator
	path    string // of the table in its meeting: "Indicators[0]"
	leading [3]*column
	columns []*column
	rows    []*row
	top     []int // rows that no other one has

	unnumbered bool // there is no column of ordinals
	full       bool // there are more rows than may be

	cells   []*meeting.Figure // what is stated, row by row; nil: nothing is
	faults  []pending
	results [2]map[int]result // of computed cells: exact, and with what rounding allows
	running map[int]bool
	circles map[int]bool // rows, and columns from -1 down, that a circle of formulas was told of
	sums    map[sumKey]result
	left    map[int]*leftOut // by the row of the sum
}

// A pending is a fault whose place in the file is still to be found.
type pending struct {
	path  string
	place meeting.Place
	*fault.Fault
}

// A row is a row taken out of the tree that it stands in.
type row struct {
	in       *meeting.IndicatorRow
	parent   int // index of the row; -1
	index    int // among the rows of its parent
	ordinal  string
	group    bool // it heads a group
	part     int  // levels below an item; 0: an item or a group
	children []int
	formula  *formula
	unit     string
}

// A result is a computed figure; has is false where there is none.
type result struct {
	span
	has bool
}

// newGrid resolves a table.
func newGrid(in *meeting.Indicator, path string) *grid {
	g := &grid{in: in, path: path, results: [2]map[int]result{{}, {}}, running: map[int]bool{}, circles: map[int]bool{}, sums: map[sumKey]result{}, left: map[int]*leftOut{}}
	g.flatten()
	if len(in.Columns) > 0 || in.Preset != "" {
		g.resolve()
	} else {
		g.filled()
	}
	if len(g.rows)*len(g.columns) > maxCells {
		g.exceeded(fault.T("Số ô của một biểu", "the number of cells of a table"), maxCells)
		g.columns = nil
	}
	g.state()
	g.bind()
	return g
}

// Bounds of one table. What a person prints ends far below.
const (
	maxRows  = 100_000
	maxCells = 3_000_000
)

// exceeded is the fault of a table that is too large.
func (g *grid) exceeded(what fault.Text, most int) {
	g.add(g.path, limit.Exceeded(what, viet.FormatInt(most)))
}

func (g *grid) add(path string, f *fault.Fault) {
	g.faults = append(g.faults, pending{path: path, Fault: f})
}

func (g *grid) fault(path, code string, message, hint fault.Text) {
	g.add(path, &fault.Fault{Code: code, Message: message, Hint: hint})
}

// rowPath is the path of a row in its meeting.
func (g *grid) rowPath(i int) string {
	r := g.rows[i]
	if r.in == nil || i == len(g.rows)-1 && g.in.Total != "" {
		return g.path + ".Total"
	}
	if r.parent < 0 {
		return fmt.Sprintf("%s.Rows[%d]", g.path, r.index)
	}
	return fmt.Sprintf("%s.Rows[%d]", g.rowPath(r.parent), r.index)
}

// at adds a fault about a row, where its spreadsheet has it if it comes from one.
func (g *grid) at(i int, field string, f *fault.Fault) {
	p := pending{path: g.rowPath(i) + field, Fault: f}
	if r := g.rows[i].in; r.Place.File != "" {
		p.place = r.Place
	}
	g.faults = append(g.faults, p)
}

func (g *grid) stated(r, c int) *meeting.Figure { return g.cells[r*len(g.columns)+c] }

// state puts each stated figure into its cell.
func (g *grid) state() {
	g.cells = make([]*meeting.Figure, len(g.rows)*len(g.columns))
	index := map[string]int{}
	var inputs []int // columns that a list of figures fills
	for i, c := range g.columns {
		index[c.id] = i
		if c.formula == nil && !(c.known != nil && c.known.text != nil) {
			inputs = append(inputs, i)
		}
	}
	for i, r := range g.rows {
		for j, c := range g.columns {
			if c.known != nil && c.known.figure != nil {
				g.cells[i*len(g.columns)+j] = c.known.figure(r.in)
			}
		}
		for at, v := range r.in.Values {
			g.stateValue(i, at, v, index, inputs)
		}
		if g.in.Columns != nil || g.in.Preset != "" {
			g.unprinted(i, index)
		}
	}
}

// stateValue puts one of the figures of values into its cell.
func (g *grid) stateValue(i, at int, v meeting.Value, index map[string]int, inputs []int) {
	place := func(code string, message, hint fault.Text) {
		g.faults = append(g.faults, pending{place: v.Place, path: g.rowPath(i) + ".Values", Fault: &fault.Fault{Code: code, Message: message, Hint: hint}})
	}
	var to int
	switch {
	case v.Column != "":
		var ok bool
		if to, ok = index[canonical(v.Column)]; !ok {
			if to, ok = g.byHeader(v.Column); !ok {
				place("unknown-column", fault.T("Biểu không có cột “%s”.", "The table has no column %q.", excerpt(v.Column)), g.columnHint(v.Column))
				return
			}
		}
	case at >= len(inputs):
		if v.Figure != nil {
			place("too-many-values", fault.T("Có nhiều số liệu hơn số cột nhập liệu (%d).", "There are more figures than columns to fill (%d).", len(inputs)),
				fault.T("Ghi số liệu theo mã cột, hoặc khai báo columns cho biểu.", "Write the figures by their columns' ids, or declare the table's columns."))
		}
		return
	default:
		to = inputs[at]
	}
	if v.Figure == nil {
		return
	}
	cell := &g.cells[i*len(g.columns)+to]
	if *cell != nil {
		place("duplicate-value", fault.T("Cột “%s” của dòng này đã có số liệu.", "The column %q of this row has a figure already.", g.columns[to].label()),
			fault.T("Bỏ một chỗ.", "Take one away."))
		return
	}
	*cell = v.Figure
}

// unprinted tells of the figures of a row that no column of the table prints.
func (g *grid) unprinted(i int, index map[string]int) {
	r := g.rows[i]
	for j := range known {
		k := &known[j]
		_, has := index[k.ID]
		if has || !(k.text != nil && k.text(r.in) != "" || k.figure != nil && k.figure(r.in) != nil) {
			continue
		}
		p := pending{path: g.rowPath(i), Fault: &fault.Fault{
			Severity: fault.Warning, Code: "unprinted",
			Message: fault.T("Biểu không có cột %s (%s), nên số liệu này không được in.", "The table has no column %s (%s), so this is not printed.", k.ID, k.Alias),
			Hint:    fault.T("Thêm %s vào columns của biểu, hoặc bỏ số liệu.", "Add %s to the table's columns, or take the figure away.", k.ID),
		}}
		if k.figure != nil && k.figure(r.in) != nil {
			p.place = k.figure(r.in).Place
		}
		g.faults = append(g.faults, p)
	}
}

func (g *grid) byHeader(name string) (int, bool) {
	folded, found, count := foldName(name), 0, 0
	for i, c := range g.columns {
		if foldName(c.header) == folded {
			found = i
			count++
		}
	}
	return found, count == 1
}

func (g *grid) columnHint(name string) fault.Text {
	var ids []string
	for _, c := range g.columns {
		ids = append(ids, c.id)
		if c.known != nil {
			ids = append(ids, c.known.Alias)
		}
	}
	return nameHint(name, ids, fault.T("Các cột của biểu", "The table's columns are"))
}

func nameHint(name string, names []string, list fault.Text) fault.Text {
	if near := fault.Nearest(name, names); near != "" && len(name) <= 100 {
		return fault.T("Có phải là “%s”?", "Did you mean %q?", near)
	}
	return fault.T("%s: %s.", "%s: %s.", list, strings.Join(names[:min(len(names), 30)], ", "))
}

// bind finds what the formulas name.
func (g *grid) bind() {
	rows := map[string]int{} // by id and by name; -2: more than one
	for i, r := range g.rows {
		for _, name := range []string{r.in.ID, foldName(r.in.Name)} {
			if name == "" {
				continue
			}
			if at, twice := rows[name]; twice && at != i {
				rows[name] = -2
			} else {
				rows[name] = i
			}
		}
	}
	for i, r := range g.rows { // an id comes before a name
		if r.in.ID != "" && !slices.ContainsFunc(g.rows[:i], func(o *row) bool { return o.in.ID == r.in.ID }) {
			rows[r.in.ID] = i
		}
	}
	findRow := func(name string, ref *reference, path func(*fault.Fault)) {
		at, ok := rows[name]
		if !ok {
			at, ok = rows[foldName(name)]
		}
		switch {
		case !ok:
			var names []string
			for _, r := range g.rows {
				if r.in.ID != "" {
					names = append(names, r.in.ID)
				}
			}
			for _, r := range g.rows[:min(len(g.rows), 100)] {
				names = append(names, r.in.Name)
			}
			path(&fault.Fault{Code: "unknown-row", Message: fault.T("Công thức gọi dòng “%s”, biểu không có dòng này.", "The formula names the row %q, which the table does not have.", excerpt(name)),
				Hint: nameHint(name, names, fault.T("Các dòng của biểu", "The table's rows are"))})
		case at == -2:
			path(&fault.Fault{Code: "ambiguous-row", Message: fault.T("Nhiều dòng cùng tên “%s”.", "Several rows are named %q.", excerpt(name)),
				Hint: fault.T("Đặt cho dòng cần gọi một id riêng rồi ghi id ấy trong công thức.", "Give the row an id of its own and write that in the formula.")})
		default:
			ref.row = at
		}
	}
	findColumn := func(name string, ref *reference, path func(*fault.Fault)) {
		for i, c := range g.columns {
			if c.id == canonical(name) {
				ref.column = i
				return
			}
		}
		if i, ok := g.byHeader(name); ok {
			ref.column = i
			return
		}
		path(&fault.Fault{Code: "unknown-column", Message: fault.T("Công thức gọi cột “%s”, biểu không có cột này.", "The formula names the column %q, which the table does not have.", excerpt(name)), Hint: g.columnHint(name)})
	}
	for _, c := range g.columns {
		if c.formula == nil {
			continue
		}
		known := c.known != nil && c.formula.source == c.known.Formula
		for _, ref := range c.formula.refs {
			before := len(g.faults)
			findColumn(ref.name, ref, func(f *fault.Fault) {
				if c.unasked || known && strings.HasSuffix(c.path, ".Preset") {
					f.Severity = fault.Note // nobody wrote the formula
				}
				if known { // only computed where it can be
					f.Severity, f.Code = fault.Warning, "not-computed"
					f.Message = fault.T("Cột “%s” được tính từ cột %s, biểu không có cột ấy.", "The column %q is computed from the column %s, which the table does not have.", c.label(), ref.name)
					f.Hint = fault.T("Thêm %s vào columns; không muốn tính thì ghi số liệu ở từng dòng.", "Add %s to columns; to state the figures, write them in the rows.", ref.name)
				}
				g.add(c.path+".Formula", f)
			})
			if ref.at != "" {
				findRow(ref.at, ref, func(f *fault.Fault) { g.add(c.path+".Formula", f) })
			}
			if len(g.faults) > before {
				if known && (c.unasked || g.allStated(c)) {
					g.faults = g.faults[:before]
				}
				c.formula = nil
				break
			}
		}
	}
	for i, r := range g.rows {
		if r.in.Formula == "" {
			continue
		}
		f, bad := parseFormula(r.in.Formula)
		if bad != nil {
			g.at(i, ".Formula", bad)
			continue
		}
		before := len(g.faults)
		for _, ref := range f.refs {
			findRow(ref.name, ref, func(f *fault.Fault) { g.at(i, ".Formula", f) })
			if ref.at != "" {
				findColumn(ref.at, ref, func(f *fault.Fault) { g.at(i, ".Formula", f) })
			}
		}
		if len(g.faults) == before {
			r.formula = f
		}
	}
}

// allStated reports whether each row of items states the column's figure, so that nothing
// has to be computed.
func (g *grid) allStated(c *column) bool {
	at := slices.Index(g.columns, c)
	for i, r := range g.rows {
		if !r.group && r.part == 0 && r.in.Formula == "" && g.stated(i, at) == nil {
			return false
		}
	}
	return true
}

// A leftOut is what a sum could not add.
type leftOut struct {
	count int
	first []string
	cells map[int]bool
}

// A sumKey is a sum over the rows of a parent (-1: the top).
type sumKey struct {
	parent, column int
	wide, average  bool
	unit           string
}

// value is what a cell stands for: what is stated there, or else computed. With wide it is
// all that the figures' rounding allows.
func (g *grid) value(r, c int, wide bool) (span, bool) {
	if f := g.stated(r, c); f != nil {
		return g.figure(r, c, f, wide)
	}
	return g.computed(r, c, wide)
}

// figure is what a stated figure stands for; ok is false for what is no plain number.
func (g *grid) figure(r, c int, f *meeting.Figure, wide bool) (span, bool) {
	if f.Value == nil || f.Qualifier != "" && !signed(f.Qualifier) {
		return span{}, false
	}
	decimals := max(0, viet.Decimals(f.Text))
	if !wide || decimals == 0 && !f.Percent && countable(g.rows[r].unit) && g.amounts(c) {
		return point(whole(*f.Value)), true
	}
	return around(*f.Value, decimals), true
}

// signed reports whether a qualifier only says the sign.
func signed(qualifier string) bool {
	q := viet.Lower(qualifier)
	return q == "tăng" || q == "giảm"
}

// computes is the formula of a cell: the column's, or else the row's. A column that nobody
// asked for is computed in rows of sums only.
func (g *grid) computes(r, c int) (f *formula, byRow bool) {
	column := g.columns[c]
	if column.textual() {
		return nil, false
	}
	if column.formula != nil && (!column.unasked || g.rows[r].formula != nil) {
		if k := column.known; k != nil && column.formula.source == k.Formula && k.compares && (k.kind == Points) != ofHundred(g.rows[r].unit) {
			return nil, false
		}
		return column.formula, false
	}
	if column.known != nil && column.known.Formula != "" && column.formula == nil {
		return nil, false // a percentage is not added up
	}
	return g.rows[r].formula, true
}

// computed is what a cell's formula gives, whatever is stated there.
func (g *grid) computed(r, c int, wide bool) (span, bool) {
	f, byRow := g.computes(r, c)
	if f == nil {
		return span{}, false
	}
	return g.evaluated(f, byRow, r, c, wide)
}

func (g *grid) evaluated(f *formula, byRow bool, r, c int, wide bool) (span, bool) {
	mode := 0
	if wide {
		mode = 1
	}
	key := r*len(g.columns) + c
	if done, ok := g.results[mode][key]; ok {
		return done.span, done.has
	}
	if g.running[key] {
		g.circle(r, c, byRow)
		return span{}, false
	}
	g.running[key] = true
	e := evaluation{g, r, c, byRow, wide}
	v, ok := e.node(f.root)
	if ok && v.tooLong() {
		ok = false
	}
	delete(g.running, key)
	g.results[mode][key] = result{v, ok}
	return v, ok
}

// circle tells of a formula that needs its own result, once for each column or row.
func (g *grid) circle(r, c int, byRow bool) {
	key := -1 - c
	if byRow {
		key = r
	}
	if g.circles[key] {
		return
	}
	g.circles[key] = true
	hint := fault.T("Sửa công thức để không ô nào cần chính nó.", "Mend the formulas so that no cell needs itself.")
	if byRow {
		g.at(r, ".Formula", &fault.Fault{Code: "circular-formula", Hint: hint,
			Message: fault.T("Công thức của dòng “%s” dẫn trở lại chính nó.", "The formula of the row %q leads back to itself.", excerpt(g.rows[r].in.Name))})
		return
	}
	g.fault(g.columns[c].path+".Formula", "circular-formula",
		fault.T("Công thức của cột “%s” dẫn trở lại chính nó.", "The formula of the column %q leads back to itself.", excerpt(g.columns[c].label())), hint)
}

// An evaluation computes one cell.
type evaluation struct {
	*grid
	r, c  int
	byRow bool
	wide  bool
}

func (e *evaluation) node(n node) (s span, ok bool) {
	switch n := n.(type) {
	case number:
		return point(whole(n.value)), true
	case *reference:
		r, c := e.r, e.c
		if n.row >= 0 {
			r = n.row
		}
		if n.column >= 0 {
			c = n.column
		}
		return e.value(r, c, e.wide)
	case *negation:
		s, ok = e.node(n.of)
		return s.neg(), ok
	case *operation:
		l, ok := e.node(n.l)
		if !ok {
			return s, false
		}
		r, ok := e.node(n.r)
		if !ok || l.tooLong() || r.tooLong() {
			return s, false
		}
		switch n.op {
		case '+':
			return l.add(r), true
		case '-':
			return l.add(r.neg()), true
		case '*':
			return l.mul(r), true
		}
		return l.div(r)
	case *call:
		return e.call(n)
	}
	return s, false
}

func (e *evaluation) call(n *call) (s span, ok bool) {
	switch {
	case n.function == total:
		ref, isColumn := n.args[0].(*reference)
		if !isColumn || ref.column < 0 {
			return s, false
		}
		return e.sumOf(-1, ref.column, e.rows[e.r].unit, e.wide, false, -1)
	case len(n.args) == 0:
		parent := e.rows[e.r].parent
		if len(e.rows[e.r].children) > 0 {
			parent = e.r
		}
		if !e.byRow {
			return s, false
		}
		return e.sumOf(parent, e.c, e.rows[e.r].in.Unit, e.wide, n.function == average, e.r)
	}
	var args []span
	for _, a := range n.args {
		v, ok := e.node(a)
		if !ok {
			if n.function == sum || n.function == average || n.function == least || n.function == most {
				continue
			}
			return s, false
		}
		args = append(args, v)
	}
	if len(args) == 0 {
		return s, false
	}
	s = args[0]
	switch n.function {
	case absolute:
		if s.exact() && s.lo.sign() < 0 || s.hi.sign() <= 0 {
			return s.neg(), true
		}
		if s.lo.sign() < 0 {
			return hull(zero, s.lo.neg(), s.hi), true
		}
		return s, true
	case rounded:
		decimals := 0
		if len(args) > 1 {
			decimals = int(args[1].lo.round(0).IntPart())
		}
		if decimals < 0 || decimals > 20 {
			return s, false
		}
		return span{whole(s.lo.round(decimals)), whole(s.hi.round(decimals))}, true
	}
	for _, v := range args[1:] {
		switch n.function {
		case sum, average:
			s = s.add(v)
		case least:
			s = span{lesser(s.lo, v.lo), lesser(s.hi, v.hi)}
		case most:
			s = span{lesser(s.lo.neg(), v.lo.neg()).neg(), lesser(s.hi.neg(), v.hi.neg()).neg()}
		}
	}
	if n.function == average {
		return s.div(point(whole(intDecimal(len(args)))))
	}
	return s, true
}

func lesser(a, b quotient) quotient {
	if b.cmp(a) < 0 {
		return b
	}
	return a
}

// sumOf adds a column over the rows of a parent, -1 the top. Rows that a formula makes of
// others, and those that are named a total, are no more to be added, unless they stand for
// the rows below them. A row without a figure stands for the rows below it. unit is that of the sum,
// "" for the first one's; what has another, and what is no plain number, is left out and
// told of at the row of the sum, -1 for nowhere.
func (g *grid) sumOf(parent, c int, unit string, wide, mean bool, teller int) (span, bool) {
	key := sumKey{parent, c, wide, mean, unit}
	if done, ok := g.sums[key]; ok {
		return done.span, done.has
	}
	a := &adder{grid: g, c: c, wide: wide, unit: unit, teller: teller}
	a.rows(g.childrenOf(parent))
	var s span
	ok := a.count > 0
	if ok {
		s = a.sum
		if mean {
			s, ok = s.div(point(whole(intDecimal(a.count))))
		}
	}
	g.sums[key] = result{s, ok}
	return s, ok
}

func (g *grid) childrenOf(parent int) []int {
	if parent < 0 {
		return g.top
	}
	return g.rows[parent].children
}

// An adder adds up a column.
type adder struct {
	*grid
	c       int
	wide    bool
	unit    string
	set     bool // unit is known
	teller  int
	sum     span
	count   int
	percent int // of these, with a percent sign
}

func (a *adder) rows(list []int) {
	for _, i := range list {
		r := a.grid.rows[i]
		if i == a.teller || len(r.children) == 0 && (r.formula != nil || r.named()) {
			continue
		}
		f := a.stated(i, a.c)
		v, ok := a.value(i, a.c, a.wide)
		switch {
		case !ok && f == nil:
			a.rows(r.children)
			continue
		case !ok && blank(f.Text):
			continue
		case !ok:
			a.leave(i, f.Text)
			continue
		}
		if !a.set {
			a.set = true
			if a.unit == "" {
				a.unit = r.unit
			}
		}
		if r.unit != a.unit && r.unit != "" && a.unit != "" {
			a.leave(i, r.unit)
			continue
		}
		if a.count++; a.count == 1 {
			a.sum = v
		} else {
			a.sum = a.sum.add(v)
		}
	}
}

// leave notes what a sum does not add.
func (a *adder) leave(i int, what string) {
	if a.teller < 0 || a.wide {
		return
	}
	l := a.left[a.teller]
	if l == nil {
		l = &leftOut{cells: map[int]bool{}}
		a.left[a.teller] = l
	}
	if l.cells[i] {
		return
	}
	l.cells[i] = true
	if l.count++; l.count <= 3 {
		l.first = append(l.first, fmt.Sprintf("%s (%s)", excerpt(a.grid.rows[i].in.Name), excerpt(what)))
	}
}

// isSum reports whether a row adds up or averages others.
func (r *row) isSum() bool {
	if r.formula == nil {
		return false
	}
	c, ok := r.formula.root.(*call)
	return ok && len(c.args) == 0 && (c.function == sum || c.function == average)
}

// blank reports whether a cell's text says that there is no figure: "-" for one that is
// missing, "x" for one that there cannot be.
func blank(s string) bool {
	switch viet.Lower(strings.TrimSpace(s)) {
	case "", "-", "–", "—", "x", "…", "...":
		return true
	}
	return false
}
