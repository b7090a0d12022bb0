package merge

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/xml"
)

// A member is a name asked of a type.
type member struct {
	t    reflect.Type
	name string
}

// An accessor is what a name means for a type.
type accessor struct {
	name     string // of the field, the method or the key
	method   bool
	key      bool
	index    []int // of the field
	out      reflect.Type
	in       int // parameters of the method
	variadic bool
}

// A chain is the names that a tag reads one after another.
type chain struct {
	names []string
	tag   *tag
	quiet bool         // a missing key is no surprise
	asked bool         // by a condition, of which it may be the yes or no
	out   reflect.Type // of what it gives; nil: unknown
}

// member resolves a name, in any of its spellings, for a type or what it points to. It
// remembers what it finds by what is pointed to: whether a value is reached through a
// pointer shows only when the template is executed.
func (t *Template) member(of reflect.Type, name string) (accessor, bool) {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if a, ok := t.types[member{of, name}]; ok {
		return a, a.name != ""
	}
	a, ok := t.find(of, name)
	t.types[member{of, name}] = a
	if ok { // the execution asks for it by its own name
		t.types[member{of, a.name}] = a
	}
	return a, ok
}

// find resolves a name without remembering it; base is no pointer.
func (t *Template) find(base reflect.Type, name string) (accessor, bool) {
	if base.Kind() == reflect.Struct && t.config.Vocabulary != nil {
		if field, ok := t.config.Vocabulary(base)[name]; ok {
			name = field
		} else {
			for _, f := range reflect.VisibleFields(base) {
				if f.Anonymous && f.Type.Kind() == reflect.Struct {
					if field, ok := t.config.Vocabulary(f.Type)[name]; ok {
						name = field
					}
				}
			}
		}
	}
	if m, ok := reflect.PointerTo(base).MethodByName(name); ok && m.Type.NumOut() >= 1 {
		return accessor{name: name, method: true, out: m.Type.Out(0), in: m.Type.NumIn() - 1, variadic: m.Type.IsVariadic()}, true
	}
	switch base.Kind() {
	case reflect.Struct:
		if f, ok := base.FieldByName(name); ok && f.IsExported() {
			return accessor{name: f.Name, index: f.Index, out: f.Type}, true
		}
	case reflect.Map:
		if base.Key().Kind() == reflect.String {
			return accessor{name: name, key: true, out: base.Elem()}, true
		}
	}
	return accessor{}, false
}

