package sheet_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/bienban/bienban/render/internal/sheet"
)

var bold = excelize.Style{Font: &excelize.Font{Bold: true}}

func TestHeader(t *testing.T) {
	for _, tt := range []struct {
		name    string
		rows    [][]any
		merged  string // areas
		bold    string // cells
		options sheet.Options
		want    string
	}{
		{name: "one row",
			rows: [][]any{{"TT", "Nội dung", "Đơn vị tính", "Số"}, {1, "Dân số", "người", 5}},
			want: "A=TT(ordinal) | B=Nội dung(name) | C=Đơn vị tính(unit) | D=Số\n2:1|Dân số|người|5\n"},
		{name: "groups, none of it merged downwards",
			rows:   [][]any{{"STT", "Chỉ tiêu", "Năm 2025", nil}, {nil, nil, "Kế\nhoạch", "Thực  hiện"}, {1, "Dân số", 5, 6}},
			merged: "C1:D1",
			want:   "A=STT(ordinal) | B=Chỉ tiêu(name) | C=Năm 2025/Kế hoạch | D=Năm 2025/Thực hiện\n3:1|Dân số|5|6\n"},
		{name: "groups above the row that names the names",
			rows:   [][]any{{nil, nil, "Năm 2025"}, {"STT", "Chỉ tiêu", "Kế hoạch", "Thực hiện"}, {1, "Dân số", 5, 6}},
			merged: "C1:D1",
			want:   "A=STT(ordinal) | B=Chỉ tiêu(name) | C=Năm 2025/Kế hoạch | D=Năm 2025/Thực hiện\n3:1|Dân số|5|6\n"},
		{name: "three rows",
			rows:   [][]any{{"STT", "Chỉ tiêu", "Năm 2025", nil, nil, "Ghi chú"}, {nil, nil, "Kế hoạch", "Thực hiện"}, {nil, nil, nil, "Quý 2", "Quý 3"}, {1, "Dân số", 5, 6, 7, "x"}},
			merged: "A1:A3 B1:B3 C1:E1 C2:C3 D2:E2 F1:F3",
			want:   "A=STT(ordinal) | B=Chỉ tiêu(name) | C=Năm 2025/Kế hoạch | D=Năm 2025/Thực hiện/Quý 2 | E=Năm 2025/Thực hiện/Quý 3 | F=Ghi chú\n4:1|Dân số|5|6|7|x\n"},
		{name: "the heads of a state paper, titles and a unit",
			rows: [][]any{
				{"ỦY BAN NHÂN DÂN", nil, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"}, {"TỈNH A", nil, "Độc lập - Tự do - Hạnh phúc"}, {},
				{"BIỂU CHỈ TIÊU"}, {"(Kèm theo Báo cáo số 12/BC-UBND)"}, {nil, nil, "Đơn vị tính: tỷ đồng"},
				{"STT", "Chỉ tiêu", "Kế hoạch", "Thực hiện"}, {"(A)", "(B)", "(1)", "(2)=(1)*100"}, {1, "Dân số", 5, 6}},
			merged: "A1:B1 C1:D1 A2:B2 C2:D2 A4:D4 A5:D5 C6:D6",
			want: "above: ỦY BAN NHÂN DÂN\nabove: CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nabove: TỈNH A\nabove: Độc lập - Tự do - Hạnh phúc\nabove: BIỂU CHỈ TIÊU\nabove: (Kèm theo Báo cáo số 12/BC-UBND)\nabove: Đơn vị tính: tỷ đồng\n" +
				"A=STT(ordinal) | B=Chỉ tiêu(name) | C=Kế hoạch | D=Thực hiện\n9:1|Dân số|5|6\n"},
		{name: "no header, ordinals",
			rows: [][]any{{1, "Dân số", "người", 2025}, {2, "Diện tích", "ha", 6}},
			want: "A=(ordinal) | B=(name) | C= | D=\n1:1|Dân số|người|2.025\n2:2|Diện tích|ha|6\n"},
		{name: "no header, no ordinals",
			rows: [][]any{{"Dân số", 1200}, {"Diện tích", 6}},
			want: "A=(name) | B=\n1:Dân số|1.200\n2:Diện tích|6\n"},
		{name: "figures alone",
			rows: [][]any{{1, 2.5}, {2, 3.5}},
			want: "A= | B=\n1:1|2,5\n2:2|3,5\n"},
		{name: "words that are not ours",
			rows: [][]any{{"Xã", "Hộ nghèo", 2024, 2025}, {"Tân An", 5, 6, 7}, {"Tân Bình", 5, 6, 7}},
			want: "A=Xã(name) | B=Hộ nghèo | C=2024 | D=2025\n2:Tân An|5|6|7\n3:Tân Bình|5|6|7\n"},
		{name: "texts alone, the first row bold",
			rows: [][]any{{"Xã", "Đánh giá"}, {"Tân An", "Đạt"}}, bold: "A1:B1",
			want: "A=Xã(name) | B=Đánh giá\n2:Tân An|Đạt\n"},
		{name: "texts alone, none bold",
			rows: [][]any{{"Xã", "Đánh giá"}, {"Tân An", "Đạt"}},
			want: "A=(name) | B=\n1:Xã|Đánh giá\n2:Tân An|Đạt\n"},
		{name: "Đơn vị heads the names where there are no others",
			rows: [][]any{{"STT", "Đơn vị", "Số giao"}, {1, "Sở Y tế", 6}},
			want: "A=STT(ordinal) | B=Đơn vị(name) | C=Số giao\n2:1|Sở Y tế|6\n"},
		{name: "Chỉ tiêu of figures beside the names",
			rows: [][]any{{"STT", "Tên đơn vị", "Chỉ tiêu năm 2025"}, {1, "Sở Y tế", 6}},
			want: "A=STT(ordinal) | B=Tên đơn vị(name) | C=Chỉ tiêu năm 2025\n2:1|Sở Y tế|6\n"},
		{name: "rows as they are told", options: sheet.Options{HeaderRows: 2},
			rows: [][]any{{"BÁO CÁO"}, {"a", "b"}, {"c", "d"}, {"Thu", "Chi"}},
			want: "above: BÁO CÁO\nA=a/c(name) | B=b/d\n4:Thu|Chi\n"},
		{name: "no header as it is told", options: sheet.Options{HeaderRows: -1},
			rows: [][]any{{"STT", "Chỉ tiêu"}, {"1", "Dân số"}},
			want: "A=(name) | B=\n1:STT|Chỉ tiêu\n2:1|Dân số\n"},
		{name: "empty columns and rows",
			rows: [][]any{{nil, "STT", nil, "Chỉ tiêu", "Số"}, {}, {nil, 1, nil, "Dân số", 5}, {}, {nil, 2, nil, "Diện tích", 6}},
			want: "B=STT(ordinal) | D=Chỉ tiêu(name) | E=Số\n3:1|Dân số|5\n5:2|Diện tích|6\n"},
		{name: "no header, a group first",
			rows: [][]any{{"Kinh tế"}, {1, "GRDP", 5}, {2, "Thu", 6}, {"Xã hội"}, {1, "Dân số", 7}}, merged: "A1:C1 A4:C4",
			want: "A=(ordinal) | B=(name) | C=\n1:|Kinh tế|\n2:>1|GRDP|5\n3:>2|Thu|6\n4:|Xã hội|\n5:>1|Dân số|7\n"},
		{name: "the header of another table below",
			rows: [][]any{{1, "GRDP", 5}, {2, "Thu", 6}, {"STT", "Chỉ tiêu", "Số"}, {1, "Dân số", 7}},
			want: "A=(ordinal) | B=(name) | C=\n1:1|GRDP|5\n2:2|Thu|6\n3:>STT|Chỉ tiêu|Số\n4:1|Dân số|7\n"},
		{name: "one cell",
			rows: [][]any{{"Dân số"}},
			want: "A=(name)\n1:Dân số\n"},
		{name: "one column under its head",
			rows: [][]any{{"Chỉ tiêu"}, {"Dân số"}},
			want: "A=(name)\n1:Chỉ tiêu\n2:Dân số\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t).rows(tt.rows...).merge(strings.Fields(tt.merged)...)
			if tt.bold != "" {
				b.style(tt.bold, bold)
			}
			check(t, "a.xlsx", b.bytes(), tt.options, tt.want)
		})
	}
}

