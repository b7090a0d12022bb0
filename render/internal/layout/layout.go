package layout

import (
	"context"
	"maps"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/segmenter"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
)

// Options tunes a layout; the zero value is ready to use.
type Options struct {
	Limits  limit.Limits
	Scratch *Scratch // memory to use again; nil: none

	// Page takes each page, in order, as soon as nothing can change it any more, so that not
	// all of a long document need be in memory: [Result.Pages] is empty then. Its error ends
	// the layout. nil: the pages are in the result.
	Page func(*Page) error
}

// A Result is a document set into pages.
type Result struct {
	Pages    []*Page    // one at least; nil if [Options.Page] has them
	Warnings fault.List // what could not be set as the document asks, once per kind

	// What fields in the document refer to, as printed.
	Total     int            // NUMPAGES
	Sections  []int          // SECTIONPAGES of each of the document's sections
	Bookmarks map[string]int // PAGEREF of each bookmark in the text
}

// maxPasses bounds how often a document is set again because its page numbers changed
// its lines.
const maxPasses = 3

// Pages sets doc into pages. Fields that depend on the pages (PAGE and NUMPAGES in the
// text, PAGEREF) are set with the numbers of the pass before, until nothing changes.
//
// It fails if ctx ends or the document has more pages than the limits allow.
func Pages(ctx context.Context, doc *wml.Document, faces *font.Faces, opts Options) (*Result, error) {
	var known numbers
	given := 0
	for pass := 1; ; pass++ {
		e := newEngine(doc, faces, opts, known)
		e.given = given
		pages, err := e.setDocument(ctx)
		e.scratch.release()
		if err != nil {
			return nil, err
		}
		if given = e.given; pass == maxPasses || !e.asked || e.found.equal(known) {
			if opts.Page != nil {
				for _, p := range pages {
					if err := opts.Page(p); err != nil {
						return nil, err
					}
				}
				pages = nil
			}
			r := &Result{Pages: pages, Warnings: e.warnings.list, Total: e.found.total, Bookmarks: e.found.bookmarks}
			for _, s := range doc.Sections {
				r.Sections = append(r.Sections, e.sectionPages[s])
			}
			return r, nil
		}
		known = e.found
	}
}

// numbers are the page numbers that fields in the text print.
type numbers struct {
	total     int // 0: not known yet
	fields    map[*wml.Field]string
	bookmarks map[string]int
	notes     map[int]string // of footnotes that are numbered page by page
}

func (n numbers) equal(o numbers) bool {
	if n.total != o.total || len(n.fields) != len(o.fields) || len(n.bookmarks) != len(o.bookmarks) {
		return false
	}
	for f, s := range n.fields {
		if o.fields[f] != s {
			return false
		}
	}
	for b, p := range n.bookmarks {
		if o.bookmarks[b] != p {
			return false
		}
	}
	return maps.Equal(n.notes, o.notes)
}

// styledText are the paragraphs that STYLEREF fields of headers may ask for, by style.
type styledText struct {
	first  map[string]*wml.Paragraph // of the document
	before map[string]*wml.Paragraph // the last one before the page whose header is painted
}

// An engine sets one document once.
type engine struct {
	doc          *wml.Document
	faces        *font.Faces
	opts         Options
	limits       limit.Limits
	styles       map[*wml.RunProps]*runStyle
	known        numbers // of the pass before
	found        numbers // of this pass
	asked        bool    // a field in the text printed a number of the pass before
	given        int     // pages that [Options.Page] has, the passes before minded
	waits        bool    // a header prints a number that only the whole document tells
	page         *pageState
	cells        int  // of how many tables, one in another, a cell is being set
	painting     bool // a header is painted, whose page is filled
	styled       styledText
	inHeader     bool // setting a header or footer: the page's number is known
	warnings     warnings
	fallbacks    map[fallbackKey]*fontChoice
	missing      map[string]*missing // by script
	borrowed     map[string]*missing // by script
	mathFace     *font.Face          // of equations; nil: not looked for yet
	sectionPages map[*wml.Section]int
	boxes        map[*wml.Drawing]*wml.Drawing // text boxes as [engine.grown] made them

	// Of the text whose breaks are looked for; reused for the next one.
	runes []rune
	index []int // of the glyph of each rune

	segmenter segmenter.Segmenter
	bidi      bidi.Paragraph

	painted  []byte    // a piece of text being put together; reused
	advances []wml.EMU // room for those of the pieces to come
	scratch  scratch
}

func newEngine(doc *wml.Document, faces *font.Faces, opts Options, known numbers) *engine {
	return &engine{
		doc: doc, faces: faces, opts: opts, limits: opts.Limits.OrDefault(),
		styles: map[*wml.RunProps]*runStyle{},
		styled: styledText{map[string]*wml.Paragraph{}, map[string]*wml.Paragraph{}},
		known:  known, scratch: scratch{from: opts.Scratch},
		found: numbers{fields: map[*wml.Field]string{}, bookmarks: map[string]int{}, notes: map[int]string{}},
	}
}

// warnings collects what to tell, once per kind.
type warnings struct {
	list fault.List
	seen map[string]bool
}

// add keeps a warning unless one with the same code and subject was there before.
func (w *warnings) add(code, subject string, place, message, hint fault.Text) {
	key := code + "\x00" + subject
	if w.seen[key] {
		return
	}
	if w.seen == nil {
		w.seen = map[string]bool{}
	}
	w.seen[key] = true
	w.list = append(w.list, &fault.Fault{Severity: fault.Warning, Code: code, Place: place, Message: message, Hint: hint})
}
