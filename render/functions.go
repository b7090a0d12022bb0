package render

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// A Function is a function that template tags may call, for a list of them.
type Function struct {
	Name   string
	Use    string // an example: `{{longDate .Date}}`
	Result string // what the example prints: "ngày 05 tháng 01 năm 2026"
	About  Text
	call   any
	typed  typing // what its result is before there is data; nil: as its Go type says
}

// A typing checks the arguments of a function before there is data, and says what it gives.
type typing func(args []merge.Argument) (merge.Result, error)

// Functions are those that give text, in the order that a list shows them. Besides them,
// tags may call those of text/template (and, or, not, len, index, slice, eq, ne, lt, le,
// gt, ge, print, printf) and those for rich content: markdown, image, table, pageBreak;
// {{balance}} balances the lines of its paragraph.
//
// What is absent gives "", never an error.
func Functions() []Function {
	return []Function{
		{"upper", `{{upper .Title}}`, "HỘI NGHỊ", Text{Vi: "chữ hoa", En: "capitals"}, stringFunction(viet.Upper), nil},
		{"lower", `{{lower .Title}}`, "hội nghị", Text{Vi: "chữ thường", En: "small letters"}, stringFunction(viet.Lower), nil},
		{"capitalize", `{{capitalize .Conclusion}}`, "Nhất trí", Text{Vi: "viết hoa chữ cái đầu", En: "first letter a capital"}, stringFunction(viet.Capitalize), nil},
		{"capitalizeWords", `{{capitalizeWords .Name}}`, "Nguyễn Văn An", Text{Vi: "viết hoa từng chữ, như tên người; số La Mã giữ nguyên", En: "each word with a capital, as in names; Roman numerals stay"}, stringFunction(viet.CapitalizeWords), nil},
		{"trimEnd", `{{trimEnd .Text}}`, "Nhất trí", Text{Vi: "bỏ dấu . , ; : ./. và khoảng trắng ở cuối; `{{trimEnd .Text \"./.\"}}`: bỏ các dấu đã nêu", En: "without . , ; : ./. and spaces at the end; `{{trimEnd .Text \"./.\"}}`: without the signs named"}, trimEnd, nil},
		{"inSentence", `chủ trì {{inSentence .Title}}`, "chủ trì cuộc họp giao ban", Text{Vi: "tên cuộc họp, tên cơ quan khi đứng trong câu: “cuộc họp giao ban”, “Ủy ban nhân dân xã Tân Mẫu” dù tệp ghi chữ hoa", En: "the name of a meeting or an agency within a sentence: “cuộc họp giao ban”, “Ủy ban nhân dân xã Tân Mẫu” though the file has it in capitals"}, stringFunction(viet.InSentence), nil},
		{"meetingKind", `{{capitalize (meetingKind .Title)}} kết thúc`, "Hội nghị kết thúc", Text{Vi: "loại cuộc họp theo tên: hội nghị, hội thảo, đại hội, kỳ họp, phiên họp, cuộc họp", En: "what kind of meeting a title names: hội nghị, hội thảo, đại hội, kỳ họp, phiên họp, cuộc họp"}, stringFunction(viet.MeetingKind), nil},
		{"comrade", `{{comrade .Name}}`, "đồng chí Nguyễn Văn An", Text{Vi: "người trong câu của văn bản nhà nước, Đảng; người đã được gọi là ông, bà thì giữ “ông …”, “bà …”", En: "a person within a sentence of a state or Party paper; who is called ông or bà stays so"}, stringFunction(viet.Comrade), nil},
		{"bareName", `{{bareName .Name}}`, "Nguyễn Văn An", Text{Vi: "họ tên không có “ông”, “bà”, “đồng chí” ở trước, như dưới chữ ký", En: "a name without “ông”, “bà”, “đồng chí” before it, as under a signature"}, stringFunction(bareName), nil},
		{"signatureRows", `{{range signatureRows .Signatures}}…{{end}}`, "", Text{Vi: "chỉ số của các chữ ký theo từng hàng: ba chữ ký một hàng nếu đủ chỗ, không thì hai", En: "the indexes of the signatures by rows: three to a row where they fit, else two"}, signatureRows, nil},
		{"lines", `{{range lines .Authority}}…{{end}}`, "", Text{Vi: "các dòng của một đoạn văn bản, bỏ dòng trống", En: "the lines of a text, without the empty ones"}, lines, nil},
		{"outline", `{{range outline .Sections}}…{{end}}`, "", Text{Vi: "các phần ở mọi cấp, theo thứ tự trong tệp; mỗi phần thêm `.Depth` (cấp, từ 1), `.Mark` (I., 1., a), -, +), `.Index` (từ 0)", En: "the sections of every depth in the file's order; each has besides `.Depth` (from 1), `.Mark` (I., 1., a), -, +) and `.Index` (from 0)"}, outline, outlined},
		{"join", `{{join .Authors ", "}}`, "Thanh Mai, Thanh Cương", Text{Vi: "nối danh sách; người thì lấy tên", En: "a list as one text; people by name"}, join, nil},
		{"default", `{{default "…" .Number}}`, "…", Text{Vi: "giá trị thay thế khi trống", En: "what to print instead of nothing"}, defaultTo, nil},
		{"last", `{{if last $i .Tasks}}.{{else}};{{end}}`, ".", Text{Vi: "chỉ số $i có phải cuối danh sách; `{{last .Tasks}}`: phần tử cuối", En: "whether the index $i is the list's last; `{{last .Tasks}}`: the last element"}, last, nil},
		{"date", `{{date .Date}}`, "05/01/2026", Text{Vi: "ngày dạng ngắn, theo quy tắc số 0 của thể thức", En: "short date, with the zeros that the rules ask for"}, dateFunction(viet.ShortDate), nil},
		{"longDate", `{{longDate .Date}}`, "ngày 05 tháng 01 năm 2026", Text{Vi: "ngày dạng đầy đủ", En: "long date"}, dateFunction(viet.LongDate), nil},
		{"weekday", `{{weekday .Start}}`, "thứ Hai", Text{Vi: "thứ trong tuần", En: "day of the week"}, dateFunction(weekday), nil},
		{"clock", `{{clock .Start}}`, "08 giờ 00 phút", Text{Vi: "giờ; trống nếu tệp không nêu giờ", En: "time of day; nothing if the file states none"}, clock, nil},
		{"dateTime", `{{dateTime .Start}}`, "08 giờ 00 phút, ngày 05 tháng 01 năm 2026", Text{Vi: "giờ và ngày", En: "time and date"}, dateTime, nil},
		{"number", `{{number .Attendance.Present}}`, "2.351", Text{Vi: "số có dấu chấm phân nhóm; `{{number 1 .X}}`: làm tròn đến 1 chữ số thập phân", En: "number with grouped thousands; `{{number 1 .X}}`: rounded to 1 decimal"}, number, nil},
		{"twoDigits", `{{twoDigits .For}}`, "05", Text{Vi: "số đếm có ít nhất hai chữ số", En: "count with two digits at least"}, twoDigits, nil},
		{"percent", `{{percent 1 .Share}}`, "92,3%", Text{Vi: "phần trăm, nhiều nhất 1 chữ số thập phân; nhiều hơn nếu không thì thành 0% hoặc 100%", En: "percentage with 1 decimal at most; more where it would be 0% or 100% otherwise"}, percent, nil},
		{"dateFormat", `{{dateFormat "dd/MM/yyyy" .Date}}`, "05/01/2026", Text{Vi: "ngày theo mẫu của Word: d, dd, ddd, dddd, M, MM, MMMM, yy, yyyy, HH, mm; chữ giữa hai dấu ' in nguyên", En: "a date by a picture of Word's: d, dd, ddd, dddd, M, MM, MMMM, yy, yyyy, HH, mm; text between ' as it is"}, dateFormat, nil},
		{"numberFormat", `{{numberFormat "#.##0,00" .Extra.x}}`, "2.351,00", Text{Vi: "số theo mẫu của Word: 0 chữ số luôn in, # chữ số nếu có", En: "a number by a picture of Word's: 0 is a digit always, # one where there is one"}, numberFormat, nil},
		{"words", `{{words .Attendance.Present}}`, "ba mươi tám", Text{Vi: "số viết bằng chữ; `{{words \"nam\" .X}}`: cách đọc miền Nam (lẻ, ngàn)", En: "number in words; `{{words \"nam\" .X}}`: as read in the South (lẻ, ngàn)"}, words, readOut("words")},
		{"money", `{{money .Extra.kinh_phi}}`, "Năm mươi bảy triệu đồng chẵn", Text{Vi: "số tiền viết bằng chữ: 57.000.000, 57.000.000 đồng, 57 triệu đồng; `{{money \"nam\" .X}}`: cách đọc miền Nam", En: "amount of money in words: 57.000.000, 57.000.000 đồng, 57 triệu đồng; `{{money \"nam\" .X}}`: as read in the South"}, money, readOut("money")},
		{"roman", `{{roman (add $i 1)}}`, "IV", Text{Vi: "số La Mã", En: "Roman numeral"}, intFunction(viet.Roman), nil},
		{"letter", `{{letter (add $i 1)}}`, "đ", Text{Vi: "chữ cái đánh điểm: a, b, c, d, đ, e…", En: "letter of a point: a, b, c, d, đ, e…"}, intFunction(viet.Letter), nil},
		{"add", `{{add $i 1}}`, "5", Text{Vi: "tổng; số nguyên viết liền (2026, chỉ số) thì kết quả cũng vậy, còn lại in như số liệu", En: "sum; of plain whole numbers (2026, an index) it is one as well, else it prints as figures do"}, counting(added), countedResult(added)},
		{"even", `{{if even $i}}…{{end}}`, "", Text{Vi: "chỉ số $i có chẵn không: mỗi hàng của bảng hai phần tử", En: "whether the index $i is even: two elements to a table's row"}, even, nil},
		{"sub", `{{sub $i 1}}`, "3", Text{Vi: "hiệu", En: "difference"}, counting(subtracted), countedResult(subtracted)},
		{"mul", `{{mul .Extra.so_luong .Extra.don_gia}}`, "1.250.000,5", Text{Vi: "tích, đúng từng chữ số", En: "product, exact"}, calculating(multiplied), computedResult(multiplied)},
		{"div", `{{div .Extra.tong 8}}`, "1.234,125", Text{Vi: "thương, đúng đến khi in; số thập phân vô hạn in 6 chữ số", En: "quotient, exact until it prints; one without a last decimal prints six"}, calculating(divided), computedResult(divided)},
		{"mod", `{{if eq (mod $i 3) 0}}…{{end}}`, "", Text{Vi: "số dư, cùng dấu với số chia", En: "remainder, with the sign of the divisor"}, counting(remainder), countedResult(remainder)},
		{"round", `{{round 1 (div .X .Y)}}`, "92,3", Text{Vi: "làm tròn đến 1 chữ số thập phân, nửa thì lên; `{{round .X}}`: đến hàng đơn vị; `{{round -3 .X}}`: đến hàng nghìn", En: "rounded to 1 decimal, a half away from zero; `{{round .X}}`: to a whole number; `{{round -3 .X}}`: to thousands"}, round, roundResult},
		{"sum", `{{sum .Extra.khoan "so_tien"}}`, "57.000.000", Text{Vi: "tổng của một mục trong danh sách; `{{sum .Extra.ds}}`: của chính các phần tử; bỏ qua chỗ trống", En: "sum of a field over a list; `{{sum .Extra.ds}}`: of the elements; what is absent is left out"}, overList("sum", sum), overListTyped("sum", numberOfColumn)},
		{"avg", `{{avg .Extra.khoan "diem"}}`, "8,25", Text{Vi: "trung bình, như sum", En: "mean, as sum"}, overList("avg", average), overListTyped("avg", numberOfColumn)},
		{"min", `{{min .Tasks "due"}}`, "12/9/2026", Text{Vi: "giá trị nhỏ nhất của một mục trong danh sách (số, ngày, chữ); `{{min .Count 500}}`: số nhỏ hơn trong hai số", En: "least value of a field over a list (numbers, dates, texts); `{{min .Count 500}}`: the lesser of two"}, outermost("min", -1), outermostOf},
		{"max", `{{max .Tasks "due"}}`, "30/9/2026", Text{Vi: "giá trị lớn nhất, như min", En: "greatest value, as min"}, outermost("max", 1), outermostOf},
		{"count", `{{count .Tasks "due"}}`, "4", Text{Vi: "bao nhiêu phần tử có ghi mục ấy; `{{count .Tasks}}`: tất cả; `{{count .Votes \"against\" \"gt\" 0}}`: như where", En: "how many elements state a field; `{{count .Tasks}}`: all; `{{count .Votes \"against\" \"gt\" 0}}`: as where"}, overList("count", tally), overListTyped("count", tallied)},
		{"sort", `{{range sort .Invitees}}…{{end}}`, "", Text{Vi: "danh sách theo thứ tự tiếng Việt, người theo tên; `{{sort .Tasks \"due\"}}`: theo một mục (số, ngày, chữ); thêm `\"desc\"`: giảm dần, `\"names\"`: theo tên người, `\"text\"`: theo chữ cái", En: "a list in Vietnamese order, people by given names; `{{sort .Tasks \"due\"}}`: by a field (numbers, dates, texts); with `\"desc\"` downwards, with `\"names\"` as people, with `\"text\"` by letters"}, overList("sort", sorted), overListTyped("sort", sortedOf)},
		{"where", `{{range where .Tasks "owner" "Văn phòng"}}…{{end}}`, "", Text{Vi: "những phần tử có mục bằng giá trị ấy; `{{where .Tasks \"due\" \"lt\" .Date}}`: eq, ne, lt, le, gt, ge; `{{where .Tasks \"due\"}}`: có ghi mục ấy", En: "the elements whose field is that; `{{where .Tasks \"due\" \"lt\" .Date}}`: eq, ne, lt, le, gt, ge; `{{where .Tasks \"due\"}}`: that state it"}, overList("where", where), overListTyped("where", whereOf)},
		{"group", `{{range group .Tasks "owner"}}{{.Key}}: {{range .Items}}…{{end}}{{end}}`, "", Text{Vi: "danh sách chia theo một mục, theo thứ tự xuất hiện; mỗi nhóm có `.key` và `.items`", En: "a list parted by a field, in the order of appearance; each group has `.key` and `.items`"}, overList("group", group), overListTyped("group", groupedOf)},
		{"distinct", `{{join (distinct .Tasks "owner") ", "}}`, "Văn phòng, Ban Kinh tế", Text{Vi: "các giá trị khác nhau của một mục, hoặc của chính danh sách", En: "the different values of a field, or of a list"}, overList("distinct", distinct), overListTyped("distinct", distinctOf)},
		{"first", `{{range first 3 .Tasks}}…{{end}}`, "", Text{Vi: "nhiều nhất 3 phần tử đầu; `{{first .Tasks}}`: phần tử đầu", En: "the first 3 elements at most; `{{first .Tasks}}`: the first one"}, first, elementOf},
		{"addDays", `{{addDays .Date 5}}`, "10/01/2026", Text{Vi: "ngày sau (trước: số âm) bấy nhiêu ngày", En: "the date so many days later (earlier: a negative number)"}, addDays, addedDays},
		{"days", `{{days .Start .End}}`, "3", Text{Vi: "số ngày từ ngày này đến ngày kia", En: "how many days there are from one date to another"}, days, countedDays},
	}
}

