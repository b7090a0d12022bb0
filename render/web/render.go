package web

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/bienban/bienban/render"
)

// Rendered is the documents of a meeting, for those who ask for JSON.
type Rendered struct {
	Documents []RenderedFile   `json:"documents"`
	Findings  []render.Finding `json:"findings" doc:"Warnings and notes"`
}

// A RenderedFile is one document in one format.
type RenderedFile struct {
	Name     string `json:"name" example:"hop-giao-ban-bien-ban.docx"`
	Format   string `json:"format" enum:"docx,pdf"`
	Template string `json:"template"`
	Content  []byte `json:"content"`
}

// A file is an answer that is a document rather than JSON.
type file struct {
	name     string // "" for what nobody saves
	kind     string
	data     []byte
	findings int
}

func (f *file) write(c *call) {
	header := c.writer.Header()
	if f.name != "" {
		header.Set("Content-Disposition", disposition(f.name))
	}
	if f.findings > 0 {
		header.Set("Bienban-Findings", strconv.Itoa(f.findings))
	}
	c.bytes(http.StatusOK, f.kind, f.data)
}

// disposition names a file to save (RFC 6266): in letters that every client takes, and as
// it is (RFC 8187) where that is otherwise.
func disposition(name string) string {
	i := strings.LastIndexByte(name, '.')
	plain := render.Slug(name[:i]) + name[i:]
	if strings.HasPrefix(plain, ".") {
		plain = "bienban" + plain
	}
	value := `attachment; filename="` + plain + `"`
	if plain != name {
		value += "; filename*=UTF-8''" + percent(name)
	}
	return value
}

// percent writes all but the attr-char of RFC 8187 as %XX.
func percent(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("!#$&+-.^_`|~", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strings.ToUpper(strconv.FormatInt(0x100+int64(c), 16)[1:]))
		}
	}
	return b.String()
}

// render is POST /api/v1/render.
func (h *handler) render(c *call, q *meetingQuery) (answer, error) {
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	ctx, end, err := c.work()
	if err != nil {
		return nil, err
	}
	defer end()
	t, err := decodeTask(c.request.Header.Get("Content-Type"), body, *q) // a worker's work: it takes the body's memory again
	if err != nil {
		return nil, err
	}
	leave, err := c.room(ctx, len(t.yaml), t.templates, t.files)
	if err != nil {
		return nil, err
	}
	defer leave()
	documents, faults := h.rendererFor(t).Documents(t.name, t.yaml, t.files, t.template...)
	if faults.Failed() {
		return nil, refused(faults)
	}
	made, found, err := h.make(c, ctx, documents, t.to)
	faults = append(faults, found...)
	if err != nil {
		return nil, c.failure(err, faults)
	}
	if len(made) == 0 {
		return nil, refused(append(faults, noDocuments(t.name)))
	}
	told := findings(faults, c.lang)
	switch {
	case wantsJSON(c.request.Header.Get("Accept")):
		return ok(Rendered{made, told}), nil
	case len(made) == 1:
		return &file{made[0].Name, typeOf(made[0].Format), made[0].Content, len(told)}, nil
	}
	data, err := archive(made)
	if err != nil {
		return nil, err
	}
	return &file{render.Stem(t.name) + ".zip", typeZip, data, len(told)}, nil
}

// rendererFor is the renderer of one request.
func (h *handler) rendererFor(t *task) *render.Renderer {
	return h.renderer.With(func(o *render.Options) {
		o.Templates = templatesOf{t.templates, o.Templates}
		o.Strict = o.Strict || t.strict
	})
}

// make makes the documents in all formats. The error is a [render.FaultList] where they are
// at fault; the faults are the warnings so far in any case.
func (h *handler) make(c *call, ctx context.Context, documents []*render.Document, to []string) (made []RenderedFile, faults render.FaultList, err error) {
	taken := map[string]bool{}
	left := h.options.AnswerBytes
	for i, d := range documents {
		documents[i] = nil // a document holds its pages: a thousand invitations must not
		name := d.Name
		for n := 2; taken[name]; n++ {
			name = d.Name + " (" + strconv.Itoa(n) + ")"
		}
		taken[name] = true
		for _, format := range to {
			content, err := makeOne(ctx, d, format, &left)
			if err != nil {
				return nil, append(faults, d.Faults()...), err
			}
			if err := c.keep(len(content)); err != nil {
				return nil, append(faults, d.Faults()...), err
			}
			made = append(made, RenderedFile{name + "." + format, format, d.Template, content})
			h.metrics.made(format)
		}
		faults = append(faults, d.Faults()...)
	}
	return made, faults, nil
}

// makeOne makes a document in one format, of which left bytes may still be. The error is as
// [render.Document.DOCX] has it.
func makeOne(ctx context.Context, d *render.Document, format string, left *int64) ([]byte, error) {
	var b bytes.Buffer
	write := d.DOCX
	if format == "pdf" {
		write = d.PDF
	}
	if err := write(ctx, &b); err != nil {
		return nil, err
	}
	if *left -= int64(b.Len()); *left < 0 {
		return nil, render.FaultList{{Code: "limit",
			Message: render.Text{Vi: "các văn bản cộng lại quá lớn", En: "the documents are too large together"},
			Hint:    render.Text{Vi: "Chia cuộc họp thành nhiều yêu cầu.", En: "Send several requests."}}}
	}
	return b.Bytes(), nil
}

func typeOf(format string) string {
	if format == "pdf" {
		return typePDF
	}
	return typeDOCX
}

// archived is the time that files in an archive have: equal requests give equal bytes.
var archived = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// archive puts files, which are compressed already, into a zip.
func archive(files []RenderedFile) ([]byte, error) {
	var b bytes.Buffer
	size := 1 << 10
	for _, f := range files {
		size += len(f.Content) + 2*len(f.Name) + 1<<8
	}
	b.Grow(size) // what is there already is not copied once more
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Store, Modified: archived})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Content); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// work waits for a worker, and bounds the time of what follows. end gives the worker back.
func (c *call) work() (ctx context.Context, end func(), err error) {
	ctx, cancel := context.WithTimeout(c.request.Context(), c.handler.options.Time)
	leave, err := c.handler.gate.enter(ctx)
	if err != nil {
		cancel()
		return nil, nil, err
	}
	return ctx, func() { leave(); cancel() }, nil
}

// failure is why a document was not made: faults are the warnings before err.
func (c *call) failure(err error, faults render.FaultList) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return outOfTime()
	}
	if list, ok := errors.AsType[render.FaultList](err); ok {
		return refused(append(faults, list...))
	}
	return err
}
