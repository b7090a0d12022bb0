// Package font finds faces for the names that a document uses, measures text with them,
// and cuts subsets out of them for a PDF.
//
// Only TrueType outlines are read (ISO/IEC 14496-22, “OpenType”), as single files and in
// collections.
package font

import "sync"

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
	Class          Class  // as the file tells it
	Bold, Italic   bool
	UnitsPerEm     int
	Ascent         int // of a line as LibreOffice sets it, see lineMetrics
	Descent        int // negative
	LineGap        int // external leading: Word and LibreOffice put it above the line
	CapHeight      int
	XHeight        int
	UnderlinePos   int // centre of the line, negative below the baseline
	UnderlineThick int
	StrikePos      int // centre of the line above the baseline
	StrikeThick    int
	BBox           [4]int // xMin, yMin, xMax, yMax of all glyphs
	ItalicAngle    int    // in degrees, counter-clockwise: negative for slanted to the right

	data     blob // the whole file
	dir      directory
	glyf     blob
	loca     blob
	longLoca bool
	glyphs   int // number of
	advances []uint16
	cmap     cmap

	variants map[rune]rune // characters that stand in for others, see variants

	fit *fit // how the glyphs are stretched; nil: they are not

	kernOnce sync.Once
	kern     kerning

	mathOnce sync.Once
	math     *Mathematics
	seenOf   *Face    // the face that shows its characters its own way; nil: this one
	sight    sight    // how this one shows them
	sights   sync.Map // sight to *Face: the other ways
}

// low is the number of characters whose glyphs are looked up in a plain table: Latin
// with all Vietnamese letters, Greek, Cyrillic and general punctuation.
const low = 0x2100

// parse reads the face that a directory of the file leads to.
func parse(data []byte, d directory, n naming) (*Face, error) {
	f := &Face{
		Family: n.family, PostScript: n.postScript, Bold: n.bold, Italic: n.italic, Class: n.class,
		data: data, dir: d,
	}
	head, hhea := f.table("head"), f.table("hhea")
	f.UnitsPerEm = head.u16(18)
	if f.UnitsPerEm < 16 || f.UnitsPerEm > 16384 {
		return nil, errMalformed
	}
	f.BBox = [4]int{head.i16(36), head.i16(38), head.i16(40), head.i16(42)}
	f.longLoca = head.u16(50) != 0
	f.glyphs = f.table("maxp").u16(4)
	f.loca, f.glyf = f.table("loca"), f.table("glyf")
	if f.glyphs == 0 || len(f.loca) < (f.glyphs+1)*f.locaSize() {
		return nil, errMalformed
	}
	metrics := min(hhea.u16(34), f.glyphs)
	hmtx := f.table("hmtx")
	if metrics == 0 || len(hmtx) < 4*metrics {
		return nil, errMalformed
	}
	f.advances = make([]uint16, metrics)
	for i := range f.advances {
		f.advances[i] = uint16(hmtx.u16(4 * i))
	}
	var err error
	if f.cmap, err = readCmap(f.table("cmap"), f.glyphs); err != nil {
		return nil, err
	}
	f.lineMetrics(hhea, f.table("OS/2"))
	f.decorations(f.table("OS/2"), f.table("post"))
	return f, nil
}

func (f *Face) locaSize() int {
	if f.longLoca {
		return 4
	}
	return 2
}

// Unfitted is the face as its file has it, if this one is stretched to another's widths.
func (f *Face) Unfitted() *Face {
	if f.fit != nil {
		return f.fit.key.of
	}
	return f
}

// String is the face's PostScript name.
func (f *Face) String() string { return f.PostScript }

// table is the data of a table, nil if the face lacks it.
func (f *Face) table(tag string) blob {
	t, ok := f.dir.find(tag)
	if !ok {
		return nil
	}
	return f.data.part(t.offset, t.length)
}

