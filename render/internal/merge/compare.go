package merge

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
)

// The comparisons are text/template's, but they follow pointers (an optional number is one)
// and take what is absent for different from everything, and neither less nor more.

func settle(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	return v
}

// compare orders two values: numbers and dates by what they say, whatever writes them, texts
// by their letters. ok is false if they cannot be ordered.
func (r *run) compare(a, b reflect.Value) (order int, ok bool) {
	a, b = settle(a), settle(b)
	switch {
	case !a.IsValid() || !b.IsValid():
		return 0, false
	case a.CanInt() && b.CanInt():
		return cmp.Compare(a.Int(), b.Int()), true
	case a.CanUint() && b.CanUint():
		return cmp.Compare(a.Uint(), b.Uint()), true
	}
	if order, ok := r.order(a, b); ok {
		return order, true
	}
	switch {
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return strings.Compare(a.String(), b.String()), true
	case numeric(a.Type()) && numeric(b.Type()):
		return cmp.Compare(float(a), float(b)), true
	}
	return 0, false
}

// order asks whoever knows the data, see [Config].
func (r *run) order(a, b reflect.Value) (order int, ok bool) {
	if r.t.config.Order == nil || !a.CanInterface() || !b.CanInterface() {
		return 0, false
	}
	return r.t.config.Order(a.Interface(), b.Interface())
}

func float(v reflect.Value) float64 { return v.Convert(reflect.TypeFor[float64]()).Float() }

func (r *run) equal(a reflect.Value, others ...reflect.Value) (bool, error) {
	for _, b := range others {
		x, y := settle(a), settle(b)
		if !x.IsValid() || !y.IsValid() {
			if x.IsValid() == y.IsValid() {
				return true, nil
			}
			continue
		}
		if order, ok := r.compare(x, y); ok {
			if order == 0 {
				return true, nil
			}
			continue
		}
		if x.Type() != y.Type() || !x.Comparable() {
			// A value that prints (a regime, a figure) compares with the text that it prints.
			s, errX := plain(a)
			u, errY := plain(b)
			if errX != nil || errY != nil || x.Kind() != reflect.String && y.Kind() != reflect.String {
				return false, incomparable(x, y)
			}
			if s == u {
				return true, nil
			}
			continue
		}
		if x.Equal(y) {
			return true, nil
		}
	}
	return false, nil
}

// less makes one of lt, le, gt and ge.
func (r *run) less(want func(order int) bool) func(a, b reflect.Value) (bool, error) {
	return func(a, b reflect.Value) (bool, error) {
		if absent(a) || absent(b) {
			return false, nil
		}
		x, y := settle(a), settle(b)
		order, ok := r.compare(x, y)
		if ok && x.Kind() == reflect.String && y.Kind() == reflect.String {
			// Of "9" and "nhiều" none is less: the letters say nothing of a number.
			_, xCounts := r.order(x, x)
			_, yCounts := r.order(y, y)
			ok = xCounts == yCounts || x.Len() == 0 || y.Len() == 0
		}
		if !ok {
			return false, incomparable(x, y)
		}
		return want(order), nil
	}
}

// incomparable tells of two values that have no order, by what they are or say.
func incomparable(a, b reflect.Value) error {
	name := func(v reflect.Value) fault.Text {
		if s, err := plain(v); err == nil && prints(v.Type()) {
			return fault.T("“%s”", "%q", excerpt(s))
		}
		return kindName(v.Type())
	}
	return &fault.Fault{Message: fault.T("không so sánh được %s với %s", "%s and %s cannot be compared", name(a), name(b))}
}

// excerpt is a text that is short enough for a message.
func excerpt(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}

// whole is a number of the functions' own as an int; other values are as they are.
func (r *run) whole(v reflect.Value) reflect.Value {
	if v.IsValid() && v.CanInterface() && r.t.config.Whole != nil {
		if n, ok := r.t.config.Whole(v.Interface()); ok {
			return reflect.ValueOf(n)
		}
	}
	return v
}

