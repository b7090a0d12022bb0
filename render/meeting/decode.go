package meeting

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/viet"
)

// A decoder reads one YAML document into a meeting.
type decoder struct {
	*report
	chunk   chunk
	limits  limit.Limits
	sources bool // the places of all values are to be noted
	lists   Lists
	sheet   *Listed    // that the nodes being read came from; nil: they are the file's
	sheetAt *yaml.Node // that names it
	failed  bool       // this meeting has an error
	depth   int
	aliased int      // nodes reached through aliases
	via     int      // aliases that we stand in
	stopped bool     // a limit was reached: nothing more is read
	inFlow  bool     // inside a flow collection whose traps have been looked for
	tallies []tally  // of the meeting being read, for the checks
	stands  *[]stand // of what is read
	groups  map[uintptr]group

	lastKeys []string // of the group that was read last
	copied   int      // entries copied for overrides
}

// A keyTable is the table of a struct type as the reader uses it.
type keyTable struct {
	byName map[string]entry // by each spelling
	names  []string         // all spellings that may stand in a file, in the order of the table
}

// tables are the key tables of all struct types that a file describes.
var tables = func() map[reflect.Type]keyTable {
	all := map[reflect.Type]keyTable{}
	for t := range keys {
		all[t] = newKeyTable(entriesOf(t))
	}
	return all
}()

// overrideTable is the keys of an entry of documents: the meeting's, without documents,
// and its own.
var overrideTable = newKeyTable(slices.DeleteFunc(
	slices.Concat(entriesOf(reflect.TypeFor[Meeting]()), entriesOf(reflect.TypeFor[Document]())),
	func(e entry) bool { return e.field == "Documents" }))

func newKeyTable(entries []entry) keyTable {
	k := keyTable{byName: map[string]entry{}}
	for _, e := range entries {
		if e.from == derived {
			continue
		}
		for _, name := range append([]string{e.key}, strings.Fields(e.alias)...) {
			k.byName[name] = e
			k.names = append(k.names, name)
		}
	}
	return k
}

// plainField is the field that a plain value gives where a struct is expected.
var plainField = map[reflect.Type]string{
	reflect.TypeFor[Person]():       "Name",
	reflect.TypeFor[Absence]():      "Name",
	reflect.TypeFor[Organization](): "Name",
	reflect.TypeFor[Section]():      "Text",
	reflect.TypeFor[Task]():         "Content",
	reflect.TypeFor[Vote]():         "Matter",
	reflect.TypeFor[Signature]():    "Name",
	reflect.TypeFor[Column]():       "ID",
}

func (d *decoder) add(f *fault.Fault) {
	if d.sheet != nil {
		d.inSheet(f)
	}
	d.report.add(f)
	d.failed = d.failed || f.Severity == fault.Error
	d.stopped = d.stopped || d.errors > maxFaults
}

// copies counts what an override copies of the meeting; it reports false at the limit.
func (d *decoder) copies(n int) bool {
	if d.copied += n; d.copied <= maxCopied {
		return true
	}
	if !d.stopped {
		d.add(limit.Exceeded(fault.T("Những gì các văn bản chép lại từ cuộc họp", "What the documents copy of the meeting"), fmt.Sprint(maxCopied)))
		d.stopped = true
	}
	return false
}

// fault adds an error at a node.
func (d *decoder) fault(n *yaml.Node, code string, message, hint fault.Text) {
	d.add(&fault.Fault{Code: code, Line: d.line(n), Column: n.Column, Message: message, Hint: hint})
}

// warn adds a warning at a node.
func (d *decoder) warn(n *yaml.Node, code string, message, hint fault.Text) {
	d.add(&fault.Fault{Severity: fault.Warning, Code: code, Line: d.line(n), Column: n.Column, Message: message, Hint: hint})
}

// line is the line of a node in the file.
func (d *decoder) line(n *yaml.Node) int { return d.chunk.first + n.Line }

// position is where a value stands in the file: of one from a spreadsheet, what names that.
func (d *decoder) position(key *yaml.Node) position {
	key = d.lasting(key)
	return positionOf(d.line(key), key.Column)
}

