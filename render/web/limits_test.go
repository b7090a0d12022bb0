package web_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/web"
)

// zeros is a body of n bytes that counts what is read of it.
type zeros struct{ n, read int64 }

func (z *zeros) Read(p []byte) (int, error) {
	if z.read == z.n {
		return 0, io.EOF
	}
	n := min(int64(len(p)), z.n-z.read)
	clear(p[:n])
	z.read += n
	return int(n), nil
}

// A body over the limit is refused: unread where it says its length, and once the limit is
// reached where it does not.
func TestLargeBody(t *testing.T) {
	const large = 100 << 20
	for _, told := range []bool{true, false} {
		body := &zeros{n: large}
		r := httptest.NewRequest(http.MethodPost, "/api/v1/render", body)
		r.Host, r.ContentLength = "localhost", -1
		if told {
			r.ContentLength = large
		}
		r.Header.Set("Content-Type", typeYAML)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		refused(t, do(t, web.Handler(shared(), web.Options{BodyBytes: 1 << 20}), r), 413, "too-large")
		runtime.ReadMemStats(&after)
		if allocated := after.TotalAlloc - before.TotalAlloc; body.read > 1<<20+1 || told && body.read > 0 || allocated > 16<<20 {
			t.Errorf("told %v: %d bytes are read, %d allocated", told, body.read, allocated)
		}
	}
}

// What all bodies hold together is bounded, and given back.
func TestBodiesTogether(t *testing.T) {
	h := web.Handler(shared(), web.Options{TotalBytes: 1000})
	for range 3 {
		w := do(t, h, request(http.MethodPost, "/api/v1/render", typeYAML, meeting+strings.Repeat("#", 2000)))
		refused(t, w, 503, "busy")
		if w.Header().Get("Retry-After") == "" {
			t.Error("it does not say when to come back")
		}
		if w := do(t, h, request(http.MethodPost, "/api/v1/render?to=docx", typeYAML, meeting)); w.Code != 200 {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
	}
}

// The documents of one answer are bounded together.
func TestLargeAnswer(t *testing.T) {
	w := do(t, web.Handler(shared(), web.Options{AnswerBytes: 1000}), request(http.MethodPost, "/api/v1/render", typeYAML, meeting))
	if p := refused(t, w, 422, "findings"); p.Findings[0].Code != "limit" {
		t.Errorf("%+v", p.Findings)
	}
}

// A request that takes too long is stopped; one that had no time to work at all may come
// back.
// Time stands still while anybody works: it is the hook that takes too long, however busy the
// machine is.
func TestTime(t *testing.T) {
	shared() // made outside: it outlives the bubble
	const limit = 20 * time.Millisecond
	synctest.Test(t, func(t *testing.T) {
		h := hook(func() { time.Sleep(2 * limit) }, web.Options{Time: limit})
		refused(t, do(t, h, request(http.MethodPost, "/api/v1/render", typeYAML, meeting)), 504, "out-of-time")
		refused(t, do(t, h, request(http.MethodPost, "/api/v1/check", typeYAML, meeting)), 504, "out-of-time")
	})
	synctest.Test(t, func(t *testing.T) {
		entered, release := make(chan struct{}), make(chan struct{})
		h := hook(sync.OnceFunc(func() { close(entered); <-release }), web.Options{Time: limit, Workers: 1})
		var wait sync.WaitGroup
		wait.Go(func() {
			h.ServeHTTP(httptest.NewRecorder(), request(http.MethodPost, "/api/v1/render", typeYAML, meeting))
		})
		<-entered
		start := time.Now()
		refused(t, do(t, h, request(http.MethodPost, "/api/v1/render", typeYAML, meeting)), 503, "busy")
		if took := time.Since(start); took != limit {
			t.Errorf("it is told to come back after %v, not %v", took, limit)
		}
		close(release)
		wait.Wait()
	})
}

// A meeting in JSON that is small only as long as nobody writes it in lines is refused.
func TestDeepMeeting(t *testing.T) {
	deep := `{"meeting":` + strings.Repeat("[", 900) + strings.Repeat("1,", 1<<20) + "1" + strings.Repeat("]", 900) + "}"
	refused(t, post(t, "/api/v1/render", typeJSON, deep), 400, "bad-request")
	refused(t, post(t, "/api/v1/render", typeJSON, `{"meeting":`+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)+"}"), 400, "bad-request")
}

// Bodies come as they are: nothing is unpacked that could be a bomb.
func TestCompressedBody(t *testing.T) {
	refused(t, post(t, "/api/v1/render", typeYAML, meeting, "Content-Encoding", "gzip"), 415, "media-type")
}

