package render_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

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
