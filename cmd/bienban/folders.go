package main

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
)

// templateVariable is the environment variable that names folders of templates, parted as
// PATH is.
const templateVariable = "BIENBAN_TEMPLATES"

// templateFolders are where templates of one's own are found: the files that the command
// line names by their paths, and by name what stands in the folders, of which the first
// wins.
type templateFolders struct {
	named   []string
	folders []string
}

// findFolders are the folders of templates: --templates, then the environment's, then the
// one in the user's configuration, which need not exist.
func (p *program) findFolders(flag []string) error {
	for _, folder := range flag {
		info, err := os.Stat(folder)
		switch {
		case err != nil:
			f := batch.Unreadable(folder, err)
			if errors.Is(err, fs.ErrNotExist) {
				f.Message = text("không tìm thấy thư mục mẫu", "template folder not found")
			}
			p.report(p.stderr, render.FaultList{f})
			return errFailed
		case !info.IsDir():
			return usage("--templates cần một thư mục, không phải tệp %s", "--templates takes a folder, not the file %s", folder)
		}
		p.folders = append(p.folders, folder)
	}
	for _, folder := range filepath.SplitList(p.getenv(templateVariable)) {
		if folder != "" {
			p.folders = append(p.folders, folder)
		}
	}
	if own := ownFolder(); own != "" {
		p.folders = append(p.folders, own)
	}
	return nil
}

// ownFolder is the folder of templates in the user's configuration; "" if there is none.
func ownFolder() string {
	config, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(config, "bienban", "templates")
}

// Open opens a named file, or a file of the folders.
func (t *templateFolders) Open(name string) (fs.File, error) {
	file := t.find(name)
	if file == "" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return os.Open(file)
}

// Location is the path of a template's file; the name itself if there is none.
func (t *templateFolders) Location(name string) string {
	if file := t.find(name); file != "" {
		return file
	}
	return name
}

// find gives the path of a file; "" if there is none. A file that the command line names
// and that is not where it says is looked for in the folders too.
func (t *templateFolders) find(name string) string {
	named := slices.Contains(t.named, name)
	if named {
		if _, err := os.Stat(name); err == nil {
			return name
		}
	}
	// What stands beside a file that the command line names is of its folder: {{template "NAME" .}}.
	if slices.ContainsFunc(t.named, func(n string) bool { return filepath.Dir(n) == filepath.Dir(name) }) && isTemplateFile(name) {
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			return name
		}
	}
	for _, folder := range t.folders {
		if strings.ContainsAny(name, `/\`) || !filepath.IsLocal(name) {
			break
		}
		entries, _ := os.ReadDir(folder)
		for _, e := range entries { // a Mac names in NFD; Windows takes any letter case
			if strings.EqualFold(norm.NFC.String(e.Name()), norm.NFC.String(name)) && !e.IsDir() {
				return filepath.Join(folder, e.Name())
			}
		}
	}
	if named {
		return name
	}
	return ""
}

// ReadDir lists the templates of all folders: "." is all there is.
func (t *templateFolders) ReadDir(name string) ([]fs.DirEntry, error) {
	if name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	byName := map[string]fs.DirEntry{}
	for _, folder := range t.folders {
		entries, _ := os.ReadDir(folder)
		for _, e := range entries {
			if key := strings.ToLower(norm.NFC.String(e.Name())); byName[key] == nil {
				byName[key] = e
			}
		}
	}
	var all []fs.DirEntry
	for _, e := range byName {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}

// isTemplateFile reports whether -t names a file rather than a template.
func isTemplateFile(name string) bool {
	return strings.EqualFold(path.Ext(filepath.ToSlash(name)), ".docx")
}
