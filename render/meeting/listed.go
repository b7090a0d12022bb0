package meeting

import (
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
)

// A Listed is a list that stands in a spreadsheet, as its reader gives it.
type Listed struct {
	File    string                       // as the user knows it
	Heads   []string                     // of the columns; "" for one without
	Letters []string                     // of the columns: "D"
	Header  int                          // row of the sheet with the heads; 0: there is none
	Rows    []ListedRow                  // one at least
	At      func(cell string) fault.Text // the place of a cell
}

// A ListedRow is an entry of a [Listed]; its cells are those of the columns.
type ListedRow struct {
	Number int // of the sheet, from 1
	Cells  []string
}

// Lists reads the list that a reference such as "khach-moi.xlsx#Sheet1" names. heads reports
// whether texts are the heads of the columns that are wanted; nil: any are. Faults without a
// file are of the reference.
type Lists func(reference string, heads func([]string) bool) (*Listed, fault.List)

// spreadsheets are the ends of the names of files that lists come from.
var spreadsheetEnds = []string{".xlsx", ".xlsm", ".csv", ".tsv"}

// IsListReference reports whether a text names a spreadsheet, or cells of one, that a list may
// come from: "khach-moi.xlsx#Sheet1".
func IsListReference(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s, "\n") {
		return false
	}
	end := func(s string) bool { return slices.Contains(spreadsheetEnds, strings.ToLower(path.Ext(s))) }
	if end(s) {
		return true
	}
	file, _, cells := strings.Cut(s, "#")
	return cells && end(file)
}

// listable reports whether entries of a type may come from a spreadsheet. Tables of figures
// have rows_from, which says more.
func listable(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[Indicator](), reflect.TypeFor[IndicatorRow](), reflect.TypeFor[Column]():
		return false
	}
	return t.Kind() == reflect.String || t.Kind() == reflect.Struct && tables[t].byName != nil
}

// otherHeads are what offices call columns besides the keys and their aliases, as [foldHead]
// has it.
var otherHeads = map[reflect.Type]map[string][]string{
	reflect.TypeFor[Person](): {
		"Name":     {"ho va ten", "ho ten", "ten", "full name", "dai bieu", "khach moi", "ho va ten dai bieu", "ten dai bieu", "ong ba", "nguoi duoc moi", "ten khach moi", "ho ten dai bieu"},
		"Position": {"chuc vu", "chuc danh", "chuc vu chuc danh", "chuc vu cong tac", "title"},
		"Unit":     {"don vi", "don vi cong tac", "co quan", "co quan don vi", "to chuc", "noi cong tac", "organization", "organisation", "agency"},
		"Manner":   {"cach du", "hinh thuc du", "hinh thuc tham du", "hinh thuc"},
	},
	reflect.TypeFor[Absence](): {"Reason": {"ly do", "ly do vang"}, "Excused": {"co phep", "xin phep"}},
	reflect.TypeFor[Ballot]():  {"Vote": {"bieu quyet", "y kien"}},
	reflect.TypeFor[Group]():   {"Name": {"ten", "nhom", "thanh phan"}, "Count": {"so luong", "so nguoi"}},
	reflect.TypeFor[Speech]():  {"Speaker": {"nguoi phat bieu", "dai bieu", "ho va ten", "ho ten"}, "Text": {"noi dung", "y kien", "noi dung phat bieu"}},
	reflect.TypeFor[Task](): {
		"Content": {"noi dung", "noi dung cong viec", "nhiem vu", "noi dung nhiem vu", "cong viec", "noi dung cong viec can thuc hien"},
		"Owner":   {"chu tri", "don vi chu tri", "co quan chu tri", "don vi thuc hien", "co quan thuc hien", "nguoi thuc hien", "phu trach"},
		"With":    {"phoi hop", "don vi phoi hop", "co quan phoi hop"},
		"Due":     {"thoi han", "han", "han hoan thanh", "thoi han hoan thanh", "thoi gian hoan thanh", "thoi gian", "deadline"},
	},
	reflect.TypeFor[Vote]():      {"Matter": {"van de", "noi dung", "noi dung bieu quyet"}, "Against": {"khong tan thanh", "phan doi"}, "Abstain": {"khong y kien", "khong co y kien"}},
	reflect.TypeFor[Signature](): {"Name": {"ho va ten", "ho ten", "ten"}, "Position": {"chuc vu", "chuc danh"}},
	reflect.TypeFor[Section]():   {"Heading": {"de muc", "tieu de"}, "Text": {"noi dung"}},
}

