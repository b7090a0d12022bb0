package web

import (
	"archive/zip"
	"bytes"
	little "encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render"
)

// Bounds of the files of one batch. What an office sends at once ends far below.
const (
	maxEntries  = 5_000
	maxRecords  = 100_000 // records of a zip's directory, those of zips in it included
	maxPath     = 1_000   // bytes
	maxUnpacked = 2       // times the largest body
)

// A tree is the files of a batch by their paths, in NFC.
type tree struct {
	files sent
	docx  map[string]sent // the templates of each folder
	taken map[string]bool
	left  int64 // bytes that the files may still have
	call  *call // which holds them
}

func newTree(c *call) *tree {
	return &tree{files: sent{}, docx: map[string]sent{}, taken: map[string]bool{}, left: maxUnpacked * c.handler.options.BodyBytes, call: c}
}

// put takes a file in. The error is a [*Problem].
func (t *tree) put(name string, r io.Reader) error {
	clean, ok := cleanPath(name)
	if !ok {
		return bad("tên tệp không hợp lệ hoặc trỏ ra ngoài: %.200q", "the name of a file is none, or leads elsewhere: %.200q", name)
	}
	if t.taken[clean] {
		return bad("hai tệp cùng tên %q", "two files are named %q", clean)
	}
	t.taken[clean] = true
	if len(t.taken) > maxEntries {
		return tooManyFiles()
	}
	if isIgnored(clean) {
		return nil
	}
	var b bytes.Buffer
	most := min(t.left, t.call.handler.options.BodyBytes) // no file may be larger than one that comes alone
	n, err := io.Copy(&b, &counted{io.LimitReader(r, most+1), t.call})
	if t.left -= n; n > most {
		return problem(http.StatusRequestEntityTooLarge, "too-large", "các tệp giải nén ra quá lớn", "the files are too large when they are unpacked")
	}
	if full, ok := errors.AsType[*Problem](err); ok {
		return full
	}
	if err != nil {
		return bad("không đọc được tệp %q: %v", "the file %q cannot be read: %v", clean, err)
	}
	t.files[clean] = b.Bytes()
	if strings.EqualFold(path.Ext(clean), ".docx") {
		folder := path.Dir(clean)
		if t.docx[folder] == nil {
			t.docx[folder] = sent{}
		}
		t.docx[folder][path.Base(clean)] = b.Bytes()
	}
	return nil
}

func tooManyFiles() *Problem {
	return problem(http.StatusRequestEntityTooLarge, "too-large", "có nhiều hơn %d tệp", "there are more than %d files", maxEntries)
}

