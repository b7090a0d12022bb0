package merge_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/xml"
)

// A letter made for Word's mail merge is a template: its fields are tags of the same names.
func TestMergeFields(t *testing.T) {
	field := func(instruction string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ` + instruction + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` +
			`<w:r><w:rPr><w:b/></w:rPr><w:t>«x»</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	for _, tt := range []struct{ name, body, want string }{
		{"a field", `<w:p>` + field("MERGEFIELD Title") + `</w:p>`, "hội nghị/"},
		{"an alias, free data", `<w:p>` + field(`MERGEFIELD tieu_de \* MERGEFORMAT`) + r(", ") + field(`mergefield "phone"`) + `</w:p>`, "hội nghị, 0912345678/"},
		{"switches", `<w:p>` + field(`MERGEFIELD title \* Upper`) + field(`MERGEFIELD title \b " (" \f ")"`) + field(`MERGEFIELD lead \b " (" \f ")"`) + `</w:p>`, "HỘI NGHỊ (hội nghị)/"},
		{"a simple one", `<w:p><w:fldSimple w:instr=" MERGEFIELD title "><w:r><w:t>«title»</w:t></w:r></w:fldSimple></w:p>`, "hội nghị/"},
		{"in a loop", p("{{range .Tasks}}") + `<w:p>` + field("MERGEFIELD noi_dung") + r(" ") + field("MERGEFIELD title") + `</w:p>` + p("{{end}}"), "Một hội nghị/Hai hội nghị/"},
		{"in a loop over free data", p("{{range .Extra.list}}") + `<w:p>` + field("MERGEFIELD phone") + r(" ") + field("MERGEFIELD title") + r(" ") + field("MERGEFIELD 1abc") + `</w:p>` + p("{{end}}"), "11 hội nghị một/0912345678 riêng một/ hội nghị hai/"},
		{"switches without a space", `<w:p>` + field(`MERGEFIELD title \*Upper`) + field(`MERGEFIELD title \b"(" \f")" \*Lower\*MERGEFORMAT`) + `</w:p>`, "HỘI NGHỊ(hội nghị)/"},
		{"text that is no tag", `<w:p>` + field(`MERGEFIELD title \b "{{.Nope}} {"`) + field("MERGEFIELD title \\f \"}} ` \\\"x\\\"\"") + `</w:p>`, "{{.Nope}} {hội nghịhội nghị}} ` &quot;x&quot;/"},
		{"a name that no tag can write", `<w:p>` + field(`MERGEFIELD 1abc`) + r(" ") + field(`MERGEFIELD "2 b"`) + `</w:p>`, "một hai/"},
		{"a letter with a mark", `<w:p>` + field("MERGEFIELD đe\u0302\u0300") + `</w:p>`, "ba/"},
		{"a field in the result of a field", `<w:p>` + strings.Replace(field("MERGEFIELD title"), r("«x»"), "", 1) + strings.Replace(field("MERGEFIELD title"), `<w:t>«x»</w:t></w:r>`, `<w:t>«x»</w:t></w:r>`+field("MERGEFIELD lead"), 1) + `</w:p>`, "hội nghịhội nghị/"},
		{"with a tag in its result", strings.Replace(`<w:p>`+field("MERGEFIELD title")+`</w:p>`, "«x»", "{{.Lead}}", 1), "hội nghị/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := sample()
			data.Lead, data.Title = "", "hội nghị"
			data.Extra["1abc"], data.Extra["2_b"] = "một", "hai"
			data.Extra["đề"] = "ba"
			data.Extra["list"] = []any{map[string]any{"phone": "11"}, map[string]any{"title": "riêng"}, map[string]any{"phone": "", "1abc": "hai"}}
			pkg, _ := execute(t, build(t, tt.body), data)
			part, _ := pkg.Part(pkg.Main())
			if got := shown(part); got != tt.want {
				t.Errorf("got  %s\nwant %s\n%s", got, tt.want, part)
			}
			if strings.Contains(string(part), "fldChar") || strings.Contains(string(part), "fldSimple") || strings.Contains(string(part), "\ue001") {
				t.Errorf("a field is left: %s", part)
			}
		})
	}
}

