package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
)

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
			in.data, err = batch.ReadAll(ctx, p.stdin)
		} else {
			in.data, err = batch.ReadFile(ctx, name)
		}
		if ctx.Err() != nil {
			return inputs, faults, ctx.Err()
		}
		if err == nil && name != "-" {
			in.root, err = os.OpenRoot(filepath.Dir(name))
		}
		if err != nil {
			faults = append(faults, batch.Unreadable(name, err))
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
			f := batch.Unreadable(fontsFolder, err)
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
