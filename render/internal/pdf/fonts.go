package pdf

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-pdf/fpdf"

	"github.com/bienban/bienban/render/internal/font"
	"github.com/bienban/bienban/render/internal/layout"
)

// Codes of a simple font: 32 is the space in each, so that word spacing works.
const (
	firstCode = 32
	lastCode  = 255
)

// fontSet is the simple fonts that a document's faces are cut into: up to 224 characters
// each. Characters that the Adobe Glyph List names are in fonts that name them;
// the others are in symbolic fonts, whose codes lead to glyphs directly.
type fontSet struct {
	names *glyphNames
	faces map[*font.Face]*faceFonts
	order []*simpleFont
}

// faceFonts is one face's fonts.
type faceFonts struct {
	face          *font.Face
	code          [0x2100 / 256]*[256]charCode // of the common characters, by their high byte
	rare          map[rune]charCode
	shaped        map[shapedKey]charCode
	named, symbol *simpleFont // those that still have room
}

// shapedKey is a glyph and the text that it stands for there.
type shapedKey struct {
	glyph font.GlyphID
	text  string
}

// charCode is where a character is; the zero value is nowhere.
type charCode struct {
	font    *simpleFont
	code    byte
	advance int32 // in font units
}

// simpleFont is one font of the file.
type simpleFont struct {
	face     *font.Face
	resource string // "F1"
	name     string // "ABCDEF+LiberationSerif-Bold"
	file     []byte // the subset
	symbolic bool
	shapes   bool           // it keeps silentCode free
	chars    [256]rune      // 0: unused
	texts    map[int]string // of codes that stand for no character, or for several
	glyphs   [256]font.GlyphID
	next     int // where to look for a free code
	used     int
}

func newFontSet() *fontSet {
	return &fontSet{names: allGlyphNames(), faces: map[*font.Face]*faceFonts{}}
}

// use gives each character of a text a code in a font of the face.
func (s *fontSet) use(face *font.Face, text string) {
	ff := s.faces[face]
	if ff == nil {
		ff = &faceFonts{face: face, rare: map[rune]charCode{}}
		s.faces[face] = ff
	}
	for _, r := range text {
		// Every font has the space, so it never makes one of its own.
		if r != ' ' && ff.find(r).font == nil {
			s.add(ff, r)
		}
	}
	if ff.find(' ').font == nil && strings.Contains(text, " ") {
		ff.space(s)
	}
}

// useShaped gives each glyph of a shaped text a code in a font of the face.
func (s *fontSet) useShaped(face *font.Face, list []layout.Shaped) {
	ff := s.faces[face]
	if ff == nil {
		ff = &faceFonts{face: face, rare: map[rune]charCode{}}
		s.faces[face] = ff
	}
	if ff.shaped == nil {
		ff.shaped = map[shapedKey]charCode{}
	}
	for _, g := range list {
		key := shapedKey{g.Glyph, g.Text}
		if ff.shaped[key].font != nil {
			continue
		}
		if ff.symbol == nil || ff.symbol.full() {
			ff.symbol = s.open(face, true)
			blank, _ := face.Glyph(' ')
			ff.symbol.put(' ', blank)
		}
		r, size := utf8.DecodeRuneInString(g.Text)
		if g.Text == " " {
			ff.shaped[key] = charCode{ff.symbol, firstCode, int32(face.Advance(g.Glyph))}
			continue
		}
		if size == 0 {
			ff.shaped[key] = s.silent(ff, g.Glyph)
			continue
		}
		ff.symbol.shapes = true
		code := ff.symbol.put(r, g.Glyph)
		if size < len(g.Text) {
			if ff.symbol.texts == nil {
				ff.symbol.texts = map[int]string{}
			}
			ff.symbol.texts[int(code)] = g.Text
		}
		ff.shaped[key] = charCode{ff.symbol, code, int32(face.Advance(g.Glyph))}
	}
}

