package pdf

import (
	"strings"
	"sync"
)

// Glyph names of the Adobe Glyph List, by which a viewer finds a character's glyph in a
// simple font and its meaning when text is copied. Blocks are in code point order; a
// name of "-" is a code point that the list lacks.
const (
	asciiNames = "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus " +
		"comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater " +
		"question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum " +
		"underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde"

	latin1Names = "nbspace exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine " +
		"guillemotleft logicalnot sfthyphen registered macron degree plusminus twosuperior threesuperior acute mu " +
		"paragraph periodcentered cedilla onesuperior ordmasculine guillemotright onequarter onehalf threequarters " +
		"questiondown Agrave Aacute Acircumflex Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis " +
		"Igrave Iacute Icircumflex Idieresis Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash " +
		"Ugrave Uacute Ucircumflex Udieresis Yacute Thorn germandbls agrave aacute acircumflex atilde adieresis aring ae " +
		"ccedilla egrave eacute ecircumflex edieresis igrave iacute icircumflex idieresis eth ntilde ograve oacute " +
		"ocircumflex otilde odieresis divide oslash ugrave uacute ucircumflex udieresis yacute thorn ydieresis"

	latinANames = "Amacron amacron Abreve abreve Aogonek aogonek Cacute cacute Ccircumflex ccircumflex Cdotaccent " +
		"cdotaccent Ccaron ccaron Dcaron dcaron Dcroat dcroat Emacron emacron Ebreve ebreve Edotaccent edotaccent " +
		"Eogonek eogonek Ecaron ecaron Gcircumflex gcircumflex Gbreve gbreve Gdotaccent gdotaccent Gcommaaccent " +
		"gcommaaccent Hcircumflex hcircumflex Hbar hbar Itilde itilde Imacron imacron Ibreve ibreve Iogonek iogonek " +
		"Idotaccent dotlessi IJ ij Jcircumflex jcircumflex Kcommaaccent kcommaaccent kgreenlandic Lacute lacute " +
		"Lcommaaccent lcommaaccent Lcaron lcaron Ldot ldot Lslash lslash Nacute nacute Ncommaaccent ncommaaccent Ncaron " +
		"ncaron napostrophe Eng eng Omacron omacron Obreve obreve Ohungarumlaut ohungarumlaut OE oe Racute racute " +
		"Rcommaaccent rcommaaccent Rcaron rcaron Sacute sacute Scircumflex scircumflex Scedilla scedilla Scaron scaron " +
		"Tcommaaccent tcommaaccent Tcaron tcaron Tbar tbar Utilde utilde Umacron umacron Ubreve ubreve Uring uring " +
		"Uhungarumlaut uhungarumlaut Uogonek uogonek Wcircumflex wcircumflex Ycircumflex ycircumflex Ydieresis Zacute " +
		"zacute Zdotaccent zdotaccent Zcaron zcaron longs"

	// U+1EA0 to U+1EF9, the capitals; each is followed by its small letter.
	vietnameseNames = "Adotbelow Ahookabove Acircumflexacute Acircumflexgrave Acircumflexhookabove Acircumflextilde " +
		"Acircumflexdotbelow Abreveacute Abrevegrave Abrevehookabove Abrevetilde Abrevedotbelow Edotbelow Ehookabove " +
		"Etilde Ecircumflexacute Ecircumflexgrave Ecircumflexhookabove Ecircumflextilde Ecircumflexdotbelow Ihookabove " +
		"Idotbelow Odotbelow Ohookabove Ocircumflexacute Ocircumflexgrave Ocircumflexhookabove Ocircumflextilde " +
		"Ocircumflexdotbelow Ohornacute Ohorngrave Ohornhookabove Ohorntilde Ohorndotbelow Udotbelow Uhookabove " +
		"Uhornacute Uhorngrave Uhornhookabove Uhorntilde Uhorndotbelow Ygrave Ydotbelow Yhookabove Ytilde"

	// Delta, Omega and mu are left out: viewers differ about which of two signs is meant.
	greekNames = "Alpha Beta Gamma - Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau " +
		"Upsilon Phi Chi Psi - Iotadieresis Upsilondieresis alphatonos epsilontonos etatonos iotatonos " +
		"upsilondieresistonos alpha beta gamma delta epsilon zeta eta theta iota kappa lambda - nu xi omicron pi " +
		"rho sigma1 sigma tau upsilon phi chi psi omega"
)

// scattered is the rest: a character, its name, and so on.
const scattered = "Ơ Ohorn ơ ohorn Ư Uhorn ư uhorn ƒ florin ˆ circumflex ˇ caron ˘ breve ˙ dotaccent ˚ ring ˛ ogonek " +
	"˜ tilde ˝ hungarumlaut – endash — emdash ‗ underscoredbl ‘ quoteleft ’ quoteright ‚ quotesinglbase “ quotedblleft " +
	"” quotedblright „ quotedblbase † dagger ‡ daggerdbl • bullet … ellipsis ‰ perthousand ′ minute ″ second " +
	"‹ guilsinglleft › guilsinglright ‼ exclamdbl ⁄ fraction ₫ dong € Euro ™ trademark ℓ lsquare № afii61352 ℮ estimated " +
	"← arrowleft ↑ arrowup → arrowright ↓ arrowdown ↔ arrowboth ↕ arrowupdn ⇒ arrowdblright ⇐ arrowdblleft ⇔ arrowdblboth " +
	"∂ partialdiff ∏ product ∑ summation − minus √ radical ∞ infinity ∫ integral ≈ approxequal ≠ notequal " +
	"≡ equivalence ≤ lessequal ≥ greaterequal ◊ lozenge ■ filledbox □ H22073 ▪ H18543 ▫ H18551 ▲ triagup " +
	"► triagrt ▼ triagdn ◄ triaglf ○ circle ● H18533 ◦ openbullet ♀ female ♂ male ♠ spade ♣ club ♥ heart ♦ diamond"

// namedBelow bounds the table of names.
const namedBelow = 0x2700

// glyphNames is each character's name in the Adobe Glyph List, "" where there is none.
type glyphNames [namedBelow]string

// allGlyphNames is the table, made when it is first needed; nothing writes to it.
var allGlyphNames = sync.OnceValue(newGlyphNames)

func newGlyphNames() *glyphNames {
	var t glyphNames
	block := func(first rune, names string) {
		for name := range strings.SplitSeq(names, " ") {
			if name != "-" {
				t[first] = name
			}
			first++
		}
	}
	block(0x20, asciiNames)
	block(0xa0, latin1Names)
	block(0x100, latinANames)
	block(0x391, greekNames)
	r := rune(0x1ea0)
	for name := range strings.SplitSeq(vietnameseNames, " ") {
		t[r], t[r+1] = name, strings.ToLower(name[:1])+name[1:]
		r += 2
	}
	var char rune
	for word := range strings.SplitSeq(scattered, " ") {
		if char == 0 {
			char = []rune(word)[0]
			continue
		}
		t[char], char = word, 0
	}
	return &t
}

func (t *glyphNames) of(r rune) string {
	if r < 0 || r >= namedBelow {
		return ""
	}
	return t[r]
}
