package wml

import (
	"strings"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/xml"
)

// The properties of a run that overwrite each other, one bit each.
const (
	runASCII uint32 = 1 << iota
	runHAnsi
	runEastAsia
	runCS
	runSize
	runDoubleStrike
	runUnderline
	runUnderlineColor
	runColor
	runHighlight
	runShading
	runVertAlign
	runRaise
	runSpacing
	runScale
	runKern
	runBorder
	runLang
	runCSSize
	runRTL
	runComplex
	runLigatures
	runHint
	runEmphasis
	runFit
)

// The toggle properties (§17.7.3): styles switch them, each against the others.
const (
	toggleBold uint16 = 1 << iota
	toggleItalic
	toggleCaps
	toggleSmallCaps
	toggleStrike
	toggleVanish
	toggleEmboss
	toggleOutline
	toggleShadow
	toggleCSBold
	toggleCSItalic
)

// A runLayer is one w:rPr: what it sets, and nothing else.
type runLayer struct {
	set                  uint32
	toggles, togglesTrue uint16
	style                string // w:rStyle
	complex              bool   // w:cs: all of it is set as Hebrew and Arabic are
	v                    RunProps
}

// over puts what src sets over l, as a style does with the one that it is based on.
func (l *runLayer) over(src *runLayer) {
	l.toggles |= src.toggles
	l.togglesTrue = l.togglesTrue&^src.toggles | src.togglesTrue
	if src.style != "" {
		l.style = src.style
	}
	if src.set == 0 {
		return
	}
	l.set |= src.set
	d, s := &l.v, &src.v
	if src.set&runASCII != 0 {
		d.ASCII = s.ASCII
	}
	if src.set&runHAnsi != 0 {
		d.HAnsi = s.HAnsi
	}
	if src.set&runEastAsia != 0 {
		d.EastAsia = s.EastAsia
	}
	if src.set&runCS != 0 {
		d.CS = s.CS
	}
	if src.set&runSize != 0 {
		d.Size = s.Size
	}
	if src.set&runDoubleStrike != 0 {
		d.DoubleStrike = s.DoubleStrike
	}
	if src.set&runUnderline != 0 {
		d.Underline = s.Underline
	}
	if src.set&runUnderlineColor != 0 {
		d.UnderlineColor = s.UnderlineColor
	}
	if src.set&runColor != 0 {
		d.Color = s.Color
	}
	if src.set&runHighlight != 0 {
		d.Highlight = s.Highlight
	}
	if src.set&runShading != 0 {
		d.Shading = s.Shading
	}
	if src.set&runVertAlign != 0 {
		d.VertAlign = s.VertAlign
	}
	if src.set&runRaise != 0 {
		d.Raise = s.Raise
	}
	if src.set&runSpacing != 0 {
		d.Spacing = s.Spacing
	}
	if src.set&runScale != 0 {
		d.Scale = s.Scale
	}
	if src.set&runKern != 0 {
		d.Kern = s.Kern
	}
	if src.set&runBorder != 0 {
		d.Border = s.Border
	}
	if src.set&runLang != 0 {
		d.Lang = s.Lang
	}
	if src.set&runCSSize != 0 {
		d.CSSize = s.CSSize
	}
	if src.set&runRTL != 0 {
		d.RightToLeft = s.RightToLeft
	}
	if src.set&runComplex != 0 {
		l.complex = src.complex
	}
	if src.set&runEmphasis != 0 {
		d.Emphasis = s.Emphasis
	}
	if src.set&runFit != 0 {
		d.FitWidth, d.FitID = s.FitWidth, s.FitID
	}
	if src.set&runHint != 0 {
		d.AsianHint = s.AsianHint
	}
	if src.set&runLigatures != 0 {
		d.Ligatures = s.Ligatures
	}
}

// runDefaults are the properties of a run of which nothing says anything.
func runDefaults() RunProps {
	const font = "Times New Roman"
	return RunProps{ASCII: font, HAnsi: font, EastAsia: font, CS: font, Size: 20, CSSize: 20, Scale: 100,
		Color: Color{Auto: true}, UnderlineColor: Color{Auto: true}}
}

