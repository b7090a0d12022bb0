package viet

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// GivenName is the last word of a personal name, by which Vietnamese names are ordered.
func GivenName(name string) string {
	words := strings.Fields(NFC(name))
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// SortNames puts people in the order of their given names, then of the words before
// them, by the Vietnamese alphabet and its tones (CLDR). Equal names keep their order.
func SortNames[T any](people []T, name func(T) string) {
	type keyed struct {
		given, before []byte
		person        T
	}
	c := collate.New(language.Vietnamese)
	var buffer collate.Buffer
	list := make([]keyed, len(people))
	for i, p := range people {
		words := strings.Fields(NFC(name(p)))
		given, before := "", ""
		if n := len(words) - 1; n >= 0 {
			given, before = words[n], strings.Join(words[:n], " ")
		}
		list[i] = keyed{c.KeyFromString(&buffer, given), c.KeyFromString(&buffer, before), p}
	}
	slices.SortStableFunc(list, func(a, b keyed) int {
		return cmp.Or(bytes.Compare(a.given, b.given), bytes.Compare(a.before, b.before))
	})
	for i := range list {
		people[i] = list[i].person
	}
}

// Sort puts texts in the order of the Vietnamese alphabet, word by word from the left.
func Sort(texts []string) { collate.New(language.Vietnamese).SortStrings(texts) }
