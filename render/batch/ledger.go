package batch

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// A Ledger remembers what was written where, to know it again: a file that is otherwise
// now was changed by somebody, and stays.
type Ledger interface {
	// Known are the digests of what we wrote to a file, last or before.
	Known(name string) []string
	// Begin is told before the first of a document's files is written.
	Begin(names []string, outputs []Output) error
	// Wrote is told once a file stands.
	Wrote(name string, data []byte)
}

// mayReplace reports whether nothing is lost when a file becomes another one: it does not
// exist, holds the same already, or is what we wrote there. A link, a pipe or a device in
// its place is somebody's, and is not read.
func mayReplace(in folder, name string, sum string, known []string) (bool, error) {
	info, err := in.look(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, err
	case info.IsDir():
		return false, &fs.PathError{Op: "write", Path: name, Err: syscall.EISDIR}
	case !info.Mode().IsRegular():
		return false, nil
	}
	there, err := in.digest(name)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return there == sum || slices.Contains(known, there), nil
}

// Cache is the ledger in the user's cache folder, of files that stand anywhere. It is there
// rather than in the documents: a PDF/A may hold nothing after its end, Word drops what it
// does not know in a package, and documents stay equal byte for byte wherever they are
// made. Where it is lost, outputs count as changed by hand, which loses nothing.
func Cache() Ledger {
	folder, err := os.UserCacheDir()
	if err != nil {
		return cacheLedger{}
	}
	return cacheLedger{filepath.Join(folder, "bienban", "outputs")}
}

type cacheLedger struct{ folder string } // "": there is none

// entry is the file that holds the digest of an output.
func (c cacheLedger) entry(name string) string {
	if absolute, err := filepath.Abs(name); err == nil {
		name = absolute
	}
	return filepath.Join(c.folder, digest([]byte(name)))
}

// Known looks into the manifests of batches too: what a batch wrote is ours.
func (c cacheLedger) Known(name string) []string {
	known := c.own(name)
	return append(known, manifestKnows(name)...)
}

func (c cacheLedger) own(name string) []string {
	if c.folder == "" {
		return nil
	}
	f, err := openRegular(c.entry(name))
	if err != nil {
		return nil
	}
	defer f.Close()
	known, err := io.ReadAll(io.LimitReader(f, 1<<10)) // a digest
	if err != nil {
		return nil
	}
	return []string{string(known)}
}

func (c cacheLedger) Begin([]string, []Output) error { return nil }

// Wrote notes a digest. Failing to only means that the next run keeps the file.
func (c cacheLedger) Wrote(name string, data []byte) {
	if c.folder == "" || os.MkdirAll(c.folder, 0o700) != nil {
		return
	}
	_ = Replace(c.entry(name), []byte(digest(data)))
}
