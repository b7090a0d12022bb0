package batch

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/fault"
)

// A replacement is a file on its way to where it shall stand.
type replacement struct {
	place
	number int
	output Output
	sum    string   // digest of its data
	known  []string // digests of what is ours there
	force  bool     // whatever stands there is replaced

	temporary string // beside it, once it is written
	aside     string // a second name of what stood there before; "": nothing did, or none is needed
	stands    bool
}

func (r *replacement) target() string { return r.numbered(r.number) }

// shown is the file as the user has named it.
func (r *replacement) shown() string { return numbered(r.output.Target, r.number) }

// may reports whether nothing is lost when the file is replaced now.
func (r *replacement) may() (bool, error) {
	if r.force {
		if info, err := r.in.look(r.target()); err == nil && info.IsDir() {
			return false, &fs.PathError{Op: "write", Path: r.target(), Err: syscall.EISDIR}
		}
		return true, nil
	}
	return mayReplace(r.in, r.target(), r.sum, r.known)
}

// Replacements are the files of one document. They change together.
type replacements []*replacement

func (set replacements) paths() []string {
	list := make([]string, len(set))
	for i, r := range set {
		list[i] = r.path(r.number)
	}
	return list
}

// replaceSet writes all files beside their targets, and when all of them are on the disk
// renames them. Each target is looked at once more right before: where somebody has saved
// it meanwhile, nothing is replaced, and changed is true.
func (s system) replaceSet(set replacements) (changed bool, failed *render.Fault) {
	defer func() {
		for _, r := range set {
			r.discard()
		}
	}()
	for i, r := range set {
		err := r.write()
		if err == nil && i < len(set)-1 { // the last one needs no way back
			err = r.keep(s.link)
		}
		if err != nil {
			return false, s.unwritable(r.shown(), err)
		}
	}
	for _, r := range set {
		mine, err := r.may()
		if err == nil && mine {
			if err = s.replaceBy(r.in.root, r.temporary, r.target()); err == nil {
				r.stands = true
				continue
			}
		}
		back := s.putBack(set)
		if err != nil {
			f := s.unwritable(r.shown(), err)
			if back != nil {
				f.Hint = fault.T("Các tệp của văn bản này hiện không cùng một bản: %s là bản mới. Chạy lại để chúng khớp nhau.", "The files of this document are not of one version now: %s is the new one. Run again to make them agree.", back.shown())
			}
			return false, f
		}
		return true, nil
	}
	return false, nil
}

// putBack gives the files that stand already their former content, unless somebody has
// saved them since. It gives the one that could not be; nil if all could.
func (s system) putBack(set replacements) (failed *replacement) {
	for _, r := range set {
		if !r.stands {
			continue
		}
		if now, err := r.in.digest(r.target()); err == nil && now != r.sum {
			continue
		}
		err := error(nil)
		if r.aside == "" {
			err = r.in.remove(r.target())
		} else if err = s.replaceBy(r.in.root, r.aside, r.target()); err == nil {
			r.aside = ""
		}
		if err != nil {
			failed = r
		}
	}
	return failed
}

// write writes the file beside its target.
func (r *replacement) write() (err error) {
	r.temporary, err = writeBeside(r.in, r.target(), "", func(w io.Writer) error {
		_, err := w.Write(r.output.Data)
		return err
	})
	return err
}

// keep gives what stands in the place of the file a second name. Where the file system
// gives none, it is copied.
func (r *replacement) keep(link func(in *os.Root, from, to string) error) (err error) {
	info, err := r.in.look(r.target())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	aside := beside(r.target(), asideMark)
	_ = r.in.root.Remove(aside) // of a run that was killed
	if link(r.in.root, r.target(), aside) == nil || !info.Mode().IsRegular() {
		r.aside = aside
		return nil
	}
	former, err := r.in.open(r.target(), os.O_RDONLY)
	if err != nil {
		return err
	}
	defer former.Close()
	r.aside, err = writeBeside(r.in, r.target(), asideMark, func(w io.Writer) error {
		_, err := io.Copy(w, former)
		return err
	})
	return err
}

// discard removes what stands beside the file and is needed no more.
func (r *replacement) discard() {
	if r.temporary != "" && !r.stands {
		_ = r.in.root.Remove(r.temporary)
	}
	if r.aside != "" {
		_ = r.in.root.Remove(r.aside)
	}
}

// Replace writes a file whole or not at all: beside it, synced, then renamed. A link stays a
// link: what it leads to is written.
func Replace(name string, data []byte) error {
	p, err := anywhere(name)
	if err != nil {
		return err
	}
	defer p.in.close()
	return thisSystem().replaceWith(p.in, p.name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// replaceWith has a new file written beside a file of a folder, and renames it to that.
func (s system) replaceWith(in folder, name string, write func(io.Writer) error) error {
	temporary, err := writeBeside(in, name, "", write)
	if err != nil {
		return err
	}
	if err = s.replaceBy(in.root, temporary, name); err != nil {
		_ = in.root.Remove(temporary)
	}
	return err
}

// writeBeside has a file written beside another one, whole and on the disk, or not at all.
func writeBeside(in folder, name, mark string, write func(io.Writer) error) (temporary string, err error) {
	mode := fs.FileMode(0o666) // less the umask
	if info, err := in.look(name); err == nil {
		if info.IsDir() {
			return "", &fs.PathError{Op: "write", Path: name, Err: syscall.EISDIR}
		}
		if info.Mode().IsRegular() {
			mode = info.Mode().Perm()
		}
	}
	temporary = beside(name, mark)
	f, err := in.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode) // follows nobody's link
	if errors.Is(err, fs.ErrExist) {                                               // of a run that was killed
		_ = in.root.Remove(temporary)
		f, err = in.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	}
	if err != nil {
		return "", err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = in.root.Remove(temporary)
		return "", err
	}
	return temporary, nil
}

// asideMark tells the second name of a former file from the file that is being written.
const asideMark = "former"

// beside is what a file is called while this process writes it. It is hidden, and not named
// like a document: a half-written one must not look like one.
func beside(name, mark string) string {
	return filepath.Join(filepath.Dir(name), temporaryName(filepath.Base(name)+mark, os.Getpid()))
}

func temporaryName(base string, process int) string {
	return temporaryPrefix + digest([]byte(base))[:12] + "." + temporarySuffix(process)
}

const temporaryPrefix = ".bienban."

func temporarySuffix(process int) string { return strconv.Itoa(process) + ".tmp" }
