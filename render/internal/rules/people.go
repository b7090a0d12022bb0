package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// peopleRules are those of who was there, who signs, and who has what to do.
func peopleRules() []Rule {
	check := fault.T("Kiểm tra lại; văn bản in đúng như tệp đã ghi.", "Check it; the document prints what the file states.")
	return []Rule{{
		Code: "votes", Severity: fault.Warning, whole: checkVotes,
		About:   fault.T("Không ai biểu quyết hai lần về một vấn đề, người vắng mặt không biểu quyết", "Nobody votes twice on a matter, nobody absent votes"),
		Sources: []Source{enterprises("Điều 150, 158", "Articles 150, 158"), decision45()},
		Remedy:  fault.T("Kiểm tra lại biểu quyết; văn bản in đúng như tệp đã ghi.", "Check the vote; the document prints what the file states."),
	}, {
		Code: "attendance", Severity: fault.Warning, whole: eachMeeting(checkAttendance),
		About:   fault.T("Số có mặt khớp với số triệu tập, danh sách vắng mặt và các nhóm dự họp; không ai vừa có mặt vừa vắng", "Those present agree with those summoned, those absent and the groups; nobody is both present and absent"),
		Sources: []Source{decree30("Phụ lục III, Mẫu 1.9", "Annex III, form 1.9")},
		Remedy:  fault.T("Kiểm tra lại thành phần; văn bản in đúng như tệp đã ghi.", "Check the attendance; the document prints what the file states."),
	}, {
		Code: "absent-speaker", Severity: fault.Warning, whole: eachMeeting(checkSpeakers), Remedy: check,
		About:   fault.T("Người chủ trì, thư ký, người phát biểu không có tên trong danh sách vắng mặt, trừ khi gửi ý kiến bằng văn bản", "No chair, secretary or speaker is listed as absent, but for those who sent their opinion in writing"),
		Sources: []Source{habit("không ai vừa dự vừa vắng", "nobody is both there and not")},
	}, {
		Code: "same-person", Severity: fault.Warning, whole: eachMeeting(checkTwice),
		About:   fault.T("Một người chỉ đứng tên một lần trong danh sách dự họp, vắng mặt, khách mời, chữ ký", "A person is named once among those present, absent, invited or signing"),
		Sources: []Source{habit("danh sách không kể ai hai lần", "no list counts anybody twice")},
		Remedy:  fault.T("Bỏ một chỗ; nếu là hai người trùng tên, ghi chức vụ hoặc đơn vị của từng người.", "Take one away; if they are two people of one name, give each a position or a unit."),
	}, {
		Code: "task-due", Severity: fault.Warning, whole: eachMeeting(checkDue),
		About:   fault.T("Thời hạn của nhiệm vụ không trước ngày họp", "No task is due before the meeting that gives it"),
		Sources: []Source{habit("không việc nào xong được trước khi giao", "nothing is due before it is given")},
		Remedy:  fault.T("Kiểm tra lại cả hai ngày.", "Check both dates."),
	}, {
		Code: "minutes-signatures", Severity: fault.Warning, document: checkMinutesSignatures,
		About:   fault.T("Giấy mời và thông báo kết luận do người có thẩm quyền ký (TM., TL., chức vụ), không ký “Thư ký”, “Chủ tọa” như biên bản", "Invitations and notices are signed by whoever may sign for the office, not as “Thư ký” and “Chủ tọa” as minutes are"),
		Sources: append([]Source{decree30("Phụ lục III, Mẫu 1.4, 1.7, 1.9", "Annex III, forms 1.4, 1.7, 1.9")}, guidance("")...),
	}, {
		Code: "file-copy", Regimes: stateAndParty(), Severity: fault.Warning, document: checkFileCopy,
		About:   fault.T("Nơi nhận kết thúc bằng dòng lưu: cơ quan nhà nước “Lưu: VT, …”, cơ quan đảng “Lưu Văn phòng …”", "The recipients end with the copy that is filed: state “Lưu: VT, …”, Party “Lưu Văn phòng …”"),
		Sources: both("Phụ lục I, mục II.9; Phụ lục III", "Annex I, II.9; Annex III", ""),
	}}
}

// eachMeeting looks at the meeting, and at what its documents have otherwise.
func eachMeeting(check func(c *checker, document string, m *meeting.Meeting)) func(*checker) {
	return func(c *checker) {
		check(c, "", c.meeting)
		for _, d := range c.documents {
			if m := d.Meeting; m.Attendance != c.meeting.Attendance || m.Start != c.meeting.Start || other(m.Tasks, c.meeting.Tasks) || other(m.Chair, c.meeting.Chair) ||
				other(m.Secretary, c.meeting.Secretary) || other(m.Speeches, c.meeting.Speeches) || other(m.Invitees, c.meeting.Invitees) || other(m.Signatures, c.meeting.Signatures) {
				check(c, d.Template, m)
			}
		}
	}
}

