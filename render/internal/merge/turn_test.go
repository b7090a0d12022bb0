package merge_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/xml"
)

// turnedTables gives a turned table for each ID: of one cell, with a note if the ID ends with
// "!", upright if it ends with "-".
var turnedTables = merge.Env{Table: func(id string, room merge.Room) (*merge.Table, error) {
	t := &merge.Table{Turned: true, Columns: []merge.Column{{Width: room.Turned}}, Rows: []merge.Row{{Cells: []merge.Cell{{Text: id}}}}}
	switch {
	case strings.HasSuffix(id, "!"):
		t.Notes = []string{"note"}
	case strings.HasSuffix(id, "-"):
		t.Turned = false
	}
	return t, nil
}}

// uprightTables gives the same tables, none of them turned.
var uprightTables = merge.Env{Table: func(id string, room merge.Room) (*merge.Table, error) {
	t, err := turnedTables.Table(id, room)
	t.Turned = false
	return t, err
}}

// sectioned says what stands in the sections of a document: texts, [tables], "·" for an empty
// paragraph, "." for a small one, "{" for a page break, then the section: its orientation and
// width, its type unless nextPage, "1" with titlePg, "=n" for a restart, the number of headers.
func sectioned(t *testing.T, pkg *docx.Package) string {
	t.Helper()
	data, _ := pkg.Part(pkg.Main())
	root, err := xml.Parse(string(data), limit.Default.XML())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	section := func(n *xml.Node) {
		size := n.Child("w:pgSz")
		orientation := map[string]string{"": "P", "landscape": "L"}[size.Get("w:orient")]
		fmt.Fprintf(&b, " |%s%s", orientation, size.Get("w:w"))
		headers := 0
		for c := range n.Children() {
			switch c.Name {
			case "w:type":
				if v := c.Get("w:val"); v != "nextPage" {
					b.WriteString(" " + v)
				}
			case "w:titlePg":
				b.WriteString(" 1")
			case "w:pgNumType":
				if v := c.Get("w:start"); v != "" {
					b.WriteString(" =" + v)
				}
			case "w:headerReference":
				headers++
			}
		}
		if headers > 0 {
			fmt.Fprintf(&b, " h%d", headers)
		}
		b.WriteString("| ")
	}
	var blocks func(n *xml.Node)
	blocks = func(n *xml.Node) {
		for c := range n.Children() {
			switch c.Name {
			case "w:tbl":
				b.WriteString("[" + c.Content() + "]")
			case "w:p":
				breaks := 0
				for range c.All("w:br") {
					breaks++
				}
				text := c.Content() + strings.Repeat("{", breaks)
				switch {
				case c.Path("w:pPr", "w:spacing").Get("w:line") == "20":
					text += "."
				case text == "":
					text = "·"
				}
				b.WriteString(text + " ")
				if s := c.Path("w:pPr", "w:sectPr"); s != nil {
					section(s)
				}
			case "w:sectPr":
				section(c)
			default:
				blocks(c)
			}
		}
	}
	blocks(root.Child("w:body"))
	return strings.Join(strings.Fields(b.String()), " ")
}

// turnTag is a tag that prints a turned table.
func turnTag(id string) string { return p(`{{table "` + id + `"}}`) }