// foldHead is a column's head as it is compared: without marks, signs and what stands in
// brackets.
func foldHead(s string) string {
	s, _, _ = strings.Cut(s, "(")
	words := strings.FieldsFunc(strings.ReplaceAll(foldKey(s), "_", " "), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}

// fieldOfHead is the field of a struct that a column of that head fills, "" for none; exact is
// set where the head is the key itself.
func fieldOfHead(t reflect.Type, head string) (e entry, exact, ok bool) {
	folded := foldHead(head)
	if folded == "" {
		return entry{}, false, false
	}
	if e, ok := tables[t].byName[strings.ReplaceAll(folded, " ", "_")]; ok {
		return e, true, true
	}
	for _, e := range entriesOf(t) {
		for of := range otherHeads {
			if (of == t || embeds(t, of)) && slices.Contains(otherHeads[of][e.field], folded) {
				return e, false, e.from == written
			}
		}
	}
	return entry{}, false, false
}

func embeds(t, of reflect.Type) bool {
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous && f.Type == of {
			return true
		}
	}
	return false
}

// headed reports whether a row has the heads of a struct's columns: the main one, or two.
func headed(t reflect.Type) func([]string) bool {
	return func(texts []string) bool {
		known := map[string]bool{}
		for _, s := range texts {
			if e, _, ok := fieldOfHead(t, s); ok {
				known[e.field] = true
			}
		}
		return known[mainField(t)] || len(known) > 1
	}
}

// mainField is the field that an entry is nothing without.
func mainField(t reflect.Type) string {
	if f := plainField[t]; f != "" {
		return f
	}
	if t == reflect.TypeFor[Ballot]() {
		return "Name"
	}
	if all := entriesOf(t); len(all) > 0 {
		return all[0].field
	}
	return ""
}

// listed reads a list of the meeting from the spreadsheet that n names.
func (d *decoder) listed(key, n *yaml.Node, v reflect.Value) {
	t := v.Type().Elem()
	v.SetZero()
	var heads func([]string) bool
	if t.Kind() == reflect.Struct {
		heads = headed(t)
	} else {
		heads = func(texts []string) bool { return len(texts) == 1 && headsTexts(key, texts[0]) }
	}
	from := d.readListed(n, heads)
	if from == nil {
		return
	}
	var rows []*yaml.Node
	if t.Kind() == reflect.Struct {
		columns, ok := d.columnsOf(t, from)
		if !ok {
			return
		}
		rows = from.records(columns)
	} else {
		if len(from.Letters) != 1 {
			d.add(&fault.Fault{Code: "list-columns", File: from.File, Place: from.At(from.Letters[1] + strconv.Itoa(from.Rows[0].Number)),
				Message: fault.T("danh sách này chỉ có một cột chữ, nhưng bảng tính có %d cột", "this list has one column of text, but the spreadsheet has %d", len(from.Letters)),
				Hint:    fault.T("Ghi rõ cột, ví dụ: %s#A:A", "Name the column, such as: %s#A:A", path.Base(from.File))})
			return
		}
		rows = from.texts()
	}
	defer d.from(from, n)()
	s := reflect.MakeSlice(v.Type(), len(rows), len(rows))
	for i, row := range rows {
		d.value(row, row, s.Index(i))
	}
	v.Set(s)
}

