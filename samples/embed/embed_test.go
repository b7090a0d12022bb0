// Package embed_test runs the examples of how other programs use bienban over HTTP.
package embed_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The curl script and the Python program ask the Go program.
func TestExamples(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no shell")
	}
	need(t, "curl", "python3")
	program := build(t)
	for _, token := range []string{"", "ma-truy-cap"} {
		t.Run("token "+token, func(t *testing.T) {
			t.Setenv("BIENBAN_TOKEN", token)
			folder := t.TempDir()
			server := start(t, program)
			run(t, "./curl.sh", server, "../giao-ban-quy-3.yaml", folder)
			run(t, "python3", "render.py", server, folder)

			var checked struct{ OK bool }
			if err := json.Unmarshal(read(t, folder, "check.json"), &checked); err != nil || !checked.OK {
				t.Errorf("check.json: %+v, %v", checked, err)
			}
			for _, name := range []string{"bien-ban.pdf", "giao-ban-bien-ban.pdf"} {
				if !bytes.HasPrefix(read(t, folder, name), []byte("%PDF-")) {
					t.Errorf("%s is no PDF", name)
				}
			}
			for name, files := range map[string]int{"bien-ban.zip": 2, "giao-ban-bien-ban.docx": 5} {
				data := read(t, folder, name)
				if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err != nil || len(z.File) < files {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}

// What the VBA editor imports: it reads the system's old encoding, and lines that end in
// CRLF, of at most 1023 characters.
func TestVBAFile(t *testing.T) {
	data := string(read(t, ".", "bienban.bas"))
	if !strings.HasPrefix(data, "Attribute VB_Name = \"Bienban\"\r\n") || !strings.HasSuffix(data, "\r\n") {
		t.Error("no name at its beginning, or no line end at its end")
	}
	for i, line := range strings.Split(strings.TrimSuffix(data, "\r\n"), "\r\n") {
		if len(line) > 1023 {
			t.Errorf("line %d is too long", i+1)
		}
		if at := strings.IndexFunc(line, func(r rune) bool { return r < ' ' || r > '~' }); at >= 0 {
			t.Errorf("line %d: %q", i+1, line[at:])
		}
	}
}

// LibreOffice reads files of macros in the system's old encoding too.
func TestCalcFile(t *testing.T) {
	for i, line := range strings.Split(string(read(t, ".", "bienban-calc.bas")), "\n") {
		if at := strings.IndexFunc(line, func(r rune) bool { return r != '\t' && r < ' ' || r > '~' }); at >= 0 {
			t.Errorf("line %d: %q", i+1, line[at:])
		}
	}
}

// need skips the test where a tool is missing, but on a machine that is to have them all.
func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			missing(t, err)
		}
	}
}

func missing(t *testing.T, err error) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(err)
	}
	t.Skip(err)
}

// build gives the path of the Go program.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "program")
	run(t, "go", "build", "-o", program, "./go")
	return program
}

// start starts the Go program, and gives the address of its API.
func start(t *testing.T, program string) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	command := exec.Command(program, address)
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = command.Wait() // it is killed
		close(ended)
	}()
	t.Cleanup(func() {
		_ = command.Process.Kill()
		<-ended
	})
	for { // until it listens
		answer, err := http.Get("http://" + address + "/bienban/healthz")
		if err == nil {
			answer.Body.Close()
			return "http://" + address + "/bienban"
		}
		select {
		case <-ended:
			t.Fatal("the program has ended")
		default:
		}
	}
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

func read(t *testing.T, folder, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
