package rules

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/meeting"
)

// lastDay is the first day without a district level, and with 34 provinces.
var lastDay = date(1, 7, 2025)

// placeRules are those of the names of places and of the bodies that they have.
func placeRules() []Rule {
	return []Rule{{
		Code: "district", Severity: fault.Warning, text: checkDistrict,
		About:   fault.T("Từ 01/7/2025 không còn cấp huyện: huyện, quận, thị xã, thị trấn, thành phố thuộc tỉnh hay thuộc thành phố, cùng cấp ủy và tổ chức của chúng, không đứng tên cơ quan, nơi nhận, địa danh; viện dẫn lịch sử giữ nguyên", "There is no district level since 01/7/2025: huyện, quận, thị xã, thị trấn, cities within a province or a city, and their bodies, name no issuer, recipient or place; historical citations stay"),
		Sources: []Source{{Text: fault.T("Luật Tổ chức chính quyền địa phương 72/2025/QH15 (theo bản tóm tắt)", "Law on Local Government 72/2025/QH15 (from a summary)"), From: lastDay}},
		Remedy:  fault.T("Ghi tên xã, phường, đặc khu hoặc tỉnh, thành phố; nếu nói về thời gian trước 01/7/2025, ghi rõ ngày hoặc thêm “trước đây”.", "Name the commune, ward, special zone or province; for a time before 01/7/2025 give the date, or write “trước đây”."),
	}, {
		Code: "merged-province", Severity: fault.Note, text: checkProvince,
		About:   fault.T("Từ 01/7/2025 cả nước có 34 tỉnh, thành phố: tỉnh đã sáp nhập mang tên mới", "Since 01/7/2025 there are 34 provinces and cities: those that were merged have new names"),
		Sources: []Source{{Text: fault.T("Nghị quyết 202/2025/QH15", "Resolution 202/2025/QH15"), From: lastDay}},
		Remedy:  fault.T("Ghi tên mới; nếu nói về thời gian trước 01/7/2025, ghi rõ ngày hoặc thêm “trước đây”.", "Write the new name; for a time before 01/7/2025 give the date, or write “trước đây”."),
	}}
}

// Words of the patterns below. A gap is what stands between two words of a name.
const (
	gap    = `[\s\x{a0}]+`
	body   = `(?:UBND|HĐND|MTTQ(?: việt nam)?|ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân|(?:ủy ban |uỷ ban )?mặt trận tổ quốc(?: việt nam)?|đảng bộ|đảng ủy|đảng uỷ|công an|tòa án nhân dân|toà án nhân dân|viện kiểm sát nhân dân|ban chỉ huy quân sự|bảo hiểm xã hội|kho bạc nhà nước|hạt kiểm lâm|liên đoàn lao động|hội (?:nông dân|liên hiệp phụ nữ|cựu chiến binh|chữ thập đỏ|khuyến học|người cao tuổi)|trung tâm [\pL ,-]{1,40}|chi cục [\pL ]{1,30}|phòng [\pL ,-]{1,40})`
	gone   = `(?:huyện|quận|thị xã|thị trấn)`
	unitOf = `(?:huyện|quận|thị xã|thị trấn|thành phố|xã|phường|đặc khu|tỉnh)`
)

// A districtForm is one way to name a unit that is no more, or a body of it. The unit's own
// name, if the form ends where that begins, goes on from there.
type districtForm struct {
	pattern *lazy.Regexp
	named   bool              // it ends where a name begins: with its first letter,
	second  bool              // or with its second
	where   func(s site) bool // nil: anywhere
}

// A site is where a form was found.
type site struct {
	raw      string
	from, to int // to: the end of the name
	start    int // of the name, where the form has one
	path     string
	field    bool // the text names bodies and places: issuers, recipients
	person   bool // the text is a person's name
}

// before is the text up to the site, without the gap, as far as it matters: a long text has
// many sites.
func (s site) before() string {
	return strings.TrimRightFunc(ending(s.raw[:s.from]), unicode.IsSpace)
}

// ending is the end of a text, without cutting a character.
func ending(s string) string {
	return s[upTo(s, max(0, len(s)-250)):]
}