// headsTexts reports whether a text is the head of a list of texts: its key, an alias, or what
// such a list is called.
func headsTexts(key *yaml.Node, text string) bool {
	folded := foldHead(text)
	e, known := tables[reflect.TypeFor[Meeting]()].byName[viet.NFC(key.Value)]
	if known && (folded == e.key || slices.Contains(strings.Fields(strings.ReplaceAll(e.alias, "_", "-")), strings.ReplaceAll(folded, " ", "-"))) {
		return true
	}
	return slices.Contains([]string{"noi nhan", "kinh gui", "ten", "name", "noi dung", "don vi", "can cu", "chuong trinh", "ho va ten", "ho ten"}, folded)
}

// readListed reads the spreadsheet that n names; nil if that cannot be, or nobody reads any.
func (d *decoder) readListed(n *yaml.Node, heads func([]string) bool) *Listed {
	if d.lists == nil {
		return nil
	}
	from, faults := d.lists(strings.TrimSpace(n.Value), heads)
	for _, f := range faults {
		told := *f
		if told.File == "" {
			told.Line, told.Column = d.line(n), n.Column
		}
		d.add(&told)
	}
	if faults.Failed() {
		return nil
	}
	return from
}

// from has faults of nodes that a spreadsheet gave tell of its cells, and values of it stand
// where n does, until the function that it gives is called.
func (d *decoder) from(l *Listed, n *yaml.Node) (end func()) {
	d.sheet, d.sheetAt = l, n
	return func() { d.sheet = nil }
}

// lasting is a node that can still be told of when the list from a spreadsheet is read.
func (d *decoder) lasting(n *yaml.Node) *yaml.Node {
	if d.sheet != nil {
		return d.sheetAt
	}
	return n
}

// inSheet gives a fault of a node that a spreadsheet gave its place there.
func (d *decoder) inSheet(f *fault.Fault) {
	cell := strconv.Itoa(f.Line - d.chunk.first)
	if c := f.Column - 1; c >= 0 && c < len(d.sheet.Letters) {
		cell = d.sheet.Letters[c] + cell
	}
	f.File, f.Line, f.Column, f.Place = d.sheet.File, 0, 0, d.sheet.At(cell)
}

// columnsOf are the keys of the fields that the columns fill, "" for none.
func (d *decoder) columnsOf(t reflect.Type, from *Listed) (columns []string, ok bool) {
	columns = make([]string, len(from.Heads))
	by, exactly := map[string]int{}, map[string]bool{}
	var unused []string
	first := len(from.Heads)
	leave := func(i int) {
		unused, first = append(unused, "“"+from.Heads[i]+"” ("+from.Letters[i]+")"), min(first, i)
	}
	twice := false
	for i, head := range from.Heads {
		e, exact, known := fieldOfHead(t, head)
		before, taken := by[e.field]
		switch {
		case !known:
			if head != "" {
				leave(i)
			}
			continue
		case taken && exactly[e.field] && !exact:
			leave(i)
			continue
		case taken && exact && !exactly[e.field]:
			leave(before)
			columns[before] = ""
		case taken:
			twice = true
			d.add(&fault.Fault{Code: "ambiguous-column", File: from.File, Place: from.head(i),
				Message: fault.T("cột “%s” và cột “%s” (%s) cùng là %s", "the columns %q and %q (%s) are both %s", shorten(head), shorten(from.Heads[before]), from.Letters[before], e.key),
				Hint:    fault.T("Đổi đầu một cột, hoặc chỉ lấy các cột cần, ví dụ: #A:C", "Give one of them another head, or take the columns that you need, such as: #A:C")})
			continue
		}
		columns[i], by[e.field], exactly[e.field] = e.key, i, exact
	}
	main := mainField(t)
	if _, found := by[main]; !found {
		d.add(&fault.Fault{Code: "unknown-column", File: from.File, Place: from.head(0),
			Message: fault.T("bảng tính không có cột %s", "the spreadsheet has no column %s", headName(t, main)),
			Hint:    fault.T("Đặt hàng đầu cột ở trên danh sách; các cột dùng được: %s.", "Put a row of heads above the list; the columns known are: %s.", strings.Join(headNames(t), ", "))})
		return nil, false
	}
	if len(unused) > 0 {
		d.add(&fault.Fault{Severity: fault.Note, Code: "unused-column", File: from.File, Place: from.head(first),
			Message: fault.T("danh sách không dùng các cột: %s", "the list does not use the columns: %s", strings.Join(unused, ", ")),
			Hint:    fault.T("Các cột dùng được: %s.", "The columns known are: %s.", strings.Join(headNames(t), ", "))})
	}
	return columns, !twice
}

