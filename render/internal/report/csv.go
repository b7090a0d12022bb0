// Package report writes the table of a batch, which is read in a spreadsheet.
package report

import (
	"bytes"
	"encoding/csv"
	"strings"
)

var head = []string{"source", "template", "status", "reason", "files", "warnings", "findings"}

// CSV is a table of seven columns: source, template, status, reason, files, warnings,
// findings. It begins with the mark by which Excel knows UTF-8, and its lines end as Excel's
// do. No cell is one that a spreadsheet computes: see [Text].
func CSV(rows [][]string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	_ = w.Write(head) // into memory
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = Text(cell)
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.Bytes()
}

// Text is a cell that a spreadsheet takes for text. Names of files and messages come from
// strangers, and a cell that begins with one of = + - @ is computed, also in their full
// width, and after spaces, as some programs trim them: an apostrophe before the sign says
// that it is none. Where the computer separates lists by ; as in Viet Nam, a spreadsheet
// cuts the line there, and at tabs and ends of lines, without regard to the quotes of a
// file whose cells are separated by commas: what would begin a cell then is treated alike.
func Text(cell string) string {
	if !strings.ContainsAny(cell, signs) {
		return cell
	}
	var b strings.Builder
	begins := true
	for _, r := range cell {
		switch {
		case strings.ContainsRune(";\t\r\n", r):
			begins = true
		case begins && strings.ContainsRune(signs, r):
			b.WriteByte('\'')
			begins = false
		case !strings.ContainsRune(" \u00a0\u3000\"\ufeff\u200b", r):
			begins = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

const signs = "=+-@\uff1d\uff0b\uff0d\uff20"
