package render

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/plot"
	"github.com/bienban/bienban/render/internal/sheet"
	"github.com/bienban/bienban/render/internal/viet"
)

// Bounds of one chart: what is more nobody sees apart.
const (
	maxCategories = 500
	maxSeries     = 50
)

// chart gives the figures of a {{chart}}, nil if there are none, and warnings about them. The
// error is a [FaultList].
func (d *Document) chart(of merge.Charted) (*plot.Chart, FaultList, error) {
	p := &indicator.Plot{}
	name := of.Table
	if of.Table != "" {
		in, err := d.indicator(of.Table)
		if err != nil {
			return nil, nil, err
		}
		var f *Fault
		if p, f = indicator.Curves(in, of.Columns, of.Single, d.shows()); f != nil && d.madeUp() {
			p, f = indicator.Curves(in, nil, of.Single, d.shows()) // a made-up table has other columns
		}
		if f != nil {
			return nil, nil, FaultList{f}
		}
		if p == nil {
			return nil, nil, nil
		}
		name = cmp.Or(in.Title, in.ID)
	} else if err := listCurves(p, of); err != nil {
		return nil, nil, err
	}
	if len(p.Categories) > maxCategories || len(p.Curves) > maxSeries {
		return nil, nil, FaultList{limit.Exceeded(fault.T("Số dòng và cột của một biểu đồ", "the rows and columns of a chart"), strconv.Itoa(maxCategories)+" × "+strconv.Itoa(maxSeries))}
	}
	c := &plot.Chart{Title: p.Title, Unit: p.Unit, Categories: p.Categories}
	for _, curve := range p.Curves {
		c.Series = append(c.Series, plot.Series{Name: curve.Name, Values: curve.Values, Format: numberCode(curve)})
	}
	return c, plotWarnings(p, of.Table, name), nil
}

// plotWarnings tells what a chart shows otherwise than its table or list does. The list has no
// id and no name.
func plotWarnings(p *indicator.Plot, id, name string) (warnings FaultList) {
	warn := func(code string, message, hint fault.Text) {
		warnings = append(warnings, &Fault{Severity: Warning, Code: code, Message: message, Hint: hint})
	}
	if p.Mixed && id == "" {
		warn("chart-units", fault.T("biểu đồ vẽ chung tỷ lệ phần trăm với số liệu khác", "the chart shows percentages beside other figures"),
			fault.T("Vẽ tỷ lệ phần trăm trong một biểu đồ riêng.", "Draw the percentages in a chart of their own."))
	} else if p.Mixed {
		warn("chart-units", fault.T("biểu đồ của %q vẽ chung số liệu có đơn vị khác nhau", "the chart of %q shows figures of several units side by side", name),
			fault.T(`Tách biểu theo đơn vị, hoặc nêu cột cần vẽ: {{chart %q %q}}.`, `Part the table by units, or name the columns to be drawn: {{chart %q %q}}.`, id, p.Curves[0].Name))
	}
	if len(p.Left) > 0 {
		warn("chart-columns", fault.T("biểu đồ tròn của %q chỉ vẽ cột %q, không vẽ %q", "the pie of %q shows the column %q alone, and not %q", name, p.Curves[0].Name, strings.Join(p.Left, "; ")),
			fault.T(`Nêu cột cần vẽ, mỗi cột một biểu đồ: {{chart %q "tròn" %q}}.`, `Name the column to be drawn, one to a chart: {{chart %q "pie" %q}}.`, id, p.Left[0]))
	}
	if len(p.Gaps) > 0 {
		gaps := strings.Join(p.Gaps[:min(len(p.Gaps), 5)], "; ")
		message := fault.T("biểu đồ không vẽ được %q: không phải một con số", "the chart does not show %q: it is no number", gaps)
		if name != "" {
			message = fault.T("biểu đồ của %q không vẽ được %q: không phải một con số", "the chart of %q does not show %q: it is no number", name, gaps)
		}
		warn("chart-gaps", message, fault.T("Ghi một con số, hoặc bỏ dòng ấy khỏi biểu đồ.", "Write a number, or leave the row out of the chart."))
	}
	return warnings
}

// madeUp reports whether the document is a trial with made-up content.
func (d *Document) madeUp() bool { _, ok := d.files.(madeUpPictures); return ok }

// listCurves makes the curves of a list's fields.
func listCurves(p *indicator.Plot, of merge.Charted) error {
	for _, name := range of.Columns {
		p.Curves = append(p.Curves, indicator.Curve{Name: viet.Capitalize(name), Percent: true})
	}
	for _, row := range of.Cells {
		category, err := textOf(row[0])
		if err != nil {
			return err
		}
		p.Categories = append(p.Categories, oneLine(category))
		for j := range p.Curves {
			c := &p.Curves[j]
			text, err := textOf(row[j+1])
			if err != nil {
				return err
			}
			text = strings.TrimSpace(text)
			n, ok := quantity(row[j+1])
			if !ok {
				c.Values = append(c.Values, "")
				if text != "" && text != "-" {
					p.Gaps = append(p.Gaps, text)
				}
				continue
			}
			c.Values = append(c.Values, n.String())
			c.Decimals = max(c.Decimals, -int(n.Exponent()))
			c.Percent = c.Percent && strings.HasSuffix(text, "%")
		}
	}
	for _, c := range p.Curves {
		p.Mixed = p.Mixed || len(of.Cells) > 0 && c.Percent != p.Curves[0].Percent
	}
	return nil
}

// numberCode is the format code of a curve's numbers: as many decimals as are stated.
func numberCode(c indicator.Curve) string {
	code := plot.Vietnamese + "#,##0"
	if c.Decimals > 0 {
		code += "." + strings.Repeat("0", min(c.Decimals, 6))
	}
	if c.Percent && len(c.Values) > 0 {
		code += `"%"`
	}
	return code
}

// workbook writes the workbook that Word edits a chart's figures in.
func workbook(c *plot.Chart) ([]byte, error) {
	f := sheet.Figures{Sheet: plot.Sheet, Categories: c.Categories}
	for _, s := range c.Series {
		f.Names = append(f.Names, s.Name)
		f.Values = append(f.Values, s.Values)
		f.Formats = append(f.Formats, s.Format)
	}
	return sheet.Workbook(f)
}
