package wml

import (
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// mathSettings is what w:settings says of equations (m:mathPr, §22.1.2.62).
type mathSettings struct {
	align               MathAlign
	naryUnder, intUnder bool // where limits stand of an m:nary that does not say so
}

func readMathSettings(n *xml.Node) mathSettings {
	return mathSettings{
		align:     mathAlign(mathVal(n, "m:defJc"), MathCenterGroup),
		naryUnder: mathVal(n, "m:naryLim") != "subSup",
		intUnder:  mathVal(n, "m:intLim") == "undOvr",
	}
}

func mathAlign(v string, otherwise MathAlign) MathAlign {
	switch v {
	case "left":
		return MathLeft
	case "right":
		return MathRight
	case "center":
		return MathCenter
	case "centerGroup":
		return MathCenterGroup
	}
	return otherwise
}

func mathVal(n *xml.Node, name string) string { return n.Child(name).Get("m:val") }

// mathOn is a switch of mathematics: on if it is there, unless it says otherwise.
func mathOn(n *xml.Node, name string) bool {
	c := n.Child(name)
	if c == nil {
		return false
	}
	v, ok := c.Attr("m:val")
	return !ok || v == "1" || v == "on" || v == "true"
}

// mathChar is a character that an element names; ok is false if it names none. An empty one is 0.
func mathChar(n *xml.Node, name string) (r rune, ok bool) {
	c := n.Child(name)
	if c == nil {
		return 0, false
	}
	for _, r := range c.Get("m:val") {
		return r, true
	}
	return 0, true
}

// A mathReader reads one m:oMath, or an m:oMathPara with several.
type mathReader struct {
	*inlines
	props *RunProps // of what has none of its own
	after []Inline  // what stood in it that is no mathematics: it is printed behind it
	to    *Link     // of a part of it
}

// math reads m:oMath and m:oMathPara (§22.1).
func (b *inlines) math(n *xml.Node) {
	props := b.parser.withFont(b.runProps(nil), "Cambria Math")
	if f := b.parser.field(); f != nil && (f.capturing != nil || f.instructing != nil) {
		b.addText(strings.Join(strings.Fields(linearMath(n)), " "), props)
		return
	}
	r := &mathReader{inlines: b, props: props}
	m := &Math{Props: props, Align: b.parser.mathematics.align, Link: b.currentLink()}
	if n.Name == "m:oMathPara" {
		m.Display = true
		m.Align = mathAlign(mathVal(n.Child("m:oMathParaPr"), "m:jc"), m.Align)
		r.paragraph(n, m)
	} else {
		m.Body = r.row(n)
	}
	if m.Link == nil {
		m.Link = r.to
	}
	if m.Linear = strings.Join(strings.Fields(linearMath(n)), " "); len(m.Body) > 0 {
		b.add(m)
	}
	for _, in := range r.after {
		b.add(in)
	}
}

// paragraph reads the equations of an m:oMathPara: each begins a line.
func (r *mathReader) paragraph(n *xml.Node, m *Math) {
	first := true
	for c := range n.Children() {
		switch c.Name {
		case "m:oMathParaPr":
		case "m:oMath":
			if !first && !endsInBreak(m.Body) {
				m.Body = append(m.Body, &MathBreak{})
			}
			first = false
			m.Body = append(m.Body, r.row(c)...)
		case "mc:AlternateContent":
			r.paragraph(r.parser.choose(c), m)
		case "w:ins", "w:moveTo", "w:sdt", "w:sdtContent", "w:smartTag", "w:customXml":
			r.paragraph(c, m)
		default:
			m.Body = append(m.Body, r.node(c)...)
		}
	}
}

func endsInBreak(row MathRow) bool {
	if len(row) == 0 {
		return false
	}
	_, ok := row[len(row)-1].(*MathBreak)
	return ok
}

// row reads what stands side by side in an element.
func (r *mathReader) row(n *xml.Node) MathRow {
	var row MathRow
	for c := range n.Children() {
		row = append(row, r.node(c)...)
	}
	return row
}

// control is the properties of an object's own signs (m:ctrlPr).
func (r *mathReader) control(pr *xml.Node) *RunProps {
	if rpr := pr.Path("m:ctrlPr", "w:rPr"); rpr != nil {
		return r.runProps(rpr)
	}
	return r.props
}

// node reads one element; several nodes come of those that only hold others.
func (r *mathReader) node(c *xml.Node) MathRow {
	one := func(n MathNode) MathRow { return MathRow{n} }
	e := func(name string) MathRow { return r.row(c.Child(name)) }
	switch c.Name {
	case "m:r", "w:r":
		return r.run(c)
	case "m:f":
		pr := c.Child("m:fPr")
		f := &MathFraction{Num: e("m:num"), Den: e("m:den"), Props: r.control(pr)}
		switch mathVal(pr, "m:type") {
		case "noBar":
			f.Kind = FractionNoBar
		case "skw":
			f.Kind = FractionSkewed
		case "lin":
			f.Kind = FractionLinear
		}
		return one(f)
	case "m:rad":
		pr := c.Child("m:radPr")
		rad := &MathRadical{Body: e("m:e"), Props: r.control(pr)}
		if !mathOn(pr, "m:degHide") {
			rad.Degree = e("m:deg")
		}
		return one(rad)
	case "m:sSub":
		return one(&MathScripts{Base: e("m:e"), Sub: orEmpty(e("m:sub")), Props: r.control(c.Child("m:sSubPr"))})
	case "m:sSup":
		return one(&MathScripts{Base: e("m:e"), Sup: orEmpty(e("m:sup")), Props: r.control(c.Child("m:sSupPr"))})
	case "m:sSubSup":
		return one(&MathScripts{Base: e("m:e"), Sub: orEmpty(e("m:sub")), Sup: orEmpty(e("m:sup")), Props: r.control(c.Child("m:sSubSupPr"))})
	case "m:sPre":
		return one(&MathScripts{Base: e("m:e"), Sub: orEmpty(e("m:sub")), Sup: orEmpty(e("m:sup")), Before: true, Props: r.control(c.Child("m:sPrePr"))})
	case "m:nary":
		return one(r.nary(c))
	case "m:d":
		return one(r.delimiters(c))
	case "m:m":
		return one(r.matrix(c))
	case "m:eqArr":
		return one(r.equations(c))
	case "m:func":
		return one(&MathFunction{Name: e("m:fName"), Body: e("m:e"), Props: r.control(c.Child("m:funcPr"))})
	case "m:limLow":
		return one(&MathLimit{Base: e("m:e"), Limit: e("m:lim"), Props: r.control(c.Child("m:limLowPr"))})
	case "m:limUpp":
		return one(&MathLimit{Base: e("m:e"), Limit: e("m:lim"), Over: true, Props: r.control(c.Child("m:limUppPr"))})
	case "m:acc", "m:groupChr", "m:bar":
		return one(r.accent(c))
	case "m:box", "m:borderBox", "m:phant":
		return one(r.box(c))
	case "m:e", "m:oMath", "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdt", "w:sdtContent", "m:num", "m:den", "m:sub", "m:sup", "m:deg", "m:lim", "m:fName":
		return r.row(c)
	case "w:hyperlink":
		r.links(r.hyperlink(c))
		return r.row(c)
	case "mc:AlternateContent":
		return r.row(r.parser.choose(c))
	case "w:del", "w:moveFrom", "m:ctrlPr", "m:argPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:customXmlPr", "w:smartTagPr":
		return nil
	case "w:bookmarkStart":
		if name := c.Get("w:name"); name != "" && name != "_GoBack" {
			r.after = append(r.after, &Bookmark{Name: name})
		}
		return nil
	}
	if strings.HasPrefix(c.Name, "m:") {
		if strings.HasSuffix(c.Name, "Pr") {
			return nil
		}
		r.parser.warn("math", fault.T("phần <%s> của công thức chỉ được in chữ bên trong", "of <%s> in a formula only the text is printed", c.Name))
		return r.row(c)
	}
	r.parser.otherContent(c)
	return nil
}

// links makes an equation lead where a part of it does: all of it is one place to click.
func (r *mathReader) links(to *Link) {
	switch {
	case to == nil:
	case r.to == nil && r.link == nil:
		r.to = to
	default:
		r.parser.warn("math-link", fault.T("công thức có nhiều liên kết: chỉ liên kết đầu dùng được", "of several links in a formula only the first one works"))
	}
}

// orEmpty tells a row that is there and empty from one that is not there.
func orEmpty(row MathRow) MathRow {
	if row == nil {
		return MathRow{}
	}
	return row
}

// run reads an m:r. What stands in it that is no mathematics is printed behind the equation.
func (r *mathReader) run(n *xml.Node) MathRow {
	props := r.props
	if rpr := n.Child("w:rPr"); rpr != nil {
		props = r.runProps(rpr)
	}
	if props.Hidden {
		return nil
	}
	pr := n.Child("m:rPr")
	alphabet := mathAlphabet{script: mathVal(pr, "m:scr"), style: mathVal(pr, "m:sty")}
	normal := mathOn(pr, "m:nor")
	brk := pr.Child("m:brk") != nil
	var row MathRow
	add := func(s string) {
		if s == "" {
			return
		}
		if !normal {
			s = alphabet.letters(nfc(s))
		}
		row = append(row, &MathText{Text: s, Props: props, Normal: normal, Break: brk})
		brk = false
	}
	for c := range n.Children() {
		switch c.Name {
		case "m:rPr", "w:rPr":
		case "m:t", "w:t":
			add(strings.Map(func(c rune) rune {
				if c == '\t' || c == '\r' || c == '\n' {
					return ' '
				}
				return c
			}, c.Content()))
		case "w:tab":
			add("\u2003") // a formula has no tab stops
		case "w:br", "w:cr":
			row = append(row, &MathBreak{})
		case "w:noBreakHyphen":
			add("\u2011")
		case "w:softHyphen", "w:lastRenderedPageBreak":
		default:
			beside := &inlines{parser: r.parser, ctx: r.ctx, link: r.link}
			only := *c
			only.Next = nil
			beside.runContent(&xml.Node{Name: "w:r", First: &only}, props)
			r.after = append(r.after, beside.done()...)
		}
	}
	return row
}

func (r *mathReader) nary(c *xml.Node) MathNode {
	pr := c.Child("m:naryPr")
	n := &MathNary{Char: '∫', Body: r.row(c.Child("m:e")), Props: r.control(pr)}
	if ch, ok := mathChar(pr, "m:chr"); ok {
		n.Char = ch
	}
	switch mathVal(pr, "m:limLoc") {
	case "undOvr":
		n.UnderOver = true
	case "subSup":
	default:
		n.UnderOver = r.parser.mathematics.naryUnder
		if n.Char >= '∫' && n.Char <= '∳' {
			n.UnderOver = r.parser.mathematics.intUnder
		}
	}
	n.Grow = mathOn(pr, "m:grow")
	if !mathOn(pr, "m:subHide") {
		n.Sub = r.row(c.Child("m:sub"))
	}
	if !mathOn(pr, "m:supHide") {
		n.Sup = r.row(c.Child("m:sup"))
	}
	return n
}

func (r *mathReader) delimiters(c *xml.Node) MathNode {
	pr := c.Child("m:dPr")
	d := &MathDelimiters{Begin: '(', Separator: '|', End: ')', Grow: true, Props: r.control(pr)}
	if ch, ok := mathChar(pr, "m:begChr"); ok {
		d.Begin = ch
	}
	if ch, ok := mathChar(pr, "m:sepChr"); ok {
		d.Separator = ch
	}
	if ch, ok := mathChar(pr, "m:endChr"); ok {
		d.End = ch
	}
	if pr.Child("m:grow") != nil {
		d.Grow = mathOn(pr, "m:grow")
	}
	d.Match = mathVal(pr, "m:shp") == "match"
	for e := range c.Children() {
		if e.Name == "m:e" {
			d.Parts = append(d.Parts, r.row(e))
		}
	}
	return d
}

// Bounds on what a matrix may repeat.
const maxMatrixColumns = 64

func (r *mathReader) matrix(c *xml.Node) MathNode {
	pr := c.Child("m:mPr")
	m := &MathMatrix{Base: mathBase(pr), Hide: mathOn(pr, "m:plcHide"), Props: r.control(pr)}
	m.RowRule, m.RowGap, m.GapRule, m.Gap = mathInt(pr, "m:rSpRule"), mathInt(pr, "m:rSp"), mathInt(pr, "m:cGpRule"), mathInt(pr, "m:cGp")
	for mc := range pr.Child("m:mcs").Children() {
		mcPr := mc.Child("m:mcPr")
		align := AlignCenter
		switch mathVal(mcPr, "m:mcJc") {
		case "left":
			align = AlignLeft
		case "right":
			align = AlignRight
		}
		for n := max(mathInt(mcPr, "m:count"), 1); n > 0 && len(m.Columns) < maxMatrixColumns; n-- {
			m.Columns = append(m.Columns, align)
		}
	}
	for mr := range c.Children() {
		if mr.Name != "m:mr" {
			continue
		}
		var row []MathRow
		for e := range mr.Children() {
			if e.Name == "m:e" {
				row = append(row, r.row(e))
			}
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

func (r *mathReader) equations(c *xml.Node) MathNode {
	pr := c.Child("m:eqArrPr")
	m := &MathMatrix{Equations: true, Base: mathBase(pr), Hide: true, Props: r.control(pr), RowRule: mathInt(pr, "m:rSpRule"), RowGap: mathInt(pr, "m:rSp")}
	for e := range c.Children() {
		if e.Name == "m:e" {
			m.Rows = append(m.Rows, []MathRow{r.row(e)})
		}
	}
	return m
}

func mathInt(n *xml.Node, name string) int {
	v, _ := strconv.Atoi(mathVal(n, name))
	return min(max(v, 0), 31680)
}

func mathBase(pr *xml.Node) VAlign {
	switch mathVal(pr, "m:baseJc") {
	case "top":
		return AlignTop
	case "bot", "bottom":
		return AlignBottom
	}
	return AlignMiddle
}

func (r *mathReader) accent(c *xml.Node) MathNode {
	body := r.row(c.Child("m:e"))
	switch c.Name {
	case "m:bar":
		pr := c.Child("m:barPr")
		return &MathBar{Body: body, Over: mathVal(pr, "m:pos") == "top", Props: r.control(pr)}
	case "m:groupChr":
		pr := c.Child("m:groupChrPr")
		a := &MathAccent{Char: '⏟', Body: body, Group: true, Under: mathVal(pr, "m:pos") != "top", Props: r.control(pr)}
		if ch, ok := mathChar(pr, "m:chr"); ok {
			a.Char = ch
		}
		v := mathVal(pr, "m:vertJc")
		a.Low = a.Under && v == "bot" || !a.Under && v == "top"
		return a
	}
	pr := c.Child("m:accPr")
	a := &MathAccent{Char: '\u0302', Body: body, Props: r.control(pr)}
	if ch, ok := mathChar(pr, "m:chr"); ok {
		a.Char = ch
	}
	return a
}

func (r *mathReader) box(c *xml.Node) MathNode {
	body := r.row(c.Child("m:e"))
	switch c.Name {
	case "m:phant":
		pr := c.Child("m:phantPr")
		return &MathPhantom{
			Body: body, Show: pr.Child("m:show") == nil || mathOn(pr, "m:show"),
			ZeroWidth: mathOn(pr, "m:zeroWid"), ZeroAscent: mathOn(pr, "m:zeroAsc"), ZeroDescent: mathOn(pr, "m:zeroDesc"),
		}
	case "m:borderBox":
		pr := c.Child("m:borderBoxPr")
		return &MathBorderBox{
			Body: body, Props: r.control(pr),
			Top: !mathOn(pr, "m:hideTop"), Bottom: !mathOn(pr, "m:hideBot"), Left: !mathOn(pr, "m:hideLeft"), Right: !mathOn(pr, "m:hideRight"),
			Horizontal: mathOn(pr, "m:strikeH"), Vertical: mathOn(pr, "m:strikeV"), Rising: mathOn(pr, "m:strikeBLTR"), Falling: mathOn(pr, "m:strikeTLBR"),
		}
	}
	pr := c.Child("m:boxPr")
	return &MathBox{Body: body, Operator: mathOn(pr, "m:opEmu"), NoBreak: pr.Child("m:noBreak") == nil || mathOn(pr, "m:noBreak")}
}

// linearMath writes fractions with / and exponents with ^, as one would type them.
func linearMath(n *xml.Node) string {
	var b strings.Builder
	// Each child is read once: reading it twice would double with every level.
	group := func(c *xml.Node) string {
		s := linearMath(c)
		if len([]rune(s)) > 1 {
			return "(" + s + ")"
		}
		return s
	}
	for c := range n.Children() {
		switch c.Name {
		case "m:t":
			b.WriteString(c.Content())
		case "m:f":
			b.WriteString(group(c.Child("m:num")) + "/" + group(c.Child("m:den")))
		case "m:sSup":
			b.WriteString(linearMath(c.Child("m:e")) + "^" + group(c.Child("m:sup")))
		case "m:sSub":
			b.WriteString(linearMath(c.Child("m:e")) + "_" + group(c.Child("m:sub")))
		case "m:sSubSup":
			b.WriteString(linearMath(c.Child("m:e")) + "_" + group(c.Child("m:sub")) + "^" + group(c.Child("m:sup")))
		case "m:rad":
			if d := linearMath(c.Child("m:deg")); d != "" {
				b.WriteString(d)
			}
			b.WriteString("√" + group(c.Child("m:e")))
		case "m:d":
			open, shut := "(", ")"
			if v, ok := c.Path("m:dPr", "m:begChr").Attr("m:val"); ok {
				open = v
			}
			if v, ok := c.Path("m:dPr", "m:endChr").Attr("m:val"); ok {
				shut = v
			}
			var parts []string
			for e := range c.Children() {
				if e.Name == "m:e" {
					parts = append(parts, linearMath(e))
				}
			}
			b.WriteString(open + strings.Join(parts, "|") + shut)
		case "m:nary":
			op := "∫"
			if v, ok := c.Path("m:naryPr", "m:chr").Attr("m:val"); ok {
				op = v
			}
			b.WriteString(op)
			if s := group(c.Child("m:sub")); s != "" {
				b.WriteString("_" + s)
			}
			if s := group(c.Child("m:sup")); s != "" {
				b.WriteString("^" + s)
			}
			b.WriteString(" " + linearMath(c.Child("m:e")))
		case "m:rPr", "w:rPr", "m:ctrlPr", "w:del", "w:moveFrom":
		default:
			b.WriteString(linearMath(c))
		}
	}
	return b.String()
}
