package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/pflag"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/web"
)

// A served program is one that a script left running.
type served struct {
	command *exec.Cmd
	stdout  *bufio.Reader
	line    string // the first of stdout
	stderr  heard
}

// heard keeps what a program writes, and lets others wait for it.
type heard struct {
	mu    sync.Mutex
	text  bytes.Buffer
	wrote chan struct{} // closed by the next write; nil: nobody waits
}

func (h *heard) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.wrote != nil {
		close(h.wrote)
		h.wrote = nil
	}
	return h.text.Write(b)
}

// take is what was written since it was last taken.
func (h *heard) take() []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	taken := bytes.Clone(h.text.Bytes())
	h.text.Reset()
	return taken
}

// has reports whether a text was written; if not, the channel is closed by the next write.
func (h *heard) has(text string) (bool, <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if bytes.Contains(h.text.Bytes(), []byte(text)) {
		return true, nil
	}
	if h.wrote == nil {
		h.wrote = make(chan struct{})
	}
	return false, h.wrote
}

type servedKey struct{}

// serve ARG… starts `bienban serve` and waits for the line that tells where it is, which
// becomes $URL, and without the scheme $ADDRESS.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: serve arg...")
	}
	s := ts.Value(servedKey{}).(*served)
	path := ""
	for _, folder := range filepath.SplitList(ts.Getenv("PATH")) {
		if name := filepath.Join(folder, "bienban"); path == "" {
			if _, err := os.Stat(name); err == nil {
				path = name
			}
		}
	}
	s.command = exec.Command(path, append([]string{"serve"}, args...)...)
	s.command.Dir = ts.MkAbs(".")
	for _, name := range []string{"LC_ALL", "HOME", "XDG_CACHE_HOME", "PATH", "DISPLAY", tokenVariable} {
		s.command.Env = append(s.command.Env, name+"="+ts.Getenv(name))
	}
	s.command.Stderr = &s.stderr
	pipe, err := s.command.StdoutPipe()
	ts.Check(err)
	s.stdout = bufio.NewReader(pipe)
	ts.Check(s.command.Start())
	ts.Defer(func() { _ = s.command.Process.Kill() }) // of a script that failed
	s.line, err = s.stdout.ReadString('\n')
	ts.Check(err)
	_, url, ok := strings.Cut(strings.TrimRight(s.line, "\"}/\n"), "http://")
	if !ok {
		ts.Fatalf("it says %q", s.line)
	}
	ts.Setenv("URL", "http://"+url)
	ts.Setenv("ADDRESS", url)
}

// await TEXT waits until the program has written a text to standard error.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await text")
	}
	s := ts.Value(servedKey{}).(*served)
	late := time.After(time.Minute)
	for {
		ok, wrote := s.stderr.has(args[0])
		if ok {
			return
		}
		select {
		case <-wrote:
		case <-late:
			ts.Fatalf("it did not write %q: %s", args[0], s.stderr.take())
		}
	}
}

// end sends the signal that ends the program, which has to end well. What it wrote to
// standard error is the file "log", to standard output "told". (A script's own "stop" would end the script.)
func end(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: end")
	}
	s := ts.Value(servedKey{}).(*served)
	ts.Check(s.command.Process.Signal(os.Interrupt))
	told, err := io.ReadAll(s.stdout)
	ts.Check(err)
	err = s.command.Wait()
	ts.Check(os.WriteFile(ts.MkAbs("log"), s.stderr.take(), 0o666))
	ts.Check(os.WriteFile(ts.MkAbs("told"), append([]byte(s.line), told...), 0o666))
	ts.Check(err)
}

// ask STATUS METHOD URL [FILE [HEADER…]] makes a request with a file as its body, compares
// its status and writes the answer to the file "answer".
func ask(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: ask status method url [file [header...]]")
	}
	var body io.Reader
	if len(args) > 3 {
		body = strings.NewReader(ts.ReadFile(args[3]))
	}
	r, err := http.NewRequest(args[1], args[2], body)
	ts.Check(err)
	for _, header := range args[min(4, len(args)):] {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
		if name == "Host" {
			r.Host = value
		}
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(r)
	ts.Check(err)
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("answer"), data, 0o666))
	if !strings.HasPrefix(answer.Status, args[0]+" ") {
		ts.Fatalf("status %s, want %s: %.300s", answer.Status, args[0], data)
	}
}

