package truth

import (
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/viet"
)

// A claim is a figure of a sentence that is about a row.
type claim struct {
	at    item
	kinds []Kind // it agrees if it agrees as one of them
	value bounds
	unit  unit
}

// A subject is the indicator that the figures after its name are about.
type subject struct {
	*name
	rows   []*row // of the name, and of those that the figures may be about as well
	last   int    // item after which the figures or the words to the next one come
	first  bool   // no figure has come yet
	verb   cue    // of the figure before; filler: none
	actual bool   // the indicator's own figure has come
	object *item  // plan or an earlier time that stands before the name
	doubt  bool   // a word before the name is not understood
}

// objectBefore is what stands right before the name at k: "kế hoạch tổng thu", "so với cùng
// kỳ, tổng thu".
func objectBefore(items []item, k int) *item {
	i := k - 1
	if i > 0 && items[i].kind == comma {
		i--
	}
	if i < 0 || items[i].kind != cueItem || items[i].cue != plan && items[i].cue != past {
		return nil
	}
	o := items[i]
	o.compared = i > 0 && items[i-1].kind == cueItem && items[i-1].cue == against
	return &o
}

// proposed reports whether what stands before the name at k, in its own part of the
// sentence, is a plan: "Nghị quyết đại hội đề ra tổng thu 40 tỷ đồng".
func (r *reader) proposed(items []item, k int) bool {
	found := false
	for i := k - 1; i >= 0; i-- {
		switch it := items[i]; {
		case it.kind == comma, it.kind == ends, it.kind == figure, it.kind == shares, it.kind == nameItem, it.kind == opens, it.kind == closes:
			return found
		case it.kind == cueItem && it.cue == plan && !it.generic && (i == 0 || items[i-1].kind != cueItem || items[i-1].cue != against):
			found = true
		case it.kind == cueItem && it.cue == reaches, it.kind == unknown && (r.tokens[it.from].text == "hình" || r.tokens[it.from].text == "quả"):
			return false
		}
	}
	return found
}

// between reports whether all items between two are of some kind.
func between(items []item, from, to int, ok func(item) bool) bool {
	for _, i := range items[from+1 : to] {
		if !ok(i) {
			return false
		}
	}
	return true
}

// verbs reports whether a cue is a verb that leads to a figure.
func verbs(c cue) bool {
	switch c {
	case reaches, equals, amounts, rises, falls, exceeds, lacks, folds:
		return true
	}
	return false
}

// rates reports whether a verb compares with something.
func rates(c cue) bool { return c == rises || c == falls || c == exceeds || c == lacks }

// goesOn reports whether a clause that begins so speaks of what the one before it did.
func goesOn(items []item) bool {
	for _, i := range items {
		switch {
		case i.kind != cueItem:
			return false
		case i.cue != filler && i.cue != present:
			return verbs(i.cue) || i.cue == against || i.cue == past || i.cue == plan
		}
	}
	return false
}

// notBefore are the words that make a name after them a part of another one, or of what
// is compared: "tỷ trọng giá trị sản xuất", "trong tổng thu".
var notBefore = map[string]bool{
	"trưởng": true, "trọng": true, "lệ": true, "cấu": true, "quân": true, "phần": true, "trong": true, "vào": true, "cho": true, "từ": true, "theo": true,
	"số": true, "mức": true, "độ": true, "của": true, "so": true, "bằng": true, "hơn": true, "quỹ": true, "nguồn": true, "vốn": true, "khoản": true,
	"nâng": true, "tăng": true, "giảm": true, "ngoài": true, "góp": true, "trên": true, "nợ": true, "chi": true, "giá": true, "suất": true, "phí": true, "thất": true,
}

// mayBeSubject reports whether the name at k is what its sentence speaks of.
func (r *reader) mayBeSubject(items []item, k int) bool {
	if k == 0 {
		return true
	}
	before := items[k-1]
	t := r.tokens[before.to-1]
	switch before.kind {
	case figure, shares, numbers:
		return false
	case unknown:
		if t.kind != word { // a sign
			return true
		}
		return items[k].name.words >= 3 && !notBefore[t.text] && items[k].name.form != short || r.tokens[items[k].from].capital
	case cueItem:
		if t.text == "có" && k > 1 && (items[k-2].kind == unknown || items[k-2].kind == figure) {
			return false // "2 xã có tỷ lệ hộ nghèo trên 10%"
		}
		return before.cue != rises && before.cue != falls && before.cue != against && before.cue != asked && !notBefore[t.text]
	}
	return true
}

