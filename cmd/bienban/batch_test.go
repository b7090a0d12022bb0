package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A batch that is stopped says so by its exit code and tells what it has not done; a watch is
// ended in no other way.
func TestStoppedBatch(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", folder)
	if err := os.WriteFile(filepath.Join(folder, "a.yaml"), []byte("title: Họp\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for command, want := range map[string]int{"batch": interrupted, "watch": done} {
		var stdout, stderr bytes.Buffer
		code := run(ctx, []string{command, folder, "-o", filepath.Join(folder, command)}, strings.NewReader(""), &stdout, &stderr, noEnvironment)
		if code != want {
			t.Errorf("%s: exit code %d, want %d: %s", command, code, want, stderr.String())
		}
	}
}

// Nothing of a bar is left, and what is drawn already is not drawn again.
func TestBar(t *testing.T) {
	if newBar(&bytes.Buffer{}, io.Discard) != nil {
		t.Error("a bar where there is no terminal")
	}
	var none *bar
	none.set(1, 2)
	none.end()
	var out bytes.Buffer
	b := &bar{w: &out, width: 40}
	for i := range 3000 {
		b.set(i, 3000)
	}
	if n := strings.Count(out.String(), "\r"); n > 130 {
		t.Errorf("drawn %d times", n)
	}
	if !strings.HasSuffix(out.String(), "[###################.]  99%") {
		t.Errorf("%q", out.String())
	}
	b.end()
	if line := out.String(); !strings.HasSuffix(line, "\r"+strings.Repeat(" ", 27)+"\r") {
		t.Errorf("%q", line[len(line)-60:])
	}
}
