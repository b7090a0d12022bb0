package font

import "strings"

// A Match is the face found for a name.
type Match struct {
	Face       *Face
	Substitute bool // another family stands in, one that is not metric-compatible: warn
	Fitted     bool // the substitute has the widths and line heights that were measured of the font
	FakeBold   bool // the family has no such style: drawn bolder, slanted
	FakeItalic bool
}

// The embedded families.
const (
	liberationSerif = "liberation serif"
	liberationSans  = "liberation sans"
	liberationMono  = "liberation mono"
	carlito         = "carlito"
	caladea         = "caladea"
	mathematics     = "bienban mathematics"
	openSymbol      = "opensymbol"
)

// compatible is the embedded family that has the advances of another one.
func compatible(name string) string {
	switch name {
	case "times new roman", "times", "tinos", "timesnewroman", "timesnewromanps", "timesnewromanpsmt", "times new roman ps":
		return liberationSerif
	case "arial", "helvetica", "arimo", "arialmt", "helv":
		return liberationSans
	case "courier new", "courier", "cousine", "couriernew", "couriernewps", "couriernewpsmt":
		return liberationMono
	case "calibri":
		return carlito
	case "cambria":
		return caladea
	case "cambria math":
		return mathematics
	case "symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "starsymbol", "zapfdingbats":
		return openSymbol // their codes are mapped to Unicode, see SymbolRune
	}
	return ""
}

// similar is the embedded family that looks most like another one.
func similar(name string) string {
	switch name {
	case "georgia", "garamond", "book antiqua", "palatino linotype", "palatino", "century", "centaur", "algerian", "roboto slab",
		"century schoolbook", "bookman old style", "constantia", "didot", "vni-times", "serif", "uvn thoi nhan", "new times":
		return liberationSerif
	case "verdana", "tahoma", "segoe ui", "gill sans mt", "gill sans", "trebuchet ms", "aptos", "aptos display", "arial narrow",
		"arial black", "arial unicode ms", "candara", "corbel", "century gothic", "franklin gothic", "open sans", "roboto",
		"noto sans", "inter", "vni-helve", "sans-serif", "microsoft sans serif", "ms sans serif", "ms gothic", "ms mincho",
		"montserrat", "lato", "be vietnam pro", "segoe ui light", "segoe ui semibold", "segoe ui symbol", "tw cen mt", "kigelia",
		"yu gothic", "yu gothic light", "aptos narrow":
		return liberationSans
	case "calibri light":
		return carlito
	case "consolas", "lucida console", "lucida sans typewriter", "monospace", "cascadia code", "cascadia mono", "andale mono",
		"dejavu sans mono", "menlo", "monaco":
		return liberationMono
	}
	switch {
	// The Vietnamese fonts of the TCVN3 age: .VnTime, .VnTimeH, .VnArial, .VnCourier …
	case strings.HasPrefix(name, ".vnarial"), strings.HasPrefix(name, ".vnhelv"):
		return liberationSans
	case strings.HasPrefix(name, ".vncourier"):
		return liberationMono
	case strings.HasPrefix(name, ".vn"):
		return liberationSerif
	}
	return ""
}

// byClass is the embedded family for a name that tells nothing.
func byClass(c Class) string {
	switch c {
	case Sans:
		return liberationSans
	case Mono:
		return liberationMono
	case Symbol:
		return openSymbol
	}
	return liberationSerif
}

// fold is a family name as it is compared.
func fold(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.TrimPrefix(name, "@")), " "))
}

// Match finds the face for a font's name as the document has it: the name itself, then
// its metric-compatible substitute, then one by its class, fitted to the font's own widths
// if they are known. A name such as “Times New Roman Bold” is the bold of its family.
func (f *Faces) Match(name string, class Class, bold, italic bool) Match {
	return f.MatchOr(name, "", class, bold, italic)
}

// maxAlternatives bounds how many fonts a document may name in place of one.
const maxAlternatives = 8

// MatchOr is Match, where alt is the font that the document names in place of that one, or
// several with commas between. It comes before a face by the class: Word writes down which
// font it took where it did not have the one that is asked for, and takes it again (Word 365,
// measured: “Noto Sans Symbols” printed in Calibri, “Franklin Gothic” in Cambria).
func (f *Faces) MatchOr(name, alt string, class Class, bold, italic bool) Match {
	// A document may name several, “Arial;Helvetica”: the first one counts.
	name, _, _ = strings.Cut(name, ";")
	m, ok := f.known(fold(name), class, bold, italic)
	if ok {
		return m
	}
	for range maxAlternatives {
		var first string
		if first, alt, _ = strings.Cut(alt, ","); first != "" {
			if m, ok := f.known(fold(first), class, bold, italic); ok {
				m.Substitute = true
				return m
			}
		}
	}
	return m
}

// known is the face for a name that says which one it is. Otherwise ok is false, and it is
// one that looks like it.
func (f *Faces) known(key string, class Class, bold, italic bool) (m Match, ok bool) {
	for {
		if m, ok := f.named(key, bold, italic); ok {
			return m, true
		}
		if to := f.measured()[key]; to != nil {
			m := f.like(key, class, bold, italic)
			m.Face, m.Fitted = f.fit(m.Face, to, styleOf(bold, italic)), true
			return m, true
		}
		rest, b, i, ok := cutStyle(key)
		if !ok {
			return f.like(key, class, bold, italic), false
		}
		key, bold, italic = rest, bold || b, italic || i
	}
}

