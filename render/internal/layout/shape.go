package layout

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/wml"
)

// A runStyle is run properties made ready for measuring: faces found, lengths in EMU.
type runStyle struct {
	props       *wml.RunProps
	size        wml.EMU // of the em, as printed: a superscript's is smaller
	raise       wml.EMU // of the baseline; negative lowers
	fonts       [3]*fontChoice
	color       wml.Color
	kern        bool
	symbol      bool      // of a symbol font, whose codes are its own
	small       *runStyle // the capitals that small caps prints for lower-case letters
	room        wml.EMU   // above the letters, for marks of emphasis
	complex     *runStyle // of letters of Hebrew, Arabic and their like; nil: not asked for yet
	ascent      wml.EMU   // of the first choice of font, raised
	descent     wml.EMU   // positive, with the leading
	lineAscent  wml.EMU   // ascent unraised, for what is drawn behind the text
	lineDescent wml.EMU
}

// fontChoice is a face in a size with its widths.
type fontChoice struct {
	name       string
	face       *font.Face
	fakeBold   bool
	fakeItalic bool
	ascent     wml.EMU
	descent    wml.EMU // positive
	widths     map[rune]wml.EMU
	ascii      [128]wml.EMU // 0: not measured yet
}

// Indexes into runStyle.fonts: which of a run's fonts a character is set in (§17.3.2.26).
const (
	fontASCII = iota
	fontHAnsi
	fontEastAsia
)

const (
	// superscriptPercent is the size of w:vertAlign's characters, to half a point. A
	// superscript is raised by what it is smaller, a subscript stands at the bottom of the
	// line that its full size would need; both need as high a line (Word 365, measured: 13 pt
	// gives 8.5 and 4.56 up or 0.96 down, 10 pt 6.5 and 3.48 up).
	superscriptPercent = 65
	// smallCapsPercent is the size of small capitals, to half a point (Word 2013, measured: 11 of
	// 14 pt, 14.5 of 18, 21 of 26).
	smallCapsPercent = 80
)

// style is props made ready; equal pointers are worked out once.
func (e *engine) style(props *wml.RunProps) *runStyle {
	if s, ok := e.styles[props]; ok {
		return s
	}
	s := e.newStyle(props, 100)
	if props.Emboss || props.Outline || props.Shadow {
		e.warnings.add("text-effect", "", fault.Text{},
			fault.T("chữ nổi, viền ngoài, đổ bóng được in như chữ thường", "embossed, outlined and shadowed letters are printed plain"), fault.Text{})
	}
	if props.SmallCaps && !props.Caps {
		s.small = e.newStyle(props, smallCapsPercent)
	}
	e.styles[props] = s
	return s
}

func (e *engine) newStyle(props *wml.RunProps, percent wml.EMU) *runStyle {
	half := wml.EMU(wml.PerPoint / 2)
	size := props.Size.EMU()
	if percent != 100 {
		size = (size*percent/100 + half/2) / half * half
	}
	s := &runStyle{props: props, size: size, raise: props.Raise, color: props.Color}
	if s.color.Auto {
		s.color = wml.Color{}
	}
	s.symbol = isSymbolFont(props.ASCII)
	s.kern = props.Kern > 0 && props.Size >= props.Kern
	full := e.choose(props.ASCII, props, size)
	s.fonts[fontASCII] = full
	if props.VertAlign != wml.Baseline {
		s.size = (size*superscriptPercent/100 + half/2) / half * half
		small := e.choose(props.ASCII, props, s.size)
		s.fonts[fontASCII] = small
		if props.VertAlign == wml.Superscript {
			s.raise += size - s.size
		} else {
			s.raise -= full.descent - small.descent
		}
	}
	s.room = s.emphasisRoom()
	s.lineAscent, s.lineDescent = full.ascent, full.descent
	s.ascent, s.descent = full.ascent+props.Raise, full.descent-props.Raise
	return s
}

func (e *engine) choose(name string, props *wml.RunProps, size wml.EMU) *fontChoice {
	entry := e.doc.FontTable[name]
	m := e.faces.MatchOr(name, entry.Alt, fontClass(entry.Class), props.Bold, props.Italic)
	if m.Substitute && name != "" {
		message := fault.T("không có phông %q, thay bằng %s", "font %q is not available; %s is used instead", name, m.Face.Family)
		if m.Fitted {
			message = fault.T("không có phông %q, thay bằng %s, giãn chữ theo đúng độ rộng của phông ấy",
				"font %q is not available; %s is used instead, stretched to its widths", name, m.Face.Family)
		}
		e.warnings.add("font-substituted", name, fault.Text{}, message,
			fault.T("Dùng phông khác, hoặc chỉ thư mục phông chữ bằng --fonts.", "Use another font, or name a folder of fonts with --fonts."))
	}
	return newChoice(name, m.Face, m.FakeBold, m.FakeItalic, size)
}

