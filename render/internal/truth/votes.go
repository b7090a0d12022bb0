package truth

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// people are who was there and how they voted, as the file counts them.
type people struct {
	summoned, present *int
	groups            []int // of those present
	absent            int   // listed by name
	votes             []ballot
	shares            *meeting.Capital // votes count shares, not people
}

// A ballot is a vote with the words of its matter.
type ballot struct {
	*meeting.Vote
	number int
	matter []string
}

func peopleOf(m *meeting.Meeting) *people {
	p := &people{}
	if a := m.Attendance; a != nil {
		p.summoned, p.present, p.shares, p.absent = a.Summoned, a.Present, a.Capital, len(a.Absent)
		for _, g := range a.Groups {
			switch {
			case g.Count != nil:
				p.groups = append(p.groups, *g.Count)
			case len(g.People) > 0:
				p.groups = append(p.groups, len(g.People))
			}
		}
	}
	for i := range m.Votes[:min(len(m.Votes), maxVotes)] {
		p.votes = append(p.votes, ballot{&m.Votes[i], i, firstWords(m.Votes[i].Matter)})
	}
	return p
}

// maxVotes bounds the votes that sentences are compared with.
const maxVotes = 50

// firstWords are the words of a matter, as many as a sentence may repeat.
func firstWords(s string) []string {
	w := words(s)
	return w[:min(len(w), maxName)]
}

// persons are what those at a meeting are called.
var persons = map[string]bool{"đại biểu": true, "đồng chí": true, "thành viên": true, "ủy viên": true, "cổ đông": true, "đảng viên": true, "hội viên": true}

// countsOfPeople is how many were there and how they voted.
var countsOfPeople = &statement{
	name:     "people",
	marks:    []string{"vắng", "triệu", "mặt", "dự", "tán", "ý", "trí", "phản", "hợp"}, // of what people are counted as, and of how they vote
	sentence: (*reader).counts,
}

// counts finds what a sentence says otherwise of those present and of votes.
func (r *reader) counts(items []item) {
	p := r.people
	if p.present == nil && p.summoned == nil && len(p.votes) == 0 {
		return
	}
	first, last := items[0].from, items[len(items)-1].to
	// What is voted on is named before the votes, since those of another matter, or after
	// them in the same clause; what goes on without a name is about the same.
	var matter *ballot
	begin, end, fresh := first, last, true
	for k, it := range items {
		if k == 0 || it.kind == ends {
			begin, end, fresh = it.from, last, true
			for _, o := range items[k+1:] {
				if o.kind == ends {
					end = o.from
					break
				}
			}
		}
		if it.kind != figure && it.kind != shares || it.kind == shares && !r.isFraction(items, k) {
			continue
		}
		if field, after := r.voteWord(it, first, last); field != "" {
			named := r.named(begin, it.from)
			if named == nil && fresh {
				named = r.named(begin, end)
			}
			if named != nil || r.ofAnother(begin, it.from) {
				matter = named
			}
			r.vote(items, k, field, after, matter)
			begin, fresh = it.to, false
			continue
		}
		if p.shares == nil && it.unit.base != "%" {
			r.attendance(it, first, last)
		}
	}
}

// at is the word at a place of the sentence from first to last; "" outside of it.
func (r *reader) at(i, first, last int) string {
	if i < first || i >= last {
		return ""
	}
	return r.tokens[i].text
}

// phraseAt reports whether words stand at a place.
func (r *reader) phraseAt(i, last int, phrase string) bool {
	return r.wordsAt(i, last, strings.Fields(phrase))
}

// wordsAt is phraseAt for words that are parted already.
func (r *reader) wordsAt(i, last int, words []string) bool {
	if i < 0 || i+len(words) > last {
		return false
	}
	for k, w := range words {
		if r.tokens[i+k].text != w {
			return false
		}
	}
	return true
}

// voteWords are how one votes, the longer before the shorter.
var voteWords = []struct {
	words []string
	field string
}{
	{strings.Fields("không tán thành"), "Against"}, {strings.Fields("không đồng ý"), "Against"}, {strings.Fields("không nhất trí"), "Against"}, {strings.Fields("phản đối"), "Against"},
	{strings.Fields("không có ý kiến"), "Abstain"}, {strings.Fields("không ý kiến"), "Abstain"}, {strings.Fields("không hợp lệ"), "Invalid"},
	{strings.Fields("tán thành"), "For"}, {strings.Fields("đồng ý"), "For"}, {strings.Fields("nhất trí"), "For"},
}

func (r *reader) voteWordAt(i, last int) (field string, n int) {
	for _, v := range voteWords {
		if r.wordsAt(i, last, v.words) {
			return v.field, len(v.words)
		}
	}
	return "", 0
}

