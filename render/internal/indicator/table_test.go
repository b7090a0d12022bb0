package indicator_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/times"
	"github.com/bienban/bienban/render/meeting"
)

// a4 is the room of a page with the margins of an office, cells of 12 pt.
var a4 = indicator.Room{Width: 9354, Turned: 14286, Size: 24, Margin: 170}

// indicators reads the tables of a meeting; text is what stands below its indicators.
func indicators(t testing.TB, text string) *meeting.Meeting {
	t.Helper()
	meetings, faults := meeting.Parse("hop.yaml", []byte("title: Họp\nindicators:\n"+text), limit.Limits{})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return meetings[0]
}

// dump prints a table as a page shows it: a line for each row, cells between bars, what
// stands free beside a text in brackets, how far a cell reaches in angle brackets.
func dump(t *indicator.Table) string {
	if t == nil {
		return "none\n"
	}
	var b strings.Builder
	for _, s := range []string{t.Caption, t.Title, t.Unit} {
		if s != "" {
			b.WriteString(s + "\n")
		}
	}
	row := func(r indicator.Row) {
		if r.Bold {
			b.WriteString("* ")
		}
		for _, c := range r.Cells {
			if c.Left > 0 {
				fmt.Fprintf(&b, "[%d]", c.Left)
			}
			b.WriteString(strings.ReplaceAll(c.Text, "\n", "/"))
			if c.Right > 0 {
				fmt.Fprintf(&b, "[%d]", c.Right)
			}
			if c.Span > 1 || c.RowSpan > 1 {
				fmt.Fprintf(&b, "<%dx%d>", max(c.Span, 1), max(c.RowSpan, 1))
			}
			b.WriteString(" | ")
		}
		b.WriteByte('\n')
	}
	for _, r := range t.Header {
		row(r)
	}
	b.WriteString("---\n")
	for _, r := range t.Rows {
		row(r)
	}
	for _, n := range t.Notes {
		b.WriteString(n + "\n")
	}
	return b.String()
}

