package render

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/rules"
	"github.com/bienban/bienban/render/internal/wml"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/templates"
)

// A compiledTemplate is a template that was found, and compiled without an error.
type compiledTemplate struct {
	file   string // as the user knows it, for faults
	merge  *merge.Template
	static func() *wml.Static    // what its documents share of it
	title  string                // in its properties: "Biên bản"
	shown  func() meeting.Regime // that its pages show

	digest [sha256.Size]byte // of its file's bytes
}

// A Locator is an [Options].Templates that knows where its files are: faults name a
// template as Location does, rather than by its name in the file system.
type Locator interface{ Location(name string) string }

// template finds a template by its name and compiles it, or takes it from the cache. It
// is nil if a fault is an error.
func (r *Renderer) template(name string) (*compiledTemplate, FaultList) {
	own := r.options.Templates != nil // whose files may change
	if t, ok := r.named.Load(name); ok && !own {
		return t.(*compiledTemplate), nil
	}
	found, err := r.readTemplate(name)
	if err != nil {
		return nil, FaultList{err}
	}
	t, faults := r.templates.compile(r, found.file, found.data)
	if found.note != nil {
		faults = append(FaultList{found.note}, faults...)
	}
	if t != nil && len(faults) == 0 && !own {
		r.named.Store(name, t)
	}
	return t, faults
}

// A foundTemplate is a template's file, read.
type foundTemplate struct {
	data []byte
	file string // as the user knows it
	own  bool
	note *Fault // that it stands for a built-in one; nil if it does not
}

// readTemplate looks among the user's own templates first, then among the built-in ones.
func (r *Renderer) readTemplate(name string) (foundTemplate, *Fault) {
	isFile := isTemplateFile(name)
	t := foundTemplate{file: name}
	if !isFile {
		t.file += ".docx"
	}
	builtIn, builtInError := templates.Open(name)
	if own := r.options.Templates; own != nil {
		data, err := readFolded(own, t.file, r.limits.PackageBytes)
		switch {
		case err == nil:
			t.data, t.own = data, true
			if l, ok := own.(Locator); ok {
				t.file = l.Location(t.file)
			}
			if builtInError == nil {
				t.note = &Fault{
					Severity: Note, Code: "own-template", File: t.file,
					Message: fault.T("mẫu riêng này được dùng thay cho mẫu có sẵn %q", "this template of your own is used instead of the built-in %q", name),
				}
			}
			return t, nil
		case isFile || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid):
			if l, ok := own.(Locator); ok {
				t.file = l.Location(t.file)
			}
			return t, readFault(t.file, err, fault.T("tệp mẫu", "template file"))
		}
	}
	if builtInError == nil {
		t.data = builtIn
		return t, nil
	}
	names := r.TemplateNames()
	f := &Fault{
		Code:    "unknown-template",
		Message: fault.T("không có mẫu nào tên là %q", "there is no template named %q", name),
		Hint: fault.T("Các mẫu có sẵn: %s. Mẫu riêng: ghi đường dẫn tệp .docx sau -t.",
			"The templates are: %s. For one of your own, give the path of a .docx after -t.", strings.Join(names, ", ")),
	}
	if near := fault.Nearest(name, names); near != "" {
		f.Message = fault.T("không có mẫu nào tên là %q; có phải là %q?", "there is no template named %q; did you mean %q?", name, near)
	}
	return t, f
}

// isTemplateFile reports whether a template's name is a file's.
func isTemplateFile(name string) bool { return strings.EqualFold(path.Ext(name), ".docx") }

