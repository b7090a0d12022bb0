package equation

import (
	"strings"
	"unicode"

	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/wml"
)

// An atom is one member of a row.
type atom struct {
	box         *Box
	left, right class
	size        wml.EMU // of its em, for the room around it
	italics     wml.EMU // how far it leans over its width
	end         bool    // no box: the line ends here
	brk         bool    // a line begins before it
	column      int     // how many & stand before it: equations below each other are aligned there
	low         bool    // scripts stand at it as at a letter, whatever its height

	// Of a single character:
	char  bool
	r     rune
	glyph font.GlyphID // 0: not of the face of equations
	props *wml.RunProps
}

// A Piece is a part of an equation that stays on one line.
type Piece struct {
	Box   *Box
	Size  wml.EMU // of the em of its largest text: a line is as high as that asks
	Lead  wml.EMU // the room that a line leaves above it
	Trail wml.EMU // of its width: the room before what follows, which hangs over the end of a line
	End   bool    // the line ends behind it
}

// Set sets an equation as pieces, between which a line may end: at operators and relations that stand in no
// other structure. A displayed equation goes on with one on the next line (m:brkBin before), in a line of text it stays
// at the line's end (Word 365, measured).
func Set(m *wml.Math, displayed bool, fonts Fonts) []Piece {
	s := &setter{fonts: fonts, face: fonts.Mathematics()}
	s.m = s.face.Mathematics()
	st := style{level: text}
	if displayed {
		st.level, st.large = display, true
	}
	atoms := s.atoms(m.Body, st)
	resolve(atoms)
	var pieces []Piece
	from := 0
	cut := func(to int, end bool) {
		if to > from || end {
			p := Piece{Box: s.join(atoms, from, to, st), End: end}
			for _, a := range atoms[from:to] {
				p.Size = max(p.Size, a.size)
			}
			if to > 0 && to < len(atoms) && !atoms[to-1].end {
				p.Trail = s.behind(atoms, to-1, st)
			}
			p.Lead = s.constant(font.MathLeading, p.Size)
			pieces = append(pieces, p)
		}
		from = to
	}
	for i := range atoms {
		a := &atoms[i]
		switch {
		case a.end:
			cut(i, true)
			from = i + 1
		case a.brk && i > from:
			cut(i, true)
		case displayed && joins(a) && i > from && !joins(&atoms[i-1]):
			cut(i, false)
		case !displayed && i > from && joins(&atoms[i-1]) && !joins(a) && a.left != blank:
			cut(i, false)
		}
	}
	cut(len(atoms), false)
	return pieces
}

func joins(a *atom) bool { return a.left == bin || a.left == rel }

// row sets a row into one box.
func (s *setter) row(row wml.MathRow, st style) *Box {
	box, a := s.rowAtoms(row, st)
	if a != nil && a.italics != 0 {
		b := &Box{Width: box.Width + a.italics}
		b.add(box, 0, 0)
		return b
	}
	return box
}

// filled is a row that may not be empty: Word leaves room for what is missing (Word 2019, measured: 0.92 em).
func (s *setter) filled(row wml.MathRow, props *wml.RunProps, st style) *Box {
	if len(row) == 0 {
		return s.missing(props, st)
	}
	return s.row(row, st)
}

func (s *setter) missing(props *wml.RunProps, st style) *Box {
	em := s.size(props, st)
	return &Box{Width: em * 92 / 100, Ascent: em * 7 / 10}
}

// rowAtoms also gives the only member of a row, if it has but one.
func (s *setter) rowAtoms(row wml.MathRow, st style) (*Box, *atom) {
	atoms := s.atoms(row, st)
	resolve(atoms)
	if len(atoms) == 1 && !atoms[0].end {
		return atoms[0].box, &atoms[0]
	}
	return s.join(atoms, 0, len(atoms), st), nil
}

