package metafile

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// symbols is the character set of fonts of symbols ([MS-WMF] 2.1.1.5), whose bytes are codes of
// the font's own.
const symbols = 2

// codePage is the code page of a character set of single bytes; nil: it is not known.
func codePage(charset byte) *charmap.Charmap {
	switch charset {
	case 0, 1: // Western, and whatever the system has
		return charmap.Windows1252
	case 77:
		return charmap.Macintosh
	case 161:
		return charmap.Windows1253
	case 162:
		return charmap.Windows1254
	case 163:
		return charmap.Windows1258
	case 177:
		return charmap.Windows1255
	case 178:
		return charmap.Windows1256
	case 186:
		return charmap.Windows1257
	case 204:
		return charmap.Windows1251
	case 222:
		return charmap.Windows874
	case 238:
		return charmap.Windows1250
	case 255: // of the console
		return charmap.CodePage437
	}
	return nil
}

// letters reads bytes in the character set of the font at hand, up to a zero.
func (p *player) letters(b []byte) string {
	f := p.font.font
	var out strings.Builder
	page := codePage(f.charset)
	for _, c := range b {
		switch {
		case c == 0:
			return out.String()
		case f.symbolic():
			out.WriteRune(privateUse + rune(c))
		case page != nil:
			out.WriteRune(page.DecodeByte(c))
		default:
			if c >= 0x80 {
				p.out.Undrawn |= Letters
			}
			out.WriteRune(charmap.Windows1252.DecodeByte(c))
		}
	}
	return out.String()
}

// privateUse is where Unicode has room for the codes of a font's own.
const privateUse = 0xf000

func (f font) symbolic() bool { return f.charset == symbols || strings.EqualFold(f.name, "Symbol") }

// recoded reports whether a font has other letters than its character set tells: those of the
// Vietnamese codes TCVN3 and VNI stood in the places of Western ones.
func (f font) recoded() bool {
	name := strings.ToUpper(f.name)
	return strings.HasPrefix(name, ".VN") || strings.HasPrefix(name, "VNI-")
}

// codes is text of a font of symbols in 16 bits, whose codes may stand as Latin letters.
func (p *player) codes(s string) string {
	if !p.font.font.symbolic() {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x20 && r <= 0xff {
			return privateUse + r
		}
		return r
	}, s)
}

// latin reads the name of a font, up to a zero.
func latin(b []byte) string {
	var out strings.Builder
	for _, c := range b {
		if c == 0 {
			break
		}
		out.WriteRune(charmap.Windows1252.DecodeByte(c))
	}
	return out.String()
}

// composed is text with each letter and its marks as one character, which has the advances of
// all of them: Windows' Vietnamese code page has the marks apart.
func composed(s string, dx []float64) (string, []float64) {
	if norm.NFC.IsNormalString(s) {
		return s, dx
	}
	var out []rune
	var to []float64
	i := 0
	for _, r := range s {
		if n := len(out); n > 0 && unicode.Is(unicode.Mn, r) {
			if c := []rune(norm.NFC.String(string(out[n-1]) + string(r))); len(c) == 1 {
				out[n-1] = c[0]
				if i < len(dx) && len(to) == n {
					to[n-1] += dx[i]
				}
				i++
				continue
			}
		}
		out = append(out, r)
		if i < len(dx) {
			to = append(to, dx[i])
		}
		i++
	}
	return string(out), to
}
