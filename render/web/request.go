package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bienban/bienban/render"
)

// Content types.
const (
	typeDOCX  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typePDF   = "application/pdf"
	typeZip   = "application/zip"
	typeJSON  = "application/json"
	typeYAML  = "application/yaml"
	typeForm  = "multipart/form-data"
	typeBytes = "application/octet-stream"
)

// A MeetingRequest is a meeting and what is beside it, as JSON has them.
type MeetingRequest struct {
	YAML      string            `json:"yaml,omitempty" doc:"The meeting file. Either this or meeting" example:"title: Họp giao ban"`
	Meeting   json.RawMessage   `json:"meeting,omitempty" doc:"The meeting as JSON: see /api/v1/schema. Numbers are JSON's, so 2.5 is 2,5"`
	Name      string            `json:"name,omitempty" doc:"What the meeting file is called: findings begin with it, documents are named after it" example:"hop-giao-ban.yaml"`
	Template  string            `json:"template,omitempty" doc:"The template instead of those that the meeting names" example:"bien-ban"`
	Templates map[string][]byte `json:"templates,omitempty" doc:"Templates of one's own, .docx files by name"`
	Files     map[string][]byte `json:"files,omitempty" doc:"Pictures and spreadsheets that the meeting names, by their names"`
	To        []string          `json:"to,omitempty" enum:"docx,pdf" doc:"The formats; both where there are none"`
	Strict    bool              `json:"strict,omitempty" doc:"Figures that contradict each other are errors"`
}

// meetingQuery is what the address says of a meeting that is the body itself.
type meetingQuery struct {
	Name     string   `query:"name" doc:"What the meeting file is called, where the body is the file"`
	Template string   `query:"template" doc:"The template, where the body is the meeting file"`
	To       []string `query:"to" enum:"docx,pdf" doc:"The formats, where the body is the meeting file; both where there are none"`
	Strict   string   `query:"strict" enum:"true,false" doc:"Figures that contradict each other are errors, where the body is the meeting file"`
}

// A task is a request for the documents of a meeting, read.
type task struct {
	name      string // of the meeting's file
	yaml      []byte
	template  []string // at most one
	templates sent
	files     sent
	to        []string // "docx", "pdf"
	strict    bool
}

// decodeTask reads a request's body. The error is a [*Problem].
func decodeTask(contentType string, body []byte, q meetingQuery) (*task, error) {
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind = contentType
	}
	t := &task{templates: sent{}, files: sent{}}
	strict, err := yes(q.Strict)
	if err != nil {
		return nil, err
	}
	in := MeetingRequest{Name: q.Name, Template: q.Template, To: q.To, Strict: strict}
	switch kind {
	case typeJSON:
		err = decodeJSON(body, &in)
		if err == nil && in.YAML != "" && len(in.Meeting) > 0 {
			err = bad("chỉ ghi yaml hoặc meeting, không ghi cả hai", "give yaml or meeting, not both")
		}
	case typeYAML, "application/x-yaml", "text/yaml", "text/x-yaml": // the last three from before RFC 9512
		in.YAML = string(body)
	case typeForm:
		err = decodeForm(body, parameters["boundary"], &in)
	default:
		return nil, wrongType(contentType, strings.Join([]string{typeJSON, typeYAML, typeForm}, ", "))
	}
	if err != nil {
		return nil, err
	}
	return t, t.take(in)
}

// take checks a request and takes it over.
func (t *task) take(in MeetingRequest) (err error) {
	t.yaml = []byte(in.YAML)
	if len(in.Meeting) > 0 && string(in.Meeting) != "null" {
		if t.yaml, err = yamlOf(in.Meeting); err != nil {
			return err
		}
	}
	if len(t.yaml) == 0 {
		return bad("thiếu nội dung cuộc họp (yaml hoặc meeting)", "there is no meeting (yaml or meeting)")
	}
	t.name = "bienban.yaml"
	if in.Name != "" {
		t.name = render.FileName(render.Stem(in.Name)) + ".yaml"
	}
	if in.Template != "" {
		t.template = []string{in.Template}
	}
	for name, data := range in.Templates {
		if !strings.EqualFold(path.Ext(name), ".docx") || strings.ContainsAny(name, `/\:`) || !t.templates.add(name, data) {
			return bad("tên tệp mẫu phải có dạng TÊN.docx, không phải %q", "the name of a template is NAME.docx, not %q", name)
		}
	}
	for name, data := range in.Files {
		if !t.files.add(name, data) {
			return bad("tên tệp đi kèm không hợp lệ: %q", "the name of a file is not one: %q", name)
		}
	}
	t.strict = in.Strict
	t.to, err = formats(in.To)
	return err
}

