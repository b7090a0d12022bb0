package batch

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// A store is the manifest of an output folder and its journal, opened by one run.
type store struct {
	folder  folder
	loaded  string // digest of the manifest's file
	journal *os.File
	fresh   bool // the journal was empty

	mu      sync.Mutex
	records map[string]*record
	left    map[string]written
	reports map[string]string
	orphans map[string]*record  // records whose meeting is not there, by path and digest; once asked for
	known   map[string][]string // the digests that earlier runs wrote, by folded path
	closed  bool
}

func newStore(in folder) *store {
	return &store{folder: in, records: map[string]*record{}, left: map[string]written{}, reports: map[string]string{}, known: map[string][]string{}}
}

// openStore reads what was made before. It locks the folder for this run and sweeps what
// killed runs left half written.
func openStore(in folder) (*store, error) {
	s := newStore(in)
	if info, err := in.look(manifestName); err == nil && !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: manifestName, Err: notRegular(info)}
	}
	var err error
	if s.journal, err = openLocked(in, journalName); err != nil {
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
func readStore(in folder) *store {
	s := newStore(in)
	s.loadManifest()
	if f, err := in.open(journalName, os.O_RDONLY); err == nil {
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
		s.sweep(folder, processes)
	}
	return nil
}

func (s *store) know(file, sum string) {
	key := folded(file)
	if !slices.Contains(s.known[key], sum) {
		s.known[key] = append(s.known[key], sum)
	}
}

// path is a meeting of the manifest as the system has it. It may stand anywhere, and is only
// looked for.
func (s *store) path(file string) string {
	if filepath.IsAbs(filepath.FromSlash(file)) {
		return filepath.FromSlash(file)
	}
	return filepath.Join(s.folder.path, filepath.FromSlash(file))
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
		_ = s.folder.remove(journalName) // an empty one does no harm
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
		_ = s.folder.remove(journalName)
	}
}

// asWritten reports whether a file is as we left it. It is opened for that: of a file that
// cannot be read nothing is known.
func (s *store) asWritten(w written) bool {
	f, err := s.folder.open(filepath.FromSlash(w.File), os.O_RDONLY)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() != w.Size {
		return false
	}
	if info.ModTime().UnixNano() == w.Time {
		return true
	}
	sum, err := digestOfReader(f)
	return err == nil && sum == w.Digest
}

// Known, Begin and Wrote make a ledger of the store, for the files in its folder. What
// `bienban render` wrote there is known by the user's cache.

func (s *store) Known(name string) []string {
	var known []string
	if rel := relative(s.folder.path, name); isPlain(rel) {
		s.mu.Lock()
		known = slices.Clone(s.known[folded(rel)])
		s.mu.Unlock()
	}
	if c, ok := Cache().(cacheLedger); ok {
		known = append(known, c.own(name)...)
	}
	return known
}

// Begin notes what is about to be written: where the run is killed before it can note that
// it stands, the next one knows the file as ours.
func (s *store) Begin(names []string, outputs []Output) error {
	s.making(journalLine{}, names, outputs)
	return nil
}

func (s *store) making(line journalLine, names []string, outputs []Output) {
	line.Begin = map[string]string{}
	for i, name := range names {
		if rel := relative(s.folder.path, name); isPlain(rel) { // else the cache remembers it
			line.Begin[rel] = digest(outputs[i].Data)
		}
	}
	s.note(line)
}

// A documentLedger is the store for the files of one document: they are noted together with
// what they are made of.
type documentLedger struct {
	*store
	source   string
	document *made // its files are not known yet
}

func (l documentLedger) Begin(names []string, outputs []Output) error {
	l.making(journalLine{Source: l.source, Making: l.document}, names, outputs)
	return nil
}

// Wrote notes a report that stands elsewhere, where the user wants it.
func (s *store) Wrote(name string, data []byte) {
	if !isPlain(relative(s.folder.path, name)) {
		Cache().Wrote(name, data)
	}
}

// wrote is a file that was just written, for the manifest.
func (s *store) wrote(file, sum string) (written, error) {
	info, err := s.folder.look(filepath.FromSlash(file))
	if err != nil {
		return written{}, err
	}
	return written{File: file, Digest: sum, Size: info.Size(), Time: info.ModTime().UnixNano()}, nil
}

// manifestKnows are the digests that a manifest has of a file: of the batch into its folder
// or one above.
func manifestKnows(name string) []string {
	absolute, err := filepath.Abs(name)
	if err != nil {
		return nil
	}
	for folder := filepath.Dir(absolute); ; folder = filepath.Dir(folder) {
		if _, err := os.Lstat(filepath.Join(folder, manifestName)); err == nil {
			in, err := openFolder(folder)
			if err != nil {
				return nil
			}
			defer in.close()
			return readStore(in).known[folded(relative(folder, absolute))]
		} else if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(folder) == folder {
			return nil
		}
	}
}

// reported notes that a report stands.
func (s *store) reported(name string, data []byte) {
	rel := relative(s.folder.path, name)
	if !isPlain(rel) { // the cache remembers it
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports[rel] = digest(data)
}
