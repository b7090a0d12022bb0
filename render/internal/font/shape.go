package font

import (
	"slices"
	"unicode"
)

// A Shaped is one glyph of a text that was shaped: of letters that join, that bear marks, or that
// are one glyph together.
type Shaped struct {
	Glyph   GlyphID
	Cluster int // the first character that it stands for
	Advance int // to the next glyph, in font units
	DX, DY  int // where it is drawn from there: to the right, and up
}

// A Shaping says how a text is shaped.
type Shaping struct {
	RightToLeft   bool
	Kern          bool
	Ligatures     Ligatures // of Latin and its kin; other scripts have those that their fonts say
	Before, After rune      // the letters around the text, which its own may join; 0: none
}

// Ligatures is a set of kinds of them.
type Ligatures uint8

// Kinds of ligatures.
const (
	StandardLigatures Ligatures = 1 << iota
	ContextualLigatures
	HistoricalLigatures
	DiscretionaryLigatures
)

// item is a glyph in the making.
type item struct {
	Shaped
	r      rune
	form   form
	class  int // of GDEF: 1 a base, 2 a ligature, 3 a mark; 0: unknown
	parts  int // of a ligature
	lig    int // the ligature that it is, or that it stands on; 0: none
	part   int // of that ligature, from 1, that the mark stands on
	attach int // 1 + the glyph that it is placed by; 0: none
	cursed bool
}

// Bounds on what a font may make of a text.
const (
	maxGrowth     = 4 // times as many glyphs as characters
	maxNested     = 6 // lookups in lookups
	stepsForGlyph = 2000
)

// A shaper shapes one text.
type shaper struct {
	face  *Face
	of    Shaping
	gdef  blob
	buf   []item
	limit int // of the glyphs
	steps int // left
	ligs  int // so far
	table blob
	list  blob // its lookups
	place bool // it is GPOS
}

// Shape gives the glyphs of a text of one script and direction, from left to right, by the
// font's tables GSUB and GPOS. A glyph without a character that stands alone (marks, joiners) is
// part of the cluster before it.
func (f *Face) Shape(text []rune, o Shaping) []Shaped {
	script := scriptTag(text)
	s := &shaper{face: f, of: o, gdef: f.table("GDEF"), limit: maxGrowth*len(text) + 16, steps: stepsForGlyph * (len(text) + 16)}
	forms := []form(nil)
	if script == "arab" || script == "syrc" {
		forms = joined(text, o.Before, o.After)
	}
	s.fill(text, forms)
	if script == "hebr" {
		s.orderPoints()
		if s.table = s.face.table("GPOS"); len(s.features(script, "mark")) == 0 {
			s.composePoints()
		}
	}
	s.substitute(script, forms != nil)
	s.drop()
	s.position(script)
	out := make([]Shaped, len(s.buf))
	for i, it := range s.buf {
		if o.RightToLeft {
			i = len(s.buf) - 1 - i
		}
		out[i] = it.Shaped
	}
	return out
}

// fill begins with a glyph for each character.
func (s *shaper) fill(text []rune, forms []form) {
	s.buf = make([]item, 0, len(text)+8)
	cluster := 0
	for i, r := range text {
		if !unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Me, r) && r != zeroWidthJoiner || i == 0 {
			cluster = i
		}
		if s.of.RightToLeft {
			r = Mirrored(r)
		}
		it := item{r: r, Shaped: Shaped{Cluster: cluster}}
		it.Glyph, _ = s.face.Glyph(r)
		if forms != nil {
			it.form = forms[i]
		}
		s.classify(&it)
		s.buf = append(s.buf, it)
	}
}

// classify finds what a glyph is to GDEF, or by its character where the font says nothing.
func (s *shaper) classify(it *item) {
	it.class = 0
	if def := s.gdef.u16(4); def != 0 {
		it.class = classOf(s.gdef.at(def), int(it.Glyph))
	}
	if it.class == 0 && unicode.Is(unicode.Mn, it.r) {
		it.class = classMark
	}
}

