package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Why a file in a folder is left alone: what stands there was put there by somebody else,
// for whatever reason.
var (
	errLink       = errors.New("a link, which is not followed")
	errNotRegular = errors.New("not a regular file")
)

// A folder is where files are written, read and removed, and nowhere outside of it: a
// manifest may come from a stranger, and a link may lead anywhere. [os.Root] holds the way
// out, whatever happens meanwhile; links that stay inside are not followed either, since
// a file would be written where nobody looks for it.
//
// Names are paths from the folder, as the system has them.
type folder struct {
	root *os.Root // nil: the folder is not there
	path string   // absolute, without links
}

// openFolder opens a folder; one that is not there holds nothing.
func openFolder(path string) (folder, error) {
	root, err := os.OpenRoot(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return folder{path: path}, err
	}
	return folder{root, path}, nil
}

func (f folder) close() {
	if f.root != nil {
		f.root.Close()
	}
}

// name is a path as the folder knows it; ok is false if it leads outside.
func (f folder) name(path string) (name string, ok bool) {
	rel, err := filepath.Rel(f.path, path)
	return rel, err == nil && filepath.IsLocal(rel)
}

// look tells of a file itself, be it a link. No folder on the way may be one.
func (f folder) look(name string) (fs.FileInfo, error) {
	if f.root == nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	for i := range len(name) {
		if !os.IsPathSeparator(name[i]) {
			continue
		}
		info, err := f.root.Lstat(name[:i])
		if err != nil {
			return nil, err
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return nil, &fs.PathError{Op: "stat", Path: name, Err: errLink}
		}
	}
	return f.root.Lstat(name)
}

// open opens a regular file. Opening waits for nobody, not even for who writes to a pipe.
func (f folder) open(name string, flags int) (*os.File, error) {
	info, err := f.look(name)
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: name, Err: notRegular(info)}
	}
	if err != nil && !(errors.Is(err, fs.ErrNotExist) && flags&os.O_CREATE != 0 && f.root != nil) {
		return nil, err
	}
	file, err := f.root.OpenFile(name, flags|noWait, 0o666)
	if err != nil {
		return nil, err
	}
	if info, err = file.Stat(); err == nil && !info.Mode().IsRegular() { // it has become one since
		err = &fs.PathError{Op: "open", Path: name, Err: errNotRegular}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

func notRegular(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return syscall.EISDIR
	case info.Mode()&fs.ModeSymlink != 0:
		return errLink
	}
	return errNotRegular
}

// digest is the digest of a regular file, of any size.
func (f folder) digest(name string) (string, error) {
	file, err := f.open(name, os.O_RDONLY)
	if err != nil {
		return "", err
	}
	defer file.Close()
	return digestOfReader(file)
}

// remove removes a file, or a folder that is empty.
func (f folder) remove(name string) error {
	if _, err := f.look(name); err != nil {
		return err
	}
	return f.root.Remove(name)
}

// makeFor makes the folders that a file stands in.
func (f folder) makeFor(name string) error {
	parent := filepath.Dir(name)
	if parent == "." {
		return nil
	}
	if _, err := f.look(name); errors.Is(err, errLink) {
		return err
	}
	return f.root.MkdirAll(parent, 0o777)
}

// digestRegular is the digest of a file, wherever it stands.
func digestRegular(name string) (string, error) {
	file, err := openRegular(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	return digestOfReader(file)
}

// openRegular opens a file to read it. Links are followed; what is no regular file, or is
// none any more once it is open, is refused, since reading it might never end.
func openRegular(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: notRegular(info)}
	}
	file, err := os.OpenFile(name, os.O_RDONLY|noWait, 0)
	if err != nil {
		return nil, err
	}
	if info, err = file.Stat(); err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: name, Err: errNotRegular}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

func digestOfReader(r io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// isDocumentFile reports whether a path of a manifest is one that a batch may have written
// a document to: in the folder, spelled in the one way that it spells paths, a DOCX or PDF.
func isDocumentFile(file string) bool {
	return isPlain(file) && (strings.HasSuffix(file, ".docx") || strings.HasSuffix(file, ".pdf"))
}

// isPlain reports whether a slash path stays below where it begins, and is spelled as short
// as it can be.
func isPlain(file string) bool {
	return file != "." && fs.ValidPath(file) && filepath.IsLocal(filepath.FromSlash(file)) && !strings.ContainsAny(file, "\x00")
}
