package wml

import (
	"strconv"

	"github.com/bienban/bienban/render/internal/xml"
)

// Conditional formats of a table style (§17.7.6), in the order in which they overwrite
// each other.
const (
	condBand1V = iota
	condBand2V
	condBand1H
	condBand2H
	condFirstRow
	condLastRow
	condFirstCol
	condLastCol
	condNW
	condNE
	condSW
	condSE
	condCount
)

var condNames = [condCount]string{"band1Vert", "band2Vert", "band1Horz", "band2Horz", "firstRow", "lastRow",
	"firstCol", "lastCol", "nwCell", "neCell", "swCell", "seCell"}

// A cellLayer is what a w:tcPr sets.
type cellLayer struct {
	borders   TableBorders
	diagonals Diagonals
	shading   *Color
	shaded    bool // shading is set, be it to none
	vAlign    VAlign
	vAligned  bool
	margins   marginLayer
	noWrap    *bool
}

func (l *cellLayer) over(src *cellLayer) {
	l.borders = l.borders.under(src.borders)
	if src.diagonals.Down != nil {
		l.diagonals.Down = src.diagonals.Down
	}
	if src.diagonals.Up != nil {
		l.diagonals.Up = src.diagonals.Up
	}
	if src.shaded {
		l.shading, l.shaded = src.shading, true
	}
	if src.vAligned {
		l.vAlign, l.vAligned = src.vAlign, true
	}
	l.margins = l.margins.under(src.margins)
	if src.noWrap != nil {
		l.noWrap = src.noWrap
	}
}

// under is b with those borders of top over it that are set.
func (b TableBorders) under(top TableBorders) TableBorders {
	for _, e := range [...]struct {
		to   **Border
		from *Border
	}{{&b.Top, top.Top}, {&b.Bottom, top.Bottom}, {&b.Left, top.Left}, {&b.Right, top.Right}, {&b.InsideH, top.InsideH}, {&b.InsideV, top.InsideV}} {
		if e.from != nil {
			*e.to = e.from
		}
	}
	return b
}

// A marginLayer is a w:tblCellMar or a w:tcMar: sides that are not set are nil.
type marginLayer struct{ top, bottom, left, right *EMU }

func (m marginLayer) under(top marginLayer) marginLayer {
	for _, e := range [...]struct {
		to   **EMU
		from *EMU
	}{{&m.top, top.top}, {&m.bottom, top.bottom}, {&m.left, top.left}, {&m.right, top.right}} {
		if e.from != nil {
			*e.to = e.from
		}
	}
	return m
}

func (m marginLayer) on(c CellMargins) CellMargins {
	for _, e := range [...]struct {
		to   *EMU
		from *EMU
	}{{&c.Top, m.top}, {&c.Bottom, m.bottom}, {&c.Left, m.left}, {&c.Right, m.right}} {
		if e.from != nil {
			*e.to = *e.from
		}
	}
	return c
}

// A tableLayer is what a w:tblPr sets.
type tableLayer struct {
	borders TableBorders
	margins marginLayer
	indent  *EMU
	align   *Align
	fixed   *bool
	width   *Width
	spacing *EMU
	shading *Color
	shaded  bool
	band    [2]int // w:tblStyleRowBandSize, w:tblStyleColBandSize; 0: not set
}

func (l *tableLayer) over(src *tableLayer) {
	l.borders = l.borders.under(src.borders)
	l.margins = l.margins.under(src.margins)
	if src.indent != nil {
		l.indent = src.indent
	}
	if src.align != nil {
		l.align = src.align
	}
	if src.fixed != nil {
		l.fixed = src.fixed
	}
	if src.width != nil {
		l.width = src.width
	}
	if src.spacing != nil {
		l.spacing = src.spacing
	}
	if src.shaded {
		l.shading, l.shaded = src.shading, true
	}
	for i, b := range src.band {
		if b > 0 {
			l.band[i] = b
		}
	}
}

// A tableFormat is a table style, or one of its conditional formats.
type tableFormat struct {
	table tableLayer
	cell  cellLayer
	row   rowLayer
	par   parLayer
	run   runLayer
	cond  [condCount]*tableFormat // nil: none; conditional formats have none themselves
}

type rowLayer struct {
	header, cantSplit *bool
	align             *Align
}

// readTableFormat reads a w:style of a table, or a w:tblStylePr.
func (p *parser) readTableFormat(n *xml.Node) *tableFormat {
	f := &tableFormat{par: *p.readPar(n.Child("w:pPr")), run: *p.readRun(n.Child("w:rPr"))}
	f.run.style = ""
	f.table = *p.readTableLayer(n.Child("w:tblPr"))
	f.cell = *p.readCellLayer(n.Child("w:tcPr"))
	f.row = p.readRowLayer(n.Child("w:trPr"))
	for c := range n.Children() {
		if c.Name != "w:tblStylePr" {
			continue
		}
		for i, name := range condNames {
			if c.Get("w:type") == name {
				f.cond[i] = p.readTableFormat(c)
				f.cond[i].cond = [condCount]*tableFormat{}
			}
		}
		if c.Get("w:type") == "wholeTable" {
			f.over(p.readTableFormat(c))
		}
	}
	return f
}

func (f *tableFormat) over(src *tableFormat) {
	f.table.over(&src.table)
	f.cell.over(&src.cell)
	f.par.over(&src.par)
	f.run.over(&src.run)
	if src.row.header != nil {
		f.row.header = src.row.header
	}
	if src.row.cantSplit != nil {
		f.row.cantSplit = src.row.cantSplit
	}
	if src.row.align != nil {
		f.row.align = src.row.align
	}
}

