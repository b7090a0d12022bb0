package chart

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// plain is a look without a theme.
type plain struct{}

func (plain) Color(n *xml.Node) (Color, bool) {
	v := n.Child("a:srgbClr").Get("val")
	var c Color
	_, err := fmt.Sscanf(v, "%02x%02x%02x", &c.R, &c.G, &c.B)
	return c, err == nil
}
func (plain) Scheme(string) (Color, bool) { return Color{}, false }
func (plain) Font(string) string          { return "Arial" }
func (plain) Line(int) float64            { return 0 }
func (plain) Dash(*xml.Node) []float64    { return []float64{3, 1} }

// half is a font whose letters are all half an em wide.
type half struct{}

func (half) Width(s string, f Font) float64 {
	return float64(utf8.RuneCountInString(s)) * f.Size / 2
}
func (half) Height(f Font) (ascent, descent, leading float64) {
	return f.Size * 0.75, f.Size * 0.25, f.Size * 0.2
}

const head = `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">`

func read(t *testing.T, body string) (*Chart, error) {
	t.Helper()
	root, err := xml.Parse(head+body+`</c:chartSpace>`, limit.Default.XML())
	if err != nil {
		t.Fatal(err)
	}
	return Read(root, plain{})
}

// series is a c:ser of values for categories.
func series(i int, name string, values ...float64) string {
	var cats, vals strings.Builder
	for k, v := range values {
		fmt.Fprintf(&cats, `<c:pt idx="%d"><c:v>Q%d</c:v></c:pt>`, k, k+1)
		fmt.Fprintf(&vals, `<c:pt idx="%d"><c:v>%v</c:v></c:pt>`, k, v)
	}
	return fmt.Sprintf(`<c:ser><c:idx val="%d"/><c:order val="%d"/><c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>%s</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache>%s</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:formatCode>General</c:formatCode>%s</c:numCache></c:numRef></c:val></c:ser>`, i, i, name, cats.String(), vals.String())
}

const catAxis = `<c:catAx><c:axId val="1"/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx>`

func valAxis(scaling string) string {
	return `<c:valAx><c:axId val="2"/><c:scaling>` + scaling + `</c:scaling><c:axPos val="l"/><c:majorGridlines/><c:crossAx val="1"/></c:valAx>`
}

func columns(grouping, sers, scaling string) string {
	return `<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:barChart><c:barDir val="col"/><c:grouping val="` + grouping + `"/>` + sers + `<c:axId val="1"/><c:axId val="2"/></c:barChart>` + catAxis + valAxis(scaling) + `</c:plotArea></c:chart>`
}

func written(s *Scene) []string {
	var out []string
	for _, i := range s.Items {
		if t, ok := i.(*Text); ok {
			out = append(out, t.Text)
		}
	}
	return out
}

// fills are the boxes of the areas in a colour.
func fills(s *Scene, c Color) (out []box) {
	for _, i := range s.Items {
		p, ok := i.(*Path)
		if !ok || p.Fill == nil || *p.Fill != c {
			continue
		}
		b := box{p.Start.X, p.Start.Y, p.Start.X, p.Start.Y}
		for _, q := range p.Segments {
			b = box{min(b.x, q.X), min(b.y, q.Y), max(b.w, q.X), max(b.h, q.Y)}
		}
		out = append(out, box{b.x, b.y, b.w - b.x, b.h - b.y})
	}
	return out
}

