package meeting_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/meeting"
)

func full(t testing.TB) []byte {
	data, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// one parses a text that holds one meeting without any fault.
func one(t *testing.T, text string) *meeting.Meeting {
	t.Helper()
	ms, faults := meeting.Parse("m.yaml", []byte(text), limit.Limits{})
	for _, f := range faults {
		t.Errorf("%s: %s [%s]", f.Severity, f.In(fault.English), f.Code)
	}
	if len(ms) != 1 {
		t.Fatalf("%d meetings, want 1", len(ms))
	}
	return ms[0]
}

func TestFullExample(t *testing.T) {
	m := one(t, string(full(t)))
	doc := func(i int) *meeting.Meeting { return m.Documents[i].Meeting }
	row := func(i int) meeting.IndicatorRow { return m.Indicators[0].Rows[i] }
	for _, tt := range []struct {
		name      string
		got, want any
	}{
		{"title", m.Title, "Hội nghị Ban Chấp hành Đảng bộ xã Mẫu lần thứ 3"},
		{"comment cut off", m.Lead, "Đồng chí Bí thư Đảng ủy chủ trì hội nghị"},
		{"regime", m.Regime, meeting.Party},
		{"identifier", m.Organization.Registration, "0101234567"},
		{"start", m.Start.String(), "08 giờ 00 phút, ngày 15 tháng 10 năm 2026"},
		{"end", m.End.Clock(), "11 giờ 30 phút"},
		{"chair", m.Chair[0], meeting.Person{Name: "Lê Ân", Position: "Bí thư Đảng ủy"}},
		{"present", *m.Attendance.Present, 38},
		{"capital", m.Attendance.Capital.Represented.Value.String(), "1000"},
		{"plain person", m.Attendance.Groups[0].People[1].String(), "Trần Thị Ánh"},
		{"absence", m.Attendance.Absent[0].Name + m.Attendance.Absent[0].Reason, "Bùi Văn Anđi công tác"},
		{"excused", *m.Attendance.Absent[0].Excused, true},
		{"literal text", m.Sections[0].Text, "Đoạn một: có dấu hai chấm.\n\n- mục #1\ntỷ lệ: -"},
		{"table of a section", m.Sections[0].Indicators[0].Title, "Một số chỉ tiêu chủ yếu"},
		{"unplaced tables", m.UnplacedIndicators()[0].Title, "Bảng không mã"},
		{"speaker", m.Speeches[0].Speaker.Name, "Đỗ Đức"},
		{"votes", *m.Votes[0].Total(), 31},
		{"share", m.Votes[0].ShareFor(), "96,8%"},
		{"stated zero", *m.Votes[0].Abstain, 0},
		{"single value as list", m.Tasks[0].With, []string{"Phòng Kinh tế"}},
		{"due", m.Tasks[0].Due.String(), "31/12/2026"},
		{"due text", m.Tasks[1].DueText, "thường xuyên"},
		{"dots group", row(0).Actual.Value.String(), "2351"},
		{"printed as written", row(0).Actual.String(), "2.351"},
		{"percent", row(0).PercentOfPlan.Percent, true},
		{"dash", row(0).Previous.Text, "-"},
		{"dash is no number", row(0).Previous.Value == nil, true},
		{"qualifier", row(1).Actual.Qualifier, "trên"},
		{"qualified number", row(1).Actual.Value.String(), "56.3"},
		{"range", row(1).Rows[0].Actual.Value == nil, true},
		{"decrease", row(1).Rows[0].Growth.Value.String(), "-2.5"},
		{"no addressees", len(m.Addressees), 0},
		{"flow list", m.Authors, []string{"Thanh Mai", "Thanh Cương"}},
		{"documents", len(m.Documents), 4},
		{"order of documents", m.Documents[1].Template, "bien-ban-dang"},
		{"leading zero", doc(1).Number, "05"},
		{"date", doc(2).Date.String(), "08/10/2026"},
		{"for each", m.Documents[2].ForEach, "invitees"},
		{"override", doc(3).Recipients, []string{"Như trên"}},
		{"not overridden", m.Recipients, []string{"Như trên", "Lưu: VT"}},
		{"merged group", doc(3).Organization.Parent + "/" + doc(3).Organization.Name, "ĐẢNG BỘ TỈNH MẪU/VĂN PHÒNG ĐẢNG ỦY"},
		{"meeting's own group", m.Organization.Name, "ĐẢNG ỦY XÃ MẪU"},
		{"merged extra", doc(3).Extra["ghi_chu"], "riêng"},
		{"inherited extra", doc(3).Extra["so"], "05"},
		{"meeting's own extra", m.Extra["ghi_chu"], nil},
		{"extra", m.Extra, meeting.Extra{
			"ma_so": "0912345678", "ma": "1_000", "ngay": "2026-10-15", "so": "05", "co": true, "rong": "",
			"nhom": meeting.Extra{"con": []any{"a", "1.0"}},
		}},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%s: got %#v, want %#v", tt.name, tt.got, tt.want)
		}
	}
}

