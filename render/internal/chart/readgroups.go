package chart

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// groupKinds are the charts that are drawn; those with depth are drawn flat.
var groupKinds = map[string]Kind{
	"c:barChart": Bars, "c:bar3DChart": Bars, "c:lineChart": Lines, "c:line3DChart": Lines, "c:stockChart": Lines,
	"c:areaChart": Areas, "c:area3DChart": Areas, "c:pieChart": Pie, "c:pie3DChart": Pie, "c:ofPieChart": Pie,
	"c:doughnutChart": Doughnut, "c:scatterChart": Scatter, "c:bubbleChart": Bubble, "c:radarChart": Radar,
}

// groups reads the charts of a plot area, in the order of the file.
func (r *reader) groups(area *xml.Node) error {
	for n := range area.Children() {
		if strings.HasPrefix(n.Name, "c:surface") {
			return &Unsupported{fault.T("biểu đồ bề mặt", "a surface chart")}
		}
		kind, ok := groupKinds[n.Name]
		if !ok {
			continue
		}
		switch n.Name {
		case "c:bar3DChart", "c:line3DChart", "c:area3DChart", "c:pie3DChart":
			r.tell("biểu đồ 3-D được vẽ phẳng", "a 3-D chart is drawn flat")
		case "c:ofPieChart":
			r.tell("phần phụ của biểu đồ tròn được vẽ chung một hình", "the second plot of a pie is drawn as part of the first")
		}
		g := r.group(kind, n)
		for s := range n.All("c:ser") {
			if r.total > maxSeries {
				return &Unsupported{fault.T("biểu đồ có quá %d dãy số liệu", "a chart of more than %d series", maxSeries)}
			}
			one, err := r.series(g, s)
			if err != nil {
				return err
			}
			if g.Series = append(g.Series, one); kind == Pie {
				break // a pie shows its first series only
			}
		}
		sortSeries(g.Series)
		r.chart.Groups = append(r.chart.Groups, g)
	}
	for _, g := range r.chart.Groups {
		if len(g.Series) > 0 {
			return nil
		}
	}
	return &Unsupported{fault.T("biểu đồ không có dãy số liệu", "a chart without a series")}
}

// sortSeries puts series into their order, which need not be that of the file.
func sortSeries(s []*Series) {
	for i := 1; i < len(s); i++ {
		for k := i; k > 0 && s[k].Order < s[k-1].Order; k-- {
			s[k], s[k-1] = s[k-1], s[k]
		}
	}
}

func (r *reader) group(kind Kind, n *xml.Node) *Group {
	number := func(name string, missing, from, to float64) float64 {
		if v := decimal(n.Child(name)); v != nil {
			return min(max(*v, from), to)
		}
		return missing
	}
	g := &Group{
		Kind: kind, Horizontal: n.Child("c:barDir").Get("val") == "bar", Gap: number("c:gapWidth", 150, 0, 500), Overlap: number("c:overlap", 0, -100, 100),
		Vary: on(n.Child("c:varyColors"), kind == Pie || kind == Doughnut), Start: number("c:firstSliceAng", 0, 0, 360), Hole: number("c:holeSize", 10, 1, 90),
		Scale: number("c:bubbleScale", 100, 0, 300), ByWidth: n.Child("c:sizeRepresents").Get("val") == "w", Filled: n.Child("c:radarStyle").Get("val") == "filled",
	}
	switch n.Child("c:grouping").Get("val") {
	case "stacked":
		g.Stacking = Stacked
	case "percentStacked":
		g.Stacking = Percent
	}
	line := Stroke{Color: r.grey(0.455), Width: 0.5}
	if l := n.Child("c:hiLowLines"); l != nil {
		g.HiLow = r.shape(l.Child("c:spPr"), Shape{Line: &line}).Line
	}
	if l := n.Child("c:dropLines"); l != nil {
		g.Drop = r.shape(l.Child("c:spPr"), Shape{Line: &line}).Line
	}
	if on(n.Child("c:showNegBubbles"), false) {
		r.tell("bong bóng cỡ âm không được vẽ", "bubbles of a negative size are not drawn")
	}
	if n.Child("c:serLines") != nil {
		r.tell("đường nối giữa các dãy (serLines) không được vẽ", "lines between the series (serLines) are not drawn")
	}
	if n.Child("c:upDownBars") != nil {
		r.tell("cột tăng giảm (upDownBars) không được vẽ", "up and down bars are not drawn")
	}
	return g
}