// headName is what a column of a field is called: "name (họ và tên)".
func headName(t reflect.Type, field string) string {
	key, alias, _ := Keys(t, field)
	return key + " (" + alias + ")"
}

func headNames(t reflect.Type) (all []string) {
	for _, e := range entriesOf(t) {
		if e.from == written {
			all = append(all, headName(t, e.field))
		}
	}
	return all
}

// head is the place of a column's head, or of its first entry.
func (l *Listed) head(column int) fault.Text {
	row := l.Header
	if row == 0 {
		row = l.Rows[0].Number
	}
	return l.At(l.Letters[column] + strconv.Itoa(row))
}

// cell is the node of a cell, which says where it stands: its row as the line, the number of
// its column as the column. It is quoted, since YAML would read nothing into it.
func (l *Listed) cell(row, column int, text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: text, Line: l.Rows[row].Number, Column: column + 1}
}

// records are the rows as mappings, without what is empty.
func (l *Listed) records(columns []string) []*yaml.Node {
	all := make([]*yaml.Node, len(l.Rows))
	for i, r := range l.Rows {
		all[i] = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: r.Number, Column: 1 + max(0, slices.IndexFunc(columns, func(c string) bool { return c != "" }))}
		for j, key := range columns {
			if s := strings.TrimSpace(r.Cells[j]); key != "" && s != "" {
				all[i].Content = append(all[i].Content, l.cell(i, j, key), l.cell(i, j, s))
			}
		}
	}
	return all
}

// texts are the rows of a list of texts.
func (l *Listed) texts() []*yaml.Node {
	all := make([]*yaml.Node, len(l.Rows))
	for i, r := range l.Rows {
		all[i] = l.cell(i, 0, strings.TrimSpace(r.Cells[0]))
	}
	return all
}

// rowsFrom is the reference of free data that comes from a spreadsheet, {rows_from: ho.xlsx}; nil
// if n is no such.
func rowsFrom(n *yaml.Node) *yaml.Node {
	if len(n.Content) != 2 || n.Content[0].Value != "rows_from" && n.Content[0].Value != "dong_tu" {
		return nil
	}
	if v := resolve(n.Content[1]); v.Kind == yaml.ScalarNode && IsListReference(v.Value) {
		return v
	}
	return nil
}

// freeList reads a list of free data from the spreadsheet that n names: each entry has the
// columns by their heads, without marks: "Họ và tên" is ho_va_ten.
func (d *decoder) freeList(n *yaml.Node) any {
	from := d.readListed(n, nil)
	if from == nil {
		return []any{}
	}
	keys := make([]string, len(from.Heads))
	taken := map[string]bool{}
	for i, head := range from.Heads {
		k := strings.ReplaceAll(foldHead(head), " ", "_")
		switch {
		case k == "":
			k = "cot_" + strings.ToLower(from.Letters[i])
		case taken[k]:
			d.add(&fault.Fault{Severity: fault.Warning, Code: "ambiguous-column", File: from.File, Place: from.head(i),
				Message: fault.T("hai cột cùng có tên “%s”; cột này là %s_%s", "two columns are called %q; this one is %s_%s", shorten(head), k, strings.ToLower(from.Letters[i])),
				Hint:    fault.T("Đổi đầu một trong hai cột.", "Give one of them another head.")})
			k += "_" + strings.ToLower(from.Letters[i])
		}
		taken[k] = true
		keys[i] = k
	}
	list := make([]any, len(from.Rows))
	for i, r := range from.Rows {
		e := make(Extra, len(keys))
		for j, k := range keys {
			e[k] = viet.NFC(strings.TrimSpace(r.Cells[j]))
		}
		d.order(e, keys)
		list[i] = e
	}
	return list
}
