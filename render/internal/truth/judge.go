package truth

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// boundsOf is what the figure at k stands for, with the qualifier before it, in the base
// of its unit.
func (r *reader) boundsOf(items []item, k int) bounds {
	c := filler
	for i := k - 1; i >= 0 && items[i].kind == cueItem; i-- {
		if q := items[i].cue; q == atLeast || q == atMost || q == about {
			c = q
			break
		}
		if i < k-2 {
			break
		}
	}
	q := r.tokens[items[k].from].value
	if after := items[k].to; after+1 < len(r.tokens) && r.tokens[after].text == "trở" && r.tokens[after+1].text == "lên" {
		c = atLeast
	}
	if items[k].kind == figure || items[k].kind == shares {
		q = q.times(items[k].unit.factor)
	}
	return q.qualified(c)
}

// boundsOfFigure is what a figure of a table stands for; ok is false for a text.
func boundsOfFigure(f *meeting.Figure) (b bounds, ok bool) {
	if f == nil || f.Value == nil {
		return bounds{}, false
	}
	text := strings.TrimSpace(strings.TrimRight(f.Text, "% \u00a0"))
	i := strings.IndexFunc(text, isDigit)
	if i < 0 {
		return bounds{}, false
	}
	q, ok := quantityOf(text[i:])
	if !ok {
		return bounds{}, false
	}
	q.value = *f.Value
	c := filler
	if f.Qualifier != "" {
		for w := range strings.FieldsSeq(viet.Lower(f.Qualifier)) {
			if known, ok := phraseTable()[w]; ok && (known == atLeast || known == atMost || known == about) {
				c = known
			}
		}
		if known, ok := phraseTable()[viet.Lower(f.Qualifier)]; ok && (known == atLeast || known == atMost || known == about) {
			c = known
		}
	}
	return q.qualified(c), true
}

// A held value is what the file has of a row.
type held struct {
	bounds
	text      string // as a reader is told; "": a percentage that is computed
	computed  bool
	qualified bool // "trên 56,3"
}

// stated are the facts of a kind that a row has, in the base of its unit.
func (r *row) stated(k Kind) (all []held) {
	for i := range r.facts {
		f := &r.facts[i]
		if f.Kind != k {
			continue
		}
		b, ok := boundsOfFigure(&f.Figure)
		if !ok {
			continue
		}
		text := strings.TrimSpace(f.Figure.Text)
		if k <= Previous {
			if f.Figure.Percent && r.unit.base != "%" {
				continue
			}
			if f.Figure.Qualifier == "" && f.Figure.Value.IsInteger() && !slices.Contains(continuous, r.unit.base) && r.unit.base != "%" {
				b = exact(*f.Figure.Value) // counted, not rounded
			}
			b = b.times(r.unit.factor)
			switch {
			case f.Unit == "%" && !f.Figure.Percent:
				text += "%"
			case f.Unit != "" && !f.Figure.Percent:
				text += " " + f.Unit
			}
		} else if !strings.HasSuffix(text, "%") {
			text += "%"
		}
		q := f.Figure.Qualifier
		all = append(all, held{b, text, f.Computed, q != "" && q != "tăng" && q != "giảm"})
	}
	return all
}

// values are what the file states or lets compute of a kind.
func (r *row) values(k Kind) []held {
	all, known := r.known[k]
	if !known {
		if r.known == nil {
			r.known = map[Kind][]held{}
		}
		all = slices.Clip(r.valuesOf(k))
		r.known[k] = all
	}
	return all
}

func (r *row) valuesOf(k Kind) []held {
	switch k {
	case PercentOfPlan:
		return r.percents(Plan)
	case Ratio:
		return r.percents(Previous)
	case Growth:
		return append(r.stated(Growth), shifted(r.percents(Previous), -100)...)
	case overPlan:
		return shifted(r.percents(Plan), -100)
	case multiple:
		var all []held
		for _, h := range r.percents(Previous) {
			b := h.times(decimal.New(1, -2))
			all = append(all, held{bounds: b, text: viet.FormatNumber(b.value.Round(2)) + " lần", computed: true})
		}
		return all
	case difference:
		return r.gaps(Previous)
	case planGap:
		return r.gaps(Plan)
	}
	return r.stated(k)
}

// percents are what the indicator is in percent of its plan or of the time before. What is
// computed of rounded figures has room for what they may have been, unless the table states
// the percentage itself: that was made of the figures before they were rounded.
func (r *row) percents(whole Kind) []held {
	all := r.stated(PercentOfPlan)
	if whole == Previous {
		all = append(r.stated(Ratio), shifted(r.stated(Growth), 100)...)
	}
	exact := slices.ContainsFunc(all, func(h held) bool { return !h.computed })
	for _, a := range r.stated(Actual) {
		for _, w := range r.stated(whole) {
			if exact && !a.qualified && !w.qualified {
				a.bounds, w.bounds = a.middle(), w.middle()
			}
			if b, ok := a.share(w.bounds); ok {
				all = append(all, held{bounds: b, computed: true})
			}
		}
	}
	return all
}

// shifted adds to percentages.
func shifted(all []held, n int64) []held {
	var to []held
	for _, h := range all {
		to = append(to, held{bounds: h.plus(exact(decimal.NewFromInt(n))), computed: h.computed})
	}
	return to
}

// gaps are how much more the indicator is than its plan or the time before.
func (r *row) gaps(from Kind) []held {
	var all []held
	for _, a := range r.stated(Actual) {
		for _, w := range r.stated(from) {
			b := a.minus(w.bounds)
			text := viet.FormatNumber(b.value.Div(r.unit.factor).Round(4))
			if u := r.facts[0].Unit; u != "" {
				text += " " + u
			}
			all = append(all, held{bounds: b, text: text, computed: true})
		}
	}
	return all
}

