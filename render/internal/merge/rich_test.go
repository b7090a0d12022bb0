package merge_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/xml"
)

func richly(t testing.TB, body string, data *event, env merge.Env, more ...string) *docx.Package {
	t.Helper()
	out, faults := compile(t, build(t, body, more...)).Execute(context.Background(), data, env)
	if faults.Failed() {
		t.Fatal(faults)
	}
	whole(t, out)
	return out
}

func TestMarkdown(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"paragraphs", "một\nhai\n\nba", "một hai/ba/"},
		{"nothing", "", ""},
		{"hard break", "một\\\nhai  \nba", "một⏎hai⏎ba/"},
		{"bold and italic", "a **b** *c*", "a b c/"},
		{"bullets", "- a\n- b\n  - c\n- d", "#8 a/#8 b/#9 c/#8 d/"},
		{"numbers restart", "1. a\n2. b\n\nx\n\n1. c", "#8 a/#8 b/x/#9 c/"},
		{"an item's second paragraph", "1. a\n\n   b\n2. c", "#8 a/b/#8 c/"},
		{"heading", "# A\n\nb", "A/b/"},
		{"table", "| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 |", "/[a/|b/|][1/|2/|][3/|/|]"},
		{"two tables", "| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |", "/[a/|][1/|]/[b/|][2/|]"},
		{"code", "    x < y\n\n`a*b*`", "x < y/a*b*/"},
		{"a reference stays", "[a]: http://x.vn\n", "[a]: http://x.vn/"},
		{"html stays", "a <b>c</b>\n\n<div>d</div>", "a <b>c</b>/<div>d</div>/"},
		{"entities", "a &amp; b \\* c", "a & b * c/"},
		{"link", "[a](http://x.vn) [b](file:///etc) <http://y.vn>", "a b (file:///etc) http://y.vn/"},
		{"quote and rule", "> a\n\n---", "a/---/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := richly(t, p("{{markdown .Lead}}")+p(), &event{Lead: tt.src}, merge.Env{})
			if got := outline(t, out, out.Main()); got != tt.want+"/" {
				b, _ := out.Part(out.Main())
				t.Errorf("got  %s\nwant %s/\n%s", got, tt.want, b)
			}
		})
	}
}

// A table in Markdown is dressed as a table of indicators: nothing of the paragraph around it
// gets into its cells, each column has a role, and the widths are those that Env.Fit gives.
func TestMarkdownTable(t *testing.T) {
	styles := `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">` +
		`<w:style w:type="paragraph" w:styleId="C"><w:name w:val="Biểu chữ"/><w:rPr><w:sz w:val="24"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="D"><w:name w:val="Biểu đầu cột"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="S"><w:name w:val="Biểu số"/></w:style><w:style w:type="paragraph" w:styleId="G"><w:name w:val="Biểu giữa"/></w:style>` +
		`<w:style w:type="table" w:styleId="B"><w:name w:val="Biểu chỉ tiêu"/><w:tblPr><w:tblCellMar><w:left w:w="85"/><w:right w:w="85"/></w:tblCellMar></w:tblPr></w:style></w:styles>`
	body := `<w:p><w:pPr><w:spacing w:before="120" w:line="360" w:lineRule="exact"/><w:ind w:firstLine="567"/><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t>{{markdown .Lead}}</w:t></w:r></w:p>` + p()
	const src = "Kết quả:\n\n| TT | Họ và **tên** | Căn hộ | Số phiếu | Tỷ lệ | Ghi chú |\n|---:|---|---|---|---:|:---:|\n| 1 | Lưu Thị *Bình* | 0805 | 198 | x | - |\n| 2 | Vương Văn An | 1203 | 1.187 | 91,2% | a<b |"
	var room merge.Room
	var fitted *merge.Table
	env := merge.Env{Fit: func(t *merge.Table, r merge.Room) {
		room, fitted = r, t
		for i := range t.Columns {
			t.Columns[i].Width = i + 1
		}
	}}
	pkg := build(t, body).With(docx.Change{Parts: map[string][]byte{"word/styles.xml": []byte(styles)}})
	out, faults := compile(t, pkg).Execute(context.Background(), &event{Lead: src}, env)
	if faults.Failed() {
		t.Fatal(faults)
	}
	whole(t, out)
	b, _ := out.Part(out.Main())
	got := string(b)
	table := got[strings.Index(got, "<w:tbl>"):strings.Index(got, "</w:tbl>")]
	for _, want := range []string{
		`<w:tblStyle w:val="B"/>`, `<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`,
		`<w:p><w:pPr><w:pStyle w:val="D"/></w:pPr><w:r><w:t xml:space="preserve">Họ và </w:t></w:r><w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">tên</w:t></w:r></w:p>`,
		`<w:p><w:pPr><w:pStyle w:val="C"/></w:pPr><w:r><w:t xml:space="preserve">Lưu Thị </w:t></w:r><w:r><w:rPr><w:i/><w:iCs/></w:rPr><w:t xml:space="preserve">Bình</w:t></w:r></w:p>`,
	} {
		if !strings.Contains(table, want) {
			t.Errorf("no %s in\n%s", want, table)
		}
	}
	for _, not := range []string{"firstLine=\"567\"", "w:before=\"120\"", `"both"`, `<w:sz w:val="28"/>`} {
		if strings.Contains(table, not) {
			t.Errorf("%s got into\n%s", not, table)
		}
	}
	if above := got[:strings.Index(got, "<w:tbl>")]; !strings.HasSuffix(above, `w:line="120" w:lineRule="exact"/><w:ind w:left="0" w:right="0" w:firstLine="0"/><w:rPr><w:sz w:val="4"/><w:szCs w:val="4"/></w:rPr></w:pPr></w:p>`) {
		t.Errorf("no air above the table: %s", above)
	}
	if room.Width < 9000 || room.Turned != 0 || room.Size != 24 || room.Margin != 170 {
		t.Errorf("the room is %+v", room)
	}
	var roles []merge.Role
	for _, c := range fitted.Rows[0].Cells {
		roles = append(roles, c.Role)
	}
	// 0805 is the number of a flat; what has an alignment keeps it, ordinals aside.
	if want := []merge.Role{merge.RoleCenter, merge.RoleText, merge.RoleText, merge.RoleNumber, merge.RoleNumber, merge.RoleCenter}; !slices.Equal(roles, want) {
		t.Errorf("roles %v, want %v", roles, want)
	}
	if text := fitted.Header[0].Cells[1].Text + "|" + fitted.Rows[1].Cells[5].Text; text != "Họ và tên|a<b" {
		t.Errorf("measured by %q", text)
	}
	total := 0
	for i := range fitted.Columns {
		total += i + 1
	}
	if first := fmt.Sprintf(`<w:gridCol w:w="%d"/>`, room.Width/total); !strings.Contains(table, first) {
		t.Errorf("no %s in %s", first, table)
	}
}

