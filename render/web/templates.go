package web

import (
	"path"
	"strings"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/meeting"
)

// Templates lists the templates.
type Templates struct {
	Templates []Template       `json:"templates"`
	Findings  []render.Finding `json:"findings" doc:"About templates of one's own; one with an error is not listed"`
}

// A Template is what a template is for; asked for by name, also what it prints.
type Template struct {
	Name    string         `json:"name" example:"bien-ban"`
	File    string         `json:"file" example:"bien-ban.docx"`
	Own     bool           `json:"own" doc:"Not one of the program's"`
	About   string         `json:"about,omitempty"`
	Fields  []TemplateKey  `json:"fields,omitempty" doc:"The fields of the meeting that it prints"`
	Outline []TemplateLine `json:"outline,omitempty"`
}

// A TemplateKey is a field of the meeting that a template prints.
type TemplateKey struct {
	Key      string   `json:"key" example:"tasks[].due"`
	Alias    string   `json:"alias" example:"nhiem_vu[].thoi_han"`
	Required bool     `json:"required"`
	About    string   `json:"about,omitempty"`
	Used     []string `json:"used,omitempty" doc:"Where the template prints it" example:"[\"paragraph 3\"]"`
}

// A TemplateLine is a line of a template's text.
type TemplateLine struct {
	Depth int    `json:"depth" doc:"How many lists it stands in"`
	Text  string `json:"text" doc:"With ‹field› for what is filled in"`
	List  bool   `json:"list,omitempty" doc:"Text is a list; what is one deeper comes for each entry"`
}

// Functions lists what template tags may call.
type Functions struct {
	Functions []Function `json:"functions"`
}

// A Function is one of them.
type Function struct {
	Name   string `json:"name" example:"longDate"`
	Use    string `json:"use" example:"{{longDate .Date}}"`
	Result string `json:"result,omitempty" example:"ngày 05 tháng 01 năm 2026"`
	About  string `json:"about"`
}

type templatePath struct {
	Name string `path:"name" doc:"A template's name" example:"bien-ban"`
}

type none struct{}

// own is the renderer whose templates are found by name only.
func (h *handler) own() *render.Renderer { return h.rendererFor(&task{}) }

// listTemplates is GET /api/v1/templates.
func (h *handler) listTemplates(c *call, _ *none) (answer, error) {
	r := h.own()
	list := Templates{Templates: []Template{}}
	var faults render.FaultList
	for _, name := range r.TemplateNames() {
		about, found := r.Template(name)
		faults = append(faults, found...)
		if about != nil {
			list.Templates = append(list.Templates, Template{Name: name, File: path.Base(about.File), Own: about.Own, About: about.About.In(c.lang)})
		}
	}
	list.Findings = findings(faults, c.lang)
	return ok(list), nil
}

// showTemplate is GET /api/v1/templates/{name}.
func (h *handler) showTemplate(c *call, in *templatePath) (answer, error) {
	about, faults := h.own().Template(in.Name)
	if about == nil {
		return nil, notFound(faults)
	}
	t := Template{Name: about.Name, File: path.Base(about.File), Own: about.Own, About: about.About.In(c.lang)}
	for _, f := range about.Fields {
		key := TemplateKey{Key: f.Key, Alias: f.Alias, Required: f.Required, About: f.About.In(c.lang)}
		for _, at := range f.Used {
			key.Used = append(key.Used, at.In(c.lang))
		}
		t.Fields = append(t.Fields, key)
	}
	for _, l := range about.Outline {
		t.Outline = append(t.Outline, TemplateLine(l))
	}
	return ok(t), nil
}

// notFound is why there is no template: that there is none of the name, or its own faults.
func notFound(faults render.FaultList) *Problem {
	if len(faults) > 0 && (faults[0].Code == "unknown-template" || faults[0].Code == "missing-file") {
		return unknownTemplate(faults)
	}
	return refused(faults)
}

// templateFile is GET /api/v1/templates/{name}/file.
func (h *handler) templateFile(_ *call, in *templatePath) (answer, error) {
	data, name, faults := h.own().TemplateData(in.Name)
	if data == nil {
		return nil, notFound(faults)
	}
	return &file{name: path.Base(name), kind: typeDOCX, data: data}, nil
}

type schemaQuery struct {
	Lang string `query:"lang" enum:"vi,en" doc:"The language of the descriptions; default: that of Accept-Language"`
}

// schema is GET /api/v1/schema: the same for everybody, with the built-in templates.
func (h *handler) schema(c *call, q *schemaQuery) (answer, error) {
	lang := c.lang
	switch q.Lang {
	case "":
	case "vi":
		lang = render.Vietnamese
	case "en":
		lang = render.English
	default:
		return nil, bad("lang nhận vi hoặc en, không nhận %q", "lang takes vi or en, not %q", q.Lang)
	}
	r := h.renderer.With(func(o *render.Options) { o.Templates = nil })
	var names [][2]string
	for _, name := range r.TemplateNames() {
		if about, _ := r.Template(name); about != nil {
			names = append(names, [2]string{name, about.About.In(lang)})
		}
	}
	c.writer.Header().Set("Content-Language", tag(lang))
	return &file{kind: "application/schema+json", data: meeting.Schema(lang, names...)}, nil
}

// functions is GET /api/v1/functions.
func (h *handler) functions(c *call, _ *none) (answer, error) {
	list := Functions{}
	for _, f := range render.Functions() {
		list.Functions = append(list.Functions, Function{f.Name, f.Use, f.Result, f.About.In(c.lang)})
	}
	return ok(list), nil
}

type starterQuery struct {
	Template string `query:"template" doc:"The template that the meeting is for; none: tom-tat" example:"bien-ban"`
}

// starter is POST /api/v1/starter.
func (h *handler) starter(c *call, q *starterQuery) (answer, error) {
	name := q.Template
	if name == "" {
		name = render.DefaultTemplate
	}
	s := meeting.Starter{Items: 2, Comments: true, Lang: c.lang}
	if !strings.EqualFold(path.Ext(name), ".docx") {
		s.Template = name
	}
	yaml, faults := h.own().StarterYAML(name, s)
	if yaml == nil {
		return nil, notFound(faults)
	}
	return &file{name: render.FileName(render.Stem(name)) + ".yaml", kind: typeYAML, data: yaml, findings: len(findings(faults, c.lang))}, nil
}
