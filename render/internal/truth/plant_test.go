package truth_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/viet"
)

// A slot is a figure of a made-up text that the file's own figures decide.
type slot struct {
	kind  string                  // what a slip in it is called
	text  string                  // as it stands
	wrong func(*rand.Rand) string // as a slip would have it
	at    int                     // where it stands in the file
	tells int                     // bytes from there to what is told, where the slip is in the word before: "tăng 8%"
}

// A draft is a text under way: literal pieces and slots.
type draft struct {
	pieces []any // string or *slot
}

// A maker makes whole meeting files that are true.
type maker struct {
	*rand.Rand
	rows              []*made
	slots             []*slot
	home              string
	present, summoned int
	votes             []madeVote
}

type madeVote struct {
	matter           string
	yes, no, abstain int
}

// A made row is an indicator with its figures; prefer what the table shows over what it
// rounds.
type made struct {
	name, unit           string
	actual, plan, before decimal.Decimal
	places               int32
	percent              bool
}

var madeNames = []struct {
	name, unit string
	low, high  float64
	places     int32
}{
	{"Giá trị sản xuất công nghiệp", "tỷ đồng", 90, 9000, 1},
	{"Giá trị sản xuất nông, lâm nghiệp và thủy sản", "tỷ đồng", 50, 900, 1},
	{"Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng", "tỷ đồng", 200, 9000, 1},
	{"Tổng thu ngân sách nhà nước trên địa bàn", "tỷ đồng", 20, 900, 2},
	{"Tổng chi ngân sách địa phương", "tỷ đồng", 100, 2000, 1},
	{"Thu tiền sử dụng đất", "tỷ đồng", 5, 90, 2},
	{"Giải ngân vốn đầu tư công", "tỷ đồng", 10, 400, 1},
	{"Tổng vốn đầu tư toàn xã hội", "tỷ đồng", 300, 5000, 0},
	{"Kim ngạch xuất khẩu", "triệu USD", 10, 900, 1},
	{"Sản lượng lương thực có hạt", "tấn", 2000, 90000, 0},
	{"Sản lượng thịt hơi xuất chuồng", "tấn", 200, 9000, 0},
	{"Sản lượng thủy sản", "tấn", 200, 9000, 0},
	{"Diện tích gieo trồng cây hằng năm", "ha", 500, 9000, 1},
	{"Diện tích trồng rừng tập trung", "ha", 30, 900, 1},
	{"Diện tích cây ăn quả", "ha", 100, 3000, 1},
	{"Tổng đàn gia súc", "con", 1000, 90000, 0},
	{"Tổng lượng khách du lịch", "lượt khách", 5000, 900000, 0},
	{"Số lao động có việc làm mới", "người", 100, 5000, 0},
	{"Số doanh nghiệp thành lập mới", "doanh nghiệp", 10, 300, 0},
	{"Kết nạp đảng viên mới", "đảng viên", 20, 200, 0},
	{"Thu nhập bình quân đầu người", "triệu đồng/người", 30, 90, 1},
	{"Dư nợ tín dụng", "tỷ đồng", 500, 9000, 0},
	{"Điện thương phẩm", "triệu kWh", 20, 900, 1},
	{"Chiều dài đường giao thông được cứng hóa", "km", 5, 90, 1},
	{"Số vụ tai nạn giao thông", "vụ", 10, 90, 0},
	{"Tỷ lệ hộ nghèo đa chiều", "%", 2, 12, 1},
	{"Tỷ lệ bao phủ bảo hiểm y tế", "%", 80, 97, 1},
	{"Tỷ lệ hộ dân sử dụng nước sạch", "%", 60, 97, 1},
	{"Tỷ lệ che phủ rừng", "%", 30, 65, 1},
	{"Tỷ lệ hồ sơ giải quyết đúng hạn", "%", 90, 99, 1},
	{"Tỷ lệ lao động qua đào tạo", "%", 40, 75, 1},
}

func pick[T any](g *maker, list []T) T { return list[g.IntN(len(list))] }

func (g *maker) table() {
	order := g.Perm(len(madeNames))[:3+g.IntN(10)]
	for _, i := range order {
		n := madeNames[i]
		value := func(v float64) decimal.Decimal { return decimal.NewFromFloat(v).Round(n.places) }
		a := n.low + g.Float64()*(n.high-n.low)
		r := &made{name: n.name, unit: n.unit, places: n.places, percent: n.unit == "%", actual: value(a)}
		if r.percent {
			r.plan, r.before = value(a*(0.96+g.Float64()*0.07)), value(a*(0.9+g.Float64()*0.25))
		} else {
			r.plan, r.before = value(a/(0.55+g.Float64()*0.7)), value(a/(0.75+g.Float64()*0.6))
		}
		g.rows = append(g.rows, r)
	}
}