// A request that is under way when the program is to end is answered; no other one is.
func TestServeEnds(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	stdout, told := io.Pipe()
	var stderr bytes.Buffer
	var wait sync.WaitGroup
	code := -1
	wait.Go(func() {
		code = run(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--json"}, strings.NewReader(""), told, &stderr, noEnvironment)
	})
	defer wait.Wait()
	defer end()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var where struct{ Type, URL string }
	if err := json.Unmarshal([]byte(line), &where); err != nil || where.Type != "listening" {
		t.Fatalf("%q: %v", line, err)
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	body, more := io.Pipe()
	status := make(chan int, 1)
	wait.Go(func() {
		answer, err := client.Post(where.URL+"api/v1/render?to=docx", "application/yaml", body)
		if err != nil {
			t.Error(err)
			status <- 0
			return
		}
		answer.Body.Close()
		status <- answer.StatusCode
	})
	if _, err := io.WriteString(more, "title: Họp\n"); err != nil {
		t.Fatal(err)
	}
	for inFlight := false; !inFlight; { // until the request is there, besides this one
		answer, err := client.Get(where.URL + "metrics")
		if err != nil {
			t.Fatal(err)
		}
		metrics, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		inFlight = bytes.Contains(metrics, []byte("bienban_requests_in_flight 2\n"))
	}
	end()
	for { // until nobody else is let in
		answer, err := client.Get(where.URL + "healthz")
		if err != nil {
			break
		}
		answer.Body.Close()
	}
	more.Close()
	if got := <-status; got != http.StatusOK {
		t.Errorf("the request under way got %d", got)
	}
	wait.Wait()
	if code != done {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
}

// A seat is a program before which a person sits, with what the person sees.
type seat struct {
	program
	stdout, stderr bytes.Buffer
	pages          chan string         // that were opened
	waits          chan chan time.Time // of [pageTime], each with what ends it
	code           chan int            // of the run, once it has ended
}

// sit starts the program with a terminal and a browser that opens pages; end ends it.
func sit(t *testing.T, environment map[string]string, args ...string) (s *seat, end func()) {
	s = newSeat(t, environment)
	return s, s.start(t, args...)
}

func newSeat(t *testing.T, environment map[string]string) *seat {
	s := &seat{pages: make(chan string, 10), waits: make(chan chan time.Time, 10), code: make(chan int, 1)}
	s.program = program{
		stdin: strings.NewReader(""), stdout: &s.stdout, stderr: &s.stderr,
		getenv: func(name string) string { return environment[name] },
		desktop: desktop{
			open:     func(_ context.Context, url string) error { s.pages <- url; return nil },
			terminal: func(io.Writer) bool { return true },
			explorer: func() bool { return false },
			after: func(d time.Duration) <-chan time.Time {
				if d != pageTime {
					t.Errorf("it waits %v", d)
				}
				wait := make(chan time.Time, 1)
				s.waits <- wait
				return wait
			},
			listen: "127.0.0.1:0",
		},
	}
	return s
}

func (s *seat) start(t *testing.T, args ...string) (end func()) {
	ctx, end := context.WithCancel(t.Context())
	t.Cleanup(end)
	go func() { s.code <- s.run(ctx, args) }()
	return end
}

// In a terminal the browser opens, with the token where the server does not see it.
func TestServeOpens(t *testing.T) {
	for _, tt := range []struct {
		args  string
		token string
		want  string // how the page's address ends
	}{
		{"", "", "/"},
		{"", "a+b/c#%&", "/#token=a%2Bb%2Fc%23%25%26"},
		{"--listen 0.0.0.0:0", "T", "/#token=T"},
		{"--json --open", "", "/"},
	} {
		args := strings.Fields("serve --listen 127.0.0.1:0 " + tt.args)
		s, end := sit(t, map[string]string{tokenVariable: tt.token, "LANG": "en"}, args...)
		page := <-s.pages
		end()
		if code := <-s.code; code != done {
			t.Errorf("%v: exit code %d: %s", args, code, s.stderr.String())
		}
		if !strings.HasPrefix(page, "http://127.0.0.1:") || !strings.HasSuffix(page, tt.want) {
			t.Errorf("%v: it opens %s", args, page)
		}
		if !strings.Contains(s.stdout.String(), page) {
			t.Errorf("%v: it does not say where it is: %s", args, s.stdout.String())
		}
		if strings.Contains(s.stderr.String(), "token=") {
			t.Errorf("%v: the log has the token: %s", args, s.stderr.String())
		}
	}
}

// What is not wanted is not opened.
func TestServeOpensNothing(t *testing.T) {
	for _, args := range []string{"--no-open", "--json"} {
		s, end := sit(t, nil, strings.Fields("serve --listen 127.0.0.1:0 "+args)...)
		end()
		if code := <-s.code; code != done || len(s.pages) > 0 {
			t.Errorf("%s: exit code %d, %d pages: %s", args, code, len(s.pages), s.stderr.String())
		}
	}
}

// A port that another run has is where the browser goes; a port that somebody else has is
// an error, whatever they answer.
func TestServeElsewhere(t *testing.T) {
	host := func(h http.HandlerFunc) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.Listener.Addr().String()
	}
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ours := host(web.Handler(r, web.Options{Token: "T"}).ServeHTTP)
	for _, tt := range []struct {
		name, address, args string
		want                int
	}{
		{"ours", ours, "", done},
		{"ours, in JSON", ours, "--json --open", done},
		{"ours, but no page is wanted", ours, "--no-open", badInput},
		{"one that is well too", host(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok\n") }), "", badInput},
		{"one that sends us to ours", host(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://"+ours+"/healthz", http.StatusFound)
		}), "", badInput},
		{"one that is not well", host(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set(web.VersionHeader, "v1")
			w.WriteHeader(http.StatusInternalServerError)
		}), "", badInput},
	} {
		s, _ := sit(t, map[string]string{tokenVariable: "mine", "LANG": "en"}, strings.Fields("serve --listen "+tt.address+" "+tt.args)...)
		if code := <-s.code; code != tt.want {
			t.Errorf("%s: exit code %d, want %d: %s", tt.name, code, tt.want, s.stderr.String())
		}
		switch {
		case tt.want != done && len(s.pages) > 0:
			t.Errorf("%s: it opens %s", tt.name, <-s.pages)
		case tt.want != done:
		case len(s.pages) == 0:
			t.Errorf("%s: it opens nothing", tt.name)
		default:
			if page := <-s.pages; page != "http://"+ours+"/" {
				t.Errorf("%s: it opens %s", tt.name, page)
			}
			if out := s.stdout.String(); !strings.Contains(out, "already") || !strings.Contains(out, "http://"+ours+"/") {
				t.Errorf("%s: it says %s", tt.name, out)
			}
		}
	}
}

// With --end-with-page the program ends some time after its last page, unless one comes
// back.
func TestServeEndsWithPage(t *testing.T) {
	s, _ := sit(t, nil, "serve", "--listen", "127.0.0.1:0", "--end-with-page")
	url := <-s.pages
	open := func() (close func()) {
		t.Helper()
		answer, err := http.Get(url + "ui/presence")
		if err != nil {
			t.Fatal(err)
		}
		if first, err := bufio.NewReader(answer.Body).ReadString('\n'); err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s, %q, %v", answer.Status, first, err)
		}
		return func() { answer.Body.Close() }
	}
	one, two := open(), open()
	one()
	two()
	first := <-s.waits
	again := open()
	first <- time.Time{} // is over while a page is open
	again()
	second := <-s.waits // not if the program had ended
	select {
	case code := <-s.code:
		t.Fatalf("exit code %d: %s", code, s.stderr.String())
	default:
	}
	second <- time.Time{}
	if code := <-s.code; code != done || len(s.waits) > 0 {
		t.Errorf("exit code %d, %d more waits: %s", code, len(s.waits), s.stderr.String())
	}
	if !strings.Contains(s.stderr.String(), "the last page is closed") {
		t.Errorf("the log says %s", s.stderr.String())
	}
	if _, err := http.Get(url + "healthz"); err == nil {
		t.Error("it still serves")
	}
}

// A double click opens the page, says what the window is, and ends with the page.
func TestDoubleClick(t *testing.T) {
	s := newSeat(t, nil)
	s.desktop.explorer = func() bool { return true }
	s.start(t)
	url := <-s.pages
	answer, err := http.Get(url + "ui/presence")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	close(<-s.waits)
	if code := <-s.code; code != done || s.stderr.Len() > 0 {
		t.Errorf("exit code %d, %q", code, s.stderr.String())
	}
	for _, want := range []string{"Không có gì được gửi ra ngoài", "    " + url + "\n", "đóng trang", "cửa sổ này tự đóng"} {
		if !strings.Contains(s.stdout.String(), want) {
			t.Errorf("it does not say %q: %s", want, s.stdout.String())
		}
	}
}

// A double click finds a place to serve, or the one where it serves already.
func TestDoubleClickPort(t *testing.T) {
	foreign := httptest.NewServer(http.NotFoundHandler())
	defer foreign.Close()
	s := newSeat(t, nil)
	s.desktop.explorer, s.desktop.listen = func() bool { return true }, foreign.Listener.Addr().String()
	end := s.start(t)
	url := <-s.pages
	if answer, err := http.Get(url + "healthz"); err != nil || answer.StatusCode != http.StatusOK || answer.Header.Get(web.VersionHeader) == "" {
		t.Errorf("at %s is %v, %v", url, answer, err)
	}
	second := newSeat(t, nil)
	second.desktop.explorer, second.desktop.listen = s.desktop.explorer, strings.Trim(url, "htp:/")
	second.start(t)
	if code := <-second.code; code != done || <-second.pages != url || !strings.Contains(second.stdout.String(), "đã chạy sẵn tại "+url) {
		t.Errorf("exit code %d: %s%s", code, second.stdout.String(), second.stderr.String())
	}
	// The address is to be read where the browser did not open.
	third := newSeat(t, nil)
	third.desktop.explorer, third.desktop.listen = s.desktop.explorer, second.desktop.listen
	third.desktop.open = func(context.Context, string) error { return errors.New("không có trình duyệt") }
	third.start(t)
	if code := <-third.code; code != badInput || !strings.Contains(third.stderr.String(), "Hãy tự mở "+url) || !strings.HasSuffix(third.stderr.String(), "Nhấn Enter để đóng cửa sổ này.\n") {
		t.Errorf("exit code %d: %s", code, third.stderr.String())
	}
	end()
	<-s.code
}

// A signaling reader tells when it is read first.
type signaling struct {
	io.Reader
	read func()
}

func (s signaling) Read(p []byte) (int, error) {
	s.read()
	return s.Reader.Read(p)
}

// What goes wrong stays to be read until Enter is pressed, in a window that Explorer has
// opened, and nowhere else; and no longer than the window is wanted.
func TestEnterCloses(t *testing.T) {
	for _, tt := range []struct {
		name     string
		explorer bool
		args     string
		code     int
		waits    bool
	}{
		{"a wrong file that was dropped", true, "no-such-command.yaml", badUsage, true},
		{"a wrong command in a terminal", false, "no-such-command.yaml", badUsage, false},
		{"all is well", true, "version", done, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, stopped := range []bool{false, true} {
				s := newSeat(t, nil)
				s.desktop.explorer = func() bool { return tt.explorer }
				keyboard, key := io.Pipe()
				waiting := make(chan struct{})
				s.stdin = signaling{keyboard, sync.OnceFunc(func() { close(waiting) })}
				end := s.start(t, tt.args)
				if tt.waits {
					<-waiting
					if len(s.code) > 0 {
						t.Error("it does not wait")
					}
					if stopped {
						end()
					} else {
						io.WriteString(key, "\n")
					}
				}
				if code := <-s.code; code != tt.code || strings.Contains(s.stderr.String(), "Nhấn Enter") != tt.waits {
					t.Errorf("exit code %d: %s", code, s.stderr.String())
				}
				key.Close()
			}
		})
	}
}

