package web_test

import (
	"bytes"
	"image"
	_ "image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bienban/bienban/render/web"
)

// picture is an answer's picture.
func picture(t *testing.T, w *httptest.ResponseRecorder) image.Image {
	t.Helper()
	m, kind, err := image.Decode(bytes.NewReader(w.Body.Bytes()))
	if err != nil || w.Code != 200 || kind != "png" {
		t.Fatalf("status %d, %q, %v: %.300s", w.Code, kind, err, w.Body)
	}
	return m
}

func TestPictures(t *testing.T) {
	h := web.Handler(shared(), web.Options{})
	ask := func(target string) *httptest.ResponseRecorder {
		return do(t, h, request(http.MethodGet, target, "", ""))
	}
	first := ask("/api/v1/templates/bien-ban/picture")
	if m := picture(t, first); m.Bounds().Dx() != 240 {
		t.Errorf("it is %v", m.Bounds())
	}
	if again := ask("/api/v1/templates/bien-ban/picture"); again.Body.String() != first.Body.String() {
		t.Error("the next picture is another")
	}
	if n := strings.Count(ask("/metrics").Body.String(), `bienban_documents_total{format="png"} 1`); n != 1 {
		t.Error("the same picture was made twice")
	}
	if m := picture(t, ask("/api/v1/templates/giay-moi/picture?width=64")); m.Bounds().Dx() != 64 {
		t.Errorf("it is %v", m.Bounds())
	}
	own, _, _ := shared().TemplateData("bien-ban")
	if tried := post(t, "/api/v1/picture?name=bien-ban.docx", typeDOCX, string(own)); !bytes.Equal(tried.Body.Bytes(), first.Body.Bytes()) {
		t.Error("the same template that comes with the request looks otherwise")
	}
	long := "title: Họp\nsections:\n" + strings.Repeat("  - text: Nhất trí.\n", 100)
	one, two := post(t, "/api/v1/picture?template=bien-ban", typeYAML, long), post(t, "/api/v1/picture?template=bien-ban&page=2", typeYAML, long)
	if picture(t, one).Bounds() != picture(t, two).Bounds() || one.Body.String() == two.Body.String() {
		t.Error("the pages look the same")
	}
	if w := post(t, "/api/v1/picture", typeJSON, marshal(t, map[string]any{"yaml": meeting, "template": "a", "templates": map[string][]byte{"a.docx": own}})); picture(t, w) == nil {
		t.Error("a template of one's own")
	}
}

func TestWrongPictures(t *testing.T) {
	for _, width := range []string{"63", "1201", "x", "1e2"} {
		refused(t, get(t, "/api/v1/templates/bien-ban/picture?width="+width), 400, "bad-request")
	}
	refused(t, get(t, "/api/v1/templates/nothing/picture"), 404, "unknown-template")
	refused(t, post(t, "/api/v1/picture?page=0", typeYAML, meeting), 400, "bad-request")
	refused(t, post(t, "/api/v1/picture", "image/png", meeting), 415, "media-type")
	for _, tt := range []struct{ query, kind, body, code string }{
		{"?page=7", typeYAML, meeting, "no-such-page"}, {"", typeYAML, wrong, "unknown-key"}, {"", typeDOCX, "PK\x03\x04", "damaged-package"},
		{"", typeYAML, "title: Họp\ndocuments: {giay-moi: {for_each: invitees}}\n", "no-documents"},
	} {
		if p := refused(t, post(t, "/api/v1/picture"+tt.query, tt.kind, tt.body), 422, "findings"); len(p.Findings) == 0 || p.Findings[0].Code != tt.code {
			t.Errorf("%q: %+v", tt.body, p.Findings)
		}
	}
	h := web.Handler(shared(), web.Options{Time: time.Nanosecond})
	w := do(t, h, request(http.MethodGet, "/api/v1/templates/bien-ban/picture?width=77", "", ""))
	if w.Code != 503 && w.Code != 504 {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}
