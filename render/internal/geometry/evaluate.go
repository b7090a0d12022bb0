package geometry

import "math"

// turn is a whole turn in the standard's unit of angles, 1/60000 degree.
const turn = 21600000

// Evaluate works a shape out w wide and h high, with values for its adjusts; those that are
// not named keep their own.
func (d *Definition) Evaluate(w, h float64, adjusts map[string]float64) Outline {
	e := evaluator{w: w, h: h, values: make(map[string]float64, len(d.Adjusts)+len(d.Guides))}
	for _, g := range d.Adjusts {
		if v, ok := adjusts[g.Name]; ok {
			e.values[g.Name] = v
		} else {
			e.values[g.Name] = e.formula(g)
		}
	}
	for _, g := range d.Guides {
		e.values[g.Name] = e.formula(g)
	}
	out := Outline{Text: Rect{0, 0, w, h}}
	if d.Text != [4]Operand{} {
		t := d.Text
		out.Text = Rect{e.value(t[0]), e.value(t[1]), e.value(t[2]), e.value(t[3])}
	}
	for i := range d.Paths {
		p := &d.Paths[i]
		t := tracer{e: &e, sx: 1, sy: 1, room: &e.drawn}
		if p.W > 0 {
			t.sx = w / p.W
		}
		if p.H > 0 {
			t.sy = h / p.H
		}
		for _, c := range p.Commands {
			t.step(c)
		}
		out.Paths = append(out.Paths, Contours{Segments: t.out, Fill: p.Fill, Stroke: !p.NoStroke})
	}
	return out
}

type evaluator struct {
	w, h   float64
	values map[string]float64
	drawn  int
}

// bound keeps a length one that can be drawn, whatever a file's formulas give.
func bound(v float64) float64 { return within(v, 1e13) }

// finite keeps what a formula gives a number: presets multiply four lengths.
func finite(v float64) float64 { return within(v, 1e60) }

func within(v, most float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return max(-most, min(v, most))
}

func (e *evaluator) value(o Operand) float64 {
	if o.Name == "" {
		return o.Value
	}
	if v, ok := e.values[o.Name]; ok {
		return v
	}
	v, _ := e.builtin(o.Name)
	return v
}

// builtin is one of the names that every shape knows (20.1.9.11).
func (e *evaluator) builtin(name string) (float64, bool) {
	short, long := min(e.w, e.h), max(e.w, e.h)
	switch name {
	case "l", "t":
		return 0, true
	case "r", "w":
		return e.w, true
	case "b", "h":
		return e.h, true
	case "hc":
		return e.w / 2, true
	case "vc":
		return e.h / 2, true
	case "ss":
		return short, true
	case "ls":
		return long, true
	case "cd2":
		return turn / 2, true
	case "cd4":
		return turn / 4, true
	case "cd8":
		return turn / 8, true
	case "3cd4":
		return turn * 3 / 4, true
	case "3cd8":
		return turn * 3 / 8, true
	case "5cd8":
		return turn * 5 / 8, true
	case "7cd8":
		return turn * 7 / 8, true
	}
	for _, part := range [...]struct {
		prefix string
		of     float64
	}{{"wd", e.w}, {"hd", e.h}, {"ssd", short}} {
		if n, ok := divisor(name, part.prefix); ok {
			return part.of / float64(n), true
		}
	}
	return 0, false
}

