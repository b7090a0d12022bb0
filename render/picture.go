package render

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
)

// A source is the meeting file that a document comes from.
type source struct {
	name string
	yaml []byte
	line int // where the meeting begins, from 1
}

// picture reads a picture that the meeting names, from inside its folder and from nowhere
// else. The error is a [FaultList].
func (d *Document) picture(name string) ([]byte, error) {
	refuse := func(code string, message, hint Text) error {
		f := &Fault{Code: code, File: d.source.name, Message: message, Hint: hint}
		f.Line, f.Column = d.source.find(name)
		return FaultList{f}
	}
	clean := path.Clean(strings.ReplaceAll(name, `\`, "/"))
	outside := func() error {
		return refuse("picture-outside",
			fault.T("ảnh %q nằm ngoài thư mục của tệp cuộc họp", "the picture %q is outside the meeting file's folder", name),
			fault.T("Chép ảnh vào cùng thư mục với tệp YAML (hoặc thư mục con) rồi ghi tên tương đối, ví dụ: chu-ky.png.",
				"Copy the picture beside the YAML file (or below it) and give its relative name, such as: chu-ky.png."))
	}
	if strings.TrimSpace(name) == "" || !fs.ValidPath(clean) || clean == "." || hasDrive(clean) {
		return nil, outside()
	}
	if d.files == nil {
		return nil, refuse("picture-no-folder",
			fault.T("không đọc được ảnh %q: dữ liệu này không có thư mục đi kèm", "cannot read the picture %q: this input has no folder", name),
			fault.T("Ghi nội dung cuộc họp vào một tệp đặt cạnh ảnh.", "Put the meeting into a file beside the picture."))
	}
	data, err := readFolded(d.files, clean, d.renderer.limits.ImageBytes)
	var large errTooLarge
	var pathError *fs.PathError
	switch {
	case err == nil:
		return data, nil
	case errors.As(err, &large):
		return nil, refuse("limit",
			fault.T("ảnh %q lớn hơn %s", "the picture %q is larger than %s", name, megabytes(large.max)),
			fault.T("Giảm kích thước ảnh.", "Make the picture smaller."))
	case errors.Is(err, fs.ErrNotExist):
		return nil, refuse("picture-missing",
			fault.T("không tìm thấy ảnh %q", "the picture %q was not found", name),
			fault.T("Đặt ảnh cạnh tệp YAML và kiểm tra lại tên tệp, kể cả chữ hoa, chữ thường.",
				"Put the picture beside the YAML file and check its name, upper and lower case included."))
	case errors.As(err, &pathError) && strings.Contains(pathError.Err.Error(), "escapes"): // os.Root: a symbolic link that leads out
		return nil, outside()
	}
	return nil, refuse("picture-unreadable", fault.T("không đọc được ảnh %q: %v", "cannot read the picture %q: %v", name, err), Text{})
}

// hasDrive reports whether a cleaned path begins with a Windows drive, which is absolute
// there although [fs.ValidPath] accepts it.
func hasDrive(p string) bool { return len(p) >= 2 && p[1] == ':' }

// find is the place of a value in the file, 0 if it cannot be found: the decoded meeting
// no longer knows it.
func (s source) find(value string) (line, column int) {
	for i, text := range bytes.Split(s.yaml, []byte("\n")) {
		if i+1 < s.line || value == "" {
			continue
		}
		if at := bytes.Index(text, []byte(value)); at >= 0 && bytes.IndexByte(text[:at], ':') >= 0 {
			return i + 1, utf8.RuneCount(text[:at]) + 1
		}
	}
	return 0, 0
}

// megabytes prints a limit.
func megabytes(n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt(n, 10) + " byte"
	}
	return strconv.FormatInt(n>>20, 10) + " MB"
}
