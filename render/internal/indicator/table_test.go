package indicator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/meeting"
)

func figure(s string) *meeting.Figure { return &meeting.Figure{Text: s} }

// dump prints a table as a page shows it: a line for each row, cells between bars, and
// what stands free beside a text in brackets.
func dump(t *indicator.Table) string {
	if t == nil {
		return "none\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", t.Title, t.Unit)
	for _, c := range t.Columns {
		b.WriteString(c.Head + " | ")
	}
	b.WriteByte('\n')
	for _, r := range t.Rows {
		if r.Bold {
			b.WriteString("* ")
		}
		for _, c := range r.Cells {
			if c.Left > 0 {
				fmt.Fprintf(&b, "[%d]", c.Left)
			}
			b.WriteString(c.Text)
			if c.Right > 0 {
				fmt.Fprintf(&b, "[%d]", c.Right)
			}
			b.WriteString(" | ")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestBuild(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   meeting.Indicator
		want string
	}{
		{"no rows, no table", meeting.Indicator{Title: "A"}, "none\n"},
		{"only the columns that have data; a shared unit above", meeting.Indicator{
			Title: "Chỉ tiêu", Unit: "tỷ đồng",
			Rows: []meeting.IndicatorRow{
				{Name: "Công nghiệp", AsOf: &meeting.Date{Year: 2023, Month: 11, Day: 10}, Actual: figure("2.351"), PercentOfPlan: figure("92,3")},
				{Name: "Thu ngân sách", Actual: figure("trên 56,3"), PercentOfPlan: figure("121,5")},
			},
		}, `Chỉ tiêu (tỷ đồng)
STT | Chỉ tiêu | Thực hiện | % so với kế hoạch, dự toán | 
1 | Công nghiệp (tính đến ngày 10/11/2023) | 2.351[750] | 92,3 | 
2 | Thu ngân sách | trên 56,3 | 121,5 | 
`},
		{"units that differ have a column", meeting.Indicator{
			Unit: "tỷ đồng",
			Rows: []meeting.IndicatorRow{
				{Name: "Thu", Actual: figure("56,3%")},
				{Name: "Nhiệm vụ", Unit: "nhiệm vụ", Actual: figure("13/18")},
				{Name: "Nghèo", Unit: "%", Actual: figure("6")},
			},
		}, ` ()
STT | Chỉ tiêu | Đơn vị tính | Thực hiện | 
1 | Thu | tỷ đồng | 56,3% | 
2 | Nhiệm vụ | nhiệm vụ | 13/18 | 
3 | Nghèo | % | 6[1583] | 
`},
		{"commas under each other behind words, before percent signs", meeting.Indicator{
			Rows: []meeting.IndicatorRow{
				{Name: "a", Actual: figure("trên 56,3 %")}, {Name: "b", Actual: figure("92,35\u00a0%")}, {Name: "c", Actual: figure("-1,5%")},
				{Name: "d", Actual: figure("khoảng 7")}, {Name: "e", Actual: figure("6,6-6,8")},
			},
		}, ` ()
STT | Chỉ tiêu | Thực hiện | 
1 | a | trên 56,3 %[500] | 
2 | b | 92,35 % | 
3 | c | -1,5%[750] | 
4 | d | khoảng 7[2333] | 
5 | e | 6,6-6,8 | 
`},
		{"a figure without a unit keeps the column", meeting.Indicator{
			Rows: []meeting.IndicatorRow{{Name: "Thu", Unit: "tỷ đồng", Actual: figure("1")}, {Name: "Xã", Actual: figure("3")}},
		}, ` ()
STT | Chỉ tiêu | Đơn vị tính | Thực hiện | 
1 | Thu | tỷ đồng | 1 | 
2 | Xã |  | 3 | 
`},
		{"groups, rows and parts", meeting.Indicator{
			Unit: "ha",
			Rows: []meeting.IndicatorRow{
				{Name: "KINH TẾ", Rows: []meeting.IndicatorRow{
					{Name: "Lúa", Plan: figure("10"), Rows: []meeting.IndicatorRow{
						{Name: "Vụ xuân", Plan: figure("4,25"), Rows: []meeting.IndicatorRow{{Name: "Lúa lai", Plan: figure("1")}}},
					}},
					{Name: "Ngô", Plan: figure("x")},
				}},
				{Name: "XÃ HỘI", Rows: []meeting.IndicatorRow{{Name: "Nhà", Note: "chưa có số liệu"}}},
			},
		}, ` (ha)
STT | Chỉ tiêu | Kế hoạch | Ghi chú | 
* I | KINH TẾ |  |  | 
1 | Lúa | 10[1250] |  | 
- | Vụ xuân | 4,25 |  | 
- | [1000]Lúa lai | 1[1250] |  | 
2 | Ngô | x |  | 
* II | XÃ HỘI |  |  | 
1 | Nhà |  | chưa có số liệu | 
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := dump(indicator.Build(&tt.in)); got != tt.want {
				t.Errorf("%s", diff.Diff("want", []byte(tt.want), "got", []byte(got)))
			}
		})
	}
}