func TestVietnameseKeys(t *testing.T) {
	m := one(t, `tieu_de: Họp
the_thuc: nha_nuoc
chu_toa: Lê Ân
bat_dau: 8h30 15/10/2026
chi_tieu:
  - ma: a
    dong:
      - ten: Thu
        thuc_hien: 1.234,5
noi_dung:
  - de_muc: Một
    chi_tieu: a
van_ban: [bien-ban, tom-tat]
`)
	if m.Title != "Họp" || m.Regime != meeting.State || m.Chair[0].Name != "Lê Ân" || m.Start.Minute != 30 ||
		m.Sections[0].Indicators[0].Rows[0].Actual.Value.String() != "1234.5" || m.Documents[1].Template != "tom-tat" {
		t.Errorf("got %+v", m)
	}
}

func TestValuesThatPassWhole(t *testing.T) {
	m := one(t, `title: "Họp: giao ban"
lead: Nghị quyết 77-NQ/TU   # ghi chú
venue: https://example.vn/hop
number: 05
symbol: 1_000
conclusion: Một đoạn dài
  nối ở dòng dưới
indicators:
  - rows:
      - {name: a, actual: -, plan: "56,3", note: ~x}
      - name: b
        actual: -      # chưa có
        note: '# không phải ghi chú'
tasks: Một việc
votes:
  matter: Nhất trí
  for: 1.234
authors: []
`)
	r := m.Indicators[0].Rows
	for _, tt := range []struct{ got, want string }{
		{m.Title, "Họp: giao ban"},
		{m.Lead, "Nghị quyết 77-NQ/TU"},
		{m.Venue, "https://example.vn/hop"},
		{m.Number, "05"},
		{m.Symbol, "1_000"},
		{m.Conclusion, "Một đoạn dài nối ở dòng dưới"},
		{r[0].Actual.Text, "-"},
		{r[0].Plan.Value.String(), "56.3"},
		{r[1].Actual.Text, "-"},
		{r[1].Note, "# không phải ghi chú"},
		{m.Tasks[0].Content, "Một việc"},
		{fmt.Sprint(*m.Votes[0].For), "1234"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestMoments(t *testing.T) {
	for text, want := range map[string]string{
		"2026-10-15":                 "ngày 15 tháng 10 năm 2026",
		"15/10/2026":                 "ngày 15 tháng 10 năm 2026",
		"5/1/2026":                   "ngày 05 tháng 01 năm 2026",
		"15.10.2026":                 "ngày 15 tháng 10 năm 2026",
		"2026-10-15 08:00":           "08 giờ 00 phút, ngày 15 tháng 10 năm 2026",
		`"2026-10-15 08:00"`:         "08 giờ 00 phút, ngày 15 tháng 10 năm 2026",
		"2026-10-15T08:05":           "08 giờ 05 phút, ngày 15 tháng 10 năm 2026",
		"15/10/2026 08:00":           "08 giờ 00 phút, ngày 15 tháng 10 năm 2026",
		"08:00 15/10/2026":           "08 giờ 00 phút, ngày 15 tháng 10 năm 2026",
		"8h30 15/10/2026":            "08 giờ 30 phút, ngày 15 tháng 10 năm 2026",
		"14h ngày 15/10/2026":        "14 giờ 00 phút, ngày 15 tháng 10 năm 2026",
		"8 giờ 30, ngày 15/10/2026":  "08 giờ 30 phút, ngày 15 tháng 10 năm 2026",
		"15/10/2026, 08 giờ 05 phút": "08 giờ 05 phút, ngày 15 tháng 10 năm 2026",
		"08 giờ 00 phút, ngày 05 tháng 01 năm 2026": "08 giờ 00 phút, ngày 05 tháng 01 năm 2026",
	} {
		m := one(t, "title: Họp\nstart: "+text+"\n")
		if got := m.Start.String(); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

// Each broken file has one fault, at the place that a reader would point at.
func TestBroken(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       string // line:column code, one a line
	}{
		{"colon in a value", "title: Họp: giao ban\nplace: x\n", "1:11 colon-in-value"},
		{"colon in a value, below", "title: Họp\nchair:\n  - name: Lê Ân: Bí thư\n", "3:16 colon-in-value"},
		{"our key in an item", "title: Họp\nrecipients:\n  - Như trên\n  - name: VT, Hồ sơ\n", "4:5 colon-in-value"},
		{"quotes behind the colon of an item", "title: Họp\nrecipients:\n  - Lưu: \"VT\"\n", "3:5 colon-in-value"},
		{"nothing behind the colon of an item", "title: Họp\nrecipients:\n  - Lưu:\n", "3:5 colon-in-value"},
		{"two colons below each other", "title: Họp\nrecipients:\n  - Lưu: VT\n    Sao: HS\n", "3:5 colon-in-value"},
		{"a list behind the colon of an item", "title: Họp\nrecipients:\n  - Lưu: [VT]\n", "3:5 colon-in-value"},
		{"colon at the end of a value", "title: Họp về:\nplace: x\n", "1:14 colon-in-value"},
		{"no space after the colon", "title:Họp\nplace: x\n", "1:7 space-after-colon"},
		{"no space after the colon, alone", "title:Họp\n", "1:7 space-after-colon"},
		{"no space after the colon, last", "title: Họp\nplace:x\n", "2:7 space-after-colon"},
		{"no space after the colon, nested", "title: Họp\nchair:\n  - name: Lê Ân\n    position:Bí thư\n", "4:14 space-after-colon"},
		{"tab", "title: Họp\nchair:\n\t- Lê Ân\n", "3:1 tab"},
		{"tab after spaces", "title: Họp\nchair:\n  \tname: Lê Ân\n", "3:3 tab"},
		{"no-break space before a key", "title: Họp\nchair:\n  - name: Lê Ân\n \u00a0  position: x\n", "4:2 no-break-space"},
		{"no-break space before an item", "title: Họp\nchair:\n\u00a0 - name: Lê Ân\n", "3:1 no-break-space"},
		{"no-break space after a colon", "title:\u00a0Họp\nplace: x\n", "1:7 no-break-space"},
		{"no-break space in an indent that parses", "title: Họp\norganization:\n  \u00a0name: x\n", "3:3 no-break-space"},
		{"indent too deep", "title: Họp\n  place: x\nvenue: y\n", "2:3 indent"},
		{"indent between", "title: Họp\nchair:\n    name: x\n  position: y\n", "4:3 indent"},
		{"indent of the first line", "  title: Họp\nplace: x\n", "1:3 indent"},
		{"open quote", "title: \"Họp\nplace: x\n", "1:8 open-quote"},
		{"open quote, closed by the next", "title: \"Họp\nplace: \"x\"\n", "1:8 open-quote"},
		{"open single quote", "title: Họp\nplace: 'x\n", "2:8 open-quote"},
		{"text after a quote", "title: \"Họp\" giao ban\n", "1:13 text-after-quote"},
		{"open bracket", "title: Họp\nauthors: [A, B\nplace: x\n", "2:10 open-bracket"},
		{"text after a bracket", "title: [Khẩn] Họp\n", "1:8 special-character"},
		{"bold at the start", "title: Họp\nconclusion: **Thống nhất** nội dung\n", "2:13 special-character"},
		{"tag", "title: !Họp\n", "1:8 special-character"},
		{"percent", "title: %Họp\n", "1:8 special-character"},
		{"anchor that eats the value", "title: Họp\nplace: &x\n", "2:8 special-character"},
		{"block text in the line", "title: Họp\nconclusion: | Nhất trí\n", "2:13 special-character"},
		{"no colon", "title: Họp\nplace x\nvenue: y\n", "2:1 missing-colon"},
		{"list in the line of its key", "title: Họp\nagenda: - a\n", "2:9 list-in-line"},
		{"dashes without a space", "title: Họp\nagenda:\n  -Báo cáo\n  -Thảo luận\n", "3:3 space-after-dash"},
		{"one dash without a space", "title: Họp\nagenda:\n  - Báo cáo\n  -Thảo luận\nplace: x\n", "4:4 space-after-dash"},
		{"item that continues a value", "title: Họp\nagenda: Báo cáo\n  - Thảo luận\n", "3:3 swallowed-item"},
		{"title missing among others", "place: [a]\n", "1:1 missing-title\n1:8 wrong-type"},
		{"misspelt title", "titel: Họp\n", "1:1 unknown-key"},
		{"the same fault through an alias", "title: Họp\nchair: &a\n  nam: x\nsecretary: *a\n", "3:3 unknown-key"},
		{"text indented less than its first line", "title: Họp\nconclusion: |\n  Nhất trí\n Thống nhất\nplace: a\n", "4:2 indent"},
		{"text with a colon indented less", "title: Họp\nsections:\n  - text: >\n        x: y\n       z: t\n", "5:8 indent"},
		{"text not indented", "title: Họp\nconclusion: |\nNhất trí\nplace: a\n", "3:1 missing-colon"},
		{"open quote at a key", "title: Họp\n\"place: x\nvenue: y\n", "2:1 open-quote"},
		{"two colons in an item", "title: Họp\nrecipients:\n  - Lưu: VT: x\n", "3:8 colon-in-value"},
		{"text for a list", "title: Họp\nspeeches: sôi nổi\n", "2:11 wrong-type"},
		{"control character", "title: Họp\x0b\n", "1:11 control-character"},
		{"flow comma in a figure", "title: Họp\nindicators:\n  - rows:\n      - {name: a, actual: trên 56,3}\n", "4:34 flow-comma"},
		{"flow comma in a list", "title: Họp\nauthors: [56,3]\n", "2:13 flow-comma"},
		{"flow key alone", "title: Họp\nchair: {name: Lê Ân, Bí thư}\n", "2:22 flow-comma"},
		{"hash cuts", "title: Họp tổ #3 của xã\n", "1:8 hash-cut"},
		{"hash after one space", "title: Họp # 3\n", "1:8 hash-cut"},
		{"unknown key", "title: Họp\nvenu: x\n", "2:1 unknown-key"},
		{"unknown nested key", "title: Họp\nchair:\n  - nam: x\n", "3:5 unknown-key"},
		{"documents in a document", "title: Họp\ndocuments:\n  tom-tat:\n    documents:\n", "4:5 unknown-key"},
		{"duplicate key", "title: Họp\nplace: x\nplace: y\n", "3:1 duplicate-key"},
		{"key and its alias", "title: Họp\ntieu_de: y\n", "2:1 duplicate-key"},
		{"duplicate key in extra", "title: Họp\nextra:\n  a: 1\n  a: 2\n", "4:3 duplicate-key"},
		{"list for text", "title:\n  - a\n  - b\n", "2:3 wrong-type"},
		{"text for a count", "title: Họp\nattendance:\n  present: 38 người\n", "3:12 wrong-type"},
		{"decimals for a count", "title: Họp\nattendance:\n  present: 3,8\n", "3:12 wrong-type"},
		{"count too big", "title: Họp\nattendance:\n  present: 99999999999\n", "3:12 bad-value"},
		{"text for a group", "title: Họp\nattendance: đông đủ\n", "2:13 wrong-type"},
		{"text for yes or no", "title: Họp\nattendance:\n  absent:\n    - name: A\n      excused: chắc thế\n", "5:16 wrong-type"},
		{"regime", "title: Họp\nregime: royal\n", "2:9 bad-value"},
		{"day and month swapped", "title: Họp\nstart: 10/15/2026\n", "2:8 bad-date"},
		{"month and day swapped", "title: Họp\nstart: 2026-15-10\n", "2:8 bad-date"},
		{"impossible day", "title: Họp\nstart: 30/02/2026\n", "2:8 bad-date"},
		{"impossible time", "title: Họp\nstart: 25:00 15/10/2026\n", "2:8 bad-date"},
		{"two-digit year", "title: Họp\nstart: 15/10/26\n", "2:8 bad-date"},
		{"no year", "title: Họp\ndate: 15/10\n", "2:7 bad-date"},
		{"no day", "title: Họp\ndate: 2026-10\n", "2:7 bad-date"},
		{"a month without a blank", "title: Họp\ndate: tháng 10 năm 2026\n", "2:7 bad-date"},
		{"a blank and no such month", "title: Họp\ndate: ngày … tháng 13 năm 2026\n", "2:7 bad-date"},
		{"a blank where a day is needed", "title: Họp\nstart: ngày … tháng 10 năm 2026\n", "2:8 bad-date"},
		{"no date", "title: Họp\nstart: 08:00\n", "2:8 bad-date"},
		{"clock where a day belongs", "title: Họp\ndate: 2026-10-15 08:00\n", "2:7 bad-date"},
		{"no date at all", "title: Họp\ndate: hôm nay\n", "2:7 bad-date"},
		{"impossible deadline", "title: Họp\ntasks:\n  - content: a\n    due: 31/11/2026\n", "4:10 bad-date"},
		{"decimal point", "title: Họp\nindicators:\n  - rows:\n      - name: a\n        actual: 54.2\n", "5:17 decimal-point"},
		{"unknown table", "title: Họp\nsections:\n  - indicators: [kinh-te]\n", "3:18 unknown-indicator"},
		{"two tables of one id", "title: Họp\nindicators:\n  - id: a\n  - id: a\n", "4:5 duplicate-id"},
		{"for_each of no people", "title: Họp\ndocuments:\n  a:\n    for_each: venue\n", "4:15 bad-value"},
		{"no title", "place: x\n", "1:1 missing-title"},
		{"not a mapping", "- a\n- b\n", "1:1 wrong-type"},
		{"empty", "# nothing\n", "1:1 empty"},
		{"more votes than people", "title: Họp\nattendance:\n  present: 3\nvotes:\n  - matter: a\n    for: 3\n    against: 1\n", "6:10 contradiction"},
		{"more votes than shares", "title: Họp\nattendance:\n  capital:\n    represented: 3.000\n    unit: cổ phần\nvotes:\n  - matter: a\n    for: 2.990\n    against: 11\n  - matter: b\n    for: 3.000\n", "8:10 contradiction"},
		{"more present than summoned", "title: Họp\nattendance:\n  summoned: 3\n  present: 4\n", "4:12 contradiction"},
		{"share of the capital", "title: Họp\nattendance:\n  capital:\n    represented: 2.351\n    total: 2.547\n    share: 93,3%\n", "6:12 contradiction"},
		{"figures that are no group", "title: Họp\nindicators:\n  - rows:\n      - name: a\n        values: 5\n", "5:17 wrong-type"},
		{"more capital than there is", "title: Họp\nattendance:\n  capital:\n    represented: 2.600\n    total: 2.547\n", "4:18 contradiction"},
		{"a share of more than all", "title: Họp\nattendance:\n  capital:\n    share: 102,1%\n", "4:12 contradiction"},
		{"all the capital", "title: Họp\nattendance:\n  capital:\n    represented: 2.547\n    total: 2.547\n    share: 100%\n", ""},
		{"about the capital", "title: Họp\nattendance:\n  capital:\n    represented: trên 2.600\n    total: 2.547\n", ""},
		{"end before start", "title: Họp\nstart: 2026-10-15 08:00\nend: 2026-10-15 07:00\n", "3:6 contradiction"},
		{"several at once", "title: Họp\nvenu: x\nstart: 30/2/2026\nplace: [a]\n", "2:1 unknown-key\n3:8 bad-date\n4:8 wrong-type"},
		{"other documents are checked", "title: Họp: a\n---\ntitle: B\nvenu: x\n", "1:11 colon-in-value\n4:1 unknown-key"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, faults := meeting.Parse("m.yaml", []byte(tt.text), limit.Limits{})
			var got []string
			for _, f := range faults {
				got = append(got, fmt.Sprintf("%d:%d %s", f.Line, f.Column, f.Code))
				if f.File != "m.yaml" || f.Message.Vi == "" || f.Message.En == "" || f.Hint.Vi == "" || f.Hint.En == "" {
					t.Errorf("fault lacks a part: %+v", f)
				}
				if strings.Contains(f.Message.Vi+f.Message.En+f.Hint.Vi+f.Hint.En, "%!") {
					t.Errorf("badly formatted: %+v", f)
				}
			}
			if s := strings.Join(got, "\n"); s != tt.want {
				t.Errorf("got\n%s\nwant\n%s\n%v", s, tt.want, faults)
			}
		})
	}
}

func TestHints(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"title: Họp\nvenu: x\n", `Did you mean "venue"?`},
		{"title: Họp\nĐịa điểm: x\n", `Did you mean "dia_diem"?`},
		{"title: Họp: giao ban\n", `Put it in quotes: "Họp: giao ban"`},
		{"title: Họp\nrecipients:\n  - Lưu: 'VT'\n", `Put it in quotes: "Lưu: 'VT'"`},
		{"title: Họp\nstart: 10/15/2026\n", "Write the day before the month (or year-month-day): 15/10/2026"},
		{"title: Họp\nindicators:\n  - id: kinh-te\nsections:\n  - indicators: kinh-tế\n", `Did you mean "kinh-te"?`},
	} {
		_, faults := meeting.Parse("m.yaml", []byte(tt.text), limit.Limits{})
		if len(faults) != 1 || faults[0].Hint.En != tt.want {
			t.Errorf("%q: got %+v, want hint %q", tt.text, faults, tt.want)
		}
	}
}

func TestSeveralMeetings(t *testing.T) {
	ms, faults := meeting.Parse("m.yaml", []byte("%YAML 1.1\n---\ntitle: A\n...\n--- # B\ntitle: B\n---\ntitle: C: D\n---\n"), limit.Limits{})
	if len(ms) != 2 || ms[0].Title != "A" || ms[1].Title != "B" || ms[1].Line != 6 || len(faults) != 1 || faults[0].Line != 8 {
		t.Errorf("got %d meetings, %v", len(ms), faults)
	}
}

func TestEncodings(t *testing.T) {
	text := "title: Họp Đảng ủy 📌\nplace: x\n"
	units := utf16.Encode([]rune(text))
	encode := func(mark string, high, low int) string {
		b := []byte(mark)
		for _, u := range units {
			p := [2]byte{byte(u >> 8), byte(u)}
			b = append(b, p[high], p[low])
		}
		return string(b)
	}
	for name, data := range map[string]string{
		"UTF-8":               text,
		"NFD":                 norm.NFD.String(text),
		"byte order mark":     "\ufeff" + text,
		"CRLF":                strings.ReplaceAll(text, "\n", "\r\n"),
		"UTF-16 LE":           encode("\xff\xfe", 1, 0),
		"UTF-16 BE":           encode("\xfe\xff", 0, 1),
		"UTF-16 LE, unmarked": encode("", 1, 0),
		"UTF-16 BE, unmarked": encode("", 0, 1),
	} {
		t.Run(name, func(t *testing.T) {
			if m := one(t, data); m.Title != "Họp Đảng ủy 📌" || m.Place != "x" {
				t.Errorf("got %q", m.Title)
			}
		})
	}
	for data, want := range map[string]string{
		"title: H\xe4p\n":         "1:9 encoding ANSI",
		"PK\x03\x04abc":           "0:0 not-text Word",
		"\xff\xfet\x00x":          "0:0 encoding UTF-16 LE",
		"\xff\xfe\x00\x00t\x00":   "1:1 encoding UTF-32",
		"title: a\nb: \xd0\xcf\n": "2:4 encoding ANSI",
	} {
		_, faults := meeting.Parse("m.yaml", []byte(data), limit.Limits{})
		var line, column int
		var code, word string
		fmt.Sscanf(strings.Replace(want, ":", " ", 1), "%d %d %s %s", &line, &column, &code, &word)
		if len(faults) != 1 || faults[0].Line != line || faults[0].Column != column || faults[0].Code != code || !strings.Contains(faults[0].Message.En, word) {
			t.Errorf("%q: got %+v, want %s", data, faults, want)
		}
	}
}

func TestLimits(t *testing.T) {
	laughs := "title: Họp\nextra:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 10; i++ {
		laughs += fmt.Sprintf("  a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	for name, text := range map[string]string{
		"billion laughs":    laughs,
		"endless alias":     "title: Họp\nextra:\n  a: &a\n    - *a\n",
		"endless merge":     "title: Họp\nextra: &a\n  b: 1\n  c:\n    <<: *a\n",
		"depth":             "title: Họp\nextra:\n  a: " + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "\n",
		"depth of sections": "title: Họp\nsections: " + strings.Repeat("[{sections: ", 60) + strings.Repeat("}]", 60) + "\n",
		"size":              "title: " + strings.Repeat("x", 17<<20),
		"meetings":          strings.Repeat("title: x\n---\n", 10_001),
	} {
		t.Run(name, func(t *testing.T) {
			_, faults := meeting.Parse("m.yaml", []byte(text), limit.Limits{})
			if len(faults) != 1 || faults[0].Code != "limit" {
				t.Errorf("got %v", faults)
			}
		})
	}
}

func TestAliases(t *testing.T) {
	m := one(t, "title: Họp\nchair: &lead\n  name: Lê Ân\n  position: Bí thư\nsecretary: *lead\ninvitees:\n  - <<: *lead\n    position: Khách\n")
	if m.Secretary[0].Position != "Bí thư" || m.Invitees[0].Name != "Lê Ân" || m.Invitees[0].Position != "Khách" {
		t.Errorf("got %+v", m)
	}
}

func TestOverriddenIndicators(t *testing.T) {
	m := one(t, `title: Họp
indicators:
  - id: a
    title: Cũ
sections:
  - indicators: a
documents:
  x:
    indicators:
      - id: a
        title: Mới
  y:
    lead:
`)
	if got := m.Sections[0].Indicators[0].Title; got != "Cũ" {
		t.Errorf("the meeting's table is %q", got)
	}
	if got := m.Documents[0].Meeting.Sections[0].Indicators[0].Title; got != "Mới" {
		t.Errorf("the document's table is %q", got)
	}
}

// Every key of every struct leads to a field or a method of it, and every field has a key.
func TestVocabulary(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(rt reflect.Type) {
		for rt.Kind() == reflect.Pointer || rt.Kind() == reflect.Slice {
			rt = rt.Elem()
		}
		if rt.Kind() != reflect.Struct || rt.PkgPath() != reflect.TypeFor[meeting.Meeting]().PkgPath() || seen[rt] {
			return
		}
		seen[rt] = true
		words := meeting.Vocabulary(rt)
		named := map[string]bool{}
		for word, name := range words {
			named[name] = true
			_, isField := rt.FieldByName(name)
			_, isMethod := reflect.PointerTo(rt).MethodByName(name)
			if !isField && !isMethod {
				t.Errorf("%s: %q leads to %s, which it has not", rt, word, name)
			}
		}
		known := map[string]bool{"Meeting.Line": true, "Document.Template": true, "Document.Meeting": true, "Document.Line": true, "Moment.HasClock": true, "IndicatorRow.Place": true, "Column.Place": true}
		for i := range rt.NumField() {
			f := rt.Field(i)
			if f.IsExported() && !f.Anonymous && !named[f.Name] && !known[rt.Name()+"."+f.Name] && rt.Name() != "Figure" && rt.Name() != "Place" && rt.Name() != "Value" {
				t.Errorf("%s.%s has no key", rt, f.Name)
			}
			walk(f.Type)
		}
	}
	walk(reflect.TypeFor[meeting.Meeting]())
	if len(seen) < 15 {
		t.Errorf("only %d types", len(seen))
	}
	if got := meeting.Vocabulary(reflect.TypeFor[*meeting.Meeting]())["chu_tri"]; got != "Chair" {
		t.Errorf("chu_tri is %q", got)
	}
	if meeting.Vocabulary(reflect.TypeFor[string]()) != nil {
		t.Error("a string has a vocabulary")
	}
}

func TestVotesNotStated(t *testing.T) {
	var v meeting.Vote
	if v.Total() != nil || v.ShareFor() != "" {
		t.Error("a vote without figures has some")
	}
	zero := 0
	v.For = &zero
	if v.Total() != nil || v.ShareFor() != "" {
		t.Error("one kind of votes is all of them")
	}
	v.Against = &zero
	if *v.Total() != 0 || v.ShareFor() != "" {
		t.Error("a share of nothing")
	}
}

// FuzzParse: nothing panics or hangs, and every fault can be shown.
func FuzzParse(f *testing.F) {
	f.Add(full(f))
	f.Add([]byte("title: Họp: a\n---\n- {a: 1,2}\n"))
	f.Add([]byte("title: \"x\nplace: [\n"))
	f.Add([]byte("a: &a [*a]\n<<: *a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ms, faults := meeting.Parse("m.yaml", data, limit.Limits{YAMLBytes: 1 << 16})
		if len(ms) == 0 && !faults.Failed() {
			t.Errorf("no meeting and no error: %v", faults)
		}
		for _, x := range faults {
			if x.Message.Vi == "" || x.Message.En == "" || x.Line < 0 || x.Line > strings.Count(string(data), "\n")+strings.Count(string(data), "\r")+1 {
				t.Errorf("fault %+v", x)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	small := full(b)
	var large strings.Builder
	large.WriteString("title: Họp\nsections:\n")
	for i := range 2000 {
		fmt.Fprintf(&large, "  - heading: Mục %d\n    text: |\n      Đoạn văn thứ %d của một biên bản dài.\n", i, i)
	}
	for _, bb := range []struct {
		name string
		data []byte
	}{{"one page", small}, {"2000 sections", []byte(large.String())}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bb.data)))
			for b.Loop() {
				if _, faults := meeting.Parse("m.yaml", bb.data, limit.Limits{}); faults.Failed() {
					b.Fatal(faults)
				}
			}
		})
	}
}

