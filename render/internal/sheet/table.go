package sheet

import (
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
)

// A builder makes a table of a grid whose hidden rows are gone.
type builder struct {
	*grid
	header  header
	end     int // the row of the grid after the table's last
	faults  *faults
	columns []int  // of the grid, those of the table
	plain   []bool // of the grid: its numbers are no quantities, so thousands are not grouped
}

// table makes the table of a grid; nil if there is none, which is a fault.
func (g *grid) table(options Options, found *faults) *Table {
	b := &builder{grid: g, header: g.findHeader(options.HeaderRows), faults: found}
	h := &b.header
	b.end = b.findEnd()
	b.chooseColumns()
	b.findPlain()
	t := &Table{
		File: found.file, Sheet: found.sheet,
		Ordinal: slices.Index(b.columns, h.ordinal), Name: slices.Index(b.columns, h.name), Unit: slices.Index(b.columns, h.unit),
	}
	for r := range h.first {
		for _, c := range g.filled(r) {
			if s := g.says(r, c); s != "" {
				t.Above = append(t.Above, s)
			}
		}
	}
	for r := h.first; r < h.first+h.rows; r++ {
		for _, c := range g.filled(r) {
			b.read(r, c) // for its fault
		}
	}
	for _, c := range b.columns {
		t.Columns = append(t.Columns, Column{Head: g.heads(h, c), Letter: letters(g.area.FirstColumn + c)})
	}
	b.readRows(t)
	if len(t.Rows) == 0 {
		f := emptyTable(found.where(), "")
		f.Message = fault.T("bảng không có hàng số liệu nào", "the table has no rows")
		found.add(f)
		return nil
	}
	for r := b.end; r < len(g.rows); r++ {
		if filled := g.filled(r); len(filled) > 0 {
			t.Notes = append(t.Notes, b.read(r, filled[0]))
		}
	}
	return t
}

func (b *builder) readRows(t *Table) {
	size := max(0, b.end-b.header.body)
	t.Rows = make([]Row, 0, size)
	slab := make([]string, 0, size*len(b.columns))
	marks := make([]mark, 0, size)
	for r := b.header.body; r < b.end; r++ {
		if len(b.filled(r)) == 0 {
			continue
		}
		from := len(slab)
		for _, c := range b.columns {
			slab = append(slab, b.read(r, c))
		}
		row := Row{Number: b.rows[r].number, Cells: slab[from:len(slab):len(slab)]}
		wide := false
		row.Bold = t.Name >= 0 && b.isBold(r, b.header.name)
		if t.Ordinal >= 0 && t.Name >= 0 && row.Cells[t.Name] == "" {
			// A group's name or a total that is merged from the ordinals on.
			if kind, _ := ordinalOf(row.Cells[t.Ordinal]); kind == noOrdinal {
				row.Cells[t.Ordinal], row.Cells[t.Name] = "", row.Cells[t.Ordinal]
				row.Bold = b.isBold(r, b.header.ordinal)
				wide = row.Cells[t.Name] != ""
			}
		}
		t.Rows = append(t.Rows, row)
		m := b.mark(t, &row, r)
		m.wide = wide
		marks = append(marks, m)
	}
	for i, level := range levels(marks) {
		t.Rows[i].Level = level
	}
}

// read is the text of a cell of the table, with a fault if there is none to be had.
func (b *builder) read(row, column int) string {
	c := b.cell(row, column)
	if c.merge > 0 && !c.filled() && row >= b.header.body && column != b.header.ordinal {
		// A text that is merged downwards is read in each row, a figure in its first.
		top, left, _, _ := b.span(row, column)
		if above := b.cell(top, column); left == column && above.kind == text && top >= b.header.body {
			c, row = above, top
		}
	}
	s, ok := b.text(c, !b.plain[column])
	if !ok {
		b.complain(row, column, b.faults)
	}
	if column == b.header.ordinal && c.kind == number {
		s = strings.ReplaceAll(s, ",", ".") // 1.1 was no fraction
	}
	return s
}

