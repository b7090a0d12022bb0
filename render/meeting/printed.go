package meeting

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// A stand is where a value that was read stands: in memory, and in the file.
type stand struct {
	at uintptr
	position
}

// stands is where the values of a meeting and of its documents stand, by their place in
// memory; of those at one place, what holds the others comes first.
type stands struct {
	list   []stand
	sorted sync.Once
}

// of is the position of the value at a place in memory; innermost chooses among a value and
// its first part.
func (s *stands) of(at uintptr, innermost bool) (position, bool) {
	s.sorted.Do(func() {
		slices.SortStableFunc(s.list, func(a, b stand) int { return cmp.Compare(a.at, b.at) })
	})
	i, ok := slices.BinarySearchFunc(s.list, at, func(s stand, at uintptr) int { return cmp.Compare(s.at, at) })
	if !ok {
		return position{}, false
	}
	for innermost && i+1 < len(s.list) && s.list[i+1].at == at {
		i++
	}
	return s.list[i].position, true
}

// A Printed collects what of a meeting its documents print. Values are known by where they
// stand in memory, so that what is told to it may be any part of the meeting that a document
// was made of. The zero value has nothing printed. It is not for several goroutines at once.
type Printed struct {
	documents []*Meeting // held, so that no other value gets the place of theirs
	at        []uintptr
	entries   map[entryOf]bool
	sorted    bool
	last      int // index in at of what was asked for: neighbours follow
}

// An entryOf is an entry of free data.
type entryOf struct {
	in  uintptr
	key string
}

// Document adds what a document was made of: the meeting itself, or as the document has it.
func (p *Printed) Document(m *Meeting) { p.documents = append(p.documents, m) }

// Join adds what another one has collected.
func (p *Printed) Join(other *Printed) {
	p.documents = append(p.documents, other.documents...)
	p.at, p.sorted = append(p.at, other.at...), false
	for e := range other.entries {
		if p.entries == nil {
			p.entries = map[entryOf]bool{}
		}
		p.entries[e] = true
	}
}

// Value tells that a value is printed, which is addressable: of a list all its elements, of a
// person the name.
func (p *Printed) Value(v reflect.Value) {
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if !v.IsValid() || !v.CanAddr() {
		return
	}
	switch {
	case v.Type() == reflect.TypeFor[Person]():
		v = v.FieldByName("Name")
	case v.Type() == reflect.TypeFor[Moment]():
		p.Value(v.FieldByName("Hour"))
		v = v.FieldByName("Date")
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Interface && v.Elem().Kind() == reflect.Slice:
		list := settled(v)
		for i := range list.Len() {
			p.Value(list.Index(i))
		}
		return
	}
	p.at, p.sorted = append(p.at, v.Addr().Pointer()), false
}

// Entry tells that an entry of free data is printed, with all that it holds.
func (p *Printed) Entry(of reflect.Value, key string) {
	if p.entries == nil {
		p.entries = map[entryOf]bool{}
	}
	p.entries[entryOf{of.Pointer(), key}] = true
}

// has reports whether something is printed that stands within a value.
func (p *Printed) has(v reflect.Value) bool {
	if !p.sorted {
		slices.Sort(p.at)
		p.at, p.sorted = slices.Compact(p.at), true
	}
	at := v.Addr().Pointer()
	i := p.last
	if i >= len(p.at) || p.at[i] > at || i+2 < len(p.at) && p.at[i+2] < at {
		i, _ = slices.BinarySearch(p.at, at)
	}
	for i < len(p.at) && p.at[i] < at {
		i++
	}
	p.last = i
	return i < len(p.at) && p.at[i] < at+v.Type().Size()
}

// A Missing is a value that the file states and no document prints, or several that one
// holds.
type Missing struct {
	Document     string   // template whose entry under documents has it; "": the meeting's own
	Path         string   // of Go names, with [] behind lists: "Attendance.Groups[].Count"; "" for all of a document's own
	Key          string   // the same in the file's keys: "attendance.groups.count"
	Holds        []string // the paths of the texts and figures in it, each once: some of them, if they are many
	Element      bool     // an element of a list, of which others are printed
	Part         string   // "clock", "date": what of a moment it is; "": all of it
	Text         string   // what it says, where it is one text
	Others       []string // templates whose entry under documents has another value in its place
	Line, Column int      // in the file
}