func length(v reflect.Value) (int, error) {
	v = settle(v)
	switch v.Kind() {
	case reflect.Invalid:
		return 0, nil
	case reflect.String, reflect.Slice, reflect.Array, reflect.Map:
		return v.Len(), nil
	}
	return 0, fmt.Errorf("%w: %s", errArguments, kindName(v.Type()).En)
}

// index is text/template's, of what is absent too.
func (r *run) index(v reflect.Value, keys ...reflect.Value) (reflect.Value, error) {
	for _, k := range keys {
		v, k = settle(v), r.whole(settle(k))
		if !v.IsValid() || !k.IsValid() {
			return reflect.Value{}, nil
		}
		switch v.Kind() {
		case reflect.Slice, reflect.Array, reflect.String:
			if !k.CanInt() {
				return reflect.Value{}, fmt.Errorf("%w: %s", errArguments, kindName(k.Type()).En)
			}
			if k.Int() < 0 || k.Int() >= int64(v.Len()) {
				return reflect.Value{}, fmt.Errorf("%w: %d", errIndex, k.Int())
			}
			v = v.Index(int(k.Int()))
			if v.Kind() == reflect.Interface {
				v = r.trace.make(settleInterface(v), []Shown{{Value: v}})
			}
		case reflect.Map:
			key, ok := convert(k, v.Type().Key())
			if !ok {
				return reflect.Value{}, fmt.Errorf("%w: %s", errArguments, kindName(k.Type()).En)
			}
			v = r.entry(v, key.String(), v.MapIndex(key))
		default:
			return reflect.Value{}, fmt.Errorf("%w: %s", errArguments, kindName(v.Type()).En)
		}
	}
	return settleInterface(v), nil
}

// slice is text/template's, but that it cuts a text between letters, not between bytes.
func (r *run) slice(v reflect.Value, bounds ...reflect.Value) (reflect.Value, error) {
	item := settle(v)
	if !item.IsValid() {
		return reflect.Value{}, nil
	}
	if k := item.Kind(); k != reflect.String && k != reflect.Slice || len(bounds) > 3 || k == reflect.String && len(bounds) > 2 {
		return reflect.Value{}, fmt.Errorf("%w: %s", errArguments, kindName(item.Type()).En)
	}
	letters := []rune(nil)
	most := item.Len()
	if item.Kind() == reflect.String {
		letters = []rune(item.String())
		most = len(letters)
	}
	at := []int{0, most}
	for i, b := range bounds {
		b = r.whole(settle(b))
		if !b.IsValid() || !b.CanInt() {
			return reflect.Value{}, fmt.Errorf("%w: %d", errArguments, len(bounds))
		}
		if i < 2 {
			at[i] = int(b.Int())
		} else {
			at = append(at, int(b.Int()))
		}
	}
	if item.Kind() == reflect.Slice {
		most = item.Cap()
	}
	for i := len(at) - 1; i >= 0; i-- {
		if at[i] < 0 || at[i] > most {
			return reflect.Value{}, fmt.Errorf("%w: %d", errIndex, at[i])
		}
		most = at[i]
	}
	if len(at) == 3 {
		return item.Slice3(at[0], at[1], at[2]), nil
	}
	if item.Kind() == reflect.String {
		return r.result("slice", reflect.ValueOf(string(letters[at[0]:at[1]])), v), nil
	}
	return item.Slice(at[0], at[1]), nil
}

func settleInterface(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

// interfaces are arguments as fmt takes them: numbers and truth values as they are, all else
// as the text that it prints. What has none is an error, where fmt would write Go.
func interfaces(args []reflect.Value) ([]any, error) {
	list := make([]any, len(args))
	for i, a := range args {
		if v := settle(a); v.IsValid() && (numeric(v.Type()) || v.Kind() == reflect.Bool) && !v.Type().Implements(stringer) {
			list[i] = v.Interface()
			continue
		}
		s, err := plain(a)
		if err != nil {
			return nil, err
		}
		list[i] = s
	}
	return list, nil
}
