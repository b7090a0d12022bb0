package truth

import (
	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// totalsOfParts is a total and all of its parts: "Tổng số 45 hồ sơ, gồm 30 … và 15 …".
var totalsOfParts = &statement{name: "sums", marks: []string{"gồm"}, sentence: (*reader).sums}

// sums finds a total that is not what its parts make: "Tổng số 45 hồ sơ, gồm 30 hồ sơ đất
// đai và 12 hồ sơ hộ tịch". "Trong đó" divides nothing completely, "gồm" does; every
// number after it must be in the unit of the total, or nothing is told.
func (r *reader) sums(items []item) {
	for k, it := range items {
		if it.kind != figure || !r.isTotal(it) {
			continue
		}
		gap := k + 1
		for gap < len(items) && gap < k+8 && (items[gap].kind == unknown || items[gap].kind == comma || items[gap].kind == colon || items[gap].kind == placeItem || items[gap].kind == cueItem && items[gap].cue != parts) {
			gap++
		}
		if gap >= len(items) || items[gap].kind != cueItem || items[gap].cue != parts {
			continue
		}
		if w := r.tokens[items[gap].to-1].text; w != "gồm" {
			continue
		}
		if sum, n, ok := r.sumOf(items[gap+1:], it); ok && n >= 2 && !sum.Equal(r.tokens[it.from].value.value) {
			t := r.tokens[it.from]
			r.tell(r.text, t.from,
				fault.T("Câu này ghi tổng là %s, nhưng các phần cộng lại là %s.", "The sentence says %s in all, but its parts make %s.", t.text, viet.FormatNumber(sum)),
				fault.T("Kiểm tra lại tổng và các phần.", "Check the total and its parts."))
		}
	}
}

// isTotal reports whether "tổng số", "tổng cộng", "tổng vốn" or "tổng kinh phí" stands before a
// figure, and whether it is a whole number of something.
func (r *reader) isTotal(it item) bool {
	if !r.tokens[it.from].value.value.IsInteger() || it.unit.base == "" || it.unit.base == "%" {
		return false
	}
	for i := max(0, it.from-4); i+1 < it.from; i++ {
		if r.tokens[i].text != "tổng" {
			continue
		}
		switch next := r.tokens[i+1].text; {
		case next == "số", next == "cộng", next == "vốn":
			return true
		case i+2 < it.from && (next == "kinh" || next == "chi") && r.tokens[i+2].text == "phí":
			return true
		}
	}
	return false
}

// sumOf adds the figures of what a total consists of.
func (r *reader) sumOf(items []item, total item) (sum decimal.Decimal, n int, ok bool) {
	word := func(it item) string {
		if it.from+1 < len(r.tokens) {
			return r.tokens[it.from+1].text
		}
		return ""
	}
	for i, it := range items {
		switch it.kind {
		case figure:
			v := r.tokens[it.from].value.value
			if word(it) != word(total) || !v.IsInteger() || !it.unit.factor.Equal(total.unit.factor) {
				return sum, n, false
			}
			if sum = sum.Add(v); sum.Equal(r.tokens[total.from].value.value) {
				return sum, n, false // what follows is of something else
			}
			n++
		case shares, numbers, opens, closes, ends, timeItem:
			return sum, n, false
		case cueItem:
			if it.cue == parts || it.cue == atLeast || it.cue == atMost || it.cue == about || verbs(it.cue) || it.cue == another {
				return sum, n, false
			}
		case unknown:
			if w := r.tokens[it.from].text; w == "khác" || w == "các" || w == "những" || w == "lại" || w == "vân" || w == "chủ" || i > 60 {
				return sum, n, false
			}
		}
	}
	return sum, n, true
}
