package sheet

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
)

// A grid is the cells of an area that hold something, whatever file they come from.
type grid struct {
	area   Area // no open ends: as far as there is anything
	rows   []line
	width  int    // columns from area.FirstColumn
	hidden []bool // of the columns; shorter where the rest is not
	merges []Area

	styles   []style // those that the cells name by index
	date1904 bool
}

// A line is a row of a grid in which something stands.
type line struct {
	number  int // in the sheet, from 1
	hidden  bool
	outline int
	cells   []cell // as far as there is anything
}

// A cell is one cell: what is stored first, and its text once it is resolved.
type cell struct {
	text    string
	kind    kind
	formula bool
	bold    bool  // by its runs
	style   int32 // index into grid.styles
	merge   int32 // index into grid.merges, from 1; 0: none
}

// A kind is what a cell holds.
type kind uint8

const (
	empty kind = iota
	text
	number
	boolean
	date   // ISO 8601
	shared // the index of a shared string
	failed // an error of a formula
)

// visible reports whether a column is shown.
func (g *grid) visible(column int) bool { return column >= len(g.hidden) || !g.hidden[column] }

func (g *grid) style(c *cell) style {
	if c.style < 0 || int(c.style) >= len(g.styles) {
		return style{}
	}
	return g.styles[c.style]
}

func (g *grid) cell(row, column int) *cell {
	if c := g.rows[row].cells; column < len(c) {
		return &c[column]
	}
	return &cell{}
}

// name is "D7" of a cell of the grid.
func (g *grid) name(row, column int) string {
	return cellName(g.rows[row].number, g.area.FirstColumn+column)
}

// merge marks the cells that merged areas cover, budget cells at most: a hostile file has
// more of them than there are cells. Areas that overlap, which no program writes, are left
// out.
func (g *grid) merge(all []Area, budget int) {
	for _, a := range all {
		a.FirstColumn, a.LastColumn = max(a.FirstColumn, g.area.FirstColumn), min(a.LastColumn, g.area.FirstColumn+g.width-1)
		if a.FirstColumn > a.LastColumn {
			continue
		}
		from, to := g.from(a.FirstRow), g.from(a.LastRow+1)
		left, right := a.FirstColumn-g.area.FirstColumn, a.LastColumn-g.area.FirstColumn
		if budget -= (to - from) * (right - left + 1); budget < 0 || from >= to || g.rows[from].number != a.FirstRow {
			continue // what it says stands in a row that is empty or outside
		}
		free := true
		for i := from; i < to && free; i++ {
			for c := left; c <= right && free; c++ {
				free = g.cell(i, c).merge == 0
			}
		}
		if !free {
			continue
		}
		g.merges = append(g.merges, a)
		for i := from; i < to; i++ {
			l := &g.rows[i]
			if grow := right + 1 - len(l.cells); grow > 0 {
				l.cells = append(l.cells, make([]cell, grow)...)
			}
			for c := left; c <= right; c++ {
				l.cells[c].merge = int32(len(g.merges))
			}
		}
	}
}

// span is the merged area that a cell belongs to, in rows and columns of the grid; the
// cell itself where it is not merged.
func (g *grid) span(row, column int) (top, left, bottom, right int) {
	m := g.cell(row, column).merge
	if m == 0 {
		return row, column, row, column
	}
	a := g.merges[m-1]
	first := g.area.FirstColumn
	return g.from(a.FirstRow), a.FirstColumn - first, g.from(a.LastRow+1) - 1, a.LastColumn - first
}

// from is the first row of the grid that has a number of the sheet, or a later one.
func (g *grid) from(number int) int {
	i, _ := slices.BinarySearchFunc(g.rows, number, func(l line, n int) int { return l.number - n })
	return i
}

// reveal takes out hidden rows and columns, with a note that names them. A merged cell that
// begins in one of them goes on reading in what is left.
func (g *grid) reveal(faults *faults) {
	var rows, columns []int
	for i := range g.rows {
		if g.rows[i].hidden {
			rows = append(rows, g.rows[i].number)
		}
	}
	for c := range g.width {
		if c < len(g.hidden) && g.hidden[c] {
			columns = append(columns, g.area.FirstColumn+c)
		}
	}
	if len(rows) > 0 || len(columns) > 0 {
		for i := range g.merges {
			g.carry(&g.merges[i])
		}
	}
	g.clearCovered()
	g.rows = slices.DeleteFunc(g.rows, func(l line) bool { return l.hidden })
	if len(rows) > 0 {
		faults.add(&fault.Fault{
			Severity: fault.Note, Code: "sheet-hidden", Place: faults.where(),
			Message: fault.T("bỏ qua các hàng ẩn: %s", "hidden rows are left out: %s", runs(rows, strconv.Itoa)),
		})
	}
	if len(columns) > 0 {
		faults.add(&fault.Fault{
			Severity: fault.Note, Code: "sheet-hidden", Place: faults.where(),
			Message: fault.T("bỏ qua các cột ẩn: %s", "hidden columns are left out: %s", runs(columns, letters)),
		})
	}
}

// dropBlanks empties the cells that hold white space alone, and reports whether anything is
// left.
func (g *grid) dropBlanks() bool {
	left := false
	for i := range g.rows {
		for j := range g.rows[i].cells {
			c := &g.rows[i].cells[j]
			if c.kind == text && strings.TrimSpace(c.text) == "" {
				c.kind, c.text, c.formula = empty, "", false
			}
			left = left || c.filled()
		}
	}
	return left
}

// clearCovered empties the cells that a merged one covers: programs leave values in them
// that nobody sees.
func (g *grid) clearCovered() {
	for i := range g.rows {
		l := &g.rows[i]
		for c := range l.cells {
			m := l.cells[c].merge
			if m == 0 {
				continue
			}
			if a := g.merges[m-1]; a.FirstRow != l.number || a.FirstColumn != g.area.FirstColumn+c {
				l.cells[c] = cell{merge: m}
			}
		}
	}
}

// carry moves what a merged area says to its first cell that is not hidden.
func (g *grid) carry(a *Area) {
	row := g.from(a.FirstRow)
	anchor := *g.cell(row, a.FirstColumn-g.area.FirstColumn)
	for a.FirstColumn < a.LastColumn && g.hidden[a.FirstColumn-g.area.FirstColumn] {
		a.FirstColumn++
	}
	to := row
	for to+1 < len(g.rows) && g.rows[to].hidden && g.rows[to+1].number <= a.LastRow {
		to++
	}
	a.FirstRow = g.rows[to].number
	*g.cell(to, a.FirstColumn-g.area.FirstColumn) = anchor
}

// runs lists numbers in order, those that follow each other as a run: "3, 7–9".
func runs(numbers []int, name func(int) string) string {
	var parts []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if len(parts) == 20 {
			return strings.Join(parts, ", ") + ", …"
		}
		s := name(numbers[i])
		if j > i {
			s += "–" + name(numbers[j])
		}
		parts = append(parts, s)
		i = j + 1
	}
	return strings.Join(parts, ", ")
}