// mayPrecede reports whether the figure at k may be of a name right after it: "đạt 2.351
// tỷ đồng giá trị sản xuất công nghiệp".
func (r *reader) mayPrecede(items []item, k int) bool {
	if items[k].kind == shares && items[k].unit.base == "?" {
		return false
	}
	if k == 0 {
		return true
	}
	switch b := items[k-1]; b.kind {
	case comma, opens, ends, timeItem, placeItem, colon:
		return true
	case cueItem:
		t := r.tokens[b.to-1].text
		return (b.cue == reaches || b.cue == filler || b.cue == atLeast || b.cue == atMost || b.cue == about) && !notBefore[t]
	case unknown:
		switch r.tokens[b.from].text {
		case "được", "có", "xuất", "trồng":
			return true
		}
	}
	return false
}

// orders reports whether the words before a figure, in its own part of the sentence, are
// an order: "Các đơn vị tập trung giải ngân vốn đầu tư công đạt 95%".
func (r *reader) orders(items []item, k int) bool {
	for i := k - 1; i >= 0 && items[i].kind != comma && items[i].kind != ends && items[i].kind != figure && items[i].kind != shares; i-- {
		if items[i].kind == cueItem && items[i].cue == urged {
			return true
		}
	}
	return false
}

// A tail is what stands after a figure and belongs to it.
type tail struct {
	object  *item // plan or an earlier time
	periods []period
	open    bool // it goes on with words that are not understood
	asked   bool
	loose   bool // the object goes on with words that are not understood
	narrow  bool // the words make it a part of what was named: "12 tỷ đồng từ đất"
}

// asides are the words that may follow a figure and take nothing from it.
var asides = map[string]bool{"nhờ": true, "góp": true, "khẳng": true, "phản": true, "nhưng": true, "song": true, "tuy": true, "mặc": true, "dù": true, "khi": true, ".": true, "/": true}

func (r *reader) tail(items []item, k int) tail {
	var t tail
	i := k + 1
	if i+1 < len(items) && (items[i].kind == comma || items[i].kind == opens) && items[i+1].kind == cueItem && items[i+1].cue == against && (i+3 >= len(items) || items[i+3].kind != cueItem || !verbs(items[i+3].cue)) {
		i++
	}
	compared := false
	for ; i < len(items); i++ {
		switch it := items[i]; it.kind {
		case nameItem: // "12,5% tổng thu"
			t.open = t.open || t.object == nil
			return t
		case comma, opens, closes, ends, figure, shares, numbers, colon:
			return t
		case unknown:
			t.open = true
			// "kế hoạch sản xuất vụ xuân" is not the table's.
			t.loose = i > 0 && t.object == &items[i-1] && t.object.cue == plan && !asides[r.tokens[it.from].text]
			t.narrow = !asides[r.tokens[it.from].text] && t.object == nil
			return t
		case timeItem:
			if compared && t.object == nil { // "so với tháng 8"
				t.open = true
			}
			t.periods = append(t.periods, it.period)
		case placeItem:
		case cueItem:
			switch c := it.cue; {
			case c == plan || c == past:
				if t.object == nil {
					t.object = &items[i]
				} else {
					t.open = true
				}
			case c == against:
				compared = true
			case c == asked:
				t.asked = true
			case c == another, c == parts && !compared && t.object == nil && i == k+1, c == negation:
				t.open = true
				return t
			case verbs(c) || c == andCue || c == parts:
				if i == k+1 && r.tokens[it.from].text == "là" { // "45% là thu từ đất"
					t.open, t.narrow = true, true
				}
				return t
			}
		}
	}
	return t
}

// A speech is how a sentence says a figure of its subject.
type speech struct {
	*subject
	at       item
	verb     cue   // that leads to it; filler: none
	lastVerb cue   // of the figure before
	before   *item // plan or an earlier time that stands before it
	compared bool  // "so với" stands before it
	parted   bool  // a sign or "và" parts it from what was said before
	tail
}

// object is the plan or the earlier time that a figure is compared with, or of.
func (p *speech) object() *item { return either(p.tail.object, p.before) }

