package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/rules"
	"github.com/bienban/bienban/render/meeting"
)

// codes are what is found in one text of a meeting of a regime, held after 01/7/2025.
func codes(t *testing.T, regime, text string) string {
	t.Helper()
	yaml := "title: Họp\nregime: " + regime + "\nstart: 2026-09-07\nlead: |\n  " + strings.ReplaceAll(text, "\n", "\n  ") + "\n"
	ms, faults := meeting.Parse("m.yaml", []byte(yaml), limit.Limits{})
	if faults.Failed() {
		t.Fatal(faults)
	}
	var all []string
	for _, f := range rules.Meeting(ms[0], nil, nil) {
		all = append(all, f.Code)
	}
	return strings.Join(all, " ")
}

func TestTexts(t *testing.T) {
	for _, tt := range []struct{ regime, text, want string }{
		{"state", "ngày 05 tháng 01 năm 2026, ngày 29 tháng 6 năm 2026, tháng 12", ""},
		{"state", "Ngày 5 tháng 12", "date-zero"},
		{"state", "ngày\u00a05\u00a0tháng\u00a012", "date-zero"},
		{"state", "ngày 15\ntháng 09 năm 2026", "date-zero"},
		{"state", "ngày\n5\ntháng 01", "date-zero"},
		{"company", "ngày 5 tháng 09 năm 2026", ""},
		{"state", "sau 60 ngày 05 tháng", ""},
		{"party", "05/9/2026, 15/10/2026, 05/01/2026, 12/5/2026/NQ", ""},
		{"party", "05/09/2026 và 5/9/2026", "short-date-zero short-date-zero"},

		{"other", "2.351 tỷ đồng, 1.234.567,5 ha, mục 1.2, lúc 8.30, điểm 3.1 của Điều 2", ""},
		{"other", "đạt 54.2 %", "decimal-point-in-text percent-space"},
		{"other", "dài 1.5 km, rộng 2.25 m2, 3.7512 tỷ", "decimal-point-in-text decimal-point-in-text decimal-point-in-text"},
		{"other", "22km, 1.436,5tỷ đồng, 30m², 8h30, 4G, Q1km", "unit-space unit-space unit-space"},

		{"other", "Đồng chí François Müller, bà Jürgen Schröder, café", ""},
		{"other", "«Tên nhóm 1»", ""},
		{"other", "có xã là hòa", ""},
		{"other", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "legacy-encoding"},
		{"other", "NguyÔn B×nh", "legacy-encoding"},
		{"other", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "legacy-encoding"},
		{"other", "ho\u0300a bi\u0300nh", "nfd"},

		{"other", "hòa bình, ủy ban, quý, hoàn, thuế, quỹ, khoẻo", ""},
		{"other", "hòa bình và thuỷ lợi", "tone-marks"},
		{"other", "lý do, kỹ thuật, tỷ lệ, tỉ mỉ, chiến sĩ", ""},
		{"other", "lý do, tỉ lệ", "i-y"},

		{"other", "Thu 2,351,000 đồng; 12,345.67 tỷ; 1,500 người; 21,350,400 cổ phần (100,000 cổ phiếu)", "thousands-comma thousands-comma thousands-comma thousands-comma thousands-comma"},
		{"other", "1,250 tỷ đồng; 0,125 ha; 3,512 người/hộ; 12,5 người; 2.351,125 ha; bán kính 1,000.", ""},
		{"other", "các thửa số 101,102,103; Điều 111,112,113; số 12,123,456-A", ""},
		{"other", "Nhất trí , giao Phòng Kinh tế ; báo cáo :\nxong !", "punctuation-space punctuation-space punctuation-space punctuation-space"},
		{"other", "Nhất trí , “đồng ý” . (đợt 1) ; 54% , **đậm** .", "punctuation-space punctuation-space punctuation-space punctuation-space punctuation-space"},
		{"other", "Nhất trí, “đồng ý”. Tỷ lệ 1 : 500; tệp .docx; còn lại ... và …, ngày … ; … : xem ![ảnh](a.png) - .5", ""},
		{"other", "| Nội dung | Số |\n| :--- | ---: |\n| Thu | 5 |", ""},
		{"other", "Số:            , ngày      tháng      năm", ""},

		{"other", "Ủy ban nhân dân huyện Mẫu báo cáo", "district"},
		{"other", "Năm 2024, Ủy ban nhân dân huyện Mẫu báo cáo", ""},
		{"other", "Năm 2025, Ủy ban nhân dân huyện Mẫu báo cáo", "district"},
		{"other", "Quyết định ngày 30/6/2025 của thị xã Mẫu", ""},
		{"other", "Quyết định ngày 08/7/2025 của thị xã Mẫu", "district"},
		{"other", "“quận 1” được nhắc lại", ""},
		{"other", "huyện Mẫu (cũ); nguyên Bí thư Huyện ủy Mẫu", ""},
		{"other", "tâm huyết, uyên bác, quận công, huyện", ""},
	} {
		if got := codes(t, tt.regime, tt.text); got != tt.want {
			t.Errorf("%s: %q: found %q, want %q", tt.regime, tt.text, got, tt.want)
		}
	}
}

