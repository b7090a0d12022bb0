package wml_test

import (
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/wml"
)

func run(inner string) string { return `<w:r>` + inner + `</w:r>` }

func fld(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }

func complexField(instr, result string) string {
	return fld("begin") + run(`<w:instrText xml:space="preserve">`+instr+`</w:instrText>`) + fld("separate") + result + fld("end")
}

// What a paragraph holds, as Dump shows it: → tab, ↵ line break, ⏎ page break.
func TestInlineContent(t *testing.T) {
	for _, tt := range []struct{ name, content, want string }{
		{"text", run(`<w:t>a</w:t>`) + run(`<w:t>b</w:t>`), "ab"},
		{"spaces go without preserve", run(`<w:t> a </w:t>`), "a"},
		{"spaces stay with it", run(`<w:t xml:space="preserve"> a </w:t>`), " a "},
		{"line ends in text are spaces", run("<w:t>a\nb</w:t>"), "a b"},
		{"tab and breaks", run(`<w:t>a</w:t><w:tab/><w:br/><w:cr/><w:br w:type="page"/><w:br w:type="column"/>`), "a→↵↵⏎⏎column "},
		{"hyphens", run(`<w:t>a</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>b</w:t>`), "a\u2011\u00adb"},
		{"composed", run("<w:t>Tie\u0302\u0301ng Vie\u0323\u0302t</w:t>"), "Tiếng Việt"},
		{"composed over runs", run("<w:t>e</w:t>") + run("<w:t>\u0302</w:t>"), "ê"},
		{"symbol", run(`<w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Wingdings" w:char="6C"/>`), "\uf0fc\uf06c"},
		{"insertions stay, deletions go", `<w:ins>` + run(`<w:t>in</w:t>`) + `</w:ins><w:del>` + run(`<w:delText>out</w:delText>`) + `</w:del>` +
			`<w:moveFrom>` + run(`<w:t>from</w:t>`) + `</w:moveFrom><w:moveTo>` + run(`<w:t>to</w:t>`) + `</w:moveTo>`, "into"},
		{"content control, smart tag", `<w:sdt><w:sdtPr/><w:sdtContent>` + run(`<w:t>a</w:t>`) + `</w:sdtContent></w:sdt><w:smartTag>` + run(`<w:t>b</w:t>`) + `</w:smartTag>`, "ab"},
		{"comment", `<w:commentRangeStart w:id="1"/>` + run(`<w:t>a</w:t>`) + `<w:commentRangeEnd w:id="1"/>` + run(`<w:commentReference w:id="1"/>`), "a"},
		{"choice that we know", run(`<mc:AlternateContent><mc:Choice Requires="wps"><w:t>new</w:t></mc:Choice><mc:Fallback><w:t>old</w:t></mc:Fallback></mc:AlternateContent>`), "new"},
		{"choice that we do not", run(`<mc:AlternateContent><mc:Choice Requires="cx1"><w:t>new</w:t></mc:Choice><mc:Fallback><w:t>old</w:t></mc:Fallback></mc:AlternateContent>`), "old"},
		{"PAGE", complexField(" PAGE \\* MERGEFORMAT ", run(`<w:t>7</w:t>`)), "{PAGE}"},
		{"PAGE cut into runs", fld("begin") + run(`<w:instrText>PA</w:instrText>`) + run(`<w:instrText>GE</w:instrText>`) + fld("end"), "{PAGE}"},
		{"simple NUMPAGES", `<w:fldSimple w:instr=" NUMPAGES ">` + run(`<w:t>9</w:t>`) + `</w:fldSimple>`, "{NUMPAGES}"},
		{"a page number in another field", complexField(" IF 1 = 1 ", run(`<w:t>p. </w:t>`)+complexField("PAGE", run(`<w:t>1</w:t>`))), "p.{PAGE}"},
		{"a field in an instruction", fld("begin") + run(`<w:instrText> IF </w:instrText>`) + complexField("PAGE", run(`<w:t>1</w:t>`)) + run(`<w:instrText> = 1</w:instrText>`) + fld("separate") + run(`<w:t>yes</w:t>`) + fld("end"), "yes"},
		{"stored result", complexField(` DATE \@ "dd/MM/yyyy" `, run(`<w:t>15/11/2023</w:t>`)), "15/11/2023"},
		{"symbol field", complexField(` SYMBOL 168 \f Wingdings `, ``), "\uf0a8"},
		{"check box", `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar></w:r>` + run(`<w:instrText>FORMCHECKBOX</w:instrText>`) + fld("end"), "☒"},
		{"an end and a separator too many", fld("end") + fld("separate") + run(`<w:t>a</w:t>`), "a"},
		{"index entries print nothing", complexField(` XE "a" `, ``) + run(`<w:t>a</w:t>`), "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.TrimPrefix(bodyOf(silent(t, `<w:p>`+tt.content+run(`<w:t>|</w:t>`)+`</w:p>`, nil)), "[Normal] ")
			if got != tt.want+"|" {
				t.Errorf("got %q, want %q", got, tt.want+"|")
			}
		})
	}
}

