package batch

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
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
func (s *store) replay(journal *os.File) (processes []int, folders map[string]bool, err error) {
	folders = map[string]bool{s.folder: true}
	begins := map[string][]begun{} // by source
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
				folders[filepath.Dir(s.path(file))] = true
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

// recover takes in a document whose files all stand, and only the line that says so is
// missing.
func (s *store) recover(source string, b begun) {
	m := *b.document
	for _, file := range slices.Sorted(maps.Keys(b.files)) {
		data, err := os.ReadFile(s.path(file))
		if err != nil || digest(data) != b.files[file] {
			return
		}
		w, err := s.wrote(s.path(file), data)
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
