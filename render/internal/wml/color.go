package wml

import (
	"math"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render/internal/xml"
)

// A theme is what word/theme/theme1.xml gives to the rest: fonts and colours by name.
type theme struct {
	fonts  map[string]string // "minorHAnsi" …; "minorArab" is what the scheme has for a script
	script map[string]string // by the end of those names, "Bidi": the script of w:themeFontLang's language
	colors map[string]Color  // "dk1", "accent1" …
	mapped map[string]string // "tx1" to "dk1": w:clrSchemeMapping
	lines  []EMU             // widths of a:lnStyleLst, by index from 1
	fills  [2][]*xml.Node    // a:fillStyleLst and a:bgFillStyleLst
}

func newTheme() *theme {
	return &theme{fonts: map[string]string{}, script: map[string]string{"Bidi": "Arab"}, colors: map[string]Color{}, mapped: map[string]string{
		"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2",
		"background1": "lt1", "text1": "dk1", "background2": "lt2", "text2": "dk2",
		"dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2",
		"hyperlink": "hlink", "followedHyperlink": "folHlink",
	}}
}

func (t *theme) read(root *xml.Node) {
	elements := root.Child("a:themeElements")
	for c := range elements.Child("a:clrScheme").Children() {
		if v := c.Child("a:srgbClr"); v != nil {
			if rgb, ok := hexColor(v.Get("val")); ok {
				t.colors[strings.TrimPrefix(c.Name, "a:")] = rgb
			}
		} else if v := c.Child("a:sysClr"); v != nil {
			if rgb, ok := hexColor(v.Get("lastClr")); ok {
				t.colors[strings.TrimPrefix(c.Name, "a:")] = rgb
			}
		}
	}
	for _, of := range []struct{ node, prefix string }{{"a:majorFont", "major"}, {"a:minorFont", "minor"}} {
		f := elements.Path("a:fontScheme", of.node)
		latin := f.Child("a:latin").Get("typeface")
		t.fonts[of.prefix+"Ascii"], t.fonts[of.prefix+"HAnsi"] = latin, latin
		t.fonts[of.prefix+"EastAsia"] = f.Child("a:ea").Get("typeface")
		t.fonts[of.prefix+"Bidi"] = f.Child("a:cs").Get("typeface")
		for c := range f.Children() {
			if script := c.Get("script"); c.Name == "a:font" && script != "" {
				t.fonts[of.prefix+script] = c.Get("typeface")
			}
		}
	}
	for i, list := range [...]string{"a:fillStyleLst", "a:bgFillStyleLst"} {
		t.fills[i] = nil
		for f := range elements.Path("a:fmtScheme", list).Children() {
			t.fills[i] = append(t.fills[i], f)
		}
	}
	for l := range elements.Path("a:fmtScheme", "a:lnStyleLst").Children() {
		t.lines = append(t.lines, clamp(emuAttr(l, "w", 9525), 0, maxEMU))
	}
}

// fill is the theme's fill of a number as a:fillRef has it: from 1, those of grounds from
// 1001; nil if there is none.
func (t *theme) fill(idx int) *xml.Node {
	list := t.fills[0]
	if idx > 1000 {
		list, idx = t.fills[1], idx-1000
	}
	if idx < 1 || idx > len(list) {
		return nil
	}
	return list[idx-1]
}

// font is the font of a name as w:asciiTheme and its kin have it; "" if there is none. Where
// the scheme leaves the font of a kind of text open, as all of Office's do for East Asian and
// for right-to-left text, it has one for the script of the document's language in that kind
// (§17.15.1.88). Word 365, measured: Latin text in majorBidi is set in that font as well.
func (t *theme) font(name string) string {
	if f := t.fonts[name]; f != "" {
		return f
	}
	for _, prefix := range [...]string{"major", "minor"} {
		if kind, ok := strings.CutPrefix(name, prefix); ok && t.script[kind] != "" {
			return t.fonts[prefix+t.script[kind]]
		}
	}
	return ""
}

// languages takes the languages of w:themeFontLang.
func (t *theme) languages(n *xml.Node) {
	for _, of := range []struct{ attr, kind string }{{"w:val", "Ascii"}, {"w:val", "HAnsi"}, {"w:eastAsia", "EastAsia"}, {"w:bidi", "Bidi"}} {
		if script := scriptOf(n.Get(of.attr)); script != "" {
			t.script[of.kind] = script
		}
	}
}

