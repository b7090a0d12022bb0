package chart

import (
	"math"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// MaxPoints bounds the values of a chart. More than this are no chart that somebody reads.
const MaxPoints = 20_000

// A Look is what a document gives to its charts.
type Look interface {
	// Color is the paint of a fill (a:solidFill and its kin); false if it has none.
	Color(n *xml.Node) (Color, bool)
	// Scheme is a colour of the theme by its name.
	Scheme(name string) (Color, bool)
	// Font is the font of the theme that "+mn-lt" or "+mj-lt" stands for.
	Font(name string) string
	// Line is the width of a line of the theme's style, from 1; 0 if there is none.
	Line(i int) float64
	// Dash is an a:prstDash or a:custDash: on, off … in widths of the line; nil if it is solid.
	Dash(n *xml.Node) []float64
}

// Unsupported is why a chart is not drawn at all.
type Unsupported struct{ Why fault.Text }

func (u *Unsupported) Error() string { return u.Why.En }

type reader struct {
	look   Look
	chart  *Chart
	style  int
	total  int // series of the chart
	points int
	told   map[string]bool
}

// Read reads the root of a chart part. Its error is an [Unsupported].
func Read(root *xml.Node, look Look) (*Chart, error) {
	r := &reader{look: look, chart: &Chart{}, style: 2, told: map[string]bool{}}
	c := root.Child("c:chart")
	if root == nil || root.Name != "c:chartSpace" || c == nil {
		return nil, &Unsupported{fault.T("biểu đồ không đọc được", "a chart that cannot be read")}
	}
	if err := r.space(root, c); err != nil {
		return nil, err
	}
	return r.chart, nil
}

// tell notes once what is not drawn as it should be.
func (r *reader) tell(vi, en string) {
	if !r.told[en] && len(r.told) < maxTold {
		r.told[en] = true
		r.chart.Told = append(r.chart.Told, fault.T(vi, en))
	}
}

func (r *reader) space(root, c *xml.Node) error {
	out := r.chart
	r.style = readStyle(root)
	out.Date1904 = on(root.Child("c:date1904"), false)
	out.Rounded = root.Child("c:roundedCorners") != nil && on(root.Child("c:roundedCorners"), true)
	out.Vietnam = strings.HasPrefix(strings.ToLower(root.Child("c:lang").Get("val")), "vi")
	out.Font = r.font(root.Child("c:txPr"), Font{Name: r.look.Font("+mn-lt"), Size: 10, Color: r.scheme("tx1")})
	ground, border := r.scheme("bg1"), Stroke{Color: r.grey(0.15), Width: 0.75}
	out.Area = r.shape(root.Child("c:spPr"), Shape{&ground, &border})
	area := c.Child("c:plotArea")
	out.Plot = r.shape(area.Child("c:spPr"), Shape{})
	out.Manual = manual(area)
	for n := range area.Children() {
		if _, ok := groupKinds[n.Name]; ok {
			for range n.All("c:ser") {
				r.total++
			}
		}
	}
	if err := r.groups(area); err != nil {
		return err
	}
	if out.blank() {
		r.tell("biểu đồ không có giá trị nào lưu trong tệp: chỉ in khung và trục", "a chart without a value stored in the file: only its frame and axes are printed")
	}
	r.axes(area)
	r.connect(area)
	if n := area.Child("c:dTable"); n != nil {
		line := Stroke{Color: r.grey(0.455), Width: 0.5}
		out.Table = &Table{
			Horizontal: on(n.Child("c:showHorzBorder"), false), Vertical: on(n.Child("c:showVertBorder"), false),
			Outline: on(n.Child("c:showOutline"), false), Keys: on(n.Child("c:showKeys"), false),
			Font: r.font(n.Child("c:txPr"), out.Font), Line: r.shape(n.Child("c:spPr"), Shape{Line: &line}).Line,
		}
	}
	if root.Child("c:userShapes") != nil {
		r.tell("hình vẽ thêm trên biểu đồ không được in", "shapes that are drawn onto a chart are not printed")
	}
	r.title(c)
	r.legend(c.Child("c:legend"))
	switch c.Child("c:dispBlanksAs").Get("val") {
	case "zero":
		out.Blanks = Zero
	case "span":
		out.Blanks = Bridge
	}
	return nil
}

// readStyle is the number of c:style; Office 2010 and later write theirs, from 101, beside it.
func readStyle(root *xml.Node) int {
	style := 2
	take := func(n *xml.Node) {
		if v := whole(n, "val", 0); v >= 1 && v <= 48 {
			style = v
		} else if v >= 101 && v <= 148 {
			style = v - 100
		}
	}
	take(root.Child("c:style"))
	for n := range root.All("mc:AlternateContent") {
		take(n.Path("mc:Fallback", "c:style"))
	}
	return style
}

// grey is the text colour with that much of it over the ground.
func (r *reader) grey(part float64) Color { return r.scheme("tx1").mix(r.scheme("bg1"), part) }

// title reads the chart's title; one of a single series that has none of its own is the
// series' name (§21.2.2.7).
func (r *reader) title(c *xml.Node) {
	n := c.Child("c:title")
	deleted := on(c.Child("c:autoTitleDeleted"), false)
	var only *Series
	count := 0
	for _, g := range r.chart.Groups {
		for _, s := range g.Series {
			only, count = s, count+1
		}
	}
	base := r.chart.Font
	base.Size, base.Bold = math.Round(base.Size*1.8), true
	if n == nil {
		if !deleted && count == 1 && only.Name != "" && c.Child("c:autoTitleDeleted") != nil {
			r.chart.Title = &Title{Text: only.Name, Font: base}
		}
		return
	}
	t := r.readTitle(n, base)
	if t.Text == "" {
		if t.Text = "Chart Title"; r.chart.Vietnam {
			t.Text = "Tiêu đề biểu đồ"
		}
		if count == 1 && only.Name != "" {
			t.Text = only.Name
		}
	}
	r.chart.Title = t
}

// readTitle reads a c:title.
func (r *reader) readTitle(n *xml.Node, base Font) *Title {
	t := &Title{Overlay: on(n.Child("c:overlay"), false), Manual: manual(n), Shape: r.shape(n.Child("c:spPr"), Shape{})}
	t.Font = r.font(n.Child("c:txPr"), base)
	body := n.Path("c:txPr", "a:bodyPr")
	if rich := n.Path("c:tx", "c:rich"); rich != nil {
		body = rich.Child("a:bodyPr")
		t.Text, t.Font = r.rich(rich, t.Font)
	} else if s := n.Path("c:tx", "c:strRef", "c:strCache"); s != nil {
		t.Text = strings.Join(texts(s), " ")
	}
	t.Turn = turn(body)
	return t
}

// turn is the rotation of a a:bodyPr in degrees; what none states is 0.
func turn(body *xml.Node) int {
	deg := whole(body, "rot", 0) / 60000
	if deg < -90 || deg > 90 {
		deg = 0 // -60000000: automatic
	}
	switch body.Get("vert") {
	case "vert", "eaVert", "wordArtVert":
		deg += 90
	case "vert270":
		deg -= 90
	}
	return deg
}

// rich is the text of a c:rich, a line for each paragraph, and the font of its first run: a
// title in several fonts is set in one.
func (r *reader) rich(n *xml.Node, base Font) (string, Font) {
	pieces, font := r.pieces(n, base)
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return short(strings.TrimSpace(b.String())), font
}

// pieces are the parts of a c:rich, and its font. A field has the text that is stored for it.
func (r *reader) pieces(n *xml.Node, base Font) ([]Piece, Font) {
	var out []Piece
	font, first, lines := r.font(n, base), true, 0
	for p := range n.All("a:p") {
		if lines++; lines > 1 {
			out = append(out, Piece{Text: "\n"})
		}
		for c := range p.Children() {
			switch c.Name {
			case "a:r", "a:fld":
				run := r.runFont(c.Child("a:rPr"), font)
				if !first && run != font {
					r.tell("chữ có nhiều kiểu trong biểu đồ được in theo kiểu đầu", "texts of charts in several fonts are printed in the first one")
				}
				if first {
					font, first = run, false
				}
				piece := Piece{Text: short(c.Child("a:t").Content())}
				if c.Name == "a:fld" {
					piece.Field, piece.id = c.Get("type"), c.Get("id")
				}
				out = append(out, piece)
			case "a:br":
				out = append(out, Piece{Text: "\n"})
			}
		}
	}
	return out, font
}

// font reads the font of a c:txPr or c:rich over base: the first paragraph's a:defRPr.
func (r *reader) font(n *xml.Node, base Font) Font {
	base = r.runFont(n.Path("a:lstStyle", "a:lvl1pPr", "a:defRPr"), base)
	return r.runFont(n.Path("a:p", "a:pPr", "a:defRPr"), base)
}

func (r *reader) runFont(n *xml.Node, base Font) Font {
	if n == nil {
		return base
	}
	if v := whole(n, "sz", 0); v >= 100 && v <= 40000 {
		base.Size = float64(v) / 100
	}
	if v, ok := n.Attr("b"); ok {
		base.Bold = truth(v)
	}
	if v, ok := n.Attr("i"); ok {
		base.Italic = truth(v)
	}
	if v := n.Child("a:latin").Get("typeface"); v != "" {
		if strings.HasPrefix(v, "+") {
			v = r.look.Font(v)
		}
		if v != "" {
			base.Name = v
		}
	}
	if f := n.Child("a:solidFill"); f != nil {
		if c, ok := r.look.Color(f); ok {
			base.Color = c
		}
	}
	return base
}

func (r *reader) legend(n *xml.Node) {
	if n == nil {
		return
	}
	l := &Legend{Side: Right, Overlay: on(n.Child("c:overlay"), false), Manual: manual(n), Hidden: map[int]bool{},
		Font: r.font(n.Child("c:txPr"), r.chart.Font), Shape: r.shape(n.Child("c:spPr"), Shape{})}
	switch n.Child("c:legendPos").Get("val") {
	case "l":
		l.Side = Left
	case "t":
		l.Side = Top
	case "b":
		l.Side = Bottom
	case "tr":
		l.Side = Corner
	}
	for e := range n.All("c:legendEntry") {
		if on(e.Child("c:delete"), false) {
			l.Hidden[whole(e.Child("c:idx"), "val", 0)] = true
		}
	}
	r.chart.Legend = l
}

// manual reads a c:layout; nil if the place is automatic.
func manual(n *xml.Node) *Manual {
	l := n.Path("c:layout", "c:manualLayout")
	if l == nil {
		return nil
	}
	m := &Manual{Inner: l.Child("c:layoutTarget").Get("val") == "inner"}
	part := func(name string) (float64, bool) {
		v, err := strconv.ParseFloat(l.Child(name).Get("val"), 64)
		return v, err == nil && v >= -2 && v <= 2
	}
	m.X, m.HasX = part("c:x")
	m.Y, m.HasY = part("c:y")
	m.W, _ = part("c:w")
	m.H, _ = part("c:h")
	m.FromX, m.FromY = l.Child("c:xMode").Get("val") != "edge", l.Child("c:yMode").Get("val") != "edge"
	if l.Child("c:wMode").Get("val") == "edge" {
		m.W -= m.X
	}
	if l.Child("c:hMode").Get("val") == "edge" {
		m.H -= m.Y
	}
	return m
}

// shape reads a c:spPr over what the style has.
func (r *reader) shape(n *xml.Node, base Shape) Shape {
	for c := range n.Children() {
		switch c.Name {
		case "a:noFill":
			base.Fill = nil
		case "a:solidFill", "a:gradFill", "a:pattFill", "a:blipFill":
			if col, ok := r.look.Color(c); ok {
				base.Fill = &col
			}
		case "a:ln":
			base.Line = r.stroke(c, base.Line)
		}
	}
	return base
}

// stroke reads an a:ln over what the style has.
func (r *reader) stroke(n *xml.Node, base *Stroke) *Stroke {
	s := Stroke{Width: 0.75}
	drawn := base != nil
	if drawn {
		s = *base
	}
	if w := whole(n, "w", -1); w >= 0 {
		s.Width = min(float64(w)/12700, 1584)
	}
	for c := range n.Children() {
		switch c.Name {
		case "a:noFill":
			return nil
		case "a:solidFill", "a:gradFill", "a:pattFill":
			if col, ok := r.look.Color(c); ok {
				s.Color, drawn = col, true
			}
		case "a:prstDash", "a:custDash":
			s.Dash = r.look.Dash(c)
			for i := range s.Dash {
				s.Dash[i] *= max(s.Width, 0.5)
			}
		}
	}
	if !drawn {
		return nil
	}
	return &s
}

// on reads a CT_Boolean (§21.2.2): an element that says nothing is true, one that is not there
// is missing.
func on(n *xml.Node, missing bool) bool {
	if n == nil {
		return missing
	}
	v, ok := n.Attr("val")
	return !ok || truth(v)
}

func truth(v string) bool { return v == "1" || v == "true" || v == "on" }

// whole reads an integer attribute.
func whole(n *xml.Node, name string, missing int) int {
	if v, err := strconv.Atoi(n.Get(name)); err == nil {
		return v
	}
	return missing
}

// decimal reads a number of an element's val; nil if it has none that is finite.
func decimal(n *xml.Node) *float64 {
	v, ok := number(strings.TrimSpace(n.Get("val")))
	if !ok {
		return nil
	}
	return &v
}