// Classes of glyphs in GDEF.
const (
	classBase = 1 + iota
	classLigature
	classMark
)

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// drop takes out what is never seen.
func (s *shaper) drop() {
	s.buf = slices.DeleteFunc(s.buf, func(it item) bool { return IsUnseen(it.r) })
}

// IsUnseen reports whether a character only steers how others are set: joiners and the marks of
// direction (Default_Ignorable_Code_Point; the soft hyphen, which a line's end shows, aside).
func IsUnseen(r rune) bool {
	return r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x206F ||
		r == 0x061C || r == 0xFEFF || r >= 0xFE00 && r <= 0xFE0F || r == 0x034F
}

// scriptTag is the OpenType tag of a text's script: that of its first letter that has one.
func scriptTag(text []rune) string {
	for _, r := range text {
		if tag := ScriptTag(r); tag != "" {
			return tag
		}
	}
	return "DFLT"
}

// ScriptTag is the OpenType tag of the script of a letter, "" for what is of none, or of one
// that needs no shaping of its own.
func ScriptTag(r rune) string {
	switch {
	case r < 0x80:
		if r|0x20 >= 'a' && r|0x20 <= 'z' {
			return "latn"
		}
		return ""
	case r < 0x250:
		if unicode.IsLetter(r) {
			return "latn"
		}
		return ""
	case r < 0x370:
		return ""
	}
	for _, s := range scripts {
		if r >= s.from && r <= s.to {
			if unicode.IsLetter(r) {
				return s.tag
			}
			return ""
		}
	}
	return ""
}

var scripts = [...]struct {
	from, to rune
	tag      string
}{
	{0x370, 0x3FF, "grek"}, {0x400, 0x52F, "cyrl"}, {0x590, 0x5FF, "hebr"}, {0x600, 0x6FF, "arab"}, {0x700, 0x74F, "syrc"},
	{0x750, 0x77F, "arab"}, {0x780, 0x7BF, "thaa"}, {0x7C0, 0x7FF, "nko "}, {0x860, 0x86F, "syrc"}, {0x870, 0x8FF, "arab"},
	{0xE00, 0xE7F, "thai"}, {0xE80, 0xEFF, "lao "}, {0x1E00, 0x1EFF, "latn"}, {0x1F00, 0x1FFF, "grek"},
	{0xFB1D, 0xFB4F, "hebr"}, {0xFB50, 0xFDFF, "arab"}, {0xFE70, 0xFEFE, "arab"},
}

// features finds the lookups of features in GSUB or GPOS, in the order in which they apply
// (OpenType, "Scripts and Languages": the default language of the script, or of all).
func (s *shaper) features(script string, tags ...string) []int {
	scripts, features := s.table.at(s.table.u16(4)), s.table.at(s.table.u16(6))
	if len(s.table) < 10 {
		return nil
	}
	var lang blob
	for _, want := range [...]string{script, "DFLT", "dflt", "latn"} {
		for i := range min(scripts.u16(0), maxFeatures) {
			if rec := scripts.at(2 + 6*i); lang == nil && rec.u32(0) == tagOf(want) {
				at := scripts.at(rec.u16(4))
				if off := at.u16(0); off != 0 {
					lang = at.at(off)
				} else if at.u16(2) > 0 {
					lang = at.at(at.u16(4 + 4))
				}
			}
		}
	}
	var lookups []int
	add := func(index int) {
		rec := features.at(2 + 6*index)
		if index >= features.u16(0) || !slices.ContainsFunc(tags, func(t string) bool { return tagOf(t) == rec.u32(0) }) {
			return
		}
		feature := features.at(rec.u16(4))
		for j := range min(feature.u16(2), maxFeatures) {
			lookups = append(lookups, feature.u16(4+2*j))
		}
	}
	for i := range min(lang.u16(4), maxFeatures) {
		add(lang.u16(6 + 2*i))
	}
	if required := lang.u16(2); lang != nil && required != 0xFFFF {
		add(required)
	}
	slices.Sort(lookups)
	return slices.Compact(lookups)
}