func TestMarkdownTakesOnTheParagraph(t *testing.T) {
	body := `<w:p><w:pPr><w:pStyle w:val="Muc"/><w:spacing w:after="60"/><w:jc w:val="both"/><w:sectPr><w:type w:val="nextPage"/></w:sectPr></w:pPr><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t>{{markdown .Lead}}</w:t></w:r></w:p>`
	out := richly(t, body, &event{Lead: "a **b**\n\n- c"}, merge.Env{})
	b, _ := out.Part(out.Main())
	for _, want := range []string{
		`<w:p><w:pPr><w:pStyle w:val="Muc"/><w:spacing w:after="60"/><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">a </w:t></w:r>`,
		`<w:r><w:rPr><w:b/><w:bCs/><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">b</w:t></w:r>`,
		`<w:pStyle w:val="Muc"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="8"/></w:numPr><w:spacing w:after="60"/><w:ind w:left="360" w:hanging="360"/><w:jc w:val="both"/>`,
		`<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/></w:sectPr></w:pPr></w:p>`,
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("no %s in\n%s", want, b)
		}
	}
}

func TestMarkdownListsTakeTheTemplatesStyles(t *testing.T) {
	styles := strings.Replace(stylesXML, "</w:styles>", `<w:style w:type="paragraph" w:styleId="LN"><w:name w:val="List Number"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style></w:styles>`, 1)
	numbers := strings.Replace(numberingXML, `<w:numFmt w:val="decimal"/>`, `<w:numFmt w:val="decimal"/><w:pPr><w:ind w:left="964" w:hanging="397"/></w:pPr>`, 1)
	pkg := build(t, p("{{markdown .Lead}}")).With(docx.Change{Parts: map[string][]byte{"word/styles.xml": []byte(styles), "word/numbering.xml": []byte(numbers)}})
	out, faults := compile(t, pkg).Execute(context.Background(), &event{Lead: "3. a\n\n   b"}, merge.Env{})
	if faults.Failed() {
		t.Fatal(faults)
	}
	whole(t, out)
	doc, _ := out.Part(out.Main())
	num, _ := out.Part("word/numbering.xml")
	for _, tt := range []struct{ in, want string }{
		{string(doc), `<w:pStyle w:val="LN"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="8"/></w:numPr><w:ind w:left="964" w:hanging="397"/>`},
		{string(doc), `<w:pStyle w:val="LN"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr><w:ind w:left="964" w:firstLine="0"/>`},
		{string(num), `<w:num w:numId="8"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>`},
	} {
		if !strings.Contains(tt.in, tt.want) {
			t.Errorf("no %s in\n%s", tt.want, tt.in)
		}
	}
}

// Items of a list whose level has a first line, and no hanging one, are paragraphs that
// begin with their number.
func TestMarkdownListsWithAFirstLine(t *testing.T) {
	styles := strings.Replace(stylesXML, "</w:styles>", `<w:style w:type="paragraph" w:styleId="LN"><w:name w:val="List Number"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style></w:styles>`, 1)
	numbers := strings.Replace(numberingXML, `<w:numFmt w:val="decimal"/>`, `<w:numFmt w:val="decimal"/><w:pPr><w:ind w:left="0" w:firstLine="567"/></w:pPr>`, 1)
	pkg := build(t, p("{{markdown .Lead}}")).With(docx.Change{Parts: map[string][]byte{"word/styles.xml": []byte(styles), "word/numbering.xml": []byte(numbers)}})
	out, faults := compile(t, pkg).Execute(context.Background(), &event{Lead: "1. a\n\n   b"}, merge.Env{})
	if faults.Failed() {
		t.Fatal(faults)
	}
	doc, _ := out.Part(out.Main())
	if n := strings.Count(string(doc), `<w:ind w:left="0" w:firstLine="567"/>`); n != 2 {
		t.Errorf("%d paragraphs begin at the first line, want 2:\n%s", n, doc)
	}
}

