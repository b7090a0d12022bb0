package meeting

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/viet"
)

// A reference names an indicator table from a section.
type reference struct {
	id           string
	line, column int // in the file
}

// references reads the ids of a section's tables; they are looked up when the whole
// meeting is known.
func (d *decoder) references(key, n *yaml.Node, to *Section) {
	target := resolve(n)
	items := []*yaml.Node{target}
	if target.Kind == yaml.SequenceNode {
		leaveFlow, ok := d.enterFlow(target)
		if !ok {
			return
		}
		defer leaveFlow()
		items = target.Content
	}
	to.references = nil
	for _, item := range items {
		item = resolve(item)
		if isNull(item) || !d.spend(item) {
			continue
		}
		if item.Kind != yaml.ScalarNode {
			d.wrongType(key, item, fault.T("mã (id) của bảng chỉ tiêu", "the id of an indicator table"),
				fault.T("Bảng được viết ở khóa indicators của cuộc họp; ở đây chỉ ghi id của nó.", "Tables are written under the meeting's key indicators; only their ids stand here."))
			continue
		}
		to.references = append(to.references, reference{viet.NFC(item.Value), d.line(item), item.Column})
	}
}

// placeIndicators gives each section of m the tables that it names. The sections are m's own,
// or another meeting's, which stay as they are.
func (d *decoder) placeIndicators(m *Meeting, own bool) {
	byID := map[string]Indicator{}
	var ids []string
	for _, i := range m.Indicators {
		if _, twice := byID[i.ID]; !twice && i.ID != "" {
			byID[i.ID] = i
			ids = append(ids, i.ID)
		}
	}
	var place func([]Section) []Section
	place = func(sections []Section) []Section {
		if !d.copies(len(sections)) {
			return nil
		}
		if !own {
			sections = slices.Clone(sections)
		}
		for i := range sections {
			s := &sections[i]
			s.Indicators = nil
			for _, r := range s.references {
				if table, ok := byID[r.id]; ok {
					s.Indicators = append(s.Indicators, table)
				} else {
					d.unknownIndicator(r, ids)
				}
			}
			s.Sections = place(s.Sections)
		}
		return sections
	}
	m.Sections = place(m.Sections)
}

func (d *decoder) unknownIndicator(r reference, ids []string) {
	hint := fault.T("Cuộc họp chưa có bảng nào ở khóa indicators (chi_tieu) có id.", "The meeting has no table with an id under indicators (chi_tieu).")
	if near := fault.Nearest(r.id, ids); near != "" && len(r.id) <= 100 {
		hint = fault.T("Có phải là “%s”?", "Did you mean %q?", near)
	} else if len(ids) > 0 {
		hint = fault.T("Các bảng hiện có: %s.", "The tables are: %s.", shorten(strings.Join(ids, ", ")))
	}
	d.add(&fault.Fault{
		Code: "unknown-indicator", Line: r.line, Column: r.column,
		Message: fault.T("Không có bảng chỉ tiêu “%s”.", "There is no indicator table %q.", shorten(r.id)),
		Hint:    hint,
	})
}

// documents reads what is made of the meeting: names of templates, each with what it has
// otherwise.
func (d *decoder) documents(key, n *yaml.Node, m *Meeting) {
	n, ok := d.enter(n)
	if !ok {
		return
	}
	defer d.leave()
	leaveFlow, ok := d.enterFlow(n)
	if !ok {
		return
	}
	defer leaveFlow()
	if len(n.Content) > 2*maxDocuments {
		f := limit.Exceeded(fault.T("Số văn bản của một cuộc họp", "The number of documents of a meeting"), strconv.Itoa(maxDocuments))
		f.Line, f.Column = d.line(n), n.Column
		d.add(f)
		return
	}
	var made []Document
	add := func(name string, line int) {
		own := *m
		own.Documents = nil
		made = append(made, Document{Template: name, Meeting: &own, Line: line})
	}
	switch {
	case isNull(n):
	case n.Kind == yaml.ScalarNode:
		add(viet.NFC(n.Value), d.line(n))
	case n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			item = resolve(item)
			if item.Kind != yaml.ScalarNode {
				d.wrongType(item, item, fault.T("tên một mẫu", "the name of a template"),
					fault.T("Bỏ dấu gạch đầu dòng và viết tên mẫu làm khóa, ví dụ: bien-ban:", "Take away the dash and write the template's name as a key, such as bien-ban:"))
				continue
			}
			add(viet.NFC(item.Value), d.line(item))
		}
	case n.Kind == yaml.MappingNode:
		for k, v := range d.pairs(n, keyTable{}) {
			base := *m
			base.Documents = nil
			made = append(made, d.made(k, v, base))
		}
	default:
		d.wrongType(key, n, fault.T("danh sách các mẫu", "a list of templates"), fault.T("Ví dụ: documents: bien-ban", "Such as: documents: bien-ban"))
	}
	m.Documents = made
}