// findEnd finds where the footnotes begin: below the table, each a single text.
func (b *builder) findEnd() int {
	end := len(b.rows)
	for r := len(b.rows) - 1; r >= b.header.body; r-- {
		filled := b.filled(r)
		if len(filled) == 0 {
			continue
		}
		if len(filled) > 1 || b.cell(r, filled[0]).kind != text {
			break
		}
		if isNote(b.says(r, filled[0])) {
			end = r
		}
	}
	return end
}

// isNote tells how a footnote begins. "Nguồn vốn" begins none.
func isNote(s string) bool {
	if strings.HasPrefix(s, "(*") || strings.HasPrefix(s, "*)") {
		return true
	}
	k := strings.ToLower(s)
	for _, w := range []string{"ghi chú", "nguồn", "nguồn số liệu", "chú thích", "lưu ý"} {
		rest, ok := strings.CutPrefix(k, w)
		if rest = strings.TrimSpace(rest); ok && (rest == "" || strings.HasPrefix(rest, ":")) {
			return true
		}
	}
	return strings.HasPrefix(k, "nguồn số liệu")
}

// chooseColumns leaves out hidden columns and those in which nothing stands, be it that a
// group's head reaches over them or that they have a code.
func (b *builder) chooseColumns() {
	used := make([]bool, b.width)
	for r := b.header.first; r < b.end; r++ {
		if r >= b.header.first+b.header.rows && r < b.header.body {
			continue // column codes
		}
		for _, c := range b.filled(r) {
			used[c] = true
		}
	}
	for c, ok := range used {
		if ok {
			b.columns = append(b.columns, c)
		}
	}
}

// Heads of columns whose numbers are names of something, as [key] has them.
var plainHeads = []string{"năm", "mã", "mã số", "số hiệu", "số quyết định", "mã số thuế", "mst", "điện thoại", "số điện thoại", "cccd", "số cccd"}

// findPlain finds the columns whose numbers are no quantities: ordinals, names, codes and
// years.
func (b *builder) findPlain() {
	b.plain = make([]bool, b.width)
	for _, c := range b.columns {
		heads := b.heads(&b.header, c)
		k := ""
		if len(heads) > 0 {
			k = key(heads[len(heads)-1])
		}
		switch {
		case c == b.header.ordinal, c == b.header.name, c == b.header.unit, among(k, plainHeads), strings.HasPrefix(k, "mã "):
			b.plain[c] = true
		case strings.HasPrefix(k, "năm ") && !strings.ContainsAny(k, "0123456789"), k == "" && c == b.columns[0]:
			// "Năm hoàn thành" holds years, "Năm 2025" the figures of one.
			b.plain[c] = b.allYears(c)
		}
	}
}

func (b *builder) allYears(column int) bool {
	for r := b.header.body; r < b.end; r++ {
		if c := b.cell(r, column); c.kind == number && !isYear(c.text) {
			return false
		}
	}
	return true
}

// A mark is what a row says of its level.
type mark struct {
	ordinal
	text   string // of the ordinal
	name   string
	indent int // how far in the name stands
	bold   bool
	wide   bool // the name begins in the column of the ordinals
}

func (b *builder) mark(t *Table, row *Row, at int) mark {
	m := mark{bold: row.Bold}
	if t.Ordinal >= 0 {
		m.text = strings.TrimRight(row.Cells[t.Ordinal], ".)")
		m.kind, m.depth = ordinalOf(m.text)
	}
	if t.Name < 0 {
		return m
	}
	m.name = row.Cells[t.Name]
	if m.kind == noOrdinal {
		m.ordinal = ordinalInName(m.name)
	}
	c := b.cell(at, b.header.name)
	m.indent = min(b.rows[at].outline, 7)*1000 + min(max(b.style(c).indent, 0), 15)*60
	if c.kind == text {
		m.indent += min(leading(c.text), 59)
	}
	return m
}

// leading is how many spaces wide a text begins.
func leading(s string) int {
	n := 0
	for _, r := range s {
		switch r {
		case ' ', '\u00a0':
			n++
		case '\t':
			n += 4
		default:
			return n
		}
	}
	return n
}
