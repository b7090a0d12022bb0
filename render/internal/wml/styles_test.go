package wml_test

import (
	"testing"

	"github.com/bienban/bienban/render/internal/wml"
)

const themeXML = `<a:theme><a:themeElements><a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1>` +
	`<a:accent1><a:srgbClr val="4472C4"/></a:accent1></a:clrScheme><a:fontScheme name="x"><a:majorFont><a:latin typeface="Cambria"/></a:majorFont>` +
	`<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/></a:minorFont></a:fontScheme></a:themeElements></a:theme>`

// The run's properties come from everywhere that §17.7.2 names.
func TestRunProperties(t *testing.T) {
	const styles = `<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:basedOn w:val="N"/><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H"/><w:rPr><w:b/><w:i/></w:rPr></w:style>` +
		`<w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="L1"><w:basedOn w:val="L2"/><w:rPr><w:i/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="L2"><w:basedOn w:val="L1"/><w:rPr><w:b/></w:rPr></w:style></w:styles>`
	for _, tt := range []struct {
		name, style, rPr string
		check            func(p *wml.RunProps) bool
	}{
		{"theme font from defaults", "N", ``, func(p *wml.RunProps) bool {
			return p.ASCII == "Calibri" && p.HAnsi == "Calibri" && p.EastAsia == "Times New Roman"
		}},
		{"size from defaults", "N", ``, func(p *wml.RunProps) bool { return p.Size == 22 }},
		{"style over defaults", "H", ``, func(p *wml.RunProps) bool { return p.Bold && p.Size == 32 }},
		{"a toggle twice in one chain stays on", "H2", ``, func(p *wml.RunProps) bool { return p.Bold && p.Italic && p.Size == 32 }},
		{"a toggle in two kinds of styles is off", "H", `<w:rStyle w:val="Strong"/>`, func(p *wml.RunProps) bool { return !p.Bold && p.Color == wml.Color{R: 255} }},
		{"direct toggle has the last word", "H", `<w:rStyle w:val="Strong"/><w:b/>`, func(p *wml.RunProps) bool { return p.Bold }},
		{"direct off", "H", `<w:b w:val="0"/>`, func(p *wml.RunProps) bool { return !p.Bold }},
		{"named font over theme", "N", `<w:rFonts w:ascii="Arial"/>`, func(p *wml.RunProps) bool { return p.ASCII == "Arial" && p.HAnsi == "Calibri" }},
		{"theme colour with tint", "N", `<w:color w:val="000000" w:themeColor="accent1" w:themeTint="99"/>`, func(p *wml.RunProps) bool {
			return near(p.Color, 0x8E, 0xAA, 0xDB)
		}},
		{"theme colour with shade", "N", `<w:color w:val="000000" w:themeColor="accent1" w:themeShade="BF"/>`, func(p *wml.RunProps) bool {
			return near(p.Color, 0x2F, 0x54, 0x96)
		}},
		{"circle of styles", "L1", ``, func(p *wml.RunProps) bool { return p.Bold && p.Italic }},
		{"underline, strike, script", "N", `<w:u w:val="double" w:color="00FF00"/><w:dstrike/><w:vertAlign w:val="superscript"/>`, func(p *wml.RunProps) bool {
			return p.Underline == wml.UnderlineDouble && p.UnderlineColor == wml.Color{G: 255} && p.DoubleStrike && p.VertAlign == wml.Superscript
		}},
		{"highlight and shading", "N", `<w:highlight w:val="yellow"/><w:shd w:val="pct50" w:color="000000" w:fill="FFFFFF"/>`, func(p *wml.RunProps) bool {
			return *p.Highlight == wml.Color{R: 255, G: 255} && near(*p.Shading, 128, 128, 128)
		}},
		{"spacing, position, width, kerning", "N", `<w:spacing w:val="20"/><w:position w:val="-6"/><w:w w:val="90%"/><w:kern w:val="28"/>`, func(p *wml.RunProps) bool {
			return p.Spacing == wml.PerPoint && p.Raise == -3*wml.PerPoint && p.Scale == 90 && p.Kern == 28
		}},
		{"units and rubbish", "N", `<w:sz w:val="13pt"/><w:spacing w:val="zz"/><w:position w:val=""/><w:w w:val="1e999"/>`, func(p *wml.RunProps) bool {
			return p.Size == 26 && p.Spacing == 0 && p.Raise == 0 && p.Scale == 100
		}},
		{"caps, hidden, language", "N", `<w:caps/><w:vanish/><w:lang w:val="vi-VN"/>`, func(p *wml.RunProps) bool { return p.Caps && p.Hidden && p.Lang == "vi-VN" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := silent(t, `<w:p><w:pPr><w:pStyle w:val="`+tt.style+`"/></w:pPr><w:r><w:rPr>`+tt.rPr+`</w:rPr><w:t>x</w:t></w:r></w:p>`,
				parts{"styles": styles, "theme": themeXML})
			if p := inline[*wml.Text](t, d).Props; !tt.check(p) {
				t.Errorf("%+v", p)
			}
		})
	}
}