// series reads a c:ser.
func (r *reader) series(g *Group, n *xml.Node) (*Series, error) {
	s := &Series{Index: whole(n.Child("c:idx"), "val", 0), Order: whole(n.Child("c:order"), "val", 0), Points: map[int]Point{}}
	s.Index = min(max(s.Index, 0), 1<<16)
	if t := n.Child("c:tx"); t != nil {
		if cache := t.Path("c:strRef", "c:strCache"); cache != nil {
			s.Name = strings.Join(texts(cache), " ")
		} else {
			s.Name = short(t.Child("c:v").Content())
		}
	}
	if s.Name == "" {
		s.Name = "Series" + strconv.Itoa(s.Index+1)
	}
	values, cats := n.Child("c:val"), n.Child("c:cat")
	if g.Kind == Scatter || g.Kind == Bubble {
		values, cats = n.Child("c:yVal"), n.Child("c:xVal")
	}
	s.Values, s.Format = r.numbers(values)
	r.categories(s, cats)
	if g.Kind == Bubble {
		s.Sizes, _ = r.numbers(n.Child("c:bubbleSize"))
	}
	if r.points += len(s.Values); r.points > MaxPoints || len(s.Categories) > MaxPoints || len(s.X) > MaxPoints {
		return nil, TooMany()
	}
	s.Smooth = on(n.Child("c:smooth"), g.Kind == Lines || g.Kind == Scatter)
	if g.Kind == Scatter && n.Parent.Child("c:scatterStyle").Get("val") == "lineMarker" && n.Child("c:smooth") == nil {
		s.Smooth = true
	}
	s.Inverted = n.Child("c:invertIfNegative") != nil && on(n.Child("c:invertIfNegative"), true) && g.Kind == Bars
	if v := decimal(n.Child("c:explosion")); v != nil {
		s.Explosion = min(max(*v, 0), 400)
	}
	r.looks(g, s, n)
	r.seriesLabels(g, s, n)
	for t := range n.All("c:trendline") {
		if len(s.Trends) == maxTrends {
			break
		}
		s.Trends = append(s.Trends, r.trend(s, t))
	}
	for e := range n.All("c:errBars") {
		if len(s.Errors) == 2 { // along both axes
			break
		}
		s.Errors = append(s.Errors, r.errorBars(e, g))
	}
	return s, nil
}

// maxSeries is how many series a chart of Excel can have.
const maxSeries = 255

// TooMany is the error of a chart with more values than are drawn.
func TooMany() error {
	return &Unsupported{fault.T("biểu đồ có quá %d giá trị", "a chart of more than %d values", MaxPoints)}
}

// looks reads how a series and its points are painted.
func (r *reader) looks(g *Group, s *Series, n *xml.Node) {
	color := r.accent(s.Index, r.total)
	base := Shape{Fill: &color}
	stroke := Stroke{Color: color, Width: r.lineWidth()}
	switch g.Kind {
	case Lines, Scatter:
		base = Shape{Line: &stroke}
	case Radar:
		if base = (Shape{Line: &stroke}); g.Filled {
			base = Shape{Fill: &color}
		}
	}
	if g.Kind == Scatter && n.Parent.Child("c:scatterStyle").Get("val") == "marker" {
		base.Line = nil
	}
	s.Shape = r.shape(n.Child("c:spPr"), base)
	s.Marker = Marker{Symbol: "none"}
	if g.Kind == Lines || g.Kind == Scatter || g.Kind == Radar && !g.Filled {
		shown := g.Kind == Scatter
		switch g.Kind {
		case Lines:
			shown = on(n.Parent.Child("c:marker"), true)
		case Radar:
			shown = n.Parent.Child("c:radarStyle").Get("val") == "marker"
		}
		s.Marker = r.marker(n.Child("c:marker"), s.Index, color, shown)
	}
	for p := range n.All("c:dPt") {
		i := whole(p.Child("c:idx"), "val", -1)
		if i < 0 || i > MaxPoints {
			continue
		}
		base := s.Shape
		if g.Vary && r.total <= 1 && g.Kind != Lines && g.Kind != Scatter {
			base = r.varied(g, s, i)
		}
		one := Point{Shape: r.shape(p.Child("c:spPr"), base), Explosion: s.Explosion}
		if (g.Kind == Areas || g.Kind == Radar) && !one.Shape.equal(s.Shape) {
			r.tell("điểm có kiểu riêng trong biểu đồ vùng hoặc mạng nhện được vẽ như cả dãy", "points with a look of their own in areas and radars are drawn as their series")
		}
		if v := decimal(p.Child("c:explosion")); v != nil {
			one.Explosion = min(max(*v, 0), 400)
		}
		if m := p.Child("c:marker"); m != nil {
			marker := r.markerOver(m, s.Marker)
			one.Marker = &marker
		}
		s.Points[i] = one
	}
	if g.Vary && (g.Kind == Pie || g.Kind == Doughnut || r.total == 1 && g.Kind != Lines && g.Kind != Areas && g.Kind != Scatter && g.Kind != Radar) {
		for i := range s.Values {
			if _, ok := s.Points[i]; !ok {
				s.Points[i] = Point{Shape: r.varied(g, s, i), Explosion: s.Explosion}
			}
		}
	}
}

