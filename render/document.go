package render

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/pdf"
	"github.com/bienban/bienban/render/internal/raster"
	"github.com/bienban/bienban/render/internal/wml"
	"github.com/bienban/bienban/render/meeting"
)

// A Document is one document to be made of a meeting. It is merged at the first call of
// [Document.DOCX] or [Document.PDF], and laid out at the first PDF, or at the first DOCX if
// that states numbers of pages. It is laid out once, unless it has more than some hundred
// pages: of those none is kept once the PDF has them.
// Goroutines share it.
type Document struct {
	Name     string           // what its files are named, without an extension: "hop-giao-ban-bien-ban"
	Template string           // as it was asked for: "bien-ban"
	Meeting  *meeting.Meeting // with what the document has otherwise already in place

	renderer *Renderer
	template *compiledTemplate
	entry    string // of the list that it is one of the papers for: its name; "": none
	files    fs.FS
	source   source
	account  *account         // of the meeting; nil: nobody asks what is printed of it
	printed  *meeting.Printed // while it is merged

	mu         sync.Mutex
	merged     *docx.Package  // nil until merged; its fields are refreshed
	paged      bool           // a field of it depends on the pages
	finished   *docx.Package  // merged, with the page numbers stored; nil until they are
	pages      []*layout.Page // nil until laid out, and of a long document that is in a PDF; the tree that they were set from is let go
	described  wml.Properties // what the document says of itself; once laid out
	fontTable  map[string]wml.FontEntry
	numbers    wml.PageNumbers // once laid out
	faults     FaultList       // warnings so far
	mergeError error           // kept: merging again would find the same
	laidOut    bool
	pictured   bool // its pictures were painted: faults has those that cannot be
	layError   error
}

// DOCX writes the Word document, with the right results stored in its fields: tables of
// contents, numbers of pages and of captions. Equal input gives equal bytes. The error is a
// [FaultList] where the meeting or the template is at fault; otherwise it is ctx's or w's
// own, and w may hold part of a file.
func (d *Document) DOCX(ctx context.Context, w io.Writer) error {
	ctx, cancel := d.renderer.withTime(ctx)
	defer cancel()
	pkg, err := d.finish(ctx)
	if err != nil {
		return err
	}
	if d.renderer.options.EmbedFonts {
		if pkg, err = d.withFonts(ctx, pkg); err != nil {
			return err
		}
	}
	start := time.Now()
	err = docx.Write(w, pkg)
	d.renderer.log.Debug("docx written", "document", d.Name, "took", time.Since(start))
	return err
}

// PDF writes the print of the Word document. Equal input gives equal bytes. The error is
// as [Document.DOCX] has it.
func (d *Document) PDF(ctx context.Context, w io.Writer) error {
	ctx, cancel := d.renderer.withTime(ctx)
	defer cancel()
	painted, properties, err := d.painted(ctx, (*pdf.Writer).Add)
	if err != nil {
		return err
	}
	start := time.Now()
	err = painted.WriteFile(w, d.printOptions(properties))
	d.renderer.log.Debug("pdf written", "document", d.Name, "took", time.Since(start))
	return err
}

// printOptions is what the PDF says of itself.
func (d *Document) printOptions(properties wml.Properties) pdf.Options {
	language := properties.Language
	if language == "" {
		language = "vi-VN"
	}
	title := properties.Title
	if title == "" && d.Meeting != nil {
		title = d.Meeting.Title
	}
	return pdf.Options{
		Title:    title,
		Author:   properties.Author,
		Subject:  properties.Subject,
		Keywords: properties.Keywords,
		Details:  d.printedDetails(),
		Lang:     language,
		Password: d.renderer.options.Password,
		Created:  d.renderer.options.Created,
	}
}

// keptPages is how many pages a document keeps that is in a PDF, in case that somebody asks
// for them again. A page takes up to 50 kB.
const keptPages = 200

// try finds what [Document.PDF] would.
func (d *Document) try(ctx context.Context) error {
	ctx, cancel := d.renderer.withTime(ctx)
	defer cancel()
	tried, _, err := d.painted(ctx, (*pdf.Writer).Try)
	if err != nil {
		return err
	}
	return tried.End()
}

// painted is the pages, painted for a PDF by add. Those of a document that is not laid out yet
// are painted while it is.
func (d *Document) painted(ctx context.Context, add func(*pdf.Writer, *layout.Page) error) (*pdf.Writer, wml.Properties, error) {
	var unshown FaultList
	painted := pdf.NewWriter(d.renderer.limits, &unshown)
	properties, err := d.paint(ctx, painted, &unshown, add)
	return painted, properties, err
}