func newChoice(name string, face *font.Face, fakeBold, fakeItalic bool, size wml.EMU) *fontChoice {
	c := &fontChoice{name: name, face: face, fakeBold: fakeBold, fakeItalic: fakeItalic, widths: map[rune]wml.EMU{}}
	c.ascent = scale(face.Ascent+face.LineGap, face, size)
	c.descent = scale(-face.Descent, face, size)
	return c
}

// toTwip rounds a length to whole twips.
func toTwip(e wml.EMU) wml.EMU { return (e + wml.PerTwip/2) / wml.PerTwip * wml.PerTwip }

func fontClass(c wml.FontClass) font.Class {
	switch c {
	case wml.ClassSerif:
		return font.Serif
	case wml.ClassSans:
		return font.Sans
	case wml.ClassMono:
		return font.Mono
	case wml.ClassSymbol:
		return font.Symbol
	}
	return font.Unknown
}

// scale is a length in font units at a size, rounded half away from zero.
func scale(units int, face *font.Face, size wml.EMU) wml.EMU {
	em := wml.EMU(face.UnitsPerEm)
	v := 2*wml.EMU(units)*size + em
	if units < 0 {
		v = 2*wml.EMU(units)*size - em
	}
	return v / (2 * em)
}

// choice is the font that a character is set in; each is looked for when it is first
// used, so nobody is warned of a font that prints nothing.
func (e *engine) choice(s *runStyle, r rune) *fontChoice {
	i, name := fontHAnsi, s.props.HAnsi
	switch {
	case r < 0x80:
		return s.fonts[fontASCII]
	case r >= 0x1F00 && (isAsian(r) || r >= 0x2010 && r < 0x2E80 && s.props.AsianHint), r >= 0x1100 && r < 0x1200:
		i, name = fontEastAsia, s.props.EastAsia
	}
	if s.fonts[i] == nil {
		if s.fonts[i] = s.fonts[fontASCII]; name != "" && name != s.props.ASCII {
			s.fonts[i] = e.choose(name, s.props, s.size)
		}
	}
	return s.fonts[i]
}

// A glyph is what stands at one index of a paragraph's text: a character in its face, or
// an object. It is small, as every character of a document has one.
type glyph struct {
	r     rune // objectRune for an object
	brk   bool // a line may end after it
	label bool // of the list label
	style *runStyle
	font  *fontChoice
	adv   wml.EMU // natural; of a tab, as the last BreakLines made it
	of    *origin // nil: plain text
}

// An origin is what glyphs come from that are not plain text; those of one run share it.
type origin struct {
	object wml.Inline // a tab, break, drawing, bookmark; nil for a character
	link   *wml.Link
	field  *wml.Field   // the field that printed the characters; nil: none
	note   *wml.NoteRef // the note whose number they are; nil: none
	ruby   *rubyBox     // the small text above it; nil: none
	piece  *mathPiece   // the part of an equation that stands there; nil: none
}

func (g *glyph) object() wml.Inline {
	if g.of == nil {
		return nil
	}
	return g.of.object
}

func (g *glyph) link() *wml.Link {
	if g.of == nil {
		return nil
	}
	return g.of.link
}

const objectRune = '\uFFFC'

// A text is a paragraph's content measured: one glyph for each character and object.
type text struct {
	glyphs   []glyph
	label    int           // how many glyphs at the start are the list label, with its suffix
	notes    bool          // it has numbers of notes
	equation equationAlign // it displays equations
	fits     bool          // a part of it has a width of its own (w:fitText)
	together [][2]int      // pieces in which no line ends
	asian    bool          // it has letters of Chinese, Japanese or Korean
	shapes   bool          // it has letters that run from right to left, join or bear marks
	order    *order        // of such letters; nil: there are none
	empty    *runStyle     // the style of the paragraph mark
}

