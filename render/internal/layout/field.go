package layout

import (
	"strconv"

	"github.com/bienban/bienban/render/internal/wml"
)

// fieldText is what a field prints while its paragraph is being set. In a header the page
// is known; in the text it is what the pass before found, or what the file has stored.
func (e *engine) fieldText(f *wml.Field) string {
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
