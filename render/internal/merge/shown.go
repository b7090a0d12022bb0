package merge

import (
	"fmt"
	"iter"
	"reflect"
	"unsafe"

	"github.com/bienban/bienban/render/internal/fault"
)

// What of the data a document shows is known by where each value stands in memory: a tag
// that prints a value prints what stands there. What a function makes of values gets a
// place of its own, and is remembered to be made of them, until it is printed or let go.

// A Shown is a value of the data that has reached the output: what Value is, which is
// addressable and no pointer, or the entry Key of the map that it is.
type Shown struct {
	Value reflect.Value
	Key   string // "" if Value is no map
}

// A made is a value that was made of others: by a function, or taken out of a map.
type made struct {
	at   unsafe.Pointer // where it stands
	from []Shown
}

// A tracer knows what values were made of.
type tracer struct {
	show  func(Shown)                // told of what has reached the output; nil: nobody asks
	fresh []made                     // in the tag that is being executed
	bound map[unsafe.Pointer][]Shown // what a variable or dot may be
}

// find gives what v was made of, or v itself, without pointers; neither, if it is no data.
func (t *tracer) find(v reflect.Value) (self Shown, from []Shown) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface && !v.CanAddr() {
		v = v.Elem()
	}
	if !v.CanAddr() {
		return self, nil
	}
	at := v.Addr().UnsafePointer()
	for i := len(t.fresh) - 1; i >= 0; i-- {
		if t.fresh[i].at == at {
			return self, t.fresh[i].from
		}
	}
	if len(t.bound) > 0 {
		if from, ok := t.bound[at]; ok {
			return self, from
		}
	}
	return Shown{Value: v}, nil
}

// sources appends what v is, or was made of.
func (t *tracer) sources(to []Shown, v reflect.Value) []Shown {
	self, from := t.find(v)
	if self.Value.IsValid() {
		return append(to, self)
	}
	return append(to, from...)
}

// make gives v a place of its own, as what was made of other values.
func (t *tracer) make(v reflect.Value, from []Shown) reflect.Value {
	if t.show == nil || len(from) == 0 || !v.IsValid() || v.CanAddr() || v.Kind() == reflect.Pointer {
		return v
	}
	slot := reflect.New(v.Type()).Elem()
	slot.Set(v)
	t.fresh = append(t.fresh, made{slot.Addr().UnsafePointer(), from})
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			t.fresh = append(t.fresh, made{v.Index(i).Addr().UnsafePointer(), from})
		}
	}
	return slot
}

// result is what a function or a method gives, made of its arguments, unless it computes.
func (r *run) result(name string, v reflect.Value, args ...reflect.Value) reflect.Value {
	if r.trace.show == nil {
		return v
	}
	of, some := r.t.config.Shows[name]
	if some && of == nil {
		return v
	}
	var from []Shown
	for _, a := range args {
		if some {
			a = of(settle(a))
		}
		from = r.trace.sources(from, a)
	}
	return r.trace.make(v, from)
}

// entry is an entry of a map.
func (r *run) entry(m reflect.Value, key string, v reflect.Value) reflect.Value {
	return r.trace.make(settleInterface(v), []Shown{{m, key}})
}

// self is a value of free data, without the interface that it stands in.
func (r *run) self(v reflect.Value) reflect.Value {
	if v.Kind() != reflect.Interface || !v.CanAddr() || v.IsNil() {
		return v
	}
	return r.trace.make(v.Elem(), r.trace.sources(nil, v))
}

// shows tells that what v is, or was made of, is in the output.
func (t *tracer) shows(v reflect.Value) {
	if t.show == nil {
		return
	}
	self, from := t.find(v)
	if self.Value.IsValid() {
		t.show(self)
	}
	for _, s := range from {
		t.show(s)
	}
}

// end ends a tag.
func (t *tracer) end() {
	clear(t.fresh)
	t.fresh = t.fresh[:0]
}

// bind ends a tag whose value a variable or dot is now.
func (r *run) bind(v reflect.Value) reflect.Value {
	t := &r.trace
	for _, m := range t.fresh {
		if t.bound == nil {
			t.bound = map[unsafe.Pointer][]Shown{}
		}
		t.bound[m.at] = m.from
	}
	t.end()
	return v
}

// times ends the tag of a loop: how often it runs shows a number.
func (r *run) times(v reflect.Value) reflect.Value {
	if n := r.whole(settle(v)); n.IsValid() && n.CanInt() {
		v = n
	}
	if settle(v).CanInt() {
		r.trace.shows(v)
	}
	return r.bind(v)
}

// ordered lets a loop go through a map in the order of its file; other values are as they are,
// but a single one, of free data, is told. pairs says whether the loop names the keys.
func (r *run) ordered(index int, pairs bool, v reflect.Value) (reflect.Value, error) {
	m := settle(v)
	switch m.Kind() {
	case reflect.String, reflect.Bool, reflect.Float64:
		t := r.t.tags[index]
		return v, fault.List{{Code: "tag-failed", Place: t.place,
			Message: fault.T("%s: dữ liệu ở đây không phải danh sách mà là “%s”", "%s: the data has no list here but “%s”", t.raw, fault.Same(snippet(fmt.Sprint(m)))),
			Hint:    fault.T("Ghi một danh sách trong dữ liệu, từ bảng tính: {rows_from: tep.xlsx}; giá trị đơn thì dùng {{if}} hoặc {{with}}.", "Make it a list in the data, from a spreadsheet: {rows_from: file.xlsx}; for a single value use {{if}} or {{with}}.")}}
	}
	return r.inOrder(pairs, v, m), nil
}

func (r *run) inOrder(pairs bool, v, m reflect.Value) reflect.Value {
	if r.env.Keys == nil || m.Kind() != reflect.Map || m.Type().Key().Kind() != reflect.String || !m.CanInterface() || m.Len() == 0 {
		return v
	}
	keys := r.env.Keys(m.Interface())
	each := func(yield func(key string, entry any) bool) {
		for _, k := range keys {
			e := m.MapIndex(reflect.ValueOf(k).Convert(m.Type().Key()))
			if !e.IsValid() {
				continue
			}
			if e = r.bind(r.entry(m, k, e)); e.CanAddr() { // where it stands counts
				e = e.Addr()
			}
			if !yield(k, e.Interface()) {
				return
			}
		}
	}
	if pairs {
		return reflect.ValueOf(iter.Seq2[string, any](each))
	}
	return reflect.ValueOf(iter.Seq[any](func(yield func(any) bool) {
		each(func(_ string, entry any) bool { return yield(entry) })
	}))
}