// other reports whether a document has a list of its own.
func other[T any](a, b []T) bool {
	return len(a) != len(b) || len(a) > 0 && &a[0] != &b[0]
}

// folding makes the words of a position comparable.
var folding = strings.NewReplacer("ubnd", "ủy ban nhân dân", "hđnd", "hội đồng nhân dân", "ubmttq", "ủy ban mặt trận tổ quốc", "mttq", "mặt trận tổ quốc", "hđqt", "hội đồng quản trị",
	"ban chấp hành", "bch", "tnhh", "trách nhiệm hữu hạn")

var honorific = lazy.Compile(`^(?:(?:các|ông|bà|anh|chị|cô|chú|bác|đồng chí|đ/c|đại biểu|gs|pgs|ts|ths|bs|ks|ls)[.:]?\s+)+`)

// nameOf is a person's name for comparing; "" for none and for one to be replaced.
func nameOf(p meeting.Person) string {
	if sample(p.Name) {
		return ""
	}
	name := strings.Join(strings.Fields(folded(p.Name)), " ")
	if bare := honorific.ReplaceAllString(name, ""); bare != "" {
		return bare
	}
	return name
}

// standsIn reports whether the words of a text stand in another: "thôn 1" does not in "thôn 10".
func standsIn(words, text string) bool {
	at := strings.Index(text, words)
	return at >= 0 && alone(text, at, at+len(words))
}

// maySame reports whether two people of one name may be one: nothing that both state of
// themselves says otherwise.
func maySame(a, b meeting.Person) bool {
	agree := func(x, y string) bool {
		x, y = folding.Replace(folded(x)), folding.Replace(folded(y))
		return x == "" || y == "" || standsIn(x, y) || standsIn(y, x)
	}
	return agree(a.Position, b.Position) && agree(a.Unit, b.Unit)
}

// A listed person, and where.
type listed struct {
	meeting.Person
	path string
}

// present are the people of the groups.
func present(a *meeting.Attendance) (all []listed) {
	if a == nil {
		return nil
	}
	for i, g := range a.Groups {
		for j, p := range g.People {
			all = append(all, listed{p, fmt.Sprintf("Attendance.Groups[%d].People[%d].Name", i, j)})
		}
	}
	return all
}

func absent(a *meeting.Attendance) (all []listed) {
	if a == nil {
		return nil
	}
	for i, p := range a.Absent {
		all = append(all, listed{p.Person, fmt.Sprintf("Attendance.Absent[%d].Name", i)})
	}
	return all
}

func people(list []meeting.Person, field string) (all []listed) {
	for i, p := range list {
		all = append(all, listed{p, fmt.Sprintf("%s[%d].Name", field, i)})
	}
	return all
}

// maxNamesakes bounds who is compared with whom: no list has more people of one name.
const maxNamesakes = 10

// byName are people by their names.
func byName(list []listed) map[string][]listed {
	all := map[string][]listed{}
	for _, p := range list {
		if name := nameOf(p.Person); name != "" && len(all[name]) < maxNamesakes {
			all[name] = append(all[name], p)
		}
	}
	return all
}

// find is the person of the list who may be p; nil for none.
func find(in map[string][]listed, p meeting.Person) *listed {
	for i, other := range in[nameOf(p)] {
		if maySame(p, other.Person) {
			return &in[nameOf(p)][i]
		}
	}
	return nil
}

func checkVotes(c *checker) {
	away := byName(absent(c.meeting.Attendance))
	for i, v := range c.meeting.Votes {
		seen := map[string]bool{}
		for j, b := range v.ByName {
			path := fmt.Sprintf("Votes[%d].ByName[%d].Name", i, j)
			name := nameOf(b.Person)
			if name != "" && seen[name] && b.Position == "" && b.Unit == "" {
				c.atField("", path, fault.T("“%s” biểu quyết hai lần về một vấn đề.", "%q votes twice on one matter.", excerpt(b.Name)), fault.Text{})
			}
			if find(away, b.Person) != nil && !strings.Contains(viet.Lower(b.Manner), "ủy quyền") && !strings.Contains(viet.Lower(b.Manner), "phiếu") {
				c.atField("", path, fault.T("“%s” biểu quyết, nhưng được ghi là vắng mặt.", "%q votes, but is listed as absent.", excerpt(b.Name)), fault.Text{})
			}
			seen[name] = true
		}
	}
}

