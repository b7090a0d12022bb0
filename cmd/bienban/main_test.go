package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bienban": main})
}

func TestScripts(t *testing.T) {
	samples, err := filepath.Abs("../../samples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Values[servedKey{}] = &served{}
			e.Setenv("SAMPLES", samples)
			e.Setenv("LC_ALL", "en_US.UTF-8")
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, ".cache")) // Linux
			e.Setenv("HOME", e.WorkDir)                                    // macOS
			e.Setenv("LocalAppData", filepath.Join(e.WorkDir, ".cache"))   // Windows
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"bomb": bomb, "truncate": truncate, "without": without, "retag": retag, "codes": codes,
			"serve": serve, "await": await, "end": end, "ask": ask,
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// codes CODE ARG… runs the program and compares its exit code.
func codes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: codes code arg...")
	}
	// The program finds the script's folder only in a process of its own.
	err := ts.Exec("bienban", args[1:]...)
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

func noEnvironment(string) string { return "" }

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
}

// A standard output that takes nothing is no fault of the command line.
func TestFullOutput(t *testing.T) {
	var stderr bytes.Buffer
	code := run(t.Context(), []string{"version"}, strings.NewReader(""), fullDisk{}, &stderr, noEnvironment)
	if code != badInput || !strings.Contains(stderr.String(), "không ghi được ra đầu ra chuẩn") || strings.Contains(stderr.String(), "--help") {
		t.Errorf("exit code %d, %q", code, stderr.String())
	}
}

func TestLanguage(t *testing.T) {
	for _, tt := range []struct {
		name        string
		args        []string
		environment map[string]string
		want        string
	}{
		{"Vietnamese by default", nil, nil, "cần một lệnh"},
		{"LANG", nil, map[string]string{"LANG": "en_GB.UTF-8"}, "a command is needed"},
		{"LC_ALL before LANG", nil, map[string]string{"LANG": "en_GB.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, "cần một lệnh"},
		{"the C locale asks for no language", nil, map[string]string{"LC_ALL": "C.UTF-8"}, "cần một lệnh"},
		{"--lang before the environment", []string{"--lang", "en"}, map[string]string{"LANG": "vi_VN"}, "a command is needed"},
		{"--lang=", []string{"--lang=en"}, nil, "a command is needed"},
		{"unknown", []string{"--lang=fr"}, nil, `không nhận "fr"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var stderr bytes.Buffer
			getenv := func(name string) string { return tt.environment[name] }
			if code := run(t.Context(), tt.args, strings.NewReader(""), io.Discard, &stderr, getenv); code != badUsage {
				t.Errorf("exit code %d, want %d", code, badUsage)
			}
			if !strings.Contains(stderr.String(), tt.want) {
				t.Errorf("%q does not say %q", stderr.String(), tt.want)
			}
		})
	}
}

// A run that is stopped ends at once, also while it waits for standard input, and leaves
// nothing behind.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	never, _ := io.Pipe()
	folder := t.TempDir()
	var stderr bytes.Buffer
	cancel()
	code := run(ctx, []string{"render", "-", "-o", folder}, never, io.Discard, &stderr, noEnvironment)
	if code != badInput || !strings.Contains(stderr.String(), "đã dừng") {
		t.Errorf("exit code %d, %q", code, stderr.String())
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
