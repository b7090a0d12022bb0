package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// A served program is one that a script left running.
type served struct {
	command *exec.Cmd
	stdout  io.ReadCloser
	stderr  bytes.Buffer
}

type servedKey struct{}

// serve ARG… starts `bienban serve` and waits for the line that tells where it is, which
// becomes $URL.
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
	for _, name := range []string{"LC_ALL", "HOME", "XDG_CACHE_HOME", tokenVariable} {
		s.command.Env = append(s.command.Env, name+"="+ts.Getenv(name))
	}
	s.command.Stderr = &s.stderr
	var err error
	s.stdout, err = s.command.StdoutPipe()
	ts.Check(err)
	ts.Check(s.command.Start())
	ts.Defer(func() { _ = s.command.Process.Kill() }) // of a script that failed
	line, err := bufio.NewReader(s.stdout).ReadString('\n')
	ts.Check(err)
	_, url, ok := strings.Cut(strings.TrimRight(line, "\"}/\n"), "http://")
	if !ok {
		ts.Fatalf("it says %q", line)
	}
	ts.Setenv("URL", "http://"+url)
}

// stop sends the signal that ends the program, which has to end well. What it
// wrote to standard error is log.
func stop(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: stop")
	}
	s := ts.Value(servedKey{}).(*served)
	ts.Check(s.command.Process.Signal(os.Interrupt))
	err := s.command.Wait()
	ts.Check(os.WriteFile(ts.MkAbs("log"), s.stderr.Bytes(), 0o666))
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