// lookupFlag is which glyphs a lookup passes over.
type lookupFlag struct {
	bits int
	set  blob // the only marks that it sees; nil: all
}

func (s *shaper) flagOf(lookup blob) lookupFlag {
	f := lookupFlag{bits: lookup.u16(2)}
	if f.bits&0x10 != 0 {
		sets := s.gdef.at(s.gdef.u16(12))
		f.set = sets.at(int(sets.u32(4 + 4*lookup.u16(6+2*lookup.u16(4)))))
	}
	return f
}

// skips reports whether a lookup passes over a glyph.
func (s *shaper) skips(it *item, f lookupFlag) bool {
	switch it.class {
	case classBase:
		return f.bits&2 != 0
	case classLigature:
		return f.bits&4 != 0
	case classMark:
		if f.bits&8 != 0 {
			return true
		}
		if f.set != nil {
			_, ok := coverage(f.set, int(it.Glyph))
			return !ok
		}
		if want := f.bits >> 8; want != 0 {
			return classOf(s.gdef.at(s.gdef.u16(10)), int(it.Glyph)) != want
		}
	}
	return false
}

// next and previous are the nearest glyphs that a lookup sees; -1: none.
func (s *shaper) next(i int, f lookupFlag) int {
	for i++; i < len(s.buf); i++ {
		if s.steps--; !s.skips(&s.buf[i], f) {
			return i
		}
	}
	return -1
}

func (s *shaper) previous(i int, f lookupFlag) int {
	for i--; i >= 0; i-- {
		if s.steps--; !s.skips(&s.buf[i], f) {
			return i
		}
	}
	return -1
}

// run applies a lookup along the text. of, if not 0, is the form that letters must have.
func (s *shaper) run(lookup int, of form) {
	if lookup >= s.list.u16(0) {
		return
	}
	l := s.list.at(s.list.u16(2 + 2*lookup))
	flag := s.flagOf(l)
	if kind := s.kind(l); !s.place && kind == 8 { // from the end
		for i := len(s.buf) - 1; i >= 0; i-- {
			s.apply(l, flag, i, 0)
		}
		return
	}
	for i := 0; i < len(s.buf) && s.steps > 0; {
		s.steps--
		if it := &s.buf[i]; (of == 0 || it.form == of) && !s.skips(it, flag) {
			if to, ok := s.apply(l, flag, i, 0); ok {
				i = max(to, i+1)
				continue
			}
		}
		i++
	}
}

// kind is a lookup's type, that of what it extends to if it does.
func (s *shaper) kind(l blob) int {
	kind := l.u16(0)
	if s.place && kind == 9 || !s.place && kind == 7 {
		return l.at(l.u16(6)).u16(2)
	}
	return kind
}

// apply applies a lookup to glyph i: the first of its subtables that has something to say. It
// gives where to go on.
func (s *shaper) apply(l blob, flag lookupFlag, i, depth int) (to int, ok bool) {
	kind := l.u16(0)
	for k := range l.u16(4) {
		if s.steps--; s.steps <= 0 {
			return i, false
		}
		sub, subKind := l.at(l.u16(6+2*k)), kind
		if s.place && kind == 9 || !s.place && kind == 7 {
			subKind, sub = sub.u16(2), sub.at(int(sub.u32(4)))
		}
		if s.place {
			to, ok = s.placeBy(subKind, sub, flag, i, depth)
		} else {
			to, ok = s.substituteBy(subKind, sub, flag, i, depth)
		}
		if ok {
			return to, true
		}
	}
	return i, false
}

// A matcher says whether a glyph is the one that a rule has at a place.
type matcher func(value, glyph int) bool

