package font

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"sync"
)

// A fit is how a face's glyphs are stretched sideways, to be as wide as those of another font.
type fit struct {
	key    fitKey
	known  []evidence // of the font, the nearest style first
	scales []float32  // of the outlines, by glyph

	outlines sync.Map // of the glyphs that were asked for, GlyphID to blob
}

// fitKey is a face and the style that it is fitted to.
type fitKey struct {
	of    *Face
	to    *measuredFamily
	style int
}

// evidence is a style that was measured, and the face that stands in for that style.
type evidence struct {
	*metrics
	face  *Face
	usual float64 // what common letters are stretched by
	whole bool    // all common letters were measured
}

const (
	// maxUneven is how far an outline may be stretched otherwise than those of common letters
	// are; what is beyond that is put at both sides. So the stems of a word stay nearly alike.
	maxUneven = 0.08
	// maxMeasured is the end of the characters that are fitted: beyond them are symbols.
	maxMeasured = 0x2700
	// usualLetters is letters about as often as Latin text has them.
	usualLetters = "nnnhhhttttiiiiiaaaacccgggeeeuuuuooomllrrsssdbpvky"
)

// newEvidence is what is known of a style, for the face that stands in for it.
func newEvidence(m *metrics, face *Face) evidence {
	var is, own float64
	e := evidence{metrics: m, face: face, usual: 1, whole: true}
	for _, r := range usualLetters {
		g, _ := face.Glyph(r)
		if w, ok := m.width(r); !ok {
			e.whole = false
		} else {
			is, own = is+w/1000*float64(face.UnitsPerEm), own+float64(face.Advance(g))
		}
	}
	if is > 0 && own > 0 {
		e.usual = is / own
	}
	return e
}

// stretch is how much wider a character is than in the face; ok is false if that is unknown.
func (e evidence) stretch(r rune) (factor float64, ok bool) {
	w, ok := e.width(r)
	g, has := e.face.Glyph(r)
	own := e.face.Advance(g)
	if !ok || !has || own == 0 {
		return 0, false
	}
	return w / 1000 * float64(e.face.UnitsPerEm) / float64(own), true
}

// stretch is how much wider a character is to be than its glyph: as measured in the style
// itself, or in the nearest that knows it, or as the common letters.
func (t *fit) stretch(r rune) float64 {
	usual := t.known[0].usual
	for _, e := range t.known {
		if s, ok := e.stretch(r); ok {
			return s * usual / e.usual
		}
	}
	return usual
}

// knows reports whether the character's width is known in some style.
func (t *fit) knows(r rune) bool {
	return slices.ContainsFunc(t.known, func(e evidence) bool { _, ok := e.stretch(r); return ok })
}

// fitted is the face with the widths and the line metrics of another font, as far as they
// are known. Its glyphs are stretched sideways, so that whatever
// measures, cuts or draws it finds a face like others. It has a name of its own, as it is
// neither the font that it was made of nor the one that it stands in for.
func (f *Face) fitted(key fitKey, known []evidence) *Face {
	units := func(v float64) int { return int(math.Round(v / 1000 * float64(f.UnitsPerEm))) }
	t := &Face{
		Family: f.Family, PostScript: standName(f, known[0].family), Class: f.Class, Bold: f.Bold, Italic: f.Italic,
		UnitsPerEm: f.UnitsPerEm, Ascent: units(known[0].ascent), Descent: units(known[0].descent), LineGap: units(known[0].lineGap),
		CapHeight: f.CapHeight, XHeight: f.XHeight, BBox: f.BBox, ItalicAngle: f.ItalicAngle,
		UnderlinePos: f.UnderlinePos, UnderlineThick: f.UnderlineThick, StrikePos: f.StrikePos, StrikeThick: f.StrikeThick,
		data: f.data, dir: f.dir, glyf: f.glyf, loca: f.loca, longLoca: f.longLoca, glyphs: f.glyphs,
		advances: make([]uint16, f.glyphs), cmap: f.cmap, variants: f.variants,
		fit: &fit{key: key, known: known, scales: make([]float32, f.glyphs)},
	}
	for g := range t.advances {
		t.advances[g], t.fit.scales[g] = uint16(f.Advance(GlyphID(g))), 1
	}
	usual := known[0].usual
	seen := make([]bool, f.glyphs) // the first of several characters counts for their glyph
	for r := rune(' '); r < maxMeasured; r++ {
		if r == 0x500 {
			r = 0x1EA0 // no font was measured for the scripts between
		}
		g, ok := f.Glyph(r)
		if !ok || seen[g] || f.Advance(g) == 0 {
			continue
		}
		seen[g] = true
		s := t.fit.stretch(r)
		t.advances[g] = uint16(min(math.Round(s*float64(f.Advance(g))), math.MaxUint16))
		t.fit.scales[g] = float32(min(max(s, usual*(1-maxUneven)), usual*(1+maxUneven)))
	}
	if widest := usual * (1 + maxUneven); widest > 1 {
		t.BBox[0], t.BBox[2] = int(float64(f.BBox[0])*widest), int(float64(f.BBox[2])*widest)
	}
	return t
}

