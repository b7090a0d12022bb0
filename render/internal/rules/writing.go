package rules

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// stateAndParty are the regimes whose rules bind; companies may write as they like.
func stateAndParty() []meeting.Regime { return []meeting.Regime{meeting.State, meeting.Party} }

// writingRules are those of dates, numbers, letters and words in any text.
func writingRules() []Rule {
	return []Rule{{
		Code: "date-zero", Regimes: stateAndParty(), Severity: fault.Warning, Mends: true, text: checkLongDate,
		About:   fault.T("Ngày dưới 10 và tháng 1, 2 có số 0 đứng trước; tháng 3 đến 9 thì không", "Days below 10 and the months 1 and 2 take a zero, the months 3 to 9 do not"),
		Sources: both("Phụ lục I, mục II.4", "Annex I, II.4", "4.2.2"),
	}, {
		Code: "short-date-zero", Regimes: stateAndParty(), Severity: fault.Note, Mends: true, text: checkShortDate,
		About:   fault.T("Ngày viết tắt theo cùng quy tắc số 0: 05/9/2026, 05/01/2026", "Short dates follow the same rule of zeros: 05/9/2026, 05/01/2026"),
		Sources: []Source{habit("thói quen của văn phòng; quy định chỉ nêu dạng viết đầy đủ", "office habit; the rule names the long form only")},
	}, {
		Code: "decimal-point-in-text", Severity: fault.Warning, text: checkDecimalPoint,
		About:   fault.T("Phần thập phân viết sau dấu phẩy: 54,2%", "Decimals stand after a comma: 54,2%"),
		Sources: []Source{units(), accounting()},
	}, {
		Code: "percent-space", Severity: fault.Note, Mends: true, text: checkPercent,
		About:   fault.T("Dấu % viết liền sau số: 92,3%", "The percent sign follows its number closely: 92,3%"),
		Sources: []Source{habit("thói quen của văn bản nhà nước và của Đảng; không có quy định", "habit of state and Party texts; there is no rule")},
	}, {
		Code: "unit-space", Severity: fault.Note, Mends: true, text: checkUnit,
		About:   fault.T("Giữa số và đơn vị có một dấu cách: 22 km, 1.436 tỷ đồng", "One space stands between a number and its unit: 22 km, 1.436 tỷ đồng"),
		Sources: []Source{units()},
	}, {
		Code: "thousands-comma", Severity: fault.Warning, text: checkThousands,
		About:   fault.T("Hàng nghìn viết bằng dấu chấm: 2.351.000 đồng", "Thousands are parted by dots: 2.351.000 đồng"),
		Sources: []Source{accounting()},
	}, {
		Code: "punctuation-space", Severity: fault.Note, Mends: true, text: checkPunctuation,
		About:   fault.T("Dấu câu viết liền sau chữ: “tháng 9, quý III.”", "Punctuation follows its word closely: “tháng 9, quý III.”"),
		Sources: []Source{habit("thói quen soạn thảo; không có quy định", "habit of typing; there is no rule")},
	}, {
		Code: "nfd", Severity: fault.Warning, Mends: true, whole: checkNFD,
		About:   fault.T("Chữ có dấu là một ký tự (Unicode dựng sẵn, NFC)", "A letter with its marks is one character (Unicode NFC)"),
		Sources: []Source{habit("TCVN 6909:2001 cho phép cả hai dạng; W3C và Unicode khuyên dùng dựng sẵn", "TCVN 6909:2001 allows both forms; W3C and Unicode advise the composed one")},
	}, {
		Code: "legacy-encoding", Severity: fault.Warning, text: checkLegacy,
		About:   fault.T("Văn bản dùng Unicode, không dùng bảng mã TCVN3 (ABC) hay VNI", "Texts are in Unicode, not in the encodings TCVN3 (ABC) or VNI"),
		Sources: both("Phụ lục I, mục I.3", "Annex I, I.3", ""),
		Remedy:  fault.T("Chuyển đoạn này sang Unicode (ví dụ bằng UniKey Toolkit) rồi dán lại.", "Convert the text to Unicode, with UniKey Toolkit for instance, and paste it again."),
	}, {
		Code: "tone-marks", Severity: fault.Note, whole: checkToneMarks,
		About:   fault.T("Một văn bản chỉ đặt dấu thanh theo một kiểu: hòa, ủy hoặc hoà, uỷ", "One text places tone marks in one way: hòa, ủy or hoà, uỷ"),
		Sources: []Source{habit("thói quen; cả hai kiểu đều hợp lệ, QĐ 1989/QĐ-BGDĐT chỉ áp dụng cho sách giáo khoa", "habit; both are valid, QĐ 1989/QĐ-BGDĐT binds school books only")},
	}, {
		Code: "i-y", Severity: fault.Note, whole: checkIY,
		About:   fault.T("Một văn bản chỉ viết i/y theo một kiểu: kỹ, lý, tỷ (văn bản nhà nước và của Đảng) hoặc kĩ, lí, tỉ", "One text writes i or y in one way: kỹ, lý, tỷ (state and Party) or kĩ, lí, tỉ"),
		Sources: []Source{habit("thói quen; không có quy định cho văn bản hành chính", "habit; no rule for administrative texts")},
	}}
}