// picture is a PNG of the given size at 254 dots per inch.
func picture(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	chunk := binary.BigEndian.AppendUint32(nil, 9)
	chunk = append(chunk, "pHYs"...)
	chunk = binary.BigEndian.AppendUint32(chunk, 10000)
	chunk = binary.BigEndian.AppendUint32(chunk, 10000)
	chunk = append(chunk, 1)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	const ihdr = 33 // signature and header chunk
	return bytes.Join([][]byte{b.Bytes()[:ihdr], chunk, b.Bytes()[ihdr:]}, nil)
}

func TestImages(t *testing.T) {
	env := merge.Env{Image: func(name string) ([]byte, error) {
		switch name {
		case "nho.png":
			return picture(t, 254, 127), nil
		case "to.png":
			return picture(t, 2540, 1270), nil
		case "hong.png":
			return []byte("not a picture"), nil
		}
		return nil, errNoPicture
	}}
	for _, tt := range []struct{ tag, want string }{
		{`{{image "nho.png"}}`, `<wp:extent cx="914400" cy="457200"/>`},
		{`{{image "nho.png" "40mm"}}`, `<wp:extent cx="1440000" cy="720000"/>`},
		{`{{image "to.png"}}`, fmt.Sprintf(`<wp:extent cx="%d" cy="%d"/>`, 9071*635, 9071*635/2)},
	} {
		out := richly(t, p(tt.tag), &event{}, env)
		if b, _ := out.Part(out.Main()); !strings.Contains(string(b), tt.want) {
			t.Errorf("%s: no %s in %s", tt.tag, tt.want, b)
		}
	}
	t.Run("in a loop and a header", func(t *testing.T) {
		out := richly(t, p(`{{range .Authors}}{{image "nho.png"}}{{end}}`), sample(), env,
			"header", `<w:hdr xmlns:w="`+wNS+`">`+p(`{{image "nho.png"}}`)+`</w:hdr>`)
		media := 0
		for _, name := range out.Parts() {
			if strings.Contains(name, "media/") {
				media++
			}
		}
		if media != 1 {
			t.Errorf("%d media parts for one picture", media)
		}
	})
	for _, tt := range []struct{ tag, code, want string }{
		{`{{image "thieu.png"}}`, "missing-image", "thieu.png"},
		{`{{image "hong.png"}}`, "bad-image", "hong.png"},
		{`{{image "nho.png" (print "w" "ide")}}`, "image-width", "wide"}, // what a tag states itself is found when it is compiled
	} {
		_, faults := compile(t, build(t, p("a")+p(tt.tag))).Execute(context.Background(), &event{}, env)
		if len(faults) != 1 || faults[0].Code != tt.code || !strings.Contains(faults[0].Message.Vi, tt.want) || !strings.HasPrefix(faults[0].Place.En, "paragraph 2") {
			t.Errorf("%s: %v", tt.tag, faults)
		}
	}
	if out := richly(t, p("{{image .Lead}}")+p("x"), &event{}, env); outline(t, out, out.Main()) != "x/" {
		t.Error("no picture, and not nothing")
	}
}

func TestTables(t *testing.T) {
	table := &merge.Table{
		Title: "Một số chỉ tiêu", Unit: "Đơn vị tính: tỷ đồng", Columns: []merge.Column{{Width: 1}, {Width: 4}, {Width: 2}, {Width: 2}},
		Header: []merge.Row{
			{Cells: []merge.Cell{{Text: "STT", Role: merge.RoleHead, RowSpan: 2}, {Text: "Tên", Role: merge.RoleHead, RowSpan: 2}, {Text: "Số", Role: merge.RoleHead, Span: 2}}},
			{Cells: []merge.Cell{{Text: "a", Role: merge.RoleHead}, {Text: "b", Role: merge.RoleHead}}},
		},
		Rows:  []merge.Row{{Bold: true, Cells: []merge.Cell{{Text: "1", Role: merge.RoleCenter}, {Text: "Thu"}, {Text: "2,5", Role: merge.RoleNumber, IndentRight: 500}, {Text: "x"}}}},
		Notes: []string{"Ghi chú"},
	}
	env := merge.Env{Table: func(id string, _ merge.Room) (*merge.Table, error) {
		if id == "kinh-te" {
			return table, nil
		}
		return nil, nil
	}}
	out := richly(t, p(`{{table "kinh-te"}}`), &event{}, env)
	if got, want := outline(t, out, out.Main()), "Một số chỉ tiêu/Đơn vị tính: tỷ đồng/[STT/|Tên/|Số/|][/|/|a/|b/|][1/|Thu/|2,5/|x/|]Ghi chú/"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	b, _ := out.Part(out.Main())
	for _, want := range []string{
		`<w:tblW w:w="9071" w:type="dxa"/>`, `<w:gridCol w:w="1007"/><w:gridCol w:w="4031"/><w:gridCol w:w="2015"/><w:gridCol w:w="2018"/>`,
		`<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`, `<w:vMerge w:val="restart"/>`, `<w:gridSpan w:val="2"/>`, `<w:ind w:left="0" w:right="100" w:firstLine="0"/><w:jc w:val="right"/>`,
		`<w:insideH`,
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("no %s in\n%s", want, b)
		}
	}
	t.Run("with the template's styles", func(t *testing.T) {
		styled := strings.Replace(stylesXML, "</w:styles>", `<w:style w:type="table" w:styleId="BCT"><w:name w:val="Biểu chỉ tiêu"/></w:style>`+
			`<w:style w:type="paragraph" w:styleId="BSo"><w:name w:val="Biểu số"/><w:rPr><w:sz w:val="24"/></w:rPr></w:style></w:styles>`, 1)
		pkg := build(t, p(`{{table "kinh-te"}}`)).With(docx.Change{Parts: map[string][]byte{"word/styles.xml": []byte(styled)}})
		out, faults := compile(t, pkg).Execute(context.Background(), &event{}, env)
		if faults.Failed() {
			t.Fatal(faults)
		}
		whole(t, out)
		b, _ := out.Part(out.Main())
		for _, want := range []string{`<w:tblStyle w:val="BCT"/>`, `<w:pStyle w:val="BSo"/><w:ind w:left="0" w:right="120" w:firstLine="0"/>`} {
			if !strings.Contains(string(b), want) {
				t.Errorf("no %s in\n%s", want, b)
			}
		}
		if strings.Contains(string(b), "<w:tblBorders>") {
			t.Error("borders of our own beside the template's table style")
		}
	})
	if out := richly(t, p(`{{table "khac"}}`)+p("x"), &event{}, env); outline(t, out, out.Main()) != "x/" {
		t.Error("no table, and not nothing")
	}
}

