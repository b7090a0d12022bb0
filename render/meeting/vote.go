package meeting

import (
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/viet"
)

// Total is the number of votes that were cast, the invalid ones included: what is stated
// as such, the ballots that came back, or else the sum of the kinds. It is nil where less
// than two of for, against and abstaining are stated: one kind says nothing of the others.
func (v Vote) Total() *int {
	switch {
	case v.Cast != nil:
		return v.Cast
	case v.Returned != nil:
		return v.Returned
	case v.Valid != nil && v.Invalid != nil:
		n := *v.Valid + *v.Invalid
		return &n
	}
	total, kinds := 0, 0
	for _, n := range []*int{v.For, v.Against, v.Abstain} {
		if n != nil {
			total += *n
			kinds++
		}
	}
	if kinds < 2 {
		return nil
	}
	if v.Invalid != nil {
		total += *v.Invalid
	}
	return &total
}

// Stated is the number of votes that are stated, of whatever kind: there are as many at
// least. It is nil where there are none.
func (v Vote) Stated() *int {
	if t := v.Total(); t != nil {
		return t
	}
	var total *int
	for _, n := range []*int{v.For, v.Against, v.Abstain, v.Invalid} {
		if n == nil {
			continue
		}
		if total == nil {
			total = new(int)
		}
		*total += *n
	}
	return total
}

// Base is what the shares are of: what is stated as such, the votes of the shareholders who
// attend where these vote (Luật Doanh nghiệp 2020, Điều 150.1.g), or else [Vote.Total]. It is
// nil where none of these is known.
func (v Vote) Base() *int {
	switch {
	case v.OutOf != nil:
		return v.OutOf
	case v.holders:
		return v.attending
	}
	return v.Total()
}

// ShareFor is the share of [Vote.Base] that is for the matter: "96,8%"; "" if it is not
// stated, or there is no base that it can be a part of.
func (v Vote) ShareFor() string { return v.share(v.For) }

// ShareAgainst is the share that is against it, as [Vote.ShareFor].
func (v Vote) ShareAgainst() string { return v.share(v.Against) }

// ShareAbstain is the share without an opinion, as [Vote.ShareFor].
func (v Vote) ShareAbstain() string { return v.share(v.Abstain) }

// ShareInvalid is the share of invalid votes, as [Vote.ShareFor].
func (v Vote) ShareInvalid() string { return v.share(v.Invalid) }

func (v Vote) share(n *int) string {
	base := v.Base()
	if n == nil || base == nil || *base <= 0 || *n > *base {
		return ""
	}
	return viet.Share(decimal.NewFromInt(int64(*n)), decimal.NewFromInt(int64(*base)), 1)
}

// ShareholdersMinutes is the template whose votes are always those of shareholders.
const ShareholdersMinutes = "bien-ban-dhdcd"

// Counted is the meeting as a document of a template tells its votes: those that are stated
// by name only are counted (Luật Doanh nghiệp 2020, Điều 158), and where shareholders vote,
// shares are of all votes that attend. The meeting stays as it is.
func (m *Meeting) Counted(template string) *Meeting {
	attending, always := m.shares(template), template == ShareholdersMinutes
	if len(m.Votes) == 0 || attending == nil && !always && !slices.ContainsFunc(m.Votes, func(v Vote) bool { return len(v.ByName) > 0 }) {
		return m
	}
	own := *m
	own.Votes = slices.Clone(m.Votes)
	for i := range own.Votes {
		v := &own.Votes[i]
		v.count()
		if always || attending != nil && len(v.ByName) == 0 { // members of a board have a vote each
			v.holders, v.attending = true, attending
		}
	}
	return &own
}

// shares are the votes of the shareholders who attend, each share having one; nil if they
// are not known, or capital is stated that is no shares.
func (m *Meeting) shares(template string) *int {
	if m.Attendance == nil || m.Attendance.Capital == nil {
		return nil
	}
	c := m.Attendance.Capital
	n := c.Represented
	if n == nil || n.Value == nil || n.Qualifier != "" || n.Percent || !n.Value.IsInteger() || n.Value.IsNegative() || n.Value.GreaterThan(decimal.NewFromInt(math.MaxInt)) {
		return nil
	}
	unit := viet.Lower(strings.TrimSpace(c.Unit))
	if company := m.Regime == Company || template == ShareholdersMinutes; !strings.Contains(unit, "cổ ph") && !strings.Contains(unit, "phiếu") && (unit != "" || !company) {
		return nil
	}
	count := int(n.Value.IntPart())
	return &count
}

// ballots are the words of a named vote, to the field that counts them.
var ballots = map[string]string{
	"tán thành": "For", "đồng ý": "For", "nhất trí": "For", "thống nhất": "For",
	"không tán thành": "Against", "không đồng ý": "Against", "không nhất trí": "Against", "không thống nhất": "Against", "phản đối": "Against",
	"không có ý kiến": "Abstain", "không ý kiến": "Abstain",
}

// counts are the named votes of each kind, by the field; nil where there is none, or a word
// that we do not know may mean any of them.
func (v *Vote) counts() map[string]int {
	counted := map[string]int{}
	for _, b := range v.ByName {
		field := ballots[strings.Trim(viet.Lower(b.Vote), " .;")]
		if field == "" {
			return nil
		}
		counted[field]++
	}
	if len(counted) == 0 {
		return nil
	}
	return counted
}

// count states what is stated by name only.
func (v *Vote) count() {
	counted := v.counts()
	if counted == nil {
		return
	}
	kinds := []struct {
		field string
		n     **int
	}{{"For", &v.For}, {"Against", &v.Against}, {"Abstain", &v.Abstain}}
	for _, k := range kinds {
		if *k.n != nil && **k.n != counted[k.field] {
			return // which of them is right nobody knows
		}
	}
	for _, k := range kinds {
		if n := counted[k.field]; *k.n == nil {
			*k.n = &n
		}
	}
}
