package batch

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
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

// A journalLine is one step since the manifest was written. A line is appended in one
// write, so a run that is killed loses at most the line it was writing.
type journalLine struct {
	Process int               `json:"process,omitempty"` // a run begins, in this process
	Begin   map[string]string `json:"begin,omitempty"`   // these files are about to be written: digests by path
	Input   *record           `json:"input,omitempty"`   // a meeting is being worked on; its documents follow
	Source  string            `json:"source,omitempty"`  // of the document that is made
	Made    *made             `json:"made,omitempty"`
}

// A store is the manifest of an output folder and its journal, opened by one run.
type store struct {
	folder  string // absolute, without links
	loaded  string // digest of the manifest's file
	journal *os.File
	fresh   bool // the journal was empty

	mu      sync.Mutex
	records map[string]*record
	left    map[string]written
	reports map[string]string
	orphans map[string]*record  // records whose meeting is not there, by path and digest; once asked for
	known   map[string][]string // the digests that earlier runs wrote, by folded path
	failure error               // of the journal; told at its first use after
	closed  bool
}

// openStore reads what was made before. It locks the folder for this run and sweeps what
// killed runs left half written.
func openStore(folder string) (*store, error) {
	s := &store{folder: folder, records: map[string]*record{}, left: map[string]written{}, reports: map[string]string{}, known: map[string][]string{}}
	var err error
	if s.journal, err = openLocked(filepath.Join(folder, journalName)); err != nil {
		return nil, err
	}
	if info, err := s.journal.Stat(); err == nil {
		s.fresh = info.Size() == 0
	}
	if err = s.load(); err == nil {
		err = s.append(journalLine{Process: os.Getpid()})
	}
	if err != nil {
		s.journal.Close()
		return nil, err
	}
	return s, nil
}

// readStore reads what was made before, and changes nothing: for a run that only tells.
func readStore(folder string) *store {
	s := &store{folder: folder, records: map[string]*record{}, left: map[string]written{}, reports: map[string]string{}, known: map[string][]string{}}
	s.loadManifest()
	if f, err := os.Open(filepath.Join(folder, journalName)); err == nil {
		_, _, _ = s.replay(f)
		f.Close()
	}
	return s
}

func (s *store) load() error {
	s.loadManifest()
	processes, folders, err := s.replay(s.journal)
	if err != nil {
		return err
	}
	for folder := range folders {
		sweep(folder, processes)
	}
	return nil
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

// replay takes in a journal: of runs that were killed. It gives their processes, and the
// folders that they wrote to.
func (s *store) replay(journal *os.File) (processes []int, folders map[string]bool, err error) {
	folders = map[string]bool{s.folder: true}
	r := bufio.NewReader(journal)
	for {
		text, err := r.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, nil, err
		}
		var line journalLine
		if json.Unmarshal(text, &line) == nil { // else it was being written
			if line.Process != 0 {
				processes = append(processes, line.Process)
			}
			s.take(line)
			for file, sum := range line.Begin {
				s.know(file, sum)
				folders[filepath.Dir(s.path(file))] = true
			}
		}
		if err != nil {
			return processes, folders, nil
		}
	}
}

// take does what a line of the journal says.
func (s *store) take(line journalLine) {
	if line.Input != nil {
		s.begin(line.Input)
		for _, d := range line.Input.Documents {
			s.stands(d)
		}
	}
	if r := s.records[line.Source]; r != nil && line.Made != nil {
		r.Documents = append(r.Documents, line.Made)
		s.stands(line.Made)
	}
}

// begin replaces the record of a meeting. Files of the former one that the new one does not
// claim are left, until it does.
func (s *store) begin(r *record) {
	if old := s.records[r.Source]; old != nil {
		s.leave(old)
	}
	s.records[r.Source] = r
}

// leave gives up a record: its files are left.
func (s *store) leave(r *record) {
	for _, d := range r.Documents {
		for _, w := range d.Files {
			w.Source = r.Source
			s.left[w.File] = w
		}
	}
	delete(s.records, r.Source)
}

// stands takes the files of a document from what is left.
func (s *store) stands(d *made) {
	for _, w := range d.Files {
		delete(s.left, w.File)
	}
}

func (s *store) know(file, sum string) {
	key := folded(file)
	if !slices.Contains(s.known[key], sum) {
		s.known[key] = append(s.known[key], sum)
	}
}

// sweep removes what processes that were killed left half written in a folder.
func sweep(folder string, processes []int) {
	for _, p := range processes {
		found, _ := filepath.Glob(filepath.Join(globQuoted(folder), ".bienban.*."+temporarySuffix(p)))
		for _, name := range found {
			os.Remove(name) // what cannot be removed is tried again by the next run
		}
	}
}