// small is a name inside a sentence.
func small(s string) string {
	r := []rune(s)
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

// digit changes one of the first digits of a number as it stands.
func digit(r *rand.Rand, s string) string {
	b := []byte(s)
	var at []int
	for i, c := range b {
		if c >= '0' && c <= '9' {
			at = append(at, i)
		}
		if len(at) == 3 {
			break
		}
	}
	i := at[r.IntN(len(at))]
	for {
		c := byte('0' + r.IntN(10))
		if i == at[0] && c == '0' || c == b[i] {
			continue
		}
		b[i] = c
		return string(b)
	}
}

var hundred = decimal.NewFromInt(100)

// wrongPercent is a percentage that is off by more than rounding: its digits swapped, or
// some points away.
func wrongPercent(s string) func(*rand.Rand) string {
	return func(r *rand.Rand) string {
		n, _ := viet.ParseNumber(strings.TrimSuffix(s, "%"))
		off := decimal.New(int64(12+r.IntN(200)), -1)
		if r.IntN(2) == 0 || n.Value.LessThan(off) {
			return viet.FormatFixed(n.Value.Add(off), viet.Decimals(s)) + "%"
		}
		return viet.FormatFixed(n.Value.Sub(off), viet.Decimals(s)) + "%"
	}
}

// amount is a figure with its unit, now and then in another unit or rounded, with the word
// that says so.
func (g *maker) amount(kind string, r *made, d decimal.Decimal) *slot {
	text := viet.FormatFixed(d, int(r.places))
	if r.places > 0 && g.IntN(3) == 0 {
		text = viet.FormatNumber(d)
	}
	unit := " " + r.unit
	if r.percent {
		unit = "%"
	}
	s := &slot{kind: kind}
	switch {
	case r.unit == "tỷ đồng" && g.IntN(8) == 0 && d.GreaterThan(decimal.NewFromInt(1000)):
		text, unit = viet.FormatFixed(d.Shift(-3), 2), " nghìn tỷ đồng"
	case r.unit == "tỷ đồng" && g.IntN(8) == 0:
		text, unit = viet.FormatFixed(d.Shift(3), 0), " triệu đồng"
	case r.unit == "tấn" && g.IntN(6) == 0 && d.GreaterThan(decimal.NewFromInt(10000)):
		text, unit = viet.FormatFixed(d.Shift(-3), 2), " nghìn tấn"
	case r.places > 0 && !r.percent && g.IntN(6) == 0:
		down := d.Floor()
		s.text = pick(g, []string{"trên ", "hơn "}) + viet.FormatFixed(down, 0) + unit
		number := viet.FormatFixed(down.Mul(decimal.NewFromFloat(1.4)).Ceil().Add(decimal.NewFromInt(20)), 0)
		s.tells = strings.IndexByte(s.text, ' ') + 1
		s.wrong = func(*rand.Rand) string { return s.text[:s.tells] + number + unit }
		return s
	}
	s.text = text + unit
	s.wrong = func(rnd *rand.Rand) string {
		for {
			w := digit(rnd, text)
			n, _ := viet.ParseNumber(w)
			o, _ := viet.ParseNumber(text)
			if n.Value.Sub(o.Value).Abs().GreaterThan(o.Value.Mul(decimal.New(8, -3))) {
				return w + unit
			}
		}
	}
	return s
}

func (g *maker) percentOf(kind string, part, whole decimal.Decimal) *slot {
	text := viet.FormatFixed(part.Mul(hundred).Div(whole), 1+g.IntN(2)) + "%"
	return &slot{kind: kind, text: text, wrong: wrongPercent(text)}
}

// growth is "tăng 8,9%", wrong in its size or its direction.
func (g *maker) growth(r *made, bare bool) *slot {
	rate := r.actual.Mul(hundred).Div(r.before).Sub(hundred)
	up, down := "tăng ", "giảm "
	if bare {
		up, down = pick(g, []string{"cao hơn", "tăng"})+" cùng kỳ ", "thấp hơn cùng kỳ "
	}
	word, other := up, down
	if rate.IsNegative() {
		word, other = down, up
	}
	size := viet.FormatFixed(rate.Abs(), 1+g.IntN(2)) + "%"
	s := &slot{kind: "growth", text: word + size, tells: len(word)}
	s.wrong = func(rnd *rand.Rand) string { return word + wrongPercent(size)(rnd) }
	if g.IntN(2) == 0 && rate.Abs().GreaterThan(decimal.New(5, -1)) {
		s.kind, s.tells = "growth sign", len(other)
		s.wrong = func(*rand.Rand) string { return other + size }
	}
	return s
}

// fill replaces the marks of a sentence's shape.
func (g *maker) fill(shape string, r *made) draft {
	var d draft
	for shape != "" {
		before, rest, found := strings.Cut(shape, "{")
		d.pieces = append(d.pieces, before)
		if !found {
			break
		}
		mark, after, _ := strings.Cut(rest, "}")
		shape = after
		name := ""
		if r != nil {
			name = r.name
			if short, ok := strings.CutSuffix(name, " trên địa bàn"); ok && g.IntN(2) == 0 {
				name = short + pick(g, []string{"", " trên địa bàn xã", " của xã"})
			} else if g.IntN(8) == 0 && !ok {
				name += " trên địa bàn xã"
			}
		}
		switch mark {
		case "N":
			d.pieces = append(d.pieces, name)
		case "n":
			d.pieces = append(d.pieces, small(name))
		case "a":
			d.pieces = append(d.pieces, g.amount("actual", r, r.actual))
		case "p":
			d.pieces = append(d.pieces, g.amount("plan", r, r.plan))
		case "v":
			d.pieces = append(d.pieces, g.amount("previous", r, r.before))
		case "pop":
			d.pieces = append(d.pieces, g.percentOf("percent of plan", r.actual, r.plan))
		case "r":
			d.pieces = append(d.pieces, g.percentOf("ratio", r.actual, r.before))
		case "g":
			d.pieces = append(d.pieces, g.growth(r, false))
		case "gb":
			d.pieces = append(d.pieces, g.growth(r, true))
		default:
			panic(mark)
		}
	}
	return d
}

var shapes = []string{
	"{N} đạt {a}, bằng {pop} kế hoạch năm, {g} so với cùng kỳ.",
	"{N} ước đạt {a}, đạt {pop} kế hoạch, {g} so với cùng kỳ năm trước.",
	"Đến nay, {n} đạt {a}, {g} so cùng kỳ và bằng {pop} kế hoạch.",
	"So với cùng kỳ, {n} {g}, đạt {a}.",
	"{N}: {a} (đạt {pop} KH; cùng kỳ đạt {v}).",
	"Trong kỳ, {n} được {a}, hoàn thành {pop} kế hoạch đề ra.",
	"Kế hoạch {n} là {p}; kết quả thực hiện {a}, đạt {pop}.",
	"{N} có mức tăng khá, đạt {a}.",
	"{N} tiếp tục duy trì ổn định, ước đạt {a}.",
	"Về {n}: thực hiện {a}, bằng {r} so với cùng kỳ.",
	"{N} là {a} trên kế hoạch {p}, tỷ lệ {pop}.",
	"{N} bằng {r} so với cùng kỳ và bằng {pop} kế hoạch được giao.",
	"{N} mới đạt {a}, tương đương {pop} kế hoạch.",
	"{N} hoàn thành {pop} kế hoạch (kế hoạch {p}).",
	"{N} đạt {a}, {g} so với cùng kỳ (cùng kỳ đạt {v}).",
	"Cùng kỳ, {n} đạt {v}; năm nay đạt {a}.",
	"Lũy kế {n} đạt {a}, {g}.",
	"{N} đã đạt {a}, qua đó hoàn thành {pop} kế hoạch.",
	"{N} {g} so với cùng kỳ năm trước, chủ yếu nhờ thời tiết thuận lợi và giá vật tư ổn định.",
	"{N}, theo báo cáo của phòng chuyên môn, đạt {a}.",
	"Một số chỉ tiêu đạt khá, trong đó {n} đạt {a}.",
	"{N} đạt kết quả tích cực với {a}, {g} so với cùng kỳ.",
	"Chỉ tiêu {n} đạt {pop} kế hoạch.",
	"Theo số liệu của cơ quan thống kê, {n} đạt {a}.",
	"{N} năm nay đạt {a}, {gb}.",
	"Bên cạnh đó, {n} cũng đạt {pop} kế hoạch, tương ứng {a}.",
	"Mặc dù gặp nhiều khó khăn, {n} vẫn đạt {a}, {g} so với cùng kỳ.",
	"{N} đạt thấp, mới được {pop} kế hoạch.",
	"Thực hiện {n} được {a}, so với kế hoạch đạt {pop}, so với cùng kỳ {g}.",
	"Kết quả {n} đạt {a} (kế hoạch: {p}).",
	"Toàn xã thực hiện {n} đạt {a}, đạt {pop} so với kế hoạch, bằng {r} so với cùng kỳ.",
	"{N} thực hiện {a}, cùng kỳ năm trước {v}, {g}.",
	"Đáng chú ý, {n} lên tới {a}, {g} so với cùng kỳ năm ngoái.",
	"{N} tính đến nay là {a}; so với cùng kỳ {g}.",
	"Năm nay {n} được giao {p}, đã thực hiện {a}, bằng {pop} kế hoạch.",
}

var percentShapes = []string{
	"{N} đạt {a}.", "{N} là {a} (kế hoạch {p}).", "Đến nay, {n} ở mức {a}, kế hoạch là {p}.", "{N} hiện đạt {a}; cùng kỳ là {v}.",
	"Cùng kỳ năm trước, {n} là {v}.", "Nhờ triển khai đồng bộ nhiều giải pháp, {n} đạt {a}.", "{N} được duy trì ở mức {a}.", "{N}: {a}.",
	"Kết quả rà soát cho thấy {n} là {a}.", "Chỉ tiêu kế hoạch giao {n} là {p}, thực hiện đạt {a}.",
}

var fillers = []string{
	"Công tác cải cách hành chính được quan tâm chỉ đạo thường xuyên.",
	"Trong tháng đã tiếp nhận 1.245 hồ sơ, giải quyết 1.198 hồ sơ đúng hạn.",
	"Triển khai Nghị quyết số 12-NQ/ĐU ngày 05/9/2026 và Kế hoạch số 45/KH-UBND đến 12/12 thôn.",
	"Tình hình an ninh chính trị, trật tự an toàn xã hội được giữ vững; không xảy ra điểm nóng.",
	"Năm 2027 phấn đấu thu hút thêm 3 dự án với tổng vốn 450 tỷ đồng.",
	"Các trường đã hoàn thành kế hoạch năm học 2025 - 2026, tổ chức khai giảng ngày 5/9.",
	"Đã vận động ủng hộ 245 triệu đồng xây 5 nhà tình nghĩa.",
	"Tổ chức 12 hội nghị tuyên truyền với 1.560 lượt người tham dự.",
	"Thôn Đông có 45/312 hộ đăng ký, chiếm 14,4%.",
}

// people are sentences about those present and the votes.
func (g *maker) people() draft {
	count := func(kind string, n, wrong int, format string, args ...any) *slot {
		return &slot{kind: kind, text: fmt.Sprintf(format, append([]any{n}, args...)...), wrong: func(*rand.Rand) string { return fmt.Sprintf(format, append([]any{wrong}, args...)...) }}
	}
	other := func(n int) int { return max(1, n-2-g.IntN(3)) }
	v := pick(g, g.votes)
	total := v.yes + v.no + v.abstain
	share := g.percentOf("vote share", decimal.NewFromInt(int64(v.yes)), decimal.NewFromInt(int64(total)))
	matter := small(v.matter)
	switch g.IntN(9) {
	case 0:
		return draft{[]any{"Hội nghị có mặt ", count("attendance", g.present, other(g.present), "%d/%d", g.summoned), " đại biểu."}}
	case 1:
		return draft{[]any{"Tham dự hội nghị có ", count("attendance", g.present, other(g.present), "%d"), " đại biểu, đủ điều kiện tiến hành."}}
	case 2:
		return draft{[]any{"Có ", count("attendance", g.present, other(g.present), "%d/%d", g.summoned), " đại biểu được triệu tập dự hội nghị."}}
	case 3:
		return draft{[]any{"Hội nghị ", matter, " với ", count("votes", v.yes, other(v.yes), "%d/%d", total), " phiếu tán thành."}}
	case 4:
		return draft{[]any{"Kết quả biểu quyết ", matter, ": ", count("votes", v.yes, other(v.yes), "%d"), " phiếu tán thành, chiếm ", share, "."}}
	case 5:
		return draft{[]any{"Đại biểu biểu quyết ", matter, ", tỷ lệ tán thành ", share, "."}}
	case 6:
		s := count("votes", v.yes, other(v.yes), "%d/%d", total)
		s.kind = "votes"
		return draft{[]any{"Các đại biểu thống nhất ", matter, " (", s, " đại biểu đồng ý)."}}
	case 7:
		return draft{[]any{"Hội nghị triệu tập ", count("summoned", g.summoned, other(g.summoned), "%d"), " đại biểu, có mặt ", count("attendance", g.present, other(g.present), "%d"), " đại biểu."}}
	}
	return draft{[]any{"Về việc ", matter, ": số phiếu tán thành ", count("votes", v.yes, other(v.yes), "%d/%d", total), ", đạt ", share, "."}}
}

// fractions are sentences that give a part of a whole.
func (g *maker) fractions() draft {
	whole := 8 + g.IntN(40)
	part := 1 + g.IntN(whole-1)
	noun := pick(g, []string{"nhiệm vụ", "chỉ tiêu", "chi bộ", "thôn", "tiêu chí", "đơn vị"})
	f := &slot{kind: "numerator", text: fmt.Sprintf("%d/%d", part, whole), wrong: func(*rand.Rand) string { return fmt.Sprintf("%d/%d", whole+13, whole) }}
	p := g.percentOf("fraction percent", decimal.NewFromInt(int64(part)), decimal.NewFromInt(int64(whole)))
	switch g.IntN(7) {
	case 0:
		return draft{[]any{"Kết quả có ", f, " ", noun, " hoàn thành xuất sắc."}}
	case 1:
		return draft{[]any{"Có ", fmt.Sprintf("%d/%d ", part, whole), noun, " hoàn thành (đạt ", p, ")."}}
	case 2:
		return draft{[]any{"Đã hoàn thành ", fmt.Sprintf("%d/%d ", part, whole), noun, " theo chương trình công tác, đạt ", p, "."}}
	case 3:
		return draft{[]any{"Đến nay ", fmt.Sprintf("%d/%d ", part, whole), noun, " đã thực hiện xong, chiếm tỷ lệ ", p, "."}}
	case 4:
		return draft{[]any{fmt.Sprintf("Toàn xã có %d/%d ", part, whole), noun, " đạt yêu cầu, bằng ", p, "."}}
	case 5:
		a, b := 5+g.IntN(60), 5+g.IntN(60)
		total := &slot{kind: "sum", text: fmt.Sprint(a + b), wrong: func(*rand.Rand) string { return fmt.Sprint(a + b + 7) }}
		return draft{[]any{"Tổng số ", total, " đơn thư, gồm ", fmt.Sprint(a), " đơn thư khiếu nại và ", fmt.Sprint(b), " đơn thư tố cáo."}}
	}
	return draft{[]any{"Có ", f, " ", noun, " được đánh giá tốt, còn lại tiếp tục thực hiện."}}
}

// make makes a whole file and notes where its slots stand.
func (g *maker) make() string {
	g.rows, g.slots = nil, nil
	g.home = pick(g, []string{"Tân Mẫu", "Lâm Mẫu", "Sông Mẫu"})
	g.table()
	g.present = 20 + g.IntN(60)
	g.summoned = g.present + 1 + g.IntN(6)
	g.votes = nil
	for _, m := range []string{"Thông qua phương án sửa chữa đường liên thôn Đông - Đoài", "Thông qua dự thảo nghị quyết về chuyển đổi số cộng đồng", "Thông qua quy chế làm việc của Ban Chấp hành"}[:1+g.IntN(3)] {
		no, abstain := g.IntN(3), g.IntN(3)
		g.votes = append(g.votes, madeVote{m, g.present - no - abstain, no, abstain})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "title: Hội nghị Ban Chấp hành Đảng bộ xã %s lần thứ %d\nstart: 2026-10-15 08:00\nattendance:\n  summoned: %d\n  present: %d\nvotes:\n", g.home, 3+g.IntN(20), g.summoned, g.present)
	for _, v := range g.votes {
		fmt.Fprintf(&b, "  - matter: %s\n    for: %d\n    against: %d\n    abstain: %d\n", v.matter, v.yes, v.no, v.abstain)
	}
	b.WriteString("indicators:\n  - id: kinh-te\n    title: " + pick(g, []string{"Một số chỉ tiêu chủ yếu", "Kết quả thực hiện 9 tháng đầu năm 2026", "Biểu số liệu năm 2026"}) + "\n    rows:\n")
	stated := g.IntN(2) == 0
	for _, r := range g.rows {
		fmt.Fprintf(&b, "      - name: %s\n        unit: \"%s\"\n        plan: %s\n        actual: %s\n        previous: %s\n", r.name, r.unit,
			viet.FormatFixed(r.plan, int(r.places)), viet.FormatFixed(r.actual, int(r.places)), viet.FormatFixed(r.before, int(r.places)))
		if stated && !r.percent {
			fmt.Fprintf(&b, "        percent_of_plan: %s\n        growth: %s\n", viet.FormatFixed(r.actual.Mul(hundred).Div(r.plan), 1), viet.FormatFixed(r.actual.Mul(hundred).Div(r.before).Sub(hundred), 1))
		}
	}
	b.WriteString("sections:\n  - heading: Kết quả thực hiện\n    text: |\n")
	left := slices.Clone(g.rows)
	for range 2 + g.IntN(3) {
		b.WriteString("      ")
		list := g.IntN(3) == 0
		for i := range 2 + g.IntN(4) {
			if list {
				if i > 0 {
					b.WriteString("\n      ")
				}
				b.WriteString("- ")
			} else if i > 0 {
				b.WriteString(pick(g, []string{" ", "\n      "}))
			}
			var d draft
			switch n := g.IntN(10); {
			case n < 6 && len(left) > 0:
				r := left[0]
				left = left[1:]
				if r.percent {
					d = g.fill(pick(g, percentShapes), r)
				} else {
					d = g.fill(pick(g, shapes), r)
				}
			case n < 8:
				d = draft{[]any{pick(g, fillers)}}
			case n < 9:
				d = g.people()
			default:
				d = g.fractions()
			}
			g.write(&b, d)
		}
		b.WriteString("\n\n")
	}
	b.WriteString("conclusion: |\n      ")
	g.write(&b, g.people())
	b.WriteString(" ")
	g.write(&b, g.fractions())
	b.WriteString("\n")
	return b.String()
}

func (g *maker) write(b *strings.Builder, d draft) {
	for _, p := range d.pieces {
		switch p := p.(type) {
		case string:
			if g.IntN(3) == 0 { // broken somewhere
				if i := strings.LastIndexByte(p, ' '); i > 0 {
					p = p[:i] + "\n      " + p[i+1:]
				}
			}
			b.WriteString(p)
		case *slot:
			p.at = b.Len()
			g.slots = append(g.slots, p)
			b.WriteString(p.text)
		}
	}
}

// A slip that is planted in a true file is found at its place, and nothing before it is
// planted.
func TestPlantedSlips(t *testing.T) {
	const plants = 600
	g := &maker{Rand: rand.New(rand.NewPCG(2026, 11))}
	planted, found := map[string]int{}, map[string]int{}
	all, hits, misses := 0, 0, 0
	var kinds []string
	for files := 0; all < plants && files < 4000; files++ {
		file := g.make()
		if l := find(t, file); len(l) > 0 {
			for _, f := range l {
				t.Errorf("true file: %v\n\t%s", f, strings.Split(file, "\n")[f.Line-1])
			}
			continue
		}
		if len(g.slots) == 0 {
			continue
		}
		s := pick(g, g.slots)
		// Rare kinds get their share.
		for range 8 {
			if o := pick(g, g.slots); planted[o.kind] < planted[s.kind] {
				s = o
			}
		}
		wrong := s.wrong(g.Rand)
		if wrong == s.text {
			continue
		}
		broken := file[:s.at] + wrong + file[s.at+len(s.text):]
		at := s.at + s.tells
		line := strings.Count(broken[:at], "\n") + 1
		column := len([]rune(broken[strings.LastIndexByte(broken[:at], '\n')+1:at])) + 1
		if planted[s.kind] == 0 {
			kinds = append(kinds, s.kind)
		}
		all++
		planted[s.kind]++
		if strings.Contains(places(find(t, broken))+" ", fmt.Sprintf("%d:%d ", line, column)) {
			found[s.kind]++
			hits++
			continue
		}
		if misses++; misses < 40 {
			from := max(0, at-420)
			t.Logf("missed %s (%s): …%s…", s.kind, s.text, strings.Join(strings.Fields(strings.ToValidUTF8(broken[from:min(len(broken), at+80)], "")), " "))
		}
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		t.Logf("%-18s %3d of %3d", k, found[k], planted[k])
	}
	t.Logf("%-18s %3d of %3d", "all", hits, all)
	if all < 200 || hits*100 < all*95 {
		t.Errorf("%d of %d slips are found", hits, all)
	}
}
