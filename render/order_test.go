package render

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/xml"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/templates"
)

// compiledTags is a template with a paragraph of tags.
func compiledTags(t *testing.T, tags string) (*merge.Template, FaultList) {
	t.Helper()
	data, err := templates.Open("tom-tat")
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := docx.Open(data, limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	body := `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` + xml.Escape(tags) + `</w:t></w:r></w:p></w:body></w:document>`
	pkg = pkg.With(docx.Change{Parts: map[string][]byte{pkg.Main(): []byte(body)}})
	return merge.Compile(pkg, tagConfig(limit.Default, nil))
}

var markup = regexp.MustCompile(`<[^>]*>`)

// printedTags is what tags print of a meeting, or why they do not.
func printedTags(t *testing.T, tags, yaml string) (text, failure string) {
	t.Helper()
	compiled, faults := compiledTags(t, tags)
	if faults.Failed() {
		t.Fatalf("%s: %v", tags, faults)
	}
	meetings, faults := meeting.Parse("m.yaml", []byte(yaml), limit.Default)
	if faults.Failed() {
		t.Fatalf("%v\n%s", faults, yaml)
	}
	out, faults := compiled.Execute(t.Context(), meetings[0], merge.Env{Shown: func(merge.Shown) {}, Keys: func(m any) []string {
		return meetings[0].ExtraKeys(m.(meeting.Extra))
	}})
	if faults.Failed() {
		return "", faults[0].Message.En
	}
	part, _ := out.Part(out.Main())
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(markup.ReplaceAllString(string(part), "")), ""
}

const comparedMeeting = `title: Họp
number: 05
regime: state
start: 2026-10-15 08:00
end: 2026-10-15 11:30
date: 2026-10-17
attendance: {present: 38, summoned: 40, capital: {share: "81,5", represented: 8.150, total: 10.000}}
votes: [{matter: A, for: 30, against: 2}]
extra:
  chin: 9
  muoi: 10
  khong_chin: 09
  nhom: 2.351
  lien: 2351
  phay: 56,3
  am: -5
  phan_tram: 96,8%
  so_khong: 0
  chu: nhiều
  rong: ""
  som: 05/9/2026
  muon: 12/10/2026
  gio: 2026-10-15 09:00
  dung: true
  ds: [{ten: An, don_vi: VP}, {ten: Bình}]
  ten: [An, Bình]
  nhom_con: {ten: An}
`

func TestComparisons(t *testing.T) {
	for _, tt := range []struct{ condition, want string }{
		{"lt .extra.chin .extra.muoi", "true"}, {"gt .extra.chin .extra.muoi", "false"}, {"lt .extra.khong_chin .extra.muoi", "true"},
		{"eq .extra.nhom .extra.lien", "true"}, {"ne .extra.nhom .extra.lien", "false"}, {"eq .extra.nhom 2351", "true"}, {`eq .extra.lien "2.351"`, "true"},
		{"gt .extra.chin 5", "true"}, {"le .extra.chin 9", "true"}, {"lt 5 .extra.muoi", "true"}, {"gt .extra.phay 56.2", "true"}, {"lt .extra.phay 56.4", "true"},
		{"lt .extra.am 0", "true"}, {"eq .extra.so_khong 0", "true"}, {"gt .extra.phan_tram 65", "true"}, {"gt .extra.phan_tram .extra.phay", "true"},
		{"gt .extra.muoi .attendance.present", "false"}, {"lt .attendance.present .attendance.summoned", "true"}, {"eq .number 5", "true"},
		{"gt .attendance.capital.share 65", "true"}, {"lt .attendance.capital.represented .attendance.capital.total", "true"}, {"eq .attendance.capital.share .extra.phay", "false"},
		{"gt (index .votes 0).share_for 65", "true"}, {"gt (index .votes 0).for (index .votes 0).against", "true"},
		{"lt .start .end", "true"}, {"lt .end .start", "false"}, {"lt .start .date", "true"}, {"eq .start .start", "true"}, {"gt .date .extra.muon", "true"},
		{"lt .extra.som .extra.muon", "true"}, {"lt .start .extra.gio", "true"}, {`eq .extra.som "2026-09-05"`, "true"},
		{`eq .regime "state"`, "true"}, {`eq .extra.chu "nhiều"`, "true"}, {"eq .extra.chu 5", "false"}, {"eq .extra.dung true", "true"}, {`eq .extra.chin "x" "y" 9`, "true"},
		{"lt .extra.khong_co 5", "false"}, {"lt .extra.rong .extra.chin", "true"}, {`lt .extra.chu "ơ"`, "true"},
		{".extra.so_khong", "true"}, {"gt .extra.so_khong 0", "false"}, {"sub .attendance.present 38", "false"}, {".extra.khong_co", "false"}, {".extra.rong", "false"},
	} {
		got, failure := printedTags(t, "{{if "+tt.condition+"}}true{{else}}false{{end}}", comparedMeeting)
		if got != tt.want {
			t.Errorf("%s: %q %s, want %s", tt.condition, got, failure, tt.want)
		}
	}
}

// What cannot be told fails, and never prints Go.
func TestTagsThatFail(t *testing.T) {
	for tag, want := range map[string]string{
		`{{if lt .extra.chu 5}}a{{end}}`:           `"nhiều" and "5" cannot be compared`,
		`{{if gt .extra.chin .extra.chu}}a{{end}}`: `"9" and "nhiều" cannot be compared`,
		`{{if lt .start .extra.chin}}a{{end}}`:     "cannot be compared",
		`{{if lt .extra.ds 5}}a{{end}}`:            "cannot be compared",
		`{{join .extra.ds ", "}}`:                  "a group of fields cannot be printed",
		`{{.extra.ds | join ", "}}`:                "a group of fields cannot be printed",
		`{{upper .extra.nhom_con}}`:                "a group of fields cannot be printed",
		`{{number .extra.nhom_con}}`:               "a group of fields cannot be printed",
		`{{print .extra.ds}}`:                      "cannot be printed",
		`{{printf "%v" .extra.ds}}`:                "cannot be printed",
		`{{printf "%s" .extra.nhom_con}}`:          "cannot be printed",
		`{{println .extra.nhom_con}}`:              "cannot be printed",
		`{{.extra.ds}}`:                            "cannot be printed",
		`{{longDate .extra.chin}}`:                 "not a date",
	} {
		if got, failure := printedTags(t, tag, comparedMeeting); !strings.Contains(failure, want) {
			t.Errorf("%s: prints %q, fails %q, want %q", tag, got, failure, want)
		}
	}
	for tag, want := range map[string]string{
		`{{join .extra.ten ", "}}`: "An, Bình", `{{print .extra.ten}}`: "An, Bình", `{{upper .extra.ten}}`: "AN, BÌNH", `{{.extra.ten}}`: "An, Bình",
		`{{printf "%d/%d" .attendance.present .attendance.summoned}}`: "38/40", `{{print .extra.chin "/" .attendance.summoned}}`: "9/40", `{{printf "%s" .start}}`: "08 giờ 00 phút, ngày 15 tháng 10 năm 2026",
	} {
		if got, failure := printedTags(t, tag, comparedMeeting); got != want {
			t.Errorf("%s: prints %q, not %q: %s", tag, got, want, failure)
		}
	}
}

// What is certain to fail is told before there is data.
func TestTagsThatCheckRefuses(t *testing.T) {
	for _, tag := range []string{
		"{{if lt .chair .secretary}}a{{end}}", "{{if gt .start .attendance.present}}a{{end}}", "{{if lt .attendance.present .date}}a{{end}}", `{{if gt .attendance 5}}a{{end}}`,
		"{{if lt .attendance.capital.share .date}}a{{end}}", "{{if eq .agenda .bases}}a{{end}}", "{{if lt true false}}a{{end}}", `{{if eq .attendance "x"}}a{{end}}`,
		`{{join .attendance.groups ", "}}`, `{{.sections | join "; "}}`, "{{print .attendance.groups}}", `{{printf "%v" .tasks}}`, "{{upper .attendance}}", "{{markdown .sections}}",
		"{{longDate .attendance.present}}", "{{clock .chair}}", "{{weekday .agenda}}", "{{add .date 1}}", "{{roman .chair}}", "{{money .tasks}}", "{{percent .attendance}}", "{{even .start}}",
		"{{percent 20 .attendance.present}}", "{{number -1 .attendance.present}}", "{{.attendance.present | number 13}}", `{{longDate "hôm nay"}}`, `{{clock "mai"}}`, `{{roman "một"}}`, `{{add .number "a"}}`,
	} {
		if _, faults := compiledTags(t, tag); !faults.Failed() {
			t.Errorf("%s: nothing is told", tag)
		}
	}
	for _, tag := range []string{
		"{{if gt .extra.x 5}}a{{end}}", "{{if lt .start .end}}a{{end}}", "{{if lt .start .date}}a{{end}}", "{{if gt .attendance.capital.share 65.5}}a{{end}}", `{{if eq .regime "state"}}a{{end}}`,
		"{{range .votes}}{{if gt .share_for 65}}a{{end}}{{end}}", "{{range $i, $t := .tasks}}{{if eq $i 0}}a{{end}}{{end}}", `{{if lt .number 10}}a{{end}}`, "{{if eq .extra.a .chair}}a{{end}}",
		`{{join .chair ", "}}`, `{{.agenda | join "; "}}`, "{{upper .agenda}}", "{{print .start .title}}", "{{range .tasks}}{{longDate .due}}{{end}}", "{{add .number 1}}", "{{number 1 .attendance.capital.share}}",
		"{{.attendance.present | percent 0}}", `{{longDate "2026-09-05"}}`, `{{longDate ""}}`, `{{add .number "2.351"}}`, "{{roman 4}}", `{{number "1,5"}}`,
	} {
		if _, faults := compiledTags(t, tag); faults.Failed() {
			t.Errorf("%s: %v", tag, faults)
		}
	}
}

// Whatever writes two numbers, their order is that of the numbers.
func TestOrderOfWrittenNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	write := func(n int64) any {
		switch r.IntN(6) {
		case 0:
			return n
		case 1:
			return int(n)
		case 2:
			return fmt.Sprint(n)
		case 3:
			return fmt.Sprintf("%d,0", n)
		case 4:
			return fmt.Sprintf(" %d%%", n)
		}
		f := meeting.Figure{Text: fmt.Sprint(n)}
		value, _ := exact(n)
		f.Value = &value
		return f
	}
	for range 5000 {
		a, b := r.Int64N(2000)-1000, r.Int64N(2000)-1000
		x, y := write(a), write(b)
		got, ok := order(x, y)
		if want := map[bool]int{true: -1}[a < b] + map[bool]int{true: 1}[a > b]; !ok || got != want {
			t.Fatalf("order of %v and %v is %d, %v", x, y, got, ok)
		}
	}
}
