package rules_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// peopleCodes are the codes of what is found about people, tasks and recipients.
var peopleCodes = map[string]bool{"votes": true, "attendance": true, "absent-speaker": true, "same-person": true, "task-due": true, "minutes-signatures": true, "file-copy": true}

// peopleCases are meetings, and what is told of their people.
var peopleCases = []struct {
	name, yaml string
	want       string // codes, with "note" behind those that are
}{
	{"a task due before the meeting", "tasks:\n  - content: X\n    due: 2026-09-06", "task-due"},
	{"a task due on the day", "tasks:\n  - content: X\n    due: 2026-09-07\n  - content: Y\n    due: thường xuyên", ""},
	{"a document's own task", "documents:\n  bien-ban:\n    tasks:\n      - content: X\n        due: 2025-09-08", "task-due"},

	{"the chair is absent", "chair: Lê Văn A\nattendance:\n  absent: [Lê Văn A]", "absent-speaker"},
	{"by a title", "chair: Đồng chí Lê Văn A\nattendance:\n  absent: [Ông Lê Văn A]", "absent-speaker"},
	{"the secretary is absent", "secretary: Lê Văn A\nattendance:\n  absent: [Lê Văn A]", "absent-speaker"},
	{"a speaker is absent", "speeches:\n  - speaker: Lê Văn A\n    text: Nhất trí.\nattendance:\n  absent: [Lê Văn A]", "absent-speaker"},
	{"another of the name", "chair:\n  - name: Lê Văn A\n    position: Chủ tịch\nattendance:\n  absent:\n    - name: Lê Văn A\n      position: Trưởng thôn", ""},
	{"the same in other words", "chair:\n  - name: Lê Văn A\n    position: Chủ tịch UBND xã\nattendance:\n  absent:\n    - name: Lê Văn A\n      position: Chủ tịch Ủy ban nhân dân xã", "absent-speaker"},
	{"a speech that was sent", "speeches:\n  - speaker:\n      name: Lê Văn A\n      manner: gửi ý kiến bằng văn bản\n    text: Nhất trí.\nattendance:\n  absent: [Lê Văn A]", ""},
	{"a speech that says so", "speeches:\n  - speaker: Lê Văn A\n    text: Gửi ý kiến nhất trí.\nattendance:\n  absent: [Lê Văn A]", ""},

	{"twice in a group", "attendance:\n  groups:\n    - name: G\n      people: [Lê Văn A, Trần B, Lê Văn A]", "same-person"},
	{"twice in two groups", "attendance:\n  groups:\n    - name: G\n      people: [Lê Văn A]\n    - name: H\n      people: [bà Lê Văn A]", "same-person"},
	{"twice absent", "attendance:\n  absent: [Lê Văn A, Lê Văn A]", "same-person"},
	{"twice invited", "invitees: [Lê Văn A, Lê Văn A]", "same-person"},
	{"two of one name", "attendance:\n  groups:\n    - name: G\n      people:\n        - name: Lê Văn A\n          position: Trưởng thôn 1\n        - name: Lê Văn A\n          position: Trưởng thôn 2", ""},
	{"two of one name, their offices alike", "attendance:\n  groups:\n    - name: G\n      people:\n        - name: Lê Văn A\n          position: Trưởng thôn 1\n        - name: Lê Văn A\n          position: Trưởng thôn 10", ""},
	{"no names", "attendance:\n  groups:\n    - name: G\n      people: [A, A, «Tên», «Tên»]", ""},
	{"the chair is in a group too", "chair: Lê Văn A\nattendance:\n  groups:\n    - name: G\n      people: [Lê Văn A, Trần B]", ""},
	{"signs twice", "signatures:\n  - name: Lê Văn A\n  - name: Lê Văn A", "same-person"},
	{"signs in two offices", "signatures:\n  - name: Lê Văn A\n    position: Chủ tọa\n  - name: Lê Văn A\n    position: Thành viên", ""},

	{"groups that add up", "attendance:\n  present: 20\n  groups:\n    - name: G\n      count: 12\n    - name: H\n      count: 8", ""},
	{"groups that are fewer", "attendance:\n  present: 20\n  groups:\n    - name: G\n      count: 9\n    - name: H\n      count: 8", "attendance"},
	{"groups that are more", "attendance:\n  present: 20\n  groups:\n    - name: G\n      count: 13\n    - name: H\n      count: 8", "attendance"},
	{"guests are not counted", "attendance:\n  present: 20\n  groups:\n    - name: Thành viên\n      count: 20\n    - name: Đại biểu mời\n      count: 5", ""},
	{"guests are counted", "attendance:\n  present: 25\n  groups:\n    - name: Thành viên\n      count: 20\n    - name: Đại biểu mời\n      count: 5", ""},
	{"guests in part", "attendance:\n  present: 23\n  groups:\n    - name: Thành viên\n      count: 20\n    - name: Đại biểu mời\n      count: 5\nchair: A B\nsecretary: C D", "attendance"},
	{"chair and secretary besides", "chair: A B\nsecretary: C D\nattendance:\n  present: 22\n  groups:\n    - name: G\n      count: 20", ""},
	{"chair and secretary within", "chair: A B\nsecretary: C D\nattendance:\n  present: 2\n  groups:\n    - name: G\n      people: [A B, C D]", ""},
	{"names may be left out", "attendance:\n  present: 20\n  groups:\n    - name: G\n      people: [A B, C D]", "attendance note"},
	{"names are too many", "attendance:\n  present: 1\n  groups:\n    - name: G\n      people: [A B, C D]", "attendance"},
	{"a group of unknown size", "attendance:\n  present: 20\n  groups:\n    - name: G\n      count: 5\n    - name: H", ""},

	{"an invitation like minutes", "signatures:\n  - position: THƯ KÝ\n    name: A B\n  - position: CHỦ TỌA\n    name: C D\ndocuments: {giay-moi: {}}", "minutes-signatures"},
	{"a notice like minutes", "documents:\n  thong-bao-ket-luan:\n    signatures:\n      - position: Chủ trì hội nghị\n        name: C D", "minutes-signatures"},
	{"minutes like minutes", "signatures:\n  - position: Thư ký\n    name: A B\n  - position: Chủ toạ\n    name: C D\ndocuments: {bien-ban: {}}", ""},
	{"an invitation by the office", "signatures:\n  - authority: TL. CHỦ TỊCH\n    position: CHÁNH VĂN PHÒNG\n    name: A B\ndocuments: {giay-moi: {}}", ""},
	{"a secretary of a committee", "signatures:\n  - position: Thư ký Hội đồng quản trị\n    name: A B\ndocuments: {giay-moi: {}}", ""},

	{"filed", "recipients:\n  - Như trên\n  - 'Lưu: VT'\ndocuments: {bien-ban: {}}", ""},
	{"filed with others", "recipients:\n  - Như trên\n  - 'Lưu: VT, KT (03 bản).'\ndocuments: {bien-ban: {}}", ""},
	{"filed, without quotes", "recipients:\n  - Như trên\n  - Lưu: VT, Hồ sơ\ndocuments: {bien-ban: {}}", ""},
	{"not filed", "recipients:\n  - Như trên\ndocuments: {bien-ban: {}}", "file-copy"},
	{"without a colon", "recipients:\n  - Như trên\n  - Lưu VT\ndocuments: {bien-ban: {}}", "file-copy"},
	{"without a space", "recipients:\n  - Như trên\n  - Lưu:VT\ndocuments: {bien-ban: {}}", "file-copy"},
	{"in small letters", "recipients:\n  - Như trên\n  - 'lưu: vt'\ndocuments: {bien-ban: {}}", "file-copy"},
	{"not by the office", "recipients:\n  - Như trên\n  - 'Lưu: HS'\ndocuments: {bien-ban: {}}", "file-copy"},
	{"with its dash", "recipients:\n  - Như trên\n  - '- Lưu: VT'\ndocuments: {bien-ban: {}}", "file-copy"},
	{"not last", "recipients:\n  - 'Lưu: VT'\n  - Như trên\ndocuments: {bien-ban: {}}", "file-copy"},
	{"a name with the word", "recipients:\n  - Lưu Văn Mẫu\n  - 'Lưu: VT'\ndocuments: {bien-ban: {}}", ""},
	{"the Party's", "regime: party\nrecipients:\n  - Lưu Văn phòng Đảng ủy\ndocuments: {bien-ban-dang: {}}", ""},
	{"the state's in a Party paper", "regime: party\nrecipients:\n  - 'Lưu: VT'\ndocuments: {bien-ban-dang: {}}", "file-copy"},
	{"a company's", "regime: company\nrecipients:\n  - Như trên\ndocuments: {bien-ban-hdqt: {}}", ""},
	{"not printed", "recipients:\n  - Như trên\ndocuments: {tom-tat: {}}", ""},
}