// memberNames are the names that a tag may ask of a struct, in all spellings.
func (t *Template) memberNames(base reflect.Type) []string {
	names := map[string]bool{}
	for _, f := range reflect.VisibleFields(base) {
		if f.IsExported() && !f.Anonymous {
			names[f.Name] = true
		}
	}
	if t.config.Vocabulary != nil {
		for name := range t.config.Vocabulary(base) {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// get follows a path from a value. Behind something absent there is nothing, and nothing
// prints as nothing.
func (r *run) get(index int, v reflect.Value, args ...reflect.Value) (reflect.Value, error) {
	return r.follow(&r.t.paths[index], v, args...)
}

func (r *run) follow(p *chain, v reflect.Value, args ...reflect.Value) (reflect.Value, error) {
	for i, name := range p.names {
		for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer && (v.Elem().Kind() == reflect.Pointer || v.Elem().Kind() == reflect.Interface) {
			v = v.Elem()
		}
		if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
			return nothing(p.out), nil
		}
		base := v
		if base.Kind() == reflect.Pointer {
			base = base.Elem()
		}
		a, ok := r.t.types[member{base.Type(), name}]
		if !ok {
			a, ok = r.t.find(base.Type(), name)
		}
		if !ok || a.name == "" {
			return nothing(nil), fmt.Errorf("%w .%s", errNoField, name)
		}
		switch {
		case a.method:
			var given []reflect.Value
			if i == len(p.names)-1 {
				given = args
			}
			var err error
			got, err := callMethod(v, a.name, given)
			if err != nil {
				return got, err
			}
			if v = got; prints(base.Type()) {
				v = r.result(a.name, got, base)
			}
		case a.key:
			got := base.MapIndex(reflect.ValueOf(name).Convert(base.Type().Key()))
			if !got.IsValid() {
				if !p.quiet {
					r.missing(p.tag, name)
				}
				return nothing(p.out), nil
			}
			v = r.entry(base, name, got)
		default:
			f, err := base.FieldByIndexErr(a.index)
			if err != nil {
				return nothing(p.out), nil // an embedded pointer that is nil
			}
			v = f
		}
	}
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if p.asked && settle(v).Kind() == reflect.Bool {
		r.trace.shows(v)
	}
	return v, nil
}

// nothing is what an absent value of a type is: nil where the type has one, an empty text,
// else no value at all, so that an absent number is not printed as 0.
func nothing(t reflect.Type) reflect.Value {
	if t != nil {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.String:
			return reflect.Zero(t)
		}
	}
	return reflect.Value{}
}

func callMethod(v reflect.Value, name string, args []reflect.Value) (reflect.Value, error) {
	m := v.MethodByName(name)
	if !m.IsValid() {
		switch {
		case v.Kind() == reflect.Pointer:
			m = v.Elem().MethodByName(name)
		case v.CanAddr():
			m = v.Addr().MethodByName(name)
		default:
			p := reflect.New(v.Type())
			p.Elem().Set(v)
			m = p.MethodByName(name)
		}
	}
	return callFunction(m, args)
}

// callFunction calls f with the arguments made to fit. It is not called if an argument is
// absent and its parameter cannot be: then the result is absent too.
func callFunction(f reflect.Value, args []reflect.Value) (reflect.Value, error) {
	ft := f.Type()
	fixed := ft.NumIn()
	if ft.IsVariadic() {
		fixed--
	}
	if len(args) < fixed || len(args) > fixed && !ft.IsVariadic() {
		return reflect.Value{}, fmt.Errorf("%w: %d", errArguments, len(args))
	}
	in := make([]reflect.Value, len(args))
	for i, a := range args {
		want := ft.In(min(i, ft.NumIn()-1))
		if i >= fixed {
			want = want.Elem()
		}
		if want == valueType {
			in[i] = reflect.ValueOf(a)
			continue
		}
		v, ok := convert(a, want)
		if !ok {
			if absent(a) {
				return nothing(ft.Out(0)), nil
			}
			return reflect.Value{}, fmt.Errorf("%w: %s", errArguments, kindName(a.Type()).En)
		}
		in[i] = v
	}
	out := f.Call(in)
	if len(out) == 2 {
		if err, ok := out[1].Interface().(error); ok && err != nil {
			return reflect.Value{}, err
		}
	}
	v := out[0]
	if v.Type() == valueType {
		v = v.Interface().(reflect.Value)
	}
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v, nil
}

func absent(v reflect.Value) bool {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil()
}

// convert makes v fit a parameter: pointers are followed, numbers change their type where
// nothing is lost.
func convert(v reflect.Value, to reflect.Type) (reflect.Value, bool) {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		switch to.Kind() {
		case reflect.Interface, reflect.Pointer, reflect.Slice, reflect.Map:
			return reflect.Zero(to), true
		}
		return v, false
	}
	if v.Type().AssignableTo(to) {
		return v, true
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return v, false
		}
		return convert(v.Elem(), to)
	}
	if to.Kind() == reflect.Pointer && v.Type().AssignableTo(to.Elem()) {
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		return p, true
	}
	if to.Kind() == reflect.String && v.Kind() == reflect.String {
		return v.Convert(to), true
	}
	switch {
	case numeric(v.Type()) && numeric(to):
		c := v.Convert(to)
		return c, c.Convert(v.Type()).Equal(v)
	case to.Kind() == reflect.Slice && v.Kind() == reflect.Slice:
		list := reflect.MakeSlice(to, v.Len(), v.Len())
		for i := range v.Len() {
			e, ok := convert(v.Index(i), to.Elem())
			if !ok {
				return v, false
			}
			list.Index(i).Set(e)
		}
		return list, true
	}
	return v, false
}