// A table is made for the place where its tag stands.
func TestTheRoomOfATable(t *testing.T) {
	styled := strings.Replace(stylesXML, "</w:styles>", `<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="26"/></w:rPr></w:rPrDefault></w:docDefaults>`+
		`<w:style w:type="table" w:styleId="TN" w:default="1"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`+
		`<w:style w:type="table" w:styleId="BCT"><w:name w:val="Biểu chỉ tiêu"/><w:basedOn w:val="TN"/><w:tblPr><w:tblCellMar><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`+
		`<w:style w:type="paragraph" w:styleId="BC"><w:name w:val="Biểu chữ"/><w:basedOn w:val="BG"/></w:style><w:style w:type="paragraph" w:styleId="BG"><w:rPr><w:sz w:val="24"/></w:rPr></w:style></w:styles>`, 1)
	const tag = `{{table "a"}}`
	section := func(inside string) string { return `<w:p><w:pPr><w:sectPr>` + inside + `</w:sectPr></w:pPr></w:p>` }
	upright := merge.Room{Width: 9071, Turned: 14003, Size: 24, Margin: 185}
	fixed := upright
	fixed.Turned = 0
	for _, tt := range []struct {
		name, body string
		more       []string
		want       merge.Room
	}{
		{"the body", p(tag), nil, upright},
		{"a content control", `<w:sdt><w:sdtContent>` + p(tag) + `</w:sdtContent></w:sdt>`, nil, fixed},
		{"a cell", tbl(`<w:tr><w:tc><w:tcPr><w:tcW w:w="5000" w:type="dxa"/></w:tcPr>` + p(tag) + `</w:tc></w:tr>`), nil, merge.Room{Width: 4784, Size: 24, Margin: 185}},
		{"a header", p(), []string{"header", `<w:hdr xmlns:w="` + wNS + `">` + p(tag) + `</w:hdr>`}, fixed},
		{"a note", noted("footnote", "2"), []string{"footnotes", `<w:footnotes xmlns:w="` + wNS + `"><w:footnote w:id="2">` + p(tag) + `</w:footnote></w:footnotes>`}, fixed},
		{"two columns", p(tag) + section(`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1000" w:right="1000"/><w:cols w:num="2" w:space="706"/>`), nil, merge.Room{Width: 4600, Size: 24, Margin: 185}},
		{"a page that is turned", p(tag) + section(`<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:left="1000" w:right="1000"/>`), nil, merge.Room{Width: 14838, Size: 24, Margin: 185}},
		{"a gutter", p(tag) + section(`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1000" w:right="1000" w:gutter="500"/>`), nil, merge.Room{Width: 9406, Turned: 14338, Size: 24, Margin: 185}},
		{"a page that does not say", p(tag) + section(``), nil, upright},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := merge.Room{}
			pkg := build(t, tt.body, tt.more...).With(docx.Change{Parts: map[string][]byte{"word/styles.xml": []byte(styled)}})
			_, faults := compile(t, pkg).Execute(context.Background(), &event{}, merge.Env{Table: func(_ string, room merge.Room) (*merge.Table, error) {
				got = room
				return nil, nil
			}})
			if faults.Failed() || got != tt.want {
				t.Errorf("got %+v, want %+v %v", got, tt.want, faults)
			}
		})
	}
	got := merge.Room{}
	richly(t, p(tag), &event{}, merge.Env{Table: func(_ string, room merge.Room) (*merge.Table, error) {
		got = room
		return nil, nil
	}})
	if want := (merge.Room{Width: 9071, Turned: 14003, Size: 20, Margin: 216}); got != want {
		t.Errorf("without styles: %+v, want %+v", got, want)
	}
}

