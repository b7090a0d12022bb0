package render_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/fonts"
	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/font"
)

// written renders a meeting with a template and gives the lines of the Word document, no-break
// spaces as spaces, and what it was told.
func written(t *testing.T, yaml, template string) ([]string, render.FaultList) {
	t.Helper()
	documents, faults := newRenderer(t).Documents("hop.yaml", []byte(yaml), nil, template)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range documents {
		var word bytes.Buffer
		if err := d.DOCX(t.Context(), &word); err != nil {
			t.Fatal(err)
		}
		for _, l := range wordLines(docxParts(t, word.Bytes())["word/document.xml"]) {
			lines = append(lines, strings.ReplaceAll(l, "\u00a0", " "))
		}
		faults = append(faults, d.Faults()...)
	}
	return lines, faults
}

// A table in Markdown whose columns are narrower than their words is told, with its line.
func TestCrowdedMarkdownTable(t *testing.T) {
	word := strings.Repeat("nghiêng", 6)
	table := func(words string) string {
		return "title: Họp\nsections:\n  - heading: Bảng\n    text: |\n      Kết quả:\n\n      | Họ và **tên** | " + words + " |\n      |---|" + strings.Repeat("---|", 1+strings.Count(words, "|")) + "\n      | An |\n"
	}
	for _, tt := range []struct {
		yaml string
		told bool
	}{
		{table("Căn hộ | Số phiếu"), false},
		{table(strings.Join([]string{word, word, word, word}, " | ")), true},
	} {
		_, faults := written(t, tt.yaml, "bien-ban")
		told := false
		for _, f := range faults {
			if f.Code == "crowded-table" {
				told = true
				if f.File != "hop.yaml" || f.Line != 7 || !strings.Contains(f.Message.Vi, "Họ và tên | "+word) {
					t.Errorf("%s:%d: %s", f.File, f.Line, f.Message.Vi)
				}
			}
		}
		if told != tt.told {
			t.Errorf("told %v, want %v: %v", told, tt.told, faults)
		}
	}
}

// The words of the papers: what a meeting, an agency and a person are called within a
// sentence, how the closing sentence begins, and "./." once, in no Party paper.
func TestWords(t *testing.T) {
	const state = "title: %t\nregime: state\norganization: {name: ỦY BAN NHÂN DÂN XÃ TÂN MẪU}\nstart: 2026-04-28 08:00\nend: 2026-04-28 11:00\nchair: {name: Ông Nguyễn Văn A}\nsections: [{heading: Một, text: Nội dung./.}]\nconclusion: Các đơn vị thực hiện./.\ninvitees: [{name: Bà Trần Thị B}]\n"
	yaml := func(title, regime string) string {
		return strings.NewReplacer("%t", title, "regime: state", "regime: "+regime).Replace(state)
	}
	for _, tt := range []struct {
		yaml, template string
		has, not       []string
	}{
		{yaml("Họp giao ban", "state"), "thong-bao-ket-luan",
			[]string{"chủ trì cuộc họp giao ban.", "Kết luận của ông Nguyễn Văn A tại cuộc họp giao ban", "Ông Nguyễn Văn A kết luận như sau:", "tại cuộc họp giao ban, thông báo", "Các đơn vị thực hiện.", "thực hiện./."},
			[]string{"đồng chí Ông", "đồng chí ông", "Các đơn vị thực hiện./."}},
		{yaml("Hội nghị chi bộ", "party"), "thong-bao-ket-luan", []string{"chủ trì Hội nghị chi bộ.", "Các đơn vị thực hiện."}, []string{"./.", "đồng chí Ông", "đồng chí ông"}},
		{yaml("HỌP GIAO BAN XÃ TÂN MẪU", "state"), "giay-moi", []string{"Ủy ban nhân dân xã Tân Mẫu trân trọng kính mời", "Tới dự: cuộc họp giao ban xã Tân Mẫu."}, nil},
		{yaml("Họp", "party"), "giay-moi", []string{"kính mời: bà Trần Thị B"}, []string{"./."}},
		{yaml("Hội thảo khoa học", "state"), "bien-ban", []string{"Hội thảo kết thúc vào", "Nội dung."}, []string{"Nội dung./.", "thực hiện./."}},
		{yaml("Kỳ họp thứ 9", "state"), "bien-ban", []string{"Kỳ họp kết thúc vào"}, nil},
		{yaml("Phiên họp thường kỳ", "state"), "bien-ban", []string{"Phiên họp kết thúc vào"}, nil},
		{yaml("Đại hội chi bộ", "party"), "bien-ban-dang", []string{"Đại hội kết thúc vào"}, []string{"./."}},
		{yaml("Đại hội chi bộ", "other"), "bien-ban-dang", nil, []string{"./."}}, // the template is the Party's
		{yaml("Đại hội đồng cổ đông", "company"), "bien-ban-dhdcd", []string{"Đại hội kết thúc vào"}, nil},
		{yaml("Bàn giao", "company"), "bien-ban-hdqt", []string{"Cuộc họp kết thúc vào"}, nil},
	} {
		lines, _ := written(t, tt.yaml, tt.template)
		text := strings.Join(lines, "\n")
		for _, want := range tt.has {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", tt.template, want, text)
			}
		}
		for _, not := range tt.not {
			if strings.Contains(text, not) {
				t.Errorf("%s: %q in\n%s", tt.template, not, text)
			}
		}
		if n := strings.Count(text, "./."); n > 1 {
			t.Errorf("%s: %d end marks in\n%s", tt.template, n, text)
		}
		// Below the signature stands the bare name.
		if tt.template != "giay-moi" && tt.template != "thong-bao-ket-luan" && !strings.Contains(text, "\nNguyễn Văn A") {
			t.Errorf("%s: no bare name in\n%s", tt.template, text)
		}
	}
}

