package truth

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// comparisons is a figure beside the one that it is compared with: "56,3 tỷ đồng, tăng 12,5%
// so với cùng kỳ (50 tỷ đồng)".
var comparisons = &statement{
	name: "comparisons",
	patterns: patterns(
		"{a} .. "+beside+" [<,|(|và>] [đã] <k:$rise|$fall> {n} .. [<(|, tương ứng|, tương đương|tương ứng|, hay|, bằng> [<$rise|$fall>] {m} [)]] [<so với|so|của>] $past [)] <(|,|là> [$past] [$is] {b}",
		"{a} .. "+beside+" [<,|(|và>] [đã] <k:đạt|bằng|hoàn thành> {n%} [<so với|so|của>] <$past|$plan> [)] <(|,|là> [<$past|$plan>] [$is] {b}",
		"<$past> [$is] {b} .. [<,|;|thì>] [<năm nay|đến nay|kỳ này|nay|năm {y}>] .. [$is] {a} .. <,|(|;> [tức] <k:$rise|$fall> {n}",
		"<$plan> [$is] {b} .. [<,|;>] [<đã|kết quả>] <thực hiện|đạt|ước đạt|đã đạt> [<được|đạt|là>] {a} .. <,|(|;> [tức] <k:đạt|bằng|hoàn thành> {n%} [$plan]",
	),
	holds: func(m *match) {
		a, _ := m.get("a")
		b, _ := m.get("b")
		n, _ := m.get("n")
		if !m.alike(&a, &b) || !m.ends(b, n) {
			return
		}
		m.judgeChange(&b, &a, n, m.said("k"))
	},
}

// beside is what may stand between a figure and its comparison: its share of the plan.
const beside = "[<,|(|và> <đạt|bằng|hoàn thành> {x%} [so với] $plan [)]]"

// ends reports whether what a pattern has read ends with its last figure: a word after it may
// make it one of something else.
func (m *match) ends(all ...capture) bool {
	last := slices.MaxFunc(all, func(a, b capture) int { return a.to - b.to })
	if last.to >= m.last {
		return true
	}
	t := m.tokens[last.to]
	return t.kind != word || m.thing(&last) != "" && last.unit.base == "?" || t.text == "so" || t.text == "kế" || t.text == "dự" || t.text == "và"
}

// changes are the ways in which a figure may change, by the words for them.
func direction(said string) (up, down bool) {
	for w := range strings.SplitSeq(vocabulary["rise"], "|") {
		up = up || w == said
	}
	for w := range strings.SplitSeq(vocabulary["fall"], "|") {
		down = down || w == said
	}
	return up, down
}

// judgeChange tells where the way from one figure to another is not what the sentence says:
// by how much, in the figures' unit or in percent, or how many times.
func (m *match) judgeChange(from, to *capture, n capture, said string) {
	before, after := m.value(*from), m.value(*to)
	up, down := direction(said)
	gap := after.minus(before)
	share, ok := after.share(before)
	if !ok {
		return
	}
	growth := share.minus(exact(hundred))
	var are []bounds // what the sentence may mean
	switch percent := n.unit.base == "%"; {
	case percent && !up && !down:
		are = []bounds{share}
	case percent && from.unit.base == "%":
		are = []bounds{gap, growth}
	case percent:
		are = []bounds{growth}
	case n.unit.base == "điểm %" && from.unit.base == "%":
		are = []bounds{gap}
	case n.unit.base == "lần":
		are = []bounds{share.times(decimal.New(1, -2))}
		up, down = false, false
	case m.alike(from, &n):
		are = []bounds{gap}
	default:
		return
	}
	says := m.value(n)
	if down {
		says = says.neg()
	}
	for _, is := range are {
		if is.meets(says) {
			return
		}
	}
	m.tellChange(from, to, n, are[0], up || down)
}

func (m *match) tellChange(from, to *capture, n capture, is bounds, directs bool) {
	decimals := m.tokens[n.from].value.decimals()
	text := viet.FormatFixed(is.value, decimals+1)
	switch {
	case n.unit.base == "%":
		text = percentText(is, decimals)
	case n.unit.base == "lần":
		text += " lần"
	default:
		text = viet.FormatNumber(is.value.Div(factorOf(n.unit)).Round(6)) + strings.TrimPrefix(m.written(n), m.text.Raw[m.tokens[n.from].from:m.tokens[n.from].to])
	}
	said, comes := fault.Same(m.written(n)), fault.Same(text)
	if directs {
		b := m.value(n)
		if _, down := direction(m.said("k")); down {
			b = b.neg()
		}
		said, comes = directed(b, m.written(n)), directed(is, text)
	}
	m.tell(m.text, m.tokens[n.from].from,
		fault.T("Câu này ghi %s, nhưng từ %s đến %s là %s.", "The sentence says %s, but from %s to %s it is %s.", said, m.written(*from), m.written(*to), comes),
		fault.T("Kiểm tra lại hai số và mức tăng, giảm.", "Check both figures and the change."))
}