// composeRun gives the effective properties: document defaults, then styles (table,
// paragraph, character), then direct formatting. Nil layers are left out. A toggle
// that the defaults have on is on; else an odd number of styles turns it on; direct
// formatting has the last word (§17.7.3).
func composeRun(defaults *runLayer, styles [3]*runLayer, direct ...*runLayer) *RunProps {
	acc := runLayer{v: runDefaults()}
	acc.over(defaults)
	var odd uint16
	for _, s := range styles {
		if s != nil {
			acc.over(s)
			odd ^= s.togglesTrue
		}
	}
	toggles := defaults.togglesTrue | odd
	for _, d := range direct {
		if d != nil {
			acc.over(d)
			toggles = toggles&^d.toggles | d.togglesTrue
		}
	}
	p := new(RunProps)
	*p = acc.v
	p.Bold, p.Italic = toggles&toggleBold != 0, toggles&toggleItalic != 0
	p.Caps, p.SmallCaps = toggles&toggleCaps != 0, toggles&toggleSmallCaps != 0
	p.Strike, p.Hidden = toggles&toggleStrike != 0, toggles&toggleVanish != 0
	p.CSBold, p.CSItalic = toggles&toggleCSBold != 0, toggles&toggleCSItalic != 0
	if p.RightToLeft || acc.complex { // §17.3.2.26
		p.ASCII, p.HAnsi, p.Size, p.Bold, p.Italic = p.CS, p.CS, p.CSSize, p.CSBold, p.CSItalic
	}
	p.Emboss, p.Outline, p.Shadow = toggles&toggleEmboss != 0, toggles&toggleOutline != 0, toggles&toggleShadow != 0
	return p
}

// readRun reads a w:rPr; nil gives an empty layer.
func (p *parser) readRun(n *xml.Node) *runLayer {
	l := new(runLayer)
	toggle := func(c *xml.Node, bit uint16) {
		l.toggles |= bit
		l.togglesTrue &^= bit
		if on(c) {
			l.togglesTrue |= bit
		}
	}
	for c := range n.Children() {
		v := c.Get("w:val")
		switch c.Name {
		case "w:rStyle":
			l.style = v
		case "w:rFonts":
			p.readFonts(l, c)
		case "w:b":
			toggle(c, toggleBold)
		case "w:i":
			toggle(c, toggleItalic)
		case "w:caps":
			toggle(c, toggleCaps)
		case "w:smallCaps":
			toggle(c, toggleSmallCaps)
		case "w:strike":
			toggle(c, toggleStrike)
		case "w:vanish", "w:specVanish":
			toggle(c, toggleVanish)
		case "w:emboss", "w:imprint":
			toggle(c, toggleEmboss)
		case "w:outline":
			toggle(c, toggleOutline)
		case "w:shadow":
			toggle(c, toggleShadow)
		case "w:dstrike":
			l.v.DoubleStrike = on(c)
			l.set |= runDoubleStrike
		case "w:sz":
			if h, ok := halfPoints(v); ok && h > 0 {
				l.v.Size = clamp(h, 2, 3276)
				l.set |= runSize
			}
		case "w:color":
			if col, ok := p.theme.wordColor(v, c.Get("w:themeColor"), c.Get("w:themeTint"), c.Get("w:themeShade")); ok {
				l.v.Color = col
				l.set |= runColor
			}
		case "w:highlight":
			l.v.Highlight = nil
			if col, ok := highlight(v); ok {
				l.v.Highlight = &col
			}
			l.set |= runHighlight
		case "w:shd":
			l.v.Shading, _ = p.theme.shading(c)
			l.set |= runShading
		case "w:u":
			if v != "" {
				l.v.Underline = underline(v)
				l.set |= runUnderline
			}
			if col, ok := p.theme.wordColor(c.Get("w:color"), c.Get("w:themeColor"), c.Get("w:themeTint"), c.Get("w:themeShade")); ok {
				l.v.UnderlineColor = col
				l.set |= runUnderlineColor
			}
		case "w:vertAlign":
			l.v.VertAlign = Baseline
			switch v {
			case "superscript":
				l.v.VertAlign = Superscript
			case "subscript":
				l.v.VertAlign = Subscript
			}
			l.set |= runVertAlign
		case "w:position":
			if e, ok := length(v, PerPoint/2); ok {
				l.v.Raise = clamp(e, -1584*PerPoint, 1584*PerPoint)
				l.set |= runRaise
			}
		case "w:spacing":
			if e, ok := twips(v); ok {
				l.v.Spacing = clamp(e, -1584*PerPoint, 1584*PerPoint)
				l.set |= runSpacing
			}
		case "w:w":
			if f, ok := percent(v, 1); ok {
				if f < 1 || f > 600 {
					f = 100
				}
				l.v.Scale = int(f + 0.5)
				l.set |= runScale
			}
		case "w:kern":
			if h, ok := halfPoints(v); ok {
				l.v.Kern = clamp(h, 0, 3276)
				l.set |= runKern
			}
		case "w:bdr":
			l.v.Border = nil
			if b := p.theme.borderOf(c); b.Style != BorderNone {
				l.v.Border = b
			}
			l.set |= runBorder
		case "w:lang":
			if v != "" {
				l.v.Lang = v
				l.set |= runLang
			}
		case "w:em":
			l.v.Emphasis = emphasis(v)
			l.set |= runEmphasis
		case "w:bCs":
			toggle(c, toggleCSBold)
		case "w:iCs":
			toggle(c, toggleCSItalic)
		case "w:szCs":
			if h, ok := halfPoints(v); ok && h > 0 {
				l.v.CSSize = clamp(h, 2, 3276)
				l.set |= runCSSize
			}
		case "w:rtl":
			l.v.RightToLeft = on(c)
			l.set |= runRTL
		case "w:cs":
			l.complex = on(c)
			l.set |= runComplex
		case "w14:glow", "w14:reflection", "w14:shadow", "w14:textOutline", "w14:textFill", "w14:props3d", "w14:scene3d":
			if p.textEffect(c) {
				p.warn("text-effect", fault.T("hiệu ứng chữ (<%s>) không được in", "the text effect <%s> is not printed", c.Name))
			}
		case "w14:ligatures":
			l.v.Ligatures = ligatures(c.Get("w14:val"))
			l.set |= runLigatures
		case "w:eastAsianLayout":
			p.warn("east-asian-layout", fault.T("cách dàn chữ Đông Á (w:eastAsianLayout) bị bỏ qua", "East Asian layout (w:eastAsianLayout) is ignored"))
		case "w:fitText":
			l.v.FitWidth, l.v.FitID = max(twipAttr(c, "w:val", 0), 0), intAttr(c, "w:id", 0)
			l.set |= runFit
		}
	}
	return l
}