// standName is the PostScript name of a face that stands in for a family. It does not use
// the face's own name, which the fonts' licence reserves for what is unchanged.
func standName(f *Face, family string) string {
	kind := "Serif"
	switch f.Class {
	case Sans:
		kind = "Sans"
	case Mono:
		kind = "Mono"
	}
	name := kind + "For" + strings.ReplaceAll(family, " ", "")
	switch {
	case f.Bold && f.Italic:
		name += "-BoldItalic"
	case f.Bold:
		name += "-Bold"
	case f.Italic:
		name += "-Italic"
	}
	return name
}

// stretched is a glyph's outline in the form of the table glyf. Each is made once.
func (f *Face) stretched(g GlyphID) blob {
	if have, ok := f.fit.outlines.Load(g); ok {
		return have.(blob)
	}
	made, _ := f.fit.outlines.LoadOrStore(g, f.stretch(g))
	return made.(blob)
}

// stretch makes a glyph's stretched outline: one simple glyph, also where the face composes it
// of several.
func (f *Face) stretch(g GlyphID) blob {
	contours := f.fit.key.of.Outline(g)
	if len(contours) == 0 || len(contours) > math.MaxInt16 {
		return nil
	}
	scale := float64(f.fit.scales[g])
	side := (float64(f.Advance(g)) - scale*float64(f.fit.key.of.Advance(g))) / 2
	var x, y axis
	var flags, ends []byte
	for _, points := range contours {
		for _, p := range points {
			flag := byte(0)
			if p.OnCurve {
				flag = onCurve
			}
			flag |= x.add(float64(p.X)*scale+side, 2, 16)
			flag |= y.add(float64(p.Y), 4, 32)
			flags = append(flags, flag)
		}
		ends = binary.BigEndian.AppendUint16(ends, uint16(len(flags)-1))
	}
	b := binary.BigEndian.AppendUint16(nil, uint16(len(contours)))
	for _, v := range [...]int{x.min, y.min, x.max, y.max} {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	b = append(append(b, ends...), 0, 0) // no hints
	return append(append(append(b, flags...), x.bytes...), y.bytes...)
}

// axis is the coordinates of a simple glyph along one axis, each written as the way from the
// one before (OpenType, table glyf).
type axis struct {
	bytes        []byte
	at, min, max int
	begun        bool
}

// add writes a coordinate and gives its flags: short is set where the way takes one byte,
// same where that goes up, or where there is no way at all.
func (a *axis) add(v float64, short, same byte) (flags byte) {
	// TrueType's numbers have 16 bits: what is beyond them is no glyph of a font.
	n := int(math.Round(min(max(v, math.MinInt16/2), math.MaxInt16/2)))
	if !a.begun {
		a.begun, a.min, a.max = true, n, n
	}
	a.min, a.max = min(a.min, n), max(a.max, n)
	d := n - a.at
	a.at = n
	switch {
	case d == 0:
		return same
	case d > 0 && d < 256:
		a.bytes = append(a.bytes, byte(d))
		return short | same
	case d < 0 && d > -256:
		a.bytes = append(a.bytes, byte(-d))
		return short
	}
	a.bytes = binary.BigEndian.AppendUint16(a.bytes, uint16(d))
	return 0
}