var (
	longDate  = sparse{lazy.Compile(`^(?i:(ngày[\s\x{a0}]+)(\d{1,2})([\s\x{a0}]+tháng[\s\x{a0}]+)(\d{1,2}))`), "yY", endOf("ngày", "Ngày", "NGÀY")}
	monthZero = sparse{lazy.Compile(`^(?i:tháng[\s\x{a0}]+(0[3-9]))`), "gG", endOf("tháng", "Tháng", "THÁNG")}
	shortDate = sparse{lazy.Compile(`^(\d{1,2})/(\d{1,2})/(\d{4})`), "/", betweenDigits(2)}
	decimal   = sparse{lazy.Compile(`^(\d+)\.(\d{1,2}|\d{4,})(\s*(?:%|‰)|\s+(?:tỷ|tỉ|triệu|nghìn|ngàn|đồng|USD|VND|ha|km|km2|km²|m|m2|m²|m3|m³|mm|cm|kg|tấn|tạ|điểm|lần|GB|MW|kWh)([^\pL\d]|$))`), ".", betweenDigits(maxMatch / 2)}
	percent   = sparse{lazy.Compile(`^\d([ \t\x{a0}\x{202f}]+)%`), "%", behindSpace}
	unit      = sparse{lazy.Compile(`^(\d)(tỷ|tỉ|triệu|nghìn|đồng|USD|VND|ha|km|km2|km²|m2|m²|m3|m³|mm|cm|kg|tấn|tạ|°C|GB|MW|kWh)`), "tnUVhkmcGM\xc2\xc4", afterDigit}
)

