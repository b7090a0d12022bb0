// Release builds the zips that are handed out: the program, a quick start that the program
// itself prints, samples, and the licences of all that is in it.
//
//	go run .ci/release.d/main.go DIR    # in the root of the repository
package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"debug/buildinfo"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

// A target is a system that the program is built for.
type target struct{ system, processor string }

var targets = []target{{"windows", "amd64"}, {"darwin", "arm64"}, {"linux", "amd64"}}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run .ci/release.d/main.go DIR")
	}
	if err := release(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

// release writes the zips and their digests into a folder.
func release(out string) error {
	work, err := os.MkdirTemp("", "release")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	ours := target{runtime.GOOS, runtime.GOARCH}.build(work)
	if ours.err != nil {
		return ours.err
	}
	said, err := output(nil, ours.file, "version")
	if err != nil {
		return err
	}
	version := strings.Fields(said)[1] // bienban VERSION …
	guide := filepath.Join(work, "huong-dan.pdf")
	if _, err := output([]string{"XDG_CACHE_HOME=" + work, "HOME=" + work}, ours.file, "render", ".ci/release.d/huong-dan.yaml", "--strict", "-o", guide); err != nil {
		return err
	}
	common, err := documents(guide)
	if err != nil {
		return err
	}
	var sums strings.Builder
	for _, t := range targets {
		b := t.build(work)
		if b.err != nil {
			return b.err
		}
		data, err := b.zip(fmt.Sprintf("bienban-%s-%s-%s", version, t.system, t.processor), common)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("bienban-%s-%s-%s.zip", version, t.system, t.processor)
		if err := os.WriteFile(filepath.Join(out, name), data, 0o666); err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), name)
		fmt.Printf("%s: %d bytes\n", name, len(data))
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(sums.String()), 0o666)
}

// A built program is one for a target.
type built struct {
	target
	file string
	err  error
}

// environment is what the Go command has for the target, whatever the machine has.
func (t target) environment() []string {
	return []string{"GOOS=" + t.system, "GOARCH=" + t.processor, "CGO_ENABLED=0", "GOAMD64=v1", "GOARM64=v8.0", "GOEXPERIMENT=", "GOFIPS140=off"}
}

func (t target) build(work string) built {
	b := built{target: t, file: filepath.Join(work, t.system+"-"+t.processor)}
	_, b.err = output(t.environment(), "go", "build", "-trimpath", "-buildvcs=true", "-ldflags=-s -w -buildid=", "-o", b.file, "./cmd/bienban")
	return b
}

// An entry is a file of a zip.
type entry struct {
	data []byte
	mode fs.FileMode
}

// documents are what every zip has, by name.
func documents(guide string) (map[string]entry, error) {
	tracked, err := output(nil, "git", "ls-files", "samples/*.yaml", "samples/*.xlsx", "samples/*.schema.json")
	if err != nil {
		return nil, err
	}
	sources := map[string]string{"huong-dan.pdf": guide, "LICENSE.txt": "LICENSE"}
	for name := range strings.FieldsSeq(tracked) {
		if path.Dir(name) == "samples" {
			sources[name] = name
		}
	}
	entries := map[string]entry{}
	for name, source := range sources {
		data, err := os.ReadFile(source)
		if err != nil {
			return nil, err
		}
		entries[name] = entry{data, 0o644}
	}
	return entries, nil
}