// voteWord is how those whom a number counts voted, and where the word for it ends.
func (r *reader) voteWord(it item, first, last int) (field string, end int) {
	for i := it.from + 1; i < last && i < it.from+9; i++ {
		if t := r.tokens[i]; t.kind >= number && t.kind <= span || t.kind == mark && t.text != "%" || t.kind == clause {
			break
		}
		if f, n := r.voteWordAt(i, last); f != "" {
			return f, i + n
		}
	}
	for i := it.from - 2; i >= first && i > it.from-8; i-- {
		if t := r.tokens[i]; t.kind >= number && t.kind <= span || t.kind == clause || t.kind == mark && t.text != ":" {
			break
		}
		f, n := r.voteWordAt(i, last)
		if f == "" {
			continue
		}
		if f == "For" && r.at(i-1, first, last) == "không" {
			f, n = "Against", n+1
		}
		between := true // only words that lead to a number
		for j := i + n; j < it.from; j++ {
			switch r.tokens[j].text {
			case ":", "là", "đạt", "với", "có", "tỷ", "lệ", "được", "bằng", "số", "phiếu", "chiếm":
			default:
				between = false
			}
		}
		if between && i+n <= it.from {
			return f, it.to
		}
	}
	return "", 0
}

// of counts the votes of a field.
func (b ballot) of(field string) *int {
	return map[string]*int{"For": b.For, "Against": b.Against, "Abstain": b.Abstain, "Invalid": b.Invalid}[field]
}

// minMatter is how many words of a vote's matter in a row name it.
const minMatter = 4

// named is the vote whose matter the sentence names; nil if none or several do.
func (r *reader) named(first, last int) *ballot {
	best, longest, tie := -1, 0, false
	for i, b := range r.people.votes {
		n := 0
		for at := range b.matter {
			if len(b.matter)-at <= n {
				break
			}
			n = max(n, r.longestRun(b.matter[at:], first, last))
		}
		if n == 0 || n < len(b.matter) && (n < minMatter || 2*n < len(b.matter)) {
			continue
		}
		if n > longest {
			best, longest, tie = i, n, false
		} else if n == longest {
			tie = true
		}
	}
	if best < 0 || tie {
		return nil
	}
	return &r.people.votes[best]
}

// longestRun is how many of the first words stand in a row somewhere in the sentence.
func (r *reader) longestRun(w []string, first, last int) int {
	best := 0
	for i := first; i < last; i++ {
		n := 0
		for j := i; j < last && n < len(w); j++ {
			t := r.tokens[j].text
			if w[n] == "," && t != "," && t != "-" && t != "và" {
				n++ // a sign of the name that the sentence leaves out
				if n == len(w) {
					break
				}
			}
			if t != w[n] && !(w[n] == "," && (t == "-" || t == "và")) {
				break
			}
			n++
		}
		best = max(best, n)
	}
	return best
}

// vote holds a count or a share of votes against the vote that it is certainly of: b, which
// the sentence names, or the only one of the file.
func (r *reader) vote(items []item, k int, field string, end int, b *ballot) {
	it := items[k]
	first, last := items[0].from, items[len(items)-1].to
	p := r.people
	certain := b != nil
	if b == nil && len(p.votes) == 1 {
		b = &p.votes[0]
	}
	if b == nil || b.of(field) == nil {
		return
	}
	votes, total := *b.of(field), *b.Stated()
	if !certain && r.ofAnother(first, last) {
		return
	}
	t := r.tokens[it.from]
	n := t.value.value
	is := func(d decimal.Decimal, of *int) bool { return of != nil && d.Equal(decimal.NewFromInt(int64(*of))) }
	switch {
	case it.unit.base == "%":
		if !certain && !r.noObject(end, last) {
			return
		}
		r.voteShare(items, k, b, votes)
	case it.kind == shares:
		whole := t.whole.value
		anchored := certain || is(whole, &total) || is(whole, p.present) || is(whole, p.summoned)
		switch {
		case !is(n, &votes):
			if anchored {
				r.tellVote(it, b, field, votes)
			}
		case p.present != nil && p.shares == nil && !is(whole, &total) && !is(whole, p.present) && !is(whole, p.summoned):
			r.tell(r.text, t.from,
				fault.T("Câu này ghi %s, nhưng có %s phiếu và %s người có mặt.", "The sentence says %s, but there are %s votes and %s present.", t.text, viet.FormatInt(total), viet.FormatInt(*p.present)),
				voteHint)
		}
	default:
		paper := slices.ContainsFunc(r.tokens[it.from:min(max(end, it.from+2), last)], func(t token) bool { return t.text == "phiếu" })
		person := it.from+2 < last && persons[r.tokens[it.from+1].text+" "+r.tokens[it.from+2].text]
		if !n.IsInteger() || !paper && !person && !(certain && end <= it.to) || !certain && !paper {
			return
		}
		if !r.boundsOf(items, k).meets(exactInt(votes)) {
			r.tellVote(it, b, field, votes)
			return
		}
		// "36 phiếu tán thành (94,7%)"
		for j := k + 1; j < len(items) && j < k+12; j++ {
			if items[j].kind == figure || items[j].kind == shares {
				if items[j].unit.base == "%" && items[j].from <= end+6 && r.tokens[items[j].from].from > r.tokens[end-1].from {
					r.voteShare(items, j, b, votes)
				}
				break
			}
		}
	}
}

