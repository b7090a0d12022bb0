package merge

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
)

// A checker walks the tree with the types of dot, $ and the variables, and makes the nodes
// that text/template executes. What it cannot know (what comes from a function that gives
// any, or from free data) has no type and is not reported.
type checker struct {
	t           *Template
	faults      *fault.List
	functions   map[string]reflect.Type
	fields      map[string]bool
	prints      map[string][]fault.Text // by path, the places of the tags
	names       []string                // of all functions, for suggestions
	tag         *tag
	anyVariable bool // where a variable comes from is not known
	quiet       int  // inside a condition: a missing key is what is asked about
	asking      bool // it is one of {{if}}
	makes       bool // the tag makes a value of others, which text/template is to remember
	tree        *parse.Tree
	own         parse.CommandNode // one of the tag's
	written     map[string]string // names that a tag cannot write, by what stands for them in this one
}

// A static is what is known of a value before there is data.
type static struct {
	t    reflect.Type // nil: unknown
	path string       // from the data; "" for what is not data
	from []string     // the paths of the data that it was made of, where it has none itself
}

// shows are the paths of what is printed where the value is.
func (v static) shows() []string {
	if v.path != "" {
		return []string{v.path}
	}
	return v.from
}

type variable struct {
	name  string
	value static
}

type scope struct {
	dot  static
	vars []variable
}

func (s scope) with(dot static, vars ...variable) scope {
	return scope{dot, slices.Concat(s.vars, vars)}
}

func (s scope) lookup(name string) (static, bool) {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == name {
			return s.vars[i].value, true
		}
	}
	return static{}, false
}

// builtins are text/template's functions that a template may call, with the fewest and the
// most arguments they take. js, html and urlquery escape for other languages, call has
// nothing to call.
var builtins = map[string][2]int{
	"and": {1, -1}, "or": {1, -1}, "not": {1, 1}, "eq": {2, -1}, "ne": {2, 2}, "lt": {2, 2}, "le": {2, 2}, "gt": {2, 2}, "ge": {2, 2},
	"len": {1, 1}, "index": {1, -1}, "slice": {1, 4}, "print": {0, -1}, "printf": {1, -1}, "println": {0, -1},
	"markdown": {1, 1}, "image": {1, 2}, "qr": {1, 2}, "barcode": {1, 3}, "chart": {1, -1}, "shade": {1, 1}, "color": {1, 1}, "table": {1, 1}, "include": {1, 1}, "pageBreak": {0, 0},
	"balance": {0, 1},
}

// Taken reports whether a name means something in a tag, so that no function of [Config] can
// have it.
func Taken(name string) bool {
	_, ok := builtins[name]
	return ok || slices.Contains([]string{"call", "html", "js", "urlquery", "if", "range", "with", "else", "end", "break", "continue", "define", "block", "template", "nil", "true", "false"}, strings.ToLower(name))
}

func newChecker(t *Template, faults *fault.List) *checker {
	k := &checker{t: t, faults: faults, functions: map[string]reflect.Type{}, fields: map[string]bool{}, prints: map[string][]fault.Text{}}
	for name, f := range t.config.Functions {
		if ft := reflect.TypeOf(f); ft != nil && ft.Kind() == reflect.Func {
			k.functions[name] = ft
		}
	}
	k.names = slices.Sorted(maps.Keys(k.functions))
	k.names = append(k.names, slices.Sorted(maps.Keys(builtins))...)
	return k
}

// fail tells of a fault of the tag. That of a tag that is read again, as it is in a Fallback and
// where a note is referred to twice, is told if it was not before: what dot is there may differ.
func (k *checker) fail(code string, message, hint fault.Text) {
	if k.tag.echo && slices.ContainsFunc(*k.faults, func(f *fault.Fault) bool { return f.Code == code && f.Message == message }) {
		return
	}
	*k.faults = append(*k.faults, &fault.Fault{Code: code, Place: k.tag.place, Message: message, Hint: hint})
}

// part makes the nodes of one part.
func (k *checker) part(tree []*element) *parse.ListNode {
	data := static{t: k.t.config.Data, path: "$"}
	return k.list(tree, scope{data, []variable{{"$", data}}})
}

