package truth

import (
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// The names of the counts of a ballot.
const (
	issued       = "phát ra"
	returned     = "thu về"
	valid        = "hợp lệ"
	spoilt       = "không hợp lệ"
	votesFor     = "tán thành"
	votesAgainst = "không tán thành"
	abstains     = "không ý kiến"
	allVotes     = "tổng số phiếu"
)

// ballotNames are the words for the counts of a ballot.
var ballotNames = map[string]string{
	"phát ra": issued, "phát hành": issued, "thu về": returned, "thu vào": returned, "thu lại": returned, "hợp lệ": valid, "không hợp lệ": spoilt,
	"tán thành": votesFor, "đồng ý": votesFor, "nhất trí": votesFor, "không tán thành": votesAgainst, "không đồng ý": votesAgainst, "không nhất trí": votesAgainst, "phản đối": votesAgainst,
	"không ý kiến": abstains, "không có ý kiến": abstains, "có ý kiến khác": abstains, "tổng số phiếu": allVotes, "tổng số phiếu bầu": allVotes,
}

// ballots is the count of a ballot: "phát ra 45 phiếu, thu về 44 phiếu, hợp lệ 43 phiếu,
// không hợp lệ 01 phiếu; tán thành 40 phiếu, đạt 93%".
var ballots = &statement{
	name: "ballots",
	patterns: patterns(
		"<k:không hợp lệ|hợp lệ|phát ra|phát hành|thu về|thu vào|thu lại> [<phiếu|số phiếu>] [$is] {n} [phiếu] [$share]",
		"<k:không hợp lệ|hợp lệ|phát ra|phát hành|thu về|thu vào|thu lại> [<phiếu|số phiếu>] [$is] {n/} [phiếu] [$share]",
		"<k:không tán thành|không đồng ý|không nhất trí|không có ý kiến|không ý kiến|có ý kiến khác|tán thành|đồng ý|nhất trí|phản đối> [<phiếu|số phiếu>] [$is] {n} phiếu [$share]",
		"phiếu <k:không tán thành|không đồng ý|không nhất trí|không có ý kiến|không ý kiến|có ý kiến khác|tán thành|đồng ý|nhất trí|phản đối> [$is] {n} [phiếu] [$share]",
		"<k:tổng số phiếu bầu|tổng số phiếu> [$is] {n} [phiếu]",
		"{n} phiếu [bầu] <k:không hợp lệ|hợp lệ|phát ra|thu về|không tán thành|không đồng ý|không nhất trí|không có ý kiến|không ý kiến|tán thành|đồng ý|nhất trí|phản đối> [$share]",
	),
	holds: func(m *match) {
		n, _ := m.get("n")
		t := m.tokens[n.from]
		name := ballotNames[m.said("k")]
		if n.cue != filler || n.unit.base == "%" || m.thing(&n) != "" && m.thing(&n) != "? phiếu" || !m.ballot.add(name, t, t.value) {
			return
		}
		if t.kind == fraction && name == returned && m.ballot.of(issued) == nil {
			m.ballot.add(issued, t, t.whole)
		}
		if p, ok := m.get("p"); ok && t.kind != fraction {
			m.judgeBallotShare(name, n, p)
		}
		m.judgeBallot()
	},
}

// judgeBallot tells what cannot be of one ballot.
func (m *match) judgeBallot() {
	b := &m.ballot
	switch {
	case m.atMostTold(b, returned, issued), m.atMostTold(b, valid, returned), m.atMostTold(b, spoilt, returned), m.atMostTold(b, valid, issued), m.atMostTold(b, votesFor, valid), m.atMostTold(b, votesFor, returned):
	case m.sumTold(b, returned, valid, spoilt):
	case b.of(spoilt) == nil && m.sumTold(b, valid, votesFor, votesAgainst, abstains):
	}
	if list, ok := b.all(issued, valid, spoilt); ok && b.of(returned) == nil && list[1].n+list[2].n > list[0].n {
		m.sumTold(b, issued, valid, spoilt)
	}
}

// judgeBallotShare holds a percentage against all that it may be: the count beside it, or one
// before, of any that may be its whole. Where there is none, it is let go.
func (m *match) judgeBallotShare(name string, n, p capture) {
	part := exact(m.tokens[n.from].value.value)
	said := m.value(p)
	if name == spoilt || name == issued {
		return
	}
	var first *counted
	for i := range m.ballot.counts {
		whole := &m.ballot.counts[i]
		switch whole.name {
		case issued, returned, valid, allVotes:
		default:
			continue
		}
		for _, c := range m.ballot.counts {
			if c.name != whole.name && meetsShare(exactInt(c.n), whole.n, said) {
				return
			}
		}
		if whole.name != name && (name != returned || whole.name == issued) && (first == nil || whole.at.from > first.at.from) {
			first = whole
		}
	}
	if v := m.people; first == nil || v.present != nil && meetsShare(part, *v.present, said) || v.summoned != nil && meetsShare(part, *v.summoned, said) {
		return
	}
	share, ok := part.share(exactInt(first.n))
	if !ok {
		return
	}
	m.tell(m.text, m.tokens[p.from].from,
		fault.T("Câu này ghi %s, nhưng %s trên %s phiếu (%s) là %s.", "The sentence says %s, but %s of %s votes (%s) is %s.", m.written(p), m.tokens[n.from].text, viet.FormatInt(first.n), first.name, percentText(share, m.tokens[p.from].value.decimals())),
		fault.T("Kiểm tra lại số phiếu và tỷ lệ.", "Check the votes and the percentage."))
}

func meetsShare(part bounds, whole int, said bounds) bool {
	share, ok := part.share(exactInt(whole))
	return ok && share.meets(said)
}
