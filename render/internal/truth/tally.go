package truth

import (
	"slices"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// A tally gathers the counts that sentences give by name until another paragraph begins or a
// name comes again: "phát ra 45 phiếu, thu về 44 phiếu".
type tally struct {
	counts []counted
}

// A counted number is one of a tally.
type counted struct {
	name string
	n    int
	at   token
}

// maxCount bounds what is counted: a longer number is a code.
const maxCount = 1 << 40

// add notes a count; a name that comes again begins anew. It reports whether the count is one.
func (t *tally) add(name string, at token, q quantity) bool {
	if !q.value.IsInteger() || q.value.IsNegative() || q.value.IntPart() > maxCount {
		return false
	}
	c := counted{name, int(q.value.IntPart()), at}
	if old := t.of(name); old != nil && old.n != c.n {
		t.counts = t.counts[:0]
	}
	t.counts = append(t.counts, c)
	return true
}

// of is the count of a name; nil if there is none.
func (t *tally) of(name string) *counted {
	for i := range t.counts {
		if t.counts[i].name == name {
			return &t.counts[i]
		}
	}
	return nil
}

// all are the counts of names; ok is false if one is missing.
func (t *tally) all(names ...string) (list []*counted, ok bool) {
	for _, n := range names {
		c := t.of(n)
		if c == nil {
			return nil, false
		}
		list = append(list, c)
	}
	return list, true
}

// latest is the one that stands last.
func latest(list ...*counted) token {
	return slices.MaxFunc(list, func(a, b *counted) int { return a.at.from - b.at.from }).at
}

// atMostTold tells of a count that is more than another can have of it, and reports whether it
// did.
func (r *reader) atMostTold(t *tally, part, whole string) bool {
	list, ok := t.all(part, whole)
	if !ok || list[0].n <= list[1].n {
		return false
	}
	r.tell(r.text, latest(list...).from,
		fault.T("Câu này ghi %s %s, nhiều hơn %s %s.", "The sentence says %s %s, more than %s %s.", part, viet.FormatInt(list[0].n), whole, viet.FormatInt(list[1].n)),
		fault.T("Kiểm tra lại cả hai số.", "Check both numbers."))
	return true
}

// sumTold tells of counts that do not make the one that they divide, and reports whether it
// did.
func (r *reader) sumTold(t *tally, whole string, parts ...string) bool {
	list, ok := t.all(append([]string{whole}, parts...)...)
	if !ok {
		return false
	}
	sum := 0
	var said fault.Text
	for i, c := range list[1:] {
		sum += c.n
		one := fault.T("%s %s", "%s %s", c.name, viet.FormatInt(c.n))
		if said = fault.T("%s, %s", "%s, %s", said, one); i == 0 {
			said = one
		}
	}
	if sum == list[0].n {
		return false
	}
	r.tell(r.text, latest(list...).from,
		fault.T("%s cộng lại là %s, nhưng %s ghi %s.", "%s make %s, but %s is said to be %s.", said, viet.FormatInt(sum), whole, viet.FormatInt(list[0].n)),
		fault.T("Kiểm tra lại các số.", "Check the numbers."))
	return true
}