// loose checks tags whose blocks do not nest, each by itself: behind the first block nobody
// can tell what dot is.
func (k *checker) loose(tags []*tag) {
	data := static{t: k.t.config.Data, path: "$"}
	s := scope{data, []variable{{"$", data}}}
	for _, t := range tags {
		if t.kind == closing || t.kind == turning && t.word == "" {
			continue
		}
		k.tag, k.anyVariable = t, true
		k.element(&element{tag: t}, &s)
		if t.kind == opening {
			s.dot = static{}
		}
	}
	k.anyVariable = false
}

func (k *checker) list(elements []*element, s scope) *parse.ListNode {
	l := &parse.ListNode{NodeType: parse.NodeList}
	for _, e := range elements {
		switch {
		case e.list != nil:
			k.listNumber(l, e.list)
		case e.tag == nil:
			l.Nodes = append(l.Nodes, textNode(e.text))
		default:
			k.tag = e.tag
			if n := k.element(e, &s); n != nil {
				l.Nodes = append(l.Nodes, n)
			}
		}
	}
	return l
}

func textNode(s string) parse.Node {
	return &parse.TextNode{NodeType: parse.NodeText, Text: []byte(s)}
}

// listNumber writes the number of a list that restarts in each pass of a loop.
func (k *checker) listNumber(l *parse.ListNode, item *listItem) {
	if item.restart == nil {
		if item.plain != "" {
			l.Nodes = append(l.Nodes, textNode(item.plain))
		}
		return
	}
	l.Nodes = append(l.Nodes, textNode(item.before),
		k.action("_number", number(item.restart.tag.index), number(item.num)), textNode(item.after))
}

func number(n int) parse.Node {
	return &parse.NumberNode{NodeType: parse.NodeNumber, IsInt: true, Int64: int64(n), Text: strconv.Itoa(n)}
}

// command calls one of our own functions.
func (k *checker) command(name string, args ...parse.Node) *parse.CommandNode {
	// A copy of one of the tag's own commands knows the tag, which an error then names.
	c := k.own
	c.NodeType = parse.NodeCommand
	c.Args = append([]parse.Node{parse.NewIdentifier(name).SetPos(c.Pos).SetTree(k.tree)}, args...)
	return &c
}

func (k *checker) action(name string, args ...parse.Node) parse.Node {
	return &parse.ActionNode{NodeType: parse.NodeAction, Pipe: pipe(k.command(name, args...))}
}

func pipe(c ...*parse.CommandNode) *parse.PipeNode {
	return &parse.PipeNode{NodeType: parse.NodePipe, Cmds: c}
}

// hints for what text/template has and a document has no use for.
var refusals = map[string]fault.Text{
	"-":        {Vi: "Bỏ dấu gạch sau {{ hoặc trước }}: đoạn chỉ có thẻ tự biến mất.", En: "Leave out the dash behind {{ or before }}: a paragraph of tags alone disappears by itself."},
	"break":    {Vi: "Dùng {{if}} bên trong {{range}}.", En: "Use {{if}} inside {{range}}."},
	"continue": {Vi: "Dùng {{if}} bên trong {{range}}.", En: "Use {{if}} inside {{range}}."},
	"define":   {Vi: "Viết nội dung vào chỗ cần in.", En: "Write the content where it is to print."},
	"block":    {Vi: "Viết nội dung vào chỗ cần in.", En: "Write the content where it is to print."},
	"template": {Vi: "Đặt {{template \"TÊN\" .}} một mình trong một đoạn của thân văn bản.", En: "Put {{template \"NAME\" .}} alone into a paragraph of the text."},
}

