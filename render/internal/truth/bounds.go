package truth

import (
	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/viet"
)

// Bounds are all the values that a figure may stand for, and the one that it is said to be.
type bounds struct{ low, high, value decimal.Decimal }

// exact is a value that nothing has rounded.
func exact(d decimal.Decimal) bounds { return bounds{d, d, d} }

// exactInt is a number of people, votes, lines.
func exactInt(n int) bounds { return exact(decimal.NewFromInt(int64(n))) }

func (b bounds) meets(o bounds) bool {
	return b.low.LessThanOrEqual(o.high) && o.low.LessThanOrEqual(b.high)
}

func (b bounds) times(f decimal.Decimal) bounds {
	return bounds{b.low.Mul(f), b.high.Mul(f), b.value.Mul(f)}
}

func (b bounds) plus(o bounds) bounds {
	return bounds{b.low.Add(o.low), b.high.Add(o.high), b.value.Add(o.value)}
}

func (b bounds) minus(o bounds) bounds { return b.plus(o.neg()) }

func (b bounds) neg() bounds { return bounds{b.high.Neg(), b.low.Neg(), b.value.Neg()} }

// middle is the figure itself, where nothing but rounding makes it wide.
func (b bounds) middle() bounds { return exact(b.value) }

var hundred = decimal.NewFromInt(100)

// share is b in percent of o; ok is false where o may be nothing.
func (b bounds) share(o bounds) (bounds, bool) {
	if !o.low.IsPositive() || b.low.IsNegative() {
		return bounds{}, false
	}
	return bounds{b.low.Mul(hundred).DivRound(o.high, 12), b.high.Mul(hundred).DivRound(o.low, 12), b.value.Mul(hundred).DivRound(o.value, 12)}, true
}

// percentText is a percentage as a message has it, with as many decimals as the text that it
// is held against.
func percentText(b bounds, decimals int) string { return viet.Percent(b.value, max(1, decimals)) }

// exactly is what rounds to a quantity.
func (q quantity) exactly() bounds {
	half := q.half()
	return bounds{q.value.Sub(half), q.value.Add(half), q.value}
}

// decimals is how many digits stand behind the comma of a quantity.
func (q quantity) decimals() int { return int(q.places) }

// ten is how much "trên" and "gần" may leave out.
func (q quantity) ten() decimal.Decimal {
	return decimal.Min(q.last().Mul(decimal.NewFromInt(10)), q.value.Abs())
}

// qualified is what a word before a quantity makes of it. Nobody writes "trên 46,3" for
// 56,3: what is left out is less than ten of the last digit that is written.
func (q quantity) qualified(c cue) bounds {
	b := q.exactly()
	switch c {
	case atLeast:
		b.high = q.value.Add(q.ten())
	case atMost:
		b.low = q.value.Sub(q.ten())
	case about:
		room := decimal.Max(q.half(), decimal.Min(q.last().Mul(decimal.NewFromInt(5)), q.value.Abs().Div(decimal.NewFromInt(5))))
		b = bounds{q.value.Sub(room), q.value.Add(room), q.value}
	}
	return b
}