// join puts atoms[from:to] side by side; the room before atom to belongs to the box, so that a
// line that begins with it begins at its edge.
func (s *setter) join(atoms []atom, from, to int, st style) *Box {
	b := &Box{}
	var run *Box                // the text at the end of b that may grow
	var letters strings.Builder // of it
	finish := func() {
		if run != nil {
			run.glyphs.Text = letters.String()
			letters = strings.Builder{}
		}
		run = nil
	}
	for i := from; i < to; i++ {
		a := &atoms[i]
		if a.end {
			continue
		}
		if run != nil && a.box.glyphs != nil && run.glyphs.joins(a.box.glyphs) {
			last := len(run.glyphs.Advances) - 1
			run.glyphs.Advances[last] += b.Width - run.end(b)
			letters.WriteString(a.box.glyphs.Text)
			run.glyphs.Advances = append(run.glyphs.Advances, a.box.glyphs.Advances...)
			run.Width = b.Width - run.at(b) + a.box.Width
			b.Ascent, b.Descent = max(b.Ascent, a.box.Ascent), max(b.Descent, a.box.Descent)
			b.Width += a.box.Width
		} else {
			box := a.box
			finish()
			if box.glyphs != nil {
				g := *box.glyphs
				g.Advances = append([]wml.EMU(nil), g.Advances...)
				box = &Box{Width: box.Width, Ascent: box.Ascent, Descent: box.Descent, glyphs: &g}
				run = box
				letters.WriteString(g.Text)
			}
			b.add(box, b.Width, 0)
			b.Width += a.box.Width
		}
		b.bracket = max(b.bracket, a.box.bracket)
		b.Width += s.behind(atoms, i, st)
	}
	finish()
	return b
}

// at and end are where a piece of text stands that is the last part of b.
func (run *Box) at(b *Box) wml.EMU { return b.parts[len(b.parts)-1].x }

func (run *Box) end(b *Box) wml.EMU { return run.at(b) + run.Width }

func (g *Glyphs) joins(o *Glyphs) bool {
	return g.Face == o.Face && g.Size == o.Size && g.Props == o.Props && g.FakeBold == o.FakeBold && g.FakeItalic == o.FakeItalic
}

// behind is the room between atom i and the next one. A letter leans over what follows, unless
// that is a letter of the same kind.
func (s *setter) behind(atoms []atom, i int, st style) wml.EMU {
	a := &atoms[i]
	if i+1 >= len(atoms) || atoms[i+1].end {
		return a.italics
	}
	n := &atoms[i+1]
	room := between(a.right, n.left, st, a.size)
	if a.right == blank || n.left == blank {
		room = beside(atoms, i, st)
	}
	if a.italics != 0 && !(n.char && n.italics != 0) {
		room += a.italics
	}
	return room
}

// atoms sets the members of a row.
func (s *setter) atoms(row wml.MathRow, st style) []atom {
	var out []atom
	for _, n := range row {
		switch n := n.(type) {
		case *wml.MathText:
			out = s.text(out, n, st)
		case *wml.MathBreak:
			out = append(out, atom{end: true})
		case *wml.MathFunction:
			name := s.row(n.Name, st)
			out = append(out, atom{box: name, left: op, right: op, size: s.size(n.Props, st)})
			out = append(out, s.atoms(n.Body, st)...)
			out[len(out)-1].right = inner // there is room behind it (Word 365, measured: 2.17 at 13 pt)
		case *wml.MathNary:
			body := s.atoms(n.Body, st)
			if len(body) == 0 {
				body = []atom{{box: s.missing(n.Props, st), size: s.size(n.Props, st)}}
			}
			out = append(out, s.nary(n, body, st))
			for _, a := range body {
				if a.box != nil && a.box.bracket > 0 { // brackets around the sum need not be higher than those in it
					b := *a.box
					b.bracket, a.box = 0, &b
				}
				out = append(out, a)
			}
			out[len(out)-1].right = inner
		default:
			out = append(out, s.node(n, st))
		}
	}
	return commas(out)
}

// text sets the characters of a run.
func (s *setter) text(out []atom, t *wml.MathText, st style) []atom {
	brk, column := t.Break, 0
	for _, r := range t.Text {
		switch {
		case r == '&' && !t.Normal:
			column++
			continue
		case r >= 0x2062 && r <= 0x2064 || r == '\u200b': // invisible signs
			continue
		}
		a := s.character(r, t.Props, t.Normal, st)
		if w, ok := blankWidth(r, a.size); ok {
			a.box = &Box{Width: w}
		}
		if t.Normal {
			if a.left = ord; r == ' ' {
				a.left = blank
			}
			a.right = a.left
		}
		a.brk, brk, a.column, column = brk, false, column, 0
		if n := len(out); n > 0 && unicode.Is(unicode.Mn, r) && out[n-1].box != nil { // typed over the letter before
			b := &Box{Width: out[n-1].box.Width}
			b.add(out[n-1].box, 0, 0)
			b.add(a.box, b.Width, 0)
			out[n-1].box, out[n-1].char = b, false
			continue
		}
		out = append(out, a)
	}
	if column > 0 { // the next run goes on there
		out = append(out, atom{box: &Box{}, size: s.size(t.Props, st), left: opening, right: opening, column: column})
	}
	return out
}

