package wml_test

import (
	"fmt"
	"testing"

	"github.com/bienban/bienban/render/internal/wml"
)

// A line of a chart is broken as that of a shape, in widths of the line (§20.1.10.48).
func TestDashes(t *testing.T) {
	for dash, want := range map[string]string{
		`<a:prstDash val="solid"/>`:                               "[]",
		`<a:prstDash val="dot"/>`:                                 "[1 3]",
		`<a:prstDash val="dash"/>`:                                "[4 3]",
		`<a:prstDash val="dashDot"/>`:                             "[4 3 1 3]",
		`<a:prstDash val="lgDash"/>`:                              "[8 3]",
		`<a:prstDash val="lgDashDot"/>`:                           "[8 3 1 3]",
		`<a:prstDash val="lgDashDotDot"/>`:                        "[8 3 1 3 1 3]",
		`<a:prstDash val="sysDot"/>`:                              "[1 1]",
		`<a:prstDash val="sysDash"/>`:                             "[3 1]",
		`<a:prstDash val="sysDashDot"/>`:                          "[3 1 1 1]",
		`<a:prstDash val="sysDashDotDot"/>`:                       "[3 1 1 1 1 1]",
		`<a:custDash><a:ds d="500000" sp="200000"/></a:custDash>`: "[5 2]",
	} {
		look := `<a:ln w="12700"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>` + dash + `</a:ln>`
		d := silent(t, `<w:p><w:r>`+anchor(``, `<wp:wrapNone/>`, `<wps:wsp><wps:spPr><a:prstGeom prst="line"/>`+look+`</wps:spPr></wps:wsp>`)+`</w:r></w:p>`, nil)
		if got := fmt.Sprint(inline[*wml.Drawing](t, d).Shape.Stroke.Dash); got != want {
			t.Errorf("a shape, %s: %s, want %s", dash, got, want)
		}
		part := `<c:chartSpace><c:chart><c:plotArea><c:lineChart><c:ser><c:spPr>` + look + `</c:spPr><c:val><c:numLit><c:pt idx="0"><c:v>1</c:v></c:pt></c:numLit></c:val></c:ser></c:lineChart></c:plotArea></c:chart></c:chartSpace>`
		d = silent(t, `<w:p><w:r>`+inlineDrawing(`<c:chart r:id="chart"/>`)+`</w:r></w:p>`, parts{"chart": part})
		c := inline[*wml.Drawing](t, d).Chart
		if got := fmt.Sprint(c.Groups[0].Series[0].Shape.Line.Dash); got != want || c.Place.En == "" {
			t.Errorf("a chart at %q, %s: %s, want %s", c.Place.En, dash, got, want)
		}
	}
}
