package truth

import (
	"strings"
	"sync"
)

// A cue is what a phrase does to the figures around it.
type cue uint8

const (
	filler   cue = iota // says nothing about the figure
	present             // đến nay, lũy kế: of the time that the tables are of
	reaches             // đạt, là, thực hiện: the figure itself
	equals              // bằng: a share, or the figure itself
	holds               // chiếm: a share of something else
	amounts             // tương đương: what was just said, in other words
	opaque              // words that hold one of the table and mean something else
	rises               // tăng
	falls               // giảm
	exceeds             // vượt
	lacks               // thấp hơn, hụt
	folds               // gấp
	against             // so với
	plan                // kế hoạch, dự toán
	past                // cùng kỳ
	andCue              // và
	atLeast             // trên, hơn
	atMost              // gần, dưới
	about               // khoảng
	asked               // phấn đấu, yêu cầu: what is not done yet
	urged               // tập trung, bảo đảm: an order, where it begins a sentence
	parts               // trong đó, gồm
	another             // what makes it another figure: bình quân, mỗi
	negation            // chưa, không
)

// phraseTable is what the words between names and figures mean. A word that is not here is
// not understood.
var phraseTable = sync.OnceValue(func() phraseMap {
	return phraseMap{}.with(filler,
		"đã", "được", "cũng", "mới", "chỉ", "đều", "cơ bản", "tổng số", "con số", "giá trị", "số", "mức", "ở mức", "với mức", "tính đến", "hiện nay",
		"hiện", "cộng dồn", "qua đó", "theo đó", "nhờ đó", "do đó", "từ đó", "đến thời điểm hiện nay", "đến thời điểm này", "đến", "tính", "theo báo cáo", "kết quả", "cao", "khá", "nhẹ", "mạnh",
		"lên", "tới", "với", "cụ thể", "này", "trên địa bàn", "cả", "nay", "toàn ngành",
		"lên tới", "lên đến", "đến hết", "hết", "tính đến hết", "trong kỳ", "kỳ báo cáo", "tốc độ", "tức", "ghi nhận", "tăng trưởng đạt", "ước tính", "rất", "thấp", "tốt", "thì", "cuối kỳ",
		"có", "vẫn", "tiếp tục", "ổn định", "tăng khá", "khả quan", "tích cực", "vào", "trong", "tăng cao", "duy trì", "thu được", "theo số liệu báo cáo", "theo thống kê", "sơ bộ", "con số này", "thực tế",
		"tính theo giá so sánh", "theo giá so sánh", "theo giá hiện hành",
	).with(present, "đến nay", "tính đến nay", "hiện nay", "lũy kế", "năm nay", "tới nay", "tính chung").with(reaches,
		"đạt", "là", "thực hiện", "thực hiện đạt", "ước đạt", "ước", "ước thực hiện", "hoàn thành", "còn", "đạt được", "thực hiện được", "đã đạt", "ước thực hiện đạt", "giải ngân được", "đạt mức", "còn lại", "dừng ở mức",
		"đứng ở mức", "đạt tỷ lệ", "đạt giá trị", "đạt con số", "hoàn thành được", "đạt kết quả", "giảm còn", "tỷ lệ", "với tỷ lệ", "kết quả thực hiện", "kết quả là", "giảm xuống còn", "tăng lên", "xuống còn", "tăng lên mức",
	).with(equals, "bằng", "=").
		with(holds, "chiếm", "chiếm tỷ lệ", "chiếm tỷ trọng").
		with(amounts, "tương đương", "tương ứng", "tương đương với", "tương ứng với").
		with(opaque, "chương trình", "quy trình", "công trình", "lộ trình", "tiến trình", "quá trình", "nhu cầu", "chương trình mục tiêu", "mục tiêu quốc gia", "chương trình mục tiêu quốc gia", "cần thiết", "giao thông", "giao lưu", "bàn giao",
			"chuyển giao", "giao dịch", "giao đất", "giao đất giao rừng", "nâng cao", "nâng cấp", "để lại", "yêu cầu đề ra", "đạt yêu cầu", "theo yêu cầu", "đáp ứng yêu cầu", "phải thu", "tờ trình", "trình bày", "trình độ", "cần cù", "khả năng cao", "bảo đảm an toàn").
		with(rises, "tăng", "tăng trưởng", "đều tăng", "tăng nhẹ", "tăng mạnh", "cao hơn", "nhiều hơn", "đã tăng", "tăng thêm").
		with(falls, "giảm", "giảm nhẹ", "giảm mạnh", "ít hơn", "đã giảm").
		with(exceeds, "vượt", "vượt mức", "đạt và vượt").
		with(lacks, "thấp hơn", "hụt", "còn thiếu", "thiếu").
		with(folds, "gấp", "gấp hơn").
		with(against, "so với", "so", "nếu so với").
		with(plan, "kế hoạch", "dự toán", "chỉ tiêu", "nghị quyết", "chỉ tiêu kế hoạch", "kế hoạch đề ra", "chỉ tiêu giao", "kế hoạch giao", "dự toán giao", "mục tiêu kế hoạch", "chỉ tiêu nghị quyết", "được giao", "được tỉnh giao", "được huyện giao", "kế hoạch vốn", "kế hoạch vốn giao", "tổng kế hoạch vốn", "tổng kế hoạch", "kế hoạch được giao",
			"dự toán được giao", "chỉ tiêu được giao", "nghị quyết đề ra", "chỉ tiêu đề ra", "chỉ tiêu nghị quyết đề ra", "nghị quyết hđnd", "kế hoạch đã đề ra", "chỉ tiêu đặt ra", "kế hoạch đặt ra", "tổng dự toán", "tổng kế hoạch giao", "kế hoạch đã giao", "dự toán thu", "kế hoạch vốn được giao").
		with(past, "cùng kỳ", "năm trước", "năm ngoái", "cùng kỳ năm trước", "cùng kỳ năm ngoái", "cùng thời điểm năm trước").
		with(andCue, "và", "đồng thời").
		with(atLeast, "trên", "hơn", "ít nhất", "tối thiểu", "không dưới", "đạt trên", ">", "≥", "vượt trên", "từ trên").
		with(atMost, "gần", "dưới", "chưa đến", "không quá", "tối đa", "chưa tới", "<", "≤", "suýt soát", "gần đạt").
		with(about, "khoảng", "xấp xỉ", "chừng", "trên dưới", "~", "≈", "ước khoảng", "vào khoảng", "quãng", "độ").
		with(asked, "sau khi", "khi dự án", "đi vào hoạt động", "phấn đấu", "mục tiêu", "dự kiến", "đề nghị", "yêu cầu", "cần", "phải", "sẽ", "nâng", "đề xuất", "kiến nghị", "dự báo", "kỳ vọng", "định hướng", "nếu", "giả sử", "tiếp tục phấn đấu", "thời gian tới",
			"phương hướng", "đặt mục tiêu", "đặt ra", "hướng tới", "hướng đến", "trình", "điều chỉnh", "dự thảo", "kịch bản", "khả năng", "ước cả năm", "cả năm ước", "trước ngày", "đến cuối năm", "đến cuối", "quyết tâm", "ước đến cuối", "những tháng cuối", "hết năm", "đến hết năm").
		with(urged, "tập trung", "đẩy nhanh", "đẩy mạnh", "bảo đảm", "đảm bảo", "giao", "chỉ đạo", "tăng cường", "nỗ lực", "quyết liệt", "khẩn trương", "để", "nhằm", "sớm", "huy động", "phân bổ", "rà soát", "thống nhất", "thông qua",
			"nhiệm vụ", "giải pháp", "chuẩn bị", "phương án", "tổ chức").
		with(parts, "trong đó", "gồm", "bao gồm", "riêng", "trong số đó", "bao gồm cả", "trong đó riêng").
		with(another, "bình quân", "mỗi", "từng", "trung bình", "giai đoạn", "nhiệm kỳ", "lần lượt", "trước đây", "trước đó", "cuối năm", "cả năm", "tháng trước", "quý trước", "kỳ trước", "cả nước", "toàn quốc", "tháng này", "trong tháng",
			"trong quý", "trong tuần", "trong ngày", "nửa đầu", "nửa cuối", "quý này", "tháng qua", "bán niên", "nhiều năm", "toàn tỉnh").
		with(negation, "không kể", "chưa kể", "không tính", "chưa tính", "không bao gồm", "chưa bao gồm", "loại trừ", "trừ", "sau khi trừ", "ngoài", "chưa", "không", "chưa đạt", "không đạt", "khó đạt", "chưa bằng")
})

// cueOf is what a word means by itself; filler for nothing.
func cueOf(t *token) cue {
	if t.spelling == nil {
		return phraseTable()[t.text]
	}
	if t.phrase == nil || !t.phrase.ends {
		return filler
	}
	return t.phrase.value
}

type phraseMap map[string]cue

func (m phraseMap) with(c cue, phrases ...string) phraseMap {
	for _, p := range phrases {
		m[p] = c
	}
	return m
}

// phrases is [phraseTable] by its words.
var phrases = sync.OnceValue(func() *trie[cue] { return phraseTable().trie() })

func (m phraseMap) trie() *trie[cue] {
	t := &trie[cue]{}
	for p, c := range m {
		n := t.at(strings.Fields(p))
		n.value, n.ends = c, true
	}
	return t
}
