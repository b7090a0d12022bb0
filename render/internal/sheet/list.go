package sheet

import (
	"fmt"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
)

// A List is a list of people or of anything else that has an entry in each row.
type List struct {
	File  string
	Sheet string // "" in a .csv

	Columns []Column // that have a head or an entry, without the hidden ones and that of the ordinals; one at least
	Header  int      // row of the sheet with the heads, from 1; 0: there is none
	Rows    []Row    // without empty and hidden ones and names of groups; none nests
}

// Cell names a cell of the list as the sheet does, by its indexes: "D7".
func (l *List) Cell(row, column int) string {
	return fmt.Sprintf("%s%d", l.Columns[column].Letter, l.Rows[row].Number)
}

// At is the place of a cell: sheet and cell.
func (l *List) At(cell string) fault.Text { return (&faults{sheet: l.Sheet}).at(cell) }

// ReadList reads the list that ref names from data, the bytes of its file, as [Read] does a
// table. heads reports whether the texts of a row, in their order, are the heads of the list's
// columns; with nil they are those of the first row that has no number, if it has two texts
// at least or is the only column's.
func ReadList(ref Reference, data []byte, limits limit.Limits, heads func([]string) bool) (*List, fault.List) {
	limits = limits.OrDefault()
	found := &faults{file: ref.File}
	var l *List
	if g := readGrid(ref, data, limits, found); g != nil {
		l = g.list(heads, found)
	}
	faults := found.done()
	if faults.Failed() {
		return nil, faults
	}
	return l, faults
}

// list makes the list of a grid.
func (g *grid) list(heads func([]string) bool, found *faults) *List {
	h := header{ordinal: -1, name: -1, unit: -1}
	h.first, h.rows = g.listHeader(heads)
	h.body = h.first + h.rows
	if h.body < len(g.rows) && h.rows > 0 && len(g.filled(h.body)) > 2 && g.isCodeRow(h.body, -1) {
		found.add(&fault.Fault{
			Severity: fault.Note, Code: "sheet-codes", Place: found.at(g.name(h.body, g.filled(h.body)[0])),
			Message: fault.T("hàng này là mã cột, không phải một mục của danh sách", "this row has the columns' codes and is no entry of the list"),
		})
		h.body++
	}
	b := &builder{grid: g, header: h, faults: found, end: len(g.rows)}
	b.plain = make([]bool, g.width)
	l := &List{File: found.file, Sheet: found.sheet}
	if h.rows > 0 {
		l.Header = g.rows[h.first].number
	}
	used := make([]bool, g.width)
	for r := h.body; r < b.end; r++ {
		for _, c := range g.filled(r) {
			used[c] = true
		}
	}
	for c := range g.width {
		if !g.visible(c) {
			continue
		}
		head := g.heads(&h, c)
		if len(head) > 0 && among(key(head[len(head)-1]), ordinalHeads) || len(head) == 0 && !used[c] {
			continue
		}
		b.plain[c] = true // as it was typed: a telephone's number is no quantity
		b.columns = append(b.columns, c)
		l.Columns = append(l.Columns, Column{Head: head, Letter: letters(g.area.FirstColumn + c)})
	}
	b.readEntries(l)
	if len(l.Rows) == 0 {
		f := emptyTable(found.where(), "")
		f.Message = fault.T("danh sách không có mục nào", "the list has no entries")
		found.add(f)
	}
	return l
}

// readEntries reads the rows of a list.
func (b *builder) readEntries(l *List) {
	for r := b.header.body; r < b.end; r++ {
		filled := b.filled(r)
		if len(filled) == 0 {
			continue
		}
		if _, left, _, right := b.span(r, filled[0]); len(filled) == 1 && left < right {
			b.faults.add(&fault.Fault{
				Severity: fault.Note, Code: "sheet-group", Place: b.faults.at(b.name(r, filled[0])),
				Message: fault.T("“%s” gộp nhiều cột nên là tên nhóm, không phải một mục của danh sách", "%q reaches over several columns: it names a group and is no entry of the list", shorten(b.says(r, filled[0]))),
			})
			continue
		}
		row := Row{Number: b.rows[r].number, Cells: make([]string, 0, len(b.columns))}
		any := false
		for _, c := range b.columns {
			s := b.read(r, c)
			any = any || strings.TrimSpace(s) != ""
			row.Cells = append(row.Cells, s)
		}
		if any {
			l.Rows = append(l.Rows, row)
		}
	}
}

// listHeader finds the rows that head a list; none where no row does.
func (g *grid) listHeader(heads func([]string) bool) (first, rows int) {
	for r := range min(len(g.rows), maxHeaderRows) {
		var texts []string
		numeric, bottom := false, r
		for _, c := range g.filled(r) {
			texts = append(texts, g.says(r, c))
			numeric = numeric || g.cell(r, c).numeric()
			_, _, end, _ := g.span(r, c)
			bottom = max(bottom, end)
		}
		switch {
		case len(texts) == 0:
		case heads == nil && !numeric && (len(texts) > 1 || g.width == 1), heads != nil && heads(texts):
			return r, bottom - r + 1
		case heads == nil && numeric:
			return 0, 0
		}
	}
	return 0, 0
}