func TestTheLookOfATable(t *testing.T) {
	env := merge.Env{Table: func(string, merge.Room) (*merge.Table, error) {
		return &merge.Table{
			Caption: "Biểu số 01", Title: "Chỉ tiêu", Size: 18, Columns: []merge.Column{{Width: 3000}, {Width: 1000}, {Width: 2000}},
			Header: []merge.Row{{Cells: []merge.Cell{{Text: "A", Role: merge.RoleCode}, {Text: "1", Role: merge.RoleCode}, {Text: "2", Role: merge.RoleCode}}}},
			Rows:   []merge.Row{{Cells: []merge.Cell{{Text: "Thu\nchi", Bold: true, Italic: true}, {}, {Text: "b", Role: merge.RoleNumber, IndentRight: 500}}}},
		}, nil
	}}
	const size = `<w:sz w:val="18"/><w:szCs w:val="18"/>`
	check := func(t *testing.T, styles string, wants ...string) {
		t.Helper()
		pkg := build(t, p(`{{table "a"}}`)).With(docx.Change{Parts: map[string][]byte{"word/styles.xml": []byte(strings.Replace(stylesXML, "</w:styles>", styles+"</w:styles>", 1))}})
		out, faults := compile(t, pkg).Execute(context.Background(), &event{}, env)
		if faults.Failed() {
			t.Fatal(faults)
		}
		whole(t, out)
		if got, want := outline(t, out, out.Main()), "Biểu số 01/Chỉ tiêu/[A/|1/|2/|][Thu⏎chi/|/|b/|]/"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		b, _ := out.Part(out.Main())
		for _, want := range append(wants,
			`<w:tblGrid><w:gridCol w:w="4535"/><w:gridCol w:w="1511"/><w:gridCol w:w="3025"/></w:tblGrid>`,
			`<w:r><w:rPr><w:b/><w:bCs/><w:i/><w:iCs/>`+size+`</w:rPr><w:t xml:space="preserve">Thu</w:t><w:br/>`,
			`<w:rPr>`+size+`</w:rPr></w:pPr></w:p></w:tc>`, // of the empty cell
			`w:right="90"`) {
			if !strings.Contains(string(b), want) {
				t.Errorf("no %s in\n%s", want, b)
			}
		}
	}
	style := func(id, name string) string {
		return `<w:style w:type="paragraph" w:styleId="` + id + `"><w:name w:val="` + name + `"/></w:style>`
	}
	check(t, "", `<w:pPr><w:keepNext/><w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="center"/><w:rPr>`)
	check(t, style("BG", "Biểu giữa"), `<w:pPr><w:pStyle w:val="BG"/><w:keepNext/><w:rPr>`)
	check(t, style("BG", "Biểu giữa")+style("MC", "Biểu mã cột"), `<w:pPr><w:pStyle w:val="MC"/><w:keepNext/><w:rPr>`)
}

// gridOf draws the rows of the first table of a document: for each row its cells, with the
// columns they span and "^" if they go on from above. It checks what Word asks of them.
func gridOf(t *testing.T, pkg *docx.Package, columns, headers int) string {
	t.Helper()
	data, _ := pkg.Part(pkg.Main())
	root, err := xml.Parse(string(data), limit.Default.XML())
	if err != nil {
		t.Fatal(err)
	}
	table := root.Path("w:body", "w:tbl")
	number := func(n *xml.Node, name string) int {
		v, err := strconv.Atoi(n.Get(name))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return v
	}
	var widths []int
	for c := range table.Child("w:tblGrid").Children() {
		widths = append(widths, number(c, "w:w"))
	}
	if len(widths) != columns {
		t.Errorf("%d columns in the grid, want %d", len(widths), columns)
	}
	if total := number(table.Path("w:tblPr", "w:tblW"), "w:w"); total != 9071 {
		t.Errorf("the table is %d wide", total)
	}
	var b strings.Builder
	above := map[int]int{} // cells of the row above that are merged downwards: column to span
	row := 0
	for r := range table.Children() {
		if r.Name != "w:tr" {
			continue
		}
		if r.Path("w:trPr", "w:cantSplit") == nil || (r.Path("w:trPr", "w:tblHeader") != nil) != (row < headers) {
			t.Errorf("row %d: w:trPr is not right", row)
		}
		at := 0
		merged := map[int]int{}
		for c := range r.Children() {
			if c.Name != "w:tc" {
				continue
			}
			span := 1
			if g := c.Path("w:tcPr", "w:gridSpan"); g != nil {
				span = number(g, "w:val")
			}
			want := 0
			for i := at; i < min(at+span, len(widths)); i++ {
				want += widths[i]
			}
			if w := number(c.Path("w:tcPr", "w:tcW"), "w:w"); w != want {
				t.Errorf("row %d, column %d: a cell of %d, its columns of %d", row, at, w, want)
			}
			mark := c.Content()
			if m := c.Path("w:tcPr", "w:vMerge"); m != nil {
				merged[at] = span
				if m.Get("w:val") != "restart" {
					if above[at] != span || mark != "" || row == headers {
						t.Errorf("row %d, column %d: nothing above to go on with", row, at)
					}
					mark = "^"
				}
			}
			fmt.Fprintf(&b, "%s:%d ", mark, span)
			at += span
		}
		if at != columns {
			t.Errorf("row %d has %d columns, want %d", row, at, columns)
		}
		b.WriteString("/ ")
		above = merged
		row++
	}
	return b.String()
}

