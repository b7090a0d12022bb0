package render

import (
	"math/big"
	"reflect"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/viet"
)

// What tags compute is exact: a third is a third until it is printed. Whole numbers that the
// file writes without groups (years, indexes, counts) stay such; all else prints as figures do.

// computed is an exact result, as [big.Rat] writes it: "7/2"; "" is 0, which is false for {{if}}.
type computed string

// longestNumber is of how many bits a result's two terms may be: no figure of a paper has as
// many, and a loop that squares a number ends.
const longestNumber = 4096

// printedDecimals are those of a quotient that has no last one: as many as tell it from 0.
const printedDecimals = 6

func computedOf(r *big.Rat) (computed, error) {
	if r.Num().BitLen() > longestNumber || r.Denom().BitLen() > longestNumber {
		return "", wrong("kết quả dài quá %d chữ số", "the result has more than %d digits", longestNumber*3/10)
	}
	if r.Sign() == 0 {
		return "", nil
	}
	return computed(r.RatString()), nil
}

func (c computed) rat() *big.Rat {
	if r, ok := new(big.Rat).SetString(string(c)); ok {
		return r
	}
	return new(big.Rat)
}

// decimal is the number. One without a last decimal is rounded so far behind what pictures and
// counts of decimals ask for that to round it again gives what to round it once does.
func (c computed) decimal() decimal.Decimal {
	r := c.rat()
	n, finite := r.FloatPrec()
	if !finite {
		n = 24 + r.Denom().BitLen()/3
	}
	return rounded(r, n)
}

// String is the number in Vietnamese form: "1.234,5". One without a last decimal has six, or as
// many as show six digits.
func (c computed) String() string {
	r := c.rat()
	n, finite := r.FloatPrec()
	if !finite {
		n = printedDecimals
		for x := new(big.Rat).Abs(r); x.Cmp(big.NewRat(1, 10)) < 0; n++ {
			x.Mul(x, big.NewRat(10, 1))
		}
	}
	return viet.FormatNumber(rounded(r, n))
}

// rounded is r with that many decimals, a half away from zero; the number of decimals may be
// negative: -3 gives whole thousands.
func rounded(r *big.Rat, decimals int) decimal.Decimal {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(decimals, -decimals))), nil)
	x := new(big.Rat).SetInt(scale)
	if decimals < 0 {
		x.Inv(x)
	}
	x.Mul(x, new(big.Rat).Abs(r))
	n := new(big.Int).Mul(x.Num(), big.NewInt(2)) // floor(x + 1/2)
	n.Add(n, x.Denom()).Quo(n, new(big.Int).Mul(x.Denom(), big.NewInt(2)))
	if r.Sign() < 0 {
		n.Neg(n)
	}
	return decimal.NewFromBigInt(n, int32(-decimals))
}

// rational is a value as an exact number, a percentage among them; ok is false if there is none.
func rational(v any) (*big.Rat, bool) {
	if r := present(v); r.IsValid() {
		if c, ok := r.Interface().(computed); ok {
			return c.rat(), true
		}
	}
	n, ok := quantity(v)
	if !ok {
		return nil, false
	}
	return n.Rat(), true
}

// isNothing reports whether a value states nothing: it is absent, or an empty text.
func isNothing(v any) bool {
	r := present(v)
	return !r.IsValid() || r.Kind() == reflect.String && r.Type() != computedType && r.Len() == 0 || r.Kind() == reflect.Slice && r.Len() == 0
}

var computedType = reflect.TypeFor[computed]()

// isPlain reports whether a number is a plain whole one: 2026, but not 2.026 and not 5,0.
func isPlain(v any) bool {
	r := present(v)
	switch {
	case !r.IsValid() || r.Type() == computedType:
		return false
	case r.Kind() == reflect.String:
		return strings.Trim(strings.TrimSpace(r.String()), "+-−–0123456789") == ""
	}
	return r.CanInt()
}

// numeral is a value as an exact number, or the error of one that is none.
func numeral(v any) (*big.Rat, error) {
	if n, ok := rational(v); ok {
		return n, nil
	}
	s, err := textOf(v)
	if err != nil {
		return nil, err
	}
	return nil, &Fault{Message: fault.T("“%s” không phải là số", "%q is not a number", excerpt(s)),
		Hint: fault.T("Ghi số như 2.351 hay 56,3, không kèm chữ.", "Write a number such as 2.351 or 56,3, without words.")}
}

// wholeNumber is a result as an int; ok is false where it is none.
func wholeNumber(v any) (n int, ok bool) {
	c, ok := v.(computed)
	if !ok {
		return 0, false
	}
	r := c.rat()
	whole := r.Num().Int64()
	return int(whole), r.IsInt() && r.Num().IsInt64() && int64(int(whole)) == whole
}

// An operation computes with two numbers.
type operation func(x, y *big.Rat) (*big.Rat, error)

func added(x, y *big.Rat) (*big.Rat, error)      { return new(big.Rat).Add(x, y), nil }
func subtracted(x, y *big.Rat) (*big.Rat, error) { return new(big.Rat).Sub(x, y), nil }
func multiplied(x, y *big.Rat) (*big.Rat, error) { return new(big.Rat).Mul(x, y), nil }

