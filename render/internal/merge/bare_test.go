package merge_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/xml"
)

func drawing(attributes string) string {
	return `<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" ` + attributes + `/></wp:inline></w:drawing></w:r></w:p>`
}

// Tags are filled wherever they stand, in the form that the place asks for.
func TestTagsOutsideOfText(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"the description of a picture", drawing(`name="Ảnh" descr="Ảnh của {{.Title}}"`), `descr="Ảnh của a &quot;b&quot; &lt;c&gt; d"`},
		{"a block in an attribute", drawing(`name="x" descr="{{if .Lead}}1{{else}}2{{end}}"`), `descr="2"`},
		{"quotes of XML", drawing(`name="x" descr='{{default &quot;z&quot; .Lead}}'`), `descr="z"`},
		{"single quotes, a value with one", drawing(`name="x" descr='{{.Extra.phone}}, {{default "it&apos;s" .Lead}}'`), `descr="0912345678, it's"`},
		{"entities that nobody needs", drawing(`name="x" descr="it&apos;s {{default &#34;z&#x22; .Lead}} &#x62;"`), `descr="it's z b"`},
		{"several lines", drawing(`name="x" descr="{{.For}}&#10;a > b&#xA;{{.For}}"`), `descr="0&#10;a &gt; b&#10;0"`},
		{"braces as entities", drawing(`name="x" descr="&#123;&#x7b;.For}}"`), `descr="0"`},
		{"an attribute of a namespace that nobody knows", drawing(`name="x" xmlns:q="urn:q" q:z="{{.For}}"`), `q:z="0"`},
		{"two attributes of one name and value", drawing(`name="x" xmlns:q="urn:q" q:descr="{{.For}}" descr="{{.For}}"`), `q:descr="0" descr="0"`},
		{"in a loop", p("{{range .Authors}}") + drawing(`name="{{.}}"`) + p("{{end}}"), `name="Mai"|name="Cương"`},
		{"a watermark", `<w:p><w:r><w:pict><v:shape><v:textpath string="{{.Lead}}{{.Authors | join &quot;, &quot;}}"/></v:shape></w:pict></w:r></w:p>`, `string="Mai, Cương"`},
		{"a text that is no run's", `<w:p><w:r><w:t>x</w:t></w:r><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>a={{.For}}</m:t></m:r></m:oMath></w:p>`, `<m:t>a=0</m:t>`},
		{"a tag over several texts", `<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>a={{.</m:t></m:r><m:r><m:t>For}}b</m:t></m:r></m:oMath></w:p>`, `<m:t>a=0</m:t>|<m:t>b</m:t>`},
		{"braces over several texts", `<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>a={</m:t></m:r><m:r><m:t>{.For}</m:t></m:r><m:r><m:t>}b</m:t></m:r></m:oMath></w:p>`, `<m:t>a=0</m:t>|<m:t></m:t>|<m:t>b</m:t>`},
		{"a field's instruction", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE "{{.Title}}"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`, `QUOTE &quot;a \&quot;b\&quot; &lt;c&gt; d&quot;`},
		{"a simple field's", `<w:p><w:fldSimple w:instr="QUOTE {{.For}}"/></w:p>`, `w:instr="QUOTE 0"`},
		{"a link's tip, in a parted link", `<w:p><w:r><w:t>{{range .Authors}}</w:t></w:r><w:hyperlink w:anchor="x" w:tooltip="{{.}}"><w:r><w:t>y{{end}}</w:t></w:r></w:hyperlink></w:p>`, `w:tooltip="Mai"|w:tooltip="Cương"`},
		{"a Fallback", `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><wp:docPr id="1" name="x" descr="{{.For}}"/></mc:Choice><mc:Fallback><w:pict><v:shape alt="{{.For}}"/></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`, `descr="0"|alt="0"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := sample()
			data.Lead, data.Title = "", "a \"b\"\n<c>\td"
			pkg, _ := execute(t, build(t, tt.body), data)
			part, _ := pkg.Part(pkg.Main())
			for _, want := range strings.Split(tt.want, "|") {
				if !strings.Contains(strings.ReplaceAll(string(part), "&#34;", "&quot;"), want) {
					t.Errorf("no %s in %s", want, part)
				}
			}
			if strings.Contains(string(part), "{{") {
				t.Errorf("a tag is left: %s", part)
			}
		})
	}
}