// based is f over the style that it is based on, which may be nil.
func (f *tableFormat) based(base *tableFormat) *tableFormat {
	if base == nil {
		return f
	}
	out := *base
	out.over(f)
	for i, c := range f.cond {
		if c == nil {
			continue
		}
		if b := base.cond[i]; b != nil {
			merged := *b
			merged.over(c)
			c = &merged
		}
		out.cond[i] = c
	}
	return &out
}

func (p *parser) readTableLayer(n *xml.Node) *tableLayer {
	l := new(tableLayer)
	for c := range n.Children() {
		switch c.Name {
		case "w:tblBorders":
			l.borders = p.readBorders(c)
		case "w:tblCellMar":
			l.margins = readMargins(c)
		case "w:tblInd":
			if w := readWidth(c); w.Kind == WidthExact {
				v := EMU(w.Value)
				l.indent = &v
			}
		case "w:jc":
			if a, ok := alignment(c.Get("w:val")); ok {
				if a > AlignRight {
					a = AlignLeft
				}
				l.align = &a
			}
		case "w:tblLayout":
			v := c.Get("w:type") == "fixed"
			l.fixed = &v
		case "w:tblW":
			w := readWidth(c)
			l.width = &w
		case "w:tblCellSpacing":
			if w := readWidth(c); w.Kind == WidthExact {
				v := max(EMU(w.Value), 0)
				l.spacing = &v
			}
		case "w:shd":
			l.shading, l.shaded = p.theme.shading(c)
		case "w:tblStyleRowBandSize":
			l.band[0] = clamp(intAttr(c, "w:val", 1), 1, 1000)
		case "w:tblStyleColBandSize":
			l.band[1] = clamp(intAttr(c, "w:val", 1), 1, 1000)
		}
	}
	return l
}

func (p *parser) readCellLayer(n *xml.Node) *cellLayer {
	l := new(cellLayer)
	for c := range n.Children() {
		switch c.Name {
		case "w:tcBorders":
			l.borders = p.readBorders(c)
			l.diagonals = Diagonals{Down: p.theme.borderOf(c.Child("w:tl2br")), Up: p.theme.borderOf(c.Child("w:tr2bl"))}
		case "w:shd":
			l.shading, l.shaded = p.theme.shading(c)
		case "w:vAlign":
			l.vAlign, l.vAligned = vAlign(c.Get("w:val")), true
		case "w:tcMar":
			l.margins = readMargins(c)
		case "w:noWrap":
			v := on(c)
			l.noWrap = &v
		}
	}
	return l
}

func (p *parser) readRowLayer(n *xml.Node) rowLayer {
	var l rowLayer
	for c := range n.Children() {
		switch c.Name {
		case "w:tblHeader":
			v := on(c)
			l.header = &v
		case "w:cantSplit":
			v := on(c)
			l.cantSplit = &v
		case "w:jc":
			if a, ok := alignment(c.Get("w:val")); ok && a <= AlignRight {
				l.align = &a
			}
		}
	}
	return l
}

func (p *parser) readBorders(n *xml.Node) TableBorders {
	var b TableBorders
	for c := range n.Children() {
		switch c.Name {
		case "w:top":
			b.Top = p.theme.borderOf(c)
		case "w:bottom":
			b.Bottom = p.theme.borderOf(c)
		case "w:left", "w:start":
			b.Left = p.theme.borderOf(c)
		case "w:right", "w:end":
			b.Right = p.theme.borderOf(c)
		case "w:insideH":
			b.InsideH = p.theme.borderOf(c)
		case "w:insideV":
			b.InsideV = p.theme.borderOf(c)
		}
	}
	return b
}

func readMargins(n *xml.Node) marginLayer {
	var m marginLayer
	for c := range n.Children() {
		w := readWidth(c)
		if w.Kind != WidthExact {
			continue
		}
		v := max(EMU(w.Value), 0)
		switch c.Name {
		case "w:top":
			m.top = &v
		case "w:bottom":
			m.bottom = &v
		case "w:left", "w:start":
			m.left = &v
		case "w:right", "w:end":
			m.right = &v
		}
	}
	return m
}

// readWidth reads w:w and w:type (§17.18.90).
func readWidth(n *xml.Node) Width {
	s := n.Get("w:w")
	switch n.Get("w:type") {
	case "pct":
		if v, ok := percent(s, 50); ok && v > 0 {
			return Width{WidthPercent, int64(min(v, 10000) * 50)}
		}
		return Width{}
	case "auto":
		return Width{}
	case "nil":
		return Width{WidthExact, 0}
	}
	if v, ok := percent(s, 50); ok && s[len(s)-1] == '%' {
		return Width{WidthPercent, int64(min(max(v, 0), 10000) * 50)}
	}
	if v, ok := twips(s); ok {
		return Width{WidthExact, int64(v)}
	}
	return Width{}
}

// look is which conditional formats a table asks for (w:tblLook, §17.4.55).
type look struct{ firstRow, lastRow, firstCol, lastCol, noHBand, noVBand bool }

func readLook(n *xml.Node) look {
	bits, _ := strconv.ParseUint(n.Get("w:val"), 16, 32)
	return look{
		firstRow: onAttr(n, "w:firstRow", bits&0x20 != 0), lastRow: onAttr(n, "w:lastRow", bits&0x40 != 0),
		firstCol: onAttr(n, "w:firstColumn", bits&0x80 != 0), lastCol: onAttr(n, "w:lastColumn", bits&0x100 != 0),
		noHBand: onAttr(n, "w:noHBand", bits&0x200 != 0), noVBand: onAttr(n, "w:noVBand", bits&0x400 != 0),
	}
}
