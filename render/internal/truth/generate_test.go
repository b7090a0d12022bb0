package truth_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/viet"
)

// A writer writes sentences of one kind: true ones, and with wrong set ones that contradict
// themselves or the file.
type writer struct {
	*maker
	wrong bool
}

// off is a number as it is, or another one where the sentence is to be wrong.
func (w writer) off(n int) int {
	if w.wrong {
		return n + 1 + w.IntN(5)
	}
	return n
}

func (w writer) two(n int) string { // "05"
	if w.IntN(2) == 0 {
		return fmt.Sprintf("%02d", n)
	}
	return fmt.Sprint(n)
}

func (w writer) one(list ...string) string { return pick(w.maker, list) }

// percent is a percentage, off by more than rounding where the sentence is to be wrong.
func (w writer) percent(part, whole decimal.Decimal) string {
	text := viet.FormatFixed(part.Mul(hundred).Div(whole), 1+w.IntN(2)) + "%"
	if w.wrong {
		return wrongPercent(text)(w.Rand)
	}
	return text
}

var things = []string{"hồ sơ", "dự án", "đơn thư", "công trình", "tổ chức", "doanh nghiệp", "sáng kiến"}
var crowds = []string{"đại biểu", "đồng chí", "học viên", "người", "đảng viên", "cán bộ", "thành viên"}

