package batch

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/report"
)

// A Status is what became of a document.
type Status string

// The statuses.
const (
	Made      Status = "made"
	Unchanged Status = "unchanged" // it stands as it would be made
	Failed    Status = "failed"
	Planned   Status = "planned" // it would be made, were this no dry run
	Pending   Status = "pending" // the run was stopped before it
	Stale     Status = "stale"   // it is no longer made, and still there
	Pruned    Status = "pruned"  // it is no longer made, and was removed
	Doomed    Status = "doomed"  // it is no longer made, and would be removed, were this no dry run
)

// A Reason is why a document is made; "" where it is not.
type Reason string

// The reasons.
const (
	New             Reason = "new"
	MeetingChanged  Reason = "meeting"  // its file, or what decides which documents it gives
	ReadsChanged    Reason = "beside"   // a picture or a spreadsheet
	TemplateChanged Reason = "template" //
	SettingsChanged Reason = "settings" // the program, its options or the fonts
	FormatAdded     Reason = "format"   // one is asked for that was not
	OutputChanged   Reason = "output"   // what was made is not there, or was changed
	Forced          Reason = "force"
)

// A Row is one document, or one file that gave none.
type Row struct {
	Source   string // the meeting file, as the user knows it
	Template string // "" if the file gave no document
	Name     string // of the document, from the output folder
	Status   Status
	Reason   Reason
	Findings render.FaultList

	folder   string   // the output folder, as the user knows it
	files    []string // from there
	warnings int      // found when it was made, in an earlier run
}

// Files are the document's files, as the user knows them.
func (r *Row) Files() []string {
	var list []string
	for _, file := range r.files {
		list = append(list, shownIn(r.folder, file))
	}
	return list
}

// Warnings is the number of warnings about a document.
func (r *Row) Warnings() int {
	n := r.warnings
	for _, f := range r.Findings {
		if f.Severity == render.Warning {
			n++
		}
	}
	return n
}

// A Report is what a batch has done.
type Report struct {
	Rows   []*Row           // by meeting file and name of the document; what is left over comes last
	Faults render.FaultList // of the batch itself: a folder that cannot be read

	reads []string // the files beside the meetings that the documents depend on
}

// Count is the number of rows with a status.
func (r *Report) Count(s Status) (n int) {
	for _, row := range r.Rows {
		if row.Status == s {
			n++
		}
	}
	return n
}

// Warned is the number of documents that stand and have warnings.
func (r *Report) Warned() (n int) {
	for _, row := range r.Rows {
		if row.Status != Failed && row.Warnings() > 0 {
			n++
		}
	}
	return n
}

// Failed reports whether anything could not be made or read.
func (r *Report) Failed() bool { return r.Count(Failed) > 0 || r.Faults.Failed() }

// told are the rows of an input in the order of names; one that says so if nothing was done.
func (in *input) told() []*Row {
	rows := slices.Clone(in.rows)
	slices.SortStableFunc(rows, func(a, b *Row) int { return strings.Compare(a.Name, b.Name) })
	if !in.finished {
		rows = append(rows, &Row{Source: in.name, Status: Pending})
	}
	return rows
}

// Summary counts the documents of a report.
type Summary struct {
	Made      int `json:"made"`
	Unchanged int `json:"unchanged"`
	Warned    int `json:"warned"`
	Failed    int `json:"failed"`
	Planned   int `json:"planned,omitempty"`
	Pending   int `json:"pending,omitempty"`
	Stale     int `json:"stale,omitempty"`
	Pruned    int `json:"pruned,omitempty"`
	Doomed    int `json:"doomed,omitempty"`
}

// Summary counts the documents.
func (r *Report) Summary() Summary {
	return Summary{Made: r.Count(Made), Unchanged: r.Count(Unchanged), Warned: r.Warned(), Failed: r.Count(Failed),
		Planned: r.Count(Planned), Pending: r.Count(Pending), Stale: r.Count(Stale), Pruned: r.Count(Pruned), Doomed: r.Count(Doomed)}
}

type jsonRow struct {
	Source   string           `json:"source"`
	Template string           `json:"template,omitempty"`
	Status   Status           `json:"status"`
	Reason   Reason           `json:"reason,omitempty"`
	Files    []string         `json:"files,omitempty"`
	Warnings int              `json:"warnings,omitempty"`
	Findings []render.Finding `json:"findings,omitempty"`
}

// JSON is the report for programs: the counts, then a line for each row.
func (r *Report) JSON(lang render.Lang) []byte {
	var b bytes.Buffer
	line := func(v any) {
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		_ = e.Encode(v)         // strings and numbers
		b.Truncate(b.Len() - 1) // the line's end
	}
	b.WriteString(`{"summary":`)
	line(r.Summary())
	b.WriteString(",\n\"documents\":[")
	for i, row := range r.Rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		j := jsonRow{row.Source, row.Template, row.Status, row.Reason, row.Files(), row.Warnings(), nil}
		for _, f := range row.Findings {
			j.Findings = append(j.Findings, f.Finding(lang))
		}
		line(j)
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

// CSV is the report for a spreadsheet.
func (r *Report) CSV(lang render.Lang) []byte {
	var rows [][]string
	for _, row := range r.Rows {
		var findings []string
		for _, f := range row.Findings {
			findings = append(findings, f.Severity.In(lang)+": "+f.In(lang))
		}
		rows = append(rows, []string{row.Source, row.Template, string(row.Status), string(row.Reason), strings.Join(row.Files(), "\n"), strconv.Itoa(row.Warnings()), strings.Join(findings, "\n")})
	}
	return report.CSV(rows)
}

// writeReports writes both forms. One that a person changed stays, as documents do.
func (b *run) writeReports(r *Report) render.FaultList {
	stem := b.Report
	if stem == "" {
		stem = filepath.Join(b.output, "report")
	}
	outputs := []Output{{stem + ".json", r.JSON(b.Lang)}, {stem + ".csv", r.CSV(b.Lang)}}
	save := func(outputs []Output) ([]string, render.FaultList) { return SaveAll(outputs, b.store, b.Force) }
	if absolute, err := filepath.Abs(stem); err == nil {
		if _, ok := b.folder.name(absolute); ok {
			save = func(outputs []Output) ([]string, render.FaultList) {
				return thisSystem().saveIn(b.folder, outputs, b.store, b.Force)
			}
		}
	}
	names, faults := save(outputs)
	for i, name := range names {
		if name != "" {
			b.store.reported(name, outputs[i].Data)
		}
	}
	for _, f := range faults {
		if rel := relative(b.output, f.File); inside(rel) {
			f.File = b.shown(rel)
		}
	}
	return faults
}
