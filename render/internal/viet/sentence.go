package viet

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render/internal/lazy"
)

// meetingKinds are what meetings are called, as their titles begin; what is none of them is
// a "cuộc họp".
var meetingKinds = []string{"hội nghị", "hội thảo", "đại hội", "kỳ họp", "phiên họp", "cuộc họp", "buổi họp", "buổi làm việc", "tọa đàm", "toạ đàm", "hội đàm"}

// MeetingKind is what a meeting of a title is called: "hội nghị", "đại hội", "phiên họp";
// "cuộc họp" for one that says nothing else.
func MeetingKind(title string) string {
	words := Lower(strings.Join(strings.Fields(title), " "))
	for _, before := range []string{"biên bản ", "thông báo ", "kết luận ", "tổ chức ", "về việc ", "về "} {
		words = strings.TrimPrefix(words, before)
	}
	for _, k := range meetingKinds {
		if beginsWith(words, k) {
			return k
		}
	}
	return "cuộc họp"
}

// beginsWith reports whether a text begins with whole words.
func beginsWith(s, words string) bool {
	rest, ok := strings.CutPrefix(s, words)
	if !ok {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || !unicode.IsLetter(r)
}

// InSentence is the name of an agency or of a meeting as it stands within a sentence: on one
// line, not in capitals, and "Họp giao ban" as "cuộc họp giao ban".
func InSentence(name string) string {
	s := FromCapitals(strings.Join(strings.Fields(NFC(name)), " "))
	for _, as := range []struct{ begins, within string }{
		{"họp", "cuộc họp"}, {"giao ban", "cuộc họp giao ban"}, {"cuộc họp", "cuộc họp"}, {"buổi họp", "buổi họp"}, {"buổi làm việc", "buổi làm việc"},
	} {
		if beginsWith(Lower(s), as.begins) {
			return as.within + s[len(as.begins):] // as long in capitals: none of these letters changes its length
		}
	}
	return s
}

// FromCapitals writes a name that is wholly in capitals as running text has it: generic
// words small, proper names and abbreviations with their capitals (NĐ 30/2020/NĐ-CP, Phụ lục
// II). Any other text stays as it is.
func FromCapitals(s string) string {
	words := strings.Split(s, " ")
	if len(words) < 2 || s != Upper(s) || s == Lower(s) {
		return s
	}
	agency := !titleOfMeeting(Lower(s))
	out := make([]string, 0, len(words))
	name := 0      // so many words may still be the name of a place
	field := false // the name of a body's field goes on: "Sở Nông nghiệp và Môi trường"
	for len(words) > 0 {
		p, n := phraseOf(words)
		w := strings.Join(words[:n], " ")
		if p.kind == beforeField && !agency && !fieldFollows(words[n:]) {
			p = casing{} // "nhiệm vụ", "phòng, chống"
		}
		other := p.kind == unknown && !syllable(w) // an abbreviation, a number, a dash
		switch {
		case other:
		case p.kind == unknown && (agency || name > 0), p.kind == fieldName && (agency || field):
			w = Capitalize(Lower(w))
		case p.text != "":
			w = p.text + w[len(p.text):] // and a comma
		default:
			w = Lower(w)
		}
		name = max(name-1, 0)
		if p.kind == beforeName {
			name = 2
		}
		field = p.kind == beforeField || field && (p.kind == fieldName || p.kind == joining || other)
		out = append(out, w)
		words = words[n:]
	}
	return Capitalize(strings.Join(out, " "))
}

// fieldFollows reports whether words begin with what a body does.
func fieldFollows(words []string) bool {
	if len(words) == 0 {
		return false
	}
	p, _ := phraseOf(words)
	return p.kind == fieldName
}

// titleOfMeeting reports whether a title in small letters begins as a meeting's.
func titleOfMeeting(lower string) bool {
	for _, k := range append([]string{"họp", "giao ban"}, meetingKinds...) {
		if beginsWith(lower, k) && lower != k {
			return true
		}
	}
	return false
}

// A phrase is what words of a name are.
type phrase int

const (
	unknown     phrase = iota // part of a proper name, or any other word
	properName                // with capitals of its own
	beforeName                // small, and the name of a place or house follows
	beforeField               // "Sở": what a body does follows
	fieldName                 // "tài chính"
	joining                   // "và", within a field too
	small
)

// A casing is how running text writes words of a name.
type casing struct {
	kind phrase
	text string // as it is written wherever it stands; "": small, or with one capital
}

// casings are words of names, by their small letters.
var casings = sync.OnceValue(func() map[string]casing {
	m := map[string]casing{}
	for kind, list := range map[phrase]string{
		properName: "Ủy ban nhân dân,Uỷ ban nhân dân,Hội đồng nhân dân,Ủy ban,Uỷ ban,Hội đồng,Hội đồng quản trị,Hội đồng thành viên,Đại hội đồng cổ đông,Mặt trận Tổ quốc,Việt Nam,Đảng ủy,Đảng uỷ,Đảng bộ,Chi bộ,Chi ủy," +
			"Ban Chấp hành,Ban Thường vụ,Ban Quản trị,Ban Kiểm soát,Ban Giám đốc,Ban Quản lý,Đoàn Thanh niên,Hội Nông dân,Hội Liên hiệp Phụ nữ,Hội Cựu chiến binh,Văn phòng,Trung tâm,Trường,Bệnh viện,Công an," +
			"Công ty,Tổng công ty,Tập đoàn,Ngân hàng,Chi nhánh,Hợp tác xã,Liên đoàn Lao động,Công đoàn,Hội nghị,Hội thảo,Đại hội,Kỳ họp,Phiên họp,Tòa nhà,Toà nhà,Thành phố Hồ Chí Minh,Hà Nội,Đà Nẵng,Hải Phòng,Cần Thơ,Huế",
		beforeName:  "xã,phường,tỉnh,huyện,quận,thôn,ấp,thành phố,thị xã,thị trấn,đặc khu,khu phố,tổ dân phố,nhà chung cư,chung cư",
		beforeField: "Sở,Bộ,Ban,Phòng,Cục,Chi cục,Vụ,Viện,Khoa",
		fieldName: "tài chính,kế hoạch,kinh tế,xã hội,nội vụ,tư pháp,xây dựng,công thương,y tế,giáo dục,đào tạo,nông nghiệp,môi trường,phát triển nông thôn,khoa học,công nghệ,văn hóa,văn hoá,thể thao,du lịch,dân tộc," +
			"tôn giáo,thanh tra,ngoại vụ,tổ chức,kiểm tra,tuyên giáo,dân vận,quốc phòng,quân sự,kỹ thuật,hạ tầng,đô thị,tiểu học,mầm non,trung học cơ sở,trung học phổ thông,đại học,cao đẳng,dịch vụ,thương mại,sản xuất,đầu tư,phát triển,xuất nhập khẩu,nước sạch",
		joining: "và",
		small:   "của,về,tại,với,các,lần thứ,cổ phần,trách nhiệm hữu hạn,một thành viên,hai thành viên,nhân dân,năm,tháng,quý,khóa,khoá,nhiệm kỳ,thường niên,bất thường,thường kỳ,định kỳ,lần đầu",
	} {
		for words := range strings.SplitSeq(list, ",") {
			c := casing{kind: kind}
			if kind == properName || kind == beforeField {
				c.text = words
			}
			m[Lower(words)] = c
		}
	}
	return m
})

// phraseOf finds the longest of [casings] that words begin with, and how many it takes; one
// word that is unknown where there is none.
func phraseOf(words []string) (casing, int) {
	for n := min(6, len(words)); n > 0; n-- {
		if c, ok := casings()[strings.TrimRight(Lower(strings.Join(words[:n], " ")), ",;")]; ok {
			return c, n
		}
	}
	return casing{}, 1
}

// syllableForm is a syllable of Vietnamese without its marks; what is none is an abbreviation
// or a number.
var syllableForm = lazy.Compile(`^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?$`)

func syllable(w string) bool {
	w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ':
			return 'd'
		}
		return r
	}, norm.NFD.String(Lower(w)))
	return !numeral(w) && syllableForm.MatchString(plain)
}

