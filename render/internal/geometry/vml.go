package geometry

import (
	"math"
	"strconv"
	"strings"
)

// A VML is a shape as VML has it (ECMA-376 Part 4, 19.1.2.19 and 19.1.2.20).
type VML struct {
	Path           string
	Formulas       []string
	Adjusts        []float64
	Width, Height  float64 // coordsize
	X, Y           float64 // coordorigin
	Text           string  // textboxrect
	Filled, Drawn  bool    // hasfill, hasstroke in formulas
	OuterW, OuterH float64 // of the shape on the page, in EMU
}

// Bounds of what a file may ask for.
const (
	maxVMLFormulas = 1024
	fd             = 65536 // VML counts angles in parts of a degree, counterclockwise
)

// Define works out the formulas, which never depend on how large the shape is printed, and gives
// the shape in the units of its coordinates. What is no path draws nothing.
func (v *VML) Define() *Definition {
	if v.Width <= 0 {
		v.Width = 1000 // VML's own default
	}
	if v.Height <= 0 {
		v.Height = 1000
	}
	values := v.formulas()
	b := vmlPath{v: v, values: values}
	b.read(v.Path)
	b.end()
	d := &Definition{Paths: b.paths}
	if rect, _, _ := strings.Cut(v.Text, ";"); rect != "" {
		b.params = b.params[:0]
		b.operands(rect)
		if p := b.params; len(p) == 4 && p[0] < p[2] && p[1] < p[3] {
			d.Guides = []Guide{
				NewGuide("tl", []string{"*/", "w", format(p[0] - v.X), format(v.Width)}), NewGuide("tt", []string{"*/", "h", format(p[1] - v.Y), format(v.Height)}),
				NewGuide("tr", []string{"*/", "w", format(p[2] - v.X), format(v.Width)}), NewGuide("tb", []string{"*/", "h", format(p[3] - v.Y), format(v.Height)}),
			}
			d.Text = [4]Operand{{Name: "tl"}, {Name: "tt"}, {Name: "tr"}, {Name: "tb"}}
		}
	}
	return d
}