// shows says what the results of functions and methods show of what they take, where that is
// not all of it: see [merge.Config]. default and last give what they take.
func shows() map[string]func(reflect.Value) reflect.Value {
	day := func(v reflect.Value) reflect.Value { return partOf(v, "Date") }
	clock := func(v reflect.Value) reflect.Value { return partOf(v, "Hour") }
	return map[string]func(reflect.Value) reflect.Value{
		"default": nil, "last": nil, "outline": nil, "meetingKind": nil, "signatureRows": nil, "add": nil, "sub": nil, "even": nil, "weekday": nil,
		"mul": nil, "div": nil, "mod": nil, "round": nil, "sum": nil, "avg": nil, "count": nil, "days": nil,
		"sort": nil, "where": nil, "group": nil, "first": nil,
		"date": day, "longDate": day, "clock": clock, "Clock": clock,
	}
}

// partOf is a field of a moment; other values are as they are.
func partOf(v reflect.Value, field string) reflect.Value {
	if v.IsValid() && v.Type() == reflect.TypeFor[meeting.Moment]() {
		return v.FieldByName(field)
	}
	return v
}

// functions is the list as text/template takes it.
func functions() map[string]any {
	m := map[string]any{}
	for _, f := range Functions() {
		m[f.Name] = f.call
	}
	return m
}

