package plot

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// A Drawn is a chart that somebody drew, to be given other figures.
type Drawn struct {
	src    string
	root   *xml.Node
	groups []*xml.Node // of series with categories and values
	series []*xml.Node
	Other  string // an element that shows figures otherwise, as pairs: "c:scatterChart"; "": none
}

var errNoChart = errors.New("the part is no chart")

// Read reads a chart part.
func Read(src string, limits limit.XML) (*Drawn, error) {
	root, err := xml.Parse(src, limits)
	if err != nil {
		return nil, err
	}
	if root.Name != "c:chartSpace" || root.Path("c:chart", "c:plotArea") == nil {
		return nil, errNoChart
	}
	d := &Drawn{src: src, root: root}
	for n := range root.Path("c:chart", "c:plotArea").Children() {
		switch n.Name {
		case "c:scatterChart", "c:bubbleChart", "c:stockChart", "c:surfaceChart", "c:surface3DChart":
			d.Other = n.Name
		default:
			if !strings.HasSuffix(n.Name, "Chart") {
				continue
			}
			d.groups = append(d.groups, n)
			for s := range n.Children() {
				if s.Name == "c:ser" && s.First != nil {
					d.series = append(d.series, s)
				}
			}
		}
	}
	slices.SortStableFunc(d.series, func(a, b *xml.Node) int { return cmp.Compare(number(a, "c:order"), number(b, "c:order")) })
	return d, nil
}

func number(n *xml.Node, child string) int {
	v, _ := strconv.Atoi(n.Child(child).Get("val"))
	return v
}

// Names are those of the series, in their order; "" where one has none.
func (d *Drawn) Names() []string {
	var names []string
	for _, s := range d.series {
		name := ""
		for v := range s.Child("c:tx").All("c:v") {
			name = strings.TrimSpace(v.Content())
			break
		}
		names = append(names, name)
	}
	return names
}

// Single reports whether only the first of its series is seen: it is a pie.
func (d *Drawn) Single() bool {
	for _, g := range d.groups {
		switch g.Name {
		case "c:pieChart", "c:pie3DChart", "c:ofPieChart":
		default:
			return false
		}
	}
	return len(d.groups) > 0
}

// Workbook is the relationship that leads to the chart's own workbook; "": there is none.
func (d *Drawn) Workbook() string { return d.root.Child("c:externalData").Get("r:id") }

// A cut replaces a piece of the source.
type cut struct {
	from, to int
	text     string
}

// Fill is the chart with the figures of c: its first series takes those of c's first, and so on.
// Series that c has more look like the last one but for their colours; those that it has fewer
// go. What the author said of form stays: kinds, colours, axes, labels, formats of numbers.
func (d *Drawn) Fill(c *Chart, workbook string) string {
	var cuts []cut
	for i, s := range d.series {
		if i >= len(c.Series) {
			cuts = append(cuts, cut{s.Start, s.End, ""})
			continue
		}
		cuts = append(cuts, d.fill(s, c, i)...)
	}
	cuts = append(cuts, d.more(c)...)
	data := `<c:externalData xmlns:c="` + chartNamespace(d.src) + `" xmlns:r="` + relationNamespace(d.src) + `" r:id="` + xml.Escape(workbook) + `"><c:autoUpdate val="0"/></c:externalData>`
	if n := d.root.Child("c:externalData"); n != nil {
		cuts = append(cuts, cut{n.Start, n.End, data})
	} else {
		cuts = append(cuts, cut{d.before(d.root, "c:printSettings", "c:userShapes", "c:extLst"), -1, data})
	}
	return apply(d.src, cuts)
}

