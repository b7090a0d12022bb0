package indicator_test

import (
	"fmt"
	"testing"

	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/meeting"
)

// What offices write over their columns is known without an id.
func TestHeads(t *testing.T) {
	for _, tt := range []struct {
		head string
		want indicator.Kind
	}{
		{"Thực hiện 9 tháng", indicator.Actual},
		{"TH 9 tháng", indicator.Actual},
		{"TH 9T/2026", indicator.Actual},
		{"Thực hiện 9 tháng đầu năm 2026", indicator.Actual},
		{"Thực hiện tháng 9", indicator.Actual},
		{"Thực hiện quý III/2026", indicator.Actual},
		{"Thực hiện đến 30/9/2026", indicator.Actual},
		{"Ước TH", indicator.Actual},
		{"Ước thực hiện cả năm", indicator.Actual},
		{"Kết quả thực hiện", indicator.Actual},
		{"KẾT QUẢ THỰC HIỆN 6 THÁNG", indicator.Actual},
		{"KH năm 2026", indicator.Plan},
		{"Kế hoạch giao năm 2026", indicator.Plan},
		{"Cùng kỳ năm 2025", indicator.Previous},
		{"Cùng kỳ năm trước", indicator.Previous},
		{"So với KH (%)", indicator.PercentOfPlan},
		{"% so với kế hoạch năm", indicator.PercentOfPlan},
		{"So với KH năm 2026 (%)", indicator.PercentOfPlan},
		{"TH/KH (%)", indicator.PercentOfPlan},
		{"% kế hoạch", indicator.PercentOfPlan},
		{"So với cùng kỳ (%)", indicator.Ratio},

		{"Kế hoạch (%)", indicator.Own},
		{"Thực hiện năm trước", indicator.Own}, // last year's
		{"Kế hoạch năm sau", indicator.Own},
		{"Số hộ thực hiện", indicator.Own},
		{"Đơn vị thực hiện", indicator.Own},
		{"So với KH", indicator.Own},
		{"9 tháng", indicator.Own},
		{"2026", indicator.Own},
		{"%", indicator.Own},
	} {
		for _, column := range []string{"id: c1\n        header: '" + tt.head + "'", "'" + tt.head + "'"} {
			yaml := fmt.Sprintf("title: Họp\nindicators:\n  - columns:\n      - %s\n    rows:\n      - name: A\n        values: [5]\n", column)
			ms, faults := meeting.Parse("m.yaml", []byte(yaml), limit.Limits{})
			if faults.Failed() {
				t.Fatal(faults)
			}
			seen := false
			for e := range indicator.Entries(ms[0]) {
				seen = true
				if e.Kind != tt.want {
					t.Errorf("%s is of kind %d, want %d", column, e.Kind, tt.want)
				}
			}
			if faults := indicator.Check(ms[0]); len(faults) > 0 || !seen {
				t.Errorf("%s: %v", column, faults)
			}
		}
	}
}

// A table whose columns are known by their headers is held to its plan, as any other.
func TestHeadsAreChecked(t *testing.T) {
	for _, tt := range []struct {
		columns, values string
		want            int // contradictions
	}{
		{"[Kế hoạch năm 2026, Thực hiện 9 tháng, So với KH (%)]", "['1.520', '1.256', '82,6']", 0},
		{"[Kế hoạch năm 2026, Thực hiện 9 tháng, So với KH (%)]", "['1.520', '1.256', '92,6']", 1},
		{"[KH, TH 9 tháng, TH cả năm, So với KH (%)]", "['1.520', '1.256', '1.407', '92,6']", 0}, // of which it is nobody can say
		{"[KH năm 2027, TH năm 2026, So với KH (%)]", "['1.520', '1.256', '92,6']", 0},
		{"[plan, {id: actual, header: TH 9 tháng}, {id: percent_of_plan, header: So với KH (%)}]", "['1.520', '1.256']", 0},
	} {
		yaml := fmt.Sprintf("title: Họp\nindicators:\n  - unit: ha\n    columns: %s\n    rows:\n      - name: A\n        values: %s\n", tt.columns, tt.values)
		ms, faults := meeting.Parse("m.yaml", []byte(yaml), limit.Limits{})
		if faults.Failed() {
			t.Fatal(faults)
		}
		got := indicator.Check(ms[0])
		if len(got) != tt.want {
			t.Errorf("%s %s: %v", tt.columns, tt.values, got)
		}
	}
}
