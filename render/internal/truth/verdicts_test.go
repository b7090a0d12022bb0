package truth_test

import (
	"testing"
)

// Of four indicators one is exceeded, two are reached, one is missed; part of one does not
// count.
const assessed = `indicators:
  - columns: [plan, actual, assessment]
    rows:
      - {name: Thu ngân sách, plan: 100, actual: 110}
      - {name: Chi ngân sách, plan: 50, actual: 50, rows: [{name: Chi khác, plan: 10, actual: 1}]}
      - {name: Trồng rừng, plan: 8-10, actual: 9}
      - {name: Trồng cây, plan: 20, actual: 19}
`

func TestVerdictCounts(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Có 1 chỉ tiêu vượt, 2 chỉ tiêu đạt, 1 chỉ tiêu không đạt.", ""},
		{"Kết quả 3/4 chỉ tiêu đạt và vượt kế hoạch.", ""},
		{"Có 3 chỉ tiêu đạt kế hoạch.", ""},
		{"Có 2 chỉ tiêu vượt kế hoạch.", "4:10"},
		{"Có 1 chỉ tiêu đạt kế hoạch.", "4:10"},
		{"Kết quả 4/4 chỉ tiêu đạt và vượt kế hoạch.", "4:15"},
		{"Kết quả 3/5 chỉ tiêu vượt và đạt.", "4:15"},
		{"Có 2 chỉ tiêu chưa đạt.", "4:10"},
		{"Trong 3 chỉ tiêu về xã hội, có 2 chỉ tiêu vượt.", ""},
		{"Có 4 chỉ tiêu đạt từ 90% trở lên.", ""},
		{"Cuối năm phấn đấu 4/4 chỉ tiêu đạt và vượt kế hoạch.", ""},
		{"Có 5 chỉ tiêu được giao.", ""},
	} {
		yaml := "title: Họp\nsections:\n  - text: |\n      " + tt.text + "\n" + assessed
		if got := places(find(t, yaml)); got != tt.want {
			t.Errorf("%s: %q, not %q", tt.text, got, tt.want)
		}
	}
	other := "title: Họp\nsections:\n  - text: |\n      Có 9 chỉ tiêu vượt kế hoạch.\n" + assessed + "      - {name: Không rõ, plan: Khoảng 4, actual: 3}\n"
	if got := places(find(t, other)); got != "" {
		t.Errorf("a table that does not assess all: %s", got)
	}
}
