package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/lazy"
	"github.com/bienban/bienban/render/meeting"
)

// look reads an input and finds out whether anything is to be made of it. Where the names
// of its documents may be another's too, it finds them out as well: names that collide are
// refused before anything is written.
func (b *run) look(ctx context.Context, in *input) {
	defer b.guard(in, "", func(row *Row) { in.rows, in.finished = []*Row{row}, true })
	data, err := readMeeting(ctx, in.name)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		in.fail(render.FaultList{Unreadable(in.name, err)})
		return
	}
	in.digest = digest(data)
	if record := b.current(in); record != nil {
		fresh := true
		for _, d := range record.Documents {
			in.planned = append(in.planned, d.Name)
			reason := b.stalePart(in, d)
			fresh = fresh && reason == ""
		}
		if fresh {
			for _, d := range record.Documents {
				in.rows = append(in.rows, b.unchanged(in, d))
			}
			in.finished = true
			return
		}
	}
	if in.planned == nil && (b.pattern.template != nil || in.alike) {
		documents, files, faults, close := b.documents(in, data)
		defer close()
		b.saw(in, files.take())
		if faults.Failed() {
			in.fail(faults)
			return
		}
		names, f := b.targets(in, documents)
		if f != nil {
			in.fail(append(faults, f))
			return
		}
		in.planned = names
	}
}

// current is the record of an input whose documents are the same as they were, if not
// their content; nil if there is none.
func (b *run) current(in *input) *record {
	record := b.store.record(in.source)
	if record == nil {
		record = b.store.adopt(in)
	}
	if b.Force || record == nil || record.Digest != in.digest || record.Plan != b.plan || record.Path != in.path ||
		record.Count != len(record.Documents) || !b.sameReads(in, record.Reads) {
		return nil
	}
	return record
}

func (b *run) sameReads(in *input, reads map[string]string) bool {
	b.saw(in, reads)
	for name, before := range reads {
		if now, err := b.reads.get(in.beside(name)); err != nil || now != before {
			return false
		}
	}
	return true
}

// beside is a file that the meeting names.
func (in *input) beside(name string) string {
	return filepath.Join(filepath.Dir(in.name), filepath.FromSlash(name))
}

// saw notes what documents depend on, for who watches it.
func (b *run) saw(in *input, reads map[string]string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for name := range reads {
		b.seen[in.beside(name)] = true
	}
}

// stalePart is why a document has to be made again; "" if it is as it would be.
func (b *run) stalePart(in *input, d *made) Reason {
	if b.Force {
		return Forced
	}
	if d.Settings != b.settings {
		return SettingsChanged
	}
	if now, err := b.templates.get(d.Template); err != nil || now != d.Compiled {
		return TemplateChanged
	}
	if !b.sameReads(in, d.Reads) {
		return ReadsChanged
	}
	for _, format := range b.Formats {
		w, ok := d.file(format)
		if !ok {
			return FormatAdded
		}
		if !b.store.asWritten(w) {
			return OutputChanged
		}
	}
	return ""
}

// documents reads what is to be made of a file. What it names is read until close.
func (b *run) documents(in *input, data []byte) (documents []*render.Document, files *recorder, faults render.FaultList, close func()) {
	root, err := os.OpenRoot(filepath.Dir(in.name))
	if err != nil {
		return nil, newRecorder(nil), render.FaultList{Unreadable(in.name, err)}, func() {}
	}
	files = newRecorder(root.FS())
	documents, faults = b.renderer.Documents(in.name, data, files, b.Templates...)
	if faults.Failed() && !looksLikeMeeting(data) {
		faults = render.FaultList{{Code: "no-meeting", File: in.name,
			Message: fault.T("tệp này không mô tả cuộc họp nào", "this file describes no meeting"),
			Hint:    fault.T("Nếu không cần tạo văn bản từ tệp này, thêm --exclude %s.", "If nothing is to be made of it, add --exclude %s.", filepath.Base(in.name))}}
	}
	return documents, files, faults, func() { root.Close() }
}

var topLevelKey = lazy.Compile(`(?m)^["']?([\pL_][\pL\pN_]*)["']?\s*:`)