// What stands in the address of a HYPERLINK field is a piece of it.
func TestTagsInHyperlinkFields(t *testing.T) {
	for instruction, want := range map[string]string{
		`HYPERLINK "https://a.vn/{{.Title}}?q={{.Title}}"`:                         `HYPERLINK "https://a.vn/a%20%26%20"b"+%5C%3F?q=a%20%26%20"b"%2B%5C%3F"`,
		`HYPERLINK \o "{{.For}} tip" "{{.Extra.url}}" \t {{.For}}`:                 `HYPERLINK \o "0 tip" "https://a.vn/?a=b&c" \t 0`,
		`HYPERLINK {{.Extra.url}}&d={{.Title}} \h`:                                 `HYPERLINK https://a.vn/?a=b&c&d=a%20%26%20"b"%2B%5C%3F \h`,
		`HYPERLINK "{{if .Lead}}{{.Lead}}{{else}}{{.Extra.url}}{{end}}{{.Title}}"`: `HYPERLINK "https://a.vn/?a=b&ca%20%26%20"b"+%5C%3F"`,
		`HYPERLINK "https://a.vn" \o "{{.Title}}"`:                                 `HYPERLINK "https://a.vn" \o "a & \"b\"+\\?"`,
		`QUOTE "https://a.vn/{{.Title}}"`:                                          `QUOTE "https://a.vn/a & \"b\"+\\?"`,
		`HYPERLINK \l "{{.Title}}"`:                                                `HYPERLINK \l "a & \"b\"+\\?"`,
	} {
		want = strings.ReplaceAll(want, `%20"b"`, `%20%22b%22`)
		data := sample()
		data.Title, data.Lead, data.Extra["url"] = `a & "b"+\?`, "", "https://a.vn/?a=b&c"
		pkg, faults := execute(t, build(t, `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>`+xml.Escape(instruction)+`</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`), data)
		part, _ := pkg.Part(pkg.Main())
		if got := instructions(t, string(part)); len(faults) > 0 || got[0] != want {
			t.Errorf("%s\ngot  %s\nwant %s\n%v", instruction, got[0], want, faults)
		}
	}
}

// The other parts of the file are filled wherever a tag stands in them.
func TestTagsInOtherParts(t *testing.T) {
	part := func(name, kind, text string) docx.Change {
		return docx.Change{Parts: map[string][]byte{name: []byte(text)}, ContentTypes: map[string]string{name: kind}}
	}
	const a = "http://schemas.openxmlformats.org/drawingml/2006/main"
	for _, tt := range []struct{ name, kind, text, want string }{
		{"customXml/item1.xml", "application/xml", `<a>{{.For}}</a>`, `<a>0</a>`},
		{"customXml/item1.xml", "application/xml", `<a b="{{range .Authors}}{{.}};{{end}}">{{.For}}</a>`, `<a b="Mai;Cương;">0</a>`},
		{"customXml/item1.xml", "application/xml", `<a>x {{.For}}<b>{{.For}}<!-- c -->{{if .For}}y{{else}}z</b>{{.For}}<c/>{{.For}}{<d/>{.For}}</a>`, ``},
		{"customXml/item1.xml", "application/xml", `<a>x {{.For}}<b>{{.For}}<!-- c -->{{.For}}</b>{{.For}}<c/>{{.F<![CDATA[or}}]]></a>`, `<a>x 0<b>0<!-- c -->0</b>0<c/>0</a>`},
		{"word/charts/chart1.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml", `<c xmlns:a="` + a + `"><a:p><a:r><a:t>x {</a:t></a:r><a:r><a:t>{.For}}</a:t></a:r></a:p></c>`, `<a:t>x 0</a:t></a:r><a:r><a:t></a:t>`},
		{"word/diagrams/data1.xml", "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml", `<c xmlns:a="` + a + `"><a:p><a:r><a:t>{</a:t></a:r><a:r><a:t>{</a:t></a:r><a:r><a:t>.For}</a:t></a:r><a:r><a:t>}</a:t></a:r></a:p></c>`, `<a:t>0</a:t>`},
	} {
		pkg := build(t, p("a")).With(part(tt.name, tt.kind, tt.text))
		if tt.want == "" {
			if _, faults := merge.Compile(pkg, config); !faults.Failed() {
				t.Errorf("%s: %v", tt.text, faults)
			}
			continue
		}
		out, _ := execute(t, pkg, sample())
		if got, _ := out.Part(tt.name); !strings.Contains(string(got), tt.want) {
			t.Errorf("%s is %s", tt.text, got)
		}
	}
}