// silentCode is where glyphs stand that no character leads to: pdf.js takes a code that stands for
// no character as the character of that number, and leaves out this one, the soft hyphen. poppler
// leaves out every code without a character.
const silentCode = 0xAD

// silent gives a glyph that stands for no character of its own a code.
func (s *fontSet) silent(ff *faceFonts, g font.GlyphID) charCode {
	at := ff.symbol
	if at.glyphs[silentCode] != 0 {
		at = s.open(ff.face, true)
		blank, _ := ff.face.Glyph(' ')
		at.put(' ', blank)
	}
	at.chars[silentCode], at.glyphs[silentCode] = utf8.RuneError, g
	at.used++
	if at.texts == nil {
		at.texts = map[int]string{}
	}
	at.texts[silentCode] = ""
	return charCode{at, silentCode, int32(ff.face.Advance(g))}
}

// space gives the space the code that it has in any font of the face.
func (ff *faceFonts) space(s *fontSet) {
	at := ff.named
	if at == nil {
		at = ff.symbol
	}
	if at == nil {
		s.add(ff, ' ')
		return
	}
	g, _ := ff.face.Glyph(' ')
	ff.set(' ', charCode{at, firstCode, int32(ff.face.Advance(g))})
}

func (ff *faceFonts) find(r rune) charCode {
	if r >= 0 && int(r>>8) < len(ff.code) {
		if block := ff.code[r>>8]; block != nil {
			return block[r&0xff]
		}
		return charCode{}
	}
	return ff.rare[r]
}

func (ff *faceFonts) set(r rune, c charCode) {
	if r < 0 || int(r>>8) >= len(ff.code) {
		ff.rare[r] = c
		return
	}
	if ff.code[r>>8] == nil {
		ff.code[r>>8] = new([256]charCode)
	}
	ff.code[r>>8][r&0xff] = c
}

func (s *fontSet) add(ff *faceFonts, r rune) {
	g, _ := ff.face.Glyph(r)
	named := s.names.of(r) != "" && g != 0
	at := &ff.symbol
	if named {
		at = &ff.named
	}
	if *at == nil || (*at).full() {
		*at = s.open(ff.face, !named)
		if r != ' ' {
			blank, _ := ff.face.Glyph(' ')
			(*at).put(' ', blank)
		}
	}
	ff.set(r, charCode{*at, (*at).put(r, g), int32(ff.face.Advance(g))})
}

func (s *fontSet) open(face *font.Face, symbolic bool) *simpleFont {
	f := &simpleFont{face: face, symbolic: symbolic, next: 128, resource: "F" + strconv.Itoa(len(s.order)+1)}
	s.order = append(s.order, f)
	return f
}

func (f *simpleFont) full() bool {
	return f.used >= lastCode-firstCode+1-b2i(f.shapes && f.chars[silentCode] == 0)
}

// put takes a code: in a font of names, ASCII characters keep their own, which makes
// content streams readable; others take the upper half, then what is left.
func (f *simpleFont) put(r rune, g font.GlyphID) byte {
	code := int(r)
	if r < firstCode || r > '~' || f.chars[code] != 0 {
		code = f.next
		for f.chars[code] != 0 || code == 127 && f.used < lastCode-firstCode || code == silentCode && f.shapes {
			if code++; code > lastCode {
				code = firstCode + 1
			}
		}
		f.next = code
	}
	f.chars[code], f.glyphs[code] = r, g
	f.used++
	return byte(code)
}

// codes is the codes in use, ascending.
func (f *simpleFont) codes() []int {
	codes := make([]int, 0, f.used)
	for c := firstCode; c <= lastCode; c++ {
		if f.chars[c] != 0 {
			codes = append(codes, c)
		}
	}
	return codes
}

// Flags of a font descriptor (ISO 32000-1, table 123).
const (
	flagFixedPitch  = 1 << 0
	flagSerif       = 1 << 1
	flagSymbolic    = 1 << 2
	flagNonsymbolic = 1 << 5
	flagItalic      = 1 << 6
)