func checkAttendance(c *checker, document string, m *meeting.Meeting) {
	a := m.Attendance
	if a == nil {
		return
	}
	if a.Summoned != nil && a.Present != nil && *a.Present <= *a.Summoned && len(a.Absent) > *a.Summoned-*a.Present && !sample(a.Absent[0].Name) {
		c.atField(document, "Attendance.Absent", fault.T("Triệu tập %s, có mặt %s, nhưng danh sách vắng mặt có %s người.", "%s are summoned and %s present, but %s are listed as absent.",
			viet.FormatInt(*a.Summoned), viet.FormatInt(*a.Present), viet.FormatInt(len(a.Absent))), fault.Text{})
	}
	there := byName(present(a))
	for _, p := range absent(a) {
		if find(there, p.Person) != nil {
			c.atField(document, p.path, fault.T("“%s” vừa có mặt vừa vắng mặt.", "%q is both present and absent.", excerpt(p.Name)), fault.Text{})
		}
	}
	checkGroups(c, document, m, there)
}

// guests are the groups that may not be counted among those present.
var guests = lazy.Compile(`mời|khách|dự thính|báo chí|phóng viên|giúp việc|phục vụ|thư ký|quan sát|chứng kiến|giám sát`)

// checkGroups compares those present with the groups: guests may be counted or not, and so
// may the chair and the secretary where no group names them. Of groups that only name
// people, some may be left out.
func checkGroups(c *checker, document string, m *meeting.Meeting, there map[string][]listed) {
	a := m.Attendance
	if a.Present == nil || len(a.Groups) == 0 {
		return
	}
	counted := true // each group states how many it is
	sums := map[int]bool{0: true}
	all := 0
	for _, g := range a.Groups {
		n := len(g.People)
		if g.Count != nil {
			n = *g.Count
		} else {
			counted = false
		}
		if n == 0 && g.Count == nil || len(g.People) > 0 && sample(g.People[0].Name) {
			return // nothing is known of it
		}
		all += n
		next := map[int]bool{}
		for s := range sums {
			next[s+n] = true
			if guests.MatchString(folded(g.Name)) && len(sums) < 1<<10 {
				next[s] = true
			}
		}
		sums = next
	}
	besides := 0
	if len(m.Chair) == 0 {
		besides++ // somebody was it
	}
	if len(m.Secretary) == 0 {
		besides++
	}
	for _, p := range append(people(m.Chair, "Chair"), people(m.Secretary, "Secretary")...) {
		if nameOf(p.Person) != "" && find(there, p.Person) == nil {
			besides++
		}
	}
	fewest := all
	for s := range sums {
		if *a.Present >= s && *a.Present <= s+besides {
			return
		}
		fewest = min(fewest, s)
	}
	message := fault.T("Có mặt %s, nhưng các nhóm cộng lại là %s người.", "%s are present, but the groups make %s.", viet.FormatInt(*a.Present), viet.FormatInt(all))
	if counted || fewest > *a.Present {
		c.atField(document, "Attendance.Present", message, fault.Text{})
	} else {
		c.noteField(document, "Attendance.Present", message, fault.T("Nếu danh sách chỉ nêu một số người, ghi count (số lượng) của từng nhóm.", "If the lists name only some, give the count of each group."))
	}
}

var inWriting = lazy.Compile(`văn bản|ủy quyền|gửi ý kiến|gửi thư|phiếu|trực tuyến|điện thoại`)

func checkSpeakers(c *checker, document string, m *meeting.Meeting) {
	away := byName(absent(m.Attendance))
	if len(away) == 0 {
		return
	}
	tell := func(p listed, what fault.Text) {
		other := find(away, p.Person)
		if other == nil || inWriting.MatchString(folded(p.Manner+" "+other.Manner)) {
			return
		}
		c.atField(document, p.path, fault.T("“%s” %s, nhưng được ghi là vắng mặt.", "%q %s, but is listed as absent.", excerpt(p.Name), what), fault.Text{})
	}
	for _, p := range people(m.Chair, "Chair") {
		tell(p, fault.T("chủ trì", "takes the chair"))
	}
	for _, p := range people(m.Secretary, "Secretary") {
		tell(p, fault.T("ghi biên bản", "writes the minutes"))
	}
	for i, s := range m.Speeches {
		p := listed{s.Speaker, fmt.Sprintf("Speeches[%d].Speaker.Name", i)}
		if !sentIn.MatchString(folded(s.Text)) {
			tell(p, fault.T("phát biểu", "speaks"))
		}
	}
}

// sentIn is a speech that was sent.
var sentIn = lazy.Compile(`gửi (?:ý kiến|văn bản|thư)|(?:bằng|qua) văn bản`)

