package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/bienban/bienban/render"
)

// maxInput bounds what is read of one input before anybody looks at it; the limits of
// its kind, which are lower, come after.
const maxInput = 64<<20 + 1

// An input is one file of the command line, read.
type input struct {
	name string // as the user gave it; "-" for standard input
	data []byte
	root *os.Root // the file's folder; nil for standard input
}

// files is where the input's pictures are read.
func (in *input) files() fs.FS {
	if in.root == nil {
		return nil
	}
	return in.root.FS()
}

// folder is where the input's documents go by default.
func (in *input) folder() string {
	if in.name == "-" {
		return "."
	}
	return filepath.Dir(in.name)
}

// readInputs reads the files of a command line. Those that cannot be read are faults;
// the lock files that Word leaves beside an open document are none of them.
func (p *program) readInputs(ctx context.Context, names []string) (inputs []*input, faults render.FaultList, err error) {
	for _, name := range expand(names) {
		if strings.HasPrefix(filepath.Base(name), "~$") {
			faults = append(faults, &render.Fault{Severity: render.Note, Code: "lock-file", File: name,
				Message: text("bỏ qua: đây là tệp khóa tạm của Word", "skipped: this is a lock file of Word's")})
			continue
		}
		in := &input{name: name}
		if name == "-" {
			in.data, err = readAll(ctx, p.stdin)
		} else {
			in.data, err = readFile(ctx, name)
		}
		if ctx.Err() != nil {
			return inputs, faults, ctx.Err()
		}
		if err == nil && name != "-" {
			in.root, err = os.OpenRoot(filepath.Dir(name))
		}
		if err != nil {
			faults = append(faults, unreadable(name, err))
			continue
		}
		inputs = append(inputs, in)
	}
	return inputs, faults, nil
}

// expand replaces the patterns that the shell left alone, as Windows' does, by the files
// that they mean.
func expand(names []string) []string {
	var all []string
	for _, name := range names {
		if strings.ContainsAny(name, "*?[") {
			if _, err := os.Lstat(name); err != nil {
				if found, _ := filepath.Glob(name); len(found) > 0 {
					all = append(all, found...)
					continue
				}
			}
		}
		all = append(all, name)
	}
	return all
}

func closeInputs(inputs []*input) {
	for _, in := range inputs {
		if in.root != nil {
			in.root.Close()
		}
	}
}

// readAll reads standard input until it ends or ctx does.
func readAll(ctx context.Context, r io.Reader) ([]byte, error) {
	return interruptible(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(r, maxInput)) })
}

func readFile(ctx context.Context, name string) ([]byte, error) {
	return interruptible(ctx, func() ([]byte, error) {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, maxInput))
	})
}

// interruptible waits for a read, but no longer than ctx: one from a terminal, and the
// opening of a pipe that nobody writes to, cannot be interrupted.
func interruptible(ctx context.Context, read func() ([]byte, error)) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := read()
		done <- result{data, err}
	}()
	select {
	case got := <-done:
		return got.data, got.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func unreadable(name string, err error) *render.Fault {
	f := &render.Fault{Code: "unreadable", File: name}
	info, _ := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.Code = "missing-file"
		f.Message = text("không tìm thấy tệp", "file not found")
		f.Hint = text("Kiểm tra lại tên và thư mục của tệp.", "Check the file's name and folder.")
	case thisSystem().openElsewhere(err):
		f.Code = "open-elsewhere"
		f.Message = text("không đọc được: tệp đang mở trong một chương trình khác", "cannot read: the file is open in another program")
		f.Hint = text("Hãy đóng tệp %s rồi chạy lại.", "Close %s and run again.", filepath.Base(name))
	case errors.Is(err, fs.ErrPermission):
		f.Message = text("không có quyền đọc tệp", "no permission to read the file")
	case info != nil && info.IsDir():
		f.Message = text("đây là thư mục, không phải tệp", "this is a folder, not a file")
		f.Hint = text("Ghi tên từng tệp, ví dụ: %s", "Name the files, such as: %s", filepath.Join(name, "*.yaml"))
	default:
		f.Message = text("không đọc được tệp: %v", "cannot read the file: %v", cause(err))
	}
	return f
}

// cause is an error without the operation and the path that the fault already names.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	if l, ok := errors.AsType[*os.LinkError](err); ok {
		return l.Err
	}
	return err
}

// newRenderer gives the renderer of a command: its own fonts, and the template files that
// it names.
func (p *program) newRenderer(fontsFolder string, templates []string, tune ...func(*render.Options)) (*render.Renderer, error) {
	var o render.Options
	if fontsFolder != "" {
		info, err := os.Stat(fontsFolder)
		if err == nil && !info.IsDir() {
			return nil, &render.Fault{Code: "fonts", File: fontsFolder,
				Message: text("--fonts cần một thư mục", "--fonts takes a folder")}
		}
		if err != nil {
			f := unreadable(fontsFolder, err)
			if errors.Is(err, fs.ErrNotExist) {
				f.Message = text("không tìm thấy thư mục phông chữ", "font folder not found")
			}
			return nil, f
		}
		o.Fonts = os.DirFS(fontsFolder)
	}
	var named []string
	for _, t := range templates {
		if isTemplateFile(t) {
			named = append(named, t)
		}
	}
	o.Templates = &templateFolders{named: named, folders: p.folders}
	for _, f := range tune {
		f(&o)
	}
	return render.New(o)
}
