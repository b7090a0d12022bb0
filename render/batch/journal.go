package batch

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// A journalLine is one step since the manifest was written. A line is appended in one
// write, so a run that is killed loses at most the line it was writing.
type journalLine struct {
	Process int               `json:"process,omitempty"` // a run begins, in this process
	Begin   map[string]string `json:"begin,omitempty"`   // these files are about to be written: digests by path
	Input   *record           `json:"input,omitempty"`   // a meeting is being worked on; its documents follow
	Source  string            `json:"source,omitempty"`  // of the document
	Making  *made             `json:"making,omitempty"`  // it is of the files in Begin
	Made    *made             `json:"made,omitempty"`
}

// A begun document is one whose files a run was writing.
type begun struct {
	files    map[string]string // digests by path
	document *made
}

// replay takes in a journal: of runs that were killed. It gives their processes, and the
// folders that they wrote to.
func (s *store) replay(journal io.Reader) (processes []int, folders map[string]bool, err error) {
	folders = map[string]bool{".": true}
	begins := map[string][]begun{} // by source
	lines := bufio.NewReaderSize(journal, 64<<10)
	for {
		text, err := readLine(lines)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, nil, err
		}
		var line journalLine
		if json.Unmarshal(text, &line) == nil && line.sane() { // else it was being written
			if line.Process > 0 {
				processes = append(processes, line.Process)
			}
			s.take(line)
			switch {
			case line.Input != nil: // it tells of its documents anew
				delete(begins, line.Input.Source)
			case line.Made != nil:
				begins[line.Source] = slices.DeleteFunc(begins[line.Source], func(b begun) bool { return b.document.Name == line.Made.Name })
			case line.Making != nil:
				begins[line.Source] = append(begins[line.Source], begun{line.Begin, line.Making})
			}
			for file, sum := range line.Begin {
				s.know(file, sum)
				folders[filepath.Dir(filepath.FromSlash(file))] = true
			}
		}
		if err != nil {
			break
		}
	}
	for source, list := range begins {
		for _, b := range list {
			s.recover(source, b)
		}
	}
	return processes, folders, nil
}

// maxLine bounds a line of a journal. One that is longer is of no run.
const maxLine = 16 << 20

// readLine reads a line; nil where it is longer than [maxLine].
func readLine(r *bufio.Reader) (line []byte, err error) {
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxLine; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// sane reports whether a run can have written a line: see [parseManifest].
func (l *journalLine) sane() bool {
	for file := range l.Begin {
		if !isPlain(file) {
			return false
		}
	}
	return (l.Input == nil || l.Input.sane()) && (l.Making == nil || l.Making.sane()) && (l.Made == nil || l.Made.sane())
}

// recover takes in a document whose files all stand, and only the line that says so is
// missing.
func (s *store) recover(source string, b begun) {
	m := *b.document
	for _, file := range slices.Sorted(maps.Keys(b.files)) {
		sum, err := s.folder.digest(filepath.FromSlash(file))
		if err != nil || sum != b.files[file] || !isDocumentFile(file) {
			return
		}
		w, err := s.wrote(file, sum)
		if err != nil {
			return
		}
		m.Files = append(m.Files, w)
	}
	s.take(journalLine{Source: source, Made: &m})
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

// sweep removes what processes that were killed left half written in one of the folder's
// folders.
func (s *store) sweep(name string, processes []int) {
	if len(processes) == 0 || s.folder.root == nil {
		return
	}
	if info, err := s.folder.look(name); err != nil || !info.IsDir() {
		return
	}
	d, err := s.folder.root.Open(name)
	if err != nil {
		return
	}
	defer d.Close()
	entries, _ := d.ReadDir(-1) // those that could be read
	for _, e := range entries {
		left := func(p int) bool { return strings.HasSuffix(e.Name(), "."+temporarySuffix(p)) }
		if strings.HasPrefix(e.Name(), temporaryPrefix) && slices.ContainsFunc(processes, left) && e.Type().IsRegular() {
			_ = s.folder.remove(filepath.Join(name, e.Name())) // what cannot be removed is tried again by the next run
		}
	}
}

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
	_ = s.append(line)
}
