package chart

import "github.com/bienban/bienban/render/internal/fault"

// A tableSize is the room of a data table: its height, and the width of its column of names.
type tableSize struct {
	h, left, row float64
	series       []*Series
	groups       []*Group
}

// maxColumns bounds the columns of a data table.
const maxColumns = 500

// tablePad is the distance between a cell's edges and its text.
const tablePad = 2.83

// tableSize measures the data table.
func (d *drawer) tableSize() tableSize {
	t := d.c.Table
	if t == nil {
		return tableSize{}
	}
	if !d.c.tabular() {
		d.noTable()
		return tableSize{}
	}
	out := tableSize{}
	for _, g := range d.c.Groups {
		for _, s := range g.Series {
			out.series, out.groups = append(out.series, s), append(out.groups, g)
		}
	}
	ascent, descent, leading := d.m.Height(t.Font)
	if out.row = ascent + descent + 2*tablePad; d.spacing.leading {
		out.row += leading
	}
	out.h = float64(out.row * float64(len(out.series)+1))
	for _, s := range out.series {
		out.left = max(out.left, d.m.Width(s.Name, t.Font)+2*tablePad)
	}
	if t.Keys {
		out.left += t.Font.Size*0.6 + tablePad + 2
	}
	return out
}

// tabular reports whether a data table can stand under the categories of the chart.
func (c *Chart) tabular() bool {
	most := 0
	for _, g := range c.Groups {
		if g.Horizontal || g.round() || g.Kind == Scatter || g.Kind == Bubble {
			return false
		}
		for _, s := range g.Series {
			most = max(most, s.count())
		}
	}
	return most <= maxColumns
}

func (d *drawer) noTable() {
	d.s.tell(fault.T("bảng số liệu của biểu đồ không được in: chỉ in dưới cột, đường hay vùng đứng, tối đa %d danh mục", "the data table of a chart is not printed: it stands only under upright bars, lines and areas of at most %d categories", maxColumns))
}

// table draws the values under the plot.
func (d *drawer) table(p *plot, size tableSize) {
	t := d.c.Table
	if t == nil || len(size.series) == 0 {
		return
	}
	var names []string
	for _, a := range p.used {
		if !a.Values && a.lies {
			names = p.names(a)
		}
	}
	if len(names) == 0 || len(names) > maxColumns {
		d.noTable()
		return
	}
	top, left, each := p.box.bottom(), p.box.x-size.left, p.box.w/float64(len(names))
	write := func(text string, x, y, w float64, centred bool) {
		b := d.block(text, t.Font, d.spacing.leading)
		if centred {
			x += (w - b.w) / 2
		}
		d.paint(b, x, y+(size.row-b.h)/2)
	}
	for i, name := range names {
		write(name, p.box.x+float64(each*float64(i)), top, each, true)
	}
	for k, s := range size.series {
		y := top + float64(size.row*float64(k+1))
		x := left + tablePad
		if t.Keys {
			key := t.Font.Size * 0.6
			e := legendEntry{series: s, group: size.groups[k], shape: s.Shape, marker: s.Marker}
			if e.lines() {
				d.s.line(s.Shape.Line, Place{x, y + size.row/2}, Place{x + key, y + size.row/2})
				d.symbol(s.Marker, Place{x + key/2, y + size.row/2}, min(s.Marker.Size, key))
			} else {
				d.s.rect(box{x, y + (size.row-key)/2, key, key}, s.Shape)
			}
			x += key + tablePad + 1.9
		}
		write(s.Name, x, y, 0, false)
		for i, v := range s.Values {
			if i < len(names) {
				write(d.affords(d.numbers.text(v, s.Format), &d.lettering), p.box.x+float64(each*float64(i)), y, each, true)
			}
		}
	}
	rows := float64(len(size.series) + 1)
	bottom := top + float64(size.row*rows)
	d.s.line(t.Line, Place{p.box.x, top}, Place{p.box.right(), top})
	for k := 1; k <= len(size.series)+1; k++ {
		if y := top + float64(size.row*float64(k)); t.Horizontal && k <= len(size.series) || t.Outline && (k == 1 || k > len(size.series)) {
			d.s.line(t.Line, Place{left, y}, Place{p.box.right(), y})
		}
	}
	for i := 0; i <= len(names); i++ {
		if x := p.box.x + float64(each*float64(i)); t.Vertical && i < len(names) || t.Outline && (i == 0 || i == len(names)) {
			d.s.line(t.Line, Place{x, top}, Place{x, bottom})
		}
	}
	if t.Outline {
		d.s.line(t.Line, Place{left, top + size.row}, Place{left, bottom})
	}
}