// honorifics are what may stand before a person's name, as a sentence writes it.
var honorifics = []string{"ông", "bà", "ông/bà", "đồng chí", "đ/c"}

// SplitHonorific parts a name from what politeness puts before it: "Ông Nguyễn Văn A" is "ông"
// and "Nguyễn Văn A". "Bà" alone and "Ba Nguyễn" have none.
func SplitHonorific(name string) (honorific, rest string) {
	s := strings.Join(strings.Fields(NFC(name)), " ")
	lower := Lower(s)
	for _, h := range honorifics {
		for _, end := range []string{" ", ": ", ". "} {
			if strings.HasPrefix(lower, h+end) && len(lower) == len(s) {
				// "đồng chí Ông …", too
				if again, bare := SplitHonorific(s[len(h)+len(end):]); again != "" {
					return again, bare
				}
				return h, s[len(h)+len(end):]
			}
		}
	}
	return "", s
}

// Comrade is a person within a sentence of a state or Party paper: "đồng chí Nguyễn Văn A", or
// "ông Nguyễn Văn A" for who is called so; never both.
func Comrade(name string) string {
	h, rest := SplitHonorific(name)
	switch h {
	case "", "đ/c":
		h = "đồng chí"
	}
	if rest == "" {
		return ""
	}
	return h + " " + rest
}
