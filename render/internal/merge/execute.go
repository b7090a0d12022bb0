package merge

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/plot"
	"github.com/bienban/bienban/render/internal/xml"
)

var (
	errNoField      = errors.New("unknown field")
	errArguments    = errors.New("wrong argument")
	errNotPrintable = errors.New("cannot be printed")
	errIndex        = errors.New("no such element")
	errOutput       = errors.New("output limit")
	errPasses       = errors.New("passes limit")
)

// A run is one execution of a template.
type run struct {
	t      *Template
	ctx    context.Context
	env    Env
	part   *part
	out    *limited // of that part
	turned bool     // a table of the main part stands on landscape pages
	titles bool     // {{balance}} stands in that part
	passes int
	loops  *passes
	trace  tracer
	faults fault.List
	warned map[string]bool
	change docx.Change

	includes []inclusion
	included int             // bytes of their main parts
	passNums map[passNum]int // the list's number in the pass of a loop that is running
	nums     []string        // w:num elements to add
	abs      []string        // w:abstractNum elements to add
	nextNum  int
	bullets  int // our own abstract lists, once made; 0: not yet (numbered from 1)
	decimals int
	media    map[string]string // picture by name to its part
	relID    map[string]string // part and target to relationship
	nextRel  map[string]int
	pictures map[string]*picture
	drawn    map[string]*plot.Chart // what the charts of the template show now, by their parts
	placed   map[int]*picture       // the one that came last in a placeholder's place, by its tag
}

type passNum struct{ loop, num int }

// Execute merges data into the template. What it warns of comes with the package, which is
// nil if a fault is an error; the warnings of Compile are not told again.
func (t *Template) Execute(ctx context.Context, data any, env Env) (*docx.Package, fault.List) {
	r := &run{
		t: t, ctx: ctx, env: env, trace: tracer{show: env.Shown}, warned: map[string]bool{}, loops: newPasses(),
		change:   docx.Change{Parts: map[string][]byte{}, ContentTypes: map[string]string{}, Relationships: map[string][]docx.Relationship{}, RemoveRelationships: map[string][]string{}},
		passNums: map[passNum]int{}, nextNum: t.lists.nextNum,
		media: map[string]string{}, relID: map[string]string{}, nextRel: map[string]int{}, pictures: map[string]*picture{}, placed: map[int]*picture{},
	}
	exec, err := t.exec.Clone()
	if err != nil {
		return nil, append(r.faults, r.failure(nil, err))
	}
	exec.Funcs(r.functions())
	fix := newRepair(t.highest, r.loops)
	for _, p := range t.parts {
		if noteKind(p) >= 0 {
			continue // with the main part
		}
		if !p.executed {
			fix.keep(p)
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, append(r.faults, r.failure(nil, err))
		}
		r.loops.part()
		r.titles = false
		r.part, r.out = p, newLimited(t.config.Limits.OutputBytes, len(p.src)+len(p.src)/4)
		if err := exec.ExecuteTemplate(r.out, p.name, data); err != nil {
			return nil, append(r.faults, r.failure(p, err))
		}
		src, left := r.out.take(), r.out.left
		if c := r.drawn[p.name]; c != nil {
			if src, err = r.fillDrawn(p.name, src, c); err != nil {
				return nil, append(r.faults, syntaxFault(p.name, err))
			}
		}
		if p.kind == "bare" {
			r.change.Parts[p.name] = []byte(asUTF8(src))
			continue
		}
		fix.link = func(address string) string { return r.link(p.name, address) }
		if ids := slices.Sorted(maps.Keys(p.links)); len(ids) > 0 {
			r.change.RemoveRelationships[p.name] = ids
		}
		fix.current, fix.spans = p.name, t.marked(p)
		out, err := fix.part(src)
		if err != nil {
			return nil, append(r.faults, syntaxFault(p.name, err))
		}
		if p == t.parts[0] {
			if out, err = r.moveNotes(out); err != nil {
				return nil, append(r.faults, syntaxFault(p.name, err))
			}
		}
		if p.cells() {
			if out, err = setCells(out); err != nil {
				if f, ok := err.(*fault.Fault); ok {
					return nil, append(r.faults, f)
				}
				return nil, append(r.faults, syntaxFault(p.name, err))
			}
		}
		if r.titles {
			if out, err = t.balance(out); err != nil {
				return nil, append(r.faults, syntaxFault(p.name, err))
			}
		}
		if p == t.parts[0] {
			if out, err = endMarks(out, env.NoEndMark); err != nil {
				return nil, append(r.faults, syntaxFault(p.name, err))
			}
		}
		if r.turned && p == t.parts[0] {
			if out, err = turnSections(out, t.styles, left); err != nil {
				return nil, append(r.faults, r.failure(p, err))
			}
		}
		fix.src = ""
		r.change.Parts[p.name] = xml.Bytes(asUTF8(out))
	}
	r.writeNumbering()
	r.writeProperties()
	r.sweep(fix)
	pkg := t.pkg.With(r.change)
	if len(r.change.RemoveRelationships)+len(r.change.Remove) > 0 {
		pkg = pkg.WithoutUnreached(t.pkg)
	}
	pkg, f := r.include(pkg)
	if f != nil {
		return nil, append(r.faults, f)
	}
	return pkg, r.faults
}

