package chart

import (
	"strings"

	"github.com/bienban/bienban/render/internal/xml"
)

// seriesLabels reads the labels of a series: its own, or those of its group.
func (r *reader) seriesLabels(g *Group, s *Series, n *xml.Node) {
	if s.Labels = r.labels(g, n.Child("c:dLbls")); s.Labels == nil {
		s.Labels = r.labels(g, n.Parent.Child("c:dLbls"))
	}
	if s.Labels == nil {
		return
	}
	if cache := extension(n, "c15:datalabelsRange").Child("c15:dlblRangeCache"); cache != nil {
		s.Range = texts(cache)
	} else if s.Labels.ranged() {
		r.tell("nhãn số liệu lấy từ ô bảng tính không có chữ lưu trong tệp nên không được in", "data labels from cells whose texts are not stored are not printed")
	}
}

// extension is the element of a name among the extensions of n (§21.2.2.64); nil if it is not there.
func extension(n *xml.Node, name string) *xml.Node {
	for e := range n.Child("c:extLst").All("c:ext") {
		if c := e.Child(name); c != nil {
			return c
		}
	}
	return nil
}

// ranged reports whether a label has the text of a cell.
func (l *Labels) ranged() bool {
	if l.Range {
		return true
	}
	for _, one := range l.Each {
		for _, p := range one.Rich {
			if p.Field == "CELLRANGE" {
				return true
			}
		}
		if one.Range && one.Rich == nil {
			return true
		}
	}
	return false
}

// labels reads a c:dLbls; nil if it shows nothing.
func (r *reader) labels(g *Group, n *xml.Node) *Labels {
	if n == nil {
		return nil
	}
	l := &Labels{Each: map[int]Label{}}
	l.Label = r.label(n, Label{Font: r.chart.Font})
	if g.Kind == Pie && on(n.Child("c:showLeaderLines"), false) {
		line := Stroke{Color: r.grey(0.455), Width: 0.5}
		l.Leaders = r.shape(n.Path("c:leaderLines", "c:spPr"), Shape{Line: &line}).Line
	}
	for d := range n.All("c:dLbl") {
		if i := whole(d.Child("c:idx"), "val", -1); i >= 0 && i <= MaxPoints {
			l.Each[i] = r.label(d, l.Label)
		}
	}
	if len(l.Each) == 0 && !l.shows() {
		return nil
	}
	return l
}

func (l *Label) shows() bool {
	return !l.Deleted && (l.Value || l.Category || l.SeriesName || l.Share || l.Size || l.Range || l.Rich != nil)
}

func (r *reader) label(n *xml.Node, base Label) Label {
	l := base
	l.Deleted = on(n.Child("c:delete"), false)
	for _, f := range []struct {
		name string
		to   *bool
	}{{"c:showVal", &l.Value}, {"c:showCatName", &l.Category}, {"c:showSerName", &l.SeriesName}, {"c:showPercent", &l.Share}, {"c:showBubbleSize", &l.Size}, {"c:showLegendKey", &l.Key}} {
		*f.to = on(n.Child(f.name), *f.to)
	}
	l.Range = on(extension(n, "c15:showDataLabelsRange"), l.Range)
	if l.Key && l.shows() {
		r.tell("ký hiệu chú giải cạnh nhãn số liệu không được vẽ", "legend keys beside data labels are not drawn")
	}
	if turn(n.Path("c:txPr", "a:bodyPr")) != 0 {
		r.tell("nhãn số liệu xoay được in thẳng", "turned data labels are printed upright")
	}
	if v := n.Child("c:dLblPos").Get("val"); v != "" {
		l.Position = v
	}
	if s := n.Child("c:separator"); s != nil {
		if l.Separator = s.Content(); len(l.Separator) > maxSeparator {
			l.Separator = strings.ToValidUTF8(l.Separator[:maxSeparator], "")
			r.tell("dấu tách dài trong nhãn số liệu bị cắt bớt", "long separators of data labels are cut")
		}
	}
	if f := n.Child("c:numFmt"); f != nil && !truth(f.Get("sourceLinked")) {
		l.Format = r.format(f.Get("formatCode"))
	}
	l.Font = r.font(n.Child("c:txPr"), l.Font)
	l.Shape = r.shape(n.Child("c:spPr"), l.Shape)
	if rich := n.Path("c:tx", "c:rich"); rich != nil {
		l.Rich, l.Font = r.labelPieces(n, rich, l.Font)
	}
	if m := manual(n); m != nil {
		l.ManualX, l.ManualY = m.X, m.Y
	}
	return l
}

// labelPieces reads the text of a label with its fields; nil if there is none.
func (r *reader) labelPieces(label, rich *xml.Node, base Font) ([]Piece, Font) {
	pieces, font := r.pieces(rich, base)
	empty := true
	for i := range pieces {
		p := &pieces[i]
		switch p.Field {
		case "":
		case "VALUE", "CATEGORYNAME", "SERIESNAME", "PERCENTAGE", "XVALUE", "YVALUE", "BUBBLESIZE", "CELLRANGE":
			p.Text = ""
		default:
			if p.Field == "CELLREF" {
				if text, ok := cellText(label, p.id); ok {
					p.Text, p.Field = text, ""
					break
				}
			}
			if r.tell("trường "+short(p.Field)+" trong nhãn số liệu được in như tệp lưu", "the field "+short(p.Field)+" of a data label is printed as it is stored"); strings.HasPrefix(p.Text, "[") {
				p.Text = "" // a name in brackets stands for the value
			}
			p.Field = ""
		}
		empty = empty && p.Field == "" && strings.TrimSpace(p.Text) == ""
	}
	if empty {
		return nil, font
	}
	return pieces, font
}

// cellText is what is stored of the cell that a field of a label refers to.
func cellText(label *xml.Node, id string) (string, bool) {
	for e := range extension(label, "c15:dlblFieldTable").All("c15:dlblFTEntry") {
		if cache := e.Child("c15:dlblFieldTableCache"); cache != nil && strings.EqualFold(e.Child("c15:txfldGUID").Content(), id) {
			return strings.Join(texts(cache), " "), true
		}
	}
	return "", false
}
