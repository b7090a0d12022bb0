package font

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// Bounds on composite glyphs (OpenType, table glyf).
const (
	maxComponents = 64
	maxSubset     = 0xfffe
)

// Flags of a component of a composite glyph.
const (
	argsAreWords   = 1 << 0
	haveScale      = 1 << 3
	moreComponents = 1 << 5
	haveXYScale    = 1 << 6
	haveTwoByTwo   = 1 << 7
	haveHints      = 1 << 8
)

// Subset is a TrueType file with the given glyphs only, numbered 1, 2, … in the order
// given (glyph 0 is the missing glyph), with the tables that a PDF viewer needs. It maps
// the codes from 32 on to the first 224 of them, in the way of a symbol font. Hints are
// left out, as PDF viewers draw without them.
func (f *Face) Subset(glyphs []GlyphID) ([]byte, error) {
	codes := make([]byte, min(len(glyphs), 224))
	for i := range codes {
		codes[i] = byte(32 + i)
	}
	return f.SubsetCodes(glyphs, codes)
}

// SubsetCodes is a [Face.Subset] in which codes[i] leads to glyphs[i], in the way of a
// symbol font; there may be fewer codes than glyphs.
func (f *Face) SubsetCodes(glyphs []GlyphID, codes []byte) ([]byte, error) {
	if len(codes) > len(glyphs) || len(codes) > 255 {
		return nil, errTooManyGlyphs
	}
	mac := make([]byte, 262)
	binary.BigEndian.PutUint16(mac[2:], 262)
	symbols := make([]mapping, len(codes))
	for i, c := range codes {
		mac[6+int(c)] = byte(i + 1)
		symbols[i] = mapping{0xf000 + uint16(c), uint16(i + 1)}
	}
	return f.subset(glyphs, []subtable{{1, 0, mac}, {3, 0, segments(sorted(symbols))}})
}

// SubsetUnicode is a [Face.Subset] in which chars[i] leads to glyphs[i]. Characters
// beyond U+FFFF are left unmapped.
func (f *Face) SubsetUnicode(glyphs []GlyphID, chars []rune) ([]byte, error) {
	if len(glyphs) != len(chars) {
		return nil, errors.New("font: as many characters as glyphs are needed")
	}
	var m []mapping
	for i, r := range chars {
		if r > 0 && r < 0xffff {
			m = append(m, mapping{uint16(r), uint16(i + 1)})
		}
	}
	return f.subset(glyphs, []subtable{{3, 1, segments(sorted(m))}})
}

// sorted puts the codes in order; the first of equal ones counts.
func sorted(m []mapping) []mapping {
	slices.SortStableFunc(m, func(a, b mapping) int { return cmp.Compare(a.code, b.code) })
	return slices.CompactFunc(m, func(a, b mapping) bool { return a.code == b.code })
}

var errTooManyGlyphs = errors.New("font: too many glyphs for one subset")

type mapping struct{ code, glyph uint16 }

type subtable struct {
	platform, encoding uint16
	data               []byte
}

// segments is a cmap subtable of format 4 for sorted codes.
func segments(m []mapping) []byte {
	type segment struct{ start, end, delta uint16 }
	var segs []segment
	for _, c := range m {
		delta := c.glyph - c.code
		if n := len(segs) - 1; n >= 0 && segs[n].end+1 == c.code && segs[n].delta == delta {
			segs[n].end++
			continue
		}
		segs = append(segs, segment{c.code, c.code, delta})
	}
	segs = append(segs, segment{0xffff, 0xffff, 1})
	n := uint16(len(segs))
	power := uint16(1)
	var log uint16
	for power*2 <= n {
		power *= 2
		log++
	}
	var b []byte
	put := func(vs ...uint16) {
		for _, v := range vs {
			b = binary.BigEndian.AppendUint16(b, v)
		}
	}
	put(4, 16+8*n, 0, 2*n, 2*power, log, 2*(n-power))
	for _, s := range segs {
		put(s.end)
	}
	put(0)
	for _, s := range segs {
		put(s.start)
	}
	for _, s := range segs {
		put(s.delta)
	}
	for range segs {
		put(0)
	}
	return b
}