// moveNotes moves the notes from the main part to their own ones.
func (r *run) moveNotes(src string) (string, error) {
	var parts []*part
	for _, p := range r.t.parts {
		if noteKind(p) >= 0 {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return src, nil
	}
	main, notes, err := splitNotes(src)
	for _, p := range parts {
		r.change.Parts[p.name] = []byte(asUTF8(notesPart(p, notes[noteKind(p)])))
	}
	return main, err
}

var declaredEncoding = lazy.Compile(`^(<\?xml[^>]*?\sencoding\s*=\s*)("[^"]*"|'[^']*')`)

// asUTF8 lets a part's declaration say what the part is now, whatever the template's was
// encoded in, and stand at the very beginning (XML 1.0 §2.8), where a byte order mark was.
func asUTF8(s string) string {
	s = strings.TrimLeft(s, " \t\r\n")
	if strings.HasPrefix(s, `<?xml version="1.0" encoding="UTF-8"`) { // as Word writes it
		return s
	}
	m := declaredEncoding.FindStringSubmatchIndex(s)
	if m == nil || strings.EqualFold(s[m[4]+1:m[5]-1], "UTF-8") {
		return s
	}
	return s[:m[4]] + `"UTF-8"` + s[m[5]:]
}

// limited keeps the output of one part within its limit. It is kept in chunks: one that grows
// is copied again and again.
type limited struct {
	chunks []*strings.Builder // with room that is taken at once; what is written together stands together
	length int
	left   int64
}

// chunkSize is the room of a chunk behind the first one.
const chunkSize = 1 << 18

// newLimited makes room for what is expected.
func newLimited(left int64, expected int) *limited {
	l := &limited{left: left}
	l.room(expected)
	return l
}

func (l *limited) room(n int) {
	b := &strings.Builder{}
	b.Grow(n)
	l.chunks = append(l.chunks, b)
}

func (l *limited) Write(b []byte) (int, error) {
	if l.left -= int64(len(b)); l.left < 0 {
		return 0, errOutput
	}
	if last := l.chunks[len(l.chunks)-1]; last.Cap()-last.Len() < len(b) {
		l.room(max(chunkSize, len(b)))
	}
	l.length += len(b)
	return l.chunks[len(l.chunks)-1].Write(b)
}

// take gives what was written and lets go of it: a large part is not to be there twice.
func (l *limited) take() string {
	if len(l.chunks) == 1 {
		return l.chunks[0].String()
	}
	var b strings.Builder
	b.Grow(l.length)
	for i, c := range l.chunks {
		b.WriteString(c.String())
		l.chunks[i] = nil
	}
	l.chunks = nil
	return b.String()
}

// behind is what was written behind the last mark, which was written at once.
func (l *limited) behind(mark string) string {
	written := ""
	for i := len(l.chunks) - 1; i >= 0; i-- {
		written = l.chunks[i].String() + written
		if at := strings.LastIndex(written, mark); at >= 0 {
			return written[at+len(mark):]
		}
	}
	return written
}

func (r *run) functions() template.FuncMap {
	m := template.FuncMap{
		"_get": r.get, "_text": r.text, "_rich": r.rich, "_tick": r.tick, "_tock": r.tock, "_number": r.number,
		"_named": r.named, "_self": r.self, "_bind": r.bind, "_times": r.times, "_ordered": r.ordered,
		"_alt": r.alt, "_source": r.source, "_crop": r.crop, "_title": r.chartTitle, "_mark": r.mark, "_columns": r.columns,
		"shade": r.colored("shade"), "color": r.colored("color"),
		"eq": r.equal, "ne": func(a, b reflect.Value) (bool, error) { same, err := r.equal(a, b); return !same, err },
		"lt": r.less(func(o int) bool { return o < 0 }), "le": r.less(func(o int) bool { return o <= 0 }),
		"gt": r.less(func(o int) bool { return o > 0 }), "ge": r.less(func(o int) bool { return o >= 0 }),
		"len": length, "index": r.index, "slice": r.slice,
		"print": func(args ...reflect.Value) (reflect.Value, error) {
			values, err := interfaces(args)
			return r.result("print", reflect.ValueOf(fmt.Sprint(values...)), args...), err
		},
		"println": func(args ...reflect.Value) (reflect.Value, error) {
			values, err := interfaces(args)
			return r.result("println", reflect.ValueOf(fmt.Sprintln(values...)), args...), err
		},
		"printf": func(format string, args ...reflect.Value) (reflect.Value, error) {
			s, err := formatted(format, args...)
			return r.result("printf", reflect.ValueOf(s), args...), err
		},
		"markdown": func(v reflect.Value) (richValue, error) {
			s, err := plain(v)
			return richValue{markdown: s, from: r.trace.sources(nil, v)}, err
		},
		"image": func(name reflect.Value, width ...reflect.Value) (richValue, error) {
			s, err := plain(name)
			v := richValue{image: s, from: r.trace.sources(nil, name)}
			if err == nil && len(width) > 0 {
				v.width, err = plain(width[0])
			}
			return v, err
		},
		"chart": func(of reflect.Value, options ...reflect.Value) (richValue, error) {
			v := &chartValue{of: of}
			for _, o := range options {
				s, err := plain(o)
				if err != nil {
					return richValue{}, err
				}
				v.options = append(v.options, s)
			}
			return richValue{chart: v}, nil
		},
		"qr":      r.code(qrCode),
		"barcode": r.code(""),
		"table": func(id reflect.Value) (richValue, error) {
			s, err := plain(id)
			return richValue{table: s}, err
		},
		"include": func(name reflect.Value) (richValue, error) {
			s, err := plain(name)
			return richValue{include: s, from: r.trace.sources(nil, name)}, err
		},
		"pageBreak": func() richValue { return richValue{pageBreak: true} },
		"balance": func(with ...reflect.Value) (balanceMark, error) {
			if len(with) == 0 {
				return "", nil
			}
			s, err := plain(with[0])
			if err == nil && s != "line" {
				err = fmt.Errorf("%w: %q", errArguments, s)
			}
			return balanceMark(s), err
		},
	}
	for name, f := range r.t.config.Functions {
		fv := reflect.ValueOf(f)
		m[name] = func(args ...reflect.Value) (reflect.Value, error) {
			v, err := callFunction(fv, args)
			return r.result(name, v, args...), err
		}
	}
	return m
}

// code is a function that gives a code of a text; kind "": the options name it.
func (r *run) code(kind string) func(text reflect.Value, options ...reflect.Value) (richValue, error) {
	return func(text reflect.Value, options ...reflect.Value) (richValue, error) {
		s, err := plain(text)
		if err != nil {
			return richValue{}, err
		}
		var said []string
		for _, o := range options {
			s, err := plain(o)
			if err != nil {
				return richValue{}, err
			}
			said = append(said, s)
		}
		v := richValue{image: strings.TrimSpace(s), code: kind, from: r.trace.sources(nil, text)}
		bad := ""
		if v.code, v.width, bad = codeOptions(said); bad != "" {
			return v, badCodeOption(bad)
		}
		if kind != "" {
			v.code = kind
		}
		return v, nil
	}
}

// formatted is fmt.Sprintf, which writes what is wrong with a format into the text; here it
// is an error, as nobody may look at a document before it is signed. Of an absent value
// nothing is printed, as by other functions.
func formatted(format string, args ...reflect.Value) (string, error) {
	if slices.ContainsFunc(args, absent) {
		return "", nil
	}
	values, err := interfaces(args)
	if err != nil {
		return "", err
	}
	s := fmt.Sprintf(format, values...)
	if strings.Contains(s, "%!") && !strings.Contains(fmt.Sprint(values...), "%!") && !strings.Contains(format, "%%!") {
		return "", fmt.Errorf("%w: %q", errArguments, format)
	}
	return s, nil
}

// tick begins a pass of a loop.
func (r *run) tick(loop int) (string, error) {
	if err := r.ctx.Err(); err != nil {
		return "", err
	}
	if r.passes++; r.passes > r.t.config.Limits.Passes {
		return "", errPasses
	}
	for k := range r.passNums {
		if k.loop == loop {
			delete(r.passNums, k)
		}
	}
	r.trace.end()
	r.loops.begin(loop, r.out.length)
	return "", nil
}

// tock ends a loop.
func (r *run) tock(loop int) string {
	r.loops.end(loop, r.out.length)
	return ""
}

// number is the list that takes a template's list's place in this pass of a loop.
func (r *run) number(loop, like int) int {
	k := passNum{loop, like}
	id, ok := r.passNums[k]
	if !ok {
		id = r.nextNum
		r.nextNum++
		r.nums = append(r.nums, r.t.lists.again(id, like))
		r.passNums[k] = id
	}
	return id
}

// text prints a value where its tag stands.
func (r *run) text(index int, v reflect.Value) (string, error) {
	if settled := settleInterface(v); settled.IsValid() && settled.Type() == reflect.TypeFor[balanceMark]() {
		if r.t.tags[index].para.bare != "" {
			return "", nil
		}
		r.titles = true
		return balanceMark(settled.String()).mark(r.t.tags[index]), nil
	}
	s, err := plain(v)
	if err != nil || s == "" {
		return "", err
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	t := r.t.tags[index]
	if t.para.bare != "" {
		b.WriteString(t.printed(s, r.out))
	} else {
		inRun(&b, s, qname(t.part.src, t.home.node))
	}
	r.trace.shows(v)
	r.trace.end()
	return b.String(), nil
}

// missing warns once of a key that free data does not have.
func (r *run) missing(t *tag, name string) {
	k := strconv.Itoa(t.index) + "." + name
	if r.warned[k] {
		return
	}
	r.warned[k] = true
	r.faults = append(r.faults, &fault.Fault{
		Severity: fault.Warning, Code: "missing-key", Place: t.place,
		Message: fault.T("%s: dữ liệu không có mục “%s”, nên không in gì", "%s: the data has no “%s”, so nothing is printed", t.raw, name),
		Hint:    fault.T("Thêm mục này vào dữ liệu, hoặc đặt thẻ trong {{if}}…{{end}}.", "Add it to the data, or put the tag in {{if}}…{{end}}."),
	})
}

var failedTag = lazy.Compile(`template: tag-(\d+):`)

// failure is the fault of an execution that broke off, with the tag where it did.
func (r *run) failure(p *part, err error) *fault.Fault {
	var place fault.Text
	raw := ""
	if m := failedTag.FindStringSubmatch(err.Error()); m != nil {
		if i, _ := strconv.Atoi(m[1]); i < len(r.t.tags) {
			place, raw = r.t.tags[i].place, r.t.tags[i].raw
		}
	}
	limits := r.t.config.Limits
	var f *fault.Fault
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		f = limit.Exceeded(fault.T("Thời gian trộn văn bản", "the time to merge"), limits.Time.String())
	case errors.Is(err, context.Canceled):
		f = &fault.Fault{Code: "canceled", Message: fault.T("đã dừng theo yêu cầu", "stopped on request")}
	case errors.Is(err, errPasses):
		f = limit.Exceeded(fault.T("Số lượt lặp của tệp mẫu", "the number of passes of the template's loops"), strconv.Itoa(limits.Passes))
	case errors.Is(err, errOutput):
		f = limit.Exceeded(fault.T("Văn bản đã trộn", "the merged document"), fmt.Sprintf("%d MB", limits.OutputBytes>>20))
	default:
		var own fault.List
		if errors.As(err, &own) && len(own) > 0 {
			f = own[0]
			if f.Place.Vi == "" {
				f.Place = place
			}
			return f
		}
		why, hint := inner(err)
		f = &fault.Fault{Code: "tag-failed", Message: fault.T("thẻ %s không thực hiện được: %s", "tag %s failed: %s", raw, why), Hint: hint}
	}
	f.Place = place
	return f
}

// inner is the cause of an execution's error, in words without text/template's own place, and
// what to write instead.
func inner(err error) (why, hint fault.Text) {
	for _, x := range []struct {
		err  error
		vi   string
		hint fault.Text
	}{
		{errNoField, "không có trường này", fault.T("Đặt thẻ vào trong {{range}} hay {{with}} của mục có trường ấy.", "Put the tag inside the {{range}} or {{with}} of what has this field.")},
		{errArguments, "đối số không đúng", fault.T("Đưa cho hàm giá trị đúng loại; {{if}} bỏ qua chỗ không có.", "Give the function a value of its kind; {{if}} passes by where there is none.")},
		{errNotPrintable, "giá trị không in được", nameOne},
		{errIndex, "không có phần tử này", fault.T("Hỏi trước: {{if gt (len .Tasks) 1}}…{{end}}; phần tử đầu là 0.", "Ask first: {{if gt (len .Tasks) 1}}…{{end}}; the first element is 0.")},
	} {
		if errors.Is(err, x.err) {
			return fault.Text{Vi: x.vi, En: last(err).Error()}, x.hint
		}
	}
	if x, ok := errors.AsType[*fault.Fault](err); ok {
		return x.Message, x.Hint
	}
	return fault.Same(last(err).Error()), fault.Text{}
}

// calling is how text/template names the function that failed; the tag is named already.
var calling = lazy.Compile(`^error calling \w+: `)

func last(err error) error {
	var x template.ExecError
	if errors.As(err, &x) {
		s := x.Err.Error()
		if i := strings.Index(s, ">: "); i >= 0 {
			return errors.New(calling.ReplaceAllString(s[i+3:], ""))
		}
		return x.Err
	}
	return err
}

// writeNumbering adds the new lists to the numbering part, which is made if there is none.
func (r *run) writeNumbering() {
	if len(r.nums) == 0 && len(r.abs) == 0 {
		return
	}
	l := r.t.lists
	abs, nums := strings.Join(r.abs, ""), strings.Join(r.nums, "")
	if l.part != "" {
		at := max(l.absEnd, 0)
		r.change.Parts[l.part] = []byte(l.src[:at] + bindW(abs, l.src) + l.src[at:l.rootEnd] + bindW(nums, l.src) + l.src[l.rootEnd:])
		return
	}
	name := path.Join(path.Dir(r.t.pkg.Main()), "numbering.xml")
	for i := 2; ; i++ {
		if _, taken := r.t.pkg.Part(name); !taken {
			break
		}
		name = path.Join(path.Dir(r.t.pkg.Main()), fmt.Sprintf("numbering%d.xml", i))
	}
	r.change.Parts[name] = []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<w:numbering xmlns:w="` + r.t.wordNamespace() + `">` + abs + nums + `</w:numbering>`)
	r.change.ContentTypes[name] = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
	r.relate(r.t.pkg.Main(), "numbering", name, false)
}

// bindW declares the customary prefix on each element of a list where the part has another.
func bindW(s, src string) string {
	if strings.Contains(src, "xmlns:w=") || s == "" {
		return s
	}
	for _, name := range []string{"<w:num ", "<w:abstractNum "} {
		s = strings.ReplaceAll(s, name, name+`xmlns:w="`+transitionalW+`" `)
	}
	return s
}

func (t *Template) wordNamespace() string {
	if len(t.parts) > 0 && strings.Contains(t.parts[0].src[:min(len(t.parts[0].src), 4096)], strictW) {
		return strictW
	}
	return transitionalW
}

// relate gives the ID of a relationship from a part, which is made the first time.
func (r *run) relate(from, kind, target string, external bool) string {
	k := from + "\x00" + kind + "\x00" + target
	if id, ok := r.relID[k]; ok {
		return id
	}
	taken := map[string]bool{}
	for _, x := range r.t.pkg.Relationships(from) {
		taken[x.ID] = true
	}
	for {
		r.nextRel[from]++
		id := "rIdBB" + strconv.Itoa(r.nextRel[from])
		if !taken[id] {
			r.relID[k] = id
			r.change.Relationships[from] = append(r.change.Relationships[from], docx.Relationship{ID: id, Type: kind, Target: target, External: external})
			return id
		}
	}
}

// prepare reads what the execution needs of the rest of the package.
func (t *Template) prepare() *fault.Fault {
	var err error
	depth := t.config.Limits.XML()
	if t.styles, err = newStyles(t.pkg, depth); err != nil {
		return syntaxFault("styles", err)
	}
	if t.lists, err = newNumbering(t.pkg, depth, t.styles); err != nil {
		return syntaxFault("numbering", err)
	}
	for _, p := range t.parts {
		t.highest.note(p.root)
	}
	if len(t.parts) > 0 {
		for n := range t.parts[0].root.All("w:sectPr") {
			t.columns = append(t.columns, sectionColumn(n))
		}
	}
	return nil
}

// writeProperties sets what the document says of itself.
func (r *run) writeProperties() {
	name := r.t.pkg.Related("", "core-properties")
	data, ok := r.t.pkg.Part(name)
	filled := ok && r.change.Parts[name] != nil // by tags, which say more than we know
	if filled {
		data = r.change.Parts[name]
	}
	p := r.env.Properties
	if !ok || p == (Properties{}) {
		return
	}
	values := map[string]string{"dc:title": p.Title, "dc:subject": p.Subject, "dc:creator": p.Author, "cp:lastModifiedBy": p.Author,
		"cp:keywords": p.Keywords, "dc:language": p.Language}
	if !p.Created.IsZero() {
		at := p.Created.UTC().Format("2006-01-02T15:04:05Z")
		values["dcterms:created"], values["dcterms:modified"] = at, at
	}
	src, err := xml.UTF8(data)
	if err != nil {
		return
	}
	root, err := xml.Parse(src, r.t.config.Limits.XML())
	if err != nil {
		return
	}
	if filled {
		for _, t := range r.t.tags {
			if t.part.name == name {
				for n := t.home.node; n != nil; n = n.Parent {
					delete(values, n.Name)
				}
			}
		}
	}
	var b strings.Builder
	at := 0
	for n := range root.Children() {
		if v := values[n.Name]; v != "" {
			delete(values, n.Name)
			b.WriteString(src[at:n.Start] + propertyXML(n.Name, v))
			at = n.End
		}
	}
	b.WriteString(src[at:root.InnerEnd])
	for _, k := range slices.Sorted(maps.Keys(values)) {
		if values[k] != "" {
			b.WriteString(propertyXML(k, values[k]))
		}
	}
	b.WriteString(src[root.InnerEnd:])
	r.change.Parts[name] = []byte(b.String())
}

// propertyXML writes one property with its own namespaces, whatever the part declares.
func propertyXML(name, value string) string {
	prefix, local, _ := strings.Cut(name, ":")
	uri := map[string]string{
		"dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/",
		"cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
	}[prefix]
	attrs := ""
	if prefix == "dcterms" {
		attrs = ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="dcterms:W3CDTF"`
	}
	return "<" + prefix + ":" + local + " xmlns:" + prefix + `="` + uri + `"` + attrs + ">" + xml.Escape(value) + "</" + prefix + ":" + local + ">"
}
