package truth

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/viet"
)

// markdownTables is a table inside a text whose totals, shares or differences are not what its
// other columns and rows make. What a column is, its figures say: one that is the quotient of
// two others in each row but one is it in that row too.
var markdownTables = &statement{name: "tables", whole: func(r *reader) {
	if !strings.Contains(r.text.Raw, "|") {
		return
	}
	for _, t := range gridsIn(r.text.Raw) {
		g := &gridReader{reader: r, grid: t}
		g.totals()
		g.columns()
	}
}}

// A grid is a table as Markdown writes it: heads, and rows with as many cells.
type grid struct {
	heads []string // in small letters
	rows  [][]cell
	names []string // of the rows, in small letters
	total int      // the row of totals; -1 for none, or for several
}

// A cell is one of a grid.
type cell struct {
	text     string
	from, to int // bytes of the text
	figure   bool
	value    bounds
	decimals int
}

// maxColumns and maxRows bound the tables that are looked at: their columns are held against
// each other.
const (
	maxColumns = 14
	maxRows    = 2000
)

var delimiter = lazy.Compile(`^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$`)

// gridsIn are the tables of a text.
func gridsIn(raw string) []*grid {
	var all []*grid
	var g *grid
	before, beforeAt, at := "", 0, 0
	for line := range strings.SplitAfterSeq(raw, "\n") {
		text := strings.TrimRight(line, "\n")
		switch {
		case g != nil && strings.Contains(text, "|") && len(g.rows) < maxRows:
			row := cellsOf(text, at)
			for len(row) < len(g.heads) {
				row = append(row, cell{from: at + len(text), to: at + len(text)})
			}
			g.rows = append(g.rows, row[:len(g.heads)])
		case strings.Contains(before, "|") && strings.Contains(text, "-") && delimiter.MatchString(text):
			g = &grid{}
			for _, c := range cellsOf(before, beforeAt) {
				g.heads = append(g.heads, viet.Lower(c.text))
			}
			if len(g.heads) >= 2 && len(g.heads) <= maxColumns {
				all = append(all, g)
			} else {
				g = nil
			}
		default:
			g = nil
		}
		before, beforeAt = text, at
		at += len(line)
	}
	for _, g := range all {
		g.name()
	}
	return all
}

// cellsOf cuts a line into cells.
func cellsOf(line string, at int) []cell {
	var all []cell
	start := len(line) - len(strings.TrimLeft(line, " \t"))
	if strings.HasPrefix(line[start:], "|") {
		start++
	}
	for i := start; i <= len(line); i++ {
		if i < len(line) && (line[i] != '|' || line[i-1] == '\\') {
			continue
		}
		if i == len(line) && strings.TrimSpace(line[start:]) == "" {
			break
		}
		c := cell{text: strings.Trim(line[start:i], " \t*_")}
		c.from = at + start + max(0, strings.Index(line[start:i], c.text))
		c.to = c.from + len(c.text)
		if q, ok := quantityOf(strings.TrimSpace(strings.TrimSuffix(c.text, "%"))); ok {
			c.figure, c.decimals, c.value = true, q.decimals(), q.exactly()
			if q.value.IsInteger() && !strings.HasSuffix(c.text, "%") && c.decimals == 0 {
				c.value = exact(q.value)
			}
		}
		all = append(all, c)
		start = i + 1
	}
	return all
}

var totalName = lazy.Compile(`^(tổng( cộng| số| chung)?|cộng( chung)?|toàn (xã|huyện|tỉnh|trường|đảng bộ|công ty))[:.]?$`)

// name finds the rows' names and the row of totals.
func (g *grid) name() {
	g.total = -1
	several := false
	for i, row := range g.rows {
		name := ""
		for _, c := range row[:min(len(row), 3)] {
			if !c.figure && len([]rune(c.text)) > len([]rune(name)) {
				name = viet.Lower(c.text)
			}
		}
		g.names = append(g.names, name)
		if totalName.MatchString(name) {
			several = several || g.total >= 0
			g.total = i
		}
	}
	if several {
		g.total = -1
	}
}

// A gridReader holds a table against itself.
type gridReader struct {
	*reader
	*grid
}