func (f *Face) subset(glyphs []GlyphID, maps []subtable) ([]byte, error) {
	if len(glyphs) > maxSubset {
		return nil, errTooManyGlyphs
	}
	// The missing glyph first, then those asked for, then the parts that they are made
	// of, in the order in which they are met.
	order := append([]GlyphID{0}, glyphs...)
	number := make([]uint16, max(f.glyphs, int(slices.Max(order))+1)) // by glyph; 0: none yet, or the missing glyph
	size := 0
	for i, g := range order {
		size += len(f.outline(g)) + 3
		if g != 0 && number[g] == 0 {
			number[g] = uint16(i)
		}
	}
	// Room for what is asked for; hints, which are left out, make up for parts.
	glyf, offsets := make([]byte, 0, min(size, maxFontBytes)), make([]int, 0, 2*len(order))
	for i := 0; i < len(order); i++ {
		if len(glyf) > maxFontBytes { // outlines that lie over each other, again and again
			return nil, errTooManyGlyphs
		}
		offsets = append(offsets, len(glyf))
		part := func(g GlyphID) (uint16, bool) {
			if int(g) >= len(number) { // a part that the face does not have
				return 0, false
			}
			n := number[g]
			if n == 0 && g != 0 {
				if len(order) > maxSubset || int(g) >= f.glyphs {
					return 0, false
				}
				n = uint16(len(order))
				number[g] = n
				order = append(order, g)
			}
			return n, true
		}
		glyf = appendOutline(glyf, f.outline(order[i]), part)
		if len(glyf)%2 != 0 {
			glyf = append(glyf, 0)
		}
	}
	offsets = append(offsets, len(glyf))
	loca, long := make([]byte, 0, 2*len(offsets)), len(glyf) > 2*0xffff
	for _, off := range offsets {
		if long {
			loca = binary.BigEndian.AppendUint32(loca, uint32(off))
		} else {
			loca = binary.BigEndian.AppendUint16(loca, uint16(off/2))
		}
	}

	hmtx := make([]byte, 0, 4*len(order))
	source := f.table("hmtx")
	for _, g := range order {
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.Advance(g)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.bearing(source, g)))
	}

	head := fixed(f.table("head"), 54)
	clear(head[8:12])                        // checkSumAdjustment, set below
	binary.BigEndian.PutUint16(head[50:], 0) // offsets in loca are halved
	if long {
		binary.BigEndian.PutUint16(head[50:], 1)
	}
	binary.BigEndian.PutUint16(head[52:], 0) // glyphDataFormat
	hhea := fixed(f.table("hhea"), 36)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(order)))
	maxp := fixed(f.table("maxp"), 32)
	binary.BigEndian.PutUint32(maxp, 0x00010000)
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(order)))
	clear(maxp[14:28]) // nothing of the interpreter is needed
	binary.BigEndian.PutUint16(maxp[14:], 1)

	post := fixed(f.table("post"), 32)
	binary.BigEndian.PutUint32(post, 0x00030000) // without names

	cmap := binary.BigEndian.AppendUint16([]byte{0, 0}, uint16(len(maps)))
	off := 4 + 8*len(maps)
	for _, m := range maps {
		cmap = binary.BigEndian.AppendUint16(cmap, m.platform)
		cmap = binary.BigEndian.AppendUint16(cmap, m.encoding)
		cmap = binary.BigEndian.AppendUint32(cmap, uint32(off))
		off += len(m.data)
	}
	for _, m := range maps {
		cmap = append(cmap, m.data...)
	}
	return assemble([]fontTable{
		{"cmap", cmap}, {"glyf", glyf}, {"head", head}, {"hhea", hhea},
		{"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}, {"post", post},
	}), nil
}

// bearing is the free space left of a glyph, as the table hmtx has it.
func (f *Face) bearing(hmtx blob, g GlyphID) int {
	if f.fit != nil {
		return f.outline(g).i16(2)
	}
	n, at := len(f.advances), 4*int(g)+2
	if int(g) >= n {
		at = 4*n + 2*(int(g)-n)
	}
	return hmtx.i16(at)
}

// fixed is a copy of a table in its full length.
func fixed(b blob, n int) []byte {
	out := make([]byte, n)
	copy(out, b)
	return out
}

// appendOutline copies a glyph without its hints; part renumbers what a composite glyph
// is made of. A damaged glyph becomes blank.
func appendOutline(to []byte, b blob, part func(GlyphID) (uint16, bool)) []byte {
	if len(b) < 10 {
		return to
	}
	start := len(to)
	contours := b.i16(0)
	if contours >= 0 {
		ends := 10 + 2*contours
		hints := b.u16(ends)
		if ends+2+hints > len(b) {
			return to
		}
		to = append(to, b[:ends]...)
		to = append(to, 0, 0)
		return append(to, b[ends+2+hints:]...)
	}
	to = append(to, b[:10]...)
	off := 10
	for range maxComponents {
		flags := b.u16(off)
		size := 6
		if flags&argsAreWords != 0 {
			size = 8
		}
		switch {
		case flags&haveScale != 0:
			size += 2
		case flags&haveXYScale != 0:
			size += 4
		case flags&haveTwoByTwo != 0:
			size += 8
		}
		if off+size > len(b) {
			return to[:start]
		}
		n, ok := part(GlyphID(b.u16(off + 2)))
		if !ok {
			return to[:start]
		}
		to = binary.BigEndian.AppendUint16(to, uint16(flags&^haveHints))
		to = binary.BigEndian.AppendUint16(to, n)
		to = append(to, b[off+4:off+size]...)
		off += size
		if flags&moreComponents == 0 {
			return to
		}
	}
	return to[:start]
}

type fontTable struct {
	tag  string
	data []byte
}

// assemble writes a font file of tables that are sorted by tag.
func assemble(tables []fontTable) []byte {
	n := len(tables)
	power, log := 1, 0
	for power*2 <= n {
		power *= 2
		log++
	}
	size := 12 + 16*n
	for _, t := range tables {
		size += (len(t.data) + 3) &^ 3
	}
	out := make([]byte, 0, size)
	out = binary.BigEndian.AppendUint32(out, 0x00010000)
	for _, v := range []int{n, 16 * power, log, 16 * (n - power)} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	off, headAt := 12+16*n, 0
	for _, t := range tables {
		if t.tag == "head" {
			headAt = off
		}
		out = append(out, t.tag...)
		out = binary.BigEndian.AppendUint32(out, checksum(t.data))
		out = binary.BigEndian.AppendUint32(out, uint32(off))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
		off += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[headAt+8:], 0xb1b0afba-checksum(out))
	return out
}

// checksum is the sum of a table's 32-bit words, as if it were filled up with zeros.
func checksum(b []byte) uint32 {
	var sum uint32
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	if len(b) > 0 {
		var last [4]byte
		copy(last[:], b)
		sum += binary.BigEndian.Uint32(last[:])
	}
	return sum
}