// beginning is the beginning of a text, without cutting a character.
func beginning(s string) string {
	return s[:upTo(s, 250)]
}

// districtForms are in the order of trust: what one has found the others leave alone.
var districtForms = []districtForm{
	// "các huyện, thị, thành ủy"
	{pattern: lazy.Compile(`(?:[Hh]uyện|[Qq]uận)(?:\s*,\s*(?:huyện|quận|thị|thành))*(?:\s*,\s*|` + gap + `và` + gap + `)(?:thị|thành|quận|huyện)` + gap + `(?:ủy|uỷ|đoàn)`), where: committee},
	// "Huyện ủy", "Quận đoàn"
	{pattern: lazy.Compile(`(?:[Hh]uyện|HUYỆN|[Qq]uận|QUẬN|Thị|THỊ)` + gap + `(?i:ủy|uỷ|đoàn)`), where: func(s site) bool { return notInName(s) && committee(s) }},
	// "các huyện, thị xã, thành phố", "quận, huyện", "xã, phường, thị trấn", "10 huyện"
	{pattern: lazy.Compile(`(?i)(?:(?:các|những|\d+)` + gap + `)?` + unitOf + `(?:(?:\s*[,/]\s*|` + gap + `(?:và|hoặc|-)` + gap + `)(?:các` + gap + `)?` + unitOf + `)*`), where: several},
	{pattern: lazy.Compile(`(?i)thành phố` + gap + `(?:trực` + gap + `)?thuộc` + gap + `(?:tỉnh|thành phố)`)},
	{pattern: lazy.Compile(`(?:[Tt]hành|THÀNH)` + gap + `(?:[ủỦ]y|[uU]ỷ|đoàn|ỦY|UỶ|ĐOÀN)` + gap + `\p{Lu}`), named: true, where: ofCity},
	// "UBND huyện", "Phòng Nội vụ quận"
	{pattern: lazy.Compile(`(?i)` + body + gap + `(?:cấp` + gap + `)?` + gone)},
	// "huyện Mẫu", "Quận 1"
	{pattern: lazy.Compile(`(?:[Hh]uyện|HUYỆN|[Qq]uận|QUẬN|[Tt]hị xã|THỊ XÃ|[Tt]hị trấn|THỊ TRẤN)(?:` + gap + `đảo)?` + gap + `(?:\p{Lu}|\d)`), named: true, where: func(s site) bool { return !s.person && notInName(s) }},
	// "thành phố Mẫu", "TP. Mẫu"
	{pattern: lazy.Compile(`(?:[Tt]hành phố|THÀNH PHỐ)` + gap + `\p{Lu}`), named: true, where: provincial},
	{pattern: lazy.Compile(`(?:TP|Tp|T\.P)(?:\.[\s\x{a0}]*|` + gap + `)\p{Lu}`), named: true, where: provincial},
	// "TX. Mẫu", "H. Mẫu", "Q.1", and after a body "TT. Mẫu"
	{pattern: lazy.Compile(`T[Xx]\.[\s\x{a0}]*\p{Lu}`), named: true},
	{pattern: lazy.Compile(`T[Xx]` + gap + `\p{Lu}\p{Ll}`), named: true, where: located},
	{pattern: lazy.Compile(`(?:H|Q|TT)\.[\s\x{a0}]*\p{Lu}\pL`), named: true, second: true, where: afterBody},
	{pattern: lazy.Compile(`Q\.[\s\x{a0}]*(?:1[0-2]|[1-9])`), where: numbered},
	// where bodies and places are named, a unit without its name too: "các phòng, ban huyện"
	{pattern: lazy.Compile(`(?:huyện|quận|thị xã|thị trấn)`), where: func(s site) bool { return s.field && !s.person }},
}

