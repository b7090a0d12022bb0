package merge_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/merge"
)

func commentMarks(id, inner string) string {
	return `<w:commentRangeStart w:id="` + id + `"/>` + inner + `<w:commentRangeEnd w:id="` + id + `"/><w:r><w:commentReference w:id="` + id + `"/></w:r>`
}

// Comments that nothing refers to leave their part, and what other parts say of them.
func TestCommentsLeave(t *testing.T) {
	const w14 = ` xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"`
	comment := func(id, para string) string {
		return `<w:comment w:id="` + id + `"><w:p w14:paraId="` + para + `"><w:r><w:t>c` + id + `</w:t></w:r></w:p></w:comment>`
	}
	comments := `<w:comments xmlns:w="` + wNS + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` + w14 + `>` + comment("1", "0000000A") + comment("2", "0000000B") + comment("3", "0000000C") + `</w:comments>`
	extended := `<w15:commentsEx xmlns:w15="u15"><w15:commentEx w15:paraId="0000000A"/><w15:commentEx w15:paraId="0000000B"/><w15:commentEx w15:paraId="0000000C" w15:paraIdParent="0000000B"/></w15:commentsEx>`
	ids := `<c:commentsIds xmlns:c="u16"><c:commentId c:paraId="0000000A" c:durableId="111"/><c:commentId c:paraId="0000000B" c:durableId="222"/></c:commentsIds>`
	extensible := `<x:commentsExtensible xmlns:x="u18"><x:commentExtensible x:durableId="111"/><x:commentExtensible x:durableId="222"/></x:commentsExtensible>`
	line := func(s ...string) string { return "<w:p>" + strings.Join(s, "") + "</w:p>" }
	for _, tt := range []struct{ name, body, text, want, extended, extensible string }{
		{"all stay", line(commentMarks("1", r("a"))) + line(commentMarks("2", r("b")), commentMarks("3", "")), "a/b/", "c1 c2 c3", "A B C", "111 222"},
		{"on a tag", line(commentMarks("1", r("a"))) + line(commentMarks("2", r("{{range .Authors}}"))) + p("{{.}}") + p("{{end}}"), "a/Mai/Cương/", "c1", "A", "111"},
		{"in what is taken away", p("{{if .Lead}}") + line(commentMarks("1", r("a"))) + p("{{end}}") + line(commentMarks("2", r("b"))), "b/", "c2", "B", "222"},
		{"in passes", p("{{range .Authors}}") + line(commentMarks("1", r("{{.}}"))) + p("{{end}}"), "Mai/Cương/", "c1", "A", "111"},
		{"its end is taken away", line(`<w:commentRangeStart w:id="1"/>`, r("a")) + p("{{if .Lead}}") + line(r("b"), `<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>`) + p("{{end}}"), "a/", "", "", ""},
		{"its start is taken away", p("{{if .Lead}}") + line(`<w:commentRangeStart w:id="1"/>`, r("a")) + p("{{end}}") + line(r("b"), `<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>`), "b/", "c1", "A", "111"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := sample()
			data.Lead = ""
			template := build(t, tt.body, "comments", strings.Replace(comments, "<w:t>c1</w:t>", `<w:t>c1</w:t><w:pict r:id="c1"/>`, 1), "commentsExtended", extended, "commentsIds", ids, "commentsExtensible", extensible)
			template = template.With(docx.Change{
				Parts: map[string][]byte{"word/media/c.png": []byte("c")}, ContentTypes: map[string]string{"word/media/c.png": "image/png"},
				Relationships: map[string][]docx.Relationship{template.Related(template.Main(), "comments"): {{ID: "c1", Type: "image", Target: "word/media/c.png"}}},
			})
			pkg, _ := execute(t, template, data)
			if _, there := pkg.Part("word/media/c.png"); there != strings.Contains(tt.want, "c1") {
				t.Errorf("the picture of comment 1 is there: %v", there)
			}
			main, _ := pkg.Part(pkg.Main())
			if got := outline(t, pkg, pkg.Main()); got != tt.text {
				t.Errorf("%s, want %s", got, tt.text)
			}
			for _, c := range []struct{ kind, all, want string }{{"comments", "c1 c2 c3", tt.want}, {"commentsExtended", "A B C", tt.extended}, {"commentsExtensible", "111 222", tt.extensible}} {
				part, ok := pkg.Part(pkg.Related(pkg.Main(), c.kind))
				if ok != (c.want != "") {
					t.Errorf("%s is there: %v", c.kind, ok)
				}
				for word := range strings.FieldsSeq(c.all) {
					look := map[string]string{"comments": ">" + word + "<", "commentsExtended": `paraId="0000000` + word, "commentsExtensible": word}[c.kind]
					if got := strings.Contains(string(part), look); got != slices.Contains(strings.Fields(c.want), word) {
						t.Errorf("%s in %s: %v\n%s", word, c.kind, got, part)
					}
				}
			}
			for _, id := range []string{"1", "2", "3"} { // both edges, or none
				from, to := strings.Count(string(main), `RangeStart w:id="`+id), strings.Count(string(main), `RangeEnd w:id="`+id)
				if from != to || from > strings.Count(string(main), `commentReference w:id="`+id) {
					t.Errorf("comment %s: %s", id, main)
				}
			}
		})
	}
}