// Zip bombs meet the renderer's limits, as templates, as spreadsheets and as documents.
func TestBombs(t *testing.T) {
	r, err := render.New(render.Options{Limits: render.Limits{UnpackedBytes: 4 << 20, PartBytes: 4 << 20}})
	if err != nil {
		t.Fatal(err)
	}
	h := web.Handler(r, web.Options{})
	own, _, _ := r.TemplateData("bien-ban")
	bomb := bombed(t, own)
	if len(bomb) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"template":    do(t, h, request(http.MethodPost, "/api/v1/render", typeJSON, marshal(t, map[string]any{"yaml": meeting, "template": "bom", "templates": map[string][]byte{"bom.docx": bomb}}))),
		"spreadsheet": do(t, h, request(http.MethodPost, "/api/v1/render", typeJSON, marshal(t, map[string]any{"yaml": meeting + "indicators: [{id: a, rows_from: bom.xlsx}]\n", "files": map[string][]byte{"bom.xlsx": bomb}}))),
		"document":    do(t, h, request(http.MethodPost, "/api/v1/convert", typeDOCX, string(bomb))),
	} {
		p := refused(t, w, 422, "findings")
		if len(p.Findings) == 0 || !strings.Contains(p.Findings[0].Message, "MB") {
			t.Errorf("%s: %+v", name, p.Findings)
		}
	}
	if w := do(t, h, request(http.MethodPost, "/api/v1/check", typeDOCX, string(bomb))); decode[checked](t, w).OK {
		t.Errorf("check: %s", w.Body)
	}
}

// bombed is a package with a part of many zeros.
func bombed(t *testing.T, data []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range in.File {
		if err := z.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	w, err := z.Create("word/media/image99.png")
	if err == nil {
		_, err = io.Copy(w, &zeros{n: 64 << 20})
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// hooked is a folder of templates that runs something when it is first looked at: a request
// is then at work.
type hooked struct {
	fstest.MapFS
	hook func()
}

func (h hooked) Open(name string) (fs.File, error) {
	h.hook()
	return h.MapFS.Open(name)
}

// hook is a handler whose requests for documents run f while they work.
func hook(f func(), o web.Options) http.Handler {
	return web.Handler(shared().With(func(r *render.Options) { r.Templates = hooked{hook: f} }), o)
}

// Nobody works for a client that has gone.
func TestDisconnect(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	var server context.Context // of the request
	var end context.CancelFunc
	inner := hook(func() {
		leave()
		<-server.Done()
		end() // which returns when all contexts derived from the request's have ended too
	}, web.Options{})
	served := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		server = r.Context()
		var ctx context.Context
		ctx, end = context.WithCancel(server)
		defer end()
		inner.ServeHTTP(w, r.WithContext(ctx))
		close(served)
	}))
	defer s.Close()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/api/v1/render", strings.NewReader(meeting))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", typeYAML)
	if _, err := s.Client().Do(r); !errors.Is(err, context.Canceled) {
		t.Errorf("the client got %v", err)
	}
	<-served
	w := do(t, inner, request(http.MethodGet, "/metrics", "", ""))
	for _, line := range []string{`bienban_requests_total{route="/api/v1/render",status="499"} 1`, `bienban_documents_total{format="docx"} 0`, "bienban_requests_working 0"} {
		if !strings.Contains(w.Body.String(), line+"\n") {
			t.Errorf("the metrics have no line %q:\n%s", line, w.Body)
		}
	}
}

// While all workers work, a bounded number waits, the next is told to come back, and who
// asks for the health is answered.
func TestQueue(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	h := hook(func() { entered <- struct{}{}; <-release }, web.Options{Workers: 1, Queue: 1})
	ask := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, request(http.MethodPost, "/api/v1/render?to=docx", typeYAML, meeting))
		return w
	}
	var wait sync.WaitGroup
	answers := make([]*httptest.ResponseRecorder, 2)
	wait.Go(func() { answers[0] = ask() })
	<-entered
	wait.Go(func() { answers[1] = ask() })
	for do(t, h, request(http.MethodGet, "/readyz", "", "")).Code == 200 {
		runtime.Gosched() // until the second one waits
	}
	refused(t, do(t, h, request(http.MethodPost, "/api/v1/render", typeYAML, meeting)), 503, "busy")
	if w := do(t, h, request(http.MethodGet, "/healthz", "", "")); w.Code != 200 {
		t.Errorf("health: status %d", w.Code)
	}
	go func() {
		for range entered { // the second one's
		}
	}()
	close(release)
	wait.Wait()
	close(entered)
	for i, w := range answers {
		if w.Code != 200 {
			t.Errorf("%d: status %d: %s", i, w.Code, w.Body)
		}
	}
}

