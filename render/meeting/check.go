package meeting

import (
	"github.com/shopspring/decimal"
	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// A tally is a vote's total, until the attendance is known.
type tally struct {
	at    *yaml.Node
	total int
}

// check warns where a part of the file, just read from n, contradicts itself. at has the
// nodes of its fields. What is stated prints as stated all the same.
func (d *decoder) check(n *yaml.Node, part any, at map[string]*yaml.Node) {
	switch p := part.(type) {
	case *Meeting:
		d.checkMeeting(p, at)
	case *Attendance:
		if p.Summoned != nil && p.Present != nil && *p.Present > *p.Summoned {
			d.contradiction(nodeOr(at["Present"], n),
				fault.T("Có mặt %s, nhiều hơn số triệu tập %s.", "%s present, more than the %s summoned.", viet.FormatInt(*p.Present), viet.FormatInt(*p.Summoned)))
		}
	case *Group:
		if p.Count != nil && len(p.People) > *p.Count {
			d.contradiction(nodeOr(at["Count"], n),
				fault.T("Số lượng ghi là %s, nhưng danh sách có %s người.", "The count says %s, but %s people are listed.", viet.FormatInt(*p.Count), viet.FormatInt(len(p.People))))
		}
	case *Capital:
		d.checkShare(nodeOr(at["Share"], n), p.Share, p.Represented, p.Total)
		d.checkCapital(nodeOr(at["Represented"], n), nodeOr(at["Share"], n), p)
	case *Vote:
		d.checkVote(n, p, at)
	}
}

func nodeOr(n, otherwise *yaml.Node) *yaml.Node {
	if n == nil {
		return otherwise
	}
	return n
}

func (d *decoder) contradiction(n *yaml.Node, message fault.Text) {
	d.warn(n, "contradiction", message, fault.T("Kiểm tra lại cả hai số; văn bản in đúng như tệp đã ghi.", "Check both figures; the document prints what the file states."))
}

func (d *decoder) checkMeeting(m *Meeting, at map[string]*yaml.Node) {
	if n := at["End"]; n != nil && m.Start != nil && m.End != nil {
		s, e := m.Start, m.End
		order := e.Date.Compare(s.Date)
		if order == 0 && s.HasClock && e.HasClock {
			order = e.Hour*60 + e.Minute - s.Hour*60 - s.Minute
		}
		if order < 0 {
			d.contradiction(n, fault.T("Kết thúc (%s) trước khi bắt đầu (%s).", "The end (%s) is before the start (%s).", e.String(), s.String()))
		}
	}
	if a := m.Attendance; a != nil && a.Present != nil && a.Capital == nil { // where capital votes, people are not counted
		for _, t := range d.tallies {
			if t.total > *m.Attendance.Present {
				d.contradiction(t.at, fault.T("Tổng số phiếu %s nhiều hơn số người có mặt %s.", "%s votes in all, more than the %s present.", viet.FormatInt(t.total), viet.FormatInt(*m.Attendance.Present)))
			}
		}
	}
	if shares := m.shares(""); shares != nil {
		for _, t := range d.tallies {
			if t.total > *shares {
				d.contradiction(t.at, fault.T("Tổng số phiếu %s nhiều hơn số cổ phần dự họp %s.", "%s votes in all, more than the %s shares represented.", viet.FormatInt(t.total), viet.FormatInt(*shares)))
			}
		}
	}
	seen := map[string]bool{}
	list := resolveOrNil(at["Indicators"])
	for i, table := range m.Indicators {
		if table.ID != "" && seen[table.ID] && list != nil {
			n := list
			if list.Kind == yaml.SequenceNode && i < len(list.Content) {
				n = resolve(list.Content[i])
			}
			d.fault(n, "duplicate-id", fault.T("Hai bảng chỉ tiêu cùng có id “%s”.", "Two indicator tables have the id %q.", shorten(table.ID)),
				fault.T("Đặt cho mỗi bảng một id riêng.", "Give each table an id of its own."))
		}
		seen[table.ID] = true
	}
}

func resolveOrNil(n *yaml.Node) *yaml.Node {
	if n == nil {
		return nil
	}
	return resolve(n)
}

func (d *decoder) checkVote(n *yaml.Node, v *Vote, at map[string]*yaml.Node) {
	total := v.Stated()
	if total != nil {
		d.tallies = append(d.tallies, tally{d.lasting(nodeOr(at["For"], n)), *total})
	}
	d.checkBallots(v, at)
	counted := v.counts()
	if counted == nil {
		return
	}
	for _, f := range []struct {
		field  string
		stated *int
		name   fault.Text
	}{
		{"For", v.For, fault.T("tán thành", "for")},
		{"Against", v.Against, fault.T("không tán thành", "against")},
		{"Abstain", v.Abstain, fault.T("không có ý kiến", "abstaining")},
	} {
		if f.stated != nil && *f.stated != counted[f.field] {
			d.contradiction(at[f.field], fault.T("Số phiếu %s ghi là %s, nhưng danh sách ghi tên có %s.", "The votes %s are given as %s, but the list of names has %s.",
				f.name, viet.FormatInt(*f.stated), viet.FormatInt(counted[f.field])))
		}
	}
}

// checkBallots compares the numbers of ballots: what comes back was issued, what was counted
// came back.
func (d *decoder) checkBallots(v *Vote, at map[string]*yaml.Node) {
	sum := func(parts ...*int) *int {
		total := 0
		for _, p := range parts {
			if p == nil {
				return nil
			}
			total += *p
		}
		return &total
	}
	kinds := sum(v.For, v.Against, v.Abstain)
	more := func(field string, n, of *int, message fault.Text) {
		if n != nil && of != nil && *n > *of {
			d.contradiction(at[field], fault.T("%s: %s nhiều hơn %s.", "%s: %s is more than %s.", message, viet.FormatInt(*n), viet.FormatInt(*of)))
		}
	}
	differs := func(field string, n, of *int, message fault.Text) {
		if n != nil && of != nil && *n != *of {
			d.contradiction(at[field], fault.T("%s: %s khác %s.", "%s: %s is not %s.", message, viet.FormatInt(*n), viet.FormatInt(*of)))
		}
	}
	more("Returned", v.Returned, v.Issued, fault.T("Số phiếu thu về và số phiếu phát ra", "Ballots returned and issued"))
	differs("Valid", sum(v.Valid, v.Invalid), v.Returned, fault.T("Số phiếu hợp lệ và không hợp lệ cộng lại, và số phiếu thu về", "Valid and invalid votes together, and ballots returned"))
	differs("Valid", kinds, v.Valid, fault.T("Số phiếu tán thành, không tán thành và không có ý kiến cộng lại, và số phiếu hợp lệ", "Votes for, against and abstaining together, and valid ones"))
	differs("Cast", sum(kinds, v.Invalid), v.Cast, fault.T("Số phiếu từng loại cộng lại, và tổng số phiếu đã biểu quyết", "The kinds of votes together, and all votes cast"))
	if v.Valid == nil {
		differs("Returned", sum(kinds, v.Invalid), v.Returned, fault.T("Số phiếu từng loại cộng lại, và số phiếu thu về", "The kinds of votes together, and ballots returned"))
	}
	more("OutOf", v.Total(), v.OutOf, fault.T("Tổng số phiếu và số phiếu để tính tỷ lệ (out_of)", "All votes and those that shares are of (out_of)"))
}

// checkShare compares a stated percentage with part/whole. Each figure stands for all that round to it, so only what no rounding explains is
// told. Figures with a qualifier ("trên 56,3") are no basis for it.
func (d *decoder) checkShare(n *yaml.Node, stated, part, whole *Figure) {
	for _, f := range []*Figure{stated, part, whole} {
		if f == nil || f.Value == nil || f.Qualifier != "" && f.Qualifier != "tăng" && f.Qualifier != "giảm" {
			return
		}
	}
	if part.Percent || whole.Percent || !whole.Value.IsPositive() || part.Value.IsNegative() {
		return
	}
	share := func(p, w decimal.Decimal) decimal.Decimal { return p.Mul(decimal.NewFromInt(100)).DivRound(w, 12) }
	exact := share(*part.Value, *whole.Value)
	if low := whole.Value.Sub(half(whole)); low.IsPositive() {
		least := share(part.Value.Sub(half(part)), whole.Value.Add(half(whole))).Sub(half(stated))
		most := share(part.Value.Add(half(part)), low).Add(half(stated))
		// No rounding makes everything or nothing of a part.
		honest := exact.Equal(*stated.Value) || !stated.Value.IsZero() && !stated.Value.Equal(decimal.NewFromInt(100))
		if honest && stated.Value.GreaterThanOrEqual(least) && stated.Value.LessThanOrEqual(most) {
			return
		}
	}
	d.contradiction(n, fault.T("Tỷ lệ ghi là %s, nhưng %s và %s cho %s.", "The share is given as %s, but %s and %s make %s.",
		stated.Text, part.Text, whole.Text, viet.Share(*part.Value, *whole.Value, max(1, viet.Decimals(stated.Text)))))
}

// checkCapital tells of more capital represented than there is.
func (d *decoder) checkCapital(represented, stated *yaml.Node, c *Capital) {
	part, whole := c.Represented, c.Total
	if share := c.Share; share != nil && share.Value != nil && share.Qualifier == "" && share.Value.GreaterThan(decimal.NewFromInt(100)) {
		d.contradiction(stated, fault.T("Tỷ lệ dự họp ghi là %s, hơn 100%%.", "The share represented is given as %s, more than 100%%.", share.Text))
		return
	}
	for _, f := range []*Figure{part, whole} {
		if f == nil || f.Value == nil || f.Qualifier != "" {
			return
		}
	}
	if part.Percent == whole.Percent && part.Value.GreaterThan(*whole.Value) {
		d.contradiction(represented, fault.T("Dự họp %s, nhiều hơn tổng số %s.", "%s represented, more than the %s that there are.", part.Text, whole.Text))
	}
}

// half is half a unit of the last digit that a figure shows.
func half(f *Figure) decimal.Decimal {
	return decimal.New(5, int32(-max(0, viet.Decimals(f.Text))-1))
}
