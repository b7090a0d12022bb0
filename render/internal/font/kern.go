package font

// kerning finds the pair adjustment of two glyphs. It reads the font's own tables where
// they lie: kerning is asked for rarely, and building a map would cost more than it saves.
type kerning struct {
	subtables []blob // PairPos subtables of GPOS, in order
	steps     int    // taken while looking for them
	old       []blob // format 0 subtables of the table kern; used without the former
}

// Bounds on what a font may make us look through.
const (
	maxPairSubtables = 500
	maxFeatures      = 1000
	maxLookups       = 10_000 // lookups and their subtables, together
)

// readKerning collects what the feature "kern" of GPOS refers to, for whatever script:
// fonts of the Latin script have the same lookups in each. Without one, the table kern.
func readKerning(gpos, old blob) kerning {
	var k kerning
	features, lookups := gpos.at(gpos.u16(6)), gpos.at(gpos.u16(8))
	seen := map[int]bool{}
	if len(gpos) > 0 {
		for i := range min(features.u16(0), maxFeatures) {
			rec := features.at(2 + 6*i)
			if rec.u32(0) != tagOf("kern") {
				continue
			}
			feature := features.at(rec.u16(4))
			for j := range feature.u16(2) {
				if n := feature.u16(4 + 2*j); !seen[n] && k.steps < maxLookups {
					seen[n] = true
					k.addLookup(lookups, n)
				}
			}
		}
	}
	if len(k.subtables) > 0 {
		return k
	}
	off := 4
	for range min(old.u16(2), 50) {
		sub := old.at(off)
		length := sub.u16(2)
		// Horizontal kerning values that add up, as sorted pairs.
		if sub.u16(4)&0xff07 == 1 {
			k.old = append(k.old, sub)
		}
		if length == 0 {
			break
		}
		off += length
	}
	return k
}

func (k *kerning) addLookup(lookups blob, n int) {
	if n >= lookups.u16(0) {
		return
	}
	lookup := lookups.at(lookups.u16(2 + 2*n))
	kind := lookup.u16(0)
	k.steps++
	for i := range lookup.u16(4) {
		if k.steps++; len(k.subtables) >= maxPairSubtables || k.steps > maxLookups {
			return
		}
		sub := lookup.at(lookup.u16(6 + 2*i))
		subKind := kind
		if kind == 9 { // an extension holds the real subtable further away
			subKind = sub.u16(2)
			sub = sub.at(int(sub.u32(4)))
		}
		if subKind == 2 && len(sub) > 0 {
			k.subtables = append(k.subtables, sub)
		}
	}
}

func (k *kerning) pair(left, right GlyphID) int {
	for _, sub := range k.subtables {
		if v, found := pairAdjustment(sub, int(left), int(right)); found {
			return v
		}
	}
	sum := 0
	for _, sub := range k.old {
		sum += oldPair(sub, left, right)
	}
	return sum
}

// pairAdjustment looks two glyphs up in a PairPos subtable; only what it adds to the
// first one's advance counts.
func pairAdjustment(sub blob, left, right int) (v int, found bool) {
	index, ok := coverage(sub.at(sub.u16(2)), left)
	if !ok {
		return 0, false
	}
	format1, format2 := sub.u16(4), sub.u16(6)
	size1, size2 := valueSize(format1), valueSize(format2)
	switch sub.u16(0) {
	case 1:
		if index >= sub.u16(8) {
			return 0, false
		}
		set := sub.at(sub.u16(10 + 2*index))
		record := 2 + size1 + size2
		lo, hi := 0, set.u16(0)
		for lo < hi {
			mid := (lo + hi) / 2
			switch second := set.u16(2 + mid*record); {
			case second < right:
				lo = mid + 1
			case second > right:
				hi = mid
			default:
				return xAdvance(set.at(2+mid*record+2), format1), true
			}
		}
	case 2:
		class1, class2 := classOf(sub.at(sub.u16(8)), left), classOf(sub.at(sub.u16(10)), right)
		count1, count2 := sub.u16(12), sub.u16(14)
		if class1 >= count1 || class2 >= count2 {
			return 0, false
		}
		return xAdvance(sub.at(16+(class1*count2+class2)*(size1+size2)), format1), true
	}
	return 0, false
}

// valueSize is the length of a ValueRecord in bytes.
func valueSize(format int) int {
	n := 0
	for ; format != 0; format &= format - 1 {
		n += 2
	}
	return n
}

// xAdvance takes XAdvance out of a ValueRecord.
func xAdvance(b blob, format int) int {
	if format&4 == 0 {
		return 0
	}
	return b.i16(valueSize(format & 3))
}

// coverage is a glyph's index in a Coverage table.
func coverage(b blob, g int) (index int, ok bool) {
	lo, hi := 0, b.u16(2)
	switch b.u16(0) {
	case 1:
		for lo < hi {
			mid := (lo + hi) / 2
			switch v := b.u16(4 + 2*mid); {
			case v < g:
				lo = mid + 1
			case v > g:
				hi = mid
			default:
				return mid, true
			}
		}
	case 2:
		if rec, ok := rangeOf(b, g); ok {
			return rec.u16(4) + g - rec.u16(0), true
		}
	}
	return 0, false
}

// classOf is a glyph's class in a ClassDef table; 0 if it is in none.
func classOf(b blob, g int) int {
	switch b.u16(0) {
	case 1:
		if i := g - b.u16(2); i >= 0 && i < b.u16(4) {
			return b.u16(6 + 2*i)
		}
	case 2:
		if rec, ok := rangeOf(b, g); ok {
			return rec.u16(4)
		}
	}
	return 0
}

// rangeOf is the range that a glyph is in, of a Coverage or ClassDef table in format 2:
// first and last glyph, and a value.
func rangeOf(b blob, g int) (blob, bool) {
	lo, hi := 0, b.u16(2)
	for lo < hi {
		mid := (lo + hi) / 2
		rec := b.at(4 + 6*mid)
		switch {
		case rec.u16(2) < g:
			lo = mid + 1
		case rec.u16(0) > g:
			hi = mid
		default:
			return rec, true
		}
	}
	return nil, false
}

// oldPair looks a pair up in a format 0 subtable of the table kern.
func oldPair(sub blob, left, right GlyphID) int {
	key := uint32(left)<<16 | uint32(right)
	lo, hi := 0, sub.u16(6)
	for lo < hi {
		mid := (lo + hi) / 2
		switch v := sub.u32(14 + 6*mid); {
		case v < key:
			lo = mid + 1
		case v > key:
			hi = mid
		default:
			return sub.i16(14 + 6*mid + 4)
		}
	}
	return 0
}
