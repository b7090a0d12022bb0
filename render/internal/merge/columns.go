package merge

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/xml"
)

// {{column range $q := .extra.quy}} in a cell repeats the column of its table in which it stands,
// header and body together, once for each element of a list; {{column if .votes}} keeps a column
// only where the condition holds. {{column end}} in a cell further to the right, in the same row,
// makes it all columns up to that one. What is asked for is worked out before the table, so that
// each of its cells has the same columns, also in rows that are repeated themselves.
//
// The cells are executed as blocks of their own. How many columns there are shows only then, so
// the grid and the cells that reach over it are marked, and set by [columnSetter].

// mostColumns is how many columns a table of Word's may have: it says of a file with more that
// it is damaged.
const mostColumns = 63

// columns holds the list that columns are repeated for against what a table may have.
func (r *run) columns(index int, v reflect.Value) (reflect.Value, error) {
	n := 0
	switch list := settle(v); list.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map:
		n = list.Len()
	case reflect.Int:
		n = int(list.Int())
	}
	if n > mostColumns { // told at the tag, before so many cells are there; the whole table's are counted behind it
		return v, fault.List{tooManyColumns(r.t.tags[index].place, n)}
	}
	return v, nil
}

func tooManyColumns(place fault.Text, n int) *fault.Fault {
	return &fault.Fault{Code: "table-columns", Place: place,
		Message: fault.T("{{column range}}: bảng sẽ có %d cột, mà một bảng của Word có nhiều nhất %d cột", "{{column range}}: the table would have %d columns, and one of Word's has %d at most", n, mostColumns),
		Hint:    fault.T("Lặp theo hàng, hoặc lấy bớt: {{column range $x := first 10 .danh_sach}}.", "Repeat rows instead, or take fewer: {{column range $x := first 10 .list}}.")}
}

// A columnGroup is the columns that one tag governs.
type columnGroup struct {
	tag      *tag // range or if
	from, to int  // of the table's grid, before anything is executed
}

// Words of tags about columns.
const (
	columnRange = "column range"
	columnIf    = "column if"
	columnEnd   = "column end"
	columnOther = "column"
)

// tableRow is a row with the columns where its cells begin.
type tableRow struct {
	node          *xml.Node
	cells         []*xml.Node
	at            []int // of each cell, and behind the last one
	before, after int   // columns without cells
}

// rowsOf are the rows of a table, those in content controls too.
func rowsOf(tbl *xml.Node) (rows []tableRow) {
	var walk func(n *xml.Node)
	walk = func(n *xml.Node) {
		for c := range n.Children() {
			switch {
			case c.Name == "w:tr":
				rows = append(rows, newTableRow(c))
			case transparent(c.Name):
				walk(c)
			}
		}
	}
	walk(tbl)
	return rows
}

func newTableRow(tr *xml.Node) tableRow {
	r := tableRow{node: tr}
	at := 0
	for n := range tr.Child("w:trPr").Children() {
		v, _ := strconv.Atoi(n.Get("w:val"))
		switch n.Name {
		case "w:gridBefore":
			r.before = max(v, 0)
		case "w:gridAfter":
			r.after = max(v, 0)
		}
	}
	at = r.before
	var walk func(n *xml.Node)
	walk = func(n *xml.Node) {
		for c := range n.Children() {
			switch {
			case c.Name == "w:tc":
				r.cells, r.at = append(r.cells, c), append(r.at, at)
				at += spanOf(c)
			case transparent(c.Name):
				walk(c)
			}
		}
	}
	walk(tr)
	r.at = append(r.at, at)
	return r
}

// spanOf is how many columns of the grid a cell takes.
func spanOf(tc *xml.Node) int {
	n, err := strconv.Atoi(tc.Path("w:tcPr", "w:gridSpan").Get("w:val"))
	if err != nil || n < 1 || n > 1000 {
		return 1
	}
	return n
}

// columns finds which columns the tags of a part govern, and lets their cells be executed so.
func (a *anchors) columns(p *part, faults *fault.List) {
	tables := map[*xml.Node][]*tag{}
	var order []*xml.Node
	for _, t := range p.tags {
		if !strings.HasPrefix(t.word, columnOther) || t.kind != silent {
			continue
		}
		switch tbl := tableOf(t); {
		case t.word == columnOther:
			*faults = append(*faults, columnFault(t, fault.T("%s: thẻ cột là column if, column range hoặc column end", "%s: a tag of columns is column if, column range or column end", t.raw)))
		case tbl == nil:
			*faults = append(*faults, columnFault(t, fault.T("%s không đứng trong ô của một bảng", "%s does not stand in a cell of a table", t.raw)))
		default:
			if tables[tbl] == nil {
				order = append(order, tbl)
			}
			tables[tbl] = append(tables[tbl], t)
		}
	}
	for _, tbl := range order {
		rows := rowsOf(tbl)
		groups := columnGroups(rows, tables[tbl], faults)
		for i, g := range groups {
			a.columnGroup(tbl, rows, g, fmt.Sprintf("$column%d", len(a.spans)+i), faults)
		}
		total := 0
		for i, c := range gridColumns(tbl) {
			width, _ := strconv.Atoi(c.Get("w:w"))
			total += max(width, 0)
			a.spans[c] = fmt.Sprintf("<?grid %d?>", i)
		}
		if grid := tbl.Child("w:tblGrid"); grid != nil {
			a.spans[grid] = fmt.Sprintf("<?width %d?>", total)
		}
	}
}

