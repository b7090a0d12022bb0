package chart

import (
	"math"
	"strings"
)

// trend draws a trend line: least squares, or an average that moves along.
func (p *plot) trend(g *Group, s *Series, t Trend, first, second *axisView) {
	var xs, ys []float64
	for i, v := range s.Values {
		x := float64(i + 1)
		if g.Kind == Scatter || g.Kind == Bubble {
			x = s.xOf(i)
		}
		if !math.IsNaN(v) && !math.IsNaN(x) {
			xs, ys = append(xs, x), append(ys, v)
		}
	}
	if len(xs) < 2 {
		return
	}
	place := func(x, y float64) Place {
		f := 0.0
		if g.Kind == Scatter || g.Kind == Bubble {
			f = first.scale.within(x)
		} else {
			f = min(max(first.scale.step(x-1), 0), 1)
		}
		return p.at(first, f, second.scale.within(y))
	}
	var through []Place
	if t.Kind == "movingAvg" {
		for i, sum := range windowSums(ys, t.Period) {
			through = append(through, place(xs[i+t.Period-1], sum/float64(t.Period)))
		}
		p.d.s.line(t.Line, through...)
		return
	}
	f, equation := fitted(t, xs, ys)
	if f == nil {
		return
	}
	lo, hi, _ := bounds(xs)
	lo, hi = lo-t.Backward, hi+t.Forward
	steps := 1
	if t.Kind != "linear" {
		steps = 50
	}
	for i := range steps + 1 {
		x := lo + float64((hi-lo)*float64(i)/float64(steps))
		if y := f(x); !math.IsNaN(y) && !math.IsInf(y, 0) {
			through = append(through, place(x, y))
		}
	}
	p.d.s.line(t.Line, through...)
	var text []string
	if t.Equation {
		text = append(text, equation(p.d.numbers))
	}
	if t.Square {
		text = append(text, "R² = "+p.d.numbers.text(square(f, xs, ys), "0.0###"))
	}
	if len(text) > 0 && len(through) > 0 {
		b := p.d.block(strings.Join(text, "\n"), t.Font, p.d.spacing.leading)
		end := through[len(through)-1]
		p.d.paint(b, min(end.X-b.w/2, p.box.right()-b.w), max(end.Y-b.h-4, p.box.y))
	}
}

// windowSums are the sums of each n values that follow each other. Every window is the end of one
// block of n values and the begin of the next, so that nothing is added twice or taken away again.
func windowSums(v []float64, n int) []float64 {
	if n < 1 || n > len(v) {
		return nil
	}
	begin, end := make([]float64, len(v)), make([]float64, len(v)) // from the block's begin, to its end
	for i := range v {
		if begin[i] = v[i]; i%n > 0 {
			begin[i] += begin[i-1]
		}
	}
	for i := len(v) - 1; i >= 0; i-- {
		if end[i] = v[i]; i%n < n-1 && i+1 < len(v) {
			end[i] += end[i+1]
		}
	}
	out := make([]float64, len(v)-n+1)
	for i := range out {
		if out[i] = begin[i+n-1]; i%n > 0 {
			out[i] += end[i]
		}
	}
	return out
}

// square is how much of the spread a line explains.
func square(f func(float64) float64, xs, ys []float64) float64 {
	mean := 0.0
	for _, y := range ys {
		mean += y / float64(len(ys))
	}
	rest, all := 0.0, 0.0
	for i, y := range ys {
		e := y - f(xs[i])
		rest += float64(e * e)
		all += float64((y - mean) * (y - mean))
	}
	if all == 0 {
		return 1
	}
	return 1 - rest/all
}

