package truth

import (
	"github.com/bienban/bienban/render/internal/fault"
)

// partsOfWhole is a part that is more than its whole: "12 hồ sơ, trong đó 15 hồ sơ trực
// tuyến".
var partsOfWhole = &statement{
	name: "parts",
	patterns: patterns(
		"{n} .. <,|;|(|:|-|> trong đó [:] [<có|gồm|riêng>] .. [$is] {a}",
		"{n/} .. <,|;|(|:|-|> trong đó [:] [<có|gồm|riêng>] .. [$is] {a}",
		"có {a} .. <trong tổng số|trong số|trên tổng số> {n}",
	),
	holds: func(m *match) {
		n, _ := m.get("n")
		a, _ := m.get("a")
		if n.rate || a.rate || n.cue != filler || a.cue == atMost || a.cue == about || !m.additive(n) || !m.additive(a) || !m.alike(&n, &a) {
			return
		}
		if before := m.tokens[a.from-1]; before.kind == word && notFractions[before.text] || m.oddParts(n, a) {
			return
		}
		whole, part := m.value(n), m.value(a)
		if m.tokens[n.from].kind == fraction {
			whole = exact(m.tokens[n.from].value.value)
		}
		if same := m.tokens[a.from].value.times(factorOf(a.unit)).half().Equal(m.tokens[n.from].value.times(factorOf(n.unit)).half()); same && a.cue == filler {
			part, whole = part.middle(), whole.middle() // rounded alike, the part stays the lesser
		}
		if part.low.LessThanOrEqual(whole.high) {
			return
		}
		m.tell(m.text, m.tokens[a.from].from,
			fault.T("Câu này ghi %s trong số %s: phần lớn hơn tổng.", "The sentence says %s out of %s: the part is more than the whole.", m.written(a), m.written(n)),
			fault.T("Kiểm tra lại cả hai số.", "Check both numbers."))
	},
}

// additive reports whether the parts of a figure make it: percentages and ratios do not.
func (m *match) additive(c capture) bool {
	switch c.unit.base {
	case "%", "điểm %", "lần", "điểm":
		return false
	}
	return true
}

// oddWords are those that make a figure one whose parts may be more than it: what is gained,
// what one is on the average.
var oddWords = map[string]bool{
	"tăng": true, "giảm": true, "vượt": true, "hụt": true, "thêm": true, "lãi": true, "lỗ": true, "lợi nhuận": true, "chênh": true, "hơn": true, "bình quân": true, "mỗi": true, "giá": true, "suất": true,
	"kế hoạch": true, "dự toán": true, "dự kiến": true, "cùng kỳ": true, "lũy kế": true, "thu nhập": true, "từ": true, "mức": true, "tiền thưởng": true, "năm": true, "thứ": true, "ngày": true, "tháng": true, "quý": true,
}

// oddParts reports whether words near the whole, or between it and its part, make them such.
func (m *match) oddParts(n, a capture) bool {
	from, to := max(0, n.from-4), a.from
	if a.from < n.from {
		from, to = max(0, a.from-4), n.from
	}
	for i := from; i < to; i++ {
		t := m.tokens[i]
		if t.kind >= clause && i < n.from {
			continue
		}
		if t.kind == word && (oddWords[t.text] || i+1 < to && oddWords[t.text+" "+m.tokens[i+1].text]) {
			return true
		}
	}
	return false
}
