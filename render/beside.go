package render

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
)

// A beside is a kind of file that a meeting names: it is read from inside the meeting
// file's folder and from nowhere else.
type beside struct {
	code    string // its faults begin with it: "picture-missing"
	the     Text   // "the picture"
	example string // "chu-ky.png"
}

// read reads a file. The fault has no place.
func (b beside) read(files fs.FS, name string, max int64) ([]byte, *Fault) {
	refuse := func(code string, message, hint Text) *Fault {
		return &Fault{Code: code, Message: message, Hint: hint}
	}
	clean := path.Clean(strings.ReplaceAll(name, `\`, "/"))
	outside := func() *Fault {
		return refuse(b.code+"-outside",
			fault.T("%s %q nằm ngoài thư mục của tệp cuộc họp", "%s %q is outside the meeting file's folder", b.the, name),
			fault.T("Chép %[1]s vào cùng thư mục với tệp YAML (hoặc thư mục con) rồi ghi tên tương đối, ví dụ: %[2]s.",
				"Copy %[1]s beside the YAML file (or below it) and give its relative name, such as: %[2]s.", b.the, b.example))
	}
	if strings.TrimSpace(name) == "" || !fs.ValidPath(clean) || clean == "." || hasDrive(clean) {
		return nil, outside()
	}
	if files == nil {
		return nil, refuse(b.code+"-no-folder",
			fault.T("không đọc được %s %q: dữ liệu này không có thư mục đi kèm", "cannot read %s %q: this input has no folder", b.the, name),
			fault.T("Ghi nội dung cuộc họp vào một tệp đặt cạnh %s.", "Put the meeting into a file beside %s.", b.the))
	}
	data, err := readFolded(files, clean, max)
	var large errTooLarge
	var pathError *fs.PathError
	switch {
	case err == nil:
		return data, nil
	case errors.As(err, &large):
		return nil, refuse("limit",
			fault.T("%s %q lớn hơn %s", "%s %q is larger than %s", b.the, name, megabytes(large.max)),
			fault.T("Giảm kích thước %s.", "Make %s smaller.", b.the))
	case errors.Is(err, fs.ErrNotExist):
		return nil, refuse(b.code+"-missing",
			fault.T("không tìm thấy %s %q", "%s %q was not found", b.the, name),
			fault.T("Đặt %[1]s cạnh tệp YAML và kiểm tra lại tên tệp, kể cả chữ hoa, chữ thường.",
				"Put %[1]s beside the YAML file and check its name, upper and lower case included.", b.the))
	case errors.As(err, &pathError) && strings.Contains(pathError.Err.Error(), "escapes"): // os.Root: a symbolic link that leads out
		return nil, outside()
	}
	return nil, refuse(b.code+"-unreadable", fault.T("không đọc được %s %q: %v", "cannot read %s %q: %v", b.the, name, err), Text{})
}

// hasDrive reports whether a cleaned path begins with a Windows drive, which is absolute
// there although [fs.ValidPath] accepts it.
func hasDrive(p string) bool { return len(p) >= 2 && p[1] == ':' }