// character sets one character.
func (s *setter) character(r rune, props *wml.RunProps, normal bool, st style) atom {
	size := s.size(props, st)
	face, bold, italic := s.face.InScripts(max(st.level-text, 0)), false, false
	g, ok := face.Glyph(r)
	if normal || !ok {
		face, bold, italic = s.fonts.Text(props, r)
		g, _ = face.Glyph(r)
	}
	a := atom{left: classOf(r), size: size, char: true, r: r, props: props}
	a.right = a.left
	a.box = s.glyph(face, g, r, size, props)
	a.box.glyphs.FakeBold, a.box.glyphs.FakeItalic = bold, italic
	if !normal && ok {
		a.glyph, a.italics = g, s.units(s.m.ItalicsCorrection(g), size)
	}
	return a
}

// glyph is a box with one glyph that a character of face leads to.
func (s *setter) glyph(face *font.Face, g font.GlyphID, r rune, size wml.EMU, props *wml.RunProps) *Box {
	scale := func(v int) wml.EMU { return wml.EMU(v) * size / wml.EMU(face.UnitsPerEm) }
	e := face.Extent(g)
	w := scale(face.Advance(g))
	if unicode.Is(unicode.Mn, r) {
		w = 0
	}
	return &Box{
		Width: w, Ascent: scale(e[3]), Descent: -scale(e[1]),
		glyphs: &Glyphs{Face: face, Size: size, Text: string(r), Advances: []wml.EMU{w}, Props: props},
	}
}

// grown is the glyph of a sign as high (or as wide) as asked for at least, put together of pieces where no
// glyph is. Its box is as high as its ink.
func (s *setter) grown(r rune, props *wml.RunProps, size, want wml.EMU, upwards bool) (*Box, font.GlyphID) {
	g, ok := s.face.Glyph(r)
	if !ok {
		a := s.character(r, props, false, style{level: text})
		return a.box, 0
	}
	variants := s.m.Variants(g, upwards)
	best, room := g, wml.EMU(0)
	for _, v := range variants {
		best, room = v.Glyph, s.units(v.Size, size)
		if room >= want {
			break
		}
	}
	if room < want {
		if b := s.assembled(g, r, props, size, want, upwards); b != nil {
			return b, 0
		}
	}
	face := s.face
	if best != g {
		face = face.Showing(best)
	}
	return s.glyph(face, best, r, size, props), best
}

// maxRepeats bounds how often a piece is repeated.
const maxRepeats = 2000

// assembled puts a sign together of its pieces, the extenders repeated as often as it takes; nil if
// there are no pieces.
func (s *setter) assembled(g font.GlyphID, r rune, props *wml.RunProps, size, want wml.EMU, upwards bool) *Box {
	parts, least := s.m.Assembly(g, upwards)
	fixed, extend, n := 0, 0, 0
	for _, p := range parts {
		if p.Extender {
			extend += p.Size - least
		} else {
			fixed += p.Size - least
		}
	}
	fixed += least
	if extend > 0 {
		for n < maxRepeats && s.units(fixed+n*extend, size) < want {
			n++
		}
	}
	if len(parts) == 0 || fixed+n*extend <= 0 {
		return nil
	}
	over := wml.EMU(0) // how much more they overlap, each
	if pieces := n*len(parts) + 1; n > 0 {
		over = max(s.units(fixed+n*extend, size)-want, 0) / wml.EMU(pieces)
	}
	b := &Box{}
	at, shown := wml.EMU(0), r
	for _, p := range parts {
		times := 1
		if p.Extender {
			times = n
		}
		for range times {
			e := s.face.Extent(p.Glyph)
			// One piece says the character; the others are silent to who reads the text.
			c := s.glyph(s.face.Showing(p.Glyph), p.Glyph, shown, size, props)
			shown = '\u2063'
			if upwards {
				b.add(c, 0, at-s.units(e[1], size))
				b.Width = max(b.Width, c.Width)
			} else {
				b.add(c, at-s.units(e[0], size), 0)
			}
			at += s.units(p.Size-least, size) - over
		}
	}
	if !upwards {
		b.Width = at + s.units(least, size)
	}
	return b
}

// blankWidth is how wide the spaces are that Unicode gives a width.
func blankWidth(r rune, em wml.EMU) (wml.EMU, bool) {
	switch r {
	case '\u2000', '\u2002':
		return em / 2, true
	case '\u2001', '\u2003':
		return em, true
	case '\u2004':
		return em / 3, true
	case '\u2005':
		return em / 4, true
	case '\u2006':
		return em / 6, true
	case '\u2008', '\u205f':
		return em * 4 / 18, true
	case '\u2061': // applies a function; Word prints it as a space
		return em * 451 / 2048, true
	case '\u2009', '\u202f':
		return em * 3 / 18, true
	case '\u200a':
		return em / 18, true
	}
	return 0, false
}
