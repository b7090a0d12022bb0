package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/rules"
	"github.com/bienban/bienban/render/meeting"
)

// Lists that were pasted into one entry are told where they stand; entries of two lines,
// and people with several titles, are none.
func TestPastedLists(t *testing.T) {
	twenty := strings.TrimSuffix(strings.Repeat(`Nguyễn Văn An\tChủ tịch\n`, 20), `\n`)
	commas := strings.TrimSuffix(strings.Repeat("Nguyễn Văn An, ", 20), ", ")
	for _, tt := range []struct{ yaml, want string }{
		{"attendance: {groups: [{name: A, people: [{name: \"" + twenty + "\"}]}]}", "1:49"},
		{"chair: \"" + twenty + "\"", "1:8"},
		{"secretary:\n  - name: " + commas, "2:11"},
		{"invitees:\n  - |\n    Lê A\n    Lê B", "2:5"},
		{"attendance: {absent: [{name: \"Lê A; Lê B; Lê C; Lê D; Lê E\"}]}", "1:30"},
		{"agenda:\n  - \"1. Một\\n2. Hai\"", "2:5"},
		{"recipients:\n  - |\n    Như trên\n    Sở Nội vụ\n    Lưu: VT", "2:5"},
		{"tasks:\n  - content: \"a) Một\\nb) Hai\"", "2:14"},
		{"votes:\n  - matter: A\n    by_name: [{name: \"Lê A\\tLê B\", vote: tán thành}]", "3:22"},
		{"documents:\n  giay-moi:\n    invitees: [\"Lê A\\nLê B\"]", "3:16"},
		{"chair: {name: Nguyễn Văn An, position: \"Bí thư, Chủ tịch, Trưởng ban, Trưởng đoàn, Chủ nhiệm\"}", ""},
		{"chair: {name: \"Nguyễn Văn An, Bí thư, Chủ tịch\", position: \"Bí thư\\nChủ tịch\"}", ""},
		{"agenda:\n  - |\n    Báo cáo tháng 9\n    do Văn phòng trình bày", ""},
		{"agenda: [Một, Hai]\nrecipients: [\"Lưu: VT, Hồ sơ\"]\ndocuments: {giay-moi: {invitees: [Lê A, Lê B]}}", ""},
	} {
		ms, faults := meeting.Parse("m.yaml", []byte(tt.yaml+"\ntitle: Họp\n"), limit.Limits{})
		if faults.Failed() {
			t.Fatalf("%v\n%s", faults, tt.yaml)
		}
		var got []string
		for _, f := range rules.Meeting(ms[0], ms[0].Documents, nil) {
			if f.Code == "pasted-list" {
				got = append(got, fmt.Sprintf("%d:%d", f.Line, f.Column))
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("found at %q, not %q:\n%s", got, tt.want, tt.yaml)
		}
	}
}
