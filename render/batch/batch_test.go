package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render"
)

// A bench is a folder of meetings and one of documents.
type bench struct {
	t       *testing.T
	folder  string
	options Options
}

func newBench(t *testing.T, meetings ...string) *bench {
	t.Helper()
	folder := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", filepath.Join(folder, "cache")) // Linux
	t.Setenv("HOME", folder)                                   // macOS
	t.Setenv("LocalAppData", filepath.Join(folder, "cache"))   // Windows
	b := &bench{t: t, folder: folder}
	b.options = Options{Inputs: []string{b.path("in")}, Output: b.path("out"), Formats: []string{"docx"}, Jobs: 2}
	if err := os.MkdirAll(b.path("in"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, m := range meetings {
		b.put("in/"+m, "title: Họp "+m+"\n")
	}
	return b
}

func (b *bench) path(name string) string { return filepath.Join(b.folder, filepath.FromSlash(name)) }

func (b *bench) put(name, text string) {
	b.t.Helper()
	if err := os.MkdirAll(filepath.Dir(b.path(name)), 0o777); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(b.path(name), []byte(text), 0o666); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) remove(name string) {
	b.t.Helper()
	if err := os.Remove(b.path(name)); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) renderer() *render.Renderer {
	b.t.Helper()
	r, err := render.New(render.Options{})
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

func (b *bench) run() *Report {
	b.t.Helper()
	report, err := Run(b.t.Context(), b.renderer(), b.options)
	if err != nil {
		b.t.Fatal(err)
	}
	return report
}

// check compares the rows of a report, each as "source status reason".
func (b *bench) check(report *Report, want ...string) {
	b.t.Helper()
	var got []string
	for _, row := range report.Rows {
		source, err := filepath.Rel(b.path("in"), row.Source)
		if err != nil {
			source = row.Source
		}
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", filepath.ToSlash(source), row.Status, row.Reason)))
	}
	if !slices.Equal(got, want) {
		b.t.Errorf("got  %q\nwant %q\n%v", got, want, report.Faults)
		for _, row := range report.Rows {
			for _, f := range row.Findings {
				b.t.Log(f)
			}
		}
	}
}

// outputs are the files in the output folder that are documents.
func (b *bench) outputs() []string {
	b.t.Helper()
	var list []string
	if _, err := os.Stat(b.path("out")); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err := fs.WalkDir(os.DirFS(b.path("out")), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasPrefix(name, "report.") && name != manifestName {
			list = append(list, name)
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return list
}

func (b *bench) expectOutputs(want ...string) {
	b.t.Helper()
	if got := b.outputs(); !slices.Equal(got, want) {
		b.t.Errorf("got %q, want %q", got, want)
	}
}

func TestOnlyWhatChanged(t *testing.T) {
	b := newBench(t, "a.yaml", "b.yml", "sub/c.yaml")
	b.check(b.run(), "a.yaml made new", "b.yml made new", "sub/c.yaml made new")
	b.expectOutputs("a-tom-tat.docx", "b-tom-tat.docx", "sub/c-tom-tat.docx")
	b.check(b.run(), "a.yaml unchanged", "b.yml unchanged", "sub/c.yaml unchanged")
	b.put("in/b.yml", "title: Khác\n")
	b.check(b.run(), "a.yaml unchanged", "b.yml made meeting", "sub/c.yaml unchanged")
	b.options.Settings = "another version"
	b.check(b.run(), "a.yaml made settings", "b.yml made settings", "sub/c.yaml made settings")
	b.options.Formats = []string{"docx", "pdf"}
	b.check(b.run(), "a.yaml made format", "b.yml made format", "sub/c.yaml made format")
	b.remove("out/a-tom-tat.pdf")
	b.check(b.run(), "a.yaml made output", "b.yml unchanged", "sub/c.yaml unchanged")
	b.options.Force = true
	b.check(b.run(), "a.yaml made force", "b.yml made force", "sub/c.yaml made force")
}

// What a person changed stays, and the new one gets a number; once that stands all is
// well.
func TestEditedStays(t *testing.T) {
	b := newBench(t, "a.yaml")
	b.run()
	b.put("out/a-tom-tat.docx", "mine")
	b.check(b.run(), "a.yaml made output")
	b.expectOutputs("a-tom-tat (2).docx", "a-tom-tat.docx")
	b.check(b.run(), "a.yaml unchanged")
	b.put("in/a.yaml", "title: Khác\n")
	b.check(b.run(), "a.yaml made meeting")
	b.expectOutputs("a-tom-tat (2).docx", "a-tom-tat.docx")
	b.remove("in/a.yaml")
	b.put("out/a-tom-tat (2).docx", "mine too")
	b.options.Prune = true
	b.check(b.run(), "a.yaml stale") // changed by hand: told, and it stays
	b.expectOutputs("a-tom-tat (2).docx", "a-tom-tat.docx")
}

func TestStale(t *testing.T) {
	b := newBench(t, "a.yaml", "sub/b.yaml")
	b.put("in/c.yaml", "title: Họp\ndocuments:\n  tom-tat: {}\n  bien-ban: {}\n")
	b.run()
	b.remove("in/sub/b.yaml")
	b.put("in/c.yaml", "title: Họp\ndocuments:\n  tom-tat: {}\n")
	b.check(b.run(), "a.yaml unchanged", "c.yaml made meeting", "c.yaml stale", "sub/b.yaml stale")
	b.check(b.run(), "a.yaml unchanged", "c.yaml unchanged", "c.yaml stale", "sub/b.yaml stale")
	// A file that cannot be read gives nothing up.
	b.put("in/c.yaml", "title: [")
	b.options.Prune = true
	b.check(b.run(), "a.yaml unchanged", "c.yaml failed", "c.yaml pruned", "sub/b.yaml pruned")
	b.expectOutputs("a-tom-tat.docx", "c-tom-tat.docx")
	if _, err := os.Stat(b.path("out/sub")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an empty folder is left")
	}
	// Nor does a run of a part, or of a folder that is not there.
	b.options.Inputs = []string{b.path("in/a.yaml")}
	b.check(b.run(), "a.yaml unchanged")
	b.options.Inputs = []string{b.path("in")}
	if err := os.Rename(b.path("in"), b.path("elsewhere")); err != nil {
		t.Fatal(err)
	}
	report, err := Run(t.Context(), b.renderer(), b.options)
	if err != nil || !report.Failed() || len(report.Rows) > 0 {
		t.Errorf("%v, %v", report, err)
	}
	b.expectOutputs("a-tom-tat.docx", "c-tom-tat.docx")
}

func TestMoved(t *testing.T) {
	b := newBench(t, "a.yaml", "sub/c.yaml")
	b.run()
	if err := os.Rename(b.path("in"), b.path("other")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(b.path("in"), 0o777); err != nil {
		t.Fatal(err)
	}
	b.options.Inputs = []string{b.path("other")}
	b.check(b.run(), "../other/a.yaml unchanged", "../other/sub/c.yaml unchanged")
}

func TestInputs(t *testing.T) {
	b := newBench(t, "a.yaml", ".hidden.yaml", "~$a.yaml", ".git/b.yaml", "nhap/c.yaml", "d.mau.yaml", "2024/e.yaml", "2024/sub/f.yaml", "g.YAML", "h.txt", "i.yaml~")
	b.options.Output = b.path("in/out")
	b.put("in/out/x.yaml", "title: Họp")
	b.options.Exclude = []string{"nhap", "*.mau.yaml", "2024/sub"}
	b.check(b.run(), "2024/e.yaml made new", "a.yaml made new", "g.YAML made new")
	b.options.Inputs = []string{b.path("in/[ab].yaml"), b.path("in/2024/e.yaml"), b.path("in/a.yaml")}
	b.options.Output = b.path("out")
	b.check(b.run(), "2024/e.yaml made new", "a.yaml made new")
	b.expectOutputs("a-tom-tat.docx", "e-tom-tat.docx")
}

// Two names that may be one file are refused before anything is written, with both sources.
func TestCollisions(t *testing.T) {
	for _, tt := range []struct {
		name     string
		meetings []string
		pattern  string
	}{
		{"two folders", nil, ""},
		{"capitals", []string{"Hop.yaml", "hop.yaml"}, ""},
		{"accents", []string{"họp.yaml", norm.NFD.String("họp.yaml")}, ""},
		{"a pattern", []string{"a.yaml", "b.yaml"}, "{{.Template}}"},
		{"what no name may hold", []string{"a:b.yaml", "a-b.yaml"}, ""},
		{"another extension", []string{"a.yaml", "a.yml"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, tt.meetings...)
			b.options.Name = tt.pattern
			if tt.meetings == nil {
				b.put("one/a.yaml", "title: Họp\n")
				b.put("two/a.yaml", "title: Họp\n")
				b.options.Inputs = []string{b.path("one"), b.path("two")}
			} else if entries, err := os.ReadDir(b.path("in")); err != nil || len(entries) < 2 {
				t.Skip("this file system takes the two for one")
			}
			_, err := Run(t.Context(), b.renderer(), b.options)
			f, ok := errors.AsType[*render.Fault](err)
			if !ok || f.Code != CodeCollision || strings.Count(f.Message.En, "yaml")+strings.Count(f.Message.En, "yml") != 2 {
				t.Errorf("%v", err)
			}
			if left := b.outputs(); len(left) > 0 {
				t.Errorf("wrote %q", left)
			}
		})
	}
	// A batch does not take another's documents either.
	b := newBench(t, "a.yaml")
	b.run()
	b.put("two/a.yaml", "title: Họp khác\n")
	b.options.Inputs = []string{b.path("two")}
	if report, err := Run(t.Context(), b.renderer(), b.options); err == nil && !report.Failed() {
		t.Error("the second batch took the first one's name")
	}
}

func TestNames(t *testing.T) {
	b := newBench(t)
	b.put("in/a.yaml", "tieu_de: Họp Giao ban/quý\nbat_dau: 2026-09-07 08:00\nco_quan:\n  ten: UBND xã\nchu_tri: Nguyễn Văn A\n")
	for pattern, want := range map[string]string{
		"{{.Date}}-{{.Title | slug}}":       "2026-09-07-hop-giao-ban-quy.docx",
		"{{.ngay}} {{.co_quan.ten | slug}}": "2026-09-07 ubnd-xa.docx",
		"{{.tieu_de}}":                      "Họp Giao ban-quý.docx",
		"{{.Number}}-{{.Stem}}-{{.Index}}":  "a-1.docx",
		"{{.Name | upper}}":                 "A-TOM-TAT.docx",
		"{{date .Start}} {{.Template}}":     "07-9-2026 tom-tat.docx",
		"{{(index .Chair 0).Name | slug}}":  "nguyen-van-a.docx",
		"../{{.Stem}}":                      "..-a.docx",
	} {
		b.options.Name, b.options.Output = pattern, b.path("out")
		if err := os.RemoveAll(b.path("out")); err != nil {
			t.Fatal(err)
		}
		b.run()
		if got := b.outputs(); !slices.Equal(got, []string{want}) {
			t.Errorf("%s gives %q, want %q", pattern, got, want)
		}
	}
	for _, pattern := range []string{"{{.Titel}}", "{{", "{{.Title | nope}}", "{{.Organization.Nam}}"} {
		b.options.Name = pattern
		if _, err := Run(t.Context(), b.renderer(), b.options); err == nil {
			t.Errorf("%s is taken", pattern)
		}
	}
}

func TestFailures(t *testing.T) {
	b := newBench(t, "a.yaml", "z.yaml")
	b.put("in/bad.yaml", "title: [")
	b.put("in/docker-compose.yml", "services:\n  web: {}\n")
	b.put("in/typo.yaml", "title: Họp\ntitel: x\n")
	b.put("in/picture.yaml", "title: Họp\nsignatures:\n  - name: A\n    image: chu-ky.png\ndocuments:\n  bien-ban: {}\n  tom-tat: {}\n")
	b.options.Jobs = 1
	vanish := true
	b.options.Event = func(e Event) {
		if e.Row != nil && vanish { // between the listing and the reading
			vanish = false
			b.remove("in/z.yaml")
		}
	}
	report := b.run()
	b.check(report, "a.yaml made new", "bad.yaml failed", "docker-compose.yml failed", "picture.yaml failed new", "picture.yaml made new", "typo.yaml failed", "z.yaml failed")
	var codes []string
	for _, row := range report.Rows {
		for _, f := range row.Findings {
			codes = append(codes, f.Code)
		}
	}
	if !slices.Contains(codes, "no-meeting") || !slices.Contains(codes, "missing-file") || !slices.Contains(codes, "unknown-key") && !slices.Contains(codes, "unknown-field") {
		t.Errorf("codes %q", codes)
	}
	// What failed is tried again, what stands is not.
	b.put("in/z.yaml", "title: Họp\n")
	b.options.Exclude = []string{"bad.yaml", "docker-compose.yml", "typo.yaml"}
	b.check(b.run(), "a.yaml unchanged", "picture.yaml failed new", "picture.yaml unchanged", "z.yaml made new")
}

// A panic in one document is that document's failure.
func TestPanic(t *testing.T) {
	b := newBench(t, "a.yaml", "b.yaml")
	b.options.Jobs = 1
	r, err := render.New(render.Options{Templates: panicking{}})
	if err != nil {
		t.Fatal(err)
	}
	b.put("in/b.yaml", "title: Họp\ndocuments:\n  boom: {}\n")
	report, err := Run(t.Context(), r, b.options)
	if err != nil {
		t.Fatal(err)
	}
	b.check(report, "a.yaml made new", "b.yaml failed")
	if f := report.Rows[1].Findings[0]; f.Code != "internal" {
		t.Errorf("%v", f)
	}
}

type panicking struct{}

func (panicking) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "boom") {
		panic("boom")
	}
	return nil, fs.ErrNotExist
}

// Any number of jobs gives the same report.
func TestDeterministic(t *testing.T) {
	b := newBench(t)
	for i := range 30 {
		b.put(fmt.Sprintf("in/%02d.yaml", i), fmt.Sprintf("title: Họp %d\ndocuments:\n  tom-tat: {}\n  bien-ban: {}\n", i))
	}
	b.put("in/05.yaml", "title: [")
	var first string
	for _, jobs := range []int{1, 2, 8} {
		b.options.Jobs = jobs
		if err := os.RemoveAll(b.path("out")); err != nil {
			t.Fatal(err)
		}
		b.run()
		data, err := os.ReadFile(b.path("out/report.json"))
		if err != nil {
			t.Fatal(err)
		}
		if !json.Valid(data) {
			t.Error("report.json is no JSON")
		}
		table, err := os.ReadFile(b.path("out/report.csv"))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(data) + string(table); first != "" && got != first {
			t.Errorf("-j %d reports something else", jobs)
		} else {
			first = got
		}
	}
}

// A run that is stopped tells what it has not done, leaves nothing half there, and the next
// one goes on.
func TestStopped(t *testing.T) {
	b := newBench(t)
	for i := range 20 {
		b.put(fmt.Sprintf("in/%02d.yaml", i), "title: Họp\n")
	}
	b.options.Jobs = 1
	ctx, cancel := context.WithCancel(t.Context())
	b.options.Event = func(e Event) {
		if e.Done == 3 {
			cancel()
		}
	}
	report, err := Run(ctx, b.renderer(), b.options)
	if !errors.Is(err, context.Canceled) || report.Count(Pending) == 0 || report.Count(Made) < 3 || report.Count(Failed) > 0 {
		t.Fatalf("%v, %+v", err, report.Summary())
	}
	done := report.Count(Made)
	b.options.Event = nil
	if report := b.run(); report.Count(Unchanged) != done || report.Count(Made) != 20-done {
		t.Errorf("%d were done, then %+v", done, report.Summary())
	}
}

// What a run that was killed has noted, or has written without a note, is not made again;
// what it left half written goes, and a line that was cut off costs only itself.
func TestKilled(t *testing.T) {
	b := newBench(t, "a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml")
	b.run()
	m, err := os.ReadFile(b.path("out/" + manifestName))
	if err != nil {
		t.Fatal(err)
	}
	var read manifest
	if err := json.Unmarshal(m, &read); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{manifestName, "report.json", "report.csv"} {
		b.remove("out/" + name)
	}
	lines := []journalLine{{Process: 4711}, {Begin: map[string]string{"sub/x.docx": "0"}}}
	for i, record := range read.Inputs[:4] {
		made := record.Documents[0]
		begun := *made
		begun.Files = nil
		record.Documents = nil
		lines = append(lines, journalLine{Input: record},
			journalLine{Begin: map[string]string{made.Files[0].File: made.Files[0].Digest}, Source: record.Source, Making: &begun})
		switch i {
		case 0:
			lines = append(lines, journalLine{Source: record.Source, Made: made})
		case 2: // killed again, where it was about to be made of something else
			lines = append(lines, journalLine{Input: record})
		case 3:
			b.remove("out/d-tom-tat.docx")
		}
	}
	var journal strings.Builder
	for _, line := range lines {
		data, err := json.Marshal(line)
		if err != nil {
			t.Fatal(err)
		}
		journal.WriteString("\n" + string(data) + "\n")
	}
	b.put("out/"+journalName, journal.String()+"\n{\"input\":{\"sour")
	b.put("out/"+temporaryName("a-tom-tat.docx", 4711), "half")
	b.put("out/sub/"+temporaryName("x.docx", 4711), "half")
	b.put("out/"+temporaryName("a-tom-tat.docx", 4712), "of a process that nobody noted")
	b.check(b.run(), "a.yaml unchanged", "b.yaml unchanged", "c.yaml made new", "d.yaml made new", "e.yaml made new")
	b.expectOutputs(temporaryName("a-tom-tat.docx", 4712), "a-tom-tat.docx", "b-tom-tat.docx", "c-tom-tat.docx", "d-tom-tat.docx", "e-tom-tat.docx")
	b.check(b.run(), "a.yaml unchanged", "b.yaml unchanged", "c.yaml unchanged", "d.yaml unchanged", "e.yaml unchanged")
}

// One folder takes one run at a time.
func TestLocked(t *testing.T) {
	b := newBench(t, "a.yaml")
	b.options.Event = func(Event) {
		_, err := Run(t.Context(), b.renderer(), Options{Inputs: b.options.Inputs, Output: b.options.Output, Formats: []string{"docx"}})
		if f, ok := errors.AsType[*render.Fault](err); !ok || f.Code != "locked" {
			t.Errorf("the second run gives %v", err)
		}
	}
	b.run()
}

func TestDryRun(t *testing.T) {
	b := newBench(t, "a.yaml", "b.yaml")
	b.options.DryRun = true
	b.check(b.run(), "a.yaml planned new", "b.yaml planned new")
	if _, err := os.Stat(b.path("out")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a dry run wrote something")
	}
	b.options.DryRun = false
	b.run()
	b.put("in/a.yaml", "title: Khác\n")
	b.options.DryRun = true
	b.check(b.run(), "a.yaml planned meeting", "b.yaml unchanged")
}

// What a batch wrote is ours to `bienban render` too.
func TestCacheKnowsBatches(t *testing.T) {
	b := newBench(t, "sub/a.yaml")
	b.run()
	written, faults := Save(b.path("out/sub/a-tom-tat.docx"), []byte("new"), false)
	if len(faults) > 0 || written != b.path("out/sub/a-tom-tat.docx") {
		t.Errorf("wrote %s, %v", written, faults)
	}
	b.check(b.run(), "sub/a.yaml made output")
	b.expectOutputs("sub/a-tom-tat.docx")
}
