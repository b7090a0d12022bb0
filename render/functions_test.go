package render

import (
	"bytes"
	"strings"
	"testing"
	"text/template"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/meeting"
)

func TestFunctions(t *testing.T) {
	n := func(i int) *int { return &i }
	value := decimal.RequireFromString("92.34")
	data := map[string]any{
		"Title":   "Hội nghị",
		"Text":    "Nhất trí. ",
		"Lines":   "TM. ỦY BAN NHÂN DÂN\n\n CHỦ TỊCH ",
		"People":  []meeting.Person{{Name: "An"}, {Name: "Bình"}},
		"None":    (*int)(nil),
		"NoDate":  (*meeting.Date)(nil),
		"NoList":  []string(nil),
		"Date":    &meeting.Date{Year: 2026, Month: 1, Day: 5},
		"Start":   &meeting.Moment{Date: meeting.Date{Year: 2026, Month: 9, Day: 7}, Hour: 8, HasClock: true},
		"Day":     &meeting.Moment{Date: meeting.Date{Year: 2026, Month: 9, Day: 7}},
		"Five":    n(5),
		"Zero":    n(0),
		"Many":    n(1234567),
		"Share":   &meeting.Figure{Text: "92,34", Value: &value},
		"Range":   &meeting.Figure{Text: "6,6-6,8"},
		"Number":  "05",
		"Money":   "57.000.000",
		"Members": []string{"a", "b", "c"},
		"Sections": []meeting.Section{{Heading: "A", Sections: []meeting.Section{{Text: "x"}, {Heading: "B", Sections: []meeting.Section{{Heading: "C",
			Sections: []meeting.Section{{Heading: "D", Sections: []meeting.Section{{Heading: "E"}}}}}}}}}, {Heading: "F"}},
	}
	for _, tt := range []struct{ in, want string }{
		{`{{upper .Title}}`, "HỘI NGHỊ"},
		{`{{lower .Title}}`, "hội nghị"},
		{`{{capitalize "nhất trí"}}`, "Nhất trí"},
		{`{{capitalizeWords "NGUYỄN văn an"}}`, "Nguyễn Văn An"},
		{`{{capitalizeWords "Louis XVI"}}, {{capitalizeWords "LOUIS XIV"}}, {{capitalizeWords "NGUYỄN THỊ VI"}}`, "Louis XVI, Louis XIV, Nguyễn Thị Vi"},
		{`{{upper .None}}`, ""},
		{`{{trimEnd .Text}}`, "Nhất trí"},
		{`{{trimEnd "Hết./." "./"}}`, "Hết"},
		{`{{trimEnd "Hết./."}} {{trimEnd "Hết ./.\n"}} {{trimEnd "Hết/."}} {{trimEnd "120 km/h"}} {{trimEnd "và/hoặc /"}}`, "Hết Hết Hết 120 km/h và/hoặc /"},
		{`{{trimEnd "Hết./." "./."}} {{trimEnd "Hết ./. \n" "./."}} {{trimEnd "Hết." "./."}} {{trimEnd "5 đồng" "đồng"}} {{trimEnd "tổng" "đồng"}}`, "Hết Hết Hết 5 tổng"},
		{`{{"Hết./." | trimEnd "./."}} {{trimEnd "./." "Hết./."}} {{trimEnd .None "./."}}`, "Hết Hết "},
		{`{{range lines .Lines}}[{{.}}]{{end}}`, "[TM. ỦY BAN NHÂN DÂN][CHỦ TỊCH]"},
		{`{{join .People ", "}}`, "An, Bình"},
		{`{{.People | join "; "}}`, "An; Bình"},
		{`{{join .NoList ", "}}`, ""},
		{`{{default "…" .None}} {{default "…" .Number}} {{default 7 .Zero}}`, "… 05 0"},
		{`{{range $i, $m := .Members}}{{$m}}{{if last $i $.Members}}.{{else}};{{end}}{{end}}`, "a;b;c."},
		{`{{last .Members}}{{last .NoList}}`, "c"},
		{`{{date .Date}} {{date .Start}} [{{date .NoDate}}]`, "05/01/2026 07/9/2026 []"},
		{`{{longDate .Date}}`, "ngày 05 tháng 01 năm 2026"},
		{`{{weekday .Start}}`, "thứ Hai"},
		{`{{clock .Start}} [{{clock .Day}}]`, "08 giờ 00 phút []"},
		{`{{dateTime .Start}} / {{dateTime .Day}}`, "08 giờ 00 phút, ngày 07 tháng 9 năm 2026 / ngày 07 tháng 9 năm 2026"},
		{`{{number .Many}} {{number .Share}} {{number 1 .Share}} {{number .Range}} [{{number .None}}]`, "1.234.567 92,34 92,3 6,6-6,8 []"},
		{`{{percent .Share}} {{percent 1 .Share}} [{{percent .None}}]`, "92,34% 92,3% []"},
		{`{{percent 1 "99,998"}} {{percent 0 "0,2"}} {{percent 0 "100,4"}} {{percent 1 "100,0"}} {{percent 0 "0,00"}} {{percent 0 "-99,7"}}`, "99,998% 0,2% 100,4% 100% 0% -99,7%"},
		{`{{twoDigits .Five}} {{twoDigits .Zero}} {{twoDigits .Many}} {{twoDigits .Number}} {{twoDigits "7"}} {{twoDigits "5a"}} {{twoDigits "1234"}} [{{twoDigits .None}}]`, "05 00 1.234.567 05 07 5a 1234 []"},
		{`{{words .Five}}, {{words .Share}}`, "năm, chín mươi hai phẩy ba mươi tư"},
		{`{{money .Money}}`, "Năm mươi bảy triệu đồng chẵn"},
		{`{{money "57.000.000 đồng"}}; {{money "1,5 tỷ đồng"}}; {{money "1.204đ"}}; {{money "57 USD"}}`, "Năm mươi bảy triệu đồng chẵn; Một tỷ năm trăm triệu đồng chẵn; Một nghìn hai trăm linh bốn đồng; 57 USD"},
		{`{{roman 4}} {{letter 5}} {{add 2 3}} {{sub .Five 2}}`, "IV đ 5 3"},
		{`{{range $i, $m := .Members}}{{if even $i}}[{{$m}}{{else}}{{$m}}]{{end}}{{end}}`, "[ab][c"},
		{`{{range outline .Sections}}[{{.Depth}}.{{.Index}} {{.Mark}} {{.Heading}}{{.Text}}]{{end}}{{range outline .None}}x{{end}}`,
			"[1.0 I. A][2.0  x][2.1 1. B][3.0 a) C][4.0 - D][5.0 + E][1.1 II. F]"},
		{`{{min .Five 3}} {{min .Five 7}} {{min 0 .Five}}`, "3 5 0"},
	} {
		tmpl, err := template.New("").Funcs(functions()).Parse(tt.in)
		if err != nil {
			t.Errorf("%s: %v", tt.in, err)
			continue
		}
		// Present as in a template: what is absent is typed, what is there is behind a pointer.
		var b bytes.Buffer
		if err := tmpl.Execute(&b, data); err != nil {
			t.Errorf("%s: %v", tt.in, err)
		} else if b.String() != tt.want {
			t.Errorf("%s = %q, want %q", tt.in, b.String(), tt.want)
		}
	}
	for in, want := range map[string]string{
		`{{longDate "hôm nay"}}`:  "not a date",
		`{{add "a" 1}}`:           "not a number",
		`{{join 1 2}}`:            "a list and a separator",
		`{{money "1,5"}}`:         "whole number of đồng",
		`{{number 99 1}}`:         "count of decimals",
		`{{last "a" "b"}}`:        "an index and a list",
		`{{trimEnd "a" "b" "c"}}`: "trimEnd takes",
		`{{clock .Date}}`:         "no time of day",
		`{{roman "một"}}`:         "not a whole number",
		`{{outline .People}}`:     "outline takes sections",
		`{{min "a" 1}}`:           "cannot be compared",
		`{{even "một"}}`:          "not a whole number",
	} {
		tmpl, err := template.New("").Funcs(functions()).Parse(in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if err := tmpl.Execute(&bytes.Buffer{}, data); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", in, err, want)
		}
	}
}

// The list for readers is complete: each function has an example that names it.
func TestFunctionList(t *testing.T) {
	for _, f := range Functions() {
		if !strings.Contains(f.Use, f.Name) || f.About.Vi == "" || f.About.En == "" {
			t.Errorf("%s is not told: %+v", f.Name, f)
		}
	}
}
