package render

import (
	"cmp"
	"reflect"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/merge"
)

// What the functions of lists give, before there is data.

// elementType is the type of a list's elements; nil if it is not known.
func elementType(a merge.Argument) reflect.Type {
	t := a.Type
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Slice && t.Kind() != reflect.Array {
		return nil
	}
	return t.Elem()
}

// field is the type of what an argument names of the elements of the first, and its path.
func field(args []merge.Argument, i int) (t reflect.Type, path string, err error) {
	if i >= len(args) {
		return elementType(args[0]), "", nil
	}
	if args[i].Literal == nil {
		if t := args[i].Type; t != nil && t.Kind() != reflect.String {
			_, err = fieldName([]any{1}, 0)
		}
		return nil, "", err
	}
	name, err := fieldName([]any{args[i].Literal}, 0)
	if err != nil {
		return nil, "", err
	}
	elem := elementType(args[0])
	if elem == nil {
		return nil, name, nil
	}
	return partType(elem, name)
}

func suffix(path string) string {
	if path == "" {
		return "[]"
	}
	return "[]." + path
}

// numberOfColumn is what sum and avg give.
func numberOfColumn(args []merge.Argument) (merge.Result, error) {
	t, path, err := field(args, 1)
	if err == nil && len(args) > 2 {
		err = wrong("thừa đối số: một danh sách và một tên mục là đủ", "too many arguments: a list and the name of a field are enough")
	}
	if err == nil && t != nil && !accepts(reflect.TypeFor[counted](), t) {
		err = &Fault{Message: fault.T("các phần tử không phải là số", "the elements are no numbers"),
			Hint: fault.T("Nêu mục có số: {{sum .list \"field\"}}.", "Name the field that is a number: {{sum .list \"field\"}}.")}
	}
	return merge.Result{Type: computedType, Notes: []string{suffix(path)}}, err
}

func tallied(args []merge.Argument) (merge.Result, error) {
	r, err := chosenOf(args)
	return merge.Result{Type: reflect.TypeFor[int](), Notes: r.Notes}, err
}

func outermostOf(args []merge.Argument) (merge.Result, error) {
	if elementType(args[0]) == nil {
		if len(args) != 2 && args[0].Type != nil {
			return merge.Result{}, wrong("cần hai giá trị, hoặc một danh sách và tên mục", "two values are needed, or a list and the name of a field")
		}
		if len(args) == 2 && args[0].Type != nil && args[0].Type == args[1].Type {
			return merge.Result{Type: args[0].Type}, nil
		}
		return merge.Result{}, nil
	}
	t, path, err := field(args, 1)
	if err == nil && t != nil && !merge.Prints(t) {
		err = wrong("các phần tử không có thứ tự; nêu tên mục", "the elements have no order; name a field")
	}
	return merge.Result{Type: t, From: suffix(path)}, err
}

func chosenOf(args []merge.Argument) (merge.Result, error) {
	if len(args) < 2 {
		return sameList(args), nil
	}
	t, path, err := field(args, 1)
	if err != nil {
		return merge.Result{}, err
	}
	with := []any{path}
	for _, a := range args[2:] {
		if with = append(with, a.Literal); a.Literal == nil {
			with[len(with)-1] = "eq" // not known: whatever is right
		}
	}
	if _, _, err := comparison(with); err != nil {
		return merge.Result{}, err
	}
	if last := args[len(args)-1]; len(args) > 2 && last.Literal != nil && t != nil && last.Literal != "" {
		if kind := ordered(behindType(t)); kind == "number" || behindType(t).Kind() == reflect.Int {
			_, err = numeral(last.Literal)
		} else if kind == "date" && !isDay(last.Literal) {
			err = wrong("“%s” không phải là ngày", "%q is not a date", named(last.Literal))
		}
	}
	r := sameList(args)
	r.Notes = []string{suffix(path)}
	return r, err
}

func behindType(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func whereOf(args []merge.Argument) (merge.Result, error) {
	if len(args) < 2 {
		_, err := where(nil)
		return merge.Result{}, err
	}
	return chosenOf(args)
}

// sameList is the result of what gives a list of elements of its first argument.
func sameList(args []merge.Argument) merge.Result {
	if elem := elementType(args[0]); elem != nil {
		return merge.Result{Type: reflect.SliceOf(pointerTo(elem)), List: true}
	}
	return merge.Result{List: true}
}

func sortedOf(args []merge.Argument) (merge.Result, error) {
	var with []any
	for _, a := range args[1:] {
		if with = append(with, a.Literal); a.Literal == nil {
			return sameList(args), nil
		}
	}
	path, _, err := sorting(with)
	r := sameList(args)
	if err != nil {
		return r, err
	}
	elem := elementType(args[0])
	if path != "" && elem != nil {
		elem, path, err = partType(elem, path)
	}
	if err == nil && elem != nil && !merge.Prints(elem) {
		err = &Fault{Message: fault.T("các phần tử không có thứ tự", "the elements have no order"),
			Hint: fault.T("Nêu tên mục để sắp: {{range sort .tasks \"due\"}}.", "Name the field to sort by: {{range sort .tasks \"due\"}}.")}
	}
	r.Notes = []string{suffix(path)}
	return r, err
}

func groupedOf(args []merge.Argument) (merge.Result, error) {
	if len(args) != 2 {
		_, err := group(nil)
		return merge.Result{}, err
	}
	t, path, err := field(args, 1)
	if err == nil && t != nil && !merge.Prints(t) {
		err = wrong("không chia nhóm được theo “%s”", "“%s” is nothing to group by", path)
	}
	r := sameList(args)
	r.Notes = []string{suffix(path)}
	if elem := elementType(args[0]); elem != nil {
		r.Type = reflect.SliceOf(groupType(elem, t, path))
	}
	return r, err
}

func distinctOf(args []merge.Argument) (merge.Result, error) {
	t, path, err := field(args, 1)
	if err == nil && t != nil && !merge.Prints(t) {
		err = wrong("các phần tử không có chữ để so; nêu tên mục", "the elements have no text to compare; name a field")
	}
	return merge.Result{Type: reflect.TypeFor[[]any](), From: suffix(path)}, err
}

// elementOf is what first gives: an element, or a list of them.
func elementOf(args []merge.Argument) (merge.Result, error) {
	if len(args) == 1 {
		return merge.Result{Type: elementType(args[0]), Element: true}, nil
	}
	if len(args) != 2 {
		_, err := first()
		return merge.Result{}, err
	}
	for i, a := range args {
		if a.Literal != nil {
			if n, err := integer(a.Literal); err != nil || n < 0 {
				return merge.Result{}, cmp.Or(err, wrong("số phần tử không thể là %d", "there cannot be %d elements", n))
			}
		} else if elementType(a) != nil || a.Type == nil {
			r := sameList(args[i:])
			r.Of = i
			return r, nil
		}
	}
	_, err := first()
	return merge.Result{}, err
}