// paint paints the pages into a writer, whose warnings unshown takes.
func (d *Document) paint(ctx context.Context, painted *pdf.Writer, unshown *FaultList, add func(*pdf.Writer, *layout.Page) error) (wml.Properties, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	tell := func() {
		if !d.pictured {
			d.faults = append(d.faults, unshown.InFile(d.file())...)
		}
		d.pictured = true
	}
	if d.pages != nil {
		for _, p := range d.pages {
			if err := add(painted, p); err != nil {
				return wml.Properties{}, err
			}
		}
		tell()
		return d.described, nil
	}
	var kept []*layout.Page
	count := 0
	_, properties, err := d.layOutLocked(ctx, func(p *layout.Page) error {
		if count++; count <= keptPages {
			kept = append(kept, p)
		} else {
			kept = nil
		}
		return add(painted, p)
	})
	if err == nil {
		d.pages = kept
		tell()
	}
	return properties, err
}

// told is an error of the document's, with its file.
func (d *Document) told(err error) error {
	if list, ok := errors.AsType[FaultList](err); ok {
		return list.InFile(d.file())
	}
	return err
}

// Pages is the number of pages that the PDF has.
func (d *Document) Pages(ctx context.Context) (int, error) {
	ctx, cancel := d.renderer.withTime(ctx)
	defer cancel()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.laidOut {
		return d.numbers.Total, nil
	}
	pages, _, err := d.layOutLocked(ctx, nil)
	return len(pages), err
}

// PNG writes a page, from 1, as a picture that is width pixels wide, for previews; a page that
// is more than four times higher than wide makes a narrower one. Equal input gives equal
// bytes. A page that there is not is a [FaultList]; other errors are as [Document.DOCX] has them.
func (d *Document) PNG(ctx context.Context, w io.Writer, page, width int) error {
	ctx, cancel := d.renderer.withTime(ctx)
	defer cancel()
	pages, _, err := d.layOut(ctx)
	if err != nil {
		return err
	}
	if page < 1 || page > len(pages) {
		return FaultList{{
			Code: "no-such-page", File: d.file(),
			Message: fault.T("văn bản có %d trang, không có trang %d", "the document has %d pages, and no page %d", len(pages), page),
			Hint:    fault.T("Chọn một trang từ 1 đến %d.", "Take a page from 1 to %d.", len(pages)),
		}}
	}
	start := time.Now()
	err = raster.Write(ctx, w, pages[page-1], raster.Options{Width: max(1, min(width, maxPictureWidth)), Limits: d.renderer.limits})
	d.renderer.log.Debug("png written", "document", d.Name, "page", page, "took", time.Since(start))
	if stop := d.renderer.stopped(ctx, d.file()); stop != nil {
		return stop
	}
	return err
}

// maxPictureWidth bounds the pictures of [Document.PNG].
const maxPictureWidth = 4096

// Faults are the warnings about what was made so far: of merging once the DOCX is
// written, of layout once the PDF is.
func (d *Document) Faults() FaultList {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.faults)
}

// finish gives the package as it is written: merged, its fields' results right. It is
// laid out for that only where a field depends on the pages.
func (d *Document) finish(ctx context.Context) (*docx.Package, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	pkg, err := d.mergeLocked(ctx)
	if err != nil || !d.paged || d.finished != nil {
		return cmp.Or(d.finished, pkg), err
	}
	if _, _, err := d.layOutLocked(ctx, nil); err != nil {
		return nil, err
	}
	d.finished = d.numbers.Fill(pkg, d.renderer.limits)
	return d.finished, nil
}

func (d *Document) mergeLocked(ctx context.Context) (*docx.Package, error) {
	if d.merged != nil || d.mergeError != nil {
		return d.merged, d.mergeError
	}
	start := time.Now()
	env := d.env()
	if d.account != nil {
		d.printed = &meeting.Printed{}
		env.Shown = shown(d.printed)
	}
	pkg, faults := d.template.merge.Execute(ctx, d.Meeting, env)
	if err := d.renderer.stopped(ctx, d.file()); err != nil {
		return nil, err
	}
	for _, f := range faults { // found while executing: of the template, unless it names the meeting file
		switch f.File {
		case "":
			f.File = d.template.file
		case d.source.name:
			f.Place = Text{} // of the tag, in another file
		}
	}
	if err := faults.Err(); err != nil {
		d.mergeError = err
		return nil, err
	}
	if pkg == nil {
		d.mergeError = errors.New("merging gave no document and no reason")
		return nil, d.mergeError
	}
	d.faults = append(d.faults, faults...)
	if pkg.Strays() {
		var strays FaultList
		pkg, strays = pkg.WithoutExternal(d.renderer.limits.XML())
		d.faults = append(d.faults, strays.InFile(d.template.file)...)
	}
	if d.account != nil {
		d.faults = append(d.faults, d.account.merged(d.Meeting, d.printed)...)
		d.printed = nil
	}
	pkg = pkg.WithProperties(d.details(), d.renderer.limits.XML())
	merged, paged, stored := wml.Refresh(ctx, pkg, d.renderer.options.Created, d.renderer.limits)
	if err := d.renderer.stopped(ctx, d.file()); err != nil {
		return nil, err
	}
	d.merged, d.paged = merged, paged
	d.faults = append(d.faults, stored.InFile(d.template.file)...)
	d.renderer.log.Debug("merged", "document", d.Name, "took", time.Since(start))
	return d.merged, nil
}

