package web_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bienban/bienban/render/web"
)

// A page is one that is open at a server.
type page struct {
	*http.Response
	events *bufio.Reader
	close  context.CancelFunc
}

// openPage opens a page, which is there once it has heard from the server.
func openPage(t *testing.T, url string) *page {
	t.Helper()
	ctx, close := context.WithCancel(t.Context())
	t.Cleanup(close)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/ui/presence", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	p := &page{answer, bufio.NewReader(answer.Body), close}
	if answer.StatusCode != http.StatusOK {
		return p
	}
	if first, err := p.events.ReadString('\n'); err != nil || first != ": \n" || answer.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%q, %v, %v", first, err, answer.Header)
	}
	return p
}

// The handler knows how many pages are open; the number is bounded.
func TestPresence(t *testing.T) {
	told := make(chan int, 10)
	s := httptest.NewServer(web.Handler(shared(), web.Options{Pages: 2, Workers: 1, Present: func(open int) { told <- open }}))
	defer s.Close()
	one, two := openPage(t, s.URL), openPage(t, s.URL)
	three := openPage(t, s.URL)
	if three.StatusCode != http.StatusServiceUnavailable || three.Header.Get("Retry-After") == "" {
		t.Errorf("one page too many gets %s, %v", three.Status, three.Header)
	}
	// No page has a worker.
	answer, err := http.Post(s.URL+"/api/v1/render?to=docx", typeYAML, strings.NewReader(meeting))
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("%v, %v", answer, err)
	}
	one.close()
	got := []int{<-told, <-told, <-told} // the last once the server has seen that it is closed
	four := openPage(t, s.URL)
	two.close()
	four.close()
	got = append(got, <-told, <-told, <-told)
	if want := []int{1, 2, 1, 2, 1, 0}; !slices.Equal(got, want) {
		t.Errorf("it is told %v, want %v", got, want)
	}
}

// A server's end does not wait for pages, which learn of it.
func TestPresenceShutdown(t *testing.T) {
	told := make(chan int, 10)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux() // as a program mounts it
	mux.Handle("/bienban/", http.StripPrefix("/bienban", web.Handler(shared(), web.Options{Present: func(open int) { told <- open }})))
	s := web.NewServer(mux, nil)
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	p := openPage(t, "http://"+listener.Addr().String()+"/bienban")
	if err := s.Shutdown(t.Context()); err != nil { // which has no time limit but the test's
		t.Fatal(err)
	}
	rest, err := io.ReadAll(p.events)
	if err != nil || !strings.HasSuffix(string(rest), "\nevent: end\ndata: end\n\n") {
		t.Errorf("the page hears %q, %v", rest, err)
	}
	if got := []int{<-told, <-told}; !slices.Equal(got, []int{1, 0}) {
		t.Errorf("it is told %v", got)
	}
	if err := s.Shutdown(t.Context()); err != nil {
		t.Errorf("a second end: %v", err)
	}
	if err := <-served; err != http.ErrServerClosed {
		t.Error(err)
	}
}

// An open page hears from the server now and then, for as long as it is open.
func TestHeartbeat(t *testing.T) {
	h := web.Handler(shared(), web.Options{})
	synctest.Test(t, func(t *testing.T) {
		ctx, leave := context.WithTimeout(t.Context(), 61*time.Second)
		defer leave()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, request(http.MethodGet, "/ui/presence", "", "").WithContext(ctx))
		if got := w.Body.String(); got != strings.Repeat(": \n\n", 5) || !w.Flushed {
			t.Errorf("in a minute it says %q", got)
		}
	})
}

// Who may not use the API holds no page open, nor does another site's page, which needs
// no answer for that.
func TestPresenceRefused(t *testing.T) {
	for _, tt := range []struct {
		name, header, value string
		status              int
		kind                string
	}{
		{"no token", "Authorization", "", 401, "token"},
		{"another site's page", "Sec-Fetch-Site", "cross-site", 403, "foreign-origin"},
		{"another server of this computer", "Sec-Fetch-Site", "same-site", 403, "foreign-origin"},
		{"another origin, an old browser", "Origin", "https://evil.example", 403, "foreign-origin"},
		{"another name of this computer", "Host", "evil.example", 421, "foreign-host"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := request(http.MethodGet, "/ui/presence", "", "")
			r.Header.Set("Authorization", "Bearer T")
			r.Header.Set(tt.header, tt.value)
			if tt.header == "Host" {
				r.Host = tt.value
			}
			present := func(open int) { t.Errorf("%d pages are open", open) }
			refused(t, do(t, web.Handler(shared(), web.Options{Token: "T", Present: present}), r), tt.status, tt.kind)
		})
	}
	r := request(http.MethodGet, "/ui/presence", "", "body")
	refused(t, do(t, web.Handler(shared(), web.Options{}), r), 400, "bad-request")
	if w := do(t, web.Handler(shared(), web.Options{}), request(http.MethodHead, "/ui/presence", "", "")); w.Code != 200 || w.Header().Get("Content-Type") != "text/event-stream" {
		t.Errorf("HEAD: %d, %v", w.Code, w.Header())
	}
}
