package web

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// sent is the folder of a meeting that came with a request: its files by name, in NFC.
type sent map[string][]byte

// add puts a file in, and reports whether its name is one.
func (s sent) add(name string, data []byte) bool {
	name = path.Clean(strings.ReplaceAll(norm.NFC.String(name), `\`, "/"))
	if !fs.ValidPath(name) || name == "." {
		return false
	}
	s[name] = data
	return true
}

// Open opens a file.
func (s sent) Open(name string) (fs.File, error) {
	data, ok := s[norm.NFC.String(name)]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return openFile{bytes.NewReader(data), name}, nil
}

// templatesOf are the templates that a request may name: those that it brought, then the
// server's. Only names reach the latter, never paths.
type templatesOf struct {
	brought sent
	ours    fs.FS // nil: none
}

// Open opens a template's file.
func (t templatesOf) Open(name string) (fs.File, error) {
	if strings.ContainsAny(name, `/\:`) || !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	f, err := t.brought.Open(name)
	if err == nil || t.ours == nil {
		return f, err
	}
	return t.ours.Open(name)
}

// ReadDir lists the templates at the top of the server's and of the request's.
func (t templatesOf) ReadDir(name string) ([]fs.DirEntry, error) {
	var list []fs.DirEntry
	if t.ours != nil {
		list, _ = fs.ReadDir(t.ours, name) // none to read: none to name
	}
	list = slices.Clone(list)
	for file, data := range t.brought {
		list = append(list, fs.FileInfoToDirEntry(openFile{bytes.NewReader(data), file}))
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}

// An openFile is an open file of a request, and what is known of it.
type openFile struct {
	*bytes.Reader
	name string
}

func (f openFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f openFile) Close() error               { return nil }
func (f openFile) Name() string               { return path.Base(f.name) }
func (f openFile) Mode() fs.FileMode          { return 0o444 }
func (f openFile) ModTime() time.Time         { return time.Time{} }
func (f openFile) IsDir() bool                { return false }
func (f openFile) Sys() any                   { return nil }