func (k *checker) element(e *element, s *scope) parse.Node {
	t := e.tag
	switch {
	case t.kind == refused && t.word == "template" && slices.ContainsFunc(*k.faults, func(f *fault.Fault) bool { return f.Code == "template" && f.Place == t.place }):
		return nil // as is told
	case t.kind == refused:
		what := fault.T("%s: thẻ “%s” không dùng được trong tệp mẫu", "%s: “%s” cannot be used in a template", t.raw, t.word)
		k.fail("refused-tag", what, refusals[t.word])
		return nil
	case t.kind == silent && (t.code == "" || t.as == "" && strings.HasPrefix(t.word, columnOther)):
		return nil
	case t.kind == silent && cellWords[t.word]:
		return k.cell(s)
	case t.kind == opening || t.kind == turning:
		return k.block(e, *s)
	}
	if t.as == asCrop {
		return k.action("_crop", number(t.index))
	}
	n := k.parse(k.mergeNames(t.code, *s))
	a, ok := n.(*parse.ActionNode)
	if !ok {
		return nil
	}
	if t.kind == rich {
		if !k.richTag(a.Pipe) {
			return nil
		}
	}
	k.makes = false
	if t.as == columnIf {
		k.quiet++
		defer func() { k.quiet-- }()
	}
	v := k.pipe(a.Pipe, s)
	switch {
	case len(a.Pipe.Decl) > 0:
		if k.makes {
			a.Pipe.Cmds = append(a.Pipe.Cmds, k.command("_bind"))
		}
		if t.as == columnRange {
			a.Pipe.Cmds = append(a.Pipe.Cmds, k.command("_columns", number(t.index)))
		}
	case t.kind == rich:
		if (t.word == "table" || t.word == "chart" && ofText(a.Pipe)) && len(v.from) == 0 { // it is named
			k.notePrint("Indicators[]")
		}
		for _, p := range v.from {
			k.print(strings.TrimSuffix(p, ".ID"), nil)
		}
		name := "_rich"
		switch {
		case t.as == asSource:
			name = "_source"
		case t.para.bare != "" && t.word == "chart":
			name = "_title"
		case t.para.bare != "":
			name = "_alt"
		}
		a.Pipe.Cmds = append(a.Pipe.Cmds, k.command(name, number(t.index)))
	default:
		k.printable(v)
		for _, p := range v.shows() {
			k.print(p, v.t)
		}
		a.Pipe.Cmds = append(a.Pipe.Cmds, k.command("_text", number(t.index)))
	}
	return a
}

// richTag checks that rich content comes last and stands alone.
func (k *checker) richTag(p *parse.PipeNode) bool {
	last, ok := p.Cmds[len(p.Cmds)-1].Args[0].(*parse.IdentifierNode)
	if !ok || !richFunctions[last.Ident] || len(p.Decl) > 0 {
		k.fail("rich-place", fault.T("%s: %s phải là hàm cuối cùng của thẻ", "%s: %s has to be the last function of its tag", k.tag.raw, k.tag.word),
			fault.T("Viết {{%s …}}.", "Write {{%s …}}.", k.tag.word))
		return false
	}
	if t := k.tag; inlineFunctions[last.Ident] && t.para.bare == "attribute" && (t.picture || t.home.node.Name == "wp:docPr" || t.home.node.Name == "pic:cNvPr") {
		return k.placeholderTag(p)
	}
	if t := k.tag; last.Ident == "include" && (t.part != k.t.parts[0] || t.para.story != t.part.root || t.para.cell != nil) {
		k.fail("rich-place", fault.T("%s: văn bản kèm theo có trang riêng, nên thẻ phải đứng trong thân văn bản, ngoài bảng", "%s: an included document has pages of its own, so the tag has to stand in the text, outside of tables", t.raw),
			fault.T("Đặt thẻ này thành một đoạn riêng trong thân văn bản.", "Put the tag in a paragraph of its own in the text."))
		return false
	}
	if last.Ident == "chart" && k.tag.para.bare == "text" {
		return k.chartTag()
	}
	if t := k.tag; t.kind == rich && t.inline() && inlineFunctions[last.Ident] {
		if t.para.node.Path("w:pPr", "w:spacing").Get("w:lineRule") == "exact" {
			*k.faults = append(*k.faults, &fault.Fault{Severity: fault.Warning, Code: "picture-cut", Place: t.place,
				Message: fault.T("%s: đoạn này có giãn dòng cố định (Exactly), nên hình bị cắt", "%s: the lines of this paragraph have an exact height, which cuts the picture off", t.raw),
				Hint:    fault.T("Đổi giãn dòng thành At least hoặc Single.", "Make the line spacing At least or Single.")})
		}
		return true
	}
	if !k.tag.para.onlyTags {
		k.fail("rich-place", fault.T("%s phải đứng một mình trong đoạn", "%s has to stand alone in its paragraph", k.tag.raw),
			fault.T("Đặt thẻ này thành một đoạn riêng, không có chữ nào khác.", "Put the tag in a paragraph of its own, without any other text."))
		return false
	}
	return true
}

