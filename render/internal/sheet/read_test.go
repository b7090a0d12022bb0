package sheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/sheet"
)

// threeSheets has a hidden sheet, then "Quý 3" and "Quy4", names and a table from B3 on.
func threeSheets(t testing.TB) []byte {
	b := newBook(t).rows([]any{"ẩn"})
	for _, name := range []string{"Quý 3", "Quy4"} {
		_, err := b.NewSheet(name)
		b.must(err)
		for i, row := range [][]any{{"Chỉ tiêu", "Số", name}, {"GRDP", 5, 6}, {"Thu", 7, 8}} {
			b.must(b.SetSheetRow(name, fmt.Sprintf("B%d", i+3), &row))
		}
	}
	b.must(b.SetSheetVisible("Quý 3", true))
	b.SetActiveSheet(1)
	b.must(b.SetSheetVisible("Sheet1", false))
	for _, n := range []excelize.DefinedName{
		{Name: "BieuKinhTe", RefersTo: "'Quý 3'!$B$3:$C$5"},
		{Name: "MotO", RefersTo: "Quy4!$D$4"},
		{Name: "Roi", RefersTo: "Quy4!$A$1:$A$2,Quy4!$C$1"},
		{Name: "Rieng", RefersTo: "Quy4!$B$3:$D$4", Scope: "Quy4"},
		{Name: "Rieng", RefersTo: "'Quý 3'!$B$3:$C$4", Scope: "Quý 3"},
		{Name: "Hong", RefersTo: "#REF!"},
	} {
		b.must(b.SetDefinedName(&n))
	}
	return b.bytes()
}

func TestWhichCells(t *testing.T) {
	data := threeSheets(t)
	const (
		head = "B=Chỉ tiêu(name) | C=Số | D=Quý 3\n"
		row4 = "4:GRDP|5|6\n"
		row5 = "5:Thu|7|8\n"
	)
	for reference, want := range map[string]string{
		"a.xlsx":                   head + row4 + row5,
		"a.xlsx#'Quý 3'":           head + row4 + row5,
		"a.xlsx#quý 3":             head + row4 + row5,
		"a.xlsx#Quý 3!A1:Z99":      head + row4 + row5,
		"a.xlsx#A:C":               "B=Chỉ tiêu(name) | C=Số\n4:GRDP|5\n5:Thu|7\n",
		"a.xlsx#B3:D4":             head + row4,
		"a.xlsx#B3:D":              head + row4 + row5,
		"a.xlsx#3:4":               head + row4,
		"a.xlsx#C4:D5":             "C= | D=\n4:5|6\n5:7|8\n",
		"a.xlsx#C4":                "C=\n4:5\n",
		"a.xlsx#Quy4":              strings.Replace(head, "Quý 3", "Quy4", 1) + row4 + row5,
		"a.xlsx#Quy4!C4":           "C=\n4:5\n",
		"a.xlsx#BieuKinhTe":        "B=Chỉ tiêu(name) | C=Số\n4:GRDP|5\n5:Thu|7\n",
		"a.xlsx#bieukinhte":        "B=Chỉ tiêu(name) | C=Số\n4:GRDP|5\n5:Thu|7\n",
		"a.xlsx#MotO":              "D=\n4:6\n",
		"a.xlsx#'Quy4'!Rieng":      strings.Replace(head, "Quý 3", "Quy4", 1) + row4,
		"a.xlsx#Quý 3!Rieng":       "B=Chỉ tiêu(name) | C=Số\n4:GRDP|5\n",
		"a.xlsx#Quy4!BieuKinhTe":   "B=Chỉ tiêu(name) | C=Số\n4:GRDP|5\n5:Thu|7\n",
		"a.xlsx#Sheet1":            "A=(name)\n1:ẩn\n",
		"thu-muc/so.lieu.XLSM#B:B": "B=(name)\n3:Chỉ tiêu\n4:GRDP\n5:Thu\n",
	} {
		t.Run(reference, func(t *testing.T) { check(t, reference, data, sheet.Options{}, want) })
	}
	table, _ := read(t, "a.xlsx#Quy4", data, sheet.Options{})
	if table.Sheet != "Quy4" || table.File != "a.xlsx" || table.Cell(1, 2) != "D5" {
		t.Errorf("%s %s %s", table.Sheet, table.File, table.Cell(1, 2))
	}
}

// fails reads what cannot be read, and gives its faults.
func fails(t *testing.T, reference string, data []byte, limits limit.Limits) fault.List {
	t.Helper()
	ref, f := sheet.ParseReference(reference)
	if f != nil {
		t.Fatal(f)
	}
	table, faults := sheet.Read(ref, data, limits, sheet.Options{})
	if table != nil || !faults.Failed() {
		t.Fatalf("%s was read: %v", reference, faults)
	}
	for _, f := range faults {
		if f.File != ref.File || f.Code == "" || f.Message.Vi == "" || f.Message.En == "" || (f.Severity == fault.Error) != (f.Hint.Vi != "") {
			t.Errorf("not a whole fault: %+v", f)
		}
	}
	return faults
}

