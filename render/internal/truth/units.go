package truth

import (
	"slices"
	"strings"
	"sync"

	"github.com/shopspring/decimal"
)

// A unit is a base unit and how many of it one makes: "nghìn tấn" is a million kg.
type unit struct {
	base   string // "kg", "đồng", "chi bộ"; "": none
	factor decimal.Decimal
	words  []string // of the unit without what it is a multiple of
}

// standardUnits are those that can be told in others, and what one is in them.
var standardUnits = map[string]struct {
	base  string
	power int32 // of ten
}{
	"đồng": {"đồng", 0}, "%": {"%", 0}, "phần trăm": {"%", 0}, "‰": {"‰", 0}, "điểm %": {"điểm %", 0}, "điểm phần trăm": {"điểm %", 0},
	"kg": {"kg", 0}, "tạ": {"kg", 2}, "tấn": {"kg", 3}, "yến": {"kg", 1},
	"m2": {"m2", 0}, "ha": {"m2", 4}, "km2": {"m2", 6}, "mét vuông": {"m2", 0},
	"m": {"m", 0}, "mét": {"m", 0}, "km": {"m", 3}, "m3": {"m3", 0}, "mét khối": {"m3", 0}, "lít": {"lít", 0},
	"lần": {"lần", 0}, "điểm": {"điểm", 0}, "kwh": {"wh", 3}, "mwh": {"wh", 6}, "usd": {"usd", 0},
}

// isStandard reports whether a base is that of a standard unit, or none.
func isStandard(base string) bool { return base == "" || standardBases()[base] }

var standardBases = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, u := range standardUnits {
		all[u.base] = true
	}
	return all
})

// otherwise are words that begin as a unit does: "19/21 đồng chí" is no money.
var otherwise = sync.OnceValue(func() map[[2]string]bool {
	all := map[[2]string]bool{{"tấn", "công"}: true, {"tạ", "ơn"}: true, {"yến", "tiệc"}: true}
	for w := range strings.FieldsSeq("chí bào thời bằng hồ nghiệp đội hương minh phạm ruộng cỏ phục môn tộc lòng tình sức loạt bộ hành chủ") {
		all[[2]string{"đồng", w}] = true
	}
	return all
})

// magnitudes stand before a unit.
var magnitudes = map[string]int32{"chục": 1, "trăm": 2, "nghìn": 3, "vạn": 4, "triệu": 6, "tỷ": 9}

// magnitude reads "nghìn tỷ" at the beginning of words.
func magnitude(at func(int) string) (power int32, n int) {
	for {
		p, ok := magnitudes[at(n)]
		if !ok || n == 2 {
			return power, n
		}
		power += p
		n++
	}
}

// unitOf reads the unit that a table states: "tỷ đồng", "triệu đồng/người".
func unitOf(s string) unit {
	w := words(s)
	power, n := magnitude(func(i int) string {
		if i < len(w) {
			return w[i]
		}
		return ""
	})
	if n > 0 && n == len(w) { // "tỷ"
		w = append(w, "đồng")
	}
	w = w[n:]
	u := unit{base: strings.Join(w, " "), factor: decimal.New(1, power), words: w}
	if known, ok := standardUnits[u.base]; ok {
		u.base, u.factor = known.base, decimal.New(1, power+known.power)
	}
	return u
}

// unitAt reads the unit at the beginning of a text, and how many tokens it takes. What is
// no unit that the tables or we know has the base "?"; a text that ends here has "".
func (c *checker) unitAt(text []token) (u unit, n int) {
	power, n := magnitude(func(i int) string {
		if i < len(text) && text[i].kind == word {
			return text[i].text
		}
		return ""
	})
	if u.factor = one; power != 0 {
		u.factor = decimal.New(1, power)
	}
	base, k := c.units.find(text[n:])
	if k > 0 && n+k < len(text) && otherwise()[[2]string{text[n+k-1].text, text[n+k].text}] {
		return unit{base: "?", factor: u.factor}, n
	}
	if k > 0 && n+k < len(text) && text[n+k].kind == mark && text[n+k].text == "/" && n+k+1 < len(text) && !isDigit(rune((text[n+k+1].text + " ")[0])) { // tạ/ha, where tables have tạ
		return unit{base: "?"}, n + k
	}
	switch {
	case k > 0:
		if known, ok := standardUnits[base]; ok {
			base = known.base
			if known.power != 0 {
				u.factor = decimal.New(1, power+known.power)
			}
		}
		u.base = base
		return u, n + k
	case n > 0 && (text[n-1].text == "tỷ" || text[n-1].text == "triệu"): // of money, as one says it
		u.base = "đồng"
		return u, n
	case n == 0 && (len(text) == 0 || text[0].kind >= clause || text[0].kind == mark && slices.Contains([]string{",", ")", "("}, text[0].text)):
		return u, 0
	}
	return unit{base: "?", factor: u.factor}, n
}
