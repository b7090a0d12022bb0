package batch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// outside gives a file beside the output folder that no run may touch, and a check of that.
func (b *bench) outside(name string) (sum string, check func()) {
	b.t.Helper()
	const text = "quy ước của thôn"
	b.put(name, text)
	return digest([]byte(text)), func() {
		b.t.Helper()
		if data, err := os.ReadFile(b.path(name)); err != nil || string(data) != text {
			b.t.Errorf("%s is now %q, %v", name, data, err)
		}
	}
}

// What a manifest or a journal says of files outside of the folder is not believed, whatever
// field says it, and however the path is spelled.
func TestManifestNamesNothingOutside(t *testing.T) {
	for _, spelling := range []string{"../home/a.docx", "sub/../../home/a.docx", "./../home/a.docx", "ABSOLUTE"} {
		for kind, line := range map[string]string{
			"left":     `{"version":1,"inputs":[],"left":{"FILE":{"file":"FILE","digest":"SUM","size":1,"time":1,"source":"../in/zz.yaml"}}}`,
			"other":    `{"version":1,"inputs":[],"left":{"a.docx":{"file":"FILE","digest":"SUM","size":1,"time":1,"source":"../in/zz.yaml"}}}`,
			"document": `{"version":1,"inputs":[{"source":"../in/zz.yaml","path":"zz.yaml","digest":"SUM","plan":"","count":1,"documents":[{"name":"zz","template":"tom-tat","files":[{"file":"FILE","digest":"SUM"}]}]}]}`,
			"name":     `{"version":1,"inputs":[{"source":"../in/zz.yaml","path":"zz.yaml","digest":"SUM","plan":"","count":1,"documents":[{"name":"../home/a","template":"tom-tat","files":[{"file":"a.docx","digest":"SUM"}]}]}]}`,
		} {
			b := newBench(t, "a.yaml")
			sum, check := b.outside("home/a.docx")
			file := spelling
			if spelling == "ABSOLUTE" {
				file = filepath.ToSlash(b.path("home/a.docx"))
			}
			text := strings.NewReplacer("FILE", file, "SUM", sum).Replace(line)
			b.put("out/"+manifestName, text)
			b.put("out/"+journalName, strings.NewReplacer("FILE", file, "SUM", sum).Replace(
				`{"process":`+fmt.Sprint(os.Getpid())+`}
{"input":{"source":"../in/zz.yaml","digest":"SUM","documents":[{"name":"zz","files":[{"file":"FILE","digest":"SUM"}]}]}}
{"begin":{"FILE":"SUM"},"source":"../in/zz.yaml","making":{"name":"zz"}}
`))
			half := filepath.Join(b.path("home"), temporaryName("a.docx", os.Getpid()))
			if err := os.WriteFile(half, nil, 0o666); err != nil {
				t.Fatal(err)
			}
			b.options.Prune, b.options.Force = true, true
			report := b.run()
			check()
			if _, err := os.Stat(half); err != nil {
				t.Errorf("%s, %s: swept outside: %v", kind, spelling, err)
			}
			for _, row := range report.Rows {
				if row.Status == Pruned {
					t.Errorf("%s, %s: pruned %s", kind, spelling, row.Files())
				}
			}
			b.expectOutputs("a-tom-tat.docx")
		}
	}
}