// lineMetrics sets the height of a line as LibreOffice finds it: the table hhea, unless
// it is empty and the Windows metrics serve, or the face asks for its typographic ones
// (OS/2 USE_TYPO_METRICS). Word takes the Windows metrics and fills up to hhea's height
// with leading; for the embedded faces the two agree.
func (f *Face) lineMetrics(hhea, os2 blob) {
	ascent, descent, gap := hhea.i16(4), hhea.i16(6), hhea.i16(8)
	if ascent < 0 || descent > 0 {
		ascent, descent, gap = 0, 0, 0
	}
	if len(os2) >= 78 {
		if ascent == 0 && descent == 0 {
			ascent, descent, gap = os2.u16(74), -os2.u16(76), 0
		}
		typoAscent, typoDescent := os2.i16(68), os2.i16(70)
		if os2.u16(62)&(1<<7) != 0 && typoAscent >= 0 && typoDescent <= 0 && (typoAscent != 0 || typoDescent != 0) {
			ascent, descent, gap = typoAscent, typoDescent, os2.i16(72)
		}
	}
	if ascent == 0 && descent == 0 {
		ascent, descent, gap = f.UnitsPerEm*4/5, -f.UnitsPerEm/5, 0
	}
	f.Ascent, f.Descent, f.LineGap = ascent, descent, max(gap, 0)
}

// decorations sets the lines through and under text as LibreOffice draws them, from the
// descent alone: equally thick in all styles, so the line under a sentence does not jump
// where a bold word begins. Also the heights of letters.
func (f *Face) decorations(os2, post blob) {
	em := f.UnitsPerEm
	descent := -f.Descent
	if descent <= 0 {
		descent = em / 5
	}
	f.UnderlineThick = max(descent/4, 1)
	f.UnderlinePos = -(descent/4 + f.UnderlineThick/2)
	f.StrikeThick = f.UnderlineThick
	f.StrikePos = max((em-descent)/3, 0) + f.StrikeThick/2
	if os2.u16(0) >= 2 {
		f.XHeight, f.CapHeight = os2.i16(86), os2.i16(88)
	}
	if f.CapHeight <= 0 {
		f.CapHeight = f.glyphTop('H', em*7/10)
	}
	if f.XHeight <= 0 {
		f.XHeight = f.glyphTop('x', em/2)
	}
	f.ItalicAngle = int(int32(post.u32(4)) >> 16)
	if f.ItalicAngle < -60 || f.ItalicAngle > 60 {
		f.ItalicAngle = 0
	}
}

// glyphTop is the height of a character's glyph, or otherwise if it has none.
func (f *Face) glyphTop(r rune, otherwise int) int {
	if g, ok := f.Glyph(r); ok {
		if top := f.outline(g).i16(8); top > 0 {
			return top
		}
	}
	return otherwise
}

// outline is a glyph's data in the table glyf; empty for a blank such as the space.
func (f *Face) outline(g GlyphID) blob {
	if int(g) >= f.glyphs {
		return nil
	}
	if f.fit != nil {
		return f.stretched(g)
	}
	var from, to int
	if f.longLoca {
		from, to = int(f.loca.u32(4*int(g))), int(f.loca.u32(4*int(g)+4))
	} else {
		from, to = 2*f.loca.u16(2*int(g)), 2*f.loca.u16(2*int(g)+2)
	}
	return f.glyf.part(from, to-from)
}

// Glyph is the glyph of a character; ok is false if the face lacks it. Hyphens that do
// or do not break and the no-break space look like their plain kin where the face has
// no glyph of their own.
func (f *Face) Glyph(r rune) (g GlyphID, ok bool) {
	if f.seenOf != nil {
		g = f.sighted(r)
		return g, g != 0
	}
	if f.variants != nil {
		if v, varies := f.variants[r]; varies {
			if g = f.cmap.glyph(v); g != 0 {
				return g, true
			}
		}
	}
	if g = f.cmap.glyph(r); g != 0 {
		return g, true
	}
	switch r {
	case '\u00a0', '\u202f', '\u2007':
		g = f.cmap.glyph(' ')
	case '\u00ad', '\u2010', '\u2011':
		g = f.cmap.glyph('-')
	}
	return g, g != 0
}

// Advance is the width of a glyph in font units.
func (f *Face) Advance(g GlyphID) int {
	if int(g) >= len(f.advances) {
		return int(f.advances[len(f.advances)-1]) // the last one counts for all that follow
	}
	return int(f.advances[g])
}

// Glyphs is the number of glyphs in the face.
func (f *Face) Glyphs() int { return f.glyphs }

// Kern is what pair kerning adds between two glyphs, in font units.
func (f *Face) Kern(left, right GlyphID) int {
	if f.fit != nil {
		return f.fit.key.of.Kern(left, right)
	}
	f.kernOnce.Do(func() { f.kern = readKerning(f.table("GPOS"), f.table("kern")) })
	return f.kern.pair(left, right)
}
