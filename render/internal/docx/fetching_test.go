package docx

import (
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/limit"
)

func TestMayFollow(t *testing.T) {
	for target, want := range map[string]bool{
		"http://a.vn": true, "HTTPS://a.vn/x": true, "mailto:a@b.vn": true, "tel:+8424": true, "#muc-1": true,
		"file:///C:/x.exe": false, `\\may\o\x.exe`: false, "javascript:alert(1)": false, "ms-word:ofe|u|http://x": false, "vbscript:x": false,
		"x.docx": false, "C:\\x.exe": false, "": false, " http://a.vn": false, "data:text/html,x": false, "search-ms:query=x": false,
	} {
		if got := MayFollow(target); got != want {
			t.Errorf("%q: %v", target, got)
		}
	}
}

// However its instruction is written, a field that fetches loses it and keeps its result.
func TestFetchingFieldsBecomeText(t *testing.T) {
	const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	char := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	instr := func(text string) string { return `<w:r><w:instrText>` + text + `</w:instrText></w:r>` }
	whole := func(parts ...string) string { return `<w:p ` + w + `>` + strings.Join(parts, "") + `</w:p>` }
	result := `<w:r><w:t>5</w:t></w:r>`
	for _, tt := range []struct {
		src   string
		found []string
	}{
		{whole(char("begin"), instr(` DDEAUTO c:\\x "y" `), char("separate"), result, char("end")), []string{`DDEAUTO c:\\x "y"`}},
		{whole(char("begin"), instr("INCL"), instr(`UDETEXT "x"`), char("separate"), result, char("end")), []string{`INCLUDETEXT "x"`}},
		{whole(char("begin"), instr(`DDE"c:\\x" "y"`), char("end")), []string{`DDE"c:\\x" "y"`}},
		{whole(char("begin"), instr(` link Excel.Sheet.8 `), char("end")), []string{`link Excel.Sheet.8`}},
		{whole(char("begin"), instr(` IF `), char("begin"), instr(`INCLUDEPICTURE "http://x"`), char("separate"), result, char("end"), instr(` = 1 `), char("separate"), result, char("end")), []string{`INCLUDEPICTURE "http://x"`}},
		{whole(`<w:fldSimple w:instr=" DDE x "><w:r><w:t>5</w:t></w:r></w:fldSimple>`), []string{"DDE x"}},
		{whole(char("begin"), instr(` PAGE `), char("separate"), result, char("end")), nil},
		{whole(char("begin"), instr(` LINKS `), char("separate"), `<w:r><w:t>DDE LINK</w:t></w:r>`, char("end")), nil},
	} {
		out, found := withoutFetching([]byte(tt.src), limit.Default.XML())
		if !slices.Equal(found, tt.found) {
			t.Errorf("%s: %q", tt.src, found)
		}
		if again, left := withoutFetching(out, limit.Default.XML()); left != nil || string(again) != string(out) {
			t.Errorf("%s: left %q", out, left)
		}
		if strings.Contains(tt.src, ">5<") && !strings.Contains(string(out), ">5<") || found == nil && string(out) != tt.src {
			t.Errorf("%s became %s", tt.src, out)
		}
	}
}
