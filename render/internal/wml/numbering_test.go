package wml_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/wml"
)

func lvl(i int, format, text, more string) string {
	return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/>%s<w:lvlText w:val="%s"/><w:pPr><w:ind w:left="%d" w:hanging="360"/></w:pPr></w:lvl>`, i, format, more, text, 720*(i+1))
}

func TestListLabels(t *testing.T) {
	abstract := func(levels ...string) string {
		return `<w:abstractNum w:abstractNumId="0">` + strings.Join(levels, "") + `</w:abstractNum>`
	}
	const num1 = `<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`
	const restarted = `<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`
	multi := abstract(lvl(0, "upperRoman", "%1.", ""), lvl(1, "decimal", "%1.%2", ""), lvl(2, "lowerLetter", "%3)", ""))
	for _, tt := range []struct{ name, numbering, items, want string }{
		{"one level", abstract(lvl(0, "decimal", "%1.", "")) + num1, "1/0 1/0 1/0", "1. 2. 3."},
		{"deeper levels restart", multi + num1, "1/0 1/1 1/1 1/2 1/2 1/0 1/1 1/2", "I. I.1 I.2 a) b) II. II.1 a)"},
		{"a skipped level counts", multi + num1, "1/0 1/2 1/1", "I. a) I.2"},
		{"legal numbers", abstract(lvl(0, "upperRoman", "%1.", ""), lvl(1, "decimal", "%1.%2", "<w:isLgl/>")) + num1, "1/0 1/1", "I. 1.1"},
		{"never restarted", abstract(lvl(0, "decimal", "%1.", ""), lvl(1, "decimal", "%2)", `<w:lvlRestart w:val="0"/>`)) + num1, "1/0 1/1 1/0 1/1", "1. 1) 2. 2)"},
		{"restarted by the first level alone", abstract(lvl(0, "decimal", "%1.", ""), lvl(1, "decimal", "%2.", ""), lvl(2, "decimal", "%3)", `<w:lvlRestart w:val="1"/>`)) + num1,
			"1/0 1/1 1/2 1/1 1/2 1/0 1/2", "1. 1. 1) 2. 2) 2. 1)"},
		{"two lists of one count go on", multi + num1 + `<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>`, "1/0 2/0 1/0", "I. II. III."},
		{"a start of its own, once", multi + num1 + restarted, "1/0 1/0 2/0 2/0", "I. II. I. II."},
		{"a level of its own", abstract(lvl(0, "decimal", "%1.", "")) + `<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">` + lvl(0, "upperLetter", "Điều %1:", "") + `</w:lvlOverride></w:num>`, "1/0 1/0", "Điều A: Điều B:"},
		{"bullets", abstract(lvl(0, "bullet", "-", "")) + num1, "1/0 1/0", "- -"},
		{"formats", abstract(lvl(0, "decimalZero", "%1", ""), lvl(1, "ordinal", "%2", ""), lvl(2, "none", "%3§", "")) + num1, "1/0 1/1 1/2", "01 1st §"},
		{"no such list", multi, "7/0", "-"},
		{"numId 0 is no list", multi + num1, "0/0", "-"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var body strings.Builder
			for _, item := range strings.Fields(tt.items) {
				num, level, _ := strings.Cut(item, "/")
				fmt.Fprintf(&body, `<w:p><w:pPr><w:numPr><w:ilvl w:val="%s"/><w:numId w:val="%s"/></w:numPr></w:pPr></w:p>`, level, num)
			}
			var got []string
			for _, p := range paragraphs(silent(t, body.String(), parts{"numbering": `<w:numbering>` + tt.numbering + `</w:numbering>`}).Sections[0].Body) {
				if p.Label == nil {
					got = append(got, "-")
				} else {
					got = append(got, p.Label.Text)
				}
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("got %s, want %s", s, tt.want)
			}
		})
	}
}