// context applies a rule that looks at the glyphs around: lookups 5 and 6 of GSUB, 7 and 8 of
// GPOS (chained).
func (s *shaper) context(sub blob, flag lookupFlag, i, depth int, chained bool) (int, bool) {
	same := func(value, glyph int) bool { return value == glyph }
	class := func(def blob) matcher {
		return func(value, glyph int) bool { return classOf(def, glyph) == value }
	}
	covered := func(value, glyph int) bool { _, ok := coverage(sub.at(value), glyph); return ok }
	g := int(s.buf[i].Glyph)
	switch format := sub.u16(0); format {
	case 1, 2:
		index, ok := coverage(sub.at(sub.u16(2)), g)
		if !ok {
			return i, false
		}
		back, in, ahead, sets := matcher(same), matcher(same), matcher(same), 4
		if format == 2 && chained {
			back, in, ahead = class(sub.at(sub.u16(4))), class(sub.at(sub.u16(6))), class(sub.at(sub.u16(8)))
			index, sets = classOf(sub.at(sub.u16(6)), g), 10
		} else if format == 2 {
			in = class(sub.at(sub.u16(4)))
			index, sets = classOf(sub.at(sub.u16(4)), g), 6
		}
		if index >= sub.u16(sets) {
			return i, false
		}
		off := sub.u16(sets + 2 + 2*index)
		if off == 0 {
			return i, false
		}
		set := sub.at(off)
		for k := range set.u16(0) {
			if s.steps--; s.steps <= 0 {
				break
			}
			rule := set.at(set.u16(2 + 2*k))
			if to, ok := s.rule(rule, flag, i, depth, chained, 1, back, in, ahead); ok {
				return to, true
			}
		}
	case 3:
		if !chained { // count, records' count, coverages, records
			return s.rule(sub.at(2), flag, i, depth, false, 0, nil, covered, nil)
		}
		return s.rule(sub.at(2), flag, i, depth, true, 0, covered, covered, covered)
	}
	return i, false
}

// maxSequence bounds how many glyphs a rule looks at on one side.
const maxSequence = 64

// rule tries one rule of a context; first is which glyph of the input it names first.
func (s *shaper) rule(r blob, flag lookupFlag, i, depth int, chained bool, first int, back, in, ahead matcher) (int, bool) {
	at := 0
	if chained {
		n := r.u16(0)
		for k, j := 0, i; k < n; k++ {
			if j = s.previous(j, flag); j < 0 || !back(r.u16(2+2*k), int(s.buf[j].Glyph)) {
				return i, false
			}
		}
		at = 2 + 2*n
	}
	n := r.u16(at)
	records := 0
	if at += 2; !chained {
		records = r.u16(at)
		at += 2
	}
	if n == 0 || n > maxSequence {
		return i, false
	}
	var room [maxSequence]int
	matched := append(room[:0], i)
	if first == 0 && !in(r.u16(at), int(s.buf[i].Glyph)) {
		return i, false
	}
	for k := 1; k < n; k++ {
		j := s.next(matched[k-1], flag)
		if j < 0 || !in(r.u16(at+2*(k-first)), int(s.buf[j].Glyph)) {
			return i, false
		}
		matched = append(matched, j)
	}
	at += 2 * (n - first)
	if chained {
		m := r.u16(at)
		for k, j := 0, matched[n-1]; k < m; k++ {
			if j = s.next(j, flag); j < 0 || !ahead(r.u16(at+2+2*k), int(s.buf[j].Glyph)) {
				return i, false
			}
		}
		at += 2 + 2*m
		records = r.u16(at)
		at += 2
	}
	return s.nested(r.at(at), records, matched, depth), true
}

// nested applies the lookups that a rule names to the glyphs that it matched.
func (s *shaper) nested(records blob, n int, matched []int, depth int) (to int) {
	end := matched[len(matched)-1] + 1
	for k := range n {
		if s.steps--; depth >= maxNested || s.steps <= 0 {
			break
		}
		at, lookup := records.u16(4*k), records.u16(4*k+2)
		if at >= len(matched) || matched[at] >= len(s.buf) || lookup >= s.list.u16(0) {
			continue
		}
		l := s.list.at(s.list.u16(2 + 2*lookup))
		before := len(s.buf)
		s.apply(l, s.flagOf(l), matched[at], depth+1)
		if grown := len(s.buf) - before; grown != 0 {
			end += grown
			for m := range matched[at+1:] {
				matched[at+1+m] = max(matched[at+1+m]+grown, matched[at])
			}
		}
	}
	return end
}