// enter counts a level of nesting and follows an alias; it reports false at a limit. Each
// enter that reports true is followed by a leave.
func (d *decoder) enter(n *yaml.Node) (*yaml.Node, bool) {
	if d.stopped {
		return n, false
	}
	at := n
	n = resolve(n)
	if d.depth >= d.limits.YAMLDepth {
		f := limit.Exceeded(fault.T("Số cấp lồng nhau", "The depth of nesting"), fmt.Sprint(d.limits.YAMLDepth))
		f.Line, f.Column = d.line(at), at.Column
		d.add(f)
		d.stopped = true
		return n, false
	}
	d.depth++
	return n, true
}

func (d *decoder) leave() { d.depth-- }

// value reads a node into v, which holds what was there before (an override merges with
// it). key is the node of the key, or the item itself in a list.
func (d *decoder) value(key, n *yaml.Node, v reflect.Value) {
	aliased := n.Kind == yaml.AliasNode
	n, ok := d.enter(n)
	if !ok {
		return
	}
	defer d.leave()
	if aliased {
		d.via++
		defer func() { d.via-- }()
	}
	if !d.spend(n) {
		return
	}
	leaveFlow, ok := d.enterFlow(n)
	if !ok {
		return
	}
	defer leaveFlow()
	*d.stands = append(*d.stands, stand{v.Addr().Pointer(), d.position(key)})
	d.traps(n)
	if isNull(n) {
		v.SetZero()
		return
	}
	switch p := v.Addr().Interface().(type) {
	case *string:
		*p, _ = d.text(key, n)
	case *Regime:
		d.regime(key, n, p)
	case **Moment:
		d.moment(key, n, p)
	case **Date:
		d.date(key, n, p)
	case **Figure:
		d.figure(key, n, p)
	case **int:
		d.integer(key, n, p)
	case *bool:
		d.boolean(key, n, p)
	case **bool:
		var b bool
		if d.boolean(key, n, &b) {
			*p = &b
		}
	case *Extra:
		d.extra(key, n, p)
	case *Values:
		d.values(key, n, p)
	default:
		switch v.Kind() {
		case reflect.Pointer:
			p := reflect.New(v.Type().Elem())
			if !v.IsNil() {
				p.Elem().Set(v.Elem())
			}
			d.record(key, n, p.Elem())
			v.Set(p)
		case reflect.Slice:
			d.list(key, n, v)
		default:
			d.record(key, n, v)
		}
	}
}

// spend counts what aliases make us read again, which a file of a few lines can make
// endless.
func (d *decoder) spend(n *yaml.Node) bool {
	if d.via == 0 {
		return true
	}
	if d.aliased++; d.aliased <= maxAliased {
		return true
	}
	if !d.stopped {
		f := limit.Exceeded(fault.T("Phần lặp lại qua bí danh YAML (*)", "What YAML aliases (*) repeat"), fmt.Sprint(maxAliased))
		f.Line, f.Column = d.line(n), n.Column
		d.add(f)
		d.stopped = true
	}
	return false
}

// list reads a sequence; a single value is a list of one.
func (d *decoder) list(key, n *yaml.Node, v reflect.Value) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	} else if n.Kind == yaml.ScalarNode {
		if strings.TrimSpace(n.Value) == "" {
			v.SetZero()
			return
		}
		if d.sheet == nil && listable(v.Type().Elem()) && IsListReference(n.Value) {
			d.listed(key, n, v)
			return
		}
		if d.gluedDashes(n) {
			return
		}
	}
	s := reflect.MakeSlice(v.Type(), len(items), len(items))
	kept := 0
	for _, item := range items {
		if d.stopped {
			return
		}
		if n.Kind == yaml.SequenceNode && isNull(resolve(item)) {
			d.traps(resolve(item))
			continue // "- " with nothing after it prints nothing
		}
		if item == n {
			d.item(key, n, s.Index(kept))
		} else {
			d.value(item, item, s.Index(kept))
		}
		kept++
	}
	v.Set(s.Slice(0, kept))
}

// item reads a value that stands where a list of its kind is expected.
func (d *decoder) item(key, n *yaml.Node, v reflect.Value) {
	if v.Kind() == reflect.Struct {
		if n.Kind == yaml.ScalarNode && plainField[v.Type()] == "" {
			d.wrongType(key, n, fault.T("một danh sách", "a list"),
				fault.T("Viết xuống dòng; mỗi mục bắt đầu bằng “- ”, ví dụ: - %s: …", "Write the items on the lines below, each with “- ”, such as: - %s: …", tables[v.Type()].names[0]))
			return
		}
		d.record(key, n, v)
		return
	}
	if p, ok := v.Addr().Interface().(*string); ok {
		*p, _ = d.text(key, n)
	}
}

