package indicator_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/indicator"
)

// A made-up table for [TestComputed]: groups of items with three figures each, with
// everything that can be computed from them.
type madeUp struct {
	groups [][]item
	unit   string
	sums   bool // groups have sums
	total  bool
}

type item struct {
	name    string
	figures [3]*big.Rat // plan, actual, previous; nil: not stated
	texts   [3]string
}

// vietnamese writes a number as the offices do, by a way of its own: rounded half away from
// zero to that many decimals.
func vietnamese(x *big.Rat, decimals int, plus bool) string {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	num := new(big.Int).Mul(new(big.Int).Abs(x.Num()), scale)
	num.Add(num.Lsh(num, 1), x.Denom()) // 2|n|·10^d + den …
	digits := num.Quo(num, new(big.Int).Lsh(x.Denom(), 1)).String()
	for len(digits) <= decimals {
		digits = "0" + digits
	}
	whole, fraction := digits[:len(digits)-decimals], digits[len(digits)-decimals:]
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	if decimals > 0 {
		whole += "," + fraction
	}
	if strings.Trim(whole, "0.,") == "" {
		return whole
	}
	if x.Sign() < 0 {
		return "-" + whole
	}
	if plus {
		return "+" + whole
	}
	return whole
}

// percentage writes a percentage: with more decimals where it would say nothing or everything
// and is neither.
func percentage(x *big.Rat, decimals int, plus bool) string {
	for ; ; decimals++ {
		s := vietnamese(x, decimals, plus)
		whole, fraction, _ := strings.Cut(strings.Trim(s, "+-"), ",")
		wholly := (whole == "0" || whole == "100") && strings.Trim(fraction, "0") == ""
		if exact := x.Sign() == 0 || new(big.Rat).Abs(x).Cmp(big.NewRat(100, 1)) == 0; exact || !wholly {
			return s
		}
	}
}

// figure makes a figure and its text in one of the ways that files write it.
func figure(r *rand.Rand) (*big.Rat, string) {
	decimals := []int{0, 0, 1, 2, 3}[r.IntN(5)]
	size := []int64{10, 1000, 100_000, 10_000_000_000}[r.IntN(4)]
	n := r.Int64N(size * 10)
	x := new(big.Rat).SetFrac(big.NewInt(n), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil))
	text := vietnamese(x, decimals, false)
	if r.IntN(4) == 0 {
		text = strings.ReplaceAll(text, ".", "")
	}
	return x, text
}

func makeUp(r *rand.Rand) *madeUp {
	m := &madeUp{unit: []string{"tấn", "%"}[r.IntN(4)/3], sums: r.IntN(2) == 0, total: r.IntN(2) == 0}
	for g := range 1 + r.IntN(4) {
		var items []item
		for i := range 1 + r.IntN(6) {
			it := item{name: fmt.Sprintf("Chỉ tiêu %d.%d", g+1, i+1)}
			for k := range it.figures {
				if r.IntN(8) > 0 {
					it.figures[k], it.texts[k] = figure(r)
				}
			}
			items = append(items, it)
		}
		m.groups = append(m.groups, items)
	}
	return m
}

func (m *madeUp) yaml() string {
	var b strings.Builder
	fmt.Fprintf(&b, "  - unit: \"%s\"\n", m.unit)
	if m.total {
		b.WriteString("    total: Tổng cộng\n")
	}
	b.WriteString(`    columns: [plan, actual, previous, percent_of_plan, growth, ratio, points, difference, share,
      {id: nua, header: Một nửa, formula: "plan / 2", format: "0,000"},
      {id: tb, header: Trung bình, formula: "average(plan; actual; previous)", format: "0,00"},
      {id: lon, header: Lớn nhất, formula: "max(plan; actual) - min(plan; actual)", format: "#.##0,00"},
      {id: phan, header: Tỷ lệ, formula: "(actual + previous) / (plan + 1)", format: "0,00%"}]
    rows:
`)
	for g, items := range m.groups {
		fmt.Fprintf(&b, "      - name: Nhóm %d\n", g+1)
		if m.sums {
			b.WriteString("        formula: sum()\n")
		}
		b.WriteString("        rows:\n")
		for _, it := range items {
			fmt.Fprintf(&b, "          - name: %s\n", it.name)
			for k, key := range []string{"plan", "actual", "previous"} {
				if it.figures[k] != nil {
					fmt.Fprintf(&b, "            %s: \"%s\"\n", key, it.texts[k])
				}
			}
		}
	}
	return b.String()
}

// want is the table's figures, row by row, from the column of the plan on.
func (m *madeUp) want() [][]string {
	var total [3]*big.Rat
	add := func(to *[3]*big.Rat, x [3]*big.Rat) {
		for k := range x {
			if x[k] == nil {
				continue
			}
			if to[k] == nil {
				to[k] = new(big.Rat)
			}
			to[k] = new(big.Rat).Add(to[k], x[k])
		}
	}
	for _, items := range m.groups {
		for _, it := range items {
			add(&total, it.figures)
		}
	}
	var rows [][]string
	for _, items := range m.groups {
		var group [3]*big.Rat
		var below [][]string
		for _, it := range items {
			add(&group, it.figures)
			below = append(below, append(it.texts[:3:3], m.computed(it.figures, total[1])...))
		}
		if !m.sums {
			group = [3]*big.Rat{}
		}
		rows = append(rows, append(sumTexts(group), m.computed(group, total[1])...))
		rows = append(rows, below...)
	}
	if m.total {
		rows = append(rows, append(sumTexts(total), m.computed(total, total[1])...))
	}
	return rows
}