// divisor reads the number behind a prefix: 4 of "wd4".
func divisor(name, prefix string) (n int, ok bool) {
	if len(name) <= len(prefix) || len(name) > len(prefix)+2 || name[:len(prefix)] != prefix {
		return 0, false
	}
	for _, c := range name[len(prefix):] {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, n > 0
}

// formula works out a guide. What would divide by zero is zero.
func (e *evaluator) formula(g Guide) float64 {
	x, y, z := e.value(g.Operands[0]), e.value(g.Operands[1]), e.value(g.Operands[2])
	ratio := func(a, b float64) float64 {
		if b == 0 {
			return 0
		}
		return a / b
	}
	var v float64
	switch g.Operator {
	case "val":
		v = x
	case "*/":
		v = ratio(float64(x*y), z)
	case "+-":
		v = x + y - z
	case "+/":
		v = ratio(x+y, z)
	case "?:":
		if v = z; x > 0 {
			v = y
		}
	case "abs":
		v = math.Abs(x)
	case "at2":
		v = degrees(math.Atan2(y, x))
	case "cat2":
		v = x * math.Cos(math.Atan2(z, y))
	case "sat2":
		v = x * math.Sin(math.Atan2(z, y))
	case "cos":
		v = x * math.Cos(radians(y))
	case "sin":
		v = x * math.Sin(radians(y))
	case "tan":
		v = x * math.Tan(radians(y))
	case "max":
		v = max(x, y)
	case "min":
		v = min(x, y)
	case "mod":
		v = math.Sqrt(float64(x*x) + float64(y*y) + float64(z*z))
	case "pin":
		switch v = y; {
		case y < x:
			v = x
		case y > z:
			v = z
		}
	case "sqrt":
		v = math.Sqrt(max(x, 0))
	}
	return finite(v)
}

func radians(angle float64) float64 { return angle * math.Pi / (turn / 2) }
func degrees(angle float64) float64 { return angle * (turn / 2) / math.Pi }

// A tracer follows the commands of a path.
type tracer struct {
	e           *evaluator
	sx, sy      float64
	out         []Segment
	room        *int
	at, started Point
}

func (t *tracer) add(s Segment) {
	if *t.room++; *t.room <= MaxSegments {
		t.out = append(t.out, s)
	}
}

// point is the place of two operands, in the units of the outline.
func (t *tracer) point(o []Operand) Point {
	return Point{bound(t.e.value(o[0]) * t.sx), bound(t.e.value(o[1]) * t.sy)}
}

func (t *tracer) step(c Command) {
	o := c.Operands
	switch {
	case c.Op == 'M' && len(o) >= 2:
		t.at = t.point(o)
		t.started = t.at
		t.add(Segment{'M', [3]Point{2: t.at}})
	case c.Op == 'L' && len(o) >= 2:
		t.line(t.point(o))
	case c.Op == 'Q' && len(o) >= 4:
		a, to := t.point(o), t.point(o[2:])
		mix := func(p Point) Point { return Point{p.X + (a.X-p.X)*2/3, p.Y + (a.Y-p.Y)*2/3} }
		t.curve(mix(t.at), mix(to), to)
	case c.Op == 'C' && len(o) >= 6:
		t.curve(t.point(o), t.point(o[2:]), t.point(o[4:]))
	case c.Op == 'A' && len(o) >= 4:
		t.arc(bound(t.e.value(o[0])*t.sx), bound(t.e.value(o[1])*t.sy), t.e.value(o[2]), t.e.value(o[3]))
	case c.Op == 'Z':
		t.at = t.started
		t.add(Segment{Op: 'Z'})
	}
}

func (t *tracer) line(to Point) {
	t.at = to
	t.add(Segment{'L', [3]Point{2: to}})
}

func (t *tracer) curve(a, b, to Point) {
	t.at = to
	t.add(Segment{'C', [3]Point{a, b, to}})
}

// arc draws a piece of an ellipse on whose rim, at the angle start, the path stands (20.1.9.4).
// Angles are those of rays from its centre, clockwise from the right.
func (t *tracer) arc(rx, ry, start, swing float64) {
	swing = max(-turn, min(swing, turn))
	if rx == 0 && ry == 0 || swing == 0 {
		return
	}
	from := ray(rx, ry, start)
	to := ray(rx, ry, start+swing)
	// The same way around as the rays go, and as often.
	if math.Abs(swing) >= turn {
		to = from + math.Copysign(2*math.Pi, swing)
	} else if swing > 0 && to < from {
		to += 2 * math.Pi
	} else if swing < 0 && to > from {
		to -= 2 * math.Pi
	}
	cos, sin := math.Cos(from), math.Sin(from)
	centre := Point{t.at.X - float64(rx*cos), t.at.Y - float64(ry*sin)}
	t.sweep(centre, rx, ry, from, to)
}

// ray is the parameter of the ellipse where a ray of an angle meets it, in a turn.
func ray(rx, ry, angle float64) float64 {
	if rx == 0 || ry == 0 { // flat: every angle of the ellipse is on its line
		return radians(math.Mod(angle, turn))
	}
	sin, cos := math.Sincos(radians(math.Mod(angle, turn)))
	return math.Atan2(float64(rx*sin), float64(ry*cos))
}

// sweep draws an ellipse's rim from one parameter to another.
func (t *tracer) sweep(c Point, rx, ry, from, to float64) {
	for _, s := range Arc(c, rx, ry, from, to) {
		t.curve(s.P[0], s.P[1], s.P[2])
	}
}

// Arc is the rim of an ellipse around c from one parameter to another, in radians clockwise on a
// page, without what leads to its beginning: curves of a quarter at most, each within 0.03
// percent; of more than four turns, 16 curves.
func Arc(c Point, rx, ry, from, to float64) []Segment {
	n := max(1, int(math.Ceil(min(math.Abs(to-from)/(math.Pi/2), 16)-1e-9)))
	step := (to - from) / float64(n)
	k := 4.0 / 3 * math.Tan(step/4)
	out := make([]Segment, n)
	for i := range out {
		a := from + float64(step*float64(i))
		b := a + step
		sa, ca := math.Sincos(a)
		sb, cb := math.Sincos(b)
		p := func(x, y float64) Point { return Point{c.X + float64(rx*x), c.Y + float64(ry*y)} }
		out[i] = Segment{'C', [3]Point{p(ca-float64(k*sa), sa+float64(k*ca)), p(cb+float64(k*sb), sb-float64(k*cb)), p(cb, sb)}}
	}
	return out
}

// Between is where an arc of an ellipse around c begins and how far it goes, for [Arc]: from the
// ray through a to that through b. An ellipse without width or height has none.
func Between(c Point, rx, ry float64, a, b Point, clockwise bool) (from, swing float64) {
	if rx == 0 || ry == 0 {
		return 0, 0
	}
	from = math.Atan2((a.Y-c.Y)/ry, (a.X-c.X)/rx)
	swing = math.Atan2((b.Y-c.Y)/ry, (b.X-c.X)/rx) - from
	if clockwise && swing <= 0 {
		swing += 2 * math.Pi
	}
	if !clockwise && swing >= 0 {
		swing -= 2 * math.Pi
	}
	return from, swing
}