func TestTableHeaders(t *testing.T) {
	build1 := func(columns int, header ...merge.Row) string {
		table := &merge.Table{Header: header, Rows: []merge.Row{{Cells: []merge.Cell{{Text: "x"}}}, {Cells: []merge.Cell{{Text: "y", RowSpan: 9}}}}}
		for i := range columns {
			table.Columns = append(table.Columns, merge.Column{Width: 700 + 13*i})
		}
		out := richly(t, p(`{{table "a"}}`), &event{}, merge.Env{Table: func(string, merge.Room) (*merge.Table, error) { return table, nil }})
		got := gridOf(t, out, columns, len(header))
		rows := strings.SplitAfter(got, "/ ")
		return strings.Join(rows[:len(header)], "")
	}
	// row reads cells as "text:columns:rows".
	row := func(cells string) merge.Row {
		var r merge.Row
		for s := range strings.FieldsSeq(cells) {
			c := merge.Cell{Role: merge.RoleHead}
			parts := strings.Split(s, ":")
			c.Text = parts[0]
			if len(parts) > 1 {
				c.Span, _ = strconv.Atoi(parts[1])
			}
			if len(parts) > 2 {
				c.RowSpan, _ = strconv.Atoi(parts[2])
			}
			r.Cells = append(r.Cells, c)
		}
		return r
	}
	for _, tt := range []struct {
		name    string
		columns int
		header  []merge.Row
		want    string
	}{
		{"one row", 3, []merge.Row{row("a b c")}, "a:1 b:1 c:1 / "},
		{"groups", 4, []merge.Row{row("a:1:2 b:1:2 g:2"), row("c d")}, "a:1 b:1 g:2 / ^:1 ^:1 c:1 d:1 / "},
		{"groups of groups and codes", 7, []merge.Row{row("a:1:3 g:4 h:2"), row("b:1:2 i:3 j:1:2 k:1:2"), row("c d e"), row("A 1 2 3 4 5 6")},
			"a:1 g:4 h:2 / ^:1 b:1 i:3 j:1 k:1 / ^:1 ^:1 c:1 d:1 e:1 ^:1 ^:1 / A:1 1:1 2:1 3:1 4:1 5:1 6:1 / "},
		{"a group over two rows", 4, []merge.Row{row("a:1:3 g:3:2"), row(""), row("b c d")}, "a:1 g:3 / ^:1 ^:3 / ^:1 b:1 c:1 d:1 / "},
		{"no cell reaches into the body", 3, []merge.Row{row("a:1:9 g:2"), row("b:1:5 c")}, "a:1 g:2 / ^:1 b:1 c:1 / "},
		{"a span ends before a cell from above", 3, []merge.Row{row("a b:1:2 c"), row("g:3 h")}, "a:1 b:1 c:1 / g:1 ^:1 h:1 / "},
		{"missing cells", 3, []merge.Row{row("a"), row("b:2")}, "a:1 :1 :1 / b:2 :1 / "},
		{"too many columns", 2, []merge.Row{row("a:5")}, "a:2 / "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := build1(tt.columns, tt.header...); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
	// Whatever the spans are, rows are whole and cells that go on stand under their own.
	seed := uint32(1)
	random := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>16) % n
	}
	for range 300 {
		var header []merge.Row
		for range 1 + random(4) {
			var r merge.Row
			for range random(8) {
				r.Cells = append(r.Cells, merge.Cell{Text: "h", Role: merge.RoleHead, Span: random(4), RowSpan: random(5)})
			}
			header = append(header, r)
		}
		build1(1+random(12), header...)
	}
}

func TestPageBreak(t *testing.T) {
	out := richly(t, p("{{range $i, $t := .Tasks}}{{if $i}}{{pageBreak}}{{end}}{{end}}")+p("x"), sample(), merge.Env{})
	if b, _ := out.Part(out.Main()); strings.Count(string(b), `<w:br w:type="page"/>`) != 1 {
		t.Errorf("%s", b)
	}
}

func TestProperties(t *testing.T) {
	pkg := build(t, p("{{.Title}}"))
	pkg = pkg.With(docx.Change{
		Parts:         map[string][]byte{"docProps/core.xml": []byte(`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>cũ</dc:title></cp:coreProperties>`)},
		ContentTypes:  map[string]string{"docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml"},
		Relationships: map[string][]docx.Relationship{"": {{ID: "rIdC", Type: "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", Target: "docProps/core.xml"}}},
	})
	var b bytes.Buffer
	if err := docx.Write(&b, pkg); err != nil {
		t.Fatal(err)
	}
	pkg, err := docx.Open(b.Bytes(), merge.Config{}.Limits)
	if err != nil {
		t.Fatal(err)
	}
	out := func() *docx.Package {
		out, faults := compile(t, pkg).Execute(context.Background(), sample(), merge.Env{Properties: merge.Properties{Title: "Mới & đẹp", Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}})
		if faults.Failed() {
			t.Fatal(faults)
		}
		return out
	}()
	core, _ := out.Part("docProps/core.xml")
	if s := string(core); !strings.Contains(s, "Mới &amp; đẹp") || strings.Contains(s, "cũ") || !strings.Contains(s, "2026-01-02T03:04:05Z") {
		t.Errorf("%s", s)
	}
}

