// Package indicator builds the tables of figures (biểu chỉ tiêu) of a meeting: which
// columns a table has, how its rows are numbered, what is computed, how wide the columns
// are and how the figures stand under each other. It also finds where a table contradicts
// itself. It knows nothing of Word.
package indicator

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// A Table is a table ready to be set: what [Build] gives.
type Table struct {
	Caption string // "Biểu số 01"; "": none
	Title   string
	Unit    string // of every row, stated once above the table; "": rows have their own, or none
	Columns []Column
	Header  []Row // one at least; cells that reach over several columns or rows stand once
	Rows    []Row // one at least
	Notes   []string

	Size    int  // of the font in half-points; 0: the template's
	Turned  bool // it needs a landscape page
	Crowded bool // even there its columns are narrower than their figures
}

// A Column is one column of a [Table].
type Column struct {
	Kind  Kind
	Width int // in twips
}

// A Row is one row of a [Table].
type Row struct {
	Cells []Cell
	Bold  bool // it heads a group or adds up others
	Keep  bool // it stays with the next row
}

// A Cell is one cell of a [Table].
type Cell struct {
	Text    string // lines are parted by "\n"
	Align   Align
	Span    int // columns; 0 and 1 are one
	RowSpan int // rows, downwards; 0 and 1 are one

	// Right is what stands free at the right of the text, in thousandths of an em, so that
	// the decimal commas of a column come under each other.
	Right int
	// Left is the indent of a name under the one it belongs to, in thousandths of an em.
	Left int
}

// An Align is where a cell's text stands, and what it is.
type Align int

// Alignments of cells.
const (
	Left   Align = iota // names, notes
	Center              // ordinals, units, verdicts
	Right               // figures
	Head                // the header's
	Code                // of the row of column codes
)

// Build makes the table of an indicator for its place, nil if it has no rows.
//
// It prints what the file states as the file states it, and computes only what a column or
// a row asks for. A unit that all rows share moves from its column to Table.Unit.
//
// shown is told what of the indicator the table shows, or is made by: a pointer to each text
// and figure. Nil: nobody asks.
func Build(in *meeting.Indicator, room Room, shown func(pointer any)) *Table {
	g := newGrid(in, "")
	if len(in.Rows) == 0 {
		return nil
	}
	if shown != nil {
		g.show(shown)
	}
	t := &Table{Caption: in.Caption, Title: in.Title}
	units, mixed := g.units(t)
	columns := g.lead(mixed)
	first := len(columns)
	columns = append(columns, g.columns...)
	for _, c := range columns {
		t.Columns = append(t.Columns, Column{Kind: c.kind})
	}
	t.Header = headRows(columns)
	if in.Codes {
		t.Header = append(t.Header, codes(columns, first))
	}
	marks := 0
	for i, r := range g.rows {
		mark := ""
		if r.in.Footnote != "" {
			marks++
			mark = footnoteMark(marks)
			t.Notes = append(t.Notes, mark+" "+r.in.Footnote)
		}
		row := Row{Bold: r.bold(), Keep: r.group, Cells: make([]Cell, 0, len(columns))}
		for _, c := range columns[:first] {
			var cell Cell
			switch c.kind {
			case Ordinal:
				cell = Cell{Text: r.ordinal, Align: c.alignment(Center)}
			case Name:
				cell = Cell{Text: r.name(mark), Align: c.alignment(Left), Left: r.indent()}
			default:
				cell = Cell{Text: units[i], Align: c.alignment(Center)}
			}
			row.Cells = append(row.Cells, cell)
		}
		for j, c := range g.columns {
			row.Cells = append(row.Cells, Cell{Text: g.text(i, j), Align: c.alignment(c.natural())})
		}
		t.Rows = append(t.Rows, row)
	}
	t.Notes = append(t.Notes, in.Notes...)
	for i, c := range columns {
		if c.alignment(c.natural()) == Right && i >= first {
			of := units
			if !mixed || c.ownUnit() {
				of = nil
			}
			alignCommas(t.Rows, i, of)
		}
	}
	t.fit(columns, room, in.Landscape)
	return t
}

// units are the rows' units as they print, and whether they need a column; if not, what
// they share goes above the table.
func (g *grid) units(t *Table) (units []string, mixed bool) {
	units = make([]string, len(g.rows))
	stated, shared := false, ""
	for i, r := range g.rows {
		units[i] = r.in.Unit
		if units[i] == "" && !r.group {
			units[i] = g.in.Unit
		}
		if units[i] == "" {
			continue
		}
		mixed = mixed || stated && units[i] != shared
		stated, shared = true, units[i]
	}
	for i, r := range g.rows {
		// A row without figures needs no unit, and a sum has that of what it adds; another
		// that has figures and no unit would get a wrong one from the line above the table.
		mixed = mixed || stated && units[i] == "" && !r.isSum() && g.hasFigures(i)
	}
	if !mixed && shared != "" {
		t.Unit = "Đơn vị tính: " + shared
	}
	return units, mixed
}

func (g *grid) hasFigures(i int) bool {
	for j, c := range g.columns {
		if c.natural() == Right && g.text(i, j) != "" {
			return true
		}
	}
	return false
}

// lead gives the columns that every table begins with.
func (g *grid) lead(units bool) []*column {
	var list []*column
	for i, l := range leading {
		if l.kind == Ordinal && g.unnumbered || l.kind == Unit && !units {
			continue
		}
		c := g.leading[i]
		if c == nil {
			c = &column{id: l.id, header: l.header, kind: l.kind}
		}
		list = append(list, c)
	}
	return list
}

// natural is how a column aligns its cells unless the file says otherwise.
func (c *column) natural() Align {
	switch {
	case c.kind == Ordinal || c.kind == Unit || c.kind == Assessment:
		return Center
	case c.kind == Name || c.textual():
		return Left
	}
	return Right
}