func columnFault(t *tag, message fault.Text) *fault.Fault {
	return &fault.Fault{Code: "column-tag", Place: t.place, Message: message,
		Hint: fault.T("Ghi {{column range $q := .danh_sach}} hoặc {{column if .x}} vào một ô của cột, thường là ô đầu cột; nhiều cột thì {{column end}} ở ô cuối, cùng hàng.",
			"Write {{column range $q := .list}} or {{column if .x}} in a cell of the column, as its header; for several columns {{column end}} in the last one's cell of the same row.")}
}

// tableOf is the table in whose cell a tag stands.
func tableOf(t *tag) *xml.Node {
	tr := rowOf(t.para)
	if tr == nil {
		return nil
	}
	n := tr.Parent
	for n != nil && n.Name != "w:tbl" {
		n = n.Parent
	}
	return n
}

func gridColumns(tbl *xml.Node) (list []*xml.Node) {
	for c := range tbl.Child("w:tblGrid").Children() {
		if c.Name == "w:gridCol" {
			list = append(list, c)
		}
	}
	return list
}

// columnGroups pairs the tags of a table.
func columnGroups(rows []tableRow, tags []*tag, faults *fault.List) (groups []columnGroup) {
	var open *columnGroup
	done := func() {
		if open != nil {
			groups = append(groups, *open)
			open = nil
		}
	}
	var row *xml.Node
	for _, t := range tags {
		tr := rowOf(t.para)
		if tr != row {
			done()
		}
		row = tr
		from, to := 0, 0
		for _, r := range rows {
			if i := slices.Index(r.cells, t.para.cell); r.node == tr && i >= 0 {
				from, to = r.at[i], r.at[i+1]
			}
		}
		switch {
		case t.word != columnEnd:
			done()
			open = &columnGroup{t, from, to}
		case open == nil:
			*faults = append(*faults, columnFault(t, fault.T("%s không có {{column range}} hay {{column if}} đứng trước trong cùng hàng", "%s has no {{column range}} or {{column if}} before it in its row", t.raw)))
		default:
			open.to = to
			done()
		}
	}
	done()
	for i, g := range groups {
		for _, other := range groups[:i] {
			if g.from < other.to && other.from < g.to {
				*faults = append(*faults, columnFault(g.tag, fault.T("%s: cột này đã thuộc %s (%s)", "%s: the column belongs to %s already (%s)", g.tag.raw, other.tag.raw, other.tag.place)))
				return nil
			}
		}
	}
	return groups
}

var columnSource = lazy.Compile(`^((?:\$[\pL_][\pL\pN_]*\s*,\s*)?\$[\pL_][\pL\pN_]*\s*:=)?\s*(.*)$`)

// columnGroup lets the cells of a group, and their columns in the grid, be a block of their row.
func (a *anchors) columnGroup(tbl *xml.Node, rows []tableRow, g columnGroup, variable string, faults *fault.List) {
	t := g.tag
	word, declared, source := "if", "", t.code
	if t.word == columnRange {
		m := columnSource.FindStringSubmatch(t.code)
		word, declared, source = "range", m[1], m[2]
	}
	twin := func(kind kind, code string) *tag {
		n := *t
		n.kind, n.word, n.code, n.as = kind, word, code, ""
		return &n
	}
	set := twin(silent, variable+" := "+source)
	set.as = t.word
	a.before[tbl] = append(a.before[tbl], set)
	block := func(first, last *xml.Node) {
		open := twin(opening, strings.TrimSpace(word+" "+declared+" "+variable))
		open.echo, open.block = true, open
		end := twin(closing, "end")
		end.block = open
		a.before[first] = append(a.before[first], open)
		a.after[last] = append([]*tag{end}, a.after[last]...)
	}
	grid := gridColumns(tbl)
	if g.to > len(grid) {
		*faults = append(*faults, columnFault(t, fault.T("%s: lưới cột của bảng (tblGrid) không có cột này", "%s: the grid of the table (tblGrid) does not have this column", t.raw)))
		return
	}
	block(grid[g.from], grid[g.to-1])
	for _, r := range rows {
		if r.before > g.from || r.after > 0 && r.at[len(r.cells)] < g.to {
			*faults = append(*faults, columnFault(t, fault.T("%s: có hàng của bảng bắt đầu sau, hoặc kết thúc trước cột này", "%s: a row of the table begins behind this column, or ends before it", t.raw)))
			return
		}
		first, last := -1, -1
		for i := range r.cells {
			from, to := r.at[i], r.at[i+1]
			switch {
			case to <= g.from || from >= g.to:
			case from >= g.from && to <= g.to:
				if first < 0 {
					first = i
				}
				last = i
			default:
				a.spans[r.cells[i]] = fmt.Sprintf("<?span %d %d?>", from, to)
			}
		}
		if first >= 0 && !a.vanish[r.node] {
			block(r.cells[first], r.cells[last])
		}
	}
}
