package wml

import (
	"slices"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// The properties of a paragraph that overwrite each other, one bit each. Borders need
// none: a border that is set is not nil.
const (
	parAlign uint32 = 1 << iota
	parLeft
	parRight
	parFirst
	parBefore
	parAfter
	parBeforeAuto
	parAfterAuto
	parLine
	parLineRule
	parContextual
	parKeepNext
	parKeepLines
	parPageBreak
	parWidow
	parShading
	parOutline
	parNoHyphens
	parFrame
	parSnap
	parBidi
	parNumID
	parNumLevel
)

// maxTabs is how many tab stops a paragraph may have in Word.
const maxTabs = 64

// A parLayer is one w:pPr: what it sets, and nothing else.
type parLayer struct {
	set      uint32
	v        ParagraphProps // Line and Tabs are not used
	line     string         // w:line as written: its unit depends on the rule
	rule     LineRule
	tabs     []tabChange // by position, each position once
	numID    int
	numLevel int
	asian    AsianRules // which of v.Asian are set
}

type tabChange struct {
	TabStop
	clear bool
}

// over puts what src sets over l.
func (l *parLayer) over(src *parLayer) {
	d, s := &l.v, &src.v
	b, f := &d.Borders, &s.Borders
	for _, e := range [...]struct {
		to   **Border
		from *Border
	}{{&b.Top, f.Top}, {&b.Bottom, f.Bottom}, {&b.Left, f.Left}, {&b.Right, f.Right}, {&b.Between, f.Between}, {&b.Bar, f.Bar}} {
		if e.from != nil {
			*e.to = e.from
		}
	}
	if len(src.tabs) > 0 {
		l.tabs = mergeTabs(l.tabs, src.tabs)
	}
	if src.set == 0 {
		return
	}
	l.set |= src.set
	if src.set&parAlign != 0 {
		d.Align = s.Align
	}
	if src.set&parLeft != 0 {
		d.IndentLeft = s.IndentLeft
	}
	if src.set&parRight != 0 {
		d.IndentRight = s.IndentRight
	}
	if src.set&parFirst != 0 {
		d.FirstLine = s.FirstLine
	}
	if src.set&parBefore != 0 {
		d.SpaceBefore = s.SpaceBefore
	}
	if src.set&parAfter != 0 {
		d.SpaceAfter = s.SpaceAfter
	}
	if src.set&parBeforeAuto != 0 {
		d.BeforeAuto = s.BeforeAuto
	}
	if src.set&parAfterAuto != 0 {
		d.AfterAuto = s.AfterAuto
	}
	if src.set&parLine != 0 {
		l.line = src.line
	}
	if src.set&parLineRule != 0 {
		l.rule = src.rule
	}
	if src.set&parContextual != 0 {
		d.ContextualSpacing = s.ContextualSpacing
	}
	if src.set&parKeepNext != 0 {
		d.KeepNext = s.KeepNext
	}
	if src.set&parKeepLines != 0 {
		d.KeepLines = s.KeepLines
	}
	if src.set&parPageBreak != 0 {
		d.PageBreakBefore = s.PageBreakBefore
	}
	if src.set&parWidow != 0 {
		d.WidowControl = s.WidowControl
	}
	if src.set&parShading != 0 {
		d.Shading = s.Shading
	}
	if src.set&parOutline != 0 {
		d.OutlineLevel = s.OutlineLevel
	}
	if src.set&parNoHyphens != 0 {
		d.NoHyphenation = s.NoHyphenation
	}
	if src.set&parFrame != 0 {
		d.Frame = s.Frame
	}
	if src.set&parSnap != 0 {
		d.SnapToGrid = s.SnapToGrid
	}
	if src.set&parBidi != 0 {
		d.Bidi = s.Bidi
	}
	d.Asian, l.asian = d.Asian&^src.asian|s.Asian, l.asian|src.asian
	if src.set&parNumID != 0 {
		l.numID = src.numID
	}
	if src.set&parNumLevel != 0 {
		l.numLevel = src.numLevel
	}
}

// asianRule reads an element that turns a rule for East Asian text on or off.
func (l *parLayer) asianRule(n *xml.Node, rule AsianRules) {
	l.asian |= rule
	l.v.Asian &^= rule
	if !on(n) {
		l.v.Asian |= rule
	}
}

// parDefaults is a paragraph of which nothing says anything.
func parDefaults() parLayer {
	return parLayer{v: ParagraphProps{WidowControl: true, SnapToGrid: true, OutlineLevel: -1}, line: "240"}
}

// props is the effective form of the layer.
func (l *parLayer) props(style *style) *ParagraphProps {
	p := l.v
	p.StyleID, p.StyleName = style.id, style.name
	p.Line = LineSpacing{Rule: l.rule}
	if l.rule == LineAuto {
		if v, unit, ok := quantity(l.line); ok && unit == "" && v > 0 {
			p.Line.Factor = clamp(int(v+0.5), 1, 240*132)
		} else if e, ok := twips(l.line); ok && e > 0 {
			p.Line.Factor = clamp(int(e/PerTwip), 1, 240*132)
		} else {
			p.Line.Factor = 240
		}
	} else if e, ok := twips(l.line); ok {
		if e < 0 { // a negative height is exact, as in the binary format
			e, p.Line.Rule = -e, LineExact
		}
		p.Line.Height = e
	}
	n := 0
	for _, t := range l.tabs {
		if !t.clear {
			n++
		}
	}
	if n > 0 {
		p.Tabs = make([]TabStop, 0, n)
		for _, t := range l.tabs {
			if !t.clear {
				p.Tabs = append(p.Tabs, t.TabStop)
			}
		}
	}
	return &p
}

// mergeTabs puts the changes of src into those of base; both are sorted. The result is
// a new slice.
func mergeTabs(base, src []tabChange) []tabChange {
	if len(base) == 0 {
		return src
	}
	out := make([]tabChange, 0, len(base)+len(src))
	for len(base) > 0 && len(src) > 0 {
		switch {
		case base[0].Pos < src[0].Pos:
			out, base = append(out, base[0]), base[1:]
		case base[0].Pos > src[0].Pos:
			out, src = append(out, src[0]), src[1:]
		default:
			out, base, src = append(out, src[0]), base[1:], src[1:]
		}
	}
	out = append(append(out, base...), src...)
	if len(out) > maxTabs {
		out = out[:maxTabs]
	}
	return out
}

// readPar reads a w:pPr without its w:rPr, w:sectPr and w:pStyle; nil gives an empty
// layer.
func (p *parser) readPar(n *xml.Node) *parLayer {
	l := new(parLayer)
	flag := func(c *xml.Node, bit uint32, to *bool) {
		*to = on(c)
		l.set |= bit
	}
	for c := range n.Children() {
		switch c.Name {
		case "w:jc":
			if a, ok := alignment(c.Get("w:val")); ok {
				l.v.Align = a
				l.set |= parAlign
			}
		case "w:ind":
			readIndent(l, c)
		case "w:spacing":
			readSpacing(l, c)
		case "w:contextualSpacing":
			flag(c, parContextual, &l.v.ContextualSpacing)
		case "w:keepNext":
			flag(c, parKeepNext, &l.v.KeepNext)
		case "w:keepLines":
			flag(c, parKeepLines, &l.v.KeepLines)
		case "w:pageBreakBefore":
			flag(c, parPageBreak, &l.v.PageBreakBefore)
		case "w:widowControl":
			flag(c, parWidow, &l.v.WidowControl)
		case "w:suppressAutoHyphens":
			flag(c, parNoHyphens, &l.v.NoHyphenation)
		case "w:snapToGrid":
			flag(c, parSnap, &l.v.SnapToGrid)
		case "w:bidi":
			flag(c, parBidi, &l.v.Bidi)
		case "w:kinsoku":
			l.asianRule(c, AnyBreaks)
		case "w:overflowPunct":
			l.asianRule(c, NoOverflow)
		case "w:autoSpaceDE":
			l.asianRule(c, NoLetterSpace)
		case "w:autoSpaceDN":
			l.asianRule(c, NoDigitSpace)
		case "w:wordWrap":
			l.asianRule(c, BreakWithWords)
		case "w:topLinePunct":
			if on(c) {
				p.warn("top-line-punctuation", fault.T("dấu câu ở đầu dòng (w:topLinePunct) được in với độ rộng đầy đủ", "punctuation at the start of a line (w:topLinePunct) is printed at its full width"))
			}
		case "w:shd":
			l.v.Shading, _ = p.theme.shading(c)
			l.set |= parShading
		case "w:outlineLvl":
			l.v.OutlineLevel = intAttr(c, "w:val", 9)
			if l.v.OutlineLevel < 0 || l.v.OutlineLevel > 8 {
				l.v.OutlineLevel = -1
			}
			l.set |= parOutline
		case "w:pBdr":
			b := &l.v.Borders
			for e := range c.Children() {
				switch e.Name {
				case "w:top":
					b.Top = p.theme.borderOf(e)
				case "w:bottom":
					b.Bottom = p.theme.borderOf(e)
				case "w:left", "w:start":
					b.Left = p.theme.borderOf(e)
				case "w:right", "w:end":
					b.Right = p.theme.borderOf(e)
				case "w:between":
					b.Between = p.theme.borderOf(e)
				case "w:bar":
					b.Bar = p.theme.borderOf(e)
				}
			}
		case "w:tabs":
			readTabs(l, c)
		case "w:framePr":
			l.v.Frame = readFrame(c)
			l.set |= parFrame
		case "w:numPr":
			if id := c.Child("w:numId"); id != nil {
				l.numID = intAttr(id, "w:val", 0)
				l.set |= parNumID
			}
			if lvl := c.Child("w:ilvl"); lvl != nil {
				l.numLevel = clamp(intAttr(lvl, "w:val", 0), 0, 8)
				l.set |= parNumLevel
			}
		}
	}
	return l
}

func alignment(v string) (Align, bool) {
	switch v {
	case "left", "start":
		return AlignLeft, true
	case "center":
		return AlignCenter, true
	case "right", "end":
		return AlignRight, true
	case "both", "lowKashida", "mediumKashida", "highKashida", "numTab":
		return AlignJustify, true
	case "distribute", "thaiDistribute":
		return AlignDistribute, true
	}
	return 0, false
}

func readIndent(l *parLayer, n *xml.Node) {
	for _, a := range n.Attrs {
		v, ok := twips(a.Value)
		if !ok {
			continue
		}
		switch a.Name {
		case "w:left", "w:start":
			l.v.IndentLeft = v
			l.set |= parLeft
		case "w:right", "w:end":
			l.v.IndentRight = v
			l.set |= parRight
		case "w:firstLine":
			if _, hangs := n.Attr("w:hanging"); !hangs { // w:hanging goes before (§17.3.1.12)
				l.v.FirstLine = v
				l.set |= parFirst
			}
		case "w:hanging":
			l.v.FirstLine = -v
			l.set |= parFirst
		}
	}
}

func readSpacing(l *parLayer, n *xml.Node) {
	for _, a := range n.Attrs {
		switch a.Name {
		case "w:before":
			if v, ok := twips(a.Value); ok {
				l.v.SpaceBefore = max(v, 0)
				l.set |= parBefore
			}
		case "w:after":
			if v, ok := twips(a.Value); ok {
				l.v.SpaceAfter = max(v, 0)
				l.set |= parAfter
			}
		case "w:beforeAutospacing":
			l.v.BeforeAuto = onValue(a.Value)
			l.set |= parBeforeAuto
		case "w:afterAutospacing":
			l.v.AfterAuto = onValue(a.Value)
			l.set |= parAfterAuto
		case "w:line":
			l.line = a.Value
			l.set |= parLine
			if _, ok := n.Attr("w:lineRule"); !ok { // auto unless the same element says otherwise
				l.rule = LineAuto
				l.set |= parLineRule
			}
		case "w:lineRule": // alone it leaves the height as it is inherited (Word 365, measured: 34.4 for 26 pt × 1.15)
			switch a.Value {
			case "exact":
				l.rule = LineExact
			case "atLeast":
				l.rule = LineAtLeast
			default:
				l.rule = LineAuto
			}
			l.set |= parLineRule
		}
	}
}

func readTabs(l *parLayer, n *xml.Node) {
	for c := range n.Children() {
		pos, ok := twips(c.Get("w:pos"))
		if c.Name != "w:tab" || !ok || len(l.tabs) >= maxTabs {
			continue
		}
		t := tabChange{TabStop: TabStop{Pos: pos, Leader: leader(c.Get("w:leader"))}}
		switch c.Get("w:val") {
		case "clear":
			t.clear = true
		case "center":
			t.Align = TabCenter
		case "right", "end":
			t.Align = TabRight
		case "decimal":
			t.Align = TabDecimal
		case "bar":
			t.Align = TabBar
		}
		i, found := slices.BinarySearchFunc(l.tabs, pos, func(t tabChange, pos EMU) int { return int(t.Pos - pos) })
		if found {
			l.tabs[i] = t
		} else {
			l.tabs = slices.Insert(l.tabs, i, t)
		}
	}
}

func leader(v string) rune {
	switch v {
	case "dot":
		return '.'
	case "hyphen":
		return '-'
	case "underscore", "heavy":
		return '_'
	case "middleDot":
		return '·'
	}
	return 0
}

// readFrame reads w:framePr (§17.3.1.11).
func readFrame(n *xml.Node) *Frame {
	f := &Frame{
		Width: max(twipAttr(n, "w:w", 0), 0), Height: max(twipAttr(n, "w:h", 0), 0),
		X: twipAttr(n, "w:x", 0), Y: twipAttr(n, "w:y", 0),
		XAlign: n.Get("w:xAlign"), YAlign: n.Get("w:yAlign"),
		HAnchor: n.Get("w:hAnchor"), VAnchor: n.Get("w:vAnchor"),
		HSpace: max(twipAttr(n, "w:hSpace", 0), 0), VSpace: max(twipAttr(n, "w:vSpace", 0), 0),
		Wrap: n.Get("w:wrap"), DropCap: n.Get("w:dropCap"), Lines: clamp(intAttr(n, "w:lines", 1), 1, 10),
	}
	if f.HAnchor == "" {
		f.HAnchor = "page"
	}
	if f.VAnchor == "" {
		f.VAnchor = "page"
	}
	if f.DropCap == "none" {
		f.DropCap = ""
	}
	switch n.Get("w:hRule") {
	case "exact":
		f.HeightRule = HeightExact
	case "atLeast":
		f.HeightRule = HeightAtLeast
	default:
		if f.Height > 0 {
			f.HeightRule = HeightAtLeast
		}
	}
	return f
}