func TestNumbers(t *testing.T) {
	for _, tt := range []struct {
		value            float64
		format, en, viet string
	}{
		{1234.5, "General", "1234.5", "1234,5"},
		{0.1 + 0.2, "General", "0.3", "0,3"},
		{1e15, "", "1E+15", "1E+15"},
		{-0.25, "0.0", "-0.3", "-0,3"},
		{1234567.891, "#,##0", "1,234,568", "1.234.568"},
		{1234567.891, "#,##0.00", "1,234,567.89", "1.234.567,89"},
		{-5, "#,##0;(#,##0)", "(5)", "(5)"},
		{0, `0;-0;"không"`, "không", "không"},
		{0.125, "0%", "13%", "13%"},
		{0.125, "0.0%", "12.5%", "12,5%"},
		{12345, "0.00E+00", "1.23E+04", "1,23E+04"},
		{99999, "0.0E+00", "1.0E+05", "1,0E+05"},
		{1234567, `#,##0.0,,"M"`, "1.2M", "1,2M"},
		{1500000, `#,##0,\ "nghìn đồng"`, "1,500 nghìn đồng", "1.500 nghìn đồng"},
		{7, "00", "07", "07"},
		{0.5, "#.##", ".5", ",5"},
		{3, "#.##", "3", "3"},
		{25, `[$-42A]#,##0 [$₫-42A]`, "25 ₫", "25 ₫"},
		{45292, "dd/mm/yyyy", "01/01/2024", "01/01/2024"},
		{45292.75, "d-mmm-yy h:mm AM/PM", "1-Jan-24 6:00 PM", "1-Thg 1-24 6:00 PM"},
		{45292, "mmmm yyyy", "January 2024", "Tháng 1 2024"},
		{1.5, "[h]:mm", "36:00", "36:00"},
		{math.NaN(), "0", "", ""},
		{1500000, `[>=1000000]#,##0.0,,"M";[>=1000]#,##0.0,"K";0`, "1.5M", "1,5M"},
		{2500, `[>=1000000]#,##0.0,,"M";[>=1000]#,##0.0,"K";0`, "2.5K", "2,5K"},
		{500, `[>=1000000]#,##0.0,,"M";[>=1000]#,##0.0,"K";0`, "500", "500"},
		{-2500, `[>=1000000]#,##0.0,,"M";[>=1000]#,##0.0,"K";0`, "-2500", "-2500"},
		{5, `[<10]"ít";0.0`, "ít", "ít"},
		{12, `[<10]"ít";0.0`, "12.0", "12,0"},
		{12, `[Red][=12]"mười hai";0`, "mười hai", "mười hai"},
		{3, "[<>3]0;[Red]0.0", "3.0", "3,0"},
		{1234567, "#,##0,.0", "1,234.6", "1.234,6"},
		{912345678, `(###) ###-###`, "(912) 345-678", "(912) 345-678"},
		{1234567, `# ##0`, "1234 567", "1234 567"},
		{1.5, "0.??", "1.5", "1,5"},
		{123456, "##0.0E+0", "123.5E+3", "123,5E+3"},
		{45292.25, "h:mm A/P", "6:00 A", "6:00 A"},
		{3, `0\đ`, "3đ", "3đ"},
	} {
		if got := newNumbers(&Chart{}).text(tt.value, tt.format); got != tt.en {
			t.Errorf("%v in %q: %q, want %q", tt.value, tt.format, got, tt.en)
		}
		if got := newNumbers(&Chart{Vietnam: true}).text(tt.value, tt.format); got != tt.viet {
			t.Errorf("%v in %q, Vietnamese: %q, want %q", tt.value, tt.format, got, tt.viet)
		}
	}
}

// Ranges of axes; the first two are on Word's print of 98 pt high axes with 9 pt labels.
func TestRanges(t *testing.T) {
	fixed := func(v float64) *float64 { return &v }
	for _, tt := range []struct {
		axis             Axis
		lo, hi           float64
		most             int
		from, to, length float64
	}{
		{Axis{}, 0.1216, 0.1513, 8, 0, 0.16, 0.02},
		{Axis{}, 5.56, 17.67, 8, 0, 20, 5},
		{Axis{}, 2, 5, 10, 0, 6, 1},
		{Axis{}, 95, 100, 10, 92, 101, 1},
		{Axis{}, -3, 7, 10, -4, 8, 2},
		{Axis{}, -5, -2, 10, -6, 0, 1},
		{Axis{Max: fixed(100)}, 20, 60, 10, 0, 100, 10},
		{Axis{Min: fixed(10), Major: 5}, 20, 60, 10, 10, 65, 5},
		{Axis{}, 0, 0, 10, 0, 1.2, 0.2},
	} {
		s := linear(&tt.axis, tt.lo, tt.hi, tt.most, true)
		if math.Abs(s.min-tt.from) > 1e-9 || math.Abs(s.max-tt.to) > 1e-9 || math.Abs(s.major-tt.length) > 1e-9 {
			t.Errorf("%v to %v: %v to %v by %v, want %v to %v by %v", tt.lo, tt.hi, s.min, s.max, s.major, tt.from, tt.to, tt.length)
		}
	}
}

// Bars stand on their axis, as high as their values are, beside or on each other.
func TestColumns(t *testing.T) {
	first, second := Color{R: 0x4F, G: 0x81, B: 0xBD}, Color{R: 0xC0, G: 0x50, B: 0x4D}
	for _, tt := range []struct{ grouping, heights string }{
		{"clustered", "25 50 | 75 25"},
		{"stacked", "25 50 | 75 25"},
		{"percentStacked", "25 67 | 75 33"},
	} {
		c, err := read(t, columns(tt.grouping, series(0, "A", 1, 2)+series(1, "B", 3, 1), `<c:max val="4"/>`))
		if err != nil {
			t.Fatal(err)
		}
		if tt.grouping == "percentStacked" {
			c.Axes[1].Max = nil
		}
		s := Draw(c, 400, 300, half{})
		a, b := fills(s, first), fills(s, second)
		if len(a) != 2 || len(b) != 2 {
			t.Fatalf("%s: %d and %d bars", tt.grouping, len(a), len(b))
		}
		plot := 0.0
		for _, i := range s.Items { // the lowest and the highest grid line
			if p, ok := i.(*Path); ok && p.Open && len(p.Segments) == 1 && p.Start.Y == p.Segments[0].Y && math.Abs(p.Segments[0].X-p.Start.X) > 100 {
				plot = max(plot, a[0].bottom()-p.Start.Y)
			}
		}
		got := fmt.Sprintf("%.0f %.0f | %.0f %.0f", 100*a[0].h/plot, 100*a[1].h/plot, 100*b[0].h/plot, 100*b[1].h/plot)
		if got != tt.heights {
			t.Errorf("%s: heights %s, want %s", tt.grouping, got, tt.heights)
		}
		if beside := b[0].x >= a[0].right()-1e-6; beside != (tt.grouping == "clustered") {
			t.Errorf("%s: the second bar begins at %.1f, the first ends at %.1f", tt.grouping, b[0].x, a[0].right())
		}
	}
}