// like finds a face that looks like those of a family which is not here.
func (f *Faces) like(key string, class Class, bold, italic bool) Match {
	stand := similar(key)
	if stand == "" {
		stand = byClass(class)
	}
	m, ok := f.embedded[stand].match(bold, italic)
	for i := 0; !ok && i < len(f.order); i++ {
		m, ok = f.order[i].match(bold, italic)
	}
	m.Substitute = true
	return m
}

// styleOf is a style's index: regular, bold, italic, bold italic.
func styleOf(bold, italic bool) int {
	style := 0
	if bold {
		style |= 1
	}
	if italic {
		style |= 2
	}
	return style
}

// fit is a face with the widths and line metrics of a font's style. Each is made once. The
// face is nil if no embedded face can be read.
func (f *Faces) fit(face *Face, to *measuredFamily, style int) *Face {
	key := fitKey{face, to, style}
	if have, ok := f.fits.Load(key); ok {
		return have.(*Face)
	}
	if face == nil {
		return nil
	}
	var known []evidence
	for _, s := range nearest[style] {
		if to[s] == nil {
			continue
		}
		m, ok := f.embedded[fold(face.Family)].match(s&1 != 0, s&2 != 0)
		if !ok || s == style {
			m.Face = face
		}
		e := newEvidence(to[s], m.Face)
		if known = append(known, e); e.whole {
			break // the other styles tell nothing more
		}
	}
	fitted, _ := f.fits.LoadOrStore(key, face.fitted(key, known))
	return fitted.(*Face)
}

// named finds a family by its own name or that of its metric-compatible kin.
func (f *Faces) named(key string, bold, italic bool) (Match, bool) {
	for _, fam := range []*family{f.user[key], f.embedded[key], f.embedded[compatible(key)]} {
		m, ok := fam.match(bold, italic)
		if !ok {
			continue
		}
		if e := f.symbols[key]; e != nil && fam == f.embedded[openSymbol] {
			if face := e.load(); face != nil {
				m.Face = face
			}
		}
		return m, true
	}
	return Match{}, false
}

// cutStyle takes a style's name off the end of a font's name.
func cutStyle(key string) (rest string, bold, italic, ok bool) {
	i := strings.LastIndexAny(key, " -,")
	if i <= 0 {
		return key, false, false, false
	}
	switch key[i+1:] {
	case "bold", "boldmt", "semibold", "demi", "black", "đậm":
		bold = true
	case "italic", "italicmt", "oblique", "nghiêng":
		italic = true
	case "bolditalic", "bolditalicmt", "boldoblique":
		bold, italic = true, true
	case "regular", "normal", "roman", "book", "medium", "light", "mt":
	default:
		return key, false, false, false
	}
	return strings.TrimRight(key[:i], " -,"), bold, italic, true
}

// match takes the style that is asked for, or the nearest that the family has. The
// family may be nil.
func (fam *family) match(bold, italic bool) (Match, bool) {
	if fam == nil {
		return Match{}, false
	}
	for _, try := range [...]struct{ dropBold, dropItalic bool }{{false, false}, {false, true}, {true, false}, {true, true}} {
		if try.dropBold && !bold || try.dropItalic && !italic {
			continue
		}
		if e := fam.styles[styleOf(bold && !try.dropBold, italic && !try.dropItalic)]; e != nil {
			if face := e.load(); face != nil {
				return Match{Face: face, FakeBold: try.dropBold, FakeItalic: try.dropItalic}, true
			}
		}
	}
	for _, e := range fam.styles { // a family that has bold only, for instance
		if e != nil {
			if face := e.load(); face != nil {
				return Match{Face: face}, true
			}
		}
	}
	return Match{}, false
}

// Fallback is a face that has the character, as near to the given one as can be; nil if
// none has it. Where the width of the character is known of the font that is asked for, the
// face is fitted to it.
func (f *Faces) Fallback(from *Face, r rune) *Face {
	face := f.fallback(from, r)
	if face == nil || from == nil || face == from {
		return face
	}
	to, style := f.measured()["cambria"], styleOf(from.Bold, from.Italic)
	switch {
	case from.fit != nil:
		to, style = from.fit.key.to, from.fit.key.style
	case fold(from.Family) != caladea: // which stands for Cambria, and lacks Vietnamese letters
		return face
	}
	if to == nil {
		return face
	}
	if fitted := f.fit(face, to, style); fitted.fit.knows(r) {
		return fitted
	}
	return face
}

func (f *Faces) fallback(from *Face, r rune) *Face {
	class, bold, italic := Unknown, false, false
	if from != nil {
		class, bold, italic = from.Class, from.Bold, from.Italic
		if _, ok := from.Glyph(r); ok {
			return from
		}
	}
	first, second, third := liberationSerif, liberationSans, liberationMono
	switch class {
	case Sans:
		first, second = second, first
	case Mono:
		first, second, third = liberationMono, liberationSans, liberationSerif
	case Symbol:
		first, second, third = openSymbol, liberationSans, liberationSerif
	}
	has := func(fam *family) *Face {
		if m, ok := fam.match(bold, italic); ok {
			if _, ok := m.Face.Glyph(r); ok {
				return m.Face
			}
		}
		return nil
	}
	for _, name := range [...]string{first, second, third} {
		if face := has(f.embedded[name]); face != nil {
			return face
		}
	}
	if face := has(f.embedded[openSymbol]); face != nil {
		return face
	}
	for _, fam := range f.order {
		if face := has(fam); face != nil {
			return face
		}
	}
	for _, fam := range f.userOrder {
		if face := has(fam); face != nil {
			return face
		}
	}
	return nil
}