func (c *column) alignment(natural Align) Align {
	switch c.align {
	case "left":
		return Left
	case "center":
		return Center
	case "right":
		return Right
	}
	return natural
}

// text is what a cell prints: what is stated, or else computed.
func (g *grid) text(r, c int) string {
	column := g.columns[c]
	if f := g.stated(r, c); f != nil {
		if column.format.given && f.Value != nil && f.Qualifier == "" && !f.Percent && !column.format.percent && !column.format.text {
			return g.format(r, c).print(whole(*f.Value))
		}
		return f.Text
	}
	if k := column.known; k != nil && k.text != nil {
		if s := k.text(g.rows[r].in); s != "" {
			return s
		}
		if k.kind == Assessment && !column.unasked {
			return g.verdict(r)
		}
		return ""
	}
	v, ok := g.computed(r, c, false)
	if !ok || !v.exact() {
		return ""
	}
	f := g.format(r, c)
	if _, byRow := g.computes(r, c); byRow && !f.given && !f.percent && f.exact {
		share := f.share
		f = g.likeRows(r, c, v.lo)
		f.share = share
	}
	return f.print(v.lo)
}

// format is how a cell prints its figure: as its column's do, which in a row of percentages
// are some too.
func (g *grid) format(r, c int) format {
	f := g.columns[c].format
	f.share = f.share || ofHundred(g.rows[r].unit)
	return f
}

// likeRows is the format of a sum: as many decimals as the figures that it is made of.
func (g *grid) likeRows(r, c int, v quotient) format {
	f := format{}
	list := g.rows[r].children
	if len(list) == 0 {
		list = g.childrenOf(g.rows[r].parent)
	}
	for _, i := range list {
		if s := g.stated(i, c); s != nil && s.Value != nil {
			f.decimals = max(f.decimals, viet.Decimals(s.Text))
		}
	}
	if v.isWhole() { // what comes from other rows may have more
		f.decimals = max(f.decimals, min(int(-v.num.Exponent()), exactDecimals))
	} else if f.decimals == 0 {
		f.decimals, f.optional = 1, 1
	}
	return f
}

// headRows makes the header's rows: the groups above the columns that share them, and each
// column's own header below its groups, down to the last row.
func headRows(columns []*column) []Row {
	height := 1
	for _, c := range columns {
		height = max(height, 1+len(c.groups))
	}
	rows := make([]Row, height)
	for level := range height {
		for i := 0; i < len(columns); i++ {
			c := columns[i]
			switch {
			case level < len(c.groups):
				span := groupSpan(columns, i, level)
				rows[level].Cells = append(rows[level].Cells, Cell{Text: c.groups[level], Align: Head, Span: span})
				i += span - 1
			case level == len(c.groups):
				rows[level].Cells = append(rows[level].Cells, Cell{Text: c.head(), Align: Head, RowSpan: height - level})
			}
		}
	}
	return rows
}

// head is a column's own header, with its unit.
func (c *column) head() string {
	if c.unit == "" {
		return c.header
	}
	return c.header + "\n(" + c.unit + ")"
}

// groupSpan is how many columns from one on stand under its group of a level.
func groupSpan(columns []*column, from, level int) int {
	span := 1
	for from+span < len(columns) && sameGroups(columns[from].groups, columns[from+span].groups, level) {
		span++
	}
	return span
}

// sameGroups reports whether two columns stand under the same groups down to a level.
func sameGroups(a, b []string, level int) bool {
	if len(b) <= level {
		return false
	}
	for i := range level + 1 {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// codes makes the row of column codes: letters for the columns of words, numbers for those
// of figures, with the formula where that can be written in codes: "3=2/1".
func codes(columns []*column, first int) Row {
	names := make([]string, len(columns))
	letters, numbers := 0, 0
	for i, c := range columns {
		if i < first || c.natural() != Right {
			letters++
			names[i] = viet.Upper(viet.Letter(letters))
			continue
		}
		numbers++
		names[i] = strconv.Itoa(numbers)
	}
	var r Row
	for i, c := range columns {
		text := names[i]
		if c.formula != nil && !c.unasked {
			if s := c.formula.code(names[first:]); s != "" {
				text += "=" + s
			}
		}
		r.Cells = append(r.Cells, Cell{Text: text, Align: Code})
	}
	return r
}

// Widths in Times New Roman, in thousandths of an em: all digits are equally wide.
const (
	digitWidth   = 500
	commaWidth   = 250
	spaceWidth   = 250
	percentWidth = 833
)

// alignCommas gives each figure of a right-aligned column the room at its right that
// brings the decimal commas of one unit under each other: 1.520 ha is not pushed left by
// 8,5 %. units has each row's; nil: all figures are of one. Texts that are no single number
// ("6,6-6,8", "Xuất siêu") stay where they are.
func alignCommas(rows []Row, column int, units []string) {
	unit := func(i int) string {
		if units == nil {
			return ""
		}
		return units[i]
	}
	widest := map[string]int{}
	for i := range rows {
		if w, ok := decimals(rows[i].Cells[column].Text); ok {
			widest[unit(i)] = max(widest[unit(i)], w)
		}
	}
	for i := range rows {
		c := &rows[i].Cells[column]
		if w, ok := decimals(c.Text); ok {
			c.Right = widest[unit(i)] - w
		}
	}
}

// ownUnit reports whether the figures of a column have one unit, whatever their rows' are:
// percentages most of all.
func (c *column) ownUnit() bool {
	return c.unit != "" || c.format.percent || c.known != nil && c.known.compares ||
		strings.Contains(c.header, "%") || slices.ContainsFunc(c.groups, func(g string) bool { return strings.Contains(g, "%") })
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