// zip packs the program and the documents in a folder. The files have the time of the
// commit, and stand in the order of their names.
func (b built) zip(folder string, common map[string]entry) ([]byte, error) {
	program, err := os.ReadFile(b.file)
	if err != nil {
		return nil, err
	}
	info, err := buildinfo.ReadFile(b.file)
	if err != nil {
		return nil, err
	}
	var committed time.Time
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			committed, err = time.Parse(time.RFC3339, s.Value)
		}
	}
	if err != nil || committed.IsZero() {
		return nil, fmt.Errorf("the program does not know its commit: %w", err)
	}
	licences, err := b.licences(info)
	if err != nil {
		return nil, err
	}
	entries := maps.Clone(common)
	entries["THIRD-PARTY.txt"] = entry{licences, 0o644}
	name := "bienban"
	if b.system == "windows" {
		name += ".exe"
	}
	entries[name] = entry{program, 0o755}

	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		h := &zip.FileHeader{Name: folder + "/" + name, Method: zip.Deflate, Modified: committed.UTC()}
		h.SetMode(entries[name].mode)
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write(entries[name].data)
		}
		if err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return out.Bytes(), err
}

// licenceName is how files are called that tell on what terms a thing may be handed on.
var licenceName = regexp.MustCompile(`(?i)^(un)?(licen[cs]e|copying|notice|patents|third-party)\b.*`)

// licences are those of all that the program has from others: Go itself, each module with
// the licence files of the linked packages' folders and those above them, the fonts, and
// what the page in the browser is built from.
func (b built) licences(info *buildinfo.BuildInfo) ([]byte, error) {
	root, err := output(nil, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "bienban is under the MIT licence: see LICENSE.txt. It contains the following, each under its own licence.\n")
	add := func(title, file string) error {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		data = bytes.TrimSpace(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
		fmt.Fprintf(&text, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 80), title, data)
		return nil
	}
	if err := add(info.GoVersion+": LICENSE", filepath.Join(strings.TrimSpace(root), "LICENSE")); err != nil {
		return nil, err
	}

	listed, err := output(b.environment(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}@{{.Version}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}", "./cmd/bienban")
	if err != nil {
		return nil, err
	}
	found := map[string]map[string]string{} // module: name in it: file
	for line := range strings.Lines(listed) {
		module, folders, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		top, folder, _ := strings.Cut(folders, "\t")
		if found[module] == nil {
			found[module] = map[string]string{}
		}
		for ; ; folder = filepath.Dir(folder) {
			files, err := os.ReadDir(folder)
			if err != nil {
				return nil, err
			}
			for _, f := range files {
				file := filepath.Join(folder, f.Name())
				if f.Type().IsRegular() && licenceName.MatchString(f.Name()) && filepath.Ext(f.Name()) != ".go" {
					name, err := filepath.Rel(top, file)
					if err != nil {
						return nil, err
					}
					found[module][filepath.ToSlash(name)] = file
				}
			}
			if folder == top {
				break
			}
		}
	}
	var linked []string
	for _, m := range info.Deps {
		if m.Replace != nil {
			return nil, fmt.Errorf("%s is replaced: whose licence it has is not known", m.Path)
		}
		linked = append(linked, m.Path+"@"+m.Version)
	}
	slices.Sort(linked)
	if have := slices.Sorted(maps.Keys(found)); !slices.Equal(have, linked) {
		return nil, fmt.Errorf("the program has the modules %q, the Go command lists %q", linked, have)
	}
	for _, module := range linked {
		if len(found[module]) == 0 {
			return nil, errors.New("no licence of " + module)
		}
		for _, name := range slices.Sorted(maps.Keys(found[module])) {
			if err := add(module+": "+name, found[module][name]); err != nil {
				return nil, err
			}
		}
	}

	for _, pattern := range []string{"fonts/*/LICENSE*", "render/web/ui/dist/*LICENSE*", "render/web/ui/dist/THIRD-PARTY*"} {
		files, err := filepath.Glob(pattern) // sorted
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if err := add(filepath.ToSlash(file), file); err != nil {
				return nil, err
			}
		}
	}
	return text.Bytes(), nil
}

// output runs a command, with the environment besides, and gives its standard output.
func output(environment []string, name string, args ...string) (string, error) {
	command := exec.Command(name, args...)
	command.Env = append(os.Environ(), environment...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", filepath.Base(name), strings.Join(args, " "), err)
	}
	return string(out), nil
}
