package meeting_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/meeting"
)

// votesOf reads a meeting that has one vote, as a template tells it.
func votesOf(t *testing.T, template, attendance, vote string) (meeting.Vote, []string) {
	t.Helper()
	text := "title: Họp\n" + attendance + "votes:\n  - matter: A\n"
	for line := range strings.SplitSeq(vote, "; ") {
		text += "    " + line + "\n"
	}
	meetings, faults := meeting.Parse("a.yaml", []byte(text), limit.Default)
	if faults.Failed() {
		t.Fatalf("%v\n%s", faults, text)
	}
	var told []string
	for _, f := range faults {
		told = append(told, f.Message.En)
	}
	return meetings[0].Counted(template).Votes[0], told
}

const shareholders = "regime: company\nattendance:\n  present: 96\n  capital:\n    represented: 21.350.400\n    total: 25.000.000\n"

func TestVotes(t *testing.T) {
	show := func(n *int) string {
		if n == nil {
			return "-"
		}
		return fmt.Sprint(*n)
	}
	named := "by_name: [{name: A, vote: tán thành}, {name: B, vote: tán thành}, {name: C, vote: không có ý kiến}]"
	for _, tt := range []struct{ name, template, attendance, vote, want string }{
		{"one kind says nothing of the others", "bien-ban", "attendance: {summoned: 40, present: 38}\n", "for: 35", "35 - - of -, total -, for , against "},
		{"one kind and the invalid ones neither", "bien-ban", "", "for: 35; invalid: 1", "35 - - of -, total -, for , against "},
		{"kinds add up", "bien-ban", "", "for: 30; against: 1; abstain: 0; invalid: 1", "30 1 0 of 32, total 32, for 93,8%, against 3,1%"},
		{"a stated total", "bien-ban", "", "for: 35; cast: 38", "35 - - of 38, total 38, for 92,1%, against "},
		{"ballots that came back", "bien-ban", "", "for: 30; issued: 42; returned: 40", "30 - - of 40, total 40, for 75%, against "},
		{"valid and invalid ones", "bien-ban", "", "for: 30; valid: 38; invalid: 2", "30 - - of 40, total 40, for 75%, against "},
		{"a stated base", "bien-ban", "", "for: 30; against: 2; out_of: 45", "30 2 - of 45, total 32, for 66,7%, against 4,4%"},
		{"shareholders: all votes that attend", "bien-ban-dhdcd", shareholders, "for: 13.000.000; against: 0; abstain: 0; invalid: 0", "13000000 0 0 of 21350400, total 13000000, for 60,9%, against 0%"},
		{"in other minutes of the company too", "bien-ban", shareholders, "for: 13.000.000; against: 0", "13000000 0 - of 21350400, total 13000000, for 60,9%, against 0%"},
		{"one kind of a known base", "bien-ban-dhdcd", shareholders, "for: 13.000.000", "13000000 - - of 21350400, total -, for 60,9%, against "},
		{"a few of many", "bien-ban-dhdcd", shareholders, "for: 21.349.900; against: 500", "21349900 500 - of 21350400, total 21350400, for 99,998%, against 0,002%"},
		{"shareholders, and nobody knows how many votes attend", "bien-ban-dhdcd", "attendance: {present: 96}\n", "for: 13.000.000; against: 0", "13000000 0 - of -, total 13000000, for , against "},
		{"unless it is stated", "bien-ban-dhdcd", "", "for: 6; against: 2; out_of: 10", "6 2 - of 10, total 8, for 60%, against 20%"},
		{"about so many", "bien-ban-dhdcd", "attendance:\n  capital: {represented: khoảng 500, unit: cổ phần}\n", "for: 6; against: 2", "6 2 - of -, total 8, for , against "},
		{"capital in money is no votes", "bien-ban", "regime: company\nattendance:\n  capital: {represented: 90.000.000, unit: đồng}\n", "for: 6; against: 2", "6 2 - of 8, total 8, for 75%, against 25%"},
		{"more than there are has no share", "bien-ban", "", "for: 6; against: 2; out_of: 5", "6 2 - of 5, total 8, for , against 40%"},
		{"named votes are counted", "bien-ban-hdqt", "", named, "2 0 1 of 3, total 3, for 66,7%, against 0%"},
		{"those that are stated stay", "bien-ban-hdqt", "", "for: 2; " + named, "2 0 1 of 3, total 3, for 66,7%, against 0%"},
		{"and are not mended", "bien-ban-hdqt", "", "for: 3; " + named, "3 - - of -, total -, for , against "},
		{"a word that may mean anything", "bien-ban-hdqt", "", "by_name: [{name: A, vote: tán thành có điều kiện}]", "- - - of -, total -, for , against "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, _ := votesOf(t, tt.template, tt.attendance, tt.vote)
			got := fmt.Sprintf("%s %s %s of %s, total %s, for %s, against %s", show(v.For), show(v.Against), show(v.Abstain), show(v.Base()), show(v.Total()), v.ShareFor(), v.ShareAgainst())
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// Numbers of ballots that cannot be true together are told, those that can are not.
func TestBallots(t *testing.T) {
	for _, tt := range []struct{ vote, told string }{
		{"issued: 42; returned: 40; valid: 38; invalid: 2; for: 30; against: 5; abstain: 3", ""},
		{"returned: 40; for: 30; against: 5; abstain: 4; invalid: 1", ""},
		{"cast: 38; for: 30; against: 5; abstain: 3; invalid: 0", ""},
		{"for: 30; out_of: 45", ""},
		{"issued: 40; returned: 42", "returned and issued: 42 is more than 40"},
		{"returned: 40; valid: 38; invalid: 1", "Valid and invalid votes together, and ballots returned: 39 is not 40"},
		{"valid: 38; for: 30; against: 5; abstain: 4", "and valid ones: 39 is not 38"},
		{"returned: 41; for: 30; against: 5; abstain: 4; invalid: 1", "and ballots returned: 40 is not 41"},
		{"cast: 39; for: 30; against: 5; abstain: 3; invalid: 0", "and all votes cast: 38 is not 39"},
		{"for: 30; against: 5; out_of: 34", "(out_of): 35 is more than 34"},
	} {
		_, told := votesOf(t, "bien-ban", "", tt.vote)
		if tt.told == "" && len(told) > 0 || tt.told != "" && (len(told) != 1 || !strings.Contains(told[0], tt.told)) {
			t.Errorf("%s: told %q, not %q", tt.vote, told, tt.told)
		}
	}
}

// The meeting itself keeps what its file states.
func TestCountedLeavesTheMeeting(t *testing.T) {
	text := "title: Họp\nvotes:\n  - matter: A\n    by_name: [{name: B, vote: đồng ý}]\n"
	meetings, faults := meeting.Parse("a.yaml", []byte(text), limit.Default)
	if faults.Failed() {
		t.Fatal(faults)
	}
	m := meetings[0]
	if c := m.Counted("bien-ban"); *c.Votes[0].For != 1 || m.Votes[0].For != nil {
		t.Errorf("%v votes for, and the meeting's are %v", *c.Votes[0].For, m.Votes[0].For)
	}
	if m := (&meeting.Meeting{Title: "Họp"}); m.Counted("bien-ban-dhdcd") != m {
		t.Error("a meeting without votes is copied")
	}
}
