package merge_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/xml"
)

// values are an attribute of all elements of a name in a part, in their order.
func values(t testing.TB, pkg *docx.Package, part, element, attr string) string {
	t.Helper()
	data, _ := pkg.Part(part)
	root, err := xml.Parse(string(data), limit.Default.XML())
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	var list []string
	for n := range root.All(element) {
		s := n.Get(attr)
		if attr == "" {
			s = n.Content()
		}
		list = append(list, s)
	}
	return strings.Join(list, "|")
}

func noted(kind, id string) string {
	return `<w:p><w:r><w:` + kind + `Reference w:id="` + id + `"/></w:r></w:p>`
}

func notesXML(kind, separator string, notes ...string) string {
	return `<w:` + kind + `s xmlns:w="` + wNS + `"><w:` + kind + ` w:type="separator" w:id="-1">` + p(separator) + `</w:` + kind + `>` + strings.Join(notes, "") + `</w:` + kind + `s>`
}

func note(kind, id, body string) string {
	return `<w:` + kind + ` w:id="` + id + `">` + body + `</w:` + kind + `>`
}

func TestEachPassHasItsOwnNote(t *testing.T) {
	for _, kind := range []string{"footnote", "endnote"} {
		plain := notesXML(kind, "-", note(kind, "2", p("chú")), note(kind, "5", p("khác")))
		tagged := notesXML(kind, "-", note(kind, "2", p("của {{.Chair}}")), note(kind, "5", p("khác")))
		for _, tt := range []struct{ name, body, notes, ids, text string }{
			{"no loop", noted(kind, "2") + noted(kind, "5") + p("{{.Title}}"), plain, "2|5", "-/chú/khác/"},
			{"a loop", p("{{range .Tasks}}") + noted(kind, "2") + p("{{end}}") + noted(kind, "5"), plain, "2|6|5", "-/chú/chú/khác/"},
			{"rows", tbl(tr(p("{{range .Tasks}}"), noted(kind, "5"), p("{{end}}"))) + p("x"), plain, "5|6", "-/khác/khác/"},
			{"loops in loops", p("{{range .Tasks}}") + noted(kind, "2") + p("{{range .Steps}}") + noted(kind, "5") + p("{{end}}") + p("{{end}}"),
				plain, "2|5|6|7|8", "-/chú/khác/khác/chú/khác/"},
			{"a note with tags", p("{{range .Tasks}}") + noted(kind, "2") + p("{{end}}"), tagged, "2|6", "-/của An/của An/"},
			{"the loop's values", p("{{range .Tasks}}") + noted(kind, "2") + p("{{end}}"), strings.Replace(tagged, "{{.Chair}}", "{{.Content}}, {{$.Chair}}", 1), "2|6", "-/của Một, An/của Hai, An/"},
			{"a block around a note", `<w:p>` + r("{{range .Tasks}}{{if .Due}}") + `<w:r><w:` + kind + `Reference w:id="2"/></w:r>` + r("{{end}}{{end}}") + `</w:p>` + noted(kind, "5"), strings.Replace(tagged, p("của {{.Chair}}"), p("{{range .Steps}}")+p("{{.Content}}")+p("{{end}}"), 1), "2|5", "-/1a/1b/khác/"},
			{"in the order of their references", p("{{.Chair}}") + noted(kind, "5") + noted(kind, "2"), plain, "5|2", "-/khác/chú/"},
			{"no passes", p("{{range .Extra.none}}") + noted(kind, "2") + p("{{end}}"), plain, "", "-/"},
			{"a note that does not exist", p("{{.Title}}") + noted(kind, "9"), plain, "", "-/"},
		} {
			t.Run(kind+", "+tt.name, func(t *testing.T) {
				out, _ := execute(t, build(t, tt.body, kind+"s", tt.notes), sample())
				if got := values(t, out, out.Main(), "w:"+kind+"Reference", "w:id"); got != tt.ids {
					t.Errorf("references %s, want %s", got, tt.ids)
				}
				if got := outline(t, out, "word/"+kind+"s0.xml"); got != tt.text {
					t.Errorf("notes %s, want %s", got, tt.text)
				}
			})
		}
	}
}

func TestCopiesOfNotesAreWhole(t *testing.T) {
	body := `<w:p><w:bookmarkStart w:id="4" w:name="trong"/><w:r><w:t>a</w:t></w:r><w:bookmarkEnd w:id="4"/><w:fldSimple w:instr=" REF trong "/><w:hyperlink w:anchor="muc"/></w:p>`
	pkg := build(t, p("{{range .Tasks}}")+`<w:p><w:bookmarkStart w:id="1" w:name="muc"/><w:bookmarkEnd w:id="1"/><w:r><w:footnoteReference w:id="2"/></w:r></w:p>`+p("{{end}}"),
		"footnotes", notesXML("footnote", "-", note("footnote", "2", body)))
	out, _ := execute(t, pkg, sample())
	const part = "word/footnotes0.xml"
	names := strings.Split(values(t, out, part, "w:bookmarkStart", "w:name"), "|")
	outer := values(t, out, out.Main(), "w:bookmarkStart", "w:name")
	if len(names) != 2 || names[0] != "trong" {
		t.Fatalf("bookmarks %q", names)
	}
	if got, want := values(t, out, part, "w:fldSimple", "w:instr"), " REF trong | REF "+names[1]+" "; got != want {
		t.Errorf("fields %s, want %s", got, want)
	}
	if got := values(t, out, part, "w:hyperlink", "w:anchor"); got != outer {
		t.Errorf("links %s, want %s", got, outer)
	}
}

