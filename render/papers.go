package render

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/bienban/bienban/render/internal/pdf"
	"github.com/bienban/bienban/render/internal/wml"
)

// PrintPapers writes the prints of several documents into one PDF, in their order: each begins
// on a page of its own and counts its pages anew, with a bookmark of its name, above those of
// its headings. Fonts, and pictures that several show, are in the file once. The documents may be of different
// renderers with the same fonts; options of the file are those of the first.
//
// A document is let go of as soon as it is painted, and its place in the list is nil then:
// thousands take no more memory than their packed pages. The warnings come in any case, those
// that several documents have once. The error is as [Document.DOCX] has it, of all documents that have one; nothing is
// written then.
func PrintPapers(ctx context.Context, w io.Writer, documents []*Document) (FaultList, error) {
	b := &binder{told: map[Fault]bool{}}
	for i, d := range documents {
		documents[i] = nil
		if err := b.bind(ctx, d); err != nil {
			return b.faults, err
		}
	}
	if b.failed.Failed() {
		return b.faults, b.failed
	}
	if b.first == nil {
		return nil, pdf.ErrNoPages
	}
	start := time.Now()
	err := b.pages.WriteFile(w, b.options)
	b.first.log.Debug("papers written", "papers", len(documents), "took", time.Since(start))
	return b.faults, err
}

// A binder puts the pages of documents together.
type binder struct {
	first   *Renderer // nil: nothing was bound yet
	pages   *pdf.Writer
	options pdf.Options
	unshown FaultList // of the document at hand
	faults  FaultList
	failed  FaultList
	told    map[Fault]bool
}

// bind adds a document. The error is ctx's, or one that is not the document's.
func (b *binder) bind(ctx context.Context, d *Document) error {
	if b.first == nil {
		b.first = d.renderer
		b.pages = pdf.NewWriter(d.renderer.limits, &b.unshown)
	}
	ctx, cancel := d.renderer.withTime(ctx)
	defer cancel()
	b.unshown = nil
	b.pages.Begin(d.paperName())
	properties, err := d.paint(ctx, b.pages, &b.unshown, (*pdf.Writer).Add)
	b.tell(&b.faults, d.Faults())
	if list, ok := errors.AsType[FaultList](err); ok {
		b.tell(&b.failed, list)
		return nil
	}
	if err != nil {
		return err
	}
	b.describe(d, properties)
	return nil
}

// tell adds what was not told of another document yet.
func (b *binder) tell(to *FaultList, faults FaultList) {
	for _, f := range faults {
		if !b.told[*f] {
			b.told[*f] = true
			*to = append(*to, f)
		}
	}
}

// describe keeps what all documents say of themselves.
func (b *binder) describe(d *Document, properties wml.Properties) {
	own := d.printOptions(properties)
	if b.options.Lang == "" {
		b.options = own
		return
	}
	for _, x := range []struct{ all, one *string }{{&b.options.Title, &own.Title}, {&b.options.Author, &own.Author}, {&b.options.Subject, &own.Subject}, {&b.options.Keywords, &own.Keywords}} {
		if *x.all != *x.one {
			*x.all = ""
		}
	}
	var same []pdf.Detail
	for _, have := range b.options.Details {
		for _, one := range own.Details {
			if have == one {
				same = append(same, have)
			}
		}
	}
	b.options.Details = same
}

// paperName is what a document is called among others: after whom it is for, else after what
// it is.
func (d *Document) paperName() string {
	for _, name := range []string{d.entry, d.title()} {
		if name = oneLine(name); name != "" {
			return name
		}
	}
	return d.Name
}

// title is what the document's template calls itself.
func (d *Document) title() string {
	if d.template == nil {
		return ""
	}
	return d.template.title
}
