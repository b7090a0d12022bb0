package truth

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
)

// notFractions are the words that make "3/2" after them a day, a street or a number of
// something.
var notFractions = map[string]bool{
	"ngày": true, "tháng": true, "sáng": true, "chiều": true, "tối": true, "đêm": true, "trưa": true, "đến": true, "từ": true, "trước": true, "sau": true, "lễ": true, "dịp": true, "đường": true, "phố": true, "lộ": true,
	"mục": true, "khoản": true, "điều": true, "số": true, "tổ": true, "ngõ": true, "hẻm": true, "niệm": true, "hết": true, "tới": true, "hôm": true, "quý": true, "lệ": true, "điểm": true, "trạm": true, "lô": true, "thửa": true,
	"ql": true, "đt": true, "km": true, "trung": true, "mẫu": true, "thứ": true, "vụ": true, "năm": true, "kỳ": true, "chủ": true, "và": false,
}

// wholes are what one counts out of all that there are: there cannot be more of them.
var wholes = map[string]bool{
	"nhiệm vụ": true, "chỉ tiêu": true, "nội dung": true, "đại biểu": true, "phiếu": true, "thôn": true, "xã": true, "phường": true, "chi bộ": true, "đảng bộ": true, "thành viên": true, "ủy viên": true,
	"đơn vị": true, "tiêu chí": true, "cơ quan": true, "ý kiến": true, "bản": true, "phòng": true, "cổ đông": true, "đồng chí": true, "xóm": true, "ấp": true, "khu": true, "huyện": true, "tổ dân": true, "cấp ủy": true,
}

// isFraction reports whether the item at k is a part of a whole, not a day.
func (r *reader) isFraction(items []item, k int) bool {
	it := items[k]
	t := r.tokens[it.from]
	if it.from > 0 && r.tokens[it.from-1].kind == word && notFractions[r.tokens[it.from-1].text] {
		return false
	}
	if !t.whole.value.IsPositive() || t.whole.value.GreaterThanOrEqual(decimal.NewFromInt(1900)) && t.value.value.LessThanOrEqual(decimal.NewFromInt(12)) && it.unit.base == "" {
		return false // 9/2026
	}
	return t.text != "24/7" && t.text != "24/24"
}

// continuous are the bases of units that are measured, not counted: their figures are
// rounded.
var continuous = []string{"đồng", "kg", "m2", "m", "m3", "lít", "wh", "usd"}

// shareOf is a fraction in percent.
func (r *reader) shareOf(it item) (bounds, bool) {
	t := r.tokens[it.from]
	part, whole := t.value.exactly(), t.whole.exactly()
	if counted := !slices.Contains(continuous, it.unit.base) && t.value.value.IsInteger() && t.whole.value.IsInteger(); counted {
		part, whole = exact(t.value.value), exact(t.whole.value)
	}
	return part.share(whole)
}

// fractionShares is a part of a whole and its percentage: "13/18 nhiệm vụ (72,2%)".
var fractionShares = &statement{name: "fractions", sentence: (*reader).fractions}

// fractions finds fractions that the percentage beside them contradicts, those of more
// than there is, and those that a table has otherwise.
func (r *reader) fractions(items []item) {
	for k, it := range items {
		if it.kind != shares || !r.isFraction(items, k) {
			continue
		}
		share, ok := r.shareOf(it)
		if !ok {
			continue
		}
		p, found := r.percentBeside(items, k)
		switch {
		case found && !r.boundsOf(items, p).meets(share):
			from := r.tokens[items[p].from].from
			r.tell(r.text, from,
				fault.T("Câu này ghi %s, nhưng %s là %s.", "The sentence says %s, but %s is %s.", excerpt(r.text.Raw[from:r.tokens[items[p].to-1].to]), excerpt(r.raw(it)), percentText(share, r.tokens[items[p].from].value.decimals())),
				fault.T("Kiểm tra lại phân số và tỷ lệ phần trăm.", "Check the fraction and the percentage."))
		case !found && r.tooMany(items, k):
			t := r.tokens[it.from]
			r.tell(r.text, t.from,
				fault.T("Phân số %s có tử số lớn hơn mẫu số.", "The fraction %s is of more than there is.", t.text),
				fault.T("Kiểm tra lại cả hai số.", "Check both numbers."))
		}
		r.fractionFact(items, k)
	}
}

func (r *reader) raw(it item) string {
	return r.text.Raw[r.tokens[it.from].from:r.tokens[it.to-1].to]
}

