package truth

import (
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// halves is a number with the two that make it: "45 đại biểu (nam 30, nữ 15)".
var halves = &statement{
	name:     "halves",
	patterns: halvesPatterns(),
	holds: func(m *match) {
		n, _ := m.get("n")
		a, _ := m.get("a")
		b, _ := m.get("b")
		for _, c := range []capture{a, b} {
			if c.unit.base != "" && c.unit.base != "?" || c.cue != filler || !m.tokens[c.from].value.value.IsInteger() {
				return
			}
		}
		if n.unit.base != "" && n.unit.base != "?" && !counts(n.unit.base) || n.cue != filler || m.goesOn() {
			return
		}
		whole := m.tokens[n.from].value.value
		sum := m.tokens[a.from].value.value.Add(m.tokens[b.from].value.value)
		if sum.Equal(whole) {
			return
		}
		m.tell(m.text, m.tokens[n.from].from,
			fault.T("Câu này ghi tổng là %s, nhưng %s và %s cộng lại là %s.", "The sentence says %s in all, but %s and %s make %s.", m.tokens[n.from].text, m.tokens[a.from].text, m.tokens[b.from].text, viet.FormatNumber(sum)),
			fault.T("Kiểm tra lại tổng và hai phần.", "Check the total and its two parts."))
	},
}

// pairs are what a number is divided into without a rest.
var pairs = [][2]string{
	{"nam", "nữ"}, {"nữ", "nam"}, {"trực tiếp", "trực tuyến"}, {"dự trực tiếp", "dự trực tuyến"}, {"có lý do", "không <có lý do|lý do>"}, {"có phép", "không <có phép|phép>"},
	{"chính thức", "dự khuyết"}, {"chính thức", "dự bị"},
}

func halvesPatterns() []*pattern {
	var all []*pattern
	for _, n := range []string{"{n}", "{n/}"} {
		for _, p := range pairs {
			x, y := p[0], p[1]
			all = append(all,
				compile(n+" .. [<,|(|:|;|-|trong đó>] [trong đó] [:] [<có|gồm|số>] "+x+" [$is] {a} .. <,|;|và|, và|, còn> [số] "+y+" [$is] {b}"),
				compile(n+" .. [<,|(|:|;|->] [<trong đó|gồm>] [:] [<có|gồm>] {a} .. "+x+" [)] <,|;|và|, và|, còn> [có] {b} .. "+y))
		}
	}
	return all
}

// goesOn reports whether more counts follow in the clause: there may be a third part.
func (m *match) goesOn() bool {
	for i := m.to; i < m.last; i++ {
		switch t := m.tokens[i]; {
		case t.kind == clause, t.text == ")":
			return false
		case t.kind == number && (i+1 >= len(m.tokens) || m.tokens[i+1].text != "%"), t.kind == fraction, t.kind == span:
			return true
		case t.text == "đạt" || t.text == "chiếm" || t.text == "khác":
			return t.text == "khác"
		}
	}
	return false
}
