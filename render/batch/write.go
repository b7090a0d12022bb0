package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/fault"
)

// An Output is a file to be written.
type Output struct {
	Target string
	Data   []byte
}

// Save writes one file as [SaveAll] does. It gives the name written, "" if none was.
func Save(target string, data []byte, force bool) (written string, faults render.FaultList) {
	names, faults := SaveAll([]Output{{target, data}}, Cache(), force)
	return names[0], faults
}

// SaveAll writes the files of one document, each whole or not at all: beside the target,
// synced, then renamed. A target that somebody changed since we wrote it, or that we never
// wrote, stays as it is, and all of the document's files get the next free number: a
// "x.pdf" beside a "x.docx" that is another version would pass for its print. It gives the
// names written, "" for what was not.
func SaveAll(outputs []Output, ledger Ledger, force bool) (written []string, faults render.FaultList) {
	return thisSystem().saveAll(outputs, ledger, force)
}

func (s system) saveAll(outputs []Output, ledger Ledger, force bool) (written []string, faults render.FaultList) {
	written = make([]string, len(outputs))
	names := make([]string, len(outputs))
	for i, o := range outputs {
		if s.windows && reserved(o.Target) {
			return written, render.FaultList{{
				Code: "reserved-name", File: o.Target,
				Message: fault.T("không ghi được: Windows dành tên này cho thiết bị", "cannot write: Windows keeps this name for a device"),
				Hint:    fault.T("Đặt tên khác, ví dụ: %s", "Choose another name, such as: %s", render.FileName(stemOf(o.Target))+filepath.Ext(o.Target)),
			}}
		}
		names[i] = o.Target
		if real, err := filepath.EvalSymlinks(o.Target); err == nil {
			names[i] = real // a link stays a link
		}
		if err := os.MkdirAll(filepath.Dir(names[i]), 0o777); err != nil {
			return written, render.FaultList{s.unwritable(o.Target, err)}
		}
	}
	number := 1
	for free := force; !free; {
		free = true
		for i, o := range outputs {
			mine, err := mayReplace(ledger, numbered(names[i], number), o.Data)
			if err != nil {
				return written, append(faults, s.unwritable(numbered(o.Target, number), err))
			}
			if !mine && number == 1 {
				faults = append(faults, &render.Fault{Severity: render.Warning, Code: "output-changed", File: o.Target,
					Hint: fault.T("Muốn ghi đè, thêm --force.", "To replace it, add --force.")})
			}
			free = free && mine
		}
		if !free {
			number++
		}
	}
	for _, f := range faults {
		f.Message = fault.T("tệp này không phải do bienban ghi hoặc đã được sửa sau khi ghi, nên được giữ nguyên; bản mới là %s",
			"bienban did not write this file, or it was changed since, so it stays; the new one is %s", numbered(f.File, number))
	}
	if err := ledger.Begin(at(names, number), outputs); err != nil {
		return written, append(faults, s.unwritable(outputs[0].Target, err))
	}
	for i, o := range outputs {
		name, shown := numbered(names[i], number), numbered(o.Target, number)
		if err := s.replace(name, o.Data); err != nil {
			return written, append(faults, s.unwritable(shown, err)) // and no PDF beside an older DOCX
		}
		ledger.Wrote(name, o.Data)
		written[i] = shown
	}
	return written, faults
}

// at are the names with a number.
func at(names []string, n int) []string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = numbered(name, n)
	}
	return list
}

// numbered is a file's name with a number: "x.docx", then "x (2).docx".
func numbered(name string, n int) string {
	if n == 1 {
		return name
	}
	extension := filepath.Ext(name)
	return fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, extension), n, extension)
}

// Replace writes a file whole or not at all: beside it, synced, then renamed.
func Replace(name string, data []byte) error { return thisSystem().replace(name, data) }

func (s system) replace(name string, data []byte) error {
	return s.replaceWith(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// replaceWith has a new file written beside name, and renames it to name.
func (s system) replaceWith(name string, write func(io.Writer) error) (err error) {
	mode := fs.FileMode(0o666) // less the umask
	if info, err := os.Stat(name); err == nil {
		if info.IsDir() {
			return &fs.PathError{Op: "write", Path: name, Err: syscall.EISDIR}
		}
		mode = info.Mode().Perm()
	}
	// Hidden, and not named like a document: a half-written one must not look like one.
	temporary := filepath.Join(filepath.Dir(name), temporaryName(filepath.Base(name), os.Getpid()))
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode) // follows nobody's link
	if errors.Is(err, fs.ErrExist) {                                          // of a run that was killed
		os.Remove(temporary)
		f, err = os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	}
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close() // a second Close is harmless
			os.Remove(temporary)
		}
	}()
	if err := write(f); err != nil {
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

// temporaryName is what a file is called while a process writes it.
func temporaryName(base string, process int) string {
	return ".bienban." + digest([]byte(base))[:12] + "." + temporarySuffix(process)
}

func temporarySuffix(process int) string { return strconv.Itoa(process) + ".tmp" }

// Unwritable is the fault of a file that could not be written.
func Unwritable(name string, err error) *render.Fault { return thisSystem().unwritable(name, err) }

func (s system) unwritable(name string, err error) *render.Fault {
	f := &render.Fault{Code: "unwritable", File: name}
	switch {
	case s.openElsewhere(err):
		f.Code = "open-elsewhere"
		f.Message = fault.T("không ghi được: tệp đang mở trong một chương trình khác", "cannot write: the file is open in another program")
		f.Hint = fault.T("Hãy đóng tệp %s trong Word hoặc trình xem PDF rồi chạy lại.", "Close %s in Word or the PDF viewer, and run again.", filepath.Base(name))
	case diskFull(err):
		f.Code = "disk-full"
		f.Message = fault.T("không ghi được: ổ đĩa đã đầy", "cannot write: the disk is full")
		f.Hint = fault.T("Giải phóng chỗ trên ổ đĩa rồi chạy lại, hoặc chọn thư mục khác bằng -o.", "Free some space on the disk and run again, or choose another folder with -o.")
	case errors.Is(err, syscall.EISDIR):
		f.Message = fault.T("không ghi được: đã có thư mục mang tên này", "cannot write: there is a folder of this name")
	case errors.Is(err, fs.ErrPermission):
		f.Message = fault.T("không có quyền ghi vào đây", "no permission to write here")
		f.Hint = fault.T("Chọn thư mục khác bằng -o.", "Choose another folder with -o.")
	default:
		f.Message = fault.T("không ghi được: %v", "cannot write: %v", Cause(err))
		f.Hint = fault.T("Chọn thư mục khác bằng -o.", "Choose another folder with -o.")
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

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// SamePath is equal for two paths that may be one file: not every file system tells
// upper from lower case, or NFC from NFD.
func SamePath(name string) string {
	if absolute, err := filepath.Abs(name); err == nil && name != "-" {
		name = absolute
	}
	return folded(name)
}

func folded(name string) string { return strings.ToLower(norm.NFC.String(name)) }
