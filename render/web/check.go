package web

import (
	"mime"

	"github.com/bienban/bienban/render"
)

// Checked is what was found about a meeting or a template.
type Checked struct {
	OK       bool             `json:"ok" doc:"Nothing of it is an error"`
	Findings []render.Finding `json:"findings"`
}

// check is POST /api/v1/check. A meeting is made into its documents too, which go nowhere:
// a missing picture shows only then.
func (h *handler) check(c *call, q *meetingQuery) (answer, error) {
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	contentType := c.request.Header.Get("Content-Type")
	if kind, _, _ := mime.ParseMediaType(contentType); kind == typeDOCX {
		return h.checkTemplate(c, q.Name, body)
	}
	ctx, end, err := c.work()
	if err != nil {
		return nil, err
	}
	defer end()
	t, err := decodeTask(contentType, body, *q)
	if err != nil {
		return nil, err
	}
	leave, err := c.room(ctx, len(t.yaml), t.templates, t.files)
	if err != nil {
		return nil, err
	}
	defer leave()
	faults, err := h.rendererFor(t).Check(ctx, t.name, t.yaml, t.files, t.template...)
	if ctx.Err() != nil {
		return nil, c.failure(ctx.Err(), nil)
	}
	if err != nil {
		return nil, err
	}
	return ok(Checked{!faults.Failed(), findings(faults, c.lang)}), nil
}

func (h *handler) checkTemplate(c *call, name string, data []byte) (answer, error) {
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
	name = wordName(name)
	faults := append(h.renderer.CheckTemplate(name, data), h.renderer.CheckTemplateForm(name, data)...)
	return ok(Checked{!faults.Failed(), findings(faults, c.lang)}), nil
}

// wordName is the name of a Word document that a request brings.
func wordName(name string) string { return render.FileName(render.Stem(name)) + ".docx" }