// writers are the kinds of sentences. Each wrong sentence must be told, in any place of it.
var writers = map[string]func(writer) string{
	"amounts": func(w writer) string {
		if w.IntN(3) == 0 {
			n := 1 + w.IntN(40)
			return fmt.Sprintf("Hội nghị giao %s (%s) %s cho các đơn vị.", w.two(w.off(n)), viet.Words(int64(n), viet.Northern), w.one(things...))
		}
		n := int64(1+w.IntN(9000)) * []int64{1000, 50_000, 1_000_000, 125_000_000}[w.IntN(4)]
		words := viet.MoneyWords(n, viet.Dialect(w.IntN(2)))
		said := n
		if w.wrong {
			said += []int64{1000, 900_000, 5_000_000}[w.IntN(3)]
		}
		figure := viet.FormatNumber(decimal.NewFromInt(said))
		return fmt.Sprintf(w.one("Tổng kinh phí là %s đồng (%s).", "Số tiền hỗ trợ: %s đồng (bằng chữ: %s).", "Thống nhất chi %s đồng (Bằng chữ: %s./.) cho hoạt động này.",
			"Giá trị hợp đồng %s đồng, bằng chữ: %s.", "Kinh phí thực hiện %s đồng (viết bằng chữ: %s)"), figure, words)
	},
	"weekdays": func(w writer) string {
		day := time.Date(2023, 10, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, w.IntN(120))
		said := int(day.Weekday())
		if w.wrong {
			said += 1 + w.IntN(6)
		}
		name := viet.Weekday(said % 7)
		if w.IntN(3) == 0 {
			name = strings.ToLower(name)
		}
		date := w.one(viet.ShortDate(day.Year(), int(day.Month()), day.Day()), strings.TrimPrefix(viet.LongDate(day.Year(), int(day.Month()), day.Day()), "ngày "), fmt.Sprintf("%d/%d", day.Day(), day.Month()))
		return fmt.Sprintf(w.one("Hội nghị bắt đầu vào 08 giờ 00, %s, ngày %s.", "Báo cáo gửi trước %s, ngày %s.", "Cuộc họp tiếp theo vào sáng %s (ngày %s).", "Thời gian: 14 giờ, %s ngày %s.", "Hạn cuối là %s, %s."), name, date)
	},
	"ballots": func(w writer) string {
		issued := 30 + w.IntN(60)
		returned := issued - w.IntN(3)
		spoilt := w.IntN(3)
		valid := returned - spoilt
		if w.wrong {
			switch w.IntN(3) {
			case 0:
				returned = issued + 1 + w.IntN(4)
				valid = returned - spoilt
			case 1:
				valid += 1 + w.IntN(3)
			default:
				spoilt += 1 + w.IntN(3)
			}
		}
		return fmt.Sprintf(w.one(
			"Số phiếu phát ra %d phiếu, thu về %d phiếu, hợp lệ %d phiếu, không hợp lệ %s phiếu.",
			"Số phiếu phát ra: %d; số phiếu thu về: %d; số phiếu hợp lệ: %d; số phiếu không hợp lệ: %s.",
			"Kết quả kiểm phiếu:\n\n- Số phiếu phát ra: %d phiếu\n- Số phiếu thu về: %d phiếu\n- Số phiếu hợp lệ: %d phiếu\n- Số phiếu không hợp lệ: %s phiếu",
			"Ban kiểm phiếu phát ra %d phiếu, thu về %d phiếu, trong đó có %d phiếu hợp lệ và %s phiếu không hợp lệ.",
			"Tổng số phiếu phát ra là %d phiếu. Tổng số phiếu thu về là %d phiếu. Số phiếu hợp lệ là %d phiếu. Số phiếu không hợp lệ là %s phiếu.",
		), issued, returned, valid, w.two(spoilt))
	},
	"ballot shares": func(w writer) string {
		valid := 30 + w.IntN(60)
		yes := valid/2 + w.IntN(valid/2)
		share := w.percent(decimal.NewFromInt(int64(yes)), decimal.NewFromInt(int64(valid)))
		return fmt.Sprintf(w.one(
			"Tổng số phiếu hợp lệ là %d phiếu; số phiếu đồng ý là %d phiếu, chiếm %s.",
			"Thu về %d phiếu, kết quả: tán thành %d phiếu, đạt tỷ lệ %s.",
			"Phát ra %d phiếu bầu, có %d phiếu đồng ý (%s).",
			"Tổng số phiếu: %d. Số phiếu tán thành: %d phiếu (đạt %s).",
			"Bầu Ban Thanh tra: %d phiếu hợp lệ, trong đó %d phiếu đồng ý, chiếm %s.",
		), valid, yes, share)
	},
	"comparisons": func(w writer) string {
		after, before := decimal.New(int64(400+w.IntN(9000)), -1), decimal.New(int64(400+w.IntN(9000)), -1)
		unit := w.one("tỷ đồng", "triệu đồng", "tấn", "ha")
		rate := after.Mul(hundred).Div(before).Sub(hundred)
		word := "tăng"
		if rate.IsNegative() {
			word = "giảm"
		}
		size := viet.FormatFixed(rate.Abs(), 1) + "%"
		if w.wrong {
			size = wrongPercent(size)(w.Rand)
		}
		a, b := viet.FormatFixed(after, 1)+" "+unit, viet.FormatFixed(before, 1)+" "+unit
		switch w.IntN(6) {
		case 0:
			return fmt.Sprintf("Doanh thu dịch vụ đạt %s, %s %s so với cùng kỳ (%s).", a, word, size, b)
		case 1:
			return fmt.Sprintf("Trong kỳ thu được %s, %s %s so với cùng kỳ năm trước (cùng kỳ đạt %s).", a, word, size, b)
		case 2:
			return fmt.Sprintf("Kết quả đạt %s, %s %s so với năm 2022 (%s).", a, word, size, b)
		case 3:
			return fmt.Sprintf("Cùng kỳ năm trước đạt %s, năm nay đạt %s, %s %s.", b, a, word, size)
		case 4:
			return fmt.Sprintf("Dịch vụ công ích đạt %s, bằng %s kế hoạch (%s).", a, w.percent(after, before), b)
		}
		gap := after.Sub(before).Abs()
		if w.wrong {
			gap = gap.Add(decimal.New(int64(7+w.IntN(90)), -1))
		}
		return fmt.Sprintf("Doanh thu dịch vụ đạt %s, %s %s %s so với cùng kỳ (%s).", a, word, viet.FormatFixed(gap, 1), unit, b)
	},
	"movements": func(w writer) string {
		a, b := 20+w.IntN(400), 20+w.IntN(400)
		if a == b {
			b++
		}
		up, over := "tăng", "lên"
		if b < a {
			up, over = "giảm", w.one("xuống", "xuống còn", "còn")
		}
		gap := w.off(max(a-b, b-a))
		noun := w.one("hộ", "vụ", "đơn", "hồ sơ")
		switch w.IntN(6) {
		case 0:
			return fmt.Sprintf("Số vụ việc từ %d %s %s %d %s, %s %d %s.", a, noun, over, b, noun, up, gap, noun)
		case 1:
			return fmt.Sprintf("Toàn xã %s %d %s (từ %d %s %s %d %s).", up, gap, noun, a, noun, over, b, noun)
		case 2:
			return fmt.Sprintf("Số lượng %s từ %d %s %d %s, tương ứng %s %s.", up, a, over, b, noun, up, w.percent(decimal.NewFromInt(int64(max(a-b, b-a))), decimal.NewFromInt(int64(a))))
		case 3:
			return fmt.Sprintf("Số %s từ %d (năm 2022) %s %d %s (năm 2023), %s %d %s.", noun, a, over, b, noun, up, gap, noun)
		case 4:
			x, y := decimal.New(int64(10+w.IntN(90)), -1), decimal.New(int64(10+w.IntN(90)), -1)
			if x.Equal(y) {
				y = y.Add(decimal.New(3, -1))
			}
			up, over := up, over
			if up, over = "tăng", "lên"; y.LessThan(x) {
				up, over = "giảm", "xuống còn"
			}
			d := y.Sub(x).Abs()
			if w.wrong {
				d = d.Add(x.Add(y)).Mul(decimal.NewFromInt(12)) // neither points nor percent
			}
			return fmt.Sprintf("Tỷ lệ hộ cận nghèo từ %s%% %s %s%%, %s %s điểm phần trăm.", viet.FormatFixed(x, 1), over, viet.FormatFixed(y, 1), up, viet.FormatFixed(d, 1))
		}
		if w.wrong { // the direction
			if b < a {
				over = "lên"
			} else {
				over = "xuống còn"
			}
		}
		return fmt.Sprintf("Số tồn đọng từ %d %s %s %d %s.", a, noun, over, b, noun)
	},
	"halves": func(w writer) string {
		a, b := 3+w.IntN(60), 3+w.IntN(60)
		n := w.off(a + b)
		crowd := w.one(crowds...)
		return w.one(
			fmt.Sprintf("Lớp tập huấn có tổng số %d %s (nam %d, nữ %d).", n, crowd, a, b),
			fmt.Sprintf("Tổng số %d %s, trong đó nam %d, nữ %d.", n, crowd, a, b),
			fmt.Sprintf("Tổng số %d %s (%d nam, %d nữ).", n, crowd, a, b),
			fmt.Sprintf("Tham gia lớp bồi dưỡng có %d %s: nam %d %s, nữ %d %s.", n, crowd, a, crowd, b, crowd),
			fmt.Sprintf("Có %d %s, trong đó có %d %s nam và %d %s nữ.", n, crowd, a, crowd, b, crowd),
			fmt.Sprintf("Lớp học có %d %s (nữ: %s, nam: %s).", n, crowd, w.two(a), w.two(b)),
			fmt.Sprintf("Buổi tập huấn có %d %s, gồm %d dự trực tiếp và %d dự trực tuyến.", n, crowd, a, b),
		)
	},
	"parts": func(w writer) string {
		n := 10 + w.IntN(90)
		a := 1 + w.IntN(n-1)
		if w.wrong {
			a = n + 1 + w.IntN(20)
		}
		thing := w.one(things...)
		return w.one(
			fmt.Sprintf("Đã tiếp nhận %d %s, trong đó có %d %s được xử lý ngay.", n, thing, a, thing),
			fmt.Sprintf("Toàn xã có %d %s (trong đó %d %s mới).", n, thing, a, thing),
			fmt.Sprintf("Kiểm tra %d %s; trong đó: %d %s đạt yêu cầu.", n, thing, a, thing),
			fmt.Sprintf("Khen thưởng %d cá nhân, trong đó nữ %d.", n, a),
			fmt.Sprintf("Quỹ vận động được %d triệu đồng, trong đó doanh nghiệp ủng hộ %d triệu đồng.", n, a),
			fmt.Sprintf("Có %d trong số %d %s được giải quyết.", a, n, thing),
		)
	},
	"presence": func(w writer) string {
		// The file has 40 summoned and 38 present.
		away := w.off(2)
		if w.IntN(2) == 0 {
			return fmt.Sprintf(w.one("Vắng %s.", "Hội nghị có mặt 38/40 đại biểu, vắng %s.", "Vắng mặt: %s đồng chí.", "Có mặt: 38 đồng chí. Vắng: %s đồng chí.", "Có mặt 38/40 đại biểu; vắng %s đại biểu.", "Vắng %s (có lý do)."), w.two(away))
		}
		s, p := 30+w.IntN(30), 0
		p = s - 1 - w.IntN(5)
		return fmt.Sprintf(w.one("Lớp tập huấn triệu tập %d học viên, có mặt %d, vắng %s.", "Ban Chấp hành triệu tập %d đồng chí, có mặt %d đồng chí, vắng %s đồng chí.", "Chi bộ thôn: triệu tập %d đảng viên; có mặt %d đảng viên; vắng mặt %s đảng viên."), s, p, w.two(w.off(s-p)))
	},
	"lists": func(w writer) string {
		n := 2 + w.IntN(6)
		said := n
		if w.wrong {
			said += []int{-1, 1, 2}[w.IntN(3)]
		}
		lead := fmt.Sprintf(w.one("Hội nghị thống nhất %s nội dung sau:", "Các đại biểu thống nhất %s nội dung như sau:", "Giao các đơn vị thực hiện %s nhiệm vụ trọng tâm:", "Chủ trì kết luận %s vấn đề cụ thể như sau:", "Cuộc họp đã thảo luận và nhất trí %s giải pháp sau đây:"), w.two(said))
		var b strings.Builder
		b.WriteString(lead)
		style := w.IntN(5)
		if style < 4 {
			b.WriteString("\n" + strings.Repeat("\n", w.IntN(2)))
		}
		for i := range n {
			text := w.one("Rà soát các văn bản đã ban hành", "Tổ chức tuyên truyền ở 12 thôn", "Hoàn thành trước ngày 15/12", "Phân công 2 cán bộ theo dõi")
			switch style {
			case 0:
				fmt.Fprintf(&b, "- %s.\n", text)
			case 1:
				fmt.Fprintf(&b, "%d. %s.\n", i+1, text)
			case 2:
				fmt.Fprintf(&b, "%s) %s;\n", viet.Letter(i+1), text)
			case 3:
				fmt.Fprintf(&b, "%d. %s.\n\n   - Chi tiết.\n   - Chi tiết khác.\n\n", i+1, text)
			default:
				fmt.Fprintf(&b, " (%d) %s;", i+1, strings.ToLower(text))
			}
		}
		return strings.TrimRight(b.String(), "\n ")
	},
	"fractions": func(w writer) string {
		whole := 8 + w.IntN(40)
		part := 1 + w.IntN(whole-1)
		noun := w.one("đồng chí", "đại biểu", "hồ sơ", "thôn", "nhiệm vụ", "hộ")
		return fmt.Sprintf(w.one("Có %d/%d %s tán thành (%s).", "Có %d/%d %s thực hiện xong, đạt %s.", "Đã có %d/%d %s tham gia, chiếm tỷ lệ %s.", "Kết quả: %d/%d %s hoàn thành (đạt %s)."), part, whole, noun,
			w.percent(decimal.NewFromInt(int64(part)), decimal.NewFromInt(int64(whole))))
	},
	"tables": func(w writer) string {
		rows := 3 + w.IntN(5)
		kind := w.IntN(4)
		heads := [][]string{{"Thôn", "Số hộ"}, {"Nguồn vốn", "Số tiền", "Tỷ lệ (%)"}, {"Chỉ tiêu", "Kế hoạch", "Thực hiện", "% so với KH"}, {"Thôn", "Tổng số", "Nam", "Nữ"}}[kind]
		a, b := make([]int, rows), make([]int, rows)
		sumA, sumB := 0, 0
		for i := range rows {
			a[i], b[i] = 20+w.IntN(900), 20+w.IntN(900)
			sumA, sumB = sumA+a[i], sumB+b[i]
		}
		bad := w.IntN(rows)
		number := func(n int, i int) string {
			if w.wrong && i == bad {
				n += 1 + w.IntN(15)
			}
			return viet.FormatInt(n)
		}
		share := func(part, whole, i int) string {
			w.wrong = w.wrong && i == bad
			return w.percent(decimal.NewFromInt(int64(part)), decimal.NewFromInt(int64(whole)))
		}
		var t strings.Builder
		fmt.Fprintf(&t, "Kết quả như sau:\n\n| STT | %s |\n|---%s|\n", strings.Join(heads, " | "), strings.Repeat("|---", len(heads)))
		wrong := w.wrong
		for i := range rows {
			w.wrong = wrong
			fmt.Fprintf(&t, "| %d | Dòng %s", i+1, viet.Letter(i+1))
			switch kind {
			case 0:
				fmt.Fprintf(&t, " | %s", number(a[i], i))
			case 1:
				fmt.Fprintf(&t, " | %s | %s", viet.FormatInt(a[i]), strings.TrimSuffix(share(a[i], sumA, i), w.one("%", "")))
			case 2:
				fmt.Fprintf(&t, " | %s | %s | %s", viet.FormatInt(a[i]), viet.FormatInt(b[i]), share(b[i], a[i], i))
			default:
				fmt.Fprintf(&t, " | %s | %s | %s", number(a[i]+b[i], i), viet.FormatInt(a[i]), viet.FormatInt(b[i]))
			}
			t.WriteString(" |\n")
		}
		if kind < 2 {
			fmt.Fprintf(&t, "| | %s | %s%s |", w.one("Tổng cộng", "**Cộng**", "Tổng số"), viet.FormatInt(sumA), []string{"", " | 100"}[kind])
		}
		return t.String()
	},
	"sums": func(w writer) string {
		a, b := 5+w.IntN(60), 5+w.IntN(60)
		thing := w.one(things...)
		return fmt.Sprintf(w.one("Tổng số %d %s, gồm %d %s mới và %d %s chuyển tiếp.", "Tổng cộng %d %s, bao gồm %d %s mới, %d %s chuyển tiếp."), w.off(a+b), thing, a, thing, b, thing)
	},
}

