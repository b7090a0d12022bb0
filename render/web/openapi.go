package web

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// An answer is what a request gets: a [*file] or JSON.
type answer interface{ write(*call) }

// ok is an answer in JSON.
func ok[T any](v T) answer { return jsonAnswer[T]{v} }

type jsonAnswer[T any] struct{ value T }

func (a jsonAnswer[T]) write(c *call) { c.json(http.StatusOK, typeJSON, a.value) }

// routes registers the operations, and what the OpenAPI document says of them: huma takes
// the parameters and the schemas from the types of the handlers. Bodies are read, and
// answers and problems written, by ourselves: in both languages, within our limits, and
// whatever type of body is sent.
func (h *handler) routes() {
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "bienban", Version: "1",
				Description: "Vietnamese meeting documents: YAML meetings and Word templates in, DOCX and PDF out. Equal requests give equal bytes.",
				License:     &huma.License{Name: "MIT", Identifier: "MIT"},
			},
			Servers:    []*huma.Server{{URL: "."}}, // wherever the handler is mounted
			Components: &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)},
		},
		Formats:       map[string]huma.Format{typeJSON: huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: typeJSON,
	}
	if h.options.Token != "" {
		config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
		config.Security = []map[string][]string{{"token": {}}}
	}
	a := humago.New(h.mux, config)
	meeting := types{typeJSON: schemaOf[MeetingRequest](a), typeYAML: yaml(), typeForm: form()}
	checked := types{typeJSON: schemaOf[MeetingRequest](a), typeYAML: yaml(), typeForm: form(), typeDOCX: binary()}
	made := types{typeDOCX: binary(), typePDF: binary(), typeZip: binary(), typeJSON: schemaOf[Rendered](a)}
	plain := types{"text/plain": text()}

	render := post("render", "Makes the documents of a meeting", meeting, made)
	render.Description = "One document in one format is the answer itself, several are a zip; with Accept: application/json they are members of a JSON object, with the findings."
	add(a, render, h.render, workErrors...)
	told := text()
	told.Description = "Events: progress (see BatchProgress) for each meeting, done (see BatchDone) at the end"
	many := post("batch", "Makes the documents of many meetings", types{typeZip: binary(), typeForm: batchForm()}, types{typeZip: binary(), typeEvents: told})
	many.Description = "The body is a zip, or a form of files whose names may have folders. The answer is a zip of the documents in the folders of their meetings, with report.json and report.csv; " +
		"with Accept: text/event-stream it tells of each meeting as it is done, and where the zip is then."
	failed := map[string]*huma.Param{"Bienban-Failed": {Description: "How many meetings gave no documents", Schema: &huma.Schema{Type: "integer"}}}
	many.Responses["200"].Headers = failed
	add(a, many, h.batch, workErrors...)
	schemaOf[BatchProgress](a)
	schemaOf[BatchDone](a)
	result := get("batch-result", "/api/v1/batch/{id}", "Gives the zip of a batch that was told of in events, once", types{typeZip: binary()})
	result.Responses["200"].Headers = failed
	add(a, result, h.batchResult, 404)
	add(a, post("check", "Tells all findings about a meeting or a template", checked, types{typeJSON: schemaOf[Checked](a)}), h.check, workErrors...)
	add(a, post("convert", "Prints a Word document as PDF", types{typeDOCX: binary(), typeBytes: binary()}, types{typePDF: binary()}), h.convert, workErrors...)
	sheets := types{typeTSV: text(), typeText: text(), typeCSV: text(), typeXLSX: binary(), typeBytes: binary()}
	table := post("table", "Reads a table of figures copied from a spreadsheet", sheets, types{typeJSON: schemaOf[TableRead](a)})
	table.Description = "The body is what a spreadsheet program puts on the clipboard, or a .csv or .xlsx file. The table prints as it would with rows_from."
	add(a, table, h.table, workErrors...)
	describeTable(a)
	picture := post("picture", "Pictures a page of a meeting's first document, or of a template", checked, types{typePNG: binary()})
	picture.Description = "A template, which is a body of the type of Word documents, is filled with made-up content."
	add(a, picture, h.picture, workErrors...)
	add(a, post("starter", "Gives a commented meeting file to start from", nil, types{typeYAML: yaml()}), h.starter, 404, 422)
	add(a, get("list-templates", "/api/v1/templates", "Lists the templates", types{typeJSON: schemaOf[Templates](a)}), h.listTemplates)
	add(a, get("show-template", "/api/v1/templates/{name}", "Tells what a template is for, its fields and its outline", types{typeJSON: schemaOf[Template](a)}), h.showTemplate, 404, 422)
	add(a, get("template-file", "/api/v1/templates/{name}/file", "Gives a template to edit in Word", types{typeDOCX: binary()}), h.templateFile, 404, 422)
	add(a, get("template-picture", "/api/v1/templates/{name}/picture", "Pictures the first page of a template, with made-up content", types{typePNG: binary()}), h.templatePicture, 404, 422, 503, 504)
	for _, op := range []*huma.Operation{a.OpenAPI().Paths["/api/v1/picture"].Post, a.OpenAPI().Paths["/api/v1/templates/{name}/picture"].Get} {
		describeNumber(op, "width", leastWidth, mostWidth, usualWidth)
		describeNumber(op, "page", 1, mostPages, 1)
	}
	add(a, get("schema", "/api/v1/schema", "Gives the JSON Schema of a meeting file", types{"application/schema+json": {Type: "object"}}), h.schema)
	add(a, get("functions", "/api/v1/functions", "Lists what template tags may call", types{typeJSON: schemaOf[Functions](a)}), h.functions)
	health := open(get("health", "/healthz", "Tells that the server lives", plain))
	health.Responses["200"].Headers = map[string]*huma.Param{VersionHeader: {Description: "The version of the API", Schema: text()}}
	add(a, health, h.health)
	add(a, open(get("ready", "/readyz", "Tells that the server takes requests", plain)), h.ready, 503)
	add(a, get("metrics", "/metrics", "Gives what Prometheus reads", plain), h.tellMetrics)

	document, err := json.Marshal(a.OpenAPI())
	if err != nil {
		panic(err) // made of our own types
	}
	h.mux.HandleFunc("GET /openapi.json", func(_ http.ResponseWriter, r *http.Request) {
		callOf(r.Context()).bytes(http.StatusOK, "application/openapi+json", document)
	})
	h.mux.HandleFunc("GET /ui/presence", func(_ http.ResponseWriter, r *http.Request) { // the page's own, no part of the API
		c := callOf(r.Context())
		if p := h.presence(c); p != nil {
			p.write(c)
		}
	})
}