// readFonts reads w:rFonts (§17.3.2.26): a theme font goes before a named one.
func (p *parser) readFonts(l *runLayer, n *xml.Node) {
	one := func(named, themed string, bit uint32, to *string) {
		name := n.Get(named)
		if t := n.Get(themed); t != "" {
			if f := p.theme.font(t); f != "" {
				name = f
			} else if name == "" && len(p.theme.fonts) == 0 {
				name = "Times New Roman" // what Word takes without a theme
			}
		}
		if name = strings.TrimSpace(name); name != "" {
			*to = name
			l.set |= bit
		}
	}
	one("w:ascii", "w:asciiTheme", runASCII, &l.v.ASCII)
	one("w:hAnsi", "w:hAnsiTheme", runHAnsi, &l.v.HAnsi)
	one("w:eastAsia", "w:eastAsiaTheme", runEastAsia, &l.v.EastAsia)
	if hint := n.Get("w:hint"); hint != "" {
		l.v.AsianHint = hint == "eastAsia"
		l.set |= runHint
	}
	one("w:cs", "w:cstheme", runCS, &l.v.CS)
}

// textEffect reports whether an effect of [MS-DOCX] 2.6.1 changes how letters look on paper: an outline without a line
// and a plain fill, which w:color has too, do not; nor do the settings for a third dimension without any depth.
func (p *parser) textEffect(n *xml.Node) bool {
	switch n.Name {
	case "w14:textOutline":
		for c := range n.Children() {
			if c.Name == "w14:solidFill" || c.Name == "w14:gradFill" {
				return true
			}
		}
		return false
	case "w14:textFill":
		return n.Child("w14:gradFill") != nil
	case "w14:scene3d":
		return false
	case "w14:props3d":
		return n.Child("w14:bevelT") != nil || n.Child("w14:bevelB") != nil || n.Get("w14:extrusionH") != "" && n.Get("w14:extrusionH") != "0"
	}
	return true
}

// ligatures reads ST_Ligatures ([MS-DOCX] 2.6.4.6): "standardContextual" and the like.
func ligatures(v string) (l Ligatures) {
	if v == "all" {
		return StandardLigatures | ContextualLigatures | HistoricalLigatures | DiscretionaryLigatures
	}
	v = strings.ToLower(v)
	for i, name := range [...]string{"standard", "contextual", "historical", "discretional"} {
		if strings.Contains(v, name) {
			l |= 1 << i
		}
	}
	return l
}

func emphasis(v string) Emphasis {
	switch v {
	case "dot":
		return EmphasisDot
	case "comma":
		return EmphasisComma
	case "circle":
		return EmphasisCircle
	case "underDot":
		return EmphasisUnderDot
	}
	return EmphasisNone
}

func underline(v string) Underline {
	switch v {
	case "none":
		return UnderlineNone
	case "words":
		return UnderlineWords
	case "double", "wavyDouble":
		return UnderlineDouble
	case "thick":
		return UnderlineThick
	case "dotted", "dottedHeavy":
		return UnderlineDotted
	case "dash", "dashedHeavy", "dashLong", "dashLongHeavy", "dotDash", "dashDotHeavy", "dotDotDash", "dashDotDotHeavy":
		return UnderlineDashed
	case "wave", "wavyHeavy":
		return UnderlineWave
	}
	return UnderlineSingle
}
