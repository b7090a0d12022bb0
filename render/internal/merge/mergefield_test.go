package merge_test

import (
	"strings"
	"testing"
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
		{"with a tag in its result", strings.Replace(`<w:p>`+field("MERGEFIELD title")+`</w:p>`, "«x»", "{{.Lead}}", 1), "hội nghị/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := sample()
			data.Lead, data.Title = "", "hội nghị"
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
	// In another field's instruction it is a word of it.
	body := `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>` + field("MERGEFIELD title") + `<w:r><w:instrText> = "a" "b" "c" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	pkg, _ := execute(t, build(t, body), sample())
	if part, _ := pkg.Part(pkg.Main()); !strings.Contains(string(part), `&quot;Hội nghị`) && !strings.Contains(string(part), `&#34;Hội nghị`) || strings.Contains(string(part), "MERGEFIELD") {
		t.Errorf("%s", part)
	}
}
