package wml_test

import (
	"fmt"
	"maps"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/wml"
)

// stored is a field with a stored result; the instruction may hold other fields.
func stored(instruction, stored string) string {
	return run(`<w:fldChar w:fldCharType="begin"/>`) + run(`<w:instrText xml:space="preserve"> `+instruction+` </w:instrText>`) +
		run(`<w:fldChar w:fldCharType="separate"/>`) + run(`<w:t>`+stored+`</w:t>`) + run(`<w:fldChar w:fldCharType="end"/>`)
}

func par(s ...string) string { return `<w:p>` + strings.Join(s, "") + `</w:p>` }

func instructed(pieces ...string) string {
	s := run(`<w:fldChar w:fldCharType="begin"/>`)
	for _, p := range pieces {
		if strings.HasPrefix(p, "<") {
			s += p
		} else {
			s += run(`<w:instrText xml:space="preserve">` + p + `</w:instrText>`)
		}
	}
	return s + run(`<w:fldChar w:fldCharType="separate"/>`) + run(`<w:t>cũ</w:t>`) + run(`<w:fldChar w:fldCharType="end"/>`)
}

func marked(name, inner string) string {
	return `<w:bookmarkStart w:id="` + name + `" w:name="` + name + `"/>` + inner + `<w:bookmarkEnd w:id="` + name + `"/>`
}

func says(s string) string { return run(`<w:t xml:space="preserve">` + s + `</w:t>`) }

func item(list, level, inner string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + list + `"/></w:numPr></w:pPr>` + inner + `</w:p>`
}

func cells(texts ...string) string {
	s := "<w:tr>"
	for _, c := range texts {
		if !strings.HasPrefix(c, "<") {
			c = says(c)
		}
		s += `<w:tc><w:p>` + c + `</w:p></w:tc>`
	}
	return s + "</w:tr>"
}

const evaluatedLists = `<w:numbering><w:abstractNum w:abstractNumId="0">` +
	`<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>` +
	`<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>` +
	`<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl></w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>` +
	`<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl></w:abstractNum>` +
	`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`

var evaluatedParts = parts{
	"styles":    `<w:styles><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Ten"><w:name w:val="Tên việc"/></w:style></w:styles>`,
	"numbering": evaluatedLists,
	"settings":  `<w:settings><w:updateFields w:val="true"/><w:docVars><w:docVar w:name="so" w:val="12"/></w:docVars></w:settings>`,
	"footnotes": `<w:footnotes><w:footnote w:id="5"><w:p/></w:footnote><w:footnote w:id="7"><w:p/></w:footnote></w:footnotes>`,
	"core":      `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Tên văn bản</dc:title><dc:creator>Lan</dc:creator><dcterms:created>2026-09-07T01:05:00Z</dcterms:created></cp:coreProperties>`,
}