func TestCopiesOfNotesCount(t *testing.T) {
	c := config
	c.Limits.OutputBytes = 1 << 16
	pkg := build(t, p("{{range .Authors}}")+noted("footnote", "2")+p("{{end}}"), "footnotes", notesXML("footnote", "-", note("footnote", "2", p(strings.Repeat("a", 1000)))))
	tpl, faults := merge.Compile(pkg, c)
	if faults.Failed() {
		t.Fatal(faults)
	}
	if _, faults = tpl.Execute(context.Background(), &event{Authors: make([]string, 10)}, merge.Env{}); faults.Failed() {
		t.Errorf("10 notes: %v", faults)
	}
	if _, faults = tpl.Execute(context.Background(), &event{Authors: make([]string, 100)}, merge.Env{}); !faults.Failed() {
		t.Error("100 notes take no more than 64 KiB")
	}
}

func TestReferencesFollowTheirPass(t *testing.T) {
	const mark = `<w:p><w:bookmarkStart w:id="1" w:name="Muc"/><w:r><w:t>a</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>`
	field := func(instr ...string) string {
		return `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>` + strings.Join(instr, `</w:instrText></w:r><w:r><w:instrText>`) +
			`</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>REF Muc</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	}
	simple := func(instr string) string { return `<w:p><w:fldSimple w:instr="` + instr + `"/></w:p>` }
	link := `<w:p><w:hyperlink w:anchor="Muc"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>`
	loop := func(s string) string { return p("{{range .Tasks}}") + s + p("{{end}}") }
	steps := func(s string) string { return p("{{range .Steps}}") + s + p("{{end}}") }

	// want is what the references name: 1 is the first bookmark of the document, and so on.
	for _, tt := range []struct{ name, body, want string }{
		{"a field", loop(mark + field(` REF Muc \h `)), ` REF 1 \h | REF 2 \h `},
		{"a field before its bookmark", loop(field(` PAGEREF Muc `) + mark), " PAGEREF 1 | PAGEREF 2 "},
		{"an instruction in pieces", loop(mark + field(" NOTE", "REF M", "uc", ` \h`)), ` NOTEREF 1 \h| NOTEREF 2 \h`},
		{"other letters", loop(mark + field(` ref MUC `)), " ref MUC | ref 2 "},
		{"a simple field", loop(mark + simple(" REF &quot;Muc&quot; ")), ` REF "1" | REF "2" `},
		{"a link", loop(mark + link), "1|2"},
		{"a link as a field", loop(mark + field(` HYPERLINK \l "Muc" `)), ` HYPERLINK \l "1" | HYPERLINK \l "2" `},
		{"a link to elsewhere", loop(mark + field(` HYPERLINK "http://a.vn/b" \l "Muc" `)), ` HYPERLINK "http://a.vn/b" \l "Muc" | HYPERLINK "http://a.vn/b" \l "Muc" `},
		{"other fields", loop(mark + field(` SEQ Muc `)), ` SEQ Muc | SEQ Muc `},
		{"a name that no bookmark has", loop(mark + field(` REF Mu `)), ` REF Mu | REF Mu `},
		{"from outside", link + loop(mark) + link, "1|1"},
		{"to outside", mark + loop(link), "1|1"},
		{"from an inner loop", loop(mark + steps(link)), "1|1|2"},
		{"into an inner loop", loop(steps(mark) + link), "1|3"},
		{"within an inner loop", loop(steps(mark + link)), "1|2|3"},
		{"behind an inner loop without passes", loop(mark + p("{{range .With}}") + p("{{.}}") + p("{{else}}") + p("không") + p("{{end}}") + link), "1|2"},
		{"rows", tbl(tr(p("{{range .Tasks}}"), mark, link, p("{{end}}"))) + p("x"), "1|2"},
		{"text", `<w:p><w:r><w:t>{{range .Tasks}}</w:t></w:r><w:bookmarkStart w:id="1" w:name="Muc"/><w:bookmarkEnd w:id="1"/><w:hyperlink w:anchor="Muc"><w:r><w:t>x</w:t></w:r></w:hyperlink><w:r><w:t>{{end}}</w:t></w:r></w:p>`, "1|2"},
		{"a field in a field", loop(mark + strings.Replace(field(` IF `, ` = x "a" `), "<w:r><w:instrText> =", strings.TrimSuffix(strings.TrimPrefix(field(` REF Muc `), "<w:p>"), "</w:p>")+"<w:r><w:instrText> =", 1)),
			` IF | REF 1 | = x "a" | IF | REF 2 | = x "a" `},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, _ := execute(t, build(t, tt.body), sample())
			var names []string
			for i, s := range strings.Split(values(t, out, out.Main(), "w:bookmarkStart", "w:name"), "|") {
				names = append(names, strconv.Itoa(i+1), s)
			}
			if names[1] != "Muc" {
				t.Errorf("the first bookmark is %s", names[1])
			}
			want := strings.NewReplacer(names...).Replace(tt.want)
			got := slices.DeleteFunc([]string{
				values(t, out, out.Main(), "w:hyperlink", "w:anchor"), values(t, out, out.Main(), "w:fldSimple", "w:instr"), joined(t, out),
			}, func(s string) bool { return s == "" })
			if strings.Join(got, "|") != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

// joined are the instructions of fields, the pieces of each put together.
func joined(t testing.TB, pkg *docx.Package) string {
	data, _ := pkg.Part(pkg.Main())
	root, err := xml.Parse(string(data), limit.Default.XML())
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	fresh := true
	var walk func(n *xml.Node)
	walk = func(n *xml.Node) {
		for c := range n.Children() {
			switch c.Name {
			case "w:fldChar":
				fresh = true
			case "w:instrText":
				if fresh {
					list = append(list, "")
				}
				list[len(list)-1] += c.Content()
				fresh = false
			}
			walk(c)
		}
	}
	walk(root)
	return strings.Join(list, "|")
}

func TestACommentStaysWithTheFirstPass(t *testing.T) {
	const remark = `<w:p><w:commentRangeStart w:id="3"/><w:r><w:t>{{.Content}}</w:t></w:r><w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r></w:p>`
	comments := `<w:comments xmlns:w="` + wNS + `"><w:comment w:id="3">` + p("xem lại") + `</w:comment></w:comments>`
	out, _ := execute(t, build(t, p("{{range .Tasks}}")+remark+p("{{end}}"), "comments", comments), sample())
	if got := outline(t, out, out.Main()); got != "Một/Hai/" {
		t.Errorf("got %s", got)
	}
	b, _ := out.Part(out.Main())
	first, second, _ := strings.Cut(string(b), "Hai")
	for _, s := range []string{"commentRangeStart", "commentRangeEnd", "commentReference"} {
		if strings.Count(first, "<w:"+s+" ") != 1 || strings.Contains(second, s) {
			t.Errorf("%s is not the first pass's alone: %s", s, b)
		}
	}
}

// A note that is referred to in a loop and outside of it is checked in both places, and each fault
// is told once.
func TestNotesAreCheckedWhereTheyStand(t *testing.T) {
	in, out := p("{{range .Tasks}}")+noted("footnote", "2")+p("{{end}}"), noted("footnote", "2")
	for _, tt := range []struct {
		body, note string
		want       int
	}{
		{in + out, "{{.Content}}", 1}, {out + in, "{{.Content}}", 1}, {in + in, "{{.Content}}", 0}, {in + out, "{{.Chair}}", 0}, {in + out, "{{.Steps}}", 2},
		{in + in + in, "{{.Steps}}", 1}, {out + out, "{{.Nope}}", 1}, {in + out + in + out, "{{.Nope}}", 1},
	} {
		_, faults := merge.Compile(build(t, tt.body, "footnotes", notesXML("footnote", "-", note("footnote", "2", p(tt.note)))), config)
		if len(faults) != tt.want || tt.want > 0 && (!faults.Failed() || !strings.Contains(faults[0].Place.En, "footnote 2")) {
			t.Errorf("%s, %s: %v", tt.body, tt.note, faults)
		}
	}
	box := func(choice, fallback string) string {
		return `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><wp:docPr id="1" name="x" descr="` + choice + `"/></mc:Choice><mc:Fallback><w:pict><v:shape alt="` + fallback + `"/></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
	}
	for body, want := range map[string]int{box("{{.Nope}}", "{{.Nope}}"): 1, box("x", "{{.Nope}}"): 1, box("{{.Title}}", "{{.Title}}"): 0} {
		if _, faults := merge.Compile(build(t, body), config); len(faults) != want {
			t.Errorf("%s: %v", body, faults)
		}
	}
}

// What only the data tells is told in words, with what to write instead.
func TestAFailureHasARemedy(t *testing.T) {
	for _, tag := range []string{"{{.Extra.group}}", "{{index .Authors 9}}", "{{range .Extra.list}}{{.nope.x}}{{.}}{{end}}"} {
		data := sample()
		data.Extra["group"], data.Extra["list"] = map[string]any{"a": 1}, []any{map[string]any{"a": 1}}
		_, faults := compile(t, build(t, p(tag))).Execute(context.Background(), data, merge.Env{})
		if f := faults[len(faults)-1]; !faults.Failed() || strings.Contains(f.Message.En, "error calling") || f.Hint.Vi == "" || f.Hint.En == "" {
			t.Errorf("%s: %v, %v", tag, f.Message, f.Hint)
		}
	}
}
