package render

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/templates"
)

// A compiledTemplate is a template that was found, and compiled without an error.
type compiledTemplate struct {
	file  string // as the user knows it, for faults
	merge *merge.Template
}

// template finds a template by its name and compiles it, or takes it from the cache. It
// is nil if a fault is an error.
func (r *Renderer) template(name string) (*compiledTemplate, FaultList) {
	data, file, faults := r.readTemplate(name)
	if faults != nil {
		return nil, faults
	}
	return r.templates.compile(r, file, data)
}

// readTemplate looks among the user's own templates first, then among the built-in ones.
func (r *Renderer) readTemplate(name string) (data []byte, file string, faults FaultList) {
	isFile := strings.HasSuffix(strings.ToLower(name), ".docx")
	file = name
	if !isFile {
		file += ".docx"
	}
	if own := r.options.Templates; own != nil {
		data, err := readFile(own, file, r.limits.PackageBytes)
		if err == nil {
			return data, file, nil
		}
		if isFile || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
			return nil, file, FaultList{readFault(file, err, fault.T("tệp mẫu", "template file"))}
		}
	}
	data, err := templates.Open(name)
	if err == nil {
		return data, file, nil
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
	return nil, file, FaultList{f}
}

// TemplateNames are the names of the built-in templates and of the user's own that stand
// at the top of [Options].Templates, sorted.
func (r *Renderer) TemplateNames() []string {
	names := templates.Names()
	if r.options.Templates != nil {
		own, _ := fs.Glob(r.options.Templates, "*.docx")
		for _, n := range own {
			if !strings.HasPrefix(n, "~$") { // Word's lock files
				names = append(names, strings.TrimSuffix(n, ".docx"))
			}
		}
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
}

type cacheEntry struct {
	once   sync.Once
	merge  *merge.Template
	faults FaultList // without the file's name
}

// cachedTemplates bounds the cache: a server gets templates from strangers.
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
		delete(c.entries, c.order[0])
		c.order = c.order[1:]
	}
	e := &cacheEntry{}
	c.entries[key] = e
	c.order = append(c.order, key)
	return e
}

// compile gives the compiled template of data, nil if a fault is an error. The faults
// name file.
func (c *templateCache) compile(r *Renderer, file string, data []byte) (*compiledTemplate, FaultList) {
	e := c.entry(sha256.Sum256(data))
	e.once.Do(func() {
		start := time.Now()
		e.merge, e.faults = compileTemplate(data, r.limits)
		r.log.Debug("template compiled", "file", file, "faults", len(e.faults), "took", time.Since(start))
	})
	faults := make(FaultList, len(e.faults))
	for i, f := range e.faults {
		named := *f
		named.File = file
		faults[i] = &named
	}
	if e.merge == nil || faults.Failed() {
		return nil, faults
	}
	return &compiledTemplate{file: file, merge: e.merge}, faults
}

func compileTemplate(data []byte, limits limit.Limits) (*merge.Template, FaultList) {
	pkg, err := docx.Open(data, limits)
	if err != nil {
		return nil, asFaults(err, "package")
	}
	return merge.Compile(pkg, merge.Config{
		Data:       meetingType,
		Vocabulary: meeting.Vocabulary,
		Functions:  functions(),
		Limits:     limits,
	})
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