// formats are those asked for, each once and in one order; both where none is.
func formats(to []string) ([]string, error) {
	if len(to) == 0 {
		return []string{"docx", "pdf"}, nil
	}
	to = slices.Clone(to)
	for i, f := range to {
		to[i] = strings.ToLower(strings.TrimSpace(f))
		if to[i] != "docx" && to[i] != "pdf" {
			return nil, bad("to nhận docx, pdf hoặc cả hai, không nhận %q", "to takes docx, pdf or both, not %q", f)
		}
	}
	slices.Sort(to)
	return slices.Compact(to), nil
}

func yes(s string) (bool, error) {
	if s == "" {
		return false, nil
	}
	b, err := strconv.ParseBool(s)
	if err != nil {
		return false, bad("strict nhận true hoặc false, không nhận %q", "strict takes true or false, not %q", s)
	}
	return b, nil
}

// decodeJSON reads one JSON value into v, which has to know all its members.
func decodeJSON(body []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more than one value")
		}
	}
	if err != nil {
		return bad("nội dung JSON sai: %v", "the JSON is wrong: %v", err)
	}
	return nil
}

// decodeForm reads what curl -F sends: the file "meeting", the values of the query's names,
// and any other files, of which .docx are templates.
func decodeForm(body []byte, boundary string, in *MeetingRequest) error {
	in.Templates, in.Files = map[string][]byte{}, map[string][]byte{}
	parts := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var data []byte
		if err == nil {
			data, err = io.ReadAll(part)
		}
		if err != nil {
			return bad("biểu mẫu multipart sai: %v", "the multipart form is wrong: %v", err)
		}
		file, value := part.FileName(), string(data)
		switch name := part.FormName(); {
		case name == "meeting":
			in.Name = file
			if kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type")); kind == typeJSON || strings.EqualFold(path.Ext(file), ".json") {
				in.Meeting = data
			} else {
				in.YAML = value
			}
		case file != "" && strings.EqualFold(path.Ext(file), ".docx"):
			in.Templates[file] = data
		case file != "":
			in.Files[file] = data
		case name == "name":
			in.Name = value
		case name == "template":
			in.Template = value
		case name == "to":
			in.To = append(in.To, strings.Split(value, ",")...)
		case name == "strict":
			if in.Strict, err = yes(value); err != nil {
				return err
			}
		default:
			return bad("biểu mẫu không có mục %q", "the form has no field %q", name)
		}
	}
}

// yamlOf gives a meeting in JSON as YAML, of which JSON is a part, but for what the two
// write otherwise: YAML knows no \/ and no pairs of \u, and a meeting's 2.351 is two
// thousand, where JSON's is two and a bit. Members keep their order, and each has a line.
func yamlOf(data []byte) ([]byte, error) {
	var b bytes.Buffer
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := writeYAML(&b, d, 0); err != nil {
		return nil, bad("nội dung JSON sai: %v", "the JSON is wrong: %v", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, bad("nội dung JSON sai: có nhiều hơn một giá trị", "the JSON is wrong: more than one value")
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func writeYAML(b *bytes.Buffer, d *json.Decoder, depth int) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	open, ok := token.(json.Delim)
	if !ok {
		return writeScalar(b, token)
	}
	if depth > maxDepth {
		return errors.New("nested too deeply")
	}
	b.WriteString(open.String())
	indent := strings.Repeat("  ", depth)
	first := true
	for d.More() {
		if b.Len() > maxMeeting { // the spaces before many deep members
			return errors.New("too large")
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteString("\n  " + indent)
		if open == '{' {
			key, err := d.Token()
			if err != nil {
				return err
			}
			if err := writeScalar(b, key); err != nil {
				return err
			}
			b.WriteString(": ")
		}
		if err := writeYAML(b, d, depth+1); err != nil {
			return err
		}
	}
	end, err := d.Token()
	if err != nil {
		return err
	}
	if !first {
		b.WriteString("\n" + indent)
	}
	b.WriteString(end.(json.Delim).String())
	return nil
}

// Above what a meeting may have: the reader of meetings then tells.
const (
	maxDepth   = 1000
	maxMeeting = 32 << 20
)

func writeScalar(b *bytes.Buffer, v any) error {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case json.Number:
		s := v.String()
		if strings.ContainsAny(s, "eE") {
			f, err := v.Float64()
			if err != nil {
				return err
			}
			s = strconv.FormatFloat(f, 'f', -1, 64)
		}
		if whole, decimals, ok := strings.Cut(s, "."); ok {
			s = `"` + whole + "," + decimals + `"`
		}
		b.WriteString(s)
	case string:
		writeText(b, v)
	}
	return nil
}

// writeText writes a text in quotes, its letters as they are and its control characters in
// escapes that both languages know.
func writeText(b *bytes.Buffer, s string) {
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r >= 0xfffe && r <= 0xffff || r == utf8.RuneError:
			b.WriteString(`\u` + strconv.FormatInt(0x10000+int64(r), 16)[1:])
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}