// cleanPath is the path of a file below the top of a batch, in NFC; ok is false for one
// that is absolute, leads upwards or is none. Programs on Windows write "\" for "/".
func cleanPath(name string) (clean string, ok bool) {
	name = strings.ReplaceAll(norm.NFC.String(name), `\`, "/")
	if len(name) > maxPath || !utf8.ValidString(name) || strings.HasPrefix(name, "/") || strings.ContainsFunc(name, unicode.IsControl) {
		return "", false
	}
	if len(name) >= 2 && name[1] == ':' || slices.Contains(strings.Split(name, "/"), "..") {
		return "", false
	}
	clean = path.Clean(name)
	return clean, fs.ValidPath(clean) && clean != "."
}

// isIgnored reports whether a file is nobody's: hidden, or what a Mac or Word leaves beside
// files.
func isIgnored(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool {
		return strings.HasPrefix(part, ".") || strings.HasPrefix(part, "~$") || part == "__MACOSX"
	})
}

// unzip takes the files of a zip in. The error is a [*Problem].
func (t *tree) unzip(data []byte) error {
	if bytes.Count(data, []byte("PK\x01\x02")) > maxRecords { // each takes memory before we see it
		return tooManyFiles()
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return bad("tệp zip sai: %v", "the zip is wrong: %v", err)
	}
	for _, f := range z.File {
		name := entryName(f)
		mode := f.Mode()
		switch {
		case strings.HasSuffix(name, "/"), strings.HasSuffix(name, `\`), mode.IsDir():
			continue
		case mode&fs.ModeType != 0:
			return bad("%q trong tệp zip là liên kết, không phải tệp", "%q in the zip is a link, not a file", name)
		case f.Flags&1 != 0:
			return bad("tệp %q trong tệp zip có mật khẩu", "the file %q in the zip has a password", name)
		}
		r, err := f.Open()
		if err != nil {
			return bad("không đọc được tệp %q: %v", "the file %q cannot be read: %v", name, err)
		}
		err = t.put(name, r)
		r.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// entryName is the name of a file in a zip. UTF-8 is told by a flag, by an extra field
// (Info-ZIP's), or by nothing (a Mac's): only what is none is of the code page of old.
func entryName(f *zip.File) string {
	raw := f.Name
	for extra := f.Extra; len(extra) >= 4; {
		id, n := little.LittleEndian.Uint16(extra), int(little.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; n > len(extra) {
			break
		}
		if field := extra[:n]; id == 0x7075 && n > 5 && field[0] == 1 && little.LittleEndian.Uint32(field[1:]) == crc32.ChecksumIEEE([]byte(raw)) && utf8.Valid(field[5:]) {
			return string(field[5:])
		}
		extra = extra[n:]
	}
	if utf8.ValidString(raw) {
		return raw
	}
	decoded, err := charmap.CodePage437.NewDecoder().String(raw)
	if err != nil {
		return raw // which is no name, then
	}
	return decoded
}

// readForm takes the files of a form in, and the values of the fields that q has. The error
// is a [*Problem].
func (t *tree) readForm(body []byte, boundary string, q *batchQuery) error {
	parts := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := parts.NextPart()
		if err == io.EOF { // itself: one that breaks off has it inside
			return nil
		}
		if err != nil {
			return bad("biểu mẫu multipart sai: %v", "the multipart form is wrong: %v", err)
		}
		_, disposition, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
		if name := disposition["filename"]; name != "" { // with its folders, which Part.FileName cuts off
			if err := t.put(name, part); err != nil {
				return err
			}
			continue
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return bad("biểu mẫu multipart sai: %v", "the multipart form is wrong: %v", err)
		}
		switch value := string(data); part.FormName() {
		case "template":
			q.Template = value
		case "to":
			q.To = append(q.To, strings.Split(value, ",")...)
		case "strict":
			q.Strict = value
		default:
			return bad("biểu mẫu không có mục %q", "the form has no field %q", part.FormName())
		}
	}
}

// meetings are the paths of the meeting files, in order.
func (t *tree) meetings() []string {
	var list []string
	for name := range t.files {
		switch strings.ToLower(path.Ext(name)) {
		case ".yaml", ".yml", ".json":
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// beside is the folder of a meeting: what is not in it or below it cannot be reached.
func (t *tree) beside(meeting string) fs.FS {
	return below{t.files, strings.TrimSuffix(path.Dir(meeting), "/")}
}

// templates are those that a meeting may name: in its own folder, or in one above.
func (t *tree) templates(meeting string) sent {
	found := sent{}
	for folder := path.Dir(meeting); ; folder = path.Dir(folder) {
		for name, data := range t.docx[folder] {
			if found[name] == nil {
				found[name] = data
			}
		}
		if folder == "." {
			return found
		}
	}
}

// A below is a folder of a batch.
type below struct {
	files  sent
	folder string // "." is the top
}

// Open opens a file.
func (b below) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	return b.files.Open(path.Join(b.folder, name))
}

// outputFolder is a folder's path as every system takes it.
func outputFolder(folder string) string {
	if folder == "." {
		return ""
	}
	parts := strings.Split(folder, "/")
	for i, p := range parts {
		parts[i] = render.FileName(p)
	}
	return strings.Join(parts, "/") + "/"
}
