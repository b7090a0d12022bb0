package wml_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
)

var (
	tagsOf  = regexp.MustCompile(`<[^>]*>`)
	instrOf = regexp.MustCompile(`<w:instrText[^>]*>[^<]*</w:instrText>`)
)

// refreshed is the body of a document after Refresh, and whether it needs the pages.
func refreshed(t *testing.T, body string, extra parts) (*docx.Package, string, bool) {
	t.Helper()
	pkg, err := docx.Open(pack(t, body, extra), limit.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	after, paged, _ := wml.Refresh(t.Context(), pkg, time.Time{}, limit.Limits{})
	if doc, faults := wml.Parse(after, limit.Limits{}); doc == nil {
		t.Fatal(faults)
	}
	return after, inBody(t, after), paged
}

func inBody(t *testing.T, pkg *docx.Package) string {
	t.Helper()
	data, _ := pkg.Part(pkg.Main())
	_, s, _ := strings.Cut(string(data), "<w:body>")
	s, _, _ = strings.Cut(s, "</w:body>")
	return s
}

// shownBody is the text of a body: a tab is a bar, a paragraph ends with a slash.
func shownBody(s string) string {
	s = strings.NewReplacer("<w:tab/>", "|", "</w:p>", "/").Replace(instrOf.ReplaceAllString(s, ""))
	return tagsOf.ReplaceAllString(s, "")
}

func seq(instruction, stored string) string {
	return run(`<w:fldChar w:fldCharType="begin"/>`) + run(`<w:instrText>SEQ `+instruction+`</w:instrText>`) +
		run(`<w:fldChar w:fldCharType="separate"/>`) + run(`<w:t>`+stored+`</w:t>`) + run(`<w:fldChar w:fldCharType="end"/>`)
}

func TestRefreshCounts(t *testing.T) {
	heading := `<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>H</w:t></w:r></w:p>`
	styles := parts{"styles": `<w:styles><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style></w:styles>`}
	p := func(s ...string) string { return `<w:p>` + strings.Join(s, run(`<w:t>,</w:t>`)) + `</w:p>` }
	for _, tt := range []struct{ name, body, want string }{
		{"in order, by identifier", p(seq(`Bảng`, "9"), seq(`Hình \* ROMAN`, "9"), seq(`bảng \* alphabetic`, "9"), seq(`"Hình" \n`, "9")), "1,I,b,2/"},
		{"again, restarted, hidden", p(seq(`a`, "9"), seq(`a \c`, "9"), seq(`a \r 7`, "9"), seq(`a \h`, "9"), seq(`a \h \* Arabic`, "9"), seq(`a`, "9")), "1,1,7,,9,10/"},
		{"by heading", p(seq(`a \s 1`, "9")) + heading + p(seq(`a \s 1`, "9"), seq(`a \s 1`, "9")) + heading + p(seq(`a \s 1`, "9")), "1/H/1,2/H/1/"},
		{"simple fields", p(`<w:fldSimple w:instr="SEQ a"/>`, `<w:fldSimple w:instr="SEQ a"></w:fldSimple>`, `<w:fldSimple w:instr="SEQ a">`+run(`<w:t>1</w:t>`)+run(`<w:t>8</w:t>`)+`</w:fldSimple>`), "1,2,3/"},
		{"no result yet", p(run(`<w:fldChar w:fldCharType="begin"/><w:instrText>SEQ a</w:instrText><w:fldChar w:fldCharType="end"/>`), seq("a", "")), "1,2/"},
		{"both branches say the same", p(seq("a", ""), `<mc:AlternateContent><mc:Choice Requires="wps">`+seq("a", "")+`</mc:Choice><mc:Fallback>`+seq("a", "")+`</mc:Fallback></mc:AlternateContent>`, seq("a", "")), "1,22,3/"},
		{"deleted ones do not count", p(`<w:del>`+seq("a", "9")+`</w:del>`, seq("a", "9")), "9,1/"},
		{"no end", `<w:p>` + run(`<w:fldChar w:fldCharType="begin"/>`) + run(`<w:instrText>SEQ a</w:instrText>`) + `</w:p>`, "/"},
		{"others stay", p(strings.ReplaceAll(seq("a", "Lan"), "SEQ", "AUTHOR")), "Lan/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pkg, body, paged := refreshed(t, tt.body, styles)
			if got := shownBody(body); got != tt.want || paged {
				t.Errorf("got %s, pages %v; want %s", got, paged, tt.want)
			}
			if again, _, _ := wml.Refresh(t.Context(), pkg, time.Time{}, limit.Limits{}); again != pkg {
				t.Error("refreshing again changes something")
			}
		})
	}
}