func checkTwice(c *checker, document string, m *meeting.Meeting) {
	var signers []listed
	for i, s := range m.Signatures {
		signers = append(signers, listed{meeting.Person{Name: s.Name, Position: s.Position}, fmt.Sprintf("Signatures[%d].Name", i)})
	}
	for _, list := range [][]listed{present(m.Attendance), absent(m.Attendance), people(m.Chair, "Chair"), people(m.Secretary, "Secretary"), people(m.Invitees, "Invitees"), signers} {
		seen := map[string][]listed{}
		for _, p := range list {
			name := nameOf(p.Person)
			if name == "" || !strings.Contains(name, " ") { // "Chủ hộ", "A": no name that tells people apart
				continue
			}
			if first := find(seen, p.Person); first != nil {
				line, _ := c.source.At(document, first.path)
				c.atField(document, p.path, fault.T("“%s” đã có ở dòng %d.", "%q already stands in line %d.", excerpt(p.Name), line), fault.Text{})
			} else if len(seen[name]) < maxNamesakes {
				seen[name] = append(seen[name], p)
			}
		}
	}
}

func checkDue(c *checker, document string, m *meeting.Meeting) {
	if m.Start == nil {
		return
	}
	for i, t := range m.Tasks {
		if t.Due != nil && t.Due.Compare(m.Start.Date) < 0 {
			c.atField(document, fmt.Sprintf("Tasks[%d].Due", i), fault.T("Thời hạn %s trước ngày họp %s.", "The task is due on %s, before the meeting of %s.", t.Due.String(), m.Start.Date.String()), fault.Text{})
		}
	}
}

var minutesSigner = lazy.Compile(`^(?:thư ký|chủ tọa|chủ trì|người chủ trì|người ghi biên bản|người lập biên bản)(?: (?:cuộc họp|hội nghị|phiên họp|đại hội|kỳ họp|buổi họp|hội thảo))?$`)

func checkMinutesSignatures(c *checker, d meeting.Document) {
	if d.Template != "giay-moi" && d.Template != "thong-bao-ket-luan" {
		return
	}
	for i, s := range d.Meeting.Signatures {
		if minutesSigner.MatchString(strings.Join(strings.Fields(folded(s.Position)), " ")) && !sample(s.Name) {
			c.atField(d.Template, fmt.Sprintf("Signatures[%d].Position", i), fault.T("%s ký “%s” như biên bản.", "%s is signed “%s”, as minutes are.", d.Template, excerpt(s.Position)),
				fault.T("Ghi signatures riêng của văn bản này dưới documents: %s: người có thẩm quyền, chức vụ và quyền hạn ký.", "Give the document its own signatures below documents: %s: who may sign, with position and authority.", d.Template))
			return
		}
	}
}

var (
	filed      = lazy.Compile(`(?i)^[-–\s]*lưu(?:[^\pL]|$)`)
	stateFiled = lazy.Compile(`^Lưu: (?:VT|Văn thư)(?:[^\pL\d]|$)`)
	partyFiled = lazy.Compile(`^Lưu \pL`)
)

// filedBy are the templates that print recipients.
var filedBy = map[string]bool{"bien-ban": true, "bien-ban-dang": true, "giay-moi": true, "thong-bao-ket-luan": true}

func checkFileCopy(c *checker, d meeting.Document) {
	list := d.Meeting.Recipients
	if !filedBy[d.Template] || len(list) == 0 || slices.ContainsFunc(list, sample) {
		return // none at all is another finding
	}
	party := c.paper(d.Template).regime == meeting.Party
	want, form := fault.T("“Lưu: VT, …”", "“Lưu: VT, …”"), stateFiled
	if party {
		want, form = fault.T("“Lưu Văn phòng …”, không có dấu hai chấm", "“Lưu Văn phòng …”, without a colon"), partyFiled
	}
	at := -1
	for i, r := range list {
		if filed.MatchString(r) {
			at = i
		}
	}
	path := fmt.Sprintf("Recipients[%d]", at)
	switch {
	case at < 0:
		c.atField(d.Template, "Recipients", fault.T("Nơi nhận không có dòng lưu.", "The recipients lack the copy that is filed."), fault.T("Thêm mục cuối: %s.", "Add as the last one: %s.", want))
	case !form.MatchString(strings.TrimSpace(list[at])):
		c.atField(d.Template, path, fault.T("Dòng lưu “%s” không đúng dạng.", "The line of the filed copy %q is not in its form.", excerpt(list[at])), fault.T("Viết: %s.", "Write: %s.", want))
	case at != len(list)-1:
		c.atField(d.Template, path, fault.T("Dòng lưu không ở cuối nơi nhận.", "The filed copy is not the last of the recipients."), fault.T("Chuyển xuống cuối danh sách.", "Move it to the end of the list."))
	}
}
