package merge

import (
	"cmp"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/bienban/bienban/render/internal/fault"
)

// call checks a call of a function.
func (k *checker) call(c *parse.CommandNode, f *parse.IdentifierNode, s scope, final static, piped bool) static {
	if f.Ident == "_named" {
		return k.named(c, s)
	}
	if f.Ident == "default" {
		k.quiet++
		defer func() { k.quiet-- }()
	}
	var args []static
	for i, a := range c.Args[1:] {
		var v static
		c.Args[1+i], v = k.arg(a, s)
		args = append(args, v)
	}
	if piped {
		args = append(args, final)
	}
	k.makes = true
	from := k.showsOf(f.Ident, args)
	if limits, ok := builtins[f.Ident]; ok && k.functions[f.Ident] == nil {
		k.arity(f.Ident, len(args), limits[0], limits[1])
		k.builtin(f.Ident, args)
		k.pictureOptions(f.Ident, c.Args)
		k.literalColor(f.Ident, c.Args)
		if f.Ident == "chart" && len(args) > 0 {
			k.chartOptions(&args[0], c.Args[1:])
			from = nil
			if t := base(args[0].t); t != nil && t.Kind() == reflect.Slice {
				from = []string{""} // its fields are noted
			}
		}
		switch f.Ident {
		case "index":
			if len(args) == 2 && args[0].t != nil && base(args[0].t).Kind() == reflect.Slice {
				_, elem := k.elements(args[0])
				return elem
			}
			return static{from: from}
		case "slice":
			if len(args) > 0 {
				return static{args[0].t, args[0].path, args[0].from}
			}
			return static{}
		case "and", "or":
			return static{from: from}
		case "markdown", "image", "qr", "barcode", "table", "chart", "include":
			return static{t: reflect.TypeFor[richValue](), from: from}
		case "shade", "color":
			return static{t: reflect.TypeFor[cellMark](), from: from}
		case "len":
			return static{t: reflect.TypeFor[int]()}
		case "print", "println", "printf", "balance":
			return static{t: reflect.TypeFor[string](), from: from}
		}
		return static{t: reflect.TypeFor[bool]()}
	}
	ft := k.functions[f.Ident]
	if ft == nil {
		message := fault.T("không có hàm %s", "unknown function %s", f.Ident)
		if near := fault.Nearest(f.Ident, k.names); near != "" {
			message = fault.T("%s; có phải ý bạn là %s?", "%s; did you mean %s?", message, near)
		} else if s.dot.t != nil {
			if m, ok := k.t.member(s.dot.t, f.Ident); ok {
				message = fault.T("%s; có phải ý bạn là .%s (có dấu chấm)?", "%s; did you mean .%s (with a dot)?", message, m.name)
			}
		}
		k.fail("unknown-function", message, fault.T("Các hàm có: %s.", "The functions are: %s.", strings.Join(k.names, ", ")))
		return static{}
	}
	fits := k.arguments(f.Ident, ft, args)
	if len(args) == 0 && ft.IsVariadic() && k.t.config.Typed[f.Ident] != nil {
		fits = k.arity(f.Ident, 0, 1, -1)
	}
	k.literals(f.Ident, c.Args[1:], len(args))
	if ft.NumOut() == 0 {
		return static{}
	}
	out := static{t: known(ft.Out(0)), from: from}
	if out.t == valueType { // one of its arguments, whatever that is
		out.t = nil
	}
	if typed := k.t.config.Typed[f.Ident]; typed != nil && fits && len(args) > 0 {
		out = k.typed(f.Ident, typed, c.Args[1:], args, out)
	}
	return out
}

// typed is what a function gives that knows it itself.
func (k *checker) typed(name string, typed func([]Argument) (Result, error), nodes []parse.Node, args []static, out static) static {
	list := make([]Argument, len(args))
	for i, v := range stated(nodes, len(args)) {
		list[i] = Argument{args[i].t, v}
	}
	r, err := typed(list)
	if err != nil {
		why, hint := inner(err)
		if hint.Vi == "" {
			hint = k.usage(name)
		}
		k.fail("arguments", fault.T("%s: %s", "%s: %s", k.tag.raw, why), hint)
		return static{}
	}
	out.t = known(r.Type)
	of := args[min(r.Of, len(args)-1)]
	switch {
	case r.List:
		out.path, out.from = of.path, of.from
	case r.Element && of.path != "":
		out.path = of.path + "[]"
	case r.From != "" && of.path != "":
		out.from = []string{of.path + r.From}
	}
	if of.path != "" {
		for _, p := range append(r.Notes, r.From) {
			if strings.Trim(p, "[]") != "" {
				k.note(of.path + p)
			}
		}
	}
	return out
}

