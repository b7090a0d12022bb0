package wml

import (
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/fieldcode"
	"github.com/bienban/bienban/render/internal/xml"
)

// A field is one that has begun and not ended (§17.16.18).
type field struct {
	instruction strings.Builder
	result      bool      // w:separate has been read
	props       *RunProps // of its first run
	resultProps *RunProps // of its result's first run
	stored      strings.Builder
	results     int  // what its result has printed
	contents    bool // a table of contents or of figures, or inside one
	link        *Link
	form        *xml.Node // w:ffData of a form field

	kind fieldKind
	page Field // kind == pageField

	// The innermost of this field and those around it that is in its instruction; that
	// layout works out. Kept here so that nesting costs nothing.
	instructing, capturing *field
	parent                 *field
}

type fieldKind int

const (
	resultField fieldKind = iota // prints its stored result
	pageField                    // layout works it out
)

// field is the innermost open field, or nil.
func (p *parser) field() *field {
	if n := len(p.story.fields); n > 0 {
		return p.story.fields[n-1]
	}
	return nil
}

func (p *parser) beginField(props *RunProps) {
	f := &field{props: props, parent: p.field()}
	f.instructing = f
	if f.parent != nil {
		f.link, f.capturing, f.contents = f.parent.link, f.parent.capturing, f.parent.contents
	}
	p.story.fields = append(p.story.fields, f)
}

// separateField ends the instruction of the innermost field.
func (p *parser) separateField() {
	f := p.field()
	if f == nil || f.result {
		return
	}
	f.result = true
	f.instructing = nil
	if f.parent != nil {
		f.instructing = f.parent.instructing
	}
	f.understand()
	p.styleRef(f)
	if f.link != nil && f.link.URL != "" && (f.parent == nil || f.link != f.parent.link) {
		f.link = p.linkTo(f.link.URL)
	}
	if docx.Fetches(f.instruction.String()) {
		p.warn("fetching-field", fault.T("trường “%s” lấy nội dung ở ngoài tệp nên không được tính; chữ lưu sẵn được in", "the field %q takes its content from elsewhere and is not computed; what is stored prints", strings.TrimSpace(f.instruction.String())))
	}
	if f.kind == pageField && f.capturing == nil {
		f.capturing = f
	}
}

// capture takes text that belongs to the stored result.
func (f *field) capture(s string, props *RunProps) {
	if f.resultProps == nil {
		f.resultProps = props
	}
	f.stored.WriteString(s)
}

// understand reads the instruction (§17.16.5).
func (f *field) understand() {
	words := fieldcode.Words(f.instruction.String())
	if len(words) == 0 {
		return
	}
	rest := words[1:]
	switch strings.ToUpper(words[0]) {
	case "PAGE":
		f.kind, f.page = pageField, Field{Kind: FieldPage, Format: fieldFormat(rest)}
	case "NUMPAGES":
		f.kind, f.page = pageField, Field{Kind: FieldNumPages, Format: fieldFormat(rest)}
	case "SECTIONPAGES":
		f.kind, f.page = pageField, Field{Kind: FieldSectionPages, Format: fieldFormat(rest)}
	case "PAGEREF":
		if len(rest) > 0 && !has(rest, `\p`) {
			f.kind, f.page = pageField, Field{Kind: FieldPageRef, Target: rest[0], Format: fieldFormat(rest)}
			if has(rest, `\h`) {
				f.link = &Link{Anchor: rest[0]}
			}
		}
	case "TOC":
		f.contents = true
	case "HYPERLINK":
		f.link = hyperlinkOf(rest, f.link)
	case "REF", "NOTEREF":
		if len(rest) > 0 && has(rest, `\h`) {
			f.link = &Link{Anchor: rest[0]}
		}
	}
}

// styleRef reads a STYLEREF of a header or footer, which says something else on each page
// (§17.16.5.59). In the text it has been worked out.
func (p *parser) styleRef(f *field) {
	words := fieldcode.Words(f.instruction.String())
	if len(words) < 2 || !strings.EqualFold(words[0], "STYLEREF") || has(words, `\p`) || p.part == nil || p.part.root.Name != "w:hdr" && p.part.root.Name != "w:ftr" {
		return
	}
	style := strings.ToLower(styleName(words[1]))
	f.kind, f.page = pageField, Field{Kind: FieldStyleRef, Target: style, Last: has(words, `\l`), words: words[2:]}
	if p.doc.StyleRefs == nil {
		p.doc.StyleRefs = map[string]bool{}
	}
	p.doc.StyleRefs[style] = true
}

// Of is what a STYLEREF says of a paragraph: its number where one of \n, \r and \w asks for it,
// else its text.
func (f *Field) Of(par *Paragraph) string {
	s := strings.Trim(plain(par), " \t\u00a0")
	if has(f.words, `\n`) || has(f.words, `\r`) || has(f.words, `\w`) {
		s = "0" // as Word has it of a paragraph without a number
		if l := par.Label; l != nil && !l.Bullet && l.Text != "" {
			s = l.Whole
			if has(f.words, `\n`) {
				s = strings.TrimRight(strings.TrimSpace(l.Text), ".")
			}
		}
		if has(f.words, `\t`) {
			s = numberAlone(s)
		}
	}
	if shaped, ok := formatted(s, f.words); ok {
		return shaped
	}
	return s
}