// globQuoted is a path as a pattern that means it alone.
func globQuoted(path string) string {
	if filepath.Separator == '\\' {
		return path // Windows knows no quoting, and ? and * in no name
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// path is a file of the manifest as the system has it.
func (s *store) path(file string) string {
	if filepath.IsAbs(filepath.FromSlash(file)) {
		return filepath.FromSlash(file)
	}
	return filepath.Join(s.folder, filepath.FromSlash(file))
}

// relative is a file as the manifest has it: from the output folder, unless it stands on
// another drive.
func relative(folder, name string) string {
	if absolute, err := filepath.Abs(name); err == nil {
		name = absolute
	}
	if rel, err := filepath.Rel(folder, name); err == nil {
		name = rel
	}
	return filepath.ToSlash(name)
}

// inside reports whether a file of the manifest stands in the output folder.
func inside(file string) bool { return filepath.IsLocal(filepath.FromSlash(file)) }

// append writes a line to the journal.
func (s *store) append(line journalLine) error {
	data, err := json.Marshal(line)
	if err != nil {
		return err
	}
	// A line that was cut off must not swallow this one.
	_, err = s.journal.Write(slices.Concat([]byte("\n"), data, []byte("\n")))
	return err
}

// note takes a line in and writes it to the journal. A journal that cannot be written, on a
// full disk, stops no document: what is not noted is made again by the next run.
func (s *store) note(line journalLine) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.take(line)
	if s.journal == nil { // only told, not done
		return
	}
	if err := s.append(line); err != nil && s.failure == nil {
		s.failure = err
	}
}

// record is what was made of a source; nil if nothing was.
func (s *store) record(source string) *record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.records[source]
}

// all are the records, by source.
func (s *store) all() []*record {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []*record
	for _, source := range slices.Sorted(maps.Keys(s.records)) {
		list = append(list, s.records[source])
	}
	return list
}

// adopt gives the record of a meeting that was elsewhere when it was made: the folder of
// the meetings, or that of the documents, was moved or renamed since.
func (s *store) adopt(in *input) *record {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.orphans == nil {
		s.orphans = map[string]*record{}
		for _, source := range slices.Sorted(maps.Keys(s.records)) {
			if _, err := os.Stat(s.path(source)); errors.Is(err, fs.ErrNotExist) {
				r := s.records[source]
				s.orphans[r.Path+"\x00"+r.Digest] = r
			}
		}
	}
	key := in.path + "\x00" + in.digest
	r := s.orphans[key]
	if r == nil {
		return nil
	}
	delete(s.orphans, key)
	delete(s.records, r.Source)
	moved := *r
	moved.Source = in.source
	s.records[in.source] = &moved
	return &moved
}

// close writes the manifest, and ends the journal if that succeeded.
func (s *store) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	err := s.fold()
	if err == nil {
		err = s.journal.Truncate(0)
	}
	s.journal.Close()
	if err == nil {
		os.Remove(filepath.Join(s.folder, journalName)) // an empty one does no harm
	}
	return err
}

// abandon ends a run that wrote nothing. A journal of former runs stays.
func (s *store) abandon() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.journal.Close()
	if s.fresh {
		os.Remove(filepath.Join(s.folder, journalName))
	}
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

// asWritten reports whether a file is as we left it.
func (s *store) asWritten(w written) bool {
	info, err := os.Stat(s.path(w.File))
	if err != nil || info.Size() != w.Size {
		return false
	}
	if info.ModTime().UnixNano() == w.Time {
		return true
	}
	data, err := os.ReadFile(s.path(w.File))
	return err == nil && digest(data) == w.Digest
}

// Known, Begin and Wrote make a ledger of the store, for the files in its folder. What
// `bienban render` wrote there is known by the user's cache.

func (s *store) Known(name string) []string {
	rel := relative(s.folder, name)
	s.mu.Lock()
	known := slices.Clone(s.known[folded(rel)])
	s.mu.Unlock()
	if c, ok := Cache().(cacheLedger); ok {
		known = append(known, c.own(name)...)
	}
	return known
}

// Begin notes what is about to be written: where the run is killed before it can note that
// it stands, the next one knows the file as ours.
func (s *store) Begin(names []string, outputs []Output) error {
	begin := map[string]string{}
	for i, name := range names {
		begin[relative(s.folder, name)] = digest(outputs[i].Data)
	}
	s.note(journalLine{Begin: begin})
	return nil
}

func (s *store) Wrote(name string, data []byte) {
	if !inside(relative(s.folder, name)) { // a link that leads elsewhere
		Cache().Wrote(name, data)
	}
}

// wrote is a file that was just written, for the manifest.
func (s *store) wrote(name string, data []byte) (written, error) {
	info, err := os.Stat(name)
	if err != nil {
		return written{}, err
	}
	return written{File: relative(s.folder, name), Digest: digest(data), Size: info.Size(), Time: info.ModTime().UnixNano()}, nil
}

// manifestKnows are the digests that a manifest has of a file: of the batch into its folder
// or one above.
func manifestKnows(name string) []string {
	absolute, err := filepath.Abs(name)
	if err != nil {
		return nil
	}
	for folder := filepath.Dir(absolute); ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, manifestName)); err == nil {
			s := readStore(folder)
			return s.known[folded(relative(folder, absolute))]
		} else if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(folder) == folder {
			return nil
		}
	}
}

// reported notes that a report stands.
func (s *store) reported(name string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports[relative(s.folder, name)] = digest(data)
}
