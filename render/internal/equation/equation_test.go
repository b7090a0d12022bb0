package equation_test

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/bienban/bienban/fonts"
	"github.com/bienban/bienban/render/internal/equation"
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/wml"
)

var props = &wml.RunProps{ASCII: "Cambria Math", HAnsi: "Cambria Math", Size: 26, Scale: 100}

type built struct{ face *font.Face }

func (b built) Mathematics() *font.Face { return b.face }
func (b built) Text(*wml.RunProps, rune) (*font.Face, bool, bool) {
	return b.face, false, false
}

func faces(t testing.TB) built {
	t.Helper()
	f, err := font.Load(fonts.FS, nil)
	if err != nil {
		t.Fatal(err)
	}
	face := f.Match("Cambria Math", font.Serif, false, false).Face
	if face.Mathematics() == nil {
		t.Fatal("no table MATH")
	}
	return built{face}
}

func text(s string) wml.MathRow { return wml.MathRow{&wml.MathText{Text: s, Props: props}} }

// placed lists what an equation consists of: text or rule, how far right and up in points.
type placed struct{ lines []string }

func (p *placed) Text(x, up wml.EMU, g *equation.Glyphs) {
	p.lines = append(p.lines, fmt.Sprintf("%s %.2f %.2f %.1f", g.Text, pt(x), pt(up), pt(g.Size)))
}

func (p *placed) Stroke(s equation.Stroke) {
	p.lines = append(p.lines, fmt.Sprintf("rule %.2f %.2f %.2f", pt(s.X1), pt(s.Up1), pt(s.X2-s.X1)))
}

func pt(e wml.EMU) float64 { return float64(e) / float64(wml.PerPoint) }

func set(t *testing.T, displayed bool, body wml.MathRow) []string {
	t.Helper()
	p := &placed{}
	x := wml.EMU(0)
	for _, piece := range equation.Set(&wml.Math{Body: body, Props: props}, displayed, faces(t)) {
		piece.Box.Paint(p, x, 0)
		x += piece.Box.Width
	}
	return p.lines
}

// What Word printed of 13 pt, in Word 365 and LTSC: its PDFs have places to 0.12 pt.
func TestWordsMeasures(t *testing.T) {
	script := func(base string, sub, sup wml.MathRow) wml.MathNode {
		return &wml.MathScripts{Base: text(base), Sub: sub, Sup: sup, Props: props}
	}
	for _, tt := range []struct {
		name      string
		displayed bool
		body      wml.MathRow
		want      string
	}{
		{"displayed fraction", true, wml.MathRow{&wml.MathFraction{Num: text("𝑑"), Den: text("𝑥"), Props: props}},
			"𝑑 0.00 9.84 13.0, rule 0.00 3.71 7.92, 𝑥 0.35 -8.76 13.0"},
		{"fraction in a line", false, wml.MathRow{&wml.MathFraction{Num: text("1"), Den: text("3"), Props: props}},
			"1 0.00 7.68 9.0, rule 0.00 3.71 5.16, 3 0.00 -6.60 9.0"},
		{"superscript", true, wml.MathRow{script("𝐻", nil, text("𝑘"))}, "𝐻 0.00 0.00 13.0, 𝑘 9.84 4.80 9.0"},
		{"subscript", true, wml.MathRow{script("𝑔", text("𝜃"), nil)}, "𝑔 0.00 0.00 13.0, 𝜃 7.44 -2.64 9.0"},
		{"both", true, wml.MathRow{script("𝐻", text("𝑖"), text("𝑘"))}, "𝐻 0.00 0.00 13.0, 𝑘 9.84 5.16 9.0, 𝑖 8.76 -3.12 9.0"},
		{"sum", true, wml.MathRow{&wml.MathNary{Char: '∑', UnderOver: true, Sub: text("𝑗"), Body: text("𝐴"), Props: props}},
			"∑ 0.00 0.00 13.0, 𝑗 6.40 -16.47 9.0, 𝐴 19.40 0.00 13.0"},
		{"sum in a line", false, wml.MathRow{&wml.MathNary{Char: '∑', UnderOver: true, Sub: text("𝑖"), Sup: text("𝑛"), Body: text("𝑥"), Props: props}},
			"∑ 0.00 0.60 13.0, 𝑛 9.24 5.16 9.0, 𝑖 9.24 -3.12 9.0, 𝑥 15.21 0.00 13.0"},
		{"integral", true, wml.MathRow{&wml.MathNary{Char: '∫', Sub: text("𝑎"), Sup: text("𝑏"), Body: text("𝑓"), Props: props}},
			"∫ 0.00 0.12 13.0, 𝑏 10.44 14.88 9.0, 𝑎 5.64 -12.24 9.0, 𝑓 16.08 0.00 13.0"},
		{"accent", true, wml.MathRow{&wml.MathAccent{Char: '\u0303', Body: text("𝐷"), Props: props}}, "\u0303 1.32 2.40 13.0, 𝐷 0.00 0.00 13.0"},
		{"narrow accent", true, wml.MathRow{&wml.MathAccent{Char: '\u0303', Body: text("𝐴"), Props: props}}, "\u0303 7.86 2.47 13.0, 𝐴 0.00 0.00 13.0"},
		{"relation", true, text("𝑥=𝑎"), "𝑥 0.00 0.00 13.0, =𝑎 10.92 0.00 13.0"},
		{"comma", true, text("𝑓, 𝑥"), "𝑓,𝑥 0.00 0.00 13.0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, want := set(t, tt.displayed, tt.body), strings.Split(tt.want, ", ")
			if tt.name == "comma" {
				want = []string{tt.want}
			}
			for i := range max(len(got), len(want)) {
				if i >= len(got) || i >= len(want) || !near(got[i], want[i]) {
					t.Fatalf("got  %q\nwant %q", got, want)
				}
			}
		})
	}
}

