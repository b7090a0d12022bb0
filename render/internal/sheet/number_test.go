package sheet_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/bienban/bienban/render/internal/sheet"
)

// Numbers print as the sheet shows them, with the decimal comma.
func TestNumberFormats(t *testing.T) {
	for _, tt := range []struct {
		code  string // "": General
		value any
		want  string
	}{
		{"", 2351, "2.351"},
		{"", -2351.5, "-2.351,5"},
		{"", 56.300000000000004, "56,3"},
		{"", 0.30000000000000004, "0,3"},
		{"", 1.3877787807814457e-17, "0"},
		{"", 1e-7, "0,0000001"},
		{"", 1.5e300, "1,5E+300"},
		{"", 0, "0"},
		{"", true, "Đúng"},
		{"", false, "Sai"},
		{"", "1.234,5", "1.234,5"},
		{"", " Xuất siêu\n", "Xuất siêu"},
		{"", "Quy\u0301", "Quý"},
		{"0", 2351, "2351"},
		{"0.0", 56.25, "56,3"},
		{"0.00", 2.675, "2,68"}, // stored as 2.67499…
		{"0.0", -0.04, "0,0"},
		{"0.##", 5.0, "5"},
		{"0.0#", 5.256, "5,26"},
		{"00", 5, "05"},
		{"#", 0, ""},
		{"#,##0", 1234567, "1.234.567"},
		{"#,##0", -999.6, "-1.000"},
		{"#,##0.00", 1234.5, "1.234,50"},
		{"#,##0,", 1234567, "1.235"},
		{"#,##0.0,,", 1234567, "1,2"},
		{"0%", 0.599, "60%"},
		{"0.0%", 0.923, "92,3%"},
		{"0.0%", -0.0004, "0,0%"},
		{"#,##0.0%", 12.345, "1.234,5%"},
		{"+0.0;-0.0", 8.95, "+9,0"},
		{"+0.0;-0.0;0", -3.25, "-3,3"},
		{"+0.0;-0.0;0", 0, "0"},
		{"+0.0;-0.0", -0.01, "+0,0"},
		{"#,##0;(#,##0)", -1234, "(1.234)"},
		{"#,##0;[Red]-#,##0", -1234, "-1.234"},
		{`_(* #,##0_);_(* \(#,##0\);_(* "-"??_);_(@_)`, 0, "-"},
		{`_(* #,##0_);_(* \(#,##0\);_(* "-"??_);_(@_)`, -1234, "(1.234)"},
		{`_(* #,##0_);_(* \(#,##0\);_(* "-"??_);_(@_)`, 1234, "1.234"},
		{`#,##0 "tỷ đồng"`, 1436, "1.436 tỷ đồng"},
		{`#,##0\ [$₫-42A]`, 1436, "1.436 ₫"},
		{`[>=1000]#,##0;0.0`, 1500, "1.500"},
		{`[>=1000]#,##0;0.0`, 15, "15,0"},
		{`[<0]"giảm "0.0;"tăng "0.0`, 3, "tăng 3,0"},
		{";;;", 5, ""},
		{"@", 2351, "2351"},
		{"0.00E+00", 12345, "12.345"},
		{"# ?/?", 0.5, "0,5"},
		{`General" ha"`, 2351, "2.351 ha"},
		{"dd/mm/yyyy", 46267, "02/9/2026"},
		{"d/m/yy", 46027, "05/01/2026"},
		{"mm/yyyy", 46267, "9/2026"},
		{"mmm-yy", 46027, "01/2026"},
		{"dd/mm", 46027, "05/01"},
		{"yyyy", 46027, "2026"},
		{"dd/mm/yyyy hh:mm", 46027.354166666664, "05/01/2026 08:30"},
		{"h:mm AM/PM", 0.604166666666667, "14:30"},
		{"[h]:mm", 1.5, "36:00"},
		{"hh:mm:ss", 0.99999, "23:59:59"},
		{`[$-42A]dddd, dd mmmm yyyy`, 46027, "05/01/2026"},
		{`"ngày" dd "tháng" mm "năm" yyyy`, 46267, "ngày 02 tháng 9 năm 2026"},
		{"dd/mm/yyyy", 1, "01/01/1900"},
		{"dd/mm/yyyy", 59, "28/02/1900"},
		{"dd/mm/yyyy", 61, "01/3/1900"},
		{"dd/mm/yyyy", 36585, "29/02/2000"},
		{"dd/mm/yyyy", 2958465, "31/12/9999"},
		{"dd/mm/yyyy", 2958466, "2958466"}, // no date
		{"dd/mm/yyyy", -1, "-1"},
	} {
		t.Run(fmt.Sprintf("%s %v", tt.code, tt.value), func(t *testing.T) {
			b := newBook(t).rows([]any{"Chỉ tiêu", "Giá trị"}, []any{"x", tt.value}, []any{"y", "-"})
			if tt.code != "" {
				b.format("B2", tt.code)
			}
			table, faults := read(t, "a.xlsx", b.bytes(), sheet.Options{})
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			if got := table.Rows[0].Cells[1]; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// The formats that a workbook names by number, without defining them.
func TestBuiltinFormats(t *testing.T) {
	for id, want := range map[int]string{1: "1235", 2: "1234,50", 3: "1.235", 4: "1.234,50", 9: "123450%", 14: "18/5/1903", 22: "18/5/1903 12:00", 37: "1.235", 39: "1.234,50", 49: "1234,5"} {
		b := newBook(t).rows([]any{"Chỉ tiêu", "Giá trị"}, []any{"x", 1234.5}).style("B2", excelize.Style{NumFmt: id})
		table, faults := read(t, "a.xlsx", b.bytes(), sheet.Options{})
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		if got := table.Rows[0].Cells[1]; got != want {
			t.Errorf("format %d: got %q, want %q", id, got, want)
		}
	}
}

// Every day of four centuries and some follows the one before, as package time has it.
func TestDates(t *testing.T) {
	b := newBook(t).rows([]any{"Chỉ tiêu", "Ngày"})
	first := time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)
	var want []string
	for i := 0; i < 180_000; i += 37 {
		d := first.AddDate(0, 0, i)
		row := len(want) + 2
		b.must(b.SetCellValue("Sheet1", fmt.Sprintf("A%d", row), "x"))
		b.must(b.SetCellValue("Sheet1", fmt.Sprintf("B%d", row), 61+i))
		month := fmt.Sprint(int(d.Month()))
		if d.Month() < 3 {
			month = "0" + month
		}
		want = append(want, fmt.Sprintf("%02d/%s/%d", d.Day(), month, d.Year()))
	}
	b.format(fmt.Sprintf("B2:B%d", len(want)+1), "dd/mm/yyyy")
	table, faults := read(t, "a.xlsx", b.bytes(), sheet.Options{})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for i, w := range want {
		if got := table.Rows[i].Cells[1]; got != w {
			t.Fatalf("day %d: got %s, want %s", i*37, got, w)
		}
	}
}

// Around the 29 February 1900 that never was, dates are those that Excel shows.
func TestDatesAroundTheDayThatNeverWas(t *testing.T) {
	b := newBook(t).rows([]any{"Chỉ tiêu", "Ngày"}, []any{"a", 1}, []any{"b", 59}, []any{"c", 60}, []any{"d", 60.5}, []any{"e", 61})
	b.format("B2:B6", "dd/mm/yyyy")
	table, faults := read(t, "a.xlsx", b.bytes(), sheet.Options{})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for i, want := range []string{"01/01/1900", "28/02/1900", "29/02/1900", "29/02/1900", "01/3/1900"} {
		if got := table.Rows[i].Cells[1]; got != want {
			t.Errorf("row %d: got %s, want %s", i, got, want)
		}
	}
}

// Numbers that count nothing are not grouped.
func TestUngroupedColumns(t *testing.T) {
	b := newBook(t).rows(
		[]any{"STT", "Chỉ tiêu", "Năm hoàn thành", "Năm 2025", 2026, "Mã số"},
		[]any{1001, "Đường", 2025, 2025, 2026, 123456},
		[]any{1002, "Cầu", 2026, 3000, 1999, 2351},
	)
	check(t, "a.xlsx", b.bytes(), sheet.Options{}, `
A=STT(ordinal) | B=Chỉ tiêu(name) | C=Năm hoàn thành | D=Năm 2025 | E=2026 | F=Mã số
2:1001|Đường|2025|2.025|2.026|123456
3:1002|Cầu|2026|3.000|1.999|2351
`)
}
