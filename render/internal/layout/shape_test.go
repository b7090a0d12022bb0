package layout

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/wml"
)

// Lines in a font that is not here, but was measured, end and stand as in Word's prints: the
// widths and distances are those of PDFs that Word made.
func TestLinesOfMeasuredFonts(t *testing.T) {
	for _, c := range []struct {
		font         string
		width, pitch float64 // of "nnnnnnnnnn" at 10 pt, of lines at 12 pt
	}{
		{"Consolas", 54.98, 14.05}, {"Aptos", 55.13, 14.65}, {"Verdana", 63.28, 14.58}, {"Calibri Light", 51.95, 14.65}, {"Segoe UI", 56.59, 15.96},
		{"Times New Roman", 50.00, 13.80}, {"Cambria", 55.81, 14.07},
	} {
		at := func(size wml.HalfPoint, text string) *wml.Paragraph {
			props := *plain
			props.ASCII, props.HAnsi, props.Size = c.font, c.font, size
			p := para("")
			p.Mark, p.Inlines = &props, []wml.Inline{&wml.Text{Text: text, Props: &props}}
			return p
		}
		doc := document(section(at(20, strings.Repeat("n", 10)), at(24, "a"), at(24, "b"), at(24, "c"), at(24, "d"), at(24, "e")))
		r, err := Pages(context.Background(), doc, faces(t), Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := lines(r.Pages[0])
		if w := (got[0].to - got[0].x).Points(); math.Abs(w-c.width) > 0.02 {
			t.Errorf("%s: ten n at 10 pt are %.2f wide, want %.2f", c.font, w, c.width)
		}
		if d := (got[5].y - got[1].y).Points() / 4; math.Abs(d-c.pitch) > 0.06 {
			t.Errorf("%s: lines at 12 pt stand %.2f apart, want %.2f", c.font, d, c.pitch)
		}
		told := false
		for _, w := range r.Warnings {
			told = told || w.Code == "font-substituted" && strings.Contains(w.Message.In(fault.English), c.font) && strings.Contains(w.Message.In(fault.English), "its widths")
		}
		if here := c.font == "Times New Roman" || c.font == "Cambria"; told == here {
			t.Errorf("%s: told of a substitute: %v", c.font, told)
		}
	}
}