func (k *checker) block(e *element, s scope) parse.Node {
	t := e.tag
	n := k.parse(k.mergeNames(t.code, s) + "}}{{end")
	var b *parse.BranchNode
	switch x := n.(type) {
	case *parse.IfNode:
		b = &x.BranchNode
	case *parse.RangeNode:
		b = &x.BranchNode
	case *parse.WithNode:
		b = &x.BranchNode
	}
	if b == nil { // a fault of its own; look for those inside, knowing nothing of dot
		k.list(e.body, s.with(static{}))
		k.list(e.other, s)
		return nil
	}
	inner, outer := s, s
	tree, own := k.tree, k.own
	decl := b.Pipe.Decl
	if t.word != "range" {
		k.quiet++
	}
	var v static
	k.makes = false
	switch t.word {
	case "range":
		b.Pipe.Decl = nil
		v = k.pipe(b.Pipe, &s)
		b.Pipe.Decl = decl
		if counts := isCount(v.t); k.makes || counts {
			b.Pipe.Cmds = append(b.Pipe.Cmds, k.command("_times"))
			for _, p := range v.shows() {
				if counts || v.t == nil {
					k.print(p, v.t)
				}
			}
		}
		if of := base(v.t); of == nil || of.Kind() == reflect.Map {
			b.Pipe.Cmds = append(b.Pipe.Cmds, k.command("_ordered", number(t.index), &parse.BoolNode{NodeType: parse.NodeBool, True: len(decl) > 1}))
		}
	default:
		k.asking = t.word != "with"
		v = k.pipe(b.Pipe, &outer)
		k.asking = false
		if k.makes && t.word == "with" {
			b.Pipe.Cmds = append(b.Pipe.Cmds, k.command("_bind"))
		}
		inner = outer
		k.quiet--
	}
	switch t.word {
	case "with":
		inner = inner.with(v)
	case "range":
		key, elem := k.elements(v)
		switch len(decl) {
		case 0:
			inner = s.with(elem)
		case 1:
			inner = s.with(elem, variable{decl[0].Ident[0], elem})
		default:
			inner = s.with(elem, variable{decl[0].Ident[0], key}, variable{decl[1].Ident[0], elem})
		}
	}
	b.List = k.list(e.body, inner)
	k.tree, k.own = tree, own
	if t.word == "range" {
		tick := k.action("_tick", number(t.index))
		b.List.Nodes = append([]parse.Node{tick}, b.List.Nodes...)
	}
	if e.hasOther {
		b.ElseList = k.list(e.other, outer)
	} else {
		b.ElseList = nil
	}
	if t.word == "range" {
		return &parse.ListNode{NodeType: parse.NodeList, Pos: n.Position(), Nodes: []parse.Node{n, k.action("_tock", number(t.index))}}
	}
	return n
}

// elements are the types of what range gives.
func (k *checker) elements(v static) (key, elem static) {
	t := v.t
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	path := ""
	if v.path != "" {
		path = v.path + "[]"
	}
	if t == nil {
		return static{}, static{from: v.shows()}
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return static{t: reflect.TypeFor[int]()}, static{known(t.Elem()), path, v.from}
	case reflect.Map:
		return static{t: known(t.Key())}, static{known(t.Elem()), path, v.from}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return static{t: t}, static{t: t}
	case reflect.Func, reflect.Chan, reflect.Interface:
		return static{}, static{}
	}
	if k.ordered(t) == "number" {
		return static{}, static{t: reflect.TypeFor[int]()}
	}
	k.fail("not-a-list", fault.T("%s: giá trị không phải là danh sách", "%s: the value is not a list", k.tag.raw),
		fault.T("Dùng {{if}} hoặc {{with}} cho một giá trị đơn.", "Use {{if}} or {{with}} for a single value."))
	return static{}, static{}
}

// known is t, or nil for an interface that may hold anything.
func known(t reflect.Type) reflect.Type {
	if t != nil && t.Kind() == reflect.Interface {
		return nil
	}
	return t
}

var (
	usesVariable  = lazy.Compile(`\$[\pL_][\pL\pN_]*`)
	templateError = lazy.Compile(`^template: tag-\d+:\d+(?::\d+)?: `)
)

