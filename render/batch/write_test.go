package batch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bienban/bienban/render"
)

// Windows' devices are refused by name, with one that can be had.
func TestReservedNames(t *testing.T) {
	for name, want := range map[string]bool{
		"aux.docx": true, "out/NUL.pdf": true, "com1.x.docx": true, "auxiliary.docx": false, "con_.docx": false, "hop.docx": false,
	} {
		if got := reserved(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	written, faults := saveOne(system{windows: true}, "aux.docx", []byte("x"), true)
	if written != "" || len(faults) != 1 || faults[0].Code != "reserved-name" || !strings.Contains(faults[0].Hint.In(render.English), "aux_.docx") {
		t.Errorf("wrote %q: %v", written, faults)
	}
}

// A target that cannot be replaced keeps its content, and nothing is left beside it.
func TestSaveIsWholeOrNothing(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", filepath.Join(folder, "cache"))
	target := filepath.Join(folder, "a.docx")
	if err := os.MkdirAll(filepath.Join(target, "occupied"), 0o777); err != nil {
		t.Fatal(err)
	}
	written, faults := Save(target, []byte("new"), true)
	if written != "" || !faults.Failed() {
		t.Errorf("wrote %q over a folder: %v", written, faults)
	}
	left, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		if strings.HasSuffix(e.Name(), ".tmp") {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

func saveOne(s system, target string, data []byte, force bool) (string, render.FaultList) {
	names, faults := s.saveAll([]Output{{target, data}}, Cache(), force)
	return names[0], faults
}
