package sheet_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/bienban/bienban/render/internal/sheet"
)

// What a chart's workbook holds is what excelize reads of it; made twice it is the same.
func TestWorkbook(t *testing.T) {
	f := sheet.Figures{
		Sheet: "Sheet1", Categories: []string{"Thu nội địa", "=1+1", "<&>"}, Names: []string{"Kế hoạch", "Thực hiện"},
		Values: [][]string{{"2547", "46.3", ""}, {"2351.25", "-0.5", "12345678901.5"}}, Formats: []string{"#,##0.0", `0.0"%"`},
	}
	data, err := sheet.Workbook(f)
	if err != nil {
		t.Fatal(err)
	}
	again, err := sheet.Workbook(f)
	if err != nil || !bytes.Equal(data, again) {
		t.Error("made twice, the workbook differs", err)
	}
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for cell, want := range map[string]string{"A1": "", "B1": "Kế hoạch", "C1": "Thực hiện", "A2": "Thu nội địa", "A3": "=1+1", "A4": "<&>", "B2": "2547", "B3": "46.3", "B4": "", "C2": "2351.25", "C3": "-0.5", "C4": "12345678901.5"} {
		if got, err := x.GetCellValue("Sheet1", cell, excelize.Options{RawCellValue: true}); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", cell, got, want, err)
		}
	}
	if got, err := x.GetCellValue("Sheet1", "C2"); err != nil || got != "2351.3%" {
		t.Errorf("C2 is shown as %q (%v)", got, err)
	}
	if kind, _ := x.GetCellType("Sheet1", "A3"); kind != excelize.CellTypeInlineString {
		t.Errorf("A3 is of type %v, no text", kind)
	}
}
