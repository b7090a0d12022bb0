// Package indicator builds the tables of figures (biểu chỉ tiêu) of a meeting: which
// columns a table has, how its rows are numbered, and how its figures stand under each
// other.
package indicator

import (
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// A Table is a table ready to be set: what [Build] gives.
type Table struct {
	Title   string // "": none
	Unit    string // of every row, stated once above the table; "": rows have their own, or none
	Columns []Column
	Rows    []Row // one at least
	Notes   []string
}

// A Column is one column of a [Table].
type Column struct {
	Kind   Kind
	Head   string
	Weight int // its share of the width, relative to the others
}

// A Kind is what a column holds.
type Kind int

// Kinds of columns, in the order that a table has them.
const (
	Ordinal    Kind = iota // STT
	Name                   // chỉ tiêu
	Unit                   // đơn vị tính
	Plan                   // kế hoạch
	Actual                 // thực hiện
	Previous               // cùng kỳ
	Percent                // % so với kế hoạch
	Growth                 // tăng, giảm so với cùng kỳ, in percent
	Assessment             // đánh giá
	Note                   // ghi chú
)

// Numeric reports whether a column holds figures.
func (k Kind) Numeric() bool { return k >= Plan && k <= Growth }

// A Row is one row of a [Table].
type Row struct {
	Cells []Cell // one for each column
	Bold  bool   // it heads a group
}

// A Cell is one cell of a [Row].
type Cell struct {
	Text string
	// Right is what stands free at the right of the text, in thousandths of an em, so that
	// the decimal commas of a column come under each other.
	Right int
	// Left is the indent of a name under the one it belongs to, in thousandths of an em.
	Left int
}

// columns is every column that a table may have, in order.
var columns = []struct {
	kind   Kind
	head   string
	weight int
	text   func(*meeting.IndicatorRow) string
}{
	{Plan, "Kế hoạch", 14, func(r *meeting.IndicatorRow) string { return figure(r.Plan) }},
	{Actual, "Thực hiện", 14, func(r *meeting.IndicatorRow) string { return figure(r.Actual) }},
	{Previous, "Cùng kỳ", 14, func(r *meeting.IndicatorRow) string { return figure(r.Previous) }},
	{Percent, "% so với kế hoạch, dự toán", 13, func(r *meeting.IndicatorRow) string { return figure(r.PercentOfPlan) }},
	{Growth, "Tăng (+), giảm (-) so với cùng kỳ (%)", 14, func(r *meeting.IndicatorRow) string { return figure(r.Growth) }},
	{Assessment, "Đánh giá", 13, func(r *meeting.IndicatorRow) string { return r.Assessment }},
	{Note, "Ghi chú", 14, func(r *meeting.IndicatorRow) string { return r.Note }},
}

func figure(f *meeting.Figure) string {
	if f == nil {
		return ""
	}
	return f.Text
}

// Build makes the table of an indicator, nil if it has no rows. It has the columns STT
// and Chỉ tiêu, and of the others those only that hold something; nothing is computed,
// so it prints what the file states and no more.
//
// A unit that all rows share moves from its column to Table.Unit.
func Build(in *meeting.Indicator) *Table {
	rows := flatten(in.Rows)
	if len(rows) == 0 {
		return nil
	}
	t := &Table{Title: in.Title, Notes: in.Notes}
	units := make([]string, len(rows))
	var stated, mixed bool
	for i, r := range rows {
		units[i] = r.row.Unit
		if units[i] == "" && !r.group {
			units[i] = in.Unit
		}
		if units[i] == "" {
			continue
		}
		mixed = mixed || stated && units[i] != t.Unit
		stated, t.Unit = true, units[i]
	}
	if !mixed {
		for i, r := range rows {
			// A row without figures needs no unit; one that has figures and no unit would
			// get a wrong one from the line above the table.
			mixed = mixed || stated && units[i] == "" && r.hasFigures()
		}
	}

	t.Columns = []Column{{Ordinal, "STT", 0}, {Name, "Chỉ tiêu", 36}}
	if mixed {
		t.Unit = ""
		t.Columns = append(t.Columns, Column{Unit, "Đơn vị tính", 12})
	}
	first := len(t.Columns)
	var texts []func(*meeting.IndicatorRow) string
	for _, c := range columns {
		for _, r := range rows {
			if c.text(r.row) != "" {
				t.Columns = append(t.Columns, Column{c.kind, c.head, c.weight})
				texts = append(texts, c.text)
				break
			}
		}
	}
	total := 0
	for _, c := range t.Columns[1:] {
		total += c.Weight
	}
	// "STT" in bold of 13 pt and the cell's margins take a twelfth of a page's text.
	t.Columns[0].Weight = (total + 10) / 11
	for i, r := range rows {
		cells := []Cell{{Text: r.ordinal}, {Text: r.name(), Left: r.indent()}}
		if mixed {
			cells = append(cells, Cell{Text: units[i]})
		}
		for _, text := range texts {
			cells = append(cells, Cell{Text: text(r.row)})
		}
		t.Rows = append(t.Rows, Row{Cells: cells, Bold: r.group})
	}
	for c := first; c < len(t.Columns); c++ {
		if t.Columns[c].Kind.Numeric() {
			alignCommas(t.Rows, c)
		}
	}
	return t
}

// A flatRow is a row taken out of the tree that it stands in.
type flatRow struct {
	row     *meeting.IndicatorRow
	ordinal string
	group   bool
	depth   int
}

func (r *flatRow) hasFigures() bool {
	for _, c := range columns {
		if c.kind.Numeric() && c.text(r.row) != "" {
			return true
		}
	}
	return false
}

// name is the row's name, with the day that its figures are of.
func (r *flatRow) name() string {
	if r.row.AsOf == nil {
		return r.row.Name
	}
	return r.row.Name + " (tính đến ngày " + r.row.AsOf.String() + ")"
}

// indent of the name: sub-rows carry a dash in the STT column, the deeper ones step in.
func (r *flatRow) indent() int { return max(0, r.depth-1) * 1000 }

// flatten puts the rows of a tree under each other and numbers them as offices do: groups
// that only hold other rows I, II, …; rows 1, 2, …, beginning again in each group; what a
// row consists of with a dash.
func flatten(rows []meeting.IndicatorRow) []*flatRow {
	grouped := false
	for i := range rows {
		grouped = grouped || isGroup(&rows[i])
	}
	var out []*flatRow
	number := 0
	for i := range rows {
		row := &rows[i]
		r := &flatRow{row: row}
		out = append(out, r)
		if grouped && isGroup(row) {
			r.group = true
			r.ordinal = viet.Roman(countGroups(rows[:i+1]))
			number = 0
			for j := range row.Rows {
				sub := &row.Rows[j]
				out = append(out, &flatRow{row: sub, ordinal: strconv.Itoa(j + 1)})
				out = appendParts(out, sub.Rows, 1)
			}
			continue
		}
		number++
		r.ordinal = strconv.Itoa(number)
		out = appendParts(out, row.Rows, 1)
	}
	return out
}

// appendParts appends the rows that another one consists of.
func appendParts(out []*flatRow, rows []meeting.IndicatorRow, depth int) []*flatRow {
	for i := range rows {
		out = append(out, &flatRow{row: &rows[i], ordinal: "-", depth: depth})
		out = appendParts(out, rows[i].Rows, depth+1)
	}
	return out
}

// isGroup reports whether a row holds rows and no figures of its own.
func isGroup(r *meeting.IndicatorRow) bool {
	return len(r.Rows) > 0 && !(&flatRow{row: r}).hasFigures()
}

func countGroups(rows []meeting.IndicatorRow) int {
	n := 0
	for i := range rows {
		if isGroup(&rows[i]) {
			n++
		}
	}
	return n
}

// Widths in Times New Roman, in thousandths of an em (and in Liberation Serif, which has
// its metrics): all digits are equally wide.
const (
	digitWidth   = 500
	commaWidth   = 250
	spaceWidth   = 250
	percentWidth = 833
)

// alignCommas gives each figure of a right-aligned column the room at its right that
// brings the decimal commas under each other. Texts that are no single number ("6,6-6,8",
// "Xuất siêu") stay where they are.
func alignCommas(rows []Row, column int) {
	widest := 0
	for i := range rows {
		if w, ok := decimals(rows[i].Cells[column].Text); ok {
			widest = max(widest, w)
		}
	}
	for i := range rows {
		c := &rows[i].Cells[column]
		if w, ok := decimals(c.Text); ok {
			c.Right = widest - w
		}
	}
}

// decimals is the width of a number's decimal comma and what follows it; ok is false for
// a text that does not end in a single number.
func decimals(s string) (width int, ok bool) {
	n := viet.Decimals(s)
	if n < 0 {
		return 0, false
	}
	if n > 0 {
		width = commaWidth + digitWidth*n
	}
	for _, r := range s[len(strings.TrimRight(s, "% \u00a0")):] {
		if r == '%' {
			width += percentWidth
		} else {
			width += spaceWidth
		}
	}
	return width, true
}