// Working days: weekends and holidays do not count; where days off are set anew each year
// it is a note.
func TestDeadline(t *testing.T) {
	for _, tt := range []struct {
		held, issued string
		want         string // severity of the finding
	}{
		{"2026-09-07", "2026-09-14", ""}, // Monday to Monday
		{"2026-09-07", "2026-09-15", "warning"},
		{"2026-08-28", "2026-09-09", ""}, // 01/9, 02/9 and, exchanged, Monday 31/8 are off
		{"2026-08-28", "2026-09-10", "warning"},
		{"2026-08-20", "2026-08-27", "warning"}, // Saturday 22/8 was worked
		{"2027-08-30", "2027-09-08", ""},        // 02/9 and one of 01/9, 03/9 are off
		{"2027-08-30", "2027-09-09", "note"},    // Friday 03/9 may be exchanged
		{"2027-08-30", "2027-09-10", "warning"},
		{"2024-08-30", "2024-09-10", ""}, // 02/9 a Monday: 03/9 is the second
		{"2024-08-30", "2024-09-11", "warning"},
		{"2023-08-31", "2023-09-11", "note"}, // 02/9 a Saturday: 01/9, and Monday in lieu
		{"2020-09-01", "2020-09-09", ""},     // one day then
		{"2020-09-01", "2020-09-10", "warning"},
		{"2026-12-31", "2027-01-08", ""},
		{"2026-11-19", "2026-11-27", ""},        // 24/11 is off since 2026
		{"2026-11-19", "2026-11-30", "note"},    // Monday 23/11 may be exchanged
		{"2026-11-25", "2026-12-03", "warning"}, // after it
		{"2025-11-20", "2025-11-28", "warning"}, // not yet
		{"2027-11-23", "2027-12-01", ""},
		{"2027-02-03", "2027-02-17", "note"}, // Tết
		{"2027-02-03", "2027-03-10", "warning"},
		{"2027-04-14", "2027-04-22", "note"}, // Giỗ Tổ
		{"2027-04-14", "2027-04-23", "warning"},
		{"2027-12-31", "2028-01-10", "note"}, // 01/1 a Saturday: Monday in lieu
		{"2023-04-28", "2023-05-09", "note"}, // 30/4 a Sunday
		{"2026-10-01", "2031-10-01", "warning"},
	} {
		yaml := fmt.Sprintf("title: Họp\nregime: state\nstart: %s\nconclusion: Nhất trí.\nrecipients: ['Lưu: VT']\nchair: B\ndocuments:\n  thong-bao-ket-luan:\n    date: %s\n", tt.held, tt.issued)
		got := ""
		for _, f := range found(t, yaml) {
			if f.Code != "late-conclusion" {
				t.Errorf("%s to %s: %v", tt.held, tt.issued, f)
			}
			got += f.Severity.String()
		}
		if got != tt.want {
			t.Errorf("%s to %s: %q, want %q", tt.held, tt.issued, got, tt.want)
		}
	}
}

// found are the findings about a meeting file and its documents.
func found(t *testing.T, yaml string) []rules.Finding {
	t.Helper()
	ms, faults := meeting.Parse("m.yaml", []byte(yaml), limit.Limits{})
	if faults.Failed() {
		t.Fatalf("%v in\n%s", faults, yaml)
	}
	return rules.Meeting(ms[0], ms[0].Documents, nil)
}

