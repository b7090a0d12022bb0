package rules

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// A sparse pattern finds what its regular expression finds that looks at every place.
func TestSparse(t *testing.T) {
	pieces := strings.Split("ngày |Ngày |NGÀY |tháng |Tháng |THÁNG |năm |05|5|12|2026|9|03|0|1,250|1.250.000|12.5|2.35| %|%| tỷ đồng|tỷ|km²|m2|°C|kg|/|.|,|;|:| |  |\u00a0|\u202f|(|)|…|»|*|đồng|a|Đ|ế|\n|\t|!|?|3/9/2026|123/4/2026|1,234,567.8|12,345|tháng 03|ngày 5 tháng 03", "|")
	r := rand.New(rand.NewPCG(3, 4))
	var texts []string
	for range 20000 {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		texts = append(texts, b.String())
	}
	for name, s := range map[string]*sparse{"long date": &longDate, "month": &monthZero, "short date": &shortDate, "decimal": &decimal, "percent": &percent, "unit": &unit, "thousands": &commaGroups, "punctuation": &spaced} {
		everywhere := regexp.MustCompile(strings.TrimPrefix(s.pattern.String(), "^"))
		found := 0
		for _, text := range texts {
			want, got := everywhere.FindAllStringSubmatchIndex(text, -1), s.all(text)
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("%s in %q: %v, not %v", name, text, got, want)
			}
			found += len(got)
		}
		if found < 100 {
			t.Errorf("%s is found %d times only", name, found)
		}
	}
}

func FuzzSparse(f *testing.F) {
	f.Add("ngày 5 tháng 03 năm 2026, 12.5 % của 1,250,000 đồng ,")
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range []*sparse{&longDate, &monthZero, &shortDate, &decimal, &percent, &unit, &commaGroups, &spaced} {
			end := 0
			for _, m := range s.all(text) {
				if m[0] < end || m[1] > len(text) {
					t.Errorf("%q: %v", text, m)
				}
				end = m[1]
			}
		}
	})
}
