package font

import (
	"strings"
	"unicode/utf8"
)

// SymbolRune is the Unicode character that a code of Symbol, Wingdings, Wingdings 2 or 3,
// Webdings stands for (also in the private-use form U+F0xx); ok is false if unknown.
//
// Characters that hardly any font has are given as their like: a reader of the document
// sees a tick in a box either way.
func SymbolRune(fontName string, code rune) (r rune, ok bool) {
	if code >= 0xf000 && code <= 0xf0ff {
		code -= 0xf000
	}
	codes := ""
	switch fold(fontName) {
	case "symbol":
		codes = symbolCodes
	case "wingdings":
		codes = wingdingsCodes
	case "wingdings 2":
		codes = wingdings2Codes
	case "wingdings 3":
		codes = wingdings3Codes
	case "webdings":
		codes = webdingsCodes
	}
	i := int(code) - 0x20
	if codes == "" || i < 0 || code > 0xff {
		return 0, false
	}
	for ; i > 0 && codes != ""; i-- {
		_, n := utf8.DecodeRuneInString(codes)
		codes = codes[n:]
	}
	r, n := utf8.DecodeRuneInString(codes)
	if n == 0 || r == utf8.RuneError {
		return 0, false
	}
	return like(r), true
}

// like is a common character that looks like a rare one; r itself if it has none.
func like(r rune) rune {
	if i := strings.IndexRune(rare, r); i >= 0 {
		i = utf8.RuneCountInString(rare[:i])
		for _, c := range common {
			if i == 0 {
				return c
			}
			i--
		}
	}
	return r
}

// Rare characters, and under each the common one that stands for it.
const (
	rare = "" +
		"\U0001F5F9\U0001F5F7\U0001F5F5\u2BBD\u2BBE\u2BB9" + // boxes with a mark
		"\U0001F5F6\U0001F5F8\U0001F5F4\U0001F5D9" + // marks
		"\u2B9A\U0001F78E\U0001F78F\U0001F790\U0001F79F\u2B1D\u2B1C\u2B1B" + // squares
		"\u2B29\u2B25\u2B27\u2B2A\u2BC1\u2B58\u2981\U0001F53E\U0001F53F" + // lozenges, circles
		"\U0001F784\U0001F785\U0001F786\U0001F787\U0001F788\U0001F789\U0001F78A\U0001F78B" +
		"\U0001F7C1\U0001F7C5\U0001F7CB\U0001F7CF\U0001F7D3\U0001F7D1" + // stars
		"\U0001F868\U0001F869\U0001F86A\U0001F86B\U0001F878\U0001F879\U0001F87A\U0001F87B" + // arrows
		"\u2B60\u2B61\u2B62\u2B63\u2B64\U0001F850\U0001F851\U0001F852\U0001F853" +
		"\U0001F86C\U0001F86D\U0001F86E\U0001F86F" +
		"\u2BC5\u2BC6\u2BC7\u2BC8\u2B9C\u2B9D\u2B9E\u2B9F\u23F4\u23F5\u23F6\u23F7" + // triangles
		"\U0001F780\U0001F781\U0001F782\U0001F783" +
		"\U0001F589\U0001F58E\U0001F582\U0001F590\U0001F571\U0001F3F3\U0001F3F1\U0001F10B\U0001F10C" + // signs
		"\u23D0\u23AF\u3008\u3009\u25FC\u25FB\u26AB\u26AA"
	common = "" +
		"☑☒☒☒☒☒" +
		"✗✓✗✕" +
		"➢□□□◆▪□■" +
		"◆◆◆◆◆○•❍❍" +
		"•○○○○○◉◎" +
		"✦★✶✹✸✵" +
		"←↑→↓←↑➔↓" +
		"←↑→↓↔←↑→↓" +
		"↖↗↘↙" +
		"▲▼◀▶◀▲▶▼◀▶▲▼" +
		"◂▴▸▾" +
		"✎✍✉☚☠⚐⚑⓪⓿" +
		"│─⟨⟩■□●○"
)

// variants leads from characters to those of OpenSymbol's private use area that look as
// in the named symbol font of Windows, and are as wide; nil for other names.
// LibreOffice prints such fonts with the same glyphs.
func variants(name string) map[rune]rune {
	switch name {
	case "symbol":
		return map[rune]rune{'•': 0xe12c, '→': 0xe124}
	case "wingdings":
		return map[rune]rune{
			'●': 0xe437, '❍': 0xe438, '■': 0xe439, '❑': 0xe43c, '❒': 0xe43d, '◆': 0xe440, '❖': 0xe441,
			'▪': 0xe46f, '□': 0xe470, '★': 0xe473, '➢': 0xe49e, '→': 0xe4a6, '➔': 0xe4ae,
			'✗': 0xe4c1, '✔': 0xe4c2, '☒': 0xe4c3, '☑': 0xe4c4,
		}
	case "wingdings 2":
		return map[rune]rune{'□': 0xe470, '☒': 0xe4c3, '☑': 0xe4c4}
	}
	return nil
}

// ownCodes leads from characters to the codes that a symbol font of Windows itself has
// them at, for a user's own copy of it.
func ownCodes(name string) map[rune]rune {
	m := map[rune]rune{}
	for code := rune(0x20); code < 0x100; code++ {
		if r, ok := SymbolRune(name, code); ok && m[r] == 0 {
			m[r] = 0xf000 + code
		}
	}
	return m
}