// What stood in what was taken away leaves the file with it.
func TestPartsLeave(t *testing.T) {
	picture := func(id string) string {
		return `<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x"/><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="` + id + `"/></wp:inline></w:drawing></w:r></w:p>`
	}
	smart := `<w:p><w:r><w:drawing><dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="d1" r:lo="d2" r:qs="d3" r:cs="d4"/></w:drawing></w:r></w:p>`
	header := p("{{if .Lead}}") + `<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="h1"/></w:sectPr></w:pPr></w:p>` + p("{{end}}")
	body := p("{{if .Lead}}") + picture("i1") + picture("i2") + smart + p("{{end}}") + picture("i2") + header + p(".")
	rel := func(id, kind, target string) docx.Relationship {
		return docx.Relationship{ID: id, Type: kind, Target: target}
	}
	change := docx.Change{
		Parts: map[string][]byte{"word/media/1.png": []byte("1"), "word/media/2.png": []byte("2"), "word/header1.xml": []byte(`<w:hdr xmlns:w="` + wNS + `"><w:p/></w:hdr>`), "word/media/h.png": []byte("3"),
			"word/diagrams/data1.xml": []byte(`<d relId="d5"/>`), "word/diagrams/layout1.xml": []byte(`<d/>`), "word/diagrams/qs1.xml": []byte(`<d/>`), "word/diagrams/cs1.xml": []byte(`<d/>`), "word/diagrams/drawing1.xml": []byte(`<d/>`)},
		ContentTypes: map[string]string{"word/media/1.png": "image/png", "word/media/2.png": "image/png", "word/media/h.png": "image/png", "word/header1.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"},
		Relationships: map[string][]docx.Relationship{
			"word/document.xml": {rel("i1", "image", "word/media/1.png"), rel("i2", "image", "word/media/2.png"), rel("h1", "header", "word/header1.xml"),
				rel("d1", "diagramData", "word/diagrams/data1.xml"), rel("d2", "diagramLayout", "word/diagrams/layout1.xml"), rel("d3", "diagramQuickStyle", "word/diagrams/qs1.xml"),
				rel("d4", "diagramColors", "word/diagrams/cs1.xml"), rel("d5", "diagramDrawing", "word/diagrams/drawing1.xml")},
			"word/header1.xml": {rel("r1", "image", "word/media/h.png")},
		},
	}
	for lead, want := range map[string]int{"x": 9, "": 3} { // the section before the block keeps its header
		data := sample()
		data.Lead = lead
		pkg, _ := execute(t, build(t, body).With(change), data)
		var there []string
		for name := range change.Parts {
			if _, ok := pkg.Part(name); ok {
				there = append(there, name)
			}
		}
		if len(there) != want || !slices.Contains(there, "word/media/2.png") {
			t.Errorf("%q: %v", lead, there)
		}
		if err := merge.Whole(pkg); err != nil {
			t.Error(err)
		}
	}
}
