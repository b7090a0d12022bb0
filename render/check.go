package render

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/rules"
	"github.com/bienban/bienban/render/internal/truth"
	"github.com/bienban/bienban/render/internal/wml"
	"github.com/bienban/bienban/render/meeting"
)

// A Rule is what the regulations ask of meeting papers, as [Rules] lists them.
type Rule struct {
	Code     string           // of the faults that it gives
	Regimes  []meeting.Regime // that it holds for; nil: all
	Severity Severity
	Template bool // it is about templates, else about meetings
	Mends    bool // [Renderer.Mend] mends what it finds
	About    Text // what is asked
	Source   Text // who asks it
	Sources  []Source
}

// A Source is who asks for a rule, and while it is in force.
type Source struct {
	Text        Text
	Regime      meeting.Regime // that it binds; "": each that the rule holds for
	From, Until meeting.Date   // the first day in force, and the first no longer: zero where there is none, or none is known
}

// Rules are the rules that [Renderer.CheckForm] and [Renderer.CheckTemplateForm] know.
func Rules() []Rule {
	var all []Rule
	for _, r := range rules.All() {
		rule := Rule{Code: r.Code, Regimes: r.Regimes, Severity: r.Severity, Template: r.Template, Mends: r.Mends, About: r.About, Source: r.Citation()}
		for _, s := range r.Sources {
			rule.Sources = append(rule.Sources, Source(s))
		}
		all = append(all, rule)
	}
	return all
}

// Check gives all findings about a meeting file: its own faults and those of its templates, as
// [Renderer.Documents] has them, whose parameters these are; what making the documents finds,
// a missing picture for one; and, unless the file has an error, what [Renderer.CheckFigures]
// and [Renderer.CheckForm] find. The file is read once. Nothing is kept of the documents. The
// error is ctx's, or one that is no fault of the file's.
func (r *Renderer) Check(ctx context.Context, name string, yaml []byte, files fs.FS, templates ...string) (FaultList, error) {
	meetings, faults := meeting.ParseWith(name, yaml, r.limits, meeting.Options{Sources: true, Lists: r.lists(name, files)})
	documents, filled, found := r.documents(name, yaml, meetings, files, templates)
	faults = append(faults, found...)
	failed := faults.Failed()
	for _, m := range filled {
		faults = append(faults, truth.Prose(m, truth.Facts(m)).InFile(name)...)
	}
	for _, f := range r.findings(meetings, templates) {
		f.Fault.File = name
		faults = append(faults, f.Fault)
	}
	if r.options.Strict {
		faults = strict(faults)
	}
	for _, m := range meetings {
		m.ForgetSource() // what it holds is the memory of the pages
	}
	if failed || faults.Failed() {
		documents = nil
	}
	for i, d := range documents {
		documents[i] = nil // it holds its pages
		err := d.try(ctx)
		faults = append(faults, d.Faults()...)
		if list, ok := errors.AsType[FaultList](err); ok {
			faults = append(faults, list...)
		} else if err != nil {
			return faults, err
		}
	}
	faults.Sort()
	return faults, nil
}

// CheckForm gives what a meeting file, and the documents to be made of it, have otherwise
// than the regulations ask: see [Rules]. None of it stops a document from being made. The
// file's own faults are those of [Renderer.Documents], whose parameters these are; a
// meeting with an error is not looked at.
func (r *Renderer) CheckForm(name string, yaml []byte, templates ...string) FaultList {
	meetings, _ := meeting.Parse(name, yaml, r.limits)
	var faults FaultList
	for _, f := range r.findings(meetings, templates) {
		faults = append(faults, f.Fault)
	}
	return faults.InFile(name)
}

// CheckFigures finds where the prose of a meeting file states a figure otherwise than the
// file's tables, attendance and votes do, or contradicts itself. The parameters, and the
// file's other faults, are those of [Renderer.Documents]; a meeting with an error is not
// looked at.
func (r *Renderer) CheckFigures(name string, yaml []byte, files fs.FS) FaultList {
	meetings, _ := meeting.ParseWith(name, yaml, r.limits, meeting.Options{Lists: r.lists(name, files)})
	var faults FaultList
	for _, m := range meetings {
		if !r.fillTables(name, m, files).Failed() {
			faults = append(faults, truth.Prose(m, truth.Facts(m))...)
		}
	}
	return faults.InFile(name)
}