// An item of a list of texts keeps its colon, with quotes and without; so do its places.
func TestTextWithColon(t *testing.T) {
	for _, tt := range []struct{ item, want string }{
		{"Lưu: VT", "Lưu: VT"},
		{"\"Lưu: VT\"", "Lưu: VT"},
		{"Lưu: VT, Hồ sơ   # ba bản", "Lưu: VT, Hồ sơ"},
		{"Lưu : VT", "Lưu : VT"},
		{"Lưu:  VT", "Lưu:  VT"},
		{"Nội dung 1: Báo cáo\n      quý III", "Nội dung 1: Báo cáo quý III"},
		{"08:00: Khai mạc", "08:00: Khai mạc"},
		{"Năm 2026: 12", "Năm 2026: 12"},
		{"đúng: yes", "đúng: yes"},
	} {
		file := "title: Họp\nagenda:\n  - Khai mạc\n  - " + tt.item + "\n"
		m := one(t, file)
		if len(m.Agenda) != 2 || m.Agenda[1] != tt.want {
			t.Errorf("%s is read as %q", tt.item, m.Agenda)
		}
		found := false
		for _, text := range m.Source().Texts {
			if text.Path == "Agenda[1]" {
				line, _, start := text.Position(0)
				found = line == 4 && strings.HasPrefix(strings.Split(file, "\n")[3][start:], strings.Split(text.Raw, "\n")[0]) && strings.Join(strings.Fields(text.Raw), "") == strings.Join(strings.Fields(tt.want), "")
			}
		}
		if !found {
			t.Errorf("%s is not found where it stands", tt.item)
		}
	}
}

// A date of issue may have blanks, which are filled in by hand when the paper is signed.
func TestBlankDates(t *testing.T) {
	for text, want := range map[string]meeting.Date{
		"ngày    tháng 10 năm 2026": {Year: 2026, Month: 10}, "ngày … tháng 10 năm 2026": {Year: 2026, Month: 10}, "Ngày ..... tháng 02 năm 2026": {Year: 2026, Month: 2},
		"ngày ___ tháng ___ năm 2026": {Year: 2026}, "…/10/2026": {Year: 2026, Month: 10}, "../10/2026": {Year: 2026, Month: 10}, "/10/2026": {Year: 2026, Month: 10},
		"ngày 05 tháng 10 năm 2026": {Year: 2026, Month: 10, Day: 5},
	} {
		meetings, faults := meeting.Parse("hop.yaml", []byte("title: Họp\ndocuments:\n  giay-moi:\n    ngay: \""+text+"\"\n"), limit.Limits{})
		if err := faults.Err(); err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		got := meetings[0].Documents[0].Meeting.Date
		if got == nil || *got != want || got.Whole() != (want.Day > 0) {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
}