// speech reads how the figure at k is said.
func (r *reader) speech(s *subject, items []item, k int) *speech {
	p := &speech{subject: s, at: items[k], lastVerb: s.verb, tail: r.tail(items, k)}
	head := items[s.last+1 : k]
	if !s.first {
		for i := len(head) - 1; i >= 0; i-- {
			if b := head[i]; b.kind == comma || b.kind == opens || b.kind == closes || b.kind == cueItem && b.cue == andCue {
				head, p.parted = head[i+1:], true
				break
			}
		}
	}
	// "…, lũy kế 9 tháng 58,4 tỷ đồng" begins anew.
	if p.parted && slices.ContainsFunc(head, func(i item) bool { return i.kind == timeItem || i.kind == cueItem && i.cue == present }) {
		s.first, s.actual = true, false
	}
	for i, h := range head {
		if h.kind != cueItem {
			continue
		}
		switch {
		case verbs(h.cue):
			p.verb = h.cue
		case h.cue == against:
			p.compared = true
		case h.cue == plan, h.cue == past:
			p.before = &head[i]
			p.compared = p.compared || rates(p.verb) // "cao hơn cùng kỳ 8%", "vượt kế hoạch 8%"
		}
	}
	if p.before == nil && s.first && s.object != nil {
		p.before, p.compared = s.object, s.object.compared
	}
	if p.verb == filler && !s.first && p.parted && p.percent() && p.before == nil {
		p.verb = s.verb
	}
	return p
}

func (p *speech) percent() bool { return p.at.unit.base == "%" }

// own reports whether the figure is in the indicator's own unit.
func (p *speech) own() bool { return p.at.unit.base == p.rows[0].unit.base }

// claim is what the figure at k says of its subject; nil if that is not certain.
func (r *reader) claim(s *subject, items []item, k int) (*claim, tail) {
	p := r.speech(s, items, k)
	understood := p.inOtherWords()
	s.verb = p.verb
	if !understood || p.at.unit.base == "?" || s.doubt && s.first && p.verb == filler || s.form == split && (!s.first || !p.own()) && !p.percent() {
		return nil, p.tail
	}
	c := &claim{at: p.at, value: r.boundsOf(items, k), unit: p.at.unit, kinds: p.says()}
	if len(c.kinds) == 0 || !r.isOfTable(p, c.kinds[0]) {
		return nil, p.tail
	}
	if p.at.kind == figure && (p.verb == falls || p.verb == lacks) {
		c.value = c.value.neg()
	}
	if c.unit.base == "điểm %" && p.rows[0].unit.base == "%" {
		c.unit.base = "%"
	}
	if c.kinds[0] == Actual {
		s.actual = true
	}
	if s.form == short && (c.kinds[0] >= Growth || p.percent() && p.own() && p.verb != reaches) {
		return nil, p.tail
	}
	return c, p.tail
}

// inOtherWords reads "tương đương" as what it stands for; it reports false where it says what
// was said of a change: "tăng 22,5 ha, tương ứng 7,8%".
func (p *speech) inOtherWords() bool {
	if p.verb != amounts {
		return true
	}
	if !p.percent() {
		p.verb = reaches
		return true
	}
	if p.lastVerb != filler && p.lastVerb != reaches && p.lastVerb != equals || p.tail.object == nil {
		return false
	}
	p.verb = equals
	return true
}

// isOfTable reports whether what a figure is compared with is what the table has.
func (r *reader) isOfTable(p *speech, k Kind) bool {
	o := p.object()
	return o == nil || !p.loose && (!o.giver || strings.Contains(viet.Lower(p.rows[0].table), "giao")) && r.sameObject(o, p.rows[0], k)
}

// either is the object after a figure, or the one before it.
func either(after, before *item) *item {
	if after != nil {
		return after
	}
	return before
}

// sameObject reports whether a plan or an earlier time is the one that the tables have.
func (r *reader) sameObject(o *item, row *row, k Kind) bool {
	if o.loose {
		return false
	}
	if o.year && (row.asOf != nil || slices.ContainsFunc(row.periods, func(p period) bool { return p.kind != yearPeriod }) || k == Previous && len(row.periods) == 0) {
		return false // a part of a year is not compared with a whole one
	}
	y := o.period.year
	if o.cue == past && y != 0 && row.year != 0 {
		return y == row.year-1
	}
	return o.cue == past || y == 0 || row.year == 0 || y == row.year
}