// shape measures a paragraph.
func (e *engine) shape(p *wml.Paragraph) *text {
	n := len(p.Inlines)
	for _, in := range p.Inlines {
		if t, ok := in.(*wml.Text); ok {
			n += utf8.RuneCountInString(t.Text)
		}
	}
	if p.Label != nil {
		n += utf8.RuneCountInString(p.Label.Text) + 1
	}
	t := &text{glyphs: e.scratch.take(n), empty: e.style(p.Mark)}
	if p.Label != nil {
		e.shapeLabel(t, p)
	}
	equations := false
	for i, in := range p.Inlines {
		switch in := in.(type) {
		case *wml.Text:
			if !in.Props.Hidden {
				e.shapeText(t, in.Text, in.Props, in.Link, nil)
			}
		case *wml.Field:
			if !in.Props.Hidden {
				e.shapeText(t, e.fieldText(in), in.Props, in.Link, in)
			}
		case *wml.NoteRef:
			from := len(t.glyphs)
			e.shapeText(t, e.noteNumber(in), in.Props, nil, nil)
			of := &origin{note: in}
			if from == len(t.glyphs) && !in.Own && !in.Props.Hidden { // its mark is text that follows (w:customMarkFollows): its place is kept
				of.object = &wml.Bookmark{}
				t.glyphs = append(t.glyphs, glyph{r: objectRune, style: t.empty})
			}
			for i := range t.glyphs[from:] {
				t.glyphs[from+i].of = of
			}
			t.notes = true
		case *wml.Tab:
			t.glyphs = append(t.glyphs, e.object(in, in.Props, in.Link))
		case *wml.Break:
			t.glyphs = append(t.glyphs, e.object(in, in.Props, nil))
		case *wml.Drawing:
			in = e.grown(in)
			g := e.object(in, in.Props, in.Link)
			if in.Anchor == nil {
				g.adv = in.Effects.Left + in.Width + in.Effects.Right
			}
			t.glyphs = append(t.glyphs, g)
		case *wml.Ruby:
			if !in.Props.Hidden {
				e.shapeRuby(t, in)
			}
		case *wml.Math:
			e.shapeMath(t, p, i)
			equations = true
		case *wml.Bookmark:
			t.glyphs = append(t.glyphs, glyph{r: objectRune, style: t.empty, of: &origin{object: in}})
		}
	}
	if e.doc.Settings.BalancedSpaces {
		t.balanceSpaces()
	}
	e.findBreaks(t, p)
	if t.asian && p.Props.Asian&(wml.NoLetterSpace|wml.NoDigitSpace) != wml.NoLetterSpace|wml.NoDigitSpace {
		t.spaceScripts(p)
	}
	if equations {
		t.breakEquations()
	}
	if t.shapes || p.Props.Bidi {
		e.setOrder(t, p)
	}
	if t.fits {
		e.fit(t)
	}
	if t.together != nil {
		t.keepTogether()
	}
	return t
}

// balanceSpaces gives spaces that follow each other half an em each, as if they were half
// of an ideograph (w:balanceSingleByteDoubleByteWidth; Word 365, measured: 6.0 at 12 pt).
func (t *text) balanceSpaces() {
	g := t.glyphs
	for i := range g {
		if g[i].r == ' ' && (i > 0 && g[i-1].r == ' ' || i+1 < len(g) && g[i+1].r == ' ') {
			g[i].adv = max(g[i].adv, g[i].style.size/2)
		}
	}
}

func (e *engine) object(in wml.Inline, props *wml.RunProps, link *wml.Link) glyph {
	if props == nil {
		props = &wml.RunProps{Size: 20, Scale: 100}
	}
	s := e.style(props)
	return glyph{r: objectRune, style: s, font: s.fonts[fontASCII], of: &origin{object: in, link: link}}
}

func (e *engine) shapeLabel(t *text, p *wml.Paragraph) {
	l := p.Label
	if l.Picture != nil {
		g := e.object(l.Picture, l.Props, nil)
		g.adv = l.Picture.Width
		t.glyphs = append(t.glyphs, g)
	} else if l.Text != "" {
		e.shapeText(t, l.Text, l.Props, nil, nil)
	}
	if l.Text != "" || l.Suffix == wml.SuffixTab {
		switch l.Suffix {
		case wml.SuffixTab:
			t.glyphs = append(t.glyphs, e.object(&wml.Tab{Props: l.Props}, l.Props, nil))
		case wml.SuffixSpace:
			e.shapeText(t, " ", l.Props, nil, nil)
		}
	}
	t.label = len(t.glyphs)
	for i := range t.glyphs {
		t.glyphs[i].label = true
	}
}

// character is what a character of a run is: codes of a font of symbols stand for others.
func (s *runStyle) character(name string, r rune) rune {
	if s.symbol || r >= 0xF000 && r <= 0xF0FF {
		if u, ok := font.SymbolRune(name, r); ok {
			return u
		}
	}
	return r
}