func TestManyGoroutinesShareATemplate(t *testing.T) {
	tpl := compile(t, build(t, p("{{range .Tasks}}")+p("{{.Content}} {{$.Extra.phone}}")+p("{{markdown .Content}}")+p("{{end}}")))
	var group sync.WaitGroup
	results := make([][]byte, 8)
	for i := range results {
		group.Go(func() {
			out, faults := tpl.Execute(context.Background(), sample(), merge.Env{})
			var b bytes.Buffer
			if faults.Failed() || docx.Write(&b, out) != nil {
				t.Error(faults)
			}
			results[i] = b.Bytes()
		})
	}
	group.Wait()
	for _, b := range results {
		if !bytes.Equal(b, results[0]) {
			t.Error("equal input, other bytes")
		}
	}
}

func TestWholeFindsWhatWordRefuses(t *testing.T) {
	for _, tt := range []struct{ body, want string }{
		{"<w:tbl><w:tr><w:tc></w:tc></w:tr></w:tbl>" + p(), "w:tc does not end"},
		{"<w:tbl></w:tbl>" + p(), "no rows"},
		{tbl(tr(p())) + tbl(tr(p())) + p(), "neighbours"},
		{tbl(tr(p())), "w:body does not end"},
		{`<w:p w14:paraId="1"/><w:p w14:paraId="1"/>`, "paragraph 1 is used twice"},
		{`<w:p><w:bookmarkStart w:id="1" w:name="a"/></w:p>`, "bookmark"},
		{`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>`, "balanced"},
		{`<w:p><w:hyperlink r:id="rId99"/></w:p>`, "leads nowhere"},
		{`<w:p><w:pPr><w:numPr><w:numId w:val="99"/></w:numPr></w:pPr></w:p>`, "list 99"},
		{`<w:p><w:r><w:drawing><wp:docPr id="1"/><wp:docPr id="1"/></w:drawing></w:r></w:p>`, "drawing 1 is used twice"},
		{`<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>`, "w:footnote 2 does not exist"},
		{`<w:p><w:r><w:endnoteReference w:id="2"/><w:endnoteReference w:id="2"/></w:r></w:p>`, "w:endnoteReference 2 is used twice"},
		{`<w:p><w:r><w:commentReference w:id="2"/><w:commentReference w:id="2"/></w:r></w:p>`, "w:commentReference 2 is used twice"},
	} {
		if err := merge.Whole(build(t, tt.body)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.body, err, tt.want)
		}
	}
	if err := merge.Whole(build(t, p("a"))); err != nil {
		t.Error(err)
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{
		p("{{.Title}}"), p("{{range .Tasks}}") + p("{{.Content}}") + p("{{end}}"), tbl(tr(p("{{range .Tasks}}{{.Content}}"), p("{{end}}"))),
		p("{{if .Lead}}a{{else}}b{{end}}"), p("{{markdown .Lead}}"), p("{{", ".Title", "}}"), p("{{$x := 1}}{{$x}}"), p(`{{index .Tasks 1}}{{printf "%d" .For}}`),
		`<w:p><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>{{.Title}}</w:t></w:r></w:p>`, `<w:sdt><w:sdtContent>` + p("{{.Lead}}") + `</w:sdtContent></w:sdt>`,
		p("{{range .Tasks}}") + `<w:p><w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/><w:fldSimple w:instr="REF a"/><w:hyperlink w:anchor="A"/></w:p>` + p("{{end}}"),
		`<w:p><w:r><w:t>{{range .Tasks}}</w:t><w:fldChar w:fldCharType="begin"/><w:instrText> PAGEREF</w:instrText><w:instrText> a</w:instrText><w:fldChar w:fldCharType="end"/><w:t>{{end}}</w:t></w:r></w:p>`,
		p("{{range .Tasks}}") + `<w:p><w:r><w:footnoteReference w:id="2"/><w:commentReference w:id="2"/></w:r></w:p>` + p("{{end}}"),
		p("{{range .Tasks}}") + `<w:p><w:r><w:t>a</w:t><w:br w:type="page"/></w:r></w:p>` + turnTag("T") + `<w:p><w:pPr>` + sect + `</w:pPr></w:p>` + p("{{end}}") + turnTag("U!"),
		`<w:sdt><w:sdtContent><w:p><w:pPr><w:sectPr/></w:pPr></w:p></w:sdtContent></w:sdt><w:bookmarkStart w:id="1" w:name="a"/>` + turnTag("T-") + turnTag("T!") + `<w:p><w:pPr><w:framePr/><w:pPrChange/></w:pPr></w:p><w:bookmarkEnd w:id="1"/>`,
		`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> IF "</w:instrText></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>MERGEFIELD 1a \*Upper \b "{{"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:instrText>" HYPERLINK "x{{.For}}"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`,
		`<w:p><w:r><w:drawing><wp:docPr id="1" name='{{.Title}}' descr="&#123;{.For}}&#10;&apos;"/></w:drawing></w:r><w:q a="{{.For}}">{{.For}}<w:z>{</w:z>{.For}}<![CDATA[{{.For}}]]></w:q></w:p>`,
		tbl(`<w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="800"/></w:tblGrid>`, tr(p("{{column range $t := .Tasks}}{{$t.Content}}{{merge across}}"), p(`{{shade "red"}}{{color "FFF2CC"}}x`)), `<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>`+p("{{merge down}}a")+`</w:tc></w:tr>`),
		tbl(`<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>`, tr(p("{{column if .Lead}}{{merge down}}a"), p("{{column end}}")), tr(p("{{merge down}}a")+tbl(tr(p("{{merge across}}"))), p("b"))),
		p(`a {{qr .Title}} {{barcode "12" "ean"}} b`) + p(`{{chart .Tasks "Content" "Due"}}`) + `<w:p><w:r><w:drawing><wp:docPr id="1" descr="{{qr .Title}}"/></w:drawing></w:r></w:p>`,
		tbl(tr(p("{{if .Lead}}")), `<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>`+p("{{.Title}}")+`</w:tc></w:tr>`, tr(p("{{end}}")), `<w:tr><w:tc><w:tcPr><w:vMerge bbMerge="1 c 9999999999 1"/></w:tcPr><w:customXml bbLabel="1"><w:p/></w:customXml></w:tc></w:tr>`),
		`<w:p>` + commentMarks("1", r("{{if .Lead}}a")) + `<w:r><w:pict><w:txbxContent>` + p("x{{if .Title}}y") + p("{{end}}z") + `</w:txbxContent></w:pict></w:r></w:p>` + p("b{{end}}c"),
		`<w:p><w:r><w:t>{{range .Tasks}}{{table "0"}}</w:t></w:r><w:pPr><w:sectPr>0</w:sectPr></w:pPr><w:r><w:t>{{end}}</w:t></w:r></w:p>`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		pkg := build(t, body+p())
		wasWhole := merge.Whole(pkg) == nil
		c := config
		c.Limits.Passes, c.Limits.OutputBytes = 1000, 1<<20
		tpl, faults := merge.Compile(pkg, c)
		if faults.Failed() {
			return
		}
		for _, data := range []*event{sample(), {}, nil} {
			texts := ""
			for i, env := range []merge.Env{uprightTables, turnedTables} {
				out, faults := tpl.Execute(context.Background(), data, env)
				if faults.Failed() {
					break
				}
				b, _ := out.Part(out.Main())
				if err := merge.Whole(out); err != nil && wasWhole {
					t.Fatalf("%v\n%s", err, b)
				}
				root, err := xml.Parse(string(b), limit.Default.XML())
				if err != nil {
					t.Fatal(err)
				}
				// Letters in a section's properties are no text: nothing prints them.
				if text := outsideOfSections(root, string(b)); i == 0 {
					texts = text
				} else if text != texts {
					t.Fatalf("turned tables change the text %q\n%s", texts, b)
				}
			}
		}
	})
}