// Decomposed letters are told once, wherever they stand, and all of them are mended.
func TestDecomposedLettersAreToldOnce(t *testing.T) {
	var b strings.Builder
	b.WriteString("title: Họp\nregime: other\nrecipients:\n")
	for i := range 40 {
		name := fmt.Sprintf("Nguyễn Văn Bền %d", i)
		if i%4 != 3 {
			name = norm.NFD.String(name)
		}
		fmt.Fprintf(&b, "  - %s\n", name)
	}
	b.WriteString(norm.NFD.String("conclusion: |\n  Thống nhất.\n  Kết thúc.\n"))
	fs := found(t, b.String())
	if len(fs) != 1 || fs[0].Code != "nfd" || fs[0].Line != 4 || len(fs[0].Edits) != 32 {
		t.Fatalf("%d findings: %+v", len(fs), fs)
	}
	if m := fs[0].Message.In(fault.English); m != `32 places are in decomposed Unicode (marks are characters of their own), such as "Nguyễn Văn Bền 0": lines 4–6, 8–10, 12–14, 16–18, 20–22, 24–26, 28–30, 32–34, 36–38, 40–42, 45–46.` {
		t.Error(m)
	}
	if got, made := rules.Apply([]byte(b.String()), fs[0].Edits); len(made) != 32 || strings.Contains(string(got), "e\u0302") {
		t.Errorf("%d mended:\n%s", len(made), got)
	}
}

func TestRulesAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range rules.All() {
		if seen[r.Code] || r.About.Vi == "" || r.About.En == "" || r.Citation().Vi == "" || r.Citation().En == "" || r.Severity == fault.Error {
			t.Errorf("%s: twice, or without its text or source", r.Code)
		}
		seen[r.Code] = true
	}
}

func TestApply(t *testing.T) {
	file := []byte("\ufeffa: 1 %\r\nb: x\rc: 2 %")
	got, made := rules.Apply(file, []rules.Edit{
		{Line: 3, From: 4, Old: " ", New: ""}, {Line: 1, From: 4, Old: " ", New: ""},
		{Line: 1, From: 3, Old: "1 ", New: "9"}, {Line: 2, From: 0, Old: "z", New: ""}, {Line: 9, From: 0, Old: "", New: "x"},
	})
	// The second edit of line 1 meets the first, which begins after it; the others do not fit.
	if want := "\ufeffa: 9%\r\nb: x\rc: 2%"; string(got) != want || len(made) != 2 {
		t.Errorf("got %q by %v, want %q", got, made, want)
	}
	if got, made := rules.Apply(file, nil); string(got) != string(file) || made != nil {
		t.Errorf("no edits: %q", got)
	}
	want := "--- m\n+++ m\n@@ -1,3 +1,3 @@\n-\ufeffa: 1 %\n+\ufeffa: 9%\n b: x\n-c: 2 %\n\\ No newline at end of file\n+c: 2%\n\\ No newline at end of file\n"
	if diff := rules.Diff("m", file, got); diff != want {
		t.Errorf("got\n%swant\n%s", diff, want)
	}
}

func TestDiffHunks(t *testing.T) {
	lines := make([]string, 30)
	for i := range lines {
		lines[i] = fmt.Sprintf("line %d\n", i+1)
	}
	before := strings.Join(lines, "")
	for _, n := range []int{1, 2, 9, 20} {
		lines[n] = "changed\n"
	}
	diff := rules.Diff("m", []byte(before), []byte(strings.Join(lines, "")))
	for _, want := range []string{"@@ -1,6 +1,6 @@", "@@ -7,7 +7,7 @@", "@@ -18,7 +18,7 @@", "-line 2\n-line 3\n+changed\n+changed\n"} {
		if !strings.Contains(diff, want) {
			t.Errorf("no %q in\n%s", want, diff)
		}
	}
}

// A file with a fault in every word is looked through in time, and what is told is bounded.
func TestManyFaults(t *testing.T) {
	found := strings.Fields(codes(t, "state", strings.Repeat("ngày 5 tháng 06, 5 % quận 1\n", 20_000)))
	if len(found) == 0 || len(found) > 1000 {
		t.Errorf("%d findings", len(found))
	}
}
