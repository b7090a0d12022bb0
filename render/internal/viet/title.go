package viet

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// NoBreaks reports between which words of a title no line may end: i is true where words[i]
// and words[i+1] stay together. A line is not left with the last word alone, a number stays
// with what it counts, a generic word (xã, sở, công ty …) with its name, the words of a name
// and of the commonest compounds with each other.
func NoBreaks(words []string) []bool {
	if len(words) == 0 {
		return nil
	}
	keep := make([]bool, len(words)-1)
	lower := make([]string, len(words))
	capitals := true // the whole title is in them
	for i, w := range words {
		lower[i] = Lower(w)
		capitals = capitals && w == Upper(w)
	}
	for i := range keep {
		keep[i] = i == len(keep)-1 || numeral(words[i+1]) && !counts(lower, i+1) || dash(words[i]) || dash(words[i+1]) || counts(lower, i) ||
			!endsPhrase(words[i]) && (compounds()[lower[i]+" "+lower[i+1]] || !capitals && capitalized(words[i]) && capitalized(words[i+1]))
	}
	for i := range words {
		at, place := generic(lower, i)
		if at > i {
			keep[i] = true
		}
		if at < 0 || at >= len(keep) || endsPhrase(words[at]) {
			continue
		}
		if next, _ := generic(lower, at+1); next >= 0 {
			continue // "Đảng bộ xã": the name begins with a generic word of its own
		}
		keep[at] = true
		// A name of a place has two syllables most often; in capitals nothing else shows it.
		if at+2 < len(words) && place && capitals && !endsPhrase(words[at+1]) && !goesOn[lower[at+2]] {
			if next, _ := generic(lower, at+2); next < 0 {
				keep[at+1] = true
			}
		}
	}
	return keep
}

// generic reports whether a generic word begins at i: where it ends, -1 if none does, and
// whether what it names is a place.
func generic(lower []string, i int) (end int, place bool) {
	if i+1 < len(lower) {
		if p, ok := generics[lower[i]+" "+lower[i+1]]; ok {
			return i + 1, p
		}
	}
	if p, ok := generics[lower[i]]; ok && (i == 0 || !compounds()[lower[i-1]+" "+lower[i]]) { // not in "ủy ban"
		return i, p
	}
	return -1, false
}

// generics are the words that a proper name follows; true where it is that of a place.
var generics = map[string]bool{
	"xã": true, "phường": true, "tỉnh": true, "huyện": true, "quận": true, "thôn": true, "ấp": true, "thành phố": true, "thị xã": true, "thị trấn": true,
	"đặc khu": true, "khu phố": true,
	"bộ": false, "sở": false, "ban": false, "phòng": false, "cục": false, "chi cục": false, "vụ": false, "viện": false, "trường": false, "bệnh viện": false,
	"trung tâm": false, "công ty": false, "tổng công ty": false, "tập đoàn": false, "hợp tác": false, "ngân hàng": false, "chi nhánh": false,
	"tòa nhà": false, "toà nhà": false, "chung cư": false, "đảng ủy": false, "đảng uỷ": false, "đảng bộ": false, "chi bộ": false, "lần thứ": false,
}

// goesOn are words that follow a name and are none of it.
var goesOn = map[string]bool{
	"và": true, "với": true, "của": true, "tại": true, "về": true, "năm": true, "lần": true, "khóa": true, "khoá": true, "nhiệm": true, "tháng": true, "quý": true,
	"ngày": true, "họp": true, "từ": true, "trong": true, "theo": true, "cho": true,
}

// compounds are pairs of syllables that are one word, as they are frequent in the names of
// agencies and meetings.
var compounds = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for p := range strings.SplitSeq("ủy ban,uỷ ban,nhân dân,nhiệm kỳ,hội đồng,hội nghị,hội thảo,đại hội,kỳ họp,phiên họp,cuộc họp,thành phố,thị xã,thị trấn,đặc khu,khu phố,"+
		"công ty,cổ phần,hữu hạn,trách nhiệm,thành viên,cổ đông,quản trị,đại biểu,thường niên,bất thường,thường kỳ,định kỳ,đảng ủy,đảng uỷ,đảng bộ,chi bộ,ban chấp,chấp hành,"+
		"thường vụ,thường trực,văn phòng,phát triển,kinh tế,xã hội,tài chính,kế hoạch,giáo dục,đào tạo,nông nghiệp,môi trường,xây dựng,công thương,y tế,văn hóa,văn hoá,thể thao,du lịch,"+
		"khoa học,công nghệ,nội vụ,tư pháp,thanh tra,dân tộc,tôn giáo,công an,quân sự,trung tâm,bệnh viện,hợp tác,ngân sách,nhà nước,đầu tư,sản xuất,kinh doanh,dịch vụ,thương mại,"+
		"triển khai,thực hiện,nhiệm vụ,kết quả,tổng kết,sơ kết,đánh giá,báo cáo,chuyên đề,giao ban,chung cư,tòa nhà,toà nhà,chủ tịch,giám đốc,bí thư,kết luận", ",") {
		m[p] = true
	}
	return m
})

// numeral reports whether a word is a number: "15", "9,", "III".
func numeral(w string) bool {
	w = strings.TrimRight(w, ",.;:)")
	return w != "" && (w[0] >= '0' && w[0] <= '9' || strings.Trim(w, "IVXLCM") == "")
}

// counts reports whether a word is a number that counts what follows, as in "6 tháng", and not
// one that names what it follows, as in "tháng 6".
func counts(lower []string, i int) bool {
	w := lower[i]
	return w != "" && w[0] >= '0' && w[0] <= '9' && !endsPhrase(w) && (i == 0 || !numbered[lower[i-1]])
}

// numbered are words whose number follows them.
var numbered = map[string]bool{
	"ngày": true, "tháng": true, "năm": true, "quý": true, "thứ": true, "số": true, "khóa": true, "khoá": true, "lần": true, "đợt": true, "kỳ": true, "điều": true,
	"phường": true, "quận": true, "phố": true, "tổ": true, "thôn": true, "ấp": true, "tòa": true, "toà": true, "lô": true, "tầng": true, "-": true, "–": true,
}

func dash(w string) bool { return w == "-" || w == "–" }

func capitalized(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// endsPhrase reports whether a comma or the like stands behind a word.
func endsPhrase(w string) bool { return w != "" && strings.ContainsAny(w[len(w)-1:], ",.;:)") }
