package geometry

import (
	"math"
	"strings"
	"testing"
)

// names are all shapes and warps of the file.
func names() (list []string) {
	for line := range strings.SplitSeq(strings.TrimSpace(presets()), "\n") {
		name, _, _ := strings.Cut(line, "|")
		list = append(list, name)
	}
	return list
}

func TestPresetsAreAllOfTheStandard(t *testing.T) {
	shapes, warps := 0, 0
	for _, name := range names() {
		if strings.HasPrefix(name, "text") {
			warps++
		} else {
			shapes++
		}
		for _, size := range [][2]float64{{1000, 1000}, {5_000_000, 100_000}, {1, 4_000_000}, {0, 0}} {
			out := Preset(name).Evaluate(size[0], size[1], nil)
			if len(out.Paths) == 0 {
				t.Errorf("%s has no path", name)
			}
			for _, p := range out.Paths {
				for _, s := range p.Segments {
					for _, q := range s.P {
						if math.IsNaN(q.X+q.Y) || math.Abs(q.X) > 20*(size[0]+size[1]+1) || math.Abs(q.Y) > 20*(size[0]+size[1]+1) {
							t.Fatalf("%s %v: %v", name, size, s)
						}
					}
				}
			}
		}
	}
	if shapes != 187 || warps != 40 { // the annex: 187 and 40 entries
		t.Errorf("%d shapes and %d warps", shapes, warps)
	}
	if Preset("") != nil || Preset("no such shape") != nil {
		t.Error("a shape that does not exist")
	}
}

// Every guide that a preset names exists: a letter that was lost would count as zero.
func TestPresetsNameWhatIsThere(t *testing.T) {
	for _, name := range names() {
		d := Preset(name)
		e := evaluator{w: 7, h: 5, values: map[string]float64{}}
		check := func(o Operand) {
			if _, ok := e.values[o.Name]; !ok && o.Name != "" {
				if _, ok := e.builtin(o.Name); !ok {
					t.Errorf("%s: no guide %q", name, o.Name)
				}
			}
		}
		for _, g := range append(append([]Guide{}, d.Adjusts...), d.Guides...) {
			for _, o := range g.Operands {
				check(o)
			}
			e.values[g.Name] = 1
		}
		for _, p := range d.Paths {
			for _, c := range p.Commands {
				for _, o := range c.Operands {
					check(o)
				}
			}
		}
		if d.Text != [4]Operand{} {
			for _, o := range d.Text {
				check(o)
			}
		}
	}
}

func TestShapesByHand(t *testing.T) {
	arrow := Preset("rightArrow").Evaluate(400, 200, nil)
	// Half the height is the shaft; the head is as long as half the shorter side.
	want := []Point{{0, 50}, {300, 50}, {300, 0}, {400, 100}, {300, 200}, {300, 150}, {0, 150}}
	for i, p := range want {
		if got := arrow.Paths[0].Segments[i].P[2]; got != p {
			t.Errorf("point %d is %v, not %v", i, got, p)
		}
	}
	if arrow.Text != (Rect{0, 50, 350, 150}) {
		t.Errorf("text %v", arrow.Text)
	}
	arrow = Preset("rightArrow").Evaluate(400, 200, map[string]float64{"adj1": 100000, "adj2": 100000})
	if p := arrow.Paths[0].Segments[1].P[2]; p != (Point{200, 0}) {
		t.Errorf("with adjusts the shaft ends at %v", p)
	}
	ellipse := Preset("ellipse").Evaluate(200, 100, nil)
	if s := ellipse.Paths[0].Segments; len(s) != 6 || math.Abs(s[1].P[2].X-100) > 1e-9 || math.Abs(s[1].P[2].Y) > 1e-9 {
		t.Errorf("ellipse %v", s)
	}
	// The text of an ellipse stands in the rectangle inside, 0.146 of its sides.
	if in := ellipse.Text; math.Abs(in.Left-29.289) > 0.01 || math.Abs(in.Bottom-85.355) > 0.01 {
		t.Errorf("text %v", in)
	}
}

func FuzzEvaluate(f *testing.F) {
	f.Add("*/", "w", "h", "0", "M 0 0 A w h 1 g C 1 2 3 4 5 6 Z", 100.0, 3.0)
	f.Add("sqrt", "-1", "x", "1e308", "A 1 2 3 4 L g g", 1e12, -5.0)
	f.Add("at2", "g", "g", "g", "Q g g 1 1 Z Z", 0.0, 0.0)
	f.Fuzz(func(t *testing.T, op, a, b, c, commands string, w, h float64) {
		d := &Definition{Guides: []Guide{NewGuide("g", []string{op, a, b, c}), NewGuide("x", []string{op, "g", "g", a})}}
		p := Path{W: bound(w), H: bound(h)}
		for _, f := range strings.Fields(commands) {
			if n, ok := commandOperands[f]; ok {
				p.Commands = append(p.Commands, Command{Op: f[0], Operands: make([]Operand, 0, n)})
			} else if n := len(p.Commands); n > 0 {
				p.Commands[n-1].Operands = append(p.Commands[n-1].Operands, ParseOperand(f))
			}
		}
		d.Paths = []Path{p}
		for _, part := range d.Evaluate(bound(w), bound(h), nil).Paths {
			for _, s := range part.Segments {
				for _, q := range s.P {
					if math.IsNaN(q.X+q.Y) || math.IsInf(q.X+q.Y, 0) {
						t.Fatalf("%v", s)
					}
				}
			}
		}
	})
}

// The circular arrows multiply four lengths: no bound on what formulas give may come between.
func TestFormulasAreNotCutShort(t *testing.T) {
	small, large := Preset("circularArrow").Evaluate(100, 100, nil), Preset("circularArrow").Evaluate(1e7, 1e7, nil)
	for i, s := range small.Paths[0].Segments {
		for k, p := range s.P {
			if q := large.Paths[0].Segments[i].P[k]; math.Abs(q.X/1e5-p.X) > 1e-6 || math.Abs(q.Y/1e5-p.Y) > 1e-6 {
				t.Fatalf("segment %d: %v is not %v a hundred thousand times larger", i, q, p)
			}
		}
	}
}
