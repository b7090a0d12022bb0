package merge_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/times"
)

// titleStyles have a title of 13 pt, bold.
const titleStyles = `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="T"><w:name w:val="T"/><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="K"><w:name w:val="K"/></w:style></w:styles>`

// titled merges a title into a cell of 65 mm without margins, and a rule below it.
func titled(t testing.TB, tag, title string) string {
	t.Helper()
	body := `<w:tbl><w:tblPr><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="3685"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="3685" w:type="dxa"/></w:tcPr>` +
		`<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr><w:r><w:t>` + tag + `{{.Lead}}</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="K"/></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="K"/></w:pPr></w:p></w:tc></w:tr></w:tbl>` + p()
	pkg := build(t, body).With(docx.Change{Parts: map[string][]byte{"word/styles.xml": []byte(titleStyles)}})
	out, faults := compile(t, pkg).Execute(context.Background(), &event{Lead: title}, merge.Env{})
	if faults.Failed() {
		t.Fatal(faults)
	}
	whole(t, out)
	b, _ := out.Part(out.Main())
	return string(b)
}

// filled are the lines that a program makes of a title: no-break spaces hold, and a line
// takes what fits. tolerance is by how much that program measures more.
func filled(t testing.TB, part string, tolerance float64) (lines []string) {
	t.Helper()
	for _, text := range regexp.MustCompile(`<w:t[^>]*>([^<]*)</w:t>`).FindAllStringSubmatch(part, -1) {
		line := ""
		for _, piece := range strings.Split(text[1], " ") {
			longer := strings.TrimSpace(line + " " + piece)
			if line != "" && float64(times.Width(longer, true)*26)/100*tolerance > 3685 {
				lines = append(lines, line)
				longer = piece
			}
			line = longer
		}
		lines = append(lines, line)
	}
	for i, l := range lines {
		lines[i] = strings.ReplaceAll(l, "\u00a0", " ")
	}
	return lines
}

func TestBalance(t *testing.T) {
	for _, tt := range []struct{ title, want string }{
		{"UBND TỈNH MẪU", "UBND TỈNH MẪU"},
		{"ỦY BAN NHÂN DÂN XÃ TÂN MẪU", "ỦY BAN NHÂN DÂN/XÃ TÂN MẪU"},
		{"ỦY BAN NHÂN DÂN TỈNH MẪU SƠN HẠ", "ỦY BAN NHÂN DÂN/TỈNH MẪU SƠN HẠ"},
		{"CÔNG TY CỔ PHẦN NƯỚC SẠCH SÔNG MẪU", "CÔNG TY CỔ PHẦN/NƯỚC SẠCH SÔNG MẪU"},
		{"SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "SỞ NÔNG NGHIỆP/VÀ MÔI TRƯỜNG"},
		{"ĐẢNG ỦY XÃ TÂN MẪU\nBAN CHẤP HÀNH", "ĐẢNG ỦY XÃ TÂN MẪU/BAN CHẤP HÀNH"},
		{"TRƯỜNG TRUNG HỌC CƠ SỞ VÀ TRUNG HỌC PHỔ THÔNG DÂN TỘC NỘI TRÚ MẪU SƠN", "TRƯỜNG TRUNG HỌC/CƠ SỞ VÀ TRUNG HỌC/PHỔ THÔNG DÂN TỘC/NỘI TRÚ MẪU SƠN"},
		{strings.Repeat("Ă", 60) + " B", strings.Repeat("Ă", 60) + "/B"},
		{"", ""},
	} {
		part := titled(t, "{{balance}}", tt.title)
		if strings.Contains(part, "<?balance") {
			t.Fatalf("a mark stays: %s", part)
		}
		for _, tolerance := range []float64{0.985, 1, 1.015} { // no two programs measure quite alike
			if got := strings.Join(filled(t, part, tolerance), "/"); got != tt.want {
				t.Errorf("%g: %s, want %s", tolerance, got, tt.want)
			}
		}
	}
}

// Without {{balance}} nothing changes, and with it no letter does.
func TestBalanceKeepsTheText(t *testing.T) {
	const title = "ỦY BAN  NHÂN DÂN & HỘI <ĐỒNG> NHÂN DÂN XÃ TÂN MẪU"
	text := regexp.MustCompile(`<w:t[^>]*>([^<]*)</w:t>`)
	plain, balanced := text.FindString(titled(t, "", title)), text.FindString(titled(t, "{{balance}}", title))
	if strings.Contains(plain, "\u00a0") || !strings.Contains(balanced, "\u00a0") || strings.ReplaceAll(balanced, "\u00a0", " ") != plain {
		t.Errorf("%q became %q", plain, balanced)
	}
}

// The rule below is two fifths of the longest line, in the middle; the paragraph behind it
// has none.
func TestRuleOfATitle(t *testing.T) {
	for _, title := range []string{"UBND", "SỞ TÀI CHÍNH", "ỦY BAN NHÂN DÂN XÃ TÂN MẪU"} {
		part := titled(t, `{{balance "line"}}`, title)
		rule := regexp.MustCompile(`<w:pStyle w:val="K"/><w:ind w:left="(\d+)" w:right="(\d+)"/>`).FindAllStringSubmatch(part, -1)
		if len(rule) != 1 {
			t.Fatalf("%s: %d rules in %s", title, len(rule), part)
		}
		left, right, longest := count(rule[0][1]), count(rule[0][2]), 0
		for _, l := range filled(t, part, 1) {
			longest = max(longest, times.Width(l, true)*26/100)
		}
		if length := 3685 - left - right; length < longest/3 || length > longest/2 || left-right > 1 || right-left > 1 {
			t.Errorf("%s: a rule of %d under %d, %d from the left and %d from the right", title, length, longest, left, right)
		}
	}
}

func count(s string) (n int) {
	for _, r := range s {
		n = 10*n + int(r-'0')
	}
	return n
}

func TestBalanceWrongly(t *testing.T) {
	for _, tag := range []string{`{{balance 1 2}}`, `{{balance "x"}}`} {
		tpl, faults := merge.Compile(build(t, p(tag)), config)
		if tpl != nil {
			_, faults = tpl.Execute(context.Background(), sample(), merge.Env{})
		}
		if !faults.Failed() {
			t.Errorf("%s passes", tag)
		}
	}
}