// outsideOfSections is the text of a part but for what stands in properties of sections.
func outsideOfSections(root *xml.Node, src string) string {
	var b strings.Builder
	at := root.Start
	for sect := range root.All("w:sectPr") {
		if sect.Start >= at {
			b.WriteString(src[at:sect.Start])
			at = sect.End
		}
	}
	whole, err := xml.Parse(b.String()+src[at:root.End], limit.Default.XML())
	if err != nil {
		return root.Content()
	}
	return whole.Content()
}

func benchmarkBody(paragraphs int) string {
	return p("{{range .Tasks}}") + p("{{.Content}}: {{join \", \" .With}}") + p("{{end}}") + strings.Repeat(p("Biên bản {{.Title}} và phần còn lại của đoạn văn này."), paragraphs)
}

func BenchmarkCompile(b *testing.B) {
	for _, n := range []int{100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			pkg := build(b, benchmarkBody(n))
			b.ReportAllocs()
			for b.Loop() {
				compile(b, pkg)
			}
		})
	}
}

func BenchmarkExecute(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			tpl := compile(b, build(b, benchmarkBody(10)))
			data := sample()
			for range n {
				data.Tasks = append(data.Tasks, data.Tasks[0])
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, faults := tpl.Execute(context.Background(), data, merge.Env{}); faults.Failed() {
					b.Fatal(faults)
				}
			}
		})
	}
}

// Marks that no person writes print as they are, at once.
func TestMarkdownTangled(t *testing.T) {
	for _, unit := range []string{"*a_ ", "![a](", "[a](", "[a](b \"", "[[", "> - ", "1) "} {
		start := time.Now()
		src := strings.Repeat(unit, 100_000/len(unit)) + "đuôi"
		out := richly(t, p("{{markdown .Lead}}")+p(), &event{Lead: src}, merge.Env{})
		if got := outline(t, out, out.Main()); strings.Count(got, strings.TrimSpace(unit)) < 1000 || !strings.Contains(got, "đuôi") {
			t.Errorf("%q is lost: %.100s", unit, got)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%q takes %v", unit, took)
		}
	}
}