// parse parses one tag by itself. Its variables are declared before, as they may come from
// other tags; whether they do is checked with the types.
func (k *checker) parse(code string) parse.Node {
	before := ""
	skip := 0
	for _, v := range usesVariable.FindAllString(code, -1) {
		before += "{{" + v + " := 0}}"
		skip++
	}
	tree := parse.New("tag-" + strconv.Itoa(k.tag.index))
	tree.Mode = parse.SkipFuncCheck
	k.tree = tree
	tree, err := tree.Parse(before+"{{"+code+"}}", "{{", "}}", map[string]*parse.Tree{})
	if err != nil {
		what, hint := slipOf(code, err)
		k.fail("bad-tag", fault.T("thẻ %s viết sai: %s", "tag %s is not right: %s", k.tag.raw, what), hint)
		return nil
	}
	if len(tree.Root.Nodes) != skip+1 {
		k.fail("bad-tag", fault.T("thẻ %s viết sai", "tag %s is not right", k.tag.raw), fault.Text{})
		return nil
	}
	n := tree.Root.Nodes[skip]
	var p *parse.PipeNode
	switch x := n.(type) {
	case *parse.ActionNode:
		p = x.Pipe
	case *parse.IfNode:
		p = x.Pipe
	case *parse.RangeNode:
		p = x.Pipe
	case *parse.WithNode:
		p = x.Pipe
	}
	if p != nil && len(p.Cmds) > 0 {
		k.own = *p.Cmds[0]
	}
	return n
}

// pipe checks a pipeline and what it declares.
func (k *checker) pipe(p *parse.PipeNode, s *scope) static {
	var v static
	for i, c := range p.Cmds {
		v = k.commandType(c, *s, v, i > 0)
	}
	for _, d := range p.Decl {
		if p.IsAssign {
			if _, ok := s.lookup(d.Ident[0]); !ok {
				k.unknownVariable(d.Ident[0], *s)
			}
			continue
		}
		*s = s.with(s.dot, variable{d.Ident[0], v})
	}
	return v
}

func (k *checker) unknownVariable(name string, s scope) {
	if k.anyVariable {
		return
	}
	var known []string
	for _, v := range s.vars {
		known = append(known, v.name)
	}
	message := fault.T("biến %s chưa được khai báo", "variable %s is not declared", name)
	if near := fault.Nearest(name, known); near != "" && near != "$" {
		message = fault.T("%s; có phải ý bạn là %s?", "%s; did you mean %s?", message, near)
	}
	k.fail("unknown-variable", message, fault.T("Khai báo trước: {{%s := …}}.", "Declare it first: {{%s := …}}.", name))
}

// commandType checks one command of a pipeline; final is the value piped into it.
func (k *checker) commandType(c *parse.CommandNode, s scope, final static, piped bool) static {
	switch x := c.Args[0].(type) {
	case *parse.FieldNode, *parse.ChainNode, *parse.VariableNode:
		recv, names, v := k.receiver(x, s)
		if len(names) == 0 {
			if len(c.Args) > 1 || piped {
				k.fail("bad-tag", fault.T("%s: giá trị không nhận đối số", "%s: the value takes no arguments", k.tag.raw), fault.Text{})
			}
			k.self(c, v)
			return v
		}
		for i, a := range c.Args[1:] {
			c.Args[1+i], _ = k.arg(a, s)
		}
		index, out := k.path(v, names, len(c.Args)-1+count(piped))
		c.Args = append(k.command("_get", number(index), recv).Args, c.Args[1:]...)
		return out
	case *parse.IdentifierNode:
		return k.call(c, x, s, final, piped)
	case *parse.PipeNode:
		return k.pipe(x, &s)
	case *parse.DotNode:
		k.self(c, s.dot)
		return s.dot
	case *parse.StringNode:
		return static{t: reflect.TypeFor[string]()}
	case *parse.BoolNode:
		return static{t: reflect.TypeFor[bool]()}
	}
	return static{}
}

