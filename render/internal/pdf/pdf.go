// Package pdf paints laid-out pages into a PDF 1.7 file (ISO 32000-1).
//
// Pages, their sizes, links and fonts go through go-pdf/fpdf; a pass of ours then finishes
// its file: compression, exact widths, ToUnicode, pictures, outline and metadata, which
// that module lacks or does in an order that changes from run to run. Equal input gives
// equal bytes.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/go-pdf/fpdf"

	"github.com/bienban/bienban/render/internal/deflate"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/layout"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
)

// Options is what a file says about itself. The zero value says nothing.
type Options struct {
	Title, Author, Subject, Keywords string
	Lang                             string    // BCP 47; "" is "vi-VN"
	Creator                          string    // the program that the document was written with
	Created                          time.Time // zero: the file bears no date; never the clock's
	Details                          []Detail  // further properties, in the order to write them
	Password                         string    // opens the file, which is then encrypted; "": not
	Limits                           limit.Limits
	Faults                           *fault.List // takes warnings about pictures that cannot be shown; nil: they are errors
}

// A Detail is a property of the document's own kind. Its name is one of letters of ASCII:
// "CodeNumber".
type Detail struct{ Name, Value string }

// ErrNoPages is the error of a document without pages.
var ErrNoPages = errors.New("pdf: no pages")

// Write paints the pages.
func Write(w io.Writer, pages []*layout.Page, opts Options) error {
	p := NewWriter(opts.Limits, opts.Faults)
	for _, page := range pages {
		if err := p.Add(page); err != nil {
			return err
		}
	}
	return p.WriteFile(w, opts)
}

// A Writer paints pages one after the other. What it keeps of one is its packed content and
// what links need, so that a long document need not be in memory as a whole.
type Writer struct {
	faults  *fault.List
	fonts   *fontSet
	images  *imageSet
	canvas  *canvas
	packer  *deflate.Packer
	packed  []byte // of the page at hand; reused
	pages   []paintedPage
	targets map[place]target // bookmarks
	outline []heading
	paper   int // that is being added, from 0
	inside  int // by how much the headings of a paper stand below its own; 0: it has none
}

// A place is a bookmark of a paper.
type place struct {
	paper int
	name  string
}

// A paintedPage is what is kept of a page.
type paintedPage struct {
	width, height wml.EMU
	number        int // that it bears
	paper         int
	content       []byte // the object
	links         []*layout.LinkArea
}

// target is where a link leads.
type target struct {
	page int // from 0
	y    wml.EMU
}

// heading is an entry of the outline.
type heading struct {
	target
	title string
	level int
}

// NewWriter gives a writer of a file. faults takes warnings about pictures that cannot be
// shown; nil: they are errors. [Writer.WriteFile] ends it.
func NewWriter(limits limit.Limits, faults *fault.List) *Writer {
	d := &Writer{faults: faults, fonts: newFontSet(), images: newImageSet(limits.OrDefault()), packer: deflate.Get(), targets: map[place]target{}}
	d.canvas = &canvas{fonts: d.fonts, images: d.images}
	return d
}

// Begin begins another paper, whose bookmarks are its own: the next page is its first one, and
// has an entry of that title in the outline, above those of the paper.
func (d *Writer) Begin(title string) {
	d.paper++
	d.inside = 1
	d.outline = append(d.outline, heading{target{page: len(d.pages)}, title, 0})
	clear(d.images.byPicture) // the pages that show them are painted
}

// Add paints the next page. The writer keeps none of it.
func (d *Writer) Add(p *layout.Page) error {
	if err := d.Try(p); err != nil {
		return err
	}
	page := &d.pages[len(d.pages)-1]
	d.packed = d.packer.AppendZlib(d.packed[:0], d.canvas.page(p))
	page.content = stream("/Filter /FlateDecode ", d.packed)
	return nil
}

