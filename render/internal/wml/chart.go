package wml

import (
	"errors"
	"strings"

	"github.com/bienban/bienban/render/internal/chart"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/xml"
)

// A Chart is a chart of the document. Fills has what its colours say instead of one colour: that
// of number 1 first.
type Chart struct {
	*chart.Chart
	Fills []*Fill
	Place fault.Text // of the chart in the document
}

// chartNodes bounds the tree of a chart part: a value of a series is four nodes, and its
// category four more.
const chartNodes = 12 * chart.MaxPoints

// chartStrokes is how many strokes a value counts for: its mark, its label, its place in a line.
const chartStrokes = 4

// chart reads the chart of a relationship into d, or says why it cannot.
func (p *parser) chart(d *Drawing, id string) {
	r, ok := p.part.rels[id]
	if !ok || r.External {
		p.unsupported(d, "chart", fault.T("biểu đồ bị thiếu trong tệp", "a chart that is missing in the file"))
		return
	}
	if cost := p.charts[r.Target]; p.strokes+cost > maxStrokes { // known before it is read again
		p.affords(d, cost)
		return
	}
	c, err := p.readChart(r.Target, d)
	if u, ok := errors.AsType[*chart.Unsupported](err); ok {
		p.unsupported(d, "chart", u.Why)
		return
	}
	if err != nil {
		p.unsupported(d, "chart", fault.T("biểu đồ hỏng", "a broken chart"))
		return
	}
	p.charts[r.Target] = chartStrokes * c.Values()
	if !p.affords(d, p.charts[r.Target]) {
		return
	}
	for _, t := range c.Told {
		p.warn("chart "+t.En, t)
	}
	d.Chart = c
}

func (p *parser) readChart(name string, d *Drawing) (*Chart, error) {
	if _, ok := p.pkg.Part(name); !ok {
		return nil, &chart.Unsupported{Why: fault.T("biểu đồ bị thiếu trong tệp", "a chart that is missing in the file")}
	}
	root, err := p.drawnPart(name, chartNodes)
	if _, ok := errors.AsType[*xml.LimitError](err); ok {
		return nil, chart.TooMany()
	}
	if err != nil {
		return nil, err
	}
	// Pictures are those of the chart's own relationships.
	outer := p.part
	p.part = &part{name: name, rels: p.relationships(name)}
	defer func() { p.part = outer }()
	look := &chartLook{p: p}
	c, err := chart.Read(root, look)
	if err != nil {
		return nil, err
	}
	for _, r := range p.part.rels {
		c.Office = c.Office || strings.HasSuffix(r.Type, "chartStyle")
	}
	if d.Props != nil && d.Props.Lang != "" {
		c.Vietnam = strings.HasPrefix(strings.ToLower(d.Props.Lang), "vi")
	}
	out := &Chart{Chart: c, Fills: look.fills}
	if p.story != nil {
		out.Place = p.story.place.Text()
	}
	return out, nil
}

// drawnPart is the tree of a part that says only what one drawing shows, of so many nodes at most.
func (p *parser) drawnPart(name string, most int) (*xml.Node, error) {
	data, _ := p.pkg.Part(name)
	src, err := xml.UTF8(data)
	if err != nil {
		return nil, err
	}
	return xml.Parse(src, limit.XML{Depth: p.limits.XMLDepth, Nodes: min(p.limits.XMLNodes, most)})
}

// chartLook is the document as its charts see it.
type chartLook struct {
	p     *parser
	fills []*Fill
}

func (l *chartLook) Color(n *xml.Node) (chart.Color, bool) {
	f := l.p.paint(n)
	if f == nil {
		return chart.Color{}, false
	}
	c := chart.Color{R: f.Color.R, G: f.Color.G, B: f.Color.B, Clear: f.Color.Clear}
	if (f.Gradient != nil || f.Pattern != nil || f.Picture != nil) && len(l.fills) < 1000 {
		l.fills = append(l.fills, f)
		c.Paint = uint16(len(l.fills))
	}
	return c, true
}

func (l *chartLook) Scheme(name string) (chart.Color, bool) {
	c, ok := l.p.theme.color(name)
	return chart.Color{R: c.R, G: c.G, B: c.B}, ok
}

func (l *chartLook) Font(name string) string {
	kind := "minorHAnsi"
	if strings.HasPrefix(name, "+mj") {
		kind = "majorHAnsi"
	}
	if f := l.p.theme.font(kind); f != "" {
		return f
	}
	return "Calibri"
}

func (l *chartLook) Dash(n *xml.Node) []float64 { return dashOf(n) }

func (l *chartLook) Line(i int) float64 {
	if i < 1 || i > len(l.p.theme.lines) {
		return 0
	}
	return l.p.theme.lines[i-1].Points()
}