// alone reports whether s[from:to] touches no letter or digit.
func alone(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	return !inWord(before) && !inWord(after)
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

// zeros is a day or month as the rule writes it.
func zeros(n string, below int) string {
	short := strings.TrimPrefix(n, "0")
	if len(short) == 1 && short[0] > '0' && int(short[0]-'0') < below {
		return "0" + short
	}
	if short == "" || short == "0" {
		return n // no day
	}
	return short
}

func checkLongDate(c *checker, t meeting.Text) {
	if t.Figure {
		return
	}
	told := map[int]bool{} // months, by where they begin
	report := func(from, to int, whole [2]int, want string) {
		as := t.Raw[whole[0]:from] + want + t.Raw[to:whole[1]]
		c.atText(t, from, to, fault.T("“%s” không đúng quy tắc số 0.", "%q breaks the rule of zeros.", excerpt(t.Raw[whole[0]:whole[1]])),
			fault.T("Viết: %s.", "Write: %s.", excerpt(as)), want)
	}
	for _, m := range longDate.all(t.Raw) {
		if !alone(t.Raw, m[0], m[1]) {
			continue
		}
		whole := [2]int{m[0], m[1]}
		day, between, month := t.Raw[m[4]:m[5]], t.Raw[m[6]:m[7]], t.Raw[m[8]:m[9]]
		wantDay, wantMonth := zeros(day, 10), zeros(month, 3)
		told[m[8]] = true
		switch wrongDay, wrongMonth := day != wantDay, month != wantMonth; {
		case wrongDay && wrongMonth && !strings.Contains(between, "\n"):
			report(m[4], m[9], whole, wantDay+between+wantMonth)
		default:
			if wrongDay {
				report(m[4], m[5], whole, wantDay)
			}
			if wrongMonth {
				report(m[8], m[9], whole, wantMonth)
			}
		}
	}
	for _, m := range monthZero.all(t.Raw) {
		if alone(t.Raw, m[0], m[1]) && !told[m[2]] {
			report(m[2], m[3], [2]int{m[0], m[1]}, t.Raw[m[2]+1:m[3]])
		}
	}
}

func checkShortDate(c *checker, t meeting.Text) {
	for _, m := range shortDate.all(t.Raw) {
		after := t.Raw[m[1]:]
		if !alone(t.Raw, m[0], m[1]) || strings.HasSuffix(t.Raw[:m[0]], "/") || strings.HasPrefix(after, "/") || strings.HasPrefix(after, "-") {
			continue // a number of a document: 12/5/2026/QĐ
		}
		want := zeros(t.Raw[m[2]:m[3]], 10) + "/" + zeros(t.Raw[m[4]:m[5]], 3) + t.Raw[m[5]:m[1]]
		if got := t.Raw[m[0]:m[1]]; want != got {
			c.atText(t, m[0], m[1], fault.T("“%s” không theo quy tắc số 0.", "%q does not follow the rule of zeros.", got), fault.T("Viết: %s.", "Write: %s.", want), want)
		}
	}
}

func checkDecimalPoint(c *checker, t meeting.Text) {
	if t.Figure {
		return // told when the figure was read
	}
	for _, m := range decimal.all(t.Raw) {
		before, _ := utf8.DecodeLastRuneInString(t.Raw[:m[0]])
		if inWord(before) || before == '.' || before == ',' || before == '/' {
			continue
		}
		got := t.Raw[m[2]:m[5]]
		want := t.Raw[m[2]:m[3]] + "," + t.Raw[m[4]:m[5]]
		c.atText(t, m[2], m[5], fault.T("“%s” có dấu chấm thập phân kiểu Anh.", "%q has an English decimal point.", got), fault.T("Viết: %s.", "Write: %s.", want))
	}
}

func checkPercent(c *checker, t meeting.Text) {
	for _, m := range percent.all(t.Raw) {
		number := t.Raw[:m[2]]
		number = number[strings.LastIndexFunc(number, unicode.IsSpace)+1:]
		c.atText(t, m[2], m[3], fault.T("Thừa dấu cách trước %% trong “%s %%”.", "There is a space before the percent sign of “%s %%”.", excerpt(number)),
			fault.T("Viết: %s%%.", "Write: %s%%.", excerpt(number)), "")
	}
}

func checkUnit(c *checker, t meeting.Text) {
	for _, m := range unit.all(t.Raw) {
		start := strings.LastIndexFunc(t.Raw[:m[3]], func(r rune) bool { return !strings.ContainsRune("0123456789.,", r) }) + 1
		if start > 0 {
			_, size := utf8.DecodeRuneInString(t.Raw[start-1:])
			start += max(0, size-1)
		}
		if !alone(t.Raw, start, longest(t.Raw, m[4], m[5])) {
			continue
		}
		number, name := t.Raw[start:m[3]], t.Raw[m[4]:longest(t.Raw, m[4], m[5])]
		c.atText(t, m[4], m[4], fault.T("Thiếu dấu cách trong “%s%s”.", "A space is missing in “%s%s”.", number, name), fault.T("Viết: %s %s.", "Write: %s %s.", number, name), " ")
	}
}

// longest extends a unit by the power that follows it: regular expressions take the first
// alternative that fits.
func longest(s string, from, to int) int {
	for _, power := range []string{"2", "3", "²", "³"} {
		if strings.HasSuffix(s[from:to], "m") && strings.HasPrefix(s[to:], power) {
			return to + len(power)
		}
	}
	return to
}

// readable reports whether the rules of words can judge a text.
func readable(raw string) bool { return composed(raw) && legacy(raw) == "" }

// composed reports whether each letter of a text and its marks are one character.
func composed(raw string) bool { return viet.NFC(raw) == raw }

// checkNFD tells of all decomposed lines at once: who pastes one name from a Mac pastes all.
func checkNFD(c *checker) {
	count, first, column := 0, "", 0
	var edits []Edit
	for _, t := range c.source.Texts {
		if composed(t.Raw) {
			continue
		}
		offset := 0
		for line := range strings.SplitAfterSeq(t.Raw, "\n") {
			text := strings.TrimSuffix(line, "\n")
			if composed := viet.NFC(text); composed != text {
				if count++; len(edits) < maxFindings {
					at, from, start := t.Position(offset)
					if len(edits) == 0 || at < edits[0].Line {
						first, column = text, from
					}
					edits = append(edits, Edit{Line: at, From: start, Old: text, New: composed})
				}
			}
			offset += len(line)
		}
	}
	if count == 0 {
		return
	}
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Line, b.Line) })
	message := fault.T("“%s” viết bằng Unicode tổ hợp (dấu là ký tự riêng).", "%q is in decomposed Unicode (marks are characters of their own).", excerpt(first))
	if count > 1 {
		message = fault.T("%[2]d chỗ viết bằng Unicode tổ hợp (dấu là ký tự riêng), như “%[1]s”: dòng %[3]s.", "%[2]d places are in decomposed Unicode (marks are characters of their own), such as %[1]q: lines %[3]s.",
			excerpt(first), count, linesOf(edits, count))
	}
	c.add(edits[0].Line, column, message, fault.T("Chuyển sang Unicode dựng sẵn; văn bản in ra đã là dựng sẵn.", "Convert it to composed Unicode; the documents are composed already."), edits...)
}

