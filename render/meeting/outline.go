package meeting

import "github.com/bienban/bienban/render/internal/viet"

// An Outlined is a section with its place in the tree of sections, for templates that print
// sections of any depth with one loop.
type Outlined struct {
	*Section
	Depth int    // from 1
	Index int    // among the sections beside it, from 0
	Mark  string // as offices number them: "I.", "1.", "a)", "-", "+"; "" without a heading
}

// Outline gives sections and all that they hold, as deep as they go, in the order of the
// file.
func Outline(sections []Section) []Outlined {
	var all []Outlined
	var walk func(sections []Section, depth int)
	walk = func(sections []Section, depth int) {
		headings := 0
		for i := range sections {
			s := Outlined{Section: &sections[i], Depth: depth, Index: i}
			if s.Heading != "" {
				headings++
				s.Mark = mark(depth, headings)
			}
			all = append(all, s)
			walk(sections[i].Sections, depth+1)
		}
	}
	walk(sections, 1)
	return all
}

// mark is what a heading of a depth begins with, the nth of those beside it (NĐ 30/2020,
// Phụ lục I, mục II.6 has phần, mục, điểm; below them offices write a dash, then a plus).
func mark(depth, n int) string {
	switch depth {
	case 1:
		return viet.Roman(n) + "."
	case 2:
		return viet.FormatInt(n) + "."
	case 3:
		return viet.Letter(n) + ")"
	case 4:
		return "-"
	}
	return "+"
}
