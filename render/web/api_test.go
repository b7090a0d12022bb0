package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/web"
)

type checked struct {
	OK       bool
	Findings []finding
}

// What is wrong with a meeting or a template is the answer, not a problem.
func TestCheck(t *testing.T) {
	own, _, _ := shared().TemplateData("bien-ban")
	for _, tt := range []struct {
		name, target, kind, body string
		ok                       bool
		code                     string // of a finding; "": there is none
	}{
		{"a meeting", "/api/v1/check", typeYAML, meeting, true, ""},
		{"a wrong one", "/api/v1/check", typeYAML, wrong, false, "unknown-key"},
		{"its form", "/api/v1/check?template=bien-ban", typeYAML, "title: Họp\nregime: state\nnumber: 5\nattendance: {summoned: 10, present: 8, absent: [A]}\n", true, "missing-item"},
		{"its figures", "/api/v1/check", typeJSON, marshal(t, map[string]any{"yaml": "title: Họp\nattendance: {summoned: 10, present: 8}\nconclusion: Có mặt 9 đại biểu.\n"}), true, "contradiction"},
		{"its pictures", "/api/v1/check?template=bien-ban", typeYAML, meeting + "signatures: [{name: A, image: a.png}]\n", false, "picture-missing"},
		{"a template", "/api/v1/check?name=bien-ban.docx", typeDOCX, string(own), true, ""},
		{"no template", "/api/v1/check?name=a.docx", typeDOCX, "PK", false, "damaged-package"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := post(t, tt.target, tt.kind, tt.body)
			got := decode[checked](t, w)
			if w.Code != 200 || got.OK != tt.ok {
				t.Errorf("status %d, ok %v: %s", w.Code, got.OK, w.Body)
			}
			if tt.code == "" {
				return
			}
			for _, f := range got.Findings {
				if f.Code == tt.code {
					return
				}
			}
			t.Errorf("no finding has the code %s: %s", tt.code, w.Body)
		})
	}
	refused(t, post(t, "/api/v1/check", "image/png", ""), 415, "media-type")
	refused(t, post(t, "/api/v1/check", typeJSON, "[]"), 400, "bad-request")
}

func TestConvert(t *testing.T) {
	w := post(t, "/api/v1/convert?name=Công+văn.docx", typeDOCX, string(word(t)))
	if w.Code != 200 || w.Header().Get("Content-Type") != typePDF || !strings.HasPrefix(w.Body.String(), "%PDF-") ||
		w.Header().Get("Content-Disposition") != `attachment; filename="cong-van.pdf"; filename*=UTF-8''C%C3%B4ng%20v%C4%83n.pdf` {
		t.Errorf("status %d, %v: %.200q", w.Code, w.Header(), w.Body)
	}
	p := refused(t, post(t, "/api/v1/convert?name=a.docx", "application/octet-stream", "no document"), 422, "findings")
	if len(p.Findings) != 1 || p.Findings[0].File != "a.docx" {
		t.Errorf("%+v", p.Findings)
	}
	refused(t, post(t, "/api/v1/convert", typePDF, "%PDF-"), 415, "media-type")
}

type templates struct {
	Templates []struct {
		Name, File, About string
		Own               bool
	}
	Findings []finding
}

func TestTemplates(t *testing.T) {
	list := decode[templates](t, get(t, "/api/v1/templates", "Accept-Language", "en"))
	if len(list.Templates) != len(shared().TemplateNames()) || len(list.Findings) > 0 {
		t.Errorf("%+v", list)
	}
	for _, one := range list.Templates {
		w := get(t, "/api/v1/templates/"+one.Name)
		about := decode[struct {
			Name, About string
			Fields      []struct {
				Key, Alias string
				Required   bool
			}
			Outline []struct{ Text string }
		}](t, w)
		if w.Code != 200 || about.Name != one.Name || about.About == "" || one.About == "" || about.About == one.About || len(about.Fields) == 0 || len(about.Outline) == 0 {
			t.Errorf("%s: status %d, %+v", one.Name, w.Code, about)
		}
		file := get(t, "/api/v1/templates/"+one.Name+"/file")
		want, _, _ := shared().TemplateData(one.Name)
		if file.Code != 200 || !bytes.Equal(file.Body.Bytes(), want) || file.Header().Get("Content-Disposition") != `attachment; filename="`+one.File+`"` {
			t.Errorf("%s: status %d, %v", one.Name, file.Code, file.Header())
		}
	}
	for _, target := range []string{"/api/v1/templates/bien-bam", "/api/v1/templates/bien-bam/file", "/api/v1/templates/%2e%2ea.docx", "/api/v1/templates/a%2fb/file"} {
		refused(t, get(t, target), 404, "unknown-template")
	}
}