// Values that no run writes are as none, and the run goes on.
func TestHostileValues(t *testing.T) {
	good := `{"source":"../in/a.yaml","path":"a.yaml","digest":"` + strings.Repeat("0", 64) + `","documents":[]}`
	for _, text := range []string{
		`null`, `[]`, `{}`, `0`, "", "\x00", strings.Repeat("[", 1<<16),
		`{"version":1,"inputs":null,"left":null,"reports":null}`, `{"version":1,"inputs":[null]}`,
		`{"version":1,"inputs":[{"source":"../in/a.yaml","documents":[null]}]}`,
		`{"version":1,"inputs":[{"source":"../in/a.yaml","digest":null,"count":-1,"documents":[{"files":null},{"files":[{}]}]}]}`,
		`{"version":1,"inputs":[` + good + `,` + good + `],"left":{"":{},".":{},"x.docx":{}},"reports":{"report.csv":"","..":"x"}}`,
		`{"version":1,"inputs":[],"left":{"` + manifestName + `":{"file":"` + manifestName + `","digest":"x"}}}`,
	} {
		b := newBench(t, "a.yaml")
		b.put("out/"+manifestName, text)
		b.put("out/"+journalName, "{\"input\":"+text+"}\n{\"input\":null,\"making\":null,\"begin\":null}\n{\"input\":{\"source\":\"../in/a.yaml\",\"documents\":[null]}}\n{\"source\":\"../in/a.yaml\",\"made\":{\"name\":\"..\"}}\n{\"making\":"+text+",\"process\":-1}\nnull\n"+text)
		b.options.Prune = true
		if report := b.run(); report.Failed() || report.Count(Made) != 1 {
			t.Errorf("%q: %+v", text, report.Summary())
		}
		b.check(b.run(), "a.yaml unchanged")
		b.expectOutputs("a-tom-tat.docx")
	}
}

