package font

import (
	"encoding/binary"
	"slices"
)

// An Embedding is what a font's maker lets a document do with it (OpenType, OS/2 fsType).
type Embedding int

// Permissions, from the widest. Without a table OS/2 a font is free.
const (
	EmbedEditable   Embedding = iota // the document may be edited with it
	EmbedPrint                       // for reading and printing only: Word then refuses edits
	EmbedRestricted                  // not without the maker's leave
)

// Embedding is what the face's file permits.
func (f *Face) Embedding() Embedding {
	t := f.table("OS/2").u16(8)
	switch {
	case t&0x200 != 0: // bitmaps only, and we have outlines
		return EmbedRestricted
	case t&0x8 != 0 || t&0x6 == 0:
		return EmbedEditable // the least restrictive of several bits counts
	case t&0x4 != 0:
		return EmbedPrint
	}
	return EmbedRestricted
}

// office is what a person who edits a Vietnamese document may type: Latin with all
// Vietnamese letters, punctuation, currency, arrows, mathematical signs, bullets.
var office = [...][2]rune{
	{0x20, 0x17f}, {0x192, 0x192}, {0x1a0, 0x1a1}, {0x1af, 0x1b0}, {0x2b0, 0x2ff}, {0x300, 0x304}, {0x306, 0x30c}, {0x31b, 0x31b},
	{0x323, 0x323}, {0x1ea0, 0x1ef9}, {0x2000, 0x206f}, {0x2070, 0x209f}, {0x20a0, 0x20bf}, {0x2100, 0x214f}, {0x2150, 0x215f},
	{0x2190, 0x21ff}, {0x2200, 0x22ff}, {0x25a0, 0x25ff}, {0x2610, 0x2612}, {0x2713, 0x2717},
}

// Embeddable is a TrueType file of the face to put into a document that is edited with
// it: with the letters of Vietnamese and the characters given, under their own glyph
// numbers, its names and kerning. A face whose maker forbids subsets, and one of symbols,
// is whole. Hints and ligatures are left out.
func (f *Face) Embeddable(chars []rune) ([]byte, error) {
	f = f.Unfitted() // who edits with it gets the font that it is
	if f.table("OS/2").u16(8)&0x100 != 0 || f.cmap.symbol {
		return f.whole(), nil
	}
	var all []rune
	for _, r := range office {
		for c := r[0]; c <= r[1]; c++ {
			all = append(all, c)
		}
	}
	all = append(all, chars...)
	slices.Sort(all)
	var m []mapping
	keep := map[GlyphID]bool{0: true}
	order := []GlyphID{0}
	add := func(g GlyphID) {
		if !keep[g] {
			keep[g] = true
			order = append(order, g)
		}
	}
	for _, r := range slices.Compact(all) {
		if g := f.cmap.glyph(r); g != 0 && r < 0xffff {
			m = append(m, mapping{uint16(r), uint16(g)})
			add(g)
		}
	}
	outlines := map[GlyphID][]byte{}
	total := 0
	for i := 0; i < len(order); i++ { // grows by what composite glyphs are made of
		outlines[order[i]] = appendOutline(nil, f.outline(order[i]), func(g GlyphID) (uint16, bool) {
			if int(g) >= f.glyphs {
				return 0, false
			}
			add(g)
			return uint16(g), true
		})
		if total += len(outlines[order[i]]); total > maxFontBytes {
			return nil, errTooManyGlyphs
		}
	}
	var glyf []byte
	loca := make([]byte, 0, 4*(f.glyphs+1))
	for g := range f.glyphs {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, outlines[GlyphID(g)]...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))

	head := fixed(f.table("head"), 54)
	clear(head[8:12])                        // checkSumAdjustment, set by assemble
	binary.BigEndian.PutUint16(head[50:], 1) // long offsets in loca
	maxp := fixed(f.table("maxp"), 32)
	binary.BigEndian.PutUint32(maxp, 0x00010000)
	clear(maxp[14:28]) // nothing of the interpreter is needed
	binary.BigEndian.PutUint16(maxp[14:], 1)
	post := fixed(f.table("post"), 32)
	binary.BigEndian.PutUint32(post, 0x00030000) // without glyph names
	codes := segments(m)
	cmap := binary.BigEndian.AppendUint32([]byte{0, 0, 0, 1, 0, 3, 0, 1}, 12)
	tables := []fontTable{{"cmap", append(cmap, codes...)}, {"glyf", glyf}, {"head", head}, {"loca", loca}, {"maxp", maxp}, {"post", post}}
	for _, tag := range []string{"GDEF", "GPOS", "OS/2", "gasp", "hhea", "hmtx", "kern", "name"} {
		if t := f.table(tag); t != nil {
			tables = append(tables, fontTable{tag, t})
		}
	}
	sortTables(tables)
	return assemble(tables), nil
}

// whole is the face's file; of a collection, the one face. Its signature goes, as it is
// one of the file that it came from.
func (f *Face) whole() []byte {
	var tables []fontTable
	for _, t := range f.dir {
		tag := string(binary.BigEndian.AppendUint32(nil, t.tag))
		data := []byte(f.data.part(t.offset, t.length))
		switch tag {
		case "DSIG":
			continue
		case "head":
			data = fixed(data, max(len(data), 54))
			clear(data[8:12])
		}
		tables = append(tables, fontTable{tag, data})
	}
	sortTables(tables)
	return assemble(tables)
}

func sortTables(tables []fontTable) {
	slices.SortStableFunc(tables, func(a, b fontTable) int {
		switch {
		case a.tag < b.tag:
			return -1
		case a.tag > b.tag:
			return 1
		}
		return 0
	})
}
