package xml

import (
	"errors"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/limit"
)

const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

func TestNamesAreCanonical(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"customary prefix", `<w:p ` + w + `/>`, "w:p"},
		{"another prefix", `<x:p xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>`, "w:p"},
		{"default namespace", `<p xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>`, "w:p"},
		{"strict", `<w:p xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>`, "w:p"},
		{"unknown namespace", `<w:p xmlns:w="urn:x"/>`, "{urn:x}p"},
		{"no namespace", `<p/>`, "p"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, err := Parse(tt.src, limit.XML{Depth: 10, Nodes: 1000})
			if err != nil || n.Name != tt.want {
				t.Errorf("got %v %v, want %s", n, err, tt.want)
			}
		})
	}
}

func TestRebindingEndsWithItsElement(t *testing.T) {
	n, err := Parse(`<w:a `+w+`><w:b xmlns:w="urn:x"><w:c/></w:b><w:d w:val="1" val="2"/></w:a>`, limit.XML{Depth: 10, Nodes: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if n.Child("{urn:x}b").Child("{urn:x}c") == nil {
		t.Error("the inner binding does not count inside")
	}
	d := n.Child("w:d")
	if d.Get("w:val") != "1" || d.Get("val") != "2" {
		t.Errorf("attributes of w:d: %v", d.Attrs)
	}
}

func TestOffsetsGiveTheSourceBack(t *testing.T) {
	src := "\ufeff<?xml version=\"1.0\"?>\n<w:p " + w + "><!-- c --><w:r><w:t>a &amp; b</w:t></w:r ><w:r/></w:p>\n"
	n, err := Parse(src, limit.XML{Depth: 10, Nodes: 1000})
	if err != nil {
		t.Fatal(err)
	}
	r := n.Child("w:r")
	if got := src[r.Start:r.End]; got != "<w:r><w:t>a &amp; b</w:t></w:r >" {
		t.Errorf("outer %q", got)
	}
	if got := src[r.InnerStart:r.InnerEnd]; got != "<w:t>a &amp; b</w:t>" {
		t.Errorf("inner %q", got)
	}
	if got := n.Content(); got != "a & b" {
		t.Errorf("content %q", got)
	}
	if e := r.Next; src[e.Start:e.End] != "<w:r/>" || e.InnerStart != e.InnerEnd {
		t.Errorf("empty element %+v", e)
	}
}

func TestWhatIsNotWellFormedIsAnError(t *testing.T) {
	for _, src := range []string{
		"", "text", "<a>", "<a", "<a></b>", "</a>", "<a/><b/>", "<a b/>", "<a b=c/>", `<a b="c/>`, `<a b="<"/>`,
		"<a>&nope;</a>", "<a>&amp</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a><![CDATA[x</a>", "<!DOCTYPE a><a/>",
		"<!-- <a/>", "<a/>text", "< a/>", `<a b="1"c="2"/>`,
	} {
		var syntax *SyntaxError
		if _, err := Parse(src, limit.XML{Depth: 10, Nodes: 1000}); !errors.As(err, &syntax) {
			t.Errorf("%q: %v, want a SyntaxError", src, err)
		}
	}
	if _, err := Parse(strings.Repeat("<a>", 20)+strings.Repeat("</a>", 20), limit.XML{Depth: 10, Nodes: 1000}); err == nil {
		t.Error("deeper than allowed, and no error")
	}
}

func TestEscapeSurvivesParse(t *testing.T) {
	for _, s := range []string{"", "biên bản", `a & b < c > d "e" 'f'`, "a\nb\tc\rd", "☐ 😀"} {
		n, err := Parse(`<a b="`+Escape(s)+`">`+Escape(s)+`</a>`, limit.XML{Depth: 10, Nodes: 1000})
		if err != nil || n.Get("b") != s || n.Content() != s {
			t.Errorf("%q came back as %q, %q, %v", s, n.Get("b"), n.Content(), err)
		}
	}
	if got := Escape("a\x00b\xffc"); got != "a\ufffdb\ufffdc" {
		t.Errorf("what XML cannot hold: %q", got)
	}
}

func TestUTF16IsRead(t *testing.T) {
	for _, b := range [][]byte{{0xFF, 0xFE, '<', 0, 'a', 0, '/', 0, '>', 0}, {0xFE, 0xFF, 0, '<', 0, 'a', 0, '/', 0, '>'}} {
		if s, err := UTF8(b); err != nil || s != "<a/>" {
			t.Errorf("%v: %q, %v", b, s, err)
		}
	}
	if _, err := UTF8([]byte("a\xffb")); err == nil {
		t.Error("neither UTF-8 nor UTF-16, and no error")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`<w:p ` + w + `><w:r w:a="1"><w:t>a &amp; b</w:t></w:r></w:p>`)
	f.Add("<a><![CDATA[x]]></a>")
	f.Fuzz(func(t *testing.T, src string) {
		n, err := Parse(src, limit.XML{Depth: 100, Nodes: 1000})
		if err != nil {
			return
		}
		if n.Start < 0 || n.End > len(src) || n.InnerStart > n.InnerEnd {
			t.Errorf("offsets out of order: %+v", n)
		}
	})
}