var (
	anyGone   = lazy.Compile(`(?i)huyện|quận|thị xã|thị trấn`)
	unitWord  = lazy.Compile(`(?i)` + unitOf)
	otherWord = lazy.Compile(`^` + gap + `(?:kết|thể|viên|công tác|kiểm tra|giám sát|thanh tra|đại biểu|quyền|ban)`)
	cityFirst = lazy.Compile(`(?i)^(?:thành phố|TP)(?:[^\pL]|$)|^TPHCM`)
	poor      = lazy.Compile(`^` + gap + `(?:nghèo|công|chúa|lỵ)`) // "62 huyện nghèo" of a programme; no unit at all
	bodyAtEnd = lazy.Compile(`(?i)(?:^|[^\pL])` + body + `$`)
	placeWord = lazy.Compile(`(?i)(?:^|[^\pL])(?:tại|ở|thuộc|của|địa bàn|từ|đến|về|và|với|các)$`)
	titleCase = lazy.Compile(`(?:^|[^\pL])(\p{Lu}\p{Ll}+)$`)
	address   = lazy.Compile(`(?i)(?:^|[^\pL])(?:ông|bà|anh|chị|cô|chú|bác|đồng chí|đ/c)$`)
	nameWord  = lazy.Compile(`^(?:[ \x{a0}]\p{Lu}[\pL\d]*)`)
	ranks     = lazy.Compile(`(?i)^(?:chủ tịch|phó|giám đốc|trưởng|hiệu trưởng|viện trưởng|bí thư|chánh|cục trưởng|vụ trưởng|tổng|bộ trưởng|thủ trưởng|quyền)`)
	school    = lazy.Compile(`(?:Trường|TRƯỜNG|THPT|THCS|Tiểu học|TIỂU HỌC|Mầm non|MẦM NON|Mẫu giáo|MẪU GIÁO|Đại học|ĐẠI HỌC|Cao đẳng|CAO ĐẲNG|PTDT|GDTX|GDNN)[^,;:.()\n]{0,70}$`)
	notSchool = lazy.Compile(`(?i)địa bàn|thuộc|(?:^|[^\pL])(?:tại|ở|của|trong)(?:[^\pL]|$)`)
	abroad    = lazy.Compile(`Trung Quốc|(?:nước|CHDCND) Lào|\(Lào|Campuchia|Cam-pu-chia|Thái Lan|Hàn Quốc|Nhật Bản|Hoa Kỳ|nước (?:Mỹ|Pháp|Đức|Nga|Anh|Ý)|\((?:Mỹ|Pháp|Đức|Nga|Anh|Ý|Lào|Úc)|Liên bang Nga|Cộng hòa|Ấn Độ|Đài Loan|Xin-ga-po|Singapore|Ô-xtrây-li-a|nước ngoài`)
	foreign   = lazy.Compile(`^(?:Viêng Chăn|Phnôm Pênh|Bắc Kinh|Thượng Hải|Quảng Châu|Thâm Quyến|Nam Ninh|Côn Minh|Bằng Tường|Luông Pha Băng|Xa-vẳn|Tô-ky-ô|Băng Cốc|Xơ-un|Mát-xcơ-va|Pa-ri|Luân Đôn|Niu Y|New |Xanh Pê-téc)`)
	central   = lazy.Compile(`(?i)^(?:Hà Nội|Hải Phòng|Huế|Đà Nẵng|Hồ Chí Minh|Cần Thơ|Đồng Nai|Thủ đô|trực thuộc|HCM|HN|HP|ĐN|CT)(?:[^\pL]|$)`)
)

// several reports whether units are named together, or by "các", and one of them is no more.
func several(s site) bool {
	phrase := s.raw[s.from:s.to]
	if !anyGone.MatchString(phrase) || poor.MatchString(beginning(s.raw[s.to:])) {
		return false
	}
	if len(unitWord.FindAllString(phrase, 2)) == 2 {
		return true
	}
	return unitWord.FindStringIndex(phrase)[0] > 0 // "các", "10"
}

// notInName reports whether a unit's word is no part of a person's name: "bà Lê Thị Đoàn",
// "ông Trần Quận Bảy".
func notInName(s site) bool {
	before := s.before()
	first, _ := utf8.DecodeRuneInString(s.raw[s.from:])
	if address.MatchString(before) {
		return false
	}
	if m := titleCase.FindStringSubmatch(before); m != nil && unicode.IsUpper(first) {
		return bodyAtEnd.MatchString(before)
	}
	return true
}

