package render_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/templates"
)

// edited is a built-in template with one text of a part replaced everywhere.
func edited(t *testing.T, template, part, from, to string) []byte {
	t.Helper()
	data, err := templates.Open(template)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := docx.Open(data, limit.Default)
	if err != nil {
		t.Fatal(err)
	}
	text, ok := pkg.Part(part)
	if !ok || !bytes.Contains(text, []byte(from)) {
		t.Fatalf("%s: %s has no %q", template, part, from)
	}
	pkg = pkg.With(docx.Change{Parts: map[string][]byte{part: bytes.ReplaceAll(text, []byte(from), []byte(to))}})
	var out bytes.Buffer
	if err := docx.Write(&out, pkg); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Each departure of a template is found, and nothing else is.
func TestTemplateFindings(t *testing.T) {
	r := newRenderer(t)
	found := map[string]bool{}
	for _, tt := range []struct{ name, template, part, from, to, want string }{
		{"letter paper", "thong-bao-ket-luan", "word/document.xml", `w:w="11906" w:h="16838"`, `w:w="12240" w:h="15840"`, "template-paper"},
		{"narrow left margin", "thong-bao-ket-luan", "word/document.xml", `w:left="1701"`, `w:left="1134"`, "template-margins"},
		{"wide margins of the Party", "bien-ban-dang", "word/document.xml", `w:right="851"`, `w:right="1134"`, "template-margins"},
		{"another font", "giay-moi", "word/styles.xml", "Times New Roman", "Arial", "template-font"},
		{"page number on page 1", "bien-ban-dang", "word/document.xml", "<w:titlePg/>", "", "template-page-number"},
		{"no page number", "bien-ban-dang", "word/document.xml", `<w:headerReference w:type="default" r:id="rIdHeader"/>`, "", "template-page-number"},
		{"state line spacing in a Party paper", "bien-ban-dang", "word/styles.xml", `w:line="360" w:lineRule="exact"`, `w:line="276" w:lineRule="auto"`, "template-line-spacing"},
		{"too wide", "bien-ban-dhdcd", "word/styles.xml", `<w:jc w:val="both"/>`, `<w:spacing w:line="480" w:lineRule="auto"/><w:jc w:val="both"/>`, "template-line-spacing"},
		{"colon of the state", "bien-ban-dang", "word/document.xml", "Số\u00a0{{", "Số: {{", "template-number"},
		{"no colon", "bien-ban-dhdcd", "word/document.xml", "Số:\u00a0{{", "Số\u00a0{{", "template-number"},
		{"authority of the state", "bien-ban-dang", "word/document.xml", "Nơi nhận:", "TM. BAN THƯỜNG VỤ", "template-authority"},
		{"authority of the Party", "bien-ban-dhdcd", "word/document.xml", "Nơi nhận:", "T/M HỘI ĐỒNG", "template-authority"},
		{"small title", "bien-ban-dang", "word/styles.xml", `w:val="30"`, `w:val="28"`, "template-title-size"},
		{"a paper of no regime", "tom-tat", "word/document.xml", `w:left="`, `w:left="9`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var codes []string
			for _, f := range r.CheckTemplateForm("mau.docx", edited(t, tt.template, tt.part, tt.from, tt.to)) {
				codes = append(codes, f.Code)
				found[f.Code] = true
				if f.File != "mau.docx" || f.Severity == render.Error || f.Hint.Vi == "" || strings.Contains(f.Message.Vi+f.Hint.Vi+f.Hint.En+f.Message.En, "%!") {
					t.Errorf("%+v", f)
				}
			}
			if got := strings.Join(codes, " "); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
	// A body of size 12 takes more than one style with it: only that it is told counts.
	for _, f := range r.CheckTemplateForm("mau.docx", edited(t, "bien-ban-dang", "word/styles.xml", `w:val="28"`, `w:val="24"`)) {
		found[f.Code] = true
	}
	for _, rule := range render.Rules() {
		if rule.Template && !found[rule.Code] {
			t.Errorf("nothing finds %s", rule.Code)
		}
	}
}

// The README lists the rules and their sources as the program has them.
func TestReadmeRules(t *testing.T) {
	regimes := map[meeting.Regime]string{meeting.State: "nhà nước", meeting.Party: "Đảng", meeting.Company: "doanh nghiệp"}
	var b strings.Builder
	b.WriteString("| mã | quy tắc | thể thức | căn cứ [hiệu lực] | |\n|---|---|---|---|---|\n")
	for _, r := range render.Rules() {
		holds := "mọi thể thức"
		if r.Regimes != nil {
			var names []string
			for _, g := range r.Regimes {
				names = append(names, regimes[g])
			}
			holds = strings.Join(names, ", ")
		}
		mark := ""
		if r.Mends {
			mark = "`--fix`"
		}
		var sources []string
		for _, s := range r.Sources {
			text := s.Text.Vi
			switch {
			case s.From.IsZero():
			case s.Until.IsZero():
				text += " [từ " + s.From.String() + "]"
			default:
				text += " [từ " + s.From.String() + " đến trước " + s.Until.String() + "]"
			}
			sources = append(sources, text)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", r.Code, r.About.Vi, holds, strings.Join(sources, "; "), mark)
	}
	keepReadme(t, "rules", "TestReadmeRules", b.String())
}

// A finished paper that is used as a template is told of wherever a template is looked at or
// used: it would go out as it is.
func TestFinishedPaperAsTemplate(t *testing.T) {
	finished := wordFile(t, wPar("", wRun("Biên bản họp ngày 03 tháng 10 năm 2026")), "", "")
	r, err := render.New(render.Options{Templates: fstest.MapFS{"thang-10.docx": {Data: finished}}})
	if err != nil {
		t.Fatal(err)
	}
	made, documents := r.Documents("h.yaml", []byte("title: Họp tháng 11\nvenue: Nhà văn hóa"), nil, "thang-10")
	both(t, made[0])
	if told := made[0].Faults(); len(told) != 2 || told[0].Line != 1 || told[1].Place.En != "venue" {
		t.Errorf("what it does not print: %v", told)
	}
	_, about := r.Template("thang-10")
	for where, faults := range map[string]render.FaultList{"check": r.CheckTemplate("thang-10.docx", finished), "documents": documents, "about": about} {
		if len(faults) != 1 || faults[0].Code != "no-tags" || faults[0].Severity != render.Warning || faults[0].File != "thang-10.docx" || faults[0].Hint.Vi == "" {
			t.Errorf("%s: %v", where, faults)
		}
	}
	for _, one := range []string{"{{.title}}", "{{range .tasks}}x{{end}}", "{{if .date}}x{{end}}", `{{table "kinh-te"}}`, `{{chart "kinh-te"}}`, `{{include "phu-luc.docx"}}`} {
		if faults := r.CheckTemplate("x.docx", wordFile(t, wPar("", wRun(one)), "", "")); len(faults) > 0 {
			t.Errorf("%s: %v", one, faults)
		}
	}
}