var (
	shareHead = lazy.Compile(`%|tỷ lệ|tỉ lệ|cơ cấu|tỷ trọng|tỉ trọng`)
	noSumHead = lazy.Compile(`^(stt|tt|số tt|năm|mã)$|bình quân|năng suất|đơn giá|giá |mức|điểm|hạng|thu nhập|ngày|%|tỷ lệ|tỉ lệ|trung bình`)
	allHead   = lazy.Compile(`tổng|cộng`)
	gapHead   = lazy.Compile(`chênh|tăng|giảm|còn|so |\+|thiếu|thừa`)
	partName  = lazy.Compile(`^[-+–*•]|^trong đó|^tr\.đó`)
	roman     = lazy.Compile(`^[IVXA-H]+\.?$`)
)

// totals holds the row of totals against the sums of the others.
func (g *gridReader) totals() {
	if g.total < 0 || g.total != 0 && g.total != len(g.rows)-1 {
		return
	}
	for c := range g.heads {
		total := g.rows[g.total][c]
		if !total.figure || noSumHead.MatchString(g.heads[c]) {
			continue
		}
		fits, known := false, true
		var first bounds
		for i, some := range g.parts() {
			sum, n := exact(decimal.Zero), 0
			for _, r := range some {
				cell := g.rows[r][c]
				if !cell.figure && strings.Trim(cell.text, "-–x ") != "" {
					known = false // "trên 50"
				}
				if cell.figure {
					sum, n = sum.plus(cell.value), n+1
				}
			}
			if i == 0 {
				first = sum
				known = known && n >= 2
			}
			fits = fits || sum.meets(total.value)
		}
		if known && !fits {
			g.tell(g.text, total.from,
				fault.T("Bảng ghi tổng là %s, nhưng cột “%s” cộng lại là %s.", "The table says %s in all, but its column “%s” makes %s.", total.text, excerpt(g.heads[c]), viet.FormatNumber(first.value)),
				fault.T("Kiểm tra lại tổng và các dòng.", "Check the total and the rows."))
		}
	}
}

// parts are the rows that a total may be the sum of: all others, or those of the first level.
func (g *gridReader) parts() [][]int {
	var all, named, first, numbered []int
	for r := range g.rows {
		if r == g.total {
			continue
		}
		all = append(all, r)
		mark := strings.TrimSpace(g.rows[r][0].text)
		if !partName.MatchString(g.names[r]) {
			named = append(named, r)
		}
		if roman.MatchString(mark) {
			first = append(first, r)
		}
		if mark != "" && !strings.Contains(strings.TrimSuffix(mark, "."), ".") {
			numbered = append(numbered, r)
		}
	}
	return slices.DeleteFunc([][]int{all, named, first, numbered}, func(l []int) bool { return len(l) == 0 })
}

// A relation is what a column may be of others, in each row.
type relation struct {
	is   func(row int) (bounds, bool)
	text fault.Text
}

// columns holds the columns against each other.
func (g *gridReader) columns() {
	for c, head := range g.heads {
		var may []relation
		switch {
		case shareHead.MatchString(head):
			may = g.shares(c)
		case allHead.MatchString(head):
			may = append(g.sumsBeside(c), g.gaps(c)...)
		case gapHead.MatchString(head):
			may = g.gaps(c)
		}
		g.holdColumn(c, may)
	}
}

// holdColumn finds the relation that all rows but one or a tenth agree with, and tells of those.
func (g *gridReader) holdColumn(c int, may []relation) {
	var best relation
	var wrong []int
	most := 0
	for _, rel := range may {
		fits, off := 0, []int(nil)
		for r := range g.rows {
			cell := g.rows[r][c]
			is, ok := rel.is(r)
			if !cell.figure || !ok {
				continue
			}
			if is.meets(cell.value) {
				fits++
			} else {
				off = append(off, r)
			}
		}
		if fits > most || fits == most && len(off) < len(wrong) {
			best, wrong, most = rel, off, fits
		}
	}
	if most < 2 || len(wrong) > max(1, most/10) {
		return
	}
	for _, r := range wrong {
		cell := g.rows[r][c]
		is, _ := best.is(r)
		text := viet.FormatFixed(is.value, cell.decimals)
		if shareHead.MatchString(g.heads[c]) {
			text = strings.TrimSuffix(percentText(is, cell.decimals), "%")
		}
		g.tell(g.text, cell.from,
			fault.T("Ô này ghi %s, nhưng các cột khác cho %s (%s).", "The cell says %s, but the other columns give %s (%s).", cell.text, text, best.text),
			fault.T("Kiểm tra lại dòng này của bảng.", "Check this row of the table."))
	}
}