func TestWrongCells(t *testing.T) {
	data := threeSheets(t)
	for _, tt := range []struct{ reference, code, says, hint string }{
		{"a.xlsx#'Quý 2'!A1:B2", "sheet-not-found", "there is no sheet \"Quý 2\"", "Did you mean \"Quý 3\"? The sheets of the file: “Sheet1”, “Quý 3”, “Quy4”."},
		{"a.xlsx#Bang", "sheet-not-found", "no sheet, defined name or cell is called \"Bang\"", "Defined names: “BieuKinhTe”"},
		{"a.xlsx#BieuKinhTế", "sheet-not-found", "\"BieuKinhTế\"", "Did you mean \"BieuKinhTe\"?"},
		{"a.xlsx#Quy5!B2", "sheet-not-found", "there is no sheet \"Quy5\"", "Did you mean \"Quy4\"?"},
		{"a.xlsx#Roi", "sheet-range", "not one range", "Name Manager"},
		{"a.xlsx#Hong", "sheet-range", "not one range of cells (#REF!)", "Name Manager"},
		{"a.xlsx#A10:H40", "sheet-range", "sheet \"Quý 3\": the cells A10:H40 are outside of what holds data (B3:D5)", "Name cells inside B3:D5"},
		{"a.xlsx#Z:Z", "sheet-range", "Z:Z are outside", ""},
		{"a.xlsx#A1:B2", "sheet-range", "A1:B2 are outside", ""},
		{"a.xlsx#A3:A5", "sheet-range", "A3:A5 are outside", ""},
		{"a.xlsx#B3:D3", "", "", ""},
	} {
		t.Run(tt.reference, func(t *testing.T) {
			if tt.code == "" {
				return
			}
			f := fails(t, tt.reference, data, limit.Limits{})[0]
			if f.Code != tt.code || !strings.Contains(f.Error(), tt.says) || !strings.Contains(f.Hint.En, tt.hint) {
				t.Errorf("%s %v\n%s", f.Code, f, f.Hint.En)
			}
		})
	}
}

func TestEmpty(t *testing.T) {
	b := newBook(t).rows([]any{"Chỉ tiêu", "Số"}, []any{"GRDP", 1}, []any{}, []any{"", " "}, []any{"x"})
	b.must(b.SetRowHeight("Sheet1", 3, 30))
	data := b.style("A1:F20", bold).bytes()
	for reference, says := range map[string]string{
		"a.xlsx#A3:B4": "the cells A3:B4 hold nothing",
		"a.xlsx#A1:B1": "",
	} {
		if says == "" {
			continue
		}
		if f := fails(t, reference, data, limit.Limits{}); f[0].Code != "sheet-empty" || !strings.Contains(f.Error(), says) {
			t.Errorf("%s: %v", reference, f)
		}
	}
	if f := fails(t, "a.xlsx", newBook(t).bytes(), limit.Limits{}); f[0].Code != "sheet-empty" {
		t.Error(f)
	}
	header := newBook(t).rows([]any{"STT", "Chỉ tiêu", "Số"}).bytes()
	if f := fails(t, "a.xlsx", header, limit.Limits{}); f[0].Code != "sheet-empty" || !strings.Contains(f.Error(), "no rows") {
		t.Error(f)
	}
}

