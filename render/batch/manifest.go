package batch

import (
	"bufio"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// The files in the output folder that tell what was made of what. They stand there rather
// than in the user's cache, because they say nothing without the documents: whoever copies
// the folder, opens it on another machine or deletes it takes them along.
const (
	manifestName = ".bienban-manifest.json"
	journalName  = ".bienban-journal" // what was made since the manifest was written
)

// A manifest is what was made of what. All paths in it are slash paths from the output
// folder, so that a folder with meetings and documents can be moved as a whole.
type manifest struct {
	Version int                `json:"version"` // manifestVersion
	Inputs  []*record          `json:"inputs"`  // by source
	Left    map[string]written `json:"left"`    // files of documents that are no longer made, by path
	Reports map[string]string  `json:"reports"` // digests of the last reports, by path
}

// manifestVersion is told apart from other forms of the file; one that we do not know is
// as none.
const manifestVersion = 1

// A record is what was made of one meeting file.
type record struct {
	Source    string            `json:"source"`          // the file
	Path      string            `json:"path"`            // from the folder that was named; decides where the documents go
	Digest    string            `json:"digest"`          // of the file
	Plan      string            `json:"plan"`            // of the options that decide which documents there are
	Reads     map[string]string `json:"reads,omitempty"` // digests of the spreadsheets, by path from the file's folder; "": was missing
	Count     int               `json:"count"`           // of documents; those that are not below have failed
	Documents []*made           `json:"documents"`
}

// A made is one document that stands.
type made struct {
	Name     string            `json:"name"` // from the output folder, without extension and number
	Template string            `json:"template"`
	Compiled string            `json:"compiled"`        // digest of the template
	Settings string            `json:"settings"`        // digest of what else decides the bytes
	Reads    map[string]string `json:"reads,omitempty"` // digests of the pictures
	Files    []written         `json:"files"`           // one of each format
	Warnings int               `json:"warnings,omitempty"`
}

// file is the document's file of a format; ok is false if it has none.
func (d *made) file(format string) (w written, ok bool) {
	i := slices.IndexFunc(d.Files, func(w written) bool { return path.Ext(w.File) == "."+format })
	if i < 0 {
		return w, false
	}
	return d.Files[i], true
}

// A written is a file as we left it. Size and time save reading it again: where they are
// another's, the digest decides.
type written struct {
	File   string `json:"file"`
	Digest string `json:"digest"`
	Size   int64  `json:"size"`
	Time   int64  `json:"time"`             // of its last change, in nanoseconds since 1970
	Source string `json:"source,omitempty"` // of a file that is left
}

// loadManifest reads the manifest. One that is missing or cannot be read is as none: what
// is made again has the same bytes, and is known by them.
func (s *store) loadManifest() {
	var m manifest
	m, s.loaded = readManifest(s.folder)
	for _, r := range m.Inputs {
		s.records[r.Source] = r
		for _, d := range r.Documents {
			for _, w := range d.Files {
				s.know(w.File, w.Digest)
			}
		}
	}
	for file, w := range m.Left {
		s.left[file] = w
		s.know(file, w.Digest)
	}
	for file, sum := range m.Reports {
		s.reports[file] = sum
		s.know(file, sum)
	}
}

func readManifest(folder string) (m manifest, sum string) {
	data, err := os.ReadFile(filepath.Join(folder, manifestName))
	if err != nil || json.Unmarshal(data, &m) != nil || m.Version != manifestVersion {
		return manifest{}, ""
	}
	return m, digest(data)
}

// fold writes the manifest, unless it would be what it is.
func (s *store) fold() error {
	h := newHash()
	if err := s.write(h); err != nil || h.sum() == s.loaded {
		return err
	}
	return thisSystem().replaceWith(filepath.Join(s.folder, manifestName), s.write)
}

// write writes the manifest: a line for each meeting, so that two of them can be compared.
func (s *store) write(w io.Writer) error {
	b := bufio.NewWriter(w)
	line := func(v any) {
		data, _ := json.Marshal(v) // strings, numbers and maps of them
		b.Write(data)
	}
	b.WriteString(`{"version":1,"inputs":[`)
	for i, source := range slices.Sorted(maps.Keys(s.records)) {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		line(s.records[source])
	}
	b.WriteString("\n],\n\"left\":")
	line(s.left)
	b.WriteString(",\n\"reports\":")
	line(s.reports)
	b.WriteString("}\n")
	return b.Flush()
}