// committee reports whether a word behind a unit is that of a committee: "huyện đoàn kết" is
// none.
func committee(s site) bool { return !otherWord.MatchString(beginning(s.raw[s.to:])) }

// located reports whether an abbreviation is said to be a place.
func located(s site) bool {
	before := s.before()
	return bodyAtEnd.MatchString(before) || !s.person && (s.field || placeWord.MatchString(before) || strings.HasSuffix(before, ","))
}

// ofCity reports whether a name is that of a city within a province: the others are
// provinces themselves, and behind "Bí thư Thành ủy" the person's name may follow.
func ofCity(s site) bool {
	name := s.raw[s.start:s.to]
	first, _, _ := strings.Cut(strings.ReplaceAll(name, "\u00a0", " "), " ")
	rest := beginning(s.raw[s.start:])
	return !central.MatchString(rest) && !cityFirst.MatchString(rest) && !foreign.MatchString(name) && !abroad.MatchString(around(s.raw, s.from, s.to, 60)) &&
		(formerCities()[folded(name)] || !surnames()[folded(first)])
}

// provincial reports whether a city is one within a province. In prose a city is taken for
// one of ours only where it is said to be a place, or its name is known.
func provincial(s site) bool {
	before := s.before()
	ruled := bodyAtEnd.MatchString(before)
	if s.person && !ruled || !ofCity(s) {
		return false
	}
	return s.field || ruled || placeWord.MatchString(before) || strings.HasSuffix(before, ",") || formerCities()[folded(s.raw[s.start:s.to])]
}

// afterBody reports whether a single letter stands for a unit: behind a body, or a comma of
// an address.
func afterBody(s site) bool {
	before := s.before()
	switch {
	case ranks.MatchString(beginning(s.raw[s.start:])): // "Q. Giám đốc" is the acting one
		return false
	case bodyAtEnd.MatchString(before):
		return true
	case s.person, strings.HasPrefix(s.raw[s.from:], "TT"):
		return false
	}
	return s.field && before == "" && root(s.path) != "Signatures" || strings.HasSuffix(before, ",") || isPlace.MatchString(before)
}

// numbered reports whether "Q.1" is a district, and no quarter. Those up to 4 may be one: in
// prose they are districts where a place is said to be, or behind another unit; of several in
// a row the first tells.
func numbered(s site) bool {
	after := s.raw[s.to:]
	if strings.HasPrefix(after, "/") || strings.HasPrefix(after, ".") || strings.HasPrefix(strings.TrimLeftFunc(after, unicode.IsSpace), "năm") {
		return false
	}
	before := s.before()
	for m := rowOfQ.FindStringIndex(before); m != nil; m = rowOfQ.FindStringIndex(before) {
		before = strings.TrimRightFunc(before[:m[0]], unicode.IsSpace)
	}
	if n := strings.TrimLeft(s.raw[s.from+len("Q."):s.to], " \t\u00a0"); s.field || len(n) > 1 || n > "4" {
		s.from = strings.LastIndex(s.raw[:s.from], before) + len(before) // behind what comes before the row
		return located(s)
	}
	return bodyAtEnd.MatchString(before) || !s.person && besideUnit.MatchString(before)
}

// stands are words behind which a place is named.
const stands = `(?i:tại|ở|thuộc|địa bàn|khu vực|cư trú|ngụ)`

var (
	isPlace = lazy.Compile(`(?:^|[^\pL])` + stands + `$`)
	// rowOfQ is the one before in "Q.3, Q.5 và Q.10".
	rowOfQ = lazy.Compile(`(?:^|[^\pL])Q\.[\s\x{a0}]*\d{1,2}[\s\x{a0}]*(?:,|và|-|–|đến)$`)
	// besideUnit is what a district, and no quarter, stands behind.
	besideUnit = lazy.Compile(`(?:(?:^|[^\pL])` + stands + `|(?:(?i:phường|xã|đường|phố)|TX\.|TP\.|H\.|P\.)[\s\x{a0}]*[\pL\d]+(?:[\s\x{a0}][\pL\d]+){0,3}[\s\x{a0}]*(?:,|và))$`)
)

