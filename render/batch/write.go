package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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

// SaveAll writes the files of one document, all of them or none: beside the targets, synced,
// then renamed one right after the other, and where one cannot be, those before it are put
// back. A target that somebody changed since we wrote it, or that we never wrote, stays as
// it is, and all of the document's files get the next free number: a "x.pdf" beside a
// "x.docx" that is another version would pass for its print. It gives the names written,
// "" for what was not.
func SaveAll(outputs []Output, ledger Ledger, force bool) (written []string, faults render.FaultList) {
	return thisSystem().saveAll(outputs, ledger, force)
}

// A place is where an output is written: a file of a folder.
type place struct {
	in   folder
	name string // without number
}

func (p place) numbered(n int) string { return numbered(p.name, n) }

// path is the file as the ledger knows it.
func (p place) path(n int) string { return filepath.Join(p.in.path, p.numbered(n)) }

// anywhere is the place of a target that the user has named. A link stays a link: what it
// leads to is written.
func anywhere(target string) (place, error) {
	name, err := filepath.Abs(target)
	if err != nil {
		return place{}, err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return place{}, err
	}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	} else if real, err := filepath.EvalSymlinks(filepath.Dir(name)); err == nil {
		name = filepath.Join(real, filepath.Base(name))
	}
	in, err := openFolder(filepath.Dir(name))
	return place{in, filepath.Base(name)}, err
}

func (s system) saveAll(outputs []Output, ledger Ledger, force bool) (written []string, faults render.FaultList) {
	places := make([]place, len(outputs))
	for i, o := range outputs {
		var err error
		places[i], err = anywhere(o.Target)
		defer places[i].in.close()
		if err != nil {
			return make([]string, len(outputs)), render.FaultList{s.unwritable(o.Target, err)}
		}
	}
	return s.saveAt(places, outputs, ledger, force)
}

// saveIn is [SaveAll] for targets in a folder that is not left.
func (s system) saveIn(in folder, outputs []Output, ledger Ledger, force bool) (written []string, faults render.FaultList) {
	places := make([]place, len(outputs))
	for i, o := range outputs {
		name, ok := o.Target, false
		if absolute, err := filepath.Abs(o.Target); err == nil {
			name, ok = in.name(absolute)
		}
		err := error(&fs.PathError{Op: "write", Path: o.Target, Err: fs.ErrPermission})
		if ok {
			err = in.makeFor(name)
		}
		if err != nil {
			return make([]string, len(outputs)), render.FaultList{s.unwritable(o.Target, err)}
		}
		places[i] = place{in, name}
	}
	return s.saveAt(places, outputs, ledger, force)
}

func (s system) saveAt(places []place, outputs []Output, ledger Ledger, force bool) (written []string, faults render.FaultList) {
	written = make([]string, len(outputs))
	sums := make([]string, len(outputs))
	for i, o := range outputs {
		sums[i] = digest(o.Data)
		if s.windows && reserved(o.Target) {
			return written, render.FaultList{{
				Code: "reserved-name", File: o.Target,
				Message: fault.T("không ghi được: Windows dành tên này cho thiết bị", "cannot write: Windows keeps this name for a device"),
				Hint:    fault.T("Đặt tên khác, ví dụ: %s", "Choose another name, such as: %s", render.FileName(stemOf(o.Target))+filepath.Ext(o.Target)),
			}}
		}
	}
	for {
		set, kept, f := s.choose(places, outputs, sums, ledger, force)
		if f != nil {
			return written, append(kept, f)
		}
		if err := ledger.Begin(set.paths(), outputs); err != nil {
			return written, append(kept, s.unwritable(outputs[0].Target, err))
		}
		changed, f := s.replaceSet(set)
		if f != nil {
			return written, append(kept, f)
		}
		if changed { // somebody saved meanwhile: the next number
			continue
		}
		for i, r := range set {
			ledger.Wrote(r.path(r.number), r.output.Data)
			written[i] = r.shown()
		}
		return written, kept
	}
}

// choose finds the first number under which all outputs may be written. It tells which
// files stay as they are.
func (s system) choose(places []place, outputs []Output, sums []string, ledger Ledger, force bool) (set replacements, kept render.FaultList, f *render.Fault) {
	for number := 1; ; number++ {
		set = nil
		free := true
		for i, p := range places {
			r := &replacement{place: p, number: number, output: outputs[i], sum: sums[i], force: force}
			if !force {
				r.known = ledger.Known(r.path(number))
			}
			set = append(set, r)
			mine, err := r.may()
			if err != nil {
				return nil, kept, s.unwritable(r.shown(), err)
			}
			if !mine && number == 1 {
				kept = append(kept, &render.Fault{Severity: render.Warning, Code: "output-changed", File: outputs[i].Target,
					Hint: fault.T("Muốn ghi đè, thêm --force.", "To replace it, add --force.")})
			}
			free = free && mine
		}
		if !free {
			continue
		}
		for _, f := range kept {
			f.Message = fault.T("tệp này không phải do bienban ghi hoặc đã được sửa sau khi ghi, nên được giữ nguyên; bản mới là %s",
				"bienban did not write this file, or it was changed since, so it stays; the new one is %s", numbered(f.File, number))
		}
		return set, kept, nil
	}
}

// numbered is a file's name with a number: "x.docx", then "x (2).docx".
func numbered(name string, n int) string {
	if n == 1 {
		return name
	}
	extension := filepath.Ext(name)
	return fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, extension), n, extension)
}

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
	case errors.Is(err, errLink):
		f.Message = fault.T("không ghi: đường dẫn này đi qua một liên kết (symbolic link), có thể dẫn ra ngoài thư mục kết quả", "not written: a symbolic link is on this path, and may lead out of the folder")
		f.Hint = fault.T("Xóa liên kết ấy, hoặc dùng -o với thư mục mà nó dẫn tới.", "Remove the link, or give the folder that it leads to with -o.")
	case errors.Is(err, errNotRegular), errors.Is(err, errShared):
		f.Message = fault.T("không ghi: đây không phải một tệp thường (ống dẫn, thiết bị, hoặc tệp có tên thứ hai)", "not written: this is no ordinary file (a pipe, a device, or a file with a second name)")
		f.Hint = fault.T("Xóa hoặc chuyển nó đi nơi khác rồi chạy lại.", "Remove it, or move it elsewhere, and run again.")
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