// maxRanges bounds how many lines a message names.
const maxRanges = 12

// linesOf is the lines of edits in order, as "4, 6–9"; with "…" where there are more, also
// beyond the edits.
func linesOf(edits []Edit, count int) string {
	var b strings.Builder
	ranges := 0
	for i := 0; i < len(edits); ranges++ {
		j := i
		for j+1 < len(edits) && edits[j+1].Line <= edits[j].Line+1 {
			j++
		}
		if ranges > 0 {
			b.WriteString(", ")
		}
		if ranges == maxRanges {
			return b.String() + "…"
		}
		b.WriteString(strconv.Itoa(edits[i].Line))
		if edits[j].Line > edits[i].Line {
			b.WriteString("–" + strconv.Itoa(edits[j].Line))
		}
		i = j + 1
	}
	if count > len(edits) {
		b.WriteString(", …")
	}
	return b.String()
}

var (
	commaGroups = sparse{lazy.Compile(`^\d{1,3}(?:,\d{3})+(?:\.\d+)?`), ",", betweenDigits(3)}
	// counted are the units of things that have no parts: 1,500 of them are thousands.
	counted = lazy.Compile(`^[\s\x{a0}]*(?:đồng|đ|VND|VNĐ|người|hộ|cổ phần|cổ phiếu|phiếu|lượt|hồ sơ|học sinh|sinh viên|lao động|hội viên|đoàn viên|đảng viên|đại biểu|con|cây|thửa|văn bản|trường hợp|vụ)(?:[^\pL/]|$)`)
	// listing are the words before numbers that commas list: "các thửa 101,102,103".
	listing = lazy.Compile(`(?i)(?:thửa|điều|khoản|điểm|số|tờ|phòng|trang|mục|tọa độ|toạ độ|điện thoại|fax|tài khoản|lô|biển|mã|lớp)(?:[\s\x{a0}]+số)?[\s\x{a0}]*$`)
)