func resolve(n *yaml.Node) *yaml.Node {
	for i := 0; n.Kind == yaml.AliasNode && i < 100; i++ {
		n = n.Alias
	}
	return n
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0
}

// record reads a mapping into a struct; a plain value gives its main field.
func (d *decoder) record(key, n *yaml.Node, v reflect.Value) {
	t := v.Type()
	if n.Kind == yaml.ScalarNode {
		if f := plainField[t]; f != "" {
			*v.FieldByName(f).Addr().Interface().(*string), _ = d.text(key, n)
			return
		}
	}
	if n.Kind != yaml.MappingNode {
		names := tables[t].names
		d.wrongType(key, n, fault.T("nhóm các dòng “khóa: giá trị”", "lines “key: value”"),
			fault.T("Viết xuống dòng, thụt vào, ví dụ: %s: …", "Write indented lines below, such as: %s: …", names[0]))
		return
	}
	at := map[string]*yaml.Node{}
	for k, value := range d.pairs(n, tables[t]) {
		e, ok := d.known(k, tables[t])
		if !ok {
			continue
		}
		at[e.field] = value
		if t == reflect.TypeFor[Section]() && e.field == "Indicators" {
			d.references(k, value, v.Addr().Interface().(*Section))
			continue
		}
		if t == reflect.TypeFor[Task]() && e.field == "Due" {
			due := v.Addr().Interface().(*Task)
			for _, at := range []uintptr{reflect.ValueOf(&due.Due).Pointer(), reflect.ValueOf(&due.DueText).Pointer()} {
				*d.stands = append(*d.stands, stand{at, d.position(k)})
			}
			d.due(k, value, due)
			continue
		}
		d.value(k, value, v.FieldByName(e.field))
	}
	d.check(n, v.Addr().Interface(), at)
}

// pairs walks the keys and values of a mapping in the file's order, with what "<<" merges
// into it at the end, and tells keys that stand there twice.
func (d *decoder) pairs(n *yaml.Node, table keyTable) func(func(k, v *yaml.Node) bool) {
	return func(yield func(k, v *yaml.Node) bool) {
		seen := map[string]*yaml.Node{}
		canonical := func(k *yaml.Node) string {
			name := viet.NFC(k.Value)
			if e, ok := table.byName[name]; ok {
				return e.key
			}
			return name
		}
		var merged []*yaml.Node
		for i := 0; i+1 < len(n.Content) && !d.stopped; i += 2 {
			k, v := resolve(n.Content[i]), n.Content[i+1]
			if k.Kind != yaml.ScalarNode {
				d.wrongType(n.Content[i], k, fault.T("một khóa", "a key"), fault.T("Khóa là một chữ không dấu, ví dụ: title", "A key is one word, such as: title"))
				continue
			}
			if k.Tag == "!!merge" {
				merged = append(merged, v)
				continue
			}
			name := canonical(k)
			if first := seen[name]; first != nil {
				d.duplicate(k, first)
				continue
			}
			seen[name] = k
			if !yield(k, v) {
				return
			}
		}
		for _, m := range merged {
			m = resolve(m)
			sources := []*yaml.Node{m}
			if m.Kind == yaml.SequenceNode {
				sources = m.Content
			}
			d.via++
			for _, s := range sources {
				s = resolve(s)
				if s.Kind != yaml.MappingNode {
					continue
				}
				for i := 0; i+1 < len(s.Content); i += 2 {
					k := s.Content[i]
					if k.Kind != yaml.ScalarNode || k.Tag == "!!merge" || !d.spend(k) || seen[canonical(k)] != nil {
						continue
					}
					seen[canonical(k)] = k
					if !yield(k, s.Content[i+1]) {
						d.via--
						return
					}
				}
			}
			d.via--
		}
	}
}

