// Package batch makes a folder of documents from a folder of meetings: each file of the
// one, with the templates it names, into the other, and only what changed since the last
// time. [Watch] goes on doing that.
//
// It knows no command line and no console: it takes [Options] and tells what happens by
// [Event]s. Unlike the rest of render it reads and writes files itself.
package batch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/fault"
)

// Options says what a batch is made of.
type Options struct {
	Inputs    []string // folders, files, and patterns of them
	Exclude   []string // patterns of files and folders that are no inputs: "nhap", "*.mau.yaml", "2024/*"
	Output    string   // the folder to write to
	Formats   []string // of "docx" and "pdf"
	Templates []string // instead of those that the files name
	Name      string   // pattern of the documents' names, a text/template; "": as [render.Renderer.Documents] names them
	Settings  string   // what else decides the documents' bytes: the program's version, the renderer's options, its fonts
	Jobs      int      // files at a time; 0: as many as processors
	Force     bool     // make everything anew, and replace what was changed by hand
	Prune     bool     // remove the documents that are no longer made
	DryRun    bool     // tell what would be made, and write nothing
	Report    string   // the reports, without extension; "": "report" in Output
	Lang      render.Lang

	Event func(Event) // is told what happens, one at a time; nil: nobody is
}

// An Event is a step of a batch.
type Event struct {
	Row         *Row // what became of a document, or of a file that gave none; nil: of nothing yet, or nothing changed
	Done, Total int  // meeting files
}

// Codes of the errors that end a batch before anything is written.
const (
	CodeUsage     = "usage"          // the options are wrong
	CodeCollision = "name-collision" // two documents would have one name
)

// A run is one batch at work.
type run struct {
	Options
	renderer *render.Renderer
	store    *store
	output   string // absolute, without links
	folder   folder // the same, opened
	created  bool   // the output folder was not there before
	pattern  *pattern
	plan     string // digest of what decides which documents there are
	settings string // digest of what decides their bytes

	templates memo // digests, by name
	reads     memo // digests of the files beside the meetings, by path

	mu     sync.Mutex
	claims map[string]*claim // the names of documents that are taken, folded
	seen   map[string]bool   // the files that are read beside the meetings

	buffers sync.Pool // of *bytes.Buffer
}

// A claim is whose a document's name is.
type claim struct {
	source string // the meeting file, as the manifest has it
	name   string // as the user knows it, below the folder that they named; it opens the file
}

// Run makes what has changed since the last time. The error is a [render.Fault] where the
// options, or the output folder, permit nothing; ctx's own where that ended it, with a
// report of what was done until then. Faults of the meetings are in the report only.
func Run(ctx context.Context, r *render.Renderer, o Options) (*Report, error) {
	b := &run{Options: o, renderer: r, claims: map[string]*claim{}, seen: map[string]bool{}}
	defer func() { b.folder.close() }()
	if err := b.open(); err != nil {
		return nil, err
	}
	report, err := b.run(ctx)
	switch {
	case b.DryRun:
		return report, err
	case err != nil && ctx.Err() == nil: // nothing was written, and nothing shall be there
		b.store.abandon()
		if b.created {
			os.Remove(b.output)
		}
		return report, err
	}
	report.Faults = append(report.Faults, b.writeReports(report)...)
	if failed := b.store.close(); failed != nil {
		f := Unwritable(filepath.Join(o.Output, manifestName), failed)
		f.Severity = render.Warning
		f.Hint = fault.T("Lần sau những văn bản này sẽ được tạo lại.", "The next run will make these documents again.")
		report.Faults = append(report.Faults, f)
	}
	return report, err
}

