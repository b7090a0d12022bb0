package render

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/internal/sheet"
	"github.com/bienban/bienban/render/meeting"
)

var lists = beside{"spreadsheet", fault.T("bảng tính", "the spreadsheet"), "khach-moi.xlsx#Sheet1"}

var spreadsheets = beside{"spreadsheet", fault.T("bảng tính", "the spreadsheet"), "chi-tieu.xlsx#Quy3!A5:H40"}

// fillTables reads the rows that tables of a meeting, and of its documents, take from
// spreadsheets beside its file, whose name is name. Faults that name no file are of the
// meeting's.
func (r *Renderer) fillTables(name string, m *meeting.Meeting, files fs.FS) FaultList {
	f := &tableFiller{renderer: r, folder: name[:strings.LastIndexAny(name, `/\`)+1], files: files, read: map[sheetKey]sheetRead{}}
	f.fill(m, m, "")
	for _, d := range m.Documents {
		if !d.Meeting.SharesIndicators(m) {
			f.fill(m, d.Meeting, d.Template)
		}
	}
	if !f.filled {
		return f.faults
	}
	placeTables(m, m.Sections)
	for _, d := range m.Documents {
		placeTables(d.Meeting, d.Meeting.Sections)
	}
	return f.faults
}

// placeTables gives sections the tables as they are now.
func placeTables(m *meeting.Meeting, sections []meeting.Section) {
	for i := range sections {
		for j := range sections[i].Indicators {
			for _, in := range m.Indicators {
				if in.ID == sections[i].Indicators[j].ID {
					sections[i].Indicators[j] = in
					break
				}
			}
		}
		placeTables(m, sections[i].Sections)
	}
}

// lists reads the lists of a meeting that stand in spreadsheets beside its file, whose name is
// name.
func (r *Renderer) lists(name string, files fs.FS) meeting.Lists {
	folder := name[:strings.LastIndexAny(name, `/\`)+1]
	return func(reference string, heads func([]string) bool) (*meeting.Listed, FaultList) {
		ref, bad := sheet.ParseReference(reference)
		if bad != nil {
			return nil, FaultList{bad}
		}
		data, bad := lists.read(files, ref.File, r.limits.SheetBytes)
		if bad != nil {
			return nil, FaultList{bad}
		}
		ref.File = folder + ref.File // for the faults
		found, faults := sheet.ReadList(ref, data, r.limits, heads)
		if found == nil {
			return nil, faults
		}
		list := &meeting.Listed{File: found.File, Header: found.Header, At: found.At, Rows: make([]meeting.ListedRow, len(found.Rows))}
		for _, c := range found.Columns {
			head := "" // without the groups above it
			if n := len(c.Head); n > 0 {
				head = c.Head[n-1]
			}
			list.Heads, list.Letters = append(list.Heads, head), append(list.Letters, c.Letter)
		}
		for i, row := range found.Rows {
			list.Rows[i] = meeting.ListedRow{Number: row.Number, Cells: row.Cells}
		}
		return list, faults
	}
}

// A tableFiller reads each spreadsheet once.
type tableFiller struct {
	renderer *Renderer
	folder   string // of the meeting's file, as the user knows it
	files    fs.FS
	read     map[sheetKey]sheetRead
	filled   bool
	faults   FaultList
}

type sheetKey struct {
	reference  string
	headerRows int
}

type sheetRead struct {
	table  *sheet.Table
	faults FaultList
}

// fill fills the tables of of, a document of m that has its own or m itself.
func (f *tableFiller) fill(m, of *meeting.Meeting, document string) {
	for i := range of.Indicators {
		in := &of.Indicators[i]
		if in.RowsFrom == "" {
			continue
		}
		key := sheetKey{reference: in.RowsFrom}
		if in.HeaderRows != nil {
			key.headerRows = *in.HeaderRows
			if key.headerRows == 0 {
				key.headerRows = -1 // no header, for the reader of sheets
			}
		}
		found, known := f.read[key]
		if !known {
			found = f.sheet(key)
			f.read[key] = found
			source := m.Source()
			for _, fault := range found.faults {
				if fault.File == "" && source != nil {
					fault.Line, fault.Column = source.At(document, fmt.Sprintf("Indicators[%d].RowsFrom", i))
				}
			}
			f.faults = append(f.faults, found.faults...)
		}
		if found.table == nil {
			continue
		}
		f.filled = true
		f.faults = append(f.faults, indicator.Fill(in, found.table)...)
	}
}

// sheet reads one table. Faults that name no file are of what the meeting says.
func (f *tableFiller) sheet(key sheetKey) sheetRead {
	ref, bad := sheet.ParseReference(key.reference)
	if bad != nil {
		return sheetRead{faults: FaultList{bad}}
	}
	limits := f.renderer.limits
	data, bad := spreadsheets.read(f.files, ref.File, limits.SheetBytes)
	if bad != nil {
		return sheetRead{faults: FaultList{bad}}
	}
	ref.File = f.folder + ref.File // for the faults
	table, faults := sheet.Read(ref, data, limits, sheet.Options{HeaderRows: key.headerRows})
	return sheetRead{table, faults}
}