func TestTurnedTables(t *testing.T) {
	const (
		upright = `<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701"/>`
		first   = `<w:pgNumType w:start="5"/><w:titlePg/>`
	)
	section := func(inside string) string { return `<w:sectPr>` + inside + `</w:sectPr>` }
	ends := func(inside string) string { return `<w:p><w:pPr>` + section(inside) + `</w:pPr></w:p>` }
	pageBreak := `<w:p><w:r><w:br w:type="page"/></w:r></w:p>`
	heading := func(text string) string {
		return `<w:p><w:pPr><w:pStyle w:val="Dau2"/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	styled := strings.Replace(stylesXML, "</w:styles>", `<w:style w:type="paragraph" w:styleId="Dau"><w:name w:val="heading 1"/><w:pPr><w:keepNext/></w:pPr></w:style>`+
		`<w:style w:type="paragraph" w:styleId="Dau2"><w:name w:val="heading 2"/><w:basedOn w:val="Dau"/></w:style></w:styles>`, 1)
	whole1 := section(upright + first)
	for _, tt := range []struct{ name, body, section, want string }{
		{"in the middle", p("a") + turnTag("T") + p("b"), whole1, "a |P11906 =5 1| [T]. |L16838| b |P11906|"},
		{"its note ends the section", p("a") + turnTag("T!") + p("b"), whole1, "a |P11906 =5 1| [T!]note |L16838| b |P11906|"},
		{"upright", p("a") + turnTag("T-") + p("b"), whole1, "a · [T-]b |P11906 =5 1|"},
		{"first", turnTag("T") + p("b"), whole1, "[T]. |L16838 =5 1| b |P11906|"},
		{"last", p("a") + turnTag("T"), whole1, "a |P11906 =5 1| [T]. |L16838|"},
		{"last, with a note", p("a") + turnTag("T!"), whole1, "a |P11906 =5 1| [T!]note |L16838|"},
		{"alone", turnTag("T"), whole1, "[T]. |L16838 =5 1|"},
		{"two share a section", p("a") + turnTag("T!") + turnTag("U") + p("b"), whole1, "a |P11906 =5 1| [T!]note [U]. |L16838| b |P11906|"},
		{"two with text between", turnTag("T") + p("a") + turnTag("U!") + p("b"), whole1, "[T]. |L16838 =5 1| a |P11906| [U!]note |L16838| b |P11906|"},
		{"two with an empty paragraph between", turnTag("T") + p() + turnTag("U!") + p("b"), whole1, "[T]· [U!]note |L16838 =5 1| b |P11906|"},
		{"empty paragraphs around", p() + turnTag("T!") + p(), whole1, "· [T!]note · |L16838 =5 1|"},
		{"empty paragraphs go with what follows", p("a") + p() + turnTag("T") + p() + p("b"), whole1, "a |P11906 =5 1| · [T]. |L16838| · b |P11906|"},
		{"paragraphs of tags only", p("{{if .Title}}") + p("a") + p("{{end}}") + p("{{with .Title}}") + turnTag("T") + p("{{end}}") + p("b"), whole1, "a |P11906 =5 1| [T]. |L16838| b |P11906|"},
		{"in a loop", p("a") + p("{{range .Tasks}}") + p("{{table .Content}}") + p("{{end}}") + p("b"), whole1, "a |P11906 =5 1| [Một]· [Hai]. |L16838| b |P11906|"},
		{"in a loop with a heading", p("{{range .Tasks}}") + p("{{.Content}}") + p("{{table .Content}}") + p("{{end}}") + p("b"), whole1,
			"Một |P11906 =5 1| [Một]. |L16838| Hai |P11906| [Hai]. |L16838| b |P11906|"},
		{"a heading goes with its table", p("a") + heading("h") + p() + turnTag("T") + p("b") + heading("i") + p("c"), whole1, "a |P11906 =5 1| h · [T]. |L16838| b i c |P11906|"},
		{"between two tables too", turnTag("T") + heading("h") + turnTag("U!"), whole1, "[T]h [U!]note |L16838 =5 1|"},
		{"headings of two levels, from a new page", p("a") + `<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:br w:type="page"/><w:t>g</w:t></w:r></w:p>` + heading("h") + turnTag("T!"), whole1, "a |P11906 =5 1| g h [T!]note |L16838|"},
		{"a heading that is not kept", p("a") + `<w:p><w:pPr><w:pStyle w:val="Dau"/><w:keepNext w:val="0"/></w:pPr><w:r><w:t>h</w:t></w:r></w:p>` + turnTag("T!"), whole1, "a h |P11906 =5 1| [T!]note |L16838|"},
		{"more than headings", strings.Repeat(heading("h"), 6) + turnTag("T!"), whole1, "h h |P11906 =5 1| h h h h [T!]note |L16838|"},
		{"page breaks at its pages", p("a") + pageBreak + turnTag("T") + p("{{pageBreak}}") + p("b"), whole1, "a |P11906 =5 1| [T]. |L16838| b |P11906|"},
		{"page breaks in paragraphs", `<w:p><w:r><w:t>a</w:t><w:br w:type="page"/></w:r></w:p>` + turnTag("T") + `<w:p><w:r><w:br w:type="page"/><w:t>b</w:t></w:r></w:p>`, whole1,
			"a |P11906 =5 1| [T]. |L16838| b |P11906|"},
		{"a page break inside a paragraph stays", `<w:p><w:r><w:t>a</w:t><w:br w:type="page"/><w:t>a</w:t></w:r></w:p>` + turnTag("T"), whole1, "aa{ |P11906 =5 1| [T]. |L16838|"},
		{"page breaks between two", turnTag("T") + pageBreak + turnTag("U") + pageBreak + p("b"), whole1, "[T]{ [U]. |L16838 =5 1| b |P11906|"},
		{"a section of its own in the template", p("a") + ends(upright) + turnTag("T") + ends(upright) + p("b"), whole1, "a · |P11906| [T]. |L16838| b |P11906 =5 1|"},
		{"the tag's paragraph ends the section", p("a") + `<w:p><w:pPr>` + section(upright) + `</w:pPr><w:r><w:t>{{table "T"}}</w:t></w:r></w:p>` + p("b"), whole1,
			"a |P11906| [T]. |L16838| b |P11906 =5 1|"},
		{"first of the second section", p("a") + ends(upright) + turnTag("T") + p("b"), section(`<w:type w:val="oddPage"/>` + upright + first), "a · |P11906| [T]. |L16838 oddPage =5 1| b |P11906|"},
		{"in the first section", p("a") + turnTag("T") + p("b") + ends(upright+first) + p("c"), section(upright), "a |P11906 =5 1| [T]. |L16838| b · |P11906| c |P11906|"},
		{"last before a continuous section", p("a") + turnTag("T") + ends(upright) + p("b"), section(`<w:type w:val="continuous"/>` + upright), "a |P11906| [T]. |L16838| b |P11906|"},
		{"first of a continuous section", p("a") + ends(upright) + turnTag("T") + p("b"), section(`<w:type w:val="continuous"/>` + upright), "a · |P11906| [T]. |L16838| b |P11906|"},
		{"no section properties", p("a") + turnTag("T") + p("b"), "", "a |P| [T]. |L16838| b |P|"},
		{"a landscape section", p("a") + turnTag("T") + p("b"), section(`<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`), "a · [T]b |L16838|"},
		{"two columns", p("a") + turnTag("T") + p("b"), section(upright + `<w:cols w:num="2"/>`), "a · [T]b |P11906|"},
		{"in a content control", `<w:sdt><w:sdtContent>` + p("a") + turnTag("T") + p("b") + `</w:sdtContent></w:sdt>` + p("c"), whole1, "a · [T]b c |P11906 =5 1|"},
		{"after a content control", `<w:sdt><w:sdtContent>` + p("a") + `</w:sdtContent></w:sdt>` + turnTag("T") + p("c"), whole1, "a . |P11906 =5 1| [T]. |L16838| c |P11906|"},
		{"a section ends in a content control", p("a") + turnTag("T") + `<w:sdt><w:sdtContent>` + p("b") + ends(upright+first) + p("c") + `</w:sdtContent></w:sdt>` + turnTag("U"), section(upright),
			"a |P11906 =5 1| [T]. |L16838| b · |P11906| c . |P11906| [U]. |L16838|"},
		{"after a table", tbl(tr(p("x"))) + turnTag("T!") + p("c"), whole1, "[x]. |P11906 =5 1| · [T!]note |L16838| c |P11906|"},
		{"a frame before", `<w:p><w:pPr><w:framePr w:w="100"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>` + turnTag("T!") + p("c"), whole1, "a . |P11906 =5 1| [T!]note |L16838| c |P11906|"},
		{"a hidden end before", `<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>` + turnTag("T!") + p("c"), whole1, "a . |P11906 =5 1| [T!]note |L16838| c |P11906|"},
		{"the end of a field before", `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>` + turnTag("T!") + p("c"), whole1,
			"a b . |P11906 =5 1| [T!]note |L16838| c |P11906|"},
		{"a field before", `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:t>a</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>` + turnTag("T!"), whole1, "a . |P11906 =5 1| [T!]note |L16838|"},
		{"properties behind the text", p("a") + turnTag("T!") + `<w:p><w:r><w:br w:type="page"/></w:r><w:pPr><w:pBdr/></w:pPr></w:p>` + turnTag("U!"), whole1, "a |P11906 =5 1| [T!]note |L16838| · |P11906| [U!]note |L16838|"},
		{"changed properties", `<w:p><w:pPr><w:pPrChange w:id="1" w:author="A"><w:pPr><w:keepNext/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>a</w:t></w:r></w:p>` + turnTag("T!"), whole1, "a . |P11906 =5 1| [T!]note |L16838|"},
		{"a bookmark around", p("a") + `<w:bookmarkStart w:id="1" w:name="m"/>` + turnTag("T!") + `<w:bookmarkEnd w:id="1"/>` + p("c"), whole1, "a |P11906 =5 1| [T!]note |L16838| c |P11906|"},
		{"empty properties", `<w:p><w:pPr/><w:r><w:t>a</w:t></w:r></w:p>` + turnTag("T!") + p("c"), whole1, "a |P11906 =5 1| [T!]note |L16838| c |P11906|"},
		{"a numbered paragraph prints", `<w:p><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:p>` + turnTag("T!"), whole1, "· |P11906 =5 1| [T!]note |L16838|"},
		{"so does one that is numbered by its style", turnTag("T!") + `<w:p><w:pPr><w:pStyle w:val="Muc"/></w:pPr></w:p>`, whole1, "[T!]note |L16838 =5 1| · |P11906|"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pkg := build(t, tt.body)
			pkg = pkg.With(docx.Change{Parts: map[string][]byte{pkg.Main(): []byte(start + tt.body + tt.section + `</w:body></w:document>`), "word/styles.xml": []byte(styled)}})
			out, faults := compile(t, pkg).Execute(context.Background(), sample(), turnedTables)
			if faults.Failed() {
				t.Fatal(faults)
			}
			whole(t, out)
			if got := sectioned(t, out); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if data, _ := out.Part(out.Main()); strings.Contains(string(data), "<?turn?>") || strings.Contains(string(data), "<?upright?>") {
				t.Error("marks stay")
			}
		})
	}
}

// What a section says of its pages, each of its parts says too; where it begins, only the
// first does.
func TestTurnedSectionsKeepTheirProperties(t *testing.T) {
	const (
		refs  = `<w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/><w:footnotePr><w:numFmt w:val="chicago"/></w:footnotePr>`
		size  = `<w:pgSz w:w="11906" w:h="16838" w:code="9"/>`
		side  = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape" w:code="9"/>`
		inner = `<w:pgMar w:top="1134" w:right="851" w:bottom="1135" w:left="1701" w:header="567" w:footer="568" w:gutter="0"/><w:paperSrc w:first="2" w:other="3"/><w:pgBorders><w:top w:val="single" w:sz="4"/></w:pgBorders>`
		rest  = `<w:cols w:space="720"/><w:vAlign w:val="center"/>`
		last  = `<w:bidi/><w:docGrid w:type="lines" w:linePitch="360"/>`
		next  = `<w:type w:val="nextPage"/>`
	)
	header := `<w:hdr xmlns:w="` + wNS + `">` + p("h") + `</w:hdr>`
	sectPr := `<w:sectPr w:rsidR="00AA00BB">` + refs + `<w:type w:val="evenPage"/>` + size + inner + `<w:pgNumType w:fmt="upperRoman" w:start="3"/>` + rest + `<w:titlePg/>` + last +
		`<w:sectPrChange w:id="9" w:author="A"><w:sectPr><w:pgSz w:w="1" w:h="2"/></w:sectPr></w:sectPrChange></w:sectPr>`
	pkg := build(t, "", "header", header, "header", header)
	pkg = pkg.With(docx.Change{Parts: map[string][]byte{pkg.Main(): []byte(start + p("a") + turnTag("T") + p("b") + sectPr + `</w:body></w:document>`)}})
	out, faults := compile(t, pkg).Execute(context.Background(), sample(), turnedTables)
	if faults.Failed() {
		t.Fatal(faults)
	}
	whole(t, out)
	data, _ := out.Part(out.Main())
	for _, want := range []string{
		`<w:p><w:pPr>` + sectPr + `</w:pPr><w:r><w:t>a</w:t></w:r></w:p>`,
		`<w:sectPr w:rsidR="00AA00BB">` + refs + next + side + inner + `<w:pgNumType w:fmt="upperRoman"/>` + rest + last + `</w:sectPr></w:pPr></w:p>` + p("b"),
		p("b") + `<w:sectPr w:rsidR="00AA00BB">` + refs + next + size + inner + `<w:pgNumType w:fmt="upperRoman"/>` + rest + last + `</w:sectPr></w:body>`,
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %s in\n%s", want, data)
		}
	}
}