// The README's table of serve's options has all of them, and no other.
func TestReadmeServe(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(readme), "| option of `serve` | |\n|---|---|\n")
	table, _, closed := strings.Cut(table, "\n\n")
	if !found || !closed {
		t.Fatal("README.md has no table of serve's options")
	}
	var listed, have []string
	for row := range strings.Lines(table) {
		names, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " | ")
		for _, name := range regexp.MustCompile("`--([a-z-]+)").FindAllStringSubmatch(names, -1) {
			listed = append(listed, name[1])
		}
	}
	p := &program{getenv: noEnvironment}
	p.serveCommand().Flags().VisitAll(func(f *pflag.Flag) { have = append(have, f.Name) })
	slices.Sort(listed)
	if !slices.Equal(listed, have) {
		t.Errorf("README.md lists %q, serve has %q", listed, have)
	}
}

// What --listen may say.
func TestServeAddress(t *testing.T) {
	for _, tt := range []struct {
		listen, token string
		want          string // "": a usage error
	}{
		{"127.0.0.1:80", "", "127.0.0.1:80"},
		{"localhost:0", "", "127.0.0.1:0"},
		{"[::1]:80", "", "[::1]:80"},
		{"127.9.9.9:80", "", "127.9.9.9:80"},
		{"0.0.0.0:80", "", ""},
		{":80", "", ""},
		{"192.168.1.5:80", "", ""},
		{"[::]:80", "", ""},
		{"[::ffff:192.168.1.5]:80", "", ""},
		{"0.0.0.0:80", "T", "0.0.0.0:80"},
		{":80", "T", "[::]:80"},
		{"192.168.1.5:80", "T", "192.168.1.5:80"},
		{"127.0.0.1", "", ""},
		{"127.0.0.1:x", "", ""},
		{"127.0.0.1:70000", "", ""},
		{"van-phong.example:80", "T", ""},
	} {
		f := serveFlags{listen: tt.listen, token: tt.token}
		got, err := f.address(t.Context())
		_, isUsage := errors.AsType[usageError](err)
		if (tt.want == "") != isUsage || err == nil && got.String() != tt.want {
			t.Errorf("%+v: %v, %v", tt, got, err)
		}
	}
}