// open checks the options and opens the output folder.
func (b *run) open() error {
	var f *render.Fault
	if b.pattern, f = parsePattern(b.Name); f != nil {
		return f
	}
	for _, p := range b.Exclude {
		if _, err := filepath.Match(p, ""); err != nil {
			return &render.Fault{Code: CodeUsage, Message: fault.T("mẫu tên %q của --exclude viết sai", "the pattern %q of --exclude is wrong", p)}
		}
	}
	if b.Jobs <= 0 {
		b.Jobs = runtime.GOMAXPROCS(0)
	}
	slices.Sort(b.Formats)
	b.plan = digestOf(b.Templates, b.Name)
	b.settings = digestOf(b.Settings)
	b.templates.of = b.renderer.TemplateDigest
	b.reads.of = digestFile

	info, err := os.Stat(b.Output)
	b.created = err != nil
	if err == nil && !info.IsDir() {
		return &render.Fault{Code: CodeUsage, Message: fault.T("-o cần một thư mục, %s là một tệp", "-o takes a folder, %s is a file", b.Output)}
	}
	if b.output, err = filepath.Abs(b.Output); err != nil {
		return Unwritable(b.Output, err)
	}
	if !b.DryRun {
		if err := os.MkdirAll(b.Output, 0o777); err != nil {
			return Unwritable(b.Output, err)
		}
	}
	if real, err := filepath.EvalSymlinks(b.output); err == nil {
		b.output = real
	}
	if b.folder, err = openFolder(b.output); err != nil {
		return Unwritable(b.Output, err)
	}
	if b.DryRun {
		b.store = readStore(b.folder)
		return nil
	}
	b.store, err = openStore(b.folder)
	if errors.Is(err, errLocked) {
		return &render.Fault{Code: "locked", File: b.Output,
			Message: fault.T("một lệnh bienban khác đang ghi vào thư mục này", "another bienban is writing into this folder"),
			Hint:    fault.T("Chờ lệnh ấy xong (hoặc dừng bienban watch), hoặc chọn thư mục khác bằng -o.", "Wait for it to end (or stop bienban watch), or choose another folder with -o.")}
	}
	if err != nil {
		f := Unwritable(b.Output, err)
		if p, ok := errors.AsType[*fs.PathError](err); ok && p.Path != "" && !errors.Is(err, fs.ErrPermission) {
			f.File = filepath.Join(b.Output, p.Path) // the manifest or the journal, which somebody put there
		}
		return f
	}
	return nil
}

func (b *run) run(ctx context.Context) (*Report, error) {
	list := b.list()
	report := &Report{Faults: list.faults}
	defer func() { report.reads = slices.Sorted(maps.Keys(b.seen)) }()
	if err := ctx.Err(); err != nil {
		return report, err
	}
	mark(list.inputs)
	each(ctx, b.Jobs, len(list.inputs), func(i int) { b.look(ctx, list.inputs[i]) })
	if ctx.Err() == nil {
		if f := b.collisions(list.inputs); f != nil {
			return report, f
		}
		b.make(ctx, list.inputs)
	}
	for _, in := range list.inputs {
		report.Rows = append(report.Rows, in.told()...)
	}
	if ctx.Err() == nil {
		report.Rows = append(report.Rows, b.stale(list, report.Rows)...)
	}
	return report, ctx.Err()
}

// make makes the documents of all inputs, and tells of each as it is there.
func (b *run) make(ctx context.Context, inputs []*input) {
	total := len(inputs)
	finished := 0
	var todo []*input
	for _, in := range inputs {
		if in.finished {
			finished++
		} else {
			todo = append(todo, in)
		}
	}
	b.tell(Event{Done: finished, Total: total})
	for _, in := range inputs {
		for _, row := range in.rows {
			if row.Status == Failed { // it could not be read
				b.tell(Event{Row: row, Done: finished, Total: total})
			}
		}
	}
	events := make(chan Event)
	go func() {
		defer close(events)
		each(ctx, b.Jobs, len(todo), func(i int) {
			b.build(ctx, todo[i], func(row *Row) { events <- Event{Row: row} })
			events <- Event{Done: 1}
		})
	}()
	for e := range events {
		finished += e.Done
		b.tell(Event{Row: e.Row, Done: finished, Total: total})
	}
}

func (b *run) tell(e Event) {
	if b.Event != nil && (e.Row == nil || e.Row.Status != Unchanged) {
		b.Event(e)
	}
}

// each calls f for 0 to n-1 from a number of goroutines, until ctx ends. It returns when the
// last of them has.
func each(ctx context.Context, jobs, n int, f func(i int)) {
	queue := make(chan int)
	var workers sync.WaitGroup
	for range min(jobs, n) {
		workers.Go(func() {
			for i := range queue {
				f(i)
			}
		})
	}
feed:
	for i := range n {
		select {
		case queue <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(queue)
	workers.Wait()
}

// A memo finds out each thing once in a run.
type memo struct {
	of    func(string) (string, error)
	mu    sync.Mutex
	known map[string]memoEntry
}

type memoEntry struct {
	digest string
	err    error
}

func (m *memo) get(key string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.known[key]; ok {
		return e.digest, e.err
	}
	if m.known == nil {
		m.known = map[string]memoEntry{}
	}
	sum, err := m.of(key)
	m.known[key] = memoEntry{sum, err}
	return sum, err
}

// digestFile is the digest of a file; "" if there is none.
func digestFile(name string) (string, error) {
	sum, err := digestRegular(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return sum, err
}

// digestOf is the digest of values.
func digestOf(values ...any) string {
	h := sha256.New()
	e := json.NewEncoder(h)
	for _, v := range values {
		_ = e.Encode(v) // strings and lists of them
	}
	return hex.EncodeToString(h.Sum(nil))
}

// A hasher takes a digest of what comes in parts.
type hasher struct{ hash.Hash }

func newHash() hasher { return hasher{sha256.New()} }

func (h hasher) sum() string { return hex.EncodeToString(h.Sum(nil)) }