// A font of the theme that has no name is the scheme's for the script of the document's
// language (Word 365, measured: Latin text in majorBidi is set in the one for Arab).
func TestThemeFonts(t *testing.T) {
	const theme = `<a:theme><a:themeElements><a:fontScheme name="x"><a:majorFont><a:latin typeface="Calibri Light"/><a:ea typeface=""/><a:cs typeface=""/>` +
		`<a:font script="Jpan" typeface="Yu Gothic Light"/><a:font script="Arab" typeface="Times New Roman"/><a:font script="Hebr" typeface="David"/></a:majorFont>` +
		`<a:minorFont><a:latin typeface=""/><a:ea typeface=""/><a:cs typeface="Tahoma"/><a:font script="Arab" typeface="Arial"/><a:font script="Viet" typeface="Be Vietnam"/></a:minorFont>` +
		`</a:fontScheme></a:themeElements></a:theme>`
	for _, c := range []struct{ fonts, languages, want string }{
		{`w:asciiTheme="majorBidi"`, `w:val="vi-VN" w:bidi="ar-SA"`, "Times New Roman"},
		{`w:asciiTheme="majorBidi"`, `w:bidi="he-IL"`, "David"},
		{`w:asciiTheme="majorBidi"`, ``, "Times New Roman"}, // as if it were ar-SA
		{`w:asciiTheme="majorBidi"`, `w:bidi="tlh"`, "Times New Roman"},
		{`w:asciiTheme="minorBidi"`, `w:bidi="ar-SA"`, "Tahoma"}, // its own name comes first
		{`w:asciiTheme="majorEastAsia"`, `w:eastAsia="ja-JP"`, "Yu Gothic Light"},
		{`w:asciiTheme="majorHAnsi"`, `w:val="vi-VN"`, "Calibri Light"},
		{`w:asciiTheme="minorHAnsi"`, `w:val="vi-VN"`, "Be Vietnam"},
		{`w:ascii="Arial" w:asciiTheme="majorEastAsia"`, `w:eastAsia="zh-TW"`, "Arial"}, // nothing in the scheme
	} {
		d := silent(t, `<w:p><w:r><w:rPr><w:rFonts `+c.fonts+`/></w:rPr><w:t>x</w:t></w:r></w:p>`,
			parts{"theme": theme, "settings": `<w:settings><w:themeFontLang ` + c.languages + `/></w:settings>`})
		if p := inline[*wml.Text](t, d).Props; p.ASCII != c.want {
			t.Errorf("%s, %s: %q, want %q", c.fonts, c.languages, p.ASCII, c.want)
		}
	}
}

// Of two styles with one ID Word takes the second, also where it is the default one.
func TestStylesDefinedTwice(t *testing.T) {
	const styles = `<w:styles><w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr><w:sz w:val="20"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="N"/><w:rPr><w:b/><w:sz w:val="40"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="N"><w:rPr><w:sz w:val="26"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="N"/><w:rPr><w:i/></w:rPr></w:style>` +
		`<w:style w:type="character" w:styleId="H"><w:rPr><w:strike/></w:rPr></w:style></w:styles>`
	for style, want := range map[string]wml.RunProps{"": {Size: 26}, "N": {Size: 26}, "H": {Size: 26, Italic: true}, "none": {Size: 26}} {
		d := silent(t, `<w:p><w:pPr><w:pStyle w:val="`+style+`"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`, parts{"styles": styles})
		if p := inline[*wml.Text](t, d).Props; p.Size != want.Size || p.Italic != want.Italic || p.Bold || p.Strike {
			t.Errorf("%q: %+v", style, p)
		}
	}
}

func near(c wml.Color, r, g, b int) bool {
	ok := func(a uint8, b int) bool { return int(a)-b <= 2 && b-int(a) <= 2 }
	return ok(c.R, r) && ok(c.G, g) && ok(c.B, b)
}

func TestWithoutStyles(t *testing.T) {
	d := silent(t, `<w:p><w:r><w:t>x</w:t></w:r></w:p>`, nil)
	p := first(t, d)
	if r := p.Mark; r.ASCII != "Times New Roman" || r.Size != 20 || r.Scale != 100 || !r.Color.Auto {
		t.Errorf("%+v", r)
	}
	if !p.Props.WidowControl || p.Props.Line != (wml.LineSpacing{Factor: 240}) || p.Props.OutlineLevel != -1 {
		t.Errorf("%+v", p.Props)
	}
}

func TestEqualRunsShareTheirProperties(t *testing.T) {
	d := silent(t, `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>c</w:t></w:r></w:p>`, nil)
	ps := paragraphs(d.Sections[0].Body)
	a, c := ps[0].Inlines[0].(*wml.Text), ps[1].Inlines[0].(*wml.Text)
	if a.Props != c.Props || a.Props == ps[0].Inlines[1].(*wml.Text).Props {
		t.Error("equal runs have different properties, or different runs the same")
	}
}