// showsOf are the paths that a function's result shows of its arguments.
func (k *checker) showsOf(function string, args []static) (from []string) {
	if of, some := k.t.config.Shows[function]; some && of == nil {
		return nil
	}
	for _, a := range args {
		for _, p := range a.shows() {
			t := base(a.t)
			if a.path == "" || t == nil { // it was made of what stands there
				from = append(from, p)
				continue
			}
			if k.t.config.Texts[t] != "" {
				p += "." + k.t.config.Texts[t]
			} else if t.Kind() == reflect.Slice {
				p += "[]"
				if field := k.t.config.Texts[base(t.Elem())]; field != "" {
					p += "." + field
				}
			}
			from = append(from, p)
		}
	}
	return from
}

// literals checks the arguments that a tag states itself.
func (k *checker) literals(name string, nodes []parse.Node, count int) {
	if k.t.config.Literals == nil {
		return
	}
	if err := k.t.config.Literals(name, stated(nodes, count)); err != nil {
		why, _ := inner(err)
		k.fail("arguments", fault.T("%s: %s", "%s: %s", k.tag.raw, why), k.usage(name))
	}
}

// stated are the arguments that a tag states itself, of count.
func stated(nodes []parse.Node, count int) []any {
	args := make([]any, count)
	for i, n := range nodes {
		switch x := n.(type) {
		case *parse.StringNode:
			args[i] = x.Text
		case *parse.NumberNode:
			if args[i] = any(x.Float64); x.IsInt {
				args[i] = int(x.Int64)
			}
		}
	}
	return args
}

// builtin checks the types of what text/template's own functions take.
func (k *checker) builtin(name string, args []static) {
	switch name {
	case "print", "println", "printf", "markdown", "image", "qr", "barcode", "include", "shade", "color":
		for i, a := range args {
			if a.t != nil && !prints(a.t) && !listOfTexts(a.t) {
				k.unusable(name, i, a.t)
			}
		}
	case "eq", "ne", "lt", "le", "gt", "ge":
		for i := 1; i < len(args); i++ {
			if a, b := args[0].t, args[i].t; a != nil && b != nil && !k.comparable(a, b, name == "eq" || name == "ne") {
				k.fail("arguments", fault.T("%s: không so sánh được %s với %s", "%s: %s and %s cannot be compared", k.tag.raw, k.kindName(a), k.kindName(b)), k.usage(name))
			}
		}
	case "slice", "index":
		for i, a := range args[min(1, len(args)):] {
			ofMap := name == "index" && (args[0].t == nil || base(args[0].t).Kind() == reflect.Map)
			if a.t != nil && !ofMap && k.ordered(a.t) != "number" {
				k.unusable(name, i+1, a.t)
			}
		}
	}
}

// listOfTexts reports whether a type is a list whose elements print, which does so itself.
func listOfTexts(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Slice && prints(t.Elem())
}

// comparable reports whether values of two types may be compared: for order, or only for
// whether they are equal.
func (k *checker) comparable(a, b reflect.Type, equality bool) bool {
	x, y := k.ordered(a), k.ordered(b)
	switch {
	case x == "text" && y != "", y == "text" && x != "", x == y && x != "":
		return equality || x != "truth"
	case equality: // what prints compares with a text
		return (x == "text" || y == "text" || a == b) && prints(a) && prints(b)
	}
	return false
}

// ordered is what values of a type are compared as: "text", "truth", "number" or another kind
// of [Config].Ordered; "" for none.
func (k *checker) ordered(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if k.t.config.Ordered != nil {
		if kind := k.t.config.Ordered(t); kind != "" {
			return kind
		}
	}
	switch {
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Bool:
		return "truth"
	case numeric(t):
		return "number"
	}
	return ""
}

// kindName is [kindName] of a type of the data, of which some are dates.
func (k *checker) kindName(t reflect.Type) fault.Text {
	switch k.ordered(t) {
	case "date":
		return fault.T("một ngày", "a date")
	case "number":
		return fault.T("một con số", "a number")
	}
	return kindName(t)
}