// Cells without a value are told all at once, each by its name.
func TestCellFaults(t *testing.T) {
	b := newBook(t).rows([]any{"Chỉ tiêu", "Số", "Tỷ lệ"}, []any{"GRDP", nil, nil}, []any{"Thu", nil, nil}, []any{"ẩn"}, []any{"Chi", 1, 2})
	b.must(b.SetCellFormula("Sheet1", "B2", "1+1"))
	b.must(b.SetCellFormula("Sheet1", "B4", "1+1"))
	b.must(b.SetRowVisible("Sheet1", 4, false))
	faults := fails(t, "a.xlsx", b.bytes(), limit.Limits{})
	if len(faults) != 2 || faults[1].Error() != `a.xlsx: sheet "Sheet1", cell B2: the formula has no stored result` || !strings.Contains(faults[1].Hint.Vi, "Mở tệp bằng Excel và lưu lại") {
		t.Error(faults)
	}
	p := parts(`<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="str"><v>Thu</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="e"><v>#N/A</v></c><c><v>abc</v></c><c t="d"><v>2026-02-30</v></c><c><v>1E99999</v></c></row></sheetData>`)
	var got []string
	for _, f := range fails(t, "a.xlsx", pack(t, p), limit.Limits{}) {
		got = append(got, f.Code+" "+f.In(fault.Vietnamese))
	}
	want := []string{
		"sheet-error-value a.xlsx: trang tính “Biểu”, ô B2: ô có giá trị lỗi #DIV/0!",
		"sheet-error-value a.xlsx: trang tính “Biểu”, ô C2: ô có giá trị lỗi #N/A",
		"sheet-value a.xlsx: trang tính “Biểu”, ô D2: “abc” không phải là số hay ngày",
		"sheet-value a.xlsx: trang tính “Biểu”, ô E2: “2026-02-30” không phải là số hay ngày",
		"sheet-value a.xlsx: trang tính “Biểu”, ô F2: “1E99999” không phải là số hay ngày",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

func TestManyFaults(t *testing.T) {
	b := newBook(t).rows([]any{"Chỉ tiêu", "Số"}, []any{"GRDP"})
	for i := range 80 {
		b.must(b.SetCellFormula("Sheet1", fmt.Sprintf("B%d", i+2), "1+1"))
	}
	faults := fails(t, "a.xlsx", b.bytes(), limit.Limits{})
	if last := faults[len(faults)-1]; len(faults) != 51 || last.Severity != fault.Note || !strings.Contains(last.Error(), "30 more") {
		t.Errorf("%d faults, the last is %v", len(faults), last)
	}
}

// Hidden rows and columns are left out and told; a merged cell that begins in one reads on.
func TestHidden(t *testing.T) {
	b := newBook(t).rows(
		[]any{"STT", "Chỉ tiêu", "Năm 2025", nil, nil, "Số"},
		[]any{nil, nil, "Quý 1", "Quý 2", "Quý 3"},
		[]any{1, "Thu", 1, 2, 3, 4},
		[]any{2, "Chi", 1, 2, 3, 4},
		[]any{3, "Dân số", 1, 2, 3, "như trên"},
		[]any{4, "Hộ nghèo", 1, 2, 3},
	).merge("A1:A2", "B1:B2", "C1:E1", "F1:F2", "F5:F6")
	for _, row := range []int{4, 5} {
		b.must(b.SetRowVisible("Sheet1", row, false))
	}
	b.must(b.SetColVisible("Sheet1", "C:D", false))
	table, faults := read(t, "a.xlsx", b.bytes(), sheet.Options{})
	if len(faults) != 2 || faults.Failed() ||
		faults[0].In(fault.Vietnamese) != "a.xlsx: trang tính “Sheet1”: bỏ qua các hàng ẩn: 4–5" ||
		faults[1].Error() != `a.xlsx: sheet "Sheet1": hidden columns are left out: C–D` {
		t.Errorf("%v %v", faults[0], faults[1])
	}
	want := "A=STT(ordinal) | B=Chỉ tiêu(name) | E=Năm 2025/Quý 3 | F=Số\n3:1|Thu|3|4\n6:4|Hộ nghèo|3|như trên\n"
	if got := dump(table); got != want {
		t.Errorf("got\n%s", got)
	}
}

// All that is visible may be nothing.
func TestAllHidden(t *testing.T) {
	b := newBook(t).rows([]any{"Chỉ tiêu", "Số"}, []any{"GRDP", 1})
	b.must(b.SetColVisible("Sheet1", "A:B", false))
	if f := fails(t, "a.xlsx", b.bytes(), limit.Limits{}); f[len(f)-1].Code != "sheet-empty" {
		t.Error(f)
	}
	b = newBook(t).rows([]any{"Chỉ tiêu", "Số"}, []any{"GRDP", 1})
	b.must(b.SetRowVisible("Sheet1", 1, false))
	b.must(b.SetRowVisible("Sheet1", 2, false))
	if f := fails(t, "a.xlsx", b.bytes(), limit.Limits{}); f[len(f)-1].Code != "sheet-empty" {
		t.Error(f)
	}
}

func TestRichText(t *testing.T) {
	b := newBook(t).rows([]any{"Chỉ tiêu", "Số"}, []any{nil, 1}, []any{nil, 2})
	b.must(b.SetCellRichText("Sheet1", "A2", []excelize.RichTextRun{{Text: "KINH", Font: &excelize.Font{Bold: true}}, {Text: " TẾ", Font: &excelize.Font{Bold: true, Italic: true}}}))
	b.must(b.SetCellRichText("Sheet1", "A3", []excelize.RichTextRun{{Text: "Km", Font: &excelize.Font{Bold: true}}, {Text: "2"}}))
	check(t, "a.xlsx", b.bytes(), sheet.Options{}, "A=Chỉ tiêu(name) | B=Số\n2:!KINH TẾ|1\n3:Km2|2\n")
}