// A template may name its elements with another prefix, and hold what looks like our marks.
func TestTurnedTablesInOddTemplates(t *testing.T) {
	body := strings.NewReplacer("<w:", "<x:", "</w:", "</x:", " w:", " x:").Replace(`<w:p/><w:p><w:r><w:t>a</w:t></w:r></w:p>` + turnTag("T!") + `<w:p/>` + sect)
	pkg := build(t, "")
	odd := `<x:document xmlns:x="` + wNS + `"><x:body>` + body + `</x:body></x:document>`
	out, faults := compile(t, pkg.With(docx.Change{Parts: map[string][]byte{pkg.Main(): []byte(odd)}})).Execute(context.Background(), sample(), turnedTables)
	if faults.Failed() {
		t.Fatal(faults)
	}
	whole(t, out)
	if got, want := sectioned(t, out), "· a |P11906| [T!]note · |L16838|"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, body := range []string{
		`<?turn?>` + p("a") + turnTag("T") + p("b"),
		`<?upright?>` + p("a") + `<?upright?>` + turnTag("T") + `<?turn?>` + p("b"),
		p("<?turn?>a<?upright?>") + turnTag("T") + `<w:sdt><?turn?><w:sdtContent>` + p("b") + `<?turn?></w:sdtContent></w:sdt>`,
	} {
		out := richly(t, body, sample(), turnedTables)
		if got := sectioned(t, out); !strings.Contains(got, "[T]") || !strings.Contains(got, "a ") || !strings.Contains(got, "b ") {
			t.Errorf("%s: %s", body, got)
		}
	}
}