// Missing gives what a meeting and its documents' entries state and none of the documents
// that were added prints, in the file's order. made reports whether a document of an entry
// is among them; of another entry all is one.
func (p *Printed) Missing(m *Meeting, made func(Document) bool) []Missing {
	a := &account{printed: p, meeting: m, tables: map[string][]reflect.Value{}, names: map[[2]string][2]string{}, source: sync.OnceValue(m.Source)}
	a.placeTables(m)
	var own []reflect.Value
	for _, d := range p.documents {
		a.placeTables(d)
		own = append(own, reflect.ValueOf(d).Elem())
	}
	a.visit(node{v: reflect.ValueOf(m).Elem(), others: own})
	for _, d := range m.Documents {
		a.document = d.Template
		n := node{v: reflect.ValueOf(d.Meeting).Elem(), others: own, than: reflect.ValueOf(m).Elem(), at: positionOf(d.Line, 1)}
		if made(d) {
			a.visit(n)
		} else if a.any(n, a.stated) {
			a.note(n)
		}
	}
	slices.SortStableFunc(a.missing, func(x, y Missing) int { return cmp.Compare(x.Line, y.Line) })
	return a.missing
}

// An account is one walk over a meeting, beside what its documents have of it.
type account struct {
	printed  *Printed
	meeting  *Meeting
	document string
	tables   map[string][]reflect.Value // the copies of each table, by its id
	names    map[[2]string][2]string    // path and key of a field, by the path that it is in and its name
	missing  []Missing
	source   func() *Source // of the meeting; the file is read again for it, once
}

// A node is a value of the meeting, and what the documents have in its place: the same or,
// where an entry under documents or for_each changes it, another.
type node struct {
	v      reflect.Value
	others []reflect.Value // addressable, elsewhere in memory
	than   reflect.Value   // what the meeting has where v is a document's own: what is the same is the meeting's; may be invalid
	at     position        // of the document's entry
	stands [3]standsAt     // it, and what holds it
	path   string          // as those of [Missing]
	key    string
	part   string
	elem   bool
	behind bool // a pointer, which is nil for what is not stated
	shown  bool // as part of what is printed whole
}

// A standsAt is where a value stands in memory; whole is one of which its first part stands
// there too.
type standsAt struct {
	at    uintptr
	whole bool
}

// standing is where a value in a node stands.
func (n node) standing(v reflect.Value, whole bool) [3]standsAt {
	return [3]standsAt{{v.Addr().Pointer(), whole}, n.stands[0], n.stands[1]}
}

// placeTables notes the copies of tables that sections have.
func (a *account) placeTables(m *Meeting) {
	note := func(in *Indicator) {
		if in.ID != "" {
			a.tables[in.ID] = append(a.tables[in.ID], reflect.ValueOf(in).Elem())
		}
	}
	var walk func([]Section)
	walk = func(sections []Section) {
		for i := range sections {
			for j := range sections[i].Indicators {
				note(&sections[i].Indicators[j])
			}
			walk(sections[i].Sections)
		}
	}
	walk(m.Sections)
}

// visit notes what of a node is missing.
func (a *account) visit(n node) {
	if !a.any(n, a.stated) {
		return
	}
	whole := n.path == "" && a.document == "" // of which each field is told by itself
	if !whole && !a.any(n, a.shown) {
		a.note(n)
		return
	}
	if !leaf(n.v.Type()) {
		a.children(n, func(c node) bool { a.visit(c); return true })
	}
}

// any reports whether something is true of a text or figure in a node.
func (a *account) any(n node, is func(node) bool) bool {
	if leaf(n.v.Type()) {
		return is(n)
	}
	found := false
	a.children(n, func(c node) bool {
		found = a.any(c, is)
		return !found
	})
	return found
}

// leaf reports whether a value is looked at as a whole.
func leaf(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[Date](), reflect.TypeFor[Figure]():
		return true
	}
	return t.Kind() != reflect.Struct && t.Kind() != reflect.Slice && t.Kind() != reflect.Map && t.Kind() != reflect.Pointer
}

// stated reports whether the file states a leaf here.
func (a *account) stated(n node) bool {
	v := n.v
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	// A regime chooses the form and is no text.
	if v.Type() == reflect.TypeFor[Regime]() || v.IsZero() && !n.behind && n.part == "" {
		return false
	}
	return !n.than.IsValid() || !same(v, n.than)
}

// same reports whether two leaves say the same.
func same(a, b reflect.Value) bool {
	if f, ok := a.Interface().(Figure); ok {
		g, ok := b.Interface().(Figure)
		return ok && f.Text == g.Text
	}
	return a.Interface() == b.Interface()
}

// shown reports whether a document prints a leaf.
func (a *account) shown(n node) bool {
	if !a.stated(n) {
		return false
	}
	if n.shown || n.v.CanAddr() && a.printed.has(n.v) {
		return true
	}
	return slices.ContainsFunc(n.others, func(o reflect.Value) bool { return a.printed.has(o) && same(n.v, o) })
}