// looksLikeMeeting reports whether a YAML file has any key of a meeting, or one that is nearly
// such a key ("titel"), so that its faults are worth telling one by one.
func looksLikeMeeting(data []byte) bool {
	keys := meeting.Vocabulary(reflect.TypeFor[meeting.Meeting]())
	found := topLevelKey.FindAllSubmatch(data, -1)
	spellings := slices.Collect(maps.Keys(keys))
	return len(found) == 0 || slices.ContainsFunc(found[:min(len(found), 50)], func(m [][]byte) bool {
		key := strings.ToLower(string(m[1]))
		return keys[key] != "" || len(key) > 3 && len(key) < 100 && fault.Nearest(key, spellings) != ""
	})
}

// build makes the documents of an input that are not as they would be, one after the other,
// and tells of each.
func (b *run) build(ctx context.Context, in *input, tell func(*Row)) {
	add := func(row *Row) {
		in.rows = append(in.rows, row)
		tell(row)
	}
	defer b.guard(in, "", func(row *Row) { in.rows, in.finished = nil, true; add(row) })
	data, err := readMeeting(ctx, in.name)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		in.fail(render.FaultList{Unreadable(in.name, err)})
		tell(in.rows[0])
		return
	}
	documents, files, faults, close := b.documents(in, data)
	defer close()
	reads := files.take()
	b.saw(in, reads)
	var names []string
	if !faults.Failed() {
		var f *render.Fault
		if names, f = b.targets(in, documents); f == nil {
			f = b.claim(in, names)
		}
		if f != nil {
			faults = append(faults, f)
		}
	}
	if faults.Failed() {
		in.fail(faults)
		tell(in.rows[0])
		return
	}
	sum := digest(data)
	if sum == in.digest { // one string is enough
		sum = in.digest
	}
	former := b.store.record(in.source)
	var before []*made
	reason := MeetingChanged // of what did not stand before
	if former != nil && former.Digest == sum && former.Plan == b.plan && former.Path == in.path {
		if reason = ReadsChanged; maps.Equal(former.Reads, reads) {
			reason, before = New, former.Documents // it failed, or the run was stopped before it
		}
	}
	switch {
	case former == nil:
		reason = New
	case b.Force:
		reason = Forced
	}
	// What stands as it would be made goes into the record at once: a run that is killed
	// between here and the last document loses none of it.
	record := &record{Source: in.source, Path: in.path, Digest: sum, Plan: b.plan, Reads: reads, Count: len(documents)}
	reasons := make([]Reason, len(documents))
	for i := range documents {
		at := slices.IndexFunc(before, func(m *made) bool { return m.Name == names[i] })
		if reasons[i] = reason; at < 0 {
			continue
		}
		if reasons[i] = b.stalePart(in, before[at]); reasons[i] == "" {
			record.Documents = append(record.Documents, before[at])
			add(b.unchanged(in, before[at]))
		}
	}
	if !b.DryRun {
		b.store.note(journalLine{Input: record})
	}
	for i, d := range documents {
		documents[i] = nil // a document holds its pages: a thousand invitations must not
		if ctx.Err() != nil {
			return
		}
		if reasons[i] == "" {
			continue
		}
		row := b.makeOne(ctx, in, d, names[i], reasons[i], files)
		if row == nil {
			return // ctx ended
		}
		row.Findings = append(faults[:len(faults):len(faults)], row.Findings...)
		faults = nil // what was found in the file itself is told once
		add(row)
	}
	if len(documents) == 0 {
		add(&Row{Source: in.name, Status: Unchanged, Findings: faults})
	}
	in.finished = true
}

