package batch

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/fault"
)

// An input is one meeting file on its way.
type input struct {
	claim
	path string // slash path from the folder that was named

	digest   string   // of the file, once looked at
	alike    bool     // its documents may have the names of another's
	planned  []string // the names of its documents, where they had to be known in advance
	rows     []*Row   // what became of it
	finished bool     // there is nothing to make of it, or nothing can be made
}

// A listing is what the folders hold.
type listing struct {
	inputs  []*input // by name
	folders []string // absolute: those that were read, for who watches them
	roots   []string // absolute: the folders and files that were named and are there
	faults  render.FaultList
}

// list finds the inputs. A folder gives its meetings, and those of the folders in it; a
// file itself; a pattern that the shell left alone the files and folders that it means.
func (b *run) list() *listing {
	l := &listing{}
	seen := map[string]string{}
	for _, name := range b.Inputs {
		for _, found := range expand(name) {
			b.listOne(l, seen, found)
		}
	}
	slices.SortStableFunc(l.inputs, func(a, b *input) int { return strings.Compare(a.name, b.name) })
	if len(l.inputs) == 0 && len(l.faults) == 0 {
		l.faults = append(l.faults, &render.Fault{Severity: render.Warning, Code: "no-inputs", File: strings.Join(b.Inputs, ", "),
			Message: fault.T("không có tệp cuộc họp (.yaml, .yml) nào ở đây", "there are no meeting files (.yaml, .yml) here")})
	}
	return l
}

func expand(name string) []string {
	if strings.ContainsAny(name, "*?[") {
		if _, err := os.Lstat(name); err != nil {
			if found, _ := filepath.Glob(name); len(found) > 0 {
				return found
			}
		}
	}
	return []string{name}
}

func (b *run) listOne(l *listing, seen map[string]string, name string) {
	root, err := filepath.Abs(name)
	var info fs.FileInfo
	if err == nil {
		info, err = os.Stat(name)
	}
	if err == nil && info.IsDir() {
		root, err = filepath.EvalSymlinks(root) // a folder that is a link is walked; links in it are not
	}
	if err != nil {
		l.faults = append(l.faults, unreadableFolder(name, err))
		return
	}
	l.roots = append(l.roots, root)
	if !info.IsDir() {
		l.folders = append(l.folders, filepath.Dir(root))
		if base := filepath.Base(name); !isLockFile(base) && !b.excluded(base) {
			b.add(l, seen, name, root, base)
		}
		return
	}
	err = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, file)
		shown := filepath.Join(name, rel)
		if err != nil {
			if file == root || !errors.Is(err, fs.ErrNotExist) { // what went while we looked is not there
				l.faults = append(l.faults, unreadableFolder(shown, err))
			}
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		rel = filepath.ToSlash(rel)
		switch {
		case rel == ".":
			l.folders = append(l.folders, file)
		case isHidden(d.Name()) || b.excluded(rel):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
			if b.isOutput(file) {
				return fs.SkipDir
			}
			l.folders = append(l.folders, file)
		case isMeeting(d.Name()):
			b.add(l, seen, shown, file, rel)
		}
		return nil
	})
	if err != nil {
		l.faults = append(l.faults, unreadableFolder(name, err))
	}
}

func unreadableFolder(name string, err error) *render.Fault {
	f := Unreadable(name, err)
	if errors.Is(err, fs.ErrNotExist) {
		f.Message = fault.T("không tìm thấy tệp hay thư mục này", "there is no such file or folder")
		f.Hint = fault.T("Kiểm tra lại tên và đường dẫn.", "Check the name and the path.")
	}
	return f
}

// add adds a file, once.
func (b *run) add(l *listing, seen map[string]string, name, file, path string) {
	other, taken := seen[folded(file)]
	if taken && (other == file || sameFile(other, file)) {
		return
	}
	seen[folded(file)] = file
	l.inputs = append(l.inputs, &input{claim: claim{relative(b.output, file), name}, path: strings.Clone(path)})
}

func sameFile(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// isOutput reports whether a folder is the one that is written to.
func (b *run) isOutput(folder string) bool {
	if SamePath(folder) == SamePath(b.output) {
		return true
	}
	real, err := filepath.EvalSymlinks(folder)
	return err == nil && SamePath(real) == SamePath(b.output)
}

// isMeeting reports whether a file in a folder may be a meeting, by its name. What editors
// leave beside a file they save has other names.
func isMeeting(name string) bool {
	extension := strings.ToLower(filepath.Ext(name))
	return (extension == ".yaml" || extension == ".yml") && !isHidden(name)
}

// isHidden reports whether a file is nobody's document: hidden, or Word's lock file.
func isHidden(name string) bool { return strings.HasPrefix(name, ".") || isLockFile(name) }

func isLockFile(name string) bool { return strings.HasPrefix(name, "~$") }

// excluded reports whether a pattern means a file or a folder: by its name, or by its path
// from the folder that was named.
func (b *run) excluded(rel string) bool {
	return slices.ContainsFunc(b.Exclude, func(pattern string) bool {
		pattern = strings.TrimSuffix(filepath.ToSlash(pattern), "/")
		byName, _ := path.Match(pattern, path.Base(rel))
		byPath, _ := path.Match(pattern, rel)
		return byName || byPath
	})
}
