package merge_test

import (
	"regexp"
	"strings"
	"testing"
)

var (
	paragraphsOf = regexp.MustCompile(`(?s)<w:p>.*?</w:p>|<w:p [^>]*>.*?</w:p>|<w:p/>`)
	textsOf      = regexp.MustCompile(`(?s)<w:t(?: [^>]*)?>(.*?)</w:t>|<(w:hyperlink|w:ins|w:smartTag|w:sdtContent)[ >]|</(w:hyperlink|w:ins|w:smartTag|w:sdtContent)>`)
)

// shown is the text of a part's paragraphs, each ended by a slash; what stands in an inline
// container stands in brackets.
func shown(part []byte) string {
	var b strings.Builder
	for _, p := range paragraphsOf.FindAllString(string(part), -1) {
		for _, m := range textsOf.FindAllStringSubmatch(p, -1) {
			switch {
			case m[2] != "":
				b.WriteByte('[')
			case m[3] != "":
				b.WriteByte(']')
			}
			b.WriteString(m[1])
		}
		b.WriteByte('/')
	}
	return b.String()
}

func in(container, s string) string {
	name, _, _ := strings.Cut(container, " ")
	if name == "w:sdt" {
		return `<w:sdt><w:sdtPr><w:id w:val="4"/></w:sdtPr><w:sdtContent>` + s + `</w:sdtContent></w:sdt>`
	}
	return "<" + container + ">" + s + "</" + name + ">"
}

func r(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }

// Text beside a block's tags is outside of the block, and a container's edge is no obstacle.
func TestTextBesideTags(t *testing.T) {
	line := func(s ...string) string { return "<w:p>" + strings.Join(s, "") + "</w:p>" }
	for _, tt := range []struct{ name, body, want string }{
		{"a block that is not taken", p("a {{if .Lead}}b") + p("c") + p("{{end}}d"), "a /d/"},
		{"a block that is taken", p("a {{if .Title}}b") + p("c") + p("{{end}}d"), "a /b/c/d/"},
		{"a loop", p("x: {{range .Authors}}{{.}}") + p("y") + p("z{{end}}."), "x: /Mai/y/z/Cương/y/z/./"},
		{"a loop over nothing", p("x: {{range .Extra.none}}{{.}}") + p("{{end}} y"), "x: / y/"},
		{"else amid text", p("{{if .Lead}}") + p("a {{else}} b") + p("{{end}}c"), " b/c/"},
		{"else at both ends of text", p("{{if .Title}}a") + p("b{{else}}c") + p("d{{end}}"), "a/b/"},
		{"else of else", p("0{{if .Lead}}1") + p("2{{else if .Title}}3") + p("4{{else}}5") + p("6{{end}}7"), "0/3/4/7/"},
		{"two blocks in one paragraph", p("a{{if .Title}}b") + p("c{{end}}d{{if .Lead}}e") + p("f{{end}}g"), "a/b/c/d/g/"},
		{"a block in a block", p("a{{range .Authors}}b{{if .}}c") + p("d{{end}}e") + p("f{{end}}g"), "a/b/c/d/e/f/b/c/d/e/f/g/"},
		{"blanks are no text", p(" {{if .Title}}") + p("b") + p("{{end}} "), "b/"},
		{"text blocks stay in their paragraph", p("a{{if .Title}}b{{end}}c{{if .Lead}}d") + p("e{{end}}"), "abc/"},
		{"in a cell", tbl(tr(p("a{{if .Lead}}b") + p("{{end}}c"))), "a/c//"},
		{"in a text box", `<w:p><w:r><w:pict><v:textbox><w:txbxContent>` + p("a{{if .Lead}}b") + p("{{end}}c") + `</w:txbxContent></v:textbox></w:pict></w:r></w:p>`, "a/c/"},
		{"the end in an insertion", line(r("{{range .Authors}}{{.}};"), in("w:ins", r("{{end}}"))), "Mai;Cương;/"},
		{"all but the start in a link", line(r("a{{range .Authors}}"), in(`w:hyperlink w:anchor="x"`, r("{{.}}{{end}}"))), "a[Mai][Cương]/"},
		{"a link cut in two", line(r("{{range .Authors}}{{.}}"), in(`w:hyperlink w:anchor="x"`, r("; {{end}}z"))), "Mai[; ]Cương[; ][z]/"},
		{"two containers", line(in("w:ins", r("{{if .Title}}a")), r("b"), in("w:smartTag", r("c{{end}}"))), "[a]b[c]/"},
		{"a container that stays empty", line(in("w:ins", r("{{if .Lead}}")), r("b"), in("w:smartTag", r("{{end}}")), r("c")), "c/"},
		{"around a content control", line(r("{{range .Authors}}"), in("w:sdt", r("{{.}}")), r("{{end}}")), "[Mai][Cương]/"},
		{"a content control's edge", line(r("{{range .Authors}}"), in("w:sdt", r("{{.}}{{end}}"))), "[Mai][Cương]/"},
		{"within a link", line(in("w:ins", r("{{range .Authors}}{{.}}")) + in("w:ins", r("{{end}}"))), "[Mai][Cương]/"},
		{"a paragraph's tag in a container", line(r("a"), in("w:ins", r("{{if .Lead}}b"))) + line(in("w:ins", r("c{{end}}d"))), "a/[d]/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := sample()
			data.Lead, data.Title = "", "T"
			pkg, faults := execute(t, build(t, tt.body), data)
			if pkg == nil {
				t.Fatal(faults)
			}
			whole(t, pkg)
			part, _ := pkg.Part(pkg.Main())
			if got := shown(part); got != tt.want {
				t.Errorf("got  %s\nwant %s\n%s", got, tt.want, part)
			}
		})
	}
}

