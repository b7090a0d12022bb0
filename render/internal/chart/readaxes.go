package chart

import (
	"math"
	"strconv"

	"github.com/bienban/bienban/render/internal/xml"
)

// axes reads the axes of a plot area.
func (r *reader) axes(area *xml.Node) {
	for n := range area.Children() {
		switch n.Name {
		case "c:catAx", "c:dateAx", "c:valAx":
			r.chart.Axes = append(r.chart.Axes, r.axis(n))
		case "c:serAx":
			r.tell("biểu đồ 3-D được vẽ phẳng", "a 3-D chart is drawn flat")
		}
	}
}

func (r *reader) axis(n *xml.Node) *Axis {
	scaling := n.Child("c:scaling")
	line := Stroke{Color: r.grey(0.455), Width: 0.5}
	if w := r.look.Line(1); w > 0 {
		line.Width = w
	}
	a := &Axis{
		ID: n.Child("c:axId").Get("val"), Cross: n.Child("c:crossAx").Get("val"), Values: n.Name == "c:valAx", Deleted: on(n.Child("c:delete"), false),
		Reversed: scaling.Child("c:orientation").Get("val") == "maxMin", Min: decimal(scaling.Child("c:min")), Max: decimal(scaling.Child("c:max")),
		Crosses: n.Child("c:crosses").Get("val"), CrossesAt: decimal(n.Child("c:crossesAt")),
		MajorTick: orElse(n.Child("c:majorTickMark").Get("val"), "cross"), MinorTick: orElse(n.Child("c:minorTickMark").Get("val"), "cross"),
		Labels: orElse(n.Child("c:tickLblPos").Get("val"), "nextTo"), Offset: 100, Flat: on(n.Child("c:noMultiLvlLbl"), false),
		Font: r.font(n.Child("c:txPr"), r.chart.Font), Line: r.shape(n.Child("c:spPr"), Shape{Line: &line}).Line,
		Format: r.format(n.Child("c:numFmt").Get("formatCode")), Linked: truth(n.Child("c:numFmt").Get("sourceLinked")),
		LabelSkip: min(max(whole(n.Child("c:tickLblSkip"), "val", 0), 0), 1<<16), TickSkip: min(max(whole(n.Child("c:tickMarkSkip"), "val", 0), 0), 1<<16),
		Between: n.Child("c:crossBetween").Get("val") != "midCat", Unit: n.Child("c:baseTimeUnit").Get("val"),
	}
	a.Dates = n.Name == "c:dateAx"
	switch n.Child("c:axPos").Get("val") {
	case "r":
		a.Side = Right
	case "t":
		a.Side = Top
	case "b":
		a.Side = Bottom
	}
	if v := decimal(scaling.Child("c:logBase")); v != nil && *v >= 2 && *v <= 1000 {
		a.LogBase = *v
	}
	if v := decimal(n.Child("c:majorUnit")); v != nil && *v > 0 {
		a.Major = *v
	}
	if v := decimal(n.Child("c:minorUnit")); v != nil && *v > 0 {
		a.Minor = *v
	}
	if v := whole(n.Child("c:lblOffset"), "val", 100); v >= 0 && v <= 1000 {
		a.Offset = float64(v)
	}
	if body := n.Path("c:txPr", "a:bodyPr"); body != nil {
		rot, err := strconv.Atoi(body.Get("rot"))
		if t := turn(body); t != 0 || err == nil && rot == 0 {
			a.Turn = &t
		}
	}
	if g := n.Child("c:majorGridlines"); g != nil {
		a.MajorGrid = r.shape(g.Child("c:spPr"), Shape{Line: &line}).Line
	}
	if g := n.Child("c:minorGridlines"); g != nil {
		minor := line
		minor.Color = r.grey(0.25)
		a.MinorGrid = r.shape(g.Child("c:spPr"), Shape{Line: &minor}).Line
	}
	r.axisTitles(a, n)
	return a
}