func TestParagraphProperties(t *testing.T) {
	const styles = `<w:styles><w:docDefaults><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="S"><w:name w:val="Body"/><w:basedOn w:val="N"/><w:pPr><w:ind w:left="720" w:hanging="360"/><w:contextualSpacing/>` +
		`<w:tabs><w:tab w:val="left" w:pos="1000"/><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs><w:pBdr><w:bottom w:val="single" w:sz="8" w:space="1" w:color="FF0000"/></w:pBdr></w:pPr></w:style></w:styles>`
	tw := func(n int) wml.EMU { return wml.Twip(n).EMU() }
	for _, tt := range []struct {
		name, pPr string
		check     func(p *wml.ParagraphProps) bool
	}{
		{"defaults and the default style", ``, func(p *wml.ParagraphProps) bool {
			return p.StyleID == "N" && p.Align == wml.AlignJustify && p.SpaceAfter == tw(160) && p.Line.Factor == 259
		}},
		{"an unknown style is the default one", `<w:pStyle w:val="nowhere"/>`, func(p *wml.ParagraphProps) bool { return p.StyleName == "Normal" }},
		{"style", `<w:pStyle w:val="S"/>`, func(p *wml.ParagraphProps) bool {
			return p.Align == wml.AlignJustify && p.IndentLeft == tw(720) && p.FirstLine == -tw(360) && p.ContextualSpacing && len(p.Tabs) == 2 &&
				p.Tabs[1] == wml.TabStop{Pos: tw(9000), Align: wml.TabRight, Leader: '.'} && p.Borders.Bottom.Width == wml.PerPoint && p.Borders.Bottom.Space == wml.PerPoint
		}},
		{"direct indent keeps the rest", `<w:pStyle w:val="S"/><w:ind w:start="0"/>`, func(p *wml.ParagraphProps) bool {
			return p.IndentLeft == 0 && p.FirstLine == -tw(360)
		}},
		{"first line replaces hanging", `<w:pStyle w:val="S"/><w:ind w:firstLine="567"/>`, func(p *wml.ParagraphProps) bool { return p.FirstLine == tw(567) }},
		{"hanging goes before first line", `<w:ind w:firstLine="567" w:hanging="100"/>`, func(p *wml.ParagraphProps) bool { return p.FirstLine == -tw(100) }},
		{"tabs are merged and cleared", `<w:pStyle w:val="S"/><w:tabs><w:tab w:val="clear" w:pos="1000"/><w:tab w:val="center" w:pos="4500"/></w:tabs>`, func(p *wml.ParagraphProps) bool {
			return len(p.Tabs) == 2 && p.Tabs[0].Pos == tw(4500) && p.Tabs[0].Align == wml.TabCenter && p.Tabs[1].Pos == tw(9000)
		}},
		{"exact line", `<w:spacing w:line="300" w:lineRule="exact" w:before="6pt" w:beforeAutospacing="0"/>`, func(p *wml.ParagraphProps) bool {
			return p.Line == wml.LineSpacing{Rule: wml.LineExact, Height: tw(300)} && p.SpaceBefore == tw(120) && p.SpaceAfter == tw(160)
		}},
		{"autospacing", `<w:spacing w:beforeAutospacing="1" w:afterAutospacing="1"/>`, func(p *wml.ParagraphProps) bool { return p.BeforeAuto && p.AfterAuto }},
		{"keeps", `<w:keepNext/><w:keepLines/><w:pageBreakBefore/><w:widowControl w:val="0"/><w:outlineLvl w:val="1"/>`, func(p *wml.ParagraphProps) bool {
			return p.KeepNext && p.KeepLines && p.PageBreakBefore && !p.WidowControl && p.OutlineLevel == 1
		}},
		{"a border taken away", `<w:pStyle w:val="S"/><w:pBdr><w:bottom w:val="nil"/></w:pBdr>`, func(p *wml.ParagraphProps) bool { return p.Borders.Bottom.Style == wml.BorderNone }},
		{"shading", `<w:shd w:val="clear" w:color="auto" w:fill="DDDDDD"/>`, func(p *wml.ParagraphProps) bool { return *p.Shading == wml.Color{R: 0xDD, G: 0xDD, B: 0xDD} }},
		{"frame", `<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/>`, func(p *wml.ParagraphProps) bool {
			return p.Frame != nil && p.Frame.DropCap == "drop" && p.Frame.Lines == 3 && p.Frame.HAnchor == "text"
		}},
		{"rubbish", `<w:ind w:left="a" w:right="99999999999999"/><w:spacing w:line="" w:after="-5"/><w:outlineLvl w:val="77"/>`, func(p *wml.ParagraphProps) bool {
			return p.IndentLeft == 0 && p.IndentRight > 0 && p.Line.Factor == 240 && p.SpaceAfter == 0 && p.OutlineLevel == -1
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := silent(t, `<w:p><w:pPr>`+tt.pPr+`</w:pPr></w:p>`, parts{"styles": styles})
			if p := first(t, d).Props; !tt.check(p) {
				t.Errorf("%+v", p)
			}
		})
	}
}
