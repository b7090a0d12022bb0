package merge_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/xml"
)

// What the templates of these tests are about.
type (
	person struct{ Name, Position string }
	task   struct {
		Content string
		Due     *int
		With    []string
		Steps   []task
	}
	event struct {
		Title, Lead string
		Chair       *person
		Tasks       []task
		Authors     []string
		For         *int
		Extra       map[string]any
	}
)

func (p person) String() string { return p.Name }

func (e event) Count(of string) int { return len(e.Tasks) + len(of) }

func vocabulary(t reflect.Type) map[string]string {
	switch t {
	case reflect.TypeFor[event]():
		return map[string]string{"title": "Title", "tieu_de": "Title", "chair": "Chair", "chu_tri": "Chair", "tasks": "Tasks", "nhiem_vu": "Tasks", "authors": "Authors"}
	case reflect.TypeFor[person]():
		return map[string]string{"name": "Name", "ho_ten": "Name"}
	case reflect.TypeFor[task]():
		return map[string]string{"content": "Content", "noi_dung": "Content"}
	}
	return nil
}

var config = merge.Config{
	Data: reflect.TypeFor[*event](), Vocabulary: vocabulary,
	Functions: map[string]any{
		"upper": strings.ToUpper,
		"join":  func(sep string, list []string) string { return strings.Join(list, sep) },
		"add":   func(a, b int) int { return a + b },
		"default": func(d string, v any) any {
			if v == nil || v == "" {
				return d
			}
			return v
		},
	},
}

func intp(n int) *int { return &n }

func sample() *event {
	return &event{
		Title: "Hội nghị <&> \"A\"", Chair: &person{"An", "Bí thư"}, Authors: []string{"Mai", "Cương"}, For: intp(0),
		Tasks: []task{
			{Content: "Một", Due: intp(3), With: []string{"x", "y"}, Steps: []task{{Content: "1a"}, {Content: "1b"}}},
			{Content: "Hai", Steps: []task{{Content: "2a"}}},
		},
		Extra: map[string]any{"phone": "0912345678", "nested": map[string]any{"a": []any{"b"}}},
	}
}

const (
	wNS   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	start = `<?xml version="1.0"?><w:document xmlns:w="` + wNS + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
		` xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:body>`
	sect = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701"/></w:sectPr>`
	end  = sect + `</w:body></w:document>`

	numberingXML = `<w:numbering xmlns:w="` + wNS + `"><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>` +
		`<w:lvl w:ilvl="1"><w:start w:val="1"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>`
	stylesXML = `<w:styles xmlns:w="` + wNS + `"><w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style></w:styles>`
)

