package merge

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
)

// A slip is a way in which a tag is no tag: what text/template/parse says of it, and the same in
// words of both languages with what to write instead. %s is what the form catches.
type slip struct {
	form           *lazy.Regexp
	vi, en         string
	hintVi, hintEn string // "": examples of tags
}

// What other languages write between two values is a function's name before them here.
var slips = []slip{
	{lazy.Compile(`unexpected "([=!<>])" in`), "so sánh không viết bằng dấu “%s”", "comparisons are not written with “%s”",
		"Viết tên phép so sánh trước hai giá trị: {{if eq .x 5}} (bằng), ne (khác), lt (nhỏ hơn), le, gt (lớn hơn), ge.", "Write the comparison before the two values: {{if eq .x 5}}, ne, lt, le, gt, ge."},
	{lazy.Compile(`unexpected "([&|])" in`), "điều kiện không nối bằng dấu “%s”", "conditions are not joined by “%s”",
		"Viết: {{if and .x .y}}, {{if or .x .y}}.", "Write: {{if and .x .y}}, {{if or .x .y}}."},
	{lazy.Compile(`(?:illegal number syntax: |unexpected |bad character U\+\S+ )["']([-+*/%])["']`), "phép tính không viết bằng dấu “%s”", "sums are not written with “%s”",
		"Viết: {{add .x 1}}, {{sub .x 1}}, {{mul .x 2}}, {{div .x 2}}. Trong tên không có dấu gạch: so_tien.", "Write: {{add .x 1}}, {{sub .x 1}}, {{mul .x 2}}, {{div .x 2}}. Names have no dashes: so_tien."},
	{lazy.Compile(`missing value for (if|range|with)`), "sau {{%s thiếu giá trị", "a value is missing behind {{%s", "", ""},
	{lazy.Compile(`missing value for|unexpected EOF`), "thẻ viết dở dang", "the tag is not complete", "", ""},
	{lazy.Compile(`character constant`), "chữ không đặt giữa hai dấu ' được", "texts do not stand between two '",
		`Đặt giữa hai dấu ": {{join .x ", "}}.`, `Write them between two ": {{join .x ", "}}.`},
	{lazy.Compile(`unterminated`), "thiếu dấu nháy đóng", "a closing quote is missing", "", ""},
	{lazy.Compile(`invalid syntax`), `dấu \ trong chữ không viết như thế`, `a \ in a text is not written so`, `Viết \\ cho một dấu \.`, `Write \\ for one \.`},
	{lazy.Compile(`(?:right|left) paren`), "dấu ngoặc ( ) không thành cặp", "the parentheses ( ) are no pairs", "", ""},
	{lazy.Compile(`non executable command`), "sau dấu “|” phải là tên một hàm", "behind “|” stands the name of a function", "Ví dụ: {{.x | upper}}.", "Such as: {{.x | upper}}."},
	{lazy.Compile(`(?:bad|illegal) number syntax: "(.*?)"`), "“%s” không phải là con số", "“%s” is no number", "Tên bắt đầu bằng chữ, số không có chữ kèm theo.", "Names begin with a letter; numbers have no letters."},
	{lazy.Compile(`undefined variable "(.*?)"`), "biến %s chưa được khai báo", "the variable %s is not declared", "", ""},
	{lazy.Compile(`too many declarations`), "{{range}} khai báo nhiều nhất hai biến", "{{range}} declares two variables at most", "Viết: {{range $i, $x := .tasks}}.", "Write: {{range $i, $x := .tasks}}."},
	{lazy.Compile(`(?:unexpected |U\+\S+ )["'<](.+?)["'>]`), "dấu “%s” không đứng được ở đây", "“%s” cannot stand here", "", ""},
}

var commaNumber = lazy.Compile(`\d+,\d+`)

// slipOf is what is wrong with the code of a tag, by an error of text/template/parse, and what
// to write instead.
func slipOf(code string, err error) (what, hint fault.Text) {
	hint = fault.T("Ví dụ: {{.Title}}, {{range .Tasks}}…{{end}}, {{if .Votes}}…{{else}}…{{end}}.", "Examples: {{.Title}}, {{range .Tasks}}…{{end}}, {{if .Votes}}…{{else}}…{{end}}.")
	said := templateError.ReplaceAllString(err.Error(), "")
	if n := commaNumber.FindString(code); n != "" && strings.Contains(said, `unexpected ","`) {
		return fault.T("trong thẻ, dấu phẩy không đứng được trong một số", "a number in a tag has no comma"),
			fault.T(`Ghi "%s" trong dấu nháy, hoặc %s.`, `Write "%s" between quotation marks, or %s.`, n, strings.Replace(n, ",", ".", 1))
	}
	for _, s := range slips {
		m := s.form.FindStringSubmatch(said)
		if m == nil {
			continue
		}
		if what = fault.T(s.vi, s.en); len(m) > 1 {
			what = fault.T(s.vi, s.en, m[1])
		}
		if s.hintVi != "" {
			hint = fault.Text{Vi: s.hintVi, En: s.hintEn}
		}
		return what, hint
	}
	return fault.T("không hiểu được cách viết này", "it is not understood"), hint
}
