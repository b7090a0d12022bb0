package font

// Mathematics is the table MATH of a face (OpenType, “MATH”): how equations are set in it.
// Lengths are in font units. What a damaged table does not have is zero.
type Mathematics struct {
	constants, italics, accents, kerns, variants blob
	overlap                                      int
	scripts                                      []blob // subtables of the feature ssty, see script
}

// A MathConstant is one of the table's constants that count in font units.
type MathConstant int

// The constants in the order of the table.
const (
	MathLeading MathConstant = iota
	AxisHeight
	AccentBaseHeight
	FlattenedAccentBaseHeight
	SubscriptShiftDown
	SubscriptTopMax
	SubscriptBaselineDropMin
	SuperscriptShiftUp
	SuperscriptShiftUpCramped
	SuperscriptBottomMin
	SuperscriptBaselineDropMax
	SubSuperscriptGapMin
	SuperscriptBottomMaxWithSubscript
	SpaceAfterScript
	UpperLimitGapMin
	UpperLimitBaselineRiseMin
	LowerLimitGapMin
	LowerLimitBaselineDropMin
	StackTopShiftUp
	StackTopDisplayStyleShiftUp
	StackBottomShiftDown
	StackBottomDisplayStyleShiftDown
	StackGapMin
	StackDisplayStyleGapMin
	StretchStackTopShiftUp
	StretchStackBottomShiftDown
	StretchStackGapAboveMin
	StretchStackGapBelowMin
	FractionNumeratorShiftUp
	FractionNumeratorDisplayStyleShiftUp
	FractionDenominatorShiftDown
	FractionDenominatorDisplayStyleShiftDown
	FractionNumeratorGapMin
	FractionNumDisplayStyleGapMin
	FractionRuleThickness
	FractionDenominatorGapMin
	FractionDenomDisplayStyleGapMin
	SkewedFractionHorizontalGap
	SkewedFractionVerticalGap
	OverbarVerticalGap
	OverbarRuleThickness
	OverbarExtraAscender
	UnderbarVerticalGap
	UnderbarRuleThickness
	UnderbarExtraDescender
	RadicalVerticalGap
	RadicalDisplayStyleVerticalGap
	RadicalRuleThickness
	RadicalExtraAscender
	RadicalKernBeforeDegree
	RadicalKernAfterDegree
)

// A MathCorner is where a script stands at a glyph, in the order of the table.
type MathCorner int

// Corners of a glyph.
const (
	TopRight MathCorner = iota
	TopLeft
	BottomRight
	BottomLeft
)

// Mathematics is nil if the face has no table MATH.
func (f *Face) Mathematics() *Mathematics {
	f.mathOnce.Do(func() {
		b := f.table("MATH")
		if len(b) < 10 {
			return
		}
		m := &Mathematics{constants: b.at(b.u16(4)), variants: b.at(b.u16(8))}
		info := b.at(b.u16(6))
		part := func(off int) blob {
			if at := info.u16(off); at != 0 {
				return info.at(at)
			}
			return nil
		}
		m.italics, m.accents, m.kerns = part(0), part(2), part(6)
		m.overlap = m.variants.u16(0)
		m.scripts = f.table("GSUB").alternates("ssty")
		f.math = m
	})
	return f.math
}

// Scale is how large scripts are, and scripts of scripts, in percent.
func (m *Mathematics) Scale() (script, scriptScript int) {
	return m.constants.i16(0), m.constants.i16(2)
}

// OperatorHeight is how high ∑ and its like are at least in a displayed equation.
func (m *Mathematics) OperatorHeight() int { return m.constants.u16(6) }

// SubFormulaHeight is from which height on what stands in brackets is a formula of its own.
func (m *Mathematics) SubFormulaHeight() int { return m.constants.u16(4) }

// DegreeRaise is how far up its sign the degree of a root stands, in percent.
func (m *Mathematics) DegreeRaise() int { return m.constants.i16(8 + 4*51) }

// Constant is the value of a constant.
func (m *Mathematics) Constant(c MathConstant) int { return m.constants.i16(8 + 4*int(c)) }

