package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/web"
)

// The page and all that it is made of come from here, under a policy that lets nothing else in.
func TestPage(t *testing.T) {
	h := web.Handler(shared(), web.Options{Token: "TOKEN"}) // the page asks for it itself
	get := func(target string, headers ...string) *httptest.ResponseRecorder {
		t.Helper()
		r := request(http.MethodGet, target, "", "")
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	page := get("/")
	if page.Code != http.StatusOK || page.Header().Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("%d, %s", page.Code, page.Header().Get("Content-Type"))
	}
	policy := page.Header().Get("Content-Security-Policy")
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || strings.Contains(policy, "http") || !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("the policy is %q", policy)
	}
	html := page.Body.String()
	if regexp.MustCompile(`(?i)<script[^>]*>[^<]|<style|\son\w+=|\sstyle=|javascript:`).MatchString(html) {
		t.Errorf("the policy forbids what is written into the page:\n%s", html)
	}
	links := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(html, -1)
	if len(links) < 3 {
		t.Fatalf("the page loads %q", links)
	}
	for _, link := range links {
		if strings.Contains(link[1], ":") || strings.HasPrefix(link[1], "/") {
			t.Errorf("%s is not beside the page", link[1])
			continue
		}
		part := get("/" + link[1])
		if part.Code != http.StatusOK || part.Body.Len() == 0 || part.Header().Get("Content-Security-Policy") != policy {
			t.Errorf("%s: %d", link[1], part.Code)
		}
		again := get("/"+link[1], "If-None-Match", part.Header().Get("ETag"))
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("%s, as it is kept: %d", link[1], again.Code)
		}
	}
	for _, target := range []string{"/ui/", "/ui/none.js", "/ui/dist", "/ui/..%2fdist%2findex.html", "/ui/samples/..%2fsamples.go", "/ui/samples/samples.go", "/ui/samples/none.yaml", "/ui/app.css.map"} {
		if w := get(target); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
	for _, target := range []string{"/api/v1/templates", "/openapi.json", "/metrics"} { // these need the token
		if w := get(target); w.Code != http.StatusUnauthorized {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
}

// The examples that the page offers can be rendered, with what they name.
func TestPageSamples(t *testing.T) {
	h := web.Handler(shared(), web.Options{})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, request(http.MethodGet, "/ui/samples", "", ""))
	var list []struct{ Name, Title string }
	if err := json.Unmarshal(w.Body.Bytes(), &list); err != nil || len(list) < 5 {
		t.Fatalf("%v: %s", err, w.Body)
	}
	for _, s := range list {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, request(http.MethodGet, "/ui/samples/"+s.Name, "", ""))
		if s.Title == "" || w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "title:") {
			t.Errorf("%+v: %d", s, w.Code)
		}
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, request(http.MethodGet, "/ui/samples/chi-tieu-quy-3.xlsx", "", ""))
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "PK") {
		t.Errorf("the spreadsheet: %d", w.Code)
	}
}