// fitted is the curve of a kind nearest to points, and how it is written; nil if there is none.
func fitted(t Trend, xs, ys []float64) (func(float64) float64, func(numbers) string) {
	const format = "0.####"
	logs := func(in []float64) []float64 {
		out := make([]float64, len(in))
		for i, v := range in {
			if v <= 0 {
				return nil
			}
			out[i] = math.Log(v)
		}
		return out
	}
	switch t.Kind {
	case "linear", "poly":
		order := 1
		if t.Kind == "poly" {
			order = t.Order
		}
		c := polynomial(xs, ys, order, t.Intercept)
		if c == nil {
			return nil, nil
		}
		return func(x float64) float64 { return horner(c, x) }, func(n numbers) string { return polynomialText(n, c) }
	case "exp":
		if l := logs(ys); l != nil {
			if c := polynomial(xs, l, 1, nil); c != nil {
				return func(x float64) float64 { return math.Exp(c[0] + float64(c[1]*x)) }, func(n numbers) string {
					return "y = " + n.text(math.Exp(c[0]), format) + "e^(" + n.text(c[1], format) + "x)"
				}
			}
		}
	case "log":
		if l := logs(xs); l != nil {
			if c := polynomial(l, ys, 1, nil); c != nil {
				return func(x float64) float64 { return c[0] + float64(c[1]*math.Log(x)) }, func(n numbers) string {
					return "y = " + n.text(c[1], format) + "ln(x) + " + n.text(c[0], format)
				}
			}
		}
	case "power":
		lx, ly := logs(xs), logs(ys)
		if lx != nil && ly != nil {
			if c := polynomial(lx, ly, 1, nil); c != nil {
				return func(x float64) float64 { return math.Exp(c[0]) * math.Pow(x, c[1]) }, func(n numbers) string {
					return "y = " + n.text(math.Exp(c[0]), format) + "x^" + n.text(c[1], format)
				}
			}
		}
	}
	return nil, nil
}

func horner(c []float64, x float64) float64 {
	y := 0.0
	for i := len(c) - 1; i >= 0; i-- {
		y = float64(y*x) + c[i]
	}
	return y
}

func polynomialText(n numbers, c []float64) string {
	var b strings.Builder
	b.WriteString("y =")
	for i := len(c) - 1; i >= 0; i-- {
		v := c[i]
		sign := " + "
		if v < 0 {
			sign, v = " - ", -v
		}
		if i == len(c)-1 {
			if sign == " + " {
				sign = " "
			} else {
				sign = " -"
			}
		}
		b.WriteString(sign + n.text(v, "0.####"))
		switch i {
		case 0:
		case 1:
			b.WriteString("x")
		default:
			b.WriteString("x" + []string{"²", "³", "⁴", "⁵", "⁶"}[i-2])
		}
	}
	return b.String()
}

// polynomial is the coefficients of the polynomial of an order nearest to points, by the normal
// equations; nil if the points do not tell.
func polynomial(xs, ys []float64, order int, intercept *float64) []float64 {
	order = min(order, len(xs)-1)
	n := order + 1
	m := make([][]float64, n)
	for r := range m {
		m[r] = make([]float64, n+1)
	}
	for i, x := range xs {
		powers := make([]float64, n)
		powers[0] = 1
		for k := 1; k < n; k++ {
			powers[k] = powers[k-1] * x
		}
		for r := range n {
			for c := range n {
				m[r][c] += float64(powers[r] * powers[c])
			}
			m[r][n] += float64(powers[r] * ys[i])
		}
	}
	if intercept != nil {
		m[0] = make([]float64, n+1)
		m[0][0], m[0][n] = 1, *intercept
	}
	for col := range n {
		best := col
		for r := col + 1; r < n; r++ {
			if math.Abs(m[r][col]) > math.Abs(m[best][col]) {
				best = r
			}
		}
		m[col], m[best] = m[best], m[col]
		if m[col][col] == 0 || math.IsNaN(m[col][col]) {
			return nil
		}
		for r := range n {
			if r != col {
				by := m[r][col] / m[col][col]
				for k := col; k <= n; k++ {
					m[r][k] -= float64(by * m[col][k])
				}
			}
		}
	}
	out := make([]float64, n)
	for i := range out {
		if out[i] = m[i][n] / m[i][i]; math.IsNaN(out[i]) || math.IsInf(out[i], 0) {
			return nil
		}
	}
	return out
}
