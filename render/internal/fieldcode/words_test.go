package fieldcode_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/fieldcode"
)

func TestWords(t *testing.T) {
	for s, want := range map[string]string{
		"": "", " \t\u00a0\n": "", ` MERGEFIELD  title `: "MERGEFIELD|title", `IF"a b"=""x`: "IF|a b|=||x",
		`\* Upper \*Upper \@"dd MM" \#0,00 \b"x" \h`: `\*|Upper|\*|Upper|\@|dd MM|\#|0,00|\b|x|\h`,
		`"a \"b\" \\c \d`: `a "b" \c \d`, `HYPERLINK \\may\x`: `HYPERLINK|\\may\x`, `\*`: `\*`, `"`: "", `a "" "`: "a||", "\xff\"\xff": "\xff|\xff",
		"HYPERLINK\u00a0\u201cx": "HYPERLINK|\u201cx",
	} {
		if got := strings.Join(fieldcode.Words(s), "|"); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
}

func TestQuoted(t *testing.T) {
	for s, want := range map[string]bool{"": false, `IF a = "x`: true, `IF a = "x" "`: true, `IF a = "x" "" `: false, `"\"`: true, `"\\"`: false, `\"`: true} {
		if got := fieldcode.Quoted(s, false); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
	if fieldcode.Quoted(`\" a" b`, true) || !fieldcode.Quoted(`\`, true) {
		t.Error("a piece that begins in quotes")
	}
}

// Whatever a file holds, the words are found, and none of what is in them is new.
func FuzzWords(f *testing.F) {
	f.Add(`IF "a \"b" = \*Upper`)
	f.Fuzz(func(t *testing.T, s string) {
		if twice := s + ` ` + s; fieldcode.Quoted(s, false) && fieldcode.Quoted(twice, false) != fieldcode.Quoted(` `+s, true) {
			t.Fatalf("%q: what begins in quotes", s)
		}
		rest := s
		for _, w := range fieldcode.Words(s) {
			for i := range len(w) {
				at := strings.IndexByte(rest, w[i])
				if at < 0 {
					t.Fatalf("%q: %q", s, fieldcode.Words(s))
				}
				rest = rest[at+1:]
			}
		}
		if plain := strings.Fields(s); !strings.ContainsAny(s, `"\`) && !slices.Equal(plain, fieldcode.Words(s)) {
			t.Fatalf("%q: %q", s, fieldcode.Words(s))
		}
	})
}
