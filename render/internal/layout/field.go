package layout

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/wml"
)

// fieldText is what a field prints while its paragraph is being set. In a header the page
// is known; in the text it is what the pass before found, or what the file has stored.
func (e *engine) fieldText(f *wml.Field) string {
	if f.Kind == wml.FieldStyleRef {
		return e.styleText(f)
	}
	if e.inHeader {
		e.waits = e.waits || f.Kind != wml.FieldPage
		return e.fieldNow(f, e.page)
	}
	e.asked = true
	if e.known.total > 0 {
		if f.Kind != wml.FieldPage && f.Kind != wml.FieldSectionPages {
			return e.fieldNow(f, e.page)
		}
		if s, ok := e.known.fields[f]; ok {
			return s
		}
	}
	if f.Stored != "" {
		return f.Stored
	}
	return "1"
}

// styleText is what a STYLEREF says in the header of the page at hand (§17.16.5.59): of the first
// paragraph of its style on the page, or the last one; else of the last before the page, else of
// the first behind it.
func (e *engine) styleText(f *wml.Field) string {
	var found *wml.Paragraph
	for _, par := range e.page.styled {
		if strings.EqualFold(par.Props.StyleName, f.Target) && (found == nil || f.Last) {
			found = par
		}
	}
	if found == nil {
		found = cmp.Or(e.styled.before[f.Target], e.styled.first[f.Target])
	}
	if found == nil {
		e.waits = e.waits || e.painting
		return f.Stored
	}
	return f.Of(found)
}

// note notes that a paragraph stands on a page, if a header may ask for it.
func (e *engine) note(par *wml.Paragraph, page *pageState) {
	style := strings.ToLower(par.Props.StyleName)
	if !e.doc.StyleRefs[style] || len(page.styled) > 0 && page.styled[len(page.styled)-1] == par {
		return
	}
	page.styled = append(slices.Clip(page.styled), par)
	if e.styled.first[style] == nil {
		e.styled.first[style] = par
	}
}

// fieldNow is what a field prints on a page.
func (e *engine) fieldNow(f *wml.Field, page *pageState) string {
	format, n := f.Format, 0
	switch f.Kind {
	case wml.FieldPage:
		n = page.page.Number
		if format == wml.FormatNone {
			format = page.section.PageFormat
		}
	case wml.FieldNumPages:
		n = e.total()
	case wml.FieldSectionPages:
		n = max(e.sectionPages[page.section], 1)
	case wml.FieldPageRef:
		known := e.found.bookmarks
		if e.known.bookmarks != nil {
			known = e.known.bookmarks
		}
		var ok bool
		if n, ok = known[f.Target]; !ok {
			return f.Stored
		}
	}
	if format == wml.FormatNone {
		return strconv.Itoa(n)
	}
	return formatNumber(n, format)
}

// total is how many pages the document has, as far as is known.
func (e *engine) total() int {
	if e.found.total > 0 {
		return e.found.total
	}
	return max(e.known.total, 1)
}