func format(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// formulas works out what "@0" and its kin stand for.
func (v *VML) formulas() []float64 {
	var out []float64
	value := func(s string) float64 {
		switch {
		case s == "":
			return 0
		case s[0] == '@':
			return pick(out, s[1:])
		case s[0] == '#':
			return pick(v.Adjusts, s[1:])
		}
		return v.named(s)
	}
	for _, f := range v.Formulas[:min(len(v.Formulas), maxVMLFormulas)] {
		words := strings.Fields(f)
		var a [4]string
		copy(a[:], words)
		out = append(out, finite(vmlFormula(a[0], value(a[1]), value(a[2]), value(a[3]))))
	}
	return out
}

func pick(list []float64, index string) float64 {
	if i, err := strconv.Atoi(index); err == nil && i >= 0 && i < len(list) {
		return list[i]
	}
	return 0
}

func (v *VML) named(s string) float64 {
	const pixel = 9525
	yes := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	switch s {
	case "width", "xlimo":
		return v.Width
	case "height", "ylimo":
		return v.Height
	case "xcenter":
		return v.X + v.Width/2
	case "ycenter":
		return v.Y + v.Height/2
	case "pixelwidth":
		return v.OuterW / pixel
	case "pixelheight":
		return v.OuterH / pixel
	case "emuwidth":
		return v.OuterW
	case "emuheight":
		return v.OuterH
	case "emuwidth2":
		return v.OuterW / 2
	case "emuheight2":
		return v.OuterH / 2
	case "pixellinewidth", "lineDrawn":
		return 1
	case "hasstroke":
		return yes(v.Drawn)
	case "hasfill":
		return yes(v.Filled)
	}
	return ParseOperand("0"+strings.TrimLeft(s, "+-")).Value * sign(s)
}

func sign(s string) float64 {
	if strings.HasPrefix(s, "-") {
		return -1
	}
	return 1
}

func vmlFormula(op string, a, b, c float64) float64 {
	angle := func(v float64) float64 { return v / fd * math.Pi / 180 }
	switch op {
	case "val":
		return a
	case "sum":
		return a + b - c
	case "prod", "product":
		if c == 0 {
			return 0
		}
		return float64(a*b) / c
	case "mid":
		return (a + b) / 2
	case "abs":
		return math.Abs(a)
	case "min":
		return min(a, b)
	case "max":
		return max(a, b)
	case "if":
		if a > 0 {
			return b
		}
		return c
	case "mod":
		return math.Sqrt(float64(a*a) + float64(b*b) + float64(c*c))
	case "atan2":
		return math.Atan2(b, a) * 180 / math.Pi * fd
	case "sin":
		return a * math.Sin(angle(b))
	case "cos":
		return a * math.Cos(angle(b))
	case "tan":
		return a * math.Tan(angle(b))
	case "cosatan2":
		return a * math.Cos(math.Atan2(c, b))
	case "sinatan2":
		return a * math.Sin(math.Atan2(c, b))
	case "sqrt":
		return math.Sqrt(max(a, 0))
	case "sumangle":
		return a + float64(b*fd) - float64(c*fd)
	case "ellipse":
		if b == 0 {
			return 0
		}
		return c * math.Sqrt(max(1-float64(a/b)*float64(a/b), 0))
	}
	return 0
}

// A vmlPath reads the path language of VML (19.1.2.19, attribute path).
type vmlPath struct {
	v      *VML
	values []float64
	paths  []Path
	cur    Path
	params []float64
	at     Point
	start  Point
	drawn  int
}

func (b *vmlPath) read(s string) {
	for i := 0; i < len(s); {
		if !letter(s[i]) {
			i++
			continue
		}
		op := s[i : i+1]
		i++
		if i < len(s) && letter(s[i]) { // of two letters, unless these are two commands
			if two := s[i-1 : i+1]; strings.Contains(" nf ns ae al at ar wa wr qx qy qb ha hb hc hd he hf hg hh hi ", " "+two+" ") {
				op = two
				i++
			}
		}
		from := i
		for i < len(s) && !letter(s[i]) {
			i++
		}
		b.params = b.params[:0]
		b.operands(s[from:i])
		b.command(op)
	}
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' }

// operands reads numbers and values; where a comma has none before or after it stands zero.
func (b *vmlPath) operands(s string) {
	open := true // a comma would leave a zero
	comma := false
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ',':
			if open {
				b.params = append(b.params, 0)
			}
			open, comma = true, true
			i++
		case c == '@' || c == '#':
			end := i + 1
			for end < len(s) && s[end] >= '0' && s[end] <= '9' {
				end++
			}
			list := b.values
			if c == '#' {
				list = b.v.Adjusts
			}
			b.params = append(b.params, bound(pick(list, s[i+1:end])))
			open, comma = false, false
			i = end
		case c == '-' || c == '.' || c >= '0' && c <= '9':
			end := i + 1
			for end < len(s) && (s[end] == '.' || s[end] >= '0' && s[end] <= '9') {
				end++
			}
			v, _ := strconv.ParseFloat(s[i:end], 64)
			b.params = append(b.params, bound(v))
			open, comma = false, false
			i = end
		default:
			i++
		}
	}
	if comma {
		b.params = append(b.params, 0)
	}
}

// add adds a command that ends at a place, in the shape's coordinates.
func (b *vmlPath) add(op byte, p ...Point) {
	if b.drawn++; b.drawn > MaxSegments {
		return
	}
	c := Command{Op: op}
	for _, q := range p {
		c.Operands = append(c.Operands, Number(bound(q.X-b.v.X)), Number(bound(q.Y-b.v.Y)))
		b.at = q
	}
	b.cur.Commands = append(b.cur.Commands, c)
}

func (b *vmlPath) end() {
	if len(b.cur.Commands) > 0 {
		b.cur.W, b.cur.H = b.v.Width, b.v.Height
		b.paths = append(b.paths, b.cur)
	}
	b.cur = Path{}
}