// self lets a command that is dot or a variable keep where its value stands: of free data,
// text/template would hand on a copy.
func (k *checker) self(c *parse.CommandNode, v static) {
	if v.t == nil && len(c.Args) == 1 {
		k.makes = true
		c.Args = k.command("_self", c.Args[0]).Args
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// receiver is the node that a chain of fields begins with, the names behind it and what is
// known of the node.
func (k *checker) receiver(n parse.Node, s scope) (parse.Node, []string, static) {
	switch x := n.(type) {
	case *parse.FieldNode:
		if data, ok := s.lookup("$"); ok && noteKind(k.tag.part) >= 0 && !k.has(s.dot, x.Ident[0]) && k.has(data, x.Ident[0]) {
			// A note in a loop may name the document's own fields too.
			return &parse.VariableNode{NodeType: parse.NodeVariable, Ident: []string{"$"}}, x.Ident, data
		}
		return &parse.DotNode{NodeType: parse.NodeDot}, x.Ident, s.dot
	case *parse.VariableNode:
		v, ok := s.lookup(x.Ident[0])
		if !ok {
			k.unknownVariable(x.Ident[0], s)
		}
		names := x.Ident[1:]
		x.Ident = x.Ident[:1]
		return x, names, v
	case *parse.ChainNode:
		inner, v := k.arg(x.Node, s)
		return inner, x.Field, v
	}
	return n, nil, static{}
}

// arg checks an argument; one that names data is replaced by the call that reads it.
func (k *checker) arg(n parse.Node, s scope) (parse.Node, static) {
	switch x := n.(type) {
	case *parse.FieldNode, *parse.ChainNode, *parse.VariableNode:
		recv, names, v := k.receiver(x, s)
		if len(names) == 0 {
			return recv, v
		}
		index, out := k.path(v, names, 0)
		return pipe(k.command("_get", number(index), recv)), out
	case *parse.PipeNode:
		return x, k.pipe(x, &s)
	case *parse.IdentifierNode:
		c := &parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{x}}
		return x, k.call(c, x, s, static{}, false)
	case *parse.DotNode:
		return x, s.dot
	case *parse.StringNode:
		return x, static{t: reflect.TypeFor[string]()}
	case *parse.BoolNode:
		return x, static{t: reflect.TypeFor[bool]()}
	case *parse.NumberNode:
		if x.IsInt {
			return x, static{t: reflect.TypeFor[int]()}
		}
		if x.IsFloat {
			return x, static{t: reflect.TypeFor[float64]()}
		}
	}
	return n, static{}
}

var nameOne = fault.Text{Vi: "Viết tên trường muốn in, ví dụ {{.Name}}.", En: "Name the field to print, such as {{.Name}}."}

// printable reports what cannot be printed as a text.
func (k *checker) printable(v static) {
	if v.t == nil || prints(v.t) {
		return
	}
	hint := nameOne
	if t := v.t; t.Kind() == reflect.Slice || t.Kind() == reflect.Array {
		hint = fault.T("Dùng {{range}}…{{end}} để in từng phần tử.", "Use {{range}}…{{end}} to print each of its elements.")
	}
	k.fail("not-printable", fault.T("%s không in được: là %s", "%s cannot be printed: it is %s", k.tag.raw, kindName(v.t)), hint)
}

// path checks a chain of fields and remembers it for the execution.
func (k *checker) path(v static, names []string, args int) (int, static) {
	p := chain{tag: k.tag, quiet: k.quiet > 0, asked: k.asking}
	for i, name := range names {
		last := i == len(names)-1
		name = cmp.Or(k.written[name], name)
		if v.t == nil {
			p.names = append(p.names, name)
			k.makes = true
			if v.path != "" {
				v.path += "." + name
				k.note(v.path)
			}
			continue
		}
		m, ok := k.t.member(v.t, name)
		if !ok {
			k.unknownField(v, name)
			return 0, static{}
		}
		p.names = append(p.names, m.name)
		at := ""
		if v.path != "" {
			at = v.path + "." + m.name
			if tag, ok := pathTag(v.t, m); ok { // of a group of elements
				at = strings.TrimSuffix(strings.TrimSuffix(v.path, "[]")+"[]."+tag, "[].")
			}
			k.note(at)
		}
		if m.method {
			given := 0
			if last {
				given = args
			}
			least, most := m.in, m.in
			if m.variadic {
				least, most = m.in-1, -1
			}
			k.arity("."+m.name, given, least, most)
		} else if last && args > 0 {
			k.fail("arguments", fault.T("%s: trường .%s không nhận đối số", "%s: field .%s takes no arguments", k.tag.raw, m.name), fault.Text{})
		}
		k.makes = k.makes || m.key || m.method
		v = static{t: known(m.out), path: at}
	}
	if k.asking && isBool(v.t) {
		for _, path := range v.shows() {
			k.print(path, v.t)
		}
	}
	p.out = v.t
	k.t.paths = append(k.t.paths, p)
	return len(k.t.paths) - 1, v
}

// pathTag is where in the elements of a list a field of a group of them stands, by its tag.
func pathTag(t reflect.Type, m accessor) (string, bool) {
	if t = base(t); m.method || m.key || t.Kind() != reflect.Struct {
		return "", false
	}
	return t.FieldByIndex(m.index).Tag.Lookup("path")
}

func base(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func isBool(t reflect.Type) bool { t = base(t); return t != nil && t.Kind() == reflect.Bool }

func isCount(t reflect.Type) bool { t = base(t); return t != nil && reflect.Zero(t).CanInt() }

// print notes what a tag may print: a path, and the type of what stands there; nil for all
// that stands there.
func (k *checker) print(path string, t reflect.Type) {
	path, ok := strings.CutPrefix(path, "$.")
	if !ok {
		return
	}
	t = base(t)
	for t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) {
		path, t = path+"[]", base(t.Elem())
	}
	if field := k.t.config.Texts[t]; field != "" {
		path += "." + field
	}
	k.notePrint(Collapse(path))
}

// notePrint notes that the tag may print what stands at a path.
func (k *checker) notePrint(path string) {
	if list := k.prints[path]; len(list) == 0 || list[len(list)-1] != k.tag.place {
		k.prints[path] = append(list, k.tag.place)
	}
}

// Collapse makes one list of a list in a list of its own kind.
func Collapse(path string) string {
	steps := strings.Split(path, ".")
	kept := steps[:0]
	for _, s := range steps {
		if n := len(kept); n == 0 || kept[n-1] != s || !strings.HasSuffix(s, "[]") {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, ".")
}

func (k *checker) note(path string) { k.fields[strings.TrimPrefix(path, "$.")] = true }

func (k *checker) unknownField(v static, name string) {
	base := v.t
	for base.Kind() == reflect.Pointer {
		base = base.Elem()
	}
	if base.Kind() != reflect.Struct {
		hint := fault.T("Bỏ .%s.", "Leave out .%s.", name)
		if base.Kind() == reflect.Slice || base.Kind() == reflect.Array {
			hint = fault.T("Đi qua từng phần tử: {{range …}}{{.%s}}{{end}}.", "Go through its elements: {{range …}}{{.%s}}{{end}}.", name)
		}
		k.fail("unknown-field", fault.T("%s: .%s không có, vì giá trị đứng trước là %s", "%s: there is no .%s, as the value before it is %s", k.tag.raw, name, kindName(base)), hint)
		return
	}
	names := k.t.memberNames(base)
	message := fault.T("không có trường .%s", "unknown field .%s", name)
	var hint fault.Text
	if of := k.listWith(base, name); of != "" && v.path == "$" && k.tag.part != k.t.parts[0] {
		message = fault.T("%s: thẻ này đứng ngoài mọi vòng lặp, còn .%s là của từng phần tử của .%s", "%s: this tag stands outside of every loop, and .%s belongs to each element of .%s", k.tag.raw, name, of)
		hint = fault.T("Đặt cả vòng lặp ở đây: {{range .%s}}{{.%s}}{{end}}, hoặc đưa thẻ vào thân văn bản.", "Put the whole loop here: {{range .%s}}{{.%s}}{{end}}, or the tag into the text.", of, name)
	} else if near := fault.Nearest(name, names); near != "" {
		message = fault.T("%s; có phải ý bạn là .%s?", "%s; did you mean .%s?", message, near)
		hint = fault.T("Viết .%s.", "Write .%s.", near)
	} else {
		own := fieldNames(base)
		hint = fault.T("Các trường có ở đây: %s.", "The fields here are: %s.", strings.Join(own, ", "))
	}
	k.fail("unknown-field", message, hint)
}

// listWith is a list of a struct whose elements have a field of that name; "" if there is none.
func (k *checker) listWith(t reflect.Type, name string) string {
	for _, f := range reflect.VisibleFields(t) {
		list := base(f.Type)
		if f.IsExported() && list.Kind() == reflect.Slice && k.has(static{t: list.Elem()}, name) {
			return f.Name
		}
	}
	return ""
}

func fieldNames(t reflect.Type) []string {
	var list []string
	for _, f := range reflect.VisibleFields(t) {
		if f.IsExported() && !f.Anonymous {
			list = append(list, "."+f.Name)
		}
	}
	return list
}
