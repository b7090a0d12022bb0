// Package limit is the one table of what an input may ask of us. A hostile or broken
// file reaches one of these bounds before it reaches the machine's.
package limit

import (
	"fmt"
	"time"

	"github.com/bienban/bienban/render/internal/fault"
)

// Limits bounds one rendering. A field that is zero means [Default]'s.
type Limits struct {
	YAMLBytes     int64         // a meeting file
	YAMLDepth     int           // nesting of a meeting file
	PackageBytes  int64         // a .docx as it stands on the disk
	UnpackedBytes int64         // all parts of a .docx together
	PartBytes     int64         // one part of a .docx
	Parts         int           // parts in a .docx
	XMLDepth      int           // nesting of elements in a part
	XMLNodes      int           // elements, attributes and texts of a part that are in memory at a time
	SheetBytes    int64         // a spreadsheet file as it stands on the disk; unpacked, UnpackedBytes holds
	SheetRows     int           // rows read from a spreadsheet
	SheetColumns  int           // columns read from a spreadsheet
	SheetCells    int           // cells read from a spreadsheet, empty ones between others included
	ImageBytes    int64         // one picture
	ImagePixels   int64         // width × height of one picture
	ImageMemory   int64         // what one picture takes while it is read, in bytes
	Passes        int           // passes of all loops of a template together
	OutputBytes   int64         // one merged part
	Paragraph     int           // bytes of one paragraph, which is set into lines as a whole
	Pages         int           // pages of one document
	Time          time.Duration // one rendering
}

// Default is far above what an office prints and far below what hurts a machine.
var Default = Limits{
	YAMLBytes:     16 << 20,
	YAMLDepth:     100,
	PackageBytes:  64 << 20,
	UnpackedBytes: 512 << 20,
	PartBytes:     128 << 20,
	Parts:         10_000,
	XMLDepth:      2_000,
	XMLNodes:      10_000_000,
	SheetBytes:    32 << 20,
	SheetRows:     100_000,
	SheetColumns:  200,
	SheetCells:    4_000_000,
	ImageBytes:    32 << 20,
	ImagePixels:   100_000_000,
	ImageMemory:   1 << 30,
	Passes:        1_000_000,
	OutputBytes:   256 << 20,
	Paragraph:     16 << 20,
	Pages:         20_000,
	Time:          5 * time.Minute,
}

// XML bounds the tree of one part.
type XML struct{ Depth, Nodes int }

// XML is what l says of the tree of one part.
func (l Limits) XML() XML { return XML{l.XMLDepth, l.XMLNodes} }

// Twice allows twice the depth.
func (x XML) Twice() XML { return XML{2 * x.Depth, x.Nodes} }

// OrDefault is l with each zero field replaced by the one of [Default].
func (l Limits) OrDefault() Limits {
	d := Default
	set(&d.YAMLBytes, l.YAMLBytes)
	set(&d.YAMLDepth, l.YAMLDepth)
	set(&d.PackageBytes, l.PackageBytes)
	set(&d.UnpackedBytes, l.UnpackedBytes)
	set(&d.PartBytes, l.PartBytes)
	set(&d.Parts, l.Parts)
	set(&d.XMLDepth, l.XMLDepth)
	set(&d.XMLNodes, l.XMLNodes)
	set(&d.SheetBytes, l.SheetBytes)
	set(&d.SheetRows, l.SheetRows)
	set(&d.SheetColumns, l.SheetColumns)
	set(&d.SheetCells, l.SheetCells)
	set(&d.ImageBytes, l.ImageBytes)
	set(&d.ImagePixels, l.ImagePixels)
	set(&d.ImageMemory, l.ImageMemory)
	set(&d.Passes, l.Passes)
	set(&d.OutputBytes, l.OutputBytes)
	set(&d.Paragraph, l.Paragraph)
	set(&d.Pages, l.Pages)
	set(&d.Time, l.Time)
	return d
}

func set[T int | int64 | time.Duration](to *T, v T) {
	if v != 0 {
		*to = v
	}
}

// Exceeded is the fault of an input that goes over a limit: what it is, and how
// much is allowed, with its unit ("64 MB").
func Exceeded(what fault.Text, allowed string) *fault.Fault {
	return &fault.Fault{
		Code:    "limit",
		Message: fault.T("%s vượt quá giới hạn %s", "%s exceeds the limit of %s", what, allowed),
		Hint: fault.T("Chia nhỏ tệp, hoặc nâng giới hạn khi gọi thư viện (Options.Limits).",
			"Split the file, or raise the limit when calling the library (Options.Limits)."),
	}
}

// Bytes prints a bound in bytes with its unit.
func Bytes(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d B", n)
}
