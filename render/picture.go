package render

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
)

// A source is the meeting file that a document comes from.
type source struct {
	name string
	yaml []byte
	line int // where the meeting begins, from 1
}

var pictures = beside{"picture", fault.T("ảnh", "the picture"), "chu-ky.png"}

// picture reads a picture that the meeting names. The error is a [FaultList].
func (d *Document) picture(name string) ([]byte, error) {
	data, f := pictures.read(d.files, name, d.renderer.limits.ImageBytes)
	if f == nil {
		return data, nil
	}
	f.File = d.source.name
	f.Line, f.Column = d.source.find(name)
	return nil, FaultList{f}
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
