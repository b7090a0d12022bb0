package samples

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// TestText: the samples are what people copy, so they are written as we advise: composed
// letters, no tabs, block style, comments on lines of their own.
func TestText(t *testing.T) {
	flow := regexp.MustCompile(`^[^#|>]*: *[\[{]`)
	trailing := regexp.MustCompile(`^[^#"]*[^ #"].* #`)
	names, err := fs.Glob(FS, "*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(FS, name)
		if err != nil {
			t.Fatal(err)
		}
		if !norm.NFC.IsNormal(data) {
			t.Errorf("%s: not in NFC", name)
		}
		if !strings.HasSuffix(string(data), "\n") {
			t.Errorf("%s: no line end at the end", name)
		}
		for i, line := range strings.Split(string(data), "\n") {
			switch {
			case strings.ContainsAny(line, "\t\r\u00a0"):
				t.Errorf("%s:%d: a tab, a carriage return or a no-break space", name, i+1)
			case strings.HasSuffix(line, " "):
				t.Errorf("%s:%d: a space at the end", name, i+1)
			case flow.MatchString(line):
				t.Errorf("%s:%d: flow style: %s", name, i+1, line)
			case trailing.MatchString(line):
				t.Errorf("%s:%d: a comment after a value: %s", name, i+1, line)
			}
		}
	}
}

// TestChiLang: the table of the article has the figures of the article, and no others.
func TestChiLang(t *testing.T) {
	data, err := FS.ReadFile("hoi-nghi-chi-lang.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text, table, found := strings.Cut(string(data), "\nindicators:\n")
	if !found {
		t.Fatal("no indicators")
	}
	figures := regexp.MustCompile(`(?m)^ +(?:actual|percent_of_plan): (.*)$`).FindAllStringSubmatch(table, -1)
	if len(figures) != 5 {
		t.Errorf("the table has %d figures, the article 5", len(figures))
	}
	for _, f := range figures {
		if !strings.Contains(text, " "+f[1]+" ") && !strings.Contains(text, " "+f[1]+",") {
			t.Errorf("the article does not say %q", f[1])
		}
	}
	// The article has eight paragraphs, none of which is to be lost.
	if n := len(regexp.MustCompile(`(?m)^ {6}\p{L}`).FindAllString(text, -1)); n != 8 {
		t.Errorf("%d paragraphs, the article has 8", n)
	}
	if !strings.Contains(text, "nhằm thực có hiện hiệu quả") {
		t.Error("the article's own words were mended")
	}
}
