package wml

import (
	"github.com/bienban/bienban/render/internal/xml"
)

// maxColumns bounds the grid columns that a cell or a row's margin may span; Word has
// 63 columns.
const maxColumns = 1000

// A tableContext is what a table style gives to the paragraphs of a cell.
type tableContext struct {
	par parLayer
	run runLayer
}

type contextKey struct {
	format *tableFormat
	conds  uint16
}

// context is the part of a table style that paragraphs see under the given conditional
// formats. Equal ones are shared.
func (p *parser) context(f *tableFormat, conds uint16) *tableContext {
	if f == nil {
		return nil
	}
	key := contextKey{f, conds}
	if c, ok := p.contexts[key]; ok {
		return c
	}
	c := &tableContext{par: f.par, run: f.run}
	for i, cond := range f.cond {
		if cond != nil && conds&(1<<i) != 0 {
			c.par.over(&cond.par)
			c.run.over(&cond.run)
		}
	}
	p.contexts[key] = c
	return c
}

// tableState is what reading the cells of one table needs.
type tableState struct {
	format *tableFormat // nil: no style
	layer  tableLayer   // style and direct formatting
	look   look
	rows   int
	cells  map[cellKey]cellFormat // so far
}

// table reads a w:tbl; nil if it has no rows, which Word does not print either.
func (p *parser) table(n *xml.Node) *Table {
	outer := p.story.place
	t := new(Table)
	t.Place = outer.table()
	pr := n.Child("w:tblPr")
	style := p.defaultTable
	if id := val(pr, "w:tblStyle"); id != "" {
		if s := p.styleOf(id, "table"); s != nil {
			style = s
		}
	}
	st := &tableState{look: readLook(pr.Child("w:tblLook")), cells: map[cellKey]cellFormat{}}
	if style != nil {
		p.resolve(style)
		t.StyleID = style.id
		st.format = style.fullTable
		st.layer = style.fullTable.table
	}
	st.layer.over(p.readTableLayer(pr))
	st.setUp(t)
	t.Alt = nfc(val(pr, "w:tblCaption"))
	if f := pr.Child("w:tblpPr"); f != nil {
		t.Float = readFloat(f)
	}
	if b := pr.Child("w:bidiVisual"); b != nil && on(b) {
		t.RightToLeft = true
	}
	for c := range n.Child("w:tblGrid").Children() {
		if c.Name == "w:gridCol" && len(t.Grid) < maxColumns {
			t.Grid = append(t.Grid, max(twipAttr(c, "w:w", 0), 0))
		}
	}
	rows := p.collect(n, nil, "w:tr")
	kept := rows[:0]
	for _, r := range rows {
		tr := r.Child("w:trPr")
		if tr.Child("w:del") != nil {
			continue
		}
		if h := tr.Child("w:hidden"); h != nil && on(h) {
			continue
		}
		kept = append(kept, r)
	}
	st.rows = len(kept)
	for i, r := range kept {
		t.Rows = append(t.Rows, p.row(r, st, t, i))
	}
	p.story.place = outer
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

// setUp puts the properties of the table where layout finds them.
func (st *tableState) setUp(t *Table) {
	l := &st.layer
	t.Borders = l.borders
	t.Margins = l.margins.on(CellMargins{Left: 115 * PerTwip, Right: 115 * PerTwip}) // §17.4.43
	if l.indent != nil {
		t.Indent = *l.indent
	}
	if l.align != nil {
		t.Align = *l.align
	}
	if l.fixed != nil {
		t.Fixed = *l.fixed
	}
	if l.width != nil {
		t.Width = preferred(*l.width)
	}
	if l.spacing != nil {
		t.CellSpacing = *l.spacing
	}
}

// preferred is w as a preferred width: none at all is auto.
func preferred(w Width) Width {
	if w.Value <= 0 {
		return Width{}
	}
	return w
}

// collect finds rows or cells, which may stand in content controls and the like.
func (p *parser) collect(n *xml.Node, out []*xml.Node, name string) []*xml.Node {
	for c := range n.Children() {
		switch c.Name {
		case name:
			out = append(out, c)
		case "w:sdt":
			out = p.collect(c.Child("w:sdtContent"), out, name)
		case "w:customXml", "w:ins", "w:moveTo", "w:smartTag":
			out = p.collect(c, out, name)
		case "mc:AlternateContent":
			out = p.collect(p.choose(c), out, name)
		case "w:tblPr", "w:tblGrid", "w:trPr", "w:tblPrEx", "w:del", "w:moveFrom", "w:customXmlPr":
		default:
			p.otherContent(c)
		}
	}
	return out
}

func readFloat(n *xml.Node) *Float {
	f := &Float{
		X: twipAttr(n, "w:tblpX", 0), Y: twipAttr(n, "w:tblpY", 0),
		XAlign: n.Get("w:tblpXSpec"), YAlign: n.Get("w:tblpYSpec"),
		HAnchor: n.Get("w:horzAnchor"), VAnchor: n.Get("w:vertAnchor"),
		DistLeft: max(twipAttr(n, "w:leftFromText", 0), 0), DistRight: max(twipAttr(n, "w:rightFromText", 0), 0),
		DistTop: max(twipAttr(n, "w:topFromText", 0), 0), DistBottom: max(twipAttr(n, "w:bottomFromText", 0), 0),
	}
	if f.HAnchor == "" {
		f.HAnchor = "text"
	}
	if f.VAnchor == "" {
		f.VAnchor = "text"
	}
	return f
}

func (p *parser) row(n *xml.Node, st *tableState, t *Table, index int) *Row {
	r := &Row{Align: t.Align}
	pr := n.Child("w:trPr")
	var own rowLayer
	if st.format != nil {
		own = st.format.row
		if c := st.format.cond[condFirstRow]; c != nil && index == 0 && st.look.firstRow {
			if c.row.header != nil {
				own.header = c.row.header
			}
			if c.row.cantSplit != nil {
				own.cantSplit = c.row.cantSplit
			}
		}
	}
	direct := p.readRowLayer(pr)
	if direct.header != nil {
		own.header = direct.header
	}
	if direct.cantSplit != nil {
		own.cantSplit = direct.cantSplit
	}
	if direct.align != nil {
		r.Align = *direct.align
	}
	r.Header = own.header != nil && *own.header
	r.CantSplit = own.cantSplit != nil && *own.cantSplit
	for c := range pr.Children() {
		switch c.Name {
		case "w:trHeight":
			r.Height = clamp(twipAttr(c, "w:val", 0), 0, 31680*PerTwip)
			switch c.Get("w:hRule") {
			case "exact":
				r.HeightRule = HeightExact
			case "auto":
				r.HeightRule, r.Height = HeightAuto, 0
			default: // Word takes a height without a rule as the least one
				r.HeightRule = HeightAtLeast
			}
			if r.Height == 0 {
				r.HeightRule = HeightAuto
			}
		case "w:gridBefore":
			r.GridBefore = clamp(intAttr(c, "w:val", 0), 0, maxColumns)
		case "w:gridAfter":
			r.GridAfter = clamp(intAttr(c, "w:val", 0), 0, maxColumns)
		case "w:wBefore":
			r.WidthBefore = preferred(readWidth(c))
		case "w:wAfter":
			r.WidthAfter = preferred(readWidth(c))
		}
	}
	ground := rowFormat{margins: st.layer.margins, shading: st.layer.shading}
	if ex := n.Child("w:tblPrEx"); ex != nil {
		l := p.readTableLayer(ex)
		if l.borders != (TableBorders{}) {
			b := t.Borders.under(l.borders)
			r.Borders = &b
		}
		ground.margins = ground.margins.under(l.margins)
		if l.shaded {
			ground.shading = l.shading
		}
		ground.exception = p.part.src[ex.Start:ex.End]
	}
	cells := p.collect(n, nil, "w:tc")
	column := r.GridBefore
	for i, c := range cells {
		at := cellAt{row: index, rows: st.rows, column: column, first: i == 0, last: i == len(cells)-1}
		p.story.place = place{Place: Place{in: &t.Place, row: int32(index + 1), cell: int32(i + 1)}}
		cell, continues := p.cell(c, st, at, &ground)
		column = min(column+cell.GridSpan, maxColumns)
		if continues && len(r.Cells) > 0 {
			last := r.Cells[len(r.Cells)-1]
			both := *last.CellFormat
			both.GridSpan = min(both.GridSpan+cell.GridSpan, maxColumns)
			if both.Width.Kind == WidthExact && cell.Width.Kind == WidthExact {
				both.Width.Value += cell.Width.Value
			}
			last.CellFormat = &both
			continue
		}
		r.Cells = append(r.Cells, cell)
	}
	return r
}

type cellAt struct {
	row, rows, column int
	first, last       bool // in its row
}

// conditions are the conditional formats that count for a cell, as bits.
func (st *tableState) conditions(at cellAt) uint16 {
	if st.format == nil {
		return 0
	}
	var bits uint16
	l := st.look
	firstRow, lastRow := l.firstRow && at.row == 0, l.lastRow && at.row == at.rows-1
	firstCol, lastCol := l.firstCol && at.first, l.lastCol && at.last
	set := func(cond int, yes bool) {
		if yes {
			bits |= 1 << cond
		}
	}
	rowBand, colBand := max(st.layer.band[0], 1), max(st.layer.band[1], 1)
	if !l.noVBand && !firstCol && !lastCol {
		i := at.column
		if l.firstCol {
			i--
		}
		odd := max(i, 0)/colBand%2 == 1
		set(condBand1V, !odd)
		set(condBand2V, odd)
	}
	if !l.noHBand && !firstRow && !lastRow {
		odd := st.bandRow(at)/rowBand%2 == 1
		set(condBand1H, !odd)
		set(condBand2H, odd)
	}
	set(condFirstRow, firstRow)
	set(condLastRow, lastRow)
	set(condFirstCol, firstCol)
	set(condLastCol, lastCol)
	set(condNW, firstRow && firstCol)
	set(condNE, firstRow && lastCol)
	set(condSW, lastRow && firstCol)
	set(condSE, lastRow && lastCol)
	return bits
}

// bandRow is the row's index among those that bands count.
func (st *tableState) bandRow(at cellAt) int {
	if st.look.firstRow {
		return at.row - 1
	}
	return at.row
}

// region is the borders of a conditional format as they fall on one of its cells: the
// outer ones at the region's edge, the inner ones elsewhere.
func (st *tableState) region(b TableBorders, cond int, at cellAt) TableBorders {
	edge := struct{ top, bottom, left, right bool }{at.row == 0, at.row == at.rows-1, at.first, at.last}
	switch cond {
	case condFirstRow, condLastRow:
		edge.top, edge.bottom = true, true
	case condFirstCol, condLastCol:
		edge.left, edge.right = true, true
	case condNW, condNE, condSW, condSE:
		edge.top, edge.bottom, edge.left, edge.right = true, true, true, true
	case condBand1H, condBand2H:
		size := max(st.layer.band[0], 1)
		i := st.bandRow(at)
		edge.top = i%size == 0
		edge.bottom = i%size == size-1 || at.row == at.rows-1 || st.look.lastRow && at.row == at.rows-2
	case condBand1V, condBand2V:
		size := max(st.layer.band[1], 1)
		i := at.column
		if st.look.firstCol {
			i--
		}
		edge.left, edge.right = i%size == 0, i%size == size-1 || at.last
	}
	out := TableBorders{Top: b.InsideH, Bottom: b.InsideH, Left: b.InsideV, Right: b.InsideV}
	if edge.top {
		out.Top = b.Top
	}
	if edge.bottom {
		out.Bottom = b.Bottom
	}
	if edge.left {
		out.Left = b.Left
	}
	if edge.right {
		out.Right = b.Right
	}
	return out
}

// A rowFormat is what the cells of a row have under their own properties.
type rowFormat struct {
	margins   marginLayer
	shading   *Color
	exception string // source of its w:tblPrEx, which says otherwise than the table; "": none
}

// cell reads a w:tc; continues reports that it belongs to the cell before it (w:hMerge).
func (p *parser) cell(n *xml.Node, st *tableState, at cellAt, row *rowFormat) (c *Cell, continues bool) {
	n = p.part.folds.Open(n)
	pr := n.Child("w:tcPr")
	conds := st.conditions(at)
	key := st.cellKey(at, conds)
	key.exception = row.exception
	if pr != nil {
		key.source = p.part.src[pr.Start:pr.End]
	}
	format, ok := st.cells[key]
	if !ok {
		format = p.cellFormat(pr, st, at, conds, row)
		st.cells[key] = format
	}
	c = &Cell{CellFormat: format.CellFormat}
	context := p.context(st.format, conds)
	c.Blocks = p.lastParagraph(p.blocks(n, context, nil, nil), context)
	return c, format.continues
}

// A cellKey is everything in a table that the format of a cell depends on: equal keys
// share one.
type cellKey struct {
	source    string // of the w:tcPr
	exception string // of the row
	conds     uint16
	edges     [5]bool // of a table style's regions: first and last cell, first, last and last but one row
	band      [2]int  // where in its band of rows, of columns
}

func (st *tableState) cellKey(at cellAt, conds uint16) cellKey {
	if st.format == nil {
		return cellKey{}
	}
	column := at.column
	if st.look.firstCol {
		column--
	}
	return cellKey{
		conds: conds,
		edges: [5]bool{at.first, at.last, at.row == 0, at.row == at.rows-1, at.row == at.rows-2},
		band:  [2]int{st.bandRow(at) % max(st.layer.band[0], 1), column % max(st.layer.band[1], 1)},
	}
}

type cellFormat struct {
	*CellFormat
	continues bool
}

func (p *parser) cellFormat(pr *xml.Node, st *tableState, at cellAt, conds uint16, row *rowFormat) cellFormat {
	c, continues := &CellFormat{GridSpan: 1, Shading: row.shading}, false
	var layer cellLayer
	if st.format != nil {
		whole := st.format.cell
		whole.borders = st.region(whole.borders, -1, at)
		layer.over(&whole)
		for i, cond := range st.format.cond {
			if cond == nil || conds&(1<<i) == 0 {
				continue
			}
			one := cond.cell
			one.borders = st.region(cond.table.borders.under(one.borders), i, at)
			if cond.table.shaded && !one.shaded {
				one.shading, one.shaded = cond.table.shading, true
			}
			one.margins = cond.table.margins.under(one.margins)
			layer.over(&one)
		}
	}
	direct := p.readCellLayer(pr)
	// Inner borders of a cell's own count for nothing: it has no inside.
	direct.borders.InsideH, direct.borders.InsideV = nil, nil
	layer.over(direct)
	c.Borders, c.Diagonals = layer.borders, layer.diagonals
	c.Borders.InsideH, c.Borders.InsideV = nil, nil
	if layer.shaded {
		c.Shading = layer.shading
	}
	c.VAlign = layer.vAlign
	c.NoWrap = layer.noWrap != nil && *layer.noWrap
	// The conditional formats' margins go over the style's, the table's own over both.
	c.Margins = row.margins.under(layer.margins).on(CellMargins{Left: 115 * PerTwip, Right: 115 * PerTwip})
	for e := range pr.Children() {
		switch e.Name {
		case "w:tcW":
			c.Width = preferred(readWidth(e))
		case "w:gridSpan":
			c.GridSpan = clamp(intAttr(e, "w:val", 1), 1, maxColumns)
		case "w:vMerge":
			c.VMerge = MergeContinue
			if e.Get("w:val") == "restart" {
				c.VMerge = MergeStart
			}
		case "w:hMerge":
			continues = e.Get("w:val") != "restart"
		case "w:tcFitText":
			c.FitText = on(e)
		case "w:textDirection":
			switch e.Get("w:val") {
			case "btLr", "lr":
				c.Direction = BottomToTop
			case "tbRl", "rl":
				c.Direction = TopToBottomUpright
			case "tbRlV", "rlV", "tbLrV", "tb":
				c.Direction = TopToBottom
			}
		}
	}
	return cellFormat{c, continues}
}

// lastParagraph gives a cell, note or header its last paragraph, if it ends without
// one: what the format asks for, and what layout relies on. What tracked changes hold
// back for a next paragraph goes there.
func (p *parser) lastParagraph(blocks []Block, table *tableContext) []Block {
	held := p.story.held
	p.story.held = nil
	if k := len(blocks); k > 0 {
		if last, ok := blocks[k-1].(*Paragraph); ok {
			last.Inlines = append(last.Inlines, held...)
			return blocks
		}
	}
	ctx := parContext{table, p.parStyle("")}
	par := &Paragraph{Props: p.parFormat(ctx, nil).props, Mark: p.runProps(ctx, nil), Inlines: held}
	par.Place = p.story.place.Place
	return append(blocks, par)
}