// children are what a node holds.
func (a *account) children(n node, yield func(node) bool) {
	switch n.v.Kind() {
	case reflect.Pointer:
		if !n.v.IsNil() {
			c := n
			c.v, c.than, c.behind = n.v.Elem(), deref(n.than), true
			if c.than.IsValid() && c.than.Addr() == c.v.Addr() {
				return
			}
			c.others = nil
			for _, o := range n.others {
				if o = deref(o); o.IsValid() && o.Addr() != c.v.Addr() && !slices.Contains(c.others, o) {
					c.others = append(c.others, o)
				}
			}
			a.within(c, yield)
		}
	case reflect.Slice:
		a.elements(n, yield)
	case reflect.Map:
		a.entries(n, yield)
	default:
		a.within(n, yield)
	}
}

func deref(v reflect.Value) reflect.Value {
	if !v.IsValid() || v.IsNil() {
		return reflect.Value{}
	}
	return v.Elem()
}

// within are the fields of a struct; a leaf is itself, a moment its two parts.
func (a *account) within(n node, yield func(node) bool) {
	t := n.v.Type()
	if leaf(t) {
		yield(n)
		return
	}
	if t == reflect.TypeFor[Moment]() {
		a.moment(n, yield)
		return
	}
	for _, f := range fieldTables()[t] {
		c := a.child(n, f)
		if f.field == "Indicators" && t == reflect.TypeFor[Section]() || f.field == "Documents" {
			continue // ids; on their own
		}
		if !yield(c) {
			return
		}
	}
}

// child is a field.
func (a *account) child(n node, f fieldOf) node {
	c := n
	c.v, c.elem, c.behind, c.part, c.others = n.v.FieldByIndex(f.index), false, false, "", nil
	if n.than.IsValid() {
		c.than = n.than.FieldByIndex(f.index)
	}
	for _, o := range n.others {
		c.others = append(c.others, o.FieldByIndex(f.index))
	}
	c.stands = n.standing(c.v, c.v.Kind() == reflect.Struct)
	names, ok := a.names[[2]string{n.path, f.field}]
	if !ok {
		names = [2]string{f.field, f.key}
		if n.path != "" {
			names = [2]string{n.path + "." + f.field, n.key + "." + f.key}
		}
		a.names[[2]string{n.path, f.field}] = names
	}
	c.path, c.key = names[0], names[1]
	return c
}

// moment are the day and the time of day of a moment.
func (a *account) moment(n node, yield func(node) bool) {
	for _, part := range []struct{ name, field string }{{"date", "Date"}, {"clock", "Hour"}} {
		if part.name == "clock" && !n.v.FieldByName("HasClock").Bool() {
			continue
		}
		if same := n.than.IsValid() && n.than.Interface() == n.v.Interface(); same {
			return
		}
		c := n
		c.v, c.than, c.part, c.others = n.v.FieldByName(part.field), reflect.Value{}, part.name, nil
		for _, o := range n.others {
			c.others = append(c.others, o.FieldByName(part.field))
		}
		if !yield(c) {
			return
		}
	}
}

// elements are those of a list. A document has the same list, some of its elements, or
// another.
func (a *account) elements(n node, yield func(node) bool) {
	if n.than.IsValid() && n.than.Len() == n.v.Len() && (n.v.Len() == 0 || n.than.Pointer() == n.v.Pointer()) {
		return
	}
	size := n.v.Type().Elem().Size()
	from, to := n.v.Pointer(), n.v.Pointer()+uintptr(n.v.Len())*size
	var others []reflect.Value
	for _, o := range n.others {
		inside := o.Len() > 0 && o.Pointer() >= from && o.Pointer() < to
		if !inside && o.Len() == n.v.Len() && o.Len() > 0 && !slices.ContainsFunc(others, func(x reflect.Value) bool { return x.Pointer() == o.Pointer() }) {
			others = append(others, o)
		}
	}
	path := n.path + "[]"
	for i := range n.v.Len() {
		c := n
		c.v, c.elem, c.behind, c.part, c.path, c.others = n.v.Index(i), true, false, "", path, nil
		if c.than = (reflect.Value{}); n.than.IsValid() && n.than.Len() == n.v.Len() {
			c.than = n.than.Index(i)
		}
		for _, o := range others {
			c.others = append(c.others, o.Index(i))
		}
		if in, ok := c.v.Addr().Interface().(*Indicator); ok {
			c.others = append(c.others, a.tables[in.ID]...)
		}
		c.stands = n.standing(c.v, true)
		switch e := c.v.Addr().Interface().(type) {
		case *IndicatorRow:
			if e.Place.File != "" {
				continue // of a spreadsheet
			}
		case *Column:
			if e.Place.File != "" {
				continue
			}
		case *Value:
			f := c.v.FieldByName("Figure")
			if e.Figure == nil || e.Figure.Place.File != "" {
				continue
			}
			c.v, c.path = f, n.path
			for j := range c.others {
				c.others[j] = c.others[j].FieldByName("Figure")
			}
			if c.than.IsValid() {
				c.than = c.than.FieldByName("Figure")
			}
		case *any:
			if k := c.v.Elem().Kind(); k == reflect.Slice || k == reflect.Map {
				c.v, c.others, c.than = c.v.Elem(), nil, reflect.Value{}
			}
		}
		if !yield(c) {
			return
		}
	}
}

