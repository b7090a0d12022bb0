package sheet_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/sheet"
)

// longTable is a workbook with that many rows of eight columns.
func longTable(t testing.TB, rows int) []byte {
	b := newBook(t)
	code := "#,##0.00"
	style, err := b.NewStyle(&excelize.Style{CustomNumFmt: &code})
	b.must(err)
	w, err := b.NewStreamWriter("Sheet1")
	b.must(err)
	b.must(w.SetRow("A1", []any{"STT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Thực hiện", "Cùng kỳ", "So kế hoạch", "Ghi chú"}))
	for i := range rows {
		n := float64(i)
		b.must(w.SetRow(fmt.Sprintf("A%d", i+2), []any{
			i + 1, fmt.Sprintf("Chỉ tiêu thứ %d", i), "Tỷ đồng", n * 1.1, n / 3,
			excelize.Cell{StyleID: style, Value: n * 12.345}, excelize.Cell{StyleID: style, Value: n / 7}, "Đạt",
		}))
	}
	b.must(w.Flush())
	return b.bytes()
}

func BenchmarkReadWorkbook(b *testing.B) {
	data := longTable(b, 10_000)
	ref := sheet.Reference{File: "a.xlsx"}
	b.ReportAllocs()
	for b.Loop() {
		if _, faults := sheet.Read(ref, data, limit.Limits{}, sheet.Options{}); faults.Failed() {
			b.Fatal(faults)
		}
	}
}

func BenchmarkReadCSV(b *testing.B) {
	var text strings.Builder
	text.WriteString("STT;Chỉ tiêu;ĐVT;Kế hoạch;Thực hiện;Cùng kỳ;So kế hoạch;Ghi chú\n")
	for i := range 10_000 {
		fmt.Fprintf(&text, "%d;Chỉ tiêu thứ %d;Tỷ đồng;%d,5;%d;%d,25;%d,1;Đạt\n", i+1, i, i, i*3, i*7, i)
	}
	data := []byte(text.String())
	ref := sheet.Reference{File: "a.csv"}
	b.ReportAllocs()
	for b.Loop() {
		if _, faults := sheet.Read(ref, data, limit.Limits{}, sheet.Options{}); faults.Failed() {
			b.Fatal(faults)
		}
	}
}