// Of 200 clients at once each is answered, or told that the server is busy.
func TestManyClients(t *testing.T) {
	s := httptest.NewServer(web.Handler(shared(), web.Options{Workers: 2, Queue: 20}))
	defer s.Close()
	s.Client().Transport.(*http.Transport).MaxIdleConnsPerHost = 200
	var wait sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for range 200 {
		wait.Go(func() {
			r, err := s.Client().Post(s.URL+"/api/v1/render?to=docx", typeYAML, strings.NewReader(meeting))
			if err != nil {
				t.Error(err)
				return
			}
			defer r.Body.Close()
			_, _ = io.Copy(io.Discard, r.Body)
			mu.Lock()
			statuses[r.StatusCode]++
			mu.Unlock()
		})
	}
	wait.Wait()
	if statuses[200] < 22 || statuses[200]+statuses[503] != 200 {
		t.Errorf("%v", statuses)
	}
	if w := do(t, s.Config.Handler, request(http.MethodPost, "/api/v1/render?to=docx", typeYAML, meeting)); w.Code != 200 {
		t.Errorf("afterwards: status %d", w.Code)
	}
}

// A client that is slow with its headers is cut off; one that is slow with its body is told
// so. Meanwhile others are served.
func TestSlowClients(t *testing.T) {
	shared() // made outside: it outlives the bubble
	synctest.Test(t, func(t *testing.T) {
		const bodyTime, headerTime = 50 * time.Millisecond, 70 * time.Millisecond
		server := web.NewServer(web.Handler(shared(), web.Options{BodyTime: bodyTime, Workers: 1}), slog.New(slog.DiscardHandler))
		server.ReadHeaderTimeout = headerTime
		listener := &pipes{made: make(chan net.Conn), closed: make(chan struct{})}
		done := make(chan error)
		go func() { done <- server.Serve(listener) }()
		defer func() {
			server.Close()
			<-done
		}()
		start := time.Now()
		headers := listener.dial(t, "POST /api/v1/render HTTP/1.1\r\nHost: localhost\r\n")
		refusedBody := listener.dial(t, "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\ntitle:")
		body := listener.dial(t, "POST /api/v1/render HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/yaml\r\nContent-Length: 100\r\n\r\ntitle:")
		answer := func(c net.Conn, want int, after time.Duration) {
			answer, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
			if took := time.Since(start); answer.StatusCode != want || took != after {
				t.Errorf("status %d after %v, want %d after %v", answer.StatusCode, took, want, after)
			}
		}
		// Another client is served at once.
		other := listener.dial(t, fmt.Sprintf("POST /api/v1/render?to=docx HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", typeYAML, len(meeting), meeting))
		answer(other, http.StatusOK, 0)
		answer(refusedBody, http.StatusNotFound, bodyTime) // net/http reads the rest first
		answer(body, http.StatusRequestTimeout, bodyTime)
		if got, err := io.ReadAll(headers); err != nil || strings.Contains(string(got), " 200 ") || time.Since(start) != headerTime {
			t.Errorf("slow headers: %q, %v after %v", got, err, time.Since(start))
		}
	})
}

// pipes is a listener whose connections are in memory, so that their time can stand still.
type pipes struct {
	made   chan net.Conn
	once   sync.Once
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.made:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// dial makes a connection that sends a text, and is closed when the test ends.
func (p *pipes) dial(t *testing.T, text string) net.Conn {
	ours, theirs := net.Pipe()
	t.Cleanup(func() { ours.Close() })
	p.made <- local{theirs}
	fmt.Fprint(ours, text)
	return ours
}

// local is a connection from this machine.
type local struct{ net.Conn }

func (local) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }
func (local) LocalAddr() net.Addr  { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 2} }

// A fault of our own is logged, and told without its details.
func TestPanic(t *testing.T) {
	var log bytes.Buffer
	h := hook(func() { panic("secret") }, web.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	w := do(t, h, request(http.MethodPost, "/api/v1/render", typeYAML, meeting))
	refused(t, w, 500, "internal")
	if strings.Contains(w.Body.String(), "secret") || !strings.Contains(log.String(), "secret") || !strings.Contains(log.String(), "status=500") {
		t.Errorf("answer %s, log %s", w.Body, log.String())
	}
	if w := do(t, h, request(http.MethodGet, "/metrics", "", "")); !strings.Contains(w.Body.String(), "bienban_requests_working 0\n") {
		t.Error("the worker is lost")
	}
}

// The log has a line for each request, and nothing of what stands in it.
func TestLog(t *testing.T) {
	var log bytes.Buffer
	h := web.Handler(shared(), web.Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Token: "secret"})
	r := request(http.MethodPost, "/api/v1/render?name=secret.yaml&to=docx", typeYAML, "title: secret\n")
	r.Header.Set("Authorization", "Bearer secret")
	do(t, h, r)
	for _, want := range []string{"id=1", "method=POST", "path=/api/v1/render", "status=200", "bytes=", "took="} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%q has no %s", log.String(), want)
		}
	}
	if strings.Contains(log.String(), "secret") {
		t.Errorf("%q tells what stands in the request", log.String())
	}
}