// typings are what the functions give before there is data, by their names.
func typings() map[string]func([]merge.Argument) (merge.Result, error) {
	m := map[string]func([]merge.Argument) (merge.Result, error){}
	for _, f := range Functions() {
		if f.typed != nil {
			m[f.Name] = f.typed
		}
	}
	return m
}

// present is v without pointers and interfaces; invalid if there is nothing behind them.
func present(v any) reflect.Value { return behind(reflect.ValueOf(v)) }

func behind(r reflect.Value) reflect.Value {
	for r.Kind() == reflect.Pointer || r.Kind() == reflect.Interface {
		if r.IsNil() {
			return reflect.Value{}
		}
		r = r.Elem()
	}
	return r
}

// What functions take, as far as it can be told from a template alone: see [accepts].
type (
	textual any // what prints, or a list of it
	counted any // a number, or a text that may be one
	dated   any // a date or a moment, or a text that may be one
	listed  any // a list
)

// accepts reports whether a function's parameter takes values of a type of the data.
func accepts(parameter, t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Interface {
		return true
	}
	kind := ordered(t)
	switch parameter {
	case reflect.TypeFor[textual]():
		return t.Kind() == reflect.Slice && accepts(parameter, t.Elem()) || merge.Prints(t)
	case reflect.TypeFor[counted]():
		return kind == "number" || t.Kind() == reflect.String || t.Kind() >= reflect.Int && t.Kind() <= reflect.Float64
	case reflect.TypeFor[listed]():
		return t.Kind() == reflect.Slice || t.Kind() == reflect.Array
	case reflect.TypeFor[dated]():
		return kind == "date" || t.Kind() == reflect.String
	}
	return true
}