// The sections of many turned tables count against the limit of the output.
func TestTurnedTablesWithinTheLimit(t *testing.T) {
	c := config
	c.Limits.OutputBytes = 1 << 20
	pkg := build(t, "")
	body := p("{{range .Tasks}}") + p("{{.Content}}") + p("{{table .Content}}") + p("{{end}}")
	big := `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1701" w:right="1134" w:footer="` + strings.Repeat("0", 1000) + `"/></w:sectPr>`
	pkg = pkg.With(docx.Change{Parts: map[string][]byte{pkg.Main(): []byte(start + body + big + `</w:body></w:document>`)}})
	tpl, faults := merge.Compile(pkg, c)
	if faults.Failed() {
		t.Fatal(faults)
	}
	for _, tt := range []struct {
		tasks int
		fails bool
	}{{10, false}, {400, true}} {
		data := &event{}
		for range tt.tasks {
			data.Tasks = append(data.Tasks, task{Content: "x"})
		}
		if _, faults := tpl.Execute(context.Background(), data, turnedTables); faults.Failed() != tt.fails {
			t.Errorf("%d tables: %v", tt.tasks, faults)
		}
	}
}

// Whatever stands around them: turned tables stand on landscape pages and nothing else does,
// and no section is blank that was not so before.
func TestTurnedTablesAnywhere(t *testing.T) {
	page := `<w:pgSz w:w="11906" w:h="16838"/>`
	blocks := []string{
		p("a"), p("b"), p(), turnTag("T"), turnTag("T!"), turnTag("T-"), p("{{if .Title}}") + turnTag("T") + p("{{end}}"), p("{{pageBreak}}"),
		tbl(tr(p("x"))), `<w:sdt><w:sdtContent>` + p("c") + `</w:sdtContent></w:sdt>`, `<w:p><w:r><w:t>a</w:t><w:br w:type="page"/></w:r></w:p>`,
		`<w:p><w:pPr><w:sectPr>` + page + `</w:sectPr></w:pPr></w:p>`, `<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/>` + page + `</w:sectPr></w:pPr><w:r><w:t>d</w:t></w:r></w:p>`,
	}
	seed := uint32(7)
	random := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>16) % n
	}
	blank := func(sections []string) (n int) {
		for _, s := range sections {
			if strings.Trim(s, " ·.{") == "" {
				n++
			}
		}
		return n
	}
	read := func(body string, env merge.Env) (sections, ends []string) {
		all := strings.Split(sectioned(t, richly(t, body, sample(), env)), "|")
		for i := 0; i+1 < len(all); i += 2 {
			sections, ends = append(sections, all[i]), append(ends, all[i+1])
		}
		return sections, ends
	}
	for range 200 {
		body := p("{{if .Title}}") + p("{{end}}") // a part without tags stays as it is
		for range 1 + random(9) {
			body += blocks[random(len(blocks))]
		}
		before, _ := read(body, uprightTables)
		sections, ends := read(body, turnedTables)
		if now, was := blank(sections), blank(before); now > was {
			t.Errorf("%d blank sections, %d before: %q\n%s", now, was, sections, body)
		}
		for i, s := range sections {
			landscape := strings.HasPrefix(ends[i], "L")
			if turned := strings.Contains(s, "[T]") || strings.Contains(s, "[T!]"); turned != landscape {
				t.Errorf("%s: %q of %q", ends[i], s, sections)
			}
			if rest := strings.NewReplacer("[T]", "", "[T!]", "", "note", "").Replace(s); landscape && strings.Trim(rest, " ·.{") != "" {
				t.Errorf("%s: %q of %q", ends[i], s, sections)
			}
			if strings.Contains(ends[i], "continuous") && i > 0 && ends[i][:1] != ends[i-1][:1] {
				t.Errorf("a continuous section with other pages: %q", sections)
			}
		}
	}
}
