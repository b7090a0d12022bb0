package wml

import (
	"math"
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// A textStyle is how DrawingML's text looks at one level of its lists: the properties of
// paragraphs and of runs, the nearest first.
type textStyle struct {
	par, run []*xml.Node
	ref      *xml.Node // a:fontRef of the shape
	scale    float64   // of sizes: what a:normAutofit makes of them
	tighter  float64   // taken from line spacings
}

// drawingText reads an a:txBody (§20.1.2.2.40) as the paragraphs of a text box.
func (p *parser) drawingText(n, ref *xml.Node) (out []Block) {
	style := textStyle{ref: ref, scale: 1}
	if fit := n.Path("a:bodyPr", "a:normAutofit"); fit != nil {
		if v, ok := percent(fit.Get("fontScale"), 1000); ok {
			style.scale = clampTo(v/100, 0.01, 1)
		}
		if v, ok := percent(fit.Get("lnSpcReduction"), 1000); ok {
			style.tighter = clampTo(v/100, 0, 0.9)
		}
	}
	name := fault.T("hình vẽ", "drawing")
	if p.story != nil {
		if at := p.story.place.Text(); at.Vi != "" {
			name = at
		}
	}
	numbers := map[int]int{}
	for c := range n.Children() {
		if c.Name == "a:p" {
			par := p.drawingParagraph(c, n.Child("a:lstStyle"), style, numbers)
			out = append(out, par)
			par.Place = Place{in: &name, paragraphs: int32(len(out))}
		}
	}
	if len(out) > 0 && !onAttr(n.Child("a:bodyPr"), "spcFirstLastPara", false) {
		out[0].(*Paragraph).Props.SpaceBefore, out[len(out)-1].(*Paragraph).Props.SpaceAfter = 0, 0
	}
	return out
}

// drawingParagraph reads an a:p (§21.1.2.2.6). numbers has the count of each level of a list.
func (p *parser) drawingParagraph(n, list *xml.Node, style textStyle, numbers map[int]int) *Paragraph {
	direct := n.Child("a:pPr")
	level := clamp(intAttr(direct, "lvl", 0), 0, 8)
	style.par = []*xml.Node{direct, list.Child("a:lvl" + string(rune('1'+level)) + "pPr"), list.Child("a:defPPr")}
	for _, l := range style.par {
		style.run = append(style.run, l.Child("a:defRPr"))
	}
	par := &Paragraph{Props: &ParagraphProps{OutlineLevel: -1}}
	var size HalfPoint // of the largest letters: spaces are shares of it
	for c := range n.Children() {
		switch c.Name {
		case "a:r", "a:fld":
			props := p.drawingRun(c.Child("a:rPr"), style)
			size = max(size, props.Size)
			for i, piece := range strings.Split(nfc(c.Child("a:t").Content()), "\t") {
				if i > 0 {
					par.Inlines = append(par.Inlines, &Tab{Props: props})
				}
				if piece != "" {
					par.Inlines = append(par.Inlines, &Text{Text: piece, Props: props})
				}
			}
		case "a:br":
			par.Inlines = append(par.Inlines, &Break{Kind: BreakLine, Props: p.drawingRun(c.Child("a:rPr"), style)})
		}
	}
	par.Mark = p.drawingRun(n.Child("a:endParaRPr"), style)
	if size == 0 {
		size = par.Mark.Size
	}
	par.Mark.Size = size // only a line without letters is as high as the mark
	p.drawingSpaces(par.Props, style, size)
	p.drawingBullet(par, style, level, size, numbers)
	return par
}

// first is the value of an attribute where it is said nearest.
func first(list []*xml.Node, name string) (string, bool) {
	for _, n := range list {
		if v, ok := n.Attr(name); ok {
			return v, true
		}
	}
	return "", false
}

// firstChild is the child of one of the names where there is one nearest.
func firstChild(list []*xml.Node, names ...string) *xml.Node {
	for _, n := range list {
		for _, name := range names {
			if c := n.Child(name); c != nil {
				return c
			}
		}
	}
	return nil
}

// drawingSpaces reads indents, alignment and spaces (§21.1.2.2.7); shares are of a line of text.
func (p *parser) drawingSpaces(props *ParagraphProps, style textStyle, size HalfPoint) {
	indent := func(name string, least EMU) EMU {
		s, _ := first(style.par, name)
		v, _ := length(s, 1)
		return clamp(v, least, maxDrawing)
	}
	props.IndentLeft, props.IndentRight, props.FirstLine = indent("marL", 0), indent("marR", 0), indent("indent", -maxDrawing)
	switch v, _ := first(style.par, "algn"); v {
	case "ctr":
		props.Align = AlignCenter
	case "r":
		props.Align = AlignRight
	case "just", "justLow":
		props.Align = AlignJustify
	case "dist", "thaiDist":
		props.Align = AlignDistribute
	}
	props.Line = LineSpacing{Factor: 240}
	if c := firstChild(style.par, "a:lnSpc"); c != nil {
		if v, ok := percent(c.Child("a:spcPct").Get("val"), 1000); ok {
			props.Line.Factor = int(math.Round(240 * clampTo(v/100-style.tighter, 0.1, 10)))
		} else if v, ok := measure(c.Child("a:spcPts").Get("val"), float64(PerPoint)/100); ok {
			props.Line = LineSpacing{Rule: LineExact, Height: clamp(v, PerPoint, maxDrawing)}
		}
	}
	space := func(name string) EMU {
		c := firstChild(style.par, name)
		if v, ok := percent(c.Child("a:spcPct").Get("val"), 1000); ok {
			return toEMU(float64(size.EMU()) * 1.2 * clampTo(v/100, 0, 10))
		}
		v, _ := measure(c.Child("a:spcPts").Get("val"), float64(PerPoint)/100)
		return clamp(v, 0, maxDrawing)
	}
	props.SpaceBefore, props.SpaceAfter = space("a:spcBef"), space("a:spcAft")
}

// drawingBullet reads the mark or number of a paragraph (§21.1.2.4); an empty one has none.
func (p *parser) drawingBullet(par *Paragraph, style textStyle, level int, size HalfPoint, numbers map[int]int) {
	n := firstChild(style.par, "a:buNone", "a:buChar", "a:buAutoNum", "a:buBlip")
	for deeper := level + 1; deeper < 9; deeper++ {
		delete(numbers, deeper)
	}
	if n == nil || n.Name == "a:buNone" || len(par.Inlines) == 0 {
		delete(numbers, level)
		return
	}
	props := *par.Mark
	if t, ok := par.Inlines[0].(*Text); ok { // as the first letters look
		props = *t.Props
	}
	props.Underline, props.Strike, props.DoubleStrike, props.Highlight = UnderlineNone, false, false, nil
	if c, ok := p.drawingColor(firstChild(style.par, "a:buClr")); ok {
		props.Color = c
	}
	if v, ok := percent(firstChild(style.par, "a:buSzPct").Get("val"), 1000); ok {
		props.Size = clamp(HalfPoint(float64(size)*v/100), 2, 3276)
	}
	label := &Label{Props: &props, Suffix: SuffixTab, Bullet: true, Level: level}
	switch n.Name {
	case "a:buChar":
		label.Text = nfc(n.Get("char"))
		if f := firstChild(style.par, "a:buFont").Get("typeface"); f != "" {
			f = p.drawingFont(f)
			props.ASCII, props.HAnsi, props.EastAsia = f, f, f
		}
	case "a:buAutoNum":
		count, ok := numbers[level]
		if !ok {
			count = clamp(intAttr(n, "startAt", 1), 1, 32767) - 1
		}
		numbers[level] = count + 1
		label.Text, label.Bullet = autoNumber(n.Get("type"), count+1), false
	default:
		p.warn("picture-bullet", fault.T("dấu đầu dòng bằng hình được in là •", "picture bullets are printed as •"))
		label.Text = "•"
	}
	par.Label = label
}

// autoNumber is a number in a form of ST_TextAutonumberScheme (§20.1.10.61): "arabicPeriod".
func autoNumber(scheme string, n int) string {
	format := FormatDecimal
	for _, of := range [...]struct {
		prefix string
		format NumberFormat
	}{{"alphaLc", FormatLowerLetter}, {"alphaUc", FormatUpperLetter}, {"romanLc", FormatLowerRoman}, {"romanUc", FormatUpperRoman}} {
		if strings.HasPrefix(scheme, of.prefix) {
			format = of.format
		}
	}
	s := format.Format(n)
	switch {
	case strings.HasSuffix(scheme, "ParenBoth"):
		return "(" + s + ")"
	case strings.HasSuffix(scheme, "ParenR"):
		return s + ")"
	case strings.HasSuffix(scheme, "Period"):
		return s + "."
	}
	return s
}

// drawingRun reads an a:rPr (§21.1.2.3.9) or a:endParaRPr over what the shape and its lists say.
func (p *parser) drawingRun(n *xml.Node, style textStyle) *RunProps {
	list := append([]*xml.Node{n}, style.run...)
	props := runDefaults()
	props.Size = 36
	if s, ok := first(list, "sz"); ok {
		if v, ok := integer(s); ok {
			props.Size = clamp(HalfPoint((v+25)/50), 2, 8000)
		}
	}
	props.Size = max(HalfPoint(math.Round(float64(props.Size)*style.scale)), 2)
	flag := func(name string) bool { v, ok := first(list, name); return ok && onValue(v) }
	word := func(name string) string { v, _ := first(list, name); return v }
	props.Bold, props.Italic, props.Lang = flag("b"), flag("i"), word("lang")
	props.Underline = drawingUnderline(word("u"))
	props.Strike, props.DoubleStrike = word("strike") == "sngStrike", word("strike") == "dblStrike"
	props.Caps, props.SmallCaps = word("cap") == "all", word("cap") == "small"
	if v, ok := percent(word("baseline"), 1000); ok && v > 0 {
		props.VertAlign = Superscript
	} else if ok && v < 0 {
		props.VertAlign = Subscript
	}
	if v, ok := measure(word("spc"), float64(PerPoint)/100); ok {
		props.Spacing = clamp(v, -100*PerPoint, 100*PerPoint)
	}
	font := "+mn-lt"
	if style.ref.Get("idx") == "major" {
		font = "+mj-lt"
	}
	if f := firstChild(list, "a:latin").Get("typeface"); f != "" {
		font = f
	}
	props.ASCII = p.drawingFont(font)
	props.HAnsi, props.EastAsia, props.CS = props.ASCII, props.ASCII, props.ASCII
	if f := firstChild(list, "a:ea").Get("typeface"); f != "" {
		props.EastAsia = p.drawingFont(f)
	}
	if f := p.firstPaint(list); f != nil {
		props.Color = f.Color.onWhite()
	} else if c, ok := p.drawingColor(style.ref); ok {
		props.Color = c
	} else if c, ok := p.theme.color("tx1"); ok {
		props.Color = c
	}
	if c, ok := p.drawingColor(firstChild(list, "a:highlight")); ok {
		props.Highlight = &c
	}
	return &props
}

// firstPaint is what letters are filled with where it is said nearest; nil: nowhere.
func (p *parser) firstPaint(list []*xml.Node) *Fill {
	for _, n := range list {
		for c := range n.Children() {
			if f := p.paint(c); f != nil {
				return f
			}
		}
	}
	return nil
}

// drawingFont is the font of a name of DrawingML: "+mn-lt" is the theme's for text.
func (p *parser) drawingFont(name string) string {
	kind, themed := strings.CutPrefix(name, "+")
	if !themed {
		return name
	}
	scheme, script := "minor", "HAnsi"
	if strings.HasPrefix(kind, "mj") {
		scheme = "major"
	}
	switch {
	case strings.HasSuffix(kind, "-ea"):
		script = "EastAsia"
	case strings.HasSuffix(kind, "-cs"):
		script = "Bidi"
	}
	for _, of := range [...]string{script, "HAnsi"} {
		if f := p.theme.font(scheme + of); f != "" {
			return f
		}
	}
	return "Calibri"
}

// drawingUnderline is an underline by DrawingML's name (§20.1.10.82); "" is none.
func drawingUnderline(v string) Underline {
	switch {
	case v == "" || v == "none":
		return UnderlineNone
	case v == "words":
		return UnderlineWords
	case v == "dbl", v == "wavyDbl":
		return UnderlineDouble
	case v == "heavy":
		return UnderlineThick
	case strings.HasPrefix(v, "dotted"):
		return UnderlineDotted
	case strings.HasPrefix(v, "dash"), strings.HasPrefix(v, "dot"):
		return UnderlineDashed
	case strings.HasPrefix(v, "wavy"):
		return UnderlineWave
	}
	return UnderlineSingle
}
