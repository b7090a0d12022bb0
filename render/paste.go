package render

import (
	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/internal/sheet"
	"github.com/bienban/bienban/render/meeting"
)

// A Sheet is a table of figures as a spreadsheet has it.
type Sheet struct {
	// Name is the file's name, for faults; its extension says what Data are: ".xlsx", ".csv",
	// or ".tsv" for what a spreadsheet program puts on the clipboard.
	Name string
	Data []byte
	// Cells are those of the table, as rows_from has them behind the #: "Quy3!A5:H40"; "":
	// all that is used of the first sheet.
	Cells string
	// HeaderRows is how many rows the header has; 0: found out, below 0: there is none.
	HeaderRows int
}

// A SheetTable is what [Renderer.Table] reads.
type SheetTable struct {
	Indicator *meeting.Indicator // ready to stand in a meeting
	Above     []string           // the texts above the table: its title, "Đơn vị tính: tỷ đồng"
}

// Table reads a table of figures for a meeting: columns, rows and how they nest, as rows_from
// would. Printed, it is the same table; written, it is as short as it can be. The faults also
// tell where the figures contradict each other; the table is nil if one is an error.
func (r *Renderer) Table(s Sheet) (*SheetTable, FaultList) {
	ref := sheet.Reference{File: s.Name}
	if s.Cells != "" {
		var bad *Fault
		if ref, bad = sheet.ParseReference("a#" + s.Cells); bad != nil {
			bad.File = s.Name
			return nil, FaultList{bad}
		}
		ref.File = s.Name
	}
	from, faults := sheet.Read(ref, s.Data, r.limits, sheet.Options{HeaderRows: s.HeaderRows})
	if from == nil {
		return nil, faults
	}
	in, found := indicator.Paste(from)
	faults = append(faults, found...)
	faults.Sort()
	if in == nil {
		return nil, faults
	}
	return &SheetTable{indicator.Plain(in), from.Above}, faults
}