// figureAt is a cell's value.
func (g *gridReader) figureAt(r, c int) (bounds, bool) {
	return g.rows[r][c].value, g.rows[r][c].figure
}

// shares are what a column of percentages may be: of the total of another, of another, or how
// much more one is than another.
func (g *gridReader) shares(c int) []relation {
	var all []relation
	for i := range g.heads {
		if i == c || shareHead.MatchString(g.heads[i]) {
			continue
		}
		if whole, ok := g.wholeOf(i); ok {
			all = append(all, relation{func(r int) (bounds, bool) {
				v, ok := g.figureAt(r, i)
				if !ok {
					return v, false
				}
				return v.share(whole)
			}, fault.T("tỷ lệ của “%s” trong tổng", "the share of “%s” in the total", excerpt(g.heads[i]))})
		}
		for j := range g.heads {
			if j == i || j == c || shareHead.MatchString(g.heads[j]) {
				continue
			}
			of := func(r int) (bounds, bool) {
				v, ok := g.figureAt(r, i)
				w, known := g.figureAt(r, j)
				if !ok || !known {
					return v, false
				}
				return v.share(w)
			}
			all = append(all,
				relation{of, fault.T("“%s” so với “%s”", "“%s” of “%s”", excerpt(g.heads[i]), excerpt(g.heads[j]))},
				relation{func(r int) (bounds, bool) {
					v, ok := of(r)
					return v.minus(exact(hundred)), ok
				}, fault.T("mức tăng của “%s” so với “%s”", "how much “%s” is more than “%s”", excerpt(g.heads[i]), excerpt(g.heads[j]))})
		}
	}
	return all
}

// wholeOf is the total of a column: as it is stated, else the sum of its rows.
func (g *gridReader) wholeOf(c int) (bounds, bool) {
	if g.total >= 0 {
		return g.figureAt(g.total, c)
	}
	sum, n := exact(decimal.Zero), 0
	for r := range g.rows {
		v, ok := g.figureAt(r, c)
		if !ok {
			return sum, false
		}
		sum, n = sum.plus(v), n+1
	}
	return sum, n > 1
}

// sumsBeside are the sums of the columns that stand together on one side of a column.
func (g *gridReader) sumsBeside(c int) []relation {
	var all []relation
	add := func(from, to int) {
		if to-from < 2 {
			return
		}
		all = append(all, relation{func(r int) (bounds, bool) {
			sum := exact(decimal.Zero)
			for i := from; i < to; i++ {
				v, ok := g.figureAt(r, i)
				if !ok {
					return sum, false
				}
				sum = sum.plus(v)
			}
			return sum, true
		}, fault.T("tổng từ “%s” đến “%s”", "the sum from “%s” to “%s”", excerpt(g.heads[from]), excerpt(g.heads[to-1]))})
	}
	for to := c + 3; to <= len(g.heads); to++ {
		add(c+1, to)
	}
	for from := c - 2; from >= 0; from-- {
		add(from, c)
	}
	return all
}

// gaps are the differences of two other columns.
func (g *gridReader) gaps(c int) []relation {
	var all []relation
	for i := range g.heads {
		for j := range g.heads {
			if i == j || i == c || j == c || shareHead.MatchString(g.heads[i]) || shareHead.MatchString(g.heads[j]) {
				continue
			}
			all = append(all, relation{func(r int) (bounds, bool) {
				v, ok := g.figureAt(r, i)
				w, known := g.figureAt(r, j)
				return v.minus(w), ok && known
			}, fault.T("“%s” trừ “%s”", "“%s” less “%s”", excerpt(g.heads[i]), excerpt(g.heads[j]))})
		}
	}
	return all
}