// Fields say what the document says now; those that nobody can work out stay, and are told.
func TestRefreshEvaluates(t *testing.T) {
	p := par
	note := func(id string) string { return run(`<w:footnoteReference w:id="` + id + `"/>`) }
	for _, tt := range []struct{ name, body, want string }{
		{"text of a bookmark", p(says("a "), marked("M", says("mới")+says(" rồi")+run("<w:tab/>")+says("x"))) + p(stored(`REF M \h`, "cũ")), "a mới rồi|x/mới rồi|x/"},
		{"before the bookmark", p(stored("REF m", "cũ")) + p(marked("M", says("sau"))), "sau/sau/"},
		{"a bookmark's name alone", p(marked("Ten", says("Lan"))) + p(stored("Ten", "cũ")), "Lan/Lan/"},
		{"a whole paragraph", `<w:p><w:bookmarkStart w:id="1" w:name="m"/>` + says("một") + `</w:p><w:p><w:bookmarkEnd w:id="1"/>` + stored("REF m", "cũ") + `</w:p>`, "một/một/"},
		{"of a count", p(stored("REF b", "Bảng 9")) + p(marked("b", says("Bảng ")+seq("Bảng", "9"))), "Bảng 1/Bảng 1/"},
		{"of a reference", p(marked("a", stored("REF b", "cũ")), marked("b", says("x")), stored("REF a", "cũ")), "xxx/"},
		{"in capitals", p(marked("a", says("hội nghị")), stored(`REF a \* Upper`, "-"), stored(`REF a \* FirstCap \* MERGEFORMAT`, "-")), "hội nghịHỘI NGHỊHội nghị/"},
		{"deleted text is none", p(marked("a", says("x")+`<w:del>`+says("y")+`</w:del>`), stored("REF a", "xy")), "xyx/"},
		{"simple fields", p(marked("a", says("x")), `<w:fldSimple w:instr="REF a"/>`, `<w:fldSimple w:instr="REF a">`+says("cũ")+`</w:fldSimple>`), "xxx/"},
		{"numbers", item("1", "0", says("A")) + item("1", "1", says("B")) + item("1", "2", marked("n", says("C"))) + p(stored(`REF n \n`, "-"), says(" "), stored(`REF n \w`, "-"), says(" "), stored(`REF n \r`, "-")), "A/B/C/a) Điều 1.1.a) Điều 1.1.a)/"},
		{"a number without its full stop, its words", item("1", "0", says("A")) + item("1", "0", marked("n", says("B"))) + p(stored(`REF n \r \h`, "-"), says(", "), stored(`REF n \n \t`, "-")), "A/B/Điều 2, 2/"},
		{"numbers that say those above", item("2", "0", says("A")) + item("2", "1", marked("n", says("B"))) + p(stored(`REF n \w`, "-")), "A/B/1.1/"},
		{"a number as it is told apart", item("2", "0", says("A")) + item("2", "1", marked("n", says("B"))) + item("2", "1", stored(`REF n \r`, "-")), "A/B/1.1/"},
		{"no number", p(marked("n", says("A")), stored(`REF n \n`, "-")), "A0/"},
		{"above and below", p(marked("a", says("A"))) + p(stored(`REF a \p`, "-"), stored(`REF b \p`, "below")) + p(marked("b", says("B"))), "A/ở trênbelow/B/"},
		{"notes", p(says("x"), note("7"), marked("n", note("5")), stored(`NOTEREF n \f`, "9")), "x2/"},
		{"styles in the text", `<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr>` + says("Một") + `</w:p>` + p(stored(`STYLEREF "Heading 1"`, "-"), stored(`STYLEREF "tên VIỆC"`, "-")) +
			`<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr>` + says("Hai") + `</w:p>` + p(stored(`STYLEREF 1`, "-")) + `<w:p><w:pPr><w:pStyle w:val="Ten"/></w:pPr>` + says("Việc") + `</w:p>`, "Một/MộtViệc/Hai/Hai/Việc/"},
		{"sums", p(stored(`= 1+2*3`, "-"), says(" "), stored(`=(1+2)*-3`, "-"), says(" "), stored(`= 10/4`, "-"), says(" "), stored(`= 2^10 \# "#.##0"`, "-"), says(" "), stored(`= 1,5*2`, "-")), "7 -9 2,5 1.024 3/"},
		{"functions", p(stored(`= ROUND(10/3; 2)`, "-"), says(" "), stored(`=MAX(1,7,3)`, "-"), says(" "), stored(`= IF(2>1; 10%; 0)`, "-"), says(" "), stored(`=MOD(7,4)`, "-")), "3,33 7 0,1 3/"},
		{"columns and rows of a table", `<w:tbl>` + cells("Việc", "Số") + cells("a", "1.200") + cells("b", "300,5") + cells("cộng", stored(`=SUM(ABOVE)`, "-")) + cells("2", stored(`=LEFT(1)`, "x")) + `</w:tbl>`, "Việc/Số/a/1.200/b/300,5/cộng/1.500,5/2/x/"},
		{"sides", `<w:tbl>` + cells("2", stored(`=SUM(LEFT)*AVERAGE(RIGHT)`, "-"), "4", "6") + cells(stored(`=SUM(BELOW)`, "-"), "x") + cells("7", "x") + cells("8 %", "x") + `</w:tbl>`, "2/10/4/6/15/x/7/x/8 %/x/"},
		{"addresses", `<w:tbl>` + cells("1", "2") + cells("3", "4") + cells(stored(`=SUM(A1:B2)`, "-"), stored(`=B2-A1`, "-")) + `</w:tbl>`, "1/2/3/4/10/3/"},
		{"a head is no figure", `<w:tbl>` + strings.Replace(cells("2026"), "<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1) + cells("5") + cells(stored(`=SUM(ABOVE) \# "0,00"`, "-")) + `</w:tbl>`, "2026/5/5,00/"},
		{"a spanned cell is above", `<w:tbl>` + cells("1", "2") + `<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p>` + stored("=SUM(ABOVE)", "-") + `</w:p></w:tc></w:tr></w:tbl>`, "1/2/3/"},
		{"choices", p(instructed(` IF `, stored("QUOTE Nam", "-"), ` = "N*" "ông" "bà" `), says(" "), stored(`IF 10 &gt; 9 "lớn" "nhỏ"`, "-"), says(" "), stored(`IF "a"&lt;&gt;"a" x y`, "-")), "-ông lớn y/"},
		{"fields beside each other", p(instructed(` IF `, stored("QUOTE a", "-"), stored("QUOTE b", "-"), ` = "ab" "một" "hai" `), says(" "), instructed(`IF x`, stored("QUOTE &quot;a b&quot;", "-"), `y="xa by" một `, stored("QUOTE h", "-"), `ai`), says(" "),
			instructed(`IF `, stored("QUOTE a", "-"), `&lt;&gt;`, stored("QUOTE b", "-"), ` `, stored("QUOTE m", "-"), `ột`, ` "h`, stored("QUOTE a", "-"), stored("QUOTE i", "-"), `"`), says(" "), instructed(`QUOTE `, stored("QUOTE m", "-"), stored("QUOTE n", "-"), ` `, stored("QUOTE o", "-"))), "--một --một -----một ---mn o/"},
		{"a choice of a bookmark", p(marked("v", says("2.351")), stored(`IF v = 2351 "đúng" "sai"`, "-")), "2.351đúng/"},
		{"a formula of fields", p(marked("v", says("20")), instructed(` = `, stored("REF v", "-"), ` * 2 `)), "20-40/"},
		{"properties", p(stored("TITLE", "-"), says(" "), stored(`AUTHOR \* Upper`, "-"), says(" "), stored(`DOCVARIABLE so`, "-"), says(" "), stored(`CREATEDATE \@ "HH:mm dd/MM/yyyy"`, "-")), "Tên văn bản LAN 12 08:05 07/09/2026/"},
		{"the day", p(stored(`DATE \@ "'ngày' d 'tháng' M"`, "-"), says(" "), stored(`TIME`, "-")), "ngày 5 tháng 10 07:30/"},
		{"sections", p(stored("SECTION", "-")) + `<w:p><w:pPr><w:sectPr/></w:pPr></w:p>` + p(stored("SECTION", "-")), "1//2/"},
		{"a circle stays", p(marked("a", stored("REF b", "x")), marked("b", stored("REF a", "y"))), "xy/"},
		{"what asks for a circle stays", p(marked("a", stored("REF b", "x")), marked("b", stored("REF a", "y")), stored("REF a", "z")), "xyz/"},
		{"what asks for what is wrong stays", p(instructed(` IF `, stored("REF khong", "7"), ` > 1 "lớn" "nhỏ" `), instructed(` = `, stored("= 5/0", "3"), ` + 1 `)), "7cũ3cũ/"},
		{"what the pages decide stays", p(instructed(` COMPARE `, stored("PAGE", "1"), ` = 1 `), instructed(` QUOTE "trang `, stored("PAGE", "1"), `" `)), "1cũ1cũ/"},
		{"a cell that is not there stays", `<w:tbl>` + cells("1", stored(`=ZZ1`, "a")) + cells(stored(`=A2+1`, "b"), "2") + `</w:tbl>`, "1/a/b/2/"},
		{"nowhere", p(stored("REF khongco", "cũ")), "cũ/"},
		{"what is wrong stays", p(stored(`= 1/0`, "a"), stored(`= (1`, "b"), stored(`= KHONG(1)`, "c"), stored(`FILENAME`, "d"), stored(`= 1 1`, "e")), "abcde/"},
		{"what the pages decide", p(instructed(` IF `, stored("PAGE", "1"), ` = 1 "a" "b" `)), "1cũ/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pkg, err := docx.Open(pack(t, tt.body, evaluatedParts), limit.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			now := time.Date(2026, 10, 5, 7, 30, 0, 0, time.FixedZone("", 7*3600))
			after, _, faults := wml.Refresh(t.Context(), pkg, now, limit.Limits{})
			if got := shownBody(inBody(t, after)); got != tt.want {
				t.Errorf("got  %s\nwant %s\n%v", got, tt.want, faults)
			}
			settings, _ := after.Part("word/settings.xml")
			stays := strings.Contains(tt.name, "stay") || tt.name == "nowhere" || tt.name == "what the pages decide" || tt.name == "columns and rows of a table"
			if asks := strings.Contains(string(settings), "updateFields"); asks != stays || stays != (len(faults) > 0) {
				t.Errorf("w:updateFields %v, faults %v", asks, faults)
			}
			if again, _, _ := wml.Refresh(t.Context(), after, now, limit.Limits{}); shownBody(inBody(t, again)) != tt.want {
				t.Error("refreshing again changes something")
			}
		})
	}
}

// Fields that stand in each other, refer to each other twice over, or stand in each row of a table cost
// no more than they print: what is beyond stays as it is stored.
func TestRefreshIsBounded(t *testing.T) {
	const rows = 2000
	p := par
	sums := func(field string) string {
		return `<w:tbl>` + strings.Repeat(`<w:tr><w:tc><w:p>`+says("1")+`</w:p></w:tc><w:tc><w:p>`+stored(field, "-")+`</w:p></w:tc></w:tr>`, rows) + `</w:tbl>`
	}
	bomb := p(marked("b0", says(strings.Repeat("ha", 50))))
	for i := range 40 {
		bomb += p(marked(fmt.Sprintf("b%d", i+1), stored(fmt.Sprintf("REF b%d", i), "-")+stored(fmt.Sprintf("REF b%d", i), "-")))
	}
	chain := ""
	for i := range rows {
		chain += p(marked(fmt.Sprintf("c%d", i), stored(fmt.Sprintf("REF c%d", i+1), "-")))
	}
	char := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	const deep = 50_000
	for name, body := range map[string]string{
		"fields in fields": p(strings.Repeat(char("begin")+`<w:r><w:instrText> QUOTE </w:instrText></w:r>`, deep), strings.Repeat(char("separate")+says("x")+char("end"), deep)),
		"twice over":       bomb,
		"a chain":          chain + p(marked(fmt.Sprintf("c%d", rows), says("Hết"))),
		"sums to the left": sums("=SUM(LEFT)"),
		"sums above":       sums("=SUM(ABOVE)"),
		"references":       p(marked("b", says("B"))) + strings.Repeat(p(stored("REF b", "-")), 5*rows),
	} {
		t.Run(name, func(t *testing.T) {
			pkg, err := docx.Open(pack(t, body, evaluatedParts), limit.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			wml.Refresh(t.Context(), pkg, time.Time{}, limit.Limits{})
			runtime.ReadMemStats(&after)
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 700 {
				t.Errorf("%d MB allocated", mb)
			} else {
				t.Logf("%d MB allocated", mb)
			}
		})
	}
}

// What stays as it is stored is told, and Word is asked to update it.
func TestRefreshTellsWhatStays(t *testing.T) {
	heading := func(s string) string {
		return `<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr>` + says(s) + `</w:p>`
	}
	header := func(switches string) parts {
		extra := maps.Clone(evaluatedParts)
		extra["header1"] = `<w:hdr><w:p>` + stored(`STYLEREF "heading 1"`+switches, "cũ") + `</w:p></w:hdr>`
		return extra
	}
	for _, tt := range []struct {
		name, body string
		extra      parts
		stays      bool
		says       string // of the header
	}{
		{"contents of a bookmark", par(stored(`TOC \b phan`, "cũ")) + heading("Một"), evaluatedParts, true, ""},
		{"contents with a switch that nobody knows", par(stored(`TOC \o \y x`, "cũ")), evaluatedParts, true, ""},
		{"contents in a cell with text", `<w:tbl>` + cells(stored(`TOC \o "1-2"`, "cũ")) + `</w:tbl>`, evaluatedParts, false, ""},
		{"the heading of a page, of which there are two", heading("Một") + heading("Hai"), header(""), false, "Một"},
		{"the only heading", heading("Một"), header(""), false, "Một"},
		{"its number", heading("Một"), header(` \n`), false, "0"},
		{"its place", heading("Một"), header(` \p`), true, "cũ"},
		{"no heading", par(says("Một")), header(""), true, "cũ"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := strings.ReplaceAll(tt.body, `fldCharType="begin"`, `fldCharType="begin" w:dirty="true"`)
			pkg, err := docx.Open(pack(t, body, tt.extra), limit.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			after, _, faults := wml.Refresh(t.Context(), pkg, time.Time{}, limit.Limits{})
			settings, _ := after.Part("word/settings.xml")
			if asks := strings.Contains(string(settings), "updateFields"); asks != tt.stays || len(faults) != map[bool]int{true: 1, false: 0}[tt.stays] {
				t.Errorf("w:updateFields %v, faults %v", asks, faults)
			}
			if strings.Contains(body, "dirty") && tt.stays != strings.Contains(inBody(t, after), "dirty") {
				t.Errorf("w:dirty: %s", inBody(t, after))
			}
			if part, ok := after.Part("word/header1.xml"); ok && !strings.Contains(string(part), ">"+tt.says+"<") {
				t.Errorf("%s", part)
			}
		})
	}
}

// What a STYLEREF in a header says of a paragraph is its text or its number, alone or whole.
func TestStyleRefs(t *testing.T) {
	extra := maps.Clone(evaluatedParts)
	switches := []string{"", ` \n`, ` \w`, ` \r \t`, ` \l \* Upper`}
	header := ""
	for _, s := range switches {
		header += par(stored(`STYLEREF "Tên việc"`+s, "cũ"))
	}
	extra["header1"] = `<w:hdr>` + header + `</w:hdr>`
	titled := func(list, level, text string) string {
		return strings.Replace(item(list, level, says(text)), "<w:pPr>", `<w:pPr><w:pStyle w:val="Ten"/>`, 1)
	}
	body := `<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr></w:pPr></w:p>` + item("1", "0", says("a")) + titled("1", "1", "một") + titled("1", "2", "hai") + titled("2", "1", "ba") + `<w:p><w:pPr><w:pStyle w:val="Ten"/></w:pPr>` + says("bốn") + `</w:p>`
	doc, _ := read(t, body, extra)
	if !doc.StyleRefs["tên việc"] || len(doc.StyleRefs) != 1 {
		t.Errorf("asked for %v", doc.StyleRefs)
	}
	want := [][]string{{"một", "1", "Điều 1.1", "1.1", "MỘT"}, {"hai", "a)", "Điều 1.1.a)", "1.1.a)", "HAI"}, {"ba", "1.1", "1.1", "1.1", "BA"}, {"bốn", "0", "0", "0", "BỐN"}}
	for i, b := range doc.Sections[1].Body[1:] {
		for k, h := range doc.Sections[0].Headers.Default {
			f, ok := h.(*wml.Paragraph).Inlines[0].(*wml.Field)
			if !ok || f.Kind != wml.FieldStyleRef || f.Last != (k == 4) {
				t.Fatalf("%q is %+v", switches[k], h.(*wml.Paragraph).Inlines[0])
			}
			if got := f.Of(b.(*wml.Paragraph)); got != want[i][k] {
				t.Errorf("%q of paragraph %d is %q, want %q", switches[k], i, got, want[i][k])
			}
		}
	}
}