// Nothing that makes Word ask stays, and a document without fields is given back as it is.
func TestRefreshAsksNothing(t *testing.T) {
	pkg, body, _ := refreshed(t, `<w:p>`+strings.ReplaceAll(seq("a", "1"), `"begin"`, `"begin" w:dirty="true"`)+`<w:fldSimple w:dirty='1' w:instr="TC x"/></w:p>`, parts{"settings": `<w:settings><w:updateFields w:val="true"/></w:settings>`})
	settings, _ := pkg.Part("word/settings.xml")
	if strings.Contains(body, "dirty") || strings.Contains(string(settings), "updateFields") {
		t.Errorf("%s\n%s", body, settings)
	}
	plain, err := docx.Open(pack(t, `<w:p/>`, nil), limit.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if after, paged, _ := wml.Refresh(t.Context(), plain, time.Time{}, limit.Limits{}); after != plain || paged {
		t.Error("a document without fields was changed")
	}
}

func TestRefreshContents(t *testing.T) {
	const styles = `<w:styles><w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="X"><w:name w:val="Phụ lục"/></w:style></w:styles>`
	numbering := `<w:numbering><w:abstractNum w:abstractNumId="0">` + lvl(0, "decimal", "%1.", "") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`
	p := func(style, s string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + run(`<w:t>`+s+`</w:t>`) + `</w:p>`
	}
	rest := p("H1", "Một") + p("H2", "Hai") + p("X", "Ba") + p("H1", "") + `<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>` + run(`<w:t>Bốn</w:t>`) + `</w:p>` + p("N", "Năm")
	const restText = "Một/Hai/Ba//Bốn/Năm/"
	toc := func(switches, result string) string {
		return `<w:p>` + run(`<w:fldChar w:fldCharType="begin"/>`) + run(`<w:instrText>TOC `+switches+`</w:instrText>`) + run(`<w:fldChar w:fldCharType="separate"/>`) + result + run(`<w:fldChar w:fldCharType="end"/>`) + `</w:p>`
	}
	for _, tt := range []struct{ name, switches, result, want string }{
		{"headings", `\o "1-3" \h`, run(`<w:t>cũ</w:t>`), "Một|1/1.|Hai|1/"},
		{"one level", `\o "1-1"`, run(`<w:t>cũ</w:t>`), "Một|1/"},
		{"outline levels", `\o "1-2" \u`, ``, "Một|1/1.|Hai|1/Bốn|1/"},
		{"styles by name", `\t "Phụ lục,2"`, ``, "Ba|1/"},
		{"no switches", ``, ``, "Một|1/1.|Hai|1/"},
		{"without page numbers", `\o \n "2-3"`, ``, "Một|1/1.|Hai/"},
		{"another separator", `\o "1-1" \p " - "`, ``, "Một - 1/"},
		{"the last paragraph stays", `\o "1-1"`, run(`<w:t>cũ</w:t>`) + `</w:p>` + p("N", "cũ") + `<w:p>`, "Một|1//"},
		{"nothing to list", `\o "5-6"`, run(`<w:t>cũ</w:t>`), "/"},
		{"no captions", `\c "Bảng"`, run(`<w:t>cũ</w:t>`), "/"},
		{"what nobody knows stays", `\o "1-1" \y`, run(`<w:t>cũ</w:t>`), "cũ/"},
		{"no such bookmark", `\b x`, run(`<w:t>cũ</w:t>`), "cũ/"},
		{"a section ends in it", `\o "1-1"`, run(`<w:t>cũ</w:t>`) + `</w:p><w:p><w:pPr><w:sectPr/></w:pPr>` + run(`<w:t>cũ</w:t>`), "cũ/cũ/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pkg, body, paged := refreshed(t, toc(tt.switches, tt.result)+rest, parts{"styles": styles, "numbering": numbering})
			if got := shownBody(body); got != tt.want+restText {
				t.Errorf("got  %s\nwant %s", got, tt.want+restText)
			}
			if !paged {
				t.Error("contents need the pages")
			}
			if again, _, _ := wml.Refresh(t.Context(), pkg, time.Time{}, limit.Limits{}); inBody(t, again) != body {
				t.Errorf("refreshing again changes something:\n%s\n%s", body, inBody(t, again))
			}
			numbers := wml.PageNumbers{Total: 12, Sections: []int{12}, Bookmarks: map[string]int{}}
			for _, m := range regexp.MustCompile(`w:name="(_Toc\d+)"`).FindAllStringSubmatch(body, -1) {
				numbers.Bookmarks[m[1]] = 7
			}
			want := strings.NewReplacer("|1/", "|7/", "- 1/", "- 7/").Replace(tt.want)
			if got := shownBody(inBody(t, numbers.Fill(pkg, limit.Limits{}))); got != want+restText {
				t.Errorf("filled: %s", got)
			}
		})
	}
}

// Sections have their own counts, and a header the one of the first section that has it.
func TestFillSections(t *testing.T) {
	field := func(kind string) string {
		return strings.ReplaceAll(seq("", "?"), "SEQ ", kind)
	}
	body := `<w:p>` + field("SECTIONPAGES") + `<w:pPr></w:pPr></w:p><w:p><w:pPr><w:sectPr/></w:pPr></w:p><w:p>` + field(`SECTIONPAGES \* roman`) + field("NUMPAGES") + field("PAGEREF nowhere") + `</w:p>` +
		`<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>`
	pkg, _, paged := refreshed(t, body, parts{"header1": `<w:hdr><w:p>` + field("SECTIONPAGES") + `</w:p></w:hdr>`})
	if !paged {
		t.Error("needs the pages")
	}
	after := wml.PageNumbers{Total: 9, Sections: []int{4, 5}}.Fill(pkg, limit.Limits{})
	if got := shownBody(inBody(t, after)); got != "4//v9?/" {
		t.Errorf("got %s", got)
	}
	header, _ := after.Part("word/header1.xml")
	if got := shownBody(string(header)); got != "5/" {
		t.Errorf("header: %s", got)
	}
}

// The other switches of a table of contents: captions without labels, what stands in a bookmark,
// TC fields, numbers of chapters before those of pages, tabs and line breaks.
func TestRefreshContentsSwitches(t *testing.T) {
	const styles = `<w:styles><w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style></w:styles>`
	p := func(style, s string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + s + `</w:p>`
	}
	text := func(s string) string { return run(`<w:t xml:space="preserve">` + s + `</w:t>`) }
	tc := func(s string) string {
		return run(`<w:fldChar w:fldCharType="begin"/>`) + run(`<w:instrText xml:space="preserve"> TC `+s+` </w:instrText>`) + run(`<w:fldChar w:fldCharType="end"/>`)
	}
	rest := p("H1", text("Một")+seq("ch", "1")) + p("N", text("Bảng ")+seq("Bảng", "1")+text(". Số liệu")) +
		`<w:bookmarkStart w:id="5" w:name="phan"/>` + p("H1", text("Hai")+run("<w:tab/>")+text("b")+run("<w:br/>")+text("c")+seq(`ch \h`, "")) +
		p("N", text("x")+tc(`"Mục x" \l 2`)+tc(`"Hình y" \f h`)+`<w:fldSimple w:instr=" TC &quot;Mục z&quot; \n "/>`) + `<w:bookmarkEnd w:id="5"/>` + p("N", text("Bảng ")+seq("Bảng", "2")+text(": Cuối"))
	for _, tt := range []struct{ name, switches, want string }{
		{"captions", `\c "Bảng"`, "Bảng 1. Số liệu|1/Bảng 2: Cuối|1/"},
		{"captions without labels", `\h \a "Bảng"`, "Số liệu|1/Cuối|1/"},
		{"in a bookmark", `\b phan \o "1-3" \z`, "Hai b c|1/"},
		{"captions in a bookmark", `\b phan \c Bảng`, "/"},
		{"TC fields", `\f`, "Mục x|1/Mục z/"},
		{"TC fields of a kind", `\f h`, "Hình y|1/"},
		{"TC fields of levels", `\l 1-1`, "Mục z/"},
		{"headings and TC fields, in the document's order", `\o "1-1" \f C`, "Một1|1/Hai b c|1/Mục x|1/Mục z/"},
		{"numbers of chapters", `\c Bảng \s ch`, "Bảng 1. Số liệu|1-1/Bảng 2: Cuối|2-1/"},
		{"numbers of chapters, another sign", `\c Bảng \s ch \d "."`, "Bảng 1. Số liệu|1.1/Bảng 2: Cuối|2.1/"},
		{"tabs stay", `\w`, "Một1|1/Hai|b c|1/"},
		{"line breaks stay", `\x`, "Một1|1/Hai b⏎c|1/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			toc := `<w:p>` + run(`<w:fldChar w:fldCharType="begin"/>`) + run(`<w:instrText>TOC `+tt.switches+`</w:instrText>`) + run(`<w:fldChar w:fldCharType="separate"/>`) + text("cũ") + run(`<w:fldChar w:fldCharType="end"/>`) + `</w:p>`
			pkg, body, _ := refreshed(t, toc+rest, parts{"styles": styles})
			shown := func(s string) string {
				s, _, _ = strings.Cut(shownBody(strings.ReplaceAll(s, "<w:br/>", "⏎")), "Một1/Bảng")
				return s
			}
			if got := shown(body); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if again, _, _ := wml.Refresh(t.Context(), pkg, time.Time{}, limit.Limits{}); inBody(t, again) != body {
				t.Errorf("refreshing again changes something:\n%s\n%s", body, inBody(t, again))
			}
		})
	}
}
