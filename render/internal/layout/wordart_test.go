package layout

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/bienban/bienban/render/internal/geometry"
	"github.com/bienban/bienban/render/internal/wml"
)

func artDrawing(text, warp string) *wml.Drawing {
	d := floatingBox(0, 100*wml.PerMM, 40*wml.PerMM, wml.WrapNone, "")
	d.Shape = &wml.Shape{Geometry: "rect", WordArt: &wml.WordArt{Text: text, Font: "Arial", Fill: &wml.Fill{Color: wml.Color{R: 200}}, Form: geometry.Preset(warp)}}
	return d
}

// Plain WordArt is letters that fill the box; bent WordArt is outlines, and letters that are not
// seen, so that both are found as text.
func TestWordArtIsText(t *testing.T) {
	for _, warp := range []string{"", "textPlain", "textWave1", "textArchUp", "textCircle", "textDeflateInflate"} {
		p := para("thân")
		p.Inlines = append(p.Inlines, artDrawing("Hội nghị", warp))
		page := set(t, document(section(p)))[0]
		text, outlined := "", false
		for _, it := range page.Items {
			switch it := it.(type) {
			case *Glyphs:
				if it.Color.R == 200 || it.Unseen {
					text += it.Text
				}
				outlined = outlined || it.Unseen
			case *Path:
				for _, s := range it.Segments {
					if s.X < left-wml.PerMM || s.X > left+101*wml.PerMM {
						t.Errorf("%q: an outline leaves the box at %.1f mm", warp, float64(s.X-left)/float64(wml.PerMM))
						break
					}
				}
			}
		}
		if text != "Hội nghị" || outlined != (warp != "" && warp != "textPlain") {
			t.Errorf("%q: text %q, outlined %v", warp, text, outlined)
		}
	}
}

func TestLongWordArtIsQuick(t *testing.T) {
	begin := time.Now()
	p := para("thân")
	p.Inlines = append(p.Inlines, artDrawing(strings.Repeat("ă", maxArt/2), "textCircle"), artDrawing(strings.Repeat("Hội nghị ", 10_000), "textWave1"))
	set(t, document(section(p)))
	if took := time.Since(begin); took > time.Second {
		t.Error(took)
	}
}

func TestMotions(t *testing.T) {
	m := around(100, 50, quarter)
	if x, y := m.point(200, 50); x != 100 || y != 150 {
		t.Errorf("a quarter clockwise leads to %d, %d", x, y)
	}
	g := &Glyphs{X: 200, Baseline: 50, Turns: 1}
	around(100, 50, 3*quarter+600).items([]Item{g})
	if g.Turns != 2 || g.Tilt != 600 {
		t.Errorf("%d turns and %d", g.Turns, g.Tilt)
	}
	back := around(7_000_000, 3_000_000, 33*60000)
	forth := around(7_000_000, 3_000_000, -33*60000)
	x, y := back.point(1_234_567, 7_654_321)
	if x, y = forth.point(x, y); math.Abs(float64(x-1_234_567)) > 2 || math.Abs(float64(y-7_654_321)) > 2 {
		t.Errorf("there and back: %d, %d", x, y)
	}
}
