package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/bienban/bienban/render/web"
)

// Whatever is sent, the answer is a document or says what is wrong with the request.
func FuzzRequest(f *testing.F) {
	f.Add("/api/v1/render", typeYAML, meeting)
	f.Add("/api/v1/render?to=pdf&strict=true&template=bien-ban&name=a", typeYAML, wrong)
	f.Add("/api/v1/render", typeJSON, `{"yaml":"title: A","template":"x","templates":{"x.docx":"UEs="},"files":{"a.png":"AA=="},"to":["pdf"],"strict":true}`)
	f.Add("/api/v1/render", typeJSON, `{"meeting":{"title":"A\/\ud83d\ude00\ud83d\u0000","extra":{"a":[1.5,-2e3,null,true,{}]},"votes":[]}}`)
	f.Add("/api/v1/render", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"meeting\"; filename=\"a.json\"\r\n\r\n{\"title\":1}\r\n--b\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\npdf,docx\r\n--b--\r\n")
	f.Add("/api/v1/check", typeDOCX, "PK\x03\x04")
	f.Add("/api/v1/convert", typeDOCX, "PK\x03\x04")
	f.Add("/api/v1/table?header=2&cells=A1:C9&name=a", "text/tab-separated-values", "STT\tChỉ tiêu\tThực hiện\n1\tThu\t5\n")
	f.Add("/api/v1/table", "application/octet-stream", "PK\x03\x04")
	f.Add("/api/v1/picture?page=2&width=64", typeYAML, meeting)
	f.Add("/api/v1/picture", typeDOCX, "PK\x03\x04")
	f.Add("/api/v1/batch?to=pdf", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a/b.yaml\"\r\n\r\ntitle: A\r\n--b--\r\n")
	f.Add("/api/v1/starter?template=../a", "", "")
	h := web.Handler(shared(), web.Options{BodyBytes: 1 << 16, Time: 5 * time.Second})
	statuses := []int{200, 400, 404, 405, 413, 415, 422, 503, 504}
	f.Fuzz(func(t *testing.T, target, kind, body string) {
		at, err := url.ParseRequestURI(target)
		if err != nil {
			t.Skip()
		}
		r := request(http.MethodPost, "/", "", body)
		r.URL = at
		r.Header["Content-Type"] = []string{kind}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if !slices.Contains(statuses, w.Code) {
			t.Errorf("status %d: %.300s", w.Code, w.Body)
		}
		if w.Code == 200 {
			return // its bytes are the other fuzzers' business
		}
		refused(t, w, w.Code, decode[problem](t, w).Type[len("urn:bienban:problem:"):])
	})
}