// ItalicsCorrection is how far a glyph leans over its advance.
func (m *Mathematics) ItalicsCorrection(g GlyphID) int {
	if i, ok := m.italics.at(m.italics.u16(0)).covered(g); ok && len(m.italics) > 0 {
		return m.italics.i16(4 + 4*i)
	}
	return 0
}

// AccentPlace is where an accent stands over a glyph, or where the glyph stands as an accent.
func (m *Mathematics) AccentPlace(g GlyphID) (x int, ok bool) {
	i, ok := m.accents.at(m.accents.u16(0)).covered(g)
	if !ok || len(m.accents) == 0 {
		return 0, false
	}
	return m.accents.i16(4 + 4*i), true
}

// Kern is how far a script moves that stands at a corner of a glyph, at a height.
func (m *Mathematics) Kern(g GlyphID, corner MathCorner, height int) int {
	if len(m.kerns) == 0 {
		return 0
	}
	i, ok := m.kerns.at(m.kerns.u16(0)).covered(g)
	if !ok {
		return 0
	}
	off := m.kerns.u16(4 + 8*i + 2*int(corner))
	if off == 0 {
		return 0
	}
	k := m.kerns.at(off)
	n := k.u16(0)
	at := 0
	for at < n && height >= k.i16(2+4*at) {
		at++
	}
	return k.i16(2 + 4*n + 4*at)
}

// A MathVariant is a glyph of a certain size, along the direction in which it grows.
type MathVariant struct {
	Glyph GlyphID
	Size  int
}

// maxMathParts bounds the variants and pieces of one glyph.
const maxMathParts = 64

// construction is the record of how a glyph grows upwards or sideways; nil: it does not.
func (m *Mathematics) construction(g GlyphID, upwards bool) blob {
	v := m.variants
	vertical := v.u16(6)
	cover, first, n := v.u16(2), 10, vertical
	if !upwards {
		cover, first, n = v.u16(4), 10+2*vertical, v.u16(8)
	}
	if cover == 0 {
		return nil
	}
	i, ok := v.at(cover).covered(g)
	if !ok || i >= n {
		return nil
	}
	return v.at(v.u16(first + 2*i))
}

// Variants is the glyphs that a glyph grows into, the smallest first.
func (m *Mathematics) Variants(g GlyphID, upwards bool) []MathVariant {
	c := m.construction(g, upwards)
	n := min(c.u16(2), maxMathParts)
	out := make([]MathVariant, n)
	for i := range out {
		out[i] = MathVariant{GlyphID(c.u16(4 + 4*i)), c.u16(6 + 4*i)}
	}
	return out
}

// A MathPart is a piece of a glyph that is put together to any size.
type MathPart struct {
	Glyph      GlyphID
	Start, End int // how much may overlap there
	Size       int
	Extender   bool // may be repeated, or left out
}

// Assembly is the pieces of a glyph, from the bottom up or from the left; none: there are no
// pieces. They overlap by overlap at least.
func (m *Mathematics) Assembly(g GlyphID, upwards bool) (parts []MathPart, overlap int) {
	c := m.construction(g, upwards)
	off := c.u16(0)
	if off == 0 {
		return nil, 0
	}
	a := c.at(off)
	parts = make([]MathPart, min(a.u16(4), maxMathParts))
	for i := range parts {
		p := a.at(6 + 10*i)
		parts[i] = MathPart{GlyphID(p.u16(0)), p.u16(2), p.u16(4), p.u16(6), p.u16(8)&1 != 0}
	}
	return parts, m.overlap
}

