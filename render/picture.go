package render

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
)

// A source is the meeting file that a document comes from.
type source struct {
	name string
	yaml []byte
	line int // where the meeting begins, from 1
}

var pictures = beside{"picture", fault.T("ảnh", "the picture"), "chu-ky.png"}

// picture reads a picture that the meeting names, or holds: a data: URL, or base64. The error
// is a [FaultList].
func (d *Document) picture(name string) ([]byte, error) {
	if encoded, ok := heldPicture(name); ok {
		data, f := decodePicture(encoded, d.renderer.limits.ImageBytes)
		if f == nil {
			return data, nil
		}
		f.File = d.source.name
		f.Line, f.Column = d.source.find(name[:min(len(name), 40)])
		return nil, FaultList{f}
	}
	data, f := pictures.read(d.files, name, d.renderer.limits.ImageBytes)
	if f == nil {
		return data, nil
	}
	f.File = d.source.name
	f.Line, f.Column = d.source.find(name)
	return nil, FaultList{f}
}

// pictureStarts are how the pictures that are read begin in base64: PNG, JPEG, GIF. No name of
// a file begins so and is that long.
var pictureStarts = []string{"iVBORw0KGgo", "/9j/", "R0lGOD"}

// heldPicture is the base64 of a picture that stands in the meeting itself; false for a file's name.
func heldPicture(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) >= 5 && strings.EqualFold(s[:5], "data:") {
		return s, true
	}
	return s, len(s) > 100 && slices.ContainsFunc(pictureStarts, func(p string) bool { return strings.HasPrefix(s, p) })
}

// decodePicture decodes a data: URL (RFC 2397) of base64, or base64 alone; the fault has no place.
func decodePicture(s string, max int64) ([]byte, *Fault) {
	bad := func(vi, en string) *Fault {
		return &Fault{Code: "bad-image", Message: fault.T(vi, en),
			Hint: fault.T("Viết data:image/png;base64,… với đủ nội dung của tệp PNG, JPEG hoặc GIF; hoặc ghi tên tệp ảnh.", "Write data:image/png;base64,… with all of a PNG, JPEG or GIF; or the name of a picture file.")}
	}
	if len(s) >= 5 && strings.EqualFold(s[:5], "data:") {
		head, rest, ok := strings.Cut(s, ",")
		if !ok || !strings.HasSuffix(strings.ToLower(strings.ReplaceAll(head, " ", "")), ";base64") {
			return nil, bad("ảnh dạng data: không ở dạng base64", "the picture in a data: URL is not in base64")
		}
		s = rest
	}
	if int64(len(s))/4*3 > max+max/8 { // line breaks and spaces do not count
		return nil, limit.Exceeded(fault.T("Ảnh ghi trong tệp", "a picture in the file"), megabytes(max))
	}
	s = strings.TrimRight(strings.Join(strings.Fields(s), ""), "=")
	encoding := base64.RawStdEncoding
	if strings.ContainsAny(s, "-_") {
		encoding = base64.RawURLEncoding
	}
	data, err := encoding.DecodeString(s)
	if err != nil || len(data) == 0 {
		return nil, bad("ảnh ghi trong tệp không phải là base64 đúng", "the picture in the file is no right base64")
	}
	return data, nil
}

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
