package font

// A Point is one of a glyph's outline, in font units with y upwards; between two points
// that are not on the curve stands one that is, in the middle (TrueType's quadratic curves).
type Point struct {
	X, Y    float32
	OnCurve bool
}

// maxPoints bounds one glyph's outline, whose parts may be used over and over.
const maxPoints = 1 << 16

// Outline is the outline of a glyph as closed contours; nil for a blank or a damaged one.
// Where contours overlap, the non-zero winding rule says what is inside.
func (f *Face) Outline(g GlyphID) [][]Point {
	var contours [][]Point
	left := maxPoints
	if !f.addOutline(&contours, g, [6]float32{1, 0, 0, 1, 0, 0}, 0, &left) {
		return nil
	}
	return contours
}

// maxDepth is how deep glyphs may consist of glyphs.
const maxDepth = 8

// addOutline adds the contours of a glyph, transformed: x' = m[0]x + m[2]y + m[4]. It
// reports false if the glyph is damaged.
func (f *Face) addOutline(to *[][]Point, g GlyphID, m [6]float32, depth int, left *int) bool {
	b := f.outline(g)
	if len(b) == 0 {
		return true
	}
	if len(b) < 10 || depth > maxDepth {
		return false
	}
	if contours := b.i16(0); contours >= 0 {
		return addSimple(to, b, contours, m, left)
	}
	off := 10
	for range maxComponents {
		flags := b.u16(off)
		part := GlyphID(b.u16(off + 2))
		off += 4
		t := [6]float32{1, 0, 0, 1, 0, 0}
		if flags&argsAreWords != 0 {
			t[4], t[5] = float32(b.i16(off)), float32(b.i16(off+2))
			off += 4
		} else {
			t[4], t[5] = float32(int8(b.u8(off))), float32(int8(b.u8(off+1)))
			off += 2
		}
		if flags&argsAreOffsets == 0 { // points of the two, which fall together
			t[4], t[5] = 0, 0
		}
		scale := func() float32 {
			v := float32(b.i16(off)) / (1 << 14)
			off += 2
			return v
		}
		switch {
		case flags&haveScale != 0:
			t[0] = scale()
			t[3] = t[0]
		case flags&haveXYScale != 0:
			t[0], t[3] = scale(), scale()
		case flags&haveTwoByTwo != 0:
			t[0], t[1], t[2], t[3] = scale(), scale(), scale(), scale()
		}
		if off > len(b) || *left <= 0 {
			return false
		}
		*left-- // also parts without points
		if !f.addOutline(to, part, multiply(t, m), depth+1, left) {
			return false
		}
		if flags&moreComponents == 0 {
			return true
		}
	}
	return false
}

// onCurve is the flag of a point of a simple glyph that is on the curve.
const onCurve = 1

// argsAreOffsets is the flag of a component that is moved by a distance.
const argsAreOffsets = 0x0002

// multiply is the transformation a, then b.
func multiply(a, b [6]float32) [6]float32 {
	x := func(i, j int) float32 { return float32(a[i]*b[j]) + float32(a[i+1]*b[j+2]) }
	return [6]float32{x(0, 0), x(0, 1), x(2, 0), x(2, 1), x(4, 0) + b[4], x(4, 1) + b[5]}
}

// addSimple adds the contours of a glyph that has its own points.
func addSimple(to *[][]Point, b blob, contours int, m [6]float32, left *int) bool {
	if contours == 0 {
		return true
	}
	ends := 10 + 2*contours
	n := b.u16(ends-2) + 1
	off := ends + 2 + b.u16(ends)
	if *left -= n; *left < 0 || off > len(b) {
		return false
	}
	flags := make([]byte, 0, n)
	for len(flags) < n {
		if off >= len(b) {
			return false
		}
		flag, repeat := byte(b.u8(off)), 1
		off++
		if flag&8 != 0 {
			repeat += b.u8(off)
			off++
		}
		for ; repeat > 0 && len(flags) < n; repeat-- {
			flags = append(flags, flag)
		}
	}
	points := make([]Point, n)
	read := func(short, same byte, set func(i, v int)) {
		v := 0
		for i, flag := range flags {
			switch {
			case flag&short != 0 && flag&same != 0:
				v += b.u8(off)
				off++
			case flag&short != 0:
				v -= b.u8(off)
				off++
			case flag&same == 0:
				v += b.i16(off)
				off += 2
			}
			set(i, v)
		}
	}
	read(2, 16, func(i, v int) { points[i].X = float32(v) })
	read(4, 32, func(i, v int) { points[i].Y = float32(v) })
	if off > len(b) {
		return false
	}
	for i, p := range points {
		points[i] = Point{
			float32(m[0]*p.X) + float32(m[2]*p.Y) + m[4], float32(m[1]*p.X) + float32(m[3]*p.Y) + m[5], flags[i]&onCurve != 0,
		}
	}
	from := 0
	for c := range contours {
		end := b.u16(10+2*c) + 1
		if end < from || end > n {
			return false
		}
		if end > from {
			*to = append(*to, points[from:end])
		}
		from = end
	}
	return true
}