// scriptOf is the script in a theme's list of fonts that a language is written in, "Arab" of
// "ar-SA"; "" if the list has none of its own for it.
func scriptOf(language string) string {
	language = strings.ToLower(language)
	switch language {
	case "zh-tw", "zh-hk", "zh-mo", "zh-hant":
		return "Hant"
	}
	primary, _, _ := strings.Cut(language, "-")
	switch primary {
	case "ar", "fa", "ur", "ps", "ku", "sd", "prs":
		return "Arab"
	case "he", "iw", "yi":
		return "Hebr"
	case "th":
		return "Thai"
	case "ja":
		return "Jpan"
	case "ko":
		return "Hang"
	case "zh":
		return "Hans"
	case "vi":
		return "Viet"
	case "hi", "mr", "ne", "sa", "kok":
		return "Deva"
	case "km":
		return "Khmr"
	case "lo":
		return "Laoo"
	case "dv":
		return "Thaa"
	case "syr":
		return "Syrc"
	case "ug":
		return "Uigh"
	}
	return ""
}

// remap takes the colour names of w:clrSchemeMapping (§17.15.1.20).
func (t *theme) remap(n *xml.Node) {
	if n == nil {
		return
	}
	for _, to := range []struct{ attr, short, long string }{
		{"w:bg1", "bg1", "background1"}, {"w:t1", "tx1", "text1"}, {"w:bg2", "bg2", "background2"}, {"w:t2", "tx2", "text2"},
	} {
		switch v := n.Get(to.attr); v {
		case "dark1", "light1", "dark2", "light2":
			t.mapped[to.short], t.mapped[to.long] = t.mapped[v], t.mapped[v]
		}
	}
}

// color is the theme's colour of a name as w:themeColor or a:schemeClr has it.
func (t *theme) color(name string) (Color, bool) {
	if to, ok := t.mapped[name]; ok {
		name = to
	}
	c, ok := t.colors[name]
	return c, ok
}

// hexColor reads RRGGBB, with or without #, and RGB.
func hexColor(s string) (Color, bool) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "#")
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	v, err := strconv.ParseUint(s, 16, 32)
	if err != nil || len(s) != 6 {
		return Color{}, false
	}
	return Color{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v)}, true
}

// wordColor resolves a colour with its theme name, tint and shade (§17.3.2.6): value is
// RRGGBB or "auto". False if neither says a colour.
func (t *theme) wordColor(value, name, tint, shade string) (Color, bool) {
	if name != "" && name != "none" {
		if c, ok := t.color(name); ok {
			if f, ok := hexByte(tint); ok {
				c = c.luminance(func(l float64) float64 { return l*f + 1 - f })
			}
			if f, ok := hexByte(shade); ok {
				c = c.luminance(func(l float64) float64 { return l * f })
			}
			return c, true
		}
	}
	if value == "auto" {
		return Color{Auto: true}, true
	}
	return hexColor(value)
}

func hexByte(s string) (float64, bool) {
	v, err := strconv.ParseUint(s, 16, 8)
	return float64(v) / 255, err == nil
}

// luminance changes the L of the colour's HSL form.
func (c Color) luminance(change func(float64) float64) Color {
	h, s, l := c.hsl()
	return fromHSL(h, s, min(max(change(l), 0), 1))
}

func (c Color) hsl() (h, s, l float64) {
	r, g, b := float64(c.R)/255, float64(c.G)/255, float64(c.B)/255
	hi, lo := max(r, g, b), min(r, g, b)
	l = (hi + lo) / 2
	d := hi - lo
	if d == 0 {
		return 0, 0, l
	}
	s = d / (1 - math.Abs(2*l-1))
	switch hi {
	case r:
		h = math.Mod((g-b)/d+6, 6)
	case g:
		h = (b-r)/d + 2
	default:
		h = (r-g)/d + 4
	}
	return h, s, l
}

func fromHSL(h, s, l float64) Color {
	chroma := (1 - math.Abs(2*l-1)) * s
	x := chroma * (1 - math.Abs(math.Mod(h, 2)-1))
	var r, g, b float64
	switch int(h) {
	case 0:
		r, g = chroma, x
	case 1:
		r, g = x, chroma
	case 2:
		g, b = chroma, x
	case 3:
		g, b = x, chroma
	case 4:
		r, b = x, chroma
	default:
		r, b = chroma, x
	}
	m := l - chroma/2
	return Color{R: channel(r + m), G: channel(g + m), B: channel(b + m)}
}

func channel(v float64) uint8 { return uint8(math.Round(min(max(v, 0), 1) * 255)) }

// mix is part (0 to 1) of c over ground.
func (c Color) mix(ground Color, part float64) Color {
	one := func(a, b uint8) uint8 { return channel((float64(a)*part + float64(b)*(1-part)) / 255) }
	return Color{R: one(c.R, ground.R), G: one(c.G, ground.G), B: one(c.B, ground.B)}
}