func (k *checker) unusable(name string, i int, t reflect.Type) {
	k.fail("arguments", fault.T("%s: đối số thứ %d của hàm %s không dùng được ở đây (là %s)", "%s: argument %d of function %s cannot be used here (it is %s)", k.tag.raw, i+1, name, k.kindName(t)), k.usage(name))
}

// usages show how the functions of what is drawn are called.
var usages = map[string]string{
	"image": `{{image .image}}, {{image .image "40mm"}}`, "qr": `{{qr .extra.url}}, {{qr .extra.url "25mm"}}`,
	"chart": `{{chart "kinh-te"}}, {{chart "kinh-te" "tròn" "actual"}}, {{chart .extra.xa "ten" "Dân số=dan_so"}}`,
	"shade": `{{shade "vàng nhạt"}}, {{shade .extra.mau}}`, "color": `{{color "đỏ"}}`,
	"barcode": `{{barcode .number}}, {{barcode .extra.x "ean"}}`,
	"printf":  `{{printf "%d/%s" .for .matter}}`, "print": `{{print .number "/" .symbol}}`, "println": `{{println .title}}`, "markdown": `{{markdown .conclusion}}`,
	"slice": `{{range slice .tasks 0 2}}…{{end}}`, "index": `{{(index .tasks 0).content}}`, "len": `{{len .tasks}}`, "table": `{{table .id}}`, "include": `{{include "phu-luc.docx"}}`,
	"eq": eqUse, "ne": eqUse, "lt": orderUse, "le": orderUse, "gt": orderUse, "ge": orderUse, "not": `{{if not .votes}}…{{end}}`,
	"and": `{{if and .votes .tasks}}…{{end}}`, "or": `{{if or .votes .tasks}}…{{end}}`,
}

const (
	eqUse    = `{{if eq .regime "state"}}…{{end}}`
	orderUse = `{{if lt .start .end}}…{{end}}, {{if gt .extra.x 0}}…{{end}}`
)

// usage is the hint of how a function is called.
func (k *checker) usage(name string) fault.Text {
	if u := cmp.Or(usages[name], k.t.config.Uses[name]); u != "" {
		return fault.T("Viết: %s.", "Write: %s.", fault.Same(u))
	}
	return fault.Text{}
}

func (k *checker) arity(name string, n, least, most int) bool {
	if n >= least && (most < 0 || n <= most) {
		return true
	}
	want := strconv.Itoa(least)
	if most < 0 {
		want += "+"
	} else if most > least {
		want += "–" + strconv.Itoa(most)
	}
	k.fail("arguments", fault.T("%s: hàm %s cần %s đối số, ở đây có %d", "%s: function %s takes %s arguments, here are %d", k.tag.raw, name, want, n), k.usage(name))
	return false
}

// arguments checks the number and the types of a function's arguments, and reports whether
// they fit.
func (k *checker) arguments(name string, ft reflect.Type, args []static) (fits bool) {
	fixed := ft.NumIn()
	if ft.IsVariadic() {
		fixed--
		fits = k.arity(name, len(args), fixed, -1)
	} else {
		fits = k.arity(name, len(args), fixed, fixed)
	}
	if !fits {
		return false
	}
	for i, a := range args {
		var want reflect.Type
		switch {
		case i < fixed:
			want = ft.In(i)
		case ft.IsVariadic():
			want = ft.In(fixed).Elem()
		}
		if a.t != nil && want != nil && want != valueType && (!convertible(a.t, want) || !k.accepts(want, a.t)) {
			k.unusable(name, i, a.t)
			fits = false
		}
	}
	return fits
}

// accepts reports whether a parameter takes a type, as far as it has a name to say so.
func (k *checker) accepts(parameter, t reflect.Type) bool {
	return k.t.config.Accepts == nil || parameter.Kind() != reflect.Interface || parameter.Name() == "" || k.t.config.Accepts(parameter, t)
}

// kindName is what a reader calls a type.
func kindName(t reflect.Type) fault.Text {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.String:
		return fault.T("một đoạn chữ", "a text")
	case reflect.Bool:
		return fault.T("đúng/sai", "true or false")
	case reflect.Slice, reflect.Array:
		return fault.T("một danh sách", "a list")
	case reflect.Map, reflect.Struct:
		return fault.T("một nhóm dữ liệu", "a group of fields")
	}
	return fault.T("một con số", "a number")
}
