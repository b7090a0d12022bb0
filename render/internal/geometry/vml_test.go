package geometry

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

// drawnVML is a path's commands in short.
func drawnVML(v VML) string {
	var b strings.Builder
	for _, p := range v.Define().Paths {
		for _, c := range p.Commands {
			fmt.Fprintf(&b, "%c", c.Op)
			for _, o := range c.Operands {
				fmt.Fprintf(&b, " %g", math.Round(o.Value))
			}
			b.WriteByte(' ')
		}
		b.WriteString("| ")
	}
	return strings.TrimSpace(b.String())
}

func TestVMLPaths(t *testing.T) {
	for _, tt := range []struct {
		name string
		v    VML
		want string
	}{
		{"rectangle as Word writes it", VML{Path: "m,l,21600r21600,l21600,xe"}, "M 0 0 L 0 21600 L 21600 21600 L 21600 0 Z |"},
		{"formulas and adjusts", VML{Path: "m@0@1l@2,,xe", Formulas: []string{"val #0", "sum 21600 0 #0", "prod #0 1 2"}, Adjusts: []float64{5400}}, "M 5400 16200 L 2700 0 Z |"},
		{"relative", VML{Path: "m10,10r5,0,0,5t-5,-5r1,1e"}, "M 10 10 L 15 10 L 15 15 M 10 10 L 11 11 |"},
		{"two parts, one without fill", VML{Path: "m0,0l9,9enfm1,1l2,2e"}, "M 0 0 L 9 9 | M 1 1 L 2 2 |"},
		{"origin", VML{Path: "m-5,-5l0,0e", X: -5, Y: -5}, "M 0 0 L 5 5 |"},
		{"quadrants", VML{Path: "m0,100qy100,0e"}, "M 0 100 C 0 45 45 0 100 0 |"},
		{"half a ring, counterclockwise angles", VML{Path: "al100,100,100,100,-11796480,-11796480e"}, "M 0 100 C 0 45 45 0 100 0 C 155 0 200 45 200 100 |"},
		{"clockwise in a box", VML{Path: "wr0,0,200,200,0,100,100,0e"}, "M 0 100 C 0 45 45 0 100 0 |"},
		{"counterclockwise in a box", VML{Path: "ar0,0,200,200,100,0,0,100e"}, "M 100 0 C 45 0 0 45 0 100 |"},
		{"nothing", VML{Path: "@@,,z$"}, ""},
	} {
		if got := drawnVML(tt.v); got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
	}
	d := (&VML{Path: "m0,0l1,1e", Width: 100, Height: 100, Text: "25,10,75,90"}).Define()
	if got := d.Evaluate(400, 200, nil).Text; got != (Rect{100, 20, 300, 180}) {
		t.Errorf("text %v", got)
	}
}

func FuzzVML(f *testing.F) {
	f.Add("m@0,l,21600nfe", "sum 1 @0 #0;prod 1 2 0", 3.0, 100.0, 50.0)
	f.Add("al0,0,9,9,1e300,1aeqx1,2,3,4", "ellipse 1 2 3", math.Inf(1), 0.0, -1.0)
	f.Add(strings.Repeat("al1,1,1,1,1,99999999", 3000), "", 0.0, 1.0, 1.0)
	f.Fuzz(func(t *testing.T, path, formulas string, adjust, w, h float64) {
		begin := time.Now()
		v := VML{Path: path, Formulas: strings.Split(formulas, ";"), Adjusts: []float64{bound(adjust)}, Width: bound(w), Height: bound(h), Text: path}
		for _, p := range v.Define().Evaluate(1e6, 1e6, nil).Paths {
			for _, s := range p.Segments {
				for _, q := range s.P {
					if math.IsNaN(q.X+q.Y) || math.IsInf(q.X+q.Y, 0) {
						t.Fatalf("%v", s)
					}
				}
			}
		}
		if d := time.Since(begin); d > 2*time.Second {
			t.Fatalf("%v", d)
		}
	})
}
