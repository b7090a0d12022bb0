package merge

import (
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/plot"
	"github.com/bienban/bienban/render/internal/xml"
)

// {{chart "kinh-te"}} in a paragraph makes a chart of an indicator table; in the title of a chart
// that the template's author drew it gives that chart the table's figures. A list is drawn by
// naming its fields, the one of the names first: {{chart .extra.xa "ten" "Dân số=dan_so"}}. Each
// chart has the workbook that Word edits its figures in.

// A Charted is what a chart is made of.
type Charted struct {
	Table   string   // the ID of an indicator table; "": a list
	Columns []string // of the table, or what the list's figures are called
	Cells   [][]any  // of a list: the name and the figures of each element
	Single  bool     // only one column is seen, as in a pie
}

const (
	chartPartType = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
	workbookType  = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// A chartValue is what {{chart}} gives.
type chartValue struct {
	of      reflect.Value
	options []string
}

// asked sorts the options of a tag: kind, width and height of the chart, columns.
func (v *chartValue) asked() (kind plot.Kind, sizes []int64, columns []string) {
	for _, o := range v.options {
		k, isKind := plot.ParseKind(o)
		length, isLength := parseLength(o)
		switch {
		case isKind:
			kind = k
		case isLength:
			sizes = append(sizes, length)
		default:
			columns = append(columns, o)
		}
	}
	return kind, sizes, columns
}

// ChartColumn reports whether an option of {{chart}} names a column, or a field of a list: it is
// no kind and no length.
func ChartColumn(option string) bool {
	_, _, columns := (&chartValue{options: []string{option}}).asked()
	return len(columns) == 1
}

// charted asks [Env.Chart] for the figures of a tag, nil if there are none. names are those of
// the series of a chart that the author drew; a chart that is a single one has one series.
func (r *run) charted(t *tag, v *chartValue, names []string, single bool) (*plot.Chart, error) {
	s := &setting{r: r, t: t}
	if r.env.Chart == nil {
		return nil, s.failed("missing-table", fault.T("không có số liệu cho biểu đồ", "there are no figures for the chart"), fault.Text{})
	}
	_, _, columns := v.asked()
	of := settleInterface(v.of)
	for of.Kind() == reflect.Pointer && !of.IsNil() {
		of = of.Elem()
	}
	var c *plot.Chart
	var warnings fault.List
	var err error
	switch {
	case !of.IsValid():
		return nil, nil
	case single && tooManyForOne(columns, of.Kind() == reflect.Slice):
		return nil, s.failed("chart-columns", chartOfOne(t), chartOfOneHint)
	case of.Kind() == reflect.Slice:
		var q Charted
		if q, err = r.listed(t, of, columns, names); err == nil {
			c, warnings, err = r.env.Chart(q)
		}
	default:
		var id string
		if id, err = plain(of); err != nil || id == "" {
			return nil, err
		}
		if len(columns) == 0 && len(names) > 0 && !slices.Contains(names, "") { // those that the author's series are called after
			if c, warnings, err = r.env.Chart(Charted{Table: id, Columns: names, Single: single}); err == nil {
				break
			}
		}
		c, warnings, err = r.env.Chart(Charted{Table: id, Columns: columns, Single: single})
	}
	if err != nil {
		if list, ok := err.(fault.List); ok && len(list) > 0 {
			return nil, list
		}
		return nil, s.failed("chart-failed", fault.T("không lập được biểu đồ: %v", "the chart cannot be made: %v", err), fault.Text{})
	}
	for _, f := range warnings {
		f.Place = t.place
		r.faults = append(r.faults, f)
	}
	return c, nil
}

// tooManyForOne reports whether the columns that a tag names are more than a pie shows: one, and
// of a list the field of the names besides.
func tooManyForOne(columns []string, ofList bool) bool {
	return len(columns) > 2 || len(columns) > 1 && !ofList
}

func chartOfOne(t *tag) fault.Text {
	return fault.T("%s: biểu đồ tròn chỉ vẽ được một cột số liệu", "%s: a pie shows one column of figures only", t.raw)
}

var chartOfOneHint = fault.T(`Nêu một cột, mỗi cột một biểu đồ: {{chart "kinh-te" "tròn" "actual"}}.`, `Name one column, each in a chart of its own: {{chart "kinh-te" "pie" "actual"}}.`)

// listed reads the fields of a list's elements that a tag names.
func (r *run) listed(t *tag, list reflect.Value, columns, names []string) (q Charted, err error) {
	s := &setting{r: r, t: t}
	if len(columns) < 2 {
		return q, s.failed("chart-fields", chartFields(t), chartFieldsHint)
	}
	fields := make([]chain, len(columns))
	for i, c := range columns {
		label, field, named := strings.Cut(c, "=")
		if !named {
			field = c
			if label = strings.ReplaceAll(c, "_", " "); i-1 < len(names) && i > 0 {
				label = names[i-1]
			}
		}
		fields[i] = chain{names: []string{strings.TrimPrefix(strings.TrimSpace(field), ".")}, tag: t}
		if i > 0 {
			q.Columns = append(q.Columns, strings.TrimSpace(label))
		}
	}
	for i := range list.Len() {
		var row []any
		for j := range fields {
			v, err := r.follow(&fields[j], list.Index(i))
			if err != nil {
				return q, s.failed("unknown-field", fault.T("%s: phần tử của danh sách không có trường %q", "%s: the elements of the list have no field %q", t.raw, fields[j].names[0]), chartFieldsHint)
			}
			r.trace.shows(v)
			var cell any
			if v.IsValid() && v.CanInterface() {
				cell = v.Interface()
			}
			row = append(row, cell)
		}
		r.trace.end()
		q.Cells = append(q.Cells, row)
	}
	return q, nil
}

func chartFields(t *tag) fault.Text {
	return fault.T("%s: biểu đồ của một danh sách cần tên các trường: trường tên, rồi các trường số", "%s: the chart of a list needs the names of its fields: that of the names, then those of the figures", t.raw)
}

var chartFieldsHint = fault.T("Ví dụ: {{chart .extra.xa \"ten\" \"Dân số=dan_so\"}}.", `Such as: {{chart .extra.communes "name" "Inhabitants=inhabitants"}}.`)

// chart writes a paragraph with a chart: as wide as the text and three fifths as high, or as the
// tag says ("120mm" "70mm").
func (s *setting) chart(v *chartValue) (string, error) {
	r := s.r
	kind, sizes, _ := v.asked()
	c, err := r.charted(s.t, v, nil, kind == plot.Pie)
	if err != nil || c == nil {
		return "", err
	}
	c.Kind = kind
	width := int64(s.width) * 635
	if len(sizes) > 0 {
		width = min(width, sizes[0])
	}
	height := min(width*3/5, 100*36000)
	if len(sizes) > 1 {
		height = sizes[1]
	}
	name := r.newPart("charts/bienban%d.xml")
	id, err := r.workbook(name, c)
	if err != nil {
		return "", s.failed("chart-failed", fault.T("không ghi được bảng số liệu của biểu đồ: %v", "the workbook of the chart cannot be written: %v", err), fault.Text{})
	}
	isStrict := r.t.wordNamespace() == strictW
	r.change.Parts[name] = []byte(c.Write(id, isStrict))
	r.change.ContentTypes[name] = chartPartType
	ns, rel := "http://schemas.openxmlformats.org/drawingml/2006/", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	if isStrict {
		ns, rel = "http://purl.oclc.org/ooxml/drawingml/", "http://purl.oclc.org/ooxml/officeDocument/relationships"
	}
	title := xml.Escape(clean(c.Title))
	var b strings.Builder
	b.WriteString(`<w:r><w:rPr>`)
	for _, p := range set(s.runProps, runOrder, "w:lang", `<w:lang w:val="vi-VN"/>`) {
		b.WriteString(p.xml)
	}
	fmt.Fprintf(&b, `</w:rPr><w:drawing><wp:inline xmlns:wp="%swordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="0" name="%s" descr="%s"/><wp:cNvGraphicFramePr/>`,
		ns, width, height, strings.TrimSuffix(path.Base(name), ".xml"), title)
	fmt.Fprintf(&b, `<a:graphic xmlns:a="%smain"><a:graphicData uri="%schart"><c:chart xmlns:c="%schart" xmlns:r="%s" r:id="%s"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
		ns, ns, ns, rel, r.relate(s.t.part.name, "chart", name, false))
	return s.paragraph(loose(s.props), b.String()), nil
}

// newPart is the name of a part that there is not yet, beside the main part.
func (r *run) newPart(pattern string) string {
	for i := 1; ; i++ {
		name := path.Join(path.Dir(r.t.pkg.Main()), fmt.Sprintf(pattern, i))
		if _, taken := r.t.pkg.Part(name); !taken && r.change.Parts[name] == nil {
			return name
		}
	}
}

// workbook adds the workbook of a chart part, and gives the relationship that leads to it.
func (r *run) workbook(chart string, c *plot.Chart) (string, error) {
	if r.env.Workbook == nil {
		return "", errNotPrintable
	}
	data, err := r.env.Workbook(c)
	if err != nil {
		return "", err
	}
	name := r.newPart("embeddings/bienban%d.xlsx")
	r.change.Parts[name] = data
	r.change.ContentTypes[name] = workbookType
	return r.relate(chart, "package", name, false), nil
}

// chartTitle is the tag in the title of a chart that the author drew: it prints the table's title
// where the title says nothing else.
func (r *run) chartTitle(index int, v reflect.Value) (string, error) {
	value, ok := settleInterface(v).Interface().(richValue)
	if !ok || value.chart == nil {
		return "", errNotPrintable
	}
	t := r.t.tags[index]
	var names []string
	single := false
	drawn, err := plot.Read(t.part.src, r.t.config.Limits.XML())
	if err == nil {
		names, single = drawn.Names(), drawn.Single()
	}
	c, err := r.charted(t, value.chart, names, single)
	if err != nil {
		return "", err
	}
	if c == nil { // the author's sample figures must not be printed
		c = &plot.Chart{Series: []plot.Series{{}}}
		r.faults = append(r.faults, &fault.Fault{Severity: fault.Warning, Code: "empty-chart", Place: t.place,
			Message: fault.T("%s: không có số liệu nào, nên biểu đồ để trống", "%s: there are no figures, so the chart is empty", t.raw),
			Hint:    fault.T("Ghi số liệu vào biểu, hoặc đặt biểu đồ trong {{if}}…{{end}}.", "Fill in the table, or put the chart inside {{if}}…{{end}}.")})
	}
	if r.drawn == nil {
		r.drawn = map[string]*plot.Chart{}
	}
	r.drawn[t.part.name] = c
	said := t.para.texts[len(t.para.texts)-1]
	if t.end-t.start == said.from+len(said.s) && len(t.para.tags) == 1 {
		return t.printed(c.Title, &limited{}), nil
	}
	return "", nil
}

// fillDrawn gives a chart that the author drew its figures, and a workbook of them in place of
// the one it had.
func (r *run) fillDrawn(name, src string, c *plot.Chart) (string, error) {
	d, err := plot.Read(src, r.t.config.Limits.XML())
	if err != nil {
		return "", err
	}
	if old := d.Workbook(); old != "" {
		for _, rel := range r.t.pkg.Relationships(name) {
			if rel.ID == old && !rel.External && !r.shared(rel.Target, name) {
				r.change.Remove = append(r.change.Remove, rel.Target)
			}
		}
		r.change.RemoveRelationships[name] = append(r.change.RemoveRelationships[name], old)
	}
	id, err := r.workbook(name, c)
	if err != nil {
		return "", err
	}
	return d.Fill(c, id), nil
}

// shared reports whether another chart has its figures in the same workbook.
func (r *run) shared(workbook, chart string) bool {
	return slices.ContainsFunc(r.t.pkg.Parts(), func(p string) bool {
		return p != chart && slices.ContainsFunc(r.t.pkg.Relationships(p), func(x docx.Relationship) bool { return !x.External && x.Target == workbook })
	})
}

// chartTag checks a {{chart}} that stands in a chart part.
func (k *checker) chartTag() bool {
	t := k.tag
	inTitle := false
	for n := t.para.node; n != nil; n = n.Parent {
		inTitle = inTitle || n.Name == "c:title" && n.Parent.Name == "c:chart"
	}
	d, err := plot.Read(t.part.src, k.t.config.Limits.XML())
	switch {
	case t.part.root.Name != "c:chartSpace" || err != nil:
		k.fail("chart-kind", fault.T("%s: loại biểu đồ này không nhận số liệu từ cuộc họp", "%s: charts of this kind take no figures of the meeting", t.raw), chartKinds)
		return false
	case !inTitle:
		k.fail("rich-place", fault.T("%s phải đứng trong tên (title) của biểu đồ", "%s has to stand in the title of the chart", t.raw),
			fault.T("Bật Chart Title và ghi thẻ vào đó.", "Turn Chart Title on and write the tag there."))
		return false
	case d.Other != "" || len(d.Names()) == 0:
		k.fail("chart-kind", fault.T("%s: biểu đồ phân tán, bong bóng, chứng khoán, bề mặt hay không có chuỗi số liệu nào không nhận số liệu từ cuộc họp", "%s: charts of points, bubbles, stocks, surfaces, or without a series, take no figures of the meeting", t.raw), chartKinds)
		return false
	}
	for _, other := range t.para.tags {
		if other != t && other.word == "chart" && other.start < t.start {
			k.fail("rich-place", fault.T("%s: biểu đồ đã lấy số liệu theo %s", "%s: the chart has its figures by %s already", t.raw, other.raw), fault.T("Bỏ một trong hai thẻ.", "Remove one of the two tags."))
			return false
		}
	}
	return true
}

var chartKinds = fault.T("Vẽ biểu đồ cột, thanh, đường, miền, tròn hoặc mạng nhện.", "Draw columns, bars, lines, areas, a pie or a radar.")

// chartOptions checks what a tag of a chart states itself of a list whose type is known.
func (k *checker) chartOptions(v *static, args []parse.Node) {
	var options []string
	for _, a := range args[min(1, len(args)):] {
		s, ok := a.(*parse.StringNode)
		if !ok {
			return // who knows
		}
		options = append(options, s.Text)
	}
	list := base(v.t)
	kind, _, columns := (&chartValue{options: options}).asked()
	single := kind == plot.Pie
	if k.tag.part.root.Name == "c:chartSpace" {
		drawn, err := plot.Read(k.tag.part.src, k.t.config.Limits.XML())
		single = err == nil && drawn.Single()
	}
	if single && tooManyForOne(columns, list == nil || list.Kind() == reflect.Slice) {
		k.fail("chart-columns", chartOfOne(k.tag), chartOfOneHint)
		return
	}
	if list == nil {
		return
	}
	if list.Kind() != reflect.Slice {
		if list.Kind() != reflect.String {
			k.fail("arguments", fault.T("%s: biểu đồ cần mã của một biểu chỉ tiêu hoặc một danh sách, đây là %s", "%s: a chart needs the id of an indicator table or a list, this is %s", k.tag.raw, kindName(list)), k.usage("chart"))
		}
		return
	}
	if len(columns) < 2 {
		k.fail("chart-fields", chartFields(k.tag), chartFieldsHint)
		return
	}
	elem := static{t: known(list.Elem()), path: v.path + "[]"}
	if elem.t == nil || base(elem.t).Kind() != reflect.Struct {
		return
	}
	for _, c := range columns {
		_, field, named := strings.Cut(c, "=")
		if !named {
			field = c
		}
		m, ok := k.t.member(elem.t, strings.TrimPrefix(strings.TrimSpace(field), "."))
		if !ok {
			k.unknownField(elem, strings.TrimSpace(field))
		} else if v.path != "" {
			k.note(elem.path + "." + m.name)
			k.print(elem.path+"."+m.name, m.out)
		}
	}
}

// ofText reports whether a function's first argument is a text as it stands, the id of a table.
func ofText(p *parse.PipeNode) bool {
	if args := p.Cmds[0].Args; len(args) > 1 {
		return args[1].Type() == parse.NodeString
	}
	return p.Cmds[0].Args[0].Type() == parse.NodeString // "id" | chart
}
