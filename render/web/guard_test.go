package web_test

import (
	"net/http"
	"testing"

	"github.com/bienban/bienban/render/web"
)

// A page from elsewhere whose name was pointed at this computer gets nothing.
func TestHosts(t *testing.T) {
	for _, tt := range []struct {
		host  string
		hosts []string
		ok    bool
	}{
		{"127.0.0.1:8426", nil, true},
		{"127.0.0.1", nil, true},
		{"127.1.2.3:80", nil, true},
		{"localhost:8426", nil, true},
		{"LocalHost", nil, true},
		{"[::1]:8426", nil, true},
		{"::1", nil, true},
		{"", nil, false},
		{"evil.example", nil, false},
		{"evil.example:8426", nil, false},
		{"127.0.0.1.evil.example", nil, false},
		{"localhost.evil.example:8426", nil, false},
		{"192.168.1.5:8426", nil, false},
		{"van-phong.example:8426", []string{"van-phong.example"}, true},
		{"VAN-PHONG.example", []string{"van-phong.example"}, true},
		{"192.168.1.5:8426", []string{"192.168.1.5"}, true},
		{"[fe80::1]:8426", []string{"fe80::1"}, true},
		{"evil.example", []string{"van-phong.example"}, false},
	} {
		r := request(http.MethodGet, "/api/v1/functions", "", "")
		r.Host = tt.host
		w := do(t, web.Handler(shared(), web.Options{Hosts: tt.hosts}), r)
		if tt.ok && w.Code != 200 {
			t.Errorf("%q: status %d", tt.host, w.Code)
		}
		if !tt.ok {
			refused(t, w, 421, "foreign-host")
		}
	}
}

// Other sites' pages cannot make a browser send what changes or costs anything.
func TestOrigins(t *testing.T) {
	for _, tt := range []struct {
		method, origin, site string
		ok                   bool
	}{
		{http.MethodPost, "", "", true}, // no browser
		{http.MethodPost, "http://127.0.0.1:8426", "", true},
		{http.MethodPost, "http://127.0.0.1:8426", "same-origin", true},
		{http.MethodPost, "http://127.0.0.1:9", "", false},
		{http.MethodPost, "https://evil.example", "", false},
		{http.MethodPost, "https://evil.example", "cross-site", false},
		{http.MethodPost, "", "cross-site", false},
		{http.MethodPost, "", "same-site", false},
		{http.MethodPost, "null", "", false},
		{http.MethodGet, "https://evil.example", "cross-site", true}, // nobody lets it read the answer
	} {
		target := "/api/v1/starter"
		if tt.method == http.MethodGet {
			target = "/api/v1/functions"
		}
		r := request(tt.method, target, "", "")
		for name, value := range map[string]string{"Origin": tt.origin, "Sec-Fetch-Site": tt.site} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		w := do(t, web.Handler(shared(), web.Options{}), r)
		if tt.ok && w.Code != 200 {
			t.Errorf("%+v: status %d", tt, w.Code)
		}
		if !tt.ok {
			refused(t, w, 403, "foreign-origin")
		}
	}
}

func TestToken(t *testing.T) {
	h := web.Handler(shared(), web.Options{Token: "bí mật"})
	for _, tt := range []struct {
		path, authorization string
		ok                  bool
	}{
		{"/api/v1/functions", "Bearer bí mật", true},
		{"/api/v1/functions", "bearer bí mật", true},
		{"/api/v1/functions", "", false},
		{"/api/v1/functions", "Bearer", false},
		{"/api/v1/functions", "Bearer bí", false},
		{"/api/v1/functions", "Bearer bí mật mà", false},
		{"/api/v1/functions", "Basic bí mật", false},
		{"/openapi.json", "", false},
		{"/metrics", "", false},
		{"/nowhere", "", false},
		{"/healthz", "", true},
		{"/readyz", "", true},
	} {
		r := request(http.MethodGet, tt.path, "", "")
		r.Header.Set("Authorization", tt.authorization)
		w := do(t, h, r)
		if tt.ok && w.Code != 200 {
			t.Errorf("%+v: status %d", tt, w.Code)
		}
		if !tt.ok {
			refused(t, w, 401, "token")
			if w.Header().Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%+v: %v", tt, w.Header())
			}
		}
	}
}

// A method that a path does not take is told those that it takes.
func TestMethods(t *testing.T) {
	for _, tt := range []struct{ method, path, allow string }{
		{http.MethodGet, "/api/v1/render", "POST"},
		{http.MethodPut, "/api/v1/render", "POST"},
		{http.MethodOptions, "/api/v1/render", "POST"},
		{http.MethodDelete, "/api/v1/templates/bien-ban", "GET"},
	} {
		w := do(t, web.Handler(shared(), web.Options{}), request(tt.method, tt.path, "", ""))
		refused(t, w, 405, "method")
		if got := w.Header().Get("Allow"); got != tt.allow {
			t.Errorf("%s %s allows %q, want %q", tt.method, tt.path, got, tt.allow)
		}
	}
	if w := do(t, web.Handler(shared(), web.Options{}), request(http.MethodHead, "/healthz", "", "")); w.Code != 200 {
		t.Errorf("HEAD: status %d", w.Code)
	}
}