// sumTexts writes sums: with the decimals that they have, at the most.
func sumTexts(x [3]*big.Rat) []string {
	out := make([]string, 3)
	for k := range x {
		if x[k] != nil {
			out[k] = vietnamese(x[k], 6, false)
		}
	}
	return out
}

// computed are the figures of the other columns: percentages are compared by points,
// everything else is not.
func (m *madeUp) computed(x [3]*big.Rat, total *big.Rat) []string {
	all := computedColumns(x, total, m.unit == "%")
	if m.unit == "%" {
		all[0], all[1], all[2] = "", "", ""
	} else {
		all[3] = ""
	}
	return all
}

// computedColumns are the figures of the other columns.
func computedColumns(x [3]*big.Rat, total *big.Rat, percent bool) []string {
	plan, actual, previous := x[0], x[1], x[2]
	hundred := big.NewRat(100, 1)
	quotient := func(a, b *big.Rat) *big.Rat {
		if a == nil || b == nil || b.Sign() == 0 {
			return nil
		}
		return new(big.Rat).Quo(a, b)
	}
	times := func(a *big.Rat) *big.Rat {
		if a == nil {
			return nil
		}
		return new(big.Rat).Mul(a, hundred)
	}
	minus := func(a, b *big.Rat) *big.Rat {
		if a == nil || b == nil {
			return nil
		}
		return new(big.Rat).Sub(a, b)
	}
	show := func(x *big.Rat, decimals int, plus bool) string {
		if x == nil {
			return ""
		}
		if percent {
			return percentage(x, decimals, plus)
		}
		return vietnamese(x, decimals, plus)
	}
	share := func(x *big.Rat, decimals int, plus bool) string {
		if x == nil {
			return ""
		}
		return percentage(x, decimals, plus)
	}
	growth := times(quotient(minus(actual, previous), previous))
	points := share(minus(actual, previous), 2, true)
	if _, fraction, _ := strings.Cut(points, ","); len(fraction) == 2 {
		points = strings.TrimSuffix(points, "0")
	}
	var mean *big.Rat
	count := int64(0)
	for _, v := range x {
		if v != nil {
			if mean == nil {
				mean = new(big.Rat)
			}
			mean.Add(mean, v)
			count++
		}
	}
	if mean != nil {
		mean.Quo(mean, big.NewRat(count, 1))
	}
	var distance *big.Rat
	switch {
	case plan != nil && actual != nil:
		distance = new(big.Rat).Abs(new(big.Rat).Sub(plan, actual))
	case plan != nil || actual != nil:
		distance = new(big.Rat)
	}
	var part *big.Rat
	if plan != nil && actual != nil && previous != nil {
		part = times(new(big.Rat).Quo(new(big.Rat).Add(actual, previous), new(big.Rat).Add(plan, big.NewRat(1, 1))))
	}
	quota := share(part, 2, false)
	if quota != "" {
		quota += "%"
	}
	var half *big.Rat
	if plan != nil {
		half = new(big.Rat).Quo(plan, big.NewRat(2, 1))
	}
	return []string{
		share(times(quotient(actual, plan)), 1, false), share(growth, 1, true), share(times(quotient(actual, previous)), 1, false),
		points, show(minus(actual, previous), 6, false), share(times(quotient(actual, total)), 1, false),
		show(half, 3, false), show(mean, 2, false), show(distance, 2, false), quota,
	}
}

// trimmed is a figure without zeros behind the comma, for those that print exactly.
func trimmed(s string) string {
	if strings.Contains(s, ",") {
		s = strings.TrimSuffix(strings.TrimRight(s, "0"), ",")
	}
	return s
}

// Two hundred tables against arithmetic of the test's own: every figure to its last digit.
func TestComputed(t *testing.T) {
	r := rand.New(rand.NewPCG(30, 2020))
	figures := 0
	for n := range 200 {
		m := makeUp(r)
		text := m.yaml()
		table := indicator.Build(&indicators(t, text).Indicators[0], a4, nil)
		want := m.want()
		if len(table.Rows) != len(want) {
			t.Fatalf("table %d: %d rows, not %d\n%s", n, len(table.Rows), len(want), text)
		}
		for i, row := range table.Rows {
			for j, w := range want[i] {
				got := row.Cells[2+j].Text
				if j < 3 || j == 7 { // sums and differences: as many decimals as what they are made of
					got, w = trimmed(got), trimmed(w)
					got, w = strings.ReplaceAll(got, ".", ""), strings.ReplaceAll(w, ".", "")
				}
				if w != "" {
					figures++
				}
				if got != w {
					t.Errorf("table %d, %q, column %d: %q, not %q\n%s", n, row.Cells[1].Text, j+1, got, w, text)
				}
			}
		}
	}
	if figures < 10_000 {
		t.Errorf("only %d figures", figures)
	}
	t.Logf("%d figures", figures)
}