// axisTitles reads the title of an axis and that of the unit which its values are shown in.
func (r *reader) axisTitles(a *Axis, n *xml.Node) {
	base := r.chart.Font
	base.Bold = true
	if t := n.Child("c:title"); t != nil {
		if a.Title = r.readTitle(t, base); t.Path("c:tx", "c:rich", "a:bodyPr").Get("rot") == "" && a.Title.Turn == 0 && (a.Side == Left || a.Side == Right) {
			a.Title.Turn = -90
		}
		if a.Title.Text == "" {
			if a.Title.Text = "Axis Title"; r.chart.Vietnam {
				a.Title.Text = "Tiêu đề trục"
			}
		}
	}
	if d := n.Child("c:dispUnits"); d != nil {
		a.DisplayUnit = displayUnits[d.Child("c:builtInUnit").Get("val")]
		if v := decimal(d.Child("c:custUnit")); v != nil && *v > 0 {
			a.DisplayUnit = *v
		}
		if t := d.Child("c:dispUnitsLbl"); t != nil && a.DisplayUnit > 0 {
			a.DisplayUnitTitle = r.readTitle(t, base)
			if a.DisplayUnitTitle.Text == "" {
				a.DisplayUnitTitle.Text = displayUnitName(d.Child("c:builtInUnit").Get("val"), r.chart.Vietnam)
			}
			if (a.Side == Left || a.Side == Right) && a.DisplayUnitTitle.Turn == 0 {
				a.DisplayUnitTitle.Turn = -90
			}
		}
	}
}

var displayUnits = map[string]float64{"hundreds": 1e2, "thousands": 1e3, "tenThousands": 1e4, "hundredThousands": 1e5, "millions": 1e6, "tenMillions": 1e7, "hundredMillions": 1e8, "billions": 1e9, "trillions": 1e12}

func displayUnitName(name string, vietnam bool) string {
	english := map[string]string{"hundreds": "Hundreds", "thousands": "Thousands", "tenThousands": "x 10000", "hundredThousands": "x 100000", "millions": "Millions", "tenMillions": "x 10000000", "hundredMillions": "x 100000000", "billions": "Billions", "trillions": "Trillions"}
	vietnamese := map[string]string{"hundreds": "Trăm", "thousands": "Nghìn", "millions": "Triệu", "billions": "Tỷ", "trillions": "Nghìn tỷ"}
	if s := vietnamese[name]; vietnam && s != "" {
		return s
	}
	return english[name]
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// connect finds the axes of each group, and makes those up that a chart needs and lacks.
func (r *reader) connect(area *xml.Node) {
	c := r.chart
	byID := map[string]int{}
	for i, a := range c.Axes {
		byID[a.ID] = i
	}
	i := 0
	for n := range area.Children() {
		if _, ok := groupKinds[n.Name]; !ok {
			continue
		}
		g := c.Groups[i]
		i++
		if g.Kind == Pie || g.Kind == Doughnut {
			continue
		}
		var found []int
		for id := range n.All("c:axId") {
			if k, ok := byID[id.Get("val")]; ok {
				found = append(found, k)
			}
		}
		g.Axes = r.pair(g, found)
	}
}

// pair is the axis of categories (or of x) and that of values among those found; what is
// missing is made up.
func (r *reader) pair(g *Group, found []int) []int {
	c := r.chart
	points := g.Kind == Scatter || g.Kind == Bubble
	first, second := -1, -1
	for _, k := range found {
		a := c.Axes[k]
		lies := a.Side == Top || a.Side == Bottom
		switch {
		case first < 0 && (points && lies || !points && !a.Values):
			first = k
		case second < 0 && a.Values:
			second = k
		case first < 0:
			first = k
		}
	}
	if first >= 0 && !points && c.Axes[first].Values { // its numbers would be no places of categories
		names := *c.Axes[first]
		names.Values, names.Min, names.Max, names.LogBase = false, nil, nil, 0
		first, c.Axes = len(c.Axes), append(c.Axes, &names)
		r.tell("trục giá trị đặt ở chỗ trục danh mục được vẽ thành trục danh mục", "an axis of values in the place of categories is drawn as one of categories")
	}
	grey := Stroke{Color: r.grey(0.455), Width: 0.5}
	add := func(a *Axis) int {
		a.Font, a.Line, a.Labels, a.MajorTick, a.Between, a.Offset = c.Font, &grey, "nextTo", "out", true, 100
		c.Axes = append(c.Axes, a)
		return len(c.Axes) - 1
	}
	if first < 0 {
		side := Bottom
		if g.Horizontal {
			side = Left
		}
		first = add(&Axis{ID: "made-up-1", Cross: "made-up-2", Side: side, Values: points})
	}
	if second < 0 {
		side := Left
		if g.Horizontal {
			side = Bottom
		}
		second = add(&Axis{ID: "made-up-2", Cross: "made-up-1", Side: side, Values: true})
	}
	return []int{first, second}
}

// bounds are the least and the largest of values; false if there is none.
func bounds(values []float64) (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if !math.IsNaN(v) {
			lo, hi, ok = min(lo, v), max(hi, v), true
		}
	}
	return lo, hi, ok
}
