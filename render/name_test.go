package render_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render"
)

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"hop-giao-ban":                 "hop-giao-ban",
		"Biên bản số 5":                "Biên bản số 5",
		norm.NFD.String("Họp giữa"):    "Họp giữa",
		`a<b>c:d"e/f\g|h?i*j`:          "a-b-c-d-e-f-g-h-i-j",
		"hop. . ":                      "hop",
		" hop":                         "hop",
		"a\x00b\nc\td":                 "abcd",
		"a\u00a0b":                     "a b",
		"a\u202efdp\u2069\u200f\u061c": "afdp",
		"CON":                          "CON_",
		"con.2026":                     "con_.2026",
		"aux .x":                       "aux _.x",
		"COM1":                         "COM1_",
		"lpt³":                         "lpt³_",
		"COM10":                        "COM10",
		"console":                      "console",
		"":                             "bienban",
		"...":                          "bienban",
		"\xff\xfe":                     "bienban",
	} {
		if got := render.FileName(name); got != want {
			t.Errorf("FileName(%q) = %q, want %q", name, got, want)
		}
	}
}

// Long names are cut between letters, keep telling two apart, and leave room for what
// comes after them.
func TestFileNameLong(t *testing.T) {
	for _, name := range []string{
		strings.Repeat("Ủy ban nhân dân xã ", 40), strings.Repeat("ế", 300), strings.Repeat("a", 300), strings.Repeat("x\u0323\u0302\u0301", 200), strings.Repeat("\u0301", 300),
	} {
		got, other := render.FileName(name), render.FileName(name+"khác")
		if len(got) > 200 || utf8.RuneCountInString(got) > 120 || !utf8.ValidString(got) {
			t.Errorf("%d bytes, %d letters: %q", len(got), utf8.RuneCountInString(got), got)
		}
		if got == other {
			t.Errorf("two names became one: %q", got)
		}
		letters, _, _ := strings.Cut(got, "~")
		if !strings.HasPrefix(norm.NFC.String(name), letters) {
			t.Errorf("%q does not begin %q", letters, name)
		}
		if rest := norm.NFC.String(name)[len(letters):]; rest != "" && strings.HasPrefix(rest, "\u0301") && letters != "" {
			t.Errorf("a letter was cut: %q", got)
		}
	}
}

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"Trần Thị Ánh Đào":               "tran-thi-anh-dao",
		norm.NFD.String("Đỗ Quỳnh"):      "do-quynh",
		"  Sở Nội vụ (Phòng 2) ":         "so-noi-vu-phong-2",
		"北京":                             "",
		"":                               "",
		strings.Repeat("nghị quyết ", 9): "nghi-quyet-nghi-quyet-nghi-quyet-nghi",
		strings.Repeat("a", 99):          strings.Repeat("a", 40),
	} {
		if got := render.Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("hop", "CON.")
	f.Add("\xff/../", "a\u0301")
	f.Add("6\x0e\u05ab\x0f\u0329", "") // a control character between two marks
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, s := range []string{render.FileName(a), render.FileName(a + b)} {
			if s == "" || !utf8.ValidString(s) || len(s) > 200 || strings.ContainsAny(s, `<>:"/\|?*`) || strings.HasSuffix(s, ".") || strings.TrimSpace(s) != s {
				t.Errorf("FileName(%q) = %q", a, s)
			}
		}
		if s := render.FileName(a); render.FileName(s) != s {
			t.Errorf("FileName(%q) = %q, and of that %q", a, s, render.FileName(s))
		}
	})
}

// Two documents of a list never share a name, whatever the people are called.
func TestNamesOfEach(t *testing.T) {
	r, err := render.New(render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	yaml := `title: Họp
invitees:
  - Nguyễn Văn A
  - Trần Thị Đào
  - Nguyễn Văn Á
  - position: Trưởng phòng
  - Nguyễn Văn A 1
documents:
  tom-tat: {for_each: invitees}
  bien-ban:
`
	documents, faults := r.Documents("thư mục/CON.họp.yaml", []byte(yaml), nil)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	want := []string{"nguyen-van-a-1", "tran-thi-dao", "nguyen-van-a-3", "4", "nguyen-van-a-1-5"}
	for i, d := range documents[:5] {
		if d.Name != "CON_.họp-tom-tat-"+want[i] {
			t.Errorf("%q, want %q", d.Name, want[i])
		}
		if len(d.Meeting.Invitees) != 1 {
			t.Errorf("%s is for %v", d.Name, d.Meeting.Invitees)
		}
	}
	if documents[5].Name != "CON_.họp-bien-ban" {
		t.Errorf("%q", documents[5].Name)
	}
	_, faults = r.Documents("hop.yaml", []byte("title: Họp\ndocuments:\n  tom-tat: {for_each: invitees}\n"), nil)
	if len(faults) != 1 || faults[0].Code != "empty-list" || faults[0].Line != 3 {
		t.Errorf("an empty list: %v", faults)
	}
}