// commonErrors and workErrors are the problems that every request may meet, and those
// that one with a body may.
var (
	commonErrors = []int{400, 401, 403, 421, 500}
	workErrors   = []int{408, 413, 415, 422, 503, 504}
)

// types are the schemas of a body or an answer, by content type.
type types map[string]*huma.Schema

// output is a huma answer that we write ourselves.
type output struct{ Body func(huma.Context) }

// add registers an operation whose parameters are I's fields.
func add[I any](a huma.API, op huma.Operation, handle func(*call, *I) (answer, error), errors ...int) {
	problem := schemaOf[Problem](a)
	for _, status := range slices.Concat(commonErrors, errors) {
		op.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status),
			Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problem}},
		}
	}
	op.SkipValidateParams = true // each handler tells in both languages
	body := op.RequestBody
	op.RequestBody = nil // or huma would read it
	huma.Register(a, op, func(ctx context.Context, in *I) (*output, error) {
		return &output{func(huma.Context) {
			c := callOf(ctx)
			answer, err := handle(c, in)
			c.answer(answer, err)
		}}, nil
	})
	if body != nil {
		a.OpenAPI().Paths[op.Path].Post.RequestBody = body
	}
	delete(a.OpenAPI().Components.Schemas.Map(), "ErrorModel") // huma's own, which is never sent
	delete(a.OpenAPI().Components.Schemas.Map(), "ErrorDetail")
}

