package merge

import (
	"strings"
	"testing"
	"text/template/parse"
)

// Whatever text/template says of a tag is said in both languages, in words of our own.
func TestSlips(t *testing.T) {
	known := 0
	for _, code := range []string{"if", "range", "sum 96,8", `"abc`, "'a", "'abc'", ".title)", "(.title", ".title | 5", ".a..b", "3abc", "$x := ", "if .a | ", "if .a == 5",
		"if .a != 5", "if .a > 5", ".a + 5", ".a * 5", "“abc”", ".a-b", "range $i $x := .a", "range $i, $x, $y := .a", "add 1 % 2", ".a;", "()", `"\q"`, ".a$", "if .a && .b", "` a", ".a, .b"} {
		tree := parse.New("tag-1")
		tree.Mode = parse.SkipFuncCheck
		_, err := tree.Parse("{{"+code+"}}", "{{", "}}", map[string]*parse.Tree{})
		if err == nil {
			t.Errorf("%s is a tag", code)
			continue
		}
		what, hint := slipOf(code, err)
		if what.Vi == "" || what.En == "" || what.Vi == what.En || hint.Vi == "" || hint.En == "" || strings.Contains(what.Vi+what.En+hint.Vi+hint.En, "%!") || strings.Contains(what.Vi, "unexpected") {
			t.Errorf("%s: %v: %+v, %+v", code, err, what, hint)
		}
		if what.En != "it is not understood" {
			known++
		} else {
			t.Errorf("%s: nothing is known of %v", code, err)
		}
	}
	if known == 0 {
		t.Error("no form is known")
	}
}