// ofAnother reports whether a sentence speaks of another vote than the file's: an
// election, another body.
func (r *reader) ofAnother(first, last int) bool {
	for i := first; i < last; i++ {
		switch r.tokens[i].text {
		case "bầu", "nhiệm", "tín", "trúng", "hđnd", "quốc", "tiếp", "xúc", "hộ", "cử", "trước", "dân", "về", "việc":
			return true
		case "qua": // thông qua …
			if r.at(i-1, first, last) == "thông" && i+1 < last && r.at(i+1, first, last) != "với" && !r.noObject(i+1, last) && r.tokens[i+1].kind == word {
				return true
			}
		}
	}
	return false
}

// noObject reports whether nothing says what was voted on.
func (r *reader) noObject(i, last int) bool {
	if i >= last {
		return true
	}
	switch t := r.tokens[i]; t.text {
	case ",", ";", ".", "(", ")", ":":
		return true
	}
	return false
}

// voteShare holds a percentage against the votes over all votes, the valid ones, those
// present and those summoned.
func (r *reader) voteShare(items []item, k int, b *ballot, votes int) {
	p := r.people
	said := r.boundsOf(items, k)
	if b.Total() == nil && b.OutOf == nil && p.present == nil && p.summoned == nil && p.shares == nil {
		return // of one kind of votes nobody knows the share
	}
	total := *b.Stated()
	count := func(n int) decimal.Decimal { return decimal.NewFromInt(int64(n)) }
	wholes := []decimal.Decimal{count(total)}
	if b.Invalid != nil {
		wholes = append(wholes, count(total-*b.Invalid))
	}
	for _, n := range []*int{b.OutOf, b.Issued, b.Returned, b.Valid} {
		if n != nil {
			wholes = append(wholes, count(*n))
		}
	}
	if p.present != nil {
		wholes = append(wholes, count(*p.present))
	}
	if p.summoned != nil {
		wholes = append(wholes, count(*p.summoned))
	}
	if p.shares != nil {
		for _, f := range []*meeting.Figure{p.shares.Represented, p.shares.Total} {
			if f != nil && f.Value != nil {
				wholes = append(wholes, *f.Value)
			}
		}
	}
	part := exactInt(votes)
	for _, w := range wholes {
		if share, ok := part.share(exact(w)); ok && share.meets(said) {
			return
		}
	}
	share, ok := part.share(exact(wholes[0]))
	if !ok {
		return
	}
	it := items[k]
	r.tell(r.text, r.tokens[it.from].from,
		fault.T("Câu này ghi %s, nhưng biểu quyết%s có %s trên %s phiếu, tức %s.", "The sentence says %s, but the vote%s has %s of %s votes, which is %s.",
			excerpt(r.raw(it)), r.voteLine(b), viet.FormatInt(votes), viet.FormatInt(total), percentText(share, r.tokens[it.from].value.decimals())), voteHint)
}

var voteHint = fault.T("Sửa câu hoặc mục votes cho khớp.", "Correct the sentence or the entry under votes.")

// voteLine is where a vote stands.
func (r *reader) voteLine(b *ballot) fault.Text {
	line, _ := r.source.At(r.text.Document, fmt.Sprintf("Votes[%d]", b.number))
	return fault.T(" “%s” (dòng %s)", " on “%s” (line %s)", excerpt(b.Matter), viet.FormatInt(line))
}

func (r *reader) tellVote(it item, b *ballot, field string, votes int) {
	name := map[string]fault.Text{
		"For": fault.T("tán thành", "for"), "Against": fault.T("không tán thành", "against"), "Abstain": fault.T("không có ý kiến", "abstaining"), "Invalid": fault.T("không hợp lệ", "invalid"),
	}[field]
	t := r.tokens[it.from]
	r.tell(r.text, t.from,
		fault.T("Câu này ghi %s, nhưng biểu quyết%s có %s phiếu %s.", "The sentence says %s, but the vote%s has %s votes %s.", t.text, r.voteLine(b), viet.FormatInt(votes), name), voteHint)
}

// checkVotes finds more votes than people where the reader of the file had no number of
// those present to compare with.
func (c *checker) checkVotes(m *meeting.Meeting) {
	a := m.Attendance
	if a == nil || a.Capital != nil {
		return
	}
	for i, v := range m.Votes {
		total, most, word := v.Stated(), a.Present, fault.T("có mặt", "present")
		if most == nil {
			most, word = a.Summoned, fault.T("triệu tập", "summoned")
		} else if total != nil {
			continue // told when the file was read
		}
		n := len(v.ByName)
		if total != nil {
			n = max(n, *total)
		}
		if most == nil || n <= *most {
			continue
		}
		line, column := c.source.At("", fmt.Sprintf("Votes[%d]", i))
		c.add(line, column,
			fault.T("Biểu quyết này có %s phiếu, nhiều hơn số người %s %s.", "This vote has %s votes, more than the people %s, %s.", viet.FormatInt(n), word, viet.FormatInt(*most)), voteHint)
	}
}