// A link in the place of an output, or of a folder on the way, leads nowhere.
func TestLinksAreNotFollowed(t *testing.T) {
	link := func(b *bench, to, name string) {
		if err := os.MkdirAll(filepath.Dir(b.path(name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(b.path(to), b.path(name)); err != nil {
			t.Skip(err)
		}
	}
	for _, force := range []bool{false, true} {
		b := newBench(t, "a.yaml", "sub/b.yaml", "inner/c.yaml")
		_, check := b.outside("home/a.docx")
		_, checkReport := b.outside("home/report.csv")
		b.put("out/real/x", "")
		link(b, "home/a.docx", "out/a-tom-tat.docx")
		link(b, "home/report.csv", "out/report.csv")
		link(b, "home", "out/sub")
		link(b, "out/real", "out/inner")
		b.options.Force = force
		report := b.run()
		b.check(report, "a.yaml made new", "inner/c.yaml failed new", "sub/b.yaml failed new")
		check()
		checkReport()
		for _, name := range []string{"home/b-tom-tat.docx", "out/real/c-tom-tat.docx"} {
			if _, err := os.Lstat(b.path(name)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("force %v: %s was written: %v", force, name, err)
			}
		}
	}
	// What is left over is not removed through a link either.
	b := newBench(t, "sub/b.yaml")
	b.run()
	if err := os.Rename(b.path("out/sub"), b.path("home")); err != nil {
		t.Fatal(err)
	}
	link(b, "home", "out/sub")
	b.remove("in/sub/b.yaml")
	b.options.Prune = true
	b.run()
	if _, err := os.Stat(b.path("home/b-tom-tat.docx")); err != nil {
		t.Errorf("removed through a link: %v", err)
	}
}

// A manifest or a journal that is no regular file of the folder's own stops the run, and is
// left as it is.
func TestOwnFilesAreRegular(t *testing.T) {
	for _, name := range []string{manifestName, journalName} {
		for _, kind := range []string{"link", "dangling", "folder", "hard link"} {
			b := newBench(t, "a.yaml")
			_, check := b.outside("home/x")
			b.put("out/x", "")
			var err error
			switch kind {
			case "link":
				err = os.Symlink(b.path("home/x"), b.path("out/"+name))
			case "dangling":
				err = os.Symlink(b.path("home/none"), b.path("out/"+name))
			case "folder":
				err = os.Mkdir(b.path("out/"+name), 0o777)
			case "hard link":
				if name == manifestName { // it is replaced, not written to
					continue
				}
				err = os.Link(b.path("home/x"), b.path("out/"+name))
			}
			if err != nil {
				t.Skip(err)
			}
			_, err = Run(t.Context(), b.renderer(), b.options)
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s that is a %s: %v", name, kind, err)
			}
			check()
			if _, err := os.Lstat(b.path("home/none")); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s that is a %s: written", name, kind)
			}
		}
	}
}

// What cannot be read is never taken for unchanged, and never removed.
func TestUnreadable(t *testing.T) {
	closed := func(b *bench, name string) {
		if err := os.Chmod(b.path(name), 0); err != nil {
			t.Fatal(err)
		}
		if f, err := os.Open(b.path(name)); err == nil { // root reads everything
			f.Close()
			b.remove(name)
			if err := os.Mkdir(b.path(name), 0o777); err != nil { // which nobody reads as a file
				t.Fatal(err)
			}
		}
	}
	b := newBench(t, "a.yaml")
	b.run()
	closed(b, "out/a-tom-tat.docx")
	b.check(b.run(), "a.yaml failed output")

	b = newBench(t, "a.yaml")
	b.put("in/a.yaml", "title: Họp\nindicators:\n  - source: so-lieu.csv\n")
	b.run() // there is no such file: the document says so, or is refused
	b.put("in/so-lieu.csv", "Chỉ tiêu,Thực hiện\nSố hộ,5\n")
	closed(b, "in/so-lieu.csv")
	for range 2 {
		for _, row := range b.run().Rows {
			if row.Status == Unchanged {
				t.Errorf("a document of an unreadable file is unchanged")
			}
		}
	}

	b = newBench(t, "a.yaml", "b.yaml")
	b.run()
	b.remove("in/b.yaml")
	closed(b, "out/b-tom-tat.docx")
	b.options.Prune = true
	report := b.run()
	if _, err := os.Lstat(b.path("out/b-tom-tat.docx")); err != nil {
		t.Errorf("what cannot be read was removed: %v, %v", err, report.Rows)
	}
}

// FuzzManifest holds that whatever stands in a manifest names nothing outside of its folder.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"version":1,"inputs":[],"left":{"../a.docx":{"file":"../a.docx","digest":"` + strings.Repeat("a", 64) + `"}}}`))
	f.Add([]byte(`{"version":1,"inputs":[{"source":"../in/a.yaml","digest":"` + strings.Repeat("a", 64) + `","documents":[null,{"name":"a","files":[{"file":"a.docx","digest":"` + strings.Repeat("b", 64) + `"}]}]}]}`))
	f.Add([]byte(`{"version":1,"inputs":[null],"reports":{"/x":""}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parseManifest(data)
		if err != nil {
			return
		}
		s := newStore(folder{})
		s.takeManifest(m)
		if _, err := json.Marshal(m); err != nil {
			t.Fatal(err)
		}
		s.holdsInside(t)
	})
}

// FuzzJournal holds the same of a journal, and that reading it ends.
func FuzzJournal(f *testing.F) {
	f.Add([]byte("{\"process\":1}\n{\"input\":{\"source\":\"a\",\"documents\":[null]}}\n"))
	f.Add([]byte("{\"begin\":{\"../a.docx\":\"" + strings.Repeat("a", 64) + "\"},\"source\":\"a\",\"making\":{\"name\":\"a\"}}\nnull\n"))
	f.Add([]byte("{\"begin\":{\"a.docx\":\"" + strings.Repeat("a", 64) + "\"},\"source\":\"a\",\"making\":{\"name\":\"a\"}}\n{\"made\":null"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := newStore(folder{})
		_, folders, err := s.replay(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for name := range folders {
			if !filepath.IsLocal(name) {
				t.Errorf("%q would be swept", name)
			}
		}
		s.holdsInside(t)
	})
}

// holdsInside checks that all files that a run may remove or replace stand in the folder.
func (s *store) holdsInside(t *testing.T) {
	t.Helper()
	local := func(file string) {
		if !filepath.IsLocal(filepath.FromSlash(file)) || slices.Contains([]string{manifestName, journalName}, file) {
			t.Errorf("the store names %q", file)
		}
	}
	for file := range s.left {
		local(file)
	}
	for file := range s.known {
		local(file)
	}
	for _, r := range s.all() {
		for _, d := range r.Documents {
			local(d.Name)
			for _, w := range d.Files {
				local(w.File)
			}
		}
	}
}