// What a chart says is read from top to bottom: title, then axes, then legend.
func TestTextsAreInOrder(t *testing.T) {
	body := strings.Replace(columns("clustered", series(0, "Kế hoạch", 1, 2), ""), `<c:autoTitleDeleted val="1"/>`, `<c:title><c:tx><c:rich><a:p><a:r><a:t>Kết quả</a:t></a:r></a:p></c:rich></c:tx></c:title>`, 1)
	body = strings.Replace(body, `</c:plotArea>`, `</c:plotArea><c:legend><c:legendPos val="b"/></c:legend>`, 1)
	c, err := read(t, `<c:lang val="vi-VN"/>`+body)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(written(Draw(c, 400, 300, half{})), "|"), "Kết quả|Q1|Q2|0|0,5|1|1,5|2|2,5|Kế hoạch"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A single series names its chart, unless the file says otherwise (§21.2.2.7).
func TestAutomaticTitle(t *testing.T) {
	for deleted, want := range map[string]string{"0": "Doanh thu", "1": ""} {
		c, err := read(t, strings.Replace(columns("clustered", series(0, "Doanh thu", 1, 2), ""), `<c:autoTitleDeleted val="1"/>`, `<c:autoTitleDeleted val="`+deleted+`"/>`, 1))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if c.Title != nil {
			got = c.Title.Text
		}
		if got != want {
			t.Errorf("autoTitleDeleted=%s: %q, want %q", deleted, got, want)
		}
	}
}

func TestWhatIsNotDrawnIsTold(t *testing.T) {
	many := make([]float64, MaxPoints+1)
	for _, tt := range []struct{ name, body, want string }{
		{"no chart", ``, "cannot be read"},
		{"nothing in it", `<c:chart><c:plotArea/></c:chart>`, "without a series"},
		{"a surface", `<c:chart><c:plotArea><c:surfaceChart>` + series(0, "A", 1) + `</c:surfaceChart></c:plotArea></c:chart>`, "surface"},
		{"too much", columns("clustered", series(0, "A", many...), ""), "more than"},
	} {
		_, err := read(t, tt.body)
		u, ok := errors.AsType[*Unsupported](err)
		if !ok || !strings.Contains(u.Why.En, tt.want) || u.Why.Vi == "" {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	c, err := read(t, strings.ReplaceAll(columns("clustered", series(0, "A", 1), ""), "barChart", "bar3DChart"))
	if err != nil || len(c.Told) != 1 || !strings.Contains(c.Told[0].En, "flat") {
		t.Errorf("3-D: %v", err)
	}
}

// Least squares through points that lie on a curve find the curve.
func TestTrends(t *testing.T) {
	for _, tt := range []struct {
		trend Trend
		of    func(x float64) float64
		text  string
	}{
		{Trend{Kind: "linear"}, func(x float64) float64 { return 2*x - 3 }, "y = 2x - 3"},
		{Trend{Kind: "poly", Order: 2}, func(x float64) float64 { return x*x - x + 1 }, "y = 1x² - 1x + 1"},
		{Trend{Kind: "exp"}, func(x float64) float64 { return 2 * math.Exp(x/2) }, "y = 2e^(0.5x)"},
		{Trend{Kind: "log"}, func(x float64) float64 { return 3*math.Log(x) + 1 }, "y = 3ln(x) + 1"},
		{Trend{Kind: "power"}, func(x float64) float64 { return 4 * x * x }, "y = 4x^2"},
	} {
		xs := []float64{1, 2, 3, 4, 5}
		var ys []float64
		for _, x := range xs {
			ys = append(ys, tt.of(x))
		}
		f, text := fitted(tt.trend, xs, ys)
		if f == nil {
			t.Errorf("%s: no line", tt.trend.Kind)
			continue
		}
		if math.Abs(f(7)-tt.of(7)) > 1e-6*math.Abs(tt.of(7)) || text(newNumbers(&Chart{})) != tt.text || square(f, xs, ys) < 0.999999 {
			t.Errorf("%s: %v at 7, %s", tt.trend.Kind, f(7), text(newNumbers(&Chart{})))
		}
	}
}

// Whatever is in a chart part, it is drawn with finite places or refused.
func FuzzChart(f *testing.F) {
	f.Add(columns("stacked", series(0, "A", 1, -2, 3)+series(1, "B", 4, 5), ""))
	f.Add(`<c:chart><c:plotArea><c:scatterChart><c:ser><c:xVal><c:numLit><c:pt idx="0"><c:v>1</c:v></c:pt><c:pt idx="3"><c:v>1e199</c:v></c:pt></c:numLit></c:xVal><c:yVal><c:numLit><c:pt idx="0"><c:v>-1</c:v></c:pt></c:numLit></c:yVal><c:trendline><c:trendlineType val="poly"/></c:trendline></c:ser><c:axId val="1"/></c:scatterChart></c:plotArea><c:legend/></c:chart>`)
	f.Add(`<c:chart><c:plotArea><c:dateAx><c:axId val="1"/></c:dateAx><c:lineChart>` + series(0, "A", 1, 2) + `<c:dLbls><c:showVal/></c:dLbls><c:axId val="1"/></c:lineChart><c:dTable/></c:plotArea></c:chart>`)
	f.Add(`<c:chart><c:plotArea><c:pieChart>` + series(0, "A", 1, 2) + `</c:pieChart><c:radarChart>` + series(0, "A", 3, 2, 1) + `</c:radarChart></c:plotArea><c:legend><c:legendPos val="tr"/></c:legend></c:chart>`)
	f.Add(columns("clustered", series(0, "A", 5e-324, 1e-310), `<c:logBase val="10"/>`))
	f.Add(strings.Replace(columns("clustered", series(0, "A", 1, 2), ""), "catAx", "valAx", 2))
	f.Add(strings.Replace(columns("clustered", series(0, "A", 1, 2)+`<c:dLbls><c:numFmt formatCode="[&gt;1]##,0.0?E+0;_(@/General"/><c:showVal/></c:dLbls>`, ""), "barChart", "radarChart", 2))
	f.Fuzz(func(t *testing.T, body string) {
		root, err := xml.Parse(head+body+`</c:chartSpace>`, limit.XML{Depth: 100, Nodes: 20_000})
		if err != nil {
			return
		}
		c, err := Read(root, plain{})
		if err != nil {
			return
		}
		for _, i := range Draw(c, 300, 200, half{}).Items {
			switch i := i.(type) {
			case *Text:
				finite(t, i.X, i.Y, i.Turn)
			case *Path:
				finite(t, i.Start.X, i.Start.Y)
				for _, s := range i.Segments {
					finite(t, s.X, s.Y, s.A.X, s.A.Y, s.B.X, s.B.Y)
				}
			}
		}
	})
}

func finite(t *testing.T, values ...float64) {
	t.Helper()
	for _, v := range values {
		if math.IsNaN(v) || math.Abs(v) > 1e9 {
			t.Fatalf("a place at %v", v)
		}
	}
}

// A value in a format that is not understood, or that has no section for it, is printed in full and told.
func TestFormatsThatAreNotUnderstood(t *testing.T) {
	for _, tt := range []struct {
		value        float64
		format, want string
	}{
		{2.25, "# ?/?", "2.25"},
		{1.5, "0/0", "1.5"},
		{0.5, "mm:ss.0", "0.5"},
		{7, "[DBNum1]0", "7"},
		{7, "[>=x]0;0.0", "7"},
		{7, "[>10]0.00", "7"},
		{-7, `[<0]"lỗ "0;0`, "-7"},
		{7, "0%%%%", "7"},
		{7, "0.0.0", "7"},
		{7, "[Red", "7"},
	} {
		n, told := newNumbers(&Chart{}), 0
		n.tell = func(fault.Text) { told++ }
		if got := n.text(tt.value, tt.format); got != tt.want || told != 1 {
			t.Errorf("%v in %q: %q, want %q; told %d times", tt.value, tt.format, got, tt.want, told)
		}
	}
}

// labelled is a bar of n values whose labels have a format.
func labelled(n int, format, more string) string {
	return strings.NewReplacer(`<c:formatCode>General`, `<c:formatCode>`+format, `<c:cat>`, `<c:dLbls>`+more+`<c:showVal val="1"/></c:dLbls><c:cat>`).Replace(columns("clustered", series(0, strings.Repeat("Tên dài ", 300), make([]float64, n)...), ""))
}

// What is repeated at each value is bounded, however long it is in the file, and that is told.
func TestWhatIsRepeatedIsBounded(t *testing.T) {
	for _, tt := range []struct{ name, body, told string }{
		{"a format", labelled(2000, strings.Repeat(`\a`, 50_000)+"0", ""), "more than 255 characters"},
		{"a separator", labelled(2000, "0", `<c:showSerName val="1"/><c:separator>`+strings.Repeat("x", 200_000)+`</c:separator>`), "separators"},
		{"categories", strings.NewReplacer(`<c:catAx>`, `<c:dateAx>`, `</c:catAx>`, `<c:numFmt formatCode="`+strings.Repeat("đ", 250)+`0"/></c:dateAx>`, `<c:cat><c:strRef><c:strCache>`, `<c:cat><c:numRef><c:numCache>`, `</c:strCache></c:strRef></c:cat>`, `</c:numCache></c:numRef></c:cat>`, `<c:v>Q`, `<c:v>`).Replace(columns("clustered", series(0, "A", make([]float64, 18_000)...), "")), "too much text"},
		{"a table", strings.NewReplacer(`<c:formatCode>General`, `<c:formatCode>`+strings.Repeat("đ", 250)+"0", `</c:barChart>`, `</c:barChart><c:dTable/>`).Replace(columns("clustered", strings.Repeat(series(0, "A", make([]float64, 400)...), 45), "")), "too much text"},
		{"names", labelled(18_000, "0", `<c:showSerName val="1"/>`), "too much text"},
	} {
		c, err := read(t, tt.body)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		s := Draw(c, 400, 300, half{})
		length := 0
		for _, text := range written(s) {
			length += len(text)
		}
		if length == 0 || length > 2*maxLettering {
			t.Errorf("%s: %d bytes of text", tt.name, length)
		}
		if all := fmt.Sprint(c.Told, s.Told); !strings.Contains(all, tt.told) {
			t.Errorf("%s: told %s", tt.name, all)
		}
	}
}

// levels is a bar with categories in levels, whose outer level has the places at.
func levels(at ...int) string {
	var outer strings.Builder
	for _, i := range at {
		fmt.Fprintf(&outer, `<c:pt idx="%d"><c:v>nhóm</c:v></c:pt>`, i)
	}
	body := strings.NewReplacer(`<c:strRef><c:strCache><c:pt idx="0"><c:v>Q1`, `<c:multiLvlStrRef><c:multiLvlStrCache><c:lvl><c:pt idx="0"><c:v>Q1`, `</c:strCache></c:strRef></c:cat>`, `</c:lvl><c:lvl>`+outer.String()+`</c:lvl></c:multiLvlStrCache></c:multiLvlStrRef></c:cat>`, `val="b"`, `val="l"`).Replace(columns("clustered", series(0, "A", 1, 2, 3), ""))
	return strings.Replace(body, `"col"`, `"bar"`, 1)
}

// The names of a level come in order; one that is there again does not grow.
func TestLevelsAreInOrder(t *testing.T) {
	c, err := read(t, levels(0, 2))
	if err != nil || len(c.Told) > 0 {
		t.Fatal(err, c.Told)
	}
	if got := strings.Join(written(Draw(c, 400, 300, half{})), "|"); !strings.Contains(got, "nhóm Q1|Q2|nhóm Q3") {
		t.Error(got)
	}
	c, err = read(t, levels(make([]int, 20_000)...))
	if err != nil || len(c.Told) != 1 {
		t.Fatal(err, c.Told)
	}
	if got := strings.Join(written(Draw(c, 400, 300, half{})), "|"); !strings.Contains(got, "|nhóm Q1|Q2|Q3") && !strings.HasPrefix(got, "nhóm Q1|Q2|Q3") {
		t.Error(got)
	}
}

// Fields of labels have the values of their points; what is stored for them is a placeholder.
func TestFieldsOfLabels(t *testing.T) {
	field := func(kind string) string {
		return `<a:fld id="{` + kind + `}" type="` + kind + `"><a:t>[` + kind + `]</a:t></a:fld><a:r><a:t> </a:t></a:r>`
	}
	label := func(i int, fields ...string) string {
		text := ""
		for _, f := range fields {
			text += field(f)
		}
		return fmt.Sprintf(`<c:dLbl><c:idx val="%d"/><c:tx><c:rich><a:p>%s</a:p></c:rich></c:tx><c:extLst><c:ext xmlns:x="http://schemas.microsoft.com/office/drawing/2012/chart"><x:dlblFieldTable><x:dlblFTEntry><x:txfldGUID>{CELLREF}</x:txfldGUID><x:dlblFieldTableCache><c:pt idx="0"><c:v>ô B7</c:v></c:pt></x:dlblFieldTableCache></x:dlblFTEntry></x:dlblFieldTable></c:ext></c:extLst></c:dLbl>`, i, text)
	}
	labels := `<c:dLbls>` + label(0, "CELLRANGE", "VALUE", "CATEGORYNAME") + label(1, "SERIESNAME", "CELLREF", "PERCENTAGE") + label(2, "NOVEL") + `<c:showVal val="1"/></c:dLbls>`
	const cells = `<c:extLst><c:ext xmlns:x="http://schemas.microsoft.com/office/drawing/2012/chart"><x:datalabelsRange><x:dlblRangeCache><c:pt idx="0"><c:v>tốt</c:v></c:pt></x:dlblRangeCache></x:datalabelsRange></c:ext></c:extLst></c:ser>`
	body := strings.NewReplacer(`<c:cat>`, labels+`<c:cat>`, `</c:ser>`, cells, `>General<`, `>0.0<`).Replace(columns("clustered", series(0, "Dãy", 2, 3, 4, 5), ""))
	c, err := read(t, body)
	if err != nil {
		t.Fatal(err)
	}
	s := Draw(c, 400, 300, half{})
	got := strings.Join(written(s), "|")
	for _, want := range []string{"|tốt 2.0 Q1|", "|Dãy ô B7|", "|5.0"} {
		if !strings.Contains("|"+got+"|", want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	if strings.Contains(got, "[") || len(c.Told) != 1 || !strings.Contains(c.Told[0].En, "NOVEL") {
		t.Errorf("%s; told %v", got, c.Told)
	}
	c, err = read(t, strings.Replace(body, "x:datalabelsRange", "x:none", 2))
	if err != nil || len(c.Told) != 2 {
		t.Errorf("texts of cells that are not stored: %v, told %v", err, c.Told)
	}
	share := func(kind string) string {
		return `<c:chart><c:plotArea><c:` + kind + `>` + strings.Replace(series(0, "A", 1, 3), `<c:cat>`, `<c:dLbls><c:showVal val="0"/><c:showPercent val="1"/><c:extLst><c:ext xmlns:x="http://schemas.microsoft.com/office/drawing/2012/chart"><x:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbls><c:cat>`, 1) + `</c:` + kind + `></c:plotArea></c:chart>`
	}
	for kind, want := range map[string]string{"pieChart": "tốt, 25%|75%", "barChart": "tốt"} { // only slices have a share
		c, err := read(t, strings.Replace(share(kind), `</c:ser>`, cells, 1))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(written(Draw(c, 400, 300, half{})), "|"); !strings.Contains(got, want) || strings.Contains(got, "%") != (kind == "pieChart") {
			t.Errorf("%s: %s, want %s", kind, got, want)
		}
	}
}

// drawn reads and draws a chart, and gives what it tells.
func drawn(t *testing.T, body string) (*Scene, string) {
	t.Helper()
	c, err := read(t, body)
	if err != nil {
		t.Fatal(err)
	}
	s := Draw(c, 400, 300, half{})
	for _, i := range s.Items {
		switch i := i.(type) {
		case *Text:
			inside(t, Place{i.X, i.Y})
		case *Path:
			inside(t, i.Start)
			for _, q := range i.Segments {
				inside(t, q.Place)
			}
		}
	}
	told := ""
	for _, m := range append(c.Told, s.Told...) {
		told += m.En + "|"
	}
	return s, told
}

func inside(t *testing.T, p Place) {
	t.Helper()
	if !(p.X > -1 && p.X < 401 && p.Y > -1 && p.Y < 301) {
		t.Fatalf("%v is not in the chart", p)
	}
}

// lines are the open paths in a colour.
func lines(s *Scene, c Color) (out []*Path) {
	for _, i := range s.Items {
		if p, ok := i.(*Path); ok && p.Open && p.Line != nil && p.Line.Color == c {
			out = append(out, p)
		}
	}
	return out
}

const ink = `<c:spPr><a:ln w="12700"><a:solidFill><a:srgbClr val="%s"/></a:solidFill>%s</a:ln></c:spPr>`

// A line of days over more days than there are places stays in the chart, and even.
func TestLongDates(t *testing.T) {
	var days, values strings.Builder
	for i := range 8 {
		fmt.Fprintf(&days, `<c:pt idx="%d"><c:v>%d</c:v></c:pt>`, i, 18264+3652*i) // from 1950 to 2019
		fmt.Fprintf(&values, `<c:pt idx="%d"><c:v>%d</c:v></c:pt>`, i, i+1)
	}
	s, _ := drawn(t, `<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:lineChart><c:ser>`+fmt.Sprintf(ink, "ff0000", "")+`<c:marker><c:symbol val="none"/></c:marker><c:cat><c:numRef><c:numCache><c:formatCode>yyyy</c:formatCode>`+days.String()+`</c:numCache></c:numRef></c:cat><c:val><c:numRef><c:numCache>`+values.String()+
		`</c:numCache></c:numRef></c:val><c:smooth val="0"/></c:ser><c:axId val="1"/><c:axId val="2"/></c:lineChart><c:dateAx><c:axId val="1"/><c:axPos val="b"/><c:crossAx val="2"/><c:baseTimeUnit val="days"/></c:dateAx>`+valAxis("")+`</c:plotArea></c:chart>`)
	line := lines(s, Color{R: 255})
	if len(line) != 1 || len(line[0].Segments) != 7 {
		t.Fatal(len(line))
	}
	from, step := line[0].Start.X, line[0].Segments[0].X-line[0].Start.X
	for i, q := range line[0].Segments {
		if want := from + step*float64(i+1); math.Abs(q.X-want) > 0.5 || step < 30 {
			t.Errorf("value %d at %.1f, want %.1f", i+1, q.X, want)
		}
	}
	if got := strings.Join(written(s), "|"); !strings.Contains(got, "1950|") || !strings.Contains(got, "|20") {
		t.Error(got)
	}
}

func TestRadarLabels(t *testing.T) {
	body := strings.Replace(series(0, "A", 31, 42, 53), `<c:cat>`, `<c:dLbls><c:showVal val="1"/></c:dLbls><c:cat>`, 1)
	s, _ := drawn(t, `<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:radarChart>`+body+`<c:axId val="1"/><c:axId val="2"/></c:radarChart>`+catAxis+valAxis("")+`</c:plotArea></c:chart>`)
	if got := strings.Join(written(s), "|"); !strings.Contains(got, "31|42|53") {
		t.Error(got)
	}
}

// Bars that share their plot area with something round are drawn.
func TestRoundAndUpright(t *testing.T) {
	for _, kind := range []string{"pieChart", "doughnutChart", "radarChart"} {
		s, told := drawn(t, strings.Replace(columns("clustered", series(1, "B", 7, 8), ""), `<c:barChart>`, `<c:`+kind+`>`+series(0, "A", 1, 2, 3)+`</c:`+kind+`><c:barChart>`, 1))
		if n := len(fills(s, Color{R: 0xC0, G: 0x50, B: 0x4D})); n < 2 || !strings.Contains(told, "drawn over it") {
			t.Errorf("%s: %d bars; told %s", kind, n, told)
		}
	}
}

// The look of a point of a line is that of the part which leads to it.
func TestPointsOfLines(t *testing.T) {
	for _, kind := range []string{"lineChart", "scatterChart"} {
		points := fmt.Sprintf(ink, "0000ff", "") + `<c:marker><c:symbol val="none"/></c:marker><c:dPt><c:idx val="2"/>` + fmt.Sprintf(ink, "ff0000", `<a:prstDash val="dash"/>`) + `</c:dPt><c:dPt><c:idx val="3"/>` + fmt.Sprintf(ink, "0000ff", "") + `</c:dPt>`
		body := strings.Replace(series(0, "A", 1, 2, 3, 4, 5), `<c:cat>`, points+`<c:cat>`, 1)
		if kind == "scatterChart" {
			body = strings.NewReplacer("c:cat>", "c:xVal>", "c:val>", "c:yVal>").Replace(body)
		}
		for _, smooth := range []string{"0", "1"} {
			s, _ := drawn(t, `<c:chart><c:plotArea><c:`+kind+`>`+strings.Replace(body, `</c:ser>`, `<c:smooth val="`+smooth+`"/></c:ser>`, 1)+`</c:`+kind+`></c:plotArea></c:chart>`)
			red, blue := lines(s, Color{R: 255}), lines(s, Color{B: 255})
			if len(red) != 1 || len(blue) != 2 || len(red[0].Segments) != 1 || red[0].Line.Dash == nil || len(blue[0].Segments) != 1 || len(blue[1].Segments) != 2 {
				t.Errorf("%s, smooth %s: %d red and %d blue lines", kind, smooth, len(red), len(blue))
			} else if blue[0].Segments[0].Place != red[0].Start || red[0].Segments[0].Place != blue[1].Start || red[0].Segments[0].Curve != (smooth == "1") {
				t.Errorf("%s, smooth %s: the parts are not one line", kind, smooth)
			}
		}
	}
}

// What of a chart is not drawn is told, what is drawn as it should be is not.
func TestTold(t *testing.T) {
	many := make([]float64, maxColumns+1)
	table := func(body string) string { return strings.Replace(body, `</c:barChart>`, `</c:barChart><c:dTable/>`, 1) }
	lying := strings.NewReplacer(`"col"`, `"bar"`, `val="b"`, `val="l"`, `val="l"`, `val="b"`)
	bars := columns("stacked", series(0, "A", 1, 2), "")
	for _, tt := range []struct{ name, body, want string }{
		{"nothing", bars, ""},
		{"a table", table(bars), ""},
		{"a table under lying bars", table(lying.Replace(bars)), "data table"},
		{"a table of many", table(columns("stacked", series(0, "A", many...), "")), "data table"},
		{"a table of a pie", `<c:chart><c:plotArea><c:pieChart>` + series(0, "A", 1) + `</c:pieChart><c:dTable/></c:plotArea></c:chart>`, "data table"},
		{"lines between series", strings.Replace(bars, `</c:ser>`, `</c:ser><c:serLines/>`, 1), "serLines"},
		{"no values", columns("stacked", `<c:ser><c:val><c:numRef/></c:val></c:ser>`, ""), "not stored"},
		{"no value", columns("stacked", `<c:ser/>`, ""), "without a value"},
		{"one series without values", columns("stacked", series(0, "A", 1)+`<c:ser><c:val><c:numRef/></c:val></c:ser>`, ""), "not stored"},
		{"no number", columns("stacked", strings.Replace(series(0, "A", 1, 7), `>7<`, `>abc<`, 1), ""), "no numbers"},
		{"not available", columns("stacked", strings.Replace(series(0, "A", 1, 7), `>7<`, `>#N/A<`, 1), ""), ""},
		{"logarithms of nothing", columns("clustered", series(0, "A", 1, -7), `<c:logBase val="10"/>`), "logarithmic"},
		{"a fraction", strings.Replace(bars, `<c:scaling></c:scaling>`, `<c:numFmt formatCode="# ?/?"/>`, 1), `"# ?/?"`},
		{"a fraction that nothing shows", strings.NewReplacer(`>General<`, `># ?/?<`, `<c:scaling></c:scaling>`, `<c:numFmt formatCode="0"/>`).Replace(bars), ""},
		{"a point of an area", strings.NewReplacer("barChart", "areaChart", `<c:cat>`, `<c:dPt><c:idx val="0"/>`+fmt.Sprintf(ink, "ff0000", "")+`</c:dPt><c:cat>`).Replace(bars), "look of their own"},
	} {
		if _, told := drawn(t, tt.body); !strings.Contains(told, tt.want) || (told == "") != (tt.want == "") {
			t.Errorf("%s: told %q", tt.name, told)
		}
	}
}

// A legend leaves half of the chart, and its places to who says them.
func TestLongLegends(t *testing.T) {
	all := ""
	for i := range 60 {
		all += series(i, fmt.Sprintf("Tên số %d", i), 1, 2)
	}
	for _, at := range []string{"l", "r", "t", "b", "tr"} {
		s, told := drawn(t, strings.Replace(columns("clustered", all, ""), `</c:plotArea>`, `</c:plotArea><c:legend><c:legendPos val="`+at+`"/></c:legend>`, 1))
		n, left, right, top, bottom := 0, 400.0, 0.0, 300.0, 0.0
		for _, i := range s.Items {
			if x, ok := i.(*Text); ok && strings.HasPrefix(x.Text, "Tên số") {
				n++
				left, right, top, bottom = min(left, x.X), max(right, x.X+x.Width), min(top, x.Y), max(bottom, x.Y)
			}
		}
		if right-left > 200 && bottom-top > 150 || n < 5 {
			t.Errorf("%s: %d names on %.0f by %.0f", at, n, right-left, bottom-top)
		}
		if want := fmt.Sprintf("last %d entries", 60-n); n < 60 && !strings.Contains(told, want) || n == 60 && told != "" {
			t.Errorf("%s: %d names, told %q", at, n, told)
		}
	}
}

// A logarithmic axis has as many labels as have room.
func TestLogarithmicAxis(t *testing.T) {
	for _, tt := range []struct {
		values string
		want   string
	}{{"1e3", "1|10|100|1000"}, {"1e40", "1|100|10000|"}} {
		v, _ := strconv.ParseFloat(tt.values, 64)
		s, _ := drawn(t, columns("clustered", series(0, "A", 1, v), `<c:logBase val="10"/>`))
		if got := strings.Join(written(s), "|"); !strings.Contains(got, tt.want) || len(written(s)) > 25 {
			t.Errorf("to %s: %s", tt.values, got)
		}
	}
}

// Numbers of any size and axes of the wrong kind give places in the chart.
func TestOddAxes(t *testing.T) {
	first := Color{R: 0x4F, G: 0x81, B: 0xBD}
	for _, values := range [][]float64{{5e-324, 1e-310, 1e-320}, {1e-300, 2e-300}, {1e199, -1e199}, {1e199, 1e-299}} {
		for _, scaling := range []string{"", `<c:logBase val="10"/>`, `<c:min val="5e-324"/>`} {
			drawn(t, columns("clustered", series(0, "A", values...), scaling))
		}
	}
	bars := columns("clustered", series(0, "A", 1, 2, 4), "")
	want, _ := drawn(t, bars)
	got, told := drawn(t, strings.NewReplacer("<c:catAx>", "<c:valAx>", "</c:catAx>", "</c:valAx>").Replace(bars))
	if a, b := fmt.Sprint(fills(want, first)), fmt.Sprint(fills(got, first)); a != b || !strings.Contains(told, "axis of values") {
		t.Errorf("bars on two axes of values: %s, want %s; told %s", b, a, told)
	}
	// Points over the categories of bars stand where the categories do.
	s, _ := drawn(t, strings.Replace(bars, `<c:catAx>`, `<c:scatterChart>`+strings.NewReplacer("c:cat>", "c:no>", "c:val>", "c:yVal>", `<c:cat>`, fmt.Sprintf(ink, "ff0000", "")+`<c:no>`).Replace(series(1, "B", 3, 1, 2))+`<c:axId val="1"/><c:axId val="2"/></c:scatterChart><c:catAx>`, 1))
	line, bar := lines(s, Color{R: 255}), fills(s, first)
	if len(line) == 0 || len(bar) != 3 || math.Abs(line[0].Start.X-bar[0].middle().X) > 0.1 || math.Abs(line[0].Segments[1].X-bar[2].middle().X) > 0.1 {
		t.Errorf("points over bars: %d lines, bars %v", len(line), bar)
	}
}

func TestWindowSums(t *testing.T) {
	v := []float64{1e200, 3, -1e200, 5, 7, 11, 13, 17}
	for n := 0; n <= len(v)+1; n++ {
		got := windowSums(v, n)
		if n == 0 || n > len(v) {
			if got != nil {
				t.Errorf("%d: %v", n, got)
			}
			continue
		}
		for i, sum := range got {
			want := 0.0
			for _, x := range v[i : i+n] {
				want += x
			}
			if i > 2 && sum != want {
				t.Errorf("sum of %d from %d: %v, want %v", n, i, sum, want)
			}
		}
		if len(got) != len(v)-n+1 {
			t.Errorf("%d sums of %d", len(got), n)
		}
	}
}

// Whatever a format is, it writes a text of a bounded length; zeros alone write the whole number.
func FuzzFormats(f *testing.F) {
	for _, format := range []string{"General", `#,##0.00;[Red]-#,##0.00`, `[>=1000]0.0,"K";0`, "# ?/?", "dd/mm/yyyy hh:mm:ss", "##0.0E+0", `_(* "-"??_)\`, `[$-42A]d mmmm;@`} {
		f.Add(format, 1234.5)
		f.Add(format, -0.5)
	}
	f.Fuzz(func(t *testing.T, format string, v float64) {
		if len(format) > maxFormat || !(math.Abs(v) < 1e200) {
			return
		}
		for _, viet := range []bool{false, true} {
			got := newNumbers(&Chart{Vietnam: viet}).text(v, format)
			if len(got) > 1000 {
				t.Errorf("%v in %q has %d bytes", v, format, len(got))
			}
		}
		if strings.Trim(format, "0") == "" && format != "" {
			got, err := strconv.ParseFloat(newNumbers(&Chart{}).text(v, format), 64)
			if err != nil || math.Abs(got-v) > 0.5+1e-9*math.Abs(v) {
				t.Errorf("%v in %q: %v, %v", v, format, got, err)
			}
		}
	})
}