// cityNames are the 87 cities within a province or a city that ended on 01/7/2025, of
// which only the names tell in running prose that they are such. Those that have a name in
// common with a city that is a province are left out.
const cityNames = "Long Xuyên,Châu Đốc,Bà Rịa,Vũng Tàu,Phú Mỹ,Bạc Liêu,Bắc Giang,Bắc Kạn,Bắc Ninh,Từ Sơn,Bến Tre,Quy Nhơn,Thủ Dầu Một,Dĩ An,Thuận An,Tân Uyên,Bến Cát,Đồng Xoài,Phan Thiết,Cà Mau,Cao Bằng,Buôn Ma Thuột,Gia Nghĩa,Điện Biên Phủ,Biên Hòa,Long Khánh,Cao Lãnh,Sa Đéc,Hồng Ngự,Pleiku,Hà Giang,Phủ Lý,Hà Tĩnh,Hải Dương,Chí Linh,Vị Thanh,Ngã Bảy,Hòa Bình,Hưng Yên,Nha Trang,Cam Ranh,Rạch Giá,Hà Tiên,Phú Quốc,Kon Tum,Lai Châu,Lạng Sơn,Lào Cai,Đà Lạt,Bảo Lộc,Tân An,Nam Định,Vinh,Ninh Bình,Hoa Lư,Tam Điệp,Phan Rang - Tháp Chàm,Phan Rang,Việt Trì,Tuy Hòa,Đồng Hới,Tam Kỳ,Hội An,Quảng Ngãi,Hạ Long,Cẩm Phả,Móng Cái,Uông Bí,Đông Triều,Đông Hà,Sóc Trăng,Sơn La,Tây Ninh,Thái Bình,Thái Nguyên,Sông Công,Phổ Yên,Thanh Hóa,Sầm Sơn,Mỹ Tho,Gò Công,Trà Vinh,Tuyên Quang,Vĩnh Long,Vĩnh Yên,Phúc Yên,Yên Bái,Thủ Đức,Thủy Nguyên"

var formerCities = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for name := range strings.SplitSeq(cityNames, ",") {
		all[folded(name)] = true
	}
	return all
})

// surnames are the commonest family names.
var surnames = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for name := range strings.SplitSeq("Nguyễn,Trần,Lê,Phạm,Hoàng,Huỳnh,Phan,Vũ,Võ,Đặng,Bùi,Đỗ,Hồ,Ngô,Dương,Lý,Đinh,Đoàn,Trịnh,Trương,Mai,Đào,Lương,Lưu,Tạ,Hà,Cao,Tô,Vi,Nông,Chu,Lò,Quách,Triệu,Thái,Tống,La,Đàm", ",") {
		all[folded(name)] = true
	}
	return all
})

var (
	once    = lazy.Compile(`(?i)trước đây|trước khi|nguyên |\(cũ\)| cũ([^\pL]|$)|sáp nhập|giải thể|thuộc huyện cũ|hợp nhất|(?:kết thúc|chấm dứt) hoạt động|không còn|không tổ chức|bỏ cấp|(?:3|03|ba) cấp`)
	anyDate = lazy.Compile(`(?i)(\d{1,2})[/-](\d{1,2})[/-](\d{4})|tháng\s+(\d{1,2})\s+năm\s+(\d{4})|năm\s+(\d{4})|tháng\s+(\d{1,2})/(\d{4})`)
)

// A scope is how a text speaks of places; ok is false for texts that nothing is looked for in.
func scope(c *checker, t meeting.Text) (s site, ok bool) {
	day := c.paper(t.Document).day
	if day == nil || t.Figure { // of an unknown day it may be right
		return s, false
	}
	switch root(t.Path) {
	case "Bases", "Extra": // cites what was; free data
		return s, false
	}
	s.raw, s.path = t.Raw, t.Path
	s.field = slices.Contains([]string{"Organization", "Place", "Symbol", "Recipients", "Addressees", "Venue", "Signatures", "Chair", "Secretary", "Attendance", "Invitees"}, root(t.Path)) ||
		root(t.Path) == "Tasks" && !strings.HasSuffix(t.Path, ".Content")
	s.person = personal(t.Path)
	return s, true
}

