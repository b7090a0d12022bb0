package layout

import "sync"

// A Scratch keeps the memory for glyphs from one document to the next: it is the most that
// setting a small document asks for, and nothing of it is left in the pages. The zero value
// is empty. Goroutines share it.
type Scratch struct {
	mu    sync.Mutex
	slabs []*[slabGlyphs]glyph
}

// keptSlabs bounds what is kept: a third of a megabyte each.
const keptSlabs = 16

// slabGlyphs is the glyphs of some three pages. What a longer document has beyond them is
// allocated and let go of as usual.
const slabGlyphs = 1 << 13

// scratch is the slab that one engine takes its glyphs from.
type scratch struct {
	from *Scratch // nil: none
	slab *[slabGlyphs]glyph
	used int
	most int // that was used of it
}

// take gives room for n glyphs.
func (s *scratch) take(n int) []glyph {
	if s.from == nil || n > slabGlyphs-s.used {
		return make([]glyph, 0, n)
	}
	if s.slab == nil {
		s.slab = s.from.get()
	}
	s.used += n
	s.most = max(s.most, s.used)
	return s.slab[s.used-n : s.used-n : s.used]
}

// reuse lets the glyphs be taken again that were taken since used of them were: nothing that
// is still to be painted has one.
func (s *scratch) reuse(used int) { s.used = used }

// release gives the slab back, without a reference to the document.
func (s *scratch) release() {
	if s.slab != nil {
		clear(s.slab[:s.most])
		s.from.put(s.slab)
		s.slab = nil
	}
}

func (s *Scratch) get() *[slabGlyphs]glyph {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.slabs)
	if n == 0 {
		return new([slabGlyphs]glyph)
	}
	slab := s.slabs[n-1]
	s.slabs = s.slabs[:n-1]
	return slab
}

func (s *Scratch) put(slab *[slabGlyphs]glyph) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.slabs) < keptSlabs {
		s.slabs = append(s.slabs, slab)
	}
}
