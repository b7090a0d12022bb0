package batch

import (
	"reflect"
	"slices"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/meeting"
)

// patternSlips are what text/template says of a pattern, in words of both languages: %s is
// what the form catches.
var patternSlips = []struct {
	form   *lazy.Regexp
	vi, en string
}{
	{lazy.Compile(`map has no entry for key "(.*?)"`), "không có trường “%s”", "there is no field %q"},
	{lazy.Compile(`can't evaluate field (\S+)`), "không có trường “%s” ở đây", "there is no field %q here"},
	{lazy.Compile(`function "(.*?)" not defined`), "không có hàm “%s”", "there is no function %q"},
	{lazy.Compile(`undefined variable "(.*?)"`), "biến “%s” chưa được khai báo", "the variable %q is not declared"},
	{lazy.Compile(`missing value for (\w+)`), "sau {{%s thiếu giá trị", "a value is missing behind {{%s"},
	{lazy.Compile(`unexpected \{\{(end|else)`), "{{%s}} không có {{if}}, {{range}} hay {{with}} mở đầu", "{{%s}} has no {{if}}, {{range}} or {{with}} before it"},
	{lazy.Compile(`unclosed action`), "“{{” không có “}}” đóng lại", "“{{” has no “}}” that closes it"},
	{lazy.Compile(`unexpected EOF`), "thiếu {{end}}", "an {{end}} is missing"},
	{lazy.Compile(`unterminated`), "thiếu dấu nháy đóng", "a closing quote is missing"},
	{lazy.Compile(`wrong number of args for (\w+)`), "số đối số của “%s” không đúng", "%q has a wrong number of arguments"},
	{lazy.Compile(`index out of range|out of range: `), "danh sách không có phần tử ấy", "the list has no such element"},
	{lazy.Compile(`error calling (\w+)`), "“%s” không nhận giá trị này", "%q does not take this value"},
	{lazy.Compile(`nil pointer|nil data|no value`), "không có giá trị", "there is no value"},
	{lazy.Compile(`wrong type for value|incompatible types|can't (?:call|give|handle|index|slice)`), "giá trị không đúng loại", "a value is of the wrong kind"},
}

// slip is what is wrong with a pattern, by an error of text/template, and the name that it
// was about; "" for none.
func slip(err error) (what fault.Text, name string) {
	for _, s := range patternSlips {
		if m := s.form.FindStringSubmatch(err.Error()); m != nil {
			if len(m) == 1 {
				return fault.T(s.vi, s.en), ""
			}
			return fault.T(s.vi, s.en, m[1]), m[1]
		}
	}
	return fault.T("không hiểu được cách viết này", "it is not understood"), ""
}

// badPattern is the fault of a pattern that names nothing.
func badPattern(text string, err error) *render.Fault {
	what, name := slip(err)
	hint := fault.T("Ví dụ: --name '{{.Date}}-{{.Title | slug}}'", "Such as: --name '{{.Date}}-{{.Title | slug}}'")
	known := []string{"Name", "Stem", "Template", "Index", "slug"}
	for spelling, field := range meeting.Vocabulary(reflect.TypeFor[meeting.Meeting]()) {
		known = append(known, spelling, field)
	}
	for _, f := range render.Functions() {
		known = append(known, f.Name)
	}
	slices.Sort(known)
	if near := fault.Nearest(name, slices.Compact(known)); near != "" && name != "" && len(name) <= 100 {
		hint = fault.T("Có phải là “%s”?", "Did you mean %q?", near)
	}
	return &render.Fault{Code: CodeUsage, Message: fault.T("mẫu tên “%s” viết sai: %s", "the pattern %q is wrong: %s", text, what), Hint: hint}
}
