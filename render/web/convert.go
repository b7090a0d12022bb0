package web

import (
	"bytes"
	"mime"

	"github.com/bienban/bienban/render"
)

// convertQuery is what the address says of a Word document.
type convertQuery struct {
	Name string `query:"name" doc:"What the document is called: findings begin with it, the PDF is named after it"`
}

// convert is POST /api/v1/convert.
func (h *handler) convert(c *call, q *convertQuery) (answer, error) {
	contentType := c.request.Header.Get("Content-Type")
	if kind, _, _ := mime.ParseMediaType(contentType); kind != typeDOCX && kind != typeBytes {
		return nil, wrongType(contentType, typeDOCX+", "+typeBytes)
	}
	data, err := c.body()
	if err != nil {
		return nil, err
	}
	ctx, end, err := c.work()
	if err != nil {
		return nil, err
	}
	defer end()
	leave, err := c.room(ctx, len(data), alone(data))
	if err != nil {
		return nil, err
	}
	defer leave()
	name := wordName(q.Name)
	var b bytes.Buffer
	faults, err := h.renderer.Convert(ctx, &b, name, data)
	if err != nil {
		return nil, c.failure(err, faults)
	}
	h.metrics.made("pdf")
	return &file{render.Stem(name) + ".pdf", typePDF, b.Bytes(), len(findings(faults, c.lang))}, nil
}
