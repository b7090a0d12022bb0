package merge_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/bienban/bienban/render/internal/docx"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/merge"
	"github.com/bienban/bienban/render/internal/xml"
)

// Texts as offices type them, and what prints: either what was meant, or what was typed.
func TestTypedTexts(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"products", "1,2*2,4 m, 0,6*1,2 m; 2*3*4; a*b*c; 2_3_4; m²*3; 5%*3%*2; (1+2)*(3+4)*(5)", "1,2*2,4 m, 0,6*1,2 m; 2*3*4; a*b*c; 2_3_4; m²*3; 5%*3%*2; (1+2)*(3+4)*(5)/"},
		{"marks of notes", "(*) một; (**) hai; (*) ba; Thu*, chi*; *) bốn; [*] năm; \"*\" sáu \"*\"", "(*) một; (**) hai; (*) ba; Thu*, chi*; *) bốn; [*] năm; \"*\" sáu \"*\"/"},
		{"blanks", "ngày __/__/2026, ký: ____, ____; số ___/BB-___", "ngày __/__/2026, ký: ____, ____; số ___/BB-___/"},
		{"names", "TB_2026_01, bao_cao_v2.docx, 09****1234, C:\\Users\\mau, \\\\may\\chung, 10 \\%", "TB_2026_01, bao_cao_v2.docx, 09****1234, C:\\Users\\mau, \\\\may\\chung, 10 \\%/"},
		{"emphasis", "**Chủ trì:** A; **Thư ký:**B; *nghiêng*, _nghiêng_; **12**; \"**a**\"; (*b*); ***c***", "Chủ trì: A; Thư ký:B; nghiêng, nghiêng; 12; \"a\"; (b); c/"},
		{"escapes", "2026\\. a\\*b\\* a\\_b \\# \\|", "2026. a*b* a_b # |/"},
		{"points", "Giao:\na) A;\nb) B;\nđ) Đ;\ne)E\nhết", "Giao:/a) A;/b) B;/đ) Đ;/e)E hết/"},
		{"clauses", "Nội dung\n1. Một\n1.1. Hai\n1.2. Ba\n2. Bốn\n1.1 Năm\n3.Sáu\n4/ Bảy", "Nội dung/#8 Một/1.1. Hai/1.2. Ba/#9 Bốn/1.1 Năm/3.Sáu/4/ Bảy/"},
		{"chapters", "I. MỘT\nchữ\nII- HAI\nchữ\na. Ba", "I. MỘT chữ/II- HAI chữ/a. Ba/"},
		{"plus", "+ Một\n+ Hai", "+ Một/+ Hai/"},
		{"plus below a dash", "- Một\n  + Hai", "#8 Một/#9 Hai/"},
		{"stars", "* Ghi chú: một\n* hai", "* Ghi chú: một/* hai/"},
		{"brackets", "1) Một\n2) Hai", "1) Một/2) Hai/"},
		{"numbers as typed", "1. a\n1. b\n5. c", "1. a/1. b/5. c/"},
		{"numbers with zeros", "01. a\n02. b", "01. a/02. b/"},
		{"a number within an item", "1. - a\n2. - b", "1. - a/2. - b/"},
		{"letters within an item", "1. Một:\n   a) x\n   b) y\n2. Hai", "#8 Một:/a) x/b) y/#8 Hai/"},
		{"dashes without a space", "Gồm\n-Văn phòng\n-Công an\n+Xã", "Gồm/-Văn phòng/-Công an/+Xã/"},
		{"bullets of Word", "Gồm\n• Một\n– hai\n➢ Ba", "Gồm/• Một/– hai/➢ Ba/"},
		{"wrapped figures", "đạt\n1.204 tỷ, năm\n2026. Từ\n-5 đến\n+10 độ, giai đoạn 2021\n– 2025, kinh tế\n-xã hội", "đạt 1.204 tỷ, năm 2026. Từ -5 đến +10 độ, giai đoạn 2021 – 2025, kinh tế -xã hội/"},
		{"a year and a point", "2026. Năm bản lề", "#8 Năm bản lề/"},
		{"number signs", "# 5 việc\n\n#1 là\n\n## 1. Kinh tế\n\n#", "# 5 việc/#1 là/1. Kinh tế/#/"},
		{"more than", "> 5 tỷ đồng\n\n>= 3%\n\n> trích", "> 5 tỷ đồng/>= 3%/trích/"},
		{"struck out", "~~cũ~~ [x] [ ] [1] <5 người", "~~cũ~~ [x] [ ] [1] <5 người/"},
		{"broken lines", "a<br>b<BR/>c<br />d", "a⏎b⏎c⏎d/"},
		{"links", "[a](http://x.vn \"Số 12\") khoản [5](3) [QĐ 1](qd1.pdf) [](http://y.vn) ![Ảnh](anh.png)", "a \"Số 12\" khoản [5](3) [QĐ 1](qd1.pdf) http://y.vn ![Ảnh](anh.png)/"},
		{"lines below", "Tổng cộng\n---\nhai\n***\nba\n===\nbốn", "Tổng cộng/---/hai/***/ba/===/bốn/"},
		{"code", "```go 5\nx = 3\n```\n\n    bốn **dấu**", "go 5 x = 3 /bốn dấu/"},
		{"HTML", "<!-- 12 -->\n\n<div class=\"5\">\nd\n</div>", "<!-- 12 -->/<div class=\"5\"> d </div>/"},
		{"bars", "| a | b |\n| 1 | 2 |\n\nx | 3", "| a | b |/| 1 | 2 |/x | 3/"},
		{"a row too wide", "Bảng\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\nsau", "Bảng//[a/|b/|/|][1/|2/|3/|]sau/"},
		{"a header too wide", "a | b | c\n---|---\n1 | 2 | 3", "/[a/|b/|c/|][1/|2/|3/|]/"},
		{"points in a table", "Mục | Số\n---|---\na) Thu | 5\nb) Chi | 6\\|7", "/[Mục/|Số/|][a) Thu/|5/|][b) Chi/|6|7/|]/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := richly(t, p("{{markdown .Lead}}")+p(), &event{Lead: tt.src}, merge.Env{})
			want := tt.want
			if !strings.HasSuffix(want, "]/") {
				want += "/"
			}
			if got := outline(t, out, out.Main()); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// printed are the letters and digits of a document, with the numbers of its lists.
func printed(t testing.TB, out *docx.Package) string {
	t.Helper()
	doc, err := xml.Parse(part(t, out, out.Main()), limit.Default.XML())
	if err != nil {
		t.Fatal(err)
	}
	starts := map[string]int{} // of lists of numbers, by their number and level
	if data, ok := out.Part("word/numbering.xml"); ok {
		root, err := xml.Parse(string(data), limit.Default.XML())
		if err != nil {
			t.Fatal(err)
		}
		decimal := map[string]bool{}
		for a := range root.All("w:abstractNum") {
			decimal[a.Get("w:abstractNumId")] = a.Child("w:lvl").Child("w:numFmt").Get("w:val") == "decimal"
		}
		for n := range root.All("w:num") {
			if decimal[n.Child("w:abstractNumId").Get("w:val")] {
				for o := range n.All("w:lvlOverride") {
					start := 1
					fmt.Sscan(o.Child("w:startOverride").Get("w:val"), &start)
					starts[n.Get("w:numId")+" "+o.Get("w:ilvl")] = start
				}
			}
		}
	}
	var b strings.Builder
	for p := range doc.All("w:p") {
		if list := p.Path("w:pPr", "w:numPr"); list != nil {
			id := list.Child("w:numId").Get("w:val") + " " + list.Child("w:ilvl").Get("w:val")
			if n, ok := starts[id]; ok {
				fmt.Fprint(&b, n)
				starts[id]++
			}
		}
		for text := range p.All("w:t") {
			b.WriteString(text.Content())
		}
	}
	return wordsOf(b.String())
}

func part(t testing.TB, out *docx.Package, name string) string {
	t.Helper()
	data, ok := out.Part(name)
	if !ok {
		t.Fatalf("no part %s", name)
	}
	return string(data)
}

// wordsOf are the letters and digits of a text.
func wordsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, s)
}