// The server's own templates are found by name, and no answer tells where they are.
func TestOwnTemplates(t *testing.T) {
	data, _, _ := shared().TemplateData("bien-ban")
	h := web.Handler(shared().With(func(o *render.Options) {
		o.Templates = located{fstest.MapFS{"rieng.docx": {Data: data}, "hong.docx": {Data: []byte("PK")}, "bien-ban.docx": {Data: data}}}
	}), web.Options{})
	for _, target := range []string{"/api/v1/templates", "/api/v1/templates/rieng", "/api/v1/templates/hong", "/api/v1/templates/bien-ban"} {
		w := do(t, h, request(http.MethodGet, target, "", ""))
		if strings.Contains(w.Body.String(), "hidden-folder") {
			t.Errorf("%s tells where the templates are", target)
		}
	}
	list := decode[templates](t, do(t, h, request(http.MethodGet, "/api/v1/templates", "", "")))
	if len(list.Findings) != 1 || list.Findings[0].File != "hong.docx" {
		t.Errorf("%+v", list.Findings)
	}
	refused(t, do(t, h, request(http.MethodGet, "/api/v1/templates/hong", "", "")), 422, "findings")
	if w := do(t, h, request(http.MethodPost, "/api/v1/render?template=rieng&to=pdf", typeYAML, meeting)); w.Code != 200 {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

// located is a folder that knows where it is.
type located struct{ fstest.MapFS }

func (located) Location(name string) string { return "/hidden-folder/" + name }

func TestSchemaAndFunctions(t *testing.T) {
	w := get(t, "/api/v1/schema")
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/schema+json" || !json.Valid(w.Body.Bytes()) || !strings.Contains(w.Body.String(), "bien-ban") {
		t.Errorf("status %d: %.200s", w.Code, w.Body)
	}
	functions := decode[struct {
		Functions []struct{ Name, Use, About string }
	}](t, get(t, "/api/v1/functions"))
	if len(functions.Functions) != len(render.Functions()) || functions.Functions[0].Name == "" || functions.Functions[0].About == "" {
		t.Errorf("%+v", functions)
	}
}

// A starter is a meeting: its documents can be made.
func TestStarter(t *testing.T) {
	for _, lang := range []string{"vi", "en"} {
		w := post(t, "/api/v1/starter?template=bien-ban", "", "", "Accept-Language", lang)
		if w.Code != 200 || w.Header().Get("Content-Type") != typeYAML || w.Header().Get("Content-Disposition") != `attachment; filename="bien-ban.yaml"` {
			t.Fatalf("status %d, %v: %s", w.Code, w.Header(), w.Body)
		}
		if made := post(t, "/api/v1/render?to=docx", typeYAML, w.Body.String()); made.Code != 200 {
			t.Errorf("%s: status %d: %s", lang, made.Code, made.Body)
		}
	}
	if post(t, "/api/v1/starter", "", "").Code != 200 {
		t.Error("no starter without a template")
	}
	refused(t, post(t, "/api/v1/starter?template=a", "", ""), 404, "unknown-template")
}

// The handler says how it is, and what it did.
func TestHealthAndMetrics(t *testing.T) {
	h := web.Handler(shared(), web.Options{})
	for _, path := range []string{"/healthz", "/readyz"} {
		if w := do(t, h, request(http.MethodGet, path, "", "")); w.Code != 200 {
			t.Errorf("%s: status %d", path, w.Code)
		} else if known := w.Header().Get(web.VersionHeader) != ""; known != (path == "/healthz") {
			t.Errorf("%s: %v", path, w.Header())
		}
	}
	do(t, h, request(http.MethodPost, "/api/v1/render", typeYAML, meeting))
	do(t, h, request(http.MethodPost, "/api/v1/render", typeYAML, wrong))
	do(t, h, request(http.MethodGet, "/nowhere", "", ""))
	do(t, h, request(http.MethodGet, "/api/v1/templates/bien-ban", "", ""))
	w := do(t, h, request(http.MethodGet, "/metrics", "", ""))
	for _, line := range []string{
		"# TYPE bienban_requests_total counter",
		`bienban_requests_total{route="",status="404"} 1`,
		`bienban_requests_total{route="/api/v1/render",status="200"} 1`,
		`bienban_requests_total{route="/api/v1/render",status="422"} 1`,
		`bienban_requests_total{route="/api/v1/templates/{name}",status="200"} 1`,
		`bienban_request_duration_seconds_bucket{route="/api/v1/render",le="+Inf"} 2`,
		`bienban_request_duration_seconds_count{route="/api/v1/render"} 2`,
		`bienban_documents_total{format="docx"} 1`,
		`bienban_documents_total{format="pdf"} 1`,
		"bienban_requests_in_flight 1",
		"bienban_requests_working 0",
		"bienban_requests_waiting 0",
	} {
		if !strings.Contains(w.Body.String(), line+"\n") {
			t.Errorf("the metrics have no line %q:\n%s", line, w.Body)
		}
	}
}

// Another program's mux may hold the handler, under any path.
func TestMounted(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/bienban/", http.StripPrefix("/bienban", web.Handler(shared(), web.Options{})))
	if w := do(t, mux, request(http.MethodPost, "/bienban/api/v1/render?to=pdf", typeYAML, meeting)); w.Code != 200 {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	refused(t, do(t, mux, request(http.MethodGet, "/bienban/other", "", "")), 404, "not-found")
}
