package batch

import (
	"errors"
	"io"
	"io/fs"
	"maps"
	"sync"
)

// A recorder is a meeting's folder that notes what is read in it: pictures and spreadsheets
// that decide what the documents are. What was looked for in vain is noted too, since its
// coming would change them.
type recorder struct {
	files fs.FS

	mu    sync.Mutex
	reads map[string]string // digests by path; "": not there, unreadable: it could not be read
}

// unreadable stands for the digest of a file that could not be read. No file has it, so that
// what was made without the file is made again.
const unreadable = "?"

func newRecorder(files fs.FS) *recorder { return &recorder{files: files, reads: map[string]string{}} }

// take gives what was read since the last time.
func (r *recorder) take() map[string]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.reads) == 0 {
		return nil
	}
	reads := maps.Clone(r.reads)
	clear(r.reads)
	return reads
}

func (r *recorder) note(name, sum string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reads[name] = sum
}

// Open opens a file whose bytes are counted as they are read. A pipe or a device is not
// opened: that might never end.
func (r *recorder) Open(name string) (fs.File, error) {
	info, err := fs.Stat(r.files, name)
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: name, Err: errNotRegular}
	}
	var f fs.File
	if err == nil {
		f, err = r.files.Open(name)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.note(name, "")
	case err != nil && fs.ValidPath(name):
		r.note(name, unreadable)
	}
	if err != nil {
		return nil, err
	}
	return &recordedFile{File: f, name: name, recorder: r, hash: newHash()}, nil
}

// ReadDir lists a folder: for a file whose name is written otherwise, which is opened next.
func (r *recorder) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(r.files, name) }

type recordedFile struct {
	fs.File
	name     string
	recorder *recorder
	hash     hasher
	failed   bool
}

func (f *recordedFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.hash.Write(p[:n])
	f.failed = f.failed || err != nil && !errors.Is(err, io.EOF)
	return n, err
}

func (f *recordedFile) Close() error {
	sum := f.hash.sum()
	if f.failed {
		sum = unreadable
	}
	f.recorder.note(f.name, sum)
	return f.File.Close()
}
