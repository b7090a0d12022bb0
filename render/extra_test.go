package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/meeting"
)

// What a template does with its own data tells what that is like, and a file with made-up
// data of that kind is read as such.
func TestExtras(t *testing.T) {
	for _, tt := range []struct{ tags, want, yaml string }{
		{"{{.extra.kinh_phi}}", "kinh_phi:0", "  kinh_phi: «kinh phi»\n"},
		{"{{money .extra.kinh_phi}}", "kinh_phi:1", "  kinh_phi: 1.000\n"},
		{"{{number 1 .Extra.x}}", "x:1", "  x: 1.000\n"},
		{"{{longDate $.them.ngay}}", "ngay:2", "  ngay: 2026-01-05\n"},
		{`{{join .extra.ds ", "}}`, "ds:3", "  ds:\n    - «ds 1»\n    - «ds 2»\n"},
		{"{{table .extra.bang}}", "bang:4", "  bang: bang-1\n"},
		{"{{image .extra.logo}}", "logo:5", "  logo: anh.png\n"},
		{"{{.extra.a.b}}", "a.b:0", "  a:\n    b: «b»\n"},
		{"{{range .extra.muc}} {{.}} {{end}}", "muc:3", "  muc:\n    - «muc 1»\n    - «muc 2»\n"},
		{"{{range .extra.muc}} {{if .co}} {{date .ngay}} {{end}} {{end}} {{.title}}", "muc:3 muc[].co:0 muc[].ngay:2",
			"  muc:\n    - co: «co 1»\n      ngay: 2026-01-05\n    - co: «co 2»\n      ngay: 2026-01-05\n"},
		{"{{range $i, $m := .extra.muc}} {{$m.ten}} {{end}}", "muc:3 muc[].ten:0", "  muc:\n    - ten: «ten 1»\n    - ten: «ten 2»\n"},
		{"{{with .extra.y}} {{.z}} {{end}} {{.w}}", "y:0 y.z:0", "  y:\n    z: «z»\n"},
		{"{{range .tasks}} {{.content}} {{$.extra.x}} {{end}}", "x:0", "  x: «x»\n"},
		{`{{sum .extra.muc "tien"}} {{range where .extra.muc "so" "gt" 5}} {{.ten}} {{end}}`, "muc:3 muc[].so:1 muc[].ten:0 muc[].tien:1",
			"  muc:\n    - so: 1.000\n      ten: «ten 1»\n      tien: 1.000\n    - so: 1.000\n      ten: «ten 2»\n      tien: 1.000\n"},
		{`{{range group .extra.muc "loai"}} {{.key}} {{range .items}} {{.ten}} {{end}} {{end}}`, "muc:3 muc[].loai:0 muc[].ten:0",
			"  muc:\n    - loai: «loai 1»\n      ten: «ten 1»\n    - loai: «loai 2»\n      ten: «ten 2»\n"},
		{"{{min .extra.x 5}} {{addDays .extra.y 5}} {{div .extra.z 3}}", "x:1 y:2 z:1", "  x: 1.000\n  y: 2026-01-05\n  z: 1.000\n"},
		{"{{end}} {{end}} {{.title}}", "", ""},
	} {
		var tags []string
		for _, tag := range strings.SplitAfter(tt.tags, "}}") {
			if tag = strings.TrimSpace(tag); tag != "" {
				tags = append(tags, tag)
			}
		}
		kinds := extras(tags)
		got := strings.NewReplacer("map[", "", "]", "").Replace(fmt.Sprint(kinds)) // sorted by key
		if want := strings.ReplaceAll(tt.want, "[]", "["); got != want {
			t.Errorf("%s: %s, want %s", tt.tags, got, want)
		}
		yaml := string(meeting.Starter{Fields: []string{}, Extra: kinds, Items: 2}.YAML())
		if _, after, _ := strings.Cut(yaml, "extra:\n"); after != tt.yaml {
			t.Errorf("%s:\n%s\nwant\n%s", tt.tags, after, tt.yaml)
		}
		if _, faults := meeting.Parse("m.yaml", []byte(yaml), limit.Limits{}); len(faults) > 0 {
			t.Errorf("%s: %v", tt.tags, faults)
		}
	}
}

// A date in data of one's own is text, and prints as dates do.
func TestDateOfText(t *testing.T) {
	for _, tt := range []struct{ function, text, want string }{
		{"date", "05/01/2026", "05/01/2026"},
		{"longDate", "2026-01-05", "ngày 05 tháng 01 năm 2026"},
		{"weekday", "5/1/2026", "thứ Hai"},
		{"clock", "2026-01-05 8h30", "08 giờ 30 phút"},
		{"dateTime", "2026-01-05 08:30", "08 giờ 30 phút, ngày 05 tháng 01 năm 2026"},
		{"date", "", ""},
	} {
		got, err := functions()[tt.function].(func(dated) (string, error))(tt.text)
		if err != nil || got != tt.want {
			t.Errorf("%s %q = %q, %v, want %q", tt.function, tt.text, got, err, tt.want)
		}
	}
	if _, err := functions()["date"].(func(dated) (string, error))("mai"); err == nil {
		t.Error("a text that is no date prints as one")
	}
}