// varied is how point i is painted where each has a colour of its own.
func (r *reader) varied(g *Group, s *Series, i int) Shape {
	color := r.accent(i, len(s.Values))
	out := s.Shape
	if out.Fill != nil {
		out.Fill = &color
	}
	if out.Line != nil && g.Kind != Pie && g.Kind != Doughnut && g.Kind != Bars {
		line := *out.Line
		line.Color = color
		out.Line = &line
	}
	return out
}

// lineWidth is that of a series which says none: the theme's third line.
func (r *reader) lineWidth() float64 {
	if w := r.look.Line(3); w > 0 {
		return min(w, 3)
	}
	return 2.25
}

// symbols are the markers of series that name none, in the order of the series.
var symbols = [...]string{"diamond", "square", "triangle", "x", "star", "circle", "plus", "dot", "dash"}

func (r *reader) marker(n *xml.Node, index int, color Color, shown bool) Marker {
	m := Marker{Symbol: symbols[index%len(symbols)], Size: 5, Shape: Shape{Fill: &color, Line: &Stroke{Color: color, Width: 0.75}}}
	if !shown {
		m.Symbol = "none"
	}
	if n != nil && n.Child("c:symbol") == nil {
		m.Symbol = symbols[index%len(symbols)]
	}
	return r.markerOver(n, m)
}

func (r *reader) markerOver(n *xml.Node, m Marker) Marker {
	if v := n.Child("c:symbol").Get("val"); v != "" && v != "auto" {
		m.Symbol = v
	}
	if v := whole(n.Child("c:size"), "val", 0); v >= 2 && v <= 72 {
		m.Size = float64(v)
	}
	m.Shape = r.shape(n.Child("c:spPr"), m.Shape)
	return m
}

// numbers reads the stored values of a c:val and its kin, with their format.
func (r *reader) numbers(n *xml.Node) ([]float64, string) {
	cache := n.Path("c:numRef", "c:numCache")
	if cache == nil {
		cache = n.Child("c:numLit")
	}
	if cache == nil && n.Child("c:numRef") != nil {
		r.tell("có dãy số liệu không có giá trị lưu trong tệp: không vẽ được", "a series whose values are not stored in the file is not drawn")
	}
	if cache == nil { // texts instead of numbers count as nothing
		s := n.Path("c:strRef", "c:strCache")
		if s == nil {
			s = n.Child("c:strLit")
		}
		var out []float64
		for _, t := range texts(s) {
			v, err := strconv.ParseFloat(strings.TrimSpace(t), 64)
			if err != nil {
				v = 0
			}
			out = append(out, v)
		}
		return out, ""
	}
	out := make([]float64, size(cache))
	for i := range out {
		out[i] = math.NaN()
	}
	for p := range cache.All("c:pt") {
		if i := whole(p, "idx", -1); i >= 0 && i < len(out) {
			text := strings.TrimSpace(p.Child("c:v").Content())
			if v, ok := number(text); ok {
				out[i] = v
			} else if text != "" && text != "#N/A" { // which Excel leaves blank as well
				r.tell("giá trị không phải số hoặc quá lớn không được vẽ", "values that are no numbers or too large are not drawn")
			}
		}
	}
	return out, r.format(cache.Child("c:formatCode").Content())
}

// format is a format code, if it is none too long.
func (r *reader) format(code string) string {
	if utf8.RuneCountInString(code) <= maxFormat {
		return code
	}
	r.tell("định dạng số dài hơn 255 ký tự: số được in ở dạng thường (General)", "a number format of more than 255 characters: numbers are printed as General")
	return ""
}

// number reads a number that can be drawn; one whose powers would be none is zero.
func number(text string) (float64, bool) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(math.Abs(v) < 1e200) {
		return 0, false
	}
	if math.Abs(v) < 1e-300 {
		return 0, true
	}
	return v, true
}

// size is how many values a cache has: what it states, as far as it can be believed.
func size(cache *xml.Node) int {
	last, count := -1, 0
	for p := range cache.All("c:pt") {
		last = max(last, min(whole(p, "idx", -1), MaxPoints))
		count++
	}
	return max(last+1, min(whole(cache.Child("c:ptCount"), "val", 0), MaxPoints+1, count+1000))
}

// maxText bounds one text of a chart, in bytes: more is no name.
const maxText = 2000