// templateStem is the name of a template without folders and .docx.
func templateStem(name string) string {
	name = path.Base(strings.ReplaceAll(norm.NFC.String(name), `\`, "/"))
	if isTemplateFile(name) {
		name = name[:len(name)-len(".docx")]
	}
	return name
}

// ownTemplates are the files of the user's own templates, sorted; Word's lock files are none.
func (r *Renderer) ownTemplates() []string {
	if r.options.Templates == nil {
		return nil
	}
	entries, _ := fs.ReadDir(r.options.Templates, ".") // none to read: none to name
	var list []string
	for _, e := range entries {
		if !e.IsDir() && isTemplateFile(e.Name()) && !strings.HasPrefix(e.Name(), "~$") && !strings.HasPrefix(e.Name(), ".") {
			list = append(list, e.Name())
		}
	}
	slices.Sort(list)
	return list
}

// TemplateNames are the names of the built-in templates and of the user's own that stand
// at the top of [Options].Templates, sorted.
func (r *Renderer) TemplateNames() []string {
	names := templates.Names()
	for _, n := range r.ownTemplates() {
		names = append(names, templateStem(n))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// A templateCache keeps compiled templates by the digest of their content, so that the
// same file under another name, or sent again, costs nothing. The zero value is empty.
type templateCache struct {
	mu      sync.Mutex
	entries map[[sha256.Size]byte]*cacheEntry
	order   [][sha256.Size]byte // oldest first
	size    int64               // of the packages of all entries
}

type cacheEntry struct {
	once   sync.Once
	merge  *merge.Template
	static func() *wml.Static
	title  string                // what the template calls itself
	shown  func() meeting.Regime // that its pages show
	faults FaultList             // without the file's name
	parts  []templatePart        // the templates that stand in it
	size   int64                 // of its package, unpacked; 0 until that is compiled
}

// cachedTemplates bounds the cache, as twice what one package may unpack to does: a server
// gets templates from strangers.
const cachedTemplates = 64

func (c *templateCache) entry(key [sha256.Size]byte) *cacheEntry {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[key]; ok {
		return e
	}
	if c.entries == nil {
		c.entries = map[[sha256.Size]byte]*cacheEntry{}
	}
	if len(c.order) == cachedTemplates {
		c.dropOldest()
	}
	e := &cacheEntry{}
	c.entries[key] = e
	c.order = append(c.order, key)
	return e
}

// keep counts what a compiled entry holds, and lets older ones go where it is too much.
func (c *templateCache) keep(key [sha256.Size]byte, e *cacheEntry, size, max int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries[key] != e {
		return // let go of meanwhile
	}
	e.size = size
	c.size += size
	for c.size > max {
		c.dropOldest()
	}
}

func (c *templateCache) dropOldest() {
	c.size -= c.entries[c.order[0]].size
	delete(c.entries, c.order[0])
	c.order = c.order[1:]
}

// compile gives the compiled template of data, nil if a fault is an error. The faults
// name file.
func (c *templateCache) compile(r *Renderer, file string, data []byte) (*compiledTemplate, FaultList) {
	sum, e := c.load(r, file, data)
	faults := make(FaultList, len(e.faults))
	for i, f := range e.faults {
		named := *f
		named.File = file
		faults[i] = &named
	}
	if e.merge == nil || faults.Failed() {
		return nil, faults
	}
	return &compiledTemplate{file: file, merge: e.merge, static: e.static, title: e.title, shown: e.shown, digest: withParts(sum, e.parts)}, faults
}

// load gives the entry of data, compiled with the templates that stand in it as they are now.
func (c *templateCache) load(r *Renderer, file string, data []byte) (sum [sha256.Size]byte, e *cacheEntry) {
	sum = sha256.Sum256(data)
	for range 3 { // they may change while we look
		e = c.entry(sum)
		e.once.Do(func() {
			start := time.Now()
			e.merge, e.title, e.faults = compileTemplate(data, r.limits, r.options.Functions, r.neighbours(file, &e.parts))
			e.static = sync.OnceValue(func() *wml.Static { return wml.NewStatic(e.merge.Package(), r.limits) })
			if e.merge != nil {
				e.shown = sync.OnceValue(func() meeting.Regime { return shownRegime(e.merge.Package(), r.limits) })
				c.keep(sum, e, unpackedSize(data), 2*r.limits.UnpackedBytes)
			}
			r.log.Debug("template compiled", "file", file, "faults", len(e.faults), "took", time.Since(start))
		})
		if r.current(file, e.parts) {
			break
		}
		c.forget(sum, e)
	}
	return sum, e
}

// forget lets an entry go.
func (c *templateCache) forget(key [sha256.Size]byte, e *cacheEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries[key] == e {
		c.size -= e.size
		delete(c.entries, key)
		c.order = slices.DeleteFunc(c.order, func(k [sha256.Size]byte) bool { return k == key })
	}
}

// A templatePart is a template that stands in another.
type templatePart struct {
	name   string
	digest [sha256.Size]byte // of its file; zero if there was none
}

// withParts is a template's digest with those of the templates in it.
func withParts(sum [sha256.Size]byte, parts []templatePart) [sha256.Size]byte {
	if len(parts) == 0 {
		return sum
	}
	all := sum[:]
	for _, p := range parts {
		all = append(append(all, p.name...), p.digest[:]...)
	}
	return sha256.Sum256(all)
}

// neighbour reads the template of a name in a template's folder, else one that has that name
// anyway.
func (r *Renderer) neighbour(file, name string) ([]byte, *Fault) {
	if folder := path.Dir(strings.ReplaceAll(file, `\`, "/")); folder != "." && r.options.Templates != nil {
		if found, f := r.readTemplate(path.Join(folder, name+".docx")); f == nil {
			return found.data, nil
		}
	}
	found, f := r.readTemplate(name)
	return found.data, f
}

// neighbours opens what {{template "NAME"}} in a file names, and notes it in parts.
func (r *Renderer) neighbours(file string, parts *[]templatePart) func(name string) (*docx.Package, error) {
	return func(name string) (*docx.Package, error) {
		data, f := r.neighbour(file, name)
		part := templatePart{name: name}
		if f == nil {
			part.digest = sha256.Sum256(data)
		}
		*parts = append(*parts, part)
		if f != nil {
			return nil, f
		}
		pkg, err := docx.Open(data, r.limits)
		if err != nil {
			return nil, asFaults(err, "package")[0]
		}
		return pkg, nil
	}
}

// current reports whether the templates in a template are what they were.
func (r *Renderer) current(file string, parts []templatePart) bool {
	return !slices.ContainsFunc(parts, func(p templatePart) bool {
		data, f := r.neighbour(file, p.name)
		return (f != nil) != (p.digest == [sha256.Size]byte{}) || f == nil && sha256.Sum256(data) != p.digest
	})
}

// unpackedSize is the size of all parts of a package that was read.
func unpackedSize(data []byte) (size int64) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0
	}
	for _, f := range z.File {
		size += int64(f.UncompressedSize64)
	}
	return size
}

func compileTemplate(data []byte, limits limit.Limits, own map[string]any, open func(string) (*docx.Package, error)) (*merge.Template, string, FaultList) {
	pkg, err := docx.Open(data, limits)
	if err != nil {
		return nil, "", asFaults(err, "package")
	}
	config := tagConfig(limits, own)
	config.Open = open
	compiled, faults := merge.Compile(pkg, config)
	if compiled != nil && !compiled.Varies() {
		faults = append(faults, untagged())
	}
	return compiled, pkg.CoreTitle(limits.XML()), faults
}

// tagConfig is what tags may use: functions of a program's own among it.
func tagConfig(limits limit.Limits, own map[string]any) merge.Config {
	functions, typed, uses := functions(), typings(), map[string]string{}
	for _, f := range Functions() {
		uses[f.Name] = f.Use
	}
	for name, f := range own {
		functions[name], typed[name] = ownFunction(name, f), ownTyping(name, f)
	}
	return merge.Config{
		Data:       meetingType,
		Vocabulary: vocabulary,
		Functions:  functions,
		Uses:       uses,
		Typed:      typed,
		Shows:      shows(),
		Texts:      map[reflect.Type]string{reflect.TypeFor[meeting.Person](): "Name"},
		Accepts:    accepts,
		Literals:   literals,
		Order:      order,
		Ordered:    ordered,
		Whole:      wholeNumber,
		Limits:     limits,
	}
}

// shownRegime is the regime that the pages of a template show.
func shownRegime(pkg *docx.Package, limits limit.Limits) meeting.Regime {
	doc, _ := wml.Parse(pkg, limits)
	if doc == nil {
		return ""
	}
	return rules.Shown(doc)
}

// party reports whether a template shows the title of the Party and not the Quốc hiệu. The
// pages of few templates have to be read for it.
func (t *compiledTemplate) party() bool {
	main, _ := t.merge.Package().Part(t.merge.Package().Main())
	return bytes.Contains(main, []byte("SẢN")) && t.shown() == meeting.Party
}

// untagged is the warning that a template is a finished paper: last month's must not go out
// as this month's.
func untagged() *Fault {
	return &Fault{
		Severity: Warning, Code: "no-tags",
		Message: fault.T("không có thẻ nào ({{.title}}, …) lấy gì của cuộc họp: cuộc họp nào cũng in ra đúng văn bản này", "no tag ({{.title}}, …) takes anything of the meeting: this very paper is printed for every one"),
		Hint:    fault.T("Nếu đây là tệp mẫu, đặt thẻ vào những chỗ thay đổi; bienban template save bien-ban mau.docx cho một mẫu để sửa.", "If it is a template, put tags where it changes; bienban template save bien-ban mau.docx gives one to start from."),
	}
}

// readFolded reads a file by its name, or the one whose name is the same to a reader: a Mac
// writes NFD, everybody else NFC.
func readFolded(fsys fs.FS, name string, max int64) ([]byte, error) {
	data, err := readFile(fsys, name, max)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return data, err
	}
	folder := "."
	for part := range strings.SplitSeq(path.Clean(name), "/") {
		entries, readError := fs.ReadDir(fsys, folder)
		if readError != nil {
			return nil, err
		}
		i := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return norm.NFC.String(e.Name()) == norm.NFC.String(part) })
		if i < 0 {
			return nil, err
		}
		folder = path.Join(folder, entries[i].Name())
	}
	return readFile(fsys, folder, max)
}

// readFile reads a file that has at most max bytes.
func readFile(fsys fs.FS, name string, max int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, max+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > max {
		return nil, errTooLarge{max}
	}
	return data, nil
}

// errTooLarge is a file over its limit.
type errTooLarge struct{ max int64 }

func (e errTooLarge) Error() string { return "larger than " + megabytes(e.max) }

// readFault tells that a file cannot be read: what it is, and why.
func readFault(file string, err error, what Text) *Fault {
	f := &Fault{File: file, Code: "unreadable"}
	var large errTooLarge
	switch {
	case errors.As(err, &large):
		exceeded := limit.Exceeded(what, megabytes(large.max))
		exceeded.File = file
		return exceeded
	case errors.Is(err, fs.ErrNotExist):
		f.Code = "missing-file"
		f.Message = fault.T("không tìm thấy %s", "%s not found", what)
		f.Hint = fault.T("Kiểm tra lại tên và thư mục của tệp.", "Check the file's name and folder.")
	case errors.Is(err, fs.ErrPermission):
		f.Message = fault.T("không có quyền đọc %s", "no permission to read the %s", what)
	default:
		f.Message = fault.T("không đọc được %s: %v", "cannot read the %s: %v", what, err)
	}
	return f
}