// literals is the error of arguments that a tag states itself, nil for those that it does not.
func literals(function string, args []any) error {
	switch function {
	case "number", "percent":
		if len(args) == 2 && args[0] != nil {
			_, _, err := digitsAndValue(function, []textual{args[0], args[1]})
			return err
		}
	case "date", "longDate", "weekday", "clock", "dateTime":
		if len(args) != 1 {
			return nil // told already
		}
		if s, ok := args[0].(string); ok {
			_, _, err := day(moment(s))
			return err
		}
	case "roman", "letter", "even":
		for _, a := range args {
			if a == nil {
				continue
			}
			if _, err := integer(a); err != nil {
				return err
			}
		}
	}
	return nil
}

// wrong is the error of a function's arguments.
func wrong(vi, en string, args ...any) error { return &Fault{Message: fault.T(vi, en, args...)} }

// textOf is a value as a tag prints it, a list by its elements. What has no text is an error:
// a group of fields.
func textOf(v any) (string, error) {
	r := present(v)
	if !r.IsValid() {
		return "", nil
	}
	switch x := r.Interface().(type) {
	case string:
		return x, nil
	case meeting.Person:
		return x.Name, nil
	case fmt.Stringer:
		return x.String(), nil
	case int:
		return viet.FormatInt(x), nil
	}
	switch r.Kind() {
	case reflect.String:
		return r.String(), nil
	case reflect.Slice:
		return join(v, ", ")
	case reflect.Map, reflect.Struct:
		return "", wrong("một nhóm dữ liệu không in được; nêu tên mục cần in, ví dụ {{range …}}{{.ten}}{{end}}", "a group of fields cannot be printed; name the field to print, such as {{range …}}{{.name}}{{end}}")
	}
	return fmt.Sprint(r.Interface()), nil
}