func checkThousands(c *checker, t meeting.Text) {
	if !prose(t) {
		return
	}
	for _, m := range commaGroups.all(t.Raw) {
		got, after := t.Raw[m[0]:m[1]], beginning(t.Raw[m[1]:])
		before, _ := utf8.DecodeLastRuneInString(t.Raw[:m[0]])
		next, size := utf8.DecodeRuneInString(after)
		if inWord(before) || strings.ContainsRune(".,/-", before) && before != utf8.RuneError || strings.HasPrefix(got, "0") ||
			unicode.IsLetter(next) && !counted.MatchString(after) || unicode.IsDigit(next) || next == ',' && len(after) > size && unicode.IsDigit(rune(after[size])) {
			continue
		}
		certain := strings.Contains(got, ".") || strings.Count(got, ",") > 1 && !listing.MatchString(ending(t.Raw[:m[0]]))
		if !certain && !counted.MatchString(after) {
			continue // 1,250 may be one and a quarter
		}
		want := strings.NewReplacer(",", ".", ".", ",").Replace(got)
		c.atText(t, m[0], m[1], fault.T("“%s” tách hàng nghìn bằng dấu phẩy, kiểu Anh.", "%q parts thousands by commas, as English does.", got), fault.T("Viết: %s.", "Write: %s.", want))
	}
}

// prose reports whether a text is words to print, and no figure, format, formula or name of
// a file.
func prose(t meeting.Text) bool {
	for _, field := range []string{".Formula", ".Format", ".ID", ".Image", ".RowsFrom", ".Source", "Number", "Symbol"} {
		if strings.HasSuffix(t.Path, field) {
			return false
		}
	}
	return !t.Figure
}

var spaced = sparse{lazy.Compile(`^[\pL\pN)\]”’"'%»*_]([ \t\x{a0}\x{202f}]+)[,.;:!?]`), ",.;:!?", behindSpace}

func checkPunctuation(c *checker, t meeting.Text) {
	if !prose(t) {
		return
	}
	for _, m := range spaced.all(t.Raw) {
		mark, after := t.Raw[m[3]:m[1]], t.Raw[m[1]:]
		next, _ := utf8.DecodeRuneInString(after)
		switch {
		case mark == "." && (inWord(next) || next == '.'): // ".docx", "..." to be filled in
			continue
		case mark == ":" && (strings.ContainsRune("-:)(/|", next) && after != "" || ratio(t.Raw, m[2], m[1])):
			continue
		case (mark == "!" || mark == "?") && strings.ContainsRune("[!?", next) && after != "", mark == "," && strings.HasPrefix(after, ","):
			continue
		}
		from := m[2]
		word := ending(t.Raw[:from])
		word = word[strings.LastIndexFunc(word, unicode.IsSpace)+1:]
		c.atText(t, from, m[3], fault.T("Thừa dấu cách trước dấu câu trong “%s %s”.", "There is a space before the punctuation of “%s %s”.", excerpt(word), mark),
			fault.T("Viết: %s%s", "Write: %s%s", excerpt(word), mark), "")
	}
}

// ratio reports whether a colon stands between two numbers: "tỷ lệ 1 : 500".
func ratio(s string, before, after int) bool {
	left, _ := utf8.DecodeLastRuneInString(s[:before])
	right, _ := utf8.DecodeRuneInString(strings.TrimLeft(s[after:], " \u00a0"))
	return unicode.IsDigit(left) && unicode.IsDigit(right)
}