// Names of agencies and titles in the middle break into lines of about one length, none of
// which ends within a name, and the rule below is a third to a half of the longest.
func TestBalancedTitles(t *testing.T) {
	faces, err := font.Load(fonts.FS, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, title, agency, subject string }{
		{"Ủy ban nhân dân xã Tân Mẫu", "Họp", "ỦY BAN NHÂN DÂN/XÃ TÂN MẪU", "Họp"},
		{"Công ty cổ phần Nước sạch Sông Mẫu", "Phiên họp thường kỳ tháng 9 năm 2026 của Ủy ban nhân dân tỉnh Mẫu Sơn Hạ",
			"CÔNG TY CỔ PHẦN/NƯỚC SẠCH SÔNG MẪU", "Phiên họp thường kỳ tháng 9 năm 2026/của Ủy ban nhân dân tỉnh Mẫu Sơn Hạ"},
		{"UBND xã Tân Mẫu", "Hội nghị sơ kết tình hình phát triển kinh tế - xã hội 6 tháng đầu năm 2026 của tỉnh Mẫu Sơn Hạ", "UBND XÃ TÂN MẪU",
			"Hội nghị sơ kết tình hình phát triển kinh tế - xã hội/6 tháng đầu năm 2026 của tỉnh Mẫu Sơn Hạ"},
	} {
		for _, template := range []string{"bien-ban", "giay-moi", "bien-ban-hdqt"} {
			documents, faults := newRenderer(t).Documents("hop.yaml", []byte("title: "+tt.title+"\norganization: {name: "+tt.name+"}\n"), nil, template)
			if err := faults.Err(); err != nil {
				t.Fatal(err)
			}
			p := layOut(t, documents[0], faces)
			for what, want := range map[string]string{"agency": tt.agency, "subject": tt.subject} {
				first, _, _ := strings.Cut(want, "/")
				l := p.find("^" + strings.ReplaceAll(first, " ", ".") + " ?$")
				if l == nil {
					t.Errorf("%s, %s: no line %q in %v", template, what, first, p.lines[0][4:])
					continue
				}
				var got []string
				for _, b := range p.block(l) {
					got = append(got, strings.TrimSpace(strings.ReplaceAll(b.text, "\u00a0", " ")))
				}
				if s := strings.Join(got, "/"); s != want {
					t.Errorf("%s, %s: %s, want %s", template, what, s, want)
				}
			}
		}
	}
}

// A date with a blank prints with room to fill it in, and is no day for the rules.
func TestDateToFillIn(t *testing.T) {
	for _, template := range []string{"thong-bao-ket-luan", "giay-moi"} {
		yaml := "title: Họp\nregime: state\nplace: Tân Mẫu\nstart: 2026-09-01 08:00\nsymbol: TB-UBND\ndate: ngày    tháng 10 năm 2026\n"
		lines, faults := written(t, yaml, template)
		if want := "Tân Mẫu, ngày       tháng 10 năm 2026"; !slices.Contains(lines, want) {
			t.Errorf("%s: no %q in %q", template, want, lines)
		}
		for _, f := range append(faults, newRenderer(t).CheckForm("hop.yaml", []byte(yaml), template)...) {
			if f.Line == 6 {
				t.Errorf("%s: %s", template, f)
			}
		}
	}
}
