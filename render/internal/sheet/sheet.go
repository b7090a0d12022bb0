// Package sheet reads tables of figures (biểu chỉ tiêu) from spreadsheets: .xlsx and .csv.
// It gives what a reader sees in the program that made them, in the Vietnamese form of an
// office paper: which columns there are, what their heads say, how the rows nest. It knows
// nothing of meetings.
package sheet

import (
	"fmt"
	"path"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
)

// Options tunes [Read]; the zero value finds everything out.
type Options struct {
	// HeaderRows is how many rows the header has, after the titles above it. 0: it is found
	// out; below 0: there is none. More than 50 are 50.
	HeaderRows int
}

// A Table is a table of figures as its file has it.
type Table struct {
	File  string
	Sheet string // "" in a .csv

	Columns []Column // without the hidden ones and those in which nothing stands; one at least

	// Indexes into Columns, -1 where there is none: the ordinals (STT, TT), the names (chỉ
	// tiêu, nội dung) and the units (đơn vị tính).
	Ordinal, Name, Unit int

	Above []string // above the header: titles, "Đơn vị tính: tỷ đồng"
	Rows  []Row    // without the header, and the empty and the hidden ones; one at least
	Notes []string // below the table: "(*) …", "Ghi chú: …", "Nguồn: …"
}

// A Column is one column of a [Table].
type Column struct {
	// Head is what the header says, from the outermost group to the column's own text:
	// "So sánh (%)", "Kế hoạch". It is empty where the table has no header, and in a column
	// that has none.
	Head   []string
	Letter string // of the sheet: "D"
}

// A Row is one row of a [Table].
type Row struct {
	Level  int  // how deep it nests: 0 for the first, at most one more than the row before
	Number int  // of the sheet, from 1
	Bold   bool // its name is set in bold

	// Cells has one text for each column, in NFC: numbers as the sheet shows them, with the
	// decimal comma; "" for an empty cell.
	Cells []string
}

// Cell names a cell of the table as the sheet does, by its indexes: "D7".
func (t *Table) Cell(row, column int) string {
	return fmt.Sprintf("%s%d", t.Columns[column].Letter, t.Rows[row].Number)
}

// Read reads the table that ref names from data, the bytes of its file; the extension says
// what they must be. All that is wrong comes in the list, which may hold notes alone; the
// table is nil if the list is an error.
//
// Nothing is computed: a formula gives the result that the file holds of it.
func Read(ref Reference, data []byte, limits limit.Limits, options Options) (*Table, fault.List) {
	limits = limits.OrDefault()
	found := &faults{file: ref.File}
	t := read(ref, data, limits, options, found)
	list := found.done()
	if list.Failed() {
		return nil, list
	}
	return t, list
}

func read(ref Reference, data []byte, limits limit.Limits, options Options, found *faults) *Table {
	g := readGrid(ref, data, limits, found)
	if g == nil {
		return nil
	}
	return g.table(options, found)
}

// readGrid gives the wanted cells of a file, without the hidden ones.
func readGrid(ref Reference, data []byte, limits limit.Limits, found *faults) *grid {
	if int64(len(data)) > limits.SheetBytes {
		found.add(limit.Exceeded(fault.T("Bảng tính", "the spreadsheet"), limit.Bytes(limits.SheetBytes)))
		return nil
	}
	var g *grid
	switch strings.ToLower(path.Ext(ref.File)) {
	case ".csv", ".tsv", ".txt":
		g = readCSV(ref, data, limits, found)
	default:
		g = readWorkbook(ref, data, limits, found)
	}
	if g == nil {
		return nil
	}
	g.reveal(found)
	if f := tooMany(len(g.rows), len(g.rows)*g.width, limits); f != nil {
		f.Place = found.where()
		found.add(f)
		return nil
	}
	return g
}

// readWorkbook gives the wanted cells of an .xlsx.
func readWorkbook(ref Reference, data []byte, limits limit.Limits, found *faults) *grid {
	w, f := openWorkbook(data, limits)
	if f != nil {
		found.add(f)
		return nil
	}
	s, area, f := w.find(ref)
	if f != nil {
		found.add(f)
		return nil
	}
	found.sheet = s.name
	g, f := w.read(s, area)
	if f != nil {
		if f.Place == (fault.Text{}) {
			f.Place = found.where()
		}
		found.add(f)
		return nil
	}
	return g
}

// read reads the cells of an area of a sheet. There is one at least.
func (w *workbook) read(s *worksheet, area Area) (*grid, *fault.Fault) {
	src, f := w.pack.read(s.part)
	if f != nil {
		return nil, f
	}
	r, f := readCells(src, area, w.pack.limits)
	if f != nil {
		return nil, f
	}
	if len(r.grid.rows) == 0 {
		return nil, nothing(area, r.used)
	}
	r.grid.styles, r.grid.date1904 = w.styles, w.date1904
	if f := w.resolveStrings(r.grid); f != nil {
		return nil, f
	}
	if !r.grid.dropBlanks() {
		return nil, nothing(area, r.used)
	}
	return r.grid, nil
}

// nothing is the fault of an area that holds nothing, in a sheet where the cells of used do.
func nothing(area, used Area) *fault.Fault {
	if used == (Area{}) {
		return emptyTable(fault.Text{}, "")
	}
	before := area.LastRow > 0 && area.LastRow < used.FirstRow || area.LastColumn > 0 && area.LastColumn < used.FirstColumn
	if before || area.FirstRow > used.LastRow || area.FirstColumn > used.LastColumn {
		return outside(fault.Text{}, area.String(), used.String())
	}
	return emptyTable(fault.Text{}, area.String())
}
