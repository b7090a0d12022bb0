package truth

import (
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// verdictCounts is how many indicators were reached.
var verdictCounts = &statement{name: "verdicts", whole: func(r *reader) {
	if r.voice == reports && r.text.Document == "" {
		r.checkVerdictCounts(r.assessed, r.text)
	}
}}

// verdictCount is a number of indicators with what became of them: "10/12 chỉ tiêu đạt và
// vượt kế hoạch".
var verdictCount = lazy.Compile(`(?i)(\d+)(?:\s*/\s*(\d+))?\s+chỉ\s+tiêu\s+(đạt\s+và\s+vượt|vượt\s+và\s+đạt|vượt|đạt|không\s+đạt|chưa\s+đạt)(\s+kế\s+hoạch)?`)

// narrowed are words that make a number of indicators one of some of them, or of something
// else: before it in its clause, and behind it.
var (
	narrowedBefore = lazy.Compile(`(?i)(trong|nhóm|lĩnh vực|về|còn|thêm|phấn đấu|dự kiến|kỳ trước|năm trước|tháng|quý|giai đoạn)[^.;]*$`)
	narrowedBehind = lazy.Compile(`(?i)^\s*(\d|trên|từ|dưới|được|khoảng|chuẩn|tỷ lệ|mức|thấp|cao|tiến độ|về|trong|của)`)
)

// checkVerdictCounts holds the numbers of indicators that a text says were reached against
// the table that assesses them. With several such tables, or one that does not assess all
// of its indicators, nobody knows which are meant.
func (c *checker) checkVerdictCounts(tables []indicator.Verdicts, t meeting.Text) {
	if len(tables) != 1 || tables[0].Others > 0 || tables[0].All() < 3 {
		return
	}
	v := tables[0]
	for _, m := range verdictCount.FindAllStringSubmatchIndex(t.Raw, -1) {
		if narrowedBefore.MatchString(t.Raw[max(0, m[0]-200):m[0]]) || narrowedBehind.MatchString(t.Raw[m[1]:]) {
			continue
		}
		n, err := strconv.Atoi(t.Raw[m[2]:m[3]])
		if err != nil {
			continue
		}
		var are []int // numbers that the table lets be said
		said := strings.Join(strings.Fields(viet.Lower(t.Raw[m[6]:m[7]])), " ")
		switch said {
		case "vượt":
			are = []int{v.Exceeded}
		case "đạt": // which may mean those that are exceeded too
			are = []int{v.Reached, v.Reached + v.Exceeded}
		case "không đạt", "chưa đạt":
			are = []int{v.Missed}
		default:
			are = []int{v.Reached + v.Exceeded}
		}
		whole := v.All()
		if m[4] >= 0 {
			if whole, err = strconv.Atoi(t.Raw[m[4]:m[5]]); err != nil {
				continue
			}
		}
		fine := whole == v.All()
		if fine {
			fine = false
			for _, k := range are {
				fine = fine || k == n
			}
		}
		if fine {
			continue
		}
		line, _ := c.source.At("", v.Path)
		c.tell(t, m[0],
			fault.T("Câu này ghi %s chỉ tiêu %s, nhưng biểu ở dòng %d có %d chỉ tiêu: %d vượt, %d đạt, %d không đạt.",
				"The sentence says %s indicators “%s”, but the table in line %d has %d: %d exceeded, %d reached, %d missed.",
				strings.Join(strings.Fields(t.Raw[m[2]:max(m[3], m[5])]), ""), said, line, v.All(), v.Exceeded, v.Reached, v.Missed),
			fault.T("Sửa con số trong câu, hoặc đánh giá trong biểu, cho khớp.", "Correct the number in the sentence, or the verdicts in the table."))
	}
}