func (d *decoder) duplicate(k, first *yaml.Node) {
	if viet.NFC(k.Value) == viet.NFC(first.Value) {
		d.fault(k, "duplicate-key",
			fault.T("Khóa “%s” đã có ở dòng %d.", "The key %q already stands in line %d.", k.Value, d.line(first)),
			fault.T("Gộp hai chỗ làm một, hoặc bỏ một chỗ.", "Join the two, or take one away."))
		return
	}
	d.fault(k, "duplicate-key",
		fault.T("“%s” và “%s” ở dòng %d là một khóa viết hai cách.", "%q and %q in line %d are two spellings of one key.", k.Value, first.Value, d.line(first)),
		fault.T("Gộp hai chỗ làm một, hoặc bỏ một chỗ.", "Join the two, or take one away."))
}

// known is the entry of a key, or a fault with the nearest key that would be known.
func (d *decoder) known(k *yaml.Node, table keyTable) (entry, bool) {
	name := viet.NFC(k.Value)
	if e, ok := table.byName[name]; ok {
		return e, true
	}
	invisible := func(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' }
	first, _ := utf8.DecodeRuneInString(name)
	// YAML takes such a space for a letter: "- name" behind one is no list item but a key.
	if _, ok := table.byName[strings.TrimFunc(name, invisible)]; ok || first >= utf8.RuneSelf && invisible(first) {
		d.add(noBreakSpace(d.line(k), k.Column))
		return entry{}, false
	}
	hint := fault.T("Các khóa dùng được ở đây: %s.", "The keys known here: %s.", strings.Join(d.offered(table), ", "))
	if len(name) <= 100 {
		folded := strings.ReplaceAll(foldKey(name), "-", "_")
		near := fault.Nearest(folded, table.names)
		if _, ok := table.byName[folded]; ok {
			near = folded
		}
		if near != "" {
			hint = fault.T("Có phải là “%s”?", "Did you mean %q?", near)
		}
	}
	d.fault(k, "unknown-key", fault.T("Không có khóa “%s” ở đây.", "There is no key %q here.", shorten(name)), hint)
	return entry{}, false
}

// offered is the keys of a table, English where there are many.
func (d *decoder) offered(table keyTable) []string {
	var keys []string
	for _, n := range table.names {
		if e := table.byName[n]; e.key == n {
			keys = append(keys, n)
		}
	}
	return keys
}

// foldKey is a key without its marks, capitals and spaces: "Tiêu đề" is tieu_de.
func foldKey(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ':
			return 'd'
		case unicode.IsSpace(r):
			return '_'
		}
		return r
	}, decompose(viet.Lower(strings.TrimSpace(s))))
	return s
}

// wrongType is the fault of a value that is something else than its key takes.
func (d *decoder) wrongType(key, n *yaml.Node, want, hint fault.Text) {
	at := n
	if n.Line == 0 {
		at = key
	}
	name := ""
	if key != n && key.Kind == yaml.ScalarNode {
		name = key.Value
	}
	if name == "" {
		d.fault(at, "wrong-type", fault.T("Cần %s, nhưng đây là %s.", "This must be %s, but it is %s.", want, kindOf(n)), hint)
		return
	}
	d.fault(at, "wrong-type", fault.T("“%s” phải là %s, nhưng đây là %s.", "%q must be %s, but this is %s.", shorten(name), want, kindOf(n)), hint)
}

// kindOf names what a node is.
func kindOf(n *yaml.Node) fault.Text {
	switch n.Kind {
	case yaml.MappingNode:
		return fault.T("nhóm các dòng “khóa: giá trị”", "a group of “key: value”")
	case yaml.SequenceNode:
		return fault.T("một danh sách", "a list")
	case yaml.ScalarNode:
		if isNull(n) {
			return fault.T("giá trị trống", "nothing")
		}
		return fault.T("“%s”", "%q", shorten(n.Value))
	}
	return fault.T("một bí danh YAML", "a YAML alias")
}

