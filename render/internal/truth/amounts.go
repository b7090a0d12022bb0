package truth

import (
	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// amountsInWords is a number that is said twice: "57.000.000 đồng (Năm mươi bảy triệu đồng
// chẵn)", "03 (ba) nội dung".
var amountsInWords = &statement{
	name: "amounts",
	patterns: patterns(
		"{a} ( [viết] [bằng] [chữ] [là] [:] {w@words} [<k:đồng>] [việt nam] [chẵn] [./.] )",
		"{a} <,|;> [viết] bằng chữ [là] [:] {w@words} [<k:đồng>]",
		"{a} , [(] số tiền bằng chữ [là] [:] {w@words} [<k:đồng>]",
		"{a} ( [viết] [bằng] [chữ] [là] [:] {w@words} <k:%|phần trăm> )",
	),
	holds: func(m *match) {
		a, _ := m.get("a")
		w, _ := m.get("w")
		said := m.tokens[a.from].value.value
		if a.to > a.from+1 || m.has("k") { // a unit: "57 triệu đồng"
			said = said.Mul(factorOf(a.unit))
		}
		// "57 triệu đồng (năm mươi bảy)" leaves the unit out.
		if w.number.Equal(said) || w.number.Mul(factorOf(a.unit)).Equal(said) || a.cue != filler {
			return
		}
		switch k := m.said("k"); {
		case k == "đồng" && a.unit.base != "" && a.unit.base != "đồng", k != "" && k != "đồng" && a.unit.base != "%", m.reader.isYear(a):
			return
		}
		words := excerpt(m.text.Raw[m.tokens[w.from].from:m.tokens[w.to-1].to])
		m.tell(m.text, m.tokens[a.from].from,
			fault.T("Câu này ghi %s, nhưng bằng chữ là “%s”, tức %s.", "The sentence says %s, but in words “%s”, which is %s.", m.written(a), words, viet.FormatNumber(w.number)),
			fault.T("Sửa số hoặc chữ cho khớp.", "Correct the figure or the words."))
	},
}

// isYear reports whether a figure may be a year: "năm 2026 (năm)".
func (r *reader) isYear(c capture) bool {
	v := r.tokens[c.from].value.value
	return c.from > 0 && r.tokens[c.from-1].text == "năm" && v.GreaterThan(decimal.NewFromInt(1900)) && v.LessThan(decimal.NewFromInt(2200))
}

// numberInWords reads a number in words at the beginning of a text.
func numberInWords(text []token) (v decimal.Decimal, n int) {
	var words []string
	for _, t := range text[:min(len(text), maxNumberWords)] {
		if t.kind != word {
			break
		}
		words = append(words, t.text)
	}
	return viet.ReadWords(words)
}

// maxNumberWords bounds the words of a number.
const maxNumberWords = 60