func stringFunction(f func(string) string) func(textual) (string, error) {
	return func(v textual) (string, error) {
		s, err := textOf(v)
		return f(s), err
	}
}

// endMarks are what may stand behind the last word of a text: punctuation, and the "./."
// that ends an office's paper. A slash that is no part of that belongs to the text.
var endMarks = lazy.Compile(`(?:\.?/\.|\./|[.,;:\s\x{00a0}])+$`)

func bareName(name string) string {
	_, bare := viet.SplitHonorific(name)
	return bare
}

// withoutEndMarks looks only at the signs at the end of a text: most texts have none or one.
func withoutEndMarks(s string) string {
	signs := s[len(strings.TrimRight(s, "./,;:\t\n\f\r \u00a0")):]
	if signs == "" {
		return s
	}
	return strings.TrimSuffix(s, endMarks.FindString(signs))
}

// trimEnd takes the text alone, or the text and what to cut from its end: a word as a whole,
// of signs each. The two may come in either order where one of them is signs alone, as a
// call and at the end of a pipeline.
func trimEnd(args ...textual) (string, error) {
	var texts []string
	for _, a := range args {
		s, err := textOf(a)
		if err != nil {
			return "", err
		}
		texts = append(texts, s)
	}
	switch len(texts) {
	case 1:
		return withoutEndMarks(texts[0]), nil
	case 2:
		text, cut := texts[0], texts[1]
		if hasWord(cut) && !hasWord(text) {
			text, cut = cut, text
		}
		const spaces = " \u00a0\t\r\n" // a block of YAML ends with a line break
		text = strings.TrimRight(text, spaces)
		if hasWord(cut) {
			return strings.TrimRight(strings.TrimSuffix(text, cut), spaces), nil
		}
		return strings.TrimRight(text, cut+spaces), nil
	}
	return "", wrong("trimEnd nhận một đoạn chữ, hoặc một đoạn chữ và các dấu cần bỏ", "trimEnd takes a text, or a text and characters")
}

