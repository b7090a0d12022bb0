package web

import (
	"bytes"
	"context"
	"mime"
	"strconv"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/bienban/bienban/render"
)

const typePNG = "image/png"

// Widths of pictures, in pixels.
const (
	leastWidth, mostWidth = 64, 1200
	usualWidth            = 240
	mostPages             = 100_000 // more than any document has
)

type templatePictureQuery struct {
	Name  string `path:"name" doc:"A template's name" example:"bien-ban"`
	Width string `query:"width" doc:"Pixels" example:"240"`
}

// pictureQuery is what the address says of a picture, besides what it says of a meeting.
type pictureQuery struct {
	Name     string `query:"name" doc:"What the meeting or the template is called"`
	Template string `query:"template" doc:"The template, where the body is the meeting file; none: the first that the meeting names"`
	Page     string `query:"page" doc:"Of the document, from 1" example:"1"`
	Width    string `query:"width" doc:"Pixels" example:"240"`
}

// describeNumber says in the OpenAPI document what a parameter takes that we read ourselves.
func describeNumber(op *huma.Operation, name string, least, most, usual int) {
	for _, p := range op.Parameters {
		if p.Name == name {
			low, high := float64(least), float64(most)
			p.Schema = &huma.Schema{Type: "integer", Minimum: &low, Maximum: &high, Default: usual}
			p.Example = usual
		}
	}
}

// number reads a parameter.
func number(name, s string, least, most, usual int) (int, error) {
	if s == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		return 0, bad("%s là một số từ %d đến %d, không phải %q", "%s is a number from %d to %d, not %q", name, least, most, s)
	}
	return n, nil
}

// templatePicture is GET /api/v1/templates/{name}/picture.
func (h *handler) templatePicture(c *call, in *templatePictureQuery) (answer, error) {
	width, err := number("width", in.Width, leastWidth, mostWidth, usualWidth)
	if err != nil {
		return nil, err
	}
	r := h.own()
	digest, err := r.TemplateDigest(in.Name)
	if err != nil {
		_, _, faults := r.TemplateData(in.Name)
		return nil, notFound(faults)
	}
	key := pictureKey{in.Name, digest, width}
	if data := h.pictures.get(key); data != nil {
		return &file{kind: typePNG, data: data}, nil
	}
	ctx, end, err := c.work()
	if err != nil {
		return nil, err
	}
	defer end()
	data, name, faults := r.TemplateData(in.Name)
	if data == nil {
		return nil, notFound(faults)
	}
	answer, err := h.try(c, ctx, r, name, data, 1, width)
	if err != nil {
		return nil, err
	}
	h.pictures.put(key, answer.data)
	return &file{kind: typePNG, data: answer.data}, nil
}

// try pictures a template with made-up content.
func (h *handler) try(c *call, ctx context.Context, r *render.Renderer, name string, data []byte, page, width int) (*file, error) {
	d, faults := r.Try(ctx, name, data)
	if d == nil {
		if ctx.Err() != nil {
			return nil, c.failure(ctx.Err(), nil)
		}
		return nil, refused(faults)
	}
	return h.picturePage(c, ctx, d, faults, page, width)
}

func (h *handler) picturePage(c *call, ctx context.Context, d *render.Document, faults render.FaultList, page, width int) (*file, error) {
	var b bytes.Buffer
	err := d.PNG(ctx, &b, page, width)
	faults = append(faults, d.Faults()...)
	if err != nil {
		return nil, c.failure(err, faults)
	}
	h.metrics.made("png")
	return &file{kind: typePNG, data: b.Bytes(), findings: len(findings(faults, c.lang))}, nil
}

// picture is POST /api/v1/picture.
func (h *handler) picture(c *call, q *pictureQuery) (answer, error) {
	width, err := number("width", q.Width, leastWidth, mostWidth, usualWidth)
	if err != nil {
		return nil, err
	}
	page, err := number("page", q.Page, 1, mostPages, 1)
	if err != nil {
		return nil, err
	}
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	ctx, end, err := c.work()
	if err != nil {
		return nil, err
	}
	defer end()
	contentType := c.request.Header.Get("Content-Type")
	if kind, _, _ := mime.ParseMediaType(contentType); kind == typeDOCX {
		leave, err := c.room(ctx, len(body), alone(body))
		if err != nil {
			return nil, err
		}
		defer leave()
		made, err := h.try(c, ctx, h.renderer, wordName(q.Name), body, page, width)
		if err != nil {
			return nil, err
		}
		return made, nil
	}
	t, err := decodeTask(contentType, body, meetingQuery{Name: q.Name, Template: q.Template})
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
	if len(documents) == 0 {
		return nil, refused(append(faults, noDocuments(t.name)))
	}
	made, err := h.picturePage(c, ctx, documents[0], faults, page, width)
	if err != nil {
		return nil, err
	}
	return made, nil
}

// noDocuments is the fault of a meeting that nothing is made of.
func noDocuments(name string) *render.Fault {
	return &render.Fault{Code: "no-documents", File: name,
		Message: render.Text{Vi: "không có văn bản nào để tạo", En: "there is no document to make"}}
}

// A pictureCache has the pictures of templates that were asked for last: a template of equal
// bytes looks the same for ever.
type pictureCache struct {
	mu    sync.Mutex
	made  map[pictureKey][]byte
	order []pictureKey // the oldest first
	bytes int
}

type pictureKey struct {
	name, digest string
	width        int
}

// mostCached bounds what a [pictureCache] holds, in bytes.
const mostCached = 16 << 20

func (p *pictureCache) get(key pictureKey) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.made[key]
}

func (p *pictureCache) put(key pictureKey, data []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made[key] != nil || len(data) > mostCached {
		return
	}
	if p.made == nil {
		p.made = map[pictureKey][]byte{}
	}
	p.made[key] = data
	p.order = append(p.order, key)
	p.bytes += len(data)
	for p.bytes > mostCached {
		p.bytes -= len(p.made[p.order[0]])
		delete(p.made, p.order[0])
		p.order = p.order[1:]
	}
}
