//go:build unix

package main

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A pipe that nobody writes to can be given up.
func TestStoppedAtPipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "hop.yaml")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Skip(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	for _, command := range []string{"render", "convert"} {
		var stderr bytes.Buffer
		code := run(ctx, []string{command, name}, strings.NewReader(""), io.Discard, &stderr, noEnvironment)
		if code != badInput || !strings.Contains(stderr.String(), "đã dừng") {
			t.Errorf("%s: exit code %d, %q", command, code, stderr.String())
		}
	}
}
