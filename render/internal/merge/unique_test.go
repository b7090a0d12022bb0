package merge_test

import (
	"regexp"
	"strings"
	"testing"
)

// What loops repeat has IDs of its own, of every kind, and what refers to an ID follows it.
func TestEveryIDIsUnique(t *testing.T) {
	body := p("{{range .Authors}}") +
		`<w:p><w:pPr><w:rPr><w:ins w:id="9" w:author="A"/></w:rPr></w:pPr><w:ins w:id="5" w:author="A">` + r("{{.}}") + `</w:ins><w:del w:id="6" w:author="A"><w:r><w:delText>x</w:delText></w:r></w:del></w:p>` +
		`<w:p><w:permStart w:id="1" w:edGrp="everyone"/>` + r("a") + `<w:permEnd w:id="1"/><w:moveFromRangeStart w:id="2" w:name="m"/><w:moveFromRangeEnd w:id="2"/><w:moveToRangeStart w:id="3" w:name="m"/><w:moveToRangeEnd w:id="3"/></w:p>` +
		`<w:p><w:r><w:object><v:shapetype id="_x0000_t75"><v:path/></v:shapetype><v:shape id="S" o:spid="_x0000_s1027" type="#_x0000_t75"/><o:OLEObject ShapeID="S" ObjectID="_12"/></w:object></w:r></w:p>` +
		p("{{end}}") + `<w:p><w:permEnd w:id="77"/>` + r("z") + `</w:p>`
	body = strings.ReplaceAll(body, "<v:shape ", `<v:shape xmlns:o="urn:schemas-microsoft-com:office:office" `)
	body = strings.ReplaceAll(body, "<o:OLEObject ", `<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" `)
	data := sample()
	data.Authors = []string{"a", "b", "c"}
	pkg, _ := execute(t, build(t, body), data)
	part, _ := pkg.Part(pkg.Main())
	for pattern, want := range map[string]int{
		`<w:(?:ins|del) w:id="(\d+)"`: 9, `<w:permStart w:id="(\d+)"`: 3, `<w:permEnd w:id="(\d+)"`: 3, `<w:moveToRangeStart w:id="(\d+)"`: 3, `moveToRangeStart w:id="\d+" w:name="([^"]+)"`: 3,
		`<v:shapetype id="([^"]+)"`: 1, `<v:shape [^>]*? id="([^"]+)"`: 3, `spid="([^"]+)"`: 3, `ShapeID="([^"]+)"`: 3, `ObjectID="([^"]+)"`: 3,
	} {
		seen := map[string]bool{}
		all := regexp.MustCompile(pattern).FindAllStringSubmatch(string(part), -1)
		for _, m := range all {
			seen[m[1]] = true
		}
		if len(seen) != want || len(all) != want {
			t.Errorf("%s: %d of %d, want %d\n%s", pattern, len(seen), len(all), want, part)
		}
	}
	shape := regexp.MustCompile(`<v:shape [^>]*? id="([^"]+)"[^>]*/><o:OLEObject [^>]*ShapeID="([^"]+)"`)
	for _, m := range shape.FindAllStringSubmatch(string(part), -1) {
		if m[1] != m[2] {
			t.Errorf("the object of shape %s refers to %s", m[1], m[2])
		}
	}
}

// The state of a box in a content control is what its sign says.
func TestCheckBoxes(t *testing.T) {
	box := func(state, text string) string {
		return `<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="` + state + `"/><w14:checkedState w14:val="00FE"/><w14:uncheckedState w14:val="2610"/></w14:checkbox></w:sdtPr><w:sdtContent>` + r(text) + `</w:sdtContent></w:sdt>`
	}
	for _, tt := range []struct{ state, text, want string }{
		{"0", "{{if .Title}}þ{{else}}☐{{end}}", "1"}, {"1", "{{if .Lead}}þ{{else}}☐{{end}}", "0"}, {"1", "{{if .Title}}þ{{else}}☐{{end}}", "1"}, {"0", "{{.For}}", "0"},
	} {
		data := sample()
		data.Lead = ""
		pkg, _ := execute(t, build(t, `<w:p>`+box(tt.state, tt.text)+`</w:p>`), data)
		if part, _ := pkg.Part(pkg.Main()); !strings.Contains(string(part), `w14:checked w14:val="`+tt.want+`"`) {
			t.Errorf("%s %s: %s", tt.state, tt.text, part)
		}
	}
}
