package batch

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
)

// stale tells which files are left of documents that are no longer made: their meeting was
// deleted, or lists them no more, or they are of a format that is no longer asked for. They
// are removed only where that is asked for, and what a person changed is not.
func (b *run) stale(list *listing, rows []*Row) []*Row {
	present := map[string]bool{}
	for _, in := range list.inputs {
		present[in.source] = true
	}
	failed := map[string]bool{} // what could not be made anew is not given up
	for _, row := range rows {
		if row.Status == Failed && row.Name != "" {
			failed[folded(row.Name)] = true
		}
	}
	s := b.store
	s.mu.Lock()
	defer s.mu.Unlock()
	live := map[string]bool{}
	for _, source := range slices.Sorted(maps.Keys(s.records)) {
		r := s.records[source]
		if !present[source] && gone(s.path(source), list.roots) {
			s.leave(r)
			continue
		}
		for _, d := range r.Documents {
			for _, w := range d.Files {
				live[w.File] = true
			}
		}
	}
	var out []*Row
	for _, file := range slices.Sorted(maps.Keys(s.left)) {
		w := s.left[file]
		name := documentOf(file)
		if failed[name] {
			continue
		}
		sum, err := s.folder.digest(filepath.FromSlash(file))
		_, claimed := b.claims[name]
		edited := err == nil && sum != w.Digest
		if live[file] || errors.Is(err, fs.ErrNotExist) || edited && claimed { // the last is a person's version of a document that has another
			delete(s.left, file)
			continue
		}
		if errors.Is(err, errLink) || errors.Is(err, errNotRegular) { // somebody put it in the document's place
			edited = true
		} else if err != nil { // it may be somebody's work
			row := b.leftRow(file, w)
			row.Status, row.Findings = Failed, render.FaultList{Unreadable(b.shown(file), err)}
			out = append(out, row)
			continue
		}
		out = append(out, b.staleFile(file, w, edited))
	}
	return out
}

func (b *run) leftRow(file string, w written) *Row {
	return &Row{Source: b.sourceShown(w.Source), Name: strings.TrimSuffix(file, filepath.Ext(file)), Status: Stale, folder: b.Output, files: []string{file}}
}

// staleFile is the row of one file that is left.
func (b *run) staleFile(file string, w written, edited bool) *Row {
	row := b.leftRow(file, w)
	switch {
	case edited:
		row.Findings = render.FaultList{{Severity: render.Note, Code: "stale-changed", File: b.shown(file),
			Message: fault.T("văn bản này không còn được tạo nữa, nhưng đã được sửa tay nên giữ nguyên", "this document is no longer made, but it was changed by hand, so it stays")}}
	case b.Prune && b.DryRun:
		row.Status = Doomed
	case b.Prune:
		if err := b.folder.remove(filepath.FromSlash(file)); err != nil {
			f := Unwritable(b.shown(file), err)
			row.Status, row.Findings = Failed, render.FaultList{f}
			return row
		}
		row.Status = Pruned
		delete(b.store.left, file)
		for parent := path.Dir(file); parent != "."; parent = path.Dir(parent) {
			if b.folder.remove(filepath.FromSlash(parent)) != nil { // it holds something
				break
			}
		}
	}
	return row
}

// sourceShown is a meeting of an earlier run, as far as that can still be said.
func (b *run) sourceShown(source string) string {
	file := b.store.path(source)
	for _, name := range b.Inputs {
		if root, err := filepath.Abs(name); err == nil && below(file, root) {
			if rel, err := filepath.Rel(root, file); err == nil {
				return filepath.Join(name, rel)
			}
		}
	}
	return file
}

// gone reports whether a meeting was deleted: it stood in one of the folders that were
// read, and stands there no more. Of folders that nobody named, or that are not there now,
// such as a drive that is not connected, nothing is known.
func gone(file string, roots []string) bool {
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	return slices.ContainsFunc(roots, func(root string) bool { return below(file, root) })
}

var numberAtEnd = lazy.Compile(` \(\d+\)$`)

// documentOf is the name of the document that a file is of, folded: without its extension
// and number.
func documentOf(file string) string {
	return folded(numberAtEnd.ReplaceAllString(strings.TrimSuffix(file, filepath.Ext(file)), ""))
}
