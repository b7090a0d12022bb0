// Package font finds faces for the names that a document uses, measures text with them,
// and cuts subsets out of them for a PDF.
package font

import "io/fs"

// A Class is what a font is like, to choose a substitute by (w:family, w:pitch).
type Class int

// Classes. The zero value is unknown, and is taken as serif.
const (
	Unknown Class = iota
	Serif
	Sans
	Mono
	Symbol
)

// A GlyphID is a glyph's index in its face; 0 is the missing glyph.
type GlyphID uint16

// A Face is one font file: a family in one style. Goroutines share it.
//
// Metrics are in font units, of which the em has UnitsPerEm; the vertical ones go up
// from the baseline, so Descent is negative.
type Face struct {
	Family         string // "Liberation Serif"
	PostScript     string // "LiberationSerif-Bold"
	Bold, Italic   bool
	UnitsPerEm     int
	Ascent         int // of a line as Word and LibreOffice set it, see Faces.lineMetrics
	Descent        int // negative
	LineGap        int
	CapHeight      int
	XHeight        int
	UnderlinePos   int // centre of the line, negative below the baseline
	UnderlineThick int
	StrikePos      int // centre of the line above the baseline
	StrikeThick    int
	// … unexported: tables, cmap, advances
}

// Glyph is the glyph of a character; ok is false if the face lacks it.
func (f *Face) Glyph(r rune) (g GlyphID, ok bool) { panic("contract") }

// Advance is the width of a glyph in font units.
func (f *Face) Advance(g GlyphID) int { panic("contract") }

// Kern is what pair kerning adds between two glyphs, in font units.
func (f *Face) Kern(left, right GlyphID) int { panic("contract") }

// Subset is a TrueType file with the given glyphs only, numbered 1, 2, … in the order
// given (glyph 0 is the missing glyph), with the tables that a PDF viewer needs.
func (f *Face) Subset(glyphs []GlyphID) ([]byte, error) { panic("contract") }

// Faces is a set of faces to choose from. Goroutines share it.
type Faces struct{}

// Load reads the TrueType files of the embedded fonts, and of the user's own, which come
// first; user may be nil. A file of the user's that cannot be read is a fault.List.
func Load(embedded, user fs.FS) (*Faces, error) { panic("contract") }

// A Match is the face found for a name.
type Match struct {
	Face       *Face
	Substitute bool // another family stands in, one that is not metric-compatible: warn
	FakeBold   bool // the family has no such style: drawn bolder, slanted
	FakeItalic bool
}

// Match finds the face for a font's name as the document has it: the name itself, then
// its metric-compatible substitute, then one by its class.
func (f *Faces) Match(name string, class Class, bold, italic bool) Match { panic("contract") }

// Fallback is a face that has the character, as near to the given one as can be; nil if
// none has it.
func (f *Faces) Fallback(from *Face, r rune) *Face { panic("contract") }

// SymbolRune is the Unicode character that a code of Symbol, Wingdings, Wingdings 2 or 3,
// Webdings stands for (also in the private-use form U+F0xx); ok is false if unknown.
func SymbolRune(fontName string, code rune) (r rune, ok bool) { panic("contract") }