// Try takes the next page without painting it: its error is that of [Writer.Add].
func (d *Writer) Try(p *layout.Page) error {
	page := paintedPage{width: p.Width, height: p.Height, number: p.Number, paper: d.paper}
	if p.Width <= 0 || p.Height <= 0 {
		return fmt.Errorf("pdf: page %d has no size", len(d.pages)+1)
	}
	for _, item := range p.Items {
		switch item := item.(type) {
		case *layout.Glyphs:
			if item.Face != nil {
				if item.Shaped != nil {
					d.fonts.useShaped(item.Face, item.Shaped)
				} else {
					d.fonts.use(item.Face, item.Text)
				}
			}
		case *layout.Image:
			if err := d.picture(item); err != nil {
				return err
			}
		case *layout.Destination:
			at := target{len(d.pages), item.Y}
			named := place{d.paper, item.Name}
			if _, taken := d.targets[named]; !taken && item.Name != "" {
				d.targets[named] = at
			}
			if item.Title != "" {
				d.outline = append(d.outline, heading{at, item.Title, max(item.Level, 0) + d.inside})
			}
		case *layout.LinkArea:
			if item.Link != nil {
				page.links = append(page.links, item)
			}
		}
	}
	d.pages = append(d.pages, page)
	return nil
}

// End ends a writer that has tried its pages. Its error is that of [Writer.WriteFile].
func (d *Writer) End() error {
	defer d.packer.Release()
	if len(d.pages) == 0 {
		return ErrNoPages
	}
	_, err := d.skeleton()
	return err
}

// picture takes a picture in.
func (d *Writer) picture(item *layout.Image) error {
	if item.Picture == nil {
		return nil
	}
	err := d.images.use(item.Picture)
	if err == nil {
		return nil
	}
	f := unshown(item.Picture, err)
	if d.faults == nil {
		f.Severity = fault.Error
		return fault.List{f}
	}
	*d.faults = append(*d.faults, f)
	return nil
}

// WriteFile writes the file of the pages that were added. It ends the writer.
func (d *Writer) WriteFile(w io.Writer, opts Options) error {
	defer d.packer.Release()
	if len(d.pages) == 0 {
		return ErrNoPages
	}
	if opts.Lang == "" {
		opts.Lang = "vi-VN"
	}
	skeleton, err := d.skeleton()
	if err != nil {
		return err
	}
	f, err := d.finish(skeleton, opts)
	if err != nil {
		return err
	}
	return f.write(w)
}

// skeleton has fpdf write the file, with pages that are empty.
func (d *Writer) skeleton() ([]byte, error) {
	first := d.pages[0]
	f := fpdf.NewCustom(&fpdf.InitType{
		OrientationStr: "P", UnitStr: "pt",
		Size: fpdf.SizeType{Wd: first.width.Points(), Ht: first.height.Points()},
	})
	f.SetCompression(false)
	f.SetCatalogSort(true)
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	// Our own pass writes the dates; these keep fpdf from asking the clock.
	f.SetCreationDate(time.Unix(0, 0).UTC())
	f.SetModificationDate(time.Unix(0, 0).UTC())
	if err := d.fonts.register(f); err != nil {
		return nil, err
	}
	links := map[place]int{}
	for _, p := range d.pages {
		f.AddPageFormat("P", fpdf.SizeType{Wd: p.width.Points(), Ht: p.height.Points()})
		for _, area := range p.links {
			x, y, w, h := area.X.Points(), area.Y.Points(), area.W.Points(), area.H.Points()
			if area.Link.URL != "" {
				f.LinkString(x, y, w, h, uri(area.Link.URL))
				continue
			}
			named := place{p.paper, area.Link.Anchor}
			to, ok := d.targets[named]
			if !ok {
				continue
			}
			id, ok := links[named]
			if !ok {
				id = f.AddLink()
				f.SetLink(id, max(to.y, 0).Points(), to.page+1)
				links[named] = id
			}
			f.Link(x, y, w, h, id)
		}
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// uri is an address in the 7-bit form that PDF asks for; what it escapes already stays.
func uri(s string) string {
	var b []byte
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f {
			b = append(b, '%', upperHex[c>>4], upperHex[c&15])
			continue
		}
		b = append(b, c)
	}
	return string(b)
}
