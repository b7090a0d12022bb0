package indicator_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/meeting"
)

// told lists findings: a line for each, its place and code.
func told(m *meeting.Meeting) []string {
	var all []string
	for _, f := range indicator.Check(m) {
		all = append(all, fmt.Sprintf("%d:%d %s %s", f.Line, f.Column, f.Severity, f.Code))
	}
	return all
}

// What is wrong with a table is told where it stands, and nothing else is.
func TestCheck(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "  - rows:\n      - {name: a, actual: 1}\n", ""},
		{"share of the plan", "  - rows:\n      - name: a\n        plan: 2.547\n        actual: 2.351\n        percent_of_plan: 93,3\n", "7:26 warning contradiction"},
		{"the last digit may be rounded either way", "  - rows:\n      - {name: a, plan: 12, actual: 10, percent_of_plan: 83, growth: 0, previous: 10}\n", ""},
		{"growth with the wrong sign", "  - rows:\n      - name: a\n        actual: 90\n        previous: 100\n        growth: +10\n", "7:17 warning contradiction"},
		{"growth of a rate in points", "  - rows:\n      - {name: a, unit: \"%\", actual: \"5,2\", previous: \"6,5\", growth: \"-1,3\"}\n", ""},
		{"no basis", "  - rows:\n      - {name: a, actual: trên 90, plan: 100, percent_of_plan: 50, previous: 6-7, growth: 3}\n", ""},
		{"a stated sum", "  - rows:\n      - name: a\n        formula: sum()\n        actual: 31\n        rows:\n          - {name: b, unit: người, actual: 10}\n          - {name: c, unit: người, actual: 20}\n", "6:17 warning contradiction"},
		{"a total by its name", "  - unit: hộ\n    rows:\n      - {name: a, actual: 10}\n      - {name: b, actual: 20}\n      - {name: Tổng cộng, actual: 31}\n", "7:35 warning contradiction"},
		{"a total of the rows behind it", "  - unit: hộ\n    rows:\n      - {name: Tổng số, actual: 30}\n      - {name: a, actual: 10}\n      - {name: b, actual: 20}\n      - {name: c, actual: 5}\n", ""},
		{"a part more than the whole", "  - unit: ha\n    rows:\n      - name: a\n        actual: 10\n        rows:\n          - {name: b, actual: \"10,6\"}\n", "8:31 warning contradiction"},
		{"a part of a rate may be more", "  - unit: tạ/ha\n    rows:\n      - name: Năng suất lúa\n        actual: 50\n        rows:\n          - {name: vụ xuân, actual: 60}\n", ""},
		{"more than the whole in a cell", "  - rows:\n      - {name: a, actual: 19/18}\n", "4:27 warning contradiction"},
		{"a fraction and its percentage", "  - rows:\n      - {name: a, actual: 13/18, percent_of_plan: \"71,2\"}\n", "4:51 warning contradiction"},
		{"a range that ends below its beginning", "  - rows:\n      - name: a\n        plan: 6,8-6,6\n        actual: 6,6-6,8\n", "5:15 warning contradiction"},
		{"a structure", "  - unit: \"%\"\n    rows:\n      - name: Cơ cấu kinh tế\n        rows:\n          - {name: a, actual: \"30,5\"}\n          - {name: b, actual: \"70,5\"}\n", "7:31 warning contradiction"},
		{"a verdict", "  - rows:\n      - name: a\n        plan: 100\n        actual: 90\n        assessment: Vượt\n", "7:21 warning contradiction"},
		{"a verdict where less is better", "  - rows:\n      - {name: Hộ nghèo, plan: 50, actual: 40, assessment: Vượt}\n      - {name: b, plan: 50, actual: 40, assessment: Đạt, lower_is_better: true}\n      - {name: c, plan: 50, actual: 40, assessment: Không đạt, lower_is_better: true}\n", "6:53 warning contradiction"},
		{"a sum leaves text out", "  - total: Tổng\n    rows:\n      - {name: a, actual: 1}\n      - {name: b, actual: trên 5}\n      - {name: c, actual: x}\n", "3:12 warning left-out-of-sum"},
		{"a sum leaves other units out", "  - total: Tổng\n    rows:\n      - {name: a, unit: ha, actual: 1}\n      - {name: b, unit: tấn, actual: 5}\n", "3:12 warning left-out-of-sum"},
		{"an unknown preset", "  - preset: thag\n    rows:\n      - {name: a}\n", "3:13 error unknown-preset"},
		{"formats, alignments, widths, numbering", "  - numbering: [§]\n    columns:\n      - {id: a, format: \"0.0\"}\n      - {id: b, align: giũa}\n      - {id: c, width: rộng}\n      - {header: \"\"}\n      - a\n    rows:\n      - {name: a}\n", "3:16 error bad-numbering\n5:25 error bad-format\n6:24 error bad-value\n7:24 error bad-value\n8:9 error column-without-id\n9:9 error duplicate-column"},
		{"values of no column", "  - columns: [plan]\n    rows:\n      - name: a\n        values:\n          thuc_hien: 5\n", "7:11 error unknown-column"},
		{"too many values", "  - columns: [plan]\n    rows:\n      - {name: a, values: [1, 2]}\n", "5:31 error too-many-values"},
		{"a figure twice", "  - columns: [plan]\n    rows:\n      - {name: a, plan: 1, values: {ke_hoach: 2}}\n", "5:37 error duplicate-value"},
		{"what no column prints", "  - columns: [plan]\n    rows:\n      - {name: a, plan: 1, actual: 2, note: b}\n", "5:36 warning unprinted\n5:9 warning unprinted"},
		{"formulas that are none", "  - columns:\n      - {id: a, formula: 1 +}\n      - {id: b, formula: a / khong}\n      - {id: c, formula: summ(a)}\n      - {id: d, formula: round()}\n    rows:\n      - {name: a, formula: \"[x\"}\n      - {name: b, formula: thu}\n", "4:26 error bad-formula\n6:26 error bad-formula\n7:26 error bad-formula\n5:26 error unknown-column\n9:28 error bad-formula\n10:28 error unknown-row"},
		{"circles", "  - columns:\n      - {id: a, formula: b}\n      - {id: b, formula: a}\n    rows:\n      - {name: x}\n", "4:26 error circular-formula"},
		{"circles of rows", "  - columns: [plan]\n    rows:\n      - {id: y, name: y, formula: z}\n      - {id: z, name: z, formula: y + 1}\n      - {name: w, formula: y}\n", "5:35 error circular-formula"},
		{"two rows of one name", "  - rows:\n      - {name: a, actual: 1}\n      - {name: a, actual: 2}\n      - {name: b, formula: a * 2}\n", "6:28 error ambiguous-row"},
		{"a percentage of a column that is not there", "  - columns: [actual, percent_of_plan]\n    rows:\n      - {name: a, actual: 1}\n", "3:23 warning not-computed"},
		{"stated everywhere, nothing to compute", "  - columns: [actual, percent_of_plan]\n    rows:\n      - {name: a, actual: 1, percent_of_plan: 50}\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := indicators(t, tt.in)
			if got := strings.Join(told(m), "\n"); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			for _, f := range indicator.Check(m) {
				if f.Message.Vi == "" || f.Message.En == "" || f.Hint.Vi == "" || f.Hint.En == "" || strings.Contains(f.Message.Vi+f.Message.En+f.Hint.Vi+f.Hint.En, "%!") {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

// A document's own tables are checked where it has them.
func TestCheckDocuments(t *testing.T) {
	m := indicators(t, "  - rows:\n      - {name: a, actual: 1}\ndocuments:\n  tom-tat:\n    number: 1\n  bien-ban:\n    indicators:\n      - rows:\n          - {name: a, actual: 19/18}\n")
	if got := strings.Join(told(m), "\n"); got != "11:31 warning contradiction" {
		t.Error(got)
	}
}

// An honest table: what its figures are in truth, and how the file rounds them.
type honest struct {
	r     *rand.Rand
	lines []string
	plant map[string][]int // by the kind of contradiction: the lines that can be changed
}

func (h *honest) line(format string, args ...any) int {
	h.lines = append(h.lines, fmt.Sprintf(format, args...))
	return len(h.lines) - 1
}

// can notes that a figure's line can be changed to contradict others.
func (h *honest) can(kind string, line int) { h.plant[kind] = append(h.plant[kind], line) }

func (h *honest) amount() *big.Rat {
	return big.NewRat(1_000+h.r.Int64N([]int64{100_000, 9_000_000, 900_000_000}[h.r.IntN(3)]), 1000)
}

// rounded is a figure as the file states it, and what it stands for.
func rounded(x *big.Rat, decimals int) (string, *big.Rat) {
	s := vietnamese(x, decimals, false)
	v, _ := new(big.Rat).SetString(strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", "."))
	return s, v
}

// table writes a table with everything that can be stated twice.
func (h *honest) table() {
	r := h.r
	decimals := r.IntN(3)
	counted := r.IntN(3) == 0
	unit := []string{"tỷ đồng", "triệu đồng", "tấn", "ha"}[r.IntN(4)]
	if counted {
		unit, decimals = []string{"người", "hộ", "hồ sơ"}[r.IntN(3)], 0
	}
	h.line("title: Họp")
	h.line("indicators:")
	h.line("  - unit: %s", unit)
	h.line("    columns: [plan, actual, previous, percent_of_plan, growth, ratio, difference, share, assessment, {id: con, header: Còn lại, formula: plan - actual}]")
	h.line("    rows:")
	n := 2 + r.IntN(9)
	type truth struct{ plan, actual, previous *big.Rat }
	var rows []truth
	total := truth{new(big.Rat), new(big.Rat), new(big.Rat)}
	for range n {
		t := truth{h.amount(), h.amount(), h.amount()}
		if counted { // people come whole
			for _, x := range []**big.Rat{&t.plan, &t.actual, &t.previous} {
				_, *x = rounded(*x, 0)
			}
		}
		rows = append(rows, t)
		total.plan.Add(total.plan, t.plan)
		total.actual.Add(total.actual, t.actual)
		total.previous.Add(total.previous, t.previous)
	}
	figures := func(t truth, kind string, indent string) {
		plan, _ := rounded(t.plan, decimals)
		actual, _ := rounded(t.actual, decimals)
		previous, _ := rounded(t.previous, decimals)
		lines := []int{h.line("%splan: %s", indent, plan), h.line("%sactual: %s", indent, actual), h.line("%sprevious: %s", indent, previous)}
		if kind == "total" {
			for _, l := range lines {
				h.can("total", l)
			}
		}
		hundred := big.NewRat(100, 1)
		percent := new(big.Rat).Mul(new(big.Rat).Quo(t.actual, t.plan), hundred)
		h.can("percent of plan", h.line("%spercent_of_plan: %s", indent, vietnamese(percent, r.IntN(3), false)))
		ratio := new(big.Rat).Mul(new(big.Rat).Quo(t.actual, t.previous), hundred)
		growth := new(big.Rat).Sub(ratio, hundred)
		switch text := vietnamese(growth, 1+r.IntN(2), r.IntN(2) == 0); {
		case growth.Sign() < 0 && r.IntN(2) == 0:
			h.can("growth", h.line("%sgrowth: giảm %s", indent, strings.TrimPrefix(text, "-")))
		default:
			h.can("growth", h.line("%sgrowth: %s", indent, text))
		}
		h.line("%svalues:", indent)
		h.can("ratio", h.line("%s  ratio: %s", indent, vietnamese(ratio, 1, false)))
		h.can("difference", h.line("%s  chenh_lech: %s", indent, vietnamese(new(big.Rat).Sub(t.actual, t.previous), decimals, false)))
		h.can("share", h.line("%s  share: %s", indent, vietnamese(new(big.Rat).Mul(new(big.Rat).Quo(t.actual, total.actual), hundred), 1, false)))
		h.can("formula", h.line("%s  con: %s", indent, vietnamese(new(big.Rat).Sub(t.plan, t.actual), decimals, false)))
		verdict := "Không đạt"
		if t.actual.Cmp(t.plan) > 0 {
			verdict = "Vượt"
		}
		if new(big.Rat).Abs(new(big.Rat).Sub(percent, hundred)).Cmp(big.NewRat(5, 1)) > 0 {
			h.can("verdict", h.line("%sassessment: %s", indent, verdict))
		}
		if r.IntN(3) == 0 {
			h.line("%slower_is_better: false", indent)
		}
	}
	for i, t := range rows {
		h.line("      - name: Mục %d", i+1)
		figures(t, "", "        ")
		if r.IntN(2) == 0 {
			h.line("        rows:")
			h.line("          - name: Trong đó phần %d", i)
			part := new(big.Rat).Mul(t.actual, big.NewRat(1+r.Int64N(98), 100))
			h.can("part", h.line("            actual: %s", vietnamese(part, decimals, false)))
		}
	}
	switch r.IntN(3) {
	case 0:
		h.line("      - name: Tổng cộng")
		figures(total, "total", "        ")
	case 1:
		h.line("      - name: Cộng chung")
		h.line("        formula: sum()")
		figures(total, "total", "        ")
	default: // without it shares have no whole
		delete(h.plant, "share")
	}
	h.line("  - rows:")
	all := 5 + r.IntN(60)
	done := r.IntN(all + 1)
	h.line("      - name: Nhiệm vụ")
	h.line("        unit: nhiệm vụ")
	h.can("fraction", h.line("        actual: %d/%d", done, all))
	h.can("percent of a fraction", h.line("        percent_of_plan: %s%%", vietnamese(big.NewRat(int64(100*done), int64(all)), 1, false)))
	h.line("      - name: Cơ cấu kinh tế")
	h.line("        rows:")
	a, b := big.NewRat(1+r.Int64N(500), 10), big.NewRat(1+r.Int64N(400), 10)
	for i, x := range []*big.Rat{a, b, new(big.Rat).Sub(big.NewRat(100, 1), new(big.Rat).Add(a, b))} {
		h.line("          - name: Ngành %d", i)
		h.line("            unit: \"%%\"")
		l := h.line("            actual: %s", vietnamese(x, 1, false))
		h.can("structure", l)
	}
}

// contradict changes the figure of a line by more than rounding explains.
func (h *honest) contradict(kind string, line int) {
	key, value, _ := strings.Cut(h.lines[line], ": ")
	switch kind {
	case "verdict":
		h.lines[line] = key + ": " + map[string]string{"Vượt": "Không đạt", "Không đạt": "Vượt"}[value]
		return
	case "fraction":
		_, all, _ := strings.Cut(value, "/")
		var n int
		fmt.Sscan(all, &n)
		h.lines[line] = fmt.Sprintf("%s: %d/%d", key, n+1+h.r.IntN(n), n)
		return
	}
	falls := strings.HasPrefix(value, "giảm ")
	number := strings.TrimSuffix(strings.TrimPrefix(value, "giảm "), "%")
	suffix := ""
	if strings.HasSuffix(value, "%") {
		suffix = "%"
	}
	_, fraction, _ := strings.Cut(number, ",")
	x, _ := new(big.Rat).SetString(strings.ReplaceAll(strings.ReplaceAll(strings.TrimPrefix(number, "+"), ".", ""), ",", "."))
	// From a thirtieth to the double of it, but by 20 units of its last digit at least.
	off := new(big.Rat).Mul(new(big.Rat).Abs(x), big.NewRat(33+h.r.Int64N(1000), 1000))
	least := new(big.Rat).SetFrac(big.NewInt(20), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(fraction))), nil))
	if off.Cmp(least) < 0 {
		off = least
	}
	if kind == "part" { // more than the whole
		off = new(big.Rat).Mul(new(big.Rat).Add(x, big.NewRat(1, 1)), big.NewRat(100, 1))
	} else if h.r.IntN(2) == 0 && kind != "share" && kind != "total" && kind != "structure" {
		off.Neg(off)
	}
	if kind == "growth" && x.Sign() != 0 && h.r.IntN(3) == 0 && new(big.Rat).Abs(x).Cmp(big.NewRat(1, 1)) > 0 {
		off = new(big.Rat).Mul(x, big.NewRat(-2, 1)) // the wrong direction
	}
	text := vietnamese(new(big.Rat).Add(x, off), len(fraction), false)
	if falls && strings.HasPrefix(text, "-") {
		falls, text = false, text[1:]
	}
	if falls {
		text = "giảm " + text
	}
	h.lines[line] = key + ": " + text + suffix
}

// Honest tables give nothing; of the contradictions planted in them, one a table, at least
// 95 in a hundred are found, on their line.
func TestPlantedContradictions(t *testing.T) {
	kinds := []string{"percent of plan", "growth", "ratio", "difference", "share", "formula", "total", "part", "fraction", "percent of a fraction", "structure", "verdict"}
	planted, found := map[string]int{}, map[string]int{}
	r := rand.New(rand.NewPCG(92, 3))
	all, hits := 0, 0
	for n := 0; all < 300; n++ {
		kind := kinds[n%len(kinds)]
		h := &honest{r: r, plant: map[string][]int{}}
		h.table()
		check := func() []string {
			text := strings.Join(h.lines, "\n") + "\n"
			return told(indicators(t, strings.SplitN(text, "\n", 3)[2]))
		}
		if got := check(); len(got) > 0 {
			t.Fatalf("an honest table: %v\n%s", got, strings.Join(h.lines, "\n"))
		}
		places := h.plant[kind]
		if len(places) == 0 {
			continue
		}
		at := places[r.IntN(len(places))]
		h.contradict(kind, at)
		planted[kind]++
		all++
		for _, f := range check() {
			if strings.HasPrefix(f, fmt.Sprintf("%d:", at+1)) || kind == "structure" || kind == "total" {
				found[kind]++
				hits++
				break
			}
		}
	}
	for _, k := range kinds {
		t.Logf("%s: %d of %d", k, found[k], planted[k])
	}
	if hits*100 < all*95 {
		t.Errorf("found %d of %d", hits, all)
	}
}