// shorten keeps a message readable.
func shorten(s string) string {
	if len(s) > 1000 {
		s = strings.ToValidUTF8(s[:1000], "")
	}
	s = strings.Join(strings.Fields(viet.NFC(s)), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

// extra reads free data: scalars stay the text that they are.
func (d *decoder) extra(key, n *yaml.Node, to *Extra) {
	if n.Kind != yaml.MappingNode {
		d.wrongType(key, n, fault.T("nhóm các dòng “khóa: giá trị”", "lines “key: value”"),
			fault.T("Viết xuống dòng, thụt vào, ví dụ: ma_so: 05", "Write indented lines below, such as: ma_so: 05"))
		return
	}
	merged := Extra{}
	if !d.copies(len(*to)) {
		return
	}
	for k, v := range *to {
		merged[k] = v
	}
	keys := slices.Clone(d.groups[reflect.ValueOf(*to).Pointer()].keys)
	for k, v := range d.pairs(n, keyTable{}) {
		name := viet.NFC(k.Value)
		if _, known := merged[name]; !known {
			keys = append(keys, name)
		}
		merged[name] = d.free(k, v)
	}
	*to = merged
	d.order(merged, keys)
}

// order notes in which order the keys of free data stand. The groups of a list mostly have the
// same, of which one copy does.
func (d *decoder) order(e Extra, keys []string) {
	if d.groups == nil || len(keys) < 2 {
		return
	}
	if slices.Equal(keys, d.lastKeys) {
		keys = d.lastKeys
	}
	d.lastKeys = keys
	d.groups[reflect.ValueOf(e).Pointer()] = group{e, keys}
}

func (d *decoder) free(key, n *yaml.Node) any {
	aliased := n.Kind == yaml.AliasNode
	n, ok := d.enter(n)
	if !ok {
		return ""
	}
	defer d.leave()
	if aliased {
		d.via++
		defer func() { d.via-- }()
	}
	if !d.spend(n) {
		return ""
	}
	leaveFlow, ok := d.enterFlow(n)
	if !ok {
		return ""
	}
	defer leaveFlow()
	switch n.Kind {
	case yaml.MappingNode:
		if from := rowsFrom(n); from != nil {
			return d.freeList(from)
		}
		var e Extra
		d.extra(key, n, &e)
		return e
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, item := range n.Content {
			list = append(list, d.free(item, item))
		}
		return list
	}
	d.traps(n)
	switch {
	case strings.Contains(n.Value, "#") && IsListReference(n.Value):
		return d.freeList(n)
	case isNull(n):
		return ""
	case n.Style == 0 && (n.Value == "true" || n.Value == "false"):
		return n.Value == "true"
	}
	return viet.NFC(n.Value)
}

// meeting reads the meeting of a document, then the documents that are made of it.
func (d *decoder) meeting(n *yaml.Node) *Meeting {
	m := &Meeting{Line: d.line(n), origin: &reading{lines: d.chunk.lines, first: d.chunk.first, groups: map[uintptr]group{}}}
	d.groups = m.origin.groups
	d.stands = &m.origin.stands.list
	first := len(d.faults)
	var title, documentsKey, documents *yaml.Node
	d.overrides(m, n, tables[reflect.TypeFor[Meeting]()], func(k, v *yaml.Node, e entry) bool {
		switch e.field {
		case "Title":
			title = k
		case "Documents":
			documentsKey, documents = k, v
		}
		return e.field != "Documents"
	})
	d.placeIndicators(m, true)
	misspelt := d.failed && slices.ContainsFunc(d.faults[first:], func(f *fault.Fault) bool {
		return f.Code == "unknown-key" || f.Code == "no-break-space"
	})
	if m.Title == "" && !misspelt && (title == nil || !d.failed) {
		d.fault(n, "missing-title",
			fault.T("Thiếu tên cuộc họp.", "The meeting has no title."),
			fault.T("Thêm dòng: title: tên cuộc họp (hoặc tieu_de: …)", "Add the line: title: name of the meeting (or tieu_de: …)"))
	}
	if documents != nil {
		d.documents(documentsKey, documents, m)
	}
	return m
}

// overrides reads the keys of a mapping over what m has. accept is asked for each and may
// take a key for itself.
func (d *decoder) overrides(m *Meeting, n *yaml.Node, table keyTable, accept func(k, v *yaml.Node, e entry) bool) {
	d.tallies = nil
	leaveFlow, ok := d.enterFlow(n)
	if !ok {
		return
	}
	defer leaveFlow()
	at := map[string]*yaml.Node{}
	for k, v := range d.pairs(n, table) {
		e, ok := d.known(k, table)
		if !ok || !accept(k, v, e) {
			continue
		}
		at[e.field] = v
		d.value(k, v, reflect.ValueOf(m).Elem().FieldByName(e.field))
	}
	d.check(n, m, at)
}