// shapeText measures a run's characters and finds a face for each.
func (e *engine) shapeText(t *text, s string, props *wml.RunProps, link *wml.Link, field *wml.Field) {
	style := e.style(props)
	if props.Caps {
		s = strings.ToUpper(s)
	}
	t.shapes, t.fits = t.shapes || props.Ligatures != 0, t.fits || props.FitWidth > 0
	var of *origin
	if link != nil || field != nil {
		of = &origin{link: link, field: field}
	}
	for _, r := range s {
		st := style
		if style.small != nil && unicode.IsLower(r) {
			r, st = unicode.ToUpper(r), style.small
		}
		if r >= firstComplex && (r < 0x1E00 || r >= 0x1F00) && isComplex(r) {
			t.shapes = true
			st = e.complexStyle(st, r)
		}
		g := glyph{r: st.character(props.ASCII, r), style: st, of: of}
		g.font, g.adv = e.measure(st, g.r)
		if st.kern && len(t.glyphs) > 0 {
			last := &t.glyphs[len(t.glyphs)-1]
			if last.font == g.font && last.object() == nil {
				a, _ := g.font.face.Glyph(last.r)
				b, _ := g.font.face.Glyph(g.r)
				last.adv += scale(g.font.face.Kern(a, b), g.font.face, st.size)
			}
		}
		t.glyphs = append(t.glyphs, g)
	}
}

func isSymbolFont(name string) bool {
	switch strings.ToLower(name) {
	case "symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings":
		return true
	}
	return false
}

// measure is the font that r prints in and its advance, character spacing and scale
// included.
func (e *engine) measure(s *runStyle, r rune) (*fontChoice, wml.EMU) {
	f := e.choice(s, r)
	if r < 128 && f.ascii[r] != 0 {
		return f, s.spaced(f.ascii[r])
	}
	if r < 0x300 || r>>8 == 0x1E { // Latin letters, Vietnam's among them: quicker to work out than to look up
		if g, ok := f.face.Glyph(r); ok && r >= 128 && r != '\u00AD' {
			return f, s.spaced(scale(f.face.Advance(g), f.face, s.size))
		}
	}
	if w, ok := f.widths[r]; ok {
		return f, s.spaced(w)
	}
	if r == '\u00AD' {
		return f, 0 // shown only at a line's end
	}
	if _, ok := f.face.Glyph(r); !ok {
		if other := e.fallback(s, f, r); other != nil {
			f = other
		}
	}
	g, _ := f.face.Glyph(r)
	w := scale(f.face.Advance(g), f.face, s.size)
	if unicode.Is(unicode.Mn, r) {
		w = 0
	}
	if g == 0 && isWide(r) { // no font has it: at least its room is right
		w = s.size
	}
	if r < 128 {
		f.ascii[r] = w
	} else {
		f.widths[r] = w
	}
	return f, s.spaced(w)
}

func (s *runStyle) spaced(w wml.EMU) wml.EMU {
	if s.props.Scale != 100 && s.props.Scale > 0 {
		w = w * wml.EMU(s.props.Scale) / 100
	}
	return w + s.props.Spacing
}

// fallback is a font that has r, which f lacks; nil if there is none. Each is warned of
// once.
func (e *engine) fallback(s *runStyle, f *fontChoice, r rune) *fontChoice {
	if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
		return nil
	}
	face := e.faces.Fallback(f.face, r)
	if face == nil {
		e.lacks(r)
		return nil
	}
	if !s.symbol {
		e.borrows(f.face.Family, face.Family, r)
	}
	c := newChoice(f.name, face, s.props.Bold && !face.Bold, s.props.Italic && !face.Italic, s.size)
	c.ascent, c.descent = f.ascent, f.descent // the line keeps the height of the font asked for
	return e.shared(s, f, c)
}

// shared keeps one choice for each face that stands in for another in a style, so that
// neighbours in it are one piece of text.
func (e *engine) shared(s *runStyle, f *fontChoice, c *fontChoice) *fontChoice {
	if e.fallbacks == nil {
		e.fallbacks = map[fallbackKey]*fontChoice{}
	}
	key := fallbackKey{s, c.face}
	if have, ok := e.fallbacks[key]; ok {
		return have
	}
	e.fallbacks[key] = c
	return c
}

type fallbackKey struct {
	style *runStyle
	face  *font.Face
}

