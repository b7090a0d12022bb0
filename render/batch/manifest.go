package batch

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
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
	Reads     map[string]string `json:"reads,omitempty"` // digests of the spreadsheets, by path from the file's folder; "": was missing, [unreadable]: it could not be read
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
	m, sum := readManifest(s.folder)
	s.loaded = sum
	s.takeManifest(m)
}

func (s *store) takeManifest(m manifest) {
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

// maxManifest bounds what is read of a manifest: a hundred thousand documents are a tenth.
const maxManifest = 512 << 20

// readManifest reads a manifest. What in it no run can have written, and null, is as none:
// it may be a stranger's, and the files that it names are removed and replaced.
func readManifest(in folder) (m manifest, sum string) {
	f, err := in.open(manifestName, os.O_RDONLY)
	if err != nil {
		return manifest{}, ""
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxManifest+1))
	if err != nil || len(data) > maxManifest {
		return manifest{}, ""
	}
	if m, err = parseManifest(data); err != nil {
		return manifest{}, ""
	}
	return m, digest(data)
}

var errVersion = errors.New("another version")

func parseManifest(data []byte) (m manifest, err error) {
	if err := json.Unmarshal(data, &m); err != nil {
		return manifest{}, err
	}
	if m.Version != manifestVersion {
		return manifest{}, errVersion
	}
	m.Inputs = slices.DeleteFunc(m.Inputs, func(r *record) bool { return !r.sane() })
	maps.DeleteFunc(m.Left, func(file string, w written) bool { return w.File != file || !w.sane() })
	maps.DeleteFunc(m.Reports, func(file, sum string) bool { return !isPlain(file) || !isDigest(sum) })
	return m, nil
}

// sane reports whether a run can have written a record. Documents that none can have written
// are taken out of it: they are made again.
func (r *record) sane() bool {
	if r == nil || r.Source == "" || !isDigest(r.Digest) || !saneReads(r.Reads) {
		return false
	}
	r.Documents = slices.DeleteFunc(r.Documents, func(d *made) bool { return !d.sane() })
	return true
}

func (d *made) sane() bool {
	return d != nil && isPlain(d.Name) && saneReads(d.Reads) && !slices.ContainsFunc(d.Files, func(w written) bool { return !w.sane() })
}

func (w written) sane() bool { return isDocumentFile(w.File) && isDigest(w.Digest) }

// saneReads reports whether all files stand below their meeting's folder, as those do that a
// meeting can name.
func saneReads(reads map[string]string) bool {
	for name, sum := range reads {
		if !fs.ValidPath(name) || sum != "" && sum != unreadable && !isDigest(sum) {
			return false
		}
	}
	return true
}

// isDigest reports whether a text is a digest as we write it.
func isDigest(sum string) bool {
	return len(sum) == 2*sha256.Size && strings.Trim(sum, "0123456789abcdef") == ""
}

// fold writes the manifest, unless it would be what it is.
func (s *store) fold() error {
	h := newHash()
	if err := s.write(h); err != nil || h.sum() == s.loaded {
		return err
	}
	return thisSystem().replaceWith(s.folder, manifestName, s.write)
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
