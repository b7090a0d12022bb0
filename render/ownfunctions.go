package render

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/meeting"
)

var functionName = lazy.Compile(`^[\pL_][\pL\pN_]*$`)

// checkFunctions tells which of a program's own functions tags cannot call.
func checkFunctions(own map[string]any) error {
	builtIn := functions()
	var faults FaultList
	for _, name := range slices.Sorted(maps.Keys(own)) {
		refuse := func(vi, en string, args ...any) {
			faults = append(faults, &Fault{Code: "bad-function", Message: fault.T("hàm %s: %s", "function %s: %s", name, fault.T(vi, en, args...)),
				Hint: fault.T("Ví dụ: func(name string) (string, error).", "Such as: func(name string) (string, error).")})
		}
		t := reflect.TypeOf(own[name])
		switch {
		case !functionName.MatchString(name):
			refuse("tên hàm là chữ và số, bắt đầu bằng chữ", "a name is letters and digits, and begins with a letter")
		case builtIn[name] != nil || merge.Taken(name):
			refuse("tên này đã có", "the name is taken")
		case t == nil || t.Kind() != reflect.Func || reflect.ValueOf(own[name]).IsNil():
			refuse("không phải là hàm của Go", "it is no Go function")
		case t.NumOut() != 1 && (t.NumOut() != 2 || t.Out(1) != reflect.TypeFor[error]()):
			refuse("hàm trả về một giá trị, hoặc một giá trị và error", "it has to return a value, or a value and an error")
		}
	}
	return faults.Err()
}

// written are what functions of a program's own may take and files write as text: what a
// parameter's type takes of the data, and how.
var written = map[reflect.Type]struct {
	accepts reflect.Type
	read    func(v any) (any, bool)
}{
	reflect.TypeFor[int]():             {reflect.TypeFor[counted](), func(v any) (any, bool) { n, err := integer(v); return n, err == nil }},
	reflect.TypeFor[decimal.Decimal](): {reflect.TypeFor[counted](), func(v any) (any, bool) { n, ok := quantity(v); return n, ok }},
	reflect.TypeFor[float64](): {reflect.TypeFor[counted](), func(v any) (any, bool) {
		n, ok := quantity(v)
		f, _ := n.Float64()
		return f, ok
	}},
	reflect.TypeFor[meeting.Date]():   {reflect.TypeFor[dated](), func(v any) (any, bool) { m, ok := instant(v); return m.Date, ok }},
	reflect.TypeFor[meeting.Moment](): {reflect.TypeFor[dated](), func(v any) (any, bool) { m, ok := instant(v); return m, ok }},
	reflect.TypeFor[string]():         {reflect.TypeFor[textual](), func(v any) (any, bool) { s, err := textOf(v); return s, err == nil }},
}

// ownFunction is a program's own function for tags: numbers and dates may come as the texts that
// a file writes. Of what is absent it is not called, unless its parameter can say so.
func ownFunction(name string, f any) any {
	fv := reflect.ValueOf(f)
	ft := fv.Type()
	in := make([]reflect.Type, ft.NumIn())
	for i := range in {
		in[i] = ft.In(i)
		if ft.IsVariadic() && i == len(in)-1 {
			if w, ok := written[in[i].Elem()]; ok {
				in[i] = reflect.SliceOf(w.accepts)
			}
		} else if w, ok := written[in[i]]; ok {
			in[i] = w.accepts
		}
	}
	out := []reflect.Type{reflect.TypeFor[reflect.Value](), reflect.TypeFor[error]()}
	return reflect.MakeFunc(reflect.FuncOf(in, out, ft.IsVariadic()), func(args []reflect.Value) []reflect.Value {
		result, err := callOwn(name, fv, args)
		e := reflect.New(out[1]).Elem()
		if err != nil {
			e.Set(reflect.ValueOf(err))
		}
		return []reflect.Value{reflect.ValueOf(&result).Elem(), e}
	}).Interface()
}

// callOwn calls a program's own function; that it panics is an error.
func callOwn(name string, f reflect.Value, args []reflect.Value) (result reflect.Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = wrong("hàm %s bị lỗi: %v", "function %s failed: %v", name, fmt.Sprint(r))
		}
	}()
	ft := f.Type()
	if ft.IsVariadic() {
		last := args[len(args)-1]
		args = slices.Clone(args[:len(args)-1])
		for i := range last.Len() {
			args = append(args, last.Index(i))
		}
	}
	for i, a := range args {
		want := ft.In(min(i, ft.NumIn()-1))
		if ft.IsVariadic() && i >= ft.NumIn()-1 {
			want = want.Elem()
		}
		w, ok := written[want]
		if !ok {
			continue
		}
		if !behind(a).IsValid() || want.Kind() != reflect.String && isNothing(a.Interface()) {
			return reflect.Value{}, nil
		}
		v, ok := w.read(a.Interface())
		if !ok {
			return reflect.Value{}, wrong("hàm %s: đối số thứ %d là “%s”, không dùng được ở đây", "function %s: argument %d is “%s” and cannot be used here", name, i+1, named(a.Interface()))
		}
		args[i] = reflect.ValueOf(v)
	}
	values := f.Call(args)
	if len(values) == 2 && !values[1].IsNil() {
		return reflect.Value{}, values[1].Interface().(error)
	}
	return values[0], nil
}

// ownTyping says what a program's own function gives, before there is data.
func ownTyping(name string, f any) typing {
	ft := reflect.TypeOf(f)
	return func(args []merge.Argument) (merge.Result, error) {
		for i, a := range args {
			want := ft.In(min(i, ft.NumIn()-1))
			if ft.IsVariadic() && i >= ft.NumIn()-1 {
				want = want.Elem()
			}
			if w, ok := written[want]; ok && a.Literal != nil {
				if _, ok := w.read(a.Literal); !ok {
					return merge.Result{}, wrong("hàm %s: đối số thứ %d là “%s”, không dùng được ở đây", "function %s: argument %d is “%s” and cannot be used here", name, i+1, named(a.Literal))
				}
			}
		}
		return merge.Result{Type: ft.Out(0)}, nil
	}
}