func hasWord(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

func lines(v textual) ([]string, error) {
	s, err := textOf(v)
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out, err
}

// outline takes the sections of a meeting, or of a section.
func outline(v any) ([]meeting.Outlined, error) {
	r := present(v)
	if !r.IsValid() {
		return nil, nil
	}
	sections, ok := r.Interface().([]meeting.Section)
	if !ok {
		return nil, wrong("outline nhận các mục nội dung (sections)", "outline takes sections")
	}
	return meeting.Outline(sections), nil
}

func outlined([]merge.Argument) (merge.Result, error) {
	return merge.Result{Type: reflect.TypeFor[[]meeting.Outlined](), List: true}, nil
}

// list is the value as a list, of which there may be none.
func list(v any) (items reflect.Value, ok bool) {
	r := present(v)
	return r, r.IsValid() && (r.Kind() == reflect.Slice || r.Kind() == reflect.Array)
}

// join takes the list and the separator in either order: both read naturally, as a call
// and at the end of a pipeline.
func join(a, b textual) (string, error) {
	items, ok := list(a)
	separator := b
	if !ok {
		if items, ok = list(b); !ok {
			if !present(a).IsValid() || !present(b).IsValid() {
				return "", nil
			}
			return "", wrong("join nhận một danh sách và dấu nối", "join takes a list and a separator")
		}
		separator = a
	}
	var texts []string
	for i := range items.Len() {
		s, err := textOf(items.Index(i).Interface())
		if err != nil {
			return "", err
		}
		if s != "" {
			texts = append(texts, s)
		}
	}
	between, err := textOf(separator)
	return strings.Join(texts, between), err
}

// defaultTo, as last, gives the very value that it takes, so that it is known to be printed.
func defaultTo(instead, v reflect.Value) reflect.Value {
	r := behind(v)
	if !r.IsValid() {
		return instead
	}
	if r.Type() == computedType { // 0, too
		return v
	}
	switch r.Kind() { // a stated 0 or false is not nothing
	case reflect.String, reflect.Slice, reflect.Map:
		if r.Len() == 0 {
			return instead
		}
	case reflect.Struct:
		if r.IsZero() {
			return instead
		}
	}
	return v
}

// last reports whether an index is the list's last one; with the list alone, it is the
// last element, "" if there is none.
func last(args ...reflect.Value) (reflect.Value, error) {
	isList := func(v reflect.Value) bool { return v.Kind() == reflect.Slice || v.Kind() == reflect.Array }
	if len(args) == 1 {
		items := behind(args[0])
		if !isList(items) || items.Len() == 0 {
			return reflect.ValueOf(""), nil
		}
		return items.Index(items.Len() - 1), nil
	}
	if len(args) == 2 {
		index, items := behind(args[0]), behind(args[1])
		if !isList(items) {
			index, items = items, index
		}
		if isList(items) && index.IsValid() && index.Kind() == reflect.Int {
			return reflect.ValueOf(index.Int() == int64(items.Len()-1)), nil
		}
	}
	return reflect.Value{}, wrong("last nhận một chỉ số và một danh sách, hoặc một danh sách", "last takes an index and a list, or a list")
}

// day is the day of a date or a moment; ok is false if there is none.
func day(v any) (d meeting.Date, ok bool, err error) {
	r := present(v)
	if !r.IsValid() {
		return d, false, nil
	}
	switch x := r.Interface().(type) {
	case meeting.Date:
		return x, !x.IsZero(), nil
	case meeting.Moment:
		return x.Date, !x.Date.IsZero(), nil
	case string:
		if x == "" {
			return d, false, nil
		}
	}
	return d, false, wrong("“%v” không phải là ngày", "%v is not a date", r.Interface())
}

func dateFunction(f func(year, month, day int) string) func(dated) (string, error) {
	return func(v dated) (string, error) {
		d, ok, err := day(moment(v))
		if !ok {
			return "", err
		}
		return f(d.Year, d.Month, d.Day), nil
	}
}

func weekday(y, m, d int) string {
	if y == 0 || m == 0 || d == 0 {
		return ""
	}
	return viet.Weekday(int(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Weekday()))
}

// moment is v, or what a text of one's own data states, where that is a day.
func moment(v any) any {
	if r := present(v); r.IsValid() && r.Kind() == reflect.String {
		if m, ok := meeting.ParseMoment(r.String()); ok {
			return m
		}
	}
	return v
}

// dateFormat leaves what is no date as it is: a text of a letter's.
func dateFormat(picture string, v textual) (string, error) {
	d, ok, err := day(moment(v))
	if err != nil {
		return textOf(v)
	}
	if !ok {
		return "", nil
	}
	t := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	if m, ok := present(moment(v)).Interface().(meeting.Moment); ok {
		t = t.Add(time.Duration(m.Hour)*time.Hour + time.Duration(m.Minute)*time.Minute)
	}
	return viet.DatePicture(t, picture), nil
}

// numberFormat leaves what is no number as it is.
func numberFormat(picture string, v textual) (string, error) {
	n, ok := exact(v)
	if !ok {
		return textOf(v)
	}
	s, ok := viet.NumberPicture(n, picture)
	if !ok {
		return "", wrong("mẫu số %q không có chữ số nào (0 hoặc #)", "the picture %q has no digit (0 or #)", picture)
	}
	return s, nil
}

func clock(v dated) (string, error) {
	if r := present(moment(v)); r.IsValid() {
		if m, ok := r.Interface().(meeting.Moment); ok {
			if !m.HasClock {
				return "", nil
			}
			return viet.Clock(m.Hour, m.Minute), nil
		}
		return "", wrong("“%v” không có giờ", "%v has no time of day", r.Interface())
	}
	return "", nil
}

func dateTime(v dated) (string, error) {
	if r := present(moment(v)); r.IsValid() {
		if m, ok := r.Interface().(meeting.Moment); ok && m.HasClock {
			return viet.LongMoment(m.Date.Year, m.Date.Month, m.Date.Day, m.Hour, m.Minute), nil
		}
	}
	return dateFunction(viet.LongDate)(v)
}

// exact is a value as a number; ok is false if there is none.
func exact(v any) (n decimal.Decimal, ok bool) {
	r := present(v)
	if !r.IsValid() {
		return n, false
	}
	switch x := r.Interface().(type) {
	case decimal.Decimal:
		return x, true
	case computed:
		return x.decimal(), true
	case meeting.Figure:
		if x.Value == nil {
			return n, false
		}
		return *x.Value, true
	case string:
		parsed, ok := viet.ParseNumber(x)
		return parsed.Value, ok
	}
	switch {
	case r.CanInt():
		return decimal.NewFromInt(r.Int()), true
	case r.CanFloat():
		return decimal.NewFromFloat(r.Float()), true
	}
	return n, false
}

// digitsAndValue takes the value alone, or a count of decimals and the value.
func digitsAndValue(name string, args []textual) (digits int, value any, err error) {
	switch len(args) {
	case 1:
		return -1, args[0], nil
	case 2:
		if n, ok := intOf(args[0]); ok && n >= 0 && n <= 12 {
			return n, args[1], nil
		}
	}
	return 0, nil, wrong("%s nhận một con số, hoặc số chữ số thập phân (0 đến 12) và một con số", "%s takes a number, or a count of decimals (0 to 12) and a number", name)
}

// number leaves what is no number as it is: "6,6-6,8".
func number(args ...textual) (string, error) {
	digits, v, err := digitsAndValue("number", args)
	if err != nil {
		return "", err
	}
	n, ok := exact(v)
	switch {
	case !ok:
		return textOf(v)
	case digits >= 0:
		return viet.FormatFixed(n, digits), nil
	}
	return viet.FormatNumber(n), nil
}

func percent(args ...textual) (string, error) {
	digits, v, err := digitsAndValue("percent", args)
	if err != nil {
		return "", err
	}
	n, ok := exact(v)
	if !ok {
		return textOf(v)
	}
	if digits < 0 {
		digits = 2
	}
	return viet.Percent(n, digits), nil
}

// twoDigits leaves a text alone that is more than one digit: a document's number prints
// as it is written.
func twoDigits(v textual) (string, error) {
	if r := present(v); r.IsValid() && r.Kind() == reflect.String {
		if s := r.String(); len(s) != 1 || s[0] < '0' || s[0] > '9' {
			return s, nil
		}
	}
	n, ok := exact(v)
	if !ok || !n.IsInteger() || n.IsNegative() || n.GreaterThan(decimal.NewFromInt(9)) {
		if ok {
			return viet.FormatNumber(n), nil
		}
		return textOf(v)
	}
	return "0" + n.String(), nil
}

// dialects are what words and money may be told to read in.
var dialects = map[string]viet.Dialect{"bac": viet.Northern, "bắc": viet.Northern, "north": viet.Northern, "nam": viet.Southern, "south": viet.Southern}

// dialectAndValue takes the value alone, or a way to read it and the value.
func dialectAndValue(name string, args []textual) (viet.Dialect, any, error) {
	switch len(args) {
	case 1:
		return viet.Northern, args[0], nil
	case 2:
		if s, ok := args[0].(string); ok {
			if d, ok := dialects[viet.Lower(s)]; ok {
				return d, args[1], nil
			}
		}
	}
	return 0, nil, wrong("%s nhận một con số, hoặc cách đọc (\"bac\", \"nam\") và một con số", "%s takes a number, or a way to read (\"bac\", \"nam\") and a number", name)
}

func words(args ...textual) (string, error) {
	d, v, err := dialectAndValue("words", args)
	if err != nil {
		return "", err
	}
	n, ok := exact(v)
	if !ok {
		return textOf(v)
	}
	s := viet.WordsDecimal(n, d)
	if s == "" {
		return "", wrong("số %s quá dài để đọc bằng chữ", "the number %s is too long to be read out", excerpt(viet.FormatNumber(n)))
	}
	return s, nil
}

func money(args ...textual) (string, error) {
	d, v, err := dialectAndValue("money", args)
	if err != nil {
		return "", err
	}
	n, ok := exact(v)
	if !ok {
		s, err := textOf(v)
		if err != nil {
			return "", err
		}
		n, ok = viet.ParseMoney(s)
	}
	if !ok {
		return textOf(v)
	}
	if !n.IsInteger() || n.Abs().GreaterThan(decimal.NewFromInt(1e17)) {
		return "", wrong("money nhận số đồng chẵn, không phải %s", "money takes a whole number of đồng, not %s", n)
	}
	return viet.MoneyWords(n.IntPart(), d), nil
}

// addDays takes a date and a count of days, in either order.
func addDays(a, b any) (any, error) {
	if isNothing(a) || isNothing(b) {
		return nil, nil
	}
	date, count := a, b
	m, ok := instant(date)
	if !ok {
		date, count = b, a
		m, ok = instant(date)
	}
	if !ok || !m.Date.Whole() {
		return nil, wrong("addDays nhận một ngày và số ngày, không phải “%s” và “%s”", "addDays takes a date and a number of days, not “%s” and “%s”", named(a), named(b))
	}
	n, err := integer(count)
	if err != nil {
		return nil, err
	}
	t := time.Date(m.Date.Year, time.Month(m.Date.Month), m.Date.Day, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
	if t.Year() < 1000 || t.Year() > 9999 {
		return nil, wrong("không có ngày cách ngày %s %d ngày", "there is no date %[2]d days from %[1]s", m.Date, n)
	}
	m.Date = meeting.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
	if _, whole := present(moment(date)).Interface().(meeting.Date); whole || !m.HasClock {
		return m.Date, nil
	}
	return m, nil
}

// addedDays is what addDays gives, before there is data.
func addedDays(args []merge.Argument) (merge.Result, error) {
	kinds := make([]string, len(args))
	for i, a := range args {
		switch {
		case a.Literal != nil && isDay(a.Literal):
			kinds[i] = "date"
		case a.Literal != nil:
			if _, err := integer(a.Literal); err != nil {
				return merge.Result{}, err
			}
			kinds[i] = "number"
		case a.Type == nil || behindType(a.Type).Kind() == reflect.String && a.Type != computedType:
		case accepts(reflect.TypeFor[dated](), a.Type):
			kinds[i] = "date"
		case accepts(reflect.TypeFor[counted](), a.Type):
			kinds[i] = "number"
		default:
			kinds[i] = "other"
		}
	}
	if slices.Contains(kinds, "other") || kinds[0] == kinds[1] && kinds[0] != "" {
		return merge.Result{}, wrong("addDays nhận một ngày và số ngày", "addDays takes a date and a number of days")
	}
	return merge.Result{}, nil
}

// countedDays is that of days.
func countedDays(args []merge.Argument) (merge.Result, error) {
	for _, a := range args {
		if a.Literal != nil && a.Literal != "" && !isDay(a.Literal) {
			return merge.Result{}, wrong("“%s” không phải là ngày", "%q is not a date", named(a.Literal))
		}
	}
	return merge.Result{Type: reflect.TypeFor[int]()}, nil
}

// readOut is that of words and money.
func readOut(name string) typing {
	return func(args []merge.Argument) (merge.Result, error) {
		given := make([]textual, len(args))
		for i, a := range args {
			if given[i] = a.Literal; a.Literal == nil {
				given[i] = "nam" // not known: whatever is right
			}
		}
		_, _, err := dialectAndValue(name, given)
		return merge.Result{Type: reflect.TypeFor[string]()}, err
	}
}

// days counts from one date to another; it is negative where that comes before.
func days(from, to dated) (any, error) {
	if isNothing(from) || isNothing(to) {
		return nil, nil
	}
	var at [2]time.Time
	for i, v := range []any{from, to} {
		m, ok := instant(v)
		if !ok || !m.Date.Whole() {
			return nil, wrong("“%s” không phải là ngày", "%q is not a date", named(v))
		}
		at[i] = time.Date(m.Date.Year, time.Month(m.Date.Month), m.Date.Day, 0, 0, 0, 0, time.UTC)
	}
	return int(at[1].Sub(at[0]) / (24 * time.Hour)), nil
}

func intFunction(f func(int) string) func(counted) (string, error) {
	return func(v counted) (string, error) {
		n, err := integer(v)
		if err != nil {
			return "", err
		}
		return f(n), nil
	}
}

func integer(v any) (int, error) {
	n, ok := exact(v)
	if !ok || !n.IsInteger() || n.Abs().GreaterThan(decimal.NewFromInt(1e9)) {
		s, err := textOf(v)
		if err != nil {
			return 0, err
		}
		return 0, wrong("“%s” không phải là số nguyên", "%q is not a whole number", s)
	}
	return int(n.IntPart()), nil
}

// intOf is v if it is an int.
func intOf(v any) (int, bool) {
	if r := present(v); r.IsValid() {
		n, ok := r.Interface().(int)
		return n, ok
	}
	return 0, false
}

func even(v counted) (bool, error) {
	n, err := integer(v)
	return n%2 == 0, err
}
