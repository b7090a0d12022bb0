package font

import "slices"

// substitute applies the features of GSUB that a script has, each kind when its turn comes.
func (s *shaper) substitute(script string, joins bool) {
	s.table, s.place = s.face.table("GSUB"), false
	s.list = s.table.at(s.table.u16(8))
	all := func(tags ...string) {
		for _, l := range s.features(script, tags...) {
			s.run(l, 0)
		}
	}
	switch {
	case joins:
		all("ccmp", "locl")
		found := false
		for _, of := range [...]struct {
			tag  string
			form form
		}{{"isol", isolated}, {"fina", final}, {"medi", medial}, {"init", initial}} {
			for _, l := range s.features(script, of.tag) {
				found = found || of.form != isolated
				s.run(l, of.form)
			}
		}
		if !found {
			s.presentationForms()
		}
		all("rlig")
		all("calt")
		all("liga", "clig", "mset")
	case script == "latn" || script == "grek" || script == "cyrl" || script == "DFLT":
		tags := []string{"ccmp", "locl"}
		for i, tag := range [...]string{"liga", "clig", "hlig", "dlig"} {
			if s.of.Ligatures&(1<<i) != 0 {
				tags = append(tags, tag)
			}
		}
		all(tags...)
	default:
		all("ccmp", "locl", "rlig", "calt", "liga", "clig")
	}
}

// put makes a glyph of the text another one.
func (s *shaper) put(i int, g GlyphID) {
	s.buf[i].Glyph = g
	s.classify(&s.buf[i])
}

// substituteBy applies a subtable of GSUB to glyph i.
func (s *shaper) substituteBy(kind int, sub blob, flag lookupFlag, i, depth int) (int, bool) {
	switch kind {
	case 5, 6:
		return s.context(sub, flag, i, depth, kind == 6)
	}
	index, ok := coverage(sub.at(sub.u16(2)), int(s.buf[i].Glyph))
	if !ok {
		return i, false
	}
	switch kind {
	case 1:
		if sub.u16(0) == 1 {
			s.put(i, s.buf[i].Glyph+GlyphID(sub.u16(4)))
		} else if index < sub.u16(4) {
			s.put(i, GlyphID(sub.u16(6+2*index)))
		}
		return i + 1, true
	case 2:
		return s.multiply(sub.at(sub.u16(6+2*index)), i)
	case 3:
		if set := sub.at(sub.u16(6 + 2*index)); set.u16(0) > 0 {
			s.put(i, GlyphID(set.u16(2)))
		}
		return i + 1, true
	case 4:
		set := sub.at(sub.u16(6 + 2*index))
		for k := range set.u16(0) {
			if s.steps--; s.steps <= 0 {
				break
			}
			if s.ligate(set.at(set.u16(2+2*k)), flag, i) {
				return i + 1, true
			}
		}
	case 8:
		return s.reverse(sub, flag, i, index)
	}
	return i, false
}

// multiply puts several glyphs in the place of one.
func (s *shaper) multiply(seq blob, i int) (int, bool) {
	n := seq.u16(0)
	if n == 0 { // nothing stands for it
		s.buf = slices.Delete(s.buf, i, i+1)
		return i, true
	}
	if len(s.buf)+n-1 > s.limit {
		return i, false
	}
	of := s.buf[i]
	s.put(i, GlyphID(seq.u16(2)))
	for k := 1; k < n; k++ {
		s.buf = slices.Insert(s.buf, i+k, of)
		s.put(i+k, GlyphID(seq.u16(2+2*k)))
	}
	return i + n, true
}

// ligate makes one glyph of several if they are those of a ligature. Marks that stand between
// go on standing on their part of it.
func (s *shaper) ligate(lig blob, flag lookupFlag, i int) bool {
	n := lig.u16(2)
	if n == 0 || n > maxSequence {
		return false
	}
	var room [maxSequence]int
	matched := append(room[:0], i)
	for k := 1; k < n; k++ {
		j := s.next(matched[k-1], flag)
		if j < 0 || int(s.buf[j].Glyph) != lig.u16(2+2*k) {
			return false
		}
		matched = append(matched, j)
	}
	marks := true // a ligature of marks is a mark
	for _, j := range matched {
		marks = marks && s.buf[j].class == classMark
	}
	s.ligs++
	end, parts, cluster := matched[n-1], 0, s.buf[i].Cluster
	for k, j := 0, i; j < len(s.buf); j++ {
		it := &s.buf[j]
		switch {
		case k < n && j == matched[k]:
			parts += max(it.parts, 1)
			k++
		case it.class != classMark && j > end:
			j = len(s.buf) // behind the marks of the last part
			continue
		default:
			it.lig, it.part = s.ligs, parts
		}
		if j <= end {
			it.Cluster = cluster
		}
	}
	first := &s.buf[i]
	if !marks {
		first.lig, first.parts, first.part = s.ligs, parts, 0
	}
	s.put(i, GlyphID(lig.u16(0)))
	if !marks && first.class == 0 {
		first.class = classLigature
	}
	for k := n - 1; k > 0; k-- {
		s.buf = slices.Delete(s.buf, matched[k], matched[k]+1)
	}
	return true
}

// reverse puts a glyph in the place of another by what stands around it (lookup 8).
func (s *shaper) reverse(sub blob, flag lookupFlag, i, index int) (int, bool) {
	at := 4
	n := sub.u16(at)
	for k, j := 0, i; k < n; k++ {
		if j = s.previous(j, flag); j < 0 {
			return i, false
		}
		if _, ok := coverage(sub.at(sub.u16(at+2+2*k)), int(s.buf[j].Glyph)); !ok {
			return i, false
		}
	}
	at += 2 + 2*n
	n = sub.u16(at)
	for k, j := 0, i; k < n; k++ {
		if j = s.next(j, flag); j < 0 {
			return i, false
		}
		if _, ok := coverage(sub.at(sub.u16(at+2+2*k)), int(s.buf[j].Glyph)); !ok {
			return i, false
		}
	}
	at += 2 + 2*n
	if index < sub.u16(at) {
		s.put(i, GlyphID(sub.u16(at+2+2*index)))
	}
	return i + 1, true
}
