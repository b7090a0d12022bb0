package web_test

import (
	"archive/zip"
	"bytes"
	"image"
	"image/png"
	"mime"
	"mime/multipart"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
)

// A document is the answer itself, under its name.
func TestRenderOne(t *testing.T) {
	for _, tt := range []struct{ to, kind, begins, name string }{
		{"docx", typeDOCX, "PK", "hop-giao-ban-tom-tat.docx"},
		{"pdf", typePDF, "%PDF-", "hop-giao-ban-tom-tat.pdf"},
	} {
		t.Run(tt.to, func(t *testing.T) {
			w := post(t, "/api/v1/render?name=Họp+giao+ban.yaml&to="+tt.to, typeYAML, meeting)
			if w.Code != 200 || w.Header().Get("Content-Type") != tt.kind || !strings.HasPrefix(w.Body.String(), tt.begins) {
				t.Fatalf("status %d, %s: %.200q", w.Code, w.Header().Get("Content-Type"), w.Body)
			}
			header := w.Header().Get("Content-Disposition")
			_, parameters, err := mime.ParseMediaType(header)
			if want := "Họp giao ban-tom-tat." + tt.to; err != nil || parameters["filename"] != want {
				t.Errorf("%q is named %q (%v), want %q", header, parameters["filename"], err, want)
			}
			if !strings.Contains(header, `filename="`+tt.name+`"`) {
				t.Errorf("%q has no plain name %q", header, tt.name)
			}
		})
	}
}

// Several are an archive, the same for the same request.
func TestRenderArchive(t *testing.T) {
	body := marshal(t, map[string]any{"yaml": meeting + "documents:\n  bien-ban: {number: 5}\n  tom-tat:\n", "name": "hop.yaml"})
	w := post(t, "/api/v1/render", typeJSON, body)
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/zip" || w.Header().Get("Content-Disposition") != `attachment; filename="hop.zip"` {
		t.Fatalf("status %d, %v: %.300q", w.Code, w.Header(), w.Body)
	}
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	if want := []string{"hop-bien-ban.docx", "hop-bien-ban.pdf", "hop-tom-tat.docx", "hop-tom-tat.pdf"}; !slices.Equal(names, want) {
		t.Errorf("the archive has %v, want %v", names, want)
	}
	if again := post(t, "/api/v1/render", typeJSON, body); !bytes.Equal(again.Body.Bytes(), w.Body.Bytes()) {
		t.Error("equal requests give other bytes")
	}
}

type rendered struct {
	Documents []struct {
		Name, Format, Template string
		Content                []byte
	}
	Findings []finding
}

// JSON has the documents and what was found.
func TestRenderJSON(t *testing.T) {
	w := post(t, "/api/v1/render", typeJSON, marshal(t, map[string]any{"yaml": meeting + "votes:\n  - {matter: A, for: 5}\n", "template": "bien-ban", "to": []string{"pdf"}}), "Accept", "application/json")
	got := decode[rendered](t, w)
	if w.Code != 200 || len(got.Documents) != 1 || got.Documents[0].Name != "bienban-bien-ban.pdf" || got.Documents[0].Template != "bien-ban" || !bytes.HasPrefix(got.Documents[0].Content, []byte("%PDF-")) {
		t.Errorf("status %d: %.300s", w.Code, w.Body)
	}
	if strings.Contains(w.Body.String(), `"findings":null`) {
		t.Error("no findings are null")
	}
}

// A meeting in JSON is the same as in YAML; its numbers are JSON's.
func TestRenderMeeting(t *testing.T) {
	yaml := `title: "Họp \"quý\" / 3 😀"
sections: [{text: "Một\nhai"}]
indicators: [{id: a, title: Biểu, unit: tỷ đồng, rows: [{name: Thu, plan: "46,3", actual: 2351}, {name: Chi, plan: "2,351", actual: "1500"}]}]
`
	json := `{"meeting":{"title":"Họp \"quý\" \/ 3 \ud83d\ude00","sections":[{"text":"Một\nhai"}],` +
		`"indicators":[{"id":"a","title":"Biểu","unit":"tỷ đồng","rows":[{"name":"Thu","plan":46.3,"actual":2351},{"name":"Chi","plan":2.351,"actual":1.5e3}]}]},"to":["pdf"]}`
	a, b := post(t, "/api/v1/render?to=pdf", typeYAML, yaml), post(t, "/api/v1/render", typeJSON, json)
	if a.Code != 200 || b.Code != 200 || !bytes.Equal(a.Body.Bytes(), b.Body.Bytes()) {
		t.Errorf("status %d and %d, equal: %v\n%.300s\n%.300s", a.Code, b.Code, bytes.Equal(a.Body.Bytes(), b.Body.Bytes()), a.Body, b.Body)
	}
}

