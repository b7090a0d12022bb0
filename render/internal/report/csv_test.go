package report

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
)

// However a spreadsheet cuts the file into cells, none begins with a sign that makes it
// compute.
func TestNothingIsComputed(t *testing.T) {
	var rows [][]string
	for _, sign := range []string{"=", "+", "-", "@", "＝", "－"} {
		for _, before := range []string{"", " ", "\t", "\r", "\n", "x\n", "x;", "x; ", "x\t", `"`, `x;"`, "\u00a0", "\ufeff"} {
			rows = append(rows, []string{before + sign + `cmd|' /C calc'!A0`, "bien-ban", "made", "", before + sign + "1+1", "0", "x\n" + before + sign + `HYPERLINK("http://x";"y")`})
		}
	}
	file := string(CSV(rows))
	cells := strings.FieldsFunc(file, func(r rune) bool { return strings.ContainsRune(",;\t\r\n", r) }) // cut without regard to quotes
	read, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range read {
		cells = append(cells, row...)
	}
	for _, cell := range cells {
		if trimmed := strings.TrimLeft(cell, " \"\u00a0\ufeff"); strings.IndexAny(trimmed, "=+-@＝＋－＠") == 0 {
			t.Errorf("%q is computed", cell)
		}
	}
}

// What is no formula stays as it is.
func TestTextStays(t *testing.T) {
	for _, cell := range []string{"", "in/a.yaml", "in/2026-11-30 họp.yaml", "3", "lỗi: a = b - c", "in/a.yaml:3:1: x+y", "a@b.vn"} {
		if got := Text(cell); got != cell {
			t.Errorf("%q is %q", cell, got)
		}
	}
	read, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(CSV([][]string{{"a", "", "made", "", "x\ny", "0", `"z"`}})), "\ufeff"))).ReadAll()
	if err != nil || !slices.Equal(read[1], []string{"a", "", "made", "", "x\ny", "0", `"z"`}) {
		t.Errorf("%q, %v", read, err)
	}
}