var groupName = lazy.Compile(`Groups\[\d+\]\.Name$`)

// personal reports whether a field is a person's name.
func personal(path string) bool {
	switch root(path) {
	case "Chair", "Secretary", "Attendance", "Invitees", "Speeches", "Votes", "Signatures":
		return strings.HasSuffix(path, ".Name") && !groupName.MatchString(path)
	}
	return root(path) == "Authors"
}

var districtCode = lazy.Compile(`[^\pL]HU$`)

func checkDistrict(c *checker, t meeting.Text) {
	s, ok := scope(c, t)
	if !ok {
		return
	}
	tell := func(from, to int) {
		c.atText(t, from, to, fault.T("“%s”: từ 01/7/2025 không còn đơn vị cấp huyện.", "%q: there is no such unit since 01/7/2025.", excerpt(t.Raw[from:to])), fault.Text{})
	}
	if t.Path == "Symbol" {
		if m := districtCode.FindStringIndex(t.Raw); m != nil {
			tell(m[1]-len("HU"), m[1])
			return
		}
	}
	told := 0
	for _, part := range suspects(t.Raw) {
		for _, x := range districtsIn(s, part) {
			if told++; told > maxFindings {
				return
			}
			tell(x[0], x[1])
		}
	}
}

// districtsIn are the places of the units that are no more in a part of a text, in their order.
func districtsIn(s site, part [2]int) (taken [][2]int) {
	for _, form := range districtForms {
		for _, m := range form.pattern.FindAllStringIndex(s.raw[part[0]:part[1]], -1) {
			if len(taken) == maxFindings {
				break
			}
			s.from, s.to = part[0]+m[0], part[0]+m[1]
			s.start = s.to
			if form.named {
				_, size := utf8.DecodeLastRuneInString(s.raw[:s.to])
				s.start -= size
				if last, _ := utf8.DecodeRuneInString(s.raw[s.start:]); form.second || unicode.IsLower(last) { // the name's second letter
					_, before := utf8.DecodeLastRuneInString(s.raw[:s.start])
					s.start -= before
				}
				s.to = nameEnd(s.raw, s.start)
			}
			free := !slices.ContainsFunc(taken, func(x [2]int) bool { return s.from < x[1] && x[0] < s.to })
			if free && alone(s.raw, s.from, s.to) && (form.where == nil || form.where(s)) && !s.past() && !poor.MatchString(beginning(s.raw[s.to:])) {
				taken = append(taken, [2]int{s.from, s.to})
			}
		}
	}
	slices.SortFunc(taken, func(a, b [2]int) int { return a[0] - b[0] })
	return taken
}

// clue is what each of the forms has, so that a text without it need not be looked through. It
// catches where a name begins that may be a city's.
var clue = lazy.Compile(`^(?:(?i:huyện|quận)|(?i:thị)` + gap + `(?i:xã|trấn|ủy|uỷ|đoàn)|(?i:thành)` + gap + `(?i:phố)` + gap + `(?i:(?:trực` + gap + `)?thuộc)` +
	`|(?i:thành)` + gap + `(?i:phố|ủy|uỷ|đoàn)` + gap + `(\p{Lu})|(?:TP|Tp|T\.P)(?:\.[\s\x{a0}]*|` + gap + `)(\p{Lu})|(?:TX|Tx)(?:\.|` + gap + `)|(?:H|Q|TT)\.)`)

// clueWords are what a clue begins with, by the first byte: most words are none.
var clueWords = [256][]string{
	'h': {"huyện"}, 'H': {"Huyện", "HUYỆN", "H."}, 'q': {"quận"}, 'Q': {"Quận", "QUẬN", "Q."},
	't': {"thị", "thành"}, 'T': {"Thị", "THỊ", "Thành", "THÀNH", "TP", "Tp", "T.P", "TX", "Tx", "TT."},
}