// fileFor is the file that a sentence stands in. Ballots of which the file has none stand in one
// without votes.
func fileFor(kind, text string) string {
	if kind == "ballot shares" || kind == "fractions" || strings.Contains(text, "triệu tập") {
		return "title: Họp\nstart: 2023-11-15 08:00\nsections:\n  - text: |\n      " + strings.ReplaceAll(text, "\n", "\n      ") + "\n"
	}
	return withText(text)
}

// What a writer of each kind makes is told where it is wrong, nine times of ten, and never
// where it is true.
func TestGeneratedSentences(t *testing.T) {
	const count = 100
	for kind, write := range writers {
		t.Run(kind, func(t *testing.T) {
			w := writer{maker: &maker{Rand: rand.New(rand.NewPCG(13, uint64(len(kind))))}}
			for range count {
				text := write(w)
				if l := find(t, fileFor(kind, text)); len(l) > 0 {
					t.Errorf("true: %s\n\t%v", text, l)
				}
			}
			w.wrong = true
			found := 0
			for range count {
				text := write(w)
				if l := find(t, fileFor(kind, text)); len(l) > 0 {
					found++
				} else {
					t.Logf("missed: %s", text)
				}
			}
			if found*100 < count*90 {
				t.Errorf("%d of %d are found", found, count)
			}
		})
	}
}
