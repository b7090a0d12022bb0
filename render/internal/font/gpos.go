package font

// position gives each glyph its advance and moves it by the features of GPOS. Marks have no
// width of their own.
func (s *shaper) position(script string) {
	for i := range s.buf {
		s.buf[i].Advance = s.face.Advance(s.buf[i].Glyph)
	}
	s.table, s.place = s.face.table("GPOS"), true
	s.list = s.table.at(s.table.u16(8))
	tags := []string{"curs", "mark", "mkmk"}
	if s.of.Kern {
		tags = append(tags, "kern")
	}
	for _, l := range s.features(script, tags...) {
		s.run(l, 0)
	}
	for i := range s.buf {
		it := &s.buf[i]
		if it.class == classMark {
			if it.attach == 0 {
				s.centre(i)
			}
			it.Advance = 0
		}
	}
	for i := range s.buf {
		s.settle(i, 0)
	}
}

// centre puts a mark over the letter before it where the font does not say how.
func (s *shaper) centre(i int) {
	j := i - 1
	for j >= 0 && s.buf[j].class == classMark {
		j--
	}
	if j < 0 {
		return
	}
	s.buf[i].attach = j + 1
	if s.buf[i].Advance > 0 { // else it is drawn for its place
		s.buf[i].DX = (s.buf[j].Advance - s.buf[i].Advance) / 2
	} else if !s.of.RightToLeft {
		s.buf[i].DX = s.buf[j].Advance
	}
}

// settle adds to a glyph's place that of the one which it is placed by, once.
func (s *shaper) settle(i, depth int) {
	it := &s.buf[i]
	parent := it.attach - 1
	if it.attach == 0 || depth > 32 {
		return
	}
	it.attach = 0
	s.settle(parent, depth+1)
	p := &s.buf[parent]
	it.DY += p.DY
	if it.cursed {
		return
	}
	it.DX += p.DX
	if s.of.RightToLeft {
		for k := parent + 1; k <= i; k++ {
			it.DX += s.buf[k].Advance
		}
		return
	}
	for k := parent; k < i; k++ {
		it.DX -= s.buf[k].Advance
	}
}

// placeBy applies a subtable of GPOS to glyph i.
func (s *shaper) placeBy(kind int, sub blob, flag lookupFlag, i, depth int) (int, bool) {
	switch kind {
	case 7, 8:
		return s.context(sub, flag, i, depth, kind == 8)
	}
	index, ok := coverage(sub.at(sub.u16(2)), int(s.buf[i].Glyph))
	if !ok {
		return i, false
	}
	switch kind {
	case 1:
		format := sub.u16(4)
		at := sub.at(6)
		if sub.u16(0) == 2 {
			at = sub.at(8 + index*valueSize(format))
		}
		s.move(i, at, format)
		return i + 1, true
	case 2:
		j := s.next(i, flag)
		if j < 0 {
			return i, false
		}
		v, found := pairAdjustment(sub, int(s.buf[i].Glyph), int(s.buf[j].Glyph))
		if found {
			s.buf[i].Advance += v
		}
		return j, found
	case 3:
		return s.cursive(sub, flag, i, index)
	case 4, 5, 6:
		return i + 1, s.mark(kind, sub, i, index)
	}
	return i, false
}

// move adds a ValueRecord to a glyph's place.
func (s *shaper) move(i int, v blob, format int) {
	off := 0
	for k, to := range [...]*int{&s.buf[i].DX, &s.buf[i].DY, &s.buf[i].Advance} {
		if format&(1<<k) != 0 {
			*to += v.i16(off)
			off += 2
		}
	}
}

// anchor is a point of a glyph; ok is false if there is none.
func anchor(table blob, off int) (x, y int, ok bool) {
	if off == 0 {
		return 0, 0, false
	}
	a := table.at(off)
	return a.i16(2), a.i16(4), len(a) >= 6
}

// cursive ties the exit of a glyph to the entry of the next one.
func (s *shaper) cursive(sub blob, flag lookupFlag, i, index int) (int, bool) {
	exitX, exitY, ok := anchor(sub, sub.u16(6+4*index+2))
	j := s.next(i, flag)
	if !ok || j < 0 {
		return i, false
	}
	other, ok := coverage(sub.at(sub.u16(2)), int(s.buf[j].Glyph))
	if !ok {
		return i, false
	}
	entryX, entryY, ok := anchor(sub, sub.u16(6+4*other))
	if !ok {
		return i, false
	}
	a, b := &s.buf[i], &s.buf[j]
	if s.of.RightToLeft {
		d := exitX + a.DX
		a.Advance, a.DX = a.Advance-d, a.DX-d
		b.Advance = entryX + b.DX
	} else {
		a.Advance = exitX + a.DX
		d := entryX + b.DX
		b.Advance, b.DX = b.Advance-d, b.DX-d
	}
	if flag.bits&1 != 0 { // the last glyph stands on the line
		a.attach, a.cursed, a.DY = j+1, true, entryY-exitY
	} else {
		b.attach, b.cursed, b.DY = i+1, true, exitY-entryY
	}
	return i + 1, true
}

// mark ties a mark to a letter (4), a part of a ligature (5) or another mark (6).
func (s *shaper) mark(kind int, sub blob, i, index int) bool {
	it := &s.buf[i]
	j := i - 1
	for j >= 0 && kind != 6 && s.buf[j].class == classMark {
		j--
	}
	if j < 0 || kind == 6 && (s.buf[j].class != classMark || s.buf[j].lig != it.lig || s.buf[j].part != it.part) {
		return false
	}
	base := &s.buf[j]
	at, ok := coverage(sub.at(sub.u16(4)), int(base.Glyph))
	if !ok {
		return false
	}
	classes, marks, bases := sub.u16(6), sub.at(sub.u16(8)), sub.at(sub.u16(10))
	class := marks.u16(2 + 4*index)
	if class >= classes || at >= bases.u16(0) {
		return false
	}
	markX, markY, ok := anchor(marks, marks.u16(2+4*index+2))
	if !ok {
		return false
	}
	table, off := bases, bases.u16(2+2*(at*classes+class))
	if kind == 5 {
		table = bases.at(bases.u16(2 + 2*at))
		n := table.u16(0)
		part := n
		if it.lig != 0 && it.lig == base.lig {
			part = min(it.part, n)
		}
		off = table.u16(2 + 2*(max(part-1, 0)*classes+class))
	}
	x, y, ok := anchor(table, off)
	if !ok {
		return false
	}
	it.DX, it.DY, it.attach = x-markX, y-markY, j+1
	return true
}
