package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/bienban/bienban/render"
)

// An output is a file to be written.
type output struct {
	target string
	data   []byte
}

// save writes one file as [system.saveAll] does. It gives the name written, "" if none was.
func save(target string, data []byte, force bool) (written string, faults render.FaultList) {
	return thisSystem().save(target, data, force)
}

func (s system) save(target string, data []byte, force bool) (written string, faults render.FaultList) {
	names, faults := s.saveAll([]output{{target, data}}, force)
	return names[0], faults
}

// saveAll writes the files of one document, each whole or not at all: beside the target,
// synced, then renamed. A target that somebody changed since we wrote it, or that we never
// wrote, stays as it is, and all of the document's files get the next free number: a
// "x.pdf" beside a "x.docx" that is another version would pass for its print. It gives the
// names written, "" for what was not.
func (s system) saveAll(outputs []output, force bool) (written []string, faults render.FaultList) {
	written = make([]string, len(outputs))
	names := make([]string, len(outputs))
	for i, o := range outputs {
		if s.windows && reserved(o.target) {
			return written, render.FaultList{{
				Code: "reserved-name", File: o.target,
				Message: text("không ghi được: Windows dành tên này cho thiết bị", "cannot write: Windows keeps this name for a device"),
				Hint:    text("Đặt tên khác, ví dụ: %s", "Choose another name, such as: %s", render.FileName(stemOf(o.target))+filepath.Ext(o.target)),
			}}
		}
		names[i] = o.target
		if real, err := filepath.EvalSymlinks(o.target); err == nil {
			names[i] = real // a link stays a link
		}
		if err := os.MkdirAll(filepath.Dir(names[i]), 0o777); err != nil {
			return written, render.FaultList{s.unwritable(o.target, err)}
		}
	}
	state := newState()
	number := 1
	for free := force; !free; {
		free = true
		for i, o := range outputs {
			mine, err := state.mayReplace(numbered(names[i], number), o.data)
			if err != nil {
				return written, append(faults, s.unwritable(numbered(o.target, number), err))
			}
			if !mine && number == 1 {
				faults = append(faults, &render.Fault{Severity: render.Warning, Code: "output-changed", File: o.target,
					Hint: text("Muốn ghi đè, thêm --force.", "To replace it, add --force.")})
			}
			free = free && mine
		}
		if !free {
			number++
		}
	}
	for _, f := range faults {
		f.Message = text("tệp này không phải do bienban ghi hoặc đã được sửa sau khi ghi, nên được giữ nguyên; bản mới là %s",
			"bienban did not write this file, or it was changed since, so it stays; the new one is %s", numbered(f.File, number))
	}
	for i, o := range outputs {
		name, shown := numbered(names[i], number), numbered(o.target, number)
		if err := s.replace(name, o.data); err != nil {
			return written, append(faults, s.unwritable(shown, err)) // and no PDF beside an older DOCX
		}
		state.remember(name, o.data)
		written[i] = shown
	}
	return written, faults
}

// numbered is a file's name with a number: "x.docx", then "x (2).docx".
func numbered(name string, n int) string {
	if n == 1 {
		return name
	}
	extension := filepath.Ext(name)
	return fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, extension), n, extension)
}

// replace writes data to a new file beside name, and renames it to name.
func (s system) replace(name string, data []byte) (err error) {
	mode := fs.FileMode(0o666) // less the umask
	if info, err := os.Stat(name); err == nil {
		if info.IsDir() {
			return &fs.PathError{Op: "write", Path: name, Err: syscall.EISDIR}
		}
		mode = info.Mode().Perm()
	}
	// Hidden, and not named like a document: a half-written one must not look like one.
	temporary := filepath.Join(filepath.Dir(name), fmt.Sprintf(".bienban.%s.%d.tmp", digest([]byte(filepath.Base(name)))[:12], os.Getpid()))
	os.Remove(temporary) // of a run that was killed; O_EXCL follows nobody's link
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close() // a second Close is harmless
			os.Remove(temporary)
		}
	}()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return s.replaceBy(temporary, name)
}

func (s system) unwritable(name string, err error) *render.Fault {
	f := &render.Fault{Code: "unwritable", File: name}
	switch {
	case s.openElsewhere(err):
		f.Code = "open-elsewhere"
		f.Message = text("không ghi được: tệp đang mở trong một chương trình khác", "cannot write: the file is open in another program")
		f.Hint = text("Hãy đóng tệp %s trong Word hoặc trình xem PDF rồi chạy lại.", "Close %s in Word or the PDF viewer, and run again.", filepath.Base(name))
	case errors.Is(err, syscall.EISDIR):
		f.Message = text("không ghi được: đã có thư mục mang tên này", "cannot write: there is a folder of this name")
	case errors.Is(err, fs.ErrPermission):
		f.Message = text("không có quyền ghi vào đây", "no permission to write here")
		f.Hint = text("Chọn thư mục khác bằng -o.", "Choose another folder with -o.")
	default:
		f.Message = text("không ghi được: %v", "cannot write: %v", cause(err))
		f.Hint = text("Chọn thư mục khác bằng -o.", "Choose another folder with -o.")
	}
	return f
}

// reserved reports whether Windows takes a file's name for a device: "aux.docx" is one.
func reserved(name string) bool {
	stem := stemOf(name)
	return strings.HasSuffix(strings.SplitN(render.FileName(stem), ".", 2)[0], "_") && !strings.HasSuffix(strings.SplitN(stem, ".", 2)[0], "_")
}

func stemOf(name string) string {
	base := filepath.Base(name)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// A state remembers the digest of each file that was written, to know it again. It
// stands in the user's cache folder rather than in the documents: a PDF/A may hold
// nothing after its end, Word drops what it does not know in a package, and documents
// stay equal byte for byte wherever they are made. Where it is lost, outputs count as
// changed by hand, which loses nothing.
type state struct{ folder string } // "": there is none

func newState() state {
	cache, err := os.UserCacheDir()
	if err != nil {
		return state{}
	}
	return state{filepath.Join(cache, "bienban", "outputs")}
}

// entry is the file that holds the digest of an output.
func (s state) entry(name string) string {
	if absolute, err := filepath.Abs(name); err == nil {
		name = absolute
	}
	return filepath.Join(s.folder, digest([]byte(name)))
}

// mayReplace reports whether nothing is lost when name becomes data: it does not exist,
// holds the same already, or is what we wrote there last.
func (s state) mayReplace(name string, data []byte) (bool, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return true, &fs.PathError{Op: "write", Path: name, Err: syscall.EISDIR}
	}
	there, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if bytes.Equal(there, data) {
		return true, nil
	}
	if s.folder == "" {
		return false, nil
	}
	known, err := os.ReadFile(s.entry(name))
	return err == nil && string(known) == digest(there), nil
}

// remember notes what was written. Failing to only means that the next run keeps the
// file.
func (s state) remember(name string, data []byte) {
	if s.folder == "" || os.MkdirAll(s.folder, 0o700) != nil {
		return
	}
	_ = thisSystem().replace(s.entry(name), []byte(digest(data)))
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
