// Package render makes formatted Vietnamese Word documents and PDFs from a YAML meeting
// description and a Word template. It is the front door of the library.
//
// The layout template is a Word document, and the PDF is the print of the merged Word
// document: there is one layout, not two.
package render

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/bienban/bienban/fonts"
	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/indicator"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/truth"
	"github.com/bienban/bienban/render/meeting"
)

// Options tunes a [Renderer]; the zero value is ready to use.
type Options struct {
	Fonts     fs.FS     // the user's own TrueType files, which come before the embedded ones; nil: none
	Templates fs.FS     // the user's own templates, "NAME.docx", which come before the built-in ones; nil: none. See [Locator]
	Created   time.Time // date stamped into both files; zero leaves it out
	Limits    Limits    // what one input may ask of the machine; zero fields are the defaults

	EmbedFonts bool   // Word documents carry the fonts of their text, for phones and Macs without Times New Roman
	Password   string // opens the PDF, which is then encrypted (AES-256); "": anybody reads it

	// Functions are functions of one's own that tags may call, by their names, besides those of
	// the list ([Functions]): Go functions that return a value, or a value and an error, and may be
	// called by goroutines. [Renderer.CheckTemplate] knows their types. An int, a float64, a
	// decimal.Decimal, a meeting.Date and a meeting.Moment are read from texts of the file, too; a
	// function is not called where an argument of such a type is absent, and prints nothing.
	Functions map[string]any

	Strict bool // figures of a meeting that contradict each other, its prose included, are errors: nothing is made of it

	Log *slog.Logger // stages and counts at Debug; nil discards
}

// A Renderer makes documents. Goroutines share it: templates are compiled once and fonts
// are read once, whoever asks first.
type Renderer struct {
	options   Options
	limits    limit.Limits
	log       *slog.Logger
	templates *templateCache
	named     *sync.Map // string to *compiledTemplate: the built-in ones, without reading and digesting them again
	faces     func() (*font.Faces, error)
	scratch   *layout.Scratch
}