// isClue reports whether a text begins with a clue. A city that is a province is none.
func isClue(s string) bool {
	if !slices.ContainsFunc(clueWords[s[0]], func(w string) bool { return strings.HasPrefix(s, w) }) {
		return false
	}
	s = beginning(s)
	m := clue.FindStringSubmatchIndex(s)
	if m == nil {
		return false
	}
	for _, name := range []int{m[2], m[4]} {
		if name >= 0 && (central.MatchString(s[name:]) || cityFirst.MatchString(s[name:])) {
			return false
		}
	}
	return true
}

// suspects are the parts of a text that have a clue, with what is near, in their order.
func suspects(raw string) (parts [][2]int) {
	const near = 200 // bytes: longer than any form
	for i := 0; i < len(raw); i++ {
		if clueWords[raw[i]] == nil || !isClue(raw[i:]) {
			continue
		}
		from, to := upTo(raw, max(0, i-near)), upTo(raw, i+near)
		if n := len(parts); n > 0 && from <= parts[n-1][1] {
			parts[n-1][1] = to
		} else {
			parts = append(parts, [2]int{from, to})
		}
	}
	return parts
}

// nameEnd is where the name ends that begins at an offset: at most four words with capitals.
func nameEnd(s string, at int) int {
	at += len(s[at:]) - len(strings.TrimLeftFunc(s[at:], inWord))
	for range 3 {
		m := nameWord.FindStringIndex(s[at:])
		if m == nil {
			break
		}
		at += m[1]
	}
	return at
}

// past reports whether a site speaks of a time when the unit was there, or the unit is part
// of a school's own name.
func (s site) past() bool {
	if once.MatchString(around(s.raw, s.from, s.to, 60)) {
		return true
	}
	if m := school.FindString(ending(s.raw[:s.from])); m != "" && !notSchool.MatchString(m) {
		return true
	}
	return !s.field && (historical(around(s.raw, s.from, s.to, 150)) || quoted(s.raw, s.from))
}

// merged are the provinces that ended on 01/7/2025, with what they are part of since
// (Nghị quyết 202/2025/QH15, Điều 1). Thừa Thiên Huế is a city since 01/01/2025 (Nghị quyết
// 175/2024/QH15).
var merged = map[string]string{
	"Hà Giang": "tỉnh Tuyên Quang", "Yên Bái": "tỉnh Lào Cai", "Bắc Kạn": "tỉnh Thái Nguyên", "Vĩnh Phúc": "tỉnh Phú Thọ", "Hòa Bình": "tỉnh Phú Thọ",
	"Bắc Giang": "tỉnh Bắc Ninh", "Thái Bình": "tỉnh Hưng Yên", "Hải Dương": "thành phố Hải Phòng", "Hà Nam": "tỉnh Ninh Bình", "Nam Định": "tỉnh Ninh Bình",
	"Quảng Bình": "tỉnh Quảng Trị", "Quảng Nam": "thành phố Đà Nẵng", "Kon Tum": "tỉnh Quảng Ngãi", "Bình Định": "tỉnh Gia Lai", "Ninh Thuận": "tỉnh Khánh Hòa",
	"Đắk Nông": "tỉnh Lâm Đồng", "Bình Thuận": "tỉnh Lâm Đồng", "Phú Yên": "tỉnh Đắk Lắk", "Bà Rịa - Vũng Tàu": "Thành phố Hồ Chí Minh", "Bình Dương": "Thành phố Hồ Chí Minh",
	"Bình Phước": "tỉnh Đồng Nai", "Long An": "tỉnh Tây Ninh", "Sóc Trăng": "thành phố Cần Thơ", "Hậu Giang": "thành phố Cần Thơ", "Bến Tre": "tỉnh Vĩnh Long",
	"Trà Vinh": "tỉnh Vĩnh Long", "Tiền Giang": "tỉnh Đồng Tháp", "Bạc Liêu": "tỉnh Cà Mau", "Kiên Giang": "tỉnh An Giang", "Thừa Thiên Huế": "thành phố Huế",
}

