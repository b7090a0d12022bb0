package meeting

import (
	"reflect"
	"slices"
)

// eachLists are the lists of a meeting that for_each may name: those whose entries a paper
// each makes sense for. The field after the list's is what the paper is named after; ""
// where an entry is a text.
var eachLists = []struct{ field, name string }{
	{"Invitees", "Name"},
	{"Chair", "Name"},
	{"Secretary", "Name"},
	{"Addressees", ""},
	{"Recipients", ""},
	{"Tasks", "Owner"},
	{"Votes", "Matter"},
	{"Speeches", "Speaker"},
}

// eachKeys are the keys of [eachLists], each with its first alias.
func eachKeys() (list []entry) {
	all := entriesOf(reflect.TypeFor[Meeting]())
	for _, l := range eachLists {
		i := slices.IndexFunc(all, func(e entry) bool { return e.field == l.field })
		list = append(list, all[i])
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
	e := tables[reflect.TypeFor[Meeting]()].byName[d.ForEach]
	i := slices.IndexFunc(eachLists, func(l struct{ field, name string }) bool { return l.field == e.field })
	if i < 0 {
		return []Part{{Meeting: d.Meeting}}
	}
	list := reflect.ValueOf(d.Meeting).Elem().FieldByName(e.field)
	parts := make([]Part, 0, list.Len())
	for j := range list.Len() {
		one := *d.Meeting
		reflect.ValueOf(&one).Elem().FieldByName(e.field).Set(list.Slice3(j, j+1, j+1))
		parts = append(parts, Part{&one, nameOf(list.Index(j), eachLists[i].name)})
	}
	return parts
}

// nameOf is the name of an entry of a list.
func nameOf(v reflect.Value, field string) string {
	if field != "" {
		v = v.FieldByName(field)
	}
	if p, ok := v.Interface().(Person); ok {
		return p.Name
	}
	return v.String()
}