func numeric(t reflect.Type) bool {
	return t.Kind() >= reflect.Int && t.Kind() <= reflect.Float64 && t.Kind() != reflect.Uintptr
}

// convertible reports whether convert may succeed for values of a type.
func convertible(from, to reflect.Type) bool {
	for {
		if from.Kind() == reflect.Interface || from.AssignableTo(to) || to.Kind() == reflect.Pointer && from.AssignableTo(to.Elem()) ||
			from.Kind() == reflect.String && to.Kind() == reflect.String || numeric(from) && numeric(to) {
			return true
		}
		if from.Kind() == reflect.Slice && to.Kind() == reflect.Slice {
			from, to = from.Elem(), to.Elem()
			continue
		}
		if from.Kind() != reflect.Pointer {
			return false
		}
		from = from.Elem()
	}
}

var valueType = reflect.TypeFor[reflect.Value]()

var stringer = reflect.TypeFor[fmt.Stringer]()

// Prints reports whether values of a type have a text.
func Prints(t reflect.Type) bool { return prints(t) }

func prints(t reflect.Type) bool {
	for {
		if t.Implements(stringer) || reflect.PointerTo(t).Implements(stringer) {
			return true
		}
		if t.Kind() != reflect.Pointer {
			break
		}
		t = t.Elem()
	}
	return t.Kind() == reflect.String || t.Kind() == reflect.Bool || numeric(t) || t.Kind() == reflect.Interface
}

// plain is the text of a value; an absent one has none.
func plain(v reflect.Value) (string, error) {
	for {
		if !v.IsValid() || (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
			return "", nil
		}
		if v.Kind() == reflect.String && v.Type().NumMethod() == 0 {
			return v.String(), nil
		}
		if v.CanInterface() {
			if s, ok := v.Interface().(fmt.Stringer); ok {
				return s.String(), nil
			}
			if v.Kind() != reflect.Pointer && reflect.PointerTo(v.Type()).Implements(stringer) {
				p := reflect.New(v.Type())
				p.Elem().Set(v)
				return p.Interface().(fmt.Stringer).String(), nil
			}
		}
		if v.Kind() != reflect.Pointer && v.Kind() != reflect.Interface {
			break
		}
		v = v.Elem()
	}
	switch {
	case v.Kind() == reflect.String:
		return v.String(), nil
	case v.Kind() == reflect.Bool:
		return strconv.FormatBool(v.Bool()), nil
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10), nil
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10), nil
	case v.CanFloat():
		return strconv.FormatFloat(v.Float(), 'f', -1, 64), nil
	case v.Kind() == reflect.Slice: // free data; what has a type is reported before
		var list []string
		for i := range v.Len() {
			s, err := plain(v.Index(i))
			if err != nil {
				return "", err
			}
			list = append(list, s)
		}
		return strings.Join(list, ", "), nil
	}
	return "", fmt.Errorf("%w: %s", errNotPrintable, kindName(v.Type()).En)
}

// inRun writes a value where it stands in a w:t whose name is given: line breaks become
// w:br, tabs w:tab, and what XML cannot hold goes.
func inRun(b *strings.Builder, s, name string) {
	prefix := ""
	if i := strings.IndexByte(name, ':'); i >= 0 {
		prefix = name[:i+1]
	}
	from := 0
	flush := func(to int) {
		if to > from {
			b.WriteString(xml.Escape(s[from:to]))
		}
	}
	element := func(what string) {
		b.WriteString("</" + name + "><" + prefix + what + "/><" + name + ` xml:space="preserve">`)
	}
	for i, r := range s {
		switch {
		case r == '\n' || r == '\v' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			flush(i)
			if r != '\n' || i == 0 || s[i-1] != '\r' {
				element("br")
			}
		case r == '\r':
			flush(i)
			element("br")
		case r == '\t':
			flush(i)
			element("tab")
		case r < ' ', r == '\u007f', r == '\ufffe', r == '\uffff':
			flush(i)
		default:
			continue
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		from = i + n
	}
	flush(len(s))
}
