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

// A scene is what a sentence has said until some place.
type scene struct {
	*subject
	parts *subject // what "trong đó" divides
}

// claims holds the figures of a sentence against the facts of the indicators that it
// names.
func (r *reader) claims(items []item) {
	var now scene
	var outer []scene // outside of the parentheses
	var carried *subject
	var asks, other, away bool
	var when []period
	if r.before != nil && goesOn(items) { // "… đạt 24,6 tỷ đồng. So với dự toán, đạt 87,9%."
		s := *r.before
		s.first, s.last, s.verb = false, -1, filler
		now.subject = &s
	}
	names := 0
	defer func() {
		if r.before = now.subject; names > 1 || names == 1 && now.subject != nil && now.first {
			r.before = nil
		}
	}()
	for k := 0; k < len(items); k++ {
		it := items[k]
		switch it.kind {
		case ends:
			carried = now.subject
			now = scene{}
			if len(outer) == 0 {
				other, away = false, false
			}
			if carried != nil && goesOn(items[k+1:]) {
				s := *carried
				s.first, s.last, s.verb = false, k, filler
				now.subject = &s
			}
		case opens:
			outer = append(outer, now)
			if now.subject != nil {
				s := *now.subject
				now.subject = &s
			}
		case closes:
			if n := len(outer); n > 0 {
				now = outer[n-1]
				outer = outer[:n-1]
				if now.subject != nil {
					s := *now.subject
					s.last = k
					now.subject = &s
				}
			}
		case timeItem:
			when = []period{it.period}
		case placeItem:
			away = !it.home
			if away {
				now.subject = nil
			}
		case cueItem:
			switch it.cue {
			case asked:
				asks = true
			case urged:
				if k == 0 || items[k-1].kind == ends || k > 0 && items[k-1].kind == unknown && k < 3 {
					asks = true
				}
				now.subject = nil
			case another:
				other = true
			case present:
				when = nil
			case plan:
				// "Theo Nghị quyết …, tổng thu là 40 tỷ đồng" tells a plan.
				if from := it.from; from > items[0].from && !it.generic && now.subject == nil {
					before := r.tokens[from-1].text
					asks = asks || before == "theo" || before == "tại"
				}
			case parts:
				now.parts, now.subject = now.subject, nil
			case holds:
				now.subject = nil
			case negation:
				now.subject = nil
				for i := range outer { // "Thu nội địa (không kể tiền đất)"
					outer[i].subject = nil
				}
			}
		case nameItem:
			names++
			s := &subject{name: it.name, rows: it.name.rows, last: k, first: true}
			if before := now.subject; before != nil && before.first && between(items, before.last, k, func(i item) bool { return i.kind == comma || i.kind == cueItem && i.cue == andCue }) {
				s.rows = slices.Concat(before.rows, s.rows) // "A và B đạt …": of which?
			}
			if now.parts != nil {
				s.rows = slices.Concat(s.rows, now.parts.rows)
			}
			s.object = objectBefore(items, k)
			if s.object == nil && r.proposed(items, k) {
				asks = true
			}
			s.doubt = k > 0 && items[k-1].kind == unknown && r.tokens[items[k-1].from].kind == word
			if !r.mayBeSubject(items, k) {
				s = nil
			}
			now.subject = s
		case figure, shares:
			blocked := asks || other || away || r.orders(items, k)
			if k+1 < len(items) && items[k+1].kind == nameItem && (now.subject == nil || !now.first) && r.mayPrecede(items, k) {
				s := &subject{name: items[k+1].name, rows: items[k+1].name.rows, last: k + 1}
				if !blocked && s.form < short && it.unit.base != "%" {
					r.judge(s, &claim{it, []Kind{Actual}, r.boundsOf(items, k), it.unit}, when, nil)
				}
				s.actual = true
				now.subject = s
				names++
				k++
				continue
			}
			if now.subject == nil {
				continue
			}
			c, tail := r.claim(now.subject, items, k)
			if c != nil && !blocked && !tail.asked {
				r.judge(now.subject, c, when, tail.periods)
			}
			now.last = k
			if now.first {
				s := *now.subject
				s.first = false
				now.subject = &s
			}
			if now.form == split && (c == nil || c.kinds[0] == Actual && it.unit.base != now.rows[0].unit.base) {
				now.subject = nil
			}
		case numbers:
			if now.subject != nil {
				now.first, now.last = false, k
			}
		case unknown:
			now.subject = nil
		}
	}
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

// claim is what the figure at k says of its subject; nil if that is not certain.
func (r *reader) claim(s *subject, items []item, k int) (*claim, tail) {
	it := items[k]
	t := r.tail(items, k)
	head := items[s.last+1 : k]
	parted := false
	if !s.first {
		for i := len(head) - 1; i >= 0; i-- {
			if b := head[i]; b.kind == comma || b.kind == opens || b.kind == closes || b.kind == cueItem && b.cue == andCue {
				head, parted = head[i+1:], true
				break
			}
		}
	}
	// "…, lũy kế 9 tháng 58,4 tỷ đồng" begins anew.
	if parted && slices.ContainsFunc(head, func(i item) bool { return i.kind == timeItem || i.kind == cueItem && i.cue == present }) {
		s.first, s.actual = true, false
	}
	verb, object, compared := filler, (*item)(nil), false
	for i, h := range head {
		if h.kind == cueItem && (h.cue == past || h.cue == plan) && rates(verb) {
			compared = true // "cao hơn cùng kỳ 8%", "vượt kế hoạch 8%"
		}
		if h.kind != cueItem {
			continue
		}
		switch {
		case verbs(h.cue):
			verb = h.cue
		case h.cue == against:
			compared = true
		case h.cue == plan, h.cue == past:
			object = &head[i]
		}
	}
	if object == nil && s.first && s.object != nil {
		object, compared = s.object, s.object.compared
	}
	// "Cùng kỳ tăng 5%", "kế hoạch tăng 9%" are figures of that time or plan, no comparison.
	planned := object != nil && !compared && !object.generic && (rates(verb) || it.unit.base == "%" && it.unit.base != s.rows[0].unit.base)
	row := s.rows[0]
	percent := it.unit.base == "%"
	if verb == filler && !s.first && parted && percent && object == nil {
		verb = s.verb
	}
	before := s.verb
	defer func() { s.verb = verb }()
	if verb == amounts {
		switch {
		case percent && (before != filler && before != reaches && before != equals || t.object == nil):
			return nil, t // "tăng 22,5 ha, tương ứng 7,8%"
		case percent:
			verb = equals
		default:
			verb = reaches
		}
	}
	if it.unit.base == "?" || s.doubt && s.first && verb == filler || s.form == split && (!s.first || it.unit.base != row.unit.base) && !percent {
		return nil, t
	}
	c := &claim{at: it, value: r.boundsOf(items, k), unit: it.unit}
	negative := func() {
		if verb == falls || verb == lacks {
			c.value = c.value.neg()
		}
	}
	own := it.unit.base == row.unit.base
	switch {
	case own && !percent && t.narrow: // "15 đảng viên là học sinh"
	case it.kind == shares:
		if s.first && own && object == nil && (verb == filler || verb == reaches) {
			c.kinds = []Kind{Actual}
		}
	case planned:
	case percent && !own:
		c.kinds = percentKinds(s, verb, object, compared, t)
		negative()
	case it.unit.base == "điểm %" && row.unit.base == "%":
		if o := either(t.object, object); o != nil && (verb == rises || verb == falls || verb == exceeds || verb == lacks) {
			c.kinds = []Kind{difference}
			if o.cue == plan {
				c.kinds = []Kind{planGap}
			}
			c.unit.base = "%"
			negative()
		}
	case it.unit.base == "lần" && (verb == folds || verb == equals) && !own:
		if o := either(t.object, object); o != nil && o.cue == past {
			c.kinds = []Kind{multiple}
		}
	case own:
		c.kinds = ownKinds(s, verb, object, t, percent)
		negative()
	}
	if len(c.kinds) == 0 {
		return nil, t
	}
	if o := either(t.object, object); o != nil && (t.loose || o.giver && !strings.Contains(viet.Lower(row.table), "giao") || !r.sameObject(o, row, c.kinds[0])) {
		return nil, t
	}
	if c.kinds[0] == Actual {
		s.actual = true
	}
	if s.form == short && (c.kinds[0] >= Growth || percent && own && verb != reaches) {
		return nil, t
	}
	return c, t
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

// percentKinds is what a percentage says of an indicator that is in another unit.
func percentKinds(s *subject, verb cue, object *item, compared bool, t tail) []Kind {
	o := t.object
	if o == nil && object != nil && (object.cue == plan || compared) {
		o = object
	}
	if o == nil && t.open {
		return nil // of something else: "12,5% tổng thu"
	}
	switch verb {
	case reaches, equals, filler:
		switch {
		case verb == filler && !s.first && o == nil:
			return nil
		case o == nil, o.cue == plan:
			return []Kind{PercentOfPlan}
		case verb == equals || t.object != nil:
			return []Kind{Ratio}
		}
	case rises, falls, lacks:
		switch {
		case o == nil && verb == lacks:
			return nil
		case o == nil, o.cue == past:
			return []Kind{Growth}
		}
		return []Kind{overPlan}
	case exceeds:
		if o == nil || o.cue == plan {
			return []Kind{overPlan}
		}
	}
	return nil
}

// ownKinds is what a figure in an indicator's own unit says of it.
func ownKinds(s *subject, verb cue, object *item, t tail, percent bool) []Kind {
	o := either(t.object, object)
	switch verb {
	case rises, falls, exceeds, lacks:
		switch {
		case o == nil && percent && verb != lacks && verb != exceeds && !t.open && len(s.rows[0].stated(Actual)) == 0:
			return []Kind{Growth} // GRDP tăng 7,1%
		case o == nil:
			return nil
		case o.cue == plan && percent:
			return []Kind{planGap, overPlan}
		case o.cue == plan:
			return []Kind{planGap}
		case verb == exceeds:
			return nil
		case percent:
			return []Kind{difference, Growth}
		}
		return []Kind{difference}
	case folds:
		return nil
	}
	switch {
	case object != nil && object == s.object && (object.compared || object.generic):
		return []Kind{Actual, Plan, Previous}
	case object != nil && object.cue == plan:
		return []Kind{Plan}
	case object != nil:
		return []Kind{Previous}
	case percent && t.object != nil && t.object.cue == plan:
		return []Kind{PercentOfPlan, Actual}
	case percent && t.object != nil:
		return []Kind{Ratio, Actual}
	case percent && t.open:
		return nil
	case verb == filler && s.first:
		return []Kind{Actual, Plan, Previous} // nothing says which
	case s.first || verb == reaches && !s.actual:
		return []Kind{Actual}
	}
	return nil
}
