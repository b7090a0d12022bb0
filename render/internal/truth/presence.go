package truth

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
)

// The names of the counts of those at a meeting.
const (
	summonedCount = "triệu tập"
	presentCount  = "có mặt"
	absentCount   = "vắng"
)

// presence is who was summoned, there and absent: "triệu tập 40, có mặt 38, vắng 02"; alone,
// "Vắng 02" is held against the file.
var presence = &statement{
	name: "presence",
	patterns: patterns(
		"<k:được triệu tập|triệu tập|có mặt|vắng mặt|vắng> [$is] {n} [$people] [<vắng mặt|vắng|có mặt>]",
		"<k:có mặt> [$is] {n/} [$people]",
		"{n} $people <k:được triệu tập|có mặt|vắng mặt|vắng>",
		"{n/} $people <k:có mặt|dự họp|tham dự|dự|về dự>",
	),
	holds: func(m *match) {
		n, _ := m.get("n")
		t := m.tokens[n.from]
		name := presenceNames[m.said("k")]
		if thing := m.thing(&n); n.cue != filler || n.unit.base == "%" || n.rate || !isPersonal(thing) {
			return
		}
		again := m.attendees.of(name)
		if name == "" || !m.attendees.add(name, t, t.value) {
			return
		}
		if t.kind == fraction && m.attendees.of(summonedCount) == nil {
			m.attendees.add(summonedCount, t, t.whole)
		}
		if name == absentCount && (again != nil || m.partly()) {
			m.attendees = tally{} // "vắng 2 có lý do, vắng 1 không lý do"
			return
		}
		if m.atMostTold(&m.attendees, presentCount, summonedCount) || m.sumTold(&m.attendees, summonedCount, presentCount, absentCount) {
			return
		}
		if name == absentCount {
			m.judgeAbsent(n)
		}
	},
}

// isPersonal reports whether a thing may be people; nothing may.
func isPersonal(thing string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(thing, "? "), " ")
	switch first {
	case "", "đại", "đồng", "thành", "ủy", "đảng", "cổ", "hội", "người", "học", "cán", "công", "viên", "lao", "đoàn", "cử", "nhân", "giáo", "xã", "chiến":
		return true
	}
	return false
}

var presenceNames = map[string]string{
	"được triệu tập": summonedCount, "triệu tập": summonedCount, "có mặt": presentCount, "dự họp": presentCount, "tham dự": presentCount, "dự": presentCount, "về dự": presentCount,
	"vắng mặt": absentCount, "vắng": absentCount,
}

// partly reports whether more of those away are counted behind: these are not all.
func (m *match) partly() bool {
	for i := m.to; i < m.last; i++ {
		if m.tokens[i].kind == number {
			return true
		}
		if m.tokens[i].kind == clause {
			return false
		}
	}
	return false
}

// judgeAbsent holds a bare "Vắng 04" against the file.
func (m *match) judgeAbsent(n capture) {
	p := m.people
	if p.shares != nil || p.summoned == nil || p.present == nil || m.from > m.first && m.tokens[m.from].text == "vắng" && !m.startsClause() {
		return
	}
	if m.tokens[m.from].text != "vắng" && !m.hasAll(m.first, m.last) || m.anotherMeeting(m.first, m.last, true) {
		return
	}
	away := *p.summoned - *p.present
	count := int(m.tokens[n.from].value.value.IntPart())
	if count == away || count == p.absent || count >= *p.summoned || m.to < m.last && m.tokens[m.to].kind == word && !reasons[m.tokens[m.to].text] {
		return
	}
	m.tellPeople(m.tokens[n.from], away, fault.T("vắng mặt", "absent"), "Attendance")
}

// reasons are the words that may follow the number of those away; others make them some of
// them.
var reasons = map[string]bool{"có": true, "không": true, "vì": true, "do": true, "với": true}

// startsClause reports whether a sign stands before the match.
func (m *match) startsClause() bool {
	t := m.tokens[m.from-1]
	return t.kind != word && t.kind != number || t.text == "và"
}