// provinceNames are the names of merged, folded, with what else they are written as.
var provinceNames = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for name, now := range merged {
		all[folded(name)] = now
	}
	for other, name := range map[string]string{"Bắc Cạn": "Bắc Kạn", "Kontum": "Kon Tum", "Đăk Nông": "Đắk Nông", "Đắc Nông": "Đắk Nông", "Bà Rịa – Vũng Tàu": "Bà Rịa - Vũng Tàu",
		"Bà Rịa-Vũng Tàu": "Bà Rịa - Vũng Tàu", "Thừa Thiên - Huế": "Thừa Thiên Huế", "Thừa Thiên-Huế": "Thừa Thiên Huế"} {
		all[folded(other)] = merged[name]
	}
	return all
})

var (
	provinceHead = sparse{lazy.Compile(`^(?i:tỉnh(?:` + gap + `(?:ủy|uỷ|đoàn))?:?` + gap + `)`), "hH", endOf("tỉnh", "Tỉnh", "TỈNH")}
	provinceName = lazy.Compile(`^\p{Lu}\pL*(?:(?:[ \x{a0}]|\s?[-–]\s?)\p{Lu}\pL*){0,4}`)
	nextName     = lazy.Compile(`^(?:\s*,\s*|` + gap + `và` + gap + `)`)
)

func checkProvince(c *checker, t meeting.Text) {
	s, ok := scope(c, t)
	if !ok {
		return
	}
	for _, m := range provinceHead.all(t.Raw) {
		if before, _ := utf8.DecodeLastRuneInString(t.Raw[:m[0]]); inWord(before) {
			continue
		}
		s.from = m[0]
		for at := m[1]; ; {
			name := provinceName.FindString(t.Raw[at:])
			if name == "" {
				break
			}
			known, now := provinceIn(name)
			if s.to = at + len(known); known != "" && !s.past() {
				c.atText(t, s.from, s.to, fault.T("“%s” nay thuộc %s.", "%q is part of %s now.", excerpt(t.Raw[s.from:s.to]), now), fault.Text{})
			}
			at += len(name)
			next := nextName.FindString(t.Raw[at:])
			if next == "" {
				break
			}
			at += len(next)
			s.from = at
		}
	}
}

// provinceIn is the name of a merged province that capitalised words begin with, and what it
// is part of; "" for none. A name of more syllables is another province's, as Hà Nam Ninh;
// but all in capitals, or behind a dash, other words may follow.
func provinceIn(words string) (name, now string) {
	if now := provinceNames()[folded(words)]; now != "" {
		return words, now
	}
	capitals := strings.ToUpper(words) == words
	for at := strings.LastIndexByte(words, ' '); at > 0; at = strings.LastIndexByte(words[:at], ' ') {
		rest := folded(words[at:])
		dash := strings.HasPrefix(rest, " -") || strings.HasPrefix(rest, " –")
		if now := provinceNames()[folded(words[:at])]; now != "" && (capitals || dash) && rest != " ninh" && rest[len(" "):] != "- đà nẵng" {
			return words[:at], now
		}
	}
	return "", ""
}

// around is the part of s near s[from:to], without cutting a character.
func around(s string, from, to, reach int) string {
	return strings.ToValidUTF8(s[max(0, from-reach):min(len(s), to+reach)], "")
}

// historical reports whether a text names a time before there was no district level.
func historical(s string) bool {
	for _, m := range anyDate.FindAllStringSubmatch(s, -1) {
		d := meeting.Date{Day: 1}
		switch {
		case m[3] != "":
			d = meeting.Date{Year: count(m[3]), Month: count(m[2]), Day: count(m[1])}
		case m[5] != "":
			d.Year, d.Month = count(m[5]), count(m[4])
		case m[8] != "":
			d.Year, d.Month = count(m[8]), count(m[7])
		default:
			// Of a year alone, the last day counts: 2025 tells nothing.
			d.Year, d.Month, d.Day = count(m[6]), 12, 31
		}
		if d.Compare(lastDay) < 0 {
			return true
		}
	}
	return false
}

// count is a number of at most four digits.
func count(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// quoted reports whether s[at:] stands inside quotation marks.
func quoted(s string, at int) bool {
	before := s[max(0, at-2000):at]
	return strings.Count(before, "“") > strings.Count(before, "”") || strings.Count(before, `"`)%2 == 1
}