// judge holds a claim against the rows that it may be about, and tells what none of them
// explains. before is the last period named before the figure, after those that follow it.
func (r *reader) judge(s *subject, c *claim, before, after []period) {
	var first held
	var of *row
	var as Kind
	for _, row := range s.rows {
		if r.elsewhere(row, before, after) {
			return
		}
		if c.kinds[0] <= Previous && c.unit.base != row.unit.base {
			if row == s.rows[0] {
				return
			}
			continue
		}
		if row.elsewise(c) {
			return
		}
		known := false
		for _, k := range c.kinds {
			for _, h := range row.values(k) {
				if h.meets(c.value) {
					return
				}
				if of == nil {
					first, of, as = h, row, k
				}
				known = true
			}
		}
		if !known {
			return
		}
	}
	if of == nil {
		return
	}
	r.tellClaim(c, of, as, first)
}

// elsewise reports whether a claim is what a column of the writer's own says of the row:
// what is meant by it is not known.
func (r *row) elsewise(c *claim) bool {
	for i := range r.facts {
		f := &r.facts[i]
		if f.Kind != Other {
			continue
		}
		b, ok := boundsOfFigure(&f.Figure)
		if ok && (b.meets(c.value) || b.times(r.unit.factor).meets(c.value)) {
			return true
		}
	}
	return false
}

// elsewhere reports whether a figure is of another time than a row's, as far as the
// sentence and what stands above it say.
func (r *reader) elsewhere(row *row, before, after []period) bool {
	if slices.ContainsFunc(after, func(p period) bool { return !row.of(p) }) {
		return true
	}
	if slices.ContainsFunc(before, func(p period) bool { return !row.of(p) }) {
		return true
	}
	if r.leading.asked {
		return true
	}
	own := len(before)+len(after) > 0
	for i, c := range append([]context{r.paragraph, r.leading}, r.above...) {
		if i == 0 && r.lifted {
			continue
		}
		if c.asked {
			return true
		}
		if !own && len(c.periods) > 0 {
			own = true
			if !slices.ContainsFunc(c.periods, row.of) {
				return true
			}
		}
	}
	return false
}

// kindNames are what a figure of a kind is called.
var kindNames = map[Kind]fault.Text{
	Actual:        fault.T("thực hiện", "the actual figure"),
	Plan:          fault.T("kế hoạch", "the plan"),
	Previous:      fault.T("cùng kỳ", "the figure of the period before"),
	PercentOfPlan: fault.T("tỷ lệ so với kế hoạch", "the percentage of the plan"),
	Growth:        fault.T("mức tăng, giảm so với cùng kỳ", "the growth"),
	Ratio:         fault.T("tỷ lệ so với cùng kỳ", "the ratio to the period before"),
	overPlan:      fault.T("mức vượt, hụt so với kế hoạch", "what is above or below the plan"),
	difference:    fault.T("mức tăng, giảm so với cùng kỳ", "the difference to the period before"),
	planGap:       fault.T("mức vượt, hụt so với kế hoạch", "the difference to the plan"),
	multiple:      fault.T("số lần so với cùng kỳ", "the multiple of the period before"),
}

// place names the row that a value stands in.
func (c *checker) placeOf(r *row) fault.Text {
	var vi, en string
	if r.table != "" {
		vi, en = " trong bảng “"+excerpt(r.table)+"”", " in the table “"+excerpt(r.table)+"”"
	}
	if r.path != "" {
		if line, _ := c.source.At("", r.path+".Name"); line > 0 {
			vi, en = vi+" (dòng "+viet.FormatInt(line)+")", en+" (line "+viet.FormatInt(line)+")"
		}
	}
	return fault.Text{Vi: vi, En: en}
}

func (r *reader) tellClaim(c *claim, row *row, k Kind, h held) {
	from, to := r.tokens[c.at.from].from, r.tokens[c.at.to-1].to
	if h.text == "" {
		h.text = percentText(h.bounds, r.tokens[c.at.from].value.decimals())
	}
	stated, tabled := fault.Same(excerpt(r.text.Raw[from:to])), fault.Same(h.text)
	switch k {
	case Growth, overPlan, difference, planGap: // a sentence says the direction with a word
		stated, tabled = directed(c.value, stated.Vi), directed(h.bounds, h.text)
	}
	verb := fault.T("là", "is")
	if h.computed {
		verb = fault.T("tính ra là", "comes to")
	}
	r.tell(r.text, from,
		fault.T("Câu này ghi %s, nhưng “%s”%s có %s %s %s.", "The sentence says %s, but for “%s”%s %s %s %s.",
			stated, excerpt(row.name), r.placeOf(row), kindNames[k], verb, tabled),
		fault.T("Sửa con số trong câu hoặc trong bảng cho khớp; nếu là số của kỳ khác, ghi rõ kỳ ấy.",
			"Correct the figure in the sentence or in the table; if it is of another period, say of which."))
}

// directed is a difference as one says it: "giảm 8,9%".
func directed(b bounds, text string) fault.Text {
	text = strings.TrimLeft(text, "+-−")
	if b.low.Add(b.high).IsNegative() {
		return fault.T("giảm %s", "%s less", text)
	}
	return fault.T("tăng %s", "%s more", text)
}

// excerpt is a text in one line, short enough for a message.
func excerpt(s string) string {
	r := []rune(strings.Join(strings.Fields(viet.NFC(s)), " "))
	if len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return string(r)
}