// What ends with a parted paragraph stays at its end, and what begins with it at its start.
func TestPartedPropertiesStandOnce(t *testing.T) {
	body := `<w:p><w:pPr><w:pageBreakBefore/><w:sectPr><w:pgSz w:w="11111" w:h="16838"/></w:sectPr></w:pPr>` + r("a{{if .Title}}b") + `</w:p>` + p("c{{end}}d")
	pkg, _ := execute(t, build(t, body), sample())
	whole(t, pkg)
	part, _ := pkg.Part(pkg.Main())
	if n := strings.Count(string(part), "pageBreakBefore"); n != 1 {
		t.Errorf("%d page breaks: %s", n, part)
	}
	if n := strings.Count(string(part), `w:w="11111"`); n != 1 {
		t.Errorf("%d sections: %s", n, part)
	}
}

// The edges of a bookmark in a paragraph that its tags stand for move to the next one.
func TestBookmarksOfTagParagraphsMove(t *testing.T) {
	body := `<w:p><w:bookmarkStart w:id="1" w:name="dieu"/>` + r("{{if .Title}}") + `</w:p><w:p><w:pPr><w:pStyle w:val="x"/></w:pPr>` + r("Điều 1") + `</w:p>` +
		`<w:p>` + r("{{end}}") + `<w:bookmarkEnd w:id="1"/></w:p>` + p("sau")
	pkg, _ := execute(t, build(t, body), sample())
	part, _ := pkg.Part(pkg.Main())
	if want := `</w:pPr><w:bookmarkStart w:id="1" w:name="dieu"/><w:r>`; !strings.Contains(string(part), want) || !strings.Contains(string(part), `<w:p><w:bookmarkEnd w:id="1"/><w:r>`) {
		t.Errorf("%s", part)
	}
	data := sample()
	data.Title = ""
	pkg, _ = execute(t, build(t, body), data)
	if part, _ := pkg.Part(pkg.Main()); strings.Contains(string(part), "w:bookmark") {
		t.Errorf("half a bookmark is left: %s", part)
	}
}