// Errors of a meeting in JSON have the lines of the meeting as it reads with a member a line.
func TestRenderMeetingPlaces(t *testing.T) {
	p := refused(t, post(t, "/api/v1/render", typeJSON, `{"meeting":{"title":"A","chiar":"B"}}`), 422, "findings")
	if len(p.Findings) != 1 || p.Findings[0].Line != 3 || p.Findings[0].Code != "unknown-key" {
		t.Errorf("%+v", p.Findings)
	}
}

// Templates, pictures and spreadsheets come with the request.
func TestRenderBeside(t *testing.T) {
	own, _, faults := shared().TemplateData("bien-ban")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	sheet, err := os.ReadFile("../../samples/chi-tieu-quy-3.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	yaml := meeting + "signatures:\n  - {name: Nguyễn Văn A, image: chu-ky.png}\nindicators:\n  - {id: a, rows_from: anh/chi-tieu.xlsx}\n"
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]map[string]any{
		"all there":   {"files": map[string][]byte{"chu-ky.png": picture.Bytes(), `anh\chi-tieu.xlsx`: sheet}, "templates": map[string][]byte{"mẫu riêng.docx": own}},
		"no picture":  {"files": map[string][]byte{"anh/chi-tieu.xlsx": sheet}, "templates": map[string][]byte{"mẫu riêng.docx": own}},
		"no sheet":    {"files": map[string][]byte{"chu-ky.png": picture.Bytes()}, "templates": map[string][]byte{"mẫu riêng.docx": own}},
		"no template": {"files": map[string][]byte{"chu-ky.png": picture.Bytes(), "anh/chi-tieu.xlsx": sheet}},
	} {
		t.Run(name, func(t *testing.T) {
			body["yaml"], body["template"] = yaml, "mẫu riêng"
			w := post(t, "/api/v1/render", typeJSON, marshal(t, body))
			if name == "all there" {
				if w.Code != 200 {
					t.Errorf("status %d: %s", w.Code, w.Body)
				}
				return
			}
			p := refused(t, w, 422, "findings")
			want := map[string]string{"no picture": "picture-missing", "no sheet": "spreadsheet-missing", "no template": "unknown-template"}[name]
			if !slices.ContainsFunc(p.Findings, func(f finding) bool { return f.Code == want }) {
				t.Errorf("%+v has no %s", p.Findings, want)
			}
		})
	}
}

