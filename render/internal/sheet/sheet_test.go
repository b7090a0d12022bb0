package sheet_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/sheet"
)

// A book is a workbook under construction; its first sheet is Sheet1.
type book struct {
	*excelize.File
	t testing.TB
}

func newBook(t testing.TB) *book { return &book{excelize.NewFile(), t} }

func (b *book) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// rows writes rows to Sheet1 from A1 on; nil leaves a cell empty.
func (b *book) rows(rows ...[]any) *book {
	b.t.Helper()
	for i, row := range rows {
		for j, v := range row {
			if v != nil {
				name, err := excelize.CoordinatesToCellName(j+1, i+1)
				b.must(err)
				b.must(b.SetCellValue("Sheet1", name, v))
			}
		}
	}
	return b
}

// merge merges areas of Sheet1: "A1:B2".
func (b *book) merge(areas ...string) *book {
	b.t.Helper()
	for _, a := range areas {
		from, to, _ := strings.Cut(a, ":")
		b.must(b.MergeCell("Sheet1", from, to))
	}
	return b
}

// style gives cells of Sheet1 a style.
func (b *book) style(area string, s excelize.Style) *book {
	b.t.Helper()
	id, err := b.NewStyle(&s)
	b.must(err)
	from, to, ok := strings.Cut(area, ":")
	if !ok {
		to = from
	}
	b.must(b.SetCellStyle("Sheet1", from, to, id))
	return b
}

func (b *book) format(area, code string) *book {
	b.t.Helper()
	return b.style(area, excelize.Style{CustomNumFmt: &code})
}

func (b *book) bytes() []byte {
	b.t.Helper()
	var w bytes.Buffer
	b.must(b.Write(&w))
	b.must(b.Close())
	return w.Bytes()
}

func read(t testing.TB, reference string, data []byte, options sheet.Options) (*sheet.Table, fault.List) {
	t.Helper()
	ref, f := sheet.ParseReference(reference)
	if f != nil {
		t.Fatal(f)
	}
	return sheet.Read(ref, data, limit.Limits{}, options)
}

// dump is a table as a text: heads by column, then a line for each row.
func dump(t *sheet.Table) string {
	var b strings.Builder
	for _, s := range t.Above {
		fmt.Fprintf(&b, "above: %s\n", s)
	}
	for i, c := range t.Columns {
		fmt.Fprintf(&b, "%s=%s", c.Letter, strings.Join(c.Head, "/"))
		switch i {
		case t.Ordinal:
			b.WriteString("(ordinal)")
		case t.Name:
			b.WriteString("(name)")
		case t.Unit:
			b.WriteString("(unit)")
		}
		b.WriteString(map[bool]string{true: "\n", false: " | "}[i == len(t.Columns)-1])
	}
	for _, r := range t.Rows {
		fmt.Fprintf(&b, "%d:%s%s%s\n", r.Number, strings.Repeat(">", r.Level), map[bool]string{true: "!"}[r.Bold], strings.Join(r.Cells, "|"))
	}
	for _, n := range t.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	return b.String()
}

// check compares the dump of what is read from a file without faults.
func check(t *testing.T, reference string, data []byte, options sheet.Options, want string) {
	t.Helper()
	table, faults := read(t, reference, data, options)
	for _, f := range faults {
		t.Errorf("%s: %v", f.Severity, f)
	}
	if table == nil {
		return
	}
	if got := dump(table); got != strings.TrimPrefix(want, "\n") {
		t.Errorf("got\n%s\nwant%s", got, want)
	}
}

func TestProvincialTable(t *testing.T) {
	b := newBook(t).rows(
		[]any{"Biểu số 01: CHỈ TIÊU KINH TẾ - XÃ HỘI NĂM 2025"},
		[]any{nil, nil, nil, nil, nil, nil, "Đơn vị tính: tỷ đồng"},
		[]any{"STT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2025", "Thực hiện năm 2025", nil, "So sánh (%)", nil},
		[]any{nil, nil, nil, nil, "Quý 3", "Lũy kế", "Kế hoạch", "Cùng kỳ"},
		[]any{"A", "B", "C", 1, 2, 3, "4=3/1", 5},
		[]any{"I", "KINH TẾ"},
		[]any{1, "GRDP", "Tỷ đồng", 2351, 56.300000000000004, 1800.5, 0.766, 108.95},
		[]any{nil, "- Trong đó: Nông nghiệp", "Tỷ đồng", 12.5, 0.1 + 0.2, nil, nil, "x"},
		[]any{2, "Thu ngân sách", "Tỷ đồng", "1.234,5", "Khoảng 4", -3.25},
		[]any{"II", "XÃ HỘI"},
		[]any{1.1, "Hộ nghèo", "%", 4},
		[]any{"(*) Theo Nghị quyết 121/NQ-CP"},
		[]any{"Nguồn: Cục Thống kê"},
	).merge("A1:H1", "G2:H2", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:H3", "A12:H12").
		style("B6", excelize.Style{Font: &excelize.Font{Bold: true}}).
		format("G7", "0.0%")
	check(t, "a.xlsx", b.bytes(), sheet.Options{}, `
above: Biểu số 01: CHỈ TIÊU KINH TẾ - XÃ HỘI NĂM 2025
above: Đơn vị tính: tỷ đồng
A=STT(ordinal) | B=Chỉ tiêu(name) | C=ĐVT(unit) | D=Kế hoạch năm 2025 | E=Thực hiện năm 2025/Quý 3 | F=Thực hiện năm 2025/Lũy kế | G=So sánh (%)/Kế hoạch | H=So sánh (%)/Cùng kỳ
6:!I|KINH TẾ||||||
7:>1|GRDP|Tỷ đồng|2.351|56,3|1.800,5|76,6%|108,95
8:>>|- Trong đó: Nông nghiệp|Tỷ đồng|12,5|0,3|||x
9:>2|Thu ngân sách|Tỷ đồng|1.234,5|Khoảng 4|-3,25||
10:II|XÃ HỘI||||||
11:>1.1|Hộ nghèo|%|4||||
note: (*) Theo Nghị quyết 121/NQ-CP
note: Nguồn: Cục Thống kê
`)
}
