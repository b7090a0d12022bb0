package render_test

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/templates"
)

var commented = regexp.MustCompile(`(?s)<w:commentRangeStart w:id="(\d+)"/>(.*?)<w:commentRangeEnd w:id="(\d+)"/>`)

// Each finding about a template is a comment around what it is about.
func TestMarkTemplate(t *testing.T) {
	r := newRenderer(t)
	data := templateOf(t, "Kính gửi: {{.addressees}}", "Mở {{.titel}} rồi {{.plase}} hết", "", "{{range .tasks}}{{.ownr}}{{end}}", "{{if .votes}}", "x")
	data = withContent(t, data, "word/document.xml", strings.Replace(partOfFile(t, data, "word/document.xml"), `<w:p><w:r><w:t xml:space="preserve"></w:t></w:r></w:p>`, `<w:p/><w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>{{</w:t></w:r><w:r><w:t>.chiar}} và</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`, 1))
	faults := r.CheckTemplate("mau.docx", data)
	marked, err := r.MarkTemplate("mau.docx", data, faults, render.English)
	if err != nil {
		t.Fatal(err)
	}
	again, err := r.MarkTemplate("mau.docx", data, faults, render.English)
	if err != nil || !bytes.Equal(marked, again) {
		t.Error("equal input gives other bytes")
	}
	comments := map[string]string{}
	for _, m := range regexp.MustCompile(`(?s)<w:comment w:id="(\d+)".*?</w:comment>`).FindAllStringSubmatch(partOfFile(t, marked, "word/comments.xml"), -1) {
		comments[m[1]] = m[0]
	}
	if len(comments) != len(faults) || len(faults) != 5 {
		t.Fatalf("%d comments of %d findings: %v", len(comments), len(faults), faults)
	}
	document := partOfFile(t, marked, "word/document.xml")
	want := []string{".addressees", ".titel", ".plase", ".chiar", ".votes"}
	seen := 0
	for _, m := range commented.FindAllStringSubmatch(document, -1) {
		if m[1] != m[3] {
			continue // one in another: its own end comes later
		}
		seen++
	}
	for _, w := range want {
		found := false
		for id, c := range comments {
			_, rest, _ := strings.Cut(document, fmt.Sprintf(`<w:commentRangeStart w:id="%s"/>`, id))
			around, _, _ := strings.Cut(rest, fmt.Sprintf(`<w:commentRangeEnd w:id="%s"/>`, id))
			found = found || strings.Contains(c, w) && strings.Contains(around, w)
		}
		if !found {
			t.Errorf("no comment about %s stands around it", w)
		}
	}
	if seen == 0 || strings.Contains(partOfFile(t, marked, "word/comments.xml"), "{{") {
		t.Error("a comment's tag is one of the copy's")
	}
	pkg, err := docx.Open(marked, limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	if err := merge.Whole(pkg); err != nil {
		t.Error(err)
	}
	if got := r.CheckTemplate("mau.docx", marked); len(got) != len(faults) {
		t.Errorf("the copy has other findings: %v", got)
	}
}

// A finding with no place of its own stands at the beginning and says where it belongs; a copy of
// any template stays whole, whatever is told about it.
func TestMarkEverywhere(t *testing.T) {
	r := newRenderer(t)
	for _, name := range templates.Names() {
		data, err := templates.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		findings := render.FaultList{
			{Code: "x", Message: render.Text{Vi: "sai", En: "wrong {{here}} & <there>\nline"}, Hint: render.Text{Vi: "sửa", En: "mend"}},
			{Code: "x", Place: render.Text{Vi: "đầu trang 1, đoạn 1 “…”", En: "header 1, paragraph 1 “…”"}, Message: render.Text{Vi: "sai", En: "wrong"}},
		}
		for i := range 40 {
			findings = append(findings, &render.Fault{Code: "x", Place: render.Text{En: fmt.Sprintf("paragraph %d “x”", i)}, Message: render.Text{En: "e"}},
				&render.Fault{Code: "x", Place: render.Text{En: fmt.Sprintf("table 1, row %d, cell 1", i)}, Message: render.Text{En: "e"}})
		}
		marked, err := r.MarkTemplate(name, data, findings, render.English)
		if err != nil {
			t.Fatal(name, err)
		}
		pkg, err := docx.Open(marked, limit.Default)
		if err != nil {
			t.Fatal(name, err)
		}
		if err := merge.Whole(pkg); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		c := partOfFile(t, marked, "word/comments.xml")
		if !strings.Contains(c, "header 1, paragraph 1 “…”: wrong") || !strings.Contains(c, "&amp; &lt;there&gt;") {
			t.Errorf("%s: %s", name, c)
		}
	}
	_, err := r.MarkTemplate("x.docx", []byte("no package"), nil, render.English)
	var l render.FaultList
	if !errors.As(err, &l) || l[0].File != "x.docx" {
		t.Error(err)
	}
}