// entries are those of free data, by their keys.
func (a *account) entries(n node, yield func(node) bool) {
	for _, k := range slices.Sorted(maps.Keys(n.v.Interface().(Extra))) {
		key := reflect.ValueOf(k)
		c := n
		c.v, c.than, c.others, c.elem, c.behind = settled(n.v.MapIndex(key)), reflect.Value{}, nil, false, false
		if n.than.IsValid() {
			c.than = settled(n.than.MapIndex(key))
		}
		c.path, c.key = n.path+"."+k, n.key+"."+k
		c.shown = n.shown || a.printed.entries[entryOf{n.v.Pointer(), k}]
		for _, o := range n.others {
			other := settled(o.MapIndex(key))
			if !other.IsValid() {
				continue
			}
			if other.Kind() == reflect.Map && c.v.Kind() == reflect.Map {
				c.others = append(c.others, other)
			}
			c.shown = c.shown || a.printed.entries[entryOf{o.Pointer(), k}] && reflect.DeepEqual(other.Interface(), c.v.Interface())
		}
		if c.than.IsValid() && (c.than.Kind() != c.v.Kind() || c.v.Kind() == reflect.Slice) {
			if reflect.DeepEqual(c.than.Interface(), c.v.Interface()) {
				continue
			}
			c.than = reflect.Value{}
		}
		if !yield(c) {
			return
		}
	}
}

func settled(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

// position is where a node stands in the file, or else what holds it.
func (a *account) position(n node) position {
	for _, s := range n.stands {
		if a.meeting.origin != nil && s.at != 0 {
			if p, ok := a.meeting.origin.stands.of(s.at, !s.whole); ok {
				return p
			}
		}
	}
	return n.at
}

// mostHeld bounds [Missing.Holds], and how many texts are looked at for it.
const mostHeld = 1000

// note notes a node that is missing.
func (a *account) note(n node) {
	at := a.position(n)
	if strings.HasPrefix(n.path, "Extra") {
		if s := a.source(); s != nil {
			line, column := s.At(a.document, n.path)
			at = positionOf(line, column)
		}
	}
	m := Missing{Document: a.document, Path: n.path, Key: n.key, Element: n.elem, Part: n.part, Line: int(at.line), Column: int(at.column)}
	if a.document != "" {
		m.Key = strings.TrimSuffix("documents."+a.document+"."+n.key, ".")
	}
	m.Others = a.overriding(n)
	looked, texts := 0, 0
	a.any(n, func(l node) bool {
		if a.stated(l) {
			if texts++; texts == 1 {
				m.Text = textOf(l.v)
			}
			if !slices.Contains(m.Holds, l.path) {
				m.Holds = append(m.Holds, l.path)
			}
		}
		looked++
		return looked == mostHeld
	})
	if texts != 1 || n.path == "" {
		m.Text = ""
	}
	a.missing = append(a.missing, m)
}

// overriding are the templates whose documents have another value than the meeting's.
func (a *account) overriding(n node) (templates []string) {
	field, _, _ := strings.Cut(strings.ReplaceAll(n.path, "[]", ""), ".")
	if a.document != "" || field == "" {
		return nil
	}
	of := func(m *Meeting) any { return reflect.ValueOf(m).Elem().FieldByName(field).Interface() }
	for _, d := range a.meeting.Documents {
		if !reflect.DeepEqual(of(d.Meeting), of(a.meeting)) {
			templates = append(templates, d.Template)
		}
	}
	return templates
}

// textOf is a leaf as a text.
func textOf(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case string:
		return x
	case interface{ String() string }:
		return x.String()
	}
	return ""
}

// A fieldOf is a field of a struct that a file has a key for.
type fieldOf struct {
	field, key string
	index      []int
}

// fieldTables are the fields of each struct, with the deadline that is no date.
var fieldTables = sync.OnceValue(func() map[reflect.Type][]fieldOf {
	all := map[reflect.Type][]fieldOf{}
	for t := range keys {
		for _, e := range entriesOf(t) {
			if f, ok := t.FieldByName(e.field); ok && (e.from == written || t == reflect.TypeFor[Task]()) {
				if e.field == "DueText" {
					e.key = "due"
				}
				all[t] = append(all[t], fieldOf{e.field, e.key, f.Index})
			}
		}
	}
	return all
})