// covered is a glyph's index in a coverage table (OpenType, “Coverage Table”).
func (b blob) covered(g GlyphID) (int, bool) {
	n := b.u16(2)
	lo, hi := 0, n
	switch b.u16(0) {
	case 1:
		for lo < hi {
			if mid := (lo + hi) / 2; b.u16(4+2*mid) < int(g) {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		return lo, lo < n && b.u16(4+2*lo) == int(g)
	case 2:
		for lo < hi {
			if mid := (lo + hi) / 2; b.u16(6+6*mid) < int(g) {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		if r := b.at(4 + 6*lo); lo < n && r.u16(0) <= int(g) && int(g) <= r.u16(2) {
			return r.u16(4) + int(g) - r.u16(0), true
		}
	}
	return 0, false
}

// Extent is how far the ink of a glyph reaches: left, bottom, right, top. A blank has none.
func (f *Face) Extent(g GlyphID) (box [4]int) {
	if b := f.outline(g); len(b) >= 10 {
		box = [4]int{b.i16(2), b.i16(4), b.i16(6), b.i16(8)}
	}
	return box
}

// alternates is the subtables of a feature of the table GSUB that substitutes single glyphs or
// gives a choice of them (OpenType, “GSUB”, lookup types 1 and 3).
func (b blob) alternates(feature string) (subtables []blob) {
	features, lookups := b.at(b.u16(6)), b.at(b.u16(8))
	if len(b) == 0 {
		return nil
	}
	for i := range features.u16(0) {
		record := features.at(2 + 6*i)
		if len(record) < 6 || string(record[:4]) != feature {
			continue
		}
		f := features.at(record.u16(4))
		for j := range min(f.u16(2), maxMathParts) {
			lookup := lookups.at(lookups.u16(2 + 2*f.u16(4+2*j)))
			kind := lookup.u16(0)
			for k := range min(lookup.u16(4), maxMathParts) {
				sub := lookup.at(lookup.u16(6 + 2*k))
				if kind == 7 { // an extension
					kind, sub = sub.u16(2), sub.at(int(sub.u32(4)))
				}
				if kind == 3 && sub.u16(0) == 1 {
					subtables = append(subtables, sub)
				}
			}
		}
		break // the feature is the same for all languages
	}
	return subtables
}

// script is the glyph of a script of a level: 1, or 2 for a script of a script.
func (m *Mathematics) script(g GlyphID, level int) GlyphID {
	for _, s := range m.scripts {
		if i, ok := s.at(s.u16(2)).covered(g); ok {
			set := s.at(s.u16(6 + 2*i))
			if n := set.u16(0); n > 0 {
				return GlyphID(set.u16(2 * min(level, n)))
			}
		}
	}
	return g
}

// Showing is this face with one glyph in place of every character but the space: for signs
// that have grown, which no character leads to. Each is made once.
func (f *Face) Showing(g GlyphID) *Face { return f.seen(sight{only: g}) }

// InScripts is this face with the glyphs of scripts, which are bolder: of level 1, or of level 2
// for scripts of scripts. Each is made once.
func (f *Face) InScripts(level int) *Face {
	if level == 0 || f.Mathematics() == nil || len(f.math.scripts) == 0 {
		return f
	}
	return f.seen(sight{script: level})
}

// A sight is how a face shows its characters; the zero value is its own way.
type sight struct {
	only   GlyphID // every character but the space shows this glyph; 0: its own
	script int     // the level of scripts; 0: none
}

func (f *Face) seen(how sight) *Face {
	if have, ok := f.sights.Load(how); ok {
		return have.(*Face)
	}
	s := &Face{
		Family: f.Family, PostScript: f.PostScript, Class: f.Class, Bold: f.Bold, Italic: f.Italic, UnitsPerEm: f.UnitsPerEm,
		Ascent: f.Ascent, Descent: f.Descent, LineGap: f.LineGap, CapHeight: f.CapHeight, XHeight: f.XHeight,
		UnderlinePos: f.UnderlinePos, UnderlineThick: f.UnderlineThick, StrikePos: f.StrikePos, StrikeThick: f.StrikeThick,
		BBox: f.BBox, ItalicAngle: f.ItalicAngle,
		data: f.data, dir: f.dir, glyf: f.glyf, loca: f.loca, longLoca: f.longLoca, glyphs: f.glyphs,
		advances: f.advances, cmap: f.cmap, variants: f.variants, fit: f.fit, seenOf: f, sight: how,
	}
	have, _ := f.sights.LoadOrStore(how, s)
	return have.(*Face)
}

// sighted is the glyph that a character shows in a face that shows them otherwise.
func (f *Face) sighted(r rune) GlyphID {
	g, _ := f.seenOf.Glyph(r)
	if f.sight.only != 0 && r != ' ' {
		return f.sight.only
	}
	if m := f.Mathematics(); m != nil && f.sight.script > 0 {
		return m.script(g, f.sight.script)
	}
	return g
}