func TestLevels(t *testing.T) {
	for _, tt := range []struct {
		name string
		rows string // ordinal|name; without | there is no column of ordinals
		want string // levels
	}{
		{"Roman, Arabic, dashes", "I|a;1|b;-|c;+|d;-|e;2|f;II|g;1|h", "01232101"},
		{"capitals outside of Roman numerals", "A|a;I|b;1|c;a)|d;II|e;B|f;I|g", "0123101"},
		{"Roman numerals outside of capitals", "I|a;A|b;1|c;B|d;II|e;A|f", "012101"},
		{"the letters C, D, I, L", "A|;B|;C|;D|;Đ|;E|;G|;H|;I|;K|;L|", "00000000000"},
		{"decimals", "1|a;1.1|b;1.1.1|c;1.2|d;2|e;2.1|f", "012101"},
		{"I.1", "I|a;I.1|b;I.2|c;II|d", "0110"},
		{"numbers, then a group", "1|a;2|b;I|c;1|d", "0001"},
		{"marks in the names", "1|a;|- b;|+ c;|- d;2|e;|Trong đó: f;|- g;3|h", "012101" + "20"},
		{"names without marks", "1|a;|b;|c;2|d;|Tổng cộng", "01100"},
		{"bold among groups is no group", "I|a;|!b;1|c;II|d", "0110"},
		{"the total before all", "|TỔNG CỘNG;I|a;1|b;|Tổng số;II|c", "00100"},
		{"names that begin with ordinals", "I. KINH TẾ;1. GRDP;- Nông nghiệp;2. Thu;II. XÃ HỘI;a) Dân số", "012101"},
		{"dashes alone", "GRDP;- Nông nghiệp;- Công nghiệp;Thu ngân sách;- Nội địa", "01101"},
		{"Trong đó alone", "GRDP;Trong đó:;- Công nghiệp;Thu ngân sách", "0120"},
		{"spaces", "GRDP;  Nông nghiệp;    Trồng trọt;  Công nghiệp;Thu", "01210"},
		{"spaces that jump", "GRDP;        Nông nghiệp;    Công nghiệp;Thu", "0110"},
		{"no break spaces and tabs", "GRDP;\u00a0\u00a0Nông nghiệp;\tTrồng trọt", "012"},
		{"the first is deep", "-|a;1|b;-|c", "001"},
		{"a code is no ordinal", "1|a;NS01|b;2|c", "010"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rows := [][]any{{"STT", "Chỉ tiêu", "Số"}}
			for _, r := range strings.Split(tt.rows, ";") {
				ordinal, name, ok := strings.Cut(r, "|")
				if !ok {
					rows[0][0] = nil
					ordinal, name = "", r
				}
				row := []any{ordinal, name, 5}
				if ordinal == "" {
					row[0] = nil
				}
				rows = append(rows, row)
			}
			b := newBook(t).rows(rows...)
			for i, r := range rows {
				if name, ok := strings.CutPrefix(r[1].(string), "!"); ok {
					at := fmt.Sprintf("B%d", i+1)
					b.must(b.SetCellValue("Sheet1", at, name))
					b.style(at, bold)
				}
			}
			table, faults := read(t, "a.xlsx", b.bytes(), sheet.Options{})
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			got := ""
			for _, r := range table.Rows {
				got += string(rune('0' + r.Level))
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// Without ordinals, the indent of cells and the outline of rows tell the levels.
func TestIndentedCells(t *testing.T) {
	indent := func(n int) excelize.Style {
		return excelize.Style{Alignment: &excelize.Alignment{Horizontal: "left", Indent: n}}
	}
	b := newBook(t).rows([]any{"Chỉ tiêu", "Số"}, []any{"GRDP", 1}, []any{"Nông nghiệp", 2}, []any{"Trồng trọt", 3}, []any{"Thu", 4}, []any{"Nội địa", 5}).
		style("A3", indent(1)).style("A4", indent(3))
	b.must(b.SetRowOutlineLevel("Sheet1", 6, 1))
	check(t, "a.xlsx", b.bytes(), sheet.Options{}, `
A=Chỉ tiêu(name) | B=Số
2:GRDP|1
3:>Nông nghiệp|2
4:>>Trồng trọt|3
5:Thu|4
6:>Nội địa|5
`)
}

// A bold name without an ordinal heads the numbered rows after it.
func TestBoldGroups(t *testing.T) {
	b := newBook(t).rows([]any{"STT", "Chỉ tiêu", "Số"}, []any{nil, "Kinh tế"}, []any{1, "GRDP", 1}, []any{nil, "Xã hội"}, []any{1, "Dân số", 2}).
		style("B2", bold).style("B4", bold)
	check(t, "a.xlsx", b.bytes(), sheet.Options{}, `
A=STT(ordinal) | B=Chỉ tiêu(name) | C=Số
2:!|Kinh tế|
3:>1|GRDP|1
4:!|Xã hội|
5:>1|Dân số|2
`)
}

// Merged cells read as they are seen: texts downwards in each row, figures once, names of
// groups in the column of names.
func TestMergedRows(t *testing.T) {
	b := newBook(t).rows(
		[]any{"STT", "Chỉ tiêu", "ĐVT", "Số", "Đánh giá"},
		[]any{"Nhóm kinh tế"},
		[]any{1, "GRDP", "tỷ đồng", 5, "Đạt"},
		[]any{2, "Thu", nil, 6},
		[]any{3, "Chi", nil, nil, "Vượt"},
		[]any{"Tổng cộng", nil, nil, 11},
	).merge("A2:E2", "C3:C5", "D4:D5", "E3:E4", "A6:B6")
	check(t, "a.xlsx", b.bytes(), sheet.Options{}, `
A=STT(ordinal) | B=Chỉ tiêu(name) | C=ĐVT(unit) | D=Số | E=Đánh giá
2:|Nhóm kinh tế|||
3:>1|GRDP|tỷ đồng|5|Đạt
4:>2|Thu|tỷ đồng|6|Đạt
5:>3|Chi|tỷ đồng||Vượt
6:|Tổng cộng||11|
`)
}

func TestNotes(t *testing.T) {
	b := newBook(t).rows(
		[]any{"STT", "Chỉ tiêu", "Số"},
		[]any{1, "Thu", 5},
		[]any{nil, "Nguồn vốn đầu tư"},
		[]any{2, "Chi", 6},
		[]any{nil, "Ghi chú: số ước"},
		[]any{},
		[]any{"theo Quyết định 12"},
		[]any{"Nguồn: Cục Thống kê"},
	)
	check(t, "a.xlsx", b.bytes(), sheet.Options{}, `
A=STT(ordinal) | B=Chỉ tiêu(name) | C=Số
2:1|Thu|5
3:>|Nguồn vốn đầu tư|
4:2|Chi|6
note: Ghi chú: số ước
note: theo Quyết định 12
note: Nguồn: Cục Thống kê
`)
}