// shading reads w:shd (§17.3.5). A pattern is approximated by the colour that it makes
// from afar. Nil: no shading; false: the element says nothing.
func (t *theme) shading(n *xml.Node) (*Color, bool) {
	if n == nil {
		return nil, false
	}
	white := Color{R: 255, G: 255, B: 255}
	fill, ok := t.wordColor(n.Get("w:fill"), n.Get("w:themeFill"), n.Get("w:themeFillTint"), n.Get("w:themeFillShade"))
	filled := ok && !fill.Auto
	part := patternDensity(n.Get("w:val"))
	if part == 0 {
		if !filled {
			return nil, true
		}
		return &fill, true
	}
	ink, ok := t.wordColor(n.Get("w:color"), n.Get("w:themeColor"), n.Get("w:themeTint"), n.Get("w:themeShade"))
	if !ok || ink.Auto {
		ink = Color{}
	}
	if !filled {
		fill = white
	}
	c := ink.mix(fill, part)
	return &c, true
}

// patternDensity is how much of a pattern (ST_Shd, §17.18.78) is ink.
func patternDensity(pattern string) float64 {
	if digits, ok := strings.CutPrefix(pattern, "pct"); ok {
		n, _ := strconv.Atoi(digits)
		switch n { // names are cut, the shares are not
		case 12, 37, 62, 87:
			return (float64(n) + 0.5) / 100
		}
		return float64(clamp(n, 0, 100)) / 100
	}
	switch pattern {
	case "", "clear", "nil", "none":
		return 0
	case "solid":
		return 1
	case "horzStripe", "vertStripe", "reverseDiagStripe", "diagStripe", "horzCross", "diagCross":
		return 0.5
	}
	return 0.25 // thin stripes and crosses
}

// highlight is the colour of a w:highlight name (ST_HighlightColor, §17.18.40).
func highlight(name string) (Color, bool) {
	i := strings.Index(highlights, " "+name+"=")
	if i < 0 || name == "" {
		return Color{}, false
	}
	i += len(name) + 2
	return hexColor(highlights[i : i+6])
}

const highlights = " black=000000 blue=0000FF cyan=00FFFF darkBlue=000080 darkCyan=008080 darkGray=808080 darkGreen=008000" +
	" darkMagenta=800080 darkRed=800000 darkYellow=808000 green=00FF00 lightGray=C0C0C0 magenta=FF00FF red=FF0000 white=FFFFFF yellow=FFFF00 "

// borderOf reads one border element, of whatever parent (§17.3.4). Nil if n is nil.
func (t *theme) borderOf(n *xml.Node) *Border {
	if n == nil {
		return nil
	}
	b := &Border{Style: borderStyle(n.Get("w:val"))}
	if b.Style == BorderNone {
		return b
	}
	// w:sz counts eighths of a point, w:space points.
	b.Width, b.Space = 12700/2, 0
	if v, ok := measure(n.Get("w:sz"), float64(PerPoint)/8); ok {
		b.Width = clamp(v, 0, 31*PerPoint)
		if b.Width == 0 {
			b.Width = PerPoint / 4 // the thinnest line that Word draws
		}
	}
	if v, ok := length(n.Get("w:space"), PerPoint); ok {
		b.Space = clamp(v, 0, 31*PerPoint)
	}
	if c, ok := t.wordColor(n.Get("w:color"), n.Get("w:themeColor"), n.Get("w:themeTint"), n.Get("w:themeShade")); ok {
		b.Color = c
	} else {
		b.Color = Color{Auto: true}
	}
	return b
}

func borderStyle(name string) BorderStyle {
	switch name {
	case "", "nil", "none":
		return BorderNone
	case "thick":
		return BorderThick
	case "double", "doubleWave":
		return BorderDouble
	case "triple":
		return BorderTriple
	case "dotted":
		return BorderDotted
	case "dashed", "dashSmallGap":
		return BorderDashed
	case "dotDash", "dashDotStroked":
		return BorderDotDash
	case "dotDotDash":
		return BorderDotDotDash
	case "wave":
		return BorderWave
	}
	// "thinThickSmallGap" is thin inside and thick outside for Word, from the text outwards.
	switch {
	case strings.HasPrefix(name, "thinThickThin"):
		return BorderTriple
	case strings.HasPrefix(name, "thinThick"):
		return BorderThickThin
	case strings.HasPrefix(name, "thickThin"):
		return BorderThinThick
	}
	return BorderSingle // single, inset, outset, art borders
}