// build makes a package from the body of a document; more holds further parts, by kind of
// relationship.
func build(t testing.TB, body string, more ...string) *docx.Package {
	t.Helper()
	var types, rels strings.Builder
	entries := [][2]string{{"word/document.xml", start + body + end}, {"word/numbering.xml", numberingXML}, {"word/styles.xml", stylesXML}}
	kinds := []string{"", "numbering", "styles"}
	for i := 0; i < len(more); i += 2 {
		entries = append(entries, [2]string{fmt.Sprintf("word/%s%d.xml", more[i], i), more[i+1]})
		kinds = append(kinds, more[i])
	}
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	for i, e := range entries {
		kind := kinds[i]
		if kind == "" {
			kind = "document.main"
		} else {
			fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="/%s"/>`, i, kind, e[0])
		}
		fmt.Fprintf(&types, `<Override PartName="/%s" ContentType="%s%s+xml"/>`, e[0], word, kind)
	}
	const relNS = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	entries = append(entries,
		[2]string{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` + types.String() + `</Types>`},
		[2]string{"_rels/.rels", relNS + `<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		[2]string{"word/_rels/document.xml.rels", relNS + rels.String() + `</Relationships>`})
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, err := z.Create(e[0])
		if err == nil {
			_, err = w.Write([]byte(e[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := docx.Open(b.Bytes(), limit.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// p is a paragraph of one run for each text.
func p(texts ...string) string {
	var b strings.Builder
	b.WriteString("<w:p>")
	for _, s := range texts {
		b.WriteString("<w:r><w:t>" + s + "</w:t></w:r>")
	}
	return b.String() + "</w:p>"
}

func tbl(rows ...string) string { return "<w:tbl>" + strings.Join(rows, "") + "</w:tbl>" }

// tr is a row; each cell is its paragraphs.
func tr(cells ...string) string {
	return "<w:tr><w:tc>" + strings.Join(cells, "</w:tc><w:tc>") + "</w:tc></w:tr>"
}

func compile(t testing.TB, pkg *docx.Package) *merge.Template {
	t.Helper()
	tpl, faults := merge.Compile(pkg, config)
	if faults.Failed() {
		t.Fatal(faults)
	}
	return tpl
}

func execute(t testing.TB, pkg *docx.Package, data any) (*docx.Package, fault.List) {
	t.Helper()
	out, faults := compile(t, pkg).Execute(context.Background(), data, merge.Env{})
	if faults.Failed() {
		t.Fatal(faults)
	}
	whole(t, out)
	return out, faults
}

func whole(t testing.TB, pkg *docx.Package) {
	t.Helper()
	if err := merge.Whole(pkg); err != nil {
		b, _ := pkg.Part(pkg.Main())
		t.Fatalf("not whole: %v\n%s", err, b)
	}
}

// outline shows what a reader sees: paragraphs in lines, rows in [], cells parted by |.
func outline(t testing.TB, pkg *docx.Package, name string) string {
	t.Helper()
	data, ok := pkg.Part(name)
	if !ok {
		t.Fatalf("no part %s", name)
	}
	root, err := xml.Parse(string(data), limit.Default.XML())
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	var b strings.Builder
	var walk func(n *xml.Node)
	walk = func(n *xml.Node) {
		for c := range n.Children() {
			switch c.Name {
			case "w:t":
				b.WriteString(c.Content())
			case "w:br":
				b.WriteString("⏎")
			case "w:tab":
				b.WriteString("⇥")
			case "w:numId":
				b.WriteString("#" + c.Get("w:val") + " ")
			case "w:p":
				walk(c)
				b.WriteString("/")
			case "w:tr":
				b.WriteString("[")
				walk(c)
				b.WriteString("]")
			case "w:tc":
				walk(c)
				b.WriteString("|")
			case "mc:Fallback":
				b.WriteString("{")
				walk(c)
				b.WriteString("}")
			default:
				walk(c)
			}
		}
	}
	walk(root)
	return b.String()
}

func TestTags(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"a value", p("{{.Title}}."), `Hội nghị <&> "A"./`},
		{"the three spellings", p("{{.Title}} {{.title}} {{.tieu_de}} {{.chu_tri.ho_ten}} {{.Chair.Name}}"), `Hội nghị <&> "A" Hội nghị <&> "A" Hội nghị <&> "A" An An/`},
		{"split over runs", p("a {", "{.Ti", "tle}", "} b"), `a Hội nghị <&> "A" b/`},
		{"curly quotes and no-break spaces", p("{{join\u00a0“ – ” .Authors}}{{join ‘; ’ .Authors}}"), "Mai – CươngMai; Cương/"},
		{"capitals by autocorrection", p("{{If .Title}}x{{End}}"), "x/"},
		{"a string method", p("{{.Chair}}"), "An/"},
		{"a method with an argument", p("{{.Count \"abc\"}}"), "5/"},
		{"a stated 0", p("{{if .For}}{{.For}} phiếu{{end}}"), "0 phiếu/"},
		{"a field of something absent", p("[{{(index .Tasks 1).Due}}{{.Lead}}{{with .Extra.nested}}{{.a}}{{end}}]"), "[b]/"},
		{"comparison through a pointer", p("{{range .Tasks}}{{if gt .Due 2}}a{{else}}b{{end}}{{end}}"), "ab/"},
		{"text cover", p("Tác giả: {{range $i, $a := .Authors}}{{if $i}}, {{end}}{{$a}}{{end}}."), "Tác giả: Mai, Cương./"},
		{"text cover over runs", p("a{{range .Authors}}b", "{{.}}", "c{{end}}d"), "abMaicbCươngcd/"},
		{"else in text", p("{{if .Lead}}a{{else if .Title}}b{{else}}c{{end}}"), "b/"},
		{"paragraph cover", p("trước") + p("{{range .Tasks}}") + p("- {{.Content}}") + p("{{end}}") + p("sau"), "trước/- Một/- Hai/sau/"},
		{"paragraph cover with text", p("{{range .Tasks}}a {{.Content}}") + p("b {{end}}"), "a Một/b /a Hai/b /"},
		{"else between paragraphs", p("{{if .Lead}}") + p("a") + p("{{else}}") + p("b") + p("{{end}}"), "b/"},
		{"else before its text", p("{{if .Lead}}a") + p("{{else}}b") + p("{{end}}"), "b/"},
		{"else behind its text", p("{{if .Title}}") + p("a{{else}}") + p("b{{end}}"), "a/"},
		{"two tags in one paragraph", p("{{range .Tasks}}{{if .Due}}") + p("{{.Content}}") + p("{{end}}{{end}}"), "Một/"},
		{"end and start in one paragraph", p("{{if .Title}}") + p("a") + p("{{end}}{{if .Lead}}") + p("b") + p("{{end}}"), "a/"},
		{"nested ranges", p("{{range .Tasks}}") + p("{{.Content}}") + p("{{range .Steps}}") + p("{{.Content}} of {{$.Chair.Name}}") + p("{{end}}") + p("{{end}}"), "Một/1a of An/1b of An/Hai/2a of An/"},
		{"row cover in rows of their own", tbl(tr(p("Việc"), p("Hạn")), tr(p("{{range .Tasks}}"), p("")), tr(p("{{.Content}}"), p("{{.Due}}")), tr(p("{{end}}"), p(""))) + p("x"), "[Việc/|Hạn/|][Một/|3/|][Hai/|/|]x/"},
		{"row cover in one row", tbl(tr(p("{{range .Tasks}}{{.Content}}"), p("{{.Due}}{{end}}"))) + p("x"), "[Một/|3/|][Hai/|/|]x/"},
		{"row cover in a row's own paragraphs", tbl(tr(p("{{range .Tasks}}")+p("{{.Content}}"), p("{{.Due}}")+p("{{end}}"))) + p("x"), "[Một/|3/|][Hai/|/|]x/"},
		{"a row's only paragraph stays", tbl(tr(p("{{range .Tasks}}"), p("{{.Content}}"), p("{{end}}"))) + p("x"), "[/|Một/|/|][/|Hai/|/|]x/"},
		{"else between rows", tbl(tr(p("{{if .Lead}}"), p("")), tr(p("a"), p("a")), tr(p("{{else}}"), p("")), tr(p("b"), p("b")), tr(p("{{end}}"), p(""))) + p("x"), "[b/|b/|]x/"},
		{"paragraphs in a cell", tbl(tr(p("{{range .Tasks}}")+p("{{.Content}}")+p("{{end}}"))) + p("x"), "[Một/Hai/|]x/"},
		{"rows in paragraphs", p("{{range .Tasks}}") + p("{{.Content}}") + tbl(tr(p("{{range .Steps}}{{.Content}}"), p("{{end}}"))) + p("{{end}}"), "Một/[1a/|/|][1b/|/|]Hai/[2a/|/|]/"},
		{"a table that loses its rows goes", tbl(tr(p("{{range .Extra.none}}{{.}}"), p("{{end}}"))) + p("x"), "x/"},
		{"a cell that loses its paragraphs", tbl(tr(p("{{if .Lead}}")+p("a")+p("{{end}}"))) + p("x"), "[/|]x/"},
		{"tables that would become neighbours", tbl(tr(p("a"))) + p("{{if .Lead}}") + p("b") + p("{{end}}") + tbl(tr(p("c"))) + p("x"), "[a/|]/[c/|]x/"},
		{"a table in a loop", p("{{range .Tasks}}") + tbl(tr(p("{{.Content}}"))) + p("{{end}}"), "[Một/|]/[Hai/|]/"},
		{"variables", p("{{$n := len .Tasks}}{{$n}} {{$n = add $n 1}}{{$n}}"), "2 3/"},
		{"a declaration alone goes", p("{{$n := len .Tasks}}") + p("{{$n}}"), "2/"},
		{"a comment alone goes", p("{{/* ghi chú */}}") + p("a"), "a/"},
		{"with", p("{{with .Chair}}{{.Name}}, {{.Position}}{{else}}không{{end}}"), "An, Bí thư/"},
		{"free data", p("{{.Extra.phone}} {{range .Extra.nested.a}}{{.}}{{end}} {{default \"-\" .Extra.none}}"), "0912345678 b -/"},
		{"a function of something absent", p("{{upper .Extra.none}}{{.Extra.phone | upper}}"), "0912345678/"},
		{"braces in a text", p(`{{"}}"}}{{"{"}}`), "}}{/"},
		{"tags in a field's instruction print nothing themselves", `<w:p><w:r><w:instrText>{{.Title}}</w:instrText></w:r></w:p>`, "/"},
		{"a bookmark inside a tag", `<w:p><w:r><w:t>{{.Chair</w:t></w:r><w:bookmarkStart w:id="1" w:name="a"/><w:proofErr w:type="spellStart"/><w:r><w:t>.Name}}</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>`, "An/"},
		{"a paragraph that ends a section", p("a") + p("{{if .Lead}}") + p("b") + `<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/></w:sectPr></w:pPr></w:p>` + p("{{end}}") + p("c"), "a//c/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, _ := execute(t, build(t, tt.body), sample())
			if tt.want == "" {
				return
			}
			if got := outline(t, out, out.Main()); got != tt.want {
				b, _ := out.Part(out.Main())
				t.Errorf("got  %s\nwant %s\n%s", got, tt.want, b)
			}
		})
	}
}

func TestValues(t *testing.T) {
	for _, tt := range []struct{ value, want string }{
		{"a\nb", "a⏎b/"}, {"a\r\nb\rc", "a⏎b⏎c/"}, {"a\tb", "a⇥b/"}, {"\x00a\x07b\x0bc", "ab⏎c/"}, {"  a  ", "  a  /"},
		{"{{.Title}}", "{{.Title}}/"}, {"&lt;w:t>", "&lt;w:t>/"}, {"\xff", "\ufffd/"}, {"a\u2028b", "a⏎b/"},
	} {
		out, _ := execute(t, build(t, p("{{.Title}}")), &event{Title: tt.value})
		if got := outline(t, out, out.Main()); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.value, got, tt.want)
		}
	}
}

func TestFaultsAtCompileTime(t *testing.T) {
	for _, tt := range []struct{ name, body, code, place, message string }{
		{"unknown field", tbl(tr(p("a"))) + p("") + tbl(tr(p("a")), tr(p("a")), tr(p("{{.Chiar.Name}}"))), "unknown-field", "table 2, row 3, cell 1", "unknown field .Chiar; did you mean .Chair?"},
		{"unknown alias", p("{{.chu_tr}}"), "unknown-field", "paragraph 1", "did you mean .chu_tri?"},
		{"unknown field in a loop", p("{{range .Tasks}}") + p("{{.Title}}") + p("{{end}}"), "unknown-field", "paragraph 2", "unknown field .Title"},
		{"a field of a list", p("{{.Tasks.Content}}"), "unknown-field", "paragraph 1", "list"},
		{"unknown function", p("{{uper .Title}}"), "unknown-function", "paragraph 1", "did you mean upper?"},
		{"a function where a field was meant", p("{{Title}}"), "unknown-function", "paragraph 1", "did you mean .Title (with a dot)?"},
		{"arguments", p("{{add 1}}"), "arguments", "paragraph 1", "takes 2 arguments"},
		{"argument of a wrong type", p("{{upper .Tasks}}"), "arguments", "paragraph 1", "a list"},
		{"unknown variable", p("{{$x}}"), "unknown-variable", "paragraph 1", "$x"},
		{"a variable of another block", p("{{if .Title}}{{$x := 1}}{{end}}{{$x}}"), "unknown-variable", "paragraph 1", "$x"},
		{"a list that is printed", p("{{.Tasks}}"), "not-printable", "paragraph 1", "a list"},
		{"a range over no list", p("{{range .Title}}{{end}}"), "not-a-list", "paragraph 1", "not a list"},
		{"unclosed tag", p("{{.Title"), "unclosed-tag", "paragraph 1", "not closed"},
		{"bad syntax", p("{{.Title (}}"), "bad-tag", "paragraph 1", "not right"},
		{"no end", p("{{if .Title}}"), "unbalanced", "paragraph 1", "no {{end}}"},
		{"no start", p("a") + p("{{end}}"), "unbalanced", "paragraph 2", "before it"},
		{"two elses", p("{{if .Title}}{{else}}{{else}}{{end}}"), "unbalanced", "paragraph 1", "another {{else}}"},
		{"start in the body, end in a cell", p("{{if .Title}}") + tbl(tr(p("{{end}}"))), "cover", "paragraph 1", "table 1, row 1, cell 1"},
		{"start in a cell, end in the body", tbl(tr(p("{{if .Title}}"))) + p("{{end}}"), "cover", "table 1, row 1, cell 1", "paragraph 1"},
		{"start and end in two tables", tbl(tr(p("{{if .Title}}"))) + p("") + tbl(tr(p("{{end}}"))), "cover", "table 1, row 1, cell 1", "table 2, row 1, cell 1"},
		{"into a nested table", tbl(tr(p("{{if .Title}}") + tbl(tr(p("{{end}}"))) + p(""))), "cover", "table 1, row 1, cell 1", "table 1, row 1, cell 1, table 1, row 1, cell 1"},
		{"else outside of its level", p("{{if .Title}}") + tbl(tr(p("{{else}}"))) + p("{{end}}"), "cover", "paragraph 1", "{{else}}"},
		{"else amid the text of a row", tbl(tr(p("{{if .Title}}")), tr(p("a {{else}} b")), tr(p("{{end}}"))), "cover", "table 1, row 2", "level of its block"},
		{"covers that overlap", tbl(tr(p("{{if .Title}}")), tr(p("a {{end}}{{if .Lead}} b")), tr(p("{{end}}"))), "cover", "table 1", "overlap"},
		{"a content control cut in two", `<w:p><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>a{{if .Title}}b</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>c{{end}}</w:t></w:r></w:p>`, "cover", "paragraph 1", "inside of a content control"},
		{"break", p("{{range .Tasks}}{{break}}{{end}}"), "refused-tag", "paragraph 1", "break"},
		{"define", p("{{define \"x\"}}"), "refused-tag", "paragraph 1", "define"},
		{"template", p("{{template \"x\"}}"), "template", "paragraph 1", "no folder"},
		{"template in a line", p("a {{template \"x\"}}"), "refused-tag", "paragraph 1", "template"},
		{"trim marker", p("{{- .Title}}"), "refused-tag", "paragraph 1", "cannot be used"},
		{"rich content amid text", p("a {{markdown .Title}}"), "rich-place", "paragraph 1", "alone"},
		{"rich content that goes on", p("{{markdown .Title | upper}}"), "rich-place", "paragraph 1", "last"},
		{"a field cut by a block", `<w:p><w:r><w:t>{{if .Title}}</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>{{end}}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "field-cut", "paragraph 1", "cuts a field"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tpl, faults := merge.Compile(build(t, tt.body), config)
			if tpl != nil || !faults.Failed() {
				t.Fatal("no error")
			}
			f := faults[0]
			if f.Code != tt.code || !strings.HasPrefix(f.Place.En, tt.place) || !strings.Contains(f.Message.En, tt.message) || f.Message.Vi == "" || f.Place.Vi == "" {
				t.Errorf("%s: %v; want %s at %s with %q", f.Code, f, tt.code, tt.place, tt.message)
			}
			if len(faults) > 1 {
				t.Errorf("more than one fault: %v", faults)
			}
		})
	}
}

