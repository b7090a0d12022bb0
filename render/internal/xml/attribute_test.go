package xml

import "testing"

func TestAttribute(t *testing.T) {
	const tag = "<v:rect id='a' r:id=\"a\"\n alt = \"it&apos;s &#34;x&#34;&#10;&gt; >\" title='&quot;&amp;'/>"
	for _, tt := range []struct{ local, value, all, raw string }{
		{"id", "a", " id='a'", "a"}, {":id", "a", ` r:id="a"`, "a"},
		{"alt", "it's \"x\"\n> >", " alt = \"it&apos;s &#34;x&#34;&#10;&gt; >\"", "it&apos;s &#34;x&#34;&#10;&gt; >"},
		{"title", `"&`, " title='&quot;&amp;'", "&quot;&amp;"},
	} {
		at, from, to, ok := Attribute(tag, tt.local, tt.value)
		if !ok || tag[at:to+1] != tt.all || tag[from:to] != tt.raw {
			t.Errorf("%s: %v, all %q, value %q", tt.local, ok, tag[at:to+1], tag[from:to])
		}
	}
	for _, none := range [][2]string{{"id", "b"}, {"d", "a"}, {":alt", "x"}, {"rect", "a"}} {
		if _, _, _, ok := Attribute(tag, none[0], none[1]); ok {
			t.Errorf("%q is found", none)
		}
	}
	for name, want := range map[string]string{"id": "id", "r:id": "id", "{urn:x}id": "id", "{id}": ""} {
		if got := Local(name); got != want {
			t.Errorf("%q of %q", got, name)
		}
	}
}