// fill gives a series the figures of one of c's.
func (d *Drawn) fill(s *xml.Node, c *Chart, i int) (cuts []cut) {
	format := ""
	if f := s.Path("c:val", "c:numRef", "c:numCache", "c:formatCode"); f != nil && !strings.EqualFold(strings.TrimSpace(f.Content()), "General") {
		format = strings.TrimSpace(f.Content())
	}
	name, values := d.own(c.name(i)), d.own(c.values(i, format))
	categories := d.own(c.categories())
	if n := s.Child("c:tx"); n != nil {
		cuts = append(cuts, cut{n.Start, n.End, name})
	} else if n := s.Child("c:order"); n != nil {
		cuts = append(cuts, cut{n.End, -1, name})
	}
	val := s.Child("c:val")
	if n := s.Child("c:cat"); n != nil {
		cuts = append(cuts, cut{n.Start, n.End, categories})
	} else if val != nil {
		values = categories + values
	}
	if val != nil {
		cuts = append(cuts, cut{val.Start, val.End, values})
	} else {
		cuts = append(cuts, cut{d.before(s, "c:smooth", "c:shape", "c:bubble3D", "c:extLst"), -1, values})
	}
	for n := range s.Children() { // of points that there are no longer
		if n.Name == "c:dPt" && number(n, "c:idx") >= len(c.Categories) {
			cuts = append(cuts, cut{n.Start, n.End, ""})
		}
	}
	for n := range s.Child("c:dLbls").Children() {
		if n.Name == "c:dLbl" && number(n, "c:idx") >= len(c.Categories) {
			cuts = append(cuts, cut{n.Start, n.End, ""})
		}
	}
	return cuts
}

// more writes the series that c has more than the chart.
func (d *Drawn) more(c *Chart) []cut {
	if len(d.series) == 0 || len(c.Series) <= len(d.series) || strings.Contains(d.series[0].Parent.Name, "pie") || strings.Contains(d.series[0].Parent.Name, "Pie") {
		return nil
	}
	last := d.series[len(d.series)-1]
	highest := 0
	for _, s := range d.series {
		highest = max(highest, number(s, "c:idx"), number(s, "c:order"))
	}
	var b strings.Builder
	for i := len(d.series); i < len(c.Series); i++ {
		highest++
		cuts := d.fill(last, c, i)
		for n := range last.Children() {
			switch n.Name {
			case "c:spPr", "c:marker", "c:dPt", "c:trendline", "c:errBars", "c:extLst": // the colour is the next one
				cuts = append(cuts, cut{n.Start, n.End, ""})
			case "c:idx", "c:order":
				cuts = append(cuts, cut{n.Start, n.End, d.own("<" + n.Name + ` val="` + strconv.Itoa(highest) + `"/>`)})
			}
		}
		for k := range cuts {
			cuts[k].from -= last.Start
			if cuts[k].to >= 0 {
				cuts[k].to -= last.Start
			}
		}
		b.WriteString(apply(d.src[last.Start:last.End], cuts))
	}
	return []cut{{last.End, -1, b.String()}}
}

// own declares the namespace of charts on an element where the part has another prefix for it.
func (d *Drawn) own(s string) string {
	if strings.Contains(d.src[d.root.Start:d.root.InnerStart], "xmlns:c=") {
		return s
	}
	at := strings.IndexAny(s, " />")
	return s[:at] + ` xmlns:c="` + chartNamespace(d.src) + `"` + s[at:]
}

func chartNamespace(src string) string {
	if strings.Contains(src, strict) {
		return strict + "drawingml/chart"
	}
	return transitional + "drawingml/2006/chart"
}

func relationNamespace(src string) string {
	if strings.Contains(src, strict) {
		return strict + "officeDocument/relationships"
	}
	return transitional + "officeDocument/2006/relationships"
}

// before is where the first of some children begins, or the element ends.
func (d *Drawn) before(n *xml.Node, names ...string) int {
	for c := range n.Children() {
		if slices.Contains(names, c.Name) {
			return c.Start
		}
	}
	return n.InnerEnd
}

// apply makes the cuts; one that ends at -1 takes nothing away.
func apply(src string, cuts []cut) string {
	slices.SortStableFunc(cuts, func(a, b cut) int { return cmp.Compare(a.from, b.from) })
	var b strings.Builder
	at := 0
	for _, c := range cuts {
		if c.from < at {
			continue // inside what is gone
		}
		b.WriteString(src[at:c.from] + c.text)
		at = max(c.to, c.from)
	}
	b.WriteString(src[at:])
	return b.String()
}