// New gives a renderer. Fonts of the user's own that cannot be read are a [FaultList], and so are
// functions of one's own that no tag can call.
func New(o Options) (*Renderer, error) {
	if len(o.Functions) > 0 {
		if err := checkFunctions(o.Functions); err != nil {
			return nil, err
		}
		o.Functions = maps.Clone(o.Functions)
	}
	r := &Renderer{options: o, limits: o.Limits.OrDefault(), log: o.Log, templates: &templateCache{}, named: &sync.Map{}, scratch: &layout.Scratch{}}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	r.faces = sync.OnceValues(func() (*font.Faces, error) {
		start := time.Now()
		faces, err := font.Load(fonts.FS, o.Fonts)
		r.log.Debug("fonts loaded", "took", time.Since(start))
		return faces, err
	})
	if o.Fonts != nil { // a wrong folder is told at once, not at the first PDF
		if _, err := r.faces(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// With gives a renderer whose options are otherwise than r's, as change makes them. It
// costs nothing: fonts and compiled templates are shared with r, so a server derives one for
// each request that brings templates of its own, which nobody else can then name. Fonts,
// functions and limits stay r's, since what is shared was made with them, and so does the log.
func (r *Renderer) With(change func(*Options)) *Renderer {
	o := r.options
	change(&o)
	o.Fonts, o.Functions, o.Limits, o.Log = r.options.Fonts, r.options.Functions, r.options.Limits, r.options.Log
	return &Renderer{options: o, limits: r.limits, log: r.log, templates: r.templates, named: r.named, faces: r.faces, scratch: r.scratch}
}

// DefaultTemplate is what a meeting is printed with that names no document.
const DefaultTemplate = "tom-tat"

// Documents reads a meeting file and gives the documents to be made of it, in the file's
// order. Nothing is merged yet, but the templates are compiled and checked.
//
// name is the file's name as the user knows it: faults begin with it, and the documents
// are named after it. files is where pictures are read, the folder of the file; nil if
// it has none. Use [os.Root.FS] rather than [os.DirFS], which follows symbolic links out
// of the folder. templates replace those that the file names; each is the name of a
// template, "bien-ban", or of a file in [Options].Templates, "mau/giay-moi.docx".
//
// All faults of the file and its templates come at once. The documents are nil if one of
// them is an error.
func (r *Renderer) Documents(name string, yaml []byte, files fs.FS, templates ...string) ([]*Document, FaultList) {
	start := time.Now()
	meetings, faults := meeting.ParseWith(name, yaml, r.limits, meeting.Options{Lists: r.lists(name, files)})
	r.log.Debug("meeting parsed", "file", name, "meetings", len(meetings), "faults", len(faults), "took", time.Since(start))
	documents, filled, found := r.documents(name, yaml, meetings, files, templates)
	faults = append(faults, found...)
	if r.options.Strict {
		for _, m := range filled {
			faults = append(faults, truth.Prose(m, truth.Facts(m)).InFile(name)...)
		}
		faults = strict(faults)
	}
	faults.Sort()
	if faults.Failed() {
		return nil, faults
	}
	return documents, faults
}

// documents are the documents to be made of the meetings of a file, and those of the
// meetings whose tables have their rows: without them a table contradicts everything.
func (r *Renderer) documents(name string, yaml []byte, meetings []*meeting.Meeting, files fs.FS, templates []string) (documents []*Document, filled []*meeting.Meeting, faults FaultList) {
	compiled := map[string]*compiledTemplate{}
	for i, m := range meetings {
		if m == nil {
			continue
		}
		found := r.fillTables(name, m, files)
		faults = append(faults, found.InFile(name)...)
		if found.Failed() {
			continue
		}
		filled = append(filled, m)
		faults = append(faults, indicator.Check(m).InFile(name)...)
		of := &account{meeting: m, file: name, tables: map[string]*compiledTemplate{}}
		for _, entry := range entries(m, templates) {
			t, ok := compiled[entry.Template]
			if !ok {
				var found FaultList
				t, found = r.template(entry.Template)
				if t == nil && len(found) > 0 && found[0].Code == "unknown-template" && len(templates) == 0 {
					found[0].File, found[0].Line = name, entry.Line
				}
				faults = append(faults, found...)
				compiled[entry.Template] = t
			}
			of.tables[entry.Template] = t
			number := ""
			if len(meetings) > 1 {
				number = strconv.Itoa(i + 1)
			}
			parts := entry.Each()
			if len(parts) == 0 {
				faults = append(faults, nobody(name, entry))
			}
			for j, ending := range endings(entry, parts) {
				documents = append(documents, &Document{
					Name: documentName(Stem(name), number, templateStem(entry.Template), ending), Template: entry.Template,
					Meeting: withIDs(parts[j].Meeting), renderer: r, template: t, files: files, source: source{name, yaml, m.Line}, account: of,
					entry: parts[j].Name,
				})
				of.left++
			}
		}
	}
	return documents, filled, faults
}

// strict makes errors of contradictions.
func strict(faults FaultList) FaultList {
	out := make(FaultList, len(faults))
	for i, f := range faults {
		out[i] = f
		if f.Code == indicator.Contradiction {
			refused := *f
			refused.Severity = Error
			refused.Hint = fault.T("Sửa cho khớp, hoặc tạo văn bản không có --strict.", "Make them agree, or print without --strict.")
			out[i] = &refused
		}
	}
	return out
}

// entries are the documents to make of m: with the templates asked for, else those that
// the meeting lists, else the default. A template that the meeting also lists keeps what
// the meeting overrides for it, and so does another file of that name. Votes are counted as
// the template tells them.
func entries(m *meeting.Meeting, templates []string) []meeting.Document {
	var out []meeting.Document
	switch {
	case len(templates) == 0 && len(m.Documents) > 0:
		out = slices.Clone(m.Documents)
	case len(templates) == 0:
		templates = []string{DefaultTemplate}
	}
	for _, t := range templates {
		entry := meeting.Document{Template: t, Meeting: m, Line: m.Line}
		i := slices.IndexFunc(m.Documents, func(d meeting.Document) bool { return d.Template == t })
		if i < 0 {
			i = slices.IndexFunc(m.Documents, func(d meeting.Document) bool { return templateStem(d.Template) == templateStem(t) })
		}
		if i >= 0 {
			entry = m.Documents[i]
			entry.Template = t
		}
		out = append(out, entry)
	}
	for i := range out {
		out[i].Meeting = out[i].Meeting.Counted(templateStem(out[i].Template))
	}
	return out
}

// endings tell the documents of an entry apart: "" for one that stands alone.
func endings(entry meeting.Document, parts []meeting.Part) []string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.Name
	}
	if entry.ForEach == "" {
		return names
	}
	return slugs(names)
}

// nobody is the warning that a document is made for each entry of an empty list.
func nobody(file string, entry meeting.Document) *Fault {
	return &Fault{
		Severity: Warning, Code: "empty-list", File: file, Line: entry.Line,
		Message: fault.T("mẫu %q: danh sách %s trống nên không có văn bản nào", "template %q: the list %s is empty, so there is no document", entry.Template, entry.ForEach),
		Hint:    fault.T("Ghi danh sách %s, hoặc bỏ dòng for_each (cho_tung).", "Fill the list %s, or take the line for_each away.", entry.ForEach),
	}
}

// CheckTemplate gives all findings about a template: its bytes, and its name as the user
// knows it.
func (r *Renderer) CheckTemplate(name string, data []byte) FaultList {
	_, faults := r.templates.compile(r, name, data)
	return faults
}

// MarkTemplate gives a copy of a template, or of any Word document, with each of these findings
// about it as a comment of Word's, at its place, in the language lang. name is the document's as
// the user knows it, for faults.
func (r *Renderer) MarkTemplate(name string, data []byte, findings FaultList, lang Lang) ([]byte, error) {
	pkg, err := docx.Open(data, r.limits)
	if err != nil {
		return nil, asFaults(err, "package").InFile(name)
	}
	if pkg, err = merge.Mark(pkg, findings, lang, r.limits); err != nil {
		return nil, asFaults(err, "package").InFile(name)
	}
	var b bytes.Buffer
	if err := docx.Write(&b, pkg); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Convert prints a Word document, merged by whomever, as PDF to w. name is the
// document's, for faults. The warnings come in any case; the error is a [FaultList]
// where the document is at fault, and w's own otherwise.
func (r *Renderer) Convert(ctx context.Context, w io.Writer, name string, data []byte) (FaultList, error) {
	d, faults := r.Open(name, data)
	if d == nil {
		return nil, faults
	}
	err := d.PDF(ctx, w)
	return d.Faults(), err
}

// Open takes a Word document as it is, merged by whomever. name is the document's, for
// faults; the document is nil if one is an error.
func (r *Renderer) Open(name string, data []byte) (*Document, FaultList) {
	pkg, err := docx.Open(data, r.limits)
	if err != nil {
		return nil, asFaults(err, "package").InFile(name)
	}
	return &Document{Name: Stem(name), renderer: r, source: source{name: name}, merged: pkg}, nil
}

// asFaults is err as a list: as it is if it is one, else a list of one fault.
func asFaults(err error, code string) FaultList {
	switch e := err.(type) {
	case FaultList:
		return e
	case *Fault:
		return FaultList{e}
	}
	return FaultList{{Code: code, Message: fault.Same(err.Error())}}
}

var meetingType = reflect.TypeFor[*meeting.Meeting]()