func TestPeople(t *testing.T) {
	for _, tt := range peopleCases {
		yaml := "title: Họp\nstart: 2026-09-07 08:00\n" + tt.yaml + "\n"
		if !strings.Contains(yaml, "regime:") && !strings.Contains(yaml, "documents:") {
			yaml += "regime: other\n"
		}
		var got []string
		for _, f := range found(t, yaml) {
			if peopleCodes[f.Code] {
				code := f.Code
				if f.Severity.String() == "note" {
					code += " note"
				}
				got = append(got, code)
			}
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%s: found %q, want %q", tt.name, got, tt.want)
		}
	}
}

// The regime is the template's where the file states none.
func TestRegimes(t *testing.T) {
	for _, tt := range []struct{ documents, want string }{
		{"bien-ban", "missing-item missing-minutes-item"},
		{"bien-ban-dang", "missing-party-item"},
		{"giay-moi", "missing-invitation-item"},
		{"thong-bao-ket-luan", "missing-notice-item"},
		{"bien-ban-hdqt", "missing-board-item"},
		{"bien-ban-hdqt, giay-moi", "missing-board-item"},
		{"tom-tat", ""},
		{"diem-danh", ""},
	} {
		codes := map[string]bool{}
		var got []string
		for _, f := range found(t, "title: Họp\ndocuments: ["+tt.documents+"]\n") {
			if !codes[f.Code] {
				got = append(got, f.Code)
			}
			codes[f.Code] = true
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: found %q, want %q", tt.documents, got, tt.want)
		}
	}
}

// A list of many people of one name is looked through in time.
func TestManyNamesakes(t *testing.T) {
	var b strings.Builder
	b.WriteString("title: Họp\nstart: 2026-09-07\nattendance:\n  groups:\n    - name: G\n      people:\n")
	for i := range 20_000 {
		fmt.Fprintf(&b, "        - {name: Lê Văn A, position: Thôn %d}\n", i)
	}
	b.WriteString("  absent:\n")
	for i := range 20_000 {
		fmt.Fprintf(&b, "    - {name: Lê Văn A, position: Xóm %d}\n", i)
	}
	start := time.Now()
	if all := found(t, b.String()); len(all) > 1000 {
		t.Errorf("%d findings", len(all))
	}
	if d := time.Since(start); d > time.Minute {
		t.Errorf("it takes %v", d)
	}
}