func TestListOfAStyle(t *testing.T) {
	const numbering = `<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:pStyle w:val="H1"/><w:suff w:val="space"/><w:lvlText w:val="%1."/><w:lvlJc w:val="right"/>` +
		`<w:pPr><w:ind w:left="432" w:hanging="432"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial"/><w:b w:val="0"/></w:rPr></w:lvl>` +
		`<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="H2"/><w:lvlText w:val="%2."/><w:pPr><w:ind w:left="576" w:hanging="576"/></w:pPr></w:lvl></w:abstractNum>` +
		`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`
	const styles = `<w:styles><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:ind w:left="100"/></w:pPr></w:style></w:styles>`
	d := silent(t, `<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="H2"/></w:pPr></w:p>`+
		`<w:p><w:pPr><w:pStyle w:val="H1"/><w:ind w:left="0"/></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:p>`,
		parts{"numbering": numbering, "styles": styles})
	ps := paragraphs(d.Sections[0].Body)
	one, two, three, four := ps[0], ps[1], ps[2], ps[3]
	if one.Label.Text != "I." || one.Label.Suffix != wml.SuffixSpace || one.Label.Align != wml.AlignRight || one.Label.Props.Bold || one.Label.Props.ASCII != "Arial" || !one.Mark.Bold {
		t.Errorf("label %+v %+v", one.Label, one.Label.Props)
	}
	if one.Props.IndentLeft != wml.Twip(432).EMU() || one.Props.FirstLine != -wml.Twip(432).EMU() {
		t.Errorf("the list's indents: %+v", one.Props)
	}
	if two.Label.Text != "1." || two.Label.Level != 1 || two.Props.IndentLeft != wml.Twip(100).EMU() || two.Props.FirstLine != -wml.Twip(576).EMU() {
		t.Errorf("the style's own indent over the list's: %+v %+v", two.Label, two.Props)
	}
	if three.Label.Text != "II." || three.Props.IndentLeft != 0 || three.Props.FirstLine != -wml.Twip(432).EMU() {
		t.Errorf("direct indent over the list's: %+v", three.Props)
	}
	if four.Label != nil || four.Props.IndentLeft != 0 || four.Props.FirstLine != 0 {
		t.Errorf("a list taken away: %+v", four.Props)
	}
}

func TestLinkedListStyle(t *testing.T) {
	d := silent(t, `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>`, parts{
		"numbering": `<w:numbering><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="LS"/></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:styleLink w:val="LS"/>` + lvl(0, "lowerRoman", "(%1)", "") +
			`</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`,
		"styles": `<w:styles><w:style w:type="numbering" w:styleId="LS"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style></w:styles>`,
	})
	if l := first(t, d).Label; l == nil || l.Text != "(i)" {
		t.Errorf("got %+v", l)
	}
}

func TestNumberFormats(t *testing.T) {
	for _, tt := range []struct {
		format wml.NumberFormat
		n      int
		want   string
	}{
		{wml.FormatDecimal, 12, "12"}, {wml.FormatUpperRoman, 1994, "MCMXCIV"}, {wml.FormatLowerRoman, 4, "iv"}, {wml.FormatUpperRoman, 0, "0"},
		{wml.FormatUpperLetter, 26, "Z"}, {wml.FormatLowerLetter, 27, "aa"}, {wml.FormatLowerLetter, 53, "aaa"}, {wml.FormatLowerLetter, 0, "0"},
		{wml.FormatOrdinal, 2, "2nd"}, {wml.FormatOrdinal, 111, "111th"}, {wml.FormatDecimalZero, 9, "09"}, {wml.FormatDecimalZero, 10, "10"}, {"numberInDash", 3, "- 3 -"}, {"hebrew1", 3, "3"},
	} {
		if got := tt.format.Format(tt.n); got != tt.want {
			t.Errorf("%s of %d: got %q, want %q", tt.format, tt.n, got, tt.want)
		}
	}
}
