package wml

import (
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// section reads a w:sectPr (§17.6.17), nil for a body that has none, and puts it on
// the blocks before it.
func (p *parser) section(n *xml.Node, body []Block) {
	s := &Section{Body: body, PageStart: -1, PageFormat: FormatDecimal}
	p.pageSetUp(s, n)
	if k := len(p.doc.Sections); k > 0 {
		last := p.doc.Sections[k-1]
		s.Headers, s.Footers = last.Headers, last.Footers
	}
	p.doc.Sections = append(p.doc.Sections, s)
	for c := range n.Children() {
		switch c.Name {
		case "w:type":
			switch c.Get("w:val") {
			case "continuous":
				s.Start = Continuous
			case "evenPage":
				s.Start = EvenPage
			case "oddPage":
				s.Start = OddPage
			case "nextColumn":
				s.Start = NextColumn
			}
		case "w:titlePg":
			s.TitlePage = on(c)
		case "w:pgNumType":
			if _, ok := c.Attr("w:start"); ok {
				s.PageStart = clamp(intAttr(c, "w:start", 1), 0, 1<<30)
			}
			if f := c.Get("w:fmt"); f != "" {
				s.PageFormat = p.numberFormat(f)
			}
			if c.Get("w:chapStyle") != "" {
				p.warn("chapter-numbers", fault.T("số chương trước số trang không được in", "chapter numbers before page numbers are not printed"))
			}
		case "w:vAlign":
			s.VAlign = vAlign(c.Get("w:val"))
		case "w:pgBorders":
			s.PageBorders = p.pageBorders(c)
		case "w:docGrid":
			switch c.Get("w:type") {
			case "lines", "linesAndChars", "snapToChars":
				s.GridPitch = max(twipAttr(c, "w:linePitch", 0), 0)
			}
		case "w:headerReference", "w:footerReference":
			p.headerReference(s, c)
		case "w:lnNumType":
			p.warn("line-numbers", fault.T("số dòng không được in", "line numbers are not printed"))
		case "w:bidi":
			s.RightToLeft = on(c)
		case "w:rtlGutter":
			s.RightGutter = on(c)
		case "w:textDirection":
			if v := c.Get("w:val"); v != "" && v != "lrTb" {
				p.warn("text-direction", fault.T("trang có hướng chữ dọc được in ngang", "pages with vertical text are printed horizontally"))
			}
		}
	}
	p.numberNotes(s, n)
	s.Columns, s.ColumnLine = columns(n.Child("w:cols"), s.textWidth())
}

// pageSetUp reads the size and the margins of the page.
func (p *parser) pageSetUp(s *Section, n *xml.Node) {
	s.PageWidth, s.PageHeight = 12240*PerTwip, 15840*PerTwip // Letter, as Word takes it
	s.Top, s.Bottom, s.Left, s.Right = PerInch, PerInch, PerInch, PerInch
	s.Header, s.Footer = PerInch/2, PerInch/2
	for c := range n.Children() {
		switch c.Name {
		case "w:pgSz":
			s.PageWidth = clamp(twipAttr(c, "w:w", s.PageWidth), 144*PerTwip, 31680*PerTwip)
			s.PageHeight = clamp(twipAttr(c, "w:h", s.PageHeight), 144*PerTwip, 31680*PerTwip)
			// Word writes the size as turned, and w:orient for the printer alone.
		case "w:pgMar":
			s.Top, s.Bottom = twipAttr(c, "w:top", s.Top), twipAttr(c, "w:bottom", s.Bottom)
			s.Left = max(twipAttr(c, "w:left", twipAttr(c, "w:start", s.Left)), 0)
			s.Right = max(twipAttr(c, "w:right", twipAttr(c, "w:end", s.Right)), 0)
			s.Header = max(twipAttr(c, "w:header", s.Header), 0)
			s.Footer = max(twipAttr(c, "w:footer", s.Footer), 0)
			s.Gutter = max(twipAttr(c, "w:gutter", 0), 0)
		}
	}
}

func (s *Section) textWidth() EMU { return max(s.PageWidth-s.Left-s.Right-s.Gutter, 0) }

func vAlign(v string) VAlign {
	switch v {
	case "center":
		return AlignMiddle
	case "bottom":
		return AlignBottom
	case "both":
		return AlignBoth
	}
	return AlignTop
}

// columns reads w:cols (§17.6.4) for a text area of the given width.
func columns(n *xml.Node, width EMU) ([]Column, bool) {
	width = max(width, 0)
	line := n != nil && onAttr(n, "w:sep", false)
	if n != nil && !onAttr(n, "w:equalWidth", true) {
		var cols []Column
		for c := range n.Children() {
			if c.Name == "w:col" && len(cols) < 45 { // Word's own bound
				cols = append(cols, Column{max(twipAttr(c, "w:w", 0), 0), max(twipAttr(c, "w:space", 0), 0)})
			}
		}
		if len(cols) > 0 {
			return cols, line
		}
	}
	count := EMU(clamp(intAttr(n, "w:num", 1), 1, 45))
	space := max(twipAttr(n, "w:space", 720*PerTwip), 0)
	if count == 1 {
		return []Column{{Width: width}}, line
	}
	one := max((width-(count-1)*space)/count, 0)
	cols := make([]Column, count)
	for i := range cols {
		cols[i] = Column{one, space}
	}
	cols[count-1].Space = 0
	return cols, line
}

func (p *parser) pageBorders(n *xml.Node) *PageBorders {
	b := &PageBorders{FromText: n.Get("w:offsetFrom") != "page", FirstPage: true, OtherPages: true}
	switch n.Get("w:display") {
	case "firstPage":
		b.OtherPages = false
	case "notFirstPage":
		b.FirstPage = false
	}
	b.Top, b.Bottom = p.theme.borderOf(n.Child("w:top")), p.theme.borderOf(n.Child("w:bottom"))
	b.Left, b.Right = p.theme.borderOf(n.Child("w:left")), p.theme.borderOf(n.Child("w:right"))
	if b.Top == nil && b.Bottom == nil && b.Left == nil && b.Right == nil {
		return nil
	}
	return b
}

func (p *parser) headerReference(s *Section, n *xml.Node) {
	r, ok := p.part.rels[n.Get("r:id")]
	if !ok || r.External {
		p.warn("missing-header", fault.T("thiếu phần đầu trang hoặc chân trang", "a header or footer is missing"))
		return
	}
	header := n.Name == "w:headerReference"
	blocks, ok := p.headers[r.Target]
	if !ok {
		name := fault.T("chân trang", "footer")
		if header {
			name = fault.T("đầu trang", "header")
		}
		if pt := p.open(r.Target, false); pt != nil {
			p.inStory(pt, name, func() {
				// A header may end in a table, and then ends there; an empty one has a line.
				if blocks = p.blocks(pt.root, nil, nil, nil); len(blocks) == 0 {
					blocks = p.lastParagraph(nil, nil)
				}
			})
		}
		p.headers[r.Target] = blocks
	}
	set := &s.Footers
	if header {
		set = &s.Headers
	}
	switch n.Get("w:type") {
	case "first":
		set.First = blocks
	case "even":
		set.Even = blocks
	default:
		set.Default = blocks
	}
}
