package font

// cmap maps characters to glyphs.
type cmap struct {
	low    [low]uint16 // of the characters below low
	data   blob        // the chosen subtable
	format int         // 4, 6 or 12
	symbol bool        // of a symbol font: codes stand in the private use area, U+F0xx
	glyphs int
}

// readCmap chooses the best Unicode subtable.
func readCmap(b blob, glyphs int) (cmap, error) {
	c := cmap{glyphs: glyphs}
	best := -1
	for i := range min(b.u16(2), 100) {
		rec := b.at(4 + 8*i)
		sub := b.at(int(rec.u32(4)))
		format := sub.u16(0)
		if format != 4 && format != 6 && format != 12 {
			continue
		}
		rank := -1
		switch platform, encoding := rec.u16(0), rec.u16(2); {
		case platform == 3 && encoding == 10, platform == 0 && (encoding == 4 || encoding == 6):
			rank = 4
		case platform == 3 && encoding == 1:
			rank = 3
		case platform == 0 && encoding != 5:
			rank = 2
		case platform == 3 && encoding == 0:
			rank = 1
		}
		if rank > best {
			best, c.data, c.format, c.symbol = rank, sub, format, rank == 1
		}
	}
	if best < 0 {
		return c, errMalformed
	}
	for r := range rune(low) {
		c.low[r] = uint16(c.search(r))
	}
	return c, nil
}

// glyph is 0 if there is none.
func (c *cmap) glyph(r rune) GlyphID {
	if r >= 0 && r < low {
		return GlyphID(c.low[r])
	}
	return c.search(r)
}

func (c *cmap) search(r rune) GlyphID {
	g := c.lookup(r)
	if g == 0 && c.symbol && r < 0x100 {
		g = c.lookup(0xf000 + r)
	}
	if g >= c.glyphs {
		return 0
	}
	return GlyphID(g)
}

func (c *cmap) lookup(r rune) int {
	switch c.format {
	case 4:
		return lookup4(c.data, r)
	case 6:
		if i := int(r) - c.data.u16(6); i >= 0 && i < c.data.u16(8) {
			return c.data.u16(10 + 2*i)
		}
	case 12:
		return lookup12(c.data, r)
	}
	return 0
}

// lookup4 finds a character in a subtable of segments.
func lookup4(b blob, r rune) int {
	if r < 0 || r > 0xffff {
		return 0
	}
	code, segs := int(r), b.u16(6)/2
	lo, hi := 0, segs
	for lo < hi {
		mid := (lo + hi) / 2
		if b.u16(14+2*mid) < code {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == segs {
		return 0
	}
	startAt := 16 + 2*segs + 2*lo
	start := b.u16(startAt)
	if code < start {
		return 0
	}
	delta, rangeAt := b.u16(startAt+2*segs), startAt+4*segs
	offset := b.u16(rangeAt)
	if offset == 0 {
		return (code + delta) & 0xffff
	}
	if g := b.u16(rangeAt + offset + 2*(code-start)); g != 0 {
		return (g + delta) & 0xffff
	}
	return 0
}

// lookup12 finds a character in a subtable of groups.
func lookup12(b blob, r rune) int {
	code := uint32(r)
	lo, hi := 0, min(int(b.u32(12)), len(b)/12)
	for lo < hi {
		mid := (lo + hi) / 2
		if b.u32(16+12*mid+4) < code {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	group := b.at(16 + 12*lo)
	if len(group) < 12 || code < group.u32(0) || code > group.u32(4) {
		return 0
	}
	g := uint64(group.u32(8)) + uint64(code-group.u32(0))
	if g > 0xffff {
		return 0
	}
	return int(g)
}
