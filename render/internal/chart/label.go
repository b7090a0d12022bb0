package chart

import (
	"math"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
)

// of is the label of value i; false if it has none.
func (l *Labels) of(i int) (Label, bool) {
	if l == nil {
		return Label{}, false
	}
	one, ok := l.Each[i]
	if !ok {
		one = l.Label
	}
	return one, one.shows()
}

// maxLettering bounds the texts at the values of a chart, and those at its categories, in bytes, as
// often as they are measured.
const maxLettering = 1 << 20

// labelText is what a label shows of a value; share is NaN but for a slice.
func (d *drawer) labelText(s *Series, l *Label, i int, value, share float64) string {
	if d.lettering > maxLettering { // that is told
		return ""
	}
	return d.affords(d.labelParts(s, l, i, value, share), &d.lettering)
}

// affords is a text, or none if those before it were enough.
func (d *drawer) affords(text string, used *int) string {
	if *used += len(text); *used > maxLettering {
		d.s.tell(fault.T("biểu đồ có quá nhiều chữ: phần thừa không được in", "a chart of too much text: what is too much is not printed"))
		return ""
	}
	return text
}

func (d *drawer) labelParts(s *Series, l *Label, i int, value, share float64) string {
	if l.Rich != nil {
		var b strings.Builder
		for _, p := range l.Rich {
			if b.WriteString(p.Text); p.Field != "" {
				b.WriteString(d.field(p.Field, s, l, i, value, share))
			}
			if b.Len() > maxText {
				break
			}
		}
		return short(strings.TrimSpace(b.String()))
	}
	var parts []string
	for _, f := range [...]struct {
		shown bool
		field string
	}{{l.Range, "CELLRANGE"}, {l.SeriesName, "SERIESNAME"}, {l.Category, "CATEGORYNAME"}, {l.Value, "VALUE"}, {l.Share, "PERCENTAGE"}, {l.Size, "BUBBLESIZE"}} {
		if !f.shown {
			continue
		}
		if text := d.field(f.field, s, l, i, value, share); text != "" {
			parts = append(parts, text)
		}
	}
	separator := l.Separator
	if separator == "" {
		if separator = ", "; d.c.Vietnam { // where the comma is the decimal sign
			separator = "; "
		}
	}
	return strings.Join(parts, separator)
}

// field is what a part of a label, or a field in it, stands for.
func (d *drawer) field(name string, s *Series, l *Label, i int, value, share float64) string {
	switch name {
	case "SERIESNAME":
		return s.Name
	case "CATEGORYNAME", "XVALUE":
		return d.category(s, i)
	case "VALUE", "YVALUE":
		if l.Format != "" {
			return d.numbers.text(value, l.Format)
		}
		return d.numbers.text(value, s.Format)
	case "PERCENTAGE":
		if l.Format == "" || l.Value {
			return d.numbers.text(share, "0%")
		}
		return d.numbers.text(share, l.Format)
	case "BUBBLESIZE":
		if i < len(s.Sizes) {
			return d.numbers.text(s.Sizes[i], l.Format)
		}
	case "CELLRANGE":
		if i < len(s.Range) {
			return s.Range[i]
		}
	}
	return ""
}

// labelGap is how far a label stands from its value.
const labelGap = 2.83

// labelAt writes a label beside a place: dx and dy say on which side, 0 is centred.
func (d *drawer) labelAt(l *Label, text string, at Place, dx, dy, away float64) {
	if text == "" || math.IsNaN(at.X) || math.IsNaN(at.Y) {
		return
	}
	b := d.block(text, l.Font, d.spacing.leading)
	x := at.X - b.w/2 + float64(dx*(b.w/2+away)) + float64(l.ManualX*d.w)
	y := at.Y - b.h/2 + float64(dy*(b.h/2+away)) + float64(l.ManualY*d.h)
	d.s.rect(box{x - 2, y - 1, b.w + 4, b.h + 2}, l.Shape)
	d.paint(b, x, y)
}

// side is where a label stands that is above, below or beside its point.
func side(position, otherwise string) (dx, dy float64) {
	if position == "" {
		position = otherwise
	}
	switch position {
	case "l":
		return -1, 0
	case "r":
		return 1, 0
	case "t":
		return 0, -1
	case "b":
		return 0, 1
	}
	return 0, 0
}