// register cuts the subsets and makes the fonts known to fpdf.
func (s *fontSet) register(f *fpdf.Fpdf) error {
	for i, sf := range s.order {
		glyphs, chars := make([]font.GlyphID, 0, sf.used), make([]rune, 0, sf.used)
		for _, c := range sf.codes() {
			glyphs = append(glyphs, sf.glyphs[c])
			if sf.symbolic {
				chars = append(chars, rune(0xf000+c))
			} else {
				chars = append(chars, sf.chars[c])
			}
		}
		var data []byte
		var err error
		if sf.symbolic {
			data, err = sf.face.SubsetCodes(glyphs, codeBytes(sf.codes()))
		} else {
			data, err = sf.face.SubsetUnicode(glyphs, chars)
		}
		if err != nil {
			return err
		}
		sf.name = tag(sf, i) + "+" + sf.face.PostScript
		sf.file = data
		// As a core font, fpdf writes a stub of it, which finishFonts makes whole. A TrueType
		// font would have to bring its file, which is copied four times, and 256 widths, which
		// are read, hashed and printed one by one, and have no fractions.
		f.AddFontFromBytes(fmt.Sprintf("%04d", i), "", fmt.Appendf(nil, `{"Tp":"Core","Name":%q}`, sf.name), nil)
		if err := f.Error(); err != nil {
			return err
		}
	}
	return nil
}

func codeBytes(codes []int) []byte {
	b := make([]byte, len(codes))
	for i, c := range codes {
		b[i] = byte(c)
	}
	return b
}

// tag is the six letters before a subset's name, made from what is in it (ISO 32000-1,
// 9.6.4: different subsets in a file have different tags).
func tag(f *simpleFont, number int) string {
	h := fnv.New64a()
	h.Write([]byte(f.face.PostScript))
	for c, r := range f.chars {
		if r != 0 {
			h.Write([]byte{byte(c), byte(r), byte(r >> 8), byte(r >> 16)})
			h.Write([]byte(f.texts[c]))
		}
	}
	h.Write([]byte{byte(number), byte(number >> 8)})
	sum := h.Sum64()
	var t [6]byte
	for i := range t {
		t[i] = 'A' + byte(sum%26)
		sum /= 26
	}
	return string(t[:])
}

// descriptor is the font's descriptor (ISO 32000-1, 9.8), which leads to its file.
func (f *simpleFont) descriptor(file int) []byte {
	face := f.face
	em := func(v int) int {
		return int((int64(v)*2000/int64(face.UnitsPerEm) + 1) >> 1)
	}
	flags, stem := flagNonsymbolic, 80
	if f.symbolic {
		flags = flagSymbolic
	}
	if face.Class == font.Serif {
		flags |= flagSerif
	}
	if face.Class == font.Mono {
		flags |= flagFixedPitch
	}
	if face.Italic {
		flags |= flagItalic
	}
	if face.Bold {
		stem = 140
	}
	return fmt.Appendf(nil, "<</Type /FontDescriptor /FontName /%s /Ascent %d /Descent %d /CapHeight %d /Flags %d /FontBBox [%d %d %d %d] /ItalicAngle %d /StemV %d /MissingWidth 0 /FontFile2 %d 0 R>>",
		f.name, em(face.Ascent), em(face.Descent), em(face.CapHeight), flags,
		em(face.BBox[0]), em(face.BBox[1]), em(face.BBox[2]), em(face.BBox[3]), face.ItalicAngle, stem, file)
}

// differences names the characters that are not where WinAnsiEncoding has them.
func (f *simpleFont) differences(names *glyphNames) string {
	var b strings.Builder
	last := -2
	for _, c := range f.codes() {
		if r := f.chars[c]; int(r) == c && r < 127 {
			continue
		}
		if c != last+1 {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(strconv.Itoa(c))
		}
		b.WriteString(" /")
		b.WriteString(names.of(f.chars[c]))
		last = c
	}
	return b.String()
}