// A tag in the address of a link that no text refers to is filled, or told.
func TestTagsInOtherAddresses(t *testing.T) {
	link := docx.Relationship{ID: "L1", Type: "hyperlink", Target: "https://example.vn/%7B%7B.For%7D%7D", External: true}
	comments := `<w:comments xmlns:w="` + wNS + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:comment w:id="1"><w:p><w:hyperlink r:id="L1"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p></w:comment></w:comments>`
	pkg := build(t, `<w:p>`+commentMarks("1", r("a"))+`</w:p>`, "comments", comments)
	name := pkg.Related(pkg.Main(), "comments")
	out, _ := execute(t, pkg.With(docx.Change{Relationships: map[string][]docx.Relationship{name: {link}}}), sample())
	if list := out.Relationships(name); len(list) != 1 || list[0].Target != "https://example.vn/0" {
		t.Errorf("%v", list)
	}
	chart := docx.Change{
		Parts:         map[string][]byte{"word/charts/chart1.xml": []byte("<c/>")},
		ContentTypes:  map[string]string{"word/charts/chart1.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"},
		Relationships: map[string][]docx.Relationship{"word/charts/chart1.xml": {link}},
	}
	if _, faults := merge.Compile(build(t, p("a")).With(chart), config); len(faults) != 1 || faults[0].Code != "unfilled-tag" || !strings.Contains(faults[0].Place.En, "word/charts/chart1.xml") {
		t.Errorf("%v", faults)
	}
}

// A link leads where its pass of the loop says, and nowhere that no document may lead.
func TestTagsInAddresses(t *testing.T) {
	link := func(id, text string) string {
		return `<w:p><w:hyperlink r:id="` + id + `"><w:r><w:t>` + text + `</w:t></w:r></w:hyperlink></w:p>`
	}
	pkg := build(t, p("{{range .Authors}}")+link("L1", "{{.}}")+p("{{end}}")+link("L2", "x")+link("L3", "bad")+
		link("L4", "literals")+link("L5", "query")+link("L6", "mail")+link("L7", "number")+link("L8", "choice"))
	pkg = pkg.With(docx.Change{Relationships: map[string][]docx.Relationship{pkg.Main(): {
		{ID: "L1", Type: "hyperlink", Target: "https://example.vn/%7B%7B.%7D%7D", External: true},
		{ID: "L2", Type: "hyperlink", Target: "{{.Extra.url}}", External: true},
		{ID: "L3", Type: "hyperlink", Target: "{{.Title}}", External: true},
		{ID: "L4", Type: "hyperlink", Target: "https://example.vn/50%25/50%/%7b%7B.Extra.x%7d}?a=%7B%7Bdefault%20%22%C4%91%22%20.Lead%7D%7D#{a}", External: true},
		{ID: "L5", Type: "hyperlink", Target: "https://example.vn/{{.Extra.x}}?a=b&q=%7B%7B.Extra.x%7D%7D&b={{range .Authors}}{{.}},{{end}}#c", External: true},
		{ID: "L6", Type: "hyperlink", Target: "mailto:a@b.vn?subject=50%25%20%7B%7B.Extra.x%7D%7D", External: true},
		{ID: "L7", Type: "hyperlink", Target: "tel:{{.Extra.tel}}", External: true},
		{ID: "L8", Type: "hyperlink", Target: "{{if .Lead}}{{.Lead}}{{else}}{{.Extra.url}}{{end}}&z=%7B%7B.Extra.tel%7D%7D", External: true},
	}}})
	data := sample()
	data.Authors, data.Title = []string{"mai", "mai an", "mai"}, "file:///etc/passwd"
	data.Extra["url"], data.Extra["x"], data.Extra["tel"], data.Lead = "https://example.vn/a?x=1&y=2", `5% & #1? "a+b"/c`, "+84 24", ""
	tpl := compile(t, pkg)
	out, faults := tpl.Execute(context.Background(), data, merge.Env{})
	whole(t, out)
	var got []string
	for _, r := range out.Relationships(out.Main()) {
		if r.External {
			got = append(got, r.Target)
		}
	}
	const x = `5%25%20%26%20%231%3F%20%22a+b%22/c`
	query := strings.Replace(x, "+", "%2B", 1)
	want := []string{"https://example.vn/mai", "https://example.vn/mai%20an", "https://example.vn/a?x=1&y=2",
		"https://example.vn/50%25/50%/" + x + "?a=đ#{a}", "https://example.vn/" + x + "?a=b&q=" + query + "&b=mai,mai%20an,mai,#c",
		"mailto:a@b.vn?subject=50%25%20" + query, "tel:+84%2024", "https://example.vn/a?x=1&y=2&z=%2B84%2024"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
	part, _ := out.Part(out.Main())
	if len(faults) != 1 || faults[0].Code != "link-removed" || strings.Contains(string(part), "file:") || !strings.Contains(string(part), "<w:hyperlink>") {
		t.Errorf("%v\n%s", faults, part)
	}
}

// What nobody fills is told: an error where it would show, a warning where it is deleted text.
func TestTagsThatNobodyFills(t *testing.T) {
	_, faults := merge.Compile(build(t, p("a")+`<w:p><w:del w:id="1"><w:r><w:delText>{{.Title}}</w:delText></w:r></w:del></w:p>`, "glossaryDocument", `<w:glossaryDocument xmlns:w="w">{{.Title}}</w:glossaryDocument>`), config)
	codes := map[string]int{}
	for _, f := range faults {
		codes[f.Code+" "+f.Severity.String()]++
	}
	if codes["unfilled-tag error"] != 1 || codes["unfilled-tag warning"] != 1 {
		t.Errorf("%v %v", codes, faults)
	}
	open := build(t, `<w:p><w:hyperlink r:id="L1"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>`)
	open = open.With(docx.Change{Relationships: map[string][]docx.Relationship{open.Main(): {{ID: "L1", Type: "hyperlink", Target: "https://example.vn/%7B%7Bif%20.Title", External: true}}}})
	if _, faults := merge.Compile(open, config); !faults.Failed() || faults[0].Code != "unclosed-tag" {
		t.Errorf("a tag in an address that is not closed: %v", faults)
	}
	for _, body := range []string{drawing(`name="x" descr="{{.Nope}}"`), drawing(`name="x" descr="{{if .Title}}"`), drawing(`name="x" descr="{{markdown .Title}}"`)} {
		if _, faults := merge.Compile(build(t, body), config); !faults.Failed() || !strings.Contains(faults[0].Place.En, "alt text") {
			t.Errorf("%s: %v", body, faults)
		}
	}
}

// A content control that tags fill is no placeholder any more, and not bound to other text.
func TestFilledContentControls(t *testing.T) {
	control := `<w:sdt><w:sdtPr><w:id w:val="5"/><w:showingPlcHdr/><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/><w:date w:fullDate="2020-01-01T00:00:00Z"><w:dateFormat w:val="d"/></w:date></w:sdtPr><w:sdtContent>%</w:sdtContent></w:sdt>`
	for _, body := range []string{
		`<w:p>` + strings.Replace(control, "%", r("{{.For}}"), 1) + `</w:p>`,
		strings.Replace(control, "%", p("{{.For}}"), 1),
		`<w:p>` + r("{{range .Authors}}") + strings.Replace(control, "%", r("{{.}}{{end}}"), 1) + `</w:p>`,
	} {
		pkg, _ := execute(t, build(t, body), sample())
		part, _ := pkg.Part(pkg.Main())
		for _, gone := range []string{"showingPlcHdr", "dataBinding", "fullDate"} {
			if strings.Contains(string(part), gone) {
				t.Errorf("%s in %s", gone, part)
			}
		}
		if !strings.Contains(string(part), "<w:date><w:dateFormat") {
			t.Errorf("%s", part)
		}
	}
	pkg, _ := execute(t, build(t, `<w:p>`+strings.Replace(control, "%", r("chọn"), 1)+`</w:p>`), sample())
	if part, _ := pkg.Part(pkg.Main()); !strings.Contains(string(part), "showingPlcHdr") {
		t.Errorf("a control without tags was changed: %s", part)
	}
}

// A header knows no loop of the text, and its tag is told so.
func TestOutsideOfEveryLoop(t *testing.T) {
	_, faults := merge.Compile(build(t, p("{{range .Tasks}}")+p("{{.Content}}")+p("{{end}}"), "header", `<w:hdr xmlns:w="`+wNS+`">`+p("{{.Content}}")+`</w:hdr>`), config)
	if !faults.Failed() || !strings.Contains(faults[0].Message.En, "outside of every loop") || !strings.Contains(faults[0].Hint.En, "{{range .Tasks}}{{.Content}}") {
		t.Error(faults)
	}
}