// near reports whether two places are the same to what Word's PDFs tell.
func near(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) != len(y) || x[0] != y[0] {
		return false
	}
	for i := range x[1:] {
		var u, v float64
		fmt.Sscan(x[i+1], &u)
		fmt.Sscan(y[i+1], &v)
		if math.Abs(u-v) > 0.2 {
			return false
		}
	}
	return true
}

// A line may end behind operators, in a displayed equation before them; never inside a structure.
func TestPieces(t *testing.T) {
	body := append(text("𝑎+𝑏="), &wml.MathDelimiters{Begin: '(', End: ')', Grow: true, Parts: []wml.MathRow{text("𝑐−𝑑")}, Props: props})
	for _, tt := range []struct {
		displayed bool
		want      string
	}{{false, "𝑎+|𝑏=|(𝑐−𝑑)"}, {true, "𝑎|+𝑏|=(𝑐−𝑑)"}} {
		var got []string
		for _, piece := range equation.Set(&wml.Math{Body: body, Props: props}, tt.displayed, faces(t)) {
			p := &reader{}
			piece.Box.Paint(p, 0, 0)
			got = append(got, p.s)
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("displayed %v: %s, want %s", tt.displayed, s, tt.want)
		}
	}
}

type reader struct{ s string }

func (r *reader) Text(_, _ wml.EMU, g *equation.Glyphs) { r.s += g.Text }
func (r *reader) Stroke(equation.Stroke)                {}

// A bracket that no glyph is high enough for is put together, and says its character once.
func TestAssembledBracket(t *testing.T) {
	var rows [][]wml.MathRow
	for range 40 {
		rows = append(rows, []wml.MathRow{text("1")})
	}
	matrix := &wml.MathMatrix{Rows: rows, Props: props}
	pieces := equation.Set(&wml.Math{Body: wml.MathRow{&wml.MathDelimiters{Begin: '(', Grow: true, Parts: []wml.MathRow{{matrix}}, Props: props}}, Props: props}, true, faces(t))
	p := &reader{}
	pieces[0].Box.Paint(p, 0, 0)
	if n := strings.Count(p.s, "("); n != 1 || !strings.Contains(p.s, "\u2063") {
		t.Errorf("%d brackets in %q", n, p.s)
	}
	if h := pt(pieces[0].Box.Ascent + pieces[0].Box.Descent); h < 500 {
		t.Errorf("%.0f pt high", h)
	}
}

// Twice the text takes about twice the memory.
func TestLongText(t *testing.T) {
	fonts := faces(t)
	took := func(n int) float64 {
		m := &wml.Math{Body: text(strings.Repeat("𝑎", n)), Props: props}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		equation.Set(m, false, fonts)
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc - before.TotalAlloc)
	}
	took(100)
	if short, long := took(10_000), took(20_000); long > 3*short {
		t.Errorf("%.0f bytes, of twice the text %.0f", short, long)
	}
}

// A sum whose sign is empty still has its limits (m:chr with no value).
func TestLimitsWithoutSign(t *testing.T) {
	for _, underOver := range []bool{false, true} {
		got := strings.Join(set(t, true, wml.MathRow{&wml.MathNary{UnderOver: underOver, Sub: text("u"), Sup: text("o"), Body: text("b"), Props: props}}), "\n")
		for _, want := range []string{"u ", "o ", "b "} {
			if !strings.Contains(got, want) {
				t.Errorf("under and over %v: no %s in\n%s", underOver, want, got)
			}
		}
	}
}
