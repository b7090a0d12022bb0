package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
)

// A batchView shows what a batch does: a bar on a terminal, a line for each file made
// elsewhere, objects for programs.
type batchView struct {
	p     *program
	bar   *bar // nil: no terminal
	dry   bool
	live  bool             // what is found is told at once: nobody waits for the end
	found render.FaultList // to be told in the end
}

func (p *program) newBatchView(dry bool) *batchView {
	v := &batchView{p: p, dry: dry}
	if !p.quiet && !p.json && !dry {
		v.bar = newBar(p.stdout, p.stderr)
	}
	return v
}

// An outcome is what became of a document, as --json has it. Files that were made come
// before it, each as a "document"; findings too.
type outcome struct {
	Type     string       `json:"type"` // "outcome"
	Source   string       `json:"source"`
	Template string       `json:"template,omitempty"`
	Status   batch.Status `json:"status"`
	Reason   batch.Reason `json:"reason,omitempty"`
	Files    []string     `json:"files,omitempty"`
	Warnings int          `json:"warnings,omitempty"`
}

// A progress is how far a batch is, as --json has it.
type progress struct {
	Type  string `json:"type"` // "progress"
	Done  int    `json:"done"`
	Total int    `json:"total"`
}

func (v *batchView) event(e batch.Event) {
	p := v.p
	if e.Row != nil {
		v.row(e.Row)
	} else if p.json {
		p.object(progress{"progress", e.Done, e.Total})
	}
	v.bar.set(e.Done, e.Total)
}

// row tells of one document.
func (v *batchView) row(row *batch.Row) {
	p := v.p
	if p.json {
		p.report(p.stderr, row.Findings)
		if row.Status == batch.Made {
			for _, file := range row.Files() {
				p.made(file, strings.TrimPrefix(filepath.Ext(file), "."), row.Source, row.Template)
			}
		}
		p.object(outcome{"outcome", row.Source, row.Template, row.Status, row.Reason, row.Files(), row.Warnings()})
		return
	}
	if v.live {
		p.report(p.stderr, render.Brief(row.Findings))
	} else {
		v.found = append(v.found, row.Findings...)
	}
	if p.quiet || v.bar != nil {
		return
	}
	for _, file := range row.Files() {
		switch row.Status {
		case batch.Made:
			p.say(p.stdout, text("Đã tạo %s", "Made %s", file))
		case batch.Planned:
			p.say(p.stdout, text("Sẽ tạo %s (%s)", "Would make %s (%s)", file, p.in(reasons[row.Reason])))
		case batch.Stale:
			p.say(p.stdout, text("Không còn được tạo: %s", "No longer made: %s", file))
		case batch.Doomed:
			p.say(p.stdout, text("Sẽ xóa %s", "Would remove %s", file))
		case batch.Pruned:
			p.say(p.stdout, text("Đã xóa %s", "Removed %s", file))
		}
	}
}

// reasons say why a document is made.
var reasons = map[batch.Reason]render.Text{
	batch.New:             {Vi: "mới", En: "new"},
	batch.MeetingChanged:  {Vi: "cuộc họp đã đổi", En: "the meeting changed"},
	batch.ReadsChanged:    {Vi: "ảnh hoặc bảng tính đã đổi", En: "a picture or a spreadsheet changed"},
	batch.TemplateChanged: {Vi: "mẫu đã đổi", En: "the template changed"},
	batch.SettingsChanged: {Vi: "chương trình, tùy chọn hoặc phông chữ đã đổi", En: "the program, its options or the fonts changed"},
	batch.FormatAdded:     {Vi: "thêm định dạng", En: "another format is asked for"},
	batch.OutputChanged:   {Vi: "văn bản không còn như lúc ghi", En: "the document is not as it was written"},
	batch.Forced:          {Vi: "--force", En: "--force"},
}

// end takes the bar away.
func (v *batchView) end() { v.bar.end() }

// summary tells what was found and how many documents became what, and reports whether
// anything failed.
func (v *batchView) summary(report *batch.Report, f *batchFlags) bool {
	p := v.p
	for _, row := range report.Rows {
		if row.Status == batch.Stale || row.Status == batch.Doomed || row.Status == batch.Pruned {
			v.bar = nil // told in any case
			v.row(row)
		}
	}
	if p.json {
		p.report(p.stderr, report.Faults)
		p.object(counts{"summary", report.Summary()})
		return report.Failed()
	}
	p.summary(render.Brief(append(v.found, report.Faults...)), len(report.Rows)+1)
	v.found = nil
	s := report.Summary()
	if p.quiet {
		return report.Failed()
	}
	p.table(p.stdout, s)
	if s.Stale > 0 && !f.Prune {
		p.say(p.stdout, text("Muốn xóa những văn bản không còn được tạo, thêm --prune.", "To remove what is no longer made, add --prune."))
	}
	return report.Failed()
}

// counts are a summary as --json has it.
type counts struct {
	Type string `json:"type"` // "summary", "ready", "round"
	batch.Summary
}

// ready tells that the first round of a watch is done, and what it found.
func (v *batchView) ready(report *batch.Report) {
	p := v.p
	p.report(p.stderr, report.Faults)
	switch {
	case p.json:
		p.object(counts{"ready", report.Summary()})
	case !p.quiet:
		p.table(p.stdout, report.Summary())
		p.say(p.stdout, text("Đang theo dõi; bấm Ctrl-C để dừng.", "Watching; Ctrl-C ends it."))
	}
}

// round tells that a later round is done.
func (v *batchView) round(report *batch.Report) { v.p.object(counts{"round", report.Summary()}) }

// farewell tells what a watch did in all.
func (v *batchView) farewell(total batch.Summary) {
	p := v.p
	switch {
	case p.json:
		p.object(counts{"summary", total})
	case !p.quiet:
		p.say(p.stdout, text("Đã dừng theo dõi.", "Stopped watching."))
		p.table(p.stdout, total)
	}
}

// table prints counts below each other; those that are 0 are left out, except the first.
func (p *program) table(w io.Writer, s batch.Summary) {
	lines := []struct {
		what render.Text
		n    int
	}{
		{text("Đã tạo", "made"), s.Made}, {text("Sẽ tạo", "would make"), s.Planned}, {text("Không đổi", "unchanged"), s.Unchanged},
		{text("Có cảnh báo", "with warnings"), s.Warned}, {text("Lỗi", "failed"), s.Failed}, {text("Chưa làm", "not done"), s.Pending},
		{text("Không còn được tạo", "no longer made"), s.Stale}, {text("Sẽ xóa", "would remove"), s.Doomed}, {text("Đã xóa", "removed"), s.Pruned},
	}
	width, digits := 0, 1
	for _, l := range lines {
		width = max(width, len([]rune(p.in(l.what))))
		digits = max(digits, len(fmt.Sprint(l.n)))
	}
	for i, l := range lines {
		if l.n > 0 || i == 0 {
			name := p.in(l.what)
			fmt.Fprintf(w, "%s%s  %*d\n", name, strings.Repeat(" ", width-len([]rune(name))), digits, l.n)
		}
	}
}
