package meeting

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// eachNames are the fields that a paper for an entry of a list is named after, where it is not
// that of a plain value.
var eachNames = map[reflect.Type]string{
	reflect.TypeFor[Task]():      "Owner",
	reflect.TypeFor[Speech]():    "Speaker",
	reflect.TypeFor[Section]():   "Heading",
	reflect.TypeFor[Group]():     "Name",
	reflect.TypeFor[Indicator](): "Title",
}

// eachKeys are the keys of a meeting's own lists, which for_each may name, each with its first
// alias.
func eachKeys() (list []entry) {
	for _, e := range entriesOf(reflect.TypeFor[Meeting]()) {
		if f, ok := reflect.TypeFor[Meeting]().FieldByName(e.field); ok && f.Type.Kind() == reflect.Slice && e.field != "Documents" {
			list = append(list, e)
		}
	}
	return list
}

// eachGroups are the keys of what holds lists that for_each may name: "attendance" of
// "attendance.absent".
func eachGroups() (list []entry) {
	for _, e := range entriesOf(reflect.TypeFor[Meeting]()) {
		if f, ok := reflect.TypeFor[Meeting]().FieldByName(e.field); ok && (f.Type == reflect.TypeFor[Extra]() || f.Type == reflect.TypeFor[*Attendance]()) {
			list = append(list, e)
		}
	}
	return list
}

// A Part is a meeting as one paper of several has it: of one list it has a single entry.
type Part struct {
	Meeting *Meeting
	Name    string // of the entry: a person's name, a text; may be ""
}

// Each gives the meeting of a document once, or with [Document.ForEach] once for each
// entry of that list, in its order.
func (d Document) Each() []Part {
	if d.ForEach == "" {
		return []Part{{Meeting: d.Meeting}}
	}
	path, ok := eachPath(d.ForEach)
	if !ok {
		return []Part{{Meeting: d.Meeting}}
	}
	list := listAt(reflect.ValueOf(d.Meeting).Elem(), path)
	if !list.IsValid() {
		return nil
	}
	parts := make([]Part, 0, list.Len())
	for j := range list.Len() {
		one := *d.Meeting
		replaceList(reflect.ValueOf(&one).Elem(), path, list.Slice3(j, j+1, j+1))
		parts = append(parts, Part{&one, nameOf(list.Index(j))})
	}
	return parts
}

// eachPath is the way to a list: the fields, and under extra the keys. ok is false where there
// is none.
func eachPath(name string) (path []string, ok bool) {
	t := reflect.TypeFor[Meeting]()
	for key := range strings.SplitSeq(name, ".") {
		if t == reflect.TypeFor[Extra]() {
			path = append(path, key)
			continue
		}
		e, known := tables[t].byName[key]
		if !known || e.field == "Documents" {
			return nil, false
		}
		f, _ := t.FieldByName(e.field)
		path = append(path, e.field)
		if t = f.Type; t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
	}
	return path, t.Kind() == reflect.Slice && t != reflect.TypeFor[Values]() || t == reflect.TypeFor[Extra]() && len(path) > 1
}

// listAt is the list that a path leads to; invalid where there is none.
func listAt(v reflect.Value, path []string) reflect.Value {
	for _, step := range path {
		for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		switch {
		case !v.IsValid():
			return v
		case v.Type() == reflect.TypeFor[Extra]():
			v = v.MapIndex(reflect.ValueOf(step))
		case v.Kind() == reflect.Struct:
			v = v.FieldByName(step)
		default:
			return reflect.Value{}
		}
	}
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if v.Kind() != reflect.Slice {
		return reflect.Value{}
	}
	return v
}

// replaceList puts a list where a path leads to, in copies of what is on the way.
func replaceList(v reflect.Value, path []string, list reflect.Value) {
	if len(path) == 0 {
		v.Set(list)
		return
	}
	switch {
	case v.Kind() == reflect.Pointer:
		own := reflect.New(v.Type().Elem())
		own.Elem().Set(v.Elem())
		v.Set(own)
		replaceList(own.Elem(), path, list)
	case v.Type() == reflect.TypeFor[Extra]():
		own := maps.Clone(v.Interface().(Extra))
		inside := reflect.New(reflect.TypeFor[any]()).Elem()
		if len(path) == 1 {
			inside.Set(list)
		} else {
			group := reflect.New(reflect.TypeFor[Extra]()).Elem()
			group.Set(reflect.ValueOf(own[path[0]]))
			replaceList(group, path[1:], list)
			inside.Set(group)
		}
		own[path[0]] = inside.Interface()
		v.Set(reflect.ValueOf(own))
	default:
		replaceList(v.FieldByName(path[0]), path[1:], list)
	}
}

// freeNames are the keys of free data that name an entry.
var freeNames = []string{"ho_va_ten", "ho_ten", "ten", "name", "full_name", "chu_ho", "tieu_de", "title"}

// nameOf is the name of an entry of a list.
func nameOf(v reflect.Value) string {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch x := v.Interface().(type) {
	case string:
		return x
	case Extra:
		for _, k := range freeNames {
			if s, ok := x[k].(string); ok && s != "" {
				return s
			}
		}
		return ""
	}
	if v.Kind() != reflect.Struct {
		return ""
	}
	field := eachNames[v.Type()]
	if field == "" {
		field = plainField[v.Type()]
	}
	if f := v.FieldByName("Name"); field == "" && f.IsValid() { // of a ballot
		field = "Name"
	}
	if field == "" {
		return ""
	}
	v = v.FieldByName(field)
	if p, ok := v.Interface().(Person); ok {
		return p.Name
	}
	return v.String()
}

// eachLists are the lists that for_each can name in a meeting: its own, those of its groups and
// those of its free data.
func (m *Meeting) eachLists() (names []string) {
	for _, e := range eachKeys() {
		alias, _, _ := strings.Cut(e.alias, " ")
		names = append(names, e.key+" ("+alias+")")
	}
	names = append(names, "attendance.absent", "attendance.groups")
	for _, k := range slices.Sorted(maps.Keys(m.Extra)) {
		if _, ok := m.Extra[k].([]any); ok {
			names = append(names, "extra."+k)
		}
	}
	return names
}
