package indicator_test

import (
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/meeting"
)

// Whatever a file asks of its tables: no panic, a cell for each column in each row, and
// columns that fill the room.
func FuzzTables(f *testing.F) {
	for _, seed := range []string{
		"  - preset: month\n    period_end: 2026-01-31\n    rows:\n      - {name: a, actual: 1, values: {last: 2}}\n",
		"  - codes: true\n    total: Tổng\n    columns: [plan, {id: a, header: A, group: [B, C], formula: \"sum(plan; 2) / [A] @ x\", format: \"+0,0#%\"}, share, assessment]\n    rows:\n      - name: x\n        formula: average()\n        rows: [{name: y, plan: 5, values: [6-7]}]\n",
		"  - numbering: [A, 1.1, a)]\n    landscape: true\n    rows:\n      - {id: a, name: a, plan: 1, formula: b * b, footnote: c}\n      - {id: b, name: b, formula: a - (1,5 + -a)}\n",
		"  - columns: [{id: a, width: 5, unit: tấn}, {id: b, width: 300}]\n    rows: [{name: một tên rất dài không có chỗ, values: {a: 123456789, b: trên 5}}]\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		meetings, faults := meeting.Parse("a.yaml", []byte("title: Họp\nindicators:\n"+text), limit.Limits{YAMLBytes: 1 << 16})
		if faults.Failed() || len(meetings) == 0 {
			return
		}
		m := meetings[0]
		indicator.Check(m)
		for i := range m.Indicators {
			for _, room := range []indicator.Room{a4, {Width: 300, Size: 20, Margin: 216}} {
				table := indicator.Build(&m.Indicators[i], room, nil)
				if table == nil {
					continue
				}
				for _, c := range table.Columns {
					if c.Width <= 0 {
						t.Fatalf("a column without a width: %+v", table.Columns)
					}
				}
				for _, r := range table.Rows {
					if len(r.Cells) != len(table.Columns) {
						t.Fatalf("%d cells in %d columns", len(r.Cells), len(table.Columns))
					}
				}
				cells := 0
				for _, r := range table.Header {
					for _, c := range r.Cells {
						cells += max(c.Span, 1) * max(c.RowSpan, 1)
					}
				}
				if cells != len(table.Header)*len(table.Columns) {
					t.Fatalf("the header's cells cover %d of %d", cells, len(table.Header)*len(table.Columns))
				}
			}
		}
	})
}

// Formulas over formulas neither grow without end nor take for ever.
func TestHostileFormulas(t *testing.T) {
	var b strings.Builder
	b.WriteString("  - total: Tổng\n    columns: [plan, {id: a, formula: \"" + strings.Repeat("plan*", 150) + "plan\"}]\n    rows:\n      - {id: r0, name: r0, plan: 123456789}\n")
	for i := 1; i < 300; i++ {
		b.WriteString("      - {id: r" + string(rune('0'+i/100)) + string(rune('0'+i/10%10)) + string(rune('0'+i%10)) + ", name: x, formula: \"r0 * r0 / (r0 + 1)\"}\n")
	}
	m := indicators(t, b.String())
	indicator.Check(m)
	if table := indicator.Build(&m.Indicators[0], a4, nil); len(table.Rows) != 301 {
		t.Errorf("%d rows", len(table.Rows))
	}

	b.Reset()
	b.WriteString("  - columns: [plan]\n    rows:\n      - {id: r0, name: r0, plan: 99999}\n")
	for i := 1; i < 200; i++ { // each the square of the one before
		b.WriteString("      - {id: r" + strings.Repeat("a", i) + ", name: x, formula: \"" + square(i) + " * " + square(i) + "\"}\n")
	}
	m = indicators(t, b.String())
	indicator.Check(m)
	indicator.Build(&m.Indicators[0], a4, nil)

	// As many sums as rows, of all the others.
	b.Reset()
	b.WriteString("  - columns: [plan]\n    rows:\n")
	for range 20_000 {
		b.WriteString("      - {name: Tổng, plan: 1}\n      - {name: c, formula: sum()}\n")
	}
	m = indicators(t, b.String())
	indicator.Check(m)
	indicator.Build(&m.Indicators[0], a4, nil)
}

func square(i int) string {
	if i == 1 {
		return "r0"
	}
	return "r" + strings.Repeat("a", i-1)
}