func (r *Renderer) findings(meetings []*meeting.Meeting, templates []string) []rules.Finding {
	var all []rules.Finding
	shown := map[string]meeting.Regime{} // by templates of one's own
	for _, m := range meetings {
		documents := slices.Clone(entries(m, templates))
		for i := range documents {
			d := &documents[i]
			name := Stem(d.Template)
			if _, known := shown[name]; !known && d.Meeting.Regime == "" {
				shown[name] = r.ownRegime(d.Template)
			}
			d.Template = name
		}
		all = append(all, rules.Meeting(m, documents, shown)...)
	}
	return all
}

// ownRegime is the regime that the page of a template of one's own shows, "" for none and
// for those that are built in, which rules knows.
func (r *Renderer) ownRegime(name string) meeting.Regime {
	found, f := r.readTemplate(name)
	if f != nil || !found.own {
		return ""
	}
	if t, _ := r.templates.compile(r, found.file, found.data); t != nil {
		return t.shown()
	}
	return ""
}

// CheckTemplateForm gives what the pages of a template, or of a finished Word document,
// have otherwise than the regulations ask. A template that shows neither the Quốc hiệu nor
// the title of the Party has no such findings; what cannot be read neither, as
// [Renderer.CheckTemplate] tells of that.
func (r *Renderer) CheckTemplateForm(name string, data []byte) FaultList {
	pkg, err := docx.Open(data, r.limits)
	if err != nil {
		return nil
	}
	doc, faults := wml.Parse(pkg, r.limits)
	if doc == nil || faults.Failed() {
		return nil
	}
	return rules.Template(doc).InFile(name)
}

// mendRounds bounds how often mending looks again: composing letters comes first, since
// it shows what else there is, and a rule tells a bounded number of places at a time.
const mendRounds = 25

// Mend mends in a meeting file what is mechanical: composed letters, the zeros of dates,
// the spaces of percentages and units, the order of symbols. Everything else of the file
// stays byte for byte. It gives the file as it was where nothing is to be mended, and
// where it cannot be read; the faults are then those of reading it.
func (r *Renderer) Mend(name string, yaml []byte) (mended []byte, faults FaultList) {
	meetings, faults := meeting.Parse(name, yaml, r.limits)
	if faults.Failed() {
		return yaml, faults
	}
	count := len(meetings)
	mended = yaml
	for range mendRounds {
		var edits []rules.Edit
		for _, f := range r.findings(meetings, nil) {
			edits = append(edits, f.Edits...)
		}
		after, made := rules.Apply(mended, edits)
		if len(edits) > 0 && len(made) == 0 {
			return mended, FaultList{{
				Severity: Warning, Code: "not-mended", File: name,
				Message: fault.T("Không sửa được tự động: tệp không phải UTF-8.", "It cannot be mended: the file is not in UTF-8."),
				Hint:    fault.T("Lưu tệp bằng bảng mã UTF-8 rồi chạy lại.", "Save the file in UTF-8 and run again."),
			}}
		}
		if len(made) == 0 {
			break
		}
		again, found := meeting.Parse(name, after, r.limits)
		if found.Failed() || len(again) != count { // never leave a file worse than it was
			return mended, FaultList{{
				Severity: Warning, Code: "not-mended", File: name,
				Message: fault.T("Không sửa được tự động.", "It cannot be mended."),
				Hint:    fault.T("Sửa bằng tay theo các gợi ý.", "Mend it by hand, as the hints say."),
			}}
		}
		mended, meetings = after, again
	}
	return mended, nil
}

// MendDiff shows what [Renderer.Mend] changed, as a unified difference; "" for nothing.
func MendDiff(name string, before, after []byte) string {
	return rules.Diff(name, before, after)
}