// curl -F sends a form: the meeting, values, and files beside it.
func TestRenderForm(t *testing.T) {
	own, _, _ := shared().TemplateData("bien-ban")
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	add := func(field, file string, data []byte) {
		part, err := form.CreateFormFile(field, file)
		if err == nil {
			_, err = part.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	add("meeting", "hop.yaml", []byte(meeting))
	add("a", "rieng.docx", own)
	form.WriteField("template", "rieng")
	form.WriteField("to", "pdf")
	form.WriteField("strict", "true")
	form.Close()
	w := post(t, "/api/v1/render", form.FormDataContentType(), b.String())
	if w.Code != 200 || w.Header().Get("Content-Disposition") != `attachment; filename="hop-rieng.pdf"` {
		t.Errorf("status %d, %v: %.300q", w.Code, w.Header(), w.Body)
	}
}

// Requests that are wrong themselves.
func TestRenderBadRequests(t *testing.T) {
	for _, tt := range []struct {
		name, target, kind, body string
		status                   int
		problem                  string
	}{
		{"no type", "/api/v1/render", "", meeting, 415, "media-type"},
		{"another type", "/api/v1/render", "text/html", meeting, 415, "media-type"},
		{"no body", "/api/v1/render", typeYAML, "", 400, "bad-request"},
		{"no JSON", "/api/v1/render", typeJSON, "{", 400, "bad-request"},
		{"two values", "/api/v1/render", typeJSON, `{"yaml":"title: A"} {}`, 400, "bad-request"},
		{"an unknown member", "/api/v1/render", typeJSON, `{"yml":"title: A"}`, 400, "bad-request"},
		{"a wrong type", "/api/v1/render", typeJSON, `{"yaml":1}`, 400, "bad-request"},
		{"both", "/api/v1/render", typeJSON, `{"yaml":"title: A","meeting":{}}`, 400, "bad-request"},
		{"neither", "/api/v1/render", typeJSON, `{}`, 400, "bad-request"},
		{"null", "/api/v1/render", typeJSON, `{"meeting":null}`, 400, "bad-request"},
		{"a large number", "/api/v1/render", typeJSON, `{"meeting":{"title":1e999}}`, 400, "bad-request"},
		{"a format", "/api/v1/render?to=odt", typeYAML, meeting, 400, "bad-request"},
		{"strict", "/api/v1/render?strict=perhaps", typeYAML, meeting, 400, "bad-request"},
		{"a file outside", "/api/v1/render", typeJSON, `{"yaml":"title: A","files":{"../a.png":""}}`, 400, "bad-request"},
		{"a template in a folder", "/api/v1/render", typeJSON, `{"yaml":"title: A","templates":{"a/b.docx":""}}`, 400, "bad-request"},
		{"no form", "/api/v1/render", "multipart/form-data; boundary=x", "--y", 400, "bad-request"},
		{"no boundary", "/api/v1/render", "multipart/form-data", "--y", 400, "bad-request"},
		{"an unknown template", "/api/v1/render?template=bien-bam", typeYAML, meeting, 422, "findings"},
		{"a path for a template", "/api/v1/render?template=../../etc/passwd.docx", typeYAML, meeting, 422, "findings"},
		{"a path in the meeting", "/api/v1/render", typeYAML, meeting + "documents: {../../a.docx: {number: 1}}\n", 422, "findings"},
		{"a wrong meeting", "/api/v1/render", typeYAML, wrong, 422, "findings"},
		{"no YAML", "/api/v1/render", typeYAML, "\x00\xff: [", 422, "findings"},
		{"another method's path", "/api/v1/templates", "", "", 405, "method"},
		{"no path", "/api/v2/render", "", "", 404, "not-found"},
		{"a path that is not clean", "/api/v1//render", "", "", 404, "not-found"},
	} {
		t.Run(tt.name, func(t *testing.T) { refused(t, post(t, tt.target, tt.kind, tt.body), tt.status, tt.problem) })
	}
}

// Findings have their places, in the language that was asked for.
func TestLanguages(t *testing.T) {
	for accept, want := range map[string]string{
		"": "Không", "en": "no key", "en-GB,en;q=0.9": "no key", "vi-VN,vi;q=0.9,en;q=0.8": "Không", "fr": "Không", "vi;q=0.1, en;q=0.5": "no key", "en;q=x": "Không",
	} {
		p := refused(t, post(t, "/api/v1/render?name=hop.yaml", typeYAML, wrong, "Accept-Language", accept), 422, "findings")
		if len(p.Findings) != 1 || !strings.Contains(p.Findings[0].Message, want) {
			t.Errorf("%q: %+v", accept, p.Findings)
			continue
		}
		if f := p.Findings[0]; f.Severity != "error" || f.Code != "unknown-key" || f.File != "hop.yaml" || f.Line != 2 || f.Column != 1 || f.Hint == "" {
			t.Errorf("%+v", f)
		}
	}
}

// What is contradictory is refused where strictness is asked for, and counted where not.
func TestStrict(t *testing.T) {
	yaml := meeting + "attendance: {summoned: 10, present: 8, absent: [A, B, C]}\nindicators:\n  - {id: a, total: Tổng cộng, rows: [{name: X, plan: 100, actual: 50, percent_of_plan: 70}]}\n"
	w := post(t, "/api/v1/render?to=pdf", typeYAML, yaml)
	if w.Code != 200 || w.Header().Get("Bienban-Findings") != "2" { // and nothing prints the attendance
		t.Errorf("status %d, %v: %.300q", w.Code, w.Header(), w.Body)
	}
	refused(t, post(t, "/api/v1/render?to=pdf&strict=true", typeYAML, yaml), 422, "findings")
}

// A meeting that asks for no document, as for each invitee of none, is told so.
func TestNoDocuments(t *testing.T) {
	p := refused(t, post(t, "/api/v1/render", typeYAML, meeting+"documents: {giay-moi: {for_each: invitees}}\n"), 422, "findings")
	if len(p.Findings) != 2 || p.Findings[0].Code != "no-documents" || p.Findings[1].Code != "empty-list" {
		t.Errorf("%+v", p.Findings)
	}
}

// Documents are as the library makes them.
func TestSameAsLibrary(t *testing.T) {
	documents, faults := shared().Documents("bienban.yaml", []byte(meeting), nil)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := documents[0].PDF(t.Context(), &want); err != nil {
		t.Fatal(err)
	}
	if w := post(t, "/api/v1/render?to=pdf", typeYAML, meeting); !bytes.Equal(w.Body.Bytes(), want.Bytes()) {
		t.Error("the API gives another PDF")
	}
}

func word(t *testing.T) []byte {
	t.Helper()
	var w *httptest.ResponseRecorder
	if w = post(t, "/api/v1/render?to=docx", typeYAML, meeting); w.Code != 200 {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.Bytes()
}