// percentBeside is the percentage that a sentence gives for the fraction at k: "13/18
// nhiệm vụ (72,2%)", "13/18 nhiệm vụ, đạt 72,2%", "72,2% (13/18)".
func (r *reader) percentBeside(items []item, k int) (int, bool) {
	// alone reports whether nothing says what else the percentage is of. Of what is counted
	// out of all there is, the plan may be another number.
	alone := func(p int) bool {
		t := r.tail(items, p)
		return !t.open && len(t.periods) == 0 && (t.object == nil || t.object.cue == plan && !r.countsAll(items[k]))
	}
	leads := func(i int) (int, bool) { // over the words that lead to a percentage
		led := false
		for ; i < len(items) && items[i].kind == cueItem; i++ {
			switch c := items[i].cue; c {
			case reaches, equals, holds, amounts:
				led = true
			case filler, atLeast, atMost, about:
			default:
				return i, false
			}
			led = led || r.tokens[items[i].to-1].text == "lệ" // with "tỷ lệ"
		}
		return i, led
	}
	percentAt := func(i int) bool {
		return i < len(items) && items[i].kind == figure && items[i].unit.base == "%"
	}
	if k >= 2 && items[k-1].kind == opens && percentAt(k-2) && items[k].to-items[k].from <= 3 && (k+1 < len(items) && items[k+1].kind == closes || k+2 < len(items) && items[k+2].kind == closes && items[k+1].kind == unknown) {
		rising := false
		for i := k - 3; i >= 0 && i > k-6; i-- {
			rising = rising || items[i].kind == cueItem && (verbs(items[i].cue) && items[i].cue != reaches && items[i].cue != equals || items[i].cue == past)
		}
		return k - 2, !rising && (k < 3 || items[k-3].kind == cueItem)
	}
	words := 0
	for i := k + 1; i < len(items) && words <= 14; i++ {
		switch it := items[i]; it.kind {
		case opens:
			if p, _ := leads(i + 1); percentAt(p) {
				return p, alone(p)
			}
			for i < len(items) && items[i].kind != closes {
				if items[i].kind == ends {
					return 0, false
				}
				i++
			}
		case comma:
			if p, led := leads(i + 1); percentAt(p) {
				return p, led && alone(p)
			}
			return 0, false
		case cueItem:
			if p, led := leads(i); percentAt(p) {
				// "2/10 chỉ tiêu đạt trên 90%": each of the two does.
				direct := it.cue != reaches || r.tokens[it.to-1].text == "lệ"
				return p, led && direct && alone(p)
			}
			if c := it.cue; c == past || c == against || c == parts || c == rises || c == falls || c == exceeds {
				return 0, false
			}
			words += it.to - it.from
		case unknown, nameItem, placeItem:
			words += it.to - it.from
		case closes, timeItem:
		default:
			return 0, false
		}
	}
	return 0, false
}

// tooMany reports whether a fraction counts more of something than there is. "14/12 đảng
// viên" may be of a plan, "14/12 chi bộ" may begin with a day.
func (r *reader) tooMany(items []item, k int) bool {
	it := items[k]
	t := r.tokens[it.from]
	if !t.value.value.GreaterThan(t.whole.value) || !t.value.value.IsInteger() || !t.whole.value.IsInteger() {
		return false
	}
	if !r.countsAll(it) {
		return false
	}
	if t.value.value.LessThanOrEqual(decimal.NewFromInt(31)) && t.whole.value.LessThanOrEqual(decimal.NewFromInt(12)) {
		if k == 0 || items[k-1].kind != cueItem || items[k-1].cue != reaches && items[k-1].cue != filler {
			return false
		}
	}
	for _, o := range items[k+1:] {
		if o.kind == ends {
			break
		}
		if o.kind == cueItem && (o.cue == plan && o.from > it.to || o.cue == exceeds) || o.kind == figure && o.unit.base == "%" {
			return false
		}
	}
	return !slices.ContainsFunc(items[:k], func(o item) bool { return o.kind == cueItem && o.cue == exceeds })
}

// countsAll reports whether what a fraction counts is counted out of all that there are.
func (r *reader) countsAll(it item) bool {
	if it.from+1 >= len(r.tokens) {
		return false
	}
	noun := r.tokens[it.from+1].text
	if wholes[noun] {
		return true
	}
	return it.from+2 < len(r.tokens) && wholes[noun+" "+r.tokens[it.from+2].text]
}

// fractionFact holds the fraction at k against the one that a table has.
func (r *reader) fractionFact(items []item, k int) {
	if r.voice != reports || !r.tables {
		return
	}
	var n *name
	if k+1 < len(items) && items[k+1].kind == nameItem {
		n = items[k+1].name
	} else {
		for i := k - 1; i >= 0 && n == nil; i-- {
			switch b := items[i]; {
			case b.kind == nameItem:
				n = b.name
			case b.kind == cueItem && (b.cue == reaches || b.cue == filler), b.kind == colon, b.kind == comma && i == k-2:
			default:
				return
			}
		}
	}
	if n == nil {
		return
	}
	var when []period
	for _, i := range items[:k] {
		if i.kind == timeItem {
			when = []period{i.period}
		}
		if i.kind == cueItem && (i.cue == asked || i.cue == another || i.cue == past) {
			return
		}
	}
	t := r.tokens[items[k].from]
	for _, row := range n.rows {
		if r.elsewhere(row, when, r.tail(items, k).periods) {
			return
		}
		i := slices.IndexFunc(row.facts, func(f Fact) bool { return f.Kind == Actual && strings.Count(f.Figure.Text, "/") == 1 })
		if i < 0 {
			return
		}
		f := row.facts[i]
		part, whole, _ := strings.Cut(strings.TrimSpace(f.Figure.Text), "/")
		a, okA := quantityOf(strings.TrimSpace(part))
		b, okB := quantityOf(strings.TrimSpace(whole))
		if !okA || !okB || a.value.Equal(t.value.value) && b.value.Equal(t.whole.value) {
			return
		}
		if len(n.rows) == 1 {
			r.tellClaim(&claim{at: items[k]}, row, Actual, held{text: f.Figure.Text})
		}
	}
}
