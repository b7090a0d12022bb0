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
		if c.byHead {
			index[c.known.ID] = i // known by its header
		}
		if (c.formula == nil || c.byHead) && !(c.known != nil && c.known.text != nil) {
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
			if c.id == canonical(name) || c.known != nil && c.known.ID == canonical(name) {
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