func hyperlinkOf(words []string, outer *Link) *Link {
	url, anchor := "", ""
	for i := 0; i < len(words); i++ {
		switch w := words[i]; {
		case w == `\l` && i+1 < len(words):
			i++
			anchor = words[i]
		case (w == `\o` || w == `\t`) && i+1 < len(words):
			i++
		case strings.HasPrefix(w, `\`) && len(w) == 2:
		case url == "":
			url = w
		}
	}
	switch {
	case url != "" && anchor != "" && !strings.Contains(url, "#"):
		return &Link{URL: url + "#" + anchor}
	case url != "":
		return &Link{URL: url}
	case anchor != "":
		return &Link{Anchor: anchor}
	}
	return outer
}

func has(words []string, w string) bool {
	for _, v := range words {
		if strings.EqualFold(v, w) {
			return true
		}
	}
	return false
}

// fieldFormat is the number format of a \* switch (§17.16.4.3.1).
func fieldFormat(words []string) NumberFormat {
	for i, w := range words {
		name, ok := strings.CutPrefix(w, `\*`)
		if !ok {
			continue
		}
		if name == "" && i+1 < len(words) {
			name = words[i+1]
		}
		upper := name != "" && name[0] >= 'A' && name[0] <= 'Z'
		switch strings.ToLower(name) {
		case "arabic":
			return FormatDecimal
		case "roman":
			if upper {
				return FormatUpperRoman
			}
			return FormatLowerRoman
		case "alphabetic":
			if upper {
				return FormatUpperLetter
			}
			return FormatLowerLetter
		case "ordinal":
			return FormatOrdinal
		case "arabicdash":
			return formatDash
		}
	}
	return FormatNone
}

// endField closes the innermost field and prints what layout works out.
func (b *inlines) endField() {
	p := b.parser
	f := p.field()
	if f == nil {
		return
	}
	p.story.fields[len(p.story.fields)-1] = nil
	p.story.fields = p.story.fields[:len(p.story.fields)-1]
	if !f.result {
		f.understand()
		p.styleRef(f)
	}
	switch {
	case f.kind == pageField:
		out := f.page
		out.Stored, out.Props = nfc(f.stored.String()), f.resultProps
		if out.Props == nil {
			out.Props = f.props
		}
		if out.Link = f.link; out.Link == nil {
			out.Link = b.link
		}
		if outer := p.field(); outer != nil && outer.instructing == nil && outer.capturing != nil {
			outer.capturing.capture(out.Stored, out.Props)
			return
		}
		b.add(&out)
	case f.form != nil && f.results == 0:
		b.formField(f)
	case f.results == 0:
		b.emptyField(f)
	}
	if outer := p.field(); outer != nil {
		outer.results += f.results
	}
}

// formField prints a form field that has no result of its own (§17.16.17).
func (b *inlines) formField(f *field) {
	if box := f.form.Child("w:checkBox"); box != nil {
		checked := box.Child("w:checked")
		if checked == nil {
			checked = box.Child("w:default")
		}
		mark := "☐"
		if checked != nil && on(checked) {
			mark = "☒"
		}
		b.addText(mark, f.props)
		return
	}
	if choice := f.form.Child("w:ddList"); choice != nil {
		chosen := choice.Child("w:result")
		if chosen == nil {
			chosen = choice.Child("w:default")
		}
		i := intAttr(chosen, "w:val", 0)
		for e := range choice.Children() {
			if e.Name == "w:listEntry" {
				if i == 0 {
					b.addText(e.Get("w:val"), f.props)
					return
				}
				i--
			}
		}
	}
}

// emptyField prints a field without a result: SYMBOL says its character, others that
// would print something are a warning.
func (b *inlines) emptyField(f *field) {
	words := fieldcode.Words(f.instruction.String())
	if len(words) == 0 || f.instructing != f && f.instructing != nil || f.capturing != nil {
		return
	}
	switch name := strings.ToUpper(words[0]); name {
	case "SYMBOL":
		if len(words) < 2 {
			return
		}
		font, props := "", f.props
		for i := 2; i < len(words); i++ {
			if strings.EqualFold(words[i], `\f`) && i+1 < len(words) {
				font = words[i+1]
			}
		}
		code := words[1]
		base := 10
		if hex, ok := strings.CutPrefix(strings.ToLower(code), "0x"); ok {
			code, base = hex, 16
		}
		n, err := strconv.ParseUint(code, base, 16)
		if err != nil || n < 0x20 {
			return
		}
		b.symbol(font, strconv.FormatUint(n, 16), props)
	case "DATE", "TIME", "AUTHOR", "TITLE", "SUBJECT", "FILENAME", "SEQ", "TOC", "INDEX", "REF", "STYLEREF", "DOCPROPERTY",
		"CREATEDATE", "SAVEDATE", "PRINTDATE", "INCLUDEPICTURE", "INCLUDETEXT", "SECTION", "NUMWORDS", "NUMCHARS", "EQ", "FORMULA", "QUOTE", "LISTNUM", "AUTONUM", "BARCODE":
		b.parser.warn("empty-field "+name, fault.T("trường %s chưa có kết quả nên không in gì: cập nhật trường trong Word (F9)",
			"field %s has no stored result and prints nothing: update it in Word (F9)", name))
	}
}

// hexRune reads a character code as w:sym has it.
func hexRune(s string) (rune, bool) {
	v, err := strconv.ParseUint(s, 16, 16)
	if err != nil || v < 0x20 || v >= 0xD800 && v < 0xE000 || v >= 0xFFFE {
		return 0, false
	}
	return rune(v), true
}