func TestLinks(t *testing.T) {
	for _, tt := range []struct {
		name, content string
		want          wml.Link
	}{
		{"external", `<w:hyperlink r:id="web">` + run(`<w:t>a</w:t>`) + `</w:hyperlink>`, wml.Link{URL: "https://example.com/a"}},
		{"external with a place", `<w:hyperlink r:id="web" w:anchor="x">` + run(`<w:t>a</w:t>`) + `</w:hyperlink>`, wml.Link{URL: "https://example.com/a#x"}},
		{"bookmark", `<w:hyperlink w:anchor="_Toc1">` + run(`<w:t>a</w:t>`) + `</w:hyperlink>`, wml.Link{Anchor: "_Toc1"}},
		{"field", complexField(` HYPERLINK "https://a.vn/?q=\\" \o "tip" `, run(`<w:t>a</w:t>`)), wml.Link{URL: `https://a.vn/?q=\`}},
		{"field to a bookmark", complexField(` HYPERLINK \l "b" `, run(`<w:t>a</w:t>`)), wml.Link{Anchor: "b"}},
		{"the outer field of a field without a link", complexField(` HYPERLINK \l "b" `, complexField(`SEQ x`, run(`<w:t>a</w:t>`))), wml.Link{Anchor: "b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := silent(t, `<w:p>`+tt.content+run(`<w:t>after</w:t>`)+`</w:p>`, nil)
			in := first(t, d).Inlines
			if got := in[0].(*wml.Text); got.Link == nil || *got.Link != tt.want || got.Text != "a" {
				t.Errorf("got %q %+v", got.Text, got.Link)
			}
			if after := in[1].(*wml.Text); after.Link != nil {
				t.Errorf("the link goes on: %+v", after.Link)
			}
		})
	}
}

func TestPageFields(t *testing.T) {
	for _, tt := range []struct {
		name, instr string
		want        wml.Field
	}{
		{"page", "PAGE", wml.Field{Kind: wml.FieldPage}},
		{"roman", `PAGE \* roman`, wml.Field{Kind: wml.FieldPage, Format: wml.FormatLowerRoman}},
		{"capital roman", `PAGE \* ROMAN`, wml.Field{Kind: wml.FieldPage, Format: wml.FormatUpperRoman}},
		{"pages", `NUMPAGES \* Arabic \* MERGEFORMAT`, wml.Field{Kind: wml.FieldNumPages, Format: wml.FormatDecimal}},
		{"pages of the section", "sectionpages", wml.Field{Kind: wml.FieldSectionPages}},
		{"reference", `PAGEREF _Toc1 \h`, wml.Field{Kind: wml.FieldPageRef, Target: "_Toc1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := silent(t, `<w:p>`+complexField(tt.instr, `<w:r><w:rPr><w:b/></w:rPr><w:t>12</w:t></w:r>`)+`</w:p>`, nil)
			f := inline[*wml.Field](t, d)
			if f.Kind != tt.want.Kind || f.Format != tt.want.Format || f.Target != tt.want.Target || f.Stored != "12" || !f.Props.Bold {
				t.Errorf("%+v", f)
			}
			if tt.want.Target != "" && (f.Link == nil || f.Link.Anchor != tt.want.Target) {
				t.Errorf("link %+v", f.Link)
			}
		})
	}
}

func TestAFieldOverParagraphs(t *testing.T) {
	d := silent(t, `<w:p>`+fld("begin")+run(`<w:instrText>TOC \o</w:instrText>`)+fld("separate")+run(`<w:t>One</w:t><w:tab/>`)+complexField("PAGEREF a", run(`<w:t>1</w:t>`))+`</w:p>`+
		`<w:p>`+run(`<w:t>Two</w:t>`)+fld("end")+`</w:p>`, nil)
	if got, want := bodyOf(d), "[Normal] One→{PAGEREF a}\n[Normal] Two"; got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestDeletedParagraphMark(t *testing.T) {
	d := silent(t, `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>`+run(`<w:t>a</w:t>`)+`</w:p><w:p>`+run(`<w:t>b</w:t>`)+`</w:p>`, nil)
	ps := paragraphs(d.Sections[0].Body)
	if len(ps) != 1 || text(ps[0]) != "ab" {
		t.Errorf("got\n%s", wml.Dump(d))
	}
}

func TestNotes(t *testing.T) {
	d := silent(t, `<w:p>`+run(`<w:footnoteReference w:id="5"/>`)+run(`<w:footnoteReference w:id="2"/>`)+run(`<w:endnoteReference w:id="1"/>`)+`</w:p>`, parts{
		"footnotes": `<w:footnotes><w:footnote w:id="2"><w:p>` + run(`<w:footnoteRef/>`) + run(`<w:t>two</w:t>`) + `</w:p></w:footnote><w:footnote w:id="5"><w:p>` + run(`<w:footnoteRef/>`) + run(`<w:t>five</w:t>`) + `</w:p></w:footnote></w:footnotes>`,
		"endnotes":  `<w:endnotes><w:endnote w:id="1"><w:p>` + run(`<w:endnoteRef/>`) + run(`<w:t>end</w:t>`) + `</w:p></w:endnote></w:endnotes>`,
	})
	want := "[Normal] [^1][^2][^i]\nfootnote 2:\n  [Normal] [^2]two\nfootnote 5:\n  [Normal] [^1]five\nendnote 1:\n  [Normal] [^i]end"
	if got := bodyOf(d); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestPlaces(t *testing.T) {
	d := silent(t, `<w:p/><w:p/><w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/><w:p/></w:tc></w:tr></w:tbl><w:p/>`, nil)
	cells := table(t, d).Rows[0].Cells
	last := paragraphs(d.Sections[0].Body)[2]
	for _, tt := range []struct{ got, want string }{
		{last.Place.Text().En, "paragraph 3"},
		{last.Place.Text().Vi, "đoạn 3"},
		{table(t, d).Place.En, "table 1"},
		{paragraphs(cells[0].Blocks)[0].Place.Text().En, "table 1, row 1, cell 1"},
		{paragraphs(cells[1].Blocks)[1].Place.Text().Vi, "bảng 1, hàng 1, ô 2, đoạn 2"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

// What is not printed is said, once per kind, with its place.
func TestWarnings(t *testing.T) {
	for _, tt := range []struct{ name, body, code, place string }{
		{"unknown element", `<w:p/><w:p><w:foo/><w:foo/></w:p>`, "unsupported-element w:foo", "paragraph 2"},
		{"math", `<w:p/><w:p><m:oMath><m:foo><m:r><m:t>x</m:t></m:r></m:foo></m:oMath></w:p>`, "unsupported-math", "paragraph 2"},
		{"ruby", `<w:p><w:r><w:ruby><w:rt><w:r><w:t>b</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>a</w:t><w:tab/></w:r></w:rubyBase></w:ruby></w:r></w:p>`, "unsupported-ruby", "paragraph 1"},
		{"open field", `<w:p>` + fld("begin") + `</w:p>`, "unsupported-open-field", "paragraph 1"},
		{"empty field", `<w:p>` + complexField("AUTHOR", "") + `</w:p>`, "unsupported-empty-field AUTHOR", "paragraph 1"},
		{"altChunk in a cell", `<w:tbl><w:tr><w:tc><w:altChunk r:id="x"/><w:p/></w:tc></w:tr></w:tbl><w:p/>`, "unsupported-altChunk", "table 1, row 1, cell 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, faults := read(t, tt.body, nil)
			if len(faults) != 1 || faults[0].Code != tt.code || faults[0].Place.En != tt.place || faults[0].Message.Vi == "" || faults.Failed() {
				t.Errorf("got %+v", faults)
			}
		})
	}
}

// Ruby in ruby takes no more time with each depth, and keeps its text.
func TestNestedRuby(t *testing.T) {
	const depth = 200
	in := `<w:r><w:t>x</w:t></w:r>`
	for range depth {
		in = `<w:r><w:ruby><w:rt><w:r><w:t>r</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>b</w:t></w:r>` + in + `</w:rubyBase></w:ruby></w:r>`
	}
	d, faults := read(t, `<w:p>`+in+`</w:p>`, nil)
	if len(faults) != 1 || faults[0].Code != "unsupported-ruby" {
		t.Errorf("got %+v", faults)
	}
	var got string
	for _, i := range first(t, d).Inlines {
		switch i := i.(type) {
		case *wml.Text:
			got += i.Text
		case *wml.Ruby:
			got += i.Base
		}
	}
	if want := strings.Repeat("b", depth) + "x"; got != want {
		t.Errorf("got %q", got)
	}
}

func TestMath(t *testing.T) {
	d, faults := read(t, `<w:p><m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f><m:r><m:rPr><m:sty m:val="p"/></m:rPr><m:t>=</m:t></m:r><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:rPr><m:scr m:val="double-struck"/></m:rPr><m:t>R</m:t></m:r></m:sup></m:sSup></m:oMath></w:p>`, nil)
	if len(faults) != 0 {
		t.Errorf("got %v", faults)
	}
	m, ok := first(t, d).Inlines[0].(*wml.Math)
	if !ok || m.Linear != "(a+b)/2=x^R" || m.Display {
		t.Fatalf("got %+v", first(t, d).Inlines[0])
	}
	f := m.Body[0].(*wml.MathFraction)
	if got := f.Num[0].(*wml.MathText).Text; got != "𝑎+𝑏" {
		t.Errorf("numerator %q", got)
	}
	if s := m.Body[2].(*wml.MathScripts); s.Sub != nil || s.Sup[0].(*wml.MathText).Text != "ℝ" {
		t.Errorf("got %+v", s)
	}
}

// What stands in a run of mathematics and is none is printed all the same.
func TestMathBeside(t *testing.T) {
	d, _ := read(t, `<w:p><m:oMath><m:r><m:t>x</m:t><w:tab/><m:t>y</m:t></m:r><w:r><w:sym w:font="Symbol" w:char="F061"/></w:r></m:oMath></w:p>`, nil)
	in := first(t, d).Inlines
	if len(in) != 2 || len(in[0].(*wml.Math).Body) != 3 {
		t.Fatalf("got %+v", in)
	}
	if _, ok := in[1].(*wml.Text); !ok {
		t.Errorf("got %+v", in[1])
	}
}

// Several equations of one m:oMathPara stand below each other.
func TestMathParagraph(t *testing.T) {
	d, _ := read(t, `<w:p><m:oMathPara><m:oMathParaPr><m:jc m:val="left"/></m:oMathParaPr><m:oMath><m:r><m:t>a</m:t></m:r></m:oMath><m:oMath><m:r><m:t>b</m:t></m:r></m:oMath></m:oMathPara></w:p>`, nil)
	m := first(t, d).Inlines[0].(*wml.Math)
	if _, ok := m.Body[1].(*wml.MathBreak); !ok || !m.Display || m.Align != wml.MathLeft || len(m.Body) != 3 {
		t.Errorf("got %+v", m)
	}
}
