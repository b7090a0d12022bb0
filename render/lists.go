package render

import (
	"cmp"
	"math/big"
	"reflect"
	"slices"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// What tags do with lists. A list that is made of another holds pointers to the elements of that
// one, so that what is printed of them is known to be printed.

// overList makes a function of a list and more take the list last too, as at the end of a pipeline.
func overList(name string, f func(v listed, with ...any) (any, error)) func(args ...any) (any, error) {
	return func(args ...any) (any, error) {
		if len(args) == 0 {
			return nil, wrong("%s nhận một danh sách", "%s takes a list", name)
		}
		if n := len(args) - 1; n > 0 {
			if _, ok := list(args[0]); !ok {
				if _, ok := list(args[n]); ok {
					args = append([]any{args[n]}, args[:n]...)
				}
			}
		}
		return f(args[0], args[1:]...)
	}
}

// overListTyped is what [overList] makes of a typing.
func overListTyped(name string, f typing) typing {
	return func(args []merge.Argument) (merge.Result, error) {
		n := len(args) - 1
		of := 0
		if elementType(args[0]) == nil && (args[0].Type != nil || args[0].Literal != nil) && (elementType(args[n]) != nil || args[n].Type == nil) {
			args = append([]merge.Argument{args[n]}, args[:n]...)
			of = n
		}
		if elementType(args[0]) == nil && args[0].Type != nil {
			_, err := each(name, args[0].Literal)
			if err == nil {
				err = wrong("%s nhận một danh sách", "%s takes a list", name)
			}
			return merge.Result{}, err
		}
		r, err := f(args)
		r.Of = of
		return r, err
	}
}

// fieldName is an argument that is a text of the tag's, "" if there is none.
func fieldName(args []any, i int) (string, error) {
	if i >= len(args) {
		return "", nil
	}
	s, ok := args[i].(string)
	if !ok || s == "" {
		return "", wrong("đối số thứ %d là tên mục trong dấu nháy, ví dụ \"due\"", "argument %d is the name of a field in quotes, such as \"due\"", i+2)
	}
	return s, nil
}

// column are the values of a list, or of a field of its elements, for functions of both forms.
func column(function string, v listed, path []any) ([]reflect.Value, error) {
	name, err := fieldName(path, 0)
	if err != nil || len(path) > 1 {
		return nil, cmp.Or(err, wrong("%s nhận một danh sách và nhiều nhất một tên mục", "%s takes a list and one name of a field at most", function))
	}
	elements, err := each(function, v)
	if err != nil {
		return nil, err
	}
	return parts(elements, name)
}

// numerals are the numbers of a column; what is absent is none of them.
func numerals(function string, v listed, path []any) ([]*big.Rat, error) {
	values, err := column(function, v, path)
	if err != nil {
		return nil, err
	}
	var out []*big.Rat
	for i, x := range values {
		if !x.IsValid() || isNothing(x.Interface()) {
			continue
		}
		n, err := numeral(x.Interface())
		if f, ok := err.(*Fault); ok {
			return nil, &Fault{Message: fault.T("phần tử thứ %d: %s", "element %d: %s", i+1, f.Message), Hint: f.Hint}
		}
		out = append(out, n)
	}
	return out, nil
}

func sum(v listed, path ...any) (any, error) {
	numbers, err := numerals("sum", v, path)
	if err != nil {
		return nil, err
	}
	total := new(big.Rat)
	for _, n := range numbers {
		total.Add(total, n)
	}
	return computedOf(total)
}

// average is nothing where there is no number.
func average(v listed, path ...any) (any, error) {
	numbers, err := numerals("avg", v, path)
	if err != nil || len(numbers) == 0 {
		return nil, err
	}
	total := new(big.Rat)
	for _, n := range numbers {
		total.Add(total, n)
	}
	return computedOf(total.Quo(total, big.NewRat(int64(len(numbers)), 1)))
}

// outermost gives the least value of a list or of a field of its elements (sign -1), or the
// greatest: numbers, dates or texts; or the lesser or greater of two values.
func outermost(function string, sign int) func(v any, with ...any) (reflect.Value, error) {
	return func(v any, with ...any) (reflect.Value, error) {
		var values []reflect.Value
		if _, ok := list(v); ok {
			var err error
			if values, err = column(function, v, with); err != nil {
				return reflect.Value{}, err
			}
		} else if len(with) != 1 {
			if isNothing(v) {
				return reflect.Value{}, nil
			}
			return reflect.Value{}, wrong("%s nhận hai giá trị, hoặc một danh sách và tên mục", "%s takes two values, or a list and the name of a field", function)
		} else if _, path := with[0].(string); path && isNothing(v) {
			return reflect.Value{}, nil // an absent list, and a field of it
		} else {
			values = []reflect.Value{reflect.ValueOf(v), reflect.ValueOf(with[0])}
		}
		best := reflect.Value{}
		for _, x := range values {
			if x = behind(x); !x.IsValid() || isNothing(x.Interface()) {
				continue
			}
			if !best.IsValid() {
				best = x
				continue
			}
			o, err := compared(x.Interface(), best.Interface())
			if err != nil {
				return reflect.Value{}, err
			}
			if o*sign > 0 {
				best = x
			}
		}
		if best.CanAddr() {
			best = best.Addr()
		}
		return best, nil
	}
}

// compared orders two values of the data: numbers and dates by what they say, else texts by the
// Vietnamese alphabet.
func compared(a, b any) (int, error) {
	if o, ok := order(a, b); ok {
		return o, nil
	}
	s, err := textOf(a)
	if err != nil {
		return 0, err
	}
	t, err := textOf(b)
	if err != nil {
		return 0, err
	}
	if _, number := quantity(a); number || isDay(a) {
		return 0, wrong("không so sánh được “%s” với “%s”", "“%s” and “%s” cannot be compared", excerpt(s), excerpt(t))
	}
	if _, number := quantity(b); number || isDay(b) {
		return 0, wrong("không so sánh được “%s” với “%s”", "“%s” and “%s” cannot be compared", excerpt(s), excerpt(t))
	}
	return viet.Compare(s, t), nil
}

func isDay(v any) bool { _, ok := instant(v); return ok }

// tally counts the elements of a list: all, those that state a field, or those where it has a value.
func tally(v listed, with ...any) (any, error) {
	if len(with) == 0 {
		elements, err := each("count", v)
		return len(elements), err
	}
	kept, err := chosen("count", v, with)
	return len(kept), err
}

// where gives the elements of a list that state a field, or where it compares so with a value.
func where(v listed, with ...any) (any, error) {
	if len(with) == 0 {
		return nil, wrong("where nhận một danh sách, tên mục, và giá trị cần có", "where takes a list, the name of a field, and the value that it has to have")
	}
	kept, err := chosen("where", v, with)
	if err != nil {
		return nil, err
	}
	return ofThese(v, kept), nil
}

// comparisons are the words between a field and a value.
var comparisons = map[string]func(order int) bool{
	"eq": func(o int) bool { return o == 0 }, "ne": func(o int) bool { return o != 0 },
	"lt": func(o int) bool { return o < 0 }, "le": func(o int) bool { return o <= 0 },
	"gt": func(o int) bool { return o > 0 }, "ge": func(o int) bool { return o >= 0 },
}

// comparison cuts the arguments behind a field's name: the comparison's word, and the value.
func comparison(with []any) (word string, value any, err error) {
	word = "eq"
	switch {
	case len(with) == 1:
		return "", nil, nil
	case len(with) == 2:
		return word, with[1], nil
	case len(with) == 3:
		w, ok := with[1].(string)
		if !ok || comparisons[w] == nil {
			return "", nil, &Fault{Message: fault.T("không có phép so sánh “%s”", "there is no comparison “%s”", named(with[1])),
				Hint: fault.T("Các phép so sánh: eq, ne, lt, le, gt, ge, ví dụ {{range where .tasks \"due\" \"lt\" .date}}.", "The comparisons are eq, ne, lt, le, gt, ge, such as {{range where .tasks \"due\" \"lt\" .date}}.")}
		}
		return w, with[2], nil
	}
	return "", nil, wrong("quá nhiều đối số", "too many arguments")
}

func chosen(function string, v listed, with []any) ([]reflect.Value, error) {
	name, err := fieldName(with, 0)
	if err != nil {
		return nil, err
	}
	word, value, err := comparison(with)
	if err != nil {
		return nil, err
	}
	elements, err := each(function, v)
	if err != nil {
		return nil, err
	}
	values, err := parts(elements, name)
	if err != nil {
		return nil, err
	}
	var kept []reflect.Value
	for i, x := range values {
		ok, err := holds(x, word, value)
		if err != nil {
			return nil, err
		}
		if ok {
			kept = append(kept, elements[i])
		}
	}
	return kept, nil
}

// holds reports whether a value compares so with another; without a word, whether it is stated
// and not false. What is absent equals only what is absent, and is neither less nor more.
func holds(x reflect.Value, word string, value any) (bool, error) {
	none := !x.IsValid() || isNothing(x.Interface())
	switch {
	case word == "":
		return !none && (x.Kind() != reflect.Bool || x.Bool()), nil
	case none || isNothing(value):
		same := none && isNothing(value)
		return word == "eq" && same || word == "ne" && !same, nil
	}
	a := x.Interface()
	if o, ok := order(a, value); ok {
		return comparisons[word](o), nil
	}
	if x.Kind() == reflect.Bool {
		b, ok := present(value).Interface().(bool)
		return ok && (x.Bool() == b) == (word == "eq") && (word == "eq" || word == "ne"), nil
	}
	if word == "eq" || word == "ne" {
		s, err := textOf(a)
		if err != nil {
			return false, err
		}
		t, err := textOf(value)
		return (s == t) == (word == "eq"), err
	}
	o, err := compared(a, value)
	return err == nil && comparisons[word](o), err
}

// How sort may be told to put elements, besides by what.
const (
	descending = "desc"
	byNames    = "names"
	byLetters  = "text"
)

// sorted puts a list in order: by a field or by the elements; people, and what is told to be
// names, by their given names.
func sorted(v listed, with ...any) (any, error) {
	path, how, err := sorting(with)
	if err != nil {
		return nil, err
	}
	elements, err := each("sort", v)
	if err != nil {
		return nil, err
	}
	values, err := parts(elements, path)
	if err != nil {
		return nil, err
	}
	type row struct {
		element, value reflect.Value
		text           string
	}
	rows, absent := make([]row, 0, len(elements)), []reflect.Value(nil)
	kind := ""
	for i, x := range values {
		if x = behind(x); !x.IsValid() || isNothing(x.Interface()) {
			absent = append(absent, elements[i])
			continue
		}
		s, err := textOf(x.Interface())
		if err != nil {
			return nil, err
		}
		if this := kindOf(x); kind == "" {
			kind = this
		} else if kind != this {
			kind = byLetters // numbers and words together: by letters
		}
		rows = append(rows, row{elements[i], x, s})
	}
	if how[byLetters] || how[byNames] {
		kind = byLetters
		if how[byNames] {
			kind = byNames
		}
	}
	if how[descending] { // turned around twice, equal ones keep their order
		slices.Reverse(rows)
	}
	if kind == byNames || kind == byLetters {
		viet.SortBy(rows, func(r row) string { return r.text }, kind == byNames || !how[byLetters] && isNames(path))
	} else {
		slices.SortStableFunc(rows, func(a, b row) int { o, _ := order(a.value.Interface(), b.value.Interface()); return o })
	}
	if how[descending] {
		slices.Reverse(rows)
	}
	out := make([]reflect.Value, 0, len(elements))
	for _, r := range rows {
		out = append(out, r.element)
	}
	return ofThese(v, append(out, absent...)), nil
}

// kindOf is what values are ordered as: "number", "date", names or letters.
func kindOf(v reflect.Value) string {
	if _, ok := quantity(v.Interface()); ok {
		return "number"
	}
	if isDay(v.Interface()) {
		return "date"
	}
	if v.Type() == reflect.TypeFor[meeting.Person]() {
		return byNames
	}
	return byLetters
}

// isNames reports whether a field is one of names of people, by what it is called.
func isNames(path string) bool {
	return slices.Contains([]string{"ho_ten", "ho_va_ten", "hoten", "full_name", "name", "Name"}, path[strings.LastIndexByte(path, '.')+1:])
}

// sorting cuts the arguments behind the list: a field's name, and how.
func sorting(with []any) (path string, how map[string]bool, err error) {
	how = map[string]bool{}
	for i := range with {
		word, err := fieldName(with, i)
		switch {
		case err != nil:
			return "", nil, err
		case word == descending || word == byNames || word == byLetters:
			how[word] = true
		case i == 0:
			path = word
		default:
			return "", nil, &Fault{Message: fault.T("sort không có cách sắp “%s”", "sort has no way “%s”", word),
				Hint: fault.T("Các cách: \"desc\" (giảm dần), \"names\" (theo tên người), \"text\" (theo chữ cái).", "The ways are \"desc\", \"names\" (people, by given name) and \"text\" (by letters).")}
		}
	}
	return path, how, nil
}

// isGroup reports whether a type is one of those that [group] gives.
func isGroup(t reflect.Type) bool {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t != nil && t.Kind() == reflect.Struct && t.Name() == "" && t.NumField() == 2 && t.Field(0).Name == "Key" && t.Field(1).Name == "Items"
}

// groupType is the type of a group of elements: what they have in common, and they.
func groupType(elem, key reflect.Type, path string) reflect.Type {
	if key == nil {
		key = reflect.TypeFor[any]()
	}
	return reflect.StructOf([]reflect.StructField{
		{Name: "Key", Type: key, Tag: reflect.StructTag(`path:"` + path + `"`)},
		{Name: "Items", Type: reflect.SliceOf(pointerTo(elem)), Tag: `path:""`},
	})
}

// group parts a list by a field, in the order in which its values first appear.
func group(v listed, with ...any) (any, error) {
	by, err := fieldName(with, 0)
	if err == nil && len(with) != 1 {
		err = wrong("group nhận một danh sách và tên mục", "group takes a list and the name of a field")
	}
	if err != nil {
		return nil, err
	}
	elements, err := each("group", v)
	if err != nil || len(elements) == 0 {
		return nil, err
	}
	values, err := parts(elements, by)
	if err != nil {
		return nil, err
	}
	items, _ := list(v)
	elem := items.Type().Elem()
	keyType, path, err := partType(elem, by)
	if err != nil {
		return nil, err
	}
	t := groupType(elem, keyType, path)
	out := reflect.MakeSlice(reflect.SliceOf(t), 0, len(elements))
	at := map[string]int{}
	for i, x := range values {
		s := ""
		if x.IsValid() {
			if s, err = identity(x.Interface()); err != nil {
				return nil, err
			}
		}
		n, ok := at[s]
		if !ok {
			n = out.Len()
			at[s] = n
			g := reflect.New(t).Elem()
			if key, ok := part(elements[i], by); ok && key.IsValid() {
				setKey(g.Field(0), key)
			}
			out = reflect.Append(out, g)
		}
		of := out.Index(n).Field(1)
		of.Set(reflect.Append(of, addressOf(elements[i])))
	}
	return out.Interface(), nil
}

// setKey sets a field, a pointer where it is one.
func setKey(field, v reflect.Value) {
	if field.Kind() == reflect.Pointer && v.Kind() != reflect.Pointer {
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		v = p
	}
	field.Set(v)
}

// distinct gives the different values of a list, or of a field of its elements.
func distinct(v listed, path ...any) (any, error) {
	values, err := column("distinct", v, path)
	if err != nil {
		return nil, err
	}
	out := []any{}
	seen := map[string]bool{}
	for _, x := range values {
		if x = behind(x); !x.IsValid() || isNothing(x.Interface()) {
			continue
		}
		s, err := identity(x.Interface())
		if err != nil {
			return nil, err
		}
		if !seen[s] {
			seen[s] = true
			if x.CanAddr() {
				x = x.Addr()
			}
			out = append(out, x.Interface())
		}
	}
	return out, nil
}

// first gives the first element of a list, or a list of the first ones.
func first(args ...any) (reflect.Value, error) {
	if len(args) == 1 {
		elements, err := each("first", args[0])
		if err != nil || len(elements) == 0 {
			return reflect.ValueOf(""), err
		}
		return elements[0], nil
	}
	if len(args) == 2 {
		count, of := args[0], args[1]
		if _, ok := list(count); ok {
			count, of = of, count
		}
		n, err := integer(count)
		if err != nil || n < 0 {
			return reflect.Value{}, cmp.Or(err, wrong("số phần tử không thể là %d", "there cannot be %d elements", n))
		}
		elements, err := each("first", of)
		return reflect.ValueOf(ofThese(of, elements[:min(n, len(elements))])), err
	}
	return reflect.Value{}, wrong("first nhận một danh sách, hoặc một số và một danh sách", "first takes a list, or a count and a list")
}
