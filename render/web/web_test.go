package web_test

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/web"
)

const (
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typePDF  = "application/pdf"
	typeYAML = "application/yaml"
	typeJSON = "application/json"

	meeting = "title: Họp giao ban\nsections:\n  - text: Nhất trí.\n"
	wrong   = "title: Họp giao ban\nchiar: Nguyễn Văn A\n"
)

// shared is one renderer for all tests: fonts are read once.
var shared = sync.OnceValue(func() *render.Renderer {
	r, err := render.New(render.Options{})
	if err != nil {
		panic(err)
	}
	return r
})

// An operation is one of the OpenAPI document.
type operation struct {
	ID        string `json:"operationId"`
	Summary   string
	Responses map[string]struct{ Content map[string]any }
}

// A description is the OpenAPI document.
type description struct {
	OpenAPI string
	Paths   map[string]map[string]operation
	schemas *jsonschema.Compiler
}

// described is the document that all answers are held against.
var described = sync.OnceValue(func() *description {
	w := httptest.NewRecorder()
	web.Handler(shared(), web.Options{}).ServeHTTP(w, request(http.MethodGet, "/openapi.json", "", ""))
	d := &description{schemas: jsonschema.NewCompiler()}
	if err := json.Unmarshal(w.Body.Bytes(), d); err != nil {
		panic(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		panic(err)
	}
	if err := d.schemas.AddResource("openapi.json", document); err != nil {
		panic(err)
	}
	return d
})

func request(method, target, contentType, body string) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "127.0.0.1:8426"
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

// post asks a handler of its own.
func post(t *testing.T, target, contentType, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := request(http.MethodPost, target, contentType, body)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return do(t, web.Handler(shared(), web.Options{}), r)
}

func get(t *testing.T, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := request(http.MethodGet, target, "", "")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return do(t, web.Handler(shared(), web.Options{}), r)
}

// do gives the answer, which has to be as the OpenAPI document says.
func do(t *testing.T, h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	described().hold(t, r, w)
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
		"Server": "", "Access-Control-Allow-Origin": "",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s %s: %s is %q, want %q", r.Method, r.URL, name, got, want)
		}
	}
	return w
}

// hold compares an answer with what the document says of it: its status, its type and, of
// JSON, its schema.
func (d *description) hold(t *testing.T, r *http.Request, w *httptest.ResponseRecorder) {
	t.Helper()
	path, op := d.operation(r)
	if op == nil {
		return // the document itself, or no path of ours
	}
	status := strconv.Itoa(w.Code)
	kind, _, err := mime.ParseMediaType(w.Header().Get("Content-Type"))
	if err != nil {
		t.Errorf("%s %s: content type: %v", r.Method, r.URL, err)
	}
	if _, ok := op.Responses[status].Content[kind]; !ok {
		t.Errorf("%s %s: the document knows no answer %s of %s", r.Method, r.URL, status, kind)
		return
	}
	if !strings.Contains(kind, "json") {
		return
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1").Replace
	schema, err := d.schemas.Compile("openapi.json#/paths/" + escape(path) + "/" + strings.ToLower(r.Method) + "/responses/" + status + "/content/" + escape(kind) + "/schema")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(w.Body.Bytes()))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Errorf("%s %s: %v", r.Method, r.URL, err)
	}
}

func (d *description) operation(r *http.Request) (string, *operation) {
	for path, methods := range d.Paths {
		want, got := strings.Split(path, "/"), strings.Split(r.URL.Path, "/")
		same := len(want) == len(got) && slices.EqualFunc(want, got, func(a, b string) bool { return a == b || strings.HasPrefix(a, "{") })
		if op, ok := methods[strings.ToLower(r.Method)]; ok && same {
			return path, &op
		}
	}
	return "", nil
}

type finding struct {
	Severity, Code, File, Place, Message, Hint string
	Line, Column                               int
}

type problem struct {
	Type, Title, Detail string
	Status              int
	Findings            []finding
}

// decode reads an answer's JSON.
func decode[T any](t *testing.T, w *httptest.ResponseRecorder) (v T) {
	t.Helper()
	if err := json.NewDecoder(bytes.NewReader(w.Body.Bytes())).Decode(&v); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return v
}

// refused checks that an answer is a problem of a status and a kind.
func refused(t *testing.T, w *httptest.ResponseRecorder, status int, kind string) problem {
	t.Helper()
	p := decode[problem](t, w)
	if w.Code != status || p.Status != status || p.Type != "urn:bienban:problem:"+kind || p.Detail == "" || p.Title == "" {
		t.Errorf("status %d, %+v; want %d, %s", w.Code, p, status, kind)
	}
	return p
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