// In another field's instruction a field is a word, or a piece of one where quotes stand around it.
func TestMergeFieldsInInstructions(t *testing.T) {
	char := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	text := func(s string) string {
		return `<w:r><w:instrText xml:space="preserve">` + xml.Escape(s) + `</w:instrText></w:r>`
	}
	field := func(pieces ...string) string {
		return char("begin") + strings.Join(pieces, "") + char("separate") + r("cũ") + char("end")
	}
	mf := func(name string) string { return field(text(" MERGEFIELD " + name + " ")) }
	simple := `<w:fldSimple w:instr=" MERGEFIELD phone "><w:r><w:t>«x»</w:t></w:r></w:fldSimple>`
	const said = `a \"b\" \\ c` // the title, as an instruction has it
	for _, tt := range []struct {
		name, body string
		want       []string // the instructions, outer ones first
	}{
		{"a word", field(text(` IF `), mf("title"), text(` = "a" "b" "c" `)), []string{` IF "` + said + `" = "a" "b" "c" `}},
		{"in quotes", field(text(` IF `), mf("title"), text(` = "a" "`), mf("phone"), text(`" "c" `)), []string{` IF "` + said + `" = "a" "0912345678" "c" `}},
		{"several in one word", field(text(` IF 1 = 1 "x `), mf("title"), text(` - `), mf("phone"), text(` y" "`), mf("phone"), mf("phone"), text(`"`)), []string{` IF 1 = 1 "x ` + said + ` - 0912345678 y" "09123456780912345678"`}},
		{"runs that are split", field(text(` I`), text(`F 1 = 1 `), text(`"`), field(text(` MERGE`), text(`FIELD`), text(` ti`), text(`tle `)), text(`"`), text(` "`), text(`c"`)), []string{` IF 1 = 1 "` + said + `" "c"`}},
		{"quotes that are none", field(text(` IF "\"" = "\\" "`), mf("phone"), text(`" `), mf("phone")), []string{` IF "\"" = "\\" "0912345678" "0912345678"`}},
		{"nested", field(text(` IF 1 = 1 "`), field(text(` IF `), mf("phone"), text(` = "a" "`), mf("phone"), text(`" "`), mf("title"), text(`" `)), text(`" "`), mf("title"), text(`"`)), []string{` IF 1 = 1 "" "` + said + `"`, ` IF "0912345678" = "a" "0912345678" "` + said + `" `}},
		{"switches", field(text(` IF 1 = 1 "`), mf(`title \b "\"x\" \\ " \f {`), text(`" `), mf(`lead \b "x"`)), []string{` IF 1 = 1 "\"x\" \\ ` + said + `{" ""`}},
		{"a formula", field(text(` = `), mf("phone"), text(` * 2 `)), []string{` = 0912345678 * 2 `}},
		{"a simple one", field(text(` IF 1 = 1 `), simple, text(` "`), simple, text(`"`)), []string{` IF 1 = 1 "0912345678" "0912345678"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := sample()
			data.Title, data.Lead = `a "b" \ c`, ""
			pkg, faults := execute(t, build(t, `<w:p>`+tt.body+`</w:p>`), data)
			part, _ := pkg.Part(pkg.Main())
			if got := instructions(t, string(part)); !slices.Equal(got, tt.want) || len(faults) > 0 {
				t.Errorf("got  %q\nwant %q\n%v\n%s", got, tt.want, faults, part)
			}
		})
	}
	// One whose name is worked out is none that is understood.
	pkg, _ := execute(t, build(t, `<w:p>`+field(text(" MERGEFIELD "), mf("title"))+`</w:p>`), sample())
	if part, _ := pkg.Part(pkg.Main()); !strings.Contains(string(part), "MERGEFIELD") || !strings.Contains(string(part), "cũ") {
		t.Errorf("%s", part)
	}
}

// instructions are those of a part's fields, without those in them.
func instructions(t *testing.T, part string) (list []string) {
	t.Helper()
	root, err := xml.Parse(part, limit.Default.XML())
	if err != nil {
		t.Fatal(err)
	}
	var open []int
	var walk func(n *xml.Node)
	walk = func(n *xml.Node) {
		for c := range n.Children() {
			switch kind := c.Get("w:fldCharType"); {
			case kind == "begin":
				open, list = append(open, len(list)), append(list, "")
			case kind == "end":
				open = open[:len(open)-1]
			case c.Name == "w:instrText":
				list[open[len(open)-1]] += c.Content()
			}
			walk(c)
		}
	}
	walk(root)
	return list
}

// What a field asks for and does not get is told.
func TestMergeFieldsThatAreNotUnderstood(t *testing.T) {
	for instruction, want := range map[string]string{
		"MERGEFIELD": "bad-tag", `MERGEFIELD ""`: "bad-tag", `MERGEFIELD \* Upper`: "bad-tag",
		`MERGEFIELD title \* CardText`: `unknown-switch “\* CardText”`, `MERGEFIELD title \*roman \* Upper`: `unknown-switch “\* roman”`, `MERGEFIELD title \#`: `unknown-switch “\#”`, `MERGEFIELD title \z x`: `unknown-switch “\z”`,
		`MERGEFIELD title \* MERGEFORMAT \m \v`: "",
	} {
		_, faults := merge.Compile(build(t, `<w:p>`+r("đây ")+`<w:fldSimple w:instr="`+xml.Escape(instruction)+`"><w:r><w:t>«x»</w:t></w:r></w:fldSimple></w:p>`), config)
		code, said, _ := strings.Cut(want, " ")
		if len(faults) == 0 && want == "" {
			continue
		}
		if len(faults) == 0 || faults[0].Code != code || !strings.Contains(faults[0].Message.En, said) || !strings.Contains(faults[0].Place.En, "“đây") {
			t.Errorf("%s: %v", instruction, faults)
		}
	}
}