// made reads one entry of documents over a copy of the meeting.
func (d *decoder) made(k, n *yaml.Node, m Meeting) Document {
	doc := Document{Template: viet.NFC(k.Value), Meeting: &m, Line: d.line(k)}
	target, ok := d.enter(n)
	if !ok {
		return doc
	}
	defer d.leave()
	if n.Kind == yaml.AliasNode {
		d.via++
		defer func() { d.via-- }()
	}
	d.traps(target)
	if isNull(target) {
		return doc
	}
	if target.Kind != yaml.MappingNode {
		d.wrongType(k, target, fault.T("những gì văn bản này có khác với cuộc họp", "what this document has otherwise than the meeting"),
			fault.T("Để trống sau dấu hai chấm, hoặc viết các khóa bên dưới, thụt vào, ví dụ: number: 15", "Leave it empty after the colon, or write indented keys below, such as: number: 15"))
		return doc
	}
	placed, own := true, false
	var each [2]*yaml.Node // is read when its list is
	d.overrides(&m, target, overrideTable, func(key, v *yaml.Node, e entry) bool {
		switch e.field {
		case "ForEach":
			each = [2]*yaml.Node{key, resolve(v)}
			return false
		case "Sections":
			placed, own = false, true
		case "Indicators":
			placed = false
		}
		return true
	})
	if !placed {
		d.placeIndicators(&m, own)
	}
	if each[0] != nil {
		doc.ForEach = d.forEach(each[0], each[1], &m)
	}
	return doc
}

// forEach reads the name of the list that a document each is made for, or the spreadsheet with
// those who are invited.
func (d *decoder) forEach(key, n *yaml.Node, m *Meeting) string {
	hint := fault.T("Viết tên một danh sách: %s.", "Write the name of a list: %s.", strings.Join(m.eachLists(), ", "))
	s, ok := d.scalar(key, n, fault.T("tên một danh sách", "the name of a list"), hint)
	if !ok || s == "" {
		return ""
	}
	if IsListReference(s) {
		d.listed(key, n, reflect.ValueOf(&m.Invitees).Elem())
		return "invitees"
	}
	wrong := func() string {
		d.fault(n, "bad-value", fault.T("Không tạo được văn bản cho từng mục của “%s”.", "No document each can be made for %q.", shorten(s)), hint)
		return ""
	}
	path, known := eachPath(s)
	if !known {
		return wrong()
	}
	if path[0] == "Extra" && !d.freeEach(n, m, path[1:]) {
		return wrong()
	}
	keys := strings.Split(s, ".")
	for i, t := 0, reflect.TypeFor[Meeting](); i < len(keys) && t.Kind() == reflect.Struct && tables[t].byName != nil; i++ {
		e := tables[t].byName[keys[i]]
		keys[i] = e.key
		f, _ := t.FieldByName(e.field)
		if t = f.Type; t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
	}
	return strings.Join(keys, ".")
}

// freeEach reports whether keys lead to a list of free data. One that is the name of a
// spreadsheet is read.
func (d *decoder) freeEach(n *yaml.Node, m *Meeting, keys []string) bool {
	path := append([]string{"Extra"}, keys...)
	v := reflect.ValueOf(m).Elem()
	if listAt(v, path).IsValid() {
		return true
	}
	var at any = m.Extra
	for _, k := range keys {
		e, ok := at.(Extra)
		if !ok {
			return false
		}
		at = e[k]
	}
	s, ok := at.(string)
	if !ok || !IsListReference(s) {
		return false
	}
	named := *n
	named.Value = s
	replaceList(v, path, reflect.ValueOf(d.freeList(&named)))
	return true
}
