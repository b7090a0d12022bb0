package batch

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// The two files of a document change together: where the second cannot be replaced the first
// one is put back, and nothing is left beside them.
func TestBothOrNone(t *testing.T) {
	for _, former := range []bool{false, true} {
		for _, links := range []bool{true, false} {
			folder := t.TempDir()
			t.Setenv("XDG_CACHE_HOME", filepath.Join(t.TempDir(), "cache"))
			docx, pdf := filepath.Join(folder, "a.docx"), filepath.Join(folder, "a.pdf")
			if former {
				if _, faults := SaveAll([]Output{{docx, []byte("docx 1")}, {pdf, []byte("pdf 1")}}, Cache(), false); faults != nil {
					t.Fatal(faults)
				}
			}
			s := system{
				windows: true,
				rename: func(in *os.Root, from, to string) error {
					if to == "a.pdf" {
						return &os.LinkError{Op: "rename", Old: from, New: to, Err: sharingViolation}
					}
					return in.Rename(from, to)
				},
				link: func(in *os.Root, from, to string) error {
					if !links {
						return errors.ErrUnsupported
					}
					return in.Link(from, to)
				},
				pause: func(time.Duration) {},
			}
			written, faults := s.saveAll([]Output{{docx, []byte("docx 2")}, {pdf, []byte("pdf 2")}}, Cache(), false)
			if !faults.Failed() || written[0] != "" || written[1] != "" {
				t.Errorf("wrote %q: %v", written, faults)
			}
			want := map[string]string{}
			if former {
				want = map[string]string{"a.docx": "docx 1", "a.pdf": "pdf 1"}
			}
			if got := contents(t, folder); !maps.Equal(got, want) {
				t.Errorf("former %v, links %v: %q", former, links, got)
			}
		}
	}
}

// What a person saves between the comparison and the renames is kept, and the document gets
// the next number, whichever file it was and however late.
func TestSavedMeanwhile(t *testing.T) {
	for _, saved := range []string{"a.docx", "a.pdf"} {
		for _, late := range []bool{false, true} { // before the first rename, or between the two
			folder := t.TempDir()
			t.Setenv("XDG_CACHE_HOME", filepath.Join(t.TempDir(), "cache"))
			outputs := func(version string) []Output {
				return []Output{{filepath.Join(folder, "a.docx"), []byte("docx " + version)}, {filepath.Join(folder, "a.pdf"), []byte("pdf " + version)}}
			}
			if _, faults := SaveAll(outputs("1"), Cache(), false); faults != nil {
				t.Fatal(faults)
			}
			once := false
			save := func() {
				if !once {
					once = true
					if err := os.WriteFile(filepath.Join(folder, saved), []byte("mine"), 0o666); err != nil {
						t.Fatal(err)
					}
				}
			}
			s := thisSystem()
			s.link = func(in *os.Root, from, to string) error { // right before the renames
				err := in.Link(from, to)
				if !late {
					// A program that saves beside the file and renames, as Word does.
					if err := os.Remove(filepath.Join(folder, saved)); err != nil && !once {
						t.Fatal(err)
					}
					save()
				}
				return err
			}
			s.rename = func(in *os.Root, from, to string) error {
				err := in.Rename(from, to)
				if late && to == "a.docx" {
					save()
				}
				return err
			}
			written, faults := s.saveAll(outputs("2"), Cache(), false)
			want := map[string]string{"a.docx": "docx 1", "a.pdf": "pdf 1", "a (2).docx": "docx 2", "a (2).pdf": "pdf 2"}
			want[saved] = "mine"
			if saved == "a.docx" && late { // it is ours to replace no more: both stand, and the person's is kept
				want = map[string]string{"a.docx": "mine", "a.pdf": "pdf 2"}
			}
			if got := contents(t, folder); !maps.Equal(got, want) {
				t.Errorf("%s, late %v: %q\nwrote %q, %v", saved, late, got, written, faults)
			}
		}
	}
}

func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	got := map[string]string{}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got[e.Name()] = string(data)
	}
	return got
}