// env is what the template reaches besides the meeting, and what the document says of
// itself: it is by its authors, else by the body that issues it.
func (d *Document) env() merge.Env {
	author := strings.Join(d.Meeting.Authors, ", ")
	if author == "" {
		author = oneLine(d.Meeting.Organization.Name)
	}
	return merge.Env{
		Image:      d.picture,
		Table:      d.table,
		Fit:        d.fit,
		Keys:       d.keys,
		Include:    d.include,
		Chart:      d.chart,
		Workbook:   workbook,
		NoEndMark:  d.Meeting.Regime == meeting.Party || d.template.party(),
		Properties: d.properties(author),
	}
}

// keys are those of the meeting's free data in the file's order.
func (d *Document) keys(m any) []string {
	e, _ := m.(meeting.Extra)
	return d.Meeting.ExtraKeys(e)
}

var annexes = beside{"include", fault.T("văn bản kèm theo", "the included document"), "phu-luc.docx"}

// include reads a finished document that stands beside the meeting. The error is a [FaultList].
func (d *Document) include(name string) (*docx.Package, error) {
	if _, madeUp := d.files.(madeUpPictures); madeUp {
		return nil, nil
	}
	data, f := annexes.read(d.files, name, d.renderer.limits.PackageBytes)
	if f != nil {
		return nil, FaultList{f}
	}
	pkg, err := docx.Open(data, d.renderer.limits)
	if err == nil {
		return pkg, nil
	}
	faults := asFaults(err, "package")
	for _, f := range faults {
		f.Message = fault.T("%s: %s", "%s: %s", name, f.Message)
	}
	return nil, faults
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func (d *Document) layOut(ctx context.Context) ([]*layout.Page, wml.Properties, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.layOutLocked(ctx, nil)
}

// layOutLocked gives the pages. Those that are not kept go to page, one by one, if there is
// such.
func (d *Document) layOutLocked(ctx context.Context, page func(*layout.Page) error) ([]*layout.Page, wml.Properties, error) {
	if d.layError != nil {
		return nil, wml.Properties{}, d.layError
	}
	if d.pages != nil {
		return d.pages, d.described, nil
	}
	pkg, err := d.mergeLocked(ctx)
	if err != nil {
		return nil, wml.Properties{}, err
	}
	faces, err := d.renderer.faces()
	if err != nil {
		return nil, wml.Properties{}, err
	}
	start := time.Now()
	var static *wml.Static
	if d.template != nil {
		static = d.template.static()
	}
	parsed, faults := static.Parse(pkg, d.renderer.limits)
	d.renderer.log.Debug("document parsed", "document", d.Name, "took", time.Since(start))
	if err := faults.InFile(d.file()).Err(); err != nil {
		d.layError = err
		return nil, wml.Properties{}, err
	}
	start = time.Now()
	var unpainted error // not of the layout: the pages can still be had
	paint := page
	if page != nil {
		paint = func(p *layout.Page) error { unpainted = page(p); return unpainted }
	}
	result, err := layout.Pages(ctx, parsed, faces, layout.Options{Limits: d.renderer.limits, Scratch: d.renderer.scratch, Page: paint})
	if stop := d.renderer.stopped(ctx, d.file()); stop != nil {
		return nil, wml.Properties{}, stop
	}
	if unpainted != nil {
		return nil, wml.Properties{}, unpainted
	}
	if err != nil {
		d.layError = d.told(err)
		return nil, wml.Properties{}, d.layError
	}
	d.renderer.log.Debug("laid out", "document", d.Name, "pages", result.Total, "took", time.Since(start))
	if !d.laidOut {
		d.faults = append(d.faults, faults...)
		d.faults = append(d.faults, result.Warnings.InFile(d.file())...)
	}
	d.pages, d.described, d.fontTable, d.laidOut = result.Pages, parsed.Properties, parsed.FontTable, true
	d.numbers = wml.PageNumbers{Total: result.Total, Sections: result.Sections, Bookmarks: result.Bookmarks}
	return d.pages, d.described, nil
}

// file is what faults about the document's form name: its template, or the document
// itself where there was none.
func (d *Document) file() string {
	if d.template != nil {
		return d.template.file
	}
	return d.source.name
}

// withTime bounds one rendering.
func (r *Renderer) withTime(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, r.limits.Time, errTime)
}

var errTime = errors.New("out of time")

// stopped is why ctx ended, nil if it did not: a fault if our own limit of time ended it.
func (r *Renderer) stopped(ctx context.Context, file string) error {
	if ctx.Err() == nil {
		return nil
	}
	if context.Cause(ctx) == errTime {
		return FaultList{limit.Exceeded(fault.T("thời gian tạo văn bản", "the time to make the document"), r.limits.Time.String())}.InFile(file)
	}
	return ctx.Err()
}
