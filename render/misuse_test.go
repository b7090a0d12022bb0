package render_test

import (
	"strings"
	"testing"

	"github.com/bienban/bienban/render"
)

// Sixty templates with one misuse each: check finds that one and no other, says where it stands
// and what to write instead, in both languages.
func TestCheckFindsEachMisuse(t *testing.T) {
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	misuses := []struct{ tags, code, says string }{
		{`{{.titel}}`, "unknown-field", ".Title"},
		{`{{.organization.nam}}`, "unknown-field", ".Name"},
		{`{{range .taks}}{{end}}`, "unknown-field", ".Tasks"},
		{`{{range .tasks}}{{.ownr}}{{end}}`, "unknown-field", ".Owner"},
		{`{{.tasks.content}}`, "unknown-field", "range"},
		{`{{.title.text}}`, "unknown-field", "Leave out .text"},
		{`{{title}}`, "unknown-function", ".Title"},
		{`{{uper .title}}`, "unknown-function", "upper"},
		{`{{sort}}`, "arguments", "sort"},
		{`{{upper}}`, "arguments", "upper"},
		{`{{upper .title .place}}`, "arguments", "upper"},
		{`{{upper .attendance}}`, "arguments", "upper"},
		{`{{.tasks}}`, "not-printable", "range"},
		{`{{.attendance}}`, "not-printable", "Name the field"},
		{`{{range .title}}x{{end}}`, "not-a-list", "{{if}}"},
		{`{{range .attendance}}x{{end}}`, "not-a-list", "{{with}}"},
		{`{{$x}}`, "unknown-variable", "{{$x :="},
		{`{{range $i, $t := .tasks}}{{$tt.content}}{{end}}`, "unknown-variable", "$t"},
		{`{{longDate "hôm nay"}}`, "arguments", "longDate"},
		{`{{longDate .attendance.present}}`, "arguments", "longDate"},
		{`{{clock .chair}}`, "arguments", "clock"},
		{`{{dateFormat .date}}`, "arguments", "dateFormat"},
		{`{{numberFormat "#.##0"}}`, "arguments", "numberFormat"},
		{`{{number 20 .attendance.present}}`, "arguments", "number"},
		{`{{percent .tasks}}`, "arguments", "percent"},
		{`{{add .date 1}}`, "arguments", "add"},
		{`{{add "một" 1}}`, "arguments", "2.351"},
		{`{{add 1}}`, "arguments", "add"},
		{`{{sub .start .attendance.present}}`, "arguments", "sub"},
		{`{{mul .tasks 2}}`, "arguments", "mul"},
		{`{{div .attendance.present 0}}`, "arguments", "Ask first"},
		{`{{mod 5 0}}`, "arguments", "Ask first"},
		{`{{round 99 .attendance.present}}`, "arguments", "round 2 .x"},
		{`{{round .chair}}`, "arguments", "round"},
		{`{{sum .tasks "owner"}}`, "", ""}, // texts may be numbers
		{`{{sum .tasks "onwer"}}`, "arguments", "owner"},
		{`{{sum .title}}`, "arguments", "sum"},
		{`{{sum .tasks}}`, "arguments", "field"},
		{`{{avg .attendance.present}}`, "arguments", "avg"},
		{`{{min .tasks}}`, "arguments", "min"},
		{`{{max .tasks "deu"}}`, "arguments", "due"},
		{`{{count .tasks "chair"}}`, "arguments", "They have"},
		{`{{count .title}}`, "arguments", "count"},
		{`{{range sort .tasks}}{{.content}}{{end}}`, "arguments", "Name the field"},
		{`{{range sort .tasks "due" "giảm"}}{{.content}}{{end}}`, "arguments", "desc"},
		{`{{range sort .title}}{{end}}`, "arguments", "sort"},
		{`{{range where .tasks}}{{end}}`, "arguments", "where"},
		{`{{range where .tasks "due" "before" .date}}{{end}}`, "arguments", "lt"},
		{`{{range where .tasks "due" "mai"}}{{end}}`, "arguments", "where"},
		{`{{range where .votes "for" "gt" "nhiều"}}{{end}}`, "arguments", "2.351"},
		{`{{range where .tasks "owner" "x"}}{{.onwer}}{{end}}`, "unknown-field", ".Owner"},
		{`{{range group .tasks}}{{end}}`, "arguments", "group"},
		{`{{range group .tasks "ower"}}{{end}}`, "arguments", "owner"},
		{`{{range group .tasks "owner"}}{{.content}}{{end}}`, "unknown-field", ".Items"},
		{`{{range group .tasks "owner"}}{{range .items}}{{.duee}}{{end}}{{end}}`, "unknown-field", ".Due"},
		{`{{join (distinct .tasks "ownr") ", "}}`, "arguments", "owner"},
		{`{{range first -1 .tasks}}{{end}}`, "arguments", "first"},
		{`{{(first .tasks).contant}}`, "unknown-field", ".Content"},
		{`{{addDays .date "năm"}}`, "arguments", "addDays"},
		{`{{addDays .date}}`, "arguments", "addDays"},
		{`{{days .start}}`, "arguments", "days"},
		{`{{days .start .title .end}}`, "arguments", "days"},
		{`{{words "tây" .attendance.present}}`, "arguments", "words"},
		{`{{money .tasks}}`, "arguments", "money"},
		{`{{roman "một"}}`, "arguments", "roman"},
		{`{{if lt .chair .secretary}}x{{end}}`, "arguments", "lt .start .end"},
		{`{{if gt .date .attendance.present}}x{{end}}`, "arguments", "lt .start .end"},
		{`{{if .votes}}x`, "unbalanced", "{{end}}"},
		{`x{{end}}`, "unbalanced", "begins its block"},
		{`{{if .votes}}a{{else}}b{{else}}c{{end}}`, "", ""},
		{`{{.title`, "unclosed-tag", "}}"},
		{`Kết luận: {{markdown .conclusion}}`, "rich-place", "paragraph of its own"},
		{`{{- .title}}`, "refused-tag", "dash"},
		{`{{range .tasks}}{{break}}{{end}}`, "refused-tag", "{{if}}"},
		{`{{define "x"}}`, "refused-tag", "content"},
		{`{{round 1 (div 96,8 3)}}`, "bad-tag", `Write "96,8" between quotation marks, or 96.8`},
		{`{{if .attendance.present > 37}}x{{end}}`, "bad-tag", "not written with “>”"},
		{`{{if .attendance.present == 37}}x{{end}}`, "bad-tag", "{{if eq .x 5}}"},
		{`{{if .votes && .tasks}}x{{end}}`, "bad-tag", "{{if and .x .y}}"},
		{`{{.attendance.present + 1}}`, "bad-tag", "{{add .x 1}}"},
		{`{{.extra.so-tien}}`, "bad-tag", "so_tien"},
		{`{{.title | 5}}`, "bad-tag", "name of a function"},
		{`{{(.title}}`, "bad-tag", "no pairs"},
		{`{{if gt .attendance.present 37,5}}x{{end}}`, "bad-tag", "or 37.5"},
		{`{{if}}x{{end}}`, "bad-tag", "Examples"},
		{`{{printf "%d" .attendance}}`, "arguments", "printf"},
		{`{{slice .title "a" 2}}`, "arguments", "slice"},
	}
	tried := 0
	for i, m := range misuses {
		if m.code == "" {
			continue
		}
		tried++
		before := []string{"Kính gửi: {{.title}}", "Ngày {{longDate .date}}", "{{range .agenda}}{{.}}; {{end}}"}[:i%4]
		data := templateOf(t, append(append([]string{}, before...), m.tags, "Nơi nhận: {{.place}}", "Hết {{.start}}")...)
		faults := r.CheckTemplate("mau.docx", data)
		if len(faults) != 1 {
			t.Errorf("%s: %d findings: %v", m.tags, len(faults), faults)
			continue
		}
		f := faults[0]
		if f.Code != m.code || f.Place.Vi == "" || f.Place.En == "" || f.Message.Vi == "" || f.Message.En == "" || f.Hint.Vi == "" || f.Hint.En == "" {
			t.Errorf("%s: %+v", m.tags, f)
		}
		if !strings.Contains(f.Message.En+" "+f.Hint.En, m.says) {
			t.Errorf("%s: does not say %q: %v\n%v", m.tags, m.says, f.Message.En, f.Hint.En)
		}
		if i%4 > 0 && !strings.Contains(f.Place.En, "paragraph "+string(rune('1'+i%4))) {
			t.Errorf("%s: stands at %s", m.tags, f.Place.En)
		}
	}
	if tried < 60 {
		t.Errorf("%d misuses are tried", tried)
	}
}