func (b *vmlPath) command(op string) {
	p := b.params
	switch op {
	case "m", "t":
		to := Point{}
		if len(p) >= 2 {
			to = Point{p[0], p[1]}
		}
		if op == "t" {
			to = Point{b.at.X + to.X, b.at.Y + to.Y}
		}
		b.start = to
		b.add('M', to)
	case "l", "r":
		for ; len(p) >= 2; p = p[2:] {
			to := Point{p[0], p[1]}
			if op == "r" {
				to = Point{b.at.X + to.X, b.at.Y + to.Y}
			}
			b.add('L', to)
		}
	case "c", "v":
		for ; len(p) >= 6; p = p[6:] {
			q := [3]Point{{p[0], p[1]}, {p[2], p[3]}, {p[4], p[5]}}
			if op == "v" {
				for i := range q {
					q[i] = Point{b.at.X + q[i].X, b.at.Y + q[i].Y}
				}
			}
			b.add('C', q[0], q[1], q[2])
		}
	case "qb":
		for ; len(p) >= 4; p = p[2:] { // all but the last are control points, with an end between two
			to := Point{p[2], p[3]}
			if len(p) >= 6 {
				to = Point{(p[0] + p[2]) / 2, (p[1] + p[3]) / 2}
			}
			b.add('Q', Point{p[0], p[1]}, to)
		}
	case "qx", "qy":
		for flat := op == "qx"; len(p) >= 2; p, flat = p[2:], !flat {
			b.quadrant(Point{p[0], p[1]}, flat)
		}
	case "ae", "al":
		for ; len(p) >= 6; p = p[6:] {
			start, swing := -p[4]/fd*math.Pi/180, -p[5]/fd*math.Pi/180
			b.arc(Point{p[0], p[1]}, p[2], p[3], start, swing, op == "al")
		}
	case "at", "ar", "wa", "wr":
		for ; len(p) >= 8; p = p[8:] {
			b.boxed(p, op[0] == 'w', op[1] == 'r')
		}
	case "x":
		b.add('Z')
		b.at = b.start
	case "e":
		b.end()
	case "nf":
		b.cur.Fill = FillNone
	case "ns":
		b.cur.NoStroke = true
	}
}

// quadrant draws a quarter of an ellipse that begins horizontally (flat) or vertically.
func (b *vmlPath) quadrant(to Point, flat bool) {
	const k = 0.5522847498
	a := b.at
	c1, c2 := Point{a.X, a.Y + (to.Y-a.Y)*k}, Point{to.X + (a.X-to.X)*k, to.Y}
	if flat {
		c1, c2 = Point{a.X + (to.X-a.X)*k, a.Y}, Point{to.X, to.Y + (a.Y-to.Y)*k}
	}
	b.add('C', c1, c2, to)
}

// boxed draws an arc of the ellipse in a box, from the ray through one point to that through
// another.
func (b *vmlPath) boxed(p []float64, clockwise, move bool) {
	c := Point{(p[0] + p[2]) / 2, (p[1] + p[3]) / 2}
	rx, ry := (p[2]-p[0])/2, (p[3]-p[1])/2
	if rx == 0 || ry == 0 {
		return
	}
	start, swing := Between(c, rx, ry, Point{p[4], p[5]}, Point{p[6], p[7]}, clockwise)
	b.arc(c, rx, ry, start, swing, move)
}

// arc draws an arc around c, clockwise from start, after a line to its first point or a move
// there.
func (b *vmlPath) arc(c Point, rx, ry, start, swing float64, move bool) {
	if rx, ry, start, swing = bound(rx), bound(ry), math.Mod(start, 2*math.Pi), max(-2*math.Pi, min(swing, 2*math.Pi)); math.IsNaN(start + swing) {
		return
	}
	sin, cos := math.Sincos(start)
	from := Point{c.X + float64(rx*cos), c.Y + float64(ry*sin)}
	switch {
	case move || len(b.cur.Commands) == 0:
		b.start = from
		b.add('M', from)
	default:
		b.add('L', from)
	}
	t := tracer{room: &b.drawn}
	t.sweep(c, rx, ry, start, start+swing)
	for _, s := range t.out {
		b.add('C', s.P[0], s.P[1], s.P[2])
	}
}