func TestBuild(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"no rows, no table", "  - title: A\n", "none\n"},
		{"only the columns that have data; a shared unit above", `
  - title: Chỉ tiêu
    unit: tỷ đồng
    rows:
      - name: Công nghiệp
        as_of: 2023-11-10
        actual: 2.351
        percent_of_plan: 92,3
      - name: Thu ngân sách
        actual: trên 56,3
        percent_of_plan: 121,5
`, `Chỉ tiêu
Đơn vị tính: tỷ đồng
STT | Chỉ tiêu | Thực hiện | % so với kế hoạch, dự toán | 
---
1 | Công nghiệp (tính đến ngày 10/11/2023) | 2.351[750] | 92,3 | 
2 | Thu ngân sách | trên 56,3 | 121,5 | 
`},
		{"a percentage that is neither 0 nor 100 is printed as neither", `
  - columns: [plan, actual, percent_of_plan, {id: ty_le, header: Tỷ lệ, formula: actual / plan * 100, format: "0"}, {id: hut, header: Còn, formula: 1 - actual / plan, format: "0%"}]
    unit: tấn
    rows:
      - {name: A, plan: "24.999.800", actual: "24.999.300"}
      - {name: B, plan: "20", actual: "20"}
      - {name: C, plan: "2.000", actual: "0"}
`, `Đơn vị tính: tấn
STT | Chỉ tiêu | Kế hoạch | Thực hiện | % so với kế hoạch, dự toán | Tỷ lệ | Còn | 
---
1 | A | 24.999.800 | 24.999.300 | 99,998 | 99,998 | 0,002% | 
2 | B | 20 | 20 | 100,0[1000] | 100[1750] | 0%[1750] | 
3 | C | 2.000 | 0 | 0,0[1000] | 0[1750] | 100%[1750] | 
`},
		{"units that differ have a column", `
  - unit: tỷ đồng
    rows:
      - name: Thu
        actual: 56,3%
      - name: Nhiệm vụ
        unit: nhiệm vụ
        actual: 13/18
      - name: Nghèo
        unit: "%"
        actual: 6
`, `STT | Chỉ tiêu | Đơn vị tính | Thực hiện | 
---
1 | Thu | tỷ đồng | 56,3% | 
2 | Nhiệm vụ | nhiệm vụ | 13/18 | 
3 | Nghèo | % | 6 | 
`},
		{"commas under each other behind words, before percent signs", `
  - rows:
      - {name: a, actual: "trên 56,3 %"}
      - {name: b, actual: "92,35\u00a0%"}
      - {name: c, actual: "-1,5%"}
      - {name: d, actual: "khoảng 7"}
      - {name: e, actual: "6,6-6,8"}
`, `STT | Chỉ tiêu | Thực hiện | 
---
1 | a | trên 56,3 %[500] | 
2 | b | 92,35 % | 
3 | c | -1,5%[750] | 
4 | d | khoảng 7[2333] | 
5 | e | 6,6-6,8 | 
`},
		{"a figure without a unit keeps the column", `
  - rows:
      - {name: Thu, unit: tỷ đồng, actual: 1}
      - {name: Xã, actual: 3}
`, `STT | Chỉ tiêu | Đơn vị tính | Thực hiện | 
---
1 | Thu | tỷ đồng | 1 | 
2 | Xã |  | 3 | 
`},
		{"groups, rows and parts", `
  - unit: ha
    rows:
      - name: Kinh tế
        rows:
          - name: Lúa
            plan: 10
            rows:
              - name: Vụ xuân
                plan: 4,25
                rows:
                  - {name: Lúa lai, plan: 1}
          - {name: Ngô, plan: x}
      - name: Xã hội
        rows:
          - {name: Nhà, note: chưa có số liệu}
`, `Đơn vị tính: ha
STT | Chỉ tiêu | Kế hoạch | Ghi chú | 
---
* I | KINH TẾ |  |  | 
1 | Lúa | 10[1250] |  | 
- | Vụ xuân | 4,25 |  | 
- | [1000]Lúa lai | 1[1250] |  | 
2 | Ngô | x |  | 
* II | XÃ HỘI |  |  | 
1 | Nhà |  | chưa có số liệu | 
`},
		{"columns of the table's own, in groups of groups, with codes", `
  - caption: Biểu số 01
    codes: true
    columns:
      - plan
      - {id: h1, header: Quý I, group: [Thực hiện, Hai quý], unit: tấn}
      - {id: h2, header: Quý II, group: [Thực hiện, Hai quý]}
      - {id: nam, header: Cả năm, group: Thực hiện, formula: h1 + h2}
      - {id: ty_le, header: So với kế hoạch (%), formula: nam / plan * 100}
      - {id: con, header: Còn lại, formula: plan - (h1 + h2), format: "+0,0"}
      - note
    rows:
      - {name: Lúa, plan: 100, values: {h1: "20,5", quy_ii: 1}}
      - name: Ngô
        note: theo xã
        values: [90, "30,25", x]
`, `Biểu số 01
STT<1x3> | Chỉ tiêu<1x3> | Kế hoạch<1x3> | Thực hiện<3x1> | So với kế hoạch (%)<1x3> | Còn lại<1x3> | Ghi chú<1x3> | 
Hai quý<2x1> | Cả năm<1x2> | 
Quý I/(tấn) | Quý II | 
A | B | 1 | 2 | 3 | 4=2+3 | 5=4/1 | 6=1-(2+3) | C | 
---
1 | Lúa | 100 | 20,5[500] |  |  |  |  |  | 
2 | Ngô | 90 | 30,25 | x |  |  |  | theo xã | 
`},
		{"totals, averages and formulas over rows", `
  - total: Tổng cộng
    columns: [plan, actual, percent_of_plan, growth, share, previous]
    rows:
      - {id: thu, name: Thu, plan: 10, actual: "12,25", previous: 10}
      - {id: chi, name: Chi, plan: 20, actual: 7, previous: 14}
      - {name: Thu trừ chi, formula: thu - chi}
      - {name: Bình quân, formula: average(thu; chi)}
      - {name: Gấp đôi, formula: "[Thu] * 2 + max(thu; chi) - abs(0 - 1)"}
`, `STT | Chỉ tiêu | Kế hoạch | Thực hiện | % so với kế hoạch, dự toán | Tăng (+), giảm (-) so với cùng kỳ (%) | Tỷ trọng (%) | Cùng kỳ | 
---
1 | Thu | 10 | 12,25 | 122,5 | +22,5 | 63,6 | 10 | 
2 | Chi | 20 | 7[1250] | 35,0 | -50,0 | 36,4 | 14 | 
3 | Thu trừ chi | -10 | 5,25 | -52,5 | -231,3 | 27,3 | -4 | 
4 | Bình quân | 15 | 9,63 | 64,2 | -19,8 | 50,0 | 12 | 
5 | Gấp đôi | 39 | 35,75 | 91,7 | +8,3 | 185,7 | 33 | 
*  | Tổng cộng | 30 | 19,25 | 64,2 | -19,8 | 100,0 | 24 | 
`},
		{"sums of groups and of parts, text left out", `
  - rows:
      - name: Thu
        formula: sum()
        rows:
          - {name: Thuế, actual: "1,5"}
          - {name: Phí, actual: "2,25"}
          - {name: Khác, actual: Xuất siêu}
          - {name: Trống, actual: "-"}
      - name: Chi
        formula: sum()
        rows:
          - {name: Lương, actual: 7, rows: [{name: "Trong đó:", rows: [{name: giáo viên, actual: 3}]}]}
    total: Cộng
`, `STT | Chỉ tiêu | Thực hiện | 
---
* I | THU | 3,75 | 
1 | Thuế | 1,5[500] | 
2 | Phí | 2,25 | 
3 | Khác | Xuất siêu | 
4 | Trống | - | 
* II | CHI | 7[1250] | 
1 | Lương | 7[1250] | 
 | Trong đó: |  | 
- | [1000]giáo viên | 3[1250] | 
*  | Cộng | 10,75 | 
`},
		{"patterns of numbers, footnotes, ordinals of their own", `
  - numbering: [A, "1.", "1.1", "a)"]
    continuous: true
    notes: [Nguồn xã]
    rows:
      - name: Một
        rows:
          - {name: a, actual: 1, footnote: ước, rows: [{name: b, actual: 1, rows: [{name: c, actual: 1}, {name: d, actual: 1, footnote: tạm tính}]}]}
      - name: Hai
        rows:
          - {name: e, actual: 2, ordinal: 9a}
          - {name: f, actual: 2}
`, `STT | Chỉ tiêu | Thực hiện | 
---
* A | MỘT |  | 
1. | a (*) | 1 | 
1.1 | b | 1 | 
a) | [1000]c | 1 | 
b) | [1000]d (**) | 1 | 
* B | HAI |  | 
9a | e | 2 | 
3. | f | 2 | 
(*) ước
(**) tạm tính
Nguồn xã
`},
		{"formats", `
  - numbering: khong
    columns:
      - {id: a, format: "#.##0,0"}
      - {id: b, format: "+0,0#", formula: a / 3}
      - {id: c, format: "0,0%", formula: a / 4000}
      - {id: d, format: text}
      - {id: name, header: Tên}
    rows:
      - {name: x, values: {a: "1234,56", d: "007"}}
      - {name: y, values: {a: "-3,05", d: 12}}
      - {name: z, values: {a: trên 5}}
`, `Tên | a | b | c | d | 
---
x | 1.234,6 | +411,52 | 30,9% | 007 | 
y | -3,1 | -1,02 | -0,1% | 12 | 
z | trên 5[750] |  |  |  | 
`},
		{"a preset for a month", `
  - preset: thang
    period_end: 2026-01-31
    unit: tấn
    rows:
      - {name: Thịt, actual: 110, previous: 100, values: {last: 220}}
`, `Đơn vị tính: tấn
STT<1x2> | Chỉ tiêu<1x2> | Thực hiện tháng 1/2025<1x2> | Thực hiện tháng 12/2025<1x2> | Thực hiện tháng 1/2026<1x2> | So sánh (%)<2x1> | 
Kỳ trước | Cùng kỳ | 
---
1 | Thịt | 100 | 220 | 110 | 50,0 | 110,0 | 
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := dump(indicator.Build(&indicators(t, tt.in).Indicators[0], a4, nil))
			if got != tt.want {
				t.Errorf("%s", diff.Diff("want", []byte(tt.want), "got", []byte(got)))
			}
		})
	}
}

// Names get the line that they need before figures get more than they need.
func TestNamesGetWhatTheyNeed(t *testing.T) {
	const name = "Số người tham gia bảo hiểm y tế"
	for _, figures := range []int{1, 3, 5} {
		var columns, values []string
		for i := range figures {
			columns = append(columns, fmt.Sprintf("{id: c%d, header: Ước thực hiện quý %d}", i, i+1))
			values = append(values, `"8.650"`)
		}
		in := indicators(t, "  - columns: ["+strings.Join(columns, ", ")+"]\n    rows:\n      - {name: "+name+", values: ["+strings.Join(values, ", ")+"]}\n")
		table := indicator.Build(&in.Indicators[0], a4, nil)
		size := cmp.Or(table.Size, a4.Size)
		if need, got := times.Width(name, false)*size/100+a4.Margin, table.Columns[1].Width; got < need {
			t.Errorf("%d columns of figures: the name has %d twips of %d", figures, got, need)
		}
		for _, c := range table.Columns[2:] {
			if c.Width != table.Columns[2].Width {
				t.Errorf("%d columns of figures are not alike: %+v", figures, table.Columns)
			}
		}
	}
}

// A table of words and figures that is no indicator's is fitted by the same rules.
func TestFitOthers(t *testing.T) {
	table := &indicator.Table{Columns: []indicator.Column{{Kind: indicator.Unit}, {Kind: indicator.Name}, {Kind: indicator.Own}}}
	row := func(texts ...string) (r indicator.Row) {
		for _, s := range texts {
			r.Cells = append(r.Cells, indicator.Cell{Text: s})
		}
		return r
	}
	table.Header = []indicator.Row{row("TT", "Họ và tên", "Số phiếu")}
	table.Rows = []indicator.Row{row("1", "Vương Văn An", "198"), row("2", "Lưu Thị Bình", "187")}
	table.Fit(a4)
	total := 0
	for _, c := range table.Columns {
		total += c.Width
	}
	if w := table.Columns; total != a4.Width || w[0].Width >= w[2].Width || w[2].Width >= w[1].Width || table.Crowded {
		t.Errorf("%+v of %d", table, a4.Width)
	}

	word := strings.Repeat("dài", 300)
	table.Rows = append(table.Rows, row("3", word, "1"))
	if table.Fit(a4); !table.Crowded {
		t.Error("a word wider than the page crowds no table")
	}
}