func divided(x, y *big.Rat) (*big.Rat, error) {
	if y.Sign() == 0 {
		return nil, &Fault{Message: fault.T("chia cho 0", "division by 0"),
			Hint: fault.T("Hỏi trước: {{if .x}}{{div .y .x}}{{end}}.", "Ask first: {{if .x}}{{div .y .x}}{{end}}.")}
	}
	return new(big.Rat).Quo(x, y), nil
}

// remainder is what is left of x behind whole times y; it has the sign of y, as in a spreadsheet.
func remainder(x, y *big.Rat) (*big.Rat, error) {
	q, err := divided(x, y)
	if err != nil {
		return nil, err
	}
	whole := new(big.Int).Div(q.Num(), q.Denom()) // the denominator is positive: towards minus infinity
	return new(big.Rat).Sub(x, new(big.Rat).Mul(y, new(big.Rat).SetInt(whole))), nil
}

// counting makes a function of an operation whose result stays a plain whole number where both
// numbers are such. Of what is absent nothing is computed.
func counting(of operation) func(a, b counted) (any, error) {
	return func(a, b counted) (any, error) {
		c, err := calculating(of)(a, b)
		if n, ok := c.(computed); ok && isPlain(a) && isPlain(b) {
			if r := n.rat(); r.IsInt() && r.Num().IsInt64() {
				whole := r.Num().Int64()
				if int64(int(whole)) != whole { // a machine of 32 bits prints it alike
					return whole, err
				}
				return int(whole), err
			}
		}
		return c, err
	}
}

func calculating(of operation) func(a, b counted) (any, error) {
	return func(a, b counted) (any, error) {
		if isNothing(a) || isNothing(b) {
			return nil, nil
		}
		x, err := numeral(a)
		if err != nil {
			return nil, err
		}
		y, err := numeral(b)
		if err != nil {
			return nil, err
		}
		r, err := of(x, y)
		if err != nil {
			return nil, err
		}
		return computedOf(r)
	}
}

// round takes the value alone, or how many decimals it keeps and the value.
func round(args ...counted) (any, error) {
	digits := 0
	switch {
	case len(args) == 2:
		n, ok := intOf(args[0])
		if !ok || n < -12 || n > 12 {
			return nil, wrong("round nhận số chữ số thập phân (-12 đến 12) rồi con số, ví dụ {{round 2 .x}}", "round takes a count of decimals (-12 to 12) and a number, such as {{round 2 .x}}")
		}
		digits = n
	case len(args) != 1:
		return nil, wrong("round nhận một con số, hoặc số chữ số thập phân và một con số", "round takes a number, or a count of decimals and a number")
	}
	v := args[len(args)-1]
	if isNothing(v) {
		return nil, nil
	}
	x, err := numeral(v)
	if err != nil {
		return nil, err
	}
	return computedOf(rounded(x, digits).Rat())
}

// countedResult is the type of what [counting] gives, before there is data.
func countedResult(of operation) typing {
	return func(args []merge.Argument) (merge.Result, error) {
		if err := calculable(of, args); err != nil {
			return merge.Result{}, err
		}
		known, plain := true, true
		for _, a := range args {
			known = known && a.Type != nil
			plain = plain && a.Type != nil && reflect.Zero(a.Type).CanInt()
		}
		switch {
		case plain:
			return merge.Result{Type: reflect.TypeFor[int]()}, nil
		case known && !hasText(args):
			return merge.Result{Type: computedType}, nil
		}
		return merge.Result{}, nil // a text may be a plain number
	}
}

func hasText(args []merge.Argument) bool {
	for _, a := range args {
		t := a.Type
		for t != nil && t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t != nil && (t.Kind() == reflect.String && t != computedType || reflect.Zero(t).CanInt()) {
			return true
		}
	}
	return false
}

// computedResult is that of [calculating].
func computedResult(of operation) typing {
	return func(args []merge.Argument) (merge.Result, error) {
		return merge.Result{Type: computedType}, calculable(of, args)
	}
}

func roundResult(args []merge.Argument) (merge.Result, error) {
	switch len(args) {
	case 1:
		return merge.Result{Type: computedType}, calculable(nil, args)
	case 2:
		if args[0].Literal != nil {
			if _, err := round(args[0].Literal, 1); err != nil {
				return merge.Result{}, err
			}
		}
		return merge.Result{Type: computedType}, calculable(nil, args[1:])
	}
	_, err := round()
	return merge.Result{}, err
}

// calculable is the error of numbers that a tag states itself.
func calculable(of operation, args []merge.Argument) error {
	one := big.NewRat(1, 1)
	numbers := []*big.Rat{one, one}
	for i, a := range args {
		if a.Literal == nil || a.Literal == "" {
			continue
		}
		n, err := numeral(a.Literal)
		if err != nil {
			return err
		}
		if i < 2 {
			numbers[i] = n
		}
	}
	if of == nil {
		return nil
	}
	_, err := of(numbers[0], numbers[1])
	return err
}
