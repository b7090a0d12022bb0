package indicator

import (
	"fmt"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

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
	c      int
	wide   bool
	unit   string
	set    bool // unit is known
	teller int
	sum    span
	count  int
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
