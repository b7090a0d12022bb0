package truth

import "slices"

// A scene is what a sentence has said until some place.
type scene struct {
	*subject
	parts *subject // what "trong đó" divides
}

// A walk goes through a sentence, item by item, and holds its figures against the facts of
// the indicators that it names.
type walk struct {
	*reader
	items []item
	now   scene
	outer []scene  // outside of the parentheses
	when  []period // that the figures are of, as the sentence has said last
	names int      // indicators that were named

	asks        bool // what follows is not done yet
	other, away bool // or of something else, or of another place
}

// steps are what an item of a kind does to a walk.
var steps = map[itemKind]func(*walk, int){
	ends: (*walk).clauseEnds, opens: (*walk).opens, closes: (*walk).closes, cueItem: (*walk).cue, nameItem: (*walk).name, figure: (*walk).figure, shares: (*walk).figure,
	timeItem:  func(w *walk, k int) { w.when = []period{w.items[k].period} },
	placeItem: func(w *walk, k int) { w.place(w.items[k]) },
	unknown:   func(w *walk, _ int) { w.subject(nil) },
	numbers: func(w *walk, k int) {
		if w.now.subject != nil {
			w.now.first, w.now.last = false, k
		}
	},
}

// claims holds the figures of a sentence against the facts of the indicators that it
// names.
func (r *reader) claims(items []item) {
	w := &walk{reader: r, items: items}
	if r.before != nil && goesOn(items) { // "… đạt 24,6 tỷ đồng. So với dự toán, đạt 87,9%."
		w.goOn(r.before, -1)
	}
	for k, it := range items {
		if step := steps[it.kind]; step != nil && !w.told(k) {
			step(w, k)
		}
	}
	if r.before = w.now.subject; w.names > 1 || w.names == 1 && w.now.subject != nil && w.now.first {
		r.before = nil
	}
}

// told reports whether the item at k is the name that the figure before it was of.
func (w *walk) told(k int) bool {
	return w.items[k].kind == nameItem && w.now.subject != nil && w.now.last == k && w.now.actual && !w.now.first
}

func (w *walk) subject(s *subject) { w.now.subject = s }

// goOn takes a subject up again behind the item at k.
func (w *walk) goOn(s *subject, k int) {
	again := *s
	again.first, again.last, again.verb = false, k, filler
	w.subject(&again)
}

func (w *walk) clauseEnds(k int) {
	carried := w.now.subject
	w.now = scene{}
	if len(w.outer) == 0 {
		w.other, w.away = false, false
	}
	if carried != nil && goesOn(w.items[k+1:]) {
		w.goOn(carried, k)
	}
}

// opens begins a parenthesis, which leaves the subject outside as it is.
func (w *walk) opens(int) {
	w.outer = append(w.outer, w.now)
	if w.now.subject != nil {
		s := *w.now.subject
		w.subject(&s)
	}
}

func (w *walk) closes(k int) {
	n := len(w.outer)
	if n == 0 {
		return
	}
	w.now, w.outer = w.outer[n-1], w.outer[:n-1]
	if w.now.subject != nil {
		s := *w.now.subject
		s.last = k
		w.subject(&s)
	}
}

func (w *walk) place(it item) {
	if w.away = !it.home; w.away {
		w.subject(nil)
	}
}

func (w *walk) cue(k int) {
	switch it := w.items[k]; it.cue {
	case asked:
		w.asks = true
	case urged:
		if k == 0 || w.items[k-1].kind == ends || w.items[k-1].kind == unknown && k < 3 {
			w.asks = true
		}
		w.subject(nil)
	case another:
		w.other = true
	case present:
		w.when = nil
	case plan:
		// "Theo Nghị quyết …, tổng thu là 40 tỷ đồng" tells a plan.
		if it.from > w.items[0].from && !it.generic && w.now.subject == nil {
			before := w.tokens[it.from-1].text
			w.asks = w.asks || before == "theo" || before == "tại"
		}
	case parts:
		w.now.parts, w.now.subject = w.now.subject, nil
	case holds:
		w.subject(nil)
	case negation:
		w.subject(nil)
		for i := range w.outer { // "Thu nội địa (không kể tiền đất)"
			w.outer[i].subject = nil
		}
	}
}

func (w *walk) name(k int) {
	w.names++
	items, named := w.items, w.items[k].name
	s := &subject{name: named, rows: named.rows, last: k, first: true}
	if before := w.now.subject; before != nil && before.first && between(items, before.last, k, func(i item) bool { return i.kind == comma || i.kind == cueItem && i.cue == andCue }) {
		s.rows = slices.Concat(before.rows, s.rows) // "A và B đạt …": of which?
	}
	if w.now.parts != nil {
		s.rows = slices.Concat(s.rows, w.now.parts.rows)
	}
	s.object = objectBefore(items, k)
	if s.object == nil && w.proposed(items, k) {
		w.asks = true
	}
	s.doubt = k > 0 && items[k-1].kind == unknown && w.tokens[items[k-1].from].kind == word
	if !w.mayBeSubject(items, k) {
		s = nil
	}
	w.subject(s)
}

func (w *walk) figure(k int) {
	items, it := w.items, w.items[k]
	blocked := w.asks || w.other || w.away || w.orders(items, k)
	if k+1 < len(items) && items[k+1].kind == nameItem && (w.now.subject == nil || !w.now.first) && w.mayPrecede(items, k) {
		s := &subject{name: items[k+1].name, rows: items[k+1].name.rows, last: k + 1, actual: true}
		if !blocked && s.form < short && it.unit.base != "%" {
			w.judge(s, &claim{it, []Kind{Actual}, w.boundsOf(items, k), it.unit}, w.when, nil)
		}
		w.subject(s)
		w.names++
		return
	}
	if w.now.subject == nil {
		return
	}
	c, tail := w.claim(w.now.subject, items, k)
	if c != nil && !blocked && !tail.asked {
		w.judge(w.now.subject, c, w.when, tail.periods)
	}
	w.now.last = k
	if w.now.first {
		s := *w.now.subject
		s.first = false
		w.subject(&s)
	}
	if w.now.form == split && (c == nil || c.kinds[0] == Actual && it.unit.base != w.now.rows[0].unit.base) {
		w.subject(nil)
	}
}