// makeOne makes the files of one document: all are made before the first one is written.
// It gives nil if ctx ended.
func (b *run) makeOne(ctx context.Context, in *input, d *render.Document, name string, reason Reason, files *recorder) (row *Row) {
	row = &Row{Source: in.name, Template: d.Template, Name: name, Status: Failed, Reason: reason, folder: b.Output}
	defer b.guard(in, d.Template, func(failed *Row) { failed.Name, failed.Reason, row = name, reason, failed })
	if b.DryRun {
		row.Status = Planned
		for _, format := range b.Formats {
			row.files = append(row.files, name+"."+format)
		}
		return row
	}
	var outputs []Output
	for _, format := range b.Formats {
		buffer := b.buffer()
		defer b.buffers.Put(buffer)
		write := d.DOCX
		if format == "pdf" {
			write = d.PDF
		}
		err := write(ctx, buffer)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			b.saw(in, files.take())
			row.Findings = append(d.Faults(), faultsOf(err, in.name)...)
			return row
		}
		outputs = append(outputs, Output{filepath.Join(b.output, filepath.FromSlash(name+"."+format)), buffer.Bytes()})
	}
	row.Findings = d.Faults()
	reads := files.take()
	b.saw(in, reads)
	compiled := d.TemplateDigest()
	if now, _ := b.templates.get(d.Template); now == compiled {
		compiled = now // one string for all
	}
	m := &made{Name: name, Template: d.Template, Compiled: compiled, Settings: b.settings, Reads: reads}
	for _, f := range row.Findings {
		if f.Severity == render.Warning {
			m.Warnings++
		}
	}
	names, found := thisSystem().saveIn(b.folder, outputs, documentLedger{b.store, in.source, m}, b.Force)
	for _, f := range found { // as the user named the folder
		f.File = b.shown(relative(b.output, f.File))
	}
	row.Findings = append(row.Findings, found...)
	for i, saved := range names {
		if saved == "" {
			continue
		}
		w, err := b.store.wrote(relative(b.output, saved), digest(outputs[i].Data))
		if err != nil {
			row.Findings = append(row.Findings, Unwritable(b.shown(relative(b.output, saved)), err))
			continue
		}
		m.Files = append(m.Files, w)
		row.files = append(row.files, w.File)
	}
	if !row.Findings.Failed() {
		row.Status = Made
		b.store.note(journalLine{Source: in.source, Made: m})
	}
	return row
}

// buffer gives an empty buffer; it is used again.
func (b *run) buffer() *bytes.Buffer {
	buffer, ok := b.buffers.Get().(*bytes.Buffer)
	if !ok || buffer.Cap() > 4<<20 { // one that grew for a large document is not kept
		return &bytes.Buffer{}
	}
	buffer.Reset()
	return buffer
}

// guard makes a failure of one document of a fault of ours: it must not take the others
// with it.
func (b *run) guard(in *input, template string, failed func(*Row)) {
	if cause := recover(); cause != nil {
		failed(&Row{Source: in.name, Template: template, Status: Failed, Findings: render.FaultList{{Code: "internal", File: in.name,
			Message: fault.T("lỗi của chương trình: %v", "a fault of the program: %v", cause),
			Hint:    fault.T("Hãy gửi tệp này cho những người viết bienban.", "Please send this file to the authors of bienban.")}}})
	}
}

// fail ends an input that gives no document.
func (in *input) fail(faults render.FaultList) {
	in.rows, in.finished = []*Row{{Source: in.name, Status: Failed, Findings: faults}}, true
}

// unchanged is the row of a document that stands as it would be made.
func (b *run) unchanged(in *input, d *made) *Row {
	row := &Row{Source: in.name, Template: d.Template, Name: d.Name, Status: Unchanged, folder: b.Output, warnings: d.Warnings}
	for _, format := range b.Formats {
		w, _ := d.file(format)
		row.files = append(row.files, w.File)
	}
	return row
}

// shown is a file in the output folder as the user knows it.
func (b *run) shown(file string) string { return shownIn(b.Output, file) }

func shownIn(folder, file string) string {
	if !inside(file) {
		return filepath.FromSlash(file)
	}
	return filepath.Join(folder, filepath.FromSlash(file))
}

// faultsOf is err as faults: the faults that it is, or one that names the file.
func faultsOf(err error, file string) render.FaultList {
	if list, ok := errors.AsType[render.FaultList](err); ok {
		return list
	}
	if f, ok := errors.AsType[*render.Fault](err); ok {
		return render.FaultList{f}
	}
	return render.FaultList{{Code: "failure", File: file, Message: fault.Same(fmt.Sprint(err))}}
}