// answer writes what a handler gave. A client that has gone gets nothing.
func (c *call) answer(a answer, err error) {
	switch problem, ok := err.(*Problem); {
	case err == nil:
		a.write(c)
	case ok:
		problem.write(c)
	case c.request.Context().Err() != nil:
		c.writer.status = statusGone
	default:
		panic(err) // our own fault: logged, and told without details
	}
}

// statusGone is how the log and the metrics name a client that did not wait (nginx's number).
const statusGone = 499

func get(id, path, summary string, answer types) huma.Operation {
	return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Responses: good(answer)}
}

func post(name, summary string, body, answer types) huma.Operation {
	op := huma.Operation{OperationID: name, Method: http.MethodPost, Path: "/api/v1/" + name, Summary: summary, Responses: good(answer)}
	if body != nil {
		op.RequestBody = &huma.RequestBody{Required: true, Content: content(body)}
	}
	return op
}

// open is an operation that asks for no token.
func open(op huma.Operation) huma.Operation {
	op.Security = []map[string][]string{{}}
	return op
}

// good is the good answer, in one of its types; a document has a name and a count.
func good(answer types) map[string]*huma.Response {
	r := &huma.Response{Description: http.StatusText(http.StatusOK), Content: content(answer)}
	if answer[typePNG] != nil {
		r.Headers = map[string]*huma.Param{"Bienban-Findings": {Description: "How many warnings and notes there are; none: no header", Schema: &huma.Schema{Type: "integer"}}}
	}
	if answer[typeDOCX] != nil || answer[typePDF] != nil || answer[typeYAML] != nil {
		r.Headers = map[string]*huma.Param{
			"Content-Disposition": {Description: "The name to save it under (RFC 6266)", Schema: text()},
			"Bienban-Findings":    {Description: "How many warnings and notes there are; none: no header", Schema: &huma.Schema{Type: "integer"}},
		}
	}
	return map[string]*huma.Response{"200": r}
}

func content(all types) map[string]*huma.MediaType {
	media := map[string]*huma.MediaType{}
	for kind, schema := range all {
		media[kind] = &huma.MediaType{Schema: schema}
	}
	return media
}

// schemaOf is the schema of a type, which the document then has once.
func schemaOf[T any](a huma.API) *huma.Schema {
	t := reflect.TypeFor[T]()
	return a.OpenAPI().Components.Schemas.Schema(t, true, t.Name())
}

func text() *huma.Schema   { return &huma.Schema{Type: "string"} }
func binary() *huma.Schema { return &huma.Schema{Type: "string", Format: "binary"} }

// yaml is a file of YAML: what stands in it, as the document cannot say how it is written.
func yaml() *huma.Schema { return &huma.Schema{Type: "object"} }

// batchForm is what curl -F sends of many files.
func batchForm() *huma.Schema {
	return &huma.Schema{
		Type: "object",
		Properties: map[string]*huma.Schema{
			"template": {Type: "string", Description: "The template instead of those that the meetings name"},
			"to":       {Type: "string", Description: "docx, pdf or docx,pdf"},
			"strict":   {Type: "string", Enum: []any{"true", "false"}},
		},
		AdditionalProperties: binary(), // meetings, templates, pictures and spreadsheets, under any name
	}
}

// form is what curl -F sends.
func form() *huma.Schema {
	return &huma.Schema{
		Type: "object",
		Properties: map[string]*huma.Schema{
			"meeting":  {Type: "string", Format: "binary", Description: "The meeting file, YAML or JSON"},
			"template": {Type: "string", Description: "The template instead of those that the meeting names"},
			"to":       {Type: "string", Description: "docx, pdf or docx,pdf"},
			"strict":   {Type: "string", Enum: []any{"true", "false"}},
			"name":     {Type: "string", Description: "What the meeting file is called"},
		},
		Required:             []string{"meeting"},
		AdditionalProperties: binary(), // templates, pictures and spreadsheets, under any name
	}
}
