package batch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bienban/bienban/render"
)

func TestOpenElsewhere(t *testing.T) {
	link := func(number syscall.Errno) error { return &os.LinkError{Op: "rename", Old: "a", New: "b", Err: number} }
	for _, tt := range []struct {
		name    string
		windows bool
		err     error
		want    bool
	}{
		{"shared", true, link(sharingViolation), true},
		{"locked", true, link(lockViolation), true},
		{"denied to rename", true, link(accessDenied), true},
		{"denied to make", true, &fs.PathError{Op: "open", Path: "a", Err: accessDenied}, false},
		{"shared, reading", true, &fs.PathError{Op: "open", Path: "a", Err: sharingViolation}, true},
		{"wrapped", true, fmt.Errorf("x: %w", link(sharingViolation)), true},
		{"another error", true, link(2), false},
		{"no number", true, errors.New("x"), false},
		{"another system", false, link(sharingViolation), false},
		{"none", true, nil, false},
	} {
		if got := (system{windows: tt.windows}).openElsewhere(tt.err); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// A target that Word has open is tried again, then told; nothing is left beside it, and it
// keeps its content.
func TestSaveWhileOpen(t *testing.T) {
	for _, busyFor := range []int{2, 1000} {
		folder := t.TempDir()
		t.Setenv("XDG_CACHE_HOME", filepath.Join(folder, "cache"))
		target := filepath.Join(folder, "a.docx")
		if err := os.WriteFile(target, []byte("old"), 0o666); err != nil {
			t.Fatal(err)
		}
		tries, waited := 0, time.Duration(0)
		s := system{
			windows: true,
			rename: func(in *os.Root, from, to string) error {
				if tries++; filepath.Base(to) == "a.docx" && tries <= busyFor {
					return &os.LinkError{Op: "rename", Old: from, New: to, Err: sharingViolation}
				}
				return in.Rename(from, to)
			},
			link:  (*os.Root).Link,
			pause: func(d time.Duration) { waited += d },
		}
		written, faults := saveOne(s, target, []byte("new"), true)
		now, _ := os.ReadFile(target)
		if busyFor == 2 {
			if written != target || faults != nil || string(now) != "new" {
				t.Errorf("a short wait: %q, %v, %q", written, faults, now)
			}
			continue
		}
		if written != "" || len(faults) != 1 || faults[0].Code != "open-elsewhere" || !strings.Contains(faults[0].Hint.In(render.Vietnamese), "Hãy đóng tệp a.docx") {
			t.Errorf("wrote %q: %v", written, faults)
		}
		if string(now) != "old" || waited == 0 || waited > time.Second {
			t.Errorf("%q after %v", now, waited)
		}
		left, _ := filepath.Glob(filepath.Join(folder, ".*tmp"))
		if len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}
