package indicator

import (
	"strings"

	"github.com/bienban/bienban/render/internal/lazy"
)

// heads are the words of headers that lead to known columns, in the order of trust. What the
// header says of its period, as a year or "9 tháng", stays; of a percentage the words stand
// without the sign.
var heads = []struct {
	id, words string
	percent   bool // only with the sign
}{
	{"note", "ghi chú", false},
	{"assessment", "đánh giá", false},
	{"percent_of_plan", "so với kế hoạch,so kế hoạch,so với kh,so kh,th/kh,th so với kh,thực hiện so với kế hoạch,thực hiện/kế hoạch,so với dự toán,so dự toán,đạt so với kế hoạch,đạt so với kh,tỷ lệ thực hiện kế hoạch,tỷ lệ so với kế hoạch,tỷ lệ hoàn thành,hoàn thành kế hoạch,hoàn thành kh", true},
	{"percent_of_plan", "% kế hoạch,% kh,% dự toán", true}, // "Kế hoạch (%)" may be the plan of a percentage
	{"growth", "tăng (+) giảm (-) so với cùng kỳ,tăng (+), giảm (-) so với cùng kỳ,tăng, giảm so với cùng kỳ,tăng/giảm so với cùng kỳ,tăng trưởng,tăng/giảm", true},
	{"ratio", "so với cùng kỳ,so cùng kỳ", true},
	{"previous", "cùng kỳ,cùng kỳ năm trước,thực hiện cùng kỳ,th cùng kỳ,cùng kỳ trước", false},
	{"plan", "kế hoạch,kh,dự toán,chỉ tiêu kế hoạch,kế hoạch giao,kh giao", false},
	{"actual", "thực hiện,th,kết quả thực hiện,kết quả,kq thực hiện,kqth,đã thực hiện,số thực hiện,ước thực hiện,ước th,ước kết quả thực hiện,thực hiện ước", false},
}

var (
	percentSign = lazy.Compile(`\(\s*%\s*\)|%|\(tỷ lệ\)`)
	// headPeriod is what a header says of its period: "9 tháng đầu năm 2026", "quý III/2026", "đến 30/9".
	headPeriod = lazy.Compile(`(?:^| )(?:(?:trong |của )?(?:\d{1,2} tháng(?: đầu năm| cuối năm)?|(?:\d{1,2}t|tháng \d{1,2}|(?:quý|q) ?(?:[ivx]+|\d)|\d quý|(?:cả )?năm)(?:[ /-]|$)|(?:tính )?đến (?:ngày |hết |tháng |hết tháng )?[\d/.-]+)|(?:năm )?\d{4}|/\d{4})`)
)

// knownByHead is the known column that a header names beyond doubt, nil if none.
func knownByHead(head string) *Known {
	for i := range known {
		if foldName(known[i].Header) == foldName(head) || known[i].ID == head || known[i].Alias == head {
			return &known[i]
		}
	}
	folded := foldName(head)
	percent, leads := percentSign.MatchString(folded), strings.HasPrefix(folded, "%")
	folded = percentSign.ReplaceAllString(folded, " ")
	for n := -1; n != len(folded); { // one part of a period may stand behind another
		n = len(folded)
		folded = strings.Join(strings.Fields(headPeriod.ReplaceAllString(folded, " ")), " ")
	}
	folded = strings.Trim(folded, " ,;/-()0123456789")
	for _, h := range heads {
		if h.percent != percent {
			continue
		}
		for w := range strings.SplitSeq(h.words, ",") {
			if folded == w || leads && "% "+folded == w {
				return knownColumn(h.id)
			}
		}
	}
	return nil
}

var headYear = lazy.Compile(`20\d\d`)

// byHeads takes the columns of a table's own making for what their headers name beyond doubt,
// as "Thực hiện 9 tháng" is what was done: one column for each known one, where the years of
// plan and result agree. What it computes it computes as of a column that nobody asked for.
func (g *grid) byHeads() {
	has, found := map[string]bool{}, map[string][]int{}
	years := map[string]bool{}
	for i, c := range g.columns {
		k := c.known
		if k != nil {
			has[k.ID] = true
		} else if c.formula == nil && !c.format.text && len(c.groups) == 0 {
			head := c.header
			if strings.Contains(c.unit, "%") {
				head += " (%)"
			}
			if k = knownByHead(head); k != nil && k.text == nil {
				found[k.ID] = append(found[k.ID], i)
			}
		}
		if k != nil && (k.kind == Plan || k.kind == Actual) {
			if y := headYear.FindString(c.header); y != "" {
				years[y] = true
			}
		}
	}
	if len(years) > 1 {
		return // the plan of one year and the result of another
	}
	for id, at := range found {
		if len(at) != 1 || has[id] {
			continue
		}
		c := g.columns[at[0]]
		k := knownColumn(id)
		c.known, c.kind, c.byHead = k, k.kind, true
		if k.Formula == "" {
			continue
		}
		c.unasked = true
		c.formula, _ = parseFormula(k.Formula)
		if !c.format.given {
			c.format, _ = parseFormat(k.Format)
			c.format.given = false
		}
	}
}