// findBreaks marks after which glyphs a line may end (UAX #14). Word does not part a
// word after a slash, and neither do we. What has no width (bookmarks, anchors) does not
// come between two letters.
func (e *engine) findBreaks(t *text, p *wml.Paragraph) {
	runes, index := slices.Grow(e.runes[:0], len(t.glyphs)), slices.Grow(e.index[:0], len(t.glyphs))
	simple := true
	for i := range t.glyphs {
		r := t.glyphs[i].r
		switch o := t.glyphs[i].object().(type) {
		case *wml.Bookmark:
			continue
		case *wml.Break:
			r = ' '
		case *wml.Tab:
			r = '\t'
		case *wml.Math:
			r = 'x' // as a word
		case *wml.Drawing:
			if o.Anchor != nil {
				continue
			}
		}
		simple = simple && r <= 0x1EFF && r != '\u00AD'
		runes, index = append(runes, r), append(index, i)
		if r >= 0x1100 && (r < 0x1200 || r >= 0x2E80) {
			t.asian = t.asian || isAsian(r)
		}
	}
	e.runes, e.index = runes, index
	if simple {
		t.simpleBreaks(runes, index)
		return
	}
	e.unicodeBreaks(runes, func(i int) { t.glyphs[index[i]].brk = runes[i] != '/' })
	for i, r := range runes {
		if r == '-' && afterHyphen(runes, i) {
			t.glyphs[index[i]].brk = true
		}
	}
	if t.asian {
		e.asianBreaks(t, p, runes, index)
	}
}

// unicodeBreaks finds after which runes of a text a line may end by all the rules of UAX #14.
//
// The segmenter works out much more than that, so it is asked about few words only. Letters,
// digits, commas and stops never come apart (LB 13, 23, 25, 28, 29), and a line may always end
// between a word that ends in one of them and a word that begins with a letter or a digit
// (LB 18): no rule looks further back than that.
func (e *engine) unicodeBreaks(runes []rune, brk func(i int)) {
	from, plain := 0, true // the piece in work
	for i := 0; i < len(runes); {
		end := i
		for ; end < len(runes) && runes[end] != ' '; end++ {
			plain = plain && isPlain(runes[end])
		}
		next := end
		for next < len(runes) && runes[next] == ' ' {
			next++
		}
		i = next
		if end == from || next < len(runes) && !(isPlain(runes[end-1]) && isPlain(runes[next]) && !isStop(runes[next])) {
			plain = false
			continue
		}
		if plain {
			if next < len(runes) {
				brk(next - 1)
			}
		} else {
			e.segment(runes, from, next, brk)
		}
		from, plain = next, true
	}
	if from < len(runes) {
		e.segment(runes, from, len(runes), brk)
	}
}

// segment asks the segmenter about runes[from:to].
func (e *engine) segment(runes []rune, from, to int, brk func(i int)) {
	e.segmenter.Init(runes[from:to])
	for it := e.segmenter.LineIterator(); it.Next(); {
		l := it.Line()
		if end := from + l.Offset + len(l.Text); end < len(runes) {
			brk(end - 1)
		}
	}
}

func isStop(r rune) bool { return r == ',' || r == '.' || r == ';' || r == ':' }

// isPlain reports whether a character is a Latin letter, a digit, or a stop: of the classes
// AL, NU or IS.
func isPlain(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || isStop(r) ||
		r >= 0xC0 && r < 0x180 && r != 0xD7 && r != 0xF7 || r >= 0x1E00 && r < 0x1F00 ||
		r == 'Ơ' || r == 'ơ' || r == 'Ư' || r == 'ư'
}

// simpleBreaks is UAX #14 for what Vietnamese and other Latin text has: a line may end
// after a run of spaces, after a tab, and after a hyphen between letters (LB 21, LB 25).
func (t *text) simpleBreaks(runes []rune, index []int) {
	for i := range runes[:max(len(runes)-1, 0)] {
		switch runes[i] {
		case ' ':
			t.glyphs[index[i]].brk = runes[i+1] != ' '
		case '\t':
			t.glyphs[index[i]].brk = true
		case '-':
			t.glyphs[index[i]].brk = afterHyphen(runes, i)
		}
	}
}

// afterHyphen reports whether a line may end after the hyphen runes[i]: it may after a letter or a
// digit, whatever follows, where UAX #14 keeps digits (Word 2007 to 365, measured: 19 lines begin
// with a digit, as "858-|862" and "DenseNet-|169", 11 with a sign, as "t-|>left"; where there was room
// none was kept).
func afterHyphen(runes []rune, i int) bool {
	return i > 0 && (unicode.IsLetter(runes[i-1]) || unicode.IsDigit(runes[i-1])) && i+1 < len(runes) && runes[i+1] != ' '
}