// short is a text without what is too much of it.
func short(s string) string {
	if len(s) <= maxText {
		return s
	}
	return strings.ToValidUTF8(s[:maxText], "") + "…"
}

// maxSeparator bounds what stands between the parts of a data label, in bytes.
const maxSeparator = 64

// maxTrends bounds the trend lines of a series.
const maxTrends = 10

// texts reads a cache of texts, or of numbers as texts.
func texts(cache *xml.Node) []string {
	if cache == nil {
		return nil
	}
	out := make([]string, size(cache))
	for p := range cache.All("c:pt") {
		if i := whole(p, "idx", -1); i >= 0 && i < len(out) {
			out[i] = short(p.Child("c:v").Content())
		}
	}
	return out
}

// categories reads a c:cat or c:xVal.
func (r *reader) categories(s *Series, n *xml.Node) {
	if cache := n.Path("c:multiLvlStrRef", "c:multiLvlStrCache"); cache != nil {
		inner := true
		for l := range cache.All("c:lvl") {
			switch {
			case inner:
				s.Categories, inner = texts(l), false
			case len(s.Levels) == maxLevels:
				r.tell("nhóm danh mục quá 8 cấp: các cấp ngoài không được in", "of categories in more than 8 levels the outer ones are not printed")
			default:
				s.Levels = append(s.Levels, r.level(l))
			}
		}
		if n := min(whole(cache.Child("c:ptCount"), "val", 0), MaxPoints, len(s.Values)); n > len(s.Categories) {
			s.Categories = append(s.Categories, make([]string, n-len(s.Categories))...)
		}
		return
	}
	if cache := n.Path("c:strRef", "c:strCache"); cache != nil {
		s.Categories = texts(cache)
		return
	}
	if cache := n.Child("c:strLit"); cache != nil {
		s.Categories = texts(cache)
		return
	}
	s.X, s.XFormat = r.numbers(n)
}

// maxLevels bounds the outer levels of categories.
const maxLevels = 8

// level reads an outer level of categories, whose names come in order.
func (r *reader) level(n *xml.Node) []Span {
	var out []Span
	next := 0
	for p := range n.All("c:pt") {
		i := whole(p, "idx", 0)
		if i < next || i >= MaxPoints {
			r.tell("tên nhóm danh mục sai thứ tự không được in", "names of groups of categories that are out of order are not printed")
			continue
		}
		next = i + 1
		out = append(out, Span{i, short(p.Child("c:v").Content())})
	}
	return out
}

func (r *reader) trend(s *Series, n *xml.Node) Trend {
	line := Stroke{Color: r.scheme("tx1"), Width: 0.75}
	t := Trend{
		Kind: n.Child("c:trendlineType").Get("val"), Order: min(max(whole(n.Child("c:order"), "val", 2), 2), 6), Period: max(whole(n.Child("c:period"), "val", 2), 2),
		Name: short(n.Child("c:name").Content()), Line: r.shape(n.Child("c:spPr"), Shape{Line: &line}).Line, Intercept: decimal(n.Child("c:intercept")),
		Equation: on(n.Child("c:dispEq"), false), Square: on(n.Child("c:dispRSqr"), false), Font: r.font(n.Path("c:trendlineLbl", "c:txPr"), r.chart.Font),
	}
	if v := decimal(n.Child("c:forward")); v != nil {
		t.Forward = min(max(*v, 0), 1e9)
	}
	if v := decimal(n.Child("c:backward")); v != nil {
		t.Backward = min(max(*v, 0), 1e9)
	}
	return t
}

func (r *reader) errorBars(n *xml.Node, g *Group) ErrorBars {
	line := Stroke{Color: r.scheme("tx1"), Width: 0.75}
	e := ErrorBars{AlongX: n.Child("c:errDir").Get("val") == "x" && (g.Kind == Scatter || g.Kind == Bubble), NoCap: on(n.Child("c:noEndCap"), false), Line: r.shape(n.Child("c:spPr"), Shape{Line: &line}).Line}
	kind := n.Child("c:errValType").Get("val")
	switch kind {
	case "cust":
		e.Plus, _ = r.numbers(n.Child("c:plus"))
		e.Minus, _ = r.numbers(n.Child("c:minus"))
	case "fixedVal", "percentage":
		if v := decimal(n.Child("c:val")); v != nil {
			e.Plus, e.Minus, e.Percent = []float64{*v}, []float64{*v}, kind == "percentage"
		}
	default:
		r.tell("thanh sai số theo độ lệch chuẩn không được vẽ", "error bars of a deviation are not drawn")
	}
	switch n.Child("c:errBarType").Get("val") {
	case "plus":
		e.Minus = nil
	case "minus":
		e.Plus = nil
	}
	return e
}