func TestAllFaultsComeAtOnce(t *testing.T) {
	header := `<w:hdr xmlns:w="` + wNS + `">` + p("{{.Nope}}") + `</w:hdr>`
	_, faults := merge.Compile(build(t, p("{{.A}} {{nofunc}} {{if}}x{{end}}")+tbl(tr(p("{{.B}}"))), "header", header), config)
	var got []string
	for _, f := range faults {
		got = append(got, f.Code+" "+f.Place.Vi)
	}
	want := "[unknown-field đoạn 1 “{{.A}} {{nofunc}} {{if}}x{{end}}” unknown-function đoạn 1 “{{.A}} {{nofunc}} {{if}}x{{end}}” " +
		"bad-tag đoạn 1 “{{.A}} {{nofunc}} {{if}}x{{end}}” unknown-field bảng 1, hàng 1, ô 1 unknown-field đầu trang 1, đoạn 1 “{{.Nope}}”]"
	if fmt.Sprint(got) != want {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestUnbalancedTagsDoNotHideTheRest(t *testing.T) {
	_, faults := merge.Compile(build(t, p("{{.Nope}}")+p("{{range .Tasks}}")+p("{{.Content}} {{$x}} {{nofunc}}")), config)
	var got []string
	for _, f := range faults {
		got = append(got, f.Code)
	}
	if fmt.Sprint(got) != "[unbalanced unknown-field unknown-function]" {
		t.Error(faults)
	}
}

func TestDeepNestingIsAFault(t *testing.T) {
	const n = 20_000
	for _, body := range []string{
		p(strings.Repeat("{{if .Title}}", n) + strings.Repeat("{{end}}", n)),
		p("{{if .Title}}" + strings.Repeat("{{else if .Title}}", n) + "{{end}}"),
		p("{{" + strings.Repeat("(", n) + ".Title" + strings.Repeat(")", n) + "}}"),
	} {
		if _, faults := merge.Compile(build(t, body), config); len(faults) != 1 || !faults.Failed() {
			t.Errorf("%d faults", len(faults))
		}
	}
}

func TestMissingKeysAreWarnings(t *testing.T) {
	out, faults := execute(t, build(t, p("[{{.Extra.fax}}]{{if .Extra.none}}x{{end}}")), sample())
	if got := outline(t, out, out.Main()); got != "[]/" {
		t.Errorf("got %s", got)
	}
	if len(faults) != 1 || faults[0].Code != "missing-key" || !strings.Contains(faults[0].Message.Vi, "fax") {
		t.Errorf("warnings %v", faults)
	}
}

func TestFirstRunsFormattingIsTheValues(t *testing.T) {
	out, _ := execute(t, build(t, `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{.Chair</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>.Name}} sau</w:t></w:r></w:p>`), sample())
	b, _ := out.Part(out.Main())
	want := `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">An</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve"> sau</w:t></w:r></w:p>`
	if !strings.Contains(string(b), want) {
		t.Errorf("got %s", b)
	}
}

func TestWhatHoldsNoTagStaysByteForByte(t *testing.T) {
	odd := `<w:p  w:rsidR = '00'><!-- c --><w:r><w:t >a &#38; b</w:t></w:r ></w:p>`
	out, _ := execute(t, build(t, odd+p("{{.Title}}")), sample())
	if b, _ := out.Part(out.Main()); !strings.Contains(string(b), odd) {
		t.Errorf("got %s", b)
	}
}

func TestHeadersNotesAndTextBoxes(t *testing.T) {
	box := `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:docPr id="1" name="a"/><wps:txbx><w:txbxContent>` + p("{{range .Authors}}") + p("{{.}}") + p("{{end}}") +
		`</w:txbxContent></wps:txbx></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + p("{{.Old}}") + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
	out, _ := execute(t, build(t, box+noted("footnote", "2"),
		"header", `<w:hdr xmlns:w="`+wNS+`">`+p("{{.Title}}")+`</w:hdr>`,
		"footer", `<w:ftr xmlns:w="`+wNS+`">`+p("{{if .Lead}}")+p("x")+p("{{end}}")+`</w:ftr>`,
		"footnotes", `<w:footnotes xmlns:w="`+wNS+`"><w:footnote w:id="2">`+p("{{.Chair}}")+`</w:footnote></w:footnotes>`), sample())
	for part, want := range map[string]string{
		out.Main(): "Mai/Cương/{Mai/Cương/}//", "word/header0.xml": `Hội nghị <&> "A"/`, "word/footer2.xml": "/", "word/footnotes4.xml": "An/",
	} {
		if got := outline(t, out, part); got != want {
			t.Errorf("%s: got %s, want %s", part, got, want)
		}
	}
}

func TestEncodingsOfParts(t *testing.T) {
	header := func(encoding string) string {
		return `<?xml version="1.0" encoding="` + encoding + `" standalone="yes"?><w:hdr xmlns:w="` + wNS + `">` + p("{{.Title}}") + `</w:hdr>`
	}
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(header("UTF-16"))) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for name, src := range map[string]string{"byte order mark": "\ufeff" + header("utf-8"), "UTF-16": string(wide)} {
		out, _ := execute(t, build(t, p("x"), "header", src), sample())
		b, _ := out.Part("word/header0.xml")
		if s := strings.ToLower(string(b)); !strings.HasPrefix(s, `<?xml version="1.0" encoding="utf-8" standalone="yes"?><w:hdr`) || !strings.Contains(s, "hội nghị") {
			t.Errorf("%s: %s", name, b)
		}
	}
}

func TestListsRestart(t *testing.T) {
	item := func(s string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>` + s + `</w:t></w:r></w:p>`
	}
	styled := func(s string) string {
		return `<w:p><w:pPr><w:pStyle w:val="Muc"/><w:jc w:val="left"/></w:pPr><w:r><w:t>` + s + `</w:t></w:r></w:p>`
	}
	for _, tt := range []struct{ name, body, want string }{
		{"a loop makes the list", p("{{range .Tasks}}") + item("{{.Content}}") + p("{{end}}"), "#7 Một/#7 Hai/"},
		{"a list in each pass", p("{{range .Tasks}}") + p("{{.Content}}") + item("a") + item("b") + p("{{end}}"), "Một/#8 a/#8 b/Hai/#9 a/#9 b/"},
		{"a loop in a loop makes the list", p("{{range .Tasks}}") + p("{{.Content}}") + p("{{range .Steps}}") + item("{{.Content}}") + p("{{end}}") + p("{{end}}"), "Một/#8 1a/#8 1b/Hai/#9 2a/"},
		{"by style", p("{{range .Tasks}}") + styled("a") + styled("b") + p("{{end}}"), "#8 a/#8 b/#9 a/#9 b/"},
		{"outside of loops", item("a") + item("{{.Title}}"), "#7 a/#7 Hội nghị <&> \"A\"/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, _ := execute(t, build(t, tt.body), sample())
			if got := outline(t, out, out.Main()); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestIDsAreUnique(t *testing.T) {
	body := p("{{range .Tasks}}") +
		`<w:p w14:paraId="00000001"><w:bookmarkStart w:id="0" w:name="muc"/><w:r><w:drawing><wp:inline><wp:docPr id="1" name="a"/></wp:inline></w:drawing></w:r><w:r><w:t>{{.Content}}</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>` +
		`<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>` + p("a") + `</w:sdtContent></w:sdt>` + p("{{end}}")
	out, _ := execute(t, build(t, body), sample()) // execute asserts Whole
	b, _ := out.Part(out.Main())
	if n := strings.Count(string(b), "<wp:docPr"); n != 2 {
		t.Errorf("%d drawings", n)
	}
}

func TestEmptyDataLeavesTheDocumentWhole(t *testing.T) {
	body := p("{{range .Tasks}}") + p("{{.Content}}") + p("{{end}}") +
		tbl(tr(p("{{range .Tasks}}{{.Content}}"), p("{{range .Steps}}")+p("{{.Content}}")+p("{{end}}")+p("{{end}}"))) +
		tbl(tr(p("{{with .Chair}}")+p("{{.Name}}")+p("{{end}}"))) +
		`<w:sdt><w:sdtContent>` + p("{{if .Lead}}") + p("a") + p("{{end}}") + `</w:sdtContent></w:sdt>`
	execute(t, build(t, body), &event{})
	execute(t, build(t, body), (*event)(nil))
	execute(t, build(t, body), sample())
}

func TestLimitsOfExecution(t *testing.T) {
	many := &event{Tasks: make([]task, 1000)}
	c := config
	for _, tt := range []struct {
		name   string
		limits limit.Limits
		ctx    func() context.Context
		want   string
	}{
		{"passes", limit.Limits{Passes: 100}, context.Background, "passes"},
		{"output", limit.Limits{OutputBytes: 5000}, context.Background, "limit"},
		{"context", limit.Limits{}, func() context.Context { ctx, cancel := context.WithCancel(context.Background()); cancel(); return ctx }, "stopped"},
	} {
		c.Limits = tt.limits
		tpl, faults := merge.Compile(build(t, p("{{range .Tasks}}")+p("x{{.Content}}")+p("{{end}}")), c)
		if faults.Failed() {
			t.Fatal(faults)
		}
		pkg, faults := tpl.Execute(tt.ctx(), many, merge.Env{})
		if pkg != nil || !strings.Contains(faults.Error(), tt.want) {
			t.Errorf("%s: %v", tt.name, faults)
		}
	}
}

func TestFailuresNameTheTag(t *testing.T) {
	tpl := compile(t, build(t, p("a")+tbl(tr(p("{{(index .Tasks 9).Content}}")))))
	_, faults := tpl.Execute(context.Background(), sample(), merge.Env{})
	if len(faults) != 1 || faults[0].Place.En != "table 1, row 1, cell 1" || !strings.Contains(faults[0].Message.Vi, "{{(index .Tasks 9).Content}}") {
		t.Errorf("%v", faults)
	}
}

// What fmt writes about a wrong format is no text of a document.
func TestWrongFormat(t *testing.T) {
	for _, tag := range []string{`{{printf "%d" .Title}}`, `{{printf "%s"}}`, `{{printf "x" .Title}}`, `{{printf "%999999999d" 1}}`, `{{printf "%z" .Title}}`} {
		_, faults := compile(t, build(t, p(tag))).Execute(context.Background(), sample(), merge.Env{})
		if !faults.Failed() || !strings.Contains(faults[0].Message.Vi, tag) {
			t.Errorf("%s: %v", tag, faults)
		}
	}
	out, _ := execute(t, build(t, p(`{{printf "%d%%! %s" 92 "%!x"}}{{printf "%02d" (index .Tasks 1).Due}}`)), sample())
	if got := outline(t, out, out.Main()); got != "92%! %!x/" {
		t.Error(got)
	}
}

func TestFields(t *testing.T) {
	tpl := compile(t, build(t, p("{{range .nhiem_vu}}")+p("{{.noi_dung}} {{$.Chair.Name}} {{.Due}}")+p("{{end}}")+p("{{.Extra.phone}}")))
	if got := fmt.Sprint(tpl.Fields()); got != "[Chair Chair.Name Extra Extra.phone Tasks Tasks[].Content Tasks[].Due]" {
		t.Error(got)
	}
	if got := len(tpl.Tags()); got != 6 {
		t.Errorf("%d tags", got)
	}
}

var errNoPicture = errors.New("no such file")
