package render

import (
	"reflect"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/meeting"
)

// The elements of lists, and the fields of theirs that a function names by a text: "due".

// each are the elements of a list.
func each(function string, v any) ([]reflect.Value, error) {
	items, ok := list(v)
	if !ok {
		if isNothing(v) {
			return nil, nil
		}
		return nil, &Fault{Message: fault.T("%s nhận một danh sách, không phải “%s”", "%s takes a list, not “%s”", function, named(v)),
			Hint: fault.T("Ghi danh sách trước: {{%s .tasks …}}.", "Write the list first: {{%s .tasks …}}.", function)}
	}
	out := make([]reflect.Value, items.Len())
	for i := range out {
		out[i] = items.Index(i)
	}
	return out, nil
}

// named is a value as a message names it.
func named(v any) string {
	if s, err := textOf(v); err == nil {
		return excerpt(s)
	}
	return "…"
}

// ofThese is a list of some of the elements of another.
func ofThese(v any, elements []reflect.Value) any {
	items, ok := list(v)
	if !ok {
		return nil
	}
	out := reflect.MakeSlice(reflect.SliceOf(pointerTo(items.Type().Elem())), 0, len(elements))
	for _, e := range elements {
		out = reflect.Append(out, addressOf(e))
	}
	return out.Interface()
}

// addressOf is a pointer to an element of a list.
func addressOf(e reflect.Value) reflect.Value {
	if e.Kind() == reflect.Pointer {
		return e
	}
	if e.CanAddr() { // of a slice
		return e.Addr()
	}
	p := reflect.New(e.Type())
	p.Elem().Set(e)
	return p
}

func pointerTo(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t
	}
	return reflect.PointerTo(t)
}

// spelled is the Go name of a struct's field or method by one of its spellings.
func spelled(t reflect.Type, name string) string {
	if field, ok := vocabulary(t)[name]; ok {
		return field
	}
	return name
}

// vocabulary has the spellings of what [group] gives too.
func vocabulary(t reflect.Type) map[string]string {
	if isGroup(t) {
		return map[string]string{"key": "Key", "khoa": "Key", "items": "Items", "muc": "Items"}
	}
	return meeting.Vocabulary(t)
}

// part is what stands at a path of names behind a value: "due", "chair.name". ok is false where
// the data has no such name; what is absent is invalid.
func part(v reflect.Value, path string) (_ reflect.Value, ok bool) {
	for name := range strings.SplitSeq(strings.TrimPrefix(path, "."), ".") {
		v = behind(v)
		if !v.IsValid() {
			return v, true
		}
		switch v.Kind() {
		case reflect.Struct:
			name = spelled(v.Type(), name)
			if f := v.FieldByName(name); f.IsValid() {
				v = f
				continue
			}
			m := reflect.Value{}
			if v.CanAddr() {
				m = v.Addr().MethodByName(name)
			}
			if !m.IsValid() || m.Type().NumIn() > 0 || m.Type().NumOut() != 1 {
				return reflect.Value{}, false
			}
			v = m.Call(nil)[0]
		case reflect.Map:
			if v = v.MapIndex(reflect.ValueOf(name).Convert(v.Type().Key())); !v.IsValid() {
				return v, false
			}
		default:
			return reflect.Value{}, false
		}
	}
	return behind(v), true
}

// partType is the type of what [part] gives of a type; nil where it is not known before there is
// data. path is how [merge.Template.Fields] calls it.
func partType(t reflect.Type, path string) (_ reflect.Type, goPath string, err error) {
	var names []string
	for name := range strings.SplitSeq(strings.TrimPrefix(path, "."), ".") {
		for t != nil && t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t == nil || t.Kind() == reflect.Interface || t.Kind() == reflect.Map {
			names = append(names, name)
			t = nil
			continue
		}
		if t.Kind() != reflect.Struct {
			return nil, "", noPart(t, name)
		}
		name = spelled(t, name)
		if f, ok := t.FieldByName(name); ok && f.IsExported() {
			t = f.Type
		} else if m, ok := reflect.PointerTo(t).MethodByName(name); ok && m.Type.NumIn() == 1 && m.Type.NumOut() == 1 {
			t = m.Type.Out(0)
		} else {
			return nil, "", noPart(t, name)
		}
		names = append(names, name)
	}
	return t, strings.Join(names, "."), nil
}

// noPart is the error of a name that elements of a type do not have.
func noPart(t reflect.Type, name string) error {
	if t.Kind() != reflect.Struct {
		return &Fault{Message: fault.T("phần tử của danh sách là một giá trị, không có mục “%s”", "the list's elements are plain values and have no “%s”", name),
			Hint: fault.T("Bỏ “%s”.", "Leave out “%s”.", name)}
	}
	var known []string
	for spelling := range vocabulary(t) {
		known = append(known, spelling)
	}
	slices.Sort(known)
	return unknownPart(name, known)
}

func unknownPart(name string, known []string) error {
	f := &Fault{Message: fault.T("phần tử của danh sách không có mục “%s”", "the list's elements have no “%s”", name),
		Hint: fault.T("Các mục có: %s.", "They have: %s.", strings.Join(known, ", "))}
	if near := fault.Nearest(name, known); near != "" {
		f.Hint = fault.T("Có phải là “%s”?", "Did you mean “%s”?", near)
	}
	return f
}

// parts are what stands at a path of each element; the elements themselves if it is "". Of groups
// of one's own data some may lack it, but not all.
func parts(elements []reflect.Value, path string) ([]reflect.Value, error) {
	if path == "" {
		return elements, nil
	}
	out := make([]reflect.Value, len(elements))
	found := len(elements) == 0
	var known []string
	for i, e := range elements {
		v, ok := part(e, path)
		if e = behind(e); !ok && e.IsValid() {
			switch e.Kind() {
			case reflect.Map:
				for _, k := range e.MapKeys() {
					known = append(known, k.String())
				}
			default:
				return nil, noPart(e.Type(), path)
			}
		}
		found = found || ok
		out[i] = v
	}
	if !found {
		slices.Sort(known)
		return nil, unknownPart(path, slices.Compact(known))
	}
	return out, nil
}