// Each sign, in each place that it can have beside letters and digits, alone and twice,
// takes none of them away.
func TestNoSignTakesLettersOrDigitsAway(t *testing.T) {
	signs := strings.Fields("* ** *** _ __ ~ ~~ ` `` [x] [ ] [] () ( ) (*) # ## > >> | || - -- --- + = === 1. 1) a) đ) 1.1. 2026. I. \\ \\* ! ![ ]( : ; < << / // % $ ^ { } {{ }} • – … \" “ ” ' *: :* _: **: :**")
	for _, s := range signs {
		var b strings.Builder
		for _, pattern := range []string{"S", "S1", "1S", "S 1", "1 S", "1S2", "aSb", "1 S 2", "1S 2", "1 S2", "1S2S3", "aSbSc", "S1S", "S1S 2", "1 S2S 3", "S 1 S", "1,2S3,4", "(S1S)", "(S)1(S)", "“S1”S", "1S\nS2", "S a\nS b\nS c",
			"a\nS b\nc", "  S a", "    S a", "- S 1", "1. S 2", "S- 1", "a | S | 1\n---|---|---\nS | 2 | 3S"} {
			b.WriteString(strings.ReplaceAll(pattern, "S", s) + "\n\n")
		}
		for _, src := range append(strings.Split(b.String(), "\n\n"), b.String()) {
			out := richly(t, p("{{markdown .Lead}}")+p(), &event{Lead: src}, merge.Env{})
			if got, want := printed(t, out), wordsOf(src); got != want {
				t.Errorf("%q prints %q, not %q", src, got, want)
			}
		}
	}
}

// What somebody types loses no letter and no digit, unless they are an address, an entity
// or the name of a break, which mean something else.
func FuzzTyped(f *testing.F) {
	for _, s := range []string{"a) b\nđ) c", "1. a\n2. b\n   - c\n+ d", "| a | b |\n|--|--|\n| 1 | 2 | 3 |", "2*3*4 **a** __b__", "> 5\n> a\n# 5\n```x\n1\n```", "1. - 2) * 3", "-\t1\n\n\t\ta", "\\*\\\\*a*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if !utf8.ValidString(src) || len(src) > 2000 || strings.ContainsAny(src, "&<\r\x00") || strings.Contains(src, "](") || strings.ContainsFunc(src, func(r rune) bool { return r == '\ufffd' }) {
			return
		}
		out := richly(t, p("{{markdown .Lead}}")+p(), &event{Lead: src}, merge.Env{})
		if got, want := printed(t, out), wordsOf(src); got != want {
			t.Errorf("%q prints %q, not %q", src, got, want)
		}
	})
}
