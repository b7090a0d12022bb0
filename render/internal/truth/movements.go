package truth

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
)

// movements is a figure's way: "từ 50 xuống 45 hộ, giảm 5 hộ".
var movements = &statement{
	name: "movements",
	patterns: patterns(
		"từ {a} .. [$when] <v:$moves> {b} .. [$when] <,|(|;|và> [<tức|tương ứng|tương đương|tức là|như vậy|bằng>] [<đã|là>] <k:$rise|$fall|gấp> {n}",
		"<k:$rise|$fall|gấp> {n} .. <,|(|> từ {a} .. [$when] <v:$moves> {b}",
		"từ {a} .. [$when] <v:$moves> {b}",
	),
	holds: func(m *match) {
		a, _ := m.get("a")
		b, _ := m.get("b")
		n, says := m.get("n")
		if !m.alike(&a, &b) || a.rate != b.rate && a.unit.base != "" {
			return
		}
		if says && (n.unit.base == "%" || n.unit.base == "lần" || n.unit.base == "điểm %" || m.alike(&a, &n)) {
			m.judgeChange(&a, &b, n, m.said("k"))
		}
		m.judgeDirection(a, b)
	},
}

// judgeDirection tells of a figure that goes "xuống" to a higher one, or "lên" to a lower.
func (m *match) judgeDirection(a, b capture) {
	way := m.said("v")
	before, after := m.value(a), m.value(b)
	falls := strings.HasPrefix(way, "xuống") || strings.HasPrefix(way, "giảm")
	rises := strings.HasPrefix(way, "lên") || strings.HasPrefix(way, "tăng")
	if a.unit.base == "" && b.unit.base == "" || !(falls && after.low.GreaterThan(before.high) || rises && after.high.LessThan(before.low)) {
		return
	}
	word := fault.T("lớn hơn", "more than")
	if rises {
		word = fault.T("nhỏ hơn", "less than")
	}
	m.tell(m.text, m.tokens[b.from].from,
		fault.T("Câu này ghi từ %s %s %s, nhưng số sau %s số trước.", "The sentence says from %s %s %s, but the second figure is %s the first.", m.written(a), way, m.written(b), word),
		fault.T("Kiểm tra lại hai số và chiều tăng, giảm.", "Check both figures and the direction."))
}
