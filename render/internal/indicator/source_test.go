package indicator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/sheet"
)

// fill makes the first table of a meeting from a spreadsheet's text.
func fill(t *testing.T, table, csv string) (dumped string, told []string) {
	t.Helper()
	m := indicators(t, table)
	in := &m.Indicators[0]
	ref, bad := sheet.ParseReference(in.RowsFrom)
	if bad != nil {
		t.Fatal(bad)
	}
	from, faults := sheet.Read(ref, []byte(csv), limit.Limits{}, sheet.Options{})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	faults = indicator.Fill(in, from)
	for _, f := range append(faults, indicator.Check(m)...) {
		told = append(told, fmt.Sprintf("%s %s %s %s", f.File, f.Place.En, f.Severity, f.Code))
		if f.Message.Vi == "" || f.Message.En == "" || f.Hint.Vi == "" || f.Hint.En == "" {
			t.Errorf("%+v", f)
		}
	}
	if !faults.Failed() {
		dumped = dump(indicator.Build(in, a4, nil))
	}
	return dumped, told
}

func TestFill(t *testing.T) {
	const figures = "STT;Chỉ tiêu;ĐVT;Kế hoạch năm 2026;TH quý III;% so với kế hoạch;Ghi chú\n" +
		"I;Kinh tế;;;;;\n" +
		"1;Thu ngân sách;tỷ đồng;20;19;95,0;\n" +
		"-;Thuế;tỷ đồng;12,5;trên 11;x;ước\n" +
		"2;Lương thực;tấn;1.000;;;\n" +
		";Tổng cộng;;;;;\n"
	for _, tt := range []struct{ name, table, csv, want, told string }{
		{"the spreadsheet's own columns; nothing is computed", "  - rows_from: a.csv\n", figures, `STT | Chỉ tiêu | ĐVT | Kế hoạch năm 2026 | TH quý III | % so với kế hoạch | Ghi chú | 
---
* I | KINH TẾ |  |  |  |  |  | 
1 | Thu ngân sách | tỷ đồng | 20[750] | 19 | 95,0 |  | 
- | Thuế | tỷ đồng | 12,5 | trên 11 | x | ước | 
2 | Lương thực | tấn | 1.000 |  |  |  | 
*  | Tổng cộng |  |  |  |  |  | 
`, ""},
		{"columns of the table's own, by header, source and letter, and what is computed", `
  - rows_from: a.csv
    total: Cộng
    columns:
      - {id: kh, header: KH, source: Kế hoạch năm 2026}
      - {id: th, header: TH quý III}
      - {id: ty_le, header: Đạt (%), formula: th / kh * 100}
      - {id: chu, header: Chữ, source: G, format: text}
    rows:
      - {name: Thêm, unit: tấn, values: {kh: 1, th: 2}}
`, figures, `STT | Chỉ tiêu | Đơn vị tính | KH | TH quý III | Đạt (%) | Chữ | 
---
* I | KINH TẾ |  |  |  |  |  | 
1 | Thu ngân sách | tỷ đồng | 20[750] | 19 | 95,0 |  | 
- | Thuế | tỷ đồng | 12,5 | trên 11 |  | ước | 
2 | Lương thực | tấn | 1.000 |  |  |  | 
*  | Tổng cộng |  |  |  |  |  | 
3 | Thêm | tấn | 1 | 2 | 200,0 |  | 
*  | Cộng |  | 20 | 19 | 95,0 |  | 
`, "a.csv  note unused-column\n  warning left-out-of-sum"},
		{"a preset", "  - preset: year_plan\n    rows_from: a.csv\n", "Chỉ tiêu;Đơn vị;Kế hoạch;Thực hiện\nLúa;tấn;10;11\n", `Đơn vị tính: tấn
STT | Chỉ tiêu | Kế hoạch | Thực hiện | Thực hiện so với kế hoạch (%) | Đánh giá | 
---
1 | Lúa | 10 | 11 | 110,0 | Vượt | 
`, ""},
		{"a contradiction has its cell", "  - rows_from: a.csv\n", "Chỉ tiêu;Kế hoạch;Thực hiện;% so với kế hoạch\nLúa;20;19;59,0\n", `STT | Chỉ tiêu | Kế hoạch | Thực hiện | % so với kế hoạch | 
---
1 | Lúa | 20 | 19 | 59,0 | 
`, "a.csv cell D2 warning contradiction"},
		{"columns that are not there, and twice", "  - columns: [{id: a, source: Quý}, {id: b, header: Năm}, {id: c}]\n    rows_from: a.csv\n", "Chỉ tiêu;Quý;Quý;Tháng\nLúa;20;19;59,0\n", "", "a.csv  error ambiguous-column\na.csv  error unknown-column\na.csv  error unknown-column"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, told := fill(t, tt.table, tt.csv)
			if got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
			if strings.Join(told, "\n") != tt.told {
				t.Errorf("told %q, not %q", told, tt.told)
			}
		})
	}
}
