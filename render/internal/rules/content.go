package rules

import (
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// contentRules are those of what a document must say, and of what cannot be right.
func contentRules() []Rule {
	return []Rule{{
		Code: "missing-item", Regimes: []meeting.Regime{meeting.State}, Severity: fault.Warning, document: missing("bien-ban", minutesItems()),
		About:   fault.T("Biên bản (bien-ban) có: thời gian bắt đầu, địa điểm, thành phần, chủ trì, thư ký, nội dung, thời gian kết thúc, hai người ký, nơi nhận", "Minutes (bien-ban) have: start, place, attendees, chair, secretary, contents, end, two signers, recipients"),
		Sources: []Source{decree30("Phụ lục III, Mẫu 1.9", "Annex III, form 1.9")},
	}, {
		Code: "missing-minutes-item", Regimes: []meeting.Regime{meeting.State}, Severity: fault.Warning, document: missing("bien-ban", decision45Items()),
		About:   fault.T("Biên bản cuộc họp của cơ quan nhà nước còn có: danh sách người dự, trình tự và nội dung, ý kiến phát biểu, kết quả biểu quyết (nếu có), kết luận", "Minutes of state meetings also have: the list of those present, order and contents, opinions, votes (if any), the conclusion"),
		Sources: []Source{decision45()},
	}, {
		Code: "missing-party-item", Regimes: []meeting.Regime{meeting.Party}, Severity: fault.Warning, document: missing("bien-ban-dang", partyItems()),
		About:   fault.T("Biên bản của Đảng (bien-ban-dang) có: thời gian, địa điểm, thành phần với số có mặt, chủ trì, người ghi biên bản, nội dung, kết luận", "Party minutes (bien-ban-dang) have: time, place, attendees and their number, chair, secretary, contents, conclusion"),
		Sources: []Source{habit("HD 12-HD/BTCTW và mẫu thường dùng (theo bản tóm tắt)", "HD 12-HD/BTCTW and common forms (from summaries)")},
	}, {
		Code: "missing-shareholders-item", Severity: fault.Warning, document: missing("bien-ban-dhdcd", shareholdersItems()),
		About:   fault.T("Biên bản họp Đại hội đồng cổ đông (bien-ban-dhdcd) có đủ các mục của Điều 150", "Minutes of a general meeting of shareholders (bien-ban-dhdcd) have all that Article 150 lists"),
		Sources: []Source{enterprises("Điều 150", "Article 150")},
	}, {
		Code: "missing-board-item", Severity: fault.Warning, document: missing("bien-ban-hdqt", boardItems()),
		About:   fault.T("Biên bản họp Hội đồng quản trị (bien-ban-hdqt) có đủ các mục của Điều 158, biểu quyết ghi tên từng người, người vắng có lý do", "Minutes of a board meeting (bien-ban-hdqt) have all that Article 158 lists, votes by name, reasons of absence"),
		Sources: []Source{enterprises("Điều 158 (theo bản tóm tắt)", "Article 158 (from a summary)")},
	}, {
		Code: "missing-invitation-item", Regimes: []meeting.Regime{meeting.State}, Severity: fault.Warning, document: missing("giay-moi", invitationItems()),
		About:   fault.T("Giấy mời (giay-moi) có: người được mời, thời gian, địa điểm, nơi nhận", "An invitation (giay-moi) has: who is invited, time, place, recipients"),
		Sources: []Source{decree30("Phụ lục III, Mẫu 1.7", "Annex III, form 1.7")},
	}, {
		Code: "missing-notice-item", Regimes: stateAndParty(), Severity: fault.Warning, document: missing("thong-bao-ket-luan", noticeItems()),
		About:   fault.T("Thông báo kết luận (thong-bao-ket-luan) có: kết luận, nơi nhận, người ký", "A notice of conclusions (thong-bao-ket-luan) has: the conclusion, recipients, a signer"),
		Sources: both("Phụ lục III, Mẫu 1.4", "Annex III, form 1.4", ""),
	}, {
		Code: "late-conclusion", Regimes: []meeting.Regime{meeting.State}, Severity: fault.Warning, document: checkDeadline,
		About:   fault.T("Thông báo kết luận ban hành trong 05 ngày làm việc kể từ ngày kết thúc cuộc họp", "The notice of conclusions is issued within 5 working days after the meeting"),
		Sources: []Source{decision45()},
		Remedy:  fault.T("Kiểm tra lại ngày ban hành.", "Check the date."),
	}, {
		Code: "early-document", Severity: fault.Warning, document: checkOrder,
		About:   fault.T("Thông báo kết luận không có ngày trước cuộc họp; giấy mời không có ngày sau cuộc họp", "No notice of conclusions is dated before the meeting, no invitation after it"),
		Sources: []Source{habit("không văn bản nào có thể đúng cả hai ngày", "no paper can be right with both dates")},
		Remedy:  fault.T("Kiểm tra lại cả hai ngày.", "Check both dates."),
	}}
}

// An item is something that a document must say.
type item struct {
	path   string     // field to add
	key    string     // as it is written
	name   fault.Text // what is missing
	absent func(*meeting.Meeting) bool
}

// missing finds the items that a document of a template lacks, those of one place in one
// finding.
func missing(template string, items []item) func(*checker, meeting.Document) {
	type at struct{ line, column int }
	return func(c *checker, d meeting.Document) {
		if d.Template != template {
			return
		}
		var places []at
		lacking := map[at][]item{}
		for _, i := range items {
			if i.absent(d.Meeting) {
				var p at
				p.line, p.column = c.source.At(d.Template, i.path)
				if lacking[p] == nil {
					places = append(places, p)
				}
				lacking[p] = append(lacking[p], i)
			}
		}
		for _, p := range places {
			first := lacking[p][0]
			name, key := first.name, first.key
			for _, i := range lacking[p][1:] {
				name, key = fault.T("%s; %s", "%s; %s", name, i.name), key+"; "+i.key
			}
			c.add(p.line, p.column, fault.T("%s thiếu %s.", "%s lacks %s.", template, name), fault.T("Thêm: %s", "Add: %s", key))
		}
	}
}

func startItem() item {
	return item{"", "start: 2026-09-07 08:00", fault.T("thời gian bắt đầu", "the start"), func(m *meeting.Meeting) bool { return m.Start == nil }}
}

func venueItem() item {
	return item{"", "venue: …", fault.T("địa điểm họp", "the place of the meeting"), func(m *meeting.Meeting) bool { return m.Venue == "" }}
}

func attendeesItem() item {
	return item{"Attendance", "attendance: …", fault.T("thành phần tham dự", "the attendees"), func(m *meeting.Meeting) bool {
		return m.Attendance == nil || m.Attendance.Present == nil && len(m.Attendance.Groups) == 0
	}}
}

func chairItem() item {
	return item{"Chair", "chair: …", fault.T("chủ trì (chủ tọa)", "the chair"), func(m *meeting.Meeting) bool { return !named(m.Chair) }}
}

func secretaryItem() item {
	return item{"Secretary", "secretary: …", fault.T("thư ký (người ghi biên bản)", "the secretary"), func(m *meeting.Meeting) bool { return !named(m.Secretary) }}
}

func contentsItem() item {
	return item{"", "sections: …", fault.T("nội dung cuộc họp", "the contents of the meeting"), func(m *meeting.Meeting) bool { return len(m.Sections) == 0 && len(m.Speeches) == 0 }}
}

func agendaItem() item {
	return item{"", "agenda: …", fault.T("chương trình cuộc họp", "the agenda"), func(m *meeting.Meeting) bool { return len(m.Agenda) == 0 }}
}

func conclusionItem() item {
	return item{"", "conclusion: …", fault.T("kết luận", "the conclusion"), func(m *meeting.Meeting) bool { return strings.TrimSpace(m.Conclusion) == "" }}
}

func recipientsItem() item {
	return item{"Recipients", "recipients: …", fault.T("nơi nhận", "the recipients"), func(m *meeting.Meeting) bool { return len(m.Recipients) == 0 }}
}

// sample reports whether a name is one that the starting file has for the writer to
// replace.
func sample(name string) bool { return strings.HasPrefix(name, "«") }

func named(people []meeting.Person) bool {
	return slices.ContainsFunc(people, func(p meeting.Person) bool { return p.Name != "" })
}

func minutesItems() []item {
	return []item{startItem(), venueItem(), attendeesItem(), chairItem(), secretaryItem(), contentsItem(),
		{"", "end: 2026-09-07 11:30", fault.T("thời gian kết thúc", "the end"), func(m *meeting.Meeting) bool { return m.End == nil }},
		{"Signatures", "signatures: … (thư ký và chủ tọa)", fault.T("chữ ký của người thứ hai", "the second signer"), func(m *meeting.Meeting) bool { return len(m.Signatures) == 1 && !sample(m.Signatures[0].Name) }},
		recipientsItem(),
	}
}

func decision45Items() []item {
	return []item{
		{"Attendance.Groups", "attendance: groups: …", fault.T("danh sách người tham dự", "the list of those present"), func(m *meeting.Meeting) bool {
			return m.Attendance != nil && m.Attendance.Present != nil && len(m.Attendance.Groups) == 0
		}},
		{"", "speeches: …", fault.T("ý kiến của người dự họp", "the opinions of those present"), func(m *meeting.Meeting) bool { return len(m.Speeches) == 0 && !mentions(m.Sections, "ý kiến") }},
		conclusionItem(),
	}
}

// mentions reports whether a section or its text has a word.
func mentions(sections []meeting.Section, word string) bool {
	return slices.ContainsFunc(sections, func(s meeting.Section) bool {
		return strings.Contains(viet.Lower(s.Heading+" "+s.Text), word) || mentions(s.Sections, word)
	})
}

func partyItems() []item {
	return []item{startItem(), venueItem(), attendeesItem(), chairItem(), secretaryItem(), contentsItem(), conclusionItem()}
}

func companyItems() []item {
	return []item{
		{"Organization", "organization: name: …", fault.T("tên doanh nghiệp", "the name of the enterprise"), func(m *meeting.Meeting) bool { return m.Organization.Name == "" }},
		{"Organization", "organization: address: …", fault.T("địa chỉ trụ sở chính", "the address of the head office"), func(m *meeting.Meeting) bool { return m.Organization.Address == "" }},
		{"Organization", "organization: registration: …", fault.T("mã số doanh nghiệp", "the enterprise's registration number"), func(m *meeting.Meeting) bool { return m.Organization.Registration == "" }},
		startItem(), venueItem(), agendaItem(), chairItem(), secretaryItem(), contentsItem(),
		{"", "votes: …", fault.T("kết quả biểu quyết", "the votes"), func(m *meeting.Meeting) bool { return len(m.Votes) == 0 }},
	}
}

func shareholdersItems() []item {
	return append(companyItems(),
		item{"Attendance", "attendance: capital: represented: …", fault.T("số cổ phần và phiếu biểu quyết dự họp", "the shares and votes represented"), func(m *meeting.Meeting) bool {
			return m.Attendance == nil || m.Attendance.Capital == nil || m.Attendance.Capital.Represented == nil
		}},
		item{"Attendance", "attendance: groups: …", fault.T("danh sách cổ đông dự họp", "the list of shareholders present"), func(m *meeting.Meeting) bool {
			return m.Attendance == nil || len(m.Attendance.Groups) == 0
		}},
		item{"Votes", "for: … against: … abstain: …", fault.T("số phiếu tán thành, không tán thành, không có ý kiến của từng vấn đề", "the votes for, against and abstaining on each matter"), func(m *meeting.Meeting) bool {
			return slices.ContainsFunc(m.Votes, func(v meeting.Vote) bool { return v.For == nil || v.Against == nil || v.Abstain == nil })
		}},
		item{"Votes", "method: …", fault.T("phương thức biểu quyết của từng vấn đề", "the method of voting on each matter"), func(m *meeting.Meeting) bool {
			return slices.ContainsFunc(m.Votes, func(v meeting.Vote) bool { return v.Method == "" })
		}})
}

func boardItems() []item {
	return append(companyItems(),
		item{"Attendance", "attendance: groups: …", fault.T("họ tên từng thành viên dự họp", "the name of each member present"), func(m *meeting.Meeting) bool {
			return m.Attendance == nil || !slices.ContainsFunc(m.Attendance.Groups, func(g meeting.Group) bool { return named(g.People) })
		}},
		item{"Attendance.Groups", "manner: dự trực tiếp", fault.T("cách thức dự họp của từng thành viên", "how each member attended"), func(m *meeting.Meeting) bool {
			// The first group is the board; guests need no manner.
			return m.Attendance != nil && len(m.Attendance.Groups) > 0 && slices.ContainsFunc(m.Attendance.Groups[0].People, func(p meeting.Person) bool { return p.Manner == "" })
		}},
		item{"Attendance.Absent", "reason: …", fault.T("lý do của người vắng mặt", "the reason of an absence"), func(m *meeting.Meeting) bool {
			return m.Attendance != nil && slices.ContainsFunc(m.Attendance.Absent, func(a meeting.Absence) bool { return a.Reason == "" })
		}},
		item{"Votes", "by_name: …", fault.T("biểu quyết ghi tên từng thành viên", "the votes by name"), func(m *meeting.Meeting) bool {
			return slices.ContainsFunc(m.Votes, func(v meeting.Vote) bool { return len(v.ByName) == 0 })
		}})
}

func invitationItems() []item {
	return []item{
		{"", "invitees: …", fault.T("người được mời", "who is invited"), func(m *meeting.Meeting) bool { return len(m.Invitees) == 0 && len(m.Addressees) == 0 }},
		startItem(), venueItem(), recipientsItem(),
	}
}

func noticeItems() []item {
	return []item{
		{"", "conclusion: …", fault.T("kết luận", "the conclusion"), func(m *meeting.Meeting) bool {
			return strings.TrimSpace(m.Conclusion) == "" && len(m.Tasks) == 0
		}},
		recipientsItem(),
		{"Signatures", "signatures: …", fault.T("người ký", "a signer"), func(m *meeting.Meeting) bool { return len(m.Signatures) == 0 && !named(m.Chair) }},
	}
}

// meetingDay is the last day of a meeting that is known.
func meetingDay(m *meeting.Meeting) *meeting.Date {
	switch {
	case m.End != nil:
		return &m.End.Date
	case m.Start != nil:
		return &m.Start.Date
	}
	return nil
}

const conclusionDays = 5 // working days, QĐ 45/2018/QĐ-TTg

func checkDeadline(c *checker, d meeting.Document) {
	held := meetingDay(d.Meeting)
	if d.Template != "thong-bao-ket-luan" || held == nil || d.Meeting.Date == nil || !d.Meeting.Date.Whole() {
		return
	}
	n, perhapsOff := workingDays(*held, *d.Meeting.Date)
	said := []any{d.Meeting.Date.String(), n, held.String()}
	switch {
	case n-perhapsOff > conclusionDays:
		c.atField(d.Template, "Date", fault.T("Thông báo ngày %s là ngày làm việc thứ %d sau cuộc họp ngày %s.", "The notice of %s comes %d working days after the meeting of %s.", said...), fault.Text{})
	case n > conclusionDays:
		c.noteField(d.Template, "Date", fault.T("Thông báo ngày %s là ngày làm việc thứ %d sau cuộc họp ngày %s, nếu không kể ngày nghỉ Tết, Giỗ Tổ, nghỉ bù hay hoán đổi.",
			"The notice of %s comes %d working days after the meeting of %s, unless there were days off of Tết or Giỗ Tổ, in lieu or exchanged.", said...),
			fault.T("Đối chiếu với lịch nghỉ của năm ấy.", "Look at that year's days off."))
	}
}

func checkOrder(c *checker, d meeting.Document) {
	m := d.Meeting
	if m.Date == nil || !m.Date.Whole() || m.Start == nil {
		return
	}
	if d.Template == "thong-bao-ket-luan" && m.Date.Compare(m.Start.Date) < 0 {
		c.atField(d.Template, "Date", fault.T("Thông báo kết luận ngày %s, trước cuộc họp ngày %s.", "The notice is of %s, before the meeting of %s.", m.Date.String(), m.Start.Date.String()), fault.Text{})
	}
	if d.Template == "giay-moi" && m.Date.Compare(m.Start.Date) > 0 {
		c.atField(d.Template, "Date", fault.T("Giấy mời ngày %s, sau cuộc họp ngày %s.", "The invitation is of %s, after the meeting of %s.", m.Date.String(), m.Start.Date.String()), fault.Text{})
	}
}
