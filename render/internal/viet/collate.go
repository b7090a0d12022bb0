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
func SortNames[T any](people []T, name func(T) string) { SortBy(people, name, true) }

// SortBy puts a list in the order of its elements' texts, by the Vietnamese alphabet and its tones
// (CLDR): word by word from the left or, where they are names of people, as [SortNames] does. Equal
// texts keep their order.
func SortBy[T any](list []T, text func(T) string, names bool) {
	type keyed struct {
		given, before []byte
		element       T
	}
	c := collate.New(language.Vietnamese)
	var buffer collate.Buffer
	rows := make([]keyed, len(list))
	for i, e := range list {
		words := strings.Fields(NFC(text(e)))
		given, before := "", strings.Join(words, " ")
		if n := len(words) - 1; names && n >= 0 {
			given, before = words[n], strings.Join(words[:n], " ")
		}
		rows[i] = keyed{c.KeyFromString(&buffer, given), c.KeyFromString(&buffer, before), e}
	}
	slices.SortStableFunc(rows, func(a, b keyed) int {
		return cmp.Or(bytes.Compare(a.given, b.given), bytes.Compare(a.before, b.before))
	})
	for i := range rows {
		list[i] = rows[i].element
	}
}

// Compare is how two texts stand in the Vietnamese alphabet: -1, 0 or 1.
func Compare(a, b string) int {
	return collate.New(language.Vietnamese).CompareString(NFC(a), NFC(b))
}

// Sort puts texts in the order of the Vietnamese alphabet, word by word from the left.
func Sort(texts []string) { SortBy(texts, func(s string) string { return s }, false) }
