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
	if len(pages) == 0 {
		return ErrNoPages
	}
	if opts.Lang == "" {
		opts.Lang = "vi-VN"
	}
	opts.Limits = opts.Limits.OrDefault()

	d := &document{opts: opts, pages: pages, fonts: newFontSet(), images: newImageSet(opts.Limits)}
	if err := d.collect(); err != nil {
		return err
	}
	skeleton, err := d.paint()
	if err != nil {
		return err
	}
	f, err := d.finish(skeleton)
	if err != nil {
		return err
	}
	return f.write(w)
}

// document is one file in the making.
type document struct {
	opts    Options
	pages   []*layout.Page
	fonts   *fontSet
	images  *imageSet
	looks   lookSet           // what the pages used, once they are painted
	targets map[string]target // bookmarks by name
	outline []heading
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

// collect finds what the pages need: characters, pictures, places to link to.
func (d *document) collect() error {
	d.targets = map[string]target{}
	for i, p := range d.pages {
		if p.Width <= 0 || p.Height <= 0 {
			return fmt.Errorf("pdf: page %d has no size", i+1)
		}
		for _, item := range p.Items {
			switch item := item.(type) {
			case *layout.Glyphs:
				if item.Face != nil {
					d.fonts.use(item.Face, item.Text)
				}
			case *layout.Image:
				if item.Picture == nil {
					continue
				}
				if err := d.images.use(item.Picture); err != nil {
					f := unshown(item.Picture, err)
					if d.opts.Faults == nil {
						f.Severity = fault.Error
						return fault.List{f}
					}
					*d.opts.Faults = append(*d.opts.Faults, f)
				}
			case *layout.Destination:
				if _, taken := d.targets[item.Name]; !taken && item.Name != "" {
					d.targets[item.Name] = target{i, item.Y}
				}
				if item.Title != "" {
					d.outline = append(d.outline, heading{target{i, item.Y}, item.Title, item.Level})
				}
			}
		}
	}
	return nil
}

// paint has fpdf write the file, with everything uncompressed.
func (d *document) paint() ([]byte, error) {
	first := d.pages[0]
	f := fpdf.NewCustom(&fpdf.InitType{
		OrientationStr: "P", UnitStr: "pt",
		Size: fpdf.SizeType{Wd: first.Width.Points(), Ht: first.Height.Points()},
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
	links := map[string]int{}
	c := &canvas{fonts: d.fonts, images: d.images}
	for _, p := range d.pages {
		f.AddPageFormat("P", fpdf.SizeType{Wd: p.Width.Points(), Ht: p.Height.Points()})
		f.RawWriteBuf(bytes.NewReader(c.page(p)))
		for _, item := range p.Items {
			area, ok := item.(*layout.LinkArea)
			if !ok || area.Link == nil {
				continue
			}
			x, y, w, h := area.X.Points(), area.Y.Points(), area.W.Points(), area.H.Points()
			if area.Link.URL != "" {
				f.LinkString(x, y, w, h, uri(area.Link.URL))
				continue
			}
			to, ok := d.targets[area.Link.Anchor]
			if !ok {
				continue
			}
			id, ok := links[area.Link.Anchor]
			if !ok {
				id = f.AddLink()
				f.SetLink(id, max(to.y, 0).Points(), to.page+1)
				links[area.Link.Anchor] = id
			}
			f.Link(x, y, w, h, id)
		}
	}
	d.looks = c.looks
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
